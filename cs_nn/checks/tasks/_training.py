"""Checking a training loop with minibatches.

The check supplies the loss, a parabola around a point that depends on the minibatch, and, where the
loop uses `sgd_momentum`, the optimizer. So only the loop itself is tested.
"""

from __future__ import annotations

import contextlib
import copy
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from cs_nn.checks import Case, Problem, Remark, Results, Task, WrongResult, agrees, compare, replaced
from cs_nn.checks.tasks._nets import parameter_names
from cs_nn.language import lazy as _

#: What ``train`` takes by keyword; and all that students enter in it, which is not what ends an epoch.
SETTINGS = ("batch_size", "num_iters", "learning_rate", "reg", "momentum", "learning_rate_decay")
TRAIN_TAKES = {name: name for name in ("X", "y", *SETTINGS[2:])}

#: Said of minibatches that do not depend on rng alone. They are right: older tutorials draw with np.random.
NOT_OF_RNG = _("the minibatches are not drawn with rng: if they were, a seed would repeat a run exactly.")

#: The share of minibatches that hold the same examples as the one before, from which on it is no chance: draws of 3
#: of 7 examples with replacement, the likeliest, do in 1 case of 50.
REPEATED = 0.25


def train_case(
    rng: np.random.Generator,
    about: str,
    shapes: Mapping[str, tuple],
    *,
    same_rows: bool,
    N: int = 12,
    D: int = 3,
    C: int = 4,
    scale: float = 1.0,
    **settings: Any,
) -> Case:
    """Inputs of ``train``; `shapes` are those of the parameters by name, `scale` is their size.

    With `same_rows` all examples are one example, so that every minibatch is the same and training is
    the same whatever is drawn. Otherwise the first feature of X is the number of the row, which tells
    the draws, and there are enough iterations: a right loop leaves out an example once in a billion runs.
    """
    X = rng.standard_normal((N, D))
    y = rng.integers(C, size=N)
    if same_rows:
        X[:], y[:] = X[0], y[0]
    else:
        X[:, 0] = np.arange(N)
        settings["num_iters"] = int(N * (21 + np.log(N)) / settings["batch_size"]) + 1  # N (1 - 1/N)^draws < 1e-9
    params = {name: scale * rng.standard_normal(shape) for name, shape in shapes.items()}
    return {
        "about": about,
        **params,
        "X": X,
        "y": y,
        "same_rows": same_rows,
        "seed": int(rng.integers(2**31)),
        **settings,
    }


def train_cases(rng: np.random.Generator, make: Callable[..., Case]) -> list[Case]:
    """The visible inputs of ``train``, made by `make`."""
    once = dict(N=8, batch_size=8, num_iters=5, learning_rate=0.1, reg=0.006, momentum=0.0, learning_rate_decay=1.0)
    every = dict(N=14, batch_size=4, scale=30.0, num_iters=11, learning_rate=0.05, reg=0.4)
    every |= dict(momentum=0.8, learning_rate_decay=0.7)
    draws = dict(N=13, batch_size=5, learning_rate=8e-4, reg=0.1, momentum=0.0, learning_rate_decay=0.97)
    return [
        make(rng, "one example many times, constant learning rate", same_rows=True, **once),
        make(rng, "with regularization, momentum and decay", same_rows=True, **every),
        make(rng, "which examples are drawn", same_rows=False, **draws),
    ]


class ParabolaLoss:
    """Loss and gradients of the check; ``calls`` keeps what each call got and the loss that it gave.

    A loop may call it more often than once in an iteration, to print something: the call that counts is the one
    whose loss is in the history.
    """

    def __init__(self):
        self.calls = []

    def __call__(
        self, params: dict[str, np.ndarray], X: np.ndarray, y: np.ndarray, reg: float
    ) -> tuple[float, dict[str, np.ndarray]]:
        X, y = np.array(X, dtype=float), np.array(y)  # copies: the loop may fill the same arrays again
        if X.ndim != 2 or y.shape != X.shape[:1]:
            raise WrongResult(
                _("X_batch {X} and y_batch {y} must be (batch_size, D) and (batch_size,)").format(X=X.shape, y=y.shape)
            )
        loss, grads = 0.0, {}
        shared = sum(np.sum(w) / np.sqrt(np.size(w)) for w in params.values())  # a gradient depends on all parameters
        loss += 0.5 * shared**2
        for name, target in lowest_point(params, X.mean() + y.mean()).items():
            w = params[name]
            loss += 0.5 * (1 + reg) * np.sum((w - target) ** 2)
            grads[name] = (1 + reg) * (w - target) + shared / np.sqrt(np.size(w))
        self.calls.append((loss, X, y, {name: np.array(w) for name, w in params.items()}))
        return loss, grads


