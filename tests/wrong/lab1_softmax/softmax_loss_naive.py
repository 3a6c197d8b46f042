"""Wrong versions of softmax_loss_naive."""

import numpy as np


def _log_probs(scores):
    shifted = scores - np.max(scores)
    return shifted - np.log(np.sum(np.exp(shifted)))


def gradient_not_averaged(W, X, y, reg):
    """dW is a sum over the examples.

    Mistake: not-averaged
    Hint: divide by N
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    loss = loss / X.shape[0] + 0.5 * reg * np.sum(W * W)
    dW += reg * W
    return loss, dW


def loss_not_averaged(W, X, y, reg):
    """The loss is a sum over the examples.

    Mistake: not-averaged
    Hint: divide by N
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    loss += 0.5 * reg * np.sum(W * W)
    dW = dW / X.shape[0] + reg * W
    return loss, dW


def nothing_averaged(W, X, y, reg):
    """Loss and dW are sums over the examples.

    Mistake: not-averaged
    Hint: divide by N
    """
    loss, dW = 0.5 * reg * np.sum(W * W), reg * W
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss, dW


def averaged_twice(W, X, y, reg):
    """Divided by N in the loop and again behind it.

    Mistake: averaged-twice
    Hint: divided by N twice
    """
    num_train = X.shape[0]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(num_train):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]] / num_train
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i])) / num_train
    loss /= num_train
    dW /= num_train
    return loss + 0.5 * reg * np.sum(W * W), dW + reg * W


def averaged_over_classes(W, X, y, reg):
    """Divides by the number of classes.

    Mistake: divided-by-classes
    Hint: not over the C classes
    """
    num_classes = W.shape[1]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(num_classes):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / num_classes + 0.5 * reg * np.sum(W * W), dW / num_classes + reg * W


def averaged_inside_the_loop(W, X, y, reg):
    """`loss /= num_train` is indented into the loop."""
    num_train = X.shape[0]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(num_train):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
        loss /= num_train
        dW /= num_train
    return loss + 0.5 * reg * np.sum(W * W), dW + reg * W


def exponentials_overflow(W, X, y, reg):
    """The maximum is not subtracted.

    Mistake: nan
    Hint: overflow in exp
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        p = np.exp(X[i].dot(W))
        p = p / np.sum(p)
        loss -= np.log(p[y[i]])
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (p[j] - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def logarithm_of_underflow(W, X, y, reg):
    """Takes the logarithm of a probability that has underflowed to 0.

    Mistake: inf
    Hint: the logarithm of 0
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss -= np.log(p[y[i]])
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (p[j] - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def epsilon_in_logarithm(W, X, y, reg):
    """Adds 1e-12 to the probability before the logarithm.

    Mistake: epsilon-in-log
    Hint: before the logarithm
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        p = np.exp(_log_probs(X[i].dot(W)))
        loss -= np.log(p[y[i]] + 1e-12)
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (p[j] - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def gradient_stored_not_added(W, X, y, reg):
    """dW[:, j] = ... keeps the last example's gradient only.

    Mistake: last-example-only
    Hint: only the last example counts
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] = X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def correct_class_in_class_loop(W, X, y, reg):
    """`dW[:, y[i]] -= X[i]` stands inside the loop over classes.

    Mistake: correct-class-in-class-loop
    Hint: once for every class
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * np.exp(log_p[j])
            dW[:, y[i]] -= X[i]
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def correct_class_again_after_the_class_loop(W, X, y, reg):
    """The loop over classes has the -1, and `dW[:, y[i]] -= X[i]` follows it.

    Mistake: correct-class-twice
    Hint: is subtracted twice
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
        dW[:, y[i]] -= X[i]
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def correct_class_added_twice(W, X, y, reg):
    """The correct class gets (p - 1) X and then p X again.

    Mistake: correct-class-p-twice
    Hint: probability of the correct class is counted twice
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            if j == y[i]:
                dW[:, j] += X[i] * (np.exp(log_p[j]) - 1)
            dW[:, j] += X[i] * np.exp(log_p[j])
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def correct_class_skipped(W, X, y, reg):
    """`if j == y[i]: continue`, as in the hinge loss.

    Mistake: wrong-classes-only-in-gradient
    Hint: the correct class is left out of the gradient
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            dW[:, j] += X[i] * np.exp(log_p[j])
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def probability_of_label_for_all(W, X, y, reg):
    """Every class gets the probability of the correct one.

    Mistake: same-probability
    Hint: each class needs its own probability
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))[y[i]]
        loss += -log_p
        for j in range(W.shape[1]):
            if j == y[i]:
                dW[:, j] += X[i] * (np.exp(log_p) - 1)
            else:
                dW[:, j] += X[i] * np.exp(log_p)
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def denominator_of_wrong_classes(W, X, y, reg):
    """The sum skips the correct class, as in the hinge loss.

    Mistake: wrong-classes-only
    Hint: runs over all classes
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        total = 0.0
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            total += np.exp(scores[j])
        loss += -scores[y[i]] + np.log(total)
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(scores[j]) / total - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def common_logarithm(W, X, y, reg):
    """log10 in the loss.

    Mistake: log10
    Hint: not log10
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        total = np.sum(np.exp(scores))
        loss += np.log10(total) - scores[y[i]] / np.log(10)
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(scores[j]) / total - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def binary_logarithm(W, X, y, reg):
    """log2 in the loss.

    Mistake: log2
    Hint: not log2
    """
    loss, dW = softmax_loss_vectorized(W, X, y, 0.0)
    return loss / np.log(2) + 0.5 * reg * np.sum(W * W), dW + reg * W


def penalty_missing(W, X, y, reg):
    """No regularization at all.

    Mistake: reg-missing
    Hint: the L2 penalty is missing
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0], dW / X.shape[0]


