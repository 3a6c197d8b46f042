"""Lab 8: right but unusual versions of the functions, by task (`grading.right_versions` reads them)."""

import numpy as np

from cs_nn import bptt


class rnn_step_forward:
    def by_sigmoid(x_t, h_prev, U, W, b):
        """tanh(s) = 2 sigmoid(2s) - 1."""
        s = x_t @ U + h_prev @ W + b
        h_t = 2 / (1 + np.exp(-2 * s)) - 1
        return h_t, (x_t, h_prev, h_t, U, W)

    def stacked(x_t, h_prev, U, W, b):
        """One product of stacked arrays."""
        h_t = np.tanh(np.hstack([x_t, h_prev]) @ np.vstack([U, W]) + b)
        return h_t, (x_t, h_prev, h_t, U, W)

    def transposed_algebra(x_t, h_prev, U, W, b):
        """Column vectors."""
        h_t = np.tanh(U.T.dot(x_t.T) + W.T.dot(h_prev.T) + b[:, None]).T
        return h_t, (x_t, h_prev, h_t, U, W)

    def einsum(x_t, h_prev, U, W, b):
        """einsum and a list as cache."""
        h_t = np.tanh(np.einsum("nd,dh->nh", x_t, U) + np.einsum("ng,gh->nh", h_prev, W) + b)
        return [h_t, [x_t, h_prev, h_t, U, W]]

    def loops(x_t, h_prev, U, W, b):
        """Explicit loops."""
        N, H = h_prev.shape
        h_t = np.zeros((N, H))
        for n in range(N):
            for j in range(H):
                s = b[j]
                for d in range(x_t.shape[1]):
                    s += x_t[n, d] * U[d, j]
                for i in range(H):
                    s += h_prev[n, i] * W[i, j]
                h_t[n, j] = np.tanh(s)
        return h_t, (x_t, h_prev, h_t, U, W)

    def in_place(x_t, h_prev, U, W, b):
        """In place on its own array."""
        h_t = x_t @ U
        h_t += h_prev @ W
        h_t += b
        np.tanh(h_t, out=h_t)
        return h_t, (x_t, h_prev, h_t, U, W)

    def single_precision(x_t, h_prev, U, W, b):
        """float32."""
        h_t = np.tanh(x_t.astype(np.float32) @ U.astype(np.float32) + h_prev @ W + b).astype(np.float32)
        return h_t, (x_t, h_prev, h_t, U, W)

    def copies_in_the_cache(x_t, h_prev, U, W, b):
        """The cache holds copies."""
        h_t = np.tanh(np.matmul(x_t, U) + np.matmul(h_prev, W) + b)
        return h_t, (x_t.copy(), h_prev.copy(), h_t.copy(), U.copy(), W.copy())


