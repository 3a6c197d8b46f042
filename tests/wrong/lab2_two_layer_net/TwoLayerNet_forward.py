"""Wrong versions of TwoLayerNet.forward(self, X)."""

import numpy as np


def hidden_bias_missing(self, X):
    """b1 is left out.

    Mistake: b1-missing
    Hint: b1 is missing
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"])
    return hidden @ p["W2"] + p["b2"], hidden


def hidden_bias_twice(self, X):
    """b1 is added twice.

    Mistake: b1-twice
    Hint: b1 is added twice
    """
    p = self.params
    hidden = X @ p["W1"] + p["b1"]
    hidden += p["b1"]
    hidden[hidden < 0] = 0
    return hidden @ p["W2"] + p["b2"], hidden


def hidden_bias_subtracted(self, X):
    """b1 with a minus.

    Mistake: b1-subtracted
    Hint: b1 is subtracted
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] - p["b1"])
    return hidden @ p["W2"] + p["b2"], hidden


def bias_after_relu(self, X):
    """A bracket closes too early: b1 is added after ReLU.

    Mistake: b1-after-relu
    Hint: b1 is added after ReLU
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"]) + p["b1"]
    return hidden @ p["W2"] + p["b2"], hidden


def one_bias_for_all_units(self, X):
    """b1 is summed.

    Mistake: b1-summed
    Hint: b1 is summed
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + np.sum(p["b1"]))
    return hidden @ p["W2"] + p["b2"], hidden


def no_relu(self, X):
    """Both layers are linear.

    Mistake: relu-missing
    Hint: ReLU is missing
    """
    p = self.params
    hidden = X @ p["W1"] + p["b1"]
    return hidden @ p["W2"] + p["b2"], hidden


def relu_not_stored(self, X):
    """The result of np.maximum is dropped.

    Mistake: relu-missing
    Hint: ReLU is missing
    """
    p = self.params
    hidden = X @ p["W1"] + p["b1"]
    np.maximum(hidden, 0)
    return hidden @ p["W2"] + p["b2"], hidden


def relu_for_scores_only(self, X):
    """Returns the hidden layer before ReLU, but uses the one after it.

    Mistake: hidden-before-relu
    Hint: returned as it is before ReLU
    """
    p = self.params
    hidden = X @ p["W1"] + p["b1"]
    relu = np.maximum(0, hidden)
    return relu @ p["W2"] + p["b2"], hidden


def scores_before_relu(self, X):
    """The scores use the hidden layer before ReLU.

    Mistake: scores-before-relu
    Hint: the scores are made from the hidden layer before ReLU
    """
    p = self.params
    z = X @ p["W1"] + p["b1"]
    hidden = np.maximum(0, z)
    return z @ p["W2"] + p["b2"], hidden


def relu_of_minimum(self, X):
    """np.minimum keeps the negative part.

    Mistake: negative-part
    Hint: the positive entries are set to 0
    """
    p = self.params
    hidden = np.minimum(0, X @ p["W1"] + p["b1"])
    return hidden @ p["W2"] + p["b2"], hidden


def comparison_the_wrong_way(self, X):
    """Sets the positive entries to 0.

    Mistake: negative-part
    Hint: the positive entries are set to 0
    """
    p = self.params
    hidden = X @ p["W1"] + p["b1"]
    hidden[hidden > 0] = 0
    return hidden @ p["W2"] + p["b2"], hidden


def magnitude(self, X):
    """The absolute value.

    Mistake: magnitude
    Hint: lose their sign
    """
    p = self.params
    hidden = np.abs(X @ p["W1"] + p["b1"])
    return hidden @ p["W2"] + p["b2"], hidden


def mask_only(self, X):
    """The comparison instead of the values.

    Mistake: mask
    Hint: 0 or 1
    """
    p = self.params
    hidden = (X @ p["W1"] + p["b1"] > 0).astype(float)
    return hidden @ p["W2"] + p["b2"], hidden


def sigmoid(self, X):
    """A sigmoid.

    Mistake: other-activation
    Hint: another activation
    """
    p = self.params
    hidden = 1 / (1 + np.exp(-(X @ p["W1"] + p["b1"])))
    return hidden @ p["W2"] + p["b2"], hidden


def tanh(self, X):
    """tanh.

    Mistake: other-activation
    Hint: another activation
    """
    p = self.params
    hidden = np.tanh(X @ p["W1"] + p["b1"])
    return hidden @ p["W2"] + p["b2"], hidden


def leaky_relu(self, X):
    """Negative entries times 0.01.

    Mistake: other-activation
    Hint: another activation
    """
    p = self.params
    hidden = X @ p["W1"] + p["b1"]
    hidden = np.where(hidden > 0, hidden, 0.01 * hidden)
    return hidden @ p["W2"] + p["b2"], hidden


def maximum_along_an_axis(self, X):
    """np.max(z, 0) takes the maximum over the examples: 0 is the axis.

    Mistake: wrong-result
    Hint: must have shape (N, H)
    """
    p = self.params
    hidden = np.max(X @ p["W1"] + p["b1"], 0)
    return hidden @ p["W2"] + p["b2"], hidden


def maximum_of_arguments_swapped(self, X):
    """np.max(0, z): z is taken for the axis.

    Mistake: TypeError
    Hint: it stopped with TypeError
    """
    p = self.params
    hidden = np.max(0, X @ p["W1"] + p["b1"])
    return hidden @ p["W2"] + p["b2"], hidden


def python_maximum(self, X):
    """max() of Python does not compare entry by entry.

    Mistake: ValueError
    Hint: it stopped with ValueError
    """
    p = self.params
    hidden = max(0, X @ p["W1"] + p["b1"])
    return hidden @ p["W2"] + p["b2"], hidden


