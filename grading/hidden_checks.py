"""Hidden checks: fresh inputs, results from a process of the student's code, verdicts formed here.

The worked solution runs in this process, the student's code in another one that knows only the
inputs. So there is nothing in reach of a student's code that would tell what is expected, and
nothing it prints, patches or raises can count as right: only arrays that agree do.
"""

from __future__ import annotations

import hashlib
import hmac
import importlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from cs_nn.tools import checks
from cs_nn.tools.checks import Problem
from grading.sandbox import clean_environment, sandboxed

#: Seconds for all cases of one task, MiB of memory, and bytes of one result, far above what is needed.
TIME_LIMIT = 20
MEMORY_LIMIT = 2048
RESULT_LIMIT = 8_000_000


def submission_seed(key_file: Path, *parts: str | bytes) -> int:
    """The seed of a submission's inputs: the same for the same parts, and not to be guessed.

    It is a keyed hash of the parts (student, lab, submitted code). The key is drawn once per course
    and kept in `key_file`, so that grading the same submission again repeats the same checks.
    """
    if not key_file.exists():
        fresh = key_file.with_name(f"{key_file.name}.{os.getpid()}")
        fresh.write_text(secrets.token_hex(32), encoding="ascii")
        try:
            os.link(fresh, key_file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    digest = hmac.new(key_file.read_bytes(), digestmod=hashlib.sha256)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return int.from_bytes(digest.digest()[:8], "big")


def hidden_cases(lab: str, task: str, seed: int) -> list[checks.Case]:
    """The inputs of one task for one submission."""
    generators = importlib.import_module(f"grading.hidden.{lab}").CASES
    spread = int.from_bytes(hashlib.sha256(task.encode()).digest()[:4], "big")
    return list(generators[task](np.random.default_rng([seed, spread])))


def run_hidden_checks(
    lab: str, names: list[str], overlay: Path, seed: int, *,
    time_limit: float = TIME_LIMIT,
    memory: int = MEMORY_LIMIT,
) -> dict[str, Problem | None]:
    """The verdict on each task: None if it is right.

    Parameters
    ----------
    overlay : folder that holds the package with the student's modules (see `grading.overlay`)
    seed : from `submission_seed`
    time_limit, memory : seconds for each task, MiB for its process
    """
    with tempfile.TemporaryDirectory(prefix="hidden-") as temporary:
        folder = Path(temporary)
        cases = {name: hidden_cases(lab, name, seed) for name in names}
        for name, its_cases in cases.items():
            (folder / "inputs" / name).mkdir(parents=True)
            for number, case in enumerate(its_cases):
                np.savez(folder / "inputs" / name / f"{number}.npz", **case)
        (folder / "results").mkdir()
        stopped = _collect_results(lab, names, overlay, folder, time_limit, memory)
        return {
            name: stopped.get(name) or _verdict(checks.lab_tasks(lab)[name], cases[name], folder / "results" / name)
            for name in names
        }


def _collect_results(lab, names, overlay, folder, time_limit, memory):
    """Run the tasks in one process; if one stops it, go on with the next task in a new process."""
    stopped, pending = {}, list(names)
    while pending:
        reason = _run_process([str(folder), lab, *pending], overlay, folder, time_limit, memory)
        unfinished = [name for name in pending if not (folder / "results" / name / "done").exists()]
        if not unfinished:
            break
        stopped[unfinished[0]] = Problem(reason, mistake="stopped")
        pending = unfinished[1:]
        for name in pending:
            shutil.rmtree(folder / "results" / name, ignore_errors=True)
    return stopped


def _run_process(arguments, overlay, folder, time_limit, memory):
    """Run the runner; say why it ended early (used only if it did)."""
    environment = clean_environment(overlay, folder)
    runner = Path(__file__).with_name("runner.py").resolve()
    command = sandboxed([sys.executable, str(runner), *arguments], read=[overlay, runner], write=[folder],
                        memory=memory)
    process = subprocess.Popen(command.argv, env=environment, cwd=folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=os.name == "posix",
                               preexec_fn=command.preexec)
    results, seen = folder / "results", 0
    deadline = time.monotonic() + time_limit
    while process.poll() is None and time.monotonic() < deadline:
        finished = sum(1 for _ in results.glob("*/done"))
        if finished > seen:
            seen, deadline = finished, time.monotonic() + time_limit
        time.sleep(0.01)
    late = process.poll() is None
    command.kill(process)
    process.wait()
    if late:
        return f"it did not finish within {time_limit:g} s: is there an endless loop?"
    return f"it ended the Python process (exit status {process.returncode}): os._exit, a crash or too much memory?"


def _verdict(task, cases, folder) -> Problem | None:
    module = importlib.import_module(f"cs_nn.{task.module}")
    for number, case in enumerate(cases):
        problem = _case_verdict(task, module, case, folder / str(number))
        if problem is not None:
            return problem
    return None


def _case_verdict(task, module, case, folder):
    about = case.get("about", "")
    error = folder / "error.json"
    if error.is_file():
        try:
            report = json.loads(error.read_text(encoding="utf-8")[:10_000])
            return Problem(**{key: str(report[key])[:1000] for key in ("what", "hint", "mistake", "about")})
        except Exception:
            return Problem("it stopped with an error that can't be read", about=about, mistake="unreadable")
    try:
        got = _read_results(folder)
    except Exception as bad:
        return Problem(f"its results can't be read: {bad}", about=about, mistake="unreadable")
    if not got:
        return Problem("it gave no result", about=about, mistake="no-result")
    expected = checks.run_task(task, module, case)
    try:
        return checks.judge(task, case, expected, got)
    except Exception as bad:  # results that no honest run gives, for example of an odd shape
        return Problem(f"its results do not fit the check ({type(bad).__name__})", about=about, mistake="unreadable")


def _read_results(folder):
    got = {}
    for path in sorted(folder.glob("*.npy")):
        if path.is_symlink() or not path.is_file() or path.stat().st_size > RESULT_LIMIT:
            raise ValueError(f"{path.stem} is larger than {RESULT_LIMIT} bytes")
        # A memory map can't be longer than its file, so a forged header can't take our memory.
        array = np.load(path, mmap_mode="r", allow_pickle=False) if path.stat().st_size > 128 else np.load(path)
        got[path.stem] = checks.to_array(array, path.stem)
    return got
