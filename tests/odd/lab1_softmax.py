"""Lab 1: right but unusual versions of the functions (`grading.right_versions` says how to read them)."""

from collections import ChainMap, OrderedDict
import copy
from functools import reduce
import itertools
import math
import operator
import random
import numpy as np


def _filled(w, config):
    return {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros_like(w), **config}


def _rows(rng, N, batch_size, it):
    return rng.integers(N, size=batch_size)


def _step(self, loss_dW, config):
    self.W, config = sgd_momentum(self.W, loss_dW[1], config)
    return config


def _decay(config, decay, epoch):
    config["learning_rate"] *= decay
    return config


def _train(self, X, y, settings, batch=_rows, step=_step, decay=_decay, pick=None, loss=None, recorded=float):
    """The loop of the worked solution, with parts to exchange."""
    rng = np.random.default_rng(settings.get("rng"))
    N, batch_size, factor = X.shape[0], settings["batch_size"], settings["learning_rate_decay"]
    pick = pick or (lambda rows: (X[rows], y[rows]))
    loss = loss or (lambda X_batch, y_batch: self.loss(X_batch, y_batch, settings["reg"]))
    history = History()
    config = {"learning_rate": settings["learning_rate"], "momentum": settings["momentum"]}
    iterations_per_epoch = max(N // batch_size, 1)
    for it in range(settings["num_iters"]):
        result = loss(*pick(batch(rng, N, batch_size, it)))
        config = step(self, result, config)
        history.loss.append(recorded(result[0]))
        if (it + 1) % iterations_per_epoch == 0:
            history.learning_rate.append(config["learning_rate"])
            history.train_accuracy.append(float(np.mean(self.predict(X) == y)))
            config = decay(config, factor, it // iterations_per_epoch)
    return history


class sgd_momentum:
    _DEFAULTS = {"learning_rate": 0.01, "momentum": 0.9}

    def operators_as_functions(w, dw, config):
        """The operator module, and a ChainMap for the defaults."""
        known = ChainMap(config, _DEFAULTS)
        v = operator.sub(known["momentum"] * known.get("velocity", np.zeros(w.shape)), known["learning_rate"] * dw)
        return operator.add(w, v), dict(known, velocity=v)


class SoftmaxClassifier_train:
    def without_replacement(self, X, y, X_val=None, y_val=None, **settings):
        """No example twice in a minibatch."""
        return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.choice(N, size, replace=False))

    def with_replacement(self, X, y, X_val=None, y_val=None, **settings):
        """rng.choice, examples may come twice."""
        return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.choice(N, size))

    def permutation_each_time(self, X, y, X_val=None, y_val=None, **settings):
        """The first rows of a fresh permutation."""
        return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.permutation(N)[:size])

    def shuffled_each_epoch(self, X, y, X_val=None, y_val=None, **settings):
        """Each epoch goes through a fresh permutation."""
        order = []

        def batch(rng, N, size, it):
            if len(order) < size:
                order[:] = list(rng.permutation(N))
            return [order.pop() for _ in range(size)]

        return _train(self, X, y, settings, batch=batch)

    def sorted_rows(self, X, y, X_val=None, y_val=None, **settings):
        """The drawn rows are sorted."""
        return _train(self, X, y, settings, batch=lambda rng, N, size, it: np.sort(rng.choice(N, size, replace=False)))

    def random_floats(self, X, y, X_val=None, y_val=None, **settings):
        """Row numbers from uniform numbers."""
        return _train(self, X, y, settings, batch=lambda rng, N, size, it: (rng.random(size) * N).astype(int))

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

    def with_take(self, X, y, X_val=None, y_val=None, **settings):
        """np.take instead of an index."""
        return _train(self, X, y, settings, pick=lambda rows: (np.take(X, rows, axis=0), y.take(rows)))

    def example_by_example(self, X, y, X_val=None, y_val=None, **settings):
        """The minibatch is stacked from single examples; the labels are a list."""
        return _train(self, X, y, settings, pick=lambda rows: (np.stack([X[i] for i in rows]), [y[i] for i in rows]))

    def in_single_precision(self, X, y, X_val=None, y_val=None, **settings):
        """Trains in float32."""
        X, self.W = X.astype(np.float32), self.W.astype(np.float32)
        return _train(self, X, y, settings)

    def labels_in_a_byte(self, X, y, X_val=None, y_val=None, **settings):
        """uint8 labels and minibatches in column order."""
        small = y.astype(np.uint8)
        return _train(self, X, y, settings, pick=lambda rows: (np.asfortranarray(X[rows]), small[rows]))

    def update_written_out(self, X, y, X_val=None, y_val=None, **settings):
        """The momentum step is written into the loop."""

        def step(self, loss_dW, config):
            v = config["momentum"] * config.get("velocity", 0.0) - config["learning_rate"] * loss_dW[1]
            self.W = self.W + v
            return {**config, "velocity": v}

        return _train(self, X, y, settings, step=step)

    def weights_updated_in_place(self, X, y, X_val=None, y_val=None, **settings):
        """The array self.W is kept and overwritten."""

        def step(self, loss_dW, config):
            self.W[...], config = sgd_momentum(self.W, loss_dW[1], config)
            return config

        return _train(self, X, y, settings, step=step)

    def loss_function_itself(self, X, y, X_val=None, y_val=None, **settings):
        """softmax_loss_vectorized instead of self.loss."""
        return _train(self, X, y, settings,
                      loss=lambda X_batch, y_batch: softmax_loss_vectorized(self.W, X_batch, y_batch, settings["reg"]))

    def naive_loss(self, X, y, X_val=None, y_val=None, **settings):
        """The loss with loops."""
        return _train(self, X, y, settings,
                      loss=lambda X_batch, y_batch: softmax_loss_naive(self.W, X_batch, y_batch, settings["reg"]))

    def decay_as_a_power(self, X, y, X_val=None, y_val=None, **settings):
        """The first learning rate times a power of the factor."""
        first = settings["learning_rate"]

        def decay(config, factor, epoch):
            return dict(config, learning_rate=first * factor ** (epoch + 1))

        return _train(self, X, y, settings, decay=decay)

    def history_of_arrays(self, X, y, X_val=None, y_val=None, **settings):
        """The losses are arrays without dimensions, the history is made of arrays."""
        history = _train(self, X, y, settings, recorded=np.asarray)
        history.loss = np.array(history.loss)
        history.learning_rate = np.array(history.learning_rate)
        return history

    def own_history(self, X, y, X_val=None, y_val=None, **settings):
        """An object of its own with the lists of a History."""
        import types

        return types.SimpleNamespace(**vars(_train(self, X, y, settings)))

    def prints_progress(self, X, y, X_val=None, y_val=None, **settings):
        """Prints the loss as it goes."""

        def recorded(loss):
            print(f"loss {loss:.4f}")
            return float(loss)

        return _train(self, X, y, settings, recorded=recorded)

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
== softmax_loss_naive
pure_python: No NumPy function but for the result: nested lists, math.exp and sums.
    | N, D, C = len(X), len(W), len(W[0])
    | loss, dW = 0.0, [[reg * float(W[d][c]) for c in range(C)] for d in range(D)]
    | for i in range(N):
    |     scores = [sum(float(X[i][d]) * float(W[d][c]) for d in range(D)) for c in range(C)]
    |     top = max(scores)
    |     total = sum(math.exp(s - top) for s in scores)
    |     loss -= scores[y[i]] - top - math.log(total)
    |     for c in range(C):
    |         p = math.exp(scores[c] - top) / total
    |         for d in range(D):
    |             dW[d][c] += (p - (1 if c == y[i] else 0)) * float(X[i][d]) / N
    & return loss, dW -> return loss / N + reg / 2 * sum(float(w) ** 2 for row in W for w in row), dW
