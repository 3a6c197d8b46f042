"""Lab 1's graded functions: their inputs, how they are called, and the mistakes that are known by their results."""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import dataclass

import numpy as np

from cs_nn.tools.checks import Case, Mistake, Problem, Results, Task, WrongResult, agrees, compare, replaced, unpack


# ------------------------------------------------------------------ the softmax loss
def softmax_case(rng, about, N=7, D=5, C=4, reg=0.0, scale=1.0, shift=0.0, dtype=float) -> Case:
    """Inputs of a softmax loss. `shift` is added to all scores through a last, constant feature.

    With a large `scale` the first label is the least likely class, so that its probability underflows.
    """
    X = rng.standard_normal((N, D))
    W = scale * rng.standard_normal((D, C))
    if shift:
        X[:, -1], W[-1] = 1.0, shift
    y = rng.permutation(np.arange(N) % C)
    if scale > 1:
        y[0] = np.argmin(X[0] @ W)
    return {"about": about, "W": W.astype(dtype), "X": X.astype(dtype), "y": y, "reg": reg}


def _softmax_cases(rng):
    return [
        softmax_case(rng, "no regularization", N=5, D=7, C=4),  # N < D: see _Examples
        softmax_case(rng, "with regularization", N=6, D=5, C=3, reg=0.7),
        softmax_case(rng, "more classes than features", N=9, D=2, C=8, reg=0.1),
        softmax_case(rng, "a single example", N=1, D=4, C=3, reg=0.2),
        softmax_case(rng, "all scores near 800", N=5, D=4, C=3, shift=800.0),
        softmax_case(rng, "scores thousands apart", N=4, D=6, C=3, scale=2000.0),
    ]


def _loss_sizes(case):
    return {"N": case["X"].shape[0], "C": case["W"].shape[1], "D": case["X"].shape[1]}


def _run_loss(name):
    def run(softmax, case):
        result = getattr(softmax, name)(case["W"], case["X"], case["y"], case["reg"])
        loss, dW = unpack(result, "loss, dW", name)
        return {"loss": loss, "dW": dW}

    return run


def _run_vectorized(softmax, case):
    line = _loop_line(softmax.softmax_loss_vectorized)
    if line:
        raise WrongResult(f"softmax_loss_vectorized has a loop: {line!r}. Use products of whole matrices instead")
    return _run_loss("softmax_loss_vectorized")(softmax, case)


def _loop_line(function):
    """The first line of a function's own for or while statement, or None."""
    try:
        source = textwrap.dedent(inspect.getsource(function))
        loops = [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.For, ast.While))]
    except (OSError, TypeError, SyntaxError):
        return None
    return source.splitlines()[min(node.lineno for node in loops) - 1].strip() if loops else None


def _n(case):
    return case["X"].shape[0]


def _penalty(case):
    return 0.5 * case["reg"] * np.sum(case["W"] ** 2)


def _one_hot(case):
    return case["Y"] if "Y" in case else np.eye(case["W"].shape[1])[case["y"]]


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
        X = case["X"]
        if np.linalg.matrix_rank(X) < len(X):
            return None
        data = expected["dW"] - case["reg"] * case["W"]
        G = len(X) * np.linalg.lstsq(X.T, data, rcond=None)[0]
        return cls(_one_hot(case), X @ case["W"] + case.get("b", 0.0), G)

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


def _loss_mistake(id, sentence, loss=None, dW=None):
    """A mistake given by functions of (case, loss or gradient of the data alone, penalty or its gradient)."""

    def gives(case, expected):
        results = {}
        if loss is not None:
            results["loss"] = loss(case, expected["loss"] - _penalty(case), _penalty(case))
        if dW is not None:
            shrink = case["reg"] * case["W"]
            results["dW"] = dW(case, expected["dW"] - shrink, shrink)
        return results

    return Mistake(id, sentence, gives)


def _finite(results):
    """Without inf and nan: they have many causes, and the check has a sentence of its own for them."""
    return {name: value for name, value in results.items() if np.isfinite(value).all()}


def _changed_gradients(case, expected, change):
    """The gradients when `change` (N, C) is added to the derivatives by the scores."""
    gradients = {"dW": expected["dW"] + np.einsum("nd,nc->dc", case["X"], change) / _n(case)}
    if "b" in case:
        gradients["db"] = expected["db"] + np.mean(change, axis=0)
    return gradients


def _example_mistake(id, sentence, loss=None, dscores=None):
    """A mistake given by functions of `_Examples`: ``loss`` (N,) and ``dscores`` (N, C), both before averaging."""

    def gives(case, expected):
        examples = _Examples.of(case, expected)
        results = {}
        if examples is None:
            return results
        if loss is not None:
            results["loss"] = np.mean(loss(examples)) + _penalty(case)
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
    return _example_mistake(
        id, sentence,
        loss=lambda e: -np.log(e.p) * weights(len(e.G)), dscores=lambda e: e.G * weights(len(e.G))[:, None],
    )


def _label_term(id, sentence, factor):
    """A mistake that adds ``factor(case)`` times the part of the gradient that comes from the correct classes."""

    def gives(case, expected):
        return _changed_gradients(case, expected, factor(case) * _one_hot(case))

    return Mistake(id, sentence, gives)


def _changed_scores(id, sentence, change):
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
    if examples is None:
        return {}
    return {"dW": case["reg"] * case["W"] + examples.G.mean(axis=0)}


