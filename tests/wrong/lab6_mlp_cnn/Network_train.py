"""Wrong versions of Network.train, most of them the worked solution with one part exchanged."""

import random

import numpy as np


def _loss(targets, outputs):
    return 0.5 * sum((t - y) ** 2 for t, y in zip(targets, outputs))


def _order(rng, N, epoch):
    return rng.permutation(N)


def _example(self, x, t, rate, simple, loss):
    value = loss(t, self.forward(x))
    self.backward(t, simple)
    self.update(rate)
    return value


def _mean(values):
    return sum(values) / len(values)


def _train(self, examples, targets, settings, order=_order, example=_example, loss=_loss, recorded=_mean):
    """The worked solution, with parts to exchange."""
    rng = np.random.default_rng(settings.get("rng"))
    losses = []
    for epoch in range(settings["epochs"]):
        values = [example(self, examples[i], targets[i], settings["learning_rate"], settings["simple"], loss)
                  for i in order(rng, len(examples), epoch)]
        losses.append(recorded(values))
    return losses


# ------------------------------------------------------------------ the order of the examples
def in_order(self, examples, targets, **settings):
    """From the first example to the last one.

    Mistake: not-random
    Hint: the examples come in their own order
    """
    return _train(self, examples, targets, settings, order=lambda rng, N, epoch: range(N))


def one_order(self, examples, targets, **settings):
    """Shuffled once, before the loop.

    Mistake: one-order
    Hint: every epoch has the same order
    """
    once = np.random.default_rng(settings["rng"]).permutation(len(examples))
    return _train(self, examples, targets, settings, order=lambda rng, N, epoch: once)


def seeded_in_the_loop(self, examples, targets, **settings):
    """The generator is made anew in each epoch, with one seed.

    Mistake: one-order
    Hint: every epoch has the same order
    """
    return _train(self, examples, targets, settings,
                  order=lambda rng, N, epoch: np.random.default_rng(settings["rng"]).permutation(N))


def shuffled_again_with_one_seed(self, examples, targets, **settings):
    """The list of numbers is shuffled on and on, each time with the same seed.

    Mistake: one-order
    Hint: a generator that is made anew with one seed
    """
    numbers = list(range(len(examples)))

    def order(rng, N, epoch):
        np.random.default_rng(0).shuffle(numbers)
        return list(numbers)

    return _train(self, examples, targets, settings, order=order)


def shuffled_after_the_epoch(self, examples, targets, **settings):
    """The first epoch has the order of the examples.

    Mistake: first-not-random
    Hint: draw a random order before each epoch
    """
    return _train(self, examples, targets, settings,
                  order=lambda rng, N, epoch: rng.permutation(N) if epoch else range(N))


def with_replacement(self, examples, targets, **settings):
    """N examples are drawn, some of them twice.

    Mistake: not-a-permutation
    Hint: don't draw with replacement
    """
    return _train(self, examples, targets, settings, order=lambda rng, N, epoch: rng.integers(N, size=N))


def one_example_in_an_epoch(self, examples, targets, **settings):
    """An epoch is a step.

    Mistake: updates
    Hint: a step is taken after every example
    """
    return _train(self, examples, targets, settings, order=lambda rng, N, epoch: [rng.integers(N)])


def last_example_left_out(self, examples, targets, **settings):
    """rng.permutation(N - 1).

    Mistake: updates
    Hint: each of 5 epochs goes once through all 6 examples
    """
    return _train(self, examples, targets, settings, order=lambda rng, N, epoch: rng.permutation(N - 1))


def all_examples_twice(self, examples, targets, **settings):
    """Two rounds in each epoch.

    Mistake: updates
    Hint: each of 5 epochs goes once through all 6 examples
    """
    return _train(self, examples, targets, settings, order=lambda rng, N, epoch: [*rng.permutation(N)] * 2)


def one_epoch_too_many(self, examples, targets, **settings):
    """range(epochs + 1).

    Mistake: updates
    Hint: each of 5 epochs goes once through all 6 examples
    """
    return _train(self, examples, targets, {**settings, "epochs": settings["epochs"] + 1})


