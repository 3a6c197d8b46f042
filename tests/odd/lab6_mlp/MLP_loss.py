"""Correct but unusual versions of MLP.loss."""

import numpy as np

import cs_nn.layers
from cs_nn import layers


def _affine_relu_forward(x, w, b):
    a, affine = affine_forward(x, w, b)
    out, relu = relu_forward(a)
    return out, {"affine": affine, "relu": relu}


def _affine_relu_backward(dout, cache):
    return affine_backward(relu_backward(dout, cache["relu"]), cache["affine"])


def pairs_of_layers(self, X, y=None, reg=0.0):
    """affine_relu_forward for the hidden layers, a dict of caches."""
    p, last, caches, out = self.params, self.num_layers, {}, X
    for k in range(1, last):
        out, caches[k] = _affine_relu_forward(out, p[f"W{k}"], p[f"b{k}"])
    scores, caches[last] = affine_forward(out, p[f"W{last}"], p[f"b{last}"])
    if y is None:
        return scores
    loss, d = softmax_loss(scores, y)
    grads = {f"W{k}": reg * p[f"W{k}"] for k in caches}
    loss += sum(0.5 * np.vdot(p[name], grad) for name, grad in grads.items())
    d, dW, grads[f"b{last}"] = affine_backward(d, caches[last])
    grads[f"W{last}"] += dW
    for k in reversed(range(1, last)):
        d, dW, grads[f"b{k}"] = _affine_relu_backward(d, caches[k])
        grads[f"W{k}"] += dW
    return loss, grads


def stack_of_functions(self, X, y=None, reg=0.0):
    """One list of backward functions and caches; the module's name is written out."""
    steps, h = [], X.reshape(len(X), -1)
    for k in range(self.num_layers):
        if steps:
            h, cache = cs_nn.layers.relu_forward(h)
            steps.append((None, cache))
        h, cache = cs_nn.layers.affine_forward(h, self.params["W%d" % (k + 1)], self.params["b%d" % (k + 1)])
        steps.append((str(k + 1), cache))
    if y is None:
        return h
    loss, d = cs_nn.layers.softmax_loss(h, y)
    grads = {}
    for k, cache in steps[::-1]:
        if k is None:
            d = cs_nn.layers.relu_backward(d, cache)
        else:
            d, grads["W" + k], grads["b" + k] = cs_nn.layers.affine_backward(d, cache)
            W = self.params["W" + k]
            grads["W" + k] = grads["W" + k] + W * reg
            loss = loss + reg / 2 * np.linalg.norm(W) ** 2
    return loss, grads


def scores_by_itself(self, X, y=None, reg=0.0):
    """Calls itself for the scores, and makes the forward pass once more for the caches."""
    scores = None if y is None else self.loss(X)
    caches, h = [], X
    for k in range(1, self.num_layers + 1):
        h, affine = layers.affine_forward(h, self.params[f"W{k}"], self.params[f"b{k}"])
        relu = False
        if k != self.num_layers:
            h, relu = layers.relu_forward(h)
        caches.insert(0, (k, affine, relu))
    if scores is None:
        return h
    grads, d = {}, layers.softmax_loss(scores, y)[1]
    for k, affine, relu in caches:
        d = layers.relu_backward(d, relu) if relu else d
        d, grads[f"W{k}"], grads[f"b{k}"] = layers.affine_backward(d, affine)
    penalty = sum(np.trace(w.T @ w) for w in self.params.values() if w.ndim == 2)
    for k, _, _ in caches:
        grads[f"W{k}"] += reg * self.params[f"W{k}"]
    return np.asarray(layers.softmax_loss(scores, y)[0] + 0.5 * reg * penalty), grads


def in_single_precision(self, X, y=None, reg=0.0):
    """X and the parameters become float32."""
    p = {name: w.astype(np.float32) for name, w in self.params.items()}
    h, affine, relu = X.astype(np.float32), [None], [None]
    for k in range(1, self.num_layers + 1):
        h, cache = affine_forward(h, p[f"W{k}"], p[f"b{k}"])
        affine.append(cache)
        if k < self.num_layers:
            h, cache = relu_forward(h.astype(np.float32))
            relu.append(cache)
    if y is None:
        return h
    loss, d = softmax_loss(h, y.astype(np.uint8))
    grads = {}
    for k in range(self.num_layers, 0, -1):
        d, dW, db = affine_backward(d, affine[k])
        grads[f"W{k}"], grads[f"b{k}"] = (dW + np.float32(reg) * p[f"W{k}"]).tolist(), db.tolist()
        loss += float(0.5 * reg * np.sum(np.square(p[f"W{k}"])))
        if k > 1:
            d = relu_backward(d, relu[k - 1])
    return loss, grads


def every_result_by_a_call_of_its_own(self, X, y=None, reg=0.0):
    """Backward functions are called twice; prints and warns on the way."""
    p, out, caches = self.params, X, []
    print(sorted(p))
    np.ones(1) / np.zeros(1)
    for k in range(self.num_layers):
        out = affine_forward(out, p[f"W{k + 1}"], p[f"b{k + 1}"])
        caches.append([out[1]])
        out = out[0]
        if k < self.num_layers - 1:
            out = relu_forward(out)
            caches[-1].append(out[1])
            out = out[0]
    if y is None:
        return out
    loss, dout, grads = softmax_loss(out, y)[0], softmax_loss(out, y)[1], {}
    for k in range(self.num_layers - 1, -1, -1):
        affine, *relu = caches[k]
        for cache in relu:
            dout = relu_backward(dout, cache)
        grads[f"W{k + 1}"] = affine_backward(dout, affine)[1] + reg * p[f"W{k + 1}"]
        grads[f"b{k + 1}"] = affine_backward(dout, affine, need_dx=False)[2]
        dout = affine_backward(dout, affine)[0]
    weights = [w for name, w in p.items() if name[0] == "W"]
    return loss + 0.5 * reg * np.sum([np.dot(w.ravel(), w.ravel()) for w in weights]), grads
