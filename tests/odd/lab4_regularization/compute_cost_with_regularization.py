"""Correct but unusual versions of compute_cost_with_regularization."""

import numpy as np


def loops(A3, Y, parameters, lambd):
    """Loops over the entries of each matrix."""
    penalty = 0.0
    for name in ("W1", "W2", "W3"):
        for row in parameters[name]:
            for w in row:
                penalty += w * w
    return compute_cost(A3, Y) + penalty * lambd / (2 * Y.shape[0])


def frobenius_norms(A3, Y, parameters, lambd):
    """Squares of norms."""
    norms = [np.linalg.norm(parameters[f"W{k}"], "fro") for k in range(1, 4)]
    return compute_cost(A3, Y) + np.square(norms).sum() * (lambd / 2) / len(A3)


def traces(A3, Y, parameters, lambd):
    """The trace of W.T W."""
    penalty = sum(np.trace(parameters[f"W{k}"].T @ parameters[f"W{k}"]) for k in (3, 2, 1))
    return compute_cost(A3, Y) + 0.5 * lambd / np.shape(Y)[0] * penalty


def all_weights_in_one_vector(A3, Y, parameters, lambd):
    """One dot product of all weights."""
    w = np.concatenate([value.ravel() for name, value in parameters.items() if value.ndim == 2])
    return compute_cost(A3, Y) + lambd * (w @ w) / (2 * Y.size)


def einsums(A3, Y, parameters, lambd):
    """einsum for everything."""
    P = np.clip(A3, 1e-12, 1 - 1e-12)
    losses = -np.einsum("mi,mi->", Y, np.log(P)) - np.einsum("mi,mi->", 1 - Y, np.log(1 - P))
    penalty = sum(np.einsum("ij,ij->", W, W) for W in (parameters["W1"], parameters["W2"], parameters["W3"]))
    return (losses + lambd / 2 * penalty) / len(Y)


def cross_entropy_by_hand(A3, Y, parameters, lambd):
    """Picks the probability of the label of each point."""
    m = Y.shape[0]
    p = np.where(Y == 1, A3, 1 - A3)
    L2 = sum(np.sum(np.power(parameters["W" + k], 2)) for k in "123")
    return -np.log(np.maximum(p, 1e-15)).mean() + lambd * L2 / m / 2


def array_of_no_dimension(A3, Y, parameters, lambd):
    """The cost is a 0-d array."""
    penalty = sum(np.vdot(parameters[f"W{k}"], parameters[f"W{k}"]) for k in (1, 2, 3))
    return np.array(compute_cost(A3, Y) + lambd * penalty / (2.0 * len(Y)))


def single_precision(A3, Y, parameters, lambd):
    """All work in float32."""
    squares = sum(np.sum(parameters[f"W{k}"].astype(np.float32) ** 2) for k in (1, 2, 3))
    return np.float32(compute_cost(A3.astype(np.float32), Y)) + np.float32(lambd) * squares / np.float32(2 * len(Y))
