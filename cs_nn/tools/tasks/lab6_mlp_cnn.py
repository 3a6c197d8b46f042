"""Lab 6's graded functions: their inputs, how they are called, and the mistakes that are known by their results.

The network of plain numbers is in `_neurons`, the layers for images are in `_images`.
"""

from __future__ import annotations

import numpy as np

from cs_nn.tools.checks import Case, Mistake, Task, WrongResult, unpack
from cs_nn.tools.tasks import _images, _neurons
from cs_nn.tools.tasks._composition import judge_composition, penalty_mistakes, run_composition

_mistake = Mistake.of


# ------------------------------------------------------------------ Adam
ADAM = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}


def adam_case(rng, about, shape=(4, 3), t=0, scale=1.0, steps=3, **settings) -> Case:
    """Parameters and the gradients of several steps in a row; with t > 0 there were steps before."""
    case = {"about": about, "w": rng.standard_normal(shape), "gradients": scale * rng.standard_normal((steps, *shape)),
            "t": t, "settings": ",".join(sorted(settings)), **ADAM, **settings}
    if t:
        case.update(m=scale * rng.standard_normal(shape), v=scale**2 * rng.uniform(0.1, 2.0, shape))
    return case


def _adam_cases(rng):
    return [
        adam_case(rng, "from the start, learning rate 0.1", learning_rate=0.1),
        adam_case(rng, "from the start, with the defaults", shape=(5,)),
        adam_case(rng, "after 7 steps", t=7, shape=(2, 6), learning_rate=0.02),
        adam_case(rng, "other betas, a large epsilon", learning_rate=0.5, beta1=0.6, beta2=0.8, epsilon=0.3),
        adam_case(rng, "tiny gradients", scale=1e-6, learning_rate=0.01, epsilon=1e-7),
        adam_case(rng, "filters", shape=(2, 3, 2, 2), t=1, learning_rate=0.3, beta2=0.9),
    ]


def _run_adam(mlp, case):
    given = [name for name in case["settings"].split(",") if name]
    config = {name: case[name] for name in given}
    if case["t"]:
        config.update(t=case["t"], m=case["m"].copy(), v=case["v"].copy())
    results, w = {}, case["w"].copy()
    for step, dw in enumerate(case["gradients"], 1):
        before = w.copy()
        next_w, config = unpack(mlp.adam(w, dw.copy(), config), "next_w, config", "adam")
        if not np.array_equal(w, before):
            raise WrongResult("adam changes w in place: work on a copy")
        if not isinstance(config, dict) or not {"m", "v", "t", *given} <= set(config):
            raise WrongResult("config must keep all its keys, with m, v and t")
        results.update({f"m after step {step}": np.array(config["m"]), f"v after step {step}": np.array(config["v"]),
                        f"t after step {step}": config["t"], f"next_w of step {step}": np.array(next_w)})
        w = np.array(next_w, dtype=float)
        if w.shape != before.shape:
            break
    return results


def _first_step(id, sentence, function):
    """A mistake in the first step, given by a function of (case, m, v, t) for what is subtracted from w."""
    def gives(case, expected):
        m, v = expected["m after step 1"], expected["v after step 1"]
        return {"next_w of step 1": case["w"] - function(case, m, v, case["t"] + 1)}

    return Mistake(id, sentence, gives)


def _corrected(case, m, v, t):
    return m / (1 - case["beta1"] ** t), v / (1 - case["beta2"] ** t)


def _ratio(case, m, v, epsilon=None):
    return case["learning_rate"] * m / (v**0.5 + (case["epsilon"] if epsilon is None else epsilon))


def _in_m(id, sentence, function):
    return _mistake(id, sentence, **{"m after step 1": lambda case, m: function(
        case.get("m", 0 * m), case["gradients"][0], case["beta1"], case["beta2"])})


def _in_v(id, sentence, function):
    return _mistake(id, sentence, **{"v after step 1": lambda case, v: function(
        case.get("v", 0 * v), case["gradients"][0], case["beta2"], case["beta1"])})


