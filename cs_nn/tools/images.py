"""Images as inputs of a network: to rows of numbers of mean 0 and variance 1, and random changes of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CHUNK = 5000  # images that are converted at a time, to save memory


@dataclass(frozen=True)
class Standardizer:
    """Turns images (N, C, H, W) into rows (N, D) of float32: ``(x - mean) / std``, pixel by pixel.

    ``mean`` and ``std`` are (D,) arrays of float32, D = C * H * W. They belong to a trained network like
    its weights: the images it is used on must be changed in the same way.
    """

    mean: np.ndarray
    std: np.ndarray

    @classmethod
    def of(cls, images: np.ndarray) -> Standardizer:
        """Mean and standard deviation of each pixel over training images (N, C, H, W)."""
        total = squares = np.zeros(images[0].size)
        for k in range(0, len(images), CHUNK):
            rows = images[k : k + CHUNK].reshape(-1, images[0].size).astype(np.float32)
            total = total + rows.sum(axis=0, dtype=float)
            squares = squares + np.square(rows).sum(axis=0, dtype=float)
        mean = total / len(images)
        variance = squares / len(images) - mean**2
        # A pixel that never changes stays 0 and is not divided by 0.
        std = np.sqrt(np.where(variance > 1e-6, variance, 1.0))
        return cls(mean.astype(np.float32), std.astype(np.float32))

    def __call__(self, images: np.ndarray) -> np.ndarray:
        """(N, D) array of float32 from images (N, C, H, W)."""
        rows = np.empty((len(images), self.mean.size), np.float32)
        for k in range(0, len(images), CHUNK):
            part = rows[k : k + CHUNK]
            part[:] = images[k : k + CHUNK].reshape(len(part), -1)
            part -= self.mean
            part /= self.std
        return rows


def mirror_images(X: np.ndarray, rng: np.random.Generator, shape: tuple[int, int, int] = (3, 32, 32)) -> np.ndarray:
    """A copy of X (N, D) in which every second image, at random, is turned left to right; `shape` is (C, H, W)."""
    X, chosen = X.copy(), rng.random(len(X)) < 0.5
    images = X.reshape(len(X), *shape)
    images[chosen] = images[chosen][..., ::-1]
    return X


def drop_pixels(X: np.ndarray, rng: np.random.Generator, p: float) -> np.ndarray:
    """A copy of X (N, D) with each entry set to 0 with probability `p`, the others divided by 1 - p.

    Dropout of the input layer (Srivastava et al. 2014).
    """
    factors = rng.random(X.shape, dtype=np.float32)
    np.greater_equal(factors, np.float32(p), out=factors)
    factors *= np.float32(1 / (1 - p))
    return X * factors


def shift_images(
    X: np.ndarray, rng: np.random.Generator, most: int = 2, shape: tuple[int, int, int] = (3, 32, 32)
) -> np.ndarray:
    """A copy of X (N, D) with all images moved by one random offset of at most `most` pixels each way, 0 outside."""
    images = X.reshape(len(X), *shape)
    moved = np.zeros_like(images)
    down, right = (int(n) for n in rng.integers(-most, most + 1, size=2))
    height, width = shape[1:]
    moved[:, :, max(down, 0) : height + min(down, 0), max(right, 0) : width + min(right, 0)] = images[
        :, :, max(-down, 0) : height + min(-down, 0), max(-right, 0) : width + min(-right, 0)
    ]
    return moved.reshape(X.shape)
