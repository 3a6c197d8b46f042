"""Inputs of Lab 6's hidden checks."""

from __future__ import annotations

import numpy as np

from cs_nn.checks.tasks._convolution import conv_case
from cs_nn.checks.tasks._dropout import dropout_backward_case, dropout_case
from cs_nn.checks.tasks._neurons import loop_case, network_case, neuron_case, tiny_network_case
from cs_nn.checks.tasks._pooling import pool_case
from cs_nn.checks.tasks.lab6_mlp_cnn import adam_case, convnet_case, mlp_case


def _different(rng, count, low=2, high=8):
    """So many different sizes."""
    return [int(n) for n in rng.choice(np.arange(low, high), size=count, replace=False)]


def _number(rng, low, high):
    return float(rng.uniform(low, high))


# ------------------------------------------------------------------ neurons
def neuron(rng):
    return [
        *(neuron_case(rng, "several inputs", n=n) for n in _different(rng, 3, 2, 12) for _ in range(2)),
        neuron_case(rng, "a single input", n=1),
        neuron_case(rng, "many inputs", n=int(rng.integers(20, 60))),
        neuron_case(rng, "a large weighted sum", n=3, shift=_number(rng, 720, 1500)),
        neuron_case(rng, "a weighted sum far below zero", n=3, shift=-_number(rng, 760, 1500)),
        neuron_case(rng, "a weighted sum below zero", n=4, total=-_number(rng, 0.5, 2)),
        neuron_case(rng, "an output near 1", n=4, total=_number(rng, 7.0, 7.4)),
        neuron_case(rng, "an output near 0", n=4, total=-_number(rng, 10, 14)),
        *(neuron_case(rng, "inputs of another size", n=5, size=size * _number(rng, 1, 9)) for size in (1e-6, 1e5)),
    ]


def network(rng):
    def settings():
        return {"learning_rate": _number(rng, 0.05, 2), "simple": bool(rng.integers(2))}

    return [
        network_case(rng, "2 hidden layers", known := tuple(_different(rng, 4)), learning_rate=_number(rng, 0.1, 1)),
        network_case(rng, "other numbers, of the same sizes", known, learning_rate=_number(rng, 0.1, 1)),
        network_case(rng, "simple deltas", tuple(_different(rng, 3)), _number(rng, 0.1, 1), simple=True),
        network_case(rng, "layers of one size", (4, 4, 4, 4), **settings()),
        network_case(rng, "3 hidden layers", (2, *_different(rng, 4)), **settings()),
        network_case(rng, "no hidden layer", tuple(_different(rng, 2)), learning_rate=_number(rng, 1.1, 3)),
        network_case(rng, "1 output", (2, int(rng.integers(3, 7)), 1), **settings()),
    ]


def network_backward(rng):
    return [
        *network(rng),
        *(
            network_case(rng, "small errors", tuple(_different(rng, 3)), simple=simple, error=_number(rng, 1e-8, 1e-6))
            for simple in (False, True)
        ),
    ]


def network_update(rng):
    return [*network(rng), tiny_network_case(rng, "tiny inputs and deltas", tuple(_different(rng, 3)))]


def loop(rng):
    return [
        loop_case(
            rng,
            "one output",
            N=int(rng.integers(6, 10)),
            epochs=int(rng.integers(5, 9)),
            learning_rate=_number(rng, 0.01, 2),
        ),
        loop_case(
            rng,
            "simple deltas",
            N=int(rng.integers(6, 10)),
            sizes=(4, 3),
            epochs=6,
            learning_rate=_number(rng, 0.01, 2),
            simple=True,
        ),
        loop_case(rng, "two outputs", N=8, sizes=(3, 2), epochs=7, learning_rate=_number(rng, 0.01, 2)),
        loop_case(
            rng,
            "outputs near their targets",
            N=7,
            sizes=(2, 3),
            epochs=6,
            learning_rate=_number(rng, 0.01, 2),
            near=_number(rng, 1e-4, 1e-3),
        ),
        loop_case(
            rng,
            "more examples",
            N=int(rng.integers(12, 20)),
            sizes=(2, 2),
            epochs=4,
            learning_rate=_number(rng, 0.01, 2),
        ),
    ]


