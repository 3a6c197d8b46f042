"""Wrong versions of conv_backward."""

import numpy as np
from scipy import signal


def db_over_images_only(dout, cache, need_dx=True):
    """sum(axis=0).

    Mistake: db-axes
    Hint: db is a sum over images, rows and columns
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=0)
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_over_the_wrong_axes(dout, cache, need_dx=True):
    """sum(axis=(0, 1, 2)).

    Mistake: db-axes
    Hint: db is a sum over images, rows and columns
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 1, 2))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_for_each_image(dout, cache, need_dx=True):
    """sum(axis=(2, 3)).

    Mistake: db-axes
    Hint: db is a sum over images, rows and columns
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_with_all_axes(dout, cache, need_dx=True):
    """keepdims=True.

    Mistake: wrong-shape
    Hint: keepdims=True
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3), keepdims=True)
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_one_number(dout, cache, need_dx=True):
    """np.sum(dout).

    Mistake: db-axes
    Hint: db is a sum over images, rows and columns
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = np.sum(dout)
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_mean(dout, cache, need_dx=True):
    """mean.

    Mistake: db-averaged
    Hint: not a mean
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.mean(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_of_a_reshape(dout, cache, need_dx=True):
    """dout.reshape(F, -1).

    Mistake: dout-mixed
    Hint: dout is mixed
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.reshape(F, -1).sum(axis=1)
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_of_a_reshape_to_columns(dout, cache, need_dx=True):
    """dout.reshape(-1, F).

    Mistake: dout-mixed
    Hint: dout is mixed
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.reshape(-1, F).sum(axis=0)
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dout_reshaped_without_transpose(dout, cache, need_dx=True):
    """dout.reshape(F, -1) with the axes N, F, H_out, W_out.

    Mistake: dout-mixed
    Hint: dout is mixed in dw
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts = dout.reshape(F, -1)
    columns = windows.transpose(1, 2, 3, 0, 4, 5).reshape(C * HH * WW, -1)
    dw = (douts @ columns.T).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = (w.reshape(F, -1).T @ douts).reshape(C, HH, WW, N, H_out, W_out).transpose(3, 0, 1, 2, 4, 5)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dout_with_the_images_last(dout, cache, need_dx=True):
    """dout.transpose(1, 2, 3, 0), but the columns have the images first.

    Mistake: dout-mixed
    Hint: dout is mixed in dw
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts = dout.transpose(1, 2, 3, 0).reshape(F, -1)
    columns = windows.transpose(1, 2, 3, 0, 4, 5).reshape(C * HH * WW, -1)
    dw = (douts @ columns.T).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = (w.reshape(F, -1).T @ douts).reshape(C, HH, WW, N, H_out, W_out).transpose(3, 0, 1, 2, 4, 5)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dout_as_if_filters_were_last(dout, cache, need_dx=True):
    """dout.reshape(-1, F).

    Mistake: dout-mixed
    Hint: dout is mixed in dw
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts = dout.reshape(-1, F).T
    columns = windows.transpose(1, 2, 3, 0, 4, 5).reshape(C * HH * WW, -1)
    dw = (douts @ columns.T).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = (w.reshape(F, -1).T @ douts).reshape(C, HH, WW, N, H_out, W_out).transpose(3, 0, 1, 2, 4, 5)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_reshaped_without_transpose(dout, cache, need_dx=True):
    """(C * HH * WW, F) is read as (F, C, HH, WW).

    Mistake: wrong-order
    Hint: dw has the right entries in the wrong order
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts = dout.transpose(1, 0, 2, 3).reshape(F, -1)
    columns = windows.transpose(1, 2, 3, 0, 4, 5).reshape(C * HH * WW, -1)
    dw = (columns @ douts.T).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = (w.reshape(F, -1).T @ douts).reshape(C, HH, WW, N, H_out, W_out).transpose(3, 0, 1, 2, 4, 5)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_with_the_channels_last(dout, cache, need_dx=True):
    """The columns are (HH, WW, C).

    Mistake: wrong-order
    Hint: dw has the right entries in the wrong order
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts = dout.transpose(1, 0, 2, 3).reshape(F, -1)
    columns = windows.transpose(2, 3, 1, 0, 4, 5).reshape(C * HH * WW, -1)
    dw = (douts @ columns.T).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = (w.reshape(F, -1).T @ douts).reshape(C, HH, WW, N, H_out, W_out).transpose(3, 0, 1, 2, 4, 5)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def columns_of_rows(dout, cache, need_dx=True):
    """windows as rows, and a reshape that is meant to transpose.

    Mistake: columns-mixed
    Hint: the columns in dw are not the windows
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts = dout.transpose(1, 0, 2, 3).reshape(F, -1)
    columns = windows.transpose(0, 4, 5, 1, 2, 3).reshape(C * HH * WW, -1)
    dw = (douts @ columns.T).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = (w.reshape(F, -1).T @ douts).reshape(C, HH, WW, N, H_out, W_out).transpose(3, 0, 1, 2, 4, 5)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def columns_with_images_first(dout, cache, need_dx=True):
    """windows.reshape(C * HH * WW, -1).

    Mistake: columns-mixed
    Hint: the columns in dw are not the windows
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts = dout.transpose(1, 0, 2, 3).reshape(F, -1)
    columns = windows.reshape(C * HH * WW, -1)
    dw = (douts @ columns.T).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = (w.reshape(F, -1).T @ douts).reshape(C, HH, WW, N, H_out, W_out).transpose(3, 0, 1, 2, 4, 5)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def windows_reshaped_as_they_are(dout, cache, need_dx=True):
    """The places come before the windows' own axes.

    Mistake: columns-mixed
    Hint: the columns in dw are not the windows
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts = dout.reshape(N, F, -1)
    columns = windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_not_reshaped(dout, cache, need_dx=True):
    """dw (F, C * HH * WW).

    Mistake: wrong-shape
    Hint: look for a transpose, a reshape
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_for_each_image(dout, cache, need_dx=True):
    """The sum over the images is forgotten.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).reshape(N, *w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_averaged(dout, cache, need_dx=True):
    """Mean over the images.

    Mistake: averaged
    Hint: the loss does that already
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).mean(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_by_correlation(dout, cache, need_dx=True):
    """scipy.signal.correlate without zeros between the entries of dout.

    Mistake: no-stride
    Hint: the stride is not used in dw
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.array([[sum(signal.correlate2d(x_pad[n, c], dout[n, f], mode="valid")[:HH, :WW] for n in range(N))
                    for c in range(C)] for f in range(F)])
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_by_correlation_with_rows_left_over(dout, cache, need_dx=True):
    """scipy.signal.correlate; what the stride leaves over is not cut off.

    Mistake: rows-left-over
    Hint: must be cut off
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    spread = np.zeros((N, F, (H_out - 1) * stride + 1, (W_out - 1) * stride + 1))
    spread[:, :, ::stride, ::stride] = dout
    dw = np.array([[sum(signal.correlate2d(x_pad[n, c], spread[n, f], mode="valid") for n in range(N))
                    for c in range(C)] for f in range(F)])
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_by_convolution(dout, cache, need_dx=True):
    """scipy.signal.convolve of x_pad with dout.

    Mistake: dout-turned
    Hint: dout is turned by 180 degrees
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    spread = np.zeros((N, F, (H_out - 1) * stride + 1, (W_out - 1) * stride + 1))
    spread[:, :, ::stride, ::stride] = dout
    dw = np.array([[sum(signal.convolve2d(x_pad[n, c], spread[n, f], mode="valid")[:HH, :WW] for n in range(N))
                    for c in range(C)] for f in range(F)])
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_turned(dout, cache, need_dx=True):
    """dw of a true convolution.

    Mistake: dw-turned
    Hint: dw is turned by 180 degrees
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    dw = dw[:, :, ::-1, ::-1]
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def einsum_with_rows_and_columns_swapped(dout, cache, need_dx=True):
    """"nfij,ncvuij->fcuv" with square filters in mind.

    Mistake: wrong-shape
    Hint: look for a transpose
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.einsum("nfij,ncvuij->fcuv", dout, windows, optimize=True)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def einsum_without_images(dout, cache, need_dx=True):
    """The images meet all others.

    Mistake: images-crossed
    Hint: only its own counts
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.einsum("mfij,ncuvij->fcuv", dout, windows, optimize=True)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def penalty_in_dw(dout, cache, need_dx=True):
    """w is added.

    Mistake: weights-in-dw
    Hint: the layer knows of no penalty
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    dw = dw + w
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def windows_of_x(dout, cache, need_dx=True):
    """The windows are cut from x.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def windows_without_stride(dout, cache, need_dx=True):
    """All windows.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, 1)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def first_windows(dout, cache, need_dx=True):
    """All windows, of which the first H_out x W_out are taken.

    Mistake: no-stride
    Hint: the stride is not used in dw
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    windows = windows_of(x_pad, w, 1)[..., :H_out, :W_out]
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def last_chunk_in_dw(dout, cache, need_dx=True):
    """= for += in dw.

    Mistake: some-images
    Hint: only the last 2 of 12 images count in dw
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db, dw, dx_pad = np.zeros_like(b), np.zeros((F, C * HH * WW)), np.zeros_like(x_pad)
    for start in range(0, N, CHUNK):
        douts = dout[start : start + CHUNK].reshape(-1, F, H_out * W_out)
        part = windows[start : start + CHUNK]
        columns = part.reshape(len(part), C * HH * WW, -1)
        db += douts.sum(axis=(0, 2))
        dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0)
        dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(part.shape)
        for u in range(HH):
            for v in range(WW):
                dx_pad[start : start + CHUNK, :, u : u + stride * H_out : stride,
                       v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]] if need_dx else None
    return dx, dw.reshape(w.shape), db


