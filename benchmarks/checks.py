"""What the visible checks cost: a passing one against the student's code alone, and all hints of a failing one."""

from __future__ import annotations

import contextlib
import functools
import importlib
import time
from collections.abc import Iterator

from benchmarks import Comparison, compare_times
from cs_nn import checks
from cs_nn.checks.fingerprints import load_known
from cs_nn.tools.labs import load_labs


def compare() -> Iterator[Comparison]:
    """For each lab: check / running the functions on the same inputs, over all its tasks."""
    for lab in load_labs():
        runs = [
            (
                task,
                importlib.import_module(f"cs_nn.{task.module}"),
                checks.visible_cases(task),
                checks.load_expected(lab, task),
            )
            for task in checks.lab_tasks(lab).values()
        ]

        def check(runs=runs):
            for task, module, cases, expected in runs:
                assert not any(checks.run_and_judge(task, module, case, want) for case, want in zip(cases, expected))

        def run(runs=runs):
            for task, module, cases, _ in runs:
                for case in cases:
                    checks.run_task(task, module, case)

        yield compare_times(f"{lab}: passing checks / the functions alone", check, run, repetitions=7)


def slowest_hints() -> tuple[float, str]:
    """(seconds, task) of the check that takes longest if no known mistake fits: all are tried, then experiments."""
    found = []
    for lab in load_labs():
        for task in checks.lab_tasks(lab).values():
            module, cases = importlib.import_module(f"cs_nn.{task.module}"), checks.visible_cases(task)
            spoiled = [
                {
                    name: value + value.dtype.type(0.37) if value.dtype.kind == "f" else value
                    for name, value in results.items()
                }
                for results in checks.load_expected(lab, task)
            ]
            start = time.perf_counter()
            load = functools.partial(contextlib.nullcontext, module)
            code = checks.StudentCode(task, load, cases)
            comparisons, _ = checks.judge_code(code, spoiled)
            problem = checks.first_problem(comparisons, functools.partial(load_known, lab, task.name))
            if problem is not None:
                checks.experiment(lab, code, [each.problem for each in comparisons], problem)
            found.append((time.perf_counter() - start, task.name))
    return max(found)
