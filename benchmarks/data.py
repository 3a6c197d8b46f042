"""Opening CIFAR-10 and taking minibatches from it."""

from __future__ import annotations

import contextlib
import io
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks import ONCE, Comparison, compare_times
from cs_nn.data import Dataset, datasets_folder, load_cifar10
from cs_nn.data.reading import files_in
from cs_nn.data.sources import CIFAR10_BATCHES, find_cifar10
from cs_nn.tools.labs import COURSE

OPEN_MAP = "from cs_nn.data import load_cifar10; data = load_cifar10()"

#: The usual loader: every batch unpickled and turned into float64, the training batches then joined.
UNPICKLE = """
import pickle, sys
import numpy as np

def load(path):
    with open(path, "rb") as file:
        batch = pickle.load(file, encoding="latin1")
    return batch["data"].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1).astype(np.float64), batch["labels"]

*training, test = map(load, sys.argv[1:])
X_train = np.concatenate([images for images, labels in training])
y_train = np.concatenate([labels for images, labels in training])
"""

PEAK = """
import sys
if sys.platform == "linux":  # getrusage would count the parent's memory too
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    print(int(status["VmHWM"].split()[0]) / 1000)
else:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)
"""


def compare(cifar10):
    """Comparisons of time and memory to open CIFAR-10 (`Dataset`), and of the time of its minibatches."""
    yield from compare_opening(cifar10)
    yield from compare_minibatches(cifar10.X_train)


def compare_opening(cifar10, repetitions=5):
    with tempfile.TemporaryDirectory() as folder:
        paths = write_batches(Path(folder), cifar10)
        pairs = [(run(UNPICKLE, *paths), run(OPEN_MAP)) for _ in range(2 if ONCE else repetitions)]
    unpickled, opened = ([values for values in zip(*results)] for results in zip(*pairs))
    yield Comparison("open CIFAR-10, whole process: unpickled as float64 / map", "s", unpickled[0], opened[0])
    if sys.platform != "win32":
        yield Comparison("the same, peak memory", "MB", unpickled[1], opened[1])


def write_batches(folder: Path, data: Dataset) -> list[Path]:
    """Put the six published batches into a folder, or the embedded set in the same layout."""
    source = find_cifar10(datasets_folder())
    if source is not None:
        for name, file in files_in(source, CIFAR10_BATCHES):
            (folder / name).write_bytes(file.read())
    else:
        images, labels = (np.concatenate(parts) for parts in ([data.X_train, data.X_test], [data.y_train, data.y_test]))
        for k, name in enumerate(CIFAR10_BATCHES):
            rows = slice(1000 * k, 1000 * (k + 1))
            batch = {"data": images[rows].reshape(-1, 3072), "labels": labels[rows].tolist()}
            (folder / name).write_bytes(pickle.dumps(batch, protocol=2))
    return [folder / name for name in CIFAR10_BATCHES]


def run(code, *arguments):
    """Seconds and peak memory (MB; nan on Windows) of a fresh Python process that runs the code."""
    peak = "print('nan')" if sys.platform == "win32" else PEAK
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"{code}\n{peak}", *arguments],
        cwd=COURSE,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return time.perf_counter() - start, float(done.stdout.splitlines()[-1])


def compare_minibatches(X, repetitions=11):
    """An epoch of random float32 minibatches of 200, from a map and from arrays in memory."""
    order = np.random.default_rng(0).permutation(len(X))
    batches = np.array_split(order, len(X) // 200)
    in_memory = np.array(X)

    def epoch(images):
        for rows in batches:
            images[rows].astype(np.float32, copy=False)

    # A map that nothing has read yet for each call: in each repetition there are two, of which one is timed.
    with contextlib.redirect_stdout(io.StringIO()):  # it would say each time that this is the embedded set
        fresh = iter([load_cifar10().X_train for _ in range(2 * repetitions)])
    name = "an epoch of float32 minibatches"
    yield compare_times(
        f"{name}: map read first time / uint8 array", lambda: epoch(next(fresh)), lambda: epoch(in_memory), repetitions
    )
    yield compare_times(f"{name}: map / uint8 array", lambda: epoch(X), lambda: epoch(in_memory), repetitions)
    in_memory = in_memory.astype(np.float32)
    yield compare_times(f"{name}: map / float32 array", lambda: epoch(X), lambda: epoch(in_memory), repetitions)
