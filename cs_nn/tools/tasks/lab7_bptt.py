"""Lab 7's graded functions: their inputs, how they are called, and the mistakes that are known by their results."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cs_nn.tools.checks import (
    Case,
    Mistake,
    Problem,
    Results,
    Task,
    WrongResult,
    agrees,
    compare,
    replaced,
    unpack,
)

_mistake = Mistake.of


def rnn_case(rng, about, N=3, T=5, D=6, H=4, scale=1.0, dh_scale=1.0, lone=False, memory=False) -> Case:
    """Sequences, parameters, states and upstream gradients; none of them is zero.

    The states are free numbers between -1 and 1, as backward functions take them. With `lone` only the last step
    has an upstream gradient. With `memory` what flows back hardly becomes smaller, however many steps there are.
    """
    case = {
        "about": about, "x": rng.standard_normal((N, T, D)), "h0": rng.uniform(-0.9, 0.9, (N, H)),
        "U": scale * rng.standard_normal((D, H)) / np.sqrt(D), "W": scale * rng.standard_normal((H, H)) / np.sqrt(H),
        "b": 0.5 * rng.standard_normal(H), "h": rng.uniform(-0.95, 0.95, (N, T, H)),
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


def _finite(results):
    """Without inf and nan: they have many causes, and the check has a sentence of its own for them."""
    return {name: value for name, value in results.items() if np.isfinite(value).all()}


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


def _other_state(id, sentence, function):
    """A mistake in h_t, given by a function of the case and the right s."""
    def gives(case, expected):
        h_t = function(case, np.arctanh(expected["h_t"]))
        return {"h_t": h_t, "cached_h_t": h_t}

    return Mistake(id, sentence, gives)


def _from_input(case):
    return np.einsum("nd,dh->nh", case["x"][:, 0], case["U"])


def _from_state(case):
    return np.einsum("ng,gh->nh", case["h0"], case["W"])


def _sigmoid(s):
    return 1 / (1 + np.exp(-s))


SIGMOID = "this is the sigmoid: the states of this network are tanh."
STEP_FORWARD_MISTAKES = (
    _mistake("cached-s", "the cache holds s_t where h_t, after tanh, is meant.",
             cached_h_t=lambda case, h_t: np.arctanh(h_t)),
    Mistake("cache-overwritten", "the cache holds h_t where h_prev is meant: is h_prev overwritten?",
            lambda case, expected: {"cached_h_prev": expected["h_t"]}),
    _other_state("sigmoid", SIGMOID, lambda case, s: _sigmoid(s)),
    _other_state("sigmoid", SIGMOID, lambda case, s: _sigmoid(2 * s)),
    _other_state("no-tanh", "this is s_t: tanh is missing.", lambda case, s: s),
    _other_state("relu", "this is the ReLU: the states of this network are tanh.", lambda case, s: np.maximum(s, 0)),
    _other_state("tan", "this is not tanh, the hyperbolic tangent.", lambda case, s: np.tan(s)),
    _other_state("tan", "this is not tanh, the hyperbolic tangent.", lambda case, s: np.arctan(s)),
    _other_state("tan", "this is not tanh, the hyperbolic tangent.", lambda case, s: np.sinh(s)),
    _other_state("tanh-twice", "tanh is taken twice.", lambda case, s: np.tanh(np.tanh(s))),
    _other_state("no-b", "b is missing.", lambda case, s: np.tanh(s - case["b"])),
    _other_state("b-subtracted", "b is subtracted: add it.", lambda case, s: np.tanh(s - 2 * case["b"])),
    _other_state("b-twice", "b is added twice.", lambda case, s: np.tanh(s + case["b"])),
    _other_state("b-outside", "b is added after tanh: it is a part of s_t.",
                 lambda case, s: np.tanh(s - case["b"]) + case["b"]),
    _other_state("no-state", "h_prev is missing: this is a layer without memory.",
                 lambda case, s: np.tanh(s - _from_state(case))),
    _other_state("state-outside", "the term with h_prev is added after tanh: it is a part of s_t.",
                 lambda case, s: np.tanh(s - _from_state(case)) + _from_state(case)),
    _other_state("state-without-w", "h_prev is not multiplied by W.",
                 lambda case, s: np.tanh(s - _from_state(case) + case["h0"])),
    _other_state("state-added", "h_prev itself is added after tanh.", lambda case, s: np.tanh(s) + case["h0"]),
    _other_state("w-transposed", "W is transposed: rows times W, as U.",
                 lambda case, s: np.tanh(s - _from_state(case) + np.einsum("nh,gh->ng", case["h0"], case["W"]))),
    _other_state("w-by-entry", "W is multiplied entry by entry: it is a matrix product.",
                 lambda case, s: np.tanh(s - _from_state(case) + case["h0"] * np.diag(case["W"]))),
    _other_state("no-input", "x_t is missing.", lambda case, s: np.tanh(s - _from_input(case))),
    _other_state("state-subtracted", "the term with h_prev is subtracted: add it.",
                 lambda case, s: np.tanh(s - 2 * _from_state(case))),
    _other_state("products-multiplied", "the terms with x_t and h_prev are multiplied: add them.",
                 lambda case, s: np.tanh(_from_input(case) * _from_state(case) + case["b"])),
)


def _ds_of_step(case, expected):
    """The gradient with respect to s_t that the right dh_prev comes from."""
    return np.linalg.solve(case["W"], expected["dh_prev"].T).T


def _other_ds(id, sentence, function):
    """A mistake in the gradient with respect to s_t, given by a function of (dh_t, h_t, the right one)."""
    def gives(case, expected):
        ds = _ds_of_step(case, expected)
        change = function(case["dh"][:, -1], case["h"][:, 0], ds) - ds
        return {"dx_t": expected["dx_t"] + np.einsum("nh,dh->nd", change, case["U"]),
                "dh_prev": expected["dh_prev"] + np.einsum("nh,gh->ng", change, case["W"]),
                "dU": expected["dU"] + np.einsum("nd,nh->dh", case["x"][:, 0], change),
                "dW": expected["dW"] + np.einsum("ng,nh->gh", case["h0"], change),
                "db": expected["db"] + change.sum(axis=0)}

    return Mistake(id, sentence, gives)


def _part(id, sentence, name, function):
    """A mistake in one result, given by a function of the case and the right gradient with respect to s_t."""
    return Mistake(id, sentence, lambda case, expected: {name: function(case, _ds_of_step(case, expected))})


NOT_THE_SLOPE = "this is not the derivative of tanh: look at it as a function of h_t."
NO_TANH = "the derivative of tanh is missing"
STEP_BACKWARD_MISTAKES = (  # those in one result first
    _part("w-not-transposed", "W is not transposed in dh_prev: the shape is right because W is square.", "dh_prev",
          lambda case, ds: np.einsum("ng,gh->nh", ds, case["W"])),
    _part("w-missing", "W is missing in dh_prev.", "dh_prev", lambda case, ds: ds),
    _part("dh-prev-without-slope", f"{NO_TANH} in dh_prev.", "dh_prev",
          lambda case, ds: np.einsum("nh,gh->ng", case["dh"][:, -1], case["W"])),
    _part("dx-without-slope", f"{NO_TANH} in dx_t.", "dx_t",
          lambda case, ds: np.einsum("nh,dh->nd", case["dh"][:, -1], case["U"])),
    _part("du-without-slope", f"{NO_TANH} in dU.", "dU",
          lambda case, ds: np.einsum("nd,nh->dh", case["x"][:, 0], case["dh"][:, -1])),
    _part("dw-without-slope", f"{NO_TANH} in dW.", "dW",
          lambda case, ds: np.einsum("ng,nh->gh", case["h0"], case["dh"][:, -1])),
    _part("db-without-slope", f"{NO_TANH} in db.", "db", lambda case, ds: case["dh"][:, -1].sum(axis=0)),
    _part("db-summed", "db is one number: sum over the examples only.", "db",
          lambda case, ds: np.full(ds.shape[1], ds.sum())),
    _part("dw-with-h-t", "dW is made with h_t: W multiplies h_prev.", "dW",
          lambda case, ds: np.einsum("ng,nh->gh", case["h"][:, 0], ds)),
    _mistake("dw-transposed", "dW is transposed; its shape does not tell because W is square.",
             dW=lambda case, dW: dW.T),
    _mistake("upstream-added", "dh_t is added to dh_prev: it does not reach h_prev by another way.",
             dh_prev=lambda case, dh_prev: dh_prev + case["dh"][:, -1]),
    _mistake("averaged", "db is a sum over the examples, not a mean.", db=lambda case, db: db / len(case["x"])),
    _other_ds("no-slope", f"{NO_TANH}: dh_t has to go back through tanh first.", lambda dh, h, ds: dh),
    _other_ds("slope", NOT_THE_SLOPE, lambda dh, h, ds: dh * (1 - h)),
    _other_ds("slope", NOT_THE_SLOPE, lambda dh, h, ds: dh * (1 + h)),
    _other_ds("slope", NOT_THE_SLOPE, lambda dh, h, ds: dh * h**2),
    _other_ds("slope", NOT_THE_SLOPE, lambda dh, h, ds: dh * (1 + h**2)),
    _other_ds("sigmoid-slope", "this is the derivative of the sigmoid, not that of tanh.",
              lambda dh, h, ds: dh * (h - h**2)),
    _other_ds("relu-slope", "this is the derivative of the ReLU, not that of tanh.", lambda dh, h, ds: dh * (h > 0)),
    _other_ds("tanh-again", "h_t is tanh(s_t) already: tanh is taken once more.",
              lambda dh, h, ds: dh * (1 - np.tanh(h) ** 2)),
    _other_ds("slope-twice", "the derivative of tanh is a factor twice.", lambda dh, h, ds: ds * ds / dh),
    _other_ds("dh-not-used", "dh_t does not enter: this is the derivative of tanh alone.",
              lambda dh, h, ds: ds / dh),
    _other_ds("averaged", "the gradients are divided by N: the loss does that already.",
              lambda dh, h, ds: ds / len(ds)),
    Mistake("wrong-slope-state", "the derivative of tanh is taken at h_prev: take it at h_t.", lambda case, expected:
            _other_ds("", "", lambda dh, h, ds: ds * (1 - case["h0"] ** 2) / (1 - h**2)).gives(case, expected)),
)


# ------------------------------------------------------------------ whole sequences
ARGUMENTS = {
    "rnn_step_forward": ("x_t", "h_prev", "U", "W", "b"),
    "rnn_step_backward": ("x_t", "h_prev", "h_t", "U", "W", "dh_t"),
}
GIVEN = {"rnn_step_forward": (), "rnn_step_backward": ("dx", "dh_prev", "dU", "dW", "db")}


def _made_up_forward(x_t, h_prev, U, W, b):
    """A step with other sums, and another function in the place of tanh."""
    weights = 4 * _weighted(_up(U).T) + 5 * _weighted(_up(W).T)
    h_t = np.arctan(_weighted(x_t)[..., None] + 0.7 * h_prev[..., ::-1] + weights + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def _made_up_backward(dh_t, cache):
    """Linear in dh_t, as the right step: what is done to large or small gradients shows."""
    x_t, h_prev, h_t, U, W = cache
    every = _weighted(dh_t)[..., None]
    flow = _up(h_prev) * (1 + 0.3 * h_t) * dh_t[..., ::-1] + 0.2 * every * (_up(W) @ _up(U).sum(axis=0)) / U.size
    return (every * _up(x_t), flow, every.mean() * _up(U) + (_weighted(x_t)[..., None] * every).mean(),
            every.mean() * _up(W) + (_weighted(h_prev)[..., None] * every).mean(), ((2 + h_t) * dh_t).mean(axis=0))


def _up(values):
    """Another number for each number: neither even nor odd, so that a lost sign shows."""
    return np.exp(0.3 * values)


def _weighted(values):
    """A mean along the last axis in which no two entries count alike, so that their order shows."""
    return values @ np.cos(1.3 * np.arange(values.shape[-1])) / values.shape[-1]


def _made_up(step, case, calls):
    """The made-up step, which notes in `calls` what it was given and what it gave.

    Shapes that can't be right are told at once.
    """
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
        return _made_up_forward(**noted({"x_t": x_t, "h_prev": h_prev, "U": U, "W": W, "b": b}))

    def rnn_step_backward(dh_t, cache):
        if not isinstance(cache, (tuple, list)) or len(cache) != 5:
            raise WrongResult("rnn_step_backward needs the cache (x_t, h_prev, h_t, U, W) of its step")
        values = noted({**dict(zip(CACHE_OF_STEP, cache)), "dh_t": dh_t})
        result = _made_up_backward(values["dh_t"], [values[key] for key in CACHE_OF_STEP])
        calls[-1].update({f"given.{key}": value.copy() for key, value in zip(GIVEN[step], result)})
        return result

    return {"rnn_step_forward": rnn_step_forward, "rnn_step_backward": rnn_step_backward}[step]


def _noted(calls, step):
    """The arrays of all calls by name, (calls, ...); empty if there are none, or of several shapes."""
    noted = {}
    for name in (*ARGUMENTS[step], *(f"given.{key}" for key in GIVEN[step])):
        values = [call[name] for call in calls]
        one_shape = len({value.shape for value in values}) == 1
        noted[f"{name}_of_calls"] = np.stack(values) if one_shape else np.zeros(0)
    return noted


MADE_UP = "made_up_"


def _twice(function, step):
    """The ``run`` of a task: the true results, then once more with a made-up step, so that only its use is tested, as
    ``made_up_h``, ..., and what the step was given. A function that does without the step must give the true results.
    """

    def run(bptt, case):
        calls, copy = [], {key: np.copy(value) for key, value in case.items()}
        with replaced(bptt, **{step: _made_up(step, case, calls)}):
            made_up = function(bptt, case)
        own = made_up
        if calls:
            try:
                own = function(bptt, copy)
            except Exception:  # the student's step may be unfinished; it is not what is checked here
                own = dict.fromkeys(made_up, 0)
        return {**own, **{f"{MADE_UP}{name}": value for name, value in made_up.items()}, "calls": len(calls),
                **_noted(calls, step)}

    return run


def _judge_twice(step, stored, sentence_of):
    """The ``judge`` of a task: true, or right with the made-up step.

    `stored` are mistakes that are made after the calls, in the results; ``sentence_of(case, expected, key, call,
    values)`` says what is wrong with one argument in one call, from its values in all calls.
    """

    def judge(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
        names = [name.removeprefix(MADE_UP) for name in expected if name.startswith(MADE_UP)]
        problem = compare(task, case, expected, got, names)
        if problem is None or not got["calls"]:
            return problem
        expected, got = ({**results, **{name: results[f"{MADE_UP}{name}"] for name in names}}
                         for results in (expected, got))
        problem = compare(replace(task, mistakes=stored), case, expected, got, names)
        if problem is None or problem.mistake in ("wrong-order", "wrong-shape", "transposed"):
            return problem
        hint = _asked_hint(step, case, expected, got, sentence_of)
        return replace(problem, hint=hint, mistake="composition") if hint else problem

    return judge


def _asked_hint(step, case, expected, got, sentence_of):
    """Which call gets something wrong: the first one, as the next ones depend on it."""
    T = case["x"].shape[1]
    if got["calls"] == T:
        for call in range(T):
            for key in ARGUMENTS[step]:
                mine, right = got[f"{key}_of_calls"], expected[f"{key}_of_calls"]
                if mine.shape == right.shape and not agrees(mine[call], right[call]):
                    return (sentence_of(case, expected, key, call, mine)
                            or f"{step} is called with a wrong {key} (call {call + 1} of {T}).")
    elif got["x_t_of_calls"].shape[1:] == expected["x_t_of_calls"].shape[1:]:  # not called for each example
        return f"{step} is needed once for each of the {T} steps; number of calls: {got['calls']}."
    return ""


GOES_BACK = "the steps are taken from the last to the first: a state needs the one before it."
GOES_ON = "the sweep goes from the first step to the last: it must start at the last one."
FIRST_STEP = "at the first step h_prev must be h0: there is no state before it in h, and the index -1 is the last one."


def _sentence_of_forward(case, expected, key, t, values):
    value = values[t]
    if key == "x_t":
        if agrees(values, case["x"][:, ::-1].swapaxes(0, 1)):
            return GOES_BACK
        if t > 0 and all(agrees(other, case["x"][:, 0]) for other in values):
            return "each step gets the first input."
    if key == "h_prev":
        if t == 0:
            return FIRST_STEP
        if agrees(value, case["h0"]):
            where = "each step" if all(agrees(other, case["h0"]) for other in values) else f"step {t}"
            return f"{where} starts from h0: it must start from the state before it."
        if not value.any():
            return f"step {t} starts from zeros: it must start from the state before it."
    return ""


def _sentence_of_backward(case, expected, key, call, values):
    t, value = case["x"].shape[1] - 1 - call, values[call]
    if key in ("x_t", "h_t"):
        whole = case[key[0]]
        if agrees(values, whole.swapaxes(0, 1)):
            return GOES_ON
        if t > 0 and agrees(value, whole[:, t - 1]):
            return f"{key} is that of the step before."
    if key == "h_prev":
        if t == 0:
            return FIRST_STEP
        if agrees(value, case["h"][:, t]):
            return "h_prev is the state after the step: it must be the one before it."
        if agrees(value, case["h0"]):
            where = "each step" if all(agrees(other, case["h0"]) for other in values) else f"step {t}"
            return f"h_prev is h0 at {where}: only the first step, 0, starts from h0."
    if key == "h_t" and t > 0 and agrees(value, case["h0"]):
        return "h_t is h0: it is the state after the step."
    if key == "dh_t":
        later = expected["given.dh_prev_of_calls"][:call]
        if agrees(value, case["dh"][:, t]):
            return "what flows back from the later steps is not added to dh of this step."
        if not value.any() or (call and agrees(value, later[-1])):
            return "the upstream gradient of this step, a part of dh, is not added to what flows back."
        if call > 1 and agrees(value, case["dh"][:, t] + later.sum(axis=0)):
            return "what flows back from the next step holds all later steps already: don't add them up."
        if agrees(value, expected["dh_t_of_calls"][call] - case["dh"][:, t] + case["dh"][:, -1]):
            return f"at step {t} dh of the last step is taken: each step has an upstream gradient of its own."
        if agrees(value, expected["dh_t_of_calls"][call] - 2 * case["dh"][:, t]):
            return "dh is subtracted: add it."
    return ""


# ------------------------------------------------------------------ forward
CACHE = ("x", "h0", "h", "U", "W")


def _forward(bptt, case):
    result = bptt.rnn_forward(*(case[key] for key in ("x", "h0", "U", "W", "b")))
    h, cache = unpack(result, "h, cache", "rnn_forward")
    return {"h": np.array(h), **_cached(cache, CACHE, "rnn_forward")}


def _stored_states(id, sentence, change):
    """A mistake in how the right states are stored."""
    return Mistake(id, sentence, lambda case, expected: dict.fromkeys(("h", "cached_h"), change(expected["h"])))


def _before(h, h0):
    """The state before each step."""
    return np.concatenate([h0[:, None], h[:, :-1]], axis=1)


FORWARD_STORED = (
    _stored_states("reversed", "the states are stored in reversed order.", lambda h: h[:, ::-1]),
    _stored_states("one-state", "the last state is stored at each step.",
                   lambda h: np.repeat(h[:, -1:], h.shape[1], 1)),
    _stored_states("one-step-off", "the states are stored one step too late: h[:, 0] is the state after the first "
                   "input.", lambda h: np.roll(h, 1, axis=1)),
    _stored_states("one-step-off", "the states are stored one step too early: h[:, 0] is the state after the first "
                   "input.", lambda h: np.roll(h, -1, axis=1)),
    _stored_states("tanh-again", "tanh is taken once more: the step has done it.", np.tanh),
    Mistake("h0-stored", "h starts with h0: h[:, 0] is the state after the first input.",
            lambda case, expected: dict.fromkeys(("h", "cached_h"), _before(expected["h"], case["h0"]))),
    Mistake("h0-overwritten", "h0 in the cache is another one: is it overwritten on the way?",
            lambda case, expected: {"cached_h0": expected["h"][:, -1]}),
)


def _other_states(id, sentence, start=lambda h0: h0, before=None, function=np.tanh, W=lambda W: W, bias=1.0):
    """A mistake in all states. The right s are known from the right h; they are changed step by step.

    `start` changes h0, ``before(h0, h, t)`` gives another state than the one before; `W` changes W, `bias` is a factor.
    """

    def gives(case, expected):
        h0, right = case["h0"], expected["h"]
        rest = np.arctanh(right) - np.einsum("ntg,gh->nth", _before(right, h0), case["W"]) + (bias - 1) * case["b"]
        states = [start(h0)]
        for t in range(right.shape[1]):
            last = before(h0, states, t) if before else states[-1]
            states.append(function(rest[:, t] + np.einsum("ng,gh->nh", last, W(case["W"]))))
        h = np.stack(states[1:], axis=1)
        return _finite({"h": h, "cached_h": h})

    return Mistake(id, sentence, gives)


FORWARD_MISTAKES = (
    *FORWARD_STORED,
    _other_states("always-h0", "each step starts from h0: it must start from the state before it.",
                  before=lambda h0, states, t: h0),
    _other_states("no-h0", "h0 is not used: the first step starts from zeros.", start=np.zeros_like),
    _other_states("no-state", "h_prev is missing: each step must start from the state before it.", W=np.zeros_like),
    _other_states("sigmoid", SIGMOID, function=_sigmoid),
    _other_states("no-tanh", "tanh is missing.", function=lambda s: s),
    _other_states("relu", "this is the ReLU: the states of this network are tanh.", function=lambda s: s * (s > 0)),
    _other_states("w-transposed", "W is transposed: rows times W, as U.", W=np.transpose),
    _other_states("no-b", "b is missing.", bias=0.0),
    _other_states("two-steps", "each step starts from the state two steps before.",
                  before=lambda h0, states, t: states[max(t - 1, 0)]),
)


# ------------------------------------------------------------------ backward
GRADIENTS = ("dx", "dh0", "dU", "dW", "db")


def _backward(bptt, case):
    gradients = bptt.rnn_backward(case["dh"], tuple(case[key] for key in CACHE))
    gradients = unpack(gradients, ", ".join(GRADIENTS), "rnn_backward")
    gradients = dict(zip(GRADIENTS, map(np.array, gradients)))
    if not any(gradient.any() for gradient in gradients.values()):
        raise WrongResult("all gradients are zero: does dh, the upstream gradient of each step, come in?")
    return gradients


def _given(id, sentence, name, change):
    """A mistake in what is made of the results of the steps, (T, ...), as the made-up step gives them."""
    return Mistake(id, sentence, lambda case, expected: {
        name: change(expected[f"given.{name}_of_calls"])} if f"given.{name}_of_calls" in expected else {})


ONE_STEP = "only one step counts: add up (+=) what the steps give instead of storing (=) each."
BACKWARD_STORED = (
    Mistake("last-step-only", ONE_STEP, lambda case, expected: {
        name: expected[f"given.{name}_of_calls"][-1] for name in ("dU", "dW", "db")}),
    *(
        mistake
        for name in ("dU", "dW", "db")
        for mistake in (
            _given("last-step-only", ONE_STEP, name, lambda steps: steps[-1]),
            _given("first-step-only", ONE_STEP, name, lambda steps: steps[0]),
            _given("mean-of-steps", f"{name} is the sum over the steps, not their mean.", name,
                   lambda steps: steps.mean(axis=0)),
            _given("step-left-out", f"the first step is left out of {name}.", name,
                   lambda steps: steps[:-1].sum(axis=0)),
            _given("step-left-out", f"the last step is left out of {name}.", name, lambda steps: steps[1:].sum(axis=0)),
            _given("subtracted", f"{name} has the wrong sign: add what the steps give.", name,
                   lambda steps: -steps.sum(axis=0)),
        )
    ),
    Mistake("dh0-of-last-step", "dh0 is what flows back out of the last step; the first one is meant.",
            lambda case, expected: {"dh0": expected["given.dh_prev_of_calls"][0]}),
    Mistake("dh0-added-up", "dh0 is what flows back out of the first step alone, not the sum over all steps.",
            lambda case, expected: {"dh0": expected["given.dh_prev_of_calls"].sum(axis=0)}),
    Mistake("dh0-too-early", "dh0 is what reaches the state after the first step: it must go back one step more.",
            lambda case, expected: {"dh0": expected["dh_t_of_calls"][-1]}),
    Mistake("dh0-too-early", "dh0 is what flows back to the state after the first step: it must go back one step more.",
            lambda case, expected: {"dh0": expected["dh_t_of_calls"][-1] - case["dh"][:, 0]}),
    Mistake("dh-first", "dh of the first step is added to dh0: it belongs to the state after the first step.",
            lambda case, expected: {"dh0": expected["dh0"] + case["dh"][:, 0]}),
    _mistake("dh0-missing", "dh0 is not set: it is what flows back out of the first step.",
             dh0=lambda case, dh0: np.zeros_like(dh0)),
    _mistake("reversed", "dx is stored in reversed order.", dx=lambda case, dx: dx[:, ::-1]),
    _mistake("one-step-off", "dx is stored at the wrong step.", dx=lambda case, dx: np.roll(dx, 1, axis=1)),
    _mistake("one-step-off", "dx is stored at the wrong step.", dx=lambda case, dx: np.roll(dx, -1, axis=1)),
)


class _Sweep:
    """What the right results say about each step: the gradients ds and the states before."""

    def __init__(self, case, expected):
        x, U, self.h = case["x"], case["U"], case["h"]
        self.before, self.W, self.dh = _before(self.h, case["h0"]), case["W"], case["dh"]
        if np.linalg.matrix_rank(U) == U.shape[1]:  # then dx determines ds
            self.ds = np.linalg.lstsq(U, np.reshape(expected["dx"], (-1, len(U))).T, rcond=None)[0].T
            self.ds = self.ds.reshape(self.h.shape)
            later = np.einsum("nth,gh->ntg", self.ds[:, 1:], self.W)
            self.reaching = self.dh + np.pad(later, ((0, 0), (0, 1), (0, 0)))
            self.slope = self.ds / self.reaching
        else:
            self.ds = None
        self.x, self.U = x, U

    def results(self, expected, ds):
        change = ds - self.ds
        return {"dx": expected["dx"] + np.einsum("nth,dh->ntd", change, self.U),
                "dh0": expected["dh0"] + np.einsum("nh,gh->ng", change[:, 0], self.W),
                "dU": expected["dU"] + np.einsum("ntd,nth->dh", self.x, change),
                "dW": expected["dW"] + np.einsum("ntg,nth->gh", self.before, change),
                "db": expected["db"] + change.sum(axis=(0, 1))}


def _other_sweep(id, sentence, function):
    """A mistake given by a function of `_Sweep` and the right results."""

    def gives(case, expected):
        sweep = _Sweep(case, expected)
        return {} if sweep.ds is None else _finite(function(sweep, expected))

    return Mistake(id, sentence, gives)


def _other_chain(id, sentence, slope=lambda sweep: sweep.slope, W=lambda W: W, upstream=lambda dh: dh, add=1.0):
    """A mistake in what flows back: another slope, another matrix, another upstream gradient."""

    def function(sweep, expected):
        slopes, dh, matrix = slope(sweep), upstream(sweep.dh), W(sweep.W)
        ds = np.zeros_like(sweep.ds)
        flow = np.zeros_like(dh[:, 0])
        for t in range(dh.shape[1] - 1, -1, -1):
            ds[:, t] = slopes[:, t] * (dh[:, t] + add * flow)
            flow = np.einsum("nh,gh->ng", ds[:, t], matrix)
        return {**sweep.results(expected, ds), "dh0": flow}

    return _other_sweep(id, sentence, function)


def _slope_on_dh_only(sweep, expected):
    ds, flow = np.zeros_like(sweep.ds), 0
    for t in range(ds.shape[1] - 1, -1, -1):
        ds[:, t] = sweep.slope[:, t] * sweep.dh[:, t] + flow
        flow = np.einsum("nh,gh->ng", ds[:, t], sweep.W)
    return {**sweep.results(expected, ds), "dh0": flow}


def _sum_over_steps(sweep, states):
    return np.einsum("ntg,nth->gh", states, sweep.ds)


def _only_step(t, states):
    kept = np.zeros_like(states)
    kept[:, t] = states[:, t]
    return kept


BACKWARD_MISTAKES = (
    *(mistake for mistake in BACKWARD_STORED if mistake.id in ("dh-first", "dh0-missing", "reversed", "one-step-off")),
    _other_chain("later-not-added", "what flows back from the later steps is not added to dh of each step.", add=0.0),
    _other_chain("w-not-transposed", "W is not transposed on the way back: the shape is right because W is square.",
                 W=np.transpose),
    _other_chain("w-missing", "W is missing on the way back.", W=lambda W: np.eye(len(W))),
    _other_chain("slope", NOT_THE_SLOPE, slope=lambda sweep: 1 - sweep.h),
    _other_chain("slope", NOT_THE_SLOPE, slope=lambda sweep: sweep.h**2),
    _other_chain("no-slope", f"{NO_TANH}.", slope=lambda sweep: np.ones_like(sweep.h)),
    _other_chain("sigmoid-slope", "this is the derivative of the sigmoid, not that of tanh.",
                 slope=lambda sweep: sweep.h - sweep.h**2),
    _other_chain("wrong-slope-state", "the derivative of tanh is taken at the state before the step: take it at h_t.",
                 slope=lambda sweep: 1 - sweep.before**2),
    _other_sweep("slope-on-dh-only", "what flows back from the next step goes through tanh too: add it to dh first.",
                 lambda sweep, expected: _slope_on_dh_only(sweep, expected)),
    _other_chain("last-dh-only", "only dh of the last step comes in: each step has an upstream gradient of its own.",
                 upstream=lambda dh: _only_step(-1, dh)),
    _other_sweep("dw-with-h-t", "dW is made with the state after each step: W multiplies the one before it.",
                 lambda sweep, expected: {"dW": _sum_over_steps(sweep, sweep.h)}),
    _other_sweep("h0-forgotten", "the first step is missing in dW: it starts from h0.",
                 lambda sweep, expected: {"dW": _sum_over_steps(sweep, sweep.before - _only_step(0, sweep.before))}),
    _other_sweep("wraps-around", FIRST_STEP, lambda sweep, expected: {
        "dW": _sum_over_steps(sweep, np.roll(sweep.h, 1, axis=1))}),
    _other_sweep("always-h0", "dW is made with h0 at each step: take the state before the step.",
                 lambda sweep, expected: {"dW": _sum_over_steps(sweep, np.repeat(sweep.before[:, :1], sweep.h.shape[1],
                                                                                1))}),
    *(
        _other_sweep("one-step-only", ONE_STEP, lambda sweep, expected, t=t: {
            "dU": np.einsum("ntd,nth->dh", _only_step(t, sweep.x), sweep.ds),
            "dW": _sum_over_steps(sweep, _only_step(t, sweep.before)), "db": sweep.ds[:, t].sum(axis=0)})
        for t in (0, -1)
    ),
    _other_sweep("dh0-too-early", "dh0 is what reaches the state after the first step: it must go back one step more.",
                 lambda sweep, expected: {"dh0": sweep.reaching[:, 0]}),
    _other_sweep("dh0-too-early", "W is missing in dh0.", lambda sweep, expected: {"dh0": sweep.ds[:, 0]}),
    _mistake("dw-transposed", "dW is transposed; its shape does not tell because W is square.",
             dW=lambda case, dW: dW.T),
)


# ------------------------------------------------------------------ the derivation, literally
def _run_deltas(bptt, case):
    return {"deltas": unpack(bptt.bptt_deltas(case["dh"], case["h"], case["W"]), "deltas", "bptt_deltas")}


def _diagonal(deltas):
    """What stands at k = t, (N, T, H)."""
    return np.einsum("ntth->nth", deltas)


def _on_diagonal(values):
    return np.einsum("nth,tk->ntkh", values, np.eye(values.shape[1]))


def _delta_mistake(id, sentence, function):
    """A mistake given by a function of the case, the right deltas and f'(s)."""
    return Mistake(id, sentence, lambda case, expected: _finite({
        "deltas": function(case, expected["deltas"], _diagonal(expected["deltas"]) / case["dh"])}))


