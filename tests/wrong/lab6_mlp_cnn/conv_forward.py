"""Wrong versions of conv_forward."""

import numpy as np
from scipy import signal


def _sizes(x_pad, w, stride):
    N, C, H_pad, W_pad = x_pad.shape
    F, _, HH, WW = w.shape
    return N, C, F, HH, WW, (H_pad - HH) // stride + 1, (W_pad - WW) // stride + 1


def _index(C, HH, WW, H_out, W_out, stride):
    """Channel, row and column of each entry of the (C * HH * WW, H_out * W_out) columns."""
    k, u, v = (axis.reshape(-1, 1) for axis in np.indices((C, HH, WW)))
    i, j = (axis.reshape(1, -1) for axis in np.indices((H_out, W_out)))
    return k, u + stride * i, v + stride * j


def product_reshaped_without_transpose(x, w, b, conv_param):
    """(F, N * H_out * W_out) is read as (N, F, H_out, W_out).

    Mistake: wrong-order
    Hint: in the wrong order
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    columns = windows.transpose(1, 2, 3, 0, 4, 5).reshape(w[0].size, -1)
    out = w.reshape(F, -1) @ columns + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def rows_reshaped_without_transpose(x, w, b, conv_param):
    """(N * H_out * W_out, F) is read as (N, F, H_out, W_out).

    Mistake: wrong-order
    Hint: in the wrong order
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    rows = windows.transpose(0, 4, 5, 1, 2, 3).reshape(-1, w[0].size)
    out = rows @ w.reshape(F, -1).T + b
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def images_last_in_the_columns(x, w, b, conv_param):
    """The columns hold the images last, the result is read as if they were before the places.

    Mistake: wrong-order
    Hint: in the wrong order
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    N, C, F, HH, WW, H_out, W_out = _sizes(x_pad, w, conv_param["stride"])
    k, row, column = _index(C, HH, WW, H_out, W_out, conv_param["stride"])
    columns = x_pad[:, k, row, column].transpose(1, 2, 0).reshape(C * HH * WW, -1)
    out = (w.reshape(F, -1) @ columns).reshape(F, N, H_out, W_out).transpose(1, 0, 2, 3)
    return out + b.reshape(1, -1, 1, 1), (x, w, b, conv_param)


def windows_reshaped_as_they_are(x, w, b, conv_param):
    """The places come before the windows' own axes, and reshape mixes them.

    Mistake: columns-mixed
    Hint: the columns are not the windows
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    stride = conv_param["stride"]
    windows = np.lib.stride_tricks.sliding_window_view(x_pad, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[2:4]
    out = w.reshape(F, -1) @ windows.reshape(N, w[0].size, H_out * W_out) + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def rows_read_as_columns(x, w, b, conv_param):
    """Each window is a row, and reshape is meant to transpose.

    Mistake: columns-mixed
    Hint: the columns are not the windows
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    columns = windows.transpose(0, 4, 5, 1, 2, 3).reshape(N, w[0].size, H_out * W_out)
    out = w.reshape(F, -1) @ columns + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def images_mixed_in_the_columns(x, w, b, conv_param):
    """windows.reshape(C * HH * WW, -1) with the images as first axis.

    Mistake: columns-mixed
    Hint: the columns are not the windows
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    out = w.reshape(F, -1) @ windows.reshape(w[0].size, -1) + b[:, None]
    return out.reshape(F, N, H_out, W_out).transpose(1, 0, 2, 3), (x, w, b, conv_param)


def channels_last_in_the_columns(x, w, b, conv_param):
    """The columns are (HH, WW, C), the filters (C, HH, WW).

    Mistake: filter-order
    Hint: another order than those of the windows
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    columns = windows.transpose(0, 2, 3, 1, 4, 5).reshape(N, w[0].size, -1)
    out = w.reshape(F, -1) @ columns + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def columns_before_rows_in_the_columns(x, w, b, conv_param):
    """The columns are (C, WW, HH).

    Mistake: filter-order
    Hint: another order than those of the windows
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    columns = windows.transpose(0, 1, 3, 2, 4, 5).reshape(N, w[0].size, -1)
    out = w.reshape(F, -1) @ columns + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def filters_read_as_columns(x, w, b, conv_param):
    """w.reshape(-1, F): a reshape in the place of a transpose.

    Mistake: filters-mixed
    Hint: the filters are mixed
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    rows = windows.transpose(0, 4, 5, 1, 2, 3).reshape(-1, w[0].size)
    out = rows @ w.reshape(-1, F) + b
    return out.reshape(N, H_out, W_out, F).transpose(0, 3, 1, 2), (x, w, b, conv_param)


def filters_transposed_as_a_whole(x, w, b, conv_param):
    """w.T.reshape(F, -1).

    Mistake: filters-mixed
    Hint: the filters are mixed
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    out = w.T.reshape(F, -1) @ windows.reshape(N, w[0].size, -1) + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def windows_without_stride(x, w, b, conv_param):
    """All windows are copied.

    Mistake: no-stride
    Hint: the stride is not used for the size of out
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, 1)
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    out = w.reshape(F, -1) @ windows.reshape(N, w[0].size, -1) + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def first_windows_only(x, w, b, conv_param):
    """All windows, of which the first H_out x W_out are taken.

    Mistake: no-stride
    Hint: the windows lie side by side
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    N, C, F, HH, WW, H_out, W_out = _sizes(x_pad, w, conv_param["stride"])
    windows = windows_of(x_pad, w, 1)[..., :H_out, :W_out]
    out = w.reshape(F, -1) @ windows.reshape(N, w[0].size, -1) + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def as_strided_without_stride(x, w, b, conv_param):
    """as_strided; the step between windows is one entry.

    Mistake: no-stride
    Hint: the windows lie side by side
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    N, C, F, HH, WW, H_out, W_out = _sizes(x_pad, w, conv_param["stride"])
    n, c, i, j = x_pad.strides
    windows = np.lib.stride_tricks.as_strided(x_pad, (N, C, HH, WW, H_out, W_out), (n, c, i, j, i, j))
    out = w.reshape(F, -1) @ windows.reshape(N, w[0].size, -1) + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def places_column_by_column(x, w, b, conv_param):
    """Fancy index; the places go down first, then to the right.

    Mistake: wrong-order
    Hint: in the wrong order
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    s = conv_param["stride"]
    N, C, F, HH, WW, H_out, W_out = _sizes(x_pad, w, s)
    k, u, v = (axis.reshape(-1, 1) for axis in np.indices((C, HH, WW)))
    i, j = s * np.tile(np.arange(H_out), W_out), s * np.repeat(np.arange(W_out), H_out)
    out = w.reshape(F, -1) @ x_pad[:, k, u + i, v + j] + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def as_strided_of_x(x, w, b, conv_param):
    """as_strided with the strides of x on x_pad: right without padding."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    stride = conv_param["stride"]
    N, C, F, HH, WW, H_out, W_out = _sizes(x_pad, w, stride)
    n, c, i, j = x.strides
    windows = np.lib.stride_tricks.as_strided(x_pad, (N, C, HH, WW, H_out, W_out), (n, c, i, j, i * stride, j * stride))
    out = w.reshape(F, -1) @ windows.reshape(N, w[0].size, -1) + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def as_strided_in_double_precision(x, w, b, conv_param):
    """as_strided; an entry is taken to have 8 bytes. Right for float64."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    stride = conv_param["stride"]
    N, C, F, HH, WW, H_out, W_out = _sizes(x_pad, w, stride)
    W = x_pad.shape[3]
    memory = np.zeros(2 * x_pad.size, x_pad.dtype)
    memory[: x_pad.size] = x_pad.ravel()
    n, c, i, j = 8 * x_pad[0].size, 8 * x_pad[0, 0].size, 8 * W, 8
    strides = (n, c, i, j, i * stride, j * stride)
    windows = np.lib.stride_tricks.as_strided(memory, (N, C, HH, WW, H_out, W_out), strides)
    out = w.reshape(F, -1) @ windows.reshape(N, w[0].size, -1) + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def last_images_dropped(x, w, b, conv_param):
    """Only whole chunks; a smaller batch is one chunk.

    Mistake: first-images
    Hint: the first 10 images are right, the others are not
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F = len(x), len(w)
    out = np.zeros((N, F, *windows.shape[4:]), x.dtype)
    size = min(CHUNK, N)
    for k in range(N // size):
        columns = windows[k * size : (k + 1) * size].reshape(size, w[0].size, -1)
        out[k * size : (k + 1) * size] = (w.reshape(F, -1) @ columns + b[:, None]).reshape(size, F, *out.shape[2:])
    return out, (x, w, b, conv_param)


def only_whole_chunks(x, w, b, conv_param):
    """Small batches get nothing but the bias."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F = len(x), len(w)
    out = np.zeros((N, F, *windows.shape[4:]), x.dtype)
    for start in range(0, N - CHUNK + 1, CHUNK):
        columns = windows[start : start + CHUNK].reshape(CHUNK, w[0].size, -1)
        out[start : start + CHUNK] = (w.reshape(F, -1) @ columns).reshape(CHUNK, F, *out.shape[2:])
    return out + b[:, None, None], (x, w, b, conv_param)


def always_the_first_chunk(x, w, b, conv_param):
    """The windows of the first images, in every chunk.

    Mistake: first-images
    Hint: the first 5 images are right, the others are not
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F = len(x), len(w)
    out = np.zeros((N, F, *windows.shape[4:]), x.dtype)
    for start in range(0, N, CHUNK):
        part = out[start : start + CHUNK]
        columns = windows[: len(part)].reshape(len(part), w[0].size, -1)
        part[:] = (w.reshape(F, -1) @ columns + b[:, None]).reshape(part.shape)
    return out, (x, w, b, conv_param)


def first_chunk_only(x, w, b, conv_param):
    """No loop: the buffer holds CHUNK images.

    Mistake: images-missing
    Hint: out has 5 images
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])[:CHUNK]
    N, F, (H_out, W_out) = len(windows), len(w), windows.shape[4:]
    out = w.reshape(F, -1) @ windows.reshape(N, w[0].size, -1) + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def bias_in_every_chunk(x, w, b, conv_param):
    """out += b in the loop.

    Mistake: bias-several-times
    Hint: the bias is added 3 times
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F = len(x), len(w)
    out = np.zeros((N, F, *windows.shape[4:]), x.dtype)
    for start in range(0, N, CHUNK):
        part = out[start : start + CHUNK]
        columns = windows[start : start + CHUNK].reshape(len(part), w[0].size, -1)
        part += (w.reshape(F, -1) @ columns).reshape(part.shape)
        out += b[:, None, None]
    return out, (x, w, b, conv_param)


def one_chunk_too_many_images(x, w, b, conv_param):
    """The buffer always holds CHUNK images.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F = len(x), len(w)
    out = np.zeros((N, F, *windows.shape[4:]), x.dtype)
    columns = np.empty((CHUNK, *windows.shape[1:]), x.dtype)
    for start in range(0, N, CHUNK):
        columns[:] = windows[start : start + CHUNK]
        product = w.reshape(F, -1) @ columns.reshape(CHUNK, w[0].size, -1) + b[:, None]
        out[start : start + CHUNK] = product.reshape(CHUNK, F, *out.shape[2:])
    return out, (x, w, b, conv_param)


