"""Getting the data sets: mirrors, resuming, checksums, damaged files, local copies. No network but loopback."""

import gzip
import hashlib
import http.server
import io
import os
import re
import shutil
import ssl
import subprocess
import sys
import tarfile
import threading
import zipfile

import numpy as np
import platformdirs
import pytest
import requests
import trustme
from test_datasets import SMALL, cifar10_batches, mnist_files, write_cifar10, write_cifar10_archive, write_mnist

from cs_nn.data import download, load_cifar10, load_mnist
from cs_nn.data.__main__ import main
from cs_nn.data.sources import CIFAR10_BATCHES, MIRRORS, MNIST_FILES, PUBLISHED_MD5, SIZES
from cs_nn.tools.labs import COURSE

ARCHIVE = "cifar-10-python.tar.gz"


@pytest.fixture(autouse=True)
def small(monkeypatch, tmp_path):
    """Tiny data sets, no folder of the real user, no proxy, and no mirror unless a test names one."""
    for name, sizes in SMALL.items():
        monkeypatch.setitem(SIZES, name, sizes)
    monkeypatch.setattr(download, "MIRRORS", {})
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *args, **kwargs: tmp_path / "cache")
    monkeypatch.delenv("CS_NN_DATASETS", raising=False)
    monkeypatch.setenv("NO_PROXY", "*")


