"""What the checks compare with: results of the worked solution and of its mutants."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cs_nn import checks
from cs_nn.checks import Case, Comparison, Results, Task, probes
from cs_nn.checks.fingerprints import Known, asked, fake_names, known_file, load_known
from cs_nn.checks.packed import save_packed
from cs_nn.checks.stored import reference_file
from cs_nn.checks.tasks import _loops
from grading.mistakes import load_mistakes, run_mutant
from grading.right_versions import load_right


def reference_results(lab: str) -> dict[str, Any]:
    """Results of the worked solution on the visible inputs, by ``task/case/name``.

    ``task/case/`` has rows (input, result, answer): how the results answer to changed inputs (`cs_nn.checks.probes`).
    What depends on random draws (`Task.drawn`) is zeros.
    """
    results: dict[str, Any] = {}
    for task in checks.lab_tasks(lab).values():
        module = importlib.import_module(f"cs_nn.{task.module}")
        for number, case in enumerate(checks.visible_cases(task)):
            for name, value in checks.run_task(task, module, case).items():
                results[f"{task.name}/{number}/{name}"] = np.zeros_like(value) if task.drawn else value
            rows = [[*key, how] for key, how in probes.answers(task, module, case, probes.taken(task, module)).items()]
            results[f"{task.name}/{number}/"] = rows
    return results


def write_reference(lab: str) -> Path:
    """Write ``cs_nn/checks/tasks/<lab>.npz``."""
    save_packed(reference_file(lab), reference_results(lab))
    return reference_file(lab)


def known_mistakes(
    lab: str, task: Task, cases: Sequence[Case], expected: Sequence[Results], names: Sequence[str]
) -> Known:
    """The fingerprints of all mutants of a task, but those that rules of the check name."""
    mutants = [mutant for mutant in load_mistakes(lab).get(task.name, ()) if mutant.own]
    with checks.replaced(_loops, python_steps=lambda *_: 0):  # they have no loops, and counting takes long
        runs = [run_mutant(task, mutant, cases) for mutant in mutants]
    return Known.of([(mutant.id, mutant.sentence) for mutant in mutants], runs, expected, names)


def telling_names(lab: str, task: Task, cases: Sequence[Case], expected: Sequence[Results]) -> list[str]:
    """The results that tell something: those that all right versions give alike.

    Those made with a fake: all that call it as the worked solution does.
    """
    names = dict.fromkeys(name for want in expected for name in want)
    for right in load_right(lab, task.name):
        with contextlib.redirect_stdout(None):
            runs = run_mutant(task, right, cases)
        for got, want in zip(runs, expected):
            if isinstance(got, checks.Problem):
                continue
            alike = "calls" not in want or checks.agrees(got["calls"], want["calls"])
            fake = () if alike and asked(got) else fake_names(list(want))
            for name in [name for name in names if name in want and name not in fake]:
                if not checks.agrees(got.get(name), want[name]):
                    del names[name]
    return list(names)


def write_known(lab: str) -> Path | None:
    """Write ``cs_nn/checks/tasks/<lab>_mistakes.npz``, if the lab has a table."""
    if not load_mistakes(lab):
        return None
    values = {}
    for task in map(checks.lab_tasks(lab).get, load_mistakes(lab)):
        cases, expected = checks.visible_cases(task), checks.load_expected(lab, task)
        known = known_mistakes(lab, task, cases, expected, telling_names(lab, task, cases, expected))
        if known.mistakes:
            mistakes = list(dict.fromkeys(known.mistakes))
            which = [mistakes.index(mistake) for mistake in known.mistakes]
            parts = {"names": known.names, "prints": known.prints, "mistakes": mistakes, "which": which}
            values |= {f"{task.name}/{part}": value for part, value in parts.items()}
    save_packed(known_file(lab), values)
    return known_file(lab)


def known_of(lab: str, task: Task, comparisons: Sequence[Comparison]) -> Known | None:
    """The mutants run on the inputs of one submission; None for a task without."""
    known = load_known(lab, task.name)
    if known is None:
        return None
    return known_mistakes(
        lab, task, [each.case for each in comparisons], [each.expected for each in comparisons], known.names
    )
