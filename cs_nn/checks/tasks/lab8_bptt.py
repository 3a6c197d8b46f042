"""Lab 8's graded functions: their inputs, and how they are called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from cs_nn.checks import Case, Task, WrongResult, agrees, by_name, slopes_of, unpack
from cs_nn.checks.tasks._fakes import judge_with_fakes, run_with_fakes
from cs_nn.language import lazy as _


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


def sum_case(rng: np.random.Generator, about: str, delta_scale: float = 1.0, **sizes: Any) -> Case:
    """As `rnn_case`, with deltas of random numbers."""
    case = rnn_case(rng, about, **sizes)
    N, T, H = case["h"].shape
    return {**case, "deltas": delta_scale * rng.standard_normal((N, T, T, H)) * np.tri(T)[:, :, None]}


def _drawn(rng):
    """Four different sizes."""
    return dict(zip("NTDH", map(int, rng.permutation(np.arange(3, 8)))))


def _cases(rng, make: Callable[..., Case] = rnn_case):
    return [
        make(rng, "a small network"),
        make(rng, "more states than inputs", N=5, T=4, D=3, H=7),
        make(rng, "other sizes", **_drawn(rng)),
        make(rng, "one sequence", **{**_drawn(rng), "N": 1}),
        make(rng, "a long sequence", N=2, T=int(rng.integers(30, 40)), D=3, H=2, memory=True),
        make(rng, "small weights", scale=0.1, **_drawn(rng)),
        make(rng, "large weights", scale=3.0, **_drawn(rng)),
        make(rng, "a single step", **{**_drawn(rng), "T": 1}),
    ]


def _step_cases(rng):
    return [*_cases(rng), rnn_case(rng, "states near -1 and 1", scale=rng.uniform(900, 2000), **_drawn(rng))]


def _backward_cases(rng):
    return [
        *_cases(rng),
        rnn_case(rng, "an upstream gradient at the last step only", lone=True, **_drawn(rng)),
        rnn_case(rng, "large upstream gradients", dh_scale=rng.uniform(2e3, 5e4), **_drawn(rng)),
        rnn_case(rng, "small upstream gradients", dh_scale=rng.uniform(1e-7, 1e-5), **_drawn(rng)),
    ]


def _sum_cases(rng):
    small = sum_case(rng, "small deltas", delta_scale=rng.uniform(1e-7, 1e-5), **_drawn(rng))
    return [*_cases(rng, sum_case), small]


def _sizes(case):
    N, T, D = case["x"].shape
    return {"N": N, "T": T, "D": D, "H": case["W"].shape[0]}


# ------------------------------------------------------------------ the functions
CACHE_OF_STEP = ("x_t", "h_prev", "h_t", "U", "W")
CACHE = ("x", "h0", "h", "U", "W")


def _step_forward(bptt, case):
    return bptt.rnn_step_forward(case["x"][:, 0], *(case[key] for key in ("h0", "U", "W", "b")))


def _forward(bptt, case):
    return bptt.rnn_forward(*(case[key] for key in ("x", "h0", "U", "W", "b")))


def _with_cache(result, state, names, function):
    """The state and the parts of the cache, as results."""
    h, cache = unpack(result, f"{state}, cache", function)
    if not isinstance(cache, (tuple, list)) or len(cache) != len(names):
        raise WrongResult(
            _("the cache of {function} must be ({names}), as the gradients need it").format(
                function=function, names=", ".join(names)
            )
        )
    return {state: np.array(h), **{f"cached_{name}": np.array(part) for name, part in zip(names, cache)}}


def _run_step_forward(bptt, case):
    return _with_cache(_step_forward(bptt, case), "h_t", CACHE_OF_STEP, "rnn_step_forward")


def _run_step_backward(bptt, case):
    cache = (case["x"][:, 0], case["h0"], case["h"][:, 0], case["U"], case["W"])
    result = bptt.rnn_step_backward(case["dh"][:, -1], cache)
    return by_name(result, "dx_t, dh_prev, dU, dW, db", "rnn_step_backward")


def _run_forward(bptt, case):
    return _with_cache(_forward(bptt, case), "h", CACHE, "rnn_forward")


def _run_backward(bptt, case):
    gradients = bptt.rnn_backward(case["dh"], tuple(case[key] for key in CACHE))
    gradients = by_name(gradients, "dx, dh0, dU, dW, db", "rnn_backward")
    if not any(np.any(gradient) for gradient in gradients.values()):
        raise WrongResult(_("all gradients are zero: does dh, the upstream gradient of each step, come in?"))
    return {name: np.array(gradient) for name, gradient in gradients.items()}


def _run_deltas(bptt, case):
    return by_name(bptt.bptt_deltas(case["dh"], case["h"], case["W"]), "deltas", "bptt_deltas")


def _run_sum(bptt, case):
    result = bptt.bptt_gradient_sum(*(case[key] for key in ("deltas", "x", "h", "h0")))
    return by_name(result, "dU, dW, db", "bptt_gradient_sum")


# ------------------------------------------------------------------ whole sequences, with a fake step
ARGUMENTS = {"rnn_step_forward": ("x_t", "h_prev", "U", "W", "b"), "rnn_step_backward": (*CACHE_OF_STEP, "dh_t")}


def _fake_forward(x_t, h_prev, U, W, b):
    """A step with other sums, and another function in the place of tanh."""
    weights = 4 * _weighted(_up(U).T) + 5 * _weighted(_up(W).T)
    h_t = np.arctan(_weighted(x_t)[..., None] + 0.7 * h_prev[..., ::-1] + weights + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def _fake_backward(x_t, h_prev, h_t, U, W, dh_t):
    """Linear in dh_t, as the right step: what is done to large or small gradients shows."""
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
    """The fake step by name. Shapes that can't be right are told at once."""
    D, H = case["U"].shape
    ends = {"x_t": (D,), "h_prev": (H,), "h_t": (H,), "dh_t": (H,), "U": (D, H), "W": (H, H), "b": (H,)}

    def noted(values):
        values = {key: np.array(value) for key, value in values.items()}
        rows = values["h_prev"].shape[:-1]
        for key, value in values.items():
            shape = ends[key] if key in ("U", "W", "b") else (*rows, *ends[key])
            if value.shape != shape:
                raise WrongResult(
                    _("{step} is called with {key} of shape {shape}: {expected_shape} is expected").format(
                        step=step, key=key, shape=value.shape, expected_shape=shape
                    )
                )
        calls.append((step, values))
        return values

    def rnn_step_forward(x_t, h_prev, U, W, b):
        return _fake_forward(**noted({"x_t": x_t, "h_prev": h_prev, "U": U, "W": W, "b": b}))

    def rnn_step_backward(dh_t, cache):
        if not isinstance(cache, (tuple, list)) or len(cache) != 5:
            raise WrongResult(_("rnn_step_backward needs the cache (x_t, h_prev, h_t, U, W) of its step"))
        return _fake_backward(**noted({**dict(zip(CACHE_OF_STEP, cache)), "dh_t": dh_t}))

    return {step: {"rnn_step_forward": rnn_step_forward, "rnn_step_backward": rnn_step_backward}[step]}


