"""A network of any depth for the experiments of Lab 5, made of the students' own layers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cs_nn import batchnorm, layers


def _sigmoid(x):
    out = 1 / (1 + np.exp(-x))
    return out, out


def _tanh(x):
    out = np.tanh(x)
    return out, out


#: (forward, backward) by name; the forward function returns (out, cache).
ACTIVATIONS = {
    "relu": (lambda x: layers.relu_forward(x), lambda dout, cache: layers.relu_backward(dout, cache)),
    "sigmoid": (_sigmoid, lambda dout, out: dout * out * (1 - out)),
    "tanh": (_tanh, lambda dout, out: dout * (1 - out**2)),
}


class DeepNet:
    """Hidden layers of affine - (normalization) - activation - (dropout), then affine - softmax.

    ``params`` holds W1, b1, ... and, with normalization, gamma1, beta1, ...; ``bn_params`` one dict for each layer with
    batch normalization. `loss` uses the mean and variance of its batch, `scores` and `predict` the running ones.

    Parameters
    ----------
    sizes : tuple of int, from the number of inputs to the number of classes
    activation : "relu", "sigmoid" or "tanh"
    batchnorm : bool
    layernorm : bool; each example is normalized over its own features instead (Ba, Kiros and Hinton 2016)
    residual : bool; a hidden layer as wide as its input adds the input to its output (He et al. 2016)
    bias : bool; False leaves out the biases of the hidden layers
    dropout : float, the share of hidden units that is dropped in training
    std : float, the standard deviation of all weights; None for sqrt(2 / fan_in) with ReLU (He et al. 2015) and
        sqrt(1 / fan_in) with the others
    rng : numpy Generator or seed
    dtype : np.float32 or np.float64
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str = "relu",
        *,
        batchnorm: bool = False,
        layernorm: bool = False,
        residual: bool = False,
        bias: bool = True,
        dropout: float = 0.0,
        std: float | None = None,
        rng: np.random.Generator | int | None = None,
        dtype: type = np.float32,
    ):
        self.rng = np.random.default_rng(rng)
        self.activation, self.dropout = ACTIVATIONS[activation], dropout
        self.batchnorm, self.layernorm, self.residual = batchnorm, layernorm, residual
        self.depth = len(sizes) - 1
        self.params, self.bn_params = {}, {}
        for k, (fan_in, fan_out) in enumerate(zip(sizes, sizes[1:]), 1):
            scale = np.sqrt((2 if activation == "relu" else 1) / fan_in) if std is None else std
            self.params[f"W{k}"] = (scale * self.rng.standard_normal((fan_in, fan_out))).astype(dtype)
            if bias or k == self.depth:
                self.params[f"b{k}"] = np.zeros(fan_out, dtype)
            if (batchnorm or layernorm) and k < self.depth:
                self.params[f"gamma{k}"], self.params[f"beta{k}"] = np.ones(fan_out, dtype), np.zeros(fan_out, dtype)
            if batchnorm and k < self.depth:
                self.bn_params[k] = {"mode": "train"}

    def loss(self, X: np.ndarray, y: np.ndarray, reg: float = 0.0) -> tuple[float, dict[str, np.ndarray]]:
        """The loss of a batch and the gradients of all parameters, with ``0.5 * reg * sum(W**2)`` for each W."""
        scores, caches = self._forward(X, "train")
        loss, dout = layers.softmax_loss(scores, y)
        grads = {}
        for k in range(self.depth, 0, -1):
            affine, normal, active, mask = caches[k]
            above = dout
            if mask is not None:
                dout = dout * mask
            if active is not None:
                dout = self.activation[1](dout, active)
            if self.layernorm and normal is not None:
                normal, x_hat = normal
                grads[f"gamma{k}"], grads[f"beta{k}"] = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
                dout = batchnorm.batchnorm_backward_alt((dout * self.params[f"gamma{k}"]).T, normal)[0].T
            elif normal is not None:
                dout, grads[f"gamma{k}"], grads[f"beta{k}"] = batchnorm.batchnorm_backward_alt(dout, normal)
            dout, *its_gradients = layers.affine_backward(dout, affine, need_dx=k > 1)
            if self._adds_input(k):
                dout = dout + above
            grads |= {name: grad for name, grad in zip((f"W{k}", f"b{k}"), its_gradients) if name in self.params}
        for name, value in self.params.items():
            if reg and name.startswith("W"):
                loss += reg / 2 * np.sum(value * value)
                grads[name] += reg * value
        return loss, grads

    def scores(self, X: np.ndarray, own_batch: bool = False) -> np.ndarray:
        """The scores (N, C), without dropout; with `own_batch` normalized by the batch X itself. Nothing is changed.

        Before any training the running averages are those that `batchnorm_forward` starts with.
        """
        return self._forward(X, "look" if own_batch else "test")[0]

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The class with the highest score for each row of X: integers (N,)."""
        return np.argmax(self.scores(X), axis=1)

    def hidden(self, X: np.ndarray) -> list[np.ndarray]:
        """The outputs of all activations, one array (N, H) per hidden layer, as in training but without dropout."""
        return [out for (out,) in self._forward(X, "look")[1].values()][:-1]

    def _adds_input(self, k):
        fan_in, fan_out = self.params[f"W{k}"].shape
        return self.residual and fan_in == fan_out and 1 < k < self.depth

    def _forward(self, X, mode):
        out, caches = X, {}
        for k in range(1, self.depth + 1):
            below = out
            W = self.params[f"W{k}"]
            out, affine = layers.affine_forward(out, W, self.params.get(f"b{k}", np.zeros(W.shape[1], W.dtype)))
            normal = active = mask = None
            if k < self.depth:
                if self.layernorm:
                    ones, zeros = np.ones(len(out), out.dtype), np.zeros(len(out), out.dtype)
                    x_hat, normal = batchnorm.batchnorm_forward(out.T, ones, zeros, {"mode": "train"})
                    normal = normal, x_hat.T
                    out = self.params[f"gamma{k}"] * x_hat.T + self.params[f"beta{k}"]
                elif self.batchnorm:
                    bn_param = self.bn_params[k]
                    if mode == "look":  # the running averages stay as they are
                        bn_param = dict(bn_param)
                    bn_param["mode"] = "test" if mode == "test" else "train"
                    gamma, beta = self.params[f"gamma{k}"], self.params[f"beta{k}"]
                    out, normal = batchnorm.batchnorm_forward(out, gamma, beta, bn_param)
                out, active = self.activation[0](out)
                if mode == "train" and self.dropout:
                    kept = self.rng.random(out.shape) >= self.dropout
                    mask = kept * out.dtype.type(1 / (1 - self.dropout))
                    out = out * mask
                if self._adds_input(k):
                    out = out + below
            caches[k] = (affine, normal, active, mask) if mode != "look" else (out,)
        return out, caches
