"""Wrong versions of early_stopping(val_accuracy, patience)."""

import numpy as np


def never(val_accuracy, patience):
    """Never stops.

    Mistake: never-stops
    Hint: it never stops
    """
    return False


def always(val_accuracy, patience):
    """Always stops.

    Mistake: always-stops
    Hint: it stops always
    """
    return True


def inverted(val_accuracy, patience):
    """True means that training goes on.

    Mistake: inverted
    Hint: wrong way round
    """
    if not val_accuracy:
        return True
    return len(val_accuracy) - 1 - int(np.argmax(val_accuracy)) < patience


def one_epoch_early(val_accuracy, patience):
    """Counts the best epoch as one without improvement.

    Mistake: one-early
    Hint: one epoch too early
    """
    if not val_accuracy:
        return False
    return len(val_accuracy) - int(np.argmax(val_accuracy)) >= patience


def one_epoch_late(val_accuracy, patience):
    """More than `patience` epochs are waited for.

    Mistake: one-late
    Hint: one epoch too late
    """
    if not val_accuracy:
        return False
    return len(val_accuracy) - 1 - int(np.argmax(val_accuracy)) > patience


def equal_is_better(val_accuracy, patience):
    """The last of equal accuracies is taken as the best.

    Mistake: equal-is-better
    Hint: equal accuracy later is no improvement
    """
    if not val_accuracy:
        return False
    best = max(val_accuracy)
    return val_accuracy[::-1].index(best) >= patience


def recent_below_best(val_accuracy, patience):
    """The last epochs must be worse than the best before, not just no better.

    Mistake: equal-is-better
    Hint: equal accuracy later is no improvement
    """
    if len(val_accuracy) <= patience:
        return False
    return max(val_accuracy[-patience:]) < max(val_accuracy[:-patience])


def falls_in_a_row(val_accuracy, patience):
    """Waits for `patience` falls in a row.

    Mistake: each-fall
    Hint: falls in every epoch
    """
    if len(val_accuracy) <= patience:
        return False
    return all(b < a for a, b in zip(val_accuracy[-patience - 1 :], val_accuracy[-patience:]))


def no_rise_in_a_row(val_accuracy, patience):
    """Waits for `patience` epochs that are not better than the one before.

    Mistake: each-fall
    Hint: falls in every epoch
    """
    count = 0
    for before, after in zip(val_accuracy, val_accuracy[1:]):
        count = count + 1 if after <= before else 0
    return count >= patience


def count_never_reset(val_accuracy, patience):
    """The counter of epochs without improvement is not reset.

    Mistake: not-reset
    Hint: those before the best epoch too
    """
    best, count = -1.0, 0
    for accuracy in val_accuracy:
        if accuracy > best:
            best = accuracy
        else:
            count += 1
    return count >= patience


def best_never_updated(val_accuracy, patience):
    """Compares with the first epoch only."""
    count = 0
    for accuracy in val_accuracy[1:]:
        count = 0 if accuracy > val_accuracy[0] else count + 1
    return count >= patience


def lowest_is_best(val_accuracy, patience):
    """argmin, as for a loss.

    Mistake: lowest
    Hint: the lowest accuracy is taken for the best
    """
    if not val_accuracy:
        return False
    return len(val_accuracy) - 1 - int(np.argmin(val_accuracy)) >= patience


def recent_not_lower(val_accuracy, patience):
    """Window version for a loss: stops when the recent values are not lower.

    Mistake: lowest
    Hint: the lowest accuracy is taken for the best
    """
    if len(val_accuracy) <= patience:
        return False
    return min(val_accuracy[-patience:]) >= min(val_accuracy[:-patience])


def empty_list_crashes(val_accuracy, patience):
    """No answer for an empty list.

    Mistake: wrong-result
    Hint: with an empty list it stopped
    """
    return len(val_accuracy) - 1 - int(np.argmax(val_accuracy)) >= patience


def empty_list_stops(val_accuracy, patience):
    """True for an empty list.

    Mistake: empty-list
    Hint: nothing to stop
    """
    if len(val_accuracy) == 0:
        return True
    return len(val_accuracy) - 1 - int(np.argmax(val_accuracy)) >= patience


def short_list_crashes(val_accuracy, patience):
    """Looks `patience` epochs back when there are not so many.

    Mistake: wrong-result
    Hint: it stopped with IndexError
    """
    best_before = val_accuracy[-patience - 1]
    return max(val_accuracy[-patience:]) <= best_before


