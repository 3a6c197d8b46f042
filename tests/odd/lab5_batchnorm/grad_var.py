"""Correct but unusual versions of grad_var."""

import numpy as np


def steps_of_the_graph(dx_hat, x, mean, var, eps):
    """Operation by operation: the division, the root, the sum."""
    xmu, sqrtvar = x - mean, np.sqrt(var + eps)
    divar = np.sum(dx_hat * xmu, axis=0)
    dsqrtvar = -1.0 / sqrtvar**2 * divar
    return 0.5 / np.sqrt(var + eps) * dsqrtvar


def with_einsum(dx_hat, x, mean, var, eps):
    """einsum and np.power."""
    return np.einsum("nd,nd,d->d", dx_hat, x - mean, -0.5 * np.power(var + eps, -1.5))


def by_x_hat(dx_hat, x, mean, var, eps):
    """x_hat first: one power less remains."""
    x_hat = (x - mean) / np.sqrt(var + eps)
    return -np.sum(dx_hat * x_hat, axis=0) / (2 * (var + eps))


def power_inside_the_sum(dx_hat, x, mean, var, eps):
    """The power is inside the sum."""
    return np.sum(dx_hat * (x - mean) * (-1 / 2) * (var + eps) ** (-3 / 2), axis=0)


def expanded(dx_hat, x, mean, var, eps):
    """The mean is taken out of the sum."""
    total = (dx_hat * x).sum(axis=0) - mean * dx_hat.sum(axis=0)
    return -total / (2 * (var + eps) * np.sqrt(var + eps))


def example_by_example(dx_hat, x, mean, var, eps):
    """A loop over examples."""
    dvar = np.zeros(x.shape[1])
    for g, row in zip(dx_hat, x):
        dvar = dvar - g * (row - mean)
    return dvar / 2 / np.sqrt((var + eps) ** 3)


def exponential(dx_hat, x, mean, var, eps):
    """The power by exp and log."""
    return list(-0.5 * np.sum(dx_hat * (x - mean), axis=0) * np.exp(-1.5 * np.log(var + eps)))


def single_precision(dx_hat, x, mean, var, eps):
    """float32."""
    dx_hat, x, mean, var = (np.asarray(a, np.float32) for a in (dx_hat, x, mean, var))
    return np.float32(-0.5) * np.sum(dx_hat * (x - mean), axis=0) * (var + np.float32(eps)) ** np.float32(-1.5)


def recomputed_statistics(dx_hat, x, mean, var, eps):
    """Takes mean and variance from x again."""
    return -0.5 * ((x - x.mean(axis=0)) * dx_hat).sum(axis=0) / (x.var(axis=0) + eps) ** 1.5
