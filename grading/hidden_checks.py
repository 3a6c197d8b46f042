"""Hidden checks: fresh inputs, results from a process of the student's code, verdicts formed here.

The worked solution runs in this process, the student's code in another one that knows only the
inputs. So there is nothing in reach of a student's code that would tell what is expected, and
nothing it prints, patches or raises can count as right: only arrays that agree do.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import importlib
import io
import json
import math
import os
import secrets
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from cs_nn import checks
from cs_nn.checks import Problem
from grading.answers import LARGE_TIME_LIMIT, collect_answers
from grading.plain import one_line
from grading.reference import known_of

#: Seconds for all cases of one task, MiB of memory, and lines and bytes of all results: far above what is needed.
TIME_LIMIT = 20
MEMORY_LIMIT = 2048


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


@threadpool_limits.wrap(limits=1, user_api="blas")  # products as small as ours take several threads longer
def run_hidden_checks(
    lab: str, names: list[str], overlay: Path, seed: int, *, time_limit: float = TIME_LIMIT, memory: int = MEMORY_LIMIT
) -> dict[str, Problem | None]:
    """The verdict on each task: None if it is right.

    Parameters
    ----------
    overlay : folder that holds the package with the student's modules (see `grading.overlay`)
    seed : from `submission_seed`
    time_limit, memory : seconds for each task, MiB for its process
    """
    with tempfile.TemporaryDirectory(prefix="hidden-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        cases = {name: hidden_cases(lab, name, seed) for name in names}
        large = {name: large_cases(lab, name, seed) for name in names}
        for name in names:
            (folder / "inputs" / name).mkdir(parents=True)
            for number, case in enumerate(cases[name] + large[name]):
                np.savez(folder / "inputs" / name / f"{number}.npz", **case)
        answers, endings = collect_answers(lab, names, overlay, folder, time_limit, memory)
    verdicts = {}
    for name in names:
        if endings[name] == "0":
            verdicts[name] = _verdict(lab, checks.lab_tasks(lab)[name], cases[name], large[name], answers[name])
        elif endings[name] == "late" and _reached(answers[name], len(cases[name])):
            task = checks.lab_tasks(lab)[name]
            verdicts[name] = _verdict(lab, task, cases[name], [], answers[name]) or too_slow()
        else:
            verdicts[name] = Problem(_early_end(endings[name], time_limit), mistake="stopped")
    return verdicts


def too_slow() -> Problem:
    """The problem of a function that is right on small inputs, and runs out of time on large ones."""
    return Problem(
        f"it did not finish within {LARGE_TIME_LIMIT} s on large inputs; on small ones it is right",
        "is there a loop where a product of matrices is meant, or a gradient by central differences, which takes two "
        "calls of the loss for each entry? Write the formula of the gradient.",
        "slow",
    )


def _reached(answers, number):
    """Whether there are results of both calls of all cases before this one."""
    return {case for case, name in answers if name.startswith(checks.AGAIN)} >= set(map(str, range(number)))


def _early_end(ending, time_limit):
    if ending == "late":
        return f"it did not finish within {time_limit:g} s: is there an endless loop?"
    return f"it ended the Python process (exit status {one_line(ending)}): os._exit, a crash or too much memory?"


def _verdict(lab, task, cases, large, answers) -> Problem | None:
    module = importlib.import_module(f"cs_nn.{task.module}")
    comparisons = []

    def answers_of(number):
        return {name: text for (n, name), text in answers.items() if n == str(number)}

    for number, case in enumerate(cases):
        its_answers = answers_of(number)
        expected = checks.run_task(task, module, case)
        comparisons.append(_comparison(task, case, expected, its_answers))
        if not its_answers:  # the process ended here
            break
    problem = checks.main_problem(comparisons, partial(known_of, lab, task, comparisons))
    for number, case in enumerate(large, len(cases)):
        problem = problem or _large_verdict(task, module, case, answers_of(number))
    return problem


def _large_verdict(task, module, case, answers):
    """The verdict on a large case; the mistakes that are known are not looked for, which would take long."""
    expected = checks.run_task(task, module, case)
    if "error" in answers or not answers:
        return _call_verdict(task, case, expected, _outcome(case, expected, answers))
    try:
        wrong = wrong_of_large(case, expected, {name: _read_array(text) for name, text in answers.items()})
    except Exception as bad:
        return Problem(f"its results can't be read: {one_line(bad)}", about=case["about"], mistake="unreadable")
    return Problem(f"{wrong[0]} is wrong", about=case["about"]) if wrong else None


def wrong_of_large(case: checks.Case, expected: checks.Results, got: checks.Results) -> list[str]:
    """The results of a large case that are wrong; none if those of one of its alternatives are right."""
    alternatives = [names.split() for names in case["large"].split("|")]
    wrong = [[name for name in names if not checks.agrees(got[name], expected[name])] for names in alternatives]
    return min(wrong, key=len) if all(wrong) else []


def _comparison(task, case, expected, answers):
    first = {name: text for name, text in answers.items() if not name.startswith(checks.AGAIN)}
    got = _outcome(case, expected, first)
    problem = _call_verdict(task, case, expected, got)
    if problem is None:
        again = {name.removeprefix(checks.AGAIN): text for name, text in answers.items() if name not in first}
        problem = _call_verdict(task, case, expected, _outcome(case, expected, again))
        problem = problem and (problem if problem.mistake in ("stopped", "unreadable") else checks.kept(problem))
    return checks.Comparison(case, expected, problem, got)


def _outcome(case, expected, answers):
    """The results of one call, or the problem that it stopped with."""
    about = case.get("about", "")
    if "error" in answers:
        try:
            report = json.loads(base64.b64decode(answers["error"][:20_000], validate=True))
            return Problem(certain=True, **{key: one_line(report[key]) for key in ("what", "hint", "mistake", "about")})
        except Exception:
            return Problem("it stopped with an error that can't be read", about=about, mistake="unreadable")
    if not answers:
        return Problem("it ended the Python process before it gave a result: os._exit?", about=about, mistake="stopped")
    names = [name for name in answers if name in expected or _is_argument(name)]
    try:
        return {name: checks.to_array(_read_array(answers[name]), name) for name in names}
    except Exception as bad:
        return Problem(f"its results can't be read: {one_line(bad)}", about=about, mistake="unreadable")


def _is_argument(name):
    """Whether a line tells of a changed argument, of an input or of what the function is given besides."""
    return name.startswith(checks.ARGUMENT) and name.removeprefix(checks.ARGUMENT).isidentifier()


def _call_verdict(task, case, expected, got):
    """The verdict on one call."""
    try:
        return checks.judge_outcome(task, case, expected, got)
    except Exception as bad:  # results that no honest run gives, for example of an odd shape
        return Problem(
            f"its results do not fit the check ({type(bad).__name__})",
            about=case.get("about", ""),
            mistake="unreadable",
        )


def _read_array(text):
    """The array of a .npy file in base64; a header that promises more than there is takes no memory."""
    file = io.BytesIO(base64.b64decode(text, validate=True))
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError("an unknown version of the format")
    shape, by_columns, dtype = np.lib.format.read_array_header_1_0(file)
    data = file.read()
    if math.prod(shape) * dtype.itemsize != len(data):
        raise ValueError("the header does not fit the data")
    return np.ndarray(shape, dtype, data, order="F" if by_columns else "C")
