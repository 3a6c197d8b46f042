"""Wrong versions of softmax_loss_vectorized."""

import numpy as np

_losses = {}


def _log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _data_loss(W, X, y):
    rows, log_p = np.arange(len(y)), _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean(), X.T.dot(dscores) / len(y)


def _helper_with_a_loop(values):
    total = 0.0
    for value in values:
        total += value
    return total


def gradient_not_averaged(W, X, y, reg):
    """dW is a sum over the examples.

    Mistake: not-averaged
    Hint: divide by N
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) + reg * W


def loss_not_averaged(W, X, y, reg):
    """The loss is a sum over the examples.

    Mistake: not-averaged
    Hint: divide by N
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].sum() + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) / len(y) + reg * W


def averaged_twice(W, X, y, reg):
    """A mean of the loss and a division by N.

    Mistake: averaged-twice
    Hint: divided by N twice
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    loss = -np.mean(log_p[rows, y]) / len(y) + 0.5 * reg * np.sum(W * W)
    return loss, X.T.dot(dscores / len(y)) + reg * W


def mean_of_all_entries(W, X, y, reg):
    """np.mean of an (N, C) matrix that holds N entries.

    Mistake: divided-by-classes
    Hint: not over the C classes
    """
    onehot = np.eye(W.shape[1])[y]
    log_p = _log_softmax(X.dot(W))
    loss = -np.mean(onehot * log_p) + 0.5 * reg * np.sum(W * W)
    return loss, X.T.dot(np.exp(log_p) - onehot) / len(y) + reg * W


def exponentials_overflow(W, X, y, reg):
    """The maximum is not subtracted.

    Mistake: nan
    Hint: overflow in exp
    """
    rows = np.arange(len(y))
    exp_scores = np.exp(X.dot(W))
    probs = exp_scores / exp_scores.sum(axis=1, keepdims=True)
    loss = -np.log(probs[rows, y]).mean() + 0.5 * reg * np.sum(W * W)
    probs[rows, y] -= 1
    return loss, X.T.dot(probs) / len(y) + reg * W


def logarithm_of_underflow(W, X, y, reg):
    """Takes the logarithm of a probability that has underflowed to 0.

    Mistake: inf
    Hint: the logarithm of 0
    """
    rows = np.arange(len(y))
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    probs = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(probs[rows, y]).mean() + 0.5 * reg * np.sum(W * W)
    probs[rows, y] -= 1
    return loss, X.T.dot(probs) / len(y) + reg * W


def probabilities_clipped(W, X, y, reg):
    """Clips the probabilities before the logarithm.

    Mistake: epsilon-in-log
    Hint: before the logarithm
    """
    rows = np.arange(len(y))
    probs = np.exp(_log_softmax(X.dot(W)))
    loss = -np.log(np.clip(probs[rows, y], 1e-15, 1)).mean() + 0.5 * reg * np.sum(W * W)
    probs[rows, y] -= 1
    return loss, X.T.dot(probs) / len(y) + reg * W


def one_maximum_for_all(W, X, y, reg):
    """Subtracts the maximum of the whole batch: some examples then have no exponential above 0.

    Mistake: nan
    Hint: 0/0
    """
    rows = np.arange(len(y))
    scores = X.dot(W)
    scores -= scores.max()
    probs = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(probs[rows, y]).mean() + 0.5 * reg * np.sum(W * W)
    probs[rows, y] -= 1
    return loss, X.T.dot(probs) / len(y) + reg * W


def maximum_of_each_class(W, X, y, reg):
    """Subtracts the maximum along axis 0.

    Mistake: maximum-of-columns
    Hint: maximum of each class
    """
    rows = np.arange(len(y))
    scores = X.dot(W)
    scores = scores - scores.max(axis=0)
    probs = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(probs[rows, y]).mean() + 0.5 * reg * np.sum(W * W)
    probs[rows, y] -= 1
    return loss, X.T.dot(probs) / len(y) + reg * W


def softmax_of_columns(W, X, y, reg):
    """Normalises over the examples instead of the classes.

    Mistake: normalised-over-examples
    Hint: sum to 1 over the classes
    """
    rows = np.arange(len(y))
    scores = X.dot(W)
    scores -= scores.max(axis=0)
    probs = np.exp(scores) / np.exp(scores).sum(axis=0)
    loss = -np.log(probs[rows, y]).mean() + 0.5 * reg * np.sum(W * W)
    probs[rows, y] -= 1
    return loss, X.T.dot(probs) / len(y) + reg * W


def softmax_of_the_batch(W, X, y, reg):
    """Divides by the sum over the whole batch.

    Mistake: normalised-over-all
    Hint: not over the batch
    """
    rows = np.arange(len(y))
    scores = X.dot(W)
    probs = np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum()
    loss = -np.log(probs[rows, y]).mean() + 0.5 * reg * np.sum(W * W)
    probs[rows, y] -= 1
    return loss, X.T.dot(probs) / len(y) + reg * W


def sum_without_keepdims(W, X, y, reg):
    """(N, C) / (N,): the shapes do not fit.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    rows = np.arange(len(y))
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    probs = np.exp(scores) / np.exp(scores).sum(axis=1)
    loss = -np.log(probs[rows, y]).mean() + 0.5 * reg * np.sum(W * W)
    probs[rows, y] -= 1
    return loss, X.T.dot(probs) / len(y) + reg * W


