"""Correct but unusual versions of dropout_forward(x, dropout_param)."""

import numpy as np


def binomial(x, dropout_param):
    """rng.binomial."""
    p, mode = dropout_param["p"], dropout_param["mode"]
    if mode == "test":
        return x, None
    mask = dropout_param["rng"].binomial(1, 1 - p, x.shape).astype(x.dtype) / (1 - p)
    return x * mask, mask


def uniform(x, dropout_param):
    """rng.uniform, below the share that is kept; a mask of ones in mode test."""
    p, mode, rng = dropout_param["p"], dropout_param["mode"], dropout_param["rng"]
    keep = 1 - p
    if mode == "train":
        mask = (rng.uniform(0, 1, size=x.shape) < keep).astype(x.dtype) * (1 / keep)
    else:
        mask = np.ones_like(x)
    return x * mask, mask


def choice(x, dropout_param):
    """rng.choice of the two factors."""
    p, rng = dropout_param["p"], dropout_param["rng"]
    if dropout_param["mode"] != "train":
        return x.copy(), None
    mask = rng.choice(np.array([0.0, 1 / (1 - p)], x.dtype), size=x.shape, p=[p, 1 - p])
    return np.multiply(x, mask), mask


def where(x, dropout_param):
    """np.where of what is dropped."""
    p, rng = dropout_param["p"], dropout_param["rng"]
    if dropout_param["mode"] == "test":
        return x, 1.0
    drop = rng.random(x.shape) < p
    mask = np.where(drop, 0, 1 / (1 - p))
    return np.where(drop, 0, x / (1 - p)), mask


def divided(x, dropout_param):
    """The division comes last; above p, not above or equal."""
    mask, out = None, x
    if dropout_param["mode"] == "train":
        keep = 1 - dropout_param["p"]
        kept = dropout_param["rng"].random(x.shape) > dropout_param["p"]
        out = x * kept / keep
        mask = kept / keep
    return out, mask


def integers(x, dropout_param):
    """Thresholds of integers."""
    p, rng = dropout_param["p"], dropout_param["rng"]
    if dropout_param["mode"] == "test":
        return x, None
    kept = rng.integers(0, 10**9, x.shape) >= int(p * 10**9)
    mask = np.zeros(x.shape, x.dtype)
    mask[kept] = 1 / (1 - p)
    return mask * x, mask


def row_after_row(x, dropout_param):
    """A loop over the examples, with lists."""
    p, rng = dropout_param["p"], dropout_param["rng"]
    if dropout_param["mode"] == "test":
        return list(x), None
    mask = [(rng.random(row.shape) >= p) / (1 - p) for row in x]
    return [(row * part).astype(row.dtype) for row, part in zip(x, mask)], mask


def flat(x, dropout_param):
    """One number after the other."""
    p, rng = dropout_param["p"], dropout_param["rng"]
    if dropout_param["mode"] == "test":
        return x, None
    mask = np.array([0.0 if rng.random() < p else 1 / (1 - p) for _ in range(x.size)]).reshape(x.shape)
    return np.asarray(x * mask, x.dtype), mask


def exact_share(x, dropout_param):
    """Exactly this share is dropped: places drawn without replacement."""
    p, rng = dropout_param["p"], dropout_param["rng"]
    if dropout_param["mode"] == "test":
        return x, None
    mask = np.full(x.size, 1 / (1 - p), x.dtype)
    mask[rng.choice(x.size, round(p * x.size), replace=False)] = 0
    mask = mask.reshape(x.shape)
    return x * mask, mask


def normal_threshold(x, dropout_param):
    """Normal numbers, compared with their quantile."""
    from scipy.stats import norm

    p, rng = dropout_param["p"], dropout_param["rng"]
    if dropout_param["mode"] == "test":
        return x, None
    mask = (rng.standard_normal(x.shape) >= norm.ppf(p)) / (1 - p)
    return (x * mask).astype(x.dtype), mask


def generator_spawned(x, dropout_param):
    """A child of the generator draws."""
    p, mode = dropout_param["p"], dropout_param["mode"]
    if mode == "test":
        return x, np.ones(x.shape, bool)
    [rng] = dropout_param["rng"].spawn(1)
    mask = (rng.random(x.shape, x.dtype) >= p) / x.dtype.type(1.0 - p)
    return np.einsum("...,...->...", x, mask), mask
