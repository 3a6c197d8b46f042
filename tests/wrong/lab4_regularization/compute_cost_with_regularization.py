"""Wrong versions of compute_cost_with_regularization."""

import numpy as np


def _squares(parameters):
    return sum(np.sum(parameters[name] ** 2) for name in ("W1", "W2", "W3"))


def no_penalty(A3, Y, parameters, lambd):
    """Only the cross-entropy.

    Mistake: penalty-missing
    Hint: the penalty is missing
    """
    return compute_cost(A3, Y)


def penalty_alone(A3, Y, parameters, lambd):
    """The cross-entropy is forgotten.

    Mistake: data-missing
    Hint: this is the penalty alone
    """
    return lambd / (2 * len(Y)) * _squares(parameters)


def penalty_computed_and_dropped(A3, Y, parameters, lambd):
    """The penalty is computed, but the cross-entropy is returned.

    Mistake: penalty-missing
    Hint: the penalty is missing
    """
    cross_entropy_cost = compute_cost(A3, Y)
    L2_cost = lambd / (2 * len(Y)) * _squares(parameters)
    cost = cross_entropy_cost
    return cost


def not_divided_by_m(A3, Y, parameters, lambd):
    """lambd / 2, without m.

    Mistake: penalty-not-divided
    Hint: not divided by m
    """
    return compute_cost(A3, Y) + lambd / 2 * _squares(parameters)


def not_divided(A3, Y, parameters, lambd):
    """lambd alone.

    Mistake: penalty-not-divided
    Hint: divided neither by 2 nor by m
    """
    return compute_cost(A3, Y) + lambd * _squares(parameters)


def columns_are_points(A3, Y, parameters, lambd):
    """m is taken from the second axis, as in texts where points are columns.

    Mistake: penalty-not-divided
    Hint: not divided by m
    """
    m = Y.shape[1]
    return compute_cost(A3, Y) + lambd / (2 * m) * _squares(parameters)


def brackets_missing(A3, Y, parameters, lambd):
    """lambd / 2 * m.

    Mistake: penalty-times-m
    Hint: are brackets missing around the product
    """
    m = Y.shape[0]
    return compute_cost(A3, Y) + lambd / 2 * m * _squares(parameters)


def one_half_m(A3, Y, parameters, lambd):
    """1 / m * lambd * 2.

    Mistake: penalty-times-2
    Hint: multiplied by 2 instead of divided
    """
    m = Y.shape[0]
    return compute_cost(A3, Y) + 1 / m * lambd * 2 * _squares(parameters)


def divided_by_m_twice(A3, Y, parameters, lambd):
    """The penalty is averaged in the sum and before it.

    Mistake: penalty-divided-twice
    Hint: divided by m twice
    """
    m = len(Y)
    return compute_cost(A3, Y) + lambd / (2 * m) * _squares(parameters) / m


def without_the_half(A3, Y, parameters, lambd):
    """lambd / m.

    Mistake: penalty-twice
    Hint: twice as large
    """
    return compute_cost(A3, Y) + lambd / len(Y) * _squares(parameters)


def halved_twice(A3, Y, parameters, lambd):
    """lambd / (4 m).

    Mistake: penalty-half
    Hint: half as large
    """
    return compute_cost(A3, Y) + 0.5 * lambd / (2 * len(Y)) * _squares(parameters)


def subtracted(A3, Y, parameters, lambd):
    """A minus sign, as in the cross-entropy.

    Mistake: penalty-subtracted
    Hint: added, not subtracted
    """
    return compute_cost(A3, Y) - lambd / (2 * len(Y)) * _squares(parameters)


def multiplied(A3, Y, parameters, lambd):
    """Cross-entropy times penalty.

    Mistake: penalty-factor
    Hint: not multiplied by it
    """
    return compute_cost(A3, Y) * lambd / (2 * len(Y)) * _squares(parameters)


def lambd_not_used(A3, Y, parameters, lambd):
    """The strength is left out.

    Mistake: lambd-unused
    Hint: lambd does not enter
    """
    return compute_cost(A3, Y) + 1 / (2 * len(Y)) * _squares(parameters)


