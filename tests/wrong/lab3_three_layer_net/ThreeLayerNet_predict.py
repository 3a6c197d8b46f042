"""Wrong versions of ThreeLayerNet.predict(self, X)."""

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


def highest_probability(self, X):
    """The highest probability instead of its class.

    Mistake: not-labels
    Hint: no class numbers
    """
    s = self.loss(X)
    p = np.exp(s - s.max(axis=1, keepdims=True))
    return np.max(p / p.sum(axis=1, keepdims=True), axis=1)


def lowest_score(self, X):
    """argmin.

    Mistake: lowest
    Hint: lowest score
    """
    return np.argmin(self.loss(X), axis=1)


def sorted_the_wrong_way(self, X):
    """The first of the sorted classes is the worst.

    Mistake: lowest
    Hint: lowest score
    """
    return np.argsort(self.loss(X), axis=1)[:, 0]


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
    scores = self.loss(X)
    y_pred = np.zeros(scores.shape)
    y_pred = np.argmax(y_pred, axis=1)
    return y_pred


def relu_on_scores(self, X):
    """A ReLU on the scores: the first class wins where all are negative.

    Mistake: negative-scores
    Hint: below 0
    """
    return np.argmax(np.maximum(self.loss(X), 0), axis=1)


def magnitude(self, X):
    """The score that is largest in magnitude.

    Mistake: magnitude
    Hint: lose their sign
    """
    return np.argmax(np.abs(self.loss(X)), axis=1)


def squared(self, X):
    """The square of the scores.

    Mistake: magnitude
    Hint: lose their sign
    """
    return np.argmax(self.loss(X) ** 2, axis=1)


def highest_feature(self, X):
    """argmax of X.

    Mistake: features
    Hint: highest feature
    """
    self.loss(X)
    return np.argmax(X, axis=1)


def sorted_labels(self, X):
    """The labels are sorted.

    Mistake: sorted
    Hint: the labels are sorted
    """
    return np.sort(np.argmax(self.loss(X), axis=1))


def reversed_order(self, X):
    """Labels are inserted at the front of a list.

    Mistake: reversed
    Hint: reverse order
    """
    y_pred = []
    for row in self.loss(X):
        y_pred.insert(0, int(np.argmax(row)))
    return np.array(y_pred)


def last_example_left_out(self, X):
    """The loop ends one too early.

    Mistake: last-left-out
    Hint: last example is left out
    """
    scores = self.loss(X)
    y_pred = np.full(len(X), -1)
    for i in range(len(X) - 1):
        y_pred[i] = np.argmax(scores[i])
    return y_pred


def first_example_left_out(self, X):
    """The loop starts at 1.

    Mistake: first-left-out
    Hint: first example is left out
    """
    scores = self.loss(X)
    y_pred = np.full(len(X), -1)
    for i in range(1, len(X)):
        y_pred[i] = np.argmax(scores[i])
    return y_pred


def class_0_left_out(self, X):
    """The first column is skipped.

    Mistake: class-left-out
    Hint: class 0 is left out
    """
    return np.argmax(self.loss(X)[:, 1:], axis=1) + 1


def last_class_left_out(self, X):
    """The last column is skipped.

    Mistake: class-left-out
    Hint: last class is left out
    """
    return np.argmax(self.loss(X)[:, :-1], axis=1)


def softmax_over_examples(self, X):
    """Probabilities that are normalised over the examples.

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


def sigmoid(self, X):
    """A sigmoid of each score.

    Mistake: large-scores
    Hint: large scores go wrong
    """
    return np.argmax(1 / (1 + np.exp(-self.loss(X))), axis=1)


def column_of_labels(self, X):
    """Labels as a column.

    Mistake: wrong-shape
    Hint: keepdims=True
    """
    return np.argmax(self.loss(X), axis=1)[:, np.newaxis]


def most_common_class(self, X):
    """The most common label for all.

    Mistake: constant
    Hint: same for all examples
    """
    labels = np.argmax(self.loss(X), axis=1)
    return np.full(len(labels), np.bincount(labels).argmax())


def return_in_the_loop(self, X):
    """The loop returns with the first example.

    Mistake: one-label
    Hint: one answer for all examples
    """
    for row in self.loss(X):
        return np.argmax(row)


def nothing_returned(self, X):
    """No return statement.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    y_pred = np.argmax(self.loss(X), axis=1)


def loss_for_scores(self, X):
    """Unpacks loss and gradients, which there are not without labels.

    Mistake: ValueError
    Hint: it stopped with ValueError: too many values to unpack
    """
    loss, grads = self.loss(X)
    return np.argmax(loss, axis=1)


def one_layer_only(self, X):
    """The output of the first layer alone.

    Mistake: own-scores
    Hint: take the scores from self.loss(X)
    """
    a, _ = affine_forward(X, self.params["W1"], self.params["b1"])
    return np.argmax(a, axis=1)


def relu_missing(self, X):
    """Three affine layers without ReLU.

    Mistake: own-scores
    Hint: take the scores from self.loss(X)
    """
    h = X
    for k in "123":
        h, _ = affine_forward(h, self.params["W" + k], self.params["b" + k])
    return np.argmax(h, axis=1)


def biases_missing(self, X):
    """The forward pass written out, without biases.

    Mistake: own-scores
    Hint: take the scores from self.loss(X)
    """
    p = self.params
    h = np.maximum(np.maximum(X @ p["W1"], 0) @ p["W2"], 0)
    return np.argmax(h @ p["W3"], axis=1)


def relu_after_the_last_layer(self, X):
    """The forward pass written out, with a ReLU on the scores.

    Mistake: own-scores
    Hint: take the scores from self.loss(X)
    """
    h = X
    for k in "123":
        h = np.maximum(h @ self.params["W" + k] + self.params["b" + k], 0)
    return np.argmax(h, axis=1)


def net_of_the_notebook(self, X):
    """net instead of self.

    Mistake: NameError
    Hint: a variable of another function
    """
    return np.argmax(net.loss(X), axis=1)


def old_numpy(self, X):
    """np.int is gone from NumPy.

    Mistake: AttributeError
    Hint: gone from NumPy 2
    """
    return np.argmax(self.loss(X), axis=1).astype(np.int)
