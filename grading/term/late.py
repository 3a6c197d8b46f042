"""``python -m grading late``: extensions and penalties brought up to date, and who is late by how much."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, Student

from grading.__main__ import lab_name
from grading.extensions import TABLE, read_extensions
from grading.insight import how_long
from grading.lateness import extension_until, settle
from grading.plain import one_line
from grading.term.gradebook import open_course


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        f"Other due dates of single students stand in {TABLE} in the course's folder, with the columns "
        "student,lab,due: ada,lab3,2026-03-31 23:59 (this computer's time unless a zone follows; a date alone is its "
        "whole day). Grading, feedback, marks and the page about the class read it by themselves; this command "
        "shows what follows from it."
    )
    parser.add_argument("lab", nargs="?", type=lab_name, metavar="LAB", help="all labs by default")


def run(options: argparse.Namespace) -> None:
    try:
        api = open_course(Path.cwd())
        api.log.setLevel("WARNING")
        read_extensions(Path.cwd())  # says what is wrong with it
        with api.gradebook as gradebook:
            labs = [lab for lab in gradebook.assignments if options.lab in (None, lab.name)]
            for lab in labs:
                settle(gradebook, lab.name, api)
            lines = [line for lab in labs for line in lines_of(gradebook, lab, Path.cwd())]
    except ValueError as error:
        raise SystemExit(f"late: {error}") from None
    nothing = f"{options.lab} is not" if options.lab else "no lab is"
    print("\n".join(lines) if lines else f"{nothing} in the gradebook: run nbgrader generate_assignment first.")


def lines_of(gradebook: Gradebook, lab: Assignment, root: Path) -> Iterator[str]:
    """What the table and the clock say about one lab."""
    yield f"{lab.name}, due {_local(lab.duedate)}" if lab.duedate else f"{lab.name} has no due date: nobody is late"
    submissions = sorted(gradebook.assignment_submissions(lab.name), key=lambda submission: submission.student_id)
    handed_in = {submission.student_id.casefold() for submission in submissions}
    known = {id.casefold() for (id,) in gradebook.db.query(Student.id)}
    for row in read_extensions(root) or ():
        if row.lab != lab.name:
            continue
        if row.student.casefold() not in known:
            yield f"  {TABLE}, line {row.line}: nobody in the gradebook is called {one_line(row.student)}"
        elif row.student.casefold() not in handed_in:
            yield f"  {one_line(row.student)}: until {_local(row.due)}, nothing graded yet"
        if lab.duedate and not extension_until(row.due, lab):
            yield f"  {TABLE}, line {row.line}: this is not after the lab's own due date, and changes nothing"
    for submission in submissions:
        late = submission.total_seconds_late if lab.duedate else 0
        if not late and submission.extension is None:
            continue
        parts = [f"  {one_line(submission.student_id)}:"]
        if submission.extension is not None and lab.duedate:
            parts.append(f"until {_local(submission.duedate)},")
        parts.append(
            f"handed in {_local(submission.timestamp)}," if submission.timestamp else "no time of the hand-in,"
        )
        penalty = submission.late_submission_penalty
        parts.append(f"late by {how_long(late)}, {penalty:g} points taken off" if late else "not late")
        yield " ".join(parts)


def _local(time: datetime) -> str:
    return f"{time.replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M %Z}"
