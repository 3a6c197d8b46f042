"""Wrong versions of ThreeLayerNet.train, most of them one changed line in one loop."""

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


def fixed_batch(self, X, y, X_val=None, y_val=None, **settings):
    """One minibatch, drawn before the loop.

    Mistake: fixed-batch
    Hint: draw inside the loop
    """
    rows = np.random.default_rng(settings["rng"]).integers(len(X), size=settings["batch_size"])
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rows)


def first_examples(self, X, y, X_val=None, y_val=None, **settings):
    """Always X[:batch_size].

    Mistake: part-of-the-data
    Hint: only the first
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: np.arange(size))


def drawn_from_batch_size(self, X, y, X_val=None, y_val=None, **settings):
    """integers(batch_size, size=batch_size).

    Mistake: part-of-the-data
    Hint: draw from all N examples
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.integers(size, size=size))


def in_order(self, X, y, X_val=None, y_val=None, **settings):
    """Slices of X, one after the other.

    Mistake: not-random
    Hint: draw the rows at random
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: (it * size + np.arange(size)) % N)


def one_example_repeated(self, X, y, X_val=None, y_val=None, **settings):
    """One row number for the whole minibatch.

    Mistake: one-example
    Hint: not one
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: np.full(size, rng.integers(N)))


def whole_training_set(self, X, y, X_val=None, y_val=None, **settings):
    """All examples in each iteration.

    Mistake: batch-size
    Hint: draw batch_size examples
    """
    return _train(self, X, y, settings, pick=lambda rows: (X, y))