class Mirror(http.server.ThreadingHTTPServer):
    """A web server on this computer that serves ``files``, a dict from path to bytes."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = {}
        self.ranges = True  # answers Range requests
        self.status = None  # answers everything with it
        self.headers = {}  # sent with every answer
        self.break_after = []  # bytes after which the next answers break off
        self.requests = []  # (path, Range header)
        self.url = f"http://127.0.0.1:{self.server_port}/"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        mirror = self.server
        asked = self.headers.get("Range")
        mirror.requests.append((self.path, asked))
        if mirror.status:
            self.send_response(mirror.status)
            self._end_headers(0)
            return
        content = mirror.files.get(self.path)
        if content is None:
            self.send_error(404)
            return
        start = int(re.fullmatch(r"bytes=(\d+)-", asked)[1]) if asked and mirror.ranges else 0
        if start and start >= len(content):
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(content)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self._end_headers(len(content) - start)
        stop = mirror.break_after.pop(0) if mirror.break_after else None
        self.wfile.write(content[start:] if stop is None else content[start : start + stop])

    do_CONNECT = do_GET

    def _end_headers(self, length):
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def mirror():
    server = Mirror()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def nowhere():
    """An address at which nobody answers."""
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_port}/"
    server.server_close()
    return url


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """The bytes of a small CIFAR-10 archive, which counts as the published one."""
    path = tmp_path / "published" / ARCHIVE
    write_cifar10_archive(path, cifar10_batches()[0])
    content = path.read_bytes()
    monkeypatch.setitem(PUBLISHED_MD5, ARCHIVE, hashlib.md5(content).hexdigest())
    return content


@pytest.fixture
def digits(monkeypatch):
    """The bytes of the four small MNIST files by their names with .gz, which count as the published ones."""
    files = {}
    for name, content in mnist_files()[0].items():
        files[f"{name}.gz"] = gzip.compress(content, mtime=0)
        monkeypatch.setitem(PUBLISHED_MD5, name, hashlib.md5(content).hexdigest())
        monkeypatch.setitem(PUBLISHED_MD5, f"{name}.gz", hashlib.md5(files[f"{name}.gz"]).hexdigest())
    return files


def files_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.parent.name != "converted")


def get_cifar10(into, *options):
    return main(["--only", "cifar10", "--into", str(into), *options])


# -- published mirrors --------------------------------------------------------------------------------------


def test_both_sets_are_fetched_once(tmp_path, capsys, monkeypatch, mirror, archive, digits):
    mirror.files = {f"/{ARCHIVE}": archive, **{f"/{name}": content for name, content in digits.items()}}
    monkeypatch.setattr(download, "MIRRORS", {"cifar10": [mirror.url], "mnist": [mirror.url]})
    into = tmp_path / "a b" / "data"
    assert main(["--into", str(into)]) == 0
    out, err = capsys.readouterr()
    assert "CIFAR-10 is ready: 45 training" in out and "MNIST is ready: 25 training" in out
    assert "100%" in out and err == "", "the progress belongs on stdout"
    assert files_in(into) == sorted([ARCHIVE, *digits])
    np.testing.assert_array_equal(load_cifar10(into).X_train, cifar10_batches()[1][:45])
    np.testing.assert_array_equal(load_mnist(into).X_train, mnist_files()[1][:25, None])
    mirror.requests.clear()
    assert main(["--into", str(into)]) == 0
    assert mirror.requests == []
    assert "CIFAR-10 is already in" in capsys.readouterr().out


def test_only_one_set(tmp_path, monkeypatch, mirror, digits):
    mirror.files = {f"/{name}": content for name, content in digits.items()}
    monkeypatch.setattr(download, "MIRRORS", {"mnist": [mirror.url]})
    assert main(["--only", "mnist", "--into", str(tmp_path / "data")]) == 0
    assert files_in(tmp_path / "data") == sorted(digits)


def test_next_mirror_if_one_is_down_or_lacks_the_file(tmp_path, monkeypatch, mirror, nowhere, archive):
    mirror.files = {f"/good/{ARCHIVE}": archive}
    monkeypatch.setattr(download, "MIRRORS", {"cifar10": [nowhere, mirror.url + "lacking/", mirror.url + "good/"]})
    assert get_cifar10(tmp_path / "data") == 0
    assert [path for path, _ in mirror.requests] == [f"/lacking/{ARCHIVE}", f"/good/{ARCHIVE}"]


def test_next_mirror_if_one_has_a_damaged_file(tmp_path, monkeypatch, mirror, archive):
    mirror.files = {f"/bad/{ARCHIVE}": archive[:-1] + b"x", f"/good/{ARCHIVE}": archive}
    monkeypatch.setattr(download, "MIRRORS", {"cifar10": [mirror.url + "bad/", mirror.url + "good/"]})
    assert get_cifar10(tmp_path / "data") == 0
    assert (tmp_path / "data" / ARCHIVE).read_bytes() == archive
    assert mirror.requests[-1] == (f"/good/{ARCHIVE}", None), "nothing of the damaged file is kept"


def test_broken_connection_goes_on_where_it_stopped(tmp_path, monkeypatch, mirror, archive):
    mirror.files = {f"/{ARCHIVE}": archive}
    mirror.break_after = [1000, 500]
    monkeypatch.setattr(download, "MIRRORS", {"cifar10": [mirror.url]})
    assert get_cifar10(tmp_path / "data") == 0
    assert [asked for _, asked in mirror.requests] == [None, "bytes=1000-", "bytes=1500-"]
    assert files_in(tmp_path / "data") == [ARCHIVE]


def test_next_run_goes_on_where_the_last_one_stopped(tmp_path, capsys, monkeypatch, mirror, archive):
    into = tmp_path / "data"
    mirror.files = {f"/{ARCHIVE}": archive}
    mirror.break_after = [1000, 0]
    monkeypatch.setattr(download, "MIRRORS", {"cifar10": [mirror.url]})
    assert get_cifar10(into) == 1
    assert "broke off" in capsys.readouterr().out
    assert files_in(into) == [f"{ARCHIVE}.part"]
    mirror.requests.clear()
    assert get_cifar10(into) == 0
    assert [asked for _, asked in mirror.requests] == ["bytes=1000-"]
    assert files_in(into) == [ARCHIVE]


@pytest.mark.parametrize("break_after", [[], [1000], [1000, 2000]])
def test_server_without_ranges_starts_again(tmp_path, monkeypatch, mirror, archive, break_after):
    into = tmp_path / "data"
    into.mkdir()
    (into / f"{ARCHIVE}.part").write_bytes(archive[:700])
    mirror.files = {f"/{ARCHIVE}": archive}
    mirror.ranges = False
    mirror.break_after = list(break_after)
    monkeypatch.setattr(download, "MIRRORS", {"cifar10": [mirror.url]})
    assert get_cifar10(into) == 0
    assert (into / ARCHIVE).read_bytes() == archive
    assert len(mirror.requests) == 1 + len(break_after)


def test_part_that_is_complete_is_not_fetched_again(tmp_path, monkeypatch, mirror, archive):
    into = tmp_path / "data"
    into.mkdir()
    (into / f"{ARCHIVE}.part").write_bytes(archive)
    mirror.files = {f"/{ARCHIVE}": archive}
    monkeypatch.setattr(download, "MIRRORS", {"cifar10": [mirror.url]})
    assert get_cifar10(into) == 0
    assert mirror.requests == [(f"/{ARCHIVE}", f"bytes={len(archive)}-")]


def test_part_that_is_too_long_is_thrown_away(tmp_path, monkeypatch, mirror, archive):
    into = tmp_path / "data"
    into.mkdir()
    (into / f"{ARCHIVE}.part").write_bytes(archive + b"more")
    mirror.files = {f"/{ARCHIVE}": archive}
    monkeypatch.setattr(download, "MIRRORS", {"cifar10": [mirror.url]})
    assert get_cifar10(into) == 0
    assert (into / ARCHIVE).read_bytes() == archive


def test_damaged_download_is_deleted_and_says_what_to_do(tmp_path, capsys, monkeypatch, mirror, archive):
    mirror.files = {f"/{ARCHIVE}": b"<html>please log in</html>"}
    monkeypatch.setattr(download, "MIRRORS", {"cifar10": [mirror.url]})
    assert get_cifar10(tmp_path / "data") == 1
    out, err = capsys.readouterr()
    assert "damaged" in out and f"{mirror.url}{ARCHIVE}" in out and err == ""
    assert files_in(tmp_path / "data") == []


def test_offline_message_says_what_to_do_by_hand(tmp_path, capsys, monkeypatch, nowhere, digits):
    monkeypatch.setattr(download, "MIRRORS", {"mnist": [nowhere]})
    into = tmp_path / "data"
    assert main(["--only", "mnist", "--into", str(into)]) == 1
    out, err = capsys.readouterr()
    assert "no connection" in out and "--from FOLDER" in out and err == ""
    assert str(into / "mnist") in out
    for name in digits:
        assert f"{nowhere}{name}" in out


def test_file_saved_by_hand_is_taken(tmp_path, monkeypatch, nowhere, digits):
    """The by-hand way of the message works: nothing is fetched then."""
    into = tmp_path / "data"
    write_mnist(into / "mnist", digits)
    monkeypatch.setattr(download, "MIRRORS", {"mnist": [nowhere]})
    assert main(["--only", "mnist", "--into", str(into)]) == 0


def test_only_missing_files_are_fetched(tmp_path, monkeypatch, mirror, digits):
    into = tmp_path / "data"
    missing = "t10k-images-idx3-ubyte.gz"
    write_mnist(into / "mnist", {name: content for name, content in digits.items() if name != missing})
    mirror.files = {f"/{name}": content for name, content in digits.items()}
    monkeypatch.setattr(download, "MIRRORS", {"mnist": [mirror.url]})
    assert main(["--only", "mnist", "--into", str(into)]) == 0
    assert [path for path, _ in mirror.requests] == [f"/{missing}"]


def test_damaged_file_in_place_is_replaced(tmp_path, capsys, monkeypatch, mirror, archive):
    into = tmp_path / "data"
    into.mkdir()
    (into / ARCHIVE).write_bytes(archive[:3000])
    mirror.files = {f"/{ARCHIVE}": archive}
    monkeypatch.setattr(download, "MIRRORS", {"cifar10": [mirror.url]})
    assert get_cifar10(into) == 0
    assert "it is deleted" in capsys.readouterr().out
    assert (into / ARCHIVE).read_bytes() == archive


def test_published_files_have_two_mirrors_and_checksums(monkeypatch):
    monkeypatch.undo()
    for name, mirrors in MIRRORS.items():
        assert len({url.split("/")[2] for url in mirrors}) >= 2, name
        assert all(url.startswith("https://") and url.endswith("/") for url in mirrors)
    for file in (ARCHIVE, *(f"{name}.gz" for name in MNIST_FILES)):
        assert re.fullmatch("[0-9a-f]{32}", PUBLISHED_MD5[file])


# -- --from -------------------------------------------------------------------------------------------------


def test_from_folder(tmp_path, capsys):
    write_cifar10(tmp_path / "disk" / "cifar-10-batches-py", cifar10_batches()[0])
    write_mnist(tmp_path / "disk" / "MNIST" / "raw", mnist_files()[0])
    assert main(["--from", str(tmp_path / "disk"), "--into", str(tmp_path / "data")]) == 0
    out = capsys.readouterr().out
    assert "CIFAR-10: sound, but not the published files" in out and "MNIST: sound, but not" in out
    shutil.rmtree(tmp_path / "disk")
    np.testing.assert_array_equal(load_cifar10(tmp_path / "data").X_train, cifar10_batches()[1][:45])
    np.testing.assert_array_equal(load_mnist(tmp_path / "data").X_train, mnist_files()[1][:25, None])


def test_mnist_compressed_anew_counts_as_published(tmp_path, capsys, digits):
    write_mnist(tmp_path / "disk", mnist_files()[0], lambda name: f"{name}.gz", lambda c: gzip.compress(c, 1))
    assert main(["--only", "mnist", "--from", str(tmp_path / "disk"), "--into", str(tmp_path / "data")]) == 0
    assert "not the published" not in capsys.readouterr().out


def test_from_folder_with_the_archive(tmp_path, capsys, archive):
    (tmp_path / "data").mkdir()
    assert main(["--from", str(tmp_path / "published"), "--into", str(tmp_path / "data")]) == 0
    out = capsys.readouterr().out
    assert "not the published" not in out and "No complete MNIST in" in out
    assert (tmp_path / "data" / ARCHIVE).read_bytes() == archive


def test_from_place_without_the_data(tmp_path, capsys):
    (tmp_path / "disk").mkdir()
    for source in ("disk", "missing"):
        assert get_cifar10(tmp_path / "data", "--from", str(tmp_path / source)) == 1
        assert str(tmp_path / source) in capsys.readouterr().out
    assert main(["--from", str(tmp_path / "disk"), "--into", str(tmp_path / "data")]) == 1


def test_damaged_copy_is_refused(tmp_path, capsys):
    batches = cifar10_batches()[0]
    write_cifar10(tmp_path / "disk", batches | {"data_batch_2": batches["data_batch_2"][:-200]})
    assert get_cifar10(tmp_path / "data", "--from", str(tmp_path / "disk")) == 1
    assert "data_batch_2 is damaged" in capsys.readouterr().out
    assert files_in(tmp_path / "data") == []
    assert len(files_in(tmp_path / "disk")) == 6, "the user's own files are left alone"


def hostile_archive(path, batches):
    """A tar with the batches, and with members that try to get out of the folder."""
    with tarfile.open(path, "w:gz") as archive:
        for name in ("../evil", "/evil-absolute", "../data_batch_1"):
            archive.addfile(tarfile.TarInfo(name), io.BytesIO(b""))
        link = tarfile.TarInfo("cifar-10-batches-py/test_batch")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        for name, content in batches.items():
            member = tarfile.TarInfo(f"some/where/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def test_from_archive_takes_only_data(tmp_path):
    hostile_archive(tmp_path / "copy.tgz", cifar10_batches()[0])
    into = tmp_path / "data" / "sets"
    assert get_cifar10(into, "--from", str(tmp_path / "copy.tgz")) == 0
    assert files_in(tmp_path / "data") == sorted(CIFAR10_BATCHES)
    assert files_in(into / "cifar-10-batches-py") == sorted(CIFAR10_BATCHES)
    assert not any(path.is_symlink() for path in into.rglob("*"))
    np.testing.assert_array_equal(load_cifar10(into).X_train, cifar10_batches()[1][:45])


def test_from_zip_with_both_sets(tmp_path):
    with zipfile.ZipFile(tmp_path / "copy.zip", "w") as archive:
        for name, content in cifar10_batches()[0].items():
            archive.writestr(f"all/cifar/{name}", content)
        for name, content in mnist_files()[0].items():
            archive.writestr(f"all/{name.replace('-idx', '.idx')}", content)
    assert main(["--from", str(tmp_path / "copy.zip"), "--into", str(tmp_path / "data")]) == 0
    assert not load_cifar10(tmp_path / "data").embedded and not load_mnist(tmp_path / "data").embedded


@pytest.mark.parametrize("content", [b"", b"<html>", "half"])
def test_damaged_archive_is_refused(tmp_path, capsys, archive, content):
    (tmp_path / "copy.tar.gz").write_bytes(archive[: len(archive) // 2] if content == "half" else content)
    assert get_cifar10(tmp_path / "data", "--from", str(tmp_path / "copy.tar.gz")) == 1
    assert "copy.tar.gz is damaged or no archive" in capsys.readouterr().out
    assert files_in(tmp_path / "data") == []


def test_from_other_mirror(tmp_path, capsys, mirror):
    """A mirror whose files are not the published ones, in subfolders."""
    path = tmp_path / "other" / ARCHIVE
    write_cifar10_archive(path, cifar10_batches(seed=3)[0])
    mirror.files = {f"/sets/{ARCHIVE}": path.read_bytes()}
    for name, content in mnist_files()[0].items():
        mirror.files[f"/sets/mnist/{name}.gz"] = gzip.compress(content)
    assert main(["--from", mirror.url + "sets", "--into", str(tmp_path / "data")]) == 0
    assert "CIFAR-10: sound, but not the published files" in capsys.readouterr().out
    np.testing.assert_array_equal(load_cifar10(tmp_path / "data").X_train, cifar10_batches(seed=3)[1][:45])


def test_damaged_file_of_other_mirror_is_deleted(tmp_path, capsys, mirror):
    mirror.files = {f"/{ARCHIVE}": b"<html>"}
    assert get_cifar10(tmp_path / "data", "--from", mirror.url) == 1
    out = capsys.readouterr().out
    assert "damaged" in out and "it is deleted" in out and mirror.url in out
    assert files_in(tmp_path / "data") == []


def test_from_address_of_an_archive(tmp_path, mirror, archive):
    mirror.files = {"/backup/copy.tar.gz": archive}
    assert get_cifar10(tmp_path / "data", "--from", f"{mirror.url}backup/copy.tar.gz") == 0
    assert files_in(tmp_path / "data") == sorted(CIFAR10_BATCHES)
    assert get_cifar10(tmp_path / "other", "--from", f"{mirror.url}backup/none.tar.gz") == 1


def test_next_run_goes_on_with_the_archive_at_an_address(tmp_path, mirror, archive):
    mirror.files = {f"/{ARCHIVE}": archive}
    mirror.break_after = [1000, 0]
    options = ("--from", mirror.url + ARCHIVE)
    assert get_cifar10(tmp_path / "data", *options) == 1
    mirror.requests.clear()
    assert get_cifar10(tmp_path / "data", *options) == 0
    assert mirror.requests == [(f"/{ARCHIVE}", "bytes=1000-")]
    assert files_in(tmp_path / "data") == sorted(CIFAR10_BATCHES)


# -- what comes is not the file ----------------------------------------------------------------------------

LOGIN = b"\n<!DOCTYPE html><html><title>Log in</title></html>"


@pytest.mark.parametrize("page", [LOGIN, b"\xef\xbb\xbf<html>", b'<?xml version="1.0"?><Error/>', b"log in", b""])
def test_a_login_page_in_place_of_all_files_costs_one_run(tmp_path, capsys, mirror, digits, page):
    into = tmp_path / "data"
    mirror.files = {f"/{folder}{name}": page for folder in ("", "mnist/", "MNIST/raw/") for name in digits}
    assert main(["--only", "mnist", "--from", mirror.url, "--into", str(into)]) == 1
    out, err = capsys.readouterr()
    assert "in place of the file" in out or "damaged or another file" in out
    assert "log in there and save the files by hand" in out and err == ""
    asked = {path.rpartition("/")[2] for path, _ in mirror.requests}
    assert asked == {"train-images-idx3-ubyte.gz"}, "it stops at once"
    assert files_in(into) == []
    mirror.files = {f"/{name}": content for name, content in digits.items()}
    assert main(["--only", "mnist", "--from", mirror.url, "--into", str(into)]) == 0


def test_a_login_page_that_says_what_it_is_in_its_header_only(tmp_path, capsys, mirror, archive):
    mirror.files = {f"/{ARCHIVE}": gzip.compress(b"Welcome! Please log in.")}
    mirror.headers = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}
    assert get_cifar10(tmp_path / "data", "--from", mirror.url) == 1
    assert "a web page came" in capsys.readouterr().out
    assert files_in(tmp_path / "data") == []


def test_a_login_page_does_not_destroy_what_had_come(tmp_path, mirror, archive):
    into = tmp_path / "data"
    mirror.files = {f"/{ARCHIVE}": archive}
    mirror.break_after = [1000, 0]
    assert get_cifar10(into, "--from", mirror.url) == 1
    mirror.files, mirror.ranges = {f"/{ARCHIVE}": LOGIN}, False
    assert get_cifar10(into, "--from", mirror.url) == 1
    mirror.files, mirror.ranges = {f"/{ARCHIVE}": archive}, True
    mirror.requests.clear()
    assert get_cifar10(into, "--from", mirror.url) == 0
    assert mirror.requests == [(f"/{ARCHIVE}", "bytes=1000-")]


def test_a_login_page_at_the_address_of_an_archive(tmp_path, capsys, mirror):
    for name in ("copy.tar.gz", "copy.zip"):
        mirror.files = {f"/{name}": LOGIN}
        assert get_cifar10(tmp_path / "data", "--from", mirror.url + name) == 1
        assert "a web page came in place of the file" in capsys.readouterr().out
    assert files_in(tmp_path / "data") == []


def test_a_login_page_in_place_of_the_published_files(tmp_path, capsys, monkeypatch, mirror, digits):
    mirror.files = {f"/{name}": LOGIN for name in digits}
    monkeypatch.setattr(download, "MIRRORS", {"mnist": [mirror.url]})
    assert main(["--only", "mnist", "--into", str(tmp_path / "data")]) == 1
    assert "a web page came in place of the file" in capsys.readouterr().out
    assert len(mirror.requests) == 1 and files_in(tmp_path / "data") == []


def test_a_login_page_that_was_saved_by_hand_is_named(tmp_path, capsys):
    write_mnist(tmp_path / "data" / "mnist", dict.fromkeys(MNIST_FILES, LOGIN), lambda name: f"{name}.gz")
    (tmp_path / "data" / ARCHIVE).write_bytes(LOGIN)
    (tmp_path / "none").mkdir()
    main(["--into", str(tmp_path / "data"), "--from", str(tmp_path / "none")])
    out = capsys.readouterr().out
    assert out.count("it is a web page") == 5 and files_in(tmp_path / "data") == []
    (tmp_path / "copy.tar.gz").write_bytes(LOGIN)
    assert get_cifar10(tmp_path / "data", "--from", str(tmp_path / "copy.tar.gz")) == 1
    assert "it is a web page" in capsys.readouterr().out


def test_the_wrong_file_of_a_set_is_refused_when_it_comes(tmp_path, capsys, mirror, digits):
    files = {f"/{name}": content for name, content in digits.items()}
    files["/train-labels-idx1-ubyte.gz"] = digits["train-images-idx3-ubyte.gz"]
    mirror.files = files
    assert main(["--only", "mnist", "--from", mirror.url, "--into", str(tmp_path / "data")]) == 1
    assert "damaged or another file (it is not an IDX file" in capsys.readouterr().out
    assert files_in(tmp_path / "data") == ["train-images-idx3-ubyte.gz"], "what is sound is kept for the next run"


# -- no connection, and why ---------------------------------------------------------------------------------


def why(capsys, tmp_path, url):
    assert get_cifar10(tmp_path / "data", "--from", url) == 1
    out, err = capsys.readouterr()
    assert err == "" and "Traceback" not in out and files_in(tmp_path / "data") == []
    return out


@pytest.fixture
def authority():
    """Signs certificates, and nobody knows it."""
    return trustme.CA()


@pytest.fixture
def https_mirror(mirror, authority):
    """A mirror whose certificate nobody trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    mirror.socket = context.wrap_socket(mirror.socket, server_side=True)
    mirror.url = mirror.url.replace("http:", "https:")
    return mirror


