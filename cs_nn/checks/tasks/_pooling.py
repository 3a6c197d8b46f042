"""Lab 7's max-pooling: its inputs, how it is called, and what is right where entries are equal."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np

from cs_nn.checks import ARGUMENT, Case, Problem, Results, Task, WrongResult, agrees, compare, slopes_of, unpack
from cs_nn.language import lazy as _


def pool_case(
    rng: np.random.Generator,
    about: str,
    N: int = 4,
    C: int = 3,
    H: int = 6,
    W: int = 8,
    height: int = 2,
    width: int = 2,
    stride: int = 2,
    ties: bool = False,
    low: bool = False,
) -> Case:
    """Images and an upstream gradient; with `ties`, many entries are equal, with `low`, images are far below zero."""
    x = rng.standard_normal((N, C, H, W)) - 1.0
    if ties:
        x = rng.integers(-2, 2, (N, C, H, W)).astype(float)
        x[-1, -1] = 0.0  # as after a ReLU that let nothing through
    elif low:
        x[::2] = -1e12 * rng.uniform(1, 3, x[::2].shape)
    out = [len(range(0, size - window + 1, stride)) for size, window in ((H, height), (W, width))]
    return {
        "about": about,
        "x": x,
        "height": height,
        "width": width,
        "stride": stride,
        "ties": ties,
        "dout": rng.standard_normal((N, C, *out)),
    }


def pool_cases(rng: np.random.Generator) -> list[Case]:
    return [
        pool_case(rng, "2 x 2, stride 2"),
        pool_case(rng, "other images, of the same sizes"),
        pool_case(
            rng, "3 x 2, stride 3: not square, columns left out", N=3, C=2, H=9, W=11, height=3, width=2, stride=3
        ),
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


def _pooled(case):
    """The highest entries of all windows."""
    stride, (H_out, W_out) = case["stride"], case["dout"].shape[2:]
    windows = np.lib.stride_tricks.sliding_window_view(case["x"], (case["height"], case["width"]), axis=(2, 3))
    return windows[:, :, : stride * H_out : stride, : stride * W_out : stride].max(axis=(4, 5))


def run_pool_forward(pooling: ModuleType, case: Case) -> dict[str, Any]:
    before, param = case["x"].copy(), _pool_param(case)
    out, cache = unpack(pooling.max_pool_forward(case["x"], param), "out, cache", "max_pool_forward")
    if not isinstance(cache, (tuple, list)) or len(cache) != 3:
        raise WrongResult(_("the cache of max_pool_forward must be (x, out, pool_param), as the gradient needs it"))
    if cache[2] != _pool_param(case):
        raise WrongResult(_("max_pool_forward changes pool_param, or keeps something else in its place in the cache"))
    changed = {} if param == _pool_param(case) else {f"{ARGUMENT}pool_param": []}
    return {"out": out, "cached_x": before if cache[0] is case["x"] else cache[0], "cached_out": cache[1], **changed}


def run_pool_backward(pooling: ModuleType, case: Case) -> dict[str, Any]:
    out, param = np.ascontiguousarray(_pooled(case)), _pool_param(case)
    before = out.copy()
    dx = unpack(pooling.max_pool_backward(case["dout"], (case["x"], out, param)), "dx", "max_pool_backward")
    same = {"out": np.array_equal(out, before), "pool_param": param == _pool_param(case)}
    name = "dx_at_ties" if case["ties"] else "dx"  # where right versions differ
    return {name: dx, **{f"{ARGUMENT}{name}": [] for name, stays in same.items() if not stays}}


def _entries(case, u, v):
    """The entry at one place of every window."""
    rows, columns = (case["stride"] * np.arange(count) for count in case["dout"].shape[2:])
    return case["x"][:, :, u + rows[:, None], v + columns]


def judge_pool_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is None or problem.name != "out":
        return problem
    if problem.mistake == "wrong-shape":
        have, need = problem.got.shape, problem.expected.shape
        return replace(
            problem,
            hint=_("out has shape {have}, but {need} is expected: count the places for the window.").format(
                have=have, need=need
            ),
        )
    return problem if problem.hint else replace(problem, **_pool_value_mistake(case, problem.expected, problem.got))


def _pool_value_mistake(case, right, got):
    """What the entries have in common."""
    floor = got.min()
    if agrees(got, np.maximum(right, floor)):
        at = (
            _("negative entries become 0")
            if floor == 0 or abs(floor) < 1e-9
            else _("no entry of out is below {floor:.4g}").format(floor=floor)
        )
        return {
            "mistake": "start",
            "hint": _(
                "{at}: where does the search for the maximum start? All entries of a window may be lower."
            ).format(at=at),
        }
    if np.any([_entries(case, u, v) == got for u, v in np.ndindex(case["height"], case["width"])], axis=0).all():
        return {
            "mistake": "not-highest",
            "hint": _("each is an entry of its window, but not always the highest: are all compared?"),
        }
    if np.isin(got, case["x"]).all():
        return {
            "mistake": "other-window",
            "hint": _(
                "these are entries of x, but not of their windows: which rows, columns, channel and image does "
                "a window have?"
            ),
        }
    return {}


def judge_pool_backward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """Any choice among equal entries is right, and so are equal or unequal shares."""
    if case["ties"] and got["dx_at_ties"].shape == expected["dx_at_ties"].shape:
        return _judge_ties(case, got["dx_at_ties"].astype(float))
    problem = compare(task, case, expected, got)
    if problem is None or problem.hint or not agrees(problem.got * (problem.expected != 0), problem.expected):
        return problem
    hint = _("entries that are not the highest of their window get a gradient too.")
    return replace(problem, mistake="not-highest", hint=hint, certain=True)


def _highest(case):
    """For each entry of x, dout of its window if it is the highest of one; windows must not overlap."""
    filled = np.zeros_like(case["x"])
    out = _pooled(case)
    rows, columns = (case["stride"] * np.arange(count) for count in out.shape[2:])
    for u, v in np.ndindex(case["height"], case["width"]):
        place = np.s_[:, :, u + rows[:, None], v + columns]
        filled[place] = case["dout"] * (case["x"][place] == out)
    return filled


def _judge_ties(case, dx):
    all_get_it = _highest(case)
    if agrees(dx, all_get_it):
        return Problem(
            _("dx is wrong where several entries of a window are the highest"),
            _("all of them get the whole gradient: only one may, or they share it."),
            "ties",
            name="dx_at_ties",
        )
    share = np.divide(dx, all_get_it, out=np.zeros_like(dx), where=all_get_it != 0)
    lost = dx[all_get_it == 0]
    sums = sum(_entries({**case, "x": share}, u, v) for u, v in np.ndindex(case["height"], case["width"]))
    if not np.allclose(lost, 0, atol=1e-6):
        return Problem(
            _("dx is not 0 at entries that are not the highest of their window"),
            _("only the highest entry of a window changes its output."),
            "not-highest",
            name="dx_at_ties",
        )
    if share.min() < -1e-3 or not np.allclose(sums, 1, atol=1e-3):
        hint = _("if several entries of a window are the highest, together they get the gradient once.")
        return Problem(_("the entries of a window don't get its gradient once"), hint, "ties", name="dx_at_ties")
    return None


def _own_pooled(pooling, case):
    """A number with the gradient that max_pool_backward is asked for, made with the student's forward pass."""
    return np.sum(pooling.max_pool_forward(case["x"], _pool_param(case))[0] * case["dout"])


TASKS = (
    Task("max_pool_forward", "pooling", pool_cases, run_pool_forward, sizes=_pool_sizes, judge=judge_pool_forward),
    Task(
        "max_pool_backward",
        "pooling",
        pool_cases,
        run_pool_backward,
        sizes=_pool_sizes,
        judge=judge_pool_backward,
        takes={"dout": "dout", "x": "x"},
        slopes=slopes_of("max_pool_forward", _own_pooled, dx="x"),
    ),
)
