"""Run the student's code on given inputs: ``python runner.py``, with a pickled `grading.answers.Request` as its input.

This is the only part of grading that runs where the student's code runs. It gets inputs and gives back results, both
as plain arrays; what is expected of the hidden checks never comes here. It writes

    start           a line, before any code of the student has run
    part TASK SIZE  a line, then so many bytes that a child wrote
    end TASK STATUS a line, after the last part of a task: 0, another exit status, "late SECONDS" or "much"

What a child writes is lines with the bytes that they announce behind them:

    visible CALL SIZE       JSON: what a call of `cs_nn.checks.StudentCode` gave, which the notebook's check asks
    CASE NAME SIZE          a .npy file: one result on a fresh input
    CASE error SIZE         JSON: the exception instead
    CASE again:NAME SIZE, CASE again:error SIZE     the same of a second call on the same object

Each task runs in child processes (where there is fork), so that what one function patches, closes or uses up does not
reach the next. A child writes into a pipe of its own: it can say nothing about other tasks, and endless output ends it
alone. A task has so many seconds, or its share of what is left of the submission's time; its large cases have seconds
of the processor, which other work of the machine does not use up.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import pickle
import select
import signal
import sys
import time
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

import confine

#: What a child says when the module is loaded.
LOADED = "loaded"
#: Exit status of a child after which the fresh inputs need not be tried.
ENOUGH = 77

Send = Callable[..., None]


def main() -> None:
    from cs_nn import checks
    from cs_nn.checks.tasks import _loops
    from cs_nn.tools.closed import CHECKING, COMPUTING, closed

    output = take_output()
    request = take_input()
    tasks = checks.lab_tasks(request["lab"])
    _loops.refuse_other_threads()
    for load in (checks.load_expected, checks.load_answers):  # read once, for all children
        load(request["lab"], next(iter(tasks.values())))
    write_whole(output, b"start\n")  # from here on a failure is the student's
    with closed(*CHECKING, *COMPUTING):
        if hasattr(os, "fork"):
            Runs(checks, request, output).all(tasks)
            return
        for name in request["inputs"]:
            for _, step in steps(checks, tasks[name], request):
                part = io.BytesIO()
                status = step(partial(send, part.write))
                send_part(output, name, part.getvalue())
                if status == ENOUGH:
                    break
            write_whole(output, f"end {name} 0\n".encode())


def take_input() -> dict:
    """What the grader asks for; nobody else can write into its file from now on."""
    request = pickle.load(sys.stdin.buffer)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    return request


def take_output() -> int:
    """A file for standard output, which nobody else can print to from now on."""
    output = os.dup(1)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)
    return output


def send(write: Callable[[bytes], object], case: object, name: str, data: bytes) -> None:
    write(f"{case} {name} {len(data)}\n".encode())
    write(data)


def send_part(output: int, task: str, data: bytes) -> None:
    write_whole(output, f"part {task} {len(data)}\n".encode())
    write_whole(output, data)


def write_whole(output: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(output, rest) :]


class Runs:
    """The runs of all tasks of a submission, each in children of this process."""

    def __init__(self, checks: Any, request: dict, output: int):
        self.checks, self.request, self.output = checks, request, output
        self.end = time.monotonic() + request["budget"]
        self.endless: set[str] = set()  #: modules that can't be loaded in time

    def all(self, tasks: dict) -> None:
        names = list(self.request["inputs"])
        for number, name in enumerate(names):
            share = max(self.end - time.monotonic(), 0.0) / (len(names) - number)
            status = self.one(tasks[name], min(self.request["seconds"], share))
            if self.request["sealed"] and 1 in (os.getpid(), os.getppid()):
                kill_all_others()
            write_whole(self.output, f"end {name} {status}\n".encode())

    def one(self, task: Any, seconds: float) -> int | str:
        """How the task ended."""
        if task.module in self.endless:  # it would take the time of every task
            return f"late {seconds:.3g}"
        end = time.monotonic() + seconds
        for large, step in steps(self.checks, task, self.request):  # each in a fresh process: what one keeps is gone
            processor = self.request["large_seconds"] if large else None
            status = self.child(task, max(end - time.monotonic(), 0.001), step, processor)
            if status == ENOUGH:
                return 0
            if status != 0:
                return f"late {seconds:.3g}" if status == "late" else status
        return 0

    def child(self, task: Any, seconds: float, function: Callable, processor: int | None = None) -> int | str:
        """Call ``function(send)`` in a child process; its exit status (negative: the signal), "late" or "much".

        It has so many seconds, and so many whole ones of the `processor`, if they are given.
        """
        output, its_output = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.close(output)
                os.close(self.output)
                confine.one_process()
                if processor:
                    import resource

                    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
                code = function(partial(send, partial(write_whole, its_output))) or 0
            finally:  # whatever was raised, the child must not go on as if it were the runner
                os._exit(code)
        os.close(its_output)
        try:
            data, status = read_until_end(child, output, seconds, self.request["room"])
        finally:
            os.close(output)
        send_part(self.output, task.name, data)
        if status == "late" and not data.startswith(f"visible {LOADED}".encode()) and not processor:
            self.endless.add(task.module)
        return "late" if processor and status == -signal.SIGXCPU else status


def read_until_end(child: int, output: int, seconds: float, room: int) -> tuple[bytes, int | str]:
    """What a child writes until it ends, or is ended, and how it ended."""
    data, end, closed, status = bytearray(), time.monotonic() + seconds, False, None
    while status is None:
        left = end - time.monotonic()
        if left <= 0 or len(data) > room:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return bytes(data), "late" if left <= 0 else "much"
        if not closed and select.select([output], [], [], min(left, 0.05))[0]:
            part = os.read(output, 1 << 16)
            data += part
            closed = not part
            if part:
                continue
        pid, ended = os.waitpid(child, os.WNOHANG)
        if pid:
            status = os.waitstatus_to_exitcode(ended)
        elif closed:
            time.sleep(0.001)
    while not closed and len(data) <= room and select.select([output], [], [], 0)[0]:  # what it wrote last
        part = os.read(output, 1 << 16)
        data += part
        closed = not part
    return bytes(data), status


def kill_all_others() -> None:
    """Kill all processes of the sandbox but this one and its first, which runs it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)


