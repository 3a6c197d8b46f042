"""Lab 2: right but unusual versions of the functions (`grading.right_versions` says how to read them)."""

from collections import OrderedDict
import numpy as np


class TwoLayerNet_backward:
    _init = TwoLayerNet.__init__

    def _init_with_sizes(self, input_size, hidden_size, output_size, *args, **kwargs):
        _init(self, input_size, hidden_size, output_size, *args, **kwargs)
        self.num_classes = output_size

    TwoLayerNet.__init__ = _init_with_sizes

    def einsum(self, X, hidden, dscores, reg):
        """einsum everywhere."""
        W1, W2 = self.params["W1"], self.params["W2"]
        back = np.einsum("nc,hc,nh->nh", dscores, W2, (hidden > 0).astype(float))
        return {"b1": np.einsum("nh->h", back), "b2": np.einsum("nc->c", dscores),
                "W1": np.einsum("nd,nh->dh", X, back) + reg * W1, "W2": np.einsum("nh,nc->hc", hidden, dscores) + reg * W2}

    def sizes_from_the_constructor(self, X, hidden, dscores, reg):
        """What the student's own __init__ has stored in the net is used."""
        assert dscores.shape[1] == self.num_classes
        W1, W2 = self.params["W1"], self.params["W2"]
        dh = dscores @ W2.T
        dh[hidden <= 0] = 0
        return {"W1": X.T @ dh + reg * W1, "b1": dh.sum(axis=0), "W2": hidden.T @ dscores + reg * W2,
                "b2": dscores.sum(axis=0)}


