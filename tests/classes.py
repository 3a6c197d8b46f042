"""A small class with hand-ins of many kinds, and what grading it has made, in a form that can be compared."""

import atexit
import functools
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from commands import run_module
from course import Course
from sqlalchemy import create_engine, text

LAB, A, B, MODULE = "lab1_softmax", "softmax_cifar10", "softmax_mnist", "cs_nn/softmax.py"

#: Columns that are drawn anew, by table; rows are named by what they belong to.
QUERIES = {
    "student": "SELECT * FROM student",
    "course": "SELECT * FROM course",
    "submitted_assignment": """SELECT s.student_id, a.name, s.timestamp, s.extension
        FROM submitted_assignment s JOIN assignment a ON a.id = s.assignment_id""",
    "submitted_notebook": """SELECT s.student_id, n.name, b.flagged, b.late_submission_penalty
        FROM submitted_notebook b JOIN notebook n ON n.id = b.notebook_id
        JOIN submitted_assignment s ON s.id = b.assignment_id""",
    "grade": """SELECT s.student_id, n.name, c.name AS cell, c.type, g.auto_score, g.manual_score, g.extra_credit,
            g.needs_manual_grade
        FROM grade g JOIN base_cell c ON c.id = g.cell_id JOIN notebook n ON n.id = c.notebook_id
        JOIN submitted_notebook b ON b.id = g.notebook_id JOIN submitted_assignment s ON s.id = b.assignment_id""",
    "comment": """SELECT s.student_id, n.name, c.name AS cell, c.type, o.auto_comment, o.manual_comment
        FROM comment o JOIN base_cell c ON c.id = o.cell_id JOIN notebook n ON n.id = c.notebook_id
        JOIN submitted_notebook b ON b.id = o.notebook_id JOIN submitted_assignment s ON s.id = b.assignment_id""",
}  # fmt: skip


def hand_in(course: Course, student: str, files: dict[str, bytes | str], lab: str = LAB) -> Path:
    folder = course.root / "submitted" / student / lab
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def released(course: Course, lab: str = LAB) -> dict[str, bytes]:
    """The files of a hand-in as released."""
    folder = course.root / "release" / lab
    paths = [*folder.glob("*.ipynb"), *(folder / "cs_nn").glob(Path(MODULE).name if lab == LAB else "*.py")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def changed(content: bytes, change) -> bytes:
    notebook = json.loads(content)
    change(notebook)
    return json.dumps(notebook).encode()


def small_class(course: Course) -> list[str]:
    """Hand-ins: right, wrong, odd, damaged, late. The students."""
    solution = (course.root / MODULE).read_text(encoding="utf-8")
    plain = released(course)
    right = {**plain, MODULE: solution, "timestamp.txt": "2025-11-21 14:02:33 UTC"}
    wrong = solution + "\n\ndef early_stopping(*arguments):\n    return None\n"

    def answer(notebook):
        cells = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
        cells[0]["source"] = "Because $e^x$ grows."

    def odd(notebook):
        answer(notebook)
        tests = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]
        notebook["cells"].remove(tests[0])
        notebook["cells"] += [tests[1], {"cell_type": "markdown", "metadata": {}, "source": "<b>mine</b>"}]

    hand_in(course, "right", right)
    hand_in(course, "stub", plain)
    hand_in(course, "wrong", {**right, MODULE: wrong, "timestamp.txt": "no time"})
    hand_in(course, "Zoë 王", {**right, "timestamp.txt": "2025-12-03 10:00:00 UTC", A + ".ipynb": changed(
        plain[A + ".ipynb"], answer)})  # fmt: skip
    hand_in(course, "odd", {**right, A + ".ipynb": changed(plain[A + ".ipynb"], odd), "data/mine.csv": "1,2\n"})
    renamed = {name: content for name, content in right.items() if name != B + ".ipynb"}
    folder = hand_in(course, "renamed", {**renamed, f"Copy of {B}.ipynb": plain[B + ".ipynb"]})
    (folder / "cs_nn" / "link.py").symlink_to("/etc/passwd")
    hand_in(course, "damaged", {**renamed, A + ".ipynb": b"{"})
    hand_in(course, "no module", {name: content for name, content in plain.items() if name != MODULE})
    course.run("db", "assignment", "add", LAB, "--duedate=2025-12-01 23:59:59 UTC")
    return sorted(path.name for path in (course.root / "submitted").iterdir())


#: Stands in for the running of tests: the points follow from the seed, in no time. A module may ask for more, or for
#: the tests to be run.
STAND_IN = """
import os, signal, time
from pathlib import Path

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from grading.cells import error_output, is_test
from grading.execute import LabExecute


class StandIn(LabExecute):
    def preprocess(self, nb, resources):
        folder = Path(resources["metadata"]["path"]) / "cs_nn"
        seed, _ = self._seeds(resources["nbgrader"], folder)
        code = "".join(path.read_text() for path in folder.glob("*.py"))
        for line in code.splitlines():
            what, _, value = line.partition(" ")
            if what == "#run":
                return super().preprocess(nb, resources)
            elif what == "#sleep":
                time.sleep(float(value))
            elif what == "#die" and not (value and Path(value).exists()):
                Path(value or os.devnull).write_text("once")
                os.kill(os.getpid(), signal.SIGKILL)
            elif what == "#fail":
                raise RuntimeError(f"it can't be graded, {value}")
        for number, cell in enumerate(cell for cell in nb.cells if is_test(cell)):
            cell.outputs = [error_output("Wrong", "no")] if seed >> number & 1 else []
        nb.metadata["grading"] |= {"seed": seed}
        return nb, resources
"""


