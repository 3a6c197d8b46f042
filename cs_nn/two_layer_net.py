"""Lab 2: a network with one hidden layer.

Affine - ReLU - affine - softmax. Examples are rows: ``X`` is (N, D), the hidden layer (N, H), the
scores (N, C); the labels ``y`` are integers 0 ... C-1. The loss is the mean cross-entropy of the batch
plus the L2 penalty ``0.5 * reg * (sum(W1**2) + sum(W2**2))``; biases are not penalised.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cs_nn.softmax import sgd_momentum, softmax_loss
from cs_nn.tools.training import History, descend


class TwoLayerNet:
    """A two-layer network: ``params`` holds W1 (D, H), b1 (H,), W2 (H, C) and b2 (C,)."""

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        output_size: int,
        std: float | tuple[float, float] = 1e-4,
        rng: np.random.Generator | int | None = None,
        dtype: type = np.float64,
    ):
        """Small random weights, normal with standard deviation `std`, and zero biases.

        Parameters
        ----------
        input_size, hidden_size, output_size : int, the sizes D, H and C
        std : float, or a pair of floats for W1 and W2
        rng : numpy Generator or seed
        dtype : np.float32 trains twice as fast, np.float64 is for gradient checks
        """
        rng = np.random.default_rng(rng)
        std1, std2 = np.broadcast_to(std, 2)
        self.params = {
            "W1": (std1 * rng.standard_normal((input_size, hidden_size))).astype(dtype),
            "b1": np.zeros(hidden_size, dtype),
            "W2": (std2 * rng.standard_normal((hidden_size, output_size))).astype(dtype),
            "b2": np.zeros(output_size, dtype),
        }

    def forward(self, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The scores of all classes, and the hidden layer they come from.

        hidden = max(0, X W1 + b1),   scores = hidden W2 + b2

        X and the arrays of ``params`` stay as they are.

        Parameters
        ----------
        X : (N, D) array

        Returns
        -------
        scores : (N, C) array
        hidden : (N, H) array, after ReLU
        """
        W1, b1, W2, b2 = (self.params[name] for name in ("W1", "b1", "W2", "b2"))
        # TODO: hidden (N, H), then scores (N, C), by the two formulas above.
        ### BEGIN SOLUTION
        hidden = X @ W1
        hidden += b1
        np.maximum(hidden, 0, out=hidden)
        scores = hidden @ W2 + b2
        ### END SOLUTION
        return scores, hidden

    def loss(
        self, X: np.ndarray, y: np.ndarray | None = None, reg: float = 0.0
    ) -> np.ndarray | tuple[float, dict[str, np.ndarray]]:
        """The scores; or, if the labels are given, the loss and its gradients: given, around your functions.

        L = softmax_loss(scores, y) + 0.5 reg (sum W1^2 + sum W2^2)

        X, y and the arrays of ``params`` stay as they are.

        Parameters
        ----------
        X : (N, D) array
        y : (N,) array of integers in 0 ... C-1, the labels (optional)
        reg : float, the strength of the L2 penalty

        Returns
        -------
        scores : (N, C) array, if y is None; otherwise
        loss, grads : float, and a dict of arrays with the keys and shapes of ``params``
        """
        scores, hidden = self.forward(X)
        if y is None:
            return scores
        data_loss, dscores = softmax_loss(scores, y)
        penalty = 0.5 * reg * sum(np.vdot(W, W) for W in (self.params["W1"], self.params["W2"]))
        return data_loss + penalty, self.backward(X, hidden, dscores, reg)

    def backward(self, X: np.ndarray, hidden: np.ndarray, dscores: np.ndarray, reg: float) -> dict[str, np.ndarray]:
        """The gradients of the loss with respect to all parameters, from the last layer to the first.

        X and the arrays of ``params`` stay as they are.

        Parameters
        ----------
        X : (N, D) array
        hidden : (N, H) array, the hidden layer that `forward` returns for X
        dscores : (N, C) array, the derivatives of the loss with respect to the scores
        reg : float, the strength of the L2 penalty

        Returns
        -------
        dict : arrays "W1", "b1", "W2", "b2" with the shapes of ``params``
        """
        W1, W2 = self.params["W1"], self.params["W2"]
        # TODO: dW2 (H, C) and db2 (C,); back through W2 and ReLU; then dW1 (D, H) and db1 (H,).
        ### BEGIN SOLUTION
        dW2 = hidden.T @ dscores
        dW2 += reg * W2
        db2 = dscores.sum(axis=0)
        dhidden = dscores @ W2.T
        dhidden *= hidden > 0
        dW1 = X.T @ dhidden
        dW1 += reg * W1
        db1 = dhidden.sum(axis=0)
        ### END SOLUTION
        return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}

    def train(
        self,
        X: np.ndarray,
        y: np.ndarray,
        X_val: np.ndarray | None = None,
        y_val: np.ndarray | None = None,
        *,
        learning_rate: float = 1e-3,
        learning_rate_decay: float = 0.95,
        reg: float = 5e-6,
        num_iters: int = 100,
        batch_size: int = 200,
        rng: np.random.Generator | int | None = None,
        on_epoch: Callable | None = None,
    ) -> History:
        """Minibatch gradient descent with learning-rate decay: given, the loop of Lab 1 for all four arrays.

        An epoch is ``max(N // batch_size, 1)`` iterations. X and y stay as they are.

        Parameters
        ----------
        X : (N, D) array; y : (N,) labels
        X_val, y_val : validation data, for the accuracy after each epoch (optional)
        learning_rate, reg : floats
        learning_rate_decay : float, the learning rate is multiplied by it after each epoch
        num_iters : int, the number of iterations
        batch_size : int, at most N: examples in every iteration, in a new random order in each epoch
        rng : numpy Generator or seed, to repeat a training
        on_epoch : function called with this net after each epoch (optional)

        Returns
        -------
        History
        """
        return descend(
            self,
            X,
            y,
            X_val,
            y_val,
            update=sgd_momentum,
            learning_rate=learning_rate,
            learning_rate_decay=learning_rate_decay,
            num_iters=num_iters,
            batch_size=batch_size,
            reg=reg,
            rng=rng,
            on_epoch=on_epoch,
            momentum=0.0,
        )

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The class with the highest score for each row of X (N, D): integers (N,)."""
        return np.argmax(self.loss(X), axis=1)