def lambd_squared(A3, Y, parameters, lambd):
    """lambd in the sum and before it.

    Mistake: lambd-twice
    Hint: by lambd twice
    """
    penalty = sum(lambd * np.sum(parameters[name] ** 2) for name in ("W1", "W2", "W3"))
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * penalty


def number_of_parameters(A3, Y, parameters, lambd):
    """m is the length of the dict.

    Mistake: wrong-m
    Hint: not the number of the parameters
    """
    m = len(parameters)
    return compute_cost(A3, Y) + lambd / (2 * m) * _squares(parameters)


def sum_of_points(A3, Y, parameters, lambd):
    """The cross-entropy is a sum.

    Mistake: data-not-averaged
    Hint: a mean over the points, not a sum
    """
    cross_entropy = -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3))
    return cross_entropy + lambd / (2 * len(Y)) * _squares(parameters)


def averaged_again(A3, Y, parameters, lambd):
    """compute_cost is divided by m.

    Mistake: data-divided
    Hint: a mean already
    """
    m = len(Y)
    return compute_cost(A3, Y) / m + lambd / (2 * m) * _squares(parameters)


def all_averaged(A3, Y, parameters, lambd):
    """The sum of cost and penalty is divided by m.

    Mistake: data-divided
    Hint: a mean already
    """
    m = len(Y)
    return (compute_cost(A3, Y) + lambd / (2 * m) * _squares(parameters)) / m


def all_parameters(A3, Y, parameters, lambd):
    """Biases are penalised too.

    Mistake: biases-penalised
    Hint: biases have no penalty
    """
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * sum(np.sum(value**2) for value in parameters.values())


def first_layer_only(A3, Y, parameters, lambd):
    """W1 alone.

    Mistake: some-layers
    Hint: counts W1 only
    """
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * np.sum(parameters["W1"] ** 2)


def last_layer_overwrites(A3, Y, parameters, lambd):
    """= instead of += in the loop.

    Mistake: some-layers
    Hint: counts W3 only
    """
    penalty = 0.0
    for k in (1, 2, 3):
        penalty = lambd / (2 * len(Y)) * np.sum(parameters[f"W{k}"] ** 2)
    return compute_cost(A3, Y) + penalty


def range_too_short(A3, Y, parameters, lambd):
    """range(1, 3) leaves W3 out.

    Mistake: some-layers
    Hint: counts W1 and W2 only
    """
    penalty = sum(np.sum(parameters[f"W{k}"] ** 2) for k in range(1, 3))
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * penalty


def first_layer_left_out(A3, Y, parameters, lambd):
    """The loop starts with the second layer.

    Mistake: some-layers
    Hint: counts W2 and W3 only
    """
    penalty = sum(np.sum(parameters[f"W{k}"] ** 2) for k in range(2, 4))
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * penalty


def return_in_the_loop(A3, Y, parameters, lambd):
    """The loop returns after the first layer.

    Mistake: some-layers
    Hint: counts W1 only
    """
    cost = compute_cost(A3, Y)
    for k in (1, 2, 3):
        cost += lambd / (2 * len(Y)) * np.sum(np.square(parameters[f"W{k}"]))
        return cost


def not_squared(A3, Y, parameters, lambd):
    """The sum of the weights.

    Mistake: not-squared
    Hint: not of the weights themselves
    """
    penalty = sum(np.sum(parameters[f"W{k}"]) for k in (1, 2, 3))
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * penalty


def l1(A3, Y, parameters, lambd):
    """Absolute values.

    Mistake: absolute-values
    Hint: not absolute values
    """
    penalty = sum(np.sum(np.abs(parameters[f"W{k}"])) for k in (1, 2, 3))
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * penalty


def squared_sums(A3, Y, parameters, lambd):
    """np.sum(W) ** 2.

    Mistake: squared-sum
    Hint: not the square of the sum
    """
    penalty = sum(np.sum(parameters[f"W{k}"]) ** 2 for k in (1, 2, 3))
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * penalty


