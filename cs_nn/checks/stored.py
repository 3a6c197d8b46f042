"""The tasks of the labs by name, their visible inputs, and what the worked solution gives on them.

A module of ``cs_nn.checks.tasks`` declares the tasks of one lab: ``TASKS = {task.name: task, ...}``.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from pathlib import Path

import numpy as np

from cs_nn.checks import tasks as tasks_package
from cs_nn.checks.message import CheckFailed
from cs_nn.checks.packed import load_packed
from cs_nn.checks.task import Case, Results, Task
from cs_nn.language import lazy as _


def lab_tasks(lab: str) -> dict[str, Task]:
    """The tasks of a lab by name, in the order of the notebooks."""
    return importlib.import_module(f"{tasks_package.__name__}.{lab}").TASKS


def find_task(name: str) -> tuple[str, Task]:
    """The lab and the task called `name`; `CheckFailed` says which there are if there is none."""
    labs = {}
    for info in pkgutil.iter_modules(tasks_package.__path__):
        if info.name.startswith("_"):  # parts that labs share
            continue
        labs[info.name] = lab_tasks(info.name)
        if name in labs[info.name]:
            return info.name, labs[info.name][name]
    raise _no_task(name, labs)


def _no_task(name, labs):
    text = name if isinstance(name, str) else getattr(name, "__name__", str(name))
    close = difflib.get_close_matches(text, [task for tasks in labs.values() for task in tasks], n=1)
    here = Path.cwd().name  # a notebook lies in the folder of its lab
    shown = [here] if here in labs else [lab for lab, tasks in labs.items() if {*close} & tasks.keys()] or labs
    said = (
        _("there is no task called {name!r}").format(name=name)
        if isinstance(name, str)
        else _("check wants a name, in quotes")
    )
    return CheckFailed(
        [
            ("fail", said),
            *(("hint", _('Is check("{task}") meant?').format(task=task)) for task in close),
            *(("", _("The tasks of {lab}: {names}").format(lab=lab, names=", ".join(labs[lab]))) for lab in shown),
        ]
    )


def visible_cases(task: Task) -> list[Case]:
    """The fixed inputs of the visible check."""
    return list(task.cases(np.random.default_rng(2016)))


def load_expected(lab: str, task: Task) -> list[Results]:
    """The worked solution's results on the visible inputs, one dict per case."""
    expected: list[dict[str, np.ndarray]] = [{} for _ in visible_cases(task)]
    for key, value in load_packed(reference_file(lab), f"{task.name}/").items():
        case, _, result = key.partition("/")
        if result:
            expected[int(case)][result] = value
    return [*expected]


def load_answers(lab: str, task: Task) -> list[dict[tuple[str, str], str]]:
    """How the worked solution's results answer to changed inputs (see `cs_nn.checks.probes`), one dict per case."""
    stored = load_packed(reference_file(lab), f"{task.name}/")
    return [
        {(name, result): how for name, result, how in stored[f"{number}/"]}
        for number in range(len(visible_cases(task)))
    ]


def reference_file(lab: str) -> Path:
    """Where what the worked solution gives on the visible inputs is stored."""
    return Path(tasks_package.__file__).with_name(f"{lab}.npz")
