"""The hand-ins of a lab: which are there, which have been graded, and what is sent out of one."""

from __future__ import annotations

import fnmatch
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from dateutil.parser import ParserError
from nbgrader import utils
from nbgrader.converters import Autograde

from cs_nn.tools.labs import find_lab
from cs_nn.use_solutions import VERSIONS
from grading.fresh_inputs import KEY_FILE, submission_seed
from grading.record import Record
from grading.submitted import NOTEBOOK_LIMIT

#: Files that nbgrader puts beside a hand-in.
BESIDE = ("timestamp.txt", "submission_secret.txt")


class HandIn:
    """The folder that one student submitted, and that of the graded notebooks."""

    def __init__(self, converter: Autograde, lab: str, student: str):
        coursedir = converter.coursedir
        self.converter, self.lab, self.student = converter, lab, student
        self.folder = Path(coursedir.format_path(coursedir.submitted_directory, student, lab))
        self.graded = Path(coursedir.format_path(coursedir.autograded_directory, student, lab))

    def files(self) -> dict[str, bytes | int]:
        """What nbgrader would read or copy. Of files that the lab does not ask for only the names are sent, of those
        that are too large to be read the size.

        Links are left out, as `grading.submitted.clean_submission` does.
        """
        wanted = {*find_lab(self.lab).files, VERSIONS, *BESIDE}
        found = {}
        for folder, folders, names in os.walk(self.folder):
            for kept in (folders, names):
                kept[:] = [name for name in sorted(kept) if not self._ignored(name)]
            for name in names:
                path = Path(folder, name)
                if path.is_file() and not path.is_symlink():
                    place = path.relative_to(self.folder).as_posix()
                    asked = place in wanted or ("/" not in place and place.endswith(".ipynb"))
                    size = path.stat().st_size
                    found[place] = b"" if not asked else size if size > NOTEBOOK_LIMIT else path.read_bytes()
        return found

    def _ignored(self, name):
        return any(fnmatch.fnmatch(name, pattern) for pattern in self.converter.coursedir.ignore)

    def seeds(self, files: Mapping[str, bytes | int]) -> tuple[int, int]:
        """The seeds of its hidden checks, as `LabExecute` finds them. The key is not sent to workers."""
        names = [f"cs_nn/{module}" for module in find_lab(self.lab).modules]
        code = [(self.folder / name).read_bytes() if name in files else b"" for name in names]
        key = Path(self.converter.coursedir.root) / KEY_FILE
        return submission_seed(key, self.student, self.lab, *code), submission_seed(key, self.lab)

    def is_graded(self, files: Mapping[str, bytes | int], known: str | None) -> bool:
        """Whether it was graded as it is now. `known` is its `fingerprint` when it was graded here."""
        if not self.graded.is_dir() or known not in (None, fingerprint(files)):
            return False
        if known is None:  # nbgrader graded it, and looks at the time stamp
            given, graded = (_time(folder / "timestamp.txt") for folder in (self.folder, self.graded))
            if given is not None and graded is not None and given > graded:
                return False
        return self._is_complete(files)

    def _is_complete(self, files):
        """Whether nbgrader came to its end, where it sets permissions; the notebooks tell if these were changed."""
        paths = [path for path in self.graded.rglob("*") if path.is_file()]
        wanted = int(str(self.converter.permissions), 8)
        if paths and all(stat.S_IMODE(path.stat().st_mode) == wanted for path in paths):
            return True
        notebooks = {path.name: path for path in paths if path.parent == self.graded and path.suffix == ".ipynb"}
        names = {f"{name}.ipynb" for name in find_lab(self.lab).notebooks}
        return bool(notebooks) and (names & files.keys()) <= notebooks.keys() and all(map(_ran, notebooks.values()))


def hand_ins(converter: Autograde) -> Iterator[HandIn]:
    """Those that nbgrader would look at, in its order."""
    coursedir = converter.coursedir
    converter.init_notebooks()
    pattern = converter._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True)
    for folder in sorted(converter.assignments):
        found = re.match(pattern, folder)
        if found["student_id"] not in coursedir.student_id_exclude.split(","):
            yield HandIn(converter, found["assignment_id"], found["student_id"])


def fingerprint(files: Mapping[str, bytes | int]) -> str:
    """Another one if another file was handed in."""
    found = hashlib.sha256()
    for name, content in sorted(files.items()):
        size, data = (content, b"") if isinstance(content, int) else (len(content), content)
        found.update(json.dumps([name, size]).encode() + data)
    return found.hexdigest()


def _ran(notebook):
    """Whether a notebook was written by the last of the grader's steps."""
    try:
        return Record.read(json.loads(notebook.read_bytes()).get("metadata")).seed is not None
    except (OSError, ValueError, AttributeError):
        return False


def _time(path):
    """nbgrader's time stamp, as far as it can be read."""
    try:
        return utils.parse_utc(path.read_text(encoding="utf-8").strip())
    except (OSError, ValueError, OverflowError, ParserError):
        return None
