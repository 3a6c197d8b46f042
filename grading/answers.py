"""What a student's code gives on the inputs of the checks: run in one process of its own, read as text."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cs_nn.checks import Case
from grading.sandbox import TEMPORARY, bubblewrap, clean_environment, sandboxed
from grading.watch import PAUSE, Watch

#: Seconds of the processor for the large cases of one task, for which the worked solution needs milliseconds.
LARGE_TIME_LIMIT = 5
#: Of one task's results the lines, and the bytes in all: far above what is needed.
LINES_LIMIT, RESULTS_LIMIT = 5_000, 16 << 20
#: Seconds more than the time limit until this process ends the other one, if that one did not keep the limit itself.
PATIENCE = 5


@dataclass
class Answers:
    """What came back for one task, still as text."""

    ending: str = ""  #: "0", another exit status, "late SECONDS", "much" or "excess memory"
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  #: by case and name of a result
    size: int = 0  #: bytes of all lines
    seconds: float | None = None  #: how long it ran


@dataclass(frozen=True)
class Limits:
    """What one submission may use: seconds for each task and for all of them, MiB of memory."""

    task_time: float
    submission_time: float
    memory: int


def collect_answers(
    lab: str,
    inputs: Mapping[str, Sequence[Case]],
    large: Mapping[str, Path],
    overlay: Path,
    limits: Limits,
    visible: bool,
) -> dict[str, Answers]:
    """Run the tasks in one process; if it ends early, go on with the next task in a new process.

    Parameters
    ----------
    inputs, large : by task the fresh inputs, and a file with the large ones if it has some
    overlay : folder that holds the package with the student's modules
    visible : whether the notebook's own checks run, too
    """
    answers: dict[str, Answers] = {}
    pending, end = list(inputs), time.monotonic() + limits.submission_time
    while pending:
        request = {
            "lab": lab,
            "inputs": {name: inputs[name] for name in pending},
            "large": {name: str(path) for name, path in large.items()},
            "visible": visible,
            "seconds": limits.task_time,
            "budget": max(end - time.monotonic(), 1.0),
            "large_seconds": LARGE_TIME_LIMIT,
            "room": RESULTS_LIMIT,
            "sealed": bool(bubblewrap()),
        }
        ended, ending = _run_process(request, overlay, limits.memory)
        answers |= ended
        pending = [name for name in pending if name not in ended]
        if pending:  # the process ended in this task
            answers[pending.pop(0)] = Answers(ending)
    return answers


def _run_process(request, overlay, memory):
    """Run the runner: the answers of the tasks that have ended, and how it ended."""
    with (
        tempfile.TemporaryDirectory(prefix="scratch-", ignore_cleanup_errors=True) as folder,
        _started(request, overlay, scratch := Path(folder).resolve(), memory) as process,
    ):
        reader = Reader(list(request["inputs"]))
        watch = Watch(process.pid, memory, (TEMPORARY, str(scratch)))
        ending = _read(process, reader, request["seconds"] + PATIENCE, watch)
    if not reader.started:
        # Nothing of the student's has run yet: a failure of ours, which must not cost points.
        why = f"exit status {process.returncode}"
        raise RuntimeError(f"the hidden checks did not start ({why}): memory, disk or sandbox?")
    return reader.ended, ending or f"{process.returncode} of its runner"


@contextlib.contextmanager
def _started(request, overlay, scratch, memory) -> Iterator[subprocess.Popen]:
    """The process, which is ended with all that it started, also when the instructor presses Ctrl-C."""
    runner = Path(__file__).with_name("runner.py").resolve()
    seen = [overlay, runner, runner.with_name("confine.py"), *map(Path, request["large"].values())]
    command = sandboxed([sys.executable, str(runner)], read=seen, scratch=[scratch], memory=memory)
    with tempfile.TemporaryFile() as file:
        pickle.dump(request, file)
        file.seek(0)
        process = subprocess.Popen(
            command.argv,
            env=clean_environment(overlay, scratch),
            cwd=scratch,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
            preexec_fn=command.preexec,
        )
    try:
        yield process
    finally:
        command.kill(process)
        process.stdout.close()
        process.wait()


def _read(process, reader, patience, watch):
    """Read until all tasks have ended; how the process ended before that, if it was not by itself."""
    parts = queue.Queue(maxsize=16)
    threading.Thread(target=_pass_on, args=(process.stdout, parts), daemon=True).start()
    deadline = time.monotonic() + patience
    while reader.waiting:
        if excess := watch.excess():
            return f"excess {excess}"
        left = deadline - time.monotonic()
        try:
            part = parts.get(timeout=max(min(left, PAUSE), 0.0))
            if not part:
                process.wait(PATIENCE)
                return ""
        except queue.Empty:
            if left > 0:
                continue
            return f"late {patience - PATIENCE:.3g}"
        except subprocess.TimeoutExpired:
            return f"late {patience - PATIENCE:.3g}"
        if reader.feed(part):
            deadline = time.monotonic() + patience
    return ""


def _pass_on(stream, parts):
    """Read on a thread, which can wait on every system; the last part is empty."""
    part = b"more"
    while part:
        with contextlib.suppress(OSError, ValueError):  # closed by the other thread
            part = stream.read1(1 << 16)
            parts.put(part)
            continue
        return


class Reader:
    """Takes the lines of the runner as they come.

    The tasks run in order, so lines of others than the present one are no results; and of two lines for one result the
    first counts.
    """

    def __init__(self, names: list[str]):
        self.waiting, self.ended, self.started = list(names), {}, False
        self.present, self.start = Answers(), time.monotonic()
        self.rest, self.held = [b""], 0  #: a line that has not ended, and its bytes

    def feed(self, data: bytes) -> bool:
        """Take what was read; whether a task has ended."""
        before = len(self.waiting)
        first, *lines = data.split(b"\n")
        if lines:
            *whole, last = [b"".join([*self.rest, first]), *lines]
            for line in whole:
                self._take(line)
            self.rest, self.held = [last], len(last)
        elif self.held <= RESULTS_LIMIT:  # what the runner forwards is less
            self.rest.append(first)
            self.held += len(first)
        return len(self.waiting) < before

    def _take(self, line):
        if not self.started:
            self.started = line == b"- - start"
            return
        task, _, rest = line.decode("ascii", "replace").partition(" ")
        case, _, rest = rest.partition(" ")
        name, _, data = rest.partition(" ")
        if not self.waiting or task != self.waiting[0]:
            return
        if case == "-":
            now = time.monotonic()
            self.present.ending, self.present.seconds, self.start = data, now - self.start, now
            self.ended[self.waiting.pop(0)] = self.present
            self.present = Answers()
        elif self.present.size <= RESULTS_LIMIT and len(self.present.texts) < LINES_LIMIT:
            self.present.size += len(line)
            self.present.texts.setdefault((case, name), data)
