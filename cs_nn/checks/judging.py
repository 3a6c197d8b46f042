"""Whether the results of one run are right, and what can be told by looking at one that is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from cs_nn.checks.general import hints_of
from cs_nn.checks.running import ARGUMENT
from cs_nn.checks.task import Case, Problem, Results, Task, words
from cs_nn.checks.tolerance import ATOL, RTOL, agrees
from cs_nn.language import joined
from cs_nn.language import lazy as _
from cs_nn.language import nlazy as ngettext
from cs_nn.tools.gradient_check import rel_error


def judge(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """The first thing that is wrong with the results, or None if they are right."""
    if task.judge is not None:
        problem = task.judge(task, case, expected, got)
    else:
        problem = compare(task, case, expected, got)
    changed = changed_argument(task, got)
    if problem is not None and not problem.hint and changed is not None:
        problem = replace(
            problem, what=_("{problem}; and {change}").format(problem=problem.what, change=_changes(task, got))
        )
    problem = problem or _other_dtype(task, expected, got) or changed
    if problem is not None and not problem.about:
        problem = replace(problem, about=case.get("about", ""))
    return problem


def compare(
    task: Task, case: Case, expected: Results, got: Results, names: Iterable[str] | None = None
) -> Problem | None:
    """Compare results by name with the expected ones; name the likely mistake."""
    names = list(expected) if names is None else names
    for name in names:
        if name not in got:
            return Problem(_("there is no {name}").format(name=name), name=name)
    wrong = [name for name in names if not agrees(got[name], expected[name])]
    if not wrong:
        return None
    name = wrong[0]
    right = [other for other in names if other not in wrong]
    if right:
        what = ngettext("{name} is wrong ({right} is right)", "{name} is wrong ({right} are right)", len(right)).format(
            name=name, right=joined(right)
        )
    else:
        what = _("{name} is wrong").format(name=name)
    hints = tuple(hints_of(task, case, expected, got, name))
    sentence, mistake = hints[0] if hints else ("", None)
    numbers = _numbers(name, got[name], expected[name])
    if not sentence:
        part = _right_part(got[name], expected[name], task.sizes(case))
        numbers = _("{numbers}; {part}").format(numbers=numbers, part=part) if part else numbers
    return Problem(what, sentence, mistake, numbers, name, got[name], expected[name], wrong=tuple(wrong), hints=hints)


def _other_dtype(task, expected, got):
    for name in task.same_dtype:
        if name in expected and got[name].dtype != expected[name].dtype:
            return Problem(
                _("{name} has dtype {dtype} instead of {expected_dtype}").format(
                    name=name, dtype=got[name].dtype, expected_dtype=expected[name].dtype
                ),
                _(
                    "the result has the dtype of the inputs: float32 in, float32 out. Is an array made without "
                    "dtype=, or of random numbers, which are float64?"
                ),
                "dtype",
                name=name,
                certain=True,
            )
    return None


def changed_argument(task: Task, got: Results) -> Problem | None:
    changed = _changed(task, got)
    if not changed:
        return None
    return Problem(
        _("{change}; all results are right").format(change=_changes(task, got)),
        _(
            "whoever called it needs {names} as before: work on a copy. Does a line with +=, *=, [...] = or "
            "out= change an argument, or another name of it?"
        ).format(names=joined(changed)),
        "argument-changed",
        certain=True,
    )


def _changed(task, got):
    return [words(task, key.removeprefix(ARGUMENT)) for key in got if key.startswith(ARGUMENT)]


def _changes(task, got):
    names = _changed(task, got)
    return ngettext("it changes its argument {names}", "it changes its arguments {names}", len(names)).format(
        names=joined(names)
    )


def kept(problem: Problem) -> Problem:
    """The problem of a second call, if the first one was right."""
    if problem.mistake == "kept":
        return problem
    return replace(
        problem,
        what=_("right in a first call, and in a second one with other inputs {what}").format(what=problem.what),
        hint=_(
            "something is kept from the first call: a list that grows, a sum that does not start at 0, a cache "
            "of other inputs? Look at what is stored in self, outside of the function or in a default argument."
        ),
        mistake="kept",
        certain=True,
        hints=(),
    )


def _numbers(name, got, expected):
    if got.shape != expected.shape:
        return ""
    if got.ndim == 0:
        return _("{name}: yours {yours:.6g}, expected {expected:.6g}").format(
            name=name, yours=got.item(), expected=expected.item()
        )
    got, expected = got.astype(float), expected.astype(float)
    with np.errstate(all="ignore"):
        difference = np.nan_to_num(np.abs(got - expected), nan=np.inf)
        error = rel_error(got, expected)
    place = np.unravel_index(np.argmax(difference), difference.shape)
    differ = ~(difference <= RTOL * np.abs(expected) + ATOL * np.max(np.abs(expected)))
    return _(
        "{name}: {count} of {total} entries differ, most at {name}{place}: yours {yours:.6g}, "
        "expected {expected:.6g}; relative error {error:.1e}"
    ).format(
        name=name,
        count=int(differ.sum()),
        total=differ.size,
        place=[int(i) for i in place],
        yours=got[place],
        expected=expected[place],
        error=error,
    )


_AXES = {"N": "example", "T": "time step", "F": "filter"}


def _right_in(word, axis, number):
    """That so many places along an axis are right."""
    return {
        "entry": ngettext("right in entry {places}", "right in entries {places}", number),
        "row": ngettext("right in row {places}", "right in rows {places}", number),
        "column": ngettext("right in column {places}", "right in columns {places}", number),
        "index": ngettext("right in axis {axis}, index {places}", "right in axis {axis}, indices {places}", number),
        "example": ngettext("right in example {places}", "right in examples {places}", number),
        "time step": ngettext("right in time step {places}", "right in time steps {places}", number),
        "filter": ngettext("right in filter {places}", "right in filters {places}", number),
    }[word]


def _right_part(got, expected, sizes):
    """Where an array that is partly wrong is right, along the axis that tells most: "right in rows 0, 2"."""
    if got.shape != expected.shape or got.ndim == 0:
        return ""
    got, expected = got.astype(float), expected.astype(float)
    with np.errstate(all="ignore"):
        close = np.abs(got - expected) <= RTOL * np.abs(expected) + ATOL * np.max(np.abs(expected), initial=0.0)
    words = {1: ["entry"], 2: ["row", "column"]}.get(got.ndim, ["index"] * got.ndim)
    for axis, size in enumerate(got.shape):
        letters = [letter for letter, its_size in sizes.items() if its_size == size]
        if len(letters) == 1 and got.shape.count(size) == 1:
            words[axis] = _AXES.get(letters[0], words[axis])
    best = ""
    fewest = 2  # a part that is half of the array tells less than one of many
    for axis, word in enumerate(words):
        size = close.shape[axis]
        right = np.flatnonzero(close.all(axis=tuple(k for k in range(close.ndim) if k != axis)))
        if 0 < len(right) < size and size > fewest:
            places = ", ".join(map(str, right[:5])) + " ..." * (len(right) > 5)
            best, fewest = _right_in(word, axis, len(right)).format(axis=axis, places=places), size
    return best
