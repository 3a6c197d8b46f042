"""Functions that call others which students write too are checked with fakes in the place of the others."""

import contextlib
import importlib

import numpy as np
import pytest

from cs_nn import checks
from cs_nn.checks.fingerprints import asked, load_known
from cs_nn.checks.tasks import lab5_batchnorm, lab8_bptt
from grading.fresh_inputs import large_cases, wrong_of_large
from grading.mistakes import NOTHING, load_mistakes, mutant_module
from grading.right_versions import load_right

#: By task its lab and the functions that it calls.
CALLED = {
    "batchnorm_backward": ("lab5_batchnorm", lab5_batchnorm.STEPS),
    "rnn_forward": ("lab8_bptt", ("rnn_step_forward",)),
    "rnn_backward": ("lab8_bptt", ("rnn_step_backward",)),
}
CALLS = [(name, step) for name, (_, steps) in CALLED.items() for step in steps]


def unfinished(*arguments, **settings):
    raise NotImplementedError


UNFINISHED_OR_WRONG = {
    "unfinished": unfinished,
    "doubled": None,
    "nothing": lambda *arguments: None,
    "a number": lambda *arguments: 5,
    "zeros": lambda *arguments: (0,) * 5,
    "an argument": lambda *arguments: arguments[0],
}


def task_of(name):
    return checks.lab_tasks(CALLED[name][0])[name]


def module_of(task):
    return importlib.import_module(f"cs_nn.{task.module}")


@pytest.mark.parametrize("other", UNFINISHED_OR_WRONG.values(), ids=UNFINISHED_OR_WRONG)
@pytest.mark.parametrize(("name", "step"), CALLS)
def test_what_is_called_may_be_unfinished_or_wrong(name, step, other, capsys, monkeypatch):
    module = module_of(task_of(name))
    right = getattr(module, step)

    def doubled(*arguments):
        result = right(*arguments)
        return (2 * result[0], *result[1:]) if isinstance(result, tuple) else 2 * result

    monkeypatch.setattr(checks.visible, "student_module", lambda task: contextlib.nullcontext(module))
    with checks.replaced(module, **{step: other or doubled}):
        checks.check(name)
    assert "correct in all" in capsys.readouterr().out


@pytest.mark.parametrize("name", CALLED)
def test_versions_that_call_nothing_are_right_whatever_is_there_to_be_called(name):
    lab, steps = CALLED[name]
    task, own = task_of(name), 0
    for right in load_right(lab, name):
        for case, expected in zip(checks.visible_cases(task), checks.load_expected(lab, task)):
            with mutant_module(task, right) as module:
                if asked(checks.run_task(task, module, case)):
                    break
                with checks.replaced(module, **dict.fromkeys(steps, unfinished)):
                    assert checks.run_and_judge(task, module, case, expected) is None, right
        else:
            own += 1
    assert own


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLED)
def test_mistakes_are_named_while_nothing_that_is_called_is_written(name):
    """All but those of parts that right versions make in other ways, so that their fakes' results tell nothing."""
    lab, steps = CALLED[name]
    task, known, others = task_of(name), load_known(lab, name), []
    inputs = list(zip(checks.visible_cases(task), checks.load_expected(lab, task)))

    @contextlib.contextmanager
    def load():
        with mutant_module(task, mutant) as module:
            for step in steps:
                delattr(module, step)
            yield module

    for mutant in load_mistakes(lab)[name]:
        problem = checks.first_problem(checks.judge_task(task, load, inputs), lambda: known)
        if mutant.id not in (problem.mistake, NOTHING):
            others.append(mutant.change)
    assert [change for change in others if not change.startswith(("dW +=", "return dx, -> return gamma * dx"))] == []


@pytest.mark.parametrize(
    ("name", "other"), [("batchnorm_backward", {"grad_mean": 0.0}), ("rnn_backward", {"rnn_step_backward": (0,) * 5})]
)
def test_what_is_called_does_not_count_on_large_inputs_either(name, other):
    lab, task = CALLED[name][0], task_of(name)
    module, [case] = module_of(task), large_cases(lab, name, 5)
    expected = checks.run_task(task, module, case)
    with checks.replaced(module, **{step: lambda *_, value=value: value for step, value in other.items()}):
        assert wrong_of_large(case, expected, checks.run_task(task, module, case)) == []
    assert wrong_of_large(case, expected, {name: 2 * value for name, value in expected.items()})


# ------------------------------------------------------------------ what the fakes show
CHANGES = {
    "sign": np.negative,
    "abs": np.abs,
    "columns": lambda value: value[..., ::-1],
    "rows": lambda value: value[::-1],
    "size": lambda value: 1.01 * value,
}
UPSTREAM = {"dh_t", *lab5_batchnorm.UPSTREAM}


def fake(step, **changed):
    """What a fake gives, some of its arguments changed."""
    rng = np.random.default_rng(5)
    if step in lab5_batchnorm.STEPS:
        case = lab5_batchnorm.step_case(rng, "")
        given = {key: case[key] for key in lab5_batchnorm.ARGUMENTS[step]}
        function = lab5_batchnorm._fakes(case, [])[step]
    else:
        case = lab8_bptt.rnn_case(rng, "", dh_scale=2.0)
        first = {"x_t": case["x"][:, 0], "h_prev": case["h0"], "h_t": case["h"][:, 0], "dh_t": case["dh"][:, 0]}
        given = {key: {**case, **first}[key] for key in lab8_bptt.ARGUMENTS[step]}
        function = lab8_bptt._fake(step, case, [])[step]
    given = {key: changed.get(key, lambda value: value)(value) for key, value in given.items()}
    if step == "rnn_step_backward":
        return function(given.pop("dh_t"), tuple(given.values()))
    result = function(**given)
    return result[:1] if step == "rnn_step_forward" else result if isinstance(result, tuple) else (result,)


ARGUMENTS = {**lab5_batchnorm.ARGUMENTS, **lab8_bptt.ARGUMENTS}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize(
    ("step", "key"), [(step, key) for step, keys in ARGUMENTS.items() for key in keys if key != "eps"]
)
def test_a_fake_hides_no_change_of_an_argument(step, key, change):
    if key == "var" and change is np.abs:
        return  # a variance has no sign
    pairs = zip(fake(step), fake(step, **{key: change}), strict=True)
    assert not all(checks.agrees(one, other) for one, other in pairs)


@pytest.mark.parametrize("factor", [1e-6, 1e6])
@pytest.mark.parametrize("step", [step for step, keys in ARGUMENTS.items() if UPSTREAM & {*keys}])
def test_a_fake_hides_no_size_of_the_upstream_gradient(step, factor):
    scaled = fake(step, **dict.fromkeys(UPSTREAM, lambda value: factor * value))
    for one, other in zip(fake(step), scaled, strict=True):
        np.testing.assert_allclose(other, factor * one, rtol=1e-9)
