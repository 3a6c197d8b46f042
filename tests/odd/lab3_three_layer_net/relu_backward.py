"""Correct but unusual versions of relu_backward(dout, cache)."""

import numpy as np


def where(dout, cache):
    """np.where."""
    return np.where(cache < 0, 0, dout)


def equal_counts(dout, cache):
    """x >= 0: the derivative at 0 is 1."""
    return np.multiply(dout, cache >= 0, dtype=float)


def copied(dout, cache):
    """A copy with entries overwritten."""
    dx = np.array(dout, copy=True)
    dx[np.nonzero(cache <= 0)] = 0.0
    return dx


def boolean_assignment(dout, cache):
    """Fills zeros where x > 0."""
    dx = np.zeros(dout.shape)
    positive = cache > 0
    dx[positive] = dout[positive]
    return dx


def with_sign(dout, cache):
    """The mask by np.sign."""
    return dout * (np.sign(cache) + 1) / 2


def with_heaviside(dout, cache):
    """np.heaviside."""
    return np.heaviside(cache, 0.5) * dout


def half_of_sum(dout, cache):
    """The derivative of (x + |x|) / 2."""
    return 0.5 * (dout + dout * cache / np.abs(cache))


def quotient(dout, cache):
    """The mask as max(0, x) / x."""
    return dout * (np.maximum(cache, 0) / cache)


def clipped(dout, cache):
    """The mask by clipping, in float32."""
    return (dout * np.ceil(np.clip(cache, 0, 1))).astype(np.float32)


def loop_over_all_entries(dout, cache):
    """One loop, whatever the shape, into nested lists."""
    dx = [float(d) if x > 0 else 0.0 for d, x in zip(dout.flat, cache.flat)]
    return np.reshape(dx, dout.shape).tolist()


def masked_array(dout, cache):
    """np.ma, filled with 0."""
    return np.ma.masked_array(dout, mask=cache <= 0).filled(0)


def forward_again(dout, cache):
    """The mask from relu_forward."""
    return dout * (relu_forward(cache)[0] != 0)
