"""Wrong versions of relu_backward(dout, cache)."""

import numpy as np


def no_mask(dout, cache):
    """dout is passed on.

    Mistake: no-mask
    Hint: dout passes everywhere
    """
    return dout


def mask_of_dout(dout, cache):
    """The mask is dout > 0.

    Mistake: mask-of-dout
    Hint: it must be where x > 0
    """
    return dout * (dout > 0)


def dout_rectified(dout, cache):
    """relu_forward of dout.

    Mistake: mask-of-dout
    Hint: it must be where x > 0
    """
    return np.maximum(dout, 0)


def both_masks(dout, cache):
    """Guided backpropagation: the mask of x and of dout.

    Mistake: mask-of-dout
    Hint: only the sign of x matters
    """
    return np.maximum(dout * (cache > 0), 0)


def other_side(dout, cache):
    """dout[x > 0] = 0.

    Mistake: wrong-side
    Hint: it must pass where x > 0
    """
    dx = dout.copy()
    dx[cache > 0] = 0
    return dx


def times_output(dout, cache):
    """dout times max(0, x).

    Mistake: times-input
    Hint: x is a factor in dx
    """
    return dout * np.maximum(cache, 0)


def times_input(dout, cache):
    """dout times x.

    Mistake: times-input
    Hint: x is a factor in dx
    """
    return dout * cache


def mask_only(dout, cache):
    """The derivative without dout.

    Mistake: dout-not-used
    Hint: this is the mask alone
    """
    return (cache > 0).astype(float)


def forward_again(dout, cache):
    """max(0, x).

    Mistake: forward-again
    Hint: this is ReLU of x
    """
    return np.maximum(cache, 0)


def inputs_selected(dout, cache):
    """np.where with x in the place of dout.

    Mistake: forward-again
    Hint: this is ReLU of x
    """
    return np.where(cache > 0, cache, 0)


def mask_added(dout, cache):
    """A plus in the place of a product.

    Mistake: added
    Hint: must be a factor
    """
    return dout + (cache > 0)


def sign(dout, cache):
    """dout times np.sign(x).

    Mistake: sign-of-x
    Hint: it must be 0
    """
    return dout * np.sign(cache)


def negative(dout, cache):
    """A minus sign too many.

    Mistake: sign
    Hint: has the wrong sign
    """
    return -dout * (cache > 0)


def leaky(dout, cache):
    """A slope of 0.01 on the negative side.

    Mistake: leaky
    Hint: not a small multiple of dout
    """
    return np.where(cache > 0, dout, 0.01 * dout)


def steeper_leaky(dout, cache):
    """A slope of 0.1.

    Mistake: leaky
    Hint: not a small multiple of dout
    """
    return dout * np.where(cache > 0, 1, 0.1)


def limit_1(dout, cache):
    """x > 1.

    Mistake: limit-1
    Hint: the limit is 0, not 1
    """
    return dout * (cache > 1)


def mask_of_the_first_example(dout, cache):
    """One mask for all examples.

    Mistake: one-mask
    Hint: a mask of its own
    """
    return dout * (cache[0] > 0)


def any_example_positive(dout, cache):
    """np.any over the examples.

    Mistake: one-mask
    Hint: a mask of its own
    """
    return dout * (cache > 0).any(axis=0)


def all_examples_positive(dout, cache):
    """np.all over the examples.

    Mistake: one-mask
    Hint: a mask of its own
    """
    return dout * (cache > 0).all(axis=0)


def mean_as_limit(dout, cache):
    """x is compared with its mean.

    Mistake: mean-in-mask
    Hint: the limit is 0
    """
    return dout * (cache > cache.mean())


def sigmoid(dout, cache):
    """The derivative of the sigmoid function.

    Mistake: sigmoid
    Hint: derivative of the sigmoid function
    """
    s = 1 / (1 + np.exp(-cache))
    return dout * s * (1 - s)


def tanh(dout, cache):
    """The derivative of the hyperbolic tangent.

    Mistake: tanh
    Hint: derivative of the hyperbolic tangent
    """
    return dout * (1 - np.tanh(cache) ** 2)


def selected_entries(dout, cache):
    """dout[x > 0] has another shape.

    Mistake: entries-left-out
    Hint: only the entries where x > 0 are left
    """
    return dout[cache > 0]


def condition_on_the_array(dout, cache):
    """if x > 0.

    Mistake: ValueError
    Hint: it stopped with ValueError
    """
    if cache > 0:
        return dout
    return 0 * dout


def flattened(dout, cache):
    """The result is a matrix.

    Mistake: wrong-shape
    Hint: the same number of entries
    """
    return (dout * (cache > 0)).reshape(len(dout), -1)


def matrices_only(dout, cache):
    """Two loops, which other shapes do not fit.

    Mistake: ValueError
    Hint: it stopped with ValueError
    """
    N, D = cache.shape
    dx = np.zeros_like(dout)
    for i in range(N):
        for j in range(D):
            dx[i, j] = dout[i, j] * (cache[i, j] > 0)
    return dx


def cache_as_a_tuple(dout, cache):
    """Unpacks a cache of three parts.

    Mistake: ValueError
    Hint: it stopped with ValueError
    """
    x, w, b = cache
    return dout * (x > 0)


def zeros(dout, cache):
    """The result is never filled.

    Mistake: all-zeros
    Hint: dx is all zeros
    """
    dx = np.zeros_like(dout)
    np.where(cache > 0, dout, 0)
    return dx


def nothing_returned(dout, cache):
    """No return statement.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    dout[cache <= 0] = 0


def averaged(dout, cache):
    """Divides by the number of rows.

    Mistake: factor
    Hint: a constant factor is off
    """
    return dout * (cache > 0) / len(dout)


def in_place(dout, cache):
    """Overwrites dout.

    Mistake: argument-changed
    Hint: it changes its argument dout
    """
    dout[cache <= 0] = 0
    return dout


def cache_becomes_the_mask(dout, cache):
    """The cached x becomes the mask: a second backward pass differs.

    Mistake: argument-changed
    Hint: it changes its argument x
    """
    x = cache
    x[x <= 0] = 0
    x[x > 0] = 1
    dx = dout * x
    x *= dout
    return dx