def whole_columns_in_gradient(W, X, y, reg):
    """`dscores[:, y] -= 1` in the place of `dscores[rows, y] -= 1`.

    Mistake: whole-columns-of-gradient
    Hint: from whole columns
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[:, y] -= 1
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) / len(y) + reg * W


def labels_moved_on_in_gradient(W, X, y, reg):
    """1 is subtracted at y + 1, with a modulo because the last label had no column.

    Mistake: label-plus-1-in-gradient
    Hint: the gradient takes the class next to the correct one
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, (y + 1) % W.shape[1]] -= 1
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) / len(y) + reg * W


def whole_columns_in_loss(W, X, y, reg):
    """`log_p[:, y]` is (N, N): every example with every label.

    Mistake: whole-columns
    Hint: picks whole columns
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[:, y].mean() + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) / len(y) + reg * W


def penalty_missing(W, X, y, reg):
    """No regularization at all.

    Mistake: reg-missing
    Hint: the L2 penalty is missing
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean(), X.T.dot(dscores) / len(y)


def penalty_before_average(W, X, y, reg):
    """The penalty is added before the division by N.

    Mistake: reg-divided-by-n
    Hint: the penalty is divided by N too
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    loss = -log_p[rows, y].sum() + 0.5 * reg * np.sum(W * W)
    dW = X.T.dot(dscores) + reg * W
    return loss / len(y), dW / len(y)


def penalty_gradient_twice(W, X, y, reg):
    """The loss has 0.5 * reg * sum(W**2), dW has 2 * reg * W.

    Mistake: reg-twice
    Hint: the penalty is twice as large
    """
    loss, dW = _data_loss(W, X, y)
    return loss + 0.5 * reg * np.sum(W * W), dW + 2 * reg * W


def penalty_gradient_half(W, X, y, reg):
    """dW has 0.5 * reg * W.

    Mistake: reg-half-gradient
    Hint: not half of it
    """
    loss, dW = _data_loss(W, X, y)
    return loss + 0.5 * reg * np.sum(W * W), dW + 0.5 * reg * W


def penalty_of_the_sum(W, X, y, reg):
    """Squares the sum of W.

    Mistake: reg-squared-sum
    Hint: not the square of its sum
    """
    loss, dW = _data_loss(W, X, y)
    return loss + 0.5 * reg * np.sum(W) ** 2, dW + reg * W


def penalty_of_the_absolute_values(W, X, y, reg):
    """The L1 penalty.

    Mistake: reg-not-squared
    Hint: the squares of W
    """
    loss, dW = _data_loss(W, X, y)
    return loss + 0.5 * reg * np.sum(np.abs(W)), dW + 0.5 * reg * np.sign(W)


def penalty_by_matrix_product(W, X, y, reg):
    """np.sum(W.T @ W), which is not the sum of the squares.

    Mistake: reg-matrix-product
    Hint: entry by entry
    """
    loss, dW = _data_loss(W, X, y)
    return loss + 0.5 * reg * np.sum(W.T @ W), dW + reg * W


def penalty_by_the_norm(W, X, y, reg):
    """np.linalg.norm without the square.

    Mistake: reg-norm
    Hint: without a square root
    """
    loss, dW = _data_loss(W, X, y)
    return loss + 0.5 * reg * np.linalg.norm(W), dW + reg * W


def penalty_by_the_mean(W, X, y, reg):
    """The mean of the squares of W.

    Mistake: reg-mean
    Hint: not their mean
    """
    loss, dW = _data_loss(W, X, y)
    return loss + 0.5 * reg * np.mean(W * W), dW + reg * W / W.size


def penalty_subtracted(W, X, y, reg):
    """Weight decay with the sign of the update.

    Mistake: reg-wrong-sign
    Hint: not subtracted
    """
    loss, dW = _data_loss(W, X, y)
    return loss - 0.5 * reg * np.sum(W * W), dW - reg * W


def penalty_added_to_gradient(W, X, y, reg):
    """Adds the number 0.5 * reg * sum(W**2) to dW.

    Mistake: reg-not-derived
    Hint: not the penalty itself
    """
    loss, dW = _data_loss(W, X, y)
    penalty = 0.5 * reg * np.sum(W * W)
    return loss + penalty, dW + penalty


def loss_from_changed_probabilities(W, X, y, reg):
    """Subtracts 1 first and takes the logarithm afterwards.

    Mistake: log-of-negative
    Hint: the logarithm taken of a negative number
    """
    rows = np.arange(len(y))
    probs = np.exp(_log_softmax(X.dot(W)))
    dscores = probs
    dscores[rows, y] -= 1
    loss = -np.log(probs[rows, y]).mean() + 0.5 * reg * np.sum(W * W)
    return loss, X.T.dot(dscores) / len(y) + reg * W


def label_does_not_enter_gradient(W, X, y, reg):
    """dW has no term of the labels.

    Mistake: correct-class-missing
    Hint: a term -1 that is missing here
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W * W), X.T.dot(np.exp(log_p)) / len(y) + reg * W


