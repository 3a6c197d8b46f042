"""Lab 8: known mistakes, as changes of right functions (`grading.mistakes` says how to read them)."""

from collections import defaultdict

import numpy as np
from scipy.special import expit as sigmoid

KEPT = defaultdict(list)  # what a function keeps from call to call


TABLE = r"""
== rnn_forward
+ own_step_forward: Without rnn_step_forward, inputs multiplied at once.
    | s = x @ U + b
    | h_prev = h0
    | for t in range(T):
    |     h_prev = h[:, t] = np.tanh(s[:, t] + h_prev @ W)

== rnn_backward
+ own_step_backward: Without rnn_step_backward.
    | for t in reversed(range(x.shape[1])):
    |     h_prev = h[:, t - 1] if t > 0 else h0
    |     ds = (dh[:, t] + dh_next) * (1 - h[:, t] ** 2)
    |     dx[:, t], dh_next = ds @ U.T, ds @ W.T
    |     dU += x[:, t].T @ ds
    |     dW += h_prev.T @ ds
    |     db += ds.sum(axis=0)
    | dh0 = dh_next

== rnn_step_forward, rnn_forward of own_step_forward
sigmoid: this is the sigmoid: the states of this network are tanh.
    np.tanh( -> sigmoid(
no-tanh: tanh is missing.
    np.tanh( -> (
relu: this is the ReLU: the states of this network are tanh.
    np.tanh( -> np.maximum(0,
w-transposed: W is transposed: rows times W, as U.
    h_prev @ W -> h_prev @ W.T

== rnn_step_forward
cached-s: the cache holds s_t where h_t, after tanh, is meant.
    h_prev, h_t, U, W) -> h_prev, x_t @ U + h_prev @ W + b, U, W)
cache-overwritten: the cache holds h_t where h_prev is meant: is h_prev overwritten?
    (x_t, h_prev, h_t, -> (x_t, h_t, h_t,
sigmoid
    np.tanh(x_t @ U + h_prev @ W + b) -> sigmoid(2 * (x_t @ U + h_prev @ W + b))
tan: this is not tanh, the hyperbolic tangent.
    np.tanh -> np.<<tan|arctan|sinh>>
tanh-of-each: tanh is taken of each term: it is taken once, of their sum.
    np.tanh(x_t @ U + h_prev @ W + b) -> np.tanh(x_t @ U) + np.tanh(h_prev @ W<< + b)|) + b>>
input-outside: the term with x_t is added after tanh: it is a part of s_t.
    np.tanh(x_t @ U + h_prev @ W + b) -> np.tanh(h_prev @ W + b) + x_t @ U
one-sequence: the state of the first sequence enters for all: each has its own.
    h_prev @ W -> h_prev[0] @ W
tanh-twice: tanh is taken twice.
    np.tanh(x_t @ U + h_prev @ W + b) -> np.tanh(np.tanh(x_t @ U + h_prev @ W + b))
b-<<subtracted|twice|outside>>: b is <<subtracted: add it|added twice|added after tanh: it is a part of s_t>>.
    + b) -> <<- b)|+ b + b)|) + b>>
no-state: h_prev is missing: this is a layer without memory.
    + h_prev @ W ->
state-outside: the term with h_prev is added after tanh: it is a part of s_t.
    + h_prev @ W + b) -> + b) + h_prev @ W
state-without-w: h_prev is not multiplied by W.
    h_prev @ W -> h_prev
state-added: h_prev itself is added after tanh.
    + b) -> + b) + h_prev
no-b: b is missing.
    + b) -> )
w-by-entry: W is multiplied entry by entry: it is a matrix product.
    h_prev @ W -> h_prev * np.diag(W)
no-input: x_t is missing.
    x_t @ U + ->
state-subtracted: the term with h_prev is subtracted: add it.
    + h_prev @ W -> - h_prev @ W
products-multiplied: the terms with x_t and h_prev are multiplied: add them.
    x_t @ U + h_prev @ W -> (x_t @ U) * (h_prev @ W)
* ValueError: the shapes of two arrays do not fit
    x_t @ U + h_prev @ W -> U @ x_t + W @ h_prev
* wrong-shape: which axis was summed
    + b) -> + b).mean(axis=0)
* wrong-result: must return 2 values
    return h_t, cache -> return h_t
* wrong-result: the cache of rnn_step_forward must be
    h_t, U, W) -> h_t)
* nan: overflow in exp
    | e = np.exp(2 * (x_t @ U + h_prev @ W + b))
    | h_t = (e - 1) / (e + 1)
* nan: overflow in exp
    | s = x_t @ U + h_prev @ W + b
    | h_t = (np.exp(s) - np.exp(-s)) / (np.exp(s) + np.exp(-s))
* argument-changed: changes its argument b
    cache = -> b += h_t.sum(axis=0); cache =

== rnn_step_backward, rnn_backward of own_step_backward, bptt_deltas
$h = h_t | h[:, t] | h
$square = h_t**2 | h[:, t] ** 2 | h**2
slope: this is not the derivative of tanh: look at it as a function of h_t.
    1 - $square -> <<1 - $h|$square|1 + $square>>
sigmoid-slope: this is the derivative of the sigmoid, not that of tanh.
    1 - $square -> $h * (1 - $h)
tanh-again: h_t is tanh(s_t) already: tanh is taken once more.
    1 - $square -> 1 - np.tanh($h) ** 2

== rnn_step_backward, rnn_backward of own_step_backward
$dh = dh_t | (dh[:, t] + dh_next)
$back = in dh_prev | on the way back
no-slope: the derivative of tanh is missing: what reaches h_t has to go back through tanh first.
    $dh * (1 - $square) -> $dh
wrong-slope-state: the derivative of tanh is taken at the state before the step: take it at h_t.
    1 - $square -> 1 - h_prev**2
w-not-transposed: W is not transposed $back: the shape is right because W is square.
    ds @ W.T -> ds @ W
w-missing: W is missing $back.
    ds @ W.T -> ds
dw-transposed: dW is transposed; its shape does not tell because W is square.
    h_prev.T @ ds -> ds.T @ h_prev

== rnn_step_backward
relu-slope: this is the derivative of the ReLU, not that of tanh.
    1 - h_t**2 -> h_t > 0
slope-twice: the derivative of tanh is a factor twice.
    (1 - h_t**2) -> (1 - h_t**2) ** 2
dh-not-used: dh_t does not enter: this is the derivative of tanh alone.
    dh_t * (1 - h_t**2) -> 1 - h_t**2
<<dh-prev|dx>>-without-slope: the derivative of tanh is missing in <<dh_prev|dx_t>>.
    ds @ <<W|U>>.T -> dh_t @ <<W|U>>.T
<<dw|du>>-without-slope: the derivative of tanh is missing in <<dW|dU>>.
    <<h_prev|x_t>>.T @ ds -> <<h_prev|x_t>>.T @ dh_t
dw-with-h-t: dW is made with h_t: W multiplies h_prev.
    h_prev.T @ ds -> h_t.T @ ds
db-without-slope: the derivative of tanh is missing in db.
    ds.sum(axis=0) -> dh_t.sum(axis=0)
upstream-added: dh_t is added to dh_prev: it does not reach h_prev by another way.
    ds @ W.T -> ds @ W.T + dh_t
averaged: db is a sum over the examples, not a mean.
    ds.sum( -> ds.mean(
averaged: the gradients are divided by N: the loss does that already.
    (1 - h_t**2) -> (1 - h_t**2) / len(x_t)
db-summed: db is one number: sum over the examples only.
    ds.sum(axis=0) -> ds.sum()<<| + 0 * U[0]>>
clipped: large entries are clipped: these are the gradients as they are, whatever their size.
    dh_t * (1 - h_t**2) -> np.clip(dh_t * (1 - h_t**2), -5, 5)
small-left-out: small gradients are taken for 0: however small, they count.
    ds = dh_t * (1 - h_t**2) -> ds = dh_t * (1 - h_t**2); ds[np.abs(ds) < 1e-6] = 0
* wrong-shape: keepdims=True
    axis=0 -> axis=0, keepdims=True
* wrong-shape: which axis was summed
    axis=0 -> axis=1
* transposed: it is transposed
    x_t.T @ ds -> ds.T @ x_t
* wrong-order: in the right order
    return dx_t, dh_prev -> return dh_prev, dx_t
* argument-changed: work on a copy
    ds = dh_t * (1 - h_t**2) -> ds = dh_t; ds *= 1 - h_t**2
    ds = dh_t * (1 - h_t**2) -> h_t **= 2; ds = dh_t * (1 - h_t)
    return -> W **= 2; return
* ValueError: the shapes of two arrays do not fit
    ds @ U.T -> ds @ U
* wrong-result: must return 5 values
    dW, db -> dW

== rnn_forward
always-h0: each step starts from h0: it must start from the state before it.
    (x[:, t], h_prev, -> (x[:, t], h0,
always-zero: each step starts from zeros: it must start from the state before it, the first one from h0.
    (x[:, t], h_prev, -> (x[:, t], 0 * h0,
first-step: at the first step h_prev must be h0: there is no state before it in h, and the index -1 is the last one.
    h_prev = h0 -> h_prev = 0 * h0
first-step-left-out: the first step is left out: h[:, 0] is the state after the first input, not h0.
    h_prev = h0 -> h_prev = h[:, 0] = h0
    & range(T) -> range(1, T)
last-step-left-out: the last step is left out: there are T steps.
    range(T) -> range(T - 1)
    & np.empty -> <<np.empty|np.zeros>>
starts-anew: a long sequence starts from h0 again on the way: only its first step does.
    (x[:, t], h_prev, -> (x[:, t], h_prev if t % 10 else h0,
backwards: the steps are taken from the last to the first: a state needs the one before it.
    range(T) -> reversed(range(T))
first-input: each step gets the first input.
    x[:, t] -> x[:, 0]
h0-stored: h starts with h0: h[:, 0] is the state after the first input.
    h_prev, _ = -> h[:, t] = h_prev; h_prev, _ =
    & h[:, t] = h_prev -> pass
not-stored: the states are not stored in h.
    h[:, t] = h_prev -> pass
    & np.empty -> <<np.empty|np.zeros>>
reversed: the states are stored in reversed order.
    h[:, t] = -> h[:, T - 1 - t] =
one-state: the last state is stored at each step.
    h[:, t] = h_prev -> h[:] = h_prev[:, None]
one-step-off: the states are stored one step too <<late|early>>: h[:, 0] is the state after the first input.
    h[:, t] = -> h[:, <<(t + 1) % T|t - 1>>] =
h0-overwritten: h0 in the cache is another one: is it overwritten on the way?
    (x, h0, h, U, W) -> (x, h_prev, h, U, W)
cached-last-state: the cache holds the last state where all states are meant.
    (x, h0, h, U, W) -> (x, h0, h_prev, U, W)
<<w-transposed|no-b>>: rnn_step_forward is called <<with W transposed|without b>>.
    U, W, b) -> U, <<W.T, b|W, 0 * b>>)
tanh-again: tanh is taken once more: the step has done it.
    h[:, t] = h_prev -> <<|h_prev = >>h[:, t] = np.tanh(h_prev)
two-steps: each step starts from the state two steps before.
    (x[:, t], h_prev, -> (x[:, t], h[:, t - 2] if t > 1 else h0,
one-sequence: all sequences have the states of the first one.
    h[:, t] = h_prev -> h[:, t] = h_prev[0]
steps-mixed: the states are in the wrong order: a reshape keeps it, only a transpose moves axes.
    cache = -> h = h.swapaxes(0, 1).reshape(h.shape); cache =
last-state-returned: h is the last state only: all states are asked for.
    cache = -> h = h_prev; cache =
steps-first: h has the steps first: (T, N, H) where (N, T, H) is meant.
    cache = -> h = h.swapaxes(0, 1); cache =
h0-in-front: h has one state too many: h0 is no state of the sequence.
    cache = -> h = np.concatenate([h0[:, None], h], axis=1); cache =
* wrong-result: is called with x_t of shape
    x[:, t] -> x[t]
* wrong-result: is called with U of shape
    U, W, b) -> W, U, b)
* wrong-result: the cache of rnn_forward must be
    cache = (x, h0, h, U, W) -> cache = [_] * (T + 2)
* argument-changed: changes its argument h0
    (x, h0, h, U, W) -> (x, h0.copy(), h, U, W)
    & return -> h0[...] = h_prev; return
* kept: something is kept from the first call
    h_prev = h0 -> h_prev = KEPT.get(h0.shape, h0)
    & cache = -> KEPT[h0.shape] = h_prev; cache =

== rnn_forward of own_step_forward
always-h0:
    + h_prev @ W -> + h0 @ W
no-h0: h0 is not used: the first step starts from zeros.
    h_prev = h0 -> h_prev = 0 * h0
no-state: h_prev is missing: each step must start from the state before it.
    + h_prev @ W ->
no-b: b is missing.
    x @ U + b -> x @ U

== bptt_deltas
diagonal-only: only k = t is filled: the recursion goes down to k = 0.
    reversed(range(t)) -> []
no-diagonal: k = t is missing in the result.
    return -> deltas[:, range(T), range(T)] = 0; return
t-and-k-swapped: t and k have changed places: the second axis is t, the third is k.
    return deltas -> return deltas.swapaxes(1, 2)
down-to-1: k = 0 is left out: the recursion goes down to k = 0.
    reversed(range(t)) -> range(t - 1, 0, -1)
truncated: where k is far from t all is zero: the recursion goes down to k = 0.
    reversed(range(t)) -> reversed(range(max(t - <<2|3|4|5|10>>, 0), t))
last-t-only: only the last t is filled.
    in range(T) -> in [T - 1]
<<first|last>>-t-left-out: the <<first|last>> t is left out.
    in range(T) -> in range(<<1, T|T - 1>>)
upwards: below k = t - 1 all is zero: the recursion goes from k = t - 1 down to k = 0.
    reversed(range(t)) -> range(t)
k-after-t: k > t is filled: a loss does not depend on later steps.
    deltas[:, t, t] = slope[:, t] * dh[:, t] -> deltas[:, t, t:] = (slope[:, t] * dh[:, t])[:, None]
    reversed(range(t)) -> range(t + 1, T)
    & k + 1 -> k - 1
dh-of-k: the recursion is made with dh of a step: take delta_(t,k+1).
    deltas[:, t, k + 1] -> dh[:, <<k|t|k + 1>>]
from-other-loss: each step starts from delta_(k+1,k+1), that of another loss: take delta_(t,k+1).
    deltas[:, t, k + 1] -> deltas[:, k + 1, k + 1]
slopes-between: the slopes f' of the steps between k and t are missing: the recursion has one in each step.
    deltas[:, t, k + 1] @ W.T -> <<dh[:, t]|deltas[:, t, t]>> @ np.linalg.matrix_power(W.T, t - k)
always-from-t: each step starts from delta_(t,t): take delta_(t,k+1).
    deltas[:, t, k + 1] -> deltas[:, t, t]
all-steps-in-one: dh of another step than t comes in: delta_(t,k) belongs to L_t alone.
    @ W.T) -> @ W.T + dh[:, k])
w-not-transposed: W is not transposed: the shape is right because W is square.
    W.T -> W
w-missing: W is missing in the recursion.
    @ W.T ->
slope-of-wrong-step: f' is taken at k <<+|->> 1 in the recursion: take it at k.
    slope[:, k] -> slope[:, k <<+|->> 1]
one-slope: f' is taken at t in the recursion: take it at k.
    slope[:, k] -> slope[:, t]
no-slope: the derivative of tanh is missing.
    1 - h**2 -> np.ones_like(h)
slope-only-at-t: the derivative of tanh is missing in the recursion, for k < t.
    slope[:, k] * ->
no-slope-at-t: the derivative of tanh is missing at k = t.
    slope[:, t] * ->
h-changed: h is squared in place, again for each t: the next t needs it as it was.
    deltas[:, t, t] = -> h **= 2; slope = 1 - h; deltas[:, t, t] =
small-left-out: small deltas are taken for 0: however small, they count.
    return deltas -> deltas[np.abs(deltas) < 1e-5] = 0; return deltas
* wrong-shape: deltas has shape
    return deltas -> return deltas.transpose(1, 2, 0, 3)
* wrong-shape: which axis was summed
    return deltas -> return deltas.sum(axis=0)
* factor-N: no mean over the batch is asked for
    * dh[:, t] -> * dh[:, t] / N
* wrong-result: does it end with a return statement
    return deltas -> pass
* argument-changed: work on a copy
    slope = 1 - h**2 -> h **= 2; slope = 1 - h
    slope = 1 - h**2 -> slope = 1 - h**2; dh *= slope
    & slope[:, t] * dh[:, t] -> dh[:, t]

== bptt_gradient_sum, rnn_backward, rnn_backward of own_step_backward
$k = k | t | t
h0-forgotten: h0 is missing in dW: it is the state before the first step.
    else h0 -> else 0 * h0
wraps-around: before the first step the state is h0: there is none in h, and the index -1 is the last one.
    if $k > 0 else h0 ->
always-h0: dW is made with h0 in each term: take the state before each step.
    h[:, $k - 1] if $k > 0 else h0 -> h0
dw-with-h-t: dW is made with the state after each step: W multiplies the one before it.
    h[:, $k - 1] if $k > 0 else h0 -> h[:, $k]
last-step-only: only one step counts: add up (+=) what the steps give instead of storing (=) each.
    += => =

== bptt_gradient_sum
rounded: the results are rounded: return them as they are.
    return dU, dW, db -> return dU.round(<<3|4>>), dW.round(<<3|4>>), db.round(<<3|4>>)
not-reset: at k = 0 the state before is h0 for each t, not the last one of the t before.
    else h0 -> else h[:, t - 1] if t > 0 else h0
one-sequence: only the first sequence counts: add up over all of them.
    delta = deltas[:, t, k] -> delta = deltas[:, t, k] * (np.arange(len(h)) == 0)[:, None]
h-of-t: dW is made with the state before step t: take the one before step k.
    h[:, k - 1] if k > 0 -> h[:, t - 1] if t > 0
x-of-t: dU is made with x_t: take x_k.
    x[:, k] -> x[:, t]
t-and-k-swapped: t and k have changed places: the second axis of deltas is t, the third is k.
    x[:, k] -> x[:, t]
    & h[:, k - 1] if k > 0 -> h[:, t - 1] if t > 0
diagonal-only: only k = t counts: sum over all k <= t. The second axis of deltas is t, the third is k.
    range(t + 1) -> [t]
    <<dU|dW|db>> += -> if k == t: <<dU|dW|db>> +=
diagonal-missing: k = t is left out of the sum.
    range(t + 1) -> range(t)
first-step-left-out: k = 0 is left out of the sum.
    range(t + 1) -> range(1, t + 1)
last-t-only: only the last t counts: sum over all t too.
    in range(T) -> in [T - 1]
    <<dU|dW|db>> += -> if t == T - 1: <<dU|dW|db>> +=
last-t-left-out: the last t is left out of the sum.
    in range(T) -> in range(T - 1)
truncated: pairs of steps that are far apart are left out: sum over all k <= t.
    range(t + 1) -> range(max(t - 10, 0), t + 1)
last-step-only
    <<dU|dW|db>> += -> <<dU|dW|db>> =
dw-transposed:
    (h[:, k - 1] if k > 0 else h0).T @ delta -> delta.T @ (h[:, k - 1] if k > 0 else h0)
db-summed: db is the same number everywhere: sum over the examples, not over H.
    delta.sum(axis=0) -> delta.sum()
* all-zeros: all zeros
    range(t + 1) -> range(t + 1, T)
* ValueError: the shapes of two arrays do not fit
    x[:, k].T @ delta -> delta.T @ x[:, k]
* factor-N: no mean over the batch is asked for
    return dU, dW, db -> return dU / len(x), dW / len(x), db / len(x)
    delta.sum( -> delta.mean(
* factor-T: a sum or a mean over T
    return dU, dW, db -> return dU / T, dW / T, db / T
* wrong-order: in the right order
    return dU, dW -> return dW, dU
* argument-changed: changes its argument deltas
    return -> np.cumsum(deltas, axis=1, out=deltas); return

== rnn_backward, rnn_backward of own_step_backward
later-not-added: what flows back from the later steps is not added to dh of this step.
    dh[:, t] + dh_next -> dh[:, t]
dh0-too-early: dh0 is what reaches the state after the first step: it must go back one step more.
    h_prev = -> dh0 = dh[:, t] + dh_next; h_prev =
    & dh0 = dh_next -> pass

== rnn_backward
no-upstream: the upstream gradient of this step, a part of dh, is not added to what flows back.
    dh[:, t] + dh_next -> (dh[:, t] if t == len(x[0]) - 1 else dh_next)
last-upstream: the upstream gradient is that of the last step at each step.
    dh[:, t] + -> dh[:, -1] +
upstream-subtracted: dh is subtracted: add it.
    dh[:, t] + dh_next -> dh_next - dh[:, t]
later-added-up: what flows back from the next step holds all later steps already: don't add them up.
    dx[:, t], dh_next, -> dx[:, t], dh_prev,
    & dU += dU_t -> dU += dU_t; dh_next += dh_prev
last-step-only
    <<dU|dW|db>> += -> <<dU|dW|db>> =
    dU += -> if t == len(x[0]) - 1: dU +=
    & dW += -> if t == len(x[0]) - 1: dW +=
    & db += -> if t == len(x[0]) - 1: db +=
mean-of-steps: dU, dW and db are sums over the steps, not means.
    return -> dU, dW, db = dU / len(x[0]), dW / len(x[0]), db / len(x[0]); return
step-left-out: what the first step gives is not added.
    <<dU|dW|db>> += -> if t > 0: <<dU|dW|db>> +=
h0-twice: h_prev is h0 at step 1 too: only the first step, 0, starts from h0.
    if t > 0 -> if t > 1
h-t-of-step-before: h_t is that of the step before.
    h_prev, h[:, t], U -> h_prev, h_prev, U
x-of-first-step: rnn_step_backward gets the input of the first step at each step.
    (x[:, t], -> (x[:, 0],
w-transposed: rnn_step_backward gets W transposed: it needs it as it is.
    U, W)) -> U, W.T))
forwards: the sweep goes from the first step to the last: it must start at the last one.
    reversed(range(x.shape[1])) -> range(x.shape[1])
first-step-left-out: the first step is left out of the sweep: it ends at t = 0.
    reversed(range(x.shape[1])) -> range(x.shape[1] - 1, 0, -1)
    & np.empty_like -> <<np.empty_like|np.zeros_like>>
last-step-left-out: the last step is left out of the sweep: it starts at t = T - 1.
    reversed(range(x.shape[1])) -> range(x.shape[1] - 2, -1, -1)
    & np.empty_like -> <<np.empty_like|np.zeros_like>>
only-last-step: only the last step is taken back: the sweep goes on to the first one.
    reversed(range(x.shape[1])) -> [x.shape[1] - 1]
    & np.empty_like -> <<np.empty_like|np.zeros_like>>
dh0-missing: dh0 is not set: it is what flows back out of the first step.
    dh0 = dh_next -> dh0 = 0 * h0
dh0-of-last-step: dh0 is what flows back out of the last step; the first one is meant.
    dU += dU_t -> dU += dU_t; dh0 = dh_next if t == len(x[0]) - 1 else dh0
    & dh0 = dh_next -> pass
dh0-added-up: dh0 is what flows back out of the first step alone, not the sum over all steps.
    dU += dU_t -> dU += dU_t; dh0 = dh_next if t == len(x[0]) - 1 else dh0 + dh_next
    & dh0 = dh_next -> pass
dh0-too-early: dh0 is what flows back to the state after the first step: it must go back one step more.
    h_prev = -> dh0 = dh_next; h_prev =
    & dh0 = dh_next -> pass
dh-first: dh of the first step is added to dh0: it belongs to the state after the first step.
    dh0 = dh_next -> dh0 = dh_next + dh[:, 0]
reversed: dx is stored in reversed order.
    dx[:, t], -> dx[:, -1 - t],
one-step-off: dx is stored at the wrong step.
    dx[:, t], -> dx[:, <<t - 1|(t + 1) % len(x[0])>>],
subtracted: what the steps give is subtracted: add it.
    <<dU|dW|db>> += -> <<dU|dW|db>> -=
clipped:
    return dx, dh0, dU, dW, db -> return [np.clip(grad, -50, 50) for grad in (dx, dh0, dU, dW, db)]
not-stored: dx is not stored.
    dx[:, t], -> dx_t,
    & np.empty_like -> <<np.empty_like|np.zeros_like>>
* composition: is needed once for each of the
    reversed(range(x.shape[1])) -> reversed(range(max(x.shape[1] - 10, 0), x.shape[1]))
    & np.empty_like -> <<np.empty_like|np.zeros_like>>
* composition: is called with a wrong W
    U, W)) -> U, <<-W|np.abs(W)>>))
* wrong-result: all gradients are zero
    dh[:, t] + dh_next -> dh_next
* argument-changed: work on a copy
    h_prev = -> dh[:, t] += dh_next; h_prev =
    & dh[:, t] + dh_next -> dh[:, t]
    db += db_t -> db += db_t; h[:, t] = h_prev
    dh0 = dh_next -> h0[...] = dh_next; dh0 = h0
* kept: something is kept from the first call
    np.zeros_like(U), -> KEPT.setdefault(U.shape, (np.zeros_like(U),
    & np.zeros(len(W), W.dtype) -> np.zeros(len(W))))
* wrong-result: needs the cache
    h[:, t], U, W)) -> h[:, t]))
* IndexError: an index lies outside its array
    (x[:, t], -> (x[t],
* wrong-order: in the right order
    return dx, dh0 -> return dh0, dx

== rnn_backward of own_step_backward
last-dh-only: only dh of the last step comes in: each step has an upstream gradient of its own.
    np.zeros_like(h0) -> dh[:, -1]
    & dh[:, t] + dh_next -> dh_next
slope-of-upstream-only: what flows back from the later steps must go back through tanh too.
    (dh[:, t] + dh_next) * (1 - h[:, t] ** 2) -> dh[:, t] * (1 - h[:, t] ** 2) + dh_next
dh0-too-early: W is missing in dh0.
    dh0 = dh_next -> dh0 = ds

== clip_gradients
limit: gradients just above the limit are not clipped: compare the norm with max_norm itself.
    min(1.0, max_norm / norm) -> (max_norm / norm if norm > 1.1 * max_norm else 1.0)
limit-above-one: gradients with a norm below 1 are not clipped: compare the norm with max_norm alone.
    min(1.0, max_norm / norm) -> (max_norm / norm if norm > max(max_norm, 1) else 1.0)
square-compared: the square of the norm is compared with max_norm: compare the norm itself.
    min(1.0, max_norm / norm) -> (max_norm / norm if norm**2 > max_norm else 1.0)
not-clipped: nothing is clipped: are the new arrays stored, and returned?
    grad * factor -> grad
the-other-way: gradients above max_norm stay and those below it are made longer: the comparison is the wrong way round.
    min(1.0, max_norm / norm) -> (max_norm / norm if norm < max_norm else 1.0)
each-alone: each array is clipped by its own norm: one factor for all keeps their direction.
    grad * factor -> grad * min(1.0, max_norm / (np.linalg.norm(grad) or max_norm))
norm-so-far: the arrays are scaled by the norm of the arrays up to each: take that of all arrays first.
    | total, clipped = 0.0, {}
    | for name, grad in grads.items():
    |     total += np.sum(grad**2)
    |     norm = np.sqrt(total)
    |     clipped[name] = grad * max_norm / norm if norm > max_norm else grad
entries: the entries are clipped: multiply all of them by one factor.
    grad * factor -> np.clip(grad, -max_norm, max_norm)
always: gradients below max_norm change: they must stay as they are.
    min(1.0, max_norm / norm) -> max_norm / norm
    min(1.0, max_norm / norm) -> min(norm, max_norm) / norm * min(1.0, 1 / norm)
zero-norm: max_norm / norm fails if all gradients are 0.
    if norm > 0 else 1.0 ->
unit: the norm becomes 1: it must become max_norm.
    min(1.0, max_norm / norm) -> (1 / norm if norm > max_norm else 1.0)
max-norm-only: the arrays are multiplied by max_norm: divide by the norm too.
    min(1.0, max_norm / norm) -> (max_norm if norm > max_norm else 1.0)
inverse: the factor is upside down: the arrays must become smaller.
    min(1.0, max_norm / norm) -> max(1.0, norm / max_norm)
norm-after: norm is that after clipping: return the one before.
    clipped, norm -> clipped, norm * factor
factor-returned: the factor is returned where the norm is meant.
    clipped, norm -> clipped, factor
root-of-factor: the arrays are scaled too much or too little: the factor has no square and no root.
    grad * factor -> grad * factor**<<0.5|2>>
zeros: gradients above max_norm become zeros: they are only made shorter.
    min(1.0, max_norm / norm) -> float(norm <= max_norm)
squared: norm is squared: take the square root.
    np.sqrt( -> (
<<sum-of-norms|largest-norm>>: norm is the <<sum of the norms|largest norm>> of the arrays: take that of all entries.
    np.sqrt(sum(np.sum(grad**2) -> (<<sum|max>>(np.linalg.norm(grad)
<<absolute|largest-entry>>: norm is the <<sum of absolute values|largest entry>>: take the root of the sum of squares.
    np.sqrt(sum(np.sum(grad**2) -> (<<sum(np.abs(grad).sum|max(np.abs(grad).max>>()
mean: norm is made with a mean: take the sum of the squares of all entries.
    np.sum(grad**2) -> np.sum(grad**2) / sum(grad.size for grad in grads.values())
matrix-norm: norm is made with the largest singular value: take all entries as one long vector.
    np.sum(grad**2) -> np.linalg.norm(grad, 2) ** 2
biases-left-out: the arrays of one axis are left out: they belong to the gradient too.
    np.sum(grad**2) -> np.sum(grad**2) * (grad.ndim == 2)
    &? grad * factor -> grad * (factor if grad.ndim == 2 else 1)
one-array: norm is that of one array alone: take that of all arrays together.
    grads.values() -> list(grads.values())[<<:1|1:2|-1:>>]
long-names-left-out: arrays with longer names are left out of norm: take all arrays, whatever their names are.
    for grad in grads.values() -> for name, grad in grads.items() if len(name) == 1
* wrong-result: must return a dict
    clipped, norm -> norm, clipped
* wrong-result: must have the keys of grads
    grads.values() -> (grads["U"], grads["W"], grads["b"])
    & grads.items()} -> grads.items() if name in "UWb"}
* wrong-result: must return 2 values
    return clipped, norm -> return clipped
* kept: something is kept from the first call
    norm = -> KEPT[max_norm, *grads] += grads.values(); norm =
    & grads.values() -> KEPT[max_norm, *grads]
"""