def penalty_missing_in_gradient(W, X, y, reg):
    """The penalty is in the loss, but not in dW.

    Mistake: reg-missing
    Hint: the L2 penalty is missing
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0]


def penalty_before_average(W, X, y, reg):
    """The penalty is added before the division by N.

    Mistake: reg-divided-by-n
    Hint: the penalty is divided by N too
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    loss += 0.5 * reg * np.sum(W * W)
    dW += reg * W
    return loss / X.shape[0], dW / X.shape[0]


def penalty_without_half(W, X, y, reg):
    """The convention reg * sum(W**2), in the loss and in dW.

    Mistake: reg-twice
    Hint: the penalty is twice as large
    """
    loss, dW = softmax_loss_vectorized(W, X, y, 0.0)
    loss += reg * np.sum(W * W)
    dW += 2 * reg * W
    return loss, dW


def penalty_without_half_in_loss(W, X, y, reg):
    """The loss has reg * sum(W**2), dW has reg * W.

    Mistake: reg-twice
    Hint: the penalty is twice as large
    """
    loss, dW = softmax_loss_vectorized(W, X, y, 0.0)
    loss += reg * np.sum(W * W)
    dW += reg * W
    return loss, dW


def penalty_in_example_loop(W, X, y, reg):
    """dW gets reg * W in every round of the loop over the examples, undivided.

    Mistake: reg-per-example
    Hint: once for every example
    """
    num_train = X.shape[0]
    loss, dW = 0.5 * reg * np.sum(W * W), np.zeros_like(W)
    for i in range(num_train):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]] / num_train
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i])) / num_train
        dW += reg * W
    return loss, dW


