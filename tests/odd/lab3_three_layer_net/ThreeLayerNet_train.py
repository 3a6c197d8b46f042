"""Correct but unusual versions of ThreeLayerNet.train."""

import random

import numpy as np


def _rows(rng, N, batch_size, it):
    return rng.integers(N, size=batch_size)


def _step(self, grads, configs):
    for name in self.params:
        self.params[name], configs[name] = sgd_momentum(self.params[name], grads[name], configs[name])


def _decay(configs, factor, epoch):
    for config in configs.values():
        config["learning_rate"] *= factor


def _nothing(configs, factor, epoch):
    pass


def _train(self, X, y, settings, batch=_rows, step=_step, decay=_decay, each=_nothing, pick=None, loss=None,
           recorded=float):
    """The loop of the worked solution, with parts to exchange."""
    rng = np.random.default_rng(settings.get("rng"))
    N, batch_size, factor = X.shape[0], settings["batch_size"], settings["learning_rate_decay"]
    pick = pick or (lambda rows: (X[rows], y[rows]))
    loss = loss or (lambda X_batch, y_batch: self.loss(X_batch, y_batch, settings["reg"]))
    history = History()
    configs = {
        name: {"learning_rate": settings["learning_rate"], "momentum": settings["momentum"]} for name in self.params
    }
    iterations_per_epoch = max(N // batch_size, 1)
    for it in range(settings["num_iters"]):
        value, grads = loss(*pick(batch(rng, N, batch_size, it)))
        step(self, grads, configs)
        history.loss.append(recorded(value))
        each(configs, factor, it)
        if (it + 1) % iterations_per_epoch == 0:
            history.learning_rate.append(configs["W1"]["learning_rate"])
            history.train_accuracy.append(float(np.mean(self.predict(X) == y)))
            decay(configs, factor, it // iterations_per_epoch)
    return history


def without_replacement(self, X, y, X_val=None, y_val=None, **settings):
    """No example twice in a minibatch."""
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.choice(N, size, replace=False))


def permutation_each_time(self, X, y, X_val=None, y_val=None, **settings):
    """The first rows of a fresh permutation."""
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.permutation(N)[:size])


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


def with_take(self, X, y, X_val=None, y_val=None, **settings):
    """np.take instead of an index; the labels are a list."""
    return _train(self, X, y, settings, pick=lambda rows: (np.take(X, rows, axis=0), [y[i] for i in rows]))


def in_single_precision(self, X, y, X_val=None, y_val=None, **settings):
    """Trains in float32."""
    self.params = {name: w.astype(np.float32) for name, w in self.params.items()}
    return _train(self, X.astype(np.float32), y, settings)


def labels_in_a_byte(self, X, y, X_val=None, y_val=None, **settings):
    """uint8 labels and minibatches in column order."""
    return _train(self, X, y, settings, pick=lambda rows: (np.asfortranarray(X[rows]), y[rows].astype(np.uint8)))


def update_written_out(self, X, y, X_val=None, y_val=None, **settings):
    """The momentum step is written into the loop."""

    def step(self, grads, configs):
        for name, grad in grads.items():
            config = configs[name]
            v = config["momentum"] * config.get("velocity", 0.0) - config["learning_rate"] * grad
            config["velocity"] = v
            self.params[name] = self.params[name] + v

    return _train(self, X, y, settings, step=step)


def updated_in_place(self, X, y, X_val=None, y_val=None, **settings):
    """The arrays are kept and overwritten."""

    def step(self, grads, configs):
        for name, w in self.params.items():
            w[...], configs[name] = sgd_momentum(w, grads[name], configs[name])

    return _train(self, X, y, settings, step=step)


def new_dict_of_parameters(self, X, y, X_val=None, y_val=None, **settings):
    """self.params is a new dict after each step."""

    def step(self, grads, configs):
        results = {name: sgd_momentum(w, grads[name], configs[name]) for name, w in self.params.items()}
        self.params = {name: result[0] for name, result in results.items()}
        configs.update({name: result[1] for name, result in results.items()})

    return _train(self, X, y, settings, step=step)


def in_another_order(self, X, y, X_val=None, y_val=None, **settings):
    """The parameters are updated from the last layer to the first."""

    def step(self, grads, configs):
        for name in sorted(self.params, reverse=True):
            self.params[name], configs[name] = sgd_momentum(self.params[name], grads[name], configs[name])

    return _train(self, X, y, settings, step=step)


def named_one_by_one(self, X, y, X_val=None, y_val=None, **settings):
    """Each parameter has a line of its own."""

    def step(self, grads, configs):
        p, g, c = self.params, grads, configs
        p["W1"], c["W1"] = sgd_momentum(p["W1"], g["W1"], c["W1"])
        p["b1"], c["b1"] = sgd_momentum(p["b1"], g["b1"], c["b1"])
        p["W2"], c["W2"] = sgd_momentum(p["W2"], g["W2"], c["W2"])
        p["b2"], c["b2"] = sgd_momentum(p["b2"], g["b2"], c["b2"])
        p["W3"], c["W3"] = sgd_momentum(p["W3"], g["W3"], c["W3"])
        p["b3"], c["b3"] = sgd_momentum(p["b3"], g["b3"], c["b3"])

    return _train(self, X, y, settings, step=step)


def one_config_at_the_start(self, X, y, X_val=None, y_val=None, **settings):
    """All parameters start with one and the same dict, which sgd_momentum does not change."""
    kept = {}

    def step(self, grads, configs):
        if "W1" not in kept:
            kept.update(dict.fromkeys(self.params, configs["W1"]))
        for name in self.params:
            self.params[name], kept[name] = sgd_momentum(self.params[name], grads[name], kept[name])
        configs.update(kept)

    return _train(self, X, y, settings, step=step)


def decay_as_a_power(self, X, y, X_val=None, y_val=None, **settings):
    """The first learning rate times a power of the factor."""

    def decay(configs, factor, epoch):
        for name in configs:
            configs[name] = dict(configs[name], learning_rate=settings["learning_rate"] * factor ** (epoch + 1))

    return _train(self, X, y, settings, decay=decay)


def rate_written_into_configs(self, X, y, X_val=None, y_val=None, **settings):
    """One variable holds the learning rate, and each iteration writes it into the configs."""
    rate = [settings["learning_rate"]]

    def step(self, grads, configs):
        for name in self.params:
            configs[name]["learning_rate"] = rate[0]
            self.params[name], configs[name] = sgd_momentum(self.params[name], grads[name], configs[name])

    def decay(configs, factor, epoch):
        rate[0] = rate[0] * factor

    return _train(self, X, y, settings, step=step, decay=decay)


def arguments_by_name(self, X, y, X_val=None, y_val=None, **settings):
    """reg by name, the history of arrays, and a print."""
    history = _train(self, X, y, settings, recorded=np.asarray,
                     loss=lambda X_batch, y_batch: self.loss(X_batch, y=y_batch, reg=settings["reg"]))
    history.loss = np.array(history.loss)
    print("last loss:", history.loss[-1])
    return history


def loss_after_the_step_printed(self, X, y, X_val=None, y_val=None, **settings):
    """The loss of the minibatch is computed once more after the step, to print how far it fell."""
    last = []

    def loss(X_batch, y_batch):
        if last:
            print(self.loss(*last, settings["reg"])[0])
        last[:] = X_batch, y_batch
        return self.loss(X_batch, y_batch, settings["reg"])

    return _train(self, X, y, settings, loss=loss)


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
