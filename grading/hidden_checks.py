"""The checks of a submission: visible and fresh inputs, results from a process of the student's code, verdicts here.

The worked solution runs in this process, the student's code in another one that knows only the
inputs. So there is nothing in reach of a student's code that would tell what is expected, and
nothing it prints, patches or raises can count as right: only arrays that agree do.
"""

from __future__ import annotations

import functools
import importlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import ModuleType

from threadpoolctl import threadpool_limits

from cs_nn import checks
from cs_nn.checks import Problem
from cs_nn.checks.tasks import _loops
from cs_nn.language import lazy as _
from grading.answers import LARGE_TIME_LIMIT, Limits
from grading.fresh_inputs import hidden_cases, large_file, wrong_of_large
from grading.plain import one_line
from grading.read_answers import read_array, read_outcome, read_results, recorded_verdict
from grading.reference import known_of
from grading.runner_process import collect_answers

#: Seconds for one task, MiB of memory: far above what is needed.
TIME_LIMIT = 20
MEMORY_LIMIT = 2048
#: Mistakes that are the same whatever else runs.
CERTAIN = "stub", "syntax-error"


@dataclass(frozen=True)
class Checked:
    """What the checks found of one task."""

    visible: checks.Verdict | None  #: what the notebook's own check says; None if it was not run, or did not end
    problem: Problem | None  #: what is wrong; None if the task is right
    seconds: float | None = None  #: how long the task ran


@threadpool_limits.wrap(limits=1, user_api="blas")  # products as small as ours take several threads longer
def run_checks(
    lab: str, names: list[str], submitted: Path, seed: int, large_seed: int, limits: Limits, visible: bool = True
) -> dict[str, Checked]:
    """The verdict on each task.

    Parameters
    ----------
    submitted : folder with the student's modules
    seed, large_seed : from `submission_seed`, of this submission and of all of this lab
    visible : whether the notebook's own checks run, too: then a task must be right in both
    """
    run = _Run(lab, submitted, seed, large_seed, visible)
    if not visible:
        return run.check(names, limits, together=False)
    started = time.monotonic()
    found = run.check(names, limits, together=True)
    # Something of the others may have spoiled what is wrong, so that it counts only if it is wrong alone.
    wrong = [name for name, each in found.items() if each.problem and each.problem.mistake not in CERTAIN]
    left = max(limits.submission_time - (time.monotonic() - started), 1.0)
    return found | (run.check(wrong, replace(limits, submission_time=left), together=False) if wrong else {})


class _Run:
    """The checks of one submission, on inputs that stay the same."""

    def __init__(self, lab: str, submitted: Path, seed: int, large_seed: int, visible: bool):
        self.lab, self.submitted, self.visible = lab, submitted, visible
        self.seed, self.large_seed = seed, large_seed
        self.inputs = functools.cache(self._inputs)

    def _inputs(self, name) -> tuple[list[checks.Case], Sequence[int]]:
        """The fresh inputs of a task, and the numbers of those that run again."""
        cases = hidden_cases(self.lab, name, self.seed)
        if not self.visible:
            return cases, range(len(cases))
        # The visible check has run all its inputs again, and looked at the way in which the function works.
        return [*cases[:1], *({**case, "again": True} for case in cases[1:])], [self.seed % len(cases)]

    def check(self, names: list[str], limits: Limits, *, together: bool) -> dict[str, Checked]:
        large = {name: large_file(self.lab, name, self.large_seed) for name in names}
        answers = collect_answers(
            self.lab,
            {name: self.inputs(name)[0] for name in names},
            {name: self.inputs(name)[1] for name in names},
            {name: path for name, (path, _) in large.items() if path},
            self.submitted,
            limits,
            visible=self.visible,
            together=together,
        )
        return {name: self._checked(name, large[name][1], answers[name], final=not together) for name in names}

    def _checked(self, name, large, answers, final) -> Checked:
        task, (cases, again) = checks.lab_tasks(self.lab)[name], self.inputs(name)
        verdict = recorded_verdict(self.lab, task, answers.parts, brief=not final) if self.visible else None
        if verdict is not None and verdict.problem:
            return Checked(verdict, verdict.problem, answers.seconds)
        late = answers.ending.startswith("late")
        if self.visible and verdict is None and answers.ending == "0":
            problem = Problem(_("it ended the Python process before it gave a result: os._exit?"), mistake="stopped")
        elif answers.ending == "0" or late and _reached(answers.parts, again):
            known = partial(known_of, self.lab, task) if final else lambda comparisons: None
            problem = _verdict(task, cases, again, [] if late else large, answers.parts, known)
            problem = problem or (too_slow() if late else None)
        else:
            problem = Problem(_early_end(answers.ending), mistake="stopped")
        return Checked(verdict, problem, answers.seconds)


