"""Inputs of Lab 2's hidden checks."""

from __future__ import annotations

import numpy as np

from cs_nn.checks import Case
from cs_nn.checks.tasks.lab2_two_layer_net import backward_case, forward_case
from grading.hidden._draws import different, number, strength


def _sizes(rng, low=3, high=13):
    """Four different sizes N, D, H, C; none is 2, or a factor N would look like a factor 2."""
    return dict(zip("NDHC", different(rng, 4, low, high)))


def forward(rng: np.random.Generator) -> list[Case]:
    return [
        *(forward_case(rng, "other sizes", **_sizes(rng)) for _ in range(3)),
        forward_case(rng, "large biases", bias=number(rng, 4, 8), **_sizes(rng)),
        forward_case(rng, "large numbers", bias=1e5, scale=number(rng, 300, 900), size=500.0, **_sizes(rng)),
        forward_case(rng, "small weights and biases", bias=1e-4, scale=1e-4, **_sizes(rng)),
        forward_case(rng, "a single example", **{**_sizes(rng), "N": 1}),
        forward_case(rng, "a larger net", N=int(rng.integers(30, 60)), D=20, H=int(rng.integers(21, 40)), C=10),
    ]


def backward(rng: np.random.Generator) -> list[Case]:
    def wide(**fixed):
        """Sizes with more inputs than hidden units."""
        sizes = _sizes(rng)
        sizes["D"], sizes["H"] = max(sizes["D"], sizes["H"]), min(sizes["D"], sizes["H"])
        return {**sizes, **fixed}

    return [
        backward_case(rng, "no regularization", **wide()),
        backward_case(rng, "with regularization", reg=strength(rng), **wide()),
        backward_case(
            rng,
            "more hidden units than inputs",
            reg=strength(rng),
            N=int(rng.integers(3, 6)),
            D=int(rng.integers(6, 9)),
            H=int(rng.integers(10, 15)),
            C=5,
        ),
        backward_case(rng, "a single example", reg=strength(rng), **wide(N=1)),
        backward_case(rng, "a larger batch", reg=strength(rng), N=int(rng.integers(40, 80)), D=20, H=12, C=10),
        backward_case(rng, "a large upstream gradient", scale=number(rng, 1e3, 1e4), **wide()),
        backward_case(
            rng, "a small upstream gradient, a weak penalty", scale=1e-5, reg=number(rng, 5e-6, 5e-5), **wide()
        ),
        backward_case(
            rng,
            "units that are hardly on",
            size=10.0 ** -np.arange(0, 7.5, 1.5),
            **wide(N=int(rng.integers(10, 15)), D=9, H=5),
        ),
    ]


CASES = {"TwoLayerNet_forward": forward, "TwoLayerNet_backward": backward}


LARGE = {
    "TwoLayerNet_backward": lambda rng: [
        (backward_case(rng, "large layers", N=2, D=440, H=480, C=450, reg=0.1), "W1 b1 W2 b2")
    ]
}
