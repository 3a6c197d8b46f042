"""Two known mistakes at once, where the results are not those of one or the other."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

#: Numbers in the fingerprint of a pair.
PROJECTIONS = 2


def whole_print(prints: np.ndarray) -> np.ndarray | None:
    """One fingerprint made of those of all results, (results, LENGTH); None if a run stopped, or a shape is another."""
    if prints[:, 0].any():
        return None
    values = prints[:, 1:].ravel()
    return (_directions(values.size) @ values / np.sqrt(values.size)).astype(np.float32)


@functools.lru_cache(maxsize=8)
def _directions(size):
    return np.random.RandomState(size).standard_normal((PROJECTIONS, size))


@dataclass(frozen=True)
class Pairs:
    """Fingerprints of pairs, ``prints`` (pairs, PROJECTIONS), and ``which`` (pairs, 2) of the mistakes they are."""

    prints: np.ndarray
    which: np.ndarray
    mistakes: Sequence[tuple[str, str]]

    def find(self, prints: np.ndarray, near: float) -> tuple[tuple[str, str], ...] | None:
        """The two mistakes that give all results; None if there are none, or several pairs do."""
        whole = whole_print(prints)
        if whole is None:
            return None
        found = np.unique(self.which[np.abs(self.prints - whole).max(axis=1) <= near], axis=0)
        return tuple(self.mistakes[k] for k in found[0]) if len(found) == 1 else None
