"""Inputs of Lab 1's hidden checks."""

from __future__ import annotations

import numpy as np

from cs_nn.checks.tasks.lab1_softmax import (
    linear_case,
    momentum_case,
    predict_case,
    softmax_case,
    softmax_train_case,
    stopping_case,
)


def _sizes(rng, low=2, high=13):
    """Three different sizes N, D, C, N smaller than D."""
    N, D, C = (int(n) for n in rng.choice(np.arange(low, high), size=3, replace=False))
    return {"N": min(N, D), "D": max(N, D), "C": C}


def _strength(rng, low=0.05, high=2.0):
    return float(rng.uniform(low, high))


def softmax_loss(rng, make=softmax_case):
    return [
        make(rng, "no regularization", **_sizes(rng)),
        make(rng, "with regularization", reg=_strength(rng), **_sizes(rng)),
        make(
            rng,
            "a larger batch",
            reg=_strength(rng, 20, 50),
            N=int(rng.integers(150, 300)),
            D=int(rng.integers(14, 20)),
            C=10,
        ),
        make(rng, "two classes", reg=_strength(rng), N=int(rng.integers(5, 9)), D=int(rng.integers(3, 5)), C=2),
        make(rng, "a single example", reg=_strength(rng), N=1, D=int(rng.integers(2, 5)), C=int(rng.integers(5, 8))),
        make(rng, "scores far above zero", reg=0.0, shift=float(rng.uniform(750, 1000)), **_sizes(rng, 3)),
        make(rng, "scores far below zero", reg=0.0, shift=-float(rng.uniform(800, 1000)), **_sizes(rng, 3)),
        make(rng, "large features", reg=_strength(rng), size=float(rng.uniform(1e3, 1e4)), **_sizes(rng)),
        make(
            rng,
            "small features, large weights, a weak penalty",
            reg=_strength(rng, 1e-6, 3e-6),
            size=1e-3,
            **_sizes(rng),
        ),
        make(rng, "scores thousands apart", scale=float(rng.uniform(1500, 3000)), **_sizes(rng, 3)),
    ]


def linear_softmax_loss(rng):
    cases = softmax_loss(rng, linear_case)
    return [*cases, linear_case(rng, "a large bias", reg=_strength(rng), bias=5.0, **_sizes(rng))]


def sgd_momentum(rng):
    def shape(dims):
        return tuple(int(n) for n in rng.integers(2, 6, size=dims))

    return [
        momentum_case(
            rng,
            "large gradients",
            shape(2),
            scale=float(rng.uniform(1e3, 1e4)),
            learning_rate=_strength(rng),
            momentum=float(rng.uniform(0.3, 0.9)),
            velocity="random",
        ),
        momentum_case(
            rng,
            "small gradients",
            shape(2),
            scale=1e-4,
            learning_rate=_strength(rng, 2, 3),
            momentum=float(rng.uniform(0.3, 0.9)),
            velocity="random",
        ),
        momentum_case(rng, "no momentum", shape(2), learning_rate=_strength(rng), momentum=0.0),
        momentum_case(rng, "first step: no velocity yet", shape(2), learning_rate=_strength(rng), momentum=0.6),
        momentum_case(
            rng,
            "with a velocity",
            shape(2),
            learning_rate=_strength(rng),
            momentum=float(rng.uniform(0.3, 0.95)),
            velocity="random",
        ),
        momentum_case(rng, "default learning rate", shape(1), momentum=0.5, velocity="random"),
        momentum_case(rng, "default momentum", shape(1), learning_rate=_strength(rng), velocity="random"),
        momentum_case(
            rng,
            "an array of three dimensions",
            shape(3),
            learning_rate=_strength(rng),
            momentum=0.99,
            velocity="random",
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
        softmax_train_case(
            rng,
            "one example many times, constant learning rate",
            same_rows=True,
            N=9,
            C=5,
            batch_size=9,
            num_iters=int(rng.integers(3, 7)),
            **settings(momentum=0.0, learning_rate_decay=1.0, reg=float(rng.uniform(0.004, 0.009))),
        ),
        softmax_train_case(
            rng,
            "with regularization, momentum and decay",
            same_rows=True,
            N=4 * batch_size + rest,
            D=2,
            batch_size=batch_size,
            num_iters=int(rng.integers(13, 18)),
            **settings(),
        ),
        softmax_train_case(
            rng,
            "decay after every iteration",
            same_rows=True,
            N=5,
            batch_size=5,
            num_iters=6,
            scale=100.0,
            **settings(),
        ),
        softmax_train_case(
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


def early_stopping(rng):
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
    "softmax_loss_naive": softmax_loss,
    "softmax_loss_vectorized": softmax_loss,
    "sgd_momentum": sgd_momentum,
    "SoftmaxClassifier_train": train,
    "SoftmaxClassifier_predict": predict,
    "linear_softmax_loss": linear_softmax_loss,
    "early_stopping": early_stopping,
}


LARGE = {
    "softmax_loss_naive": lambda rng: [
        (softmax_case(rng, "many features and classes", N=2, D=4000, C=130, reg=0.1), "loss dW")
    ],
    "softmax_loss_vectorized": lambda rng: [
        (softmax_case(rng, "many features", N=300, D=2000, C=30, reg=0.1), "loss dW")
    ],
    "linear_softmax_loss": lambda rng: [
        (linear_case(rng, "many features", N=300, D=2000, C=30, reg=0.1), "loss dW db")
    ],
}