def _other_deltas(id, sentence, slope=lambda case, slope: slope, W=lambda W: W, shift=0, first=None, down_to=0):
    """A mistake in the recursion: another slope, another matrix, the slope of another step, another end.

    `first` is the slope at k = t if it differs.
    """

    def function(case, deltas, right):
        slopes = slope(case, right)
        below = np.roll(slopes, shift, axis=1)
        wrong = _on_diagonal((slopes if first is None else first(case, right)) * case["dh"])
        for t in range(deltas.shape[1]):
            for k in range(t - 1, down_to - 1, -1):
                wrong[:, t, k] = below[:, k] * np.einsum("nh,gh->ng", wrong[:, t, k + 1], W(case["W"]))
        return wrong

    return _delta_mistake(id, sentence, function)


DELTAS_MISTAKES = (
    _delta_mistake("diagonal-only", "only k = t is filled: the recursion goes down to k = 0.",
                   lambda case, deltas, slope: _on_diagonal(_diagonal(deltas))),
    _delta_mistake("t-and-k-swapped", "t and k have changed places: the second axis is t, the third is k.",
                   lambda case, deltas, slope: deltas.swapaxes(1, 2)),
    _delta_mistake("no-diagonal", "k = t is missing in the result.",
                   lambda case, deltas, slope: deltas - _on_diagonal(_diagonal(deltas))),
    _other_deltas("down-to-1", "k = 0 is left out: the recursion goes down to k = 0.", down_to=1),
    _delta_mistake("last-t-only", "only the last t is filled.",
                   lambda case, deltas, slope: _only_step(-1, deltas)),
    _delta_mistake("last-t-left-out", "the last t is left out.",
                   lambda case, deltas, slope: deltas - _only_step(-1, deltas)),
    _delta_mistake("first-t-left-out", "t = 0 is left out.",
                   lambda case, deltas, slope: deltas - _only_step(0, deltas)),
    _delta_mistake("upwards", "below k = t - 1 all is zero: the recursion goes from k = t - 1 down to k = 0.",
                   lambda case, deltas, slope: deltas * np.eye(len(deltas[0]))[:, :, None]
                   + deltas * np.eye(len(deltas[0]), k=-1)[:, :, None]),
    _delta_mistake("k-after-t", "k > t is filled: a loss does not depend on later steps.",
                   lambda case, deltas, slope: _filled_after_t(case, deltas, slope)),
    _delta_mistake("dh-of-k", "in the recursion stands dh of a step: it takes delta_(t,k+1).",
                   lambda case, deltas, slope: _one_step_back(case, deltas, slope, lambda t, k: case["dh"][:, k])),
    _delta_mistake("dh-of-k", "in the recursion stands dh of a step: it takes delta_(t,k+1).",
                   lambda case, deltas, slope: _one_step_back(case, deltas, slope, lambda t, k: case["dh"][:, t])),
    _delta_mistake("always-from-t", "each step starts from delta_(t,t): it takes delta_(t,k+1).",
                   lambda case, deltas, slope: _one_step_back(case, deltas, slope, lambda t, k: deltas[:, t, t])),
    _delta_mistake("all-steps-in-one", "dh of another step than t comes in: delta_(t,k) belongs to L_t alone.",
                   lambda case, deltas, slope: np.cumsum(deltas, axis=1)),
    _other_deltas("w-not-transposed", "W is not transposed: the shape is right because W is square.", W=np.transpose),
    _other_deltas("w-missing", "W is missing in the recursion.", W=lambda W: np.eye(len(W))),
    _other_deltas("slope-of-wrong-step", "f' is taken at k + 1 in the recursion: take it at k.", shift=-1),
    _other_deltas("slope-of-wrong-step", "f' is taken at k - 1 in the recursion: take it at k.", shift=1),
    _other_deltas("slope", NOT_THE_SLOPE, slope=lambda case, slope: 1 - case["h"]),
    _other_deltas("slope", NOT_THE_SLOPE, slope=lambda case, slope: case["h"] ** 2),
    _other_deltas("sigmoid-slope", "this is the derivative of the sigmoid, not that of tanh.",
                  slope=lambda case, slope: case["h"] - case["h"] ** 2),
    _other_deltas("no-slope", f"{NO_TANH}.", slope=lambda case, slope: np.ones_like(slope)),
    _other_deltas("slope-only-at-t", f"{NO_TANH} in the recursion, for k < t.",
                  slope=lambda case, slope: np.ones_like(slope), first=lambda case, slope: slope),
    _other_deltas("no-slope-at-t", f"{NO_TANH} at k = t.", first=lambda case, slope: np.ones_like(slope)),
    _delta_mistake("one-slope", "f' is taken at t in the recursion: take it at k.", lambda case, deltas, slope:
                   _with_slope_of_t(case, deltas, slope)),
)


