"""Wrong versions of batchnorm_backward."""

import numpy as np


def _terms(dout, cache):
    """The right composition: all terms by name."""
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dx_hat = grad_x_hat(dout, gamma)
    dvar = grad_var(dx_hat, x, mean, var, eps)
    dmean = grad_mean(dx_hat, dvar, x, mean, var, eps)
    return dgamma, dbeta, dx_hat, dvar, dmean


def _with_eps(dout, x, mean, var, x_hat, gamma, eps):
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, (x, mean, var, x_hat, gamma, eps))
    return grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma, dbeta


def gamma_forgotten_on_the_way(dout, cache):
    """dout goes on in the place of dx_hat.

    Mistake: composition
    Hint: grad_x_hat is not called
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dvar = grad_var(dout, x, mean, var, eps)
    dmean = grad_mean(dout, dvar, x, mean, var, eps)
    return grad_x(dout, dvar, dmean, x, mean, var, eps), dgamma, dbeta


def dout_to_the_variance(dout, cache):
    """grad_var gets dout.

    Mistake: composition
    Hint: grad_var is called with a wrong dx_hat
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dx_hat = grad_x_hat(dout, gamma)
    dvar = grad_var(dout, x, mean, var, eps)
    dmean = grad_mean(dx_hat, dvar, x, mean, var, eps)
    return grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma, dbeta


def dout_to_the_mean(dout, cache):
    """grad_mean gets dout.

    Mistake: composition
    Hint: grad_mean is called with a wrong dx_hat
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    dmean = grad_mean(dout, dvar, x, mean, var, eps)
    return grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma, dbeta


def dout_to_x(dout, cache):
    """grad_x gets dout.

    Mistake: composition
    Hint: grad_x is called with a wrong dx_hat
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    return grad_x(dout, dvar, dmean, x, mean, var, eps), dgamma, dbeta


def x_for_x_hat(dout, cache):
    """grad_gamma_beta gets x.

    Mistake: composition
    Hint: grad_gamma_beta is called with a wrong x_hat
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    dgamma, dbeta = grad_gamma_beta(dout, x)
    return grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma, dbeta


def x_hat_for_x(dout, cache):
    """The later terms get x_hat.

    Mistake: composition
    Hint: grad_var is called with a wrong x
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dx_hat = grad_x_hat(dout, gamma)
    dvar = grad_var(dx_hat, x_hat, mean, var, eps)
    dmean = grad_mean(dx_hat, dvar, x_hat, mean, var, eps)
    return grad_x(dx_hat, dvar, dmean, x_hat, mean, var, eps), dgamma, dbeta


def dout_overwritten(dout, cache):
    """dout is dx_hat before dgamma is taken.

    Mistake: composition
    Hint: grad_gamma_beta is called with a wrong dout
    """
    x, mean, var, x_hat, gamma, eps = cache
    dout = grad_x_hat(dout, gamma)
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dvar = grad_var(dout, x, mean, var, eps)
    dmean = grad_mean(dout, dvar, x, mean, var, eps)
    return grad_x(dout, dvar, dmean, x, mean, var, eps), dgamma, dbeta


def gradients_swapped_in_grad_x(dout, cache):
    """dmean and dvar change places.

    Mistake: composition
    Hint: grad_x is called with a wrong dvar
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    return grad_x(dx_hat, dmean, dvar, x, mean, var, eps), dgamma, dbeta


def mean_and_variance_swapped(dout, cache):
    """var, mean in the place of mean, var.

    Mistake: composition
    Hint: grad_var is called with a wrong mean
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dx_hat = grad_x_hat(dout, gamma)
    dvar = grad_var(dx_hat, x, var, mean, eps)
    dmean = grad_mean(dx_hat, dvar, x, var, mean, eps)
    return grad_x(dx_hat, dvar, dmean, x, var, mean, eps), dgamma, dbeta


def deviation_for_the_variance(dout, cache):
    """The terms get the deviation.

    Mistake: composition
    Hint: grad_var is called with a wrong var
    """
    x, mean, var, x_hat, gamma, eps = cache
    var = np.sqrt(var + eps)
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dx_hat = grad_x_hat(dout, gamma)
    dvar = grad_var(dx_hat, x, mean, var, eps)
    dmean = grad_mean(dx_hat, dvar, x, mean, var, eps)
    return grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma, dbeta


def eps_added_twice(dout, cache):
    """The terms get var + eps and eps.

    Mistake: composition
    Hint: grad_var is called with a wrong var
    """
    x, mean, var, x_hat, gamma, eps = cache
    var = var + eps
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dx_hat = grad_x_hat(dout, gamma)
    dvar = grad_var(dx_hat, x, mean, var, eps)
    dmean = grad_mean(dx_hat, dvar, x, mean, var, eps)
    return grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma, dbeta


def fixed_eps(dout, cache):
    """eps is 1e-5 whatever the cache says.

    Mistake: composition
    Hint: is called with a wrong eps
    """
    x, mean, var, x_hat, gamma, _ = cache
    return _with_eps(dout, x, mean, var, x_hat, gamma, 1e-5)


