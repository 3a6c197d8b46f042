"""Training on several cores: each takes a part of the minibatch."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from cs_nn.tools.place import in_browser


class DataParallel:
    """A net whose ``loss`` is computed by several threads, each on its part of the minibatch.

    NumPy's matrix products use several threads by themselves, but everything between them (pools, windows, sums) uses
    one. With the batch divided, every step is done by all threads, and each product by one.

    Parameters
    ----------
    net : object with ``params`` and ``loss(X, y, reg)``, the mean over the batch plus a penalty
    threads : int, 1 in a browser
    """

    def __init__(self, net: Any, threads: int = 2):
        self.net, self.threads = net, 1 if in_browser() else threads
        self.pool = ThreadPoolExecutor(threads)

    @property
    def params(self) -> dict[str, np.ndarray]:
        return self.net.params

    def loss(
        self, X: np.ndarray, y: np.ndarray | None = None, reg: float = 0.0
    ) -> np.ndarray | tuple[float, dict[str, np.ndarray]]:
        """As ``net.loss``, but for rounding, and for the random numbers of dropout."""
        if self.threads == 1:
            return self.net.loss(X) if y is None else self.net.loss(X, y, reg)
        parts = [part for part in np.array_split(np.arange(len(X)), self.threads) if len(part)]
        slices = [slice(part[0], part[-1] + 1) for part in parts]
        with threadpool_limits(1, "blas"):
            if y is None:
                return np.concatenate(list(self.pool.map(lambda part: self.net.loss(X[part]), slices)))
            results = list(self.pool.map(lambda part: self.net.loss(X[part], y[part], reg), slices))
        shares = [len(part) / len(X) for part in parts]
        loss = sum(share * loss for share, (loss, _) in zip(shares, results))
        return loss, dict(self.pool.map(lambda name: (name, _mean(shares, results, name)), self.net.params))

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The class with the highest score for each example of X: integers (N,)."""
        return np.argmax(self.loss(X), axis=1)


def _mean(shares, results, name):
    total = results[0][1][name]
    total *= total.dtype.type(shares[0])
    for share, (_, grads) in zip(shares[1:], results[1:]):
        grads[name] *= total.dtype.type(share)
        total += grads[name]
    return total
