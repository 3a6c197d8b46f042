"""Lab 6: a network of neurons, one by one, with plain Python numbers.

A neuron's output is y = sigmoid(z) with z = w_1 x_1 + w_2 x_2 + ... + b, and the loss of one example is
E = 0.5 * sum_k (t_k - y_k)^2 with the targets t_k. What flows back is delta = -dE/dz of each neuron, so that a step
downhill *adds* learning_rate * delta * x_i to the weight w_i.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np


def sigmoid(z: float) -> float:
    """1 / (1 + exp(-z)) for a Python number z of any size, without overflow."""
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


class Neuron:
    """One unit: ``weights``, a list of numbers, and ``bias``.

    A forward pass leaves ``inputs`` and ``output``, a backward pass ``delta``.
    """

    def __init__(self, weights: Sequence[float], bias: float):
        self.weights, self.bias = list(weights), bias
        self.inputs: Sequence[float] = []
        self.output = self.delta = 0.0

    def forward(self, inputs: Sequence[float]) -> float:
        """The output for a list of inputs: a number, also kept in ``self.output``; the inputs in ``self.inputs``.

        inputs, the weights and the bias stay as they are.
        """
        # TODO: self.inputs and self.output, the sigmoid of the weighted sum of the inputs plus the bias.
        ### BEGIN SOLUTION
        self.inputs = inputs
        self.output = sigmoid(sum(w * x for w, x in zip(self.weights, inputs)) + self.bias)
        ### END SOLUTION
        return self.output


class Layer:
    """Neurons side by side: ``neurons``, a list. All get the same inputs."""

    def __init__(self, neurons: list[Neuron]):
        self.neurons = neurons

    def forward(self, inputs: Sequence[float]) -> list[float]:
        """The outputs of the neurons, a list of numbers."""
        return [neuron.forward(inputs) for neuron in self.neurons]


class Network:
    """Layers one after the other: ``layers``, a list of `Layer`."""

    def __init__(self, sizes: Sequence[int], weights: str = "normal", rng: np.random.Generator | int | None = None):
        """Random weights and biases.

        Parameters
        ----------
        sizes : tuple of int, the number of inputs and of the neurons of each layer
        weights : "normal" for N(0, 1), "uniform" for U(0, 1)
        rng : numpy Generator or seed
        """
        rng = np.random.default_rng(rng)
        draws: dict[str, Callable] = {"normal": rng.standard_normal, "uniform": rng.random}
        draw = draws[weights]
        self.layers = [
            Layer([Neuron(draw(fan_in).tolist(), float(draw())) for _ in range(fan_out)])
            for fan_in, fan_out in zip(sizes, sizes[1:])
        ]

    def forward(self, inputs: Sequence[float]) -> Sequence[float]:
        """The outputs of the last layer, a list of numbers, for a list of inputs.

        inputs, the weights and the biases stay as they are.
        """
        # TODO: outputs; the outputs of a layer are the inputs of the next one.
        ### BEGIN SOLUTION
        outputs = inputs
        for layer in self.layers:
            outputs = layer.forward(outputs)
        ### END SOLUTION
        return outputs

    def backward(self, targets: Sequence[float], simple: bool = False) -> None:
        """Set ``delta`` of every neuron, for the example of the latest forward pass.

        In the last layer delta = (t - y) * y (1 - y), or with `simple` only delta = t - y; in the others
        delta_j = y_j (1 - y_j) * sum_k w_kj delta_k over the neurons k of the next layer, where w_kj is the weight with
        which neuron k takes the output of neuron j. targets and all else in the neurons stay as they are.

        Parameters
        ----------
        targets : list of numbers, one for each output
        simple : bool
        """
        # TODO: delta of the neurons, from the last layer to the first.
        ### BEGIN SOLUTION
        for neuron, target in zip(self.layers[-1].neurons, targets):
            slope = 1 if simple else neuron.output * (1 - neuron.output)
            neuron.delta = (target - neuron.output) * slope
        for layer, next_layer in zip(self.layers[-2::-1], self.layers[:0:-1]):
            for j in range(len(layer.neurons)):
                neuron = layer.neurons[j]
                back = sum(later.weights[j] * later.delta for later in next_layer.neurons)
                neuron.delta = neuron.output * (1 - neuron.output) * back
        ### END SOLUTION

    def update(self, learning_rate: float) -> None:
        """Add learning_rate * delta * input to every weight, and learning_rate * delta to every bias.

        The inputs and the output of every neuron stay as they are.
        """
        # TODO: the weights and the bias of every neuron.
        ### BEGIN SOLUTION
        for layer in self.layers:
            for neuron in layer.neurons:
                step = learning_rate * neuron.delta
                neuron.weights = [w + step * x for w, x in zip(neuron.weights, neuron.inputs)]
                neuron.bias += step
        ### END SOLUTION

    def train(
        self,
        examples: Sequence[Sequence[float]],
        targets: Sequence[Sequence[float]],
        *,
        learning_rate: float,
        epochs: int,
        simple: bool = False,
        rng: np.random.Generator | int | None = None,
    ) -> list[float]:
        """Online gradient descent: a step after every example; in each epoch all examples once, in a new random order.

        examples and targets stay as they are.

        Parameters
        ----------
        examples, targets : lists of lists of numbers
        learning_rate : float; epochs : int
        simple : bool, see `backward`
        rng : numpy Generator or seed, to repeat a training; draws from np.random itself are right too

        Returns
        -------
        losses : list of float, for each epoch the mean loss of its examples, each from its own forward pass
        """
        rng = np.random.default_rng(rng)
        losses = []
        for _ in range(epochs):
            # TODO: forward, backward and update for each example, in random order; then append the mean loss.
            ### BEGIN SOLUTION
            total = 0.0
            for i in rng.permutation(len(examples)):
                outputs = self.forward(examples[i])
                total += sum(0.5 * (t - y) ** 2 for t, y in zip(targets[i], outputs))
                self.backward(targets[i], simple)
                self.update(learning_rate)
            losses.append(total / len(examples))
            ### END SOLUTION
        return losses
