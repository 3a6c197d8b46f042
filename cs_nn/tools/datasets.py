"""The data sets of the course: CIFAR-10 and MNIST, and the embedded sets that replace them.

    from cs_nn.tools.datasets import load_cifar10, load_mnist
    data = load_cifar10()
    data.X_train.shape, data.y_train.shape      # (49000, 3, 32, 32), (49000,)

    python -m cs_nn.tools.datasets              # download both, see cs_nn.tools.download

Images stay uint8 until they are used: take a minibatch with ``data.X_train[rows].astype(np.float32)``.
"""

from __future__ import annotations

import codecs
import contextlib
import gzip
import hashlib
import os
import pickle
import struct
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

from cs_nn.tools import synthetic
from cs_nn.tools.labs import COURSE

COMMAND = "python -m cs_nn.tools.datasets"
TITLES = {"cifar10": "CIFAR-10", "mnist": "MNIST"}
CIFAR10_CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
CIFAR10_ARCHIVE = "cifar-10-python.tar.gz"
CIFAR10_BATCHES = ("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch")
MNIST_FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
#: Where they are looked for, in the folder of the data sets.
MNIST_PLACES = ("", "mnist", "MNIST/raw")

#: What reading a damaged file raises.
DAMAGE = (gzip.BadGzipFile, zlib.error, EOFError, tarfile.TarError, zipfile.BadZipFile, ValueError)


class DatasetError(Exception):
    """A data set's file is damaged or can't be had; the message says what to do.

    ``path`` is the damaged file, if there is one.
    """

    def __init__(self, message, path=None):
        super().__init__(message)
        self.path = path


@dataclass(frozen=True)
class Dataset:
    """One data set, split for training, validation and testing.

    Images are uint8 arrays (N, C, H, W) with values 0 ... 255, labels int64 arrays (N,) with values
    0 ... 9. ``X_test`` is a part of ``X_test_full``; no test image is in any of the others.
    """

    name: str  #: "cifar10" or "mnist"
    embedded: bool  #: True for the embedded set that stands in for data not downloaded
    class_names: tuple[str, ...]
    X_train: np.ndarray
    y_train: np.ndarray
    X_val: np.ndarray
    y_val: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    X_dev: np.ndarray  #: a few training images, for quick trials
    y_dev: np.ndarray
    X_test_full: np.ndarray  #: all published test images
    y_test_full: np.ndarray


@dataclass(frozen=True)
class Sizes:
    """How many images are published, and how they are split; the last training images validate."""

    train: int  #: published training images, validation included
    test: int  #: published test images
    val: int
    test_used: int  #: the first so many published test images make X_test
    dev: int = 500


SIZES = {
    "cifar10": Sizes(train=50_000, test=10_000, val=1_000, test_used=1_000),
    "mnist": Sizes(train=60_000, test=10_000, val=5_000, test_used=10_000),
}
EMBEDDED_SIZES = Sizes(train=5_500, test=1_000, val=500, test_used=1_000)


# ---------------------------------------------------------------------------------------------------------
# Loading


def load_cifar10(folder=None) -> Dataset:
    """CIFAR-10 (Krizhevsky 2009): 32x32 colour images of ten classes, or the embedded set in its place.

    Parameters
    ----------
    folder : path, optional
        Where the data are: ``cifar-10-batches-py/`` or the archive ``cifar-10-python.tar.gz``, in the
        folder itself or in its ``cifar10/``. Default: `datasets_folder`.

    Returns
    -------
    Dataset : 49,000 training, 1,000 validation, 1,000 test (10,000 in ``X_test_full``) and 500
        development images (3, 32, 32), memory-mapped: reading them costs memory only when used.

    Raises
    ------
    DatasetError : a file is there but damaged
    """
    folder = datasets_folder(folder)
    source = find_cifar10(folder)
    places = _places(folder, key=hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12])
    # Without a source the converted copy alone is enough: the archive may be deleted to save space.
    converted = open_converted(places, "cifar10", newer_than=_newest(source) if source else 0.0)
    if converted is None:
        if source is None:
            return _load_embedded("cifar10", folder)
        converted = _keep_converted(places, "cifar10", *_read("cifar10", read_cifar10, source), say_where=True)
    return _split("cifar10", *converted, SIZES["cifar10"], CIFAR10_CLASSES)


