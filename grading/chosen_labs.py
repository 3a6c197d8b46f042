"""A kit of some labs only: what each builds on, the list of them, and the files of the others."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterator
from modulefinder import ModuleFinder
from pathlib import Path

import nbformat

from cs_nn.tools.labs import COURSE, Lab, find_lab, labs_file, load_labs
from cs_nn.update import UpdateError, read_given, read_kit


def choose_labs(names: Collection[str], solutions: Collection[str], course: Path = COURSE) -> list[Lab]:
    """The labs called so and those in `solutions`, in teaching order; all if no names are given.

    Raises
    ------
    ValueError
        If one of them builds on a lab that is not among them.
    """
    labs = load_labs(course)
    if not names:
        return [*labs.values()]
    chosen = [lab for name, lab in labs.items() if name in names or name in solutions]
    there = {lab.name for lab in chosen}
    for lab in chosen:
        missing = [other.name for other in builds_on(lab, course) if other.name not in there]
        if missing:
            raise ValueError(
                f"{lab.name} builds on {' and '.join(missing)}: name it after --labs too, or, for students who have "
                "no version of their own, after --solutions"
            )
    return chosen


def builds_on(lab: Lab, course: Path = COURSE) -> list[Lab]:
    """The labs whose modules are imported when a lab's notebooks run, in teaching order."""
    finder = ModuleFinder([str(course)])
    with tempfile.TemporaryDirectory() as folder:
        for name in lab.notebooks:
            notebook = nbformat.read(course / "assignments" / lab.name / f"{name}.ipynb", as_version=4)
            code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
            script = Path(folder, "notebook.py")
            script.write_text(re.sub(r"^[%!].*$", "", code, flags=re.MULTILINE), encoding="utf-8")
            finder.run_script(str(script))  # which looks at it, and runs nothing
    return [
        other
        for other in load_labs(course).values()
        if other.name != lab.name and any(f"cs_nn.{Path(module).stem}" in finder.modules for module in other.modules)
    ]


def list_of_labs(labs: Collection[Lab], course: Path = COURSE) -> str:
    """The text of ``labs.toml`` with these labs only."""
    text = labs_file(course).read_text(encoding="utf-8")
    head, *entries = re.split(r"^(?=\[\w+\]$)", text, flags=re.MULTILINE)
    return head + "".join(entry for entry in entries if entry[1 : entry.index("]")] in {lab.name for lab in labs})


def package_files_of(lab: Lab) -> Iterator[str]:
    """What the package has for one lab alone, as paths in a kit: its modules and its checks."""
    yield from (f"cs_nn/{module}" for module in lab.modules)
    yield from (f"cs_nn/checks/tasks/{lab.name}{ending}" for ending in (".py", ".npz", "_mistakes.npz"))


def left_out(kit: Path, labs: Collection[Lab]) -> list[str]:
    """The labs of the kit that is there (a folder or a zip) which a new one with `labs` would take away."""
    try:
        given = read_given(kit) if kit.is_dir() else read_kit(kit).given
    except UpdateError:  # there is none
        return []
    kept = {lab.name for lab in labs}
    return [find_lab(name).title for name in load_labs() if given and name in given.cells and name not in kept]
