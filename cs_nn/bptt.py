"""Lab 8: back-propagation through time in a simple recurrent network.

    s_t = x_t U + h_(t-1) W + b,   h_t = tanh(s_t),   z_t = h_t V + c,

with a softmax over z_t at every step. Sequences are rows: ``x`` is (N, T, D), the states ``h`` are (N, T, H), h0 is
(N, H), U (D, H), W (H, H), b (H,). (With column vectors, as in many lectures, this is s_t = U x_t + W h_(t-1) + b.)
Steps are counted from 0 in the arrays: ``h[:, 0]`` is the state after the first input. No function changes an array
that it is given, as its caller and the other functions need it; only `clip_gradients` may.
"""

from __future__ import annotations

import numpy as np


def rnn_step_forward(
    x_t: np.ndarray, h_prev: np.ndarray, U: np.ndarray, W: np.ndarray, b: np.ndarray
) -> tuple[np.ndarray, tuple]:
    """One step: ``h_t = tanh(x_t U + h_prev W + b)``.

    Parameters
    ----------
    x_t : (N, D) array; h_prev : (N, H) array
    U : (D, H) array; W : (H, H) array; b : (H,) array

    Returns
    -------
    h_t : (N, H) array
    cache : (x_t, h_prev, h_t, U, W), for `rnn_step_backward`
    """
    # TODO: h_t (N, H).
    ### BEGIN SOLUTION
    h_t = np.tanh(x_t @ U + h_prev @ W + b)
    ### END SOLUTION
    cache = (x_t, h_prev, h_t, U, W)
    return h_t, cache