def one_epoch(self, examples, targets, **settings):
    """The return is inside the loop over the epochs.

    Mistake: updates
    Hint: each of 5 epochs goes once through all 6 examples
    """
    return _train(self, examples, targets, {**settings, "epochs": 1})


def one_example_only(self, examples, targets, **settings):
    """Always example 0.

    Mistake: not-a-permutation
    Hint: 1 of 6 examples are used in the first epoch
    """
    return _train(self, examples, targets, settings, order=lambda rng, N, epoch: [0] * N)


def four_examples(self, examples, targets, **settings):
    """Written for XOR.

    Mistake: updates
    Hint: each of 5 epochs goes once through all 6 examples
    """
    return _train(self, examples, targets, settings, order=lambda rng, N, epoch: rng.permutation(4))


def examples_shuffled_alone(self, examples, targets, **settings):
    """The examples are shuffled, the targets are not.

    Mistake: not-matched
    Hint: examples and targets belong together
    """
    rng, losses = np.random.default_rng(settings["rng"]), []
    for _ in range(settings["epochs"]):
        rng.shuffle(examples)
        losses.append(_mean([_example(self, x, t, settings["learning_rate"], settings["simple"], _loss)
                             for x, t in zip(examples, targets)]))
    return losses


def drawn_apart(self, examples, targets, **settings):
    """Two permutations.

    Mistake: not-matched
    Hint: examples and targets belong together
    """
    rng, losses, N = np.random.default_rng(settings["rng"]), [], len(examples)
    for _ in range(settings["epochs"]):
        losses.append(_mean([_example(self, examples[i], targets[j], settings["learning_rate"], settings["simple"],
                                      _loss) for i, j in zip(rng.permutation(N), rng.permutation(N))]))
    return losses


def position_for_the_targets(self, examples, targets, **settings):
    """targets[n] with the place in the order.

    Mistake: not-matched
    Hint: examples and targets belong together
    """
    rng, losses = np.random.default_rng(settings["rng"]), []
    for _ in range(settings["epochs"]):
        total = 0
        for n, i in enumerate(rng.permutation(len(examples))):
            total += _example(self, examples[i], targets[n], settings["learning_rate"], settings["simple"], _loss)
        losses.append(total / len(examples))
    return losses


# ------------------------------------------------------------------ forward, backward, update
def no_forward(self, examples, targets, **settings):
    """The forward pass is forgotten; the loss comes from the neurons.

    Mistake: no-forward
    Hint: self.forward is never called
    """
    def example(self, x, t, rate, simple, loss):
        self.backward(t, simple)
        self.update(rate)
        return loss(t, [neuron.output for neuron in self.layers[-1].neurons])

    return _train(self, examples, targets, settings, example=example)


def no_backward(self, examples, targets, **settings):
    """The backward pass is forgotten.

    Mistake: no-backward
    Hint: self.backward is never called
    """
    def example(self, x, t, rate, simple, loss):
        value = loss(t, self.forward(x))
        self.update(rate)
        return value

    return _train(self, examples, targets, settings, example=example)


def no_update(self, examples, targets, **settings):
    """The update is forgotten.

    Mistake: no-update
    Hint: self.update is never called
    """
    def example(self, x, t, rate, simple, loss):
        value = loss(t, self.forward(x))
        self.backward(t, simple)
        return value

    return _train(self, examples, targets, settings, example=example)


def backward_first(self, examples, targets, **settings):
    """backward, update, forward.

    Mistake: not-matched
    Hint: call forward before backward
    """
    def example(self, x, t, rate, simple, loss):
        self.backward(t, simple)
        self.update(rate)
        return loss(t, self.forward(x))

    return _train(self, examples, targets, settings, example=example)


def update_before_backward(self, examples, targets, **settings):
    """The step is made with the deltas of the last example.

    Mistake: order-of-calls
    Hint: forward, backward, update: in this order
    """
    def example(self, x, t, rate, simple, loss):
        value = loss(t, self.forward(x))
        self.update(rate)
        self.backward(t, simple)
        return value

    return _train(self, examples, targets, settings, example=example)


