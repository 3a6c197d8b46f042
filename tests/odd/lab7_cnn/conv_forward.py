"""Correct but unusual versions of conv_forward."""

import numpy as np
from scipy import fft, signal



def by_tensordot(x, w, b, conv_param):
    """np.tensordot over the windows."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    out = np.tensordot(windows, w, axes=([1, 2, 3], [1, 2, 3])) + b
    return np.moveaxis(out, -1, 1), (x, w, b, conv_param)


def by_einsum(x, w, b, conv_param):
    """np.einsum over sliding windows; a list as cache."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = np.lib.stride_tricks.sliding_window_view(x_pad, w.shape[2:], (2, 3))
    s = conv_param["stride"]
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::s, ::s], w, optimize=True)
    return out + b.reshape(1, -1, 1, 1), [x, w, b, conv_param]


def by_as_strided(x, w, b, conv_param):
    """as_strided, and all images in one product."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    s, (N, C, H, W), (F, _, HH, WW) = conv_param["stride"], x_pad.shape, w.shape
    H_out, W_out = (H - HH) // s + 1, (W - WW) // s + 1
    per_image, per_channel, per_row, per_column = x_pad.strides
    columns = np.lib.stride_tricks.as_strided(
        x_pad,
        shape=(C, HH, WW, N, H_out, W_out),
        strides=(per_channel, per_row, per_column, per_image, s * per_row, s * per_column),
    )
    columns = np.ascontiguousarray(columns).reshape(C * HH * WW, -1)
    out = w.reshape(F, -1).dot(columns) + b.reshape(-1, 1)
    return out.reshape(F, N, H_out, W_out).transpose(1, 0, 2, 3), (x, w, b, conv_param)


def by_fancy_index(x, w, b, conv_param):
    """Index arrays k, i, j; images last in the columns."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    s, (N, C, H, W), (F, _, HH, WW) = conv_param["stride"], x_pad.shape, w.shape
    H_out, W_out = (H - HH) // s + 1, (W - WW) // s + 1
    i0, i1 = np.tile(np.repeat(np.arange(HH), WW), C), s * np.repeat(np.arange(H_out), W_out)
    j0, j1 = np.tile(np.arange(WW), HH * C), s * np.tile(np.arange(W_out), H_out)
    k = np.repeat(np.arange(C), HH * WW).reshape(-1, 1)
    columns = x_pad[:, k, i0.reshape(-1, 1) + i1, j0.reshape(-1, 1) + j1]
    columns = columns.transpose(1, 2, 0).reshape(HH * WW * C, -1)
    out = w.reshape((F, -1)) @ columns + b[:, np.newaxis]
    return out.reshape(F, H_out, W_out, N).transpose(3, 0, 1, 2), (x, w, b, conv_param)


def loop_over_filter_positions(x, w, b, conv_param):
    """A sum over the places of the filter; no columns."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    s, (HH, WW) = conv_param["stride"], w.shape[2:]
    H_out, W_out = (x_pad.shape[2] - HH) // s + 1, (x_pad.shape[3] - WW) // s + 1
    out = 0
    for u in range(HH):
        for v in range(WW):
            part = x_pad[:, :, u : u + s * H_out : s, v : v + s * W_out : s]
            out = out + np.tensordot(w[:, :, u, v], part, axes=(1, 1))
    return out.transpose(1, 0, 2, 3) + b[:, None, None], (x, w, b, conv_param)


def image_by_image(x, w, b, conv_param):
    """A loop over the images, its rows are windows."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    H_out, W_out = windows.shape[-2:]
    outs = []
    for each in windows:
        rows = np.transpose(each, (3, 4, 0, 1, 2)).reshape(H_out * W_out, -1)
        outs.append((rows @ w.reshape(len(w), -1).T + b).T.reshape(-1, H_out, W_out))
    return np.stack(outs), (x, w, b, conv_param)