# ------------------------------------------------------------------ arrays
def adam(rng):
    def shape(dims=2):
        return tuple(_different(rng, dims))

    return [
        adam_case(rng, "from the start", shape(), learning_rate=_number(rng, 0.01, 1)),
        adam_case(rng, "with the defaults, a gradient of 0", shape(1), dead=True),
        adam_case(rng, "later steps", shape(), t=int(rng.integers(2, 30)), learning_rate=_number(rng, 0.01, 1)),
        adam_case(
            rng,
            "later steps, other betas",
            shape(4),
            t=int(rng.integers(2, 9)),
            beta1=_number(rng, 0.5, 0.8),
            beta2=_number(rng, 0.7, 0.95),
            epsilon=_number(rng, 0.05, 0.5),
            learning_rate=_number(rng, 0.1, 1),
        ),
        adam_case(
            rng,
            "later steps, small betas",
            shape(),
            t=2,
            beta1=_number(rng, 0.2, 0.25),
            beta2=_number(rng, 0.28, 0.32),
            epsilon=_number(rng, 0.05, 0.5),
            learning_rate=_number(rng, 0.1, 1),
        ),
        adam_case(
            rng,
            "large gradients",
            shape(),
            t=int(rng.integers(2, 9)),
            scale=_number(rng, 1e3, 1e4),
            learning_rate=_number(rng, 0.1, 1),
        ),
        adam_case(
            rng, "many steps before", shape(), t=int(rng.integers(500, 3000)), learning_rate=_number(rng, 0.01, 0.3)
        ),
        adam_case(rng, "tiny gradients", shape(), t=int(rng.integers(2, 9)), scale=1e-7, learning_rate=0.1, steps=5),
    ]


def mlp(rng):
    def sizes(count):
        return tuple(_different(rng, count))

    return [
        mlp_case(rng, "2 hidden layers", sizes=(known := sizes(4))),
        mlp_case(rng, "other numbers, of the same sizes", sizes=known, reg=_number(rng, 0.05, 2)),
        mlp_case(rng, "2 hidden layers with regularization", N=9, sizes=sizes(4), reg=_number(rng, 0.05, 2)),
        mlp_case(rng, "3 hidden layers with regularization", N=4, sizes=sizes(5), reg=_number(rng, 0.05, 2)),
        mlp_case(rng, "a weak penalty", N=4, sizes=sizes(4), reg=_number(rng, 5e-4, 2e-3)),
        mlp_case(rng, "1 hidden layer", N=6, sizes=sizes(3), reg=_number(rng, 0.05, 2)),
        mlp_case(rng, "layers of one size", N=3, sizes=(5, 5, 5, 5), reg=_number(rng, 0.05, 2)),
        mlp_case(rng, "12 layers", N=5, sizes=rng.integers(2, 6, 13).tolist(), reg=_number(rng, 5, 30)),
        mlp_case(rng, "a single image", N=1, sizes=(12, *sizes(3)), image=(1, 3, 4), reg=_number(rng, 0.05, 2)),
    ]


def convnet(rng):
    def settings(low=3):
        F1, F2, hidden, classes = _different(rng, 4, low, 8)
        return {"filters": (F1, F2), "hidden": hidden, "classes": classes, "reg": _number(rng, 0.05, 1)}

    return [
        convnet_case(rng, "without regularization"),
        convnet_case(rng, "other numbers, of the same sizes", reg=_number(rng, 0.05, 1)),
        convnet_case(rng, "rows and columns differ", N=6, H=8, W=12, C=2, **settings()),
        convnet_case(
            rng,
            "other functions for the second convolution, 4 x 4 filters",
            N=7,
            H=8,
            W=4,
            K=4,
            hidden=16,
            reg=_number(rng, 0.05, 1),
            conv2=True,
        ),
        convnet_case(rng, "a weak penalty", N=4, H=4, W=8, C=1, **settings() | {"reg": _number(rng, 5e-4, 2e-3)}),
        convnet_case(rng, "5 x 5 filters", N=5, H=12, W=8, C=1, K=5, **settings()),
        convnet_case(rng, "a single image", N=1, H=4, W=4, C=2, **settings()),
        convnet_case(rng, "sizes that are equal", N=3, H=4, W=4, C=4, filters=(4, 4), hidden=4, classes=4, reg=0.2),
    ]


