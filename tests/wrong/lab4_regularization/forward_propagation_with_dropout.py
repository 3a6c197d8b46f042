"""Wrong versions of forward_propagation_with_dropout, most of them one changed line of one pass."""

import numpy as np


def _mask(A, keep_prob, rng, k):
    return rng.random(A.shape) < keep_prob


def _drop(A, D, keep_prob, k):
    return A * D / keep_prob


def _cache(A1, D1, A2, D2, A3):
    return {"A1": A1, "D1": D1, "A2": A2, "D2": D2, "A3": A3}


def _forward(X, parameters, keep_prob, rng, mask=_mask, drop=_drop, hidden=relu, output=sigmoid):
    """The pass of the worked solution, with parts to exchange."""
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    A1 = hidden(X @ W1 + b1)
    D1 = mask(A1, keep_prob, rng, 1)
    A1 = drop(A1, D1, keep_prob, 1)
    A2 = hidden(A1 @ W2 + b2)
    D2 = mask(A2, keep_prob, rng, 2)
    A2 = drop(A2, D2, keep_prob, 2)
    A3 = output(A2 @ W3 + b3)
    return A3, _cache(A1, D1, A2, D2, A3)


# ------------------------------------------------------------------ which random numbers
def normal_numbers(X, parameters, keep_prob, rng):
    """randn instead of rand.

    Mistake: normal-numbers
    Hint: drawn from the normal distribution
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.standard_normal(A.shape) < keep)


def normal_numbers_above(X, parameters, keep_prob, rng):
    """randn > keep_prob.

    Mistake: normal-numbers
    Hint: drawn from the normal distribution
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.normal(size=A.shape) > keep)


def normal_numbers_in_one_layer(X, parameters, keep_prob, rng):
    """randn for the second mask.

    Mistake: normal-numbers
    Hint: drawn from the normal distribution
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k:
                    (rng.random(A.shape) if k == 1 else rng.standard_normal(A.shape)) < keep)


def numbers_from_minus_1(X, parameters, keep_prob, rng):
    """Uniform between -1 and 1.

    Mistake: numbers-from-minus-1
    Hint: drawn from -1 to 1
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.uniform(-1, 1, A.shape) < keep)


def above_keep_prob(X, parameters, keep_prob, rng):
    """> instead of <, divided by keep_prob.

    Mistake: drop-probability
    Hint: not to drop it
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.random(A.shape) > keep)


def drop_probability(X, parameters, keep_prob, rng):
    """keep_prob is taken as the probability to drop, in the mask and in the scale.

    Mistake: drop-probability
    Hint: not to drop it
    """
    keep = 1 - keep_prob
    return _forward(X, parameters, keep_prob, rng, lambda A, _, rng, k: rng.random(A.shape) < keep,
                    lambda A, D, _, k: A * D / keep if keep else A * D)


def above_keep_prob_in_one_layer(X, parameters, keep_prob, rng):
    """The second comparison is the wrong way round.

    Mistake: drop-probability
    Hint: not to drop it
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k:
                    rng.random(A.shape) < keep if k == 1 else rng.random(A.shape) > keep)


def binomial_of_the_drop_probability(X, parameters, keep_prob, rng):
    """binomial(1, 1 - keep_prob).

    Mistake: drop-probability
    Hint: not to drop it
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.binomial(1, 1 - keep, A.shape))


def half_of_the_units(X, parameters, keep_prob, rng):
    """integers(0, 2).

    Mistake: half
    Hint: half of the units are kept
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.integers(0, 2, A.shape))


def rounded_numbers(X, parameters, keep_prob, rng):
    """np.round of the random numbers.

    Mistake: half
    Hint: half of the units are kept
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: np.round(rng.random(A.shape)))


def two_draws_for_a_mask(X, parameters, keep_prob, rng):
    """The product of two masks.

    Mistake: two-masks
    Hint: keep_prob squared
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k:
                    (rng.random(A.shape) < keep) & (rng.random(A.shape) < keep))


