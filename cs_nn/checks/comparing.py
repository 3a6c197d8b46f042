"""Running a task on several inputs, twice each, and judging what comes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType
from typing import NamedTuple

from cs_nn.checks.crashes import crash_problem
from cs_nn.checks.judging import judge, kept
from cs_nn.checks.running import run_again, run_task
from cs_nn.checks.task import Case, Problem, Results, Task


class Comparison(NamedTuple):
    """A case with the expected results, what is wrong with the student's, and what they are in a first call."""

    case: Case
    expected: Results
    problem: Problem | None
    got: Results | Problem | None = None


def judge_task(
    task: Task,
    load: Callable[[], contextlib.AbstractContextManager[ModuleType]],
    inputs: Sequence[tuple[Case, Results]],
    notes: list[str] | None = None,
) -> list[Comparison]:
    """What is wrong on each of the inputs, (case, expected results).

    First each case is run by itself. If that is right, it is run after a call with other inputs, by a module that is
    loaded afresh (`load`): what was kept of the case itself would hide what is kept.
    """
    with load() as module:
        runs = [outcome(task, module, case, notes) for case, _ in inputs]
    comparisons = [Comparison(*each, judge_outcome(task, *each, got), got) for each, got in zip(inputs, runs)]
    if any(each.problem is None for each in comparisons):
        with load() as module:
            for number, (case, expected) in enumerate(inputs):
                if comparisons[number].problem is None:
                    problem = judge_outcome(task, case, expected, outcome(task, module, case, call=run_again))
                    comparisons[number] = comparisons[number]._replace(problem=problem and kept(problem))
    return comparisons


def run_and_judge(
    task: Task, module: ModuleType, case: Case, expected: Results, notes: list[str] | None = None
) -> Problem | None:
    """What is wrong on one case, with a module as it is."""
    return judge_task(task, partial(contextlib.nullcontext, module), [(case, expected)], notes)[0].problem


def outcome(
    task: Task, module: ModuleType, case: Case, *notes: list[str] | None, call: Callable[..., Results] = run_task
) -> Results | Problem:
    """The results of the student's code on one case, or the problem that it stopped with."""
    try:
        return call(task, module, case, *notes)
    except (Exception, SystemExit) as error:
        return crash_problem(task, error, case)


def judge_outcome(task: Task, case: Case, expected: Results, got: Results | Problem) -> Problem | None:
    """What is wrong with one run."""
    return got if isinstance(got, Problem) else judge(task, case, expected, got)
