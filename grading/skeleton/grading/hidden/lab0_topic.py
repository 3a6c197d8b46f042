"""Inputs of Lab 0's hidden checks."""

from __future__ import annotations

from cs_nn.checks.tasks.lab0_topic import loss_case


def losses(rng):
    def sizes():
        N, K = (int(size) for size in rng.choice(range(3, 10), size=2, replace=False))
        return {"N": N, "K": K}

    return [
        *(loss_case(rng, "other sizes", **sizes()) for _ in range(3)),
        loss_case(rng, "one example", **{**sizes(), "N": 1}),
        loss_case(rng, "large errors", scale=rng.uniform(1e2, 1e3), **sizes()),
        loss_case(rng, "small errors", scale=rng.uniform(1e-5, 1e-4), **sizes()),
    ]


CASES = {"topic_loss": losses}

#: Inputs on which central differences of the loss take too long (see `grading.hidden`), by task.
LARGE = {}