def lowest_point(params: dict[str, np.ndarray], mean: float) -> dict[str, np.ndarray]:
    """Where the loss of a minibatch is lowest, for the mean of its examples plus that of its labels."""
    names = sorted(params, key=lambda name: name[::-1])  # W1, b1, W2, b2, ...
    return {
        name: np.cos(np.arange(params[name].size) + k + mean).reshape(params[name].shape)
        for k, name in enumerate(names)
    }


def linear_optimizer(w: np.ndarray, dw: np.ndarray, config: dict) -> tuple[np.ndarray, dict]:
    """An optimizer that nobody else has: each step is longer than the one before by the momentum."""
    steps = config.get("steps", 0)
    rate = config.get("learning_rate", 0.01) * (1 + config.get("momentum", 0.9) * steps)
    return w - rate * dw, {**config, "steps": steps + 1}


def true_momentum(w: np.ndarray, dw: np.ndarray, config: dict) -> tuple[np.ndarray, dict]:
    """Momentum from the whole past: an update that is written inside ``train`` gives the same."""
    past = config.get("past", np.zeros((0, *np.shape(w))))
    if past.shape[1:] != np.shape(w):
        raise WrongResult(_("sgd_momentum got the velocity of another parameter: keep a config for each parameter"))
    past = np.concatenate([config.get("momentum", 0.9) * past, [-config.get("learning_rate", 0.01) * dw]])
    return w + past.sum(axis=0), {**config, "past": past}


def run_train(case: Case, model: Any, params: Callable, patches: Callable) -> dict:
    """Results of one run.

    Parameters
    ----------
    model : what is trained
    params : function that returns the model's parameters, a dict of arrays
    patches : function of a `ParabolaLoss` that returns context managers, which put it into place
    """
    look = not case["same_rows"] and "again" not in case
    start = copy.deepcopy((vars(model), case["X"], case["y"])) if look else None
    history, calls = _train(case, model, patches, case["seed"], case["X"], case["y"])
    if case["same_rows"]:
        return {**params(model), "loss": history.loss, "learning_rate": history.learning_rate}
    drawn = _draws(calls, history.loss, params(model))
    if look and not _repeats(drawn["rows"], case, model, patches, start):
        warnings.warn(NOT_OF_RNG, Remark, stacklevel=2)
    return {"learning_rate": history.learning_rate, "drawn_loss": history.loss, **drawn}


def _repeats(rows, case, model, patches, start):
    """Whether the same seed draws these rows again, and another one others. The model is left as it is."""
    end, same = dict(vars(model)), []
    for seed in (case["seed"], case["seed"] + 1):
        attributes, X, y = copy.deepcopy(start)
        vars(model).clear()
        vars(model).update(attributes)
        history, calls = _train(case, model, patches, seed, X, y)
        same.append(np.array_equal(rows, _draws(calls, history.loss, ())["rows"]))
    vars(model).clear()
    vars(model).update(end)
    return same == [True, False]


def _train(case, model, patches, seed, X, y):
    """The history, and the calls of the loss."""
    loss = ParabolaLoss()
    with contextlib.ExitStack() as stack:
        stack.enter_context(replaced(type(model), predict=lambda self, X: np.zeros(len(X), dtype=int)))
        for patch in patches(loss):
            stack.enter_context(patch)
        history = model.train(X, y, rng=seed, **{key: case[key] for key in SETTINGS if key in case})
    if not hasattr(history, "loss"):
        raise WrongResult(_("train must return the history"))
    return history, loss.calls


def noted(optimizer: Callable, calls: list) -> Callable:
    """The optimizer; a call of it shows in `calls`."""

    def step(w, dw, config):
        calls.append(True)
        return optimizer(w, dw, config)

    return step


