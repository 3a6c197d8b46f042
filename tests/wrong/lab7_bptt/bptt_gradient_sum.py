"""Wrong versions of bptt_gradient_sum."""

import numpy as np


def h0_forgotten(deltas, x, h, h0):
    """k = 0 is left out of dW.

    Mistake: h0-forgotten
    Hint: the term of k = 0 is missing in dW
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta if k > 0 else 0
            db += delta.sum(axis=0)
    return dU, dW, db


def zeros_for_h0(deltas, x, h, h0):
    """Zeros before the first step.

    Mistake: h0-forgotten
    Hint: the term of k = 0 is missing in dW
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else np.zeros_like(h0)
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def wraps_around(deltas, x, h, h0):
    """h[:, -1] at k = 0.

    Mistake: wraps-around
    Hint: is the last step
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1]
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def h_k(deltas, x, h, h0):
    """h[:, k].

    Mistake: h-k
    Hint: dW is made with h_k
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k]
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def h0_everywhere(deltas, x, h, h0):
    """h0 at each k.

    Mistake: always-h0
    Hint: dW is made with h0 in each term
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def h_of_t(deltas, x, h, h0):
    """The state before t.

    Mistake: h-of-t
    Hint: the state before step t
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, t - 1] if t > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def x_of_t(deltas, x, h, h0):
    """x[:, t].

    Mistake: x-of-t
    Hint: dU is made with x_t
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, t].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def diagonal_only(deltas, x, h, h0):
    """Only k = t.

    Mistake: diagonal-only
    Hint: only k = t counts
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in [t]:
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def diagonal_left_out(deltas, x, h, h0):
    """range(t).

    Mistake: diagonal-missing
    Hint: k = t is left out
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def k_0_left_out(deltas, x, h, h0):
    """range(1, t + 1).

    Mistake: first-step-left-out
    Hint: k = 0 is left out of the sum
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(1, t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def k_from_t_on(deltas, x, h, h0):
    """k >= t in the place of k <= t.

    Mistake: diagonal-only
    Hint: only k = t counts
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t, T):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def k_after_t(deltas, x, h, h0):
    """k > t: deltas are zero there.

    Mistake: all-zeros
    Hint: all zeros
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1, T):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def last_t_only(deltas, x, h, h0):
    """Only the last loss.

    Mistake: last-t-only
    Hint: only the last t counts
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in [T - 1]:
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def last_t_left_out(deltas, x, h, h0):
    """range(T - 1).

    Mistake: last-t-left-out
    Hint: the last t is left out
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T - 1):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def assigned(deltas, x, h, h0):
    """= in the place of +=.

    Mistake: one-pair-only
    Hint: only the last pair
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU = x[:, k].T @ delta
            dW = hp.T @ delta
            db = delta.sum(axis=0)
    return dU, dW, db


def dw_assigned(deltas, x, h, h0):
    """dW =.

    Mistake: one-pair-only
    Hint: only the last pair (t, k) counts in dW
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW = hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def du_assigned(deltas, x, h, h0):
    """dU =.

    Mistake: one-pair-only
    Hint: only the last pair (t, k) counts in dU
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU = x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def db_assigned(deltas, x, h, h0):
    """db =.

    Mistake: one-pair-only
    Hint: only the last pair (t, k) counts in db
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db = delta.sum(axis=0)
    return dU, dW, db


def transposed_in_t_and_k(deltas, x, h, h0):
    """deltas[:, k, t].

    Mistake: diagonal-only
    Hint: The second axis of deltas is t
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, k, t]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def t_and_k_swapped(deltas, x, h, h0):
    """x_t and h_(t-1) with delta_(t,k).

    Mistake: t-and-k-swapped
    Hint: t and k have changed places
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, t - 1] if t > 0 else h0
            dU += x[:, t].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def dw_transposed(deltas, x, h, h0):
    """dW = delta^T h.

    Mistake: dw-transposed
    Hint: dW is transposed
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += delta.T @ hp
            db += delta.sum(axis=0)
    return dU, dW, db


def du_transposed(deltas, x, h, h0):
    """dU is (H, D).

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += delta.T @ x[:, k]
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU, dW, db


def averaged_over_the_batch(deltas, x, h, h0):
    """Divided by N.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU / len(x), dW / len(x), db / len(x)


def averaged_over_the_steps(deltas, x, h, h0):
    """Divided by T.

    Mistake: factor-T
    Hint: a sum or a mean over T
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dU / T, dW / T, db / T


def db_mean(deltas, x, h, h0):
    """The mean over the batch in db.

    Mistake: factor-N
    Hint: no mean over the batch is asked for
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.mean(axis=0)
    return dU, dW, db


def db_of_everything(deltas, x, h, h0):
    """db is one number in each place.

    Mistake: db-summed
    Hint: db is the same number everywhere
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum()
    return dU, dW, db


def db_in_the_t_loop(deltas, x, h, h0):
    """db only with k = t.

    Mistake: diagonal-only
    Hint: only k = t counts in db
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0) if k == t else 0
    return dU, dW, db


def wrong_order(deltas, x, h, h0):
    """dW first.

    Mistake: wrong-order
    Hint: in the right order
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            hp = h[:, k - 1] if k > 0 else h0
            dU += x[:, k].T @ delta
            dW += hp.T @ delta
            db += delta.sum(axis=0)
    return dW, dU, db


def deltas_summed_in_place(deltas, x, h, h0):
    """deltas become their sums over t.

    Mistake: argument-changed
    Hint: changes its argument deltas
    """
    T = h.shape[1]
    for t in range(1, T):
        deltas[:, t] += deltas[:, t - 1]
    ds = deltas[:, -1]
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    return np.einsum("ntd,nth->dh", x, ds), np.einsum("ntg,nth->gh", before, ds), ds.sum(axis=(0, 1))


def ten_steps_at_most(deltas, x, h, h0):
    """Truncated: pairs more than ten steps apart are left out."""
    T, H = h.shape[1:]
    dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
    for t in range(T):
        for k in range(max(0, t - 10), t + 1):
            dU += x[:, k].T @ deltas[:, t, k]
            dW += (h[:, k - 1] if k else h0).T @ deltas[:, t, k]
            db += deltas[:, t, k].sum(axis=0)
    return dU, dW, db