list_returned: Returns [loss, dW], a list.
    | loss, dW = 0.0, np.zeros_like(W)
    | for i in range(X.shape[0]):
    |     s = X[i] @ W
    |     s = s - s.max()
    |     loss += np.log(np.exp(s).sum()) - s[y[i]]
    |     p = np.exp(s) / np.exp(s).sum()
    |     p[y[i]] -= 1
    |     dW += np.outer(X[i], p)
    & return loss, dW -> return [loss / len(X) + 0.5 * reg * (W**2).sum(), dW / len(X) + reg * W]
logaddexp: The logarithm of the sum by np.logaddexp, one class at a time.
    | loss, dW = 0.0, np.zeros(W.shape)
    | for x, label in zip(X, y):
    |     scores = W.T @ x
    |     log_total = reduce(np.logaddexp, scores)
    |     loss += log_total - scores[label]
    |     for c, score in enumerate(scores):
    |         dW[:, c] += np.exp(score - log_total) * x
    |     dW[:, label] -= x
    & return loss, dW -> return loss / y.size + 0.5 * reg * np.linalg.norm(W) ** 2, dW / y.size + reg * W
minimum_then_maximum: Divides by the largest exponential, in a loop over classes with differences of scores.
    | N, C = X.shape[0], W.shape[1]
    | loss, dW = 0.0, np.zeros_like(W)
    | for i in range(N):
    |     s = X[i].dot(W)
    |     for c in range(C):
    |         with np.errstate(over="ignore"):
    |             p = 1 / np.sum(np.exp(s - s[c]))  # 1/inf is 0
    |         dW[:, c] += p * X[i]
    |     dW[:, y[i]] -= X[i]
    |     loss += s.max() + np.log(np.exp(s - s.max()).sum()) - s[y[i]]
    & return loss, dW -> return loss / N + 0.5 * reg * np.sum(W * W), dW / N + reg * W
negative_maximum: The classic course's `log_c = -max` and an if for the correct class.
    | num_train, num_classes = X.shape[0], W.shape[1]
    | loss, dW = 0.0, np.zeros_like(W)
    | for i in range(num_train):
    |     scores = X[i].dot(W)
    |     log_c = -np.max(scores)
    |     total = np.sum(np.exp(scores + log_c))
    |     loss += -(scores[y[i]] + log_c) + np.log(total)
    |     for j in range(num_classes):
    |         probability = np.exp(scores[j] + log_c) / total
    |         if j == y[i]:
    |             dW[:, j] += (probability - 1) * X[i]
    |         else:
    |             dW[:, j] += probability * X[i]
    | loss /= num_train
    | loss += 0.5 * reg * np.sum(W * W)
    | dW /= num_train
    | dW += reg * W
averaged_in_the_loop: Divides every contribution by N; the penalty comes first.
    | N = X.shape[0]
    | loss, dW = 0.5 * reg * np.sum(np.square(W)), reg * W
    | for i in range(N):
    |     s = X[i] @ W
    |     s -= s.max()
    |     log_p = s - np.log(np.exp(s).sum())
    |     loss += -log_p[y[i]] / N
    |     for c in range(W.shape[1]):
    |         dW[:, c] += (np.exp(log_p[c]) - float(c == y[i])) * X[i] / N
penalty_shared_by_the_examples: Every example adds its share of the penalty before the average.
    | N = X.shape[0]
    | loss, dW = 0.0, np.zeros_like(W)
    | for i in range(N):
    |     s = X[i] @ W
    |     s -= s.max()
    |     log_p = s - np.log(np.exp(s).sum())
    |     loss += 0.5 * reg * np.sum(W**2) - log_p[y[i]]
    |     dW += reg * W + np.outer(X[i], np.exp(log_p) - np.eye(W.shape[1])[y[i]])
    & return loss, dW -> return loss / N, dW / N
