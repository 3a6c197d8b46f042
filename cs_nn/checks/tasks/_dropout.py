"""Lab 7's dropout: its inputs, how it is called, and what must hold whatever is drawn."""

from __future__ import annotations

import math
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np

from cs_nn.checks import ARGUMENT, Case, Problem, Results, Task, WrongResult, agrees, compare, unpack


def dropout_case(
    rng: np.random.Generator,
    about: str,
    shape: tuple[int, ...] = (40, 60),
    p: float = 0.2,
    mode: str = "train",
    dtype: type = float,
    zeros: bool = False,
) -> Case:
    """Entries of both signs, none near 0, so that what is dropped shows; with `zeros`, half of them are 0."""
    x = np.copysign(rng.uniform(0.3, 3.0, shape), rng.standard_normal(shape))
    if zeros:
        x[rng.random(shape) < 0.5] = 0
    return {"about": about, "x": x.astype(dtype), "p": p, "mode": mode, "seed": int(rng.integers(2**31))}


def dropout_cases(rng: np.random.Generator) -> list[Case]:
    return [
        dropout_case(rng, "p = 0.2"),
        dropout_case(rng, "p = 0.7, images", shape=(10, 3, 12, 11), p=0.7),
        dropout_case(rng, "p = 0: nothing is dropped", shape=(5, 8), p=0.0),
        dropout_case(rng, "mode test", shape=(6, 7), p=0.4, mode="test"),
        dropout_case(rng, "float32", shape=(30, 50), p=0.35, dtype=np.float32),
        dropout_case(rng, "p = 0.05", shape=(90, 80), p=0.05),
        dropout_case(rng, "half of x is 0", shape=(60, 50), p=0.45, zeros=True),
    ]


def run_dropout_forward(cnn: ModuleType, case: Case) -> dict[str, Any]:
    results: dict[str, Any] = {}
    rng, copies = np.random.default_rng(case["seed"]), [case["x"].copy(), case["x"].copy()]
    same_again = np.random.default_rng(case["seed"])
    for suffix, generator, x in (("", rng, case["x"]), ("_next", rng, copies[0]), ("_again", same_again, copies[1])):
        param = {"p": case["p"], "mode": case["mode"], "rng": generator}
        out, mask = unpack(cnn.dropout_forward(x, given := dict(param)), "out, cache", "dropout_forward")
        if given != param:
            results[f"{ARGUMENT}dropout_param"] = []
        if mask is None:
            if case["mode"] == "train":
                what = ", and nothing is dropped" if np.array_equal(out, case["x"]) else ""
                raise WrongResult(f"the cache is None in mode train{what}: it must be the mask")
            mask = np.ones(x.shape)
        results[f"out{suffix}"], results[f"mask{suffix}"] = np.array(out), np.array(mask)
    return results


def judge_dropout_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    x, p, out, mask = case["x"], case["p"], got["out"].astype(float), got["mask"].astype(float)
    if out.shape != x.shape:
        return Problem(
            f"out has shape {out.shape}, but {x.shape} is expected",
            "dropped entries become 0, and the shape stays.",
            "wrong-shape",
            name="out",
        )
    if case["mode"] == "test" or p == 0:
        return _judge_nothing_dropped(case, out, mask)
    if not np.isfinite(out).all():
        return Problem("out has nan or infinite entries", "what is dropped becomes 0.", "nan", name="out")
    shows = x != 0  # whether it is kept
    return (
        (_judge_pattern(out != 0) if shows.all() else None)
        or _judge_share(p, out[shows])
        or _judge_scale(p, x[shows], out[shows])
        or _judge_mask(p, x, out, mask)
        or _judge_generator(got)
    )


def _judge_nothing_dropped(case, out, mask):
    x, p = case["x"], case["p"]
    if agrees(out, x):
        if mask.shape in ((), x.shape) and np.allclose(mask, 1):
            return None
        return Problem(
            "the cache is wrong where nothing is dropped",
            "x is multiplied by 1 there: the mask is all ones, or None in mode test.",
            "wrong-mask",
            name="mask",
        )
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
        return Problem(
            "out has the wrong share of zeros",
            "nothing is dropped: each entry must become 0 with probability p.",
            "nothing-dropped",
            name="out",
            certain=True,
        )
    if not kept.any():
        return Problem(
            "out has the wrong share of zeros",
            "everything is dropped: each entry must become 0 with probability p, for itself.",
            "all-dropped",
            name="out",
            certain=True,
        )
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


