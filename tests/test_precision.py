"""Worked solutions keep single precision: networks of float32 are trained with them."""

import importlib

import numpy as np
import pytest
from reference import without_fakes

from cs_nn import checks
from cs_nn.tools.labs import load_labs

#: Functions of arrays. (Networks get their dtype when they are made; the data of Lab 4 is in double precision.)
TASKS = [
    (lab, name)
    for lab in load_labs()
    for name, task in checks.lab_tasks(lab).items()
    if lab != "lab4_regularization" and name[0].islower() and name != "early_stopping"
]
#: Results that need no precision of their own: floats of Python, and masks, which are None in test mode.
OTHERS = {"norm", "cached_eps", "mask", "mask_next", "mask_again"}


@pytest.mark.parametrize(("lab", "name"), TASKS)
def test_results_of_float32_are_float32(lab, name):
    task = checks.lab_tasks(lab)[name]
    module = importlib.import_module(f"cs_nn.{task.module}")
    for case in checks.visible_cases(task):
        case = {
            key: value.astype(np.float32) if getattr(value, "dtype", None) == np.float64 else value
            for key, value in case.items()
        }
        results = checks.run_task(task, module, case)
        wrong = [
            key
            for key, value in without_fakes(results).items()
            if value.dtype.kind == "f" and value.size and value.dtype != np.float32 and key not in OTHERS
        ]
        assert wrong == [], case["about"]
