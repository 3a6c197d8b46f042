"""Wrong versions of Neuron.forward."""

import math

import numpy as np


def _keep(neuron, inputs, z):
    """The end of a right version, for a weighted sum."""
    neuron.inputs, neuron.output = inputs, sigmoid(z)
    return neuron.output


def _dot(weights, inputs):
    return sum(w * x for w, x in zip(weights, inputs))


# ------------------------------------------------------------------ the weighted sum
def no_bias(self, inputs):
    """Weighted sum without the bias.

    Mistake: no-bias
    Hint: the bias is missing
    """
    return _keep(self, inputs, _dot(self.weights, inputs))


def bias_subtracted(self, inputs):
    """The bias as a threshold.

    Mistake: bias-subtracted
    Hint: the bias is subtracted
    """
    return _keep(self, inputs, _dot(self.weights, inputs) - self.bias)


def bias_as_factor(self, inputs):
    """The bias multiplies.

    Mistake: bias-factor
    Hint: the bias is a factor
    """
    return _keep(self, inputs, _dot(self.weights, inputs) * self.bias)


def bias_in_the_loop(self, inputs):
    """The bias is added with every product.

    Mistake: bias-per-input
    Hint: the bias is added once for every input
    """
    return _keep(self, inputs, sum(w * x + self.bias for w, x in zip(self.weights, inputs)))


def bias_after_the_sigmoid(self, inputs):
    """A parenthesis too early.

    Mistake: bias-outside
    Hint: the bias is added after the sigmoid
    """
    self.inputs = inputs
    self.output = sigmoid(_dot(self.weights, inputs)) + self.bias
    return self.output


def overwritten_in_the_loop(self, inputs):
    """z = instead of z +=.

    Mistake: last-input-only
    Hint: only the last input counts
    """
    for w, x in zip(self.weights, inputs):
        z = w * x
    return _keep(self, inputs, z + self.bias)


def return_in_the_loop(self, inputs):
    """Returns after the first product.

    Mistake: first-input-only
    Hint: only the first input counts
    """
    z = self.bias
    for w, x in zip(self.weights, inputs):
        z += w * x
        return _keep(self, inputs, z)


def one_input_too_few(self, inputs):
    """range(len(inputs) - 1).

    Mistake: last-input-left-out
    Hint: the last input is left out
    """
    z = self.bias
    for i in range(len(inputs) - 1):
        z += self.weights[i] * inputs[i]
    return _keep(self, inputs, z)


def counted_from_1(self, inputs):
    """range(1, n): the first input is left out.

    Mistake: first-input-left-out
    Hint: the first input is left out
    """
    z = self.bias
    for i in range(1, len(inputs)):
        z += self.weights[i] * inputs[i]
    return _keep(self, inputs, z)


def one_input_too_many(self, inputs):
    """range(n + 1).

    Mistake: IndexError
    Hint: an index lies outside its array
    """
    z = self.bias
    for i in range(len(inputs) + 1):
        z += self.weights[i] * inputs[i]
    return _keep(self, inputs, z)


def two_inputs_only(self, inputs):
    """Written for XOR.

    Mistake: two-inputs-only
    Hint: only the first two inputs count
    """
    z = sum(self.weights[i] * inputs[i] for i in range(min(2, len(inputs)))) + self.bias
    return _keep(self, inputs, z)


def mean_of_products(self, inputs):
    """The mean of the products.

    Mistake: averaged
    Hint: the products are averaged
    """
    return _keep(self, inputs, float(np.mean(np.multiply(self.weights, inputs))) + self.bias)


def product_of_sums(self, inputs):
    """sum(w) * sum(x).

    Mistake: sums-multiplied
    Hint: this is the product of two sums
    """
    return _keep(self, inputs, sum(self.weights) * sum(inputs) + self.bias)


def weights_added(self, inputs):
    """w + x.

    Mistake: sums-added
    Hint: weights and inputs are added
    """
    return _keep(self, inputs, sum(w + x for w, x in zip(self.weights, inputs)) + self.bias)


def inputs_alone(self, inputs):
    """The weights are forgotten.

    Mistake: weights-missing
    Hint: the weights do not enter
    """
    return _keep(self, inputs, sum(inputs) + self.bias)


def weights_alone(self, inputs):
    """The inputs are forgotten.

    Mistake: inputs-missing
    Hint: the inputs do not enter
    """
    return _keep(self, inputs, sum(self.weights) + self.bias)


def old_inputs(self, inputs):
    """Takes the weighted sum of the inputs of the last call, and stores the new ones after it.

    Mistake: bias-alone
    Hint: the inputs of this call do not enter
    """
    z = _dot(self.weights, self.inputs) + self.bias
    return _keep(self, inputs, z)


