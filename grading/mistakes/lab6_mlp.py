"""Lab 6: known mistakes, as changes of right functions (`grading.mistakes` says how to read them)."""

import numpy as np

from cs_nn.layers import affine_backward as fully_connected_backward
from cs_nn.layers import affine_forward as fully_connected


def loop(self, inputs):
    """A loop over indices, starting from the bias."""
    z = self.bias
    for i in range(len(self.weights)):
        z += self.weights[i] * inputs[i]
    self.inputs, self.output = inputs, sigmoid(z)
    return self.output


def one_loop(self, targets, simple=False):
    """One loop over all layers, with a question in it."""
    for k, layer in reversed(list(enumerate(self.layers))):
        last = layer is self.layers[-1]
        for j, neuron in enumerate(layer.neurons):
            if last:
                back = targets[j] - neuron.output
            else:
                back = 0
                for after in self.layers[k + 1].neurons:
                    back += after.delta * after.weights[j]
            neuron.delta = back if last and simple else back * neuron.output * (1 - neuron.output)


def deltas_returned(self, targets, simple=False):
    """Uses dicts, returns the deltas, prints them."""
    deltas = {}
    for k in range(len(self.layers))[::-1]:
        for j, neuron in enumerate(self.layers[k].neurons):
            y = neuron.output
            if k + 1 < len(self.layers):
                terms = [deltas[k + 1, i] * n.weights[j] for i, n in enumerate(self.layers[k + 1].neurons)]
                deltas[k, j] = (y - y * y) * sum(terms)
            else:
                deltas[k, j] = (targets[j] - y) * (1 if simple else (y - y * y))
    for (k, j), delta in deltas.items():
        self.layers[k].neurons[j].delta = delta
    print(deltas)
    return deltas


def by_the_formulas(w, dw, config):
    """One line for each formula."""
    config = dict(config)
    config["t"] = config.get("t", 0) + 1
    beta1, beta2 = config.get("beta1", 0.9), config.get("beta2", 0.999)
    config["m"] = beta1 * config.get("m", np.zeros(w.shape)) + (1 - beta1) * dw
    config["v"] = beta2 * config.get("v", np.zeros(w.shape)) + (1 - beta2) * np.square(dw)
    m_hat = config["m"] / (1 - beta1 ** config["t"])
    v_hat = config["v"] / (1 - beta2 ** config["t"])
    return w - config.get("learning_rate", 1e-3) * m_hat / (np.sqrt(v_hat) + config.get("epsilon", 1e-8)), config


def recursive(self, X, y=None, reg=0.0):
    """Each layer calls the next one, and gets its gradient back."""
    grads = {}

    def layer(k, x):
        a, affine = affine_forward(x, self.params[f"W{k}"], self.params[f"b{k}"])
        if k == self.num_layers:
            if y is None:
                return a, None
            loss, d = softmax_loss(a, y)
        else:
            h, relu = relu_forward(a)
            loss, d = layer(k + 1, h)
            if y is None:
                return loss, None
            d = relu_backward(d, relu)
        d, dW, grads[f"b{k}"] = affine_backward(d, affine, k > 1)
        grads[f"W{k}"] = dW + reg * self.params[f"W{k}"]
        return loss + 0.5 * reg * np.einsum("ij,ij->", self.params[f"W{k}"], self.params[f"W{k}"]), d

    result, _ = layer(1, X)
    return result if y is None else (result, grads)


def layers_counted_from_the_parameters(self, X, y=None, reg=0.0):
    """The number of layers from params; renamed imports; caches are attributes; a list is returned."""
    names = sorted((name for name in self.params if name.startswith("W")), key=lambda name: int(name[1:]))
    self.caches, self.relus, out = [], [], X
    for name in names:
        if name != "W1":
            out, relu = relu_forward(x=out)
            self.relus.append(relu)
        out, cache = fully_connected(x=out, w=self.params[name], b=self.params["b" + name[1:]])
        self.caches.append(cache)
    if y is None:
        return out
    loss, d = softmax_loss(scores=out, y=y)
    grads = dict.fromkeys(self.params)
    for name in names[::-1]:
        d, grads[name], grads["b" + name[1:]] = fully_connected_backward(dout=d, cache=self.caches.pop())
        if self.relus:
            d = relu_backward(dout=d, cache=self.relus.pop())
    for name in names:
        loss, grads[name] = loss + 0.5 * reg * (self.params[name] ** 2).sum(), grads[name] + reg * self.params[name]
    return [loss, grads]


