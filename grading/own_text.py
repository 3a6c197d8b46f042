"""What a student wrote beside the cells that were given, which may be meant for an answer that is empty."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping, Sequence

from nbformat import NotebookNode

from grading.cells import grade_id

#: Where text of the student's own may stand.
BESIDE, ELSEWHERE = "beside", "elsewhere"

#: A comment or a string in code that may be a sentence.
PHRASE = re.compile(r"#[^\n]{20,}|[\"'][^\"']{20,}")


def own_text(
    cells: Sequence[NotebookNode], number: int, given: Collection[str], released: Mapping[str, NotebookNode]
) -> str | None:
    """Where text of the student's own stands that may be meant for an empty answer; None if nowhere."""
    if any(_has_text(cells[place]) for place in _own_cells_beside(cells, number, given)):
        return BESIDE
    taken = set()  # what stands beside written answers belongs to them
    for place, cell in enumerate(cells):
        id = grade_id(cell)
        if id and not cell.metadata.nbgrader.locked and cell.source.strip() != released[id].source.strip():
            taken |= {*_own_cells_beside(cells, place, given)}
    own = any(cell.cell_type != "code" and _is_own(cell, given) and words(cell.source)
              for place, cell in enumerate(cells) if place not in taken)  # fmt: skip
    return ELSEWHERE if own else None


def _own_cells_beside(cells, number, given):
    """The numbers of the student's own cells next to a graded one, up to those that were given."""
    for step in (-1, 1):
        place = number + step
        while 0 <= place < len(cells) and _is_own(cells[place], given):
            yield place
            place += step


def _is_own(cell, given) -> bool:
    return grade_id(cell) is None and words(cell.source) not in given


def _has_text(cell) -> bool:
    """Whether somebody may have answered in a cell: with text, in code with a comment, a string or a picture."""
    if cell.cell_type != "code":
        return bool(words(cell.source))
    pictures = any(mime.startswith("image/") for output in cell.outputs for mime in output.get("data", ()))
    return bool(words(cell.source)) and (pictures or _is_prose(cell.source) or bool(PHRASE.search(cell.source)))


def _is_prose(code):
    """Whether the text of a code cell is no code: not Python, or nothing but comments and strings."""
    if code.lstrip().startswith(("%", "!")):
        return False
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    return all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in tree.body)


def words(text: str) -> str:
    """A text without white space, for comparison."""
    return re.sub(r"\s", "", text)