def backwards(self, inputs):
    """The inputs in the reverse order.

    Mistake: reversed
    Hint: in the reverse order
    """
    return _keep(self, inputs, _dot(self.weights, inputs[::-1]) + self.bias)


def absolute_weights(self, inputs):
    """|w|: no known mistake."""
    return _keep(self, inputs, sum(abs(w) * x for w, x in zip(self.weights, inputs)) + self.bias)


# ------------------------------------------------------------------ the activation
def no_sigmoid(self, inputs):
    """The weighted sum itself.

    Mistake: no-sigmoid
    Hint: the sigmoid of it is missing
    """
    self.inputs, self.output = inputs, _dot(self.weights, inputs) + self.bias
    return self.output


def sigmoid_of_each_product(self, inputs):
    """The sigmoid of each product, then the sum.

    Mistake: sigmoid-of-products
    Hint: the sigmoid is taken of every product
    """
    self.inputs = inputs
    self.output = sum(sigmoid(w * x) for w, x in zip(self.weights, inputs)) + self.bias
    return self.output


def sigmoid_in_the_loop(self, inputs):
    """z = sigmoid(z + w x) in the loop."""
    z = self.bias
    for w, x in zip(self.weights, inputs):
        z = sigmoid(z + w * x)
    self.inputs, self.output = inputs, z
    return z


def sigmoid_twice(self, inputs):
    """Twice.

    Mistake: sigmoid-twice
    Hint: the sigmoid is taken twice
    """
    return _keep(self, inputs, sigmoid(_dot(self.weights, inputs) + self.bias))


def tanh(self, inputs):
    """math.tanh.

    Mistake: tanh
    Hint: this is tanh
    """
    self.inputs, self.output = inputs, math.tanh(_dot(self.weights, inputs) + self.bias)
    return self.output


def rectified(self, inputs):
    """max(0, z).

    Mistake: relu
    Hint: a ReLU or a step: use the sigmoid
    """
    self.inputs, self.output = inputs, max(0, _dot(self.weights, inputs) + self.bias)
    return self.output


def threshold(self, inputs):
    """The old perceptron.

    Mistake: step
    Hint: this is a step, 0 or 1
    """
    self.inputs, self.output = inputs, int(_dot(self.weights, inputs) + self.bias > 0)
    return self.output


def sign_of_the_exponent(self, inputs):
    """sigmoid(-z).

    Mistake: sigmoid-sign
    Hint: this is the sigmoid of minus the weighted sum
    """
    return _keep(self, inputs, -_dot(self.weights, inputs) - self.bias)


def exponential_without_sum(self, inputs):
    """1 + exp(-z) without the fraction: overflows.

    Mistake: not-inverted
    Hint: this is 1 + exp(-z)
    """
    self.inputs, self.output = inputs, 1 + np.exp(-_dot(self.weights, inputs) - self.bias)
    return self.output


def slope(self, inputs):
    """y (1 - y).

    Mistake: slope
    Hint: this is the derivative of the sigmoid
    """
    y = _keep(self, inputs, _dot(self.weights, inputs) + self.bias)
    self.output = y * (1 - y)
    return self.output


def own_sigmoid_of_math(self, inputs):
    """1 / (1 + math.exp(-z)) overflows.

    Mistake: wrong-result
    Hint: an exponential is too large
    """
    self.inputs = inputs
    self.output = 1 / (1 + math.exp(-_dot(self.weights, inputs) - self.bias))
    return self.output


def own_sigmoid_with_nan(self, inputs):
    """exp(z) / (1 + exp(z)) with NumPy: inf / inf.

    Mistake: nan
    Hint: overflow in exp
    """
    z = _dot(self.weights, inputs) + self.bias
    self.inputs, self.output = inputs, np.exp(z) / (1 + np.exp(z))
    return self.output


def rounded(self, inputs):
    """0 or 1.

    Mistake: step
    Hint: this is a step, 0 or 1
    """
    self.inputs, self.output = inputs, round(sigmoid(_dot(self.weights, inputs) + self.bias))
    return self.output


# ------------------------------------------------------------------ what is kept
def weighted_sum_kept(self, inputs):
    """self.output before the sigmoid; the return value is right.

    Mistake: z-kept
    Hint: self.output is the weighted sum
    """
    self.inputs, self.output = inputs, _dot(self.weights, inputs) + self.bias
    return sigmoid(self.output)


