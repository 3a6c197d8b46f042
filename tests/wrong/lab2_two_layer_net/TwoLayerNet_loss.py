"""Wrong versions of TwoLayerNet.loss(self, X, y=None, reg=0.0)."""

import numpy as np


def _log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _penalty(self, reg):
    return 0.5 * reg * sum(np.sum(self.params[name] ** 2) for name in ("W1", "W2"))


def _right(scores, y):
    """Loss of the data and dscores."""
    rows = np.arange(len(y))
    log_p = _log_softmax(scores)
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean(), dscores / len(y)


def penalty_missing(self, X, y=None, reg=0.0):
    """No regularization.

    Mistake: reg-missing
    Hint: the L2 penalty is missing
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    return loss, self.backward(X, hidden, dscores, reg)


def penalty_of_first_layer(self, X, y=None, reg=0.0):
    """W2 is left out.

    Mistake: W2-not-penalised
    Hint: W2 is missing in the penalty
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    loss += 0.5 * reg * np.sum(self.params["W1"] ** 2)
    return loss, self.backward(X, hidden, dscores, reg)


def penalty_of_second_layer(self, X, y=None, reg=0.0):
    """W1 is left out.

    Mistake: W1-not-penalised
    Hint: W1 is missing in the penalty
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    loss += 0.5 * reg * np.sum(self.params["W2"] ** 2)
    return loss, self.backward(X, hidden, dscores, reg)


def penalty_assigned(self, X, y=None, reg=0.0):
    """Each penalty is stored, so that the last one stays.

    Mistake: W1-not-penalised
    Hint: W1 is missing in the penalty
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    for name in ("W1", "W2"):
        penalty = 0.5 * reg * np.sum(self.params[name] ** 2)
    return loss + penalty, self.backward(X, hidden, dscores, reg)


def penalty_of_biases(self, X, y=None, reg=0.0):
    """All parameters are penalised.

    Mistake: biases-penalised
    Hint: the biases are not penalised
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    loss += 0.5 * reg * sum(np.sum(w**2) for w in self.params.values())
    return loss, self.backward(X, hidden, dscores, reg)


def penalty_without_bracket(self, X, y=None, reg=0.0):
    """0.5 * reg multiplies the first sum only.

    Mistake: brackets
    Hint: in brackets
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    loss += 0.5 * reg * np.sum(self.params["W1"] ** 2) + np.sum(self.params["W2"] ** 2)
    return loss, self.backward(X, hidden, dscores, reg)


def penalty_without_strength(self, X, y=None, reg=0.0):
    """reg is forgotten.

    Mistake: reg-not-a-factor
    Hint: not multiplied by reg
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    loss += _penalty(self, 1.0)
    return loss, self.backward(X, hidden, dscores, reg)


def penalty_multiplied(self, X, y=None, reg=0.0):
    """The product of the two sums.

    Mistake: sums-multiplied
    Hint: must be added
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    loss += 0.5 * reg * np.sum(self.params["W1"] ** 2) * np.sum(self.params["W2"] ** 2)
    return loss, self.backward(X, hidden, dscores, reg)


def penalty_of_the_product(self, X, y=None, reg=0.0):
    """The squares of W1 @ W2.

    Mistake: product-penalised
    Hint: not those of their product
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    loss += 0.5 * reg * np.sum((self.params["W1"] @ self.params["W2"]) ** 2)
    return loss, self.backward(X, hidden, dscores, reg)


def penalty_twice_as_large(self, X, y=None, reg=0.0):
    """reg * sum(W**2).

    Mistake: reg-twice
    Hint: the penalty is twice as large
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    return loss + 2 * _penalty(self, reg), self.backward(X, hidden, dscores, reg)


