"""Lab 7: a convolutional network.

Images are (N, C, H, W): N images of C channels, H rows and W columns. A convolution layer has F filters, w is
(F, C, HH, WW) and b (F,). As everywhere in this field, "convolution" does not flip the filters (it is a
cross-correlation): the filter lies on the image as it is.

``conv_param`` is a dict: ``"stride"``, the step of the windows down and to the right, and ``"pad"``, the number of
zeros on each side of the images, or ``"same"`` for as many as give ceil(H / stride) rows and ceil(W / stride) columns
of output (where they are odd, the bottom and the right side get one more). Layers are pairs of functions, as in Lab 3.
"""

from __future__ import annotations

import numpy as np

from cs_nn.layers import affine_backward, affine_forward, relu_backward, relu_forward, softmax_loss


def padding(size, width, conv_param):
    """The zeros before and after one axis of `size` entries, for windows of `width` entries: two integers."""
    stride, pad = conv_param["stride"], conv_param["pad"]
    if pad != "same":
        return pad, pad
    total = max((-(-size // stride) - 1) * stride + width - size, 0)
    return total // 2, total - total // 2


def pad_images(x, w, conv_param):
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


def conv_forward_naive(x, w, b, conv_param):
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


def conv_backward_naive(dout, cache):
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


def windows_of(x_pad, w, stride):
    """All windows that the filters w lie on: a view (N, C, HH, WW, H_out, W_out) of x_pad, nothing is copied."""
    windows = np.lib.stride_tricks.sliding_window_view(x_pad, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return windows.transpose(0, 1, 4, 5, 2, 3)


def conv_forward(x, w, b, conv_param):
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


def conv_backward(dout, cache, need_dx=True):
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


def max_pool_forward(x, pool_param):
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


def max_pool_backward(dout, cache):
    """Gradient of max-pooling: the entry of dout goes to the highest entry of its window, the others get nothing.

    If several entries of a window are the highest, one of them gets it all. dout and the arrays of the cache stay as
    they are.

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


def parts_of_windows(x, height, width, stride):
    """For each place in the windows, the entries of x at that place in all windows: views (N, C, H_out, W_out)."""
    H_out, W_out = (x.shape[2] - height) // stride + 1, (x.shape[3] - width) // stride + 1
    for u in range(height):
        for v in range(width):
            yield x[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride]


def dropout_forward(x, dropout_param):
    """Inverted dropout (Srivastava et al. 2014, section 10): what is kept is divided by the share that is kept.

    x and dropout_param stay as they are.

    Parameters
    ----------
    x : array of any shape
    dropout_param : dict with "p", the probability that an entry is dropped (0 <= p < 1), "mode", "train" or "test"
        (nothing is dropped and nothing scaled), and "rng", a numpy Generator to draw with

    Returns
    -------
    out : array of the shape and dtype of x
    cache : mask, what x was multiplied by, entry by entry; None in mode "test"
    """
    p, mode, rng = (dropout_param[name] for name in ("p", "mode", "rng"))
    mask = None
    # TODO: out (shape of x) and, in mode "train", mask (shape and dtype of x).
    ### BEGIN SOLUTION
    out = x
    if mode != "test":
        mask = (rng.random(x.shape, np.float32) >= p) / x.dtype.type(1 - p)
        out = x * mask
    ### END SOLUTION
    cache = mask
    return out, cache


def dropout_backward(dout, cache):
    """Gradient of dropout.

    dout and the mask stay as they are.

    Parameters
    ----------
    dout : array, the upstream gradient
    cache : mask from `dropout_forward`, or None

    Returns
    -------
    dx : array of the shape of dout
    """
    mask = cache
    # TODO: dx (shape of dout).
    ### BEGIN SOLUTION
    dx = dout if mask is None else dout * mask
    ### END SOLUTION
    return dx


class ConvNet:
    """Convolution - pool - ReLU - convolution - pool - ReLU - affine - ReLU - dropout - affine - softmax.

    Both convolutions have stride 1 and "same" padding, both pools 2 x 2 windows side by side. ``params`` holds the
    filters W1 (F1, C, K, K) and W2 (F2, F1, K, K), the weights W3 (F2 * (H // 4) * (W // 4), hidden_size) and
    W4 (hidden_size, num_classes), and b1, b2, b3, b4.
    """

    conv_param = {"stride": 1, "pad": "same"}
    pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}

    def __init__(
        self,
        input_shape=(1, 28, 28),
        num_filters=(32, 64),
        filter_size=5,
        hidden_size=1024,
        num_classes=10,
        *,
        dropout=0.25,
        std=None,
        bias=0.0,
        rng=None,
        dtype=np.float32,
        conv2=None,
    ):
        """Random weights.

        Parameters
        ----------
        input_shape : (C, H, W) of an image
        num_filters : pair of int, F1 and F2
        filter_size : int, K
        hidden_size, num_classes : int
        dropout : float, the probability that a hidden unit is dropped in training
        std : float, the standard deviation of all weights; None for sqrt(2 / fan_in) of each layer (He et al. 2015,
            eq. 10)
        bias : float, the initial value of all biases
        rng : numpy Generator or seed, for the weights and for dropout
        dtype : np.float32 or np.float64
        conv2 : pair of functions to use instead of `conv_forward` and `conv_backward` in the second layer (optional)
        """
        rng = np.random.default_rng(rng)
        C, H, W = input_shape
        F1, F2 = num_filters
        shapes = (
            (F1, C, filter_size, filter_size),
            (F2, F1, filter_size, filter_size),
            (F2 * (H // 4) * (W // 4), hidden_size),
            (hidden_size, num_classes),
        )
        self.params = {}
        for k, shape in enumerate(shapes, 1):
            fan_in, fan_out = (np.prod(shape[1:]), shape[0]) if len(shape) == 4 else shape
            scale = np.sqrt(2 / fan_in) if std is None else std
            self.params[f"W{k}"] = (scale * rng.standard_normal(shape)).astype(dtype)
            self.params[f"b{k}"] = np.full(fan_out, bias, dtype)
        self.dropout_param = {"p": dropout, "mode": "train", "rng": rng}
        self.conv2 = conv2

    def loss(self, X, y=None, reg=0.0):
        """The scores, without dropout; or, if the labels are given, the loss and its gradients, with dropout.

        L = softmax_loss(scores, y) + 0.5 reg (sum W1^2 + sum W2^2 + sum W3^2 + sum W4^2)

        Everything is done by the functions of `cs_nn.layers` and those above, except for the penalty. The pool comes
        before the ReLU: the other order gives the same results, but the ReLU then has four times the work. X, y and the
        arrays of ``params`` stay as they are.

        Parameters
        ----------
        X : (N, C, H, W) array
        y : (N,) array of integers, the labels (optional)
        reg : float, the strength of the L2 penalty on weights and filters

        Returns
        -------
        scores : (N, num_classes) array, if y is None; otherwise
        loss, grads : float, and a dict of arrays with the keys and shapes of ``params``
        """
        W1, b1, W2, b2, W3, b3, W4, b4 = (self.params[f"{letter}{k}"] for k in (1, 2, 3, 4) for letter in "Wb")
        dropout_param = {**self.dropout_param, "mode": "test" if y is None else "train"}
        conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
        # TODO: scores (N, num_classes): first conv_forward, second conv2_forward, both with self.conv_param; pools with
        # self.pool_param, dropout with dropout_param; keep the cache of every layer.
        ### BEGIN SOLUTION
        out, conv1 = conv_forward(X, W1, b1, self.conv_param)
        out, pool1 = max_pool_forward(out, self.pool_param)
        out, relu1 = relu_forward(out)
        out, conv2 = conv2_forward(out, W2, b2, self.conv_param)
        out, pool2 = max_pool_forward(out, self.pool_param)
        out, relu2 = relu_forward(out)
        out, affine3 = affine_forward(out, W3, b3)
        out, relu3 = relu_forward(out)
        out, dropped = dropout_forward(out, dropout_param)
        scores, affine4 = affine_forward(out, W4, b4)
        ### END SOLUTION
        if y is None:
            return scores
        # TODO: loss and grads, from the last layer to the first; conv2_backward in the second layer.
        ### BEGIN SOLUTION
        loss, dout = softmax_loss(scores, y)
        dout, dW4, db4 = affine_backward(dout, affine4)
        dout = relu_backward(dropout_backward(dout, dropped), relu3)
        dout, dW3, db3 = affine_backward(dout, affine3)
        dout = max_pool_backward(relu_backward(dout, relu2), pool2)
        dout, dW2, db2 = conv2_backward(dout, conv2)
        dout = max_pool_backward(relu_backward(dout, relu1), pool1)
        _, dW1, db1 = conv_backward(dout, conv1, need_dx=False)
        grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3, "W4": dW4, "b4": db4}
        if reg:
            loss += 0.5 * reg * sum(np.vdot(W, W) for W in (W1, W2, W3, W4))
            for k, W in enumerate((W1, W2, W3, W4), 1):
                grads[f"W{k}"] += reg * W
        ### END SOLUTION
        return loss, grads

    def predict(self, X):
        """The class with the highest score for each image of X (N, C, H, W): integers (N,)."""
        return np.argmax(self.loss(X), axis=1)