def relu_at_one(self, X):
    """max(1, .) instead of max(0, .)."""
    p = self.params
    hidden = np.maximum(1, X @ p["W1"] + p["b1"])
    return hidden @ p["W2"] + p["b2"], hidden


def relu_of_the_inputs(self, X):
    """ReLU of X as well."""
    p = self.params
    hidden = np.maximum(0, np.maximum(0, X) @ p["W1"] + p["b1"])
    return hidden @ p["W2"] + p["b2"], hidden


def bias_of_scores_missing(self, X):
    """b2 is left out.

    Mistake: b2-missing
    Hint: b2 is missing
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b1"])
    return hidden @ p["W2"], hidden


def both_biases_missing(self, X):
    """No bias at all.

    Mistake: b1-missing
    Hint: b1 is missing
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"])
    return hidden @ p["W2"], hidden


def bias_of_scores_twice(self, X):
    """b2 is added in two lines.

    Mistake: b2-twice
    Hint: b2 is added twice
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b1"])
    scores = hidden @ p["W2"] + p["b2"]
    return scores + p["b2"], hidden


def bias_of_scores_subtracted(self, X):
    """b2 with a minus.

    Mistake: b2-subtracted
    Hint: b2 is subtracted
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b1"])
    return hidden @ p["W2"] - p["b2"], hidden


def relu_on_scores(self, X):
    """Every layer gets a ReLU.

    Mistake: relu-on-scores
    Hint: the scores go through ReLU
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b1"])
    return np.maximum(0, hidden @ p["W2"] + p["b2"]), hidden


def probabilities(self, X):
    """Softmax of the scores.

    Mistake: softmax
    Hint: softmax belongs to the loss
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b1"])
    scores = hidden @ p["W2"] + p["b2"]
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True), hidden


def scores_shifted(self, X):
    """The maximum of each row is subtracted.

    Mistake: shifted
    Hint: the maximum is subtracted
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b1"])
    scores = hidden @ p["W2"] + p["b2"]
    return scores - scores.max(axis=1, keepdims=True), hidden


def wrong_order_of_results(self, X):
    """Returns hidden, scores.

    Mistake: wrong-order
    Hint: the results returned in the right order
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b1"])
    return hidden, hidden @ p["W2"] + p["b2"]


def scores_alone(self, X):
    """The hidden layer is not returned.

    Mistake: wrong-result
    Hint: must return 2 values
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b1"])
    return hidden @ p["W2"] + p["b2"]


def nothing_returned(self, X):
    """No return statement.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    p = self.params
    self.hidden = np.maximum(0, X @ p["W1"] + p["b1"])
    self.scores = self.hidden @ p["W2"] + p["b2"]


def first_layer_skipped(self, X):
    """X goes into the second layer.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b1"])
    return X @ p["W2"] + p["b2"], hidden


def biases_swapped(self, X):
    """b2 in the first layer.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b2"])
    return hidden @ p["W2"] + p["b1"], hidden


def weights_transposed(self, X):
    """W1 is transposed.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"].T + p["b1"])
    return hidden @ p["W2"] + p["b2"], hidden


def column_of_biases(self, X):
    """The biases as a column: one per example, not per unit.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b1"].reshape(-1, 1))
    return hidden @ p["W2"] + p["b2"].reshape(-1, 1), hidden


def weights_of_the_notebook(self, X):
    """W1 instead of self.params["W1"].

    Mistake: NameError
    Hint: a variable of another function
    """
    hidden = np.maximum(0, X @ W1 + b1)
    return hidden @ W2 + b2, hidden


def biases_grow(self, X):
    """The bias is the array that the result is added to: the net changes with every call.

    Mistake: wrong-result
    Hint: changes self.params
    """
    p = self.params
    if len(X) > 1:
        hidden = np.maximum(0, X @ p["W1"] + p["b1"])
        return hidden @ p["W2"] + p["b2"], hidden
    b1 = p["b1"]
    b1 += (X @ p["W1"])[0]
    hidden = np.maximum(0, b1)[np.newaxis]
    return hidden @ p["W2"] + p["b2"], hidden


def stopped_at_the_first_layer(self, X):
    """hidden is returned for both.

    Mistake: wrong-shape
    Hint: look at the order of the factors
    """
    p = self.params
    hidden = np.maximum(0, X @ p["W1"] + p["b1"])
    return hidden, hidden


def inputs_changed(self, X):
    """Centres X in place and moves the shift into the bias.

    Mistake: argument-changed
    Hint: it changes its argument X
    """
    p = self.params
    shift = X.mean(axis=0)
    X -= shift
    hidden = np.maximum(X @ p["W1"] + (p["b1"] + shift @ p["W1"]), 0)
    return hidden @ p["W2"] + p["b2"], hidden


def hidden_added_up(self, X):
    """The hidden layer is added to that of earlier calls.

    Mistake: kept
    Hint: something is kept from the first call
    """
    p = self.params
    if getattr(self, "hidden", np.zeros(0)).shape != (len(X), len(p["b1"])):
        self.hidden = np.zeros((len(X), len(p["b1"])))
    self.hidden += X @ p["W1"] + p["b1"]
    hidden = np.maximum(self.hidden, 0)
    return hidden @ p["W2"] + p["b2"], hidden


def first_hidden_kept(self, X):
    """The hidden layer is computed once and kept, whatever X is later.

    Mistake: kept
    Hint: something is kept from the first call
    """
    p = self.params
    if not hasattr(self, "hidden"):
        self.hidden = np.maximum(X @ p["W1"] + p["b1"], 0)
    return self.hidden @ p["W2"] + p["b2"], self.hidden