def penalty_before_average(self, X, y=None, reg=0.0):
    """The penalty is divided by N.

    Mistake: reg-divided-by-n
    Hint: the penalty is divided by N too
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    return loss + _penalty(self, reg) / len(y), self.backward(X, hidden, dscores, reg)


def penalty_of_whole_matrices(self, X, y=None, reg=0.0):
    """W1**2 + W2**2 before the sum.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    loss += 0.5 * reg * np.sum(self.params["W1"] ** 2 + self.params["W2"] ** 2)
    return loss, self.backward(X, hidden, dscores, reg)


def penalty_by_norm(self, X, y=None, reg=0.0):
    """np.linalg.norm without a square.

    Mistake: reg-norm
    Hint: without a square root
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    loss += 0.5 * reg * (np.linalg.norm(self.params["W1"]) + np.linalg.norm(self.params["W2"]))
    return loss, self.backward(X, hidden, dscores, reg)


def penalty_stored_in_reg(self, X, y=None, reg=0.0):
    """The penalty is stored in reg, which backward gets then.

    Mistake: wrong-result
    Hint: must hand reg on to self.backward as it is
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    reg = _penalty(self, reg)
    return loss + reg, self.backward(X, hidden, dscores, reg)


def hidden_overwritten(self, X, y=None, reg=0.0):
    """The name hidden is used for something else.

    Mistake: wrong-result
    Hint: must hand hidden on to self.backward as it is
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    hidden = hidden > 0
    return loss + _penalty(self, reg), self.backward(X, hidden, dscores, reg)


def exponentials_overflow(self, X, y=None, reg=0.0):
    """The maximum is not subtracted.

    Mistake: nan
    Hint: overflow in exp
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    rows = np.arange(len(y))
    probs = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(probs[rows, y]).mean() + _penalty(self, reg)
    probs[rows, y] -= 1
    return loss, self.backward(X, hidden, probs / len(y), reg)


def logarithm_of_underflow(self, X, y=None, reg=0.0):
    """Takes the logarithm of a probability that is 0.

    Mistake: inf
    Hint: the logarithm of 0
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    rows = np.arange(len(y))
    probs = np.exp(_log_softmax(scores))
    loss = -np.log(probs[rows, y]).mean() + _penalty(self, reg)
    probs[rows, y] -= 1
    return loss, self.backward(X, hidden, probs / len(y), reg)


def logarithm_forgotten(self, X, y=None, reg=0.0):
    """1 - p is 0 for a sure answer, too.

    Mistake: one-minus-probability
    Hint: not 1 minus the probability
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    rows = np.arange(len(y))
    probs = np.exp(_log_softmax(scores))
    loss = np.mean(1 - probs[rows, y]) + _penalty(self, reg)
    probs[rows, y] -= 1
    return loss, self.backward(X, hidden, probs / len(y), reg)


def probabilities_clipped(self, X, y=None, reg=0.0):
    """A small number in the logarithm.

    Mistake: epsilon-in-log
    Hint: before the logarithm
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    probs = np.exp(_log_softmax(scores))
    loss = -np.log(probs[np.arange(len(y)), y] + 1e-12).mean() + _penalty(self, reg)
    return loss, self.backward(X, hidden, _right(scores, y)[1], reg)


def one_maximum_for_all(self, X, y=None, reg=0.0):
    """The maximum of the whole batch.

    Mistake: nan
    Hint: 0/0
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    rows = np.arange(len(y))
    e = np.exp(scores - np.max(scores))
    probs = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(probs[rows, y]).mean() + _penalty(self, reg)
    probs[rows, y] -= 1
    return loss, self.backward(X, hidden, probs / len(y), reg)


