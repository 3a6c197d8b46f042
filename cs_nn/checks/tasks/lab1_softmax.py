"""Lab 1's graded functions: their inputs, and how they are called."""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cs_nn.checks import ARGUMENT, Case, Problem, Results, Task, WrongResult, compare, replaced, slopes_of, unpack
from cs_nn.checks.saved_module import readable
from cs_nn.checks.tasks._labels import few_labels
from cs_nn.checks.tasks._loops import grows
from cs_nn.checks.tasks._nets import construct
from cs_nn.checks.tasks._training import (
    TRAIN_TAKES,
    judge_train,
    linear_optimizer,
    noted,
    run_train,
    train_case,
    train_cases,
    true_momentum,
)
from cs_nn.language import lazy as _


# ------------------------------------------------------------------ the softmax loss
def softmax_case(
    rng: np.random.Generator,
    about: str,
    N: int = 7,
    D: int = 5,
    C: int = 4,
    reg: float = 0.0,
    scale: float = 1.0,
    shift: float = 0.0,
    size: float = 1.0,
) -> Case:
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
        softmax_case(rng, "no regularization", N=5, D=7, C=4),
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
    line = None if "again" in case else _loop_line(softmax.softmax_loss_vectorized)
    if line:
        raise WrongResult(
            _("softmax_loss_vectorized has a loop: {line}. Use products of whole matrices instead").format(
                line=repr(line)
            ),
            "loop",
        )

    def refuse(*args, **kwargs):
        raise WrongResult(
            _("softmax_loss_vectorized calls softmax_loss_naive: write it without its loops, by products of matrices"),
            "loop",
        )

    with replaced(softmax, softmax_loss_naive=refuse):
        value = _without_loop(softmax.softmax_loss_vectorized, name, case, ("W", "X", "y"))
        return dict(zip(("loss", "dW"), unpack(value, "loss, dW", name)))


def _without_loop(function, name, case, order):
    """What a loss returns; `WrongResult` if it takes more steps of Python for more examples, as a loop does, or for
    more features, as differences of the loss do.

    Of large inputs the results are those of the call whose steps are counted: it can't be told from the other ones.
    """
    if "again" in case:
        return function(*(case[key] for key in order), case["reg"])
    returned = []

    def call(number, features):
        inputs = {
            key: np.resize(case[key], (number, *case[key].shape[1:])) if key in "Xy" else np.copy(case[key])
            for key in order
        }
        inputs["X"] = np.resize(inputs["X"], (number, features))
        inputs["W"] = np.resize(inputs["W"], (features, inputs["W"].shape[1]))
        with np.errstate(all="ignore"):
            return function(*inputs.values(), case["reg"])

    def itself():
        returned[:] = [function(*(case[key] for key in order), case["reg"])]

    large, allowed = (itself, 2000) if "large" in case else (lambda: call(510, 103), 500)
    if "large" not in case:
        itself()
    if grows(lambda: call(10, 3), large, allowed):
        raise WrongResult(
            _(
                "{name} takes examples or features one by one: twice as many cost twice as many steps of "
                "Python. Use products of whole matrices instead, without a loop, also in what it calls"
            ).format(name=name),
            "loop",
        )
    if not returned:
        itself()
        raise WrongResult(
            _("{name} stops with an error while its steps of Python are counted, and else it does not").format(
                name=name
            )
        )
    return returned[0]


def _loop_line(function):
    """The first line of a function's own for or while statement, or None."""
    try:
        function = inspect.unwrap(function)
        data = Path(function.__code__.co_filename).read_bytes()  # decoded by `parse`: it may be in any encoding
        loops = _loops(data, function.__code__.co_firstlineno)
    except (AttributeError, OSError, SyntaxError, ValueError):
        return None
    return readable(data).split("\n")[min(loops) - 1].strip() if loops else None


