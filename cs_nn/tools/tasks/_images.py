"""Lab 6's layers for images: the checks of convolution, max-pooling and dropout."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import permutations, product
from types import SimpleNamespace

import numpy as np
from scipy import ndimage, signal

from cs_nn.tools.checks import (
    Case,
    Mistake,
    Problem,
    Results,
    Task,
    WrongResult,
    agrees,
    compare,
    describe_exception,
    replaced,
    to_array,
    unpack,
)

_mistake = Mistake.of


# ------------------------------------------------------------------ convolution
def conv_case(rng, about, N=2, C=3, H=6, W=8, F=4, HH=3, WW=2, stride=1, pad=0, dtype=float) -> Case:
    """Images, filters, biases and an upstream gradient; `pad` is a number or "same"."""
    out = [_count(size, width, stride, pad) for size, width in ((H, HH), (W, WW))]
    return {"about": about, "stride": stride, "pad": pad,
            "x": rng.standard_normal((N, C, H, W)).astype(dtype),
            "w": rng.standard_normal((F, C, HH, WW)).astype(dtype),
            "b": 2 * rng.standard_normal(F).astype(dtype), "dout": rng.standard_normal((N, F, *out)).astype(dtype)}


def _count(size, width, stride, pad):
    """Windows along one axis."""
    return len(range(0, size, stride)) if pad == "same" else len(range(0, size + 2 * pad - width + 1, stride))


def conv_cases(rng):
    return [
        conv_case(rng, "no padding, stride 1", F=5),
        conv_case(rng, "padding 1, stride 1, square filters and images", N=5, C=2, H=6, W=6, F=4, HH=3, WW=3, pad=1),
        conv_case(rng, "padding 2, stride 2", C=2, H=7, W=10, F=5, HH=3, WW=4, stride=2, pad=2),
        conv_case(rng, 'padding "same", stride 1', N=3, C=2, H=4, W=7, F=5, HH=5, WW=3, pad="same"),
        conv_case(rng, 'padding "same", stride 2, filters of even size', C=3, H=7, W=6, F=2, HH=2, WW=4, stride=2,
                  pad="same"),
        conv_case(rng, "rows left over, stride 3", N=4, C=2, H=9, W=11, F=3, HH=2, WW=3, stride=3),
        conv_case(rng, "one image, one channel, one filter", N=1, C=1, H=3, W=5, F=1, HH=2, WW=3, pad=1),
        conv_case(rng, "a larger batch, float32", N=12, C=2, H=4, W=5, F=3, HH=3, WW=3, pad=1, dtype=np.float32),
    ]


def _conv_sizes(case):
    return {"N": len(case["x"]), "C": case["w"].shape[1], "F": len(case["w"])}


def _param(case):
    return {"stride": case["stride"], "pad": case["pad"]}


def _call(cnn, function, case, *args, **kwargs):
    """Call a convolution; explain what is not meant to be asked, and a "same" that is taken for a number."""
    def refuse(*args, **kwargs):
        raise WrongResult(f"{function} calls {slow}: it is meant to do the work itself, without its loops")

    slow = f"{function}_naive"
    try:
        with replaced(cnn, **({slow: refuse} if hasattr(cnn, slow) else {})):
            return getattr(cnn, function)(*args, **kwargs)
    except TypeError as error:
        if case["pad"] != "same" or "str" not in str(error):
            raise
        raise WrongResult(
            'conv_param["pad"] may be "same" instead of a number: take x_pad, and where x starts in it, from '
            "pad_images. "
            f"It stopped with {describe_exception(SimpleNamespace(module='cnn'), error)}"
        ) from None


def _other_images(case):
    return 1 - case["x"][::-1]


def run_conv_forward(function: str):
    def run(cnn, case):
        if function == "conv_forward":  # whose columns could be those of an earlier call
            images = _other_images(case)
            result = _call(cnn, function, case, images, case["w"].copy(), case["b"].copy(), _param(case))
            before, _ = unpack(result, "out, cache", function)
        result = _call(cnn, function, case, case["x"], case["w"], case["b"], _param(case))
        out, cache = unpack(result, "out, cache", function)
        if function == "conv_forward" and _same_in_spite_of_images(to_array(before, "out"), to_array(out, "out")):
            raise WrongResult("out is the same for other images: is it made of the x of this call?")
        if not isinstance(cache, (tuple, list)) or len(cache) != 4:
            raise WrongResult(f"the cache of {function} must be (x, w, b, conv_param), as the gradients need it")
        if cache[3] != _param(case):
            raise WrongResult(f"{function} changes conv_param, or keeps something else in its place in the cache")
        return {"out": out, **dict(zip(("cached_x", "cached_w", "cached_b"), cache))}

    return run


def _same_in_spite_of_images(before, after):
    """Whether results with other images are the same, and more than a constant."""
    return agrees(after, before) and after.ndim > 0 and after.size > 0 and np.ptp(after, axis=-1).any()


def run_conv_backward(function: str):
    def run(cnn, case):
        cache = (case["x"], case["w"], case["b"], _param(case))
        copies = [part.copy() for part in (case["dout"], *cache[:3])]
        if function == "conv_backward":
            result = _call(cnn, function, case, case["dout"].copy(), (_other_images(case), *copies[2:], _param(case)))
            before = unpack(result, "dx, dw, db", function)
        results = unpack(_call(cnn, function, case, case["dout"], cache), "dx, dw, db", function)
        if function == "conv_backward" and [np.shape(part) for part in results] == [part.shape for part in cache[:3]]:
            _without_dx(results, _call(cnn, function, case, copies[0], (*copies[1:], _param(case)), need_dx=False))
            if _same_in_spite_of_images(to_array(before[1], "dw"), to_array(results[1], "dw")):
                raise WrongResult("dw is the same for other images: is it made of the x of this call?")
        return {name: results[k] for k, name in ((2, "db"), (1, "dw"), (0, "dx"))}

    return run


def _without_dx(results, others):
    """Compare the results with those of need_dx=False; `WrongResult` says what differs."""
    dx, *others = unpack(others, "dx, dw, db", "conv_backward with need_dx=False")
    if dx is not None:
        raise WrongResult("with need_dx=False, dx must be None: the first layer of a network needs no dx")
    for name, part, other in zip(("dw", "db"), results[1:], others):
        if not agrees(to_array(other, f"with need_dx=False, {name}"), to_array(part, name)):
            raise WrongResult(f"{name} is another one with need_dx=False: only dx is left out then")


def _borders(case):
    """The zeros at the top, bottom, left and right of the images."""
    borders = []
    for size, width in zip(case["x"].shape[2:], case["w"].shape[2:]):
        if case["pad"] == "same":
            total = max(case["stride"] * (_count(size, width, case["stride"], "same") - 1) + width - size, 0)
            borders.append((total // 2, total - total // 2))
        else:
            borders.append((case["pad"], case["pad"]))
    return borders


def _padded(case, mode="constant", **kwargs):
    return np.pad(case["x"], ((0, 0), (0, 0), *_borders(case)), mode=mode, **kwargs)


def _sums(case, x_pad=None, w=None, stride=None):
    """The sums over the windows, by SciPy."""
    x_pad, w = _padded(case) if x_pad is None else x_pad, case["w"] if w is None else w
    if any(size < width for size, width in zip(x_pad.shape[2:], w.shape[2:])):
        return np.nan
    stride = stride or case["stride"]
    sums = [[signal.correlate(image, each, mode="valid", method="direct")[0] for each in w] for image in x_pad]
    return np.array(sums)[:, :, ::stride, ::stride]


def _bias(case):
    return case["b"][:, None, None]


def _other_sums(id, sentence, function):
    """A mistake in the sums over the windows, given by a function of the case and the right sums."""
    return _mistake(id, sentence, out=lambda case, out: function(case, out - _bias(case)) + _bias(case))


def _first_windows(case, sums):
    """The windows side by side at the top left, as if the stride moved only the outputs."""
    near = _sums(case, stride=1)
    return near[:, :, : sums.shape[2], : sums.shape[3]]


def _by_image(case, values):
    """One of the values for each image, by its number, if there are enough."""
    return values[: len(case["x"])] if len(case["x"]) <= len(values) else np.full(len(case["x"]), np.nan)


def _reordered(w, order, columns):
    """The filters that give what filters with their axes in this order would give, or else columns."""
    if not columns:
        return w.transpose(0, *order).reshape(w.shape)
    return w.reshape(len(w), *(w.shape[axis] for axis in order)).transpose(0, *(np.argsort(order) + 1))


def _without_last(case, out, axes):
    """out with zeros in its last row or column, where nothing is left over behind the last window."""
    out, x_pad = out.copy(), _padded(case)
    for axis in axes:
        if (x_pad.shape[axis] - case["w"].shape[axis]) % case["stride"] == 0:
            out.swapaxes(0, axis)[-1] = 0
    return out


def _mixed_columns(case, order, images_last):
    """Columns whose axes were put in this order and then reshaped, as images of C * HH * WW channels."""
    N, F, H_out, W_out = case["dout"].shape
    C, HH, WW = case["w"].shape[1:]
    size = C * HH * WW
    windows = _sums(case, w=np.eye(size).reshape(size, C, HH, WW)).reshape(N, C, HH, WW, H_out, W_out)
    columns = windows.transpose(order)
    if images_last:
        columns = np.moveaxis(columns.reshape(size, N, H_out, W_out), 1, 0)
    return columns.reshape(N, size, H_out, W_out)


CONV_FORWARD_MISTAKES = (
    _mistake("bias-missing", "the bias is missing.", out=lambda case, out: out - _bias(case)),
    _mistake("bias-alone", "this is the bias alone: the sums over the windows are missing.",
             out=lambda case, out: np.broadcast_to(_bias(case), out.shape)),
    _mistake("bias-by-image", "the bias is taken by the number of the image: b has one for each filter.",
             out=lambda case, out: out - _bias(case) + _by_image(case, case["b"])[:, None, None, None]),
    _mistake("bias-per-channel", "the bias is added once for every channel: add it once to each output.",
             out=lambda case, out: out + (case["w"].shape[1] - 1) * _bias(case)),
    _mistake("bias-per-weight", "the bias is added once for every weight of the filter: add it once, after the sum.",
             out=lambda case, out: out + (case["w"][0].size - 1) * _bias(case)),
    _mistake("bias-summed", "each filter has a bias of its own: no sum of b.",
             out=lambda case, out: out - _bias(case) + case["b"].sum()),
    _mistake("bias-of-one", "the bias of one filter is added to all: each filter has its own.",
             out=lambda case, out: out - _bias(case) + case["b"][-1]),
    _mistake("rectified", "negative outputs are set to 0: ReLU is a layer of its own.",
             out=lambda case, out: (out + np.abs(out)) / 2),
    _mistake("whole-numbers", "the outputs are cut to whole numbers: an array of integers can't hold them.",
             out=lambda case, out: np.trunc(out)),
    _mistake("first-image-only", "only the first image has outputs, the others are 0: does return stand inside the "
             "loop?", out=lambda case, out: out * (np.arange(len(out)) == 0)[:, None, None, None]),
    _mistake("last-not-filled", "the last row and column of out are not filled: the last window ends where x_pad does.",
             out=lambda case, out: _without_last(case, out, (2, 3))),
    _mistake("last-not-filled", "the last row of out is not filled: the last window ends where x_pad does.",
             out=lambda case, out: _without_last(case, out, (2,))),
    _mistake("last-not-filled", "the last column of out is not filled: the last window ends where x_pad does.",
             out=lambda case, out: _without_last(case, out, (3,))),
    _mistake("not-reset", "the sum goes on from one output to the next: start it anew for each.",
             out=lambda case, out: np.cumsum(out).reshape(out.shape)),
    _other_sums("not-reset", "the sum goes on from one output to the next: start it anew for each.",
                lambda case, sums: np.cumsum(sums).reshape(sums.shape)),
    _other_sums("not-reset", "the sum goes on from one output to the next: start it anew for each.",
                lambda case, sums: np.cumsum(sums.reshape(*sums.shape[:2], -1), axis=2).reshape(sums.shape)),
    _other_sums("averaged", "the products are averaged: they must be summed.",
                lambda case, sums: sums / case["w"][0].size),
    _other_sums("averaged", "the products are averaged over the channels: they must be summed.",
                lambda case, sums: sums / len(case["w"][0])),
    _other_sums("turned", "the filter is turned by 180 degrees: here it lies on the image as it is.",
                lambda case, sums: _sums(case, w=case["w"][:, :, ::-1, ::-1])),
    _other_sums("turned", "the filter is turned round in one direction: it lies on the image as it is.",
                lambda case, sums: _sums(case, w=case["w"][:, :, ::-1])),
    _other_sums("turned", "the filter is turned round in one direction: it lies on the image as it is.",
                lambda case, sums: _sums(case, w=case["w"][..., ::-1])),
    _other_sums("turned", "the filter is turned round in all axes, its channels too: it lies on the image as it is.",
                lambda case, sums: _sums(case, w=case["w"][:, ::-1, ::-1, ::-1])),
    _other_sums("filter-by-image", "the filter is taken by the number of the image: each image meets all filters.",
                lambda case, sums: (np.moveaxis(sums.diagonal(), -1, 0)[:, None] + 0 * sums
                                    if len(sums) <= sums.shape[1] else np.nan)),
    *(_other_sums("filters-mixed", "the filters are mixed: a row of the matrix must be one filter. A reshape does not "
                  "transpose.", function) for function in (
        lambda case, sums: _sums(case, w=case["w"].reshape(-1, len(sums[0])).T.reshape(case["w"].shape)),
        lambda case, sums: _sums(case, w=case["w"].T.reshape(case["w"].shape)),
    )),
    *(_other_sums("filter-order", "the entries of the filters come in another order than those of the windows.",
                  lambda case, sums, order=order, columns=columns: _sums(case, w=_reordered(case["w"], order, columns)))
      for order in list(permutations((1, 2, 3)))[1:] for columns in (False, True)),
    *(_other_sums("columns-mixed", "the columns are not the windows: a reshape does not transpose, it mixes places, "
                  "entries of the windows, or images.", lambda case, sums, order=order, images_last=images_last:
                  _sums({"stride": 1}, _mixed_columns(case, order, images_last),
                        case["w"].reshape(len(case["w"]), -1, 1, 1)))
      for order in ((0, 1, 4, 5, 2, 3), (0, 4, 5, 1, 2, 3), (0, 1, 2, 3, 4, 5)) for images_last in (False, True)),
    _other_sums("first-channel", "only the first channel counts: add up all of them.",
                lambda case, sums: _sums(case, _padded(case)[:, :1], case["w"][:, :1])),
    _other_sums("last-channel", "only the last channel counts: add up all of them.",
                lambda case, sums: _sums(case, _padded(case)[:, -1:], case["w"][:, -1:])),
    _other_sums("channels-crossed", "each channel of the images meets all channels of the filter: only the same one.",
                lambda case, sums: _sums(case, _padded(case).sum(axis=1, keepdims=True),
                                         case["w"].sum(axis=1, keepdims=True))),
    _other_sums("last-product-only", "only the last product of each window counts: add up (+=).",
                lambda case, sums: _sums(case, w=case["w"] * (np.arange(case["w"][0].size).reshape(
                    case["w"].shape[1:]) == case["w"][0].size - 1))),
    _other_sums("one-image", "all outputs come from one image: each image has an output of its own.",
                lambda case, sums: np.repeat(sums[:1], len(sums), axis=0)),
    _other_sums("no-stride", "the windows lie side by side: with a stride of 2, the next one starts 2 further.",
                _first_windows),
    _other_sums("no-stride", "the stride moves the windows down, but not to the right.", lambda case, sums: _sums(
        case, stride=1)[:, :, :: case["stride"], : sums.shape[3]]),
    _other_sums("no-stride", "the stride moves the windows to the right, but not down.", lambda case, sums: _sums(
        case, stride=1)[:, :, : sums.shape[2], :: case["stride"]]),
    _other_sums("border-at-top", "the larger part of the border is at the bottom and on the right.",
                lambda case, sums: _sums(case, np.roll(_padded(case), [after - before for before, after in
                                                                       _borders(case)], axis=(2, 3)))),
    _other_sums("border-not-zeros", "the border must be zeros.", lambda case, sums: _sums(case, _padded(case, "edge"))),
    _other_sums("border-not-zeros", "the border must be zeros.", lambda case, sums: (
        _sums(case, _padded(case, "reflect")) if min(case["x"].shape[2:]) > np.max(_borders(case)) else np.nan)),
    _other_sums("border-not-zeros", "the border must be zeros: the images don't go on at the other side.",
                lambda case, sums: _sums(case, _padded(case, "wrap"))),
)


def judge_conv_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is None:
        return None
    if problem.name.startswith("cached"):
        with_border = problem.name == "cached_x" and problem.got.shape == _padded(case).shape != case["x"].shape
        subject = "the cache holds the images with their border: it" if with_border else "the cache"
        return replace(problem, mistake="cache", hint=f"{subject} must hold {problem.name[-1]} as it came.")
    if problem.got.shape != expected["out"].shape:
        return _wrong_shape(case, problem)
    if not problem.hint:
        found = _wrong_order(problem, _bias(case)) or _some_right(problem) or _bias_times(case, problem)
        id, hint = found or (None, "")
        problem = replace(problem, mistake=id, hint=hint)
    return problem


def _wrong_shape(case, problem):
    """The problem with the likeliest reason for the shape of out."""
    N, F, H_out, W_out = problem.expected.shape
    have = problem.got.shape
    sizes = [(H, HH, sum(border)) for H, HH, border in zip(case["x"].shape[2:], case["w"].shape[2:], _borders(case))]
    stride = case["stride"]
    known = (
        ((N, F, W_out, H_out), "rows-and-columns", "the rows and columns of out are swapped."),
        ((F, N, H_out, W_out), "images-and-filters", "the first axis is that of the images, the second that of the "
         "filters."),
        ((N, H_out, W_out, F), "filters-last", "the filters are the second axis of out."),
        ((N, case["w"].shape[1], H_out, W_out), "channels", "there is an output for each filter, not for each channel: "
         "each adds up all channels."),
        ((N, F, case["w"].shape[1], H_out, W_out), "channels", "the channels are not added up."),
        ((N, F, *(size + border - width + 1 for size, width, border in sizes)), "no-stride", "the stride is not used "
         "for the size of out."),
        ((N, F, *((size - width) // stride + 1 for size, width, border in sizes)), "no-pad", "the padding is not used: "
         "take the size of x_pad."),
    )
    for shape, id, hint in known:
        if have == shape:
            return replace(problem, mistake=id, hint=hint)
    if len(have) != 4:
        return problem
    smallest = tuple(map(min, have, problem.expected.shape))
    corner = tuple(map(slice, smallest))
    if have[0] < N and have[1:] == (F, H_out, W_out):
        return replace(problem, mistake="images-missing", hint=f"out has {have[0]} images, x has {N}.")
    if smallest == have and agrees(problem.got, problem.expected[corner]):
        return replace(problem, mistake="last-window", hint="the last window of each row and column is left out: there "
                       "is one window more than steps.")
    if smallest == problem.expected.shape and agrees(problem.got[corner], problem.expected):
        return replace(problem, mistake="sticks-out", hint="windows stick out of the image: the last one must end "
                       "inside x_pad.")
    twice = [(0, 0), (0, 0), *((2 * before, 2 * after) for before, after in _borders(case))]
    again = _sums(case, np.pad(case["x"], twice)) + _bias(case)
    if have == again.shape and agrees(problem.got, again):
        return replace(problem, mistake="padded-twice", hint="the images have their border twice: x_pad has it.")
    if have[:2] == (N, F):
        reason = 'with "same" the border depends on the stride, too; x_pad has it' if case["pad"] == "same" else (
            "count the places for the filter in x_pad")
        return replace(problem, mistake="wrong-shape", hint=f"out has shape {have}, but {problem.expected.shape} is "
                       f"expected: {reason}.")
    return problem


def _wrong_order(problem, *added):
    """Whether a result was reshaped where its axes had to change places, before or after something was added."""
    right = problem.expected
    if right.ndim != 4:
        return None
    if agrees(problem.got, right.swapaxes(2, 3)):
        return "rows-and-columns", f"the rows and columns of {problem.name} are swapped."
    for bias in (0, *added):
        for order, axes in product(permutations(range(4)), repeat=2):
            shape = [right.shape[axis] for axis in axes]
            other = (right - bias).transpose(order).reshape(shape).transpose(np.argsort(axes)) + bias
            if agrees(problem.got, other):
                return "wrong-order", (f"{problem.name} has the right entries in the wrong order: a reshape keeps "
                                       "their order, only a transpose makes axes change places.")


def _some_right(problem):
    right = [agrees(got, expected) for got, expected in zip(problem.got, problem.expected)]
    first = right.index(False) if False in right else 0
    if first and not any(right[first:]):
        return "first-images", (f"the first {first} images are right, the others are not: " if first > 1 else
                                "the first image is right, the others are not: ") + "which images does each turn take?"


def _bias_times(case, problem):
    with np.errstate(all="ignore"):
        times = (problem.got - problem.expected) / _bias(case) + 1
    number = np.round(times.flat[0])
    if number > 1 and np.allclose(times, number, rtol=1e-3):
        return "bias-several-times", f"the bias is added {number:.0f} times: add it once."


def _per_image(case, x_pad=None, dout=None, steps=None, widths=None):
    """What each image gives dw, (N, F, C, HH, WW): correlations of x_pad with dout, by SciPy."""
    x_pad, dout = _padded(case) if x_pad is None else x_pad, case["dout"] if dout is None else dout
    down, right = steps or (case["stride"],) * 2
    HH, WW = widths or case["w"].shape[2:]
    N, F, H_out, W_out = dout.shape
    spread = np.zeros((N, F, (H_out - 1) * down + 1, (W_out - 1) * right + 1))
    spread[:, :, ::down, ::right] = dout
    return np.array([[[signal.correlate(channel, each, mode="valid", method="direct")[:HH, :WW] for channel in image]
                      for each in douts] for image, douts in zip(x_pad, spread)])


def _crop(case, dx_pad, top=None, left=None):
    """The part of dx_pad from a row and a column on, where the image is or somewhere else."""
    (above, _), (before, _) = _borders(case)
    top, left = above if top is None else top, before if left is None else left
    return dx_pad[:, :, top : top + case["x"].shape[2], left : left + case["x"].shape[3]]


def _spread_back(case, w=None, dout=None, stride=None):
    """The gradient of the padded images, by SciPy's full convolution."""
    w, dout = case["w"] if w is None else w, case["dout"] if dout is None else dout
    stride = stride or case["stride"]
    x_shape = _padded(case).shape
    total = np.zeros(x_shape)
    for f in range(len(w)):
        for c in range(x_shape[1]):
            spread = np.zeros((len(dout), (dout.shape[2] - 1) * stride + 1, (dout.shape[3] - 1) * stride + 1))
            spread[:, ::stride, ::stride] = dout[:, f]
            full = signal.convolve(spread, w[f, c][None], mode="full", method="direct")
            rows, columns = (min(a, b) for a, b in zip(full.shape[1:], x_shape[2:]))
            total[:, c, :rows, :columns] += full[:, :rows, :columns]
    return total