def update_after_the_epoch(self, examples, targets, **settings):
    """One step in an epoch, by the deltas of the last example.

    Mistake: updates
    Hint: a step is taken after every example
    """
    rng, losses = np.random.default_rng(settings["rng"]), []
    for _ in range(settings["epochs"]):
        total = 0
        for i in rng.permutation(len(examples)):
            total += _loss(targets[i], self.forward(examples[i]))
            self.backward(targets[i], settings["simple"])
        self.update(settings["learning_rate"])
        losses.append(total / len(examples))
    return losses


def three_loops(self, examples, targets, **settings):
    """All forward passes, then all backward passes, then all updates.

    Mistake: not-matched
    Hint: examples and targets belong together
    """
    rng, losses = np.random.default_rng(settings["rng"]), []
    for _ in range(settings["epochs"]):
        order = rng.permutation(len(examples))
        losses.append(_mean([_loss(targets[i], self.forward(examples[i])) for i in order]))
        for i in order:
            self.backward(targets[i], settings["simple"])
        for _ in order:
            self.update(settings["learning_rate"])
    return losses


def backward_and_update_after_all_forward_passes(self, examples, targets, **settings):
    """The forward passes come first.

    Mistake: not-matched
    Hint: examples and targets belong together
    """
    rng, losses = np.random.default_rng(settings["rng"]), []
    for _ in range(settings["epochs"]):
        order = rng.permutation(len(examples))
        losses.append(_mean([_loss(targets[i], self.forward(examples[i])) for i in order]))
        for i in order:
            self.backward(targets[i], settings["simple"])
            self.update(settings["learning_rate"])
    return losses


def two_updates(self, examples, targets, **settings):
    """Two steps for each example.

    Mistake: updates
    Hint: each of 5 epochs goes once through all 6 examples
    """
    def example(self, x, t, rate, simple, loss):
        value = _example(self, x, t, rate, simple, loss)
        self.update(rate)
        return value

    return _train(self, examples, targets, settings, example=example)


def backward_twice(self, examples, targets, **settings):
    """Two backward passes for each example.

    Mistake: updates
    Hint: each example has one backward pass
    """
    def example(self, x, t, rate, simple, loss):
        self.forward(x)
        self.backward(t, simple)
        return _example(self, x, t, rate, simple, loss)

    return _train(self, examples, targets, settings, example=example)


def backward_with_the_outputs(self, examples, targets, **settings):
    """backward gets the outputs.

    Mistake: wrong-result
    Hint: backward gets the outputs
    """
    def example(self, x, t, rate, simple, loss):
        outputs = self.forward(x)
        self.backward(outputs, simple)
        self.update(rate)
        return loss(t, outputs)

    return _train(self, examples, targets, settings, example=example)


def backward_with_the_errors(self, examples, targets, **settings):
    """backward gets the differences.

    Mistake: wrong-result
    Hint: backward gets the errors
    """
    def example(self, x, t, rate, simple, loss):
        outputs = self.forward(x)
        self.backward([a - b for a, b in zip(t, outputs)], simple)
        self.update(rate)
        return loss(t, outputs)

    return _train(self, examples, targets, settings, example=example)


def backward_with_the_loss(self, examples, targets, **settings):
    """backward gets the loss.

    Mistake: wrong-result
    Hint: backward gets values of shape ()
    """
    def example(self, x, t, rate, simple, loss):
        value = loss(t, self.forward(x))
        self.backward(value, simple)
        self.update(rate)
        return value

    return _train(self, examples, targets, settings, example=example)


def backward_with_all_targets(self, examples, targets, **settings):
    """targets instead of targets[i].

    Mistake: wrong-result
    Hint: it needs the targets of one example
    """
    def example(self, x, t, rate, simple, loss):
        value = loss(t, self.forward(x))
        self.backward(targets, simple)
        self.update(rate)
        return value

    return _train(self, examples, targets, settings, example=example)


def forward_with_all_examples(self, examples, targets, **settings):
    """examples instead of examples[i].

    Mistake: wrong-result
    Hint: it needs the inputs of one example
    """
    def example(self, x, t, rate, simple, loss):
        value = loss(t, self.forward(examples))
        self.backward(t, simple)
        self.update(rate)
        return value

    return _train(self, examples, targets, settings, example=example)


