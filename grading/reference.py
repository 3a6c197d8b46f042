"""The expected results of the visible checks, made with the worked solution."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import numpy as np

from cs_nn.tools import checks, probes
from cs_nn.tools import tasks as tasks_package


def reference_results(lab: str) -> dict[str, np.ndarray]:
    """Results of the worked solution on the visible inputs, by ``task/case/name``.

    ``task/case/`` has rows (input, result, answer): how the results answer to changed inputs (`cs_nn.tools.probes`).
    """
    results = {}
    for task in checks.lab_tasks(lab).values():
        module = importlib.import_module(f"cs_nn.{task.module}")
        for number, case in enumerate(checks.visible_cases(task)):
            for name, value in checks.run_task(task, module, case).items():
                results[f"{task.name}/{number}/{name}"] = value
            rows = [(*key, how) for key, how in probes.answers(task, module, case, probes.taken(task, module)).items()]
            results[f"{task.name}/{number}/"] = np.array(rows).reshape(-1, 3)
    return results


def write_reference(lab: str) -> Path:
    """Write ``cs_nn/tools/tasks/<lab>.npz``."""
    path = Path(tasks_package.__file__).with_name(f"{lab}.npz")
    whole = path.with_suffix(".new.npz")  # so that there is never a half-written one
    np.savez_compressed(whole, **reference_results(lab))
    os.replace(whole, path)
    return path
