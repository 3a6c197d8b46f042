"""Lab 7: right but unusual versions of the functions (`grading.right_versions` says how to read them)."""

import math
import numpy as np
from scipy import fft, ndimage, signal
from cs_nn import layers
from cs_nn.convolution import conv_backward_naive, conv_forward_naive
from cs_nn.layers import relu_backward as mask
from cs_nn.layers import relu_forward as rectify


def _conv_pool_relu_forward(x, w, b, conv_param, pool_param, forward):
    out, conv = forward(x, w, b, conv_param)
    out, pool = max_pool_forward(out, pool_param)
    out, relu = relu_forward(out)
    return out, (conv, pool, relu)


def _conv_pool_relu_backward(dout, cache, backward):
    conv, pool, relu = cache
    return backward(max_pool_backward(relu_backward(dout, relu), pool), conv)


def _penalised(p, loss, grads, reg):
    for name in ("W1", "W2", "W3", "W4"):
        loss = loss + 0.5 * reg * np.sum(p[name] ** 2)
        grads[name] = grads[name] + reg * p[name]
    return loss, grads


class conv_backward_naive:
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


class ConvNet_loss:
    def conv_backward_if_it_is_the_same(self, X, y=None, reg=0.0):
        """The usual functions in the second layer, unless others are given."""
        p = self.params
        if self.conv2 is None:
            forward2, backward2 = conv_forward, conv_backward
        else:
            forward2, backward2 = self.conv2[0], self.conv2[1]
        grads = {}

        def layer(k, x):
            """Layer k and all that follow; the gradient of its input comes back."""
            w, b = p[f"W{k}"], p[f"b{k}"]
            if k < 3:
                forward, backward = ((conv_forward, conv_backward), (forward2, backward2))[k - 1]
                out, cache = _conv_pool_relu_forward(x, w, b, self.conv_param, self.pool_param, forward)
            else:
                out, cache = affine_forward(x, w, b)
            if k == 4:
                if y is None:
                    return out, None
                loss, d = softmax_loss(out, y)
            else:
                if k == 3:
                    out, relu = relu_forward(out)
                    out, dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
                loss, d = layer(k + 1, out)
                if y is None:
                    return loss, None
                if k == 3:
                    d = relu_backward(dropout_backward(d, dropped), relu)
            d, dW, grads[f"b{k}"] = (affine_backward(d, cache, need_dx=True) if k > 2 else
                                     _conv_pool_relu_backward(d, cache, backward))
            grads[f"W{k}"] = dW + reg * w
            return loss + 0.5 * reg * np.vdot(w, w), d

        result, _ = layer(1, X)
        return result if y is None else (result, grads)


