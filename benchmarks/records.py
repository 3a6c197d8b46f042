"""The best that the course's own code reaches on two cores within minutes: ``python -m benchmarks records``."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
from scipy import fft, ndimage

from benchmarks import ONCE, THREADS
from cs_nn.bptt import clip_gradients
from cs_nn.cnn import ConvNet
from cs_nn.data import load_cifar10, load_mnist
from cs_nn.mlp import MLP, adam
from cs_nn.tools import dft_conv
from cs_nn.tools.deep_net import DeepNet
from cs_nn.tools.images import mirror_images, shift_images
from cs_nn.tools.parallel import DataParallel
from cs_nn.tools.rnn import RNN
from cs_nn.tools.training import optimize

HELD_OUT = 5000
INTRODUCTION = f"""\
The best that plain NumPy reaches within minutes on two cores, with networks and tools of the course (and SciPy for
distorting digits and for cosine transforms): `python -m benchmarks records`. The seconds count everything from the
images as they are stored to the trained network. Settings were chosen on {HELD_OUT:,} training images that were held
out (`--validate`). For this table each network was trained on all training images, and classified all test images
once, each as it is. The standard error is that of a mean over so many test examples.

CIFAR-10 goes into its networks as cosine coefficients: a change of basis, no convolution. Tried on held-out images and
left out, as it gave less: whitening in full, more dropout, shifts after batch normalization.