def bias_on_the_last_axis(x, w, b, conv_param):
    """out + b.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    out = w.reshape(F, -1) @ windows.reshape(N, w[0].size, -1)
    return out.reshape(N, F, H_out, W_out) + b, (x, w, b, conv_param)


def bias_on_the_rows(x, w, b, conv_param):
    """out + b[:, None]: fits if there are as many rows as filters.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    out = w.reshape(F, -1) @ windows.reshape(N, w[0].size, -1)
    return out.reshape(N, F, H_out, W_out) + b[:, None], (x, w, b, conv_param)


def no_bias(x, w, b, conv_param):
    """The bias is forgotten.

    Mistake: bias-missing
    Hint: the bias is missing
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    out = w.reshape(F, -1) @ windows.reshape(N, w[0].size, -1)
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def filters_first(x, w, b, conv_param):
    """The result of tensordot(w, windows) as it is.

    Mistake: images-and-filters
    Hint: the first axis is that of the images
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    out = np.tensordot(w, windows, axes=((1, 2, 3), (1, 2, 3)))
    return out + b[:, None, None, None], (x, w, b, conv_param)


def filters_last(x, w, b, conv_param):
    """The result of tensordot(windows, w) as it is.

    Mistake: filters-last
    Hint: the filters are the second axis of out
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    return np.tensordot(windows, w, axes=((1, 2, 3), (1, 2, 3))) + b, (x, w, b, conv_param)


def einsum_without_channels(x, w, b, conv_param):
    """einsum keeps c.

    Mistake: channels
    Hint: there is an output for each filter
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    return np.einsum("ncuvij,fcuv->ncij", windows, w), (x, w, b, conv_param)


