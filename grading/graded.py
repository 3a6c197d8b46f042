"""What the gradebook and the graded notebooks say about a class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import numpy as np
from nbgrader.api import Assignment, Grade, MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.engine import make_url
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from cs_nn.language import ENGLISH
from cs_nn.tools.labs import load_labs
from grading.feedback import is_waiting
from grading.lateness import settle
from grading.record import Record


@dataclass
class Answer:
    """One student's result in one graded cell."""

    score: float
    points: float
    mistake: str = ""  #: id of the mistake that the checks found; "" if the task is right
    sentence: str = ""  #: what the student was told
    seconds: float | None = None  #: how long the test cell ran
    written: bool = False
    waiting: bool = False  #: not graded yet
    empty: bool = False  #: a written answer that was left as released, which has 0 points by itself
    again: bool = False  #: graded by hand before the last autograding: it may be another answer now
    extra: float = 0.0  #: extra credit, which is a part of the score


@dataclass
class Submission:
    """One student's hand-in of one lab."""

    student: str
    answers: dict[str, Answer] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    late: float = 0.0  #: seconds
    penalty: float = 0.0  #: points taken off for it
    borrowed: list[str] = field(default_factory=list)  #: earlier labs of which the student has the course's version
    language: str = ENGLISH  #: that the student reads

    @property
    def waiting(self) -> list[Answer]:
        """What nobody has graded yet."""
        return [answer for answer in self.answers.values() if answer.waiting]

    @property
    def share(self) -> float:
        """The score as a share of the points that are graded."""
        return share_of(self.answers.values())


def share_of(answers: Iterable[Answer]) -> float:
    graded = [answer for answer in answers if not answer.waiting]
    points = sum(answer.points for answer in graded)
    return sum(answer.score for answer in graded) / points if points else 0.0


def read_submissions(root: Path, lab: str) -> list[Submission]:
    """The graded submissions of a lab, in the order of the students' ids; `ValueError` if there are none."""
    api = course_api(root)
    url = make_url(api.coursedir.db_url)
    if url.drivername == "sqlite" and not Path(url.database).is_file():  # nbgrader would make an empty one
        raise ValueError(f"there is no gradebook in {root}: run nbgrader autograde {lab} first, in the course's folder")
    with api.gradebook as gradebook:
        settle(gradebook, lab, api)
        try:
            records = gradebook.assignment_submissions(lab)
        except MissingEntry:
            records = []
        submissions = [_read(api, lab, record) for record in records]
    if not submissions:
        raise ValueError(f"the gradebook has no graded submission of {lab}: run nbgrader autograde {lab} first")
    return sorted(submissions, key=lambda submission: submission.student)


def progress(root: Path) -> list[tuple[str, np.ndarray]]:
    """For each lab that has graded submissions: its title, and their scores as shares of the points graded."""
    table = []
    with course_api(root).gradebook as gradebook:
        for name, lab in load_labs().items():
            columns = Grade.score, Grade.max_score, Grade.needs_manual_grade, Grade.manual_score
            grades = (
                gradebook.db.query(SubmittedNotebook.assignment_id, *columns)
                .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
                .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
                .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
                .filter(Assignment.name == name)
            )
            submissions = {}
            for submission, score, points, needed, given in grades:
                answer = Answer(score, points, waiting=needed and given is None)
                submissions.setdefault(submission, []).append(answer)
            if submissions:
                table.append((lab.title, np.array([share_of(answers) for answers in submissions.values()])))
    return table


def due_date(root: Path, lab: str) -> datetime | None:
    """When a lab is due, in UTC, as the course's gradebook says; None if it says nothing or there is none."""
    try:
        api = course_api(root)
    except ConfigFileNotFound:
        return None
    url = make_url(api.coursedir.db_url)
    if url.drivername == "sqlite" and not Path(url.database).is_file():
        return None
    with api.gradebook as gradebook:
        try:
            due = gradebook.find_assignment(lab).duedate
        except MissingEntry:
            return None
    return due and due.replace(tzinfo=UTC)


def course_api(root: Path) -> NbGraderAPI:
    """nbgrader's own interface to a course: its folders and its gradebook, as its nbgrader_config.py says."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    return NbGraderAPI(config=config)


def _read(api, lab, record):
    submission = Submission(
        record.student_id, late=record.total_seconds_late, penalty=record.late_submission_penalty or 0.0
    )
    for notebook in record.notebooks:
        path = Path(api.coursedir.format_path(api.coursedir.autograded_directory, record.student_id, lab))
        path /= f"{notebook.name}.ipynb"
        graded = nbformat.read(path, as_version=4) if path.is_file() else nbformat.v4.new_notebook()
        told = Record.read(graded.metadata)
        submission.notes += [note for note in told.notes if note not in submission.notes]
        submission.language = told.language
        submission.borrowed += [name for name in told.borrowed if name not in submission.borrowed]
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in graded.cells if "nbgrader" in cell.metadata}
        for grade in notebook.grades:
            submission.answers[grade.name] = _answer(grade, told, cells.get(grade.name))
    return submission


def _answer(grade, told: Record, cell):
    answer = Answer(grade.score, grade.max_score, written=grade.cell_type == "markdown", waiting=is_waiting(grade))
    answer.empty = answer.written and grade.manual_score is None and grade.auto_score == 0
    answer.again, answer.extra = grade.needs_manual_grade and not answer.waiting, grade.extra_credit or 0.0
    answer.seconds = told.seconds.get(grade.name)
    if cell is not None and "execution" in cell.metadata:  # in a kernel
        answer.seconds = _seconds(cell.metadata.execution)
    problem = told.findings.get(grade.name)
    if problem:
        answer.mistake, answer.sentence = problem.mistake or "unknown", problem.hint or problem.what
    elif grade.name in told.findings and grade.score < grade.max_score:
        answer.mistake = "visible-check"
        answer.sentence = "Only the notebook's own check failed, or the cell did not run."
    return answer


def _seconds(execution):
    times = [execution.get(key) for key in ("iopub.execute_input", "shell.execute_reply")]
    if not all(times):
        return None
    start, end = (datetime.fromisoformat(time.replace("Z", "+00:00")) for time in times)
    return (end - start).total_seconds()