def label_term_not_averaged(W, X, y, reg):
    """Divides the probabilities by N before 1 is subtracted.

    Mistake: correct-class-not-averaged
    Hint: term -1 of the correct class is not divided by N
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p) / len(y)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) + reg * W


def label_term_averaged_twice(W, X, y, reg):
    """Subtracts 1/N and divides by N afterwards.

    Mistake: correct-class-averaged-twice
    Hint: term -1 of the correct class is divided by N twice
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1 / len(y)
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) / len(y) + reg * W


def wrong_classes_left_out(W, X, y, reg):
    """Only the correct classes get a gradient.

    Mistake: correct-class-only
    Hint: the wrong classes have one too
    """
    onehot = np.eye(W.shape[1])[y]
    log_p = _log_softmax(X.dot(W))
    dscores = (np.exp(log_p) - 1) * onehot
    return -(onehot * log_p).sum() / len(y) + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) / len(y) + reg * W


def matrices_in_the_wrong_order(W, X, y, reg):
    """X @ dscores: the shapes do not fit.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W * W), X.dot(dscores) / len(y) + reg * W


def gradient_transposed(W, X, y, reg):
    """dscores.T @ X has one row for every class.

    Mistake: transposed
    Hint: it is transposed
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W * W), dscores.T.dot(X) / len(y) + reg * W.T