transposed_view: Works on W.T and returns a view that is not contiguous.
    | dWT = np.zeros((W.shape[1], W.shape[0]))
    | loss = 0.0
    | for i in range(X.shape[0]):
    |     s = W.T @ X[i]
    |     s -= np.amax(s)
    |     q = np.exp(s)
    |     loss += np.log(q.sum()) - s[y[i]]
    |     for c in range(W.shape[1]):
    |         dWT[c] += (q[c] / q.sum()) * X[i]
    |         if c == y[i]:
    |             dWT[c] -= X[i]
    & return loss, dW -> return loss / len(y) + 0.5 * reg * np.trace(W.T @ W), (dWT / len(y)).T + reg * W
fortran_order: dW in column-major order.
    | loss, dW = 0.0, np.zeros(W.shape, order="F")
    | for i in range(X.shape[0]):
    |     s = X[i] @ W
    |     s -= s.max()
    |     log_p = s - np.log(np.exp(s).sum())
    |     loss -= log_p[y[i]]
    |     for c in range(W.shape[1]):
    |         dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i]
    | return loss / X.shape[0] + 0.5 * reg * np.sum(W**2), np.asfortranarray(dW / X.shape[0] + reg * W)
single_precision: All work in float32, results too.
    | W, X = W.astype(np.float32), X.astype(np.float32)
    | loss, dW = np.float32(0), np.zeros_like(W)
    | for i in range(X.shape[0]):
    |     s = X[i] @ W
    |     s -= s.max()
    |     log_p = s - np.log(np.exp(s).sum())
    |     loss -= log_p[y[i]]
    |     for c in range(W.shape[1]):
    |         dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i]
    | reg = np.float32(reg)
    & return loss, dW -> return loss / np.float32(len(X)) + reg / 2 * np.sum(W**2), dW / np.float32(len(X)) + reg * W
long_double: All work in the longest floats of the machine.
    | W, X = W.astype(np.longdouble), X.astype(np.longdouble)
    | loss, dW = np.longdouble(0), np.zeros_like(W)
    | for i in range(X.shape[0]):
    |     s = X[i] @ W
    |     s -= s.max()
    |     log_p = s - np.log(np.exp(s).sum())
    |     loss -= log_p[y[i]]
    |     for c in range(W.shape[1]):
    |         dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i]
    & return loss, dW -> return loss / len(X) + reg * np.sum(W**2) / 2, dW / len(X) + reg * W
python_float: The loss is a plain float, by item().
    | loss, dW = 0.0, np.zeros_like(W)
    | for i in range(X.shape[0]):
    |     s = X[i] @ W
    |     s -= s.max()
    |     log_p = s - np.log(np.exp(s).sum())
    |     loss -= log_p[y[i]].item()
    |     for c in range(W.shape[1]):
    |         dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i]
    & return loss, dW -> return float(loss / X.shape[0] + 0.5 * reg * np.sum(W**2)), dW / X.shape[0] + reg * W
zero_dimensional_loss: The loss is an array of no dimension.
    | loss, dW = np.array(0.0), np.zeros_like(W)
    | for i in range(X.shape[0]):
    |     s = X[i] @ W
    |     s -= s.max()
    |     log_p = s - np.log(np.exp(s).sum())
    |     loss -= log_p[y[i]]
    |     dW += np.outer(X[i], np.exp(log_p) - (np.arange(W.shape[1]) == y[i]))
    & return loss, dW -> return np.array(loss / X.shape[0] + 0.5 * reg * np.sum(W**2)), dW / X.shape[0] + reg * W
nested_function: A nested function gives loss and gradient of one example; they are stacked.
    | def one(x, label):
    |     s = x @ W
    |     s = s - s.max()
    |     p = np.exp(s) / np.exp(s).sum()
    |     onehot = np.zeros_like(p)
    |     onehot[label] = 1
    |     return np.log(np.exp(s).sum()) - s[label], x[:, None] * (p - onehot)
    |
    | losses, gradients = zip(*[one(x, label) for x, label in zip(X, y)])
    & return loss, dW -> return np.mean(losses) + 0.5 * reg * np.sum(W**2), np.mean(gradients, axis=0) + reg * W
vectorized: No loop at all: it is the other function's work, but the same result.
    | return softmax_loss_vectorized(W, X, y, reg)
prints_and_warns: Prints its progress, and warns of a division by zero that has no effect.
    | loss, dW = 0.0, np.zeros_like(W)
    | for i in range(X.shape[0]):
    |     s = X[i] @ W
    |     s -= s.max()
    |     log_p = np.where(s > -700, np.log(np.exp(s) / np.exp(s).sum()), s - np.log(np.exp(s).sum()))
    |     loss -= log_p[y[i]]
    |     for c in range(W.shape[1]):
    |         dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i]
    |     print(f"example {i}: loss so far {loss}")
    & return loss, dW -> return loss / X.shape[0] + 0.5 * reg * np.sum(W**2), dW / X.shape[0] + reg * W
while_loops: While loops, backwards.
    | loss, dW = 0.0, np.zeros_like(W)
    | i = len(X)
    | while i:
    |     i -= 1
    |     s = X[i] @ W
    |     s -= s[np.argmax(s)]
    |     total = np.exp(s).sum()
    |     loss -= s[y[i]] - np.log(total)
    |     c = W.shape[1]
    |     while c:
    |         c -= 1
    |         dW[:, c] += (np.exp(s[c]) / total - (c == y[i])) * X[i]
    & return loss, dW -> return loss / len(X) + 0.5 * reg * np.sum(W**2), dW / len(X) + reg * W
