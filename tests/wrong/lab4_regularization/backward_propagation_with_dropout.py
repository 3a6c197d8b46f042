"""Wrong versions of backward_propagation_with_dropout, most of them one changed line of one pass."""

import numpy as np


def _through(dA, A, D, keep_prob, k):
    return dA * D / keep_prob * (A > 0)


def _backward(X, Y, parameters, cache, keep_prob, through=_through, weights=lambda A, dZ: A.T @ dZ,
              biases=lambda dZ: dZ.sum(axis=0), start=lambda A3, Y: (A3 - Y) / len(Y)):
    """The pass of the worked solution, with parts to exchange."""
    A1, D1, A2, D2, A3 = (cache[name] for name in ("A1", "D1", "A2", "D2", "A3"))
    gradients, dZ = {}, start(A3, Y)
    gradients["dW3"], gradients["db3"] = weights(A2, dZ), biases(dZ)
    dZ = through(dZ @ parameters["W3"].T, A2, D2, keep_prob, 2)
    gradients["dW2"], gradients["db2"] = weights(A1, dZ), biases(dZ)
    dZ = through(dZ @ parameters["W2"].T, A1, D1, keep_prob, 1)
    gradients["dW1"], gradients["db1"] = weights(X, dZ), biases(dZ)
    return gradients


def _plain_forward(X, parameters):
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    A1 = relu(X @ W1 + b1)
    A2 = relu(A1 @ W2 + b2)
    return {"A1": A1, "A2": A2, "A3": sigmoid(A2 @ W3 + b3)}


# ------------------------------------------------------------------ the scale
def not_scaled(X, Y, parameters, cache, keep_prob):
    """The masks are applied, but nothing is divided.

    Mistake: not-scaled
    Hint: in both hidden layers
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D * (A > 0))


def without_dropout(X, Y, parameters, cache, keep_prob):
    """The backward pass of the network without dropout.

    Mistake: not-scaled
    Hint: in both hidden layers
    """
    return backward_propagation(X, Y, parameters, cache)


def second_layer_not_scaled(X, Y, parameters, cache, keep_prob):
    """dA2 is not divided.

    Mistake: not-scaled
    Hint: it is missing in layer 2
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k:
                     dA * D * (A > 0) / (keep if k == 1 else 1))


def first_layer_not_scaled(X, Y, parameters, cache, keep_prob):
    """dA1 is not divided.

    Mistake: not-scaled
    Hint: it is missing in layer 1
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k:
                     dA * D * (A > 0) / (keep if k == 2 else 1))


def first_layer_without_dropout(X, Y, parameters, cache, keep_prob):
    """D1 and the division are forgotten.

    Mistake: not-scaled
    Hint: it is missing in layer 1
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k:
                     dA * (A > 0) if k == 1 else dA * D * (A > 0) / keep)


def multiplied(X, Y, parameters, cache, keep_prob):
    """* keep_prob, as if it was to be undone.

    Mistake: multiplied
    Hint: this multiplies by it
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D * (A > 0) * keep)


def second_layer_multiplied(X, Y, parameters, cache, keep_prob):
    """* keep_prob for dA2.

    Mistake: multiplied
    Hint: layer 2 multiplies by it
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k:
                     dA * D * (A > 0) * (keep if k == 2 else 1 / keep))


def scaled_twice(X, Y, parameters, cache, keep_prob):
    """Divided before and after the mask.

    Mistake: scaled-twice
    Hint: divided by keep_prob twice in each
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA / keep * D * (A > 0) / keep)


def second_scale_for_layer_1(X, Y, parameters, cache, keep_prob):
    """dA1 is divided by keep_prob squared.

    Mistake: scaled-twice
    Hint: layer 1 divides by keep_prob twice
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D * (A > 0) / keep ** (3 - k))


def scaled_by_the_drop_probability(X, Y, parameters, cache, keep_prob):
    """/ (1 - keep_prob).

    Mistake: wrong-scale
    Hint: not by 1 - keep_prob
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D * (A > 0) / (1 - keep))


def output_scaled(X, Y, parameters, cache, keep_prob):
    """dZ3 is divided by keep_prob too.

    Mistake: output-scaled
    Hint: nothing of the output is dropped
    """
    return _backward(X, Y, parameters, cache, keep_prob, start=lambda A3, Y: (A3 - Y) / len(Y) / keep_prob)


def scaled_by_the_share_kept(X, Y, parameters, cache, keep_prob):
    """Divided by the mean of the mask.

    Mistake: share-of-the-mask
    Hint: not by the share of units
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D * (A > 0) / np.mean(D))


