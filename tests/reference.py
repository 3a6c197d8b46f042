"""PyTorch, for tests to compare with, and what is compared; where it is not installed, a test that uses it is skipped.

It is imported when a test first uses it: that takes two seconds.
"""

import importlib

import numpy as np
import pytest

from cs_nn import checks
from cs_nn.checks.tasks._fakes import FAKE
from grading.fresh_inputs import hidden_cases


class Torch:
    def __getattr__(self, name):
        if name.startswith("_"):  # pytest looks at what a module holds
            raise AttributeError(name)
        return getattr(pytest.importorskip("torch", reason="needs PyTorch"), name)


torch = Torch()


def checked_inputs(lab, name, seeds=3):
    """(case, results) of a task: the visible inputs with what the file expects, and hidden ones with the solution's."""
    task = checks.lab_tasks(lab)[name]
    yield from zip(checks.visible_cases(task), checks.load_expected(lab, task), strict=True)
    module = importlib.import_module(f"cs_nn.{task.module}")
    for seed in range(seeds):
        yield from ((case, checks.run_task(task, module, case)) for case in hidden_cases(lab, name, seed))


def tensors(case, *names):
    """Double precision copies of arrays that gradients are asked for."""
    return [torch.tensor(case[name], dtype=torch.float64, requires_grad=True) for name in names]


def assert_equal_to_torch(results, theirs, about="", rtol=1e-9, atol=1e-11):
    """All that PyTorch gives is among the results, and equal."""
    for name, value in theirs.items():
        value = value.detach().numpy() if isinstance(value, torch.Tensor) else value
        np.testing.assert_allclose(results[name], value, rtol=rtol, atol=atol, err_msg=f"{name} {about}")


def without_fakes(results):
    """The results that are made with the student's own functions alone, where a check puts fakes in their place."""
    true = {name: value for name, value in results.items() if f"{FAKE}{name}" in results}
    return true or results