lists_for_labels: Labels as a list of Python ints and uint8 comparison; classes outside, examples inside.
    | labels, N, C = y.tolist(), len(y), W.shape[1]
    | log_p = []
    | for i in range(N):
    |     s = X[i] @ W
    |     s -= s.max()
    |     log_p.append(s - np.log(np.exp(s).sum()))
    | dW = np.empty_like(W)
    | for c in range(C):
    |     column = reg * W[:, c]
    |     for i in range(N):
    |         column = column + (np.exp(log_p[i][c]) - (np.uint8(labels[i]) == np.uint8(c))) * X[i] / N
    |     dW[:, c] = column
    | return sum(-row[label] for row, label in zip(log_p, labels)) / N + 0.5 * reg * np.sum(W**2), dW

== softmax_loss_vectorized
einsum_everywhere: Every product is an einsum.
    | S = np.einsum("nd,dc->nc", X, W)
    | S -= np.max(S, axis=1)[:, None]
    | Z = np.einsum("nc->n", np.exp(S))
    | Y = np.eye(W.shape[1])[y]
    | loss = np.einsum("n->", np.log(Z) - np.einsum("nc,nc->n", S, Y)) / len(y) + reg / 2 * np.einsum("dc,dc->", W, W)
    & return loss, dW -> return loss, np.einsum("nd,nc->dc", X, np.exp(S) / Z[:, None] - Y) / len(y) + reg * W
tensordot: np.tensordot and np.take_along_axis.
    | S = np.tensordot(X, W, axes=1)
    | S = S - np.amax(S, 1, keepdims=True)
    | log_p = S - np.log(np.add.reduce(np.exp(S), axis=1, keepdims=True))
    | picked = np.take_along_axis(log_p, y[:, np.newaxis], axis=1)
    | G = np.exp(log_p)
    | np.put_along_axis(G, y[:, np.newaxis], np.take_along_axis(G, y[:, np.newaxis], axis=1) - 1, axis=1)
    | return -picked.mean() + 0.5 * reg * np.vdot(W, W), np.tensordot(X, G, axes=(0, 0)) / len(y) + reg * W
logaddexp: The logarithm of the sum by np.logaddexp.reduce.
    | S = X @ W
    | log_Z = np.logaddexp.reduce(S, axis=1)
    | P = np.exp(S - log_Z[:, None])
    | loss = np.mean(log_Z - S[np.arange(len(y)), y]) + 0.5 * reg * (W**2).sum()
    & return loss, dW -> return loss, X.T @ (P - np.eye(W.shape[1])[y]) / len(y) + reg * W
transposed: Classes are rows: (C, N) scores, and dW is a transposed view.
    | S = W.T @ X.T
    | S = S - S.max(axis=0)
    | P = np.exp(S) / np.exp(S).sum(axis=0)
    | loss = np.mean(np.log(np.exp(S).sum(axis=0)) - S[y, range(len(y))]) + 0.5 * reg * np.linalg.norm(W) ** 2
    | P[y, range(len(y))] -= 1
    & return loss, dW -> return loss, (P @ X / len(y) + reg * W.T).T
division_by_transposes: (E.T / E.sum(1)).T in the place of keepdims.
    | S = X @ W
    | S = (S.T - S.max(1)).T
    | E = np.exp(S)
    | P = (E.T / E.sum(1)).T
    | Y = (y.reshape(-1, 1) == np.arange(W.shape[1])).astype(float)
    | loss = (np.log(E.sum(1)) - (S * Y).sum(1)).sum() / y.shape[0] + 0.5 * reg * np.sum(np.power(W, 2))
    & return loss, dW -> return loss, np.dot(X.T, P - Y) / y.shape[0] + np.multiply(reg, W)
comparison_mask: Boolean one-hot labels select the correct scores.
    | N, C = X.shape[0], W.shape[1]
    | correct = np.arange(C)[None, :] == y[:, None]
    | S = X.dot(W)
    | S -= np.max(S, axis=1, keepdims=True)
    | log_p = S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))
    | loss = -np.sum(log_p[correct]) / N + 0.5 * reg * np.sum(W * W)
    & return loss, dW -> return loss, X.T.dot(np.where(correct, np.exp(log_p) - 1, np.exp(log_p))) / N + reg * W
choose: np.choose picks the correct scores.
    | S = X.dot(W)
    | S -= np.max(S, axis=1, keepdims=True)
    | log_p = S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))
    | G = np.exp(log_p)
    | G[range(len(y)), y] -= 1
    | return -np.choose(y, log_p.T).mean() + 0.5 * reg * np.square(W).sum(), X.T.dot(G) / len(y) + reg * W
add_at: The correct classes' part of dW by np.add.at on columns.
    | S = X.dot(W)
    | S -= np.max(S, axis=1, keepdims=True)
    | log_p = S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))
    | dWT = (X.T @ np.exp(log_p)).T
    | np.subtract.at(dWT, y, X)
    | return -log_p[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W**2), dWT.T / len(y) + reg * W
flat_indices: Picks by flat indices with ravel and take.
    | N, C = X.shape[0], W.shape[1]
    | S = X.dot(W)
    | S -= np.max(S, axis=1).reshape(N, 1)
    | log_p = S - np.log(np.sum(np.exp(S), axis=1)).reshape(N, 1)
    | flat = np.arange(N) * C + y
    | G = np.exp(log_p)
    | G.ravel()[flat] -= 1.0
    & return loss, dW -> return -log_p.take(flat).sum() / N + 0.5 * reg * np.sum(W**2), X.T.dot(G) / N + reg * W
