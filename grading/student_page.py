"""The page of one student with all labs: points, what waits, and what came back. It holds nothing of anybody else."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cs_nn.language import ENGLISH, ngettext, translated, using
from cs_nn.language import gettext as _
from cs_nn.tools.labs import heading_of
from grading.feedback import AGAIN
from grading.graded import Answer, Submission
from grading.insight import cell_names
from grading.labs_so_far import GradedLab, Term
from grading.over_the_term import fell_short, habits, needed_later
from grading.plain import one_line
from grading.rendering import how_long, render


@dataclass
class CellRow:
    """A task, or a question with its heading in the notebook."""

    name: str
    heading: str
    answer: Answer
    result: str


@dataclass
class LabRow:
    """A lab in the table of all labs. ``points`` is None if nothing is graded."""

    title: str
    points: float | None
    of: float
    remarks: list[str]
    cells: list[CellRow] = field(default_factory=list)


def student_page(term: Term, student: str, now: datetime) -> str:
    """HTML of the page of one student."""
    submissions = term.of(student)
    with using(next((each.language for each in reversed(submissions.values())), ENGLISH)):
        return _page(term, student, submissions, now)


def _page(term, student, submissions, now):
    return render(
        "student.html.j2",
        student=student,
        name=term.students.get(student, ""),
        made=f"{now.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        rows=[_lab_row(graded, student, now) for graded in term.labs.values()],
        handed_in=len(submissions),
        habits=habits(submissions),
        needed_later=needed_later(submissions),
    )


def _lab_row(graded: GradedLab, student: str, now: datetime) -> LabRow:
    title, submission = graded.lab.title, graded.submissions.get(student)
    if submission is None:
        return LabRow(title, None, graded.points, [_nothing_graded(graded, student, now)])
    answers = submission.answers.values()
    points = max(0.0, sum(answer.score for answer in answers if not answer.waiting) - submission.penalty)
    cells = [
        CellRow(name, _(_heading(graded.lab.name, name)) if answer.written else "", answer, _result(answer))
        for name, answer in ((name, submission.answers[name]) for name in cell_names([submission], graded.lab.name))
    ]
    all_wait = len(submission.waiting) == len(submission.answers)
    return LabRow(title, None if all_wait else points, graded.points, _remarks(submission), cells)


def _nothing_graded(graded, student, now):
    if student in graded.handed_in:
        return _("handed in, not graded yet")
    due = graded.due_of(student)
    if due and due > now:
        return _("not handed in yet; due {time} UTC").format(time=f"{due:%Y-%m-%d %H:%M}")
    return _("not handed in")


def _remarks(submission: Submission) -> list[str]:
    remarks = []
    if submission.waiting:
        points = sum(answer.points for answer in submission.waiting)
        said = ngettext(
            "{number} answer ({points}) waits to be graded",
            "{number} answers ({points}) wait to be graded",
            len(submission.waiting),
        )
        remarks.append(said.format(number=len(submission.waiting), points=_points(points)))
    if submission.late > 0:
        said = (
            _("handed in {time} after the due date, {points} taken off for it")
            if submission.penalty
            else _("handed in {time} after the due date")
        )
        remarks.append(said.format(time=how_long(submission.late), points=_points(submission.penalty)))
    extra = sum(answer.extra for answer in submission.answers.values())
    return [*remarks, _("{points} of extra credit in it").format(points=_points(extra))] if extra else remarks


def _result(answer: Answer) -> str:
    if answer.waiting:
        return _("waits to be graded")
    if answer.empty:
        return _("no answer")
    if not fell_short(answer):
        said = "" if answer.written else _("right")
    elif answer.mistake == "stub":
        said = _("left as it was given")
    else:
        said = one_line(translated(answer.sentence))
    extra = _("{points} of extra credit in it").format(points=_points(answer.extra)) if answer.extra else ""
    return "; ".join(filter(None, [said, extra, _(AGAIN) if answer.again else ""]))


def _points(number: float) -> str:
    return ngettext("{number:g} point", "{number:g} points", 1 if number == 1 else 2).format(number=number)


@functools.cache
def _heading(lab, name):
    found = heading_of(lab, name)
    return found[1] if found else ""