def weight_gradients_scaled(X, Y, parameters, cache, keep_prob):
    """The division is made in dW instead of dA.

    Mistake: weights-scaled
    Hint: by keep_prob, not dW
    """
    gradients = _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D * (A > 0))
    gradients["dW1"] = gradients["dW1"] / keep_prob
    gradients["dW2"] = gradients["dW2"] / keep_prob
    return gradients


# ------------------------------------------------------------------ masks and ReLU
def relu_missing(X, Y, parameters, cache, keep_prob):
    """The masks only.

    Mistake: no-relu
    Hint: ReLU is missing on the way back
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D / keep)


def relu_missing_in_layer_1(X, Y, parameters, cache, keep_prob):
    """dZ1 = dA1.

    Mistake: no-relu
    Hint: ReLU is missing on the way back
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k:
                     dA * D / keep if k == 1 else dA * D * (A > 0) / keep)


def relu_missing_in_layer_2(X, Y, parameters, cache, keep_prob):
    """dZ2 = dA2.

    Mistake: no-relu
    Hint: ReLU is missing on the way back
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k:
                     dA * D / keep if k == 2 else dA * D * (A > 0) / keep)


def relu_lets_zero_through(X, Y, parameters, cache, keep_prob):
    """A >= 0 is always true.

    Mistake: no-relu
    Hint: ReLU is missing on the way back
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D * (A >= 0) / keep)


def relu_of_the_gradient(X, Y, parameters, cache, keep_prob):
    """The derivative itself is cut at 0."""
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: np.maximum(dA * D / keep, 0))


def sign_of_the_gradient(X, Y, parameters, cache, keep_prob):
    """dA > 0 instead of A > 0."""
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D / keep * (dA > 0))


def times_the_activation(X, Y, parameters, cache, keep_prob):
    """dA * A instead of dA * (A > 0).

    Mistake: other-function
    Hint: the derivative of ReLU is 1 or 0
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D / keep * A)


def derivative_of_tanh(X, Y, parameters, cache, keep_prob):
    """1 - A**2.

    Mistake: other-function
    Hint: the derivative of ReLU is 1 or 0
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D / keep * (1 - A**2))


def derivative_of_the_sigmoid(X, Y, parameters, cache, keep_prob):
    """A (1 - A).

    Mistake: other-function
    Hint: the derivative of ReLU is 1 or 0
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D / keep * A * (1 - A))


def nothing_masked(X, Y, parameters, cache, keep_prob):
    """Only the division.

    Mistake: nothing-masked
    Hint: units that gave 0 pass nothing on
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA / keep)


def nothing_masked_or_scaled(X, Y, parameters, cache, keep_prob):
    """As if the hidden layers were linear.

    Mistake: nothing-masked
    Hint: units that gave 0 pass nothing on
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA)


def masks_only(X, Y, parameters, cache, keep_prob):
    """Neither ReLU nor the division.

    Mistake: no-relu
    Hint: ReLU and the factor 1 / keep_prob are missing
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D)


def masks_inverted(X, Y, parameters, cache, keep_prob):
    """1 - D, without ReLU.

    Mistake: mask-inverted
    Hint: the masks are 1 for the units that were kept
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * (1 - D) / keep)


def masks_inverted_with_relu(X, Y, parameters, cache, keep_prob):
    """1 - D times ReLU's derivative: nothing is left.

    Mistake: nothing-passes
    Hint: nothing passes the hidden layers
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * (1 - D) / keep * (A > 0))


def fresh_masks(X, Y, parameters, cache, keep_prob):
    """New masks are drawn."""
    rng = np.random.default_rng(0)
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k:
                     dA * (rng.random(A.shape) < keep) / keep * (A > 0))


def one_row_of_the_mask(X, Y, parameters, cache, keep_prob):
    """The first row of each mask for all points.

    Mistake: one-row
    Hint: the first row of each mask
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D[0] / keep * (A > 0))


def masks_exchanged(X, Y, parameters, cache, keep_prob):
    """D1 for the second layer.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    exchanged = {**cache, "D1": cache["D2"], "D2": cache["D1"]}
    return _backward(X, Y, parameters, exchanged, keep_prob)


# ------------------------------------------------------------------ the chain
def scaled_part_not_passed_on(X, Y, parameters, cache, keep_prob):
    """dZ1 is computed from dA2 as it comes from W3.

    Mistake: not-passed-on
    Hint: dZ1 follows from dZ2
    """
    gradients = _backward(X, Y, parameters, cache, keep_prob)
    dA2 = (cache["A3"] - Y) / len(Y) @ parameters["W3"].T
    dZ1 = dA2 @ parameters["W2"].T * cache["D1"] / keep_prob * (cache["A1"] > 0)
    return {**gradients, "dW1": X.T @ dZ1, "db1": dZ1.sum(axis=0)}


