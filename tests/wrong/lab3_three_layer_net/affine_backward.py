"""Wrong versions of affine_backward(dout, cache, need_dx)."""

import numpy as np


def _rows(x):
    return x.reshape(x.shape[0], -1)


def _gradients(dout, cache):
    x, w, _ = cache
    return (dout @ w.T).reshape(x.shape), _rows(x).T @ dout, dout.sum(axis=0)


def dx_not_reshaped(dout, cache, need_dx=True):
    """dx stays (N, D).

    Mistake: wrong-shape
    Hint: dx has shape (4, 30), but (4, 3, 2, 5) is expected
    """
    x, w, b = cache
    return dout @ w.T if need_dx else None, _rows(x).T @ dout, dout.sum(axis=0)


def x_not_flattened(dout, cache, need_dx=True):
    """x.T @ dout with images.

    Mistake: wrong-shape
    Hint: dw has shape (5, 2, 3, 7), but (30, 7) is expected
    """
    x, w, b = cache
    return (dout @ w.T).reshape(x.shape) if need_dx else None, x.T @ dout, dout.sum(axis=0)


def db_with_keepdims(dout, cache, need_dx=True):
    """db is a row.

    Mistake: wrong-shape
    Hint: keepdims=True
    """
    dx, dw, _ = _gradients(dout, cache)
    return dx, dw, np.sum(dout, axis=0, keepdims=True)


def db_over_outputs(dout, cache, need_dx=True):
    """Sums over axis 1.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    dx, dw, _ = _gradients(dout, cache)
    return dx, dw, np.sum(dout, axis=1)


def db_of_everything(dout, cache, need_dx=True):
    """Sums over both axes.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    dx, dw, _ = _gradients(dout, cache)
    return dx, dw, np.sum(dout)


def db_mean(dout, cache, need_dx=True):
    """The mean over the batch.

    Mistake: averaged
    Hint: divided by N
    """
    dx, dw, _ = _gradients(dout, cache)
    return dx, dw, np.mean(dout, axis=0)


def db_not_summed(dout, cache, need_dx=True):
    """db is dout.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    dx, dw, _ = _gradients(dout, cache)
    return dx, dw, dout


def db_is_ones(dout, cache, need_dx=True):
    """The derivative by b is 1.

    Mistake: dout-not-used
    Hint: dout does not enter db
    """
    dx, dw, db = _gradients(dout, cache)
    return dx, dw, np.ones_like(db)


def db_with_bias(dout, cache, need_dx=True):
    """b is a factor.

    Mistake: bias-in-db
    Hint: b is a factor in db
    """
    dx, dw, db = _gradients(dout, cache)
    return dx, dw, db * cache[2]


def db_is_b(dout, cache, need_dx=True):
    """The third part of the cache is returned.

    Mistake: bias-in-db
    Hint: db is b itself
    """
    dx, dw, _ = _gradients(dout, cache)
    return dx, dw, cache[2]


def all_averaged(dout, cache, need_dx=True):
    """All gradients are divided by N.

    Mistake: averaged
    Hint: is a part of dout already
    """
    return tuple(part / len(dout) for part in _gradients(dout, cache))


def dw_averaged(dout, cache, need_dx=True):
    """dw is divided by N.

    Mistake: averaged
    Hint: divided by N
    """
    dx, dw, db = _gradients(dout, cache)
    return dx, dw / len(dout), db


def dw_transposed(dout, cache, need_dx=True):
    """dout.T @ x.

    Mistake: transposed
    Hint: dw has shape (3, 4), but (4, 3) is expected: it is transposed
    """
    dx, dw, db = _gradients(dout, cache)
    return dx, dout.T @ _rows(cache[0]), db


def dw_of_mixed_examples(dout, cache, need_dx=True):
    """x.reshape(D, N) in the place of a transpose.

    Mistake: mixed-examples
    Hint: mixes numbers of several examples
    """
    x = cache[0]
    dx, _, db = _gradients(dout, cache)
    return dx, x.reshape(-1, x.shape[0]) @ dout, db


def dw_transposed_before_flattening(dout, cache, need_dx=True):
    """x.T reverses all axes of an image.

    Mistake: order-of-features
    Hint: transpose only after
    """
    x = cache[0]
    dx, _, db = _gradients(dout, cache)
    return dx if need_dx else None, x.T.reshape(-1, x.shape[0]) @ dout, db


def dw_of_the_last_example(dout, cache, need_dx=True):
    """= in the place of +=.

    Mistake: last-example-only
    Hint: only the last example counts
    """
    x, w, b = cache
    dx, dw, db = _gradients(dout, cache)
    for i in range(len(x)):
        dw = np.outer(x[i].ravel(), dout[i])
        db = dout[i]
    return dx, dw, db


def dw_of_the_first_example(dout, cache, need_dx=True):
    """The loop returns in its first turn.

    Mistake: first-example-only
    Hint: only the first example counts
    """
    x, w, b = cache
    dx, _, db = _gradients(dout, cache)
    for i in range(len(x)):
        return dx, np.outer(x[i], dout[i]), db


def dw_with_the_penalty(dout, cache, need_dx=True):
    """w is added.

    Mistake: weights-in-dw
    Hint: the layer knows of no penalty
    """
    dx, dw, db = _gradients(dout, cache)
    return dx, dw + cache[1], db


def dw_without_inputs(dout, cache, need_dx=True):
    """Every row is db.

    Mistake: input-not-used
    Hint: x does not enter dw
    """
    dx, dw, db = _gradients(dout, cache)
    return dx, np.zeros_like(dw) + db, db


def dw_without_dout(dout, cache, need_dx=True):
    """x.T times ones.

    Mistake: dout-not-used
    Hint: dout does not enter dw
    """
    dx, dw, db = _gradients(dout, cache)
    return dx, _rows(cache[0]).T @ np.ones_like(dout), db


def dw_wrong_order(dout, cache, need_dx=True):
    """dout @ x.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    dx, dw, db = _gradients(dout, cache)
    return dx, dout @ _rows(cache[0]), db