trace_of_a_square: Picks the correct scores as the diagonal of an (N, N) matrix.
    | S = X.dot(W)
    | S -= np.max(S, axis=1, keepdims=True)
    | log_p = S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))
    | Y = np.eye(W.shape[1])[y]
    | loss = -np.trace(log_p[:, y]) / len(y) + 0.5 * reg * np.trace(W @ W.T)
    & return loss, dW -> return loss, X.T.dot(np.exp(log_p) - Y) / len(y) + reg * W
differences_of_scores: Subtracts the score of the correct class first, then the maximum.
    | rows = np.arange(len(y))
    | S = X @ W
    | S = S - S[rows, y][:, None]
    | top = S.max(axis=1)
    | loss = np.mean(top + np.log(np.exp(S - top[:, None]).sum(axis=1))) + 0.5 * reg * np.sum(W**2)
    | E = np.exp(S - top[:, None])
    | P = E / E.sum(axis=1, keepdims=True)
    | P[rows, y] -= 1
    & return loss, dW -> return loss, X.T @ P / len(y) + reg * W
three_dimensional: Sums an array of shape (N, D, C) over the examples.
    | S = (X[:, :, None] * W[None]).sum(axis=1)
    | S = S - S.max(axis=1, keepdims=True)
    | P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
    | Y = np.eye(W.shape[1])[y]
    | loss = np.mean(np.log(np.exp(S).sum(axis=1)) - (S * Y).sum(axis=1)) + 0.5 * reg * np.sum(W**2)
    & return loss, dW -> return loss, (X[:, :, None] * (P - Y)[:, None, :]).mean(axis=0) + reg * W
single_precision: All work in float32, results too.
    | W, X, reg = W.astype(np.float32), X.astype(np.float32), np.float32(reg)
    | S = X @ W
    | S -= S.max(axis=1, keepdims=True)
    | log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    | G = np.exp(log_p)
    | G[np.arange(len(y)), y] -= 1
    | loss = -log_p[np.arange(len(y)), y].mean() + np.float32(0.5) * reg * np.sum(W**2)
    & return loss, dW -> return loss, X.T @ (G / np.float32(len(y))) + reg * W
python_float: The loss is a plain float, dW a list of lists.
    | S = X @ W
    | S -= S.max(axis=1, keepdims=True)
    | log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    | G = np.exp(log_p)
    | G[np.arange(len(y)), y] -= 1
    | loss = float(-log_p[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W**2))
    & return loss, dW -> return loss, (X.T @ G / len(y) + reg * W).tolist()
zero_dimensional_loss: The loss is an array of no dimension, the result a list.
    | S = X @ W
    | S -= S.max(axis=1, keepdims=True)
    | log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    | G = np.exp(log_p)
    | G[np.arange(len(y)), y] -= 1
    | return [np.asarray(-log_p[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W**2)), X.T @ G / len(y) + reg * W]
strided_view: dW is every second column of a larger array.
    | S = X @ W
    | S -= S.max(axis=1, keepdims=True)
    | log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    | G = np.exp(log_p)
    | G[np.arange(len(y)), y] -= 1
    | wide = np.full((W.shape[0], 2 * W.shape[1]), np.nan)
    | wide[:, ::2] = X.T @ G / len(y) + reg * W
    & return loss, dW -> return -log_p[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W**2), wide[:, ::2]
bias_trick_again: Appends a constant feature with weights 0 and drops its row of the gradient.
    | X1, W1 = np.hstack([X, np.ones((len(X), 1))]), np.vstack([W, np.zeros((1, W.shape[1]))])
    | S = X1 @ W1
    | S -= S.max(axis=1, keepdims=True)
    | log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    | G = np.exp(log_p)
    | G[np.arange(len(y)), y] -= 1
    | return -log_p[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W1**2), (X1.T @ G / len(y) + reg * W1)[:-1]
prints_and_warns: Prints shapes, and takes a logarithm of 0 that it then replaces.
    | S = X @ W
    | S -= S.max(axis=1, keepdims=True)
    | E = np.exp(S)
    | print("E:", E.shape)
    | log_p = np.log(E / E.sum(axis=1, keepdims=True))
    | log_p = np.where(S < -600, S - np.log(E.sum(axis=1, keepdims=True)), log_p)
    | G = np.exp(log_p)
    | G[np.arange(len(y)), y] -= 1
    | return -log_p[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W**2), X.T @ G / len(y) + reg * W

== sgd_momentum
entry_by_entry: Loops over all entries.
    | config = _filled(w, config)
    | next_w, velocity = np.empty_like(w), np.empty_like(w)
    | for index in np.ndindex(w.shape):
    |     velocity[index] = config["momentum"] * config["velocity"][index] - config["learning_rate"] * dw[index]
    |     next_w[index] = w[index] + velocity[index]
    | config["velocity"] = velocity
velocity_in_place: The velocity's own array is changed.
    | config = _filled(w, config)
    | config["velocity"] *= config["momentum"]
    | config["velocity"] -= config["learning_rate"] * dw
    & return next_w, config -> return w + config["velocity"], config
config_in_place: The caller's dict is changed and returned.
    | config.setdefault("learning_rate", 1e-2)
    | config.setdefault("momentum", 0.9)
    | v = config.get("velocity", np.zeros_like(w))
    | config["velocity"] = config["momentum"] * v - config["learning_rate"] * dw
    & return next_w, config -> return w + config["velocity"], config
settings_by_get: The defaults are not written into the returned config.
    | v = config.get("momentum", 0.9) * config.get("velocity", 0) - config.get("learning_rate", 0.01) * dw
    & return next_w, config -> return w + v, {**config, "velocity": v}