def keep_prob_fixed(X, parameters, keep_prob, rng):
    """keep_prob is a number of the function's own.

    Mistake: kept-share
    Hint: each unit is kept with probability keep_prob
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.random(A.shape) < 0.8)


def other_probability_in_layer_2(X, parameters, keep_prob, rng):
    """Fewer units are dropped in the second layer.

    Mistake: kept-share
    Hint: each unit is kept with probability keep_prob
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k:
                    rng.random(A.shape) < (keep if k == 1 else (0.85 + 0.15 * keep)))


def not_compared(X, parameters, keep_prob, rng):
    """The random numbers are the mask.

    Mistake: not-compared
    Hint: compare them with keep_prob
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.random(A.shape))


def cut_off_below(X, parameters, keep_prob, rng):
    """Numbers above keep_prob become 0, the others stay as they are.

    Mistake: not-compared
    Hint: compare them with keep_prob
    """

    def mask(A, keep, rng, k):
        D = rng.random(A.shape)
        D[D > keep] = 0
        return D

    return _forward(X, parameters, keep_prob, rng, mask)


def whole_numbers(X, parameters, keep_prob, rng):
    """Cast before the comparison: all random numbers become 0.

    Mistake: nothing-dropped
    Hint: must be dropped
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.random(A.shape).astype(int) < keep)


def all_dropped(X, parameters, keep_prob, rng):
    """The random numbers themselves are cast to whole numbers.

    Mistake: all-dropped
    Hint: must be kept
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.random(A.shape).astype(int))


def same_number_in_each_row(X, parameters, keep_prob, rng):
    """Exactly round(keep_prob n) units of each point are kept.

    Mistake: fixed-number
    Hint: decide on each unit by itself
    """

    def mask(A, keep, rng, k):
        row = np.arange(A.shape[1]) < round(keep * A.shape[1])
        return rng.permuted(np.tile(row, (len(A), 1)), axis=1)

    return _forward(X, parameters, keep_prob, rng, mask)


def first_unit_always_kept(X, parameters, keep_prob, rng):
    """The loop over the units starts at 1.

    Mistake: unequal-units
    Hint: all units are kept with the same probability
    """

    def mask(A, keep, rng, k):
        D = np.ones(A.shape)
        for j in range(1, A.shape[1]):
            D[:, j] = rng.random(len(A)) < keep
        return D

    return _forward(X, parameters, keep_prob, rng, mask)


# ------------------------------------------------------------------ masks of the wrong shape
def one_row(X, parameters, keep_prob, rng):
    """One mask row for all points, spread out.

    Mistake: one-mask
    Hint: for each unit of each point
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k:
                    np.broadcast_to(rng.random(A.shape[1]) < keep, A.shape))


def one_row_not_spread(X, parameters, keep_prob, rng):
    """One mask row, of shape (1, n).

    Mistake: one-mask
    Hint: for each unit of each point
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.random((1, A.shape[1])) < keep)


def one_row_without_axis(X, parameters, keep_prob, rng):
    """One mask of shape (n,).

    Mistake: one-mask
    Hint: for each unit of each point
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.random(A.shape[-1]) < keep)


def one_column(X, parameters, keep_prob, rng):
    """Whole points are dropped.

    Mistake: one-mask
    Hint: for each unit of each point
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.random((len(A), 1)) < keep)


def one_column_spread(X, parameters, keep_prob, rng):
    """Whole points are dropped, by np.repeat.

    Mistake: one-mask
    Hint: for each unit of each point
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k:
                    np.repeat(rng.random((len(A), 1)) < keep, A.shape[1], axis=1))


def one_number(X, parameters, keep_prob, rng):
    """One random number for the layer.

    Mistake: one-mask
    Hint: for each unit of each point
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.random() < keep)


def shape_of_the_weights(X, parameters, keep_prob, rng):
    """A mask with the shape of the weights.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.random(parameters[f"W{k}"].shape) < keep)


