"""Inputs that no student has seen: drawn from a seed that depends on a key of the course."""

from __future__ import annotations

import atexit
import functools
import hashlib
import hmac
import importlib
import os
import pickle
import secrets
import shutil
import tempfile
from pathlib import Path

import numpy as np

from cs_nn import checks
from grading.task_steps import sample

KEY_FILE = "grading.key"


def submission_seed(key_file: Path, *parts: str | bytes) -> int:
    """The seed of a submission's inputs: the same for the same parts, and not to be guessed.

    It is a keyed hash of the parts (student, lab, submitted code). The key is drawn once per course
    and kept in `key_file`, so that grading the same submission again repeats the same checks.
    """
    if not key_file.exists():
        fresh = key_file.with_name(f"{key_file.name}.{os.getpid()}")
        fresh.write_text(secrets.token_hex(32), encoding="ascii")
        try:
            os.link(fresh, key_file)  # of two processes that start at once, one makes the key
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            os.replace(fresh, key_file)
        fresh.unlink(missing_ok=True)
    digest = hmac.new(key_file.read_bytes(), digestmod=hashlib.sha256)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return int.from_bytes(digest.digest()[:8], "big")


def hidden_cases(lab: str, task: str, seed: int) -> list[checks.Case]:
    """The inputs of one task for one submission."""
    return list(importlib.import_module(f"grading.hidden.{lab}").CASES[task](_generator(task, seed)))


def large_cases(lab: str, task: str, seed: int) -> list[checks.Case]:
    """Large inputs of one task, on which only a function that does its work in the way meant ends within the time.

    Each has a key "large", the names of the results that are compared ("a b | c d": a and b, or c and d). The function
    runs on them once only.
    """
    generators = importlib.import_module(f"grading.hidden.{lab}").LARGE
    cases = generators[task](_generator(task, seed)) if task in generators else ()
    return [{**case, "large": results} for case, results in cases]


def _generator(task, seed):
    spread = int.from_bytes(hashlib.sha256(task.encode()).digest()[:4], "big")
    return np.random.default_rng([seed, spread])


def large_file(lab: str, task: str, seed: int) -> tuple[Path | None, list[tuple[checks.Case, checks.Results]]]:
    """A file with the large inputs of one task; of each what it is about, and a sample of the right results.

    The same serve for all submissions of a run: they weigh megabytes, and tell only whether a function that is right
    on fresh inputs does its work in the way meant. The file is None for a task without.
    """
    path, expected = _large_file(lab, task, seed)
    if path is not None and not path.is_file():
        _large_file.cache_clear()
        path, expected = _large_file(lab, task, seed)
    return path, expected


@functools.lru_cache(maxsize=64)  # the tasks of some labs
def _large_file(lab, task, seed):
    cases = large_cases(lab, task, seed)
    if not cases:
        return None, []
    path = large_folder() / f"{lab}-{task}-{seed}.pickle"
    with path.open("wb") as file:
        pickle.dump(cases, file)
    its_task = checks.lab_tasks(lab)[task]
    module = importlib.import_module(f"cs_nn.{its_task.module}")
    return path, [
        ({"about": case["about"], "large": case["large"]}, _compared(case, checks.run_task(its_task, module, case)))
        for case in cases
    ]


def _compared(case, results):
    return {name: sample(results[name]) for name in case["large"].replace("|", " ").split()}


def large_folder() -> Path:
    """The folder of these files."""
    if not _folder().is_dir():  # of a server that runs for days, somebody may have tidied up
        _folder.cache_clear()
    return _folder()


@functools.cache
def _folder():
    folder = Path(tempfile.mkdtemp(prefix="large-")).resolve()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def wrong_of_large(case: checks.Case, expected: checks.Results, got: checks.Results) -> list[str]:
    """The results of a large case that are wrong; none if those of one of its alternatives are right."""
    alternatives = [names.split() for names in case["large"].split("|")]
    wrong = [[name for name in names if not checks.agrees(got[name], expected[name])] for names in alternatives]
    return min(wrong, key=len) if all(wrong) else []