two_terms: Two steps, one for each term of the velocity.
    | config = _filled(w, config)
    | inertia, pull = config["momentum"] * config["velocity"], config["learning_rate"] * dw
    | config["velocity"] = inertia - pull
    & return next_w, config -> return (w + inertia) - pull, config
minus_negative_velocity: Works with the negative velocity and turns it at the end.
    | config = _filled(w, config)
    | negative = config["learning_rate"] * dw - config["momentum"] * config["velocity"]
    | config["velocity"] = -negative
    & return next_w, config -> return w - negative, config
velocity_in_single_precision: Computes in float32.
    | config = _filled(w, config)
    | v = np.float32(config["momentum"]) * config["velocity"].astype(np.float32)
    | v = v - np.float32(config["learning_rate"]) * dw.astype(np.float32)
    | config["velocity"] = v
    & return next_w, config -> return w.astype(np.float32) + v, config
dot_product_of_terms: einsum over the two terms.
    | config = _filled(w, config)
    | terms = np.stack([config["velocity"], dw])
    | v = np.einsum("t,t...->...", np.array([config["momentum"], -config["learning_rate"]]), terms)
    | config["velocity"] = v
    & return next_w, config -> return np.sum([w, v], axis=0), config
flattened: Works on flat copies and restores the shape.
    | config = _filled(w, config)
    | v = config["momentum"] * config["velocity"].ravel() - config["learning_rate"] * dw.ravel()
    | config["velocity"] = v.reshape(w.shape)
    & return next_w, config -> return (w.flatten() + v).reshape(w.shape), config
transposed_layout: The results are transposed views, not contiguous.
    | config = _filled(w, config)
    | v = (config["momentum"] * config["velocity"].T - config["learning_rate"] * dw.T).T
    | config["velocity"] = v
    & return next_w, config -> return (w.T + v.T).T, config
returned_as_list: Returns a list instead of a tuple.
    | config = _filled(w, config)
    | config["velocity"] = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    & return next_w, config -> return [w + config["velocity"], config]
weights_as_nested_list: next_w and the velocity are nested lists.
    | config = _filled(w, config)
    | v = config["momentum"] * np.asarray(config["velocity"]) - config["learning_rate"] * dw
    | config["velocity"] = v.tolist()
    & return next_w, config -> return (w + v).tolist(), config
ordered_dict: The returned config is an OrderedDict.
    | config = OrderedDict(_filled(w, config))
    | config["velocity"] = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    & return next_w, config -> return w + config["velocity"], config
deep_copy: Copies everything first, and keeps extra notes in config.
    | config = copy.deepcopy(_filled(w, config))
    | config["old_velocity"] = config["velocity"]
    | config["steps"] = config.get("steps", 0) + 1
    | config["velocity"] = config["momentum"] * config["old_velocity"] - config["learning_rate"] * dw
    & return next_w, config -> return w + config["velocity"], config
nested_helper: The formulas are in a nested function.
    | config = _filled(w, config)
    |
    | def step(v):
    |     return config["momentum"] * v - config["learning_rate"] * dw
    |
    | config["velocity"] = step(config["velocity"])
    & return next_w, config -> return w + config["velocity"], config
special_case_without_momentum: No momentum is a branch of its own.
    | config = _filled(w, config)
    | if not config["momentum"]:
    |     v = -config["learning_rate"] * dw
    | else:
    |     v = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    | config["velocity"] = v
    & return next_w, config -> return w + v, config
stray_prints: Prints what it does.
    | config = _filled(w, config)
    | print("before:", config["velocity"].ravel()[:2])
    | config["velocity"] = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    | print("after:", config["velocity"].ravel()[:2])
    & return next_w, config -> return w + config["velocity"], config
ufuncs_with_out: np.multiply, np.subtract and np.add with out.
    | config = _filled(w, config)
    | v, step = np.empty_like(w), np.empty_like(w)
    | np.multiply(config["velocity"], config["momentum"], out=v)
    | np.multiply(dw, config["learning_rate"], out=step)
    | np.subtract(v, step, out=v)
    | config["velocity"] = v
    & return next_w, config -> return np.add(w, v), config
gradient_scaled_in_place: Changes dw, which nobody needs afterwards.
    | config = _filled(w, config)
    | dw *= -config["learning_rate"]
    | dw += config["momentum"] * config["velocity"]
    | config["velocity"] = dw.copy()
    & return next_w, config -> return w + dw, config

== SoftmaxClassifier_predict
loop_over_examples: One example at a time.
    | y_pred = np.zeros(X.shape[0], dtype=int)
    | for i in range(X.shape[0]):
    |     y_pred[i] = np.argmax(X[i].dot(self.W))
list_comprehension: Returns a list.
    | return [int(np.argmax(x @ self.W)) for x in X]
transposed: Classes as rows.
    | return (self.W.T @ X.T).argmax(axis=0)
einsum: einsum for the scores.
    | return np.einsum("nd,dc->nc", X, self.W).argmax(-1)
through_probabilities: argmax of the probabilities, with the maximum taken off.
    | s = X @ self.W
    | s = s - s.max(axis=1, keepdims=True)
    | p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    & return y_pred -> return np.argmax(p, axis=1)
through_log_probabilities: argmax of the log-probabilities.
    y_pred = np.argmax(X @ self.W, axis=1) -> s = X @ self.W
    & return y_pred -> return np.argmax(s - np.logaddexp.reduce(s, axis=1, keepdims=True), axis=1)
last_of_sorted: The last of the sorted classes.
    | return np.argsort(X @ self.W, axis=1)[:, -1]
lowest_negative: argmin of the negative scores.
    | return np.argmin(-(X @ self.W), axis=1)