def _filled_after_t(case, deltas, slope):
    wrong = _on_diagonal(_diagonal(deltas))
    for t, k in zip(*np.triu_indices(slope.shape[1], 1)):
        wrong[:, t, k] = slope[:, k] * np.einsum("nh,gh->ng", wrong[:, t, k - 1], case["W"])
    return wrong


def _one_step_back(case, deltas, slope, start):
    """For each k < t one step only, from ``start(t, k)``."""
    wrong = _on_diagonal(_diagonal(deltas))
    for t, k in zip(*np.tril_indices(slope.shape[1], -1)):
        wrong[:, t, k] = slope[:, k] * np.einsum("nh,gh->ng", start(t, k), case["W"])
    return wrong


def _with_slope_of_t(case, deltas, slope):
    wrong = _on_diagonal(_diagonal(deltas))
    for back in range(1, slope.shape[1]):
        for t in range(back, slope.shape[1]):
            flow = np.einsum("nh,gh->ng", wrong[:, t, t - back + 1], case["W"])
            wrong[:, t, t - back] = flow * slope[:, t]
    return wrong


def sum_case(rng, about, **sizes) -> Case:
    """As `rnn_case`, with deltas of random numbers."""
    case = rnn_case(rng, about, **sizes)
    N, T, H = case["h"].shape
    deltas = rng.standard_normal((N, T, T, H)) * np.tri(T)[:, :, None]
    return {**case, "deltas": deltas}


