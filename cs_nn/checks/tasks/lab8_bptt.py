"""Lab 8's graded functions: their inputs, and how they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from cs_nn.checks import Case, Problem, Results, Task, WrongResult, agrees, compare, replaced, slopes_of, unpack


def rnn_case(
    rng: np.random.Generator,
    about: str,
    N: int = 3,
    T: int = 5,
    D: int = 6,
    H: int = 4,
    scale: float = 1.0,
    dh_scale: float = 1.0,
    lone: bool = False,
    memory: bool = False,
) -> Case:
    """Sequences, parameters, states and upstream gradients; none of them is zero.

    The states are free numbers between -1 and 1, as backward functions take them. With `lone` only the last step
    has an upstream gradient. With `memory` what flows back hardly becomes smaller, however many steps there are.
    """
    case = {
        "about": about,
        "x": rng.standard_normal((N, T, D)),
        "h0": rng.uniform(-0.9, 0.9, (N, H)),
        "U": scale * rng.standard_normal((D, H)) / np.sqrt(D),
        "W": scale * rng.standard_normal((H, H)) / np.sqrt(H),
        "b": 0.5 * rng.standard_normal(H),
        "h": rng.uniform(-0.95, 0.95, (N, T, H)),
        "dh": dh_scale * rng.standard_normal((N, T, H)),
    }
    if memory:
        case["W"], case["h"] = np.linalg.qr(case["W"])[0], 0.3 * case["h"]
    if lone:
        case["dh"][:, :-1] = 0
    return case


def _cases(rng):
    return [
        rnn_case(rng, "a small network"),
        rnn_case(rng, "more states than inputs", N=5, T=4, D=3, H=7),
        rnn_case(rng, "a long sequence", N=3, T=14, D=4, H=5, memory=True),
        rnn_case(rng, "one sequence", N=1, T=3, D=5, H=4),
        rnn_case(rng, "a single step", N=4, T=1, D=3, H=5),
    ]


def _step_cases(rng):
    return [*_cases(rng), rnn_case(rng, "states near -1 and 1", N=5, D=3, H=4, scale=1500.0)]


def _backward_cases(rng):
    return [
        *_cases(rng),
        rnn_case(rng, "an upstream gradient at the last step only", N=4, T=6, D=2, H=3, lone=True),
        rnn_case(rng, "large upstream gradients", N=4, T=3, D=6, H=5, dh_scale=2e3),
        rnn_case(rng, "small upstream gradients", N=6, T=5, D=4, H=3, dh_scale=1e-5),
    ]


def _sizes(case):
    N, T, D = case["x"].shape
    return {"N": N, "T": T, "D": D, "H": case["W"].shape[0]}


def _cached(cache, names, function):
    """The parts of a cache, as results."""
    if not isinstance(cache, (tuple, list)) or len(cache) != len(names):
        raise WrongResult(f"the cache of {function} must be ({', '.join(names)}), as the gradients need it")
    return {f"cached_{name}": np.array(part) for name, part in zip(names, cache)}


# ------------------------------------------------------------------ one step
CACHE_OF_STEP = ("x_t", "h_prev", "h_t", "U", "W")
#: The inputs of a check in the words of the steps.
STEP_TAKES = {"x": "x_t", "h0": "h_prev", "U": "U", "W": "W"}


def _run_step_forward(bptt, case):
    result = bptt.rnn_step_forward(case["x"][:, 0], case["h0"], case["U"], case["W"], case["b"])
    h_t, cache = unpack(result, "h_t, cache", "rnn_step_forward")
    return {"h_t": h_t, **_cached(cache, CACHE_OF_STEP, "rnn_step_forward")}


def _run_step_backward(bptt, case):
    cache = (case["x"][:, 0], case["h0"], case["h"][:, 0], case["U"], case["W"])
    result = bptt.rnn_step_backward(case["dh"][:, -1], cache)
    result = unpack(result, "dx_t, dh_prev, dU, dW, db", "rnn_step_backward")
    return dict(zip(("dx_t", "dh_prev", "dU", "dW", "db"), result))


# ------------------------------------------------------------------ whole sequences
ARGUMENTS = {
    "rnn_step_forward": ("x_t", "h_prev", "U", "W", "b"),
    "rnn_step_backward": ("x_t", "h_prev", "h_t", "U", "W", "dh_t"),
}


def _fake_forward(x_t, h_prev, U, W, b):
    """A step with other sums, and another function in the place of tanh."""
    weights = 4 * _weighted(_up(U).T) + 5 * _weighted(_up(W).T)
    h_t = np.arctan(_weighted(x_t)[..., None] + 0.7 * h_prev[..., ::-1] + weights + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def _fake_backward(dh_t, cache):
    """Linear in dh_t, as the right step: what is done to large or small gradients shows."""
    x_t, h_prev, h_t, U, W = cache
    every = _weighted(dh_t)[..., None]
    flow = _up(h_prev) * (1 + 0.3 * h_t) * dh_t[..., ::-1] + 0.2 * every * (_up(W) @ _up(U).sum(axis=0)) / U.size
    return (
        every * _up(x_t),
        flow,
        every.mean() * _up(U) + (_weighted(x_t)[..., None] * every).mean(),
        every.mean() * _up(W) + (_weighted(h_prev)[..., None] * every).mean(),
        ((2 + h_t) * dh_t).mean(axis=0),
    )


def _up(values):
    """Another number for each number: neither even nor odd, so that a lost sign shows."""
    return np.exp(0.3 * values)


def _weighted(values):
    """A mean along the last axis in which no two entries count alike, so that their order shows."""
    return values @ np.cos(1.3 * np.arange(values.shape[-1])) / values.shape[-1]


def _fake(step, case, calls):
    """The fake step, which notes in `calls` what it was given. Shapes that can't be right are told at once."""
    D, H = case["U"].shape
    ends = {"x_t": (D,), "h_prev": (H,), "h_t": (H,), "dh_t": (H,), "U": (D, H), "W": (H, H), "b": (H,)}

    def noted(values):
        values = {key: np.array(value) for key, value in values.items()}
        rows = values["h_prev"].shape[:-1]
        for key, value in values.items():
            shape = ends[key] if key in ("U", "W", "b") else (*rows, *ends[key])
            if value.shape != shape:
                raise WrongResult(f"{step} is called with {key} of shape {value.shape}: {shape} is expected")
        calls.append(values)
        return values

    def rnn_step_forward(x_t, h_prev, U, W, b):
        return _fake_forward(**noted({"x_t": x_t, "h_prev": h_prev, "U": U, "W": W, "b": b}))

    def rnn_step_backward(dh_t, cache):
        if not isinstance(cache, (tuple, list)) or len(cache) != 5:
            raise WrongResult("rnn_step_backward needs the cache (x_t, h_prev, h_t, U, W) of its step")
        values = noted({**dict(zip(CACHE_OF_STEP, cache)), "dh_t": dh_t})
        return _fake_backward(values["dh_t"], [values[key] for key in CACHE_OF_STEP])

    return {"rnn_step_forward": rnn_step_forward, "rnn_step_backward": rnn_step_backward}[step]


