"""Lab 7: max-pooling of images (N, C, H, W). The layer is a pair of functions, as in Lab 3."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np


def max_pool_forward(x: np.ndarray, pool_param: dict) -> tuple[np.ndarray, tuple]:
    """Max-pooling: the highest entry of every window, in each channel for itself.

    x and pool_param stay as they are.

    Parameters
    ----------
    x : (N, C, H, W) array
    pool_param : dict with "pool_height", "pool_width" and "stride", the step of the windows down and to the right;
        windows overlap if the stride is smaller than their height or width; those that would stick out are left out

    Returns
    -------
    out : (N, C, H_out, W_out) array
    cache : (x, out, pool_param), for `max_pool_backward`
    """
    height, width, stride = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
    # TODO: out (N, C, H_out, W_out). A loop over the places in a window is faster than one over the windows.
    ### BEGIN SOLUTION
    out = None
    for part in parts_of_windows(x, height, width, stride):
        out = part.copy() if out is None else np.maximum(out, part, out=out)
    ### END SOLUTION
    cache = (x, out, pool_param)
    return out, cache


def max_pool_backward(dout: np.ndarray, cache: tuple) -> np.ndarray:
    """Gradient of max-pooling: the entry of dout goes to the highest entry of its window, the others get nothing.

    If several entries of a window are the highest, one of them gets it all, or they share it. dout and the arrays of
    the cache stay as they are.

    Parameters
    ----------
    dout : (N, C, H_out, W_out) array, the upstream gradient
    cache : (x, out, pool_param) from `max_pool_forward`

    Returns
    -------
    dx : (N, C, H, W) array
    """
    x, out, pool_param = cache
    height, width, stride = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
    dx = np.zeros_like(x)
    # TODO: dx (N, C, H, W); an entry of x may be the highest of several windows.
    ### BEGIN SOLUTION
    free = np.ones(out.shape, bool)
    for part, dpart in zip(parts_of_windows(x, height, width, stride), parts_of_windows(dx, height, width, stride)):
        highest = (part == out) & free
        free ^= highest
        if max(height, width) > stride:
            dpart += dout * highest
        else:  # no entry of x is in two windows
            np.multiply(dout, highest, out=dpart)
    ### END SOLUTION
    return dx


def parts_of_windows(x: np.ndarray, height: int, width: int, stride: int) -> Iterator[np.ndarray]:
    """For each place in the windows, the entries of x at that place in all windows: views (N, C, H_out, W_out)."""
    H_out, W_out = (x.shape[2] - height) // stride + 1, (x.shape[3] - width) // stride + 1
    for u in range(height):
        for v in range(width):
            yield x[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride]
