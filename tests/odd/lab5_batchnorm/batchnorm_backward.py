"""Correct but unusual versions of batchnorm_backward."""

import numpy as np

from cs_nn import batchnorm


def _terms(dout, cache):
    """The right composition: all terms by name."""
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dx_hat = grad_x_hat(dout, gamma)
    dvar = grad_var(dx_hat, x, mean, var, eps)
    dmean = grad_mean(dx_hat, dvar, x, mean, var, eps)
    return dgamma, dbeta, dx_hat, dvar, dmean


def arguments_by_name(dout, cache):
    """Keyword arguments."""
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = grad_gamma_beta(x_hat=x_hat, dout=dout)
    dx_hat = grad_x_hat(gamma=gamma, dout=dout)
    rest = dict(x=x, mean=mean, var=var, eps=eps)
    dvar = grad_var(dx_hat, **rest)
    dmean = grad_mean(dx_hat, dvar, **rest)
    return grad_x(dx_hat, dvar, dmean, **rest), dgamma, dbeta


def other_order(dout, cache):
    """dgamma and dbeta last, a list returned."""
    x, mean, var, x_hat, gamma, eps = cache
    dx_hat = grad_x_hat(dout, gamma)
    dvar = grad_var(dx_hat, x, mean, var, eps)
    dmean = grad_mean(dx_hat, dvar, x, mean, var, eps)
    dx = grad_x(dx_hat, dvar, dmean, x, mean, var, eps)
    return [dx, *grad_gamma_beta(dout, x_hat)]


def called_more_than_once(dout, cache):
    """The terms are called where they are used."""
    x, mean, var, x_hat, gamma, eps = cache
    v = (x, mean, var, eps)
    first = grad_x_hat(dout, gamma)
    dx = grad_x(grad_x_hat(dout, gamma), grad_var(first, *v), grad_mean(first, grad_var(first, *v), *v), *v)
    return dx, grad_gamma_beta(dout, x_hat)[0], grad_gamma_beta(dout, x_hat)[1]


def functions_of_the_module(dout, cache):
    """from cs_nn import batchnorm."""
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = batchnorm.grad_gamma_beta(dout, x_hat)
    dx_hat = batchnorm.grad_x_hat(dout, gamma)
    dvar = batchnorm.grad_var(dx_hat, x, mean, var, eps)
    dmean = batchnorm.grad_mean(dx_hat, dvar, x, mean, var, eps)
    return batchnorm.grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma, dbeta


def own_steps(dout, cache):
    """Without the five functions, operation by operation."""
    x, mean, var, x_hat, gamma, eps = cache
    N = len(x)
    ivar, xmu = 1 / np.sqrt(var + eps), x - mean
    dbeta, dgamma = dout.sum(axis=0), np.sum(dout * x_hat, axis=0)
    dx_hat = dout * gamma
    divar = np.sum(dx_hat * xmu, axis=0)
    dvar = -0.5 * ivar**3 * divar
    dxmu = dx_hat * ivar + 2 * xmu * dvar / N
    return dxmu - dxmu.mean(axis=0), dgamma, dbeta


def own_and_asked(dout, cache):
    """Two of the five functions, the rest by itself."""
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dx_hat = grad_x_hat(dout, gamma)
    dx = dx_hat - dx_hat.mean(axis=0) - x_hat * np.mean(dx_hat * x_hat, axis=0)
    return dx / np.sqrt(var + eps), dgamma, dbeta


def dvar_not_used_for_dmean(dout, cache):
    """grad_mean gets a dvar of 0: its second term is 0 anyway."""
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    dmean = grad_mean(dx_hat, np.zeros_like(dvar), x, mean, var, eps)
    return grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma, dbeta


def jacobian(dout, cache):
    """Without the five functions, with the whole Jacobian of each feature."""
    x, mean, var, x_hat, gamma, eps = cache
    N, D = x.shape
    dx = np.empty((N, D))
    for d in range(D):
        J = np.eye(N) - 1 / N - np.outer(x_hat[:, d], x_hat[:, d]) / N
        dx[:, d] = gamma[d] / np.sqrt(var[d] + eps) * (J.T @ dout[:, d])
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)
