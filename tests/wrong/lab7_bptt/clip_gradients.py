"""Wrong versions of clip_gradients."""

import numpy as np


def each_alone(grads, max_norm):
    """Each array by its own norm.

    Mistake: each-alone
    Hint: each array is clipped by its own norm
    """
    clipped = {}
    for name, g in grads.items():
        n = np.linalg.norm(g)
        clipped[name] = g * max_norm / n if n > max_norm else g
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    return clipped, norm


def entries(grads, max_norm):
    """np.clip.

    Mistake: entries
    Hint: the entries are clipped
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    return {name: np.clip(g, -max_norm, max_norm) for name, g in grads.items()}, norm


def not_clipped(grads, max_norm):
    """Only the norm.

    Mistake: not-clipped
    Hint: nothing is clipped
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    return dict(grads), norm


def rebound(grads, max_norm):
    """The loop variable is bound anew: nothing is stored.

    Mistake: not-clipped
    Hint: nothing is clipped
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    if norm > max_norm:
        for g in grads.values():
            g = g * max_norm / norm
    return grads, norm


def always_scaled(grads, max_norm):
    """Also below the limit.

    Mistake: always
    Hint: they must stay as they are
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = max_norm / norm if norm > 0 else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def the_other_way(grads, max_norm):
    """if norm < max_norm.

    Mistake: not-clipped
    Hint: nothing is clipped
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = max_norm / norm if 0 < norm < max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def zero_divided(grads, max_norm):
    """max_norm / norm for zeros.

    Mistake: ZeroDivisionError
    Hint: ZeroDivisionError
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = min(1.0, max_norm / norm)
    return {name: g * factor for name, g in grads.items()}, norm


def upside_down(grads, max_norm):
    """norm / max_norm.

    Mistake: inverse
    Hint: the factor is upside down
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = norm / max_norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def unit_norm(grads, max_norm):
    """g / norm.

    Mistake: unit
    Hint: the norm becomes 1
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = 1 / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def times_max_norm(grads, max_norm):
    """g * max_norm.

    Mistake: max-norm-only
    Hint: divide by the norm too
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = max_norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def squared_norm(grads, max_norm):
    """No square root.

    Mistake: squared
    Hint: norm is squared
    """
    norm = sum(np.sum(g**2) for g in grads.values())
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def sum_of_norms(grads, max_norm):
    """The norms are added.

    Mistake: sum-of-norms
    Hint: the sum of the norms
    """
    norm = sum(np.linalg.norm(g) for g in grads.values())
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def largest_norm(grads, max_norm):
    """The largest norm of an array.

    Mistake: largest-norm
    Hint: the largest norm of an array
    """
    norm = max(np.linalg.norm(g) for g in grads.values())
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def absolute_values(grads, max_norm):
    """The sum of absolute values.

    Mistake: absolute
    Hint: the sum of the absolute values
    """
    norm = sum(np.abs(g).sum() for g in grads.values())
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def largest_entry(grads, max_norm):
    """The largest entry.

    Mistake: largest-entry
    Hint: the largest entry
    """
    norm = max(np.abs(g).max() for g in grads.values())
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def mean_square(grads, max_norm):
    """The root of the mean square.

    Mistake: mean
    Hint: made with a mean
    """
    norm = np.sqrt(np.mean(np.concatenate([g.ravel() for g in grads.values()]) ** 2))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def first_array_only(grads, max_norm):
    """The norm of the first array.

    Mistake: one-array
    Hint: norm is that of the first array alone
    """
    norm = np.linalg.norm(next(iter(grads.values())))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def last_array_only(grads, max_norm):
    """norm = in the place of +=.

    Mistake: one-array
    Hint: norm is that of the last array alone
    """
    for g in grads.values():
        norm = np.sqrt(np.sum(g**2))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def spectral_norm(grads, max_norm):
    """The largest singular value of each matrix.

    Mistake: matrix-norm
    Hint: the largest singular value
    """
    norm = np.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in grads.values()))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def norm_after(grads, max_norm):
    """The norm after clipping is returned.

    Mistake: norm-after
    Hint: that after clipping
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm * factor


