"""Reading the published files: CIFAR-10's pickled batches and MNIST's IDX files, each known to be sound or refused."""

from __future__ import annotations

import codecs
import gzip
import pickle
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np

from cs_nn.data.sources import CIFAR10_BATCHES, MNIST_FILES, SIZES
from cs_nn.language import gettext as _

#: What reading a damaged file raises.
DAMAGE = (gzip.BadGzipFile, zlib.error, EOFError, tarfile.TarError, zipfile.BadZipFile, ValueError)


class DatasetError(Exception):
    """A data set's file is damaged or can't be had; the message says what to do.

    ``path`` is the damaged file, if there is one.
    """

    def __init__(self, message: str, path: Path | None = None):
        super().__init__(message)
        self.path = path


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
        raise DatasetError(
            _("{path} is damaged or not CIFAR-10 ({why})").format(path=path, why=_why_damaged(path, error)), path
        ) from error
    if missing:
        raise DatasetError(
            _("{source} is damaged or not CIFAR-10 (it lacks {names})").format(
                source=source, names=", ".join(sorted(missing))
            ),
            source,
        )
    return images, labels


def files_in(source: Path, wanted: Collection[str]) -> Iterator[tuple[str, IO[bytes]]]:
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
        with tarfile.open(source) as tar:
            for entry in tar:
                name = entry.name.rpartition("/")[2]
                if name in wanted and entry.isfile():
                    yield name, tar.extractfile(entry)
            while tar.fileobj.read(1 << 20):
                pass  # gzip compares its checksum only at the very end


def _parse_cifar10_batch(file, count):
    """Images (count, 3, 32, 32) and labels (count,) of one pickled batch; ``ValueError`` if damaged."""
    try:
        # Latin-1 turns any string of Python 2 into text, and NumPy turns an array's bytes back.
        batch = _ArrayUnpickler(file, encoding="latin1").load()
        data, labels = batch["data"], np.asarray(batch["labels"])
    except Exception as error:  # a damaged pickle can raise anything
        raise ValueError(_("a batch can't be read: {error}").format(error=repr(error))) from error
    if not isinstance(data, np.ndarray) or data.shape != (count, 3072) or data.dtype != np.uint8:
        raise ValueError(_("a batch's images are not a ({count}, 3072) array of uint8").format(count=count))
    _check_labels(labels, count)
    return data.reshape(count, 3, 32, 32), labels


def _check_labels(labels, count):
    if labels.shape != (count,) or labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() > 9:
        raise ValueError(_("the labels are not {count} integers 0 ... 9").format(count=count))


class _ArrayUnpickler(pickle.Unpickler):
    """Unpickles lists, dicts, strings and arrays; nothing else, so that a file can't run code."""

    def find_class(self, module: str, name: str) -> Any:
        if module in ("numpy.core.multiarray", "numpy._core.multiarray") and name == "_reconstruct":
            return np.empty(0).__reduce__()[0]
        if module == "numpy" and name == "ndarray":
            return np.ndarray
        if module == "numpy" and name == "dtype":
            # The published files hold 0 and 1 for the two flags, for which NumPy 2.4 warns.
            return lambda spec, align=False, copy=False: np.dtype(spec, align=bool(align), copy=bool(copy))
        if (module, name) == ("_codecs", "encode"):  # bytes written by Python 3 with protocol 2
            return codecs.encode
        raise pickle.UnpicklingError(
            _("{module}.{name} is not allowed in a data file").format(module=module, name=name)
        )


def is_web_page(start: bytes) -> bool:
    """Whether a file that starts so is a web page, such as a login page that was saved in place of a download."""
    start = start.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    return start.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<?xml", b"<!--"))


def _why_damaged(path, error):
    with open(path, "rb") as file:
        return (
            _("{error}; it is a web page, perhaps one that wants a login").format(error=error)
            if is_web_page(file.read(1000))
            else error
        )


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


def read_mnist_file(name: str, path: Path) -> np.ndarray:
    """Images (N, 1, 28, 28) uint8 or labels (N,) int64 of one file, gzipped or not; `DatasetError` if damaged."""
    sizes = SIZES["mnist"]
    count = sizes.train if name.startswith("train") else sizes.test
    try:
        content = mnist_content(path)
        shape = (count, 28, 28) if "images" in name else (count,)
        header = struct.pack(">HBB", 0, 8, len(shape)) + struct.pack(f">{len(shape)}i", *shape)
        if not content.startswith(header) or len(content) != len(header) + np.prod(shape):
            raise ValueError(_("it is not an IDX file of {shape} bytes").format(shape=" x ".join(map(str, shape))))
        array = np.frombuffer(content, np.uint8, offset=len(header)).reshape(shape)
        if "labels" in name:
            _check_labels(array, count)
            return array.astype(np.int64)
    except DAMAGE as error:
        raise DatasetError(
            _("{path} is damaged ({why})").format(path=path, why=_why_damaged(path, error)), path
        ) from error
    return array.reshape(count, 1, 28, 28)
