"""Correct but unusual versions of conv_backward_naive."""

import numpy as np
from scipy import signal


def seven_loops(dout, cache):
    """Nothing but numbers."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    s = conv_param["stride"]
    dx_pad, dw, db = np.zeros(x_pad.shape), np.zeros(w.shape), np.zeros(len(b))
    for n in range(dout.shape[0]):
        for f in range(dout.shape[1]):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    d = dout[n, f, i, j]
                    db[f] += d
                    for c in range(w.shape[1]):
                        for u in range(w.shape[2]):
                            for v in range(w.shape[3]):
                                dw[f, c, u, v] += d * x_pad[n, c, i * s + u, j * s + v]
                                dx_pad[n, c, i * s + u, j * s + v] += d * w[f, c, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def loops_over_pixels_from_the_end(dout, cache):
    """range with a step, backwards; a list is returned."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    stride, (HH, WW) = conv_param.get("stride"), w.shape[-2:]
    dx_pad, dw = np.zeros_like(x_pad), np.zeros_like(w)
    for i, row in reversed(list(enumerate(range(0, x_pad.shape[2] - HH + 1, stride)))):
        for j, column in reversed(list(enumerate(range(0, x_pad.shape[3] - WW + 1, stride)))):
            for f in range(len(w)):
                for n in range(len(x)):
                    window = np.s_[n, :, row : row + HH, column : column + WW]
                    dx_pad[window] = dx_pad[window] + w[f] * dout[n, f, i, j]
                    dw[f] = dw[f] + x_pad[window] * dout[n, f, i, j]
    db = np.array([dout[:, f].sum() for f in range(len(b))])
    return [dx_pad[..., top : x_pad.shape[2] - (x_pad.shape[2] - x.shape[2] - top), left : left + x.shape[3]], dw, db]


def all_images_at_once(dout, cache):
    """Loops over i and j, matrix products for the rest."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    s, (F, C, HH, WW) = conv_param["stride"], w.shape
    dx_pad, dw = np.zeros_like(x_pad), np.zeros((F, C * HH * WW))
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            window = x_pad[:, :, i * s : i * s + HH, j * s : j * s + WW]
            dw += dout[:, :, i, j].T @ window.reshape(len(x), -1)
            window = dx_pad[:, :, i * s : i * s + HH, j * s : j * s + WW]
            window += (dout[:, :, i, j] @ w.reshape(F, -1)).reshape(len(x), C, HH, WW)
    dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]]
    return dx, dw.reshape(F, C, HH, WW), np.einsum("nfij->f", dout)


def by_scipy(dout, cache):
    """Correlation of x_pad with dout, full convolution of dout with w; zeros between the entries of dout."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    s, (F, C, HH, WW), (N, _, H_out, W_out) = conv_param["stride"], w.shape, dout.shape
    spread = np.zeros((N, F, s * (H_out - 1) + 1, s * (W_out - 1) + 1))
    spread[:, :, ::s, ::s] = dout
    dx_pad, dw = np.zeros(x_pad.shape), np.zeros(w.shape)
    for n in range(N):
        for f in range(F):
            for c in range(C):
                dw[f, c] += signal.correlate2d(x_pad[n, c], spread[n, f], mode="valid")[:HH, :WW]
                full = signal.convolve2d(spread[n, f], w[f, c], mode="full")
                dx_pad[n, c, : full.shape[0], : full.shape[1]] += full
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, dout.sum((0, 2, 3))


