"""Run students' code on given inputs: ``python runner.py LAB SUBMITTED``, for `grading.runner_process`.

This is the only part of grading that runs where a student's code runs. It gets inputs and gives back results, both
as plain arrays; what is expected of the hidden checks never comes here. It finds the student's modules in the folder
SUBMITTED. It reads requests, each a line with the size and a pickle, and writes for each of them

    start           a line, before any code of the student has run
    part TASK SIZE  a line, then so many bytes that a child wrote
    end TASK STATUS a line, after the last part of a task: 0, another exit status, "late SECONDS" or "much"
    ready           a line, if it can take the next request: it finds all folders as they were

What a child writes is lines with the bytes that they announce behind them:

    visible CALL SIZE       JSON: what a call of `cs_nn.checks.StudentCode` gave, which the notebook's check asks
    CASE NAME SIZE          a .npy file: one result on a fresh input
    CASE error SIZE         JSON: the exception instead
    CASE again:NAME SIZE, CASE again:error SIZE     the same of a second call on the same object

Where there is fork, a request is for one of two ways to run tasks. Together: in one child, as long as each ends soon;
the others end as "undone". Each alone: in children of its own, so that what one function patches, closes or uses up
does not reach the next; after one that has changed a folder the others end as "undone". A child writes into a pipe of
its own: it can say nothing about tasks that are not in it, and endless output ends it alone. A task that runs alone has
so many seconds, or its share of what is left of the submission's time; its large cases have seconds of the processor,
which other work of the machine does not use up.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import pickle
import select
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import confine
from folders import changes, differs, own_folders, wipe
from task_steps import ENOUGH, LOADED, large_inputs, run_together, send, steps

import cs_nn
from cs_nn import checks
from cs_nn.checks.tasks import _loops
from cs_nn.tools.closed import CHECKING, COMPUTING, closed

#: Seconds for each of the tasks that run together.
SOON = 3
#: Bytes that are read at once.
BLOCK = 1 << 16


def main(lab: str, submitted: str) -> None:
    cs_nn.__path__.insert(0, submitted)
    output, requests = take_output(), take_input()
    tasks = checks.lab_tasks(lab)
    _loops.refuse_other_threads()
    for load in (checks.load_expected, checks.load_answers):  # read once, for all children
        load(lab, next(iter(tasks.values())))
    gc.freeze()  # so that a child that collects garbage need not copy it all
    with closed(*CHECKING, *COMPUTING):
        while size := requests.readline():
            request = pickle.loads(requests.read(int(size)))
            folders = [folder for top in request["writable"] for folder in own_folders(top)]
            changed = partial(differs, folders, changes(folders))
            for path in request["large"].values():  # read once, too
                large_inputs(path)
            import_named(submitted)
            write_whole(output, b"start\n")  # from here on a failure is the student's
            if hasattr(os, "fork"):
                runs = Runs(lab, request, (output, requests.fileno()), folders, changed)
                (runs.together if request["together"] else runs.alone)(tasks)
            else:
                run_here(lab, request, output, tasks)
            if request["once"] or changed():
                break
            write_whole(output, b"ready\n")


def import_named(submitted: str) -> None:
    """Import SciPy here if a hand-in names it: the import takes longer than all that its children do."""
    if (
        any(b"scipy" in path.read_bytes() for path in Path(submitted).glob("*.py"))
        and "scipy.signal" not in sys.modules
    ):
        importlib.import_module("scipy.signal")  # brings the others with it
        gc.freeze()


def run_here(lab: str, request: dict, output: int, tasks: dict) -> None:
    """Run all tasks in this process, where none can be forked."""
    for name in request["inputs"]:
        for _, step in steps(lab, tasks[name], request):
            part = io.BytesIO()
            status = step(partial(send, part.write))
            send_part(output, name, part.getvalue())
            if status == ENOUGH:
                break
        write_whole(output, f"end {name} 0\n".encode())


def take_input() -> BinaryIO:
    """What the grader asks for, which nobody else can read from now on."""
    requests = os.fdopen(os.dup(0), "rb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    return requests


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

    def __init__(
        self, lab: str, request: dict, files: tuple[int, int], folders: list[str], changed: Callable[[], bool]
    ):
        self.lab, self.request, self.folders = lab, request, folders
        self.changed = changed  #: whether a task has changed a folder, which the next one would find so
        self.files = files  #: of this process alone: where it writes to, and where it reads requests
        self.output = files[0]
        self.end = time.monotonic() + request["budget"]
        self.endless: set[str] = set()  #: modules that can't be loaded in time

    def together(self, tasks: dict) -> None:
        names = list(self.request["inputs"])

        def run(write):
            limit_processor(self.request["large_seconds"])  # for all, so that no task has more on its large cases
            run_together(self.lab, tasks, self.request, write)

        child, output = self.fork(run)
        data, end = bytearray(), time.monotonic() + SOON
        try:
            while names and len(data) <= self.request["room"]:
                if not select.select([output], [], [], max(end - time.monotonic(), 0.0))[0]:
                    break
                part = os.read(output, BLOCK)
                if not part:
                    break
                data += part
                while names and (found := take_task(data, names[0])) is not None:
                    send_part(self.output, names[0], found)
                    write_whole(self.output, f"end {names.pop(0)} 0\n".encode())
                    end = time.monotonic() + SOON
        finally:
            os.close(output)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            self.end_others()
        for name in names:
            write_whole(self.output, f"end {name} undone\n".encode())

    def alone(self, tasks: dict) -> None:
        names = list(self.request["inputs"])
        for number, name in enumerate(names):
            share = max(self.end - time.monotonic(), 0.0) / (len(names) - number)
            status = self.one(tasks[name], min(self.request["seconds"], share))
            self.end_others()
            write_whole(self.output, f"end {name} {status}\n".encode())
            if self.changed():
                for rest in names[number + 1 :]:
                    write_whole(self.output, f"end {rest} undone\n".encode())
                return

    def one(self, task: Any, seconds: float) -> int | str:
        """How the task ended."""
        if task.module in self.endless:  # it would take the time of every task
            return f"late {seconds:.3g}"
        end = time.monotonic() + seconds
        for large, step in steps(self.lab, task, self.request):  # each in a fresh process: what one keeps is gone
            if large and self.changed() and not wipe(self.folders):  # it may have worked there for the large case
                return f"late {seconds:.3g}"
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

        def run(write):
            if processor:
                limit_processor(processor)
            return function(partial(send, write))

        child, output = self.fork(run)
        try:
            data, status = read_until_end(child, output, seconds, self.request["room"])
        finally:
            os.close(output)
        send_part(self.output, task.name, data)
        if status == "late" and not data.startswith(f"visible {LOADED}".encode()) and not processor:
            self.endless.add(task.module)
        return "late" if processor and status == -signal.SIGXCPU else status

    def fork(self, function: Callable) -> tuple[int, int]:
        """Call ``function(write)`` in a child process; its number, and where to read what it writes."""
        output, its_output = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                for file in (output, *self.files):
                    os.close(file)
                confine.one_process()
                code = function(partial(write_whole, its_output)) or 0
            finally:  # whatever was raised, the child must not go on as if it were the runner
                os._exit(code)
        os.close(its_output)
        return child, output

    def end_others(self) -> None:
        """Kill all processes of the sandbox but this one and its first, which runs it."""
        if self.request["sealed"] and 1 in (os.getpid(), os.getppid()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)


def limit_processor(seconds: int) -> None:
    import resource  # where there is fork

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def take_task(data: bytearray, name: str) -> bytes | None:
    """Take what a child wrote of one task from `data`; None if it is not there as a whole."""
    start, end = f"{name} ".encode(), data.find(b"\n", 0, 200) + 1
    size = data[len(start) : end - 1]
    if not end or not data.startswith(start) or not size.isdigit() or len(data) < end + int(size):
        return None
    found = bytes(memoryview(data)[end : end + int(size)])
    del data[: end + int(size)]
    return found


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
            part = os.read(output, BLOCK)
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
        part = os.read(output, BLOCK)
        data += part
        closed = not part
    return bytes(data), status


if __name__ == "__main__":
    main(*sys.argv[1:])
