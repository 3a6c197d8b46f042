"""Correct but unusual versions of affine_backward(dout, cache, need_dx)."""

import numpy as np


def loops(dout, cache, need_dx=True):
    """A loop over the examples and outputs."""
    x, w, b = cache
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    for i in range(x.shape[0]):
        for j in range(w.shape[1]):
            dx[i] += (dout[i, j] * w[:, j]).reshape(x[i].shape)
            dw[:, j] += x[i].ravel() * dout[i, j]
            db[j] += dout[i, j]
    return dx if need_dx else None, dw, db


def einsum(dout, cache, need_dx=True):
    """np.einsum for all three."""
    x, w, _ = cache
    dx = np.einsum("nm,dm->nd", dout, w).reshape(x.shape) if need_dx else None
    return dx, np.einsum("nd,nm->dm", x.reshape(len(x), -1), dout), np.einsum("nm->m", dout)


def tensordot(dout, cache, need_dx=True):
    """The weights are given the axes of an image."""
    x, w, _ = cache
    kernel = w.reshape(*x.shape[1:], -1)
    dx = np.tensordot(dout, kernel, axes=(1, kernel.ndim - 1)) if need_dx else None
    return dx, np.tensordot(x, dout, axes=(0, 0)).reshape(w.shape), np.tensordot(np.ones(len(x)), dout, axes=1)


def ones_for_the_sum(dout, cache, need_dx=True):
    """db as a product with ones."""
    x, w, _ = cache
    if not need_dx:
        return None, np.dot(x.reshape(len(x), -1).T, dout), np.ones(len(dout)) @ dout
    return np.dot(dout, w.T).reshape(*x.shape), np.dot(x.reshape(len(x), -1).T, dout), np.ones(len(dout)) @ dout


def transposed(dout, cache, need_dx=True):
    """dw is a transposed view, dx comes from (D, N)."""
    x, w, _ = cache
    return (w @ dout.T).T.reshape(x.shape) if need_dx else None, (dout.T @ x.reshape(len(x), -1)).T, dout.T.sum(axis=1)


def list_of_results(dout, cache, need_dx=True):
    """Returns a list of nested lists."""
    x, w, _ = cache
    dx = [(w @ row).reshape(x.shape[1:]).tolist() for row in dout]
    dw = sum(np.multiply.outer(example.ravel(), row) for example, row in zip(x, dout))
    return [need_dx and dx or None, dw.tolist(), [float(column.sum()) for column in dout.T]]


def single_precision(dout, cache, need_dx=True):
    """float32."""
    x, w, _ = (part.astype(np.float32) for part in cache)
    dout = dout.astype(np.float32)
    dx = (dout @ w.T).reshape(x.shape) if need_dx else None
    return dx, x.reshape(len(x), -1).T @ dout, np.add.reduce(dout)


def bias_trick(dout, cache, need_dx=True):
    """dw and db in one product."""
    x, w, _ = cache
    both = np.column_stack([x.reshape(len(x), -1), np.ones(len(x))]).T @ dout
    return (dout @ w.T).reshape(x.shape) if need_dx else None, both[:-1], both[-1]


def shape_changed_and_back(dout, cache, need_dx=True):
    """Flattens x in place, and gives it its shape back."""
    x, w, b = cache
    shape = x.shape
    x.shape = (len(x), -1)
    results = (dout @ w.T).reshape(shape) if need_dx else None, x.T @ dout, dout.sum(0)
    x.shape = shape
    return results
