"""Lab 1: known mistakes, as changes of right functions (`grading.mistakes` says how to read them)."""

import numpy as np
from scipy.special import expit, log_softmax, softmax

#: What a function keeps from call to call.
KEPT = {}


def hinge(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(X)):
        scores = X[i] @ W
        for c in range(W.shape[1]):
            margin = scores[c] - scores[y[i]] + 1
            if c != y[i] and margin > 0:
                loss += margin
                dW[:, c] += X[i]
                dW[:, y[i]] -= X[i]
    return loss / len(X) + 0.5 * reg * np.sum(W**2), dW / len(X) + reg * W


def loop_over_examples(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        log_probs = log_softmax(X[i] @ W)
        loss -= log_probs[y[i]]
        dW += np.outer(X[i], np.exp(log_probs) - (np.arange(W.shape[1]) == y[i]))
    return loss / len(y) + 0.5 * reg * np.sum(W**2), dW / len(y) + reg * W


def best_of_all_rows(self, X):
    y_pred, best = np.zeros(len(X), dtype=int), -np.inf
    for i in range(len(X)):
        for c, score in enumerate(X[i] @ self.W):
            if score > best:
                best, y_pred[i] = score, c
    return y_pred


def over_classes(values):
    """The sum over the classes of each example."""
    return np.sum(values, axis=-1)


def unshifted(scores):
    """Softmax that overflows."""
    return np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)


def halves(values):
    middle = len(values) // 2
    return halves(values[:middle]) + halves(values[middle:]) if middle else values[0]


def counter(val_accuracy, patience):
    """Counts epochs since the last improvement."""
    best, wait = float("-inf"), 0
    for accuracy in val_accuracy:
        if accuracy > best:
            best, wait = accuracy, 0
        else:
            wait += 1
    return wait >= patience


def window(val_accuracy, patience):
    """Best of the recent epochs against the best before."""
    if len(val_accuracy) <= patience:
        return False
    return max(val_accuracy[-patience:]) <= max(val_accuracy[:-patience])