def forward_with_noise(self, examples, targets, **settings):
    """The inputs are changed.

    Mistake: wrong-result
    Hint: forward gets inputs that no example has
    """
    return _train(self, [[x + 0.01 for x in row] for row in examples], targets, settings)


def simple_not_passed(self, examples, targets, **settings):
    """backward(t).

    Mistake: simple-not-passed
    Hint: simple=True does not reach self.backward
    """
    return _train(self, examples, targets, {**settings, "simple": False})


def always_simple(self, examples, targets, **settings):
    """backward(t, True).

    Mistake: simple-not-passed
    Hint: simple=False does not reach self.backward
    """
    return _train(self, examples, targets, {**settings, "simple": True})


def own_learning_rate(self, examples, targets, **settings):
    """0.1, whatever was asked for.

    Mistake: wrong-result
    Hint: it needs the learning rate
    """
    return _train(self, examples, targets, {**settings, "learning_rate": 0.1})


def minus_the_learning_rate(self, examples, targets, **settings):
    """Down the gradient a second time.

    Mistake: wrong-result
    Hint: it needs the learning rate
    """
    return _train(self, examples, targets, {**settings, "learning_rate": -settings["learning_rate"]})


def learning_rate_divided(self, examples, targets, **settings):
    """The rate is divided by N, as for a mean gradient.

    Mistake: wrong-result
    Hint: it needs the learning rate
    """
    return _train(self, examples, targets, {**settings, "learning_rate": settings["learning_rate"] / len(examples)})


def learning_rate_decays(self, examples, targets, **settings):
    """The rate falls from epoch to epoch.

    Mistake: wrong-result
    Hint: it needs the learning rate
    """
    losses = []
    rng = np.random.default_rng(settings["rng"])
    for epoch in range(settings["epochs"]):
        rate = settings["learning_rate"] * 0.99**epoch
        losses += _train(self, examples, targets, {**settings, "learning_rate": rate, "epochs": 1, "rng": rng})
    return losses


def stops_early(self, examples, targets, **settings):
    """Stops when the loss is below 1.

    Mistake: updates
    Hint: each of 5 epochs goes once through all 6 examples
    """
    rng, losses = np.random.default_rng(settings["rng"]), []
    while len(losses) < settings["epochs"] and not (losses and losses[-1] < 1):
        losses += _train(self, examples, targets, {**settings, "epochs": 1, "rng": rng})
    return losses


# ------------------------------------------------------------------ the losses
def losses_of_examples(self, examples, targets, **settings):
    """A loss for each example.

    Mistake: losses-of-examples
    Hint: losses has one entry for each epoch
    """
    losses = []
    _train(self, examples, targets, settings, recorded=losses.extend)
    return losses


def losses_summed(self, examples, targets, **settings):
    """The sum over the examples.

    Mistake: losses-summed
    Hint: take their mean
    """
    return _train(self, examples, targets, settings, recorded=sum)


def loss_of_the_last_example(self, examples, targets, **settings):
    """The last loss of the epoch.

    Mistake: losses-of-last
    Hint: this is the loss of the last example of each epoch
    """
    return _train(self, examples, targets, settings, recorded=lambda values: values[-1])


def last_loss_divided(self, examples, targets, **settings):
    """total = instead of total +=.

    Mistake: losses-of-last
    Hint: only the last example's loss is divided by N
    """
    return _train(self, examples, targets, settings, recorded=lambda values: values[-1] / len(values))


def total_not_reset(self, examples, targets, **settings):
    """total = 0 stands before the loop over the epochs.

    Mistake: losses-not-reset
    Hint: the sum goes on from epoch to epoch
    """
    total = [0]

    def recorded(values):
        total[0] += sum(values)
        return total[0] / len(values)

    return _train(self, examples, targets, settings, recorded=recorded)


def mean_of_all_epochs(self, examples, targets, **settings):
    """The mean of all losses so far.

    Mistake: losses-not-reset
    Hint: this is the mean over all epochs so far
    """
    every = []

    def recorded(values):
        every.extend(values)
        return _mean(every)

    return _train(self, examples, targets, settings, recorded=recorded)