def einsum_with_two_channels(x, w, b, conv_param):
    """Each channel of the images meets each of the filter: "ncuvij,fkuv->nfij".

    Mistake: channels-crossed
    Hint: each channel of the images meets all channels of the filter
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    out = np.einsum("ncuvij,fkuv->nfij", windows, w, optimize=True)
    return out + b[:, None, None], (x, w, b, conv_param)


def true_convolution(x, w, b, conv_param):
    """scipy.signal.convolve turns the filters.

    Mistake: turned
    Hint: turned by 180 degrees
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    s = conv_param["stride"]
    out = np.array([[sum(signal.convolve2d(channel, part, mode="valid")[::s, ::s] for channel, part in zip(image, each))
                     for each in w] for image in x_pad])
    return out + b[:, None, None], (x, w, b, conv_param)


def turned_in_all_axes(x, w, b, conv_param):
    """One 3-dimensional scipy.signal.convolve, which turns the channels too.

    Mistake: turned
    Hint: its channels too
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    s = conv_param["stride"]
    out = np.array([[signal.convolve(image, each, mode="valid")[0, ::s, ::s] for each in w] for image in x_pad])
    return out + b[:, None, None], (x, w, b, conv_param)


def own_padding_always_symmetric(x, w, b, conv_param):
    """"same" as half of the filter on both sides.

    Mistake: wrong-shape
    Hint: the border depends on the stride
    """
    stride, pad = conv_param["stride"], conv_param["pad"]
    rows, columns = (w.shape[2] // 2, w.shape[3] // 2) if pad == "same" else (pad, pad)
    x_pad = np.pad(x, ((0, 0), (0, 0), (rows, rows), (columns, columns)))
    windows = windows_of(x_pad, w, stride)
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    out = w.reshape(F, -1) @ windows.reshape(N, w[0].size, -1) + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def no_padding(x, w, b, conv_param):
    """The windows of x.

    Mistake: no-pad
    Hint: the padding is not used
    """
    windows = windows_of(x, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    out = w.reshape(F, -1) @ windows.reshape(N, w[0].size, -1) + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


_kept = {}


def columns_of_another_batch(x, w, b, conv_param):
    """The columns are made once for each shape and kept.

    Mistake: wrong-result
    Hint: the same for other images
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    key = (windows.shape, x.dtype)
    if key not in _kept:
        _kept[key] = windows.reshape(N, w[0].size, -1)
    out = w.reshape(F, -1) @ _kept[key] + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def columns_in_the_cache(x, w, b, conv_param):
    """The cache holds the columns for the backward pass.

    Mistake: cache
    Hint: cached_x is wrong
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    columns = windows.reshape(N, w[0].size, -1)
    out = w.reshape(F, -1) @ columns + b[:, None]
    return out.reshape(N, F, H_out, W_out), (columns, w, b, conv_param)


def flat_filters_in_the_cache(x, w, b, conv_param):
    """w is reshaped under its own name.

    Mistake: cache
    Hint: cached_w is wrong
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    w = w.reshape(F, -1)
    out = w @ windows.reshape(N, w.shape[1], -1) + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)


