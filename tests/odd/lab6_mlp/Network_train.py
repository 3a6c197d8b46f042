"""Correct but unusual versions of Network.train."""

import random

import numpy as np


def pairs_shuffled(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
    """A list of pairs is shuffled in place, with random.Random."""
    pairs, generator, losses = list(zip(examples, targets)), random.Random(rng), []
    for _ in range(epochs):
        generator.shuffle(pairs)
        total = 0
        for x, t in pairs:
            y = self.forward(x)
            for k in range(len(t)):
                total += (y[k] - t[k]) ** 2 / 2
            self.backward(t, simple=simple)
            self.update(learning_rate=learning_rate)
        losses.append(total / len(pairs))
    return losses


def arrays(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
    """NumPy arrays for the examples; an array of losses."""
    rng = np.random.default_rng(rng)
    X, T = np.array(examples), np.array(targets)
    losses = np.zeros((epochs, len(X)))
    for epoch in range(epochs):
        for n, i in enumerate(rng.permutation(len(X))):
            errors = T[i] - self.forward(X[i])
            losses[epoch, n] = 0.5 * np.dot(errors, errors)
            self.backward(T[i], simple)
            self.update(np.float32(learning_rate))
    return losses.mean(axis=1)


def both_shuffled_alike(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
    """Single precision; both lists are indexed by one order."""
    rng, losses = np.random.default_rng(rng), []
    X, T = np.array(examples, np.float32), np.array(targets, np.float32)
    for _ in range(epochs):
        order = np.argsort(rng.random(len(X)))
        X, T = X[order], T[order]
        values = []
        for x, t in zip(X, T):
            values.append(0.5 * np.sum((np.array(self.forward(x.tolist()), np.float32) - t) ** 2))
            self.backward(t.tolist(), simple)
            self.update(learning_rate)
        losses.append(np.mean(values))
    return tuple(losses)


def outputs_from_the_neurons(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
    """The loss is computed after the backward pass, with the outputs that the neurons keep."""
    numbers, losses = list(range(len(examples))), []
    rng = np.random.default_rng(rng)
    for _ in range(epochs):
        rng.shuffle(numbers)
        loss = 0
        for i in numbers:
            self.forward(examples[i])
            self.backward(targets[i], simple)
            outputs = [neuron.output for neuron in self.layers[-1].neurons]
            self.update(learning_rate)
            loss += 0.5 * sum((t - y) ** 2 for t, y in zip(targets[i], outputs)) / len(examples)
        losses.append(loss)
    return losses


def loss_in_a_forward_pass_of_its_own(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
    """Two forward passes for each example: one for the loss, one for the step."""
    rng, losses = np.random.default_rng(rng), []

    def loss(i):
        return sum(0.5 * (t - y) * (t - y) for t, y in zip(targets[i], self.forward(examples[i])))

    for epoch in range(epochs):
        losses.append(0.0)
        for i in rng.choice(len(examples), size=len(examples), replace=False):
            losses[-1] += loss(i)
            self.forward(examples[i])
            self.backward(targets[i], simple)
            self.update(learning_rate)
        losses[-1] /= len(examples)
        print(f"epoch {epoch + 1}: {losses[-1]}")
    return losses


def examples_taken_out_of_a_list(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
    """One number after the other is taken out at random."""
    rng, losses = np.random.default_rng(rng), []
    for _ in range(epochs):
        left, mean = list(range(len(examples))), 0.0
        while left:
            i = left.pop(int(rng.integers(len(left))))
            outputs = self.forward(inputs=list(examples[i]))
            mean += (np.linalg.norm(np.subtract(targets[i], outputs)) ** 2 / 2 - mean) / (len(examples) - len(left))
            self.backward(targets=list(targets[i]), simple=simple)
            self.update(learning_rate)
        losses += [mean]
    return losses


def without_the_seed(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
    """A while loop; the order comes from another generator; simple is passed on only if it is set."""
    losses, epoch = [], 0
    while epoch < epochs:
        order = sorted(range(len(examples)), key=lambda i: random.random())
        squares = 0.0
        for i in order:
            for t, y in zip(targets[i], self.forward(examples[i])):
                squares += (t - y) ** 2
            if simple:
                self.backward(targets[i], True)
            else:
                self.backward(targets[i])
            self.update(learning_rate)
        losses.append(squares / (2 * len(order)))
        epoch += 1
    return losses
