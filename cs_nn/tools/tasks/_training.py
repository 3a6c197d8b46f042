"""Checking training loops: shared by the labs whose students write ``train``.

The check supplies the loss, a parabola around a point that depends on the minibatch, and, where the
loop uses `sgd_momentum`, the optimizer. So only the loop itself is tested.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping

import numpy as np

from cs_nn.tools.checks import Case, Mistake, Problem, Results, Task, WrongResult, agrees, compare, replaced

SETTINGS = ("batch_size", "num_iters", "learning_rate", "reg", "momentum", "learning_rate_decay")


def train_case(rng, about, shapes: Mapping[str, tuple], *, same_rows, N=12, D=3, C=4, **settings) -> Case:
    """Inputs of ``train``; `shapes` are those of the parameters by name.

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
    params = {name: rng.standard_normal(shape) for name, shape in shapes.items()}
    return {"about": about, **params, "X": X, "y": y, "same_rows": same_rows, "seed": int(rng.integers(2**31)),
            **settings}


class ParabolaLoss:
    """Loss and gradients of the check; ``drawn`` keeps the minibatches it was called with."""

    def __init__(self):
        self.drawn = []

    def __call__(self, params, X, y, reg):
        X, y = np.asarray(X, dtype=float), np.asarray(y)
        if X.ndim != 2 or y.shape != X.shape[:1]:
            raise WrongResult(f"X_batch {X.shape} and y_batch {y.shape} must be (batch_size, D) and (batch_size,)")
        self.drawn.append((X[:, 0], y))
        loss, grads = 0.0, {}
        for k, name in enumerate(sorted(params, key=lambda name: name[::-1])):  # W1, b1, W2, b2, ...
            w = params[name]
            target = np.cos(np.arange(w.size) + k + X.mean() + y.mean()).reshape(w.shape)
            loss += 0.5 * (1 + reg) * np.sum((w - target) ** 2)
            grads[name] = (1 + reg) * (w - target)
        return loss, grads


def linear_optimizer(w, dw, config):
    """An optimizer that nobody else has: each step is longer than the one before by the momentum."""
    steps = config.get("steps", 0)
    rate = config.get("learning_rate", 0.01) * (1 + config.get("momentum", 0.9) * steps)
    return w - rate * dw, {**config, "steps": steps + 1}


def true_momentum(w, dw, config):
    """Momentum from the whole past: an update that is written inside ``train`` gives the same."""
    past = [config.get("momentum", 0.9) * part for part in config.get("past", [])]
    if any(np.shape(part) != np.shape(w) for part in past):
        raise WrongResult("sgd_momentum got the velocity of another parameter: keep a config for each parameter")
    past.append(-config.get("learning_rate", 0.01) * dw)
    return w + sum(past), {**config, "past": past}


def run_train(case: Case, model, params: Callable, patches: Callable) -> dict:
    """Results of one run.

    Parameters
    ----------
    model : what is trained
    params : function that returns the model's parameters, a dict of arrays
    patches : function of a `ParabolaLoss` that returns context managers, which put it into place
    """
    loss = ParabolaLoss()
    with contextlib.ExitStack() as stack:
        stack.enter_context(replaced(type(model), predict=lambda self, X: np.zeros(len(X), dtype=int)))
        for patch in patches(loss):
            stack.enter_context(patch)
        history = model.train(case["X"].copy(), case["y"].copy(), rng=case["seed"],
                              **{key: case[key] for key in SETTINGS if key in case})
    if not hasattr(history, "loss"):
        raise WrongResult("train must return the history")
    results = {**params(model), "loss": history.loss, "learning_rate": history.learning_rate}
    if not case["same_rows"]:
        sizes = {len(y) for _, y in loss.drawn}
        if len(sizes) > 1:
            raise WrongResult(f"the minibatches have different sizes: {sorted(sizes)}")
        results["rows"] = [rows.astype(int) for rows, _ in loss.drawn]
        results["labels"] = [y for _, y in loss.drawn]
    return results


def run_net(network: str):
    """The ``run`` of a task: train the network of that name, whose parameters are in ``params``.

    Names with ``_own`` are of a second run with `true_momentum`, if the loop has a momentum at all.
    """

    def run(module, case):
        cls = getattr(module, network)
        results = {}
        for suffix, optimizer in (("_own", true_momentum), ("", linear_optimizer)):
            if suffix and "momentum" not in case:
                continue

            def patches(loss, optimizer=optimizer):
                yield replaced(cls, loss=lambda self, X, y=None, reg=0.0: loss(self.params, X, y, reg))
                if "momentum" in case:
                    yield replaced(module, sgd_momentum=optimizer)

            net = cls.__new__(cls)
            net.params = {name: case[name].copy() for name in parameter_names(case)}
            its = run_train(case, net, lambda model: dict(model.params), patches)
            results.update({f"{name}{suffix}": value for name, value in its.items()})
        return results

    return run


def parameter_names(case: Case) -> list[str]:
    """The names of the parameters among the inputs: W or W1, b1, ..."""
    return [key for key in case if key[0] in "Wb" and (key[1:].isdigit() or key[1:] == "")]


