"""Correct but unusual versions of softmax_loss_vectorized."""

import numpy as np


def einsum_everywhere(W, X, y, reg):
    """Every product is an einsum."""
    S = np.einsum("nd,dc->nc", X, W)
    S -= np.max(S, axis=1)[:, None]
    Z = np.einsum("nc->n", np.exp(S))
    Y = np.eye(W.shape[1])[y]
    loss = np.einsum("n->", np.log(Z) - np.einsum("nc,nc->n", S, Y)) / len(y) + reg / 2 * np.einsum("dc,dc->", W, W)
    return loss, np.einsum("nd,nc->dc", X, np.exp(S) / Z[:, None] - Y) / len(y) + reg * W


def tensordot(W, X, y, reg):
    """np.tensordot and np.take_along_axis."""
    S = np.tensordot(X, W, axes=1)
    S = S - np.amax(S, 1, keepdims=True)
    log_p = S - np.log(np.add.reduce(np.exp(S), axis=1, keepdims=True))
    picked = np.take_along_axis(log_p, y[:, np.newaxis], axis=1)
    G = np.exp(log_p)
    np.put_along_axis(G, y[:, np.newaxis], np.take_along_axis(G, y[:, np.newaxis], axis=1) - 1, axis=1)
    return -picked.mean() + 0.5 * reg * np.vdot(W, W), np.tensordot(X, G, axes=(0, 0)) / len(y) + reg * W


def logaddexp(W, X, y, reg):
    """The logarithm of the sum by np.logaddexp.reduce."""
    S = X @ W
    log_Z = np.logaddexp.reduce(S, axis=1)
    P = np.exp(S - log_Z[:, None])
    loss = np.mean(log_Z - S[np.arange(len(y)), y]) + 0.5 * reg * (W**2).sum()
    return loss, X.T @ (P - np.eye(W.shape[1])[y]) / len(y) + reg * W


def transposed(W, X, y, reg):
    """Classes are rows: (C, N) scores, and dW is a transposed view."""
    S = W.T @ X.T
    S = S - S.max(axis=0)
    P = np.exp(S) / np.exp(S).sum(axis=0)
    loss = np.mean(np.log(np.exp(S).sum(axis=0)) - S[y, range(len(y))]) + 0.5 * reg * np.linalg.norm(W) ** 2
    P[y, range(len(y))] -= 1
    return loss, (P @ X / len(y) + reg * W.T).T


def division_by_transposes(W, X, y, reg):
    """(E.T / E.sum(1)).T in the place of keepdims."""
    S = X @ W
    S = (S.T - S.max(1)).T
    E = np.exp(S)
    P = (E.T / E.sum(1)).T
    Y = (y.reshape(-1, 1) == np.arange(W.shape[1])).astype(float)
    loss = (np.log(E.sum(1)) - (S * Y).sum(1)).sum() / y.shape[0] + 0.5 * reg * np.sum(np.power(W, 2))
    return loss, np.dot(X.T, P - Y) / y.shape[0] + np.multiply(reg, W)


def comparison_mask(W, X, y, reg):
    """Boolean one-hot labels select the correct scores."""
    N, C = X.shape[0], W.shape[1]
    correct = np.arange(C)[None, :] == y[:, None]
    S = X.dot(W)
    S -= np.max(S, axis=1, keepdims=True)
    log_p = S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))
    loss = -np.sum(log_p[correct]) / N + 0.5 * reg * np.sum(W * W)
    return loss, X.T.dot(np.where(correct, np.exp(log_p) - 1, np.exp(log_p))) / N + reg * W


def choose(W, X, y, reg):
    """np.choose picks the correct scores."""
    S = X.dot(W)
    S -= np.max(S, axis=1, keepdims=True)
    log_p = S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))
    G = np.exp(log_p)
    G[range(len(y)), y] -= 1
    return -np.choose(y, log_p.T).mean() + 0.5 * reg * np.square(W).sum(), X.T.dot(G) / len(y) + reg * W


def add_at(W, X, y, reg):
    """The correct classes' part of dW by np.add.at on columns."""
    S = X.dot(W)
    S -= np.max(S, axis=1, keepdims=True)
    log_p = S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))
    dWT = (X.T @ np.exp(log_p)).T
    np.subtract.at(dWT, y, X)
    return -log_p[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W**2), dWT.T / len(y) + reg * W


