"""Fetching one file from the web: several addresses, checksums, downloads that go on where they stopped."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pooch
import requests
import urllib3
from tqdm import tqdm

from cs_nn.data.advice import NotTheFile, explain
from cs_nn.data.reading import DatasetError, is_web_page
from cs_nn.language import gettext as _


def fetch(
    urls: Sequence[str], target: Path, md5: str | None = None, check: Callable[[Path], None] | None = None
) -> None:
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
            reason, what_to_do = explain(error, url)
            reasons.append(f"  {url}: {reason}")
            advice += [what_to_do] if what_to_do and what_to_do not in advice else []
            if isinstance(error, OSError) and getattr(error, "response", None) is None:  # no answer at all
                unreachable.add(host)  # another folder there would be no better
    raise DatasetError("\n".join([*reasons, *map(_, advice)]))


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

    def __call__(self, url: str, output_file: str, _pooch: object) -> None:
        print(_("Fetching {url}").format(url=url))
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
                raise NotTheFile(_("a web page came in place of the file (a damaged link, or a login); it is deleted"))
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
    if is_web_page(start):
        return True
    compressed = "Content-Encoding" in response.headers
    html = response.headers.get("Content-Type", "").lower().startswith("text/html")
    return html and (compressed or not start.startswith(b"\x1f\x8b"))