labels_filled_in: Labels in an array of whole numbers.
    | y_pred = np.zeros(X.shape[0], dtype=int)
    | y_pred[:] = np.argmax(X @ self.W, axis=1)
small_integers: Labels as uint8.
    | return np.argmax(X @ self.W, axis=1).astype(np.uint8)
tuple_of_labels: Returns a tuple of NumPy integers.
    | return tuple(np.argmax(X @ self.W, axis=1))
where_maximal: np.nonzero of the comparison with the maximum.
    y_pred = np.argmax(X @ self.W, axis=1) -> s = X @ self.W
    & return y_pred -> return np.nonzero(s == s.max(axis=1, keepdims=True))[1]
one_hot_times_numbers: One-hot rows times the class numbers.
    y_pred = np.argmax(X @ self.W, axis=1) -> s = X @ self.W
    & return y_pred -> return (s == s.max(axis=1, keepdims=True)) @ np.arange(self.W.shape[1])
search_by_hand: Searches for the maximum in two loops.
    | y_pred = []
    | for row in X.dot(self.W):
    |     best, label = -np.inf, 0
    |     for c, score in enumerate(row):
    |         if score > best:
    |             best, label = score, c
    |     y_pred.append(label)
    & return y_pred -> return np.array(y_pred)
one_class_after_the_other: Keeps the best scores so far, class by class.
    | best, y_pred = np.full(len(X), -np.inf), np.zeros(len(X), dtype=int)
    | for c in range(self.W.shape[1]):
    |     s = X @ self.W[:, c]
    |     y_pred[s > best] = c
    |     best = np.maximum(best, s)
apply_along_axis: np.apply_along_axis.
    | return np.apply_along_axis(np.argmax, 1, np.matmul(X, self.W))
half_batches: Predicts in pieces and joins them.
    | pieces = [np.argmax(part @ self.W, axis=1) for part in np.array_split(X, 3)]
    & return y_pred -> return np.concatenate(pieces)
every_other_entry: A view that is not contiguous.
    | y_pred = np.zeros((X.shape[0], 2), dtype=int)
    | y_pred[:, 0] = np.argmax(X @ self.W, axis=1)
    & return y_pred -> return y_pred[:, 0]
helper_inside: A nested function, and a print.
    | def label(x):
    |     return max(range(self.W.shape[1]), key=lambda c: x @ self.W[:, c])
    |
    | print("predicting", len(X), "labels")
    & return y_pred -> return np.array([label(x) for x in X])
matrix_class: np.matrix, flattened at the end.
    | return np.asarray(np.argmax(np.asmatrix(X) * np.asmatrix(self.W), axis=1)).ravel()

== softmax_loss
loops: Loops over examples and classes.
    | N, C = scores.shape
    | loss, dscores = 0.0, np.zeros((N, C))
    | for i in range(N):
    |     top = max(scores[i])
    |     total = sum(np.exp(scores[i, j] - top) for j in range(C))
    |     loss += np.log(total) + top - scores[i, y[i]]
    |     for j in range(C):
    |         dscores[i, j] = (np.exp(scores[i, j] - top) / total - (j == y[i])) / N
    & return loss, dscores -> return loss / N, dscores
logaddexp: The logarithm of the sum by np.logaddexp.reduce.
    | log_Z = np.logaddexp.reduce(scores, axis=1)
    | P = np.exp(scores - log_Z[:, None])
    | return np.mean(log_Z - scores[np.arange(len(y)), y]), (P - np.eye(scores.shape[1])[y]) / len(y)
division_by_transposes: (E.T / E.sum(1)).T in the place of keepdims.
    | S = (scores.T - scores.max(1)).T
    | E = np.exp(S)
    | Y = (y.reshape(-1, 1) == np.arange(scores.shape[1])).astype(float)
    | return (np.log(E.sum(1)) - (S * Y).sum(1)).sum() / len(y), ((E.T / E.sum(1)).T - Y) / y.shape[0]
transposed: Classes are rows; the gradient is a transposed view.
    | S = scores.T - scores.T.max(axis=0)
    | P = np.exp(S) / np.exp(S).sum(axis=0)
    | loss = np.mean(np.log(np.exp(S).sum(axis=0)) - S[y, range(len(y))])
    | P[y, range(len(y))] -= 1
    & return loss, dscores -> return loss, (P / len(y)).T
comparison_mask: A boolean mask of the correct classes.
    | correct = np.arange(scores.shape[1])[None, :] == y[:, None]
    | S = scores - np.max(scores, axis=1, keepdims=True)
    | log_p = S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))
    | return -np.sum(log_p[correct]) / len(y), np.where(correct, np.exp(log_p) - 1, np.exp(log_p)) / len(y)
choose: np.choose and flat indices.
    | S = scores - np.max(scores, axis=1, keepdims=True)
    | log_p = S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))
    | G = np.exp(log_p)
    | G.ravel()[np.arange(len(y)) * scores.shape[1] + y] -= 1
    & return loss, dscores -> return -np.choose(y, log_p.T).mean(), G / len(y)
take_along_axis: np.take_along_axis and np.add.at.
    | S = scores - np.amax(scores, 1, keepdims=True)
    | log_p = S - np.log(np.add.reduce(np.exp(S), axis=1, keepdims=True))
    | G = np.exp(log_p)
    | np.add.at(G, (np.arange(len(y)), y), -1)
    & return loss, dscores -> return -np.take_along_axis(log_p, y[:, None], axis=1).mean(), G / len(y)
differences_of_scores: Subtracts the score of the correct class, then the maximum.
    | S = scores - scores[np.arange(len(y)), y][:, None]
    | top = S.max(axis=1)
    | E = np.exp(S - top[:, None])
    | P = E / E.sum(axis=1, keepdims=True)
    | P[np.arange(len(y)), y] -= 1
    & return loss, dscores -> return np.mean(top + np.log(E.sum(axis=1))), P / len(y)
