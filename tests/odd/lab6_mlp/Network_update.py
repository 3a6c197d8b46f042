"""Correct but unusual versions of Network.update."""

import numpy as np


def in_place(self, learning_rate):
    """Indices, the lists are changed in place, the bias first."""
    for k in range(len(self.layers)):
        for neuron in self.layers[k].neurons:
            neuron.bias = neuron.bias + learning_rate * neuron.delta
            for i in range(len(neuron.weights)):
                neuron.weights[i] += learning_rate * neuron.delta * neuron.inputs[i]


def arrays(self, learning_rate):
    """The weights become arrays."""
    for layer in self.layers:
        for neuron in layer.neurons:
            neuron.weights = np.array(neuron.weights) + learning_rate * neuron.delta * np.array(neuron.inputs)
            neuron.bias += learning_rate * neuron.delta


def single_precision(self, learning_rate):
    """float32; the bias becomes a NumPy number."""
    rate = np.float32(learning_rate)
    for layer in self.layers:
        for neuron in layer.neurons:
            delta = np.float32(neuron.delta)
            neuron.weights = (np.array(neuron.weights, np.float32) + rate * delta * np.array(neuron.inputs)).tolist()
            neuron.bias = np.float32(neuron.bias) + rate * delta


def backwards(self, learning_rate):
    """From the last layer and neuron to the first; minus the derivative."""
    for layer in reversed(self.layers):
        for neuron in layer.neurons[::-1]:
            derivatives = [-neuron.delta * x for x in neuron.inputs + [1]]
            neuron.bias -= learning_rate * derivatives.pop()
            neuron.weights = tuple(w - learning_rate * d for w, d in zip(neuron.weights, derivatives))


def one_matrix_for_a_layer(self, learning_rate):
    """An outer product for each layer; what went into a layer is read from its first neuron."""
    for layer in self.layers:
        deltas = np.array([neuron.delta for neuron in layer.neurons])
        W = np.array([neuron.weights for neuron in layer.neurons])
        W += learning_rate * np.outer(deltas, layer.neurons[0].inputs)
        for neuron, row, delta in zip(layer.neurons, W, deltas):
            neuron.weights, neuron.bias = list(row), neuron.bias + learning_rate * delta


def inputs_from_the_layer_before(self, learning_rate):
    """The inputs are the outputs of the layer before."""
    inputs = self.layers[0].neurons[0].inputs
    for layer in self.layers:
        for neuron in layer.neurons:
            neuron.weights = [w + learning_rate * neuron.delta * x for w, x in zip(neuron.weights, inputs)]
            neuron.bias += learning_rate * neuron.delta
        inputs = [neuron.output for neuron in layer.neurons]


def flat_list(self, learning_rate):
    """A list of all neurons, a helper function, the slice is assigned."""

    def move(neuron, step):
        neuron.weights[:] = map(lambda pair: pair[0] + step * pair[1], zip(neuron.weights, neuron.inputs))
        neuron.bias += step

    for neuron in [neuron for layer in self.layers for neuron in layer.neurons]:
        move(neuron, learning_rate * neuron.delta)


def clears_the_deltas(self, learning_rate):
    """The deltas are set to 0 after use, and the network is returned."""
    for layer in self.layers:
        for neuron in layer.neurons:
            neuron.delta *= learning_rate
            new = []
            for w, x in zip(neuron.weights, neuron.inputs):
                new.append(x * neuron.delta + w)
            neuron.weights, neuron.bias, neuron.delta = new, neuron.delta + neuron.bias, 0.0
    return self
