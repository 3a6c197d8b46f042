"""Wrong versions of Network.update, most of them the worked solution with one part exchanged."""

import copy


def _step(rate, neuron, i):
    return rate * neuron.delta * neuron.inputs[i]


def _bias_step(rate, neuron):
    return rate * neuron.delta


def _update(self, rate, step=_step, bias_step=_bias_step, layers=None):
    """The worked solution, with parts to exchange."""
    for layer in self.layers if layers is None else layers:
        for neuron in layer.neurons:
            neuron.weights = [w + step(rate, neuron, i) for i, w in enumerate(neuron.weights)]
            neuron.bias += bias_step(rate, neuron)


# ------------------------------------------------------------------ the steps
def subtracted(self, learning_rate):
    """The sign of the other convention.

    Mistake: sign
    Hint: delta is minus the derivative already
    """
    _update(self, -learning_rate)


def no_learning_rate(self, learning_rate):
    """delta * input.

    Mistake: no-learning-rate
    Hint: the learning rate is not used
    """
    _update(self, 1)


def own_learning_rate(self, learning_rate):
    """0.3, whatever was asked for.

    Mistake: factor
    Hint: every step is
    """
    _update(self, 0.3)


def learning_rate_twice(self, learning_rate):
    """The learning rate is put into delta, and used again.

    Mistake: learning-rate-twice
    Hint: the learning rate is a factor twice
    """
    _update(self, learning_rate**2)


def learning_rate_divides(self, learning_rate):
    """delta / learning_rate.

    Mistake: learning-rate-divides
    Hint: the learning rate divides
    """
    _update(self, 1 / learning_rate)


def no_delta(self, learning_rate):
    """learning_rate * input.

    Mistake: delta-missing
    Hint: delta is not used
    """
    _update(self, learning_rate, lambda rate, neuron, i: rate * neuron.inputs[i], lambda rate, neuron: rate)


def slope_again(self, learning_rate):
    """y (1 - y), which delta holds already.

    Mistake: slope-again
    Hint: y (1 - y) is a part of delta already
    """
    _update(self, learning_rate,
            lambda rate, neuron, i: _step(rate, neuron, i) * neuron.output * (1 - neuron.output),
            lambda rate, neuron: rate * neuron.delta * neuron.output * (1 - neuron.output))


def no_input(self, learning_rate):
    """learning_rate * delta for the weights too.

    Mistake: no-input
    Hint: the inputs are not used
    """
    _update(self, learning_rate, lambda rate, neuron, i: rate * neuron.delta)


def output_for_input(self, learning_rate):
    """The output of the neuron itself.

    Mistake: output-for-input
    Hint: the neuron's output is used
    """
    _update(self, learning_rate, lambda rate, neuron, i: rate * neuron.delta * neuron.output)


def first_input(self, learning_rate):
    """inputs[0] for all weights.

    Mistake: one-input
    Hint: the first input is used for all weights
    """
    _update(self, learning_rate, lambda rate, neuron, i: _step(rate, neuron, 0))


def last_input(self, learning_rate):
    """The loop variable of another loop.

    Mistake: one-input
    Hint: the last input is used for all weights
    """
    _update(self, learning_rate, lambda rate, neuron, i: _step(rate, neuron, -1))


def inputs_of_the_network(self, learning_rate):
    """The inputs of the first layer in all layers: fits if it has as many.

    Mistake: network-inputs
    Hint: the inputs of the network are used in every layer
    """
    inputs = self.layers[0].neurons[0].inputs
    _update(self, learning_rate, lambda rate, neuron, i: rate * neuron.delta * (
        inputs if len(inputs) == len(neuron.inputs) else neuron.inputs)[i])


def inputs_of_the_network_everywhere(self, learning_rate):
    """The same without a look at the sizes.

    Mistake: IndexError
    Hint: an index lies outside its array
    """
    inputs = self.layers[0].neurons[0].inputs
    _update(self, learning_rate, lambda rate, neuron, i: rate * neuron.delta * inputs[i])


def inputs_backwards(self, learning_rate):
    """The inputs in the reverse order.

    Mistake: inputs-reversed
    Hint: the inputs are used in the reverse order
    """
    _update(self, learning_rate, lambda rate, neuron, i: _step(rate, neuron, -1 - i))


def inputs_summed(self, learning_rate):
    """The sum of the inputs.

    Mistake: inputs-summed
    Hint: the sum of the inputs is used
    """
    _update(self, learning_rate, lambda rate, neuron, i: rate * neuron.delta * sum(neuron.inputs))