def units_as_rows(X, parameters, keep_prob, rng):
    """Masks of shape (units, points), as in texts where points are columns.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.random(A.shape[::-1]) < keep)


# ------------------------------------------------------------------ the generator
def global_generator(X, parameters, keep_prob, rng):
    """np.random.rand.

    Mistake: own-generator
    Hint: from rng, the generator that is passed
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: np.random.rand(*A.shape) < keep)


def global_generator_in_one_layer(X, parameters, keep_prob, rng):
    """np.random for the second mask.

    Mistake: own-generator
    Hint: from rng, the generator that is passed
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k:
                    (rng if k == 1 else np.random).random(A.shape) < keep)


def own_generator(X, parameters, keep_prob, rng):
    """A new generator without a seed.

    Mistake: own-generator
    Hint: from rng, the generator that is passed
    """
    return _forward(X, parameters, keep_prob, np.random.default_rng())


def seed_inside(X, parameters, keep_prob, rng):
    """np.random.seed(1) at the start of the pass.

    Mistake: seeded-inside
    Hint: don't seed inside the function
    """
    np.random.seed(1)
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: np.random.rand(*A.shape) < keep)


def own_seeded_generator(X, parameters, keep_prob, rng):
    """default_rng(0) inside.

    Mistake: seeded-inside
    Hint: don't seed inside the function
    """
    return _forward(X, parameters, keep_prob, np.random.default_rng(0))


def seed_inside_for_one_layer(X, parameters, keep_prob, rng):
    """default_rng(2) for the second mask.

    Mistake: seeded-inside
    Hint: don't seed inside the function
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k:
                    (rng if k == 1 else np.random.default_rng(2)).random(A.shape) < keep)


def seed_for_each_mask(X, parameters, keep_prob, rng):
    """A generator with the same seed for each mask.

    Mistake: same-for-both
    Hint: new random numbers for the second layer
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k:
                    np.random.default_rng(1).random(A.shape) < keep)


def same_mask_for_both_layers(X, parameters, keep_prob, rng):
    """One large mask is drawn and cut for each layer.

    Mistake: same-for-both
    Hint: new random numbers for the second layer
    """
    units = max(len(parameters["b1"]), len(parameters["b2"]))
    D = rng.random((len(X), units)) < keep_prob
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: D[:, : A.shape[1]])


def mask_of_layer_1_again(X, parameters, keep_prob, rng):
    """D1 is used for the second layer.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    D = rng.random((len(X), len(parameters["b1"]))) < keep_prob
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: D)


# ------------------------------------------------------------------ masking and scaling
def not_scaled(X, parameters, keep_prob, rng):
    """No division by keep_prob.

    Mistake: not-scaled
    Hint: A1 is not divided by keep_prob
    """
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: A * D)


def second_layer_not_scaled(X, parameters, keep_prob, rng):
    """The division is there for A1 only.

    Mistake: not-scaled
    Hint: A2 is not divided by keep_prob
    """
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: A * D / keep if k == 1 else A * D)


def multiplied(X, parameters, keep_prob, rng):
    """* keep_prob instead of / keep_prob.

    Mistake: multiplied
    Hint: A1 is multiplied by keep_prob
    """
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: A * D * keep)


def scaled_by_the_drop_probability(X, parameters, keep_prob, rng):
    """/ (1 - keep_prob).

    Mistake: wrong-scale
    Hint: divided by 1 - keep_prob
    """
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: A * D / (1 - keep + 1e-12))


def scaled_twice(X, parameters, keep_prob, rng):
    """The division is there twice.

    Mistake: scaled-twice
    Hint: divided by keep_prob twice
    """
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: A / keep * D / keep)


def root_of_keep_prob(X, parameters, keep_prob, rng):
    """The variance is kept, not the mean.

    Mistake: root
    Hint: square root
    """
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: A * D / np.sqrt(keep))


def scaled_by_the_share_kept(X, parameters, keep_prob, rng):
    """Divided by the mean of the mask.

    Mistake: share-of-the-mask
    Hint: not by the share of units
    """
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: A * D / np.mean(D))