def _sum_cases(rng):
    return [
        sum_case(rng, "a small network"),
        sum_case(rng, "more states than inputs", N=5, T=4, D=3, H=7),
        sum_case(rng, "a long sequence", N=3, T=13, D=4, H=5),
        sum_case(rng, "one sequence", N=1, T=6, D=5, H=4),
        sum_case(rng, "a single step", N=4, T=1, D=3, H=5),
    ]


def _run_sum(bptt, case):
    result = bptt.bptt_gradient_sum(case["deltas"], case["x"], case["h"], case["h0"])
    return dict(zip(("dU", "dW", "db"), unpack(result, "dU, dW, db", "bptt_gradient_sum")))


def _pairs(id, sentence, weights, names=("dU", "dW", "db")):
    """A mistake that counts the pairs (t, k) otherwise: ``weights(T)`` (T, T) instead of all ones."""

    def gives(case, expected):
        extra = case["deltas"] * (weights(case["h"].shape[1]) - 1)[:, :, None]
        before = _before(case["h"], case["h0"])
        results = {"dU": expected["dU"] + np.einsum("nkd,ntkh->dh", case["x"], extra),
                   "dW": expected["dW"] + np.einsum("nkg,ntkh->gh", before, extra),
                   "db": expected["db"] + extra.sum(axis=(0, 1, 2))}
        return {name: results[name] for name in names}

    return Mistake(id, sentence, gives)