def weight_for_input(self, learning_rate):
    """w += learning_rate * delta * w.

    Mistake: weights-for-input
    Hint: the weight itself is a factor in its step
    """
    _update(self, learning_rate, lambda rate, neuron, i: rate * neuron.delta * neuron.weights[i])


def weight_as_a_further_factor(self, learning_rate):
    """The weight and the input.

    Mistake: weights-for-input
    Hint: the weight itself is a factor in its step
    """
    _update(self, learning_rate, lambda rate, neuron, i: _step(rate, neuron, i) * neuron.weights[i])


def inputs_squared(self, learning_rate):
    """The input is a factor twice.

    Mistake: input-twice
    Hint: the input is a factor twice
    """
    _update(self, learning_rate, lambda rate, neuron, i: _step(rate, neuron, i) * neuron.inputs[i])


def averaged_over_the_inputs(self, learning_rate):
    """The step divided by the number of inputs.

    Mistake: divided-by-inputs
    Hint: the step is divided by the number of inputs
    """
    _update(self, learning_rate, lambda rate, neuron, i: _step(rate, neuron, i) / len(neuron.inputs),
            lambda rate, neuron: rate * neuron.delta / len(neuron.inputs))


def step_for_the_weight(self, learning_rate):
    """The step takes the place of the weight.

    Mistake: replaced
    Hint: the step takes the place of the old value
    """
    for layer in self.layers:
        for neuron in layer.neurons:
            neuron.weights = [learning_rate * neuron.delta * x for x in neuron.inputs]
            neuron.bias = learning_rate * neuron.delta


def delta_of_the_last_neuron(self, learning_rate):
    """One delta for all neurons of a layer.

    Mistake: one-delta
    Hint: the delta of the last neuron is used for the whole layer
    """
    def delta(neuron):
        layer = next(layer for layer in self.layers if neuron in layer.neurons)
        return layer.neurons[-1].delta

    _update(self, learning_rate, lambda rate, neuron, i: rate * delta(neuron) * neuron.inputs[i],
            lambda rate, neuron: rate * delta(neuron))


def delta_of_the_input(self, learning_rate):
    """delta[i] for weight i."""
    def delta(neuron, i):
        layer = next(layer for layer in self.layers if neuron in layer.neurons)
        return layer.neurons[i % len(layer.neurons)].delta

    _update(self, learning_rate, lambda rate, neuron, i: rate * delta(neuron, i) * neuron.inputs[i])


# ------------------------------------------------------------------ the biases
def biases_stay(self, learning_rate):
    """The biases are forgotten.

    Mistake: biases-left-out
    Hint: the biases do not change
    """
    _update(self, learning_rate, bias_step=lambda rate, neuron: 0)


def weights_stay(self, learning_rate):
    """Only the biases move.

    Mistake: weights-left-out
    Hint: the weights do not change
    """
    _update(self, learning_rate, lambda rate, neuron, i: 0)


def loop_variable_changed(self, learning_rate):
    """w += step changes a loop variable.

    Mistake: weights-left-out
    Hint: the weights do not change
    """
    for layer in self.layers:
        for neuron in layer.neurons:
            for w, x in zip(neuron.weights, neuron.inputs):
                w += learning_rate * neuron.delta * x
            neuron.bias += learning_rate * neuron.delta


def bias_subtracted(self, learning_rate):
    """The sign of the bias.

    Mistake: bias-sign
    Hint: the step of the biases has the wrong sign
    """
    _update(self, learning_rate, bias_step=lambda rate, neuron: -rate * neuron.delta)


def bias_in_the_loop(self, learning_rate):
    """The bias moves once for every input.

    Mistake: bias-per-input
    Hint: the bias takes a step for every input
    """
    _update(self, learning_rate, bias_step=lambda rate, neuron: sum(rate * neuron.delta for _ in neuron.inputs))


def bias_with_input(self, learning_rate):
    """The input of the last weight.

    Mistake: bias-with-input
    Hint: an input is a factor in the step of the biases
    """
    _update(self, learning_rate, bias_step=lambda rate, neuron: _step(rate, neuron, -1))


def bias_with_all_inputs(self, learning_rate):
    """The steps of all weights added up.

    Mistake: bias-with-input
    Hint: an input is a factor in the step of the biases
    """
    _update(self, learning_rate, bias_step=lambda rate, neuron: rate * neuron.delta * sum(neuron.inputs))


