"""Correct but unusual versions of TwoLayerNet.train."""

import random

import numpy as np


def _rows(rng, N, batch_size, it):
    return rng.integers(N, size=batch_size)


def _step(self, grads, rate):
    for name in self.params:
        self.params[name] = self.params[name] - rate * grads[name]


def _decay(rate, factor, epoch):
    return rate * factor


def _train(self, X, y, settings, batch=_rows, step=_step, decay=_decay, pick=None, loss=None, recorded=float):
    """The loop of the worked solution, with parts to exchange."""
    rng = np.random.default_rng(settings.get("rng"))
    N, batch_size, factor = X.shape[0], settings["batch_size"], settings["learning_rate_decay"]
    rate = settings["learning_rate"]
    pick = pick or (lambda rows: (X[rows], y[rows]))
    loss = loss or (lambda X_batch, y_batch: self.loss(X_batch, y_batch, settings["reg"]))
    history = History()
    iterations_per_epoch = max(N // batch_size, 1)
    for it in range(settings["num_iters"]):
        value, grads = loss(*pick(batch(rng, N, batch_size, it)))
        step(self, grads, rate)
        history.loss.append(recorded(value))
        if (it + 1) % iterations_per_epoch == 0:
            history.end_epoch(self, X, y, None, None, rate)
            rate = decay(rate, factor, it // iterations_per_epoch)
    return history


def without_replacement(self, X, y, X_val=None, y_val=None, **settings):
    """No example twice in a minibatch."""
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.choice(N, size, replace=False))


def shuffled_each_epoch(self, X, y, X_val=None, y_val=None, **settings):
    """Each epoch goes through a fresh permutation."""
    order = []

    def batch(rng, N, size, it):
        if len(order) < size:
            order[:] = list(rng.permutation(N))
        return [order.pop() for _ in range(size)]

    return _train(self, X, y, settings, batch=batch)


def standard_library(self, X, y, X_val=None, y_val=None, **settings):
    """random.sample of the standard library."""
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: random.sample(range(N), size))


def global_generator(self, X, y, X_val=None, y_val=None, **settings):
    """np.random.choice, as in older tutorials."""
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: np.random.choice(N, size))


def boolean_mask(self, X, y, X_val=None, y_val=None, **settings):
    """A mask that is true for the rows drawn."""

    def batch(rng, N, size, it):
        mask = np.zeros(N, dtype=bool)
        mask[rng.choice(N, size, replace=False)] = True
        return mask

    return _train(self, X, y, settings, batch=batch)


def example_by_example(self, X, y, X_val=None, y_val=None, **settings):
    """The minibatch is stacked from single examples; the labels are a list."""
    return _train(self, X, y, settings, pick=lambda rows: (np.stack([X[i] for i in rows]), [y[i] for i in rows]))


def four_lines(self, X, y, X_val=None, y_val=None, **settings):
    """Each array has its own line, in another order."""

    def step(self, grads, rate):
        self.params["b2"] -= rate * grads["b2"]
        self.params["b1"] += -rate * grads["b1"]
        self.params["W2"] = self.params["W2"] - grads["W2"] * rate
        self.params["W1"] = np.subtract(self.params["W1"], np.multiply(rate, grads["W1"]))

    return _train(self, X, y, settings, step=step)


def arrays_kept(self, X, y, X_val=None, y_val=None, **settings):
    """The arrays are changed in place through another name."""

    def step(self, grads, rate):
        for name, w in self.params.items():
            w -= rate * grads[name]

    return _train(self, X, y, settings, step=step)


def new_dict(self, X, y, X_val=None, y_val=None, **settings):
    """params is a new dict in every iteration, in another order."""

    def step(self, grads, rate):
        self.params = {name: self.params[name] - rate * grads[name] for name in sorted(grads)}

    return _train(self, X, y, settings, step=step)


def velocity_without_momentum(self, X, y, X_val=None, y_val=None, **settings):
    """A momentum of 0."""
    velocity = {name: np.zeros_like(w) for name, w in self.params.items()}

    def step(self, grads, rate):
        for name in grads:
            velocity[name] = 0.0 * velocity[name] - rate * grads[name]
            self.params[name] += velocity[name]

    return _train(self, X, y, settings, step=step)


def in_single_precision(self, X, y, X_val=None, y_val=None, **settings):
    """Trains in float32."""
    self.params = {name: w.astype(np.float32) for name, w in self.params.items()}
    return _train(self, X.astype(np.float32), y.astype(np.uint8), settings)


def decay_as_a_power(self, X, y, X_val=None, y_val=None, **settings):
    """The first learning rate times a power of the factor."""
    first = settings["learning_rate"]
    return _train(self, X, y, settings, decay=lambda rate, factor, epoch: first * factor ** (epoch + 1))


def reg_by_name(self, X, y, X_val=None, y_val=None, **settings):
    """Arguments of loss by name."""
    return _train(self, X, y, settings,
                  loss=lambda X_batch, y_batch: self.loss(reg=settings["reg"], y=y_batch, X=X_batch))


def own_history(self, X, y, X_val=None, y_val=None, **settings):
    """An object of its own with the lists of a History, made of arrays; prints the loss."""
    import types

    def recorded(loss):
        print(f"loss {loss:.4f}")
        return np.asarray(loss)

    history = _train(self, X, y, settings, recorded=recorded)
    return types.SimpleNamespace(loss=np.array(history.loss), learning_rate=np.array(history.learning_rate))


def prints_loss_of_all_data(self, X, y, X_val=None, y_val=None, **settings):
    """Now and then the loss of all examples is printed: a further call of self.loss."""

    def loss(X_batch, y_batch):
        print("all data:", self.loss(X, y, settings["reg"])[0])
        return self.loss(X_batch, y_batch, settings["reg"])

    return _train(self, X, y, settings, loss=loss)


def slices_that_wrap_around(self, X, y, X_val=None, y_val=None, **settings):
    """Slices of a random order that goes on with a new one where it ends."""
    order = []

    def batch(rng, N, size, it):
        while len(order) < size:
            order.extend(rng.permutation(N))
        rows, order[:size] = order[:size], []
        return rows

    return _train(self, X, y, settings, batch=batch)


def batch_buffers(self, X, y, X_val=None, y_val=None, **settings):
    """The arrays of the minibatch are made once and filled in each iteration."""
    X_batch = np.empty((settings["batch_size"], *X.shape[1:]), X.dtype)
    y_batch = np.empty(settings["batch_size"], y.dtype)

    def pick(rows):
        X_batch[:], y_batch[:] = X[rows], y[rows]
        return X_batch, y_batch

    return _train(self, X, y, settings, pick=pick)


def copies_shuffled_in_place(self, X, y, X_val=None, y_val=None, **settings):
    """Copies of X and y are shuffled in each iteration; the minibatch is a view of their first rows."""
    X_own, y_own = X.copy(), y.copy()

    def pick(order):
        X_own[:], y_own[:] = X_own[order], y_own[order]
        return X_own[: settings["batch_size"]], y_own[: settings["batch_size"]]

    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.permutation(N), pick=pick)
