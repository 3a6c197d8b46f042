"""``python -m benchmarks``: the ratios of `benchmarks`; ``grading``: classes graded; ``records``: networks trained."""

import argparse
import platform

import numpy as np

from benchmarks import HEADER, THREADS
from cs_nn.data import load_cifar10, load_mnist
from cs_nn.tools.labs import load_labs


def speed(options: argparse.Namespace) -> None:
    """Print all ratios."""
    import torch

    from benchmarks import checks, convnet, data, nets, softmax

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


def grading(options: argparse.Namespace) -> None:
    from benchmarks import grading
    from benchmarks.soak import soak

    if options.soak:
        soak(options.labs[0], options.soak, grading.NBGRADER)
        return
    try:
        grading.compare(options.labs, options.size)
    except grading.Unequal as error:
        raise SystemExit(str(error)) from None


def records(options: argparse.Namespace) -> None:
    from benchmarks.records import INTRODUCTION, RECORDS

    print(INTRODUCTION)
    for name in options.names or RECORDS:
        for seed in options.seeds:
            print(RECORDS[name].row(seed, options.validate), flush=True)


parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
parser.add_argument("--once", action="store_true", help="each benchmark as few times as it can be run")
parser.set_defaults(run=speed)
commands = parser.add_subparsers()
command = commands.add_parser("grading", help="seconds of a submission, and scores compared")
command.add_argument("labs", nargs="*", metavar="LAB", default=list(load_labs()), help="all by default")
command.add_argument("--size", type=int, default=30, help="submissions of each lab")
command.add_argument("--soak", type=int, metavar="SIZE", help="grade a class of this size once and see what is left")
command.set_defaults(run=grading)
command = commands.add_parser("records", help="accuracy and seconds of networks trained as well as we can")
command.add_argument("names", nargs="*", metavar="NAME", help="all by default")
command.add_argument("--seeds", type=int, nargs="+", default=[0])
command.add_argument("--validate", action="store_true", help="hold out training images, and look at no test image")
command.set_defaults(run=records)
options = parser.parse_args()
options.run(options)