def _noted(step, calls):
    """The number of calls, and their arrays by name, (calls, ...); empty if there are none, or of several shapes."""
    noted = {"calls": len(calls)}
    for name in ARGUMENTS[step]:
        values = [given[name] for _, given in calls]
        one_shape = len({value.shape for value in values}) == 1
        noted[f"{name}_of_calls"] = np.stack(values) if one_shape else np.zeros(0)
    return noted


def _asked_hint(step, case, expected, got):
    """Which call gets something wrong: the first one, as the next ones depend on it."""
    T = case["x"].shape[1]
    if got["calls"] == T:
        for call in range(T):
            for key in ARGUMENTS[step]:
                mine, right = got[f"{key}_of_calls"], expected[f"{key}_of_calls"]
                if mine.shape == right.shape and not agrees(mine[call], right[call]):
                    return _("{step} is called with a wrong {key} (call {call} of {T}).").format(
                        step=step, key=key, call=call + 1, T=T
                    )
    elif got["x_t_of_calls"].shape[1:] == expected["x_t_of_calls"].shape[1:]:  # not called for each example
        return _("{step} is needed once for each of the {T} steps; number of calls: {calls}.").format(
            step=step, T=T, calls=got["calls"]
        )
    return ""


def _with_fake_step(step, run):
    """How a function is run and judged that calls a step."""
    return {
        "run": run_with_fakes(run, partial(_fake, step), partial(_noted, step)),
        "judge": judge_with_fakes(partial(_asked_hint, step)),
    }


