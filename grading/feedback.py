"""Marks as they leave the gradebook: what is not graded yet says so, and feedback is never older than its marks.

nbgrader shows 0 points for an answer that nobody has looked at, and ``nbgrader generate_feedback`` passes over a
page that is there, whatever was graded since.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.converters import GenerateFeedback
from nbgrader.plugins import ExportPlugin
from nbgrader.preprocessors import GetGrades
from nbgrader.utils import rmtree

from cs_nn.language import gettext, html_language, lazy, ngettext, using
from cs_nn.language import gettext as _
from grading.feedback_words import WordsLoader
from grading.lateness import settle
from grading.plain import table_field
from grading.record import Record

NOT_GRADED, AGAIN = lazy("not graded yet"), lazy("to be looked at again")

#: Of the table of grades: nbgrader's own and ``state``.
COLUMNS = (
    "assignment duedate timestamp student_id last_name first_name email raw_score late_submission_penalty score "
    "max_score state"
).split()


def is_waiting(grade: Grade) -> bool:
    """Whether a grade of the gradebook has no score yet, neither by itself nor by hand."""
    return grade.needs_manual_grade and grade.manual_score is None


def states(gradebook: Gradebook) -> dict[tuple[str, str], str]:
    """What a person has still to grade, by assignment and student: cells without a score, and those that were graded
    by hand before the last autograding."""
    rows = (
        gradebook.db.query(Assignment.name, SubmittedAssignment.student_id, BaseCell.name, Grade.manual_score)
        .select_from(Grade)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Grade.needs_manual_grade)
        .order_by(BaseCell.name)
    )
    cells = {}
    for assignment, student, cell, score in rows:
        what = NOT_GRADED if score is None else AGAIN
        cells.setdefault((assignment, student), {}).setdefault(what, []).append(cell)
    return {
        key: "; ".join(f"{what}: {', '.join(names)}" for what, names in sorted(its.items()))
        for key, its in cells.items()
    }


class GetMarks(GetGrades):
    """nbgrader's `GetGrades`, in which an answer that is not graded yet has those words for a score.

    One that was graded by hand before the last autograding may be another answer now: its score says so.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        self._waiting = 0
        nb, resources = super().preprocess(nb, resources)
        if self._waiting:
            marks = resources["nbgrader"]
            said = ngettext("{score:g}, {number} answer {state}", "{score:g}, {number} answers {state}", self._waiting)
            marks["score"] = said.format(score=marks["score"], number=self._waiting, state=_(NOT_GRADED))
        return nb, resources

    def preprocess_cell(self, cell: NotebookNode, resources: dict, cell_index: int) -> tuple[NotebookNode, dict]:
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        marks = cell.metadata.get("nbgrader", {})
        if "score" in marks:
            place = self.notebook_id, self.assignment_id, self.student_id
            grade = self.gradebook.find_grade(marks["grade_id"], *place)
            if is_waiting(grade):
                marks["score"] = _(NOT_GRADED)
                self._waiting += 1
            elif grade.needs_manual_grade:
                marks["score"] = f"{marks['score']:g}, {_(AGAIN)}"
        return cell, resources


