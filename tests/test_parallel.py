"""A batch divided among threads gives the loss and the gradients of the whole."""

import numpy as np
import pytest

from cs_nn.cnn import ConvNet
from cs_nn.tools.parallel import DataParallel


@pytest.mark.parametrize(("N", "threads"), [(10, 2), (7, 3), (1, 2)])
def test_the_same_as_the_whole_batch(N, threads):
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((N, 1, 8, 8)), rng.integers(4, size=N)
    net = ConvNet((1, 8, 8), (3, 4), 3, 5, 4, dropout=0.0, rng=1, dtype=np.float64)
    parallel = DataParallel(net, threads)
    loss, grads = net.loss(X, y, 0.3)
    its_loss, its_grads = parallel.loss(X, y, 0.3)
    assert its_loss == pytest.approx(loss, rel=1e-12)
    assert set(its_grads) == set(grads)
    for name, grad in grads.items():
        np.testing.assert_allclose(its_grads[name], grad, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(parallel.loss(X), net.loss(X), rtol=1e-12)
    assert np.array_equal(parallel.predict(X), net.predict(X))
