"""A class that hands in a lab, and the courses that grade it: stock nbgrader's and ours."""

from __future__ import annotations

import base64
import io
import itertools
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
from matplotlib.image import imsave
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook

from cs_nn import checks
from cs_nn.tools.labs import COURSE, find_lab, load_labs

sys.path.append(str(COURSE / "tests"))
from versions import load_versions, module_with, names_of, stub  # noqa: E402

#: Of all tasks: worked solutions, right but odd versions, mutants, functions that are not written.
SHARES = {"solution": 0.3, "odd": 0.3, "wrong": 0.3, "stub": 0.1}

#: A course without plug-ins. It skips the experiments, as ours does: each is seconds or minutes of training.
STOCK = """
c = get_config()
c.CourseDirectory.course_id = "stock"
c.NotebookClient.skip_cells_with_tag = "experiment"
"""

#: What our course needs to grade.
PARTS = ("assignments", "cs_nn", "grading", "nbgrader_config.py")

LEFT_OUT = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")

Modules = dict[str, str]
Scores = dict[tuple[str, str], float]


def draw_class(lab: str, size: int) -> dict[str, Modules]:
    """By student: the texts of the lab's modules. The same for the same lab."""
    draw = random.Random(lab)
    students = {}
    for number in range(size):
        texts = {}
        for module in find_lab(lab).modules:
            versions, names = [], set()
            for task in checks.lab_tasks(lab).values():
                kind = draw.choices(list(SHARES), SHARES.values())[0]
                if f"{task.module}.py" != module or kind == "solution":
                    continue
                version = stub(task.name) if kind == "stub" else draw.choice(load_versions(kind, lab, task.name))
                if not names & names_of(version):  # in one module, one helper would take the place of the other
                    names |= names_of(version)
                    versions.append(version)
            texts[module] = module_with((COURSE / "cs_nn" / module).read_text(encoding="utf-8"), versions)
        students[f"student{number:03}"] = texts
    return students


class Course:
    """A folder in which a class is graded."""

    def __init__(self, root: Path):
        self.root = root
        root.mkdir(parents=True)

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, *arguments]

    def environment(self) -> dict[str, str]:
        """As at a terminal where the course is installed: without what the benchmarks say of threads."""
        ours = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "PYTHONPATH")
        environment = {name: value for name, value in os.environ.items() if name not in ours}
        return {**environment, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}

    def run(self, *arguments: str) -> None:
        """Run Python in the folder."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.root,
            env=self.environment(),
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout[-8000:]}")

    def copy(self, root: Path) -> Course:
        """The same course in another folder, with the same hand-ins."""
        shutil.copytree(self.root, root)
        copy = object.__new__(type(self))
        copy.root = root
        return copy

    def graded(self, lab: str) -> int:
        """How many submissions have been graded."""
        return len(list((self.root / "autograded").glob(f"*/{lab}")))

    def release(self, lab: str) -> Path:
        self.run("-m", "nbgrader", "generate_assignment", lab)
        return self.root / "release" / lab

    def hand_in(self, lab: str, students: dict[str, Modules]) -> None:
        """Put the hand-ins of a class in ``submitted/``."""
        release = self.release(lab)
        notebooks = {
            path.name: with_outputs(nbformat.read(path, as_version=4)) for path in sorted(release.glob("*.ipynb"))
        }
        for student, modules in students.items():
            folder = self.root / "submitted" / student / lab
            self.write_package(folder, lab)
            for name, notebook in notebooks.items():
                nbformat.write(notebook, folder / name)
            for module, text in modules.items():
                (folder / "cs_nn" / module).write_text(text, encoding="utf-8")

    def write_package(self, folder: Path, lab: str) -> None:
        raise NotImplementedError

    def scores(self, lab: str) -> Scores:
        """Automatic points by (student, graded cell)."""
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            return {
                (submission.student_id, grade.name): grade.auto_score
                for submission in gradebook.assignment_submissions(lab)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }


class Stock(Course):
    """nbgrader as it comes. Students hand in the folder of the lab, which holds the package beside the notebooks."""

    def __init__(self, root: Path, released: Path):
        super().__init__(root)
        self.released = released  #: the lab as we release it: its package is taken
        (root / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
        shutil.copytree(COURSE / "assignments" / released.name, root / "source" / released.name, ignore=LEFT_OUT)

    def write_package(self, folder: Path, lab: str) -> None:
        shutil.copytree(self.released / "cs_nn", folder / "cs_nn")
        shutil.copyfile(self.released / "labs.toml", folder / "labs.toml")
        for entry in itertools.takewhile(lambda entry: entry.name != lab, load_labs().values()):
            for module in entry.modules:  # the student's own from earlier labs: right ones
                shutil.copyfile(COURSE / "cs_nn" / module, folder / "cs_nn" / module)


class Ours(Course):
    """The course as it is here. Of the students' folders only their modules and notebooks are collected."""

    def __init__(self, root: Path):
        super().__init__(root)
        for part in PARTS:
            if (COURSE / part).is_dir():
                shutil.copytree(COURSE / part, root / part, ignore=LEFT_OUT)
            else:
                shutil.copyfile(COURSE / part, root / part)

    def write_package(self, folder: Path, lab: str) -> None:
        (folder / "cs_nn").mkdir(parents=True)


def with_outputs(notebook: NotebookNode) -> NotebookNode:
    """The notebook as after a student's run: a line of text and a picture below each experiment."""
    noise = np.random.default_rng(0).integers(0, 256, (90, 160, 3), np.uint8)
    file = io.BytesIO()
    imsave(file, noise, format="png")  # 50 kB, about what a figure takes
    picture = {"image/png": base64.b64encode(file.getvalue()).decode(), "text/plain": "<Figure size 640x360>"}
    for cell in notebook.cells:
        if cell.cell_type == "code" and "experiment" in cell.metadata.get("tags", ()):
            cell.outputs = [
                new_output("stream", name="stdout", text="training loss 1.234, validation accuracy 0.456\n" * 10),
                new_output("display_data", data=picture, metadata={"image/png": {"alt": "a figure"}}),
            ]
    return notebook