def asks_the_loops(x, w, b, conv_param):
    """The slow function does the work.

    Mistake: wrong-result
    Hint: conv_forward_naive
    """
    return conv_forward_naive(x, w, b, conv_param)


def not_reshaped(x, w, b, conv_param):
    """out (N, F, H_out * W_out).

    Mistake: wrong-shape
    Hint: look for a transpose, a reshape
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    return w.reshape(len(w), -1) @ windows.reshape(len(x), w[0].size, -1) + b[:, None], (x, w, b, conv_param)


def columns_not_filled(x, w, b, conv_param):
    """out is made by np.empty and not filled.

    Mistake: not-filled
    Hint: np.empty holds whatever was in memory
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    out = np.empty((len(x), len(w), *windows.shape[4:]))
    sums = np.einsum("fcuv,ncuvij->nfij", w, windows) + b[:, None, None]
    out[:0] = sums[:0]
    return out, (x, w, b, conv_param)


_buffers = {}


def buffer_of_the_first_call(x, w, b, conv_param):
    """The columns are made once for each shape, and kept.

    Mistake: wrong-result
    Hint: is it made of the x of this call?
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    columns = _buffers.setdefault(windows.shape, np.ascontiguousarray(windows))
    out = np.einsum("fcuv,ncuvij->nfij", w, columns) + b[:, None, None]
    return out, (x, w, b, conv_param)


def filters_kept(x, w, b, conv_param, rows={}):
    """The matrix of the filters is kept in a default argument.

    Mistake: kept
    Hint: something is kept from the first call
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    filters = rows.setdefault(w.shape, w.reshape(len(w), -1).copy())
    columns = windows.transpose(1, 2, 3, 0, 4, 5).reshape(filters.shape[1], -1)
    out = (filters @ columns).reshape(len(w), len(x), *windows.shape[4:]).swapaxes(0, 1) + b[:, None, None]
    return out, (x, w, b, conv_param)


def bias_added_in_place(x, w, b, conv_param):
    """b is reshaped, and becomes zeros.

    Mistake: argument-changed
    Hint: needs b as before
    """
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    out = np.einsum("fcuv,ncuvij->nfij", w, windows)
    out += b[:, None, None]
    kept = b.copy()
    b -= b
    return out, (x, w, kept, conv_param)
