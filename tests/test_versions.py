"""The checkers are software too: right versions pass, wrong ones are rejected, by the code that grades."""

import importlib
import importlib.util
import multiprocessing
import os
import signal
import time
import types

import pytest
from versions import load_versions, module_with

from cs_nn.tools import checks
from cs_nn.tools.labs import load_labs
from grading.hidden_checks import hidden_cases, main_problem, run_hidden_checks
from grading.overlay import PACKAGE, build_overlay

TASKS = [(lab, task) for lab in load_labs() for task in checks.lab_tasks(lab)]
#: Versions of each task, and of all tasks of a lab.
AT_LEAST = {"wrong": 6, "odd": 3}
AT_LEAST_IN_LAB = {"wrong": 30, "odd": 15}


def versions_of(kind):
    return [
        pytest.param(lab, version, id=f"{lab}-{version}")
        for lab, task in TASKS
        for version in load_versions(kind, lab, task)
    ]


def solution(lab, task):
    """The text of the module that holds a task."""
    return (PACKAGE / f"{checks.lab_tasks(lab)[task].module}.py").read_text(encoding="utf-8")


def hand_in(lab, folder, version=None):
    """The package that a hand-in of the worked solution is graded with, one task replaced by a version."""
    (folder / "submitted").mkdir()
    for task in checks.lab_tasks(lab).values():
        text = solution(lab, task.name)
        if version and task.module == checks.lab_tasks(lab)[version.task].module:
            text = module_with(text, [version])
        (folder / "submitted" / f"{task.module}.py").write_text(text, encoding="utf-8")
    build_overlay(lab, folder / "submitted", folder / "overlay")
    return folder / "overlay"


def visible_problem(version, lab, folder, monkeypatch):
    """What the visible check finds: the words that the student reads and the id of the mistake; None if it passes."""
    task = checks.lab_tasks(lab)[version.task]
    path = folder / f"{task.module}.py"  # a file, so that the check can read the source
    path.write_text(module_with(solution(lab, version.task), [version]), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(f"cs_nn.{task.module}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(checks, "_import_student_module", lambda task: module)
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


def test_every_known_mistake_has_a_version():
    """Of some task: labs share mistakes. (That a version has no unknown one is seen when it is checked.)"""
    known = {mistake.id for lab, task in TASKS for mistake in checks.lab_tasks(lab)[task].mistakes}
    made = {version.mistake for lab, task in TASKS for version in load_versions("wrong", lab, task)}
    assert sorted(known - made) == []


@pytest.mark.parametrize(("lab", "version"), versions_of("wrong"))
def test_wrong_version_fails_the_visible_check_and_is_named(lab, version, tmp_path, monkeypatch):
    problem = visible_problem(version, lab, tmp_path, monkeypatch)
    assert problem is not None
    words, mistake = problem
    assert version.hint in words
    assert mistake == version.mistake or not version.mistake


@pytest.mark.parametrize(("lab", "version"), versions_of("odd"))
def test_odd_version_passes_the_visible_check(lab, version, tmp_path, monkeypatch):
    assert visible_problem(version, lab, tmp_path, monkeypatch) is None


def hidden_problem(version, lab, seed, folder, time_limit=20, of=lambda problem: problem.what):
    """What the hidden check finds, in a forked child: inputs, results and verdict as in the grader's processes.

    `of` says what of the `Problem` to return.

    `test_some_versions_through_the_sandbox` takes the whole way, which costs half a second for each version.
    """
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    task = checks.lab_tasks(lab)[version.task]
    receiver, sender = multiprocessing.Pipe(duplex=False)
    child = os.fork()
    if child == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            worked = importlib.import_module(f"cs_nn.{task.module}")
            theirs = types.ModuleType(f"cs_nn.{task.module}")
            path = folder / f"{task.module}.py"  # a file, so that the check can read the source
            text = module_with(solution(lab, version.task), [version])
            path.write_text(text, encoding="utf-8")
            theirs.__file__ = str(path)
            exec(compile(text, path, "exec"), vars(theirs))
            cases = hidden_cases(lab, version.task, seed)
            found = main_problem(
                checks.run_and_judge(task, theirs, case, checks.run_task(task, worked, case)) for case in cases
            )
            sender.send(found and of(found))
        finally:
            os._exit(0)
    sender.close()
    deadline = time.monotonic() + time_limit
    try:
        return receiver.recv() if receiver.poll(time_limit) else "late"
    except EOFError:
        return "it ended the process"
    finally:
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@pytest.mark.parametrize(("lab", "version"), versions_of("wrong"))
def test_wrong_version_fails_the_hidden_check(lab, version, tmp_path):
    assert hidden_problem(version, lab, 7, tmp_path, time_limit=5) is not None


@pytest.mark.parametrize(("lab", "version"), versions_of("odd"))
def test_odd_version_passes_the_hidden_check(lab, version, tmp_path):
    assert hidden_problem(version, lab, 11, tmp_path) is None


@pytest.mark.parametrize(("lab", "task"), TASKS)
def test_some_versions_through_the_sandbox(lab, task, tmp_path):
    for kind in ("wrong", "odd"):
        for version in load_versions(kind, lab, task)[:2]:
            folder = tmp_path / f"{kind}-{version.name}"
            folder.mkdir()
            overlay = hand_in(lab, folder, version)
            [problem] = run_hidden_checks(lab, [task], overlay, seed=7, time_limit=5).values()
            assert (problem is not None) == (kind == "wrong"), version


@pytest.mark.parametrize("lab", load_labs())
def test_solution_passes_and_stub_fails(lab, tmp_path):
    names = list(checks.lab_tasks(lab))
    overlay = hand_in(lab, tmp_path)
    for seed in range(5):
        assert run_hidden_checks(lab, names, overlay, seed) == dict.fromkeys(names)
    (tmp_path / "nothing").mkdir()
    build_overlay(lab, tmp_path / "nothing", tmp_path / "stub")
    problems = run_hidden_checks(lab, names, tmp_path / "stub", seed=1)
    assert {problem.mistake for problem in problems.values()} == {"stub"}
