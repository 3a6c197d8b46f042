"""Wrong versions of rnn_forward."""

import numpy as np


def always_h0(x, h0, U, W, b):
    """Each step starts from h0.

    Mistake: composition
    Hint: each step starts from h0
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    for t in range(T):
        h[:, t], _ = rnn_step_forward(x[:, t], h0, U, W, b)
    return h, (x, h0, h, U, W)


def always_zero(x, h0, U, W, b):
    """Each step starts from zeros.

    Mistake: composition
    Hint: at the first step h_prev must be h0
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    for t in range(T):
        h[:, t], _ = rnn_step_forward(x[:, t], np.zeros_like(h0), U, W, b)
    return h, (x, h0, h, U, W)


def h0_forgotten(x, h0, U, W, b):
    """The first step starts from zeros.

    Mistake: composition
    Hint: at the first step h_prev must be h0
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = np.zeros_like(h0)
    for t in range(T):
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, U, W, b)
        h[:, t] = h_prev
    return h, (x, h0, h, U, W)


def wraps_around(x, h0, U, W, b):
    """h[:, t - 1] at t = 0 is the last step.

    Mistake: composition
    Hint: at the first step h_prev must be h0
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    for t in range(T):
        h[:, t], _ = rnn_step_forward(x[:, t], h[:, t - 1], U, W, b)
    return h, (x, h0, h, U, W)


def first_step_left_out(x, h0, U, W, b):
    """h[:, 0] is h0 and the loop starts at 1.

    Mistake: composition
    Hint: number of calls: 4
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h[:, 0] = h0
    for t in range(1, T):
        h[:, t], _ = rnn_step_forward(x[:, t], h[:, t - 1], U, W, b)
    return h, (x, h0, h, U, W)


def last_step_left_out(x, h0, U, W, b):
    """T - 1 steps.

    Mistake: composition
    Hint: number of calls: 4
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T - 1):
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, U, W, b)
        h[:, t] = h_prev
    return h, (x, h0, h, U, W)


def backwards(x, h0, U, W, b):
    """From the last step to the first.

    Mistake: composition
    Hint: the steps are taken from the last to the first
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in reversed(range(T)):
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, U, W, b)
        h[:, t] = h_prev
    return h, (x, h0, h, U, W)


def first_input(x, h0, U, W, b):
    """Each step gets x[:, 0].

    Mistake: composition
    Hint: each step gets the first input
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev, _ = rnn_step_forward(x[:, 0], h_prev, U, W, b)
        h[:, t] = h_prev
    return h, (x, h0, h, U, W)


def first_axis(x, h0, U, W, b):
    """x[t] is a sequence, not a step.

    Mistake: wrong-result
    Hint: is called with x_t of shape
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev, _ = rnn_step_forward(x[t], h_prev, U, W, b)
        h[:, t] = h_prev
    return h, (x, h0, h, U, W)


def h0_stored_first(x, h0, U, W, b):
    """h starts with h0.

    Mistake: h0-stored
    Hint: h starts with h0
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h[:, t] = h_prev
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, U, W, b)
    return h, (x, h0, h, U, W)


def stored_in_reverse(x, h0, U, W, b):
    """h[:, T - 1 - t].

    Mistake: reversed
    Hint: stored in reversed order
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, U, W, b)
        h[:, T - 1 - t] = h_prev
    return h, (x, h0, h, U, W)


def last_state_everywhere(x, h0, U, W, b):
    """h[:] in the place of h[:, t].

    Mistake: one-state
    Hint: the last state is stored at each step
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, U, W, b)
        h[:] = h_prev[:, None]
    return h, (x, h0, h, U, W)


def last_state_returned(x, h0, U, W, b):
    """Only the last state is returned.

    Mistake: wrong-shape
    Hint: h has shape
    """
    N, T, _ = x.shape
    h = h0
    for t in range(T):
        h, _ = rnn_step_forward(x[:, t], h, U, W, b)
    return h, (x, h0, h, U, W)


def steps_first(x, h0, U, W, b):
    """h is (T, N, H).

    Mistake: wrong-shape
    Hint: h has shape
    """
    T = x.shape[1]
    states = [h0]
    for t in range(T):
        states.append(rnn_step_forward(x[:, t], states[-1], U, W, b)[0])
    h = np.array(states[1:])
    return h, (x, h0, h, U, W)


def h0_in_the_list(x, h0, U, W, b):
    """T + 1 states.

    Mistake: wrong-shape
    Hint: h has shape
    """
    T = x.shape[1]
    states = [h0]
    for t in range(T):
        states.append(rnn_step_forward(x[:, t], states[-1], U, W, b)[0])
    h = np.stack(states, axis=1)
    return h, (x, h0, h, U, W)


def h0_overwritten(x, h0, U, W, b):
    """h0 runs along: the cache keeps the last state.

    Mistake: h0-overwritten
    Hint: is it overwritten on the way
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    for t in range(T):
        h0, _ = rnn_step_forward(x[:, t], h0, U, W, b)
        h[:, t] = h0
    return h, (x, h0, h, U, W)


def not_stored(x, h0, U, W, b):
    """h stays empty.

    Mistake: all-zeros
    Hint: all zeros
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, U, W, b)
    return h, (x, h0, h, U, W)