| record | figure | standard error | seconds | of the processors | seed | settings |
|---|---|---|---|---|---|---|"""
POOL = ThreadPoolExecutor(THREADS)


def in_parts(function: Callable, X: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """``function(X, rng)`` by all threads, each with its part of the images and its own random numbers."""
    return np.concatenate(list(POOL.map(function, np.array_split(X, THREADS), rng.spawn(THREADS))))


def distort(
    images: np.ndarray, rng: np.random.Generator, strength: float = 0.0, affine: float = 0.0, most: float = 0.0
) -> np.ndarray:
    """Digits (N, 1, H, W), each distorted in its own way: elastically (Simard, Steinkraus and Platt 2003) and, by a
    random matrix, turned, stretched and slanted.

    Parameters
    ----------
    strength : float, the random moves of the pixels, smoothed by a Gaussian of 4 pixels, are multiplied by this
    affine : float, the standard deviation of the entries of the matrix, but for the identity
    most : float, the image is moved by at most so many pixels each way
    """
    N, _, H, W = images.shape
    smooth = ndimage.gaussian_filter1d(np.eye(H, dtype=np.float32), 4, mode="constant")
    moves = smooth @ rng.uniform(-strength, strength, (2, N, H, W)).astype(np.float32) @ smooth
    grid = np.indices((H, W)).astype(np.float32)
    matrix = np.float32(affine) * rng.standard_normal((2, 2, N, 1, 1), np.float32)
    moves += matrix[:, 0] * (grid[0] - (H - 1) / 2) + matrix[:, 1] * (grid[1] - (W - 1) / 2)
    moves += rng.uniform(-most, most, (2, N, 1, 1)).astype(np.float32)
    rows, columns = moves + grid[:, None]
    rows = np.clip(rows, 0, H - 1) + H * np.arange(N, dtype=np.float32)[:, None, None]  # the images in one column
    column = images.reshape(N * H, W).astype(np.float32)
    return ndimage.map_coordinates(column, [rows, columns], order=1, prefilter=False).reshape(images.shape)


class Frequencies:
    """Colour images (N, 3, H, W) as rows of the `count` coefficients of their cosine transforms that vary most.

    Each is divided by a power of its standard deviation: 1 would be nearly PCA with whitening, 0 leaves them as they
    are. Only the colours are turned to their principal components.
    """

    def __init__(self, images: np.ndarray, count: int, power: float):
        sample = images[:: max(len(images) // 10_000, 1)]
        pixels = sample.transpose(1, 0, 2, 3).reshape(3, -1).astype(np.float32)
        self.colours = np.linalg.eigh(np.cov(pixels))[1].T.astype(np.float32)
        self.kept, self.mean, self.scale = np.arange(sample[0].size), np.float32(0), np.float32(1)
        rows = self(sample)
        self.kept = np.sort(np.argsort(-rows.std(axis=0))[:count])
        rows = rows[:, self.kept]
        std = rows.std(axis=0)
        self.mean, self.scale = rows.mean(axis=0), std**power * np.sqrt(np.mean(std ** (2 - 2 * power)))

    def __call__(self, images: np.ndarray) -> np.ndarray:
        mixed = self.colours @ images.reshape(len(images), 3, -1).astype(np.float32)
        waves = fft.dctn(mixed.reshape(images.shape), axes=(2, 3), norm="ortho")
        return (waves.reshape(len(images), -1)[:, self.kept] - self.mean) / self.scale


def momentum(w: np.ndarray, dw: np.ndarray, config: dict) -> tuple[np.ndarray, dict]:
    """`sgd_momentum` of Lab 1, but w and the velocity are changed in place: large arrays are slow to make."""
    velocity = config.setdefault("velocity", np.zeros_like(w))
    velocity *= config["momentum"]
    velocity -= np.multiply(dw, config["learning_rate"], dtype=w.dtype)
    w += velocity
    return w, config


class ScaledNet(DeepNet):
    """Batch normalization without shifts (beta stays 0): with them the widest layers learned less."""

    def loss(self, X: np.ndarray, y: np.ndarray, reg: float = 0.0) -> tuple[float, dict[str, np.ndarray]]:
        loss, grads = super().loss(X, y, reg)
        return loss, {name: 0 * grad if name.startswith("beta") else grad for name, grad in grads.items()}


class GatedAdder(RNN):
    """The gated unit of Lab 8's last section, with one number to say after the last step: ``z = h_T V + c``."""

    def __init__(self, hidden_size: int, rng: np.random.Generator):
        super().__init__(2, hidden_size, 1, rng=rng, dtype=np.float32)
        for new, old in (("A", "U"), ("B", "W"), ("a", "b")):
            self.params[new] = np.zeros_like(self.params[old])
        self.params["a"] += 4  # the gate is nearly shut: the state stays as it is for some fifty steps

    def answers(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, list]:
        """(z, h, cache): the answers (N,), the last states (N, H) and what the gradients need of each step."""
        p, h, cache = self.params, np.zeros((len(x), len(self.params["b"])), np.float32), []
        for x_t in x.swapaxes(0, 1):
            gate = 1 / (1 + np.exp(-(x_t @ p["A"] + h @ p["B"] + p["a"])))
            new = np.tanh(x_t @ p["U"] + h @ p["W"] + p["b"])
            cache.append((x_t, h, gate, new))
            h = new + gate * (h - new)
        return (h @ p["V"] + p["c"])[:, 0], h, cache

    def loss(self, x: np.ndarray, y: np.ndarray, h0: np.ndarray | None = None) -> tuple[float, dict[str, np.ndarray]]:
        """Mean squared error, and its gradients."""
        z, h, cache = self.answers(x)
        p, dz = self.params, 2 / len(y) * (z - y)[:, None]
        grads = {"V": h.T @ dz, "c": dz.sum(axis=0), **{name: np.zeros_like(p[name]) for name in "UWbABa"}}
        dh = dz @ p["V"].T
        for x_t, before, gate, new in reversed(cache):
            ds, dr = dh * (1 - gate) * (1 - new**2), dh * (before - new) * gate * (1 - gate)
            for (of_x, of_h, bias), part in (("UWb", ds), ("ABa", dr)):
                grads[of_x] += x_t.T @ part
                grads[of_h] += before.T @ part
                grads[bias] += part.sum(axis=0)
            dh = dh * gate + ds @ p["W"].T + dr @ p["B"].T
        return np.mean((z - y) ** 2), grads


