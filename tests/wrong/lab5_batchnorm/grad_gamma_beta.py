"""Wrong versions of grad_gamma_beta."""

import numpy as np


def results_swapped(dout, x_hat):
    """dbeta comes first.

    Mistake: swapped
    Hint: have changed places
    """
    return np.sum(dout, axis=0), np.sum(dout * x_hat, axis=0)


def x_hat_forgotten(dout, x_hat):
    """dgamma is dbeta.

    Mistake: x-hat-not-used
    Hint: x_hat does not enter dgamma
    """
    dbeta = dout.sum(axis=0)
    return dbeta.copy(), dbeta


def x_hat_in_dbeta(dout, x_hat):
    """dbeta is dgamma.

    Mistake: x-hat-in-dbeta
    Hint: x_hat enters dbeta
    """
    dgamma = (dout * x_hat).sum(axis=0)
    return dgamma, dgamma


def mean_of_the_batch(dout, x_hat):
    """Means in the place of sums.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    return np.mean(dout * x_hat, axis=0), np.mean(dout, axis=0)


def beta_averaged(dout, x_hat):
    """Only dbeta is a mean.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    return np.sum(dout * x_hat, axis=0), dout.mean(axis=0)


def sums_along_rows(dout, x_hat):
    """axis=1.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return np.sum(dout * x_hat, axis=1), np.sum(dout, axis=1)


def sums_over_everything(dout, x_hat):
    """No axis.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return np.sum(dout * x_hat), np.sum(dout)


def total_for_each_feature(dout, x_hat):
    """The same sum over everything for each feature.

    Mistake: sum-over-all
    Hint: the sum goes over all features too
    """
    D = dout.shape[1]
    return np.full(D, np.sum(dout * x_hat)), np.full(D, np.sum(dout))


def not_summed(dout, x_hat):
    """dgamma and dbeta keep the shape of dout.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return dout * x_hat, dout


def with_keepdims(dout, x_hat):
    """dgamma and dbeta are rows (1, D).

    Mistake: wrong-shape
    Hint: keepdims
    """
    return np.sum(dout * x_hat, axis=0, keepdims=True), np.sum(dout, axis=0, keepdims=True)


def product_of_sums(dout, x_hat):
    """The sum of dout times the sum of x_hat.

    Mistake: sums-to-zero
    Hint: multiply first, then sum
    """
    return dout.sum(axis=0) * x_hat.sum(axis=0), dout.sum(axis=0)


def matrix_product(dout, x_hat):
    """dout.T @ x_hat: all pairs of features.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return dout.T @ x_hat, dout.sum(axis=0)


def last_example_only(dout, x_hat):
    """A loop that overwrites.

    Mistake: one-example
    Hint: only the last example counts
    """
    for g, row in zip(dout, x_hat):
        dgamma, dbeta = g * row, g
    return dgamma, dbeta


def wrong_sign(dout, x_hat):
    """The gradients point downhill.

    Mistake: sign
    Hint: wrong sign
    """
    return -np.sum(dout * x_hat, axis=0), -np.sum(dout, axis=0)


def dout_forgotten_in_dbeta(dout, x_hat):
    """dbeta is 1, the derivative of the layer alone.

    Mistake: dout-not-used
    Hint: dout does not enter dbeta
    """
    return np.sum(dout * x_hat, axis=0), np.ones(dout.shape[1])


def x_hat_squared(dout, x_hat):
    """x_hat enters twice.

    Mistake: not-proportional
    Hint: dgamma must double when x_hat is doubled
    """
    return np.sum(dout * x_hat**2, axis=0), np.sum(dout, axis=0)


def dgamma_alone(dout, x_hat):
    """dbeta is not returned.

    Mistake: wrong-result
    Hint: must return 2 values
    """
    return (np.sum(dout * x_hat, axis=0),)


def nothing_returned(dout, x_hat):
    """The return statement is missing.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    dgamma = np.sum(dout * x_hat, axis=0)
    dbeta = np.sum(dout, axis=0)



def uses_dout_as_memory(dout, x_hat):
    """Changes dout in place.

    Mistake: argument-changed
    Hint: work on a copy
    """
    dbeta = dout.sum(axis=0)
    dout *= x_hat
    return dout.sum(axis=0), dbeta
