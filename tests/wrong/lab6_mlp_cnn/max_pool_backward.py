"""Wrong versions of max_pool_backward(dout, cache)."""

import numpy as np


def _settings(pool_param):
    return pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]


def _windows(dout, cache):
    """For each output: its index, dout there, the window of x and that of dx; and dx."""
    x, _, pool_param = cache
    height, width, stride = _settings(pool_param)
    dx = np.zeros_like(x)
    found = []
    for n, c, i, j in np.ndindex(*dout.shape):
        window = np.s_[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        found.append(((n, c, i, j), dout[n, c, i, j], x[window], dx[window]))
    return found, dx


# ------------------------------------------------------------------ ties and sums
def all_ties(dout, cache):
    """Every entry that equals the maximum gets the whole gradient.

    Mistake: ties
    Hint: all of them get the whole gradient
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow += d * (window == window.max())
    return dx


def all_ties_by_places(dout, cache):
    """The comparison with out, place by place.

    Mistake: ties
    Hint: all of them get the whole gradient
    """
    x, out, pool_param = cache
    height, width, stride = _settings(pool_param)
    H_out, W_out = out.shape[2:]
    dx = np.zeros_like(x)
    for u in range(height):
        for v in range(width):
            place = np.s_[:, :, u : u + stride * H_out : stride, v : v + stride * W_out : stride]
            dx[place] += dout * (x[place] == out)
    return dx


def nothing_at_ties(dout, cache):
    """Only a maximum that stands alone gets its gradient.

    Mistake: ties
    Hint: together they get the gradient once
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        highest = window == window.max()
        if highest.sum() == 1:
            dwindow += d * highest
    return dx


def shared_by_the_size_of_the_window(dout, cache):
    """Ties get the gradient divided by the size of the window.

    Mistake: ties
    Hint: together they get the gradient once
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        highest = window == window.max()
        dwindow += d * highest / (1 if highest.sum() == 1 else window.size)
    return dx


def stored(dout, cache):
    """= in the place of +=: right if the windows don't overlap.

    Mistake: stored
    Hint: an entry that is the highest of several windows gets the gradients of all of them
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow[np.unravel_index(window.argmax(), window.shape)] = d
    return dx


def windows_stored(dout, cache):
    """The whole window is stored: what was there is lost.

    Mistake: stored
    Hint: what other windows have put there is lost
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        mask = np.zeros(window.shape)
        mask[np.unravel_index(window.argmax(), window.shape)] = 1
        dwindow[:] = d * mask
    return dx


def fancy_sum(dout, cache):
    """dx[indices] += adds once for indices that come twice.

    Mistake: stored
    Hint: an entry that is the highest of several windows gets the gradients of all of them
    """
    x, _, pool_param = cache
    height, width, stride = _settings(pool_param)
    windows, dx = _windows(dout, cache)
    index = []
    for (n, c, i, j), _, window, _ in windows:
        u, v = divmod(window.argmax(), width)
        index.append((n, c, i * stride + u, j * stride + v))
    dx[tuple(np.array(index).T)] += dout.ravel()
    return dx


def divided_by_the_windows(dout, cache):
    """The gradients of overlapping windows are averaged.

    Mistake: averaged
    Hint: gets the sum of their gradients, no mean
    """
    windows, dx = _windows(dout, cache)
    count = np.zeros_like(dx)
    x, _, pool_param = cache
    height, width, stride = _settings(pool_param)
    for (n, c, i, j), d, window, dwindow in windows:
        place = np.unravel_index(window.argmax(), window.shape)
        dwindow[place] += d
        count[n, c, i * stride + place[0], j * stride + place[1]] += 1
    return dx / np.maximum(count, 1)


def largest_of_overlapping(dout, cache):
    """An entry that is the highest of several windows gets the largest gradient.

    Mistake: stored
    Hint: gets the gradients of all of them: add up
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        place = np.unravel_index(window.argmax(), window.shape)
        dwindow[place] = d if dwindow[place] == 0 else max(d, dwindow[place])
    return dx


# ------------------------------------------------------------------ places
def flat_index_as_column(dout, cache):
    """argmax counts through the window; here it is a column of the first row.

    Mistake: flat
    Hint: argmax counts through the whole window
    """
    x, _, pool_param = cache
    height, width, stride = _settings(pool_param)
    dx = np.zeros((*x.shape[:3], x.shape[3] + height * width))
    for n, c, i, j in np.ndindex(*dout.shape):
        flat = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width].argmax()
        dx[n, c, i * stride, j * stride + flat] += dout[n, c, i, j]
    return dx[..., : x.shape[3]]