def gradient_by_the_inputs(W, X, y, reg):
    """The derivative by X, of shape (N, D).

    Mistake: wrong-shape
    Hint: the order of the factors
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W * W), dscores.dot(W.T) / len(y)


def scores_in_gradient(W, X, y, reg):
    """The gradient of the scores in the place of the probabilities.

    Mistake: scores-in-gradient
    Hint: from the scores instead of the probabilities
    """
    rows = np.arange(len(y))
    scores = X.dot(W)
    log_p = _log_softmax(scores)
    scores[rows, y] -= 1
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W * W), X.T.dot(scores) / len(y) + reg * W


def exponentials_in_gradient(W, X, y, reg):
    """The exponentials before normalisation, in the gradient only.

    Mistake: exp-in-gradient
    Hint: before it is divided by its sum
    """
    rows = np.arange(len(y))
    scores = X.dot(W)
    exp_scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    loss = -_log_softmax(scores)[rows, y].mean() + 0.5 * reg * np.sum(W * W)
    exp_scores[rows, y] -= 1
    return loss, X.T.dot(exp_scores) / len(y) + reg * W


def scores_not_normalised(W, X, y, reg):
    """The loss is minus the score of the correct class.

    Mistake: no-normalisation
    Hint: the scores are not normalised
    """
    rows = np.arange(len(y))
    scores = X.dot(W)
    dscores = np.exp(_log_softmax(scores))
    dscores[rows, y] -= 1
    return -scores[rows, y].mean() + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) / len(y) + reg * W


def correct_score_forgotten(W, X, y, reg):
    """The logarithm of the sum alone.

    Mistake: no-correct-score
    Hint: the score of the correct class does not enter
    """
    rows = np.arange(len(y))
    scores = X.dot(W)
    maximum = scores.max(axis=1, keepdims=True)
    log_sum = maximum + np.log(np.exp(scores - maximum).sum(axis=1, keepdims=True))
    dscores = np.exp(scores - log_sum)
    dscores[rows, y] -= 1
    return log_sum.mean() + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) / len(y) + reg * W


def logarithm_missing(W, X, y, reg):
    """The loss is minus the mean probability.

    Mistake: no-logarithm
    Hint: the logarithm is missing
    """
    rows = np.arange(len(y))
    probs = np.exp(_log_softmax(X.dot(W)))
    loss = -np.mean(probs[rows, y]) + 0.5 * reg * np.sum(W * W)
    probs[rows, y] -= 1
    return loss, X.T.dot(probs) / len(y) + reg * W


def logarithm_of_the_mean(W, X, y, reg):
    """log(mean(p)) instead of mean(log(p)).

    Mistake: log-of-mean
    Hint: the loss is the mean of the logarithms
    """
    rows = np.arange(len(y))
    probs = np.exp(_log_softmax(X.dot(W)))
    loss = -np.log(np.mean(probs[rows, y])) + 0.5 * reg * np.sum(W * W)
    probs[rows, y] -= 1
    return loss, X.T.dot(probs) / len(y) + reg * W


def all_classes_in_loss(W, X, y, reg):
    """Sums the logarithms of all probabilities.

    Mistake: all-classes
    Hint: not all classes
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p.sum() / len(y) + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) / len(y) + reg * W


def predictions_for_labels(W, X, y, reg):
    """Takes the predicted class in the place of the label in the loss.

    Mistake: predicted-class
    Hint: instead of the label
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p.max(axis=1).mean() + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) / len(y) + reg * W


def ten_classes(W, X, y, reg):
    """One-hot labels of ten classes, as CIFAR-10 has.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    onehot = np.eye(10)[y]
    log_p = _log_softmax(X.dot(W))
    loss = -np.sum(onehot * log_p) / len(y) + 0.5 * reg * np.sum(W * W)
    return loss, X.T.dot(np.exp(log_p) - onehot) / len(y) + reg * W


def batch_of_500(W, X, y, reg):
    """The batch of the notebook is written into the function.

    Mistake: IndexError
    Hint: the shapes of two arrays do not fit
    """
    rows = np.arange(500)
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].sum() / 500 + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) / 500 + reg * W


def softmax_twice(W, X, y, reg):
    """The probabilities go through softmax once more."""
    rows = np.arange(len(y))
    log_p = _log_softmax(np.exp(_log_softmax(X.dot(W))))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) / len(y) + reg * W


def rounded_loss(W, X, y, reg):
    """The loss is rounded to two digits."""
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return round(-log_p[rows, y].mean() + 0.5 * reg * np.sum(W * W), 2), X.T.dot(dscores) / len(y) + reg * W


