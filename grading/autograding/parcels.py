"""What travels between the coordinator and the workers."""

from __future__ import annotations

import functools
import hashlib
import zlib
from dataclasses import dataclass
from datetime import timedelta

import cloudpickle
from traitlets.config import Config

from cs_nn.tools.labs import COURSE
from grading.autograding.rows import Changes, Rows


@dataclass(frozen=True)
class Lab:
    """What a worker must know of a lab to grade hand-ins."""

    name: str
    root: str  #: the coordinator's course folder
    config: Config  #: nbgrader's, as the coordinator has it
    gradebook: bytes  #: an SQLite database with the lab's rows
    released: tuple[str, ...]  #: files of the released lab
    course: str  #: `course_version` of the coordinator

    def pack(self) -> bytes:
        return zlib.compress(cloudpickle.dumps(self))  # the configuration may hold functions


@dataclass(frozen=True)
class Job:
    """One hand-in to be graded."""

    student: str
    files: dict[str, bytes | int]  #: content by their paths in the hand-in; the size, of one that is too large
    seeds: tuple[int, int]  #: of the hidden checks: of this hand-in's inputs, and of the lab's large ones
    rows: Rows  #: what the gradebook has of this student's hand-in
    extension: timedelta | None = None  #: the student's, as the course's table has it


@dataclass(frozen=True)
class Graded:
    """A hand-in that has been graded, or that nbgrader could not grade (``failed``)."""

    student: str
    files: dict[str, tuple[bytes, int]]  #: content and permissions, by their paths in the graded hand-in
    folders: dict[str, int]  #: permissions
    changes: Changes
    log: list[tuple[int, str]]  #: level and text
    notes: int = 0  #: of the grader
    waiting: int = 0  #: answers without a score
    failed: bool = False


class OtherVersion(RuntimeError):
    """A worker has another version of the course than the coordinator."""


@functools.cache
def course_version() -> str:
    """A fingerprint of the files on which grades depend."""
    found = hashlib.sha256()
    for folder, kinds in (("cs_nn", ("py", "npz")), ("grading", ("py",)), ("assignments", ("toml", "ipynb"))):
        paths = [path for kind in kinds for path in (COURSE / folder).rglob(f"*.{kind}")]
        for path in sorted(path for path in paths if ".ipynb_checkpoints" not in path.parts):
            found.update(f"{path.relative_to(COURSE).as_posix()} {path.stat().st_size}\n".encode())
            found.update(path.read_bytes())
    return found.hexdigest()