def without_half(self, examples, targets, **settings):
    """The squared error.

    Mistake: losses-squared
    Hint: the loss has the factor 0.5
    """
    return _train(self, examples, targets, settings, loss=lambda t, y: 2 * _loss(t, y))


def half_twice(self, examples, targets, **settings):
    """0.5 in the loss and in the mean.

    Mistake: factor-2
    Hint: losses is half the expected one
    """
    return _train(self, examples, targets, settings, recorded=lambda values: 0.5 * _mean(values))


def not_squared(self, examples, targets, **settings):
    """The error itself.

    Mistake: losses-of-errors
    Hint: the errors are not squared
    """
    return _train(self, examples, targets, settings, loss=lambda t, y: sum(a - b for a, b in zip(t, y)))


def half_but_not_squared(self, examples, targets, **settings):
    """0.5 (t - y).

    Mistake: losses-of-errors
    Hint: the errors are not squared
    """
    return _train(self, examples, targets, settings, loss=lambda t, y: 0.5 * sum(a - b for a, b in zip(t, y)))


def absolute_errors(self, examples, targets, **settings):
    """abs(t - y).

    Mistake: losses-absolute
    Hint: these are absolute errors
    """
    return _train(self, examples, targets, settings, loss=lambda t, y: sum(abs(a - b) for a, b in zip(t, y)))


def root_of_the_error(self, examples, targets, **settings):
    """The root of the squared error: the absolute error if there is one output."""
    return _train(self, examples, targets, settings, loss=lambda t, y: sum((a - b) ** 2 for a, b in zip(t, y)) ** 0.5)


def cross_entropy(self, examples, targets, **settings):
    """The cross-entropy.

    Mistake: losses-cross-entropy
    Hint: this is the cross-entropy
    """
    return _train(self, examples, targets, settings, loss=lambda t, y: -sum(
        a * np.log(b) + (1 - a) * np.log(1 - b) for a, b in zip(t, y)))


def first_output_only(self, examples, targets, **settings):
    """XOR has one output.

    Mistake: losses-one-output
    Hint: only the first output counts
    """
    return _train(self, examples, targets, settings, loss=lambda t, y: 0.5 * (t[0] - y[0]) ** 2)


def last_output_only(self, examples, targets, **settings):
    """total = in the loop over the outputs.

    Mistake: losses-one-output
    Hint: only the last output counts
    """
    return _train(self, examples, targets, settings, loss=lambda t, y: 0.5 * (t[-1] - y[-1]) ** 2)


def mean_over_outputs(self, examples, targets, **settings):
    """The mean over the outputs.

    Mistake: losses-over-outputs
    Hint: the sum over its outputs, not their mean
    """
    return _train(self, examples, targets, settings, loss=lambda t, y: _loss(t, y) / len(t))


def square_of_the_sum(self, examples, targets, **settings):
    """The sum over the outputs is squared.

    Mistake: losses-summed-first
    Hint: the errors of the outputs are squared first
    """
    return _train(self, examples, targets, settings, loss=lambda t, y: 0.5 * sum(a - b for a, b in zip(t, y)) ** 2)


def loss_after_the_update(self, examples, targets, **settings):
    """A second forward pass after the update.

    Mistake: losses-after-update
    Hint: the loss of an example is that before its own update
    """
    def example(self, x, t, rate, simple, loss):
        _example(self, x, t, rate, simple, loss)
        return loss(t, self.forward(x))

    return _train(self, examples, targets, settings, example=example)


def losses_after_the_epoch(self, examples, targets, **settings):
    """All examples once more after the epoch.

    Mistake: losses-after
    Hint: these are the losses after the epoch
    """
    return _train(self, examples, targets, settings, recorded=lambda values: _mean(
        [_loss(t, self.forward(x)) for x, t in zip(examples, targets)]))


def losses_before_the_epoch(self, examples, targets, **settings):
    """All examples before the epoch.

    Mistake: losses-before
    Hint: these are the losses before the epoch
    """
    rng, losses = np.random.default_rng(settings["rng"]), []
    for _ in range(settings["epochs"]):
        losses.append(_mean([_loss(t, self.forward(x)) for x, t in zip(examples, targets)]))
        _train(self, examples, targets, {**settings, "epochs": 1, "rng": rng})
    return losses


