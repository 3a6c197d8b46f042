"""Inputs of Lab 3's hidden checks."""

from __future__ import annotations

import numpy as np

from cs_nn.checks.tasks.lab3_three_layer_net import (
    affine_case,
    composition_case,
    net_score_case,
    net_train_case,
    relu_case,
    scores_case,
)


def _different(rng, count, low=2, high=10):
    """So many different sizes."""
    return [int(n) for n in rng.choice(np.arange(low, high), size=count, replace=False)]


def _strength(rng, low=0.05, high=2.0):
    return float(rng.uniform(low, high))


def affine(rng):
    cases = []
    for about, dims in (("rows of numbers", 1), ("matrices as examples", 2), ("images (N, C, H, W)", 3)):
        *shape, M = _different(rng, dims + 2, high=8)
        cases.append(affine_case(rng, about, tuple(shape), M))
    N, D, M = _different(rng, 3)
    return [
        *cases,
        affine_case(rng, "large biases", (N, D), M, bias=10.0),
        affine_case(rng, "a single example", (1, D), M),
        affine_case(rng, "large numbers", (N, D), M, scale=float(rng.uniform(1e3, 1e4))),
        affine_case(rng, "small numbers", (D, N), M, bias=1e-5, scale=1e-5),
        affine_case(rng, "a larger batch", (int(rng.integers(40, 80)), 12), 20),
    ]


def relu(rng):
    return [
        *(relu_case(rng, f"{dims} dimensions", tuple(_different(rng, dims, high=8))) for dims in (1, 2, 3, 4)),
        relu_case(rng, "large numbers", tuple(_different(rng, 2)), scale=1e5),
        relu_case(rng, "small numbers", tuple(_different(rng, 2)), scale=1e-5),
    ]


def softmax_loss(rng):
    def sizes(low=2):
        return dict(zip("NC", _different(rng, 2, low, 13)))

    return [
        *(scores_case(rng, "moderate scores", **sizes()) for _ in range(2)),
        scores_case(rng, "a larger batch", N=int(rng.integers(40, 80)), C=10),
        scores_case(rng, "a single example", N=1, C=int(rng.integers(3, 9))),
        scores_case(rng, "scores far above zero", shift=float(rng.uniform(750, 1000)), **sizes(3)),
        scores_case(rng, "scores far below zero", shift=-float(rng.uniform(800, 1000)), **sizes(3)),
        scores_case(rng, "scores thousands apart", scale=float(rng.uniform(1500, 3000)), **sizes(3)),
    ]


def composition(rng):
    def sizes(**fixed):
        return {**dict(zip(("N", "D", "H1", "H2", "C"), _different(rng, 5))), **fixed}

    hidden = int(rng.integers(3, 8))
    return [
        composition_case(rng, "no regularization", **sizes()),
        composition_case(rng, "with regularization", reg=_strength(rng), **sizes()),
        composition_case(rng, "hidden layers of one size", reg=_strength(rng), **sizes(H1=hidden, H2=hidden)),
        composition_case(rng, "a weak penalty", reg=_strength(rng, 5e-4, 2e-3), **sizes()),
        composition_case(rng, "a single example", reg=_strength(rng), **sizes(N=1)),
        composition_case(
            rng, "as many classes as hidden units", reg=_strength(rng), **sizes(H1=hidden, H2=hidden, C=hidden)
        ),
    ]


def train(rng):
    def settings(**fixed):
        return {
            "learning_rate": float(rng.uniform(0.02, 0.1)),
            "reg": float(rng.uniform(0.1, 0.5)),
            "momentum": float(rng.uniform(0.3, 0.9)),
            "learning_rate_decay": float(rng.uniform(0.5, 0.9)),
            **fixed,
        }

    batch_size = int(rng.integers(3, 7))
    rest = int(rng.integers(1, batch_size))  # N is no multiple of the batch size
    return [
        net_train_case(
            rng,
            "one example many times, constant learning rate",
            same_rows=True,
            N=9,
            C=5,
            batch_size=9,
            num_iters=int(rng.integers(3, 7)),
            **settings(momentum=0.0, learning_rate_decay=1.0, reg=float(rng.uniform(0.004, 0.009))),
        ),
        net_train_case(
            rng,
            "with regularization, momentum and decay",
            same_rows=True,
            N=4 * batch_size + rest,
            D=2,
            batch_size=batch_size,
            num_iters=int(rng.integers(13, 18)),
            **settings(),
        ),
        net_train_case(
            rng,
            "decay after every iteration",
            same_rows=True,
            N=5,
            batch_size=5,
            num_iters=6,
            scale=100.0,
            **settings(),
        ),
        net_train_case(
            rng,
            "which examples are drawn",
            same_rows=False,
            N=2 * batch_size + rest,
            batch_size=batch_size,
            **settings(momentum=0.0, learning_rate=8e-4, learning_rate_decay=0.97),
        ),
    ]


def predict(rng):
    return [
        net_score_case(rng, "many examples", N=int(rng.integers(301, 399)), D=5, C=4),
        net_score_case(rng, "more examples than classes", N=int(rng.integers(20, 60)), D=int(rng.integers(3, 9)), C=10),
        net_score_case(rng, "more classes than examples", N=4, D=6, C=int(rng.integers(8, 15))),
        net_score_case(rng, "as many classes as examples", N=7, D=3, C=7),
        net_score_case(rng, "a single example", N=1, D=5, C=int(rng.integers(4, 9))),
        net_score_case(rng, "only positive scores", N=30, D=4, C=6, kind="positive"),
        net_score_case(rng, "only negative scores", N=25, D=int(rng.integers(3, 6)), C=5, kind="negative"),
        net_score_case(rng, "scores thousands apart", N=40, D=5, C=int(rng.integers(4, 9)), kind="large"),
        net_score_case(rng, "scores that lie close together", N=18, D=6, C=8, kind="close"),
    ]


CASES = {
    "affine_forward": affine,
    "affine_backward": affine,
    "relu_forward": relu,
    "relu_backward": relu,
    "softmax_loss": softmax_loss,
    "ThreeLayerNet_loss": composition,
    "ThreeLayerNet_train": train,
    "ThreeLayerNet_predict": predict,
}


LARGE = {
    "affine_backward": lambda rng: [
        (affine_case(rng, "large examples", (2, 20000), 30), "dx dw db"),
        (affine_case(rng, "many examples", (900, 500), 3), "dx dw db"),
    ],
    "relu_backward": lambda rng: [(relu_case(rng, "a large matrix", (900, 700)), "dx")],
    "softmax_loss": lambda rng: [(scores_case(rng, "many examples", N=4000, C=30), "loss dscores")],
}