def flat_index_as_both(dout, cache):
    """argmax as row and as column.

    Mistake: IndexError
    Hint: it stopped with IndexError
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        flat = np.argmax(window)
        dwindow[flat, flat] += d
    return dx


def unravelled_with_swapped_sizes(dout, cache):
    """np.unravel_index with (width, height): right for square windows.

    Mistake: row-and-column
    Hint: the rows are pool_width long, not pool_height
    """
    windows, dx = _windows(dout, cache)
    x, _, pool_param = cache
    height, width, stride = _settings(pool_param)
    dx = np.zeros((*x.shape[:2], x.shape[2] + 9, x.shape[3] + 9))
    for (n, c, i, j), d, window, _ in windows:
        u, v = np.unravel_index(window.argmax(), (width, height))
        dx[n, c, i * stride + u, j * stride + v] += d
    return dx[:, :, : x.shape[2], : x.shape[3]]


def row_and_column_swapped(dout, cache):
    """The column of the maximum is used as its row.

    Mistake: row-and-column
    Hint: the row and the column of the highest entry in its window are swapped
    """
    x, _, pool_param = cache
    height, width, stride = _settings(pool_param)
    windows, dx = _windows(dout, cache)
    dx = np.zeros((*x.shape[:2], x.shape[2] + 9, x.shape[3] + 9))
    for (n, c, i, j), d, window, _ in windows:
        u, v = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i * stride + v, j * stride + u] += d
    return dx[:, :, : x.shape[2], : x.shape[3]]


def place_without_the_start(dout, cache):
    """The place in the window is used as a place in the image.

    Mistake: no-start
    Hint: all gradients are in the first window
    """
    windows, dx = _windows(dout, cache)
    for (n, c, _, _), d, window, _ in windows:
        u, v = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, u, v] += d
    return dx


def stride_not_in_the_start(dout, cache):
    """Windows start at i and j.

    Mistake: no-stride
    Hint: each window starts 1 further than the one before
    """
    x, _, pool_param = cache
    height, width, stride = _settings(pool_param)
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        window = x[n, c, i : i + height, j : j + width]
        u, v = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i + u, j + v] += dout[n, c, i, j]
    return dx


def stride_not_in_dx(dout, cache):
    """The window of x is right, the place in dx has no stride.

    Mistake: no-stride
    Hint: the stride is not used for the places in dx
    """
    windows, dx = _windows(dout, cache)
    for (n, c, i, j), d, window, _ in windows:
        u, v = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i + u, j + v] += d
    return dx


def windows_side_by_side(dout, cache):
    """Windows start at i * height and j * width: right if the stride is the size.

    Mistake: not-overlapping
    Hint: the windows start at multiples of their own size
    """
    x, _, pool_param = cache
    height, width, _ = _settings(pool_param)
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        window = x[n, c, i * height : i * height + height, j * width : j * width + width]
        u, v = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i * height + u, j * width + v] += dout[n, c, i, j]
    return dx


def height_and_width_swapped(dout, cache):
    """The window has the other shape.

    Mistake: height-and-width
    Hint: pool_height and pool_width are swapped
    """
    x, _, pool_param = cache
    width, height, stride = _settings(pool_param)
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        u, v = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i * stride + u, j * stride + v] += dout[n, c, i, j]
    return dx


def over_the_channels(dout, cache):
    """argmax over a window of all channels.

    Mistake: over-channels
    Hint: the maximum is searched over the channels too
    """
    x, _, pool_param = cache
    height, width, stride = _settings(pool_param)
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        window = x[n, :, i * stride : i * stride + height, j * stride : j * stride + width]
        where, u, v = np.unravel_index(window.argmax(), window.shape)
        dx[n, where, i * stride + u, j * stride + v] += dout[n, c, i, j]
    return dx


def argmax_of_one_axis(dout, cache):
    """argmax over the rows of the window: one entry in each column.

    Mistake: one-axis
    Hint: the highest entry of each column of a window
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow[window.argmax(axis=0), np.arange(window.shape[1])] += d
    return dx