REG_MISTAKES = (
    _loss_mistake(
        "reg-missing", "the L2 penalty is missing: it adds to the loss and to dW.",
        loss=lambda case, data, penalty: data, dW=lambda case, data, shrink: data,
    ),
    _loss_mistake(
        "reg-divided-by-n", "the penalty is divided by N too: add it after averaging over the batch.",
        loss=lambda case, data, penalty: data + penalty / _n(case),
        dW=lambda case, data, shrink: data + shrink / _n(case),
    ),
    _loss_mistake(
        "reg-twice", "the penalty is twice as large: this lab uses 0.5 * reg * sum(W**2).",
        loss=lambda case, data, penalty: data + 2 * penalty, dW=lambda case, data, shrink: data + 2 * shrink,
    ),
    _loss_mistake(
        "reg-half-gradient", "the derivative of 0.5 * reg * W**2 is reg * W, not half of it.",
        dW=lambda case, data, shrink: data + 0.5 * shrink,
    ),
    _loss_mistake(
        "reg-not-squared", "the penalty takes the sum of the squares of W.",
        loss=lambda case, data, penalty: data + 0.5 * case["reg"] * np.sum(np.abs(case["W"])),
    ),
    _loss_mistake(
        "reg-sum-not-squared", "the penalty takes the sum of the squares of W, not the sum of W.",
        loss=lambda case, data, penalty: data + 0.5 * case["reg"] * np.sum(case["W"]),
    ),
    _loss_mistake(
        "reg-squared-sum", "the penalty takes the sum of the squares of W, not the square of its sum.",
        loss=lambda case, data, penalty: data + 0.5 * case["reg"] * np.sum(case["W"]) ** 2,
    ),
    _loss_mistake(
        "reg-norm", "the penalty takes the sum of the squares of W, without a square root.",
        loss=lambda case, data, penalty: data + 0.5 * case["reg"] * np.linalg.norm(case["W"]),
    ),
    _loss_mistake(
        "reg-matrix-product", "the penalty squares W entry by entry: W @ W.T or W.T @ W is another thing.",
        loss=lambda case, data, penalty: data + 0.5 * case["reg"] * np.sum(case["W"] @ case["W"].T),
    ),
    _loss_mistake(
        "reg-matrix-product", "the penalty squares W entry by entry: W @ W.T or W.T @ W is another thing.",
        loss=lambda case, data, penalty: data + 0.5 * case["reg"] * np.sum(case["W"].T @ case["W"]),
    ),
    _loss_mistake(
        "reg-mean", "the penalty is the sum of the squares of W, not their mean.",
        loss=lambda case, data, penalty: data + penalty / case["W"].size,
    ),
    _loss_mistake(
        "reg-per-example", "the penalty is added once for every example: add it once, after the average.",
        loss=lambda case, data, penalty: data + _n(case) * penalty,
        dW=lambda case, data, shrink: data + _n(case) * shrink,
    ),
    _loss_mistake(
        "reg-per-class", "the penalty is added once for every class: add it once, after the loops.",
        loss=lambda case, data, penalty: data + case["W"].shape[1] * penalty,
        dW=lambda case, data, shrink: data + case["W"].shape[1] * shrink,
    ),
    _loss_mistake(
        "reg-wrong-sign", "the penalty must be added, not subtracted.",
        loss=lambda case, data, penalty: data - penalty, dW=lambda case, data, shrink: data - shrink,
    ),
    _loss_mistake(
        "reg-not-derived", "dW gets the derivative of the penalty by each entry of W, not the penalty itself.",
        dW=lambda case, data, shrink: data + _penalty(case),
    ),
    _loss_mistake(
        "reg-sum-in-gradient", "the derivative of the penalty is another number for every entry of W: no sum.",
        dW=lambda case, data, shrink: data + np.sum(shrink),
    ),
)

