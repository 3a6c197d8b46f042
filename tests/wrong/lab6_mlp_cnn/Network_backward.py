"""Wrong versions of Network.backward, most of them the worked solution with one part exchanged."""

import math


def _slope(y):
    return y * (1 - y)


def _difference(t, y):
    return t - y


def _back(j, layer, following):
    """What comes back to neuron j of a layer."""
    return sum(after.weights[j] * after.delta for after in following.neurons)


def _backward(self, targets, simple, error=_difference, last=_slope, simply=lambda y: 1, hidden=_slope, back=_back):
    """The worked solution, with parts to exchange."""
    for neuron, t in zip(self.layers[-1].neurons, targets):
        neuron.delta = error(t, neuron.output) * (simply if simple else last)(neuron.output)
    for k in range(len(self.layers) - 2, -1, -1):
        for j, neuron in enumerate(self.layers[k].neurons):
            neuron.delta = hidden(neuron.output) * back(j, self.layers[k], self.layers[k + 1])


# ------------------------------------------------------------------ the last layer
def output_minus_target(self, targets, simple=False):
    """The sign of the other convention.

    Mistake: sign
    Hint: the sign is wrong in the last layer
    """
    _backward(self, targets, simple, error=lambda t, y: y - t)


def simple_ignored(self, targets, simple=False):
    """simple is not used.

    Mistake: always-slope
    Hint: with simple=True the last layer has no factor y (1 - y)
    """
    _backward(self, targets, False)


def always_simple(self, targets, simple=False):
    """The slope is never there.

    Mistake: no-slope
    Hint: it is left out with simple=True only
    """
    _backward(self, targets, True)


def simple_the_other_way(self, targets, simple=False):
    """if and else have changed places.

    Mistake: no-slope
    Hint: it is left out with simple=True only
    """
    _backward(self, targets, not simple)


def simple_in_all_layers(self, targets, simple=False):
    """With simple, the hidden layers have no slope either.

    Mistake: hidden-slope
    Hint: the factor y (1 - y) is missing in the hidden layers
    """
    _backward(self, targets, simple, hidden=(lambda y: 1) if simple else _slope)


def slope_of_tanh(self, targets, simple=False):
    """1 - y^2 everywhere.

    Mistake: slope
    Hint: this is not the derivative of the sigmoid
    """
    _backward(self, targets, simple, last=lambda y: 1 - y**2, hidden=lambda y: 1 - y**2)


def slope_with_plus(self, targets, simple=False):
    """y (1 + y).

    Mistake: slope
    Hint: this is not the derivative of the sigmoid
    """
    _backward(self, targets, simple, last=lambda y: y * (1 + y), hidden=lambda y: y * (1 + y))


def slope_without_y(self, targets, simple=False):
    """1 - y.

    Mistake: slope
    Hint: this is not the derivative of the sigmoid
    """
    _backward(self, targets, simple, last=lambda y: 1 - y, hidden=lambda y: 1 - y)


def parenthesis_missing(self, targets, simple=False):
    """(t - y) * y * 1 - y.

    Mistake: parentheses
    Hint: parentheses around 1 - y are missing
    """
    for neuron, t in zip(self.layers[-1].neurons, targets):
        y = neuron.output
        neuron.delta = t - y if simple else (t - y) * y * 1 - y
    for k in range(len(self.layers) - 2, -1, -1):
        for j, neuron in enumerate(self.layers[k].neurons):
            neuron.delta = _slope(neuron.output) * _back(j, self.layers[k], self.layers[k + 1])


def sigmoid_of_the_output(self, targets, simple=False):
    """The slope of a sigmoid of the output.

    Mistake: slope-of-output
    Hint: the sigmoid is taken once more
    """
    def twice(y):
        return sigmoid(y) * (1 - sigmoid(y))

    _backward(self, targets, simple, last=twice, hidden=twice)


def error_squared(self, targets, simple=False):
    """(t - y)^2.

    Mistake: squared
    Hint: the error is squared
    """
    _backward(self, targets, simple, error=lambda t, y: (t - y) ** 2)


def loss_as_delta(self, targets, simple=False):
    """0.5 (t - y)^2.

    Mistake: squared
    Hint: this is the loss
    """
    _backward(self, targets, simple, error=lambda t, y: 0.5 * (t - y) ** 2, last=lambda y: 1)


def half_of_the_error(self, targets, simple=False):
    """The 0.5 stays.

    Mistake: factor-2
    Hint: is half the expected one
    """
    _backward(self, targets, simple, error=lambda t, y: 0.5 * (t - y))


