"""Read what is handed in: the lab's files out of archives, and out of folders that are one hand-in, of any layout.

Whatever crafted data does, it costs no more than the limits. Paths inside are never used to write: a file is known
under the one name that the lab gives it, whatever the archive says.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
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
from pathlib import Path

from cs_nn.tools.labs import Lab, tell_notebook
from grading.names import ARCHIVES, lab_file, shown, usual_name, without_copy_marks

#: Bytes that unpacking .xz may take; its strongest setting takes 65 MiB, and a crafted file asks for 4 GiB.
XZ_MEMORY = 128 << 20
PACKAGE = "cs_nn"
DAY = 24 * 60 * 60
#: Notebooks under unknown names that are opened to see which they are.
MAX_STRANGERS = 50


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


class LabReader:
    """Takes the files of one lab out of archives, within limits."""

    def __init__(self, lab: Lab, course: Path, max_members: int, max_bytes: int, released: Path | None = None):
        self.lab = lab
        self.course = course
        self.released = released  # the folder with the lab's files as students got them, if it is there
        self.max_members = max_members
        self.max_bytes = max_bytes
        self.too_much = Refused(f"it unpacks to more than {max_bytes // 1_000_000} MB")

    def read(self, path: Path) -> tuple[dict[str, bytes], float | None, list[str]]:
        """The lab's files in an archive or a folder, the time of the newest, and notes on what was left out.

        A member that must not or can't be taken is left out alone; `Refused` if nothing can be taken or a
        limit is passed. Of several copies, one in which something was written counts before one that is as it was
        released; then the one in the expected place (``cs_nn/`` for modules, the top or the lab's folder for
        notebooks), then the one nearest to the top. If no notebook has the right name, one with its cells is taken,
        the newest of several.
        """
        if path.is_dir():
            return self._choose(_folder_members(path))
        with path.open("rb") as file:
            return self._choose(_members(file, self.max_members, self.too_much, self.max_bytes))

    def read_alone(self, path: Path, name: str, is_copy: bool) -> tuple[str, bytes, str]:
        """The file of the lab that a single file is, its content, and a note if only its cells tell which it is.

        `name` has no marks of a copy; `is_copy` says whether there were any.
        """
        if path.stat().st_size > self.max_bytes:
            raise Refused(f"it has more than {self.max_bytes // 1_000_000} MB")
        content = path.read_bytes()
        file_id, note = lab_file(name, self.lab), ""
        if name.lower().endswith(".ipynb") and (is_copy or not self._is_exact(name)):
            told = tell_notebook(content, self.lab.name, self.course)
            if told and f"{told}.ipynb" != file_id:
                file_id, note = f"{told}.ipynb", f"taken as {told}.ipynb, whose cells it has"
        if file_id is None:
            raise Refused(f"it is none of the files of {self.lab.name}")
        return file_id, content, note

    def _is_exact(self, name: str) -> bool:
        return name.casefold() in {file_id.split("/")[-1].casefold() for file_id in self.lab.files}

    def _choose(self, members: Iterator[Member]) -> tuple[dict[str, bytes], float | None, list[str]]:
        copies: dict[str, list[tuple[tuple, Member]]] = {file_id: [] for file_id in self.lab.files}
        strangers, refused, nested = [], [], False
        for number, member in enumerate(members):
            if number >= self.max_members:
                raise Refused(f"it has more than {self.max_members} members")
            parts = member.name.replace("\\", "/").split("/")
            if is_litter(parts):
                continue
            problem = member.problem or _path_problem(member.name)
            file_id = lab_file(parts[-1], self.lab)
            if problem:
                refused.append(f"left out its member {shown(member.name)}: {problem}")
            elif usual_name(parts[-1]).lower().endswith(".ipynb") and not self._is_exact(parts[-1]):
                strangers.append((parts, file_id, member))
            elif file_id is not None:
                copies[file_id].append((self._rank(file_id, parts, number, member), member))
            nested = nested or parts[-1].lower().endswith(ARCHIVES)

        complete = all(copies[f"{name}.ipynb"] for name in self.lab.notebooks)
        room = self.max_bytes
        for number, (parts, file_id, member) in enumerate(strangers):
            room -= member.size
            if not complete and number < MAX_STRANGERS and room >= 0:
                try:
                    name = tell_notebook(member.read(), self.lab.name, self.course)
                except Exception:  # if it is damaged and of the lab, that is said below
                    name = None
                file_id = f"{name}.ipynb" if name else file_id
            if file_id is not None:
                copies[file_id].append((self._rank(file_id, parts, number, member), member))

        room = self.max_bytes
        files, times, notes = {}, [], []
        for file_id in self.lab.files:
            left = self._written_first(
                [member for _, member in sorted(copies[file_id], key=lambda copy: copy[0])], file_id
            )
            while left and file_id not in files:
                member = left.pop(0)
                if member.size > self.max_bytes:
                    raise self.too_much
                try:
                    content = member.read()
                except Exception as error:  # what crafted data makes the standard readers raise has no limits
                    refused.append(f"left out its member {shown(member.name)}: damaged ({str(error)[:200]})")
                    continue
                room -= len(content)
                if room < 0:
                    raise self.too_much
                files[file_id] = content
                times.append(member.time)
                notes += self._note(file_id, member, left)
        notes += refused[:5]
        if len(refused) > 5:
            notes.append(f"left out {len(refused) - 5} more members")
        if not files:
            hint = "; it holds another archive, which is not opened" if nested else ""
            raise Refused("; ".join([f"none of the lab's files can be taken from it{hint}", *notes]))
        return files, max(filter(None, map(_plausible, times)), default=None), notes

    def _written_first(self, members: list[Member], file_id: str) -> list[Member]:
        """Copies that are as they were released come last."""
        try:
            released = _written(self.released.joinpath(file_id).read_bytes(), file_id) if self.released else None
        except (OSError, ValueError, KeyError, TypeError):
            released = None
        if len(members) < 2 or len(members) > MAX_STRANGERS or released is None:
            return members

        def untouched(member):
            try:
                return member.size <= self.max_bytes and _written(member.read(), file_id) == released
            except Exception:  # damaged, which is said when it is taken
                return False

        return sorted(members, key=untouched)

    def _rank(self, file_id: str, parts: list[str], number: int, member: Member) -> tuple:
        """What is smaller is taken first."""
        wanted = file_id.split("/")
        places = ([PACKAGE],) if len(wanted) > 1 else ([], [self.lab.name])
        renamed = parts[-1].casefold() != wanted[-1].casefold()
        newest = (-(_plausible(member.time) or 0), -without_copy_marks(os.path.splitext(parts[-1])[0])[1])
        return (
            renamed, parts[-1] != wanted[-1], parts[-2:-1] not in places, len(parts),
            newest if renamed else (), member.name, -number,
        )  # fmt: skip

    def _note(self, file_id: str, taken: Member, others: list[Member]) -> list[str]:
        wanted = file_id.split("/")[-1]
        base = re.split(r"[/\\]", taken.name)[-1]
        renamed = base.casefold() != wanted.casefold()
        if others:
            names = ", ".join(shown(other.name) for other in others[:5])
            which = ", the newest" if renamed else ""
            return [f"has {len(others) + 1} copies of {file_id}: took {shown(taken.name)}{which}, not {names}"]
        return [f"took {shown(taken.name)} as {file_id}"] if renamed else []


def _written(content: bytes, file_id: str):
    """What a person can have written in a file: the texts of a notebook's cells, or a module's lines."""
    if not file_id.endswith(".ipynb"):
        return content.splitlines()
    return ["".join(cell["source"]) for cell in json.loads(content)["cells"]]


def _members(file, max_members, too_much, max_bytes) -> Iterator[Member]:
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


def _folder_members(folder: Path) -> Iterator[Member]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_litter([name]))
        for name in sorted(names):
            path = Path(root, name)
            status = path.lstat()
            problem = None if stat.S_ISREG(status.st_mode) else "a link or a special file"
            relative = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
            yield Member(relative, status.st_size, status.st_mtime, problem, path.read_bytes)


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
        yield Member(name, info.file_size, seconds, problem, lambda info=info: _read_zip(archive, info))


def _read_zip(archive, info) -> bytes:
    with archive.open(info) as member:
        return member.read(info.file_size + 1)  # without a number it would unpack 2 GB before it looks at the size


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
        yield Member(info.name, info.size, info.mtime, problem, lambda info=info: archive.extractfile(info).read())


def _path_problem(name: str) -> str | None:
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


def _plausible(seconds: float | None) -> float | None:
    """A time since 1981 (archives without times say 1980) and not in the future, else None."""
    return seconds if seconds is not None and 11 * 365 * DAY < seconds < time.time() + DAY else None
