"""Known mistakes in the predictions of Lab 2 (`grading.mistakes` says how to read them)."""

import numpy as np
from scipy.special import expit, softmax


def quotient(scores):
    """Softmax that overflows."""
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


TABLE = r"""
== TwoLayerNet_predict
* wrong-axis: along the other axis
    axis=1 -> axis=0
* one-label: one answer for all examples
    , axis=1 ->
    return y_pred -> return y_pred[0]
* not-labels: one class per example
    np.argmax(self.loss(X), axis=1) -> self.loss(X)
    return y_pred -> return y_pred[:, None] == np.arange(self.loss(X).shape[1])
* not-labels: no class numbers
    np.argmax(self.loss(X), axis=1) -> np.max(softmax(self.loss(X), axis=1), axis=1)
* score-returned: highest scores themselves
    np.argmax -> np.max
* lowest: lowest score
    np.argmax -> np.argmin
* second: second highest
    np.argmax(self.loss(X), axis=1) -> np.argsort(self.loss(X), axis=1)[:, -2]
* counted-from-1: counted from 0
    return y_pred -> return y_pred + 1
* constant: same for all examples
    return y_pred -> return <<0 * y_pred|0 * y_pred + np.bincount(y_pred).argmax()>>
* negative-scores: below 0
    self.loss(X) -> np.maximum(self.loss(X), 0)
* magnitude: lose their sign
    self.loss(X) -> np.abs(self.loss(X))
* features: highest feature
    return y_pred -> return np.argmax(X, axis=1)
* columns: column by column
    self.loss(X) -> softmax(self.loss(X), axis=0)
* large-scores: large scores go wrong
    self.loss(X) -> <<quotient|expit>>(self.loss(X))
* class-left-out: class 0 is left out
    np.argmax(self.loss(X), axis=1) -> np.argmax(self.loss(X)[:, 1:], axis=1) + 1
* class-left-out: last class is left out
    self.loss(X) -> self.loss(X)[:, :-1]
* <<first|last>>-left-out: <<first|last>> example is left out
    return y_pred -> y_pred[<<0|-1>>] = -1; return y_pred
* sorted: the labels are sorted
    return y_pred -> return np.sort(y_pred)
* reversed: reverse order
    return y_pred -> return y_pred[::-1]
* float-labels: an index must be an integer
    return y_pred -> return y_pred.astype(float)
* wrong-shape: keepdims=True
    axis=1 -> axis=1, keepdims=True
* wrong-result: does it end with a return statement
    return y_pred -> pass
* ValueError: it stopped with ValueError: too many values to unpack
    np.argmax(self.loss(X), axis=1) -> 0; scores, _ = self.loss(X)
* NameError: a variable of another function
    self.loss -> net.loss
* AttributeError: gone from NumPy 2
    return y_pred -> return y_pred.astype(np.int)
"""
