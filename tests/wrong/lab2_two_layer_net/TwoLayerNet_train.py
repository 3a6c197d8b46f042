"""Wrong versions of TwoLayerNet.train, most of them one changed line in one loop."""

import random

import numpy as np


def _rows(rng, N, batch_size, it):
    return rng.integers(N, size=batch_size)


def _step(self, grads, rate):
    for name in self.params:
        self.params[name] = self.params[name] - rate * grads[name]


def _decay(rate, factor, epoch):
    return rate * factor


def _same(rate, factor, epoch):
    return rate


def _train(self, X, y, settings, batch=_rows, step=_step, decay=_decay, each=_same, pick=None, loss=None,
           recorded=float):
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
        rate = each(rate, factor, it)
        if (it + 1) % iterations_per_epoch == 0:
            history.end_epoch(self, X, y, None, None, rate)
            rate = decay(rate, factor, it // iterations_per_epoch)
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


def one_example_repeated(self, X, y, X_val=None, y_val=None, **settings):
    """One row number for the whole minibatch.

    Mistake: one-example
    Hint: not one
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: np.full(size, rng.integers(N)))


def one_row_number(self, X, y, X_val=None, y_val=None, **settings):
    """A number instead of an array of row numbers.

    Mistake: wrong-result
    Hint: must be (batch_size, D) and (batch_size,)
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.integers(N))


