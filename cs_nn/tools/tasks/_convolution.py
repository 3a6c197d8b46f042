"""Lab 6's convolutions: their inputs, how they are called, and the mistakes that are known by their results."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product
from types import SimpleNamespace

import numpy as np
from scipy import signal

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
    describe_exception,
    replaced,
    slopes_of,
    to_array,
    unpack,
)
from cs_nn.tools.tasks._loops import grows

_mistake = Mistake.of


def conv_case(rng, about, N=4, C=3, H=6, W=8, F=5, HH=3, WW=2, stride=1, pad=0, dtype=float, scale=1.0) -> Case:
    """Images, filters, biases and an upstream gradient; `pad` is a number or "same", images and dout are scaled."""
    out = [_count(size, width, stride, pad) for size, width in ((H, HH), (W, WW))]
    return {"about": about, "stride": stride, "pad": pad,
            "x": (scale * rng.standard_normal((N, C, H, W))).astype(dtype),
            "w": rng.standard_normal((F, C, HH, WW)).astype(dtype),
            "b": 2 * rng.standard_normal(F).astype(dtype),
            "dout": (scale * rng.standard_normal((N, F, *out))).astype(dtype)}


def _count(size, width, stride, pad):
    """Windows along one axis."""
    return len(range(0, size, stride)) if pad == "same" else len(range(0, size + 2 * pad - width + 1, stride))


def conv_cases(rng):
    return [
        conv_case(rng, "no padding, stride 1"),
        conv_case(rng, "other numbers, of the same sizes"),
        conv_case(rng, "padding 1, stride 1, square filters and images", N=5, C=2, H=6, W=6, F=4, HH=3, WW=3, pad=1),
        conv_case(rng, "padding 2, stride 2", C=2, H=7, W=10, HH=3, WW=4, stride=2, pad=2),
        conv_case(rng, 'padding "same", stride 1', N=3, C=2, H=4, W=7, F=5, HH=5, WW=3, pad="same"),
        conv_case(rng, 'padding "same", stride 2, filters of even size', C=3, H=7, W=6, F=2, HH=2, WW=4, stride=2,
                  pad="same"),
        conv_case(rng, "rows left over, stride 3, large numbers", N=3, C=2, H=9, W=11, F=4, HH=2, WW=3, stride=3,
                  scale=3000.0),
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


def _require_no_loop(cnn, function, case, arguments):
    """`WrongResult` if a convolution takes its outputs one by one: Python's steps grow with their number.

    Loops over images, filters or places in a filter are fine, and so is one that copies the windows.
    """
    F, (HH, WW) = 128, case["w"].shape[2:]
    w, b = np.resize(case["w"], (F, *case["w"].shape[1:])), np.resize(case["b"], F)

    def call(size):
        shape = (1, F, *(_count(size + width, width, case["stride"], case["pad"]) for width in (HH, WW)))
        x, dout = np.resize(case["x"], (1, w.shape[1], size + HH, size + WW)), np.resize(case["dout"], shape)
        inputs = arguments(x, w.copy(), b.copy(), dout)
        return dout.size, lambda: getattr(cnn, function)(*inputs)

    (few, small), (many, large) = call(2), call(8 * case["stride"])
    if grows(small, large, allowed=STEPS_PER_OUTPUT * (many - few)):
        raise WrongResult(f"{function} takes its outputs one by one: twice as many cost twice as many steps of Python. "
                          "Write the windows out as columns and use one product of matrices, also in what it calls")


#: Less than one call of NumPy for each output, and more than some for each window, with its many filters.
STEPS_PER_OUTPUT = 10


def _other_images(case):
    return 1 - case["x"][::-1]


def run_conv_forward(function: str):
    def run(cnn, case):
        if function == "conv_forward":  # whose columns could be those of an earlier call
            images = _other_images(case)
            result = _call(cnn, function, case, images, case["w"].copy(), case["b"].copy(), _param(case))
            other, _ = unpack(result, "out, cache", function)
        before, param = {name: case[name].copy() for name in "xwb"}, _param(case)
        result = _call(cnn, function, case, case["x"], case["w"], case["b"], param)
        out, cache = unpack(result, "out, cache", function)
        if function == "conv_forward" and _same_in_spite_of_images(to_array(other, "out"), to_array(out, "out")):
            raise WrongResult("out is the same for other images: is it made of the x of this call?")
        if function == "conv_forward":
            _require_no_loop(cnn, function, case, lambda x, w, b, dout: (x, w, b, _param(case)))
        if not isinstance(cache, (tuple, list)) or len(cache) != 4:
            raise WrongResult(f"the cache of {function} must be (x, w, b, conv_param), as the gradients need it")
        if cache[3] != _param(case):
            raise WrongResult(f"{function} changes conv_param, or keeps something else in its place in the cache")
        changed = {} if param == _param(case) else {f"{ARGUMENT}conv_param": []}
        cached = {f"cached_{name}": before[name] if part is case[name] else part for name, part in zip("xwb", cache)}
        return {"out": out, **cached, **changed}

    return run


def _same_in_spite_of_images(before, after):
    """Whether results with other images are the same, and more than a constant."""
    return agrees(after, before) and after.ndim > 0 and after.size > 0 and np.ptp(after, axis=-1).any()


def run_conv_backward(function: str):
    def run(cnn, case):
        cache = (case["x"], case["w"], case["b"], param := _param(case))
        copies = [part.copy() for part in (case["dout"], *cache[:3])]
        if function == "conv_backward":
            others = (_other_images(case), 0.75 * case["w"][::-1], 0.75 * case["b"][::-1], _param(case))
            result = _call(cnn, function, case, case["dout"].copy(), others)
            before = unpack(result, "dx, dw, db", function)
        results = unpack(_call(cnn, function, case, case["dout"], cache), "dx, dw, db", function)
        if function == "conv_backward" and [np.shape(part) for part in results] == [part.shape for part in cache[:3]]:
            _without_dx(results, _call(cnn, function, case, copies[0], (*copies[1:], _param(case)), need_dx=False))
            if _same_in_spite_of_images(to_array(before[1], "dw"), to_array(results[1], "dw")):
                raise WrongResult("dw is the same for other images: is it made of the x of this call?")
            _require_no_loop(cnn, function, case, lambda x, w, b, dout: (dout, (x, w, b, _param(case))))
        changed = {} if param == _param(case) else {f"{ARGUMENT}conv_param": []}
        return {**{name: results[k] for k, name in ((2, "db"), (1, "dw"), (0, "dx"))}, **changed}

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
    if problem is None or agrees(got["out"], expected["out"]):
        return problem and replace(problem, mistake="cache", hint=f"the cache must hold {problem.name[-1]} as it came.")
    if problem.mistake == "wrong-shape":
        have, need = problem.got.shape, problem.expected.shape
        return replace(problem, hint=f"out has shape {have}, but {need} is expected: count the places for the filter "
                       "in x_pad.")
    return problem


def judge_fast_conv_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
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
        return replace(problem, mistake="last-window", hint=_too_few(have, problem.expected.shape))
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


def _too_few(have, expected):
    """Which windows are left out, in words."""
    if have[2] < expected[2] and have[3] < expected[3]:
        return "the last window of each row and column is left out: there is one window more than steps."
    what, along, size = (("rows", "down", "HH") if have[2] < expected[2] else ("columns", "to the right", "WW"))
    return (f"out has too few {what}: count the places {along}, where a filter has the size {size}. There is one more "
            "than steps.")


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
        places.append((window, np.clip(inside, 0, width - 1), (inside >= 0) & (inside < width)))
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


_TAKES = {"dout": "dout", "x": "x", "w": "w"}
def _slopes(forward):
    def value(cnn, case):
        return np.sum(getattr(cnn, forward)(case["x"], case["w"], case["b"], _param(case))[0] * case["dout"])

    return slopes_of(forward, value, dx="x", dw="w", db="b")


TASKS = (
    Task("conv_forward_naive", "cnn", conv_cases, run_conv_forward("conv_forward_naive"), sizes=_conv_sizes,
         judge=judge_conv_forward),
    Task("conv_backward_naive", "cnn", conv_cases, run_conv_backward("conv_backward_naive"), sizes=_conv_sizes,
         takes=_TAKES, slopes=_slopes("conv_forward_naive")),
    Task("conv_forward", "cnn", conv_cases, run_conv_forward("conv_forward"), CONV_FORWARD_MISTAKES, _conv_sizes,
         judge_fast_conv_forward),
    Task("conv_backward", "cnn", conv_cases, run_conv_backward("conv_backward"), CONV_BACKWARD_MISTAKES, _conv_sizes,
         judge_conv_backward, takes=_TAKES, slopes=_slopes("conv_forward")),
)