def scaled_by_the_share_of_each_unit(X, parameters, keep_prob, rng):
    """Divided by the mean of the mask's columns.

    Mistake: share-of-the-mask
    Hint: not by the share of points
    """
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: A * D / np.mean(D, axis=0))


def mask_scaled(X, parameters, keep_prob, rng):
    """The mask in the cache is divided by keep_prob.

    Mistake: mask-scaled
    Hint: divide the activations by keep_prob
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: (rng.random(A.shape) < keep) / keep,
                    lambda A, D, keep, k: A * D)


def mask_times_keep_prob(X, parameters, keep_prob, rng):
    """The mask holds keep_prob for kept units.

    Mistake: mask-scaled
    Hint: don't multiply it by keep_prob
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: (rng.random(A.shape) < keep) * keep)


def minus_one_for_dropped(X, parameters, keep_prob, rng):
    """The mask holds 1 and -1.

    Mistake: mask-values
    Hint: 0 for those that are dropped
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: np.sign(keep - rng.random(A.shape)))


def mask_of_dropped_units(X, parameters, keep_prob, rng):
    """The activations are right, but the cache holds 1 for dropped units.

    Mistake: mask-inverted
    Hint: the mask is 1 for the units that are kept
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k: rng.random(A.shape) >= keep,
                    lambda A, D, keep, k: A * (1 - D) / keep)


def kept_units_dropped(X, parameters, keep_prob, rng):
    """The mask is right, but its ones are set to 0.

    Mistake: mask-inverted
    Hint: the mask is 1 for the units that are kept
    """

    def drop(A, D, keep, k):
        A = A.copy()
        A[D] = 0
        return A / keep

    return _forward(X, parameters, keep_prob, rng, drop=drop)


def not_masked(X, parameters, keep_prob, rng):
    """The masks are drawn, but not used.

    Mistake: not-masked
    Hint: A1 is not dropped
    """
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: A)


def scaled_only(X, parameters, keep_prob, rng):
    """Divided by keep_prob, but not masked.

    Mistake: not-masked
    Hint: no unit of it is dropped
    """
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: A / keep)


def second_layer_not_masked(X, parameters, keep_prob, rng):
    """D2 is drawn, but not used.

    Mistake: not-masked
    Hint: A2 is not dropped
    """
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: A * D / keep if k == 1 else A)


def second_layer_without_dropout(X, parameters, keep_prob, rng):
    """D2 is all ones.

    Mistake: nothing-dropped
    Hint: must be dropped
    """
    return _forward(X, parameters, keep_prob, rng, lambda A, keep, rng, k:
                    rng.random(A.shape) < keep if k == 1 else np.ones(A.shape),
                    lambda A, D, keep, k: A * D / keep if k == 1 else A)


def mask_drawn_twice(X, parameters, keep_prob, rng):
    """The mask in the cache is another one.

    Mistake: another-mask
    Hint: put the same one into the cache
    """
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: A * (rng.random(A.shape) < keep) / keep)


def mask_of_the_activations(X, parameters, keep_prob, rng):
    """The cache holds A > 0 as a mask.

    Mistake: mask-of-activations
    Hint: not the zeros of A1
    """
    A3, cache = _forward(X, parameters, keep_prob, rng)
    return A3, {**cache, "D1": cache["A1"] > 0, "D2": cache["A2"] > 0}


def activations_as_masks(X, parameters, keep_prob, rng):
    """A1 and A2 stand for D1 and D2 in the cache.

    Mistake: mask-of-activations
    Hint: these are the activations
    """
    A3, cache = _forward(X, parameters, keep_prob, rng)
    return A3, {**cache, "D1": cache["A1"], "D2": cache["A2"]}


def dropped_units_scaled_too(X, parameters, keep_prob, rng):
    """np.where with 1 / keep_prob for dropped units.

    Mistake: ones
    Hint: a dropped unit is 0
    """
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: np.where(D, A, 1 / keep))


