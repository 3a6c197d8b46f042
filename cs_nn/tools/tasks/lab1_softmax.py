"""Lab 1's graded functions: their inputs, how they are called, and the mistakes that are known by their results."""

from __future__ import annotations

import ast
import inspect
from dataclasses import replace
from pathlib import Path

import numpy as np

from cs_nn.tools.checks import ARGUMENT, Case, Mistake, Problem, Results, Task, WrongResult, compare, replaced, unpack
from cs_nn.tools.saved_module import readable
from cs_nn.tools.tasks._loops import grows
from cs_nn.tools.tasks._nets import construct
from cs_nn.tools.tasks._predictions import judge_labels
from cs_nn.tools.tasks._softmax_loss import LOSS_MISTAKES, changed_scores, count, few_labels
from cs_nn.tools.tasks._training import (
    MOMENTUM_LOOP_MISTAKES,
    TRAIN_TAKES,
    judge_train,
    linear_optimizer,
    no_update,
    noted,
    run_train,
    train_case,
    true_momentum,
)


# ------------------------------------------------------------------ the softmax loss
def softmax_case(rng, about, N=7, D=5, C=4, reg=0.0, scale=1.0, shift=0.0, size=1.0) -> Case:
    """Inputs of a softmax loss. `shift` is added to all scores through a last, constant feature.

    With a large `scale` the first label is the least likely class, so that its probability underflows. `size` is that
    of the features; the weights are smaller by as much.
    """
    X = size * rng.standard_normal((N, D))
    W = scale / size * rng.standard_normal((D, C))
    if shift:
        X[:, -1], W[-1] = 1.0, shift
    y = few_labels(rng, N, C)
    if scale > 1:
        y[0] = np.argmin(X[0] @ W)
    return {"about": about, "W": W, "X": X, "y": y, "reg": reg}


def _softmax_cases(rng):
    return [
        softmax_case(rng, "no regularization", N=5, D=7, C=4),  # N < D: see _Examples
        softmax_case(rng, "with regularization", N=6, D=8, C=3, reg=0.7),
        softmax_case(rng, "more classes than features", N=30, D=2, C=8, reg=0.1),
        softmax_case(rng, "a single example", N=1, D=3, C=4, reg=0.2),
        softmax_case(rng, "all scores near 800", N=5, D=6, C=3, shift=800.0),
        softmax_case(rng, "scores thousands apart", N=4, D=6, C=3, scale=2000.0),
        softmax_case(rng, "a strong penalty", N=5, D=6, C=4, reg=30.0),
        softmax_case(rng, "features of some thousands", N=6, D=7, C=5, reg=0.3, size=3000.0),
        softmax_case(rng, "all scores near -800", N=4, D=6, C=5, shift=-800.0),
        softmax_case(rng, "small features, large weights, a weak penalty", N=5, D=7, C=6, reg=1e-6, size=1e-3),
    ]


def _loss_sizes(case):
    return {"N": case["X"].shape[0], "C": case["W"].shape[1], "D": case["X"].shape[1]}


def _run_loss(name):
    def run(softmax, case):
        result = getattr(softmax, name)(case["W"], case["X"], case["y"], case["reg"])
        loss, dW = unpack(result, "loss, dW", name)
        return {"loss": loss, "dW": dW}

    return run


def _run_vectorized(softmax, case):
    name = "softmax_loss_vectorized"
    line = _loop_line(softmax.softmax_loss_vectorized)
    if line:
        raise WrongResult(f"softmax_loss_vectorized has a loop: {line!r}. Use products of whole matrices instead")

    def refuse(*args, **kwargs):
        raise WrongResult("softmax_loss_vectorized calls softmax_loss_naive: write it without its loops, by products "
                          "of matrices")

    with replaced(softmax, softmax_loss_naive=refuse):
        value = _without_loop(softmax.softmax_loss_vectorized, name, case, ("W", "X", "y"))
        return dict(zip(("loss", "dW"), unpack(value, "loss, dW", name)))