def run_hidden_checks(
    lab: str,
    names: list[str],
    submitted: Path,
    seed: int,
    *,
    time_limit: float = TIME_LIMIT,
    memory: int = MEMORY_LIMIT,
) -> dict[str, Problem | None]:
    """What the hidden checks alone find wrong with each task: None if it is right."""
    limits = Limits(time_limit, time_limit * len(names), memory)
    return {
        name: found.problem for name, found in run_checks(lab, names, submitted, seed, 0, limits, visible=False).items()
    }


def too_slow() -> Problem:
    """The problem of a function that is right on small inputs, and runs out of time on large ones."""
    return Problem(
        _("it did not finish within {seconds} s on large inputs; on small ones it is right").format(
            seconds=LARGE_TIME_LIMIT
        ),
        _(
            "is there a loop where a product of matrices is meant, or a gradient by central differences, which takes "
            "two calls of the loss for each entry? Write the formula of the gradient."
        ),
        "slow",
    )


def _reached(answers, again):
    """Whether there are results of all small cases: second calls come last."""
    return {case for case, name in answers if name.startswith(checks.AGAIN)} >= set(map(str, again))


def _early_end(ending):
    kind, what = (*ending.split(" ", 1), "")[:2]
    if kind == "late":
        return _("it did not finish within {seconds} s: is there an endless loop?").format(seconds=one_line(what, 10))
    if kind == "much":
        return _("it wrote without end where its results are read")
    if kind == "excess":
        return _("it took too much {what}").format(what=one_line(what, 10))
    return _("it ended the Python process (exit status {status}): os._exit, a crash or too much memory?").format(
        status=one_line(ending)
    )


def _verdict(task, cases, again, large, answers, known) -> Problem | None:
    module = importlib.import_module(f"cs_nn.{task.module}")
    comparisons = []

    def answers_of(number):
        return {name: part for (n, name), part in answers.items() if n == str(number)}

    for number, case in enumerate(cases):
        its_answers = answers_of(number)
        expected = right_results(task, module, case)
        comparisons.append(_comparison(task, case, expected, its_answers, number in again))
        if not its_answers:  # the process ended here
            break
    problem = checks.main_problem(comparisons, partial(known, comparisons))
    for number, (case, expected) in enumerate(large, len(cases)):
        problem = problem or _large_verdict(task, case, expected, answers_of(number))
    return problem


def right_results(task: checks.Task, module: ModuleType, case: checks.Case) -> checks.Results:
    """What the worked solution gives. It has no loops, and counting its steps takes long."""
    with checks.replaced(_loops, python_steps=lambda *_: 0):
        return checks.run_task(task, module, case)


def _large_verdict(task, case, expected, answers):
    """The verdict on a large case; the mistakes that are known are not looked for, which would take long."""
    if "error" in answers or not answers:
        return _call_verdict(task, case, expected, _outcome(case, expected, answers))
    try:
        wrong = wrong_of_large(case, expected, {name: read_array(part) for name, part in answers.items()})
    except Exception as bad:
        return Problem(
            _("its results can't be read: {error}").format(error=one_line(bad)),
            about=case["about"],
            mistake="unreadable",
        )
    return Problem(_("{name} is wrong").format(name=wrong[0]), about=case["about"]) if wrong else None


def _comparison(task, case, expected, answers, again):
    first = {name: part for name, part in answers.items() if not name.startswith(checks.AGAIN)}
    got = _outcome(case, expected, first)
    problem = _call_verdict(task, case, expected, got)
    if problem is None and again:
        second = {name.removeprefix(checks.AGAIN): part for name, part in answers.items() if name not in first}
        problem = _call_verdict(task, case, expected, _outcome(case, expected, second))
        problem = problem and (problem if problem.mistake in ("stopped", "unreadable") else checks.kept(problem))
    return checks.Comparison(case, expected, problem, got)


def _outcome(case, expected, answers):
    """The results of one call, or the problem that it stopped with."""
    about = case.get("about", "")
    if "error" in answers:
        found = read_outcome(answers["error"], about, expected)
        return replace(found, certain=True) if isinstance(found, Problem) else found
    if not answers:
        return Problem(
            _("it ended the Python process before it gave a result: os._exit?"), about=about, mistake="stopped"
        )
    return read_results(answers, about, expected)


def _call_verdict(task, case, expected, got):
    """The verdict on one call."""
    try:
        return checks.judge_outcome(task, case, expected, got)
    except Exception as bad:  # results that no honest run gives, for example of an odd shape
        return Problem(
            _("its results do not fit the check ({kind})").format(kind=type(bad).__name__),
            about=case.get("about", ""),
            mistake="unreadable",
        )
