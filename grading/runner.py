"""Run the student's code on given inputs: ``python runner.py``, its input a pickled request of `grading.answers`.

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

import contextlib
import io
import os
import pickle
import select
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import confine
from task_steps import ENOUGH, LOADED, send, steps


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


if __name__ == "__main__":
    main()
