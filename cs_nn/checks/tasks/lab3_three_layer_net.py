"""Lab 3's graded functions: their inputs and how they are called."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cs_nn.checks import (
    Case,
    Problem,
    Results,
    Task,
    WrongResult,
    agrees,
    changed_argument,
    compare,
    slopes_of,
    to_array,
    unpack,
)
from cs_nn.checks.tasks._composition import judge_composition, run_composition
from cs_nn.checks.tasks._nets import construct
from cs_nn.language import lazy as _

PARAMETERS = ("W1", "b1", "W2", "b2", "W3", "b3")


def shapes(D: int, H1: int, H2: int, C: int) -> dict[str, tuple[int, ...]]:
    return {"W1": (D, H1), "b1": (H1,), "W2": (H1, H2), "b2": (H2,), "W3": (H2, C), "b3": (C,)}


# ------------------------------------------------------------------ the layers
def affine_case(
    rng: np.random.Generator,
    about: str,
    shape: tuple[int, ...] = (5, 4),
    M: int = 3,
    bias: float = 1.0,
    scale: float = 1.0,
) -> Case:
    """x of any `shape` (N, d_1, ..., d_k), w, b and an upstream gradient, both `scale` times larger."""
    D = int(np.prod(shape[1:]))
    return {
        "about": about,
        "x": scale * rng.standard_normal(shape),
        "w": rng.standard_normal((D, M)),
        "b": bias * rng.standard_normal(M),
        "dout": scale * rng.standard_normal((shape[0], M)),
    }


def _affine_cases(rng):
    return [
        affine_case(rng, "rows of numbers"),
        affine_case(rng, "images (N, C, H, W)", shape=(4, 3, 2, 5), M=7),
        affine_case(rng, "more outputs than inputs", shape=(6, 2), M=9, bias=4.0),
        affine_case(rng, "matrices as examples", shape=(2, 3, 4), M=5),
        affine_case(rng, "a single example", shape=(1, 6), M=4),
        affine_case(rng, "large numbers", shape=(7, 3), M=5, scale=3000.0),
        affine_case(rng, "small numbers", shape=(3, 7), M=2, bias=1e-5, scale=1e-5),
    ]


def _affine_sizes(case):
    return {"N": len(case["x"]), "D": case["w"].shape[0], "M": case["w"].shape[1]}


def _run_affine_forward(layers, case):
    out, cache = unpack(layers.affine_forward(case["x"], case["w"], case["b"]), "out, cache", "affine_forward")
    if not isinstance(cache, (tuple, list)) or len(cache) != 3:
        raise WrongResult(_("the cache of affine_forward must be (x, w, b), as affine_backward needs it"))
    return {"out": out, **dict(zip(("cached_x", "cached_w", "cached_b"), cache))}


def _run_affine_backward(layers, case):
    dout, cache = case["dout"], (case["x"], case["w"], case["b"])
    dx, dw, db = unpack(layers.affine_backward(dout, cache), "dx, dw, db", "affine_backward")
    results = {name: to_array(part, name) for name, part in (("dx", dx), ("dw", dw), ("db", db))}
    result = layers.affine_backward(dout, cache, need_dx=False)
    none, *others = unpack(result, "dx, dw, db", _("affine_backward with need_dx=False"))
    without = {
        f"{name}_alone": to_array(part, _("with need_dx=False, {name}").format(name=name))
        for name, part in zip(("dw", "db"), others)
    }
    return {**results, **without, "dx_left_out": none is None}


def _judge_affine_backward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got, ["dx", "dw", "db"]) or changed_argument(task, got)
    if problem is not None:
        return problem
    for name in ("dw", "db"):
        if not agrees(got[f"{name}_alone"], expected[name]):
            return Problem(
                _("a second call, with need_dx=False, gives another {name}").format(name=name),
                _("only dx is left out then; or is something kept from the first call?"),
                "need-dx",
                name=name,
            )
    if not got["dx_left_out"]:
        return Problem(
            _("with need_dx=False, dx must be None"),
            _("return None in its place: the first layer of a network saves that work."),
            "need-dx",
            name="dx",
        )
    return None


def relu_case(rng: np.random.Generator, about: str, shape: tuple[int, ...] = (5, 4), scale: float = 1.0) -> Case:
    x = scale * rng.standard_normal(shape)
    on, off = rng.choice(x.size, 2, replace=False)  # if all were off, dx would be 0 and have no room for rounding
    x.flat[on], x.flat[off] = abs(x.flat[on]), -abs(x.flat[off])
    return {"about": about, "x": x, "dout": scale * rng.standard_normal(shape)}


def _relu_cases(rng):
    return [
        relu_case(rng, "a matrix", shape=(4, 7)),
        relu_case(rng, "images (N, C, H, W)", shape=(2, 3, 4, 5)),
        relu_case(rng, "a vector", shape=(9,)),
        relu_case(rng, "large numbers", shape=(3, 5), scale=1e4),
        relu_case(rng, "small numbers", shape=(3, 6), scale=1e-4),
    ]


def _run_relu_forward(layers, case):
    out, cache = unpack(layers.relu_forward(case["x"]), "out, cache", "relu_forward")
    if np.shape(cache) != np.shape(case["x"]):
        raise WrongResult(_("the cache of relu_forward must be x, which relu_backward needs"))
    return {"out": out, "cached_x": cache}


def _run_relu_backward(layers, case):
    return {"dx": unpack(layers.relu_backward(case["dout"], case["x"]), "dx", "relu_backward")}


def _judge_relu(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is None or problem.got is None:
        return problem
    if problem.name == "cached_x":
        return changed_argument(task, got) or replace(
            problem,
            mistake="cache",
            hint=_(
                "the cache is x as it came: relu_backward takes it for x. Does another array have the name x by then?"
            ),
        )
    if problem.got.shape == (np.sum(case["x"] > 0),):
        return replace(
            problem,
            mistake="entries-left-out",
            hint=_("only the entries where x > 0 are left: the others become 0, and the shape is that of x."),
        )
    for axis in range(case["x"].ndim):
        if agrees(problem.got, case["x"].max(axis=axis)):
            return replace(
                problem,
                mistake="maximum-of-axis",
                hint=_("this is the highest entry along an axis: here each entry is compared with 0 by itself."),
            )
    return problem


# ------------------------------------------------------------------ the composition
def composition_case(
    rng: np.random.Generator, about: str, N: int = 5, D: int = 4, H1: int = 7, H2: int = 6, C: int = 3, reg: float = 0.0
) -> Case:
    params = {name: rng.standard_normal(shape) for name, shape in shapes(D, H1, H2, C).items()}
    return {"about": about, **params, "X": rng.standard_normal((N, D)), "y": rng.integers(C, size=N), "reg": reg}


def _composition_sizes(case):
    return {"N": len(case["X"])}


def _composition_cases(rng):
    return [
        composition_case(rng, "no regularization"),
        composition_case(rng, "with regularization", N=4, D=6, H1=3, H2=5, C=7, reg=0.3),
        composition_case(rng, "hidden layers of one size", N=3, D=5, H1=4, H2=4, C=6, reg=0.1),
        composition_case(rng, "a single example", N=1, D=3, H1=6, H2=5, C=4, reg=0.5),
        composition_case(rng, "a weak penalty", N=6, D=5, H1=3, H2=7, C=4, reg=1e-3),
        composition_case(rng, "as many classes as hidden units", N=4, D=6, H1=5, H2=5, C=5, reg=0.2),
    ]


def _arguments(case):
    D, H1 = case["W1"].shape
    return D, (H1, case["W2"].shape[1]), case["W3"].shape[1]


def _make_net(module, case):
    return construct(module.ThreeLayerNet, *_arguments(case), rng=0)


def _own_affine(layers, case):
    """A number with the gradients that affine_backward is asked for, made with the student's forward pass."""
    return np.sum(layers.affine_forward(case["x"], case["w"], case["b"])[0] * case["dout"])


def _own_relu(layers, case):
    return np.sum(layers.relu_forward(case["x"])[0] * case["dout"])


TASKS = {
    task.name: task
    for task in (
        Task("affine_forward", "layers", _affine_cases, _run_affine_forward, sizes=_affine_sizes),
        Task(
            "affine_backward",
            "layers",
            _affine_cases,
            _run_affine_backward,
            sizes=_affine_sizes,
            judge=_judge_affine_backward,
            takes={name: name for name in ("dout", "x", "w", "b")},
            slopes=slopes_of("affine_forward", _own_affine, dx="x", dw="w", db="b"),
        ),
        Task("relu_forward", "layers", _relu_cases, _run_relu_forward, judge=_judge_relu),
        Task(
            "relu_backward",
            "layers",
            _relu_cases,
            _run_relu_backward,
            judge=_judge_relu,
            takes={"dout": "dout", "x": "x"},
            slopes=slopes_of("relu_forward", _own_relu, dx="x"),
        ),
        Task(
            "ThreeLayerNet_loss",
            "three_layer_net",
            _composition_cases,
            run_composition(),
            sizes=_composition_sizes,
            judge=judge_composition,
            make=_make_net,
        ),
    )
}
