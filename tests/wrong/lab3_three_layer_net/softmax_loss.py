"""Wrong versions of softmax_loss(scores, y)."""

import numpy as np


def _log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _loss(scores, y):
    return -_log_softmax(scores)[np.arange(len(y)), y].mean()


def _dscores(scores, y):
    return (np.exp(_log_softmax(scores)) - np.eye(scores.shape[1])[y]) / len(y)


def gradient_not_averaged(scores, y):
    """dscores is not divided by N.

    Mistake: not-averaged
    Hint: divide by N
    """
    return _loss(scores, y), len(y) * _dscores(scores, y)


def loss_not_averaged(scores, y):
    """The loss is a sum.

    Mistake: not-averaged
    Hint: divide by N
    """
    return len(y) * _loss(scores, y), _dscores(scores, y)


def nothing_averaged(scores, y):
    """Loss and gradient are sums.

    Mistake: not-averaged
    Hint: are means over the batch
    """
    return len(y) * _loss(scores, y), len(y) * _dscores(scores, y)


def averaged_twice(scores, y):
    """A mean, and a division by N.

    Mistake: averaged-twice
    Hint: divided by N twice
    """
    return _loss(scores, y) / len(y), _dscores(scores, y)


def mean_of_all_entries(scores, y):
    """np.mean of an (N, C) matrix that holds N entries.

    Mistake: divided-by-classes
    Hint: not over the C classes
    """
    onehot = np.eye(scores.shape[1])[y]
    return -np.mean(onehot * _log_softmax(scores)), _dscores(scores, y)


def exponentials_overflow(scores, y):
    """The maximum is not subtracted.

    Mistake: nan
    Hint: overflow in exp
    """
    rows = np.arange(len(y))
    probs = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(probs[rows, y]).mean()
    probs[rows, y] -= 1
    return loss, probs / len(y)


def logarithm_of_underflow(scores, y):
    """Takes the logarithm of a probability that has underflowed to 0.

    Mistake: inf
    Hint: the logarithm of 0
    """
    probs = np.exp(_log_softmax(scores))
    return -np.log(probs[np.arange(len(y)), y]).mean(), _dscores(scores, y)


def epsilon_in_the_logarithm(scores, y):
    """log(p + 1e-8).

    Mistake: epsilon-in-log
    Hint: before the logarithm
    """
    probs = np.exp(_log_softmax(scores))
    return -np.log(probs[np.arange(len(y)), y] + 1e-8).mean(), _dscores(scores, y)


def one_maximum_for_all(scores, y):
    """Subtracts the maximum of the whole batch.

    Mistake: nan
    Hint: 0/0
    """
    rows = np.arange(len(y))
    e = np.exp(scores - scores.max())
    probs = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(probs[rows, y]).mean()
    probs[rows, y] -= 1
    return loss, probs / len(y)


def softmax_of_columns(scores, y):
    """Normalises over the examples.

    Mistake: normalised-over-examples
    Hint: sum to 1 over the classes
    """
    rows = np.arange(len(y))
    log_p = _log_softmax(scores.T).T
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean(), dscores / len(y)


def softmax_of_the_batch(scores, y):
    """Divides by the sum over the whole batch.

    Mistake: normalised-over-all
    Hint: not over the batch
    """
    rows = np.arange(len(y))
    log_p = scores - scores.max() - np.log(np.exp(scores - scores.max()).sum())
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean(), dscores / len(y)


def whole_columns_in_gradient(scores, y):
    """dscores[:, y] -= 1.

    Mistake: whole-columns-of-gradient
    Hint: from whole columns
    """
    dscores = np.exp(_log_softmax(scores))
    dscores[:, y] -= 1
    return _loss(scores, y), dscores / len(y)


def whole_columns_in_loss(scores, y):
    """log_p[:, y] is (N, N).

    Mistake: whole-columns
    Hint: picks whole columns
    """
    return -_log_softmax(scores)[:, y].mean(), _dscores(scores, y)