def rnn_step_backward(
    dh_t: np.ndarray, cache: tuple
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Gradients of one step.

    Parameters
    ----------
    dh_t : (N, H) array, the upstream gradient, with respect to h_t
    cache : (x_t, h_prev, h_t, U, W) from `rnn_step_forward`

    Returns
    -------
    dx_t : (N, D) array; dh_prev : (N, H) array
    dU : (D, H) array; dW : (H, H) array; db : (H,) array
    """
    x_t, h_prev, h_t, U, W = cache
    # TODO: back through tanh, then dx_t, dh_prev, dU, dW and db; dh_t and the cache must not change.
    ### BEGIN SOLUTION
    ds = dh_t * (1 - h_t**2)
    dx_t = ds @ U.T
    dh_prev = ds @ W.T
    dU = x_t.T @ ds
    dW = h_prev.T @ ds
    db = ds.sum(axis=0)
    ### END SOLUTION
    return dx_t, dh_prev, dU, dW, db


def rnn_forward(x: np.ndarray, h0: np.ndarray, U: np.ndarray, W: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, tuple]:
    """All steps of a sequence.

    Parameters
    ----------
    x : (N, T, D) array; h0 : (N, H) array, the state before the first step
    U : (D, H) array; W : (H, H) array; b : (H,) array

    Returns
    -------
    h : (N, T, H) array, the states after each step
    cache : (x, h0, h, U, W), for `rnn_backward`
    """
    N, T, _ = x.shape
    h = np.empty((N, T, len(b)), np.result_type(x, U))
    # TODO: h (N, T, H), each state by rnn_step_forward from the one before.
    ### BEGIN SOLUTION
    h_prev = h0
    for t in range(T):
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, U, W, b)
        h[:, t] = h_prev
    ### END SOLUTION
    cache = (x, h0, h, U, W)
    return h, cache


def bptt_deltas(dh: np.ndarray, h: np.ndarray, W: np.ndarray) -> np.ndarray:
    """How the loss of each step depends on the s of each earlier one: ``delta_(t,k) = dL_t / ds_k``.

    delta_(t,t) = f'(s_t) * dL_t/dh_t,   delta_(t,k) = f'(s_k) * (delta_(t,k+1) W^T)   for k < t,

    with f'(s_k) = 1 - h_k^2 and * entry by entry.

    Parameters
    ----------
    dh : (N, T, H) array, ``dh[:, t]`` is the derivative of L_t, the loss of step t alone, with respect to h_t
    h : (N, T, H) array, the states
    W : (H, H) array

    Returns
    -------
    deltas : (N, T, T, H) array, ``deltas[:, t, k]`` is delta_(t,k); zeros for k > t
    """
    N, T, H = h.shape
    deltas = np.zeros((N, T, T, H), h.dtype)
    # TODO: deltas (N, T, T, H): for every t the recursion above from k = t down to k = 0.
    ### BEGIN SOLUTION
    slope = 1 - h**2
    for t in range(T):
        deltas[:, t, t] = slope[:, t] * dh[:, t]
        for k in reversed(range(t)):
            deltas[:, t, k] = slope[:, k] * (deltas[:, t, k + 1] @ W.T)
    ### END SOLUTION
    return deltas


def bptt_gradient_sum(
    deltas: np.ndarray, x: np.ndarray, h: np.ndarray, h0: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The gradients as the derivation has them, sums over all pairs of steps.

    dL/dU = sum_t sum_(k<=t) x_k^T delta_(t,k),   dL/dW the same with h_(k-1) in place of x_k,
    dL/db = sum_t sum_(k<=t) delta_(t,k); each product is summed over the N sequences too.

    Parameters
    ----------
    deltas : (N, T, T, H) array from `bptt_deltas`
    x : (N, T, D) array; h : (N, T, H) array; h0 : (N, H) array

    Returns
    -------
    dU : (D, H) array; dW : (H, H) array; db : (H,) array
    """
    _, T, H = h.shape
    dU, dW, db = np.zeros((x.shape[2], H), h.dtype), np.zeros((H, H), h.dtype), np.zeros(H, h.dtype)
    # TODO: dU (D, H), dW (H, H) and db (H,), the two sums over t and k.
    ### BEGIN SOLUTION
    for t in range(T):
        for k in range(t + 1):
            delta = deltas[:, t, k]
            dU += x[:, k].T @ delta
            dW += (h[:, k - 1] if k > 0 else h0).T @ delta
            db += delta.sum(axis=0)
    ### END SOLUTION
    return dU, dW, db


def rnn_backward(dh: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Gradients of all steps, in one sweep back through time.

    Parameters
    ----------
    dh : (N, T, H) array, the gradient that reaches each state from outside (from the outputs of its own step,
        not from later steps)
    cache : (x, h0, h, U, W) from `rnn_forward`

    Returns
    -------
    dx : (N, T, D) array; dh0 : (N, H) array
    dU : (D, H) array; dW : (H, H) array; db : (H,) array
    """
    x, h0, h, U, W = cache
    dx, dh_next = np.empty_like(x), np.zeros_like(h0)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(len(W), W.dtype)
    # TODO: dx, dh0, dU, dW, db from the last step to the first by rnn_step_backward; dh must not change.
    ### BEGIN SOLUTION
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W))
        dU += dU_t
        dW += dW_t
        db += db_t
    dh0 = dh_next
    ### END SOLUTION
    return dx, dh0, dU, dW, db


def clip_gradients(grads: dict[str, np.ndarray], max_norm: float) -> tuple[dict[str, np.ndarray], float]:
    """Gradients whose common norm is at most `max_norm` (Pascanu et al. 2013, algorithm 1).

    The norm is that of all arrays as one long vector. If it is larger than max_norm, all arrays are multiplied
    by max_norm / norm; their direction stays.

    Parameters
    ----------
    grads : dict of arrays, with any keys; they may be changed, as nobody needs them after the call
    max_norm : float

    Returns
    -------
    clipped : dict of arrays with the same keys
    norm : float, the norm before clipping
    """
    # TODO: norm (float) of all arrays together, and clipped (dict).
    ### BEGIN SOLUTION
    norm = float(np.sqrt(sum(np.sum(grad**2) for grad in grads.values())))
    factor = min(1.0, max_norm / norm) if norm > 0 else 1.0
    clipped = {name: grad * factor for name, grad in grads.items()}
    ### END SOLUTION
    return clipped, norm
