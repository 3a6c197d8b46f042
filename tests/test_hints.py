"""Tasks do not hang on one another: a right function gets its points whatever is missing in the others."""

import contextlib
import functools
import io
import sys
import types

import pytest
from test_versions import solution
from versions import load_versions, module_with, stub

from cs_nn import checks
from cs_nn.checks.fingerprints import load_known
from cs_nn.checks.tasks import _loops
from cs_nn.tools.labs import load_labs

#: Odd versions that need other tasks of the student's besides the ones they call: pointless mixtures.
HANGING = {"own_and_asked", "dvar_not_used_for_dmean", "own_first_step", "example_by_example"}


def first_problem(lab, task, versions, folder, twice=True):
    """What the visible check finds first, in this process; unless `twice`, it calls what is right once only."""
    path = folder / f"{task.module}.py"  # a file, so that the check can read the source
    text = module_with(solution(lab, task.name), versions)
    path.write_text(text, encoding="utf-8")
    name = f"cs_nn.{task.module}"
    module = types.ModuleType(name)
    module.__file__ = str(path)
    try:
        with contextlib.redirect_stdout(io.StringIO()), pytest.MonkeyPatch.context() as patch:
            exec(compile(text, str(path), "exec"), vars(module))
            patch.setitem(sys.modules, name, module)
            cases = checks.visible_cases(task)
            expected = checks.load_expected(lab, task)
            load = functools.partial(contextlib.nullcontext, module)
            code = checks.StudentCode(task, load, cases)
            if not twice:
                code.again = lambda numbers: {}
            comparisons, _ = checks.judge_code(code, expected)
            problems = [each.problem for each in comparisons]
            first = checks.first_problem(comparisons, lambda: load_known(lab, task.name))
            if first is None or first.hint:
                return first
            return checks.experiment(lab, code, problems, first)
    except Exception as error:
        return checks.Problem(repr(error))
    return None


def problem_alone(lab, task, version, folder, **options):
    """What the visible check finds first if the student has written no other task of the module."""
    others = [
        stub(other.name)
        for other in checks.lab_tasks(lab).values()
        if other.module == task.module and other is not task
    ]
    return first_problem(lab, task, [*others, version], folder, **options)


@pytest.mark.slow
@pytest.mark.parametrize("lab", load_labs())
def test_odd_versions_pass_although_no_other_task_is_written(lab, tmp_path):
    alone = 0
    for task in checks.lab_tasks(lab).values():
        for version in load_versions("odd", lab, task.name):
            with checks.replaced(_loops, python_steps=lambda *_: 0):  # these and second calls: `test_versions`
                problem = problem_alone(lab, task, version, tmp_path, twice=False)
            calls_another = problem is not None and problem.mistake == "stub"
            assert problem is None or calls_another or version.name in HANGING, version
            alone += problem is None
    assert alone > 10
