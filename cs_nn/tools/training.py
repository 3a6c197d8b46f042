"""Training: what every loop records, and a stronger loop than those of the labs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

#: Training examples whose accuracy stands for that of all of them, and examples that are classified at a time.
SAMPLE = CHUNK = 1000


@dataclass
class History:
    """The course of one training run.

    ``loss`` has one entry per iteration (the loss of its minibatch); the other lists have one
    entry per epoch. ``best_epoch`` counts from 0 and is None without validation data.
    """

    loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    val_accuracy: list[float] = field(default_factory=list)
    learning_rate: list[float] = field(default_factory=list)
    best_epoch: int | None = None

    def end_epoch(
        self,
        net: Any,
        X: np.ndarray,
        y: np.ndarray,
        X_val: np.ndarray | None,
        y_val: np.ndarray | None,
        learning_rate: float,
    ) -> None:
        """Add an epoch: the accuracy of `net` on the first 1,000 training and on all validation examples."""
        self.learning_rate.append(float(learning_rate))
        self.train_accuracy.append(accuracy(net, X[:SAMPLE], y[:SAMPLE]))
        if X_val is None:
            return
        self.val_accuracy.append(accuracy(net, X_val, y_val))
        if self.best_epoch is None or self.val_accuracy[-1] > self.val_accuracy[self.best_epoch]:
            self.best_epoch = len(self.val_accuracy) - 1


def accuracy(net: Any, X: np.ndarray, y: np.ndarray) -> float:
    """The share of the examples X that ``net.predict`` classifies as y; a thousand at a time, to save memory."""
    right = sum(np.sum(net.predict(X[k : k + CHUNK]) == y[k : k + CHUNK]) for k in range(0, len(X), CHUNK))
    return float(right) / len(X)


def fit(
    net: Any,
    X: np.ndarray,
    y: np.ndarray,
    X_val: np.ndarray | None = None,
    y_val: np.ndarray | None = None,
    *,
    learning_rate: float,
    num_epochs: int,
    batch_size: int = 128,
    momentum: float = 0.9,
    reg: float = 0.0,
    augment: Callable | None = None,
    rng: np.random.Generator | int | None = None,
    on_epoch: Callable | None = None,
) -> History:
    """Gradient descent with momentum and a learning rate that falls to 0 by cosine annealing.

    The learning rate of iteration t of T is ``0.5 * learning_rate * (1 + cos(pi t / T))`` (Loshchilov and
    Hutter 2017, eq. 5, without restarts). Every epoch goes through all examples in a new random order.

    Parameters
    ----------
    net : object with ``params``, a dict of arrays, which are changed in place; ``loss(X, y, reg)``, which
        returns the loss and a dict of gradients, and ``predict(X)``
    X, y : training examples, the first axis of X, and their labels
    X_val, y_val : validation data, for the accuracy after each epoch (optional)
    learning_rate, momentum, reg : floats
    num_epochs, batch_size : int
    augment : function ``augment(X_batch, rng)`` that returns a changed copy of a minibatch (optional)
    rng : numpy Generator or seed
    on_epoch : function called with `net` after each epoch (optional)

    Returns
    -------
    History
    """
    rng = np.random.default_rng(rng)
    velocity = {name: np.zeros_like(w) for name, w in net.params.items()}
    per_epoch = max(len(X) // batch_size, 1)
    history = History()
    for it in range(num_epochs * per_epoch):
        if it % per_epoch == 0:
            order = rng.permutation(len(X))
        rows = order[it % per_epoch * batch_size :][:batch_size]
        X_batch = X[rows] if augment is None else augment(X[rows], rng)
        rate = 0.5 * float(learning_rate) * (1 + math.cos(math.pi * it / (num_epochs * per_epoch)))
        loss, grads = net.loss(X_batch, y[rows], reg)
        for name, w in net.params.items():
            step = np.multiply(grads[name], rate, dtype=w.dtype)
            if not momentum:  # less to read and write, and the same numbers
                w -= step
                continue
            velocity[name] *= float(momentum)
            velocity[name] -= step
            w += velocity[name]
        history.loss.append(float(loss))
        if (it + 1) % per_epoch == 0:
            history.end_epoch(net, X, y, X_val, y_val, rate)
            if on_epoch is not None:
                on_epoch(net)
    return history


def descend(
    net: Any,
    X: np.ndarray,
    y: np.ndarray,
    X_val: np.ndarray | None = None,
    y_val: np.ndarray | None = None,
    *,
    update: Callable[..., tuple[np.ndarray, dict]],
    learning_rate: float,
    learning_rate_decay: float,
    num_iters: int,
    batch_size: int,
    reg: float = 0.0,
    rng: np.random.Generator | int | None = None,
    on_epoch: Callable | None = None,
    **settings: Any,
) -> History:
    """Minibatch gradient descent with an update rule and a learning rate that falls by a factor after each epoch.

    Parameters
    ----------
    net, X, y, X_val, y_val, batch_size, reg, rng, on_epoch : as in `fit`
    update : function ``update(w, dw, config)`` that returns the next w and config, such as `sgd_momentum`
    learning_rate, learning_rate_decay : floats
    num_iters : int
    settings : more entries of config, for example ``momentum=0.9``

    Returns
    -------
    History
    """
    rng = np.random.default_rng(rng)
    configs = {name: dict(settings) for name in net.params}
    per_epoch = max(len(X) // batch_size, 1)
    history = History()
    for it in range(num_iters):
        if it % per_epoch == 0:
            order = rng.permutation(len(X))
            rate = float(learning_rate) * float(learning_rate_decay) ** (it // per_epoch)
        rows = order[it % per_epoch * batch_size :][:batch_size]
        loss, grads = net.loss(X[rows], y[rows], float(reg))
        for name, dw in grads.items():
            config = {**configs[name], "learning_rate": rate}
            net.params[name], configs[name] = update(net.params[name], dw, config)
        history.loss.append(float(loss))
        if (it + 1) % per_epoch == 0:
            history.end_epoch(net, X, y, X_val, y_val, rate)
            if on_epoch is not None:
                on_epoch(net)
    return history


def optimize(
    net: Any,
    X: np.ndarray,
    y: np.ndarray,
    update: Callable[..., tuple[np.ndarray, dict]],
    *,
    learning_rate: float,
    num_iters: int,
    batch_size: int = 100,
    cosine: bool = False,
    reg: float = 0.0,
    augment: Callable | None = None,
    rng: np.random.Generator | int | None = None,
    every: int = 50,
    on_step: Callable[[int, Any], object] | None = None,
    **settings: Any,
) -> list[float]:
    """Minibatch gradient descent with an update rule such as `sgd_momentum` or `adam`.

    Parameters
    ----------
    net : object with ``params``, a dict of arrays, and ``loss(X, y, reg)``, which returns the loss and a dict of
        gradients
    X, y : training examples, the first axis of X, and their labels; each epoch takes them in a new random order
    update : function ``update(w, dw, config)`` that returns the next w and config
    learning_rate : float; with `cosine` it falls to 0 by cosine annealing, as in `fit`
    num_iters, batch_size : int
    reg : float
    augment : function ``augment(X_batch, rng)`` that returns a changed copy of a minibatch (optional)
    rng : numpy Generator or seed
    on_step : function ``on_step(done, net)`` called before the first iteration, with 0, and after every `every`
        iterations (optional)
    settings : more entries of config, for example ``momentum=0.9``

    Returns
    -------
    list of float : the loss of the minibatch of each iteration
    """
    rng = np.random.default_rng(rng)
    configs = {name: dict(settings) for name in net.params}
    per_epoch = max(len(X) // batch_size, 1)
    losses = []
    if on_step is not None:
        on_step(0, net)
    for it in range(num_iters):
        if it % per_epoch == 0:
            order = rng.permutation(len(X))
        rows = np.sort(order[it % per_epoch * batch_size :][:batch_size])
        X_batch = X[rows] if augment is None else augment(X[rows], rng)
        loss, grads = net.loss(X_batch, y[rows], reg)
        rate = float(learning_rate) * (0.5 * (1 + math.cos(math.pi * it / num_iters)) if cosine else 1.0)
        for name, dw in grads.items():
            config = {**configs[name], "learning_rate": rate}
            net.params[name], configs[name] = update(net.params[name], dw, config)
        losses.append(float(loss))
        if on_step is not None and (it + 1) % every == 0:
            on_step(it + 1, net)
    return losses