def relu_not_passed_on(X, Y, parameters, cache, keep_prob):
    """dZ1 is computed from dA2 instead of dZ2.

    Mistake: not-passed-on
    Hint: dZ1 follows from dZ2
    """
    gradients = _backward(X, Y, parameters, cache, keep_prob)
    dA2 = (cache["A3"] - Y) / len(Y) @ parameters["W3"].T * cache["D2"] / keep_prob
    dZ1 = dA2 @ parameters["W2"].T * cache["D1"] / keep_prob * (cache["A1"] > 0)
    return {**gradients, "dW1": X.T @ dZ1, "db1": dZ1.sum(axis=0)}


def weights_not_transposed(X, Y, parameters, cache, keep_prob):
    """W2 instead of W2.T.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    exchanged = {**parameters, "W2": parameters["W2"].T}
    return _backward(X, Y, exchanged, cache, keep_prob)


def averaged_at_each_product(X, Y, parameters, cache, keep_prob):
    """dW = 1 / m * A.T @ dZ, and db too, though dZ3 is divided by m.

    Mistake: averaged-again
    Hint: dZ3 is divided by m already
    """
    m = len(X)
    return _backward(X, Y, parameters, cache, keep_prob, weights=lambda A, dZ: 1 / m * A.T @ dZ,
                     biases=lambda dZ: 1 / m * dZ.sum(axis=0))


def averaged_on_the_way(X, Y, parameters, cache, keep_prob):
    """The division by m again in dZ2 and dZ1.

    Mistake: averaged-again
    Hint: dZ3 is divided by m already
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k:
                     dA * D / keep * (A > 0) / len(X))


def not_averaged(X, Y, parameters, cache, keep_prob):
    """dZ3 = A3 - Y.

    Mistake: not-averaged
    Hint: use dZ3 as it is
    """
    return _backward(X, Y, parameters, cache, keep_prob, start=lambda A3, Y: A3 - Y)


def wrong_sign(X, Y, parameters, cache, keep_prob):
    """dZ3 = Y - A3.

    Mistake: sign
    Hint: has the wrong sign
    """
    return _backward(X, Y, parameters, cache, keep_prob, start=lambda A3, Y: (Y - A3) / len(Y))


def derivative_of_the_squared_error(X, Y, parameters, cache, keep_prob):
    """dZ3 is multiplied by A3 (1 - A3).

    Mistake: output-derivative
    Hint: dZ3 is given
    """
    return _backward(X, Y, parameters, cache, keep_prob, start=lambda A3, Y: (A3 - Y) / len(Y) * A3 * (1 - A3))


def biases_by_mean(X, Y, parameters, cache, keep_prob):
    """np.mean for db.

    Mistake: mean-of-biases
    Hint: not a mean over m
    """
    return _backward(X, Y, parameters, cache, keep_prob, biases=lambda dZ: dZ.mean(axis=0))


def biases_summed_over_units(X, Y, parameters, cache, keep_prob):
    """axis=1 for db.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return _backward(X, Y, parameters, cache, keep_prob, biases=lambda dZ: dZ.sum(axis=1))


def biases_as_rows(X, Y, parameters, cache, keep_prob):
    """db of shape (1, n).

    Mistake: wrong-shape
    Hint: keepdims=True
    """
    return _backward(X, Y, parameters, cache, keep_prob, biases=lambda dZ: dZ.sum(axis=0, keepdims=True))


def one_number_for_biases(X, Y, parameters, cache, keep_prob):
    """np.sum without an axis.

    Mistake: wrong-shape
    Hint: db3 has shape ()
    """
    return _backward(X, Y, parameters, cache, keep_prob, biases=np.sum)


def transposed_weight_gradients(X, Y, parameters, cache, keep_prob):
    """dZ.T @ A.

    Mistake: transposed
    Hint: it is transposed
    """
    return _backward(X, Y, parameters, cache, keep_prob, weights=lambda A, dZ: dZ.T @ A)


def inputs_not_used(X, Y, parameters, cache, keep_prob):
    """The second layer's gradient takes dA2 before ReLU.

    Mistake: no-relu
    Hint: ReLU is missing on the way back
    """
    dZ3 = (cache["A3"] - Y) / len(Y)
    dA2 = dZ3 @ parameters["W3"].T * cache["D2"] / keep_prob
    gradients = _backward(X, Y, parameters, cache, keep_prob)
    return {**gradients, "dW2": cache["A1"].T @ dA2, "db2": dA2.sum(axis=0)}


def activations_masked_again(X, Y, parameters, cache, keep_prob):
    """A1 and A2 are masked and divided again for dW.

    Mistake: scaled-inputs
    Hint: use them as they are
    """
    again = {name: cache[name] for name in cache}
    for k in (1, 2):
        again[f"A{k}"] = cache[f"A{k}"] * cache[f"D{k}"] / keep_prob
    return _backward(X, Y, parameters, again, keep_prob)


def biases_left_out(X, Y, parameters, cache, keep_prob):
    """No db in the dict.

    Mistake: wrong-result
    Hint: must return a dict with
    """
    gradients = _backward(X, Y, parameters, cache, keep_prob)
    return {name: gradients[name] for name in ("dW1", "dW2", "dW3")}


def derivatives_by_z_returned(X, Y, parameters, cache, keep_prob):
    """A tuple of all that was computed.

    Mistake: wrong-result
    Hint: must return a dict with
    """
    return tuple(_backward(X, Y, parameters, cache, keep_prob).values())


def nothing_returned(X, Y, parameters, cache, keep_prob):
    """No return statement.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    _backward(X, Y, parameters, cache, keep_prob)


