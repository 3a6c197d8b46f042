"""Wrong versions of backward_propagation_with_regularization."""

import numpy as np


def _add(X, Y, parameters, cache, extra):
    """The gradients of the data with ``extra(k, W, dW)`` added to those of the weights."""
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        gradients[f"dW{k}"] = gradients[f"dW{k}"] + extra(k, parameters[f"W{k}"], gradients[f"dW{k}"])
    return gradients


def no_penalty(X, Y, parameters, cache, lambd):
    """The gradients are returned as they are.

    Mistake: penalty-missing
    Hint: the derivative of the penalty is missing
    """
    return backward_propagation(X, Y, parameters, cache)


def sum_not_stored(X, Y, parameters, cache, lambd):
    """The sum goes into a variable that nobody reads.

    Mistake: penalty-missing
    Hint: the derivative of the penalty is missing
    """
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        dW = gradients[f"dW{k}"]
        dW = dW + lambd / len(Y) * parameters[f"W{k}"]
    return gradients


def stored_under_another_name(X, Y, parameters, cache, lambd):
    """The sums are stored as W1, W2, W3.

    Mistake: penalty-missing
    Hint: the derivative of the penalty is missing
    """
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        gradients[f"W{k}"] = gradients[f"dW{k}"] + lambd / len(Y) * parameters[f"W{k}"]
    return gradients


def replaced_by_the_penalty(X, Y, parameters, cache, lambd):
    """= instead of +=.

    Mistake: data-missing
    Hint: this is the derivative of the penalty alone
    """
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        gradients[f"dW{k}"] = lambd / len(Y) * parameters[f"W{k}"]
    return gradients


def not_divided_by_m(X, Y, parameters, cache, lambd):
    """lambd * W.

    Mistake: penalty-not-divided
    Hint: is divided by m, the number of points
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd * W)


def columns_are_points(X, Y, parameters, cache, lambd):
    """m is Y.shape[1].

    Mistake: penalty-not-divided
    Hint: is divided by m, the number of points
    """
    m = Y.shape[1]
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / m * W)


def number_of_features(X, Y, parameters, cache, lambd):
    """m is X.shape[1].

    Mistake: wrong-m
    Hint: X has them as rows
    """
    m = X.shape[1]
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / m * W)


def times_m(X, Y, parameters, cache, lambd):
    """lambd * m.

    Mistake: penalty-times-m
    Hint: multiplied by m instead of divided
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd * len(X) * W)


def divided_by_m_twice(X, Y, parameters, cache, lambd):
    """1 / m * (lambd / m * W).

    Mistake: penalty-divided-twice
    Hint: divided by m twice
    """
    m = len(X)
    return _add(X, Y, parameters, cache, lambda k, W, dW: 1 / m * (lambd / m * W))


def everything_divided(X, Y, parameters, cache, lambd):
    """(dW + lambd W) / m, as if the gradient was a sum.

    Mistake: data-divided
    Hint: are means already
    """
    m = len(X)
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        gradients[f"dW{k}"] = (gradients[f"dW{k}"] + lambd * parameters[f"W{k}"]) / m
    return gradients


def data_divided(X, Y, parameters, cache, lambd):
    """1 / m * dW + lambd / m * W.

    Mistake: data-divided
    Hint: are means already
    """
    m = len(X)
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        gradients[f"dW{k}"] = 1 / m * gradients[f"dW{k}"] + lambd / m * parameters[f"W{k}"]
    return gradients


def all_divided(X, Y, parameters, cache, lambd):
    """All is divided by m at the end.

    Mistake: data-divided
    Hint: are means already
    """
    m = len(X)
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        gradients[f"dW{k}"] = (gradients[f"dW{k}"] + lambd / m * parameters[f"W{k}"]) / m
    return gradients


def factor_2(X, Y, parameters, cache, lambd):
    """2 lambd / m.

    Mistake: penalty-twice
    Hint: twice as large
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: 2 * lambd / len(X) * W)


def factor_of_the_cost(X, Y, parameters, cache, lambd):
    """lambd / (2 m), as in the cost.

    Mistake: penalty-half
    Hint: has a factor 2, which cancels
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / (2 * len(X)) * W)