def twice_the_error(self, targets, simple=False):
    """The derivative of (t - y)^2.

    Mistake: twice
    Hint: delta is twice as large
    """
    _backward(self, targets, simple, error=lambda t, y: 2 * (t - y))


def absolute_error(self, targets, simple=False):
    """abs.

    Mistake: absolute
    Hint: this is the absolute error
    """
    _backward(self, targets, simple, error=lambda t, y: abs(t - y))


def first_target_only(self, targets, simple=False):
    """targets[0] for all outputs.

    Mistake: first-target
    Hint: the first target is taken for every output
    """
    _backward(self, [targets[0]] * len(targets), simple)


def last_target_only(self, targets, simple=False):
    """The loop variable of another loop.

    Mistake: last-target
    Hint: the last target is taken for every output
    """
    _backward(self, [targets[-1]] * len(targets), simple)


def without_target(self, targets, simple=False):
    """The output in the place of the error.

    Mistake: target-missing
    Hint: the target does not enter
    """
    _backward(self, targets, simple, error=lambda t, y: y)


def slope_alone(self, targets, simple=False):
    """y (1 - y) in the last layer.

    Mistake: error-missing
    Hint: the error does not enter
    """
    _backward(self, targets, simple, error=lambda t, y: 1)


def total_error(self, targets, simple=False):
    """The sum of all errors for every output.

    Mistake: errors-summed
    Hint: each output has its own error
    """
    total = sum(t - neuron.output for t, neuron in zip(targets, self.layers[-1].neurons))
    _backward(self, targets, simple, error=lambda t, y: total)


def errors_averaged(self, targets, simple=False):
    """The error is divided by the number of outputs.

    Mistake: outputs-averaged
    Hint: the error is divided by the number of outputs
    """
    _backward(self, targets, simple, error=lambda t, y: (t - y) / len(targets))


def cross_entropy_error(self, targets, simple=False):
    """The derivative of the cross-entropy by the output, without the slope.

    Mistake: slope-divides
    Hint: the error is divided by y (1 - y)
    """
    _backward(self, targets, simple, error=lambda t, y: t / y - (1 - t) / (1 - y), last=lambda y: 1)


def targets_decided(self, targets, simple=False):
    """The output is rounded, as in the old perceptron.

    Mistake: rounded
    Hint: the output is rounded
    """
    _backward(self, targets, simple, error=lambda t, y: t - round(y))


def slope_with_learning_rate(self, targets, simple=False):
    """A learning rate of 0.3 belongs to the update.

    Mistake: factor
    Hint: everywhere: a constant factor is off
    """
    _backward(self, targets, simple, error=lambda t, y: 0.3 * (t - y))


# ------------------------------------------------------------------ the hidden layers
def no_slope_in_hidden_layers(self, targets, simple=False):
    """The sum alone.

    Mistake: hidden-slope
    Hint: the factor y (1 - y) is missing in the hidden layers
    """
    _backward(self, targets, simple, hidden=lambda y: 1)


def other_slope_in_hidden_layers(self, targets, simple=False):
    """1 - y in the hidden layers.

    Mistake: hidden-slope
    Hint: this is not the derivative of the sigmoid
    """
    _backward(self, targets, simple, hidden=lambda y: 1 - y)


def slope_of_the_next_layer(self, targets, simple=False):
    """The slope stands inside the sum, with the output of the wrong neuron.

    Mistake: slope-of-next
    Hint: y (1 - y) is that of the next layer
    """
    _backward(self, targets, simple, hidden=lambda y: 1, back=lambda j, layer, following: sum(
        after.weights[j] * after.delta * _slope(after.output) for after in following.neurons))


def slope_twice(self, targets, simple=False):
    """The slope inside the sum and outside.

    Mistake: slope-twice
    Hint: the factor y (1 - y) is there twice
    """
    _backward(self, targets, simple, back=lambda j, layer, following: sum(
        after.weights[j] * after.delta * _slope(layer.neurons[j].output) for after in following.neurons))


def without_weights(self, targets, simple=False):
    """The sum of the deltas.

    Mistake: weights-missing
    Hint: the weights of the next layer do not enter
    """
    _backward(self, targets, simple, back=lambda j, layer, following: sum(a.delta for a in following.neurons))


