"""The visible check: ``check("softmax_loss_naive")`` in a notebook.

Fixed inputs, expected results from a file made with the worked solution, known mistakes by their fingerprints. The
grader uses the same tasks with fresh inputs.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType

from cs_nn.checks.comparing import judge_task
from cs_nn.checks.crashes import crash_hint, describe_exception
from cs_nn.checks.diagnosis import first_problem
from cs_nn.checks.fingerprints import load_known
from cs_nn.checks.judging import judge, kept
from cs_nn.checks.message import CheckFailed, say
from cs_nn.checks.probes import second_look
from cs_nn.checks.report import may_be_the_cause, read_again, report, show_heat_map
from cs_nn.checks.running import run_task
from cs_nn.checks.saved_module import saved_module
from cs_nn.checks.slopes import said_of_errors, said_of_slope
from cs_nn.checks.stored import find_task, load_answers, load_expected, visible_cases
from cs_nn.checks.task import Case, Problem, Task


def check(name: str) -> None:
    """Check one function of the lab on fixed inputs; `CheckFailed` says what is wrong.

    Prints one line if everything agrees. The code that is checked is the module of ``cs_nn`` as it is saved.
    """
    lab, task = find_task(name)
    cases, expected, notes = visible_cases(task), load_expected(lab, task), []
    load = partial(student_module, task)
    with _saying_where_it_was_stopped(task):
        comparisons = judge_task(task, load, list(zip(cases, expected)), notes)
    notes, problems = list(dict.fromkeys(notes)), [each.problem for each in comparisons]
    first = first_problem(comparisons, partial(load_known, lab, name))
    if first is not None:
        first = problem = _right_when_alone(task, load, cases, expected, problems) or first
        with load() as module:
            if not first.hint:
                problem = experiment(lab, task, module, cases, problems, first)
            failed = next(each for each in comparisons if each.problem is not None)
            # Of results that differ from call to call a comparison with slopes tells nothing.
            slope = "" if problem.mistake == "memory" else said_of_slope(task, module, first, failed)
        lines = report(task, cases, problems, problem, slope)
        if problem.mistake != "stub":
            lines += [("", f"Note: {note}") for note in notes if may_be_the_cause(note, first)]
            lines += read_again(lab, task)
            if not first.hint:  # a known mistake needs no picture
                show_heat_map(first)
        raise CheckFailed(lines, problem.mistake) from None
    say("pass", f"{task.name}: correct in all {len(cases)} comparisons.")
    with load() as module:
        errors = said_of_errors(task, module, comparisons)
    if errors:
        say("", errors)
    for note in notes:
        say("", f"Note: {note}")


@contextlib.contextmanager
def _saying_where_it_was_stopped(task):
    """When the student interrupts the kernel, as for a loop without end: the line, and no long traceback."""
    try:
        yield
    except KeyboardInterrupt as error:
        stopped = CheckFailed([("fail", f"{task.name}: stopped while it ran"), ("", describe_exception(task, error))])
        error._render_traceback_ = stopped._render_traceback_
        raise


def _right_when_alone(task, load, cases, expected, problems):
    """The first problem if it is not there when the module is loaded afresh and called on these inputs only."""
    number = next(number for number, problem in enumerate(problems) if problem is not None)
    if number and problems[number].wrong:
        with load() as fresh, contextlib.suppress(Exception, SystemExit):
            got = run_task(task, fresh, cases[number])
            if judge(task, cases[number], expected[number], got) is None:
                return kept(problems[number])
    return None


def experiment(
    lab: str, task: Task, module: ModuleType, cases: Sequence[Case], problems: Sequence[Problem | None], first: Problem
) -> Problem:
    """The first problem, with the hint that changed inputs give (`cs_nn.checks.probes`), if there is one."""
    right = load_answers(lab, task)
    for number, problem in enumerate(problems):
        found = problem and problem.name and second_look(task, module, cases, right, number, problem.name)
        if found:
            hint, mistake = found
            return replace(first, hint=hint, mistake=mistake)
    return first


@contextlib.contextmanager
def student_module(task: Task) -> Iterator[ModuleType]:
    """The student's module as it is saved; `CheckFailed` says why it can't be loaded."""
    with contextlib.ExitStack() as stack:
        try:
            module = stack.enter_context(saved_module(task.module))
        except SyntaxError as error:
            name = Path(error.filename or f"{task.module}.py").name
            text = f": {error.text.strip()}" if error.text else ""
            place = f"line {error.lineno}: " if error.lineno else ""
            raise CheckFailed(
                [
                    ("fail", f"{task.name}: cs_nn/{name} can't be read as Python"),
                    ("", f"{place}{error.msg}{text}"),
                    *([("hint", f"Likely mistake: {_ENCODING}")] if _is_encoding(error) else []),
                ],
                "syntax-error",
            ) from None
        except (Exception, SystemExit) as error:
            raise CheckFailed(
                [
                    ("fail", f"{task.name}: cs_nn/{task.module}.py can't be imported"),
                    ("", describe_exception(task, error)),
                    *([("hint", f"Likely mistake: {hint}")] if (hint := crash_hint(error)) else []),
                ],
                type(error).__name__,
            ) from None
        yield module


_ENCODING = "the file is not saved as UTF-8: choose this encoding in your editor and save it again."


def _is_encoding(error):
    return "null bytes" in error.msg or "'utf-8' codec" in error.msg