def _judge_share(p, out):
    share = np.mean(out != 0)
    spread = np.sqrt(p * (1 - p) / out.size)
    if abs(share - (1 - p)) < 6 * spread:
        return None
    if not np.any(out < 0):
        return Problem(
            "out has the wrong share of zeros",
            "all negative entries become 0: ReLU is a layer of its own.",
            "rectified",
            name="out",
        )
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
    return Problem(
        "out has the wrong share of zeros",
        hint,
        mistake,
        f"{share:.3f} of the entries are kept; {1 - p:.3f} are expected",
        "out",
    )


def _judge_scale(p, x, out):
    kept = out != 0
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
        mistake, hint = next(
            ((id, hint) for value, id, hint in known if np.allclose(scale, value, rtol=1e-4)),
            ("wrong-scale", "what is kept is divided by the share that is kept, 1 - p."),
        )
        if agrees(x[kept], scale):
            mistake, hint = "squared", "x comes in twice: out is x times the mask."
        elif np.allclose(out[kept], 1 / (1 - p)):
            mistake, hint = "mask-returned", "this is the mask: multiply x by it."
        spread = "" if np.ptp(scale) < 1e-3 * abs(scale.mean()) else "on average "
        return Problem(
            "what is kept has the wrong scale",
            hint,
            mistake,
            f"yours is {spread}x times {scale.mean():.4g}, expected x times {1 / (1 - p):.4g}",
            "out",
        )
    return None


def _judge_mask(p, x, out, mask):
    shows = x != 0
    if mask.shape == x.shape and agrees(np.where(shows, mask, 0) * x, out):
        return None if shows.all() else _judge_mask_of_zeros(p, mask[~shows])
    hint = "the cache must be 0 where an entry is dropped, 1 / (1 - p) elsewhere."
    if mask.shape == x.shape:
        mask, x, out = mask[shows], x[shows], out[shows]
        kept = out != 0
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


def _judge_mask_of_zeros(p, mask):
    """Where x is 0, out tells nothing, but the gradient passes or not."""
    kept = np.isclose(mask, 1 / (1 - p), rtol=1e-4)
    if np.all(kept | (mask == 0)) and abs(kept.mean() - (1 - p)) < 6 * np.sqrt(p * (1 - p) / mask.size):
        return None
    return Problem(
        "the cache is wrong where x is 0",
        "out is 0 there, kept or dropped: make the mask of what is drawn, not of out.",
        "mask-of-out",
        f"{kept.mean():.3f} of them have the factor 1 / (1 - p); {1 - p:.3f} are expected",
        "mask",
    )


def _judge_generator(got):
    if np.array_equal(got["mask_next"], got["mask"]):
        return Problem(
            "the second call drops the same entries",
            "draw with the generator that comes in dropout_param, and don't set a seed.",
            "same-mask",
        )
    if not np.array_equal(got["mask_again"], got["mask"]):
        return Problem(
            "a generator with the same seed drops other entries",
            "draw with the generator that comes in dropout_param.",
            "other-generator",
        )
    return None


def dropout_backward_case(
    rng: np.random.Generator, about: str, shape: tuple[int, ...] = (5, 8), p: float = 0.4, mask: bool = True
) -> Case:
    kept = rng.random(shape) >= p
    kept.flat[:2] = True, False
    return {
        "about": about,
        "dout": rng.standard_normal(shape),
        "mask": kept / (1 - p) if mask else np.ones(shape),
        "train": mask,
    }


def dropout_backward_cases(rng: np.random.Generator) -> list[Case]:
    return [
        dropout_backward_case(rng, "p = 0.4"),
        dropout_backward_case(rng, "images, p = 0.8", (3, 2, 5, 4), 0.8),
        dropout_backward_case(rng, "mode test: no mask", (4, 6), mask=False),
    ]


def run_dropout_backward(cnn: ModuleType, case: Case) -> dict[str, Any]:
    mask = case["mask"] if case["train"] else None
    try:
        dx = cnn.dropout_backward(case["dout"], mask)
        if mask is None and dx is None:
            raise WrongResult("without a mask, as in mode test, dx is None: nothing was dropped then, so dx is dout")
        return {"dx": unpack(dx, "dx", "dropout_backward")}
    except (TypeError, UnboundLocalError) as error:
        if mask is None:
            raise WrongResult(
                f"it does not work without a mask, as in mode test: nothing was dropped then ({error})"
            ) from None
        raise


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
    Task(
        "dropout_forward",
        "cnn",
        dropout_cases,
        run_dropout_forward,
        judge=judge_dropout_forward,
        same_dtype=("out",),
        drawn=True,
    ),
    Task(
        "dropout_backward",
        "cnn",
        dropout_backward_cases,
        run_dropout_backward,
        sizes=_dropout_sizes,
        judge=judge_dropout_backward,
        takes={"dout": "dout", "mask": "the mask"},
    ),
)