def activations_by_hand(X, Y, parameters, cache, keep_prob):
    """The activations are computed anew, without dropout.

    Mistake: old-activations
    Hint: use the activations of the cache
    """
    fresh = {**cache, **_plain_forward(X, parameters)}
    return _backward(X, Y, parameters, fresh, keep_prob)


def rng_of_the_notebook(X, Y, parameters, cache, keep_prob):
    """Fresh masks from a generator that the function does not have.

    Mistake: NameError
    Hint: a variable of another function
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k:
                     dA * (rng.random(A.shape) < keep) / keep * (A > 0))



def masks_scaled_in_place(X, Y, parameters, cache, keep_prob):
    """Divides the masks of the cache in place: works with masks of floats.

    Mistake: argument-changed
    Hint: changes its arguments cache["D1"] and cache["D2"]
    """
    cache["D1"] /= keep_prob
    cache["D2"] /= keep_prob
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D * (A > 0))



def results_and_labels_overwritten(X, Y, parameters, cache, keep_prob):
    """Returns nested lists, and changes A3 and Y in place.

    Mistake: argument-changed
    Hint: changes its arguments cache["A3"] and Y
    """
    cache["A3"] -= Y
    Y[:] = 0
    gradients = _backward(X, Y, parameters, cache, keep_prob)
    return {name: value.tolist() for name, value in gradients.items()}


def first_layer_multiplied(X, Y, parameters, cache, keep_prob):
    """dA1 is multiplied by keep_prob.

    Mistake: multiplied
    Hint: layer 1 multiplies by it
    """
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k:
                     dA * D * (A > 0) * (keep if k == 1 else 1 / keep))


def entries_clipped(X, Y, parameters, cache, keep_prob):
    """All gradients are clipped to -10 and 10."""
    gradients = _backward(X, Y, parameters, cache, keep_prob)
    return {name: np.clip(value, -10, 10) for name, value in gradients.items()}


def weights_replaced(X, Y, parameters, cache, keep_prob):
    """The dict of parameters gets scaled weights.

    Mistake: argument-changed
    Hint: changes its arguments parameters["W2"] and parameters["W3"]
    """
    for name in ("W2", "W3"):
        parameters[name] = parameters[name] / keep_prob
    return _backward(X, Y, parameters, cache, keep_prob, lambda dA, A, D, keep, k: dA * D * (A > 0))


def masks_taken_out(X, Y, parameters, cache, keep_prob):
    """The masks are popped from the cache: a second pass would stop.

    Mistake: argument-changed
    Hint: changes its arguments cache["D1"] and cache["D2"]
    """
    masks = {1: cache.pop("D1"), 2: cache.pop("D2")}
    return _backward(X, Y, parameters, {**cache, "D1": masks[1], "D2": masks[2]}, keep_prob)


_sums = {}


def sums_of_all_calls(X, Y, parameters, cache, keep_prob):
    """Gradients are added to those of earlier calls with the same sizes.

    Mistake: kept
    Hint: something is kept from the first call
    """
    gradients = _backward(X, Y, parameters, cache, keep_prob)
    sums = _sums.setdefault((len(X), keep_prob), {name: 0 for name in gradients})
    for name in gradients:
        sums[name] = sums[name] + gradients[name]
    return dict(sums)
