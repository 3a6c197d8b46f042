"""Getting the data sets: from published mirrors, another address, a folder or an archive.

What is got lies where `cs_nn.data.loading` looks for it, and is known to be sound.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from cs_nn.data.advice import NotTheFile
from cs_nn.data.cache import open_converted
from cs_nn.data.loading import load_cifar10, load_mnist
from cs_nn.data.reading import (
    DAMAGE,
    DatasetError,
    files_in,
    is_web_page,
    mnist_content,
    read_cifar10,
    read_mnist,
    read_mnist_file,
)
from cs_nn.data.sources import (
    CIFAR10_ARCHIVE,
    CIFAR10_BATCHES,
    COMMAND,
    MIRRORS,
    MNIST_FILES,
    MNIST_PLACES,
    PUBLISHED_MD5,
    TITLES,
    find_cifar10,
    find_mnist,
    mnist_copies,
    mnist_spellings,
)
from cs_nn.data.web import fetch
from cs_nn.language import gettext as _
from cs_nn.tools.files import written_whole

FIND = {"cifar10": find_cifar10, "mnist": find_mnist}
LOAD = {"cifar10": load_cifar10, "mnist": load_mnist}


def get(name: str, into: Path, source: Path | str | None = None) -> bool:
    """Make sure that a data set is complete and sound in a folder, and prepare it for quick loading.

    Parameters
    ----------
    name : "cifar10" or "mnist"
    into : folder
    source : folder, or http(s) address as a str, to get it from; default: the published mirrors

    Returns
    -------
    bool : False if the folder ``source`` does not have it

    Raises
    ------
    DatasetError : it can't be had, or what was got is damaged; damaged files in ``into`` are deleted
    """
    if _is_there(name, into):
        print(_("{title} is already in {into}").format(title=TITLES[name], into=into))
    elif source is None:
        _download(name, into, MIRRORS[name], PUBLISHED_MD5)
    elif isinstance(source, str):
        base = source.rstrip("/") + "/"
        subfolders = {"cifar10": ("", "cifar10/"), "mnist": ("", "mnist/", "MNIST/raw/")}[name]
        _download(name, into, [base + subfolder for subfolder in subfolders], checksums={})
    elif not _copy(name, into, source):
        return False
    data = LOAD[name](into)
    print(
        _("{title} is ready: {train:,} training, {validation:,} validation and {test:,} test images").format(
            title=TITLES[name], train=len(data.X_train), validation=len(data.X_val), test=len(data.X_test_full)
        )
    )
    return True


def _is_there(name, into):
    """Whether the data set is complete and sound; damaged files are deleted."""
    while (found := FIND[name](into)) is not None:
        try:
            _check(name, found)
            return True
        except DatasetError as error:
            print(_("{error}: it is deleted").format(error=error))
            error.path.unlink()
    for file in MNIST_FILES if name == "mnist" else ():  # the others, of a set that is not complete
        for path in [path for place in MNIST_PLACES for path in mnist_copies(into / place, file)]:
            try:
                read_mnist_file(file, path)
            except DatasetError as error:
                print(_("{error}: it is deleted").format(error=error))
                path.unlink()
    return name == "cifar10" and open_converted([into / "converted"], name) is not None


def _check(name, found):
    """Raise `DatasetError` if a file is damaged; say so if all are sound but not the published ones.

    MNIST is compared unpacked, because there are copies that were compressed anew.
    """
    if name == "mnist":
        read_mnist(found)
        published = all(_md5(mnist_content(path)) == PUBLISHED_MD5[file] for file, path in found.items())
    else:
        files = {batch: found / batch for batch in CIFAR10_BATCHES} if found.is_dir() else {CIFAR10_ARCHIVE: found}
        published = all(_md5(path.read_bytes()) == PUBLISHED_MD5[file] for file, path in files.items())
        if not published:
            read_cifar10(found)
    if not published:
        print(
            _("{title}: sound, but not the published files bit for bit (their checksums differ)").format(
                title=TITLES[name]
            )
        )


def _md5(content):
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


# ---------------------------------------------------------------------------------------------------------
# From a folder or an archive


def _copy(name, into, source):
    """Copy a data set from a folder, once it is known to be sound; False if it is not there."""
    found = FIND[name](source)
    if found is None:
        return False
    _check(name, found)
    if name == "mnist":
        files = {path: into / "mnist" / path.name for path in found.values()}
    elif found.is_dir():
        files = {found / batch: into / "cifar-10-batches-py" / batch for batch in CIFAR10_BATCHES}
    else:
        files = {found: into / found.name}
    for path, target in files.items():
        target.parent.mkdir(exist_ok=True)
        with open(path, "rb") as original, written_whole(target) as file:
            shutil.copyfileobj(original, file, 1 << 20)
    return True


@contextlib.contextmanager
def unpacked(source: str | None, into: Path) -> Iterator[Path | str | None]:
    """What ``source`` names: None, an address (str) or a folder (Path), where an archive's data files are put."""
    is_url = source is not None and source.startswith(("http://", "https://"))
    if source is None or is_url and not source.endswith((".tar", ".tar.gz", ".tgz", ".zip")):
        yield source
        return
    path = Path(source).expanduser()
    if not is_url and path.is_dir():
        yield path
        return
    if not is_url and not path.is_file():
        raise DatasetError(_("There is no folder or file {source}").format(source=source))
    with tempfile.TemporaryDirectory(dir=into, prefix="unpacked-") as temporary:
        folder = Path(temporary)
        if is_url:
            path = into / f"fetched-{path.name}"  # not in the temporary folder, so that the next run can go on
            fetch([source], path, check=_check_archive)
            path = path.rename(folder / path.name)
        try:
            _unpack(path, folder)
        except DAMAGE as error:
            with open(path, "rb") as file:
                page = is_web_page(file.read(1000))
            reason = _("it is a web page, perhaps one that wants a login") if page else error
            raise DatasetError(
                _("{source} is damaged or no archive ({reason})").format(source=source, reason=reason)
            ) from error
        yield folder


