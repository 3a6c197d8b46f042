"""Lab 2's graded functions: their inputs, how they are called, and the mistakes that are known by their results."""

from __future__ import annotations

import numpy as np

from cs_nn.tools.checks import Case, Task, WrongResult, replaced, unpack
from cs_nn.tools.tasks._predictions import judge_predict_of_net, run_predict, score_case
from cs_nn.tools.tasks._softmax_loss import LOSS_MISTAKES
from cs_nn.tools.tasks._training import LOOP_MISTAKES, judge_train, no_update, run_net, train_case

PARAMETERS = ("W1", "b1", "W2", "b2")


def shapes(D, H, C):
    return {"W1": (D, H), "b1": (H,), "W2": (H, C), "b2": (C,)}


def _net(module, case):
    net = module.TwoLayerNet.__new__(module.TwoLayerNet)
    net.params = {name: case[name] for name in PARAMETERS}
    return net


def _sizes(case):
    sizes = {"N": case["X"].shape[0], "D": case["X"].shape[1]}
    return {**sizes, "H": case["W1"].shape[1], "C": case["W2"].shape[1]}


# ------------------------------------------------------------------ forward
def forward_case(rng, about, N=5, D=4, H=7, C=3, bias=1.0, scale=1.0) -> Case:
    """A net with random parameters, biases included; `bias` is their size, `scale` that of the weights."""
    params = {name: scale * rng.standard_normal(shape) for name, shape in shapes(D, H, C).items()}
    for name in ("b1", "b2"):
        params[name] *= bias / scale
    return {"about": about, **params, "X": rng.standard_normal((N, D))}


def _forward_cases(rng):
    return [
        forward_case(rng, "a small net"),
        forward_case(rng, "more inputs than hidden units", N=6, D=8, H=3, C=5),
        forward_case(rng, "large biases", N=4, D=3, H=6, C=5, bias=5.0),
        forward_case(rng, "a single example", N=1, D=5, H=4, C=3),
        forward_case(rng, "large weights", N=7, D=5, H=6, C=2, scale=30.0),
    ]


def _run_forward(module, case):
    result = _net(module, case).forward(case["X"])
    scores, hidden = unpack(result, "scores, hidden", "forward")
    return {"hidden": hidden, "scores": scores}


FORWARD_MISTAKES = ()


# ------------------------------------------------------------------ loss
def loss_case(rng, about, N=6, D=4, H=5, C=3, reg=0.0, scale=1.0, shift=0.0) -> Case:
    """Scores for `TwoLayerNet.loss`, which the check's own ``forward`` gives.

    `shift` is added to all scores. With a large `scale` the first label is the least likely class.
    """
    scores = scale * rng.standard_normal((N, C)) + shift
    y = rng.permutation(np.arange(N) % C)
    if scale > 1:
        y[0] = np.argmin(scores[0])
    params = {name: rng.standard_normal(shape) for name, shape in shapes(D, H, C).items()}
    return {"about": about, "scores": scores, "y": y, "reg": reg, **params, "X": rng.standard_normal((N, D)),
            "hidden": np.abs(rng.standard_normal((N, H)))}


def _loss_cases(rng):
    return [
        loss_case(rng, "no regularization"),
        loss_case(rng, "with regularization", N=5, D=6, H=4, C=3, reg=0.7),
        loss_case(rng, "more classes than examples", N=4, D=3, H=6, C=8, reg=0.1),
        loss_case(rng, "a single example", N=1, D=5, H=3, C=4, reg=0.2),
        loss_case(rng, "all scores near 800", N=5, D=3, H=6, C=4, shift=800.0),
        loss_case(rng, "scores thousands apart", N=4, D=5, H=6, C=3, scale=2000.0),
    ]


def _run_loss(module, case):
    net, asked = _net(module, case), []

    def backward(self, X, hidden, dscores, reg):
        asked.append(dscores)
        return {name: np.zeros_like(self.params[name]) for name in PARAMETERS}

    with replaced(module.TwoLayerNet, backward=backward,
                  forward=lambda self, X: (case["scores"].copy(), case["hidden"].copy())):
        result = net.loss(case["X"], case["y"], case["reg"])
    loss, _ = unpack(result, "loss, grads", "loss")
    if not asked:
        raise WrongResult("loss did not call self.backward: leave its last line as it was given")
    return {"loss": loss, "dscores": asked[-1]}


def _loss_sizes(case):
    return {"N": len(case["scores"]), "C": case["scores"].shape[1]}


NET_LOSS_MISTAKES = (*LOSS_MISTAKES,)


