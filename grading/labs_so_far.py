"""The labs of a term that are graded so far, with all that is known of each hand-in."""

from __future__ import annotations

import glob
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cs_nn.tools.labs import Lab, find_lab, load_labs
from grading.graded import Submission, course_api, read_submissions
from grading.lateness import extensions_of


@dataclass
class GradedLab:
    """A lab of which at least one submission is graded."""

    lab: Lab
    points: float
    due: datetime | None
    submissions: dict[str, Submission]  #: by student
    handed_in: set[str] = field(default_factory=set)  #: students whose files are in submitted/, graded or not
    extensions: dict[str, timedelta] = field(default_factory=dict)  #: by student, whose ids have no capitals

    def due_of(self, student: str) -> datetime | None:
        """When the lab is due for one student."""
        return self.due and self.due + self.extensions.get(student.casefold(), timedelta())


@dataclass
class Term:
    """All labs that are graded so far, in teaching order, and all students of the gradebook with their names."""

    students: dict[str, str]
    labs: dict[str, GradedLab]

    def of(self, student: str) -> dict[str, Submission]:
        """A student's graded submissions, by lab."""
        return {
            name: graded.submissions[student] for name, graded in self.labs.items() if student in graded.submissions
        }


def read_term(root: Path, until: str | None = None) -> Term:
    """The labs that are graded so far, up to a lab if one is named; `ValueError` if that one, or none at all, is."""
    names = list(load_labs())
    graded = {}
    for name in names[: names.index(until) + 1] if until else names:
        try:
            graded[name] = {submission.student: submission for submission in read_submissions(root, name)}
        except ValueError:
            if name == until:
                raise
    if not graded:
        raise ValueError("no lab is graded yet: run nbgrader autograde and the name of a lab first")
    api = course_api(root)
    labs = {}
    with api.gradebook as gradebook:
        students = {
            student.id: " ".join(filter(None, (student.first_name, student.last_name)))
            for student in gradebook.students
        }
        for name, submissions in graded.items():
            assignment = gradebook.find_assignment(name)
            due = assignment.duedate and assignment.duedate.replace(tzinfo=UTC)
            paths = glob.glob(api.coursedir.format_path(api.coursedir.submitted_directory, "*", name))
            labs[name] = GradedLab(
                find_lab(name),
                assignment.max_score,
                due,
                submissions,
                {Path(path).parent.name for path in paths},
                extensions_of(gradebook, name, api),
            )
    return Term(students, labs)
