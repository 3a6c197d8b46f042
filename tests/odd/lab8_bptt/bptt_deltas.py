"""Correct but unusual versions of bptt_deltas."""

import numpy as np


def all_t_at_once(dh, h, W):
    """The loop over k outside, all t >= k at once."""
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    slope = 1 - h * h
    for k in reversed(range(T)):
        deltas[:, k, k] = slope[:, k] * dh[:, k]
        if k < T - 1:
            deltas[:, k + 1 :, k] = slope[:, None, k] * (deltas[:, k + 1 :, k + 1] @ W.T)
    return deltas


def running_delta(dh, h, W):
    """One running delta for each t."""
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        delta = dh[:, t]
        for k in range(t, -1, -1):
            if k < t:
                delta = delta @ W.T
            delta = delta * (1 - h[:, k] ** 2)
            deltas[:, t, k] = delta
    return deltas


def recursion(dh, h, W):
    """A recursive function."""
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))

    def delta(t, k):
        return (1 - h[:, k] ** 2) * (dh[:, t] if k == t else np.dot(delta(t, k + 1), W.T))

    for t in range(T):
        for k in range(t + 1):
            deltas[:, t, k] = delta(t, k)
    return deltas


def jacobians(dh, h, W):
    """Products of Jacobian matrices for each example."""
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for n in range(N):
        for t in range(T):
            row = dh[n, t] @ np.diag(1 - h[n, t] ** 2)
            deltas[n, t, t] = row
            for k in reversed(range(t)):
                row = np.diag(1 - h[n, k] ** 2) @ W @ row
                deltas[n, t, k] = row
    return deltas


def back_in_time_by_distance(dh, h, W):
    """Diagonal by diagonal: all pairs with the same t - k."""
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    slope = 1 - h**2
    t = np.arange(T)
    deltas[:, t, t] = slope * dh
    for back in range(1, T):
        t = np.arange(back, T)
        k = t - back
        deltas[:, t, k] = slope[:, k] * (deltas[:, t, k + 1] @ W.T)
    return deltas


def transposed_and_back(dh, h, W):
    """Built as (T, T, N, H), then transposed."""
    N, T, H = h.shape
    slope = (1 - h**2).swapaxes(0, 1)
    rows = [[np.zeros((N, H))] * T for _ in range(T)]
    for t in range(T):
        rows[t][t] = slope[t] * dh[:, t]
        for k in reversed(range(t)):
            rows[t][k] = slope[k] * np.einsum("nh,gh->ng", rows[t][k + 1], W)
    return np.array(rows).transpose(2, 0, 1, 3)


def step_function(dh, h, W):
    """With rnn_step_backward."""
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        flow = dh[:, t]
        for k in reversed(range(t + 1)):
            deltas[:, t, k] = flow * (1 - h[:, k] ** 2)
            _, flow, _, _, _ = rnn_step_backward(flow, (np.zeros((N, 1)), h[:, k], h[:, k], np.zeros((1, H)), W))
    return deltas



def single_precision(dh, h, W):
    """float32."""
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H), np.float32)
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * (deltas[:, t, k + 1] @ W.T)
    return deltas
