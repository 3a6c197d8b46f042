"""Lab 2's graded functions: their inputs and how they are called."""

from __future__ import annotations

import numpy as np

from cs_nn.checks import Case, Task, WrongResult, slopes_of, unpack
from cs_nn.checks.tasks._nets import construct, give_parameters, require_same_parameters
from cs_nn.language import lazy as _

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
            _(
                "hidden has shape {shape}; it must have shape (N, H), here {needed}, with a row for each "
                "example. Does np.max(..., 0) stand for np.maximum(..., 0)?"
            ).format(shape=shape[1:], needed=shape)
        )
    require_same_parameters(net, case, PARAMETERS, "forward")
    return {"hidden": hidden, "scores": scores}


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
        raise WrongResult(
            _("backward returned None instead of a dict of gradients: does it end with a return statement?")
        )
    if not isinstance(grads, dict) or set(grads) != set(PARAMETERS):
        said = (
            _("backward must return a dict with the keys W1, b1, W2, b2; it returned one with {names}")
            if isinstance(grads, dict)
            else _("backward must return a dict with the keys W1, b1, W2, b2; it returned a {kind}")
        )
        names = ", ".join(map(str, grads)) if isinstance(grads, dict) else ""
        raise WrongResult(said.format(names=names, kind=type(grads).__name__))
    if all(np.array_equal(grads[name], case[name]) for name in PARAMETERS):
        raise WrongResult(_("these are the parameters themselves: backward returns the gradients of the loss by them"))
    require_same_parameters(net, case, PARAMETERS, "backward")
    return {name: grads[name] for name in reversed(PARAMETERS)}


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
    )
}
