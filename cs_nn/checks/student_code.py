"""What a check asks of a student's code: results on the inputs of a task, and experiments when they are wrong.

The check itself asks nothing else. So it is the same whether the code runs here, as in a notebook, or ran in a process
of its own that wrote the answers down, as in the grader.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Sequence
from types import ModuleType

from cs_nn.checks.crashes import crash_problem
from cs_nn.checks.probes import Answers, answers
from cs_nn.checks.running import run_again, run_task
from cs_nn.checks.slopes import slope_errors
from cs_nn.checks.task import Case, Problem, Results, Task

#: Gives the student's module, loaded afresh.
Load = Callable[[], contextlib.AbstractContextManager[ModuleType]]


def outcome(
    task: Task, module: ModuleType, case: Case, *notes: list[str] | None, call: Callable[..., Results] = run_task
) -> Results | Problem:
    """The results of the student's code on one case, or the problem that it stopped with."""
    try:
        return call(task, module, case, *notes)
    except (Exception, SystemExit) as error:
        return crash_problem(task, error, case)


class StudentCode:
    """One function of a student's, and the inputs on which it is asked.

    Parameters
    ----------
    task : the task that the function is written for
    load : gives the module, loaded afresh
    cases : the inputs
    """

    def __init__(self, task: Task, load: Load, cases: Sequence[Case]):
        self.task, self.load, self.cases = task, load, list(cases)

    def first(self) -> tuple[list[Results | Problem], list[str]]:
        """The outcome of each case in a first call, and notes on what is odd but not wrong."""
        notes: list[str] = []
        with self.load() as module:
            return [outcome(self.task, module, case, notes) for case in self.cases], notes

    def again(self, numbers: Collection[int]) -> dict[int, Results | Problem]:
        """The outcomes of some cases after calls with other inputs, by a module that is loaded afresh.

        What a first call keeps of the case itself would hide what is kept.
        """
        with self.load() as module:
            return {number: outcome(self.task, module, self.cases[number], call=run_again) for number in numbers}

    def alone(self, number: int) -> Results | None:
        """The results of one case when nothing else was called before; None if it stops."""
        with self.load() as module, contextlib.suppress(Exception, SystemExit):
            return run_task(self.task, module, self.cases[number])
        return None

    def answers(self, number: int, inputs: Collection[str]) -> Answers | None:
        """How the results of one case answer to changed inputs (`cs_nn.checks.probes`); None if the function stops."""
        with self.load() as module, contextlib.suppress(Exception, SystemExit):
            return answers(self.task, module, self.cases[number], inputs)
        return None

    def slope_errors(self, number: int, got: Results) -> dict[str, float]:
        """The errors of the gradients in `got` as slopes of the student's own forward pass (`cs_nn.checks.slopes`)."""
        with self.load() as module:
            return slope_errors(self.task, module, self.cases[number], got)