def columns_from_loops(x, w, b, conv_param):
    """im2col written by a loop over the places of the windows."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    s, (HH, WW) = conv_param["stride"], w.shape[2:]
    H_out, W_out = 1 + (x_pad.shape[2] - HH) // s, 1 + (x_pad.shape[3] - WW) // s
    columns = np.zeros((len(x), w[0].size, H_out * W_out))
    for i in range(H_out):
        for j in range(W_out):
            window = x_pad[:, :, i * s : i * s + HH, j * s : j * s + WW]
            columns[:, :, i * W_out + j] = window.reshape(len(x), -1)
    out = np.matmul(w.reshape(len(w), -1), columns)
    out += b[None, :, None]
    return out.reshape(*out.shape[:2], H_out, W_out), (x, w, b, conv_param)


def by_fftconvolve(x, w, b, conv_param):
    """A fast Fourier transform of images and turned filters."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    s = conv_param["stride"]
    out = signal.fftconvolve(x_pad[:, None], w[None, :, :, ::-1, ::-1], mode="valid", axes=(3, 4)).sum(axis=2)
    return out[:, :, ::s, ::s] + b[:, None, None], (x, w, b, conv_param)


def by_own_fft(x, w, b, conv_param):
    """The conjugate of the filters' transform."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    s, size = conv_param["stride"], x_pad.shape[2:]
    product = np.einsum("ncij,fcij->nfij", fft.rfft2(x_pad), fft.rfft2(w, size).conj())
    out = fft.irfft2(product, size)[:, :, : size[0] - w.shape[2] + 1 : s, : size[1] - w.shape[3] + 1 : s]
    return out + b[:, None, None], (x, w, b, conv_param)


def whole_numbers_of_chunks(x, w, b, conv_param):
    """np.array_split in chunks of 3 images, in float32."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    filters = w.reshape(len(w), -1).astype(np.float32)
    outs = []
    for part in np.array_split(x_pad.astype(np.float32), -(-len(x) // 3)):
        windows = windows_of(part, w, conv_param["stride"])
        out = filters @ windows.reshape(len(part), filters.shape[1], -1) + b.astype(np.float32)[:, None]
        outs.append(out.reshape(len(part), len(w), *windows.shape[4:]))
    return np.concatenate(outs), (x, w, b, conv_param)


def bias_as_a_column(x, w, b, conv_param):
    """A row of ones below the columns."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    columns = windows.reshape(len(x), w[0].size, -1)
    columns = np.concatenate([columns, np.ones_like(columns[:, :1])], axis=1)
    filters = np.hstack([w.reshape(len(w), -1), b[:, None]])
    return (filters @ columns).reshape(len(x), len(w), *windows.shape[4:]), (x, w, b, conv_param)


def channels_last(x, w, b, conv_param):
    """All axes are moved, and moved back."""
    x_pad = np.moveaxis(pad_images(x, w, conv_param)[0], 1, -1)
    w_last = w.transpose(2, 3, 1, 0)
    s = conv_param["stride"]
    windows = np.lib.stride_tricks.sliding_window_view(x_pad, w.shape[2:], (1, 2))[:, ::s, ::s]
    rows = windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, w[0].size)
    out = rows @ w_last.reshape(-1, len(w)) + b
    return out.reshape(*windows.shape[:3], -1).transpose(0, 3, 1, 2), (x, w, b, conv_param)


def as_a_sparse_matrix(x, w, b, conv_param):
    """The layer as one large matrix, made by filtering unit images."""
    N, C, H, W = x.shape
    units = pad_images(np.eye(C * H * W).reshape(-1, C, H, W), w, conv_param)[0]
    windows = windows_of(units, w, conv_param["stride"])
    matrix = np.tensordot(windows, w, axes=((1, 2, 3), (1, 2, 3)))
    out = np.tensordot(x.reshape(N, -1), matrix, axes=1)
    return out.transpose(0, 3, 1, 2) + b[:, None, None], (x, w, b, conv_param)
