"""Wrong versions of max_pool_forward(x, pool_param)."""

import sys

import numpy as np


def _settings(pool_param):
    return pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]


def _count(x, height, width, stride):
    return (x.shape[2] - height) // stride + 1, (x.shape[3] - width) // stride + 1


def _pool(x, pool_param, of=np.max, window=lambda x, rows, columns: x[:, :, rows, columns]):
    """A loop over the windows, with parts to exchange."""
    height, width, stride = _settings(pool_param)
    H_out, W_out = _count(x, height, width, stride)
    out = np.zeros((*x.shape[:2], H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            rows, columns = slice(i * stride, i * stride + height), slice(j * stride, j * stride + width)
            out[:, :, i, j] = of(window(x, rows, columns), axis=(2, 3))
    return out, (x, out, pool_param)


# ------------------------------------------------------------------ another number than the maximum
def starts_at_zero(x, pool_param):
    """out starts with zeros and only grows.

    Mistake: start
    Hint: negative entries become 0
    """
    height, width, stride = _settings(pool_param)
    H_out, W_out = _count(x, height, width, stride)
    out = np.zeros((*x.shape[:2], H_out, W_out))
    for u in range(height):
        for v in range(width):
            part = x[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride]
            out = np.maximum(out, part)
    return out, (x, out, pool_param)


def starts_at_the_smallest_positive_number(x, pool_param):
    """sys.float_info.min is not the most negative number.

    Mistake: start
    Hint: negative entries become 0
    """
    height, width, stride = _settings(pool_param)
    H_out, W_out = _count(x, height, width, stride)
    out = np.zeros((*x.shape[:2], H_out, W_out))
    for index in np.ndindex(*out.shape):
        n, c, i, j = index
        highest = sys.float_info.min
        for value in x[n, c, i * stride : i * stride + height, j * stride : j * stride + width].flat:
            if value > highest:
                highest = value
        out[index] = highest
    return out, (x, out, pool_param)


def starts_at_minus_one(x, pool_param):
    """A start that is low enough for some images only.

    Mistake: start
    Hint: no entry of out is below -1: where does the search
    """
    out, _ = _pool(x, pool_param, lambda window, axis: np.max(window, axis=axis, initial=-1))
    return out, (x, out, pool_param)


def minimum(x, pool_param):
    """The lowest entry.

    Mistake: lowest
    Hint: this is the lowest entry
    """
    return _pool(x, pool_param, np.min)


def mean(x, pool_param):
    """Average pooling.

    Mistake: mean
    Hint: this is the mean of each window
    """
    return _pool(x, pool_param, np.mean)


def total(x, pool_param):
    """The sum.

    Mistake: sum
    Hint: this is the sum of each window
    """
    return _pool(x, pool_param, np.sum)


def median(x, pool_param):
    """The median.

    Mistake: median
    Hint: this is the median of each window
    """
    return _pool(x, pool_param, np.median)


def magnitude(x, pool_param):
    """The highest absolute value.

    Mistake: magnitude
    Hint: the sign is lost
    """
    return _pool(np.abs(x), pool_param)[0], (x, _pool(np.abs(x), pool_param)[0], pool_param)


def of_highest_magnitude(x, pool_param):
    """The entry with the highest absolute value.

    Mistake: magnitude
    Hint: the entry with the highest magnitude
    """
    high, low = _pool(x, pool_param)[0], _pool(x, pool_param, np.min)[0]
    out = np.where(np.abs(low) > high, low, high)
    return out, (x, out, pool_param)


def argmax(x, pool_param):
    """The place of the maximum.

    Mistake: place
    Hint: this is the place of the highest entry
    """

    def place(window, axis):
        return window.reshape(*window.shape[:2], -1).argmax(axis=2)

    return _pool(x, pool_param, place)


def rectified_afterwards(x, pool_param):
    """ReLU is done here.

    Mistake: start
    Hint: negative entries become 0
    """
    out = np.maximum(_pool(x, pool_param)[0], 0)
    return out, (x, out, pool_param)


def whole_numbers(x, pool_param):
    """out is an array of integers.

    Mistake: integers
    Hint: the decimals are lost
    """
    out = _pool(x, pool_param)[0].astype(int)
    return out, (x, out, pool_param)


# ------------------------------------------------------------------ another window
def last_place_wins(x, pool_param):
    """In the loop over places, out is stored, not compared.

    Mistake: last
    Hint: this is the last entry of each window
    """
    height, width, stride = _settings(pool_param)
    H_out, W_out = _count(x, height, width, stride)
    for u in range(height):
        for v in range(width):
            out = x[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride]
    return out, (x, out, pool_param)


def every_other_pixel(x, pool_param):
    """x[::stride, ::stride].

    Mistake: first
    Hint: this is the first entry of each window
    """
    height, width, stride = _settings(pool_param)
    H_out, W_out = _count(x, height, width, stride)
    out = x[:, :, ::stride, ::stride][:, :, :H_out, :W_out]
    return out, (x, out, pool_param)


def stride_not_in_the_start(x, pool_param):
    """Windows start at i and j.

    Mistake: no-stride
    Hint: each window starts 1 further than the one before
    """
    height, width, stride = _settings(pool_param)
    H_out, W_out = _count(x, height, width, stride)
    out = np.zeros((*x.shape[:2], H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            out[:, :, i, j] = x[:, :, i : i + height, j : j + width].max(axis=(2, 3))
    return out, (x, out, pool_param)


def stride_for_rows_only(x, pool_param):
    """Columns move by 1.

    Mistake: no-stride
    Hint: the stride is used for the rows only
    """
    height, width, stride = _settings(pool_param)
    H_out, W_out = _count(x, height, width, stride)
    out = np.zeros((*x.shape[:2], H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            out[:, :, i, j] = x[:, :, i * stride : i * stride + height, j : j + width].max(axis=(2, 3))
    return out, (x, out, pool_param)


def starts_at_multiples_of_the_window(x, pool_param):
    """Windows start at i * height: right if they lie side by side.

    Mistake: not-overlapping
    Hint: the windows start at multiples of their own size
    """
    height, width, stride = _settings(pool_param)
    H_out, W_out = _count(x, height, width, stride)
    out = np.zeros((*x.shape[:2], H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            window = x[:, :, i * height : i * height + height, j * width : j * width + width]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, out, pool_param)


def one_row_short(x, pool_param):
    """Slices end before the last row and column of the window.

    Mistake: first
    Hint: this is the first entry of each window
    """
    return _pool(x, pool_param, window=lambda x, rows, columns: x[
        :, :, rows.start : rows.stop - 1 or None, columns.start : columns.stop - 1])


def one_row_long(x, pool_param):
    """Slices end a row and a column too late.

    Mistake: too-large
    Hint: each window has one row and one column too many
    """
    return _pool(x, pool_param, window=lambda x, rows, columns: x[
        :, :, rows.start : rows.stop + 1, columns.start : columns.stop + 1])


def ends_at_the_next_start(x, pool_param):
    """A window ends where the next one starts: right if they do not overlap."""
    stride = pool_param["stride"]
    return _pool(x, pool_param, window=lambda x, rows, columns: x[:, :, rows, columns][:, :, :stride, :stride])


def square_windows(x, pool_param):
    """The height is used for both sides.

    Mistake: square
    Hint: the windows are as wide as they are high
    """
    height = pool_param["pool_height"]
    return _pool(x, pool_param, window=lambda x, rows, columns: x[
        :, :, rows, columns.start : columns.start + height])


def ends_without_the_start(x, pool_param):
    """A slice from i * stride to height.

    Mistake: ValueError
    Hint: it stopped with
    """
    return _pool(x, pool_param, window=lambda x, rows, columns: x[
        :, :, rows.start : pool_param["pool_height"], columns.start : pool_param["pool_width"]])


def height_and_width_swapped(x, pool_param):
    """Rows of the window take its width.

    Mistake: height-and-width
    Hint: pool_height and pool_width are swapped
    """
    height, width, stride = _settings(pool_param)
    H_out, W_out = _count(x, height, width, stride)
    out = np.zeros((*x.shape[:2], H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            window = x[:, :, i * stride : i * stride + width, j * stride : j * stride + height]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, out, pool_param)


def settings_swapped(x, pool_param):
    """pool_height and pool_width are read in the wrong order.

    Mistake: height-and-width
    Hint: pool_height and pool_width are swapped
    """
    other = {**pool_param, "pool_height": pool_param["pool_width"], "pool_width": pool_param["pool_height"]}
    out, _ = _pool(x, other)
    return out, (x, out, pool_param)


# ------------------------------------------------------------------ another axis
def over_the_channels(x, pool_param):
    """The window has all channels.

    Mistake: over-channels
    Hint: each channel is pooled for itself
    """
    out = np.repeat(_pool(x, pool_param)[0].max(axis=1, keepdims=True), x.shape[1], axis=1)
    return out, (x, out, pool_param)


def channels_lost(x, pool_param):
    """One image of maxima for all channels.

    Mistake: over-channels
    Hint: each channel is pooled for itself
    """
    out = _pool(x, pool_param)[0].max(axis=1)
    return out, (x, out, pool_param)


def over_the_images(x, pool_param):
    """The window has all images.

    Mistake: over-images
    Hint: the maximum is taken over the images too
    """
    out = np.repeat(_pool(x, pool_param)[0].max(axis=0, keepdims=True), len(x), axis=0)
    return out, (x, out, pool_param)


def first_channel_for_all(x, pool_param):
    """The channel is written as 0.

    Mistake: one-channel
    Hint: all outputs come from one channel
    """
    out = np.repeat(_pool(x, pool_param)[0][:, :1], x.shape[1], axis=1)
    return out, (x, out, pool_param)


def last_image_for_all(x, pool_param):
    """The index of the image stays at the end.

    Mistake: one-image
    Hint: all outputs come from one image
    """
    out = np.repeat(_pool(x, pool_param)[0][-1:], len(x), axis=0)
    return out, (x, out, pool_param)


def first_image_only(x, pool_param):
    """The loop over the images returns too early.

    Mistake: not-filled
    Hint: only the first image is pooled
    """
    out = _pool(x, pool_param)[0]
    out[1:] = 0
    if len(x) == 1:
        out[:] = 0
    return out, (x, out, pool_param)


def rows_only(x, pool_param):
    """The maximum over the rows of a window, of its first column.

    Mistake: first-column
    Hint: only the first column of each window counts
    """
    return _pool(x, pool_param, lambda window, axis: window.max(axis=2)[:, :, 0])


def columns_only(x, pool_param):
    """The maximum over the columns of a window, of its first row.

    Mistake: first-row
    Hint: only the first row of each window counts
    """
    return _pool(x, pool_param, lambda window, axis: window.max(axis=3)[:, :, 0])


def whole_images(x, pool_param):
    """The maximum of the whole image everywhere.

    Mistake: whole-image
    Hint: this is the highest entry of the whole image
    """
    out = np.zeros_like(_pool(x, pool_param)[0]) + x.max(axis=(2, 3), keepdims=True)
    return out, (x, out, pool_param)


def over_rows_and_channels(x, pool_param):
    """axis=(1, 2): rows and columns of images with the channels last.

    Mistake: ValueError
    Hint: it stopped with
    """
    return _pool(x, pool_param, lambda window, axis: window.max(axis=(1, 2)))


# ------------------------------------------------------------------ another shape
def rows_and_columns_of_out_swapped(x, pool_param):
    """out[j, i].

    Mistake: rows-and-columns
    Hint: the rows and columns of out are swapped
    """
    out = _pool(x, pool_param)[0].swapaxes(2, 3)
    return out, (x, out, pool_param)


def by_reshape(x, pool_param):
    """A reshape that is only right if nothing is left over.

    Mistake: ValueError
    Hint: cannot reshape
    """
    N, C, H, W = x.shape
    height, width, stride = _settings(pool_param)
    out = x.reshape(N, C, H // height, height, W // width, width).max(axis=(3, 5))
    return out, (x, out, pool_param)


def by_reshape_of_what_fits(x, pool_param):
    """A reshape of the part that fits: right only if the stride is the size.

    Mistake: not-overlapping
    Hint: the windows start at multiples of their own size
    """
    N, C, H, W = x.shape
    height, width, stride = _settings(pool_param)
    fits = x[:, :, : H // height * height, : W // width * width]
    out = fits.reshape(N, C, H // height, height, W // width, width).max(axis=(3, 5))
    return out, (x, out, pool_param)


def reshape_with_axes_mixed(x, pool_param):
    """The axes of the reshape are in the wrong order: the right shape for 2 x 2.

    Mistake: other-window
    Hint: these are entries of x, but not of their windows
    """
    N, C, H, W = x.shape
    height, width, stride = _settings(pool_param)
    H_out, W_out = H // height, W // width
    out = x[:, :, : H_out * height, : W_out * width].reshape(N, C, height, H_out, width, W_out).max(axis=(2, 4))
    return out, (x, out, pool_param)


def windows_of_neighbours_in_memory(x, pool_param):
    """A reshape without moving axes.

    Mistake: other-window
    Hint: these are entries of x, but not of their windows
    """
    N, C, H, W = x.shape
    height, width, stride = _settings(pool_param)
    H_out, W_out = H // height, W // width
    out = x[:, :, : H_out * height, : W_out * width].reshape(N, C, H_out, W_out, height, width).max(axis=(4, 5))
    return out, (x, out, pool_param)


def two_entries_compared(x, pool_param):
    """Only two corners of the window.

    Mistake: not-highest
    Hint: each is an entry of its window, but not always the highest
    """
    height, width, stride = _settings(pool_param)
    H_out, W_out = _count(x, height, width, stride)
    corner = x[:, :, height - 1 :: stride, width - 1 :: stride][:, :, :H_out, :W_out]
    out = np.maximum(x[:, :, ::stride, ::stride][:, :, :H_out, :W_out], corner)
    return out, (x, out, pool_param)


def windows_stick_out(x, pool_param):
    """H // stride windows; the last ones are cut off.

    Mistake: sticks-out
    Hint: windows stick out
    """
    N, C, H, W = x.shape
    height, width, stride = _settings(pool_param)
    out = np.zeros((N, C, H // stride, W // stride))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = x[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, out, pool_param)


def rounded_up(x, pool_param):
    """As many windows as cover the image.

    Mistake: sticks-out
    Hint: windows stick out
    """
    N, C, H, W = x.shape
    height, width, stride = _settings(pool_param)
    H_out, W_out = -(-(H - height) // stride) + 1, -(-(W - width) // stride) + 1
    out = np.zeros((N, C, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            window = x[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, out, pool_param)


def every_start(x, pool_param):
    """range(0, H, stride).

    Mistake: sticks-out
    Hint: windows stick out
    """
    N, C, H, W = x.shape
    height, width, stride = _settings(pool_param)
    out = np.array([[x[:, :, i : i + height, j : j + width].max(axis=(2, 3)) for j in range(0, W, stride)]
                    for i in range(0, H, stride)]).transpose(2, 3, 0, 1)
    return out, (x, out, pool_param)


def last_window_left_out(x, pool_param):
    """The 1 of the formula is missing.

    Mistake: last-window
    Hint: the last window of each row and column is left out
    """
    height, width, stride = _settings(pool_param)
    out = _pool(x, pool_param)[0]
    out = out[:, :, : (x.shape[2] - height) // stride, : (x.shape[3] - width) // stride]
    return out, (x, out, pool_param)


def last_start_left_out(x, pool_param):
    """range(0, H - height, stride).

    Mistake: last-window
    Hint: the last window of each row and column is left out
    """
    N, C, H, W = x.shape
    height, width, stride = _settings(pool_param)
    out = np.array([[x[:, :, i : i + height, j : j + width].max(axis=(2, 3)) for j in range(0, W - width, stride)]
                    for i in range(0, H - height, stride)]).transpose(2, 3, 0, 1)
    return out, (x, out, pool_param)


def loop_ends_early(x, pool_param):
    """The loops leave out the last row and column; zeros stay there.

    Mistake: not-filled
    Hint: the last row and the last column of out are not filled
    """
    out = _pool(x, pool_param)[0]
    out[:, :, -1] = 0
    out[:, :, :, -1] = 0
    return out, (x, out, pool_param)


def stride_1(x, pool_param):
    """No stride at all.

    Mistake: no-stride
    Hint: the stride is not used
    """
    out = _pool(x, {**pool_param, "stride": 1})[0]
    return out, (x, out, pool_param)


def float_sizes(x, pool_param):
    """/ for the number of windows.

    Mistake: TypeError
    Hint: it stopped with TypeError
    """
    height, width, stride = _settings(pool_param)
    out = np.zeros((*x.shape[:2], (x.shape[2] - height) / stride + 1, (x.shape[3] - width) / stride + 1))
    return out, (x, out, pool_param)


def channels_last(x, pool_param):
    """(N, H_out, W_out, C).

    Mistake: channels-last
    Hint: the channels are the second axis of out
    """
    out = _pool(x, pool_param)[0].transpose(0, 2, 3, 1)
    return out, (x, out, pool_param)


def channels_first(x, pool_param):
    """The loop over the channels is the outer one: out is (C, N, H_out, W_out).

    Mistake: images-and-channels
    Hint: the first axis is that of the images
    """
    out = np.array([_pool(x[:, [c]], pool_param)[0][:, 0] for c in range(x.shape[1])])
    return out, (x, out, pool_param)


# ------------------------------------------------------------------ the rest
def cache_without_out(x, pool_param):
    """out is not stored in the cache.

    Mistake: wrong-result
    Hint: the cache of max_pool_forward must be (x, out, pool_param)
    """
    return _pool(x, pool_param)[0], (x, pool_param)


def cache_in_another_order(x, pool_param):
    """(out, x, pool_param).

    Mistake: wrong-order
    Hint: cached_x has the shape of
    """
    out, _ = _pool(x, pool_param)
    return out, (out, x, pool_param)


def only_out(x, pool_param):
    """No cache.

    Mistake: wrong-result
    Hint: max_pool_forward must return 2 values
    """
    return _pool(x, pool_param)[0]


def starts_at_minus_100(x, pool_param):
    """The search starts at -100: right unless all entries of a window are lower.

    Mistake: start
    Hint: where does the search for the maximum start?
    """
    height, width, stride = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
    N, C, H, W = x.shape
    H_out, W_out = (H - height) // stride + 1, (W - width) // stride + 1
    out = np.full((N, C, H_out, W_out), -100.0)
    for i, j, u, v in np.ndindex(H_out, W_out, height, width):
        out[:, :, i, j] = np.maximum(out[:, :, i, j], x[:, :, i * stride + u, j * stride + v])
    return out, (x, out, pool_param)


def no_copy_of_the_first_part(x, pool_param):
    """out is a view of x, which is overwritten: right if windows do not overlap.

    Mistake: argument-changed
    Hint: needs x as before
    """
    height, width, stride = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
    out = None
    for part in parts_of_windows(x, height, width, stride):
        out = part if out is None else np.maximum(out, part, out=out)
    return out, (x, out, pool_param)


def overlap_to_the_right_forgotten(x, pool_param):
    """Where windows overlap to the right only, they end where the next one starts."""
    height, width, stride = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
    if height <= stride < width:
        width = stride
    H_out = (x.shape[2] - height) // stride + 1
    W_out = (x.shape[3] - pool_param["pool_width"]) // stride + 1
    out = np.zeros((*x.shape[:2], H_out, W_out))
    for i, j in np.ndindex(H_out, W_out):
        out[:, :, i, j] = x[:, :, i * stride : i * stride + height, j * stride : j * stride + width].max(axis=(2, 3))
    return out, (x, out, pool_param)


_highest_so_far = {}


def highest_of_all_calls(x, pool_param):
    """The search goes on from earlier calls with images of this shape.

    Mistake: kept
    Hint: something is kept from the first call
    """
    height, width, stride = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
    H_out, W_out = (x.shape[2] - height) // stride + 1, (x.shape[3] - width) // stride + 1
    key = (*x.shape, height, width, stride)
    out = _highest_so_far.setdefault(key, np.full((*x.shape[:2], H_out, W_out), -np.inf))
    for i, j in np.ndindex(H_out, W_out):
        window = x[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
        np.maximum(out[:, :, i, j], window.max(axis=(2, 3)), out=out[:, :, i, j])
    return out.copy(), (x, out.copy(), pool_param)