def norms(A3, Y, parameters, lambd):
    """np.linalg.norm without the square.

    Mistake: norm
    Hint: without a square root
    """
    penalty = sum(np.linalg.norm(parameters[f"W{k}"]) for k in (1, 2, 3))
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * penalty


def norm_of_all(A3, Y, parameters, lambd):
    """The norm of all weights together.

    Mistake: norm
    Hint: without a square root
    """
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * np.sqrt(_squares(parameters))


def means(A3, Y, parameters, lambd):
    """np.mean(W**2).

    Mistake: mean-of-squares
    Hint: not their mean
    """
    penalty = sum(np.mean(parameters[f"W{k}"] ** 2) for k in (1, 2, 3))
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * penalty


def products_of_matrices(A3, Y, parameters, lambd):
    """W.T @ W.

    Mistake: matrix-product
    Hint: a product of matrices
    """
    penalty = sum(np.sum(parameters[f"W{k}"].T @ parameters[f"W{k}"]) for k in (1, 2, 3))
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * penalty


def one_penalty_per_column(A3, Y, parameters, lambd):
    """np.sum over the rows only: an array for a cost.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * np.sum(parameters["W1"] ** 2, axis=0)


def cost_of_each_point(A3, Y, parameters, lambd):
    """The cross-entropy is not summed.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    losses = -(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / len(Y)
    return losses + lambd / (2 * len(Y)) * _squares(parameters)


def one_row(A3, Y, parameters, lambd):
    """The cost is a matrix of one entry.

    Mistake: wrong-shape
    Hint: keepdims=True
    """
    P = np.clip(A3, 1e-15, 1 - 1e-15)
    cross_entropy = -(Y.T @ np.log(P) + (1 - Y).T @ np.log(1 - P)) / len(Y)
    return cross_entropy + lambd / (2 * len(Y)) * _squares(parameters)


def nothing_returned(A3, Y, parameters, lambd):
    """No return statement.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    cost = compute_cost(A3, Y) + lambd / (2 * len(Y)) * _squares(parameters)


def lambda_misspelt(A3, Y, parameters, lambd):
    """lmbda instead of lambd.

    Mistake: NameError
    Hint: is lambd meant
    """
    return compute_cost(A3, Y) + lmbda / (2 * len(Y)) * _squares(parameters)



def changes_its_arguments(A3, Y, parameters, lambd):
    """Squares the weights in place and prints the penalty.

    Mistake: argument-changed
    Hint: changes its arguments parameters["W1"]
    """
    cost = compute_cost(A3, Y)
    for k in (1, 2, 3):
        parameters[f"W{k}"] **= 2
        penalty = lambd / 2 / len(Y) * parameters[f"W{k}"].sum()
        print("penalty of layer", k, penalty)
        cost += penalty
    return cost


def outputs_clipped_in_place(A3, Y, parameters, lambd):
    """A3 is kept away from 0 and 1 in place, far too much after the cost is known.

    Mistake: argument-changed
    Hint: changes its argument A3
    """
    cost = compute_cost(A3, Y) + lambd / (2 * len(Y)) * sum(np.sum(parameters[f"W{k}"] ** 2) for k in (1, 2, 3))
    np.clip(A3, 0.25, 0.75, out=A3)
    return cost


def biases_taken_out(A3, Y, parameters, lambd):
    """The biases are removed from the dict, so that the sum can go over all of it.

    Mistake: argument-changed
    Hint: changes its arguments parameters["b1"], parameters["b2"] and parameters["b3"]
    """
    for k in (1, 2, 3):
        del parameters[f"b{k}"]
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * sum(np.sum(W**2) for W in parameters.values())


_penalty = [0.0, 0]


def penalty_grows(A3, Y, parameters, lambd):
    """The sum of squares is a global that is not set to 0 for the second network of the same size.

    Mistake: kept
    Hint: something is kept from the first call
    """
    if _penalty[1] != parameters["W1"].size:
        _penalty[:] = 0.0, parameters["W1"].size
    for k in (1, 2, 3):
        _penalty[0] += np.sum(parameters[f"W{k}"] ** 2)
    return compute_cost(A3, Y) + lambd / (2 * len(Y)) * _penalty[0]
