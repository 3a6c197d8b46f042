"""The course's speed claims, measured: ``python -m benchmarks``.

A claim is a ratio of two ways to do the same, measured in turn in one run, so that a busy or slow
computer changes both. It is the median over the repetitions.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

#: ``python -m benchmarks --once`` runs each benchmark as few times as it can: to see that it runs, not to measure.
ONCE = "--once" in sys.argv[1:]
#: Seconds between turns.
PAUSE = 0 if ONCE else 0.2
THREADS = int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1)
# NumPy's and PyTorch's libraries read these when they are imported, which happens after this.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = str(THREADS)
# OpenBLAS takes kernels without AVX-512 on processors that are newer than itself, at half the speed.
if "numpy" not in sys.modules and sys.platform == "linux" and "avx512vl" in Path("/proc/cpuinfo").read_text():
    os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")


@dataclass(frozen=True)
class Comparison:
    """What two ways cost, one value per repetition, and the ratio first / second."""

    what: str  #: "first / second"
    unit: str
    first: list[float]
    second: list[float]

    def __str__(self):
        ratios = [a / b for a, b in zip(self.first, self.second, strict=True)]
        low, ratio, high = statistics.quantiles(ratios, n=4)
        costs = (f"{statistics.median(values):.3g} {self.unit}" for values in (self.first, self.second))
        return "{:<78} {:>10} {:>10} {:>8.3g}   {:.3g} to {:.3g}".format(self.what, *costs, ratio, low, high)


HEADER = f"{'first / second':<78} {'first':>10} {'second':>10} {'ratio':>8}   middle half"


def compare_times(what: str, first: Callable, second: Callable, repetitions: int = 15, calls: int = 1) -> Comparison:
    """Time two functions in turn; milliseconds per call, from ``calls`` calls at a time.

    Before each turn there is a pause, and one call that does not count: the threads of NumPy's and PyTorch's libraries
    wait for more work for a while before they sleep, and would slow down each other.
    """

    def milliseconds(function):
        time.sleep(PAUSE)
        function()
        start = time.perf_counter()
        for _ in range(calls):
            function()
        return 1000 * (time.perf_counter() - start) / calls

    if ONCE:
        repetitions, calls = 2, 1
    pairs = [(milliseconds(first), milliseconds(second)) for _ in range(repetitions)]
    return Comparison(what, "ms", *(list(values) for values in zip(*pairs)))
