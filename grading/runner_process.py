"""The process in which students' code runs: one `grading.runner` for the hand-ins of a lab, one after the other.

Its start takes longer than many a hand-in. No code of a student runs in the process itself, only in children of it,
which reach neither it nor each other (`grading.confine`), and leave nothing if they write no file. So the next hand-in
finds it as the first one did; if it does not, or where there is no sandbox, it is ended and a new one started.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, cast

from cs_nn.checks import Case
from cs_nn.tools.labs import find_lab
from grading.answers import LARGE_TIME_LIMIT, RESULTS_LIMIT, Answers, Limits, Reader, UnreadableError
from grading.fresh_inputs import large_folder
from grading.overlay import course_layer, not_taken
from grading.sandbox import TEMPORARY, clean_environment, sandboxed
from grading.system_calls import why_unfiltered
from grading.watch import PAUSE, Watch

#: Seconds more than the time limit until this process ends the other one, if that one did not keep the limit itself.
PATIENCE = 5
#: Bytes that are read at once.
BLOCK = 1 << 16


def collect_answers(
    lab: str,
    inputs: Mapping[str, Sequence[Case]],
    again: Mapping[str, Sequence[int]],
    large: Mapping[str, Path],
    submitted: Path,
    limits: Limits,
    *,
    visible: bool,
    together: bool,
) -> dict[str, Answers]:
    """Run the tasks in one process; if it ends early, go on with the next task in a new process.

    Parameters
    ----------
    inputs, again, large : by task the fresh inputs, the numbers of those that run again after other calls, and a file
        with the large ones if it has some
    submitted : folder with the student's modules
    visible : whether the notebook's own checks run, too
    together : whether tasks may reach each other (see `grading.runner`)
    """
    answers: dict[str, Answers] = {}
    pending, end = list(inputs), time.monotonic() + limits.submission_time
    while pending and (not answers or time.monotonic() < end):
        request = {
            "inputs": {name: inputs[name] for name in pending},
            "again": again,
            "large": {name: str(path) for name, path in large.items()},
            "visible": visible,
            "together": together,
            "seconds": limits.task_time,
            "budget": max(end - time.monotonic(), 1.0),
            "large_seconds": LARGE_TIME_LIMIT,
            "room": RESULTS_LIMIT,
        }
        ended, ending = _run(lab, request, submitted, limits.memory)
        answers |= ended
        pending = [name for name in pending if name not in ended]
        if pending:  # the process ended in this task
            answers[pending.pop(0)] = Answers(ending)
        if together:
            break
        pending = pending or [name for name, each in ended.items() if each.ending == "undone"]
    return answers | {name: Answers("undone" if together else "late 0") for name in pending}


def _run(lab, request, submitted, memory) -> tuple[dict[str, Answers], str]:
    """The answers of the tasks that have ended, and how the process ended if it did."""
    while True:
        runner, reader = _take(lab, memory), Reader(list(request["inputs"]))
        first = not runner.used
        try:
            ending = runner.ask(request, submitted, reader)
        finally:
            _put_back(runner)
        code = runner.process.returncode
        if reader.started:
            return reader.ended, ending or f"{code} of its runner"
        if first:  # Nothing of the student's has run yet: a failure of ours, which must not cost points.
            raise RuntimeError(f"the checks did not start (exit status {code}): memory, disk or sandbox?")


_kept: list[RunnerProcess] = []  #: one that can be asked again


def _take(lab, memory):
    runner = _kept.pop() if _kept else None
    if runner and runner.serves(lab, memory):
        return runner
    if runner:
        runner.close()
    return RunnerProcess(lab, memory)


def _put_back(runner):
    if runner.whole and not _kept:
        _kept.append(runner)
    else:
        runner.close()


@atexit.register
def end_kept() -> None:
    """End the process that could be asked again."""
    while _kept:
        _kept.pop().close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_kept.clear)  # it belongs to the other process


class RunnerProcess:
    """A running `grading.runner`.

    Parameters
    ----------
    lab : name of the lab
    memory : MiB that it may use with all that it starts
    """

    def __init__(self, lab: str, memory: int):
        self.lab, self.memory = lab, memory
        self.folder = Path(tempfile.mkdtemp(prefix="runner-")).resolve()
        self.submitted, self.scratch = self.folder / "submitted", self.folder / "scratch"
        for folder in (self.submitted, self.scratch):
            folder.mkdir()
        runner = Path(__file__).with_name("runner.py").resolve()
        beside = [runner.with_name(f"{name}.py") for name in ("confine", "folders", "task_steps")]
        self.given = course_layer(lab), large_folder()
        self.command = sandboxed(
            [sys.executable, str(runner), lab, str(self.submitted)],
            read=[*self.given, self.submitted, runner, *beside],
            scratch=[self.scratch],
            memory=memory,
        )
        self.process = subprocess.Popen(
            self.command.argv,
            env=clean_environment(self.given[0], self.scratch),
            cwd=self.scratch,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
            preexec_fn=self.command.preexec,
        )
        self.input, self.output = cast(IO[bytes], self.process.stdin), cast(IO[bytes], self.process.stdout)
        self.used = False  #: whether it has been asked
        self.whole = True  #: whether it can be asked
        self.parts: queue.Queue[bytes] = queue.Queue(maxsize=16)
        self.thread = threading.Thread(target=self._pass_on, daemon=True)
        self.thread.start()

    def serves(self, lab: str, memory: int) -> bool:
        """Whether it is one for this lab, and can still be asked."""
        here = self.whole and self.process.poll() is None and self.submitted.is_dir()
        return here and (lab, memory) == (self.lab, self.memory) and (course_layer(lab), large_folder()) == self.given

    def ask(self, request: Mapping[str, Any], submitted: Path, reader: Reader) -> str:
        """Have it run the tasks of a request on a student's modules; `reader` takes what comes.

        Returns how the process was ended before all tasks had ended; empty if it was not.
        """
        self.used, self.whole = True, False
        self._show(submitted)
        watch = Watch(self.process.pid, self.memory, (TEMPORARY, str(self.scratch)))
        once = not self.command.sealed or bool(why_unfiltered())  # a child could reach this process
        try:
            writable = [TEMPORARY, str(self.scratch)] if self.command.sealed else []
            content = pickle.dumps({**request, "sealed": self.command.sealed, "once": once, "writable": writable})
            self.input.write(b"%d\n" % len(content) + content)
            self.input.flush()
        except OSError:  # it has ended
            return ""
        ending = self._take(reader, request["seconds"] + PATIENCE, watch)
        self.whole = reader.ready and not ending
        return ending

    def _show(self, submitted):
        """Put a student's modules where the process finds them."""
        missing = not_taken(self.lab, submitted)
        for module in find_lab(self.lab).modules:
            (self.submitted / module).unlink(missing_ok=True)
            if module not in missing:
                shutil.copyfile(submitted / module, self.submitted / module)

    def _take(self, reader, patience, watch):
        """Read until all tasks have ended, and how it was ended before that."""
        deadline = time.monotonic() + patience
        while reader.waiting or not reader.ready:
            if excess := watch.excess():
                return f"excess {excess}"
            left = deadline - time.monotonic()
            try:
                part = self.parts.get(timeout=max(min(left, PAUSE), 0.0))
                if not part:
                    self.process.wait(PATIENCE)
                    return ""
                if reader.feed(part):
                    deadline = time.monotonic() + patience
            except queue.Empty:
                if left > 0:
                    continue
                return f"late {patience - PATIENCE:.3g}"
            except subprocess.TimeoutExpired:
                return f"late {patience - PATIENCE:.3g}"
            except UnreadableError:
                return "much"
        return ""

    def _pass_on(self):
        """Put what comes into `parts`, in a thread, which can wait on every system; the last part is empty."""
        part = b"more"
        while part:
            try:
                part = self.output.read1(BLOCK)
            except (OSError, ValueError):
                part = b""
            self.parts.put(part)

    def close(self) -> None:
        """End the process and all that it started, and remove what was made for it."""
        self.whole = False
        self.command.kill(self.process)
        self.process.wait()
        while self.thread.is_alive() or not self.parts.empty():  # it may wait for room
            with contextlib.suppress(queue.Empty):
                self.parts.get(timeout=PAUSE)
        for stream in (self.input, self.output):
            with contextlib.suppress(OSError):
                stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)
