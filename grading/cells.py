"""What nbgrader's marks say of a cell, and the output of a cell that failed."""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils


def grade_id(cell: NotebookNode) -> str | None:
    """The id of a cell that the instructor released."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def is_released_code(cell: NotebookNode) -> bool:
    """Whether a cell is a set-up or test cell: the only ones that are run."""
    return cell.cell_type == "code" and "nbgrader" in cell.metadata


def is_test(cell: NotebookNode) -> bool:
    """Whether a cell is an automatically graded test."""
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


def code_cell(source: str, **parts: Any) -> NotebookNode:
    """A cell as nbformat makes it, without its check of each cell, which takes a millisecond: notebooks are checked."""
    empty = {"id": "", "cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    return nbformat.from_dict({**empty, "source": source, **parts})


def markdown_cell(source: str, **parts: Any) -> NotebookNode:
    return nbformat.from_dict({"id": "", "cell_type": "markdown", "metadata": {}, "source": source, **parts})


def error_output(name: str, text: str) -> NotebookNode:
    return new_output("error", ename=name, evalue=text, traceback=[f"\x1b[1;31m{name}\x1b[0m: {text}"])
