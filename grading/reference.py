"""The expected results of the visible checks, made with the worked solution."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np

from cs_nn.tools import checks
from cs_nn.tools import tasks as tasks_package


def reference_results(lab: str) -> dict[str, np.ndarray]:
    """Results of the worked solution on the visible inputs, by ``task/case/name``."""
    results = {}
    for task in checks.lab_tasks(lab).values():
        module = importlib.import_module(f"cs_nn.{task.module}")
        for number, case in enumerate(checks.visible_cases(task)):
            for name, value in checks.run_task(task, module, case).items():
                results[f"{task.name}/{number}/{name}"] = value
    return results


def write_reference(lab: str) -> Path:
    """Write ``cs_nn/tools/tasks/<lab>.npz``."""
    path = Path(tasks_package.__file__).with_name(f"{lab}.npz")
    np.savez_compressed(path, **reference_results(lab))
    return path