def last_chunk_in_db(dout, cache, need_dx=True):
    """= for += in db.

    Mistake: some-images
    Hint: only the last 2 of 12 images count in db
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db, dw, dx_pad = np.zeros_like(b), np.zeros((F, C * HH * WW)), np.zeros_like(x_pad)
    for start in range(0, N, CHUNK):
        douts = dout[start : start + CHUNK].reshape(-1, F, H_out * W_out)
        part = windows[start : start + CHUNK]
        columns = part.reshape(len(part), C * HH * WW, -1)
        db = douts.sum(axis=(0, 2))
        dw += np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0)
        dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(part.shape)
        for u in range(HH):
            for v in range(WW):
                dx_pad[start : start + CHUNK, :, u : u + stride * H_out : stride,
                       v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]] if need_dx else None
    return dx, dw.reshape(w.shape), db


def last_images_dropped(dout, cache, need_dx=True):
    """Only whole chunks; a smaller batch is one chunk.

    Mistake: some-images
    Hint: only the first 10 of 12 images count in db
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db, dw, dx_pad = np.zeros_like(b), np.zeros((F, C * HH * WW)), np.zeros_like(x_pad)
    for start in range(0, max(N - CHUNK, 0) + 1, CHUNK):
        douts = dout[start : start + CHUNK].reshape(-1, F, H_out * W_out)
        part = windows[start : start + CHUNK]
        columns = part.reshape(len(part), C * HH * WW, -1)
        db += douts.sum(axis=(0, 2))
        dw += np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0)
        dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(part.shape)
        for u in range(HH):
            for v in range(WW):
                dx_pad[start : start + CHUNK, :, u : u + stride * H_out : stride,
                       v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]] if need_dx else None
    return dx, dw.reshape(w.shape), db


