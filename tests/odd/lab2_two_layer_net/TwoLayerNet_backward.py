"""Correct but unusual versions of TwoLayerNet.backward(self, X, hidden, dscores, reg)."""

from collections import OrderedDict

import numpy as np

_init = TwoLayerNet.__init__


def _init_with_sizes(self, input_size, hidden_size, output_size, *args, **kwargs):
    _init(self, input_size, hidden_size, output_size, *args, **kwargs)
    self.num_classes = output_size


TwoLayerNet.__init__ = _init_with_sizes


def loops_over_examples(self, X, hidden, dscores, reg):
    """Adds up one example after the other."""
    grads = {name: np.zeros_like(w) for name, w in self.params.items()}
    for x, h, d in zip(X, hidden, dscores):
        grads["W2"] += np.outer(h, d)
        grads["b2"] += d
        back = self.params["W2"] @ d
        back[h == 0] = 0
        grads["W1"] += np.outer(x, back)
        grads["b1"] += back
    for name in ("W1", "W2"):
        grads[name] += reg * self.params[name]
    return grads


def loops_over_units(self, X, hidden, dscores, reg):
    """One hidden unit and one class at a time."""
    W1, W2 = self.params["W1"], self.params["W2"]
    dW1, db1, dW2, db2 = np.zeros_like(W1), np.zeros(W1.shape[1]), np.zeros_like(W2), np.zeros(W2.shape[1])
    for h in range(W1.shape[1]):
        back = np.zeros(len(X))
        for c in range(W2.shape[1]):
            dW2[h, c] = hidden[:, h].dot(dscores[:, c]) + reg * W2[h, c]
            back += dscores[:, c] * W2[h, c]
            db2[c] = sum(dscores[:, c])
        back = np.where(hidden[:, h] > 0, back, 0)
        dW1[:, h] = back.dot(X) + reg * W1[:, h]
        db1[h] = sum(back)
    return dict(zip(("W1", "b1", "W2", "b2"), (dW1, db1, dW2, db2)))


def einsum(self, X, hidden, dscores, reg):
    """einsum everywhere."""
    W1, W2 = self.params["W1"], self.params["W2"]
    back = np.einsum("nc,hc,nh->nh", dscores, W2, (hidden > 0).astype(float))
    return {"b1": np.einsum("nh->h", back), "b2": np.einsum("nc->c", dscores),
            "W1": np.einsum("nd,nh->dh", X, back) + reg * W1, "W2": np.einsum("nh,nc->hc", hidden, dscores) + reg * W2}


