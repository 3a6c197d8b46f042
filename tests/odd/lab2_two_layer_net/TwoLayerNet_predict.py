"""Correct but unusual versions of TwoLayerNet.predict(self, X)."""

import numpy as np


def from_forward(self, X):
    """The scores from forward."""
    return self.forward(X)[0].argmax(axis=1)


def single_rows(self, X):
    """One example at a time, as batches of one."""
    return [int(np.argmax(self.loss(X[i : i + 1]))) for i in range(len(X))]


def single_vectors(self, X):
    """One example at a time, as vectors: forward works for them too."""
    return np.array([np.argmax(self.loss(x)) for x in X])


def in_pieces(self, X):
    """A piece of the data at a time, to save memory."""
    return np.concatenate([np.argmax(self.loss(part), axis=-1) for part in np.array_split(X, 3) if len(part)])


def through_probabilities(self, X):
    """argmax of the probabilities, with the maximum taken off."""
    s = self.loss(X, y=None)
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    return np.argmax(p, axis=1)


def last_of_sorted(self, X):
    """The last of the sorted classes, as bytes."""
    return np.argsort(self.loss(X), axis=1)[:, -1].astype(np.uint8)


def short_integers(self, X):
    """Labels as int16."""
    y_pred = np.zeros(X.shape[0], np.int16)
    y_pred[:] = np.argmax(self.loss(X, None, 0.0), axis=1)
    return y_pred


def search_by_hand(self, X):
    """Searches for the maximum in two loops; returns a tuple."""
    labels = []
    for row in self.loss(X):
        best, label = -np.inf, 0
        for c, score in enumerate(row):
            if score > best:
                best, label = score, c
        labels.append(label)
    return tuple(labels)


def where_maximal(self, X):
    """np.nonzero of the comparison with the maximum, on a copy of X."""
    s = self.loss(X.copy())
    return np.nonzero(s == s.max(axis=1, keepdims=True))[1]


def transposed(self, X):
    """argmin of minus the transposed scores, and a print."""
    print("predicting", len(X), "labels")
    return (-self.loss(X).T).argmin(axis=0)