def _in_dx(id, sentence, function):
    return _mistake(id, sentence, dx=lambda case, dx: function(case))


def _in_dw(id, sentence, function):
    return _mistake(id, sentence, dw=lambda case, dw: function(case))


CONV_BACKWARD_MISTAKES = (
    _mistake("averaged", "the gradients are divided by N: the loss does that already.",
             **{name: lambda case, right: right / len(case["x"]) for name in ("dx", "dw", "db")}),
    _mistake("dout-missing", "dout is not used: this counts the outputs.",
             db=lambda case, db: np.full(db.shape, case["dout"][:, 0].size)),
    _mistake("db-averaged", "db is a sum over images, rows and columns, not a mean.",
             db=lambda case, db: db / case["dout"][:, 0].size),
    _mistake("db-averaged", "db is a sum over rows and columns, not a mean.",
             db=lambda case, db: db / case["dout"][0, 0].size),
    *(_mistake("places-left-out", f"the last {which} left out.",
               db=lambda case, db, part=part: case["dout"][(slice(None), slice(None), *part)].sum(axis=(0, 2, 3)))
      for which, part in (("row and column of dout are", (slice(-1), slice(-1))),
                          ("row of dout is", (slice(-1), slice(None))),
                          ("column of dout is", (slice(None), slice(-1))))),
    _mistake("db-starts-at-b", "b is added to db: the sum starts at 0.", db=lambda case, db: db + case["b"]),
    _mistake("dout-mixed", "dout is mixed: a reshape does not transpose. Sum over all axes but that of the filters.",
             db=lambda case, db: _douts_mixed(case["dout"])[0].sum(axis=(0, 2, 3))),
    _mistake("dout-mixed", "dout is mixed: a reshape does not transpose. Sum over all axes but that of the filters.",
             db=lambda case, db: _douts_mixed(case["dout"])[1].sum(axis=(0, 2, 3))),
    _mistake("db-summed", "db is one number: there is one for each filter.",
             db=lambda case, db: np.full(db.shape, case["dout"].sum())),
    _mistake("bias-factor", "the bias is a factor in db: it has none.", db=lambda case, db: db * case["b"]),
    _mistake("last-output-only", "only the last output counts in db: add up (+=) instead of storing (=).",
             db=lambda case, db: case["dout"][-1, :, -1, -1]),
    _in_dw("last-output-only", "only the last output counts in dw: add up (+=) instead of storing (=).",
           lambda case: _windows_at_end(case)),
    _in_dw("no-stride", "the stride is not used in dw: the windows are further apart.",
           lambda case: _per_image(case, steps=(1, 1)).sum(axis=0)),
    _in_dw("no-stride", "the stride is not used in dw in one direction.",
           lambda case: _per_image(case, steps=(case["stride"], 1)).sum(axis=0)),
    _in_dw("no-stride", "the stride is not used in dw in one direction.",
           lambda case: _per_image(case, steps=(1, case["stride"])).sum(axis=0)),
    _in_dw("dout-missing", "dout is not used in dw.",
           lambda case: _per_image(case, dout=np.ones_like(case["dout"])).sum(axis=0)),
    _in_dw("dout-turned", "dout is turned by 180 degrees in dw: it lies on the images as it is.",
           lambda case: _per_image(case, dout=case["dout"][:, :, ::-1, ::-1]).sum(axis=0)),
    _in_dw("images-crossed", "each image meets the dout of all images in dw: only its own counts.", lambda case: (
        _per_image(case, _padded(case).sum(axis=0, keepdims=True), case["dout"].sum(axis=0, keepdims=True))[0])),
    _in_dw("w-for-x", "dw is made of x_pad: the derivative by w is x.",
           lambda case: case["w"] * case["dout"].sum(axis=(0, 2, 3))[:, None, None, None]),
    _mistake("channels-summed", "the channels are added up in dw: each has its own weights.",
             dw=lambda case, dw: dw.sum(axis=1, keepdims=True) + 0 * dw),
    *(_in_dw("dout-mixed", "dout is mixed in dw: a reshape does not transpose.",
             lambda case, k=k: _per_image(case, dout=_douts_mixed(case["dout"])[k]).sum(axis=0)) for k in range(5)),
    *(_mistake("columns-mixed", "the columns in dw are not the windows: a reshape does not transpose, it mixes places, "
               "entries of the windows, or images.", dw=lambda case, dw, order=order, images_last=images_last:
               _dw_of_mixed_columns(case, dw, order, images_last))
      for order in ((0, 1, 4, 5, 2, 3), (0, 4, 5, 1, 2, 3), (0, 1, 2, 3, 4, 5)) for images_last in (False, True)),
    _mistake("dw-turned", "dw is turned by 180 degrees.", dw=lambda case, dw: dw[:, :, ::-1, ::-1]),
    _mistake("weights-in-dw", "w is added to dw: the layer knows of no penalty.", dw=lambda case, dw: dw + case["w"]),
    *(_in_dx("overlap", "where windows overlap, dx keeps one of them: add up (+=). With index arrays, np.add.at does.",
             lambda case, last=last: _one_window(case, last)) for last in (True, False)),
    _in_dx("overlap", "dx keeps what came last: windows overlap, and each filter gives its share. Add up (+=).",
           lambda case: _one_window(case, True, case["w"][-1:], case["dout"][:, -1:])),
    _in_dx("x-for-w", "dx is made of w: the derivative by x is w.",
           lambda case: _crop(case, _padded(case) * _spread_back(case, np.ones_like(case["w"])))),
    _mistake("dx-starts-at-x", "x is added to dx: the sum starts at 0.", dx=lambda case, dx: dx + case["x"]),
    _mistake("channels-summed", "the channels of the filter are added up in dx: each channel has its own.",
             dx=lambda case, dx: dx.sum(axis=1, keepdims=True) + 0 * dx),
    _mistake("first-channel-only", "only the first channel of dx is set.",
             dx=lambda case, dx: dx * (np.arange(dx.shape[1]) == 0)[:, None, None]),
    *(_in_dx("dout-mixed", "dout is mixed in dx: a reshape does not transpose.",
             lambda case, k=k: _crop(case, _spread_back(case, dout=_douts_mixed(case["dout"])[k]))) for k in range(5)),
    _in_dx("filters-mixed", "the filters are mixed in dx: a reshape does not transpose.", lambda case: _crop(
        case, _spread_back(case, case["w"].reshape(-1, len(case["w"])).T.reshape(case["w"].shape)))),
    *(_in_dx("filter-order", "the entries of the filters come in another order in dx than in w.",
             lambda case, order=order, columns=columns: _crop(
                 case, _spread_back(case, _reordered(case["w"], order, columns))))
      for order in list(permutations((1, 2, 3)))[1:] for columns in (False, True)),
    _in_dx("turned", "the filter is turned by 180 degrees on its way back: it must lie as in the forward pass.",
           lambda case: _crop(case, _spread_back(case, case["w"][:, :, ::-1, ::-1]))),
    _in_dx("last-filter-only", "only the last filter counts in dx: add up all.",
           lambda case: _crop(case, _spread_back(case, case["w"][-1:], case["dout"][:, -1:]))),
    _in_dx("filter-by-image", "the filter is taken by the number of the image in dx: each image meets all filters.",
           lambda case: _dx_by_image(case)),
    *(_in_dx("columns-mixed", "the windows of dx are mixed: a reshape does not transpose.",
             lambda case, order=order, read=read: _dx_of_mixed_columns(case, order, read))
      for order, read in (((1, 2, 3, 0, 4, 5), (0, 1, 2, 3, 4, 5)), ((0, 4, 5, 1, 2, 3), (0, 1, 2, 3, 4, 5)),
                          ((0, 1, 2, 3, 4, 5), (0, 4, 5, 1, 2, 3)))),
    _in_dx("border-at-top", "dx starts too far below or too far to the right: the larger part of the border is at the "
           "bottom and on the right.", lambda case: _crop(
               case, _spread_back(case), *(after for _, after in _borders(case)))),
    _in_dx("border-not-cut", "dx starts inside the border: cut off what pad_images has added.",
           lambda case: _crop(case, _spread_back(case), 0, 0)),
    _in_dx("dout-missing", "dout is not used in dx.",
           lambda case: _crop(case, _spread_back(case, dout=np.ones_like(case["dout"])))),
    _in_dx("no-stride", "the stride is not used in dx: the windows are further apart.",
           lambda case: _crop(case, _spread_back(case, stride=1))),
)


