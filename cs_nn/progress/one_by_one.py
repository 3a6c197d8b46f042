"""``python -m cs_nn.progress.one_by_one LAB TASK ...``: run checks one by one, and say of each how it ended.

A program of its own, so that an endless loop or a crash of a student's function ends nothing else
(`cs_nn.progress.trying`). Each line that it writes is a list in JSON: the task, how its check ended and why.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Sequence
from functools import partial

from cs_nn.checks import CheckFailed, StudentCode, Task, headline, lab_tasks, student_module, verdict_on, visible_cases
from cs_nn.language import SEMICOLON, listed, translated
from cs_nn.language import gettext as _
from cs_nn.progress.trying import READY, RIGHT, UNKNOWN, UNWRITTEN, WRONG, Ending
from cs_nn.tools.labs import COURSE
from cs_nn.update import course_version


def ending(lab: str, task: Task) -> tuple[str, str]:
    """How the visible check of a task ends, and what is wrong."""
    path = COURSE / "cs_nn" / f"{task.module}.py"
    if path.is_file() and course_version(path.read_bytes()):
        return UNKNOWN, _("cs_nn/{file} is the course's version, not your work").format(file=path.name)
    try:
        verdict = verdict_on(lab, StudentCode(task, partial(student_module, task), visible_cases(task)), brief=True)
    except CheckFailed as error:  # the module can't be loaded
        return WRONG, _without_name(task, listed([line for style, line in error.lines if style != "hint"], SEMICOLON))
    if verdict.problem is None:
        return RIGHT, ""
    if verdict.problem.mistake == "stub":
        return UNWRITTEN, ""
    return WRONG, _without_name(task, headline(task.name, verdict.problem))


def _without_name(task: Task, said: str) -> str:
    return translated(said).removeprefix(task.name).lstrip(":： ")


def endings_here(lab: str, names: Sequence[str]) -> dict[str, Ending]:
    """How the checks of these tasks end, run in this process."""
    tasks = lab_tasks(lab)
    with contextlib.redirect_stdout(io.StringIO()):  # whatever the functions print
        return {name: Ending(*ending(lab, tasks[name])) for name in names}


def main(lab: str, names: list[str]) -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):  # whatever the functions print
        os.dup2(nowhere, number)
    tasks = lab_tasks(lab)
    print(json.dumps([READY]), file=answers, flush=True)
    for name in names:
        print(json.dumps([name, *ending(lab, tasks[name])]), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
