"""Correct but unusual versions of TwoLayerNet.forward(self, X)."""

import numpy as np


def loops(self, X):
    """One number at a time."""
    p = self.params
    hidden = np.zeros((len(X), len(p["b1"])))
    scores = np.zeros((len(X), len(p["b2"])))
    for i, x in enumerate(X):
        for j, bias in enumerate(p["b1"]):
            hidden[i, j] = max(0.0, sum(x * p["W1"][:, j]) + bias)
        for c, bias in enumerate(p["b2"]):
            scores[i, c] = sum(hidden[i] * p["W2"][:, c]) + bias
    return scores, hidden


def einsum(self, X):
    """einsum and np.where."""
    p = self.params
    z = np.einsum("nd,dh->nh", X, p["W1"]) + p["b1"][np.newaxis]
    hidden = np.where(z < 0, 0, z)
    return np.einsum("nh,hc->nc", hidden, p["W2"]) + p["b2"][None, :], hidden


def bias_as_a_weight(self, X):
    """A constant feature carries the bias."""
    p = self.params
    X1 = np.hstack([X, np.ones((len(X), 1))])
    hidden = np.clip(X1 @ np.vstack([p["W1"], p["b1"]]), 0, None)
    return np.c_[hidden, np.ones(len(X))] @ np.r_[p["W2"], p["b2"][None]], hidden


def columns_are_examples(self, X):
    """All matrices transposed; the results are views."""
    p = self.params
    z = p["W1"].T @ X.T + p["b1"][:, None]
    hidden = z * (z > 0)
    return (p["W2"].T @ hidden + p["b2"][:, None]).T, hidden.T


def mean_of_value_and_magnitude(self, X):
    """ReLU as (z + |z|) / 2."""
    p = self.params
    z = np.dot(X, p["W1"]) + p["b1"]
    hidden = (z + np.abs(z)) / 2
    return np.dot(hidden, p["W2"]) + p["b2"], hidden


def negative_zeros(self, X):
    """A product with a mask, which leaves -0.0."""
    p = self.params
    hidden = X.dot(p["W1"]) + p["b1"]
    hidden *= hidden >= 0
    return [hidden.dot(p["W2"]) + p["b2"], hidden]


def single_precision(self, X):
    """All work in float32."""
    W1, b1, W2, b2 = (self.params[name].astype(np.float32) for name in ("W1", "b1", "W2", "b2"))
    hidden = np.maximum(0, X.astype(np.float32) @ W1 + b1)
    return hidden @ W2 + b2, hidden


def nested_functions(self, X):
    """A layer as a nested function, and a print."""

    def affine(x, k):
        print("layer", k)
        return np.matmul(x, self.params[f"W{k}"]) + self.params[f"b{k}"]

    hidden = np.fmax(affine(X, 1), 0)
    return affine(hidden, 2), hidden


def sums_over_an_axis(self, X):
    """Products by broadcasting."""
    p = self.params
    hidden = (X[:, :, None] * p["W1"]).sum(axis=1) + p["b1"]
    hidden[hidden < 0] = 0
    scores = np.add.reduce(hidden[:, :, None] * p["W2"], axis=1)
    return np.add(scores, p["b2"]), hidden


def lists(self, X):
    """Rows as lists."""
    p = self.params
    hidden = [np.maximum(x @ p["W1"] + p["b1"], 0).tolist() for x in X]
    scores = [(np.array(h) @ p["W2"] + p["b2"]).tolist() for h in hidden]
    return scores, hidden


def keeps_what_it_computes(self, X):
    """Stores arrays in the net, the parameters as copies."""
    self.params = {name: w.copy() for name, w in self.params.items()}
    self.hidden = np.maximum(X @ self.params["W1"] + self.params["b1"], 0)
    self.scores = self.hidden @ self.params["W2"] + self.params["b2"]
    return self.scores, self.hidden