def steps(checks: Any, task: Any, request: dict) -> list[tuple[bool, Callable[[Send], Any]]]:
    """What to do for a task, each in a process of its own: (on large inputs, what)."""
    small = partial(run_small, checks, task, request)
    large = request["large"].get(task.name)
    return [(False, small), *([(True, partial(run_large, checks, task, request, large))] if large else [])]


def run_small(checks: Any, task: Any, request: dict, send: Send) -> int:
    """The notebook's check, then fresh inputs twice, each with modules that are loaded afresh."""
    with contextlib.suppress(Exception, SystemExit), checks.student_module(task):
        pass
    send("visible", LOADED, b"")
    if request["visible"] and run_visible(checks, request["lab"], task, send) == ENOUGH:
        return ENOUGH
    cases = dict(enumerate(request["inputs"][task.name]))
    run_cases(checks, task, checks.run_task, "", cases, send)
    run_cases(checks, task, checks.run_again, checks.AGAIN, cases, send)
    return 0


def run_large(checks: Any, task: Any, request: dict, path: str, send: Send) -> None:
    with open(path, "rb") as file:
        cases = pickle.load(file)
    run_cases(checks, task, checks.run_task, "", dict(enumerate(cases, len(request["inputs"][task.name]))), send)


def run_cases(checks: Any, task: Any, call: Callable, prefix: str, cases: dict[int, dict], send: Send) -> None:
    with contextlib.ExitStack() as stack:
        try:
            module = stack.enter_context(checks.saved_module(task.module))
        except Exception as error:
            for number, case in cases.items():
                send_error(checks, task, error, case, f"{prefix}error", number, send)
            return
        for number, case in cases.items():
            names = case["large"].replace("|", " ").split() if "large" in case else None  # the results compared
            try:
                for key, value in call(task, module, case).items():
                    if not names or key in names:
                        send(number, prefix + key, as_file(value))
            except Exception as error:
                send_error(checks, task, error, case, f"{prefix}error", number, send)


def send_error(checks: Any, task: Any, error: Exception, case: dict, name: str, number: int, send: Send) -> None:
    find = partial(checks.crash_problem, task, error, case)
    send(number, name, as_json(as_problem(find, type(error).__name__)))


def run_visible(checks: Any, lab: str, task: Any, send: Send) -> int:
    """Run the notebook's own check; `ENOUGH` if its verdict says all that there is to say."""
    load = partial(checks.student_module, task)
    code = recording(checks, send)(task, load, checks.visible_cases(task))
    try:
        problem = checks.verdict_on(lab, code).problem
    except checks.CheckFailed as failed:  # the module can't be loaded
        send("visible", "failed", as_json({"lines": [list(line) for line in failed.lines], "mistake": failed.mistake}))
        return ENOUGH
    return ENOUGH if problem and (problem.hint or problem.mistake == "stub") else 0


def recording(checks: Any, send: Send) -> type:
    """`StudentCode` that sends what each of its calls gave: the grader's `RecordedCode` gives it again."""

    def as_outcome(got):
        return as_problem(lambda: got, "an error") if isinstance(got, checks.Problem) else as_results(got)

    def as_results(got):
        return {"results": {name: base64.b64encode(as_file(value)).decode() for name, value in got.items()}}

    class Recording(checks.StudentCode):
        def first(self):
            outcomes, notes = super().first()
            send("visible", "first", as_json([[as_outcome(each) for each in outcomes], [str(n)[:1000] for n in notes]]))
            return outcomes, notes

        def again(self, numbers: Collection[int]):
            outcomes = super().again(numbers)
            send("visible", "again", as_json({number: as_outcome(each) for number, each in outcomes.items()}))
            return outcomes

        def alone(self, number):
            got = super().alone(number)
            send("visible", f"alone:{number}", as_json(None if got is None else as_results(got)))
            return got

        def answers(self, number, inputs):
            got = super().answers(number, inputs)
            rows = None if got is None else [[*key, how] for key, how in got.items()]
            send("visible", f"answers:{number}:{','.join(sorted(inputs))}", as_json(rows))
            return got

        def slope_errors(self, number, got):
            errors = super().slope_errors(number, got)
            send("visible", f"slopes:{number}", as_json({name: float(error) for name, error in errors.items()}))
            return errors

    return Recording


def as_file(value: Any) -> bytes:
    import numpy as np

    file = io.BytesIO()
    np.save(file, value, allow_pickle=False)
    return file.getvalue()


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def as_problem(find: Callable[[], Any], error: str) -> dict[str, str | bool]:
    try:
        problem = find()
        texts = {key: str(getattr(problem, key) or "")[:1000] for key in ("what", "hint", "mistake", "about")}
        return {**texts, "certain": bool(problem.certain)}
    except Exception:  # the exception can't be turned into text
        return {"what": f"it stopped with {error}"[:1000], "hint": "", "mistake": "error", "about": "", "certain": True}


if __name__ == "__main__":
    main()
