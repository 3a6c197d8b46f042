"""Wrong versions of relu_forward(x)."""

import numpy as np


def maximum_of_columns(x):
    """np.max(x, 0): 0 is the axis.

    Mistake: maximum-of-axis
    Hint: the highest entry along an axis
    """
    return np.max(x, 0), x


def maximum_of_python(x):
    """max(0, x) of an array.

    Mistake: ValueError
    Hint: it stopped with ValueError
    """
    return max(0, x), x


def condition_on_the_array(x):
    """if x > 0.

    Mistake: ValueError
    Hint: it stopped with ValueError
    """
    if x > 0:
        return x, x
    return 0 * x, x


def identity(x):
    """Nothing is done.

    Mistake: not-rectified
    Hint: negative entries are kept
    """
    return x.copy(), x


def result_not_stored(x):
    """np.maximum without an assignment.

    Mistake: not-rectified
    Hint: negative entries are kept
    """
    out = x.copy()
    np.maximum(out, 0)
    return out, x


def magnitude(x):
    """np.abs.

    Mistake: magnitude
    Hint: lose their sign
    """
    return np.abs(x), x


def minimum(x):
    """np.minimum.

    Mistake: wrong-side
    Hint: the positive entries become 0
    """
    return np.minimum(x, 0), x


def magnitude_of_negative_entries(x):
    """max(0, -x).

    Mistake: wrong-side
    Hint: the positive entries become 0
    """
    return np.maximum(0, -x), x


def mask(x):
    """Returns the mask as numbers.

    Mistake: mask-returned
    Hint: this is the mask
    """
    return (x > 0).astype(float), x


def mask_as_boolean(x):
    """Returns the comparison.

    Mistake: mask-returned
    Hint: this is the mask
    """
    return x > 0, x


def selected_entries(x):
    """x[x > 0] has another shape.

    Mistake: entries-left-out
    Hint: only the entries where x > 0 are left
    """
    return x[x > 0], x


def leaky(x):
    """A slope of 0.01 on the negative side.

    Mistake: leaky
    Hint: not a small multiple of x
    """
    return np.where(x > 0, x, 0.01 * x), x


def steeper_leaky(x):
    """A slope of 0.1.

    Mistake: leaky
    Hint: not a small multiple of x
    """
    return np.maximum(0.1 * x, x), x


def cut_off_at_1(x):
    """np.clip(x, 0, 1).

    Mistake: cut-off
    Hint: entries above 1 are cut off
    """
    return np.clip(x, 0, 1), x


def cut_off_at_255(x):
    """np.clip(x, 0, 255), as for pixels.

    Mistake: cut-off
    Hint: entries above 255 are cut off
    """
    return np.clip(x, 0, 255), x


def cut_off_at_6(x):
    """ReLU6.

    Mistake: cut-off
    Hint: entries above 6 are cut off
    """
    return np.minimum(np.maximum(x, 0), 6), x


def limit_1(x):
    """The comparison is with 1.

    Mistake: limit-1
    Hint: the limit is 0, not 1
    """
    return x * (x > 1), x


def maximum_with_1(x):
    """np.maximum(1, x).

    Mistake: limit-1
    Hint: the limit is 0, not 1
    """
    return np.maximum(1, x), x


def sigmoid(x):
    """The sigmoid function.

    Mistake: sigmoid
    Hint: this is the sigmoid function
    """
    return np.where(x < 0, np.exp(np.minimum(x, 0)), 1) / (1 + np.exp(-np.abs(x))), x


def tanh(x):
    """The hyperbolic tangent.

    Mistake: tanh
    Hint: this is the hyperbolic tangent
    """
    return np.tanh(x), x


def softplus(x):
    """log(1 + exp(x)).

    Mistake: softplus
    Hint: this is softplus
    """
    return np.logaddexp(0, x), x


def exponential_linear(x):
    """ELU.

    Mistake: elu
    Hint: exponential linear unit
    """
    return np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1), x


def squared(x):
    """max(0, x) times x.

    Mistake: squared
    Hint: the positive entries are squared
    """
    return np.maximum(x, 0) * x, x


def whole_numbers(x):
    """out is made as an array of integers.

    Mistake: whole-numbers
    Hint: cut to whole numbers
    """
    out = np.zeros(x.shape, dtype=int)
    out[x > 0] = x[x > 0].astype(int)
    return out, x


def first_axis_only(x):
    """A loop over the rows compares a whole row.

    Mistake: ValueError
    Hint: it stopped with ValueError
    """
    out = np.zeros_like(x)
    for i in range(x.shape[0]):
        if x[i] > 0:
            out[i] = x[i]
    return out, x


def matrices_only(x):
    """Two loops, which other shapes do not fit.

    Mistake: ValueError
    Hint: it stopped with ValueError
    """
    out = np.zeros_like(x)
    N, D = x.shape
    for i in range(N):
        for j in range(D):
            out[i, j] = x[i, j] if x[i, j] > 0 else 0
    return out, x


def flattened(x):
    """The result is a matrix.

    Mistake: wrong-shape
    Hint: the same number of entries
    """
    return np.maximum(x.reshape(len(x), -1), 0), x


def no_cache(x):
    """Returns the output alone.

    Mistake: wrong-result
    Hint: must return 2 values
    """
    return np.maximum(x, 0)


def no_cache_in_the_tuple(x):
    """The cache is None.

    Mistake: wrong-result
    Hint: must be x
    """
    return np.maximum(x, 0), None


def shape_in_the_cache(x):
    """The cache is the shape of x.

    Mistake: wrong-result
    Hint: must be x
    """
    return np.maximum(x, 0), x.shape


def nothing_returned(x):
    """No return statement.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    np.maximum(x, 0, out=x)


def minus_x_in_the_cache(x):
    """The name x is used again.

    Mistake: cache-not-positive
    Hint: the cache must be x
    """
    x = -x
    return np.maximum(-x, 0), x


def magnitude_in_the_cache(x):
    """x loses its sign on the way.

    Mistake: cache-not-positive
    Hint: the cache must be x
    """
    out = np.maximum(x, 0)
    x = np.abs(x)
    return out, x


def in_place(x):
    """Overwrites x, so that the cache is the output: its positive entries are the same.

    Mistake: argument-changed
    Hint: it changes its argument x
    """
    x[x < 0] = 0
    return x, x


def small_numbers_cut(x):
    """What is below a thousandth counts as 0."""
    return np.where(x > 1e-3, x, 0.0), x


def first_mask_kept(x, masks={}):
    """The mask is made once for each number of entries.

    Mistake: kept
    Hint: something is kept from the first call
    """
    mask = masks.setdefault(x.shape, np.zeros(x.shape, dtype=bool))
    mask |= x > 0
    return np.where(mask, x, 0), x
