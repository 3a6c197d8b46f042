"""The page of one student with all labs: points, what waits, and what came back. It holds nothing of anybody else."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cs_nn.tools.labs import heading_of
from grading.feedback import AGAIN, count
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
        CellRow(name, _heading(graded.lab.name, name) if answer.written else "", answer, _result(answer))
        for name, answer in ((name, submission.answers[name]) for name in cell_names([submission], graded.lab.name))
    ]
    all_wait = len(submission.waiting) == len(submission.answers)
    return LabRow(title, None if all_wait else points, graded.points, _remarks(submission), cells)


def _nothing_graded(graded, student, now):
    if student in graded.handed_in:
        return "handed in, not graded yet"
    due = graded.due_of(student)
    if due and due > now:
        return f"not handed in yet; due {due:%Y-%m-%d %H:%M} UTC"
    return "not handed in"


def _remarks(submission: Submission) -> list[str]:
    remarks = []
    if submission.waiting:
        points = sum(answer.points for answer in submission.waiting)
        one = len(submission.waiting) == 1
        remarks.append(f"{count(len(submission.waiting), 'answer')} ({_points(points)}) wait{'s' * one} to be graded")
    if submission.late > 0:
        off = f", {_points(submission.penalty)} taken off for it" if submission.penalty else ""
        remarks.append(f"handed in {how_long(submission.late)} after the due date{off}")
    extra = sum(answer.extra for answer in submission.answers.values())
    return [*remarks, f"{_points(extra)} of extra credit in it"] if extra else remarks


def _result(answer: Answer) -> str:
    if answer.waiting:
        return "waits to be graded"
    if answer.empty:
        return "no answer"
    if not fell_short(answer):
        said = "" if answer.written else "right"
    elif answer.mistake == "stub":
        said = "left as it was given"
    else:
        said = one_line(answer.sentence)
    extra = f"{_points(answer.extra)} of extra credit in it" if answer.extra else ""
    return "; ".join(filter(None, [said, extra, AGAIN if answer.again else ""]))


def _points(number: float) -> str:
    return f"{number:g} point" + ("" if number == 1 else "s")


@functools.cache
def _heading(lab, name):
    found = heading_of(lab, name)
    return found[1] if found else ""
