"""PyTorch, for tests to compare with, and what is compared; where it is not installed, a test that uses it is skipped.

It is imported when a test first uses it: that takes two seconds.
"""

import importlib

import pytest

from cs_nn import checks
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