def argmax_of_the_other_axis(dout, cache):
    """argmax over the columns of the window: one entry in each row.

    Mistake: one-axis
    Hint: the highest entry of each row of a window
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow[np.arange(window.shape[0]), window.argmax(axis=1)] += d
    return dx


def lowest_entries(dout, cache):
    """argmin.

    Mistake: lowest
    Hint: the gradients are at the lowest entries
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow[np.unravel_index(window.argmin(), window.shape)] += d
    return dx


def of_highest_magnitude(dout, cache):
    """argmax of the absolute values.

    Mistake: wrong-place
    Hint: some gradients are not at the highest entry of their window
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow[np.unravel_index(np.abs(window).argmax(), window.shape)] += d
    return dx


def first_entries(dout, cache):
    """The gradient stays at the first entry of each window.

    Mistake: first
    Hint: the gradients are at the first entry of each window
    """
    windows, dx = _windows(dout, cache)
    for _, d, _, dwindow in windows:
        dwindow[0, 0] += d
    return dx


def highest_of_dout(dout, cache):
    """argmax is taken of dx, which is all zeros.

    Mistake: first
    Hint: the gradients are at the first entry of each window
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow[np.unravel_index(np.argmax(dwindow * 0), window.shape)] += d
    return dx


def mask_of_the_whole_image(dout, cache):
    """The highest entry of the image, not of the window.

    Mistake: whole-image
    Hint: only the highest entry of the whole image gets a gradient
    """
    windows, dx = _windows(dout, cache)
    x = cache[0]
    for (n, c, _, _), d, window, dwindow in windows:
        dwindow += d * (window == x[n, c].max())
    return dx


def mask_of_everything(dout, cache):
    """The highest entry of all images.

    Mistake: whole-image
    Hint: only the highest entry of all images gets a gradient
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow += d * (window == cache[0].max())
    return dx


def positive_only(dout, cache):
    """The mask of a ReLU too.

    Mistake: positive-only
    Hint: gets no gradient where the highest entry is negative
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        if window.max() > 0:
            dwindow[np.unravel_index(window.argmax(), window.shape)] += d
    return dx


def search_from_zero(dout, cache):
    """A search that starts at 0, in the first entry.

    Mistake: start
    Hint: the gradient is at the wrong entry where the highest one is negative
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        highest, place = 0, (0, 0)
        for index in np.ndindex(*window.shape):
            if window[index] > highest:
                highest, place = window[index], index
        dwindow[place] += d
    return dx


# ------------------------------------------------------------------ numbers
def no_mask(dout, cache):
    """The whole window gets dout.

    Mistake: no-mask
    Hint: every entry of a window gets its gradient
    """
    windows, dx = _windows(dout, cache)
    for _, d, _, dwindow in windows:
        dwindow += d
    return dx


def average_pooling(dout, cache):
    """dout is distributed evenly.

    Mistake: average
    Hint: every entry of a window gets an equal share
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow += d / window.size
    return dx


def repeated(dout, cache):
    """np.repeat: right shape if nothing is left over.

    Mistake: no-mask
    Hint: every entry of a window gets its gradient
    """
    _, _, pool_param = cache
    height, width, _ = _settings(pool_param)
    return dout.repeat(height, axis=2).repeat(width, axis=3)


