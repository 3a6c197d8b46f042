"""Correct but unusual versions of conv_backward."""

import numpy as np
from scipy import fft, signal



def by_einsum(dout, cache, need_dx=True):
    """np.einsum over sliding windows; dx by a second convolution of dout with zeros in between."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    s, (N, F, H_out, W_out), (HH, WW) = conv_param["stride"], dout.shape, w.shape[2:]
    windows = np.lib.stride_tricks.sliding_window_view(x_pad, (HH, WW), (2, 3))[:, :, ::s, ::s]
    dw = np.einsum("nchwij,nfhw->fcij", windows, dout, optimize=True)
    db = np.einsum("nfhw->f", dout)
    if not need_dx:
        return None, dw, db
    spread = np.zeros((N, F, x_pad.shape[2] + HH - 1, x_pad.shape[3] + WW - 1))
    spread[:, :, HH - 1 : HH - 1 + s * H_out : s, WW - 1 : WW - 1 + s * W_out : s] = dout
    windows = np.lib.stride_tricks.sliding_window_view(spread, (HH, WW), (2, 3))
    dx_pad = np.einsum("nfhwij,fcij->nchw", windows, w[:, :, ::-1, ::-1], optimize=True)
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def by_tensordot(dout, cache, need_dx=True):
    """np.tensordot, then loops over the places of the filter."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    s, (H_out, W_out) = conv_param["stride"], dout.shape[2:]
    dw = np.tensordot(dout, windows_of(x_pad, w, s), axes=((0, 2, 3), (0, 4, 5)))
    dx = None
    if need_dx:
        dwindows = np.tensordot(w, dout, axes=(0, 1)).transpose(3, 0, 1, 2, 4, 5)
        dx_pad = np.zeros(x_pad.shape)
        for u, v in np.ndindex(*w.shape[2:]):
            dx_pad[:, :, u : u + s * H_out : s, v : v + s * W_out : s] += dwindows[:, :, u, v]
        dx = dx_pad[:, :, top:, left:][:, :, : x.shape[2], : x.shape[3]]
    return [dx, dw, np.sum(dout, (0, 2, 3))]


def by_fancy_index(dout, cache, need_dx=True):
    """Index arrays k, i, j and np.add.at; images last."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    s, (F, C, HH, WW), (N, _, H_out, W_out) = conv_param["stride"], w.shape, dout.shape
    i = np.repeat(np.arange(HH), WW)[None].repeat(C, 0).reshape(-1, 1) + s * np.repeat(np.arange(H_out), W_out)
    j = np.tile(np.arange(WW), HH * C).reshape(-1, 1) + s * np.tile(np.arange(W_out), H_out)
    k = np.repeat(np.arange(C), HH * WW).reshape(-1, 1)
    columns = x_pad[:, k, i, j].transpose(1, 2, 0).reshape(C * HH * WW, -1)
    flat = dout.transpose(1, 2, 3, 0).reshape(F, -1)
    dw, db = flat.dot(columns.T).reshape(w.shape), flat.sum(axis=1)
    if not need_dx:
        return None, dw, db
    dcolumns = (w.reshape(F, -1).T @ flat).reshape(C * HH * WW, -1, N).transpose(2, 0, 1)
    dx_pad = np.zeros_like(x_pad)
    np.add.at(dx_pad, (slice(None), k, i, j), dcolumns)
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def by_as_strided(dout, cache, need_dx=True):
    """A writable view of the windows of dx_pad, one place of the filter at a time."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    s, (F, C, HH, WW), (N, _, H_out, W_out) = conv_param["stride"], w.shape, dout.shape
    shape, (n, c, i, j) = (N, C, HH, WW, H_out, W_out), x_pad.strides
    view = np.lib.stride_tricks.as_strided
    columns = view(x_pad, shape, (n, c, i, j, s * i, s * j)).reshape(N, C * HH * WW, -1)
    douts = dout.reshape(N, F, -1)
    dw = sum(douts[n] @ columns[n].T for n in range(N)).reshape(F, C, HH, WW)
    db = douts.sum(axis=2).sum(axis=0)
    if need_dx is False:
        return None, dw, db
    dx_pad = np.zeros_like(x_pad)
    parts = view(dx_pad, shape, (n, c, i, j, s * i, s * j))
    for u in range(HH):
        for v in range(WW):
            parts[:, :, u, v] += np.einsum("nfij,fc->ncij", dout, w[:, :, u, v])
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def image_by_image(dout, cache, need_dx=True):
    """A loop over the images, windows as rows, a loop over the places for dx."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    s, (F, C, HH, WW), (H_out, W_out) = conv_param["stride"], w.shape, dout.shape[2:]
    windows, dw, dxs = windows_of(x_pad, w, s), 0, []
    for each, d in zip(windows, dout):
        rows = each.transpose(3, 4, 0, 1, 2).reshape(H_out * W_out, -1)
        dw = dw + d.reshape(F, -1) @ rows
        if need_dx:
            drows = (d.reshape(F, -1).T @ w.reshape(F, -1)).reshape(H_out, W_out, C, HH, WW)
            dx_pad = np.zeros(x_pad.shape[1:])
            for i in range(H_out):
                for j in range(W_out):
                    dx_pad[:, i * s : i * s + HH, j * s : j * s + WW] += drows[i, j]
            dxs.append(dx_pad[:, top : top + x.shape[2], left : left + x.shape[3]])
    return np.array(dxs) if need_dx else None, dw.reshape(w.shape), dout.sum(axis=(-1, -2)).sum(axis=0)


def by_scipy(dout, cache, need_dx=True):
    """correlate2d and convolve2d."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    s, (F, C, HH, WW), (N, _, H_out, W_out) = conv_param["stride"], w.shape, dout.shape
    spread = np.zeros((N, F, s * (H_out - 1) + 1, s * (W_out - 1) + 1))
    spread[:, :, ::s, ::s] = dout
    dx_pad, dw = np.zeros(x_pad.shape), np.zeros(w.shape)
    for n, f, c in np.ndindex(N, F, C):
        dw[f, c] += signal.correlate2d(x_pad[n, c], spread[n, f], mode="valid")[:HH, :WW]
        full = signal.convolve2d(spread[n, f], w[f, c])
        dx_pad[n, c, : full.shape[0], : full.shape[1]] += full
    dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]]
    return (dx if need_dx else None), dw, dout.sum(axis=(0, 2, 3))


