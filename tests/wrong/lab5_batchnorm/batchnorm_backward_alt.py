"""Wrong versions of batchnorm_backward_alt."""

import numpy as np


def mean_path_missing(dout, cache):
    """The term with dbeta is forgotten.

    Mistake: mean-path
    Hint: x acts through the mean too
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - x_hat * dgamma)
    return dx, dgamma, dbeta


def variance_path_missing(dout, cache):
    """The term with dgamma is forgotten.

    Mistake: variance-path
    Hint: x acts through the variance too
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta)
    return dx, dgamma, dbeta


def both_paths_missing(dout, cache):
    """gamma dout / sqrt(var + eps).

    Mistake: paths-missing
    Hint: both paths are missing
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / np.sqrt(var + eps) * dout
    return dx, dgamma, dbeta


def diagonal_term_alone(dout, cache):
    """dout gamma / sigma (1 - 1/N).

    Mistake: diagonal
    Hint: an example on its own output alone
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = dout * gamma / np.sqrt(var + eps) * (1 - 1 / N)
    return dx, dgamma, dbeta


def diagonal_of_the_jacobian(dout, cache):
    """Each example's own effect on its own output.

    Mistake: diagonal
    Hint: an example on its own output alone
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = dout * gamma / np.sqrt(var + eps) * (1 - 1 / N - x_hat**2 / N)
    return dx, dgamma, dbeta


def dout_without_n(dout, cache):
    """dout - dbeta - x_hat dgamma.

    Mistake: dout-without-n
    Hint: dout needs the factor N
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def not_divided_by_n(dout, cache):
    """N is missing under the fraction.

    Mistake: factor-N
    Hint: look where a sum or a mean over N is taken
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / np.sqrt(var + eps) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def sums_not_averaged(dout, cache):
    """dout - dbeta - x_hat dgamma, without any N.

    Mistake: not-averaged
    Hint: sums over the batch are not divided by N
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / np.sqrt(var + eps) * (dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def averaged_twice(dout, cache):
    """Means of dout in the formula with N.

    Mistake: mean-twice
    Hint: divided by N twice
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta / N - x_hat * dgamma / N)
    return dx, dgamma, dbeta


def gamma_missing(dout, cache):
    """gamma is not in dx.

    Mistake: gamma-missing
    Hint: gamma is missing in dx
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = (N * dout - dbeta - x_hat * dgamma) / (N * np.sqrt(var + eps))
    return dx, dgamma, dbeta


def gamma_in_dgamma_and_dbeta(dout, cache):
    """dgamma and dbeta from dout gamma, and gamma again in dx.

    Mistake: by-gamma
    Hint: come from dout, not from dout gamma
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dx_hat = dout * gamma
    dgamma, dbeta = np.sum(dx_hat * x_hat, axis=0), np.sum(dx_hat, axis=0)
    dx = (N * dx_hat - dbeta - x_hat * dgamma) / (N * np.sqrt(var + eps))
    return dx, dgamma, dbeta


def gamma_twice(dout, cache):
    """gamma squared.

    Mistake: gamma-twice
    Hint: gamma is a factor of dx twice
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma**2 / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def divided_by_variance(dout, cache):
    """No square root.

    Mistake: variance
    Hint: dx is divided by var + eps
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * (var + eps)) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def not_divided_by_the_root(dout, cache):
    """The deviation is forgotten.

    Mistake: not-divided
    Hint: dx is not divided by the square root
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / N * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def multiplied_by_the_root(dout, cache):
    """gamma / N * sqrt(var + eps).

    Mistake: multiplied
    Hint: dx is multiplied by the square root
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / N * np.sqrt(var + eps) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def eps_missing(dout, cache):
    """sqrt(var).

    Mistake: eps-missing
    Hint: eps is missing
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var)) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def eps_after_the_root(dout, cache):
    """sqrt(var) + eps.

    Mistake: eps-outside
    Hint: eps is added to the square root
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * (np.sqrt(var) + eps)) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def fixed_eps(dout, cache):
    """eps is 1e-5 whatever the cache says.

    Mistake: eps-missing
    Hint: eps is missing
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + 1e-5)) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def sign_of_the_mean_path(dout, cache):
    """+ dbeta.

    Mistake: sign-of-path
    Hint: the term with dbeta has the wrong sign
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout + dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def sign_of_the_variance_path(dout, cache):
    """+ x_hat dgamma.

    Mistake: sign-of-path
    Hint: the term with dgamma has the wrong sign
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta + x_hat * dgamma)
    return dx, dgamma, dbeta


def parenthesis_in_the_wrong_place(dout, cache):
    """- (dbeta - x_hat dgamma).

    Mistake: sign-of-path
    Hint: the term with dgamma has the wrong sign
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - (dbeta - x_hat * dgamma))
    return dx, dgamma, dbeta


def signs_of_both_paths(dout, cache):
    """N dout + dbeta + x_hat dgamma.

    Mistake: both-signs
    Hint: the terms with dbeta and dgamma have the wrong sign
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout + dbeta + x_hat * dgamma)
    return dx, dgamma, dbeta


