"""Inputs of Lab 4's hidden checks."""

from __future__ import annotations

import numpy as np

from cs_nn.checks import Case
from cs_nn.checks.tasks.lab4_regularization import dropout_backward_case, dropout_case, points_case, sure_case
from grading.hidden._draws import different, number


def _sizes(rng, low=3, high=13):
    """Different sizes: the number of points and of the units of both hidden layers."""
    m, first, second = different(rng, 3, low, high)
    return {"m": m, "sizes": (2, first, second)}


def l2(rng: np.random.Generator) -> list[Case]:
    return [
        *(points_case(rng, "other sizes", lambd=whole + number(rng, 0.2, 0.8), **_sizes(rng)) for whole in (0, 2, 3)),
        points_case(rng, "lambd = 0", **_sizes(rng)),
        points_case(rng, "a large lambd", lambd=number(rng, 20, 50), **_sizes(rng)),
        points_case(rng, "many points", lambd=number(rng, 2.2, 2.8), m=211, sizes=(2, 20, 3)),
        points_case(rng, "large weights", lambd=number(rng, 3.2, 3.8), scale=3.0, **_sizes(rng)),
        points_case(rng, "points far apart", lambd=number(rng, 20, 50), spread=1e3, **_sizes(rng)),
        points_case(rng, "a small lambd", lambd=number(rng, 0.008, 0.02), **{**_sizes(rng), "m": 4}),
    ]


def cost(rng: np.random.Generator) -> list[Case]:
    return [*l2(rng), sure_case(rng, "outputs of exactly 0 and 1", lambd=number(rng, 1.2, 1.8), **_sizes(rng))]


def dropout_forward(rng: np.random.Generator) -> list[Case]:
    ranges = ((0.64, 0.68), (0.2, 0.32), (0.8, 0.92))  # in the first, masks of known mistakes keep different shares
    return [
        *(
            dropout_case(
                rng,
                "some keep_prob",
                number(rng, low, high),
                m=int(rng.integers(300, 450)),
                sizes=(2, int(rng.integers(10, 16)), int(rng.integers(5, 9))),
            )
            for low, high in ranges
        ),
        dropout_case(rng, "nothing is dropped", 1.0, **_sizes(rng)),
        # Masks so large that chance makes no pattern of a right one (below 1e-12).
        dropout_case(rng, "many passes", number(rng, 0.45, 0.7), **_sizes(rng, 9, 16), passes=100),
    ]


def dropout_backward(rng: np.random.Generator) -> list[Case]:
    return [
        *(
            dropout_backward_case(rng, "some keep_prob", number(rng, low, low + 0.15), **_sizes(rng, 6, 16))
            for low in (0.3, 0.55, 0.8)
        ),
        dropout_backward_case(rng, "many points", number(rng, 0.6, 0.9), m=211, sizes=(2, 20, 3)),
        dropout_backward_case(rng, "points far apart", number(rng, 0.4, 0.8), spread=1e3, **_sizes(rng, 6, 16)),
        dropout_backward_case(rng, "nothing is dropped", 1.0, **_sizes(rng, 6, 16)),
    ]


CASES = {
    "compute_cost_with_regularization": cost,
    "backward_propagation_with_regularization": l2,
    "forward_propagation_with_dropout": dropout_forward,
    "backward_propagation_with_dropout": dropout_backward,
}


LARGE = {
    "backward_propagation_with_regularization": lambda rng: [
        (points_case(rng, "large layers", m=2, sizes=(2, 600, 680), lambd=0.5), "dW1 db1 dW2 db2 dW3 db3")
    ],
    "backward_propagation_with_dropout": lambda rng: [
        (dropout_backward_case(rng, "large layers", 0.7, m=2, sizes=(2, 600, 680)), "dW1 db1 dW2 db2 dW3 db3")
    ],
}
