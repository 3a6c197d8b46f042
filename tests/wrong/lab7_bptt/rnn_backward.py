"""Wrong versions of rnn_backward."""

import numpy as np


def upstream_forgotten(dh, cache):
    """dh[:, t] is not added.

    Mistake: wrong-result
    Hint: does dh, the upstream gradient of each step, come in
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def upstream_at_the_end_only(dh, cache):
    """dh[:, -1] starts the sweep; the others are not added.

    Mistake: composition
    Hint: the upstream gradient of this step
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(
            dh[:, t] if t == T - 1 else dh_next, (x[:, t], h_prev, h[:, t], U, W)
        )
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def later_steps_forgotten(dh, cache):
    """dh_next is not added: right at the last step only.

    Mistake: composition
    Hint: what flows back from the later steps is not added
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t], (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def only_one_step(dh, cache):
    """= in the place of +=.

    Mistake: last-step-only
    Hint: add up (+=)
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU, dW, db = dU_t, dW_t, db_t
    return dx, dh_next, dU, dW, db


def only_one_step_in_dw(dh, cache):
    """dW = dW_t.

    Mistake: last-step-only
    Hint: add up (+=)
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW = dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def only_one_step_in_db(dh, cache):
    """db = db_t.

    Mistake: last-step-only
    Hint: add up (+=)
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db = db_t
    return dx, dh_next, dU, dW, db


def only_one_step_in_du(dh, cache):
    """dU = dU_t.

    Mistake: last-step-only
    Hint: add up (+=)
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU = dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def only_the_first_call(dh, cache):
    """The parameters are the same at all steps, so their gradients are kept from the first call.

    Mistake: first-step-only
    Hint: add up (+=)
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        if t == T - 1:
            dU, dW, db = dU_t, dW_t, db_t
    return dx, dh_next, dU, dW, db


def h_t_for_h_prev(dh, cache):
    """h_prev is h[:, t].

    Mistake: composition
    Hint: h_prev is the state after the step
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t]
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def wraps_around(dh, cache):
    """h[:, t - 1] at t = 0 is the last step.

    Mistake: composition
    Hint: at the first step h_prev must be h0
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1]
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def h0_at_each_step(dh, cache):
    """h_prev is h0.

    Mistake: composition
    Hint: h_prev is h0 at each step
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def zeros_for_h0(dh, cache):
    """Zeros before the first step.

    Mistake: composition
    Hint: at the first step h_prev must be h0
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else np.zeros_like(h0)
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def h_prev_for_h_t(dh, cache):
    """Both states are those before the step.

    Mistake: composition
    Hint: h_t is that of the step before
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h_prev, U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def forwards(dh, cache):
    """From the first step to the last.

    Mistake: composition
    Hint: the sweep goes from the first step to the last
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in range(T):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def first_step_left_out(dh, cache):
    """range(T - 1, 0, -1).

    Mistake: composition
    Hint: number of calls: 4
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in range(T - 1, 0, -1):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def last_step_left_out(dh, cache):
    """Starts at T - 2.

    Mistake: composition
    Hint: number of calls: 4
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in range(T - 2, -1, -1):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def first_step_left_out_of_dw(dh, cache):
    """No dW at the first step: h0 is no state of the sequence.

    Mistake: step-left-out
    Hint: the first step is left out of dW
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        if t > 0:
            dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def dh0_forgotten(dh, cache):
    """dh0 stays zero.

    Mistake: dh0-missing
    Hint: dh0 is not set
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, np.zeros_like(h0), dU, dW, db


def dh0_of_the_last_step(dh, cache):
    """dh0 is taken at the first call.

    Mistake: dh0-of-last-step
    Hint: out of the last step
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
        if t == T - 1:
            dh0 = dh_next
    return dx, dh0, dU, dW, db


def dh0_before_the_last_call(dh, cache):
    """dh0 is what reaches the first state.

    Mistake: dh0-too-early
    Hint: must go back one step more
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dh_t = dh[:, t] + dh_next
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh_t, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_t, dU, dW, db


