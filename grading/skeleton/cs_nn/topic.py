"""Lab 0: what examples, shapes and formulas are here; the sources."""

from __future__ import annotations

import numpy as np


def topic_loss(y: np.ndarray, t: np.ndarray) -> tuple[float, np.ndarray]:
    """Half of the squared error, averaged over the examples, and its gradient.

    L = 1/(2 N) sum_ik (y_ik - t_ik)^2. y and t stay as they are.

    Parameters
    ----------
    y, t : (N, K) arrays of floats, the outputs and the targets, one example per row

    Returns
    -------
    loss : float
    dy : (N, K) array, the gradient of the loss with respect to y
    """
    # TODO: loss, and dy (shape of y).
    ### BEGIN SOLUTION
    error = y - t
    loss = 0.5 * np.sum(error**2) / len(y)
    dy = error / len(y)
    ### END SOLUTION
    return loss, dy