def subtracted(X, Y, parameters, cache, lambd):
    """A minus sign, as in the update.

    Mistake: penalty-subtracted
    Hint: added, not subtracted
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: -lambd / len(X) * W)


def lambd_not_used(X, Y, parameters, cache, lambd):
    """W / m.

    Mistake: lambd-unused
    Hint: lambd does not enter
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: W / len(X))


def lambd_squared(X, Y, parameters, cache, lambd):
    """lambd twice.

    Mistake: lambd-twice
    Hint: by lambd twice
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd * (lambd / len(X) * W))


def biases_too(X, Y, parameters, cache, lambd):
    """All parameters.

    Mistake: biases-penalised
    Hint: the biases have no penalty
    """
    gradients = backward_propagation(X, Y, parameters, cache)
    for name, value in parameters.items():
        gradients[f"d{name}"] = gradients[f"d{name}"] + lambd / len(X) * value
    return gradients


def first_layer_only(X, Y, parameters, cache, lambd):
    """dW1 alone.

    Mistake: some-layers
    Hint: counts W1 only
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / len(X) * W if k == 1 else 0)


def last_layer_only(X, Y, parameters, cache, lambd):
    """dW3 alone.

    Mistake: some-layers
    Hint: counts W3 only
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / len(X) * W if k == 3 else 0)


def range_too_short(X, Y, parameters, cache, lambd):
    """range(1, 3).

    Mistake: some-layers
    Hint: counts W1 and W2 only
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / len(X) * W if k in range(1, 3) else 0)


def first_layer_left_out(X, Y, parameters, cache, lambd):
    """range(2, 4).

    Mistake: some-layers
    Hint: counts W2 and W3 only
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / len(X) * W if k in range(2, 4) else 0)


def return_in_the_loop(X, Y, parameters, cache, lambd):
    """The loop returns after the first layer.

    Mistake: some-layers
    Hint: counts W1 only
    """
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        gradients[f"dW{k}"] += lambd / len(Y) * parameters[f"W{k}"]
        return gradients


def penalty_twice_in_one_layer(X, Y, parameters, cache, lambd):
    """Copied lines: dW2 gets its term twice, and dW3 never.

    Mistake: some-layers
    Hint: counts W1 and W2 only
    """
    gradients = backward_propagation(X, Y, parameters, cache)
    gradients["dW1"] += lambd / len(Y) * parameters["W1"]
    gradients["dW2"] += lambd / len(Y) * parameters["W2"]
    gradients["dW2"] += lambd / len(Y) * parameters["W2"]
    return gradients


def squares(X, Y, parameters, cache, lambd):
    """lambd / m * W**2.

    Mistake: squares-kept
    Hint: the derivative of a square is not the square
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / len(X) * W**2)


def half_squares(X, Y, parameters, cache, lambd):
    """lambd / (2 m) * W**2.

    Mistake: squares-kept
    Hint: the derivative of a square is not the square
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / (2 * len(X)) * np.square(W))


def signs(X, Y, parameters, cache, lambd):
    """The derivative of absolute values.

    Mistake: signs
    Hint: a sum of absolute values
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / len(X) * np.sign(W))


def derivative_of_norms(X, Y, parameters, cache, lambd):
    """W over its norm.

    Mistake: norm
    Hint: the derivative of a norm
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / len(X) * W / np.linalg.norm(W))


def sum_of_weights(X, Y, parameters, cache, lambd):
    """lambd * sum(W) / m: one number for all entries.

    Mistake: sum-in-gradient
    Hint: no sum
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd * np.sum(W) / len(X))


def sum_of_columns(X, Y, parameters, cache, lambd):
    """A sum over the rows of W.

    Mistake: sum-in-gradient
    Hint: no sum
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd * np.sum(W, axis=0) / len(X))


def mean_of_weights(X, Y, parameters, cache, lambd):
    """np.mean(W) for W / m.

    Mistake: mean-in-gradient
    Hint: no mean
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / len(X) * np.mean(W))


