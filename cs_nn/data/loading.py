"""Data sets as they are used: read, kept as a converted copy, and split for training, validation and testing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cs_nn.data import digits, shapes
from cs_nn.data.cache import keep_converted, open_converted, places_for
from cs_nn.data.reading import DatasetError, read_cifar10, read_mnist
from cs_nn.data.sources import (
    CIFAR10_BATCHES,
    CIFAR10_CLASSES,
    COMMAND,
    COURSE,
    SIZES,
    TITLES,
    Sizes,
    datasets_folder,
    find_cifar10,
    find_mnist,
)
from cs_nn.language import gettext as _
from cs_nn.tools import place as where

EMBEDDED_SIZES = Sizes(train=5_500, test=1_000, val=500, test_used=1_000)


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


def load_cifar10(folder: Path | str | None = None) -> Dataset:
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
    places = places_for(folder, key=hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12])
    # Without a source the converted copy alone is enough: the archive may be deleted to save space.
    converted = open_converted(places, "cifar10", newer_than=_newest(source) if source else 0.0)
    if converted is None:
        if source is None:
            return _load_embedded("cifar10", folder)
        images, labels = _read("cifar10", read_cifar10, source)
        converted = keep_converted(places, "cifar10", images, labels, say_where=True)
    return _split("cifar10", *converted, SIZES["cifar10"], CIFAR10_CLASSES)


def load_mnist(folder: Path | str | None = None) -> Dataset:
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
    images, labels = _read("mnist", read_mnist, files)
    return _split("mnist", images, labels, SIZES["mnist"], tuple("0123456789"))


def _newest(source):
    """The latest modification time of a file, or of the batches in a folder."""
    files = [source / batch for batch in CIFAR10_BATCHES] if source.is_dir() else [source]
    return max(file.stat().st_mtime for file in files)


def _read(name, read, source):
    """``read(source)``; a `DatasetError` then also says what to do about it."""
    try:
        return read(source)
    except DatasetError as error:
        raise DatasetError(
            _("{error}. Delete it and run: {command} --only {name}").format(error=error, command=COMMAND, name=name),
            error.path,
        ) from error


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
    if where.in_browser():
        print(
            _(
                "No complete {title} in a browser: using the small embedded set instead.\nIt is drawn once, which "
                "takes seconds. The real data are for a kit on a computer of your own:\n    python -m cs_nn.data "
                "--only {name}"
            ).format(title=TITLES[name], name=name)
        )
    else:
        print(
            _(
                "No complete {title} in {folder}: using the small embedded set instead.\nFor the real data run in "
                "a terminal, in {course}:\n    {command} --only {name}"
            ).format(title=TITLES[name], folder=folder, course=COURSE, command=COMMAND, name=name)
        )
    drawn, make = {"cifar10": (shapes, shapes.make_shapes), "mnist": (digits, digits.make_digits)}[name]
    copy = f"embedded-{name}-v{drawn.VERSION}"
    places = places_for(folder)
    converted = open_converted(places, copy) or keep_converted(places, copy, *make(sizes.train + sizes.test))
    return _split(name, *converted, sizes, drawn.CLASSES, embedded=True)