def _other_states_in_dw(id, sentence, function):
    """A mistake in dW, given by what is taken instead of the states h_(k-1) (N, T, H)."""

    def gives(case, expected):
        change = function(case["h"], case["h0"]) - _before(case["h"], case["h0"])
        return {"dW": expected["dW"] + np.einsum("nkg,ntkh->gh", change, case["deltas"])}

    return Mistake(id, sentence, gives)


def _one_pair(t, k):
    def weights(T):
        only = np.zeros((T, T))
        only[t, k] = 1
        return only

    return weights


def _not_first(T):
    return np.repeat((np.arange(T) > 0)[None] * 1.0, T, axis=0)


SUM_MISTAKES = (  # those in one result first
    *(
        mistake
        for name in ("dU", "dW", "db")
        for mistake in (
            _pairs("one-pair-only", f"only the last pair (t, k) counts in {name}: add up (+=) instead of storing (=) "
                   "each.", _one_pair(-1, -1), (name,)),
            _pairs("diagonal-only", f"only k = t counts in {name}: sum over all k <= t.", np.eye, (name,)),
            _pairs("last-t-only", f"only the last t counts in {name}: sum over all t too.",
                   lambda T: np.repeat((np.arange(T) == T - 1)[:, None] * 1.0, T, axis=1), (name,)),
        )
    ),
    _pairs("h0-forgotten", "the term of k = 0 is missing in dW: before the first step the state is h0.", _not_first,
           ("dW",)),
    _pairs("one-pair-only", "only the last pair (t, k) counts: add up (+=) instead of storing (=) each.",
           _one_pair(-1, -1)),
    _pairs("diagonal-only", "only k = t counts: sum over all k <= t. The second axis of deltas is t, the third is k.",
           np.eye),
    _pairs("diagonal-missing", "k = t is left out of the sum.", lambda T: 1 - np.eye(T)),
    _pairs("first-step-left-out", "k = 0 is left out of the sum.", _not_first),
    _pairs("last-t-only", "only the last t counts: sum over all t too.",
           lambda T: np.repeat((np.arange(T) == T - 1)[:, None] * 1.0, T, axis=1)),
    _pairs("last-t-left-out", "the last t is left out of the sum.",
           lambda T: np.repeat((np.arange(T) < T - 1)[:, None] * 1.0, T, axis=1)),
    _other_states_in_dw("wraps-around", "at k = 0 the state before is h0; the index k - 1 = -1 is the last step.",
                        lambda h, h0: np.roll(h, 1, axis=1)),
    _other_states_in_dw("h-k", "dW is made with h_k: take the state before step k.", lambda h, h0: h),
    _other_states_in_dw("always-h0", "dW is made with h0 in each term: take the state before step k.",
                        lambda h, h0: np.repeat(h0[:, None], h.shape[1], 1)),
    Mistake("h-of-t", "dW is made with the state before step t: take the one before step k.", lambda case, expected: {
        "dW": np.einsum("ntg,ntkh->gh", _before(case["h"], case["h0"]), case["deltas"])}),
    Mistake("x-of-t", "dU is made with x_t: take x_k.",
            lambda case, expected: {"dU": np.einsum("ntd,ntkh->dh", case["x"], case["deltas"])}),
    _mistake("dw-transposed", "dW is transposed; its shape does not tell because W is square.",
             dW=lambda case, dW: dW.T),
    Mistake("db-summed", "db is the same number everywhere: sum over the examples, not over H.",
            lambda case, expected: {"db": np.full_like(expected["db"], expected["db"].sum())}),
    Mistake("t-and-k-swapped", "t and k have changed places: the second axis of deltas is t, the third is k.",
            lambda case, expected: {
                "dU": np.einsum("ntd,ntkh->dh", case["x"], case["deltas"]),
                "dW": np.einsum("ntg,ntkh->gh", _before(case["h"], case["h0"]), case["deltas"])}),
)