def batch_of_200(self, X, y, X_val=None, y_val=None, **settings):
    """Minibatches of 200, whatever was asked for.

    Mistake: batch-size
    Hint: draw batch_size examples
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.integers(N, size=200))


def labels_drawn_apart(self, X, y, X_val=None, y_val=None, **settings):
    """X and y are drawn one after the other.

    Mistake: labels-not-matched
    Hint: with the same row numbers
    """
    rng = np.random.default_rng(0)
    return _train(self, X, y, settings, pick=lambda rows: (X[rows], y[rng.integers(len(y), size=len(rows))]))


def shuffled_examples_only(self, X, y, X_val=None, y_val=None, **settings):
    """X is shuffled, y is not.

    Mistake: labels-not-matched
    Hint: with the same row numbers
    """
    mixed = np.random.default_rng(0).permutation(X)
    return _train(self, X, y, settings, pick=lambda rows: (mixed[rows], y[rows]))


def all_labels(self, X, y, X_val=None, y_val=None, **settings):
    """X is a minibatch, y is not.

    Mistake: wrong-result
    Hint: must be (batch_size, D) and (batch_size,)
    """
    return _train(self, X, y, settings, pick=lambda rows: (X[rows[:-1]], y))


def columns_drawn(self, X, y, X_val=None, y_val=None, **settings):
    """The row numbers index the columns of X.

    Mistake: IndexError
    Hint: it stopped with IndexError
    """
    return _train(self, X, y, settings, pick=lambda rows: (X[:, rows], y[rows]))


def result_not_stored(self, X, y, X_val=None, y_val=None, **settings):
    """The new parameters stay local variables.

    Mistake: no-update
    Hint: store the results of sgd_momentum in self.params
    """

    def step(self, grads, configs):
        for name in self.params:
            w, configs[name] = sgd_momentum(self.params[name], grads[name], configs[name])

    return _train(self, X, y, settings, step=step)


def no_step(self, X, y, X_val=None, y_val=None, **settings):
    """The step was forgotten.

    Mistake: no-update
    Hint: the weights do not change
    """
    return _train(self, X, y, settings, step=lambda self, grads, configs: None)


def loop_over_copies(self, X, y, X_val=None, y_val=None, **settings):
    """The new arrays are stored in a copy of the dict.

    Mistake: no-update
    Hint: store the results of sgd_momentum
    """

    def step(self, grads, configs):
        params = dict(self.params)
        for name in params:
            params[name], configs[name] = sgd_momentum(params[name], grads[name], configs[name])

    return _train(self, X, y, settings, step=step)


def one_config_for_all(self, X, y, X_val=None, y_val=None, **settings):
    """One config goes from parameter to parameter, and with it the velocity.

    Mistake: wrong-result
    Hint: keep a config for each parameter
    """

    def step(self, grads, configs):
        for name in self.params:
            self.params[name], configs["W1"] = sgd_momentum(self.params[name], grads[name], configs["W1"])

    return _train(self, X, y, settings, step=step)


def one_config_for_weights_and_biases(self, X, y, X_val=None, y_val=None, **settings):
    """One config for all weights, one for all biases.

    Mistake: wrong-result
    Hint: keep a config for each parameter
    """

    def step(self, grads, configs):
        for name in self.params:
            key = name[0] + "1"
            self.params[name], configs[key] = sgd_momentum(self.params[name], grads[name], configs[key])

    return _train(self, X, y, settings, step=step)


def config_not_kept(self, X, y, X_val=None, y_val=None, **settings):
    """The returned config is dropped, and with it the velocity.

    Mistake: config-not-kept
    Hint: keep the config
    """

    def step(self, grads, configs):
        for name in self.params:
            self.params[name], _ = sgd_momentum(self.params[name], grads[name], dict(configs[name]))

    return _train(self, X, y, settings, step=step)


def new_config_in_each_iteration(self, X, y, X_val=None, y_val=None, **settings):
    """The configs are made inside the loop.

    Mistake: config-not-kept
    Hint: keep the config
    """

    def step(self, grads, configs):
        for name in self.params:
            config = {"learning_rate": configs[name]["learning_rate"], "momentum": configs[name]["momentum"]}
            self.params[name], config = sgd_momentum(self.params[name], grads[name], config)

    return _train(self, X, y, settings, step=step)


def velocity_lost_at_epochs(self, X, y, X_val=None, y_val=None, **settings):
    """The configs are made anew after each epoch.

    Mistake: config-lost-in-epoch
    Hint: lost after each epoch
    """

    def decay(configs, factor, epoch):
        for name in configs:
            rate, momentum = configs[name]["learning_rate"], configs[name]["momentum"]
            configs[name] = {"learning_rate": rate * factor, "momentum": momentum}

    return _train(self, X, y, settings, decay=decay)


def momentum_not_passed(self, X, y, X_val=None, y_val=None, **settings):
    """The momentum is not put into the configs.

    Mistake: momentum-not-passed
    Hint: does not reach the config
    """

    def step(self, grads, configs):
        for config in configs.values():
            config.pop("momentum", None)
        _step(self, grads, configs)

    return _train(self, X, y, settings, step=step)


def plain_step(self, X, y, X_val=None, y_val=None, **settings):
    """Gradient descent as in Lab 2.

    Mistake: config-not-kept
    Hint: momentum has no effect
    """

    def step(self, grads, configs):
        for name in self.params:
            self.params[name] = self.params[name] - configs[name]["learning_rate"] * grads[name]

    return _train(self, X, y, settings, step=step)


def weights_only(self, X, y, X_val=None, y_val=None, **settings):
    """The biases take no step.

    Mistake: weights-only
    Hint: the biases do not change
    """

    def step(self, grads, configs):
        for name in ("W1", "W2", "W3"):
            self.params[name], configs[name] = sgd_momentum(self.params[name], grads[name], configs[name])

    return _train(self, X, y, settings, step=step)


def biases_only(self, X, y, X_val=None, y_val=None, **settings):
    """The weights take no step.

    Mistake: biases-only
    Hint: only the biases change
    """

    def step(self, grads, configs):
        for name in ("b1", "b2", "b3"):
            self.params[name], configs[name] = sgd_momentum(self.params[name], grads[name], configs[name])

    return _train(self, X, y, settings, step=step)


def two_layers(self, X, y, X_val=None, y_val=None, **settings):
    """W3 and b3 take no step: the loop of Lab 2.

    Mistake: two-layers
    Hint: W3 and b3 do not change
    """

    def step(self, grads, configs):
        for name in ("W1", "b1", "W2", "b2"):
            self.params[name], configs[name] = sgd_momentum(self.params[name], grads[name], configs[name])

    return _train(self, X, y, settings, step=step)


def step_after_the_loop(self, X, y, X_val=None, y_val=None, **settings):
    """The step stands after the loop over the parameters.

    Mistake: one-parameter
    Hint: inside the loop over the parameters
    """

    def step(self, grads, configs):
        for name in self.params:
            w, grad, config = self.params[name], grads[name], configs[name]
        self.params[name], configs[name] = sgd_momentum(w, grad, config)

    return _train(self, X, y, settings, step=step)


def first_parameter_only(self, X, y, X_val=None, y_val=None, **settings):
    """A break, or a return, in the loop over the parameters.

    Mistake: one-parameter
    Hint: only one parameter changes
    """

    def step(self, grads, configs):
        for name in self.params:
            self.params[name], configs[name] = sgd_momentum(self.params[name], grads[name], configs[name])
            return

    return _train(self, X, y, settings, step=step)


def one_gradient(self, X, y, X_val=None, y_val=None, **settings):
    """The gradient of W1 for all.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """

    def step(self, grads, configs):
        for name in self.params:
            self.params[name], configs[name] = sgd_momentum(self.params[name], grads["W1"], configs[name])

    return _train(self, X, y, settings, step=step)


def up_the_gradient(self, X, y, X_val=None, y_val=None, **settings):
    """The parameters go up the gradient.

    Mistake: uphill
    Hint: the loss must fall
    """

    def step(self, grads, configs):
        _step(self, {name: -grad for name, grad in grads.items()}, configs)

    return _train(self, X, y, settings, step=step)


def two_steps(self, X, y, X_val=None, y_val=None, **settings):
    """Two steps with one gradient.

    Mistake: two-steps
    Hint: move twice
    """

    def step(self, grads, configs):
        _step(self, grads, configs)
        _step(self, grads, configs)

    return _train(self, X, y, settings, step=step)


def step_per_epoch(self, X, y, X_val=None, y_val=None, **settings):
    """The step is indented into the epoch's block.

    Mistake: step-per-epoch
    Hint: once in an epoch
    """
    counter = {"it": 0}

    def step(self, grads, configs):
        counter["it"] += 1
        if counter["it"] % max(len(X) // settings["batch_size"], 1) == 0:
            _step(self, grads, configs)

    return _train(self, X, y, settings, step=step)


def step_added_to_parameters(self, X, y, X_val=None, y_val=None, **settings):
    """The new parameters are added to the old ones."""

    def step(self, grads, configs):
        for name in self.params:
            new, configs[name] = sgd_momentum(self.params[name], grads[name], configs[name])
            self.params[name] = self.params[name] + new

    return _train(self, X, y, settings, step=step)


def gradients_by_position(self, X, y, X_val=None, y_val=None, **settings):
    """zip of dicts in different orders.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """

    def step(self, grads, configs):
        for name, grad in zip(self.params, reversed(list(grads.values()))):
            self.params[name], configs[name] = sgd_momentum(self.params[name], grad, configs[name])

    return _train(self, X, y, settings, step=step)


def penalty_in_the_step(self, X, y, X_val=None, y_val=None, **settings):
    """reg * W is added to the gradients once more."""

    def step(self, grads, configs):
        _step(self, {name: grad + settings["reg"] * self.params[name] for name, grad in grads.items()}, configs)

    return _train(self, X, y, settings, step=step)


def no_decay(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate stays.

    Mistake: no-decay
    Hint: not multiplied by learning_rate_decay
    """
    return _train(self, X, y, settings, decay=_nothing)