def bias_with_output(self, learning_rate):
    """The output as a factor.

    Mistake: bias-with-output
    Hint: the output is a factor in the step of the biases
    """
    _update(self, learning_rate, bias_step=lambda rate, neuron: rate * neuron.delta * neuron.output)


def bias_with_itself(self, learning_rate):
    """bias += learning_rate * delta * bias.

    Mistake: bias-with-itself
    Hint: the bias itself is a factor in its step
    """
    _update(self, learning_rate, bias_step=lambda rate, neuron: rate * neuron.delta * neuron.bias)


def bias_without_learning_rate(self, learning_rate):
    """bias += delta.

    Mistake: bias-no-learning-rate
    Hint: the learning rate is missing in the step of the biases
    """
    _update(self, learning_rate, bias_step=lambda rate, neuron: neuron.delta)


def bias_in_another_attribute(self, learning_rate):
    """self.b of the neuron.

    Mistake: biases-left-out
    Hint: the biases do not change
    """
    _update(self, learning_rate, bias_step=lambda rate, neuron: 0)
    for layer in self.layers:
        for neuron in layer.neurons:
            neuron.b = neuron.bias + learning_rate * neuron.delta


# ------------------------------------------------------------------ which ones move
def last_layer_only(self, learning_rate):
    """self.layers[-1].

    Mistake: first-layer-left-out
    Hint: only the last layer changes
    """
    _update(self, learning_rate, layers=self.layers[-1:])


def first_layer_only(self, learning_rate):
    """A return inside the loop.

    Mistake: last-layer-left-out
    Hint: only the first layer changes
    """
    _update(self, learning_rate, layers=self.layers[:1])


def last_layer_left_out(self, learning_rate):
    """range(len(self.layers) - 1).

    Mistake: last-layer-left-out
    Hint: only the first layer changes
    """
    _update(self, learning_rate, layers=self.layers[: max(len(self.layers) - 1, 1)])


def first_layer_left_out(self, learning_rate):
    """self.layers[1:]: the first is taken for the inputs.

    Mistake: first-layer-left-out
    Hint: only the last layer changes
    """
    _update(self, learning_rate, layers=self.layers[1:] or self.layers)


def last_two_layers(self, learning_rate):
    """Written for one hidden layer.

    Mistake: first-layer-left-out
    Hint: the first layer does not change
    """
    _update(self, learning_rate, layers=self.layers[-2:])


def first_neuron_only(self, learning_rate):
    """The loop over the neurons ends too early.

    Mistake: first-neuron-only
    Hint: only the first neuron of each layer changes
    """
    for layer in self.layers:
        for neuron in layer.neurons[:1]:
            neuron.weights = [w + _step(learning_rate, neuron, i) for i, w in enumerate(neuron.weights)]
            neuron.bias += learning_rate * neuron.delta


def last_neuron_only(self, learning_rate):
    """The update stands after the loop over the neurons.

    Mistake: last-neuron-only
    Hint: only the last neuron of each layer changes
    """
    for layer in self.layers:
        for neuron in layer.neurons:
            step = learning_rate * neuron.delta
        neuron.weights = [w + step * x for w, x in zip(neuron.weights, neuron.inputs)]
        neuron.bias += step


def last_weight_only(self, learning_rate):
    """The assignment stands after the loop over the weights.

    Mistake: last-weight-only
    Hint: only the last weight of a neuron changes
    """
    _update(self, learning_rate, lambda rate, neuron, i: _step(rate, neuron, i) * (i == len(neuron.inputs) - 1))


def first_weight_only(self, learning_rate):
    """weights[0].

    Mistake: first-weight-only
    Hint: only the first weight of a neuron changes
    """
    _update(self, learning_rate, lambda rate, neuron, i: _step(rate, neuron, i) * (i == 0))


def last_weight_left_out(self, learning_rate):
    """range(len(weights) - 1).

    Mistake: last-weight-left-out
    Hint: the last weight of a neuron does not change
    """
    _update(self, learning_rate, lambda rate, neuron, i: _step(rate, neuron, i) * (i < len(neuron.inputs) - 1))


def first_weight_left_out(self, learning_rate):
    """range(1, n): weight 0 is taken for the bias.

    Mistake: first-weight-left-out
    Hint: the first weight of a neuron does not change
    """
    _update(self, learning_rate, lambda rate, neuron, i: _step(rate, neuron, i) * (i > 0))


