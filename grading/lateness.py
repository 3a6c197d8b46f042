"""Who is late, by how much, and which points that costs: one answer for all that reads the gradebook.

``extensions.csv`` in the course's folder gives students another due date. It goes into nbgrader's own column for
extensions, from which nbgrader reckons who is late. Penalties are reckoned anew whenever marks are read: a score by
which nbgrader reckoned one, when it graded automatically, grows when written answers are graded.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.converters import Autograde
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import Enum, Float, Integer

from grading.extensions import TABLE, new_due_dates

DAY = 86_400


class LatePenalty(LateSubmissionPlugin):
    """nbgrader's plug-in, with a penalty by days and minutes of grace."""

    penalty_method = Enum(
        ("none", "zero", "daily"),
        default_value="none",
        help="'none': no penalty; 'zero': no points; 'daily': a share of the points for each day begun",
    ).tag(config=True)
    daily_share = Float(0.1, min=0.0, max=1.0, help="what 'daily' takes for each day begun").tag(config=True)
    grace_minutes = Integer(0, min=0, help="who is late by less loses nothing").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        if self.penalty_method == "none" or total_seconds_late <= 60 * self.grace_minutes:
            return None
        share = 1.0 if self.penalty_method == "zero" else self.daily_share * math.ceil(total_seconds_late / DAY)
        return score if share >= 1 else round(score * share, 2)


def settle(gradebook: Gradebook, lab: str, owner: Any) -> None:
    """Bring extensions and penalties of a lab up to date.

    Parameters
    ----------
    owner : of nbgrader: a command, a converter or its API, with the course's folders, settings and log
    """
    try:
        assignment = gradebook.find_assignment(lab)
        table = new_due_dates(Path(owner.coursedir.root), lab)
    except MissingEntry:
        return
    except ValueError as error:
        owner.log.error("%s", error)
        return
    plugin = AssignLatePenalties(parent=owner)
    plugin.init_plugin()
    for submission in _to_look_at(gradebook, assignment, table):
        if table is not None:
            _extend(submission, table.get(submission.student_id.casefold()), owner.log)
        late = submission.total_seconds_late if assignment.duedate else 0.0
        for notebook in submission.notebooks:
            penalty = None
            if late > 0:
                penalty = plugin.plugin_inst.late_submission_penalty(submission.student_id, notebook.score, late)
            if penalty is not None:
                penalty = min(max(penalty, 0.0), notebook.score)
            if penalty != notebook.late_submission_penalty:
                owner.log.info("%s, %s: late penalty is now %s", submission, notebook.name, penalty or 0)
                notebook.late_submission_penalty = penalty
    gradebook.db.commit()


def _to_look_at(gradebook, assignment, table):
    """Those who may be late or have what late ones have: most of a class is not read."""
    columns = SubmittedAssignment.id, SubmittedAssignment.student_id, SubmittedAssignment.timestamp
    rows = gradebook.db.query(*columns, SubmittedAssignment.extension).filter_by(assignment_id=assignment.id)
    fined = (
        gradebook.db.query(SubmittedNotebook.assignment_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .filter(SubmittedAssignment.assignment_id == assignment.id)
        .filter(SubmittedNotebook.late_submission_penalty.is_not(None))
    )
    wanted = {id for (id,) in fined}
    for id, student, timestamp, extension in rows:
        late = assignment.duedate and timestamp and timestamp > assignment.duedate
        if late or extension is not None or student.casefold() in (table or ()):
            wanted.add(id)
    return [gradebook.db.get(SubmittedAssignment, id) for id in sorted(wanted)]


def _extend(submission, due, log):
    extension = extension_until(due, submission.assignment)
    if submission.extension != extension:
        log.info("%s: due at %s UTC by %s", submission, due if extension else submission.assignment.duedate, TABLE)
        submission.extension = extension


def extension_until(due: datetime | None, assignment: Assignment) -> timedelta | None:
    """What nbgrader adds to the due date of an assignment. A date before it is none."""
    if due is None or assignment.duedate is None or due <= assignment.duedate:
        return None
    return due - assignment.duedate


def before_grading(converter: Autograde) -> None:
    """Enter the course's extensions before hand-ins are graded, so that the log tells the truth about who is late."""
    coursedir = converter.coursedir
    if not (Path(coursedir.root) / TABLE).is_file():
        return
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        settle(gradebook, coursedir.assignment_id, converter)
        extensions = extensions_of(gradebook, coursedir.assignment_id, converter)
        for paths in converter.assignments.values():
            student = converter.init_single_notebook_resources(paths[0])["nbgrader"]["student"]
            enter_extension(gradebook, coursedir.assignment_id, student, extensions.get(student.casefold()))


def extensions_of(gradebook: Gradebook, lab: str, owner: Any) -> dict[str, timedelta]:
    """The extensions that the table gives for a lab, by student, whose ids have no capitals."""
    try:
        assignment = gradebook.find_assignment(lab)
        table = new_due_dates(Path(owner.coursedir.root), lab) or {}
    except (MissingEntry, ValueError):  # `settle` has said so
        return {}
    found = {student: extension_until(due, assignment) for student, due in table.items()}
    return {student: extension for student, extension in found.items() if extension}


def enter_extension(gradebook: Gradebook, lab: str, student: str, extension: timedelta | None) -> None:
    """Give an extension to a hand-in that is about to be graded, perhaps for the first time."""
    if extension is not None:
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(lab, student, extension=extension)