def whole_training_set(self, X, y, X_val=None, y_val=None, **settings):
    """No minibatch: all examples in each iteration.

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
    """The parameters go up the gradient.

    Mistake: uphill
    Hint: the loss must fall
    """
    return _train(self, X, y, settings, step=lambda self, grads, rate: _step(self, grads, -rate))


def no_step(self, X, y, X_val=None, y_val=None, **settings):
    """The step was forgotten.

    Mistake: no-update
    Hint: the weights do not change
    """
    return _train(self, X, y, settings, step=lambda self, grads, rate: None)


def result_not_stored(self, X, y, X_val=None, y_val=None, **settings):
    """The new arrays stay local variables.

    Mistake: no-update
    Hint: store the new arrays in self.params
    """

    def step(self, grads, rate):
        for name, w in self.params.items():
            w = w - rate * grads[name]

    return _train(self, X, y, settings, step=step)


def stored_in_a_copy(self, X, y, X_val=None, y_val=None, **settings):
    """The step changes a copy of params.

    Mistake: no-update
    Hint: store the new arrays in self.params
    """
    params = dict(self.params)

    def step(self, grads, rate):
        for name in params:
            params[name] = params[name] - rate * grads[name]

    return _train(self, X, y, settings, step=step)


def stored_in_attributes(self, X, y, X_val=None, y_val=None, **settings):
    """self.W1 instead of self.params["W1"].

    Mistake: no-update
    Hint: store the new arrays in self.params
    """

    def step(self, grads, rate):
        self.W1 = self.params["W1"] - rate * grads["W1"]
        self.b1 = self.params["b1"] - rate * grads["b1"]
        self.W2 = self.params["W2"] - rate * grads["W2"]
        self.b2 = self.params["b2"] - rate * grads["b2"]

    return _train(self, X, y, settings, step=step)


def biases_stay(self, X, y, X_val=None, y_val=None, **settings):
    """Only W1 and W2 are updated.

    Mistake: some-fixed
    Hint: the biases stay
    """

    def step(self, grads, rate):
        for name in ("W1", "W2"):
            self.params[name] -= rate * grads[name]

    return _train(self, X, y, settings, step=step)


def weights_stay(self, X, y, X_val=None, y_val=None, **settings):
    """Only b1 and b2 are updated.

    Mistake: some-fixed
    Hint: W1 and W2 stay
    """

    def step(self, grads, rate):
        for name in ("b1", "b2"):
            self.params[name] -= rate * grads[name]

    return _train(self, X, y, settings, step=step)


def first_layer_only(self, X, y, X_val=None, y_val=None, **settings):
    """The second layer is forgotten.

    Mistake: some-fixed
    Hint: W2 and b2 stay
    """

    def step(self, grads, rate):
        for name in ("W1", "b1"):
            self.params[name] -= rate * grads[name]

    return _train(self, X, y, settings, step=step)


def second_layer_only(self, X, y, X_val=None, y_val=None, **settings):
    """The first layer is forgotten.

    Mistake: some-fixed
    Hint: W1 and b1 stay
    """

    def step(self, grads, rate):
        for name in ("W2", "b2"):
            self.params[name] -= rate * grads[name]

    return _train(self, X, y, settings, step=step)


def last_array_only(self, X, y, X_val=None, y_val=None, **settings):
    """The update stands after the loop over the names.

    Mistake: some-fixed
    Hint: only one array moves
    """

    def step(self, grads, rate):
        for name in self.params:
            grad = grads[name]
        self.params[name] -= rate * grad

    return _train(self, X, y, settings, step=step)


def one_bias_forgotten(self, X, y, X_val=None, y_val=None, **settings):
    """b1 is not updated.

    Mistake: some-fixed
    Hint: one array stays
    """

    def step(self, grads, rate):
        for name in ("W1", "W2", "b2"):
            self.params[name] -= rate * grads[name]

    return _train(self, X, y, settings, step=step)


def gradient_of_the_same_layer(self, X, y, X_val=None, y_val=None, **settings):
    """W2 moves by the gradient of W1.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """

    def step(self, grads, rate):
        for name in ("W1", "W2"):
            self.params[name] = self.params[name] - rate * grads["W1"]

    return _train(self, X, y, settings, step=step)


def assigned_instead_of_subtracted(self, X, y, X_val=None, y_val=None, **settings):
    """=- in the place of -=.

    Mistake: step-assigned
    Hint: takes the place of the parameter
    """

    def step(self, grads, rate):
        for name in self.params:
            self.params[name] =- rate * grads[name]

    return _train(self, X, y, settings, step=step)


def no_learning_rate(self, X, y, X_val=None, y_val=None, **settings):
    """The gradient is not multiplied by the learning rate.

    Mistake: no-rate
    Hint: not multiplied by learning_rate
    """
    return _train(self, X, y, settings, step=lambda self, grads, rate: _step(self, grads, 1.0))


def own_learning_rate(self, X, y, X_val=None, y_val=None, **settings):
    """The default learning rate, whatever was asked for.

    Mistake: own-rate
    Hint: learning_rate of the call
    """
    return _train(self, X, y, settings, step=lambda self, grads, rate: _step(self, grads, 1e-3))


def gradient_averaged_again(self, X, y, X_val=None, y_val=None, **settings):
    """The gradient is divided by the batch size.

    Mistake: averaged-again
    Hint: divided by batch_size once more
    """
    size = settings["batch_size"]
    return _train(self, X, y, settings, step=lambda self, grads, rate: _step(self, grads, rate / size))


def penalty_added_again(self, X, y, X_val=None, y_val=None, **settings):
    """reg * W is added to the gradients, which hold it already.

    Mistake: penalty-again
    Hint: the penalty is added to the gradients once more
    """

    def step(self, grads, rate):
        for name in ("W1", "W2"):
            grads[name] = grads[name] + settings["reg"] * self.params[name]
        _step(self, grads, rate)

    return _train(self, X, y, settings, step=step)


def all_parameters_decay(self, X, y, X_val=None, y_val=None, **settings):
    """reg times each parameter is added to the gradients, biases included."""

    def step(self, grads, rate):
        for name, w in self.params.items():
            self.params[name] = w - rate * (grads[name] + settings["reg"] * w)

    return _train(self, X, y, settings, step=step)


def two_steps(self, X, y, X_val=None, y_val=None, **settings):
    """Two steps with one gradient.

    Mistake: two-steps
    Hint: move twice
    """

    def step(self, grads, rate):
        _step(self, grads, rate)
        _step(self, grads, rate)

    return _train(self, X, y, settings, step=step)


def step_per_epoch(self, X, y, X_val=None, y_val=None, **settings):
    """The step is indented into the epoch's block.

    Mistake: step-per-epoch
    Hint: once in an epoch
    """
    counter = {"it": 0}

    def step(self, grads, rate):
        counter["it"] += 1
        if counter["it"] % max(len(X) // settings["batch_size"], 1) == 0:
            _step(self, grads, rate)

    return _train(self, X, y, settings, step=step)


def gradients_of_the_first_batch(self, X, y, X_val=None, y_val=None, **settings):
    """Loss and gradients are computed once, before the loop.

    Mistake: constant-loss
    Hint: call self.loss inside the loop
    """
    result = self.loss(X[: settings["batch_size"]], y[: settings["batch_size"]], settings["reg"])
    return _train(self, X, y, settings, loss=lambda X_batch, y_batch: result)


def loss_after_the_step(self, X, y, X_val=None, y_val=None, **settings):
    """The loss is recorded after the step.

    Mistake: first-loss
    Hint: the loss is wrong before the first step
    """
    rng = np.random.default_rng(settings["rng"])
    rate, history = settings["learning_rate"], History()
    per_epoch = max(len(X) // settings["batch_size"], 1)
    for it in range(settings["num_iters"]):
        rows = rng.integers(len(X), size=settings["batch_size"])
        _step(self, self.loss(X[rows], y[rows], settings["reg"])[1], rate)
        history.loss.append(float(self.loss(X[rows], y[rows], settings["reg"])[0]))
        if (it + 1) % per_epoch == 0:
            history.end_epoch(self, X, y, None, None, rate)
            rate *= settings["learning_rate_decay"]
    return history


def no_decay(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate stays.

    Mistake: no-decay
    Hint: not multiplied by learning_rate_decay
    """
    return _train(self, X, y, settings, decay=_same)


