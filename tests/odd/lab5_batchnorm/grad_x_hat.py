"""Correct but unusual versions of grad_x_hat."""

import numpy as np


def diagonal_matrix(dout, gamma):
    """A product with a diagonal matrix."""
    return dout @ np.diag(gamma)


def with_einsum(dout, gamma):
    """einsum."""
    return np.einsum("nd,d->nd", dout, gamma)


def loops(dout, gamma):
    """Two loops and nested lists."""
    return [[g * c for g, c in zip(row, gamma)] for row in dout]



def transposed_algebra(dout, gamma):
    """Works with (D, N), returns a view."""
    return (gamma[:, np.newaxis] * dout.T).T


def single_precision(dout, gamma):
    """float32."""
    return np.float32(gamma) * dout.astype(np.float32)


def gamma_repeated(dout, gamma):
    """gamma as a full matrix."""
    return np.multiply(dout, np.repeat(gamma.reshape(1, -1), dout.shape[0], axis=0))