def by_filter_position(dout, cache):
    """Loops over the places of the filter, einsum for the rest."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    s, (H_out, W_out) = conv_param["stride"], dout.shape[2:]
    dx_pad, dw = 0 * x_pad, 0 * w
    for u, v in np.ndindex(*w.shape[2:]):
        part = (slice(None), slice(None), slice(u, u + H_out * s, s), slice(v, v + W_out * s, s))
        dw[:, :, u, v] = np.einsum("nfij,ncij->fc", dout, x_pad[part])
        dx_pad[part] += np.einsum("nfij,fc->ncij", dout, w[:, :, u, v])
    return dx_pad[:, :, top:, left:][:, :, : x.shape[2], : x.shape[3]], dw, dout.sum(axis=3).sum(axis=2).sum(axis=0)


def without_a_border(dout, cache):
    """No padded images: places outside are skipped."""
    x, w, b, conv_param = cache
    stride, (N, C, H, W) = conv_param["stride"], x.shape
    (top, _), (left, _) = padding(H, w.shape[2], conv_param), padding(W, w.shape[3], conv_param)
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for i, j in np.ndindex(*dout.shape[2:]):
        for u, v in np.ndindex(*w.shape[2:]):
            row, column = i * stride + u - top, j * stride + v - left
            if 0 <= row < H and 0 <= column < W:
                dx[:, :, row, column] += dout[:, :, i, j] @ w[:, :, u, v]
                dw[:, :, u, v] += dout[:, :, i, j].T @ x[:, :, row, column]
    return dx, dw, dout.sum(axis=(0, 2, 3))


def own_padding(dout, cache):
    """np.pad with the difference of the sizes; float32 inside."""
    x, w, b, conv_param = (part.astype(np.float32) if isinstance(part, np.ndarray) else part for part in cache)
    s, (HH, WW), (H_out, W_out) = conv_param["stride"], w.shape[2:], dout.shape[2:]
    if conv_param["pad"] == "same":
        rows = max((H_out - 1) * s + HH - x.shape[2], 0)
        columns = max((W_out - 1) * s + WW - x.shape[3], 0)
        top, bottom, left, right = rows // 2, rows - rows // 2, columns // 2, columns - columns // 2
    else:
        top = bottom = left = right = conv_param["pad"]
    padded = np.pad(x, [(0, 0), (0, 0), (top, bottom), (left, right)])
    dx, dw, db = np.zeros_like(padded), np.zeros_like(w), np.zeros_like(b)
    for n, f, i, j in np.ndindex(dout.shape):
        window = (n, slice(None), slice(i * s, i * s + HH), slice(j * s, j * s + WW))
        dw[f] += np.float32(dout[n, f, i, j]) * padded[window]
        dx[window] += np.float32(dout[n, f, i, j]) * w[f]
        db[f] += dout[n, f, i, j]
    return np.delete(np.delete(dx, np.r_[:top, top + x.shape[2] : dx.shape[2]], 2),
                     np.r_[:left, left + x.shape[3] : dx.shape[3]], 3), dw, db


def recursion_over_images(dout, cache):
    """One image at a time, by recursion."""
    x, w, b, conv_param = cache
    if len(x) > 1:
        dx, dw, db = conv_backward_naive(dout[:1], (x[:1], w, b, conv_param))
        others, dw_others, db_others = conv_backward_naive(dout[1:], (x[1:], w, b, conv_param))
        return np.concatenate([dx, others]), dw + dw_others, db + db_others
    x_pad, top, left = pad_images(x, w, conv_param)
    s, (HH, WW) = conv_param["stride"], w.shape[2:]
    dx_pad, dw = np.zeros_like(x_pad), np.zeros_like(w)
    for f, i, j in np.ndindex(*dout.shape[1:]):
        dw[f] += dout[0, f, i, j] * x_pad[0, :, i * s : i * s + HH, j * s : j * s + WW]
        dx_pad[0, :, i * s : i * s + HH, j * s : j * s + WW] += dout[0, f, i, j] * w[f]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, dout[0].sum(axis=(1, 2))


def gather_for_each_pixel(dout, cache):
    """dx pixel by pixel: the windows that hold it."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    s, (HH, WW), (H_out, W_out) = conv_param["stride"], w.shape[2:], dout.shape[2:]
    dx = np.zeros_like(x)
    for row in range(x.shape[2]):
        for column in range(x.shape[3]):
            for i in range(H_out):
                for j in range(W_out):
                    u, v = row + top - i * s, column + left - j * s
                    if 0 <= u < HH and 0 <= v < WW:
                        dx[:, :, row, column] += np.tensordot(dout[:, :, i, j], w[:, :, u, v], axes=1)
    dw = np.array([[[[np.sum(dout[:, f] * x_pad[:, c, u : u + s * H_out : s, v : v + s * W_out : s])
                      for v in range(WW)] for u in range(HH)] for c in range(x.shape[1])] for f in range(len(w))])
    return dx, dw, np.sum(np.sum(dout, axis=(2, 3)), axis=0)
