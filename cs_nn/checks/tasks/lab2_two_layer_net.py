"""Lab 2's graded functions: their inputs and how they are called."""

from __future__ import annotations

from typing import Any

import numpy as np

from cs_nn.checks import Case, Task, WrongResult, agrees, replaced, slopes_of, unpack
from cs_nn.checks.tasks._labels import few_labels
from cs_nn.checks.tasks._nets import construct, give_parameters, require_same_parameters
from cs_nn.checks.tasks._predictions import PREDICT_TAKES, judge_predict_of_net, run_predict, score_case
from cs_nn.checks.tasks._training import TRAIN_TAKES, judge_train, make_nets, run_net, train_case, train_cases

PARAMETERS = ("W1", "b1", "W2", "b2")


def shapes(D: int, H: int, C: int) -> dict[str, tuple[int, ...]]:
    return {"W1": (D, H), "b1": (H,), "W2": (H, C), "b2": (C,)}


def _arguments(case):
    return *case["W1"].shape, case["W2"].shape[1]


def _make(module, case):
    return construct(module.TwoLayerNet, *_arguments(case), rng=0)


def _takes(*names):
    """What a method takes: these arguments, and the parameters."""
    return {**{name: name for name in names}, **{name: f'self.params["{name}"]' for name in PARAMETERS}}


def _sizes(case):
    sizes = {"N": case["X"].shape[0], "D": case["X"].shape[1]}
    return {**sizes, "H": case["W1"].shape[1], "C": case["W2"].shape[1]}


# ------------------------------------------------------------------ forward
def forward_case(
    rng: np.random.Generator,
    about: str,
    N: int = 5,
    D: int = 4,
    H: int = 7,
    C: int = 3,
    bias: float = 1.0,
    scale: float = 1.0,
    size: float = 1.0,
) -> Case:
    """A net with random parameters, biases included.

    `bias` is the size of the biases, `scale` that of the weights and `size` that of the features.
    """
    params = {name: scale * rng.standard_normal(shape) for name, shape in shapes(D, H, C).items()}
    for name in ("b1", "b2"):
        params[name] *= bias / scale
    return {"about": about, **params, "X": size * rng.standard_normal((N, D))}


def _forward_cases(rng):
    return [
        forward_case(rng, "a small net"),
        forward_case(rng, "more inputs than hidden units", N=6, D=8, H=3, C=5),
        forward_case(rng, "large biases", N=4, D=3, H=6, C=5, bias=5.0),
        forward_case(rng, "a single example", N=1, D=5, H=4, C=3),
        forward_case(rng, "large numbers", N=7, D=5, H=6, C=2, bias=1e5, scale=300.0, size=500.0),
        forward_case(rng, "small weights and biases", N=6, D=5, H=4, C=3, bias=1e-4, scale=1e-4),
    ]


def _run_forward(module, case, net):
    give_parameters(net, case, PARAMETERS)
    scores, hidden = unpack(net.forward(case["X"]), "scores, hidden", "forward")
    shape = (len(case["X"]), case["W1"].shape[1])
    if np.shape(hidden) == shape[1:]:
        raise WrongResult(
            f"hidden has shape {shape[1:]}; it must have shape (N, H), here {shape}, with a row for each "
            "example. Does np.max(..., 0) stand for np.maximum(..., 0)?"
        )
    require_same_parameters(net, case, PARAMETERS, "forward")
    return {"hidden": hidden, "scores": scores}


# ------------------------------------------------------------------ loss
def loss_case(
    rng: np.random.Generator,
    about: str,
    N: int = 6,
    D: int = 4,
    H: int = 5,
    C: int = 3,
    reg: float = 0.0,
    scale: float = 1.0,
    shift: float = 0.0,
) -> Case:
    """Scores for `TwoLayerNet.loss`, which the check's own ``forward`` gives.

    `shift` is added to all scores. With a large `scale` the first label is the least likely class.
    """
    scores = scale * rng.standard_normal((N, C)) + shift
    y = few_labels(rng, N, C)
    if scale > 1:
        y[0] = np.argmin(scores[0])
    params = {name: rng.standard_normal(shape) for name, shape in shapes(D, H, C).items()}
    return {
        "about": about,
        "scores": scores,
        "y": y,
        "reg": reg,
        **params,
        "X": rng.standard_normal((N, D)),
        "hidden": np.abs(rng.standard_normal((N, H))),
    }