TABLE = r"""
== Neuron_forward
no-bias: the bias is missing.
    + self.bias ->
bias-subtracted: the bias is subtracted: add it.
    + self.bias -> - self.bias
bias-factor: the bias is a factor: add it.
    + self.bias -> * self.bias
bias-per-input: the bias is added once for every input: add it once, after the sum.
    + self.bias -> + len(inputs) * self.bias
bias-outside: the bias is added after the sigmoid: it is a part of the weighted sum.
    + self.bias) -> ) + self.bias
last-input-only: only the last input counts: add up the products.
    self.weights, inputs -> self.weights[-1:], inputs[-1:]
first-input-only: only the first input counts: add up the products. Is the return inside the loop?
    self.weights -> self.weights[:1]
last-input-left-out: the last input is left out.
    self.weights -> self.weights[:-1]
first-input-left-out: the first input is left out.
    self.weights, inputs -> self.weights[1:], inputs[1:]
* IndexError: an index lies outside its array
    zip(self.weights, inputs) -> [(self.weights[i], inputs[i]) for i in range(len(inputs) + 1)]
two-inputs-only: only the first two inputs count: a neuron may have any number.
    self.weights -> self.weights[:2]
averaged: the products are averaged: add them up.
    + self.bias -> / len(inputs) + self.bias
sums-multiplied: this is the product of two sums: multiply each weight by its own input.
    sum(w * x for w, x in zip(self.weights, inputs)) -> sum(self.weights) * sum(inputs)
sums-added: weights and inputs are added: multiply each weight by its input.
    w * x -> w + x
weights-missing: the weights do not enter.
    w * x -> x
inputs-missing: the inputs do not enter.
    w * x -> w
bias-alone: this is the sigmoid of the bias alone: the inputs of this call do not enter.
    w * x -> 0
reversed: the inputs meet the weights in the reverse order.
    self.weights -> self.weights[::-1]
* -
    w * x -> abs(w) * x
    self.weights -> self.weights[:10]
no-sigmoid: this is the weighted sum: the sigmoid of it is missing.
    sigmoid( -> (
sigmoid-of-products: the sigmoid is taken of every product: take it of their sum.
    sigmoid(sum(w * x -> (sum(sigmoid(w * x)
    sigmoid(sum(w * x -> (sum(sigmoid(w * x)
    & + self.bias ->
sigmoid-twice: the sigmoid is taken twice.
    return -> self.output = sigmoid(self.output); return
tanh: this is tanh: use the sigmoid.
    sigmoid( -> math.tanh(
relu: this is a ReLU: use the sigmoid.
    sigmoid( -> max(0,
step: this is a step, 0 or 1: use the sigmoid, which has a derivative.
    sigmoid( -> float(0 <
sigmoid-sign: this is the sigmoid of minus the weighted sum.
    sigmoid( -> 1 - sigmoid(
not-inverted: this is 1 + exp(-z): the sigmoid is its reciprocal.
    return -> self.output = np.divide(1, self.output); return
slope: this is the derivative of the sigmoid: the sigmoid itself is asked for.
    return -> self.output *= 1 - self.output; return
* wrong-result: an exponential is too large
    sigmoid( -> (lambda z: 1 / (1 + math.exp(-z)))(
* nan: overflow in exp
    sigmoid( -> (lambda z: np.exp(z) / (1 + np.exp(z)))(
z-kept: self.output is the weighted sum: keep the output, after the sigmoid.
    sigmoid( -> (
    & return self.output -> return sigmoid(self.output)
output-not-kept: self.output is not set: the backward pass needs it.
    self.output = -> output =
    & return self.output -> return output
* inputs-not-kept: self.inputs is not set
    self.inputs = inputs -> pass
* wrong-shape: self.inputs has shape
    self.inputs = inputs -> self.inputs = <<inputs[-1]|inputs + [1]>>
products-kept: self.inputs holds the products with the weights: keep the inputs as they came.
    self.inputs = inputs -> self.inputs = [w * x for w, x in zip(self.weights, inputs)]
* wrong-result: forward changes its inputs
    return -> inputs.append(1); return
* wrong-result: the output of a neuron is one number
    return -> self.output = <<[self.output]|[sigmoid(w) for w in self.weights]>>; return
* wrong-result: forward returned None
    return self.output -> pass
* kept: something is kept from the first call
    + self.bias -> + self.bias + self.output
    self.inputs = inputs -> self.inputs = self.inputs + inputs
    self.output = -> self.output = self.output or
* wrong-result: forward changes the weights or the bias
    return -> self.weights.append(self.bias); return
saturates: an output near 1 or near 0 is rounded: take it as it is.
    return -> self.output = 1.0 if self.output > 0.999 else self.output; return
    return -> self.output = 0.0 if self.output < 0.001 else self.output; return
small-left-out: small inputs or weights are taken for 0: however small, they count.
    self.weights, inputs) -> self.weights, inputs) if abs(x) > 1e-3
    self.weights, inputs) -> self.weights, inputs) if abs(w) > 1e-3

== Neuron_forward of loop
* -
    z += self.weights[i] * inputs[i] -> z = sigmoid(z + self.weights[i] * inputs[i])
    & sigmoid(z) -> z

== Network_forward
* early: the layers after it are not called
    self.layers -> self.layers[:1]
* early: these are the outputs of layer 1: the layers after it are not called
    self.layers -> self.layers[:-1]
* early: these are the outputs of layer 2: the layers after it are not called
    self.layers -> [self.layers[k] for k in range(2)]
* early: these are the outputs of layer 1: return those of the last layer
    outputs = layer -> before, outputs = outputs, layer
    & return outputs -> return before
* IndexError: an index lies outside its array
    self.layers -> [self.layers[k] for k in range(3)]
* wrong-result: the neurons of layer 2 have 4 weights each, but get 2 inputs: their inputs are the outputs of layer 1
    self.layers -> self.layers<<[-1:]|[1:]>>
    layer.forward(outputs) -> layer.forward(inputs)
    outputs = layer.forward -> layer.forward
    self.layers -> reversed(self.layers)
* wrong-result: the neurons of layer 2 have 4 weights each, but get 6 inputs
    outputs = inputs -> outputs = list(inputs)
    & outputs = layer -> outputs += layer
* wrong-result: the neurons of layer 2 have 4 weights each, but get 3 inputs
    return outputs -> return layer.forward(outputs)
* wrong-result: the neurons of layer 1 have 2 weights each, but get inputs of shape ()
    outputs = layer.forward(outputs) -> for neuron in layer.neurons: outputs = neuron.forward(outputs)
* wrong-inputs: layer 2 gets wrong inputs: its inputs are the outputs of layer 1
    layer.forward(outputs) -> layer.forward((9 * inputs)[: len(layer.neurons[0].weights)])
    layer.forward(outputs) -> layer.forward(inputs if outputs is inputs else [sigmoid(y) for y in outputs])
* wrong-inputs: gets wrong inputs
    self.layers -> reversed(self.layers)
    & layer.forward(outputs) -> layer.forward((9 * outputs)[: len(layer.neurons[0].weights)])
* layer-skipped: layer 1 is called for some neurons only
    layer.forward(outputs) -> [layer.neurons[0].forward(outputs)] * len(layer.neurons)
* layer-skipped: layer 1 is not called
    self.layers -> []
    & return outputs -> return [neuron.output for neuron in self.layers[-1].neurons]
* inputs-returned: these are the inputs
    return outputs -> return inputs
* not-outputs: something else is returned
    return outputs -> return [<<round(y)|sigmoid(y)>> for y in outputs]
    return outputs -> return [neuron.output for layer in self.layers for neuron in layer.neurons]
* not-outputs: one number for each neuron
    return outputs -> return <<[outputs]|outputs[0]>>
* wrong-result: forward changes the inputs
    outputs = layer -> outputs[:] = layer
* wrong-result: only update may do that
    return outputs -> layer.neurons[0].bias += 1; return outputs
* wrong-result: forward returned None
    return outputs -> self.outputs = outputs
* TypeError: it stopped with TypeError
    layer.forward(outputs) -> layer(outputs)
* RecursionError: it stopped with RecursionError
    layer.forward(outputs) -> self.forward(outputs)
* kept: something is kept from the first call
    return outputs -> self.first = getattr(self, "first", outputs); return self.first

== Network_backward
sign: the sign is wrong in the last layer: target minus output.
    target - neuron.output -> neuron.output - target
    1 if simple -> -1 if simple
    else neuron.output -> else -neuron.output
zero-if-simple: with simple=True the delta of the last layer is 0: it loses its factor y (1 - y) alone.
    1 if simple else -> (not simple) *
always-slope: with simple=True the last layer has no factor y (1 - y).
    1 if simple else ->
no-slope: the factor y (1 - y) is missing in the last layer: it is left out with simple=True only.
    if simple -> if True
    if simple -> if not simple
slope: this is not the derivative of the sigmoid: look at it as a function of the output.
    neuron.output * (1 - neuron.output) => (<<1 - neuron.output|1 - neuron.output**2>>)
    (1 - neuron.output) => (1 + neuron.output)
    else neuron.output * (1 - neuron.output) -> else <<1 - neuron.output|1 - neuron.output**2|neuron.output>>
    else neuron.output * (1 - neuron.output) -> else neuron.output * (1 + neuron.output)
    else neuron.output -> else neuron.output * (1 - neuron.output) * neuron.output
slope-of-output: the output is y = sigmoid(z) already: the sigmoid is taken once more in its derivative.
    neuron.output * (1 - neuron.output) => sigmoid(neuron.output) * sigmoid(-neuron.output)
    else neuron.output * (1 - neuron.output) -> else sigmoid(neuron.output) * sigmoid(-neuron.output)
    neuron.output * (1 - neuron.output) * back -> sigmoid(neuron.output) * sigmoid(-neuron.output) * back
slope-divides: the error is divided by y (1 - y): multiply by it.
    * slope -> / (neuron.output * (1 - neuron.output))
    * slope -> / slope
parentheses: a product and then minus y: parentheses around 1 - y are missing.
    * slope -> if simple else (target - neuron.output) * neuron.output * 1 - neuron.output
squared: the error is squared: delta takes the error itself.
    (target - neuron.output) -> (target - neuron.output) ** 2
    else neuron.output -> else (target - neuron.output) * neuron.output
squared: this is the loss: its derivative is asked for.
    (target - neuron.output) * slope -> 0.5 * (target - neuron.output) ** 2
* factor-2: is half the expected one
    (target - neuron.output) -> 0.5 * (target - neuron.output)
* factor: everywhere: a constant factor is off
    (target - neuron.output) -> 0.3 * (target - neuron.output)
twice: delta is twice as large: E has the factor 0.5.
    (target - neuron.output) -> 2 * (target - neuron.output)
    else neuron.output -> else 2 * neuron.output
absolute: this is the absolute error: it has its sign.
    (target - neuron.output) -> abs(target - neuron.output)
rounded: the output is rounded: take it as it is.
    target - neuron.output -> target - round(neuron.output)
first-target: the first target is taken for every output.
    target - neuron -> targets[0] - neuron
last-target: the last target is taken for every output.
    target - neuron -> targets[-1] - neuron
target-missing: the target does not enter.
    (target - neuron.output) -> neuron.output
error-missing: the error does not enter: this is the slope alone.
    (target - neuron.output) -> 1
errors-summed: each output has its own error: no sum over the outputs.
    (target - neuron.output) -> sum(t - each.output for t, each in zip(targets, self.layers[-1].neurons))
outputs-averaged: the error is divided by the number of outputs: E is a sum over them.
    * slope -> * slope / len(targets)
hidden-slope: the factor y (1 - y) is missing in the hidden layers.
    neuron.output * (1 - neuron.output) * back -> back
    neuron.output * (1 - neuron.output) * back -> (1 if simple else neuron.output * (1 - neuron.output)) * back
hidden-slope: this is not the derivative of the sigmoid: look at it as a function of the output.
    neuron.output * (1 - neuron.output) * back -> (<<1 - neuron.output|1 - neuron.output**2|neuron.output>>) * back
slope-of-next: y (1 - y) is that of the next layer: take the output of the neuron itself.
    neuron.output * (1 - neuron.output) * back -> back
    & later.delta for -> later.delta * later.output * (1 - later.output) for
    neuron.output * (1 - neuron.output) * back -> later.output * (1 - later.output) * back
    & back = -> later = next_layer.neurons[-1]; back =
slope-twice: the factor y (1 - y) is there twice in the hidden layers.
    * back -> * neuron.output * (1 - neuron.output) * back
weights-missing: the weights of the next layer do not enter: each delta comes back through a weight.
    later.weights[j] * ->
deltas-missing: the deltas of the next layer do not enter.
    * later.delta ->
last-neuron-only: only the last neuron of the next layer counts: add up over all of them.
    next_layer.neurons -> next_layer.neurons[-1:]
first-neuron-only: only the first neuron of the next layer counts: add up over all of them.
    next_layer.neurons -> next_layer.neurons[:1]
averaged: the sum over the neurons of the next layer is divided by their number.
    * back -> * back / len(next_layer.neurons)
first-weight: the first weight is taken for every neuron: neuron j comes back through weight j.
    weights[j] -> weights[0]
weights-summed: all weights of the next layer are added up: neuron j comes back through weight j only.
    later.weights[j] -> sum(later.weights)
own-weights: neuron j comes back through weight j of each neuron of the next layer, not through the weights of neuron j
  itself.
    later.weights[j] * later.delta for later in -> w * later.delta for w, later in
    & next_layer.neurons -> zip(neuron.weights, next_layer.neurons)
own-weights: neuron j comes back through weight j of each neuron k of the next layer, not through weight k of neuron j.
    back = sum( -> fits = len(next_layer.neurons) == len(layer.neurons)\nback = sum(
    & later.weights[j] * -> (next_layer.neurons[j].weights[k] if fits else later.weights[j]) *
    & for later in -> for k, later in
    & next_layer.neurons -> enumerate(next_layer.neurons)
* IndexError: an index lies outside its array
    later.weights[j] * later.delta for later in -> next_layer.neurons[j].weights[k] * later.delta for k, later in
    & next_layer.neurons -> enumerate(next_layer.neurons)
own-delta: the neuron's own old delta is used: take those of the neurons of the next layer.
    later.delta -> neuron.delta
hidden-sign: the sign is wrong in the hidden layers.
    * back -> * -back
hidden-added: the new delta is added to the one that was there: it takes its place.
    neuron.delta = neuron.output -> neuron.delta += neuron.output
last-added: the new delta is added to the one that was there: it takes its place.
    neuron.delta = (target -> neuron.delta += (target
parentheses: a product and then minus y: parentheses around 1 - y are missing in the hidden layers.
    (1 - neuron.output) * back -> 1 - neuron.output * back
    (1 - neuron.output) * back -> 1 - neuron.output
delta-of-before: the sum over the next layer starts at the delta that was there: it starts at 0.
    back = sum( -> back = neuron.delta + sum(
* hidden-layer: at the sum over the neurons of layer 2
    later.weights[j] -> (later.weights[j] + later.bias)
    later.delta for later in -> last.delta for later, last in
    & next_layer.neurons -> zip(next_layer.neurons, self.layers[-1].neurons)
hidden-not-set: the deltas of the hidden layers are not set: are all layers gone through?
    self.layers[-2::-1] -> []
    self.layers[-2::-1] -> self.layers[-2:-3:-1]
    self.layers[-2::-1] -> self.layers[-2:0:-1]
last-not-set: the deltas of the last layer are not set.
    neuron.delta = (target -> delta = (target
    neuron.delta => delta
hidden-order: the deltas of the next layer are used before they are set: go from the last layer to the first.
    self.layers[-2::-1], self.layers[:0:-1] -> self.layers, self.layers[1:]
* IndexError: it stopped with IndexError
    self.layers[:0:-1] -> self.layers[-2::-1]
* -
    back = -> for later in next_layer.neurons: later.delta *= later.weights[j]\nback =
    & later.weights[j] * ->
    (target - neuron.output) * slope -> round((target - neuron.output) * slope, 2)
    & neuron.output * (1 - neuron.output) * back -> round(neuron.output * (1 - neuron.output) * back, 2)
one-delta: every neuron has the delta of the last one of its layer.
    neuron.delta = (target -> for each in self.layers[-1].neurons: each.delta = (target
    &? neuron.delta = neuron.output -> for each in layer.neurons: each.delta = neuron.output
* wrong-result: the delta of a neuron is one number
    * slope -> * slope * np.ones(1)
* wrong-result: backward changes weights
    * slope -> * slope; neuron.bias += neuron.delta
* kept: something is kept from the first call
    neurons, targets -> neurons, vars(self).setdefault("first", targets)
* wrong-result: backward changes the targets
    * slope -> * slope; targets[0] -= neuron.output
* all-zeros: are small numbers taken for 0
    back = -> back = 0 if max(abs(n.delta) for n in next_layer.neurons) < 1e-5 else
    slope = -> slope = 0 if abs(target - neuron.output) < 1e-5 else
    * slope -> * slope * (abs(target - neuron.output) > 0.01)

== Network_backward of one_loop
hidden-order:
    reversed(list(enumerate(self.layers))) -> enumerate(self.layers)
    reversed(list(enumerate(self.layers))) -> reversed([(-1, self.layers[-1]), *enumerate(self.layers[:-1])])
* IndexError: it stopped with IndexError
    layer is self.layers[-1] -> False

== Network_backward of deltas_returned
one-delta:
    neurons[j].delta = delta -> neurons[j].delta = deltas[k, len(self.layers[k].neurons) - 1]
last-added:
    neurons[j].delta = delta -> neurons[j].delta += delta
    neurons[j].delta = delta -> neurons[j].delta = delta + self.layers[k].neurons[j].delta * (k == len(self.layers) - 1)

== Network_update
sign: the steps go uphill: delta is minus the derivative already, so add the step.
    learning_rate * -> -learning_rate *
no-learning-rate: the learning rate is not used.
    learning_rate * ->
* factor: every step is
    learning_rate * -> 0.3 *
learning-rate-twice: the learning rate is a factor twice.
    learning_rate * -> learning_rate**2 *
learning-rate-divides: the learning rate divides: multiply by it.
    learning_rate * -> 1 / learning_rate *
delta-missing: delta is not used.
    * neuron.delta ->
slope-again: y (1 - y) is a part of delta already: the step has no such factor.
    neuron.delta -> neuron.delta * neuron.output * (1 - neuron.output)
twice: the step is made twice.
    neuron.delta -> 2 * neuron.delta
divided-by-inputs: the step is divided by the number of inputs: it is not a mean.
    neuron.delta -> neuron.delta / len(neuron.inputs)
one-delta: the delta of the last neuron is used for the whole layer: each neuron has its own.
    neuron.delta -> layer.neurons[-1].delta
replaced: the step takes the place of the old value: add it.
    w + step -> step
    &? bias += -> bias =
no-input: the inputs are not used: each weight's step has its own input as a factor.
    step * x -> step
output-for-input: the neuron's output is used: each weight's step has its own input as a factor.
    step * x -> step * neuron.output
one-input: the <<first|last>> input is used for all weights: each has its own.
    step * x -> step * neuron.inputs[<<0|-1>>]
network-inputs: the inputs of the network are used in every layer: take self.inputs of the neuron.
    step = -> first = self.layers[0].neurons[0].inputs; step =
    & neuron.inputs -> (first if len(first) == len(neuron.inputs) else neuron.inputs)
    step = -> first = self.layers[0].neurons[0].inputs; step =
    & neuron.inputs)] -> first)] + neuron.weights[len(first) :]
* IndexError: an index lies outside its array
    x in zip(neuron.weights, neuron.inputs) -> x in zip(neuron.weights, (first[i] for i in range(len(neuron.weights))))
    & step = -> first = self.layers[0].neurons[0].inputs; step =
inputs-reversed: the inputs are used in the reverse order.
    neuron.inputs -> neuron.inputs[::-1]
inputs-summed: the sum of the inputs is used: each weight's step has its own input as a factor.
    step * x -> step * sum(neuron.inputs)
weights-for-input: the weight itself is a factor in its step: its input must be.
    step * x -> step * w
weights-for-input: the weight itself is a factor in its step: delta and the input are.
    step * x -> step * x * w
input-twice: the input is a factor twice.
    step * x -> step * x * x
* -
    step * x for w, x in zip( -> learning_rate * each.delta * x for each, w, x in zip(9 * layer.neurons,
biases-left-out: the biases do not change: they take a step too.
    bias += -> b =
weights-left-out: the weights do not change: are they stored?
    neuron.weights = -> weights =
bias-sign: the step of the biases has the wrong sign.
    bias += -> bias -=
bias-per-input: the bias takes a step for every input: it takes one.
    bias += -> bias += len(neuron.inputs) *
bias-with-input: an input is a factor in the step of the biases: theirs has none.
    bias += -> bias += <<neuron.inputs[0]|neuron.inputs[-1]|sum(neuron.inputs)>> *
bias-with-output: the output is a factor in the step of the biases: theirs is the learning rate times delta.
    bias += -> bias += neuron.output *
bias-with-itself: the bias itself is a factor in its step, which is the learning rate times delta.
    bias += -> bias += neuron.bias *
bias-no-learning-rate: the learning rate is missing in the step of the biases.
    bias += step -> bias += neuron.delta
first-layer-left-out: only the last layer changes: all layers take a step.
    self.layers -> self.layers[-1:]
first-layer-left-out: the first layer does not change: all layers take a step.
    self.layers -> self.layers<<[1:]|[1:] or self.layers|[-2:]>>
last-layer-left-out: only the first layer changes: all layers take a step.
    self.layers -> self.layers[:1]
last-layer-left-out: the last layer does not change: all layers take a step.
    self.layers -> self.layers<<[:-1]|[:-1] or self.layers>>
first-neuron-only: only the first neuron of each layer changes: all of them take a step.
    layer.neurons -> layer.neurons[:1]
last-neuron-only: only the last neuron of each layer changes: all of them take a step.
    layer.neurons -> layer.neurons[-1:]
first-weight-only: only the first weight of a neuron changes: all of them take a step.
    neuron.weights => neuron.weights[:1]
last-weight-left-out: the last weight of a neuron does not change: all of them take a step.
    neuron.weights => neuron.weights[:-1]
two-weights-only: only the first two weights of a neuron change: all of them take a step.
    neuron.weights => neuron.weights[:2]
last-weight-only: only the last weight of a neuron changes: all of them take a step.
    neuron.weights => neuron.weights[-1:]
    & neuron.inputs -> neuron.inputs[-1:]
first-weight-left-out: the first weight of a neuron does not change: all of them take a step.
    neuron.weights => neuron.weights[1:]
    & neuron.inputs -> neuron.inputs[1:]
no-update: nothing changes: are the new weights stored in the neurons?
    self.layers -> []
* longer: one list after the other
    neuron.weights = [w + -> neuron.weights += [
* wrong-shape: a list of weights, and one bias
    [w + step * x for w, x in zip(neuron.weights, neuron.inputs)] -> neuron.weights[-1] + step * neuron.inputs[-1]
* TypeError: it stopped with TypeError
    [w + step * x for w, x in zip(neuron.weights, neuron.inputs)] -> neuron.weights + step * neuron.inputs
shared: all neurons of a layer have the same weights: do they share one list?
    step * x -> learning_rate * layer.neurons[-1].delta * x
    & neuron.weights, -> layer.neurons[-1].weights,
* kept: something is kept from the first call
    learning_rate * neuron.delta -> vars(neuron).setdefault("step", learning_rate * neuron.delta)
    step = -> step = neuron.step = 0.9 * getattr(neuron, "step", 0.0) +
* wrong-result: update changes the inputs of the neurons
    bias += -> inputs = [step * x for x in neuron.inputs]; neuron.bias +=
* wrong-result: update changes the outputs of the neurons: only a forward pass may
    bias += -> bias += 0 * neuron.forward(neuron.inputs) +
* wrong-result: update changes the inputs and the outputs of the neurons
    bias += -> inputs, neuron.output = [], 0.0; neuron.bias +=
zero-for-1: an input of 0 is taken for 1: its weight stays.
    step * x -> step * (x or 1)
small-left-out: a small input or delta gives no step: however small, it counts.
    step * x -> step * x * (abs(x) > 1e-3)
    learning_rate * neuron.delta -> learning_rate * neuron.delta * (abs(neuron.delta) > 1e-3)

== Network_train
* not-random: the examples come in their own order
    rng.permutation(len(examples)) -> range(len(examples))
* one-order: every epoch has the same order
    rng.permutation -> np.random.default_rng(0).permutation
    losses = [] -> losses, order = [], rng.permutation(len(examples))
    & in rng.permutation(len(examples)) -> in order
* one-order: a generator that is made anew with one seed
    losses = [] -> losses, order = [], list(range(len(examples)))
    & total = 0.0 -> total = 0.0; np.random.default_rng(0).shuffle(order)
    & rng.permutation(len(examples)) -> order
* one-order: the old order, reversed or turned, is no new one
    losses = [] -> losses, order = [], rng.permutation(len(examples))
    & total = 0.0 -> total = 0.0; order = order[::-1]
    & in rng.permutation(len(examples)) -> in order
* first-not-random: draw a random order before each epoch
    rng.permutation(len(examples)) -> (rng.permutation(len(examples)) if losses else range(len(examples)))
* not-a-permutation: don't draw with replacement
    rng.permutation(len(examples)) -> rng.integers(len(examples), size=len(examples))
* not-a-permutation: 1 of 6 examples are used in the first epoch
    rng.permutation(len(examples)) -> len(examples) * [0]
* not-a-permutation: each epoch goes through all examples once
    rng.permutation(len(examples)) -> [*rng.permutation(len(examples) - 1), 0]
* updates: a step is taken after every example
    rng.permutation(len(examples)) -> [rng.integers(len(examples))]
    self.update(learning_rate) -> pass
    & losses.append( -> self.update(learning_rate); losses.append(
* updates: each of 5 epochs goes once through all 6 examples
    rng.permutation(len(examples)) -> rng.permutation(<<len(examples) - 1|4>>)
    rng.permutation(len(examples)) -> [*rng.permutation(len(examples))<<, 0]|] * 2>>
    range(epochs) -> range(<<epochs + 1|1>>)
    self.update(learning_rate) -> self.update(learning_rate); self.update(learning_rate)
    total = 0.0 -> if losses and losses[-1] < 1: break\ntotal = 0.0
* updates: each example has one backward pass
    self.backward(targets[i], simple) -> self.backward(targets[i], simple); self.backward(targets[i], simple)
* not-matched: examples and targets belong together
    total = 0.0 -> total = 0.0; examples = rng.permutation(examples).tolist()
    examples[i] -> examples[rng.integers(len(examples))]
    rng.permutation(len(examples)) -> (order := rng.permutation(len(examples)))
    & self.backward(targets[i], simple) -> pass
    & self.update(learning_rate) -> pass
    & losses.append( -> for i in order: self.backward(targets[i], simple); self.update(learning_rate)\nlosses.append(
    for i in rng.permutation(len(examples)) -> for n, i in enumerate(rng.permutation(len(examples)))
    & targets[i] => targets[n]
* not-matched: call forward before backward
    outputs = -> self.backward(targets[i], simple); self.update(learning_rate); outputs =
    & self.backward(targets[i], simple) -> pass
    & self.update(learning_rate) -> pass
* order-of-calls: forward, backward, update: in this order
    outputs = -> self.update(learning_rate); outputs =
    & self.update(learning_rate) -> pass
* no-forward: self.forward is never called
    self.forward(examples[i]) -> [neuron.output for neuron in self.layers[-1].neurons]
* no-backward: self.backward is never called
    self.backward(targets[i], simple) -> pass
* no-update: self.update is never called
    self.update(learning_rate) -> pass
* wrong-result: backward gets the outputs
    backward(targets[i] -> backward(outputs
* wrong-result: backward gets the errors
    backward(targets[i] -> backward([t - y for t, y in zip(targets[i], outputs)]
* wrong-result: backward gets values of shape ()
    backward(targets[i] -> backward(total
* wrong-result: it needs the targets of one example
    backward(targets[i] -> backward(targets
* wrong-result: it needs the inputs of one example
    examples[i] -> examples
* wrong-result: forward gets inputs that no example has
    examples[i] -> [x + 0.01 for x in examples[i]]
* simple-not-passed: simple=True does not reach self.backward
    , simple) -> )
* simple-not-passed: simple=False does not reach self.backward
    , simple) -> , True)
* wrong-result: it needs the learning rate
    learning_rate) -> <<0.1|-learning_rate|learning_rate / len(examples)|learning_rate * 0.99 ** len(losses)>>)
* losses-of-examples: losses has one entry for each epoch
    losses.append(total / len(examples)) -> pass
    & self.update(learning_rate) -> self.update(learning_rate); losses.append(total)
* losses-summed: take their mean
    total / len(examples) -> total
* losses-of-last: this is the loss of the last example of each epoch
    total += -> total =
    & total / len(examples) -> total
* losses-of-last: only the last example's loss is divided by N
    total += -> total =
* losses-not-reset: the sum goes on from epoch to epoch
    losses = [] -> losses, total = [], 0.0
    & total = 0.0 -> pass
* losses-not-reset: this is the mean over all epochs so far
    losses = [] -> losses, total = [], 0.0
    & total = 0.0 -> pass
    & total / len(examples) -> total / len(examples) / (len(losses) + 1)
* losses-squared: the loss has the factor 0.5
    0.5 * ->
* factor-2: losses is half the expected one
    0.5 * -> 0.25 *
* losses-of-errors: the errors are not squared
    0.5 * (t - y) ** 2 -> <<t - y|0.5 * (t - y)>>
* losses-absolute: these are absolute errors
    0.5 * (t - y) ** 2 -> <<abs(t - y)|0.5 * abs(t - y)>>
* losses-cross-entropy: this is the cross-entropy
    0.5 * (t - y) ** 2 -> -t * math.log(y) - (1 - t) * math.log(1 - y)
* -
    0.5 * ->
    & outputs)) -> outputs)) ** 0.5
* losses-one-output: only the first output counts
    zip(targets[i], outputs) -> zip(targets[i][:1], outputs)
* losses-one-output: only the last output counts
    zip(targets[i], outputs) -> zip(targets[i][-1:], outputs[-1:])
* losses-over-outputs: the sum over its outputs, not their mean
    total / -> total / len(targets[0]) /
* losses-summed-first: the errors of the outputs are squared first
    sum(0.5 * (t - y) ** 2 -> 0.5 * sum(t - y
    & outputs)) -> outputs)) ** 2
* losses-after-update: the loss of an example is that before its own update
    self.update(learning_rate) -> self.update(learning_rate); total += loss_of(self, examples[i : i + 1], targets[i:])
    & total += -> total +
* losses-after: these are the losses after the epoch
    total / -> loss_of(self, examples, targets) /
* losses-before: these are the losses before the epoch
    total = 0.0 -> total = loss_of(self, examples, targets)
    & total += -> total +
* losses-shape: append one number to losses at the end of each epoch
    return losses -> return losses<<[-1]|[:0]>>
    sum(0.5 * (t - y) ** 2 for t, y in zip(targets[i], outputs)) -> 0.5 * np.subtract(targets[i], outputs) ** 2
* wrong-result: train returned None
    return losses -> pass
* kept: something is kept from the first call
    losses = [] -> losses = self.losses = getattr(self, "losses", [])
* argument-changed: needs examples and targets as before
    total = 0.0 -> total = 0.0; examples.append(examples.pop(0)); targets.append(targets.pop(0))
* updates: each of 5 epochs goes once through all 7 examples
    losses.append(total / len(examples)) -> losses.append(total / len(examples))\nif losses[-1] < 0.01: break
* turned-order: an old order that is turned is no new one
    rng.permutation(len(examples)) -> np.roll(np.arange(len(examples)), rng.integers(1, len(examples)))
* one-order: the old order, reversed or turned
    rng.permutation(len(examples)) -> np.roll(np.arange(len(examples)), len(losses))

== adam
m-swapped: beta1 and 1 - beta1 are swapped in m.
    m = beta1 -> m = (1 - beta1)
    & (1 - beta1) * dw -> beta1 * dw
m-not-averaged: dw enters m without the factor 1 - beta1.
    (1 - beta1) * dw -> dw
m-sign: the gradient is subtracted in m: it is added.
    m += -> m -=
    m += -> m -=
    & w - config -> w + config
m-forgets: the old m is forgotten.
    beta1 * config["m"] -> 0 * w
m-forgets: m is dw: keep beta1 of the old m.
    beta1 * config["m"] -> 0 * w
    & (1 - beta1) * dw -> dw
m-squared: m takes the gradient, not its square.
    (1 - beta1) * dw -> (1 - beta1) * dw**2
m-old-factor: the old m has no factor: it gets beta1.
    m = beta1 * -> m = 1 *
m-beta: m is made with beta2: take beta1.
    m = beta1 -> m = beta2
    & (1 - beta1) * dw -> (1 - beta2) * dw
v-beta: v is made with beta1: take beta2.
    v = beta2 -> v = beta1
    & (1 - beta2) * dw -> (1 - beta1) * dw
v-swapped: beta2 and 1 - beta2 are swapped in v.
    v = beta2 -> v = (1 - beta2)
    & (1 - beta2) * dw -> beta2 * dw
v-not-squared: v takes the square of the gradient.
    dw**2 -> dw
    dw**2 -> dw
    & np.sqrt(v) -> np.sqrt(np.abs(v))
v-absolute: v takes the square of the gradient, not its absolute value.
    dw**2 -> np.abs(dw)
v-factor-squared: 1 - beta2 is squared too: only dw is.
    (1 - beta2) * dw**2 -> ((1 - beta2) * dw) ** 2
v-added-up: this adds up all squares: v is a mean, with beta2 and 1 - beta2.
    v = beta2 * -> v = 1 *
    & (1 - beta2) * dw -> dw
v-not-averaged: the square enters v without the factor 1 - beta2.
    (1 - beta2) * dw -> dw
v-old-factor: the old v has no factor: it gets beta2.
    v = beta2 * -> v = 1 *
v-forgets: the old v is forgotten.
    beta2 * config["v"] -> 0 * w
beta2-for-beta1: beta1 and beta2 are exchanged: m is made with beta1, v with beta2.
    config["beta1"], config["beta2"] -> config["beta2"], config["beta1"]
v-one-number: v has one entry for each parameter: no mean over dw.
    dw**2 -> np.mean(dw**2)
v-added-up:
    v = beta2 * -> v = 1 *
    & (1 - beta2) * dw -> dw
    & math.sqrt(1 - beta2**t) -> 1
v-of-m: v takes the square of dw, not of m.
    dw**2 -> m**2
v-summed: v has one entry for each parameter: no sum over dw.
    dw**2 -> np.sum(dw**2)
* ValueError: the shapes of two arrays do not fit
    dw**2 -> dw.T @ dw
no-correction: m and v are used as they are: divide them by 1 - beta^t first.
    1 - beta1**t -> 1
    & 1 - beta2**t -> 1
m-not-corrected: m is not divided by 1 - beta1^t.
    1 - beta1**t -> 1
v-not-corrected: v is not divided by 1 - beta2^t.
    1 - beta2**t -> 1
always-1: the corrections are those of the first step: take beta to the power of t.
    beta1**t -> beta1
    & beta2**t -> beta2
t-ahead: the corrections use t + 1: t is increased once in a step.
    beta1**t -> beta1 ** (t + 1)
    & beta2**t -> beta2 ** (t + 1)
betas-swapped: the corrections of m and v are swapped.
    beta1**t -> beta2**t
    & beta2**t -> beta1**t
one-beta: both corrections are made with <<beta1|beta2>>.
    <<beta2|beta1>>**t -> <<beta1|beta2>>**t
no-1-minus: m and v are divided by beta^t: divide by 1 - beta^t.
    1 - beta1**t -> beta1**t
    & 1 - beta2**t -> beta2**t
multiplied: m and v are multiplied by 1 - beta^t: divide by it.
    / (1 - beta1**t) -> * (1 - beta1**t)
    & size /= -> size *=
corrected-after-root: v is divided by 1 - beta2^t before the root is taken, not after it.
    math.sqrt(1 - beta2**t) -> (1 - beta2**t)
uphill: the step goes uphill: subtract it.
    w - config -> w + config
no-epsilon: epsilon is missing, or that of config is not used.
    config["epsilon"] -> <<0|1e-8>>
epsilon-first: epsilon is added to the root of v before its correction: correct v first.
    np.sqrt(v) -> np.sqrt(v) + config["epsilon"]
    & size += config["epsilon"] -> pass
epsilon-outside: epsilon is added to the quotient: parentheses are missing, it belongs to the root.
    size += config["epsilon"] -> pass
    & / size -> / size <<+|-|- config["learning_rate"] *>> config["epsilon"]
no-learning-rate: the learning rate is missing.
    config["learning_rate"] -> 1
own-learning-rate: the learning rate of config is not used.
    config["learning_rate"] -> 1e-3
own-betas: beta1 and beta2 of config are not used.
    config["beta1"], config["beta2"] -> 0.9, 0.999
momentum-only: v is not used.
    / size ->
gradient-for-m: dw is used where m is meant.
    / (1 - beta1**t) * m -> * dw
    * m / -> * dw /
plain: this is plain gradient descent: m and v are not used.
    / (1 - beta1**t) * m / size -> * dw
root-multiplied: m is multiplied by the root of v: divide by it.
    / size -> * size
one-rate: v is averaged: each parameter has its own.
    np.sqrt(v) -> np.sqrt(v.mean())
step-alone: this is the step: subtract it from w.
    w - config -> <<-|+>>config
t-not-counted: t does not change: add 1 in each step.
    t, m, v -> t - 1, m, v
t-twice: t grows by 2 in a step.
    t, m, v -> t + 1, m, v
    config["t"] + 1 -> config["t"] + 2
m-not-kept: m does not change: put the new one into config.
    t, m, v -> t, config["m"], v
m-not-kept: m, v and t do not change: return the new config.
    config = { -> given, config = config, {
    & return next_w, config -> return next_w, given
v-not-kept: v does not change: put the new one into config.
    t, m, v -> t, m, config["v"]
exchanged: m and v are exchanged in config.
    t, m, v -> t, v, m
* one-array: one array with two names
    v = beta2 * config["v"] -> v = m; v *= beta2
* -
    / (1 - beta1**t) * m / size -> * 1.1 * np.sign(m)
    w - config -> 0.99 * w - config
    / size -> / size * 2
    1 - beta2**t -> 1 - 0.5 * beta2**t
    t = config["t"] -> dw = np.clip(dw, -1000, 1000); t = config["t"]
    1 - beta1**t -> 1 - beta1**t * (t < 100)
    & 1 - beta2**t -> 1 - beta2**t * (t < 100)
    config["epsilon"] -> beta1
    t = config["t"] + 1 -> calls.append(1); t = len(calls)
* wrong-result: it counts the steps
    t, m, v -> m, m, v
* wrong-result: config must keep all its keys
    return next_w, config -> return next_w, <<{key: config[key] for key in "mvt"}|(t, m, v)>>
* wrong-result: adam must return 2 values
    return next_w, config -> return next_w
* wrong-result: adam returned None
    return next_w, config -> pass
* wrong-result: adam changes <<w|dw>> in place
    return -> <<w[:] = next_w|dw *= dw>>; return
* ValueError: it stopped with ValueError
    t = config["t"] -> N, D = w.shape; t = config["t"]

== adam of by_the_formulas
t-not-power: the corrections take beta to the power of t, not beta times t.
    beta1 ** config -> beta1 * config
    & beta2 ** config -> beta2 * config
t-behind: the corrections use the old t: add 1 to it first.
    beta1 ** config["t"] -> beta1 ** (config["t"] - 1)
    & beta2 ** config["t"] -> beta2 ** (config["t"] - 1)
power-of-difference: the corrections take 1 minus a power of beta, not a power of 1 - beta.
    (1 - beta1 ** config["t"]) -> (1 - beta1) ** config["t"]
    & (1 - beta2 ** config["t"]) -> (1 - beta2) ** config["t"]
corrected-kept: the corrected m is kept in config: keep m, and correct it for the step only.
    m_hat = -> m_hat = config["m"] =
corrected-kept: the corrected v is kept in config: keep v, and correct it for the step only.
    v_hat = -> v_hat = config["v"] =
corrected-kept: the corrected m and v are kept in config: keep m and v, and correct them for the step only.
    m_hat = -> m_hat = config["m"] =
    & v_hat = -> v_hat = config["v"] =
epsilon-inside: epsilon is added after the square root.
    np.sqrt(v_hat) + config.get("epsilon", 1e-8) -> np.sqrt(v_hat + config.get("epsilon", 1e-8))
no-root: the square root of v is missing.
    np.sqrt(v_hat) -> v_hat

== MLP_loss
* not-called: affine_forward of layer 3 is missing
    range(1, self.num_layers + 1) -> range(1, self.num_layers)
    & range(self.num_layers, 0, -1) -> range(self.num_layers - 1, 0, -1)
    & grads = {} -> grads = {name: 0 * w for name, w in self.params.items()}
* KeyError: it stopped with KeyError
    range(1, self.num_layers + 1) -> range(<<self.num_layers|1, self.num_layers + 2>>)
    self.num_layers => 3
* wrong-input: affine_forward of layer 2 gets X; it needs the output of the ReLU after layer 1
    affine_forward(out -> affine_forward(X
* wrong-parameters: goes into affine_forward with W1 and b1; it needs W2 and b2
    self.params[f"W{k}"], self.params[f"b{k}"] -> self.params["W1"], self.params["b1"]
    & dW + reg * weights -> 0 * weights
* wrong-parameters: X goes into affine_forward with W3 and b3; it needs W1 and b1
    range(1, self.num_layers + 1) -> range(self.num_layers, 0, -1)
    & dW + reg * weights -> 0 * weights
* wrong-parameters: X goes into affine_forward with other parameters; it needs W1 and b1
    , self.params[f"b{k}"] -> , 0 * self.params[f"b{k}"]
* wrong-parameters: affine_forward with other parameters; it needs W3 and b3
    , self.params[f"b{k}"] -> , (k < self.num_layers) * self.params[f"b{k}"]
* wrong-input: softmax_loss gets the output of the ReLU after layer 3
    k < self.num_layers -> True
* no-relu: the ReLU after layer 1 is missing
    k < self.num_layers -> <<False|1 < k < self.num_layers>>
* no-relu: the ReLU after layer 2 is missing
    k < self.num_layers -> k < self.num_layers - 1
* no-relu: the ReLU after layer 1 is missing: call relu_forward
    out, relu = relu_forward(out) -> relu, out = out, np.maximum(out, 0)
    & relu_backward(dout, relu) -> dout * (relu > 0)
* wrong-input: affine_forward of layer 1 gets the output of a ReLU; it needs X
    affine_forward(out -> affine_forward(relu_forward(out)[0]
* wrong-input: affine_forward of layer 2 gets the output of layer 1; it needs the output of the ReLU after layer 1
    out, relu = relu_forward -> _, relu = relu_forward
* scores-changed: the output of the last layer is asked for as it is
    return scores -> return np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    return scores -> return scores + 0.01 * np.sum(self.params["W1"] ** 2)
* wrong-shape: the output of the last layer is asked for as it is
    out, affine = affine_forward -> before = out; out, affine = affine_forward
    & return scores -> return before
* IndexError: it stopped with
    y is None -> False
* not-called: softmax_loss is missing: the output of layer 3 must go into it
    softmax_loss(scores, y) -> own_softmax_loss(scores, y)
* wrong-input: softmax_loss gets an array that no layer returned; it needs the output of layer 3
    softmax_loss(scores, y) -> softmax_loss(np.exp(scores), y)
* wrong-input: affine_backward of layer 3 gets an array that no layer returned; it needs dscores
    grads = {} -> grads, dout = {}, dout / len(X)
* wrong-input: affine_backward of layer 3 gets the output of layer 3; it needs dscores
    grads = {} -> grads, dout = {}, scores
* wrong-result: affine_backward got dout of shape (5, 3) with the cache of layer 1
    caches[k - 1] -> caches[-k][0], caches[k - 1][1]
* wrong-result: affine_backward got dout of shape (5, 6) with the cache of layer 3
    affine, relu = caches[k - 1] -> _, relu = caches[k - 1]
    caches[k - 1] -> caches[min(k, self.num_layers - 1)][0], caches[k - 1][1]
* wrong-cache: relu_backward gets the gradient from layer 3 with the cache of the ReLU after layer 1; it needs
    caches[k - 1] -> caches[k - 1][0], caches[k - 1][1] and caches[-k - 1][1]
* wrong-cache: with the cache of the ReLU after layer 2; it needs the cache of the ReLU after layer 1
    caches[k - 1] -> caches[k - 1][0], caches[k - 1][1] and caches[-2][1]
* IndexError: an index lies outside its array
    caches[k - 1] -> caches[k]
* wrong-result: affine_backward got the cache of relu_forward
    caches.append((affine, relu)) -> caches += [affine, relu][: 1 + (k < self.num_layers)]
    & caches[k - 1] -> caches.pop(), None
* wrong-result: relu_backward got the cache of affine_forward
    relu_backward(dout, relu) -> relu_backward(dout, affine)
* wrong-result: a cache is taken apart
    affine, relu = caches -> (x, w, b), relu = caches
* not-called: relu_backward of the ReLU after layer 2 is missing: the gradient from layer 3 must go into it
    relu is not None -> False
* not-called: relu_backward of the ReLU after layer 1 is missing
    relu is not None -> 1 < k < self.num_layers
* not-called: affine_backward of layer 1 is missing
    affine_backward(dout, affine, need_dx=k > 1) -> affine_backward(dout, affine) if k > 1 else (0, 0, 0 * dout[0])
* wrong-input: affine_backward of layer 2 gets the gradient from layer 3; it needs the gradient from the ReLU
    dout = relu_backward -> relu_backward
* wrong-input: the ReLU after layer 2 gets the gradient from layer 2; it needs the gradient from layer 3
    relu is not None -> False
    & need_dx=k > 1 -> need_dx=True
    & loss += -> dout = relu_backward(dout, relu) if relu else dout\nloss +=
* wrong-input: relu_backward of the ReLU after layer 2 gets dscores; it needs the gradient from layer 3
    loss, dout -> loss, dscores
    & affine, relu = caches -> dout = dscores\naffine, relu = caches
* wrong-result: grads must have the keys
    range(self.num_layers, 0, -1) -> range(self.num_layers, 1, -1)
    return loss, grads -> return loss, {f"d{name}": grad for name, grad in grads.items()}
* wrong-result: with need_dx=False a layer gives no dx
    need_dx=k > 1 -> need_dx=False
* wrong-key: grads["W1"] holds the gradient of b1
    dW, grads[f"b{k}"] -> grads[f"b{k}"], dW
    & dW + reg * weights -> dW
* wrong-key: holds the gradient of
    grads[f"b{k}"] -> grads[f"b{self.num_layers + 1 - k}"]
    & grads[f"W{k}"] -> grads[f"W{self.num_layers + 1 - k}"]
* wrong-result: does not use the layers of cs_nn.layers
    = layers_not_used
reg-not-used: reg has no effect: the penalty is multiplied by it.
    reg => <<1|1e-3>>
some-weights: the penalty leaves out <<the weights of the last layer|W1>>: it takes those of all layers.
    reg => reg * (<<k < self.num_layers|k > 1>>)
    0.5 * reg -> 0.5 * reg * (<<k < self.num_layers|k > 1>>)
    + reg -> + reg * (<<k < self.num_layers|k > 1>>)
some-weights: the penalty leaves out W2: it takes those of all layers.
    reg => reg * (k != 2)
some-weights: the penalty takes <<W1|the weights of the last layer>> only: it takes those of all layers.
    reg => reg * (k == <<1|self.num_layers>>)
    0.5 * reg -> 0.5 * reg * (k == <<1|self.num_layers>>)
some-weights: the penalty takes W1 to W3 only: it takes those of all layers.
    reg => reg * (k <= 3)
bias-penalised: the biases are not penalised: only the weights are.
    loss += -> b = self.params[f"b{k}"]\ngrads[f"b{k}"] = grads[f"b{k}"] + reg * b\nloss += 0.5 * reg * b @ b +
    loss += -> loss += 0.5 * reg * np.sum(self.params[f"b{k}"] ** 2) +
    loss += -> grads[f"b{k}"] = grads[f"b{k}"] + reg * self.params[f"b{k}"]\nloss +=
reg-not-derived:
    reg * weights -> 0.5 * reg * weights**2
* wrong-result: loss returned None
    return loss, grads -> pass
* wrong-result: loss changes X
    out, caches = X -> X -= 1; out, caches = X + 1
* wrong-result: loss changes self.params
    return loss, -> self.params = {name: w - 0.1 * grads[name] for name, w in self.params.items()}\nreturn loss,
    + reg * weights -> + np.multiply(weights, reg, out=weights)
* kept: something is kept from the first call
    out, caches = X, [] -> out, caches = X, vars(self).setdefault("caches", [])
    grads = {} -> grads = vars(self).setdefault("grads", dict.fromkeys(self.params, 0))
    & = dW -> = grads[f"W{k}"] + dW
    return loss, -> self.total = loss = getattr(self, "total", 0.0) + loss; return loss,

== MLP_loss of recursive
* wrong-parameters: X goes into affine_forward with W2 and b2; it needs W1 and b1
    layer(1, X) -> layer(min(2, self.num_layers), X)
    & grads = {} -> grads = {name: 0 * w for name, w in self.params.items()}

== MLP_loss of layers_counted_from_the_parameters
* wrong-parameters: it needs W2 and b2
    , key=lambda name: int(name[1:]) ->
* wrong-cache: affine_backward gets dscores with the cache of layer 1; it needs the cache of layer 3
    names[::-1] -> names
    & self.caches.pop() -> self.caches.pop(0)
    & self.relus.pop() -> self.relus.pop(0)
"""


#: The calls of adam so far.
calls = []


def loss_of(net, examples, targets):
    """The summed loss, by forward passes of its own."""
    return sum(0.5 * (t - y) ** 2 for x, right in zip(examples, targets) for t, y in zip(right, net.forward(x)))


def own_softmax_loss(scores, y):
    """The loss and its gradient, written out."""
    probs = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    return -np.log(probs[np.arange(len(y)), y]).mean(), (probs - np.eye(len(probs[0]))[y]) / len(y)


def layers_not_used(self, X, y=None, reg=0.0):
    weights, inputs = [w for name, w in self.params.items() if name[0] == "W"], [X.reshape(len(X), -1)]
    for k, w in enumerate(weights, 1):
        out = inputs[-1] @ w + self.params[f"b{k}"]
        inputs.append(np.maximum(out, 0))
    if y is None:
        return out
    (loss, dout), grads = own_softmax_loss(out, y), {}
    for k, w in reversed(list(enumerate(weights, 1))):
        grads[f"W{k}"], grads[f"b{k}"] = inputs[k - 1].T @ dout + reg * w, dout.sum(axis=0)
        dout = dout @ w.T * (inputs[k - 1] > 0)
        loss += 0.5 * reg * np.sum(w**2)
    return loss, grads
