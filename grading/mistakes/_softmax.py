"""Known mistakes in the losses of Labs 1 to 3, softmax and cross-entropy (`grading.mistakes` says how to read them)."""

import numpy as np
from scipy.special import expit


def over_classes(values):
    """The sum over the classes of each example."""
    return np.sum(values, axis=-1)


def unshifted(scores):
    """Softmax that overflows."""
    return np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)


TABLE = r"""
== softmax_loss_naive, softmax_loss_vectorized, linear_softmax_loss, TwoLayerNet_loss, softmax_loss
$N = num_train | num_train | num_train | len(scores) | len(scores)
$C = num_classes | W.shape[1] | Y.shape[1] | scores.shape[1] | scores.shape[1]
$loss = log_probs[y[i]] | log_probs[rows, y] | Y * log_probs | log_probs[rows, y] | log_probs[rows, y]
$Y = 1 | 1 | Y | 1 | 1
$log_p = log_probs[y[i]] | log_probs[rows, y] | log_probs | log_probs[rows, y] | log_probs[rows, y]
$onehot = np.eye(num_classes)[y[i]] | np.eye(W.shape[1])[y] | Y | np.eye(scores.shape[1])[y]
  | np.eye(scores.shape[1])[y]
$score = scores[y[i]] | (X @ W)[rows, y] | Y * (X @ W + b) | scores[rows, y] | scores[rows, y]
$highest = scores.max() | (X @ W).max(axis=1) | Y * (X @ W + b).max(axis=1, keepdims=True) | scores.max(axis=1)
  | scores.max(axis=1)
$less = - (c == y[i]) | -= 1 | - Y | -= 1 | -= 1
$over = dW / | dscores / | Y) / | dscores /= | dscores /=
not-averaged: the loss is a mean over the batch: divide by N.
    $loss -> $N * $loss
not-averaged: the gradient is that of a mean over the batch: divide by N.
    $over $N -> $over 1
not-averaged: the loss is a mean over the batch, and so is its gradient: divide by N.
    $loss -> $N * $loss
    & $over $N -> $over 1
averaged-twice: it is divided by N twice.
    $loss -> $loss / $N
    &? $over $N -> $over $N**2
divided-by-classes: the mean is over the N examples, not over the C classes or over all N*C entries.
    $loss -> $N / $C * $loss
    &? $over $N -> $over $C
    $loss -> $loss / $C
    $over $N -> $over ($N * $C)
epsilon-in-log: a small number is added to the probabilities, or they are clipped, before the logarithm: a large loss is
  finite then, but wrong.
    $loss -> $Y * np.log(np.exp($log_p) + 1e-<<3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|30|100|300>>)
zeros-skipped: an example whose correct class has probability 0 counts as 0, but its loss is the largest.
    $loss -> $Y * np.where(np.exp($log_p), $log_p, 0)
log10: the loss uses the natural logarithm, np.log, not log10.
    $loss -> $loss / np.log(10)
log2: the loss uses the natural logarithm, np.log, not log2.
    $loss -> $loss / np.log(2)
negative-loss: the loss is minus the logarithm of the probability of the correct class.
    $loss -> -$loss
no-logarithm: the logarithm is missing: this is the mean probability of the correct class<<|, times -1>>.
    $loss -> <<-|>>$Y * np.exp($log_p)
one-minus-probability: the loss is minus the logarithm of the probability, not 1 minus the probability.
    $loss -> $Y * (np.exp($log_p) - 1)
all-classes: the loss takes the correct class of each example only, not all classes.
    $loss -> over_classes(log_probs)
entropy: this is the entropy of the probabilities: the labels do not enter.
    $loss -> over_classes(np.exp(log_probs) * log_probs)
binary-cross-entropy: this is the cross-entropy of C yes-or-no questions: only the correct class counts.
    $loss -> over_classes(np.log(np.abs(np.exp(log_probs) + $onehot - 1)))
squared-error: this is a squared error, not the cross-entropy.
    $loss -> -<<1|0.5>> * over_classes((np.exp(log_probs) - $onehot) ** 2)
predicted-class: the most likely class is taken instead of the label.
    $loss -> log_probs.max(axis=-1)
no-normalisation: the scores are not normalised: the sum over the classes does not enter the loss.
    $loss -> $score
no-correct-score: the score of the correct class does not enter the loss.
    $loss -> $loss - $score
half-shifted: the maximum is subtracted in one of the two terms of the loss only.
    $loss -> $loss <<+|->> $highest
negative-gradient: the sign of the gradient of the data term is wrong.
    $over $N -> $over -$N
correct-class-missing: the derivative for the correct class has a term -1 that is missing here.
    $less -> $less * 0
correct-class-added: the term 1 of the correct class is added: it must be subtracted.
    $less -> $less * -1
correct-class-twice: the term -1 of the correct class is subtracted twice.
    $less -> $less * 2
correct-class-in-class-loop: the term -1 of the correct class is subtracted once for every class.
    $less -> $less * $C
correct-class-not-averaged: the term -1 of the correct class is not divided by N.
    $less -> $less * $N
correct-class-averaged-twice: the term -1 of the correct class is divided by N twice.
    $less -> $less / $N

== softmax_loss_vectorized, linear_softmax_loss, TwoLayerNet_loss, softmax_loss
$first = log_probs | log_probs | scores | scores
maximum-of-columns: the maximum of each class is subtracted: take the maximum of each example's scores.
    $first.max(axis=1, keepdims=True) -> $first.max(axis=0)
normalised-over-examples: the probabilities must sum to 1 over the classes of each example: which axis?
    $first.max(axis=1, keepdims=True) -> $first.max(axis=0)
    & np.exp(log_probs), axis=1, keepdims=True -> np.exp(log_probs), axis=0
    $first.max(axis=1, keepdims=True) -> $first.max(axis=0)
    & np.exp(log_probs), axis=1, keepdims=True -> np.exp(log_probs), axis=0
    & $loss -> $Y * np.log(np.exp($log_p))
normalised-over-all: the sum in the denominator is over the classes of one example, not over the batch.
    $first.max(axis=1, keepdims=True) -> $first.max()
    & np.exp(log_probs), axis=1, keepdims=True -> np.exp(log_probs)
* nan: overflow in exp
    $first.max(axis=1, keepdims=True) -> <<0|$first.max()>>
    & log_probs -= np.log(np.sum(np.exp(log_probs), axis=1, keepdims=True)) -> log_probs = np.log(unshifted(log_probs))

== softmax_loss_vectorized, TwoLayerNet_loss, softmax_loss
$scores = (X @ W) | scores | scores
whole-columns: an index [:, y] picks whole columns, one for every label: pair row i with y[i].
    log_probs[rows, y] -> log_probs[:, y]
whole-columns-of-gradient: 1 is subtracted from whole columns: pair row i with its own label y[i].
    dscores[rows, y] -> dscores[:, y]
label-<<minus-1|plus-1>>: the class next to the correct one is taken: labels are counted from 0.
    log_probs[rows, y] -> log_probs[rows, <<y - 1|(y + 1) % $C>>]
label-<<minus-1|plus-1>>-in-gradient: the gradient takes the class next to the correct one: labels are counted from 0.
    dscores[rows, y] -> dscores[rows, <<y - 1|(y + 1) % $C>>]
labels-renumbered: the labels are numbered anew: a class has its number even if others do not occur.
    loss = -np -> y = np.unique(y, return_inverse=True)[1]; loss = -np
labels-shifted: the lowest label of the batch is taken for class 0: a label is the number of its column as it is.
    rows = -> y = y - y.min(); rows =
probabilities-averaged: the probabilities are divided by N before the logarithm: take the mean of the losses.
    $loss -> $loss - np.log($N)
log-of-mean: this is the logarithm of a mean; the loss is the mean of the logarithms.
    np.mean($loss) -> np.log(np.mean(np.exp($loss)))
log-of-negative: the loss is nan for moderate scores: is the logarithm taken of a negative number, perhaps of
  probabilities from which 1 was subtracted before?
    $loss -> np.log(np.exp($loss) - 1)
correct-class-p-twice: the probability of the correct class is counted twice in the gradient.
    -= 1 -> += dscores[rows, y] - 1
correct-class-only: only the columns of the correct classes get a gradient: the wrong classes have one too.
    dscores[rows, y] -= 1 -> dscores[rows, y] -= 1; dscores *= $onehot
    dscores[rows, y] -= 1 -> dscores = -$onehot
probabilities-not-averaged: the probabilities are not divided by N: only the term of the labels is.
    -= 1 -> -= 1 / $N
    & $over $N -> $over 1
wrong-classes-only-in-gradient: the correct class is left out of the gradient.
    -= 1 -> = 0
same-probability: each class needs its own probability; here all have that of the correct class.
    dscores = np.exp(log_probs) -> dscores = 0 * log_probs + np.exp($loss)[:, None]
scores-in-gradient: the gradient is made from the scores instead of the probabilities.
    dscores = np.exp(log_probs) -> dscores = +$scores
exp-in-gradient: the gradient is made from exp(scores), before it is divided by its sum.
    dscores = np.exp(log_probs) -> dscores = np.exp($scores<<| - $scores.max(axis=1, keepdims=True)>>)
log-probabilities-in-gradient: the gradient is made from the logarithms of the probabilities.
    dscores = np.exp(log_probs) -> dscores = log_probs
predicted-class-in-gradient: the gradient takes the most likely class instead of the label.
    dscores[rows, y] -> dscores[rows, log_probs.argmax(axis=1)]
sigmoid-derivative: p * (1 - p) is the derivative of a sigmoid, not of this loss.
    dscores[rows, y] -= 1 -> dscores *= 1 - dscores
    dscores[rows, y] -= 1 -> dscores[rows, y] -= 1; dscores *= np.exp(log_probs) * (1 - np.exp(log_probs))
by-probabilities: this is the gradient with respect to the probabilities: the one with respect to the scores is asked
  for.
    dscores[rows, y] -= 1 -> dscores = np.where($onehot, -1 / dscores, 0)
* wrong-shape: loss has shape
    np.mean($loss) -> $loss
* ValueError: the shapes of two arrays do not fit
    np.mean($loss) -> np.sum(np.eye(10)[y] * log_probs)

== TwoLayerNet_loss, softmax_loss
last-example-only: only the last example counts: add up (+=) the examples instead of storing (=) each.
    np.mean(log_probs[rows, y]) -> log_probs[-1, y[-1]] / len(y)
    &? dscores /= -> dscores[:-1] = 0; dscores /=
first-example-only: only the first example counts: does the loop, or the index, reach all of them?
    np.mean(log_probs[rows, y]) -> log_probs[0, y[0]] / len(y)
    &? dscores /= -> dscores[1:] = 0; dscores /=
last-example-left-out: the last example is left out.
    log_probs[rows, y] -> log_probs[rows, y] * (rows < len(y) - 1)
    &? dscores /= -> dscores[-1] = 0; dscores /=
first-example-left-out: the first example is left out: indices start at 0.
    log_probs[rows, y] -> log_probs[rows, y] * (rows > 0)
    &? dscores /= -> dscores[0] = 0; dscores /=
last-class-left-out: the last class is left out.
    dscores /= -> dscores[:, -1] = 0; dscores /=
first-class-left-out: the first class is left out: classes are counted from 0.
    dscores /= -> dscores[:, 0] = 0; dscores /=
hinge-loss: this is the hinge loss of a support vector machine, not the cross-entropy.
    log_probs[rows, y] -> 1 - np.maximum(scores - scores[rows, y][:, None] + 1, 0).sum(axis=1)
wrong-classes-only: the sum in the denominator runs over all classes, the correct one included.
    log_probs[rows, y] -> log_probs[rows, y] - np.log(1 - np.exp(log_probs[rows, y]))
sigmoid: each score goes through a sigmoid of its own: softmax divides by the sum over the classes.
    log_probs[rows, y] -> -np.logaddexp(0, -scores[rows, y])
rectified-scores: negative scores are set to 0: softmax takes all scores as they are.
    rows = -> scores = np.maximum(scores, 0); rows =
magnitude-of-scores: the scores lose their sign.
    rows = -> scores = np.abs(scores); rows =
minus-scores: the scores have the wrong sign.
    rows = -> scores = -scores; rows =
* inf: the logarithm of 0
    log_probs[rows, y] -> np.log(np.exp(log_probs[rows, y]))
"""