def _loss_cases(rng):
    return [
        loss_case(rng, "no regularization"),
        loss_case(rng, "with regularization", N=5, D=6, H=4, C=3, reg=0.7),
        loss_case(rng, "more classes than examples", N=4, D=3, H=6, C=8, reg=0.1),
        loss_case(rng, "a single example", N=1, D=5, H=3, C=4, reg=0.2),
        loss_case(rng, "all scores near 800", N=5, D=3, H=6, C=4, shift=800.0),
        loss_case(rng, "scores thousands apart", N=4, D=5, H=6, C=3, scale=2000.0),
        loss_case(rng, "all scores near -800", N=3, D=6, H=4, C=5, shift=-800.0),
        loss_case(rng, "a weak penalty", N=5, D=7, H=6, C=4, reg=2e-3),
    ]


def _run_loss(module, case, net):
    give_parameters(net, case, PARAMETERS)
    asked, given = [], {name: np.copy(case[name]) for name in ("X", "hidden", "reg")}
    gradients = {name: np.full_like(case[name], k + 1.0) for k, name in enumerate(PARAMETERS)}

    def forward(self, X):
        return case["scores"].copy(), case["hidden"].copy()

    def backward(self, X, hidden, dscores, reg):
        """Other gradients for each call, so that the result tells which one counts: one more may be to print."""
        asked.append({"X": np.copy(X), "hidden": np.copy(hidden), "reg": reg, "dscores": np.array(dscores)})
        return {name: len(asked) * gradients[name] for name in PARAMETERS}

    with replaced(module.TwoLayerNet, backward=backward, forward=forward):
        loss, grads = unpack(net.loss(case["X"], case["y"], case["reg"]), "loss, grads", "loss")
    if not asked:
        raise WrongResult("loss did not call self.backward: leave its last line as it was given")
    call = next(
        (
            call
            for number, call in enumerate(asked, 1)
            if isinstance(grads, dict)
            and all(agrees(grads.get(name, np.nan), number * gradients[name]) for name in PARAMETERS)
        ),
        None,
    )
    if call is None:
        raise WrongResult("loss must return as grads the dict that self.backward returns, without any change")
    for name, value in given.items():
        if not agrees(call[name], value):
            raise WrongResult(f"loss must hand {name} on to self.backward as it is: is another value stored in it?")
    with replaced(module.TwoLayerNet, backward=backward, forward=forward):
        scores = unpack(net.loss(case["X"]), "scores", "loss without y")
    require_same_parameters(net, case, PARAMETERS, "loss")
    return {"loss": loss, "dscores": call["dscores"], "scores": scores}


def _loss_sizes(case):
    return {"N": len(case["scores"]), "C": case["scores"].shape[1]}


# ------------------------------------------------------------------ backward
def backward_case(
    rng: np.random.Generator,
    about: str,
    N: int = 5,
    D: int = 8,
    H: int = 6,
    C: int = 3,
    reg: float = 0.0,
    scale: float = 1.0,
    size: float | np.ndarray = 1.0,
) -> Case:
    """A net, its examples, the hidden layer that belongs to them and an upstream gradient `scale` times larger.

    `size` is that of the entries of the hidden layer. X or W1 is made to fit the hidden layer, so that it is
    the same whether it is taken from ``hidden`` or computed again: that needs D >= H, or N <= D. The rows of
    ``dscores`` don't sum to zero.
    """
    before = size * rng.standard_normal((N, H))  # ReLU
    X, params = rng.standard_normal((N, D)), {name: rng.standard_normal(s) for name, s in shapes(D, H, C).items()}
    if D >= H:
        X = (before - params["b1"]) @ np.linalg.pinv(params["W1"])
    else:
        params["W1"] = np.linalg.pinv(X) @ (before - params["b1"])
    return {
        "about": about,
        **params,
        "X": X,
        "hidden": before * (before > 0),
        "dscores": scale * rng.standard_normal((N, C)),
        "reg": reg,
    }


def _backward_cases(rng):
    return [
        backward_case(rng, "no regularization"),
        backward_case(rng, "with regularization", N=7, D=5, H=4, C=3, reg=0.3),
        backward_case(rng, "more hidden units than inputs", N=3, D=4, H=9, C=5, reg=0.1),
        backward_case(rng, "a single example", N=1, D=6, H=5, C=4, reg=0.4),
        backward_case(rng, "a large upstream gradient", N=4, D=7, H=3, C=5, scale=3000.0),
        backward_case(rng, "a small upstream gradient, a weak penalty", N=5, D=7, H=4, C=3, reg=1e-5, scale=1e-5),
        backward_case(rng, "units that are hardly on", N=6, D=8, H=5, C=4, size=10.0 ** -np.arange(0, 7.5, 1.5)),
    ]