def _without_loop(function, name, case, order):
    """What a loss returns; `WrongResult` if it takes more steps of Python for more examples, as a loop does, or for
    more features, as differences of the loss do.

    Of large inputs the results are those of the call whose steps are counted: it can't be told from the other ones.
    """
    returned = []

    def call(number, features):
        inputs = {key: np.resize(case[key], (number, *case[key].shape[1:])) if key in "XyY" else np.copy(case[key])
                  for key in order}
        inputs["X"] = np.resize(inputs["X"], (number, features))
        inputs["W"] = np.resize(inputs["W"], (features, inputs["W"].shape[1]))
        with np.errstate(all="ignore"):
            return function(*inputs.values(), case["reg"])

    def itself():
        returned[:] = [function(*(case[key] for key in order), case["reg"])]

    large = itself if "large" in case else lambda: call(2010, 203)
    if "large" not in case:
        itself()
    if grows(lambda: call(10, 3), large, allowed=2000):
        raise WrongResult(f"{name} takes examples or features one by one: twice as many cost twice as many steps of "
                          "Python. Use products of whole matrices instead, without a loop, also in what it calls")
    if not returned:
        itself()
        raise WrongResult(f"{name} stops with an error while its steps of Python are counted, and else it does not")
    return returned[0]


def _loop_line(function):
    """The first line of a function's own for or while statement, or None."""
    try:
        function = inspect.unwrap(function)
        data = Path(function.__code__.co_filename).read_bytes()  # decoded by `parse`: it may be in any encoding
        loops = [
            node.lineno
            for definition in ast.walk(ast.parse(data))
            if isinstance(definition, ast.FunctionDef) and function.__code__.co_firstlineno in _first_lines(definition)
            for node in ast.walk(definition)
            if isinstance(node, (ast.For, ast.While))
        ]
    except (AttributeError, OSError, SyntaxError, ValueError):
        return None
    return readable(data).split("\n")[min(loops) - 1].strip() if loops else None


def _first_lines(definition):
    return {node.lineno for node in (definition, *definition.decorator_list)}


# ------------------------------------------------------------------ the same in matrix form, with a bias
def linear_case(rng, about, *, bias=1.0, **sizes) -> Case:
    """Inputs of `linear_softmax_loss`: as `softmax_case`, with a bias and one-hot labels."""
    case = dict(softmax_case(rng, about, **sizes))
    C = case["W"].shape[1]
    case["Y"] = np.eye(C)[case.pop("y")]
    case["b"] = bias * rng.standard_normal(C)
    return case


def _linear_cases(rng):
    return [
        linear_case(rng, "no regularization", N=5, D=7, C=4),
        linear_case(rng, "with regularization", N=6, D=8, C=3, reg=0.7),
        linear_case(rng, "more classes than features", N=30, D=2, C=8, reg=0.1, bias=3.0),
        linear_case(rng, "a single example", N=1, D=3, C=4, reg=0.2),
        linear_case(rng, "all scores near 800", N=5, D=6, C=3, shift=800.0),
        linear_case(rng, "scores thousands apart", N=4, D=6, C=3, scale=2000.0),
        linear_case(rng, "a strong penalty", N=5, D=6, C=4, reg=30.0),
        linear_case(rng, "features of some thousands", N=6, D=7, C=5, reg=0.3, size=3000.0),
        linear_case(rng, "all scores near -800", N=4, D=6, C=5, shift=-800.0),
        linear_case(rng, "small features, large weights, a weak penalty", N=5, D=7, C=6, reg=1e-6, size=1e-3),
    ]


def _run_linear(softmax, case):
    name = "linear_softmax_loss"
    value = _without_loop(softmax.linear_softmax_loss, name, case, ("W", "b", "X", "Y"))
    return dict(zip(("loss", "dW", "db"), unpack(value, "loss, dW, db", name)))


