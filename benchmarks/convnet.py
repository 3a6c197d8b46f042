"""A training iteration of the convolutional network against PyTorch, and the fast convolution against the loops."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from threadpoolctl import threadpool_limits
from torch.nn import functional

from benchmarks import THREADS, compare_times
from cs_nn import cnn, convolution
from cs_nn.softmax import sgd_momentum
from cs_nn.tools import dft_conv
from cs_nn.tools.parallel import DataParallel

BATCH = 100
ITERATIONS = 5


def compare(mnist):
    """Loss, gradients and a momentum step of the network of Lab 7, float32; then one image through its second layer."""
    torch.set_num_threads(THREADS)
    X = np.array(mnist.X_train[:BATCH], np.float32).reshape(BATCH, 1, 28, 28) / 255
    y = np.array(mnist.y_train[:BATCH])
    for name, conv2 in (("windows", None), ("DFT", (dft_conv.conv_forward, dft_conv.conv_backward))):
        yield compare_training(name, DataParallel(cnn.ConvNet(rng=0, conv2=conv2), THREADS), X, y)
    rng = np.random.default_rng(0)
    x, w = rng.standard_normal((BATCH, 32, 14, 14), np.float32), rng.standard_normal((64, 32, 5, 5), np.float32)
    b = np.zeros(64, np.float32)
    forward = [
        convolution.conv_forward_naive(x[:1], w, b, cnn.ConvNet.conv_param),
        convolution.conv_forward(x, w, b, cnn.ConvNet.conv_param),
    ]

    def loops():
        convolution.conv_forward_naive(x[:1], w, b, cnn.ConvNet.conv_param)
        convolution.conv_backward_naive(forward[0][0], forward[0][1])

    def windows():
        convolution.conv_forward(x, w, b, cnn.ConvNet.conv_param)
        convolution.conv_backward(forward[1][0], forward[1][1])

    yield compare_times("convolution 32 -> 64, 14 x 14: loops, 1 image / windows, 100 images", loops, windows, 5)
    yield from compare_convolutions(1, 32, 28, {"windows": convolution})
    yield from compare_convolutions(32, 64, 14, {"windows": convolution, "DFT": dft_conv})


def compare_convolutions(channels, filters, size, ways):
    """A layer of Lab 7 alone, forward and backward (the first one needs no dx), half of the batch by each thread."""
    rng, need_dx = np.random.default_rng(0), channels > 1
    x, dout = (rng.standard_normal((BATCH, count, size, size), np.float32) for count in (channels, filters))
    w, b = rng.standard_normal((filters, channels, 5, 5), np.float32), np.zeros(filters, np.float32)
    given = [torch.tensor(array, requires_grad=need) for array, need in ((x, need_dx), (w, True), (b, True))]
    upstream, pool = torch.tensor(dout), ThreadPoolExecutor(THREADS)

    def pytorch():
        for tensor in given:
            tensor.grad = None
        functional.conv2d(*given, padding="same").backward(upstream)
        return given[1].grad.numpy()

    def ours(forward, backward):
        def part(x, dout):
            out, cache = forward(x, w, b, cnn.ConvNet.conv_param)
            return backward(dout, cache, need_dx=need_dx)[1]

        def both():
            with threadpool_limits(1, "blas"):
                return sum(pool.map(part, np.array_split(x, THREADS), np.array_split(dout, THREADS)))

        return both

    layer = f"convolution {channels} -> {filters}, {size} x {size}, batch {BATCH}"
    for name, module in ways.items():
        numpy = ours(module.conv_forward, module.conv_backward)
        np.testing.assert_allclose(numpy(), pytorch(), rtol=1e-3, atol=1e-2)
        yield compare_times(f"{layer}: {name} / PyTorch", numpy, pytorch, calls=ITERATIONS)


def compare_training(name, net, X, y):
    """Ours / PyTorch, on the same images and from the same weights."""
    params = {key: torch.tensor(value, requires_grad=True) for key, value in net.params.items()}
    X_torch, y_torch = torch.tensor(X), torch.tensor(y)
    optimizer = torch.optim.SGD(params.values(), 1e-3, momentum=0.9)
    configs = {key: {"learning_rate": 1e-3, "momentum": 0.9} for key in net.params}

    def scores(X, dropout=0.25):
        out = functional.max_pool2d(functional.conv2d(X, params["W1"], params["b1"], padding="same"), 2).relu()
        out = functional.max_pool2d(functional.conv2d(out, params["W2"], params["b2"], padding="same"), 2).relu()
        out = functional.dropout((out.flatten(1) @ params["W3"] + params["b3"]).relu(), dropout)
        return out @ params["W4"] + params["b4"]

    def pytorch():
        optimizer.zero_grad()
        loss = functional.cross_entropy(scores(X_torch), y_torch)
        loss.backward()
        optimizer.step()
        loss.item()

    def ours():
        _, grads = net.loss(X, y)

        def update(key):
            net.params[key], configs[key] = sgd_momentum(net.params[key], grads[key], configs[key])

        list(net.pool.map(update, grads))

    with torch.no_grad():
        np.testing.assert_allclose(net.loss(X), scores(X_torch, dropout=0).numpy(), rtol=1e-2, atol=1e-3)
    what = f"1 iteration, ConvNet ({name}), batch {BATCH}: ours / PyTorch"
    return compare_times(what, ours, pytorch, calls=ITERATIONS)
