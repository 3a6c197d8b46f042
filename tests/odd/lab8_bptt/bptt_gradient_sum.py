"""Correct but unusual versions of bptt_gradient_sum."""

import numpy as np


def all_pairs(deltas, x, h, h0):
    """The loop over all k: the others are zero."""
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(T):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def einsum(deltas, x, h, h0):
    """The double sum in einsum."""
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    return (np.einsum("nkd,ntkh->dh", x, deltas), np.einsum("nkg,ntkh->gh", before, deltas), deltas.sum(axis=(0, 1, 2)))


def sum_over_t_first(deltas, x, h, h0):
    """sum over t, then one product for each k."""
    ds = deltas.sum(axis=1)
    T = h.shape[1]
    dU = sum(x[:, k].T @ ds[:, k] for k in range(T))
    dW = h0.T @ ds[:, 0] + sum(h[:, k - 1].T @ ds[:, k] for k in range(1, T))
    return dU, dW, ds.sum(axis=(0, 1))


def tensordot(deltas, x, h, h0):
    """tensordot over the batch and k."""
    ds = deltas.sum(axis=1)
    before = np.roll(h, 1, axis=1)
    before[:, 0] = h0
    axes = ((0, 1), (0, 1))
    return [np.tensordot(x, ds, axes), np.tensordot(before, ds, axes), np.einsum("nkh->h", ds)]


def k_outside(deltas, x, h, h0):
    """The loop over k outside, t from k on."""
    N, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for k in reversed(range(T)):
        hp = h0 if k == 0 else h[:, k - 1]
        for t in range(k, T):
            dU += x[:, k].T.dot(deltas[:, t, k])
            dW += hp.T.dot(deltas[:, t, k])
            db += np.ones(N) @ deltas[:, t, k]
    return dU, dW, db


def example_by_example(deltas, x, h, h0):
    """Outer products."""
    N, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for n in range(N):
        states = np.vstack([h0[n], h[n]])
        for t in range(T):
            for k in range(t + 1):
                dU += np.outer(x[n, k], deltas[n, t, k])
                dW += np.outer(states[k], deltas[n, t, k])
                db += deltas[n, t, k]
    return dU, dW, db


def one_matrix(deltas, x, h, h0):
    """All rows (n, k) in one product."""
    D, H = x.shape[2], h.shape[2]
    ds = np.add.reduce(deltas, axis=1).reshape(-1, H)
    before = np.concatenate([h0[:, None], h], axis=1)[:, :-1]
    both = np.concatenate([x, before, np.ones_like(x[:, :, :1])], axis=2).reshape(len(ds), -1).T @ ds
    return both[:D], both[D:-1], both[-1]


def single_precision(deltas, x, h, h0):
    """float32."""
    _, T, H = h.shape
    dU, dW, db = (np.zeros(n, np.float32) for n in ((x.shape[2], H), (H, H), H))
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db
