"""Each mutant is rejected by both checks, and named as what it is."""

import contextlib
import functools
import importlib
import io

import pytest

from cs_nn.tools import checks, fingerprints
from cs_nn.tools.labs import load_labs
from grading.hidden_checks import hidden_cases
from grading.mistakes import NOTHING, load_mistakes, load_right, mutant_module, parse
from grading.reference import known_mistakes

LABS = [lab for lab in load_labs() if load_mistakes(lab)]
TASKS = [(lab, task) for lab in LABS for task in load_mistakes(lab)]
#: Share of the mutants that the grader must name as the notebook does.
ALIKE = 0.95


@functools.lru_cache(maxsize=2)
def inputs(lab, name, hidden):
    """(case, the worked solution's results) of a check."""
    task = checks.lab_tasks(lab)[name]
    if not hidden:
        return list(zip(checks.visible_cases(task), checks.load_expected(lab, task)))
    module = importlib.import_module(f"cs_nn.{task.module}")
    return [(case, checks.run_task(task, module, case)) for case in hidden_cases(lab, name, 7)]


def problem_of(lab, mutant, hidden, known):
    """What a check finds."""
    task = checks.lab_tasks(lab)[mutant.task]
    with contextlib.redirect_stdout(io.StringIO()):
        comparisons = checks.judge_task(task, functools.partial(mutant_module, task, mutant),
                                        inputs(lab, mutant.task, hidden))
    return (checks.main_problem if hidden else checks.first_problem)(task, comparisons, lambda: known)


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "task"), TASKS)
def test_mutants_fail_the_visible_check_and_are_named(lab, task):
    known, found = fingerprints.load_known(lab, task), []
    for mutant in load_mistakes(lab)[task]:
        problem = problem_of(lab, mutant, False, known)
        if problem is None:
            found.append(f"{mutant}: passes")
        elif mutant.id != NOTHING and (problem.mistake != mutant.id or mutant.sentence not in (
                problem.hint if mutant.own else f"{problem.what} {problem.hint}")):
            found.append(f"{mutant}: is named {problem.mistake}: {problem.what}: {problem.hint}")
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "task"), TASKS)
def test_mutants_fail_the_hidden_check(lab, task, record_property):
    its_task = checks.lab_tasks(lab)[task]
    cases, expected = zip(*inputs(lab, task, True))
    stored = fingerprints.load_known(lab, task)
    known = stored and known_mistakes(lab, its_task, cases, expected, stored.names)
    passing, other = [], []
    mutants = load_mistakes(lab)[task]
    for mutant in mutants:
        problem = problem_of(lab, mutant, True, known)
        if problem is None:
            passing.append(str(mutant))
        elif mutant.own and problem.mistake != mutant.id:
            other.append(f"{mutant}: is named {problem.mistake}")
    assert not passing, "\n".join(passing)
    assert len(other) <= (1 - ALIKE) * len(mutants), "\n".join(other)


@pytest.mark.parametrize("lab", LABS)
def test_right_versions_are_told_no_mistake(lab):
    """As the bases of mutants they are run like them."""
    for task in checks.lab_tasks(lab):
        for right in load_right(lab, task):
            assert problem_of(lab, right, False, fingerprints.load_known(lab, task)) is None, right


@pytest.mark.parametrize("lab", LABS)
def test_stored_fingerprints_are_those_of_the_table(lab):
    for task, mutants in load_mistakes(lab).items():
        known = fingerprints.load_known(lab, task)
        own = [(mutant.id, mutant.sentence) for mutant in mutants if mutant.own]
        assert own == (known.mistakes if known else [])
        if not own:  # rules name them all
            continue
        cases, expected = zip(*inputs(lab, task, False))
        fresh = known_mistakes(lab, checks.lab_tasks(lab)[task], cases, expected, known.names)
        assert abs(fresh.prints - known.prints).max() < fingerprints.NEAR


@pytest.mark.parametrize(("table", "message"), [
    ("== a_task\nno-sentence\n    a -> b\n", "no-sentence: a sentence is missing"),
])
def test_a_table_that_can_not_be_read_says_where(table, message):
    with pytest.raises(ValueError, match=message):
        list(parse(table))
