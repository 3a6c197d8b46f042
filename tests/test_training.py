"""The given training loop, and images as inputs."""

import numpy as np
import pytest

from cs_nn.softmax import sgd_momentum
from cs_nn.tools.images import Standardizer, drop_pixels, mirror_images, shift_images
from cs_nn.tools.training import History, accuracy, descend, fit


class Parabola:
    """A net with one parameter, whose loss is the squared distance from the mean of the batch."""

    def __init__(self):
        self.params = {"w": np.full(2, 5.0, np.float32)}
        self.batches = []

    def loss(self, X, y, reg):
        self.batches.append(X)
        difference = self.params["w"] - X.mean(axis=0)
        return 0.5 * np.sum(difference**2), {"w": difference + reg * self.params["w"]}

    def predict(self, X):
        return (X[:, 0] > self.params["w"][0]).astype(int)


def train(net, X, **settings):
    y = (X[:, 0] > 0).astype(int)
    return fit(net, X, y, X, y, **{"learning_rate": 0.1, "num_epochs": 5, "batch_size": 4, "rng": 0, **settings})


@pytest.fixture
def X():
    return np.random.default_rng(0).standard_normal((21, 2)).astype(np.float32)


def test_fit_follows_momentum_and_a_half_cosine(X):
    net, same = Parabola(), np.ones((4, 2), np.float32)
    history = fit(net, same, np.zeros(4), learning_rate=0.1, num_epochs=6, batch_size=4, momentum=0.8, rng=0)
    w, v = 5.0, 0.0
    for t in range(6):
        v = 0.8 * v - 0.1 * 0.5 * (1 + np.cos(np.pi * t / 6)) * (w - 1)
        w += v
    np.testing.assert_allclose(net.params["w"], w, rtol=1e-5)
    np.testing.assert_allclose(history.learning_rate, 0.05 * (1 + np.cos(np.pi * np.arange(6) / 6)))


def test_fit_takes_every_example_once_in_an_epoch(X):
    net = Parabola()
    train(net, X[:20], num_epochs=2)
    for epoch in (net.batches[:5], net.batches[5:]):
        np.testing.assert_array_equal(np.sort(np.concatenate(epoch), axis=0), np.sort(X[:20], axis=0))
    assert not np.array_equal(net.batches[0], net.batches[5])


def test_fit_records_and_reports(X):
    epochs = []
    history = train(Parabola(), X, on_epoch=epochs.append)
    assert len(history.loss) == 25 and len(epochs) == 5
    assert len(history.train_accuracy) == len(history.val_accuracy) == len(history.learning_rate) == 5
    assert history.val_accuracy[history.best_epoch] == max(history.val_accuracy)


def test_fit_keeps_float32_and_its_data(X):
    net, before = Parabola(), X.copy()
    train(net, X, learning_rate=np.float64(0.1), reg=np.float64(0.1), augment=lambda X, rng: drop_pixels(X, rng, 0.5))
    assert net.params["w"].dtype == np.float32
    np.testing.assert_array_equal(X, before)


def test_fit_is_repeatable(X):
    nets = [Parabola(), Parabola()]
    histories = [train(net, X, augment=lambda X, rng: drop_pixels(X, rng, 0.2)) for net in nets]
    assert histories[0] == histories[1] != History()


def test_descend_uses_the_rule_and_lowers_the_rate_after_each_epoch():
    net, same = Parabola(), np.ones((8, 2), np.float32)
    settings = {"learning_rate": 0.1, "learning_rate_decay": 0.5, "num_iters": 5, "batch_size": 4, "momentum": 0.8}
    history = descend(net, same, np.zeros(8), update=sgd_momentum, reg=0.1, rng=0, **settings)
    w, v = 5.0, 0.0
    for t in range(5):
        v = 0.8 * v - 0.1 * 0.5 ** (t // 2) * (w - 1 + 0.1 * w)
        w += v
    np.testing.assert_allclose(net.params["w"], w, rtol=1e-5)
    assert net.params["w"].dtype == np.float32
    assert history.learning_rate == [0.1, 0.05] and len(history.loss) == 5


def test_descend_takes_every_example_once_in_an_epoch(X):
    net = Parabola()
    descend(net, X[:20], np.zeros(20), update=sgd_momentum, learning_rate=0.1, learning_rate_decay=1.0, num_iters=10,
            batch_size=4, rng=0)  # fmt: skip
    for epoch in (net.batches[:5], net.batches[5:]):
        np.testing.assert_array_equal(np.sort(np.concatenate(epoch), axis=0), np.sort(X[:20], axis=0))


def test_accuracy_in_chunks():
    class Net:
        def predict(self, X):
            assert len(X) <= 1000
            return X[:, 0]

    X = np.arange(2300).reshape(-1, 1) % 10
    assert accuracy(Net(), X, np.arange(2300) % 10) == 1
    assert accuracy(Net(), X, np.zeros(2300)) == pytest.approx(0.1)


# ------------------------------------------------------------------ images
@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, size=(37, 3, 6, 8), dtype=np.uint8)


def test_standardizer(images):
    images[:, 0, 0, 0] = 7  # a pixel that never changes
    rows = Standardizer.of(images)(images)
    assert rows.shape == (37, 144) and rows.dtype == np.float32
    np.testing.assert_allclose(rows.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(rows.std(axis=0)[1:], 1, rtol=1e-4)
    assert np.all(rows[:, 0] == 0)


def test_standardizer_in_chunks_as_at_once(images, monkeypatch):
    whole = Standardizer.of(images)
    monkeypatch.setattr("cs_nn.tools.images.CHUNK", 10)
    parts = Standardizer.of(images)
    np.testing.assert_allclose(parts.mean, whole.mean, rtol=1e-6)
    np.testing.assert_allclose(parts(images), whole(images), rtol=1e-4, atol=1e-5)


def test_mirror_images(images):
    X = images.reshape(37, -1).astype(np.float32)
    changed = mirror_images(X, np.random.default_rng(0), shape=(3, 6, 8)).reshape(images.shape)
    turned = np.array([np.array_equal(a, b[:, :, ::-1]) for a, b in zip(changed, images)])
    same = np.array([np.array_equal(a, b) for a, b in zip(changed, images)])
    assert np.all(turned ^ same) and 8 < turned.sum() < 29


def test_shift_images(images):
    X = images.reshape(37, -1).astype(np.float32)
    seen = set()
    for seed in range(60):
        moved = shift_images(X, np.random.default_rng(seed), most=1, shape=(3, 6, 8)).reshape(images.shape)
        padded = np.pad(images, ((0, 0), (0, 0), (1, 1), (1, 1)))
        offsets = [
            (i, j) for i in range(3) for j in range(3) if np.array_equal(moved, padded[:, :, i : i + 6, j : j + 8])
        ]
        assert len(offsets) == 1
        seen |= set(offsets)
    assert len(seen) == 9


def test_drop_pixels():
    X = np.ones((200, 50), np.float32)
    dropped = drop_pixels(X, np.random.default_rng(0), 0.2)
    assert dropped.dtype == np.float32 and np.all(X == 1)
    np.testing.assert_allclose(np.unique(dropped), [0, 1.25])
    assert dropped.mean() == pytest.approx(1, abs=0.02)
