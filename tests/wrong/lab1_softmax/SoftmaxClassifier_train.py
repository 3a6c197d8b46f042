"""Wrong versions of SoftmaxClassifier.train, most of them one changed line in one loop."""

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


def _nothing(config, decay, epoch):
    return config


def _train(self, X, y, settings, batch=_rows, step=_step, decay=_decay, each=_nothing, pick=None, loss=None,
           recorded=float):
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
        config = each(config, factor, it)
        if (it + 1) % iterations_per_epoch == 0:
            history.learning_rate.append(config["learning_rate"])
            history.train_accuracy.append(float(np.mean(self.predict(X) == y)))
            config = decay(config, factor, it // iterations_per_epoch)
    return history


def fixed_batch(self, X, y, X_val=None, y_val=None, **settings):
    """One minibatch, drawn before the loop.

    Mistake: fixed-batch
    Hint: draw inside the loop
    """
    rows = np.random.default_rng(settings["rng"]).integers(len(X), size=settings["batch_size"])
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rows)


def seeded_in_the_loop(self, X, y, X_val=None, y_val=None, **settings):
    """The generator is made anew in each iteration, with one seed.

    Mistake: fixed-batch
    Hint: draw inside the loop
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: np.random.default_rng(1).choice(N, size))


def first_examples(self, X, y, X_val=None, y_val=None, **settings):
    """Always X[:batch_size].

    Mistake: part-of-the-data
    Hint: only the first
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: np.arange(size))


def first_examples_shuffled(self, X, y, X_val=None, y_val=None, **settings):
    """A permutation of batch_size instead of N.

    Mistake: part-of-the-data
    Hint: draw from all N examples
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.permutation(size))


def drawn_from_batch_size(self, X, y, X_val=None, y_val=None, **settings):
    """integers(batch_size, size=batch_size).

    Mistake: part-of-the-data
    Hint: draw from all N examples
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.integers(size, size=size))


def first_half_only(self, X, y, X_val=None, y_val=None, **settings):
    """Draws from the first half.

    Mistake: part-of-the-data
    Hint: draw from all N examples
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.choice(N // 2, size))


def in_order(self, X, y, X_val=None, y_val=None, **settings):
    """Slices of X, one after the other.

    Mistake: not-random
    Hint: draw the rows at random
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: (it * size + np.arange(size)) % N)


def slice_at_random_place(self, X, y, X_val=None, y_val=None, **settings):
    """A slice of X that starts at a random row.

    Mistake: not-random
    Hint: draw the rows at random
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.integers(N - size + 1) + np.arange(size))


def one_example_repeated(self, X, y, X_val=None, y_val=None, **settings):
    """One row number for the whole minibatch.

    Mistake: one-example
    Hint: not one
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: np.full(size, rng.integers(N)))


def one_example(self, X, y, X_val=None, y_val=None, **settings):
    """Minibatches of one example.

    Mistake: batch-size
    Hint: draw batch_size examples
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.integers(N, size=1))


def whole_training_set(self, X, y, X_val=None, y_val=None, **settings):
    """No minibatch: all examples in each iteration.

    Mistake: batch-size
    Hint: draw batch_size examples
    """
    return _train(self, X, y, settings, pick=lambda rows: (X, y))


def batch_size_fixed(self, X, y, X_val=None, y_val=None, **settings):
    """Minibatches of 32, whatever was asked for.

    Mistake: batch-size
    Hint: draw batch_size examples
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.integers(N, size=32))


