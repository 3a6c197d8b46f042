"""What the checks compare with: results of the worked solution and of its mutants."""

from __future__ import annotations

import contextlib
import importlib
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cs_nn import checks
from cs_nn.checks import Case, Comparison, Results, Task, probes
from cs_nn.checks.fingerprints import NEAR, Known, asked, fake_names, known_file, load_known, prints_of
from cs_nn.checks.packed import save_packed
from cs_nn.checks.pairs import PROJECTIONS, Pairs, whole_print
from cs_nn.checks.stored import reference_file
from cs_nn.checks.tasks import _loops
from grading.mistakes import Mutant, both, load_mistakes, run_mutant
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
    mutants = own_mutants(lab, task)
    with checks.replaced(_loops, python_steps=lambda *_: 0):  # they have no loops, and counting takes long
        runs = [run_mutant(task, mutant, cases) for mutant in mutants]
    return Known.of([(mutant.id, mutant.sentence) for mutant in mutants], runs, expected, names)


def own_mutants(lab: str, task: Task) -> list[Mutant]:
    """The mutants of a task that are named by their results."""
    return [mutant for mutant in load_mistakes(lab).get(task.name, ()) if mutant.own]


def known_pairs(
    lab: str, task: Task, cases: Sequence[Case], expected: Sequence[Results], known: Known, mistakes: Sequence
) -> Pairs:
    """The fingerprints of all pairs of mutants whose results are not those of one or the other; `mistakes`: once each.

    Left out are pairs that another one can't be told from, and results that are all zeros, which have many causes.
    """
    keys = [(case, name) for case, want in enumerate(expected) for name in known.names if name in want]
    alone = np.stack([known.prints[:, case, known.names.index(name)] for case, name in keys], axis=1)
    numbers = [mistakes.index(mistake) for mistake in known.mistakes]
    prints, which, stored = [], [], []
    for (i, one), (j, other) in itertools.combinations(enumerate(own_mutants(lab, task)), 2):
        mutant = both(one, other) if numbers[i] != numbers[j] else None
        if mutant is None:
            continue
        with checks.replaced(_loops, python_steps=lambda *_: 0):
            run = run_mutant(task, mutant, cases)
        if not any(np.any(value) for got in run if not isinstance(got, checks.Problem) for value in got.values()):
            continue
        its = np.array(list(prints_of(run, expected, known.names).values()))
        whole = whole_print(its)
        same = (np.abs(alone - its) <= NEAR).all(axis=-1)
        if whole is not None and not same.all(axis=1).any():
            explained = same[[k in (numbers[i], numbers[j]) for k in numbers]].any(axis=0) | ~its.any(axis=-1)
            prints.append(whole)
            which.append((numbers[i], numbers[j]))
            stored.append(not explained.all())
    kind = np.uint8 if len(mistakes) < 256 else np.uint16
    if not prints:
        return Pairs(np.zeros((0, PROJECTIONS), np.float32), np.zeros((0, 2), kind), mistakes)
    pairs = Pairs(np.array(prints), np.sort(which, axis=1).astype(kind), mistakes)
    from scipy.spatial import cKDTree  # grading goes without it, which takes as long to load as all else here

    near = cKDTree(pairs.prints).query_pairs(NEAR, p=np.inf, output_type="ndarray")
    unlike = near[(pairs.which[near[:, 0]] != pairs.which[near[:, 1]]).any(axis=1)]
    told = np.setdiff1d(np.flatnonzero(stored), unlike)
    return Pairs(pairs.prints[told], pairs.which[told], mistakes)


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
            pairs = known_pairs(lab, task, cases, expected, known, mistakes)
            parts = {"names": known.names, "prints": known.prints, "mistakes": mistakes, "which": which}
            parts |= {"pair_prints": pairs.prints, "pairs": pairs.which}
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
