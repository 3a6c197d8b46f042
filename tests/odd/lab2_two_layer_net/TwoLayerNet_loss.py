"""Correct but unusual versions of TwoLayerNet.loss(self, X, y=None, reg=0.0)."""

import math

import numpy as np


def loops(self, X, y=None, reg=0.0):
    """One example and one class at a time, with floats of Python."""
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    N, loss, dscores = len(y), 0.0, np.zeros(scores.shape)
    for i in range(N):
        highest = max(scores[i])
        total = sum(math.exp(s - highest) for s in scores[i])
        loss += (math.log(total) + highest - scores[i, y[i]]) / N
        for c in range(scores.shape[1]):
            dscores[i, c] = (math.exp(scores[i, c] - highest) / total - (c == y[i])) / N
    for name in ("W1", "W2"):
        for w in self.params[name].flat:
            loss += reg / 2 * w * w
    return loss, self.backward(X, hidden, dscores, reg)


def scores_in_place(self, X, y=None, reg=0.0):
    """scores becomes dscores in place."""
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    rows = range(len(y))
    scores -= scores.max(axis=1)[:, None]
    loss = 0.5 * reg * np.sum(self.params["W1"] ** 2) - scores[rows, y].mean()
    np.exp(scores, out=scores)
    totals = scores.sum(axis=1)
    loss += np.log(totals).mean() + 0.5 * reg * np.sum(self.params["W2"] ** 2)
    scores /= totals[:, None] * len(y)
    scores[rows, y] -= 1 / len(y)
    return loss, self.backward(X, hidden, scores, reg)


def one_hot(self, X, y=None, reg=0.0):
    """One-hot labels; the loss is an array of no dimension."""
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    Y = np.eye(scores.shape[1])[y]
    log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    loss = np.asarray(-np.sum(Y * log_p) / len(Y))
    loss = np.asarray(loss + 0.5 * reg * (np.linalg.norm(self.params["W1"]) ** 2
                                          + np.linalg.norm(self.params["W2"]) ** 2))
    return loss, self.backward(X, hidden, (np.exp(log_p) - Y) / Y.shape[0], reg)


def transposed(self, X, y=None, reg=0.0):
    """Classes are rows; dscores is a transposed view."""
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    S = scores.T - scores.T.max(axis=0)
    P = np.exp(S) / np.exp(S).sum(axis=0)
    loss = np.mean(np.log(np.exp(S).sum(axis=0)) - S[y, range(len(y))])
    P[y, range(len(y))] -= 1
    loss += 0.5 * reg * sum(np.square(w).sum() for name, w in self.params.items() if name.startswith("W"))
    return float(loss), self.backward(X, hidden, (P / len(y)).T, reg)


def weights_by_dimension(self, X, y=None, reg=0.0):
    """All parameters of two dimensions are penalised; choose picks the correct scores."""
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    weights = [w for w in self.params.values() if w.ndim == 2]
    centred = (scores.T - scores.max(1)).T
    E = np.exp(centred)
    P = (E.T / E.sum(1)).T
    loss = (np.log(E.sum(1)) - np.choose(y, centred.T)).sum() / len(y)
    for w in weights:
        loss += 0.5 * reg * np.trace(w.T @ w)
    np.put_along_axis(P, y[:, None], np.take_along_axis(P, y[:, None], 1) - 1, 1)
    return loss, self.backward(X, hidden, P / len(y), reg)


def single_precision(self, X, y=None, reg=0.0):
    """All work in float32."""
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    scores = scores.astype(np.float32)
    rows = np.arange(len(y), dtype=np.uint16)
    log_p = scores - scores.max(axis=1, keepdims=True)
    log_p -= np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    dscores = np.exp(log_p)
    dscores[rows, y.astype(np.uint8)] -= 1
    penalty = sum(np.sum(self.params[name].astype(np.float32) ** 2) for name in ("W1", "W2"))
    loss = -log_p[rows, y].mean() + np.float32(0.5 * reg) * penalty
    return loss, self.backward(X, hidden, dscores / np.float32(len(y)), reg)


def keyword_arguments(self, X, y=None, reg=0.0):
    """backward is called with names, on a list of lists; the result is a list."""
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    labels = y.tolist()
    log_p = scores - scores.max(axis=1, keepdims=True)
    log_p = log_p - np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    mask = np.array([[c == label for c in range(scores.shape[1])] for label in labels])
    loss = -np.mean(log_p[mask]) + reg * 0.5 * np.concatenate(
        [self.params["W1"].ravel(), self.params["W2"].ravel()]
    ).dot(np.concatenate([self.params["W1"].ravel(), self.params["W2"].ravel()]))
    dscores = np.where(mask, np.exp(log_p) - 1, np.exp(log_p)) / len(labels)
    grads = self.backward(reg=reg, dscores=dscores.tolist(), hidden=hidden, X=X)
    return [loss, dict(grads)]


def nested_function(self, X, y=None, reg=0.0):
    """Loss and derivatives of one example in a nested function; prints the loss."""
    scores, hidden = self.forward(X)
    if y is None:
        return scores

    def one(s, label):
        top = s.max()
        log_Z = top + np.log(np.exp(s - top).sum())
        d = np.exp(s - log_Z)
        d[label] -= 1
        return log_Z - s[label], d / len(y)

    losses, rows = zip(*(one(s, label) for s, label in zip(scores, y)))
    squares = np.vdot(self.params["W1"], self.params["W1"]) + np.vdot(self.params["W2"], self.params["W2"])
    loss = sum(losses) / len(losses) + squares * reg / 2
    print("loss:", loss)
    return loss, self.backward(X, hidden, np.vstack(rows), reg)


def global_shift_and_replacement(self, X, y=None, reg=0.0):
    """Shifts by the score of the correct class first, and fills in log-probabilities that underflow."""
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    rows = np.arange(len(y))
    gap = scores - scores[rows, y][:, None]
    top = gap.max(axis=1, keepdims=True)
    E = np.exp(gap - top)
    Z = E.sum(axis=1, keepdims=True)
    loss = np.add(np.mean(top + np.log(Z)), 0.5 * reg * np.sum(self.params["W1"] * self.params["W1"]))
    loss = np.add(loss, 0.5 * reg * np.einsum("hc,hc->", self.params["W2"], self.params["W2"]))
    dscores = E / (Z * len(y))
    np.subtract.at(dscores, (rows, y), 1.0 / len(y))
    return loss, self.backward(X, hidden, dscores, reg)


def without_labels_last(self, X, y=None, reg=0.0):
    """The case without labels in an else branch; the inputs y are changed and put back."""
    scores, hidden = self.forward(X)
    if y is not None:
        y += 1
        P = np.exp(scores - scores.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        log_Z = np.log(np.exp(scores - scores.max(axis=1, keepdims=True)).sum(axis=1)) + scores.max(axis=1)
        y -= 1
        loss = (log_Z - scores[np.arange(len(y)), y]).mean()
        P -= np.arange(scores.shape[1]) == y[:, None]
        penalty = reg * (self.params["W1"] ** 2).sum() + reg * (self.params["W2"] ** 2).sum()
        return loss + penalty / 2, self.backward(X, hidden, P / len(P), reg)
    else:
        return scores
