"""The last step of ``nbgrader generate_assignment``: the package without solutions, beside the notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets.config import Configurable

from cs_nn.tools.labs import find_lab, labs_file
from grading.kit import write_given
from grading.overlay import PACKAGE
from grading.solutions import copy_stripped


def course_directory(plugin: Configurable) -> CourseDirectory:
    """nbgrader's `CourseDirectory` of the application that a preprocessor runs in."""
    parent = plugin.parent
    while parent is not None and getattr(parent, "coursedir", None) is None:
        parent = parent.parent
    if parent is None:
        raise RuntimeError(f"{type(plugin).__name__} runs only inside nbgrader's own commands")
    return parent.coursedir


class ReleasePackage(NbGraderPreprocessor):
    """Write ``cs_nn``, stripped of solutions, and ``labs.toml`` into the released folder.

    nbgrader strips notebooks only. With the package beside the notebooks a released lab runs by
    itself: in the exchange, in Validate and for a student who fetched nothing else.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        entry = find_lab(resources["nbgrader"]["assignment"])
        lab, coursedir = entry.name, course_directory(self)
        folder = Path(coursedir.format_path(coursedir.release_directory, ".", lab))
        for name in entry.weights:  # of a run of the source notebook: nbgrader releases whatever lies beside it
            (folder / f"{name}.npz").unlink(missing_ok=True)
        shutil.rmtree(folder / "cs_nn", ignore_errors=True)
        copy_stripped(PACKAGE, folder / "cs_nn")
        shutil.copyfile(labs_file(), folder / "labs.toml")
        write_given(folder, [*(folder / "cs_nn").rglob("*"), folder / "labs.toml"], [entry])
        return nb, resources
