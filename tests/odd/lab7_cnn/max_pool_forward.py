"""Correct but unusual versions of max_pool_forward(x, pool_param)."""

import math

import numpy as np
from scipy import ndimage


def four_loops(x, pool_param):
    """A Python loop for everything."""
    N, C, H, W = x.shape
    PH, PW, S = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    out = np.zeros((N, C, 1 + (H - PH) // S, 1 + (W - PW) // S))
    for n in range(N):
        for c in range(C):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    best = -math.inf
                    for u in range(PH):
                        for v in range(PW):
                            best = max(best, x[n, c, i * S + u, j * S + v])
                    out[n, c, i, j] = best
    return out, (x, out, pool_param)


def lowest_float(x, pool_param):
    """out starts with the most negative number."""
    height, width, stride = pool_param.values()
    rows = range(0, x.shape[2] - height + 1, stride)
    columns = range(0, x.shape[3] - width + 1, stride)
    out = np.full((len(x), x.shape[1], len(rows), len(columns)), np.finfo(x.dtype).min)
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            for part in x[:, :, row : row + height, column : column + width].reshape(*x.shape[:2], -1).T:
                np.maximum(out[:, :, i, j], part.T, out=out[:, :, i, j])
    return out, [x, out, pool_param]


def sliding_windows(x, pool_param):
    """sliding_window_view."""
    size = pool_param["pool_height"], pool_param["pool_width"]
    windows = np.lib.stride_tricks.sliding_window_view(x, size, axis=(2, 3))
    out = windows[:, :, :: pool_param["stride"], :: pool_param["stride"]].max(axis=(-2, -1))
    return out, (x, out, pool_param)


def strided(x, pool_param):
    """as_strided."""
    height, width, stride = (pool_param.get(key) for key in ("pool_height", "pool_width", "stride"))
    N, C, H, W = x.shape
    a, b, c, d = x.strides
    windows = np.lib.stride_tricks.as_strided(
        x, (N, C, (H - height) // stride + 1, (W - width) // stride + 1, height, width),
        (a, b, stride * c, stride * d, c, d))
    out = np.amax(windows, (4, 5))
    return out, (x, out, pool_param)


def reshape_if_it_fits(x, pool_param):
    """A reshape for windows side by side, loops for the others."""
    N, C, H, W = x.shape
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    if height == width == stride and H % height == 0 and W % width == 0:
        out = x.reshape(N, C, H // height, height, W // width, width).max(axis=3).max(axis=4)
    else:
        out = np.empty((N, C, (H - height) // stride + 1, (W - width) // stride + 1), x.dtype)
        for i, j in np.ndindex(out.shape[2:]):
            window = x[..., i * stride : i * stride + height, j * stride : j * stride + width]
            out[..., i, j] = np.max(window, axis=(-1, -2))
    return out, (x, out, pool_param)


def by_argmax(x, pool_param):
    """argmax, and the entry at that place."""
    N, C, H, W = x.shape
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    out = np.zeros((N, C, int((H - height) / stride) + 1, int((W - width) / stride) + 1))
    for n, c, i, j in np.ndindex(*out.shape):
        window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        out[n, c, i, j] = window[np.unravel_index(np.argmax(window), window.shape)]
    return out, (x, out, pool_param)


def first_down_then_right(x, pool_param):
    """Columns and rows one after the other."""
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    tall = np.stack([x[:, :, i : i + height].max(axis=2) for i in range(0, x.shape[2] - height + 1, stride)], 2)
    out = np.stack([tall[..., j : j + width].max(axis=-1) for j in range(0, x.shape[3] - width + 1, stride)], -1)
    return out, (x, out, pool_param)


def fancy_indices(x, pool_param):
    """The windows by arrays of indices."""
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    rows = np.arange(0, x.shape[2] - height + 1, stride)[:, None] + np.arange(height)
    columns = np.arange(0, x.shape[3] - width + 1, stride)[:, None] + np.arange(width)
    out = x[:, :, rows[:, None, :, None], columns[None, :, None]].max(axis=(4, 5))
    return out, (x, out, pool_param)


def with_scipy(x, pool_param):
    """ndimage.maximum_filter at all places, then those of the stride."""
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    every = ndimage.maximum_filter(x, (1, 1, height, width), origin=(0, 0, -(height // 2), -(width // 2)))
    out = every[:, :, : x.shape[2] - height + 1 : stride, : x.shape[3] - width + 1 : stride]
    return out, (x, out, pool_param)


def minus_minimum(x, pool_param):
    """The maximum as minus the minimum of -x, in float32."""
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    out = [[(-x.astype(np.float32))[:, :, i : i + height, j : j + width].min(axis=(2, 3))
            for j in range(0, x.shape[3] - width + 1, stride)] for i in range(0, x.shape[2] - height + 1, stride)]
    out = -np.moveaxis(np.array(out), (0, 1), (2, 3))
    return out, (x, out, pool_param)


def last_of_sorted(x, pool_param):
    """Sorts the windows; images and channels are one axis; nested lists come out."""
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    planes = x.reshape(-1, *x.shape[2:])
    out = [[[sorted(plane[i : i + height, j : j + width].ravel().tolist())[-1]
             for j in range(0, plane.shape[1] - width + 1, stride)]
            for i in range(0, plane.shape[0] - height + 1, stride)] for plane in planes]
    out = np.array(out).reshape(*x.shape[:2], len(out[0]), len(out[0][0])).tolist()
    return out, (x, out, pool_param)


def border_of_minus_infinity(x, pool_param):
    """A border of -inf, as in some libraries; the windows in it are cut off."""
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    H_out, W_out = (x.shape[2] - height) // stride + 1, (x.shape[3] - width) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (0, height), (0, width)), constant_values=-np.inf)
    out = np.full(x.shape, -np.inf)
    for u in range(height):
        for v in range(width):
            out = np.fmax(out, padded[:, :, u : u + x.shape[2], v : v + x.shape[3]])
    out = np.ascontiguousarray(out[:, :, ::stride, ::stride][:, :, :H_out, :W_out])
    return out, (x.copy(), out.copy(), dict(pool_param))