def last_images_dropped_in_dx(dout, cache, need_dx=True):
    """db and dw are right.

    Mistake: first-images
    Hint: the first 10 images are right, the others are not
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db, dw, dx_pad = np.zeros_like(b), np.zeros((F, C * HH * WW)), np.zeros_like(x_pad)
    for start in range(0, N, CHUNK):
        douts = dout[start : start + CHUNK].reshape(-1, F, H_out * W_out)
        part = windows[start : start + CHUNK]
        columns = part.reshape(len(part), C * HH * WW, -1)
        db += douts.sum(axis=(0, 2))
        dw += np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0)
        if 0 < start + CHUNK - N < CHUNK and start:
            continue
        dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(part.shape)
        for u in range(HH):
            for v in range(WW):
                dx_pad[start : start + CHUNK, :, u : u + stride * H_out : stride,
                       v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]] if need_dx else None
    return dx, dw.reshape(w.shape), db


def always_the_first_chunk(dout, cache, need_dx=True):
    """dx is written to the first images."""
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db, dw, dx_pad = np.zeros_like(b), np.zeros((F, C * HH * WW)), np.zeros_like(x_pad)
    for start in range(0, N, CHUNK):
        douts = dout[start : start + CHUNK].reshape(-1, F, H_out * W_out)
        part = windows[start : start + CHUNK]
        columns = part.reshape(len(part), C * HH * WW, -1)
        db += douts.sum(axis=(0, 2))
        dw += np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0)
        dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(part.shape)
        for u in range(HH):
            for v in range(WW):
                dx_pad[: len(part), :, u : u + stride * H_out : stride,
                       v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]] if need_dx else None
    return dx, dw.reshape(w.shape), db


def first_images_for_all(dout, cache, need_dx=True):
    """The windows of the first chunk in each turn.

    Mistake: first-images
    Hint: the first 5 images over and over
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db, dw, dx_pad = np.zeros_like(b), np.zeros((F, C * HH * WW)), np.zeros_like(x_pad)
    for start in range(0, N, CHUNK):
        douts = dout[start : start + CHUNK].reshape(-1, F, H_out * W_out)
        part = windows[: len(douts)]
        columns = part.reshape(len(part), C * HH * WW, -1)
        db += douts.sum(axis=(0, 2))
        dw += np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0)
        dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(part.shape)
        for u in range(HH):
            for v in range(WW):
                dx_pad[start : start + CHUNK, :, u : u + stride * H_out : stride,
                       v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]] if need_dx else None
    return dx, dw.reshape(w.shape), db