# ------------------------------------------------------------------ clipping
#: Shapes of the gradients: those of a small network of `cs_nn.tools.rnn`.
CLIPPED = {"U": (3, 4), "W": (4, 4), "b": (4,), "V": (4, 5), "c": (5,), "embedding": (6, 3)}


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
    grads = {name: scale * rng.standard_normal(CLIPPED[name]) for name in names}
    norms = [np.linalg.norm(grad) for grad in grads.values()]
    if max_norm is None:
        max_norm = float(share * np.linalg.norm(norms) if share else 0.5 * (max(norms) + np.linalg.norm(norms)))
    return {"about": about, "max_norm": max_norm, **grads}


def _clip_cases(rng):
    def names():
        return rng.permutation([*CLIPPED])[: rng.integers(2, 6)]

    return [
        clip_case(rng, "gradients above the limit", rng.uniform(0.5, 2)),
        clip_case(rng, "gradients below the limit", rng.uniform(20, 90)),
        clip_case(rng, "five arrays, with other names", rng.uniform(0.5, 2), names="VUcWb"),
        clip_case(rng, "a long name", rng.uniform(0.5, 2), names=("b", "embedding", "c")),
        clip_case(rng, "exploded gradients", rng.uniform(1, 9), scale=1e7, names=names()),
        clip_case(rng, "tiny gradients", 1.0, scale=1e-6),
        clip_case(rng, "single arrays below the limit, all together above it"),
        clip_case(rng, "a limit and a norm below 1", scale=0.05, share=rng.uniform(0.1, 0.5), names=names()),
        clip_case(rng, "a norm just above the limit", share=rng.uniform(0.95, 0.98), names=names()),
        clip_case(rng, "a norm just below the limit", share=rng.uniform(1.02, 1.05), names=names()),
        clip_case(rng, "all zeros", 1.0, scale=0.0),
    ]


def _run_clip(bptt, case):
    grads = {name: case[name] for name in case if name in CLIPPED}
    names = sorted(grads)
    clipped, norm = unpack(bptt.clip_gradients(grads, case["max_norm"]), "clipped, norm", "clip_gradients")
    if not isinstance(clipped, dict):
        raise WrongResult(_("clip_gradients must return a dict with the keys of grads, and the norm"))
    if set(clipped) != set(names):
        has = ", ".join(map(str, clipped))
        raise WrongResult(
            _("clipped must have the keys of grads, {names}, whatever they are: it has {has}").format(
                names=", ".join(names), has=has
            )
        )
    return {"norm": norm, **clipped}


# ------------------------------------------------------------------ the tasks
def _with_own_step(bptt, case):
    """The case with the first state as the student's rnn_step_forward gives it."""
    h = case["h"].copy()
    h[:, 0] = _step_forward(bptt, case)[0]
    return {**case, "h": h}


def _step_loss(bptt, case):
    return np.sum(_step_forward(bptt, case)[0] * case["dh"][:, -1])


def _loss(bptt, case):
    return np.sum(_forward(bptt, case)[0] * case["dh"])


#: The inputs of a check in the words of the steps.
STEP_TAKES = {"x": "x_t", "h0": "h_prev", "U": "U", "W": "W"}


def _task(name, cases, run, **settings):
    return Task(name, "bptt", cases, run, sizes=_sizes, **settings)


TASKS = {
    task.name: task
    for task in (
        _task("rnn_step_forward", _step_cases, _run_step_forward, takes={**STEP_TAKES, "b": "b"}),
        _task(
            "rnn_step_backward",
            _backward_cases,
            _run_step_backward,
            takes={**STEP_TAKES, "h": "h_t", "dh": "dh_t"},
            own_inputs=_with_own_step,
            slopes=slopes_of("rnn_step_forward", _step_loss, dh_prev="h0", dU="U", dW="W", db="b"),
        ),
        _task("rnn_forward", _cases, **_with_fake_step("rnn_step_forward", _run_forward)),
        _task("bptt_deltas", _backward_cases, _run_deltas),
        _task("bptt_gradient_sum", _sum_cases, _run_sum),
        _task(
            "rnn_backward",
            _backward_cases,
            **_with_fake_step("rnn_step_backward", _run_backward),
            takes={name: name for name in ("dh", *CACHE)},
            own_inputs=lambda bptt, case: {**case, "h": _forward(bptt, case)[0]},
            slopes=slopes_of("rnn_forward", _loss, dx="x", dh0="h0", dU="U", dW="W", db="b"),
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
