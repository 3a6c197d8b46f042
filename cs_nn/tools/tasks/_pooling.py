"""Lab 6's max-pooling: its inputs, how it is called, and the mistakes that are known by their results."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import ndimage

from cs_nn.tools.checks import (
    ARGUMENT,
    Case,
    Mistake,
    Problem,
    Results,
    Task,
    WrongResult,
    agrees,
    compare,
    unpack,
)

_mistake = Mistake.of


def pool_case(rng, about, N=4, C=3, H=6, W=8, height=2, width=2, stride=2, ties=False, low=False) -> Case:
    """Images and an upstream gradient; with `ties`, many entries are equal, with `low`, images are far below zero."""
    x = rng.standard_normal((N, C, H, W)) - 1.0
    if ties:
        x = rng.integers(-2, 2, (N, C, H, W)).astype(float)
        x[-1, -1] = 0.0  # as after a ReLU that let nothing through
    elif low:
        x[::2] = -1e12 * rng.uniform(1, 3, x[::2].shape)
    out = [len(range(0, size - window + 1, stride)) for size, window in ((H, height), (W, width))]
    return {"about": about, "x": x, "height": height, "width": width, "stride": stride, "ties": ties,
            "dout": rng.standard_normal((N, C, *out))}


def pool_cases(rng):
    return [
        pool_case(rng, "2 x 2, stride 2"),
        pool_case(rng, "other images, of the same sizes"),
        pool_case(rng, "3 x 2, stride 3: not square, columns left out", N=3, C=2, H=9, W=11, height=3, width=2,
                  stride=3),
        pool_case(rng, "overlapping windows", N=3, C=4, H=7, W=9, height=3, width=3, stride=2),
        pool_case(rng, "windows that overlap to the right only", N=3, C=2, H=6, W=9, height=2, width=4, stride=2),
        pool_case(rng, "windows that overlap downwards only", N=5, C=2, H=10, W=9, height=4, width=3, stride=3),
        pool_case(rng, "overlapping windows, stride 1, not square", N=3, C=2, H=5, W=6, height=2, width=4, stride=1),
        pool_case(rng, "rows and columns left over", N=1, C=3, H=5, W=7),
        pool_case(rng, "images with all entries far below zero", N=3, C=2, H=4, W=6, low=True),
        pool_case(rng, "equal entries", N=3, C=2, H=6, W=4, ties=True),
    ]


def _pool_sizes(case):
    return {"N": len(case["x"]), "C": case["x"].shape[1]}


def _pool_param(case):
    return {"pool_height": case["height"], "pool_width": case["width"], "stride": case["stride"]}


def _pooled(case, filter=ndimage.maximum_filter, outside=-np.inf, **other):
    """The highest entries of all windows, or what another filter of SciPy gives.

    `other` replaces parts of the case. "rows" and "columns" are where the windows start; they may stick out at the
    end, as if the image went on with `outside`.
    """
    case = {**case, **other}
    height, width, size = case["height"], case["width"], case["x"].shape[2:]
    starts = (case["stride"] * np.arange(count) for count in case["dout"].shape[2:])
    rows, columns = (case.get(name, start) for name, start in zip(("rows", "columns"), starts))
    if min(height, width, len(rows), len(columns)) < 1 or rows.max() >= size[0] or columns.max() >= size[1]:
        return np.nan
    origin = (0, 0, -(height // 2), -(width // 2))
    everywhere = filter(case["x"], size=(1, 1, height, width), mode="constant", cval=outside, origin=origin)
    return everywhere[:, :, rows][..., columns]


def run_pool_forward(cnn, case):
    before, param = case["x"].copy(), _pool_param(case)
    out, cache = unpack(cnn.max_pool_forward(case["x"], param), "out, cache", "max_pool_forward")
    if not isinstance(cache, (tuple, list)) or len(cache) != 3:
        raise WrongResult("the cache of max_pool_forward must be (x, out, pool_param), as the gradient needs it")
    if cache[2] != _pool_param(case):
        raise WrongResult("max_pool_forward changes pool_param, or keeps something else in its place in the cache")
    changed = {} if param == _pool_param(case) else {f"{ARGUMENT}pool_param": []}
    return {"out": out, "cached_x": before if cache[0] is case["x"] else cache[0], "cached_out": cache[1], **changed}


def run_pool_backward(cnn, case):
    out, param = np.ascontiguousarray(_pooled(case)), _pool_param(case)
    before = out.copy()
    dx = unpack(cnn.max_pool_backward(case["dout"], (case["x"], out, param)), "dx", "max_pool_backward")
    same = {"out": np.array_equal(out, before), "pool_param": param == _pool_param(case)}
    return {"dx": dx, **{f"{ARGUMENT}{name}": [] for name, stays in same.items() if not stays}}


def _other_pool(id, sentence, function):
    def gives(case, expected):
        out = function(case, expected["out"])
        return {"out": out, "cached_out": out}

    return Mistake(id, sentence, gives)


def _only(out, which):
    """Zeros everywhere but in one part."""
    rest = np.zeros_like(out)
    rest[which] = out[which]
    return rest


POOL_FORWARD_MISTAKES = (
    _other_pool("lowest", "this is the lowest entry of each window: take the highest.",
                lambda case, out: _pooled(case, ndimage.minimum_filter)),
    _other_pool("mean", "this is the mean of each window: take the highest entry.",
                lambda case, out: _pooled(case, ndimage.uniform_filter, 0)),
    _other_pool("sum", "this is the sum of each window: take the highest entry.",
                lambda case, out: _pooled(case, ndimage.uniform_filter, 0) * case["height"] * case["width"]),
    _other_pool("median", "this is the median of each window: take the highest entry.",
                lambda case, out: _pooled(case, lambda x, **kwargs: ndimage.generic_filter(x, np.median, **kwargs))),
    _other_pool("place", "this is the place of the highest entry in its window: take the entry itself.",
                lambda case, out: _pooled(case, lambda x, **kwargs: ndimage.generic_filter(x, np.argmax, **kwargs))),
    _other_pool("first", "this is the first entry of each window: take the highest of all.",
                lambda case, out: _entries(case, 0, 0)),
    _other_pool("last", "this is the last entry of each window: take the highest of all.",
                lambda case, out: _entries(case, case["height"] - 1, case["width"] - 1)),
    _other_pool("magnitude", "the sign is lost: take the highest entry.",
                lambda case, out: _pooled(case, x=np.abs(case["x"]))),
    _other_pool("magnitude", "this is the entry with the highest magnitude: take the highest entry, with its sign.",
                lambda case, out: np.where(_pooled(case, x=np.abs(case["x"])) > out,
                                           _pooled(case, ndimage.minimum_filter), out)),
    _other_pool("integers", "the decimals are lost: is out an array of integers?", lambda case, out: np.trunc(out)),
    _other_pool("first-column", "only the first column of each window counts: compare all its entries.",
                lambda case, out: _pooled(case, width=1)),
    _other_pool("first-row", "only the first row of each window counts: compare all its entries.",
                lambda case, out: _pooled(case, height=1)),
    _other_pool("too-large", "each window has one row and one column too many.",
                lambda case, out: _pooled(case, height=case["height"] + 1, width=case["width"] + 1)),
    _other_pool("height-and-width", "pool_height and pool_width are swapped.",
                lambda case, out: _pooled(case, height=case["width"], width=case["height"])),
    _other_pool("square", "the windows are as wide as they are high: pool_width is not used.",
                lambda case, out: _pooled(case, width=case["height"])),
    _other_pool("square", "the windows are as high as they are wide: pool_height is not used.",
                lambda case, out: _pooled(case, height=case["width"])),
    _other_pool("no-stride", "each window starts 1 further than the one before: they are a stride apart.",
                lambda case, out: _pooled(case, stride=1)),
    _other_pool("no-stride", "the stride is used for the rows only.",
                lambda case, out: _pooled(case, columns=np.arange(out.shape[3]))),
    _other_pool("no-stride", "the stride is used for the columns only.",
                lambda case, out: _pooled(case, rows=np.arange(out.shape[2]))),
    _other_pool("not-overlapping", "the windows start at multiples of their own size: they are a stride apart.",
                lambda case, out: _pooled(case, rows=case["height"] * np.arange(out.shape[2]),
                                          columns=case["width"] * np.arange(out.shape[3]))),
    _other_pool("rows-and-columns", "the rows and columns of out are swapped.",
                lambda case, out: out.swapaxes(2, 3) if out.shape[2] == out.shape[3] else np.nan),
    _other_pool("over-channels", "the maximum is taken over the channels too: each channel is pooled for itself.",
                lambda case, out: np.broadcast_to(out.max(axis=1, keepdims=True), out.shape)),
    _other_pool("over-images", "the maximum is taken over the images too: each image is pooled for itself.",
                lambda case, out: np.broadcast_to(out.max(axis=0), out.shape)),
    _other_pool("whole-image", "this is the highest entry of the whole image: take that of each window.",
                lambda case, out: np.broadcast_to(case["x"].max(axis=(2, 3), keepdims=True), out.shape)),
    *(
        _other_pool("one-channel", "all outputs come from one channel: each channel is pooled for itself.",
                    lambda case, out, c=c: np.broadcast_to(out[:, [c]], out.shape))
        for c in (0, -1)
    ),
    *(
        _other_pool("one-image", "all outputs come from one image: each image is pooled for itself.",
                    lambda case, out, n=n: np.broadcast_to(out[[n]], out.shape))
        for n in (0, -1)
    ),
    _other_pool("not-filled", "only the first image is pooled.", lambda case, out: _only(out, 0)),
    _other_pool("not-filled", "only the last image is pooled.", lambda case, out: _only(out, -1)),
    _other_pool("not-filled", "only the first channel is pooled.", lambda case, out: _only(out, np.s_[:, 0])),
    _other_pool("not-filled", "the last row and the last column of out are not filled: how often do the loops run?",
                lambda case, out: _only(out, np.s_[:, :, :-1, :-1])),
)


def _entries(case, u, v):
    """The entry at one place of every window."""
    rows, columns = (case["stride"] * np.arange(count) for count in case["dout"].shape[2:])
    return case["x"][:, :, u + rows[:, None], v + columns]


def judge_pool_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is None or problem.name != "out":
        return problem
    if problem.got.shape != expected["out"].shape:
        mistake, hint = _pool_shape_mistake(case, expected["out"], problem.got)
    elif problem.hint:
        return problem
    else:
        mistake, hint = _pool_value_mistake(case, expected["out"], problem.got)
    return replace(problem, mistake=mistake, hint=hint) if hint else problem


def _pool_shape_mistake(case, right, got):
    """(id, sentence) for an out of another shape: by its entries, or by its shape if only one mistake gives that."""
    (H, W), (H_out, W_out) = case["x"].shape[2:], right.shape[2:]
    height, width, stride = case["height"], case["width"], case["stride"]

    def counted(rows, columns, step=(stride, stride), **other):
        return _pooled(case, rows=step[0] * np.arange(rows), columns=step[1] * np.arange(columns), **other)

    sticks_out = "windows stick out: the last one must end inside the image."
    last_window = "the last window of each row and column is left out: there is one window more than steps."
    known = [
        (right.swapaxes(2, 3), "rows-and-columns", "the rows and columns of out are swapped."),
        (right.transpose(0, 2, 3, 1), "channels-last", "the channels are the second axis of out."),
        (right.swapaxes(0, 1), "images-and-channels", "the first axis is that of the images, the second that of the "
         "channels."),
        (right.max(axis=1), "over-channels", "each channel is pooled for itself: out has as many channels as x."),
        (right.max(axis=1, keepdims=True), "over-channels", "each channel is pooled for itself: out has as many "
         "channels as x."),
        (counted((H - width) // stride + 1, (W - height) // stride + 1, height=width, width=height),
         "height-and-width", "pool_height and pool_width are swapped."),
        (counted(H // stride, W // stride), "sticks-out", sticks_out),
        (counted(-(-H // stride), -(-W // stride)), "sticks-out", sticks_out),
        (counted(-(-(H - height) // stride) + 1, -(-(W - width) // stride) + 1), "sticks-out", sticks_out),
        (counted(H // height, W // width, (height, width)), "not-overlapping", "the windows start at multiples of "
         "their own size: they are a stride apart."),
        (counted(H - height + 1, W - width + 1, (1, 1)), "no-stride", "the stride is not used."),
    ]
    if H_out > 1 and W_out > 1:
        known += [
            (right[:, :, :-1, :-1], "last-window", last_window),
            (counted(-(-(H - height) // stride), -(-(W - width) // stride)), "last-window", last_window),
        ]
    by_shape = {known[1:] for known in known if np.shape(known[0]) == got.shape}
    by_entries = [(id, hint) for out, id, hint in known if agrees(got, out)]
    return by_entries[0] if by_entries else by_shape.pop() if len(by_shape) == 1 else (None, "")


def _pool_value_mistake(case, right, got):
    """(id, sentence) from what the entries have in common."""
    floor = got.min()
    if agrees(got, np.maximum(right, floor)):
        at = "negative entries become 0" if floor == 0 or abs(floor) < 1e-9 else f"no entry of out is below {floor:.4g}"
        return "start", f"{at}: where does the search for the maximum start? All entries of a window may be lower."
    inside = np.any([_entries(case, u, v) == got for u, v in np.ndindex(case["height"], case["width"])], axis=0)
    if inside.all():
        return "not-highest", "each is an entry of its window, but not always the highest: are all compared?"
    if not inside.all() and np.isin(got, case["x"]).all():
        return "other-window", ("these are entries of x, but not of their windows: which rows, columns, channel and "
                                "image does a window have?")
    return None, ""


def _highest(case, x=None):
    """For each entry of x, dout of its window if it is the highest of one; windows must not overlap."""
    x = case["x"] if x is None else x
    height, width, stride = case["height"], case["width"], case["stride"]
    if stride < max(height, width):
        return np.nan
    filled = np.zeros_like(x)
    out = _pooled(case, x=x)
    for u, v in np.ndindex(height, width):
        rows, columns = (stride * np.arange(count) for count in out.shape[2:])
        place = (slice(None), slice(None), u + rows[:, None], v + columns)
        filled[place] = case["dout"] * (x[place] == out)
    return filled


def judge_pool_backward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """Any choice among equal entries is right, and so are equal or unequal shares."""
    if case["ties"] and got["dx"].shape == expected["dx"].shape:
        return _judge_ties(task, case, got["dx"].astype(float))
    problem = compare(task, case, expected, got)
    if problem is None:
        return None
    if problem.got.shape != expected["dx"].shape:
        mistake, hint = _pool_dx_shape_mistake(case, expected["dx"], problem.got)
    elif problem.hint and problem.mistake != "factor":
        return problem
    else:
        mistake, hint = _pool_dx_mistake(case, expected["dx"], problem.got)
    fact = mistake in ("not-highest", "windows-left-out", "wrong-place", "row-and-column")  # where dout goes, no guess
    return replace(problem, mistake=mistake, hint=hint, certain=fact) if hint else problem


def _pool_dx_shape_mistake(case, right, dx):
    if dx.shape == case["dout"].shape:
        return "shape-of-dout", "dx has the shape of dout: there must be an entry for each entry of x."
    if agrees(dx, case["dout"].repeat(case["height"], axis=2).repeat(case["width"], axis=3)):
        return "no-mask", ("this is dout, repeated: only the highest entry of a window gets it, and dx has the shape "
                           "of x.")
    if dx.ndim == 4 and agrees(dx, right[:, :, : dx.shape[2], : dx.shape[3]]):
        return "left-over", "dx has no entries for what is left over: it has the shape of x, with zeros there."
    return None, ""


def _judge_ties(task, case, dx):
    all_get_it = _highest(case)
    if agrees(dx, all_get_it):
        return Problem("dx is wrong where several entries of a window are the highest", "all of them get the whole "
                       "gradient: only one may, or they share it.", "ties", name="dx")
    share = np.divide(dx, all_get_it, out=np.zeros_like(dx), where=all_get_it != 0)
    lost = dx[all_get_it == 0]
    sums = sum(_entries({**case, "x": share}, u, v) for u, v in np.ndindex(case["height"], case["width"]))
    if not np.allclose(lost, 0, atol=1e-6):
        return Problem("dx is not 0 at entries that are not the highest of their window", "only the highest entry of a "
                       "window changes its output.", "not-highest", name="dx")
    if share.min() < -1e-3 or not np.allclose(sums, 1, atol=1e-3):
        hint = "if several entries of a window are the highest, together they get the gradient once."
        return Problem("the entries of a window don't get its gradient once", hint, "ties", name="dx")
    return None


def _pool_dx_mistake(case, right, dx):
    """(id, sentence) from the entries that get a gradient, and from what they get."""
    x, height, width = case["x"], case["height"], case["width"]
    overlapping = case["stride"] < max(height, width)
    gets, should, out = dx != 0, right != 0, _pooled(case)
    if agrees(dx - x, right):
        return "x-added", "x is added: dx starts as zeros."
    if np.array_equal(gets, should):
        return _pool_dx_value_mistake(case, right, dx, overlapping)
    if not overlapping:
        shares, right_shares = (np.array(_window_entries(case, part)) / case["dout"] for part in (dx, right))
        if np.allclose(shares, 1):
            return "no-mask", "every entry of a window gets its gradient: only the highest one may."
        if np.allclose(shares, 1 / len(shares)):
            return "average", "every entry of a window gets an equal share: the highest one gets it all."
    for entries, id, hint in _places(case, out, None if overlapping else right_shares.argmax(axis=0)):
        if _gradients_are_at(x, gets, entries):
            return id, hint
    if overlapping and not np.any(gets & ~should):
        return "stored", ("what other windows have put there is lost: each window only adds (+=) its gradient to its "
                          "highest entry.")
    if np.all(gets[should]) and agrees(dx * should, right):
        return "not-highest", "entries that are not the highest of their window get a gradient too."
    if overlapping:
        return None, ""
    wrong = ~np.isclose(shares, right_shares).all(axis=0)
    if 5 <= wrong.sum() and np.all(out[wrong] < 0) and np.any(out > 0):
        return "start", ("the gradient is at the wrong entry where the highest one is negative: where does the search "
                         "for it start?")
    if not np.any(gets & ~should):
        return "windows-left-out", "the gradients of some windows are missing."
    return "wrong-place", "some gradients are not at the highest entry of their window."


def _window_entries(case, x):
    """The entries of all windows of x, place by place."""
    return [_entries({**case, "x": x}, *place) for place in np.ndindex(case["height"], case["width"])]


def _gradients_are_at(x, gets, entries):
    """Whether these entries of x, nan for none, and no others get a gradient; no two entries of x are equal."""
    return np.ndim(entries) > 2 and all(
        np.array_equal(np.unique(x[plane][gets[plane]]), np.unique(entries[plane][~np.isnan(entries[plane])]))
        for plane in np.ndindex(*x.shape[:2]))


def _places(case, out, flat):
    """(entries of x that get a gradient, id, sentence) of mistakes; `flat` is where the highest entries are."""
    x, height, width, stride = (case[name] for name in ("x", "height", "width", "stride"))
    (N, C, H, W), (H_out, W_out) = x.shape, out.shape[2:]
    n, c, i, j = np.ogrid[:N, :C, :H_out, :W_out]

    def where(kept):
        return np.where(kept, out, np.nan)

    def at(rows, columns):
        inside = (rows < H) & (columns < W)
        return np.where(inside, x[n, c, np.minimum(rows, H - 1), np.minimum(columns, W - 1)], np.nan)

    whole = x.max(axis=(2, 3), keepdims=True)
    yield _entries(case, 0, 0), "first", "the gradients are at the first entry of each window, not at the highest."
    yield (_entries(case, height - 1, width - 1), "last", "the gradients are at the last entry of each window, not at "
           "the highest.")
    yield _pooled(case, ndimage.minimum_filter), "lowest", "the gradients are at the lowest entries of the windows."
    yield where(n == 0), "left-out", "only the first image gets gradients."
    yield where(n == N - 1), "left-out", "only the last image gets gradients."
    yield where(c == 0), "left-out", "only the first channel gets gradients."
    yield (where((i < H_out - 1) & (j < W_out - 1)), "left-out", "the windows of the last row and the last column are "
           "left out.")
    yield (where(out > 0), "positive-only", "a window gets no gradient where the highest entry is negative: there is "
           "no ReLU here.")
    yield (where(out == out.max(axis=1, keepdims=True)), "over-channels", "the maximum is searched over the channels "
           "too: each channel is pooled for itself.")
    yield (where(out == whole), "whole-image", "only the highest entry of the whole image gets a gradient: take that "
           "of each window.")
    yield (where(out == x.max()), "whole-image", "only the highest entry of all images gets a gradient: take that of "
           "each window.")
    yield (_each(_pooled(case, width=1, columns=stride * j.ravel() + v) for v in range(width)), "one-axis",
           "the highest entry of each column of a window gets the gradient: only one entry of the window may.")
    yield (_each(_pooled(case, height=1, rows=stride * i.ravel() + u) for u in range(height)), "one-axis",
           "the highest entry of each row of a window gets the gradient: only one entry of the window may.")
    yield (_pooled(case, stride=1), "no-stride", "each window starts 1 further than the one before: they are a stride "
           "apart.")
    yield (_pooled(case, rows=height * i.ravel(), columns=width * j.ravel()), "not-overlapping", "the windows start at "
           "multiples of their own size: they are a stride apart.")
    yield (_pooled(case, height=width, width=height), "height-and-width", "pool_height and pool_width are swapped.")
    if flat is None:
        return
    u, v = flat // width, flat % width
    yield at(u, v), "no-start", "all gradients are in the first window: add where each window starts."
    yield at(i + u, j + v), "no-stride", "the stride is not used for the places in dx: windows are a stride apart."
    yield (at(stride * i + v, stride * j + u), "row-and-column", "the row and the column of the highest entry in its "
           "window are swapped.")
    yield (at(stride * i + flat // height, stride * j + flat % height), "row-and-column", "argmax counts through the "
           "window row by row: the rows are pool_width long, not pool_height.")
    yield (at(stride * i, stride * j + flat), "flat", "argmax counts through the whole window: make a row and a column "
           "of its number.")
    yield (at(stride * i + flat, stride * j), "flat", "argmax counts through the whole window: make a row and a column "
           "of its number.")


def _each(arrays):
    arrays = list(arrays)
    return np.nan if any(np.ndim(array) == 0 for array in arrays) else np.concatenate(arrays, axis=3)


def _pool_dx_value_mistake(case, right, dx, overlapping):
    """The right entries get a gradient, but another one."""
    x, should = case["x"], right != 0
    if agrees(dx, np.where(should, x, 0)):
        return "dout-missing", "these are the highest entries themselves: dout goes there."
    if agrees(dx, should):
        return "dout-missing", "this is the mask, 1 at the highest entries: multiply by dout."
    if agrees(dx, right * x):
        return "times-out", "the highest entry is a factor: its place gets dout alone."
    ratio = right[should] / dx[should]
    if overlapping and np.all(ratio > 0.9) and np.allclose(ratio, np.round(ratio)):
        return "averaged", "an entry that is the highest of several windows gets the sum of their gradients, no mean."
    if overlapping and np.isclose(ratio, 1).any():
        return "stored", ("an entry that is the highest of several windows gets the gradients of all of them: add up "
                          "(+=).")
    if not overlapping and np.allclose(np.sort(dx, axis=None), np.sort(right, axis=None)):
        return "other-windows", "windows get the gradients of other windows: out and dout have the same order."
    return None, ""


TASKS = (
    Task("max_pool_forward", "cnn", pool_cases, run_pool_forward, POOL_FORWARD_MISTAKES, _pool_sizes,
         judge_pool_forward),
    Task("max_pool_backward", "cnn", pool_cases, run_pool_backward, (), _pool_sizes, judge_pool_backward,
         takes={"dout": "dout", "x": "x"}),
)
