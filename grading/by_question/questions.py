"""The questions that a person grades, how many answers wait, and what the course's own notebook says of a question."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy import Select

from cs_nn.tools.labs import load_labs

#: A part of a model answer: ``2. (1 point) ...``.
PART = re.compile(r"^(\d+)\. \((\d+(?:\.\d+)?) points?\b[^)\n]*\)", re.MULTILINE)

#: What begins the common wrong answers in a model answer.
WRONG = re.compile(r"\*Often wrong:\*|^Common wrong answers\.", re.MULTILINE)


class Question(NamedTuple):
    """Where a question stands."""

    lab: str
    notebook: str
    name: str  #: id of the cell of its answer


@dataclass
class Tally:
    """How far a question is graded."""

    points: float
    answers: int = 0
    waiting: int = 0  #: without a score
    again: int = 0  #: with one that was given before the answer was graded again


@dataclass
class Source:
    """A question as the course's own notebook has it."""

    folder: Path
    text: dict[str, Any] | None = None  #: the cell of the question
    model: dict[str, Any] | None = None  #: the cell of the model answer
    parts: list[tuple[str, float]] = field(default_factory=list)  #: their numbers and points; they add up to all

    @property
    def heading(self) -> str:
        """The heading of the question, by which a page about the notebook can be opened there."""
        found = re.match(r"#+ +(.*)", self.text["source"]) if self.text else None
        return found[1].strip() if found else ""


def graded_by_hand(query: Select) -> Select:
    """Of a query, the grades of cells that have a comment as well: all others are graded by their tests."""
    commented = BaseCell.__table__.alias()
    return (
        query.select_from(Grade)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(Comment, Comment.notebook_id == Grade.notebook_id)
        .join(commented, (commented.c.id == Comment.cell_id) & (commented.c.name == BaseCell.name))
    )


def tallies(api: NbGraderAPI, gradebook: Gradebook, lab: str | None = None) -> dict[Question, Tally]:
    """All questions with answers, or those of one lab, in the order of the course."""
    columns = Grade.max_score, Grade.needs_manual_grade, Grade.manual_score
    query = graded_by_hand(Select(Assignment.name, Notebook.name, BaseCell.name, *columns))
    if lab is not None:
        query = query.where(Assignment.name == lab)
    found: dict[Question, Tally] = {}
    for *place, points, needed, score in gradebook.db.execute(query):
        tally = found.setdefault(Question(*place), Tally(points))
        tally.answers += 1
        tally.waiting += needed and score is None
        tally.again += needed and score is not None
    return {question: found[question] for question in _in_order(api, found)}


def source_of(api: NbGraderAPI, question: Question, points: float) -> Source:
    """The question, its model answer and the points of the parts, from the folder of the course's own notebooks."""
    path = _source_path(api, question)
    cells, found = _cells(path), Source(path.parent)
    place = _place(cells, question.name)
    if place is None:
        return found
    found.model = {**cells[place], "source": WRONG.sub(_on_a_line, _text(cells[place]))}
    if place and cells[place - 1]["cell_type"] == "markdown":
        text = _text(cells[place - 1])
        heading = max((match.start() for match in re.finditer(r"^#+ ", text, re.MULTILINE)), default=0)
        found.text = {**cells[place - 1], "source": text[heading:]}
    parts = [(number, float(value)) for number, value in PART.findall(_text(found.model))]
    if sum(value for _, value in parts) == points:
        found.parts = parts
    return found


def _in_order(api, questions):
    labs = list(load_labs())

    def place(question):
        lab = labs.index(question.lab) if question.lab in labs else len(labs)
        names = load_labs()[question.lab].notebooks if question.lab in labs else ()
        notebook = names.index(question.notebook) if question.notebook in names else len(names)
        cells = sources[question[:2]]
        found = _place(cells, question.name)
        return lab, question.lab, notebook, question.notebook, len(cells) if found is None else found, question.name

    sources = {question[:2]: _cells(_source_path(api, question)) for question in questions}
    return sorted(questions, key=place)


def _source_path(api, question):
    folder = Path(api.coursedir.format_path(api.coursedir.source_directory, ".", question.lab))
    return folder / f"{question.notebook}.ipynb"


def _cells(path):
    """The cells of a notebook, none if there is no such file."""
    try:
        return json.loads(path.read_bytes())["cells"]
    except (OSError, ValueError, KeyError):
        return []


def _place(cells, name):
    ids = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]
    return ids.index(name) if name in ids else None


def _on_a_line(match):
    return f"<br>**{match[0].strip('*')}**"


def _text(cell):
    return "".join(cell["source"])
