"""Training iterations of the two- and three-layer networks against PyTorch."""

from __future__ import annotations

import numpy as np
import torch

from benchmarks import ONCE, THREADS, compare_times
from cs_nn.three_layer_net import ThreeLayerNet
from cs_nn.tools.images import Standardizer
from cs_nn.two_layer_net import TwoLayerNet

ITERATIONS = 1 if ONCE else 10
REG = 1e-4


def compare(cifar10):
    """An iteration of each net: random minibatch, loss and gradients with L2, one step."""
    torch.set_num_threads(THREADS)
    X, y = Standardizer.of(cifar10.X_train)(cifar10.X_train[:5000]), np.array(cifar10.y_train[:5000])
    for hidden, batch_size in ((300, 400), (1000, 128)):
        net = TwoLayerNet(X.shape[1], hidden, 10, std=(0.02, 0.05), rng=0, dtype=np.float32)
        yield compare_training(f"two-layer net, H = {hidden}", net, X, y, batch_size, {"learning_rate": 1e-3})
    net = ThreeLayerNet(X.shape[1], (512, 256), 10, rng=0, dtype=np.float32)
    settings = {"learning_rate": 1e-3, "momentum": 0.9}
    yield compare_training("three-layer net, 512-256, momentum", net, X, y, 128, settings)


def compare_training(name, net, X, y, batch_size, settings):
    """Ours / PyTorch for the same work; PyTorch's L2 is in the step, where it is cheapest."""
    layers = len(net.params) // 2
    X_torch, y_torch = torch.tensor(X), torch.tensor(y)
    weights, biases = (
        [torch.tensor(net.params[f"{letter}{k + 1}"], requires_grad=True) for k in range(layers)] for letter in "Wb"
    )
    groups = [{"params": weights, "weight_decay": REG}, {"params": biases}]
    optimizer = torch.optim.SGD(groups, settings["learning_rate"], momentum=settings.get("momentum", 0.0))

    def scores(X):
        for W, b in zip(weights[:-1], biases[:-1]):
            X = torch.relu(X @ W + b)
        return X @ weights[-1] + biases[-1]

    def pytorch():
        for _ in range(ITERATIONS):
            rows = torch.randint(len(X), (batch_size,))
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(scores(X_torch[rows]), y_torch[rows])
            loss.backward()
            optimizer.step()
            loss.item()

    def ours():
        net.train(X, y, num_iters=ITERATIONS, batch_size=batch_size, reg=REG, rng=0, **settings)

    with torch.no_grad():
        np.testing.assert_allclose(net.loss(X[:50]), scores(X_torch[:50]).numpy(), rtol=1e-2, atol=1e-3)
    return compare_times(f"{ITERATIONS} iterations, {name}, batch {batch_size}: ours / PyTorch", ours, pytorch)