def by_own_fft(dout, cache, need_dx=True):
    """Products of transforms."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    s, size = conv_param["stride"], x_pad.shape[2:]
    spread = np.zeros((*dout.shape[:2], *size))
    spread[:, :, : s * dout.shape[2] : s, : s * dout.shape[3] : s] = dout
    d = fft.rfft2(spread)
    dw = fft.irfft2(np.einsum("nfij,ncij->fcij", d.conj(), fft.rfft2(x_pad)), size)[:, :, : w.shape[2], : w.shape[3]]
    dx = None
    if need_dx:
        dx = fft.irfft2(np.einsum("nfij,fcij->ncij", d, fft.rfft2(w, size)), size)
        dx = dx[:, :, top : top + x.shape[2], left : left + x.shape[3]]
    return dx, dw, d[:, :, 0, 0].real.sum(axis=0)


def chunks_of_three(dout, cache, need_dx=True):
    """Three images at a time, in float32."""
    x, w, b, conv_param = cache
    F, parts = len(w), []
    for k in range(0, len(x), 3):
        x_pad, top, left = pad_images(x[k : k + 3].astype(np.float32), w, conv_param)
        s, d = conv_param["stride"], dout[k : k + 3].astype(np.float32)
        windows = windows_of(x_pad, w, s)
        flat = d.reshape(len(d), F, -1)
        dw = (flat @ windows.reshape(len(d), w[0].size, -1).swapaxes(1, 2)).sum(axis=0)
        dwindows = (w.reshape(F, -1).T.astype(np.float32) @ flat).reshape(windows.shape)
        dx_pad = np.zeros_like(x_pad)
        for u in range(w.shape[2]):
            for v in range(w.shape[3]):
                dx_pad[:, :, u : u + s * d.shape[2] : s, v : v + s * d.shape[3] : s] += dwindows[:, :, u, v]
        parts.append((dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, flat.sum(axis=(0, 2))))
    dxs, dws, dbs = zip(*parts)
    return np.concatenate(dxs) if need_dx else None, sum(dws).reshape(w.shape), sum(dbs)


def one_matrix(dout, cache, need_dx=True):
    """The layer as a large matrix; its transpose gives dx."""
    x, w, b, conv_param = cache
    N, C, H, W = x.shape
    units = pad_images(np.eye(C * H * W).reshape(-1, C, H, W), w, conv_param)[0]
    windows = windows_of(units, w, conv_param["stride"])
    matrix = np.tensordot(windows, w, axes=((1, 2, 3), (1, 2, 3)))
    dx = np.tensordot(dout, matrix, axes=((1, 2, 3), (3, 1, 2))).reshape(x.shape) if need_dx else None
    dw = np.einsum("nfij,np,pcuvij->fcuv", dout, x.reshape(N, -1), windows, optimize=True)
    return dx, dw, dout.sum(axis=(0, 2, 3))


def in_two_functions(dout, cache, need_dx=True):
    """dw by one function, dx by another one that fills the border too."""
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    s, (H_out, W_out) = conv_param["stride"], dout.shape[2:]

    def for_filters():
        dw = np.empty_like(w)
        for u, v in np.ndindex(*w.shape[2:]):
            part = x_pad[:, :, u : u + s * H_out : s, v : v + s * W_out : s]
            dw[:, :, u, v] = (dout.transpose(1, 0, 2, 3).reshape(len(w), -1)
                              @ part.transpose(1, 0, 2, 3).reshape(w.shape[1], -1).T)
        return dw

    def for_images():
        dx = np.zeros(x.shape)
        for u, v in np.ndindex(*w.shape[2:]):
            for i in range(H_out):
                row = i * s + u - top
                if 0 <= row < x.shape[2]:
                    for j in range(W_out):
                        column = j * s + v - left
                        if 0 <= column < x.shape[3]:
                            dx[:, :, row, column] += dout[:, :, i, j] @ w[:, :, u, v]
        return dx

    return (for_images() if need_dx else None), for_filters(), dout.sum(axis=(0, 2, 3))
