"""Lab 0: inputs of the checks, and the lines that call what students write."""

from __future__ import annotations

import numpy as np

from cs_nn.checks import Case, Task, slopes_of, unpack


def loss_case(rng: np.random.Generator, about: str, N: int = 5, K: int = 3, scale: float = 1.0) -> Case:
    """Inputs of `topic_loss`; N and K differ, and neither is 1 or 2 in the first comparison."""
    return {"about": about, "y": scale * rng.standard_normal((N, K)), "t": scale * rng.standard_normal((N, K))}


def _loss_cases(rng):
    return [
        loss_case(rng, "a few examples"),
        loss_case(rng, "one example", N=1, K=4),
        loss_case(rng, "one output", N=7, K=1),
        loss_case(rng, "large errors", N=4, K=6, scale=300.0),
        loss_case(rng, "small errors", N=6, K=4, scale=1e-3),
    ]


def _run_loss(topic, case):
    loss, dy = unpack(topic.topic_loss(case["y"], case["t"]), "loss, dy", "topic_loss")
    return {"loss": loss, "dy": dy}


def _sizes(case):
    return dict(zip("NK", case["y"].shape))


TASKS = {
    task.name: task
    for task in (
        Task(
            "topic_loss",
            "topic",
            _loss_cases,
            _run_loss,
            sizes=_sizes,
            slopes=slopes_of("loss", lambda topic, case: topic.topic_loss(case["y"], case["t"])[0], dy="y"),
        ),
    )
}
