"""Grading a class: what is not graded yet is sent out, and what comes back is saved here alone."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde, NbGraderException
from sqlalchemy.exc import SQLAlchemyError
from tqdm import tqdm

from grading.autograding.handins import HandIn, fingerprint, hand_ins
from grading.autograding.parcels import Graded, Job, Lab, OtherVersion, course_version
from grading.autograding.rows import lab_database, student_rows
from grading.autograding.saving import Archive
from grading.autograding.sending import Gone, Outcome, Workers, lost_worker, outcomes
from grading.autograding.summary import Summary
from grading.lateness import extensions_of, settle


class Coordinator:
    """Grades the hand-ins of one lab."""

    def __init__(self, app: AutogradeApp, summary: Summary):
        self.app, self.coursedir, self.log, self.summary = app, app.coursedir, app.log, summary
        self.name = self.coursedir.assignment_id
        converter = Autograde(coursedir=self.coursedir, parent=app)
        self.force = converter.force
        self.handins = {handin.student: handin for handin in hand_ins(converter)}
        self.fingerprints: dict[str, str] = {}
        self.said: set[str] = set()

    def run(self, start_workers: Callable[[], AbstractContextManager[Workers]]) -> None:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                gradebook.find_assignment(self.name)
            except MissingEntry:
                raise NbGraderException(f"{self.name} was not released: run `nbgrader generate_assignment`") from None
            settle(gradebook, self.name, self.app)
            self.extensions = extensions_of(gradebook, self.name, self.app)
            gradebook.db.rollback()  # or PostgreSQL keeps what it has read until the end
            self.engine = gradebook.engine
            lab = self._lab().pack()
            autograded = self.coursedir.format_path(self.coursedir.autograded_directory, ".", ".")
            self.archive = Archive(Path(autograded), self.name)
            try:
                with self._progress() as self.bar:
                    todo = filter(None, map(self._job, self.handins))
                    for first in todo:  # workers are started if there is something to do
                        with start_workers() as workers:
                            for batch in outcomes(workers, lab, chain([first], todo), self._job):
                                self._take(batch)
            finally:
                self.archive.close()

    def _progress(self):
        shown = "{desc}: {percentage:3.0f}% |{bar}| {n}/{total} hand-ins, {remaining} left{postfix}"
        return tqdm(total=len(self.handins), desc=self.name, bar_format=shown, disable=None)  # only at a terminal

    def _lab(self):
        released = Path(self.coursedir.format_path(self.coursedir.release_directory, ".", self.name))
        files = [path.relative_to(released).as_posix() for path in released.rglob("*") if path.is_file()]
        database = lab_database(self.engine, self.name)
        return Lab(self.name, self.coursedir.root, self.app.config, database, tuple(files), course_version())

    def _job(self, student: str) -> Job | None:
        """What is sent out for a student; None if it is graded already, or can't be read."""
        try:
            return self._read(self.handins[student])
        except (OSError, SQLAlchemyError) as error:
            self.summary.failed.append(student)
            self._say(logging.ERROR, f"{student} can't be read: {error}")
            self.bar.update()
            return None

    def _read(self, handin: HandIn) -> Job | None:
        student = handin.student
        files = handin.files()
        if not self.force and handin.is_graded(files, self.archive.known.get(student)):
            self.summary.skipped += 1
            self.bar.total -= 1
            self.bar.refresh()
            return None
        self.fingerprints[student] = fingerprint(files)
        with self.engine.connect() as connection:
            rows = student_rows(connection, self.name, student)
        return Job(student, files, handin.seeds(files), rows, self.extensions.get(student.casefold()))

    def _take(self, batch: list[tuple[str, Outcome]]) -> None:
        results = [outcome for _, outcome in batch if isinstance(outcome, Graded)]
        for student, outcome in batch:
            if not isinstance(outcome, Graded):
                self._not_graded(student, outcome)
        try:
            self._save(results)
        except (SQLAlchemyError, OSError):
            for result in results:  # one of them may be at fault
                try:
                    self._save([result])
                except (SQLAlchemyError, OSError) as error:
                    self._say(logging.ERROR, f"{result.student}: the grades can't be saved: {error}")
                    self.summary.failed.append(result.student)
        self.bar.set_postfix_str(self.summary.attention, refresh=False)
        self.bar.update(len(batch))

    def _save(self, results: list[Graded]) -> None:
        self.archive.save(
            self.engine,
            [(self.handins[result.student], result, self.fingerprints[result.student]) for result in results],
        )
        for result in results:
            for level, text in result.log:
                self._say(level, text)
            self.summary.add(result)

    def _not_graded(self, student, error):
        if isinstance(error, OtherVersion | ModuleNotFoundError):
            raise Gone(f"{error}. Start workers in the folder of the same course, with the same packages") from None
        if lost_worker(error):
            self.summary.set_aside.append(student)
            self._say(logging.ERROR, f"{student}: the process that graded it ended, again and again; it is set aside")
        else:
            self.summary.failed.append(student)
            text = "".join(traceback.format_exception(error))
            self._say(logging.ERROR, f"{student} can't be graded:\n{text}")

    def _say(self, level, text):
        """Log a line beside the progress bar; what every worker says, once."""
        if self.log.isEnabledFor(level) and text not in self.said:
            self.said.add(text)
            with tqdm.external_write_mode():
                self.log.log(level, "%s", text)
