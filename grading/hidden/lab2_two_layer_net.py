"""Inputs of Lab 2's hidden checks."""

from __future__ import annotations

import numpy as np

from cs_nn.checks.tasks.lab2_two_layer_net import backward_case, forward_case, loss_case, net_score_case, net_train_case


def _sizes(rng, low=3, high=13):
    """Four different sizes N, D, H, C; none is 2, or a factor N would look like a factor 2."""
    return {key: int(n) for key, n in zip("NDHC", rng.choice(np.arange(low, high), size=4, replace=False))}


def _strength(rng, low=0.05, high=2.0):
    return float(rng.uniform(low, high))


def forward(rng):
    return [
        *(forward_case(rng, "other sizes", **_sizes(rng)) for _ in range(3)),
        forward_case(rng, "large biases", bias=float(rng.uniform(4, 8)), **_sizes(rng)),
        forward_case(rng, "large numbers", bias=1e5, scale=float(rng.uniform(300, 900)), size=500.0, **_sizes(rng)),
        forward_case(rng, "small weights and biases", bias=1e-4, scale=1e-4, **_sizes(rng)),
        forward_case(rng, "a single example", **{**_sizes(rng), "N": 1}),
        forward_case(rng, "a larger net", N=int(rng.integers(30, 60)), D=20, H=int(rng.integers(21, 40)), C=10),
    ]


def loss(rng):
    return [
        loss_case(rng, "no regularization", **_sizes(rng)),
        loss_case(rng, "with regularization", reg=_strength(rng), **_sizes(rng)),
        loss_case(rng, "a weak penalty", reg=_strength(rng, 1e-3, 3e-3), **_sizes(rng)),
        loss_case(rng, "a larger batch", reg=_strength(rng), N=int(rng.integers(40, 80)), D=14, H=15, C=10),
        loss_case(rng, "two classes", reg=_strength(rng), N=int(rng.integers(5, 9)), D=4, H=3, C=2),
        loss_case(rng, "a single example", reg=_strength(rng), **{**_sizes(rng), "N": 1}),
        loss_case(rng, "scores far above zero", shift=float(rng.uniform(750, 1000)), **_sizes(rng)),
        loss_case(rng, "scores far below zero", shift=-float(rng.uniform(800, 1000)), **_sizes(rng)),
        loss_case(rng, "scores thousands apart", scale=float(rng.uniform(1500, 3000)), **_sizes(rng)),
    ]


def backward(rng):
    def wide(**fixed):
        """Sizes with more inputs than hidden units."""
        sizes = _sizes(rng)
        sizes["D"], sizes["H"] = max(sizes["D"], sizes["H"]), min(sizes["D"], sizes["H"])
        return {**sizes, **fixed}

    return [
        backward_case(rng, "no regularization", **wide()),
        backward_case(rng, "with regularization", reg=_strength(rng), **wide()),
        backward_case(
            rng,
            "more hidden units than inputs",
            reg=_strength(rng),
            N=int(rng.integers(3, 6)),
            D=int(rng.integers(6, 9)),
            H=int(rng.integers(10, 15)),
            C=5,
        ),
        backward_case(rng, "a single example", reg=_strength(rng), **wide(N=1)),
        backward_case(rng, "a larger batch", reg=_strength(rng), N=int(rng.integers(40, 80)), D=20, H=12, C=10),
        backward_case(rng, "a large upstream gradient", scale=float(rng.uniform(1e3, 1e4)), **wide()),
        backward_case(
            rng, "a small upstream gradient, a weak penalty", scale=1e-5, reg=_strength(rng, 5e-6, 5e-5), **wide()
        ),
        backward_case(
            rng,
            "units that are hardly on",
            size=10.0 ** -np.arange(0, 7.5, 1.5),
            **wide(N=int(rng.integers(10, 15)), D=9, H=5),
        ),
    ]


def train(rng):
    def settings(**fixed):
        return {
            "learning_rate": float(rng.uniform(0.02, 0.1)),
            "reg": float(rng.uniform(0.1, 0.5)),
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
            **settings(learning_rate_decay=1.0, reg=float(rng.uniform(0.004, 0.009))),
        ),
        net_train_case(
            rng,
            "with regularization and decay",
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
            **settings(learning_rate=8e-4, learning_rate_decay=0.97),
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
    "TwoLayerNet_forward": forward,
    "TwoLayerNet_loss": loss,
    "TwoLayerNet_backward": backward,
    "TwoLayerNet_train": train,
    "TwoLayerNet_predict": predict,
}


LARGE = {
    "TwoLayerNet_loss": lambda rng: [
        (loss_case(rng, "many examples", N=4000, D=3, H=2, C=30, reg=0.1), "loss dscores")
    ],
    "TwoLayerNet_backward": lambda rng: [
        (backward_case(rng, "large layers", N=2, D=550, H=600, C=550, reg=0.1), "W1 b1 W2 b2")
    ],
}