def _run_backward(module, case, net):
    give_parameters(net, case, PARAMETERS)
    grads = net.backward(case["X"], case["hidden"], case["dscores"], case["reg"])
    if grads is None:
        raise WrongResult("backward returned None instead of a dict of gradients: does it end with a return statement?")
    if not isinstance(grads, dict) or set(grads) != set(PARAMETERS):
        got = f"one with {', '.join(map(str, grads))}" if isinstance(grads, dict) else f"a {type(grads).__name__}"
        raise WrongResult(f"backward must return a dict with the keys W1, b1, W2, b2; it returned {got}")
    if all(np.array_equal(grads[name], case[name]) for name in PARAMETERS):
        raise WrongResult("these are the parameters themselves: backward returns the gradients of the loss by them")
    require_same_parameters(net, case, PARAMETERS, "backward")
    return {name: grads[name] for name in reversed(PARAMETERS)}


# ------------------------------------------------------------------ training and prediction
def net_train_case(
    rng: np.random.Generator, about: str, *, D: int = 3, H: int = 5, C: int = 4, **settings: Any
) -> Case:
    return train_case(rng, about, shapes(D, H, C), D=D, C=C, **settings)


def net_score_case(
    rng: np.random.Generator, about: str, *, D: int = 5, H: int = 6, C: int = 4, **settings: Any
) -> Case:
    return score_case(rng, about, shapes(D, H, C), D=D, C=C, **settings)


def _predict_cases(rng):
    return [
        net_score_case(rng, "more examples than classes", N=17),
        net_score_case(rng, "more classes than examples", N=3, D=6, C=9),
        net_score_case(rng, "as many classes as examples", N=6, D=4, C=6, H=5),
        net_score_case(rng, "a single example", N=1),
        net_score_case(rng, "only negative scores", N=15, D=3, C=6, H=7, kind="negative"),
        net_score_case(rng, "scores thousands apart", N=20, D=6, C=5, H=4, kind="large"),
        net_score_case(rng, "scores that differ little", N=15, D=4, C=7, kind="close"),
        net_score_case(rng, "many examples", N=317, D=7, C=10),
    ]


def _own_loss(module, case, net):
    return _run_loss(module, case, net)["loss"]


def _own_scores(module, case, net):
    """A number with the gradients that backward is asked for, made with the student's forward."""
    give_parameters(net, case, PARAMETERS)
    scores, _ = net.forward(case["X"])
    return np.sum(scores * case["dscores"]) + 0.5 * case["reg"] * sum(np.sum(case[W] ** 2) for W in ("W1", "W2"))


TASKS = {
    task.name: task
    for task in (
        Task(
            "TwoLayerNet_forward",
            "two_layer_net",
            _forward_cases,
            _run_forward,
            sizes=_sizes,
            make=_make,
            takes=_takes("X"),
        ),
        Task(
            "TwoLayerNet_loss",
            "two_layer_net",
            _loss_cases,
            _run_loss,
            sizes=_loss_sizes,
            make=_make,
            takes={**_takes("X", "y", "reg"), "scores": "scores"},
            slopes=slopes_of("loss", _own_loss, dscores="scores"),
        ),
        Task(
            "TwoLayerNet_backward",
            "two_layer_net",
            _backward_cases,
            _run_backward,
            sizes=_sizes,
            make=_make,
            takes=_takes("X", "hidden", "dscores", "reg"),
            may_change=frozenset({"hidden", "dscores"}),
            slopes=slopes_of("forward", _own_scores, **{name: name for name in reversed(PARAMETERS)}),
        ),
        Task(
            "TwoLayerNet_train",
            "two_layer_net",
            lambda rng: train_cases(rng, net_train_case, momentum=False),
            run_net,
            judge=judge_train,
            make=make_nets("TwoLayerNet", _arguments),
            takes=TRAIN_TAKES,
        ),
        Task(
            "TwoLayerNet_predict",
            "two_layer_net",
            _predict_cases,
            run_predict("TwoLayerNet", vectors=True),
            judge=judge_predict_of_net,
            make=_make,
            takes=PREDICT_TAKES,
        ),
    )
}