def mask_without_dout(dout, cache):
    """1 at the highest entries.

    Mistake: dout-missing
    Hint: multiply by dout
    """
    windows, dx = _windows(dout, cache)
    for _, _, window, dwindow in windows:
        dwindow[np.unravel_index(window.argmax(), window.shape)] += 1
    return dx


def highest_entries_themselves(dout, cache):
    """The entries of x.

    Mistake: dout-missing
    Hint: these are the highest entries themselves
    """
    windows, dx = _windows(dout, cache)
    for _, _, window, dwindow in windows:
        dwindow[np.unravel_index(window.argmax(), window.shape)] = window.max()
    return dx


def times_the_maximum(dout, cache):
    """dout times out.

    Mistake: times-out
    Hint: the highest entry is a factor
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow[np.unravel_index(window.argmax(), window.shape)] += d * window.max()
    return dx


def added_to_x(dout, cache):
    """dx starts as a copy of x.

    Mistake: x-added
    Hint: x is added
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow[np.unravel_index(window.argmax(), window.shape)] += d
    return cache[0] + dx


def empty(dout, cache):
    """dx starts as np.empty.

    Mistake: not-highest
    Hint: entries that are not the highest of their window get a gradient too
    """
    windows, dx = _windows(dout, cache)
    dx += 1e3
    for _, d, window, dwindow in windows:
        dwindow[np.unravel_index(window.argmax(), window.shape)] = d
    return dx


def averaged(dout, cache):
    """Divided by the number of images.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow[np.unravel_index(window.argmax(), window.shape)] += d / len(dout)
    return dx


def negative(dout, cache):
    """The wrong sign.

    Mistake: sign
    Hint: the wrong sign
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow[np.unravel_index(window.argmax(), window.shape)] -= d
    return dx


# ------------------------------------------------------------------ loops and shapes
def first_image_only(dout, cache):
    """The other images get nothing.

    Mistake: left-out
    Hint: only the first image
    """
    windows, dx = _windows(dout, cache)
    for (n, *_), d, window, dwindow in windows:
        if n == 0 and len(dout) > 1:
            dwindow[np.unravel_index(window.argmax(), window.shape)] += d
    return dx


def first_channel_only(dout, cache):
    """The other channels get nothing.

    Mistake: left-out
    Hint: only the first channel
    """
    windows, dx = _windows(dout, cache)
    for (_, c, *_), d, window, dwindow in windows:
        if c == 0 and dout.shape[1] > 1:
            dwindow[np.unravel_index(window.argmax(), window.shape)] += d
    return dx


def last_windows_left_out(dout, cache):
    """The loops end before the last row and column of dout.

    Mistake: left-out
    Hint: the windows of the last row and the last column
    """
    windows, dx = _windows(dout, cache)
    for (_, _, i, j), d, window, dwindow in windows:
        if i < dout.shape[2] - 1 and j < dout.shape[3] - 1:
            dwindow[np.unravel_index(window.argmax(), window.shape)] += d
    return dx


def windows_from_one(dout, cache):
    """The loops over the windows start at 1.

    Mistake: windows-left-out
    Hint: the gradients of some windows are missing
    """
    windows, dx = _windows(dout, cache)
    for (_, _, i, j), d, window, dwindow in windows:
        if i >= 1 and j >= 1:
            dwindow[np.unravel_index(window.argmax(), window.shape)] += d
    return dx


def dout_transposed(dout, cache):
    """dout[n, c, j, i].

    Mistake: IndexError
    Hint: it stopped with IndexError
    """
    windows, dx = _windows(dout, cache)
    for (n, c, i, j), _, window, dwindow in windows:
        dwindow[np.unravel_index(window.argmax(), window.shape)] += dout[n, c, j, i]
    return dx


def dout_of_another_window(dout, cache):
    """dout is read in another order: a loop over the columns outside.

    Mistake: other-windows
    Hint: windows get the gradients of other windows
    """
    windows, dx = _windows(dout, cache)
    other = dout.swapaxes(2, 3).ravel()
    for (_, _, window, dwindow), d in zip(windows, other):
        dwindow[np.unravel_index(window.argmax(), window.shape)] += d
    return dx


