"""Correct but unusual versions of Network.forward."""

from functools import reduce

import numpy as np


def one_name(self, inputs):
    """inputs is overwritten, not its list."""
    for layer in self.layers:
        inputs = layer.forward(inputs)
    return inputs


def folded(self, inputs):
    """functools.reduce."""
    return reduce(lambda outputs, layer: layer.forward(outputs), self.layers, inputs)


def recursive(self, inputs):
    """Each layer calls the next one."""

    def through(k, outputs):
        return outputs if k == len(self.layers) else through(k + 1, self.layers[k].forward(outputs))

    return through(0, inputs)


def neurons_called(self, inputs):
    """Two loops over neurons; a tuple is returned."""
    outputs = list(inputs)
    for k in range(len(self.layers)):
        new = []
        for neuron in self.layers[k].neurons:
            new.append(neuron.forward(outputs))
        outputs = new
    return tuple(outputs)


def all_outputs_kept(self, inputs):
    """A list of the outputs of all layers."""
    self.outputs = [inputs]
    for layer in self.layers:
        self.outputs.append(layer.forward(self.outputs[-1]))
    return self.outputs[-1]


def arrays(self, inputs):
    """Arrays go from layer to layer."""
    outputs = np.array(inputs)
    for layer in self.layers:
        outputs = np.array(layer.forward(outputs), dtype=np.float32)
    return outputs


def read_from_the_neurons(self, inputs):
    """The outputs are read from the neurons."""
    for k, layer in enumerate(self.layers):
        layer.forward([neuron.output for neuron in self.layers[k - 1].neurons] if k else inputs)
    return [neuron.output for neuron in self.layers[-1].neurons]


def written_out(self, inputs):
    """Without Layer.forward and Neuron.forward, by matrices."""
    x = np.array(inputs)
    for layer in self.layers:
        W = np.array([neuron.weights for neuron in layer.neurons])
        b = np.array([neuron.bias for neuron in layer.neurons])
        y = 1 / (1 + np.exp(-W @ x - b))
        for neuron, output in zip(layer.neurons, y.tolist()):
            neuron.inputs, neuron.output = x.tolist(), output
        x = y
    return x


def called_twice(self, inputs):
    """The forward pass is made twice, with a print."""
    for _ in range(2):
        outputs = inputs
        for number, layer in enumerate(self.layers, 1):
            outputs = layer.forward(outputs)
            print("layer", number, outputs)
    return outputs


def methods_of_the_classes(self, inputs):
    """Layer.forward and Neuron.forward by their classes."""
    outputs = Layer.forward(self.layers[0], inputs)
    for layer in self.layers[1:]:
        outputs = [Neuron.forward(neuron, outputs) for neuron in layer.neurons]
    return outputs