def _windows_at_end(case):
    x_pad, stride, (HH, WW) = _padded(case), case["stride"], case["w"].shape[2:]
    bottom, right = (stride * (count - 1) for count in case["dout"].shape[2:])
    window = x_pad[-1, :, bottom : bottom + HH, right : right + WW]
    return np.multiply.outer(case["dout"][-1, :, -1, -1], window)


def _douts_mixed(dout):
    """dout as it is read if it is reshaped to a matrix without a transpose, or with another one than meant."""
    N, F, H_out, W_out = dout.shape
    return (
        dout.reshape(F, N, H_out, W_out).swapaxes(0, 1),
        dout.reshape(N, H_out, W_out, F).transpose(0, 3, 1, 2),
        dout.transpose(1, 2, 3, 0).reshape(F, N, H_out, W_out).swapaxes(0, 1),
        dout.transpose(0, 2, 3, 1).reshape(F, N, H_out, W_out).swapaxes(0, 1),
        dout.T.reshape(F, N, H_out, W_out).swapaxes(0, 1),
    )


def _dw_of_mixed_columns(case, dw, order, images_last):
    columns = _mixed_columns(case, order, images_last)
    return _per_image(case, columns, steps=(1, 1), widths=(1, 1)).sum(axis=0).reshape(dw.shape)


