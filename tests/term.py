"""A course's folder with a gradebook into which rows are put by nbgrader's API: nothing is graded."""

from __future__ import annotations

import functools
import shutil
import tempfile
import warnings
from pathlib import Path

import course  # noqa: F401  # makes new gradebooks quick
from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning

from cs_nn.tools.labs import COURSE
from grading.__main__ import main

LAB = "lab1_softmax"
#: Of the lab in these gradebooks: the first cell is graded automatically, the second by hand.
CODE, WRITTEN = 20.0, 10.0
IN_TIME, LATE = "2025-12-01 10:00:00 UTC", "2025-12-03 10:00:00 UTC"


class Class:
    """A course with one lab, due on 1 December."""

    def __init__(self, root: Path):
        self.root = root
        root.mkdir(exist_ok=True)
        shutil.copyfile(COURSE / "nbgrader_config.py", root / "nbgrader_config.py")
        (root / "gradebook.db").write_bytes(_new_gradebook())

    def gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", "cs_nn")

    def hand_in(self, student: str, code: float | None, written: float | None, time: str = IN_TIME) -> None:
        """A hand-in with these points; None is what is not graded yet."""
        with self.gradebook() as book, warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            book.update_or_create_student(student)
            book.add_submission(LAB, student, timestamp=time)
            for name, points, of_a_person in (("code", code, False), ("written", written, True)):
                grade = book.find_grade(name, "softmax_mnist", LAB, student)
                grade.needs_manual_grade = of_a_person and points is None
                setattr(grade, "manual_score" if of_a_person else "auto_score", points)
            book.db.commit()

    def write(self, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = self.root / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def students(self) -> dict[str, tuple[str, str, str]]:
        """First name, last name and address by id."""
        with self.gradebook() as book:
            return {s.id: (s.first_name or "", s.last_name or "", s.email or "") for s in book.students}

    def penalty(self, student: str) -> float | None:
        with self.gradebook() as book:
            return book.find_submission_notebook("softmax_mnist", LAB, student).late_submission_penalty


@functools.cache
def _new_gradebook() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "gradebook.db")
        with Gradebook(f"sqlite:///{path}", "cs_nn") as book:
            book.add_assignment(LAB, duedate="2025-12-01 23:59:59 UTC")
            book.add_notebook("softmax_mnist", LAB)
            book.add_grade_cell("code", "softmax_mnist", LAB, max_score=CODE, cell_type="code")
            book.add_grade_cell("written", "softmax_mnist", LAB, max_score=WRITTEN, cell_type="markdown")
        return path.read_bytes()


def run(capsys, *arguments: str) -> str:
    """What ``python -m grading ARGUMENTS`` says, its complaint included."""
    capsys.readouterr()
    try:
        main(list(arguments))
    except SystemExit as error:
        return f"{capsys.readouterr().out}FAILED {error}"
    return capsys.readouterr().out
