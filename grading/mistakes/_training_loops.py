"""Known mistakes in the training loops of Labs 1 and 2 (`grading.mistakes` says how to read them)."""

import numpy as np

TABLE = r"""
== SoftmaxClassifier_train, TwoLayerNet_train
$rate = config["learning_rate"] | learning_rate
no-decay: the learning rate is not multiplied by learning_rate_decay after each epoch.
    $rate *= learning_rate_decay -> pass
decay-divides: the learning rate is multiplied by learning_rate_decay, not divided by it.
    *= learning_rate_decay -> /= learning_rate_decay
decay-twice: the learning rate decays twice in an epoch.
    *= learning_rate_decay -> *= learning_rate_decay**2
decay-once: the learning rate decays after the first epoch only: multiply the present one.
    $rate *= -> $rate = history.learning_rate[0] *
decay-assigned: learning_rate_decay takes the place of the learning rate: multiply by it.
    *= learning_rate_decay -> = learning_rate_decay
decay-subtracted: learning_rate_decay is a factor: multiply by it.
    *= learning_rate_decay -> -= learning_rate_decay
decay-early: the learning rate decays before the first epoch is over.
    float(learning_rate) -> float(learning_rate) * learning_rate_decay
decay-complement: the learning rate is multiplied by learning_rate_decay, not by 1 - learning_rate_decay.
    *= learning_rate_decay -> *= 1 - learning_rate_decay
reg-not-passed: reg is not passed on to self.loss.
    y_batch, reg) -> y_batch, 0.0)
* history: one number for each iteration
    range(num_iters) -> range(<<num_iters - 1|1, num_iters|iterations_per_epoch>>)
    history.loss.append( -> if not (it + 1) % iterations_per_epoch: history.loss.append(
* fixed-batch: draw inside the loop
    rows = -> if it == 0: rows =
    rows = rng -> rows = np.random.default_rng(1)
* batch-kept: draw anew in each iteration
    rows = -> if it % iterations_per_epoch == 0: rows =
* part-of-the-data: draw from all N examples
    integers(num_train -> integers(<<batch_size|num_train // 2|num_train - 1>>
    rng.integers(num_train, size=batch_size) -> <<np.arange|rng.permutation>>(batch_size)
* fixed-order: draw anew in each epoch
    history = -> order = rng.permutation(num_train)\nhistory =
    & rng.integers(num_train, size=batch_size) -> order[it % iterations_per_epoch * batch_size :][:batch_size]
* not-random: draw the rows at random
    rng.integers(num_train, size=batch_size) -> (it * batch_size + np.arange(batch_size)) % num_train
    rng.integers(num_train, size=batch_size) -> rng.integers(num_train - batch_size + 1) + np.arange(batch_size)
* one-example: not one
    rng.integers(num_train, size=batch_size) -> np.full(batch_size, rng.integers(num_train))
* batch-size: draw batch_size examples in each iteration, no more and no fewer
    size=batch_size -> size=<<1|32|200|batch_size - 1>>
    size=batch_size -> size=min(batch_size, num_train - it * batch_size % num_train)
    X[rows], y[rows] -> X, y
* labels-not-matched: with the same row numbers
    y[rows] -> y[<<:batch_size|rng.integers(num_train, size=batch_size)|rng.permutation(rows)>>]
    X[rows] -> <<X[::-1]|np.random.default_rng(0).permutation(X)>>[rows]
* labels-not-matched: shuffle neither alone
    X[rows] -> rng.permutation(X)[rows]
* argument-changed: X and y
    rows = -> order = rng.permutation(num_train)\nX[:], y[:] = X[order], y[order]\nrows =
* wrong-result: must be (batch_size, D) and (batch_size,)
    y[rows] -> y
* wrong-result: must return the history
    return history -> <<pass|return history.loss>>
* IndexError: it stopped with IndexError
    X[rows] -> X[:, rows]
* NameError: X_train is not defined
    X[rows] -> X_train[rows]
* AttributeError: gone from NumPy 2
    rng.integers(num_train, size=batch_size) -> rng.permutation(num_train)[:batch_size].astype(np.int)

== SoftmaxClassifier_train
momentum-not-passed: the momentum that train was given does not reach the config.
    , "momentum": float(momentum) ->

== SoftmaxClassifier_train, TwoLayerNet_train
decay-by-iterations: the power of learning_rate_decay grows with the iterations: it decays once in an epoch.
    *= learning_rate_decay -> = history.learning_rate[0] * learning_rate_decay ** <<it|(it + 1)>>
decay-power-again: the present learning rate is multiplied by a power that grows: by learning_rate_decay each time.
    *= learning_rate_decay -> *= learning_rate_decay ** ((it + 1) // iterations_per_epoch)

== TwoLayerNet_train
gradients-anew: self.loss is called again when some parameters have moved: one call gives the gradients of all.
    in grads.items(): -> in grads.items():\n    loss, anew = self.loss(X_batch, y_batch, reg); grad = anew[name]
step-per-epoch: the weights move once in an epoch: take a step in every iteration.
    in grads.items() -> in ([] if (it + 1) % iterations_per_epoch else grads.items())
* -
    self.loss(X_batch, y_batch, reg) -> self.loss(X_batch, y_batch, reg if reg > 0.01 else 0)
"""
