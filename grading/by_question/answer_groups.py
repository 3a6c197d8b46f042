"""The answers to a question with their marks, and which of them are equal."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, BaseCell, Comment, Grade, Gradebook, Notebook, SubmittedAssignment
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy import Select

from grading.by_question.questions import Question, graded_by_hand
from grading.feedback import is_waiting
from grading.restoring import NOTES


@dataclass
class Answer:
    """One student's answer and its marks, as they are in the gradebook now."""

    student: str
    text: str | None  #: None if there is no graded notebook, or no such cell in it
    fingerprint: str  #: of the text as it is and the pictures pasted into it
    pictures: str  #: fingerprint of these alone
    grade: Grade
    comment: Comment

    @property
    def state(self) -> dict[str, Any]:
        """What the page is told: nothing in it says whose answer it is.

        ``seen`` changes with the answer and with everything that Formgrader, or another page, can write.
        """
        grade = self.grade
        state = {
            "id": grade.id,
            "score": grade.manual_score,
            "auto": grade.auto_score,
            "again": grade.needs_manual_grade and not is_waiting(grade),
            "comment": self.comment.manual_comment or "",
        }
        return {**state, "seen": f"{_digest([*state.values(), grade.needs_manual_grade])} {self.fingerprint}"}


def read_answers(
    api: NbGraderAPI, gradebook: Gradebook, question: Question, ids: Collection[str] | None = None
) -> list[Answer]:
    """All answers to a question, or those whose grades have these ids."""
    query = graded_by_hand(Select(SubmittedAssignment.student_id, Grade, Comment)).where(
        Assignment.name == question.lab, Notebook.name == question.notebook, BaseCell.name == question.name
    )
    if ids is not None:
        query = query.where(Grade.id.in_(ids))
    return [
        Answer(student, *written_cell(graded_notebook(api, question, student), question.name), grade, comment)
        for student, grade, comment in gradebook.db.execute(query)
    ]


def grouped(answers: Collection[Answer]) -> list[list[Answer]]:
    """The answers with equal ones together: those that differ in white space only, with the same pictures.

    Groups with an answer to be graded come first, large ones before small ones, and short texts before long ones.
    """
    groups: dict[tuple[str, ...], list[Answer]] = {}
    for answer in answers:
        groups.setdefault(_key(answer), []).append(answer)

    def place(group):
        done = not any(answer.grade.needs_manual_grade for answer in group)
        return done, -len(group), len(group[0].text or ""), group[0].text or "", group[0].grade.id

    return sorted(groups.values(), key=place)


def graded_notebook(api: NbGraderAPI, question: Question, student: str) -> Path:
    """Where the graded notebook of a student lies."""
    folder = api.coursedir.format_path(api.coursedir.autograded_directory, student, question.lab)
    return Path(folder) / f"{question.notebook}.ipynb"


def written_cell(path: Path, name: str) -> tuple[str | None, str, str]:
    """The text of a cell, a fingerprint of text and pictures, and one of the pictures; None and "" if it isn't there.

    A notebook is read once as long as its file is the same.
    """
    try:
        facts = path.stat()
    except OSError:
        return None, "", ""
    return _written_cells(path, facts.st_mtime_ns, facts.st_size).get(name, (None, "", ""))


@functools.lru_cache(maxsize=10_000)
def _written_cells(path, changed, size):
    found = {}
    try:
        for cell in json.loads(path.read_bytes())["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            if marks.get("solution") or marks.get("task"):
                text, pictures = "".join(cell["source"]), cell.get("attachments", {})
                found[marks["grade_id"]] = text, _digest([text, pictures]), _digest(pictures)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # it isn't one that the grader wrote
        return {}
    return found


def _key(answer):
    if answer.text is None or any(note in answer.text for note in NOTES):  # what the student wrote stands elsewhere
        return ("alone", answer.grade.id)
    return (" ".join(answer.text.split()), answer.pictures)


def _digest(value):
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]