def maximum_of_each_class(self, X, y=None, reg=0.0):
    """The maximum along axis 0.

    Mistake: maximum-of-columns
    Hint: maximum of each class
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores - scores.max(axis=0), y)
    return loss + _penalty(self, reg), self.backward(X, hidden, dscores, reg)


def softmax_of_columns(self, X, y=None, reg=0.0):
    """Normalises over the examples.

    Mistake: normalised-over-examples
    Hint: sum to 1 over the classes
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    rows = np.arange(len(y))
    e = np.exp(scores - scores.max(axis=0))
    probs = e / e.sum(axis=0)
    loss = -np.log(probs[rows, y]).mean() + _penalty(self, reg)
    probs[rows, y] -= 1
    return loss, self.backward(X, hidden, probs / len(y), reg)


def relu_on_scores(self, X, y=None, reg=0.0):
    """Negative scores become 0.

    Mistake: rectified-scores
    Hint: negative scores are set to 0
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(np.maximum(0, scores), y)
    return loss + _penalty(self, reg), self.backward(X, hidden, dscores, reg)


def loss_not_averaged(self, X, y=None, reg=0.0):
    """The loss is a sum over the batch.

    Mistake: not-averaged
    Hint: divide by N
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    return loss * len(y) + _penalty(self, reg), self.backward(X, hidden, dscores, reg)


def dscores_not_averaged(self, X, y=None, reg=0.0):
    """dscores is not divided by N.

    Mistake: not-averaged
    Hint: divide by N
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    return loss + _penalty(self, reg), self.backward(X, hidden, dscores * len(y), reg)


def dscores_averaged_twice(self, X, y=None, reg=0.0):
    """dscores is divided by N twice.

    Mistake: averaged-twice
    Hint: divided by N
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    return loss + _penalty(self, reg), self.backward(X, hidden, dscores / len(y), reg)


def label_term_missing(self, X, y=None, reg=0.0):
    """dscores are the probabilities.

    Mistake: correct-class-missing
    Hint: a term -1 that is missing here
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, _ = _right(scores, y)
    return loss + _penalty(self, reg), self.backward(X, hidden, np.exp(_log_softmax(scores)) / len(y), reg)


def label_term_not_averaged(self, X, y=None, reg=0.0):
    """1 is subtracted after the division by N.

    Mistake: correct-class-not-averaged
    Hint: term -1 of the correct class is not divided by N
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, _ = _right(scores, y)
    dscores = np.exp(_log_softmax(scores)) / len(y)
    dscores[np.arange(len(y)), y] -= 1
    return loss + _penalty(self, reg), self.backward(X, hidden, dscores, reg)


def whole_columns(self, X, y=None, reg=0.0):
    """dscores[:, y] -= 1.

    Mistake: whole-columns-of-gradient
    Hint: from whole columns
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, _ = _right(scores, y)
    dscores = np.exp(_log_softmax(scores))
    dscores[:, y] -= 1
    return loss + _penalty(self, reg), self.backward(X, hidden, dscores / len(y), reg)


def predictions_for_labels(self, X, y=None, reg=0.0):
    """1 is subtracted at the highest score.

    Mistake: predicted-class-in-gradient
    Hint: the gradient takes the most likely class
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, _ = _right(scores, y)
    dscores = np.exp(_log_softmax(scores))
    dscores[np.arange(len(y)), np.argmax(scores, axis=1)] -= 1
    return loss + _penalty(self, reg), self.backward(X, hidden, dscores / len(y), reg)


def dscores_downhill(self, X, y=None, reg=0.0):
    """1 - p for the correct class.

    Mistake: negative-gradient
    Hint: sign of the gradient
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    return loss + _penalty(self, reg), self.backward(X, hidden, -dscores, reg)


def penalty_in_dscores(self, X, y=None, reg=0.0):
    """The number of the penalty is added to dscores.

    Mistake: penalty-in-dscores
    Hint: no part of dscores
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    penalty = _penalty(self, reg)
    return loss + penalty, self.backward(X, hidden, dscores + penalty, reg)


