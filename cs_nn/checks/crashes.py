"""What it may mean that the student's code stopped with an exception."""

from __future__ import annotations

import contextlib
import difflib
import re
import sys
import traceback
from pathlib import Path

import numpy as np

from cs_nn.checks.saved_module import PACKAGE
from cs_nn.checks.task import Case, Problem, Task, WrongResult
from cs_nn.language import lazy as _
from cs_nn.tools import jupyter


def crash_problem(task: Task, error: BaseException, case: Case) -> Problem:
    """The `Problem` for an exception that the student's code raised."""
    about = case.get("about", "")
    if isinstance(error, WrongResult):
        return Problem(error.args[0], about=about, mistake=error.mistake)
    if isinstance(error, NotImplementedError) and re.fullmatch(r"\w*", str(error)):  # a stub says its name, no more
        missing = str(error) or task.name
        if missing == task.name:
            return Problem(
                _("not written yet: fill in its TODO and remove the raise line"), about=about, mistake="stub"
            )
        return Problem(
            _("it needs {missing}, which is not written yet").format(missing=missing), about=about, mistake="stub"
        )
    return Problem(
        _("it stopped with {error}").format(error=describe_exception(task, error)),
        crash_hint(error),
        about=about,
        mistake=type(error).__name__,
        certain=True,
    )


def crash_hint(error: BaseException) -> str:
    message = str(error)
    if isinstance(error, NameError):
        return _UNBOUND if isinstance(error, UnboundLocalError) else _name_hint(error)
    if isinstance(error, AttributeError):
        return _attribute_hint(error)
    if isinstance(error, ModuleNotFoundError):
        return _module_hint(error.name or "")
    if isinstance(error, np.exceptions.AxisError):
        return _("the array has fewer axes than axis= says: axes count from 0, and a vector has one. Print its shape.")
    if any(words in message for words in ("broadcast", "not aligned", "core dimension")):
        return _("the shapes of two arrays do not fit: print the shapes of the arrays of this line just before it.")
    if isinstance(error, IndexError) and "out of " in message:  # bounds, or range
        return _("an index lies outside its array: is a size written as a number, or taken from the wrong axis?")
    if "cannot reshape" in message:
        return _("the number of entries does not fit: is something left over at the end of an axis?")
    if "cannot be interpreted as an integer" in message or "slice indices must be integers" in message:
        return _("a size or an index is not an integer: / gives a float, // divides integers.")
    if "integer scalar arrays" in message:
        return _("np.max and np.sum take one array and an axis; the larger of two, entry by entry, is np.maximum.")
    if "truth value of an array" in message:
        return _("if, and, or, max and min want one number, not an array: use np.where, np.maximum or a mask.")
    return ""


def _name_hint(error):
    """What an unknown name may be: a module that is not imported, a name misspelt, or one of the notebook's."""
    name = error.name or ""
    if name in ("quit", "exit"):
        return _(
            "{name} ends Python where one types line by line; a function ends with return, a loop with break."
        ).format(name=name)
    alias = {"np": "import numpy as np", "plt": "import matplotlib.pyplot as plt"}.get(name)
    if alias or name in sys.stdlib_module_names:
        return _("the file lacks a line at its top: {line}").format(line=alias or f"import {name}")
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    known = {*frames[-1].f_locals, *frames[-1].f_globals} if frames else set()
    close = difflib.get_close_matches(name, [other for other in known if not other.startswith("__")], n=1, cutoff=0.75)
    if close:
        return _("{name} is not defined: is {close} meant?").format(name=name, close=close[0])
    if name in _notebook_names():
        return _(
            "{name} is a variable of the notebook; the module can't see it: pass what is needed as an argument."
        ).format(name=name)
    return _(
        "{name} is not defined in this function: is it misspelt, not computed yet, or a variable of "
        "another function? What is needed from outside is passed as an argument."
    ).format(name=name)


def _attribute_hint(error):
    """Why an attribute is not there: gone from NumPy, misspelt, renamed, or of another kind of value."""
    name, owner, message = error.name, error.obj, str(error)
    if alias := re.search(r"`np\.(\w+)` was a deprecated alias", message):
        return _("np.{alias} is gone from NumPy 2: write {alias}").format(alias=alias[1])
    if removed := re.search(r"`(?:np\.)?(\w+)` was removed", message):
        return _("{removed} is gone from NumPy 2; the message says what is used instead.").format(removed=removed[1])
    if not name:  # raised by hand
        return ""
    if name == "itemset" and isinstance(owner, np.ndarray):
        return _("itemset is gone from NumPy 2: write array[index] = value")
    close = ()
    with contextlib.suppress(Exception, SystemExit):  # an object of the student may answer anything
        close = difflib.get_close_matches(name, [other for other in dir(owner) if other[0] != "_"], n=1, cutoff=0.75)
    if close:
        return _("{name} is not there: is {close} meant?").format(name=name, close=close[0])
    if getattr(owner, "__name__", "").startswith(f"{PACKAGE}."):
        return _(
            "is {name} renamed or deleted, or does its line with def begin with spaces? It is called by this name."
        ).format(name=name)
    if owner is None:
        return _("the value before the dot is None: does the function that it comes from end with a return statement?")
    if isinstance(owner, (list, tuple, dict, int, float)):
        return _("the value before .{name} is no array but of the type {kind}: where does it come from?").format(
            name=name, kind=type(owner).__name__
        )
    return ""


def _module_hint(name):
    """What a module may be that can't be imported: a file of the course, a helper file, or a package."""
    if name.partition(".")[0] == PACKAGE:
        return _("{file} is not where the kit has it: is it renamed, moved or deleted?").format(
            file=f"{name.replace('.', '/')}.py"
        )
    return _(
        "the labs need NumPy only. If {name} is a file of yours, put what it holds into this file: no "
        "other file is handed in."
    ).format(name=name)


def _notebook_names():
    return sys.modules["IPython"].get_ipython().user_ns if jupyter.in_jupyter() else ()


_UNBOUND = _("a variable is used before it gets a value, or gets one only inside an if.")


def describe_exception(task: Task, error: BaseException) -> str:
    """``IndexError: ... (cs_nn/softmax.py, line 47: the source line)``."""
    message = str(error).partition("\n")[0]
    said = f"{type(error).__name__}{f': {message}' if message else ''}"
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        if Path(frame.filename).name == f"{task.module}.py":
            return _("{error} (cs_nn/{module}.py, line {number}: {line})").format(
                error=said, module=task.module, number=frame.lineno, line=frame.line
            )
    return said
