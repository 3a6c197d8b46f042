"""Experiments with functions that nobody recognises: what is said is a fact, and right code is never accused."""

import contextlib
import functools
import importlib
from types import ModuleType

import numpy as np
import pytest

from cs_nn import checks
from cs_nn.checks.probes import DOUBLES, OTHER, SAME, answer, answers, changed_inputs, second_look
from cs_nn.tools.labs import load_labs

INPUTS = ("x", "y", "k", "reg")
CASES = [
    {"about": "", "x": np.arange(1.0, 7).reshape(3, 2), "y": np.array([0, 1, 2]), "k": k, "reg": reg, "mode": "a"}
    for k, reg in ((2, 0.0), (3, 0.5), (4, 0.7))
]


def task_of(function):
    module = ModuleType("m")
    module.f = function
    return checks.Task(
        "f", "m", None, lambda module, case: {"out": module.f(**{key: case[key] for key in ("x", "y", "k", "reg")})}
    ), module


def right(x, y, k, reg):
    return x[y] * k + reg * np.sum(x)


def looked_at(function, laws, number):
    task, module = task_of(function)
    code = checks.StudentCode(task, lambda: contextlib.nullcontext(module), CASES)
    return second_look(task, code.answers, CASES, laws, number, "out")


def look(function, number=1):
    task, worked = task_of(right)
    laws = [answers(task, worked, case, INPUTS) for case in CASES]
    return looked_at(function, laws, number)


def test_each_input_is_changed_alone():
    changed = dict(changed_inputs(CASES[1], INPUTS))
    assert set(changed) == {"", "x", "y", "k", "reg"}
    np.testing.assert_array_equal(changed["y"]["y"], [2, 0, 1])
    assert (changed["k"]["k"], changed["reg"]["reg"]) == (4, 1.0)
    assert changed["reg"]["x"] is CASES[1]["x"]
    assert "reg" not in dict(changed_inputs(CASES[0], INPUTS))  # twice 0


@pytest.mark.parametrize(
    ("after", "how"),
    [
        ([1.0, -2], SAME),
        ([2.0, -4], DOUBLES),
        ([1.0, -3], OTHER),
        ([1.0, -2.001], ""),
        ([1.0, np.nan], ""),
        ([1.0, -2, 0], ""),
    ],
)
def test_answers(after, how):
    assert answer(np.array([1.0, -2]), np.array(after)) == how


def test_zeros_stay_or_tell_nothing():
    assert (answer(np.zeros(2), np.zeros(2)), answer(np.zeros(2), np.ones(2))) == (SAME, "")


@pytest.mark.parametrize(
    ("function", "mistake", "words"),
    [
        (lambda x, y, k, reg: x[y] * k + 0.3 * np.sum(x), "input-not-used", "out stays the same when reg is doubled"),
        (lambda x, y, k, reg: x[y] * 3 + reg * np.sum(x), "input-not-used", "out stays the same when k is one higher"),
        (
            lambda x, y, k, reg: np.sort(x[y], axis=0) * k + reg * np.sum(x),
            "input-not-used",
            "entries of y change places",
        ),
        (lambda x, y, k, reg: x[y] ** 2 * k + reg * np.sum(x), "not-proportional", "out must double when x is doubled"),
    ],
)
def test_what_a_wrong_result_tells(function, mistake, words):
    hint, found = look(function)
    assert found == mistake and words in hint


def test_a_result_that_depends_on_earlier_calls():
    calls = []

    def counts(x, y, k, reg):
        calls.append(1)
        return right(x, y, k, reg) * len(calls)

    hint, mistake = look(counts)
    assert mistake == "memory" and "second call" in hint


@pytest.mark.parametrize(
    "function",
    [
        right,
        lambda x, y, k, reg: right(x, y, k, reg) + 1e-9,
        lambda x, y, k, reg: 1.37 * right(x, y, k, reg),
        # Without effect in this case only: in others there is one, so it is used.
        lambda x, y, k, reg: right(x, y, max(k, 4), reg),
        lambda x, y, k, reg: 1 / 0,
    ],
)
def test_nothing_is_said_without_a_clear_difference(function):
    assert look(function) is None


def test_what_depends_on_an_input_that_must_not_matter():
    task, worked = task_of(lambda x, y, k, reg: x * k)
    laws = [answers(task, worked, case, INPUTS) for case in CASES]
    hint, mistake = looked_at(lambda x, y, k, reg: x * k * (1 + reg), laws, 1)
    assert (hint, mistake) == ("out changes when reg is doubled: it must not.", "needless-input")


@pytest.mark.parametrize("lab", load_labs())
def test_the_worked_solution_is_never_accused(lab):
    for task in checks.lab_tasks(lab).values():
        module = importlib.import_module(f"cs_nn.{task.module}")
        cases = checks.visible_cases(task)
        right = checks.load_answers(lab, task)
        code = checks.StudentCode(task, functools.partial(contextlib.nullcontext, module), cases)
        for result in checks.load_expected(lab, task)[0]:
            assert second_look(task, code.answers, cases, right, 0, result) is None, (task.name, result)