def labels_from_one_in_gradient(scores, y):
    """1 is subtracted at y - 1.

    Mistake: label-minus-1-in-gradient
    Hint: the gradient takes the class next to the correct one
    """
    dscores = np.exp(_log_softmax(scores))
    dscores[np.arange(len(y)), y - 1] -= 1
    return _loss(scores, y), dscores / len(y)


def probabilities_returned(scores, y):
    """The gradient is the probabilities, divided by N.

    Mistake: correct-class-missing
    Hint: a term -1 that is missing here
    """
    return _loss(scores, y), np.exp(_log_softmax(scores)) / len(y)


def label_term_added(scores, y):
    """dscores[rows, y] += 1.

    Mistake: correct-class-added
    Hint: it must be subtracted
    """
    return _loss(scores, y), (np.exp(_log_softmax(scores)) + np.eye(scores.shape[1])[y]) / len(y)


def label_term_not_averaged(scores, y):
    """Divides by N before 1 is subtracted.

    Mistake: correct-class-not-averaged
    Hint: term -1 of the correct class is not divided by N
    """
    return _loss(scores, y), np.exp(_log_softmax(scores)) / len(y) - np.eye(scores.shape[1])[y]


def negative_gradient(scores, y):
    """y - p.

    Mistake: negative-gradient
    Hint: the sign of the gradient
    """
    return _loss(scores, y), -_dscores(scores, y)


def negative_loss(scores, y):
    """The minus sign is missing.

    Mistake: negative-loss
    Hint: minus the logarithm
    """
    return -_loss(scores, y), _dscores(scores, y)


def correct_class_only(scores, y):
    """Only the correct classes get a gradient.

    Mistake: correct-class-only
    Hint: the wrong classes have one too
    """
    return _loss(scores, y), _dscores(scores, y) * np.eye(scores.shape[1])[y]


def scores_in_gradient(scores, y):
    """The gradient from the scores instead of the probabilities.

    Mistake: scores-in-gradient
    Hint: from the scores instead of the probabilities
    """
    return _loss(scores, y), (scores - np.eye(scores.shape[1])[y]) / len(y)


def exponentials_in_gradient(scores, y):
    """The exponentials, not yet divided by their sum.

    Mistake: exp-in-gradient
    Hint: before it is divided by its sum
    """
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return _loss(scores, y), (e - np.eye(scores.shape[1])[y]) / len(y)


def log_probabilities_in_gradient(scores, y):
    """The gradient from the logarithms.

    Mistake: log-probabilities-in-gradient
    Hint: from the logarithms of the probabilities
    """
    return _loss(scores, y), (_log_softmax(scores) - np.eye(scores.shape[1])[y]) / len(y)


def derivative_of_a_sigmoid(scores, y):
    """p (1 - p).

    Mistake: sigmoid-derivative
    Hint: the derivative of a sigmoid
    """
    p = np.exp(_log_softmax(scores))
    return _loss(scores, y), p * (1 - p) / len(y)


def derivative_by_probabilities(scores, y):
    """-1/p for the correct class.

    Mistake: by-probabilities
    Hint: derivative by the probabilities
    """
    dscores = np.zeros_like(scores)
    rows = np.arange(len(y))
    dscores[rows, y] = -1 / np.exp(_log_softmax(scores))[rows, y]
    return _loss(scores, y), dscores / len(y)


def logarithm_of_10(scores, y):
    """log10.

    Mistake: log10
    Hint: not log10
    """
    return _loss(scores, y) / np.log(10), _dscores(scores, y)


def logarithm_missing(scores, y):
    """Minus the mean probability.

    Mistake: no-logarithm
    Hint: the logarithm is missing
    """
    return -np.exp(_log_softmax(scores))[np.arange(len(y)), y].mean(), _dscores(scores, y)


def all_classes_in_loss(scores, y):
    """Sums the logarithms of all probabilities.

    Mistake: all-classes
    Hint: not all classes
    """
    return -_log_softmax(scores).sum() / len(y), _dscores(scores, y)