def answer_only_if_long_enough(val_accuracy, patience):
    """Falls off the end without an answer.

    Mistake: wrong-result
    Hint: does it end with a return statement
    """
    if len(val_accuracy) > patience:
        return max(val_accuracy[-patience:]) <= max(val_accuracy[:-patience])


def compared_with_one_epoch(val_accuracy, patience):
    """Compares the latest epoch with the one `patience` before it.

    Mistake: two-epochs
    Hint: only the latest epoch
    """
    if len(val_accuracy) <= patience:
        return False
    return val_accuracy[-1] <= val_accuracy[-1 - patience]


def worse_than_one_epoch(val_accuracy, patience):
    """Stops if the latest epoch is worse than the one `patience` before it.

    Mistake: two-epochs
    Hint: only the latest epoch
    """
    return len(val_accuracy) > patience and val_accuracy[-1] < val_accuracy[-1 - patience]


def patience_ignored(val_accuracy, patience):
    """Stops at once when an epoch brings nothing.

    Mistake: no-patience
    Hint: first epoch without improvement
    """
    if len(val_accuracy) < 2:
        return False
    return val_accuracy[-1] <= max(val_accuracy[:-1])


def patience_fixed(val_accuracy, patience):
    """A patience of 5, whatever is asked for.

    Mistake: input-not-used
    Hint: stop stays the same when patience is one higher
    """
    if not val_accuracy:
        return False
    return len(val_accuracy) - 1 - int(np.argmax(val_accuracy)) >= 5


def after_patience_epochs(val_accuracy, patience):
    """Stops after `patience` epochs.

    Mistake: length-only
    Hint: after a number of epochs
    """
    return len(val_accuracy) >= patience


def more_than_patience_epochs(val_accuracy, patience):
    """Stops after more than `patience` epochs.

    Mistake: length-only
    Hint: after a number of epochs
    """
    return len(val_accuracy) > patience


def stays_stopped(val_accuracy, patience):
    """Once it would have stopped, it always says so.

    Mistake: sticky
    Hint: look at the present best
    """
    best, wait = -1.0, 0
    for accuracy in val_accuracy:
        if accuracy > best:
            best, wait = accuracy, 0
        else:
            wait += 1
            if wait >= patience:
                return True
    return False


def latest_left_out(val_accuracy, patience):
    """The slice leaves out the latest epoch.

    Mistake: latest-left-out
    Hint: the latest epoch is not looked at
    """
    before = val_accuracy[:-1]
    if not before:
        return False
    return len(before) - 1 - int(np.argmax(before)) >= patience


def window_includes_too_much(val_accuracy, patience):
    """The window of recent epochs is one longer.

    Mistake: one-late
    Hint: one epoch too late
    """
    if len(val_accuracy) <= patience + 1:
        return False
    return max(val_accuracy[-patience - 1 :]) <= max(val_accuracy[: -patience - 1])


def mean_of_recent(val_accuracy, patience):
    """Compares the mean of the recent epochs with the best before."""
    if len(val_accuracy) <= patience:
        return False
    return float(np.mean(val_accuracy[-patience:])) <= max(val_accuracy[:-patience])


def worst_of_recent(val_accuracy, patience):
    """One bad epoch among the recent ones is enough."""
    if len(val_accuracy) <= patience:
        return False
    return min(val_accuracy[-patience:]) <= max(val_accuracy[:-patience])


def small_gain_is_none(val_accuracy, patience):
    """An improvement below 0.05 does not count.

    Mistake: needless-input
    Hint: stop changes when val_accuracy is doubled
    """
    best, wait = -1.0, 0
    for accuracy in val_accuracy:
        if accuracy > best + 0.05:
            best, wait = accuracy, 0
        else:
            wait += 1
    return wait >= patience


def best_updated_always(val_accuracy, patience):
    """The best accuracy is overwritten by each epoch.

    Mistake: each-fall
    Hint: compare with the best, not with the epoch before
    """
    best, wait = -1.0, 0
    for accuracy in val_accuracy:
        if accuracy > best:
            wait = 0
        else:
            wait += 1
        best = accuracy
    return wait >= patience


def sorts_the_list(val_accuracy, patience):
    """Sorts the accuracies before it looks for the best.

    Mistake: never-stops
    Hint: it never stops
    """
    ranked = sorted(val_accuracy)
    return len(ranked) > 0 and len(ranked) - 1 - ranked.index(ranked[-1]) >= patience + len(ranked)


def epoch_number(val_accuracy, patience):
    """Returns the number of epochs without improvement.

    Mistake: wrong-result
    Hint: must return True or False
    """
    if not val_accuracy:
        return 0
    return len(val_accuracy) - 1 - int(np.argmax(val_accuracy))