def penalty_of_the_layer(X, Y, parameters, cache, lambd):
    """The penalty itself is added.

    Mistake: not-derived
    Hint: not its derivative
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / (2 * len(X)) * np.sum(W**2))


def penalty_of_all_layers(X, Y, parameters, cache, lambd):
    """The penalty of the cost is added to each gradient.

    Mistake: not-derived
    Hint: not its derivative
    """
    penalty = lambd / (2 * len(X)) * sum(np.sum(parameters[f"W{k}"] ** 2) for k in (1, 2, 3))
    return _add(X, Y, parameters, cache, lambda k, W, dW: penalty)


def gradients_penalised(X, Y, parameters, cache, lambd):
    """dW instead of W.

    Mistake: gradients-penalised
    Hint: uses their gradients instead
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / len(X) * dW)


def penalty_on_the_way_back(X, Y, parameters, cache, lambd):
    """The weights are shrunk before the gradients are computed with them."""
    shrunk = {name: value * (1 - lambd / len(X)) if name[0] == "W" else value for name, value in parameters.items()}
    return _add(X, Y, shrunk, cache, lambda k, W, dW: lambd / len(X) * W)


def weights_of_another_layer(X, Y, parameters, cache, lambd):
    """The layers are counted from 0.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    weights = [parameters["W1"], parameters["W2"], parameters["W3"]]
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / len(X) * weights[k % 3])


def weights_transposed(X, Y, parameters, cache, lambd):
    """W.T.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    return _add(X, Y, parameters, cache, lambda k, W, dW: lambd / len(X) * W.T)


def gradients_of_the_weights_only(X, Y, parameters, cache, lambd):
    """A new dict without the biases.

    Mistake: wrong-result
    Hint: must return a dict with
    """
    gradients = backward_propagation(X, Y, parameters, cache)
    return {f"dW{k}": gradients[f"dW{k}"] + lambd / len(X) * parameters[f"W{k}"] for k in (1, 2, 3)}


def tuple_of_gradients(X, Y, parameters, cache, lambd):
    """A tuple.

    Mistake: wrong-result
    Hint: must return a dict with
    """
    return tuple(_add(X, Y, parameters, cache, lambda k, W, dW: lambd / len(X) * W).values())


def nothing_returned(X, Y, parameters, cache, lambd):
    """No return statement.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        gradients[f"dW{k}"] += lambd / len(Y) * parameters[f"W{k}"]


def weights_changed_first(X, Y, parameters, cache, lambd):
    """The step of gradient descent is made inside, before the penalty's derivative."""
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        parameters[f"W{k}"] = parameters[f"W{k}"] - 0.3 * gradients[f"dW{k}"]
        gradients[f"dW{k}"] += lambd / len(Y) * parameters[f"W{k}"]
    return gradients



def changes_its_arguments(X, Y, parameters, cache, lambd):
    """Scales the weights in place after the pass.

    Mistake: argument-changed
    Hint: changes its arguments parameters["W1"]
    """
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        parameters[f"W{k}"] *= lambd / len(X)
        gradients[f"dW{k}"] += parameters[f"W{k}"]
    return gradients


def cache_overwritten(X, Y, parameters, cache, lambd):
    """A3 - Y is computed in place, after the pass.

    Mistake: argument-changed
    Hint: changes its argument cache["A3"]
    """
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        gradients[f"dW{k}"] += lambd / len(X) * parameters[f"W{k}"]
    cache["A3"] -= Y
    print(np.abs(cache["A3"]).mean())
    return gradients


def entries_clipped(X, Y, parameters, cache, lambd):
    """All gradients are clipped to -10 and 10."""
    gradients = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        gradients[f"dW{k}"] += lambd / len(X) * parameters[f"W{k}"]
    return {name: np.clip(value, -10, 10) for name, value in gradients.items()}


def sums_of_all_calls(X, Y, parameters, cache, lambd, gradients={}):
    """A mutable default collects the gradients.

    Mistake: kept
    Hint: something is kept from the first call
    """
    for name, value in backward_propagation(X, Y, parameters, cache).items():
        if name in gradients and gradients[name].shape == value.shape and gradients.get("m") == len(X):
            value = value + gradients[name]
        gradients[name] = value
    gradients["m"] = len(X)
    return {name: value + lambd / len(X) * parameters[name[1:]] if "W" in name else value
            for name, value in gradients.items() if name != "m"}
