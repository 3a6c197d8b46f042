"""Wrong versions of rnn_step_forward."""

import numpy as np


def sigmoid(x_t, h_prev, U, W, b):
    """The sigmoid in the place of tanh.

    Mistake: sigmoid
    Hint: this is the sigmoid
    """
    h_t = 1 / (1 + np.exp(-(x_t @ U + h_prev @ W + b)))
    return h_t, (x_t, h_prev, h_t, U, W)


def no_tanh(x_t, h_prev, U, W, b):
    """s_t.

    Mistake: no-tanh
    Hint: tanh is missing
    """
    h_t = x_t @ U + h_prev @ W + b
    return h_t, (x_t, h_prev, h_t, U, W)


def relu(x_t, h_prev, U, W, b):
    """The ReLU.

    Mistake: relu
    Hint: this is the ReLU
    """
    h_t = np.maximum(0, x_t @ U + h_prev @ W + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def tan(x_t, h_prev, U, W, b):
    """np.tan.

    Mistake: tan
    Hint: the hyperbolic tangent
    """
    h_t = np.tan(x_t @ U + h_prev @ W + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def arctan(x_t, h_prev, U, W, b):
    """np.arctan.

    Mistake: tan
    Hint: the hyperbolic tangent
    """
    h_t = np.arctan(x_t @ U + h_prev @ W + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def bias_forgotten(x_t, h_prev, U, W, b):
    """No b.

    Mistake: no-b
    Hint: b is missing
    """
    h_t = np.tanh(x_t @ U + h_prev @ W)
    return h_t, (x_t, h_prev, h_t, U, W)


def bias_subtracted(x_t, h_prev, U, W, b):
    """-b.

    Mistake: b-subtracted
    Hint: b is subtracted
    """
    h_t = np.tanh(x_t @ U + h_prev @ W - b)
    return h_t, (x_t, h_prev, h_t, U, W)


def bias_outside(x_t, h_prev, U, W, b):
    """b after tanh.

    Mistake: b-outside
    Hint: b is added after tanh
    """
    h_t = np.tanh(x_t @ U + h_prev @ W) + b
    return h_t, (x_t, h_prev, h_t, U, W)


def bias_twice(x_t, h_prev, U, W, b):
    """b with each product.

    Mistake: b-twice
    Hint: b is added twice
    """
    h_t = np.tanh((x_t @ U + b) + (h_prev @ W + b))
    return h_t, (x_t, h_prev, h_t, U, W)


def state_forgotten(x_t, h_prev, U, W, b):
    """No h_prev.

    Mistake: no-state
    Hint: h_prev is missing
    """
    h_t = np.tanh(x_t @ U + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def input_forgotten(x_t, h_prev, U, W, b):
    """No x_t.

    Mistake: no-input
    Hint: x_t is missing
    """
    h_t = np.tanh(h_prev @ W + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def state_outside(x_t, h_prev, U, W, b):
    """h_prev W after tanh.

    Mistake: state-outside
    Hint: the term with h_prev is added after tanh
    """
    h_t = np.tanh(x_t @ U + b) + h_prev @ W
    return h_t, (x_t, h_prev, h_t, U, W)


def state_without_weights(x_t, h_prev, U, W, b):
    """h_prev without W.

    Mistake: state-without-w
    Hint: h_prev is not multiplied by W
    """
    h_t = np.tanh(x_t @ U + h_prev + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def residual(x_t, h_prev, U, W, b):
    """h_prev is added to the new state, as in a residual network.

    Mistake: state-added
    Hint: h_prev itself is added after tanh
    """
    h_t = h_prev + np.tanh(x_t @ U + h_prev @ W + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def weights_transposed(x_t, h_prev, U, W, b):
    """W.T: the right shape.

    Mistake: w-transposed
    Hint: W is transposed
    """
    h_t = np.tanh(x_t @ U + h_prev @ W.T + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def state_subtracted(x_t, h_prev, U, W, b):
    """-h_prev W.

    Mistake: state-subtracted
    Hint: is subtracted
    """
    h_t = np.tanh(x_t @ U - h_prev @ W + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def products_multiplied(x_t, h_prev, U, W, b):
    """The product of both terms.

    Mistake: products-multiplied
    Hint: are multiplied
    """
    h_t = np.tanh((x_t @ U) * (h_prev @ W) + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def column_vectors(x_t, h_prev, U, W, b):
    """U x as with column vectors.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    h_t = np.tanh(U @ x_t + W @ h_prev + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def u_and_w_swapped(x_t, h_prev, U, W, b):
    """x_t W + h_prev U.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    h_t = np.tanh(x_t @ W + h_prev @ U + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def averaged(x_t, h_prev, U, W, b):
    """Averaged over the batch.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    h_t = np.tanh(x_t @ U + h_prev @ W + b).mean(axis=0)
    return h_t, (x_t, h_prev, h_t, U, W)


def entries_multiplied(x_t, h_prev, U, W, b):
    """The diagonal of W only.

    Mistake: w-by-entry
    Hint: entry by entry
    """
    h_t = np.tanh(x_t @ U + h_prev * np.diag(W) + b)
    return h_t, (x_t, h_prev, h_t, U, W)


def tanh_twice(x_t, h_prev, U, W, b):
    """tanh(tanh(s)).

    Mistake: tanh-twice
    Hint: tanh is taken twice
    """
    h_t = np.tanh(np.tanh(x_t @ U + h_prev @ W + b))
    return h_t, (x_t, h_prev, h_t, U, W)


def s_in_the_cache(x_t, h_prev, U, W, b):
    """The cache holds s_t.

    Mistake: cached-s
    Hint: the cache holds s_t
    """
    s_t = x_t @ U + h_prev @ W + b
    return np.tanh(s_t), (x_t, h_prev, s_t, U, W)


def h_prev_overwritten(x_t, h_prev, U, W, b):
    """h_prev is h_t in the cache.

    Mistake: cache-overwritten
    Hint: is h_prev overwritten
    """
    h_prev = np.tanh(x_t @ U + h_prev @ W + b)
    return h_prev, (x_t, h_prev, h_prev, U, W)


def no_cache(x_t, h_prev, U, W, b):
    """Only h_t is returned.

    Mistake: wrong-result
    Hint: must return 2 values
    """
    return np.tanh(x_t @ U + h_prev @ W + b)


def short_cache(x_t, h_prev, U, W, b):
    """The weights are not in the cache.

    Mistake: wrong-result
    Hint: the cache of rnn_step_forward must be
    """
    h_t = np.tanh(x_t @ U + h_prev @ W + b)
    return h_t, (x_t, h_prev, h_t)


def cached_state_overwritten(x_t, h_prev, U, W, b):
    """The product is written into h_prev.

    Mistake: cache-overwritten
    Hint: is h_prev overwritten
    """
    h_prev[...] = np.tanh(x_t @ U + h_prev @ W + b)
    return h_prev.copy(), (x_t, h_prev, h_prev, U, W)


def bias_grows(x_t, h_prev, U, W, b):
    """b collects the sum over the batch, a copy of it is used first.

    Mistake: argument-changed
    Hint: changes its argument b
    """
    h_t = np.tanh(x_t @ U + h_prev @ W + b)
    b += h_t.sum(axis=0)
    return h_t, (x_t, h_prev, h_t, U, W)
