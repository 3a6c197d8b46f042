"""Lab 3: layers as pairs of functions.

A forward function returns ``(out, cache)``; the backward function of the same layer takes the upstream
gradient ``dout``, which has the shape of ``out``, and that cache, and returns the gradients with
respect to the inputs of the forward function. Examples are the first axis of every array. The last layer of a
network, `softmax_loss`, is the one of Lab 1.
"""

from __future__ import annotations

import numpy as np

from cs_nn.softmax import softmax_loss


def affine_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, tuple]:
    """Affine (fully connected) layer: ``out = x w + b``, with each example of x as one row.

    x, w and b stay as they are.

    Parameters
    ----------
    x : (N, d_1, ..., d_k) array, N examples of D = d_1 * ... * d_k numbers each
    w : (D, M) array; b : (M,) array

    Returns
    -------
    out : (N, M) array
    cache : (x, w, b), for `affine_backward`
    """
    # TODO: out (N, M); each example of x becomes a row of D numbers, but the cache keeps x as it came.
    ### BEGIN SOLUTION
    out = x.reshape(len(x), -1) @ w
    out += b
    ### END SOLUTION
    cache = (x, w, b)
    return out, cache


def affine_backward(
    dout: np.ndarray, cache: tuple, need_dx: bool = True
) -> tuple[np.ndarray | None, np.ndarray, np.ndarray]:
    """Gradients of an affine layer.

    dout and the arrays of the cache stay as they are.

    Parameters
    ----------
    dout : (N, M) array, the upstream gradient
    cache : (x, w, b) from `affine_forward`
    need_dx : bool; the first layer of a network needs no dx, which is a third of the work

    Returns
    -------
    dx : array of the shape of x; None without `need_dx`
    dw : (D, M) array
    db : (M,) array
    """
    x, w, b = cache
    # TODO: dw (shape of w) and db (shape of b).
    ### BEGIN SOLUTION
    dw = x.reshape(len(x), -1).T @ dout
    db = dout.sum(axis=0)
    ### END SOLUTION
    if not need_dx:
        return None, dw, db
    # TODO: dx (shape of x).
    ### BEGIN SOLUTION
    dx = (dout @ w.T).reshape(x.shape)
    ### END SOLUTION
    return dx, dw, db


def relu_forward(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rectified linear unit, ``out = max(0, x)``, for an array x of any shape.

    x stays as it is.

    Returns
    -------
    out : array of the shape of x
    cache : x, for `relu_backward`
    """
    # TODO: out (shape of x).
    ### BEGIN SOLUTION
    out = np.maximum(x, 0)
    ### END SOLUTION
    cache = x
    return out, cache


def relu_backward(dout: np.ndarray, cache: np.ndarray) -> np.ndarray:
    """Gradient of a ReLU layer: the upstream gradient passes where x > 0 and not where x < 0; at 0 either will do.

    dout and x stay as they are.

    Parameters
    ----------
    dout : array of the shape of x, the upstream gradient
    cache : x from `relu_forward`

    Returns
    -------
    dx : array of the shape of x
    """
    x = cache
    # TODO: dx (shape of x).
    ### BEGIN SOLUTION
    dx = dout * (x > 0)
    ### END SOLUTION
    return dx