def flat_indices(W, X, y, reg):
    """Picks by flat indices with ravel and take."""
    N, C = X.shape[0], W.shape[1]
    S = X.dot(W)
    S -= np.max(S, axis=1).reshape(N, 1)
    log_p = S - np.log(np.sum(np.exp(S), axis=1)).reshape(N, 1)
    flat = np.arange(N) * C + y
    G = np.exp(log_p)
    G.ravel()[flat] -= 1.0
    return -log_p.take(flat).sum() / N + 0.5 * reg * np.sum(W**2), X.T.dot(G) / N + reg * W


def trace_of_a_square(W, X, y, reg):
    """Picks the correct scores as the diagonal of an (N, N) matrix."""
    S = X.dot(W)
    S -= np.max(S, axis=1, keepdims=True)
    log_p = S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))
    Y = np.eye(W.shape[1])[y]
    loss = -np.trace(log_p[:, y]) / len(y) + 0.5 * reg * np.trace(W @ W.T)
    return loss, X.T.dot(np.exp(log_p) - Y) / len(y) + reg * W


def differences_of_scores(W, X, y, reg):
    """Subtracts the score of the correct class first, then the maximum."""
    rows = np.arange(len(y))
    S = X @ W
    S = S - S[rows, y][:, None]
    top = S.max(axis=1)
    loss = np.mean(top + np.log(np.exp(S - top[:, None]).sum(axis=1))) + 0.5 * reg * np.sum(W**2)
    E = np.exp(S - top[:, None])
    P = E / E.sum(axis=1, keepdims=True)
    P[rows, y] -= 1
    return loss, X.T @ P / len(y) + reg * W


def three_dimensional(W, X, y, reg):
    """Sums an array of shape (N, D, C) over the examples."""
    S = (X[:, :, None] * W[None]).sum(axis=1)
    S = S - S.max(axis=1, keepdims=True)
    P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
    Y = np.eye(W.shape[1])[y]
    loss = np.mean(np.log(np.exp(S).sum(axis=1)) - (S * Y).sum(axis=1)) + 0.5 * reg * np.sum(W**2)
    return loss, (X[:, :, None] * (P - Y)[:, None, :]).mean(axis=0) + reg * W


def single_precision(W, X, y, reg):
    """All work in float32, results too."""
    W, X, reg = W.astype(np.float32), X.astype(np.float32), np.float32(reg)
    S = X @ W
    S -= S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    G = np.exp(log_p)
    G[np.arange(len(y)), y] -= 1
    loss = -log_p[np.arange(len(y)), y].mean() + np.float32(0.5) * reg * np.sum(W**2)
    return loss, X.T @ (G / np.float32(len(y))) + reg * W


def python_float(W, X, y, reg):
    """The loss is a plain float, dW a list of lists."""
    S = X @ W
    S -= S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    G = np.exp(log_p)
    G[np.arange(len(y)), y] -= 1
    loss = float(-log_p[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W**2))
    return loss, (X.T @ G / len(y) + reg * W).tolist()


def zero_dimensional_loss(W, X, y, reg):
    """The loss is an array of no dimension, the result a list."""
    S = X @ W
    S -= S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    G = np.exp(log_p)
    G[np.arange(len(y)), y] -= 1
    return [np.asarray(-log_p[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W**2)), X.T @ G / len(y) + reg * W]


def strided_view(W, X, y, reg):
    """dW is every second column of a larger array."""
    S = X @ W
    S -= S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    G = np.exp(log_p)
    G[np.arange(len(y)), y] -= 1
    wide = np.full((W.shape[0], 2 * W.shape[1]), np.nan)
    wide[:, ::2] = X.T @ G / len(y) + reg * W
    return -log_p[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W**2), wide[:, ::2]


def bias_trick_again(W, X, y, reg):
    """Appends a constant feature with weights 0 and drops its row of the gradient."""
    X1, W1 = np.hstack([X, np.ones((len(X), 1))]), np.vstack([W, np.zeros((1, W.shape[1]))])
    S = X1 @ W1
    S -= S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    G = np.exp(log_p)
    G[np.arange(len(y)), y] -= 1
    return -log_p[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W1**2), (X1.T @ G / len(y) + reg * W1)[:-1]


def prints_and_warns(W, X, y, reg):
    """Prints shapes, and takes a logarithm of 0 that it then replaces."""
    S = X @ W
    S -= S.max(axis=1, keepdims=True)
    E = np.exp(S)
    print("E:", E.shape)
    log_p = np.log(E / E.sum(axis=1, keepdims=True))
    log_p = np.where(S < -600, S - np.log(E.sum(axis=1, keepdims=True)), log_p)
    G = np.exp(log_p)
    G[np.arange(len(y)), y] -= 1
    return -log_p[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W**2), X.T @ G / len(y) + reg * W