def penalty_in_class_loop(W, X, y, reg):
    """The columns of dW get their penalty in a loop over the classes, and the loss the whole penalty each time.

    Mistake: reg-per-class
    Hint: once for every class
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    loss /= X.shape[0]
    dW /= X.shape[0]
    for j in range(W.shape[1]):
        loss += 0.5 * reg * np.sum(W * W)
        dW[:, j] += reg * W[:, j]
    return loss, dW


def sizes_from_inputs(W, X, y, reg):
    """Takes the number of classes from X.

    Mistake: IndexError
    Hint: taken from the wrong axis
    """
    num_train, num_classes = X.shape
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(num_train):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(num_classes):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / num_train + 0.5 * reg * np.sum(W * W), dW / num_train + reg * W


def ten_classes(W, X, y, reg):
    """The number of classes is written as 10.

    Mistake: IndexError
    Hint: a size written as a number
    """
    loss, dW = 0.0, np.zeros((X.shape[1], 10))
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(10):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def variable_of_the_notebook(W, X, y, reg):
    """Uses `X_dev`, which only the notebook has.

    Mistake: NameError
    Hint: a variable of another function
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X_dev.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def old_numpy(W, X, y, reg):
    """np.float, which is gone from NumPy.

    Mistake: AttributeError
    Hint: gone from NumPy 2
    """
    loss, dW = 0.0, np.zeros(W.shape, dtype=np.float)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def label_does_not_enter_gradient(W, X, y, reg):
    """dW has p X for all classes, without the -1.

    Mistake: correct-class-missing
    Hint: a term -1 that is missing here
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * np.exp(log_p[j])
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def gradient_uphill(W, X, y, reg):
    """onehot - p instead of p - onehot.

    Mistake: negative-gradient
    Hint: sign
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * ((j == y[i]) - np.exp(log_p[j]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def logarithm_without_minus(W, X, y, reg):
    """The mean log-probability, which is negative.

    Mistake: negative-loss
    Hint: minus the logarithm
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def last_class_left_out(W, X, y, reg):
    """The loop over classes ends one too early.

    Mistake: last-class-left-out
    Hint: the last class is left out
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1] - 1):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def classes_from_one(W, X, y, reg):
    """The loop over classes starts at 1.

    Mistake: first-class-left-out
    Hint: the first class is left out
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(1, W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def examples_from_one(W, X, y, reg):
    """The loop over examples starts at 1.

    Mistake: first-example-left-out
    Hint: the first example is left out
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(1, X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def last_example_left_out(W, X, y, reg):
    """The loop over examples ends one too early.

    Mistake: last-example-left-out
    Hint: the last example is left out
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0] - 1):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def labels_from_one(W, X, y, reg):
    """Takes the labels for 1 ... C.

    Mistake: label-minus-1
    Hint: labels are counted from 0
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i] - 1]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i] - 1))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def labels_moved_on(W, X, y, reg):
    """y + 1, with a modulo because the last label had no class.

    Mistake: label-plus-1
    Hint: the class next to the correct one is taken
    """
    num_classes = W.shape[1]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        label = (y[i] + 1) % num_classes
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[label]
        for j in range(num_classes):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == label))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def inputs_missing_in_gradient(W, X, y, reg):
    """The derivative by the scores is taken for the one by W.

    Mistake: input-missing
    Hint: X do not enter dW
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += np.exp(log_p[j]) - (j == y[i])
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def return_in_the_loop(W, X, y, reg):
    """The return statement is indented into the loop.

    Mistake: first-example-only
    Hint: only the first example counts
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
        return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def nothing_returned(W, X, y, reg):
    """The return statement is missing.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    loss = loss / X.shape[0] + 0.5 * reg * np.sum(W * W)
    dW = dW / X.shape[0] + reg * W


def gradient_not_stored(W, X, y, reg):
    """Accumulates in another variable and returns dW as it was.

    Mistake: all-zeros
    Hint: dW is all zeros
    """
    loss, dW = 0.0, np.zeros_like(W)
    grad = np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            grad[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    grad = grad / X.shape[0] + reg * W
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW


def gradient_transposed(W, X, y, reg):
    """dW has one row for every class.

    Mistake: transposed
    Hint: it is transposed
    """
    loss, dW = 0.0, np.zeros((W.shape[1], W.shape[0]))
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W.T


def results_swapped(W, X, y, reg):
    """Returns (dW, loss).

    Mistake: wrong-order
    Hint: in the right order
    """
    loss, dW = softmax_loss_vectorized(W, X, y, reg)
    return dW, loss


def loss_of_one_entry(W, X, y, reg):
    """The loss is an array of shape (1,).

    Mistake: wrong-shape
    Hint: loss has shape (1,)
    """
    loss, dW = np.zeros(1), np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def hinge(W, X, y, reg):
    """The loss of a support vector machine, from the example that the student read first.

    Mistake: hinge-loss
    Hint: hinge loss
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        for j in range(W.shape[1]):
            margin = scores[j] - scores[y[i]] + 1
            if j != y[i] and margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def maximum_not_added_back(W, X, y, reg):
    """The maximum is subtracted in the sum of exponentials, not in the score of the correct class.

    Mistake: half-shifted
    Hint: in one of the two terms
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        exp_scores = np.exp(scores - np.max(scores))
        total = np.sum(exp_scores)
        loss += -scores[y[i]] + np.log(total)
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (exp_scores[j] / total - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def scores_clipped(W, X, y, reg):
    """Clips the scores so that exp can't overflow."""
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(np.clip(X[i].dot(W), -500, 500))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def weights_centred_in_place(W, X, y, reg):
    """Subtracts the mean of W in place: the scores' differences stay, the penalty does not.

    Mistake: argument-changed
    Hint: it changes its argument W
    """
    W -= W.mean()
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def one_sigmoid_per_class(W, X, y, reg):
    """A sigmoid of each score in the place of the softmax.

    Mistake: sigmoid
    Hint: a sigmoid of its own
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        p = 1 / (1 + np.exp(-X[i].dot(W)))
        loss -= np.log(p[y[i]])
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (p[j] - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def only_mistakes_count(W, X, y, reg):
    """Skips the examples that are classified correctly, as a perceptron does."""
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        if np.argmax(log_p) == y[i]:
            continue
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def integer_gradient(W, X, y, reg):
    """dW is an array of integers: every contribution is rounded."""
    loss, dW = 0.0, np.zeros(W.shape, dtype=int)
    for i in range(X.shape[0]):
        log_p = _log_probs(X[i].dot(W))
        loss += -log_p[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] = dW[:, j] + X[i] * (np.exp(log_p[j]) - (j == y[i]))
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def inputs_consumed(W, X, y, reg):
    """Zeroes the examples one after the other in X.

    Mistake: argument-changed
    Hint: it changes its argument X
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        s = X[i] @ W
        s -= s.max()
        log_p = s - np.log(np.exp(s).sum())
        loss -= log_p[y[i]]
        for c in range(W.shape[1]):
            dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i]
        X[i] = 0
    return loss / X.shape[0] + 0.5 * reg * np.sum(W**2), dW / X.shape[0] + reg * W


