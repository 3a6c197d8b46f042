"""Grading one hand-in on a worker, with nbgrader's own converter.

A worker has the course, and neither the gradebook nor other hand-ins. The hand-in gets a course folder of its own, and
a gradebook in memory with the rows of the lab and of the student: nbgrader and the course's plug-ins do there what they
do in ``nbgrader autograde``. What has changed goes back to the coordinator.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import logging
import pickle
import shutil
import socket
import sqlite3
import stat
import tempfile
import threading
import traceback
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import setenv
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import SAWarning
from sqlalchemy.orm import scoped_session, sessionmaker
from sqlalchemy.pool import StaticPool
from traitlets import Tuple
from traitlets.config import Config
from traitlets.log import get_logger

from cs_nn.tools.labs import COURSE
from grading.autograding.parcels import Graded, Job, Lab, OtherVersion, course_version
from grading.autograding.rows import GRADE, Rows, add_rows, changes, student_rows
from grading.lateness import enter_extension
from grading.rebuilding import read_again
from grading.record import Record

#: The working folder belongs to the whole process, so that one hand-in is graded at a time.
ALONE = threading.Lock()
#: The gradebook of the hand-in that is graded.
URL = "sqlite://"


def grade(lab: bytes, job: Job) -> Graded:
    """Grade a hand-in; `lab` is a packed `Lab`."""
    with ALONE:
        return _workshop(lab).grade(job)


@functools.lru_cache(maxsize=1)
def _workshop(lab):
    return Workshop(pickle.loads(zlib.decompress(lab)))


class OneHandIn(Autograde):
    """nbgrader's converter, which tells the preprocessors the seeds."""

    seeds = Tuple()

    def init_single_notebook_resources(self, notebook_filename: str) -> dict[str, Any]:
        resources = super().init_single_notebook_resources(notebook_filename)
        resources["nbgrader"]["seeds"] = self.seeds
        return resources

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """nbgrader's two passes as one: what it would write between them and read again stays in memory."""
        self.exporter._preprocessors = []
        for preprocessor in (*self.sanitize_preprocessors, self._between, *self.autograde_preprocessors):
            self.exporter.register_preprocessor(preprocessor)
        with setenv(NBGRADER_EXECUTION="autograde"):
            super(Autograde, self).convert_single_notebook(notebook_filename)

    def _between(self, notebook, resources):
        info = resources["nbgrader"]
        return read_again(notebook, Path(self._format_dest(info["assignment"], info["student"]))), resources


def share_engine(engine: Engine) -> None:
    """Have nbgrader's steps use the engine of the gradebook in memory.

    Each step opens the gradebook anew, looks for all its tables and for the course, and compiles all its statements,
    which takes about as long as what it does there.
    """
    opened, closed, new_session = Gradebook.__init__, Gradebook.close, sessionmaker(engine)

    def init(self, db_url, course_id="default_course", authenticator=None):
        if db_url == URL:
            self.engine, self.db = engine, scoped_session(new_session)
            self.course_id, self.authenticator = course_id, authenticator
        else:
            opened(self, db_url, course_id, authenticator)

    def close(self):
        if self.engine is engine:
            self.db.remove()
        else:
            closed(self)

    Gradebook.__init__, Gradebook.close = init, close  # type: ignore[method-assign]


class Workshop:
    """A folder and a gradebook in which the hand-ins of one lab are graded, one after the other."""

    def __init__(self, lab: Lab):
        if lab.course != course_version():
            raise OtherVersion(f"the course on {socket.gethostname()} ({COURSE}) is another version than the one here")
        self.lab = lab
        # nbgrader looks for files by patterns; the name of the folder comes from the system.
        self.root = Path(tempfile.mkdtemp(prefix="grading-"))
        atexit.register(shutil.rmtree, self.root, ignore_errors=True)
        for name in lab.released:  # the names are enough
            path = self.root / "release" / lab.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        self.template = sqlite3.connect(":memory:", check_same_thread=False)
        self.template.deserialize(lab.gradebook)
        self.database = sqlite3.connect(":memory:", check_same_thread=False)
        self.engine = create_engine(URL, creator=lambda: self.database, poolclass=StaticPool)
        share_engine(self.engine)

    def grade(self, job: Job) -> Graded:
        self.template.backup(self.database)
        with self.engine.begin() as connection:
            add_rows(connection, job.rows)
        if job.extension:
            with Gradebook(URL) as gradebook:
                enter_extension(gradebook, self.lab.name, job.student, job.extension)
        submitted, graded = (self.root / step / job.student / self.lab.name for step in ("submitted", "autograded"))
        for name, content in job.files.items():
            path = submitted / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, int):
                with path.open("wb") as file:
                    file.truncate(content)
            else:
                path.write_bytes(content)
        try:
            with _logged() as log:
                failed = not self._convert(job)
            with self.engine.connect() as connection:
                rows = student_rows(connection, self.lab.name, job.student)
            paths = [] if failed else sorted(graded.rglob("*"))
            notebooks = [path for path in paths if path.suffix == ".ipynb"]
            return Graded(
                job.student,
                files={
                    path.relative_to(graded).as_posix(): (path.read_bytes(), _permissions(path))
                    for path in paths
                    if path.is_file()
                },
                folders={
                    path.relative_to(graded).as_posix(): _permissions(path)
                    for path in [graded, *paths]
                    if not failed and path.is_dir()
                },
                changes=changes(job.rows, rows),
                log=[(level, text.replace(str(self.root), self.lab.root)) for level, text in log],
                notes=sum(len(Record.read(json.loads(path.read_bytes())["metadata"]).notes) for path in notebooks),
                waiting=waiting(rows),
                failed=failed,
            )
        finally:
            for step in ("submitted", "autograded"):
                shutil.rmtree(self.root / step, ignore_errors=True)

    def _convert(self, job) -> bool:
        """Run nbgrader's steps; whether all went well."""
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")  # as in nbgrader_config.py
                self._converter(job).start()
        except NbGraderException:  # which nbgrader has explained in the log
            return False
        except Exception:
            get_logger().error("%s", traceback.format_exc())
            return False
        return True

    def _converter(self, job):
        config = Config(self.lab.config)
        source = config.CourseDirectory.get("source_directory", "source")
        config.CourseDirectory = Config(
            {key: value for key, value in config.CourseDirectory.items() if not key.endswith("_directory")}
        )
        config.CourseDirectory.merge(
            {
                "root": str(self.root),
                "assignment_id": self.lab.name,
                "student_id": "*",
                "student_id_exclude": "",
                "source_directory": str(COURSE / source),
                "db_url": URL,
            }
        )
        log = get_logger()
        return OneHandIn(coursedir=CourseDirectory(config=config, log=log), config=config, log=log, seeds=job.seeds)


def waiting(rows: Rows) -> int:
    """How many cells have no score yet, neither by themselves nor by hand."""
    return sum(row["needs_manual_grade"] and row["manual_score"] is None for row in rows.get(GRADE.name, ()))


def _permissions(path):
    return stat.S_IMODE(path.stat().st_mode)


@contextlib.contextmanager
def _logged() -> Iterator[list[tuple[int, str]]]:
    """What is logged meanwhile."""
    lines: list[tuple[int, str]] = []
    log = cast(logging.Logger, get_logger())

    class Handler(logging.Handler):
        def emit(self, record):
            lines.append((record.levelno, self.format(record)))

    handler, level, propagate = Handler(), log.level, log.propagate
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield lines
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
        log.propagate = propagate
