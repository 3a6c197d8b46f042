"""Lab 2: right but unusual versions of the functions (`grading.right_versions` says how to read them)."""

from collections import OrderedDict
import math
import random
import numpy as np


def _rows(rng, N, batch_size, it):
    return rng.integers(N, size=batch_size)


def _step(self, grads, rate):
    for name in self.params:
        self.params[name] = self.params[name] - rate * grads[name]


def _decay(rate, factor, epoch):
    return rate * factor


def _train(self, X, y, settings, batch=_rows, step=_step, decay=_decay, pick=None, loss=None, recorded=float):
    """The loop of the worked solution, with parts to exchange."""
    rng = np.random.default_rng(settings.get("rng"))
    N, batch_size, factor = X.shape[0], settings["batch_size"], settings["learning_rate_decay"]
    rate = settings["learning_rate"]
    pick = pick or (lambda rows: (X[rows], y[rows]))
    loss = loss or (lambda X_batch, y_batch: self.loss(X_batch, y_batch, settings["reg"]))
    history = History()
    iterations_per_epoch = max(N // batch_size, 1)
    for it in range(settings["num_iters"]):
        value, grads = loss(*pick(batch(rng, N, batch_size, it)))
        step(self, grads, rate)
        history.loss.append(recorded(value))
        if (it + 1) % iterations_per_epoch == 0:
            history.end_epoch(self, X, y, None, None, rate)
            rate = decay(rate, factor, it // iterations_per_epoch)
    return history


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


class TwoLayerNet_train:
    def without_replacement(self, X, y, X_val=None, y_val=None, **settings):
        """No example twice in a minibatch."""
        return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.choice(N, size, replace=False))

    def shuffled_each_epoch(self, X, y, X_val=None, y_val=None, **settings):
        """Each epoch goes through a fresh permutation."""
        order = []

        def batch(rng, N, size, it):
            if len(order) < size:
                order[:] = list(rng.permutation(N))
            return [order.pop() for _ in range(size)]

        return _train(self, X, y, settings, batch=batch)

    def standard_library(self, X, y, X_val=None, y_val=None, **settings):
        """random.sample of the standard library."""
        return _train(self, X, y, settings, batch=lambda rng, N, size, it: random.sample(range(N), size))

    def global_generator(self, X, y, X_val=None, y_val=None, **settings):
        """np.random.choice, as in older tutorials."""
        return _train(self, X, y, settings, batch=lambda rng, N, size, it: np.random.choice(N, size))

    def boolean_mask(self, X, y, X_val=None, y_val=None, **settings):
        """A mask that is true for the rows drawn."""

        def batch(rng, N, size, it):
            mask = np.zeros(N, dtype=bool)
            mask[rng.choice(N, size, replace=False)] = True
            return mask

        return _train(self, X, y, settings, batch=batch)

    def example_by_example(self, X, y, X_val=None, y_val=None, **settings):
        """The minibatch is stacked from single examples; the labels are a list."""
        return _train(self, X, y, settings, pick=lambda rows: (np.stack([X[i] for i in rows]), [y[i] for i in rows]))

    def four_lines(self, X, y, X_val=None, y_val=None, **settings):
        """Each array has its own line, in another order."""

        def step(self, grads, rate):
            self.params["b2"] -= rate * grads["b2"]
            self.params["b1"] += -rate * grads["b1"]
            self.params["W2"] = self.params["W2"] - grads["W2"] * rate
            self.params["W1"] = np.subtract(self.params["W1"], np.multiply(rate, grads["W1"]))

        return _train(self, X, y, settings, step=step)

    def arrays_kept(self, X, y, X_val=None, y_val=None, **settings):
        """The arrays are changed in place through another name."""

        def step(self, grads, rate):
            for name, w in self.params.items():
                w -= rate * grads[name]

        return _train(self, X, y, settings, step=step)

    def new_dict(self, X, y, X_val=None, y_val=None, **settings):
        """params is a new dict in every iteration, in another order."""

        def step(self, grads, rate):
            self.params = {name: self.params[name] - rate * grads[name] for name in sorted(grads)}

        return _train(self, X, y, settings, step=step)

    def velocity_without_momentum(self, X, y, X_val=None, y_val=None, **settings):
        """A momentum of 0."""
        velocity = {name: np.zeros_like(w) for name, w in self.params.items()}

        def step(self, grads, rate):
            for name in grads:
                velocity[name] = 0.0 * velocity[name] - rate * grads[name]
                self.params[name] += velocity[name]

        return _train(self, X, y, settings, step=step)

    def in_single_precision(self, X, y, X_val=None, y_val=None, **settings):
        """Trains in float32."""
        self.params = {name: w.astype(np.float32) for name, w in self.params.items()}
        return _train(self, X.astype(np.float32), y.astype(np.uint8), settings)

    def decay_as_a_power(self, X, y, X_val=None, y_val=None, **settings):
        """The first learning rate times a power of the factor."""
        first = settings["learning_rate"]
        return _train(self, X, y, settings, decay=lambda rate, factor, epoch: first * factor ** (epoch + 1))

    def reg_by_name(self, X, y, X_val=None, y_val=None, **settings):
        """Arguments of loss by name."""
        return _train(self, X, y, settings,
                      loss=lambda X_batch, y_batch: self.loss(reg=settings["reg"], y=y_batch, X=X_batch))

    def own_history(self, X, y, X_val=None, y_val=None, **settings):
        """An object of its own with the lists of a History, made of arrays; prints the loss."""
        import types

        def recorded(loss):
            print(f"loss {loss:.4f}")
            return np.asarray(loss)

        history = _train(self, X, y, settings, recorded=recorded)
        return types.SimpleNamespace(loss=np.array(history.loss), learning_rate=np.array(history.learning_rate))

    def prints_loss_of_all_data(self, X, y, X_val=None, y_val=None, **settings):
        """Now and then the loss of all examples is printed: a further call of self.loss."""

        def loss(X_batch, y_batch):
            print("all data:", self.loss(X, y, settings["reg"])[0])
            return self.loss(X_batch, y_batch, settings["reg"])

        return _train(self, X, y, settings, loss=loss)

    def slices_that_wrap_around(self, X, y, X_val=None, y_val=None, **settings):
        """Slices of a random order that goes on with a new one where it ends."""
        order = []

        def batch(rng, N, size, it):
            while len(order) < size:
                order.extend(rng.permutation(N))
            rows, order[:size] = order[:size], []
            return rows

        return _train(self, X, y, settings, batch=batch)

    def batch_buffers(self, X, y, X_val=None, y_val=None, **settings):
        """The arrays of the minibatch are made once and filled in each iteration."""
        X_batch = np.empty((settings["batch_size"], *X.shape[1:]), X.dtype)
        y_batch = np.empty(settings["batch_size"], y.dtype)

        def pick(rows):
            X_batch[:], y_batch[:] = X[rows], y[rows]
            return X_batch, y_batch

        return _train(self, X, y, settings, pick=pick)

    def copies_shuffled_in_place(self, X, y, X_val=None, y_val=None, **settings):
        """Copies of X and y are shuffled in each iteration; the minibatch is a view of their first rows."""
        X_own, y_own = X.copy(), y.copy()

        def pick(order):
            X_own[:], y_own[:] = X_own[order], y_own[order]
            return X_own[: settings["batch_size"]], y_own[: settings["batch_size"]]

        return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.permutation(N), pick=pick)


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