def one_loss(self, examples, targets, **settings):
    """The mean of the last epoch.

    Mistake: losses-shape
    Hint: append one number to losses at the end of each epoch
    """
    return _train(self, examples, targets, settings)[-1]


def no_losses(self, examples, targets, **settings):
    """Nothing is appended.

    Mistake: losses-shape
    Hint: append one number to losses at the end of each epoch
    """
    _train(self, examples, targets, settings)
    return []


def losses_of_outputs(self, examples, targets, **settings):
    """A loss for each output.

    Mistake: losses-shape
    Hint: append one number to losses at the end of each epoch
    """
    return _train(self, examples, targets, settings, recorded=lambda values: np.mean(values, axis=0),
                  loss=lambda t, y: 0.5 * (np.array(t) - y) ** 2)


def nothing_returned(self, examples, targets, **settings):
    """No return.

    Mistake: wrong-result
    Hint: train returned None
    """
    _train(self, examples, targets, settings)


def random_walk(self, examples, targets, **settings):
    """random.choice of the examples, until all were there: some come twice.

    Mistake: updates
    Hint: each of 5 epochs goes once through all 6 examples
    """
    def order(rng, N, epoch):
        seen, numbers = set(), []
        while len(seen) < N:
            numbers.append(random.randrange(N))
            seen.add(numbers[-1])
        return [*numbers, 0]

    return _train(self, examples, targets, settings, order=order)


def losses_of_all_calls(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
    """The losses are kept in the network: a second call returns those of the first one too.

    Mistake: kept
    Hint: something is kept from the first call
    """
    rng = np.random.default_rng(rng)
    if not hasattr(self, "losses"):
        self.losses = []
    for _ in range(epochs):
        total = 0.0
        for i in rng.permutation(len(examples)):
            outputs = self.forward(examples[i])
            total += sum(0.5 * (t - y) ** 2 for t, y in zip(targets[i], outputs))
            self.backward(targets[i], simple)
            self.update(learning_rate)
        self.losses.append(total / len(examples))
    return self.losses


def pairs_shuffled(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
    """Both lists are shuffled in place, together: all is right but the caller's lists.

    Mistake: argument-changed
    Hint: needs examples and targets as before
    """
    rng, losses = np.random.default_rng(rng), []
    for _ in range(epochs):
        order = rng.permutation(len(examples))
        examples[:], targets[:] = [examples[i] for i in order], [targets[i] for i in order]
        total = 0.0
        for inputs, right in zip(examples, targets):
            outputs = self.forward(inputs)
            total += sum(0.5 * (t - y) ** 2 for t, y in zip(right, outputs))
            self.backward(right, simple)
            self.update(learning_rate)
        losses.append(total / len(examples))
    return losses


def last_example_never(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
    """The order leaves the last example out, and takes another one twice.

    Mistake: not-a-permutation
    Hint: each epoch goes through all examples once
    """
    rng, losses = np.random.default_rng(rng), []
    for _ in range(epochs):
        total = 0.0
        for i in [*rng.permutation(len(examples) - 1), 0]:
            outputs = self.forward(examples[i])
            total += sum(0.5 * (t - y) ** 2 for t, y in zip(targets[i], outputs))
            self.backward(targets[i], simple)
            self.update(learning_rate)
        losses.append(total / len(examples))
    return losses


def order_reversed(self, examples, targets, *, learning_rate, epochs, simple=False, rng=None):
    """One random order, which is reversed after each epoch.

    Mistake: one-order
    Hint: the old order, reversed or turned, is no new one
    """
    rng, losses = np.random.default_rng(rng), []
    order = rng.permutation(len(examples))
    for _ in range(epochs):
        total = 0.0
        for i in order:
            outputs = self.forward(examples[i])
            total += sum(0.5 * (t - y) ** 2 for t, y in zip(targets[i], outputs))
            self.backward(targets[i], simple)
            self.update(learning_rate)
        losses.append(total / len(examples))
        order = order[::-1]
    return losses