def load_mnist(folder=None) -> Dataset:
    """MNIST (LeCun et al. 1998): 28x28 grey images of handwritten digits, or the embedded set in its place.

    Parameters
    ----------
    folder : path, optional
        Where the four files are (``train-images-idx3-ubyte`` or ``train-images.idx3-ubyte`` and so on,
        gzipped or not): in the folder itself, in its ``mnist/`` or in its ``MNIST/raw/``.
        Default: `datasets_folder`.

    Returns
    -------
    Dataset : 55,000 training, 5,000 validation, 10,000 test and 500 development images (1, 28, 28)

    Raises
    ------
    DatasetError : a file is there but damaged
    """
    folder = datasets_folder(folder)
    files = find_mnist(folder)
    if files is None:
        return _load_embedded("mnist", folder)
    return _split("mnist", *_read("mnist", read_mnist, files), SIZES["mnist"], tuple("0123456789"))


def datasets_folder(folder=None) -> Path:
    """``folder``, or the folder named by the variable CS_NN_DATASETS, or ``datasets/`` beside ``cs_nn``."""
    return Path(folder or os.environ.get("CS_NN_DATASETS") or COURSE / "datasets").expanduser()


def _read(name, read, source):
    """``read(source)``; a `DatasetError` then also says what to do about it."""
    try:
        return read(source)
    except DatasetError as error:
        raise DatasetError(f"{error}. Delete it and run: {COMMAND} --only {name}", error.path) from error


def _split(name, images, labels, sizes, class_names, embedded=False):
    """Name the parts of images and labels, which hold the training images first and then the test images."""
    num_train = sizes.train - sizes.val
    parts = {
        "train": slice(0, num_train),
        "val": slice(num_train, sizes.train),
        "test": slice(sizes.train, sizes.train + sizes.test_used),
        "dev": np.random.default_rng(0).choice(num_train, size=sizes.dev, replace=False),
        "test_full": slice(sizes.train, sizes.train + sizes.test),
    }
    arrays = {f"X_{part}": images[rows] for part, rows in parts.items()}
    arrays |= {f"y_{part}": labels[rows] for part, rows in parts.items()}
    return Dataset(name, embedded, class_names, **arrays)


def _load_embedded(name, folder):
    sizes = EMBEDDED_SIZES
    print(
        f"No complete {TITLES[name]} in {folder}: using the small embedded set instead. "
        f"For the real data run: {COMMAND} --only {name}"
    )
    make, class_names = {
        "cifar10": (synthetic.make_shapes, synthetic.SHAPE_CLASSES),
        "mnist": (synthetic.make_digits, synthetic.DIGIT_CLASSES),
    }[name]
    copy = f"embedded-{name}-v{synthetic.VERSION}"
    places = _places(folder)
    converted = open_converted(places, copy) or _keep_converted(places, copy, *make(sizes.train + sizes.test))
    return _split(name, *converted, sizes, class_names, embedded=True)


# ---------------------------------------------------------------------------------------------------------
# The converted copy: images as one .npy file that is memory-mapped, labels as another


def _places(folder, key=""):
    """Where converted copies may be kept, by preference: beside the data, else in the user's cache folder."""
    beside = [folder / "converted"] if folder.is_dir() else []
    return [*beside, platformdirs.user_cache_path("cs_nn", appauthor=False) / key]


def _newest(source):
    """The latest modification time of a file, or of the batches in a folder."""
    files = [source / batch for batch in CIFAR10_BATCHES] if source.is_dir() else [source]
    return max(file.stat().st_mtime for file in files)


def open_converted(places, name, newer_than=0.0):
    """Images (N, C, H, W) uint8, memory-mapped, and labels (N,) int64 of the first good copy, or None.

    Copies older than the modification time ``newer_than`` don't count.
    """
    for place in places:
        path = place / f"{name}-images.npy"
        try:
            if path.stat().st_mtime < newer_than:
                continue
            # "c": copy on write, so that the arrays behave like any other and the file never changes.
            images = np.asarray(np.load(path, mmap_mode="c", allow_pickle=False))
            labels = np.load(place / f"{name}-labels.npy", allow_pickle=False)
        except (OSError, ValueError, EOFError):  # missing, cut short or not an .npy file
            continue
        if images.dtype == np.uint8 and images.ndim == 4 and labels.shape == images.shape[:1]:
            return images, labels
    return None