# ------------------------------------------------------------------ clipping
#: Shapes of the gradients and sizes of their entries: those of a small network of `cs_nn.tools.rnn`.
CLIPPED = {"U": ((3, 4), 0.6), "W": ((4, 4), 1.5), "b": ((4,), 1.0), "V": ((4, 5), 0.8), "c": ((5,), 0.7),
           "embedding": ((6, 3), 0.9)}


def clip_case(rng, about, max_norm=None, scale=1.0, names="UWb", share=None) -> Case:
    """Gradients by name, and a limit: `max_norm`, or `share` of their common norm. Without both each array is below
    it, and all together are above it."""
    grads = {name: scale * size * rng.standard_normal(shape)
             for name, (shape, size) in ((name, CLIPPED[name]) for name in names)}
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
    grads, names = _grads(case), sorted(_grads(case))
    clipped, norm = unpack(bptt.clip_gradients(grads, case["max_norm"]), "clipped, norm", "clip_gradients")
    if not isinstance(clipped, dict):
        raise WrongResult("clip_gradients must return a dict with the keys of grads, and the norm")
    if set(clipped) != set(names):
        raise WrongResult(f"clipped must have the keys of grads, {', '.join(names)}, whatever they are: it has "
                          f"{', '.join(map(str, clipped))}")
    return {"norm": norm, **clipped}


