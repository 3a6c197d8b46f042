"""Correct but unusual versions of conv_forward_naive."""

import math

import numpy as np
from scipy import ndimage, signal


def seven_loops(x, w, b, conv_param):
    """Nothing but numbers, and the bias first."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    s = conv_param["stride"]
    N, C, H, W = x_pad.shape
    F, _, HH, WW = w.shape
    out = np.zeros((N, F, 1 + (H - HH) // s, 1 + (W - WW) // s))
    for n in range(N):
        for f in range(F):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    out[n, f, i, j] = b[f]
                    for c in range(C):
                        for u in range(HH):
                            for v in range(WW):
                                out[n, f, i, j] += x_pad[n, c, i * s + u, j * s + v] * w[f, c, u, v]
    return out, (x, w, b, conv_param)


def loops_over_pixels(x, w, b, conv_param):
    """range with a step, and int(...) of a true division; a list as cache."""
    x_pad, top, left = pad_images(x, w, conv_param)
    stride, (_, _, HH, WW) = conv_param["stride"], w.shape
    H_out = int((x_pad.shape[2] - HH) / stride + 1)
    W_out = int((x_pad.shape[3] - WW) / stride + 1)
    out = np.empty((x.shape[0], w.shape[0], H_out, W_out))
    for i, row in enumerate(range(0, x_pad.shape[2] - HH + 1, stride)):
        for j, column in enumerate(range(0, x_pad.shape[3] - WW + 1, stride)):
            for f in reversed(range(len(w))):
                for n in range(len(x)):
                    window = x_pad[n][:, row : row + HH, column : column + WW]
                    out[n][f][i][j] = window.ravel() @ w[f].ravel() + b[f]
    return out, [x, w, b, conv_param]


def own_padding(x, w, b, conv_param):
    """np.pad with numbers worked out here."""
    stride, pad = conv_param.get("stride"), conv_param.get("pad")
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    if pad == "same":
        H_out, W_out = math.ceil(H / stride), math.ceil(W / stride)
        rows, columns = max(0, (H_out - 1) * stride + HH - H), max(0, (W_out - 1) * stride + WW - W)
        border = (rows // 2, math.ceil(rows / 2)), (columns // 2, math.ceil(columns / 2))
    else:
        H_out, W_out = (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1
        border = (pad, pad), (pad, pad)
    padded = np.pad(x, ((0, 0), (0, 0), *border), mode="constant", constant_values=0)
    out = np.zeros((N, F, H_out, W_out))
    for n, f, i, j in np.ndindex(N, F, H_out, W_out):
        window = padded[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
        out[n, f, i, j] = np.einsum("cuv,cuv->", window, w[f]) + b[f]
    return out, (x, w, b, conv_param)


def all_images_at_once(x, w, b, conv_param):
    """Loops over i and j only, np.tensordot for the rest."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    stride, (HH, WW) = conv_param["stride"], w.shape[2:]
    rows = [[b + np.tensordot(x_pad[:, :, i : i + HH, j : j + WW], w, axes=((1, 2, 3), (1, 2, 3)))
             for j in range(0, x_pad.shape[3] - WW + 1, stride)]
            for i in range(0, x_pad.shape[2] - HH + 1, stride)]
    return np.array(rows).transpose(2, 3, 0, 1), (x, w, b, conv_param)


