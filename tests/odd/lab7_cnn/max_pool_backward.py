"""Correct but unusual versions of max_pool_backward(dout, cache)."""

import numpy as np


def shared(dout, cache):
    """Ties share the gradient evenly."""
    x, out, pool_param = cache
    height, width, stride = pool_param.values()
    dx = np.zeros_like(x)
    for i, j in np.ndindex(*dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
        highest = x[window] == out[:, :, i, j, None, None]
        dx[window] += highest * (dout[:, :, i, j] / highest.sum(axis=(2, 3)))[..., None, None]
    return dx


def last_tie(dout, cache):
    """The last of several ties gets it all."""
    x, out, pool_param = cache
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        best, place = -np.inf, None
        for u in range(height):
            for v in range(width):
                if x[n, c, i * stride + u, j * stride + v] >= best:
                    best, place = x[n, c, i * stride + u, j * stride + v], (i * stride + u, j * stride + v)
        dx[n, c][place] += dout[n, c, i, j]
    return dx


def any_tie(dout, cache):
    """One of the ties, drawn by lot."""
    rng = np.random.default_rng(1)
    x, out, pool_param = cache
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        u, v = rng.permutation(np.argwhere(window == window.max()))[0]
        dx[n, c, i * stride + u, j * stride + v] += dout[n, c, i, j]
    return dx


def uneven_shares(dout, cache):
    """Ties get shares that sum to 1."""
    x, out, pool_param = cache
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros_like(x)
    weights = np.arange(1.0, height * width + 1).reshape(height, width)
    for n, c, i, j in np.ndindex(*dout.shape):
        window = np.s_[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        highest = weights * (x[window] == out[n, c, i, j])
        dx[window] += highest / highest.sum() * dout[n, c, i, j]
    return dx


def sliding_windows(dout, cache):
    """argmax over sliding windows, np.add.at."""
    x, out, pool_param = cache
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    windows = np.lib.stride_tricks.sliding_window_view(x, (height, width), axis=(2, 3))[:, :, ::stride, ::stride]
    place = windows.reshape(*windows.shape[:4], -1).argmax(axis=-1)
    n, c, i, j = np.indices(dout.shape)
    dx = np.zeros_like(x)
    np.add.at(dx, (n, c, i * stride + place // width, j * stride + place % width), dout)
    return dx


def bincount(dout, cache):
    """Flat indices and np.bincount."""
    x, out, pool_param = cache
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    index = np.arange(x.size).reshape(x.shape)
    view = np.lib.stride_tricks.sliding_window_view
    values = view(x, (height, width), (2, 3))[:, :, ::stride, ::stride].reshape(*dout.shape, -1)
    index = view(index, (height, width), (2, 3))[:, :, ::stride, ::stride].reshape(*dout.shape, -1)
    best = np.take_along_axis(index, values.argmax(-1)[..., None], -1)
    return np.bincount(best.ravel(), dout.ravel(), x.size).reshape(x.shape)


def writable_windows(dout, cache):
    """Windows of dx as a writable view, one after the other."""
    x, out, pool_param = cache
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros_like(x, dtype=np.float32)
    view = np.lib.stride_tricks.sliding_window_view(dx, (height, width), (2, 3), writeable=True)
    for n, c, i, j in np.ndindex(*dout.shape):
        window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        view[n, c, i * stride, j * stride].flat[window.argmax()]  # reading it changes nothing
        u, v = divmod(int(window.argmax()), width)
        view[n, c, i * stride, j * stride, u, v] += dout[n, c, i, j]
    return dx


def reshape_if_it_fits(dout, cache):
    """A reshape for windows side by side, loops for the others; ties share."""
    x, out, pool_param = cache
    N, C, H, W = x.shape
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    if height == width == stride and H % height == W % width == 0:
        parts = x.reshape(N, C, H // height, height, W // width, width)
        mask = parts == out[:, :, :, None, :, None]
        return (mask / mask.sum(axis=(3, 5), keepdims=True) * dout[:, :, :, None, :, None]).reshape(x.shape)
    dx = np.zeros_like(x)
    for (n, c, i, j), d in np.ndenumerate(dout):
        window = np.s_[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        mask = x[window] == out[n, c, i, j]
        dx[window] += d * mask / mask.sum()
    return dx


def searches_in_the_window(dout, cache):
    """np.argwhere of the first equal entry; the result is a list."""
    x, out, pool_param = cache
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros_like(x).tolist()
    for n, c, i, j in np.ndindex(*dout.shape):
        window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        u, v = np.argwhere(window == out[n, c, i, j])[0].tolist()
        dx[n][c][i * stride + u][j * stride + v] += float(dout[n, c, i, j])
    return dx


def columns(dout, cache):
    """im2col: the windows as rows of a matrix, then back in a loop over places."""
    x, out, pool_param = cache
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    H_out, W_out = dout.shape[2:]
    places = [np.s_[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride]
              for u in range(height) for v in range(width)]
    rows = np.stack([x[place] for place in places], axis=-1).reshape(-1, len(places))
    drows = np.zeros_like(rows)
    drows[np.arange(len(rows)), np.argmax(rows, axis=1)] = dout.ravel()
    dx = np.zeros_like(x)
    for place, part in zip(places, drows.T):
        dx[place] += part.reshape(dout.shape)
    return dx
