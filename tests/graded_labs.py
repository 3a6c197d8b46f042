"""A course whose labs are graded: rows of the gradebook and graded notebooks, made without grading."""

import shutil
from dataclasses import dataclass
from datetime import datetime

import course  # noqa: F401  it has nbgrader ask for the version of gradebooks once, not for each
import nbformat
from nbgrader.api import Gradebook

from cs_nn.tools.labs import COURSE, find_lab
from grading.record import Finding, Record


@dataclass
class Mark:
    """A graded cell of one student. ``score`` None: it waits for a person."""

    score: float | None
    points: float = 2.0
    mistake: str = ""
    sentence: str = ""
    written: bool = False
    extra: float = 0.0
    again: bool = False
    empty: bool = False  #: a written answer that was left as released


RIGHT, STUB = Mark(2.0), Mark(0.0, mistake="stub", sentence="not written yet")


def wrong(mistake, sentence="", score=0.0):
    return Mark(score, mistake=mistake, sentence=sentence or f"about {mistake}")


class GradedCourse:
    """A course folder with nbgrader's configuration and a gradebook."""

    def __init__(self, root):
        self.root = root
        root.mkdir(exist_ok=True)
        shutil.copy(COURSE / "nbgrader_config.py", root)

    def students(self, *ids, **names):
        with self.gradebook() as book:
            for student in ids:
                book.update_or_create_student(student)
            for student, name in names.items():
                first, _, last = name.partition(" ")
                book.update_or_create_student(student, first_name=first, last_name=last)

    def gradebook(self):
        return Gradebook(f"sqlite:///{self.root / 'gradebook.db'}")

    def grade(self, lab, marks, due=None, times=None):
        """Grade a lab: `marks` holds the `Mark` of each cell by student, all of the lab's first notebook."""
        notebook, cells = find_lab(lab).notebooks[0], {}
        for own in marks.values():
            cells |= own
        with self.gradebook() as book:
            book.update_or_create_assignment(lab, duedate=due)
            book.update_or_create_notebook(notebook, lab)
            for name, mark in cells.items():
                kind = "markdown" if mark.written else "code"
                book.update_or_create_grade_cell(name, notebook, lab, max_score=mark.points, cell_type=kind)
            for student, own in marks.items():
                book.update_or_create_student(student)
                when = (times or {}).get(student, datetime(2025, 11, 21, 12))
                submission = book.update_or_create_submission(lab, student, timestamp=when)
                for grade in submission.notebooks[0].grades:
                    mark = own[grade.name]
                    score = "manual_score" if mark.written and not mark.empty else "auto_score"
                    setattr(grade, score, mark.score)
                    grade.extra_credit = mark.extra or None
                    grade.needs_manual_grade = mark.again or (mark.written and mark.score is None)
                book.db.commit()
                self._write(student, lab, notebook, own)

    def _write(self, student, lab, notebook, marks):
        findings = {
            name: Finding(mark.sentence, mark.sentence, mark.mistake) if mark.mistake else None
            for name, mark in marks.items()
            if not mark.written
        }
        graded = nbformat.v4.new_notebook()
        Record(findings=findings).write(graded.metadata)
        folder = self.root / "autograded" / student / lab
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(graded, folder / f"{notebook}.ipynb")
