"""Experiments with a function whose results fit no known mistake: what changes when one input is changed?

The worked solution has been through the same experiments, so that a student can be told what holds of right
results and not of theirs: "dW must double when dout does", "loss stays the same when reg is doubled". These are
facts about the function, not guesses.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from cs_nn.checks.running import run_task
from cs_nn.checks.task import Case, Task, words
from cs_nn.language import lazy as _

#: (input, result) -> how the result answers to the change of the input; "" is the input of an unchanged call.
Answers = Mapping[tuple[str, str], str]

SAME, DOUBLES, OTHER = "same", "doubles", "other"
#: Changes relative to a result's size; between the two there is no clear answer.
NOTHING, CLEARLY = 1e-6, 1e-2


def taken(task: Task, module: ModuleType) -> Collection[str]:
    """The inputs that the task's function takes (`Task.takes`)."""
    if task.takes is not None:
        return task.takes
    function: Any = module
    for name in task.name.split("_", 1) if task.name[0].isupper() else [task.name]:
        function = getattr(function, name)
    return inspect.signature(function).parameters


def changed_inputs(case: Case, inputs: Collection[str]) -> Iterator[tuple[str, Case]]:
    """The case as it is, and with each of the inputs changed: reals doubled, labels moved on, whole numbers raised."""
    yield "", case
    for name, value in case.items():
        if name not in inputs:
            continue
        kind = np.asarray(value).dtype.kind
        if kind == "f":
            other = 2 * value
        elif kind in "iu":
            other = np.roll(value, 1) if np.ndim(value) else value + 1
        else:
            continue
        if not np.array_equal(other, value):
            yield name, {**case, name: other}


def answer(before: np.ndarray, after: np.ndarray) -> str:
    """`SAME`, `DOUBLES`, `OTHER`, or "" if it is not clear."""
    if before.shape != after.shape:
        return ""
    before, after = before.astype(float), after.astype(float)
    if not (np.isfinite(before) & np.isfinite(after)).all():
        return ""
    if not before.any():
        return "" if after.any() else SAME
    with np.errstate(over="ignore"):
        size = np.linalg.norm(before)
        change, rest = np.linalg.norm(after - before) / size, np.linalg.norm(after - 2 * before) / size
    if change < NOTHING:
        return SAME
    if rest < NOTHING:
        return DOUBLES
    return OTHER if change > CLEARLY and rest > CLEARLY else ""


def answers(task: Task, module: ModuleType, case: Case, inputs: Collection[str]) -> Answers:
    """How the results on a case answer to the change of each of the inputs, where it is clear."""
    before, found = run_task(task, module, case), {}
    for name, other in changed_inputs(case, inputs):
        try:
            after = run_task(task, module, other)
        except Exception:  # this input can't be changed alone
            continue
        for result in [result for result in before if result in after]:
            how = answer(before[result], after[result])
            if how:
                found[name, result] = how
    return found


def second_look(
    task: Task,
    ask: Callable[[int, Collection[str]], Answers | None],
    cases: Sequence[Case],
    right: Sequence[Answers],
    number: int,
    result: str,
) -> tuple[str, str] | None:
    """(hint, id) if a wrong result answers otherwise than the right one, None if no difference is clear.

    Parameters
    ----------
    ask : how the student's results of a case answer to changes of some inputs; None if the function stops on one
    right : for each of the cases, how the worked solution answers
    number, result : a case that fails, and the name of its wrong result
    """
    inputs = {name for its in right for name, _ in its}
    for (name, other), theirs in (ask(number, inputs) or {}).items():
        its = {k: its[name, result] for k, its in enumerate(right) if (name, result) in its}
        if other != result or its.get(number, theirs) == theirs:
            continue
        if theirs == SAME:  # then the input must have no effect wherever it should
            where = [k for k, how in its.items() if how != SAME]
            sure = all((ask(k, [name]) or {}).get((name, result)) == SAME for k in where)
        else:  # what the right results do in some cases only is no law
            sure = its[number] != OTHER and set(its.values()) == {its[number]}
        if sure:
            value = np.asarray(cases[number].get(name, 0))
            return _difference(result, name and words(task, name), value, theirs, its[number])
    return None


def _difference(result, name, value, theirs, right):
    if not name:
        return (
            _(
                "a second call with the same inputs gives another {result}: is something kept from the first "
                "one, or drawn at random?"
            ).format(result=result),
            "memory",
        )
    changed = (
        _("{name} is doubled").format(name=name)
        if value.dtype.kind == "f"
        else (
            _("the entries of {name} change places").format(name=name)
            if value.ndim
            else _("{name} is one higher").format(name=name)
        )
    )
    if theirs == SAME:
        return _("{result} stays the same when {changed}: it must not.").format(
            result=result, changed=changed
        ), "input-not-used"
    if right == SAME:
        return _("{result} changes when {changed}: it must not.").format(
            result=result, changed=changed
        ), "needless-input"
    return _("{result} must double when {changed}, and yours does not.").format(
        result=result, changed=changed
    ), "not-proportional"
