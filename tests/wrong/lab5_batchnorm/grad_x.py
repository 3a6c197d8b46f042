"""Wrong versions of grad_x."""

import numpy as np


def variance_forgotten(dx_hat, dvar, dmean, x, mean, var, eps):
    """The term with dvar is missing.

    Mistake: path-missing
    Hint: the term with dvar is missing
    """
    return dx_hat / np.sqrt(var + eps) + dmean / len(x)


def mean_forgotten(dx_hat, dvar, dmean, x, mean, var, eps):
    """The term with dmean is missing.

    Mistake: path-missing
    Hint: the term with dmean is missing
    """
    return dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) / len(x)


def first_term_only(dx_hat, dvar, dmean, x, mean, var, eps):
    """Only the direct path.

    Mistake: path-missing
    Hint: only the term with dx_hat is there
    """
    return dx_hat / np.sqrt(var + eps)


def first_term_forgotten(dx_hat, dvar, dmean, x, mean, var, eps):
    """The direct path is missing.

    Mistake: path-missing
    Hint: the term with dx_hat is missing
    """
    return (2 * dvar * (x - mean) + dmean) / len(x)


def variance_not_averaged(dx_hat, dvar, dmean, x, mean, var, eps):
    """No 1/N at dvar.

    Mistake: not-averaged
    Hint: the term with dvar is not divided by N
    """
    return dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) + dmean / len(x)


def mean_not_averaged(dx_hat, dvar, dmean, x, mean, var, eps):
    """No 1/N at dmean.

    Mistake: not-averaged
    Hint: the term with dmean is not divided by N
    """
    return dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) / len(x) + dmean


def everything_averaged(dx_hat, dvar, dmean, x, mean, var, eps):
    """1/N at the first term too.

    Mistake: averaged
    Hint: the term with dx_hat is divided by N
    """
    return (dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) + dmean) / len(x)


def factor_two_forgotten(dx_hat, dvar, dmean, x, mean, var, eps):
    """No 2 at dvar.

    Mistake: factor-two
    Hint: the term with dvar needs the factor 2
    """
    return dx_hat / np.sqrt(var + eps) + dvar * (x - mean) / len(x) + dmean / len(x)


def not_divided(dx_hat, dvar, dmean, x, mean, var, eps):
    """The first term is dx_hat.

    Mistake: not-divided
    Hint: the first term is not divided
    """
    return dx_hat + 2 * dvar * (x - mean) / len(x) + dmean / len(x)


def divided_by_variance(dx_hat, dvar, dmean, x, mean, var, eps):
    """No square root.

    Mistake: variance
    Hint: the first term is divided by var + eps
    """
    return dx_hat / (var + eps) + 2 * dvar * (x - mean) / len(x) + dmean / len(x)


def eps_forgotten(dx_hat, dvar, dmean, x, mean, var, eps):
    """sqrt(var).

    Mistake: eps-missing
    Hint: eps is missing
    """
    return dx_hat / np.sqrt(var) + 2 * dvar * (x - mean) / len(x) + dmean / len(x)


def eps_after_the_root(dx_hat, dvar, dmean, x, mean, var, eps):
    """sqrt(var) + eps.

    Mistake: eps-outside
    Hint: eps is added to the square root
    """
    return dx_hat / (np.sqrt(var) + eps) + 2 * dvar * (x - mean) / len(x) + dmean / len(x)


def not_centred(dx_hat, dvar, dmean, x, mean, var, eps):
    """x in the place of x - mean.

    Mistake: not-centred
    Hint: x stands without its mean
    """
    return dx_hat / np.sqrt(var + eps) + 2 * dvar * x / len(x) + dmean / len(x)


def deviations_summed(dx_hat, dvar, dmean, x, mean, var, eps):
    """The sum of x - mean over the batch.

    Mistake: sums-to-zero
    Hint: no sum belongs here
    """
    return dx_hat / np.sqrt(var + eps) + 2 * dvar * np.sum(x - mean, axis=0) / len(x) + dmean / len(x)


def features_counted(dx_hat, dvar, dmean, x, mean, var, eps):
    """N is the number of features.

    Mistake: features
    Hint: the number of features stands where N is meant
    """
    N = x.shape[1]
    return dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) / N + dmean / N


def sign_of_the_mean(dx_hat, dvar, dmean, x, mean, var, eps):
    """dmean is subtracted.

    Mistake: sign
    Hint: the term with dmean has the wrong sign
    """
    return dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) / len(x) - dmean / len(x)


def sign_of_the_variance(dx_hat, dvar, dmean, x, mean, var, eps):
    """mean - x.

    Mistake: sign
    Hint: the term with dvar has the wrong sign
    """
    return dx_hat / np.sqrt(var + eps) + 2 * dvar * (mean - x) / len(x) + dmean / len(x)


def summed_over_the_batch(dx_hat, dvar, dmean, x, mean, var, eps):
    """dx is a vector.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return np.sum(dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) / len(x), axis=0) + dmean


def gradients_swapped(dx_hat, dvar, dmean, x, mean, var, eps):
    """dvar and dmean in each other's place.

    Mistake: swapped
    Hint: dvar and dmean have changed places
    """
    return dx_hat / np.sqrt(var + eps) + 2 * dmean * (x - mean) / len(x) + dvar / len(x)


def nothing_returned(dx_hat, dvar, dmean, x, mean, var, eps):
    """The return statement is missing.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    dx = dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) / len(x) + dmean / len(x)


def transposed(dx_hat, dvar, dmean, x, mean, var, eps):
    """dx is (D, N).

    Mistake: transposed
    Hint: it is transposed
    """
    return (dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) / len(x) + dmean / len(x)).T


def divided_by_n_twice(dx_hat, dvar, dmean, x, mean, var, eps):
    """1 / N**2 at dvar.

    Mistake: averaged-again
    Hint: the term with dvar is divided by N twice
    """
    N = len(x)
    return dx_hat / np.sqrt(var + eps) + 2 * dvar * (x - mean) / N**2 + dmean / N


def cached_x_centred(dx_hat, dvar, dmean, x, mean, var, eps):
    """x -= mean.

    Mistake: argument-changed
    Hint: changes its argument x
    """
    x -= mean
    return dx_hat / np.sqrt(var + eps) + 2 * dvar * x / len(x) + dmean / len(x)
