"""Inputs of Lab 3's hidden checks."""

from __future__ import annotations

import numpy as np

from cs_nn.checks import Case
from cs_nn.checks.tasks.lab3_three_layer_net import affine_case, composition_case, relu_case
from cs_nn.language import lazy as _
from grading.hidden._draws import different, number, strength


def affine(rng: np.random.Generator) -> list[Case]:
    cases = []
    for about, dims in (("rows of numbers", 1), ("matrices as examples", 2), ("images (N, C, H, W)", 3)):
        *shape, M = different(rng, dims + 2, 2, 8)
        cases.append(affine_case(rng, about, tuple(shape), M))
    N, D, M = different(rng, 3, 2, 10)
    return [
        *cases,
        affine_case(rng, "large biases", (N, D), M, bias=10.0),
        affine_case(rng, "a single example", (1, D), M),
        affine_case(rng, "large numbers", (N, D), M, scale=number(rng, 1e3, 1e4)),
        affine_case(rng, "small numbers", (D, N), M, bias=1e-5, scale=1e-5),
        affine_case(rng, "a larger batch", (int(rng.integers(40, 80)), 12), 20),
    ]


def relu(rng: np.random.Generator) -> list[Case]:
    return [
        *(
            relu_case(rng, _("{dims} dimensions").format(dims=dims), tuple(different(rng, dims, 2, 8)))
            for dims in (1, 2, 3, 4)
        ),
        relu_case(rng, "large numbers", tuple(different(rng, 2, 2, 10)), scale=1e5),
        relu_case(rng, "small numbers", tuple(different(rng, 2, 2, 10)), scale=1e-5),
    ]


def composition(rng: np.random.Generator) -> list[Case]:
    def sizes(**fixed):
        return {**dict(zip(("N", "D", "H1", "H2", "C"), different(rng, 5, 2, 10))), **fixed}

    hidden = int(rng.integers(3, 8))
    return [
        composition_case(rng, "no regularization", **sizes()),
        composition_case(rng, "with regularization", reg=strength(rng), **sizes()),
        composition_case(rng, "hidden layers of one size", reg=strength(rng), **sizes(H1=hidden, H2=hidden)),
        composition_case(rng, "a weak penalty", reg=number(rng, 5e-4, 2e-3), **sizes()),
        composition_case(rng, "a single example", reg=strength(rng), **sizes(N=1)),
        composition_case(
            rng, "as many classes as hidden units", reg=strength(rng), **sizes(H1=hidden, H2=hidden, C=hidden)
        ),
    ]


CASES = {
    "affine_forward": affine,
    "affine_backward": affine,
    "relu_forward": relu,
    "relu_backward": relu,
    "ThreeLayerNet_loss": composition,
}


LARGE = {
    "affine_backward": lambda rng: [
        (affine_case(rng, "large examples", (2, 8000), 30), "dx dw db"),
        (affine_case(rng, "many examples", (900, 500), 3), "dx dw db"),
    ],
    "relu_backward": lambda rng: [(relu_case(rng, "a large matrix", (500, 440)), "dx")],
}
