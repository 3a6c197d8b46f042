"""Inputs of Lab 6's hidden checks."""

from __future__ import annotations

import numpy as np

from cs_nn.checks import Case
from cs_nn.checks.tasks._neurons import loop_case, network_case, neuron_case, tiny_network_case
from cs_nn.checks.tasks.lab6_mlp import adam_case, mlp_case
from grading.hidden._draws import different, number


def _sizes(rng, count):
    """So many different sizes of layers, or of an array."""
    return tuple(different(rng, count, 2, 8))


# ------------------------------------------------------------------ neurons
def neuron(rng: np.random.Generator) -> list[Case]:
    return [
        *(neuron_case(rng, "several inputs", n=n) for n in different(rng, 3, 2, 12) for _ in range(2)),
        neuron_case(rng, "a single input", n=1),
        neuron_case(rng, "many inputs", n=int(rng.integers(20, 60))),
        neuron_case(rng, "a large weighted sum", n=3, shift=number(rng, 720, 1500)),
        neuron_case(rng, "a weighted sum far below zero", n=3, shift=-number(rng, 760, 1500)),
        neuron_case(rng, "a weighted sum below zero", n=4, total=-number(rng, 0.5, 2)),
        neuron_case(rng, "an output near 1", n=4, total=number(rng, 7.0, 7.4)),
        neuron_case(rng, "an output near 0", n=4, total=-number(rng, 10, 14)),
        *(neuron_case(rng, "inputs of another size", n=5, size=size * number(rng, 1, 9)) for size in (1e-6, 1e5)),
    ]


def network(rng: np.random.Generator) -> list[Case]:
    def settings():
        return {"learning_rate": number(rng, 0.05, 2), "simple": bool(rng.integers(2))}

    return [
        network_case(rng, "2 hidden layers", known := _sizes(rng, 4), learning_rate=number(rng, 0.1, 1)),
        network_case(rng, "other numbers, of the same sizes", known, learning_rate=number(rng, 0.1, 1)),
        network_case(rng, "simple deltas", _sizes(rng, 3), number(rng, 0.1, 1), simple=True),
        network_case(rng, "layers of one size", (4, 4, 4, 4), **settings()),
        network_case(rng, "3 hidden layers", (2, *_sizes(rng, 4)), **settings()),
        network_case(rng, "no hidden layer", _sizes(rng, 2), learning_rate=number(rng, 1.1, 3)),
        network_case(rng, "1 output", (2, int(rng.integers(3, 7)), 1), **settings()),
    ]


def network_backward(rng: np.random.Generator) -> list[Case]:
    return [
        *network(rng),
        *(
            network_case(rng, "small errors", _sizes(rng, 3), simple=simple, error=number(rng, 1e-8, 1e-6))
            for simple in (False, True)
        ),
    ]


def network_update(rng: np.random.Generator) -> list[Case]:
    return [*network(rng), tiny_network_case(rng, "tiny inputs and deltas", _sizes(rng, 3))]


def loop(rng: np.random.Generator) -> list[Case]:
    return [
        loop_case(
            rng,
            "one output",
            N=int(rng.integers(6, 10)),
            epochs=int(rng.integers(5, 9)),
            learning_rate=number(rng, 0.01, 2),
        ),
        loop_case(
            rng,
            "simple deltas",
            N=int(rng.integers(6, 10)),
            sizes=(4, 3),
            epochs=6,
            learning_rate=number(rng, 0.01, 2),
            simple=True,
        ),
        loop_case(rng, "two outputs", N=8, sizes=(3, 2), epochs=7, learning_rate=number(rng, 0.01, 2)),
        loop_case(
            rng,
            "outputs near their targets",
            N=7,
            sizes=(2, 3),
            epochs=6,
            learning_rate=number(rng, 0.01, 2),
            near=number(rng, 1e-4, 1e-3),
        ),
        loop_case(
            rng,
            "more examples",
            N=int(rng.integers(12, 20)),
            sizes=(2, 2),
            epochs=4,
            learning_rate=number(rng, 0.01, 2),
        ),
    ]


# ------------------------------------------------------------------ arrays
def adam(rng: np.random.Generator) -> list[Case]:
    def shape(dims=2):
        return _sizes(rng, dims)

    return [
        adam_case(rng, "from the start", shape(), learning_rate=number(rng, 0.01, 1)),
        adam_case(rng, "with the defaults, a gradient of 0", shape(1), dead=True),
        adam_case(rng, "later steps", shape(), t=int(rng.integers(2, 30)), learning_rate=number(rng, 0.01, 1)),
        adam_case(
            rng,
            "later steps, other betas",
            shape(4),
            t=int(rng.integers(2, 9)),
            beta1=number(rng, 0.5, 0.8),
            beta2=number(rng, 0.7, 0.95),
            epsilon=number(rng, 0.05, 0.5),
            learning_rate=number(rng, 0.1, 1),
        ),
        adam_case(
            rng,
            "later steps, small betas",
            shape(),
            t=2,
            beta1=number(rng, 0.2, 0.25),
            beta2=number(rng, 0.28, 0.32),
            epsilon=number(rng, 0.05, 0.5),
            learning_rate=number(rng, 0.1, 1),
        ),
        adam_case(
            rng,
            "large gradients",
            shape(),
            t=int(rng.integers(2, 9)),
            scale=number(rng, 1e3, 1e4),
            learning_rate=number(rng, 0.1, 1),
        ),
        adam_case(
            rng, "many steps before", shape(), t=int(rng.integers(500, 3000)), learning_rate=number(rng, 0.01, 0.3)
        ),
        adam_case(rng, "tiny gradients", shape(), t=int(rng.integers(2, 9)), scale=1e-7, learning_rate=0.1, steps=5),
    ]


def mlp(rng: np.random.Generator) -> list[Case]:
    def sizes(count):
        return _sizes(rng, count)

    return [
        mlp_case(rng, "2 hidden layers", sizes=(known := sizes(4))),
        mlp_case(rng, "other numbers, of the same sizes", sizes=known, reg=number(rng, 0.05, 2)),
        mlp_case(rng, "2 hidden layers with regularization", N=9, sizes=sizes(4), reg=number(rng, 0.05, 2)),
        mlp_case(rng, "3 hidden layers with regularization", N=4, sizes=sizes(5), reg=number(rng, 0.05, 2)),
        mlp_case(rng, "a weak penalty", N=4, sizes=sizes(4), reg=number(rng, 5e-4, 2e-3)),
        mlp_case(rng, "1 hidden layer", N=6, sizes=sizes(3), reg=number(rng, 0.05, 2)),
        mlp_case(rng, "layers of one size", N=3, sizes=(5, 5, 5, 5), reg=number(rng, 0.05, 2)),
        mlp_case(rng, "12 layers", N=5, sizes=rng.integers(2, 6, 13).tolist(), reg=number(rng, 5, 30)),
        mlp_case(rng, "a single image", N=1, sizes=(12, *sizes(3)), image=(1, 3, 4), reg=number(rng, 0.05, 2)),
    ]


CASES = {
    "Neuron_forward": neuron,
    "Network_forward": network,
    "Network_backward": network_backward,
    "Network_update": network_update,
    "Network_train": loop,
    "adam": adam,
    "MLP_loss": mlp,
}


LARGE = {
    "Network_backward": lambda rng: [
        (network_case(rng, "large layers", (2, 4000, 40, 2)), "delta_of_layer_1 delta_of_layer_2 delta_of_layer_3")
    ]
}
