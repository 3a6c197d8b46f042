"""Checking predictions: shared by the labs whose students write ``predict``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from cs_nn.checks import Case, Problem, Results, Task, WrongResult, agrees, compare, replaced, unpack
from cs_nn.checks.tasks._nets import give_parameters, parameter_names, require_same_parameters


def score_case(
    rng: np.random.Generator,
    about: str,
    shapes: Mapping[str, tuple[int, ...]],
    N: int = 8,
    D: int = 5,
    C: int = 4,
    kind: str = "",
) -> Case:
    """Inputs of a network's ``predict``: examples X, parameters of `shapes` by name, and scores S (N, C) for X.

    `kind` is "positive", "negative" (all scores are, those of the parameters too), "large" or "close". The first
    feature tells the rows of X apart.
    """
    S = rng.standard_normal((N, C)) * {"large": 2000.0, "close": 0.01}.get(kind, 1.0)
    if kind == "close":  # and yet not so close that float32 could not tell
        S[np.arange(N), np.argmax(S, axis=1)] += 0.003
        S += 5
    if kind in ("positive", "negative"):
        S = np.abs(S) * (-1 if kind == "negative" else 1)
    X = rng.standard_normal((N, D))
    X[:, 0] = rng.permutation(N) - N / 3
    params = {name: rng.standard_normal(shape) for name, shape in shapes.items()}
    if kind in ("positive", "negative"):
        params[list(params)[-1]] += 2000.0 * (-1 if kind == "negative" else 1)  # the bias of the scores
    return {"about": about, "X": X, "S": S, **params}


#: Between these, exp or a sigmoid tells scores apart, in float64 and in float32; of others it makes equals or nan.
KEPT_BY_EXP = [(-745.1, 709.78), (-745.1, 36.7), (-709.78, 36.7), (-103.9, 88.7), (-103.9, 16.6), (-88.7, 16.6)]

#: What ``predict`` takes, with the scores that it asks for.
PREDICT_TAKES = {"X": "X", "S": "self.loss(X)"}


def run_predict(network: str, vectors: bool = False) -> Callable:
    """The ``run`` of a task: ``predict`` of the net that was made, with scores that the check supplies.

    With `vectors` the network takes a single example (D,) too and gives its scores (C,).

    ``asked`` tells whether they were used; if not, the prediction must be that of the parameters,
    which is ``y_pred_own``.
    """

    def run(module, case, net):
        names, asked = parameter_names(case), []
        give_parameters(net, case, names)
        rows = case["X"].copy()

        def scores(X):
            asked.append(True)
            X = np.asarray(X)
            nearest = np.argmin(np.abs(rows[:, 0] - (X[..., :1] if vectors else X[:, :1])), axis=-1)
            if not agrees(X, rows[nearest]):
                raise WrongResult("predict must give self.loss the rows of X as they are: it gets other numbers")
            return case["S"][nearest]

        with replaced(
            type(net),
            loss=lambda self, X, y=None, reg=0.0: scores(X),
            forward=lambda self, X: (scores(X), _hidden(scores(X))),
        ):
            y_pred = unpack(net.predict(case["X"]), "y_pred", f"{network}.predict")
        require_same_parameters(net, case, names, "predict")
        try:
            own = net.predict(case["X"].copy())
        except Exception:  # the student's own loss may be unfinished; it is not what is checked here
            own = 0
        return {"y_pred": y_pred, "asked": bool(asked), "y_pred_own": own}

    return run


def _hidden(scores):
    """A hidden layer to go with the scores: its largest entry is in another place than theirs."""
    return np.abs(scores)[..., ::-1]


def judge_predict_of_net(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """As `judge_labels`, for the results of `run_predict`."""
    if got["asked"]:
        problem = judge_labels(task, case, expected, got, case["S"])
        if problem and len(case["S"]) > 1 and np.array_equal(got["y_pred"], np.argmax(_hidden(case["S"]), axis=1)):
            return replace(
                problem,
                mistake="hidden",
                hint="the highest entry of the hidden layer is taken: predict takes the highest score.",
            )
        return problem
    problem = compare(task, case, {"y_pred": expected["y_pred_own"]}, got)
    if problem is None or got["y_pred"].shape != expected["y_pred"].shape:
        return problem or _other_kind(got["y_pred"])
    if len(case["S"]) > 1 and np.all(got["y_pred"] == got["y_pred"][0]):
        why = "self.loss is not called, and the answer is the same for all examples"
    else:
        why = "these are not the classes with the highest scores of this net"
    return replace(problem, mistake="own-scores", hint=f"{why}: take the scores from self.loss(X).")


def compare_labels(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """As `compare`, but exact: labels are integers, right or wrong."""
    want, have = expected["y_pred"], got["y_pred"]
    if have.shape != want.shape:
        return compare(task, case, {"y_pred": want}, got)
    if np.array_equal(have, want):
        return _other_kind(have)
    numbers = f"{int(np.sum(have != want))} of {want.size} labels differ from the expected ones"
    return Problem("y_pred is wrong", numbers=numbers, name="y_pred", wrong=("y_pred",))


def judge_labels(task: Task, case: Case, expected: Results, got: Results, scores: np.ndarray) -> Problem | None:
    """As `compare`, but exact: labels are right or wrong."""
    want, have = expected["y_pred"], got["y_pred"]
    if have.shape == want.shape and np.array_equal(have, want):
        return _other_kind(have)
    mistake, hint = _predict_mistake(case["X"], scores, want, have)
    if have.shape != want.shape:
        if not hint:
            return compare(task, case, {"y_pred": want}, got)
        return Problem(f"y_pred has shape {have.shape}, but {want.shape} is expected", hint, mistake, name="y_pred")
    numbers = f"{int(np.sum(have != want))} of {want.size} labels differ from the expected ones"
    return Problem("y_pred is wrong", hint, mistake, numbers, "y_pred")


def _other_kind(labels):
    """The problem of right labels that are no integers."""
    if labels.dtype.kind in "iu":
        return None
    return Problem(
        f"y_pred has dtype {labels.dtype}; all labels are right",
        "class labels are integers, as an index must be an integer: is an array made without dtype=int?",
        "float-labels",
        name="y_pred",
        certain=True,
    )


def _predict_mistake(X, scores, want, have):
    """(id, hint) from the right and the given labels."""
    N, C = scores.shape
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
        (picks(X), "features", "the highest feature of each example is taken: predict takes the highest score."),
        (
            picks(np.maximum(scores, 0)) or picks(np.where(scores.max(axis=1, keepdims=True) > 0, scores, 0)),
            "negative-scores",
            "negative scores go wrong: the highest score of an example may be below 0.",
        ),
        (N > 1 and not np.any(have != have[0]), "constant", "the answer is the same for all examples."),
        (picks(np.where(np.arange(C) > 0, scores, -np.inf)), "class-left-out", "class 0 is left out."),
        (picks(np.where(np.arange(C) < C - 1, scores, -np.inf)), "class-left-out", "the last class is left out."),
        (
            picks(np.where(scores < scores.max(axis=1, keepdims=True), scores, -np.inf)),
            "second",
            "the second highest score is taken.",
        ),
        (
            picks(scores - scores.max(axis=0))
            or picks(scores - np.logaddexp.reduce(scores, axis=0))
            or picks(scores - scores.mean(axis=0)),
            "columns",
            "the scores are changed column by column, so that examples depend on each other.",
        ),
        (
            N > 1 and have[-1] <= 0 and wrong[-1] and not wrong[:-1].any(),
            "last-left-out",
            "the last example is left out.",
        ),
        (
            N > 1 and have[0] <= 0 and wrong[0] and not wrong[1:].any(),
            "first-left-out",
            "the first example is left out.",
        ),
        (
            any(picks(np.clip(scores, *kept)) for kept in KEPT_BY_EXP),
            "large-scores",
            "large scores go wrong: exp overflows, or a sigmoid is 1 for several classes. Compare the scores.",
        ),
    )
    return next(((id, hint) for fits, id, hint in known if fits), (None, ""))