class rnn_step_backward:
    def factored_slope(dh_t, cache):
        """(1 - h)(1 + h)."""
        x_t, h_prev, h_t, U, W = cache
        ds = dh_t * (1 - h_t) * (1 + h_t)
        return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)

    def cosh(dh_t, cache):
        """The slope from s_t, 1 / cosh^2."""
        x_t, h_prev, h_t, U, W = cache
        ds = dh_t / np.cosh(np.arctanh(h_t)) ** 2
        return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)

    def step_by_step(dh_t, cache):
        """Each operation by itself."""
        x_t, h_prev, h_t, U, W = cache
        slope = 1 - np.square(h_t)
        ds = np.multiply(slope, dh_t)
        db = np.ones(len(ds)) @ ds
        dU = np.dot(x_t.T, ds)
        dW = np.dot(h_prev.T, ds)
        dx_t = np.dot(ds, U.T)
        dh_prev = np.dot(ds, W.T)
        return [dx_t, dh_prev, dU, dW, db]

    def transposed_algebra(dh_t, cache):
        """Column vectors."""
        x_t, h_prev, h_t, U, W = cache
        ds = (dh_t * (1 - h_t**2)).T
        return U.dot(ds).T, W.dot(ds).T, ds.dot(x_t).T, ds.dot(h_prev).T, ds.sum(axis=1)

    def einsum(dh_t, cache):
        """einsum."""
        x_t, h_prev, h_t, U, W = cache
        ds = dh_t - dh_t * h_t * h_t
        return (
            np.einsum("nh,dh->nd", ds, U),
            np.einsum("nh,gh->ng", ds, W),
            np.einsum("nd,nh->dh", x_t, ds),
            np.einsum("ng,nh->gh", h_prev, ds),
            np.einsum("nh->h", ds),
        )

    def example_by_example(dh_t, cache):
        """Outer products."""
        x_t, h_prev, h_t, U, W = cache
        ds = dh_t * (1 - h_t**2)
        dU, dW = np.zeros_like(U), np.zeros_like(W)
        for n in range(len(ds)):
            dU += np.outer(x_t[n], ds[n])
            dW += np.outer(h_prev[n], ds[n])
        return np.array([U @ row for row in ds]), np.array([W @ row for row in ds]), dU, dW, sum(ds)

    def stacked(dh_t, cache):
        """One product for U and W."""
        x_t, h_prev, h_t, U, W = cache
        D = len(U)
        ds = dh_t * (1 - h_t**2)
        both, d_both = np.hstack([x_t, h_prev]).T @ ds, ds @ np.vstack([U, W]).T
        return d_both[:, :D], d_both[:, D:], both[:D], both[D:], ds.sum(0)

    def in_place_on_a_copy(dh_t, cache):
        """In place on a copy."""
        x_t, h_prev, h_t, U, W = cache
        ds = dh_t.copy()
        ds *= 1 - h_t**2
        return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)

    def single_precision(dh_t, cache):
        """float32."""
        x_t, h_prev, h_t, U, W = (part.astype(np.float32) for part in cache)
        ds = dh_t.astype(np.float32) * (1 - h_t**2)
        return ds @ U.T, ds @ W.T, x_t.T @ ds, h_prev.T @ ds, ds.sum(axis=0)


class rnn_forward:
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


class bptt_deltas:
    def all_t_at_once(dh, h, W):
        """The loop over k outside, all t >= k at once."""
        N, T, H = h.shape
        deltas = np.zeros((N, T, T, H))
        slope = 1 - h * h
        for k in reversed(range(T)):
            deltas[:, k, k] = slope[:, k] * dh[:, k]
            if k < T - 1:
                deltas[:, k + 1 :, k] = slope[:, None, k] * (deltas[:, k + 1 :, k + 1] @ W.T)
        return deltas

    def running_delta(dh, h, W):
        """One running delta for each t."""
        N, T, H = h.shape
        deltas = np.zeros((N, T, T, H))
        for t in range(T):
            delta = dh[:, t]
            for k in range(t, -1, -1):
                if k < t:
                    delta = delta @ W.T
                delta = delta * (1 - h[:, k] ** 2)
                deltas[:, t, k] = delta
        return deltas

    def recursion(dh, h, W):
        """A recursive function."""
        N, T, H = h.shape
        deltas = np.zeros((N, T, T, H))

        def delta(t, k):
            return (1 - h[:, k] ** 2) * (dh[:, t] if k == t else np.dot(delta(t, k + 1), W.T))

        for t in range(T):
            for k in range(t + 1):
                deltas[:, t, k] = delta(t, k)
        return deltas

    def jacobians(dh, h, W):
        """Products of Jacobian matrices for each example."""
        N, T, H = h.shape
        deltas = np.zeros((N, T, T, H))
        for n in range(N):
            for t in range(T):
                row = dh[n, t] @ np.diag(1 - h[n, t] ** 2)
                deltas[n, t, t] = row
                for k in reversed(range(t)):
                    row = np.diag(1 - h[n, k] ** 2) @ W @ row
                    deltas[n, t, k] = row
        return deltas

    def back_in_time_by_distance(dh, h, W):
        """Diagonal by diagonal: all pairs with the same t - k."""
        N, T, H = h.shape
        deltas = np.zeros((N, T, T, H))
        slope = 1 - h**2
        t = np.arange(T)
        deltas[:, t, t] = slope * dh
        for back in range(1, T):
            t = np.arange(back, T)
            k = t - back
            deltas[:, t, k] = slope[:, k] * (deltas[:, t, k + 1] @ W.T)
        return deltas

    def transposed_and_back(dh, h, W):
        """Built as (T, T, N, H), then transposed."""
        N, T, H = h.shape
        slope = (1 - h**2).swapaxes(0, 1)
        rows = [[np.zeros((N, H))] * T for _ in range(T)]
        for t in range(T):
            rows[t][t] = slope[t] * dh[:, t]
            for k in reversed(range(t)):
                rows[t][k] = slope[k] * np.einsum("nh,gh->ng", rows[t][k + 1], W)
        return np.array(rows).transpose(2, 0, 1, 3)

    def step_function(dh, h, W):
        """With rnn_step_backward."""
        N, T, H = h.shape
        deltas = np.zeros((N, T, T, H))
        for t in range(T):
            flow = dh[:, t]
            for k in reversed(range(t + 1)):
                deltas[:, t, k] = flow * (1 - h[:, k] ** 2)
                _, flow, _, _, _ = rnn_step_backward(flow, (np.zeros((N, 1)), h[:, k], h[:, k], np.zeros((1, H)), W))
        return deltas

    def single_precision(dh, h, W):
        """float32."""
        N, T, H = h.shape
        deltas = np.zeros((N, T, T, H), np.float32)
        for t in range(T):
            deltas[:, t, t] = (1 - h[:, t] ** 2) * dh[:, t]
            for k in reversed(range(t)):
                deltas[:, t, k] = (1 - h[:, k] ** 2) * (deltas[:, t, k + 1] @ W.T)
        return deltas