== TwoLayerNet_loss
loops: One example and one class at a time, with floats of Python.
    | N, loss, dscores = len(y), 0.0, np.zeros(scores.shape)
    | for i in range(N):
    |     highest = max(scores[i])
    |     total = sum(math.exp(s - highest) for s in scores[i])
    |     loss += (math.log(total) + highest - scores[i, y[i]]) / N
    |     for c in range(scores.shape[1]):
    |         dscores[i, c] = (math.exp(scores[i, c] - highest) / total - (c == y[i])) / N
    | for name in ("W1", "W2"):
    |     for w in self.params[name].flat:
    |         loss += reg / 2 * w * w
scores_in_place: scores becomes dscores in place.
    | rows = range(len(y))
    | scores -= scores.max(axis=1)[:, None]
    | loss = 0.5 * reg * np.sum(self.params["W1"] ** 2) - scores[rows, y].mean()
    | np.exp(scores, out=scores)
    | totals = scores.sum(axis=1)
    | loss += np.log(totals).mean() + 0.5 * reg * np.sum(self.params["W2"] ** 2)
    | scores /= totals[:, None] * len(y)
    | scores[rows, y] -= 1 / len(y)
    & return loss, self.backward(X, hidden, dscores, reg) -> return loss, self.backward(X, hidden, scores, reg)
