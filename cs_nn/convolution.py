"""Lab 7: convolution.

Images are (N, C, H, W): N images of C channels, H rows and W columns. A convolution layer has F filters, w is
(F, C, HH, WW) and b (F,). As everywhere in this field, "convolution" does not flip the filters (it is a
cross-correlation): the filter lies on the image as it is.

``conv_param`` is a dict: ``"stride"``, the step of the windows down and to the right, and ``"pad"``, the number of
zeros on each side of the images, or ``"same"`` for as many as give ceil(H / stride) rows and ceil(W / stride) columns
of output (where they are odd, the bottom and the right side get one more). Layers are pairs of functions, as in Lab 3.
"""

from __future__ import annotations

import numpy as np


def padding(size: int, width: int, conv_param: dict) -> tuple[int, int]:
    """The zeros before and after one axis of `size` entries, for windows of `width` entries: two integers."""
    stride, pad = conv_param["stride"], conv_param["pad"]
    if pad != "same":
        return pad, pad
    total = max((-(-size // stride) - 1) * stride + width - size, 0)
    return total // 2, total - total // 2


def pad_images(x: np.ndarray, w: np.ndarray, conv_param: dict) -> tuple[np.ndarray, int, int]:
    """The images with their border of zeros, for the windows of the filters w.

    Returns
    -------
    x_pad : (N, C, H + top + bottom, W + left + right) array, a copy
    top, left : int, the zeros before the first row and before the first column of x
    """
    N, C, H, W = x.shape
    top, bottom = padding(H, w.shape[2], conv_param)
    left, right = padding(W, w.shape[3], conv_param)
    x_pad = np.zeros((N, C, H + top + bottom, W + left + right), x.dtype)
    x_pad[:, :, top : top + H, left : left + W] = x
    return x_pad, top, left


def conv_forward_naive(x: np.ndarray, w: np.ndarray, b: np.ndarray, conv_param: dict) -> tuple[np.ndarray, tuple]:
    """Convolution layer, with explicit loops.

    out[n, f, i, j] = b[f] + sum_(c,u,v) x_pad[n, c, i * stride + u, j * stride + v] * w[f, c, u, v]

    x, w, b and conv_param stay as they are.

    Parameters
    ----------
    x : (N, C, H, W) array; w : (F, C, HH, WW) array; b : (F,) array
    conv_param : dict with "stride" and "pad", see the top of this module

    Returns
    -------
    out : (N, F, H_out, W_out) array, with as many rows and columns as there are places for the filter
    cache : (x, w, b, conv_param), for `conv_backward_naive`
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    # TODO: out (N, F, H_out, W_out); how often does a filter fit into x_pad, with this stride?
    ### BEGIN SOLUTION
    stride = conv_param["stride"]
    N, F = len(x), len(w)
    HH, WW = w.shape[2:]
    H_out, W_out = (x_pad.shape[2] - HH) // stride + 1, (x_pad.shape[3] - WW) // stride + 1
    out = np.zeros((N, F, H_out, W_out), x.dtype)
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    window = x_pad[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
                    out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    ### END SOLUTION
    cache = (x, w, b, conv_param)
    return out, cache


def conv_backward_naive(dout: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradients of a convolution layer, with explicit loops.

    dout and the arrays of the cache stay as they are.

    Parameters
    ----------
    dout : (N, F, H_out, W_out) array, the upstream gradient
    cache : (x, w, b, conv_param) from `conv_forward_naive`

    Returns
    -------
    dx : (N, C, H, W) array; dw : (F, C, HH, WW) array; db : (F,) array
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    # TODO: dw, db and dx_pad: every window and every filter gets its share of each entry of dout.
    ### BEGIN SOLUTION
    stride = conv_param["stride"]
    HH, WW = w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    ### END SOLUTION
    dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]]
    return dx, dw, db


def windows_of(x_pad: np.ndarray, w: np.ndarray, stride: int) -> np.ndarray:
    """All windows that the filters w lie on: a view (N, C, HH, WW, H_out, W_out) of x_pad, nothing is copied."""
    windows = np.lib.stride_tricks.sliding_window_view(x_pad, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return windows.transpose(0, 1, 4, 5, 2, 3)


def conv_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray, conv_param: dict) -> tuple[np.ndarray, tuple]:
    """Convolution layer without a loop over its outputs: windows and one matrix product ("im2col").

    Same parameters, same results as `conv_forward_naive`. The windows are written out as the columns of a matrix of
    C * HH * WW rows, one matrix for each image; a row of the matrix w.reshape(F, -1) is a filter.
    x, w, b and conv_param stay as they are.
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    # TODO: out (N, F, H_out, W_out).
    ### BEGIN SOLUTION
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    filters = w.reshape(F, -1)
    columns = windows.reshape(N, -1, H_out * W_out)
    out = (filters @ columns).reshape(N, F, H_out, W_out)
    out += b[:, None, None]
    ### END SOLUTION
    cache = (x, w, b, conv_param)
    return out, cache


def conv_backward(
    dout: np.ndarray, cache: tuple, need_dx: bool = True
) -> tuple[np.ndarray | None, np.ndarray, np.ndarray]:
    """Gradients of a convolution layer, by matrix products.

    dout and the arrays of the cache stay as they are.

    Parameters
    ----------
    dout : (N, F, H_out, W_out) array, the upstream gradient
    cache : (x, w, b, conv_param) from `conv_forward`
    need_dx : bool; the first layer of a network needs no dx

    Returns
    -------
    dx : (N, C, H, W) array, None without `need_dx`; dw : (F, C, HH, WW) array; db : (F,) array
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    dx = None
    # TODO: db (F,) and dw (F, C, HH, WW); if need_dx, dx (N, C, H, W) too.
    ### BEGIN SOLUTION
    N, F, H_out, W_out = dout.shape
    filters, douts = w.reshape(F, -1), dout.reshape(N, F, -1)
    columns = windows.reshape(N, -1, H_out * W_out)
    db = dout.sum(axis=(0, 2, 3))
    dw = (douts @ columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if need_dx:
        dwindows = (filters.T @ douts).reshape(windows.shape)
        dx_pad = np.zeros_like(x_pad)
        for u, v in np.ndindex(*w.shape[2:]):  # an entry of x_pad lies in many windows
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dwindows[:, :, u, v]
        dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]]
    ### END SOLUTION
    return dx, dw, db
