"""Correct but unusual versions of softmax_loss(scores, y)."""

import numpy as np


def loops(scores, y):
    """Loops over examples and classes."""
    N, C = scores.shape
    loss, dscores = 0.0, np.zeros((N, C))
    for i in range(N):
        top = max(scores[i])
        total = sum(np.exp(scores[i, j] - top) for j in range(C))
        loss += np.log(total) + top - scores[i, y[i]]
        for j in range(C):
            dscores[i, j] = (np.exp(scores[i, j] - top) / total - (j == y[i])) / N
    return loss / N, dscores


def logaddexp(scores, y):
    """The logarithm of the sum by np.logaddexp.reduce."""
    log_Z = np.logaddexp.reduce(scores, axis=1)
    P = np.exp(scores - log_Z[:, None])
    return np.mean(log_Z - scores[np.arange(len(y)), y]), (P - np.eye(scores.shape[1])[y]) / len(y)


def division_by_transposes(scores, y):
    """(E.T / E.sum(1)).T in the place of keepdims."""
    S = (scores.T - scores.max(1)).T
    E = np.exp(S)
    Y = (y.reshape(-1, 1) == np.arange(scores.shape[1])).astype(float)
    return (np.log(E.sum(1)) - (S * Y).sum(1)).sum() / len(y), ((E.T / E.sum(1)).T - Y) / y.shape[0]


def transposed(scores, y):
    """Classes are rows; the gradient is a transposed view."""
    S = scores.T - scores.T.max(axis=0)
    P = np.exp(S) / np.exp(S).sum(axis=0)
    loss = np.mean(np.log(np.exp(S).sum(axis=0)) - S[y, range(len(y))])
    P[y, range(len(y))] -= 1
    return loss, (P / len(y)).T


def comparison_mask(scores, y):
    """A boolean mask of the correct classes."""
    correct = np.arange(scores.shape[1])[None, :] == y[:, None]
    S = scores - np.max(scores, axis=1, keepdims=True)
    log_p = S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))
    return -np.sum(log_p[correct]) / len(y), np.where(correct, np.exp(log_p) - 1, np.exp(log_p)) / len(y)


def choose(scores, y):
    """np.choose and flat indices."""
    S = scores - np.max(scores, axis=1, keepdims=True)
    log_p = S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))
    G = np.exp(log_p)
    G.ravel()[np.arange(len(y)) * scores.shape[1] + y] -= 1
    return -np.choose(y, log_p.T).mean(), G / len(y)


def take_along_axis(scores, y):
    """np.take_along_axis and np.add.at."""
    S = scores - np.amax(scores, 1, keepdims=True)
    log_p = S - np.log(np.add.reduce(np.exp(S), axis=1, keepdims=True))
    G = np.exp(log_p)
    np.add.at(G, (np.arange(len(y)), y), -1)
    return -np.take_along_axis(log_p, y[:, None], axis=1).mean(), G / len(y)


def differences_of_scores(scores, y):
    """Subtracts the score of the correct class, then the maximum."""
    S = scores - scores[np.arange(len(y)), y][:, None]
    top = S.max(axis=1)
    E = np.exp(S - top[:, None])
    P = E / E.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return np.mean(top + np.log(E.sum(axis=1))), P / len(y)


def single_precision(scores, y):
    """float32; the maximum is taken off first."""
    S = (scores - scores.max(axis=1, keepdims=True)).astype(np.float32)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    G = np.exp(log_p)
    G[np.arange(len(y)), y] -= 1
    return -log_p[np.arange(len(y)), y].mean(), G / np.float32(len(y))


def plain_python(scores, y):
    """A float and a list of lists, in a list."""
    loss, dscores = 0.0, []
    for row, label in zip(scores.tolist(), y.tolist()):
        shifted = [score - max(row) for score in row]
        Z = sum(np.exp(shifted))
        loss += float(np.log(Z)) - shifted[label]
        dscores.append([float(np.exp(s) / Z - (c == label)) / len(y) for c, s in enumerate(shifted)])
    return [loss / len(y), dscores]


def labels_of_bytes(scores, y):
    """The labels become uint8; a warning is caused on the way."""
    y = y.astype(np.uint8)
    S = scores - scores.max(axis=1, keepdims=True)
    np.log(np.zeros(1))
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    Y = np.eye(S.shape[1])[y]
    return -np.einsum("nc,nc->", np.maximum(log_p, -1e300), Y) / len(y), (np.exp(log_p) - Y) / len(y)