def loop_over_examples(W, X, y, reg):
    """The right result, but by a loop.

    Mistake: wrong-result
    Hint: has a loop
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        log_p = _log_softmax(X[i : i + 1] @ W)[0]
        loss -= log_p[y[i]]
        log_p = np.exp(log_p)
        log_p[y[i]] -= 1
        dW += np.outer(X[i], log_p)
    return loss / len(y) + 0.5 * reg * np.sum(W * W), dW / len(y) + reg * W


def three_results(W, X, y, reg):
    """Returns the probabilities as well.

    Mistake: wrong-result
    Hint: must return 2 values
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    loss = -log_p[rows, y].mean() + 0.5 * reg * np.sum(W * W)
    return loss, X.T.dot(dscores) / len(y) + reg * W, np.exp(log_p)


def loss_of_each_example(W, X, y, reg):
    """The loss is an array of N losses: the mean is missing.

    Mistake: wrong-shape
    Hint: loss has shape
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(X.dot(W))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y] + 0.5 * reg * np.sum(W * W), X.T.dot(dscores) / len(y) + reg * W


def inputs_changed(W, X, y, reg):
    """Averages X in place before the last product, and sorts the examples by label.

    Mistake: argument-changed
    Hint: it changes its arguments X and y
    """
    order = np.argsort(y)
    X[:], y[:] = X[order], y[order]
    S = X @ W
    S -= S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    G = np.exp(log_p)
    G[np.arange(len(y)), y] -= 1
    loss = -log_p[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W**2)
    X /= len(y)
    return loss, X.T @ G + reg * W


def loss_in_a_global(W, X, y, reg):
    """The loss is added up in a variable of the module.

    Mistake: kept
    Hint: something is kept from the first call
    """
    rows = np.arange(len(y))
    log_p = X @ W
    log_p -= log_p.max(axis=1, keepdims=True)
    log_p -= np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    _losses[W.shape] = _losses.get(W.shape, 0.0) - log_p[rows, y].mean() + 0.5 * reg * np.sum(W**2)
    G = np.exp(log_p)
    G[rows, y] -= 1
    return _losses[W.shape], X.T @ (G / len(y)) + reg * W


def naive(W, X, y, reg):
    """The other function of the module: there is no loop in this one.

    Mistake: wrong-result
    Hint: calls softmax_loss_naive
    """
    return softmax_loss_naive(W, X, y, reg)


def comprehension(W, X, y, reg):
    """Picks the correct log-probabilities in a comprehension.

    Mistake: wrong-result
    Hint: takes examples or features one by one
    """
    S = X @ W
    S -= S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    Y = np.array([[float(c == label) for c in range(W.shape[1])] for label in y])
    loss = -sum(row[label] for row, label in zip(log_p, y)) / len(y) + 0.5 * reg * sum(w**2 for w in W.flat)
    return loss, X.T @ (np.exp(log_p) - Y) / len(y) + reg * W


def helper_and_nested_function(W, X, y, reg):
    """A helper that loops over the losses, a nested function and a lambda.

    Mistake: wrong-result
    Hint: takes examples or features one by one
    """

    def softmax(scores):
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True), np.log(e.sum(axis=1)) + scores.max(axis=1)

    scores = X @ W
    probs, log_Z = softmax(scores)
    mean = lambda values: _helper_with_a_loop(values) / len(values)  # noqa: E731
    probs[np.arange(len(y)), y] -= 1
    return mean(log_Z - scores[np.arange(len(y)), y]) + 0.5 * reg * np.sum(W**2), X.T @ probs / len(y) + reg * W


def copy_of_the_loops(W, X, y, reg):
    """The function with loops under another name.

    Mistake: wrong-result
    Hint: takes examples or features one by one
    """
    return _loops(W, X, y, reg)


def _loops(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for x, label in zip(X, y):
        s = x @ W
        p = np.exp(s - s.max())
        p /= p.sum()
        loss -= np.log(p[label])
        for c in range(W.shape[1]):
            dW[:, c] += (p[c] - (c == label)) * x
    return loss / len(y) + 0.5 * reg * np.sum(W**2), dW / len(y) + reg * W


def along_an_axis(W, X, y, reg):
    """A function of one row, by np.apply_along_axis.

    Mistake: wrong-result
    Hint: takes examples or features one by one
    """
    log_p = np.apply_along_axis(lambda s: s - s.max() - np.log(np.exp(s - s.max()).sum()), 1, X @ W)
    Y = np.eye(W.shape[1])[y]
    return -np.sum(Y * log_p) / len(y) + 0.5 * reg * np.sum(W**2), X.T @ (np.exp(log_p) - Y) / len(y) + reg * W


def by_np_vectorize(W, X, y, reg):
    """np.vectorize of a function of one example, which is a loop.

    Mistake: wrong-result
    Hint: takes examples or features one by one
    """
    scores = X @ W
    log_p = scores - scores.max(axis=1, keepdims=True)
    log_p -= np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    loss = np.vectorize(lambda k: -log_p[k, y[k]])(np.arange(len(y))).mean()
    return loss + 0.5 * reg * np.sum(W**2), X.T @ (np.exp(log_p) - np.eye(W.shape[1])[y]) / len(y) + reg * W


def halves(W, X, y, reg):
    """Recursion down to single examples.

    Mistake: wrong-result
    Hint: takes examples or features one by one
    """
    return _sum_of(W, X, y)[0] / len(y) + 0.5 * reg * np.sum(W**2), _sum_of(W, X, y)[1] / len(y) + reg * W


def _sum_of(W, X, y):
    if len(y) > 1:
        half = len(y) // 2
        (loss, dW), (loss2, dW2) = _sum_of(W, X[:half], y[:half]), _sum_of(W, X[half:], y[half:])
        return loss + loss2, dW + dW2
    s = X[0] @ W
    log_p = s - s.max() - np.log(np.exp(s - s.max()).sum())
    return -log_p[y[0]], np.outer(X[0], np.exp(log_p) - np.eye(W.shape[1])[y[0]])


def by_differences(W, X, y, reg):
    """Differences of the loss.

    Mistake: wrong-result
    Hint: takes examples or features one by one
    """
    def loss(W):
        return -_log_softmax(X @ W)[np.arange(len(y)), y].mean() + 0.5 * reg * np.sum(W**2)

    steps = 1e-5 * np.eye(W.size).reshape(-1, *W.shape)
    return loss(W), np.array([(loss(W + step) - loss(W - step)) / 2e-5 for step in steps]).reshape(W.shape)


def labels_numbered_anew(W, X, y, reg):
    """The labels of this batch are numbered from 0, whatever classes they are."""
    y = np.unique(y, return_inverse=True)[1]
    rows, log_p = np.arange(len(y)), _log_softmax(X @ W)
    p = np.exp(log_p)
    p[rows, y] -= 1
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W**2), X.T @ p / len(y) + reg * W


_kept_scores = {}


def scores_kept_by_shape(W, X, y, reg):
    """The scores are kept for the shape of X.

    Mistake: kept
    Hint: something is kept from the first call
    """
    if X.shape not in _kept_scores:
        _kept_scores[X.shape] = X @ W
    log_p, rows = _log_softmax(_kept_scores[X.shape]), np.arange(len(y))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W**2), X.T @ dscores / len(y) + reg * W


def labels_numbered_anew(W, X, y, reg):
    """The labels are replaced by their places among those that occur."""
    loss, dW = _data_loss(W, X, np.unique(y, return_inverse=True)[1])
    return loss + 0.5 * reg * np.sum(W**2), dW + reg * W


def weak_penalty_left_out(W, X, y, reg):
    """A reg below 1e-4 is taken for 0."""
    loss, dW = _data_loss(W, X, y)
    reg = reg if reg > 1e-4 else 0.0
    return loss + 0.5 * reg * np.sum(W**2), dW + reg * W


def penalty_missing_in_the_gradient(W, X, y, reg):
    """The penalty is in the loss only.

    Mistake: reg-missing
    Hint: the L2 penalty is missing in dW
    """
    loss, dW = _data_loss(W, X, y)
    return loss + 0.5 * reg * np.sum(W**2), dW
