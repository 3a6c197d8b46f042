"""The checks are held to account by small changes of each worked solution, as in mutation testing.

Both checks must reject each of them, unless ``equivalent_mutants.toml`` says why it is right.
"""

import contextlib
import functools
import importlib
import inspect
import io
import textwrap
import tomllib
from pathlib import Path

import numpy as np
import pytest
from automatic_mutants import mutants
from test_versions import time_limited

from cs_nn import checks
from cs_nn.tools.labs import load_labs
from grading.fresh_inputs import hidden_cases
from grading.mistakes import NOTHING, Mutant, mutant_module, place_of

TASKS = [(lab, task) for lab in load_labs() for task in checks.lab_tasks(lab)]
EQUIVALENT = tomllib.loads(Path(__file__).with_name("equivalent_mutants.toml").read_text(encoding="utf-8"))
#: Seconds for all inputs of a check: a loop without an end is a wrong version too.
TIME_LIMIT = 10


def is_rejected(task, mutant, inputs):
    """Whether a check with these inputs, (case, expected results), rejects the mutant."""
    load = functools.partial(mutant_module, task, mutant)
    try:
        with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"), time_limited(TIME_LIMIT):
            for call in (checks.run_task, checks.run_again):  # as judge_task, but only up to the first problem
                with load() as module:
                    for case, expected in inputs:
                        got = checks.outcome(task, module, case, call=call)
                        if checks.judge_outcome(task, case, expected, got) is not None:
                            return True
    except TimeoutError:
        return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "name"), TASKS)
def test_checks_reject_all_small_changes_but_equivalent_ones(lab, name):
    task = checks.lab_tasks(lab)[name]
    worked = importlib.import_module(f"cs_nn.{task.module}")
    visible = list(zip(checks.visible_cases(task), checks.load_expected(lab, task)))
    hidden = [(case, checks.run_task(task, worked, case)) for case in hidden_cases(lab, name, 7)]
    owner, function = place_of(worked, name)
    accepted = {"visible": set(), "hidden": set()}
    for words, code in mutants(textwrap.dedent(inspect.getsource(vars(owner)[function]))):
        mutant = Mutant(name, NOTHING, "", words, False, code)
        for kind, inputs in (("visible", visible), ("hidden", hidden)):
            if not is_rejected(task, mutant, inputs):
                accepted[kind].add(words)
    equivalent = {words for its in EQUIVALENT.get(name, {}).values() for words in its}
    assert accepted == {"visible": equivalent, "hidden": equivalent}


def test_equivalent_mutants_are_of_tasks():
    assert set(EQUIVALENT) <= {task for _, task in TASKS}
