"""Wrong versions of conv_backward_naive."""

import numpy as np


def db_stored(dout, cache):
    """= for += in db.

    Mistake: last-output-only
    Hint: only the last output counts in db
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] = dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_stored(dout, cache):
    """= for += in dw.

    Mistake: last-output-only
    Hint: only the last output counts in dw
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] = dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dx_stored(dout, cache):
    """= for += in dx.

    Mistake: overlap
    Hint: windows overlap, and each filter gives its share
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] = dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_of_ones(dout, cache):
    """db counts the outputs.

    Mistake: dout-missing
    Hint: dout is not used
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += 1
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_of_all_filters(dout, cache):
    """db is the sum of dout.

    Mistake: db-summed
    Hint: there is one for each filter
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_by_image(dout, cache):
    """db[n].

    Mistake: IndexError
    Hint: an index lies outside its array
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
    db = dout.sum(axis=(1, 2, 3))
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, np.array([db[f] for f in range(len(w))])


def db_summed_over_images_only(dout, cache):
    """sum(axis=0).

    Mistake: db-axes
    Hint: db is a sum over images, rows and columns
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
    db = np.sum(dout, axis=0)
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_mean(dout, cache):
    """mean over images, rows and columns.

    Mistake: db-averaged
    Hint: not a mean
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
    db = np.mean(dout, axis=(0, 2, 3))
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_mean_over_places(dout, cache):
    """mean over rows and columns.

    Mistake: db-averaged
    Hint: not a mean
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
    db = dout.mean(axis=(2, 3)).sum(axis=0)
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_in_the_channel_loop(dout, cache):
    """db inside a loop over the channels.

    Mistake: factor-C
    Hint: where a sum or a mean over C is taken
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        for c in range(x.shape[1]):
            dw[f, c] += dout[n, f, i, j] * x_pad[n, c, rows, columns]
            dx_pad[n, c, rows, columns] += dout[n, f, i, j] * w[f, c]
            db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_times_bias(dout, cache):
    """db has b as a factor.

    Mistake: bias-factor
    Hint: the bias is a factor
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j] * b[f]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_two_axes(dout, cache):
    """keepdims=True in db.

    Mistake: wrong-shape
    Hint: keepdims=True
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
    db = np.sum(dout, axis=(0, 2, 3), keepdims=True)
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def averaged(dout, cache):
    """Divided by N.

    Mistake: averaged
    Hint: the loss does that already
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]]
    return dx / len(x), dw / len(x), db / len(x)


def averaged_weights(dout, cache):
    """dw and db are divided by N, dx is not.

    Mistake: averaged
    Hint: the loss does that already
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]]
    return dx, dw / len(x), db / len(x)