TABLE = r"""
== TwoLayerNet_forward
loops: One number at a time.
    | p = self.params
    | hidden = np.zeros((len(X), len(p["b1"])))
    | scores = np.zeros((len(X), len(p["b2"])))
    | for i, x in enumerate(X):
    |     for j, bias in enumerate(p["b1"]):
    |         hidden[i, j] = max(0.0, sum(x * p["W1"][:, j]) + bias)
    |     for c, bias in enumerate(p["b2"]):
    |         scores[i, c] = sum(hidden[i] * p["W2"][:, c]) + bias
einsum: einsum and np.where.
    | p = self.params
    | z = np.einsum("nd,dh->nh", X, p["W1"]) + p["b1"][np.newaxis]
    | hidden = np.where(z < 0, 0, z)
    & return scores, hidden -> return np.einsum("nh,hc->nc", hidden, p["W2"]) + p["b2"][None, :], hidden
bias_as_a_weight: A constant feature carries the bias.
    | p = self.params
    | X1 = np.hstack([X, np.ones((len(X), 1))])
    | hidden = np.clip(X1 @ np.vstack([p["W1"], p["b1"]]), 0, None)
    & return scores, hidden -> return np.c_[hidden, np.ones(len(X))] @ np.r_[p["W2"], p["b2"][None]], hidden
columns_are_examples: All matrices transposed; the results are views.
    | p = self.params
    | z = p["W1"].T @ X.T + p["b1"][:, None]
    | hidden = z * (z > 0)
    & return scores, hidden -> return (p["W2"].T @ hidden + p["b2"][:, None]).T, hidden.T
mean_of_value_and_magnitude: ReLU as (z + |z|) / 2.
    | p = self.params
    | z = np.dot(X, p["W1"]) + p["b1"]
    | hidden = (z + np.abs(z)) / 2
    & return scores, hidden -> return np.dot(hidden, p["W2"]) + p["b2"], hidden
negative_zeros: A product with a mask, which leaves -0.0.
    | p = self.params
    | hidden = X.dot(p["W1"]) + p["b1"]
    | hidden *= hidden >= 0
    & return scores, hidden -> return [hidden.dot(p["W2"]) + p["b2"], hidden]
single_precision: All work in float32.
    | W1, b1, W2, b2 = (self.params[name].astype(np.float32) for name in ("W1", "b1", "W2", "b2"))
    | hidden = np.maximum(0, X.astype(np.float32) @ W1 + b1)
    & return scores, hidden -> return hidden @ W2 + b2, hidden
nested_functions: A layer as a nested function, and a print.
    | def affine(x, k):
    |     print("layer", k)
    |     return np.matmul(x, self.params[f"W{k}"]) + self.params[f"b{k}"]
    |
    | hidden = np.fmax(affine(X, 1), 0)
    & return scores, hidden -> return affine(hidden, 2), hidden
sums_over_an_axis: Products by broadcasting.
    | p = self.params
    | hidden = (X[:, :, None] * p["W1"]).sum(axis=1) + p["b1"]
    | hidden[hidden < 0] = 0
    | scores = np.add.reduce(hidden[:, :, None] * p["W2"], axis=1)
    & return scores, hidden -> return np.add(scores, p["b2"]), hidden
lists: Rows as lists.
    | p = self.params
    | hidden = [np.maximum(x @ p["W1"] + p["b1"], 0).tolist() for x in X]
    | scores = [(np.array(h) @ p["W2"] + p["b2"]).tolist() for h in hidden]
keeps_what_it_computes: Stores arrays in the net, the parameters as copies.
    | self.params = {name: w.copy() for name, w in self.params.items()}
    | self.hidden = np.maximum(X @ self.params["W1"] + self.params["b1"], 0)
    | self.scores = self.hidden @ self.params["W2"] + self.params["b2"]
    & return scores, hidden -> return self.scores, self.hidden

== TwoLayerNet_backward
loops_over_examples: Adds up one example after the other.
    | grads = {name: np.zeros_like(w) for name, w in self.params.items()}
    | for x, h, d in zip(X, hidden, dscores):
    |     grads["W2"] += np.outer(h, d)
    |     grads["b2"] += d
    |     back = self.params["W2"] @ d
    |     back[h == 0] = 0
    |     grads["W1"] += np.outer(x, back)
    |     grads["b1"] += back
    | for name in ("W1", "W2"):
    |     grads[name] += reg * self.params[name]
    & return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2} -> return grads
loops_over_units: One hidden unit and one class at a time.
    | dW1, db1, dW2, db2 = np.zeros_like(W1), np.zeros(W1.shape[1]), np.zeros_like(W2), np.zeros(W2.shape[1])
    | for h in range(W1.shape[1]):
    |     back = np.zeros(len(X))
    |     for c in range(W2.shape[1]):
    |         dW2[h, c] = hidden[:, h].dot(dscores[:, c]) + reg * W2[h, c]
    |         back += dscores[:, c] * W2[h, c]
    |         db2[c] = sum(dscores[:, c])
    |     back = np.where(hidden[:, h] > 0, back, 0)
    |     dW1[:, h] = back.dot(X) + reg * W1[:, h]
    |     db1[h] = sum(back)
    | return dict(zip(("W1", "b1", "W2", "b2"), (dW1, db1, dW2, db2)))
hidden_layer_again: Computes the hidden layer again and masks where it is below 0: the derivative at 0 is 1.
    | W1, b1, W2 = (self.params[name] for name in ("W1", "b1", "W2"))
    | z = X @ W1 + b1
    | back = dscores @ W2.T * (z >= 0)
    | return {"W1": X.T @ back + reg * W1, "b1": back.sum(axis=0),
    |         "W2": np.maximum(z, 0).T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}
sign_as_mask: np.sign of the hidden layer is its mask.
    | back = np.sign(hidden) * np.dot(dscores, W2.T)
    | return OrderedDict(b2=np.ones(len(X)) @ dscores, W2=np.dot(hidden.T, dscores) + np.multiply(reg, W2),
    |                    b1=np.ones(len(X)) @ back, W1=np.dot(X.T, back) + np.multiply(reg, W1))
transposed_algebra: Columns are examples; the gradients are transposed views.
    | d = dscores.T
    | back = (W2 @ d) * (hidden.T > 0)
    | return {"W1": (back @ X + reg * W1.T).T, "b1": back.sum(axis=1),
    |         "W2": (d @ hidden + reg * W2.T).T, "b2": d.sum(axis=1)}
bias_as_a_weight: The bias is the weight of a constant feature; its gradient is a view of a larger array.
    | ones = np.ones((len(X), 1))
    | both2 = np.hstack([hidden, ones]).T @ dscores
    | back = dscores @ self.params["W2"].T
    | back[hidden <= 0] = 0
    | both1 = np.hstack([X, ones]).T @ back
    | both1[:-1] += reg * self.params["W1"]
    | both2[:-1] += reg * self.params["W2"]
    | return {"W1": both1[:-1], "b1": both1[-1], "W2": both2[:-1], "b2": both2[-1]}
tensordot: np.tensordot, and np.where with the opposite condition.
    | back = np.where(hidden == 0, 0.0, np.tensordot(dscores, W2, axes=(1, 1)))
    | grads = {"W2": np.tensordot(hidden, dscores, axes=(0, 0)), "W1": np.tensordot(X, back, axes=(0, 0))}
    | grads["W2"] += W2 * reg
    | grads["W1"] += W1 * reg
    | grads["b1"], grads["b2"] = np.add.reduce(back), np.add.reduce(dscores)
    & return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2} -> return grads
three_dimensional: Gradients of single examples, (N, D, H), summed at the end.
    | back = (dscores[:, None, :] * W2).sum(axis=2) * (hidden > 0)
    | return {"W1": (X[:, :, None] * back[:, None]).sum(axis=0) + reg * W1, "b1": back.sum(0),
    |         "W2": (hidden[:, :, None] * dscores[:, None]).sum(axis=0) + reg * W2, "b2": dscores.sum(0)}
single_precision: All work in float32.
    | X, hidden, dscores = (a.astype(np.float32) for a in (X, hidden, dscores))
    | W1, W2 = (self.params[name].astype(np.float32) for name in ("W1", "W2"))
    | reg = np.float32(reg)
    | back = dscores @ W2.T * (hidden > 0)
    | return {"W1": X.T @ back + reg * W1, "b1": back.sum(axis=0),
    |         "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}
penalty_from_the_loss: The penalty's derivative as 2 * W * (reg / 2).
    | half = reg / 2
    | back = dscores.dot(W2.T)
    | back[hidden == 0] = 0
    | return {"W1": X.T.dot(back) + half * 2 * W1, "b1": np.sum(back, axis=0),
    |         "W2": hidden.T.dot(dscores) + half * 2 * W2, "b2": np.sum(dscores, axis=0)}
inputs_changed: Uses the memory of its arguments when it no longer needs them.
    | mask = hidden > 0
    | dW2 = hidden.T @ dscores + reg * W2
    | db2 = dscores.sum(axis=0)
    | np.matmul(dscores, W2.T, out=hidden)
    | hidden *= mask
    | dscores[...] = 0
    | return {"W1": X.T @ hidden + reg * W1, "b1": hidden.sum(axis=0), "W2": dW2, "b2": db2}
nested_function: One function for both layers; prints the norms of the gradients.
    | def affine(k, inputs, upstream):
    |     W = self.params[f"W{k}"]
    |     dW, db = inputs.T @ upstream + reg * W, upstream.sum(axis=0)
    |     print(f"layer {k}: {np.linalg.norm(dW):.3g}")
    |     return {f"W{k}": dW, f"b{k}": db}, upstream @ W.T
    |
    | second, back = affine(2, hidden, dscores)
    | first, _ = affine(1, X, back * hidden.astype(bool))
    & return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2} -> return {**first, **second}
lists: Gradients as lists of numbers.
    | back = np.multiply(dscores @ W2.T, hidden > 0)
    | grads = {"W1": X.T @ back + reg * W1, "b1": back.sum(axis=0),
    |          "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}
    | return {name: grad.tolist() for name, grad in grads.items()}
stored_in_the_net: Keeps the gradients in the net as well, and replaces params by equal copies.
    | self.params = {name: w.copy() for name, w in self.params.items()}
    | W1, W2 = self.params["W1"], self.params["W2"]
    | back = dscores @ W2.T
    | back *= hidden > 0
    | self.grads = {"W1": X.T @ back + reg * W1, "b1": back.sum(axis=0),
    |               "W2": hidden.T @ dscores + reg * W2, "b2": dscores.sum(axis=0)}
    & return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2} -> return self.grads
"""
