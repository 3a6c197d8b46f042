"""Inputs of Lab 0's hidden checks."""

from __future__ import annotations

import numpy as np
from cs_nn.checks.tasks.lab0_topic import loss_case

from cs_nn.checks import Case
from grading.hidden._draws import different, number


def losses(rng: np.random.Generator) -> list[Case]:
    def sizes():
        return dict(zip("NK", different(rng, 2, 3, 10)))

    return [
        *(loss_case(rng, "other sizes", **sizes()) for _ in range(3)),
        loss_case(rng, "one example", **{**sizes(), "N": 1}),
        loss_case(rng, "large errors", scale=number(rng, 1e2, 1e3), **sizes()),
        loss_case(rng, "small errors", scale=number(rng, 1e-5, 1e-4), **sizes()),
    ]


CASES = {"topic_loss": losses}

#: Inputs on which central differences of the loss take too long (see `grading.hidden`), by task.
LARGE = {}
