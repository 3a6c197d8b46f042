"""Correct but unusual versions of rnn_backward."""

import numpy as np

from cs_nn import bptt


def negative_index(dh, cache):
    """Indices -1, -2, ..."""
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    states = np.concatenate([h0[:, None], h], axis=1)
    for k in range(1, T + 1):
        dx[:, -k], dh_next, dU_t, dW_t, db_t = rnn_step_backward(
            dh[:, -k] + dh_next, (x[:, -k], states[:, -k - 1], states[:, -k], U, W)
        )
        dU, dW, db = dU + dU_t, dW + dW_t, db + db_t
    return dx, dh_next, dU, dW, db


def sum_before_the_step(dh, cache):
    """The sum on a line of its own, a list as cache."""
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in range(T - 1, -1, -1):
        total = dh[:, t].copy()
        if t < T - 1:
            total += dh_next
        before = h0 if t == 0 else h[:, t - 1]
        step = rnn_step_backward(total, [x[:, t], before, h[:, t], U, W])
        dx[:, t], dh_next = step[:2]
        for whole, part in zip((dU, dW, db), step[2:]):
            whole += part
    return dx, dh_next, dU, dW, db


def work_on_a_copy(dh, cache):
    """The copy of dh collects what flows back."""
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    dh = dh.copy()
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_prev, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t], (x[:, t], h_prev, h[:, t], U, W))
        if t > 0:
            dh[:, t - 1] += dh_prev
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_prev, dU, dW, db


def sums_at_the_end(dh, cache):
    """All steps in lists."""
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    flow, parts = 0, []
    for t in range(T)[::-1]:
        parts.insert(0, rnn_step_backward(dh[:, t] + flow, (x[:, t], h[:, t - 1] if t else h0, h[:, t], U, W)))
        flow = parts[0][1]
    dx, _, dU, dW, db = zip(*parts)
    return np.stack(dx, axis=1), flow, sum(dU), sum(dW), sum(db)


def recursion(dh, cache):
    """A recursive function."""
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))

    def back(t, flow):
        nonlocal dU, dW, db
        if t < 0:
            return flow
        step = (x[:, t], h[:, t - 1] if t else h0, h[:, t], U, W)
        dx[:, t], flow, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + flow, step)
        dU, dW, db = dU + dU_t, dW + dW_t, db + db_t
        return back(t - 1, flow)

    return dx, back(T - 1, 0), dU, dW, db


def argument_by_name(dh, cache):
    """Keyword arguments."""
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        step = (x[:, t], h[:, t - 1] if t > 0 else h0, h[:, t], U, W)
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(cache=step, dh_t=dh_next + dh[:, t])
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def example_by_example(dh, cache):
    """The step is called for each sequence."""
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for n in range(N):
        flow = np.zeros((1, len(W)))
        for t in reversed(range(T)):
            h_prev = h[n : n + 1, t - 1] if t > 0 else h0[n : n + 1]
            step = (x[n : n + 1, t], h_prev, h[n : n + 1, t], U, W)
            dx[n, t], flow, dU_t, dW_t, db_t = rnn_step_backward(dh[n : n + 1, t] + flow, step)
            dU += dU_t
            dW += dW_t
            db += db_t
        dh_next[n] = flow[0]
    return dx, dh_next, dU, dW, db


def function_of_the_module(dh, cache):
    """from cs_nn import bptt."""
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = bptt.rnn_step_backward(
            dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W)
        )
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh_next, dU, dW, db


def own_matrix_products(dh, cache):
    """Without rnn_step_backward; weights from all ds at once."""
    x, h0, h, U, W = cache
    ds, flow = np.zeros_like(h), 0
    for t in range(h.shape[1] - 1, -1, -1):
        ds[:, t] = (dh[:, t] + flow) * (1 - h[:, t] ** 2)
        flow = ds[:, t] @ W.T
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    return (
        ds @ U.T,
        flow,
        np.tensordot(x, ds, ((0, 1), (0, 1))),
        np.tensordot(before, ds, ((0, 1), (0, 1))),
        ds.sum(axis=(0, 1)),
    )


def by_the_sum_of_deltas(dh, cache):
    """Without the sweep: the double sum over t and k."""
    x, h0, h, U, W = cache
    deltas = bptt_deltas(dh, h, W)
    ds = deltas.sum(axis=1)
    return (ds @ U.T, ds[:, 0] @ W.T, *bptt_gradient_sum(deltas, x, h, h0))


def own_and_asked(dh, cache):
    """The step without its dW; dW by itself."""
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        total = dh[:, t] + dh_next
        dx[:, t], dh_next, dU_t, _, db_t = rnn_step_backward(total, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += np.einsum("ng,nh->gh", h_prev, total * (1 - h[:, t] ** 2))
        db += db_t
    return dx, dh_next, dU, dW, db


def dh0_from_the_loop(dh, cache):
    """dh0 is set at t = 0."""
    x, h0, h, U, W = cache
    N, T, _ = x.shape
    dx, dh_next = np.zeros_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W))
    for t in reversed(range(T)):
        if t == 0:
            dx[:, 0], dh0, dU_t, dW_t, db_t = rnn_step_backward(dh[:, 0] + dh_next, (x[:, 0], h0, h[:, 0], U, W))
        else:
            step = (x[:, t], h[:, t - 1], h[:, t], U, W)
            dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, step)
        dU += dU_t
        dW += dW_t
        db += db_t
    return dx, dh0, dU, dW, db