def shape_of_dout(dout, cache):
    """dx has the shape of dout.

    Mistake: shape-of-dout
    Hint: dx has the shape of dout
    """
    x, out, _ = cache
    return dout * (out == out.max(axis=(2, 3), keepdims=True))


def cut_to_the_windows(dout, cache):
    """dx ends where the last window ends: right if nothing is left over.

    Mistake: left-over
    Hint: dx has no entries for what is left over
    """
    x, _, pool_param = cache
    height, width, stride = _settings(pool_param)
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow[np.unravel_index(window.argmax(), window.shape)] += d
    return dx[:, :, : (dout.shape[2] - 1) * stride + height, : (dout.shape[3] - 1) * stride + width]


def repeated_mask(dout, cache):
    """x == out, with out repeated: only for windows side by side that fit.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    x, out, pool_param = cache
    height, width, _ = _settings(pool_param)
    highest = x == out.repeat(height, axis=2).repeat(width, axis=3)
    return highest * dout.repeat(height, axis=2).repeat(width, axis=3)


def nothing_returned(dout, cache):
    """No return.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    windows, dx = _windows(dout, cache)
    for _, d, window, dwindow in windows:
        dwindow[np.unravel_index(window.argmax(), window.shape)] += d


def overlap_if_both_overlap(dout, cache):
    """Gradients are added only if the windows overlap along both axes.

    Mistake: stored
    Hint: what other windows have put there is lost
    """
    x, out, pool_param = cache
    height, width, stride = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
    dx = np.zeros_like(x)
    free = np.ones(out.shape, bool)
    for part, dpart in zip(parts_of_windows(x, height, width, stride), parts_of_windows(dx, height, width, stride)):
        highest = (part == out) & free
        free ^= highest
        if min(height, width) > stride:
            dpart += dout * highest
        else:
            np.multiply(dout, highest, out=dpart)
    return dx


def out_used_up(dout, cache):
    """out of the cache is set to nan where its gradient has been given.

    Mistake: argument-changed
    Hint: needs out as before
    """
    x, out, pool_param = cache
    height, width, stride = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
    dx = np.zeros_like(x)
    for part, dpart in zip(parts_of_windows(x, height, width, stride), parts_of_windows(dx, height, width, stride)):
        highest = part == out
        dpart += dout * highest
        out[highest] = np.nan
    return dx


def x_used_up(dout, cache):
    """The highest entries of x become -inf, so that each is taken once.

    Mistake: argument-changed
    Hint: needs x as before
    """
    x, out, pool_param = cache
    height, width, stride = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
    dx, free = np.zeros_like(x), np.ones(out.shape, bool)
    for part, dpart in zip(parts_of_windows(x, height, width, stride), parts_of_windows(dx, height, width, stride)):
        highest = (part == out) & free
        free ^= highest
        dpart += dout * highest
    x[dx != 0] = -np.inf
    return dx


def from_minus_100(dout, cache):
    """The search for the highest entry starts at -100.

    Mistake: start
    Hint: where does the search for it start?
    """
    x, out, pool_param = cache
    height, width, stride = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        best, place = -100.0, None
        for u, v in np.ndindex(height, width):
            if x[n, c, i * stride + u, j * stride + v] > best:
                best, place = x[n, c, i * stride + u, j * stride + v], (i * stride + u, j * stride + v)
        if place is not None:
            dx[n, c, *place] += dout[n, c, i, j]
    return dx


def added_twice(dout, cache):
    """dx is twice as large.

    Mistake: factor-2
    Hint: is it added twice?
    """
    x, out, pool_param = cache
    height, width, stride = (pool_param[name] for name in ("pool_height", "pool_width", "stride"))
    dx, free = np.zeros_like(x), np.ones(out.shape, bool)
    for part, dpart in zip(parts_of_windows(x, height, width, stride), parts_of_windows(dx, height, width, stride)):
        highest = (part == out) & free
        free ^= highest
        dpart += 2 * dout * highest
    return dx
