"""Lab 7's graded functions: their inputs, and how they are called.

The layers for images are in `_convolution` and `_pooling`.
"""

from __future__ import annotations

import numpy as np

from cs_nn.checks import Case, Task
from cs_nn.checks.tasks import _convolution, _pooling
from cs_nn.checks.tasks._composition import judge_composition, run_composition
from cs_nn.checks.tasks._nets import construct


def convnet_case(
    rng: np.random.Generator,
    about: str,
    N: int = 3,
    C: int = 2,
    H: int = 8,
    W: int = 4,
    filters: tuple[int, int] = (3, 5),
    K: int = 3,
    hidden: int = 6,
    classes: int = 4,
    reg: float = 0.0,
    conv2: bool = False,
) -> Case:
    """A batch and a net; with `conv2`, the net gets another pair of functions for the second convolution."""
    shapes = (
        (filters[0], C, K, K),
        (filters[1], filters[0], K, K),
        (filters[1] * (H // 4) * (W // 4), hidden),
        (hidden, classes),
    )
    case = {
        "about": about,
        "X": rng.standard_normal((N, C, H, W)),
        "y": rng.integers(classes, size=N),
        "reg": reg,
        "conv2": conv2,
    }
    for k, shape in enumerate(shapes, 1):
        case[f"W{k}"] = rng.standard_normal(shape) * (0.5 if len(shape) == 4 else 0.3)
        case[f"b{k}"] = rng.standard_normal(shape[0] if len(shape) == 4 else shape[1])
    return case


def _convnet_cases(rng):
    return [
        convnet_case(rng, "no regularization"),
        convnet_case(rng, "other numbers, of the same sizes", reg=0.6),
        convnet_case(rng, "with regularization", N=5, C=1, H=4, W=8, filters=(2, 3), hidden=5, classes=3, reg=0.3),
        convnet_case(
            rng, "as many filters in both layers", N=6, C=3, H=4, W=4, filters=(3, 3), hidden=4, classes=4, reg=0.1
        ),
        convnet_case(rng, "one image, 5 x 5 filters", N=1, C=1, H=8, W=8, K=5, hidden=3, classes=2, reg=0.2),
        convnet_case(rng, "a weak penalty", N=4, C=1, H=4, W=8, filters=(3, 2), hidden=7, classes=5, reg=1e-3),
        convnet_case(
            rng, "other functions for the second convolution, 4 x 4 filters", H=4, W=8, K=4, reg=0.1, conv2=True
        ),
    ]


def _make_convnet(module, case):
    (F1, C, K, _), (F2, *_), (_, hidden), (_, classes) = (case[f"W{k}"].shape for k in (1, 2, 3, 4))
    return construct(
        module.ConvNet, case["X"].shape[1:], (F1, F2), K, hidden, classes, dropout=0.3, rng=0, dtype=np.float64
    )


def _convnet_settings(net):
    return {"conv_param": net.conv_param, "pool_param": net.pool_param, "dropout_param": net.dropout_param}


def _count(case):
    return {"N": len(case["X"])}


TASKS = {
    task.name: task
    for task in (
        *_convolution.TASKS,
        *_pooling.TASKS,
        Task(
            "ConvNet_loss",
            "cnn",
            _convnet_cases,
            run_composition(_convnet_settings),
            sizes=_count,
            judge=judge_composition,
            make=_make_convnet,
        ),
    )
}
