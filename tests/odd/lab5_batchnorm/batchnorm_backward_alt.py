"""Correct but unusual versions of batchnorm_backward_alt."""

import numpy as np


def docstring_formula(dout, cache):
    """The formula as it stands."""
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def means(dout, cache):
    """Means in the place of sums divided by N."""
    x, mean, var, x_hat, gamma, eps = cache
    dx = gamma / np.sqrt(var + eps) * (dout - dout.mean(axis=0) - x_hat * np.mean(dout * x_hat, axis=0))
    return dx, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)


def by_dx_hat(dout, cache):
    """dx_hat first, gamma no more."""
    x, mean, var, x_hat, gamma, eps = cache
    N, dx_hat = len(x), dout * gamma
    dx = (N * dx_hat - dx_hat.sum(axis=0) - x_hat * np.sum(dx_hat * x_hat, axis=0)) / N / np.sqrt(var + eps)
    return dx, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)


def by_the_inputs(dout, cache):
    """x - mean and var in the place of x_hat."""
    x, mean, var, x_hat, gamma, eps = cache
    N = x.shape[0]
    dx = (1 / N) * gamma * (var + eps) ** (-1 / 2) * (
        N * dout - np.sum(dout, axis=0) - (x - mean) * (var + eps) ** -1.0 * np.sum(dout * (x - mean), axis=0))
    return dx, np.einsum("nd,nd->d", dout, x_hat), dout.sum(0)


def example_by_example(dout, cache):
    """A loop over examples."""
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = np.empty_like(dout)
    for i in range(N):
        dx[i] = gamma / np.sqrt(var + eps) * (dout[i] - (dbeta + x_hat[i] * dgamma) / N)
    return dx, dgamma, dbeta


def feature_by_feature(dout, cache):
    """A loop over features, nested lists returned."""
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    columns = []
    for d in range(len(gamma)):
        column = N * dout[:, d] - dbeta[d] - x_hat[:, d] * dgamma[d]
        columns.append(gamma[d] / N / (var[d] + eps) ** 0.5 * column)
    return np.array(columns).T.tolist(), list(dgamma), list(dbeta)


def transposed_algebra(dout, cache):
    """Works with (D, N)."""
    x, mean, var, x_hat, gamma, eps = cache
    N, g, h = len(x), dout.T, x_hat.T
    dbeta, dgamma = g.sum(axis=1), (g * h).sum(axis=1)
    dx = (gamma / np.sqrt(var + eps) / N)[:, None] * (N * g - dbeta[:, None] - h * dgamma[:, None])
    return dx.T, dgamma, dbeta


def projection(dout, cache):
    """A matrix that takes off mean and x_hat, for each feature."""
    x, mean, var, x_hat, gamma, eps = cache
    N, D = x.shape
    dx = np.empty((N, D))
    for d in range(D):
        basis = np.stack([np.ones(N), x_hat[:, d]])
        dx[:, d] = (np.eye(N) - basis.T @ basis / N) @ dout[:, d]
    return dx * gamma / np.sqrt(var + eps), np.diag(dout.T @ x_hat), np.ones(N) @ dout



def single_precision(dout, cache):
    """float32."""
    x, mean, var, x_hat, gamma = (np.asarray(part, np.float32) for part in cache[:5])
    eps, dout, N = np.float32(cache[5]), dout.astype(np.float32), np.float32(len(dout))
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    return gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma), dgamma, dbeta


def three_paths(dout, cache):
    """The sum of three paths, each with a name."""
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    direct = dout * gamma / np.sqrt(var + eps)
    by_mean = -dbeta * gamma / np.sqrt(var + eps) / N
    by_variance = -x_hat * dgamma * gamma / np.sqrt(var + eps) / N
    return [direct + by_mean + by_variance, dgamma, dbeta]


def recomputed_statistics(dout, cache):
    """Takes mean, variance and x_hat from x again."""
    x, _, _, _, gamma, eps = cache
    N, std = len(x), np.sqrt(np.var(x, axis=0) + eps)
    x_hat = (x - np.mean(x, axis=0)) / std
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    print('dgamma', dgamma)
    return gamma / N / std * (N * dout - dbeta - x_hat * dgamma), dgamma, dbeta
