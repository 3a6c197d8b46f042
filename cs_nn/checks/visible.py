"""The visible check: ``check("softmax_loss_naive")`` in a notebook.

Fixed inputs, expected results from a file made with the worked solution, known mistakes by their fingerprints. The
grader uses the same tasks with fresh inputs.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import ModuleType

from cs_nn.checks.comparing import judge_code
from cs_nn.checks.crashes import crash_hint, describe_exception
from cs_nn.checks.diagnosis import first_problem
from cs_nn.checks.fingerprints import load_known
from cs_nn.checks.judging import judge, kept
from cs_nn.checks.message import CheckFailed, say
from cs_nn.checks.probes import second_look
from cs_nn.checks.report import likely, may_be_the_cause, read_again, report, show_heat_map
from cs_nn.checks.saved_module import saved_module
from cs_nn.checks.slopes import said_of_errors, said_of_slope
from cs_nn.checks.stored import find_task, load_answers, load_expected, visible_cases
from cs_nn.checks.student_code import StudentCode
from cs_nn.checks.task import Problem, Task
from cs_nn.language import lazy as _


@dataclass(frozen=True)
class Verdict:
    """What a check says of one function: its lines, and what is wrong (None if nothing is)."""

    lines: list[tuple[str, str]]
    problem: Problem | None = None
    picture: Problem | None = None  #: the problem that a picture of the error explains


def check(name: str) -> None:
    """Check one function of the lab on fixed inputs; `CheckFailed` says what is wrong.

    Prints one line if everything agrees. The code that is checked is the module of ``cs_nn`` as it is saved.
    """
    lab, task = find_task(name)
    with _saying_where_it_was_stopped(task):
        verdict = verdict_on(lab, StudentCode(task, partial(student_module, task), visible_cases(task)))
    if verdict.problem is None:
        for style, line in verdict.lines:
            say(style, line)
        return
    lines = verdict.lines
    if verdict.problem.mistake != "stub":
        lines = lines + read_again(lab, task.name)
    if verdict.picture is not None:
        show_heat_map(verdict.picture)
    raise CheckFailed(lines, verdict.problem.mistake) from None


def verdict_on(lab: str, code: StudentCode, brief: bool = False) -> Verdict:
    """The verdict on a student's code, on the visible inputs. `CheckFailed` if it can't be loaded.

    A `brief` one says nothing of what is written and wrong but its first problem: no name, no experiments, no lines.
    """
    task, cases, expected = code.task, code.cases, load_expected(lab, code.task)
    comparisons, notes = judge_code(code, expected, brief)
    notes, problems = list(dict.fromkeys(notes)), [each.problem for each in comparisons]
    first = first_problem(comparisons, (lambda: None) if brief else partial(load_known, lab, task.name))
    if brief and first is not None and first.mistake != "stub":
        return Verdict([], first)
    if first is None:
        lines = [("pass", _("{task}: correct in all {count} comparisons.").format(task=task.name, count=len(cases)))]
        errors = said_of_errors(task, partial(code.slope_errors, 0), comparisons)
        return Verdict(
            [
                *lines,
                *([("", errors)] if errors else []),
                *(("", _("Note: {note}").format(note=note)) for note in notes),
            ]
        )
    first = problem = _right_when_alone(code, expected, problems) or first
    if not first.hint:
        problem = experiment(lab, code, problems, first)
    number = next(number for number, each in enumerate(problems) if each is not None)
    # Of results that differ from call to call a comparison with slopes tells nothing.
    slope = "" if problem.mistake == "memory" else said_of_slope(
        task, partial(code.slope_errors, number), first, comparisons[number])  # fmt: skip
    lines = report(task, cases, problems, problem, slope)
    if problem.mistake == "stub":
        return Verdict(lines, problem)
    lines += [("", _("Note: {note}").format(note=note)) for note in notes if may_be_the_cause(note, first)]
    return Verdict(lines, problem, None if first.hint else first)  # a known mistake needs no picture


@contextlib.contextmanager
def _saying_where_it_was_stopped(task):
    """When the student interrupts the kernel, as for a loop without end: the line, and no long traceback."""
    try:
        yield
    except KeyboardInterrupt as error:
        stopped = CheckFailed(
            [("fail", _("{task}: stopped while it ran").format(task=task.name)), ("", describe_exception(task, error))]
        )
        error._render_traceback_ = stopped._render_traceback_
        raise


def _right_when_alone(code, expected, problems):
    """The first problem if it is not there when the module is loaded afresh and called on these inputs only."""
    number = next(number for number, problem in enumerate(problems) if problem is not None)
    if number and problems[number].wrong:
        got = code.alone(number)
        if got is not None and judge(code.task, code.cases[number], expected[number], got) is None:
            return kept(problems[number])
    return None


def experiment(lab: str, code: StudentCode, problems: Sequence[Problem | None], first: Problem) -> Problem:
    """The first problem, with the hint that changed inputs give (`cs_nn.checks.probes`), if there is one."""
    right = load_answers(lab, code.task)
    for number, problem in enumerate(problems):
        found = problem and problem.name and second_look(
            code.task, code.answers, code.cases, right, number, problem.name)  # fmt: skip
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
            said = f"{error.msg}{f': {error.text.strip()}' if error.text else ''}"
            if error.lineno:
                said = _("line {number}: {error}").format(number=error.lineno, error=said)
            raise CheckFailed(
                [
                    ("fail", _("{task}: cs_nn/{file} can't be read as Python").format(task=task.name, file=name)),
                    ("", said),
                    *([likely(_ENCODING)] if _is_encoding(error) else []),
                ],
                "syntax-error",
            ) from None
        except (Exception, SystemExit) as error:
            raise CheckFailed(
                [
                    (
                        "fail",
                        _("{task}: cs_nn/{file} can't be imported").format(task=task.name, file=f"{task.module}.py"),
                    ),
                    ("", describe_exception(task, error)),
                    *([likely(hint)] if (hint := crash_hint(error)) else []),
                ],
                type(error).__name__,
            ) from None
        yield module


_ENCODING = _("the file is not saved as UTF-8: choose this encoding in your editor and save it again.")


def _is_encoding(error):
    return "null bytes" in error.msg or "'utf-8' codec" in error.msg
