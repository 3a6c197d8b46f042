"""A copy of the course with a gradebook of its own, driven by nbgrader's commands."""

from __future__ import annotations

import csv
import functools
import shutil
from pathlib import Path

import nbformat
import nbgrader.api
from alembic.script import ScriptDirectory
from commands import run_module
from nbgrader.dbutil import ALEMBIC_DIR

from cs_nn.tools.labs import COURSE

# A process is asked for it otherwise, for each new gradebook.
nbgrader.api.get_alembic_version = functools.cache(ScriptDirectory(ALEMBIC_DIR).get_current_head)

#: What grading needs.
PARTS = ("assignments", "cs_nn", "grading", "nbgrader_config.py")


class Course:
    """A course folder; `run` calls nbgrader in it as an instructor would."""

    def __init__(self, root: Path):
        self.root = root
        for part in PARTS:
            source = COURSE / part
            if source.is_dir():
                # With what is compiled already, which each new course would compile anew.
                shutil.copytree(source, root / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
            else:
                shutil.copyfile(source, root / part)

    def run(self, *arguments: str, fails: bool = False) -> str:
        """The output of ``nbgrader ARGUMENTS``; the exit status must be 0, or not 0 if it `fails`."""
        status, output = run_module(self.root, "nbgrader", *arguments)
        assert (status != 0) == fails, output[-8000:]
        return output

    def release(self, lab: str) -> Path:
        self.run("generate_assignment", lab)
        return self.root / "release" / lab

    def scores(self) -> dict[tuple[str, str], float]:
        """Points by (student, lab), from ``nbgrader export``."""
        self.run("export")
        with (self.root / "grades.csv").open(encoding="utf-8") as file:
            return {(row["student_id"], row["assignment"]): float(row["score"] or 0) for row in csv.DictReader(file)}

    def graded(self, student: str, lab: str, notebook: str) -> nbformat.NotebookNode:
        return nbformat.read(self.root / "autograded" / student / lab / f"{notebook}.ipynb", as_version=4)

    def errors(self, student: str, lab: str, notebook: str) -> dict[str, str]:
        """What the failed cells of a graded notebook say, by grade_id."""
        cells = self.graded(student, lab, notebook).cells
        return {
            cell.metadata.nbgrader.grade_id: "\n".join(
                output.evalue for output in cell.outputs if output.output_type == "error"
            )
            for cell in cells
            if cell.cell_type == "code" and any(output.output_type == "error" for output in cell.outputs)
        }

    def notes(self, student: str, lab: str, notebook: str) -> str:
        return "\n".join(self.graded(student, lab, notebook).metadata["grading"]["notes"])


def points(folder: Path) -> dict[str, dict[str, float]]:
    """Points of the automatically graded tasks, by notebook and task, from the notebooks of a folder."""
    table = {}
    for path in sorted(folder.glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        graded = [
            cell.metadata["nbgrader"] for cell in cells if cell.cell_type == "code" and "nbgrader" in cell.metadata
        ]
        table[path.stem] = {cell["grade_id"]: cell["points"] for cell in graded if cell["grade"]}
    return table