def dh0_added_up(dh, cache):
    """dh0 += what each step gives.

    Mistake: dh0-added-up
    Hint: the first step alone
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    dh0 = np.zeros_like(h0)
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
        dh0 += dh_next
    return dx, dh0, dU, dW, db


def dh_added_to_dh0(dh, cache):
    """dh[:, 0] is added once more.

    Mistake: dh-first
    Hint: dh of the first step is added to dh0
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next + dh[:, 0], dU, dW, db


def later_steps_added_up(dh, cache):
    """dh_next += dh_prev.

    Mistake: composition
    Hint: don't add them up
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        step = (x[:, t], h_prev, h[:, t], U, W)
        dx[:, t], dh_prev, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, step)
        dh_next += dh_prev
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def last_upstream_everywhere(dh, cache):
    """dh[:, -1] at each step.

    Mistake: composition
    Hint: each step has an upstream gradient of its own
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, -1] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def upstream_subtracted(dh, cache):
    """dh_next - dh.

    Mistake: composition
    Hint: dh is subtracted
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh_next - dh[:, t], (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def changes_dh(dh, cache):
    """dh[:, t] += dh_next.

    Mistake: argument-changed
    Hint: changes its argument dh
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dh[:, t] += dh_next
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t], (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def changes_dh_by_a_view(dh, cache):
    """dh_t is a view of dh.

    Mistake: argument-changed
    Hint: changes its argument dh
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dh_t = dh[:, t]
        dh_t += dh_next
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh_t, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def stored_in_reverse(dh, cache):
    """dx[:, T - 1 - t].

    Mistake: reversed
    Hint: dx is stored in reversed order
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, T - 1 - t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(
            dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W)
        )
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def one_step_off(dh, cache):
    """dx[:, t - 1].

    Mistake: one-step-off
    Hint: dx is stored at the wrong step
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t - 1], dh_next, dU_t, dW_t, db_t = rnn_step_backward(
            dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W)
        )
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def averaged_over_steps(dh, cache):
    """Divided by T.

    Mistake: mean-of-steps
    Hint: not their mean
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU / T, dW / T, db / T


