"""Lab 1's graded functions: their inputs, how they are called, and the mistakes that are known by their results."""

from __future__ import annotations

import ast
import inspect
import textwrap

import numpy as np

from cs_nn.tools.checks import Case, Mistake, Problem, Results, Task, WrongResult, compare, replaced, unpack


# ------------------------------------------------------------------ the softmax loss
def softmax_case(rng, about, N=7, D=5, C=4, reg=0.0, scale=1.0, shift=0.0, dtype=float) -> Case:
    """Inputs of a softmax loss. `shift` is added to all scores through a last, constant feature."""
    X = rng.standard_normal((N, D))
    W = scale * rng.standard_normal((D, C))
    if shift:
        X[:, -1], W[-1] = 1.0, shift
    y = rng.permutation(np.arange(N) % C)
    return {"about": about, "W": W.astype(dtype), "X": X.astype(dtype), "y": y, "reg": reg}


def _softmax_cases(rng):
    return [
        softmax_case(rng, "no regularization"),
        softmax_case(rng, "with regularization", N=6, D=5, C=3, reg=0.7),
        softmax_case(rng, "more classes than features", N=9, D=2, C=8, reg=0.1),
        softmax_case(rng, "a single example", N=1, D=4, C=3, reg=0.2),
        softmax_case(rng, "all scores near 800", N=5, D=4, C=3, shift=800.0),
        softmax_case(rng, "scores thousands apart", N=6, D=3, C=4, reg=1e-4, scale=2000.0),
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


def _penalty(case):
    return 0.5 * case["reg"] * np.sum(case["W"] ** 2)


def _correct_class_term(case):
    """The part of the mean gradient that comes from the correct classes: X^T onehot(y) / N."""
    return case["X"].T @ np.eye(case["W"].shape[1])[case["y"]] / len(case["y"])


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


def _n(case):
    return case["X"].shape[0]


LOSS_MISTAKES = (
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
        "reg-wrong-sign", "the penalty must be added, not subtracted.",
        loss=lambda case, data, penalty: data - penalty, dW=lambda case, data, shrink: data - shrink,
    ),
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
    _loss_mistake(
        "negative-gradient", "the sign of the gradient of the data term is wrong.",
        dW=lambda case, data, shrink: -data + shrink,
    ),
    _loss_mistake(
        "correct-class-missing", "the derivative for the correct class has a term -1 that is missing here.",
        dW=lambda case, data, shrink: data + _correct_class_term(case) + shrink,
    ),
    _loss_mistake(
        "correct-class-twice", "the term -1 of the correct class is subtracted twice.",
        dW=lambda case, data, shrink: data - _correct_class_term(case) + shrink,
    ),
    _loss_mistake(
        "correct-class-in-class-loop", "the term -1 of the correct class is subtracted once for every class.",
        dW=lambda case, data, shrink: data - (case["W"].shape[1] - 1) * _correct_class_term(case) + shrink,
    ),
    _loss_mistake(
        "correct-class-not-averaged", "the term of the correct class is not divided by N.",
        dW=lambda case, data, shrink: data - (_n(case) - 1) * _correct_class_term(case) + shrink,
    ),
)


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
        linear_case(rng, "no regularization"),
        linear_case(rng, "with regularization", N=6, D=5, C=3, reg=0.7),
        linear_case(rng, "more classes than features", N=9, D=2, C=8, reg=0.1, bias=3.0),
        linear_case(rng, "a single example", N=1, D=4, C=3, reg=0.2),
        linear_case(rng, "all scores near 800", N=5, D=4, C=3, shift=800.0),
        linear_case(rng, "scores thousands apart", N=6, D=3, C=4, scale=2000.0),
    ]


def _run_linear(softmax, case):
    result = softmax.linear_softmax_loss(case["W"], case["b"], case["X"], case["Y"], case["reg"])
    loss, dW, db = unpack(result, "loss, dW, db", "linear_softmax_loss")
    return {"loss": loss, "dW": dW, "db": db}


