"""Lab 7: known mistakes, as changes of right functions (`grading.mistakes` says how to read them)."""

import numpy as np
from numpy.lib.stride_tricks import as_strided

CHUNK = 5  # images at a time


def one_product_backward(dout, cache, need_dx=True):
    """The windows of all images are written out at once."""
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    (N, F, H_out, W_out), (_, C, HH, WW) = dout.shape, w.shape
    douts = dout.transpose(1, 0, 2, 3).reshape(F, -1)
    columns = windows.transpose(1, 2, 3, 0, 4, 5).reshape(C * HH * WW, -1)
    dw = (douts @ columns.T).reshape(w.shape)
    db = dout.sum(axis=(0, 2, 3))
    if not need_dx:
        return None, dw, db
    dcolumns = (w.reshape(F, -1).T @ douts).reshape(C, HH, WW, N, H_out, W_out).transpose(3, 0, 1, 2, 4, 5)
    dx_pad = np.zeros_like(x_pad)
    for u in range(HH):
        for v in range(WW):
            dx_pad[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride] += dcolumns[:, :, u, v]
    return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db


def one_product_forward(x, w, b, conv_param):
    """The windows of all images are written out at once."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F, (H_out, W_out) = len(x), len(w), windows.shape[4:]
    columns = windows.transpose(1, 2, 3, 0, 4, 5).reshape(w[0].size, -1)
    out = w.reshape(F, -1) @ columns + b[:, None]
    return out.reshape(F, N, H_out, W_out).transpose(1, 0, 2, 3), (x, w, b, conv_param)


def chunks_forward(x, w, b, conv_param):
    """A few images at a time, so that the columns stay in the processor's cache."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, conv_param["stride"])
    N, F = len(x), len(w)
    filters = w.reshape(F, -1)
    out = np.empty((N, F, *windows.shape[4:]), np.result_type(x, w))
    columns = np.empty((min(CHUNK, N), *windows.shape[1:]), x.dtype)
    for start in range(0, N, CHUNK):
        part = out[start : start + CHUNK]
        columns[: len(part)] = windows[start : start + CHUNK]
        np.matmul(
            filters, columns[: len(part)].reshape(len(part), filters.shape[1], -1), out=part.reshape(len(part), F, -1)
        )
    out += b[:, None, None]
    cache = (x, w, b, conv_param)
    return out, cache


def chunks_backward(dout, cache, need_dx=True):
    """A few images at a time, so that the columns stay in the processor's cache."""
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    x_pad, top, left = pad_images(x, w, conv_param)
    windows = windows_of(x_pad, w, stride)
    dx = None
    (N, F), (H_out, W_out) = dout.shape[:2], dout.shape[2:]
    filters = w.reshape(F, -1)
    db, dw = dout.sum(axis=(0, 2, 3)), np.zeros_like(filters)
    dx_pad = np.zeros_like(x_pad)
    columns = np.empty((min(CHUNK, N), *windows.shape[1:]), x.dtype)
    for start in range(0, N, CHUNK):
        douts = dout[start : start + CHUNK].reshape(-1, F, H_out * W_out)
        part = columns[: len(douts)]
        matrices = part.reshape(len(douts), filters.shape[1], -1)
        part[:] = windows[start : start + CHUNK]
        dw += np.matmul(douts, matrices.transpose(0, 2, 1)).sum(axis=0)
        if need_dx:
            np.matmul(filters.T, douts, out=matrices)
            # Add up the windows in two steps, first down, then to the right: the first has long runs of memory.
            down = np.zeros((*part.shape[:2], w.shape[3], x_pad.shape[2], W_out), x.dtype)
            for u in range(w.shape[2]):
                down[:, :, :, u : u + stride * H_out : stride] += part[:, :, u]
            for v in range(w.shape[3]):
                dx_pad[start : start + CHUNK, :, :, v : v + stride * W_out : stride] += down[:, :, v]
    dw = dw.reshape(w.shape)
    if need_dx:
        dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]]
    return dx, dw, db


def loop_over_windows(x, pool_param):
    """All images and channels at once."""
    height, width, stride = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
    H_out, W_out = (x.shape[2] - height) // stride + 1, (x.shape[3] - width) // stride + 1
    out = np.zeros((*x.shape[:2], H_out, W_out), x.dtype)
    for i in range(H_out):
        for j in range(W_out):
            window = x[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, out, pool_param)


def argmax_in_loops(dout, cache):
    """Four loops and unravel_index."""
    x, out, pool_param = cache
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    for n in range(len(x)):
        for c in range(x.shape[1]):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
                    u, v = np.unravel_index(np.argmax(window), window.shape)
                    dx[n, c, i * stride + u, j * stride + v] += dout[n, c, i, j]
    return dx


def relu_before_pool(self, X, y=None, reg=0.0):
    """ReLU before the pool, as in most books."""
    p, caches = self.params, []
    conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
    out = X
    for k, forward in ((1, conv_forward), (2, conv2_forward)):
        out, conv = forward(out, p[f"W{k}"], p[f"b{k}"], self.conv_param)
        out, relu = relu_forward(out)
        out, pool = max_pool_forward(out, self.pool_param)
        caches.append((conv, relu, pool))
    out, affine3 = affine_forward(out, p["W3"], p["b3"])
    out, relu3 = relu_forward(out)
    out, dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
    scores, affine4 = affine_forward(out, p["W4"], p["b4"])
    if y is None:
        return scores
    loss, d = softmax_loss(scores, y)
    grads = {}
    d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    d = relu_backward(dropout_backward(d, dropped), relu3)
    d, grads["W3"], grads["b3"] = affine_backward(d, affine3)
    for k, backward in ((2, conv2_backward), (1, conv_backward)):
        conv, relu, pool = caches[k - 1]
        d, grads[f"W{k}"], grads[f"b{k}"] = backward(relu_backward(max_pool_backward(d, pool), relu), conv)
    for name in ("W1", "W2", "W3", "W4"):
        loss, grads[name] = loss + 0.5 * reg * np.sum(p[name] ** 2), grads[name] + reg * p[name]
    return loss, grads


