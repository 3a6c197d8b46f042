"""Correct but unusual versions of SoftmaxClassifier.train."""

import random

import numpy as np


def _rows(rng, N, batch_size, it):
    return rng.integers(N, size=batch_size)


def _step(self, loss_dW, config):
    self.W, config = sgd_momentum(self.W, loss_dW[1], config)
    return config


def _decay(config, decay, epoch):
    config["learning_rate"] *= decay
    return config


def _train(self, X, y, settings, batch=_rows, step=_step, decay=_decay, pick=None, loss=None, recorded=float):
    """The loop of the worked solution, with parts to exchange."""
    rng = np.random.default_rng(settings.get("rng"))
    N, batch_size, factor = X.shape[0], settings["batch_size"], settings["learning_rate_decay"]
    pick = pick or (lambda rows: (X[rows], y[rows]))
    loss = loss or (lambda X_batch, y_batch: self.loss(X_batch, y_batch, settings["reg"]))
    history = History()
    config = {"learning_rate": settings["learning_rate"], "momentum": settings["momentum"]}
    iterations_per_epoch = max(N // batch_size, 1)
    for it in range(settings["num_iters"]):
        result = loss(*pick(batch(rng, N, batch_size, it)))
        config = step(self, result, config)
        history.loss.append(recorded(result[0]))
        if (it + 1) % iterations_per_epoch == 0:
            history.learning_rate.append(config["learning_rate"])
            history.train_accuracy.append(float(np.mean(self.predict(X) == y)))
            config = decay(config, factor, it // iterations_per_epoch)
    return history


def without_replacement(self, X, y, X_val=None, y_val=None, **settings):
    """No example twice in a minibatch."""
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.choice(N, size, replace=False))


def with_replacement(self, X, y, X_val=None, y_val=None, **settings):
    """rng.choice, examples may come twice."""
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.choice(N, size))


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


def sorted_rows(self, X, y, X_val=None, y_val=None, **settings):
    """The drawn rows are sorted."""
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: np.sort(rng.choice(N, size, replace=False)))


def random_floats(self, X, y, X_val=None, y_val=None, **settings):
    """Row numbers from uniform numbers."""
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: (rng.random(size) * N).astype(int))


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


def with_take(self, X, y, X_val=None, y_val=None, **settings):
    """np.take instead of an index."""
    return _train(self, X, y, settings, pick=lambda rows: (np.take(X, rows, axis=0), y.take(rows)))


def example_by_example(self, X, y, X_val=None, y_val=None, **settings):
    """The minibatch is stacked from single examples; the labels are a list."""
    return _train(self, X, y, settings, pick=lambda rows: (np.stack([X[i] for i in rows]), [y[i] for i in rows]))


def in_single_precision(self, X, y, X_val=None, y_val=None, **settings):
    """Trains in float32."""
    X, self.W = X.astype(np.float32), self.W.astype(np.float32)
    return _train(self, X, y, settings)


def labels_in_a_byte(self, X, y, X_val=None, y_val=None, **settings):
    """uint8 labels and minibatches in column order."""
    small = y.astype(np.uint8)
    return _train(self, X, y, settings, pick=lambda rows: (np.asfortranarray(X[rows]), small[rows]))


def update_written_out(self, X, y, X_val=None, y_val=None, **settings):
    """The momentum step is written into the loop."""

    def step(self, loss_dW, config):
        v = config["momentum"] * config.get("velocity", 0.0) - config["learning_rate"] * loss_dW[1]
        self.W = self.W + v
        return {**config, "velocity": v}

    return _train(self, X, y, settings, step=step)


def weights_updated_in_place(self, X, y, X_val=None, y_val=None, **settings):
    """The array self.W is kept and overwritten."""

    def step(self, loss_dW, config):
        self.W[...], config = sgd_momentum(self.W, loss_dW[1], config)
        return config

    return _train(self, X, y, settings, step=step)


def loss_function_itself(self, X, y, X_val=None, y_val=None, **settings):
    """softmax_loss_vectorized instead of self.loss."""
    return _train(self, X, y, settings,
                  loss=lambda X_batch, y_batch: softmax_loss_vectorized(self.W, X_batch, y_batch, settings["reg"]))


def naive_loss(self, X, y, X_val=None, y_val=None, **settings):
    """The loss with loops."""
    return _train(self, X, y, settings,
                  loss=lambda X_batch, y_batch: softmax_loss_naive(self.W, X_batch, y_batch, settings["reg"]))


def decay_as_a_power(self, X, y, X_val=None, y_val=None, **settings):
    """The first learning rate times a power of the factor."""
    first = settings["learning_rate"]

    def decay(config, factor, epoch):
        return dict(config, learning_rate=first * factor ** (epoch + 1))

    return _train(self, X, y, settings, decay=decay)


def history_of_arrays(self, X, y, X_val=None, y_val=None, **settings):
    """The losses are arrays without dimensions, the history is made of arrays."""
    history = _train(self, X, y, settings, recorded=np.asarray)
    history.loss = np.array(history.loss)
    history.learning_rate = np.array(history.learning_rate)
    return history


def own_history(self, X, y, X_val=None, y_val=None, **settings):
    """An object of its own with the lists of a History."""
    import types

    return types.SimpleNamespace(**vars(_train(self, X, y, settings)))


def prints_progress(self, X, y, X_val=None, y_val=None, **settings):
    """Prints the loss as it goes."""

    def recorded(loss):
        print(f"loss {loss:.4f}")
        return float(loss)

    return _train(self, X, y, settings, recorded=recorded)


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
