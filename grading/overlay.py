"""The package that a submission is graded with.

It is put together afresh in a folder outside the course: the course's own files, the student's
modules of this lab in place of ours, the modules of later labs as stubs. Earlier labs keep the
worked solutions, so that a mistake is never punished twice. What the student hands in besides the
lab's modules has no effect, and a module that is missing is a stub, never a solution.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import cs_nn
from cs_nn.tools.labs import labs_file, load_labs
from grading.solutions import copy_stripped

PACKAGE = Path(cs_nn.__file__).parent

#: Bytes; a larger module is not taken.
MODULE_LIMIT = 500_000


def build_overlay(lab: str, submitted: Path, target: Path) -> dict[str, str]:
    """Write the package into ``target/cs_nn``; say what could not be taken, by module.

    Parameters
    ----------
    lab : name of the lab
    submitted : folder with the student's modules (its ``cs_nn`` folder)
    target : folder to put the package in
    """
    labs = list(load_labs().values())
    number = [entry.name for entry in labs].index(lab)
    earlier = frozenset(module for entry in labs[:number] for module in entry.modules)
    copy_stripped(PACKAGE, target / "cs_nn", keep=earlier)
    shutil.copyfile(labs_file(), target / "labs.toml")
    notes = {}
    for module in labs[number].modules:
        theirs = submitted / module
        if theirs.is_symlink() or not theirs.is_file():
            notes[module] = f"cs_nn/{module} was not handed in: graded as if nothing was written"
        elif theirs.stat().st_size > MODULE_LIMIT:
            notes[module] = f"cs_nn/{module} is larger than {MODULE_LIMIT} bytes: graded as if nothing was written"
        else:
            shutil.copyfile(theirs, target / "cs_nn" / module)
    return notes
