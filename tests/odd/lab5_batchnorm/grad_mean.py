"""Correct but unusual versions of grad_mean."""

import numpy as np


def second_term_left_out(dx_hat, dvar, x, mean, var, eps):
    """The second term is 0."""
    return -dx_hat.sum(axis=0) / np.sqrt(var + eps)


def second_term_summed_over_everything(dx_hat, dvar, x, mean, var, eps):
    """np.sum without an axis in the second term, which is 0 all the same."""
    return np.sum(-dx_hat / np.sqrt(var + eps), axis=0) + dvar * np.sum(-2 * (x - mean)) / len(x)


def power_inside_the_sum(dx_hat, dvar, x, mean, var, eps):
    """The paper's form."""
    N = x.shape[0]
    return np.sum(dx_hat * -1 / np.sqrt(var + eps), axis=0) + dvar * np.sum(-2 * (x - mean), axis=0) / N


def with_einsum(dx_hat, dvar, x, mean, var, eps):
    """einsum and a product with ones."""
    first = -np.einsum("nd,d->d", dx_hat, (var + eps) ** -0.5)
    return first - 2 / len(x) * dvar * (np.ones(len(x)) @ (x - mean))


def steps_of_the_graph(dx_hat, dvar, x, mean, var, eps):
    """Through x - mean, which has two uses."""
    dxmu = dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) / len(x)
    return -dxmu.sum(axis=0)


def example_by_example(dx_hat, dvar, x, mean, var, eps):
    """A loop over examples."""
    dmean = np.zeros_like(mean)
    for g, row in zip(dx_hat, x):
        dmean -= g / np.sqrt(var + eps)
        dmean -= 2 * dvar * (row - mean) / len(x)
    return dmean.tolist()


def single_precision(dx_hat, dvar, x, mean, var, eps):
    """float32."""
    dx_hat, dvar, x, mean, var = (np.asarray(a, np.float32) for a in (dx_hat, dvar, x, mean, var))
    return -dx_hat.sum(axis=0) / np.sqrt(var + np.float32(eps)) - 2 * dvar * (x - mean).mean(axis=0)


def difference_of_means(dx_hat, dvar, x, mean, var, eps):
    """The second term from the difference of the means."""
    return -np.add.reduce(dx_hat) / (var + eps) ** 0.5 - 2 * dvar * (x.mean(axis=0) - mean)