def _draws(calls, losses, last):
    """What the calls of the loss got that gave the losses of the history: arrays over the iterations.

    Minibatches of all sizes are joined. An iteration whose loss no call has given has the size -1.
    """
    losses, given = np.asarray(losses, dtype=float).ravel(), np.array([loss for loss, *_ in calls])
    if not len(given):
        return {"sizes": [], "rows": [], "labels": [], "means": [], "weights": []}
    nearest = _nearest(given, losses)
    found = [calls[k] for k in nearest]
    known = np.isclose(given[nearest], losses, rtol=1e-5, equal_nan=True)
    return {
        "sizes": [len(y) if its else -1 for its, (_, _, y, _) in zip(known, found)],
        "rows": np.concatenate([X[:, 0] for _, X, _, _ in found] or [[]]),
        "labels": np.concatenate([y for _, _, y, _ in found] or [[]]),
        "means": [X.mean() for _, X, _, _ in found],
        "weights": [
            np.concatenate([np.ravel(params[name]) for name in last] or [[]]) for *_, params in (*found, (last,))
        ],
    }


def _nearest(given, losses):
    """The number of the call that gave each of the losses: of equals the next one after that of the loss before.

    Losses may be nan, from the first empty minibatch on.
    """
    if np.array_equal(given, losses):
        return np.arange(len(losses))
    nearest, last = [], -1
    for loss in losses:
        apart = np.where(np.isnan(given), 0.0 if np.isnan(loss) else np.inf, np.abs(given - np.nan_to_num(loss)))
        equal = np.flatnonzero(apart == apart.min())
        last = next((k for k in equal if k > last), equal[0])
        nearest.append(last)
    return np.array(nearest, dtype=int)