@functools.lru_cache(maxsize=1)  # of the next case it is the same file
def _loops(data, first_line):
    """The lines of the loops of the functions that begin there."""
    return [
        node.lineno
        for definition in ast.walk(ast.parse(data))
        if isinstance(definition, ast.FunctionDef) and first_line in _first_lines(definition)
        for node in ast.walk(definition)
        if isinstance(node, (ast.For, ast.While))
    ]


def _first_lines(definition):
    return {node.lineno for node in (definition, *definition.decorator_list)}


# ------------------------------------------------------------------ the same, from the scores on
def scores_case(
    rng: np.random.Generator, about: str, N: int = 6, C: int = 4, scale: float = 1.0, shift: float = 0.0
) -> Case:
    """Scores and labels; `shift` is added to all scores, a large `scale` makes the first label the least likely."""
    scores = scale * rng.standard_normal((N, C)) + shift
    y = few_labels(rng, N, C)
    if scale > 1:
        y[0] = np.argmin(scores[0])
    return {"about": about, "scores": scores, "y": y}


def _scores_cases(rng):
    return [
        scores_case(rng, "a small batch"),
        scores_case(rng, "more classes than examples", N=3, C=8),
        scores_case(rng, "two classes", N=7, C=2),
        scores_case(rng, "a single example", N=1, C=5),
        scores_case(rng, "all scores near 800", N=5, C=3, shift=800.0),
        scores_case(rng, "scores thousands apart", N=6, C=4, scale=2000.0),
        scores_case(rng, "all scores near -800", N=3, C=5, shift=-800.0),
    ]


def _scores_sizes(case):
    return dict(zip("NC", case["scores"].shape))


def _run_softmax_loss(softmax, case):
    loss, dscores = unpack(softmax.softmax_loss(case["scores"], case["y"]), "loss, dscores", "softmax_loss")
    return {"loss": loss, "dscores": dscores}


# ------------------------------------------------------------------ momentum
def momentum_case(
    rng: np.random.Generator, about: str, shape: tuple[int, ...] = (4, 3), scale: float = 1.0, **config: Any
) -> Case:
    """Inputs of two steps: the second uses the returned config with another gradient and learning rate.

    `scale` is the size of the gradients.
    """
    case = {
        "about": about,
        "w": rng.standard_normal(shape),
        "dw": scale * rng.standard_normal(shape),
        "dw_2": scale * rng.standard_normal(shape),
        "learning_rate_2": 0.03,
        **config,
    }
    if config.get("velocity") == "random":
        case["velocity"] = scale * rng.standard_normal(shape)
    return case


def _momentum_cases(rng):
    return [
        momentum_case(rng, "with a velocity", learning_rate=0.05, momentum=0.8, velocity="random"),
        momentum_case(rng, "first step: no velocity yet", learning_rate=0.2, momentum=0.7),
        momentum_case(rng, "no momentum", learning_rate=0.1, momentum=0.0),
        momentum_case(rng, "a vector, default learning rate and momentum", shape=(6,), velocity="random"),
        momentum_case(
            rng, "an array of three dimensions", shape=(2, 3, 4), learning_rate=0.3, momentum=0.95, velocity="random"
        ),
        momentum_case(
            rng, "small gradients", shape=(5, 2), scale=1e-4, learning_rate=3.0, momentum=0.75, velocity="random"
        ),
        momentum_case(
            rng,
            "gradients of some thousands",
            shape=(3, 5),
            scale=3000.0,
            learning_rate=0.04,
            momentum=0.6,
            velocity="random",
        ),
    ]


MOMENTUM_TAKES = {
    "w": "w",
    "dw": "dw",
    "dw_2": "dw",
    **{name: f'config["{name}"]' for name in ("learning_rate", "momentum", "velocity")},
}