def without_deltas(self, targets, simple=False):
    """The sum of the weights.

    Mistake: deltas-missing
    Hint: the deltas of the next layer do not enter
    """
    _backward(self, targets, simple, back=lambda j, layer, following: sum(a.weights[j] for a in following.neurons))


def overwritten_in_the_sum(self, targets, simple=False):
    """back = instead of back +=.

    Mistake: last-neuron-only
    Hint: only the last neuron of the next layer counts
    """
    _backward(self, targets, simple, back=lambda j, layer, following: (
        following.neurons[-1].weights[j] * following.neurons[-1].delta))


def first_neuron_of_the_next_layer(self, targets, simple=False):
    """Right for one output.

    Mistake: first-neuron-only
    Hint: only the first neuron of the next layer counts
    """
    _backward(self, targets, simple, back=lambda j, layer, following: (
        following.neurons[0].weights[j] * following.neurons[0].delta))


def averaged_over_the_next_layer(self, targets, simple=False):
    """The mean of the products.

    Mistake: averaged
    Hint: the sum over the neurons of the next layer is divided by their number
    """
    _backward(self, targets, simple, back=lambda j, layer, following: (
        _back(j, layer, following) / len(following.neurons)))


def first_weight(self, targets, simple=False):
    """weights[0] for all neurons.

    Mistake: first-weight
    Hint: the first weight is taken for every neuron
    """
    _backward(self, targets, simple, back=lambda j, layer, following: _back(0, layer, following))


def all_weights_of_the_next_layer(self, targets, simple=False):
    """sum(weights) * delta.

    Mistake: weights-summed
    Hint: all weights of the next layer are added up
    """
    _backward(self, targets, simple, back=lambda j, layer, following: sum(
        sum(after.weights) * after.delta for after in following.neurons))


def weight_of_the_neuron_itself(self, targets, simple=False):
    """The weights of neuron j instead of weight j of the neurons after it.

    Mistake: own-weights
    Hint: not through the weights of neuron j itself
    """
    _backward(self, targets, simple, back=lambda j, layer, following: sum(
        w * after.delta for w, after in zip(layer.neurons[j].weights, following.neurons)))


def weights_transposed(self, targets, simple=False):
    """Weight k of neuron j of the next layer: fits if the layers have one size.

    Mistake: own-weights
    Hint: not through weight k of neuron j
    """
    def back(j, layer, following):
        after = following.neurons
        if len(after) != len(layer.neurons):
            return _back(j, layer, following)
        return sum(after[j].weights[k] * after[k].delta for k in range(len(after)))

    _backward(self, targets, simple, back=back)


def transposed_indices(self, targets, simple=False):
    """The same without a look at the sizes.

    Mistake: IndexError
    Hint: an index lies outside its array
    """
    _backward(self, targets, simple, back=lambda j, layer, following: sum(
        following.neurons[j].weights[k] * following.neurons[k].delta for k in range(len(following.neurons))))


def old_delta_of_the_neuron(self, targets, simple=False):
    """The delta of the neuron itself in the place of those after it.

    Mistake: own-delta
    Hint: the neuron's own old delta
    """
    _backward(self, targets, simple, back=lambda j, layer, following: sum(
        after.weights[j] * layer.neurons[j].delta for after in following.neurons))


def sign_turns(self, targets, simple=False):
    """A minus sign in every layer.

    Mistake: hidden-sign
    Hint: the sign is wrong in the hidden layers
    """
    _backward(self, targets, simple, back=lambda j, layer, following: -_back(j, layer, following))


def added_up(self, targets, simple=False):
    """delta += in the hidden layers: right only if it was 0.

    Mistake: hidden-added
    Hint: the new delta is added to the one that was there
    """
    _backward(self, targets, simple, back=lambda j, layer, following: (
        _back(j, layer, following) + layer.neurons[j].delta / _slope(layer.neurons[j].output)))


def added_up_in_the_last_layer(self, targets, simple=False):
    """delta += in the last layer.

    Mistake: last-added
    Hint: the new delta is added to the one that was there
    """
    old = [neuron.delta for neuron in self.layers[-1].neurons]
    _backward(self, targets, simple)
    for neuron, delta in zip(self.layers[-1].neurons, old):
        neuron.delta += delta


def bias_in_the_sum(self, targets, simple=False):
    """The bias of the next layer's neurons comes back too.

    Mistake: hidden-layer
    Hint: look at the sum over the neurons of layer 2
    """
    _backward(self, targets, simple, back=lambda j, layer, following: sum(
        (after.weights[j] + after.bias) * after.delta for after in following.neurons))


