"""Wrong versions of rnn_step_backward."""

import numpy as np


def one_minus_h(dh_t, cache):
    """1 - h_t.

    Mistake: slope
    Hint: not the derivative of tanh
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def h_squared(dh_t, cache):
    """h_t^2.

    Mistake: slope
    Hint: not the derivative of tanh
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * h_t**2
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def plus_h_squared(dh_t, cache):
    """1 + h_t^2.

    Mistake: slope
    Hint: not the derivative of tanh
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 + h_t**2)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def sigmoid_slope(dh_t, cache):
    """h_t (1 - h_t).

    Mistake: sigmoid-slope
    Hint: derivative of the sigmoid
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * h_t * (1 - h_t)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def relu_slope(dh_t, cache):
    """The ReLU mask.

    Mistake: relu-slope
    Hint: derivative of the ReLU
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (h_t > 0)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def no_slope(dh_t, cache):
    """dh_t goes on as it is.

    Mistake: no-slope
    Hint: the derivative of tanh is missing
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t.copy()
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def tanh_again(dh_t, cache):
    """1 - tanh(h_t)^2.

    Mistake: tanh-again
    Hint: tanh is taken once more
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - np.tanh(h_t) ** 2)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def slope_at_h_prev(dh_t, cache):
    """1 - h_prev^2.

    Mistake: wrong-slope-state
    Hint: taken at h_prev
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_prev**2)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def slope_twice(dh_t, cache):
    """The square of the slope.

    Mistake: slope-twice
    Hint: a factor twice
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2) ** 2
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def dh_forgotten(dh_t, cache):
    """The slope alone.

    Mistake: dh-not-used
    Hint: dh_t does not enter
    """
    x_t, h_prev, h_t, U, W = cache
    ds = 1 - h_t**2
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def dh_prev_not_transposed(dh_t, cache):
    """ds W: the right shape.

    Mistake: w-not-transposed
    Hint: W is not transposed in dh_prev
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds @ W, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def dh_prev_without_w(dh_t, cache):
    """dh_prev is ds.

    Mistake: w-missing
    Hint: W is missing in dh_prev
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def dh_prev_without_slope(dh_t, cache):
    """dh_t W^T.

    Mistake: dh-prev-without-slope
    Hint: missing in dh_prev
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, dh_t @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def dx_without_slope(dh_t, cache):
    """dh_t U^T.

    Mistake: dx-without-slope
    Hint: missing in dx_t
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return dh_t @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def dw_with_h_t(dh_t, cache):
    """dW = h_t^T ds.

    Mistake: dw-with-h-t
    Hint: dW is made with h_t
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_t.T @ ds, ds.sum(axis=0)


def dw_transposed(dh_t, cache):
    """dW = ds^T h_prev.

    Mistake: dw-transposed
    Hint: dW is transposed
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, ds.T @ h_prev, ds.sum(axis=0)


def dw_without_slope(dh_t, cache):
    """dW = h_prev^T dh_t.

    Mistake: dw-without-slope
    Hint: missing in dW
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ dh_t, ds.sum(axis=0)


def du_without_slope(dh_t, cache):
    """dU = x_t^T dh_t.

    Mistake: du-without-slope
    Hint: missing in dU
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds @ W.T, x_t.T @ dh_t, h_prev.T @ ds, ds.sum(axis=0)


def db_without_slope(dh_t, cache):
    """db from dh_t.

    Mistake: db-without-slope
    Hint: missing in db
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, dh_t.sum(axis=0)


def db_mean(dh_t, cache):
    """The mean over the batch.

    Mistake: averaged
    Hint: not a mean
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.mean(axis=0)


def db_of_everything(dh_t, cache):
    """db is one number.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum()


def db_with_keepdims(dh_t, cache):
    """db is (1, H).

    Mistake: wrong-shape
    Hint: keepdims=True
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0, keepdims=True)


def db_along_rows(dh_t, cache):
    """axis=1.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=1)


def averaged(dh_t, cache):
    """Divided by N.

    Mistake: averaged
    Hint: divided by N
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2) / len(x_t)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def upstream_in_dh_prev(dh_t, cache):
    """dh_t is added to dh_prev.

    Mistake: upstream-added
    Hint: dh_t is added to dh_prev
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds @ W.T + dh_t, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def du_transposed(dh_t, cache):
    """dU is (H, D).

    Mistake: transposed
    Hint: it is transposed
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds @ W.T, ds.T @ x_t, h_prev.T @ ds, ds.sum(axis=0)


def wrong_order(dh_t, cache):
    """dh_prev first.

    Mistake: wrong-order
    Hint: in the right order
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ W.T, ds @ U.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def changes_dh(dh_t, cache):
    """dh_t *= slope changes the caller's array.

    Mistake: argument-changed
    Hint: changes its argument dh
    """
    x_t, h_prev, h_t, U, W = cache
    dh_t *= 1 - h_t**2
    return dh_t @ U.T, dh_t @ W.T, x_t.T @ dh_t, h_prev.T @ dh_t, dh_t.sum(axis=0)


def changes_dh_by_another_name(dh_t, cache):
    """ds is dh_t, not a copy.

    Mistake: argument-changed
    Hint: changes its argument dh
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t
    ds *= 1 - h_t * h_t
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def u_not_transposed(dh_t, cache):
    """ds U.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def four_values(dh_t, cache):
    """db is not returned.

    Mistake: wrong-result
    Hint: must return 5 values
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds



def cached_state_in_place(dh_t, cache):
    """The slope overwrites h_t in the cache.

    Mistake: argument-changed
    Hint: work on a copy
    """
    x_t, h_prev, h_t, U, W = cache
    h_t **= 2
    ds = (1 - h_t) * dh_t
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def dh_clipped(dh_t, cache):
    """The gradient at s_t is clipped to -5 and 5."""
    x_t, h_prev, h_t, U, W = cache
    ds = np.clip(dh_t * (1 - h_t**2), -5, 5)
    return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


def w_squared(dh_t, cache):
    """W is squared in place, to print its norm.

    Mistake: argument-changed
    Hint: changes its argument W
    """
    x_t, h_prev, h_t, U, W = cache
    ds = dh_t * (1 - h_t**2)
    gradients = ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)
    W **= 2
    print(np.sqrt(W.sum()))
    return gradients