def decay_of_the_argument(self, X, y, X_val=None, y_val=None, **settings):
    """The argument decays, which the configs do not see.

    Mistake: no-decay
    Hint: not multiplied by learning_rate_decay
    """

    def decay(configs, factor, epoch):
        settings["learning_rate"] *= factor

    return _train(self, X, y, settings, decay=decay)


def decay_of_copies(self, X, y, X_val=None, y_val=None, **settings):
    """The loop changes copies of the configs.

    Mistake: no-decay
    Hint: not multiplied by learning_rate_decay
    """

    def decay(configs, factor, epoch):
        for config in configs.values():
            config = dict(config, learning_rate=factor * config["learning_rate"])

    return _train(self, X, y, settings, decay=decay)


def decay_of_one_config(self, X, y, X_val=None, y_val=None, **settings):
    """Only the config of W1 decays.

    Mistake: decay-of-one
    Hint: in one config only
    """

    def decay(configs, factor, epoch):
        configs["W1"]["learning_rate"] *= factor

    return _train(self, X, y, settings, decay=decay)


def decay_after_the_loop(self, X, y, X_val=None, y_val=None, **settings):
    """The line stands after the loop over the configs, so the last one decays.

    Mistake: decay-of-one
    Hint: in one config only
    """

    def decay(configs, factor, epoch):
        for name in configs:
            config = configs[name]
        config["learning_rate"] *= factor

    return _train(self, X, y, settings, decay=decay)