def _unpack(archive, folder):
    """Put the data files of an archive into a folder; nothing else is unpacked, and nothing elsewhere."""
    wanted = {*CIFAR10_BATCHES, *(spelling for name in MNIST_FILES for spelling in mnist_spellings(name))}
    for name, content in files_in(archive, wanted):
        with open(folder / name, "wb") as file:
            shutil.copyfileobj(content, file, 1 << 20)


# ---------------------------------------------------------------------------------------------------------
# From the web


def _download(name, into, mirrors, checksums):
    """Fetch the files of a data set, each from the first mirror that has it; sound ones are kept as they are."""
    if name == "cifar10":
        targets = [into / CIFAR10_ARCHIVE]
    else:
        targets = [into / "mnist" / f"{file}.gz" for file in MNIST_FILES]
    for target in targets:
        check = _check_archive if name == "cifar10" else _check_mnist
        try:
            fetch([mirror + target.name for mirror in mirrors], target, checksums.get(target.name), check)
        except DatasetError as error:
            by_hand = "\n".join(f"  {mirrors[0]}{target.name}" for target in targets)
            raise DatasetError(
                _(
                    "{title} could not be downloaded.\n{error}\nRun the same command again to go on where it "
                    "stopped. Or do it by hand: save\n{by_hand}\nin the folder {folder} and run the command "
                    "again. If you have a copy, run:\n  {command} --only {name} --from FOLDER\nUntil then the "
                    "labs use the small embedded set."
                ).format(
                    title=TITLES[name],
                    error=error,
                    by_hand=by_hand,
                    folder=targets[0].parent,
                    command=COMMAND,
                    name=name,
                )
            ) from error
    try:
        _check(name, FIND[name](into))
    except DatasetError as error:
        error.path.unlink()
        raise DatasetError(
            _("{error}: it is deleted. Check the address {address}").format(error=error, address=mirrors[0]), error.path
        ) from error


def _check_archive(path):
    """`NotTheFile` if a download is no archive; what is in it is checked when it is read."""
    try:
        archive = zipfile.is_zipfile(path) or tarfile.is_tarfile(path)
    except DAMAGE:
        archive = False
    if not archive:
        raise NotTheFile(_("what came is damaged or no archive; it is deleted"))


def _check_mnist(path):
    """`NotTheFile` if a download is not the file of MNIST that it should be."""
    name = next(name for name in MNIST_FILES if path.name.startswith(name))
    try:
        read_mnist_file(name, path)
    except DatasetError as error:
        raise NotTheFile(
            _("what came is damaged or another file ({error}); it is deleted").format(error=error.__cause__ or error)
        ) from error