def last_state_in_the_cache(x, h0, U, W, b):
    """h in the cache is the last state.

    Mistake: wrong-shape
    Hint: cached_h has shape
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, U, W, b)
        h[:, t] = h_prev
    return h, (x, h0, h_prev, U, W)


def w_transposed(x, h0, U, W, b):
    """W.T is given to the step.

    Mistake: composition
    Hint: is called with a wrong W
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, U, W.T, b)
        h[:, t] = h_prev
    return h, (x, h0, h, U, W)


def no_bias(x, h0, U, W, b):
    """b is not given to the step.

    Mistake: composition
    Hint: is called with a wrong b
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, U, W, 0 * b)
        h[:, t] = h_prev
    return h, (x, h0, h, U, W)


def u_and_w_swapped(x, h0, U, W, b):
    """The order of the arguments.

    Mistake: wrong-result
    Hint: is called with U of shape
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, W, U, b)
        h[:, t] = h_prev
    return h, (x, h0, h, U, W)


def tanh_again(x, h0, U, W, b):
    """tanh of the step's result.

    Mistake: tanh-again
    Hint: tanh is taken once more
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, U, W, b)
        h[:, t] = np.tanh(h_prev)
    return h, (x, h0, h, U, W)


def cache_of_steps(x, h0, U, W, b):
    """The list of the steps' caches is returned.

    Mistake: wrong-result
    Hint: the cache of rnn_forward must be
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev, caches = h0, []
    for t in range(T):
        h_prev, cache = rnn_step_forward(x[:, t], h_prev, U, W, b)
        caches.append(cache)
        h[:, t] = h_prev
    return h, caches[:-1] + caches[-1:] * 3


def own_always_h0(x, h0, U, W, b):
    """Without the step; from h0 each time.

    Mistake: always-h0
    Hint: each step starts from h0
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    for t in range(T):
        h[:, t] = np.tanh(x[:, t] @ U + h0 @ W + b)
    return h, (x, h0, h, U, W)


def own_h0_forgotten(x, h0, U, W, b):
    """Without the step; from zeros.

    Mistake: no-h0
    Hint: h0 is not used
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = 0 * h0
    for t in range(T):
        h_prev = h[:, t] = np.tanh(x[:, t] @ U + h_prev @ W + b)
    return h, (x, h0, h, U, W)


def own_sigmoid(x, h0, U, W, b):
    """Without the step; the sigmoid.

    Mistake: sigmoid
    Hint: this is the sigmoid
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev = h[:, t] = 1 / (1 + np.exp(-(x[:, t] @ U + h_prev @ W + b)))
    return h, (x, h0, h, U, W)


def own_without_state(x, h0, U, W, b):
    """Without the step; all steps at once, no recurrence.

    Mistake: no-state
    Hint: h_prev is missing
    """
    h = np.tanh(x @ U + b)
    return h, (x, h0, h, U, W)


def own_w_transposed(x, h0, U, W, b):
    """Without the step; W.T.

    Mistake: w-transposed
    Hint: W is transposed
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev = h[:, t] = np.tanh(x[:, t] @ U + h_prev @ W.T + b)
    return h, (x, h0, h, U, W)


def own_bias_forgotten(x, h0, U, W, b):
    """Without the step; no b.

    Mistake: no-b
    Hint: b is missing
    """
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev = h[:, t] = np.tanh(x[:, t] @ U + h_prev @ W)
    return h, (x, h0, h, U, W)


def changes_h0(x, h0, U, W, b):
    """h0 holds the state on the way.

    Mistake: argument-changed
    Hint: changes its argument h0
    """
    start = h0.copy()
    h = np.zeros((*x.shape[:2], len(b)))
    for t in range(x.shape[1]):
        h0[...], _ = rnn_step_forward(x[:, t], h0, U, W, b)
        h[:, t] = h0
    return h, (x, start, h, U, W)


def starts_anew_after_ten_steps(x, h0, U, W, b):
    """The state is set to h0 every ten steps.

    Mistake: composition
    Hint: step 10 starts from h0
    """
    h, state = np.zeros((*x.shape[:2], len(b))), h0
    for t in range(x.shape[1]):
        state, _ = rnn_step_forward(x[:, t], h0 if t % 10 == 0 else state, U, W, b)
        h[:, t] = state
    return h, (x, h0, h, U, W)


_state = {}


def state_of_the_last_call(x, h0, U, W, b):
    """It goes on from the state of the call before.

    Mistake: kept
    Hint: something is kept from the first call
    """
    h = np.zeros((*x.shape[:2], len(b)))
    state = _state.get(h0.shape, h0)
    for t in range(x.shape[1]):
        state, _ = rnn_step_forward(x[:, t], state, U, W, b)
        h[:, t] = state
    _state[h0.shape] = state
    return h, (x, h0, h, U, W)
