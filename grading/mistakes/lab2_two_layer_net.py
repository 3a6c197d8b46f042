"""Lab 2: known mistakes, as changes of right functions (`grading.mistakes` says how to read them)."""

import numpy as np
from scipy.special import expit, log_softmax, softmax

#: What mutants keep from call to call.
KEPT = {}


def quotient(scores):
    """Softmax that overflows."""
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


def own_scores(self, X):
    """The scores are computed again."""
    p = self.params
    hidden = np.clip(X @ p["W1"] + p["b1"], 0, None)
    return np.argmax(hidden @ p["W2"] + p["b2"], axis=1)


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

== TwoLayerNet_loss
reg-missing: the L2 penalty is missing: add it to the loss.
    0.5 * reg -> 0
W2-not-penalised: W2 is missing in the penalty: add the sums of both weights.
    + np.vdot(W2, W2) ->
W1-not-penalised: W1 is missing in the penalty: add the sums of both weights.
    np.vdot(W1, W1) + ->
biases-penalised: the biases are not penalised: only W1 and W2 are.
    np.vdot(W1, W1) + np.vdot(W2, W2) -> sum(np.sum(w**2) for w in self.params.values())
brackets: 0.5 * reg multiplies both sums: put the sums in brackets.
    (np.vdot(W1, W1) + np.vdot(W2, W2)) -> np.vdot(W1, W1) + np.vdot(W2, W2)
reg-not-a-factor: the penalty is not multiplied by reg.
    0.5 * reg -> <<0.5|1>>
sums-multiplied: the sums of W1 and of W2 are multiplied: they must be added.
    np.vdot(W1, W1) + -> np.vdot(W1, W1) *
product-penalised: the penalty takes the squares of W1 and of W2, not those of their product.
    np.vdot(W1, W1) + np.vdot(W2, W2) -> np.sum((W1 @ W2) ** 2)
reg-twice: the penalty is twice as large: this lab uses 0.5 * reg * sum(W**2).
    0.5 * reg -> reg
reg-divided-by-n: the penalty is divided by N too: add it after averaging over the batch.
    0.5 * reg -> 0.5 * reg / len(y)
reg-per-example: the penalty is added once for every example: add it once, after the average.
    0.5 * reg -> 0.5 * reg * len(y)
reg-per-class: the penalty is added once for every class: add it once, after the loops.
    0.5 * reg -> 0.5 * reg * scores.shape[1]
reg-wrong-sign: the penalty must be added, not subtracted.
    + 0.5 * reg -> - 0.5 * reg
reg-norm:
    np.vdot(W1, W1) + np.vdot(W2, W2) -> np.linalg.norm(W1) + np.linalg.norm(W2)
reg-spectral: the penalty takes the sum of the squares of all entries, not the largest singular values.
    np.vdot(W1, W1) + np.vdot(W2, W2) -> np.linalg.norm(W1, 2) ** 2 + np.linalg.norm(W2, 2) ** 2
reg-not-squared:
    np.vdot(W1, W1) + np.vdot(W2, W2) -> np.abs(W1).sum() + np.abs(W2).sum()
reg-sum-not-squared:
    np.vdot(W1, W1) + np.vdot(W2, W2) -> W1.sum() + W2.sum()
reg-squared-sum:
    np.vdot(W1, W1) + np.vdot(W2, W2) -> W1.sum() ** 2 + W2.sum() ** 2
reg-matrix-product:
    np.vdot(W1, W1) + np.vdot(W2, W2) -> np.sum(W1 @ W1.T) + np.sum(W2 @ W2.T)
    np.vdot(W1, W1) + np.vdot(W2, W2) -> np.sum(W1.T @ W1) + np.sum(W2.T @ W2)
reg-mean:
    np.vdot(W1, W1) + np.vdot(W2, W2) -> np.mean(W1**2) + np.mean(W2**2)
penalty-in-dscores: the penalty does not depend on the scores: it is no part of dscores.
    dscores /= len(scores) -> dscores = dscores / len(y) + 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
hidden-in-loss: the loss is made from the hidden layer: it takes the scores.
    log_probs[rows, y] -> log_softmax(hidden, axis=1)[rows, y % hidden.shape[1]]
without-labels: without y, the scores are returned as self.forward gives them: these are probabilities.
    return scores -> return softmax(scores, axis=1)
* ValueError: the shapes of two arrays do not fit
    np.vdot(W1, W1) + np.vdot(W2, W2) -> np.sum(W1**2 + W2**2)
* NameError: a variable of another function
    self.backward -> net.backward
* wrong-result: must hand reg on to self.backward as it is
    dscores, reg) -> dscores, 2 * reg)