def _noted(calls, step):
    """The arrays of all calls by name, (calls, ...); empty if there are none, or of several shapes."""
    noted = {}
    for name in ARGUMENTS[step]:
        values = [call[name] for call in calls]
        one_shape = len({value.shape for value in values}) == 1
        noted[f"{name}_of_calls"] = np.stack(values) if one_shape else np.zeros(0)
    return noted


FAKE = "fake_"


def _twice(function, step):
    """The ``run`` of a task: the true results, then once more with a fake step, so that only its use is tested, as
    ``fake_h``, ..., and what the step was given. A function that does without the step must give the true results.
    """

    def run(bptt, case):
        calls, copy = [], {key: np.copy(value) for key, value in case.items()}
        with replaced(bptt, **{step: _fake(step, case, calls)}):
            fake = function(bptt, case)
        own = fake
        if calls:
            try:
                own = function(bptt, copy)
            except Exception:  # the student's step may be unfinished; it is not what is checked here
                own = dict.fromkeys(fake, 0)
        return {
            **own,
            **{f"{FAKE}{name}": value for name, value in fake.items()},
            "calls": len(calls),
            **_noted(calls, step),
        }

    return run


def _judge_twice(step):
    """The ``judge`` of a task: true, or right with the fake step."""

    def judge(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
        names = [name.removeprefix(FAKE) for name in expected if name.startswith(FAKE)]
        problem = compare(task, case, expected, got, names)
        if problem is None or not got["calls"]:
            return problem
        expected, got = (
            {**results, **{name: results[f"{FAKE}{name}"] for name in names}} for results in (expected, got)
        )
        with_fake = compare(task, case, expected, got, names)
        if with_fake is None or with_fake.mistake in ("wrong-order", "wrong-shape", "transposed"):
            return with_fake
        hint = _asked_hint(step, case["x"].shape[1], expected, got)
        # What is said to be wrong, and its numbers, are those of the true run: the fake's say nothing to a student.
        return replace(problem, hint=hint, mistake="composition") if hint else problem

    return judge


def _asked_hint(step, T, expected, got):
    """Which call gets something wrong: the first one, as the next ones depend on it."""
    if got["calls"] == T:
        for call in range(T):
            for key in ARGUMENTS[step]:
                mine, right = got[f"{key}_of_calls"], expected[f"{key}_of_calls"]
                if mine.shape == right.shape and not agrees(mine[call], right[call]):
                    return f"{step} is called with a wrong {key} (call {call + 1} of {T})."
    elif got["x_t_of_calls"].shape[1:] == expected["x_t_of_calls"].shape[1:]:  # not called for each example
        return f"{step} is needed once for each of the {T} steps; number of calls: {got['calls']}."
    return ""


# ------------------------------------------------------------------ forward
CACHE = ("x", "h0", "h", "U", "W")


def _forward(bptt, case):
    result = bptt.rnn_forward(*(case[key] for key in ("x", "h0", "U", "W", "b")))
    h, cache = unpack(result, "h, cache", "rnn_forward")
    return {"h": np.array(h), **_cached(cache, CACHE, "rnn_forward")}


# ------------------------------------------------------------------ backward
GRADIENTS = ("dx", "dh0", "dU", "dW", "db")


def _backward(bptt, case):
    gradients = bptt.rnn_backward(case["dh"], tuple(case[key] for key in CACHE))
    gradients = unpack(gradients, ", ".join(GRADIENTS), "rnn_backward")
    gradients = dict(zip(GRADIENTS, map(np.array, gradients)))
    if not any(gradient.any() for gradient in gradients.values()):
        raise WrongResult("all gradients are zero: does dh, the upstream gradient of each step, come in?")
    return gradients


# ------------------------------------------------------------------ the derivation, literally
def _run_deltas(bptt, case):
    return {"deltas": unpack(bptt.bptt_deltas(case["dh"], case["h"], case["W"]), "deltas", "bptt_deltas")}


def sum_case(rng: np.random.Generator, about: str, delta_scale: float = 1.0, **sizes: Any) -> Case:
    """As `rnn_case`, with deltas of random numbers."""
    case = rnn_case(rng, about, **sizes)
    N, T, H = case["h"].shape
    deltas = delta_scale * rng.standard_normal((N, T, T, H)) * np.tri(T)[:, :, None]
    return {**case, "deltas": deltas}


def _sum_cases(rng):
    return [
        sum_case(rng, "a small network"),
        sum_case(rng, "more states than inputs", N=5, T=4, D=3, H=7),
        sum_case(rng, "a long sequence", N=3, T=13, D=4, H=5),
        sum_case(rng, "one sequence", N=1, T=6, D=5, H=4),
        sum_case(rng, "a single step", N=4, T=1, D=3, H=5),
        sum_case(rng, "small deltas", N=3, T=4, D=5, H=6, delta_scale=1e-5),
    ]


def _run_sum(bptt, case):
    result = bptt.bptt_gradient_sum(case["deltas"], case["x"], case["h"], case["h0"])
    return dict(zip(("dU", "dW", "db"), unpack(result, "dU, dW, db", "bptt_gradient_sum")))


# ------------------------------------------------------------------ clipping
#: Shapes of the gradients and sizes of their entries: those of a small network of `cs_nn.tools.rnn`.
CLIPPED = {
    "U": ((3, 4), 0.6),
    "W": ((4, 4), 1.5),
    "b": ((4,), 1.0),
    "V": ((4, 5), 0.8),
    "c": ((5,), 0.7),
    "embedding": ((6, 3), 0.9),
}


def clip_case(
    rng: np.random.Generator,
    about: str,
    max_norm: float | None = None,
    scale: float = 1.0,
    names: Sequence[str] = "UWb",
    share: float | None = None,
) -> Case:
    """Gradients by name, and a limit: `max_norm`, or `share` of their common norm. Without both each array is below
    it, and all together are above it."""
    grads = {
        name: scale * size * rng.standard_normal(shape)
        for name, (shape, size) in ((name, CLIPPED[name]) for name in names)
    }
    norms = [np.linalg.norm(grad) for grad in grads.values()]
    if max_norm is None:
        max_norm = float(share * np.linalg.norm(norms) if share else 0.5 * (max(norms) + np.linalg.norm(norms)))
    return {"about": about, "max_norm": max_norm, **grads}


def _clip_cases(rng):
    return [
        clip_case(rng, "gradients above the limit", 0.8),
        clip_case(rng, "gradients below the limit", 50.0),
        clip_case(rng, "five arrays, with other names", 3.0, names="VUcWb"),
        clip_case(rng, "a long name", 2.0, names=("b", "embedding")),
        clip_case(rng, "exploded gradients", 5.0, scale=1e6),
        clip_case(rng, "single arrays below the limit, all together above it"),
        clip_case(rng, "a limit and a norm below 1", 0.06, scale=0.05),
        clip_case(rng, "a norm just above the limit", share=0.96),
        clip_case(rng, "a norm just below the limit", share=1.04, names="Wb"),
        clip_case(rng, "all zeros", 1.0, scale=0.0),
    ]


def _run_clip(bptt, case):
    grads = {name: case[name] for name in case if name in CLIPPED}
    names = sorted(grads)
    clipped, norm = unpack(bptt.clip_gradients(grads, case["max_norm"]), "clipped, norm", "clip_gradients")
    if not isinstance(clipped, dict):
        raise WrongResult("clip_gradients must return a dict with the keys of grads, and the norm")
    if set(clipped) != set(names):
        raise WrongResult(
            f"clipped must have the keys of grads, {', '.join(names)}, whatever they are: it has "
            f"{', '.join(map(str, clipped))}"
        )
    return {"norm": norm, **clipped}


def _step(bptt, case):
    return bptt.rnn_step_forward(case["x"][:, 0], case["h0"], case["U"], case["W"], case["b"])[0]


def _states(bptt, case):
    return bptt.rnn_forward(case["x"], case["h0"], case["U"], case["W"], case["b"])[0]


def _with_own_step(bptt, case):
    """The case with the first state as the student's rnn_step_forward gives it."""
    h = case["h"].copy()
    h[:, 0] = _step(bptt, case)
    return {**case, "h": h}


TASKS = {
    task.name: task
    for task in (
        Task("rnn_step_forward", "bptt", _step_cases, _run_step_forward, sizes=_sizes, takes={**STEP_TAKES, "b": "b"}),
        Task(
            "rnn_step_backward",
            "bptt",
            _backward_cases,
            _run_step_backward,
            sizes=_sizes,
            takes={**STEP_TAKES, "h": "h_t", "dh": "dh_t"},
            own_inputs=_with_own_step,
            slopes=slopes_of(
                "rnn_step_forward",
                lambda bptt, case: np.sum(_step(bptt, case) * case["dh"][:, -1]),
                dh_prev="h0",
                dU="U",
                dW="W",
                db="b",
            ),
        ),
        Task(
            "rnn_forward",
            "bptt",
            _cases,
            _twice(_forward, "rnn_step_forward"),
            sizes=_sizes,
            judge=_judge_twice("rnn_step_forward"),
        ),
        Task("bptt_deltas", "bptt", _backward_cases, _run_deltas, sizes=_sizes),
        Task("bptt_gradient_sum", "bptt", _sum_cases, _run_sum, sizes=_sizes),
        Task(
            "rnn_backward",
            "bptt",
            _backward_cases,
            _twice(_backward, "rnn_step_backward"),
            sizes=_sizes,
            judge=_judge_twice("rnn_step_backward"),
            takes={name: name for name in ("dh", *CACHE)},
            own_inputs=lambda bptt, case: {**case, "h": _states(bptt, case)},
            slopes=slopes_of(
                "rnn_forward",
                lambda bptt, case: np.sum(_states(bptt, case) * case["dh"]),
                dx="x",
                dh0="h0",
                dU="U",
                dW="W",
                db="b",
            ),
        ),
        Task(
            "clip_gradients",
            "bptt",
            _clip_cases,
            _run_clip,
            may_change=frozenset(CLIPPED),
            takes={"max_norm": "max_norm", **{name: f'grads["{name}"]' for name in CLIPPED}},
        ),
    )
}