def judge_train(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """A loop is right with the check's optimizer or, if the step is written inside of it, with true momentum."""
    judge_run = _judge_steps if case["same_rows"] else _judge_draws
    problem = judge_run(task, case, expected, got)
    if problem:
        its = [
            {name.removesuffix("_own"): value for name, value in each.items() if name.endswith("_own")}
            for each in (expected, got)
        ]
        if judge_run(task, case, *its) is None:
            return None
    return problem


def _judge_steps(task, case, expected, got):
    names = ["loss", "learning_rate", *parameter_names(case)]
    problem = compare(task, case, expected, got, names)
    if problem is None:
        return problem
    problem = _judge_history(expected, got) or problem
    if problem.mistake == "history":
        return problem
    if all(agrees(got[name], expected[name]) for name in names if name != "loss"):
        return replace(
            problem,
            mistake="stored-loss",
            hint=_(
                "the parameters come out right, the losses in the history do not: store the loss that "
                "self.loss gives for the minibatch before any parameter changes, as it is."
            ),
        )
    if not agrees(got["loss"][0], expected["loss"][0]):
        return replace(
            problem,
            mistake="first-loss",
            hint=_(
                "the first loss of the history is wrong: start from the weights as they are, pass reg to "
                "self.loss, and store the loss that it gives before the first step, as it is."
            ),
        )
    return problem


def _judge_history(expected, got):
    for name, each in (("loss", _("iteration")), ("learning_rate", _("epoch"))):
        key = name if name in expected else f"drawn_{name}"
        have, want = got[key], expected[key]
        if have.shape != want.shape:
            return Problem(
                _("history.{name} has shape {shape} instead of {expected_shape}").format(
                    name=name, shape=have.shape, expected_shape=want.shape
                ),
                _("history.{name} gets one number for each {each}.").format(name=name, each=each),
                "history",
                name=name,
            )
    return None


def _judge_draws(task, case, expected, got):
    N, batch_size, num_iters = case["X"].shape[0], case["batch_size"], case["num_iters"]
    sizes = got["sizes"]
    if not len(sizes):
        return Problem(
            _("self.loss was never called"), _("loss and gradient of a minibatch come from self.loss."), "no-loss"
        )
    problem = _judge_history(expected, got)
    if problem:
        return problem
    if np.any(sizes < 0):
        return Problem(
            _("history.loss has a number that self.loss did not give"),
            _("store the loss of each minibatch as self.loss returns it."),
            "history",
            name="loss",
        )
    if np.any(sizes != batch_size):
        other = sorted({int(size) for size in sizes} - {batch_size})
        return Problem(
            _("of {num_iters} minibatches {number} have {sizes} examples instead of {batch_size}").format(
                num_iters=num_iters,
                number=np.sum(sizes != batch_size),
                sizes=", ".join(map(str, other)),
                batch_size=batch_size,
            ),
            _(
                "draw batch_size examples in each iteration, no more and no fewer, even where N (here {N}) is "
                "no multiple of it, and give self.loss these alone."
            ).format(N=N),
            "batch-size",
        )
    if not np.isfinite(got["rows"]).all() or got["rows"].size != num_iters * batch_size:
        return Problem(_("X_batch does not hold rows of X"), _("X_batch is X[rows], as it is."), "batch-changed")
    rows = np.rint(got["rows"]).astype(int).reshape(num_iters, batch_size)
    labels = got["labels"].reshape(rows.shape)
    if rows.min() < 0 or rows.max() >= N or not np.array_equal(case["y"][rows], labels):
        return Problem(
            _("X_batch and y_batch do not belong together"),
            _("index X and y with the same row numbers, and shuffle neither alone."),
            "labels-not-matched",
        )
    if not agrees(got["means"], case["X"][rows].mean(axis=(1, 2))):
        return Problem(
            _("X_batch does not hold rows of X as they are"), _("X_batch is X[rows], as it is."), "batch-changed"
        )
    if np.all(rows == rows[:, :1]):
        return Problem(
            _("a minibatch is one example many times"), _("draw batch_size row numbers, not one."), "one-example"
        )
    if rows.max() < batch_size:
        return Problem(
            _("only the first {batch_size} examples are drawn").format(batch_size=batch_size),
            _("draw from all N examples."),
            "part-of-the-data",
        )
    if all(np.array_equal(np.sort(batch), np.sort(rows[0])) for batch in rows[1:]):
        return Problem(
            _("every minibatch is the same"),
            _("draw inside the loop, anew in each iteration; a new Generator with the same seed draws the same."),
            "fixed-batch",
        )
    members = np.sort(rows)
    if np.mean((members[1:] == members[:-1]).all(axis=1)) > REPEATED:
        return Problem(
            _("a minibatch is taken for several iterations"),
            _("draw anew in each iteration, not in some."),
            "batch-kept",
        )
    if np.array_equal(members, members[np.arange(num_iters) % (N // batch_size)]):
        return Problem(
            _("each epoch has the same minibatches as the first one"),
            _("draw anew in each epoch, or in each iteration."),
            "fixed-order",
        )
    if np.all((rows - rows[:, :1]) % N == np.arange(batch_size)):
        return Problem(
            _("the minibatches are slices of X in its own order"), _("draw the rows at random."), "not-random"
        )
    never = np.setdiff1d(np.arange(N), rows)
    if len(never):
        said = (
            _("{count} of {N} examples were never drawn in {num_iters} minibatches of {batch_size}")
            if len(never) > 1
            else _("example {example} of 0 ... {last} was never drawn in {num_iters} minibatches of {batch_size}")
        )
        return Problem(
            said.format(
                count=len(never), N=N, example=never[0], last=N - 1, num_iters=num_iters, batch_size=batch_size
            ),
            _("draw from all N examples, the first and the last one too."),
            "part-of-the-data",
        )
    problem = compare(task, case, expected, got, ["learning_rate"])
    if problem is None and not agrees(np.diff(got["weights"], axis=0), _right_steps(case, rows, got["weights"][:-1])):
        return Problem(
            _("a step does not follow from the minibatch whose loss is in the history"),
            _(
                "loss and gradient come from one call of self.loss with the same minibatch, and one step from "
                "that gradient."
            ),
            "other-gradient",
        )
    return problem


def _right_steps(case, rows, weights):
    """Steps of plain gradient descent from these weights, (num_iters, number of all weights)."""
    it, per_epoch = np.arange(len(rows)), len(case["X"]) // case["batch_size"]
    params = {name: case[name] for name in parameter_names(case)}
    means = case["X"][rows].mean(axis=(1, 2)) + case["y"][rows].mean(axis=1)
    lowest = [lowest_point(params, mean) for mean in means]
    lowest = np.array([np.concatenate([its[name].ravel() for name in params]) for its in lowest])
    share = np.concatenate([np.full(w.size, 1 / np.sqrt(w.size)) for w in params.values()])
    gradients = (1 + case["reg"]) * (weights - lowest) + (weights @ share)[:, None] * share
    rates = case["learning_rate"] * case["learning_rate_decay"] ** (it // per_epoch)
    return -np.reshape(rates, (-1, 1)) * gradients