def _dx_of_mixed_columns(case, order, read):
    """dx from windows whose axes are in this order and are read in another one."""
    N, F, H_out, W_out = case["dout"].shape
    C, HH, WW = case["w"].shape[1:]
    size = C * HH * WW
    places = {"x": np.zeros((N, size, H_out, W_out)), "w": case["w"].reshape(F, size, 1, 1), "dout": case["dout"],
              "stride": 1, "pad": 0}
    windows = _spread_back(places).reshape(N, C, HH, WW, H_out, W_out)
    shape = [windows.shape[axis] for axis in read]
    mixed = windows.transpose(order).reshape(shape).transpose(np.argsort(read)).reshape(N, size, H_out, W_out)
    return _crop(case, _spread_back(case, np.eye(size).reshape(size, C, HH, WW), mixed))


def _dx_by_image(case):
    if len(case["x"]) > len(case["w"]):
        return np.nan
    return np.concatenate([_crop(case, _spread_back(case, w[None], dout.sum(axis=0)[None, None]))[:1]
                           for w, dout in zip(case["w"], case["dout"])])


def _one_window(case, last, w=None, dout=None):
    """dx if only one of the windows that overlap counts, the last one or the first one."""
    w, dout = case["w"] if w is None else w, case["dout"] if dout is None else dout
    places = []
    for size, width, count in zip(_padded(case).shape[2:], w.shape[2:], dout.shape[2:]):
        pixels = np.arange(size)
        window = pixels // case["stride"] if last else -(-(pixels - width + 1) // case["stride"])
        window = np.clip(window, 0, count - 1)
        inside = pixels - window * case["stride"]
        places.append((window, np.minimum(inside, width - 1), inside < width))
    (i, u, rows), (j, v, columns) = places
    values = sum(dout[:, f][:, None, i[:, None], j] * w[f][:, u[:, None], v] for f in range(len(w)))
    return _crop(case, values * (rows[:, None] & columns))