def adding(N: int, T: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The adding problem (Hochreiter and Schmidhuber 1997; lengths as in Le, Jaitly and Hinton 2015).

    x (N, T, 2) holds numbers between 0 and 1, and marks: 1 at one step of the first half and one of the second, else
    0. y (N,) is the sum of the two marked numbers. Who always says 1 has a mean squared error of 1/6.
    """
    x = np.zeros((N, T, 2), np.float32)
    x[..., 0] = rng.random((N, T))
    rows, marked = np.arange(N), (rng.integers(T // 2, size=N), rng.integers(T // 2, T, size=N))
    for steps in marked:
        x[rows, steps, 1] = 1
    return x, sum(x[rows, steps, 0] for steps in marked)


def train(net: Any, X: np.ndarray, y: np.ndarray, seed: int, epochs: float, batch_size: int, **settings: Any) -> None:
    """Momentum 0.9 and cosine annealing over so many epochs."""
    settings = {"update": momentum, "momentum": 0.9, "cosine": True, "rng": seed, **settings}
    optimize(net, X, y, num_iters=2 if ONCE else round(epochs * len(X) / batch_size), batch_size=batch_size, **settings)


def scaled(images: np.ndarray) -> np.ndarray:
    """From bytes to 0 ... 1."""
    return images.astype(np.float32) / np.float32(255)


def read_digits(net: Any, X: np.ndarray, y: np.ndarray, seed: int, **settings: Any) -> Callable:
    """Train on distorted digits; what classifies digits as they are."""
    net = DataParallel(net, THREADS)
    distorted = settings.pop("distorted")

    def augment(images, rng):
        return in_parts(lambda part, own: distort(scaled(part), own, **distorted), images, rng)

    train(net, X, y, seed, augment=augment, **settings)
    return lambda images: net.predict(scaled(images))


def mnist_cnn(X: np.ndarray, y: np.ndarray, seed: int, **settings: Any) -> Callable:
    conv2 = dft_conv.conv_forward, dft_conv.conv_backward
    net = ConvNet(num_filters=(16, 32), hidden_size=128, dropout=0.0, rng=seed, conv2=conv2)
    return read_digits(net, X, y, seed, **settings)


def mnist_mlp(X: np.ndarray, y: np.ndarray, seed: int, **settings: Any) -> Callable:
    return read_digits(MLP((784, 1024, 512, 10), rng=seed), X, y, seed, **settings)


def cifar10(
    X: np.ndarray, y: np.ndarray, seed: int, hidden: tuple[int, ...], dropout: float, **settings: Any
) -> Callable:
    """Train on mirrored and moved images; what classifies images as they are."""
    inputs = Frequencies(X, 600, 0.5)
    net = ScaledNet((600, *hidden, 10), batchnorm=True, bias=False, dropout=dropout, rng=seed)
    net.params[f"W{net.depth}"] *= 0.1  # scores near 0 at first
    for bn_param in net.bn_params.values():
        bn_param["momentum"] = 0.99  # each batch is moved as a whole: the mean over many counts

    def augment(images, rng):
        moved = shift_images(images, rng, most=2)
        return in_parts(lambda part, own: inputs(mirror_images(part, own)), moved, rng)

    train(DataParallel(net, THREADS), X, y, seed, augment=augment, **settings)
    return lambda images: net.predict(inputs(images))


def add_numbers(X: np.ndarray, y: np.ndarray, seed: int, steps: int, num_iters: int) -> Callable:
    """Train on new sequences in each iteration; what adds the marked numbers of others."""
    rng = np.random.default_rng(seed)
    net = GatedAdder(64, rng)
    configs = {name: {} for name in net.params}
    for it in range(2 if ONCE else num_iters):
        grads, _ = clip_gradients(net.loss(*adding(100, steps, rng))[1], 1.0)
        rate = 0.01 * 0.5 * (1 + np.cos(np.pi * it / num_iters))
        for name, dw in grads.items():
            config = {**configs[name], "learning_rate": rate}
            net.params[name], configs[name] = adam(net.params[name], dw, config)
    return lambda x: net.answers(x)[0]


def images_of(load: Callable) -> Callable:
    """Training images and those to measure with: the test images, or such that are held out."""
    load = cache(load)

    def data(validate):
        its = load()
        X, y = np.concatenate([its.X_train, its.X_val]), np.concatenate([its.y_train, its.y_val])
        if validate:
            return X[:-HELD_OUT], y[:-HELD_OUT], X[-HELD_OUT:], y[-HELD_OUT:]
        return X, y, its.X_test_full, its.y_test_full

    return data


@dataclass(frozen=True)
class Record:
    what: str
    how: str
    data: Callable  #: data(validate) -> X and y to train on, X and y to measure with
    train: Callable  #: train(X, y, seed) -> a function from X to answers
    value: Callable = np.equal  #: value(answers, y) -> a value for each example; the figure is their mean

    def row(self, seed: int, validate: bool = False) -> str:
        """Train and measure; a row of the table."""
        X, y, X_test, y_test = self.data(validate)
        start = time.perf_counter(), time.process_time()
        answer = self.train(X, y, seed)
        seconds, processor = time.perf_counter() - start[0], time.process_time() - start[1]
        parts = np.array_split(X_test, max(len(X_test) // 500, 1))
        values = self.value(np.concatenate([answer(part) for part in parts]), y_test).astype(float)
        error = values.std() / np.sqrt(len(values))
        figures = f"{values.mean():.4g} | {error:.1g} | {seconds:.0f} | {processor:.0f} | {seed}"
        return f"| {self.what} | {figures} | {self.how} |"


def squared_error(answers: np.ndarray, y: np.ndarray) -> np.ndarray:
    return (answers - y) ** 2


MNIST, CIFAR10 = images_of(load_mnist), images_of(load_cifar10)
CNN = partial(mnist_cnn, distorted={"strength": 20, "affine": 0.08, "most": 2}, batch_size=100, learning_rate=0.1)
RECORDS = {
    "cnn-30s": Record(
        "convolutional network on MNIST, 30 seconds: accuracy",
        "5 x 5 filters, 16 and 32, 128 hidden units; elastic 20, affine 0.08, moved by 2 pixels; 3 epochs, batch 100, "
        "rate 0.1",
        MNIST,
        partial(CNN, epochs=3),
    ),
    "cnn-3min": Record(
        "convolutional network on MNIST, 3 minutes: accuracy", "the same, 20 epochs", MNIST, partial(CNN, epochs=20)
    ),
    "mlp": Record(
        "perceptron on MNIST, 3 minutes: accuracy",
        "1024 and 512 hidden units; elastic 30, affine 0.08, moved by 1 pixel; 36 epochs, batch 500, rate 0.3",
        MNIST,
        partial(
            mnist_mlp,
            distorted={"strength": 30, "affine": 0.08, "most": 1},
            epochs=36,
            batch_size=500,
            learning_rate=0.3,
        ),
    ),
    "cifar10": Record(
        "CIFAR-10 without convolutions, 5 minutes: accuracy",
        "600 cosine coefficients, 1500 and 750 hidden units, batch normalization, dropout 0.2, L2 0.0005; mirrored, "
        "moved by 2 pixels; 55 epochs, batch 500, rate 0.3",
        CIFAR10,
        partial(cifar10, hidden=(1500, 750), dropout=0.2, reg=5e-4, epochs=55, batch_size=500, learning_rate=0.3),
    ),
    "cifar10-one": Record(
        "the same with one hidden layer",
        "the same with 3000 hidden units, dropout 0.1; 60 epochs",
        CIFAR10,
        partial(cifar10, hidden=(3000,), dropout=0.1, reg=5e-4, epochs=60, batch_size=500, learning_rate=0.3),
    ),
    "adding": Record(
        "adding problem over 100 steps: mean squared error (0.167 for always saying 1)",
        "gated unit of Lab 8, 64 units; Adam, rate 0.01, 2,000 iterations with 100 new sequences each",
        lambda validate: (None, None, *adding(10_000, 100, np.random.default_rng(998 + validate))),
        partial(add_numbers, steps=100, num_iters=2000),
        squared_error,
    ),
}