# ------------------------------------------------------------------ images
def conv(rng):
    """Sizes that are all different, with windows that fit."""

    def sizes():
        N, C, F = _different(rng, 3, 2, 6)
        H, W = _different(rng, 2, 6, 11)
        HH, WW = _different(rng, 2, 2, 5)
        return {"N": N, "C": C, "F": F, "H": H, "W": W, "HH": HH, "WW": WW}

    def left_over():
        """Sizes where windows 2 apart leave a row and a column over."""
        known = sizes()
        return {**known, "H": known["HH"] + 5, "W": known["WW"] + 7}

    return [
        conv_case(rng, "no padding, stride 1", **(known := sizes())),
        conv_case(rng, "other numbers, of the same sizes", **known),
        conv_case(rng, "no padding, stride 2", stride=2, **left_over()),
        conv_case(rng, "padding 1, stride 1", pad=1, **sizes()),
        conv_case(rng, "padding 2, stride 3", pad=2, stride=3, **sizes()),
        conv_case(rng, 'padding "same", stride 1', pad="same", **sizes()),
        conv_case(rng, 'padding "same", stride 2', pad="same", stride=2, **sizes()),
        conv_case(
            rng, 'padding "same", stride 3, small filters', pad="same", stride=3, **{**sizes(), "HH": 2, "WW": 1}
        ),
        conv_case(rng, "padding 1, stride 2, large numbers", pad=1, stride=2, scale=_number(rng, 1e3, 1e4), **sizes()),
        conv_case(rng, "square filters and images", N=6, C=2, H=7, W=7, F=3, HH=3, WW=3, pad=1, stride=2),
        conv_case(rng, "one row, float32", N=1, C=2, H=1, W=9, F=3, HH=1, WW=4, dtype=np.float32),
        conv_case(rng, "a larger batch", N=int(rng.choice([12, 13, 14, 17])), C=2, H=4, W=3, F=3, HH=2, WW=3, pad=1),
    ]


def pool(rng):
    def sizes(low=6):
        N, C = _different(rng, 2, 1, 6)
        H, W = _different(rng, 2, low, 13)
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


def dropout(rng):
    return [
        dropout_case(rng, "images", shape=(int(rng.integers(60, 90)), 3, 7, 9), p=_number(rng, 0.1, 0.2)),
        dropout_case(rng, "rows", shape=(120, int(rng.integers(90, 150))), p=_number(rng, 0.6, 0.7)),
        dropout_case(rng, "p = 0", shape=(7, 4), p=0.0),
        dropout_case(rng, "mode test", shape=(6, 9), p=_number(rng, 0.2, 0.8), mode="test"),
        dropout_case(rng, "float32", shape=(30, int(rng.integers(40, 90))), p=_number(rng, 0.3, 0.4), dtype=np.float32),
        dropout_case(rng, "few are dropped", shape=(120, int(rng.integers(90, 150))), p=_number(rng, 0.04, 0.08)),
    ]


def dropout_backward(rng):
    return [
        dropout_backward_case(rng, "rows", tuple(_different(rng, 2, 3, 20)), _number(rng, 0.2, 0.8)),
        dropout_backward_case(rng, "images", tuple(_different(rng, 4, 2, 7)), _number(rng, 0.55, 0.8)),
        dropout_backward_case(rng, "mode test: no mask", tuple(_different(rng, 2, 3, 20)), mask=False),
    ]


CASES = {
    "Neuron_forward": neuron,
    "Network_forward": network,
    "Network_backward": network_backward,
    "Network_update": network_update,
    "Network_train": loop,
    "adam": adam,
    "MLP_loss": mlp,
    "conv_forward_naive": conv,
    "conv_backward_naive": conv,
    "conv_forward": conv,
    "conv_backward": conv,
    "max_pool_forward": pool,
    "max_pool_backward": pool,
    "dropout_forward": dropout,
    "dropout_backward": dropout_backward,
    "ConvNet_loss": convnet,
}


def large_conv(rng):
    """As many images' entries as filters' ones, and few windows."""
    return [(conv_case(rng, "large images and filters", N=1, C=800, F=1, H=16, W=16, HH=15, WW=15), "dx dw db")]


LARGE = {
    "Network_backward": lambda rng: [
        (network_case(rng, "large layers", (2, 1000, 1000, 2)), "delta_of_layer_1 delta_of_layer_2 delta_of_layer_3")
    ],
    "conv_backward_naive": large_conv,
    "conv_backward": lambda rng: [
        (conv_case(rng, "many filters", N=1, C=3, F=14000, H=3, W=4, HH=3, WW=3), "dx dw db")
    ],
    "max_pool_backward": lambda rng: [(pool_case(rng, "large images", N=2, C=2, H=320, W=320), "dx")],
    "dropout_backward": lambda rng: [(dropout_backward_case(rng, "a large matrix", (900, 700)), "dx")],
}