ADAM_MISTAKES = (
    _in_m("m-swapped", "beta1 and 1 - beta1 are swapped in m.", lambda m, dw, beta, other: (1 - beta) * m + beta * dw),
    _in_m("m-not-averaged", "dw enters m without the factor 1 - beta1.", lambda m, dw, beta, other: beta * m + dw),
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
    _first_step("always-1", "the corrections are those of the first step: take beta to the power of t.",
                lambda case, m, v, t: _ratio(case, *_corrected(case, m, v, 1))),
    _first_step("betas-swapped", "the corrections of m and v are swapped.",
                lambda case, m, v, t: _ratio(case, *_corrected(case, v, m, t)[::-1])),
    _first_step("epsilon-inside", "epsilon is added after the square root.",
                lambda case, m, v, t: _ratio(case, _corrected(case, m, v, t)[0],
                                             _corrected(case, m, v, t)[1] + case["epsilon"], 0)),
    _first_step("no-epsilon", "epsilon is missing.", lambda case, m, v, t: _ratio(case, *_corrected(case, m, v, t), 0)),
    _first_step("no-root", "the square root of v is missing.",
                lambda case, m, v, t: _ratio(case, _corrected(case, m, v, t)[0], _corrected(case, m, v, t)[1] ** 2)),
    _first_step("uphill", "the step goes uphill: subtract it.",
                lambda case, m, v, t: -_ratio(case, *_corrected(case, m, v, t))),
    _first_step("no-learning-rate", "the learning rate is missing.",
                lambda case, m, v, t: _ratio({**case, "learning_rate": 1}, *_corrected(case, m, v, t))),
    _first_step("momentum-only", "v is not used.",
                lambda case, m, v, t: case["learning_rate"] * _corrected(case, m, v, t)[0]),
    _first_step("gradient-for-m", "dw is used where m is meant.",
                lambda case, m, v, t: _ratio(case, case["gradients"][0], _corrected(case, m, v, t)[1])),
    _first_step("plain", "this is plain gradient descent: m and v are not used.",
                lambda case, m, v, t: case["learning_rate"] * case["gradients"][0]),
    _mistake("t-not-counted", "t does not change: add 1 in each step.",
             **{"t after step 1": lambda case, t: case["t"]}),
    _mistake("t-twice", "t grows by 2 in a step.", **{"t after step 1": lambda case, t: case["t"] + 2}),
    Mistake("corrected-kept", "the corrected m is kept in config: keep m, and correct it for the step only.",
            lambda case, expected: {"m after step 1": _corrected(
                case, expected["m after step 1"], 0, case["t"] + 1)[0]}),
    Mistake("corrected-kept", "the corrected v is kept in config: keep v, and correct it for the step only.",
            lambda case, expected: {"v after step 1": _corrected(
                case, 0, expected["v after step 1"], case["t"] + 1)[1]}),
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
        mlp_case(rng, "2 hidden layers with regularization", N=4, sizes=(6, 3, 5, 7), reg=0.3),
        mlp_case(rng, "1 hidden layer", N=6, sizes=(5, 4, 3), reg=0.1),
        mlp_case(rng, "4 layers of one size", N=3, sizes=(4, 4, 4, 4, 4), reg=0.2),
        mlp_case(rng, "no hidden layer", N=7, sizes=(5, 3), reg=0.4),
        mlp_case(rng, "images as examples", N=2, sizes=(8, 5, 6, 3), image=(2, 4), reg=0.5),
    ]


def _make_mlp(module, case):
    numbers = range(1, sum(key[0] == "W" for key in case) + 1)
    return module.MLP((len(case["W1"]), *(len(case[f"b{k}"]) for k in numbers)), rng=0, dtype=np.float64)


def convnet_case(rng, about, N=3, C=2, H=8, W=4, filters=(3, 5), K=3, hidden=6, classes=4, reg=0.0) -> Case:
    shapes = ((filters[0], C, K, K), (filters[1], filters[0], K, K), (filters[1] * (H // 4) * (W // 4), hidden),
              (hidden, classes))
    case = {"about": about, "X": rng.standard_normal((N, C, H, W)), "y": rng.integers(classes, size=N), "reg": reg}
    for k, shape in enumerate(shapes, 1):
        case[f"W{k}"] = rng.standard_normal(shape) * (0.5 if len(shape) == 4 else 0.3)
        case[f"b{k}"] = rng.standard_normal(shape[0] if len(shape) == 4 else shape[1])
    return case


def _convnet_cases(rng):
    return [
        convnet_case(rng, "no regularization"),
        convnet_case(rng, "with regularization", N=2, C=1, H=4, W=8, filters=(2, 3), hidden=5, classes=3, reg=0.3),
        convnet_case(rng, "as many filters in both layers", N=4, C=3, H=4, W=4, filters=(3, 3), hidden=4, classes=4,
                     reg=0.1),
        convnet_case(rng, "one image, 5 x 5 filters", N=1, C=1, H=8, W=8, K=5, hidden=3, classes=2, reg=0.2),
    ]


def _make_convnet(module, case):
    (F1, C, K, _), (F2, *_), (_, hidden), (_, classes) = (case[f"W{k}"].shape for k in (1, 2, 3, 4))
    return module.ConvNet(case["X"].shape[1:], (F1, F2), K, hidden, classes, dropout=0.0, rng=0, dtype=np.float64)


def _convnet_settings(net):
    return {"conv_param": net.conv_param, "pool_param": net.pool_param}


def _count(case):
    return {"N": len(case["X"])}


TASKS = {
    task.name: task
    for task in (
        *_neurons.TASKS,
        Task("adam", "mlp", _adam_cases, _run_adam, ADAM_MISTAKES),
        Task("MLP_loss", "mlp", _mlp_cases, run_composition(_make_mlp), penalty_mistakes(3), _count,
             judge_composition),
        *_images.TASKS,
        Task("ConvNet_loss", "cnn", _convnet_cases, run_composition(_make_convnet, _convnet_settings),
             penalty_mistakes(4), _count, judge_composition),
    )
}