def two_weights_only(self, learning_rate):
    """Written for XOR.

    Mistake: two-weights-only
    Hint: only the first two weights of a neuron change
    """
    _update(self, learning_rate, lambda rate, neuron, i: _step(rate, neuron, i) * (i < 2))


def twice(self, learning_rate):
    """Two steps.

    Mistake: twice
    Hint: the step is made twice
    """
    _update(self, learning_rate)
    _update(self, learning_rate)


# ------------------------------------------------------------------ what is stored
def copies_updated(self, learning_rate):
    """The layers of a copy move.

    Mistake: no-update
    Hint: are the new weights stored in the neurons
    """
    _update(self, learning_rate, layers=copy.deepcopy(self.layers))


def weights_appended(self, learning_rate):
    """The list of weights grows.

    Mistake: longer
    Hint: one list after the other
    """
    for layer in self.layers:
        for neuron in layer.neurons:
            neuron.weights += [learning_rate * neuron.delta * x for x in neuron.inputs]
            neuron.bias += learning_rate * neuron.delta


def inputs_moved(self, learning_rate):
    """The inputs get the step.

    Mistake: weights-left-out
    Hint: the weights do not change
    """
    _update(self, learning_rate, lambda rate, neuron, i: 0)
    for layer in self.layers:
        for neuron in layer.neurons:
            neuron.inputs = [x + learning_rate * neuron.delta * w for w, x in zip(neuron.weights, neuron.inputs)]


def one_number_for_all_weights(self, learning_rate):
    """weights becomes a number.

    Mistake: wrong-shape
    Hint: a list of weights, and one bias
    """
    for layer in self.layers:
        for neuron in layer.neurons:
            for w, x in zip(neuron.weights, neuron.inputs):
                new = w + learning_rate * neuron.delta * x
            neuron.weights = new
            neuron.bias += learning_rate * neuron.delta


def list_times_number(self, learning_rate):
    """A list times a float.

    Mistake: TypeError
    Hint: it stopped with TypeError
    """
    for layer in self.layers:
        for neuron in layer.neurons:
            neuron.weights += learning_rate * neuron.delta * neuron.inputs


def weights_shared(self, learning_rate):
    """All neurons of a layer get one list.

    Mistake: shared
    Hint: all neurons of a layer have the same weights
    """
    _update(self, learning_rate)
    for layer in self.layers:
        for neuron in layer.neurons:
            neuron.weights = layer.neurons[-1].weights


def step_kept(self, learning_rate):
    """The first learning rate is kept, for all later steps.

    Mistake: kept
    Hint: something is kept from the first call
    """
    if not hasattr(self, "rates"):
        self.rates = []
    self.rates.append(learning_rate)
    for layer in self.layers:
        for neuron in layer.neurons:
            if not hasattr(neuron, "step"):
                neuron.step = self.rates[0] * neuron.delta
            neuron.weights = [w + neuron.step * x for w, x in zip(neuron.weights, neuron.inputs)]
            neuron.bias += neuron.step


def momentum(self, learning_rate):
    """The steps of earlier calls go on, as with momentum.

    Mistake: kept
    Hint: something is kept from the first call
    """
    for layer in self.layers:
        for neuron in layer.neurons:
            neuron.step = 0.9 * getattr(neuron, "step", 0.0) + learning_rate * neuron.delta
            neuron.weights = [w + neuron.step * x for w, x in zip(neuron.weights, neuron.inputs)]
            neuron.bias += neuron.step


def inputs_scaled(self, learning_rate):
    """The inputs are multiplied by the step in place; all weights are right.

    Mistake: argument-changed
    Hint: needs neuron.inputs as before
    """
    for layer in self.layers:
        for neuron in layer.neurons:
            step = learning_rate * neuron.delta
            for i in range(len(neuron.inputs)):
                neuron.inputs[i] *= step
                neuron.weights[i] += neuron.inputs[i]
            neuron.bias += step


def outputs_cleared(self, learning_rate):
    """Inputs and outputs are cleared after use.

    Mistake: argument-changed
    Hint: needs neuron.inputs and neuron.output as before
    """
    for layer in self.layers:
        for neuron in layer.neurons:
            step = learning_rate * neuron.delta
            neuron.weights = [w + step * x for w, x in zip(neuron.weights, neuron.inputs)]
            neuron.bias += step
            neuron.inputs, neuron.output, neuron.delta = [], 0.0, 0.0
