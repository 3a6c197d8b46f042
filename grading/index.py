"""The page that a student sees first: the labs in order, with their notebooks, modules, points and hours."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cs_nn.tools.labs import load_labs
from cs_nn.update import course_version
from grading.translation.markdown import translate_markdown
from grading.translation.texts import Translate

PAGE = """# Neural networks from first principles

Do the labs in this order: each builds on what you wrote before. Click a notebook to open it; it says what to write in
which file. [README.md](README.md) tells how to work on a lab and how to hand it in;
[progress.ipynb](progress.ipynb) shows how far you are, and makes a report of a lab.

| lab | notebooks, in order | you write in | points | hours, about |
|---|---|---|---:|---:|
"""

COURSE_VERSION = "(the course's version)"
ALL = "all"

#: What the page says besides.
WORDS = (COURSE_VERSION, ALL)


def index_page(kit: Path, translate: Translate = lambda _: None) -> str:
    """Markdown for a student kit: a table of its labs whose links are relative to the kit's folder."""

    def said(message: str) -> str:
        return translate(message) or message

    rows, points, hours = [], 0.0, 0
    for lab in load_labs(kit).values():
        paths = [f"assignments/{lab.name}/{name}.ipynb" for name in lab.notebooks]
        notebooks = [nbformat.read(kit / path, as_version=4) for path in paths]
        worth = sum(map(points_of, notebooks))
        links = [f"[{_title(notebook, said) or Path(path).stem}]({path})" for notebook, path in zip(notebooks, paths)]
        modules = [f"[{name}](cs_nn/{name}){whose(kit / 'cs_nn' / name, said)}" for name in lab.modules]
        rows.append((said(lab.title), "<br>".join(links), "<br>".join(modules), f"{worth:g}", f"{lab.hours}"))
        points, hours = points + worth, hours + lab.hours
    rows.append((said(ALL), "", "", f"{points:g}", f"{hours}"))
    return translate_markdown(PAGE, translate) + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _title(notebook, said):
    title = title_of(notebook)
    return title and said(f"# {title}").removeprefix("# ")


def whose(module: Path, said: Callable[[str], str] = str) -> str:
    """What is said of a module that is not the student's own."""
    return f" {said(COURSE_VERSION)}" if course_version(module.read_bytes()) else ""


def points_of(notebook: NotebookNode) -> float:
    """The points of all graded cells of a notebook."""
    graded = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    return sum(marks["points"] for marks in graded if marks.get("grade"))


def title_of(notebook: NotebookNode) -> str:
    """The first heading of a notebook."""
    texts = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return next((found[1] for found in (re.search(r"^# +(.+?) *$", text, re.MULTILINE) for text in texts) if found), "")