LINEAR_MISTAKES = (
    Mistake(
        "bias-penalised", "the bias is not penalised: only W is.",
        lambda case, expected: {
            "loss": expected["loss"] + 0.5 * case["reg"] * np.sum(case["b"] ** 2),
            "db": expected["db"] + case["reg"] * case["b"],
        },
    ),
    Mistake(
        "db-not-averaged", "db is a mean over the batch like dW: divide by N.",
        lambda case, expected: {"db": count(case) * expected["db"]},
    ),
    Mistake(
        "db-averaged-twice", "db is divided by N twice: the scores' gradient is averaged already.",
        lambda case, expected: {"db": expected["db"] / count(case)},
    ),
    changed_scores(
        "bias-missing", "the bias b has no effect: add b, one entry for each class, to the scores.",
        lambda case, S: -case["b"],
    ),
    changed_scores("bias-twice", "the bias b is added to the scores twice.", lambda case, S: case["b"]),
    changed_scores("bias-subtracted", "the bias b is subtracted: it must be added.", lambda case, S: -2 * case["b"]),
    changed_scores(
        "bias-in-weights", "the bias is added to the weights: add it to the scores X W.",
        lambda case, S: (case["X"].sum(axis=1, keepdims=True) - 1) * case["b"],
    ),
    *LOSS_MISTAKES,
)


# ------------------------------------------------------------------ momentum
def momentum_case(rng, about, shape=(4, 3), scale=1.0, **config) -> Case:
    """Inputs of two steps: the second uses the returned config with another gradient and learning rate.

    `scale` is the size of the gradients.
    """
    case = {"about": about, "w": rng.standard_normal(shape), "dw": scale * rng.standard_normal(shape),
            "dw_2": scale * rng.standard_normal(shape), "learning_rate_2": 0.03, **config}
    if config.get("velocity") == "random":
        case["velocity"] = scale * rng.standard_normal(shape)
    return case


def _momentum_cases(rng):
    return [
        momentum_case(rng, "with a velocity", learning_rate=0.05, momentum=0.8, velocity="random"),
        momentum_case(rng, "first step: no velocity yet", learning_rate=0.2, momentum=0.7),
        momentum_case(rng, "no momentum", learning_rate=0.1, momentum=0.0),
        momentum_case(rng, "a vector, default learning rate and momentum", shape=(6,), velocity="random"),
        momentum_case(rng, "an array of three dimensions", shape=(2, 3, 4), learning_rate=0.3, momentum=0.95,
                      velocity="random"),
        momentum_case(rng, "small gradients", shape=(5, 2), scale=1e-4, learning_rate=3.0, momentum=0.75,
                      velocity="random"),
        momentum_case(rng, "gradients of some thousands", shape=(3, 5), scale=3000.0, learning_rate=0.04, momentum=0.6,
                      velocity="random"),
    ]


MOMENTUM_TAKES = {"w": "w", "dw": "dw", "dw_2": "dw", **{
    name: f'config["{name}"]' for name in ("learning_rate", "momentum", "velocity")}}


def _run_momentum(softmax, case):
    config = {key: case[key] for key in ("learning_rate", "momentum", "velocity") if key in case}
    results = {}
    w = case["w"]
    for step, dw in (("", case["dw"]), ("_2", case["dw_2"])):
        given = {key: config[key] for key in ("learning_rate", "momentum") if key in config}
        w, config = unpack(softmax.sgd_momentum(w, dw, config), "next_w, config", "sgd_momentum")
        if not isinstance(config, dict) or "velocity" not in config:
            raise WrongResult('sgd_momentum must return config, a dict with the new velocity under "velocity"')
        for key, value in given.items():
            if key not in config:
                raise WrongResult(f'the returned config has lost its "{key}": the next step needs it')
            if config[key] != value:
                raise WrongResult(f'config["{key}"] was {value:g} and is now {config[key]}: only the velocity changes')
        w = np.array(w)
        results[f"next_w{step}"] = w.copy()
        results[f"velocity{step}"] = np.array(config["velocity"])
        config = {**config, "learning_rate": case["learning_rate_2"]}
    return results