def loss_from_changed_probabilities(self, X, y=None, reg=0.0):
    """dscores is the array of the probabilities: 1 is subtracted before the logarithm is taken.

    Mistake: log-of-negative
    Hint: the logarithm taken of a negative number
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    rows = np.arange(len(y))
    probs = np.exp(_log_softmax(scores))
    dscores = probs
    dscores[rows, y] -= 1
    loss = -np.log(probs[rows, y]).mean() + _penalty(self, reg)
    return loss, self.backward(X, hidden, dscores / len(y), reg)


def loss_of_each_example(self, X, y=None, reg=0.0):
    """The mean is missing.

    Mistake: wrong-shape
    Hint: loss has shape
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    log_p = _log_softmax(scores)
    loss = -log_p[np.arange(len(y)), y] + _penalty(self, reg)
    return loss, self.backward(X, hidden, _right(scores, y)[1], reg)


def hidden_layer_in_loss(self, X, y=None, reg=0.0):
    """hidden where scores belongs.

    Mistake: input-not-used
    Hint: loss stays the same when scores is doubled
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, _ = _right(hidden, y % hidden.shape[1])
    return loss + _penalty(self, reg), self.backward(X, hidden, _right(scores, y)[1], reg)


def weights_of_the_notebook(self, X, y=None, reg=0.0):
    """net instead of self.

    Mistake: NameError
    Hint: a variable of another function
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    loss += 0.5 * reg * np.sum(net.params["W1"] ** 2)
    return loss, self.backward(X, hidden, dscores, reg)


def gradient_returned(self, X, y=None, reg=0.0):
    """Returns dscores without going back.

    Mistake: wrong-result
    Hint: did not call self.backward
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    return loss + _penalty(self, reg), dscores


def backward_not_returned(self, X, y=None, reg=0.0):
    """The gradients are computed and dropped.

    Mistake: wrong-result
    Hint: the dict that self.backward returns
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    self.backward(X, hidden, dscores, reg)
    return loss + _penalty(self, reg), dscores


def penalty_added_to_gradients(self, X, y=None, reg=0.0):
    """reg * W is added here too, though backward does it.

    Mistake: wrong-result
    Hint: the dict that self.backward returns
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y)
    grads = self.backward(X, hidden, dscores, reg)
    for name in ("W1", "W2"):
        grads[name] = grads[name] + reg * self.params[name]
    return loss + _penalty(self, reg), grads


def nothing_returned(self, X, y=None, reg=0.0):
    """No return statement.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    scores, hidden = self.forward(X)
    loss, dscores = _right(scores, y)
    self.backward(X, hidden, dscores, reg)
    loss += _penalty(self, reg)


def loss_added_up(self, X, y=None, reg=0.0):
    """The loss is added to that of earlier calls.

    Mistake: kept
    Hint: something is kept from the first call
    """
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    W1, W2, rows = self.params["W1"], self.params["W2"], np.arange(len(y))
    log_p = scores - scores.max(axis=1, keepdims=True)
    log_p -= np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    self.total = getattr(self, "total", 0.0) - log_p[rows, y].mean() + 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return self.total, self.backward(X, hidden, dscores / len(y), reg)


def loss_of_the_scores_alone(self, X, y=None, reg=0.0):
    """Without labels, probabilities are returned.

    Hint: scores is wrong (loss and dscores are right)
    """
    scores, hidden = self.forward(X)
    log_p = scores - scores.max(axis=1, keepdims=True)
    log_p -= np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    if y is None:
        return np.exp(log_p)
    W1, W2, rows = self.params["W1"], self.params["W2"], np.arange(len(y))
    loss = -log_p[rows, y].mean() + 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return loss, self.backward(X, hidden, dscores / len(y), reg)


def labels_counted_from_the_lowest(self, X, y=None, reg=0.0):
    """The lowest label of the batch is taken for class 0."""
    scores, hidden = self.forward(X)
    if y is None:
        return scores
    loss, dscores = _right(scores, y - y.min())
    return loss + _penalty(self, reg), self.backward(X, hidden, dscores, reg)
