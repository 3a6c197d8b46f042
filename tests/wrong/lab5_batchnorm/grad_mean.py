"""Wrong versions of grad_mean."""

import numpy as np


def wrong_sign(dx_hat, dvar, x, mean, var, eps):
    """The minus is lost.

    Mistake: sign
    Hint: wrong sign
    """
    return np.sum(dx_hat, axis=0) / np.sqrt(var + eps) - 2 * dvar * np.mean(x - mean, axis=0)


def not_divided(dx_hat, dvar, x, mean, var, eps):
    """The deviation is forgotten.

    Mistake: not-divided
    Hint: not divided by the square root
    """
    return -np.sum(dx_hat, axis=0) - 2 * dvar * np.mean(x - mean, axis=0)


def divided_by_variance(dx_hat, dvar, x, mean, var, eps):
    """No square root.

    Mistake: variance
    Hint: divided by var + eps
    """
    return -np.sum(dx_hat, axis=0) / (var + eps) - 2 * dvar * np.mean(x - mean, axis=0)


def multiplied_by_the_root(dx_hat, dvar, x, mean, var, eps):
    """Times the deviation.

    Mistake: multiplied
    Hint: multiplied by the square root
    """
    return -np.sum(dx_hat, axis=0) * np.sqrt(var + eps) - 2 * dvar * np.mean(x - mean, axis=0)


def power_of_dvar(dx_hat, dvar, x, mean, var, eps):
    """(var + eps) ** -1.5.

    Mistake: power
    Hint: the power -1.5 of var + eps belongs to dvar
    """
    return -np.sum(dx_hat, axis=0) * (var + eps) ** -1.5 - 2 * dvar * np.mean(x - mean, axis=0)


def eps_forgotten(dx_hat, dvar, x, mean, var, eps):
    """sqrt(var).

    Mistake: eps-missing
    Hint: eps is missing
    """
    return -np.sum(dx_hat, axis=0) / np.sqrt(var) - 2 * dvar * np.mean(x - mean, axis=0)


def eps_after_the_root(dx_hat, dvar, x, mean, var, eps):
    """sqrt(var) + eps.

    Mistake: eps-outside
    Hint: eps is added to the square root
    """
    return -np.sum(dx_hat, axis=0) / (np.sqrt(var) + eps) - 2 * dvar * np.mean(x - mean, axis=0)


def mean_of_the_batch(dx_hat, dvar, x, mean, var, eps):
    """A mean in the place of the sum.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    return -np.mean(dx_hat, axis=0) / np.sqrt(var + eps) - 2 * dvar * np.mean(x - mean, axis=0)


def sum_over_all_features(dx_hat, dvar, x, mean, var, eps):
    """No axis in the first term.

    Mistake: sum-over-all
    Hint: the sum goes over all features too
    """
    return -np.sum(dx_hat) / np.sqrt(var + eps) - 2 * dvar * np.mean(x - mean, axis=0)


def not_summed(dx_hat, dvar, x, mean, var, eps):
    """dmean is (N, D).

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return -dx_hat / np.sqrt(var + eps) - 2 * dvar * np.mean(x - mean, axis=0)


def sum_along_rows(dx_hat, dvar, x, mean, var, eps):
    """axis=1.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    return -np.sum(dx_hat, axis=1) / np.sqrt(var + eps) - 2 * dvar * np.mean(x - mean, axis=0)


def second_term_not_centred(dx_hat, dvar, x, mean, var, eps):
    """The mean of x in the second term.

    Mistake: not-centred
    Hint: x stands without its mean
    """
    return -np.sum(dx_hat, axis=0) / np.sqrt(var + eps) - 2 * dvar * np.mean(x, axis=0)


def second_term_not_centred_and_summed(dx_hat, dvar, x, mean, var, eps):
    """The sum of x in the second term.

    Mistake: not-centred
    Hint: x stands without its mean
    """
    return -np.sum(dx_hat, axis=0) / np.sqrt(var + eps) - 2 * dvar * np.sum(x, axis=0)


def dvar_alone(dx_hat, dvar, x, mean, var, eps):
    """The second term is dvar.

    Mistake: second-term
    Hint: dvar stands alone
    """
    return -np.sum(dx_hat, axis=0) / np.sqrt(var + eps) + dvar


def minus_two_dvar(dx_hat, dvar, x, mean, var, eps):
    """The deviation is left out of the second term.

    Mistake: second-term
    Hint: dvar stands alone
    """
    return -np.sum(dx_hat, axis=0) / np.sqrt(var + eps) - 2 * dvar


def terms_multiplied(dx_hat, dvar, x, mean, var, eps):
    """The first term times dvar.

    Mistake: dvar-multiplied
    Hint: the two terms are multiplied
    """
    return -np.sum(dx_hat, axis=0) / np.sqrt(var + eps) * dvar


def second_term_only(dx_hat, dvar, x, mean, var, eps):
    """The first term is forgotten.

    Mistake: sums-to-zero
    Hint: it comes from the other term
    """
    return -2 * dvar * np.mean(x - mean, axis=0)


def second_term_not_summed(dx_hat, dvar, x, mean, var, eps):
    """The second term is (N, D).

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return -np.sum(dx_hat, axis=0) / np.sqrt(var + eps) - 2 * dvar * (x - mean) / len(x)


def with_keepdims(dx_hat, dvar, x, mean, var, eps):
    """dmean is (1, D).

    Mistake: wrong-shape
    Hint: keepdims
    """
    return -np.sum(dx_hat, axis=0, keepdims=True) / np.sqrt(var + eps)


def deviation_in_the_sum(dx_hat, dvar, x, mean, var, eps):
    """dx_hat * (x - mean), as in dvar."""
    return -np.sum(dx_hat * (x - mean), axis=0) / np.sqrt(var + eps)


def deviation_in_place(dx_hat, dvar, x, mean, var, eps):
    """var becomes the standard deviation.

    Mistake: argument-changed
    Hint: changes its argument var
    """
    var += eps
    np.sqrt(var, out=var)
    return -np.sum(dx_hat, axis=0) / var
