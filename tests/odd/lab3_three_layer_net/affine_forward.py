"""Correct but unusual versions of affine_forward(x, w, b)."""

import numpy as np


def loops(x, w, b):
    """Three loops."""
    N, M = x.shape[0], w.shape[1]
    out = np.zeros((N, M))
    for i in range(N):
        row = x[i].flatten()
        for j in range(M):
            out[i, j] = b[j]
            for d in range(row.size):
                out[i, j] += row[d] * w[d, j]
    return out, (x, w, b)


def einsum(x, w, b):
    """np.einsum."""
    return np.einsum("nd,dm->nm", x.reshape(len(x), -1), w) + b, (x, w, b)


def tensordot_of_images(x, w, b):
    """The weights are given the axes of an image, and x keeps its own."""
    kernel = w.reshape(*x.shape[1:], -1)
    return np.tensordot(x, kernel, axes=x.ndim - 1) + b, (x, w, b)


def bias_trick(x, w, b):
    """A column of ones."""
    rows = np.hstack([x.reshape(len(x), -1), np.ones((len(x), 1))])
    return rows @ np.vstack([w, b]), (x, w, b)


def transposed(x, w, b):
    """Outputs as rows, transposed at the end."""
    return (w.T @ x.reshape(len(x), -1).T + b[:, np.newaxis]).T, (x, w, b)


def list_of_examples(x, w, b):
    """Stacks the examples; the cache is a list."""
    return np.stack([np.dot(np.ravel(example), w) + b for example in x]), [x, w, b]


def single_precision(x, w, b):
    """Works in float32."""
    x32, w32, b32 = (part.astype(np.float32) for part in (x, w, b))
    return x32.reshape(len(x), -1).dot(w32) + b32, (x, w, b)


def copies_in_the_cache(x, w, b):
    """The cache has copies."""
    D = np.prod(x.shape[1:])
    out = np.matmul(np.reshape(x, (x.shape[0], D)), w)
    np.add(out, np.tile(b, (x.shape[0], 1)), out=out)
    return out, tuple(part.copy() for part in (x, w, b))


def sum_of_outer_products(x, w, b):
    """Adds up one feature at a time."""
    columns = np.ascontiguousarray(x).reshape(len(x), -1).T
    return sum((np.outer(column, row) for column, row in zip(columns, w)), start=np.zeros(1)) + b, (x, w, b)


def matrix_class(x, w, b):
    """np.matrix, with a print."""
    out = np.asarray(np.asmatrix(x.reshape(len(x), -1)) * np.asmatrix(w)) + b
    print("out:", out.shape)
    return out, (x, w, b)


def shape_changed_and_back(x, w, b):
    """Reshapes x in place and back."""
    shape = x.shape
    x.shape = (shape[0], -1)
    out = x @ w + b
    x.shape = shape
    return out, (x, w, b)