def windows_of_w_in_dw(dout, cache):
    """dw from w, dx from x.

    Mistake: w-for-x
    Hint: dw is made of x_pad
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * w[f]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def windows_of_x_in_dx(dout, cache):
    """dw is right, dx is made of x.

    Mistake: x-for-w
    Hint: dx is made of w
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dout_forgotten_in_dw(dout, cache):
    """dw sums the windows.

    Mistake: dout-missing
    Hint: dout is not used in dw
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dout_forgotten_in_dx(dout, cache):
    """dx sums the filters.

    Mistake: dout-missing
    Hint: dout is not used in dx
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def no_stride(dout, cache):
    """All windows start at i, j.

    Mistake: no-stride
    Hint: the stride is not used in dw
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i, i + HH), slice(j, j + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def no_stride_in_dx(dout, cache):
    """The stride is used in dw only.

    Mistake: no-stride
    Hint: the stride is not used in dx
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, i : i + HH, j : j + WW] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def no_stride_to_the_right(dout, cache):
    """The stride moves the windows down only.

    Mistake: no-stride
    Hint: the stride is not used in dw
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j, j + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def rows_and_columns_swapped(dout, cache):
    """i chooses the columns, j the rows.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(j * stride, j * stride + HH), slice(i * stride, i * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dout_j_i(dout, cache):
    """dout[n, f, j, i].

    Mistake: IndexError
    Hint: an index lies outside its array
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, j, i] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, j, i] * w[f]
        db[f] += dout[n, f, j, i]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dout_f_n(dout, cache):
    """dout[f, n, i, j].

    Mistake: IndexError
    Hint: an index lies outside its array
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[f, n, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[f, n, i, j] * w[f]
        db[f] += dout[f, n, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def square_filters(dout, cache):
    """HH for the columns too.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + HH)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def windows_of_x(dout, cache):
    """The windows are cut from x.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def filter_turned_in_dx(dout, cache):
    """The filter is turned round for dx.

    Mistake: turned
    Hint: turned by 180 degrees on its way back
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f, :, ::-1, ::-1]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_turned(dout, cache):
    """dw is that of a true convolution.

    Mistake: dw-turned
    Hint: dw is turned by 180 degrees
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns][:, ::-1, ::-1]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def last_filter_in_dx(dout, cache):
    """dx of each filter overwrites that of the others.

    Mistake: last-filter-only
    Hint: only the last filter counts in dx
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    N, F, H_out, W_out = dout.shape
    for f in range(F):
        dx_pad = np.zeros_like(x_pad)
        for n, i, j in np.ndindex(N, H_out, W_out):
            rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
            dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
            dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
            db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def last_image_in_dw(dout, cache):
    """dw starts at zero for each image.

    Mistake: some-images
    Hint: only the last image counts in dw
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    N, F, H_out, W_out = dout.shape
    for n in range(N):
        dw = np.zeros_like(w)
        for f, i, j in np.ndindex(F, H_out, W_out):
            rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
            dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
            dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
            db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def returns_too_early(dout, cache):
    """return stands in the loop over the images.

    Mistake: some-images
    Hint: only the first image counts in db
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    N, F, H_out, W_out = dout.shape
    for n in range(N):
        for f, i, j in np.ndindex(F, H_out, W_out):
            rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
            dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
            dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
            db[f] += dout[n, f, i, j]
        return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def last_places_left_out(dout, cache):
    """range(H_out - 1), range(W_out - 1).

    Mistake: places-left-out
    Hint: the last row and column of dout are left out
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    N, F, H_out, W_out = dout.shape
    for n, f, i, j in np.ndindex(N, F, H_out - 1, W_out - 1):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def last_row_left_out(dout, cache):
    """range(0, H - HH, stride) misses the last row where nothing is left over.

    Mistake: places-left-out
    Hint: the last row of dout is left out
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n in range(len(x)):
        for f in range(len(w)):
            for i, row in enumerate(range(0, x_pad.shape[2] - HH, stride)):
                for j, column in enumerate(range(0, x_pad.shape[3] - WW + 1, stride)):
                    dw[f] += dout[n, f, i, j] * x_pad[n, :, row : row + HH, column : column + WW]
                    dx_pad[n, :, row : row + HH, column : column + WW] += dout[n, f, i, j] * w[f]
                    db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def pixels_as_index(dout, cache):
    """The loops run over pixels, dout has the same index.

    Mistake: IndexError
    Hint: an index lies outside its array
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n in range(len(x)):
        for f in range(len(w)):
            for i in range(0, x_pad.shape[2] - HH + 1, stride):
                for j in range(0, x_pad.shape[3] - WW + 1, stride):
                    dw[f] += dout[n, f, i, j] * x_pad[n, :, i : i + HH, j : j + WW]
                    dx_pad[n, :, i : i + HH, j : j + WW] += dout[n, f, i, j] * w[f]
                    db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def true_division(dout, cache):
    """/ for the number of windows.

    Mistake: TypeError
    Hint: 'float' object cannot be interpreted as an integer
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    H_out, W_out = (x_pad.shape[2] - HH) / stride + 1, (x_pad.shape[3] - WW) / stride + 1
    for n, f, i, j in np.ndindex(len(x), len(w), H_out, W_out):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def pad_as_number(dout, cache):
    """The number of windows from pad, which may be "same".

    Mistake: wrong-result
    Hint: may be "same"
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    H_out = 1 + (x.shape[2] + 2 * conv_param["pad"] - HH) // stride
    W_out = 1 + (x.shape[3] + 2 * conv_param["pad"] - WW) // stride
    for n, f, i, j in np.ndindex(len(x), len(w), H_out, W_out):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def border_not_cut_off(dout, cache):
    """dx_pad is returned.

    Mistake: border-not-cut
    Hint: dx still has the border
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad, dw, db


def border_cut_off_at_the_end(dout, cache):
    """dx starts at the corner of dx_pad.

    Mistake: border-not-cut
    Hint: dx starts inside the border
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, : x.shape[2], : x.shape[3]], dw, db


def crop_by_negative_pad(dout, cache):
    """dx_pad[pad:-pad] is empty without padding.

    Mistake: empty
    Hint: dx is empty
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    pad = top
    return dx_pad[:, :, pad:-pad, left:-left], dw, db


def dx_starts_at_x(dout, cache):
    """dx_pad is a copy of x_pad.

    Mistake: dx-starts-at-x
    Hint: x is added to dx
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = x_pad.copy(), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dx_is_x_pad(dout, cache):
    """dx_pad is another name of x_pad.

    Mistake: not-proportional
    Hint: dw must double when x is doubled
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = x_pad, np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def dw_starts_at_w(dout, cache):
    """dw is a copy of w.

    Mistake: weights-in-dw
    Hint: w is added to dw
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), w.copy(), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def db_starts_at_b(dout, cache):
    """db is a copy of b.

    Mistake: db-starts-at-b
    Hint: b is added to db
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), b.copy()
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def channels_summed_in_dw(dout, cache):
    """The windows are summed over the channels.

    Mistake: channels-summed
    Hint: the channels are added up in dw
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns].sum(axis=0)
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def channels_summed_in_dx(dout, cache):
    """The filters are summed over the channels.

    Mistake: channels-summed
    Hint: the channels of the filter are added up in dx
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f].sum(axis=0)
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def first_channel_in_dx(dout, cache):
    """Only the first channel of dx is set.

    Mistake: first-channel-only
    Hint: only the first channel of dx is set
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, 0, rows, columns] += dout[n, f, i, j] * w[f, 0]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def filter_by_image(dout, cache):
    """w[n] in the place of w[f] in dx.

    Mistake: filter-by-image
    Hint: taken by the number of the image in dx
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[n]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def whole_numbers(dout, cache):
    """dx_pad is an array of integers.

    Mistake: UFuncTypeError
    Hint: Cannot cast
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad, dtype=int), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def wrong_order(dout, cache):
    """dw, dx, db.

    Mistake: wrong-order
    Hint: returned in the right order
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]]
    return dw, dx, db


def two_results(dout, cache):
    """db is not returned.

    Mistake: wrong-result
    Hint: must return 3 values
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw


def sign(dout, cache):
    """dw is subtracted.

    Mistake: sign
    Hint: wrong sign
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] -= dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def changes_dout(dout, cache):
    """dout is averaged in place.

    Mistake: averaged
    Hint: the loss does that already
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    dout /= len(x)
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def changes_x_in_cache(dout, cache):
    """dx = x; dx[...] = ...: the cached x is overwritten by its gradient.

    Mistake: argument-changed
    Hint: needs x as before
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    dx = x
    dx[...] = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]]
    return dx, dw, db


def db_in_b(dout, cache):
    """The bias of the cache is the accumulator.

    Mistake: argument-changed
    Hint: needs b as before
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), b
    db[:] = 0
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def gradient_added_twice(dout, cache):
    """dw and dx are twice as large.

    Mistake: factor-2
    Hint: is it added twice?
    """
    x, w, b, conv_param = cache
    x_pad, top, left = pad_images(x, w, conv_param)
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dw[f] += 2 * dout[n, f, i, j] * x_pad[n, :, rows, columns]
        dx_pad[n, :, rows, columns] += 2 * dout[n, f, i, j] * w[f]
        db[f] += dout[n, f, i, j]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db
