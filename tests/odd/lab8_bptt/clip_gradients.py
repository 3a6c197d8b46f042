"""Correct but unusual versions of clip_gradients."""

import numpy as np


def one_vector(grads, max_norm):
    """All entries in one vector."""
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads.values()]))
    factor = min(1, max_norm / norm) if norm else 1
    return {name: factor * g for name, g in grads.items()}, norm


def norm_of_norms(grads, max_norm):
    """The norm of the norms."""
    norm = np.linalg.norm([np.linalg.norm(g) for g in grads.values()])
    if norm <= max_norm:
        return grads, norm
    return {name: g / norm * max_norm for name, g in grads.items()}, norm


def small_number_in_the_denominator(grads, max_norm):
    """norm + 1e-6, as in PyTorch."""
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = min(1.0, max_norm / (norm + 1e-6))
    return {name: g * factor for name, g in grads.items()}, norm


def largest_of_both(grads, max_norm):
    """Divided by max(norm, max_norm)."""
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = max_norm / max(norm, max_norm)
    return {name: g * factor for name, g in grads.items()}, norm


def loops(grads, max_norm):
    """Explicit loops."""
    total = 0.0
    for name in grads:
        for value in grads[name].flat:
            total += value * value
    norm = total**0.5
    clipped = {}
    for name in grads:
        clipped[name] = grads[name].copy()
        if norm > max_norm:
            clipped[name] *= max_norm / norm
    return clipped, norm


def in_place(grads, max_norm):
    """The arrays of the caller are scaled and returned."""
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    if norm > max_norm:
        for name in grads:
            grads[name] *= max_norm / norm
    return grads, norm


def zero_dimensional_norm(grads, max_norm):
    """The norm is a 0-d array, a list is returned."""
    norm = np.sqrt(np.asarray(sum(np.vdot(g, g) for g in grads.values())))
    with np.errstate(divide="ignore"):
        factor = np.minimum(1, np.divide(max_norm, norm))
    return [dict((name, g * factor) for name, g in grads.items()), norm]


def scaled_first(grads, max_norm):
    """Divided by the largest entry before squaring."""
    largest = max(np.abs(g).max() for g in grads.values()) or 1.0
    norm = largest * np.sqrt(sum(np.sum((g / largest) ** 2) for g in grads.values()))
    clipped = dict(grads)
    if norm > max_norm:
        clipped.update({name: g * (max_norm / norm) for name, g in grads.items()})
    return clipped, norm


def infinite_factor(grads, max_norm):
    """max_norm / 0 is inf, and the smaller of 1 and inf is 1."""
    norm = np.sqrt(np.sum([np.sum(np.square(g)) for g in grads.values()]))
    return {name: np.minimum(max_norm / norm, 1) * g for name, g in grads.items()}, norm