def without_the_last_example(self, X, y, X_val=None, y_val=None, **settings):
    """Minibatches are one example short.

    Mistake: batch-size
    Hint: draw batch_size examples
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.integers(N, size=size)[:-1])


def labels_drawn_apart(self, X, y, X_val=None, y_val=None, **settings):
    """X and y are drawn one after the other.

    Mistake: labels-not-matched
    Hint: with the same row numbers
    """
    rng = np.random.default_rng(0)
    return _train(self, X, y, settings, pick=lambda rows: (X[rows], y[rng.integers(len(y), size=len(rows))]))


def first_labels(self, X, y, X_val=None, y_val=None, **settings):
    """The labels are the first ones.

    Mistake: labels-not-matched
    Hint: with the same row numbers
    """
    return _train(self, X, y, settings, pick=lambda rows: (X[rows], y[: len(rows)]))


def shuffled_examples_only(self, X, y, X_val=None, y_val=None, **settings):
    """X is shuffled, y is not.

    Mistake: labels-not-matched
    Hint: with the same row numbers
    """
    mixed = np.random.default_rng(0).permutation(X)
    return _train(self, X, y, settings, pick=lambda rows: (mixed[rows], y[rows]))


def columns_drawn(self, X, y, X_val=None, y_val=None, **settings):
    """The row numbers index the columns of X.

    Mistake: IndexError
    Hint: it stopped with IndexError
    """
    return _train(self, X, y, settings, pick=lambda rows: (X[:, rows], y[rows]))


def all_labels(self, X, y, X_val=None, y_val=None, **settings):
    """X is a minibatch, y is not.

    Mistake: wrong-result
    Hint: must be (batch_size, D) and (batch_size,)
    """
    return _train(self, X, y, settings, pick=lambda rows: (X[rows[:-1]], y))


def up_the_gradient(self, X, y, X_val=None, y_val=None, **settings):
    """W goes up the gradient.

    Mistake: uphill
    Hint: the loss must fall
    """

    def step(self, loss_dW, config):
        self.W, config = sgd_momentum(self.W, -loss_dW[1], config)
        return config

    return _train(self, X, y, settings, step=step)


def result_not_stored(self, X, y, X_val=None, y_val=None, **settings):
    """The new weights stay a local variable.

    Mistake: no-update
    Hint: store the result of sgd_momentum in self.W
    """

    def step(self, loss_dW, config):
        W, config = sgd_momentum(self.W, loss_dW[1], config)
        return config

    return _train(self, X, y, settings, step=step)


def no_step(self, X, y, X_val=None, y_val=None, **settings):
    """The step was forgotten.

    Mistake: no-update
    Hint: the weights do not change
    """
    return _train(self, X, y, settings, step=lambda self, loss_dW, config: config)


def step_added_to_weights(self, X, y, X_val=None, y_val=None, **settings):
    """The new weights are added to the old ones."""

    def step(self, loss_dW, config):
        next_W, config = sgd_momentum(self.W, loss_dW[1], config)
        self.W = self.W + next_W
        return config

    return _train(self, X, y, settings, step=step)


def plain_step(self, X, y, X_val=None, y_val=None, **settings):
    """Gradient descent by hand: momentum is not used.

    Mistake: config-not-kept
    Hint: momentum has no effect
    """

    def step(self, loss_dW, config):
        self.W = self.W - config["learning_rate"] * loss_dW[1]
        return config

    return _train(self, X, y, settings, step=step)


def new_config_each_time(self, X, y, X_val=None, y_val=None, **settings):
    """The returned config is dropped, and with it the velocity.

    Mistake: config-not-kept
    Hint: keep the config
    """

    def step(self, loss_dW, config):
        self.W, _ = sgd_momentum(self.W, loss_dW[1], dict(config))
        return config

    return _train(self, X, y, settings, step=step)


def velocity_lost_at_epochs(self, X, y, X_val=None, y_val=None, **settings):
    """config is made anew after each epoch.

    Mistake: config-lost-in-epoch
    Hint: lost after each epoch
    """

    def decay(config, factor, epoch):
        return {"learning_rate": config["learning_rate"] * factor, "momentum": config["momentum"]}

    return _train(self, X, y, settings, decay=decay)


def momentum_not_passed(self, X, y, X_val=None, y_val=None, **settings):
    """The momentum is not put into config, so its default holds.

    Mistake: momentum-not-passed
    Hint: does not reach the config
    """

    def step(self, loss_dW, config):
        config.pop("momentum", None)
        return _step(self, loss_dW, config)

    return _train(self, X, y, settings, step=step)


def two_steps(self, X, y, X_val=None, y_val=None, **settings):
    """Two steps with one gradient.

    Mistake: two-steps
    Hint: move twice
    """

    def step(self, loss_dW, config):
        return _step(self, loss_dW, _step(self, loss_dW, config))

    return _train(self, X, y, settings, step=step)


def step_per_epoch(self, X, y, X_val=None, y_val=None, **settings):
    """The step is indented into the epoch's block.

    Mistake: step-per-epoch
    Hint: once in an epoch
    """
    counter = {"it": 0}

    def step(self, loss_dW, config):
        counter["it"] += 1
        if counter["it"] % max(len(X) // settings["batch_size"], 1):
            return config
        return _step(self, loss_dW, config)

    return _train(self, X, y, settings, step=step)


def no_decay(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate stays.

    Mistake: no-decay
    Hint: not multiplied by learning_rate_decay
    """
    return _train(self, X, y, settings, decay=_nothing)


def decay_of_the_argument(self, X, y, X_val=None, y_val=None, **settings):
    """The argument decays, which config does not see.

    Mistake: no-decay
    Hint: not multiplied by learning_rate_decay
    """

    def decay(config, factor, epoch):
        settings["learning_rate"] *= factor
        return config

    return _train(self, X, y, settings, decay=decay)