def _labels(case):
    return {**case, "y": np.argmax(case["Y"], axis=1)}


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
    *(
        Mistake(m.id, m.sentence, lambda case, expected, m=m: m.gives(_labels(case), expected))
        for m in LOSS_MISTAKES
    ),
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
        momentum_case(rng, "no momentum", learning_rate=0.1, momentum=0.0),
        momentum_case(rng, "first step: no velocity yet", learning_rate=0.2, momentum=0.7),
        momentum_case(rng, "with a velocity", learning_rate=0.05, momentum=0.8, velocity="random"),
        momentum_case(rng, "a vector, default learning rate and momentum", shape=(6,), velocity="random"),
        momentum_case(rng, "an array of three dimensions", shape=(2, 3, 4), learning_rate=0.5, momentum=0.95,
                      velocity="random"),
    ]


def _run_momentum(softmax, case):
    config = {key: case[key] for key in ("learning_rate", "momentum", "velocity") if key in case}
    results = {}
    w = case["w"]
    for step, dw in (("", case["dw"]), ("_2", case["dw_2"])):
        w, config = unpack(softmax.sgd_momentum(w, dw, config), "next_w, config", "sgd_momentum")
        if not isinstance(config, dict) or "velocity" not in config:
            raise WrongResult('sgd_momentum must return config, a dict with the new velocity under "velocity"')
        w = np.array(w)
        results[f"next_w{step}"] = w
        results[f"velocity{step}"] = np.array(config["velocity"])
        config = {**config, "learning_rate": case["learning_rate_2"]}
    return results


def _step(form):
    """Predicted results of the first step from ``form(w, dw, learning_rate, momentum, velocity)``."""

    def gives(case, expected):
        w = case["w"]
        next_w, velocity = form(
            w, case["dw"], case.get("learning_rate", 0.01), case.get("momentum", 0.9),
            case.get("velocity", np.zeros_like(w)),
        )
        return {"next_w": next_w, "velocity": velocity}

    return gives


def _uphill(w, dw, rate, momentum, v):
    return w + (momentum * v + rate * dw), momentum * v + rate * dw


def _old_velocity(w, dw, rate, momentum, v):
    return w + v, momentum * v - rate * dw


def _no_momentum(w, dw, rate, momentum, v):
    return w - rate * dw, -rate * dw


def _dampened(w, dw, rate, momentum, v):
    new = momentum * v - (1 - momentum) * rate * dw
    return w + new, new


def _full_velocity(w, dw, rate, momentum, v):
    return w + (v - rate * dw), v - rate * dw


def _nesterov(w, dw, rate, momentum, v):
    new = momentum * v - rate * dw
    return w - momentum * v + (1 + momentum) * new, new


def _rate_outside(w, dw, rate, momentum, v):
    new = momentum * v + dw
    return w - rate * new, new


def _kept_velocity(w, dw, rate, momentum, v):
    return w + momentum * v - rate * dw, v


MOMENTUM_MISTAKES = (
    Mistake("uphill", "the step goes up the gradient: subtract learning_rate * dw.", _step(_uphill)),
    Mistake("old-velocity", "w moves with the old velocity: compute the new one first.", _step(_old_velocity)),
    Mistake("no-momentum", "the old velocity is ignored.", _step(_no_momentum)),
    Mistake("dampened", "the gradient is multiplied by 1 - momentum: the formula has no such factor.", _step(_dampened)),
    Mistake("full-velocity", "the old velocity is not multiplied by momentum.", _step(_full_velocity)),
    Mistake("nesterov", "this is Nesterov's momentum; the task asks for the plain form.", _step(_nesterov)),
    Mistake("rate-outside", "the velocity here includes the learning rate and the minus sign.", _step(_rate_outside)),
    Mistake("velocity-not-stored", 'the new velocity is not stored in config["velocity"].', _step(_kept_velocity)),
)


# ------------------------------------------------------------------ early stopping
def stopping_case(about, val_accuracy, patience) -> Case:
    return {"about": about, "val_accuracy": np.asarray(val_accuracy, dtype=float), "patience": patience}