single_precision: float32; the maximum is taken off first.
    | S = (scores - scores.max(axis=1, keepdims=True)).astype(np.float32)
    | log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    | G = np.exp(log_p)
    | G[np.arange(len(y)), y] -= 1
    & return loss, dscores -> return -log_p[np.arange(len(y)), y].mean(), G / np.float32(len(y))
plain_python: A float and a list of lists, in a list.
    | loss, dscores = 0.0, []
    | for row, label in zip(scores.tolist(), y.tolist()):
    |     shifted = [score - max(row) for score in row]
    |     Z = sum(np.exp(shifted))
    |     loss += float(np.log(Z)) - shifted[label]
    |     dscores.append([float(np.exp(s) / Z - (c == label)) / len(y) for c, s in enumerate(shifted)])
    & return loss, dscores -> return [loss / len(y), dscores]
labels_of_bytes: The labels become uint8; a warning is caused on the way.
    | y = y.astype(np.uint8)
    | S = scores - scores.max(axis=1, keepdims=True)
    | np.log(np.zeros(1))
    | log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    | Y = np.eye(S.shape[1])[y]
    | return -np.einsum("nc,nc->", np.maximum(log_p, -1e300), Y) / len(y), (np.exp(log_p) - Y) / len(y)

== early_stopping
list_index: list.index of the maximum.
    | return bool(val_accuracy) and len(val_accuracy) - val_accuracy.index(max(val_accuracy)) > patience
numpy_bool: Returns a NumPy bool.
    | values = np.array(val_accuracy)
    | if values.size == 0:
    |     return np.False_
    | return values.size - 1 - np.argmax(values) >= patience
zero_or_one: Returns 0 or 1.
    | if len(val_accuracy) == 0:
    |     return 0
    | return int(len(val_accuracy) - 1 - np.argmax(val_accuracy) >= patience)
zero_dimensional_array: Returns an array without dimensions.
    | if len(val_accuracy) == 0:
    |     return np.array(False)
    | return np.array(len(val_accuracy) - 1 - np.argmax(val_accuracy) >= patience)
running_maximum: The running maximum has not changed for `patience` epochs.
    | if len(val_accuracy) <= patience:
    |     return False
    | best = np.maximum.accumulate(val_accuracy)
    | return bool(best[-1] == best[-1 - patience])
accumulate_from_itertools: The same with itertools.
    | best = list(itertools.accumulate(val_accuracy, max))
    | return len(best) > patience and best[-1] == best[-1 - patience]
all_recent_no_better: all() over the recent epochs.
    | before, recent = val_accuracy[:-patience], val_accuracy[-patience:]
    | return len(before) > 0 and all(accuracy <= max(before) for accuracy in recent)
not_any_better: not any() over the recent epochs.
    | before = val_accuracy[: max(len(val_accuracy) - patience, 0)]
    | if not before:
    |     return False
    | return not any(accuracy > max(before) for accuracy in val_accuracy[len(before) :])
default_of_max: max with a default for the empty list.
    | best = max(val_accuracy, default=0.0)
    | epoch = val_accuracy.index(best) if best in val_accuracy else 0
    | return len(val_accuracy) - 1 - epoch >= patience
errors_instead_of_accuracies: argmin of the errors.
    epochs_since_best = len(val_accuracy) - 1 - int(np.argmax(val_accuracy)) -> errors = -np.asarray(val_accuracy)
    & return epochs_since_best >= patience -> return bool(len(errors) - 1 - np.argmin(errors) >= patience)
loop_backwards: Looks for the first epoch with the best accuracy from the end.
    | best_epoch = len(val_accuracy) - 1
    | for epoch in range(len(val_accuracy) - 1, -1, -1):
    |     if val_accuracy[epoch] >= val_accuracy[best_epoch]:
    |         best_epoch = epoch
    | return len(val_accuracy) - 1 - best_epoch >= patience
while_loop: A while loop from the first epoch on.
    | i, best, best_at = 0, -1, 0
    | while i < len(val_accuracy):
    |     if val_accuracy[i] > best:
    |         best, best_at = val_accuracy[i], i
    |     i += 1
    | return False if i == 0 else i - 1 - best_at >= patience
recursive: Calls a nested function for shorter lists.
    | def age(values):
    |     if len(values) < 2:
    |         return 0
    |     return 0 if values[-1] > max(values[:-1]) else 1 + age(values[:-1])
    |
    | return age(list(val_accuracy)) >= patience
folded: functools.reduce over (best, wait).
    | best, wait = reduce(
    |     lambda state, a: (a, 0) if a > state[0] else (state[0], state[1] + 1), val_accuracy, (-np.inf, 0)
    | )
    | return wait >= patience
stable_sort: A stable sort from the best down: the first of equals stays first.
    | if not len(val_accuracy):
    |     return False
    | order = sorted(range(len(val_accuracy)), key=lambda epoch: -val_accuracy[epoch])
    | return len(val_accuracy) - 1 - order[0] >= patience
with_a_warning_line: Prints a line when it stops.
    | stop = len(val_accuracy) > patience and max(val_accuracy[-patience:]) <= max(val_accuracy[:-patience])
    | if stop:
    |     print(f"stopping early after {len(val_accuracy)} epochs")
    | return stop
unique_values: np.unique tells where each value comes first.
    | if len(val_accuracy) == 0:
    |     return False
    | _, first = np.unique(val_accuracy, return_index=True)
    | return bool(len(val_accuracy) - 1 - first[-1] >= patience)
"""
