"""Lab 2: known mistakes, as changes of right functions (`grading.mistakes` says how to read them)."""

import numpy as np
from scipy.special import expit, log_softmax, softmax

#: What mutants keep from call to call.
KEPT = {}


TABLE = r"""
== TwoLayerNet_forward
b1-missing: b1 is missing in the hidden layer: add it, one entry for each hidden unit.
    hidden += b1 ->
b1-missing: b1 is missing in the hidden layer, and b2 in the scores: add them.
    hidden += b1 ->
    & + b2 ->
b1-twice: b1 is added twice.
    += b1 -> += 2 * b1
b1-subtracted: b1 is subtracted: it must be added.
    += b1 -> -= b1
b1-after-relu: b1 is added after ReLU: look at the brackets.
    hidden += b1 ->
    & np.maximum(hidden, 0, out=hidden) -> hidden = np.maximum(hidden, 0) + b1
b1-summed: b1 is summed: each hidden unit has an entry of its own.
    += b1 -> += b1.sum()
relu-missing: ReLU is missing: negative entries of the hidden layer become 0.
    np.maximum(hidden, 0, out=hidden) ->
hidden-before-relu: hidden is returned as it is before ReLU: backward needs it after ReLU.
    np.maximum(hidden, 0, out=hidden) ->
    & hidden @ W2 -> np.maximum(hidden, 0) @ W2
scores-before-relu: the scores are made from the hidden layer before ReLU.
    np.maximum(hidden, 0, out=hidden) ->
    & return scores, hidden -> return scores, np.maximum(hidden, 0)
negative-part: the positive entries are set to 0: ReLU keeps them and sets the negative to 0.
    np.maximum -> np.minimum
magnitude: negative entries lose their sign: ReLU sets them to 0.
    np.maximum(hidden, 0, out -> np.abs(hidden, out
mask: the hidden layer is 0 or 1, the mask of ReLU: positive entries keep their values.
    np.maximum(hidden, 0, out=hidden) -> hidden = 1.0 * (hidden > 0)
other-activation: another activation is used: the hidden layer is max(0, .), entry by entry.
    np.maximum(hidden, 0, out=hidden) -> hidden = <<expit(hidden)|np.tanh(hidden)|np.logaddexp(0, hidden)>>
    hidden, 0, out -> hidden, <<0.01|0.1>> * hidden, out
limit-1: the limit is 0, not 1.
    hidden, 0, out -> hidden, 1, out
inputs-rectified: negative features are set to 0: only the hidden layer goes through ReLU.
    X @ W1 -> np.maximum(X, 0) @ W1
examples-centred: the mean of the batch is subtracted from X: the scores of an example are its own.
    X @ W1 -> (X - X.mean(axis=0)) @ W1
bounded: large entries of the hidden layer are cut: ReLU keeps them.
    np.maximum(hidden, 0, out=hidden) -> np.clip(hidden, 0, <<1|6>>, out=hidden)
b2-missing: b2 is missing in the scores: add it, one entry for each class.
    + b2 ->
b2-twice: b2 is added twice.
    + b2 -> + 2 * b2
b2-subtracted: b2 is subtracted: it must be added.
    + b2 -> - b2
relu-on-scores: the scores go through ReLU: only the hidden layer does.
    return scores -> return np.maximum(scores, 0)
softmax: these are <<|log->>probabilities: softmax belongs to the loss, forward returns the scores.
    return scores -> return <<softmax|log_softmax>>(scores, axis=1)
shifted: the maximum is subtracted: that belongs to the loss, forward returns the scores.
    return scores -> return scores - scores.max(axis=1, keepdims=True)
* wrong-result: must have shape (N, H)
    np.maximum(hidden, 0, out=hidden) -> hidden = np.max(hidden, 0)
* wrong-result: must return 2 values
    return scores, hidden -> return scores
* wrong-result: does it end with a return statement
    return scores, hidden -> pass
* wrong-result: changes self.params
    += b1 -> += b1; b1 += len(X) == 1
* wrong-order: the results returned in the right order
    return scores, hidden -> return hidden, scores
* wrong-shape: look at the order of the factors
    return scores -> return hidden
* TypeError: it stopped with TypeError
    np.maximum(hidden, 0, out=hidden) -> hidden = np.max(0, hidden)
* ValueError: it stopped with ValueError
    np.maximum(hidden, 0, out=hidden) -> hidden = max(0, hidden)
* ValueError: the shapes of two arrays do not fit
    += b1 -> += <<b2|b1[:, None]>>
    X @ W1 -> X @ W1.T
    hidden @ W2 -> X @ W2
* NameError: a variable of another function
    X @ W1 -> X @ weights
* argument-changed: it changes its argument X
    X @ W1 -> X @ W1; X -= X.mean(axis=0)
* kept: something is kept from the first call
    += b1 -> += b1 + KEPT.get(hidden.shape, 0)\nKEPT[hidden.shape] = hidden.copy()
    return scores, hidden -> hidden = KEPT.setdefault(hidden.shape, hidden)\nreturn hidden @ W2 + b2, hidden

== TwoLayerNet_backward
no-mask: ReLU does not enter: the gradient must be 0 where a unit is off, that is, where hidden is 0 (hidden is never
  negative).
    dhidden *= hidden > 0 ->
mask-of-gradient: the sign of the gradient decides what passes ReLU: it must be that of its input in forward, so look
  where hidden is above 0.
    hidden > 0 -> dhidden > 0
mask-of-gradient: the sign of the gradient drops a part of what passes ReLU: only its input in forward decides, so look
  where hidden is above 0.
    hidden > 0 -> (hidden > 0) & (dhidden > 0)
mask-inverted: the ReLU mask is the other way round: the gradient passes where hidden is above 0.
    hidden > 0 -> hidden == 0
hidden-for-mask: the gradient is multiplied by the mask of ReLU (1 or 0), not hidden itself.
    hidden > 0 -> hidden
mask-alone: the mask multiplies the gradient that comes back through W2: it does not replace it.
    dhidden *= hidden > 0 -> dhidden = 1.0 * (hidden > 0)
sigmoid: this is the derivative of a sigmoid or of tanh: that of ReLU is 1 where the unit is active, else 0.
    hidden > 0 -> <<hidden * (1 - hidden)|1 - hidden**2>>
leaky-mask: where a unit is off the gradient is 0, not a small part of it.
    hidden > 0 -> np.where(hidden > 0, 1, <<0.01|0.1>>)
threshold: units that are hardly on do not count here: each unit with hidden above 0 is on.
    hidden > 0 -> hidden > <<1e-2|1e-3|1e-4|1e-5|1e-6>>
mask-without-b1: b1 is left out where the ReLU mask is made: hidden tells which units are on.
    hidden > 0 -> X @ W1 > 0
b1-before-mask: the sum for b1 comes after the ReLU mask, not before.
    dhidden.sum(axis=0) -> (dscores @ W2.T).sum(axis=0)
W1-before-mask: the product for W1 comes after the ReLU mask, not before.
    X.T @ dhidden -> X.T @ (dscores @ W2.T)
hidden-alone: the first layer needs the gradient at the hidden layer, not the hidden layer itself.
    dscores @ W2.T -> hidden.copy()
through-dW2: the gradient comes back through W2, not through dW2.
    @ W2.T -> @ <<dW2.T|dscores.T @ hidden>>
W2-before-relu: dW2 takes the hidden layer after ReLU, as it comes in: hidden.
    hidden.T @ dscores -> (X @ W1 + self.params["b1"]).T @ dscores
W2-mask: dW2 takes the values of the hidden layer, not the mask.
    hidden.T @ dscores -> (hidden > 0).T @ dscores
hidden-overwritten: dW2 takes the hidden layer, not its gradient: was hidden overwritten?
    hidden.T @ dscores -> (dscores @ W2.T * (hidden > 0)).T @ dscores
last-example-only: only the last example counts: add up (+=) the examples instead of storing (=) each.
    dW2 = -> X, hidden, dscores = X[-1:], hidden[-1:], dscores[-1:]; dW2 =
softmax-again: softmax does not enter: dscores is the gradient with respect to the scores already.
    dW2 = -> dscores = dscores * dscores * (1 - dscores); dW2 =
penalty-missing: dW1 and dW2 lack the derivative of the penalty 0.5 * reg * sum(W**2).
    += reg => += 0
penalty-missing-W1: dW1 lacks the derivative of the penalty: both weights are penalised.
    += reg * W1 -> += 0
penalty-missing-W2: dW2 lacks the derivative of the penalty: both weights are penalised.
    += reg * W2 -> += 0
penalty-twice: the derivative of 0.5 * reg * W**2 is reg * W, not twice as much.
    += reg * <<W1|W2>> -> += 2 * reg * <<W1|W2>>
    += reg => += 2 * reg
penalty-half: the derivative of 0.5 * reg * W**2 is reg * W, not half of it.
    += reg * <<W1|W2>> -> += 0.5 * reg * <<W1|W2>>
    += reg => += 0.5 * reg
penalty-averaged: the penalty is no mean over the batch: its derivative is not divided by N.
    += reg * <<W1|W2>> -> += reg / len(X) * <<W1|W2>>
    += reg => += reg / len(X)
penalty-per-example: the derivative of the penalty is added once for every example: add it once.
    += reg * <<W1|W2>> -> += len(X) * reg * <<W1|W2>>
    += reg => += len(X) * reg
penalty-subtracted: the derivative of the penalty must be added, not subtracted.
    += reg * <<W1|W2>> -> -= reg * <<W1|W2>>
    += reg => -= reg
reg-alone: the derivative of the penalty is another number for each entry of W, not reg alone.
    += reg * <<W1|W2>> -> += reg
    += reg * W1 -> += reg
    & += reg * W2 -> += reg
reg-not-a-factor: in the derivative of the penalty, the factor reg is missing.
    += reg * <<W1|W2>> -> += <<W1|W2>>
    += reg * <<W1|W2>> -> += 2 * <<W1|W2>>
    += reg => += <<1|2>>
penalty-not-derived: dW gets the derivative of the penalty, not the penalty itself.
    += reg * <<W1|W2>> -> += 0.5 * reg * np.sum(<<W1|W2>> ** 2)
    += reg * <<W1|W2>> -> += 0.5 * reg * <<W1|W2>> ** 2
    += reg * W1 -> += 0.5 * reg * np.sum(W1**2)
    & += reg * W2 -> += 0.5 * reg * np.sum(W2**2)
    += reg * W1 -> += 0.5 * reg * W1**2
    & += reg * W2 -> += 0.5 * reg * W2**2
penalty-summed: the derivative of the penalty is another number for each entry of W: no sum.
    += reg * <<W1|W2>> -> += reg * <<W1|W2>>.sum()
    += reg * W1 -> += reg * W1.sum()
    & += reg * W2 -> += reg * W2.sum()
penalty-goes-back: the penalty of W2 enters the gradient of the first layer: dscores comes back through W2 alone.
    @ W2.T -> @ (W2 + reg * W2).T
biases-penalised: the biases are not penalised: only W1 and W2 are.
    "<<b1|b2>>": -> "<<b1|b2>>": reg * self.params["<<b1|b2>>"] +
    "b1": -> "b1": reg * self.params["b1"] +
    & "b2": -> "b2": reg * self.params["b2"] +
averaged-again: the part of dW1 that comes from dscores is divided by N once more.
    X.T @ dhidden -> X.T @ dhidden / len(X)
averaged-again: the part of dW2 that comes from dscores is divided by N once more.
    hidden.T @ dscores -> hidden.T @ dscores / len(X)
averaged-again: the part of dW1 and dW2 that comes from dscores is divided by N once more.
    X.T @ dhidden -> X.T @ dhidden / len(X)
    & hidden.T @ dscores -> hidden.T @ dscores / len(X)
averaged-again: dscores is divided by N once more: the mean over the batch is a part of it already.
    dW2 = -> dscores = dscores / len(X); dW2 =
averaged-again: what comes back to the hidden layer is divided by N once more.
    hidden > 0 -> (hidden > 0) / len(X)
averaged-again: no mean over the batch is asked for: a bias gets the sum over the examples.
    <<dscores|dhidden>>.sum( -> <<dscores|dhidden>>.mean(
    .sum( => .mean(
bias-from-weights: the gradient of a bias is the sum of the gradient with respect to the layer's output over the
  examples, not of dW.
    dhidden.sum( -> <<dW1|(X.T @ dhidden)>>.sum(
    dscores.sum( -> <<dW2|(hidden.T @ dscores)>>.sum(
    dhidden.sum( -> dW1.sum(
    & dscores.sum( -> dW2.sum(
    dhidden.sum( -> (X.T @ dhidden).sum(
    & dscores.sum( -> (hidden.T @ dscores).sum(
* all-zeros: all zeros
    sum(axis=0) => sum(axis=0) * 0
* sign: wrong sign
    return -> dW1, db1, dW2, db2 = -dW1, -db1, -dW2, -db2\nreturn
* transposed: it is transposed
    "W1": dW1 -> "W1": dW1.T
    & "W2": dW2 -> "W2": dW2.T
* wrong-shape: keepdims=True
    sum(axis=0) => sum(axis=0, keepdims=True)
* wrong-shape: which axis was summed
    sum(axis=0) => sum(<<axis=1|>>)
* wrong-shape: b1 has shape
    dhidden.sum( -> dscores.sum(
* wrong-shape: W2 has shape
    "W2": dW2 -> "W2": dW1
* wrong-shape: look at the order of the factors
    "W1": dW1 -> "W1": hidden.T @ dhidden
    & "W2": dW2 -> "W2": X.T @ dscores
* wrong-order: the results returned in the right order
    return -> dW1, db1, dW2, db2 = dW2, db2, dW1, db1\nreturn
* ValueError: the shapes of two arrays do not fit
    @ W2.T -> @ <<W2|W1.T>>
    hidden.T @ dscores -> hidden @ dscores
    reg * W2 -> reg * W1
* NameError: a variable of another function
    X.T @ dhidden -> X.T @ dhidden / num_train
* wrong-result: with the keys W1, b1, W2, b2; it returned one with dW1
    {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2} -> {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
* wrong-result: it returned a tuple
    {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2} -> dW1, db1, dW2, db2
* wrong-result: it returned one with W1, W2
    {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2} -> {"W1": dW1, "W2": dW2}
* wrong-result: does it end with a return statement
    return -> grads =
* wrong-result: these are the parameters
    {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2} -> dict(self.params)
* wrong-result: changes self.params
    db2 = -> W2 -= 1e-3 * dW2; db2 =
    return -> self.params["W1"] = W1 - 1e-3 * dW1; return
    dW1 += reg * W1 -> W1 *= reg; dW1 += W1
* kept: something is kept from the first call
    db2 = -> db2 = KEPT[X.shape, W2.shape] = KEPT.get((X.shape, W2.shape), 0) +
small-left-out: small numbers are taken for 0: however small, they count.
    reg => (reg if reg > 0.01 else 0)
"""
