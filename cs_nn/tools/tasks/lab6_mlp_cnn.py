"""Lab 6's graded functions: their inputs, how they are called, and the mistakes that are known by their results.

The network of plain numbers is in `_neurons`, the layers for images are in `_convolution`, `_pooling` and `_dropout`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cs_nn.tools.checks import Case, Mistake, Task, WrongResult, agrees, compare, unpack
from cs_nn.tools.tasks import _convolution, _dropout, _neurons, _pooling
from cs_nn.tools.tasks._composition import judge_composition, penalty_mistakes, run_composition
from cs_nn.tools.tasks._nets import construct

_mistake = Mistake.of


# ------------------------------------------------------------------ Adam
ADAM = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
ADAM_TAKES = {"w": "w", "gradients": "dw", **{name: f'config["{name}"]' for name in (*ADAM, "m", "v", "t")}}


def adam_case(rng, about, shape=(4, 3), t=0, scale=1.0, steps=3, dead=False, **settings) -> Case:
    """Parameters and the gradients of several steps in a row; with t > 0 there were steps before.

    If `dead`, the first parameters have zero gradients.
    """
    case = {"about": about, "gradients": scale * rng.standard_normal((steps, *shape)), "t": t,
            "settings": ",".join(sorted(settings)), **ADAM, **settings}
    case["w"] = 5 * case["learning_rate"] * rng.standard_normal(shape)  # about as large as a few steps
    if dead:
        case["gradients"][:, :1] = 0
    if t:
        case.update(m=scale * rng.standard_normal(shape), v=scale**2 * rng.uniform(0.1, 2.0, shape))
    return case


def _adam_cases(rng):
    return [
        adam_case(rng, "after two steps, with settings of its own", t=2, learning_rate=0.35, beta1=0.23, beta2=0.32,
                  epsilon=0.2),
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
                raise WrongResult(f"adam changes {name} in place: work on a copy")
        if not isinstance(config, dict) or not {"m", "v", "t", *given} <= set(config):
            raise WrongResult("config must keep all its keys, with m, v and t")
        if np.shape(config["t"]) != ():
            raise WrongResult("config['t'] is not one number: it counts the steps")
        results.update({f"m_after_step_{step}": np.array(config["m"]), f"v_after_step_{step}": np.array(config["v"]),
                        f"t_after_step_{step}": config["t"], f"next_w_of_step_{step}": np.array(next_w)})
    return results


def _judge_adam(task, case, expected, got):
    """The first step with a wrong result."""
    for step in range(1, len(case["gradients"]) + 1):
        m, v, *others = (f"{name}_after_step_{step}" for name in "mvt")
        problem = compare(task, case, expected, got, [m, v, *others, f"next_w_of_step_{step}"])
        if problem and problem.name in (m, v) and agrees(got[m], got[v]):
            return replace(problem, mistake="one-array", hint="m and v are equal: are they one array with two names?")
        if problem:
            return problem
    return None


def _first_step(id, sentence, function):
    """A mistake in the first step, given by a function of (case, m, v, t) for what is subtracted from w."""
    def gives(case, expected):
        m, v = expected["m_after_step_1"], expected["v_after_step_1"]
        return {"next_w_of_step_1": case["w"] - function(case, m, v, case["t"] + 1)}

    return Mistake(id, sentence, gives)


def _corrected(case, m, v, t):
    return m / (1 - case["beta1"] ** t), v / (1 - case["beta2"] ** t)


def _ratio(case, m, v, epsilon=None):
    return case["learning_rate"] * m / (v**0.5 + (case["epsilon"] if epsilon is None else epsilon))


def _in_m(id, sentence, function):
    return _mistake(id, sentence, **{"m_after_step_1": lambda case, m: function(
        case.get("m", 0 * m), case["gradients"][0], case["beta1"], case["beta2"])})


def _in_v(id, sentence, function):
    return _mistake(id, sentence, **{"v_after_step_1": lambda case, v: function(
        case.get("v", 0 * v), case["gradients"][0], case["beta2"], case["beta1"])})


ADAM_MISTAKES = (
    _in_m("m-swapped", "beta1 and 1 - beta1 are swapped in m.", lambda m, dw, beta, other: (1 - beta) * m + beta * dw),
    _in_m("m-not-averaged", "dw enters m without the factor 1 - beta1.", lambda m, dw, beta, other: beta * m + dw),
    _in_m("m-not-kept", "m does not change: put the new one into config.", lambda m, dw, beta, other: m),
    _in_m("m-old-factor", "the old m has no factor: it gets beta1.", lambda m, dw, beta, other: m + (1 - beta) * dw),
    _in_m("m-forgets", "the old m is forgotten.", lambda m, dw, beta, other: (1 - beta) * dw),
    _in_m("m-forgets", "m is dw: keep beta1 of the old m.", lambda m, dw, beta, other: dw),
    _in_m("m-beta", "m is made with beta2: take beta1.", lambda m, dw, beta, other: other * m + (1 - other) * dw),
    _in_m("m-squared", "m takes the gradient, not its square.",
          lambda m, dw, beta, other: beta * m + (1 - beta) * dw**2),
    _in_m("m-sign", "the gradient is subtracted in m: it is added.",
          lambda m, dw, beta, other: beta * m - (1 - beta) * dw),
    _in_v("v-swapped", "beta2 and 1 - beta2 are swapped in v.",
          lambda v, dw, beta, other: (1 - beta) * v + beta * dw**2),
    _in_v("v-not-squared", "v takes the square of the gradient.",
          lambda v, dw, beta, other: beta * v + (1 - beta) * dw),
    _in_v("v-absolute", "v takes the square of the gradient, not its absolute value.",
          lambda v, dw, beta, other: beta * v + (1 - beta) * np.abs(dw)),
    _in_v("v-not-averaged", "the square enters v without the factor 1 - beta2.",
          lambda v, dw, beta, other: beta * v + dw**2),
    _in_v("v-not-kept", "v does not change: put the new one into config.", lambda v, dw, beta, other: v),
    _in_v("v-old-factor", "the old v has no factor: it gets beta2.", lambda v, dw, beta, other: v + (1 - beta) * dw**2),
    _in_v("v-added-up", "this adds up all squares: v is a mean, with beta2 and 1 - beta2.",
          lambda v, dw, beta, other: v + dw**2),
    Mistake("v-of-m", "v takes the square of dw, not of m.", lambda case, expected: {
        "v_after_step_1": case["beta2"] * case.get("v", 0) + (1 - case["beta2"]) * expected["m_after_step_1"] ** 2}),
    Mistake("exchanged", "m and v are exchanged in config.", lambda case, expected: {
        "m_after_step_1": expected["v_after_step_1"], "v_after_step_1": expected["m_after_step_1"]}),
    Mistake("own-betas", "beta1 and beta2 of config are not used.", lambda case, expected: {
        f"{name}_after_step_1": beta * case.get(name, 0) + (1 - beta) * case["gradients"][0] ** power
        for name, beta, power in (("m", ADAM["beta1"], 1), ("v", ADAM["beta2"], 2))}),
    _in_v("v-forgets", "the old v is forgotten.", lambda v, dw, beta, other: (1 - beta) * dw**2),
    _in_v("v-beta", "v is made with beta1: take beta2.", lambda v, dw, beta, other: other * v + (1 - other) * dw**2),
    _in_v("v-factor-squared", "1 - beta2 is squared too: only dw is.",
          lambda v, dw, beta, other: beta * v + ((1 - beta) * dw) ** 2),
    _in_v("v-summed", "v has one entry for each parameter: no sum over dw.",
          lambda v, dw, beta, other: beta * v + (1 - beta) * np.sum(dw**2)),
    _first_step("no-correction", "m and v are used as they are: divide them by 1 - beta^t first.",
                lambda case, m, v, t: _ratio(case, m, v)),
    _first_step("m-not-corrected", "m is not divided by 1 - beta1^t.",
                lambda case, m, v, t: _ratio(case, m, _corrected(case, m, v, t)[1])),
    _first_step("v-not-corrected", "v is not divided by 1 - beta2^t.",
                lambda case, m, v, t: _ratio(case, _corrected(case, m, v, t)[0], v)),
    _first_step("t-behind", "the corrections use the old t: add 1 to it first.",
                lambda case, m, v, t: _ratio(case, *_corrected(case, m, v, t - 1))),
    _first_step("t-ahead", "the corrections use t + 1: t is increased once in a step.",
                lambda case, m, v, t: _ratio(case, *_corrected(case, m, v, t + 1))),
    _first_step("t-not-power", "the corrections take beta to the power of t, not beta times t.",
                lambda case, m, v, t: _ratio(case, m / (1 - case["beta1"] * t), v / (1 - case["beta2"] * t))),
    _first_step("power-of-difference", "the corrections take 1 minus a power of beta, not a power of 1 - beta.",
                lambda case, m, v, t: _ratio(case, m / (1 - case["beta1"]) ** t, v / (1 - case["beta2"]) ** t)),
    _first_step("no-1-minus", "m and v are divided by beta^t: divide by 1 - beta^t.",
                lambda case, m, v, t: _ratio(case, m / case["beta1"] ** t, v / case["beta2"] ** t)),
    _first_step("multiplied", "m and v are multiplied by 1 - beta^t: divide by it.", lambda case, m, v, t: _ratio(
        case, m * (1 - case["beta1"] ** t), v * (1 - case["beta2"] ** t))),
    _first_step("corrected-after-root", "v is divided by 1 - beta2^t before the root is taken, not after it.",
                lambda case, m, v, t: _ratio(case, _corrected(case, m, v, t)[0], v / (1 - case["beta2"] ** t) ** 2)),
    _first_step("one-beta", "both corrections are made with beta1.",
                lambda case, m, v, t: _ratio(case, *_corrected({**case, "beta2": case["beta1"]}, m, v, t))),
    _first_step("one-beta", "both corrections are made with beta2.",
                lambda case, m, v, t: _ratio(case, *_corrected({**case, "beta1": case["beta2"]}, m, v, t))),
    _first_step("always-1", "the corrections are those of the first step: take beta to the power of t.",
                lambda case, m, v, t: _ratio(case, *_corrected(case, m, v, 1))),
    _first_step("betas-swapped", "the corrections of m and v are swapped.",
                lambda case, m, v, t: _ratio(case, *_corrected(case, v, m, t)[::-1])),
    _first_step("epsilon-inside", "epsilon is added after the square root.",
                lambda case, m, v, t: _ratio(case, _corrected(case, m, v, t)[0],
                                             _corrected(case, m, v, t)[1] + case["epsilon"], 0)),
    _first_step("no-epsilon", "epsilon is missing, or that of config is not used.",
                lambda case, m, v, t: _ratio(case, *_corrected(case, m, v, t), 0)),
    _first_step("no-epsilon", "epsilon is missing, or that of config is not used.",
                lambda case, m, v, t: _ratio(case, *_corrected(case, m, v, t), ADAM["epsilon"])),
    _first_step("epsilon-outside", "epsilon is added to the quotient: parentheses are missing, it belongs to the root.",
                lambda case, m, v, t: _ratio(case, *_corrected(case, m, v, t), 0) + case["epsilon"]),
    _first_step("epsilon-outside", "epsilon is added to the quotient: parentheses are missing, it belongs to the root.",
                lambda case, m, v, t: (_ratio(case, *_corrected(case, m, v, t), 0)
                                       + case["learning_rate"] * case["epsilon"])),
    _first_step("epsilon-first", "epsilon is added to the root of v before its correction: correct v first.",
                lambda case, m, v, t: (1 - case["beta2"] ** t) ** 0.5 * _ratio(case, _corrected(case, m, v, t)[0], v)),
    _first_step("no-root", "the square root of v is missing.",
                lambda case, m, v, t: _ratio(case, _corrected(case, m, v, t)[0], _corrected(case, m, v, t)[1] ** 2)),
    _first_step("uphill", "the step goes uphill: subtract it.",
                lambda case, m, v, t: -_ratio(case, *_corrected(case, m, v, t))),
    _first_step("no-learning-rate", "the learning rate is missing.",
                lambda case, m, v, t: _ratio({**case, "learning_rate": 1}, *_corrected(case, m, v, t))),
    _first_step("own-learning-rate", "the learning rate of config is not used.", lambda case, m, v, t: _ratio(
        {**case, "learning_rate": ADAM["learning_rate"]}, *_corrected(case, m, v, t))),
    _first_step("root-multiplied", "m is multiplied by the root of v: divide by it.",
                lambda case, m, v, t: _ratio(case, *_corrected(case, m, v, t)) * (
                    _corrected(case, m, v, t)[1] ** 0.5 + case["epsilon"]) ** 2),
    _first_step("step-alone", "this is the step: subtract it from w.",
                lambda case, m, v, t: case["w"] + _ratio(case, *_corrected(case, m, v, t))),
    _first_step("step-alone", "this is the step: subtract it from w.",
                lambda case, m, v, t: case["w"] - _ratio(case, *_corrected(case, m, v, t))),
    _first_step("one-rate", "v is averaged: each parameter has its own.", lambda case, m, v, t: _ratio(
        case, _corrected(case, m, v, t)[0], _corrected(case, m, v, t)[1].mean())),
    _first_step("momentum-only", "v is not used.",
                lambda case, m, v, t: case["learning_rate"] * _corrected(case, m, v, t)[0]),
    _first_step("gradient-for-m", "dw is used where m is meant.",
                lambda case, m, v, t: _ratio(case, case["gradients"][0], _corrected(case, m, v, t)[1])),
    _first_step("plain", "this is plain gradient descent: m and v are not used.",
                lambda case, m, v, t: case["learning_rate"] * case["gradients"][0]),
    _mistake("t-not-counted", "t does not change: add 1 in each step.",
             **{"t_after_step_1": lambda case, t: case["t"]}),
    _mistake("t-twice", "t grows by 2 in a step.", **{"t_after_step_1": lambda case, t: case["t"] + 2}),
    Mistake("corrected-kept", "the corrected m is kept in config: keep m, and correct it for the step only.",
            lambda case, expected: {"m_after_step_1": _corrected(
                case, expected["m_after_step_1"], 0, case["t"] + 1)[0]}),
    Mistake("corrected-kept", "the corrected v is kept in config: keep v, and correct it for the step only.",
            lambda case, expected: {"v_after_step_1": _corrected(
                case, 0, expected["v_after_step_1"], case["t"] + 1)[1]}),
)


# ------------------------------------------------------------------ compositions
def mlp_case(rng, about, N=5, sizes=(4, 7, 6, 3), reg=0.0, image=()) -> Case:
    """A batch and a net with affine layers of these sizes; with `image`, the shape of an example."""
    case = {"about": about, "X": rng.standard_normal((N, *(image or sizes[:1]))),
            "y": rng.integers(sizes[-1], size=N), "reg": reg}
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
        mlp_case(rng, "11 layers", N=3, sizes=(4, 3, 5, 3, 4, 2, 3, 4, 5, 3, 4, 3), reg=12.0),
    ]


def _make_mlp(module, case):
    numbers = range(1, sum(key[0] == "W" for key in case) + 1)
    return construct(module.MLP, (len(case["W1"]), *(len(case[f"b{k}"]) for k in numbers)), rng=0, dtype=np.float64)


def convnet_case(rng, about, N=3, C=2, H=8, W=4, filters=(3, 5), K=3, hidden=6, classes=4, reg=0.0,
                 conv2=False) -> Case:
    """A batch and a net; with `conv2`, the net gets another pair of functions for the second convolution."""
    shapes = ((filters[0], C, K, K), (filters[1], filters[0], K, K), (filters[1] * (H // 4) * (W // 4), hidden),
              (hidden, classes))
    case = {"about": about, "X": rng.standard_normal((N, C, H, W)), "y": rng.integers(classes, size=N), "reg": reg,
            "conv2": conv2}
    for k, shape in enumerate(shapes, 1):
        case[f"W{k}"] = rng.standard_normal(shape) * (0.5 if len(shape) == 4 else 0.3)
        case[f"b{k}"] = rng.standard_normal(shape[0] if len(shape) == 4 else shape[1])
    return case


def _convnet_cases(rng):
    return [
        convnet_case(rng, "no regularization"),
        convnet_case(rng, "other numbers, of the same sizes", reg=0.6),
        convnet_case(rng, "with regularization", N=5, C=1, H=4, W=8, filters=(2, 3), hidden=5, classes=3, reg=0.3),
        convnet_case(rng, "as many filters in both layers", N=6, C=3, H=4, W=4, filters=(3, 3), hidden=4, classes=4,
                     reg=0.1),
        convnet_case(rng, "one image, 5 x 5 filters", N=1, C=1, H=8, W=8, K=5, hidden=3, classes=2, reg=0.2),
        convnet_case(rng, "other functions for the second convolution, 4 x 4 filters", H=4, W=8, K=4, reg=0.1,
                     conv2=True),
    ]


#: Filters are no matrices.
CONVNET_MISTAKES = tuple(mistake for mistake in penalty_mistakes(4) if mistake.id != "reg-matrix-product")


def _make_convnet(module, case):
    (F1, C, K, _), (F2, *_), (_, hidden), (_, classes) = (case[f"W{k}"].shape for k in (1, 2, 3, 4))
    return construct(module.ConvNet, case["X"].shape[1:], (F1, F2), K, hidden, classes, dropout=0.3, rng=0,
                     dtype=np.float64)


def _convnet_settings(net):
    return {"conv_param": net.conv_param, "pool_param": net.pool_param, "dropout_param": net.dropout_param}


def _count(case):
    return {"N": len(case["X"])}


TASKS = {
    task.name: task
    for task in (
        *_neurons.TASKS,
        Task("adam", "mlp", _adam_cases, _run_adam, ADAM_MISTAKES, judge=_judge_adam, takes=ADAM_TAKES),
        Task("MLP_loss", "mlp", _mlp_cases, run_composition(), penalty_mistakes(4), _count,
             judge_composition, _make_mlp),
        *_convolution.TASKS,
        *_pooling.TASKS,
        *_dropout.TASKS,
        Task("ConvNet_loss", "cnn", _convnet_cases, run_composition(_convnet_settings),
             CONVNET_MISTAKES, _count, judge_composition, _make_convnet),
    )
}
