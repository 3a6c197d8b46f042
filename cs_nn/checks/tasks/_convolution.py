"""Lab 7's convolutions: their inputs, and how they are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from cs_nn.checks import (
    ARGUMENT,
    Case,
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
from cs_nn.checks.tasks._loops import grows
from cs_nn.language import lazy as _


def conv_case(
    rng: np.random.Generator,
    about: str,
    N: int = 2,
    C: int = 4,
    H: int = 6,
    W: int = 7,
    F: int = 3,
    HH: int = 3,
    WW: int = 2,
    stride: int = 1,
    pad: int | str = 0,
    dtype: type = float,
    scale: float = 1.0,
) -> Case:
    """Images, filters, biases and an upstream gradient; `pad` is a number or "same", images and dout are scaled."""
    out = [_count(size, width, stride, pad) for size, width in ((H, HH), (W, WW))]
    return {
        "about": about,
        "stride": stride,
        "pad": pad,
        "x": (scale * rng.standard_normal((N, C, H, W))).astype(dtype),
        "w": rng.standard_normal((F, C, HH, WW)).astype(dtype),
        "b": 2 * rng.standard_normal(F).astype(dtype),
        "dout": (scale * rng.standard_normal((N, F, *out))).astype(dtype),
    }


def _count(size, width, stride, pad):
    """Windows along one axis."""
    return len(range(0, size, stride)) if pad == "same" else len(range(0, size + 2 * pad - width + 1, stride))


def conv_cases(rng: np.random.Generator) -> list[Case]:
    """Small ones: explicit loops take about 10 us for each entry of the output."""
    return [
        conv_case(rng, "no padding, stride 1"),
        conv_case(rng, "other numbers, of the same sizes"),
        conv_case(rng, "padding 1, stride 1, square filters and images", N=3, C=4, H=5, W=5, F=2, HH=3, WW=3, pad=1),
        conv_case(rng, "padding 2, stride 2", N=3, C=2, H=5, W=8, F=4, HH=3, WW=4, stride=2, pad=2),
        conv_case(rng, 'padding "same", stride 1', C=4, H=4, W=7, F=3, HH=5, WW=3, pad="same"),
        conv_case(
            rng, 'padding "same", stride 2, even filters', N=4, C=3, H=7, W=6, F=2, HH=2, WW=4, stride=2, pad="same"
        ),
        conv_case(
            rng, "rows left over, stride 3, large numbers", N=3, C=2, H=9, W=11, F=4, HH=2, WW=3, stride=3, scale=3000.0
        ),
        conv_case(rng, "one image, one channel, one filter", N=1, C=1, H=3, W=5, F=1, HH=2, WW=3, pad=1),
        conv_case(rng, "a larger batch, float32", N=12, C=3, H=4, W=5, F=2, HH=3, WW=4, dtype=np.float32),
    ]


def _conv_sizes(case):
    return {"N": len(case["x"]), "C": case["w"].shape[1], "F": len(case["w"])}


def _param(case):
    return {"stride": case["stride"], "pad": case["pad"]}


def _call(cnn, function, case, *args, **kwargs):
    """Call a convolution; explain what is not meant to be asked, and a "same" that is taken for a number."""

    def refuse(*args, **kwargs):
        raise WrongResult(
            _("{function} calls {slow}: it is meant to do the work itself, without its loops").format(
                function=function, slow=slow
            ),
            "loop",
        )

    slow = f"{function}_naive"
    try:
        with replaced(cnn, **({slow: refuse} if hasattr(cnn, slow) else {})):
            return getattr(cnn, function)(*args, **kwargs)
    except TypeError as error:
        if case["pad"] != "same" or "str" not in str(error):
            raise
        raise WrongResult(
            _(
                'conv_param["pad"] may be "same" instead of a number: take x_pad, and where x starts in it, '
                "from pad_images. It stopped with {error}"
            ).format(error=describe_exception(SimpleNamespace(module="convolution"), error))
        ) from None


def _require_no_loop(cnn, function, case, arguments):
    """`WrongResult` if a convolution takes its outputs one by one: Python's steps grow with their number.

    Loops over images, filters or places in a filter are fine, and so is one that copies the windows.
    """
    if "again" in case:
        return
    F, (HH, WW) = 128, case["w"].shape[2:]
    w, b = np.resize(case["w"], (F, *case["w"].shape[1:])), np.resize(case["b"], F)

    def call(size):
        shape = (1, F, *(_count(size + width, width, case["stride"], case["pad"]) for width in (HH, WW)))
        x, dout = np.resize(case["x"], (1, w.shape[1], size + HH, size + WW)), np.resize(case["dout"], shape)
        inputs = arguments(x, w.copy(), b.copy(), dout)
        return dout.size, lambda: getattr(cnn, function)(*inputs)

    (few, small), (many, large) = call(2), call(8 * case["stride"])
    if grows(small, large, allowed=STEPS_PER_OUTPUT * (many - few)):
        raise WrongResult(
            _(
                "{function} takes its outputs one by one: twice as many cost twice as many steps of Python. "
                "Write the windows out as columns and use one product of matrices, also in what it calls"
            ).format(function=function),
            "loop",
        )


#: Less than one call of NumPy for each output, and more than some for each window, with its many filters.
STEPS_PER_OUTPUT = 10


def _other_images(case):
    return 1 - case["x"][::-1]


def run_conv_forward(function: str) -> Callable:
    def run(cnn, case):
        if function == "conv_forward":  # whose columns could be those of an earlier call
            images = _other_images(case)
            result = _call(cnn, function, case, images, case["w"].copy(), case["b"].copy(), _param(case))
            other = unpack(result, "out, cache", function)[0]
        before, param = {name: case[name].copy() for name in "xwb"}, _param(case)
        result = _call(cnn, function, case, case["x"], case["w"], case["b"], param)
        out, cache = unpack(result, "out, cache", function)
        if function == "conv_forward" and _same_in_spite_of_images(to_array(other, "out"), to_array(out, "out")):
            raise WrongResult(_("out is the same for other images: is it made of the x of this call?"))
        if function == "conv_forward":
            _require_no_loop(cnn, function, case, lambda x, w, b, dout: (x, w, b, _param(case)))
        if not isinstance(cache, (tuple, list)) or len(cache) != 4:
            raise WrongResult(
                _("the cache of {function} must be (x, w, b, conv_param), as the gradients need it").format(
                    function=function
                )
            )
        if cache[3] != _param(case):
            raise WrongResult(
                _("{function} changes conv_param, or keeps something else in its place in the cache").format(
                    function=function
                )
            )
        changed = {} if param == _param(case) else {f"{ARGUMENT}conv_param": []}
        cached = {f"cached_{name}": before[name] if part is case[name] else part for name, part in zip("xwb", cache)}
        return {"out": out, **cached, **changed}

    return run


def _same_in_spite_of_images(before, after):
    """Whether results with other images are the same, and more than a constant."""
    return agrees(after, before) and after.ndim > 0 and after.size > 0 and np.ptp(after, axis=-1).any()


def run_conv_backward(function: str) -> Callable:
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
                raise WrongResult(_("dw is the same for other images: is it made of the x of this call?"))
            _require_no_loop(cnn, function, case, lambda x, w, b, dout: (dout, (x, w, b, _param(case))))
        changed = {} if param == _param(case) else {f"{ARGUMENT}conv_param": []}
        return {**{name: results[k] for k, name in ((2, "db"), (1, "dw"), (0, "dx"))}, **changed}

    return run


def _without_dx(results, others):
    """Compare the results with those of need_dx=False; `WrongResult` says what differs."""
    dx, *others = unpack(others, "dx, dw, db", _("conv_backward with need_dx=False"))
    if dx is not None:
        raise WrongResult(_("with need_dx=False, dx must be None: the first layer of a network needs no dx"))
    for name, part, other in zip(("dw", "db"), results[1:], others):
        if not agrees(to_array(other, _("with need_dx=False, {name}").format(name=name)), to_array(part, name)):
            raise WrongResult(_("{name} is another one with need_dx=False: only dx is left out then").format(name=name))


def judge_conv_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is None or agrees(got["out"], expected["out"]):
        return problem and replace(
            problem, mistake="cache", hint=_("the cache must hold {name} as it came.").format(name=problem.name[-1])
        )
    if problem.mistake == "wrong-shape" and problem.got.size != problem.expected.size:
        have, need = problem.got.shape, problem.expected.shape
        return replace(
            problem,
            hint=_(
                "out has shape {have}, but {need} is expected: count the places for the filter in x_pad, which "
                "has its border already."
            ).format(have=have, need=need),
        )
    return problem


def _slopes(forward):
    def value(cnn, case):
        return np.sum(getattr(cnn, forward)(case["x"], case["w"], case["b"], _param(case))[0] * case["dout"])

    return slopes_of(forward, value, dx="x", dw="w", db="b")


_TAKES = {"dout": "dout", "x": "x", "w": "w"}
TASKS = (
    Task(
        "conv_forward_naive",
        "convolution",
        conv_cases,
        run_conv_forward("conv_forward_naive"),
        sizes=_conv_sizes,
        judge=judge_conv_forward,
    ),
    Task(
        "conv_backward_naive",
        "convolution",
        conv_cases,
        run_conv_backward("conv_backward_naive"),
        sizes=_conv_sizes,
        takes=_TAKES,
        slopes=_slopes("conv_forward_naive"),
    ),
    Task(
        "conv_forward",
        "convolution",
        conv_cases,
        run_conv_forward("conv_forward"),
        sizes=_conv_sizes,
        judge=judge_conv_forward,
    ),
    Task(
        "conv_backward",
        "convolution",
        conv_cases,
        run_conv_backward("conv_backward"),
        sizes=_conv_sizes,
        takes=_TAKES,
        slopes=_slopes("conv_forward"),
    ),
)