def _run_momentum(softmax, case):
    config = {key: case[key] for key in ("learning_rate", "momentum", "velocity") if key in case}
    results = {}
    w = case["w"]
    for step, dw in (("", case["dw"]), ("_2", case["dw_2"])):
        given = {key: config[key] for key in ("learning_rate", "momentum") if key in config}
        w, config = unpack(softmax.sgd_momentum(w, dw, config), "next_w, config", "sgd_momentum")
        if not isinstance(config, dict) or "velocity" not in config:
            raise WrongResult(_('sgd_momentum must return config, a dict with the new velocity under "velocity"'))
        for key, value in given.items():
            if key not in config:
                raise WrongResult(_('the returned config has lost its "{key}": the next step needs it').format(key=key))
            if config[key] != value:
                raise WrongResult(
                    _('config["{key}"] was {value:g} and is now {now}: only the velocity changes').format(
                        key=key, value=value, now=config[key]
                    )
                )
        w = np.array(w)
        results[f"next_w{step}"] = w.copy()
        results[f"velocity{step}"] = np.array(config["velocity"])
        config = {**config, "learning_rate": case["learning_rate_2"]}
    return results


# ------------------------------------------------------------------ early stopping
def stopping_case(about: str, val_accuracy: Sequence[float] | np.ndarray, patience: int) -> Case:
    return {"about": about, "val_accuracy": np.asarray(val_accuracy, dtype=float), "patience": patience}


