"""Correct but unusual versions of ThreeLayerNet.predict(self, X)."""

import numpy as np


def loop_over_examples(self, X):
    """One example at a time, as a batch of one."""
    y_pred = np.zeros(len(X), dtype=int)
    for i in range(len(X)):
        y_pred[i] = self.loss(X[i : i + 1])[0].argmax()
    return y_pred


def list_of_labels(self, X):
    """Returns a list."""
    return [int(np.argmax(row)) for row in self.loss(X)]


def transposed(self, X):
    """argmax along axis 0 of the transpose."""
    return self.loss(X).T.argmax(axis=0)


def through_probabilities(self, X):
    """argmax of the probabilities, with the maximum taken off."""
    s = self.loss(X)
    p = np.exp(s - s.max(axis=1, keepdims=True))
    return np.argmax(p / p.sum(axis=1, keepdims=True), axis=1)


def last_of_sorted(self, X):
    """The last of the sorted classes."""
    return np.argsort(self.loss(X), axis=-1)[:, -1]


def small_integers(self, X):
    """Labels as int8."""
    return np.argmax(self.loss(X, y=None), axis=1).astype(np.int8)


def where_maximal(self, X):
    """np.nonzero of the comparison with the maximum."""
    s = self.loss(X)
    return np.nonzero(s == s.max(axis=1, keepdims=True))[1]


def search_by_hand(self, X):
    """Two loops."""
    y_pred = []
    for row in self.loss(X, None, 0.0):
        best, label = -np.inf, 0
        for c, score in enumerate(row):
            if score > best:
                best, label = score, c
        y_pred.append(label)
    return tuple(y_pred)


def in_batches(self, X):
    """Predicts in pieces and joins them."""
    pieces = [np.argmax(self.loss(part), axis=1) for part in np.array_split(X, 3) if len(part)]
    return np.concatenate(pieces)


def layers_of_the_module(self, X):
    """The forward pass by the layers, without self.loss."""
    h = X
    for k in "123":
        h, _ = affine_forward(h, self.params["W" + k], self.params["b" + k])
        if k != "3":
            h, _ = relu_forward(h)
    return np.argmax(h, axis=1)
