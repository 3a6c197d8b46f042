"""What a student's code gives on the inputs of the checks: run in one process of its own, taken as it comes."""

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
#: Bytes of what one child writes, and of all results of a task, and their number: far above what is needed.
RESULTS_LIMIT, ALL_RESULTS_LIMIT, COUNT_LIMIT = 32 << 20, 64 << 20, 5_000
#: Bytes of a line that announces something.
LINE_LIMIT = 500
#: Seconds more than the time limit until this process ends the other one, if that one did not keep the limit itself.
PATIENCE = 5


@dataclass
class Answers:
    """What came back for one task, as it came."""

    ending: str = ""  #: "0", another exit status, "late SECONDS", "much" or "excess memory"
    parts: dict[tuple[str, str], bytes] = field(default_factory=dict)  #: by case and name of a result
    size: int = 0  #: bytes of all parts
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
        raise RuntimeError(f"the checks did not start ({why}): memory, disk or sandbox?")
    return reader.ended, ending or f"{process.returncode} of its runner"


@contextlib.contextmanager
def _started(request, overlay, scratch, memory) -> Iterator[subprocess.Popen]:
    """The process, which is ended with all that it started, also when the instructor presses Ctrl-C."""
    runner = Path(__file__).with_name("runner.py").resolve()
    beside = [runner.with_name(f"{name}.py") for name in ("confine", "task_steps")]
    seen = [overlay, runner, *beside, *map(Path, request["large"].values())]
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
    with _passing_on(process.stdout) as parts:
        return _take_parts(process, reader, patience, watch, parts)


def _take_parts(process, reader, patience, watch, parts):
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


@contextlib.contextmanager
def _passing_on(stream) -> Iterator[queue.Queue[bytes]]:
    """What a thread reads, which can wait on every system; the last part is empty."""
    parts: queue.Queue[bytes] = queue.Queue(maxsize=16)
    over = threading.Event()

    def pass_on():
        part = b"more"
        while part and not over.is_set():
            try:
                part = stream.read1(1 << 16)
            except (OSError, ValueError):  # closed by the other thread
                return
            while not over.is_set():
                with contextlib.suppress(queue.Full):
                    parts.put(part, timeout=0.2)
                    break

    threading.Thread(target=pass_on, daemon=True).start()
    try:
        yield parts
    finally:
        over.set()


class Reader:
    """Takes what the runner writes as it comes (see `grading.runner`).

    The tasks run in order, so parts of others than the present one are no results; and of two results with one name
    the first counts.
    """

    def __init__(self, names: list[str]):
        self.waiting, self.ended, self.started = list(names), {}, False
        self.present, self.start = Answers(), time.monotonic()
        self.unread = bytearray()
        self.part: tuple[str, int] | None = None  #: the task and the size of a part that has not come as a whole

    def feed(self, data: bytes) -> bool:
        """Take what was read; whether a task has ended."""
        before = len(self.waiting)
        self.unread += data
        while self.waiting and self._step():
            pass
        return len(self.waiting) < before

    def _step(self) -> bool:
        """Take a line or a part; False if more must be read for it."""
        if self.part is not None:
            task, size = self.part
            if len(self.unread) < size:
                return False
            self._take_part(task, bytes(self.unread[:size]))
            del self.unread[:size]
            self.part = None
            return True
        end = self.unread.find(b"\n", 0, LINE_LIMIT)
        if end < 0:
            if len(self.unread) >= LINE_LIMIT:
                raise UnreadableError
            return False
        words = self.unread[:end].decode("ascii", "replace").split(" ", 2)
        del self.unread[: end + 1]
        self._take_line(*words, *[""] * (3 - len(words)))
        return True

    def _take_line(self, kind, task, data):
        if kind == "start":
            self.started = True
        elif kind == "part" and data.isdecimal() and int(data) <= 2 * RESULTS_LIMIT:
            self.part = task, int(data)
        elif kind == "end" and task == self.waiting[0]:
            now = time.monotonic()
            self.present.ending, self.present.seconds, self.start = data, now - self.start, now
            self.ended[self.waiting.pop(0)] = self.present
            self.present = Answers()
        else:
            raise UnreadableError

    def _take_part(self, task, part):
        if task != self.waiting[0]:
            return
        self.present.size += len(part)
        place = 0
        while self.present.size <= ALL_RESULTS_LIMIT and len(self.present.parts) < COUNT_LIMIT:
            end = part.find(b"\n", place, place + LINE_LIMIT)
            case, name, size = [*part[place:end].decode("ascii", "replace").split(" "), "", "", ""][:3]
            if end < 0 or not size.isdecimal() or end + 1 + int(size) > len(part):
                break
            place = end + 1 + int(size)
            self.present.parts.setdefault((case, name), part[end + 1 : place])


class UnreadableError(Exception):
    """What comes is not what the runner writes."""