class FeedbackExporter(HTMLExporter):
    """Makes the feedback pages. Each carries a fingerprint of its marks; one with other marks is written again."""

    def __init__(self, **options: Any):
        super().__init__(**options)
        if isinstance(self.parent, GenerateFeedback):
            self._remove_outdated()

    def default_filters(self) -> Iterator[tuple[str, Callable]]:
        """The filters by which nbgrader's template shows scores leave words as they are."""
        yield from super().default_filters()
        yield "float", lambda value: value if isinstance(value, str) else float(value)
        yield "round", lambda value, digits=0: value if isinstance(value, str) else round(value, digits)

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **options: Any) -> tuple[Any, dict]:
        """As nbconvert's, which then parses the page, in most of its time, to say of pictures that they have no
        description (`grading.pages` does) and to let the keyboard reach JupyterLab's cells (there are none)."""
        with using(Record.read(nb.metadata).language):
            page, resources = super(HTMLExporter, self).from_notebook_node(nb, resources, **options)
            return page.replace("<html>", f'<html lang="{html_language()}">', 1), resources

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.loader = WordsLoader(environment.loader)
        environment.globals["say"] = gettext
        return environment

    def from_filename(self, filename: str, resources: dict | None = None, **options: Any) -> tuple[Any, dict]:
        page, resources = super().from_filename(filename, resources=resources, **options)
        marks = resources["nbgrader"]
        with Gradebook(marks["db_url"]) as gradebook:
            found = fingerprint(gradebook, marks["student"], marks["assignment"], Path(filename))
        return page.replace("<head>", f'<head>\n<meta name="marks" content="{found}">', 1), resources

    def _remove_outdated(self):
        """Remove the pages that nbgrader would pass over although their marks are others now."""
        coursedir = self.parent.coursedir
        excluded = coursedir.student_id_exclude.split(",")
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            settle(gradebook, coursedir.assignment_id, self.parent)
            for notebook in sorted(path for paths in self.parent.assignments.values() for path in paths):
                marks = self.parent.init_single_notebook_resources(notebook)["nbgrader"]
                student, lab = marks["student"], marks["assignment"]
                folder = Path(coursedir.format_path(coursedir.feedback_directory, student, lab))
                page = folder / f"{marks['notebook']}.html"
                if student in excluded or not folder.is_dir():
                    continue
                if page.is_file() and shown_marks(page) == fingerprint(gradebook, student, lab, Path(notebook)):
                    continue
                self.log.info("The marks of %s in %s have changed: the feedback is written again", student, lab)
                try:
                    if coursedir.notebook_id == "*":  # nbgrader looks at the folder alone
                        rmtree(str(folder))
                    else:
                        page.unlink(missing_ok=True)
                except OSError as error:
                    self.log.error("%s is older than the marks and can't be replaced: %s", page, error)


def fingerprint(gradebook: Gradebook, student: str, lab: str, notebook: Path) -> str:
    """A short text that is another one if the graded notebook, a score or a comment is another one."""
    try:
        graded = gradebook.find_submission_notebook(notebook.stem, lab, student)
    except MissingEntry:
        return ""
    marks = [graded.late_submission_penalty]
    marks += sorted([grade.name, grade.score, grade.max_score, grade.needs_manual_grade] for grade in graded.grades)
    marks += sorted([comment.name, comment.comment] for comment in graded.comments)
    return hashlib.sha256(notebook.read_bytes() + json.dumps(marks).encode()).hexdigest()[:32]


def shown_marks(page: Path) -> str | None:
    """The fingerprint that a feedback page carries."""
    with page.open(encoding="utf-8", errors="replace") as file:
        found = re.search('<meta name="marks" content="([0-9a-f]*)">', file.read(2000))
    return found[1] if found else None


class LabExport(ExportPlugin):
    """``nbgrader export``: nbgrader's own columns, and one that says what is not graded yet or was not handed in."""

    def export(self, gradebook: Gradebook) -> None:
        target = self.to or "grades.csv"
        students, assignments = (set(map(str, wanted)) for wanted in (self.student, self.assignment))
        self.log.info("Exporting grades to %s", target)
        for assignment in gradebook.assignments:
            settle(gradebook, assignment.name, self.parent)
        with open(target, "w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, COLUMNS)
            table.writeheader()
            left = states(gradebook)
            for assignment in gradebook.assignments:
                for student in gradebook.students:
                    if (not students or student.id in students) and (not assignments or assignment.name in assignments):
                        state = left.get((assignment.name, student.id), "graded")
                        table.writerow(_row(gradebook, assignment, student, state))


def _row(gradebook, assignment, student, state):
    row = {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "max_score": assignment.max_score,
    }
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        row |= {"raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0, "state": "not handed in"}
    else:
        penalty = submission.late_submission_penalty
        row |= {
            "timestamp": submission.timestamp,
            "raw_score": submission.score,
            "late_submission_penalty": penalty,
            "score": max(0.0, submission.score - (penalty or 0.0)),
            "state": state,
        }
    return {key: table_field(value) for key, value in row.items()}


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
