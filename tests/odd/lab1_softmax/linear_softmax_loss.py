"""Correct but unusual versions of linear_softmax_loss."""

import numpy as np


def _log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def einsum_everywhere(W, b, X, Y, reg=0.0):
    """Every product and every sum is an einsum."""
    S = np.einsum("nd,dc->nc", X, W) + b
    S -= S.max(axis=1)[:, None]
    Z = np.einsum("nc->n", np.exp(S))
    log_P = S - np.log(Z)[:, None]
    G = (np.exp(log_P) - Y) / Y.shape[0]
    loss = -np.einsum("nc,nc->", Y, log_P) / Y.shape[0] + 0.5 * reg * np.einsum("dc,dc->", W, W)
    return loss, np.einsum("nd,nc->dc", X, G) + reg * W, np.einsum("nc->c", G)


def matrix_form_of_the_bias(W, b, X, Y, reg=0.0):
    """The formula as it is written: X W + 1 b^T, and db = G^T 1."""
    N = X.shape[0]
    one = np.ones((N, 1))
    log_P = _log_softmax(X @ W + one @ b[None, :])
    G = (np.exp(log_P) - Y) / N
    return -np.trace(Y.T @ log_P) / N + 0.5 * reg * np.trace(W.T @ W), X.T @ G + reg * W, (G.T @ one)[:, 0]


def bias_trick(W, b, X, Y, reg=0.0):
    """One matrix of weights and bias, split at the end into views."""
    N = len(X)
    X1, W1 = np.column_stack([X, np.ones(N)]), np.vstack([W, b])
    log_P = _log_softmax(X1 @ W1)
    gradient = X1.T @ (np.exp(log_P) - Y) / N
    gradient[:-1] += reg * W
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), gradient[:-1], gradient[-1]


def index_of_the_label(W, b, X, Y, reg=0.0):
    """Turns the one-hot labels back into indices and calls softmax_loss_vectorized on the bias trick."""
    X1, W1 = np.column_stack([X, np.ones(len(X))]), np.vstack([W, b])
    loss, gradient = softmax_loss_vectorized(W1, X1, Y.argmax(axis=1), 0.0)
    return loss + 0.5 * reg * np.sum(W**2), gradient[:-1] + reg * W, gradient[-1]


def columns_are_examples(W, b, X, Y, reg=0.0):
    """Works with (C, N) matrices and returns transposed views."""
    N = X.shape[0]
    S = W.T @ X.T + b[:, None]
    S = S - S.max(axis=0)
    log_P = S - np.log(np.exp(S).sum(axis=0))
    G = (np.exp(log_P) - Y.T) / N
    return -(Y.T * log_P).sum() / N + 0.5 * reg * (W * W).sum(), (G @ X + reg * W.T).T, G.sum(axis=1)


def logaddexp(W, b, X, Y, reg=0.0):
    """The logarithm of the sum by np.logaddexp.reduce."""
    S = X @ W + b
    log_Z = np.logaddexp.reduce(S, axis=1, keepdims=True)
    G = np.exp(S - log_Z) - Y
    loss = np.mean(log_Z[:, 0] - np.sum(Y * S, axis=1)) + 0.5 * reg * np.vdot(W, W)
    return loss, X.T @ G / len(X) + reg * W, G.mean(axis=0)


def where_for_labels(W, b, X, Y, reg=0.0):
    """Y is turned into a boolean mask; the logarithm of 0 is never used."""
    N, correct = X.shape[0], Y == 1
    S = X @ W + b
    E = np.exp(S - S.max(axis=1, keepdims=True))
    Z = E.sum(axis=1)
    losses = np.log(Z) + S.max(axis=1) - S[correct]
    G = np.where(correct, E / Z[:, None] - 1, E / Z[:, None])
    return losses.sum() / N + reg / 2 * np.square(W).sum(), X.T.dot(G) / N + reg * W, G.sum(0) / N


def mean_over_the_batch(W, b, X, Y, reg=0.0):
    """Means in the place of sums divided by N."""
    log_P = _log_softmax(X @ W + b)
    G = np.exp(log_P) - Y
    loss = -np.mean(np.sum(Y * log_P, axis=1)) + 0.5 * reg * np.linalg.norm(W, "fro") ** 2
    return loss, np.mean(X[:, :, None] * G[:, None, :], axis=0) + reg * W, np.mean(G, axis=0)


def single_precision(W, b, X, Y, reg=0.0):
    """All work in float32, results too."""
    W, b, X, Y, reg = (np.asarray(a, dtype=np.float32) for a in (W, b, X, Y, reg))
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / np.float32(len(X))
    loss = -np.sum(Y * log_P) / np.float32(len(X)) + np.float32(0.5) * reg * np.sum(W**2)
    return loss, X.T @ G + reg * W, G.sum(axis=0)


