"""Training Lab 4's network (`cs_nn.tools.points_net`), plainly or with the functions of `cs_nn.regularization`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cs_nn import regularization
from cs_nn.language import gettext as _
from cs_nn.tools import points_net


def train(
    X: np.ndarray,
    Y: np.ndarray,
    *,
    lambd: float = 0.0,
    keep_prob: float = 1.0,
    learning_rate: float = 0.3,
    num_iterations: int = 30_000,
    rng: np.random.Generator | int | None = None,
    on_iteration: Callable[[], object] | None = None,
) -> tuple[dict[str, np.ndarray], list[float]]:
    """Gradient descent on all points at once.

    Parameters
    ----------
    X : (m, 2) array; Y : (m, 1) array of 0 and 1
    lambd : float, the strength of L2 regularization, by the functions of `cs_nn.regularization`
    keep_prob : float, the probability that dropout keeps a hidden unit, by the functions of `cs_nn.regularization`
    learning_rate : float; num_iterations : int
    rng : numpy Generator or seed, for the initial weights and for dropout
    on_iteration : function called after each iteration (optional)

    Returns
    -------
    parameters : dict
    costs : list of floats, the cost before every 100th iteration
    """
    if lambd and keep_prob < 1:
        raise ValueError(_("use L2 regularization or dropout, not both"))
    rng = np.random.default_rng(rng)
    parameters, costs = points_net.initialize_parameters(rng), []
    for iteration in range(num_iterations):
        if keep_prob < 1:
            A3, cache = regularization.forward_propagation_with_dropout(X, parameters, keep_prob, rng)
            gradients = regularization.backward_propagation_with_dropout(X, Y, parameters, cache, keep_prob)
        else:
            A3, cache = points_net.forward_propagation(X, parameters)
            if lambd:
                gradients = regularization.backward_propagation_with_regularization(X, Y, parameters, cache, lambd)
            else:
                gradients = points_net.backward_propagation(X, Y, parameters, cache)
        if iteration % 100 == 0:
            if lambd:
                costs.append(regularization.compute_cost_with_regularization(A3, Y, parameters, lambd))
            else:
                costs.append(points_net.compute_cost(A3, Y))
        for name in parameters:
            parameters[name] = parameters[name] - learning_rate * gradients[f"d{name}"]
        if on_iteration is not None:
            on_iteration()
    return parameters, costs
