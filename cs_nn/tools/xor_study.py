"""Lab 6's study of XOR: many networks of one shape trained at the same time.

The formulas and the steps are those of `cs_nn.neurons.Network`. Only each number has become an array with one entry for
each of S networks, its last axis.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from cs_nn.neurons import Network


def stack(networks: Sequence[Network]) -> list[tuple[np.ndarray, np.ndarray]]:
    """The parameters of networks of one shape.

    Parameters
    ----------
    networks : S objects of `cs_nn.neurons.Network`

    Returns
    -------
    list of (W, b) for each layer : arrays (fan_out, fan_in, S) and (fan_out, S)
    """
    return [
        (
            np.array([[neuron.weights for neuron in layer.neurons] for layer in same]).transpose(1, 2, 0).copy(),
            np.array([[neuron.bias for neuron in layer.neurons] for layer in same]).T.copy(),
        )
        for same in zip(*(network.layers for network in networks))
    ]


def random_orders(
    epochs: int, examples: int, networks: int, rng: np.random.Generator | int | None = None
) -> np.ndarray:
    """For each network and epoch the numbers 0 ... examples - 1 in a random order.

    Parameters
    ----------
    epochs, examples, networks : int
    rng : numpy Generator or seed

    Returns
    -------
    (epochs, examples, networks) array of integers
    """
    numbers = np.arange(examples, dtype=np.int8)
    ordered = np.broadcast_to(numbers[:, None], (epochs, examples, networks))
    return np.random.default_rng(rng).permuted(ordered, axis=1)


def train_many(
    params: list[tuple[np.ndarray, np.ndarray]],
    examples: ArrayLike,
    targets: ArrayLike,
    orders: np.ndarray,
    learning_rate: float | np.ndarray,
    simple: bool | np.ndarray = False,
) -> tuple[np.ndarray, list[tuple[np.ndarray, np.ndarray]]]:
    """Online gradient descent, as by ``Network.train``, of S networks at the same time.

    Parameters
    ----------
    params : list of (W, b), see `stack`; not changed
    examples : (N, D) array; targets : (N, K) array
    orders : (epochs, N, S) array of integers: which example network s takes at which place of which epoch
    learning_rate : float, or an (S,) array
    simple : bool, or an (S,) array of bools: is delta of the last layer t - y only?

    Returns
    -------
    losses : (epochs, S) array, the mean loss 0.5 * sum((t - y)**2) of the examples of each epoch
    params : list of (W, b) after training
    """
    X, T = np.asarray(examples, dtype=float).T, np.asarray(targets, dtype=float).T
    params = [(W.copy(), b.copy()) for W, b in params]
    losses = np.empty((len(orders), orders.shape[2]))
    for epoch, order in enumerate(orders):
        total = 0.0
        for numbers in order:
            outputs = forward_many(params, X.take(numbers, axis=1))
            error = T.take(numbers, axis=1) - outputs[-1]
            total = total + np.einsum("ks,ks->s", error, error)
            delta = error * np.where(simple, 1.0, outputs[-1] * (1 - outputs[-1]))
            for k in reversed(range(len(params))):
                W, b = params[k]
                step = learning_rate * delta
                if k > 0:  # the way back goes through the weights before the step
                    delta = outputs[k] * (1 - outputs[k]) * np.einsum("kjs,ks->js", W, delta)
                W += step[:, None] * outputs[k]
                b += step
        losses[epoch] = 0.5 * total / len(order)
    return losses, params


def forward_many(params: list[tuple[np.ndarray, np.ndarray]], x: np.ndarray) -> list[np.ndarray]:
    """A list of the inputs x, (D, S), and the outputs of each layer, (fan_out, S)."""
    outputs = [x]
    with np.errstate(over="ignore"):  # exp(800) is inf, and 1 / inf is 0, as it should be
        for W, b in params:
            outputs.append(1 / (1 + np.exp(-np.einsum("kjs,js->ks", W, outputs[-1]) - b)))
    return outputs