# ------------------------------------------------------------------ the loop over the layers
def last_layer_only(self, targets, simple=False):
    """The hidden layers are forgotten.

    Mistake: hidden-not-set
    Hint: the deltas of the hidden layers are not set
    """
    for neuron, t in zip(self.layers[-1].neurons, targets):
        neuron.delta = (t - neuron.output) * (1 if simple else _slope(neuron.output))


def hidden_layers_only(self, targets, simple=False):
    """The last layer is forgotten.

    Mistake: last-not-set
    Hint: the deltas of the last layer are not set
    """
    for k in range(len(self.layers) - 2, -1, -1):
        for j, neuron in enumerate(self.layers[k].neurons):
            neuron.delta = _slope(neuron.output) * _back(j, None, self.layers[k + 1])


def one_hidden_layer_only(self, targets, simple=False):
    """Written for XOR with one hidden layer.

    Mistake: hidden-not-set
    Hint: are all layers gone through
    """
    layers = self.layers
    self.layers = layers[-2:]
    _backward(self, targets, simple)
    self.layers = layers


def stops_before_the_first_layer(self, targets, simple=False):
    """range(L - 2, 0, -1).

    Mistake: hidden-not-set
    Hint: are all layers gone through
    """
    for neuron, t in zip(self.layers[-1].neurons, targets):
        neuron.delta = (t - neuron.output) * (1 if simple else _slope(neuron.output))
    for k in range(len(self.layers) - 2, 0, -1):
        for j, neuron in enumerate(self.layers[k].neurons):
            neuron.delta = _slope(neuron.output) * _back(j, None, self.layers[k + 1])


def from_the_first_layer(self, targets, simple=False):
    """The hidden layers are gone through from the first to the last one.

    Mistake: hidden-order
    Hint: go from the last layer to the first
    """
    for neuron, t in zip(self.layers[-1].neurons, targets):
        neuron.delta = (t - neuron.output) * (1 if simple else _slope(neuron.output))
    for k in range(len(self.layers) - 1):
        for j, neuron in enumerate(self.layers[k].neurons):
            neuron.delta = _slope(neuron.output) * _back(j, None, self.layers[k + 1])


def last_layer_at_the_end(self, targets, simple=False):
    """The hidden layers come first.

    Mistake: hidden-order
    Hint: go from the last layer to the first
    """
    old = [neuron.delta for neuron in self.layers[-1].neurons]
    _backward(self, targets, simple, error=lambda t, y: 0)
    for neuron, delta in zip(self.layers[-1].neurons, old):
        neuron.delta = delta
    for k in range(len(self.layers) - 2, -1, -1):
        for j, neuron in enumerate(self.layers[k].neurons):
            neuron.delta = _slope(neuron.output) * _back(j, None, self.layers[k + 1])
    for neuron, t in zip(self.layers[-1].neurons, targets):
        neuron.delta = (t - neuron.output) * (1 if simple else _slope(neuron.output))


def following_is_the_layer_itself(self, targets, simple=False):
    """self.layers[k] for both layers.

    Mistake: IndexError
    Hint: it stopped with IndexError
    """
    for neuron, t in zip(self.layers[-1].neurons, targets):
        neuron.delta = (t - neuron.output) * (1 if simple else _slope(neuron.output))
    for k in range(len(self.layers) - 2, -1, -1):
        for j, neuron in enumerate(self.layers[k].neurons):
            neuron.delta = _slope(neuron.output) * _back(j, None, self.layers[k])


def always_from_the_last_layer(self, targets, simple=False):
    """Every hidden layer takes the deltas of the last one.

    Mistake: hidden-layer
    Hint: look at the sum over the neurons of layer 2
    """
    last = self.layers[-1]
    for neuron, t in zip(last.neurons, targets):
        neuron.delta = (t - neuron.output) * (1 if simple else _slope(neuron.output))
    for k in range(len(self.layers) - 2, -1, -1):
        for j, neuron in enumerate(self.layers[k].neurons):
            neuron.delta = _slope(neuron.output) * sum(
                after.weights[j] * end.delta for after, end in zip(self.layers[k + 1].neurons, last.neurons))


def last_layer_overwritten(self, targets, simple=False):
    """The loop over the layers begins with the last one again.

    Mistake: IndexError
    Hint: it stopped with IndexError
    """
    _backward(self, targets, simple)
    for k in range(len(self.layers) - 1, -1, -1):
        for j, neuron in enumerate(self.layers[k].neurons):
            neuron.delta = _slope(neuron.output) * _back(j, None, self.layers[k + 1])


