"""Running a task on several inputs, twice each, and judging what comes."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import partial
from types import ModuleType

from cs_nn.checks.judging import judge, kept
from cs_nn.checks.student_code import Load, StudentCode
from cs_nn.checks.task import Case, Comparison, Problem, Results, Task


def judge_code(
    code: StudentCode, expected: Sequence[Results], brief: bool = False
) -> tuple[list[Comparison], list[str]]:
    """What is wrong on each of the inputs, and notes on what is odd but not wrong.

    First each case is run by itself. If that is right, it is run after a call with other inputs; if it is to be
    `brief`, only where nothing is wrong so far.
    """
    runs, notes = code.first()
    comparisons = [
        Comparison(case, want, judge_outcome(code.task, case, want, got), got)
        for case, want, got in zip(code.cases, expected, runs)
    ]
    right = [number for number, each in enumerate(comparisons) if each.problem is None]
    if brief and any(each.problem is not None and each.problem.mistake != "stub" for each in comparisons):
        return comparisons, notes
    if right:
        for number, got in code.again(right).items():
            problem = judge_outcome(code.task, code.cases[number], expected[number], got)
            comparisons[number] = comparisons[number]._replace(problem=problem and kept(problem))
    return comparisons, notes


def judge_task(task: Task, load: Load, inputs: Sequence[tuple[Case, Results]]) -> list[Comparison]:
    """What is wrong on each of the inputs, (case, expected results)."""
    code = StudentCode(task, load, [case for case, _ in inputs])
    return judge_code(code, [expected for _, expected in inputs])[0]


def run_and_judge(task: Task, module: ModuleType, case: Case, expected: Results) -> Problem | None:
    """What is wrong on one case, with a module as it is."""
    return judge_task(task, partial(contextlib.nullcontext, module), [(case, expected)])[0].problem


def judge_outcome(task: Task, case: Case, expected: Results, got: Results | Problem) -> Problem | None:
    """What is wrong with one run."""
    return got if isinstance(got, Problem) else judge(task, case, expected, got)
