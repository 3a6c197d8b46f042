"""Lab 6's graded functions: their inputs, and how they are called. The network of plain numbers is in `_neurons`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from cs_nn.checks import Case, Task, WrongResult, agrees, compare, unpack
from cs_nn.checks.tasks import _neurons
from cs_nn.checks.tasks._composition import judge_composition, run_composition
from cs_nn.checks.tasks._nets import construct
from cs_nn.language import lazy as _

# ------------------------------------------------------------------ Adam
ADAM = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
ADAM_TAKES = {"w": "w", "gradients": "dw", **{name: f'config["{name}"]' for name in (*ADAM, "m", "v", "t")}}


def adam_case(
    rng: np.random.Generator,
    about: str,
    shape: tuple[int, ...] = (4, 3),
    t: int = 0,
    scale: float = 1.0,
    steps: int = 3,
    dead: bool = False,
    **settings: Any,
) -> Case:
    """Parameters and the gradients of several steps in a row; with t > 0 there were steps before.

    If `dead`, the first parameters have zero gradients.
    """
    case = {
        "about": about,
        "gradients": scale * rng.standard_normal((steps, *shape)),
        "t": t,
        "settings": ",".join(sorted(settings)),
        **ADAM,
        **settings,
    }
    case["w"] = 5 * case["learning_rate"] * rng.standard_normal(shape)  # about as large as a few steps
    if dead:
        case["gradients"][:, :1] = 0
    if t:
        case.update(m=scale * rng.standard_normal(shape), v=scale**2 * rng.uniform(0.1, 2.0, shape))
    return case


def _adam_cases(rng):
    return [
        adam_case(
            rng,
            "after two steps, with settings of its own",
            t=2,
            learning_rate=0.35,
            beta1=0.23,
            beta2=0.32,
            epsilon=0.2,
        ),
        adam_case(rng, "from the start, learning rate 0.1", learning_rate=0.1),
        adam_case(rng, "from the start, with the defaults, a gradient of 0", shape=(5,), dead=True),
        adam_case(rng, "after 7 steps, large gradients", t=7, shape=(2, 6), scale=3000.0, learning_rate=0.02),
        adam_case(rng, "tiny gradients", scale=1e-6, learning_rate=0.01, epsilon=1e-7),
        adam_case(rng, "filters", shape=(2, 3, 2, 2), t=1, learning_rate=0.3, beta2=0.9),
        adam_case(rng, "after 1500 steps", t=1500, learning_rate=0.07),
    ]


def _run_adam(mlp, case):
    given = [name for name in case["settings"].split(",") if name]
    config = {name: case[name] for name in given}
    if case["t"]:
        config.update(t=case["t"], m=case["m"].copy(), v=case["v"].copy())
    results = {}
    for step, right_dw in enumerate(case["gradients"], 1):
        w, dw = case["w"].copy(), right_dw.copy()
        next_w, config = unpack(mlp.adam(w, dw, config), "next_w, config", "adam")
        for name, one, other in (("w", w, case["w"]), ("dw", dw, right_dw)):
            if not np.array_equal(one, other):
                raise WrongResult(_("adam changes {name} in place: work on a copy").format(name=name))
        if not isinstance(config, dict) or not {"m", "v", "t", *given} <= set(config):
            raise WrongResult(_("config must keep all its keys, with m, v and t"))
        if np.shape(config["t"]) != ():
            raise WrongResult(_("config['t'] is not one number: it counts the steps"))
        results.update(
            {
                f"m_after_step_{step}": np.array(config["m"]),
                f"v_after_step_{step}": np.array(config["v"]),
                f"t_after_step_{step}": config["t"],
                f"next_w_of_step_{step}": np.array(next_w),
            }
        )
    return results


def _judge_adam(task, case, expected, got):
    """The first step with a wrong result."""
    for step in range(1, len(case["gradients"]) + 1):
        m, v, *others = (f"{name}_after_step_{step}" for name in "mvt")
        problem = compare(task, case, expected, got, [m, v, *others, f"next_w_of_step_{step}"])
        if problem and problem.name in (m, v) and agrees(got[m], got[v]):
            return replace(
                problem, mistake="one-array", hint=_("m and v are equal: are they one array with two names?")
            )
        if problem:
            return problem
    return None


# ------------------------------------------------------------------ deeper networks
def mlp_case(
    rng: np.random.Generator,
    about: str,
    N: int = 5,
    sizes: Sequence[int] = (4, 7, 6, 3),
    reg: float = 0.0,
    image: tuple[int, ...] | None = (),
) -> Case:
    """A batch and a net with affine layers of these sizes; with `image`, the shape of an example."""
    case = {
        "about": about,
        "X": rng.standard_normal((N, *(image or sizes[:1]))),
        "y": rng.integers(sizes[-1], size=N),
        "reg": reg,
    }
    for k, (fan_in, fan_out) in enumerate(zip(sizes, sizes[1:]), 1):
        case[f"W{k}"], case[f"b{k}"] = rng.standard_normal((fan_in, fan_out)), rng.standard_normal(fan_out)
    return case


def _mlp_cases(rng):
    return [
        mlp_case(rng, "2 hidden layers, no regularization"),
        mlp_case(rng, "other numbers, of the same sizes", reg=0.7),
        mlp_case(rng, "2 hidden layers with regularization", N=4, sizes=(6, 3, 5, 7), reg=0.3),
        mlp_case(rng, "1 hidden layer", N=6, sizes=(5, 4, 3), reg=0.1),
        mlp_case(rng, "4 layers of one size", N=3, sizes=(4, 4, 4, 4, 4), reg=0.2),
        mlp_case(rng, "no hidden layer", N=7, sizes=(5, 3), reg=0.4),
        mlp_case(rng, "images as examples", N=4, sizes=(8, 5, 6, 3), image=(2, 4), reg=0.45),
        mlp_case(rng, "a weak penalty", N=4, sizes=(5, 6, 7, 4), reg=1e-3),
        mlp_case(rng, "11 layers", N=3, sizes=(4, 3, 5, 3, 4, 2, 3, 4, 5, 3, 4, 3), reg=12.0),
    ]


def _make_mlp(module, case):
    numbers = range(1, sum(key[0] == "W" for key in case) + 1)
    return construct(module.MLP, (len(case["W1"]), *(len(case[f"b{k}"]) for k in numbers)), rng=0, dtype=np.float64)


def _count(case):
    return {"N": len(case["X"])}


TASKS = {
    task.name: task
    for task in (
        *_neurons.TASKS,
        Task("adam", "mlp", _adam_cases, _run_adam, judge=_judge_adam, takes=ADAM_TAKES),
        Task("MLP_loss", "mlp", _mlp_cases, run_composition(), sizes=_count, judge=judge_composition, make=_make_mlp),
    )
}
