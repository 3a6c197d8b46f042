"""Whether the results of one run are right, and what can be told by looking at one that is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from cs_nn.checks.general import hints_of
from cs_nn.checks.running import ARGUMENT
from cs_nn.checks.task import Case, Problem, Results, Task, words
from cs_nn.checks.tolerance import ATOL, RTOL, agrees
from cs_nn.tools.gradient_check import rel_error


def judge(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """The first thing that is wrong with the results, or None if they are right."""
    if task.judge is not None:
        problem = task.judge(task, case, expected, got)
    else:
        problem = compare(task, case, expected, got)
    changed = changed_argument(task, got)
    if problem is not None and not problem.hint and changed is not None:
        problem = replace(problem, what=f"{problem.what}; and {changed.what.partition(';')[0]}")
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
            return Problem(f"there is no {name}", name=name)
    wrong = [name for name in names if not agrees(got[name], expected[name])]
    if not wrong:
        return None
    name = wrong[0]
    right = [other for other in names if other not in wrong]
    what = f"{name} is wrong" + (f" ({_list(right)} {'is' if len(right) == 1 else 'are'} right)" if right else "")
    hints = tuple(hints_of(task, case, expected, got, name))
    sentence, mistake = hints[0] if hints else ("", None)
    numbers = _numbers(name, got[name], expected[name])
    if not sentence:
        numbers += _right_part(got[name], expected[name], task.sizes(case))
    return Problem(what, sentence, mistake, numbers, name, got[name], expected[name], wrong=tuple(wrong), hints=hints)


def _other_dtype(task, expected, got):
    for name in task.same_dtype:
        if name in expected and got[name].dtype != expected[name].dtype:
            return Problem(
                f"{name} has dtype {got[name].dtype} instead of {expected[name].dtype}",
                "the result has the dtype of the inputs: float32 in, float32 out. Is an array made without dtype=, or "
                "of random numbers, which are float64?",
                "dtype",
                name=name,
                certain=True,
            )
    return None


def changed_argument(task: Task, got: Results) -> Problem | None:
    changed = [words(task, key.removeprefix(ARGUMENT)) for key in got if key.startswith(ARGUMENT)]
    if not changed:
        return None
    return Problem(
        f"it changes its argument{'s' * (len(changed) > 1)} {_list(changed)}; all results are right",
        f"whoever called it needs {_list(changed)} as before: work on a copy. Does a line with +=, *=, [...] = or out= "
        "change an argument, or another name of it?",
        "argument-changed",
        certain=True,
    )


def kept(problem: Problem) -> Problem:
    """The problem of a second call, if the first one was right."""
    if problem.mistake == "kept":
        return problem
    return replace(
        problem,
        what=f"right in a first call, and in a second one with other inputs {problem.what}",
        hint="something is kept from the first call: a list that grows, a sum that does not start at 0, a cache of "
        "other inputs? Look at what is stored in self, outside of the function or in a default argument.",
        mistake="kept",
        certain=True,
        hints=(),
    )


def _list(names):
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _numbers(name, got, expected):
    if got.shape != expected.shape:
        return ""
    if got.ndim == 0:
        return f"{name}: yours {got.item():.6g}, expected {expected.item():.6g}"
    got, expected = got.astype(float), expected.astype(float)
    with np.errstate(all="ignore"):
        difference = np.nan_to_num(np.abs(got - expected), nan=np.inf)
        error = rel_error(got, expected)
    place = np.unravel_index(np.argmax(difference), difference.shape)
    differ = ~(difference <= RTOL * np.abs(expected) + ATOL * np.max(np.abs(expected)))
    return (
        f"{name}: {int(differ.sum())} of {differ.size} entries differ, most at {name}{[int(i) for i in place]}: "
        f"yours {got[place]:.6g}, expected {expected[place]:.6g}; relative error {error:.1e}"
    )


_AXES = {"N": "example", "T": "time step", "F": "filter"}
_PLURAL = {"entry": "entries", "index": "indices"}


def _right_part(got, expected, sizes):
    """Where an array that is partly wrong is right, along the axis that tells most: "; right in rows 0, 2"."""
    if got.shape != expected.shape or got.ndim == 0:
        return ""
    got, expected = got.astype(float), expected.astype(float)
    with np.errstate(all="ignore"):
        close = np.abs(got - expected) <= RTOL * np.abs(expected) + ATOL * np.max(np.abs(expected), initial=0.0)
    words = {1: ["entry"], 2: ["row", "column"]}.get(got.ndim, [f"axis {k}, index" for k in range(got.ndim)])
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
            *axis_name, noun = word.rsplit(" ", 1)
            noun = noun if len(right) == 1 else _PLURAL.get(noun, f"{noun}s")
            which = ", ".join(map(str, right[:5])) + " ..." * (len(right) > 5)
            best, fewest = f"; right in {' '.join([*axis_name, noun])} {which}", size
    return best