def list_of_answers(val_accuracy, patience):
    """Returns an answer for each epoch.

    Mistake: wrong-result
    Hint: must return True or False
    """
    return [len(val_accuracy) - 1 - i >= patience for i in range(len(val_accuracy))]


def word(val_accuracy, patience):
    """Returns a word.

    Mistake: wrong-result
    Hint: must return True or False
    """
    if val_accuracy and len(val_accuracy) - 1 - int(np.argmax(val_accuracy)) >= patience:
        return "stop"
    return "go on"


def history_of_the_notebook(val_accuracy, patience):
    """Uses the history variable of the notebook.

    Mistake: NameError
    Hint: history is not defined
    """
    return len(val_accuracy) > patience and max(history.val_accuracy[-patience:]) <= max(val_accuracy)


def best_of_all_included(val_accuracy, patience):
    """The best before includes the recent epochs: always at least as high.

    Mistake: length-only
    Hint: after a number of epochs
    """
    if len(val_accuracy) < patience:
        return False
    return bool(val_accuracy) and max(val_accuracy[-patience:]) <= max(val_accuracy)


def empties_the_list(val_accuracy, patience):
    """Takes the caller's list apart.

    Mistake: argument-changed
    Hint: it changes its argument val_accuracy
    """
    epochs, best, best_at = len(val_accuracy), -1.0, -1
    for epoch in range(epochs):
        accuracy = val_accuracy.pop(0)
        if accuracy > best:
            best, best_at = accuracy, epoch
    return epochs > 0 and epochs - 1 - best_at >= patience


def min_delta_thousandth(val_accuracy, patience):
    """Only an improvement of more than 0.001 counts (min_delta, as in Keras).

    Mistake: min-delta
    Hint: however small the difference
    """
    best, waited = -np.inf, 0
    for accuracy in val_accuracy:
        if accuracy > best + 1e-3:
            best, waited = accuracy, 0
        else:
            waited += 1
    return waited >= patience


def rounded_to_percent(val_accuracy, patience):
    """Accuracies are compared as whole percents.

    Mistake: min-delta
    Hint: however small the difference
    """
    percents = [round(100 * accuracy) for accuracy in val_accuracy]
    return bool(percents) and len(percents) - 1 - int(np.argmax(percents)) >= patience


def best_starts_at_zero(val_accuracy, patience):
    """The best accuracy starts at 0, so that a first epoch with 0 is no improvement."""
    best, waited = 0.0, 0
    for accuracy in val_accuracy:
        waited = 0 if accuracy > best else waited + 1
        best = max(best, accuracy)
    return waited >= patience


def number_of_the_best(val_accuracy, patience):
    """The number of the best epoch in the place of the epochs since then.

    Mistake: number-of-best
    Hint: count the epochs after it
    """
    return len(val_accuracy) > 0 and int(np.argmax(val_accuracy)) >= patience


def one_more_counted(val_accuracy, patience):
    """One epoch too many is counted since the best one.

    Mistake: two-early
    Hint: two epochs too early
    """
    return len(val_accuracy) > 0 and len(val_accuracy) + 1 - int(np.argmax(val_accuracy)) >= patience


def best_kept_from_call_to_call(val_accuracy, patience, state={}):
    """The best accuracy so far is kept in a default argument, as if there were one training only.

    Mistake: kept
    Hint: something is kept from the first call
    """
    for epoch, accuracy in enumerate(val_accuracy):
        if accuracy > state.get("best", -1):
            state.update(best=accuracy, epoch=epoch)
    return len(val_accuracy) > 0 and len(val_accuracy) - 1 - state["epoch"] >= patience


def close_is_equal(val_accuracy, patience):
    """What np.isclose calls equal is no improvement."""
    if len(val_accuracy) <= patience:
        return False
    before, after = max(val_accuracy[:-patience]), max(val_accuracy[-patience:])
    return bool(after <= before or np.isclose(after, before))


def falls_with_patience_1(val_accuracy, patience):
    """With patience 1 it compares with the epoch before, not with the best."""
    if patience == 1:
        return len(val_accuracy) > 1 and val_accuracy[-1] < val_accuracy[-2]
    return len(val_accuracy) > 0 and len(val_accuracy) - 1 - int(np.argmax(val_accuracy)) >= patience


def compared_with_the_epoch_before(val_accuracy, patience):
    """Whether none of the last epochs is better than the single epoch before them.

    Mistake: one-before
    Hint: compared with the one before them only
    """
    return len(val_accuracy) > patience and max(val_accuracy[-patience:]) <= val_accuracy[-patience - 1]
