"""Wrong versions of grad_x_hat."""

import numpy as np


def gamma_forgotten(dout, gamma):
    """dout as it came.

    Mistake: gamma-not-used
    Hint: gamma does not enter dx_hat
    """
    return dout.copy()


def gamma_divides(dout, gamma):
    """dout / gamma.

    Mistake: gamma-divides
    Hint: gamma divides
    """
    return dout / gamma


def gamma_added(dout, gamma):
    """dout + gamma.

    Mistake: gamma-added
    Hint: gamma is added
    """
    return dout + gamma


def gamma_twice(dout, gamma):
    """The square of gamma.

    Mistake: gamma-squared
    Hint: gamma is a factor twice
    """
    return dout * gamma**2


def sum_of_gamma(dout, gamma):
    """One factor for all features.

    Mistake: gamma-sum
    Hint: no sum and no mean of gamma
    """
    return dout * gamma.sum()


def mean_of_gamma(dout, gamma):
    """The mean of gamma for all features.

    Mistake: gamma-sum
    Hint: no sum and no mean of gamma
    """
    return dout * gamma.mean()


def gamma_without_sign(dout, gamma):
    """The absolute value of gamma.

    Mistake: gamma-sign
    Hint: the sign of gamma is lost
    """
    return dout * np.abs(gamma)


def gamma_alone(dout, gamma):
    """gamma in each row.

    Mistake: dout-not-used
    Hint: dout does not enter dx_hat
    """
    return np.tile(gamma, (len(dout), 1))


def gamma_as_a_column(dout, gamma):
    """gamma is a column (D, 1).

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    return dout * gamma[:, None]


def matrix_product(dout, gamma):
    """dout @ gamma sums over the features.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return dout @ gamma


def summed_over_the_batch(dout, gamma):
    """dx_hat is a vector.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return np.sum(dout * gamma, axis=0)


def averaged(dout, gamma):
    """Divided by N.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    return dout * gamma / len(dout)


def wrong_sign(dout, gamma):
    """The sign.

    Mistake: sign
    Hint: wrong sign
    """
    return -dout * gamma


def mean_subtracted(dout, gamma):
    """The mean over the batch is taken off.

    Mistake: centred
    Hint: the mean over the batch is subtracted
    """
    dx_hat = dout * gamma
    return dx_hat - dx_hat.mean(axis=0)


def transposed(dout, gamma):
    """dx_hat is (D, N).

    Mistake: transposed
    Hint: it is transposed
    """
    return (dout * gamma).T


def first_row_only(dout, gamma):
    """Only the first row is filled.

    Mistake: one-row
    Hint: only the first row of dx_hat is filled
    """
    dx_hat = np.zeros_like(dout)
    dx_hat[0] = dout[0] * gamma
    return dx_hat


def nothing_returned(dout, gamma):
    """The return statement is missing.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    dx_hat = dout * gamma



def in_place(dout, gamma):
    """Changes dout.

    Mistake: argument-changed
    Hint: work on a copy
    """
    dout *= gamma
    return dout