def not_stored(dh, cache):
    """dx is computed but not stored.

    Mistake: all-zeros
    Hint: dx is all zeros
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx_t, dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def w_transposed(dh, cache):
    """The step gets W.T.

    Mistake: composition
    Hint: is called with a wrong W
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W.T))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def x_of_the_first_step(dh, cache):
    """x[:, 0] at each step.

    Mistake: composition
    Hint: is called with a wrong x_t (call 1 of 5)
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, 0], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def steps_first(dh, cache):
    """x[t].

    Mistake: IndexError
    Hint: an index lies outside its array
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def only_last_step(dh, cache):
    """One call for the last step.

    Mistake: composition
    Hint: number of calls: 1
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in [T - 1]:
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def short_cache(dh, cache):
    """The step's cache without weights.

    Mistake: wrong-result
    Hint: needs the cache
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t]))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def wrong_order(dh, cache):
    """dh0 first.

    Mistake: wrong-order
    Hint: in the right order
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    return dh_next, dx, dU, dW, db


def own_upstream_forgotten(dh, cache):
    """Without the step; dh[:, t] is not added: all zeros.

    Mistake: wrong-result
    Hint: all gradients are zero
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = dh_next * (1 - h[:, t] ** 2)
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU += x[:, t].T @ ds
        dW += h_prev.T @ ds
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_upstream_at_the_end_only(dh, cache):
    """Without the step; dh[:, -1] starts the sweep, the others are not added.

    Mistake: last-dh-only
    Hint: only dh of the last step comes in
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), dh[:, -1]
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = dh_next * (1 - h[:, t] ** 2)
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU += x[:, t].T @ ds
        dW += h_prev.T @ ds
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_later_steps_forgotten(dh, cache):
    """Without the step; dh_next is not added.

    Mistake: later-not-added
    Hint: what flows back from the later steps is not added
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = dh[:, t] * (1 - h[:, t] ** 2)
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU += x[:, t].T @ ds
        dW += h_prev.T @ ds
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_not_transposed(dh, cache):
    """Without the step; ds W.

    Mistake: w-not-transposed
    Hint: W is not transposed on the way back
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = (dh[:, t] + dh_next) * (1 - h[:, t] ** 2)
        dx[:, t], dh_next = ds @ U.T, ds @ W
        dU += x[:, t].T @ ds
        dW += h_prev.T @ ds
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_w_forgotten(dh, cache):
    """Without the step; ds flows back.

    Mistake: w-missing
    Hint: W is missing on the way back
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = (dh[:, t] + dh_next) * (1 - h[:, t] ** 2)
        dx[:, t], dh_next = ds @ U.T, ds
        dU += x[:, t].T @ ds
        dW += h_prev.T @ ds
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_one_minus_h(dh, cache):
    """Without the step; 1 - h.

    Mistake: slope
    Hint: not the derivative of tanh
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = (dh[:, t] + dh_next) * (1 - h[:, t])
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU += x[:, t].T @ ds
        dW += h_prev.T @ ds
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_sigmoid_slope(dh, cache):
    """Without the step; h (1 - h).

    Mistake: sigmoid-slope
    Hint: derivative of the sigmoid
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = (dh[:, t] + dh_next) * h[:, t] * (1 - h[:, t])
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU += x[:, t].T @ ds
        dW += h_prev.T @ ds
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_no_slope(dh, cache):
    """Without the step; tanh is forgotten.

    Mistake: no-slope
    Hint: the derivative of tanh is missing
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = dh[:, t] + dh_next
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU += x[:, t].T @ ds
        dW += h_prev.T @ ds
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_slope_of_h_prev(dh, cache):
    """Without the step; the slope at the state before.

    Mistake: wrong-slope-state
    Hint: the state before the step
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = (dh[:, t] + dh_next) * (1 - h_prev**2)
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU += x[:, t].T @ ds
        dW += h_prev.T @ ds
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_h_t_in_dw(dh, cache):
    """Without the step; dW with h_t.

    Mistake: dw-with-h-t
    Hint: the state after each step
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = (dh[:, t] + dh_next) * (1 - h[:, t] ** 2)
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU += x[:, t].T @ ds
        dW += h[:, t].T @ ds
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_h0_forgotten(dh, cache):
    """Without the step; dW without the first step.

    Mistake: h0-forgotten
    Hint: it starts from h0
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = (dh[:, t] + dh_next) * (1 - h[:, t] ** 2)
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU += x[:, t].T @ ds
        dW += h_prev.T @ ds if t > 0 else 0
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_wraps_around(dh, cache):
    """Without the step; h[:, -1] at t = 0.

    Mistake: wraps-around
    Hint: at the first step h_prev must be h0
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1]
        ds = (dh[:, t] + dh_next) * (1 - h[:, t] ** 2)
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU += x[:, t].T @ ds
        dW += h_prev.T @ ds
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_only_one_step(dh, cache):
    """Without the step; = in the place of +=.

    Mistake: one-step-only
    Hint: add up (+=)
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = (dh[:, t] + dh_next) * (1 - h[:, t] ** 2)
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU = x[:, t].T @ ds
        dW = h_prev.T @ ds
        db = ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_dh0_without_w(dh, cache):
    """Without the step; dh0 is ds.

    Mistake: dh0-too-early
    Hint: W is missing in dh0
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = (dh[:, t] + dh_next) * (1 - h[:, t] ** 2)
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU += x[:, t].T @ ds
        dW += h_prev.T @ ds
        db += ds.sum(axis=0)
    return dx, ds, dU, dW, db


def own_dw_transposed(dh, cache):
    """Without the step; dW transposed.

    Mistake: dw-transposed
    Hint: dW is transposed
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = (dh[:, t] + dh_next) * (1 - h[:, t] ** 2)
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU += x[:, t].T @ ds
        dW += ds.T @ h_prev
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def own_slope_on_upstream_only(dh, cache):
    """Without the step; what flows back skips tanh.

    Mistake: slope-on-dh-only
    Hint: goes through tanh too
    """
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        ds = dh[:, t] * (1 - h[:, t] ** 2) + dh_next
        dx[:, t], dh_next = ds @ U.T, ds @ W.T
        dU += x[:, t].T @ ds
        dW += h_prev.T @ ds
        db += ds.sum(axis=0)
    return dx, dh_next, dU, dW, db