def _stopping_cases(rng):
    noisy = np.round(0.3 + 0.1 * rng.random(30), 2)
    curve = [
        0.3,
        0.33,
        0.36,
        0.4,
        0.38,
        0.41,
        0.4,
        0.39,
        0.37,
        0.43,
        0.42,
        0.41,
        0.43,
        0.25,
        0.45,
        0.46,
        0.44,
        0.42,
        0.43,
        0.47,
        0.46,
        0.46,
        0.45,
        0.44,
        0.43,
        0.5,
        0.29,
        0.28,
        0.27,
    ]
    return [
        stopping_case("rising, falling and equal accuracies", curve, 3),
        stopping_case("rising accuracy", [0.1, 0.2, 0.3, 0.4], 2),
        stopping_case("falling after the third epoch", [0.2, 0.3, 0.5, 0.4, 0.3, 0.2, 0.1], 3),
        stopping_case("equal accuracies", [0.4, 0.4, 0.4, 0.4], 2),
        stopping_case("small improvements", [0.41, 0.4101, 0.41015, 0.4102, 0.4101, 0.41021, 0.4102, 0.41], 2),
        stopping_case("no example right in the first epochs", [0.0, 0.0, 0.0, 0.1, 0.1, 0.2, 0.1, 0.1, 0.1], 3),
        stopping_case("better again, but too late or just in time", [0.5, 0.4, 0.45, 0.6, 0.55, 0.58, 0.59, 0.7], 3),
        stopping_case("patience 1", [0.3, 0.5, 0.4, 0.45, 0.6], 1),
        stopping_case(
            "improvements of a millionth and less",
            [0.3, 0.41, 0.41 + 1e-7, 0.4, 0.41, 0.41 + 2e-7, 0.4, 0.4, 0.4, 0.4],
            3,
        ),
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
            said = (
                _("with an empty list it stopped with {kind}: {error}")
                if epochs == 0
                else _("with a list of {epochs} it stopped with {kind}: {error}")
            )
            if epochs <= case["patience"]:
                raise WrongResult(said.format(epochs=epochs, kind=type(error).__name__, error=error)) from None
            raise
        answer = unpack(answer, _("a bool"), "early_stopping")
        if np.ndim(answer) or np.asarray(answer).dtype.kind not in "bi" or answer not in (0, 1):
            raise WrongResult(
                _("early_stopping must return True or False; it returned {answer}").format(answer=repr(answer))
            )
        answers.append(bool(answer))
        if accuracies != case["val_accuracy"][:epochs].tolist():
            changed = {f"{ARGUMENT}val_accuracy": accuracies}
    return {"stop": answers, **changed}


def _judge_stopping(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    want, have = expected["stop"].astype(bool), got["stop"].astype(bool)
    if have.shape != want.shape:
        return Problem(_("it does not give one answer per call"))
    if np.array_equal(have, want):
        return None
    epoch = int(np.flatnonzero(have != want)[0])
    history = np.array2string(case["val_accuracy"][:epoch], separator=", ", max_line_width=200)
    numbers = _("after {history} with patience {patience}: yours {have}, expected {want}").format(
        history=history, patience=case["patience"], have=have[epoch], want=want[epoch]
    )
    return Problem(
        _("the answer is wrong after some epochs"),
        numbers=numbers,
        name="stop",
        got=have,
        expected=want,
        wrong=("stop",),
    )


# ------------------------------------------------------------------ prediction
def predict_case(
    rng: np.random.Generator,
    about: str,
    N: int = 8,
    D: int = 5,
    C: int = 4,
    shift: float = 0.0,
    scale: float = 1.0,
    negative: bool = False,
) -> Case:
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
        raise WrongResult(_("predict puts something else into self.W: only train may change the weights"))
    return {"y_pred": y_pred}


def _compare_labels(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """As `compare`, but exact: labels are integers, right or wrong."""
    want, have = expected["y_pred"], got["y_pred"]
    if have.shape != want.shape:
        return compare(task, case, {"y_pred": want}, got)
    if np.array_equal(have, want):
        return _other_kind(have)
    numbers = _("{number} of {total} labels differ from the expected ones").format(
        number=int(np.sum(have != want)), total=want.size
    )
    return Problem(_("y_pred is wrong"), numbers=numbers, name="y_pred", wrong=("y_pred",))


def _other_kind(labels):
    """The problem of right labels that are no integers."""
    if labels.dtype.kind in "iu":
        return None
    return Problem(
        _("y_pred has dtype {dtype}; all labels are right").format(dtype=labels.dtype),
        _("class labels are integers, as an index must be an integer: is an array made without dtype=int?"),
        "float-labels",
        name="y_pred",
        certain=True,
    )


# ------------------------------------------------------------------ training
def softmax_train_case(rng: np.random.Generator, about: str, *, D: int = 3, C: int = 4, **settings: Any) -> Case:
    return train_case(rng, about, {"W": (D, C)}, D=D, C=C, **settings)


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


def _slopes(function, *arguments, **gradients):
    """The gradients of a loss function, compared with differences of its own loss."""

    def loss(softmax, case):
        return getattr(softmax, function)(*(case[name] for name in arguments))[0]

    return slopes_of("loss", loss, **gradients)


TASKS = {
    task.name: task
    for task in (
        Task(
            "softmax_loss_naive",
            "softmax",
            _softmax_cases,
            _run_loss("softmax_loss_naive"),
            sizes=_loss_sizes,
            slopes=_slopes("softmax_loss_naive", "W", "X", "y", "reg", dW="W"),
        ),
        Task(
            "softmax_loss_vectorized",
            "softmax",
            _softmax_cases,
            _run_vectorized,
            sizes=_loss_sizes,
            slopes=_slopes("softmax_loss_vectorized", "W", "X", "y", "reg", dW="W"),
        ),
        Task(
            "sgd_momentum",
            "softmax",
            _momentum_cases,
            _run_momentum,
            may_change=frozenset({"dw", "dw_2", "velocity"}),
            takes=MOMENTUM_TAKES,
        ),
        Task(
            "SoftmaxClassifier_train",
            "softmax",
            lambda rng: train_cases(rng, softmax_train_case),
            _run_train,
            judge=judge_train,
            make=_make_classifiers,
            takes=TRAIN_TAKES,
        ),
        Task(
            "SoftmaxClassifier_predict",
            "softmax",
            _predict_cases,
            _run_predict,
            judge=_compare_labels,
            make=lambda softmax, case: construct(softmax.SoftmaxClassifier, case["W"]),
            takes={"X": "X", "W": "self.W"},
        ),
        Task(
            "softmax_loss",
            "softmax",
            _scores_cases,
            _run_softmax_loss,
            sizes=_scores_sizes,
            slopes=_slopes("softmax_loss", "scores", "y", dscores="scores"),
        ),
        Task("early_stopping", "softmax", _stopping_cases, _run_stopping, judge=_judge_stopping),
    )
}