def mean_path_switched_off(dout, cache):
    """grad_x gets a dmean of 0.

    Mistake: composition
    Hint: grad_x is called with a wrong dmean
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    return grad_x(dx_hat, dvar, 0 * dmean, x, mean, var, eps), dgamma, dbeta


def variance_path_switched_off(dout, cache):
    """grad_x gets a dvar of 0.

    Mistake: composition
    Hint: grad_x is called with a wrong dvar
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    return grad_x(dx_hat, np.zeros_like(dvar), dmean, x, mean, var, eps), dgamma, dbeta


def gradients_averaged(dout, cache):
    """The sums are divided by N afterwards.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    return grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma / len(x), dbeta / len(x)


def results_swapped(dout, cache):
    """dbeta before dgamma.

    Mistake: composition
    Hint: dgamma and dbeta have changed places
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    return grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dbeta, dgamma


def dx_last(dout, cache):
    """dgamma, dbeta, dx.

    Mistake: wrong-order
    Hint: in the right order
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    return dgamma, dbeta, grad_x(dx_hat, dvar, dmean, x, mean, var, eps)


def dx_hat_returned(dout, cache):
    """dx is dx_hat.

    Mistake: composition
    Hint: grad_x is not called
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    return dx_hat, dgamma, dbeta


def dx_alone(dout, cache):
    """Only dx is returned.

    Mistake: wrong-result
    Hint: batchnorm_backward must return 3 values
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    return grad_x(dx_hat, dvar, dmean, x, mean, var, eps)


def argument_forgotten(dout, cache):
    """grad_x without dmean.

    Mistake: wrong-result
    Hint: grad_x takes dx_hat, dvar, dmean
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta, dx_hat, dvar, dmean = _terms(dout, cache)
    return grad_x(dx_hat, dvar, x, mean, var, eps), dgamma, dbeta


def own_without_the_mean(dout, cache):
    """One formula of its own: the mean is a constant.

    Mistake: mean-path
    Hint: x acts through the mean too
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), dout.sum(axis=0)
    return gamma / np.sqrt(var + eps) * (dout - x_hat * dgamma / len(x)), dgamma, dbeta


def own_without_the_variance(dout, cache):
    """One formula of its own: the variance is a constant.

    Mistake: variance-path
    Hint: x acts through the variance too
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), dout.sum(axis=0)
    return gamma / np.sqrt(var + eps) * (dout - dbeta / len(x)), dgamma, dbeta


def own_direct_path(dout, cache):
    """Mean and variance are constants.

    Mistake: paths-missing
    Hint: x acts through the mean and through the variance too
    """
    x, mean, var, x_hat, gamma, eps = cache
    return dout * gamma / np.sqrt(var + eps), np.sum(dout * x_hat, axis=0), dout.sum(axis=0)


def own_without_eps(dout, cache):
    """Step by step, without eps.

    Mistake: eps-missing
    Hint: eps is missing
    """
    x, mean, var, x_hat, gamma, eps = cache
    N, std = len(x), np.sqrt(var)
    dx_hat = dout * gamma
    dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * np.mean(dx_hat * x_hat, axis=0)) / std
    return dx, np.sum(dout * x_hat, axis=0), dout.sum(axis=0)


def own_dgamma_by_dx_hat(dout, cache):
    """Step by step; dgamma and dbeta from dx_hat.

    Mistake: by-gamma
    Hint: come from dout, not from dout gamma
    """
    x, mean, var, x_hat, gamma, eps = cache
    dx_hat = dout * gamma
    dgamma, dbeta = np.sum(dx_hat * x_hat, axis=0), dx_hat.sum(axis=0)
    dx = (dx_hat - dbeta / len(x) - x_hat * dgamma / len(x)) / np.sqrt(var + eps)
    return dx, dgamma, dbeta



def own_in_place(dout, cache):
    """Without the five functions; changes dout and the cached x.

    Mistake: argument-changed
    Hint: work on a copy
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), dout.sum(axis=0)
    x -= mean
    dout *= gamma
    dout -= dout.mean(axis=0)
    dout -= x * (np.mean(dout * x, axis=0) / (var + eps))
    dout /= np.sqrt(var + eps)
    return dout, dgamma, dbeta


def dx_clipped(dout, cache):
    """dx is clipped to -100 and 100."""
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dx_hat = grad_x_hat(dout, gamma)
    dvar = grad_var(dx_hat, x, mean, var, eps)
    dmean = grad_mean(dx_hat, dvar, x, mean, var, eps)
    return np.clip(grad_x(dx_hat, dvar, dmean, x, mean, var, eps), -100, 100), dgamma, dbeta


_betas = []


def dbeta_of_all_calls(dout, cache):
    """dbeta is added to those of earlier calls.

    Mistake: kept
    Hint: something is kept from the first call
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = grad_gamma_beta(dout, x_hat)
    dx_hat = grad_x_hat(dout, gamma)
    dvar = grad_var(dx_hat, x, mean, var, eps)
    dmean = grad_mean(dx_hat, dvar, x, mean, var, eps)
    if _betas and _betas[-1].shape != dbeta.shape:
        _betas.clear()
    _betas.append(dbeta)
    return grad_x(dx_hat, dvar, dmean, x, mean, var, eps), dgamma, sum(_betas[::2])
