"""The given network of Lab 4: two numbers in, three layers, the probability of class 1 out.

affine (2, H1) - ReLU - affine (H1, H2) - ReLU - affine (H2, 1) - sigmoid, in functions that pass a dict of parameters,
which have H1 = 20 and H2 = 3 if no other sizes are asked for. Points are rows: X is (m, 2), labels Y are (m, 1) with
values 0 and 1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SIZES = (2, 20, 3, 1)


def initialize_parameters(rng: np.random.Generator, sizes: Sequence[int] = SIZES) -> dict[str, np.ndarray]:
    """Weights with standard deviation sqrt(2 / fan_in) (He et al. 2015) and zero biases: W1, b1, W2, b2, W3, b3."""
    parameters = {}
    for k, (fan_in, fan_out) in enumerate(zip(sizes, sizes[1:]), 1):
        parameters[f"W{k}"] = np.sqrt(2 / fan_in) * rng.standard_normal((fan_in, fan_out))
        parameters[f"b{k}"] = np.zeros(fan_out)
    return parameters


def relu(Z: np.ndarray) -> np.ndarray:
    return np.maximum(Z, 0)


def sigmoid(Z: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-Z)), without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * Z))


def forward_propagation(X: np.ndarray, parameters: dict[str, np.ndarray]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The output A3 (m, 1), and the cache {"A1": (m, H1), "A2": (m, H2), "A3": (m, 1)} of all activations."""
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    A1 = relu(X @ W1 + b1)
    A2 = relu(A1 @ W2 + b2)
    A3 = sigmoid(A2 @ W3 + b3)
    return A3, {"A1": A1, "A2": A2, "A3": A3}


def compute_cost(A3: np.ndarray, Y: np.ndarray) -> float:
    """Mean cross-entropy, ``-(1/m) sum(Y log A3 + (1 - Y) log(1 - A3))``, with A3 kept 1e-15 away from 0 and 1."""
    P = np.clip(np.asarray(A3, float), 1e-15, 1 - 1e-15)  # 1 - 1e-15 is 1 in float32
    return float(-np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P)))


def backward_propagation(
    X: np.ndarray, Y: np.ndarray, parameters: dict[str, np.ndarray], cache: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Gradients of `compute_cost` with respect to all parameters: a dict "dW1", "db1", ... with their shapes."""
    gradients, inputs = {}, {1: X, 2: cache["A1"], 3: cache["A2"]}
    dZ = (cache["A3"] - Y) / len(X)
    for k in (3, 2, 1):
        gradients[f"dW{k}"] = inputs[k].T @ dZ
        gradients[f"db{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ parameters[f"W{k}"].T) * (inputs[k] > 0)
    return gradients


def predict(X: np.ndarray, parameters: dict[str, np.ndarray]) -> np.ndarray:
    """Labels (m, 1) of 0 and 1: is the probability above 0.5?"""
    return (forward_propagation(X, parameters)[0] > 0.5).astype(int)


def accuracy(X: np.ndarray, Y: np.ndarray, parameters: dict[str, np.ndarray]) -> float:
    """The share of the points that `predict` puts into their class."""
    return float(np.mean(predict(X, parameters) == Y))