def judge_conv_backward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is None or problem.mistake == "wrong-order":
        return problem
    name, shape = problem.name, problem.got.shape
    if shape != problem.expected.shape:
        if name == "db" and problem.got.size != problem.expected.size:
            return replace(problem, mistake="db-axes", hint=f"db has shape {shape}, but {problem.expected.shape} is "
                           "expected: db is a sum over images, rows and columns.")
        if name == "dx" and shape == _padded(case).shape:
            return replace(problem, mistake="border-not-cut", hint="dx still has the border: cut it off.")
        if name == "dx" and not problem.got.size:
            return replace(problem, mistake="empty", hint="dx is empty: a slice [pad:-pad] holds nothing if pad is 0.")
        corner = tuple(map(slice, problem.expected.shape))
        if name == "dw" and problem.got.ndim == 4 and agrees(problem.got[corner], problem.expected):
            return replace(problem, mistake="rows-left-over", hint="dw is larger than w: rows and columns that the "
                           "stride leaves over must be cut off.")
        return problem
    if not problem.hint:
        found = _wrong_order(problem) or (_some_right(problem) if name == "dx" else _some_images(case, problem))
        id, hint = found or (None, "")
        problem = replace(problem, mistake=id, hint=hint)
    return problem


def _some_images(case, problem):
    """Whether db or dw is the sum over the first or the last images only."""
    shares = case["dout"].sum(axis=(2, 3)) if problem.name == "db" else _per_image(case)
    N = len(shares)
    for count in range(N - 1, 0, -1):
        for which, sums in (("first", shares[:count]), ("last", shares[N - count:])):
            if agrees(problem.got, sums.sum(axis=0)):
                images = "image counts" if count == 1 else f"{count} of {N} images count"
                return "some-images", f"only the {which} {images} in {problem.name}: add up all of them."
    if problem.name == "dw":
        for count in range(1, N):
            again = _per_image(case, _padded(case)[np.arange(N) % count])
            if agrees(problem.got, again.sum(axis=0)):
                return "first-images", f"dw is made of the first {count} images over and over."


