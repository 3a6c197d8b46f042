"""Wrong versions of grad_var."""

import numpy as np


def wrong_sign(dx_hat, x, mean, var, eps):
    """The minus of -0.5 is lost.

    Mistake: sign
    Hint: wrong sign
    """
    return 0.5 * np.sum(dx_hat * (x - mean), axis=0) * (var + eps) ** -1.5


def without_half(dx_hat, x, mean, var, eps):
    """The factor 0.5 is lost.

    Mistake: factor-half
    Hint: the factor of the derivative is missing
    """
    return -np.sum(dx_hat * (x - mean), axis=0) * (var + eps) ** -1.5


def factor_of_the_next_derivative(dx_hat, x, mean, var, eps):
    """-1.5 as a factor too.

    Mistake: factor
    Hint: 3 times the expected one
    """
    return -1.5 * np.sum(dx_hat * (x - mean), axis=0) * (var + eps) ** -1.5


def power_not_lowered(dx_hat, x, mean, var, eps):
    """The power stays -0.5.

    Mistake: power
    Hint: has the power -0.5
    """
    return -0.5 * np.sum(dx_hat * (x - mean), axis=0) * (var + eps) ** -0.5


def power_minus_one(dx_hat, x, mean, var, eps):
    """The power -1.

    Mistake: power
    Hint: the power -1 instead
    """
    return -0.5 * np.sum(dx_hat * (x - mean), axis=0) / (var + eps)


def whole_power(dx_hat, x, mean, var, eps):
    """-3 // 2 is -2.

    Mistake: power
    Hint: the power -2
    """
    return -0.5 * np.sum(dx_hat * (x - mean), axis=0) * (var + eps) ** (-3 // 2)


def positive_power(dx_hat, x, mean, var, eps):
    """The power 1.5.

    Mistake: power
    Hint: the power 1.5
    """
    return -0.5 * np.sum(dx_hat * (x - mean), axis=0) * (var + eps) ** 1.5


def power_without_parentheses(dx_hat, x, mean, var, eps):
    """v ** -3 / 2.

    Mistake: power
    Hint: put the exponent in parentheses
    """
    return -0.5 * np.sum(dx_hat * (x - mean), axis=0) * ((var + eps) ** -3 / 2)


def power_forgotten(dx_hat, x, mean, var, eps):
    """var does not enter.

    Mistake: power
    Hint: var + eps has no effect
    """
    return -0.5 * np.sum(dx_hat * (x - mean), axis=0)


def not_centred(dx_hat, x, mean, var, eps):
    """x in the place of x - mean.

    Mistake: not-centred
    Hint: x stands without its mean
    """
    return -0.5 * np.sum(dx_hat * x, axis=0) * (var + eps) ** -1.5


def x_hat_for_the_deviation(dx_hat, x, mean, var, eps):
    """x - mean is divided by the deviation.

    Mistake: power
    Hint: the power -2
    """
    x_hat = (x - mean) / np.sqrt(var + eps)
    return -0.5 * np.sum(dx_hat * x_hat, axis=0) * (var + eps) ** -1.5


def eps_forgotten(dx_hat, x, mean, var, eps):
    """var ** -1.5.

    Mistake: eps-missing
    Hint: eps is missing
    """
    return -0.5 * np.sum(dx_hat * (x - mean), axis=0) * var**-1.5


def eps_after_the_root(dx_hat, x, mean, var, eps):
    """(sqrt(var) + eps) ** -3.

    Mistake: eps-outside
    Hint: eps is added to the square root
    """
    return -0.5 * np.sum(dx_hat * (x - mean), axis=0) * (np.sqrt(var) + eps) ** -3


def eps_after_the_power(dx_hat, x, mean, var, eps):
    """var ** -1.5 + eps.

    Mistake: eps-outside
    Hint: eps is added to the power
    """
    return -0.5 * np.sum(dx_hat * (x - mean), axis=0) * (var**-1.5 + eps)


def mean_of_the_batch(dx_hat, x, mean, var, eps):
    """A mean in the place of the sum.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    return -0.5 * np.mean(dx_hat * (x - mean), axis=0) * (var + eps) ** -1.5


def sum_over_all_features(dx_hat, x, mean, var, eps):
    """No axis.

    Mistake: sum-over-all
    Hint: the sum goes over all features too
    """
    return -0.5 * np.sum(dx_hat * (x - mean)) * (var + eps) ** -1.5


def not_summed(dx_hat, x, mean, var, eps):
    """dvar is (N, D).

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return -0.5 * dx_hat * (x - mean) * (var + eps) ** -1.5


def sum_along_rows(dx_hat, x, mean, var, eps):
    """axis=1.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    return -0.5 * np.sum(dx_hat * (x - mean), axis=1) * (var + eps) ** -1.5


def product_of_sums(dx_hat, x, mean, var, eps):
    """The sum of dx_hat times the sum of x - mean.

    Mistake: sums-to-zero
    Hint: multiply first, then sum
    """
    return -0.5 * dx_hat.sum(axis=0) * np.sum(x - mean, axis=0) * (var + eps) ** -1.5


def deviation_squared(dx_hat, x, mean, var, eps):
    """(x - mean) ** 2."""
    return -0.5 * np.sum(dx_hat * (x - mean) ** 2, axis=0) * (var + eps) ** -1.5


def with_keepdims(dx_hat, x, mean, var, eps):
    """dvar is (1, D).

    Mistake: wrong-shape
    Hint: keepdims
    """
    return -0.5 * np.sum(dx_hat * (x - mean), axis=0, keepdims=True) * (var + eps) ** -1.5


def centred_in_place(dx_hat, x, mean, var, eps):
    """x -= mean changes the cached x.

    Mistake: argument-changed
    Hint: changes its argument x
    """
    x -= mean
    return -0.5 * np.sum(dx_hat * x, axis=0) * (var + eps) ** -1.5


def clipped(dx_hat, x, mean, var, eps):
    """Clipped to -20 and 20."""
    return np.clip(-0.5 * np.sum(dx_hat * (x - mean), axis=0) * (var + eps) ** -1.5, -20, 20)
