"""Wrong versions of Network.forward."""


def first_layer_only(self, inputs):
    """The return is inside the loop.

    Mistake: early
    Hint: the layers after it are not called
    """
    outputs = inputs
    for layer in self.layers:
        outputs = layer.forward(outputs)
        return outputs


def last_layer_only(self, inputs):
    """self.layers[-1].

    Mistake: wrong-result
    Hint: the neurons of layer 2 have 4 weights each, but get 2 inputs: their inputs are the outputs of layer 1
    """
    return self.layers[-1].forward(inputs)


def all_layers_get_the_inputs(self, inputs):
    """outputs is not passed on.

    Mistake: wrong-result
    Hint: their inputs are the outputs of layer 1
    """
    for layer in self.layers:
        outputs = layer.forward(inputs)
    return outputs


def inputs_cut(self, inputs):
    """All layers get the inputs of the network, cut or repeated so that they fit.

    Mistake: wrong-inputs
    Hint: layer 2 gets wrong inputs: its inputs are the outputs of layer 1
    """
    for layer in self.layers:
        n = len(layer.neurons[0].weights)
        outputs = layer.forward((inputs * n)[:n])
    return outputs


def last_layer_left_out(self, inputs):
    """self.layers[:-1].

    Mistake: early
    Hint: these are the outputs of layer 1: the layers after it are not called
    """
    outputs = inputs
    for layer in self.layers[:-1]:
        outputs = layer.forward(outputs)
    return outputs


def first_layer_left_out(self, inputs):
    """self.layers[1:]: the first layer is taken for the inputs.

    Mistake: wrong-result
    Hint: the neurons of layer 2 have 4 weights each
    """
    outputs = inputs
    for layer in self.layers[1:]:
        outputs = layer.forward(outputs)
    return outputs


def two_layers_written_out(self, inputs):
    """Written for a network with one hidden layer.

    Mistake: early
    Hint: these are the outputs of layer 2: the layers after it are not called
    """
    return self.layers[1].forward(self.layers[0].forward(inputs))


def three_layers_written_out(self, inputs):
    """Written for a network with two hidden layers.

    Mistake: IndexError
    Hint: an index lies outside its array
    """
    return self.layers[2].forward(self.layers[1].forward(self.layers[0].forward(inputs)))


def from_the_last_layer(self, inputs):
    """reversed.

    Mistake: wrong-result
    Hint: their inputs are the outputs of layer 1
    """
    outputs = inputs
    for layer in reversed(self.layers):
        outputs = layer.forward(outputs)
    return outputs


def from_the_last_layer_in_squares(self, inputs):
    """reversed: the shapes fit if all layers have one size, so smaller lists are filled up.

    Mistake: wrong-inputs
    Hint: gets wrong inputs
    """
    outputs = inputs
    for layer in reversed(self.layers):
        n = len(layer.neurons[0].weights)
        outputs = layer.forward((list(outputs) * n)[:n])
    return outputs


def result_dropped(self, inputs):
    """layer.forward is called, its result is not used.

    Mistake: wrong-result
    Hint: their inputs are the outputs of layer 1
    """
    outputs = inputs
    for layer in self.layers:
        layer.forward(outputs)
    return outputs


def inputs_returned(self, inputs):
    """The right calls, but the inputs come back.

    Mistake: inputs-returned
    Hint: these are the inputs
    """
    outputs = inputs
    for layer in self.layers:
        outputs = layer.forward(outputs)
    return inputs


def one_layer_behind(self, inputs):
    """Returns what went into the last layer.

    Mistake: early
    Hint: these are the outputs of layer 1: return those of the last layer
    """
    outputs = inputs
    for layer in self.layers:
        before, outputs = outputs, layer.forward(outputs)
    return before


def outputs_of_all_layers(self, inputs):
    """A list of all outputs of all layers, one after the other.

    Mistake: not-outputs
    Hint: something else is returned
    """
    outputs, all_outputs = inputs, []
    for layer in self.layers:
        outputs = layer.forward(outputs)
        all_outputs += outputs
    return all_outputs


