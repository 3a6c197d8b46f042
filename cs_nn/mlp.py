"""Lab 6: multilayer perceptrons of arrays, with the layers of Lab 3, and Adam. Examples are rows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from cs_nn.layers import affine_backward, affine_forward, relu_backward, relu_forward
from cs_nn.softmax import softmax_loss


def adam(w: np.ndarray, dw: np.ndarray, config: dict) -> tuple[np.ndarray, dict]:
    """One step of Adam (Kingma and Ba 2015, algorithm 1).

    t <- t + 1,   m <- beta1 m + (1 - beta1) dw,   v <- beta2 v + (1 - beta2) dw^2,
    w <- w - learning_rate * m' / (sqrt(v') + epsilon)   with   m' = m / (1 - beta1^t),   v' = v / (1 - beta2^t).

    Parameters
    ----------
    w, dw : arrays of one shape, the parameters and the gradient of the loss; they stay as they are
    config : dict with "learning_rate" (default 1e-3), "beta1" (0.9), "beta2" (0.999), "epsilon" (1e-8), "m" and "v",
        arrays of the shape of w (zeros), and "t", the number of steps so far (0)

    Returns
    -------
    next_w : array of the shape of w
    config : dict with the same keys and the new m, v and t, for the next step
    """
    config = {
        "learning_rate": 1e-3,
        "beta1": 0.9,
        "beta2": 0.999,
        "epsilon": 1e-8,
        "m": np.zeros_like(w),
        "v": np.zeros_like(w),
        "t": 0,
        **config,
    }
    # TODO: t, m and v in config, and next_w (shape of w), by the formulas above.
    ### BEGIN SOLUTION
    beta1, beta2 = config["beta1"], config["beta2"]
    t = config["t"] + 1
    m = beta1 * config["m"]
    m += (1 - beta1) * dw
    v = beta2 * config["v"]
    v += (1 - beta2) * dw**2
    config["t"], config["m"], config["v"] = t, m, v
    size = np.sqrt(v)
    size /= math.sqrt(1 - beta2**t)
    size += config["epsilon"]
    next_w = w - config["learning_rate"] / (1 - beta1**t) * m / size
    ### END SOLUTION
    return next_w, config


class MLP:
    """Affine layers with ReLU between them, and softmax: ``params`` holds W1, b1, W2, b2, ... of all layers."""

    def __init__(
        self,
        sizes: Sequence[int],
        std: float | None = None,
        rng: np.random.Generator | int | None = None,
        dtype: type = np.float32,
    ):
        """Random weights and zero biases.

        Parameters
        ----------
        sizes : tuple of int, the numbers of inputs, of the units of each hidden layer, and of classes
        std : float, the standard deviation of all weights; None for sqrt(2 / fan_in) of each layer (He et al. 2015,
            eq. 10)
        rng : numpy Generator or seed
        dtype : np.float32 or np.float64
        """
        rng = np.random.default_rng(rng)
        self.num_layers = len(sizes) - 1
        self.params = {}
        for k, (fan_in, fan_out) in enumerate(zip(sizes, sizes[1:]), 1):
            scale = np.sqrt(2 / fan_in) if std is None else std
            self.params[f"W{k}"] = (scale * rng.standard_normal((fan_in, fan_out))).astype(dtype)
            self.params[f"b{k}"] = np.zeros(fan_out, dtype)

    def loss(
        self, X: np.ndarray, y: np.ndarray | None = None, reg: float = 0.0
    ) -> np.ndarray | tuple[float, dict[str, np.ndarray]]:
        """The scores; or, if the labels are given, the loss and its gradients.

        L = softmax_loss(scores, y) + 0.5 reg sum_k sum(W_k^2)

        Everything is done by the functions of `cs_nn.layers`, except for the penalty; each backward function gets the
        cache that its forward function returned. X, y and the arrays of ``params`` stay as they are.

        Parameters
        ----------
        X : (N, D) array, or (N, d_1, d_2, ...) with D numbers per example
        y : (N,) array of integers in 0 ... C-1, the labels (optional)
        reg : float, the strength of the L2 penalty on the weights

        Returns
        -------
        scores : (N, C) array, if y is None; otherwise
        loss, grads : float, and a dict of arrays with the keys and shapes of ``params``
        """
        # TODO: scores (N, C), through self.num_layers affine layers; keep the cache of every layer.
        ### BEGIN SOLUTION
        out, caches = X, []
        for k in range(1, self.num_layers + 1):
            out, affine = affine_forward(out, self.params[f"W{k}"], self.params[f"b{k}"])
            relu = None
            if k < self.num_layers:
                out, relu = relu_forward(out)
            caches.append((affine, relu))
        scores = out
        ### END SOLUTION
        if y is None:
            return scores
        # TODO: loss and grads, from the last layer to the first.
        ### BEGIN SOLUTION
        loss, dout = softmax_loss(scores, y)
        grads = {}
        for k in range(self.num_layers, 0, -1):
            affine, relu = caches[k - 1]
            if relu is not None:
                dout = relu_backward(dout, relu)
            weights = self.params[f"W{k}"]
            dout, dW, grads[f"b{k}"] = affine_backward(dout, affine, need_dx=k > 1)
            loss += 0.5 * reg * np.vdot(weights, weights)
            grads[f"W{k}"] = dW + reg * weights
        ### END SOLUTION
        return loss, grads

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The class with the highest score for each example of X: integers (N,)."""
        return np.argmax(self.loss(X), axis=1)
