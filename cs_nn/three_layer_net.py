"""Lab 3: a network with two hidden layers, composed from the layers of `cs_nn.layers`.

Affine - ReLU - affine - ReLU - affine - softmax. Examples are rows: ``X`` is (N, D), the hidden layers
(N, H1) and (N, H2), the scores (N, C). The loss is the mean cross-entropy of the batch plus the L2
penalty ``0.5 * reg * (sum(W1**2) + sum(W2**2) + sum(W3**2))``; biases are not penalised.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cs_nn.layers import affine_backward, affine_forward, relu_backward, relu_forward
from cs_nn.softmax import sgd_momentum, softmax_loss
from cs_nn.tools.training import History, descend


class ThreeLayerNet:
    """A three-layer network: ``params`` holds W1 (D, H1), b1 (H1,), W2 (H1, H2), b2, W3 (H2, C) and b3."""

    def __init__(
        self,
        input_size: int,
        hidden_sizes: tuple[int, int],
        output_size: int,
        std: float | None = None,
        rng: np.random.Generator | int | None = None,
        dtype: type = np.float64,
    ):
        """Random weights and zero biases.

        Parameters
        ----------
        input_size, output_size : int, the sizes D and C
        hidden_sizes : pair of int, H1 and H2
        std : float, the standard deviation of all weights; None for sqrt(2 / fan_in) of each layer
            (He et al. 2015, eq. 10)
        rng : numpy Generator or seed
        dtype : np.float32 trains twice as fast, np.float64 is for gradient checks
        """
        rng = np.random.default_rng(rng)
        sizes = (input_size, *hidden_sizes, output_size)
        self.params = {}
        for k, (fan_in, fan_out) in enumerate(zip(sizes, sizes[1:]), 1):
            scale = np.sqrt(2 / fan_in) if std is None else std
            self.params[f"W{k}"] = (scale * rng.standard_normal((fan_in, fan_out))).astype(dtype)
            self.params[f"b{k}"] = np.zeros(fan_out, dtype)

    def loss(
        self, X: np.ndarray, y: np.ndarray | None = None, reg: float = 0.0
    ) -> np.ndarray | tuple[float, dict[str, np.ndarray]]:
        """The scores; or, if the labels are given, the loss and its gradients.

        L = softmax_loss(scores, y) + 0.5 reg (sum W1^2 + sum W2^2 + sum W3^2)

        Everything is done by the functions of `cs_nn.layers` and `softmax_loss`, except for the penalty; each backward
        function gets the cache that its forward function returned. X, y and the arrays of ``params`` stay as they are.

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
        W1, b1, W2, b2, W3, b3 = (self.params[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
        # TODO: scores (N, C) by affine_forward and relu_forward; keep the cache of every layer.
        ### BEGIN SOLUTION
        a1, affine1 = affine_forward(X, W1, b1)
        h1, relu1 = relu_forward(a1)
        a2, affine2 = affine_forward(h1, W2, b2)
        h2, relu2 = relu_forward(a2)
        scores, affine3 = affine_forward(h2, W3, b3)
        ### END SOLUTION
        if y is None:
            return scores
        # TODO: loss by softmax_loss, plus the penalty; then grads, layer by layer from the last to the first.
        ### BEGIN SOLUTION
        loss, dscores = softmax_loss(scores, y)
        loss += 0.5 * reg * sum(np.vdot(W, W) for W in (W1, W2, W3))
        dh2, dW3, db3 = affine_backward(dscores, affine3)
        dh1, dW2, db2 = affine_backward(relu_backward(dh2, relu2), affine2)
        _, dW1, db1 = affine_backward(relu_backward(dh1, relu1), affine1, need_dx=False)
        dW1 += reg * W1
        dW2 += reg * W2
        dW3 += reg * W3
        grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}
        ### END SOLUTION
        return loss, grads

    def train(
        self,
        X: np.ndarray,
        y: np.ndarray,
        X_val: np.ndarray | None = None,
        y_val: np.ndarray | None = None,
        *,
        learning_rate: float = 1e-2,
        learning_rate_decay: float = 0.95,
        momentum: float = 0.9,
        reg: float = 0.0,
        num_iters: int = 100,
        batch_size: int = 200,
        rng: np.random.Generator | int | None = None,
        on_epoch: Callable | None = None,
    ) -> History:
        """Minibatch gradient descent with momentum and learning-rate decay: given, around your `sgd_momentum`.

        An epoch is ``max(N // batch_size, 1)`` iterations.

        Parameters
        ----------
        X : (N, D) array; y : (N,) labels
        X_val, y_val : validation data, for the accuracy after each epoch (optional)
        learning_rate, momentum, reg : floats
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
            momentum=float(momentum),
        )

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The class with the highest score for each row of X (N, D): integers (N,)."""
        return np.argmax(self.loss(X), axis=1)