def test_a_certificate_that_is_not_trusted_is_named(tmp_path, capsys, https_mirror):
    out = why(capsys, tmp_path, https_mirror.url)
    assert "certificate can't be verified (" in out and "REQUESTS_CA_BUNDLE" in out


def test_the_advice_about_certificates_helps(tmp_path, monkeypatch, https_mirror, authority, archive):
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    https_mirror.files = {f"/{ARCHIVE}": archive}
    assert get_cifar10(tmp_path / "data", "--from", https_mirror.url) == 0


def test_a_bundle_of_certificates_that_is_not_there_is_named(tmp_path, capsys, monkeypatch, https_mirror):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such.pem")
    assert "/no/such.pem" in why(capsys, tmp_path, https_mirror.url)


def test_https_where_there_is_none(tmp_path, capsys, mirror):
    assert "does not speak https" in why(capsys, tmp_path, mirror.url.replace("http:", "https:"))


def use_proxy(monkeypatch, url):
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setattr(requests.utils, "proxy_bypass", lambda host: False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, url)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("status, words", [(407, "wants a user name and a password (407)"), (403, "403")])
def test_a_proxy_that_refuses_is_named_without_its_password(
    tmp_path, capsys, monkeypatch, mirror, scheme, status, words
):
    mirror.status = status
    use_proxy(monkeypatch, mirror.url.replace("http://", "http://anna:secret@"))
    out = why(capsys, tmp_path, f"{scheme}://data.example/sets")
    assert words in out and "secret" not in out
    if (scheme, status) != ("http", 403):  # there nobody can tell the proxy's answer from the server's
        assert f"proxy 127.0.0.1:{mirror.server_port}" in out and "HTTPS_PROXY" in out


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_not_there_is_named(tmp_path, capsys, monkeypatch, nowhere, scheme):
    use_proxy(monkeypatch, nowhere)
    out = why(capsys, tmp_path, f"{scheme}://data.example/sets")
    assert f"the proxy {nowhere[7:-1]}" in out and "does not answer" in out and "HTTPS_PROXY" in out
    use_proxy(monkeypatch, "http://no-such-proxy.invalid:3128")
    assert "no-such-proxy.invalid:3128 is not found" in why(capsys, tmp_path, f"{scheme}://data.example/sets")


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "http://", "nonsense"])
def test_a_proxy_that_makes_no_sense_is_named(tmp_path, capsys, monkeypatch, proxy):
    use_proxy(monkeypatch, proxy)
    assert "no connection" in why(capsys, tmp_path, "https://data.example/sets")


