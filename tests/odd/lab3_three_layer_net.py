"""Lab 3: right but unusual versions of the functions (`grading.right_versions` says how to read them)."""

import numpy as np
from cs_nn import layers
from cs_nn.layers import affine_backward as fully_connected_backward
from cs_nn.layers import affine_forward as fully_connected
import cs_nn.layers


def _affine_relu_forward(x, w, b):
    a, affine = affine_forward(x, w, b)
    out, relu = relu_forward(a)
    return out, (affine, relu)


def _affine_relu_backward(dout, cache):
    affine, relu = cache
    return affine_backward(relu_backward(dout, relu), affine)


class affine_backward:
    def transposed(dout, cache, need_dx=True):
        """dw is a transposed view, dx comes from (D, N)."""
        x, w, _ = cache
        return (w @ dout.T).T.reshape(x.shape) if need_dx else None, (dout.T @ x.reshape(len(x), -1)).T, dout.T.sum(axis=1)


class ThreeLayerNet_loss:
    class _Layer:
        """Affine and, for all layers but the last, ReLU."""

        def __init__(self, w, b, last):
            self.w, self.b, self.last = w, b, last

        def forward(self, x):
            x, self.affine = affine_forward(x, self.w, self.b)
            if not self.last:
                x, self.relu = relu_forward(x)
            return x

        def backward(self, dout):
            if not self.last:
                dout = relu_backward(dout, self.relu)
            dout, self.dw, self.db = affine_backward(dout, self.affine)
            return dout

    def objects(self, X, y=None, reg=0.0):
        """A small class for a layer."""
        net = [_Layer(self.params[f"W{k}"], self.params[f"b{k}"], k == 3) for k in (1, 2, 3)]
        for layer in net:
            X = layer.forward(X)
        if y is None:
            return X
        loss, d = softmax_loss(X, y)
        for layer in net[::-1]:
            d = layer.backward(d)
        grads = {}
        for k, layer in enumerate(net, 1):
            loss += 0.5 * reg * (layer.w**2).sum()
            grads[f"W{k}"] = layer.dw + reg * layer.w
            grads[f"b{k}"] = layer.db
        return loss, grads


