"""Lab 5: batch normalization (Ioffe and Szegedy 2015).

Each column (feature) of a batch ``x`` (N, D) is shifted and scaled to mean 0 and variance 1, then to a
mean ``beta`` and a deviation ``gamma`` that are learned. When the network is used, averages kept during
training stand for the mean and the variance of the batch.
"""

from __future__ import annotations

import numpy as np


def batchnorm_forward(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, bn_param: dict
) -> tuple[np.ndarray, tuple | None]:
    """Batch normalization of the columns of x (Ioffe and Szegedy 2015, algorithms 1 and 2).

    In training, with mean and var over the N rows (var = mean of the squared deviations, divided by N):

        x_hat = (x - mean) / sqrt(var + eps),   out = gamma * x_hat + beta
        running_mean <- momentum * running_mean + (1 - momentum) * mean,   the same for running_var with var

    At test time mean and var are the running ones, which don't change.

    Parameters
    ----------
    x : (N, D) array; gamma, beta : (D,) arrays
    bn_param : dict with "mode" ("train" or "test"), "eps" (default 1e-5), "momentum" (default 0.9) and
        "running_mean", "running_var", (D,) arrays (default zeros). In training the last two are replaced by new
        arrays; the old ones and the rest of bn_param stay as they are, and so do x, gamma and beta.

    Returns
    -------
    out : (N, D) array
    cache : (x, mean, var, x_hat, gamma, eps), for the backward functions, x as it came and var without eps; None at
        test time

    Raises
    ------
    ValueError : another mode
    """
    mode = bn_param["mode"]
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], x.dtype))
    if mode == "train":
        # TODO: mean and var (D,) of the batch, x_hat and out (N, D); then new running_mean and running_var (D,).
        ### BEGIN SOLUTION
        mean = x.mean(axis=0)
        x_hat = x - mean
        var = np.mean(x_hat**2, axis=0)
        x_hat /= np.sqrt(var + eps)
        out = gamma * x_hat + beta
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
        ### END SOLUTION
        cache = (x, mean, var, x_hat, gamma, eps)
    elif mode == "test":
        # TODO: out (N, D) with the running mean and variance.
        ### BEGIN SOLUTION
        scale = gamma / np.sqrt(running_var + eps)
        out = x * scale + (beta - running_mean * scale)
        ### END SOLUTION
        cache = None
    else:
        raise ValueError(f'bn_param["mode"] must be "train" or "test", not {mode!r}')
    bn_param["running_mean"], bn_param["running_var"] = running_mean, running_var
    return out, cache


# The terms of the backward pass, in the order of the paper's section 3. Everywhere x, x_hat, dout and dx_hat are
# (N, D); gamma, mean and var are (D,), and the last two are those of x; eps is a float. Each term is the derivative
# of the loss by what its name says. A later function needs what these are given, so it stays as it is (only grad_x may
# use dx_hat, dvar, dmean up).


def grad_gamma_beta(dout: np.ndarray, x_hat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """``dgamma`` and ``dbeta``, both (D,)."""
    # TODO: dgamma and dbeta (D,).
    ### BEGIN SOLUTION
    dgamma = np.sum(dout * x_hat, axis=0)
    dbeta = np.sum(dout, axis=0)
    ### END SOLUTION
    return dgamma, dbeta


def grad_x_hat(dout: np.ndarray, gamma: np.ndarray) -> np.ndarray:
    """``dx_hat`` (N, D)."""
    # TODO: dx_hat (N, D).
    ### BEGIN SOLUTION
    dx_hat = dout * gamma
    ### END SOLUTION
    return dx_hat


def grad_var(dx_hat: np.ndarray, x: np.ndarray, mean: np.ndarray, var: np.ndarray, eps: float) -> np.ndarray:
    """``dvar`` (D,): the variance acts through x_hat."""
    # TODO: dvar (D,).
    ### BEGIN SOLUTION
    dvar = -0.5 * np.sum(dx_hat * (x - mean), axis=0) * (var + eps) ** -1.5
    ### END SOLUTION
    return dvar


def grad_mean(
    dx_hat: np.ndarray, dvar: np.ndarray, x: np.ndarray, mean: np.ndarray, var: np.ndarray, eps: float
) -> np.ndarray:
    """``dmean`` (D,): the mean acts through x_hat and through the variance."""
    # TODO: dmean (D,), the sum of two terms.
    ### BEGIN SOLUTION
    dmean = -np.sum(dx_hat, axis=0) / np.sqrt(var + eps) - 2 * dvar * np.mean(x - mean, axis=0)
    ### END SOLUTION
    return dmean


def grad_x(
    dx_hat: np.ndarray,
    dvar: np.ndarray,
    dmean: np.ndarray,
    x: np.ndarray,
    mean: np.ndarray,
    var: np.ndarray,
    eps: float,
) -> np.ndarray:
    """``dx`` (N, D): x acts through x_hat, through the variance and through the mean."""
    # TODO: dx (N, D), the sum of three terms.
    ### BEGIN SOLUTION
    N = len(x)
    dx = dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) / N + dmean / N
    ### END SOLUTION
    return dx


def batchnorm_backward(dout: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradients of batch normalization in training, step by step through its graph.

    Parameters
    ----------
    dout : (N, D) array, the upstream gradient
    cache : (x, mean, var, x_hat, gamma, eps) from `batchnorm_forward`; dout and the cache stay as they are

    Returns
    -------
    dx : (N, D) array
    dgamma, dbeta : (D,) arrays
    """
    x, mean, var, x_hat, gamma, eps = cache
    # TODO: dgamma, dbeta (D,) and dx (N, D), by the five functions above.
    ### BEGIN SOLUTION
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dx_hat = grad_x_hat(dout, gamma)
    dvar = grad_var(dx_hat, x, mean, var, eps)
    dmean = grad_mean(dx_hat, dvar, x, mean, var, eps)
    dx = grad_x(dx_hat, dvar, dmean, x, mean, var, eps)
    ### END SOLUTION
    return dx, dgamma, dbeta


def batchnorm_backward_alt(dout: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same gradients in closed form: dx in one formula from dout, x_hat, dgamma and dbeta, derived on paper.

    Same parameters, same results as `batchnorm_backward`; dout and the cache stay as they are.
    """
    x, mean, var, x_hat, gamma, eps = cache
    # TODO: dgamma and dbeta (D,), then dx (N, D) by the formula of your question 2: without dvar and dmean.
    ### BEGIN SOLUTION
    N = len(dout)
    dbeta = dout.sum(axis=0)
    dgamma = np.einsum("nd,nd->d", dout, x_hat)
    dx = x_hat * (dgamma / -N)
    dx += dout
    dx -= dbeta / N
    dx *= gamma / np.sqrt(var + eps)
    ### END SOLUTION
    return dx, dgamma, dbeta