def windows_stored(dout, cache, need_dx=True):
    """col2im with =.

    Mistake: overlap
    Hint: add up (+=)
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] = dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def windows_stored_place_by_place(dout, cache, need_dx=True):
    """A loop over the places with =.

    Mistake: overlap
    Hint: add up (+=)
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for i in range(H_out):
        for j in range(W_out):
            dx_pad[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW] = dcolumns[..., i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def index_arrays(dout, cache, need_dx=True):
    """dx_pad[...] += with index arrays, which add repeated entries once.

    Mistake: overlap
    Hint: np.add.at
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    k, u, v = (axis.reshape(-1, 1) for axis in np.indices((C, HH, WW)))
    i, j = (axis.reshape(1, -1) for axis in np.indices((H_out, W_out)))
    places = (slice(None), k, u + stride * i, v + stride * j)
    dx_pad[places] += dcolumns.reshape(N, C * HH * WW, -1)
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def col2im_without_stride(dout, cache, need_dx=True):
    """The windows are put side by side.

    Mistake: no-stride
    Hint: the stride is not used in dx
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for i in range(H_out):
        for j in range(W_out):
            dx_pad[:, :, i : i + HH, j : j + WW] += dcolumns[..., i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def filters_not_transposed(dout, cache, need_dx=True):
    """w.reshape(F, -1) @ dout.

    Mistake: ValueError
    Hint: core dimension
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1), douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def filters_reshaped_to_columns(dout, cache, need_dx=True):
    """w.reshape(-1, F) for a transpose.

    Mistake: filters-mixed
    Hint: the filters are mixed in dx
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(-1, F), douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def filters_turned(dout, cache, need_dx=True):
    """The filter is turned round.

    Mistake: turned
    Hint: turned by 180 degrees on its way back
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w[:, :, ::-1, ::-1].reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def full_correlation(dout, cache, need_dx=True):
    """scipy.signal.correlate with mode full.

    Mistake: turned
    Hint: turned by 180 degrees on its way back
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dx_pad = np.zeros_like(x_pad)
    spread = np.zeros((N, F, (H_out - 1) * stride + 1, (W_out - 1) * stride + 1))
    spread[:, :, ::stride, ::stride] = dout
    for n, f, c in np.ndindex(N, F, C):
        full = signal.correlate2d(spread[n, f], w[f, c], mode="full")
        dx_pad[n, c, : full.shape[0], : full.shape[1]] += full
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dcolumns_with_the_channels_last(dout, cache, need_dx=True):
    """The columns of dx are read as (HH, WW, C).

    Mistake: filter-order
    Hint: come in another order in dx
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(N, HH, WW, C, H_out, W_out).transpose(0, 3, 1, 2, 4, 5)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dcolumns_with_the_images_first(dout, cache, need_dx=True):
    """(C * HH * WW, N * places) is read as (N, C, ...).

    Mistake: columns-mixed
    Hint: the windows of dx are mixed
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts = dout.transpose(1, 0, 2, 3).reshape(F, -1)
    columns = windows.transpose(1, 2, 3, 0, 4, 5).reshape(C * HH * WW, -1)
    dw = (douts @ columns.T).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = (w.reshape(F, -1).T @ douts).reshape(N, C, HH, WW, H_out, W_out)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dout_mixed_in_dx(dout, cache, need_dx=True):
    """dout.reshape(F, -1) for dx only.

    Mistake: dout-mixed
    Hint: dout is mixed in dx
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts = dout.transpose(1, 0, 2, 3).reshape(F, -1)
    columns = windows.transpose(1, 2, 3, 0, 4, 5).reshape(C * HH * WW, -1)
    dw = (douts @ columns.T).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    douts = dout.reshape(F, -1)
    dcolumns = (w.reshape(F, -1).T @ douts).reshape(C, HH, WW, N, H_out, W_out).transpose(3, 0, 1, 2, 4, 5)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def border_not_cut_off(dout, cache, need_dx=True):
    """dx_pad is returned.

    Mistake: border-not-cut
    Hint: dx still has the border
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad, dw, db


def corner_cut_off(dout, cache, need_dx=True):
    """The border is cut off at the end only.

    Mistake: border-not-cut
    Hint: dx starts inside the border
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, : x.shape[2], : x.shape[3]], dw, db


def crop_by_negative_pad(dout, cache, need_dx=True):
    """dx_pad[pad:-pad] is empty without padding.

    Mistake: empty
    Hint: dx is empty
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top:-top, left:-left], dw, db


def crop_by_pad(dout, cache, need_dx=True):
    """pad may be "same".

    Mistake: wrong-result
    Hint: may be "same"
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    pad = conv_param["pad"]
    return dx_pad[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dw, db


def symmetric_crop(dout, cache, need_dx=True):
    """The larger part of the border is taken to be at the top.

    Mistake: border-at-top
    Hint: the larger part of the border is at the bottom
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    top, left = (dx_pad.shape[2] - x.shape[2] + 1) // 2, (dx_pad.shape[3] - x.shape[3] + 1) // 2
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def last_filter_in_dx(dout, cache, need_dx=True):
    """Filter by filter, = for +=.

    Mistake: last-filter-only
    Hint: only the last filter counts in dx
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    for f in range(F):
        dcolumns = (w[f].reshape(-1, 1) @ douts[:, f : f + 1]).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def columns_used_twice(dout, cache, need_dx=True):
    """The columns are overwritten before dw is made.

    Mistake: input-not-used
    Hint: dw stays the same when x is doubled
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    columns[:] = np.matmul(w.reshape(F, -1).T, douts)
    dcolumns = columns.reshape(windows.shape)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dx_always_none(dout, cache, need_dx=True):
    """need_dx is turned round.

    Mistake: wrong-result
    Hint: dx is None
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dx_always_made(dout, cache, need_dx=True):
    """need_dx is not used.

    Mistake: wrong-result
    Hint: with need_dx=False, dx must be None
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_only_with_dx(dout, cache, need_dx=True):
    """Without need_dx, dw is zero.

    Mistake: wrong-result
    Hint: dw is another one with need_dx=False
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    if not need_dx:
        return None, np.zeros_like(w), db
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_defined_in_the_if(dout, cache, need_dx=True):
    """dw gets a value only with need_dx.

    Mistake: UnboundLocalError
    Hint: gets one only inside an if
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    if need_dx:
        dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    if not need_dx:
        return None, dw, db
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def averaged(dout, cache, need_dx=True):
    """dout is divided by N.

    Mistake: averaged
    Hint: the loss does that already
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    dout = dout / N
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def wrong_order(dout, cache, need_dx=True):
    """dw, db, dx.

    Mistake: wrong-order
    Hint: returned in the right order
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dw, db, dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]]