def _keep_converted(places, name, images, labels, say_where=False):
    """Save a copy in the first of the places that can be written to and return it memory-mapped.

    If none can be, the arrays themselves are returned. ``say_where`` prints a line if it is not the first.
    """
    for place in places:
        try:
            place.mkdir(parents=True, exist_ok=True)
            # The images come last: a copy counts only when they are there and newer than the source.
            for part, array in (("labels", labels), ("images", images)):
                with written_whole(place / f"{name}-{part}.npy") as file:
                    np.save(file, array, allow_pickle=False)
        except OSError:
            continue
        if say_where and place is not places[0]:
            print(f"{places[0].parent} is read-only: the converted copy of {TITLES[name]} is in {place}")
        return open_converted([place], name) or (images, labels)
    if say_where:
        print(f"{places[0].parent} is read-only: {TITLES[name]} is converted anew each time it is loaded")
    return images, labels


@contextlib.contextmanager
def written_whole(path):
    """A file open for writing that takes its place only when it is complete."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with open(handle, "wb") as file:
            yield file
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


# ---------------------------------------------------------------------------------------------------------
# Reading the published files


def find_cifar10(folder: Path) -> Path | None:
    """The folder with the six batches, or the archive that holds them; None if neither is there."""
    for place in (folder, folder / "cifar10"):
        for batches in (place / "cifar-10-batches-py", place):
            if all((batches / batch).is_file() for batch in CIFAR10_BATCHES):
                return batches
        for archive in (CIFAR10_ARCHIVE, "cifar-10-python.tar"):  # some browsers undo the gzip
            if (place / archive).is_file():
                return place / archive
    return None


def read_cifar10(source: Path) -> tuple[np.ndarray, np.ndarray]:
    """Images (60000, 3, 32, 32) uint8 and labels (60000,) int64 of the published batches, test batch last.

    ``source`` is the folder of the batches or the archive (read without unpacking it). `DatasetError`
    if a batch is damaged or missing.
    """
    sizes = SIZES["cifar10"]
    per_batch = sizes.train // (len(CIFAR10_BATCHES) - 1)
    images = np.empty((sizes.train + sizes.test, 3, 32, 32), np.uint8)
    labels = np.empty(len(images), np.int64)
    missing = set(CIFAR10_BATCHES)
    path = source
    try:
        for name, file in files_in(source, CIFAR10_BATCHES):
            path = source / name if source.is_dir() else source
            start = per_batch * CIFAR10_BATCHES.index(name)
            rows = slice(start, start + per_batch)
            images[rows], labels[rows] = _parse_cifar10_batch(file, per_batch)
            missing.discard(name)
    except DAMAGE as error:
        raise DatasetError(f"{path} is damaged or not CIFAR-10 ({_why_damaged(path, error)})", path) from error
    if missing:
        raise DatasetError(f"{source} is damaged or not CIFAR-10 (it lacks {', '.join(sorted(missing))})", source)
    return images, labels


def files_in(source: Path, wanted):
    """(name, open file) of each file of a wanted name in a folder, or anywhere in a tar or zip archive."""
    if source.is_dir():
        for name in wanted:
            with open(source / name, "rb") as file:
                yield name, file
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            for member in archive.namelist():
                name = member.rpartition("/")[2]
                if name in wanted:
                    with archive.open(member) as file:
                        yield name, file
    else:
        with tarfile.open(source) as archive:
            for member in archive:
                name = member.name.rpartition("/")[2]
                if name in wanted and member.isfile():
                    yield name, archive.extractfile(member)
            while archive.fileobj.read(1 << 20):
                pass  # gzip compares its checksum only at the very end


def _parse_cifar10_batch(file, count):
    """Images (count, 3, 32, 32) and labels (count,) of one pickled batch; ``ValueError`` if damaged."""
    try:
        # Latin-1 turns any string of Python 2 into text, and NumPy turns an array's bytes back.
        batch = _ArrayUnpickler(file, encoding="latin1").load()
        data, labels = batch["data"], np.asarray(batch["labels"])
    except Exception as error:  # a damaged pickle can raise anything
        raise ValueError(f"a batch can't be read: {error!r}") from error
    if not isinstance(data, np.ndarray) or data.shape != (count, 3072) or data.dtype != np.uint8:
        raise ValueError(f"a batch's images are not a ({count}, 3072) array of uint8")
    _check_labels(labels, count)
    return data.reshape(count, 3, 32, 32), labels


def _check_labels(labels, count):
    if labels.shape != (count,) or labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() > 9:
        raise ValueError(f"the labels are not {count} integers 0 ... 9")


class _ArrayUnpickler(pickle.Unpickler):
    """Unpickles lists, dicts, strings and arrays; nothing else, so that a file can't run code."""

    def find_class(self, module, name):
        if module in ("numpy.core.multiarray", "numpy._core.multiarray") and name == "_reconstruct":
            return np.empty(0).__reduce__()[0]
        if module == "numpy" and name == "ndarray":
            return np.ndarray
        if module == "numpy" and name == "dtype":
            # The published files hold 0 and 1 for the two flags, for which NumPy 2.4 warns.
            return lambda spec, align=False, copy=False: np.dtype(spec, align=bool(align), copy=bool(copy))
        if (module, name) == ("_codecs", "encode"):  # bytes written by Python 3 with protocol 2
            return codecs.encode
        raise pickle.UnpicklingError(f"{module}.{name} is not allowed in a data file")