# ------------------------------------------------------------------ backward
def backward_case(rng, about, N=5, D=8, H=6, C=3, reg=0.0, scale=1.0) -> Case:
    """A net, its examples, the hidden layer that belongs to them and an upstream gradient.

    X or W1 is made to fit the hidden layer, so that it is the same whether it is taken from ``hidden`` or
    computed again: that needs D >= H, or N <= D. The rows of ``dscores`` don't sum to zero.
    """
    before = rng.standard_normal((N, H))  # ReLU
    X, params = rng.standard_normal((N, D)), {name: rng.standard_normal(s) for name, s in shapes(D, H, C).items()}
    if D >= H:
        X = (before - params["b1"]) @ np.linalg.pinv(params["W1"])
    else:
        params["W1"] = np.linalg.pinv(X) @ (before - params["b1"])
    return {"about": about, **params, "X": X, "hidden": before * (before > 0),
            "dscores": scale * rng.standard_normal((N, C)), "reg": reg}


def _backward_cases(rng):
    return [
        backward_case(rng, "no regularization"),
        backward_case(rng, "with regularization", N=7, D=5, H=4, C=3, reg=0.3),
        backward_case(rng, "more hidden units than inputs", N=3, D=4, H=9, C=5, reg=0.1),
        backward_case(rng, "a single example", N=1, D=6, H=5, C=4, reg=0.5),
    ]


def _run_backward(module, case):
    grads = _net(module, case).backward(case["X"], case["hidden"], case["dscores"], case["reg"])
    if grads is None:
        raise WrongResult("backward returned None instead of a dict of gradients: does it end with a return statement?")
    if not isinstance(grads, dict) or set(grads) != set(PARAMETERS):
        names = f"with {', '.join(map(str, grads))}" if isinstance(grads, dict) else f"but {type(grads).__name__}"
        raise WrongResult(f"backward must return a dict with the keys W1, b1, W2, b2; it returned one {names}")
    return {name: grads[name] for name in reversed(PARAMETERS)}


BACKWARD_MISTAKES = ()


# ------------------------------------------------------------------ training and prediction
def net_train_case(rng, about, *, D=3, H=5, C=4, **settings) -> Case:
    return train_case(rng, about, shapes(D, H, C), D=D, C=C, **settings)


def _train_cases(rng):
    return [
        net_train_case(rng, "one example many times, constant learning rate", same_rows=True, N=8, batch_size=8,
                       num_iters=5, learning_rate=0.1, reg=0.0, learning_rate_decay=1.0),
        net_train_case(rng, "with regularization and decay", same_rows=True, N=12, batch_size=4, num_iters=11,
                       learning_rate=0.08, reg=0.3, learning_rate_decay=0.7),
        net_train_case(rng, "which examples are drawn", same_rows=False, N=40, batch_size=8, num_iters=20,
                       learning_rate=1e-3, reg=0.1, learning_rate_decay=0.9),
    ]


TRAIN_MISTAKES = (no_update("the weights do not change: store the new arrays in self.params."), *LOOP_MISTAKES)


def net_score_case(rng, about, *, D=5, H=6, C=4, **settings) -> Case:
    return score_case(rng, about, shapes(D, H, C), D=D, C=C, **settings)


def _predict_cases(rng):
    return [
        net_score_case(rng, "more examples than classes", N=17),
        net_score_case(rng, "more classes than examples", N=3, D=6, C=9),
        net_score_case(rng, "as many classes as examples", N=6, D=4, C=6, H=5),
        net_score_case(rng, "a single example", N=1),
        net_score_case(rng, "only negative scores", N=15, D=3, C=6, H=7, kind="negative"),
        net_score_case(rng, "scores thousands apart", N=20, D=6, C=5, H=4, kind="large"),
        net_score_case(rng, "many examples", N=300, D=7, C=10),
    ]


TASKS = {
    task.name: task
    for task in (
        Task("TwoLayerNet_forward", "two_layer_net", _forward_cases, _run_forward, FORWARD_MISTAKES, _sizes),
        Task("TwoLayerNet_loss", "two_layer_net", _loss_cases, _run_loss, NET_LOSS_MISTAKES, _loss_sizes),
        Task("TwoLayerNet_backward", "two_layer_net", _backward_cases, _run_backward, BACKWARD_MISTAKES, _sizes),
        Task("TwoLayerNet_train", "two_layer_net", _train_cases, run_net("TwoLayerNet"), TRAIN_MISTAKES,
             judge=judge_train),
        Task("TwoLayerNet_predict", "two_layer_net", _predict_cases, run_predict("TwoLayerNet", PARAMETERS),
             judge=judge_predict_of_net),
    )
}
