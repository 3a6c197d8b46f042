"""Saving what comes back from the workers, so that a hand-in is graded or not, whenever the power fails.

A hand-in counts as graded when the folder of its graded notebooks is there. The folder is written elsewhere first, and
appears by one renaming after the gradebook has been written; one that was there before has been moved away by then.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Engine

from grading.autograding.handins import HandIn
from grading.autograding.parcels import Graded
from grading.autograding.rows import apply

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


#: Threads that write graded hand-ins: a disk takes as long to make one file safe as several.
WRITERS = 8


class Busy(RuntimeError):
    """Another command grades the same lab."""


class Archive:
    """The folder ``autograded`` for one lab.

    What is unfinished, and fingerprints of what was handed in, are in ``autograded/.grading``: nbgrader sees no folders
    with a dot.
    """

    def __init__(self, autograded: Path, lab: str):
        place = autograded / ".grading"
        self.unfinished, self.list = place / lab, place / f"{lab}.jsonl"
        place.mkdir(parents=True, exist_ok=True)
        self._lock = (place / f"{lab}.lock").open("w")
        if fcntl:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # until this process ends, however it ends
            except OSError:
                raise Busy(f"{lab} is being graded by another command; wait until it has ended") from None
        shutil.rmtree(self.unfinished, ignore_errors=True)
        self.unfinished.mkdir(exist_ok=True)
        self.known = self._read_list()

    def close(self) -> None:
        shutil.rmtree(self.unfinished, ignore_errors=True)
        self._lock.close()

    def _read_list(self):
        """The fingerprints of what was graded, by student. A line that was not written to its end is passed over."""
        known = {}
        if self.list.is_file():
            for line in self.list.read_text(encoding="utf-8").splitlines():
                try:
                    student, found = json.loads(line)
                    known[student] = found
                except ValueError:
                    continue
        return known

    def save(self, engine: Engine, graded: Sequence[tuple[HandIn, Graded, str]]) -> None:
        """Save hand-ins that were graded, with their fingerprints: all of them, or none if the gradebook can't be
        written."""
        ready = []
        with ThreadPoolExecutor(WRITERS) as pool:
            for handin, result, _ in graded:
                place = Path(tempfile.mkdtemp(dir=self.unfinished))
                ready.append((place, pool.submit(_write, place / "new", result), handin.graded))
            for _, written, _ in ready:
                written.result()
        for place, _, target in ready:
            if target.exists():
                target.rename(place / "old")
            target.parent.mkdir(parents=True, exist_ok=True)
        with engine.begin() as connection:
            for _, result, _ in graded:
                apply(connection, result.changes)
        self._note({handin.student: found for handin, result, found in graded if not result.failed})
        for (place, _, target), (_, result, _) in zip(ready, graded):
            if not result.failed:
                (place / "new").rename(target)
            shutil.rmtree(place, ignore_errors=True)

    def _note(self, found):
        self.known |= found
        lines = "".join("\n" + json.dumps([student, of], ensure_ascii=False) for student, of in found.items())
        with self.list.open("a", encoding="utf-8") as file:
            file.write(lines)


def _write(folder, result):
    """Write a graded hand-in onto the disk: a folder that appears before its content would count as graded."""
    for name in sorted(result.folders):
        (folder / name).mkdir()
    for name, (content, permissions) in result.files.items():
        with (folder / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        (folder / name).chmod(permissions)
    for name, permissions in result.folders.items():
        if fcntl:
            directory = os.open(folder / name, os.O_RDONLY)
            os.fsync(directory)
            os.close(directory)
        (folder / name).chmod(permissions)