def is_web_page(start: bytes) -> bool:
    """Whether a file that starts so is a web page, such as a login page that was saved in place of a download."""
    start = start.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    return start.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<?xml", b"<!--"))


def _why_damaged(path, error):
    with open(path, "rb") as file:
        return f"{error}; it is a web page, perhaps one that wants a login" if is_web_page(file.read(1000)) else error


def find_mnist(folder: Path) -> dict[str, Path] | None:
    """The four files by their published names (without .gz), all from one folder; None if one is missing."""
    for place in MNIST_PLACES:
        found = {name: next(mnist_copies(folder / place, name), None) for name in MNIST_FILES}
        if all(found.values()):
            return found
    return None


def mnist_copies(folder: Path, name: str) -> Iterator[Path]:
    """The files of a folder that have one of the names of one of `MNIST_FILES`."""
    return (folder / spelling for spelling in mnist_spellings(name) if (folder / spelling).is_file())


def mnist_spellings(name: str) -> tuple[str, ...]:
    """The file names in use for one of `MNIST_FILES`."""
    dotted = name.replace("-idx", ".idx")
    return (name, dotted, f"{name}.gz", f"{dotted}.gz")


def read_mnist(files: dict[str, Path]) -> tuple[np.ndarray, np.ndarray]:
    """Images (70000, 1, 28, 28) uint8 and labels (70000,) int64 of the four files, test images last.

    `DatasetError` if one is damaged.
    """
    arrays = {name: read_mnist_file(name, path) for name, path in files.items()}
    train_images, train_labels, test_images, test_labels = (arrays[name] for name in MNIST_FILES)
    return np.concatenate([train_images, test_images]), np.concatenate([train_labels, test_labels])


def mnist_content(path: Path) -> bytes:
    """The bytes of a file, unpacked if it is gzipped, whatever its name says."""
    content = path.read_bytes()
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def read_mnist_file(name, path):
    """Images (N, 1, 28, 28) uint8 or labels (N,) int64 of one file, gzipped or not; `DatasetError` if damaged."""
    sizes = SIZES["mnist"]
    count = sizes.train if name.startswith("train") else sizes.test
    try:
        content = mnist_content(path)
        shape = (count, 28, 28) if "images" in name else (count,)
        header = struct.pack(">HBB", 0, 8, len(shape)) + struct.pack(f">{len(shape)}i", *shape)
        if not content.startswith(header) or len(content) != len(header) + np.prod(shape):
            raise ValueError(f"it is not an IDX file of {' x '.join(map(str, shape))} bytes")
        array = np.frombuffer(content, np.uint8, offset=len(header)).reshape(shape)
        if "labels" in name:
            _check_labels(array, count)
            return array.astype(np.int64)
    except DAMAGE as error:
        raise DatasetError(f"{path} is damaged ({_why_damaged(path, error)})", path) from error
    return array.reshape(count, 1, 28, 28)


if __name__ == "__main__":
    from cs_nn.tools.download import main

    sys.exit(main())
