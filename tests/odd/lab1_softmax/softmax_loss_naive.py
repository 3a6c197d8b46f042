"""Correct but unusual versions of softmax_loss_naive."""

import math
from functools import reduce

import numpy as np


def pure_python(W, X, y, reg):
    """No NumPy function but for the result: nested lists, math.exp and sums."""
    N, D, C = len(X), len(W), len(W[0])
    loss, dW = 0.0, [[reg * float(W[d][c]) for c in range(C)] for d in range(D)]
    for i in range(N):
        scores = [sum(float(X[i][d]) * float(W[d][c]) for d in range(D)) for c in range(C)]
        top = max(scores)
        total = sum(math.exp(s - top) for s in scores)
        loss -= scores[y[i]] - top - math.log(total)
        for c in range(C):
            p = math.exp(scores[c] - top) / total
            for d in range(D):
                dW[d][c] += (p - (1 if c == y[i] else 0)) * float(X[i][d]) / N
    return loss / N + reg / 2 * sum(float(w) ** 2 for row in W for w in row), dW


def list_returned(W, X, y, reg):
    """Returns [loss, dW], a list."""
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        s = X[i] @ W
        s = s - s.max()
        loss += np.log(np.exp(s).sum()) - s[y[i]]
        p = np.exp(s) / np.exp(s).sum()
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
    return [loss / len(X) + 0.5 * reg * (W**2).sum(), dW / len(X) + reg * W]


def logaddexp(W, X, y, reg):
    """The logarithm of the sum by np.logaddexp, one class at a time."""
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        scores = W.T @ x
        log_total = reduce(np.logaddexp, scores)
        loss += log_total - scores[label]
        for c, score in enumerate(scores):
            dW[:, c] += np.exp(score - log_total) * x
        dW[:, label] -= x
    return loss / y.size + 0.5 * reg * np.linalg.norm(W) ** 2, dW / y.size + reg * W


def minimum_then_maximum(W, X, y, reg):
    """Divides by the largest exponential, in a loop over classes with differences of scores."""
    N, C = X.shape[0], W.shape[1]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(N):
        s = X[i].dot(W)
        for c in range(C):
            with np.errstate(over="ignore"):
                p = 1 / np.sum(np.exp(s - s[c]))  # 1/inf is 0
            dW[:, c] += p * X[i]
        dW[:, y[i]] -= X[i]
        loss += s.max() + np.log(np.exp(s - s.max()).sum()) - s[y[i]]
    return loss / N + 0.5 * reg * np.sum(W * W), dW / N + reg * W


def negative_maximum(W, X, y, reg):
    """The classic course's `log_c = -max` and an if for the correct class."""
    num_train, num_classes = X.shape[0], W.shape[1]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(num_train):
        scores = X[i].dot(W)
        log_c = -np.max(scores)
        total = np.sum(np.exp(scores + log_c))
        loss += -(scores[y[i]] + log_c) + np.log(total)
        for j in range(num_classes):
            probability = np.exp(scores[j] + log_c) / total
            if j == y[i]:
                dW[:, j] += (probability - 1) * X[i]
            else:
                dW[:, j] += probability * X[i]
    loss /= num_train
    loss += 0.5 * reg * np.sum(W * W)
    dW /= num_train
    dW += reg * W
    return loss, dW


def averaged_in_the_loop(W, X, y, reg):
    """Divides every contribution by N; the penalty comes first."""
    N = X.shape[0]
    loss, dW = 0.5 * reg * np.sum(np.square(W)), reg * W
    for i in range(N):
        s = X[i] @ W
        s -= s.max()
        log_p = s - np.log(np.exp(s).sum())
        loss += -log_p[y[i]] / N
        for c in range(W.shape[1]):
            dW[:, c] += (np.exp(log_p[c]) - float(c == y[i])) * X[i] / N
    return loss, dW


def penalty_shared_by_the_examples(W, X, y, reg):
    """Every example adds its share of the penalty before the average."""
    N = X.shape[0]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(N):
        s = X[i] @ W
        s -= s.max()
        log_p = s - np.log(np.exp(s).sum())
        loss += 0.5 * reg * np.sum(W**2) - log_p[y[i]]
        dW += reg * W + np.outer(X[i], np.exp(log_p) - np.eye(W.shape[1])[y[i]])
    return loss / N, dW / N


def transposed_view(W, X, y, reg):
    """Works on W.T and returns a view that is not contiguous."""
    dWT = np.zeros((W.shape[1], W.shape[0]))
    loss = 0.0
    for i in range(X.shape[0]):
        s = W.T @ X[i]
        s -= np.amax(s)
        q = np.exp(s)
        loss += np.log(q.sum()) - s[y[i]]
        for c in range(W.shape[1]):
            dWT[c] += (q[c] / q.sum()) * X[i]
            if c == y[i]:
                dWT[c] -= X[i]
    return loss / len(y) + 0.5 * reg * np.trace(W.T @ W), (dWT / len(y)).T + reg * W


