"""Lab 7: a convolutional network of the layers of Lab 3 and of today, and dropout. Images are (N, C, H, W)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cs_nn.convolution import conv_backward, conv_forward
from cs_nn.layers import affine_backward, affine_forward, relu_backward, relu_forward
from cs_nn.pooling import max_pool_backward, max_pool_forward
from cs_nn.softmax import softmax_loss


def dropout_forward(x: np.ndarray, dropout_param: dict) -> tuple[np.ndarray, np.ndarray | None]:
    """Inverted dropout (Srivastava et al. 2014, section 10), given: what is kept is divided by the share that is kept.

    x and dropout_param stay as they are.

    Parameters
    ----------
    x : array of any shape
    dropout_param : dict with "p", the probability that an entry is dropped (0 <= p < 1), "mode", "train" or "test"
        (nothing is dropped and nothing scaled), and "rng", a numpy Generator to draw with

    Returns
    -------
    out : array of the shape and dtype of x
    cache : mask, what x was multiplied by, entry by entry; None (or all ones) in mode "test"
    """
    p, mode, rng = (dropout_param[name] for name in ("p", "mode", "rng"))
    if mode == "test":
        return x, None
    mask = (rng.random(x.shape, np.float32) >= p) / x.dtype.type(1 - p)
    return x * mask, mask


def dropout_backward(dout: np.ndarray, cache: np.ndarray | None) -> np.ndarray:
    """Gradient of dropout, given.

    dout and the mask stay as they are.

    Parameters
    ----------
    dout : array, the upstream gradient
    cache : mask from `dropout_forward`, or None

    Returns
    -------
    dx : array of the shape of dout
    """
    return dout if cache is None else dout * cache


class ConvNet:
    """Convolution - pool - ReLU - convolution - pool - ReLU - affine - ReLU - dropout - affine - softmax.

    Both convolutions have stride 1 and "same" padding, both pools 2 x 2 windows side by side. ``params`` holds the
    filters W1 (F1, C, K, K) and W2 (F2, F1, K, K), the weights W3 (F2 * (H // 4) * (W // 4), hidden_size) and
    W4 (hidden_size, num_classes), and b1, b2, b3, b4.
    """

    conv_param = {"stride": 1, "pad": "same"}
    pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}

    def __init__(
        self,
        input_shape: tuple[int, int, int] = (1, 28, 28),
        num_filters: tuple[int, int] = (32, 64),
        filter_size: int = 5,
        hidden_size: int = 1024,
        num_classes: int = 10,
        *,
        dropout: float = 0.25,
        std: float | None = None,
        bias: float = 0.0,
        rng: np.random.Generator | int | None = None,
        dtype: type = np.float32,
        conv2: tuple[Callable, Callable] | None = None,
    ):
        """Random weights.

        Parameters
        ----------
        input_shape : (C, H, W) of an image
        num_filters : pair of int, F1 and F2
        filter_size : int, K
        hidden_size, num_classes : int
        dropout : float, the probability that a hidden unit is dropped in training
        std : float, the standard deviation of all weights; None for sqrt(2 / fan_in) of each layer (He et al. 2015,
            eq. 10)
        bias : float, the initial value of all biases
        rng : numpy Generator or seed, for the weights and for dropout
        dtype : np.float32 or np.float64
        conv2 : pair of functions to use instead of `conv_forward` and `conv_backward` in the second layer (optional)
        """
        rng = np.random.default_rng(rng)
        C, H, W = input_shape
        F1, F2 = num_filters
        shapes = (
            (F1, C, filter_size, filter_size),
            (F2, F1, filter_size, filter_size),
            (F2 * (H // 4) * (W // 4), hidden_size),
            (hidden_size, num_classes),
        )
        self.params = {}
        for k, shape in enumerate(shapes, 1):
            fan_in, fan_out = (np.prod(shape[1:]), shape[0]) if len(shape) == 4 else shape
            scale = np.sqrt(2 / fan_in) if std is None else std
            self.params[f"W{k}"] = (scale * rng.standard_normal(shape)).astype(dtype)
            self.params[f"b{k}"] = np.full(fan_out, bias, dtype)
        self.dropout_param = {"p": dropout, "mode": "train", "rng": rng}
        self.conv2 = conv2

    def loss(
        self, X: np.ndarray, y: np.ndarray | None = None, reg: float = 0.0
    ) -> np.ndarray | tuple[float, dict[str, np.ndarray]]:
        """The scores, without dropout; or, if the labels are given, the loss and its gradients, with dropout.

        L = softmax_loss(scores, y) + 0.5 reg (sum W1^2 + sum W2^2 + sum W3^2 + sum W4^2)

        Everything but the penalty is done by dropout and by the functions of `cs_nn.layers`, `cs_nn.convolution` and
        `cs_nn.pooling`; each backward function gets the cache that its forward function returned. The pool comes before
        the ReLU: the other order gives the same results, but the ReLU then has four times the work. X, y and the arrays
        of ``params`` stay as they are.

        Parameters
        ----------
        X : (N, C, H, W) array
        y : (N,) array of integers, the labels (optional)
        reg : float, the strength of the L2 penalty on weights and filters

        Returns
        -------
        scores : (N, num_classes) array, if y is None; otherwise
        loss, grads : float, and a dict of arrays with the keys and shapes of ``params``
        """
        W1, b1, W2, b2, W3, b3, W4, b4 = (self.params[f"{letter}{k}"] for k in (1, 2, 3, 4) for letter in "Wb")
        dropout_param = {**self.dropout_param, "mode": "test" if y is None else "train"}
        conv2_forward, conv2_backward = self.conv2 or (conv_forward, conv_backward)
        # TODO: scores (N, num_classes): first conv_forward, second conv2_forward, both with self.conv_param; pools with
        # self.pool_param, dropout with dropout_param; keep the cache of every layer.
        ### BEGIN SOLUTION
        out, conv1 = conv_forward(X, W1, b1, self.conv_param)
        out, pool1 = max_pool_forward(out, self.pool_param)
        out, relu1 = relu_forward(out)
        out, conv2 = conv2_forward(out, W2, b2, self.conv_param)
        out, pool2 = max_pool_forward(out, self.pool_param)
        out, relu2 = relu_forward(out)
        out, affine3 = affine_forward(out, W3, b3)
        out, relu3 = relu_forward(out)
        out, dropped = dropout_forward(out, dropout_param)
        scores, affine4 = affine_forward(out, W4, b4)
        ### END SOLUTION
        if y is None:
            return scores
        # TODO: loss and grads, from the last layer to the first; conv2_backward in the second layer.
        ### BEGIN SOLUTION
        loss, dout = softmax_loss(scores, y)
        dout, dW4, db4 = affine_backward(dout, affine4)
        dout = relu_backward(dropout_backward(dout, dropped), relu3)
        dout, dW3, db3 = affine_backward(dout, affine3)
        dout = max_pool_backward(relu_backward(dout, relu2), pool2)
        dout, dW2, db2 = conv2_backward(dout, conv2)
        dout = max_pool_backward(relu_backward(dout, relu1), pool1)
        _, dW1, db1 = conv_backward(dout, conv1, need_dx=False)
        grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3, "W4": dW4, "b4": db4}
        if reg:
            loss += 0.5 * reg * sum(np.vdot(W, W) for W in (W1, W2, W3, W4))
            for k, W in enumerate((W1, W2, W3, W4), 1):
                grads[f"W{k}"] += reg * W
        ### END SOLUTION
        return loss, grads

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The class with the highest score for each image of X (N, C, H, W): integers (N,)."""
        return np.argmax(self.loss(X), axis=1)
