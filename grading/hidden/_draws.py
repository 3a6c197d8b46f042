"""Inputs that the hidden checks of several labs draw alike: sizes, numbers, training loops."""

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


def train_cases(rng: np.random.Generator, make: Callable[..., Case]) -> list[Case]:
    """Inputs of ``train``, made by the lab's `make`."""

    def settings(**fixed):
        drawn = {"learning_rate": number(rng, 0.02, 0.1), "reg": number(rng, 0.1, 0.5)}
        drawn["momentum"] = number(rng, 0.3, 0.9)
        return {**drawn, "learning_rate_decay": number(rng, 0.5, 0.9), **fixed}

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
            **settings(momentum=0.0, learning_rate_decay=1.0, reg=number(rng, 0.004, 0.009)),
        ),
        make(
            rng,
            "with regularization, momentum and decay",
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
            **settings(momentum=0.0, learning_rate=8e-4, learning_rate_decay=0.97),
        ),
    ]
