"""Correct but unusual versions of Network.backward."""

import numpy as np


def matrices(self, targets, simple=False):
    """With arrays; the deltas are NumPy numbers."""
    y = np.array([neuron.output for neuron in self.layers[-1].neurons])
    delta = np.array(targets) - y
    if not simple:
        delta *= y * (1 - y)
    for k in reversed(range(len(self.layers))):
        for neuron, d in zip(self.layers[k].neurons, delta):
            neuron.delta = d
        if k:
            W = np.array([neuron.weights for neuron in self.layers[k].neurons])
            y = np.array([neuron.output for neuron in self.layers[k - 1].neurons])
            delta = delta @ W * y * (1 - y)


def sums_collected(self, targets, simple=False):
    """Each neuron hands its share on to the neurons before it."""
    back = [t - neuron.output for t, neuron in zip(targets, self.layers[-1].neurons)]
    with_slope = not simple
    for layer in self.layers[::-1]:
        before = [0.0] * len(layer.neurons[0].weights)
        for neuron, share in zip(layer.neurons, back):
            neuron.delta = share * (neuron.output - neuron.output**2) if with_slope else share
            for i, w in enumerate(neuron.weights):
                before[i] += w * neuron.delta
        back, with_slope = before, True


def slope_by_the_weighted_sum(self, targets, simple=False):
    """The derivative of the sigmoid at the weighted sum, which is computed again."""

    def slope(neuron):
        z = sum(w * x for w, x in zip(neuron.weights, neuron.inputs)) + neuron.bias
        return sigmoid(z) * sigmoid(-z)

    for neuron, t in zip(self.layers[-1].neurons, targets):
        neuron.delta = t - neuron.output
        if not simple:
            neuron.delta *= slope(neuron)
    for k in range(2, len(self.layers) + 1):
        for j, neuron in enumerate(self.layers[-k].neurons):
            neuron.delta = slope(neuron) * sum(a.weights[j] * a.delta for a in self.layers[-k + 1].neurons)


def outputs_read_from_the_inputs(self, targets, simple=False):
    """The output of a neuron is an input of the next layer."""
    last = self.layers[-1].neurons
    outputs = [neuron.output for neuron in last]
    back = np.subtract(targets, outputs).astype(np.float32)
    slopes = np.ones(len(last)) if simple else np.array([y * (1 - y) for y in outputs])
    for layer in reversed(self.layers):
        deltas = back * slopes
        for neuron, delta in zip(layer.neurons, deltas):
            neuron.delta = float(delta)
        y = np.array(layer.neurons[0].inputs)
        back = np.einsum("k,kj->j", deltas, np.array([neuron.weights for neuron in layer.neurons]))
        slopes = y * (1 - y)


def recursive(self, targets, simple=False):
    """A function that goes to the end of the network first; the error with the other sign, turned at the end."""

    def set_deltas(k):
        if k == len(self.layers):
            return [y.output - t for y, t in zip(self.layers[-1].neurons, targets)]
        back = set_deltas(k + 1)
        for neuron, share in zip(self.layers[k].neurons, back):
            slope = 1 if simple and k == len(self.layers) - 1 else neuron.output * (1 - neuron.output)
            neuron.delta = -share * slope
        return [-sum(neuron.weights[j] * neuron.delta for neuron in self.layers[k].neurons)
                for j in range(len(self.layers[k].neurons[0].weights))]

    set_deltas(0)


def by_differences_of_the_outputs(self, targets, simple=False):
    """The neurons' deltas are kept in 0-d arrays and summed by np.add.at."""
    for neuron, t in zip(self.layers[-1].neurons, targets):
        neuron.delta = np.array((t - neuron.output) * (neuron.output * (1 - neuron.output)) ** (not simple))
    for layer, after in zip(self.layers[::-1][1:], self.layers[::-1]):
        total = np.zeros(len(layer.neurons))
        for neuron in after.neurons:
            np.add.at(total, np.arange(len(total)), neuron.delta * np.array(neuron.weights))
        for neuron, back in zip(layer.neurons, total):
            neuron.delta = np.array(neuron.output * (1 - neuron.output) * back)
