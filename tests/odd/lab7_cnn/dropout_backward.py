"""Correct but unusual versions of dropout_backward(dout, cache)."""

import numpy as np


def copied(dout, cache):
    """A copy, and a mask of ones for None."""
    mask = np.ones_like(dout) if cache is None else cache
    return np.multiply(mask, dout.copy())


def one_for_none(dout, cache):
    """1 for None."""
    return dout * (1 if cache is None else cache)


def indices(dout, cache):
    """Only the entries that were kept."""
    if cache is None:
        return dout + 0
    dx = np.zeros_like(dout)
    kept = cache != 0
    dx[kept] = dout[kept] * cache[kept]
    return dx


def where(dout, cache):
    """np.where, with the factor from the mask."""
    if cache is None:
        return dout
    return np.where(cache > 0, dout * cache.max(), 0.0)


def single_precision(dout, cache):
    """float32."""
    dx = dout.astype(np.float32)
    if cache is not None:
        dx = dx * cache.astype(np.float32)
    return dx


def loops(dout, cache):
    """One entry after the other."""
    dx = np.empty(dout.shape)
    for index in np.ndindex(*dout.shape):
        dx[index] = dout[index] if cache is None else dout[index] * cache[index]
    return dx


def lists(dout, cache):
    """A list of rows."""
    if isinstance(cache, np.ndarray):
        return [list(row * part) if row.ndim == 1 else (row * part).tolist() for row, part in zip(dout, cache)]
    return dout.tolist()


def tried(dout, cache):
    """An exception for None."""
    try:
        return dout * cache
    except TypeError:
        return dout


def einsum(dout, cache):
    """np.einsum."""
    return dout if cache is None else np.einsum("...,...->...", dout, cache)


def quotient(dout, cache):
    """Divided by the inverse of the factor."""
    if cache is None:
        return dout
    keep = 1 / cache[cache > 0].mean()
    return dout * (cache > 0) / keep