def _grads(case):
    return {name: case[name] for name in case if name in CLIPPED}


def _clip_mistake(id, sentence, function):
    """A mistake given by a function of the arrays, max_norm and the right norm; it gives arrays, and perhaps a norm."""
    return Mistake(id, sentence, lambda case, expected: _finite(function(_grads(case), case["max_norm"],
                                                                        expected["norm"])))


def _scaled(grads, factor):
    return {name: grad * factor for name, grad in grads.items()}


def _other_norm(id, sentence, function):
    """A mistake in the norm, and in the arrays if they are scaled by it."""

    def gives(grads, max_norm, norm):
        wrong = function(grads, norm)
        return {"norm": wrong, **(_scaled(grads, max_norm / wrong) if wrong > max_norm else grads)}

    return _clip_mistake(id, sentence, gives)


def _alone(grads, max_norm):
    """Each array scaled by its own norm."""
    return {name: grad * (max_norm / max(max_norm, np.linalg.norm(grad))) for name, grad in grads.items()}


def _with_norm_so_far(grads, max_norm):
    squares = np.cumsum([np.vdot(grad, grad) for grad in grads.values()])
    factors = max_norm / np.maximum(max_norm, np.sqrt(squares))
    return {name: grad * factor for (name, grad), factor in zip(grads.items(), factors)}