def sums_swapped_in_the_formula(dout, cache):
    """x_hat dbeta + dgamma.

    Mistake: terms-swapped
    Hint: have changed places in the formula of dx
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - dgamma - x_hat * dbeta)
    return dx, dgamma, dbeta


def x_for_x_hat(dout, cache):
    """x dgamma.

    Mistake: x
    Hint: in dx stands x where x_hat is meant
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x * dgamma)
    return dx, dgamma, dbeta


def deviation_for_x_hat(dout, cache):
    """(x - mean) dgamma.

    Mistake: not-normalized
    Hint: in dx stands x - mean where x_hat is meant
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - (x - mean) * dgamma)
    return dx, dgamma, dbeta


def x_hat_missing(dout, cache):
    """- dgamma.

    Mistake: no-x-hat
    Hint: the factor x_hat of dgamma is missing
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - dgamma)
    return dx, dgamma, dbeta


def features_counted(dout, cache):
    """N is the number of features.

    Mistake: features
    Hint: the number of features stands where N is meant
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = dout.shape[1]
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def sum_over_all_features(dout, cache):
    """np.sum without an axis inside the formula.

    Mistake: sum-over-all
    Hint: a sum goes over all features too
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (N * dout - np.sum(dout) - x_hat * dgamma)
    return dx, dgamma, dbeta


def sums_are_means(dout, cache):
    """dgamma and dbeta are means; the formula has no N.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    x, mean, var, x_hat, gamma, eps = cache
    dgamma, dbeta = np.mean(dout * x_hat, axis=0), np.mean(dout, axis=0)
    dx = gamma / np.sqrt(var + eps) * (dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def x_hat_not_in_dgamma(dout, cache):
    """dgamma is dbeta.

    Mistake: x-hat-not-used
    Hint: x_hat does not enter dgamma
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dbeta = dout.sum(axis=0)
    dgamma = dbeta
    return gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma), dgamma, dbeta


def results_swapped(dout, cache):
    """dx, dbeta, dgamma.

    Mistake: swapped
    Hint: dgamma and dbeta have changed places
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    return gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma), dbeta, dgamma


def dx_last(dout, cache):
    """dgamma, dbeta, dx.

    Mistake: wrong-order
    Hint: in the right order
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    return dgamma, dbeta, gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma)


def with_keepdims(dout, cache):
    """dgamma and dbeta are (1, D).

    Mistake: wrong-shape
    Hint: keepdims
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0, keepdims=True), np.sum(dout, axis=0, keepdims=True)
    return gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma), dgamma, dbeta


def sums_along_rows(dout, cache):
    """axis=1.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=1), np.sum(dout, axis=1)
    return gamma / (N * np.sqrt(var + eps)) * (N * dout - dbeta - x_hat * dgamma), dgamma, dbeta


def wrong_sign(dout, cache):
    """dx points the other way.

    Mistake: sign
    Hint: wrong sign
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = gamma / (N * np.sqrt(var + eps)) * (dbeta + x_hat * dgamma - N * dout)
    return dx, dgamma, dbeta


def dx_of_the_last_example(dout, cache):
    """Only the last row is filled.

    Mistake: one-row
    Hint: only the last row of dx is filled
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    for i in range(N):
        dx = np.zeros_like(dout)
        dx[i] = gamma / (N * np.sqrt(var + eps)) * (N * dout[i] - dbeta - x_hat[i] * dgamma)
    return dx, dgamma, dbeta



def in_place(dout, cache):
    """Uses the memory of dout and of the cached x_hat.

    Mistake: argument-changed
    Hint: work on a copy
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(dout)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    x_hat *= dgamma
    x_hat += dbeta
    dout *= N
    dout -= x_hat
    dout *= gamma / (N * np.sqrt(var + eps))
    return dout, dgamma, dbeta


def cached_x_hat_overwritten(dout, cache):
    """dx uses the memory of x_hat: a second backward pass differs.

    Mistake: argument-changed
    Hint: changes its argument x_hat
    """
    x, mean, var, x_hat, gamma, eps = cache
    dbeta, dgamma = dout.sum(axis=0), np.sum(dout * x_hat, axis=0)
    dx = x_hat
    dx *= -dgamma / len(dout)
    dx += dout - dbeta / len(dout)
    dx *= gamma / np.sqrt(var + eps)
    return dx, dgamma, dbeta


def variance_with_eps_in_place(dout, cache):
    """var += eps.

    Mistake: argument-changed
    Hint: changes its argument var
    """
    x, mean, var, x_hat, gamma, eps = cache
    N, dbeta, dgamma = len(dout), dout.sum(axis=0), np.sum(dout * x_hat, axis=0)
    var += eps
    return gamma / (N * np.sqrt(var)) * (N * dout - dbeta - x_hat * dgamma), dgamma, dbeta


def swapped_and_gamma_forgotten(dout, cache):
    """dgamma and dbeta in each other's place, and no gamma in dx.

    Mistake: swapped
    Hint: dgamma and dbeta have changed places
    """
    x, mean, var, x_hat, gamma, eps = cache
    N = len(x)
    dbeta, dgamma = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    return (N * dout - dgamma - x_hat * dbeta) / (N * np.sqrt(var + eps)), dgamma, dbeta