def dropped_units_keep_their_value(X, parameters, keep_prob, rng):
    """Kept units are scaled, the others stay as they are."""
    return _forward(X, parameters, keep_prob, rng, drop=lambda A, D, keep, k: np.where(D, A / keep, A))


# ------------------------------------------------------------------ what is dropped, and where
def inputs_dropped(X, parameters, keep_prob, rng):
    """The inputs are dropped too.

    Mistake: inputs-dropped
    Hint: the inputs X are dropped too
    """
    return _forward(X * (rng.random(X.shape) < keep_prob) / keep_prob, parameters, keep_prob, rng)


def inputs_dropped_and_not_scaled(X, parameters, keep_prob, rng):
    """The inputs are dropped, without a scale.

    Mistake: inputs-dropped
    Hint: the inputs X are dropped too
    """
    return _forward(X * (rng.random(X.shape) < keep_prob), parameters, keep_prob, rng)


def output_dropped(X, parameters, keep_prob, rng):
    """The output is dropped too.

    Mistake: output-dropped
    Hint: the output is dropped too
    """

    def output(Z):
        A = sigmoid(Z)
        return A * (rng.random(A.shape) < keep_prob) / keep_prob

    return _forward(X, parameters, keep_prob, rng, output=output)


def output_scaled(X, parameters, keep_prob, rng):
    """The output is divided by keep_prob.

    Mistake: output-dropped
    Hint: nothing of the output is dropped
    """
    return _forward(X, parameters, keep_prob, rng, output=lambda Z: sigmoid(Z) / keep_prob)


def weights_dropped(X, parameters, keep_prob, rng):
    """Weights are dropped instead of units."""
    A3, cache = _forward(X, parameters, keep_prob, rng)
    W1 = parameters["W1"] * (rng.random(parameters["W1"].shape) < keep_prob) / keep_prob
    A1 = relu(X @ W1 + parameters["b1"])
    return A3, {**cache, "A1": A1}


def old_activations_used(X, parameters, keep_prob, rng):
    """A2 is computed from A1 before dropout, A3 from A2 before dropout.

    Mistake: undropped-input
    Hint: not computed from the A1 of the cache
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    A1 = relu(X @ W1 + b1)
    A2 = relu(A1 @ W2 + b2)
    A3 = sigmoid(A2 @ W3 + b3)
    D1, D2 = rng.random(A1.shape) < keep_prob, rng.random(A2.shape) < keep_prob
    return A3, _cache(A1 * D1 / keep_prob, D1, A2 * D2 / keep_prob, D2, A3)


def output_of_undropped_activations(X, parameters, keep_prob, rng):
    """A3 is computed from A2 before dropout.

    Mistake: undropped-input
    Hint: not computed from the A2 of the cache
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    A1 = relu(X @ W1 + b1)
    D1 = rng.random(A1.shape) < keep_prob
    A1 = A1 * D1 / keep_prob
    A2 = relu(A1 @ W2 + b2)
    A3 = sigmoid(A2 @ W3 + b3)
    D2 = rng.random(A2.shape) < keep_prob
    return A3, _cache(A1, D1, A2 * D2 / keep_prob, D2, A3)


