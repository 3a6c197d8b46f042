"""The package that a submission is graded with.

It is put together in a folder outside the course: the course's own files, the student's
modules of this lab in place of ours, the modules of other labs as stubs. Of earlier labs, the functions
that this lab may call (``uses`` in labs.toml) keep the worked solutions, so that a mistake is never punished
twice; they are there as bytecode only, and can't be read. What the student hands in besides the lab's modules
has no effect, and a module that is missing is a stub, never a solution.
"""

from __future__ import annotations

import atexit
import compileall
import functools
import py_compile
import re
import shutil
import tempfile
from pathlib import Path

import cs_nn
from cs_nn.language import lazy as _
from cs_nn.tools.labs import Lab, find_lab, labs_file, load_labs
from grading.solutions import copy_stripped, strip_solutions

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
    shutil.copytree(course_layer(lab), target, dirs_exist_ok=True, copy_function=shutil.copyfile)
    notes = not_taken(lab, submitted)
    for module in find_lab(lab).modules:
        if module not in notes:
            shutil.copyfile(submitted / module, target / "cs_nn" / module)
    return notes


def not_taken(lab: str, submitted: Path) -> dict[str, str]:
    """The student's modules that can't be taken, and why."""
    notes = {}
    for module in find_lab(lab).modules:
        theirs = submitted / module
        if theirs.is_symlink() or not theirs.is_file():
            notes[module] = _("cs_nn/{file} was not handed in: graded as if nothing was written").format(file=module)
        elif theirs.stat().st_size > MODULE_LIMIT:
            notes[module] = _("cs_nn/{file} is larger than {limit} bytes: graded as if nothing was written").format(
                file=module, limit=MODULE_LIMIT
            )
    return notes


def course_layer(lab: str) -> Path:
    """A folder with all that lies under the student's modules: the package without solutions, compiled."""
    if not _course_layer(lab).is_dir():  # of a server that runs for days, somebody may have tidied up
        _course_layer.cache_clear()
    return _course_layer(lab)


@functools.cache  # once per run
def _course_layer(lab):
    folder = Path(tempfile.mkdtemp(prefix=f"layer-{lab}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    labs = list(load_labs().values())
    number = [entry.name for entry in labs].index(lab)
    copy_stripped(PACKAGE, folder / "cs_nn")
    for entry in labs[:number]:
        for module in entry.modules:
            _compile_earlier(entry, module, labs[number], folder / "cs_nn" / module)
    shutil.copyfile(labs_file(), folder / "labs.toml")
    # A student's module is compiled from its text, which lies there later.
    theirs = re.compile("|".join(f"cs_nn.{re.escape(module)}$" for module in labs[number].modules))
    compileall.compile_dir(folder, quiet=2, rx=theirs, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    return folder


def _compile_earlier(owner: Lab, module: str, lab: Lab, stub: Path) -> None:
    """Put the bytecode of an earlier lab's module, with the functions that a lab uses, in the place of its stub."""
    name = Path(module).stem
    used = {function for owner_name, _, function in (use.partition(".") for use in lab.uses) if owner_name == name}
    text = strip_solutions((PACKAGE / module).read_text(encoding="utf-8"), module, keep=frozenset(used))
    text = re.sub(
        r'raise NotImplementedError\("(\w+)"\)', lambda match: f"raise ImportError({_refusal(match[1], owner)!r})", text
    )
    stub.write_text(text, encoding="utf-8")
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(
        str(stub),
        str(stub.with_suffix(".pyc")),
        f"{PACKAGE.name}/{module}",
        doraise=True,
        optimize=2,
        invalidation_mode=mode,
    )
    stub.unlink()


def _refusal(function, owner):
    return (
        f"{function} of {owner.title.partition(':')[0]} can't be called from this lab: write it in this lab's file "
        "(lines of your own may be copied)"
    )
