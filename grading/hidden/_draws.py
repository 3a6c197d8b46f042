"""Inputs that the hidden checks of several labs draw alike: sizes, numbers, training loops, predictions of a net."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cs_nn.checks import Case


def different(rng: np.random.Generator, count: int, low: int, high: int) -> list[int]:
    """So many different sizes, below `high`."""
    return [int(n) for n in rng.choice(np.arange(low, high), size=count, replace=False)]


def number(rng: np.random.Generator, low: float, high: float) -> float:
    return float(rng.uniform(low, high))


def strength(rng: np.random.Generator) -> float:
    """A regularization strength."""
    return number(rng, 0.05, 2.0)


def train_cases(rng: np.random.Generator, make: Callable[..., Case], momentum: bool = True) -> list[Case]:
    """Inputs of ``train``, made by the lab's `make`; without `momentum` where the loop has none."""

    def settings(**fixed):
        drawn = {"learning_rate": number(rng, 0.02, 0.1), "reg": number(rng, 0.1, 0.5)}
        drawn |= {"momentum": number(rng, 0.3, 0.9)} if momentum else {}
        return {**drawn, "learning_rate_decay": number(rng, 0.5, 0.9), **fixed}

    still = {"momentum": 0.0} if momentum else {}
    batch_size = int(rng.integers(3, 7))
    rest = int(rng.integers(1, batch_size))  # N is no multiple of the batch size
    return [
        make(
            rng,
            "one example many times, constant learning rate",
            same_rows=True,
            N=9,
            C=5,
            batch_size=9,
            num_iters=int(rng.integers(3, 7)),
            **settings(**still, learning_rate_decay=1.0, reg=number(rng, 0.004, 0.009)),
        ),
        make(
            rng,
            f"with regularization{', momentum' if momentum else ''} and decay",
            same_rows=True,
            N=4 * batch_size + rest,
            D=2,
            batch_size=batch_size,
            num_iters=int(rng.integers(13, 18)),
            **settings(),
        ),
        make(
            rng,
            "decay after every iteration",
            same_rows=True,
            N=5,
            batch_size=5,
            num_iters=6,
            scale=100.0,
            **settings(),
        ),
        make(
            rng,
            "which examples are drawn",
            same_rows=False,
            N=2 * batch_size + rest,
            batch_size=batch_size,
            **settings(**still, learning_rate=8e-4, learning_rate_decay=0.97),
        ),
    ]


def net_predict_cases(rng: np.random.Generator, make: Callable[..., Case]) -> list[Case]:
    """Inputs of a net's ``predict``, made by the lab's `make`."""
    return [
        make(rng, "many examples", N=int(rng.integers(301, 399)), D=5, C=4),
        make(rng, "more examples than classes", N=int(rng.integers(20, 60)), D=int(rng.integers(3, 9)), C=10),
        make(rng, "more classes than examples", N=4, D=6, C=int(rng.integers(8, 15))),
        make(rng, "as many classes as examples", N=7, D=3, C=7),
        make(rng, "a single example", N=1, D=5, C=int(rng.integers(4, 9))),
        make(rng, "only positive scores", N=30, D=4, C=6, kind="positive"),
        make(rng, "only negative scores", N=25, D=int(rng.integers(3, 6)), C=5, kind="negative"),
        make(rng, "scores thousands apart", N=40, D=5, C=int(rng.integers(4, 9)), kind="large"),
        make(rng, "scores that lie close together", N=18, D=6, C=8, kind="close"),
    ]
