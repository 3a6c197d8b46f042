"""Correct but unusual versions of early_stopping(val_accuracy, patience)."""

import itertools
from functools import reduce

import numpy as np


def list_index(val_accuracy, patience):
    """list.index of the maximum."""
    return bool(val_accuracy) and len(val_accuracy) - val_accuracy.index(max(val_accuracy)) > patience


def numpy_bool(val_accuracy, patience):
    """Returns a NumPy bool."""
    values = np.array(val_accuracy)
    if values.size == 0:
        return np.False_
    return values.size - 1 - np.argmax(values) >= patience


def zero_or_one(val_accuracy, patience):
    """Returns 0 or 1."""
    if len(val_accuracy) == 0:
        return 0
    return int(len(val_accuracy) - 1 - np.argmax(val_accuracy) >= patience)


def zero_dimensional_array(val_accuracy, patience):
    """Returns an array without dimensions."""
    if len(val_accuracy) == 0:
        return np.array(False)
    return np.array(len(val_accuracy) - 1 - np.argmax(val_accuracy) >= patience)


def running_maximum(val_accuracy, patience):
    """The running maximum has not changed for `patience` epochs."""
    if len(val_accuracy) <= patience:
        return False
    best = np.maximum.accumulate(val_accuracy)
    return bool(best[-1] == best[-1 - patience])


def accumulate_from_itertools(val_accuracy, patience):
    """The same with itertools."""
    best = list(itertools.accumulate(val_accuracy, max))
    return len(best) > patience and best[-1] == best[-1 - patience]


def all_recent_no_better(val_accuracy, patience):
    """all() over the recent epochs."""
    before, recent = val_accuracy[:-patience], val_accuracy[-patience:]
    return len(before) > 0 and all(accuracy <= max(before) for accuracy in recent)


def not_any_better(val_accuracy, patience):
    """not any() over the recent epochs."""
    before = val_accuracy[: max(len(val_accuracy) - patience, 0)]
    if not before:
        return False
    return not any(accuracy > max(before) for accuracy in val_accuracy[len(before) :])


def default_of_max(val_accuracy, patience):
    """max with a default for the empty list."""
    best = max(val_accuracy, default=0.0)
    epoch = val_accuracy.index(best) if best in val_accuracy else 0
    return len(val_accuracy) - 1 - epoch >= patience


def errors_instead_of_accuracies(val_accuracy, patience):
    """argmin of the errors."""
    if len(val_accuracy) == 0:
        return False
    errors = -np.asarray(val_accuracy)
    return bool(len(errors) - 1 - np.argmin(errors) >= patience)


def loop_backwards(val_accuracy, patience):
    """Looks for the first epoch with the best accuracy from the end."""
    best_epoch = len(val_accuracy) - 1
    for epoch in range(len(val_accuracy) - 1, -1, -1):
        if val_accuracy[epoch] >= val_accuracy[best_epoch]:
            best_epoch = epoch
    return len(val_accuracy) - 1 - best_epoch >= patience


def while_loop(val_accuracy, patience):
    """A while loop from the first epoch on."""
    i, best, best_at = 0, -1, 0
    while i < len(val_accuracy):
        if val_accuracy[i] > best:
            best, best_at = val_accuracy[i], i
        i += 1
    return False if i == 0 else i - 1 - best_at >= patience


def recursive(val_accuracy, patience):
    """Calls a nested function for shorter lists."""

    def age(values):
        if len(values) < 2:
            return 0
        return 0 if values[-1] > max(values[:-1]) else 1 + age(values[:-1])

    return age(list(val_accuracy)) >= patience


def folded(val_accuracy, patience):
    """functools.reduce over (best, wait)."""
    best, wait = reduce(
        lambda state, a: (a, 0) if a > state[0] else (state[0], state[1] + 1), val_accuracy, (-np.inf, 0)
    )
    return wait >= patience


def stable_sort(val_accuracy, patience):
    """A stable sort from the best down: the first of equals stays first."""
    if not len(val_accuracy):
        return False
    order = sorted(range(len(val_accuracy)), key=lambda epoch: -val_accuracy[epoch])
    return len(val_accuracy) - 1 - order[0] >= patience


def with_a_warning_line(val_accuracy, patience):
    """Prints a line when it stops."""
    stop = len(val_accuracy) > patience and max(val_accuracy[-patience:]) <= max(val_accuracy[:-patience])
    if stop:
        print(f"stopping early after {len(val_accuracy)} epochs")
    return stop


def unique_values(val_accuracy, patience):
    """np.unique tells where each value comes first."""
    if len(val_accuracy) == 0:
        return False
    _, first = np.unique(val_accuracy, return_index=True)
    return bool(len(val_accuracy) - 1 - first[-1] >= patience)