TABLE = r"""
== affine_forward
loops: Three loops.
    | N, M = x.shape[0], w.shape[1]
    | out = np.zeros((N, M))
    | for i in range(N):
    |     row = x[i].flatten()
    |     for j in range(M):
    |         out[i, j] = b[j]
    |         for d in range(row.size):
    |             out[i, j] += row[d] * w[d, j]
    & return out, cache -> return out, (x, w, b)
einsum: np.einsum.
    | return np.einsum("nd,dm->nm", x.reshape(len(x), -1), w) + b, (x, w, b)
tensordot_of_images: The weights are given the axes of an image, and x keeps its own.
    | kernel = w.reshape(*x.shape[1:], -1)
    & return out, cache -> return np.tensordot(x, kernel, axes=x.ndim - 1) + b, (x, w, b)
bias_trick: A column of ones.
    | rows = np.hstack([x.reshape(len(x), -1), np.ones((len(x), 1))])
    & return out, cache -> return rows @ np.vstack([w, b]), (x, w, b)
transposed: Outputs as rows, transposed at the end.
    | return (w.T @ x.reshape(len(x), -1).T + b[:, np.newaxis]).T, (x, w, b)
list_of_examples: Stacks the examples; the cache is a list.
    | return np.stack([np.dot(np.ravel(example), w) + b for example in x]), [x, w, b]
single_precision: Works in float32.
    | x32, w32, b32 = (part.astype(np.float32) for part in (x, w, b))
    & return out, cache -> return x32.reshape(len(x), -1).dot(w32) + b32, (x, w, b)
copies_in_the_cache: The cache has copies.
    | D = np.prod(x.shape[1:])
    | out = np.matmul(np.reshape(x, (x.shape[0], D)), w)
    | np.add(out, np.tile(b, (x.shape[0], 1)), out=out)
    & return out, cache -> return out, tuple(part.copy() for part in (x, w, b))
sum_of_outer_products: Adds up one feature at a time.
    | columns = np.ascontiguousarray(x).reshape(len(x), -1).T
    | return sum((np.outer(column, row) for column, row in zip(columns, w)), start=np.zeros(1)) + b, (x, w, b)
matrix_class: np.matrix, with a print.
    | out = np.asarray(np.asmatrix(x.reshape(len(x), -1)) * np.asmatrix(w)) + b
    | print("out:", out.shape)
    & return out, cache -> return out, (x, w, b)
shape_changed_and_back: Reshapes x in place and back.
    | shape = x.shape
    | x.shape = (shape[0], -1)
    | out = x @ w + b
    | x.shape = shape
    & return out, cache -> return out, (x, w, b)

== affine_backward
loops: A loop over the examples and outputs.
    | dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    | for i in range(x.shape[0]):
    |     for j in range(w.shape[1]):
    |         dx[i] += (dout[i, j] * w[:, j]).reshape(x[i].shape)
    |         dw[:, j] += x[i].ravel() * dout[i, j]
    |         db[j] += dout[i, j]
    & return dx, dw, db -> return dx if need_dx else None, dw, db
einsum: np.einsum for all three.
    | x, w, _ = cache
    | dx = np.einsum("nm,dm->nd", dout, w).reshape(x.shape) if need_dx else None
    & return dx, dw, db -> return dx, np.einsum("nd,nm->dm", x.reshape(len(x), -1), dout), np.einsum("nm->m", dout)
tensordot: The weights are given the axes of an image.
    | x, w, _ = cache
    | kernel = w.reshape(*x.shape[1:], -1)
    | dx = np.tensordot(dout, kernel, axes=(1, kernel.ndim - 1)) if need_dx else None
    | return dx, np.tensordot(x, dout, axes=(0, 0)).reshape(w.shape), np.tensordot(np.ones(len(x)), dout, axes=1)
ones_for_the_sum: db as a product with ones.
    | x, w, _ = cache
    | if not need_dx:
    |     return None, np.dot(x.reshape(len(x), -1).T, dout), np.ones(len(dout)) @ dout
    | return np.dot(dout, w.T).reshape(*x.shape), np.dot(x.reshape(len(x), -1).T, dout), np.ones(len(dout)) @ dout
list_of_results: Returns a list of nested lists.
    | x, w, _ = cache
    | dx = [(w @ row).reshape(x.shape[1:]).tolist() for row in dout]
    | dw = sum(np.multiply.outer(example.ravel(), row) for example, row in zip(x, dout))
    & return dx, dw, db -> return [need_dx and dx or None, dw.tolist(), [float(column.sum()) for column in dout.T]]
single_precision: float32.
    | x, w, _ = (part.astype(np.float32) for part in cache)
    | dout = dout.astype(np.float32)
    | dx = (dout @ w.T).reshape(x.shape) if need_dx else None
    & return dx, dw, db -> return dx, x.reshape(len(x), -1).T @ dout, np.add.reduce(dout)
bias_trick: dw and db in one product.
    | x, w, _ = cache
    | both = np.column_stack([x.reshape(len(x), -1), np.ones(len(x))]).T @ dout
    & return dx, dw, db -> return (dout @ w.T).reshape(x.shape) if need_dx else None, both[:-1], both[-1]
shape_changed_and_back: Flattens x in place, and gives it its shape back.
    | shape = x.shape
    | x.shape = (len(x), -1)
    | results = (dout @ w.T).reshape(shape) if need_dx else None, x.T @ dout, dout.sum(0)
    | x.shape = shape
    & return dx, dw, db -> return results

== relu_forward
where: np.where.
    | return np.where(x < 0, 0, x), x
clipped: np.clip without an upper limit.
    | return np.clip(x, 0, None), x
times_mask: x times the mask.
    | return x * (x >= 0), x
half_of_sum: (x + |x|) / 2.
    | return (x + np.abs(x)) / 2, x
with_sign: Multiplies by the sign, twice.
    | sign = np.sign(x)
    & return out, cache -> return 0.5 * x * sign * (1 + sign), x
boolean_assignment: A copy with negative entries overwritten.
    np.maximum(x, 0) -> np.array(x)
    & cache = x -> out[out < 0] = 0
    & return out, cache -> return out, x
loop_over_all_entries: One loop, whatever the shape.
    | out = np.zeros_like(x)
    | for place in np.ndindex(x.shape):
    |     if x[place] > 0:
    |         out[place] = x[place]
    & return out, cache -> return out, x
comprehension: Python's max of each entry, reshaped.
    | return np.array([max(0.0, float(entry)) for entry in x.flat]).reshape(x.shape), x
nested_lists: Returns a list of lists.
    | return [np.maximum(x, 0).tolist(), x]
vectorised_function: np.vectorize.
    | return np.vectorize(lambda entry: entry if entry > 0 else 0.0)(x), x
single_precision: float32 output.
    | return np.maximum(x.astype(np.float32), np.float32(0)), x
fmax: np.fmax, and the cache in column order.
    | return np.fmax(x, 0), np.asfortranarray(x)
copy_in_the_cache: The cache is a copy, the output a view.
    out = np.maximum(x, 0) -> wide = np.zeros((*x.shape, 2))
    & cache = x -> wide[..., 1] = np.maximum(0, x)
    & return out, cache -> return wide[..., 1], x.copy()

== relu_backward
where: np.where.
    | return np.where(cache < 0, 0, dout)
equal_counts: x >= 0: the derivative at 0 is 1.
    | return np.multiply(dout, cache >= 0, dtype=float)
copied: A copy with entries overwritten.
    x = cache -> dx = np.array(dout, copy=True)
    & dx = dout * (x > 0) -> dx[np.nonzero(cache <= 0)] = 0.0
boolean_assignment: Fills zeros where x > 0.
    | dx = np.zeros(dout.shape)
    | positive = cache > 0
    | dx[positive] = dout[positive]
with_sign: The mask by np.sign.
    | return dout * (np.sign(cache) + 1) / 2
with_heaviside: np.heaviside.
    | return np.heaviside(cache, 0.5) * dout
half_of_sum: The derivative of (x + |x|) / 2.
    | return 0.5 * (dout + dout * cache / np.abs(cache))
quotient: The mask as max(0, x) / x.
    | return dout * (np.maximum(cache, 0) / cache)
clipped: The mask by clipping, in float32.
    | return (dout * np.ceil(np.clip(cache, 0, 1))).astype(np.float32)
loop_over_all_entries: One loop, whatever the shape, into nested lists.
    | dx = [float(d) if x > 0 else 0.0 for d, x in zip(dout.flat, cache.flat)]
    & return dx -> return np.reshape(dx, dout.shape).tolist()
masked_array: np.ma, filled with 0.
    | return np.ma.masked_array(dout, mask=cache <= 0).filled(0)
forward_again: The mask from relu_forward.
    | return dout * (relu_forward(cache)[0] != 0)

== ThreeLayerNet_loss
module_of_layers: from cs_nn import layers.
    | p = self.params
    | a1, affine1 = layers.affine_forward(X, p["W1"], p["b1"])
    | h1, relu1 = layers.relu_forward(a1)
    | a2, affine2 = layers.affine_forward(h1, p["W2"], p["b2"])
    | h2, relu2 = layers.relu_forward(a2)
    | scores, affine3 = layers.affine_forward(h2, p["W3"], p["b3"])
    | if y is None:
    |     return scores
    | loss, d = layers.softmax_loss(scores, y)
    | loss += reg * 0.5 * (np.sum(p["W1"] ** 2) + np.sum(p["W2"] ** 2) + np.sum(p["W3"] ** 2))
    | grads = {}
    | d, grads["W3"], grads["b3"] = layers.affine_backward(d, affine3)
    | d, grads["W2"], grads["b2"] = layers.affine_backward(layers.relu_backward(d, relu2), affine2)
    | d, grads["W1"], grads["b1"] = layers.affine_backward(layers.relu_backward(d, relu1), affine1, False)
    | for name in ("W1", "W2", "W3"):
    |     grads[name] += reg * p[name]
whole_name_of_the_module: cs_nn.layers.affine_forward, in a loop of three.
    | caches, relus, h = [], [], X
    | for k in range(1, 4):
    |     h, cache = cs_nn.layers.affine_forward(h, self.params[f"W{k}"], self.params[f"b{k}"])
    |     caches.append(cache)
    |     if k < 3:
    |         h, cache = cs_nn.layers.relu_forward(h)
    |         relus.append(cache)
    | if y is None:
    |     return h
    | loss, d = cs_nn.layers.softmax_loss(h, y)
    | grads = {}
    | for k in range(3, 0, -1):
    |     W = self.params[f"W{k}"]
    |     loss += 0.5 * reg * np.sum(W * W)
    |     d, dW, grads[f"b{k}"] = cs_nn.layers.affine_backward(d, caches.pop())
    |     grads[f"W{k}"] = dW + reg * W
    |     if relus:
    |         d = cs_nn.layers.relu_backward(d, relus.pop())
module_of_the_loss: The loss by its module, imported inside the method.
    | from cs_nn import softmax
    |
    | p = self.params
    | a1, affine1 = layers.affine_forward(X, p["W1"], p["b1"])
    | h1, relu1 = layers.relu_forward(a1)
    | a2, affine2 = layers.affine_forward(h1, p["W2"], p["b2"])
    | h2, relu2 = layers.relu_forward(a2)
    | scores, affine3 = layers.affine_forward(h2, p["W3"], p["b3"])
    | if y is None:
    |     return scores
    | loss, d = softmax.softmax_loss(scores, y)
    | d, dW3, db3 = layers.affine_backward(d, affine3)
    | d, dW2, db2 = layers.affine_backward(layers.relu_backward(d, relu2), affine2)
    | _, dW1, db1 = layers.affine_backward(layers.relu_backward(d, relu1), affine1, need_dx=False)
    | loss += 0.5 * reg * sum(np.sum(p[name] ** 2) for name in ("W1", "W2", "W3"))
    | grads = {"W1": dW1 + reg * p["W1"], "b1": db1, "W2": dW2 + reg * p["W2"], "b2": db2}
    & return loss, grads -> return loss, {**grads, "W3": dW3 + reg * p["W3"], "b3": db3}
imported_in_the_method: Imports inside the method, under other names.
    | from cs_nn.layers import relu_backward as mask
    | from cs_nn.layers import relu_forward as rectify
    | from cs_nn.layers import softmax_loss as cross_entropy
    |
    | W1, b1, W2, b2, W3, b3 = self.params.values()
    | a1, c1 = fully_connected(X, W1, b1)
    | h1, r1 = rectify(a1)
    | a2, c2 = fully_connected(h1, W2, b2)
    | h2, r2 = rectify(a2)
    | scores, c3 = fully_connected(h2, W3, b3)
    | if y is None:
    |     return scores
    | loss, d3 = cross_entropy(scores, y)
    | dh2, dW3, db3 = fully_connected_backward(d3, c3)
    | dh1, dW2, db2 = fully_connected_backward(mask(dh2, r2), c2)
    | _, dW1, db1 = fully_connected_backward(mask(dh1, r1), c1, need_dx=False)
    | loss = loss + reg / 2 * sum(np.linalg.norm(W) ** 2 for W in (W1, W2, W3))
    | return loss, dict(W1=dW1 + reg * W1, b1=db1, W2=dW2 + reg * W2, b2=db2, W3=dW3 + reg * W3, b3=db3)
pairs_of_layers: affine_relu_forward and affine_relu_backward.
    | p = self.params
    | h1, cache1 = _affine_relu_forward(X, p["W1"], p["b1"])
    | h2, cache2 = _affine_relu_forward(h1, p["W2"], p["b2"])
    | scores, cache3 = affine_forward(h2, p["W3"], p["b3"])
    | if y is None:
    |     return scores
    | loss, dscores = softmax_loss(scores, y)
    | grads = {"W1": reg * p["W1"], "W2": reg * p["W2"], "W3": reg * p["W3"]}
    | for name in grads:
    |     loss += 0.5 * np.vdot(p[name], grads[name])
    | dh2, dW3, grads["b3"] = affine_backward(dscores, cache3)
    | dh1, dW2, grads["b2"] = _affine_relu_backward(dh2, cache2)
    | _, dW1, grads["b1"] = _affine_relu_backward(dh1, cache1)
    | grads["W1"] += dW1
    | grads["W2"] += dW2
    | grads["W3"] += dW3
pairs_in_the_layers_module: The pair is a function of cs_nn.layers that the student has added.
    | def affine_relu_forward(x, w, b):
    |     a, affine = layers.affine_forward(x, w, b)
    |     out, relu = layers.relu_forward(a)
    |     return out, dict(affine=affine, relu=relu)
    |
    | p, caches = self.params, {}
    | layers.affine_relu_forward = affine_relu_forward
    | h, caches[1] = layers.affine_relu_forward(X, p["W1"], p["b1"])
    | h, caches[2] = layers.affine_relu_forward(h, p["W2"], p["b2"])
    | scores, caches[3] = layers.affine_forward(h, p["W3"], p["b3"])
    | del layers.affine_relu_forward
    | if y is None:
    |     return scores
    | loss, d = layers.softmax_loss(scores, y)
    | grads = {}
    | for k, cache in sorted(caches.items(), reverse=True):
    |     if isinstance(cache, dict):
    |         d = layers.relu_backward(d, cache["relu"])
    |         cache = cache["affine"]
    |     d, grads[f"W{k}"], grads[f"b{k}"] = layers.affine_backward(d, cache)
    | penalty = np.sum([np.sum(p[f"W{k}"] ** 2) for k in caches])
    | return loss + 0.5 * reg * penalty, {name: g + reg * p[name] * (g.ndim == 2) for name, g in grads.items()}
list_of_steps: A list of functions to go back through.
    | p, steps, h = self.params, [], X
    | for k in "123":
    |     h, cache = affine_forward(h, p["W" + k], p["b" + k])
    |     steps.append((affine_backward, cache, k))
    |     if k != "3":
    |         h, cache = relu_forward(h)
    |         steps.append((relu_backward, cache, None))
    | if y is None:
    |     return h
    | loss, d = softmax_loss(h, y)
    | grads = {}
    | while steps:
    |     backward, cache, k = steps.pop()
    |     d = backward(d, cache)
    |     if k:
    |         d, grads["W" + k], grads["b" + k] = d
    | for k in "123":
    |     loss += 0.5 * reg * np.einsum("ij,ij->", p["W" + k], p["W" + k])
    |     grads["W" + k] = grads["W" + k] + reg * p["W" + k]
recursive: Each layer calls the next one, and gets its gradient back.
    | grads = {}
    |
    | def layer(k, x):
    |     a, affine = affine_forward(x, self.params[f"W{k}"], self.params[f"b{k}"])
    |     if k == 3:
    |         if y is None:
    |             return a, None
    |         loss, d = softmax_loss(a, y)
    |     else:
    |         h, relu = relu_forward(a)
    |         loss, d = layer(k + 1, h)
    |         if y is None:
    |             return loss, None
    |         d = relu_backward(d, relu)
    |     d, dW, grads[f"b{k}"] = affine_backward(d, affine)
    |     grads[f"W{k}"] = dW + reg * self.params[f"W{k}"]
    |     return loss + reg * 0.5 * np.sum(np.square(self.params[f"W{k}"])), d
    |
    | result, _ = layer(1, X)
    & return loss, grads -> return result if y is None else (result, grads)
scores_by_itself: Calls itself for the scores, and runs the forward pass again for the caches.
    | p = self.params
    | if y is not None:
    |     scores = self.loss(X)
    | a1, affine1 = affine_forward(X, p["W1"], p["b1"])
    | h1, relu1 = relu_forward(a1)
    | a2, affine2 = affine_forward(h1, p["W2"], p["b2"])
    | h2, relu2 = relu_forward(a2)
    | again, affine3 = affine_forward(h2, p["W3"], p["b3"])
    | if y is None:
    |     return again
    | loss, dscores = softmax_loss(scores, y)
    | dh2, dW3, db3 = affine_backward(dscores, affine3)
    | dh1, dW2, db2 = affine_backward(relu_backward(dh2, relu2), affine2)
    | _, dW1, db1 = affine_backward(relu_backward(dh1, relu1), affine1)
    | grads = {"W1": dW1 + reg * p["W1"], "W2": dW2 + reg * p["W2"], "W3": dW3 + reg * p["W3"]}
    | grads.update(b1=db1, b2=db2, b3=db3)
    | return np.asarray(loss + 0.5 * reg * sum(np.sum(W**2) for W in p.values() if W.ndim == 2)), grads
calls_more_than_once: Every backward function is called anew for each of its results, the penalty comes first.
    | p = self.params
    | loss = 0.5 * reg * sum(float(np.sum(w**2)) for name, w in p.items() if name.startswith("W"))
    | h2, cache2 = _affine_relu_forward(_affine_relu_forward(X, p["W1"], p["b1"])[0], p["W2"], p["b2"])
    | cache1 = _affine_relu_forward(X, p["W1"], p["b1"])[1]
    | scores, cache3 = affine_forward(h2, p["W3"], p["b3"])
    | if y is None:
    |     return scores
    | loss += softmax_loss(scores, y)[0]
    | dscores = softmax_loss(scores, y)[1]
    | dh2 = affine_backward(dscores, cache3)[0]
    | dh1 = _affine_relu_backward(dh2, cache2)[0]
    | grads = {"b3": affine_backward(dscores, cache3)[2], "b2": _affine_relu_backward(dh2, cache2)[2],
    |          "b1": _affine_relu_backward(dh1, cache1)[2]}
    | grads["W1"] = _affine_relu_backward(dh1, cache1)[1] + reg * p["W1"]
    | grads["W2"] = _affine_relu_backward(dh2, cache2)[1] + reg * p["W2"]
    | grads["W3"] = affine_backward(dscores, cache3)[1] + reg * p["W3"]
caches_kept_in_the_net: Caches are attributes, arguments are given by name; X is flattened first.
    | p = self.params
    | h = X.reshape(X.shape[0], -1)
    | for k in (1, 2):
    |     h, affine = affine_forward(x=h, w=p[f"W{k}"], b=p[f"b{k}"])
    |     h, relu = relu_forward(x=h)
    |     setattr(self, f"cache{k}", (affine, relu))
    | scores, self.cache3 = affine_forward(x=h, w=p["W3"], b=p["b3"])
    | if y is None:
    |     return scores
    | loss, d = softmax_loss(scores=scores, y=y)
    | self.grads = {}
    | d, self.grads["W3"], self.grads["b3"] = affine_backward(dout=d, cache=self.cache3)
    | for k in (2, 1):
    |     affine, relu = getattr(self, f"cache{k}")
    |     d, self.grads[f"W{k}"], self.grads[f"b{k}"] = affine_backward(relu_backward(dout=d, cache=relu), affine)
    | for name, w in p.items():
    |     if name[0] == "W":
    |         loss = loss + 0.5 * reg * np.trace(w.T @ w)
    |         self.grads[name] = self.grads[name] + reg * w
    & return loss, grads -> return [loss, self.grads]
in_single_precision: X and the parameters become float32.
    | p = {name: w.astype(np.float32) for name, w in self.params.items()}
    | h1, cache1 = _affine_relu_forward(X.astype(np.float32), p["W1"], p["b1"])
    | h2, cache2 = _affine_relu_forward(h1, p["W2"], p["b2"])
    | scores, cache3 = affine_forward(h2, p["W3"], p["b3"])
    | if y is None:
    |     return scores
    | loss, d = softmax_loss(scores.astype(np.float32), y.astype(np.uint8))
    | grads = {}
    | d, grads["W3"], grads["b3"] = affine_backward(d, cache3)
    | d, grads["W2"], grads["b2"] = _affine_relu_backward(d, cache2)
    | d, grads["W1"], grads["b1"] = _affine_relu_backward(d, cache1)
    | for name in ("W1", "W2", "W3"):
    |     loss += np.float32(0.5 * reg) * np.sum(p[name] ** 2)
    |     grads[name] = grads[name] + np.float32(reg) * p[name]
prints_and_warns: Prints shapes, and divides by 0 on the way.
    | p = self.params
    | print({name: w.shape for name, w in p.items()})
    | np.ones(1) / np.zeros(1)
    | h1, cache1 = _affine_relu_forward(X, p["W1"], p["b1"])
    | h2, cache2 = _affine_relu_forward(h1, p["W2"], p["b2"])
    | scores, cache3 = affine_forward(h2, p["W3"], p["b3"])
    | if y is None:
    |     return scores
    | loss, d = softmax_loss(scores, y)
    | results = [affine_backward(d, cache3)]
    | results.append(_affine_relu_backward(results[-1][0], cache2))
    | results.append(_affine_relu_backward(results[-1][0], cache1))
    | grads = {}
    | for k, (_, dW, db) in zip("321", results):
    |     grads["W" + k], grads["b" + k] = np.add(dW, np.multiply(reg, p["W" + k])).tolist(), db.tolist()
    |     loss += np.dot(p["W" + k].ravel(), p["W" + k].ravel()) * reg / 2
"""
