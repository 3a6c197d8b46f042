"""The list of labs, read from ``labs.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

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
    raise FileNotFoundError(f"no assignments/labs.toml in {course}: run this from a complete copy of the course")


def load_labs(course: Path = COURSE) -> dict[str, Lab]:
    """All labs by name, in teaching order."""
    table = tomllib.loads(labs_file(course).read_text(encoding="utf-8"))
    return {
        name: Lab(name, **{key: value if key == "title" else tuple(value) for key, value in entry.items()})
        for name, entry in table.items()
    }


def find_lab(name: str, course: Path = COURSE) -> Lab:
    """The lab called ``name``; ``ValueError`` lists the labs if there is none."""
    labs = load_labs(course)
    if name not in labs:
        raise ValueError(f"there is no lab {name!r}; the labs are: {', '.join(labs)}")
    return labs[name]