def hinge_loss(scores, y):
    """The loss of a support vector machine.

    Mistake: hinge-loss
    Hint: this is the hinge loss
    """
    margins = np.maximum(0, scores - scores[np.arange(len(y)), y][:, None] + 1)
    margins[np.arange(len(y)), y] = 0
    return margins.sum() / len(y), _dscores(scores, y)


def loss_from_changed_probabilities(scores, y):
    """Subtracts 1 first and takes the logarithm afterwards.

    Mistake: log-of-negative
    Hint: the logarithm taken of a negative number
    """
    rows = np.arange(len(y))
    dscores = probs = np.exp(_log_softmax(scores))
    dscores[rows, y] -= 1
    return -np.log(probs[rows, y]).mean(), dscores / len(y)


def last_example_only(scores, y):
    """= in the place of += in a loop.

    Mistake: last-example-only
    Hint: only the last example counts
    """
    dscores, loss = np.zeros_like(scores), 0.0
    for i in range(len(y)):
        loss = _loss(scores[i : i + 1], y[i : i + 1]) / len(y)
        dscores[:] = 0
        dscores[i] = _dscores(scores[i : i + 1], y[i : i + 1])[0] / len(y)
    return loss, dscores


def scores_rectified(scores, y):
    """A ReLU on the scores.

    Mistake: rectified-scores
    Hint: negative scores are set to 0
    """
    return _loss(np.maximum(scores, 0), y), _dscores(np.maximum(scores, 0), y)


def scores_without_sign(scores, y):
    """np.abs, so that no score is negative.

    Mistake: magnitude-of-scores
    Hint: the scores lose their sign
    """
    scores = np.abs(scores)
    return _loss(scores, y), _dscores(scores, y)


def ten_classes(scores, y):
    """One-hot labels of ten classes.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    onehot = np.eye(10)[y]
    log_p = _log_softmax(scores)
    return -np.sum(onehot * log_p) / len(y), (np.exp(log_p) - onehot) / len(y)


def gradient_transposed(scores, y):
    """Classes as rows.

    Mistake: transposed
    Hint: it is transposed
    """
    return _loss(scores, y), _dscores(scores, y).T


def gradient_summed(scores, y):
    """The gradient is summed over the examples.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return _loss(scores, y), _dscores(scores, y).sum(axis=0)


def loss_of_each_example(scores, y):
    """The mean is missing.

    Mistake: wrong-shape
    Hint: loss has shape
    """
    return -_log_softmax(scores)[np.arange(len(y)), y], _dscores(scores, y)


def in_the_wrong_order(scores, y):
    """dscores, loss.

    Mistake: wrong-order
    Hint: in the right order
    """
    return _dscores(scores, y), _loss(scores, y)


def gradient_not_returned(scores, y):
    """Returns the loss alone.

    Mistake: wrong-result
    Hint: must return 2 values
    """
    return _loss(scores, y)


def probabilities_returned_too(scores, y):
    """Three values.

    Mistake: wrong-result
    Hint: must return 2 values
    """
    return _loss(scores, y), _dscores(scores, y), np.exp(_log_softmax(scores))


def gradient_rounded(scores, y):
    """The gradient has three digits."""
    return _loss(scores, y), np.round(_dscores(scores, y), 3)


def scores_changed(scores, y):
    """Works in the array of the scores.

    Mistake: argument-changed
    Hint: it changes its argument scores
    """
    scores -= scores.max(axis=1, keepdims=True)
    Z = np.exp(scores).sum(axis=1)
    loss = np.mean(np.log(Z) - scores[np.arange(len(y)), y])
    np.exp(scores, out=scores)
    scores /= Z[:, None]
    scores[np.arange(len(y)), y] -= 1
    scores /= len(y)
    return np.asarray(loss), scores


def labels_counted_from_the_lowest(scores, y):
    """The lowest label of the batch is taken for class 0."""
    return _loss(scores, y - y.min()), _dscores(scores, y - y.min())