* wrong-result: must hand hidden on to self.backward as it is
    backward(X, hidden -> backward(X, hidden > 0
* wrong-result: did not call self.backward
    self.backward(X, hidden, dscores, reg) -> dscores
* wrong-result: the dict that self.backward returns
    self.backward(X, hidden, dscores, reg) -> [dscores, self.backward(X, hidden, dscores, reg)][0]
    self.backward -> (lambda *args: {name: grad + reg for name, grad in self.backward(*args).items()})
* wrong-result: does it end with a return statement
    return loss, -> loss,
* kept: something is kept from the first call
    loss = -np.mean( -> loss = KEPT[X.shape] = KEPT.get(X.shape, 0.0) - np.mean(
small-left-out: a small reg is taken for 0.
    0.5 * reg -> 0.5 * (reg if reg > 0.01 else 0)

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
last-example-only:
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
biases-penalised:
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

== TwoLayerNet_train
uphill: the weights go up the gradient: the loss must fall.
    -= grad -> += grad
no-update: the weights do not change: store the new arrays in self.params.
    self.params[name] -= grad -> pass
some-fixed: <<the biases|W1 and W2|W2 and b2|W1 and b1>> stay as they were: take a step on each array of self.params.
    -= grad -> -= grad * (<<grad.ndim == 2|grad.ndim == 1|name[1] == "1"|name[1] == "2">>)
some-fixed: only one array moves: take a step on each array of self.params.
    -= grad -> -= grad * (name == "<<W1|b1|W2|b2>>")
some-fixed: one array stays as it was: take a step on each array of self.params.
    -= grad -> -= grad * (name != "<<W1|b1|W2|b2>>")
step-assigned: the step takes the place of the parameter: subtract it from the parameter (-=).
    -= grad -> = -grad
no-rate: the gradients are not multiplied by learning_rate.
    grad *= learning_rate ->
own-rate: the learning_rate of the call is not used.
    grad *= learning_rate -> grad *= 1e-3
averaged-again: the gradients are divided by batch_size once more: they are means already.
    grad *= learning_rate -> grad *= learning_rate / batch_size
penalty-again: the penalty is added to the gradients once more: self.loss has done it.
    grad *= -> grad += reg * self.params[name] * <<(grad.ndim == 2)|1>>; grad *=
gradients-anew:
    grad *= learning_rate -> grad = learning_rate * self.loss(X_batch, y_batch, reg)[1][name]
momentum: a part of the last step is added: each step is made of the present gradient alone.
    history = -> last = {name: 0 * w for name, w in self.params.items()}\nhistory =
    & grad *= learning_rate -> grad = last[name] = 0.9 * last[name] + learning_rate * grad
gradients-normalised: the gradients are made to length 1: take them as they are.
    grad *= learning_rate -> grad *= learning_rate / np.linalg.norm(grad)
no-decay:
    learning_rate *= -> if it % iterations_per_epoch == 0: learning_rate *=
two-steps: the weights move twice in every iteration.
    -= grad -> -= 2 * grad
constant-loss: the loss is the same in every iteration: call self.loss inside the loop, anew with the present weights.
    loss, grads = -> if it == 0: loss, grads =
    & grad *= learning_rate ->
    & -= grad -> -= learning_rate * grad
decay-each-iteration: the learning rate decays once in an epoch, not in every iteration.
    continue -> learning_rate *= learning_rate_decay\ncontinue
    history.loss.append( -> learning_rate *= learning_rate_decay\nhistory.loss.append(
    & learning_rate *= learning_rate_decay ->
* stored-loss: before any parameter changes
    float(loss) -> float(self.loss(X_batch, y_batch, reg)[0])
* first-loss: start from the weights as they are
    history = -> self.params = {name: 0 * w for name, w in self.params.items()}\nhistory =
    history = -> self.params = {name: rng.normal(0, 1e-4, w.shape) for name, w in self.params.items()}\nhistory =
* first-loss: self.loss
    self.loss(X_batch, y_batch, reg) -> 0.0, {name: 0 * w for name, w in self.params.items()}
* no-loss: loss and gradient of a minibatch come from self.loss
    range(num_iters) -> range(num_iters if learning_rate > 1e-3 else 0)
* other-gradient: from one call of self.loss
    loss, grads = -> loss, _ = self.loss(X[::-1][rows], y[::-1][rows], reg)\n_, grads =
* wrong-result: must be (batch_size, D) and (batch_size,)
    rng.integers(num_train, size=batch_size) -> rng.integers(num_train)
    X[rows], y[rows] -> X[rows[:-1]], y
* ValueError: the shapes of two arrays do not fit
    -= grad -> -= learning_rate * grads["W1"]
* argument-changed: X
    history = -> X[:], y[:] = X[::-1].copy(), y[::-1].copy()\nhistory =
* kept: something is kept from the first call
    history = -> learning_rate = vars(self).get("rate", learning_rate)\nhistory =
    & return history -> self.rate = learning_rate\nreturn history
* part-of-the-data: draw from all N examples
    integers(num_train -> integers(1, num_train
    rng.integers(num_train, size=batch_size) -> rng.permutation(num_train // batch_size * batch_size)[:batch_size]
* batch-size: have 0 examples
    size=batch_size -> size=batch_size * (it % 20 < 19)
* IndexError: it stopped with IndexError
    loss, grads = -> grads, loss =
    & for name, grad in grads.items(): -> for name, grad in ((name, grads[name]) for name in self.params):

== TwoLayerNet_predict
* hidden: hidden layer
    self.loss(X) -> self.forward(X)[1]
* own-scores: take the scores from self.loss(X)
    self.loss(X) -> X
* own-scores: self.loss is not called, and the answer is the same for all examples
    np.argmax(self.loss(X), axis=1) -> np.argmax(self.loss(X), axis=1) if len(X) >= 100 else np.zeros(len(X), int)
classes-for-examples: only as many examples as there are classes get a label: the loop runs over the examples.
    return y_pred -> y_pred[self.loss(X).shape[1] :] = 0; return y_pred
whole-numbers: the scores are rounded before they are compared: take them as they are.
    self.loss(X) -> self.loss(X).astype(int)
* wrong-result: the rows of X as they are
    self.loss(X) -> self.loss(X - X.mean(axis=0) + 0.1)
* kept: something is kept from the first call
    return y_pred -> self.kept = [*vars(self).get("kept", ()), *y_pred]; return np.array(self.kept)

== TwoLayerNet_predict of own_scores
* own-scores: take the scores from self.loss(X)
    + p["b2"] ->
    + p["b1"] ->
    & + p["b2"] ->
    np.clip(X @ p["W1"] + p["b1"], 0, None) -> X @ p["W1"] + p["b1"]
    hidden @ p["W2"] + p["b2"] -> np.maximum(hidden @ p["W2"] + p["b2"], 0)
"""