def decay_of_weights_only(self, X, y, X_val=None, y_val=None, **settings):
    """The configs of the biases do not decay.

    Mistake: decay-of-weights
    Hint: of the biases does not decay
    """

    def decay(configs, factor, epoch):
        for k in "123":
            configs["W" + k]["learning_rate"] *= factor

    return _train(self, X, y, settings, decay=decay)


def decay_for_each_parameter(self, X, y, X_val=None, y_val=None, **settings):
    """One learning rate decays inside the loop over the configs.

    Mistake: decay-per-parameter
    Hint: once for each parameter
    """
    rate = [settings["learning_rate"]]

    def decay(configs, factor, epoch):
        for config in configs.values():
            rate[0] *= factor
            config["learning_rate"] = rate[0]

    return _train(self, X, y, settings, decay=decay)


def decay_six_times(self, X, y, X_val=None, y_val=None, **settings):
    """The loop over all configs is run for each of them.

    Mistake: decay-per-parameter
    Hint: once for each parameter
    """

    def decay(configs, factor, epoch):
        for _ in configs:
            _decay(configs, factor, epoch)

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

    def decay(configs, factor, epoch):
        _decay(configs, 1 / factor, epoch)

    return _train(self, X, y, settings, decay=decay)


def decay_twice(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate decays twice in an epoch.

    Mistake: decay-twice
    Hint: twice in an epoch
    """

    def decay(configs, factor, epoch):
        _decay(configs, factor**2, epoch)

    return _train(self, X, y, settings, decay=decay)


def decay_from_the_start(self, X, y, X_val=None, y_val=None, **settings):
    """The first rate times the factor, after every epoch.

    Mistake: decay-once
    Hint: multiply the present one
    """

    def decay(configs, factor, epoch):
        for config in configs.values():
            config["learning_rate"] = settings["learning_rate"] * factor

    return _train(self, X, y, settings, decay=decay)


def decay_assigned(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate becomes the factor.

    Mistake: decay-assigned
    Hint: takes the place of the learning rate
    """

    def decay(configs, factor, epoch):
        for config in configs.values():
            config["learning_rate"] = factor

    return _train(self, X, y, settings, decay=decay)


def decay_of_momentum(self, X, y, X_val=None, y_val=None, **settings):
    """The momentum decays instead of the learning rate.

    Mistake: input-not-used
    Hint: learning_rate_decay
    """

    def decay(configs, factor, epoch):
        for config in configs.values():
            config["momentum"] *= factor

    return _train(self, X, y, settings, decay=decay)


def reg_not_passed(self, X, y, X_val=None, y_val=None, **settings):
    """No regularization in training.

    Mistake: reg-not-passed
    Hint: reg is not passed on
    """
    return _train(self, X, y, settings, loss=lambda X_batch, y_batch: self.loss(X_batch, y_batch))


def loss_divided_again(self, X, y, X_val=None, y_val=None, **settings):
    """The loss is divided by the batch size once more.

    Mistake: first-loss
    Hint: store the loss as it is
    """
    return _train(self, X, y, settings, recorded=lambda loss: loss / settings["batch_size"])


def labels_not_passed(self, X, y, X_val=None, y_val=None, **settings):
    """self.loss without labels gives no gradients.

    Mistake: wrong-result
    Hint: must be (batch_size, D)
    """
    return _train(self, X, y, settings, loss=lambda X_batch, y_batch: self.loss(X_batch, reg=settings["reg"]))


def starts_from_zeros(self, X, y, X_val=None, y_val=None, **settings):
    """The parameters are set to zeros first.

    Mistake: first-loss
    Hint: start from the weights as they are
    """
    self.params = {name: np.zeros_like(w) for name, w in self.params.items()}
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


def data_of_the_notebook(self, X, y, X_val=None, y_val=None, **settings):
    """X_train of the notebook.

    Mistake: NameError
    Hint: X_train is not defined
    """
    return _train(self, X, y, settings, pick=lambda rows: (X_train[rows], y[rows]))


def configs_kept_in_the_net(self, X, y, X_val=None, y_val=None, **settings):
    """The velocities are kept in the net: a second training starts with those of the first.

    Mistake: kept
    Hint: something is kept from the first call
    """
    self.kept = getattr(self, "kept", {})

    def step(self, grads, configs):
        for name, grad in grads.items():
            self.params[name], config = sgd_momentum(self.params[name], grad, {**self.kept.get(name, {}),
                                                                               **configs[name]})
            self.kept[name] = {key: config[key] for key in config if key not in ("learning_rate", "momentum")}

    return _train(self, X, y, settings, step=step)
