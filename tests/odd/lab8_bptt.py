"""Lab 8: right but unusual versions of the functions (`grading.right_versions` says how to read them)."""

import numpy as np

from cs_nn import bptt

TABLE = r"""
== rnn_step_forward
by_sigmoid: tanh(s) = 2 sigmoid(2s) - 1.
    | s = x_t @ U + h_prev @ W + b
    | h_t = 2 / (1 + np.exp(-2 * s)) - 1
stacked: One product of stacked arrays.
    x_t @ U + h_prev @ W -> np.hstack([x_t, h_prev]) @ np.vstack([U, W])
transposed_algebra: Column vectors.
    | h_t = np.tanh(U.T.dot(x_t.T) + W.T.dot(h_prev.T) + b[:, None]).T
einsum: einsum and a list as cache.
    x_t @ U + h_prev @ W -> np.einsum("nd,dh->nh", x_t, U) + np.einsum("ng,gh->nh", h_prev, W)
    & return h_t, cache -> return [h_t, list(cache)]
loops: Explicit loops.
    | h_t = np.zeros(h_prev.shape)
    | for n in range(len(h_t)):
    |     for j in range(len(b)):
    |         s = b[j]
    |         for d in range(x_t.shape[1]):
    |             s += x_t[n, d] * U[d, j]
    |         for i in range(len(b)):
    |             s += h_prev[n, i] * W[i, j]
    |         h_t[n, j] = np.tanh(s)
in_place: In place on its own array.
    | h_t = x_t @ U
    | h_t += h_prev @ W
    | h_t += b
    | np.tanh(h_t, out=h_t)
single_precision: float32.
    | h_t = np.tanh(x_t.astype(np.float32) @ U.astype(np.float32) + h_prev @ W + b).astype(np.float32)
copies_in_the_cache: The cache holds copies.
    x_t @ U + h_prev @ W -> np.matmul(x_t, U) + np.matmul(h_prev, W)
    & (x_t, h_prev, h_t, U, W) -> (x_t.copy(), h_prev.copy(), h_t.copy(), U.copy(), W.copy())

== rnn_step_backward
factored_slope: (1 - h)(1 + h).
    dh_t * (1 - h_t**2) -> dh_t * (1 - h_t) * (1 + h_t)
cosh: The slope from s_t, 1 / cosh^2.
    dh_t * (1 - h_t**2) -> dh_t / np.cosh(np.arctanh(h_t)) ** 2
step_by_step: Each operation by itself, a list of gradients.
    | slope = 1 - np.square(h_t)
    | ds = np.multiply(slope, dh_t)
    | db = np.ones(len(ds)) @ ds
    | dU = np.dot(x_t.T, ds)
    | dW = np.dot(h_prev.T, ds)
    | dx_t = np.dot(ds, U.T)
    | dh_prev = np.dot(ds, W.T)
    & return dx_t, dh_prev, dU, dW, db -> return [dx_t, dh_prev, dU, dW, db]
transposed_algebra
    | ds = (dh_t * (1 - h_t**2)).T
    | dx_t, dh_prev, dU, dW, db = U.dot(ds).T, W.dot(ds).T, ds.dot(x_t).T, ds.dot(h_prev).T, ds.sum(axis=1)
einsum: einsum.
    | ds = dh_t - dh_t * h_t * h_t
    | dx_t, dh_prev = np.einsum("nh,dh->nd", ds, U), np.einsum("nh,gh->ng", ds, W)
    | dU, dW = np.einsum("nd,nh->dh", x_t, ds), np.einsum("ng,nh->gh", h_prev, ds)
    | db = np.einsum("nh->h", ds)
example_by_example: Outer products.
    | ds = dh_t * (1 - h_t**2)
    | dU, dW, db = np.zeros_like(U), np.zeros_like(W), sum(ds)
    | for n in range(len(ds)):
    |     dU += np.outer(x_t[n], ds[n])
    |     dW += np.outer(h_prev[n], ds[n])
    | dx_t, dh_prev = np.array([U @ row for row in ds]), np.array([W @ row for row in ds])
stacked: One product for U and W.
    | D = len(U)
    | ds = dh_t * (1 - h_t**2)
    | both, d_both = np.hstack([x_t, h_prev]).T @ ds, ds @ np.vstack([U, W]).T
    | dx_t, dh_prev, dU, dW, db = d_both[:, :D], d_both[:, D:], both[:D], both[D:], ds.sum(0)
in_place_on_a_copy: In place on a copy.
    ds = dh_t * (1 - h_t**2) -> ds = dh_t.copy(); ds *= 1 - h_t**2
single_precision
    W = cache -> W = (part.astype(np.float32) for part in cache)
    & ds = dh_t -> ds = dh_t.astype(np.float32)

== rnn_forward
h0_as_a_case: if t == 0.
    | for t in range(T):
    |     h_prev = h0 if t == 0 else h[:, t - 1]
    |     h[:, t] = rnn_step_forward(x[:, t], h_prev, U, W, b)[0]
list_of_states: Stacked at the end, a list as cache.
    | states = [h0]
    | for t in range(T):
    |     states.append(rnn_step_forward(x[:, t], states[-1], U, W, b)[0])
    | h = np.stack(states[1:], axis=1)
    & (x, h0, h, U, W) -> [x, h0, h, U, W]
steps_first_and_swapped: (T, N, H), then swapped axes.
    | h, last = [], h0
    | for x_t in x.swapaxes(0, 1):
    |     last, _ = rnn_step_forward(x_t, last, U, W, b)
    |     h.append(last)
    | h = np.array(h).swapaxes(0, 1)
one_state_more: h0 in front, cut off at the end.
    | h = np.zeros((N, T + 1, len(b)))
    | h[:, 0] = h0
    | for t in range(T):
    |     h[:, t + 1], _ = rnn_step_forward(x[:, t], h[:, t], U, W, b)
    | h = h[:, 1:]
h0_at_the_end: h0 is put where index -1 finds it.
    | h[:, -1] = h0
    | for t in range(T):
    |     h[:, t], _ = rnn_step_forward(x[:, t], h[:, t - 1], U, W, b)
arguments_by_name: Keyword arguments.
    rnn_step_forward(x[:, t], h_prev, U, W, b) -> rnn_step_forward(h_prev=h_prev, x_t=x[:, t], b=b, W=W, U=U)
state_from_the_cache: The state is taken from the step's cache.
    h_prev, _ = -> _, (_, _, h_prev, _, _) =
example_by_example: The step is called for each sequence.
    | for n in range(N):
    |     h_prev = h0[n : n + 1]
    |     for t in range(T):
    |         h_prev, _ = rnn_step_forward(x[n : n + 1, t], h_prev, U, W, b)
    |         h[n, t] = h_prev[0]
recursion: A recursive function.
    | def state(t):
    |     return h0 if t < 0 else rnn_step_forward(x[:, t], state(t - 1), U, W, b)[0]
    |
    | h = np.stack([state(t) for t in range(T)], axis=1)
function_of_the_module: from cs_nn import bptt.
    rnn_step_forward( -> bptt.rnn_step_forward(
own_first_step: The first step by itself, then the function.
    | h[:, 0] = np.tanh(x[:, 0] @ U + h0 @ W + b)
    | for t in range(1, T):
    |     h[:, t], _ = rnn_step_forward(x[:, t], h[:, t - 1], U, W, b)
single_precision
    np.result_type(x, U) -> np.float32
copied_inputs: The cache holds copies; x is worked on from the front.
    | rest, last, h = list(np.moveaxis(x, 1, 0)), h0, []
    | while rest:
    |     last, _ = rnn_step_forward(rest.pop(0), last, U, W, b)
    |     h += [last[:, None]]
    | h = np.concatenate(h, axis=1)
    & (x, h0, h, U, W) -> (x.copy(), h0.copy(), h.copy(), U, W)

== bptt_deltas
all_t_at_once: The loop over k outside, all t >= k at once.
    | slope = 1 - h * h
    | for k in reversed(range(T)):
    |     deltas[:, k, k] = slope[:, k] * dh[:, k]
    |     if k < T - 1:
    |         deltas[:, k + 1 :, k] = slope[:, None, k] * (deltas[:, k + 1 :, k + 1] @ W.T)
running_delta: One running delta for each t.
    | for t in range(T):
    |     delta = dh[:, t]
    |     for k in range(t, -1, -1):
    |         if k < t:
    |             delta = delta @ W.T
    |         delta = delta * (1 - h[:, k] ** 2)
    |         deltas[:, t, k] = delta
recursion
    | def delta(t, k):
    |     return (1 - h[:, k] ** 2) * (dh[:, t] if k == t else np.dot(delta(t, k + 1), W.T))
    |
    | for t in range(T):
    |     for k in range(t + 1):
    |         deltas[:, t, k] = delta(t, k)
jacobians: Products of Jacobian matrices for each example.
    | for n in range(N):
    |     for t in range(T):
    |         row = dh[n, t] @ np.diag(1 - h[n, t] ** 2)
    |         deltas[n, t, t] = row
    |         for k in reversed(range(t)):
    |             row = np.diag(1 - h[n, k] ** 2) @ W @ row
    |             deltas[n, t, k] = row
back_in_time_by_distance: Diagonal by diagonal: all pairs with the same t - k.
    | slope = 1 - h**2
    | deltas[:, range(T), range(T)] = slope * dh
    | for back in range(1, T):
    |     t = np.arange(back, T)
    |     k = t - back
    |     deltas[:, t, k] = slope[:, k] * (deltas[:, t, k + 1] @ W.T)
transposed_and_back: Built as (T, T, N, H), then transposed.
    | slope = (1 - h**2).swapaxes(0, 1)
    | rows = [[np.zeros((N, H))] * T for _ in range(T)]
    | for t in range(T):
    |     rows[t][t] = slope[t] * dh[:, t]
    |     for k in reversed(range(t)):
    |         rows[t][k] = slope[k] * np.einsum("nh,gh->ng", rows[t][k + 1], W)
    | deltas = np.array(rows).transpose(2, 0, 1, 3)
step_function: With rnn_step_backward.
    | for t in range(T):
    |     flow = dh[:, t]
    |     for k in reversed(range(t + 1)):
    |         deltas[:, t, k] = flow * (1 - h[:, k] ** 2)
    |         step = (np.zeros((N, 1)), h[:, k], h[:, k], np.zeros((1, H)), W)
    |         _, flow, _, _, _ = rnn_step_backward(flow, step)
single_precision
    h.dtype -> np.float32

== bptt_gradient_sum
all_pairs: The loop over all k: the others are zero.
    range(t + 1) -> range(T)
einsum: The double sum in einsum.
    | before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    | dU, dW = np.einsum("nkd,ntkh->dh", x, deltas), np.einsum("nkg,ntkh->gh", before, deltas)
    | db = deltas.sum(axis=(0, 1, 2))
sum_over_t_first: sum over t, then one product for each k.
    | ds = deltas.sum(axis=1)
    | dU = sum(x[:, k].T @ ds[:, k] for k in range(T))
    | dW = h0.T @ ds[:, 0] + sum(h[:, k - 1].T @ ds[:, k] for k in range(1, T))
    | db = ds.sum(axis=(0, 1))
tensordot: tensordot over the batch and k, a list of gradients.
    | ds = deltas.sum(axis=1)
    | before = np.roll(h, 1, axis=1)
    | before[:, 0] = h0
    | axes = ((0, 1), (0, 1))
    & return dU, dW, db -> return [np.tensordot(x, ds, axes), np.tensordot(before, ds, axes), np.einsum("nkh->h", ds)]
k_outside: The loop over k outside, t from k on.
    | for k in reversed(range(T)):
    |     hp = h0 if k == 0 else h[:, k - 1]
    |     for t in range(k, T):
    |         dU += x[:, k].T.dot(deltas[:, t, k])
    |         dW += hp.T.dot(deltas[:, t, k])
    |         db += np.ones(len(h)) @ deltas[:, t, k]
example_by_example: Outer products.
    | for n in range(len(h)):
    |     states = np.vstack([h0[n], h[n]])
    |     for t in range(T):
    |         for k in range(t + 1):
    |             dU += np.outer(x[n, k], deltas[n, t, k])
    |             dW += np.outer(states[k], deltas[n, t, k])
    |             db += deltas[n, t, k]
one_matrix: All rows (n, k) in one product.
    | D = x.shape[2]
    | ds = np.add.reduce(deltas, axis=1).reshape(-1, H)
    | before = np.concatenate([h0[:, None], h], axis=1)[:, :-1]
    | both = np.concatenate([x, before, np.ones_like(x[:, :, :1])], axis=2).reshape(len(ds), -1).T @ ds
    | dU, dW, db = both[:D], both[D:-1], both[-1]
single_precision
    h.dtype => np.float32

== rnn_backward
negative_index: Indices -1, -2, ...
    | states = np.concatenate([h0[:, None], h], axis=1)
    | for k in range(1, x.shape[1] + 1):
    |     step = (x[:, -k], states[:, -k - 1], states[:, -k], U, W)
    |     dx[:, -k], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, -k] + dh_next, step)
    |     dU, dW, db = dU + dU_t, dW + dW_t, db + db_t
    | dh0 = dh_next
sum_before_the_step: The sum on a line of its own, a list as cache.
    | for t in range(x.shape[1] - 1, -1, -1):
    |     total = dh[:, t].copy()
    |     if t < x.shape[1] - 1:
    |         total += dh0
    |     before = h0 if t == 0 else h[:, t - 1]
    |     step = rnn_step_backward(total, [x[:, t], before, h[:, t], U, W])
    |     dx[:, t], dh0 = step[:2]
    |     for whole, part in zip((dU, dW, db), step[2:]):
    |         whole += part
work_on_a_copy: The copy of dh collects what flows back.
    | dh = dh.copy()
    | for t in reversed(range(x.shape[1])):
    |     h_prev = h[:, t - 1] if t > 0 else h0
    |     dx[:, t], dh0, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t], (x[:, t], h_prev, h[:, t], U, W))
    |     if t > 0:
    |         dh[:, t - 1] += dh0
    |     dU += dU_t
    |     dW += dW_t
    |     db += db_t
sums_at_the_end: All steps in lists.
    | dh0, parts = 0, []
    | for t in range(x.shape[1])[::-1]:
    |     parts.insert(0, rnn_step_backward(dh[:, t] + dh0, (x[:, t], h[:, t - 1] if t else h0, h[:, t], U, W)))
    |     dh0 = parts[0][1]
    | dx, _, dU, dW, db = zip(*parts)
    & return dx, dh0, dU, dW, db -> return np.stack(dx, axis=1), dh0, sum(dU), sum(dW), sum(db)
recursion
    | def back(t, flow):
    |     nonlocal dU, dW, db
    |     if t < 0:
    |         return flow
    |     step = (x[:, t], h[:, t - 1] if t else h0, h[:, t], U, W)
    |     dx[:, t], flow, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + flow, step)
    |     dU, dW, db = dU + dU_t, dW + dW_t, db + db_t
    |     return back(t - 1, flow)
    |
    | dh0 = back(x.shape[1] - 1, 0)
argument_by_name: Keyword arguments.
    (dh[:, t] + dh_next, (x[:, t], h_prev, h[:, t], U, W)) -> (cache=step, dh_t=dh_next + dh[:, t])
    & h[:, t - 1] if t > 0 else h0 -> h[:, t - 1] if t > 0 else h0; step = x[:, t], h_prev, h[:, t], U, W
example_by_example: The step is called for each sequence.
    | dh0 = np.zeros_like(h0)
    | for n in range(len(x)):
    |     flow = np.zeros((1, len(W)))
    |     for t in reversed(range(x.shape[1])):
    |         h_prev = h[n : n + 1, t - 1] if t > 0 else h0[n : n + 1]
    |         step = (x[n : n + 1, t], h_prev, h[n : n + 1, t], U, W)
    |         dx[n, t], flow, dU_t, dW_t, db_t = rnn_step_backward(dh[n : n + 1, t] + flow, step)
    |         dU += dU_t
    |         dW += dW_t
    |         db += db_t
    |     dh0[n] = flow[0]
function_of_the_module: from cs_nn import bptt.
    rnn_step_backward( -> bptt.rnn_step_backward(
own_matrix_products: Without rnn_step_backward; weights from all ds at once.
    | ds, dh0 = np.zeros_like(h), 0
    | for t in range(h.shape[1] - 1, -1, -1):
    |     ds[:, t] = (dh[:, t] + dh0) * (1 - h[:, t] ** 2)
    |     dh0 = ds[:, t] @ W.T
    | before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    | dU, dW = np.tensordot(x, ds, ((0, 1), (0, 1))), np.tensordot(before, ds, ((0, 1), (0, 1)))
    | dx, db = ds @ U.T, ds.sum(axis=(0, 1))
by_the_sum_of_deltas: Without the sweep: the double sum over t and k.
    | deltas = bptt_deltas(dh, h, W)
    | ds = deltas.sum(axis=1)
    | dx, dh0 = ds @ U.T, ds[:, 0] @ W.T
    | dU, dW, db = bptt_gradient_sum(deltas, x, h, h0)
own_and_asked: The step without its dW; dW by itself.
    dW += dW_t -> dW += np.einsum("ng,nh->gh", h_prev, total * (1 - h[:, t] ** 2))
    & h_prev = h[:, t - 1] if t > 0 else h0 -> h_prev = h[:, t - 1] if t > 0 else h0; total = dh[:, t] + dh_next
    & dx[:, t], dh_next, dU_t, dW_t, -> dx[:, t], dh_next, dU_t, _,
dh0_from_the_loop: dh0 is set at t = 0.
    | for t in reversed(range(x.shape[1])):
    |     if t == 0:
    |         dx[:, 0], dh0, dU_t, dW_t, db_t = rnn_step_backward(dh[:, 0] + dh_next, (x[:, 0], h0, h[:, 0], U, W))
    |     else:
    |         step = (x[:, t], h[:, t - 1], h[:, t], U, W)
    |         dx[:, t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(dh[:, t] + dh_next, step)
    |     dU += dU_t
    |     dW += dW_t
    |     db += db_t

== clip_gradients
one_vector: All entries in one vector.
    | norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads.values()]))
    | factor = min(1, max_norm / norm) if norm else 1
    | clipped = {name: factor * g for name, g in grads.items()}
norm_of_norms: The norm of the norms.
    | norm = np.linalg.norm([np.linalg.norm(g) for g in grads.values()])
    | if norm <= max_norm:
    |     return grads, norm
    | clipped = {name: g / norm * max_norm for name, g in grads.items()}
small_number_in_the_denominator: norm + 1e-6, as in PyTorch.
    min(1.0, max_norm / norm) if norm > 0 else 1.0 -> min(1.0, max_norm / (norm + 1e-6))
largest_of_both: Divided by max(norm, max_norm).
    min(1.0, max_norm / norm) if norm > 0 else 1.0 -> max_norm / max(norm, max_norm)
loops: Explicit loops.
    | total = 0.0
    | for name in grads:
    |     for value in grads[name].flat:
    |         total += value * value
    | norm, clipped = total**0.5, {}
    | for name in grads:
    |     clipped[name] = grads[name].copy()
    |     if norm > max_norm:
    |         clipped[name] *= max_norm / norm
in_place: The arrays of the caller are scaled and returned.
    | norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    | if norm > max_norm:
    |     for name in grads:
    |         grads[name] *= max_norm / norm
    | clipped = grads
zero_dimensional_norm: The norm is a 0-d array, a list is returned.
    | norm = np.sqrt(np.asarray(sum(np.vdot(g, g) for g in grads.values())))
    | with np.errstate(divide="ignore"):
    |     factor = np.minimum(1, np.divide(max_norm, norm))
    & return clipped, norm -> return [dict((name, g * factor) for name, g in grads.items()), norm]
scaled_first: Divided by the largest entry before squaring.
    | largest = max(np.abs(g).max() for g in grads.values()) or 1.0
    | norm = largest * np.sqrt(sum(np.sum((g / largest) ** 2) for g in grads.values()))
    | clipped = dict(grads)
    | if norm > max_norm:
    |     clipped.update({name: g * (max_norm / norm) for name, g in grads.items()})
infinite_factor: max_norm / 0 is inf, and the smaller of 1 and inf is 1.
    | norm = np.sqrt(np.sum([np.sum(np.square(g)) for g in grads.values()]))
    | clipped = {name: np.minimum(max_norm / norm, 1) * g for name, g in grads.items()}
"""