def by_correlate2d(x, w, b, conv_param):
    """scipy.signal.correlate2d, channel by channel."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    stride = conv_param["stride"]
    out = []
    for image in x_pad:
        for f in range(len(w)):
            total = sum(signal.correlate2d(channel, part, mode="valid") for channel, part in zip(image, w[f]))
            out.append(total[::stride, ::stride] + b[f])
    return np.reshape(out, (len(x), len(w), *out[0].shape)), (x, w, b, conv_param)


def by_ndimage(x, w, b, conv_param):
    """scipy.ndimage.correlate."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    s, (F, C, HH, WW) = conv_param["stride"], w.shape
    H_out, W_out = (x_pad.shape[2] - HH) // s + 1, (x_pad.shape[3] - WW) // s + 1
    out = np.zeros((len(x), F, H_out, W_out))
    for n, f, c in np.ndindex(len(x), F, C):
        full = ndimage.correlate(x_pad[n, c], w[f, c], mode="constant")
        full = full[HH // 2 :, WW // 2 :]
        out[n, f] += full[: H_out * s : s, : W_out * s : s]
    for f in range(F):
        out[:, f] += b[f]
    return out, (x, w, b, conv_param)


def filter_position_by_filter_position(x, w, b, conv_param):
    """Shifted images times one weight each."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    s, (F, C, HH, WW) = conv_param["stride"], w.shape
    H_out, W_out = len(range(HH, x_pad.shape[2] + 1, s)), len(range(WW, x_pad.shape[3] + 1, s))
    out = np.tile(b.reshape(1, F, 1, 1), (len(x), 1, H_out, W_out)).astype(float)
    for f, c, u, v in np.ndindex(*w.shape):
        out[:, f] += w[f, c, u, v] * x_pad[:, c, u : u + H_out * s : s, v : v + W_out * s : s]
    return out, (x, w, b, conv_param)


def without_a_border(x, w, b, conv_param):
    """No padded image: places outside are skipped."""
    stride, (N, C, H, W) = conv_param["stride"], x.shape
    (top, bottom), (left, right) = padding(H, w.shape[2], conv_param), padding(W, w.shape[3], conv_param)
    H_out = (H + top + bottom - w.shape[2]) // stride + 1
    W_out = (W + left + right - w.shape[3]) // stride + 1
    out = np.zeros((N, len(w), H_out, W_out))
    for i, j in np.ndindex(H_out, W_out):
        for u in range(w.shape[2]):
            for v in range(w.shape[3]):
                row, column = i * stride + u - top, j * stride + v - left
                if 0 <= row < H and 0 <= column < W:
                    out[:, :, i, j] += x[:, :, row, column] @ w[:, :, u, v].T
        out[:, :, i, j] += b
    return out, (x, w, b, conv_param)


def exact_sums_in_lists(x, w, b, conv_param):
    """math.fsum over lists; out is a list of lists."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    s, (F, C, HH, WW) = conv_param["stride"], w.shape
    out = []
    for image in x_pad:
        maps = []
        for f in range(F):
            maps.append([[math.fsum([*(image[:, i : i + HH, j : j + WW] * w[f]).flat, b[f]])
                          for j in range(0, image.shape[2] - WW + 1, s)]
                         for i in range(0, image.shape[1] - HH + 1, s)])
        out.append(maps)
    return np.array(out), (x, w, b, conv_param)


def helper_function(x, w, b, conv_param):
    """A nested function for one output, in float32."""
    x_pad, _, _ = pad_images(x.astype(np.float32), w, conv_param)
    stride, (HH, WW) = conv_param["stride"], w.shape[-2:]

    def one(n, f, i, j):
        i, j = i * stride, j * stride
        return (x_pad[n, :, i : i + HH, j : j + WW] * w[f].astype("float32")).sum() + b[f]

    shape = (x.shape[0], w.shape[0], *((size - width) // stride + 1
                                       for size, width in zip(x_pad.shape[2:], w.shape[2:])))
    out = np.zeros(shape, np.float32)
    for place in np.ndindex(shape):
        out[place] = one(*place)
    return out, (x, w, b, conv_param)


def recursion_over_images(x, w, b, conv_param):
    """One image at a time, by recursion."""
    if len(x) > 1:
        first, _ = conv_forward_naive(x[:1], w, b, conv_param)
        others, _ = conv_forward_naive(x[1:], w, b, conv_param)
        return np.concatenate([first, others]), (x, w, b, conv_param)
    image = pad_images(x, w, conv_param)[0][0]
    s, (F, C, HH, WW) = conv_param["stride"], w.shape
    H_out, W_out = (image.shape[1] - HH) // s + 1, (image.shape[2] - WW) // s + 1
    out = np.zeros((1, F, H_out, W_out))
    for f in range(F):
        for i in range(H_out):
            for j in range(W_out):
                out[0, f, i, j] = np.dot(image[:, i * s : i * s + HH, j * s : j * s + WW].flatten(), w[f].flatten())
                out[0, f, i, j] += b[f]
    return out, (x, w, b, conv_param)


def bias_as_one_more_channel(x, w, b, conv_param):
    """A channel of ones with the bias as its only weight."""
    x_pad, _, _ = pad_images(x, w, conv_param)
    x_one = np.concatenate([x_pad, np.ones_like(x_pad[:, :1])], axis=1)
    bias = np.zeros_like(w[:, :1])
    bias[:, 0, 0, 0] = b
    w_one = np.concatenate([w, bias], axis=1)
    s, (HH, WW) = conv_param["stride"], w.shape[2:]
    H_out, W_out = (x_pad.shape[2] - HH) // s + 1, (x_pad.shape[3] - WW) // s + 1
    out = np.zeros((len(x), len(w), H_out, W_out))
    for n, f, i, j in np.ndindex(*out.shape):
        out[n, f, i, j] = np.vdot(x_one[n, :, i * s : i * s + HH, j * s : j * s + WW], w_one[f])
    return out, (x, w, b, conv_param)