def stops_after_ten_steps(dh, cache):
    """Truncated: only the last ten steps of a sequence are gone through.

    Mistake: composition
    Hint: is needed once for each of the 14 steps
    """
    x, h0, h, U, W = cache
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    T = x.shape[1]
    for t in reversed(range(max(T - 10, 0), T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU, dW, db = dU + dU_t, dW + dW_t, db + db_t
    return dx, dh_next, dU, dW, db


def entries_clipped(dh, cache):
    """All gradients are clipped to -50 and 50, as character models often do.

    Mistake: not-proportional
    Hint: must double when
    """
    x, h0, h, U, W = cache
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU, dW, db = dU + dU_t, dW + dW_t, db + db_t
    return tuple(np.clip(gradient, -50, 50) for gradient in (dx, dh_next, dU, dW, db))


def sign_of_w_lost(dh, cache):
    """The step gets |W|.

    Mistake: composition
    Hint: is called with a wrong W
    """
    x, h0, h, U, W = cache
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(x.shape[1])):
        step = (x[:, t], h[:, t - 1] if t > 0 else h0, h[:, t], U, np.abs(W))
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, step)
        dU, dW, db = dU + dU_t, dW + dW_t, db + db_t
    return dx, dh_next, dU, dW, db


def minus_w(dh, cache):
    """The step gets -W.

    Mistake: composition
    Hint: is called with a wrong W
    """
    x, h0, h, U, W = cache
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(x.shape[1])):
        step = (x[:, t], h[:, t - 1] if t > 0 else h0, h[:, t], U, -W)
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, step)
        dU, dW, db = dU + dU_t, dW + dW_t, db + db_t
    return dx, dh_next, dU, dW, db


def h0_at_the_second_step_too(dh, cache):
    """t > 1 where t > 0 is meant.

    Mistake: composition
    Hint: h_prev is h0 at step 1: only the first step, 0, starts from h0
    """
    x, h0, h, U, W = cache
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 1 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU, dW, db = dU + dU_t, dW + dW_t, db + db_t
    return dx, dh_next, dU, dW, db


def changes_h(dh, cache):
    """The states are shifted in place, with h0 in front.

    Mistake: argument-changed
    Hint: changes its argument h
    """
    x, h0, h, U, W = cache
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    after = h.copy()
    h[:, 1:] = after[:, :-1]
    h[:, 0] = h0
    for t in reversed(range(x.shape[1])):
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h[:, t], after[:, t], U, W))
        dU, dW, db = dU + dU_t, dW + dW_t, db + db_t
    return dx, dh_next, dU, dW, db


def h0_takes_what_flows_back(dh, cache):
    """What flows back is written into the cached h0.

    Mistake: argument-changed
    Hint: changes its argument h0
    """
    x, h0, h, U, W = cache
    dx, flow = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], flow, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + flow, (x[:, t], h_prev, h[:, t], U, W))
        dU, dW, db = dU + dU_t, dW + dW_t, db + db_t
    h0[...] = flow
    return dx, h0, dU, dW, db


def sums_of_all_calls(dh, cache, dU=[], dW=[], db=[]):
    """Mutable defaults collect the parts of all calls.

    Mistake: kept
    Hint: something is kept from the first call
    """
    x, h0, h, U, W = cache
    if dU and dU[0].shape != U.shape:
        dU.clear(), dW.clear(), db.clear()
    dx, flow = np.zeros_like(x), np.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], flow, *parts = rnn_step_backward(dh[:, t] + flow, (x[:, t], h_prev, h[:, t], U, W))
        for whole, part in zip((dU, dW, db), parts):
            whole.append(part)
    return dx, flow, sum(dU), sum(dW), sum(db)
