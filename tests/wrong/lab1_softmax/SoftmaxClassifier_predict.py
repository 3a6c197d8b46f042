"""Wrong versions of SoftmaxClassifier.predict(self, X)."""

import numpy as np


def wrong_axis(self, X):
    """The best example of each class.

    Mistake: wrong-axis
    Hint: along the other axis
    """
    return np.argmax(X @ self.W, axis=0)


def no_axis(self, X):
    """argmax of the flat scores.

    Mistake: one-label
    Hint: one answer for all examples
    """
    return np.argmax(X @ self.W)


def scores(self, X):
    """Returns the scores.

    Mistake: not-labels
    Hint: one class per example
    """
    return X @ self.W


def probabilities(self, X):
    """Returns the probabilities.

    Mistake: not-labels
    Hint: one class per example
    """
    s = X @ self.W
    p = np.exp(s - s.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


def one_hot(self, X):
    """Returns one-hot rows.

    Mistake: not-labels
    Hint: one class per example
    """
    s = X @ self.W
    return (s == s.max(axis=1, keepdims=True)).astype(int)


def ranking(self, X):
    """Returns all classes of each example, sorted.

    Mistake: not-labels
    Hint: one class per example
    """
    return np.argsort(-(X @ self.W), axis=1)


def highest_score(self, X):
    """max instead of argmax.

    Mistake: score-returned
    Hint: highest scores themselves
    """
    return np.max(X @ self.W, axis=1)


def highest_probability(self, X):
    """The highest probability instead of its class.

    Mistake: not-labels
    Hint: no class numbers
    """
    s = X @ self.W
    p = np.exp(s - s.max(axis=1, keepdims=True))
    return np.max(p / p.sum(axis=1, keepdims=True), axis=1)


def lowest_score(self, X):
    """argmin.

    Mistake: lowest
    Hint: lowest score
    """
    return np.argmin(X @ self.W, axis=1)


def sorted_the_wrong_way(self, X):
    """The first of the sorted classes is the worst.

    Mistake: lowest
    Hint: lowest score
    """
    return np.argsort(X @ self.W, axis=1)[:, 0]


def second_best(self, X):
    """The index from the end is off by one.

    Mistake: second
    Hint: second highest
    """
    return np.argsort(X @ self.W, axis=1)[:, -2]


def counted_from_one(self, X):
    """Classes 1 to C.

    Mistake: counted-from-1
    Hint: counted from 0
    """
    return np.argmax(X @ self.W, axis=1) + 1


def uninitialised_result(self, X):
    """argmax of the result variable.

    Mistake: constant
    Hint: same for all examples
    """
    y_pred = np.zeros(X.shape[0])
    scores = X @ self.W
    y_pred = np.argmax(np.zeros_like(scores), axis=1)
    return y_pred


def computed_but_not_stored(self, X):
    """The labels are computed and dropped.

    Mistake: constant
    Hint: same for all examples
    """
    y_pred = np.zeros(X.shape[0], dtype=int)
    np.argmax(X @ self.W, axis=1)
    return y_pred


def return_in_the_loop(self, X):
    """The loop returns with the first example.

    Mistake: one-label
    Hint: one answer for all examples
    """
    for x in X:
        return np.argmax(x @ self.W)


def same_cell_overwritten(self, X):
    """Every example writes the first entry."""
    y_pred = np.zeros(X.shape[0], dtype=int)
    for x in X:
        y_pred[0] = np.argmax(x @ self.W)
    return y_pred


def whole_array_overwritten(self, X):
    """Every example writes all entries.

    Mistake: constant
    Hint: same for all examples
    """
    y_pred = np.zeros(X.shape[0], dtype=int)
    for x in X:
        y_pred[:] = np.argmax(x @ self.W)
    return y_pred


def last_example_left_out(self, X):
    """The loop ends one too early.

    Mistake: last-left-out
    Hint: last example is left out
    """
    y_pred = np.full(X.shape[0], -1)
    for i in range(X.shape[0] - 1):
        y_pred[i] = np.argmax(X[i] @ self.W)
    return y_pred


def first_example_left_out(self, X):
    """The loop starts at 1.

    Mistake: first-left-out
    Hint: first example is left out
    """
    y_pred = np.full(X.shape[0], -1)
    for i in range(1, X.shape[0]):
        y_pred[i] = np.argmax(X[i] @ self.W)
    return y_pred


def one_entry_per_class(self, X):
    """The result has an entry per class.

    Mistake: wrong-axis
    Hint: one answer per class
    """
    s = X @ self.W
    y_pred = np.zeros(self.W.shape[1], dtype=int)
    for c in range(self.W.shape[1]):
        y_pred[c] = np.argmax(s[:, c])
    return y_pred


def column_of_labels(self, X):
    """Labels as a column.

    Mistake: wrong-shape
    Hint: keepdims=True
    """
    return np.argmax(X @ self.W, axis=1)[:, np.newaxis]


def sorted_labels(self, X):
    """The labels are sorted.

    Mistake: sorted
    Hint: the labels are sorted
    """
    return np.sort(np.argmax(X @ self.W, axis=1))


def different_labels_only(self, X):
    """np.unique of the labels.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return np.unique(np.argmax(np.vstack([X, -X]) @ self.W, axis=1))[:1].repeat(2)


def reversed_order(self, X):
    """Labels are inserted at the front of a list.

    Mistake: reversed
    Hint: reverse order
    """
    y_pred = []
    for x in X:
        y_pred.insert(0, int(np.argmax(x @ self.W)))
    return np.array(y_pred)


def magnitude(self, X):
    """The score that is largest in magnitude.

    Mistake: magnitude
    Hint: lose their sign
    """
    return np.argmax(np.abs(X @ self.W), axis=1)


def squared_scores(self, X):
    """The scores are squared.

    Mistake: magnitude
    Hint: lose their sign
    """
    return np.argmax((X @ self.W) ** 2, axis=1)


def highest_feature(self, X):
    """argmax of X instead of the scores.

    Mistake: features
    Hint: highest feature
    """
    return np.argmax(X, axis=1)


def relu_on_scores(self, X):
    """Negative scores become 0, and the first class wins.

    Mistake: negative-scores
    Hint: below 0
    """
    return np.argmax(np.maximum(X @ self.W, 0), axis=1)


def search_starts_at_zero(self, X):
    """The search for the maximum starts with a best score of 0.

    Mistake: negative-scores
    Hint: below 0
    """
    y_pred = np.zeros(X.shape[0], dtype=int)
    for i, row in enumerate(X @ self.W):
        best = 0
        for c, score in enumerate(row):
            if score > best:
                best, y_pred[i] = score, c
    return y_pred


def best_never_updated(self, X):
    """The best score is not updated, so the last class above the first one wins."""
    y_pred = np.zeros(X.shape[0], dtype=int)
    for i, row in enumerate(X @ self.W):
        for c in range(1, len(row)):
            if row[c] > row[0]:
                y_pred[i] = c
    return y_pred


def class_0_left_out(self, X):
    """The first column is skipped.

    Mistake: class-left-out
    Hint: class 0 is left out
    """
    return np.argmax((X @ self.W)[:, 1:], axis=1) + 1


def last_class_left_out(self, X):
    """The last column is skipped.

    Mistake: class-left-out
    Hint: last class is left out
    """
    return np.argmax((X @ self.W)[:, :-1], axis=1)


def softmax_over_examples(self, X):
    """The probabilities are normalised over the examples.

    Mistake: columns
    Hint: column by column
    """
    s = X @ self.W
    p = np.exp(s - s.max(axis=0))
    return np.argmax(p / p.sum(axis=0), axis=1)


def scores_centred_by_column(self, X):
    """The mean score of each class is subtracted.

    Mistake: columns
    Hint: column by column
    """
    s = X @ self.W
    return np.argmax(s - s.mean(axis=0), axis=1)


def features_centred(self, X):
    """The batch is centred with its own mean.

    Mistake: columns
    Hint: column by column
    """
    return np.argmax((X - X.mean(axis=0)) @ self.W, axis=1)


def features_scaled(self, X):
    """Each feature is divided by its range in the batch."""
    return np.argmax(X / (np.abs(X).max(axis=0) + 1e-8) @ self.W, axis=1)


def softmax_overflows(self, X):
    """exp without the maximum taken off.

    Mistake: large-scores
    Hint: large scores go wrong
    """
    p = np.exp(X @ self.W)
    return np.argmax(p / p.sum(axis=1, keepdims=True), axis=1)


def sigmoid(self, X):
    """A sigmoid of each score is 1 for all large ones.

    Mistake: large-scores
    Hint: large scores go wrong
    """
    return np.argmax(1 / (1 + np.exp(-(X @ self.W))), axis=1)


def whole_numbers(self, X):
    """The scores are rounded before they are compared.

    Mistake: needless-input
    Hint: y_pred changes when self.W is doubled
    """
    return np.argmax((X @ self.W).astype(int), axis=1)


def two_classes_only(self, X):
    """A threshold, as for two classes."""
    return ((X @ self.W)[:, 0] < 0).astype(int)


def most_common_class(self, X):
    """The most common label for all.

    Mistake: constant
    Hint: same for all examples
    """
    labels = np.argmax(X @ self.W, axis=1)
    return np.full(len(labels), np.bincount(labels).argmax())


def nothing_returned(self, X):
    """No return statement.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    self.y_pred = np.argmax(X @ self.W, axis=1)


def weights_of_the_notebook(self, X):
    """W instead of self.W.

    Mistake: NameError
    Hint: a variable of another function
    """
    return np.argmax(X @ W, axis=1)


def weights_transposed(self, X):
    """W is transposed once too often.

    Mistake: ValueError
    Hint: it stopped with ValueError
    """
    return np.argmax(X @ self.W.T, axis=1)


def old_numpy(self, X):
    """np.int is gone from NumPy.

    Mistake: AttributeError
    Hint: gone from NumPy 2
    """
    return np.argmax(X @ self.W, axis=1).astype(np.int)


def result_only_in_an_if(self, X):
    """The result is set for large batches only.

    Mistake: UnboundLocalError
    Hint: gets one only inside an if
    """
    if X.shape[0] > self.W.shape[1]:
        y_pred = np.argmax(X @ self.W, axis=1)
    return y_pred


def changes_its_input(self, X):
    """Scales X in place, which does not change the order of the scores.

    Mistake: argument-changed
    Hint: it changes its argument X
    """
    X *= 0.5
    return np.argmax(X @ self.W, axis=1)


def first_labels_kept(self, X):
    """The labels are kept from the first call.

    Mistake: kept
    Hint: something is kept from the first call
    """
    if not hasattr(self, "labels"):
        self.labels = np.argmax(X @ self.W, axis=1)
    return self.labels


def other_weights_left_behind(self, X):
    """Puts scaled weights in the place of self.W.

    Hint: predict puts something else into self.W
    """
    y_pred = np.argmax(X @ self.W, axis=1)
    self.W = self.W / np.abs(self.W).max()
    return y_pred


def chunks_without_the_rest(self, X):
    """Chunks of 100 examples; what is left over at the end is forgotten, except in small batches."""
    whole = len(X) - len(X) % 100 or len(X)
    return np.concatenate([np.argmax(X[k : min(k + 100, whole)] @ self.W, axis=1) for k in range(0, whole, 100)])


def whole_floats(self, X):
    """Labels collected in an array of np.zeros, which is one of floats.

    Mistake: float-labels
    Hint: an index must be an integer
    """
    y_pred = np.zeros(len(X))
    for i in range(len(X)):
        y_pred[i] = np.argmax(X[i] @ self.W)
    return y_pred