def hidden_layer_again(self, X, hidden, dscores, reg):
    """Computes the hidden layer again and masks where it is below 0: the derivative at 0 is 1."""
    W1, b1, W2 = (self.params[name] for name in ("W1", "b1", "W2"))
    z = X @ W1 + b1
    back = dscores @ W2.T * (z >= 0)
    return {"W1": X.T @ back + reg * W1, "b1": back.sum(axis=0),
            "W2": np.maximum(z, 0).T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def sign_as_mask(self, X, hidden, dscores, reg):
    """np.sign of the hidden layer is its mask."""
    W1, W2 = self.params["W1"], self.params["W2"]
    back = np.sign(hidden) * np.dot(dscores, W2.T)
    return OrderedDict(b2=np.ones(len(X)) @ dscores, W2=np.dot(hidden.T, dscores) + np.multiply(reg, W2),
                       b1=np.ones(len(X)) @ back, W1=np.dot(X.T, back) + np.multiply(reg, W1))


def transposed_algebra(self, X, hidden, dscores, reg):
    """Columns are examples; the gradients are transposed views."""
    W1, W2 = self.params["W1"], self.params["W2"]
    d = dscores.T
    back = (W2 @ d) * (hidden.T > 0)
    return {"W1": (back @ X + reg * W1.T).T, "b1": back.sum(axis=1),
            "W2": (d @ hidden + reg * W2.T).T, "b2": d.sum(axis=1)}


def bias_as_a_weight(self, X, hidden, dscores, reg):
    """The bias is the weight of a constant feature; its gradient is a view of a larger array."""
    ones = np.ones((len(X), 1))
    both2 = np.hstack([hidden, ones]).T @ dscores
    back = dscores @ self.params["W2"].T
    back[hidden <= 0] = 0
    both1 = np.hstack([X, ones]).T @ back
    both1[:-1] += reg * self.params["W1"]
    both2[:-1] += reg * self.params["W2"]
    return {"W1": both1[:-1], "b1": both1[-1], "W2": both2[:-1], "b2": both2[-1]}


def tensordot(self, X, hidden, dscores, reg):
    """np.tensordot, and np.where with the opposite condition."""
    W1, W2 = self.params["W1"], self.params["W2"]
    back = np.where(hidden == 0, 0.0, np.tensordot(dscores, W2, axes=(1, 1)))
    grads = {"W2": np.tensordot(hidden, dscores, axes=(0, 0)), "W1": np.tensordot(X, back, axes=(0, 0))}
    grads["W2"] += W2 * reg
    grads["W1"] += W1 * reg
    grads["b1"], grads["b2"] = np.add.reduce(back), np.add.reduce(dscores)
    return grads


def three_dimensional(self, X, hidden, dscores, reg):
    """Gradients of single examples, (N, D, H), summed at the end."""
    W1, W2 = self.params["W1"], self.params["W2"]
    back = (dscores[:, None, :] * W2).sum(axis=2) * (hidden > 0)
    return {"W1": (X[:, :, None] * back[:, None]).sum(axis=0) + reg * W1, "b1": back.sum(0),
            "W2": (hidden[:, :, None] * dscores[:, None]).sum(axis=0) + reg * W2, "b2": dscores.sum(0)}


def single_precision(self, X, hidden, dscores, reg):
    """All work in float32."""
    X, hidden, dscores = (a.astype(np.float32) for a in (X, hidden, dscores))
    W1, W2 = (self.params[name].astype(np.float32) for name in ("W1", "W2"))
    reg = np.float32(reg)
    back = dscores @ W2.T * (hidden > 0)
    return {"W1": X.T @ back + reg * W1, "b1": back.sum(axis=0),
            "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}


def penalty_from_the_loss(self, X, hidden, dscores, reg):
    """The penalty's derivative as 2 * W * (reg / 2)."""
    W1, W2 = self.params["W1"], self.params["W2"]
    half = reg / 2
    back = dscores.dot(W2.T)
    back[hidden == 0] = 0
    return {"W1": X.T.dot(back) + half * 2 * W1, "b1": np.sum(back, axis=0),
            "W2": hidden.T.dot(dscores) + half * 2 * W2, "b2": np.sum(dscores, axis=0)}


def inputs_changed(self, X, hidden, dscores, reg):
    """Uses the memory of its arguments when it no longer needs them."""
    W1, W2 = self.params["W1"], self.params["W2"]
    mask = hidden > 0
    dW2 = hidden.T @ dscores + reg * W2
    db2 = dscores.sum(axis=0)
    np.matmul(dscores, W2.T, out=hidden)
    hidden *= mask
    dscores[...] = 0
    return {"W1": X.T @ hidden + reg * W1, "b1": hidden.sum(axis=0), "W2": dW2, "b2": db2}


def nested_function(self, X, hidden, dscores, reg):
    """One function for both layers; prints the norms of the gradients."""

    def affine(k, inputs, upstream):
        W = self.params[f"W{k}"]
        dW, db = inputs.T @ upstream + reg * W, upstream.sum(axis=0)
        print(f"layer {k}: {np.linalg.norm(dW):.3g}")
        return {f"W{k}": dW, f"b{k}": db}, upstream @ W.T

    second, back = affine(2, hidden, dscores)
    first, _ = affine(1, X, back * hidden.astype(bool))
    return {**first, **second}


def lists(self, X, hidden, dscores, reg):
    """Gradients as lists of numbers."""
    W1, W2 = self.params["W1"], self.params["W2"]
    back = np.multiply(dscores @ W2.T, hidden > 0)
    grads = {"W1": X.T @ back + reg * W1, "b1": back.sum(axis=0),
             "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}
    return {name: grad.tolist() for name, grad in grads.items()}


def stored_in_the_net(self, X, hidden, dscores, reg):
    """Keeps the gradients in the net as well, and replaces params by equal copies."""
    self.params = {name: w.copy() for name, w in self.params.items()}
    W1, W2 = self.params["W1"], self.params["W2"]
    back = dscores @ W2.T
    back *= hidden > 0
    self.grads = {"W1": X.T @ back + reg * W1, "b1": back.sum(axis=0),
                  "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}
    return self.grads


def sizes_from_the_constructor(self, X, hidden, dscores, reg):
    """What the student's own __init__ has stored in the net is used."""
    assert dscores.shape[1] == self.num_classes
    W1, W2 = self.params["W1"], self.params["W2"]
    dh = dscores @ W2.T
    dh[hidden <= 0] = 0
    return {"W1": X.T @ dh + reg * W1, "b1": dh.sum(axis=0), "W2": hidden.T @ dscores + reg * W2,
            "b2": dscores.sum(axis=0)}