def decay_of_another_variable(self, X, y, X_val=None, y_val=None, **settings):
    """The decayed rate is stored under a name that nobody reads.

    Mistake: no-decay
    Hint: not multiplied by learning_rate_decay
    """

    def decay(rate, factor, epoch):
        self.learning_rate = rate * factor
        return rate

    return _train(self, X, y, settings, decay=decay)


def decay_each_iteration(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate decays in each iteration.

    Mistake: decay-each-iteration
    Hint: not in every iteration
    """
    return _train(self, X, y, settings, decay=_same, each=_decay)


def decay_divides(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate is divided by the factor.

    Mistake: decay-divides
    Hint: not divided by it
    """
    return _train(self, X, y, settings, decay=lambda rate, factor, epoch: rate / factor)


def decay_from_the_start(self, X, y, X_val=None, y_val=None, **settings):
    """The first rate times the factor, after every epoch.

    Mistake: decay-once
    Hint: multiply the present one
    """
    first = settings["learning_rate"]
    return _train(self, X, y, settings, decay=lambda rate, factor, epoch: first * factor)


def decay_assigned(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate becomes the factor.

    Mistake: decay-assigned
    Hint: takes the place of the learning rate
    """
    return _train(self, X, y, settings, decay=lambda rate, factor, epoch: factor)


def decay_twice(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate decays twice in an epoch.

    Mistake: decay-twice
    Hint: twice in an epoch
    """
    return _train(self, X, y, settings, decay=lambda rate, factor, epoch: rate * factor**2)


def decay_complement(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate is multiplied by 1 - decay.

    Mistake: decay-complement
    Hint: not by 1 - learning_rate_decay
    """
    return _train(self, X, y, settings, decay=lambda rate, factor, epoch: rate * (1 - factor))


def reg_not_passed(self, X, y, X_val=None, y_val=None, **settings):
    """No regularization in training.

    Mistake: reg-not-passed
    Hint: reg is not passed on
    """
    return _train(self, X, y, settings, loss=lambda X_batch, y_batch: self.loss(X_batch, y_batch))


def starts_from_zeros(self, X, y, X_val=None, y_val=None, **settings):
    """The parameters are set to zeros first.

    Mistake: first-loss
    Hint: start from the weights as they are
    """
    self.params = {name: np.zeros_like(w) for name, w in self.params.items()}
    return _train(self, X, y, settings)


def starts_from_random_weights(self, X, y, X_val=None, y_val=None, **settings):
    """The parameters are drawn anew.

    Mistake: first-loss
    Hint: start from the weights as they are
    """
    rng = np.random.default_rng(5)
    self.params = {name: 1e-4 * rng.standard_normal(w.shape) for name, w in self.params.items()}
    return _train(self, X, y, settings)


def one_iteration_less(self, X, y, X_val=None, y_val=None, **settings):
    """range(1, num_iters).

    Mistake: history
    Hint: one number for each iteration
    """
    settings["num_iters"] -= 1
    return _train(self, X, y, settings)


def stops_at_a_small_rate(self, X, y, X_val=None, y_val=None, **settings):
    """A rule of its own: nothing is done with a learning rate of 1e-3 or less.

    Mistake: no-loss
    Hint: loss and gradient of a minibatch come from self.loss
    """
    if settings["learning_rate"] <= 1e-3:
        settings["num_iters"] = 0
    return _train(self, X, y, settings)


def loss_of_the_epoch(self, X, y, X_val=None, y_val=None, **settings):
    """The loss is stored once in an epoch.

    Mistake: history
    Hint: one number for each iteration
    """
    history = _train(self, X, y, settings)
    per_epoch = max(len(X) // settings["batch_size"], 1)
    history.loss = history.loss[per_epoch - 1 :: per_epoch]
    return history


def loss_and_gradients_swapped(self, X, y, X_val=None, y_val=None, **settings):
    """loss returns the loss first.

    Mistake: IndexError
    Hint: it stopped with IndexError
    """
    return _train(self, X, y, settings,
                  loss=lambda X_batch, y_batch: self.loss(X_batch, y_batch, settings["reg"])[::-1])


def loss_not_called(self, X, y, X_val=None, y_val=None, **settings):
    """Loss and gradients keep the zeros they started with.

    Mistake: first-loss
    Hint: self.loss
    """

    def loss(X_batch, y_batch):
        return 0.0, {name: 0 * w for name, w in self.params.items()}

    return _train(self, X, y, settings, loss=loss)


def nothing_returned(self, X, y, X_val=None, y_val=None, **settings):
    """The history is not returned.

    Mistake: wrong-result
    Hint: must return the history
    """
    _train(self, X, y, settings)


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


def first_row_never_drawn(self, X, y, X_val=None, y_val=None, **settings):
    """rng.integers(1, N): the first example is never drawn.

    Mistake: part-of-the-data
    Hint: draw from all N examples
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.integers(1, N, size))


def last_row_never_drawn(self, X, y, X_val=None, y_val=None, **settings):
    """rng.integers(N - 1): the last example is never drawn.

    Mistake: part-of-the-data
    Hint: draw from all N examples
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.integers(N - 1, size=size))


def rest_never_drawn(self, X, y, X_val=None, y_val=None, **settings):
    """Only as many examples as fill whole minibatches are shuffled.

    Mistake: part-of-the-data
    Hint: draw from all N examples
    """
    return _train(self, X, y, settings, batch=lambda rng, N, size, it: rng.permutation(N // size * size)[:size])


def shuffled_once(self, X, y, X_val=None, y_val=None, **settings):
    """One permutation for all epochs, of which the rest is dropped.

    Mistake: part-of-the-data
    Hint: draw from all N examples
    """
    order = []

    def batch(rng, N, size, it):
        if not len(order):
            order.extend(rng.permutation(N))
        return order[it % (N // size) * size :][:size]

    return _train(self, X, y, settings, batch=batch)


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


def loss_of_another_batch(self, X, y, X_val=None, y_val=None, **settings):
    """The loss in the history is that of another minibatch than the step's.

    Mistake: other-gradient
    Hint: from one call of self.loss
    """
    rng = np.random.default_rng(settings["rng"] + 1)

    def loss(X_batch, y_batch):
        rows = rng.integers(len(X), size=len(y_batch))
        return self.loss(X[rows], y[rows], settings["reg"])[0], self.loss(X_batch, y_batch, settings["reg"])[1]

    return _train(self, X, y, settings, loss=loss)


def rate_kept_in_the_net(self, X, y, X_val=None, y_val=None, **settings):
    """The learning rate is kept in the net: a second training starts with the last one of the first.

    Mistake: kept
    Hint: something is kept from the first call
    """
    settings["learning_rate"] = getattr(self, "rate", settings["learning_rate"])
    history = _train(self, X, y, settings)
    self.rate = history.learning_rate[-1] * settings["learning_rate_decay"]
    return history


def data_shuffled_in_place(self, X, y, X_val=None, y_val=None, **settings):
    """X and y are put into a random order in place.

    Hint: X
    """
    order = np.random.default_rng(settings["rng"]).permutation(len(X))
    X[:], y[:] = X[order], y[order]
    return _train(self, X, y, settings)
