"""Wrong versions of dropout_backward(dout, cache)."""

import numpy as np


def no_mask(dout, cache):
    """dout is passed on.

    Mistake: mask-not-used
    Hint: what was dropped gets a gradient too
    """
    return dout


def not_scaled(dout, cache):
    """Only the zeros of the mask are used.

    Mistake: not-scaled
    Hint: the gradient is not scaled
    """
    return dout if cache is None else dout * (cache > 0)


def not_scaled_by_indices(dout, cache):
    """dx is set to 0 where something was dropped.

    Mistake: not-scaled
    Hint: the gradient is not scaled
    """
    dx = dout.copy()
    if cache is not None:
        dx[cache == 0] = 0
    return dx


def whole_numbers(dout, cache):
    """The mask becomes integers."""
    return dout if cache is None else dout * cache.astype(int)


def scaled_twice(dout, cache):
    """Scaled again by the highest entry of the mask.

    Mistake: scaled-twice
    Hint: the factor of the forward pass comes twice
    """
    return dout if cache is None else dout * cache * cache.max()


def other_entries(dout, cache):
    """The dropped ones pass.

    Mistake: other-entries
    Hint: the gradient passes where entries were dropped
    """
    return dout if cache is None else dout * (cache == 0)


def one_minus_mask(dout, cache):
    """1 - mask.

    Mistake: one-minus
    Hint: 1 - mask is the factor
    """
    return dout if cache is None else dout * (1 - cache)


def mask_itself(dout, cache):
    """The mask comes back.

    Mistake: mask-returned
    Hint: this is the mask
    """
    return dout if cache is None else cache


def added(dout, cache):
    """dout + mask.

    Mistake: added
    Hint: the mask is added
    """
    return dout if cache is None else dout + cache


def divided(dout, cache):
    """dout / mask.

    Mistake: nan
    Hint: is there 0/0
    """
    return dout if cache is None else np.where(cache == 0, np.nan, dout / np.where(cache == 0, 1, cache))


def divided_where_kept(dout, cache):
    """Divided by the factor where something was kept.

    Mistake: divided
    Hint: the gradient is divided by the mask
    """
    if cache is None:
        return dout
    return np.where(cache == 0, 0, dout / np.where(cache == 0, 1, cache))


def fresh_mask(dout, cache):
    """The mask is drawn anew.

    Mistake: other-mask
    Hint: other entries are dropped than in the forward pass
    """
    if cache is None:
        return dout
    p = 1 - 1 / cache.max()
    return dout * (np.random.default_rng(0).random(dout.shape) >= p) / (1 - p)


def scaled_by_the_share(dout, cache):
    """The share of the mask is taken for 1 - p.

    Mistake: share
    Hint: the factor is made of the share that happens to be kept
    """
    return dout if cache is None else dout * (cache > 0) / np.mean(cache > 0)


def negative(dout, cache):
    """The sign.

    Mistake: sign
    Hint: dx has the wrong sign
    """
    return -dout if cache is None else -dout * cache


def averaged(dout, cache):
    """Divided by the number of examples.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    return (dout if cache is None else dout * cache) / len(dout)


def relu_too(dout, cache):
    """Only positive gradients pass: a copied ReLU.

    Mistake: rectified
    Hint: negative gradients become 0
    """
    return dout if cache is None else np.maximum(dout * cache, 0)


def mask_of_dout(dout, cache):
    """The mask is where dout > 0.

    Mistake: rectified
    Hint: negative gradients become 0
    """
    return dout if cache is None else dout * cache * (dout > 0)


def first_row_of_the_mask(dout, cache):
    """One row of the mask for all.

    Mistake: one-row
    Hint: the mask of the first example is used for all
    """
    return dout if cache is None else dout * cache[0]


def mean_of_the_mask(dout, cache):
    """One number for all.

    Mistake: mean
    Hint: the mean of the mask is the factor
    """
    return dout if cache is None else dout * cache.mean()


def summed(dout, cache):
    """Summed over the batch, as for a bias.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return (dout if cache is None else dout * cache).sum(axis=0)


def matrix_product(dout, cache):
    """@ in the place of *.

    Mistake: wrong-shape
    Hint: dx has shape
    """
    return dout if cache is None else dout.reshape(len(dout), -1) @ cache.reshape(len(cache), -1).T


def none_not_handled(dout, cache):
    """Only for mode train.

    Mistake: wrong-result
    Hint: it does not work without a mask, as in mode test
    """
    return dout * cache


def no_dx_in_test_mode(dout, cache):
    """dx is set in an if only.

    Mistake: wrong-result
    Hint: it does not work without a mask, as in mode test
    """
    if cache is not None:
        dx = dout * cache
    return dx


def nothing_in_test_mode(dout, cache):
    """return stands in the if.

    Mistake: wrong-result
    Hint: returned None instead of dx
    """
    if cache is not None:
        return dout * cache


def zeros_in_test_mode(dout, cache):
    """Zeros without a mask.

    Mistake: test-mode
    Hint: without a mask nothing was dropped
    """
    return np.zeros(dout.shape) if cache is None else dout * cache


def ones_in_test_mode(dout, cache):
    """Ones without a mask.

    Mistake: test-mode
    Hint: without a mask nothing was dropped
    """
    return np.ones(dout.shape) if cache is None else dout * cache


def truth_of_the_mask(dout, cache):
    """if not mask.

    Mistake: ValueError
    Hint: if, and, or, max and min want one number, not an array
    """
    if not cache:
        return dout
    return dout * cache


def compared_with_equals(dout, cache):
    """mask == None compares entry by entry.

    Mistake: ValueError
    Hint: if, and, or, max and min want one number, not an array
    """
    if cache == None:  # noqa: E711
        return dout
    return dout * cache


def cache_taken_apart(dout, cache):
    """(mask, p) is expected.

    Mistake: ValueError
    Hint: it stopped with ValueError
    """
    mask, p = cache
    return dout * mask / (1 - p)


def two_values(dout, cache):
    """A tuple, as layers with parameters return.

    Mistake: wrong-result
    Hint: dx
    """
    return (dout if cache is None else dout * cache), None


def in_place(dout, cache):
    """dout is overwritten.

    Mistake: argument-changed
    Hint: work on a copy
    """
    if cache is not None:
        dout *= cache
    return dout


def mask_becomes_dx(dout, cache):
    """The mask of the cache is multiplied in place.

    Mistake: argument-changed
    Hint: needs the mask as before
    """
    if cache is None:
        return dout
    cache *= dout
    return cache