MEAN_MISTAKES = (
    _loss_mistake(
        "not-averaged", "loss and gradient are means over the batch: divide by N.",
        loss=lambda case, data, penalty: _n(case) * data + penalty,
        dW=lambda case, data, shrink: _n(case) * data + shrink,
    ),
    _loss_mistake(
        "averaged-twice", "it is divided by N twice.",
        loss=lambda case, data, penalty: data / _n(case) + penalty,
        dW=lambda case, data, shrink: data / _n(case) + shrink,
    ),
    _loss_mistake(
        "divided-by-classes", "the mean is over the N examples, not over the C classes or over all N*C entries.",
        loss=lambda case, data, penalty: data / case["W"].shape[1] + penalty,
        dW=lambda case, data, shrink: data / case["W"].shape[1] + shrink,
    ),
    _loss_mistake(
        "divided-by-classes", "the mean is over the N examples, not over the C classes or over all N*C entries.",
        loss=lambda case, data, penalty: data * _n(case) / case["W"].shape[1] + penalty,
        dW=lambda case, data, shrink: data * _n(case) / case["W"].shape[1] + shrink,
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
    _example_mistake(
        "last-class-left-out", "the last class is left out.", dscores=lambda e: e.G * _all_but(-1)(e.G.shape[1]),
    ),
    _example_mistake(
        "first-class-left-out", "the first class is left out: classes are counted from 0.",
        dscores=lambda e: e.G * _all_but(0)(e.G.shape[1]),
    ),
)

def _nan_for_moderate_scores(case, expected):
    return {"loss": np.nan} if np.abs(case["X"] @ case["W"]).max() < 100 else {}


DATA_LOSS_MISTAKES = (
    Mistake(
        "log-of-negative", "the loss is nan for moderate scores: is the logarithm taken of a negative number, perhaps "
        "of probabilities from which 1 was subtracted before?", _nan_for_moderate_scores,
    ),
    _loss_mistake(
        "log10", "the loss uses the natural logarithm, np.log, not log10.",
        loss=lambda case, data, penalty: data / np.log(10) + penalty,
    ),
    _loss_mistake(
        "log2", "the loss uses the natural logarithm, np.log, not log2.",
        loss=lambda case, data, penalty: data / np.log(2) + penalty,
    ),
    _loss_mistake(
        "negative-loss", "the loss is minus the logarithm of the probability of the correct class.",
        loss=lambda case, data, penalty: -data + penalty,
    ),
    _example_mistake(
        "no-logarithm", "the logarithm is missing: this is the mean probability of the correct class.",
        loss=lambda e: e.p,
    ),
    _example_mistake(
        "no-logarithm", "the logarithm is missing: this is the mean probability of the correct class, times -1.",
        loss=lambda e: -e.p,
    ),
    _example_mistake(
        "one-minus-probability", "the loss is minus the logarithm of the probability, not 1 minus the probability.",
        loss=lambda e: 1 - e.p,
    ),
    _example_mistake(
        "log-of-mean", "this is the logarithm of a mean; the loss is the mean of the logarithms.",
        loss=lambda e: -np.log(np.mean(e.p)),
    ),
    _example_mistake(
        "all-classes", "the loss takes the correct class of each example only, not all classes.",
        loss=lambda e: -np.sum(np.log(e.P), axis=1),
    ),
    _example_mistake(
        "entropy", "this is the entropy of the probabilities: the labels do not enter.",
        loss=lambda e: -np.sum(e.P * np.log(e.P), axis=1),
    ),
    _example_mistake(
        "binary-cross-entropy", "this is the cross-entropy of C yes-or-no questions: only the correct class counts.",
        loss=lambda e: -np.sum(e.Y * np.log(e.P) + (1 - e.Y) * np.log(1 - e.P), axis=1),
    ),
    _example_mistake(
        "squared-error", "this is a squared error, not the cross-entropy.",
        loss=lambda e: np.sum(e.G**2, axis=1),
    ),
    _example_mistake(
        "squared-error", "this is a squared error, not the cross-entropy.",
        loss=lambda e: 0.5 * np.sum(e.G**2, axis=1),
    ),
    _example_mistake(
        "hinge-loss", "this is the hinge loss of a support vector machine, not the cross-entropy.",
        loss=lambda e: np.sum(np.maximum(e.S - e.s[:, None] + 1, 0) * (1 - e.Y), axis=1),
    ),
    _example_mistake(
        "whole-columns", "an index [:, y] picks whole columns, one for every label: pair row i with y[i].",
        loss=lambda e: -np.log(e.P) @ e.Y.mean(axis=0),
    ),
    _example_mistake(
        "no-correct-score", "the score of the correct class does not enter the loss.",
        loss=lambda e: e.s - np.log(e.p),
    ),
    _example_mistake(
        "no-normalisation", "the scores are not normalised: the sum over the classes does not enter the loss.",
        loss=lambda e: -e.s,
    ),
    _example_mistake(
        "half-shifted", "the maximum is subtracted in one of the two terms of the loss only.",
        loss=lambda e: -np.log(e.p) - e.S.max(axis=1),
    ),
    _example_mistake(
        "half-shifted", "the maximum is subtracted in one of the two terms of the loss only.",
        loss=lambda e: -np.log(e.p) + e.S.max(axis=1),
    ),
    _example_mistake(
        "wrong-classes-only", "the sum in the denominator runs over all classes, the correct one included.",
        loss=lambda e: np.log(1 - e.p) - np.log(e.p),
    ),
    _example_mistake(
        "sigmoid", "each score goes through a sigmoid of its own: softmax divides by the sum over the classes.",
        loss=lambda e: np.logaddexp(0, -e.s),
    ),
    _example_mistake(
        "normalised-over-examples", "the probabilities must sum to 1 over the classes of each example: which axis?",
        loss=lambda e: e.Y @ np.logaddexp.reduce(e.S) - e.s,
    ),
    _example_mistake(
        "normalised-over-all", "the sum in the denominator is over the classes of one example, not over the batch.",
        loss=lambda e: np.logaddexp.reduce(e.S, axis=None) - e.s,
    ),
    _example_mistake(
        "label-plus-1", "the class next to the correct one is taken: labels are counted from 0.",
        loss=lambda e: -np.log(np.sum(e.P * np.roll(e.Y, 1, axis=1), axis=1)),
    ),
    _example_mistake(
        "label-minus-1", "the class next to the correct one is taken: labels are counted from 0.",
        loss=lambda e: -np.log(np.sum(e.P * np.roll(e.Y, -1, axis=1), axis=1)),
    ),
    _example_mistake(
        "zeros-skipped", "an example whose correct class has probability 0 counts as 0, but its loss is the largest.",
        loss=lambda e: np.where(e.p > 0, -np.log(e.p), 0),
    ),
    _example_mistake(
        "predicted-class", "the most likely class is taken instead of the label.",
        loss=lambda e: -np.log(e.P.max(axis=1)),
    ),
    _changed_scores(
        "maximum-of-columns", "the maximum of each class is subtracted: take the maximum of each example's scores.",
        lambda case, S: -S.max(axis=0),
    ),
    _changed_scores(
        "rectified-scores", "negative scores are set to 0: softmax takes all scores as they are.",
        lambda case, S: np.maximum(S, 0) - S,
    ),
    _changed_scores(
        "magnitude-of-scores", "the scores lose their sign.", lambda case, S: np.abs(S) - S,
    ),
    _changed_scores(
        "minus-scores", "the scores have the wrong sign.", lambda case, S: -2 * S,
    ),
    *(
        _example_mistake(
            "epsilon-in-log",
            "a small number is added to the probabilities, or they are clipped, before the logarithm: a large loss is "
            "finite then, but wrong.",
            loss=lambda e, small=10.0**-digits: -np.log(e.p + small),
        )
        for digits in (*range(3, 21), 30, 100, 300)
    ),
)

DATA_GRADIENT_MISTAKES = (
    _loss_mistake(
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
        lambda case: 1 - case["W"].shape[1],
    ),
    _label_term(
        "correct-class-not-averaged", "the term -1 of the correct class is not divided by N.",
        lambda case: 1 - _n(case),
    ),
    _label_term(
        "correct-class-averaged-twice", "the term -1 of the correct class is divided by N twice.",
        lambda case: 1 - 1 / _n(case),
    ),
    _example_mistake(
        "whole-columns-of-gradient", "1 is subtracted from whole columns: pair row i with its own label y[i].",
        dscores=lambda e: e.P - e.Y.any(axis=0),
    ),
    _example_mistake(
        "correct-class-p-twice", "the probability of the correct class is counted twice in the gradient.",
        dscores=lambda e: e.P - e.Y + e.P * e.Y,
    ),
    _example_mistake(
        "correct-class-only", "only the columns of the correct classes get a gradient: the wrong classes have one too.",
        dscores=lambda e: e.G * e.Y,
    ),
    _example_mistake(
        "correct-class-only", "only the columns of the correct classes get a gradient: the wrong classes have one too.",
        dscores=lambda e: -e.Y,
    ),
    _example_mistake(
        "wrong-classes-only-in-gradient", "the correct class is left out of the gradient.",
        dscores=lambda e: e.P * (1 - e.Y),
    ),
    _example_mistake(
        "same-probability", "each class needs its own probability; here all have that of the correct class.",
        dscores=lambda e: e.p[:, None] - e.Y,
    ),
    _example_mistake(
        "scores-in-gradient", "the gradient is made from the scores instead of the probabilities.",
        dscores=lambda e: e.S - e.Y,
    ),
    _example_mistake(
        "exp-in-gradient", "the gradient is made from exp(scores), before it is divided by its sum.",
        dscores=lambda e: np.exp(e.S) - e.Y,
    ),
    _example_mistake(
        "exp-in-gradient", "the gradient is made from exp(scores), before it is divided by its sum.",
        dscores=lambda e: e.P / e.P.max(axis=1, keepdims=True) - e.Y,
    ),
    _example_mistake(
        "log-probabilities-in-gradient", "the gradient is made from the logarithms of the probabilities.",
        dscores=lambda e: np.log(e.P) - e.Y,
    ),
    _example_mistake(
        "predicted-class-in-gradient", "the gradient takes the most likely class instead of the label.",
        dscores=lambda e: e.P - (e.P == e.P.max(axis=1, keepdims=True)),
    ),
    _example_mistake(
        "label-plus-1-in-gradient", "the gradient takes the class next to the correct one: labels are counted from 0.",
        dscores=lambda e: e.P - np.roll(e.Y, 1, axis=1),
    ),
    _example_mistake(
        "label-minus-1-in-gradient", "the gradient takes the class next to the correct one: labels are counted from 0.",
        dscores=lambda e: e.P - np.roll(e.Y, -1, axis=1),
    ),
    _example_mistake(
        "sigmoid-derivative", "p * (1 - p) is the derivative of a sigmoid, not of this loss.",
        dscores=lambda e: e.G * e.P * (1 - e.P),
    ),
    _example_mistake(
        "sigmoid-derivative", "p * (1 - p) is the derivative of a sigmoid, not of this loss.",
        dscores=lambda e: e.P * (1 - e.P),
    ),
    _example_mistake(
        "by-probabilities", "this is the derivative by the probabilities: the one by the scores is asked for.",
        dscores=lambda e: -e.Y / e.P,
    ),
    Mistake(
        "input-missing", "the inputs X do not enter dW: a derivative by W has the factor X[i].", _without_inputs,
    ),
)

LOSS_MISTAKES = REG_MISTAKES + MEAN_MISTAKES + DATA_LOSS_MISTAKES + DATA_GRADIENT_MISTAKES


# ------------------------------------------------------------------ the same in matrix form, with a bias
def linear_case(rng, about, *, bias=1.0, **sizes) -> Case:
    """Inputs of `linear_softmax_loss`: as `softmax_case`, with a bias and one-hot labels."""
    case = dict(softmax_case(rng, about, **sizes))
    C = case["W"].shape[1]
    case["Y"] = np.eye(C)[case.pop("y")]
    case["b"] = bias * rng.standard_normal(C)
    return case


def _linear_cases(rng):
    return [
        linear_case(rng, "no regularization", N=5, D=7, C=4),
        linear_case(rng, "with regularization", N=6, D=5, C=3, reg=0.7),
        linear_case(rng, "more classes than features", N=9, D=2, C=8, reg=0.1, bias=3.0),
        linear_case(rng, "a single example", N=1, D=4, C=3, reg=0.2),
        linear_case(rng, "all scores near 800", N=5, D=4, C=3, shift=800.0),
        linear_case(rng, "scores thousands apart", N=4, D=6, C=3, scale=2000.0),
    ]


def _run_linear(softmax, case):
    result = softmax.linear_softmax_loss(case["W"], case["b"], case["X"], case["Y"], case["reg"])
    loss, dW, db = unpack(result, "loss, dW, db", "linear_softmax_loss")
    return {"loss": loss, "dW": dW, "db": db}


LINEAR_MISTAKES = (
    Mistake(
        "bias-penalised", "the bias is not penalised: only W is.",
        lambda case, expected: {
            "loss": expected["loss"] + 0.5 * case["reg"] * np.sum(case["b"] ** 2),
            "db": expected["db"] + case["reg"] * case["b"],
        },
    ),
    Mistake(
        "db-not-averaged", "db is a mean over the batch like dW: divide by N.",
        lambda case, expected: {"db": _n(case) * expected["db"]},
    ),
    Mistake(
        "db-averaged-twice", "db is divided by N twice: the scores' gradient is averaged already.",
        lambda case, expected: {"db": expected["db"] / _n(case)},
    ),
    _changed_scores(
        "bias-missing", "the bias b has no effect: add b, one entry for each class, to the scores.",
        lambda case, S: -case["b"],
    ),
    _changed_scores("bias-twice", "the bias b is added to the scores twice.", lambda case, S: case["b"]),
    _changed_scores("bias-subtracted", "the bias b is subtracted: it must be added.", lambda case, S: -2 * case["b"]),
    _changed_scores(
        "bias-in-weights", "the bias is added to the weights: add it to the scores X W.",
        lambda case, S: (case["X"].sum(axis=1, keepdims=True) - 1) * case["b"],
    ),
    *LOSS_MISTAKES,
)


# ------------------------------------------------------------------ momentum
def momentum_case(rng, about, shape=(4, 3), **config) -> Case:
    """Inputs of two steps: the second uses the returned config with another gradient and learning rate."""
    case = {"about": about, "w": rng.standard_normal(shape), "dw": rng.standard_normal(shape),
            "dw_2": rng.standard_normal(shape), "learning_rate_2": 0.03, **config}
    if config.get("velocity") == "random":
        case["velocity"] = rng.standard_normal(shape)
    return case


def _momentum_cases(rng):
    return [
        momentum_case(rng, "with a velocity", learning_rate=0.05, momentum=0.8, velocity="random"),
        momentum_case(rng, "first step: no velocity yet", learning_rate=0.2, momentum=0.7),
        momentum_case(rng, "no momentum", learning_rate=0.1, momentum=0.0),
        momentum_case(rng, "a vector, default learning rate and momentum", shape=(6,), velocity="random"),
        momentum_case(rng, "an array of three dimensions", shape=(2, 3, 4), learning_rate=0.5, momentum=0.95,
                      velocity="random"),
    ]


def _run_momentum(softmax, case):
    config = {key: case[key] for key in ("learning_rate", "momentum", "velocity") if key in case}
    results = {}
    w = case["w"]
    for step, dw in (("", case["dw"]), ("_2", case["dw_2"])):
        given = {key: config[key] for key in ("learning_rate", "momentum") if key in config}
        w, config = unpack(softmax.sgd_momentum(w, dw, config), "next_w, config", "sgd_momentum")
        if not isinstance(config, dict) or "velocity" not in config:
            raise WrongResult('sgd_momentum must return config, a dict with the new velocity under "velocity"')
        for key, value in given.items():
            if key not in config:
                raise WrongResult(f'the returned config has lost its "{key}": the next step needs it')
            if config[key] != value:
                raise WrongResult(f'config["{key}"] was {value:g} and is now {config[key]}: only the velocity changes')
        w = np.array(w)
        results[f"next_w{step}"] = w.copy()
        results[f"velocity{step}"] = np.array(config["velocity"])
        config = {**config, "learning_rate": case["learning_rate_2"]}
    return results


def _step_mistake(id, sentence, form):
    """A mistake given by ``form(w, g, rate, momentum, v)``, which returns next_w and the new velocity."""

    def gives(case, expected):
        w, v, momentum = case["w"], case.get("velocity", 0 * case["w"]), case.get("momentum", 0.9)
        results = {}
        for step, g, rate in (("", case["dw"], case.get("learning_rate", 0.01)),
                              ("_2", case["dw_2"], case["learning_rate_2"])):
            w, v = (np.broadcast_to(part, w.shape) for part in form(w, g, rate, momentum, v))
            results[f"next_w{step}"], results[f"velocity{step}"] = w, v
        return results

    return Mistake(id, sentence, gives)


def _along(w, v):
    return w + v, v


MOMENTUM_MISTAKES = (
    _step_mistake("opposite-velocity", "the velocity has the opposite sign: w moves by + v.",
                  lambda w, g, rate, momentum, v: (w - momentum * v - rate * g, momentum * v + rate * g)),
    _step_mistake("uphill", "the step goes up the gradient: subtract learning_rate * dw.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v + rate * g)),
    _step_mistake("no-step", "w does not move: next_w is w plus the new velocity.",
                  lambda w, g, rate, momentum, v: (w, momentum * v - rate * g)),
    _step_mistake("no-step", "w does not move, and the velocity does not change.",
                  lambda w, g, rate, momentum, v: (w, v)),
    _step_mistake("old-velocity", "w moves with the old velocity: compute the new one first.",
                  lambda w, g, rate, momentum, v: (w + v, momentum * v - rate * g)),
    _step_mistake("velocity-not-used", "the velocity has no effect on w: w must move by the new velocity.",
                  lambda w, g, rate, momentum, v: (w - rate * g, momentum * v - rate * g)),
    _step_mistake("velocity-not-used", "the velocity has no effect on w, and it does not change.",
                  lambda w, g, rate, momentum, v: (w - rate * g, v)),
    _step_mistake("no-momentum", "the old velocity is ignored.",
                  lambda w, g, rate, momentum, v: _along(w, -rate * g)),
    _step_mistake("velocity-not-stored", 'the new velocity is not stored in config["velocity"].',
                  lambda w, g, rate, momentum, v: (w + momentum * v - rate * g, v)),
    _step_mistake("other-default", "the default of learning_rate is 0.01.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - (0.001 if rate == 0.01 else rate) * g)),
    _step_mistake("dampened", "the gradient is multiplied by 1 - momentum: the formula has no such factor.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - (1 - momentum) * rate * g)),
    _step_mistake("dampened", "the gradient is multiplied by 1 - momentum: the formula has no such factor.",
                  lambda w, g, rate, momentum, v: (w - rate * (momentum * v + (1 - momentum) * g),
                                                   momentum * v + (1 - momentum) * g)),
    _step_mistake("full-velocity", "the old velocity is not multiplied by momentum.",
                  lambda w, g, rate, momentum, v: _along(w, v - rate * g)),
    _step_mistake("complement", "the old velocity is multiplied by momentum, not by 1 - momentum.",
                  lambda w, g, rate, momentum, v: _along(w, (1 - momentum) * v - rate * g)),
    _step_mistake("momentum-on-gradient", "momentum multiplies the old velocity only, not the gradient.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * (v - rate * g))),
    _step_mistake("rate-on-velocity", "the learning rate multiplies the gradient only, not the old velocity.",
                  lambda w, g, rate, momentum, v: _along(w, rate * (momentum * v - g))),
    _step_mistake("swapped", "learning_rate and momentum have changed places.",
                  lambda w, g, rate, momentum, v: _along(w, rate * v - momentum * g)),
    _step_mistake("no-rate", "the gradient is not multiplied by the learning rate.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - g)),
    _step_mistake("rate-outside", "the velocity here includes the learning rate and the minus sign.",
                  lambda w, g, rate, momentum, v: (w - rate * (momentum * v + g), momentum * v + g)),
    _step_mistake("nesterov", "this is Nesterov's momentum; the task asks for the plain form.",
                  lambda w, g, rate, momentum, v: (w + momentum**2 * v - (1 + momentum) * rate * g,
                                                   momentum * v - rate * g)),
    _step_mistake("moved-back", "the new velocity is added to w: the minus sign is in the velocity already.",
                  lambda w, g, rate, momentum, v: (w - momentum * v + rate * g, momentum * v - rate * g)),
    _step_mistake("moved-twice", "w moves twice by the new velocity.",
                  lambda w, g, rate, momentum, v: (w + 2 * momentum * v - 2 * rate * g, momentum * v - rate * g)),
    _step_mistake("velocity-returned", "next_w is the new velocity alone: it must be added to w.",
                  lambda w, g, rate, momentum, v: (momentum * v - rate * g, momentum * v - rate * g)),
    _step_mistake("weights-stored", "next_w is stored as the velocity.",
                  lambda w, g, rate, momentum, v: (w + momentum * v - rate * g, w + momentum * v - rate * g)),
    _step_mistake("weights-as-gradient", "the step takes w where it needs the gradient dw.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - rate * w)),
    _step_mistake("own-rate", "the learning rate of config is not used.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - 0.01 * g)),
    _step_mistake("own-momentum", "the momentum of config is not used.",
                  lambda w, g, rate, momentum, v: _along(w, 0.9 * v - rate * g)),
    _step_mistake("mean-gradient", "each entry of w needs its own derivative: no sum and no mean of dw.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - rate * g.mean())),
    _step_mistake("mean-gradient", "each entry of w needs its own derivative: no sum and no mean of dw.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - rate * g.sum())),
    _step_mistake("changed-gradient", "the gradient is changed (its length or its sign alone): take dw as it is.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - rate * g / np.linalg.norm(g))),
    _step_mistake("changed-gradient", "the gradient is changed (its length or its sign alone): take dw as it is.",
                  lambda w, g, rate, momentum, v: _along(w, momentum * v - rate * np.sign(g))),
)


# ------------------------------------------------------------------ early stopping
def stopping_case(about, val_accuracy, patience) -> Case:
    return {"about": about, "val_accuracy": np.asarray(val_accuracy, dtype=float), "patience": patience}


def _stopping_cases(rng):
    noisy = np.round(0.3 + 0.1 * rng.random(30), 2)
    curve = [0.3, 0.33, 0.36, 0.4, 0.38, 0.41, 0.4, 0.39, 0.37, 0.43, 0.42, 0.41, 0.43, 0.25, 0.45, 0.46, 0.44, 0.42,
             0.43, 0.47, 0.46, 0.46, 0.45, 0.44, 0.43, 0.5, 0.29, 0.28, 0.27]
    return [
        stopping_case("rising, falling and equal accuracies", curve, 3),
        stopping_case("rising accuracy", [0.1, 0.2, 0.3, 0.4], 2),
        stopping_case("falling after the third epoch", [0.2, 0.3, 0.5, 0.4, 0.3, 0.2, 0.1], 3),
        stopping_case("equal accuracies", [0.4, 0.4, 0.4, 0.4], 2),
        stopping_case("better again, but too late or just in time", [0.5, 0.4, 0.45, 0.6, 0.55, 0.58, 0.59, 0.7], 3),
        stopping_case("patience 1", [0.3, 0.5, 0.4, 0.6], 1),
        stopping_case("a noisy curve", noisy, 5),
    ]


def _run_stopping(softmax, case):
    """The answer after 0, 1, 2, ... epochs."""
    answers = []
    for epochs in range(len(case["val_accuracy"]) + 1):
        try:
            answer = softmax.early_stopping(case["val_accuracy"][:epochs].tolist(), case["patience"])
        except (IndexError, TypeError, ValueError, ZeroDivisionError) as error:
            few = "an empty list" if epochs == 0 else f"a list of {epochs}"
            if epochs <= case["patience"]:
                raise WrongResult(f"with {few} it stopped with {type(error).__name__}: {error}") from None
            raise
        answer = unpack(answer, "a bool", "early_stopping")
        if np.ndim(answer) or np.asarray(answer).dtype.kind not in "bi" or answer not in (0, 1):
            raise WrongResult(f"early_stopping must return True or False; it returned {answer!r}")
        answers.append(bool(answer))
    return {"stop": answers}


def _judge_stopping(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    want, have = expected["stop"].astype(bool), got["stop"].astype(bool)
    if have.shape != want.shape:
        return Problem("it does not give one answer per call")
    if np.array_equal(have, want):
        return None
    mistake, hint = _stopping_mistake(case["val_accuracy"], case["patience"], want, have)
    epoch = int(np.flatnonzero(have != want)[0])
    history = np.array2string(case["val_accuracy"][:epoch], separator=", ", max_line_width=200)
    numbers = f"after {history} with patience {case['patience']}: yours {have[epoch]}, expected {want[epoch]}"
    return Problem("the answer is wrong after some epochs", hint, mistake, numbers, "stop")


def _stopping_mistake(accuracy, patience, want, have):
    """(id, hint) from the right and the given answers after 0, 1, 2, ... epochs."""
    epochs = np.arange(len(want))
    improved = np.array([True, *(n == 0 or accuracy[n] > accuracy[:n].max() for n in range(len(accuracy)))])
    ties = np.array([n > 0 and np.sum(accuracy[:n] == accuracy[:n].max()) > 1 for n in epochs])
    rises = want & ~np.roll(want, 1)
    too_early, too_late = have & ~want, want & ~have

    def answers(rule):
        return np.array([n > patience and bool(rule(accuracy[:n], n)) for n in epochs])

    known = (
        (not have.any(), "never-stops", "it never stops."),
        (have.all(), "always-stops", "it stops always."),
        (np.array_equal(have, ~want), "inverted", "the answer is the wrong way round."),
        (np.array_equal(have[1:], want[1:]), "empty-list", "with no epoch yet there is nothing to stop."),
        (not too_early.any() and np.array_equal(too_late, rises), "one-late",
         "it stops one epoch too late: patience epochs without improvement are enough."),
        (np.array_equal(have[1:], want[:-1]), "latest-left-out", "the latest epoch is not looked at."),
        (np.array_equal(have, epochs >= patience) or np.array_equal(have, epochs > patience), "length-only",
         "it stops after a number of epochs, whether the accuracy improves or not."),
        (np.array_equal(have[1:], ~improved[1:]), "no-patience", "it stops at the first epoch without improvement."),
        (not too_late.any() and np.array_equal(have, np.logical_or.accumulate(want)), "sticky",
         "it stops although a later epoch is better than all before: look at the present best."),
        (np.array_equal(have, np.cumsum(~improved) >= patience), "not-reset",
         "all epochs without improvement are counted, those before the best epoch too."),
        (np.array_equal(have, answers(lambda a, n: (np.diff(a[-patience - 1:]) < 0).all())), "each-fall",
         "it waits for an accuracy that falls in every epoch: compare with the best, not with the epoch before."),
        (np.array_equal(have, answers(lambda a, n: (np.diff(a[-patience - 1:]) <= 0).all())), "each-fall",
         "it waits for an accuracy that falls in every epoch: compare with the best, not with the epoch before."),
        (np.array_equal(have, answers(lambda a, n: a[-1] <= a[-1 - patience])), "two-epochs",
         "only the latest epoch and the one patience epochs before it are compared."),
        (np.array_equal(have, answers(lambda a, n: a[-1] < a[-1 - patience])), "two-epochs",
         "only the latest epoch and the one patience epochs before it are compared."),
        (not too_early.any() and ties[too_late].all(), "equal-is-better",
         "an equal accuracy later is no improvement: the first epoch with the best accuracy counts."),
        (too_early.any() and improved[:np.flatnonzero(too_early)[0] + 1].all(),
         "stops-while-rising",
         "it stops although every epoch is better than all before: the highest accuracy is the best."),
        (not too_late.any() and have[np.flatnonzero(rises) - 1].all()
         and all(n + 1 == len(want) or want[n + 1] or improved[n + 1] for n in np.flatnonzero(too_early)),
         "one-early", "it stops one epoch too early: count the epochs after the best one."),
    )
    return next(((id, hint) for fits, id, hint in known if fits), (None, ""))


# ------------------------------------------------------------------ prediction
def predict_case(rng, about, N=8, D=5, C=4, shift=0.0, scale=1.0, negative=False) -> Case:
    W, X = scale * rng.standard_normal((D, C)), rng.standard_normal((N, D)) + shift
    if negative:  # all scores are
        W, X = np.abs(W), -np.abs(X)
    return {"about": about, "W": W, "X": X}


def _predict_cases(rng):
    return [
        predict_case(rng, "more examples than classes", N=17),
        predict_case(rng, "more classes than examples", N=3, D=6, C=9),
        predict_case(rng, "as many classes as examples", N=6, D=4, C=6),
        predict_case(rng, "a single example", N=1),
        predict_case(rng, "only negative features", N=12, D=3, C=5, shift=-6.0),
        predict_case(rng, "only negative scores", N=15, D=3, C=6, negative=True),
        predict_case(rng, "scores thousands apart", N=20, D=6, C=5, scale=2000.0),
        predict_case(rng, "many examples", N=300, D=7, C=10),
    ]


def _run_predict(softmax, case):
    model = softmax.SoftmaxClassifier(case["W"])
    return {"y_pred": unpack(model.predict(case["X"]), "y_pred", "SoftmaxClassifier.predict")}


def _judge_predict(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """As `compare`, but exact: labels are right or wrong."""
    want, have = expected["y_pred"], got["y_pred"]
    if have.shape == want.shape and np.array_equal(have, want):
        return None
    mistake, hint = _predict_mistake(case, want, have)
    if have.shape != want.shape:
        if not hint:
            return compare(task, case, expected, got)
        return Problem(f"y_pred has shape {have.shape}, but {want.shape} is expected", hint, mistake, name="y_pred")
    numbers = f"{int(np.sum(have != want))} of {want.size} labels differ from the expected ones"
    return Problem("y_pred is wrong", hint, mistake, numbers, "y_pred")


def _predict_mistake(case, want, have):
    """(id, hint) from the right and the given labels."""
    X, W = case["X"], case["W"]
    N, C = len(X), W.shape[1]
    scores = X @ W
    if have.shape == (N, C):
        return "not-labels", "there is a row for each example: predict returns one class per example."
    if have.shape == ():
        return "one-label", "this is one answer for all examples: the maximum of each row is asked for."
    if have.shape == (C,) != (N,):
        return "wrong-axis", "one answer per class: take the maximum along the other axis."
    if have.shape != (N,):
        return None, ""
    if np.allclose(have, scores.max(axis=1)):
        return "score-returned", "these are the highest scores themselves: the number of the class is asked for."
    if have.dtype.kind == "f" and not np.array_equal(have, np.round(have)):
        return "not-labels", "these are no class numbers: the number of the class is asked for."
    wrong = have != want
    if np.array_equal(have, want + 1):
        return "counted-from-1", "classes are counted from 0."
    if np.array_equal(have, np.sort(want)):
        return "sorted", "the labels are sorted: they must stay in the order of the examples."
    if N > 1 and np.array_equal(have, want[::-1]):
        return "reversed", "the labels come in the reverse order of the examples."
    if N == C and np.array_equal(scores[have.astype(int) % N, np.arange(C)], scores.max(axis=0)):
        return "wrong-axis", "one answer per class: take the maximum along the other axis."

    def picks(values):
        """Whether the given labels choose the highest of `values` in each row, the first of equals."""
        rows, labels = np.arange(N), have.astype(int)
        if labels.min() < 0 or labels.max() >= values.shape[1]:
            return False
        first = np.cumsum(values == values[rows, labels][:, None], axis=1)[rows, labels] == 1
        return bool(np.all(first & (values[rows, labels] == values.max(axis=1))))

    known = (
        (picks(-scores), "lowest", "the class with the lowest score is taken."),
        (picks(np.abs(scores)), "magnitude", "the scores lose their sign: a score of -3 is lower than one of 1."),
        (picks(X), "features", "the highest feature of each example is taken: the scores are X @ W."),
        (picks(np.maximum(scores, 0)) or picks(np.where(scores.max(axis=1, keepdims=True) > 0, scores, 0)),
         "negative-scores", "negative scores go wrong: the highest score of an example may be below 0."),
        (N > 1 and not np.any(have != have[0]), "constant", "the answer is the same for all examples."),
        (picks(np.where(np.arange(C) > 0, scores, -np.inf)), "class-left-out", "class 0 is left out."),
        (picks(np.where(np.arange(C) < C - 1, scores, -np.inf)), "class-left-out", "the last class is left out."),
        (picks(np.where(scores < scores.max(axis=1, keepdims=True), scores, -np.inf)), "second",
         "the second highest score is taken."),
        (picks(scores - scores.max(axis=0)) or picks(scores - np.logaddexp.reduce(scores, axis=0))
         or picks(scores - scores.mean(axis=0)), "columns",
         "the scores are changed column by column, so that examples depend on each other."),
        (N > 1 and have[-1] <= 0 and wrong[-1] and not wrong[:-1].any(), "last-left-out",
         "the last example is left out."),
        (N > 1 and have[0] <= 0 and wrong[0] and not wrong[1:].any(), "first-left-out",
         "the first example is left out."),
        (bool(np.all(np.abs(scores[wrong]).max(axis=1) > 36)), "large-scores",
         "large scores go wrong: exp overflows, or a sigmoid is 1 for several classes. Compare the scores themselves."),
    )
    return next(((id, hint) for fits, id, hint in known if fits), (None, ""))


# ------------------------------------------------------------------ training
def train_case(rng, about, *, same_rows, N=12, D=3, C=4, **settings) -> Case:
    """Inputs of `SoftmaxClassifier.train`.

    With `same_rows` all examples are one example, so that every minibatch is the same and training is
    the same whatever is drawn. Otherwise the first feature of X is the number of the row, which tells
    the draws.
    """
    X = rng.standard_normal((N, D))
    y = rng.integers(C, size=N)
    if same_rows:
        X[:], y[:] = X[0], y[0]
    else:
        X[:, 0] = np.arange(N)
    return {"about": about, "W": rng.standard_normal((D, C)), "X": X, "y": y, "same_rows": same_rows,
            "seed": int(rng.integers(2**31)), **settings}


def _train_cases(rng):
    return [
        train_case(rng, "one example many times, constant learning rate", same_rows=True, N=8, batch_size=8,
                   num_iters=5, learning_rate=0.1, reg=0.0, momentum=0.0, learning_rate_decay=1.0),
        train_case(rng, "with regularization, momentum and decay", same_rows=True, N=12, batch_size=4,
                   num_iters=11, learning_rate=0.05, reg=0.3, momentum=0.8, learning_rate_decay=0.7),
        train_case(rng, "which examples are drawn", same_rows=False, N=40, batch_size=8, num_iters=20,
                   learning_rate=1e-3, reg=0.1, momentum=0.0, learning_rate_decay=0.9),
    ]


def _run_train(softmax, case):
    """Train on a loss and an optimizer that the check supplies, so that only `train` itself is tested.

    `W` and `loss` come from a run with an optimizer that nobody else has, `W_own` and `loss_own` from
    one with true momentum: an update written inside train is right if the second pair is.
    """
    drawn = []

    def loss_of_check(W, X, y, reg):
        X, y = np.asarray(X, dtype=float), np.asarray(y)
        if X.ndim != 2 or y.shape != X.shape[:1]:
            raise WrongResult(f"X_batch {X.shape} and y_batch {y.shape} must be (batch_size, D) and (batch_size,)")
        drawn.append((X[:, 0], y))
        target = np.outer(X.mean(axis=0), np.cos(y.mean() + np.arange(W.shape[1])))
        return 0.5 * (1 + reg) * np.sum((W - target) ** 2), (1 + reg) * (W - target)

    def optimizer_of_check(w, dw, config):
        steps = config.get("steps", 0)
        rate = config.get("learning_rate", 0.01) * (1 + config.get("momentum", 0.9) * steps)
        return w - rate * dw, {**config, "steps": steps + 1}

    def true_momentum(w, dw, config):
        past = [config.get("momentum", 0.9) * part for part in config.get("past", [])]
        past.append(-config.get("learning_rate", 0.01) * dw)
        return w + sum(past), {**config, "past": past}

    losses = {"softmax_loss_naive": loss_of_check, "softmax_loss_vectorized": loss_of_check}
    settings = ("batch_size", "num_iters", "learning_rate", "reg", "momentum", "learning_rate_decay")
    results = {}
    for suffix, optimizer in (("_own", true_momentum), ("", optimizer_of_check)):
        drawn.clear()
        model = softmax.SoftmaxClassifier(case["W"].copy())
        with (
            replaced(softmax, sgd_momentum=optimizer, **losses),
            replaced(softmax.SoftmaxClassifier, predict=lambda self, X: np.zeros(len(X), dtype=int)),
        ):
            history = model.train(case["X"].copy(), case["y"].copy(), rng=case["seed"],
                                  **{key: case[key] for key in settings})
        if not hasattr(history, "loss"):
            raise WrongResult("train must return the history")
        results[f"W{suffix}"] = model.W
        results[f"loss{suffix}"] = history.loss
    results["learning_rate"] = history.learning_rate
    if not case["same_rows"]:
        sizes = {len(y) for _, y in drawn}
        if len(sizes) > 1:
            raise WrongResult(f"the minibatches have different sizes: {sorted(sizes)}")
        results["rows"] = [rows.astype(int) for rows, _ in drawn]
        results["labels"] = [y for _, y in drawn]
    return results


def _judge_train(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    if not case["same_rows"]:
        return _judge_draws(case, got["rows"], got["labels"])
    problem = compare(task, case, expected, got, ["loss", "learning_rate", "W"])
    if problem and not compare(task, case, expected, got, ["loss_own", "learning_rate", "W_own"]):
        return None
    if problem is None or problem.mistake in {mistake.id for mistake in TRAIN_MISTAKES}:
        return problem
    for name, each in (("loss", "iteration"), ("learning_rate", "epoch")):
        have, want = got[name], expected[name]
        if have.shape != want.shape:
            return Problem(f"history.{name} has shape {have.shape} instead of {want.shape}",
                           f"history.{name} gets one number for each {each}.", "history", name=name)
    if not agrees(got["loss"][0], expected["loss"][0]):
        return Problem(**{**vars(problem), "mistake": "first-loss", "hint": "the loss is wrong before the first step: "
                       "start from self.W, pass reg to self.loss, and store the loss as it is."})
    return problem


def _judge_draws(case, rows, labels):
    N, batch_size = case["X"].shape[0], case["batch_size"]
    if not len(rows):
        return Problem("self.loss was never called", "loss and gradient of a minibatch come from self.loss.", "no-loss")
    if rows.shape != (case["num_iters"], batch_size):
        what = f"{rows.shape[0]} minibatches of {rows.shape[1]} examples"
        return Problem(what + f" instead of {case['num_iters']} of {batch_size}",
                       "draw batch_size examples in each iteration, and give self.loss these alone.", "batch-size")
    if rows.min() < 0 or rows.max() >= N or not np.array_equal(case["y"][rows], labels):
        return Problem("X_batch and y_batch do not belong together", "index X and y with the same row numbers.",
                       "labels-not-matched")
    if np.all(rows == rows[:, :1]):
        return Problem("a minibatch is one example many times", "draw batch_size row numbers, not one.", "one-example")
    if rows.max() < batch_size:
        return Problem(f"only the first {batch_size} examples are drawn", "draw from all N examples.",
                       "part-of-the-data")
    if all(np.array_equal(np.sort(batch), np.sort(rows[0])) for batch in rows[1:]):
        return Problem("every minibatch is the same", "draw inside the loop, anew in each iteration.", "fixed-batch")
    if np.all((rows - rows[:, :1]) % N == np.arange(batch_size)):
        return Problem("the minibatches are slices of X in its own order", "draw the rows at random.", "not-random")
    seen = len(np.unique(rows))
    if seen < 0.7 * N:
        return Problem(f"only {seen} of {N} examples were ever drawn", "draw from all N examples.", "part-of-the-data")
    return None


def _train_mistake(id, sentence, rates, reg=1.0):
    """A mistake given by the step sizes it leads to, and the factor that `reg` gets.

    ``rates(case, it, epoch)`` returns the learning rate and the factor of momentum for the iterations
    `it` (an array). The loss of the check is a parabola: one step multiplies the distance from its
    lowest point by 1 - (1 + reg) * step.
    """

    def gives(case, expected):
        if not case["same_rows"]:
            return {}
        it = np.arange(case["num_iters"])
        per_epoch = max(len(case["X"]) // case["batch_size"], 1)
        epoch = it // per_epoch

        def distance(rate, factor, curvature):
            return np.cumprod([1.0, *(1 - curvature * rate * factor * np.ones(len(it)))])

        curvature = 1 + reg * case["reg"]
        rate, factor = rates(case, it, epoch)
        gone = distance(rate, factor, curvature)
        right = distance(*_right_rates(case, it, epoch), 1 + case["reg"])[-1]
        lowest = (expected["W"] - right * case["W"]) / (1 - right)
        return {
            "loss": curvature / (1 + case["reg"]) * expected["loss"][0] * gone[:-1] ** 2,
            "learning_rate": np.broadcast_to(rate, it.shape)[per_epoch - 1 :: per_epoch],
            "W": lowest + gone[-1] * (case["W"] - lowest),
        }

    return Mistake(id, sentence, gives)


def _right_rates(case, it, epoch):
    return case["learning_rate"] * case["learning_rate_decay"] ** epoch, 1 + case["momentum"] * it


def _other_rate(change):
    """Like `_right_rates`, with the learning rate ``change(rate, decay, it, epoch)``."""
    return lambda case, it, epoch: (
        change(case["learning_rate"], case["learning_rate_decay"], it, epoch), 1 + case["momentum"] * it
    )


def _other_factor(change):
    """Like `_right_rates`, with the factor ``change(momentum, it, epoch)``."""
    return lambda case, it, epoch: (_right_rates(case, it, epoch)[0], change(case["momentum"], it, epoch))


def _at_ends(case, it, epoch):
    last = np.append(epoch[1:] > epoch[:-1], (len(it) % max(len(case["X"]) // case["batch_size"], 1)) == 0)
    return _right_rates(case, it, epoch)[0], last * (1 + case["momentum"] * epoch)


TRAIN_MISTAKES = (
    _train_mistake("no-update", "the weights do not change: store the result of sgd_momentum in self.W.",
                   _other_factor(lambda momentum, it, epoch: 0 * it)),
    _train_mistake("uphill", "the weights go up the gradient: the loss must fall.",
                   _other_factor(lambda momentum, it, epoch: -(1 + momentum * it))),
    _train_mistake("no-decay", "the learning rate of config is not multiplied by learning_rate_decay after each epoch.",
                   _other_rate(lambda rate, decay, it, epoch: rate)),
    _train_mistake("decay-each-iteration", "the learning rate decays once in an epoch, not in every iteration.",
                   _other_rate(lambda rate, decay, it, epoch: rate * decay**it)),
    _train_mistake("decay-divides", "the learning rate is multiplied by learning_rate_decay, not divided by it.",
                   _other_rate(lambda rate, decay, it, epoch: rate / decay**epoch)),
    _train_mistake("decay-twice", "the learning rate decays twice in an epoch.",
                   _other_rate(lambda rate, decay, it, epoch: rate * decay ** (2 * epoch))),
    _train_mistake("decay-once", "the learning rate decays after the first epoch only: multiply the present one.",
                   _other_rate(lambda rate, decay, it, epoch: rate * decay ** (epoch > 0))),
    _train_mistake("decay-assigned", "learning_rate_decay takes the place of the learning rate: multiply by it.",
                   _other_rate(lambda rate, decay, it, epoch: np.where(epoch > 0, decay, rate))),
    _train_mistake("decay-subtracted", "learning_rate_decay is a factor: multiply by it.",
                   _other_rate(lambda rate, decay, it, epoch: rate - decay * epoch)),
    _train_mistake("decay-early", "the learning rate decays before the first epoch is over.",
                   _other_rate(lambda rate, decay, it, epoch: rate * decay ** (epoch + 1))),
    _train_mistake("config-not-kept", "momentum has no effect: keep the config that sgd_momentum returns.",
                   _other_factor(lambda momentum, it, epoch: 1)),
    _train_mistake("momentum-not-passed", "the momentum that train was given does not reach the config.",
                   _other_factor(lambda momentum, it, epoch: 1 + 0.9 * it)),
    _train_mistake("config-lost-in-epoch", "the velocity is lost after each epoch: keep config.",
                   _other_factor(lambda momentum, it, epoch: 1 + momentum * (it - np.searchsorted(epoch, epoch)))),
    _train_mistake("step-per-epoch", "the weights move once in an epoch: take a step in every iteration.", _at_ends),
    _train_mistake("two-steps", "the weights move twice in every iteration.",
                   _other_factor(lambda momentum, it, epoch: 2 + momentum * (4 * it + 1))),
    _train_mistake("reg-not-passed", "reg is not passed on to self.loss.", _right_rates, reg=0.0),
)


TASKS = {
    task.name: task
    for task in (
        Task("softmax_loss_naive", "softmax", _softmax_cases, _run_loss("softmax_loss_naive"), LOSS_MISTAKES,
             _loss_sizes),
        Task("softmax_loss_vectorized", "softmax", _softmax_cases, _run_vectorized, LOSS_MISTAKES, _loss_sizes),
        Task("sgd_momentum", "softmax", _momentum_cases, _run_momentum, MOMENTUM_MISTAKES),
        Task("SoftmaxClassifier_train", "softmax", _train_cases, _run_train, TRAIN_MISTAKES, judge=_judge_train),
        Task("SoftmaxClassifier_predict", "softmax", _predict_cases, _run_predict, judge=_judge_predict),
        Task("linear_softmax_loss", "softmax", _linear_cases, _run_linear, LINEAR_MISTAKES, _loss_sizes),
        Task("early_stopping", "softmax", _stopping_cases, _run_stopping, judge=_judge_stopping),
    )
}
