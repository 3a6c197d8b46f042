"""Inputs of Lab 5's hidden checks."""

from __future__ import annotations

import numpy as np

from cs_nn.checks import Case
from cs_nn.checks.tasks.lab5_batchnorm import ARGUMENTS, STEPS, backward_case, forward_case, step_case
from grading.hidden._draws import different, number


def _sizes(rng):
    """Two different sizes N, D. With two examples and a small eps every x_hat is 1 or -1: take three or more."""
    return dict(zip("ND", different(rng, 2, 3, 12)))


def forward(rng: np.random.Generator) -> list[Case]:
    def momentum():
        return number(rng, 0.3, 0.95)

    def eps():
        return number(rng, 0.1, 1)

    return [
        forward_case(rng, "one training batch", momentum=momentum(), **_sizes(rng)),
        forward_case(
            rng, "training batches in a row", steps=int(rng.integers(2, 6)), momentum=momentum(), **_sizes(rng)
        ),
        forward_case(rng, "no running averages yet, default eps and momentum", running="", **_sizes(rng)),
        forward_case(rng, "training, a large eps", eps=eps(), momentum=momentum(), **_sizes(rng)),
        forward_case(rng, "training, a feature that never changes", constant=True, **_sizes(rng)),
        forward_case(rng, "training, features that hardly change", spread=0.01, momentum=momentum(), **_sizes(rng)),
        forward_case(rng, "a larger batch", N=int(rng.integers(40, 80)), D=10, steps=2, momentum=momentum()),
        forward_case(rng, "test mode", mode="test", **_sizes(rng)),
        forward_case(rng, "test mode, a large eps", steps=2, mode="test", eps=eps(), **_sizes(rng)),
        forward_case(rng, "test mode, a single example", mode="test", N=1, D=int(rng.integers(2, 9))),
        forward_case(rng, "test mode, features that hardly change", spread=0.01, mode="test", **_sizes(rng)),
    ]


def _cases(rng, make):
    return [
        *(make(rng, "other sizes", **_sizes(rng)) for _ in range(3)),
        make(rng, "a large eps", eps=number(rng, 0.3, 2), **_sizes(rng)),
        make(rng, "a larger batch", N=int(rng.integers(40, 80)), D=10),
        make(rng, "two examples", N=2, D=int(rng.integers(3, 9)), eps=number(rng, 0.3, 2)),
        make(rng, "features that hardly change", eps=0.01, small=True, **_sizes(rng)),
        make(rng, "large gradients", size=number(rng, 2e3, 5e4), **_sizes(rng)),
        make(rng, "small gradients", size=number(rng, 1e-7, 1e-5), **_sizes(rng)),
    ]


def backward(rng: np.random.Generator) -> list[Case]:
    return _cases(rng, backward_case)


def step(rng: np.random.Generator) -> list[Case]:
    return _cases(rng, step_case)


CASES = {
    "batchnorm_forward": forward,
    **dict.fromkeys(STEPS, step),
    "batchnorm_backward": backward,
    "batchnorm_backward_alt": backward,
}


def _large_step(name, N, results):
    """Of the arrays only those that the function takes, and gamma."""

    def generate(rng):
        case = step_case(rng, "many features", N=N, D=6000)
        return [({key: case[key] for key in ("about", "gamma", *ARGUMENTS[name]) if key in case}, results)]

    return generate


def _large_backward(results):
    return lambda rng: [(backward_case(rng, "many features", N=90, D=1500), results)]


#: Terms with an entry for each feature need many examples: more features would not fit into a matrix of D x D.
LARGE = {
    "grad_gamma_beta": _large_step("grad_gamma_beta", 240, "dgamma dbeta"),
    "grad_x_hat": _large_step("grad_x_hat", 40, "dx_hat"),
    "grad_var": _large_step("grad_var", 240, "dvar"),
    "grad_mean": _large_step("grad_mean", 240, "dmean"),
    "grad_x": _large_step("grad_x", 35, "dx"),
    "batchnorm_backward": _large_backward("dgamma dbeta dx | fake_dgamma fake_dbeta fake_dx"),
    "batchnorm_backward_alt": _large_backward("dgamma dbeta dx"),
}
