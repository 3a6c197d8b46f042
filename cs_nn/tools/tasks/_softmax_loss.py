"""Mistakes in the softmax loss and its gradient: shared by the labs whose students write them.

A case holds ``X`` and ``W`` (and perhaps ``b``), and the expected results ``loss`` and ``dW``; or it holds
``scores``, and the expected results are ``loss`` and ``dscores``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cs_nn.tools.checks import Mistake


def few_labels(rng, N, C) -> np.ndarray:
    """Labels for N examples; if they are few, neither of the first class nor, mostly, of the last one.

    The classes have a gap then, so that labels that are numbered anew are not those of the classes before them.
    """
    classes = np.arange(1, N + 1) % C
    if N < C:
        classes = np.resize([2] if N == 1 else [0, 2] if C == 3 else [1, *range(3, C)], N) % C
    return rng.permutation(classes)


def weights(case) -> list[np.ndarray]:
    """The weights among the inputs: W, or W1, W2, ..."""
    return [value for key, value in case.items() if key[0] == "W"]


def count(case) -> int:
    """N, the number of examples."""
    return len(case["y"] if "y" in case else case["Y"])


def classes(case) -> int:
    """C, the number of classes."""
    return (case["scores"] if "scores" in case else case["W"]).shape[1]


def penalty_of(case) -> float:
    return 0.5 * case.get("reg", 0.0) * sum(np.sum(W**2) for W in weights(case))


def _reg_times(case, function):
    """0.5 reg times the sum of ``function(W)`` over all weights."""
    return 0.5 * case.get("reg", 0.0) * sum(function(W) for W in weights(case))


def one_hot(case) -> np.ndarray:
    return case["Y"] if "Y" in case else np.eye(classes(case))[case["y"]]


@dataclass(frozen=True)
class _Examples:
    """What the expected results say about each example, to tell what a mistake makes of it.

    The mean gradient of the data, X^T G / N, has one solution G (N, C) if the N rows of X are linearly
    independent; hence one of the visible inputs has N < D.
    """

    Y: np.ndarray  #: (N, C), one-hot labels
    S: np.ndarray  #: (N, C), scores
    G: np.ndarray  #: (N, C), N times the derivatives of the loss by the scores

    @classmethod
    def of(cls, case, expected):
        """None if the gradient does not determine them."""
        if "dscores" in expected:
            return cls(one_hot(case), case["scores"], count(case) * expected["dscores"])
        X = case["X"]
        if np.linalg.matrix_rank(X) < len(X):
            return None
        data = expected["dW"] - case["reg"] * case["W"]
        G = len(X) * np.linalg.lstsq(X.T, data, rcond=None)[0]
        return cls(one_hot(case), X @ case["W"] + case.get("b", 0.0), G)

    @property
    def P(self):
        """(N, C), probabilities."""
        P = self.G + self.Y
        return np.where(P < 1e-9, 0.0, np.where(P > 1 - 1e-9, 1.0, P))

    @property
    def p(self):
        """(N,), the probability of the correct class."""
        return np.sum(self.P * self.Y, axis=1)

    @property
    def s(self):
        """(N,), the score of the correct class."""
        return np.sum(self.S * self.Y, axis=1)


def loss_mistake(id, sentence, loss=None, dW=None):
    """A mistake given by functions of (case, loss or gradient of the data alone, penalty or its gradient)."""

    def gives(case, expected):
        results = {}
        if loss is not None:
            results["loss"] = loss(case, expected["loss"] - penalty_of(case), penalty_of(case))
        if dW is not None and "dscores" in expected:
            results["dscores"] = dW(case, expected["dscores"], 0.0)
        elif dW is not None:
            shrink = case["reg"] * case["W"]
            results["dW"] = dW(case, expected["dW"] - shrink, shrink)
        return results

    return Mistake(id, sentence, gives)


def _finite(results):
    """Without inf and nan: they have many causes, and the check has a sentence of its own for them."""
    return {name: value for name, value in results.items() if np.isfinite(value).all()}


def _changed_gradients(case, expected, change):
    """The gradients when `change` (N, C) is added to the derivatives by the scores."""
    if "dscores" in expected:
        return {"dscores": expected["dscores"] + change / count(case)}
    gradients = {"dW": expected["dW"] + np.einsum("nd,nc->dc", case["X"], change) / count(case)}
    if "b" in case:
        gradients["db"] = expected["db"] + np.mean(change, axis=0)
    return gradients


def example_mistake(id, sentence, loss=None, dscores=None):
    """A mistake given by functions of `_Examples`: ``loss`` (N,) and ``dscores`` (N, C), both before averaging."""

    def gives(case, expected):
        examples = _Examples.of(case, expected)
        results = {}
        if examples is None:
            return results
        if loss is not None:
            results["loss"] = np.mean(loss(examples)) + penalty_of(case)
        if dscores is not None:
            results.update(_changed_gradients(case, expected, dscores(examples) - examples.G))
        return _finite(results)

    return Mistake(id, sentence, gives)


def _only(row):
    """Weights: 1 for this row, 0 for the others."""
    return lambda N: (np.arange(N) == row % N).astype(float)


def _all_but(row):
    return lambda N: 1 - _only(row)(N)


def _some_examples(id, sentence, weights):
    """A mistake that leaves out examples; ``weights(N)`` is 1 for those that count and 0 for the others."""
    return example_mistake(
        id, sentence,
        loss=lambda e: -np.log(e.p) * weights(len(e.G)), dscores=lambda e: e.G * weights(len(e.G))[:, None],
    )


def _label_term(id, sentence, factor):
    """A mistake that adds ``factor(case)`` times the part of the gradient that comes from the correct classes."""

    def gives(case, expected):
        return _changed_gradients(case, expected, factor(case) * one_hot(case))

    return Mistake(id, sentence, gives)


def changed_scores(id, sentence, change):
    """A mistake that adds ``change(case, S)`` to the scores S."""

    def gives(case, expected):
        examples = _Examples.of(case, expected)
        if examples is None:
            return {}
        delta = np.broadcast_to(change(case, examples.S), examples.S.shape)
        increase = np.log(np.sum(examples.P * np.exp(delta), axis=1)) - np.sum(examples.Y * delta, axis=1)
        return _finite({"loss": expected["loss"] + np.mean(increase)})

    return Mistake(id, sentence, gives)


def _without_inputs(case, expected):
    examples = _Examples.of(case, expected)
    if examples is None or "W" not in case:
        return {}
    return {"dW": case["reg"] * case["W"] + examples.G.mean(axis=0)}


REG_MISTAKES = (
    loss_mistake(
        "reg-missing", "the L2 penalty is missing in the loss.", loss=lambda case, data, penalty: data,
    ),
    loss_mistake(
        "reg-missing", "the L2 penalty is missing in dW: its derivative adds to that of the data.",
        dW=lambda case, data, shrink: data,
    ),
    loss_mistake(
        "reg-missing", "the L2 penalty is missing: it adds to the loss and to dW.",
        loss=lambda case, data, penalty: data, dW=lambda case, data, shrink: data,
    ),
    loss_mistake(
        "reg-divided-by-n", "the penalty is divided by N too: add it after averaging over the batch.",
        loss=lambda case, data, penalty: data + penalty / count(case),
        dW=lambda case, data, shrink: data + shrink / count(case),
    ),
    loss_mistake(
        "reg-twice", "the penalty is twice as large: this lab uses 0.5 * reg * sum(W**2).",
        loss=lambda case, data, penalty: data + 2 * penalty, dW=lambda case, data, shrink: data + 2 * shrink,
    ),
    loss_mistake(
        "reg-half-gradient", "the derivative of 0.5 * reg * W**2 is reg * W, not half of it.",
        dW=lambda case, data, shrink: data + 0.5 * shrink,
    ),
    loss_mistake(
        "reg-not-squared", "the penalty takes the sum of the squares of W.",
        loss=lambda case, data, penalty: data + _reg_times(case, lambda W: np.sum(np.abs(W))),
    ),
    loss_mistake(
        "reg-sum-not-squared", "the penalty takes the sum of the squares of W, not the sum of W.",
        loss=lambda case, data, penalty: data + _reg_times(case, np.sum),
    ),
    loss_mistake(
        "reg-squared-sum", "the penalty takes the sum of the squares of W, not the square of its sum.",
        loss=lambda case, data, penalty: data + _reg_times(case, lambda W: np.sum(W) ** 2),
    ),
    loss_mistake(
        "reg-norm", "the penalty takes the sum of the squares of W, without a square root.",
        loss=lambda case, data, penalty: data + _reg_times(case, np.linalg.norm),
    ),
    loss_mistake(
        "reg-matrix-product", "the penalty squares W entry by entry: W @ W.T or W.T @ W is another thing.",
        loss=lambda case, data, penalty: data + _reg_times(case, lambda W: np.sum(W @ W.T)),
    ),
    loss_mistake(
        "reg-matrix-product", "the penalty squares W entry by entry: W @ W.T or W.T @ W is another thing.",
        loss=lambda case, data, penalty: data + _reg_times(case, lambda W: np.sum(W.T @ W)),
    ),
    loss_mistake(
        "reg-mean", "the penalty is the sum of the squares of W, not their mean.",
        loss=lambda case, data, penalty: data + _reg_times(case, lambda W: np.mean(W**2)),
    ),
    loss_mistake(
        "reg-per-example", "the penalty is added once for every example: add it once, after the average.",
        loss=lambda case, data, penalty: data + count(case) * penalty,
        dW=lambda case, data, shrink: data + count(case) * shrink,
    ),
    loss_mistake(
        "reg-per-class", "the penalty is added once for every class: add it once, after the loops.",
        loss=lambda case, data, penalty: data + classes(case) * penalty,
        dW=lambda case, data, shrink: data + classes(case) * shrink,
    ),
    loss_mistake(
        "reg-wrong-sign", "the penalty must be added, not subtracted.",
        loss=lambda case, data, penalty: data - penalty, dW=lambda case, data, shrink: data - shrink,
    ),
    loss_mistake(
        "reg-not-derived", "dW gets the derivative of the penalty by each entry of W, not the penalty itself.",
        dW=lambda case, data, shrink: data + penalty_of(case),
    ),
    loss_mistake(
        "reg-sum-in-gradient", "the derivative of the penalty is another number for every entry of W: no sum.",
        dW=lambda case, data, shrink: data + np.sum(shrink),
    ),
)

MEAN_MISTAKES = (
    loss_mistake(
        "not-averaged", "the loss is a mean over the batch: divide by N.",
        loss=lambda case, data, penalty: count(case) * data + penalty,
    ),
    loss_mistake(
        "not-averaged", "the gradient is that of a mean over the batch: divide by N.",
        dW=lambda case, data, shrink: count(case) * data + shrink,
    ),
    loss_mistake(
        "not-averaged", "loss and gradient are means over the batch: divide by N.",
        loss=lambda case, data, penalty: count(case) * data + penalty,
        dW=lambda case, data, shrink: count(case) * data + shrink,
    ),
    loss_mistake(
        "averaged-twice", "it is divided by N twice.",
        loss=lambda case, data, penalty: data / count(case) + penalty,
        dW=lambda case, data, shrink: data / count(case) + shrink,
    ),
    loss_mistake(
        "divided-by-classes", "the mean is over the N examples, not over the C classes or over all N*C entries.",
        loss=lambda case, data, penalty: data / classes(case) + penalty,
        dW=lambda case, data, shrink: data / classes(case) + shrink,
    ),
    loss_mistake(
        "divided-by-classes", "the mean is over the N examples, not over the C classes or over all N*C entries.",
        loss=lambda case, data, penalty: data * count(case) / classes(case) + penalty,
        dW=lambda case, data, shrink: data * count(case) / classes(case) + shrink,
    ),
    _some_examples(
        "last-example-only", "only the last example counts: add up (+=) the examples instead of storing (=) each.",
        _only(-1),
    ),
    _some_examples(
        "first-example-only", "only the first example counts: does the loop, or the index, reach all of them?",
        _only(0),
    ),
    _some_examples("last-example-left-out", "the last example is left out.", _all_but(-1)),
    _some_examples("first-example-left-out", "the first example is left out: indices start at 0.", _all_but(0)),
    example_mistake(
        "last-class-left-out", "the last class is left out.", dscores=lambda e: e.G * _all_but(-1)(e.G.shape[1]),
    ),
    example_mistake(
        "first-class-left-out", "the first class is left out: classes are counted from 0.",
        dscores=lambda e: e.G * _all_but(0)(e.G.shape[1]),
    ),
)

def _nan_for_moderate_scores(case, expected):
    scores = case["scores"] if "scores" in case else case["X"] @ case["W"]
    return {"loss": np.nan} if np.abs(scores).max() < 100 else {}


DATA_LOSS_MISTAKES = (
    Mistake(
        "log-of-negative", "the loss is nan for moderate scores: is the logarithm taken of a negative number, perhaps "
        "of probabilities from which 1 was subtracted before?", _nan_for_moderate_scores,
    ),
    loss_mistake(
        "log10", "the loss uses the natural logarithm, np.log, not log10.",
        loss=lambda case, data, penalty: data / np.log(10) + penalty,
    ),
    loss_mistake(
        "log2", "the loss uses the natural logarithm, np.log, not log2.",
        loss=lambda case, data, penalty: data / np.log(2) + penalty,
    ),
    loss_mistake(
        "negative-loss", "the loss is minus the logarithm of the probability of the correct class.",
        loss=lambda case, data, penalty: -data + penalty,
    ),
    example_mistake(
        "no-logarithm", "the logarithm is missing: this is the mean probability of the correct class.",
        loss=lambda e: e.p,
    ),
    example_mistake(
        "no-logarithm", "the logarithm is missing: this is the mean probability of the correct class, times -1.",
        loss=lambda e: -e.p,
    ),
    example_mistake(
        "one-minus-probability", "the loss is minus the logarithm of the probability, not 1 minus the probability.",
        loss=lambda e: 1 - e.p,
    ),
    example_mistake(
        "log-of-mean", "this is the logarithm of a mean; the loss is the mean of the logarithms.",
        loss=lambda e: -np.log(np.mean(e.p)),
    ),
    example_mistake(
        "all-classes", "the loss takes the correct class of each example only, not all classes.",
        loss=lambda e: -np.sum(np.log(e.P), axis=1),
    ),
    example_mistake(
        "entropy", "this is the entropy of the probabilities: the labels do not enter.",
        loss=lambda e: -np.sum(e.P * np.log(e.P), axis=1),
    ),
    example_mistake(
        "binary-cross-entropy", "this is the cross-entropy of C yes-or-no questions: only the correct class counts.",
        loss=lambda e: -np.sum(e.Y * np.log(e.P) + (1 - e.Y) * np.log(1 - e.P), axis=1),
    ),
    example_mistake(
        "squared-error", "this is a squared error, not the cross-entropy.",
        loss=lambda e: np.sum(e.G**2, axis=1),
    ),
    example_mistake(
        "squared-error", "this is a squared error, not the cross-entropy.",
        loss=lambda e: 0.5 * np.sum(e.G**2, axis=1),
    ),
    example_mistake(
        "hinge-loss", "this is the hinge loss of a support vector machine, not the cross-entropy.",
        loss=lambda e: np.sum(np.maximum(e.S - e.s[:, None] + 1, 0) * (1 - e.Y), axis=1),
    ),
    example_mistake(
        "whole-columns", "an index [:, y] picks whole columns, one for every label: pair row i with y[i].",
        loss=lambda e: -np.log(e.P) @ e.Y.mean(axis=0),
    ),
    example_mistake(
        "no-correct-score", "the score of the correct class does not enter the loss.",
        loss=lambda e: e.s - np.log(e.p),
    ),
    example_mistake(
        "no-normalisation", "the scores are not normalised: the sum over the classes does not enter the loss.",
        loss=lambda e: -e.s,
    ),
    example_mistake(
        "half-shifted", "the maximum is subtracted in one of the two terms of the loss only.",
        loss=lambda e: -np.log(e.p) - e.S.max(axis=1),
    ),
    example_mistake(
        "half-shifted", "the maximum is subtracted in one of the two terms of the loss only.",
        loss=lambda e: -np.log(e.p) + e.S.max(axis=1),
    ),
    example_mistake(
        "wrong-classes-only", "the sum in the denominator runs over all classes, the correct one included.",
        loss=lambda e: np.log(1 - e.p) - np.log(e.p),
    ),
    example_mistake(
        "sigmoid", "each score goes through a sigmoid of its own: softmax divides by the sum over the classes.",
        loss=lambda e: np.logaddexp(0, -e.s),
    ),
    example_mistake(
        "normalised-over-examples", "the probabilities must sum to 1 over the classes of each example: which axis?",
        loss=lambda e: e.Y @ np.logaddexp.reduce(e.S) - e.s,
    ),
    example_mistake(
        "normalised-over-all", "the sum in the denominator is over the classes of one example, not over the batch.",
        loss=lambda e: np.logaddexp.reduce(e.S, axis=None) - e.s,
    ),
    example_mistake(
        "label-plus-1", "the class next to the correct one is taken: labels are counted from 0.",
        loss=lambda e: -np.log(np.sum(e.P * np.roll(e.Y, 1, axis=1), axis=1)),
    ),
    example_mistake(
        "label-minus-1", "the class next to the correct one is taken: labels are counted from 0.",
        loss=lambda e: -np.log(np.sum(e.P * np.roll(e.Y, -1, axis=1), axis=1)),
    ),
    example_mistake(
        "zeros-skipped", "an example whose correct class has probability 0 counts as 0, but its loss is the largest.",
        loss=lambda e: np.where(e.p > 0, -np.log(e.p), 0),
    ),
    example_mistake(
        "predicted-class", "the most likely class is taken instead of the label.",
        loss=lambda e: -np.log(e.P.max(axis=1)),
    ),
    changed_scores(
        "maximum-of-columns", "the maximum of each class is subtracted: take the maximum of each example's scores.",
        lambda case, S: -S.max(axis=0),
    ),
    changed_scores(
        "rectified-scores", "negative scores are set to 0: softmax takes all scores as they are.",
        lambda case, S: np.maximum(S, 0) - S,
    ),
    changed_scores(
        "magnitude-of-scores", "the scores lose their sign.", lambda case, S: np.abs(S) - S,
    ),
    changed_scores(
        "minus-scores", "the scores have the wrong sign.", lambda case, S: -2 * S,
    ),
    *(
        example_mistake(
            "epsilon-in-log",
            "a small number is added to the probabilities, or they are clipped, before the logarithm: a large loss is "
            "finite then, but wrong.",
            loss=lambda e, small=10.0**-digits: -np.log(e.p + small),
        )
        for digits in (*range(3, 21), 30, 100, 300)
    ),
)

DATA_GRADIENT_MISTAKES = (
    loss_mistake(
        "negative-gradient", "the sign of the gradient of the data term is wrong.",
        dW=lambda case, data, shrink: -data + shrink,
    ),
    _label_term(
        "correct-class-missing", "the derivative for the correct class has a term -1 that is missing here.",
        lambda case: 1,
    ),
    _label_term(
        "correct-class-added", "the term 1 of the correct class is added: it must be subtracted.", lambda case: 2,
    ),
    _label_term(
        "correct-class-twice", "the term -1 of the correct class is subtracted twice.", lambda case: -1,
    ),
    _label_term(
        "correct-class-in-class-loop", "the term -1 of the correct class is subtracted once for every class.",
        lambda case: 1 - classes(case),
    ),
    _label_term(
        "correct-class-not-averaged", "the term -1 of the correct class is not divided by N.",
        lambda case: 1 - count(case),
    ),
    _label_term(
        "correct-class-averaged-twice", "the term -1 of the correct class is divided by N twice.",
        lambda case: 1 - 1 / count(case),
    ),
    example_mistake(
        "whole-columns-of-gradient", "1 is subtracted from whole columns: pair row i with its own label y[i].",
        dscores=lambda e: e.P - e.Y.any(axis=0),
    ),
    example_mistake(
        "correct-class-p-twice", "the probability of the correct class is counted twice in the gradient.",
        dscores=lambda e: e.P - e.Y + e.P * e.Y,
    ),
    example_mistake(
        "correct-class-only", "only the columns of the correct classes get a gradient: the wrong classes have one too.",
        dscores=lambda e: e.G * e.Y,
    ),
    example_mistake(
        "correct-class-only", "only the columns of the correct classes get a gradient: the wrong classes have one too.",
        dscores=lambda e: -e.Y,
    ),
    example_mistake(
        "wrong-classes-only-in-gradient", "the correct class is left out of the gradient.",
        dscores=lambda e: e.P * (1 - e.Y),
    ),
    example_mistake(
        "same-probability", "each class needs its own probability; here all have that of the correct class.",
        dscores=lambda e: e.p[:, None] - e.Y,
    ),
    example_mistake(
        "scores-in-gradient", "the gradient is made from the scores instead of the probabilities.",
        dscores=lambda e: e.S - e.Y,
    ),
    example_mistake(
        "exp-in-gradient", "the gradient is made from exp(scores), before it is divided by its sum.",
        dscores=lambda e: np.exp(e.S) - e.Y,
    ),
    example_mistake(
        "exp-in-gradient", "the gradient is made from exp(scores), before it is divided by its sum.",
        dscores=lambda e: e.P / e.P.max(axis=1, keepdims=True) - e.Y,
    ),
    example_mistake(
        "log-probabilities-in-gradient", "the gradient is made from the logarithms of the probabilities.",
        dscores=lambda e: np.log(e.P) - e.Y,
    ),
    example_mistake(
        "predicted-class-in-gradient", "the gradient takes the most likely class instead of the label.",
        dscores=lambda e: e.P - (e.P == e.P.max(axis=1, keepdims=True)),
    ),
    example_mistake(
        "label-plus-1-in-gradient", "the gradient takes the class next to the correct one: labels are counted from 0.",
        dscores=lambda e: e.P - np.roll(e.Y, 1, axis=1),
    ),
    example_mistake(
        "label-minus-1-in-gradient", "the gradient takes the class next to the correct one: labels are counted from 0.",
        dscores=lambda e: e.P - np.roll(e.Y, -1, axis=1),
    ),
    example_mistake(
        "sigmoid-derivative", "p * (1 - p) is the derivative of a sigmoid, not of this loss.",
        dscores=lambda e: e.G * e.P * (1 - e.P),
    ),
    example_mistake(
        "sigmoid-derivative", "p * (1 - p) is the derivative of a sigmoid, not of this loss.",
        dscores=lambda e: e.P * (1 - e.P),
    ),
    example_mistake(
        "by-probabilities", "this is the derivative by the probabilities: the one by the scores is asked for.",
        dscores=lambda e: -e.Y / e.P,
    ),
    Mistake(
        "input-missing", "the inputs X do not enter dW: a derivative by W has the factor X[i].", _without_inputs,
    ),
)

LOSS_MISTAKES = REG_MISTAKES + MEAN_MISTAKES + DATA_LOSS_MISTAKES + DATA_GRADIENT_MISTAKES
