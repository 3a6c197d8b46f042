"""Lab 4's points: where on a pitch players of two teams headed the ball.

The teams meet along a curve. Some players head the ball on the other team's side, so that no smooth boundary fits all
points, and a net that fits them all has learned noise. ``datasets/regularization/data.mat`` holds one such set; it is
made by ``python -m cs_nn.data.pitch``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import scipy.io

from cs_nn.data.sources import DATASETS

SEED = 8  #: of the set that ships with the course
SIZES = {"train": 211, "test": 200}
HALF = 3.0  #: the pitch reaches from -HALF to HALF both ways
NOISE = 0.18  #: standard deviation of the distance from the curve, along the second axis
STRAYED = 0.06  #: share of the players on the other team's side


def make_pitch(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(X_train, Y_train, X_test, Y_test): positions (211, 2) and (200, 2), teams (211, 1) and (200, 1) of 0 and 1."""
    rng = np.random.default_rng(seed)
    arrays = []
    for count in SIZES.values():
        X = rng.uniform(-HALF, HALF, (count, 2))
        across, along = X.T
        Y = along - 0.2 * across**2 - 0.5 * across + 0.6 + NOISE * rng.standard_normal(count) > 0
        Y ^= rng.random(count) < STRAYED
        arrays += [X, Y.astype(np.int64).reshape(-1, 1)]
    return tuple(arrays)


def pitch_file() -> Path:
    return DATASETS / "regularization" / "data.mat"


def load_pitch() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(X_train, Y_train, X_test, Y_test) of the set that ships with the course, as `make_pitch` returns them.

    A lab that was fetched alone, without ``datasets/``, makes the same points again.
    """
    if not pitch_file().is_file():
        return make_pitch(SEED)
    data = scipy.io.loadmat(pitch_file())
    return data["X"], data["y"], data["Xval"], data["yval"]


def write_pitch() -> Path:
    """Write the set that ships with the course, with the names "X", "y", "Xval" and "yval"."""
    path = pitch_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    scipy.io.savemat(path, dict(zip(("X", "y", "Xval", "yval"), make_pitch(SEED))), do_compression=True)
    return path


if __name__ == "__main__":
    print(f"wrote {write_pitch().relative_to(DATASETS.parent)}")