TABLE = r"""
== softmax_loss_naive, softmax_loss_vectorized, softmax_loss
$N = num_train | num_train | len(scores)
$C = num_classes | W.shape[1] | scores.shape[1]
$loss = log_probs[y[i]] | log_probs[rows, y] | log_probs[rows, y]
$onehot = np.eye(num_classes)[y[i]] | np.eye(W.shape[1])[y] | np.eye(scores.shape[1])[y]
$score = scores[y[i]] | (X @ W)[rows, y] | scores[rows, y]
$highest = scores.max() | (X @ W).max(axis=1) | scores.max(axis=1)
$less = - (c == y[i]) | -= 1 | -= 1
$over = dW / | dscores / | dscores /=
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
    $loss -> np.log(np.exp($loss) + 1e-<<3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|30|100|300>>)
zeros-skipped: an example whose correct class has probability 0 counts as 0, but its loss is the largest.
    $loss -> np.where(np.exp($loss), $loss, 0)
log10: the loss uses the natural logarithm, np.log, not log10.
    $loss -> $loss / np.log(10)
log2: the loss uses the natural logarithm, np.log, not log2.
    $loss -> $loss / np.log(2)
negative-loss: the loss is minus the logarithm of the probability of the correct class.
    $loss -> -$loss
no-logarithm: the logarithm is missing: this is the mean probability of the correct class<<|, times -1>>.
    $loss -> <<-|>>np.exp($loss)
one-minus-probability: the loss is minus the logarithm of the probability, not 1 minus the probability.
    $loss -> (np.exp($loss) - 1)
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

== softmax_loss_vectorized, softmax_loss
$first = log_probs | scores
$scores = (X @ W) | scores
maximum-of-columns: the maximum of each class is subtracted: take the maximum of each example's scores.
    $first.max(axis=1, keepdims=True) -> $first.max(axis=0)
normalised-over-examples: the probabilities must sum to 1 over the classes of each example: which axis?
    $first.max(axis=1, keepdims=True) -> $first.max(axis=0)
    & np.exp(log_probs), axis=1, keepdims=True -> np.exp(log_probs), axis=0
    $first.max(axis=1, keepdims=True) -> $first.max(axis=0)
    & np.exp(log_probs), axis=1, keepdims=True -> np.exp(log_probs), axis=0
    & $loss -> np.log(np.exp($loss))
normalised-over-all: the sum in the denominator is over the classes of one example, not over the batch.
    $first.max(axis=1, keepdims=True) -> $first.max()
    & np.exp(log_probs), axis=1, keepdims=True -> np.exp(log_probs)
* nan: overflow in exp
    $first.max(axis=1, keepdims=True) -> <<0|$first.max()>>
    & log_probs -= np.log(np.sum(np.exp(log_probs), axis=1, keepdims=True)) -> log_probs = np.log(unshifted(log_probs))
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

== softmax_loss
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
sigmoid-cross-entropy: each score goes through a sigmoid of its own, and each class has a cross-entropy: softmax
  divides by the sum over the classes, and only the correct class counts.
    dscores = np.exp(log_probs) -> dscores = expit(scores)
    & return loss -> return (np.logaddexp(0, scores).sum() - scores[rows, y].sum()) / len(scores)
rounded: the results are rounded: return them as they are.
    return loss, dscores -> return loss, np.round(dscores, <<3|4>>)
    return loss -> return np.round(loss, 2)
* transposed: it is transposed
    return loss, dscores -> return loss, dscores.T
* wrong-shape: which axis was summed
    return loss, dscores -> return loss, dscores.sum(axis=0)
* wrong-order: in the right order
    return loss, dscores -> return dscores, loss
* wrong-result: must return 2 values
    return loss, dscores -> return loss<<|, dscores, log_probs>>
* argument-changed: it changes its argument scores
    log_probs = scores - -> log_probs = scores; log_probs -=

== softmax_loss_naive, softmax_loss_vectorized
$input = X[i] @ W | X @ W
$normalise = log_probs = log_probs - np.log(np.sum(np.exp(log_probs)))
  | log_probs -= np.log(np.sum(np.exp(log_probs), axis=1, keepdims=True))
log10:
    return loss -> return loss / np.log(10)
log2:
    return loss -> return loss / np.log(2)
sigmoid:
    $normalise -> log_probs = np.log(expit($input))
reg-not-squared:
    np.sum(W**2) -> np.sum(np.abs(W))
    & + reg * W -> + 0.5 * reg * np.sign(W)
reg-mean:
    np.sum(W**2) -> np.mean(W**2)
    & + reg * W -> + reg * W / W.size
reg-half-gradient: the derivative of 0.5 * reg * W**2 is reg * W, not half of it.
    + reg * W -> + 0.5 * reg * W
reg-spectral: the penalty takes the sum of the squares of all entries, not the largest singular value of W.
    np.sum(W**2) -> np.linalg.norm(W, 2) ** 2
* transposed: it is transposed
    return loss, dW -> return loss, dW.T
reg-row-left-out: one row of W is left out of the penalty: all of W counts.
    np.sum(W**2) -> np.sum(W[:-1] ** 2)
    & + reg * W -> + reg * np.vstack([W[:-1], 0 * W[:1]])
    np.sum(W**2) -> np.sum(W[1:] ** 2)
    & + reg * W -> + reg * np.vstack([0 * W[:1], W[1:]])

== softmax_loss_naive
averaged-in-loop: the division by N stands inside the loop over the examples: divide once, after it.
    scores = X[i] @ W -> scores = X[i] @ W; loss /= num_train; dW /= num_train
    scores = X[i] @ W -> scores = X[i] @ W; loss /= num_train
    scores = X[i] @ W -> scores = X[i] @ W; dW /= num_train
last-example-only:
    dW[:, c] += -> dW[:, c] =
    loss -= log_probs[y[i]] -> loss = -log_probs[y[i]]
first-example-only:
    range(num_train) -> range(1)
last-example-left-out:
    range(num_train) -> range(num_train - 1)
first-example-left-out:
    range(num_train) -> range(1, num_train)
last-class-left-out:
    range(num_classes) -> range(num_classes - 1)
first-class-left-out:
    range(num_classes) -> range(1, num_classes)
correct-class-p-twice:
    np.exp(log_probs[c]) - -> np.exp(log_probs[c]) * (1 + (c == y[i])) -
wrong-classes-only-in-gradient:
    * X[i] -> * X[i] * (c != y[i])
correct-class-only:
    * X[i] -> * X[i] * (c == y[i])
same-probability:
    log_probs[c] -> log_probs[y[i]]
scores-in-gradient:
    np.exp(log_probs[c]) -> scores[c]
exp-in-gradient:
    np.exp(log_probs[c]) -> <<np.exp(scores[c] - scores.max())|np.exp(scores[c])>>
log-probabilities-in-gradient:
    np.exp(log_probs[c]) -> log_probs[c]
predicted-class-in-gradient:
    c == y[i] -> c == scores.argmax()
sigmoid-derivative:
    * X[i] -> * X[i] * np.exp(log_probs[c]) * (1 - np.exp(log_probs[c]))
by-probabilities:
    np.exp(log_probs[c]) - (c == y[i]) -> -(c == y[i]) / np.exp(log_probs[c])
input-missing: the inputs X do not enter dW: the gradient with respect to W has the factor X[i].
    * X[i] ->
wrong-classes-only:
    np.sum(np.exp(log_probs)) -> np.sum(np.exp(np.delete(log_probs, y[i])))
label-minus-1: the class next to the correct one is taken: labels are counted from 0.
    loss -= log_probs[y[i]] -> loss -= log_probs[y[i] - 1]
    & c == y[i] -> c == y[i] - 1
label-plus-1: the class next to the correct one is taken: labels are counted from 0.
    loss -= log_probs[y[i]] -> loss -= log_probs[(y[i] + 1) % num_classes]
    & c == y[i] -> c == (y[i] + 1) % num_classes
scores-clipped: the scores are clipped: subtract their maximum, then exp can't overflow and nothing is lost.
    X[i] @ W -> np.clip(X[i] @ W, -<<100|500|700>>, 500)
right-ones-skipped: examples that are classified correctly are skipped: each example has a loss.
    loss -= log_probs[y[i]] -> counts = scores.argmax() != y[i]; loss -= counts * log_probs[y[i]]
    & * X[i] -> * X[i] * counts
integer-gradient: dW is an array of whole numbers, and each part is cut: make an array of floats.
    np.zeros_like(W) -> np.zeros(W.shape, int)
    & dW[:, c] += -> dW[:, c] = dW[:, c] +
hinge-loss:
    = hinge
reg-per-class: the penalty is added once for every class: add it once, after the loops.
    0.5 * reg -> num_classes * 0.5 * reg
    + reg * W -> + num_classes * reg * W
labels-renumbered: the labels are numbered anew in each batch: they are the classes' numbers, as they are.
    num_train, num_classes = -> y = np.unique(y, return_inverse=True)[1]; num_train, num_classes =
labels-shifted:
    num_train, num_classes = -> y = y - y.min(); num_train, num_classes =
classes-of-batch: the classes are counted in the labels of the batch, where some may not occur: W has a column for each.
    X.shape[0], W.shape[1] -> X.shape[0], <<len(np.unique(y))|y.max() + 1>>
probability-derivative: this is the derivative of the probability of the correct class: that of the loss, minus its
  logarithm, is asked for.
    np.exp(log_probs[c]) - (c == y[i]) -> <<|->>((c == y[i]) - np.exp(log_probs[c])) * np.exp(log_probs[y[i]])
probabilities-averaged:
    loss -= log_probs[y[i]] -> loss -= log_probs[y[i]] - np.log(num_train)
few-examples: a large batch is cut: all N examples count.
    X.shape[0], W -> min(X.shape[0], 20), W
reg-limited: a large penalty is cut: all of it counts.
    0.5 * reg * np.sum(W**2) -> min(0.5 * reg * np.sum(W**2), 100)
gradient-limited: large entries of the gradient are cut: dW is the whole gradient.
    dW / num_train + reg * W -> np.clip(dW / num_train + reg * W, -10, 10)
* argument-changed: it changes its argument W
    num_train, num_classes = -> W -= W.mean(); num_train, num_classes =
    dW = dW / num_train + reg * W -> W *= reg; W += dW / num_train; dW = W
* argument-changed: it changes its argument X
    scores = X[i] @ W -> X[:i] = 0; scores = X[i] @ W
* kept: something is kept from the first call
    np.zeros_like(W) -> KEPT.setdefault(W.shape, np.zeros_like(W))
* inf: loss is infinite
    scores.max() -> <<0|max(0.0, scores.max())>>
* nan: overflow in exp
    scores - scores.max() -> scores
    & log_probs - np.log(np.sum(np.exp(log_probs))) -> np.log(unshifted(log_probs))
* inf: the logarithm of 0
    log_probs - np.log(np.sum(np.exp(log_probs))) -> np.log(unshifted(log_probs))
* IndexError: taken from the wrong axis
    X.shape[0], W.shape[1] -> X.shape[0], <<X.shape[1]|10>>
* NameError: a variable of another function
    range(num_train) -> range(X_dev.shape[0])
* AttributeError: gone from NumPy 2
    np.zeros_like(W) -> np.zeros(W.shape, dtype=np.float)
* wrong-result: does it end with a return statement
    return loss, dW -> pass
* all-zeros: dW is all zeros
    return loss, dW -> return loss, 0 * dW
* wrong-order: in the right order
    return loss, dW -> return dW, loss
* wrong-shape: loss has shape (1,)
    loss = 0.0 -> loss = np.zeros(1)

== softmax_loss_vectorized
normalised-over-all:
    log_probs.max(axis=1, keepdims=True) -> log_probs.max()
    & np.sum(np.exp(log_probs), axis=1, keepdims=True) -> np.sum(np.exp(log_probs))
    & np.mean(log_probs[rows, y]) -> np.mean(np.log(np.exp(log_probs[rows, y])))
softmax-twice: the probabilities go through softmax once more.
    loss = -np.mean( -> log_probs = log_softmax(np.exp(log_probs), axis=1); loss = -np.mean(
classes-of-batch:
    dscores[rows, y] -= 1 -> dscores[:, : len(np.unique(y))] -= y[:, None] == np.unique(y)
probability-derivative:
    dscores[rows, y] -= 1 -> dscores[rows, y] -= 1; dscores *= <<|->>np.exp(log_probs[rows, y])[:, None]
rounded: the loss is rounded: return it as it is.
    return loss -> return round(loss, 2)
input-missing:
    X.T @ (dscores / num_train) -> dscores.mean(axis=0)
reg-weak: a weak penalty is left out: it counts, however small reg is.
    num_train = X.shape[0] -> num_train, reg = X.shape[0], reg * (reg > 1e-4)
* inf: the logarithm of 0
    log_probs -= np.log(np.sum(np.exp(log_probs), axis=1, keepdims=True)) -> log_probs = np.log(unshifted(log_probs))
* ValueError: the shapes of two arrays do not fit
    np.sum(np.exp(log_probs), axis=1, keepdims=True) -> np.sum(np.exp(log_probs), axis=1)
    X.T @ (dscores / num_train) -> X @ (dscores / num_train)
* IndexError: the shapes of two arrays do not fit
    np.arange(num_train) -> np.arange(500)
* wrong-shape: the order of the factors
    X.T @ (dscores / num_train) + reg * W -> dscores @ W.T / num_train
* loop: Use products of whole matrices instead
    = loop_over_examples
    return loss, dW -> return loop_over_examples(W, X, y, reg)
    np.mean(log_probs[rows, y]) -> np.mean([row[c] for row, c in zip(log_probs, y)])
    np.mean(log_probs[rows, y]) -> np.mean(np.vectorize(lambda i: log_probs[i, y[i]])(rows))
    np.mean(log_probs[rows, y]) -> halves(log_probs[rows, y]) / num_train
    log_probs.max(axis=1, keepdims=True) -> np.apply_along_axis(np.max, 1, log_probs)[:, np.newaxis]
    X.T @ (dscores / num_train) -> np.array([[x @ column for column in dscores.T] for x in X.T]) / num_train
* loop: calls softmax_loss_naive
    return loss, dW -> return softmax_loss_naive(W, X, y, reg)
* argument-changed: it changes its arguments X and y
    dW = X.T @ (dscores / num_train) -> X /= num_train; y.sort(); dW = X.T @ dscores
* kept: something is kept from the first call
    log_probs = X @ W -> log_probs = KEPT.setdefault(X.shape, X @ W).copy()
    loss = -np.mean( -> loss = KEPT[W.shape] = KEPT.get(W.shape, 0.0) - np.mean(
* wrong-result: must return 2 values
    return loss, dW -> return loss, dW, log_probs

== sgd_momentum
uphill: the step goes up the gradient: subtract learning_rate * dw.
    velocity -= -> velocity +=
opposite-velocity: the velocity has the opposite sign: w moves by + v.
    velocity -= -> velocity +=
    & w + velocity -> w - velocity
old-velocity: w moves with the old velocity: compute the new one first.
    * config["velocity"] -> * (old := config["velocity"])
    & w + velocity -> w + old
no-momentum: the old velocity is ignored.
    config["momentum"] * -> 0 *
velocity-not-used: the velocity has no effect on w, and it does not change.
    config["velocity"] = velocity -> pass
    & w + velocity -> w - config["learning_rate"] * dw
velocity-not-used: the velocity has no effect on w: w must move by the new velocity.
    w + velocity -> w - config["learning_rate"] * dw
velocity-not-stored: the new velocity is not stored in config["velocity"].
    config["velocity"] = velocity -> pass
no-step: w does not move: next_w is w plus the new velocity.
    w + velocity -> w
no-step: w does not move, and the velocity does not change.
    config["velocity"] = velocity -> pass
    & w + velocity -> w
no-step: w does not move in the first call, when there is no velocity yet: this is a step like all others.
    config = { -> known = "velocity" in config; config = {
    & * dw -> * dw * known
dampened: the gradient is multiplied by 1 - momentum: the formula has no such factor.
    * dw -> * (1 - config["momentum"]) * dw
    velocity -= config["learning_rate"] * dw -> velocity += (1 - config["momentum"]) * dw
    & w + velocity -> w - config["learning_rate"] * velocity
full-velocity: the old velocity is not multiplied by momentum.
    config["momentum"] * -> 1 *
complement: the old velocity is multiplied by momentum, not by 1 - momentum.
    config["momentum"] * -> (1 - config["momentum"]) *
momentum-on-gradient: momentum multiplies the old velocity only, not the gradient.
    * dw -> * config["momentum"] * dw
rate-on-velocity: the learning rate multiplies the gradient only, not the old velocity.
    config["momentum"] * -> config["learning_rate"] * config["momentum"] *
rate-outside: the velocity here includes the learning rate and the minus sign.
    velocity -= config["learning_rate"] * dw -> velocity += dw
    & w + velocity -> w - config["learning_rate"] * velocity
no-rate: the gradient is not multiplied by the learning rate.
    config["learning_rate"] * dw -> dw
zero-momentum: a momentum of 0 is taken for none that is given: with 0 it is plain gradient descent.
    config["momentum"] * -> (config["momentum"] or 0.9) *
gradient-stored: the velocity that is stored lacks the old one: all of the new velocity is stored.
    config["velocity"] = velocity -> config["velocity"] = -config["learning_rate"] * dw
swapped: learning_rate and momentum have changed places.
    config["momentum"] * -> config["learning_rate"] *
    & config["learning_rate"] * -> config["momentum"] *
nesterov: this is Nesterov's momentum; the task asks for the plain form.
    w + velocity -> w + config["momentum"] * velocity - config["learning_rate"] * dw
moved-back: the new velocity is added to w: the minus sign is in the velocity already.
    w + velocity -> w - velocity
moved-twice: w moves twice by the new velocity.
    w + velocity -> w + 2 * velocity
velocity-returned: next_w is the new velocity alone: it must be added to w.
    w + velocity -> velocity
weights-stored: next_w is stored as the velocity.
    next_w = -> next_w = config["velocity"] =
weights-as-gradient: the step takes w where it needs the gradient dw.
    * dw -> * w
own-rate: the learning rate of config is not used.
    config["learning_rate"] * dw -> 0.01 * dw
own-momentum: the momentum of config is not used.
    config["momentum"] * -> 0.9 *
other-default: the default of learning_rate is 0.01.
    "learning_rate": 0.01 -> "learning_rate": 0.001
mean-gradient: each entry of w needs its own derivative: no sum and no mean of dw.
    * dw -> * dw.<<mean|sum>>()
changed-gradient: the gradient is changed (its length or its sign alone): take dw as it is.
    * dw -> * <<dw / np.linalg.norm(dw)|np.sign(dw)>>
changed-gradient: large entries of the gradient are cut: take dw as it is.
    * dw -> * np.clip(dw, <<-0.5, 0.5|-1, 1|-5, 5|-100, 100>>)
changed-gradient: small entries of the gradient are left out: take dw as it is.
    * dw -> * dw * (np.abs(dw) > 1e-3)
first-row-only: only a part of w moves: the first row.
    next_w = w + velocity -> next_w = w.copy(); next_w[0] += velocity[0]
adagrad: the step is divided by the size of the gradients so far, as in AdaGrad: the task asks for momentum alone.
    velocity -= config["learning_rate"] * dw -> velocity += dw**2
    & w + velocity -> w - config["learning_rate"] * dw / (np.sqrt(velocity) + 1e-8)
* wrong-result: must return <<2 values|config, a dict>>
    return next_w, config -> return next_w<<|, velocity>>
* wrong-result: does it end with a return statement
    return next_w, config -> pass
* wrong-result: has lost its
    return next_w, config -> return next_w, {"velocity": velocity}
* wrong-result: only the velocity changes
    next_w = -> config["<<learning_rate|momentum>>"] *= 0.95; next_w =
* IndexError: taken from the wrong axis
    np.zeros_like(w) -> np.zeros((w.shape[0], w.shape[1]))
* UnboundLocalError: gets one only inside an if
    velocity = config["momentum"] -> if config["momentum"]: velocity = config["momentum"]
* NameError: learning_rate is not defined
    config["learning_rate"] * dw -> learning_rate * dw
* AttributeError: gone from NumPy 2
    np.zeros_like(w) -> np.zeros(w.shape, np.float)
* argument-changed: it changes its argument w
    next_w = w + velocity -> next_w = w; w += velocity
* kept: something is kept from the first call
    * config["velocity"] -> * KEPT.get(w.shape, config["velocity"])
    & config["velocity"] = velocity -> config["velocity"] = KEPT[w.shape] = velocity

== early_stopping
never-stops: it never stops.
    return epochs_since_best >= patience -> return False
always-stops: it stops always.
    ) == 0 -> ) >= 0
    & return False -> return True
inverted: the answer is the wrong way round.
    >= patience -> < patience
    & return False -> return True
    >= patience -> < patience
empty-list: with no epoch yet there is nothing to stop.
    return False -> return True
one-late: it stops one epoch too late: patience epochs without improvement are enough.
    >= patience -> > patience
one-early: it stops one epoch too early: count the epochs after the best one.
    len(val_accuracy) - 1 -> len(val_accuracy)
two-early: it stops two epochs too early: count the epochs after the best one.
    len(val_accuracy) - 1 -> len(val_accuracy) + 1
latest-left-out: the latest epoch is not looked at.
    if len -> val_accuracy = val_accuracy[:-1]\nif len
number-of-best: the number of the best epoch is compared with patience: count the epochs after it.
    len(val_accuracy) - 1 - int -> int
length-only: it stops after a number of epochs, whether the accuracy improves or not.
    - 1 - int(np.argmax(val_accuracy)) -> <<|- 1>>
no-patience: it stops at the first epoch without improvement.
    >= patience -> > 0
lowest: the lowest accuracy is taken for the best one: the highest is.
    argmax -> argmin
input-not-used: patience is not used: a fixed number takes its place.
    >= patience -> >= <<3|5>>
min-delta: a small improvement is not counted: an accuracy above the best one is better, however small the difference.
    np.argmax(val_accuracy) -> np.argmax(np.rint(100 * np.array(val_accuracy)))
    np.argmax(val_accuracy) -> np.argmax(np.rint(<<1000|1e4>> * np.array(val_accuracy)))
patience-1: patience 1 is treated in another way: there too the best epoch before counts, not the latest one.
    >= patience -> >= patience if patience > 1 else val_accuracy[-1:] < val_accuracy[-2:-1]
* wrong-result: with an empty list it stopped
    ) == 0 -> ) < 0
* wrong-result: must return True or False
    return epochs_since_best >= patience -> return <<epochs_since_best|[epochs_since_best >= patience]|"stop">>
* NameError: history is not defined
    return epochs_since_best -> return len(history.val_accuracy) - epochs_since_best
* argument-changed: it changes its argument val_accuracy
    return epochs_since_best -> val_accuracy.clear(); return epochs_since_best
* kept: something is kept from the first call
    epochs_since_best >= patience -> KEPT.setdefault(len(val_accuracy), epochs_since_best >= patience)

== early_stopping of counter
not-reset: all epochs without improvement are counted, those before the best epoch too.
    best, wait = accuracy, 0 -> best = accuracy
sticky: it stops although a later epoch is better than all before: look at the present best.
    wait += 1 -> wait += 1\nif wait >= patience: return True
each-fall: it waits for an accuracy that falls in every epoch: compare with the best, not with the epoch before.
    wait += 1 -> best, wait = accuracy, wait + 1
    wait += 1 -> best, wait = accuracy, wait + 1
    & accuracy > best -> accuracy >= best
    wait += 1 -> best, wait = accuracy, wait + (accuracy < best)
fell-once: it stops after so many falls in a row, although a later epoch is better: compare with the best, not with
  the epoch before.
    wait += 1 -> best, wait = accuracy, wait + 1\nif wait >= patience: return True
    wait += 1 -> best, wait = accuracy, wait + 1\nif wait >= patience: return True
    & accuracy > best -> accuracy >= best
falls-counted: all epochs are counted that are lower than the one before: count those since the best one.
    best, wait = accuracy, 0 -> best = accuracy
    & wait += 1 -> best, wait = accuracy, wait + 1
    best, wait = accuracy, 0 -> best = accuracy
    & wait += 1 -> best, wait = accuracy, wait + 1
    & accuracy > best -> accuracy >= best
equal-is-better: an equal accuracy later is no improvement: the first epoch with the best accuracy counts.
    accuracy > best -> accuracy >= best
lowest:
    accuracy > best -> accuracy <= best
    & float("-inf") -> float("inf")
min-delta:
    accuracy > best -> accuracy > best + <<1e-5|1e-4|1e-3|0.01|0.02|0.05>>
first-is-best: the accuracies are compared with that of the first epoch: the best one so far counts.
    best, wait = accuracy, 0 -> best, wait = val_accuracy[0], 0
starts-at-0: the best accuracy is 0 at the start: a first epoch with accuracy 0 is then no improvement.
    float("-inf") -> 0.0

== early_stopping of window
each-fall:
    max(val_accuracy[-patience:]) <= max(val_accuracy[:-patience]) -> all(np.diff(val_accuracy[-patience:]) <<<=|<>> 0)
two-epochs: only the latest epoch and the one patience epochs before it are compared.
    max(val_accuracy[-patience:]) <= max(val_accuracy[:-patience]) -> val_accuracy[-1] <<<=|<>> val_accuracy[~patience]
one-before: the last patience epochs are compared with the one before them only: compare with the best of all.
    max(val_accuracy[:-patience]) -> val_accuracy[~patience]
    <= max(val_accuracy[:-patience]) -> < val_accuracy[~patience]
min-delta:
    max(val_accuracy[:-patience]) -> max(val_accuracy[:-patience]) * 1.00001 + 1e-8
latest-only: only the latest epoch is compared with the best one before: a better one of the last epochs is enough to
  go on.
    max(val_accuracy[-patience:]) -> val_accuracy[-1]
mean-of-recent: the mean of the last epochs is compared with the best one before: one that is better is enough to go on.
    max(val_accuracy[-patience:]) -> np.mean(val_accuracy[-patience:])
worst-of-recent: one bad epoch is enough to stop: none of the last ones may be better than the best one before.
    max(val_accuracy[-patience:]) -> min(val_accuracy[-patience:])
* wrong-result: it stopped with IndexError
    if len -> before = val_accuracy[-patience - 1]\nif len
* wrong-result: does it end with a return statement
    return False -> return

== SoftmaxClassifier_predict
wrong-axis: one answer per class: take the maximum along the other axis.
    axis=1 -> axis=0
one-label: this is one answer for all examples: the maximum of each row is asked for.
    , axis=1) -> )
    X @ self.W, axis=1 -> X[0] @ self.W
not-labels: there is a row for each example: predict returns one class per example.
    np.argmax(X @ self.W, axis=1) -> <<X @ self.W|softmax(X @ self.W, axis=1)|np.argsort(-X @ self.W, axis=1)>>
    np.argmax(X @ self.W, axis=1) -> np.eye(self.W.shape[1])[np.argmax(X @ self.W, axis=1)]
not-labels: these are no class numbers: the number of the class is asked for.
    np.argmax(X @ self.W, axis=1) -> softmax(X @ self.W, axis=1).max(axis=1)
score-returned: these are the highest scores themselves: the number of the class is asked for.
    argmax -> max
lowest: the class with the lowest score is taken.
    argmax -> argmin
second: the second highest score is taken.
    np.argmax(X @ self.W, axis=1) -> np.argsort(X @ self.W, axis=1)[:, -2]
counted-from-1: classes are counted from 0.
    axis=1) -> axis=1) + 1
constant: the answer is the same for all examples.
    X @ self.W -> 0 * X @ self.W
    axis=1) -> axis=1)[<<:1|-1:>>].repeat(len(X))
    return y_pred -> return np.full(len(X), np.bincount(y_pred).argmax())
    np.argmax(X @ self.W, axis=1) -> np.full(len(X), np.argmax(X @ self.W) % self.W.shape[1])
one-entry-only: only the first entry of the result is filled, by one example after the other.
    return y_pred -> return np.where(np.arange(len(X)) == 0, y_pred[-1], 0)
last-left-out: the last example is left out.
    return y_pred -> y_pred[-1] = <<0|-1>>\nreturn y_pred
first-left-out: the first example is left out.
    return y_pred -> y_pred[0] = <<0|-1>>\nreturn y_pred
rest-left-out: what is left over after the last whole chunk of examples is left out.
    return y_pred -> return y_pred[: len(X) - len(X) % 100 or None]
sorted: the labels are sorted: they must stay in the order of the examples.
    return y_pred -> return np.sort(y_pred)
labels-once: each label is returned once: one label for each example is asked for.
    return y_pred -> return np.unique(y_pred)
reversed: the labels come in the reverse order of the examples.
    return y_pred -> return y_pred[::-1]
magnitude: the scores lose their sign: a score of -3 is lower than one of 1.
    X @ self.W -> np.abs(X @ self.W)
features: the highest feature of each example is taken: predict takes the highest score.
    X @ self.W -> X
negative-scores: negative scores go wrong: the highest score of an example may be below 0.
    X @ self.W -> np.maximum(X @ self.W, 0)
class-left-out: class 0 is left out.
    X @ self.W, axis=1) -> X @ self.W[:, 1:], axis=1) + 1
class-left-out: the last class is left out.
    X @ self.W -> X @ self.W[:, :-1]
columns: the scores are changed column by column, so that examples depend on each other.
    X @ self.W -> <<softmax|log_softmax>>(X @ self.W, axis=0)
    X @ self.W -> (X - X.mean(axis=0)) @ self.W
    X @ self.W -> X @ self.W - (X @ self.W).max(axis=0)
columns: the features are scaled by their range in the batch, so that examples depend on each other.
    X @ self.W -> X / np.abs(X).max(axis=0) @ self.W
large-scores: large scores go wrong: exp overflows, or a sigmoid is 1 for several classes. Compare the scores
  themselves.
    X @ self.W -> <<np.exp|expit>>(X @ self.W)
rounded: the scores are cut to whole numbers before they are compared.
    X @ self.W -> (X @ self.W).astype(int)
two-classes: this takes the sign of one score, as for two classes: the number of the highest of all scores is asked for.
    np.argmax(X @ self.W, axis=1) -> ((X @ self.W)[:, 0] < 0).astype(int)
best-not-reset: the highest score is not set back for the next example: each example has its own.
    = best_of_all_rows
feature-left-out: a feature is left out: all of X enters the scores.
    X @ self.W -> <<X[:, :-1] @ self.W[:-1]|X[:, 1:] @ self.W[1:]>>
columns-scaled: the columns of W are scaled, which changes the highest score: take W as it is.
    X @ self.W -> X @ (self.W / np.linalg.norm(self.W, axis=0))
best-not-updated: each score is compared with the first one: the best one so far counts.
    np.argmax(X @ self.W, axis=1) -> np.max((X @ self.W > X @ self.W[:, :1]) * np.arange(self.W.shape[1]), axis=1)
* wrong-shape: keepdims=True
    axis=1 -> axis=1, keepdims=True
* wrong-result: does it end with a return statement
    return y_pred -> pass
* wrong-result: predict puts something else into self.W
    return y_pred -> self.W = self.W / 2\nreturn y_pred
* NameError: a variable of another function
    self.W -> W
* ValueError: it stopped with ValueError
    self.W -> self.W.T
* float-labels: an index must be an integer
    axis=1) -> axis=1).astype(float)
* AttributeError: gone from NumPy 2
    axis=1) -> axis=1).astype(np.int)
* UnboundLocalError: gets one only inside an if
    y_pred = -> if len(X) > self.W.shape[1]: y_pred =
* argument-changed: it changes its argument X
    y_pred = -> X *= 0.5; y_pred =
* kept: something is kept from the first call
    np.argmax(X @ self.W, axis=1) -> vars(self).setdefault("kept", np.argmax(X @ self.W, axis=1))

== SoftmaxClassifier_train
no-decay: the learning rate is not multiplied by learning_rate_decay after each epoch.
    config["learning_rate"] *= learning_rate_decay -> pass
decay-divides: the learning rate is multiplied by learning_rate_decay, not divided by it.
    *= learning_rate_decay -> /= learning_rate_decay
decay-twice: the learning rate decays twice in an epoch.
    *= learning_rate_decay -> *= learning_rate_decay**2
decay-once: the learning rate decays after the first epoch only: multiply the present one.
    config["learning_rate"] *= -> config["learning_rate"] = history.learning_rate[0] *
decay-assigned: learning_rate_decay takes the place of the learning rate: multiply by it.
    *= learning_rate_decay -> = learning_rate_decay
decay-subtracted: learning_rate_decay is a factor: multiply by it.
    *= learning_rate_decay -> -= learning_rate_decay
decay-early: the learning rate decays before the first epoch is over.
    float(learning_rate) -> float(learning_rate) * learning_rate_decay
decay-complement: the learning rate is multiplied by learning_rate_decay, not by 1 - learning_rate_decay.
    *= learning_rate_decay -> *= 1 - learning_rate_decay
reg-not-passed: reg is not passed on to self.loss.
    y_batch, reg) -> y_batch, 0.0)
* history: one number for each iteration
    range(num_iters) -> range(<<num_iters - 1|1, num_iters|iterations_per_epoch>>)
    history.loss.append( -> if not (it + 1) % iterations_per_epoch: history.loss.append(
* fixed-batch: draw inside the loop
    rows = -> if it == 0: rows =
    rows = rng -> rows = np.random.default_rng(1)
* batch-kept: draw anew in each iteration
    rows = -> if it % iterations_per_epoch == 0: rows =
* part-of-the-data: draw from all N examples
    integers(num_train -> integers(<<batch_size|num_train // 2|num_train - 1>>
    rng.integers(num_train, size=batch_size) -> <<np.arange|rng.permutation>>(batch_size)
* fixed-order: draw anew in each epoch
    history = -> order = rng.permutation(num_train)\nhistory =
    & rng.integers(num_train, size=batch_size) -> order[it % iterations_per_epoch * batch_size :][:batch_size]
* not-random: draw the rows at random
    rng.integers(num_train, size=batch_size) -> (it * batch_size + np.arange(batch_size)) % num_train
    rng.integers(num_train, size=batch_size) -> rng.integers(num_train - batch_size + 1) + np.arange(batch_size)
* one-example: not one
    rng.integers(num_train, size=batch_size) -> np.full(batch_size, rng.integers(num_train))
* batch-size: draw batch_size examples in each iteration, no more and no fewer
    size=batch_size -> size=<<1|32|200|batch_size - 1>>
    size=batch_size -> size=min(batch_size, num_train - it * batch_size % num_train)
    X[rows], y[rows] -> X, y
* labels-not-matched: with the same row numbers
    y[rows] -> y[<<:batch_size|rng.integers(num_train, size=batch_size)|rng.permutation(rows)>>]
    X[rows] -> <<X[::-1]|np.random.default_rng(0).permutation(X)>>[rows]
* labels-not-matched: shuffle neither alone
    X[rows] -> rng.permutation(X)[rows]
* argument-changed: X and y
    rows = -> order = rng.permutation(num_train)\nX[:], y[:] = X[order], y[order]\nrows =
* wrong-result: must be (batch_size, D) and (batch_size,)
    y[rows] -> y
* wrong-result: must return the history
    return history -> <<pass|return history.loss>>
* IndexError: it stopped with IndexError
    X[rows] -> X[:, rows]
* NameError: X_train is not defined
    X[rows] -> X_train[rows]
* AttributeError: gone from NumPy 2
    rng.integers(num_train, size=batch_size) -> rng.permutation(num_train)[:batch_size].astype(np.int)

momentum-not-passed: the momentum that train was given does not reach the config.
    , "momentum": float(momentum) ->
decay-by-iterations: the power of learning_rate_decay grows with the iterations: it decays once in an epoch.
    *= learning_rate_decay -> = history.learning_rate[0] * learning_rate_decay ** <<it|(it + 1)>>
decay-power-again: the present learning rate is multiplied by a power that grows: by learning_rate_decay each time.
    *= learning_rate_decay -> *= learning_rate_decay ** ((it + 1) // iterations_per_epoch)
uphill: the weights go up the gradient: the loss must fall.
    self.W, dW, config -> self.W, -dW, config
no-update: the weights do not change: store the result of sgd_momentum in self.W.
    self.W, config = -> W, config =
    self.W, config = sgd_momentum(self.W, dW, config) -> pass
weights-added: the result of sgd_momentum is added to the weights: it is the new weights, not a step.
    self.W, config = -> W, config =
    & history.loss.append( -> self.W = self.W + W; history.loss.append(
config-not-kept: momentum has no effect: keep the config that sgd_momentum returns.
    self.W, config = sgd_momentum -> self.W, _ = sgd_momentum
    self.W, config = sgd_momentum(self.W, dW, config) -> self.W = self.W - config["learning_rate"] * dW
config-lost-in-epoch: the velocity is lost after each epoch: keep config.
    config["learning_rate"] *= -> config = {key: config[key] for key in list(config)[:2]}; config["learning_rate"] *=
config-made-anew: config is made anew in every iteration: velocity and decayed learning rate are lost.
    self.W, config = -> config = {"learning_rate": learning_rate, "momentum": momentum}\nself.W, config =
two-steps: the weights move twice in every iteration.
    self.W, config = -> self.W, config = sgd_momentum(self.W, dW, config)\nself.W, config =
    loss, dW = -> self.W, config = sgd_momentum(self.W, self.loss(X_batch, y_batch, reg)[1], config)\nloss, dW =
step-per-epoch: the weights move once in an epoch: take a step in every iteration.
    self.W, config = -> if (it + 1) % iterations_per_epoch == 0: self.W, config =
decay-each-iteration: the learning rate decays once in an epoch, not in every iteration.
    loss, dW = -> config["learning_rate"] *= learning_rate_decay ** (it > 0)\nloss, dW =
    & config["learning_rate"] *= learning_rate_decay -> pass
    history.loss.append( -> config["learning_rate"] *= learning_rate_decay; history.loss.append(
    & config["learning_rate"] *= learning_rate_decay -> pass
decay-of-momentum: the momentum decays after each epoch: it is the learning rate that decays.
    config["learning_rate"] *= -> config["momentum"] *=
decay-by-number: the learning rate is divided by a number that grows with the epochs: multiply it by
  learning_rate_decay.
    *= learning_rate_decay -> = learning_rate / (1 + learning_rate_decay * (it + 1) / iterations_per_epoch)
reg-not-passed:
    y_batch, reg) -> y_batch, 1e-5)
reg-weak:
    y_batch, reg) -> y_batch, reg * (reg > 0.01))
reg-again: the L2 penalty is added once more: self.loss has added it already.
    self.W, config = -> loss, dW = loss + 0.5 * reg * np.sum(self.W**2), dW + reg * self.W\nself.W, config =
    self.W, dW, config -> self.W, dW + reg * self.W, config
loss-divided: the loss in the history is divided once more: it is a mean already.
    float(loss) -> float(loss) / batch_size
gradient-divided: the gradient is divided once more: it is that of a mean already.
    self.W, dW, config -> self.W, dW / batch_size, config
weights-lost: training starts from the weights as they are: they are set to zeros here.
    history = History() -> history, self.W = History(), np.zeros_like(self.W)
* first-loss: start from the weights as they are
    history = History() -> history, self.W = History(), 0.001 * rng.standard_normal(self.W.shape)
* first-loss: pass reg to self.loss
    self.loss(X_batch, y_batch, reg) -> np.mean((X_batch @ self.W)[:, 0] ** 2), self.W
* history: one number for each epoch
    history.loss.append( -> history.learning_rate.append(config["learning_rate"]); history.loss.append(
    & history.learning_rate.append(float(config["learning_rate"])) -> pass
* kept: something is kept from the first call
    config = {"learning_rate" -> config = {**vars(self).get("kept", {}), "learning_rate"
    & return history -> self.kept = config\nreturn history
"""