def quick_course(root: Path, lab: str = LAB) -> Course:
    """A course with a released lab in which tests are not run: see `STAND_IN`."""
    return copy_of(_quick_course(lab), root)


@functools.cache
def _quick_course(lab):
    root = Path(tempfile.mkdtemp(prefix="course-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    course = Course(root)
    (root / "grading" / "stand_in.py").write_text(STAND_IN, encoding="utf-8")
    config = root / "nbgrader_config.py"
    text = config.read_text(encoding="utf-8")
    assert "grading.execute.LabExecute" in text
    config.write_text(text.replace("grading.execute.LabExecute", "grading.stand_in.StandIn"), encoding="utf-8")
    course.release(lab)
    (root / "grading.key").write_text("0" * 64, encoding="ascii")
    return course


def copy_of(course: Course, root: Path) -> Course:
    """The same course in another folder, with the same gradebook and key."""
    shutil.copytree(course.root, root, symlinks=True)
    copy = object.__new__(Course)
    copy.root = root
    return copy


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def start(course: Course, *arguments: str) -> subprocess.Popen:
    """``python -m grading autograde ARGUMENTS``, which runs on."""
    command = [sys.executable, "-m", "grading", "autograde", *arguments]
    return subprocess.Popen(command, cwd=course.root, env=environment(), text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
                            preexec_fn=can_be_interrupted if os.name == "posix" else None)  # fmt: skip


def can_be_interrupted() -> None:
    """Also where the tests run in the background of a shell script, which has them ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def autograde(course: Course, *arguments: str, status: int = 0) -> str:
    """The output of ``python -m grading autograde ARGUMENTS``."""
    found, output = run_module(course.root, "grading", "autograde", *arguments)
    assert found == status, output[-8000:]
    return output


def gradebook(course: Course, url: str | None = None) -> dict[str, list[dict]]:
    """All that the gradebook says of students' work, but ids."""
    engine = create_engine(url or f"sqlite:///{course.root / 'gradebook.db'}")
    with engine.connect() as connection:
        rows = {name: [dict(row) for row in connection.execute(text(query)).mappings()]
                for name, query in QUERIES.items()}  # fmt: skip
    engine.dispose()
    for found in rows.values():
        for row in found:
            for key, value in row.items():
                if key in ("needs_manual_grade", "flagged") and value is not None:
                    row[key] = bool(value)
                elif key == "timestamp" and value is not None:
                    row[key] = str(value).removesuffix(".000000")
    return {name: sorted(found, key=lambda row: [str(value) for value in row.values()]) for name, found in rows.items()}


def graded_files(course: Course, lab: str = LAB) -> dict[str, tuple[int, object]]:
    """Permissions and content of all that lies in ``autograded``; of notebooks without how long they took."""
    found = {}
    for path in sorted((course.root / "autograded").glob(f"*/{lab}/**/*")):
        content: object = None
        if path.suffix == ".ipynb":
            content = nbformat.read(path, as_version=4)
            content.metadata["grading"].pop("seconds", None)
            for cell in content.cells:
                cell.metadata.pop("execution", None)
        elif path.is_file():
            content = path.read_bytes()
        found[path.relative_to(course.root).as_posix()] = path.stat().st_mode, content
    return found


def grade_by_hand(course: Course, student: str, points: float, comment: str, notebook: str = A) -> None:
    """Give points and a comment to the first written answer of a notebook."""
    with sqlite3.connect(course.root / "gradebook.db") as database:
        [(grade, cell)] = database.execute(
            """SELECT g.id, g.cell_id FROM grade g JOIN base_cell c ON c.id = g.cell_id
            JOIN solution_cells o ON o.id = (SELECT id FROM base_cell x WHERE x.name = c.name AND x.notebook_id =
                c.notebook_id AND x.type = 'SolutionCell')
            JOIN notebook n ON n.id = c.notebook_id JOIN submitted_notebook b ON b.id = g.notebook_id
            JOIN submitted_assignment s ON s.id = b.assignment_id
            WHERE s.student_id = ? AND n.name = ? ORDER BY c.name LIMIT 1""",
            (student, notebook),
        )
        database.execute("UPDATE grade SET manual_score = ?, needs_manual_grade = 0 WHERE id = ?", (points, grade))
        database.execute(
            """UPDATE comment SET manual_comment = ? WHERE notebook_id = (SELECT notebook_id FROM grade WHERE id = ?)
            AND cell_id = (SELECT x.id FROM base_cell x JOIN base_cell c ON c.name = x.name AND
                c.notebook_id = x.notebook_id WHERE c.id = ? AND x.type = 'SolutionCell')""",
            (comment, grade, cell),
        )
    database.close()
