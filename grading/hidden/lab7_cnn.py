"""Inputs of Lab 7's hidden checks."""

from __future__ import annotations

import numpy as np

from cs_nn.checks import Case
from cs_nn.checks.tasks._convolution import conv_case
from cs_nn.checks.tasks._pooling import pool_case
from cs_nn.checks.tasks.lab7_cnn import convnet_case
from grading.hidden._draws import different, number


def conv(rng: np.random.Generator) -> list[Case]:
    """Sizes that are all different, with windows that fit."""

    def sizes():
        N, C, F = different(rng, 3, 2, 6)
        H, W = different(rng, 2, 6, 11)
        HH, WW = different(rng, 2, 2, 5)
        return {"N": N, "C": C, "F": F, "H": H, "W": W, "HH": HH, "WW": WW}

    def few():
        """Sizes with few outputs even at stride 1, for loops over all of them."""
        N, F, C = sorted(different(rng, 3, 2, 6))
        return {**sizes(), "N": N, "C": C, "F": F, **dict(zip("HW", different(rng, 2, 5, 8)))}

    def left_over():
        """Sizes where windows 2 apart leave a row and a column over."""
        known = sizes()
        return {**known, "H": known["HH"] + 5, "W": known["WW"] + 7}

    return [
        conv_case(rng, "no padding, stride 1", **(known := few())),
        conv_case(rng, "other numbers, of the same sizes", **known),
        conv_case(rng, "no padding, stride 2", stride=2, **left_over()),
        conv_case(rng, "padding 1, stride 1", pad=1, **few()),
        conv_case(rng, "padding 2, stride 3", pad=2, stride=3, **sizes()),
        conv_case(rng, 'padding "same", stride 1', pad="same", **few()),
        conv_case(rng, 'padding "same", stride 2', pad="same", stride=2, **sizes()),
        conv_case(
            rng, 'padding "same", stride 3, small filters', pad="same", stride=3, **{**sizes(), "HH": 2, "WW": 1}
        ),
        conv_case(rng, "padding 1, stride 2, large numbers", pad=1, stride=2, scale=number(rng, 1e3, 1e4), **sizes()),
        conv_case(rng, "square filters and images", N=4, C=2, H=7, W=7, F=3, HH=3, WW=3, pad=1, stride=2),
        conv_case(rng, "one row, float32", N=1, C=2, H=1, W=9, F=3, HH=1, WW=4, dtype=np.float32),
        conv_case(rng, "a larger batch", N=int(rng.choice([12, 13, 14, 17])), C=3, H=4, W=5, F=2, HH=3, WW=4),
    ]


def pool(rng: np.random.Generator) -> list[Case]:
    def sizes(low=6):
        N, C = different(rng, 2, 1, 6)
        H, W = different(rng, 2, low, 13)
        return {"N": N, "C": C, "H": H, "W": W}

    return [
        pool_case(rng, "2 x 2, stride 2", **(known := sizes())),
        pool_case(rng, "other images, of the same sizes", **known),
        pool_case(rng, "windows side by side, not square", height=2, width=4, stride=4, **sizes()),
        pool_case(rng, "overlapping windows", height=3, width=4, stride=2, **sizes()),
        pool_case(rng, "overlapping windows, stride 1", height=3, width=2, stride=1, **sizes()),
        pool_case(
            rng, "windows that overlap to the right only", height=2, width=int(rng.integers(3, 6)), stride=2, **sizes()
        ),
        pool_case(
            rng, "windows that overlap downwards only", height=int(rng.integers(3, 6)), width=2, stride=2, **sizes()
        ),
        pool_case(rng, "images with all entries far below zero", low=True, **{**sizes(), "N": 3}),
        pool_case(rng, "gaps between the windows", height=2, width=1, stride=3, **sizes(7)),
        pool_case(rng, "one window", N=3, C=2, H=3, W=5, height=3, width=5, stride=1),
        pool_case(rng, "equal entries", ties=True, **sizes()),
    ]


def convnet(rng: np.random.Generator) -> list[Case]:
    def settings(low=3):
        F1, F2, hidden, classes = different(rng, 4, low, 8)
        return {"filters": (F1, F2), "hidden": hidden, "classes": classes, "reg": number(rng, 0.05, 1)}

    return [
        convnet_case(rng, "without regularization"),
        convnet_case(rng, "other numbers, of the same sizes", reg=number(rng, 0.05, 1)),
        convnet_case(rng, "rows and columns differ", N=6, H=8, W=12, C=2, **settings()),
        convnet_case(
            rng,
            "other functions for the second convolution, 4 x 4 filters",
            N=7,
            H=8,
            W=4,
            K=4,
            hidden=16,
            reg=number(rng, 0.05, 1),
            conv2=True,
        ),
        convnet_case(rng, "a weak penalty", N=4, H=4, W=8, C=1, **settings() | {"reg": number(rng, 5e-4, 2e-3)}),
        convnet_case(rng, "5 x 5 filters", N=5, H=12, W=8, C=1, K=5, **settings()),
        convnet_case(rng, "a single image", N=1, H=4, W=4, C=2, **settings()),
        convnet_case(rng, "sizes that are equal", N=3, H=4, W=4, C=4, filters=(4, 4), hidden=4, classes=4, reg=0.2),
    ]


CASES = {
    "conv_forward_naive": conv,
    "conv_backward_naive": conv,
    "conv_forward": conv,
    "conv_backward": conv,
    "max_pool_forward": pool,
    "max_pool_backward": pool,
    "ConvNet_loss": convnet,
}


def large_conv(rng: np.random.Generator) -> list[tuple[Case, str]]:
    """As many images' entries as filters' ones, and few windows."""
    return [(conv_case(rng, "large images and filters", N=1, C=320, F=1, H=16, W=16, HH=15, WW=15), "dx dw db")]


LARGE = {
    "conv_backward_naive": large_conv,
    "conv_backward": lambda rng: [
        (conv_case(rng, "many filters", N=1, C=3, F=10000, H=3, W=4, HH=3, WW=3), "dx dw db")
    ],
    "max_pool_backward": lambda rng: [
        (pool_case(rng, "large images", N=2, C=2, H=230, W=230, height=5, width=5, stride=5), "dx")
    ],
}
