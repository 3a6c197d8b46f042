"""A student kit of a few labs, made as the whole one is, and what a student does in it."""

import re
import shutil

import nbformat

from cs_nn.tools.labs import COURSE, load_labs
from grading.browser_site import add_own_files, write_as_read
from grading.kit import write_kit
from grading.solutions import strip_solutions

FILES = ("install.py", "requirements.txt", "requirements-lock.txt", "get_datasets.sh", "LICENSE")


def make_kit(folder, *labs):
    """A fresh kit of these labs in ``folder/kit``."""
    course = folder / "course"
    shutil.copytree(COURSE / "cs_nn", course / "cs_nn", ignore=shutil.ignore_patterns("__pycache__"))
    (course / "assignments").mkdir()
    entries = re.split(r"(?m)^(?=\[)", (COURSE / "assignments" / "labs.toml").read_text(encoding="utf-8"))
    chosen = "".join(entry for entry in entries if entry.startswith(tuple(f"[{lab}]" for lab in labs)))
    (course / "assignments" / "labs.toml").write_text(chosen, encoding="utf-8")
    shutil.copy(COURSE / "assignments" / "published.toml", course / "assignments")
    for lab in labs:
        shutil.copytree(COURSE / "assignments" / lab, course / "assignments" / lab)
    for name in FILES:
        shutil.copy(COURSE / name, course)
    write_kit(folder / "kit", course)
    return folder / "kit"


def make_site_kit(folder, *labs):
    """A fresh kit of these labs in ``folder/kit``, with what it has in a browser besides."""
    kit = make_kit(folder, *labs)
    write_as_read(kit, load_labs(kit).values())
    add_own_files(kit)
    return kit


def write_module(kit, module, keep, extra=""):
    """A module as the student has written it: the functions to `keep` are right, and lines of the student's own."""
    text = (COURSE / "cs_nn" / module).read_text(encoding="utf-8")
    text = strip_solutions(text, module, keep=frozenset(keep))
    (kit / "cs_nn" / module).write_text(f"{text}\n{extra}", encoding="utf-8")


def edit_notebook(path, edit):
    """Call ``edit(cells by id, notebook)`` on a notebook and save it."""
    notebook = nbformat.read(path, as_version=4)
    edit({cell.id: cell for cell in notebook.cells}, notebook)
    nbformat.write(notebook, path)
