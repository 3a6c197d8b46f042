"""The lines and the pictures that a failing check shows."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from cs_nn.checks.task import Case, Problem, Task
from cs_nn.language import SEMICOLON, listed, translated
from cs_nn.language import lazy as _
from cs_nn.tools import jupyter
from cs_nn.tools.labs import heading_of


def headline(name: str, problem: Problem) -> str:
    """The task and what is wrong with it; the name is there once."""
    if problem.what.startswith(f"{name} "):
        return problem.what
    return _("{task}: {problem}").format(task=name, problem=problem.what)


def likely(hint: str) -> tuple[str, str]:
    """The line that names a mistake."""
    return "hint", _("Likely mistake: {hint}").format(hint=hint)


def report(
    task: Task, cases: Sequence[Case], problems: Sequence[Problem | None], problem: Problem, slope: str
) -> list[tuple[str, str]]:
    number = next(n for n, p in enumerate(problems, start=1) if p is not None)
    lines = [("fail", headline(task.name, problem))]
    if problem.mistake == "stub":
        return [*lines, ("", _("Is it written? Then save the file (Ctrl+S, on macOS Cmd+S) and run this cell again."))]
    about = _(problem.about) if problem.about else _("case {number}").format(number=number)
    compared = _("Compared: {case} (comparison {number} of {total}).")
    lines.append(("", compared.format(case=about, number=number, total=len(cases))))
    if problem.hint:
        lines.append(likely(problem.hint))
    if problem.numbers:
        lines.append(("", problem.numbers))
    if slope:
        lines.append(("", slope))
    right = [_(case["about"]) for case, p in zip(cases, problems) if p is None]
    if right:
        lines.append(("", _("Right so far: {cases}.").format(cases=listed(right, SEMICOLON))))
    return lines


def may_be_the_cause(note: str, problem: Problem) -> bool:
    """Whether a note can explain a wrong result: log(0) somewhere can't if all entries of the result are numbers."""
    floating = re.search("divide by zero|overflow|underflow|invalid value", note) and "cast" not in note
    return not floating or problem.got is None or not np.isfinite(problem.got.astype(float)).all()


def read_again(lab: str, name: str) -> list[tuple[str, str]]:
    """Where the task is derived: a line of the report, or a link below it in Jupyter."""
    try:
        place = heading_of(lab, name)
    except Exception:  # a student's notebook may hold anything
        place = None
    if place is None:
        return []
    notebook, heading = place
    if not jupyter.in_jupyter():
        return [("", _("Read again: {heading} ({notebook}.ipynb).").format(heading=_(heading), notebook=notebook))]
    label = re.sub(r"([\[\]])", r"\\\1", heading)
    said = _("Read again: {heading}")
    link = {
        "text/markdown": translated(said.format(heading=f"[{label}](<#{anchor(heading)}>)")),
        "text/plain": translated(said.format(heading=heading)),
    }
    jupyter.after_this_cell(lambda display: display(link, raw=True))
    return []


def anchor(heading: str) -> str:
    """JupyterLab's anchor of a heading: its text with - for spaces, and nothing percent-encoded."""
    return heading.replace("`", "").replace(" ", "-")


def show_heat_map(problem: Problem) -> None:
    """A picture of the error in Jupyter, for matrices of the right shape."""
    if not jupyter.in_jupyter() or not has_heat_map(problem):
        return
    from cs_nn.checks.heat_map import show_error

    jupyter.after_this_cell(lambda display: show_error(problem.got, problem.expected, problem.name))


def has_heat_map(problem: Problem) -> bool:
    """Whether the error of a result can be shown: a matrix of the right shape."""
    got, expected = problem.got, problem.expected
    return got is not None and got.ndim == 2 and got.shape == expected.shape and min(got.shape) >= 2
