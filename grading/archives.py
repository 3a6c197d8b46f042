"""Read archives and folders that students handed in, member by member, whatever crafted data does in them.

Paths inside are never used to write.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import mmap
import os
import re
import stat
import tarfile
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

#: Bytes that unpacking .xz may take; its strongest setting takes 65 MiB, and a crafted file asks for 4 GiB.
XZ_MEMORY = 128 << 20
DAY = 24 * 60 * 60


class Refused(Exception):
    """An upload, or a part of one, that is left out; the message is the reason."""


@dataclass
class Member:
    """One entry of an archive; ``problem`` says why it must not be taken."""

    name: str
    size: int
    time: float | None
    problem: str | None
    read: Callable[[], bytes]


def folder_members(folder: Path) -> Iterator[Member]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_litter([name]))
        for name in sorted(names):
            path = Path(root, name)
            status = path.lstat()
            problem = None if stat.S_ISREG(status.st_mode) else "a link or a special file"
            relative = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
            yield Member(relative, status.st_size, status.st_mtime, problem, path.read_bytes)


def archive_members(file: BinaryIO, max_members: int, too_much: Refused, max_bytes: int) -> Iterator[Member]:
    start = file.read(512)
    file.seek(0)
    if start.startswith(b"PK"):
        return _zip_members(file, max_members)
    if start.startswith(b"\x1f\x8b"):
        return _tar_members(gzip.open(file), too_much, max_bytes)
    if start.startswith(b"BZh"):
        return _tar_members(bz2.open(file), too_much, max_bytes)
    if start.startswith(b"\xfd7zXZ\x00"):
        return _tar_members(io.BytesIO(_unpack_xz(file.read(max_bytes), max_bytes + 1)), too_much, max_bytes)
    if start[257:262] == b"ustar":
        return _tar_members(file, too_much, max_bytes)
    kind = {b"Rar!": "a rar archive", b"7z\xbc\xaf": "a 7z archive"}.get(start[:4], "no zip or tar archive")
    raise Refused(f"it is {kind}, whatever its name says; ask for a zip")


def _unpack_xz(content: bytes, most: int) -> bytes:
    """The first `most` bytes. (`lzma.open` knows no limit of memory.)"""
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, XZ_MEMORY)
    unpacked = unpacker.decompress(content, most)
    if len(unpacked) < most and not unpacker.eof:
        raise EOFError("its end is missing")
    return unpacked


def _zip_members(file, max_members) -> Iterator[Member]:
    # zipfile makes an object of every entry at once: count their signatures first.
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        position = -1
        for _ in range(max_members + 1):
            position = content.find(b"PK\x01\x02", position + 1)
            if position < 0:
                break
        else:
            raise Refused(f"it has more than {max_members} members")
    archive = zipfile.ZipFile(file)
    for info in archive.infolist():
        mode = info.external_attr >> 16
        if info.is_dir():
            continue
        problem = None
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            problem = "a link" if stat.S_ISLNK(mode) else "not a plain file"
        elif info.flag_bits & 0x1:
            problem = "encrypted with a password"
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            problem = f"compressed by an unusual method ({info.compress_type})"
        name = info.orig_filename  # zipfile cuts the name at a NUL
        if not info.flag_bits & 0x800:  # the name is in no known encoding: often UTF-8 all the same
            try:
                name = name.encode("cp437").decode("utf-8")
            except UnicodeError:
                pass
        try:
            seconds = datetime(*info.date_time).timestamp()
        except (ValueError, OverflowError, OSError):
            seconds = None
        yield Member(name, info.file_size, seconds, problem, partial(_read_zip, archive, info))


def _read_zip(archive, info) -> bytes:
    with archive.open(info) as member:
        return member.read(info.file_size + 1)  # without a number it would unpack 2 GB before it looks at the size


def _read_tar(archive, info) -> bytes:
    return archive.extractfile(info).read()


def _tar_members(file, too_much, max_bytes) -> Iterator[Member]:
    content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise too_much
    archive = tarfile.open(fileobj=io.BytesIO(content), mode="r:")
    for info in archive:
        if info.isdir():
            continue
        problem = None
        if info.issym() or info.islnk():
            problem = "a link"
        elif not info.isreg() or info.issparse():
            problem = "not a plain file"
        yield Member(info.name, info.size, info.mtime, problem, partial(_read_tar, archive, info))


def path_problem(name: str) -> str | None:
    if not name.isprintable():
        return "its name has control characters"
    if re.match(r"[/\\]|[A-Za-z]:", name):
        return "its path is absolute"
    if ".." in re.split(r"[/\\]", name):
        return "its path leads out of the archive"
    return None


def is_litter(parts: list[str]) -> bool:
    """Whether a path is of the kind that systems and editors leave behind."""
    names = ("__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini")
    return any(part in names or (part.startswith(".") and part not in (".", "..")) for part in parts)


def plausible(seconds: float | None) -> float | None:
    """A time since 1981 (archives without times say 1980) and not in the future, else None."""
    return seconds if seconds is not None and 11 * 365 * DAY < seconds < time.time() + DAY else None