def dx_without_transpose(dout, cache, need_dx=True):
    """dout @ w.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    x, w, b = cache
    return (dout @ w).reshape(x.shape), _rows(x).T @ dout, dout.sum(axis=0)


def dx_by_columns(dout, cache, need_dx=True):
    """dx is reshaped with order="F".

    Mistake: order-of-features
    Hint: only the shape of dx changes
    """
    x, w, b = cache
    _, dw, db = _gradients(dout, cache)
    return (dout @ w.T).reshape(x.shape, order="F") if need_dx else None, dw, db


def dx_from_the_transpose(dout, cache, need_dx=True):
    """w @ dout.T is (D, N), and reshape hides it.

    Mistake: order-of-features
    Hint: come in another order
    """
    x, w, b = cache
    _, dw, db = _gradients(dout, cache)
    return (w @ dout.T).reshape(x.shape), dw, db


def dx_times_x(dout, cache, need_dx=True):
    """x is a factor in dx.

    Mistake: input-in-dx
    Hint: x is a factor in dx
    """
    dx, dw, db = _gradients(dout, cache)
    return dx * cache[0], dw, db


def dx_masked(dout, cache, need_dx=True):
    """The mask of ReLU is put into dx.

    Mistake: masked
    Hint: that is the gradient of ReLU
    """
    dx, dw, db = _gradients(dout, cache)
    return dx * (cache[0] > 0), dw, db


def dx_is_the_output(dout, cache, need_dx=True):
    """The forward pass once more.

    Mistake: wrong-shape
    Hint: the order of the factors
    """
    _, dw, db = _gradients(dout, cache)
    return _rows(cache[0]) @ cache[1] + cache[2], dw, db


def negative(dout, cache, need_dx=True):
    """The step down the gradient is in the layer.

    Mistake: sign
    Hint: has the wrong sign
    """
    return tuple(-part for part in _gradients(dout, cache))


def in_another_order(dout, cache, need_dx=True):
    """dw, db, dx.

    Mistake: wrong-order
    Hint: in the right order
    """
    dx, dw, db = _gradients(dout, cache)
    return dw, db, dx


def dx_forgotten(dout, cache, need_dx=True):
    """Returns dw and db alone.

    Mistake: wrong-result
    Hint: must return 3 values
    """
    return _gradients(dout, cache)[1:]


def dx_of_zeros(dout, cache, need_dx=True):
    """dx is never filled.

    Mistake: all-zeros
    Hint: dx is all zeros
    """
    dx, dw, db = _gradients(dout, cache)
    return np.zeros_like(dx), dw, db


def cache_in_another_order(dout, cache, need_dx=True):
    """Unpacks w, b, x.

    Mistake: ValueError
    Hint: it stopped with
    """
    w, b, x = cache
    return _gradients(dout, (x, w, b))


def argument_removed(dout, cache):
    """need_dx is not an argument any more.

    Mistake: TypeError
    Hint: it stopped with TypeError
    """
    return _gradients(dout, cache)


def dw_after_the_early_return(dout, cache, need_dx=True):
    """All is computed after the early return.

    Mistake: UnboundLocalError
    Hint: a variable is used before it gets a value
    """
    if not need_dx:
        return None, dw, db
    dx, dw, db = _gradients(dout, cache)
    return dx, dw, db


def nothing_without_dx(dout, cache, need_dx=True):
    """Without dx, there is no result.

    Mistake: wrong-result
    Hint: affine_backward with need_dx=False returned None
    """
    if need_dx:
        return _gradients(dout, cache)


def zeros_without_dx(dout, cache, need_dx=True):
    """Without dx, dw and db are zeros.

    Mistake: need-dx
    Hint: with need_dx=False, gives another dw
    """
    dx, dw, db = _gradients(dout, cache)
    return (dx, dw, db) if need_dx else (None, 0 * dw, 0 * db)


def two_results_without_dx(dout, cache, need_dx=True):
    """Without dx, two values are returned.

    Mistake: wrong-result
    Hint: affine_backward with need_dx=False must return 3 values
    """
    dx, dw, db = _gradients(dout, cache)
    return (dx, dw, db) if need_dx else (dw, db)


def dout_emptied(dout, cache, need_dx=True):
    """Empties dout, which the caller may need.

    Mistake: argument-changed
    Hint: it changes its argument dout
    """
    x, w, b = cache
    dx = (dout @ w.T).reshape(x.shape) if need_dx else None
    dw, db = x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
    dout[:] = 0
    return dx, dw, db


def need_dx_ignored(dout, cache, need_dx=True):
    """dx is always returned, whatever need_dx says.

    Mistake: need-dx
    Hint: with need_dx=False, dx must be None
    """
    x, w, b = cache
    dx = dout.dot(w.T).reshape(x.shape)
    return dx, x.reshape(x.shape[0], -1).T.dot(dout), np.sum(dout, axis=0)


def gradient_in_the_cache(dout, cache, need_dx=True):
    """dx takes the place of x in the cache: a second backward pass differs.

    Mistake: argument-changed
    Hint: it changes its argument x
    """
    x, w, b = cache
    dw, db = x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
    if not need_dx:
        return None, dw, db
    x[...] = (dout @ w.T).reshape(x.shape)
    return x, dw, db


def gradient_accumulates(dout, cache, need_dx=True, total={}):
    """dw is added up from call to call in a default argument.

    Mistake: need-dx
    Hint: is something kept from the first call
    """
    dx, dw, db = _gradients(dout, cache)
    total[dw.shape] = total.get(dw.shape, 0) + dw
    return dx if need_dx else None, total[dw.shape], db


def gradients_clipped(dout, cache, need_dx=True):
    """dw is limited to -100 ... 100, against explosion."""
    dx, dw, db = _gradients(dout, cache)
    return dx if need_dx else None, np.clip(dw, -100, 100), db


def gradient_normalised_if_long(dout, cache, need_dx=True):
    """dout is made shorter if its norm is above 1000.

    Mistake: factor
    Hint: a constant factor is off
    """
    norm = np.linalg.norm(dout)
    dx, dw, db = _gradients(dout * min(1, 1000 / norm), cache)
    return dx if need_dx else None, dw, db
