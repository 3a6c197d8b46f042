"""Run all benchmarks and print their ratios."""

import platform

import numpy as np
import torch

from benchmarks import HEADER, THREADS, checks, convnet, data, nets, softmax
from cs_nn.data import load_cifar10, load_mnist

cifar10 = load_cifar10()
print(
    f"On {'the embedded set' if cifar10.embedded else 'the real CIFAR-10'}, threads: {THREADS}, "
    f"Python {platform.python_version()}, NumPy {np.__version__}, PyTorch {torch.__version__}\n\n{HEADER}"
)
for comparisons in (
    data.compare(cifar10),
    softmax.compare(cifar10),
    nets.compare(cifar10),
    convnet.compare(load_mnist()),
    checks.compare(),
):
    for comparison in comparisons:
        print(comparison, flush=True)
seconds, task = checks.slowest_hints()
print(f"\nThe slowest failing check, all known mistakes tried and all experiments made: {task}, {seconds:.2f} s")
