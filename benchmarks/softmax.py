"""The vectorised softmax loss against the loop, and against PyTorch."""

from __future__ import annotations

import numpy as np
import torch

from benchmarks import THREADS, compare_times
from cs_nn.softmax import softmax_loss_naive, softmax_loss_vectorized


def compare(cifar10):
    """Comparisons on the 500 development images (with the bias trick, D = 3073, C = 10)."""
    images = cifar10.X_dev.reshape(len(cifar10.X_dev), -1).astype(np.float64)
    X = np.hstack([images - images.mean(axis=0), np.ones((len(images), 1))])
    W = 0.001 * np.random.default_rng(0).standard_normal((X.shape[1], 10))
    for dtype in (np.float32, np.float64):
        yield compare_with_loop(W.astype(dtype), X.astype(dtype), cifar10.y_dev)
    yield compare_with_pytorch(W.astype(np.float32), X[:200].astype(np.float32), cifar10.y_dev[:200])


def compare_with_loop(W, X, y, reg=0.1):
    return compare_times(
        f"softmax loss and gradient, N = {len(X)}, {X.dtype}: loop / vectorised",
        lambda: softmax_loss_naive(W, X, y, reg),
        lambda: softmax_loss_vectorized(W, X, y, reg),
    )


def compare_with_pytorch(W, X, y, reg=0.1):
    torch.set_num_threads(THREADS)
    W_torch = torch.tensor(W, requires_grad=True)
    X_torch, y_torch = torch.tensor(X), torch.tensor(y)

    def pytorch():
        W_torch.grad = None
        loss = torch.nn.functional.cross_entropy(X_torch @ W_torch, y_torch) + 0.5 * reg * (W_torch**2).sum()
        loss.backward()
        return loss.item(), W_torch.grad.numpy()

    def ours():
        return softmax_loss_vectorized(W, X, y, reg)

    for have, want in zip(ours(), pytorch()):
        np.testing.assert_allclose(have, want, rtol=1e-3, atol=1e-4)
    # Many calls at a time: PyTorch's threads stay awake for a while after a call and would slow down ours.
    return compare_times(f"the same, batch {len(X)}, {X.dtype}: ours / PyTorch", ours, pytorch, calls=25)
