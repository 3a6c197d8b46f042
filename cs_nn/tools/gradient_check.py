"""Gradient checks by central differences.

The derivative of f along a direction u is (f(x + h u) - f(x - h u)) / 2h with an error of order h^2
(Taylor) plus a round-off error of order eps |f| / h; in float64 a step h near 1e-5 balances the two.

A full numeric gradient costs two evaluations per parameter. `sparse_gradient_check` looks at a few
random entries and `directional_gradient_check` at a few random directions, each of which involves
all parameters at once: four directions are the cheapest check that a wrong entry can hardly escape.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cs_nn.language import gettext as _


def rel_error(a: ArrayLike, b: ArrayLike) -> float:
    """Largest relative difference of two arrays: max |a - b| / max(|a| + |b|, 1e-8), entry by entry."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError(f"cannot compare shapes {a.shape} and {b.shape}")
    if a.size == 0:
        return 0.0
    return float(np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8)))


def numeric_gradient(f: Callable[[np.ndarray], float], x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """The whole gradient of a scalar function by central differences.

    Parameters
    ----------
    f : function of an array like x, returning a float
    x : array of floats, any shape; not changed
    h : float, the step

    Returns
    -------
    array of float64 with the shape of x
    """
    x = np.array(x, dtype=float)
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        gradient[index] = _entry(f, x, index, h)
    return gradient


def _entry(f, x, index, h):
    old = x[index]
    x[index] = old + h
    above = f(x)
    x[index] = old - h
    below = f(x)
    x[index] = old
    return float(above - below) / (2 * h)


@dataclass(frozen=True)
class GradientCheck:
    """Numeric and analytic derivatives side by side; prints as a table, one line per place."""

    places: tuple[str, ...]
    numeric: np.ndarray
    analytic: np.ndarray

    @property
    def errors(self) -> np.ndarray:
        """Relative error of each place: |a - b| / max(|a| + |b|, 1e-8)."""
        return np.array([rel_error(n, a) for n, a in zip(self.numeric, self.analytic)])

    @property
    def max_error(self) -> float:
        return float(self.errors.max(initial=0.0))

    def __str__(self) -> str:
        width = max(map(len, self.places), default=0)
        entry = _("numeric {numeric:+.8e}   analytic {analytic:+.8e}   relative error {error:.1e}")
        lines = [
            f"{place:{width}}   {entry.format(numeric=n, analytic=a, error=e)}"
            for place, n, a, e in zip(self.places, self.numeric, self.analytic, self.errors)
        ]
        return "\n".join([*lines, _("largest relative error: {error:.1e}").format(error=self.max_error)])


def sparse_gradient_check(
    f: Callable[[np.ndarray], float],
    x: np.ndarray,
    gradient: np.ndarray,
    n: int = 20,
    h: float = 1e-5,
    rng: np.random.Generator | int | None = 0,
) -> GradientCheck:
    """Compare `gradient` with central differences of `f` at `n` random entries of `x`.

    Parameters
    ----------
    f : function of an array like x, returning a float
    x : array of floats; gradient : array of its shape, the analytic gradient of f at x
    n : int, how many entries; h : float, the step; rng : numpy Generator or seed

    Returns
    -------
    GradientCheck
    """
    x, gradient = _matching(x, gradient)
    rng = np.random.default_rng(rng)
    flat = rng.choice(x.size, size=min(n, x.size), replace=False)
    places = [tuple(int(i) for i in np.unravel_index(k, x.shape)) for k in flat]
    numeric = np.array([_entry(f, x, place, h) for place in places])
    return GradientCheck(tuple(str(list(p)) for p in places), numeric, np.array([gradient[p] for p in places]))


def directional_gradient_check(
    f: Callable[[np.ndarray], float],
    x: np.ndarray,
    gradient: np.ndarray,
    n: int = 4,
    h: float = 1e-5,
    rng: np.random.Generator | int | None = 0,
) -> GradientCheck:
    """Compare the derivatives of `f` along `n` random unit directions with ``sum(gradient * direction)``.

    Same parameters and result as `sparse_gradient_check`; every entry of `gradient` takes part in
    every comparison.
    """
    x, gradient = _matching(x, gradient)
    rng = np.random.default_rng(rng)
    numeric, analytic = np.empty(n), np.empty(n)
    for k in range(n):
        u = rng.standard_normal(x.shape)
        u /= np.linalg.norm(u)
        numeric[k] = float(f(x + h * u) - f(x - h * u)) / (2 * h)
        analytic[k] = np.sum(gradient * u)
    return GradientCheck(tuple(_("direction {number}").format(number=k + 1) for k in range(n)), numeric, analytic)


def _matching(x, gradient):
    x, gradient = np.array(x, dtype=float), np.asarray(gradient, dtype=float)
    if gradient.shape != x.shape:
        raise ValueError(f"the gradient has shape {gradient.shape}, but it must have the shape of x, {x.shape}")
    return x, gradient
