"""The marks of a lab before and after it was graded again: what has changed, why, and what a person gave and keeps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, Notebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory

from grading.record import Record


class Place(NamedTuple):
    """A graded cell of a student's hand-in."""

    student: str
    notebook: str
    task: str


@dataclass(frozen=True)
class Mark:
    """What the gradebook and the graded notebook say of it."""

    id: str  #: of nbgrader's `Grade`
    points: float
    auto: float | None
    manual: float | None
    extra: float
    waiting: bool  #: for a person, who has not looked at it since it was graded automatically
    own_extra: float = 0.0  #: the part of `extra` that the grader gave by itself
    told: str = ""  #: what the check said
    answer: str = ""  #: a hash of the written answer
    seed: int | None = None  #: of the fresh inputs: another one if other code was handed in

    @property
    def score(self) -> float:
        """As nbgrader reckons it."""
        return next((score for score in (self.manual, self.auto) if score is not None), 0.0) + self.extra

    @property
    def given(self) -> float | None:
        """The score; None if there is none yet, which is not 0 points."""
        return None if self.manual is None and self.auto is None else self.score


@dataclass(frozen=True)
class Change:
    """A mark that is not what it was. There is none `before` if the hand-in was not graded then."""

    place: Place
    before: Mark | None
    after: Mark
    why: str


def read_marks(gradebook: Gradebook, coursedir: CourseDirectory, lab: str) -> dict[Place, Mark]:
    """The marks of all hand-ins of a lab that are graded."""
    columns = (Grade.id, Grade.max_score, Grade.auto_score, Grade.manual_score, Grade.extra_credit,
               Grade.needs_manual_grade)  # fmt: skip
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, *columns)
        .select_from(Grade)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .join(Notebook, Notebook.id == BaseCell.notebook_id)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == lab)
        .order_by(SubmittedAssignment.student_id, Notebook.name, BaseCell.name)
    )
    marks, path, notebook = {}, None, {}
    for student, name, task, id, points, auto, manual, extra, waiting in rows:
        folder = Path(coursedir.format_path(coursedir.autograded_directory, student, lab))
        if path != (path := folder / f"{name}.ipynb"):
            notebook = json.loads(path.read_bytes()) if path.is_file() else {}
        record = Record.read(notebook.get("metadata"))
        finding = record.findings.get(task)
        marks[Place(student, name, task)] = Mark(
            id,
            points,
            auto,
            manual,
            extra or 0.0,
            waiting,
            own_extra=record.extra.get(task, 0.0),
            told=(finding.hint or finding.what) if finding else "",
            answer=_answer(notebook, task),
            seed=record.seed,
        )
    return marks


def _answer(notebook, task):
    """A hash of what a student wrote into a cell for an answer; "" for other cells."""
    for cell in notebook.get("cells", ()):
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade_id") == task and mark.get("solution"):
            return hashlib.sha256("".join(cell["source"]).encode()).hexdigest()
    return ""


def keep_by_hand(gradebook: Gradebook, before: Mapping[Place, Mark], after: Mapping[Place, Mark]) -> dict[Place, Mark]:
    """Let stand what a person has given: the marks after that.

    Grading again keeps scores and comments and sets all of them to be looked at again. What is graded on the same
    grounds as before need not be: the answer, the points and the result of the check are what they were. Extra credit
    that a person has changed stays.
    """
    kept = dict(after)
    for place, now in after.items():
        was = before.get(place)
        if was is None:
            continue
        grounds = was.manual == now.manual is not None and not was.waiting
        grounds = grounds and (was.answer, was.points, was.auto) == (now.answer, now.points, now.auto)
        extra = was.extra if was.extra != was.own_extra else now.extra
        kept[place] = mark = replace(now, waiting=now.waiting and not grounds, extra=extra)
        row = gradebook.db.query(Grade).filter(Grade.id == now.id)
        if mark.waiting != now.waiting:
            row.update({"needs_manual_grade": mark.waiting})
        if mark.extra != now.extra:
            row.update({"extra_credit": mark.extra})
    gradebook.db.commit()
    return kept


def compare(before: Mapping[Place, Mark], after: Mapping[Place, Mark]) -> Iterator[Change]:
    """What has changed for a student: a score, the points of a task, or that a person must look at it."""
    for place, now in after.items():
        was = before.get(place)
        if was is None:
            yield Change(place, None, now, "graded for the first time")
            continue
        seen = [(mark.score, mark.points, mark.auto, mark.waiting) for mark in (was, now)]
        if seen[0] != seen[1]:
            yield Change(place, was, now, "; ".join(_reasons(was, now)))


def _reasons(was: Mark, now: Mark) -> Iterator[str]:
    if was.points != now.points:
        yield f"the task is worth {now.points:g}, not {was.points:g}"
    if None not in (was.seed, now.seed) and was.seed != now.seed:
        yield "other code was handed in since"
    if was.auto is not None and now.auto is None:
        yield "the answer does not count as empty now" if now.answer else "could not be graded: see above"
    elif now.manual is not None and was.manual != now.manual:
        yield "given by hand since"
    elif was.auto is None and now.auto is not None:
        yield "the answer counts as empty now" if now.answer else "could not be graded before"
    elif None not in (was.auto, now.auto) and was.points and now.points:
        if was.auto / was.points != now.auto / now.points:
            passes = "the check passes now" if now.auto >= now.points else "the check fails now"
            yield passes if now.manual is None else f"{passes}; what was given by hand stays"
    if was.extra != now.extra:
        yield f"extra credit {now.extra:g}, not {was.extra:g}"
    if now.waiting and not was.waiting:
        yield "to be looked at again"