def _stopping_cases(rng):
    noisy = np.round(0.3 + 0.1 * rng.random(30), 2)
    return [
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
        answer = unpack(
            softmax.early_stopping(case["val_accuracy"][:epochs].tolist(), case["patience"]), "a bool", "early_stopping"
        )
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
    epoch = int(np.flatnonzero(have != want)[0])
    hint, mistake = "", None
    if not have.any():
        hint, mistake = "it never stops.", "never-stops"
    elif have.all():
        hint, mistake = "it stops always.", "always-stops"
    elif np.array_equal(have, ~want):
        hint, mistake = "the answer is the wrong way round.", "inverted"
    elif epoch == 0:
        hint, mistake = "with no epoch yet there is nothing to stop.", "empty-list"
    elif have[epoch] and epoch < len(want) - 1 and want[epoch + 1]:
        hint, mistake = "it stops one epoch too early: count the epochs after the best one.", "one-early"
    elif not have[epoch] and epoch < len(want) - 1 and have[epoch + 1]:
        hint, mistake = "it stops one epoch too late: patience epochs without improvement are enough.", "one-late"
    history = np.array2string(case["val_accuracy"][:epoch], separator=", ", max_line_width=200)
    numbers = f"after {history} with patience {case['patience']}: yours {bool(have[epoch])}, expected {bool(want[epoch])}"
    return Problem("the answer is wrong after some epochs", hint, mistake, numbers, "stop")


# ------------------------------------------------------------------ prediction
def predict_case(rng, about, N=8, D=5, C=4, shift=0.0) -> Case:
    return {"about": about, "W": rng.standard_normal((D, C)), "X": rng.standard_normal((N, D)) + shift}


def _predict_cases(rng):
    return [
        predict_case(rng, "more examples than classes"),
        predict_case(rng, "more classes than examples", N=3, D=6, C=9),
        predict_case(rng, "as many classes as examples", N=6, D=4, C=6),
        predict_case(rng, "a single example", N=1),
        predict_case(rng, "only negative features", N=12, D=3, C=5, shift=-6.0),
        predict_case(rng, "many examples", N=300, D=7, C=10),
    ]


def _run_predict(softmax, case):
    model = softmax.SoftmaxClassifier(case["W"])
    return {"y_pred": unpack(model.predict(case["X"]), "y_pred", "SoftmaxClassifier.predict")}


def _predict_sizes(case):
    return {"N": case["X"].shape[0]}


def _judge_predict(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """As `compare`, but exact: labels are right or wrong."""
    want, have = expected["y_pred"], got["y_pred"]
    if have.shape != want.shape:
        if have.ndim == 2 and have.shape == (want.size, case["W"].shape[1]):
            return Problem("y_pred is wrong", "these are scores or one-hot rows: predict returns one class per example.",
                           "not-labels", name="y_pred")
        if have.shape == (case["W"].shape[1],):
            return Problem("y_pred is wrong", "one answer per class: take the maximum along the other axis.",
                           "wrong-axis", name="y_pred")
        return compare(task, case, expected, got)
    if np.array_equal(have, want):
        return None
    hint, mistake = "", None
    if np.array_equal(have - want, np.ones_like(want)):
        hint, mistake = "classes are counted from 0.", "counted-from-1"
    elif have.size > 1 and not np.any(have != have.flat[0]):
        hint, mistake = "the answer is the same for all examples: is it the argmax of the scores of each row?", "constant"
    numbers = f"{int(np.sum(have != want))} of {want.size} labels differ from the expected ones"
    return Problem("y_pred is wrong", hint, mistake, numbers, "y_pred")


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

    `W` and `loss` come from a run with the check's optimizer, `W_own` and `loss_own` from one with the
    student's sgd_momentum: an update written inside train is right if the second pair is.
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
        rate = config["learning_rate"] * (1 + config.get("momentum", 0.9) * steps)
        return w - rate * dw, {**config, "steps": steps + 1}

    losses = {"softmax_loss_naive": loss_of_check, "softmax_loss_vectorized": loss_of_check}
    settings = ("batch_size", "num_iters", "learning_rate", "reg", "momentum", "learning_rate_decay")
    results = {}
    for suffix, optimizer in (("_own", softmax.sgd_momentum), ("", optimizer_of_check)):
        drawn.clear()
        model = softmax.SoftmaxClassifier(case["W"].copy())
        with (
            replaced(softmax, sgd_momentum=optimizer, **losses),
            replaced(softmax.SoftmaxClassifier, predict=lambda self, X: np.zeros(len(X), dtype=int)),
        ):
            try:
                history = model.train(case["X"].copy(), case["y"].copy(), rng=case["seed"],
                                      **{key: case[key] for key in settings})
            except Exception:
                if suffix:  # a mistake in sgd_momentum is for its own check
                    continue
                raise
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
    if case["same_rows"]:
        problem = compare(task, case, expected, got, ["loss", "learning_rate", "W"])
        if problem and "W_own" in got and not compare(task, case, expected, got, ["loss_own", "learning_rate", "W_own"]):
            return None
        return problem
    return _judge_draws(case, got["rows"], got["labels"])


def _judge_draws(case, rows, labels):
    N, batch_size = case["X"].shape[0], case["batch_size"]
    if not len(rows):
        return Problem("self.loss was never called", "loss and gradient of a minibatch come from self.loss.", "no-loss")
    if rows.shape != (case["num_iters"], batch_size):
        what = f"{rows.shape[0]} minibatches of {rows.shape[1]} examples"
        return Problem(what + f" instead of {case['num_iters']} of {batch_size}", "draw batch_size examples each time.",
                       "batch-size")
    if rows.min() < 0 or rows.max() >= N or not np.array_equal(case["y"][rows], labels):
        return Problem("X_batch and y_batch do not belong together", "index X and y with the same row numbers.",
                       "labels-not-matched")
    if all(np.array_equal(np.sort(batch), np.sort(rows[0])) for batch in rows[1:]):
        return Problem("every minibatch is the same", "draw inside the loop, anew in each iteration.", "fixed-batch")
    if np.all((rows - rows[:, :1]) % N == np.arange(batch_size)):
        return Problem("the minibatches are slices of X in its own order", "draw the rows at random.", "not-random")
    seen = len(np.unique(rows))
    if seen < 0.7 * N:
        return Problem(f"only {seen} of {N} examples were ever drawn", "draw from all N examples.", "part-of-the-data")
    return None


TRAIN_MISTAKES = (
    Mistake(
        "no-decay", "the learning rate is not multiplied by learning_rate_decay after each epoch.",
        lambda case, expected: {"learning_rate": np.full_like(expected["learning_rate"], case["learning_rate"])},
    ),
    Mistake("no-update", "the weights do not change: store the result of sgd_momentum in self.W.",
            lambda case, expected: {"W": case["W"], "loss": np.full_like(expected["loss"], expected["loss"][0])}),
)


TASKS = {
    task.name: task
    for task in (
        Task("softmax_loss_naive", "softmax", _softmax_cases, _run_loss("softmax_loss_naive"), LOSS_MISTAKES, _loss_sizes),
        Task("softmax_loss_vectorized", "softmax", _softmax_cases, _run_vectorized, LOSS_MISTAKES, _loss_sizes),
        Task("sgd_momentum", "softmax", _momentum_cases, _run_momentum, MOMENTUM_MISTAKES),
        Task("SoftmaxClassifier_train", "softmax", _train_cases, _run_train, TRAIN_MISTAKES, judge=_judge_train),
        Task("SoftmaxClassifier_predict", "softmax", _predict_cases, _run_predict, sizes=_predict_sizes,
             judge=_judge_predict),
        Task("linear_softmax_loss", "softmax", _linear_cases, _run_linear, LINEAR_MISTAKES, _loss_sizes),
        Task("early_stopping", "softmax", _stopping_cases, _run_stopping, judge=_judge_stopping),
    )
}