def gradient_in_place_of_weights(W, X, y, reg):
    """Computes the penalty first and then uses W's memory for its gradient.

    Mistake: argument-changed
    Hint: it changes its argument W
    """
    penalty, work = 0.5 * reg * np.sum(W**2), W.copy()
    loss = 0.0
    W *= reg
    for i in range(X.shape[0]):
        s = X[i] @ work
        s -= s.max()
        log_p = s - np.log(np.exp(s).sum())
        loss -= log_p[y[i]] / X.shape[0]
        for c in range(W.shape[1]):
            W[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i] / X.shape[0]
    return loss + penalty, W


def gradient_in_a_default_argument(W, X, y, reg, sums={}):
    """dW is added up in a default argument.

    Mistake: kept
    Hint: something is kept from the first call
    """
    loss, dW = 0.0, sums.setdefault(W.shape, np.zeros(W.shape))
    for i in range(len(X)):
        log_p = _log_probs(X[i] @ W)
        loss -= log_p[y[i]] / len(X)
        for c in range(W.shape[1]):
            dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i] / len(X)
    return loss + 0.5 * reg * np.sum(W**2), dW + reg * W


def first_twenty_examples(W, X, y, reg):
    """No more than 20 examples, to save time."""
    loss, dW = 0.0, np.zeros_like(W)
    N = min(len(X), 20)
    for i in range(N):
        log_p = _log_probs(X[i] @ W)
        loss -= log_p[y[i]] / N
        for c in range(W.shape[1]):
            dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i] / N
    return loss + 0.5 * reg * np.sum(W**2), dW + reg * W


def penalty_limited(W, X, y, reg):
    """The penalty is at most 10 times the loss of the data."""
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(X)):
        log_p = _log_probs(X[i] @ W)
        loss -= log_p[y[i]] / len(X)
        for c in range(W.shape[1]):
            dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i] / len(X)
    return loss + min(0.5 * reg * np.sum(W**2), 100), dW + reg * W


def gradient_clipped(W, X, y, reg):
    """The gradient is limited to -10 ... 10."""
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(X)):
        log_p = _log_probs(X[i] @ W)
        loss -= log_p[y[i]] / len(X)
        for c in range(W.shape[1]):
            dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i] / len(X)
    return loss + 0.5 * reg * np.sum(W**2), np.clip(dW + reg * W, -10, 10)


def highest_score_at_least_zero(W, X, y, reg):
    """The search for the highest score starts at 0: all of exp underflow where all scores are far below.

    Hint: loss is infinite
    """
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(X)):
        s = X[i] @ W
        top = max(0.0, s.max())
        log_p = s - top - np.log(np.exp(s - top).sum())
        loss -= log_p[y[i]] / len(X)
        for c in range(W.shape[1]):
            dW[:, c] += (np.exp(log_p[c]) - (c == y[i])) * X[i] / len(X)
    return loss + 0.5 * reg * np.sum(W**2), dW + reg * W


def labels_numbered_anew(W, X, y, reg):
    """The labels are replaced by their places among those that occur."""
    y = np.unique(y, return_inverse=True)[1]
    scores = X @ W
    scores -= scores.max(axis=1, keepdims=True)
    log_p, rows = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)), np.arange(len(y))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean() + 0.5 * reg * np.sum(W**2), X.T @ dscores / len(y) + reg * W