def in_place_while_used(self, targets, simple=False):
    """The delta of the next layer is multiplied in place before it is used by the next neuron."""
    _backward(self, targets, simple)
    for k in range(len(self.layers) - 2, -1, -1):
        for j, neuron in enumerate(self.layers[k].neurons):
            for after in self.layers[k + 1].neurons:
                after.delta *= after.weights[j]
            neuron.delta = _slope(neuron.output) * sum(after.delta for after in self.layers[k + 1].neurons)


# ------------------------------------------------------------------ what is stored
def stored_in_a_local_list(self, targets, simple=False):
    """Nothing is stored.

    Mistake: last-not-set
    Hint: the deltas of the last layer are not set
    """
    deltas = [(t - neuron.output) * _slope(neuron.output) for neuron, t in zip(self.layers[-1].neurons, targets)]
    return deltas


def one_delta_for_the_layer(self, targets, simple=False):
    """The delta of the last neuron of a layer for all of them.

    Mistake: one-delta
    Hint: every neuron has the delta of the last one of its layer
    """
    _backward(self, targets, simple)
    for layer in self.layers:
        for neuron in layer.neurons:
            neuron.delta = layer.neurons[-1].delta


def lists_for_deltas(self, targets, simple=False):
    """delta is a list of the errors.

    Mistake: wrong-result
    Hint: the delta of a neuron is one number
    """
    for neuron in self.layers[-1].neurons:
        neuron.delta = [(t - neuron.output) * _slope(neuron.output) for t in targets]
    for k in range(len(self.layers) - 2, -1, -1):
        for j, neuron in enumerate(self.layers[k].neurons):
            back = sum(after.weights[j] * sum(after.delta) for after in self.layers[k + 1].neurons)
            neuron.delta = [_slope(neuron.output) * back]


def rounded(self, targets, simple=False):
    """Deltas with two decimals."""
    _backward(self, targets, simple)
    for layer in self.layers:
        for neuron in layer.neurons:
            neuron.delta = round(neuron.delta, 2)


def weights_move_too(self, targets, simple=False):
    """The update is made here already, before the deltas are passed on.

    Mistake: wrong-result
    Hint: backward changes weights
    """
    _backward(self, targets, simple)
    for layer in self.layers:
        for neuron in layer.neurons:
            neuron.weights = [w + 0.3 * neuron.delta * x for w, x in zip(neuron.weights, neuron.inputs)]


def simple_is_a_factor(self, targets, simple=False):
    """The slope is multiplied by not simple.

    Mistake: all-zeros
    Hint: is all zeros
    """
    _backward(self, targets, False, error=lambda t, y: (t - y) * (not simple))


def log_slope(self, targets, simple=False):
    """The derivative of the logarithm of the sigmoid.

    Mistake: slope
    Hint: this is not the derivative of the sigmoid
    """
    _backward(self, targets, simple, last=lambda y: 1 - math.exp(math.log(y)), hidden=lambda y: 1 - y)


def deltas_kept_from_call_to_call(self, targets, simple=False):
    """A list of the errors of all calls, read from its beginning.

    Mistake: kept
    Hint: something is kept from the first call
    """
    if not hasattr(self, "errors"):
        self.errors = []
    neurons = self.layers[-1].neurons
    self.errors += [t - neuron.output for t, neuron in zip(targets, neurons)]
    for error, neuron in zip(self.errors, neurons):
        neuron.delta = error * (1 if simple else neuron.output * (1 - neuron.output))
    for layer, following in zip(self.layers[-2::-1], self.layers[:0:-1]):
        for j, neuron in enumerate(layer.neurons):
            back = sum(after.weights[j] * after.delta for after in following.neurons)
            neuron.delta = neuron.output * (1 - neuron.output) * back


def targets_become_errors(self, targets, simple=False):
    """The targets are overwritten by the errors.

    Mistake: wrong-result
    Hint: backward changes the targets
    """
    for k, neuron in enumerate(self.layers[-1].neurons):
        targets[k] -= neuron.output
        neuron.delta = targets[k] * (1 if simple else neuron.output * (1 - neuron.output))
    for layer, following in zip(self.layers[-2::-1], self.layers[:0:-1]):
        for j, neuron in enumerate(layer.neurons):
            back = sum(after.weights[j] * after.delta for after in following.neurons)
            neuron.delta = neuron.output * (1 - neuron.output) * back