def fortran_order(W, X, y, reg):
    """dW in column-major order."""
    loss, dW = 0.0, np.zeros(W.shape, order="F")
    for i in range(X.shape[0]):
        s = X[i] @ W
        s -= s.max()
        log_p = s - np.log(np.exp(s).sum())
        loss -= log_p[y[i]]
        for c in range(W.shape[1]):
            dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i]
    return loss / X.shape[0] + 0.5 * reg * np.sum(W**2), np.asfortranarray(dW / X.shape[0] + reg * W)


def single_precision(W, X, y, reg):
    """All work in float32, results too."""
    W, X = W.astype(np.float32), X.astype(np.float32)
    loss, dW = np.float32(0), np.zeros_like(W)
    for i in range(X.shape[0]):
        s = X[i] @ W
        s -= s.max()
        log_p = s - np.log(np.exp(s).sum())
        loss -= log_p[y[i]]
        for c in range(W.shape[1]):
            dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i]
    reg = np.float32(reg)
    return loss / np.float32(len(X)) + reg / 2 * np.sum(W**2), dW / np.float32(len(X)) + reg * W


def long_double(W, X, y, reg):
    """All work in the longest floats of the machine."""
    W, X = W.astype(np.longdouble), X.astype(np.longdouble)
    loss, dW = np.longdouble(0), np.zeros_like(W)
    for i in range(X.shape[0]):
        s = X[i] @ W
        s -= s.max()
        log_p = s - np.log(np.exp(s).sum())
        loss -= log_p[y[i]]
        for c in range(W.shape[1]):
            dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i]
    return loss / len(X) + reg * np.sum(W**2) / 2, dW / len(X) + reg * W


def python_float(W, X, y, reg):
    """The loss is a plain float, by item()."""
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        s = X[i] @ W
        s -= s.max()
        log_p = s - np.log(np.exp(s).sum())
        loss -= log_p[y[i]].item()
        for c in range(W.shape[1]):
            dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i]
    return float(loss / X.shape[0] + 0.5 * reg * np.sum(W**2)), dW / X.shape[0] + reg * W


def zero_dimensional_loss(W, X, y, reg):
    """The loss is an array of no dimension."""
    loss, dW = np.array(0.0), np.zeros_like(W)
    for i in range(X.shape[0]):
        s = X[i] @ W
        s -= s.max()
        log_p = s - np.log(np.exp(s).sum())
        loss -= log_p[y[i]]
        dW += np.outer(X[i], np.exp(log_p) - (np.arange(W.shape[1]) == y[i]))
    return np.array(loss / X.shape[0] + 0.5 * reg * np.sum(W**2)), dW / X.shape[0] + reg * W


def nested_function(W, X, y, reg):
    """A nested function gives loss and gradient of one example; they are stacked."""

    def one(x, label):
        s = x @ W
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        onehot = np.zeros_like(p)
        onehot[label] = 1
        return np.log(np.exp(s).sum()) - s[label], x[:, None] * (p - onehot)

    losses, gradients = zip(*[one(x, label) for x, label in zip(X, y)])
    return np.mean(losses) + 0.5 * reg * np.sum(W**2), np.mean(gradients, axis=0) + reg * W


def vectorized(W, X, y, reg):
    """No loop at all: it is the other function's work, but the same result."""
    return softmax_loss_vectorized(W, X, y, reg)


def prints_and_warns(W, X, y, reg):
    """Prints its progress, and warns of a division by zero that has no effect."""
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        s = X[i] @ W
        s -= s.max()
        log_p = np.where(s > -700, np.log(np.exp(s) / np.exp(s).sum()), s - np.log(np.exp(s).sum()))
        loss -= log_p[y[i]]
        for c in range(W.shape[1]):
            dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i]
        print(f"example {i}: loss so far {loss}")
    return loss / X.shape[0] + 0.5 * reg * np.sum(W**2), dW / X.shape[0] + reg * W


def while_loops(W, X, y, reg):
    """While loops, backwards."""
    loss, dW = 0.0, np.zeros_like(W)
    i = len(X)
    while i:
        i -= 1
        s = X[i] @ W
        s -= s[np.argmax(s)]
        total = np.exp(s).sum()
        loss -= s[y[i]] - np.log(total)
        c = W.shape[1]
        while c:
            c -= 1
            dW[:, c] += (np.exp(s[c]) / total - (c == y[i])) * X[i]
    return loss / len(X) + 0.5 * reg * np.sum(W**2), dW / len(X) + reg * W


def lists_for_labels(W, X, y, reg):
    """Labels as a list of Python ints and uint8 comparison; classes outside, examples inside."""
    labels, N, C = y.tolist(), len(y), W.shape[1]
    log_p = []
    for i in range(N):
        s = X[i] @ W
        s -= s.max()
        log_p.append(s - np.log(np.exp(s).sum()))
    dW = np.empty_like(W)
    for c in range(C):
        column = reg * W[:, c]
        for i in range(N):
            column = column + (np.exp(log_p[i][c]) - (np.uint8(labels[i]) == np.uint8(c))) * X[i] / N
        dW[:, c] = column
    return sum(-row[label] for row, label in zip(log_p, labels)) / N + 0.5 * reg * np.sum(W**2), dW
