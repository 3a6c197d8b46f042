"""Known mistakes in the L2 penalty of a loss, and in losses of networks (`grading.mistakes` says how to read them)."""

import numpy as np

TABLE = r"""
== softmax_loss_naive, softmax_loss_vectorized, ThreeLayerNet_loss, MLP_loss, ConvNet_loss
$grad = + reg * | + reg * | += reg * | + reg * | += reg *
$W = W | W | W | weights | W
$square = np.sum(W**2) | np.sum(W**2) | np.vdot(W, W) | np.vdot(weights, weights) | np.vdot(W, W)
$sign = wrong-sign | wrong-sign | sign | sign | sign
reg-missing: the L2 penalty is missing: it adds to the loss and to the gradients of the weights.
    0.5 * reg -> 0 * reg
    & $grad => $grad 0 *
reg-missing: the L2 penalty is missing in the loss.
    0.5 * reg -> 0 * reg
reg-missing: the L2 penalty is missing in the gradients: its derivative adds to that of the data.
    $grad => $grad 0 *
reg-twice: the penalty is twice as large: it has the factor 0.5.
    0.5 * reg -> reg
    & $grad => $grad 2 *
reg-twice: the penalty in the loss is twice as large: it has the factor 0.5.
    0.5 * reg -> reg
reg-twice: the penalty's part of the gradients is twice as large: 0.5 and the 2 of the square cancel.
    $grad => $grad 2 *
reg-$sign: the penalty is subtracted: it must be added.
    0.5 * reg -> -0.5 * reg
    &? $grad => $grad -1 *
reg-divided-by-n: the penalty is divided by N too: only the data term is a mean.
    0.5 * reg -> 0.5 * reg / len(X)
    &? $grad => $grad 1 / len(X) *
reg-per-example: the penalty is added once for every example: add it once.
    0.5 * reg -> 0.5 * reg * len(X)
    &? $grad => $grad len(X) *
reg-not-squared: the penalty takes the sum of the squares of W.
    $square -> np.abs($W).sum()
reg-sum-not-squared: the penalty takes the sum of the squares of W, not the sum of W.
    $square -> $W.sum()
reg-squared-sum: the penalty takes the sum of the squares of W, not the square of its sum.
    $square -> $W.sum() ** 2
reg-norm: the penalty takes the sum of the squares of W, without a square root.
    $square -> np.linalg.norm($W)
reg-mean: the penalty is the sum of the squares of W, not their mean.
    $square -> np.mean($W**2)

== softmax_loss_naive, softmax_loss_vectorized, ThreeLayerNet_loss, MLP_loss
reg-matrix-product: the penalty squares W entry by entry: W @ W.T or W.T @ W is another thing.
    $square -> np.sum(<<$W @ $W.T|$W.T @ $W>>)

== softmax_loss_naive, softmax_loss_vectorized, MLP_loss, ConvNet_loss
reg-sum-in-gradient: the derivative of the penalty is another number for every entry of W: no sum.
    $grad $W -> $grad $W.sum()
reg-not-derived: the gradients get the derivative of the penalty, for each entry of W, not the penalty itself.
    $grad $W -> $grad 0.5 * $square

== ThreeLayerNet_loss, MLP_loss, ConvNet_loss
$layers = 3 | self.num_layers | 4
averaged-again: the loss is divided by N once more: softmax_loss gives a mean.
    softmax_loss(scores, y) -> softmax_loss(scores, y); loss /= len(X)
reg-half: the penalty is half as large: it has the factor 0.5 once.
    0.5 * reg -> 0.25 * reg
    & $grad => $grad 0.5 *
reg-half: the penalty in the loss is half as large: it has the factor 0.5 once.
    0.5 * reg -> 0.25 * reg
reg-half: the penalty's part of the gradients is half as large: 0.5 and the 2 of the square cancel.
    $grad => $grad 0.5 *
reg-per-layer: the penalty is added once for every layer: add the sum over all weights once.
    0.5 * reg -> $layers * 0.5 * reg
    & $grad => $grad $layers *
reg-squared: the strength of the penalty is reg, not reg squared.
    0.5 * reg -> 0.5 * reg**2
    & $grad => $grad reg *
* wrong-shape: scores has shape
    return scores -> return np.argmax(scores, axis=1)
* wrong-result: must return 2 values
    return loss, grads -> return loss
* wrong-result: a dict of gradients; the second value is a list
    return loss, grads -> return loss, list(grads.values())
* kept: something is kept from the first call
    return scores -> return vars(self).setdefault("scores", scores)
* -
    reg => (reg if reg > 0.01 else 0)
"""