TABLE = r"""
== conv_forward_naive, conv_forward
$b = b[f] | b[:, None, None]
$w = w[f] | w.reshape(F
$as_before = [f] | .reshape(F
bias-missing: the bias is missing.
    $b -> 0
bias-summed: each filter has a bias of its own: no sum of b.
    $b -> b.sum()
rows-and-columns: the rows and columns of out are swapped.
    return out -> return out.swapaxes(2, 3)
images-and-filters: the first axis is that of the images, the second that of the filters.
    return out -> return out.swapaxes(0, 1)
filters-last: the filters are the second axis of out.
    return out -> return out.transpose(0, 2, 3, 1)
turned: the filter is flipped: here it lies on the image as it is.
    $w -> w[:, :, ::-1, ::-1]$as_before
turned: the filter is flipped in one direction: it lies on the image as it is.
    $w -> w[:, :, <<::-1|:, ::-1>>]$as_before
turned: the filter is flipped in all axes, its channels too: it lies on the image as it is.
    $w -> w[:, ::-1, ::-1, ::-1]$as_before
rectified: negative outputs are set to 0: ReLU is a layer of its own.
    return out -> return np.maximum(out, 0)

== conv_forward_naive
bias-alone: this is the bias alone: the sums over the windows are missing.
    np.sum(window * w[f]) + ->
bias-per-channel: the bias is added once for every channel: add it once to each output.
    + b[f] -> + len(window) * b[f]
bias-per-weight: the bias is added once for every weight of the filter: add it once, after the sum.
    np.sum(window * w[f]) + b[f] -> np.sum(window * w[f] + b[f])
bias-by-image: the bias is taken by the number of the image: b has one for each filter.
    b[f] -> b[n]
bias-of-one: the bias of one filter is added to all: each filter has its own.
    b[f] -> b[<<-1|0>>]
one-image: all outputs come from one image: each image has an output of its own.
    x_pad[n, -> x_pad[<<0|-1>>,
first-image-only: only the first image has outputs, the others are 0: does return stand inside the loop?
    range(N) -> range(1)
first-image-missing: the first image has no outputs: where does the loop over the images start?
    range(N) -> range(1, N)
filter-by-image: the filter is taken by the number of the image: each image meets all filters.
    w[f] -> w[n]
filter-of-one: all outputs are made with one filter: each filter has its own.
    w[f] -> w[<<-1|0>>]
no-stride: each window starts 1 further than the one before: they are a stride apart.
    i * stride : i * stride + HH, j * stride : j * stride + WW -> i : i + HH, j : j + WW
no-stride: the stride moves the windows down, but not to the right.
    j * stride : j * stride + WW -> j : j + WW
no-stride: the stride moves the windows to the right, but not down.
    i * stride : i * stride + HH -> i : i + HH
no-stride: the stride is not used for the size of out, nor for the windows.
    stride = conv_param["stride"] -> stride = 1
last-not-filled: the last row and column of out are not filled: the last window ends where x_pad does.
    range(H_out) -> range(-(-(x_pad.shape[2] - HH) // stride))
    & range(W_out) -> range(-(-(x_pad.shape[3] - WW) // stride))
    range(H_out) -> range(H_out - 1)
    & range(W_out) -> range(W_out - 1)
last-not-filled: the last row of out is not filled: the last window ends where x_pad does.
    range(H_out) -> range(<<-(-(x_pad.shape[2] - HH) // stride)|H_out - 1>>)
last-not-filled: the last column of out is not filled: the last window ends where x_pad does.
    range(W_out) -> range(<<-(-(x_pad.shape[3] - WW) // stride)|W_out - 1>>)
sticks-out: windows stick out of the image: the last one must end inside x_pad.
    ) // stride + 1 => - 1) // stride + 2
    & w[f] -> w[f][:, : window.shape[1], : window.shape[2]]
last-window: the last window of each row and column is left out: there is one window more than steps.
    // stride + 1 => // stride
last-window: out has too few columns: count the places to the right, where a filter has the size WW.
    x_pad.shape[3] - WW -> x_pad.shape[3] - HH
    & np.sum(window * w[f]) + b[f] -> np.sum(window * w[f]) + b[f] if window.shape == w[f].shape else 0
no-pad: the padding is not used: take the size of x_pad.
    stride = -> x_pad, stride = x,
padded-twice: the images have their border twice: x_pad has it.
    pad_images(x, -> pad_images(pad_images(x, w, conv_param)[0],
border-at-top: the larger part of the border is at the bottom and on the right.
    stride = -> x_pad, stride = pad_images(x[:, :, ::-1, ::-1], w, conv_param)[0][:, :, ::-1, ::-1],
border-not-zeros: the border must be zeros.
    stride = -> x_pad, stride = np.pad(x, borders(x, w, conv_param), "<<edge|reflect>>"),
border-not-zeros: the border must be zeros: the images don't go on at the other side.
    stride = -> x_pad, stride = np.pad(x, borders(x, w, conv_param), "wrap"),
first-channel: only the first channel counts: add up all of them.
    window * w[f] -> window[0] * w[f, 0]
last-channel: only the last channel counts: add up all of them.
    window * w[f] -> window[-1] * w[f, -1]
channels-crossed: each channel of the images meets all channels of the filter: only the same one.
    window * w[f] -> window.sum(axis=0) * w[f]
channels: the channels are not added up.
    np.zeros((N, F, -> np.zeros((N, F, len(w[0]),
    & out[n, f, i, j] = np.sum(window * w[f]) -> out[n, f, :, i, j] = np.sum(window * w[f], axis=(1, 2))
averaged: the products are averaged: they must be summed.
    np.sum -> np.mean
averaged: the products are averaged over the channels: they must be summed.
    + b[f] -> / len(window) + b[f]
window-in-place: the window is a view of x_pad and is multiplied in place: later windows find other numbers there.
    out[n, f, i, j] = np.sum(window * w[f]) -> window *= w[f]; out[n, f, i, j] = np.sum(window)
filter-order: the entries of the filter come in another order than those of the window.
    np.sum(window * w[f]) -> window.transpose(1, 2, 0).ravel() @ w[f].ravel()
not-reset: the sum goes on from one output to the next: start it anew for each.
    return out, cache -> return np.cumsum(out).reshape(out.shape), cache
    return out, cache -> return np.cumsum(out - b[:, None, None]).reshape(out.shape) + b[:, None, None], cache
last-product-only: only the last product of each window counts: add up (+=).
    np.sum(window * w[f]) -> window[-1, -1, -1] * w[f, -1, -1, -1]
whole-numbers: the outputs are cut to whole numbers: an array of integers can't hold them.
    x.dtype -> int
clipped: large outputs are cut off: out has no bounds.
    return out, cache -> return np.clip(out, -1000, 1000), cache
cache: the cache holds the images with their border: it must hold x as it came.
    cache = (x, -> cache = (x_pad,
cache: the cache holds the last filter alone: it must hold w as it came.
    cache = (x, w, -> cache = (x, w[-1],
* ValueError: the shapes of two arrays do not fit
    i * stride : i * stride + HH, j * stride : j * stride -> j * stride : j * stride + HH, i * stride : i * stride
    x_pad.shape[2] - HH) // stride + 1, (x_pad.shape[3] -> x_pad.shape[3] - HH) // stride + 1, (x_pad.shape[2]
    i * stride : i * stride + HH, j * stride : j * stride + WW -> i * HH : (i + 1) * HH, j * WW : (j + 1) * WW
    i * stride + HH, j * stride : j * stride + WW -> i + HH, j * stride : j + WW
    x_pad[n, -> x[n,
    HH, WW = w.shape[2:] -> HH = WW = w.shape[2]
* IndexError: an index lies outside its array
    out[n, f, i, j] -> out[n, f, j, i]
    range(H_out) -> range(0, x_pad.shape[2] - HH + 1, stride)
    & range(W_out) -> range(0, x_pad.shape[3] - WW + 1, stride)
    & i * stride : i * stride + HH, j * stride : j * stride + WW -> i : i + HH, j : j + WW
* TypeError: 'float' object cannot be interpreted as an integer
    // => /
* UnboundLocalError: gets one only inside an if
    x_pad, _, _ = -> if conv_param["pad"] > 0: x_pad, _, _ =
* wrong-result: may be "same"
    x_pad.shape[2] - HH -> x.shape[2] + 2 * conv_param["pad"] - HH
* wrong-result: changes conv_param
    x_pad, _, _ = -> conv_param["pad"] = padding(x.shape[2], w.shape[2], conv_param)[0]; x_pad, _, _ =
* wrong-result: must return 2 values
    return out, cache -> return out
* argument-changed: needs conv_param as before
    stride = conv_param["stride"] -> stride = conv_param.pop("stride")
    & b, conv_param) -> b, {**conv_param, "stride": stride})
* argument-changed: needs w as before
    cache = -> w *= 0; cache =
other-direction: the number of columns of out is computed from the height of x_pad.
    x_pad.shape[3] -> x_pad.shape[2]

== conv_backward_naive, conv_backward
db-axes: db is a sum over images, rows and columns: one number for each filter.
    return dx, dw, db -> return dx, dw, dout.sum(axis=<<0|1|2|3|(0, 1)|(2, 3)|(0, 2)|(0, 3)|(0, 1, 2)|(1, 2, 3)|None>>)
db-averaged: db is a sum over images, rows and columns, not a mean.
    return dx, dw, db -> return dx, dw, dout.mean(axis=(0, 2, 3))
db-averaged: db is a sum over rows and columns, not a mean.
    return dx, dw, db -> return dx, dw, dout.mean(axis=(2, 3)).sum(axis=0)
db-starts-at-b: b is added to db: the sum starts at 0.
    return dx, dw, db -> return dx, dw, db + b
dw-turned: dw is flipped: its entries lie as those of w.
    return dx, dw -> return dx, dw[:, :, ::-1, ::-1]
weights-in-dw: w is added to dw: the sum starts at 0, and the layer knows of no penalty.
    return dx, dw -> return dx, dw + w
* wrong-shape: keepdims=True
    return dx, dw, db -> return dx, dw, dout.sum(axis=(0, 2, 3), keepdims=True)

== conv_backward_naive, conv_backward of one_product_backward
border-not-cut: dx still has the border: cut it off.
    dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]] -> dx_pad
border-not-cut: dx starts inside the border: cut off what pad_images has added.
    top : top + x.shape[2], left : left -> : x.shape[2], :
empty: dx is empty where there is no border: a slice [pad:-pad] holds nothing if pad is 0.
    top : top + x.shape[2], left : left + x.shape[3] -> top:-top, left:-left

== conv_backward_naive
last-output-only: only the last output counts in <<db|dw>>: add up (+=) instead of storing (=).
    <<db|dw>>[f] += -> <<db|dw>>[f] =
overlap: dx keeps what came last: windows overlap, and each filter gives its share. Add up (+=).
    dx_pad[n, :, rows, columns] += -> dx_pad[n, :, rows, columns] =
overlap: where windows overlap, dx keeps one of them: add up (+=).
    += dout[n, f, i, j] * w[f] -> = np.tensordot(dout[n, :, i, j], w, 1)
dout-missing: dout is not used: this counts the outputs.
    db[f] += dout[n, f, i, j] -> db[f] += 1
dout-missing: dout is not used in dw.
    dw[f] += dout[n, f, i, j] * -> dw[f] +=
dout-missing: dout is not used in dx.
    dout[n, f, i, j] * w[f] -> w[f]
dout-mixed: dout is mixed: a reshape does not transpose.
    dout[n, f, i, j] => dout.reshape(dout.shape[1], -1, *dout.shape[2:])[f, n, i, j]
db-summed: db is one number: there is one for each filter.
    db[f] += -> db +=
factor-C: db is added up once for every channel: it has nothing to do with the channels.
    db[f] += dout[n, f, i, j] -> db[f] += len(w[0]) * dout[n, f, i, j]
bias-factor: the bias is a factor in db: it has none.
    db[f] += -> db[f] += b[f] *
averaged: the gradients are divided by N: the loss does that already.
    return dx, dw, db -> return dx<<| / len(x)>>, dw / len(x), db / len(x)
sign: dw has the wrong sign: nothing is subtracted.
    dw[f] += -> dw[f] -=
factor-2: dw and dx are twice as large: is dout added twice?
    dout[n, f, i, j] * => 2 * dout[n, f, i, j] *
w-for-x: dw is made of w: the gradient with respect to w is made of x_pad.
    dout[n, f, i, j] * x_pad[n, :, rows, columns] -> dout[n, f, i, j] * w[f]
    dout[n, f, i, j] * x_pad[n, :, rows, columns] -> dout[n, f, i, j] * w[f]
    & dout[n, f, i, j] * w[f] -> dout[n, f, i, j] * x_pad[n, :, rows, columns]
x-for-w: dx is made of x: the gradient with respect to x is made of w.
    dout[n, f, i, j] * w[f] -> dout[n, f, i, j] * x_pad[n, :, rows, columns]
no-stride: the stride is not used: the windows are further apart.
    i * stride, i * stride + HH), slice(j * stride, j * stride + WW -> i, i + HH), slice(j, j + WW
no-stride: the stride is not used in <<dx|dw>>: the windows are further apart.
    <<dx_pad|x_pad>>[n, :, rows, columns] -> <<dx_pad|x_pad>>[n, :, i : i + HH, j : j + WW]
no-stride: the stride moves the windows down, but not to the right.
    j * stride, j * stride + WW -> j, j + WW
no-stride: the stride moves the windows to the right, but not down.
    i * stride, i * stride + HH -> i, i + HH
turned: the filter is flipped on its way back: it must lie as in the forward pass.
    dout[n, f, i, j] * w[f] -> dout[n, f, i, j] * w[f, :, ::-1, ::-1]
dout-turned: dout is flipped: it lies on the images as it is.
    dout[n, f, i, j] * x_pad -> dout[n, f, -1 - i, -1 - j] * x_pad
    dout[n, f, i, j] * w -> dout[n, f, -1 - i, -1 - j] * w
images-crossed: each image meets the dout of all images in dw: only its own counts.
    dw[f] += dout[n, -> dw[f] += dout.sum(axis=0)[
last-filter-only: only the last filter counts in dx: add up all.
    dout[n, f, i, j] * w[f] -> (f == len(w) - 1) * dout[n, f, i, j] * w[f]
some-images: only the last image counts in <<dw|db>>: add up all of them.
    <<dw|db>>[f] += -> <<dw|db>>[f] += (n == len(x) - 1) *
some-images: only the first image counts: does return stand inside the loop?
    np.ndindex(*dout.shape) -> np.ndindex(1, *dout.shape[1:])
places-left-out: the last row and column of dout are left out.
    *dout.shape -> *dout[:, :, :-1, :-1].shape
places-left-out: the last row of dout is left out.
    *dout.shape -> *dout[:, :, :<<-1|-((HH - x_pad.shape[2]) // stride)>>].shape
places-left-out: the last column of dout is left out.
    *dout.shape -> *dout[..., :<<-1|-((WW - x_pad.shape[3]) // stride)>>].shape
border-at-top: dx starts too far below or too far to the right: the larger part of the border is at the end.
    dx_pad[:, :, top : top + x.shape[2], left : left -> dx_pad[:, :, -top - x.shape[2] :][:, :, : x.shape[2], -left
dx-starts-at-x: x is added to dx: the sum starts at 0.
    np.zeros_like(x_pad) -> x_pad.copy()
dx-is-x: dx_pad is another name of x_pad: adding to one changes both. Make an array of zeros.
    np.zeros_like(x_pad) -> x_pad
channels-summed: the channels are added up in dw: each has its own weights.
    x_pad[n, :, rows, columns] -> x_pad[n, :, rows, columns].sum(axis=0)
channels-summed: the channels of the filter are added up in dx: each channel has its own.
    dout[n, f, i, j] * w[f] -> dout[n, f, i, j] * w[f].sum(axis=0)
first-channel: all channels of dw are made with the first channel of the images: each has its own.
    x_pad[n, :, rows, columns] -> x_pad[n, 0, rows, columns]
places-of-x: the windows are counted in x, not in x_pad: there are as many as dout has rows and columns.
    *dout.shape -> *dout.shape[:2], *(max((x.shape[k] - w.shape[k]) // stride + 1, 0) for k in (2, 3))
    *dout.shape -> *dout.shape[:2], *(max((x.shape[k] - w.shape[k]) // stride + 1, 0) for k in (2, 3))
    & return dx, dw, db -> return dx, dw, dout.sum(axis=(0, 2, 3))
first-channel-only: only the first channel of dx is set.
    dx_pad[n, :, rows, columns] += dout[n, f, i, j] * w[f] -> dx_pad[n, 0, rows, columns] += dout[n, f, i, j] * w[f, 0]
filter-by-image: the filter is taken by the number of the image in dx: each image meets all filters.
    dout[n, f, i, j] * w[f] -> dout[n, f, i, j] * w[n]
* IndexError: an index lies outside its array
    return dx, dw, db -> return dx, dw, dout.sum(axis=(1, 2, 3))[range(len(w))]
    dout[n, f, i, j] => dout[<<n, f, j, i|f, n, i, j>>]
    *dout.shape -> *dout.shape[:2], x_pad.shape[2] - HH + 1, x_pad.shape[3] - WW + 1
    & i * stride, i * stride + HH), slice(j * stride, j * stride + WW -> i, i + HH), slice(j, j + WW
* ValueError: the shapes of two arrays do not fit
    i * stride, i * stride + HH -> j * stride, j * stride + HH
    & j * stride, j * stride + WW -> i * stride, i * stride + WW
    j * stride, j * stride + WW -> j * stride, j * stride + HH
    x_pad[n, :, rows, columns] -> x[n, :, rows, columns]
* TypeError: 'float' object cannot be interpreted as an integer
    *dout.shape -> *dout.shape[:2], (x_pad.shape[2] - HH) / stride + 1, dout.shape[3]
* wrong-result: may be "same"
    stride = -> H_out = 1 + (x.shape[2] + 2 * conv_param["pad"] - w.shape[2]); stride =
* UFuncTypeError: Cannot cast
    np.zeros_like(x_pad) -> np.zeros_like(x_pad, dtype=int)
* wrong-order: returned in the right order
    return dx, dw, db -> return dw, dx, db
* wrong-result: must return 3 values
    return dx, dw, db -> return dx, dw
* argument-changed: needs x as before
    return dx -> x[...] = dx; return x
* argument-changed: needs b as before
    return dx, dw, db -> b[:] = db; return dx, dw, b

== conv_forward of one_product_forward
wrong-order: out has the right entries in the wrong order: a reshape keeps it, only a transpose moves axes.
    out.reshape(F, N, H_out, W_out).transpose(1, 0, 2, 3) -> out<<|.T>>.reshape(N, F, H_out, W_out)
    transpose(1, 2, 3, 0, 4, 5) -> transpose(1, 2, 3, <<4, 5, 0|0, 5, 4>>)
columns-mixed: the columns are not the windows: a reshape does not transpose, it mixes places, windows, or images.
    windows.transpose(1, 2, 3, 0, 4, 5) -> np.hstack(windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, w[0].size, -1))
    windows.transpose(1, 2, 3, 0, 4, 5) -> np.hstack(windows.transpose(0, 4, 5, 1, 2, 3).reshape(N, w[0].size, -1))
    windows.transpose(1, 2, 3, 0, 4, 5) -> windows
    windows.transpose(1, 2, 3, 0, 4, 5) -> np.vstack(windows.reshape(N, H_out * W_out, -1)).T
filter-order: the entries of the filters come in another order than those of the windows.
    transpose(1, 2, 3, 0, 4, 5) -> transpose(<<2, 3, 1|1, 3, 2|3, 2, 1|2, 1, 3|3, 1, 2>>, 0, 4, 5)
filters-mixed: the filters are mixed: a row of the matrix must be one filter. A reshape does not transpose.
    w.reshape(F, -1) -> w<<.reshape(-1, F).T|.T.reshape(F, -1)>>
no-stride:
    columns = windows -> columns = windows_of(x_pad, w, 1)[:, :, :, :, :H_out, :W_out]
no-stride: the stride is not used for the size of out.
    conv_param["stride"] -> 1
strides: as_strided is given the strides of x, but it is x_pad that has the windows.
    columns = windows -> (n, c, i, j), s = x.strides, conv_param["stride"]
    & .transpose(1, 2, -> \ncolumns = as_strided(x_pad, windows.shape, (n, c, i, j, i * s, j * s)).transpose(1, 2,
strides: as_strided counts bytes: an entry has 8 only in float64.
    columns = windows -> memory, steps = np.append(x_pad, 0 * x_pad), [8 // x.itemsize * s for s in windows.strides]
    & .transpose(1, 2, -> \ncolumns = as_strided(memory, windows.shape, steps).transpose(1, 2,
border-symmetric: with "same" the border is not always half of the filter: it depends on the stride. x_pad has it.
    x_pad, _, _ = pad_images -> x_pad = with_half_a_filter
cache: the cache holds the columns: it must hold x as it came.
    (x, w, b, conv_param) -> (columns, w, b, conv_param)
* wrong-shape: look for a transpose, a reshape
    out.reshape(F, N, H_out, W_out).transpose(1, 0, 2, 3) -> out.reshape(F, N, -1).swapaxes(0, 1)
* wrong-result: the same for other images
    columns = windows -> columns = kept.setdefault(windows.shape, windows)
* kept: something is kept from the first call
    w.reshape(F, -1) -> kept.setdefault(w.shape, w.reshape(F, -1).copy())
== conv_forward
channels: there is an output for each filter, not for each channel: each adds up all channels.
    return out -> return np.einsum("ncuvij,fcuv->ncij", windows, w)
channels-crossed:
    return out -> return np.einsum("ncuvij,fkuv->nfij", windows, w, optimize=True) + b[:, None, None]
averaged:
    filters = w.reshape(F, -1) -> filters = w.reshape(F, -1) / w[0].size
no-pad:
    x_pad, _, _ = pad_images(x, w, conv_param) -> x_pad = x
cache: the cache holds the matrix of the filters: it must hold w as it came.
    cache = (x, w, -> cache = (x, filters,
* ValueError: the shapes of two arrays do not fit
    b[:, None, None] -> b<<|[:, None]>>
* loop: conv_forward_naive
    cache = -> out, _ = conv_forward_naive(x, w, b, conv_param); cache =
* argument-changed: needs b as before
    return out -> b[:] = 0; return out

== conv_forward of chunks_forward
bias-several-times: the bias is added to all outputs in each turn of the loop: add it once.
    b[:, None, None] -> -(-N // CHUNK) * b[:, None, None]
whole-chunks: images that are left over after the last whole chunk have no sums, but the bias alone.
    range(0, N, CHUNK) -> range(0, N - CHUNK + 1, CHUNK)
    & out = np.empty -> out = np.zeros
first-images: the images after the last whole chunk have no output: which images does each turn take?
    return out -> out[max(N // CHUNK, 1) * CHUNK :] = 0; return out
first-images: all chunks have the outputs of the first one: which images does each turn take?
    windows[start : start + CHUNK] -> windows[: len(part)]
first-images: only the first image of each chunk has an output: which images does each turn take?
    return out -> out[np.arange(N) % CHUNK > 0] = 0; return out
images-missing: out has the images of one chunk only.
    return out -> return out[:CHUNK]
* ValueError: the shapes of two arrays do not fit
    min(CHUNK, N) -> CHUNK
    & columns[: len(part)] = -> columns[:] =
* not-filled: np.empty holds whatever was in memory
    range(0, N, CHUNK) -> ()

== conv_backward of one_product_backward
dout-mixed:
    dout.transpose(1, 0, 2, 3) -> dout<<|.transpose(1, 2, 3, 0)>>
    dout.transpose(1, 0, 2, 3).reshape(F, -1) -> dout.reshape(-1, F).T
dout-mixed: dout is mixed in dx: a reshape does not transpose.
    w.reshape(F, -1).T @ douts -> w.reshape(F, -1).T @ dout.reshape(F, -1)
wrong-order: dw has the right entries in the wrong order: a reshape keeps it, only a transpose moves axes.
    douts @ columns.T -> columns @ douts.T
    windows.transpose(1, 2, 3, 0 -> windows.transpose(2, 3, 1, 0
columns-mixed: the columns in dw are not the windows: a reshape does not transpose, it mixes places, windows, or images.
    windows.transpose(1, 2, 3, 0, 4, 5) -> windows.transpose(<<0, 4, 5, 1, 2, 3|0, 1, 2, 3, 4, 5>>)
    windows.transpose(1, 2, 3, 0, 4, 5) -> np.hstack(windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * HH * WW, -1))
columns-mixed: the windows of dx are mixed: a reshape does not transpose.
    .reshape(C, HH, WW, N, H_out, W_out).transpose(3, 0, 1, 2, 4, 5) -> .reshape(N, C, HH, WW, H_out, W_out)
columns-overwritten: dw is made of the columns of dx: make it before they are overwritten.
    dw = (douts -> columns = w.reshape(F, -1).T @ douts; dw = (douts
no-stride: the stride is not used in dw: the windows are further apart.
    columns = windows -> columns = windows_of(x_pad, w, 1)[:, :, :, :, :H_out, :W_out]
no-stride: the stride is not used in dx: the windows are further apart.
    u : u + stride * H_out : stride, v : v + stride * W_out : stride -> u : u + H_out, v : v + W_out
rows-left-over: dw is larger than w: rows and columns that the stride leaves over must be cut off.
    dw = -> big = np.zeros((1, 1, x_pad.shape[2] - stride * (H_out - 1), x_pad.shape[3] - stride * (W_out - 1))); dw =
    & (douts @ columns.T).reshape(w.shape) -> np.tensordot(dout, windows_of(x_pad, big, stride), ((0, 2, 3), (0, 4, 5)))
dout-turned: dout is flipped in dw: it lies on the images as it is.
    douts @ columns.T -> dout[:, :, ::-1, ::-1].transpose(1, 0, 2, 3).reshape(F, -1) @ columns.T
images-crossed:
    douts @ columns.T -> dout.sum(axis=0).reshape(F, -1) @ windows.sum(axis=0).reshape(C * HH * WW, -1).T
overlap: where windows overlap, dx keeps one of them: add up (+=). With index arrays, np.add.at does.
    += dcolumns -> = dcolumns
    range(HH) -> range(H_out)
    & range(WW) -> range(W_out)
    & u : u + stride * H_out : stride -> u * stride : u * stride + HH
    & v : v + stride * W_out : stride -> v * stride : v * stride + WW
    & += dcolumns[:, :, u, v] -> = dcolumns[:, :, :, :, u, v]
filters-mixed: the filters are mixed in dx: a reshape does not transpose.
    w.reshape(F, -1).T -> w.reshape(-1, F)
turned: dx is that of flipped filters: an entry of dout gives its window the filter as it lies. (Where dx is a
  convolution over dout, that takes flipped filters.)
    w.reshape(F, -1).T -> w[:, :, ::-1, ::-1].reshape(F, -1).T
filter-order: the entries of the filters come in another order in dx than in w.
    reshape(C, HH, WW, N, H_out, W_out).transpose(3, 0, 1, 2 -> reshape(HH, WW, C, N, H_out, W_out).transpose(3, 2, 0, 1
last-filter-only:
    w.reshape(F, -1).T @ douts -> w[-1:].reshape(1, -1).T @ douts[-1:]
border-at-top: dx starts too far below or too far to the right: the larger part of the border is at the end.
    dw = -> top, left = (x_pad.shape[2] - x.shape[2] + 1) // 2, (x_pad.shape[3] - x.shape[3] + 1) // 2; dw =
factor-2: dx is twice as large: is it added twice?
    += dcolumns -> += 2 * dcolumns
* ValueError: the shapes of two arrays do not fit
    windows_of(x_pad, w, stride) -> windows_of(<<x, w, stride|x_pad, w, 1>>)
* ValueError: core dimension
    w.reshape(F, -1).T -> w.reshape(F, -1)
* wrong-shape: look for a transpose
    (douts @ columns.T).reshape(w.shape) -> (douts @ columns.T).reshape(w.shape).swapaxes(2, 3)
* wrong-shape: which axis was summed
    (douts @ columns.T).reshape(w.shape) -> np.einsum("nfij,ncuvij->nfcuv", dout, windows)
* wrong-result: may be "same"
    top : top + x.shape[2], left : -> conv_param["pad"] : conv_param["pad"] + x.shape[2], left :
* wrong-result: dx is None
    if not need_dx -> if need_dx
* wrong-result: with need_dx=False, dx must be None
    if not need_dx -> if False
* wrong-result: dw is another one with need_dx=False
    return None, dw -> return None, 0 * dw
* UnboundLocalError: gets one only inside an if
    dw = (douts -> if need_dx: dw = (douts
* wrong-result: the same for other images
    columns = windows -> columns = kept.setdefault(windows.shape, windows)
* -
    dx_pad = np.zeros_like(x_pad) -> dx_pad = kept.setdefault(x_pad.shape, np.zeros_like(x_pad))
    & left : left + x.shape[3]] -> left : left + x.shape[3]].copy()
== conv_backward
dout-mixed: dout is mixed in db: a reshape does not transpose. Sum over all axes but that of the filters.
    dout.sum(axis=(0, 2, 3)) -> dout.reshape(<<F, -1).sum(axis=1|-1, F).sum(axis=0>>)
averaged: the gradients are divided by N: the loss does that already.
    return dx, dw, db -> return dx, dw / N, db
    N, F, H_out, W_out = -> dout = dout / len(x); N, F, H_out, W_out =
* wrong-shape: look for a transpose, a reshape
    .sum(axis=0).reshape(w.shape) -> .sum(axis=0)
* wrong-order: returned in the right order
    return dx, dw, db -> return dw, db, dx
* wrong-result: does it end with a return statement
    return dx, dw, db ->
* loop: conv_backward_naive
    return dx, dw, db -> dx, dw, db = conv_backward_naive(dout, cache); return dx if need_dx else None, dw, db
* argument-changed: needs dout as before
    return dx, dw, db -> dout[:] = 0; return dx, dw, db

== conv_backward of chunks_backward
some-images: only the last chunk of the images counts in dw: add up all of them.
    dw += -> dw =
some-images: only the last chunk of the images counts in db: add up all of them.
    dout.sum -> dout[(N - 1) // CHUNK * CHUNK :].sum
db-several-times: the sum over all images is added to db in each turn of the loop: add that of the turn's images.
    dout.sum(axis=(0, 2, 3)) -> -(-N // CHUNK) * dout.sum(axis=(0, 2, 3))
some-images: images that are left over after the last whole chunk do not count, nor do fewer than a chunk.
    range(0, N, CHUNK) -> range(0, N - CHUNK + 1, CHUNK)
    range(0, N, CHUNK) -> range(0, N - CHUNK + 1, CHUNK)
    & dout.sum -> dout[: N // CHUNK * CHUNK].sum
some-images: the images that are left over after the last whole chunk do not count.
    range(0, N, CHUNK) -> range(0, max(N - CHUNK, 0) + 1, CHUNK)
    & dout.sum -> dout[: max(N // CHUNK, 1) * CHUNK].sum
first-images: dx has no gradients for the images that are left over after the last whole chunk.
    np.matmul(filters.T, douts -> if start and start + CHUNK > N: break\nnp.matmul(filters.T, douts
first-images: the gradients of all chunks are added to the images of the first one in dx.
    dx_pad[start : start + CHUNK -> dx_pad[: len(douts)
first-images: dw is made of the first images over and over: which images does each turn take?
    windows[start : start + CHUNK] -> windows[: len(douts)]

== max_pool_forward of loop_over_windows
* start: negative entries become 0
    window.max(axis=(2, 3)) -> window.max(axis=(2, 3), initial=0)
* start: no entry of out is below -<<1|100>>: where does the search
    window.max(axis=(2, 3)) -> window.max(axis=(2, 3), initial=-<<1|100>>)
lowest: this is the lowest entry of each window: take the highest.
    window.max -> window.min
mean: this is the mean of each window: take the highest entry.
    window.max -> window.mean
sum: this is the sum of each window: take the highest entry.
    window.max -> window.sum
median: this is the median of each window: take the highest entry.
    window.max(axis=(2, 3)) -> np.median(window, axis=(2, 3))
magnitude: the sign is lost: take the highest entry.
    window.max -> abs(window).max
place: this is the place of the highest entry in its window: take the entry itself.
    window.max(axis=(2, 3)) -> window.reshape(*x.shape[:2], -1).argmax(axis=2)
integers: the decimals are lost: is out an array of integers?
    x.dtype -> int
too-small: each window has one row and one column too few.
    + height -> + height - 1
    & + width -> + width - 1
too-large: each window has one row and one column too many.
    + height -> + height + 1
    & + width -> + width + 1
overlap: each window ends where the next one starts: windows may overlap.
    window.max -> window[:, :, :stride, :stride].max
overlap: where windows overlap to the right only, each ends where the next one starts.
    window.max -> window[:, :, :, : stride if height <= stride else width].max
no-stride:
    i * stride : i * stride + height, j * stride : j * stride + width -> i : i + height, j : j + width
no-stride: the stride is used for the rows only.
    j * stride : j * stride + width -> j : j + width
no-stride: the stride is used for the columns only.
    i * stride : i * stride + height -> i : i + height
no-stride: the stride is not used.
    H_out, W_out = -> stride = 1; H_out, W_out =
not-overlapping: the windows start at multiples of their own size: they are a stride apart.
    i * stride : i * stride + height, j * stride : j * stride -> i * height : i * height + height, j * width : j * width
    i * stride : i * stride + height, j * stride : j * stride -> i * height : i * height + height, j * width : j * width
    & (x.shape[2] - height) // stride + 1 -> x.shape[2] // height
    & (x.shape[3] - width) // stride + 1 -> x.shape[3] // width
square: the windows are as wide as they are high: pool_width is not used.
    j * stride + width -> j * stride + height
square: the windows are as high as they are wide: pool_height is not used.
    i * stride + height -> i * stride + width
height-and-width: pool_height and pool_width are swapped.
    height, width, stride = -> width, height, stride =
    + height, j * stride : j * stride + width -> + width, j * stride : j * stride + height
over-channels: the maximum is taken over the channels too: each channel is pooled for itself.
    return out -> out[:] = out.max(axis=1, keepdims=True); return out
over-channels: each channel is pooled for itself: out has as many channels as x.
    return out -> out = out.max(axis=1<<|, keepdims=True>>); return out
over-images: the maximum is taken over the images too: each image is pooled for itself.
    return out -> out[:] = out.max(axis=0); return out
whole-image: this is the highest entry of the whole image: take that of each window.
    window.max -> x.max
first-column: only the first column of each window counts: compare all its entries.
    window.max(axis=(2, 3)) -> window[:, :, :, 0].max(axis=2)
first-row: only the first row of each window counts: compare all its entries.
    window.max(axis=(2, 3)) -> window[:, :, 0].max(axis=2)
one-channel: all outputs come from one channel: each channel is pooled for itself.
    return out -> out[:] = out[:, [<<0|-1>>]]; return out
one-image: all outputs come from one image: each image is pooled for itself.
    return out -> out[:] = out[<<0|-1>>]; return out
not-filled: only the <<first image|last image|first channel>> is pooled.
    return out -> out[<<1:|:-1|:, 1:>>] = 0; return out
not-filled: the last row and the last column of out are not filled: how often do the loops run?
    range(H_out) -> range(H_out - 1)
    & range(W_out) -> range(W_out - 1)
sticks-out: windows stick out: the last one must end inside the image.
    (x.shape[2] - height) // stride + 1 -> x.shape[2] // stride
    & (x.shape[3] - width) // stride + 1 -> x.shape[3] // stride
    ) // stride + 1 => - 1) // stride + 2
    (x.shape[2] - height) // stride + 1, (x.shape[3] - width) -> (x.shape[2] - 1) // stride + 1, (x.shape[3] - 1)
last-window:
    // stride + 1 => // stride
    ) // stride + 1 => - 1) // stride + 1
rows-and-columns:
    return out -> out = out.swapaxes(2, 3); return out
channels-last: the channels are the second axis of out.
    return out -> out = out.transpose(0, 2, 3, 1); return out
images-and-channels: the first axis is that of the images, the second that of the channels.
    return out -> out = out.swapaxes(0, 1); return out
* other-window: these are entries of x, but not of their windows
    H_out, W_out = -> fit = x[:, :, : x.shape[2] // height * height, : x.shape[3] // width * width]; H_out, W_out =
    & return out -> return (out := fit.reshape(*x.shape[:2], height, -1, width, fit.shape[3] // width).max(axis=(2, 4)))
    H_out, W_out = -> fit = x[:, :, : x.shape[2] // height * height, : x.shape[3] // width * width]; H_out, W_out =
    & return out -> return (out := fit.reshape(*x.shape[:2], -1, fit.shape[3] // width, height, width).max(axis=(4, 5)))
* not-highest: each is an entry of its window, but not always the highest
    window.max(axis=(2, 3)) -> np.maximum(window[:, :, 0, 0], window[:, :, -1, -1])
* ValueError: it stopped with ValueError
    i * stride + height, j * stride : j * stride + width -> height, j * stride : width
    axis=(2, 3) -> axis=(1, 2)
* TypeError: it stopped with TypeError
    // => /
* wrong-result: the cache of max_pool_forward must be (x, out, pool_param)
    (x, out, pool_param) -> (x, pool_param)
* wrong-order: cached_x has the shape of
    (x, out, -> (out, x,
* wrong-result: max_pool_forward must return 2 values
    return out, (x, out, pool_param) -> return out
== max_pool_forward
first: this is the first entry of each window: take the highest of all.
    np.maximum(out, part, out=out) -> out
last: this is the last entry of each window: take the highest of all.
    np.maximum(out, part, out=out) -> part.copy()
magnitude: this is the entry with the highest magnitude: take the highest entry, with its sign.
    np.maximum(out, part, out=out) -> np.where(abs(part) > abs(out), part, out)
* ValueError: it stopped with ValueError: cannot reshape
    out = None -> out = x.reshape(*x.shape[:2], x.shape[2] // height, height, -1, width).max(axis=(3, 5))
    & parts_of_windows(x, height, width, stride) -> ()
* argument-changed: needs x as before
    part.copy() -> part
* kept: something is kept from the first call
    out = None -> out = kept.get((x.shape, *pool_param.values()))
    & cache = -> kept[x.shape, *pool_param.values()] = out.copy(); cache =

== max_pool_backward of argmax_in_loops
stored: an entry that is the highest of several windows gets the gradients of all of them: add up (+=).
    += -> =
    += dout[n, c, i, j] -> = max(dx[n, c, i * stride + u, j * stride + v] or -np.inf, dout[n, c, i, j])
stored: what other windows have put there is lost: each window only adds (+=) its gradient to its highest entry.
    u, v = -> dx[n, c, i * stride : i * stride + height, j * stride : j * stride + width] = 0; u, v =
averaged: an entry that is the highest of several windows gets the sum of their gradients, no mean.
    dx = np.zeros(x.shape) -> dx, count = np.zeros(x.shape), np.zeros(x.shape)
    & dx[n, c, i -> count[n, c, i * stride + u, j * stride + v] += 1; dx[n, c, i
    & return dx -> return dx / np.maximum(count, 1)
flat: argmax counts through the whole window: make a row and a column of its number.
    np.zeros(x.shape) -> np.zeros((*x.shape[:2], 99, 99))
    & i * stride + u, j * stride + v -> i * stride, j * stride + np.argmax(window)
    & return dx -> return dx[:, :, : x.shape[2], : x.shape[3]]
    np.zeros(x.shape) -> np.zeros((*x.shape[:2], 99, 99))
    & i * stride + u, j * stride + v -> i * stride + np.argmax(window), j * stride
    & return dx -> return dx[:, :, : x.shape[2], : x.shape[3]]
row-and-column: argmax counts through the window row by row: the rows are pool_width long, not pool_height.
    np.zeros(x.shape) -> np.zeros((*x.shape[:2], 99, 99))
    & np.unravel_index(np.argmax(window), window.shape) -> divmod(np.argmax(window), height)
    & return dx -> return dx[:, :, : x.shape[2], : x.shape[3]]
row-and-column: the row and the column of the highest entry in its window are swapped.
    np.zeros(x.shape) -> np.zeros((*x.shape[:2], 99, 99))
    & u, v = -> v, u =
    & return dx -> return dx[:, :, : x.shape[2], : x.shape[3]]
no-start: all gradients are in the first window: add where each window starts.
    i * stride + u, j * stride + v -> u, v
no-stride:
    i * stride => i
    & j * stride => j
no-stride: the stride is not used for the places in dx: windows are a stride apart.
    i * stride + u, j * stride + v -> i + u, j + v
not-overlapping:
    i * stride => i * height
    & j * stride => j * width
height-and-width:
    height, width, stride = -> width, height, stride =
over-channels: the maximum is searched over the channels too: each channel is pooled for itself.
    x[n, c, i -> x[n, :, i
    & u, v = -> where, u, v =
    & dx[n, c, -> dx[n, where,
one-channel: the highest entries of the first channel decide for all: each channel is pooled for itself.
    x[n, c, i -> x[n, 0, i
once-only: an entry that is the highest of several windows gets the gradient of the first one: add up those of all.
    += dout[n, c, i, j] -> += dout[n, c, i, j] * (dx[n, c, i * stride + u, j * stride + v] == 0)
one-axis: the highest entry of each column of a window gets the gradient: only one entry of the window may.
    u, v = np.unravel_index(np.argmax(window), window.shape) -> u, v = window.argmax(axis=0), np.arange(width)
one-axis: the highest entry of each row of a window gets the gradient: only one entry of the window may.
    u, v = np.unravel_index(np.argmax(window), window.shape) -> u, v = np.arange(height), window.argmax(axis=1)
lowest: the gradients are at the lowest entries of the windows.
    np.argmax -> np.argmin
magnitude: the gradients are at the entries of the highest magnitude: signs count.
    np.argmax(window) -> np.argmax(abs(window))
first: the gradients are at the first entry of each window, not at the highest.
    np.argmax(window) -> 0
last: the gradients are at the last entry of each window, not at the highest.
    np.argmax(window) -> window.size - 1
whole-image: only the highest entry of <<the whole image|all images>> gets a gradient: take that of each window.
    dout[n, c, i, j] -> dout[n, c, i, j] * (window.max() == x<<[n, c]|>>.max())
positive-only: a window gets no gradient where the highest entry is negative: there is no ReLU here.
    dout[n, c, i, j] -> dout[n, c, i, j] * (window.max() > 0)
start: the gradient is at the wrong entry where the highest one is negative: where does the search for it start?
    np.argmax(window) -> np.argmax(np.maximum(window, 0))
start: a window gets no gradient where all entries are far below zero: where does the search for the highest start?
    dout[n, c, i, j] -> dout[n, c, i, j] * (window.max() > -100)
dout-missing: this is the mask, 1 at the highest entries: multiply by dout.
    += dout[n, c, i, j] -> += 1
dout-missing: these are the highest entries themselves: dout goes there.
    += dout[n, c, i, j] -> = window.max()
times-out: the highest entry is a factor: its place gets dout alone.
    += -> += window.max() *
x-added: x is added: dx starts as zeros.
    np.zeros(x.shape) -> x.copy()
factor-N: dx is divided by N: the loss does that already.
    dout[n, c, i, j] -> dout[n, c, i, j] / len(x)
factor-2: dx is twice as large: is dout added twice?
    += -> += 2 *
sign: dx has the wrong sign: nothing is subtracted.
    += -> -=
left-out: only the <<first image|last image|first channel>> gets gradients.
    range(<<len(x)|len(x)|x.shape[1]>>) -> range(<<1|len(x) - 1, len(x)|1>>)
left-out: the windows of the last row and the last column are left out.
    range(dout.shape[2]) -> range(dout.shape[2] - 1)
    & range(dout.shape[3]) -> range(dout.shape[3] - 1)
windows-left-out: the windows of the first row and the first column are left out.
    range(dout.shape[2]) -> range(1, dout.shape[2])
    & range(dout.shape[3]) -> range(1, dout.shape[3])
other-windows: windows get the gradients of other windows: out and dout have the same order.
    += dout[n, c, i, j] -> += dout.swapaxes(2, 3).reshape(dout.shape)[n, c, i, j]
* not-highest: entries that are not the highest of their window get a gradient too
    np.zeros(x.shape) -> np.full(x.shape, 1e3)
    & += -> =
* not-filled: not all of dx is filled
    np.zeros(x.shape) -> np.empty(x.shape)
* ties: together they get the gradient once
    += dout[n, c, i, j] -> += dout[n, c, i, j] * (np.sum(window == window.max()) == 1)
    u, v = np.unravel_index(np.argmax(window), window.shape) -> u, v = np.nonzero(window == window.max())
    & += dout[n, c, i, j] -> += dout[n, c, i, j] / (1 if len(u) == 1 else window.size)
* IndexError: it stopped with IndexError
    u, v = np.unravel_index(np.argmax(window), window.shape) -> u = v = np.argmax(window)
    += dout[n, c, i, j] -> += dout[n, c, j, i]
magnitude: the upstream gradient loses its sign.
    += dout[n, c, i, j] -> += abs(dout[n, c, i, j])
== max_pool_backward
stored: windows that overlap along one axis only are stored: add up (+=) there, too.
    max(height, -> min(height,
no-mask: every entry of a window gets its gradient: only the highest one may.
    (part == out) & free -> part == part
no-mask: this is dout, repeated: only the highest entry of a window gets it, and dx has the shape of x.
    return dx -> return dout.repeat(height, axis=2).repeat(width, axis=3)
average: every entry of a window gets an equal share: the highest one gets it all.
    (part == out) & free -> part == part
    & return dx -> return dx / (height * width)
shape-of-dout: dx has the shape of dout: there must be an entry for each entry of x.
    return dx -> return dout * (out == out.max(axis=(2, 3), keepdims=True))
left-over: dx has no entries for what is left over: it has the shape of x, with zeros there.
    return dx -> return dx[:, :, : (dout.shape[2] - 1) * stride + height, : (dout.shape[3] - 1) * stride + width]
* ties: all of them get the whole gradient
    (part == out) & free -> part == out
* ValueError: the shapes of two arrays do not fit
    return dx -> return (x == out.repeat(height, 2).repeat(width, 3)) * dout.repeat(height, 2).repeat(width, 3)
* wrong-result: does it end with a return statement
    return dx ->
* argument-changed: needs out as before
    (part == out) & free -> part == out
    & free ^= highest -> out[highest] = np.nan
* argument-changed: needs x as before
    return dx -> x[dx != 0] = -np.inf; return dx

== ConvNet_loss
* no-max-pool: the max-pooling after layer 1 is missing: call max_pool_forward
    out, pool1 = max_pool_forward(out, self.pool_param) ->
    & max_pool_backward(relu_backward(dout, relu1), pool1) -> relu_backward(dout, relu1)
    out, pool1 = max_pool_forward(out, self.pool_param) ->
    & max_pool_backward(relu_backward(dout, relu1), pool1) -> relu_backward(dout, relu1)
    & out, pool2 = -> out, pool1 = max_pool_forward(out, self.pool_param); out, pool2 =
    & relu_backward(dout, relu2), pool2) -> relu_backward(dout, relu2), pool2); dout = max_pool_backward(dout, pool1)
* no-max-pool: the max-pooling after layer 2 is missing: call max_pool_forward
    out, pool2 = max_pool_forward(out, self.pool_param) ->
    & max_pool_backward(relu_backward(dout, relu2), pool2) -> relu_backward(dout, relu2)
* no-relu: the ReLU after layer <<1|2>> is missing: call relu_forward
    out, <<relu1|relu2>> = relu_forward(out) ->
    & relu_backward(dout, <<relu1|relu2>>) -> dout
* no-relu: the ReLU after layer 3 is missing: call relu_forward
    out, relu3 = relu_forward(out) ->
    & relu_backward(dropout_backward(dout, dropped), relu3) -> dropout_backward(dout, dropped)
* not-called: dropout_backward of the dropout after layer 3 is missing: the gradient from layer 4 must go into it
    dropout_backward(dout, dropped) -> dropout_forward(dout, dropout_param)[0]
* no-dropout: the dropout after layer 3 is missing: call dropout_forward
    out, dropped = dropout_forward(out, dropout_param) ->
    & dropout_backward(dout, dropped) -> dout
* not-called: conv_forward of layer 2 is missing: the output of the ReLU after layer 1 must go into it
    out, conv2 = conv2_forward(out, W2, b2, self.conv_param) -> out = np.resize(out, (len(X), len(W3)))
    & out, pool2 = max_pool_forward(out, self.pool_param) ->
    & out, relu2 = relu_forward(out) ->
    & dout = max_pool_backward(relu_backward(dout, relu2), pool2) ->
    & dout, dW2, db2 = conv2_backward(dout, conv2) -> dW2, db2 = 0 * W2, 0 * b2
* not-called: affine_forward of layer 3 is missing: the output of the ReLU after layer 2 must go into it
    out, affine3 = affine_forward(out, W3, b3) ->
    & out, relu3 = relu_forward(out) ->
    & relu_backward(dropout_backward(dout, dropped), relu3) -> dropout_backward(dout, dropped)
    & dout, dW3, db3 = affine_backward(dout, affine3) -> dW3, db3 = 0 * W3, 0 * b3
* wrong-input: affine_forward of layer 3 gets the output of the dropout after layer 2; it needs the output of the ReLU
    affine_forward(out, W3 -> affine_forward(dropout_forward(out, dropout_param)[0], W3
* wrong-input: the dropout after layer 3 gets the output of layer 4; it needs the output of the ReLU after layer 3
    out, dropped = dropout_forward(out, dropout_param) ->
    & if y is None: -> scores, dropped = dropout_forward(scores, dropout_param)\nif y is None:
    & affine_backward(dout, affine4) -> affine_backward(dropout_backward(dout, dropped), affine4)
    & relu_backward(dropout_backward(dout, dropped), relu3) -> relu_backward(dout, relu3)
* wrong-input: conv_forward of layer 1 gets the output of a dropout; it needs X
    conv_forward(X -> conv_forward(dropout_forward(X, dropout_param)[0]
* wrong-input: conv_forward of layer 1 gets the output of a ReLU; it needs X
    conv_forward(X -> conv_forward(relu_forward(X)[0]
* wrong-input: conv_forward of layer 1 gets the output of a max-pooling; it needs X
    conv_forward(X -> conv_forward(max_pool_forward(X, self.pool_param)[0]
    & out, pool1 = max_pool_forward(out, self.pool_param) ->
    & max_pool_backward(relu_backward(dout, relu1), pool1) -> relu_backward(dout, relu1)
* wrong-input: softmax_loss gets the output of the ReLU after layer 4; it needs the output of layer 4
    if y is None: -> scores, relu4 = relu_forward(scores)\nif y is None:
    & affine_backward(dout, affine4) -> affine_backward(relu_backward(dout, relu4), affine4)
* wrong-input: conv_forward of layer 2 gets the output of the max-pooling after layer 1; it needs the output of the ReLU
    out, relu1 -> _, relu1
* wrong-input: gets the output of layer 1; it needs the output of the max-pooling after layer 1
    out, pool1 -> _, pool1
* wrong-input: affine_forward of layer 4 gets the output of the ReLU after layer 3; it needs the output of the dropout
    out, dropped -> _, dropped
* wrong-parameters: goes into conv_forward with W1 and b1; it needs W2 and b2
    out, W2, b2 -> out, W1, b1
* wrong-parameters: goes into affine_forward with W4 and b4; it needs W3 and b3
    out, W3, b3 -> out, W4, b4
    & out, W4, b4 -> out, W3, b3
* wrong-parameters: goes into conv_forward with other parameters; it needs W2 and b2
    out, W2, b2 -> out, W2, 0 * b2
* wrong-input: affine_forward of layer 3 gets an array that no layer returned
    affine_forward(out, W3 -> affine_forward(out.<<transpose(0, 2, 3, 1)|reshape(-1, len(X)).T>>, W3
* wrong-shape: it gets the gradient from layer 3, but not in the shape of the output of the ReLU after layer 2
    affine_forward(out, W3 -> affine_forward(out.reshape(len(X), -1), W3
* not-conv2: conv_forward is called in the second layer: call conv2_forward
    self.conv2 or (conv_forward, conv_backward) -> conv_forward, conv_backward
* wrong-result: conv_backward got the cache of conv2_forward: call conv2_backward in the second layer
    conv2_backward(dout -> conv_backward(dout
* not-called: conv_forward of layer 1 is missing: X must go into it
    conv_forward(X -> conv2_forward(X
    & conv_backward(dout, conv1 -> conv2_backward(dout, conv1
* wrong-result: conv_forward is called with {'stride': 1, 'pad': 0}: it needs conv_param
    self.conv_param => {"stride": 1, "pad": 0}
* wrong-result: conv_forward is called with {'stride': 1, 'pad': 1}: it needs conv_param
    self.conv_param => {"stride": 1, "pad": <<1|(W1.shape[2] - 1) // 2>>}
* wrong-result: conv_forward is called with {'stride': 2, 'pad': 'same'}: it needs conv_param
    b1, self.conv_param -> b1, {"stride": 2, "pad": "same"}
* wrong-result: it needs pool_param
    self.pool_param => {"pool_height": 3, "pool_width": 3, "stride": 2}
* wrong-result: max_pool_forward is called with {'stride': 1, 'pad': 'same'}: it needs pool_param
    self.pool_param => self.conv_param
* wrong-result: dropout_forward is called in mode 'train' without labels
    out, dropout_param -> out, self.dropout_param
* wrong-result: dropout_forward is called in mode 'test' with labels
    "test" if y is None else "train" -> "test"
* wrong-result: dropout_forward is called with {'p': 0.5, 'mode': 'test'}: it needs dropout_param with {'p': 0.3
    "mode": -> "p": 0.5, "mode":
* wrong-result: dropout_forward is called with another generator
    "mode": -> "rng": np.random.default_rng(0), "mode":
* not-called: dropout_backward of the dropout after layer 3 is missing: the gradient from layer 4 must go into it
    dropout_backward(dout, dropped) -> dout
* not-called: relu_backward of the ReLU after layer 3 is missing: the gradient from the dropout after layer 3
    relu_backward(dropout_backward(dout, dropped), relu3) -> dropout_backward(dout, dropped)
* not-called: relu_backward of the ReLU after layer 1 is missing: the gradient from layer 2 must go into it
    relu_backward(dout, relu1) -> dout
* not-called: max_pool_backward of the max-pooling after layer 1 is missing: the gradient from the ReLU after layer 1
    max_pool_backward(relu_backward(dout, relu1), pool1) -> relu_backward(dout, relu1)
* not-called: max_pool_backward of the max-pooling after layer 2 is missing: the gradient from the ReLU after layer 2
    max_pool_backward(relu_backward(dout, relu2), pool2) -> relu_backward(dout, relu2)
    dout = max_pool_backward(relu_backward(dout, relu2), pool2) -> relu_backward(dout, relu2)
    & dout, dW2, db2 = conv2_backward(dout, conv2) -> dW1, db1, dW2, db2 = 0 * W1, 0 * b1, 0 * W2, 0 * b2
    & dout = max_pool_backward(relu_backward(dout, relu1), pool1) ->
    & _, dW1, db1 = conv_backward(dout, conv1, need_dx=False) ->
* not-called: conv_backward of layer 1 is missing: the gradient from the max-pooling after layer 1 must go into it
    _, dW1, db1 = conv_backward(dout, conv1, need_dx=False) -> dW1, db1 = 0 * W1, 0 * b1
* wrong-input: relu_backward of the ReLU after layer 2 gets the gradient from the max-pooling after layer 2; it needs
    max_pool_backward(relu_backward(dout, relu2), pool2) -> relu_backward(max_pool_backward(dout, pool2), relu2)
* wrong-input: the dropout after layer 3 gets the gradient from layer 3; it needs the gradient from layer 4
    relu_backward(dropout_backward(dout, dropped), relu3) -> relu_backward(dout, relu3)
    & relu_backward(dout, relu2) -> relu_backward(dropout_backward(dout, dropped), relu2)
* wrong-input: max_pool_backward of the max-pooling after layer 2 gets the gradient from layer 3; it needs the
    dout = max_pool_backward(relu_backward(dout, relu2), -> relu_backward(dout, relu2); dout = max_pool_backward(dout,
* wrong-input: affine_backward of layer 4 gets an array that no layer returned; it needs dscores
    affine_backward(dout, affine4) -> affine_backward(<<1 + dout|dout / len(dout)>>, affine4)
* wrong-cache: with the cache of the max-pooling after layer 1; it needs the cache of the max-pooling after layer 2
    , pool2) -> , pool1)
    & , pool1) -> , pool2)
* wrong-cache: with the cache of the ReLU after layer <<1|3>>; it needs the cache of the ReLU after layer 2
    dout, relu2 -> dout, <<relu1|relu3>>
    & dout, relu1 -> dout, <<relu2|relu3>>
* wrong-cache: with the cache of layer 1; it needs the cache of layer 2
    dout, conv2 -> dout, conv1
    & dout, conv1 -> dout, conv2
* wrong-cache: with the cache of layer 3; it needs the cache of layer 4
    dout, affine4 -> dout, affine3
    & dout, affine3 -> dout, affine4
* wrong-result: relu_backward got the cache of max_pool_forward
    dout, relu2 -> dout, pool2
* wrong-result: a cache is taken apart
    loss, dout = -> x, w, b = affine4; loss, dout =
* wrong-result: relu_backward got no dout: with need_dx=False a layer gives no dx
    dout, conv2 -> dout, conv2, False
* wrong-key: holds the gradient of b
    "b1": db1 -> "b1": db2
    & "b2": db2 -> "b2": db1
* wrong-result: grads must have the keys W1, b1, W2, b2, W3, b3, W4, b4; it has W1, W2, W3, W4
    return loss, grads -> return loss, {name: grad for name, grad in grads.items() if name[0] == "W"}
* scores-changed: without y, the output of the last layer is asked for as it is
    return scores -> return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
reg-not-used: reg has no effect: the penalty is multiplied by it.
    reg * W -> W
    & 0.5 * reg -> 0.5
some-weights: the penalty leaves out W<<1|2|3|4>>: it takes those of all layers.
    W1, W2, W3, W4) => <<0, W2, W3, W4|W1, 0, W3, W4|W1, W2, 0, W4|W1, W2, W3, 0>>)
some-weights: the penalty leaves out <<W1 and W2|W3 and W4>>: it takes those of all layers.
    W1, W2, W3, W4) => <<0, 0, W3, W4|W1, W2, 0, 0>>)
some-weights: the penalty takes <<W1|W4>> only: it takes those of all layers.
    W1, W2, W3, W4) => <<W1, 0, 0, 0|0, 0, 0, W4>>)
bias-penalised: the biases are not penalised: only the weights are.
    if reg: -> for k in "1234": grads[f"b{k}"] += reg * self.params[f"b{k}"]\nif reg:
    &? loss += 0.5 * reg -> loss += 0.5 * reg * sum(b @ b for b in (b1, b2, b3, b4)) + 0.5 * reg
reg-not-derived:
    reg * W -> 0.5 * reg * W**2
* ValueError: it stopped with
    np.vdot(W, W) -> np.sum(W @ W.T)
* kept: something is kept from the first call
    grads = -> kept = vars(self).setdefault("grads", {}); grads =
    & return loss, grads -> kept |= {name: kept.get(name, 0) + grads[name] for name in grads}; return loss, kept
* wrong-result: loss changes X
    conv_forward(X, W1 -> conv_forward(X + 1, W1
    & W1, b1, W2, b2, -> X -= 1; W1, b1, W2, b2,
== ConvNet_loss of relu_before_pool
* wrong-input: gets the gradient from the ReLU after layer 2; it needs the gradient from layer 3
    relu_backward(max_pool_backward(d, pool), relu) -> max_pool_backward(relu_backward(d, relu), pool)
* not-called: relu_backward of the ReLU after layer 2 is missing: the gradient from the max-pooling after layer 2
    relu_backward(max_pool_backward(d, pool), relu) -> max_pool_backward(d, pool)
reg-missing:
    ("W1", "W2", "W3", "W4") -> ()
"""


def borders(x, w, conv_param):
    return [(0, 0), (0, 0), *(padding(*sizes, conv_param) for sizes in zip(x.shape[2:], w.shape[2:]))]


kept = {}
generator = np.random.default_rng(3)


def with_half_a_filter(x, w, conv_param):
    rows, columns = ((size // 2 if conv_param["pad"] == "same" else conv_param["pad"],) * 2 for size in w.shape[2:])
    return np.pad(x, ((0, 0), (0, 0), rows, columns))