def nothing(dout, cache, need_dx=True):
    """The return statement is missing.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts, columns = dout.reshape(N, F, -1), windows.reshape(N, C * HH * WW, -1)
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]


def asks_the_loops(dout, cache, need_dx=True):
    """The slow function does the work.

    Mistake: wrong-result
    Hint: conv_backward_naive
    """
    dx, dw, db = conv_backward_naive(dout, cache)
    return (dx if need_dx else None), dw, db


_kept = {}

def columns_of_another_batch(dout, cache, need_dx=True):
    """The columns are made once for each shape and kept.

    Mistake: wrong-result
    Hint: the same for other images
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    db = dout.sum(axis=(0, 2, 3))
    douts = dout.reshape(N, F, -1)
    columns = _kept.setdefault((windows.shape, x.dtype), windows.reshape(N, C * HH * WW, -1))
    dw = np.matmul(douts, columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    if not need_dx:
        return None, dw, db
    dcolumns = np.matmul(w.reshape(F, -1).T, douts).reshape(windows.shape)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def gradient_added_twice(dout, cache, need_dx=True):
    """dx is twice as large.

    Mistake: factor-2
    Hint: is it added twice?
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    dw, db = np.einsum("nfij,ncuvij->fcuv", dout, windows), dout.sum(axis=(0, 2, 3))
    if not need_dx:
        return None, dw, db
    dx_pad = np.zeros_like(x_pad)
    for i, j in np.ndindex(*dout.shape[2:]):
        part = dx_pad[:, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]
        part += 2 * np.einsum("nf,fcuv->ncuv", dout[:, :, i, j], w)
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dout_reshaped_in_place(dout, cache, need_dx=True):
    """dout becomes zeros where it was used.

    Mistake: argument-changed
    Hint: needs dout as before
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    dw, db = np.einsum("nfij,ncuvij->fcuv", dout, windows), dout.sum(axis=(0, 2, 3))
    if not need_dx:
        return None, dw, db
    dx_pad = np.zeros_like(x_pad)
    for i, j in np.ndindex(*dout.shape[2:]):
        part = dx_pad[:, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]
        part += np.einsum("nf,fcuv->ncuv", dout[:, :, i, j], w)
        dout[:, :, i, j] = 0
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


_border = {}


def dx_pad_kept(dout, cache, need_dx=True):
    """dx_pad is made once for each shape, and not set to zero again.

    Mistake: memory
    Hint: a second call with the same inputs gives another dx
    """
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    dw, db = np.einsum("nfij,ncuvij->fcuv", dout, windows), dout.sum(axis=(0, 2, 3))
    if not need_dx:
        return None, dw, db
    dx_pad = _border.setdefault(x_pad.shape, np.zeros_like(x_pad))
    for i, j in np.ndindex(*dout.shape[2:]):
        part = dx_pad[:, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]
        part += np.einsum("nf,fcuv->ncuv", dout[:, :, i, j], w)
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]].copy(), dw, db