def test_a_name_that_is_not_found_is_named(tmp_path, capsys):
    out = why(capsys, tmp_path, "https://no-such-host.invalid/sets")
    assert "the name no-such-host.invalid is not found" in out and "connected to the internet" in out


def test_a_loop_of_logins_is_named(tmp_path, capsys, mirror):
    mirror.status, mirror.headers = 302, {"Location": "/login"}
    assert "from page to page without end" in why(capsys, tmp_path, mirror.url)


@pytest.mark.parametrize("url", ["http://", "https://a b/", "http://[::1/", "http://127.0.0.1:99999/"])
def test_what_is_no_address_is_named(tmp_path, capsys, url):
    assert url.rstrip("/") in why(capsys, tmp_path, url)


def test_a_login_is_advised_where_the_server_wants_one(tmp_path, capsys, mirror):
    mirror.status = 401
    out = why(capsys, tmp_path, mirror.url)
    assert "401" in out and out.count("log in there and save the files by hand") == 1


# -- the script ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_script_says_what_is_missing(tmp_path):
    shutil.copy(COURSE / "get_datasets.sh", tmp_path)
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python3"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "$@"\n')  # without any package
    python.chmod(0o755)
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "get_datasets.sh"], cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 1 and done.stderr == ""
    assert done.stdout == "python3 lacks what the course needs. First run: python3 install.py\n"


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_script_passes_its_options_from_any_folder(tmp_path):
    shutil.copy(COURSE / "get_datasets.sh", tmp_path)
    shutil.copytree(COURSE / "cs_nn", tmp_path / "cs_nn", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    (tmp_path / "elsewhere").mkdir()
    done = subprocess.run(
        ["sh", "../get_datasets.sh", "--only", "mnist", "--from", "missing", "--into", "data"],
        cwd=tmp_path / "elsewhere",
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stdout.strip() == "There is no folder or file missing"
    assert done.stderr == ""
    assert (tmp_path / "elsewhere" / "data").is_dir()
