"""How far a result may be from the expected one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

#: A result may differ from the expected one by RTOL of the entry plus ATOL of the largest entry:
#: room for float32 and for any order of summation, far below what a mistake does.
RTOL, ATOL = 1e-4, 2e-4


#: A result with no larger entry may be zero because its small numbers were taken for 0.
SMALL = 2e-3


def agrees(got: ArrayLike, expected: ArrayLike, rtol: float = RTOL, atol: float = ATOL) -> bool:
    """Whether two arrays have one shape and agree to the course's tolerance (see RTOL)."""
    got, expected = np.asarray(got), np.asarray(expected)
    if got.shape != expected.shape:
        return False
    if got.size == 0:
        return True
    got, expected = got.astype(float, copy=False), expected.astype(float, copy=False)
    if not np.isfinite(got).all():
        return False
    sizes = np.abs(expected)
    return bool((np.abs(got - expected) <= rtol * sizes + atol * sizes.max()).all())
