"""Wrong versions of TwoLayerNet.predict(self, X)."""

import numpy as np


def wrong_axis(self, X):
    """The best example of each class.

    Mistake: wrong-axis
    Hint: along the other axis
    """
    return np.argmax(self.loss(X), axis=0)


def no_axis(self, X):
    """argmax of the flat scores.

    Mistake: one-label
    Hint: one answer for all examples
    """
    return np.argmax(self.loss(X))


def scores(self, X):
    """Returns the scores.

    Mistake: not-labels
    Hint: one class per example
    """
    return self.loss(X)


def one_hot(self, X):
    """Returns one-hot rows.

    Mistake: not-labels
    Hint: one class per example
    """
    s = self.loss(X)
    return (s == s.max(axis=1, keepdims=True)).astype(int)


def highest_score(self, X):
    """max instead of argmax.

    Mistake: score-returned
    Hint: highest scores themselves
    """
    return np.max(self.loss(X), axis=1)


def lowest_score(self, X):
    """argmin.

    Mistake: lowest
    Hint: lowest score
    """
    return np.argmin(self.loss(X), axis=1)


def second_best(self, X):
    """The index from the end is off by one.

    Mistake: second
    Hint: second highest
    """
    return np.argsort(self.loss(X), axis=1)[:, -2]


def counted_from_one(self, X):
    """Classes 1 to C.

    Mistake: counted-from-1
    Hint: counted from 0
    """
    return np.argmax(self.loss(X), axis=1) + 1


def uninitialised_result(self, X):
    """argmax of the result variable instead of the scores.

    Mistake: constant
    Hint: same for all examples
    """
    y_pred = np.zeros_like(self.loss(X))
    y_pred = np.argmax(y_pred, axis=1)
    return y_pred


def relu_on_scores(self, X):
    """The scores go through ReLU.

    Mistake: negative-scores
    Hint: below 0
    """
    return np.argmax(np.maximum(0, self.loss(X)), axis=1)


def magnitude(self, X):
    """The score that is largest in magnitude.

    Mistake: magnitude
    Hint: lose their sign
    """
    return np.argmax(np.abs(self.loss(X)), axis=1)


def softmax_over_examples(self, X):
    """The probabilities are normalised over the examples.

    Mistake: columns
    Hint: column by column
    """
    s = self.loss(X)
    p = np.exp(s - s.max(axis=0))
    return np.argmax(p / p.sum(axis=0), axis=1)


def softmax_overflows(self, X):
    """exp without the maximum taken off.

    Mistake: large-scores
    Hint: large scores go wrong
    """
    p = np.exp(self.loss(X))
    return np.argmax(p / p.sum(axis=1, keepdims=True), axis=1)


def highest_feature(self, X):
    """argmax of X.

    Mistake: own-scores
    Hint: take the scores from self.loss(X)
    """
    return np.argmax(X, axis=1)


def hidden_unit(self, X):
    """argmax of the hidden layer.

    Mistake: hidden
    Hint: hidden layer
    """
    scores, hidden = self.forward(X)
    return np.argmax(hidden, axis=1)


def results_in_wrong_order(self, X):
    """forward returns the scores first.

    Mistake: hidden
    Hint: hidden layer
    """
    hidden, scores = self.forward(X)
    return np.argmax(scores, axis=1)


def first_class_left_out(self, X):
    """The first column is skipped.

    Mistake: class-left-out
    Hint: class 0 is left out
    """
    return np.argmax(self.loss(X)[:, 1:], axis=1) + 1


def as_many_as_classes(self, X):
    """The loop goes over the number of classes instead of the examples."""
    s = self.loss(X)
    y_pred = np.zeros(len(X), dtype=int)
    for i in range(min(s.shape)):
        y_pred[i] = np.argmax(s[i])
    return y_pred


def last_example_left_out(self, X):
    """The loop ends one too early.

    Mistake: last-left-out
    Hint: last example is left out
    """
    s = self.loss(X)
    y_pred = np.full(len(X), -1)
    for i in range(len(X) - 1):
        y_pred[i] = np.argmax(s[i])
    return y_pred


def column_of_labels(self, X):
    """Labels as a column.

    Mistake: wrong-shape
    Hint: keepdims=True
    """
    return np.argmax(self.loss(X), axis=1)[:, None]


def scores_transposed(self, X):
    """The scores are transposed.

    Mistake: wrong-axis
    Hint: along the other axis
    """
    return np.argmax(self.loss(X).T, axis=1)


def output_bias_missing(self, X):
    """The scores are computed again, without b2.

    Mistake: own-scores
    Hint: take the scores from self.loss(X)
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b1"])
    return np.argmax(hidden @ p["W2"], axis=1)


def both_biases_missing(self, X):
    """The scores are computed again, without biases.

    Mistake: own-scores
    Hint: take the scores from self.loss(X)
    """
    return np.argmax(np.maximum(0, X @ self.params["W1"]) @ self.params["W2"], axis=1)


def relu_missing(self, X):
    """The scores are computed again, without ReLU.

    Mistake: own-scores
    Hint: take the scores from self.loss(X)
    """
    p = self.params
    return np.argmax((X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"], axis=1)


def relu_of_own_scores(self, X):
    """The scores are computed again, and go through ReLU.

    Mistake: own-scores
    Hint: take the scores from self.loss(X)
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b1"])
    return np.argmax(np.maximum(0, hidden @ p["W2"] + p["b2"]), axis=1)


def labels_needed(self, X):
    """Asks for a loss.

    Mistake: NameError
    Hint: a variable of another function
    """
    loss, grads = self.loss(X, y_val)
    return np.argmax(grads, axis=1)


def nothing_returned(self, X):
    """No return statement.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    self.y_pred = np.argmax(self.loss(X), axis=1)


def sorted_labels(self, X):
    """The labels are sorted.

    Mistake: sorted
    Hint: the labels are sorted
    """
    return np.sort(np.argmax(self.loss(X), axis=1))


def whole_numbers(self, X):
    """The scores are rounded before they are compared.

    Mistake: needless-input
    Hint: y_pred changes when self.loss(X) is doubled
    """
    return np.argmax(self.loss(X).astype(int), axis=1)


def labels_kept(self, X):
    """The labels are added to a list of the net, which grows.

    Mistake: kept
    Hint: something is kept from the first call
    """
    self.labels = getattr(self, "labels", []) + list(np.argmax(self.loss(X), axis=1))
    return np.array(self.labels)


def centred_first(self, X):
    """The mean of each feature is subtracted: the net was not trained on that.

    Mistake: wrong-result
    Hint: the rows of X as they are
    """
    return np.argmax(self.loss(X - X.mean(axis=0) + 0.1), axis=1)