def decay_each_iteration(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate decays in each iteration.

    Mistake: decay-each-iteration
    Hint: not in every iteration
    """
    return _train(self, X, y, settings, decay=_nothing, each=_decay)


def decay_divides(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate is divided by the factor.

    Mistake: decay-divides
    Hint: not divided by it
    """

    def decay(config, factor, epoch):
        return {**config, "learning_rate": config["learning_rate"] / factor}

    return _train(self, X, y, settings, decay=decay)


def decay_twice(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate decays twice in an epoch.

    Mistake: decay-twice
    Hint: twice in an epoch
    """

    def decay(config, factor, epoch):
        return {**config, "learning_rate": config["learning_rate"] * factor**2}

    return _train(self, X, y, settings, decay=decay)


def decay_from_the_start(self, X, y, X_val=None, y_val=None, **settings):
    """The first rate times the factor, after every epoch.

    Mistake: decay-once
    Hint: multiply the present one
    """
    first = settings["learning_rate"]
    return _train(self, X, y, settings, decay=lambda config, factor, epoch: {**config, "learning_rate": first * factor})


def decay_assigned(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate becomes the factor.

    Mistake: decay-assigned
    Hint: takes the place of the learning rate
    """
    return _train(self, X, y, settings, decay=lambda config, factor, epoch: {**config, "learning_rate": factor})


def decay_subtracted(self, X, y, X_val=None, y_val=None, **settings):
    """The factor is subtracted.

    Mistake: decay-subtracted
    Hint: is a factor
    """

    def decay(config, factor, epoch):
        return {**config, "learning_rate": config["learning_rate"] - factor}

    return _train(self, X, y, settings, decay=decay)


def decay_before_the_first_epoch(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate decays at the start.

    Mistake: decay-early
    Hint: before the first epoch is over
    """
    settings["learning_rate"] *= settings["learning_rate_decay"]
    return _train(self, X, y, settings)


def decay_of_momentum(self, X, y, X_val=None, y_val=None, **settings):
    """The momentum decays instead of the learning rate.

    Mistake: input-not-used
    Hint: learning_rate_decay
    """

    def decay(config, factor, epoch):
        return {**config, "momentum": config["momentum"] * factor}

    return _train(self, X, y, settings, decay=decay)


def decay_by_epoch_number(self, X, y, X_val=None, y_val=None, **settings):
    """rate / (1 + decay * epoch), another schedule."""
    first = settings["learning_rate"]

    def decay(config, factor, epoch):
        return {**config, "learning_rate": first / (1 + factor * (epoch + 1))}

    return _train(self, X, y, settings, decay=decay)


def reg_not_passed(self, X, y, X_val=None, y_val=None, **settings):
    """No regularization in training.

    Mistake: reg-not-passed
    Hint: reg is not passed on
    """
    return _train(self, X, y, settings, loss=lambda X_batch, y_batch: self.loss(X_batch, y_batch, 0.0))


def default_reg(self, X, y, X_val=None, y_val=None, **settings):
    """The default strength, whatever was asked for.

    Mistake: reg-not-passed
    Hint: reg is not passed on
    """
    return _train(self, X, y, settings, loss=lambda X_batch, y_batch: self.loss(X_batch, y_batch, 1e-5))


def loss_divided_again(self, X, y, X_val=None, y_val=None, **settings):
    """The loss is divided by the batch size once more.

    Mistake: first-loss
    Hint: store the loss as it is
    """
    return _train(self, X, y, settings, recorded=lambda loss: loss / settings["batch_size"])


def gradient_divided_again(self, X, y, X_val=None, y_val=None, **settings):
    """dW is divided by the batch size once more."""

    def loss(X_batch, y_batch):
        value, dW = self.loss(X_batch, y_batch, settings["reg"])
        return value, dW / settings["batch_size"]

    return _train(self, X, y, settings, loss=loss)


def penalty_added_again(self, X, y, X_val=None, y_val=None, **settings):
    """The L2 penalty is added to the loss and gradient once more.

    Mistake: first-loss
    Hint: wrong before the first step
    """

    def loss(X_batch, y_batch):
        value, dW = self.loss(X_batch, y_batch, settings["reg"])
        W = self.W
        return value + 0.5 * settings["reg"] * np.sum(W**2) + 1e-2 * np.sum(W**2), dW + (settings["reg"] + 0.02) * W

    return _train(self, X, y, settings, loss=loss)


def starts_from_zeros(self, X, y, X_val=None, y_val=None, **settings):
    """The weights are set to zeros first.

    Mistake: first-loss
    Hint: start from the weights as they are
    """
    self.W = np.zeros_like(self.W)
    return _train(self, X, y, settings)


def starts_from_random_weights(self, X, y, X_val=None, y_val=None, **settings):
    """The weights are drawn anew.

    Mistake: first-loss
    Hint: start from the weights as they are
    """
    self.W = 0.001 * np.random.default_rng(5).standard_normal(self.W.shape)
    return _train(self, X, y, settings)


def one_epoch_only(self, X, y, X_val=None, y_val=None, **settings):
    """Stops after the first epoch.

    Mistake: history
    Hint: one number for each iteration
    """
    settings["num_iters"] = max(len(X) // settings["batch_size"], 1)
    return _train(self, X, y, settings)


def one_iteration_less(self, X, y, X_val=None, y_val=None, **settings):
    """range(1, num_iters).

    Mistake: history
    Hint: one number for each iteration
    """
    settings["num_iters"] -= 1
    return _train(self, X, y, settings)


def loss_per_epoch(self, X, y, X_val=None, y_val=None, **settings):
    """The loss is stored once in an epoch.

    Mistake: history
    Hint: one number for each iteration
    """
    history = _train(self, X, y, settings)
    per_epoch = max(len(X) // settings["batch_size"], 1)
    history.loss = history.loss[per_epoch - 1 :: per_epoch]
    return history


def rate_per_iteration(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate is stored in each iteration.

    Mistake: history
    Hint: one number for each epoch
    """
    history = _train(self, X, y, settings)
    per_epoch = max(len(X) // settings["batch_size"], 1)
    history.learning_rate = np.repeat(history.learning_rate, per_epoch).tolist() + [0.0]
    return history


def nothing_returned(self, X, y, X_val=None, y_val=None, **settings):
    """The history is not returned.

    Mistake: wrong-result
    Hint: must return the history
    """
    _train(self, X, y, settings)


def losses_returned(self, X, y, X_val=None, y_val=None, **settings):
    """The list of losses is returned.

    Mistake: wrong-result
    Hint: must return the history
    """
    return _train(self, X, y, settings).loss


def own_loss(self, X, y, X_val=None, y_val=None, **settings):
    """Loss and gradient of mean squared error, written into the loop.

    Mistake: first-loss
    Hint: pass reg to self.loss
    """

    def loss(X_batch, y_batch):
        error = X_batch @ self.W - np.eye(self.W.shape[1])[y_batch]
        return np.mean(error**2), X_batch.T @ error / len(X_batch)

    return _train(self, X, y, settings, loss=loss)


def data_of_the_notebook(self, X, y, X_val=None, y_val=None, **settings):
    """X_train of the notebook.

    Mistake: NameError
    Hint: X_train is not defined
    """
    return _train(self, X, y, settings, pick=lambda rows: (X_train[rows], y[rows]))


def old_batch_function(self, X, y, X_val=None, y_val=None, **settings):
    """np.int is gone from NumPy.

    Mistake: AttributeError
    Hint: gone from NumPy 2
    """
    return _train(self, X, y, settings,
                  batch=lambda rng, N, size, it: np.array(random.sample(range(N), size), dtype=np.int))


def last_row_never_drawn(self, X, y, X_val=None, y_val=None, **settings):
    """rng.integers(N - 1): the last example is never drawn.

    Mistake: part-of-the-data
    Hint: draw from all N examples
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.integers(N - 1, size=size))


def last_batch_shorter(self, X, y, X_val=None, y_val=None, **settings):
    """Shuffled slices of every epoch; the last one is the rest.

    Mistake: batch-size
    Hint: no more and no fewer
    """
    order = []

    def batch(rng, N, size, it):
        if not order:
            order.extend(rng.permutation(N))
        rows, order[:size] = order[:size], []
        return rows

    return _train(self, X, y, settings, batch=batch)


def velocity_kept_in_the_model(self, X, y, X_val=None, y_val=None, **settings):
    """The config is kept in the model: a second training starts with the velocity of the first.

    Mistake: kept
    Hint: something is kept from the first call
    """
    self.kept = getattr(self, "kept", {})

    def step(self, loss_dW, config):
        self.W, new = sgd_momentum(self.W, loss_dW[1], {**self.kept, **config})
        self.kept = {key: new[key] for key in new if key not in ("learning_rate", "momentum")}
        return config

    return _train(self, X, y, settings, step=step)


_worked = SoftmaxClassifier.train


def weak_penalty_left_out(self, X, y, *args, reg=1e-5, **settings):
    """A reg up to 0.01 is taken for 0."""
    return _worked(self, X, y, *args, reg=reg if reg > 0.01 else 0.0, **settings)