def scaled_for_the_cache_only(X, parameters, keep_prob, rng):
    """A1 is divided by keep_prob after A2 was computed from it.

    Mistake: undropped-input
    Hint: not computed from the A1 of the cache
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    A1 = relu(X @ W1 + b1)
    D1 = rng.random(A1.shape) < keep_prob
    A1 = A1 * D1
    A2 = relu(A1 @ W2 + b2)
    D2 = rng.random(A2.shape) < keep_prob
    A2 = A2 * D2 / keep_prob
    A3 = sigmoid(A2 @ W3 + b3)
    return A3, _cache(A1 / keep_prob, D1, A2, D2, A3)


def old_activations_in_the_cache(X, parameters, keep_prob, rng):
    """The pass is right, but the cache holds the activations before dropout.

    Mistake: old-activations
    Hint: the backward pass needs A1 after dropout
    """
    old = {}

    def drop(A, D, keep, k):
        old[f"A{k}"] = A
        return A * D / keep

    A3, cache = _forward(X, parameters, keep_prob, rng, drop=drop)
    return A3, {**cache, **old}


def relu_missing(X, parameters, keep_prob, rng):
    """The hidden layers are linear.

    Mistake: no-relu
    Hint: ReLU is missing
    """
    return _forward(X, parameters, keep_prob, rng, hidden=lambda Z: Z)


def tanh_units(X, parameters, keep_prob, rng):
    """tanh instead of ReLU.

    Mistake: other-function
    Hint: the hidden layers use ReLU
    """
    return _forward(X, parameters, keep_prob, rng, hidden=np.tanh)


def sigmoid_units(X, parameters, keep_prob, rng):
    """Sigmoid in the hidden layers.

    Mistake: other-function
    Hint: the hidden layers use ReLU
    """
    return _forward(X, parameters, keep_prob, rng, hidden=sigmoid)


def sigmoid_missing(X, parameters, keep_prob, rng):
    """A3 is Z3.

    Mistake: no-sigmoid
    Hint: the sigmoid is missing
    """
    return _forward(X, parameters, keep_prob, rng, output=lambda Z: Z)


def relu_of_the_output(X, parameters, keep_prob, rng):
    """ReLU in all three layers.

    Mistake: other-function
    Hint: not ReLU
    """
    return _forward(X, parameters, keep_prob, rng, output=relu)


def biases_missing(X, parameters, keep_prob, rng):
    """b1 is forgotten.

    Mistake: no-bias
    Hint: b1 is missing
    """
    return _forward(X, {**parameters, "b1": 0.0}, keep_prob, rng)


def second_bias_missing(X, parameters, keep_prob, rng):
    """b2 is forgotten.

    Mistake: no-bias
    Hint: b2 is missing
    """
    return _forward(X, {**parameters, "b2": 0.0}, keep_prob, rng)


def last_bias_missing(X, parameters, keep_prob, rng):
    """b3 is forgotten.

    Mistake: no-bias
    Hint: b3 is missing
    """
    return _forward(X, {**parameters, "b3": 0.0}, keep_prob, rng)


def bias_added_after_dropout(X, parameters, keep_prob, rng):
    """The products are dropped, then b is added.

    Mistake: bias-after-dropout
    Hint: b1 is added after dropout
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    D1 = rng.random((len(X), len(b1))) < keep_prob
    A1 = relu(X @ W1 * D1 / keep_prob + b1)
    D2 = rng.random((len(X), len(b2))) < keep_prob
    A2 = relu(A1 @ W2 * D2 / keep_prob + b2)
    A3 = sigmoid(A2 @ W3 + b3)
    return A3, _cache(A1, D1, A2, D2, A3)


# ------------------------------------------------------------------ what is returned
def another_output_in_the_cache(X, parameters, keep_prob, rng):
    """The cache holds Z3 as A3.

    Mistake: cached-output
    Hint: the same A3 that is returned
    """
    A3, cache = _forward(X, parameters, keep_prob, rng)
    return A3, {**cache, "A3": cache["A2"] @ parameters["W3"] + parameters["b3"]}


def masks_not_kept(X, parameters, keep_prob, rng):
    """No masks in the cache.

    Mistake: wrong-result
    Hint: must be a dict with A1, D1, A2, D2 and A3
    """
    A3, cache = _forward(X, parameters, keep_prob, rng)
    return A3, {name: cache[name] for name in ("A1", "A2", "A3")}


def cache_is_a_tuple(X, parameters, keep_prob, rng):
    """A tuple for a cache.

    Mistake: wrong-result
    Hint: must be a dict with A1, D1, A2, D2 and A3
    """
    A3, cache = _forward(X, parameters, keep_prob, rng)
    return A3, tuple(cache.values())


