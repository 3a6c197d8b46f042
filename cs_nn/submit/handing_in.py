"""Handing in: inspect a lab, pack it, say what is in the zip and what is left to do."""

from __future__ import annotations

import contextlib
import os
import sys
import textwrap
import time
from collections.abc import Sequence
from pathlib import Path

from cs_nn.language import gettext as _
from cs_nn.submit.archive import size, write_zip
from cs_nn.submit.inspection import inspect_lab
from cs_nn.submit.student import EXAMPLE, clean_student, remembered_student
from cs_nn.submit.unsaved import notebook_shell
from cs_nn.tools.labs import COURSE, find_lab
from cs_nn.tools.place import in_browser, typed_here


class SubmitError(Exception):
    """The lab can't be handed in as it is. The message says why and what to do."""


def submit(lab: str, student: str | None = None, output: str | Path | None = None) -> None:
    """Write ``<lab>-<student>.zip`` and say what is in it; for the last cell of a notebook.

    Parameters
    ----------
    lab : the lab's name, such as "lab1_softmax"
    student : your student ID; it is needed once and then remembered in ``student.txt``
    output : the folder for the zip; the folder that holds ``cs_nn`` if not given
    """
    if "NBGRADER_EXECUTION" in os.environ:
        print(_("Nothing is handed in while nbgrader runs the notebook."))
        return
    try:
        hand_in(lab, student, output)
    except SubmitError as error:
        print(wrapped(str(error)))


def hand_in(lab_name: str, student: str | None = None, output: str | Path | None = None, course: Path = COURSE) -> Path:
    """Inspect the lab, write the zip and print a summary; returns the path of the zip.

    Raises `SubmitError`, and leaves an earlier zip as it is, if a file is missing or can't be read.
    """
    try:
        lab = find_lab(lab_name, course)
        if student is not None:
            student = clean_student(student)
    except (ValueError, OSError) as error:
        raise SubmitError(_("Not handed in: {error}").format(error=error)) from None
    found = inspect_lab(lab, course)
    print(_(lab.title))
    if found.warnings:
        print(_("\nUnfinished, or worth a look:"))
        print(wrapped(_bullets(found.warnings)))
    if found.errors:
        raise SubmitError(_("\nNot handed in. First mend this:\n{bullets}").format(bullets=_bullets(found.errors)))
    student = student or remembered_student(course) or _ask_student(lab_name)
    folder = Path(output) if output is not None else course
    target = folder / f"{lab.name}-{student}.zip"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_zip(target, found.files)
    except OSError as error:
        raise SubmitError(
            _(
                "\nNot handed in: {target} can't be written ({why}). Close the programs that use it, make "
                "room on the disk, or name another folder (output)."
            ).format(target=target, why=error.strerror or error)
        ) from None
    with contextlib.suppress(OSError):  # only a convenience
        (course / "student.txt").write_text(student + "\n", encoding="utf-8")

    print(_("\nPacked for {student}:").format(student=student))
    width = max(len(name) for name in found.files)
    for name, content in found.files.items():
        seconds = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(found.saved[name]))
        saved = _("saved {time}").format(time=seconds)
        print(f"  {name:<{width}}  {size(len(content)):>8}  {saved}")
    if found.borrowed:
        titles = "; ".join(_(other.title) for other in found.borrowed)
        said = _("\nThe hand-in says that you work with the course's version of {titles}. That takes no points.")
        print(wrapped(said.format(titles=titles)))
    print(_("\nWrote {target} ({size}).").format(target=target, size=size(target.stat().st_size)))
    if in_browser():
        print(_("It lies at the top of the list of files on the left: right-click it, Download."))
    print(_("Next: upload this file to your course's site; until then nothing is handed in."))
    print(_("It holds the files as they were last saved. After later changes, save, pack and upload again."))
    return target


def _ask_student(lab: str) -> str:
    if notebook_shell() is not None:
        how = f'submit("{lab}", student="{_(EXAMPLE)}")'
    elif sys.stdin is None or not sys.stdin.isatty():
        how = typed_here(f'python -m cs_nn.submit {lab} --student "{_(EXAMPLE)}"')
    else:
        while True:
            try:
                return clean_student(input(_("\nYour student ID: ")))
            except ValueError as error:
                print(error)
            except (EOFError, KeyboardInterrupt):
                raise SubmitError(_("\nNot handed in.")) from None
    raise SubmitError(
        _("\nNot handed in: who are you? Give your student ID once, then it is remembered:\n\n    {how}\n").format(
            how=how
        )
    )


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"  - {line}" for line in lines)


def wrapped(text: str) -> str:
    """Long lines as several: JupyterLab breaks them within a word."""
    wrap = textwrap.TextWrapper(100, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return "\n".join(wrap.fill(line) for line in text.split("\n"))
