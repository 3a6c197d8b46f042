"""Right but unusual versions pass both checks, by the code that grades (wrong ones: `test_mistakes`)."""

import contextlib
import importlib
import io
import linecache
import signal
import types

import numpy as np
import pytest
from versions import load_versions, module_with, names_of

from cs_nn import checks
from cs_nn.tools.labs import load_labs
from grading.fresh_inputs import hidden_cases
from grading.hidden_checks import run_hidden_checks
from grading.overlay import PACKAGE

TASKS = [(lab, task) for lab in load_labs() for task in checks.lab_tasks(lab)]
#: Versions of each task, and of all tasks of a lab.
AT_LEAST = {"wrong": 6, "odd": 3}
AT_LEAST_IN_LAB = {"wrong": 30, "odd": 15}


def solution(lab, task):
    """The text of the module that holds a task."""
    return (PACKAGE / f"{checks.lab_tasks(lab)[task].module}.py").read_text(encoding="utf-8")


def hand_in(lab, folder, versions=()):
    """The package that a hand-in of the worked solution is graded with, some tasks replaced by versions."""
    tasks = checks.lab_tasks(lab)
    (folder / "submitted").mkdir()
    for module in {task.module for task in tasks.values()}:
        text = (PACKAGE / f"{module}.py").read_text(encoding="utf-8")
        replaced = [version for version in versions if tasks[version.task].module == module]
        (folder / "submitted" / f"{module}.py").write_text(module_with(text, replaced), encoding="utf-8")
    return folder / "submitted"


def loader(lab, version, folder):
    """A function that loads a hand-in with one version afresh, as often as it is called."""
    task = checks.lab_tasks(lab)[version.task]
    path = folder / f"{task.module}.py"  # a file, so that the check can read the source
    text = module_with(solution(lab, version.task), [version])
    path.write_text(text, encoding="utf-8")
    linecache.checkcache(str(path))
    code = compile(text, path, "exec")

    @contextlib.contextmanager
    def load():
        module = types.ModuleType(f"cs_nn.{task.module}")
        module.__file__ = str(path)
        exec(code, vars(module))
        yield module

    return load


def visible_problem(version, lab, folder, monkeypatch):
    """What the visible check finds: the words that the student reads and the id of the mistake; None if it passes."""
    monkeypatch.setattr(checks.visible, "student_module", lambda task: load())
    load = loader(lab, version, folder)
    try:
        checks.check(version.task)
    except checks.CheckFailed as failed:
        return str(failed), failed.mistake
    return None


@pytest.mark.parametrize("kind", AT_LEAST)
@pytest.mark.parametrize(("lab", "task"), TASKS)
def test_there_are_enough_versions(kind, lab, task):
    versions = load_versions(kind, lab, task)
    assert len({version.name for version in versions}) == len(versions) >= AT_LEAST[kind]
    assert all(version.what for version in versions), "a version without a docstring"


@pytest.mark.parametrize("kind", AT_LEAST_IN_LAB)
@pytest.mark.parametrize("lab", load_labs())
def test_there_are_enough_versions_in_a_lab(kind, lab):
    assert sum(len(load_versions(kind, lab, task)) for task in checks.lab_tasks(lab)) >= AT_LEAST_IN_LAB[kind]


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "task"), TASKS)
def test_odd_versions_pass_the_visible_check(lab, task, tmp_path, monkeypatch, record_property):
    versions = load_versions("odd", lab, task)
    found = [f"{version}: {problem}" for version in versions
             if (problem := visible_problem(version, lab, tmp_path, monkeypatch))]  # fmt: skip
    record_property("odd", [lab, len(versions), len(versions) - len(found)])
    assert not found, "\n".join(found)


def hidden_inputs(lab, task, seed):
    """The cases of a hidden check with the worked solution's results.

    As in the grader: the way in which a function works is looked at on the first one.
    """
    its_task = checks.lab_tasks(lab)[task]
    worked = importlib.import_module(f"cs_nn.{its_task.module}")
    first, *others = hidden_cases(lab, task, seed)
    cases = [first, *({**case, "again": True} for case in others)]
    return [(case, checks.run_task(its_task, worked, case)) for case in cases]


def hidden_problem(lab, version, inputs, folder, time_limit=20):
    """What the hidden check finds: inputs, results and verdict as in the grader's processes, but in this one.

    `test_versions_of_all_tasks_through_the_sandbox` takes the whole way, which costs seconds for each hand-in.
    """
    with time_limited(time_limit), contextlib.redirect_stdout(io.StringIO()), np.errstate():
        comparisons = checks.judge_task(checks.lab_tasks(lab)[version.task], loader(lab, version, folder), inputs)
    found = checks.main_problem(comparisons)
    return found and found.what


@contextlib.contextmanager
def time_limited(seconds):
    """`TimeoutError` after so many seconds of the processor, where there are alarms."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "task"), TASKS)
def test_odd_versions_pass_the_hidden_check(lab, task, tmp_path):
    inputs = hidden_inputs(lab, task, 11)
    found = [f"{version}: {problem}" for version in load_versions("odd", lab, task)
             if (problem := hidden_problem(lab, version, inputs, tmp_path))]  # fmt: skip
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("kind", AT_LEAST)
@pytest.mark.parametrize("lab", load_labs())
@pytest.mark.usefixtures("unnamed")
def test_versions_of_all_tasks_through_the_sandbox(lab, kind, tmp_path):
    """They are named in `test_mistakes`."""
    chosen, names = [], set()
    for task in checks.lab_tasks(lab):
        versions = load_versions(kind, lab, task)
        chosen.append(next((version for version in versions if not names & names_of(version)), versions[0]))
        names |= names_of(chosen[-1])
    submitted = hand_in(lab, tmp_path, chosen)
    problems = run_hidden_checks(lab, list(checks.lab_tasks(lab)), submitted, seed=7)
    assert {task for task, problem in problems.items() if problem} == (set(problems) if kind == "wrong" else set())


@pytest.mark.parametrize("seeds", [range(1), pytest.param(range(1, 5), marks=pytest.mark.slow)], ids=["once", "often"])
@pytest.mark.parametrize("lab", load_labs())
def test_solution_passes(lab, seeds, tmp_path):
    names = list(checks.lab_tasks(lab))
    submitted = hand_in(lab, tmp_path)
    for seed in seeds:
        assert run_hidden_checks(lab, names, submitted, seed) == dict.fromkeys(names)


@pytest.mark.parametrize("lab", load_labs())
def test_stub_fails(lab, tmp_path):
    problems = run_hidden_checks(lab, list(checks.lab_tasks(lab)), tmp_path, seed=1)
    assert {problem.mistake for problem in problems.values()} == {"stub"}
