"""Lab 4: L2 regularization and dropout.

For the three-layer network of `cs_nn.tools.points_net`. Points are rows: X is (m, 2), the hidden layers A1 (m, H1) and
A2 (m, H2), the output A3 (m, 1), the labels Y (m, 1). ``parameters`` holds W1 (2, H1), b1 (H1,), W2 (H1, H2), b2 (H2,),
W3 (H2, 1) and b3 (1,): H1 and H2 are what they are there, 20 and 3 in the notebook and others in the checks. In this
lab the penalty is divided by the number of points: ``lambd / (2 m) * (sum(W1**2) + sum(W2**2) + sum(W3**2))``.

No function changes an array or a dict that it is given (points, labels, parameters, cache): training goes on with them.
"""

from __future__ import annotations

import numpy as np

from cs_nn.tools.points_net import backward_propagation, compute_cost, relu, sigmoid


def compute_cost_with_regularization(
    A3: np.ndarray, Y: np.ndarray, parameters: dict[str, np.ndarray], lambd: float
) -> float:
    """The cost with L2 regularization, ``J = compute_cost(A3, Y) + lambd / (2 m) sum_k sum(Wk^2)``.

    Parameters
    ----------
    A3 : (m, 1) array, the outputs; Y : (m, 1) array of 0 and 1
    parameters : dict of W1, b1, W2, b2, W3, b3
    lambd : float, the strength of the regularization

    Returns
    -------
    float
    """
    m = len(Y)
    W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
    # TODO: cost (float), the mean cross-entropy by compute_cost, plus the penalty.
    ### BEGIN SOLUTION
    penalty = lambd / (2 * m) * sum((W**2).sum() for W in (W1, W2, W3))
    cost = compute_cost(A3, Y) + penalty
    ### END SOLUTION
    return cost


def backward_propagation_with_regularization(
    X: np.ndarray, Y: np.ndarray, parameters: dict[str, np.ndarray], cache: dict[str, np.ndarray], lambd: float
) -> dict[str, np.ndarray]:
    """Gradients of `compute_cost_with_regularization` with respect to all parameters.

    Parameters
    ----------
    X : (m, 2) array; Y : (m, 1) array of 0 and 1
    parameters : dict of W1, b1, W2, b2, W3, b3
    cache : dict of A1, A2, A3 from `cs_nn.tools.points_net.forward_propagation`
    lambd : float

    Returns
    -------
    dict : "dW1", "db1", "dW2", "db2", "dW3", "db3", with the shapes of the parameters
    """
    m = len(Y)
    gradients = backward_propagation(X, Y, parameters, cache)
    # TODO: add to the three weight gradients in `gradients` the derivative of the penalty.
    ### BEGIN SOLUTION
    for name in ("W1", "W2", "W3"):
        gradients[f"d{name}"] += lambd / m * parameters[name]
    ### END SOLUTION
    return gradients


def forward_propagation_with_dropout(
    X: np.ndarray, parameters: dict[str, np.ndarray], keep_prob: float, rng: np.random.Generator
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Forward pass with inverted dropout of both hidden layers (Srivastava et al. 2014, section 10).

    After ReLU each unit of each point is kept with probability keep_prob and divided by keep_prob, or set to 0.
    Neither the inputs nor the output are dropped.

    Parameters
    ----------
    X : (m, 2) array
    parameters : dict of W1, b1, W2, b2, W3, b3
    keep_prob : float, above 0 and at most 1
    rng : numpy Generator; all random numbers come from it

    Returns
    -------
    A3 : (m, 1) array, the outputs
    cache : dict of A1, A2, A3 (after dropout) and the masks D1 (m, H1), D2 (m, H2): 1 for kept, 0 for dropped units
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    A1 = relu(X @ W1 + b1)
    # TODO: the mask D1 (m, H1), and A1 (m, H1) after dropout.
    ### BEGIN SOLUTION
    D1 = rng.random(A1.shape) < keep_prob
    A1 = A1 * D1 / keep_prob
    ### END SOLUTION
    A2 = relu(A1 @ W2 + b2)
    # TODO: the mask D2 (m, H2), and A2 (m, H2) after dropout.
    ### BEGIN SOLUTION
    D2 = rng.random(A2.shape) < keep_prob
    A2 = A2 * D2 / keep_prob
    ### END SOLUTION
    A3 = sigmoid(A2 @ W3 + b3)
    return A3, {"A1": A1, "D1": D1, "A2": A2, "D2": D2, "A3": A3}


def backward_propagation_with_dropout(
    X: np.ndarray, Y: np.ndarray, parameters: dict[str, np.ndarray], cache: dict[str, np.ndarray], keep_prob: float
) -> dict[str, np.ndarray]:
    """Gradients of `compute_cost` for the network that the masks of the cache have left.

    Parameters
    ----------
    X : (m, 2) array; Y : (m, 1) array of 0 and 1
    parameters : dict of W1, b1, W2, b2, W3, b3
    cache : dict of A1, D1, A2, D2, A3 from `forward_propagation_with_dropout`
    keep_prob : float, the same as in the forward pass

    Returns
    -------
    dict : "dW1", "db1", "dW2", "db2", "dW3", "db3", with the shapes of the parameters
    """
    m = len(Y)
    W2, W3 = parameters["W2"], parameters["W3"]
    A1, D1, A2, D2, A3 = (cache[name] for name in ("A1", "D1", "A2", "D2", "A3"))
    dZ3 = (A3 - Y) / m
    # TODO: dW3, db3; back through W3, mask D2 and ReLU to dZ2 (m, H2); dW2, db2; the same to dZ1 (m, H1); dW1, db1.
    ### BEGIN SOLUTION
    dW3, db3 = A2.T @ dZ3, dZ3.sum(axis=0)
    dA2 = dZ3 @ W3.T * D2 / keep_prob
    dZ2 = dA2 * (A2 > 0)
    dW2, db2 = A1.T @ dZ2, dZ2.sum(axis=0)
    dA1 = dZ2 @ W2.T * D1 / keep_prob
    dZ1 = dA1 * (A1 > 0)
    dW1, db1 = X.T @ dZ1, dZ1.sum(axis=0)
    ### END SOLUTION
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3}