class bptt_gradient_sum:
    def all_pairs(deltas, x, h, h0):
        """The loop over all k: the others are zero."""
        _, T, H = h.shape
        dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
        for t in range(T):
            for k in range(T):
                delta = deltas[:, t, k]
                hp = h[:, k - 1] if k > 0 else h0
                dU += x[:, k].T @ delta
                dW += hp.T @ delta
                db += delta.sum(axis=0)
        return dU, dW, db

    def einsum(deltas, x, h, h0):
        """The double sum in einsum."""
        before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
        return (np.einsum("nkd,ntkh->dh", x, deltas), np.einsum("nkg,ntkh->gh", before, deltas), deltas.sum(axis=(0, 1, 2)))

    def sum_over_t_first(deltas, x, h, h0):
        """sum over t, then one product for each k."""
        ds = deltas.sum(axis=1)
        T = h.shape[1]
        dU = sum(x[:, k].T @ ds[:, k] for k in range(T))
        dW = h0.T @ ds[:, 0] + sum(h[:, k - 1].T @ ds[:, k] for k in range(1, T))
        return dU, dW, ds.sum(axis=(0, 1))

    def tensordot(deltas, x, h, h0):
        """tensordot over the batch and k."""
        ds = deltas.sum(axis=1)
        before = np.roll(h, 1, axis=1)
        before[:, 0] = h0
        axes = ((0, 1), (0, 1))
        return [np.tensordot(x, ds, axes), np.tensordot(before, ds, axes), np.einsum("nkh->h", ds)]

    def k_outside(deltas, x, h, h0):
        """The loop over k outside, t from k on."""
        N, T, H = h.shape
        dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
        for k in reversed(range(T)):
            hp = h0 if k == 0 else h[:, k - 1]
            for t in range(k, T):
                dU += x[:, k].T.dot(deltas[:, t, k])
                dW += hp.T.dot(deltas[:, t, k])
                db += np.ones(N) @ deltas[:, t, k]
        return dU, dW, db

    def example_by_example(deltas, x, h, h0):
        """Outer products."""
        N, T, H = h.shape
        dU, dW, db = np.zeros((x.shape[2], H)), np.zeros((H, H)), np.zeros(H)
        for n in range(N):
            states = np.vstack([h0[n], h[n]])
            for t in range(T):
                for k in range(t + 1):
                    dU += np.outer(x[n, k], deltas[n, t, k])
                    dW += np.outer(states[k], deltas[n, t, k])
                    db += deltas[n, t, k]
        return dU, dW, db

    def one_matrix(deltas, x, h, h0):
        """All rows (n, k) in one product."""
        D, H = x.shape[2], h.shape[2]
        ds = np.add.reduce(deltas, axis=1).reshape(-1, H)
        before = np.concatenate([h0[:, None], h], axis=1)[:, :-1]
        both = np.concatenate([x, before, np.ones_like(x[:, :, :1])], axis=2).reshape(len(ds), -1).T @ ds
        return both[:D], both[D:-1], both[-1]

    def single_precision(deltas, x, h, h0):
        """float32."""
        _, T, H = h.shape
        dU, dW, db = (np.zeros(n, np.float32) for n in ((x.shape[2], H), (H, H), H))
        for t in range(T):
            for k in range(t + 1):
                delta = deltas[:, t, k]
                hp = h[:, k - 1] if k > 0 else h0
                dU += x[:, k].T @ delta
                dW += hp.T @ delta
                db += delta.sum(axis=0)
        return dU, dW, db