# ------------------------------------------------------------------ max-pooling
def pool_case(rng, about, N=2, C=3, H=6, W=8, height=2, width=2, stride=2, ties=False) -> Case:
    """Images and an upstream gradient; with `ties`, many entries are equal."""
    x = rng.integers(-2, 2, (N, C, H, W)).astype(float) if ties else rng.standard_normal((N, C, H, W)) - 1.0
    out = [len(range(0, size - window + 1, stride)) for size, window in ((H, height), (W, width))]
    return {"about": about, "x": x, "height": height, "width": width, "stride": stride, "ties": ties,
            "dout": rng.standard_normal((N, C, *out))}


def pool_cases(rng):
    return [
        pool_case(rng, "2 x 2, stride 2"),
        pool_case(rng, "3 x 2, stride 3: not square, columns left out", N=3, C=2, H=9, W=11, height=3, width=2,
                  stride=3),
        pool_case(rng, "overlapping windows", N=2, C=4, H=7, W=9, height=3, width=3, stride=2),
        pool_case(rng, "overlapping windows, stride 1, not square", N=3, C=2, H=5, W=6, height=2, width=4, stride=1),
        pool_case(rng, "rows and columns left over", N=1, C=3, H=5, W=7),
        pool_case(rng, "equal entries", N=2, C=3, H=6, W=4, ties=True),
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
    out, cache = unpack(cnn.max_pool_forward(case["x"], _pool_param(case)), "out, cache", "max_pool_forward")
    if not isinstance(cache, (tuple, list)) or len(cache) != 3:
        raise WrongResult("the cache of max_pool_forward must be (x, out, pool_param), as the gradient needs it")
    if cache[2] != _pool_param(case):
        raise WrongResult("max_pool_forward changes pool_param, or keeps something else in its place in the cache")
    return {"out": out, "cached_x": cache[0], "cached_out": cache[1]}


def run_pool_backward(cnn, case):
    cache = (case["x"], np.ascontiguousarray(_pooled(case)), _pool_param(case))
    return {"dx": unpack(cnn.max_pool_backward(case["dout"], cache), "dx", "max_pool_backward")}


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
    _other_pool("too-small", "the last row and the last column of each window are left out.",
                lambda case, out: _pooled(case, height=case["height"] - 1, width=case["width"] - 1)),
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
    return replace(problem, mistake=mistake, hint=hint) if hint else problem


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


# ------------------------------------------------------------------ dropout
def dropout_case(rng, about, shape=(40, 60), p=0.2, mode="train") -> Case:
    return {"about": about, "x": rng.standard_normal(shape) + 3.0, "p": p, "mode": mode,
            "seed": int(rng.integers(2**31))}


def dropout_cases(rng):
    return [
        dropout_case(rng, "p = 0.2"),
        dropout_case(rng, "p = 0.7, images", shape=(10, 3, 12, 11), p=0.7),
        dropout_case(rng, "p = 0: nothing is dropped", shape=(5, 8), p=0.0),
        dropout_case(rng, "mode test", shape=(6, 7), p=0.4, mode="test"),
    ]


def run_dropout_forward(cnn, case):
    results = {}
    rng, copies = np.random.default_rng(case["seed"]), [case["x"].copy(), case["x"].copy()]
    same_again = np.random.default_rng(case["seed"])
    for suffix, generator, x in (("", rng, case["x"]), ("_next", rng, copies[0]), ("_again", same_again, copies[1])):
        param = {"p": case["p"], "mode": case["mode"], "rng": generator}
        out, mask = unpack(cnn.dropout_forward(x, param), "out, cache", "dropout_forward")
        if mask is None:
            if case["mode"] == "train" and case["p"]:
                what = ", and nothing is dropped" if np.array_equal(out, case["x"]) else ""
                raise WrongResult(f"the cache is None in mode train{what}: it must be the mask")
            mask = np.ones(x.shape)
        results[f"out{suffix}"], results[f"mask{suffix}"] = np.array(out), np.array(mask)
    return results


def judge_dropout_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    x, p, out, mask = case["x"], case["p"], got["out"].astype(float), got["mask"].astype(float)
    if out.shape != x.shape:
        return Problem(f"out has shape {out.shape}, but {x.shape} is expected",
                       "dropped entries become 0, and the shape stays.", "wrong-shape", name="out")
    if case["mode"] == "test" or p == 0:
        return _judge_nothing_dropped(case, out, mask)
    if not np.isfinite(out).all():
        return Problem("out has nan or infinite entries", "", name="out")
    kept = out != 0
    return (_judge_pattern(kept) or _judge_share(p, kept) or _judge_scale(p, x, out, kept, mask)
            or _judge_generator(x, got))


def _judge_nothing_dropped(case, out, mask):
    x, p = case["x"], case["p"]
    if agrees(out, x):
        if mask.shape in ((), x.shape) and np.allclose(mask, 1):
            return None
        return Problem("the cache is wrong where nothing is dropped", "x is multiplied by 1 there: the mask is all "
                       "ones, or None in mode test.", "wrong-mask", name="mask")
    where = 'in mode "test"' if case["mode"] == "test" else "for p = 0"
    hint = "nothing is dropped and nothing scaled then: out is x."
    if p and agrees(out, (1 - p) * x):
        hint = "nothing is scaled in mode test: in training, what is kept is divided by 1 - p already."
    elif p and agrees(out, x / (1 - p)):
        hint = "out is divided by 1 - p: nothing is scaled in mode test."
    elif p and np.any(out == 0) and np.any(out != 0):
        hint = "entries are dropped: that is for mode train only."
    return Problem(f"out is wrong {where}", hint, "test-mode", name="out")


def _judge_pattern(kept):
    """What is dropped together: whole rows, columns, channels, ..."""
    if kept.all():
        return Problem("out has the wrong share of zeros", "nothing is dropped: each entry must "
                       "become 0 with probability p.", "nothing-dropped", name="out")
    if not kept.any():
        return Problem("out has the wrong share of zeros", "everything is dropped: each entry "
                       "must become 0 with probability p, for itself.", "all-dropped", name="out")
    hint = "draw a number for each entry of x."
    if np.all(kept == kept[:1]):
        return Problem("every example drops the same entries", hint, "one-row", name="out")
    if np.all(kept.reshape(len(kept), -1) == kept.reshape(len(kept), -1)[:, :1]):
        return Problem("examples are dropped whole", hint, "whole-examples", name="out")
    if kept.ndim > 2:
        if np.all(kept == kept[:, :, :1, :1]):
            return Problem("whole channels are dropped", hint, "whole-channels", name="out")
        if np.all(kept == kept[:, :1]):
            return Problem("all channels drop the same entries", hint, "same-in-channels", name="out")
        for axis, what in ((2, "columns"), (3, "rows")):
            if np.all(kept == kept.take([0], axis)):
                return Problem(f"whole {what} of the images are dropped", hint, f"whole-{what}", name="out")
    return None


def _judge_share(p, kept):
    share = kept.mean()

    spread = np.sqrt(p * (1 - p) / kept.size)
    if abs(share - (1 - p)) < 6 * spread:
        return None
    beyond = math.erfc(p / math.sqrt(2)) / 2  # of a normal distribution
    known = (
        (p, "p-kept", "p is the probability that an entry is dropped, not that it is kept."),
        (beyond, "not-uniform", "that share of normal numbers is above p: draw uniform ones, between 0 and 1."),
        (1 - beyond, "not-uniform", "that share of normal numbers is below p: draw uniform ones, between 0 and 1."),
        (2 * beyond, "not-uniform", "that is the share for normal numbers: draw uniform ones, between 0 and 1."),
        (0.5, "half", "half of the entries are kept: is p used?"),
        ((1 - p) ** 2, "dropped-twice", "this is (1 - p) squared: is a second mask drawn?"),
    )
    value, mistake, hint = min(known, key=lambda each: abs(each[0] - share))
    if abs(share - value) > 4 * spread:
        mistake, hint = None, ""
    return Problem("out has the wrong share of zeros", hint, mistake,
                   f"{share:.3f} of the entries are kept; {1 - p:.3f} are expected", "out")


def _judge_scale(p, x, out, kept, mask):
    scale = out[kept] / x[kept]
    if not np.allclose(scale, 1 / (1 - p), rtol=1e-4):
        known = (
            (1, "not-scaled", "what is kept is not scaled: divide it by 1 - p, so that the mean stays."),
            (1 / p, "divided-by-p", "what is kept is divided by p: divide by 1 - p, the share that is kept."),
            (1 - p, "multiplied", "what is kept is multiplied by 1 - p: divide by it."),
            (p, "multiplied", "what is kept is multiplied by p: divide it by 1 - p."),
            (1 / (1 - p) ** 2, "scaled-twice", "what is kept is divided by 1 - p twice."),
            (1 / kept.mean(), "share", "divide by 1 - p, not by the share that happens to be kept this time."),
        )
        mistake, hint = next(((id, hint) for value, id, hint in known if np.allclose(scale, value, rtol=1e-4)),
                             ("wrong-scale", "what is kept is divided by the share that is kept, 1 - p."))
        if agrees(x[kept], scale):
            mistake, hint = "squared", "x comes in twice: out is x times the mask."
        elif np.allclose(out[kept], 1 / (1 - p)):
            mistake, hint = "mask-returned", "this is the mask: multiply x by it."
        spread = "" if np.ptp(scale) < 1e-3 * abs(scale.mean()) else "on average "
        return Problem("what is kept has the wrong scale", hint, mistake,
                       f"yours is {spread}x times {scale.mean():.4g}, expected x times {1 / (1 - p):.4g}", "out")
    if mask.shape == x.shape and agrees(mask * x, out):
        return None
    hint = "the cache must be 0 where an entry is dropped, 1 / (1 - p) elsewhere."
    if mask.shape == x.shape:
        if np.array_equal(mask, kept):
            hint = "this mask is 1 where entries are kept: what x was multiplied by there is 1 / (1 - p)."
        elif np.array_equal(mask, ~kept):
            hint = f"this mask is 1 where entries are dropped: {hint}"
        elif np.array_equal(mask, out):
            hint = f"this is out: {hint}"
        elif np.array_equal(mask, x):
            hint = f"this is x: {hint}"
        elif np.any((mask != 0) != kept):
            hint = "the mask in the cache has its zeros at other entries than out: draw one mask, and use it for both."
    return Problem("the cache is not what x was multiplied by", hint, "wrong-mask", name="mask")


def _judge_generator(x, got):
    if np.array_equal(got["mask_next"], got["mask"]):
        return Problem("the second call drops the same entries", "draw with the generator that comes in dropout_param, "
                       "and don't set a seed.", "same-mask")
    if not np.array_equal(got["mask_again"], got["mask"]):
        return Problem("a generator with the same seed drops other entries", "draw with the generator that comes in "
                       "dropout_param.", "other-generator")
    return None


def dropout_backward_case(rng, about, shape=(5, 8), p=0.4, mask=True) -> Case:
    kept = rng.random(shape) >= p
    kept.flat[:2] = True, False
    return {"about": about, "dout": rng.standard_normal(shape), "mask": kept / (1 - p) if mask else np.ones(shape),
            "train": mask}


def dropout_backward_cases(rng):
    return [
        dropout_backward_case(rng, "p = 0.4"),
        dropout_backward_case(rng, "images, p = 0.8", (3, 2, 5, 4), 0.8),
        dropout_backward_case(rng, "mode test: no mask", (4, 6), mask=False),
    ]


def run_dropout_backward(cnn, case):
    mask = case["mask"] if case["train"] else None
    try:
        return {"dx": unpack(cnn.dropout_backward(case["dout"], mask), "dx", "dropout_backward")}
    except (TypeError, UnboundLocalError) as error:
        if mask is None:
            raise WrongResult(f"it does not work without a mask, as in mode test: nothing was dropped then ({error})"
                              ) from None
        raise


def _with_mask(id, sentence, function):
    """A mistake given by a function of dout and the mask."""
    return Mistake(id, sentence, lambda case, expected: (
        {"dx": function(case["dout"], case["mask"])} if case["train"] else {}))


DROPOUT_BACKWARD_MISTAKES = (
    _with_mask("mask-not-used", "what was dropped gets a gradient too: multiply by the mask.", lambda dout, mask: dout),
    _with_mask("not-scaled", "the gradient is not scaled: the factor of the forward pass comes back.",
               lambda dout, mask: dout * (mask > 0)),
    _with_mask("scaled-twice", "the factor of the forward pass comes twice: it is in the mask already.",
               lambda dout, mask: dout * mask**2),
    _with_mask("share", "the factor is made of the share that happens to be kept: it is in the mask already.",
               lambda dout, mask: dout * (mask > 0) / np.mean(mask > 0)),
    _with_mask("divided", "the gradient is divided by the mask where something was kept: multiply by it.",
               lambda dout, mask: np.divide(dout, mask, out=np.zeros_like(dout), where=mask > 0)),
    _with_mask("other-entries", "the gradient passes where entries were dropped.",
               lambda dout, mask: dout * (mask == 0)),
    _with_mask("one-minus", "1 - mask is the factor: the mask itself is.", lambda dout, mask: dout * (1 - mask)),
    _with_mask("rectified", "negative gradients become 0: that is not a matter of dropout.",
               lambda dout, mask: np.maximum(dout, 0) * mask),
    _with_mask("mask-returned", "this is the mask: multiply it by dout.", lambda dout, mask: mask),
    _with_mask("added", "the mask is added: it is a factor.", lambda dout, mask: dout + mask),
    _with_mask("one-row", "the mask of the first example is used for all.", lambda dout, mask: dout * mask[0]),
    _with_mask("mean", "the mean of the mask is the factor: multiply entry by entry.",
               lambda dout, mask: dout * mask.mean()),
)


def judge_dropout_backward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is None or problem.got.shape != case["dout"].shape:
        return problem
    if not case["train"]:
        hint = "without a mask nothing was dropped and nothing scaled: dx is dout."
        return replace(problem, mistake="test-mode", hint=hint)
    passed, kept = problem.got != 0, case["mask"] != 0
    if not problem.hint and np.any(passed & ~kept) and np.any(kept & ~passed):
        hint = "other entries are dropped than in the forward pass: take the mask of the cache."
        return replace(problem, mistake="other-mask", hint=hint)
    return problem


def _dropout_sizes(case):
    return {"N": len(case["dout"])}


TASKS = (
    Task("conv_forward_naive", "cnn", conv_cases, run_conv_forward("conv_forward_naive"), CONV_FORWARD_MISTAKES,
         _conv_sizes, judge_conv_forward),
    Task("conv_backward_naive", "cnn", conv_cases, run_conv_backward("conv_backward_naive"), CONV_BACKWARD_MISTAKES,
         _conv_sizes, judge_conv_backward),
    Task("conv_forward", "cnn", conv_cases, run_conv_forward("conv_forward"), CONV_FORWARD_MISTAKES, _conv_sizes,
         judge_conv_forward),
    Task("conv_backward", "cnn", conv_cases, run_conv_backward("conv_backward"), CONV_BACKWARD_MISTAKES, _conv_sizes,
         judge_conv_backward),
    Task("max_pool_forward", "cnn", pool_cases, run_pool_forward, POOL_FORWARD_MISTAKES, _pool_sizes,
         judge_pool_forward),
    Task("max_pool_backward", "cnn", pool_cases, run_pool_backward, (), _pool_sizes, judge_pool_backward),
    Task("dropout_forward", "cnn", dropout_cases, run_dropout_forward, judge=judge_dropout_forward),
    Task("dropout_backward", "cnn", dropout_backward_cases, run_dropout_backward, DROPOUT_BACKWARD_MISTAKES,
         _dropout_sizes, judge_dropout_backward),
)