def factor_returned(grads, max_norm):
    """The factor in the place of the norm.

    Mistake: factor-returned
    Hint: the factor is returned
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, factor


def root_of_the_factor(grads, max_norm):
    """sqrt(max_norm / norm).

    Mistake: root-of-factor
    Hint: no square and no root
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = np.sqrt(max_norm / norm) if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def square_of_the_factor(grads, max_norm):
    """The factor is applied twice.

    Mistake: root-of-factor
    Hint: no square and no root
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor * factor for name, g in grads.items()}, norm


def zeroed(grads, max_norm):
    """Large gradients become 0.

    Mistake: zeros
    Hint: become zeros
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = 0.0 if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def norm_grows_in_the_loop(grads, max_norm):
    """The norm so far in the place of the whole.

    Mistake: norm-so-far
    Hint: up to each
    """
    total, clipped = 0.0, {}
    for name, g in grads.items():
        total += np.sum(g**2)
        norm = np.sqrt(total)
        clipped[name] = g * max_norm / norm if norm > max_norm else g
    return clipped, norm


def biases_left_out(grads, max_norm):
    """Only matrices count and are scaled.

    Mistake: biases-left-out
    Hint: the arrays of one axis are left out
    """
    norm = np.sqrt(sum(np.sum(g**2) for g in grads.values() if g.ndim == 2))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor if g.ndim == 2 else g for name, g in grads.items()}, norm


def list_returned(grads, max_norm):
    """A list in the place of a dict.

    Mistake: wrong-result
    Hint: must return a dict
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = max_norm / norm if norm > max_norm else 1.0
    return [g * factor for g in grads.values()], norm


def norm_forgotten(grads, max_norm):
    """Only the dict.

    Mistake: wrong-result
    Hint: must return 2 values
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}


def wrong_order(grads, max_norm):
    """norm first.

    Mistake: wrong-result
    Hint: must return a dict
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = max_norm / norm if norm > max_norm else 1.0
    return norm, {name: g * factor for name, g in grads.items()}


def keys_written_out(grads, max_norm):
    """Only the keys U, W and b are clipped and returned: V and c of the network are lost.

    Mistake: wrong-result
    Hint: must have the keys of grads
    """
    norm = float(np.sqrt(np.sum(grads["U"] ** 2) + np.sum(grads["W"] ** 2) + np.sum(grads["b"] ** 2)))
    factor = min(1.0, max_norm / norm) if norm > 0 else 1.0
    return {"U": grads["U"] * factor, "W": grads["W"] * factor, "b": grads["b"] * factor}, norm


def limits_above_one_only(grads, max_norm):
    """Norms below 1 are taken for small, whatever max_norm is."""
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = max_norm / norm if norm > max_norm and norm > 1.0 else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def twice_the_limit_is_allowed(grads, max_norm):
    """Clipped from 1.1 max_norm on.

    Mistake: limit
    Hint: compare the norm with max_norm itself
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = max_norm / norm if norm > 1.1 * max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


_total = [0.0]


def sum_is_kept(grads, max_norm):
    """The sum of squares goes on from call to call.

    Mistake: kept
    Hint: something is kept from the first call
    """
    _total.append(sum(np.sum(g**2) for g in grads.values()))
    norm = float(np.sqrt(_total[1] if len(_total) == 2 else sum(_total[-2:])))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


def biases_not_scaled(grads, max_norm):
    """The norm is right, and only matrices are scaled.

    Mistake: biases-left-out
    Hint: the arrays of one axis are not clipped
    """
    norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * factor if g.ndim == 2 else g for name, g in grads.items()}, norm


def names_of_one_letter(grads, max_norm):
    """The norm of the arrays whose names have one letter."""
    norm = float(np.sqrt(sum(np.sum(grad**2) for name, grad in grads.items() if len(name) == 1)))
    factor = min(1.0, max_norm / norm) if norm > 0 else 1.0
    return {name: grad * factor for name, grad in grads.items()}, norm
