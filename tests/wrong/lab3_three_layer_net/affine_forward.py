"""Wrong versions of affine_forward(x, w, b)."""

import numpy as np


def _rows(x):
    return x.reshape(x.shape[0], -1)


def not_flattened(x, w, b):
    """Images are not turned into rows.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    return x.dot(w) + b, (x, w, b)


def flattened_in_the_cache_too(x, w, b):
    """The name x is used for the rows, so the cache keeps them.

    Mistake: wrong-shape
    Hint: cached_x has shape (4, 30), but (4, 3, 2, 5) is expected
    """
    x = x.reshape(x.shape[0], -1)
    return x @ w + b, (x, w, b)


def examples_mixed(x, w, b):
    """reshape(D, N).T in the place of reshape(N, D).

    Mistake: mixed-examples
    Hint: mixes numbers of several examples
    """
    return x.reshape(-1, x.shape[0]).T @ w + b, (x, w, b)


def flattened_by_columns(x, w, b):
    """order="F".

    Mistake: order-of-features
    Hint: come in another order
    """
    return x.reshape(x.shape[0], -1, order="F") @ w + b, (x, w, b)


def transposed_before_flattening(x, w, b):
    """x.T reverses all axes of an image.

    Mistake: order-of-features
    Hint: come in another order
    """
    return x.T.reshape(-1, x.shape[0]).T @ w + b, (x, w, b)


def channels_last(x, w, b):
    """The channels are moved to the end before images become rows."""
    return _rows(np.moveaxis(x, 1, -1)) @ w + b, (x, w, b)


def squeezed(x, w, b):
    """np.squeeze drops the axis of a single example.

    Mistake: wrong-shape
    Hint: the same number of entries
    """
    return np.squeeze(_rows(x) @ w + b), (x, w, b)


def flattened_without_the_batch(x, w, b):
    """ravel makes one row of the whole batch.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    return x.ravel() @ w + b, (x, w, b)


def sum_over_the_axes(x, w, b):
    """The axes of an image are summed away.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    return x.sum(axis=tuple(range(2, x.ndim))) @ w + b, (x, w, b)


def bias_missing(x, w, b):
    """No bias.

    Mistake: bias-missing
    Hint: the bias is missing
    """
    return _rows(x) @ w, (x, w, b)


def bias_subtracted(x, w, b):
    """A minus sign.

    Mistake: bias-subtracted
    Hint: the bias is subtracted
    """
    return _rows(x) @ w - b, (x, w, b)


def bias_twice(x, w, b):
    """The bias is added in two lines.

    Mistake: bias-twice
    Hint: the bias is added twice
    """
    out = _rows(x) @ w + b
    out += b
    return out, (x, w, b)


def bias_as_a_factor(x, w, b):
    """x w b.

    Mistake: bias-multiplied
    Hint: the bias is a factor
    """
    return _rows(x) @ w * b, (x, w, b)


def bias_in_the_product(x, w, b):
    """x @ (w + b).

    Mistake: bias-on-inputs
    Hint: inside the product
    """
    return _rows(x) @ (w + b), (x, w, b)


def bias_summed(x, w, b):
    """np.sum(b).

    Mistake: bias-summed
    Hint: a bias of its own
    """
    return _rows(x) @ w + np.sum(b), (x, w, b)


def bias_as_a_column(x, w, b):
    """b as a column fits only if N is M.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    return _rows(x) @ w + b.reshape(-1, 1), (x, w, b)


def bias_for_each_example(x, w, b):
    """b[i] for example i.

    Mistake: IndexError
    Hint: an index lies outside its array
    """
    out = _rows(x) @ w
    for i in range(out.shape[0]):
        out[i] += b[i]
    return out, (x, w, b)


def weights_transposed(x, w, b):
    """The weights as (M, D), as in some libraries.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    return _rows(x) @ w.T + b, (x, w, b)


def output_transposed(x, w, b):
    """Outputs as rows.

    Mistake: transposed
    Hint: it is transposed
    """
    return w.T @ _rows(x).T + b[:, None], (x, w, b)


def rectified(x, w, b):
    """A ReLU is put into the layer.

    Mistake: rectified
    Hint: ReLU is a layer of its own
    """
    return np.maximum(_rows(x) @ w + b, 0), (x, w, b)


def with_a_sigmoid(x, w, b):
    """A sigmoid is put into the layer.

    Mistake: squashed
    Hint: no activation function
    """
    return 1 / (1 + np.exp(-(_rows(x) @ w + b))), (x, w, b)


def averaged(x, w, b):
    """Divides by D.

    Mistake: averaged
    Hint: the products are averaged
    """
    rows = _rows(x)
    return rows @ w / rows.shape[1] + b, (x, w, b)


def divided_by_the_batch(x, w, b):
    """Divides by N.

    Mistake: averaged
    Hint: takes no mean over the batch
    """
    return _rows(x) @ w / len(x) + b, (x, w, b)


def last_example_missing(x, w, b):
    """The loop ends one too early."""
    out = np.zeros((x.shape[0], w.shape[1]))
    for i in range(x.shape[0] - 1):
        out[i] = x[i].ravel() @ w + b
    return out, (x, w, b)


def result_not_stored(x, w, b):
    """The result goes to another variable.

    Mistake: all-zeros
    Hint: out is all zeros
    """
    out = np.zeros((x.shape[0], w.shape[1]))
    scores = _rows(x) @ w + b
    return out, (x, w, b)


def no_cache(x, w, b):
    """Returns the output alone.

    Mistake: wrong-result
    Hint: must return 2 values
    """
    return _rows(x) @ w + b


def nothing_returned(x, w, b):
    """No return statement.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    out = _rows(x) @ w + b
    cache = (x, w, b)


def output_in_the_cache(x, w, b):
    """The cache has four parts.

    Mistake: wrong-result
    Hint: must be (x, w, b)
    """
    out = _rows(x) @ w + b
    return out, (x, w, b, out)


def bias_not_in_the_cache(x, w, b):
    """The cache has two parts.

    Mistake: wrong-result
    Hint: must be (x, w, b)
    """
    return _rows(x) @ w + b, (x, w)


def parts_of_the_cache_exchanged(x, w, b):
    """w and b have changed places in the cache.

    Mistake: wrong-order
    Hint: has the shape of cached_b
    """
    return _rows(x) @ w + b, (x, b, w)


def variable_of_the_notebook(x, w, b):
    """X of the notebook.

    Mistake: NameError
    Hint: a variable of another function
    """
    return X.reshape(X.shape[0], -1) @ w + b, (x, w, b)


def whole_numbers(x, w, b):
    """out is made as an array of integers.

    Mistake: integers
    Hint: out holds whole numbers
    """
    out = np.zeros((x.shape[0], w.shape[1]), dtype=int)
    out[:] = _rows(x) @ w + b
    return out, (x, w, b)


def inputs_limited(x, w, b):
    """x is limited to -100 ... 100, against overflow."""
    return np.clip(x.reshape(len(x), -1), -100, 100) @ w + b, (x, w, b)


def bias_added_in_place(x, w, b, total={}):
    """The output is added to that of the call before, in a default argument.

    Mistake: kept
    Hint: something is kept from the first call
    """
    out = total.setdefault((len(x), len(b)), np.zeros((len(x), len(b))))
    out += x.reshape(len(x), -1) @ w + b
    return out.copy(), (x, w, b)


def input_replaced_in_cache(x, w, b):
    """x is squared in place after the product.

    Mistake: argument-changed
    Hint: it changes its argument x
    """
    out, cache = x.reshape(len(x), -1) @ w + b, (x.copy(), w, b)
    x *= x
    return out, cache
