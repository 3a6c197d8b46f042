"""Inputs of Lab 1's hidden checks."""

from __future__ import annotations

import numpy as np

from cs_nn.checks import Case
from cs_nn.checks.tasks.lab1_softmax import (
    momentum_case,
    predict_case,
    scores_case,
    softmax_case,
    softmax_train_case,
    stopping_case,
)
from grading.hidden._draws import different, number, strength, train_cases


def _sizes(rng, low=2, high=13):
    """Three different sizes N, D, C, N smaller than D."""
    N, D, C = different(rng, 3, low, high)
    return {"N": min(N, D), "D": max(N, D), "C": C}


def losses(rng: np.random.Generator) -> list[Case]:
    return [
        softmax_case(rng, "no regularization", **_sizes(rng)),
        softmax_case(rng, "with regularization", reg=strength(rng), **_sizes(rng)),
        softmax_case(
            rng,
            "a larger batch",
            reg=number(rng, 20, 50),
            N=int(rng.integers(150, 300)),
            D=int(rng.integers(14, 20)),
            C=10,
        ),
        softmax_case(rng, "two classes", reg=strength(rng), N=int(rng.integers(5, 9)), D=int(rng.integers(3, 5)), C=2),
        softmax_case(
            rng, "a single example", reg=strength(rng), N=1, D=int(rng.integers(2, 5)), C=int(rng.integers(5, 8))
        ),
        softmax_case(rng, "scores far above zero", reg=0.0, shift=number(rng, 750, 1000), **_sizes(rng, 3)),
        softmax_case(rng, "scores far below zero", reg=0.0, shift=-number(rng, 800, 1000), **_sizes(rng, 3)),
        softmax_case(rng, "large features", reg=strength(rng), size=number(rng, 1e3, 1e4), **_sizes(rng)),
        softmax_case(
            rng, "small features, large weights, a weak penalty", reg=number(rng, 1e-6, 3e-6), size=1e-3, **_sizes(rng)
        ),
        softmax_case(rng, "scores thousands apart", scale=number(rng, 1500, 3000), **_sizes(rng, 3)),
    ]


def softmax_loss(rng: np.random.Generator) -> list[Case]:
    def sizes(low=2):
        return dict(zip("NC", different(rng, 2, low, 13)))

    return [
        *(scores_case(rng, "moderate scores", **sizes()) for _ in range(2)),
        scores_case(rng, "a larger batch", N=int(rng.integers(40, 80)), C=10),
        scores_case(rng, "a single example", N=1, C=int(rng.integers(3, 9))),
        scores_case(rng, "scores far above zero", shift=number(rng, 750, 1000), **sizes(3)),
        scores_case(rng, "scores far below zero", shift=-number(rng, 800, 1000), **sizes(3)),
        scores_case(rng, "scores thousands apart", scale=number(rng, 1500, 3000), **sizes(3)),
    ]


def sgd_momentum(rng: np.random.Generator) -> list[Case]:
    def shape(dims):
        return tuple(int(n) for n in rng.integers(2, 6, size=dims))

    return [
        momentum_case(
            rng,
            "large gradients",
            shape(2),
            scale=number(rng, 1e3, 1e4),
            learning_rate=strength(rng),
            momentum=number(rng, 0.3, 0.9),
            velocity="random",
        ),
        momentum_case(
            rng,
            "small gradients",
            shape(2),
            scale=1e-4,
            learning_rate=number(rng, 2, 3),
            momentum=number(rng, 0.3, 0.9),
            velocity="random",
        ),
        momentum_case(rng, "no momentum", shape(2), learning_rate=strength(rng), momentum=0.0),
        momentum_case(rng, "first step: no velocity yet", shape(2), learning_rate=strength(rng), momentum=0.6),
        momentum_case(
            rng,
            "with a velocity",
            shape(2),
            learning_rate=strength(rng),
            momentum=number(rng, 0.3, 0.95),
            velocity="random",
        ),
        momentum_case(rng, "default learning rate", shape(1), momentum=0.5, velocity="random"),
        momentum_case(rng, "default momentum", shape(1), learning_rate=strength(rng), velocity="random"),
        momentum_case(
            rng, "an array of three dimensions", shape(3), learning_rate=strength(rng), momentum=0.99, velocity="random"
        ),
    ]


def predict(rng: np.random.Generator) -> list[Case]:
    return [
        predict_case(rng, "more examples than classes", N=int(rng.integers(20, 60)), D=int(rng.integers(3, 9)), C=10),
        predict_case(rng, "more classes than examples", N=4, D=6, C=int(rng.integers(8, 15))),
        predict_case(rng, "as many classes as examples", N=7, D=3, C=7),
        predict_case(rng, "a single example", N=1, D=5, C=int(rng.integers(4, 9))),
        predict_case(rng, "only positive features", N=30, D=4, C=6, shift=5.0),
        predict_case(rng, "only negative features", N=30, D=4, C=6, shift=-5.0),
        predict_case(rng, "only negative scores", N=25, D=int(rng.integers(3, 6)), C=5, negative=True),
        predict_case(rng, "many examples", N=int(rng.integers(1001, 1099)), D=4, C=7),
        predict_case(rng, "scores thousands apart", N=40, D=5, C=int(rng.integers(4, 9)), scale=2000.0),
    ]


def early_stopping(rng: np.random.Generator) -> list[Case]:
    curves = [np.round(rng.random(int(rng.integers(12, 25))), 2) for _ in range(4)]
    rising = np.sort(rng.random(8))
    plateau = np.repeat(np.round(rng.random(3), 2), 4)
    return [
        *(stopping_case("a noisy curve", curve, int(rng.integers(1, 6))) for curve in curves),
        stopping_case("rising accuracy", rising, int(rng.integers(1, 4))),
        *(
            stopping_case("slowly rising accuracy", 0.4 + step * np.arange(8), int(rng.integers(1, 4)))
            for step in (0.01, 10.0 ** -rng.uniform(2, 6))
        ),
        stopping_case("tiny improvements", [0.3, 0.41, 0.41 + 1e-8, 0.4, 0.41, 0.41 + 2e-8, 0.4, 0.4, 0.4, 0.4], 3),
        stopping_case("patience 1", [0.3, 0.5, 0.4, 0.45, 0.6, 0.55, 0.58], 1),
        stopping_case("no example right in the first epochs", [0.0] * 4 + [0.1, 0.3, 0.2], 3),
        stopping_case("a long patience", np.round(rng.random(45), 2), int(rng.integers(10, 15))),
        stopping_case("falling accuracy", rising[::-1], int(rng.integers(2, 6))),
        stopping_case("equal accuracies in a row", plateau, int(rng.integers(2, 4))),
    ]


CASES = {
    "softmax_loss_naive": losses,
    "softmax_loss_vectorized": losses,
    "sgd_momentum": sgd_momentum,
    "SoftmaxClassifier_train": lambda rng: train_cases(rng, softmax_train_case),
    "SoftmaxClassifier_predict": predict,
    "softmax_loss": softmax_loss,
    "early_stopping": early_stopping,
}


LARGE = {
    "softmax_loss_naive": lambda rng: [
        (softmax_case(rng, "many features and classes", N=2, D=2600, C=120, reg=0.1), "loss dW")
    ],
    "softmax_loss_vectorized": lambda rng: [
        (softmax_case(rng, "many features", N=260, D=1700, C=30, reg=0.1), "loss dW")
    ],
    "softmax_loss": lambda rng: [(scores_case(rng, "many examples", N=3300, C=30), "loss dscores")],
}