def long_double(W, b, X, Y, reg=0.0):
    """All work in the longest floats of the machine."""
    W, b, X, Y = (a.astype(np.longdouble) for a in (W, b, X, Y))
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / len(X)
    return -np.sum(Y * log_P) / len(X) + reg * np.sum(W**2) / 2, X.T @ G + reg * W, G.sum(axis=0)


def plain_python_results(W, b, X, Y, reg=0.0):
    """A list of a float and of nested lists."""
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / len(X)
    loss = -np.sum(Y * log_P) / len(X) + 0.5 * reg * np.sum(W**2)
    return [float(loss), (X.T @ G + reg * W).tolist(), list(G.sum(axis=0))]


def zero_dimensional_loss(W, b, X, Y, reg=0.0):
    """The loss is an array of no dimension; db is a tuple."""
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / len(X)
    loss = np.array(-np.sum(Y * log_P) / len(X) + 0.5 * reg * np.sum(W**2))
    return loss, X.T @ G + reg * W, tuple(column.sum() for column in G.T)


def views_of_a_larger_array(W, b, X, Y, reg=0.0):
    """dW and db are parts of one array, neither contiguous."""
    (D, C), N = W.shape, len(X)
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    store = np.empty((2 * D + 2, 2 * C))
    store[0:-2:2, ::-2] = X.T @ G + reg * W
    store[-1, ::-2] = G.sum(axis=0)
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), store[0:-2:2, ::-2], store[-1, ::-2]


def nested_functions(W, b, X, Y, reg=0.0):
    """Forward and backward as nested functions with a cache in a dict."""

    def forward():
        cache = {"log_P": _log_softmax(X @ W + b)}
        return -np.sum(Y * cache["log_P"]) / len(X), cache

    def backward(cache):
        G = (np.exp(cache["log_P"]) - Y) / len(X)
        return X.T @ G, G.sum(axis=0)

    loss, cache = forward()
    dW, db = backward(cache)
    return loss + 0.5 * reg * np.sum(W * W), dW + reg * W, db


def jacobian_by_jacobian(W, b, X, Y, reg=0.0):
    """The chain rule with the full Jacobian of softmax, example by example; no cancelled division."""
    N, C = Y.shape
    log_P = _log_softmax(X @ W + b)
    P = np.exp(log_P)
    # d(-log p_k)/ds = -(1/p_k) p_k (onehot_k - p), where the factors p_k cancel on paper
    onehot = np.eye(C)[np.argmax(Y, axis=1)]
    G = -(onehot - P) * Y.sum(axis=1, keepdims=True) / N
    return -(Y * log_P).sum() / N + reg * np.sum(W**2) / 2, X.T @ G + reg * W, np.ones(N) @ G


def prints_and_warns(W, b, X, Y, reg=0.0):
    """Prints the loss, and takes a logarithm of 0 that it then replaces."""
    N = X.shape[0]
    S = X @ W + b
    S -= S.max(axis=1, keepdims=True)
    Z = np.exp(S).sum(axis=1, keepdims=True)
    log_P = np.log(np.exp(S) / Z)
    log_P[np.isinf(log_P)] = (S - np.log(Z))[np.isinf(log_P)]
    G = (np.exp(log_P) - Y) / N
    loss = -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2)
    print("loss", loss)
    return loss, X.T @ G + reg * W, G.sum(axis=0)


def column_major(W, b, X, Y, reg=0.0):
    """Arrays in column-major order, labels as int8."""
    W, X, Y = np.asfortranarray(W), np.asfortranarray(X), Y.astype(np.int8)
    log_P = np.asfortranarray(_log_softmax(X @ W + b))
    G = np.subtract(np.exp(log_P), Y) / len(Y)
    loss = -np.tensordot(Y, log_P, axes=2) / len(Y) + 0.5 * reg * np.sum(np.multiply(W, W))
    return loss, np.asfortranarray(X.T @ G + reg * W), np.add.reduce(G)


def class_by_class(W, b, X, Y, reg=0.0):
    """One column of scores, dW and db at a time."""
    N, C = Y.shape
    S = np.stack([X @ W[:, c] + b[c] for c in range(C)], axis=1)
    log_P = _log_softmax(S)
    dW, db = np.empty_like(W), np.empty(C)
    for c in range(C):
        g = (np.exp(log_P[:, c]) - Y[:, c]) / N
        dW[:, c], db[c] = X.T @ g + reg * W[:, c], g.sum()
    return sum(-Y[:, c] @ log_P[:, c] for c in range(C)) / N + 0.5 * reg * np.sum(W**2), dW, db