class rnn_backward:
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


class clip_gradients:
    def one_vector(grads, max_norm):
        """All entries in one vector."""
        norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads.values()]))
        factor = min(1, max_norm / norm) if norm else 1
        return {name: factor * g for name, g in grads.items()}, norm

    def norm_of_norms(grads, max_norm):
        """The norm of the norms."""
        norm = np.linalg.norm([np.linalg.norm(g) for g in grads.values()])
        if norm <= max_norm:
            return grads, norm
        return {name: g / norm * max_norm for name, g in grads.items()}, norm

    def small_number_in_the_denominator(grads, max_norm):
        """norm + 1e-6, as in PyTorch."""
        norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
        factor = min(1.0, max_norm / (norm + 1e-6))
        return {name: g * factor for name, g in grads.items()}, norm

    def largest_of_both(grads, max_norm):
        """Divided by max(norm, max_norm)."""
        norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
        factor = max_norm / max(norm, max_norm)
        return {name: g * factor for name, g in grads.items()}, norm

    def loops(grads, max_norm):
        """Explicit loops."""
        total = 0.0
        for name in grads:
            for value in grads[name].flat:
                total += value * value
        norm = total**0.5
        clipped = {}
        for name in grads:
            clipped[name] = grads[name].copy()
            if norm > max_norm:
                clipped[name] *= max_norm / norm
        return clipped, norm

    def in_place(grads, max_norm):
        """The arrays of the caller are scaled and returned."""
        norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
        if norm > max_norm:
            for name in grads:
                grads[name] *= max_norm / norm
        return grads, norm

    def zero_dimensional_norm(grads, max_norm):
        """The norm is a 0-d array, a list is returned."""
        norm = np.sqrt(np.asarray(sum(np.vdot(g, g) for g in grads.values())))
        with np.errstate(divide="ignore"):
            factor = np.minimum(1, np.divide(max_norm, norm))
        return [dict((name, g * factor) for name, g in grads.items()), norm]

    def scaled_first(grads, max_norm):
        """Divided by the largest entry before squaring."""
        largest = max(np.abs(g).max() for g in grads.values()) or 1.0
        norm = largest * np.sqrt(sum(np.sum((g / largest) ** 2) for g in grads.values()))
        clipped = dict(grads)
        if norm > max_norm:
            clipped.update({name: g * (max_norm / norm) for name, g in grads.items()})
        return clipped, norm

    def infinite_factor(grads, max_norm):
        """max_norm / 0 is inf, and the smaller of 1 and inf is 1."""
        norm = np.sqrt(np.sum([np.sum(np.square(g)) for g in grads.values()]))
        return {name: np.minimum(max_norm / norm, 1) * g for name, g in grads.items()}, norm
