"""Functions that call others which students write too: what the labs share that check them one without the other.

The check puts fakes in the place of the others: functions with formulas of their own, linear in upstream gradients and
neither even nor symmetric in anything else, which note what they are given. So only their use is tested, what is wrong
with it can be told in words, and the right ones are not needed.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np

from cs_nn.checks import Case, Problem, Results, Task, compare, replaced, to_array
from cs_nn.checks.fingerprints import asked
from cs_nn.language import lazy as _

FAKE = "fake_"
#: Stands for the true results where the student's other functions are unfinished.
UNKNOWN = 0
#: What the fakes were given, call by call: (function, its arguments by name).
Calls = list[tuple[str, dict[str, np.ndarray]]]


def run_with_fakes(
    function: Callable[[ModuleType, Case], Results],
    fakes: Callable[[Case, Calls], dict[str, Callable]],
    noted: Callable[[Calls], dict[str, Any]],
) -> Callable[[ModuleType, Case], Results]:
    """The ``run`` of a task: the true results, then those with fakes, as ``fake_h``, ..., and what these were given.

    A function that calls no fake gives the true results. ``fakes(case, calls)`` are the fakes by name, which note in
    `calls` what they are given, and ``noted(calls)`` are the results that tell it.
    """

    def run(module, case):
        calls, copy = [], deepcopy(dict(case))
        with replaced(module, **fakes(case, calls)):
            fake = function(module, case)
        own = fake
        if calls:
            try:
                own = {name: to_array(value, name) for name, value in function(module, copy).items()}
            except Exception:  # the student's other functions may be unfinished; they are not what is checked here
                own = dict.fromkeys(fake, UNKNOWN)
        return {**own, **{f"{FAKE}{name}": value for name, value in fake.items()}, **noted(calls)}

    return run


def judge_with_fakes(
    hint_of: Callable[[Case, Results, Results], str], judge: Callable[..., Problem | None] = compare
) -> Callable[[Task, Case, Results, Results], Problem | None]:
    """The ``judge`` of a task: the results are right if they are the true ones, or right with the fakes.

    ``hint_of(case, expected, got)`` says which call gets something wrong.
    """

    def judge_both(task, case, expected, got):
        names = [name.removeprefix(FAKE) for name in expected if name.startswith(FAKE)]
        problem = judge(task, case, expected, got, names)
        if problem is None or not asked(got):
            return problem
        true = got
        expected, got = (
            {**results, **{name: results[f"{FAKE}{name}"] for name in names}} for results in (expected, got)
        )
        with_fakes = judge(task, case, expected, got, names)
        if with_fakes is None or with_fakes.mistake in ("wrong-order", "wrong-shape", "transposed"):
            return with_fakes
        hint = hint_of(case, expected, got)
        if all(np.shape(true[name]) == () and true[name] == UNKNOWN for name in names):
            problem = replace(
                with_fakes,
                what=_("{with_fakes_name} is wrong").format(with_fakes_name=with_fakes.name),
                numbers="",
                got=None,
                expected=None,
            )
        # What is said to be wrong, and its numbers, are those of the true run: the fakes' say nothing to a student.
        return replace(problem, hint=hint, mistake="composition") if hint else problem

    return judge_both
