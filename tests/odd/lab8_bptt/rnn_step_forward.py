"""Correct but unusual versions of rnn_step_forward."""

import numpy as np


def by_sigmoid(x_t, h_prev, U, W, b):
    """tanh(s) = 2 sigmoid(2s) - 1."""
    s = x_t @ U + h_prev @ W + b
    h_t = 2 / (1 + np.exp(-2 * s)) - 1
    return h_t, (x_t, h_prev, h_t, U, W)


def stacked(x_t, h_prev, U, W, b):
    """One product of stacked arrays."""
    h_t = np.tanh(np.hstack([x_t, h_prev]) @ np.vstack([U, W]) + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def transposed_algebra(x_t, h_prev, U, W, b):
    """Column vectors."""
    h_t = np.tanh(U.T.dot(x_t.T) + W.T.dot(h_prev.T) + b[:, None]).T
    return h_t, (x_t, h_prev, h_t, U, W)


def einsum(x_t, h_prev, U, W, b):
    """einsum and a list as cache."""
    h_t = np.tanh(np.einsum("nd,dh->nh", x_t, U) + np.einsum("ng,gh->nh", h_prev, W) + b)
    return [h_t, [x_t, h_prev, h_t, U, W]]


def loops(x_t, h_prev, U, W, b):
    """Explicit loops."""
    N, H = h_prev.shape
    h_t = np.zeros((N, H))
    for n in range(N):
        for j in range(H):
            s = b[j]
            for d in range(x_t.shape[1]):
                s += x_t[n, d] * U[d, j]
            for i in range(H):
                s += h_prev[n, i] * W[i, j]
            h_t[n, j] = np.tanh(s)
    return h_t, (x_t, h_prev, h_t, U, W)


def in_place(x_t, h_prev, U, W, b):
    """In place on its own array."""
    h_t = x_t @ U
    h_t += h_prev @ W
    h_t += b
    np.tanh(h_t, out=h_t)
    return h_t, (x_t, h_prev, h_t, U, W)


def single_precision(x_t, h_prev, U, W, b):
    """float32."""
    h_t = np.tanh(x_t.astype(np.float32) @ U.astype(np.float32) + h_prev @ W + b).astype(np.float32)
    return h_t, (x_t, h_prev, h_t, U, W)


def copies_in_the_cache(x_t, h_prev, U, W, b):
    """The cache holds copies."""
    h_t = np.tanh(np.matmul(x_t, U) + np.matmul(h_prev, W) + b)
    return h_t, (x_t.copy(), h_prev.copy(), h_t.copy(), U.copy(), W.copy())