def judge_train(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    if not case["same_rows"]:
        return _judge_draws(case, got["rows"], got["labels"])
    names = ["loss", "learning_rate", *parameter_names(case)]
    problem = compare(task, case, expected, got, names)
    if problem and "loss_own" in expected and not compare(task, case, expected, got, [
        name if name == "learning_rate" else f"{name}_own" for name in names
    ]):
        return None
    if problem is None or problem.mistake in {mistake.id for mistake in task.mistakes}:
        return problem
    for name, each in (("loss", "iteration"), ("learning_rate", "epoch")):
        have, want = got[name], expected[name]
        if have.shape != want.shape:
            return Problem(f"history.{name} has shape {have.shape} instead of {want.shape}",
                           f"history.{name} gets one number for each {each}.", "history", name=name)
    if not agrees(got["loss"][0], expected["loss"][0]):
        return Problem(**{**vars(problem), "mistake": "first-loss", "hint": "the loss is wrong before the first step: "
                       "start from the weights as they are, pass reg to self.loss, and store the loss as it is."})
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


# ------------------------------------------------------------------ known mistakes
def train_mistake(id, sentence, rates, reg=1.0):
    """A mistake given by the step sizes it leads to, and the factor that `reg` gets.

    ``rates(case, it, epoch, k)`` returns the learning rate and the factor of momentum of parameter number
    `k` for the iterations `it` (an array). The loss of the check is a parabola: one step multiplies the
    distance from its lowest point by 1 - (1 + reg) * step.
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
        results = {"loss": np.zeros(len(it))}
        for k, name in enumerate(parameter_names(case)):
            right = distance(*right_rates(case, it, epoch, k), 1 + case["reg"])[-1]
            lowest = (expected[name] - right * case[name]) / (1 - right)
            rate, factor = rates(case, it, epoch, k)
            gone = distance(rate, factor, curvature)
            results[name] = lowest + gone[-1] * (case[name] - lowest)
            results["loss"] += 0.5 * curvature * np.sum((case[name] - lowest) ** 2) * gone[:-1] ** 2
            if k == 0:
                results["learning_rate"] = np.broadcast_to(rate, it.shape)[per_epoch - 1 :: per_epoch]
        return results

    return Mistake(id, sentence, gives)


def right_rates(case, it, epoch, k):
    return case["learning_rate"] * case["learning_rate_decay"] ** epoch, 1 + case.get("momentum", 0.0) * it


def other_rate(change):
    """Like `right_rates`, with the learning rate ``change(rate, decay, it, epoch)``."""
    return lambda case, it, epoch, k: (
        change(case["learning_rate"], case["learning_rate_decay"], it, epoch), right_rates(case, it, epoch, k)[1]
    )


def other_factor(change):
    """Like `right_rates`, with the factor ``change(momentum, it, epoch)``."""
    return lambda case, it, epoch, k: (
        right_rates(case, it, epoch, k)[0], change(case.get("momentum", 0.0), it, epoch)
    )


def _at_ends(case, it, epoch, k):
    last = np.append(epoch[1:] > epoch[:-1], (len(it) % max(len(case["X"]) // case["batch_size"], 1)) == 0)
    return right_rates(case, it, epoch, k)[0], last * (1 + case.get("momentum", 0.0) * epoch)


LOOP_MISTAKES = (
    train_mistake("uphill", "the weights go up the gradient: the loss must fall.",
                  other_factor(lambda momentum, it, epoch: -(1 + momentum * it))),
    train_mistake("no-decay", "the learning rate is not multiplied by learning_rate_decay after each epoch.",
                  other_rate(lambda rate, decay, it, epoch: rate)),
    train_mistake("decay-each-iteration", "the learning rate decays once in an epoch, not in every iteration.",
                  other_rate(lambda rate, decay, it, epoch: rate * decay**it)),
    train_mistake("decay-divides", "the learning rate is multiplied by learning_rate_decay, not divided by it.",
                  other_rate(lambda rate, decay, it, epoch: rate / decay**epoch)),
    train_mistake("decay-twice", "the learning rate decays twice in an epoch.",
                  other_rate(lambda rate, decay, it, epoch: rate * decay ** (2 * epoch))),
    train_mistake("decay-once", "the learning rate decays after the first epoch only: multiply the present one.",
                  other_rate(lambda rate, decay, it, epoch: rate * decay ** (epoch > 0))),
    train_mistake("decay-assigned", "learning_rate_decay takes the place of the learning rate: multiply by it.",
                  other_rate(lambda rate, decay, it, epoch: np.where(epoch > 0, decay, rate))),
    train_mistake("decay-subtracted", "learning_rate_decay is a factor: multiply by it.",
                  other_rate(lambda rate, decay, it, epoch: rate - decay * epoch)),
    train_mistake("decay-early", "the learning rate decays before the first epoch is over.",
                  other_rate(lambda rate, decay, it, epoch: rate * decay ** (epoch + 1))),
    train_mistake("step-per-epoch", "the weights move once in an epoch: take a step in every iteration.", _at_ends),
    train_mistake("two-steps", "the weights move twice in every iteration.",
                  other_factor(lambda momentum, it, epoch: 2 + momentum * (4 * it + 1))),
    train_mistake("reg-not-passed", "reg is not passed on to self.loss.", right_rates, reg=0.0),
)


def no_update(sentence):
    return train_mistake("no-update", sentence, other_factor(lambda momentum, it, epoch: 0 * it))


MOMENTUM_LOOP_MISTAKES = (
    train_mistake("config-not-kept", "momentum has no effect: keep the config that sgd_momentum returns.",
                  other_factor(lambda momentum, it, epoch: 1)),
    train_mistake("momentum-not-passed", "the momentum that train was given does not reach the config.",
                  other_factor(lambda momentum, it, epoch: 1 + 0.9 * it)),
    train_mistake("config-lost-in-epoch", "the velocity is lost after each epoch: keep config.",
                  other_factor(lambda momentum, it, epoch: 1 + momentum * (it - np.searchsorted(epoch, epoch)))),
    *LOOP_MISTAKES,
)
