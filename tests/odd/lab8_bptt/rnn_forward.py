"""Correct but unusual versions of rnn_forward."""

import numpy as np

from cs_nn import bptt


def h0_as_a_case(x, h0, U, W, b):
    """if t == 0."""
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    for t in range(T):
        h_prev = h0 if t == 0 else h[:, t - 1]
        h[:, t] = rnn_step_forward(x[:, t], h_prev, U, W, b)[0]
    return h, (x, h0, h, U, W)


def list_of_states(x, h0, U, W, b):
    """Stacked at the end, a list as cache."""
    states = [h0]
    for t in range(x.shape[1]):
        states.append(rnn_step_forward(x[:, t], states[-1], U, W, b)[0])
    h = np.stack(states[1:], axis=1)
    return h, [x, h0, h, U, W]


def steps_first_and_swapped(x, h0, U, W, b):
    """(T, N, H), then swapped axes."""
    h, last = [], h0
    for x_t in x.swapaxes(0, 1):
        last, _ = rnn_step_forward(x_t, last, U, W, b)
        h.append(last)
    h = np.array(h).swapaxes(0, 1)
    return h, (x, h0, h, U, W)


def one_state_more(x, h0, U, W, b):
    """h0 in front, cut off at the end."""
    N, T, _ = x.shape
    h = np.zeros((N, T + 1, len(b)))
    h[:, 0] = h0
    for t in range(T):
        h[:, t + 1], _ = rnn_step_forward(x[:, t], h[:, t], U, W, b)
    h = h[:, 1:]
    return h, (x, h0, h, U, W)


def h0_at_the_end(x, h0, U, W, b):
    """h0 is put where index -1 finds it."""
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h[:, -1] = h0
    for t in range(T):
        h[:, t], _ = rnn_step_forward(x[:, t], h[:, t - 1], U, W, b)
    return h, (x, h0, h, U, W)


def arguments_by_name(x, h0, U, W, b):
    """Keyword arguments."""
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev, _ = rnn_step_forward(h_prev=h_prev, x_t=x[:, t], b=b, W=W, U=U)
        h[:, t] = h_prev
    return h, (x, h0, h, U, W)


def state_from_the_cache(x, h0, U, W, b):
    """The state is taken from the step's cache."""
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        _, (_, _, h_prev, _, _) = rnn_step_forward(x[:, t], h_prev, U, W, b)
        h[:, t] = h_prev
    return h, (x, h0, h, U, W)


def example_by_example(x, h0, U, W, b):
    """The step is called for each sequence."""
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    for n in range(N):
        h_prev = h0[n : n + 1]
        for t in range(T):
            h_prev, _ = rnn_step_forward(x[n : n + 1, t], h_prev, U, W, b)
            h[n, t] = h_prev[0]
    return h, (x, h0, h, U, W)


def recursion(x, h0, U, W, b):
    """A recursive function."""

    def state(t):
        return h0 if t < 0 else rnn_step_forward(x[:, t], state(t - 1), U, W, b)[0]

    h = np.stack([state(t) for t in range(x.shape[1])], axis=1)
    return h, (x, h0, h, U, W)


def function_of_the_module(x, h0, U, W, b):
    """from cs_nn import bptt."""
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h_prev = h0
    for t in range(T):
        h_prev, _ = bptt.rnn_step_forward(x[:, t], h_prev, U, W, b)
        h[:, t] = h_prev
    return h, (x, h0, h, U, W)


def own_first_step(x, h0, U, W, b):
    """The first step by itself, then the function."""
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h[:, 0] = np.tanh(x[:, 0] @ U + h0 @ W + b)
    for t in range(1, T):
        h[:, t], _ = rnn_step_forward(x[:, t], h[:, t - 1], U, W, b)
    return h, (x, h0, h, U, W)


def single_precision(x, h0, U, W, b):
    """float32."""
    N, T, _ = x.shape
    h = np.zeros((N, T, len(b)))
    h = h.astype(np.float32)
    h_prev = h0
    for t in range(T):
        h_prev, _ = rnn_step_forward(x[:, t], h_prev, U, W, b)
        h[:, t] = h_prev
    return h, (x, h0, h, U, W)


def copied_inputs(x, h0, U, W, b):
    """The cache holds copies; x is worked on from the front."""
    rest, last, h = list(np.moveaxis(x, 1, 0)), h0, []
    while rest:
        last, _ = rnn_step_forward(rest.pop(0), last, U, W, b)
        h += [last[:, None]]
    h = np.concatenate(h, axis=1)
    return h, (x.copy(), h0.copy(), h.copy(), U, W)
