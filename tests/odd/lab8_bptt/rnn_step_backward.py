"""Correct but unusual versions of rnn_step_backward."""

import numpy as np


def factored_slope(dh_t, cache):
    """(1 - h)(1 + h)."""
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t) * (1 + h_t)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def cosh(dh_t, cache):
    """The slope from s_t, 1 / cosh^2."""
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t / np.cosh(np.arctanh(h_t)) ** 2
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def step_by_step(dh_t, cache):
    """Each operation by itself."""
    x_t, h_prev, h_t, U, W = cache
    slope = 1 - np.square(h_t)
    ds = np.multiply(slope, dh_t)
    db = np.ones(len(ds)) @ ds
    dU = np.dot(x_t.T, ds)
    dW = np.dot(h_prev.T, ds)
    dx_t = np.dot(ds, U.T)
    dh_prev = np.dot(ds, W.T)
    return [dx_t, dh_prev, dU, dW, db]


def transposed_algebra(dh_t, cache):
    """Column vectors."""
    x_t, h_prev, h_t, U, W = cache
    ds = (dh_t * (1 - h_t**2)).T
    return U.dot(ds).T, W.dot(ds).T, ds.dot(x_t).T, ds.dot(h_prev).T, ds.sum(axis=1)


def einsum(dh_t, cache):
    """einsum."""
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t - dh_t * h_t * h_t
    return (
        np.einsum("nh,dh->nd", ds, U),
        np.einsum("nh,gh->ng", ds, W),
        np.einsum("nd,nh->dh", x_t, ds),
        np.einsum("ng,nh->gh", h_prev, ds),
        np.einsum("nh->h", ds),
    )


def example_by_example(dh_t, cache):
    """Outer products."""
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    dU, dW = np.zeros_like(U), np.zeros_like(W)
    for n in range(len(ds)):
        dU += np.outer(x_t[n], ds[n])
        dW += np.outer(h_prev[n], ds[n])
    return np.array([U @ row for row in ds]), np.array([W @ row for row in ds]), dU, dW, sum(ds)


def stacked(dh_t, cache):
    """One product for U and W."""
    x_t, h_prev, h_t, U, W = cache
    D = len(U)
    ds = dh_t * (1 - h_t**2)
    both, d_both = np.hstack([x_t, h_prev]).T @ ds, ds @ np.vstack([U, W]).T
    return d_both[:, :D], d_both[:, D:], both[:D], both[D:], ds.sum(0)


def in_place_on_a_copy(dh_t, cache):
    """In place on a copy."""
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t.copy()
    ds *= 1 - h_t**2
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def single_precision(dh_t, cache):
    """float32."""
    x_t, h_prev, h_t, U, W = (part.astype(np.float32) for part in cache)
    ds = dh_t.astype(np.float32) * (1 - h_t**2)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)
