"""Correct but unusual versions of relu_forward(x)."""

import numpy as np


def where(x):
    """np.where."""
    return np.where(x < 0, 0, x), x


def clipped(x):
    """np.clip without an upper limit."""
    return np.clip(x, 0, None), x


def times_mask(x):
    """x times the mask."""
    return x * (x >= 0), x


def half_of_sum(x):
    """(x + |x|) / 2."""
    return (x + np.abs(x)) / 2, x


def with_sign(x):
    """Multiplies by the sign, twice."""
    sign = np.sign(x)
    return 0.5 * x * sign * (1 + sign), x


def boolean_assignment(x):
    """A copy with negative entries overwritten."""
    out = np.array(x)
    out[out < 0] = 0
    return out, x


def loop_over_all_entries(x):
    """One loop, whatever the shape."""
    out = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        if x[place] > 0:
            out[place] = x[place]
    return out, x


def comprehension(x):
    """Python's max of each entry, reshaped."""
    return np.array([max(0.0, float(entry)) for entry in x.flat]).reshape(x.shape), x


def nested_lists(x):
    """Returns a list of lists."""
    return [np.maximum(x, 0).tolist(), x]


def vectorised_function(x):
    """np.vectorize."""
    return np.vectorize(lambda entry: entry if entry > 0 else 0.0)(x), x


def single_precision(x):
    """float32 output."""
    return np.maximum(x.astype(np.float32), np.float32(0)), x


def fmax(x):
    """np.fmax, and the cache in column order."""
    return np.fmax(x, 0), np.asfortranarray(x)


def copy_in_the_cache(x):
    """The cache is a copy, the output a view."""
    wide = np.zeros((*x.shape, 2))
    wide[..., 1] = np.maximum(0, x)
    return wide[..., 1], x.copy()
