"""Lab 5's graded functions: their inputs and how they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from cs_nn.checks import (
    Case,
    Problem,
    Results,
    Task,
    WrongResult,
    agrees,
    by_name,
    compare,
    slopes_of,
    to_array,
    unpack,
)
from cs_nn.checks.tasks._fakes import judge_with_fakes, run_with_fakes
from cs_nn.language import joined
from cs_nn.language import lazy as _

STEPS = ("grad_gamma_beta", "grad_x_hat", "grad_var", "grad_mean", "grad_x")


# ------------------------------------------------------------------ forward
def forward_case(
    rng: np.random.Generator,
    about: str,
    N: int = 6,
    D: int = 4,
    steps: int = 1,
    mode: str = "train",
    eps: float | None = None,
    momentum: float | None = None,
    constant: bool = False,
    spread: float = 3.0,
    running: str = "random",
) -> Case:
    """Batches x (steps, N, D), to be normalized one after the other, gamma and beta.

    With `constant` the second feature never changes. `running` is "random" or "" (bn_param has none yet).
    """
    case = {
        "about": about,
        "mode": mode,
        "x": spread * rng.standard_normal((steps, N, D)) + rng.uniform(-5, 5, D),
        "gamma": rng.uniform(0.5, 2, D) * rng.choice([-1, 1], D),
        "beta": rng.standard_normal(D),
    }
    if constant:
        case["x"][:, :, 1] = rng.standard_normal()
    if running:
        case["running_mean"] = rng.standard_normal(D)
        case["running_var"] = (spread / 3) ** 2 * rng.uniform(0.2, 5, D)
    settings = {"eps": eps, "momentum": momentum}
    return {**case, **{key: value for key, value in settings.items() if value is not None}}


def _forward_cases(rng):
    return [
        forward_case(rng, "one training batch", momentum=0.8),
        forward_case(rng, "three training batches in a row", N=7, D=3, steps=3, momentum=0.6),
        forward_case(rng, "the first batch: no running averages, default eps and momentum", N=4, D=6, running=""),
        forward_case(rng, "training, a large eps", N=5, D=7, eps=0.5, momentum=0.9),
        forward_case(rng, "training, a feature that never changes", N=8, D=5, constant=True),
        forward_case(rng, "training, features that hardly change, default eps", N=6, D=5, spread=0.01),
        forward_case(rng, "test mode", N=3, D=5, mode="test"),
        forward_case(rng, "test mode, a large eps, two batches", N=5, D=4, steps=2, mode="test", eps=0.7),
        forward_case(rng, "test mode, a single example", N=1, D=6, mode="test"),
        forward_case(rng, "test mode, features that hardly change, default eps", N=6, D=3, mode="test", spread=0.01),
    ]


def _sizes(case):
    N, D = case["x"].shape[-2:]
    return {"N": N, "D": D}


def _run_forward(batchnorm, case):
    """For each batch ``out`` and, in training, what the cache keeps; the running averages after the last batch."""
    bn_param = {key: case[key] for key in ("mode", "eps", "momentum", "running_mean", "running_var") if key in case}
    given = {key: value for key, value in bn_param.items() if key in ("mode", "eps", "momentum")}
    results = {}
    for x in case["x"]:
        result = batchnorm.batchnorm_forward(x, case["gamma"], case["beta"], bn_param)
        out, cache = unpack(result, "out, cache", "batchnorm_forward")
        parts = {"out": out, **(_cached(cache) if case["mode"] == "train" else {})}
        for name, value in parts.items():
            results.setdefault(name, []).append(to_array(value, name))
    for key, value in given.items():
        if bn_param.get(key) != value:
            raise WrongResult(
                _('bn_param["{key}"] was {value} and is now {now}: leave it as it is').format(
                    key=key, value=value, now=bn_param.get(key)
                )
            )
    for key in ("running_mean", "running_var"):
        if bn_param.get(key) is None:
            raise WrongResult(_('bn_param["{key}"] is missing after the call').format(key=key))
        results[key] = np.reshape(bn_param[key], -1)  # (1, D) is accepted
    return results


def _cached(cache):
    if not isinstance(cache, (tuple, list)) or len(cache) != 6:
        raise WrongResult(
            _("in training the cache must be (x, mean, var, x_hat, gamma, eps), as the gradients need it")
        )
    x, mean, var, x_hat, gamma, eps = cache
    return {
        "cached_x_hat": x_hat,
        "cached_mean": np.reshape(mean, -1),
        "cached_var": np.reshape(var, -1),
        "cached_x": x,
        "cached_gamma": np.reshape(gamma, -1),
        "cached_eps": eps,
    }


def _judge_forward(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    problem = compare(task, case, expected, got)
    if problem is not None and case["mode"] == "test" and problem.name.startswith("running"):
        return replace(problem, mistake="test-averages", hint=_("in test mode the running averages must not change."))
    return problem


# ------------------------------------------------------------------ the terms of the backward pass
def backward_case(
    rng: np.random.Generator,
    about: str,
    N: int = 6,
    D: int = 4,
    eps: float = 1e-5,
    small: bool = False,
    size: float = 1.0,
) -> Case:
    """What `batchnorm_forward` keeps for the backward pass, and an upstream gradient of entries of about `size`.

    x is made from x_hat, not the other way round. With `small` the deviation of the features is about that of eps.
    With two examples and a small eps dx is 0 up to eps, and single precision can't tell it: take a large one.
    """
    x_hat = rng.standard_normal((N, D))
    x_hat -= np.sum(x_hat, axis=0) / N
    var = rng.uniform(0.5, 4, D) * (eps if small else 1)
    x_hat *= np.sqrt(N * var / (var + eps) / np.sum(x_hat**2, axis=0))
    mean = rng.uniform(-5, 5, D)
    return {
        "about": about,
        "x": mean + x_hat * np.sqrt(var + eps),
        "mean": mean,
        "var": var,
        "x_hat": x_hat,
        "gamma": rng.uniform(0.5, 2, D) * rng.choice([-1, 1], D),
        "eps": eps,
        "dout": size * (rng.standard_normal((N, D)) + rng.standard_normal(D)),
        "beta": rng.standard_normal(D),
    }


def _backward_cases(rng):
    return [
        backward_case(rng, "a small batch"),
        backward_case(rng, "more features than examples", N=3, D=7),
        backward_case(rng, "a large eps", N=8, D=5, eps=0.8),
        backward_case(rng, "features that hardly change", N=5, D=6, eps=0.01, small=True),
        backward_case(rng, "two examples", N=2, D=3, eps=0.5),
        backward_case(rng, "a large upstream gradient", N=7, D=4, size=2e3),
        backward_case(rng, "a small upstream gradient", N=4, D=5, size=1e-5),
    ]


def step_case(rng: np.random.Generator, about: str, size: float = 1.0, **settings: Any) -> Case:
    """Inputs of the terms: those of `backward_case` and upstream gradients.

    ``mean`` is the mean of x, so that the second term of dmean is 0, and who leaves it out is right.
    """
    case = backward_case(rng, about, size=size, **settings)
    N, D = case["x"].shape
    return {
        **case,
        "dx_hat": size * (rng.standard_normal((N, D)) + 0.5),
        "dvar": size * rng.standard_normal(D),
        "dmean": size * rng.standard_normal(D),
    }


def _step_cases(rng):
    return [
        step_case(rng, "a small batch"),
        step_case(rng, "more features than examples", N=3, D=7),
        step_case(rng, "a large eps", N=8, D=5, eps=0.8),
        step_case(rng, "two examples", N=2, D=3),
        step_case(rng, "large upstream gradients", N=7, D=4, eps=0.3, size=2e3),
        step_case(rng, "small upstream gradients", N=4, D=5, size=1e-5),
    ]


ARGUMENTS = {
    "grad_gamma_beta": ("dout", "x_hat"),
    "grad_x_hat": ("dout", "gamma"),
    "grad_var": ("dx_hat", "x", "mean", "var", "eps"),
    "grad_mean": ("dx_hat", "dvar", "x", "mean", "var", "eps"),
    "grad_x": ("dx_hat", "dvar", "dmean", "x", "mean", "var", "eps"),
}
#: What batchnorm_backward, which made them, does not need after the call.
MAY_CHANGE = {"grad_x": frozenset({"dx_hat", "dvar", "dmean"})}
RETURNS = {
    "grad_gamma_beta": "dgamma, dbeta",
    "grad_x_hat": "dx_hat",
    "grad_var": "dvar",
    "grad_mean": "dmean",
    "grad_x": "dx",
}


def _run_step(name):
    def run(batchnorm, case):
        return by_name(getattr(batchnorm, name)(*(case[key] for key in ARGUMENTS[name])), RETURNS[name], name)

    return run


#: Results of grad_x with one of its three gradients only, so that the check can say which term is wrong.
PATHS = {"dx_through_x_hat": "dx_hat", "dx_through_variance": "dvar", "dx_through_mean": "dmean"}


def _run_grad_x(batchnorm, case):
    """dx, and before it dx where two of the three gradients are 0."""
    results, alone = {}, _run_step("grad_x")
    for name, gradient in PATHS.items():
        inputs = {
            key: np.zeros_like(value) if key in PATHS.values() and key != gradient else np.copy(value)
            for key, value in case.items()
            if key in ARGUMENTS["grad_x"]
        }
        results[name] = alone(batchnorm, {**inputs, "eps": case["eps"]})["dx"]
    return results | alone(batchnorm, case)


def _judge_step(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """Like `compare`; a term that is 0 because a sum cancels is told, and which term of dx is wrong."""
    problem = compare(task, case, expected, got)
    if problem is None:
        return None
    if problem.name in PATHS:
        zero = joined([gradient for gradient in PATHS.values() if gradient != PATHS[problem.name]])
        problem = replace(problem, what=_("dx is wrong where {names} are 0").format(names=zero))
    if not problem.hint and np.abs(problem.got).max() < 1e-9 * np.abs(problem.expected).max():
        way = {"dx_through_variance": _("no sum belongs here"), "dmean": _("it comes from the other term")}.get(
            problem.name, _("multiply first, then sum")
        )
        return replace(
            problem,
            mistake="sums-to-zero",
            hint=_("{name} is 0 up to rounding: x_hat and x - mean sum to 0 over the batch, so {way}.").format(
                name=problem.name, way=way
            ),
        )
    return problem


# ------------------------------------------------------------------ the whole backward pass
UPSTREAM = ("dout", "dx_hat", "dvar", "dmean")


def _fakes(case, calls):
    """Fake terms of the right shapes."""

    def step(name):
        def function(*args, **kwargs):
            values = dict(zip(ARGUMENTS[name], args)) | kwargs
            if set(values) != set(ARGUMENTS[name]) or len(args) + len(kwargs) != len(values):
                raise WrongResult(_("{name} takes {names}").format(name=name, names=", ".join(ARGUMENTS[name])))
            calls.append((name, {key: np.array(value) for key, value in values.items()}))
            gradients, rest = 0.0, 0.0
            for k, key in enumerate(ARGUMENTS[name], start=1):
                if key in UPSTREAM:
                    gradients = gradients + k * np.asarray(values[key])
                else:
                    rest = rest + 0.1 * k * np.arctan(np.asarray(values[key]))
            rows = np.broadcast_to(gradients * np.exp(rest), np.shape(values.get("dout", values.get("dx_hat"))))
            if name == "grad_gamma_beta":
                return rows.sum(axis=0), (gradients * np.exp(-0.5 * rest)).sum(axis=0)
            return rows.copy() if name in ("grad_x_hat", "grad_x") else rows.sum(axis=0) / len(rows)

        return function

    return {name: step(name) for name in STEPS}


def _cache(case):
    return tuple(case[key] for key in ("x", "mean", "var", "x_hat", "gamma", "eps"))


GRADIENTS = ("dgamma", "dbeta", "dx")


def _gradients(batchnorm, name, case):
    result = getattr(batchnorm, name)(case["dout"], _cache(case))
    dx, dgamma, dbeta = unpack(result, "dx, dgamma, dbeta", name)
    return {"dgamma": dgamma, "dbeta": dbeta, "dx": dx}


def _run_backward(batchnorm, case):
    return _gradients(batchnorm, "batchnorm_backward", case)


def _noted(calls):
    given = {f"{name}.{key}": value for name, values in calls for key, value in values.items()}
    return {"asked": bool(calls), **given}


def _judge_gradients(
    task: Task, case: Case, expected: Results, got: Results, names: Sequence[str] = GRADIENTS
) -> Problem | None:
    """Like `compare`, but results of a wrong shape come first."""
    names = sorted(names, key=lambda name: got[name].shape == expected[name].shape)
    return compare(task, case, expected, got, names)


def _asked_hint(case, expected, got):
    """Which term is missing or gets something wrong."""
    for name in STEPS:
        for key in ARGUMENTS[name]:
            if f"{name}.{key}" not in got:
                return _("{name} is not called.").format(name=name)
            if not agrees(got[f"{name}.{key}"], expected[f"{name}.{key}"]):
                return _("{name} is called with a wrong {key}.").format(name=name, key=key)
    if agrees(got["dgamma"], expected["dbeta"]) and agrees(got["dbeta"], expected["dgamma"]):
        return _("dgamma and dbeta have changed places.")
    return ""


def _run_alt(batchnorm, case):
    return _gradients(batchnorm, "batchnorm_backward_alt", case)


def _own_out(batchnorm, case):
    """A number with the gradients that are asked for, made with the student's batchnorm_forward."""
    out, _ = batchnorm.batchnorm_forward(case["x"], case["gamma"], case["beta"], {"mode": "train", "eps": case["eps"]})
    return np.sum(out * case["dout"])