one_hot: One-hot labels; the loss is an array of no dimension.
    | Y = np.eye(scores.shape[1])[y]
    | log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    | loss = np.asarray(-np.sum(Y * log_p) / len(Y))
    | loss = np.asarray(loss + 0.5 * reg * (np.linalg.norm(self.params["W1"]) ** 2
    |                                       + np.linalg.norm(self.params["W2"]) ** 2))
    | return loss, self.backward(X, hidden, (np.exp(log_p) - Y) / Y.shape[0], reg)
transposed: Classes are rows; dscores is a transposed view.
    | S = scores.T - scores.T.max(axis=0)
    | P = np.exp(S) / np.exp(S).sum(axis=0)
    | loss = np.mean(np.log(np.exp(S).sum(axis=0)) - S[y, range(len(y))])
    | P[y, range(len(y))] -= 1
    | loss += 0.5 * reg * sum(np.square(w).sum() for name, w in self.params.items() if name.startswith("W"))
    | return float(loss), self.backward(X, hidden, (P / len(y)).T, reg)
weights_by_dimension: All parameters of two dimensions are penalised; choose picks the correct scores.
    | weights = [w for w in self.params.values() if w.ndim == 2]
    | centred = (scores.T - scores.max(1)).T
    | E = np.exp(centred)
    | P = (E.T / E.sum(1)).T
    | loss = (np.log(E.sum(1)) - np.choose(y, centred.T)).sum() / len(y)
    | for w in weights:
    |     loss += 0.5 * reg * np.trace(w.T @ w)
    | np.put_along_axis(P, y[:, None], np.take_along_axis(P, y[:, None], 1) - 1, 1)
    & return loss, self.backward(X, hidden, dscores, reg) -> return loss, self.backward(X, hidden, P / len(y), reg)
single_precision: All work in float32.
    | scores = scores.astype(np.float32)
    | rows = np.arange(len(y), dtype=np.uint16)
    | log_p = scores - scores.max(axis=1, keepdims=True)
    | log_p -= np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    | dscores = np.exp(log_p)
    | dscores[rows, y.astype(np.uint8)] -= 1
    | penalty = sum(np.sum(self.params[name].astype(np.float32) ** 2) for name in ("W1", "W2"))
    | loss = -log_p[rows, y].mean() + np.float32(0.5 * reg) * penalty
    | return loss, self.backward(X, hidden, dscores / np.float32(len(y)), reg)
keyword_arguments: backward is called with names, on a list of lists; the result is a list.
    | labels = y.tolist()
    | log_p = scores - scores.max(axis=1, keepdims=True)
    | log_p = log_p - np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    | mask = np.array([[c == label for c in range(scores.shape[1])] for label in labels])
    | loss = -np.mean(log_p[mask]) + reg * 0.5 * np.concatenate(
    |     [self.params["W1"].ravel(), self.params["W2"].ravel()]
    | ).dot(np.concatenate([self.params["W1"].ravel(), self.params["W2"].ravel()]))
    | dscores = np.where(mask, np.exp(log_p) - 1, np.exp(log_p)) / len(labels)
    | grads = self.backward(reg=reg, dscores=dscores.tolist(), hidden=hidden, X=X)
    & return loss, self.backward(X, hidden, dscores, reg) -> return [loss, dict(grads)]