TABLE = r"""
== conv_forward_naive
seven_loops: Nothing but numbers, and the bias first.
    | s = conv_param["stride"]
    | N, C, H, W = x_pad.shape
    | F, _, HH, WW = w.shape
    | out = np.zeros((N, F, 1 + (H - HH) // s, 1 + (W - WW) // s))
    | for n in range(N):
    |     for f in range(F):
    |         for i in range(out.shape[2]):
    |             for j in range(out.shape[3]):
    |                 out[n, f, i, j] = b[f]
    |                 for c in range(C):
    |                     for u in range(HH):
    |                         for v in range(WW):
    |                             out[n, f, i, j] += x_pad[n, c, i * s + u, j * s + v] * w[f, c, u, v]
    & return out, cache -> return out, (x, w, b, conv_param)
loops_over_pixels: range with a step, and int(...) of a true division; a list as cache.
    | x_pad, top, left = pad_images(x, w, conv_param)
    | stride, (_, _, HH, WW) = conv_param["stride"], w.shape
    | H_out = int((x_pad.shape[2] - HH) / stride + 1)
    | W_out = int((x_pad.shape[3] - WW) / stride + 1)
    | out = np.empty((x.shape[0], w.shape[0], H_out, W_out))
    | for i, row in enumerate(range(0, x_pad.shape[2] - HH + 1, stride)):
    |     for j, column in enumerate(range(0, x_pad.shape[3] - WW + 1, stride)):
    |         for f in reversed(range(len(w))):
    |             for n in range(len(x)):
    |                 window = x_pad[n][:, row : row + HH, column : column + WW]
    |                 out[n][f][i][j] = window.ravel() @ w[f].ravel() + b[f]
    & return out, cache -> return out, [x, w, b, conv_param]
own_padding: np.pad with numbers worked out here.
    | stride, pad = conv_param.get("stride"), conv_param.get("pad")
    | N, C, H, W = x.shape
    | F, _, HH, WW = w.shape
    | if pad == "same":
    |     H_out, W_out = math.ceil(H / stride), math.ceil(W / stride)
    |     rows, columns = max(0, (H_out - 1) * stride + HH - H), max(0, (W_out - 1) * stride + WW - W)
    |     border = (rows // 2, math.ceil(rows / 2)), (columns // 2, math.ceil(columns / 2))
    | else:
    |     H_out, W_out = (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1
    |     border = (pad, pad), (pad, pad)
    | padded = np.pad(x, ((0, 0), (0, 0), *border), mode="constant", constant_values=0)
    | out = np.zeros((N, F, H_out, W_out))
    | for n, f, i, j in np.ndindex(N, F, H_out, W_out):
    |     window = padded[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
    |     out[n, f, i, j] = np.einsum("cuv,cuv->", window, w[f]) + b[f]
    & return out, cache -> return out, (x, w, b, conv_param)
all_images_at_once: Loops over i and j only, np.tensordot for the rest.
    | stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    | rows = [[b + np.tensordot(x_pad[:, :, i : i + HH, j : j + WW], w, axes=((1, 2, 3), (1, 2, 3)))
    |          for j in range(0, x_pad.shape[3] - WW + 1, stride)]
    |         for i in range(0, x_pad.shape[2] - HH + 1, stride)]
    & return out, cache -> return np.array(rows).transpose(2, 3, 0, 1), (x, w, b, conv_param)
by_correlate2d: scipy.signal.correlate2d, channel by channel.
    | stride = conv_param["stride"]
    | out = []
    | for image in x_pad:
    |     for f in range(len(w)):
    |         total = sum(signal.correlate2d(channel, part, mode="valid") for channel, part in zip(image, w[f]))
    |         out.append(total[::stride, ::stride] + b[f])
    & return out, cache -> return np.reshape(out, (len(x), len(w), *out[0].shape)), (x, w, b, conv_param)
by_ndimage: scipy.ndimage.correlate.
    | s, (F, C, HH, WW) = conv_param["stride"], w.shape
    | H_out, W_out = (x_pad.shape[2] - HH) // s + 1, (x_pad.shape[3] - WW) // s + 1
    | out = np.zeros((len(x), F, H_out, W_out))
    | for n, f, c in np.ndindex(len(x), F, C):
    |     full = ndimage.correlate(x_pad[n, c], w[f, c], mode="constant")
    |     full = full[HH // 2 :, WW // 2 :]
    |     out[n, f] += full[: H_out * s : s, : W_out * s : s]
    | for f in range(F):
    |     out[:, f] += b[f]
    & return out, cache -> return out, (x, w, b, conv_param)
filter_position_by_filter_position: Shifted images times one weight each.
    | s, (F, C, HH, WW) = conv_param["stride"], w.shape
    | H_out, W_out = len(range(HH, x_pad.shape[2] + 1, s)), len(range(WW, x_pad.shape[3] + 1, s))
    | out = np.tile(b.reshape(1, F, 1, 1), (len(x), 1, H_out, W_out)).astype(float)
    | for f, c, u, v in np.ndindex(*w.shape):
    |     out[:, f] += w[f, c, u, v] * x_pad[:, c, u : u + H_out * s : s, v : v + W_out * s : s]
    & return out, cache -> return out, (x, w, b, conv_param)
without_a_border: No padded image: places outside are skipped.
    | stride, (N, C, H, W) = conv_param["stride"], x.shape
    | (top, bottom), (left, right) = padding(H, w.shape[2], conv_param), padding(W, w.shape[3], conv_param)
    | H_out = (H + top + bottom - w.shape[2]) // stride + 1
    | W_out = (W + left + right - w.shape[3]) // stride + 1
    | out = np.zeros((N, len(w), H_out, W_out))
    | for i, j in np.ndindex(H_out, W_out):
    |     for u in range(w.shape[2]):
    |         for v in range(w.shape[3]):
    |             row, column = i * stride + u - top, j * stride + v - left
    |             if 0 <= row < H and 0 <= column < W:
    |                 out[:, :, i, j] += x[:, :, row, column] @ w[:, :, u, v].T
    |     out[:, :, i, j] += b
    & return out, cache -> return out, (x, w, b, conv_param)
exact_sums_in_lists: math.fsum over lists; out is a list of lists.
    | s, (F, C, HH, WW) = conv_param["stride"], w.shape
    | out = []
    | for image in x_pad:
    |     maps = []
    |     for f in range(F):
    |         maps.append([[math.fsum([*(image[:, i : i + HH, j : j + WW] * w[f]).flat, b[f]])
    |                       for j in range(0, image.shape[2] - WW + 1, s)]
    |                      for i in range(0, image.shape[1] - HH + 1, s)])
    |     out.append(maps)
    & return out, cache -> return np.array(out), (x, w, b, conv_param)
helper_function: A nested function for one output, in float32.
    | x_pad, _, _ = pad_images(x.astype(np.float32), w, conv_param)
    | stride, (HH, WW) = conv_param["stride"], w.shape[-2:]
    |
    | def one(n, f, i, j):
    |     i, j = i * stride, j * stride
    |     return (x_pad[n, :, i : i + HH, j : j + WW] * w[f].astype("float32")).sum() + b[f]
    |
    | shape = (x.shape[0], w.shape[0], *((size - width) // stride + 1
    |                                    for size, width in zip(x_pad.shape[2:], w.shape[2:])))
    | out = np.zeros(shape, np.float32)
    | for place in np.ndindex(shape):
    |     out[place] = one(*place)
    & return out, cache -> return out, (x, w, b, conv_param)
recursion_over_images: One image at a time, by recursion.
    | if len(x) > 1:
    |     first, _ = conv_forward_naive(x[:1], w, b, conv_param)
    |     others, _ = conv_forward_naive(x[1:], w, b, conv_param)
    |     return np.concatenate([first, others]), (x, w, b, conv_param)
    | image = pad_images(x, w, conv_param)[0][0]
    | s, (F, C, HH, WW) = conv_param["stride"], w.shape
    | H_out, W_out = (image.shape[1] - HH) // s + 1, (image.shape[2] - WW) // s + 1
    | out = np.zeros((1, F, H_out, W_out))
    | for f in range(F):
    |     for i in range(H_out):
    |         for j in range(W_out):
    |             out[0, f, i, j] = np.dot(image[:, i * s : i * s + HH, j * s : j * s + WW].flatten(), w[f].flatten())
    |             out[0, f, i, j] += b[f]
    & return out, cache -> return out, (x, w, b, conv_param)
bias_as_one_more_channel: A channel of ones with the bias as its only weight.
    | x_one = np.concatenate([x_pad, np.ones_like(x_pad[:, :1])], axis=1)
    | bias = np.zeros_like(w[:, :1])
    | bias[:, 0, 0, 0] = b
    | w_one = np.concatenate([w, bias], axis=1)
    | s, (HH, WW) = conv_param["stride"], w.shape[2:]
    | H_out, W_out = (x_pad.shape[2] - HH) // s + 1, (x_pad.shape[3] - WW) // s + 1
    | out = np.zeros((len(x), len(w), H_out, W_out))
    | for n, f, i, j in np.ndindex(*out.shape):
    |     out[n, f, i, j] = np.vdot(x_one[n, :, i * s : i * s + HH, j * s : j * s + WW], w_one[f])
    & return out, cache -> return out, (x, w, b, conv_param)

== conv_backward_naive
seven_loops: Nothing but numbers.
    | s = conv_param["stride"]
    | dx_pad, dw, db = np.zeros(x_pad.shape), np.zeros(w.shape), np.zeros(len(b))
    | for n in range(dout.shape[0]):
    |     for f in range(dout.shape[1]):
    |         for i in range(dout.shape[2]):
    |             for j in range(dout.shape[3]):
    |                 d = dout[n, f, i, j]
    |                 db[f] += d
    |                 for c in range(w.shape[1]):
    |                     for u in range(w.shape[2]):
    |                         for v in range(w.shape[3]):
    |                             dw[f, c, u, v] += d * x_pad[n, c, i * s + u, j * s + v]
    |                             dx_pad[n, c, i * s + u, j * s + v] += d * w[f, c, u, v]
    & return dx, dw, db -> return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db
loops_over_pixels_from_the_end: range with a step, backwards; a list is returned.
    | stride, (HH, WW) = conv_param.get("stride"), w.shape[-2:]
    | dx_pad, dw = np.zeros_like(x_pad), np.zeros_like(w)
    | for i, row in reversed(list(enumerate(range(0, x_pad.shape[2] - HH + 1, stride)))):
    |     for j, column in reversed(list(enumerate(range(0, x_pad.shape[3] - WW + 1, stride)))):
    |         for f in range(len(w)):
    |             for n in range(len(x)):
    |                 window = np.s_[n, :, row : row + HH, column : column + WW]
    |                 dx_pad[window] = dx_pad[window] + w[f] * dout[n, f, i, j]
    |                 dw[f] = dw[f] + x_pad[window] * dout[n, f, i, j]
    | db = np.array([dout[:, f].sum() for f in range(len(b))])
    | return [dx_pad[..., top : x_pad.shape[2] - (x_pad.shape[2] - x.shape[2] - top), left : left + x.shape[3]], dw, db]
all_images_at_once: Loops over i and j, matrix products for the rest.
    | s, (F, C, HH, WW) = conv_param["stride"], w.shape
    | dx_pad, dw = np.zeros_like(x_pad), np.zeros((F, C * HH * WW))
    | for i in range(dout.shape[2]):
    |     for j in range(dout.shape[3]):
    |         window = x_pad[:, :, i * s : i * s + HH, j * s : j * s + WW]
    |         dw += dout[:, :, i, j].T @ window.reshape(len(x), -1)
    |         window = dx_pad[:, :, i * s : i * s + HH, j * s : j * s + WW]
    |         window += (dout[:, :, i, j] @ w.reshape(F, -1)).reshape(len(x), C, HH, WW)
    & return dx, dw, db -> return dx, dw.reshape(F, C, HH, WW), np.einsum("nfij->f", dout)
by_scipy: Correlation of x_pad with dout, full convolution of dout with w; zeros between the entries of dout.
    | s, (F, C, HH, WW), (N, _, H_out, W_out) = conv_param["stride"], w.shape, dout.shape
    | spread = np.zeros((N, F, s * (H_out - 1) + 1, s * (W_out - 1) + 1))
    | spread[:, :, ::s, ::s] = dout
    | dx_pad, dw = np.zeros(x_pad.shape), np.zeros(w.shape)
    | for n in range(N):
    |     for f in range(F):
    |         for c in range(C):
    |             dw[f, c] += signal.correlate2d(x_pad[n, c], spread[n, f], mode="valid")[:HH, :WW]
    |             full = signal.convolve2d(spread[n, f], w[f, c], mode="full")
    |             dx_pad[n, c, : full.shape[0], : full.shape[1]] += full
    | return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, dout.sum((0, 2, 3))
by_filter_position: Loops over the places of the filter, einsum for the rest.
    | s, (H_out, W_out) = conv_param["stride"], dout.shape[2:]
    | dx_pad, dw = 0 * x_pad, 0 * w
    | for u, v in np.ndindex(*w.shape[2:]):
    |     part = (slice(None), slice(None), slice(u, u + H_out * s, s), slice(v, v + W_out * s, s))
    |     dw[:, :, u, v] = np.einsum("nfij,ncij->fc", dout, x_pad[part])
    |     dx_pad[part] += np.einsum("nfij,fc->ncij", dout, w[:, :, u, v])
    | return dx_pad[:, :, top:, left:][:, :, : x.shape[2], : x.shape[3]], dw, dout.sum(axis=3).sum(axis=2).sum(axis=0)
own_padding: np.pad with the difference of the sizes; float32 inside.
    | x, w, b, conv_param = (part.astype(np.float32) if isinstance(part, np.ndarray) else part for part in cache)
    | s, (HH, WW), (H_out, W_out) = conv_param["stride"], w.shape[2:], dout.shape[2:]
    | if conv_param["pad"] == "same":
    |     rows = max((H_out - 1) * s + HH - x.shape[2], 0)
    |     columns = max((W_out - 1) * s + WW - x.shape[3], 0)
    |     top, bottom, left, right = rows // 2, rows - rows // 2, columns // 2, columns - columns // 2
    | else:
    |     top = bottom = left = right = conv_param["pad"]
    | padded = np.pad(x, [(0, 0), (0, 0), (top, bottom), (left, right)])
    | dx, dw, db = np.zeros_like(padded), np.zeros_like(w), np.zeros_like(b)
    | for n, f, i, j in np.ndindex(dout.shape):
    |     window = (n, slice(None), slice(i * s, i * s + HH), slice(j * s, j * s + WW))
    |     dw[f] += np.float32(dout[n, f, i, j]) * padded[window]
    |     dx[window] += np.float32(dout[n, f, i, j]) * w[f]
    |     db[f] += dout[n, f, i, j]
    | return np.delete(np.delete(dx, np.r_[:top, top + x.shape[2] : dx.shape[2]], 2),
    |                  np.r_[:left, left + x.shape[3] : dx.shape[3]], 3), dw, db
recursion_over_images: One image at a time, by recursion.
    | if len(x) > 1:
    |     dx, dw, db = conv_backward_naive(dout[:1], (x[:1], w, b, conv_param))
    |     others, dw_others, db_others = conv_backward_naive(dout[1:], (x[1:], w, b, conv_param))
    |     return np.concatenate([dx, others]), dw + dw_others, db + db_others
    | x_pad, top, left = pad_images(x, w, conv_param)
    | s, (HH, WW) = conv_param["stride"], w.shape[2:]
    | dx_pad, dw = np.zeros_like(x_pad), np.zeros_like(w)
    | for f, i, j in np.ndindex(*dout.shape[1:]):
    |     dw[f] += dout[0, f, i, j] * x_pad[0, :, i * s : i * s + HH, j * s : j * s + WW]
    |     dx_pad[0, :, i * s : i * s + HH, j * s : j * s + WW] += dout[0, f, i, j] * w[f]
    | return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, dout[0].sum(axis=(1, 2))

== conv_forward
by_tensordot: np.tensordot over the windows.
    | out = np.tensordot(windows, w, axes=([1, 2, 3], [1, 2, 3])) + b
    & return out, cache -> return np.moveaxis(out, -1, 1), (x, w, b, conv_param)
by_einsum: np.einsum over sliding windows; a list as cache.
    | windows = np.lib.stride_tricks.sliding_window_view(x_pad, w.shape[2:], (2, 3))
    | s = conv_param["stride"]
    | out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::s, ::s], w, optimize=True)
    & return out, cache -> return out + b.reshape(1, -1, 1, 1), [x, w, b, conv_param]
by_as_strided: as_strided, and all images in one product.
    | s, (N, C, H, W), (F, _, HH, WW) = conv_param["stride"], x_pad.shape, w.shape
    | H_out, W_out = (H - HH) // s + 1, (W - WW) // s + 1
    | per_image, per_channel, per_row, per_column = x_pad.strides
    | columns = np.lib.stride_tricks.as_strided(
    |     x_pad,
    |     shape=(C, HH, WW, N, H_out, W_out),
    |     strides=(per_channel, per_row, per_column, per_image, s * per_row, s * per_column),
    | )
    | columns = np.ascontiguousarray(columns).reshape(C * HH * WW, -1)
    | out = w.reshape(F, -1).dot(columns) + b.reshape(-1, 1)
    & return out, cache -> return out.reshape(F, N, H_out, W_out).transpose(1, 0, 2, 3), (x, w, b, conv_param)
by_fancy_index: Index arrays k, i, j; images last in the columns.
    | s, (N, C, H, W), (F, _, HH, WW) = conv_param["stride"], x_pad.shape, w.shape
    | H_out, W_out = (H - HH) // s + 1, (W - WW) // s + 1
    | i0, i1 = np.tile(np.repeat(np.arange(HH), WW), C), s * np.repeat(np.arange(H_out), W_out)
    | j0, j1 = np.tile(np.arange(WW), HH * C), s * np.tile(np.arange(W_out), H_out)
    | k = np.repeat(np.arange(C), HH * WW).reshape(-1, 1)
    | columns = x_pad[:, k, i0.reshape(-1, 1) + i1, j0.reshape(-1, 1) + j1]
    | columns = columns.transpose(1, 2, 0).reshape(HH * WW * C, -1)
    | out = w.reshape((F, -1)) @ columns + b[:, np.newaxis]
    & return out, cache -> return out.reshape(F, H_out, W_out, N).transpose(3, 0, 1, 2), (x, w, b, conv_param)
loop_over_filter_positions: A sum over the places of the filter; no columns.
    | s, (HH, WW) = conv_param["stride"], w.shape[2:]
    | H_out, W_out = (x_pad.shape[2] - HH) // s + 1, (x_pad.shape[3] - WW) // s + 1
    | out = 0
    | for u in range(HH):
    |     for v in range(WW):
    |         part = x_pad[:, :, u : u + s * H_out : s, v : v + s * W_out : s]
    |         out = out + np.tensordot(w[:, :, u, v], part, axes=(1, 1))
    & return out, cache -> return out.transpose(1, 0, 2, 3) + b[:, None, None], (x, w, b, conv_param)
image_by_image: A loop over the images, its rows are windows.
    | H_out, W_out = windows.shape[-2:]
    | outs = []
    | for each in windows:
    |     rows = np.transpose(each, (3, 4, 0, 1, 2)).reshape(H_out * W_out, -1)
    |     outs.append((rows @ w.reshape(len(w), -1).T + b).T.reshape(-1, H_out, W_out))
    & return out, cache -> return np.stack(outs), (x, w, b, conv_param)
columns_from_loops: im2col written by a loop over the places of the windows.
    | s, (HH, WW) = conv_param["stride"], w.shape[2:]
    | H_out, W_out = 1 + (x_pad.shape[2] - HH) // s, 1 + (x_pad.shape[3] - WW) // s
    | columns = np.zeros((len(x), w[0].size, H_out * W_out))
    | for i in range(H_out):
    |     for j in range(W_out):
    |         window = x_pad[:, :, i * s : i * s + HH, j * s : j * s + WW]
    |         columns[:, :, i * W_out + j] = window.reshape(len(x), -1)
    | out = np.matmul(w.reshape(len(w), -1), columns)
    | out += b[None, :, None]
    & return out, cache -> return out.reshape(*out.shape[:2], H_out, W_out), (x, w, b, conv_param)
by_fftconvolve: A fast Fourier transform of images and turned filters.
    | s = conv_param["stride"]
    | out = signal.fftconvolve(x_pad[:, None], w[None, :, :, ::-1, ::-1], mode="valid", axes=(3, 4)).sum(axis=2)
    & return out, cache -> return out[:, :, ::s, ::s] + b[:, None, None], (x, w, b, conv_param)
by_own_fft: The conjugate of the filters' transform.
    | s, size = conv_param["stride"], x_pad.shape[2:]
    | product = np.einsum("ncij,fcij->nfij", fft.rfft2(x_pad), fft.rfft2(w, size).conj())
    | out = fft.irfft2(product, size)[:, :, : size[0] - w.shape[2] + 1 : s, : size[1] - w.shape[3] + 1 : s]
    & return out, cache -> return out + b[:, None, None], (x, w, b, conv_param)
whole_numbers_of_chunks: np.array_split in chunks of 3 images, in float32.
    | filters = w.reshape(len(w), -1).astype(np.float32)
    | outs = []
    | for part in np.array_split(x_pad.astype(np.float32), -(-len(x) // 3)):
    |     windows = windows_of(part, w, conv_param["stride"])
    |     out = filters @ windows.reshape(len(part), filters.shape[1], -1) + b.astype(np.float32)[:, None]
    |     outs.append(out.reshape(len(part), len(w), *windows.shape[4:]))
    & return out, cache -> return np.concatenate(outs), (x, w, b, conv_param)
bias_as_a_column: A row of ones below the columns.
    | columns = windows.reshape(len(x), w[0].size, -1)
    | columns = np.concatenate([columns, np.ones_like(columns[:, :1])], axis=1)
    | filters = np.hstack([w.reshape(len(w), -1), b[:, None]])
    | return (filters @ columns).reshape(len(x), len(w), *windows.shape[4:]), (x, w, b, conv_param)
channels_last: All axes are moved, and moved back.
    | x_pad = np.moveaxis(pad_images(x, w, conv_param)[0], 1, -1)
    | w_last = w.transpose(2, 3, 1, 0)
    | s = conv_param["stride"]
    | windows = np.lib.stride_tricks.sliding_window_view(x_pad, w.shape[2:], (1, 2))[:, ::s, ::s]
    | rows = windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, w[0].size)
    | out = rows @ w_last.reshape(-1, len(w)) + b
    & return out, cache -> return out.reshape(*windows.shape[:3], -1).transpose(0, 3, 1, 2), (x, w, b, conv_param)
as_a_sparse_matrix: The layer as one large matrix, made by filtering unit images.
    | N, C, H, W = x.shape
    | units = pad_images(np.eye(C * H * W).reshape(-1, C, H, W), w, conv_param)[0]
    | windows = windows_of(units, w, conv_param["stride"])
    | matrix = np.tensordot(windows, w, axes=((1, 2, 3), (1, 2, 3)))
    | out = np.tensordot(x.reshape(N, -1), matrix, axes=1)
    & return out, cache -> return out.transpose(0, 3, 1, 2) + b[:, None, None], (x, w, b, conv_param)

== conv_backward
by_einsum: np.einsum over sliding windows; dx by a second convolution of dout with zeros in between.
    | s, (N, F, H_out, W_out), (HH, WW) = conv_param["stride"], dout.shape, w.shape[2:]
    | windows = np.lib.stride_tricks.sliding_window_view(x_pad, (HH, WW), (2, 3))[:, :, ::s, ::s]
    | dw = np.einsum("nchwij,nfhw->fcij", windows, dout, optimize=True)
    | db = np.einsum("nfhw->f", dout)
    | if not need_dx:
    |     return None, dw, db
    | spread = np.zeros((N, F, x_pad.shape[2] + HH - 1, x_pad.shape[3] + WW - 1))
    | spread[:, :, HH - 1 : HH - 1 + s * H_out : s, WW - 1 : WW - 1 + s * W_out : s] = dout
    | windows = np.lib.stride_tricks.sliding_window_view(spread, (HH, WW), (2, 3))
    | dx_pad = np.einsum("nfhwij,fcij->nchw", windows, w[:, :, ::-1, ::-1], optimize=True)
    & return dx, dw, db -> return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db
by_tensordot: np.tensordot, then loops over the places of the filter.
    | s, (H_out, W_out) = conv_param["stride"], dout.shape[2:]
    | dw = np.tensordot(dout, windows_of(x_pad, w, s), axes=((0, 2, 3), (0, 4, 5)))
    | dx = None
    | if need_dx:
    |     dwindows = np.tensordot(w, dout, axes=(0, 1)).transpose(3, 0, 1, 2, 4, 5)
    |     dx_pad = np.zeros(x_pad.shape)
    |     for u, v in np.ndindex(*w.shape[2:]):
    |         dx_pad[:, :, u : u + s * H_out : s, v : v + s * W_out : s] += dwindows[:, :, u, v]
    |     dx = dx_pad[:, :, top:, left:][:, :, : x.shape[2], : x.shape[3]]
    & return dx, dw, db -> return [dx, dw, np.sum(dout, (0, 2, 3))]
by_fancy_index: Index arrays k, i, j and np.add.at; images last.
    | s, (F, C, HH, WW), (N, _, H_out, W_out) = conv_param["stride"], w.shape, dout.shape
    | i = np.repeat(np.arange(HH), WW)[None].repeat(C, 0).reshape(-1, 1) + s * np.repeat(np.arange(H_out), W_out)
    | j = np.tile(np.arange(WW), HH * C).reshape(-1, 1) + s * np.tile(np.arange(W_out), H_out)
    | k = np.repeat(np.arange(C), HH * WW).reshape(-1, 1)
    | columns = x_pad[:, k, i, j].transpose(1, 2, 0).reshape(C * HH * WW, -1)
    | flat = dout.transpose(1, 2, 3, 0).reshape(F, -1)
    | dw, db = flat.dot(columns.T).reshape(w.shape), flat.sum(axis=1)
    | if not need_dx:
    |     return None, dw, db
    | dcolumns = (w.reshape(F, -1).T @ flat).reshape(C * HH * WW, -1, N).transpose(2, 0, 1)
    | dx_pad = np.zeros_like(x_pad)
    | np.add.at(dx_pad, (slice(None), k, i, j), dcolumns)
    & return dx, dw, db -> return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db
by_as_strided: A writable view of the windows of dx_pad, one place of the filter at a time.
    | s, (F, C, HH, WW), (N, _, H_out, W_out) = conv_param["stride"], w.shape, dout.shape
    | shape, (n, c, i, j) = (N, C, HH, WW, H_out, W_out), x_pad.strides
    | view = np.lib.stride_tricks.as_strided
    | columns = view(x_pad, shape, (n, c, i, j, s * i, s * j)).reshape(N, C * HH * WW, -1)
    | douts = dout.reshape(N, F, -1)
    | dw = sum(douts[n] @ columns[n].T for n in range(N)).reshape(F, C, HH, WW)
    | db = douts.sum(axis=2).sum(axis=0)
    | if need_dx is False:
    |     return None, dw, db
    | dx_pad = np.zeros_like(x_pad)
    | parts = view(dx_pad, shape, (n, c, i, j, s * i, s * j))
    | for u in range(HH):
    |     for v in range(WW):
    |         parts[:, :, u, v] += np.einsum("nfij,fc->ncij", dout, w[:, :, u, v])
    & return dx, dw, db -> return dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, db
image_by_image: A loop over the images, windows as rows, a loop over the places for dx.
    | s, (F, C, HH, WW), (H_out, W_out) = conv_param["stride"], w.shape, dout.shape[2:]
    | windows, dw, dxs = windows_of(x_pad, w, s), 0, []
    | for each, d in zip(windows, dout):
    |     rows = each.transpose(3, 4, 0, 1, 2).reshape(H_out * W_out, -1)
    |     dw = dw + d.reshape(F, -1) @ rows
    |     if need_dx:
    |         drows = (d.reshape(F, -1).T @ w.reshape(F, -1)).reshape(H_out, W_out, C, HH, WW)
    |         dx_pad = np.zeros(x_pad.shape[1:])
    |         for i in range(H_out):
    |             for j in range(W_out):
    |                 dx_pad[:, i * s : i * s + HH, j * s : j * s + WW] += drows[i, j]
    |         dxs.append(dx_pad[:, top : top + x.shape[2], left : left + x.shape[3]])
    | return np.array(dxs) if need_dx else None, dw.reshape(w.shape), dout.sum(axis=(-1, -2)).sum(axis=0)
by_scipy: correlate2d and convolve2d.
    | s, (F, C, HH, WW), (N, _, H_out, W_out) = conv_param["stride"], w.shape, dout.shape
    | spread = np.zeros((N, F, s * (H_out - 1) + 1, s * (W_out - 1) + 1))
    | spread[:, :, ::s, ::s] = dout
    | dx_pad, dw = np.zeros(x_pad.shape), np.zeros(w.shape)
    | for n, f, c in np.ndindex(N, F, C):
    |     dw[f, c] += signal.correlate2d(x_pad[n, c], spread[n, f], mode="valid")[:HH, :WW]
    |     full = signal.convolve2d(spread[n, f], w[f, c])
    |     dx_pad[n, c, : full.shape[0], : full.shape[1]] += full
    | dx = dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]]
    & return dx, dw, db -> return (dx if need_dx else None), dw, dout.sum(axis=(0, 2, 3))
by_own_fft: Products of transforms.
    | s, size = conv_param["stride"], x_pad.shape[2:]
    | spread = np.zeros((*dout.shape[:2], *size))
    | spread[:, :, : s * dout.shape[2] : s, : s * dout.shape[3] : s] = dout
    | d = fft.rfft2(spread)
    | dw = fft.irfft2(np.einsum("nfij,ncij->fcij", d.conj(), fft.rfft2(x_pad)), size)[:, :, : w.shape[2], : w.shape[3]]
    | dx = None
    | if need_dx:
    |     dx = fft.irfft2(np.einsum("nfij,fcij->ncij", d, fft.rfft2(w, size)), size)
    |     dx = dx[:, :, top : top + x.shape[2], left : left + x.shape[3]]
    & return dx, dw, db -> return dx, dw, d[:, :, 0, 0].real.sum(axis=0)
chunks_of_three: Three images at a time, in float32.
    | F, parts = len(w), []
    | for k in range(0, len(x), 3):
    |     x_pad, top, left = pad_images(x[k : k + 3].astype(np.float32), w, conv_param)
    |     s, d = conv_param["stride"], dout[k : k + 3].astype(np.float32)
    |     windows = windows_of(x_pad, w, s)
    |     flat = d.reshape(len(d), F, -1)
    |     dw = (flat @ windows.reshape(len(d), w[0].size, -1).swapaxes(1, 2)).sum(axis=0)
    |     dwindows = (w.reshape(F, -1).T.astype(np.float32) @ flat).reshape(windows.shape)
    |     dx_pad = np.zeros_like(x_pad)
    |     for u in range(w.shape[2]):
    |         for v in range(w.shape[3]):
    |             dx_pad[:, :, u : u + s * d.shape[2] : s, v : v + s * d.shape[3] : s] += dwindows[:, :, u, v]
    |     parts.append((dx_pad[:, :, top : top + x.shape[2], left : left + x.shape[3]], dw, flat.sum(axis=(0, 2))))
    | dxs, dws, dbs = zip(*parts)
    & return dx, dw, db -> return np.concatenate(dxs) if need_dx else None, sum(dws).reshape(w.shape), sum(dbs)
one_matrix: The layer as a large matrix; its transpose gives dx.
    | N, C, H, W = x.shape
    | units = pad_images(np.eye(C * H * W).reshape(-1, C, H, W), w, conv_param)[0]
    | windows = windows_of(units, w, conv_param["stride"])
    | matrix = np.tensordot(windows, w, axes=((1, 2, 3), (1, 2, 3)))
    | dx = np.tensordot(dout, matrix, axes=((1, 2, 3), (3, 1, 2))).reshape(x.shape) if need_dx else None
    | dw = np.einsum("nfij,np,pcuvij->fcuv", dout, x.reshape(N, -1), windows, optimize=True)
    & return dx, dw, db -> return dx, dw, dout.sum(axis=(0, 2, 3))
in_two_functions: dw by one function, dx by another one that fills the border too.
    | s, (H_out, W_out) = conv_param["stride"], dout.shape[2:]
    |
    | def for_filters():
    |     dw = np.empty_like(w)
    |     for u, v in np.ndindex(*w.shape[2:]):
    |         part = x_pad[:, :, u : u + s * H_out : s, v : v + s * W_out : s]
    |         dw[:, :, u, v] = (dout.transpose(1, 0, 2, 3).reshape(len(w), -1)
    |                           @ part.transpose(1, 0, 2, 3).reshape(w.shape[1], -1).T)
    |     return dw
    |
    | def for_images():
    |     dx = np.zeros(x.shape)
    |     for u, v in np.ndindex(*w.shape[2:]):
    |         for i in range(H_out):
    |             row = i * s + u - top
    |             if 0 <= row < x.shape[2]:
    |                 for j in range(W_out):
    |                     column = j * s + v - left
    |                     if 0 <= column < x.shape[3]:
    |                         dx[:, :, row, column] += dout[:, :, i, j] @ w[:, :, u, v]
    |     return dx
    & return dx, dw, db -> return (for_images() if need_dx else None), for_filters(), dout.sum(axis=(0, 2, 3))

== max_pool_forward
four_loops: A Python loop for everything.
    | N, C, H, W = x.shape
    | PH, PW, S = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | out = np.zeros((N, C, 1 + (H - PH) // S, 1 + (W - PW) // S))
    | for n in range(N):
    |     for c in range(C):
    |         for i in range(out.shape[2]):
    |             for j in range(out.shape[3]):
    |                 best = -math.inf
    |                 for u in range(PH):
    |                     for v in range(PW):
    |                         best = max(best, x[n, c, i * S + u, j * S + v])
    |                 out[n, c, i, j] = best
    & return out, cache -> return out, (x, out, pool_param)
lowest_float: out starts with the most negative number.
    | height, width, stride = pool_param.values()
    | rows = range(0, x.shape[2] - height + 1, stride)
    | columns = range(0, x.shape[3] - width + 1, stride)
    | out = np.full((len(x), x.shape[1], len(rows), len(columns)), np.finfo(x.dtype).min)
    | for i, row in enumerate(rows):
    |     for j, column in enumerate(columns):
    |         for part in x[:, :, row : row + height, column : column + width].reshape(*x.shape[:2], -1).T:
    |             np.maximum(out[:, :, i, j], part.T, out=out[:, :, i, j])
    & return out, cache -> return out, [x, out, pool_param]
sliding_windows: sliding_window_view.
    | size = pool_param["pool_height"], pool_param["pool_width"]
    | windows = np.lib.stride_tricks.sliding_window_view(x, size, axis=(2, 3))
    | out = windows[:, :, :: pool_param["stride"], :: pool_param["stride"]].max(axis=(-2, -1))
    & return out, cache -> return out, (x, out, pool_param)
strided: as_strided.
    | height, width, stride = (pool_param.get(key) for key in ("pool_height", "pool_width", "stride"))
    | N, C, H, W = x.shape
    | a, b, c, d = x.strides
    | windows = np.lib.stride_tricks.as_strided(
    |     x, (N, C, (H - height) // stride + 1, (W - width) // stride + 1, height, width),
    |     (a, b, stride * c, stride * d, c, d))
    | out = np.amax(windows, (4, 5))
    & return out, cache -> return out, (x, out, pool_param)
reshape_if_it_fits: A reshape for windows side by side, loops for the others.
    | N, C, H, W = x.shape
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | if height == width == stride and H % height == 0 and W % width == 0:
    |     out = x.reshape(N, C, H // height, height, W // width, width).max(axis=3).max(axis=4)
    | else:
    |     out = np.empty((N, C, (H - height) // stride + 1, (W - width) // stride + 1), x.dtype)
    |     for i, j in np.ndindex(out.shape[2:]):
    |         window = x[..., i * stride : i * stride + height, j * stride : j * stride + width]
    |         out[..., i, j] = np.max(window, axis=(-1, -2))
    & return out, cache -> return out, (x, out, pool_param)
by_argmax: argmax, and the entry at that place.
    | N, C, H, W = x.shape
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | out = np.zeros((N, C, int((H - height) / stride) + 1, int((W - width) / stride) + 1))
    | for n, c, i, j in np.ndindex(*out.shape):
    |     window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
    |     out[n, c, i, j] = window[np.unravel_index(np.argmax(window), window.shape)]
    & return out, cache -> return out, (x, out, pool_param)
first_down_then_right: Columns and rows one after the other.
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | tall = np.stack([x[:, :, i : i + height].max(axis=2) for i in range(0, x.shape[2] - height + 1, stride)], 2)
    | out = np.stack([tall[..., j : j + width].max(axis=-1) for j in range(0, x.shape[3] - width + 1, stride)], -1)
    & return out, cache -> return out, (x, out, pool_param)
fancy_indices: The windows by arrays of indices.
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | rows = np.arange(0, x.shape[2] - height + 1, stride)[:, None] + np.arange(height)
    | columns = np.arange(0, x.shape[3] - width + 1, stride)[:, None] + np.arange(width)
    | out = x[:, :, rows[:, None, :, None], columns[None, :, None]].max(axis=(4, 5))
    & return out, cache -> return out, (x, out, pool_param)
with_scipy: ndimage.maximum_filter at all places, then those of the stride.
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | every = ndimage.maximum_filter(x, (1, 1, height, width), origin=(0, 0, -(height // 2), -(width // 2)))
    | out = every[:, :, : x.shape[2] - height + 1 : stride, : x.shape[3] - width + 1 : stride]
    & return out, cache -> return out, (x, out, pool_param)
minus_minimum: The maximum as minus the minimum of -x, in float32.
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | out = [[(-x.astype(np.float32))[:, :, i : i + height, j : j + width].min(axis=(2, 3))
    |         for j in range(0, x.shape[3] - width + 1, stride)] for i in range(0, x.shape[2] - height + 1, stride)]
    | out = -np.moveaxis(np.array(out), (0, 1), (2, 3))
    & return out, cache -> return out, (x, out, pool_param)
last_of_sorted: Sorts the windows; images and channels are one axis; nested lists come out.
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | planes = x.reshape(-1, *x.shape[2:])
    | out = [[[sorted(plane[i : i + height, j : j + width].ravel().tolist())[-1]
    |          for j in range(0, plane.shape[1] - width + 1, stride)]
    |         for i in range(0, plane.shape[0] - height + 1, stride)] for plane in planes]
    | out = np.array(out).reshape(*x.shape[:2], len(out[0]), len(out[0][0])).tolist()
    & return out, cache -> return out, (x, out, pool_param)
border_of_minus_infinity: A border of -inf, as in some libraries; the windows in it are cut off.
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | H_out, W_out = (x.shape[2] - height) // stride + 1, (x.shape[3] - width) // stride + 1
    | padded = np.pad(x, ((0, 0), (0, 0), (0, height), (0, width)), constant_values=-np.inf)
    | out = np.full(x.shape, -np.inf)
    | for u in range(height):
    |     for v in range(width):
    |         out = np.fmax(out, padded[:, :, u : u + x.shape[2], v : v + x.shape[3]])
    | out = np.ascontiguousarray(out[:, :, ::stride, ::stride][:, :, :H_out, :W_out])
    & return out, cache -> return out, (x.copy(), out.copy(), dict(pool_param))

== max_pool_backward
shared: Ties share the gradient evenly.
    | height, width, stride = pool_param.values()
    | dx = np.zeros_like(x)
    | for i, j in np.ndindex(*dout.shape[2:]):
    |     window = np.s_[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
    |     highest = x[window] == out[:, :, i, j, None, None]
    |     dx[window] += highest * (dout[:, :, i, j] / highest.sum(axis=(2, 3)))[..., None, None]
last_tie: The last of several ties gets it all.
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | dx = np.zeros_like(x)
    | for n, c, i, j in np.ndindex(*dout.shape):
    |     best, place = -np.inf, None
    |     for u in range(height):
    |         for v in range(width):
    |             if x[n, c, i * stride + u, j * stride + v] >= best:
    |                 best, place = x[n, c, i * stride + u, j * stride + v], (i * stride + u, j * stride + v)
    |     dx[n, c][place] += dout[n, c, i, j]
any_tie: One of the ties, drawn by lot.
    | rng = np.random.default_rng(1)
    | x, out, pool_param = cache
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | dx = np.zeros_like(x)
    | for n, c, i, j in np.ndindex(*dout.shape):
    |     window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
    |     u, v = rng.permutation(np.argwhere(window == window.max()))[0]
    |     dx[n, c, i * stride + u, j * stride + v] += dout[n, c, i, j]
uneven_shares: Ties get shares that sum to 1.
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | dx = np.zeros_like(x)
    | weights = np.arange(1.0, height * width + 1).reshape(height, width)
    | for n, c, i, j in np.ndindex(*dout.shape):
    |     window = np.s_[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
    |     highest = weights * (x[window] == out[n, c, i, j])
    |     dx[window] += highest / highest.sum() * dout[n, c, i, j]
sliding_windows: argmax over sliding windows, np.add.at.
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | windows = np.lib.stride_tricks.sliding_window_view(x, (height, width), axis=(2, 3))[:, :, ::stride, ::stride]
    | place = windows.reshape(*windows.shape[:4], -1).argmax(axis=-1)
    | n, c, i, j = np.indices(dout.shape)
    | dx = np.zeros_like(x)
    | np.add.at(dx, (n, c, i * stride + place // width, j * stride + place % width), dout)
bincount: Flat indices and np.bincount.
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | index = np.arange(x.size).reshape(x.shape)
    | view = np.lib.stride_tricks.sliding_window_view
    | values = view(x, (height, width), (2, 3))[:, :, ::stride, ::stride].reshape(*dout.shape, -1)
    | index = view(index, (height, width), (2, 3))[:, :, ::stride, ::stride].reshape(*dout.shape, -1)
    | best = np.take_along_axis(index, values.argmax(-1)[..., None], -1)
    & return dx -> return np.bincount(best.ravel(), dout.ravel(), x.size).reshape(x.shape)
writable_windows: Windows of dx as a writable view, one after the other.
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | dx = np.zeros_like(x, dtype=np.float32)
    | view = np.lib.stride_tricks.sliding_window_view(dx, (height, width), (2, 3), writeable=True)
    | for n, c, i, j in np.ndindex(*dout.shape):
    |     window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
    |     view[n, c, i * stride, j * stride].flat[window.argmax()]  # reading it changes nothing
    |     u, v = divmod(int(window.argmax()), width)
    |     view[n, c, i * stride, j * stride, u, v] += dout[n, c, i, j]
reshape_if_it_fits: A reshape for windows side by side, loops for the others; ties share.
    | N, C, H, W = x.shape
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | if height == width == stride and H % height == W % width == 0:
    |     parts = x.reshape(N, C, H // height, height, W // width, width)
    |     mask = parts == out[:, :, :, None, :, None]
    |     return (mask / mask.sum(axis=(3, 5), keepdims=True) * dout[:, :, :, None, :, None]).reshape(x.shape)
    | dx = np.zeros_like(x)
    | for (n, c, i, j), d in np.ndenumerate(dout):
    |     window = np.s_[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
    |     mask = x[window] == out[n, c, i, j]
    |     dx[window] += d * mask / mask.sum()
searches_in_the_window: np.argwhere of the first equal entry; the result is a list.
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | dx = np.zeros_like(x).tolist()
    | for n, c, i, j in np.ndindex(*dout.shape):
    |     window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
    |     u, v = np.argwhere(window == out[n, c, i, j])[0].tolist()
    |     dx[n][c][i * stride + u][j * stride + v] += float(dout[n, c, i, j])
columns: im2col: the windows as rows of a matrix, then back in a loop over places.
    | height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    | H_out, W_out = dout.shape[2:]
    | places = [np.s_[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride]
    |           for u in range(height) for v in range(width)]
    | rows = np.stack([x[place] for place in places], axis=-1).reshape(-1, len(places))
    | drows = np.zeros_like(rows)
    | drows[np.arange(len(rows)), np.argmax(rows, axis=1)] = dout.ravel()
    | dx = np.zeros_like(x)
    | for place, part in zip(places, drows.T):
    |     dx[place] += part.reshape(dout.shape)

== ConvNet_loss
one_relu_before_the_pool: The second ReLU comes before the pool, the first after it.
    | p = self.params
    | conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
    | out, cache1 = _conv_pool_relu_forward(X, p["W1"], p["b1"], self.conv_param, self.pool_param, conv_forward)
    | out, conv2 = conv2_forward(out, p["W2"], p["b2"], self.conv_param)
    | out, relu2 = relu_forward(out)
    | out, pool2 = max_pool_forward(out, self.pool_param)
    | out, affine3 = affine_forward(out, p["W3"], p["b3"])
    | out, relu3 = relu_forward(out)
    | out, dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
    | scores, affine4 = affine_forward(out, p["W4"], p["b4"])
    | if y is None:
    |     return scores
    | loss, d = softmax_loss(scores, y)
    | grads = {}
    | d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    | d, grads["W3"], grads["b3"] = affine_backward(relu_backward(dropout_backward(d, dropped), relu3), affine3)
    | d = relu_backward(max_pool_backward(d, pool2), relu2)
    | d, grads["W2"], grads["b2"] = conv2_backward(d, conv2)
    | _, grads["W1"], grads["b1"] = _conv_pool_relu_backward(d, cache1, conv_backward)
    & return loss, grads -> return _penalised(p, loss, grads, reg)
dropout_before_relu: Dropout before the third ReLU: the factors are not negative, so that the result is the same.
    | p = self.params
    | conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
    | out, cache1 = _conv_pool_relu_forward(X, p["W1"], p["b1"], self.conv_param, self.pool_param, conv_forward)
    | out, cache2 = _conv_pool_relu_forward(out, p["W2"], p["b2"], self.conv_param, self.pool_param, conv2_forward)
    | out, affine3 = affine_forward(out, p["W3"], p["b3"])
    | out, dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
    | out, relu3 = relu_forward(out)
    | scores, affine4 = affine_forward(out, p["W4"], p["b4"])
    | if y is None:
    |     return scores
    | loss, d = softmax_loss(scores, y)
    | d, dW4, db4 = affine_backward(d, affine4)
    | d, dW3, db3 = affine_backward(dropout_backward(relu_backward(d, relu3), dropped), affine3)
    | d, dW2, db2 = _conv_pool_relu_backward(d, cache2, conv2_backward)
    | _, dW1, db1 = _conv_pool_relu_backward(d, cache1, conv_backward)
    | grads = dict(W1=dW1, b1=db1, W2=dW2, b2=db2, W3=dW3, b3=db3, W4=dW4, b4=db4)
    & return loss, grads -> return _penalised(p, loss, grads, reg)
dropout_only_with_labels: No call of dropout without labels.
    | p = self.params
    | conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
    | h, cache1 = _conv_pool_relu_forward(X, p["W1"], p["b1"], self.conv_param, self.pool_param, conv_forward)
    | h, cache2 = _conv_pool_relu_forward(h, p["W2"], p["b2"], self.conv_param, self.pool_param, conv2_forward)
    | h, affine3 = affine_forward(h, p["W3"], p["b3"])
    | h, relu3 = relu_forward(h)
    | if y is None:
    |     return affine_forward(h, p["W4"], p["b4"])[0]
    | h, dropped = dropout_forward(h, dict(self.dropout_param))
    | scores, affine4 = affine_forward(h, p["W4"], p["b4"])
    | loss, d = softmax_loss(scores, y)
    | grads = {}
    | d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    | d, grads["W3"], grads["b3"] = affine_backward(relu_backward(dropout_backward(d, dropped), relu3), affine3)
    | d, grads["W2"], grads["b2"] = _conv_pool_relu_backward(d, cache2, conv2_backward)
    | d, grads["W1"], grads["b1"] = _conv_pool_relu_backward(d, cache1, conv_backward)
    & return loss, grads -> return _penalised(p, loss, grads, reg)
flattened_by_hand: Rows before layer 3, images again on the way back.
    | W1, b1, W2, b2, W3, b3, W4, b4 = (self.params[name] for name in "W1 b1 W2 b2 W3 b3 W4 b4".split())
    | conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
    | dropout_param = {**self.dropout_param, "mode": "test" if y is None else "train"}
    | a1, conv1 = conv_forward(X, W1, b1, self.conv_param)
    | m1, pool1 = max_pool_forward(a1, self.pool_param)
    | h1, relu1 = relu_forward(m1)
    | a2, conv2 = conv2_forward(h1, W2, b2, self.conv_param)
    | m2, pool2 = max_pool_forward(a2, self.pool_param)
    | h2, relu2 = relu_forward(m2)
    | rows = h2.reshape(h2.shape[0], -1)
    | a3, affine3 = affine_forward(rows, W3, b3)
    | h3, relu3 = relu_forward(a3)
    | d3, dropped = dropout_forward(h3, dropout_param)
    | scores, affine4 = affine_forward(d3, W4, b4)
    | if y is None:
    |     return scores
    | loss, dscores = softmax_loss(scores, y)
    | loss += 0.5 * reg * ((W1**2).sum() + (W2**2).sum() + (W3**2).sum() + (W4**2).sum())
    | dd3, dW4, db4 = affine_backward(dscores, affine4)
    | drows, dW3, db3 = affine_backward(relu_backward(dropout_backward(dd3, dropped), relu3), affine3)
    | dh2 = drows.reshape(h2.shape)
    | dh1, dW2, db2 = conv2_backward(max_pool_backward(relu_backward(dh2, relu2), pool2), conv2)
    | dx, dW1, db1 = conv_backward(max_pool_backward(relu_backward(dh1, relu1), pool1), conv1)
    | return loss, {"W1": dW1 + reg * W1, "b1": db1, "W2": dW2 + reg * W2, "b2": db2, "W3": dW3 + reg * W3, "b3": db3,
    |               "W4": dW4 + reg * W4, "b4": db4}
flattened_before_relu: Rows after the second pool: the ReLU gets rows.
    | p = self.params
    | forward2, backward2 = self.conv2 or (conv_forward, conv_backward)
    | out, cache1 = _conv_pool_relu_forward(X, p["W1"], p["b1"], self.conv_param, self.pool_param, conv_forward)
    | out, conv2 = forward2(out, p["W2"], p["b2"], self.conv_param)
    | images, pool2 = max_pool_forward(out, self.pool_param)
    | out, relu2 = relu_forward(images.reshape(len(X), -1))
    | out, affine3 = affine_forward(out, p["W3"], p["b3"])
    | out, relu3 = relu_forward(out)
    | out, dropped = dropout_forward(out, {**self.dropout_param, "mode": ("train", "test")[y is None]})
    | scores, affine4 = affine_forward(out, p["W4"], p["b4"])
    | if y is None:
    |     return scores
    | loss, d = softmax_loss(scores, y)
    | grads = {}
    | d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    | d, grads["W3"], grads["b3"] = affine_backward(relu_backward(dropout_backward(d, dropped), relu3), affine3)
    | d = relu_backward(d, relu2).reshape(images.shape)
    | d, grads["W2"], grads["b2"] = backward2(max_pool_backward(d, pool2), conv2)
    | d, grads["W1"], grads["b1"] = _conv_pool_relu_backward(d, cache1, conv_backward)
    & return loss, grads -> return _penalised(p, loss, grads, reg)
list_of_steps: A list of backward functions to go back through, made by lambdas.
    | p, steps, out = self.params, [], X
    | dropout_param = dict(self.dropout_param, mode="test" if y is None else "train")
    | forward2, backward2 = self.conv2 if self.conv2 else (conv_forward, conv_backward)
    | net = [
    |     (lambda x: conv_forward(x, p["W1"], p["b1"], self.conv_param), conv_backward, 1),
    |     (lambda x: max_pool_forward(x, self.pool_param), max_pool_backward, None),
    |     (rectify, mask, None),
    |     (lambda x: forward2(x, p["W2"], p["b2"], self.conv_param), backward2, 2),
    |     (lambda x: max_pool_forward(x, self.pool_param), max_pool_backward, None),
    |     (rectify, mask, None),
    |     (lambda x: layers.affine_forward(x, p["W3"], p["b3"]), layers.affine_backward, 3),
    |     (rectify, mask, None),
    |     (lambda x: dropout_forward(x, dropout_param), dropout_backward, None),
    |     (lambda x: layers.affine_forward(x, p["W4"], p["b4"]), layers.affine_backward, 4),
    | ]
    | for forward, backward, k in net:
    |     out, cache = forward(out)
    |     steps.append((backward, cache, k))
    | if y is None:
    |     return out
    | loss, d = layers.softmax_loss(out, y)
    | grads = {}
    | for backward, cache, k in reversed(steps):
    |     d = backward(d, cache)
    |     if k:
    |         d, grads[f"W{k}"], grads[f"b{k}"] = d
    |         loss += 0.5 * reg * np.sum(p[f"W{k}"] ** 2)
    |         grads[f"W{k}"] = grads[f"W{k}"] + reg * p[f"W{k}"]
naive_convolution: The layer with loops, first; settings written out; a list comes back.
    | p = self.params
    | conv_param = {"stride": 1, "pad": "same"}
    | pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}
    | forward2, backward2 = self.conv2 or (conv_forward_naive, conv_backward_naive)
    | out, cache1 = _conv_pool_relu_forward(X, p["W1"], p["b1"], conv_param, pool_param, conv_forward_naive)
    | out, cache2 = _conv_pool_relu_forward(out, p["W2"], p["b2"], conv_param, pool_param, forward2)
    | out, affine3 = affine_forward(out, p["W3"], p["b3"])
    | out, relu3 = relu_forward(out)
    | out, dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
    | scores, affine4 = affine_forward(out, p["W4"], p["b4"])
    | if y is None:
    |     return scores
    | loss, d = softmax_loss(scores, y)
    | grads = {}
    | d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    | d, grads["W3"], grads["b3"] = affine_backward(relu_backward(dropout_backward(d, dropped), relu3), affine3)
    | d, grads["W2"], grads["b2"] = _conv_pool_relu_backward(d, cache2, backward2)
    | d, grads["W1"], grads["b1"] = _conv_pool_relu_backward(d, cache1, conv_backward_naive)
    & return loss, grads -> return list(_penalised(p, loss, grads, reg))
padding_as_a_number: (K - 1) // 2 zeros on each side, where that is the same as "same".
    | p, K = self.params, self.params["W1"].shape[2]
    | conv_param = {"stride": 1, "pad": (K - 1) // 2} if K % 2 else self.conv_param
    | forward2, backward2 = self.conv2 or (conv_forward, conv_backward)
    | out, cache1 = _conv_pool_relu_forward(X, p["W1"], p["b1"], conv_param, self.pool_param, conv_forward)
    | out, cache2 = _conv_pool_relu_forward(out, p["W2"], p["b2"], conv_param, self.pool_param, forward2)
    | out, affine3 = affine_forward(out, p["W3"], p["b3"])
    | out, relu3 = relu_forward(out)
    | out, dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
    | scores, affine4 = affine_forward(out, p["W4"], p["b4"])
    | if y is None:
    |     return scores
    | loss, d = softmax_loss(scores, y)
    | grads = {}
    | d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    | d, grads["W3"], grads["b3"] = affine_backward(relu_backward(dropout_backward(d, dropped), relu3), affine3)
    | d, grads["W2"], grads["b2"] = _conv_pool_relu_backward(d, cache2, backward2)
    | d, grads["W1"], grads["b1"] = _conv_pool_relu_backward(d, cache1, conv_backward)
    & return loss, grads -> return _penalised(p, loss, grads, reg)
relu_by_hand: np.maximum and masks in the place of the ReLU's functions.
    | p = self.params
    | forward2, backward2 = self.conv2 or (conv_forward, conv_backward)
    | a1, conv1 = conv_forward(X, p["W1"], p["b1"], self.conv_param)
    | m1, pool1 = max_pool_forward(a1, self.pool_param)
    | a2, conv2 = forward2(np.maximum(m1, 0), p["W2"], p["b2"], self.conv_param)
    | m2, pool2 = max_pool_forward(a2, self.pool_param)
    | a3, affine3 = affine_forward(np.maximum(m2, 0), p["W3"], p["b3"])
    | h3, dropped = dropout_forward(np.maximum(a3, 0), {**self.dropout_param, "mode": "test" if y is None else "train"})
    | scores, affine4 = affine_forward(h3, p["W4"], p["b4"])
    | if y is None:
    |     return scores
    | loss, d = softmax_loss(scores, y)
    | grads = {}
    | d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    | d, grads["W3"], grads["b3"] = affine_backward(dropout_backward(d, dropped) * (a3 > 0), affine3)
    | d, grads["W2"], grads["b2"] = backward2(max_pool_backward(d * (m2 > 0), pool2), conv2)
    | d, grads["W1"], grads["b1"] = conv_backward(max_pool_backward(d * (m1 > 0), pool1), conv1)
    & return loss, grads -> return _penalised(p, loss, grads, reg)
in_single_precision: float32 inside; caches as attributes of the net.
    | p = {name: w.astype(np.float32) for name, w in self.params.items()}
    | forward2, backward2 = self.conv2 or (conv_forward, conv_backward)
    | out, self.cache1 = _conv_pool_relu_forward(X.astype(np.float32), p["W1"], p["b1"], self.conv_param,
    |                                            self.pool_param, conv_forward)
    | out, self.cache2 = _conv_pool_relu_forward(out, p["W2"], p["b2"], self.conv_param, self.pool_param, forward2)
    | out, self.cache3 = affine_forward(out, p["W3"], p["b3"])
    | out, self.relu3 = relu_forward(out)
    | out, self.dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
    | scores, self.cache4 = affine_forward(out, p["W4"], p["b4"])
    | if y is None:
    |     return scores
    | loss, d = softmax_loss(scores, y)
    | grads = {}
    | d, grads["W4"], grads["b4"] = affine_backward(d, self.cache4)
    | d = relu_backward(dropout_backward(d, self.dropped), self.relu3)
    | d, grads["W3"], grads["b3"] = affine_backward(d, self.cache3)
    | d, grads["W2"], grads["b2"] = _conv_pool_relu_backward(d, self.cache2, backward2)
    | d, grads["W1"], grads["b1"] = _conv_pool_relu_backward(d, self.cache1, conv_backward)
    & return loss, grads -> return _penalised(p, loss, grads, np.float32(reg))
prints_the_accuracy_before_dropout: Calls itself without labels, to print how many predictions are right.
    | if y is not None:
    |     print("right:", np.mean(np.argmax(self.loss(X), axis=1) == y))
    | p, caches = self.params, []
    | conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
    | out = X
    | for k, forward in ((1, conv_forward), (2, conv2_forward)):
    |     out, conv = forward(out, p[f"W{k}"], p[f"b{k}"], self.conv_param)
    |     out, relu = relu_forward(out)
    |     out, pool = max_pool_forward(out, self.pool_param)
    |     caches.append((conv, relu, pool))
    | out, affine3 = affine_forward(out, p["W3"], p["b3"])
    | out, relu3 = relu_forward(out)
    | out, dropped = dropout_forward(out, {**self.dropout_param, "mode": "test" if y is None else "train"})
    | scores, affine4 = affine_forward(out, p["W4"], p["b4"])
    | if y is None:
    |     return scores
    | loss, d = softmax_loss(scores, y)
    | grads = {}
    | d, grads["W4"], grads["b4"] = affine_backward(d, affine4)
    | d = relu_backward(dropout_backward(d, dropped), relu3)
    | d, grads["W3"], grads["b3"] = affine_backward(d, affine3)
    | for k, backward in ((2, conv2_backward), (1, conv_backward)):
    |     conv, relu, pool = caches[k - 1]
    |     d, grads[f"W{k}"], grads[f"b{k}"] = backward(relu_backward(max_pool_backward(d, pool), relu), conv)
    & return loss, grads -> return _penalised(p, loss, grads, reg)
"""