def output_not_kept(self, inputs):
    """A local variable.

    Mistake: output-not-kept
    Hint: self.output is not set
    """
    self.inputs = inputs
    output = sigmoid(_dot(self.weights, inputs) + self.bias)
    return output


def inputs_not_kept(self, inputs):
    """self.inputs stays empty.

    Mistake: inputs-not-kept
    Hint: self.inputs is not set
    """
    self.output = sigmoid(_dot(self.weights, inputs) + self.bias)
    return self.output


def last_input_kept(self, inputs):
    """self.inputs is the last one.

    Mistake: wrong-shape
    Hint: self.inputs has shape
    """
    z = self.bias
    for w, x in zip(self.weights, inputs):
        z += w * x
        self.inputs = x
    self.output = sigmoid(z)
    return self.output


def products_kept(self, inputs):
    """self.inputs are the products.

    Mistake: products-kept
    Hint: self.inputs holds the products
    """
    products = [w * x for w, x in zip(self.weights, inputs)]
    return _keep(self, products, sum(products) + self.bias)


def bias_input_kept(self, inputs):
    """A 1 is appended for the bias, and kept: the update then has an input too many.

    Mistake: wrong-shape
    Hint: self.inputs has shape
    """
    self.inputs = inputs + [1]
    self.output = sigmoid(_dot(self.weights + [self.bias], self.inputs))
    return self.output


def bias_input_appended_in_place(self, inputs):
    """The list of the caller grows.

    Mistake: wrong-result
    Hint: forward changes its inputs
    """
    inputs.append(1)
    self.inputs = inputs[:-1]
    self.output = sigmoid(_dot(self.weights + [self.bias], inputs))
    return self.output


def inputs_weighted_in_place(self, inputs):
    """The list of the caller holds products.

    Mistake: wrong-result
    Hint: forward changes its inputs
    """
    for i, w in enumerate(self.weights):
        inputs[i] *= w
    return _keep(self, inputs, sum(inputs) + self.bias)


def list_of_one(self, inputs):
    """The output is a list.

    Mistake: wrong-result
    Hint: the output of a neuron is one number
    """
    self.inputs, self.output = inputs, [sigmoid(_dot(self.weights, inputs) + self.bias)]
    return self.output


def list_of_outputs(self, inputs):
    """One output for each input.

    Mistake: wrong-result
    Hint: the output of a neuron is one number
    """
    self.inputs = inputs
    self.output = [sigmoid(w * x + self.bias) for w, x in zip(self.weights, inputs)]
    return self.output


def nothing_returned(self, inputs):
    """No return.

    Mistake: wrong-result
    Hint: forward returned None
    """
    _keep(self, inputs, _dot(self.weights, inputs) + self.bias)


def output_accumulates(self, inputs):
    """self.output is the accumulator and is not set to 0: right in the first call only.

    Mistake: kept
    Hint: something is kept from the first call
    """
    self.inputs = inputs
    for w, x in zip(self.weights, inputs):
        self.output += w * x
    self.output = sigmoid(self.output + self.bias)
    return self.output


def inputs_collected(self, inputs):
    """The inputs are appended to self.inputs, which is never emptied.

    Mistake: kept
    Hint: something is kept from the first call
    """
    for x in inputs:
        self.inputs.append(x)
    self.output = sigmoid(sum(w * x for w, x in zip(self.weights, self.inputs)) + self.bias)
    return self.output


def first_output_kept(self, inputs):
    """The output is computed once, and kept.

    Mistake: kept
    Hint: something is kept from the first call
    """
    if not self.output:
        self.inputs = inputs
        self.output = sigmoid(sum(w * x for w, x in zip(self.weights, inputs)) + self.bias)
    return self.output


def bias_popped(self, inputs):
    """The bias becomes the weight of a further input, which stays in the list of the inputs.

    Mistake: wrong-result
    Hint: forward changes its inputs
    """
    self.inputs = inputs
    inputs.append(1.0)
    self.output = sigmoid(sum(w * x for w, x in zip([*self.weights, self.bias], inputs)))
    return self.output


def weights_with_bias(self, inputs):
    """The bias is appended to the weights, in every call.

    Mistake: wrong-result
    Hint: forward changes the weights or the bias
    """
    self.inputs = inputs
    self.weights.append(self.bias)
    self.output = sigmoid(sum(w * x for w, x in zip(self.weights, [*inputs, 1.0])))
    return self.output


def first_ten_inputs(self, inputs):
    """Only the first ten inputs count."""
    self.inputs = inputs
    self.output = sigmoid(sum(w * x for w, x in zip(self.weights[:10], inputs)) + self.bias)
    return self.output