nested_function: Loss and derivatives of one example in a nested function; prints the loss.
    | def one(s, label):
    |     top = s.max()
    |     log_Z = top + np.log(np.exp(s - top).sum())
    |     d = np.exp(s - log_Z)
    |     d[label] -= 1
    |     return log_Z - s[label], d / len(y)
    |
    | losses, rows = zip(*(one(s, label) for s, label in zip(scores, y)))
    | squares = np.vdot(self.params["W1"], self.params["W1"]) + np.vdot(self.params["W2"], self.params["W2"])
    | loss = sum(losses) / len(losses) + squares * reg / 2
    | print("loss:", loss)
    | return loss, self.backward(X, hidden, np.vstack(rows), reg)
global_shift_and_replacement: Shifts by the score of the correct class first, and fills in log-probabilities that
  underflow.
    | rows = np.arange(len(y))
    | gap = scores - scores[rows, y][:, None]
    | top = gap.max(axis=1, keepdims=True)
    | E = np.exp(gap - top)
    | Z = E.sum(axis=1, keepdims=True)
    | loss = np.add(np.mean(top + np.log(Z)), 0.5 * reg * np.sum(self.params["W1"] * self.params["W1"]))
    | loss = np.add(loss, 0.5 * reg * np.einsum("hc,hc->", self.params["W2"], self.params["W2"]))
    | dscores = E / (Z * len(y))
    | np.subtract.at(dscores, (rows, y), 1.0 / len(y))
without_labels_last: The case without labels in an else branch; the inputs y are changed and put back.
    | if y is not None:
    |     y += 1
    |     P = np.exp(scores - scores.max(axis=1, keepdims=True))
    |     P /= P.sum(axis=1, keepdims=True)
    |     log_Z = np.log(np.exp(scores - scores.max(axis=1, keepdims=True)).sum(axis=1)) + scores.max(axis=1)
    |     y -= 1
    |     loss = (log_Z - scores[np.arange(len(y)), y]).mean()
    |     P -= np.arange(scores.shape[1]) == y[:, None]
    |     penalty = reg * (self.params["W1"] ** 2).sum() + reg * (self.params["W2"] ** 2).sum()
    |     return loss + penalty / 2, self.backward(X, hidden, P / len(P), reg)
    | else:
    |     return scores

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

== TwoLayerNet_predict
from_forward: The scores from forward.
    | return self.forward(X)[0].argmax(axis=1)
single_rows: One example at a time, as batches of one.
    | return [int(np.argmax(self.loss(X[i : i + 1]))) for i in range(len(X))]
single_vectors: One example at a time, as vectors: forward works for them too.
    | return np.array([np.argmax(self.loss(x)) for x in X])
in_pieces: A piece of the data at a time, to save memory.
    | return np.concatenate([np.argmax(self.loss(part), axis=-1) for part in np.array_split(X, 3) if len(part)])
through_probabilities: argmax of the probabilities, with the maximum taken off.
    | s = self.loss(X, y=None)
    | s = s - s.max(axis=1, keepdims=True)
    | p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    & return y_pred -> return np.argmax(p, axis=1)
last_of_sorted: The last of the sorted classes, as bytes.
    | return np.argsort(self.loss(X), axis=1)[:, -1].astype(np.uint8)
short_integers: Labels as int16.
    | y_pred = np.zeros(X.shape[0], np.int16)
    | y_pred[:] = np.argmax(self.loss(X, None, 0.0), axis=1)
search_by_hand: Searches for the maximum in two loops; returns a tuple.
    | labels = []
    | for row in self.loss(X):
    |     best, label = -np.inf, 0
    |     for c, score in enumerate(row):
    |         if score > best:
    |             best, label = score, c
    |     labels.append(label)
    & return y_pred -> return tuple(labels)
where_maximal: np.nonzero of the comparison with the maximum, on a copy of X.
    y_pred = np.argmax(self.loss(X), axis=1) -> s = self.loss(X.copy())
    & return y_pred -> return np.nonzero(s == s.max(axis=1, keepdims=True))[1]
transposed: argmin of minus the transposed scores, and a print.
    y_pred = np.argmax(self.loss(X), axis=1) -> print("predicting", len(X), "labels")
    & return y_pred -> return (-self.loss(X).T).argmin(axis=0)
"""
