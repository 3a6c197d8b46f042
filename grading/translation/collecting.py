"""All messages of the course's notebooks, student modules, and of the kit's own pages, for catalogues."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cs_nn.report.figures_beside import FILE as PUBLISHED
from cs_nn.tools.labs import COURSE, Lab, load_labs
from grading.index import PAGE, WORDS
from grading.solutions import release_notebook, strip_solutions
from grading.translation.code import plain_python, translate_cell, translate_module
from grading.translation.markdown import translate_markdown
from grading.translation.positions import names_in_code, names_of_package
from grading.translation.texts import Translate

PACKAGE = COURSE / "cs_nn"

#: Files that only students need: their README and JupyterLab's settings.
STUDENT_FILES = Path(__file__).parents[1] / "student"

#: The catalogue of what several labs have in common, and of what is the kit's own.
SHARED, KIT = "shared", "kit"


@dataclass
class Messages:
    """Messages in the order in which they are read, and where each stands."""

    places: dict[str, list[str]] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)  #: strings of code that are no messages: place, text

    def at(self, place: str) -> Translate:
        """A `translate` that notes what it is asked for, and has no translation."""

        def note(message: str) -> None:
            places = self.places.setdefault(message, [])
            if place not in places:
                places.append(place)

        return note

    def leaves_out(self, place: str) -> Callable[[str], None]:
        return lambda text: self.left_out.append((place, text))


def translate_notebook(
    notebook: NotebookNode, translate: Callable[[str], Translate], messages: Messages | None = None
) -> None:
    """Put the sentences of a released notebook's cells into another language, in place.

    `translate` gives for the id of a cell what translates its messages.
    """
    names = names_in_code(trees(notebook)) | names_of_package(PACKAGE)
    for cell in notebook.cells:
        of_cell = translate(cell.id)
        if cell.cell_type == "markdown":
            cell.source = translate_markdown(cell.source, of_cell)
        elif cell.cell_type == "code":
            told = messages.leaves_out(cell.id) if messages else None
            cell.source = translate_cell(cell.source, of_cell, names, told)


def trees(notebook: NotebookNode) -> Iterator[ast.AST]:
    return (ast.parse(plain_python(cell.source)) for cell in notebook.cells if cell.cell_type == "code")


def messages_of_lab(lab: Lab, course: Path = COURSE) -> Messages:
    """The messages of a lab's notebooks and modules as students get them: of no solution."""
    found = Messages()
    for name in lab.notebooks:
        text = release_notebook(course / "assignments" / lab.name / f"{name}.ipynb")
        notebook = nbformat.reads(text, as_version=4)
        translate_notebook(notebook, _places(found, f"{name}.ipynb"), found)
    for module in lab.modules:
        source = strip_solutions((course / "cs_nn" / module).read_text(encoding="utf-8"), module)
        translate_module(source, found.at(f"cs_nn/{module}"))
    return found


def _places(messages: Messages, notebook: str) -> Callable[[str], Translate]:
    return lambda id: messages.at(f"{notebook}#{id}")


def messages_of_kit(course: Path = COURSE) -> Messages:
    """The messages of the kit's README, list of labs, notebook of progress, titles and published results."""
    found = Messages()
    translate_markdown((STUDENT_FILES / "README.md").read_text(encoding="utf-8"), found.at("README.md"))
    translate_markdown(PAGE, found.at("index.md"))
    for word in WORDS:
        found.at("index.md")(word)
    for lab in load_labs(course).values():
        found.at("assignments/labs.toml")(lab.title)
    progress = nbformat.read(STUDENT_FILES / "progress.ipynb", as_version=4)
    translate_notebook(progress, _places(found, "progress.ipynb"), found)
    translate_markdown((course / "datasets" / "README.md").read_text(encoding="utf-8"), found.at("datasets/README.md"))
    translate_published((course / "assignments" / PUBLISHED).read_text(encoding="utf-8"), found.at(PUBLISHED))
    return found


def translate_published(text: str, translate: Translate) -> str:
    """The table of published results with its labels and goals in another language."""
    return _translate_toml(text, ("label", "goal"), translate)


def translate_titles(text: str, translate: Translate) -> str:
    """``labs.toml`` with titles in another language."""
    return _translate_toml(text, ("title",), translate)


def _translate_toml(text, keys, translate):
    def line(found):
        translation = translate(tomllib.loads(found[0])[found[1]])
        return found[0] if translation is None else f"{found[1]} = {_toml_string(translation)}"

    return re.sub(rf'^({"|".join(keys)}) = ".*"$', line, text, flags=re.MULTILINE)


def _toml_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def all_messages(course: Path = COURSE) -> dict[str, Messages]:
    """The messages of each catalogue. What stands in several labs is in one of its own: it is translated once."""
    labs = {lab.name: messages_of_lab(lab, course) for lab in load_labs(course).values()}
    number = Counter(message for messages in labs.values() for message in messages.places)
    shared = Messages()
    for name, messages in labs.items():
        for message in [message for message in messages.places if number[message] > 1]:
            places = messages.places.pop(message)
            shared.places.setdefault(message, []).extend(f"{name}/{place}" for place in places)
    return {**labs, SHARED: shared, KIT: messages_of_kit(course)}
