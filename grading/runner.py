"""Run the student's code on given inputs: ``python runner.py INPUTS TIME LARGE SEALED LAB TASK [TASK ...]``.

This is the only part of a hidden check that runs where the student's code runs. It gets inputs and
gives back results, both as plain arrays; what is expected never comes here. For each task it reads
``INPUTS/TASK/0.npz, 1.npz, ...`` and writes lines of four words to its standard output:

    TASK CASE NAME DATA     one result, a .npy file in base64
    TASK CASE error DATA    the exception instead, JSON in base64
    TASK CASE again:NAME DATA, TASK CASE again:error DATA    the same of a second call on the same object
    TASK - end STATUS       after the last case: 0, another exit status, or "late"

Each task runs in a child process (where there is fork), so that what one function patches, closes or
uses up does not reach the next. A task has TIME seconds, and its large cases LARGE seconds of the processor, which
other work of the machine does not use up. SEALED is 1 in a sandbox with processes of its own: there, what a child
leaves running is killed.
"""

import base64
import importlib
import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import confine


def main(inputs: str, seconds: float, large_seconds: int, sealed: bool, lab: str, names: list[str]) -> None:
    from cs_nn import checks
    from cs_nn.checks.tasks import _loops
    from cs_nn.tools.closed import CHECKING, COMPUTING, closed

    send = take_output()
    cases = {name: read_cases(Path(inputs, name)) for name in names}
    tasks = checks.lab_tasks(lab)
    _loops.refuse_other_threads()
    send("-", "-", "start")  # from here on a failure is the student's
    with closed(*CHECKING, *COMPUTING):
        run_tasks(checks, [tasks[name] for name in names], cases, send, seconds, large_seconds, sealed)


def run_tasks(
    checks: ModuleType,
    tasks: list,
    cases: dict[str, list[dict]],
    send: Callable,
    seconds: float,
    large_seconds: int,
    sealed: bool,
) -> None:
    imports = {}
    for task in tasks:
        name = task.name
        if hasattr(os, "fork"):
            if task.module not in imports:  # a module that never ends would take the time limit of every task
                imports[task.module] = in_child(seconds, importlib.import_module, f"cs_nn.{task.module}")
            status = "late" if imports[task.module] == "late" else 0
            end = time.monotonic() + seconds
            for phase in phases(checks, cases[name]):  # each in a fresh process: what one keeps does not reach the next
                if status == 0:
                    left = max(end - time.monotonic(), 0.001)
                    processor = large_seconds if any("large" in case for _, case in phase[0]) else None
                    status = in_child(left, run, checks, task, send, *phase, processor=processor)
            if sealed and os.getppid() == 1:
                kill_all_others()
        else:
            for phase in phases(checks, cases[name]):
                run(checks, task, send, *phase)
            status = 0
        send(name, "-", "end", str(status))


def take_output() -> Callable:
    """A function that writes a line to standard output, which nobody else can print to from now on."""
    output = os.dup(1)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)

    def send(*words):
        line = " ".join(map(str, words)).encode() + b"\n"
        while line:
            line = line[os.write(output, line) :]

    return send


def read_cases(folder: Path) -> list[dict]:
    import numpy as np

    cases = []
    for path in sorted(folder.glob("*.npz"), key=lambda p: int(p.stem)):
        with np.load(path, allow_pickle=False) as archive:
            cases.append({key: archive[key] if archive[key].ndim else archive[key].item() for key in archive.files})
    return cases


def in_child(seconds: float, function: Callable, *arguments: Any, processor: int | None = None) -> int | str:
    """Call the function in a child process; its exit status (negative: the signal), or "late".

    It has so many seconds, and so many whole ones of the `processor`, if they are given.
    """
    child = os.fork()
    if child == 0:
        status = 1
        try:
            confine.one_process()
            if processor:
                import resource

                resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
            function(*arguments)
            status = 0
        finally:  # whatever was raised, the child must not go on as if it were the runner
            os._exit(status)
    late = []

    def stop(*_):
        late.append(True)
        os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _, status = os.waitpid(child, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    status = os.waitstatus_to_exitcode(status)
    return "late" if late or processor and status == -signal.SIGXCPU else status


def kill_all_others() -> None:
    """Kill all processes of the sandbox but this one and its first, which runs it."""
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        pass


def phases(checks: ModuleType, cases: list[dict]) -> Iterator[tuple[list[tuple[int, dict]], Callable, str]]:
    """(numbered cases, what to call, prefix of its results): small cases, the same once more, large cases."""
    numbered = list(enumerate(cases))
    small = [(number, case) for number, case in numbered if "large" not in case]
    large = [(number, case) for number, case in numbered if "large" in case]
    yield small, checks.run_task, ""
    yield small, checks.run_again, checks.AGAIN
    if large:
        yield large, checks.run_task, ""


def run(
    checks: ModuleType, task: Any, send: Callable, cases: list[tuple[int, dict]], call: Callable, prefix: str
) -> None:
    import numpy as np

    for number, case in cases:
        names = case["large"].replace("|", " ").split() if "large" in case else None  # the results that are compared
        try:
            module = importlib.import_module(f"cs_nn.{task.module}")
            for key, value in call(task, module, case).items():
                if names and key not in names:
                    continue
                file = io.BytesIO()
                np.save(file, value, allow_pickle=False)
                send(task.name, number, prefix + key, base64.b64encode(file.getvalue()).decode())
        except Exception as error:
            report = json.dumps(describe(checks, task, error, case))
            send(task.name, number, f"{prefix}error", base64.b64encode(report.encode()).decode())


def describe(checks: ModuleType, task: Any, error: Exception, case: dict) -> dict[str, str]:
    try:
        problem = checks.crash_problem(task, error, case)
        return {key: str(getattr(problem, key) or "")[:1000] for key in ("what", "hint", "mistake", "about")}
    except Exception:  # the exception can't be turned into text
        return {"what": f"it stopped with {type(error).__name__}"[:1000], "hint": "", "mistake": "error", "about": ""}


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "1", sys.argv[5], sys.argv[6:])
