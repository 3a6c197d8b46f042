"""What of a student's notebook goes into a report: all that is the student's own, and of the course only its headings,
its formulas and what students are asked to predict."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from cs_nn.language import gettext as _
from cs_nn.language import lazy
from cs_nn.report.kept_outputs import shown_outputs
from cs_nn.submit.notebooks import graded_id, is_written, nbgrader_marks

#: With these words a question that asks for a prediction begins, and with those the student's.
PREDICT, PREDICTION = lazy("Predict"), lazy("*My prediction:*")
NOT_RUN = lazy("*An experiment of this part has no output: it was not run, or its output was cleared.*")
NO_ANSWER = lazy("*No answer.*")

_FENCE = re.compile(r"(^ *(?:```|~~~).*?^ *(?:```|~~~) *$)", re.MULTILINE | re.DOTALL)
_DETAILS = re.compile(r"<details>.*?</details>", re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *#* *$", re.MULTILINE)
_HEADING_OR_FORMULA = re.compile(rf"{_HEADING.pattern}|\$\$.+?\$\$", re.MULTILINE | re.DOTALL)


@dataclass
class Selection:
    """What goes into the report, and what is missing for it."""

    cells: list[NotebookNode] = field(default_factory=list)
    experiments: int = 0  #: cells with an experiment
    not_run: int = 0  #: of these without a run that is saved
    unanswered: list[str] = field(default_factory=list)  #: ids of answers that are empty
    ids_lost: bool = False  #: whether a program has given the cells other ids: whose they are is not known


def select(cells: list[dict], given: Collection[str], below: bool = False) -> Selection:
    """The cells of a report from those of a notebook.

    Parameters
    ----------
    cells : of the student's notebook, as `parse_notebook` gives them
    given : the ids of the cells that the course gave; others are the student's own
    below : whether the notebook's own title is there too, below that of the report
    """
    lost = len({*map(_id, cells)} & {*given}) < len(given) / 2
    found = Selection(ids_lost=lost)
    for cell, following in zip(cells, [*cells[1:], None]):
        marks = nbgrader_marks(cell)
        if cell["cell_type"] == "markdown" and marks.get("solution"):
            _answer(cell, str(marks.get("grade_id")), found)
        elif given and not lost and not marks and _id(cell) not in given:
            _own(cell, found)
        elif cell["cell_type"] == "markdown":
            asks = following is not None and bool(nbgrader_marks(following).get("solution"))
            found.cells += map(new_markdown_cell, _of_the_course(cell["source"], below, asks))
        elif cell["cell_type"] == "code" and not graded_id(cell) and "experiment" in _tags(cell):
            _experiment(cell, found)
    found.cells = list(_without_empty_parts(found.cells))
    return found


def _answer(cell: dict, name: str, found: Selection) -> None:
    if is_written(cell):
        found.cells.append(_text(cell))
    else:
        found.unanswered.append(name)
        found.cells.append(new_markdown_cell(_(NO_ANSWER)))


def _own(cell: dict, found: Selection) -> None:
    """A cell that the student has added."""
    if not cell["source"].strip() or cell["cell_type"] == "raw":
        return
    if cell["cell_type"] == "markdown":
        found.cells.append(_text(cell))
    else:
        found.cells.append(new_code_cell(cell["source"], outputs=shown_outputs(cell["outputs"])))


def _experiment(cell: dict, found: Selection) -> None:
    if "submit" in _tags(cell):
        return
    found.experiments += 1
    if cell.get("execution_count") is None and not cell["outputs"]:
        found.not_run += 1
        if not found.cells or found.cells[-1].source != _(NOT_RUN):
            found.cells.append(new_markdown_cell(_(NOT_RUN)))
        return
    outputs = shown_outputs(cell["outputs"])
    if outputs:
        found.cells.append(new_code_cell("", outputs=outputs))


def _of_the_course(source: str, below: bool, asks: bool) -> Iterator[str]:
    """The headings of a text of the course, its formulas, and a prediction; of a question only the headings."""
    before = next((words for words in (PREDICTION, _(PREDICTION)) if words in source), PREDICTION)
    text, prediction = (source.split(before, 1) + [""])[:2]
    for part in _HEADING_OR_FORMULA.finditer(_DETAILS.sub("", _FENCE.sub("", text))):
        if not part[1]:
            yield from [] if asks else [part[0]]
        elif below or len(part[1]) > 1:
            yield f"{part[1]}{'#' * below} {part[2]}"
    if prediction.strip():
        question = re.search(rf"\*\*({PREDICT}|{re.escape(_(PREDICT))})\*\*.*?(?=\n\n|\Z)", text, re.DOTALL)
        said = _("*Prediction:* {text}").format(text=_demoted(prediction.strip()))
        yield f"{question[0] if question else ''}\n\n{said}".strip()


def _text(cell: dict) -> NotebookNode:
    """A text of the student's as it is, with its pictures; headings in it stand below those of the report."""
    text = new_markdown_cell(_demoted(cell["source"]))
    if isinstance(cell.get("attachments"), dict):
        text.attachments = cell["attachments"]
    return text


def _demoted(source: str) -> str:
    parts = _FENCE.split(source)
    parts[::2] = [_HEADING.sub(lambda found: f"{'#' * max(5, len(found[1]))} {found[2]}", part) for part in parts[::2]]
    return "".join(parts)


def _id(cell: dict) -> str:
    """A cell's id; Colab keeps it in the metadata."""
    return str(cell.get("id") or cell["metadata"].get("id"))


def _tags(cell: dict) -> list:
    tags = cell["metadata"].get("tags")
    return tags if isinstance(tags, list) else []


def _without_empty_parts(cells: list[NotebookNode]) -> Iterator[NotebookNode]:
    """The cells without headings below which nothing stands."""
    for number, cell in enumerate(cells):
        level = _level(cell)
        below = (_level(other) for other in cells[number + 1 :])
        if not level or next((other for other in below if not level < other), level) == 0:
            yield cell


def _level(cell: NotebookNode) -> int:
    """The level of a heading of the course; 0 for all else."""
    heading = cell.cell_type == "markdown" and re.fullmatch(r"(#{1,4}) .+", cell.source)
    return len(heading[1]) if heading else 0
