"""The second oracle: central differences of the student's own forward pass."""

import contextlib
import importlib
import re
import sys
import types
import warnings

import numpy as np
import pytest

from cs_nn import checks
from cs_nn.checks import slopes
from cs_nn.tools.labs import load_labs
from grading.mistakes import mutant_module
from grading.right_versions import load_right

TASKS = [(lab, task) for lab in load_labs() for task in checks.lab_tasks(lab).values() if task.slopes]


@pytest.mark.parametrize(("lab", "task"), TASKS, ids=lambda value: getattr(value, "name", value))
def test_worked_gradients_are_slopes_of_the_worked_forward_pass(lab, task):
    module, cases = importlib.import_module(f"cs_nn.{task.module}"), checks.visible_cases(task)
    seen = set()
    for case, expected in zip(cases, checks.load_expected(lab, task)):
        errors = slopes.slope_errors(task, module, case, expected)
        assert max(errors.values(), default=0) < slopes.LARGE, case["about"]
        seen |= set(errors)
    first = slopes.slope_errors(task, module, cases[0], checks.load_expected(lab, task)[0])
    assert seen == {slope.gradient for slope in task.slopes} >= set(first) > set()


@pytest.mark.parametrize(
    ("lab", "task"),
    [each for each in TASKS if each[1].slopes[0].of in checks.lab_tasks(each[0])],
    ids=lambda value: getattr(value, "name", value),
)
def test_right_forward_passes_are_not_doubted(lab, task):
    of = checks.lab_tasks(lab)[task.slopes[0].of]
    case, expected = checks.visible_cases(task)[0], checks.load_expected(lab, task)[0]
    for right in load_right(lab, of.name):
        with mutant_module(of, right) as module, contextlib.redirect_stdout(None):
            errors = slopes.slope_errors(task, module, case, expected)
        assert max(errors.values(), default=0) < slopes.LARGE, right


SOLUTION = """
import numpy as np

def square_loss(w):
    return np.sum(w**2), 2 * w
"""


def run(module, case):
    return dict(zip(("loss", "dw"), module.square_loss(case["w"])))


TASK = checks.Task(
    "square_loss",
    "squares",
    lambda rng: [{"about": "three numbers", "w": rng.standard_normal(3)}],
    run,
    slopes=checks.slopes_of("loss", lambda module, case: run(module, case)["loss"], dw="w"),
)


def said_by_check(monkeypatch, capsys, source, answers=None):
    """What a check of TASK says of a module."""

    def made(text):
        module = types.ModuleType("cs_nn.squares")
        exec(text, vars(module))
        return module

    expected = [checks.run_task(TASK, made(SOLUTION), case) for case in checks.visible_cases(TASK)]
    monkeypatch.setattr(checks.visible, "find_task", lambda name: ("lab", TASK))
    monkeypatch.setattr(checks.visible, "load_expected", lambda lab, task: expected)
    monkeypatch.setattr(checks.visible, "load_answers", lambda lab, task: [answers or {}] * len(expected))
    monkeypatch.setattr(checks.visible, "student_module", lambda task: contextlib.nullcontext(made(source)))
    try:
        checks.check("square_loss")
    except checks.CheckFailed as failed:
        return str(failed)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", r"0e\+00 to the reference results, \de-\d\d to central differences of your own loss"),
        ("np.sum(w**2), 2 * w", "np.sum(w**3), 3 * w**2", "Your dw is the slope of your own loss .*: the same mistake"),
        ("2 * w", "3 * w", "Your loss is right, and your dw is not its slope"),
        ("np.sum(w**2), 2 * w", "np.sum(w**3), 2 * w + 1", "Your dw is not the slope of your own loss"),
    ],
)
def test_what_a_check_says(monkeypatch, capsys, old, new, said):
    assert re.search(said, said_by_check(monkeypatch, capsys, SOLUTION.replace(old, new) if old else SOLUTION))


def test_a_gradient_that_differs_from_call_to_call_is_not_compared(monkeypatch, capsys):
    source = SOLUTION.replace("2 * w", "2 * w + (CALLS.append(1) or len(CALLS))") + "\nCALLS = []\n"
    said = said_by_check(monkeypatch, capsys, source, {("", "dw"): "same"})
    assert "drawn at random" in said and "slope" not in said


def test_nothing_is_said_where_the_forward_pass_is_not_written(monkeypatch):
    def value(module, case):
        raise NotImplementedError("forward")

    task = checks.Task("back", "squares", TASK.cases, run, slopes=checks.slopes_of("forward", value, dw="w"))
    module = types.ModuleType("cs_nn.squares")
    exec(SOLUTION, vars(module))
    case = checks.visible_cases(task)[0]
    assert slopes.slope_errors(task, module, case, checks.run_task(task, module, case)) == {}


def test_nothing_is_printed_and_no_warning_given(capsys):
    """A forward pass is called often; a warning in a test cell would cost its points."""

    def loud(module, case):
        print("loud")
        print("red", file=sys.stderr)
        warnings.warn("a warning", stacklevel=1)
        return np.log(case["w"] * 0).sum()

    task = checks.Task("loud", "squares", TASK.cases, run, slopes=checks.slopes_of("loss", loud, dw="w"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        slopes.slope_errors(task, types.ModuleType("cs_nn.squares"), checks.visible_cases(task)[0], {"dw": np.ones(3)})
    assert capsys.readouterr() == ("", "")


def test_a_kink_is_no_slope():
    task = checks.Task(
        "kink",
        "squares",
        lambda rng: [{"w": np.array([3e-6, 1.0])}],
        run,
        slopes=checks.slopes_of("loss", lambda module, case: np.sum(np.abs(case["w"])), dw="w"),
    )
    module = types.ModuleType("cs_nn.squares")
    assert slopes.slope_errors(task, module, checks.visible_cases(task)[0], {"dw": np.ones(2)}) == {}