SLOPES = {
    "grad_gamma_beta": slopes_of("batchnorm_forward", _own_out, dgamma="gamma", dbeta="beta"),
    "batchnorm_backward": slopes_of("batchnorm_forward", _own_out, dx="x", dgamma="gamma", dbeta="beta"),
}

TASKS = {
    task.name: task
    for task in (
        Task("batchnorm_forward", "batchnorm", _forward_cases, _run_forward, sizes=_sizes, judge=_judge_forward),
        *(
            Task(
                name,
                "batchnorm",
                _step_cases,
                _run_grad_x if name == "grad_x" else _run_step(name),
                sizes=_sizes,
                judge=_judge_step,
                may_change=MAY_CHANGE.get(name, frozenset()),
                slopes=SLOPES.get(name, ()),
            )
            for name in STEPS
        ),
        Task(
            "batchnorm_backward",
            "batchnorm",
            _backward_cases,
            run_with_fakes(_run_backward, _fakes, _noted),
            sizes=_sizes,
            judge=judge_with_fakes(_asked_hint, _judge_gradients),
            slopes=SLOPES["batchnorm_backward"],
        ),
        Task(
            "batchnorm_backward_alt",
            "batchnorm",
            _backward_cases,
            _run_alt,
            sizes=_sizes,
            judge=_judge_gradients,
            slopes=SLOPES["batchnorm_backward"],
        ),
    )
}
