"""Wrong versions of linear_softmax_loss."""

import numpy as np


def _log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def bias_left_out(W, b, X, Y, reg=0.0):
    """The scores are X W, without b.

    Mistake: bias-missing
    Hint: the bias b has no effect
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def bias_in_the_weights(W, b, X, Y, reg=0.0):
    """X @ (W + b): the bias is multiplied by the inputs.

    Mistake: bias-in-weights
    Hint: the bias is added to the weights
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ (W + b))
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def bias_subtracted(W, b, X, Y, reg=0.0):
    """X W - b.

    Mistake: bias-subtracted
    Hint: the bias b is subtracted
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W - b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def bias_as_a_threshold(W, b, X, Y, reg=0.0):
    """The sum of b is added to all scores, which changes nothing: b has no effect.

    Mistake: bias-missing
    Hint: the bias b has no effect
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b.sum())
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def bias_as_a_column(W, b, X, Y, reg=0.0):
    """b as a column (C, 1): the shapes do not fit.

    Mistake: ValueError
    Hint: the shapes of two arrays do not fit
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b.reshape(-1, 1))
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def bias_penalised(W, b, X, Y, reg=0.0):
    """The L2 penalty takes b as well, in the loss and in db.

    Mistake: bias-penalised
    Hint: the bias is not penalised
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    loss = -np.sum(Y * log_P) / N + 0.5 * reg * (np.sum(W**2) + np.sum(b**2))
    return loss, X.T @ G + reg * W, G.sum(axis=0) + reg * b


def bias_penalised_in_gradient(W, b, X, Y, reg=0.0):
    """db gets reg * b.

    Mistake: bias-penalised
    Hint: the bias is not penalised
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    loss = -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2)
    return loss, X.T @ G + reg * W, G.sum(axis=0) + reg * b


def db_not_averaged(W, b, X, Y, reg=0.0):
    """Only dW is divided by N.

    Mistake: db-not-averaged
    Hint: db is a mean over the batch
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = np.exp(log_P) - Y
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G / N + reg * W, G.sum(axis=0)


def db_averaged_twice(W, b, X, Y, reg=0.0):
    """The mean of what is divided by N already.

    Mistake: db-averaged-twice
    Hint: db is divided by N twice
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.mean(axis=0)


def db_with_keepdims(W, b, X, Y, reg=0.0):
    """db is a row, (1, C).

    Mistake: wrong-shape
    Hint: keepdims
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0, keepdims=True)


def db_over_classes(W, b, X, Y, reg=0.0):
    """db is summed along the wrong axis.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=1)


def db_one_number(W, b, X, Y, reg=0.0):
    """db is the sum of all entries.

    Mistake: wrong-shape
    Hint: which axis was summed
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, np.sum(G)


def db_zero(W, b, X, Y, reg=0.0):
    """db is never computed.

    Mistake: all-zeros
    Hint: db is all zeros
    """
    N = X.shape[0]
    db = np.zeros_like(b)
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, db


def db_with_wrong_sign(W, b, X, Y, reg=0.0):
    """db from Y - P, dW from P - Y.

    Mistake: sign
    Hint: db has the wrong sign
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    P = np.exp(log_P)
    loss = -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2)
    return loss, X.T @ (P - Y) / N + reg * W, np.sum(Y - P, axis=0) / N


def db_times_bias(W, b, X, Y, reg=0.0):
    """db is multiplied by b."""
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, b * G.sum(axis=0)


def db_without_labels(W, b, X, Y, reg=0.0):
    """db is the mean of P: the labels are missing in it.

    Mistake: correct-class-missing
    Hint: a term -1 that is missing here
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    P = np.exp(log_P)
    loss = -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2)
    return loss, X.T @ (P - Y) / N + reg * W, P.mean(axis=0)


def db_missing(W, b, X, Y, reg=0.0):
    """Returns loss and dW.

    Mistake: wrong-result
    Hint: must return 3 values
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ (np.exp(log_P) - Y) / N + reg * W


def gradients_swapped(W, b, X, Y, reg=0.0):
    """Returns loss, db, dW.

    Mistake: wrong-order
    Hint: in the right order
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), G.sum(axis=0), X.T @ G + reg * W