def masks_are_none(X, parameters, keep_prob, rng):
    """The masks are never stored.

    Mistake: wrong-result
    Hint: D1 is None
    """
    A3, cache = _forward(X, parameters, keep_prob, rng)
    return A3, {**cache, "D1": None, "D2": None}


def wrong_order(X, parameters, keep_prob, rng):
    """cache, A3.

    Mistake: wrong-result
    Hint: must be a dict with A1, D1, A2, D2 and A3
    """
    return _forward(X, parameters, keep_prob, rng)[::-1]


def output_only(X, parameters, keep_prob, rng):
    """No cache.

    Mistake: wrong-result
    Hint: must return 2 values
    """
    return _forward(X, parameters, keep_prob, rng)[0]


def flat_output(X, parameters, keep_prob, rng):
    """A3 of shape (m,).

    Mistake: wrong-shape
    Hint: keepdims=True
    """
    A3, cache = _forward(X, parameters, keep_prob, rng)
    return A3[:, 0], cache


def nothing_returned(X, parameters, keep_prob, rng):
    """No return statement.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    _forward(X, parameters, keep_prob, rng)



def changes_its_arguments(X, parameters, keep_prob, rng):
    """Scales the weights in place, divides nothing else, and prints the shares that it kept.

    Mistake: argument-changed
    Hint: changes its arguments parameters["W1"]
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    W1 /= keep_prob
    b1 /= keep_prob
    D1 = rng.random((len(X), len(b1))) < keep_prob
    A1 = relu(X @ W1 + b1) * D1
    W2 /= keep_prob
    b2 /= keep_prob
    D2 = rng.random((len(X), len(b2))) < keep_prob
    A2 = relu(A1 @ W2 + b2) * D2
    A3 = sigmoid(A2 @ W3 + b3)
    print("kept", D1.mean(), D2.mean())
    return A3, {"A1": A1, "D1": D1, "A2": A2, "D2": D2, "A3": A3}


_masks = {}


def masks_of_the_first_call(X, parameters, keep_prob, rng):
    """The masks are drawn once for each size and kept.

    Mistake: seeded-inside
    Hint: draw new random numbers in each pass
    """

    def mask(A, keep, rng, k):
        if (k, keep, A.shape) not in _masks:
            _masks[k, keep, A.shape] = rng.random(A.shape) < keep
        return _masks[k, keep, A.shape]

    return _forward(X, parameters, keep_prob, rng, mask)


def points_overwritten(X, parameters, keep_prob, rng):
    """X is set to zeros at the end.

    Mistake: argument-changed
    Hint: changes its argument X
    """
    result = _forward(X, parameters, keep_prob, rng)
    X[:] = 0
    return result


def last_point_never_dropped(X, parameters, keep_prob, rng):
    """The loop over the points ends one too early.

    Mistake: unequal-units
    Hint: all units of all points
    """

    def mask(A, keep, rng, k):
        D = np.ones(A.shape)
        for i in range(len(A) - 1):
            D[i] = rng.random(A.shape[1]) < keep
        return D

    return _forward(X, parameters, keep_prob, rng, mask)


def two_units_share_a_number(X, parameters, keep_prob, rng):
    """The second unit is dropped with the first.

    Mistake: one-mask
    Hint: draw a number for each unit of each point
    """

    def mask(A, keep, rng, k):
        D = rng.random(A.shape) < keep
        D[:, 1] = D[:, 0]
        return D

    return _forward(X, parameters, keep_prob, rng, mask)


def half_of_the_points_as_the_other(X, parameters, keep_prob, rng):
    """A mask for half of the points, used twice.

    Mistake: one-mask
    Hint: draw a number for each unit of each point
    """

    def mask(A, keep, rng, k):
        half = rng.random((len(A) // 2 + 1, A.shape[1])) < keep
        return np.concatenate([half, half])[: len(A)]

    return _forward(X, parameters, keep_prob, rng, mask)