CLIP_MISTAKES = (
    _clip_mistake("limit", "gradients just above the limit are not clipped: compare the norm with max_norm itself.",
                  lambda grads, max_norm, norm: grads if max_norm < norm < 1.3 * max_norm else {}),
    _clip_mistake("not-clipped", "nothing is clipped: are the new arrays stored, and returned?",
                  lambda grads, max_norm, norm: grads),
    _clip_mistake("each-alone", "each array is clipped by its own norm: one factor for all keeps their direction.",
                  lambda grads, max_norm, norm: _alone(grads, max_norm)),
    _clip_mistake("norm-so-far", "the arrays are scaled by the norm of the arrays up to each: take that of all arrays "
                  "first.", lambda grads, max_norm, norm: _with_norm_so_far(grads, max_norm)),
    _clip_mistake("entries", "the entries are clipped: multiply all of them by one factor.",
                  lambda grads, max_norm, norm: {n: np.clip(g, -max_norm, max_norm) for n, g in grads.items()}),
    _clip_mistake("always", "gradients below max_norm change: they must stay as they are.",
                  lambda grads, max_norm, norm: _scaled(grads, max_norm / norm) if norm < max_norm else {}),
    _clip_mistake("always", "gradients below max_norm change: they must stay as they are.",
                  lambda grads, max_norm, norm: _scaled(grads, 1 / norm) if norm < max_norm else {}),
    _clip_mistake("unit", "the norm becomes 1: it must become max_norm.",
                  lambda grads, max_norm, norm: _scaled(grads, 1 / norm)),
    _clip_mistake("max-norm-only", "the arrays are multiplied by max_norm: divide by the norm too.",
                  lambda grads, max_norm, norm: _scaled(grads, max_norm)),
    _clip_mistake("inverse", "the factor is upside down: the arrays must become smaller.",
                  lambda grads, max_norm, norm: _scaled(grads, norm / max_norm)),
    _clip_mistake("norm-after", "norm is that after clipping: return the one before.",
                  lambda grads, max_norm, norm: {"norm": min(norm, max_norm)}),
    _clip_mistake("factor-returned", "the factor is returned where the norm is meant.",
                  lambda grads, max_norm, norm: {"norm": min(1.0, max_norm / norm)}),
    _clip_mistake("root-of-factor", "the arrays are scaled too much or too little: the factor has no square and no "
                  "root.", lambda grads, max_norm, norm: _scaled(grads, np.sqrt(max_norm / norm))),
    _clip_mistake("root-of-factor", "the arrays are scaled too much or too little: the factor has no square and no "
                  "root.", lambda grads, max_norm, norm: _scaled(grads, (max_norm / norm) ** 2)),
    _clip_mistake("zeros", "gradients above max_norm become zeros: they are only made shorter.",
                  lambda grads, max_norm, norm: _scaled(grads, 0.0)),
    _other_norm("squared", "norm is squared: take the square root.", lambda grads, norm: norm**2),
    _other_norm("sum-of-norms", "norm is the sum of the norms of the arrays: take that of all entries together.",
                lambda grads, norm: sum(np.linalg.norm(grad) for grad in grads.values())),
    _other_norm("largest-norm", "norm is the largest norm of an array: take that of all entries together.",
                lambda grads, norm: max(np.linalg.norm(grad) for grad in grads.values())),
    _other_norm("absolute", "norm is the sum of the absolute values: take the root of the sum of the squares.",
                lambda grads, norm: sum(np.abs(grad).sum() for grad in grads.values())),
    _other_norm("largest-entry", "norm is the largest entry: take the root of the sum of the squares.",
                lambda grads, norm: max(np.abs(grad).max() for grad in grads.values())),
    _other_norm("mean", "norm is made with a mean: take the sum of the squares of all entries.",
                lambda grads, norm: norm / np.sqrt(sum(grad.size for grad in grads.values()))),
    _other_norm("matrix-norm", "norm is made with the largest singular value: take all entries as one long vector.",
                lambda grads, norm: np.sqrt(sum(np.linalg.norm(grad, 2) ** 2 for grad in grads.values()))),
    _clip_mistake("biases-left-out", "the arrays of one axis are not clipped: one factor for all keeps the direction.",
                  lambda grads, max_norm, norm: {name: grad for name, grad in grads.items() if grad.ndim == 1}),
    _clip_mistake("biases-left-out", "the arrays of one axis are left out: they belong to the gradient too.",
                  lambda grads, max_norm, norm: {
                      "norm": np.sqrt(sum(np.sum(grad**2) for grad in grads.values() if grad.ndim > 1))}),
    *(
        _other_norm("one-array", f"norm is that of the {which} array alone: take that of all arrays together.",
                    lambda grads, norm, number=number: np.linalg.norm(list(grads.values())[number]))
        for which, number in (("first", 0), ("last", -1))
    ),
)


TASKS = {
    task.name: task
    for task in (
        Task("rnn_step_forward", "bptt", _cases, _run_step_forward, STEP_FORWARD_MISTAKES, _sizes,
             takes={**STEP_TAKES, "b": "b"}),
        Task("rnn_step_backward", "bptt", _backward_cases, _run_step_backward, STEP_BACKWARD_MISTAKES, _sizes,
             takes={**STEP_TAKES, "h": "h_t", "dh": "dh_t"}),
        Task("rnn_forward", "bptt", _cases, _twice(_forward, "rnn_step_forward"), FORWARD_MISTAKES, _sizes,
             _judge_twice("rnn_step_forward", FORWARD_STORED, _sentence_of_forward)),
        Task("bptt_deltas", "bptt", _backward_cases, _run_deltas, DELTAS_MISTAKES, _sizes),
        Task("bptt_gradient_sum", "bptt", _sum_cases, _run_sum, SUM_MISTAKES, _sizes),
        Task("rnn_backward", "bptt", _backward_cases, _twice(_backward, "rnn_step_backward"), BACKWARD_MISTAKES, _sizes,
             _judge_twice("rnn_step_backward", BACKWARD_STORED, _sentence_of_backward),
             takes={name: name for name in ("dh", *CACHE)}),
        Task("clip_gradients", "bptt", _clip_cases, _run_clip, CLIP_MISTAKES, may_change=frozenset(CLIPPED),
             takes={"max_norm": "max_norm", **{name: f'grads["{name}"]' for name in CLIPPED}}),
    )
}