def _step_mistake(id, sentence, form):
    """A mistake given by ``form(w, g, rate, momentum, v)``, which returns next_w and the new velocity."""

    def gives(case, expected):
        w, v, momentum = case["w"], case.get("velocity", 0 * case["w"]), case.get("momentum", 0.9)
        results = {}
        for step, g, rate in (("", case["dw"], case.get("learning_rate", 0.01)),
                              ("_2", case["dw_2"], case["learning_rate_2"])):
            w, v = (np.broadcast_to(part, w.shape) for part in form(w, g, rate, momentum, v))
            results[f"next_w{step}"], results[f"velocity{step}"] = w, v
        return results

    return Mistake(id, sentence, gives)


def _along(w, v):
    return w + v, v


MOMENTUM_MISTAKES = (
    _step_mistake("opposite-velocity", "the velocity has the opposite sign: w moves by + v.",
                  lambda w, g, rate, momentum, v: (w - momentum * v - rate * g, momentum * v + rate * g)),
    _step_mistake("uphill", "the step goes up the gradient: subtract learning_rate * dw.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v + rate * g)),
    _step_mistake("no-step", "w does not move: next_w is w plus the new velocity.",
                  lambda w, g, rate, momentum, v: (w, momentum * v - rate * g)),
    _step_mistake("no-step", "w does not move, and the velocity does not change.",
                  lambda w, g, rate, momentum, v: (w, v)),
    _step_mistake("old-velocity", "w moves with the old velocity: compute the new one first.",
                  lambda w, g, rate, momentum, v: (w + v, momentum * v - rate * g)),
    _step_mistake("velocity-not-used", "the velocity has no effect on w: w must move by the new velocity.",
                  lambda w, g, rate, momentum, v: (w - rate * g, momentum * v - rate * g)),
    _step_mistake("velocity-not-used", "the velocity has no effect on w, and it does not change.",
                  lambda w, g, rate, momentum, v: (w - rate * g, v)),
    _step_mistake("no-momentum", "the old velocity is ignored.",
                  lambda w, g, rate, momentum, v: _along(w, -rate * g)),
    _step_mistake("velocity-not-stored", 'the new velocity is not stored in config["velocity"].',
                  lambda w, g, rate, momentum, v: (w + momentum * v - rate * g, v)),
    _step_mistake("other-default", "the default of learning_rate is 0.01.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - (0.001 if rate == 0.01 else rate) * g)),
    _step_mistake("dampened", "the gradient is multiplied by 1 - momentum: the formula has no such factor.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - (1 - momentum) * rate * g)),
    _step_mistake("dampened", "the gradient is multiplied by 1 - momentum: the formula has no such factor.",
                  lambda w, g, rate, momentum, v: (w - rate * (momentum * v + (1 - momentum) * g),
                                                   momentum * v + (1 - momentum) * g)),
    _step_mistake("full-velocity", "the old velocity is not multiplied by momentum.",
                  lambda w, g, rate, momentum, v: _along(w, v - rate * g)),
    _step_mistake("complement", "the old velocity is multiplied by momentum, not by 1 - momentum.",
                  lambda w, g, rate, momentum, v: _along(w, (1 - momentum) * v - rate * g)),
    _step_mistake("momentum-on-gradient", "momentum multiplies the old velocity only, not the gradient.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * (v - rate * g))),
    _step_mistake("rate-on-velocity", "the learning rate multiplies the gradient only, not the old velocity.",
                  lambda w, g, rate, momentum, v: _along(w, rate * (momentum * v - g))),
    _step_mistake("swapped", "learning_rate and momentum have changed places.",
                  lambda w, g, rate, momentum, v: _along(w, rate * v - momentum * g)),
    _step_mistake("no-rate", "the gradient is not multiplied by the learning rate.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - g)),
    _step_mistake("rate-outside", "the velocity here includes the learning rate and the minus sign.",
                  lambda w, g, rate, momentum, v: (w - rate * (momentum * v + g), momentum * v + g)),
    _step_mistake("nesterov", "this is Nesterov's momentum; the task asks for the plain form.",
                  lambda w, g, rate, momentum, v: (w + momentum**2 * v - (1 + momentum) * rate * g,
                                                   momentum * v - rate * g)),
    _step_mistake("moved-back", "the new velocity is added to w: the minus sign is in the velocity already.",
                  lambda w, g, rate, momentum, v: (w - momentum * v + rate * g, momentum * v - rate * g)),
    _step_mistake("moved-twice", "w moves twice by the new velocity.",
                  lambda w, g, rate, momentum, v: (w + 2 * momentum * v - 2 * rate * g, momentum * v - rate * g)),
    _step_mistake("velocity-returned", "next_w is the new velocity alone: it must be added to w.",
                  lambda w, g, rate, momentum, v: (momentum * v - rate * g, momentum * v - rate * g)),
    _step_mistake("weights-stored", "next_w is stored as the velocity.",
                  lambda w, g, rate, momentum, v: (w + momentum * v - rate * g, w + momentum * v - rate * g)),
    _step_mistake("weights-as-gradient", "the step takes w where it needs the gradient dw.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - rate * w)),
    _step_mistake("own-rate", "the learning rate of config is not used.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - 0.01 * g)),
    _step_mistake("own-momentum", "the momentum of config is not used.",
                  lambda w, g, rate, momentum, v: _along(w, 0.9 * v - rate * g)),
    _step_mistake("mean-gradient", "each entry of w needs its own derivative: no sum and no mean of dw.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - rate * g.mean())),
    _step_mistake("mean-gradient", "each entry of w needs its own derivative: no sum and no mean of dw.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - rate * g.sum())),
    _step_mistake("changed-gradient", "the gradient is changed (its length or its sign alone): take dw as it is.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - rate * g / np.linalg.norm(g))),
    _step_mistake("changed-gradient", "the gradient is changed (its length or its sign alone): take dw as it is.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - rate * np.sign(g))),
)


# ------------------------------------------------------------------ early stopping
def stopping_case(about, val_accuracy, patience) -> Case:
    return {"about": about, "val_accuracy": np.asarray(val_accuracy, dtype=float), "patience": patience}


def _stopping_cases(rng):
    noisy = np.round(0.3 + 0.1 * rng.random(30), 2)
    curve = [0.3, 0.33, 0.36, 0.4, 0.38, 0.41, 0.4, 0.39, 0.37, 0.43, 0.42, 0.41, 0.43, 0.25, 0.45, 0.46, 0.44, 0.42,
             0.43, 0.47, 0.46, 0.46, 0.45, 0.44, 0.43, 0.5, 0.29, 0.28, 0.27]
    return [
        stopping_case("rising, falling and equal accuracies", curve, 3),
        stopping_case("rising accuracy", [0.1, 0.2, 0.3, 0.4], 2),
        stopping_case("falling after the third epoch", [0.2, 0.3, 0.5, 0.4, 0.3, 0.2, 0.1], 3),
        stopping_case("equal accuracies", [0.4, 0.4, 0.4, 0.4], 2),
        stopping_case("small improvements", [0.41, 0.4101, 0.41015, 0.4102, 0.4101, 0.41021, 0.4102, 0.41], 2),
        stopping_case("no example right in the first epochs", [0.0, 0.0, 0.0, 0.1, 0.1, 0.2, 0.1, 0.1, 0.1], 3),
        stopping_case("better again, but too late or just in time", [0.5, 0.4, 0.45, 0.6, 0.55, 0.58, 0.59, 0.7], 3),
        stopping_case("patience 1", [0.3, 0.5, 0.4, 0.45, 0.6], 1),
        stopping_case("improvements of a millionth and less", [
            0.3, 0.41, 0.41 + 1e-7, 0.4, 0.41, 0.41 + 2e-7, 0.4, 0.4, 0.4, 0.4], 3),
        stopping_case("a noisy curve", noisy, 5),
    ]


def _run_stopping(softmax, case):
    """The answer after 0, 1, 2, ... epochs."""
    answers, changed = [], {}
    for epochs in range(len(case["val_accuracy"]) + 1):
        accuracies = case["val_accuracy"][:epochs].tolist()
        try:
            answer = softmax.early_stopping(accuracies, case["patience"])
        except (IndexError, TypeError, ValueError, ZeroDivisionError) as error:
            few = "an empty list" if epochs == 0 else f"a list of {epochs}"
            if epochs <= case["patience"]:
                raise WrongResult(f"with {few} it stopped with {type(error).__name__}: {error}") from None
            raise
        answer = unpack(answer, "a bool", "early_stopping")
        if np.ndim(answer) or np.asarray(answer).dtype.kind not in "bi" or answer not in (0, 1):
            raise WrongResult(f"early_stopping must return True or False; it returned {answer!r}")
        answers.append(bool(answer))
        if accuracies != case["val_accuracy"][:epochs].tolist():
            changed = {f"{ARGUMENT}val_accuracy": accuracies}
    return {"stop": answers, **changed}


def _judge_stopping(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    want, have = expected["stop"].astype(bool), got["stop"].astype(bool)
    if have.shape != want.shape:
        return Problem("it does not give one answer per call")
    problem = compare(task, case, {"stop": want}, {"stop": have})
    if problem is None:
        return None
    known = {mistake.id for mistake in task.mistakes}
    fitting = [(hint, mistake) for hint, mistake in problem.fitting() if mistake in known]
    hint, mistake = next(iter(fitting), ("", None))
    epoch = int(np.flatnonzero(have != want)[0])
    history = np.array2string(case["val_accuracy"][:epoch], separator=", ", max_line_width=200)
    numbers = f"after {history} with patience {case['patience']}: yours {have[epoch]}, expected {want[epoch]}"
    return replace(problem, what="the answer is wrong after some epochs", hint=hint, mistake=mistake, numbers=numbers,
                   fitting=lambda: fitting)


class _Curve:
    """One case of early stopping, as arrays over the number of epochs so far, from 0 on."""

    def __init__(self, case, expected):
        self.accuracy, self.patience = case["val_accuracy"], case["patience"]
        self.want = expected["stop"].astype(bool)
        self.epochs = np.arange(len(self.want))
        self.rises = self.want & ~np.roll(self.want, 1)

    def counted(self, better=np.greater, accuracy=None):
        """How many epochs follow the last one that is ``better(accuracy, best before)``."""
        accuracy = self.accuracy if accuracy is None else accuracy
        flags = [True, *(n == 0 or better(accuracy[n], accuracy[:n].max()) for n in range(len(accuracy)))]
        return self.epochs - np.maximum.accumulate(np.where(flags, self.epochs, 0))

    def window(self, rule):
        """The answers of a rule for the accuracies so far, where there are more than `patience`."""
        return np.array([n > self.patience and bool(rule(self.accuracy[:n])) for n in self.epochs])


def _stopping(id, sentence, *rules):
    """A mistake given by the answers of one or several rules, functions of a `_Curve`."""
    return tuple(Mistake(id, sentence, lambda case, expected, rule=rule: {"stop": rule(_Curve(case, expected))})
                 for rule in rules)


STOPPING_MISTAKES = (
    *_stopping("never-stops", "it never stops.", lambda c: 0 * c.epochs),
    *_stopping("always-stops", "it stops always.", lambda c: 0 * c.epochs + 1),
    *_stopping("inverted", "the answer is the wrong way round.", lambda c: ~c.want),
    *_stopping("empty-list", "with no epoch yet there is nothing to stop.", lambda c: c.want | (c.epochs == 0)),
    *_stopping("one-late", "it stops one epoch too late: patience epochs without improvement are enough.",
               lambda c: c.want & ~c.rises, lambda c: c.counted() > c.patience),
    *_stopping("one-early", "it stops one epoch too early: count the epochs after the best one.",
               lambda c: (c.counted() + 1 >= c.patience) & (c.epochs > 0),
               lambda c: (c.counted() + 1 >= c.patience) & (c.epochs >= c.patience)),
    *_stopping("two-early", "it stops two epochs too early: count the epochs after the best one.",
               lambda c: (c.counted() + 2 >= c.patience) & (c.epochs > 0)),
    *_stopping("latest-left-out", "the latest epoch is not looked at.", lambda c: np.append(c.want[:1], c.want[:-1])),
    *_stopping("number-of-best", "the number of the best epoch is compared with patience: count the epochs after it.",
               lambda c: c.epochs - c.counted() - 1 >= c.patience),
    *_stopping("length-only", "it stops after a number of epochs, whether the accuracy improves or not.",
               lambda c: c.epochs >= c.patience, lambda c: c.epochs > c.patience),
    *_stopping("no-patience", "it stops at the first epoch without improvement.", lambda c: c.counted() > 0),
    *_stopping("sticky", "it stops although a later epoch is better than all before: look at the present best.",
               lambda c: np.logical_or.accumulate(c.want)),
    *_stopping("not-reset", "all epochs without improvement are counted, those before the best epoch too.",
               lambda c: np.cumsum(c.counted() > 0) >= c.patience),
    *_stopping("each-fall", "it waits for an accuracy that falls in every epoch: compare with the best, not with the "
               "epoch before.",
               lambda c: c.window(lambda a: (np.diff(a[-c.patience - 1:]) < 0).all()),
               lambda c: c.window(lambda a: (np.diff(a[-c.patience - 1:]) <= 0).all())),
    *_stopping("one-before", "the last patience epochs are compared with the one before them only: compare with the "
               "best of all.", lambda c: c.window(lambda a: a[-c.patience:].max() <= a[-1 - c.patience]),
               lambda c: c.window(lambda a: a[-c.patience:].max() < a[-1 - c.patience])),
    *_stopping("two-epochs", "only the latest epoch and the one patience epochs before it are compared.",
               lambda c: c.window(lambda a: a[-1] <= a[-1 - c.patience]),
               lambda c: c.window(lambda a: a[-1] < a[-1 - c.patience])),
    *_stopping("equal-is-better", "an equal accuracy later is no improvement: the first epoch with the best accuracy "
               "counts.", lambda c: c.counted(np.greater_equal) >= c.patience),
    *_stopping("lowest", "the lowest accuracy is taken for the best one: the highest is.",
               *(lambda c, better=better: c.counted(better, -c.accuracy) >= c.patience
                 for better in (np.greater, np.greater_equal))),
    *_stopping("min-delta", "a small improvement is not counted: an accuracy above the best one is better, however "
               "small the difference.",
               *(lambda c, least=least: c.counted(lambda a, best: a > best + least) >= c.patience
                 for least in (1e-5, 1e-4, 1e-3, 0.005, 0.01, 0.02, 0.05))),
)


# ------------------------------------------------------------------ prediction
def predict_case(rng, about, N=8, D=5, C=4, shift=0.0, scale=1.0, negative=False) -> Case:
    W, X = scale * rng.standard_normal((D, C)), rng.standard_normal((N, D)) + shift
    if negative:  # all scores are
        W, X = np.abs(W), -np.abs(X)
    return {"about": about, "W": W, "X": X}


def _predict_cases(rng):
    return [
        predict_case(rng, "more examples than classes", N=17),
        predict_case(rng, "more classes than examples", N=3, D=6, C=9),
        predict_case(rng, "as many classes as examples", N=6, D=4, C=6),
        predict_case(rng, "a single example", N=1),
        predict_case(rng, "only negative features", N=12, D=3, C=5, shift=-6.0),
        predict_case(rng, "only negative scores", N=15, D=3, C=6, negative=True),
        predict_case(rng, "scores thousands apart", N=20, D=6, C=5, scale=2000.0),
        predict_case(rng, "many examples", N=1117, D=7, C=10),
    ]


def _run_predict(softmax, case, model):
    model.W, W = case["W"], case["W"].copy()
    y_pred = unpack(model.predict(case["X"]), "y_pred", "SoftmaxClassifier.predict")
    if model.W is not case["W"] and not np.array_equal(model.W, W):
        raise WrongResult("predict puts something else into self.W: only train may change the weights")
    return {"y_pred": y_pred}


def _judge_predict(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    return judge_labels(task, case, expected, got, case["X"] @ case["W"])


# ------------------------------------------------------------------ training
def softmax_train_case(rng, about, *, D=3, C=4, **settings) -> Case:
    return train_case(rng, about, {"W": (D, C)}, D=D, C=C, **settings)


def _train_cases(rng):
    return [
        softmax_train_case(rng, "one example many times, constant learning rate", same_rows=True, N=8, batch_size=8,
                           num_iters=5, learning_rate=0.1, reg=0.006, momentum=0.0, learning_rate_decay=1.0),
        softmax_train_case(rng, "with regularization, momentum and decay", same_rows=True, N=14, batch_size=4,
                           scale=30.0, num_iters=11, learning_rate=0.05, reg=0.4, momentum=0.8,
                           learning_rate_decay=0.7),
        softmax_train_case(rng, "which examples are drawn", same_rows=False, N=13, batch_size=5, learning_rate=8e-4,
                           reg=0.1, momentum=0.0, learning_rate_decay=0.97),
    ]


def _make_classifiers(softmax, case):
    return tuple(construct(softmax.SoftmaxClassifier, case["W"].copy()) for _ in range(2))


def _run_train(softmax, case, models):
    """`W` and `loss` come from a run with an optimizer that nobody else has, `W_own` and `loss_own` from one with
    true momentum: an update written inside train is right if the second pair is. `asked` tells whether sgd_momentum
    was called."""
    results, calls = {}, []
    for model, suffix, optimizer in zip(models, ("", "_own"), (linear_optimizer, true_momentum)):

        def patches(loss, optimizer=optimizer):
            def loss_of_check(W, X, y, reg):
                value, grads = loss({"W": W}, X, y, reg)
                return value, grads["W"]

            names = ("softmax_loss_naive", "softmax_loss_vectorized")
            return [replaced(softmax, sgd_momentum=noted(optimizer, calls), **dict.fromkeys(names, loss_of_check))]

        model.W = case["W"].copy()
        its = run_train(case, model, lambda model: {"W": model.W}, patches)
        results.update({f"{name}{suffix}": value for name, value in its.items()})
    return {**results, "asked": bool(calls)}


TRAIN_MISTAKES = (
    no_update("the weights do not change: store the result of sgd_momentum in self.W."), *MOMENTUM_LOOP_MISTAKES
)


TASKS = {
    task.name: task
    for task in (
        Task("softmax_loss_naive", "softmax", _softmax_cases, _run_loss("softmax_loss_naive"), LOSS_MISTAKES,
             _loss_sizes),
        Task("softmax_loss_vectorized", "softmax", _softmax_cases, _run_vectorized, LOSS_MISTAKES, _loss_sizes),
        Task("sgd_momentum", "softmax", _momentum_cases, _run_momentum, MOMENTUM_MISTAKES,
             may_change=frozenset({"dw", "dw_2", "velocity"}), takes=MOMENTUM_TAKES),
        Task("SoftmaxClassifier_train", "softmax", _train_cases, _run_train, TRAIN_MISTAKES, judge=judge_train,
             make=_make_classifiers, takes=TRAIN_TAKES),
        Task("SoftmaxClassifier_predict", "softmax", _predict_cases, _run_predict, judge=_judge_predict,
             make=lambda softmax, case: construct(softmax.SoftmaxClassifier, case["W"]),
             takes={"X": "X", "W": "self.W"}),
        Task("linear_softmax_loss", "softmax", _linear_cases, _run_linear, LINEAR_MISTAKES, _loss_sizes),
        Task("early_stopping", "softmax", _stopping_cases, _run_stopping, STOPPING_MISTAKES, judge=_judge_stopping),
    )
}
