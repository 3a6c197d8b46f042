"""The list of labs, read from ``labs.toml``."""

from __future__ import annotations

import functools
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cs_nn.language import gettext as _
from cs_nn.update import read_given

#: The folder that holds the ``cs_nn`` package: the course, the student kit or a released lab.
COURSE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Lab:
    """One entry of ``labs.toml``."""

    name: str
    title: str
    notebooks: tuple[str, ...]
    modules: tuple[str, ...]
    datasets: tuple[str, ...]
    weights: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    hours: int = 0

    @property
    def files(self) -> tuple[str, ...]:
        """What students hand in, as paths in a submission: notebooks, trained networks, modules."""
        names = (*(f"{name}.ipynb" for name in self.notebooks), *(f"{name}.npz" for name in self.weights))
        return (*names, *(f"cs_nn/{name}" for name in self.modules))


def labs_file(course: Path = COURSE) -> Path:
    """``labs.toml`` of a course: in ``assignments/``, or beside the notebooks of a released lab."""
    for path in (course / "assignments" / "labs.toml", course / "labs.toml"):
        if path.is_file():
            return path
    raise FileNotFoundError(
        _("no assignments/labs.toml in {course}: run this from a complete copy of the course").format(course=course)
    )


def load_labs(course: Path = COURSE) -> dict[str, Lab]:
    """All labs by name, in teaching order."""
    path = labs_file(course)
    try:
        return dict(_parse(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise ValueError(
            _("{path} can't be read ({error}): put the course's own file in its place").format(path=path, error=error)
        ) from None


@functools.lru_cache(maxsize=4)
def _parse(text: str) -> dict[str, Lab]:
    table = tomllib.loads(text)
    labs = {}
    for name, entry in table.items():
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
        }
        labs[name] = Lab(name, **values)
    return labs


def find_lab(name: str, course: Path = COURSE) -> Lab:
    """The lab called ``name``; ``ValueError`` lists the labs if there is none."""
    labs = load_labs(course)
    if name not in labs:
        raise ValueError(
            _("there is no lab {name}; the labs are: {names}").format(name=repr(name), names=", ".join(labs))
        )
    return labs[name]


def which_lab(command: str, course: Path = COURSE) -> str:
    """For a command that lacks the name of a lab: the labs, and how to give one."""
    labs = load_labs(course)
    width = max(map(len, labs))
    lines = "\n".join(f"  {name:<{width}}  {_(lab.title)}" for name, lab in labs.items())
    return _("Which lab?\n\n{lines}\n\nFor example:\n\n    {command} {lab}").format(
        lines=lines, command=command, lab=next(iter(labs))
    )


def heading_of(lab: str, grade_id: str, course: Path = COURSE) -> tuple[str, str] | None:
    """The notebook and the heading under which a graded cell stands; None if the notebook can't be read or found."""
    for name in find_lab(lab, course).notebooks:
        for folder in (course / "assignments" / lab, course):
            try:
                cells = json.loads((folder / f"{name}.ipynb").read_bytes())["cells"]
            except (OSError, ValueError, KeyError, TypeError):
                continue
            heading = ""
            for cell in cells:
                headings = re.findall(r"^#+ +(.+?) *$", "".join(cell["source"]), flags=re.MULTILINE)
                if cell["cell_type"] == "markdown" and headings:
                    heading = headings[-1]
                if cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") == grade_id and heading:
                    return name, heading
    return None


def tell_notebook(content: bytes, lab: str, course: Path = COURSE) -> str | None:
    """Which of the lab's notebooks a file is, told from the ids of its graded cells; None if it is none of them.

    Its name does not matter (``Copy of bptt.ipynb``). At least half of a notebook's graded cells must be there, and
    no other notebook of the course may fit as well.
    """
    try:
        found = _graded_ids(json.loads(content))  # of bytes: UTF-8 with or without a byte order mark, UTF-16, UTF-32
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    shares = {place: len(ids & found) / len(ids) for place, ids in _notebooks_ids(course).items()}
    best = max(shares.values(), default=0)
    places = [place for place, share in shares.items() if share == best]
    if best < 0.5 or len(places) > 1 or places[0][0] != lab:
        return None
    return places[0][1]


@functools.cache
def _notebooks_ids(course: Path) -> dict[tuple[str, str], frozenset[str]]:
    """The ids of the graded cells of all notebooks of a course, by lab and name."""
    given = read_given(course)
    table = {(lab, name): frozenset(ids) for lab, notebooks in (given.cells if given else {}).items()
             for name, ids in notebooks.items()}  # fmt: skip
    for lab in load_labs(course).values():
        for name in lab.notebooks:
            if (lab.name, name) in table:  # in a kit, where the notebook itself may have been renamed or changed
                continue
            for folder in (course / "assignments" / lab.name, course):
                path = folder / f"{name}.ipynb"
                if path.is_file():
                    table[lab.name, name] = frozenset(_graded_ids(json.loads(path.read_bytes())))
                    break
    return {place: ids for place, ids in table.items() if ids}


def _graded_ids(notebook: dict) -> set[str]:
    marks = [cell["metadata"].get("nbgrader") for cell in notebook["cells"] if isinstance(cell.get("metadata"), dict)]
    marks = [mark for mark in marks if isinstance(mark, dict) and mark.get("grade")]
    return {mark["grade_id"] for mark in marks if isinstance(mark.get("grade_id"), str)}
