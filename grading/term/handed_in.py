"""What is compared of a hand-in: modules, written answers and the mistakes that the grader found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader import utils

from cs_nn import checks
from cs_nn.checks.saved_module import readable
from cs_nn.tools.labs import COURSE, find_lab
from grading.cells import grade_id
from grading.graded import course_api
from grading.overlay import PACKAGE, not_taken
from grading.plain import quoted
from grading.rebuilding import rebuild_notebook
from grading.record import Record
from grading.right_versions import load_right
from grading.solutions import solved, strip_solutions
from grading.term.traces import tidy

#: Characters; a module has a tenth of it, and of a larger text only the beginning is compared.
TEXT_LIMIT = 100_000
#: What the grader says of tasks in which it knows no mistake.
NO_MISTAKE = (None, "", "stub", "unknown", "stopped", "unreadable", "visible-check")


@dataclass
class HandIn:
    """One student's work on one lab."""

    student: str
    earlier: bool = False  #: it comes from another folder than the class's
    graded: bool = False
    texts: dict[str, str] = field(default_factory=dict)  #: modules by file name, answers by the question's grade_id
    mistakes: dict[str, tuple[str, str]] = field(default_factory=dict)  #: id and sentence by task
    notes: list[str] = field(default_factory=list)  #: what could not be compared

    def take(self, place: str, text: str) -> None:
        """Add a text, or as much of it as is compared."""
        if len(text) > TEXT_LIMIT:
            self.notes.append(f"{place}: only the first {TEXT_LIMIT:,} characters were compared")
        self.texts[place] = tidy(text[:TEXT_LIMIT])


def class_folders(root: Path, lab: str) -> list[tuple[str, Path, Path]]:
    """(student, submitted folder, graded folder) of a class; `ValueError` if nobody handed in."""
    api = course_api(root)
    steps = api.coursedir.submitted_directory, api.coursedir.autograded_directory
    students = sorted(api.get_submitted_students(lab))
    if not students:
        raise ValueError(f"nothing is submitted for {lab} in {root}: run nbgrader zip_collect {lab} first")
    return [(who, *(Path(api.coursedir.format_path(step, who, lab)) for step in steps)) for who in students]


def earlier_folders(folder: Path, lab: str) -> list[tuple[str, Path, Path]]:
    """The same of a folder that is laid out as ``submitted/``, without what was graded."""
    found = sorted(path for path in folder.glob(f"*/{lab}") if path.is_dir())
    if not found:
        raise ValueError(f"{folder} has no <student>/{lab}: name a folder laid out as submitted/ is")
    return [(f"{folder.name}/{path.parent.name}", path, path / "not graded") for path in found]


def read_hand_in(lab: str, hand_in: HandIn, submitted: Path, graded: Path) -> HandIn:
    """Read into `hand_in` what can be read; nothing in a student's files stops it."""
    missing = not_taken(lab, submitted / "cs_nn")
    hand_in.notes += [note.partition(":")[0] for note in missing.values()]
    for module in find_lab(lab).modules:
        if module not in missing:
            try:
                hand_in.take(module, readable((submitted / "cs_nn" / module).read_bytes()))
            except (OSError, LookupError, ValueError) as error:
                hand_in.notes.append(f"{module} can't be read ({quoted(error)})")
    questions = set(_questions(lab))
    for name in find_lab(lab).notebooks:
        path = graded / f"{name}.ipynb"
        hand_in.graded |= (was_graded := path.is_file())
        try:
            notebook = rebuild_notebook(path, limit=None) if was_graded else rebuild_notebook(submitted / path.name)
            answers = {id: cell.source for cell in notebook.cells if (id := grade_id(cell)) in questions}
        except Exception as error:  # of any kind: the file is a stranger's
            hand_in.notes.append(f"{path.name} can't be read ({type(error).__name__})")
            continue
        for id, text in answers.items():
            hand_in.take(id, text)
        for task, found in Record.read(notebook.metadata).findings.items() if was_graded else ():
            if found and found.mistake not in NO_MISTAKE:
                hand_in.mistakes[task] = found.mistake, found.hint or found.what
    return hand_in


def known_texts(lab: str) -> Iterator[tuple[str, str]]:
    """(place, text) of what all have in common: what is released, worked solutions, right versions, model answers."""
    for path in sorted({*PACKAGE.glob("*.py"), *(PACKAGE / "tools").rglob("*.py")}):
        text = path.read_text(encoding="utf-8")
        yield path.name, solved(text)
        if path.name in find_lab(lab).modules:
            yield path.name, strip_solutions(text, path.name)
    if (COURSE / "tests" / "odd" / f"{lab}.py").is_file():  # a copy for grading may be without the tests
        for task in checks.lab_tasks(lab):
            for version in load_right(lab, task):
                yield "right.py", f"{version.needs}\n{version.code}"
    for cell in _cells(lab):
        yield "cell.py" if cell.cell_type == "code" else "cell", cell.source


def _questions(lab):
    return [grade_id(cell) for cell in _cells(lab) if cell.cell_type != "code" and utils.is_solution(cell)]


def _cells(lab):
    for name in find_lab(lab).notebooks:
        yield from nbformat.read(COURSE / "assignments" / lab / f"{name}.ipynb", as_version=4).cells
