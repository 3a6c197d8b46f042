"""Correct but unusual versions of Neuron.forward."""

import math
from functools import reduce

import numpy as np
from scipy.special import expit


def arrays(self, inputs):
    """np.dot; the inputs are kept as an array."""
    self.inputs = np.array(inputs)
    self.output = sigmoid(np.dot(self.weights, self.inputs) + self.bias)
    return self.output


def single_precision(self, inputs):
    """float32, and a 0-d array for the output."""
    x = np.asarray(inputs, np.float32)
    z = np.float32(self.bias) + np.asarray(self.weights, np.float32) @ x
    self.inputs, self.output = x, np.asarray(expit(z))
    return self.output


def sigmoid_of_tanh(self, inputs):
    """The sigmoid by tanh, from the last input to the first."""
    z = reduce(lambda total, pair: total + pair[0] * pair[1], list(zip(self.weights, inputs))[::-1], self.bias)
    self.inputs, self.output = tuple(inputs), 0.5 * (1 + math.tanh(z / 2))
    return self.output


def numpy_that_warns(self, inputs):
    """1 / (1 + np.exp(-z)): exp overflows to inf, and the result is right."""
    self.inputs = list(inputs)
    self.output = 1 / (1 + np.exp(-np.sum(np.multiply(self.weights, inputs)) - self.bias))
    return self.output


def clipped(self, inputs):
    """The weighted sum is kept within +-30."""
    z = min(max(sum(map(lambda w, x: w * x, self.weights, inputs)) + self.bias, -30), 30)
    self.inputs, self.output = inputs, 1 / (1 + math.exp(-z))
    return self.output


def bias_as_a_weight(self, inputs):
    """A further input of 1 on copies."""
    extended, weights = [1.0, *inputs], [self.bias, *self.weights]
    self.output = sigmoid(math.fsum(w * x for w, x in zip(weights, extended)))
    self.inputs = extended[1:]
    return self.output


def weighted_sum_kept_too(self, inputs):
    """More attributes, a nested function, a print."""

    def weighted_sum():
        return sum([w * x for w, x in zip(self.weights, self.inputs)], self.bias)

    self.inputs = inputs[:]
    self.z = weighted_sum()
    self.output = self.a = sigmoid(self.z)
    print("z =", self.z)
    return float(self.output)


def returned_anew(self, inputs):
    """What is returned and what is kept are computed apart; the caller's list is changed and restored."""
    inputs.append(1.0)
    self.inputs = inputs[:-1]
    z = sum(w * x for w, x in zip([*self.weights, self.bias], inputs))
    inputs.pop()
    self.output = sigmoid(z)
    return 1 - sigmoid(-z)