def outputs_collected(self, inputs):
    """Each layer gets the outputs of all layers before it.

    Mistake: wrong-result
    Hint: the neurons of layer 2 have 4 weights each, but get 6 inputs
    """
    outputs = list(inputs)
    for layer in self.layers:
        outputs += layer.forward(outputs)
    return outputs


def in_a_list(self, inputs):
    """A list around the outputs.

    Mistake: not-outputs
    Hint: one number for each neuron
    """
    outputs = inputs
    for layer in self.layers:
        outputs = layer.forward(outputs)
    return [outputs]


def one_number(self, inputs):
    """The first output only: XOR has one.

    Mistake: not-outputs
    Hint: one number for each neuron
    """
    outputs = inputs
    for layer in self.layers:
        outputs = layer.forward(outputs)
    return outputs[0]


def decisions(self, inputs):
    """Rounded to 0 or 1.

    Mistake: not-outputs
    Hint: something else is returned
    """
    outputs = inputs
    for layer in self.layers:
        outputs = layer.forward(outputs)
    return [round(y) for y in outputs]


def sigmoid_again(self, inputs):
    """The neurons' sigmoid is taken once more at the end.

    Mistake: not-outputs
    Hint: something else is returned
    """
    outputs = inputs
    for layer in self.layers:
        outputs = layer.forward(outputs)
    return [sigmoid(y) for y in outputs]


def sigmoid_between(self, inputs):
    """The sigmoid between the layers too.

    Mistake: wrong-inputs
    Hint: layer 2 gets wrong inputs
    """
    outputs = self.layers[0].forward(inputs)
    for layer in self.layers[1:]:
        outputs = layer.forward([sigmoid(y) for y in outputs])
    return outputs


def one_neuron_in_each_layer(self, inputs):
    """Only the first neuron is called, its output repeated.

    Mistake: layer-skipped
    Hint: layer 1 is called for some neurons only
    """
    outputs = inputs
    for layer in self.layers:
        outputs = [layer.neurons[0].forward(outputs)] * len(layer.neurons)
    return outputs


def neuron_after_neuron(self, inputs):
    """Each neuron gets the output of the one before.

    Mistake: wrong-result
    Hint: the neurons of layer 1 have 2 weights each, but get inputs of shape ()
    """
    outputs = inputs
    for layer in self.layers:
        for neuron in layer.neurons:
            outputs = neuron.forward(outputs)
    return outputs


def old_outputs(self, inputs):
    """The outputs of an earlier forward pass.

    Mistake: layer-skipped
    Hint: layer 1 is not called
    """
    return [neuron.output for neuron in self.layers[-1].neurons]


def last_layer_twice(self, inputs):
    """One more step after the loop.

    Mistake: wrong-result
    Hint: the neurons of layer 2 have 4 weights each, but get 3 inputs
    """
    outputs = inputs
    for layer in self.layers:
        outputs = layer.forward(outputs)
    return self.layers[-1].forward(outputs)


def inputs_overwritten(self, inputs):
    """The list of the caller is overwritten.

    Mistake: wrong-result
    Hint: forward changes the inputs
    """
    for layer in self.layers:
        inputs[:] = layer.forward(inputs)
    return inputs


def nothing_returned(self, inputs):
    """No return.

    Mistake: wrong-result
    Hint: forward returned None
    """
    outputs = inputs
    for layer in self.layers:
        outputs = layer.forward(outputs)
    self.outputs = outputs


def layer_called_as_a_function(self, inputs):
    """layer(outputs).

    Mistake: TypeError
    Hint: it stopped with TypeError
    """
    outputs = inputs
    for layer in self.layers:
        outputs = layer(outputs)
    return outputs


def itself(self, inputs):
    """Calls itself without end.

    Mistake: RecursionError
    Hint: it stopped with RecursionError
    """
    for layer in self.layers:
        inputs = self.forward(inputs)
    return inputs


def once_only(self, inputs):
    """The outputs are kept, for whatever inputs.

    Mistake: kept
    Hint: something is kept from the first call
    """
    if not hasattr(self, "_outputs"):
        outputs = inputs
        for layer in self.layers:
            outputs = layer.forward(outputs)
        self._outputs = outputs
    return self._outputs
