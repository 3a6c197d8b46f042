"""Wrong versions of bptt_deltas."""

import numpy as np


def diagonal_only(dh, h, W):
    """Only k = t.

    Mistake: diagonal-only
    Hint: only k = t is filled
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
    return deltas


def diagonal_not_stored(dh, h, W):
    """delta_(t,t) starts the recursion and is not stored.

    Mistake: no-diagonal
    Hint: k = t is missing in the result
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        delta = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            delta = (1 - h[:, k] ** 2) * (delta @ W.T)
            deltas[:, t, k] = delta
    return deltas


def transposed_in_t_and_k(dh, h, W):
    """deltas[:, k, t].

    Mistake: t-and-k-swapped
    Hint: t and k have changed places
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, k, t] = (1 - h[:, k] ** 2) * (deltas[:, k + 1, t] @ W.T)
    return deltas


def w_not_transposed(dh, h, W):
    """W: the right shape.

    Mistake: w-not-transposed
    Hint: W is not transposed
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * (deltas[:, t, k + 1] @ W)
    return deltas


def w_forgotten(dh, h, W):
    """No W.

    Mistake: w-missing
    Hint: W is missing in the recursion
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * deltas[:, t, k + 1]
    return deltas


def slope_of_the_next_step(dh, h, W):
    """f' at k + 1.

    Mistake: slope-of-wrong-step
    Hint: f' is taken at k + 1
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k + 1] ** 2) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def slope_of_the_step_before(dh, h, W):
    """f' at k - 1.

    Mistake: slope-of-wrong-step
    Hint: f' is taken at k - 1
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k - 1] ** 2) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def slope_of_t(dh, h, W):
    """f' at t in the recursion.

    Mistake: one-slope
    Hint: f' is taken at t
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, t] ** 2) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def one_minus_h(dh, h, W):
    """1 - h.

    Mistake: slope
    Hint: not the derivative of tanh
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t]) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k]) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def sigmoid_slope(dh, h, W):
    """h (1 - h).

    Mistake: sigmoid-slope
    Hint: derivative of the sigmoid
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = h[:, t] * (1 - h[:, t]) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = h[:, k] * (1 - h[:, k]) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def no_slope(dh, h, W):
    """f' is forgotten.

    Mistake: no-slope
    Hint: the derivative of tanh is missing
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = deltas[:, t, k + 1] @ W.T
    return deltas


def no_slope_in_the_recursion(dh, h, W):
    """f' only at k = t.

    Mistake: slope-only-at-t
    Hint: missing in the recursion
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = deltas[:, t, k + 1] @ W.T
    return deltas


def no_slope_at_t(dh, h, W):
    """f' only for k < t.

    Mistake: no-slope-at-t
    Hint: missing at k = t
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def k_0_left_out(dh, h, W):
    """range(t - 1, 0, -1).

    Mistake: down-to-1
    Hint: k = 0 is left out
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in range(t - 1, 0, -1):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def k_forwards(dh, h, W):
    """k from 0 upwards: deltas[:, t, k + 1] is still zero.

    Mistake: upwards
    Hint: below k = t - 1 all is zero
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in range(t):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def k_after_t(dh, h, W):
    """The recursion goes on to k > t.

    Mistake: k-after-t
    Hint: k > t is filled
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    slope = 1 - h**2
    for t in range(T):
        deltas[:, t, t] = slope[:, t] * dh[:, t]
        for k in range(t + 1, T):
            deltas[:, t, k] = slope[:, k] * (deltas[:, t, k - 1] @ W.T)
    return deltas


def upstream_again(dh, h, W):
    """dh[:, k] is added at each k.

    Mistake: all-steps-in-one
    Hint: belongs to L_t alone
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * (deltas[:, t, k + 1] @ W.T + dh[:, k])
    return deltas


def last_t_only(dh, h, W):
    """Only t = T - 1.

    Mistake: last-t-only
    Hint: only the last t is filled
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in [T - 1]:
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def last_t_left_out(dh, h, W):
    """range(T - 1).

    Mistake: last-t-left-out
    Hint: the last t is left out
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T - 1):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def t_0_left_out(dh, h, W):
    """range(1, T).

    Mistake: first-t-left-out
    Hint: t = 0 is left out
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(1, T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def summed_over_t(dh, h, W):
    """Each step k holds the sum over t.

    Mistake: all-steps-in-one
    Hint: belongs to L_t alone
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    slope = 1 - h**2
    for t in range(T):
        deltas[:, t, t] = slope[:, t] * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = slope[:, k] * (deltas[:, t, k + 1] @ W.T)
    return np.cumsum(deltas, axis=1)


def upstream_of_k(dh, h, W):
    """dh[:, k] in the place of delta_(t,k+1).

    Mistake: dh-of-k
    Hint: in the recursion stands dh
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * (dh[:, k] @ W.T)
    return deltas


def always_from_t(dh, h, W):
    """delta_(t,t) in the place of delta_(t,k+1).

    Mistake: always-from-t
    Hint: each step starts from delta_(t,t)
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * (deltas[:, t, t] @ W.T)
    return deltas


def slope_overwrites_h(dh, h, W):
    """h **= 2 on the way, then again."""
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        h **= 2
        deltas[:, t, t] = (1 - h[:, t]) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k]) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def steps_first(dh, h, W):
    """deltas is (T, T, N, H).

    Mistake: wrong-shape
    Hint: deltas has shape
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    slope = 1 - h**2
    for t in range(T):
        deltas[:, t, t] = slope[:, t] * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = slope[:, k] * (deltas[:, t, k + 1] @ W.T)
    return deltas.transpose(1, 2, 0, 3)


def summed_over_the_batch(dh, h, W):
    """deltas is (T, T, H).

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    slope = 1 - h**2
    for t in range(T):
        deltas[:, t, t] = slope[:, t] * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = slope[:, k] * (deltas[:, t, k + 1] @ W.T)
    return deltas.sum(axis=0)


def averaged(dh, h, W):
    """Divided by N.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t] / N
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def nothing_returned(dh, h, W):
    """The return statement is missing.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]



def in_place(dh, h, W):
    """dh becomes slope dh in place.

    Mistake: argument-changed
    Hint: work on a copy
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    slope = 1 - h**2
    dh *= slope
    for t in range(T):
        deltas[:, t, t] = dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = deltas[:, t, k + 1] @ W.T * slope[:, k]
    return deltas


def ten_steps_at_most(dh, h, W):
    """Truncated after ten steps."""
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
        for k in reversed(range(max(0, t - 10), t)):
            deltas[:, t, k] = (1 - h[:, k] ** 2) * (deltas[:, t, k + 1] @ W.T)
    return deltas


def changes_h(dh, h, W):
    """h becomes the slope.

    Mistake: argument-changed
    Hint: changes its argument h
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H))
    h **= 2
    for t in range(T):
        deltas[:, t, t] = (1 - h[:, t]) * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = (1 - h[:, k]) * (deltas[:, t, k + 1] @ W.T)
    return deltas