def gradients_in_a_tuple(W, b, X, Y, reg=0.0):
    """Returns loss, (dW, db).

    Mistake: wrong-result
    Hint: must return 3 values
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), (X.T @ G + reg * W, G.sum(axis=0))


def nothing_averaged(W, b, X, Y, reg=0.0):
    """Loss, dW and db are sums over the examples.

    Mistake: not-averaged
    Hint: divide by N
    """
    log_P = _log_softmax(X @ W + b)
    G = np.exp(log_P) - Y
    return -np.sum(Y * log_P) + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def gradients_not_averaged(W, b, X, Y, reg=0.0):
    """dW and db are sums over the examples.

    Mistake: not-averaged
    Hint: divide by N
    """
    log_P = _log_softmax(X @ W + b)
    G = np.exp(log_P) - Y
    return -np.sum(Y * log_P) / len(X) + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def mean_of_all_entries(W, b, X, Y, reg=0.0):
    """np.mean of Y * log P divides by N C.

    Mistake: divided-by-classes
    Hint: not over the C classes
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.mean(Y * log_P) + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def exponentials_overflow(W, b, X, Y, reg=0.0):
    """The maximum is not subtracted.

    Mistake: nan
    Hint: overflow in exp
    """
    N = X.shape[0]
    E = np.exp(X @ W + b)
    P = E / E.sum(axis=1, keepdims=True)
    G = (P - Y) / N
    return -np.sum(Y * np.log(P)) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def zero_times_infinity(W, b, X, Y, reg=0.0):
    """Y * log P with log 0 where Y is 0.

    Mistake: nan
    Hint: 0 * inf
    """
    N = X.shape[0]
    S = X @ W + b
    E = np.exp(S - S.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    G = (P - Y) / N
    return -np.sum(Y * np.log(P)) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def epsilon_in_logarithm(W, b, X, Y, reg=0.0):
    """log(P + 1e-8).

    Mistake: epsilon-in-log
    Hint: before the logarithm
    """
    N = X.shape[0]
    P = np.exp(_log_softmax(X @ W + b))
    G = (P - Y) / N
    return -np.sum(Y * np.log(P + 1e-8)) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def zeros_left_out_of_logarithm(W, b, X, Y, reg=0.0):
    """Takes the logarithm of positive probabilities only: the largest losses count as 0.

    Mistake: zeros-skipped
    Hint: its loss is the largest
    """
    N = X.shape[0]
    P = np.exp(_log_softmax(X @ W + b))
    log_P = np.log(P, out=np.zeros_like(P), where=P > 0)
    G = (P - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def softmax_of_columns(W, b, X, Y, reg=0.0):
    """The columns of P sum to 1.

    Mistake: normalised-over-examples
    Hint: sum to 1 over the classes
    """
    N = X.shape[0]
    log_P = _log_softmax((X @ W + b).T).T
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def softmax_of_the_batch(W, b, X, Y, reg=0.0):
    """P sums to 1 over the whole batch.

    Mistake: normalised-over-all
    Hint: not over the batch
    """
    N = X.shape[0]
    S = X @ W + b
    S = S - S.max()
    log_P = S - np.log(np.sum(np.exp(S)))
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def scores_as_energies(W, b, X, Y, reg=0.0):
    """exp(-S), as in Boltzmann's distribution.

    Mistake: minus-scores
    Hint: the scores have the wrong sign
    """
    N = X.shape[0]
    log_P = _log_softmax(-(X @ W + b))
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def yes_or_no_cross_entropy(W, b, X, Y, reg=0.0):
    """Adds (1 - Y) log(1 - P), as for a sigmoid.

    Mistake: binary-cross-entropy
    Hint: cross-entropy of C yes-or-no questions
    """
    N = X.shape[0]
    P = np.exp(_log_softmax(X @ W + b))
    G = (P - Y) / N
    loss = -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / N + 0.5 * reg * np.sum(W**2)
    return loss, X.T @ G + reg * W, G.sum(axis=0)


def labels_and_probabilities_swapped(W, b, X, Y, reg=0.0):
    """sum(P * log Y) with a small number for log 0."""
    N = X.shape[0]
    P = np.exp(_log_softmax(X @ W + b))
    G = (P - Y) / N
    return -np.sum(P * np.log(Y + 1e-12)) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def entropy(W, b, X, Y, reg=0.0):
    """-sum(P log P): the labels do not enter the loss.

    Mistake: entropy
    Hint: entropy of the probabilities
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    P = np.exp(log_P)
    G = (P - Y) / N
    return -np.sum(P * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def squared_error(W, b, X, Y, reg=0.0):
    """Half the squared distance of P from Y, with the gradient of the cross-entropy.

    Mistake: squared-error
    Hint: squared error
    """
    N = X.shape[0]
    P = np.exp(_log_softmax(X @ W + b))
    G = (P - Y) / N
    return 0.5 * np.sum((P - Y) ** 2) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def sigmoid_derivative(W, b, X, Y, reg=0.0):
    """The factor P (1 - P) of a sigmoid under a squared error.

    Mistake: sigmoid-derivative
    Hint: the derivative of a sigmoid
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    P = np.exp(log_P)
    G = (P - Y) * P * (1 - P) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def derivative_by_probabilities(W, b, X, Y, reg=0.0):
    """-Y / P, the derivative by P, in the place of the one by the scores.

    Mistake: by-probabilities
    Hint: the derivative by the probabilities
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = -Y / np.exp(log_P) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def gradients_uphill(W, b, X, Y, reg=0.0):
    """Y - P in dW and db.

    Mistake: negative-gradient
    Hint: sign
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (Y - np.exp(log_P)) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def loss_without_minus(W, b, X, Y, reg=0.0):
    """sum(Y log P) / N.

    Mistake: negative-loss
    Hint: minus the logarithm
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def product_for_entries(W, b, X, Y, reg=0.0):
    """Y.T @ log P in the place of Y * log P: a (C, C) matrix is summed.

    Mistake: all-classes
    Hint: not all classes
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y.T @ log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def penalty_missing(W, b, X, Y, reg=0.0):
    """reg is not used.

    Mistake: reg-missing
    Hint: the L2 penalty is missing
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N, X.T @ G, G.sum(axis=0)


def penalty_with_fixed_strength(W, b, X, Y, reg=0.0):
    """A strength of its own in the place of reg.

    Mistake: input-not-used
    Hint: loss stays the same when reg is doubled
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    reg = 1e-3
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def penalty_before_average(W, b, X, Y, reg=0.0):
    """(X.T @ G + reg * W) / N, the same in the loss.

    Mistake: reg-divided-by-n
    Hint: the penalty is divided by N too
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = np.exp(log_P) - Y
    loss = (-np.sum(Y * log_P) + 0.5 * reg * np.sum(W**2)) / N
    return loss, (X.T @ G + reg * W) / N, G.sum(axis=0) / N


def penalty_without_half(W, b, X, Y, reg=0.0):
    """reg * sum(W**2) and 2 * reg * W.

    Mistake: reg-twice
    Hint: the penalty is twice as large
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + reg * np.sum(W**2), X.T @ G + 2 * reg * W, G.sum(axis=0)


def penalty_derivative_is_a_sum(W, b, X, Y, reg=0.0):
    """dW gets reg * sum(W).

    Mistake: reg-sum-in-gradient
    Hint: another number for every entry of W
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * np.sum(W), G.sum(axis=0)


def gradient_transposed(W, b, X, Y, reg=0.0):
    """dW is (C, D).

    Mistake: transposed
    Hint: it is transposed
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), (X.T @ G + reg * W).T, G.sum(axis=0)


def labels_as_numbers(W, b, X, Y, reg=0.0):
    """Y is used as an index array: it selects rows of log P."""
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    return -np.mean(log_P[Y.astype(int)]) + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def labels_softened(W, b, X, Y, reg=0.0):
    """Label smoothing, which nobody asked for."""
    N, C = Y.shape
    soft = 0.9 * Y + 0.1 / C
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - soft) / N
    return -np.sum(soft * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, G.sum(axis=0)


def inputs_changed(W, b, X, Y, reg=0.0):
    """Uses the memory of Y for the gradient and adds b up in place.

    Mistake: argument-changed
    Hint: it changes its arguments Y and b
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    loss = -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2)
    Y -= np.exp(log_P)
    Y /= -N
    b[:] = Y.sum(axis=0)
    return loss, X.T @ Y + reg * W, b


def bias_gradient_adds_up(W, b, X, Y, reg=0.0, total={}):
    """db is added up from call to call in a default argument.

    Mistake: kept
    Hint: something is kept from the first call
    """
    N = X.shape[0]
    log_P = _log_softmax(X @ W + b)
    G = (np.exp(log_P) - Y) / N
    total[W.shape] = total.get(W.shape, 0) + G.sum(axis=0)
    return -np.sum(Y * log_P) / N + 0.5 * reg * np.sum(W**2), X.T @ G + reg * W, total[W.shape]


def example_by_example(W, b, X, Y, reg=0.0):
    """A loop over examples.

    Mistake: wrong-result
    Hint: takes examples or features one by one
    """
    N = X.shape[0]
    loss, dW, db = 0.0, np.zeros_like(W), np.zeros_like(b)
    for x, label in zip(X, Y):
        s = x @ W + b
        s = s - s.max()
        log_p = s - np.log(np.exp(s).sum())
        g = np.exp(log_p) - label
        loss -= label @ log_p
        dW += np.outer(x, g)
        db += g
    return loss / N + 0.5 * reg * np.sum(W**2), dW / N + reg * W, db / N
