"""The embedded set in place of MNIST: digits drawn with a soft pen.

Same shapes, dtypes and number of classes, and a difficulty that teaches the same lessons. All randomness comes from
fixed seeds.

Coordinates are (x, y) with x to the right, y down and the origin in the image's centre; a digit of size 1 reaches
from about -1 to 1.
"""

from __future__ import annotations

import numpy as np

#: Raised whenever the images change, so that copies kept on disk are made again.
VERSION = 1

CLASSES = tuple("0123456789")


def make_digits(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Draw digits in several hands, with affine and elastic distortion (Simard et al. 2003).

    Parameters
    ----------
    count : int
    seed : int

    Returns
    -------
    images : (count, 1, 28, 28) array of uint8, white on black
    labels : (count,) array of int64, each digit equally often
    """
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.arange(count, dtype=np.int64) % 10)
    styles = _digit_styles()
    images = np.empty((count, 1, 28, 28), np.uint8)
    for start in range(0, count, 500):
        part = slice(start, start + 500)
        strokes = [styles[digit][rng.integers(len(styles[digit]))] for digit in labels[part]]
        images[part, 0] = _draw(_distort(np.stack(strokes), rng), rng)
    return images, labels


def _arc(x, y, radius_x, radius_y, start, stop):
    """Points of an ellipse's arc; angles in degrees, 0 is right, 90 is down."""
    angle = np.radians(np.linspace(start, stop, 40))
    return np.column_stack([x + radius_x * np.cos(angle), y + radius_y * np.sin(angle)])


def _digit_styles():
    """For each digit the ways to write it, each as (80, 2) points at equal distances along its strokes."""
    t = np.linspace(0, 2 * np.pi, 80)
    loop_of_6 = np.vstack([_arc(0.45, 0.35, 1.0, 1.3, 250, 180), _arc(-0.03, 0.42, 0.52, 0.5, 180, -180)])
    loop_of_9 = _arc(0, -0.42, 0.48, 0.5, 0, 360)
    top_of_2 = _arc(0, -0.42, 0.55, 0.52, 195, 385)
    hands = [
        [[_arc(0, 0, 0.6, 0.95, -90, 270)], [_arc(0, 0, 0.42, 0.95, -60, 300)]],
        [
            [[(0, -0.95), (0, 0.95)]],
            [[(-0.35, -0.55), (0.05, -0.95), (0.05, 0.95)]],
            [[(-0.35, -0.6), (0.05, -0.95), (0.05, 0.95)], [(-0.4, 0.95), (0.45, 0.95)]],
        ],
        [[[*top_of_2, (-0.55, 0.95), (0.6, 0.95)]], [[*top_of_2, *_arc(-0.3, 0.7, 0.25, 0.22, 30, 330), (0.65, 0.95)]]],
        [
            [np.vstack([_arc(-0.05, -0.47, 0.5, 0.48, 200, 450), _arc(-0.05, 0.47, 0.58, 0.48, -90, 160)])],
            [[(-0.5, -0.95), (0.45, -0.95), (-0.05, -0.2), *_arc(-0.05, 0.38, 0.55, 0.57, -90, 160)]],
        ],
        [
            [[(-0.35, -0.95), (-0.55, 0.2), (0.6, 0.2)], [(0.3, -0.5), (0.25, 0.95)]],
            [[(0.3, 0.95), (0.3, -0.95), (-0.6, 0.35), (0.6, 0.35)]],
        ],
        [
            [[(0.5, -0.95), (-0.4, -0.95), (-0.45, -0.1), *_arc(-0.05, 0.37, 0.57, 0.58, -130, 150)]],
            [[(0.55, -0.9), (-0.2, -0.95), (-0.4, -0.15), *_arc(-0.1, 0.35, 0.5, 0.55, -100, 120)]],
        ],
        [[loop_of_6], [[(0.1, -0.95), *loop_of_6[40:]]]],
        [
            [[(-0.55, -0.9), (0.55, -0.9), (-0.1, 0.95)]],
            [[(-0.55, -0.9), (0.55, -0.9), (0.0, 0.95)], [(-0.25, 0.05), (0.5, 0.05)]],
            [[(-0.55, -0.65), (-0.5, -0.9), *_arc(1.0, 1.0, 1.05, 1.95, 245, 180)]],
        ],
        [
            [np.vstack([_arc(0, -0.47, 0.42, 0.45, 90, 450), _arc(0, 0.47, 0.52, 0.48, -90, 270)])],
            [np.column_stack([0.5 * np.sin(2 * t), -0.95 * np.cos(t)])],
        ],
        [[[*loop_of_9, (0.4, 0.95)]], [[*loop_of_9, *_arc(-0.45, -0.42, 0.93, 1.35, 0, 70)]]],
    ]
    return [[_resample(strokes, 80) for strokes in styles] for styles in hands]


def _resample(strokes, count):
    """(count, 2) points at equal distances along all strokes, with nothing between one stroke and the next."""
    starts = np.vstack([np.asarray(stroke, float)[:-1] for stroke in strokes])
    steps = np.vstack([np.diff(np.asarray(stroke, float), axis=0) for stroke in strokes])
    ends = np.cumsum(np.hypot(*steps.T))
    distance = (np.arange(count) + 0.5) / count * ends[-1]
    segment = np.searchsorted(ends, distance)
    length = np.hypot(*steps[segment].T)
    return starts[segment] + (1 - (ends[segment] - distance) / length)[:, None] * steps[segment]


def _distort(points, rng):
    """Points (N, P, 2) after a random affine map and a smooth random displacement for each of N digits."""
    num = len(points)
    # Elastic part: a displacement that is a sum of a few waves of random direction, length and phase.
    for _ in range(3):
        wave = rng.normal(0, 1.8, (num, 1, 2))
        phase = rng.uniform(0, 2 * np.pi, (num, 1))
        push = rng.normal(0, 0.07, (num, 1, 2))
        points = points + push * np.sin(np.sum(points * wave, axis=2) + phase)[..., None]
    angle = rng.normal(0, np.radians(9), num)
    slant = rng.normal(0.12, 0.22, num)
    scale_x, scale_y = rng.uniform(0.7, 1.2, num), rng.uniform(0.85, 1.1, num)
    cos, sin = np.cos(angle), np.sin(angle)
    matrix = np.empty((num, 2, 2))
    matrix[:, 0, 0], matrix[:, 0, 1] = cos * scale_x, -sin * scale_y - slant * scale_y
    matrix[:, 1, 0], matrix[:, 1, 1] = sin * scale_x, cos * scale_y
    return points @ matrix.transpose(0, 2, 1) + rng.normal(0, 0.08, (num, 1, 2))


def _draw(points, rng):
    """Images (N, 28, 28) of strokes given as points (N, P, 2) at nearly equal distances."""
    centres = 13.5 + 9.3 * points
    spacing = np.hypot(*np.diff(centres, axis=1).transpose(2, 0, 1))
    spacing = np.median(spacing, axis=1)[:, None, None]
    width = rng.uniform(0.65, 1.25, (len(points), 1, 1))
    # A Gaussian spot at every point; being a product of one in x and one in y, all the spots of
    # an image add up in one matrix product. Their sum is 1 along a stroke.
    pixels = np.arange(28)
    spots_x = np.exp(-0.5 * ((pixels - centres[:, :, :1]) / width) ** 2)
    spots_y = np.exp(-0.5 * ((pixels - centres[:, :, 1:]) / width) ** 2)
    ink = spots_y.transpose(0, 2, 1) @ spots_x * spacing / (width * np.sqrt(2 * np.pi))
    return np.rint(255 * np.clip(1.6 * ink, 0, 1)).astype(np.uint8)
