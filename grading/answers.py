"""What a student's code gives on the inputs of the checks, taken as it comes from the process that it runs in."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

#: Seconds of the processor for the large cases of one task, for which the worked solution needs milliseconds.
LARGE_TIME_LIMIT = 5
#: Bytes of what one child writes, and of all results of a task, and their number: far above what is needed.
RESULTS_LIMIT, ALL_RESULTS_LIMIT, COUNT_LIMIT = 32 << 20, 64 << 20, 5_000
#: Bytes of a line that announces something.
LINE_LIMIT = 500


@dataclass
class Answers:
    """What came back for one task, as it came."""

    ending: str = ""  #: "0", another exit status, "late SECONDS", "much", "undone" or "excess memory"
    parts: dict[tuple[str, str], bytes] = field(default_factory=dict)  #: by case and name of a result
    size: int = 0  #: bytes of all parts
    seconds: float | None = None  #: how long it ran


@dataclass(frozen=True)
class Limits:
    """What one submission may use: seconds for each task and for all of them, MiB of memory."""

    task_time: float
    submission_time: float
    memory: int


class Reader:
    """Takes what the runner writes as it comes (see `grading.runner`).

    The tasks run in order, so parts of others than the present one are no results; and of two results with one name
    the first counts.
    """

    def __init__(self, names: list[str]):
        self.waiting, self.ended = list(names), {}
        self.started = self.ready = False  #: whether it has begun, and can take the next request
        self.present, self.start = Answers(), time.monotonic()
        self.unread = bytearray()
        self.part: tuple[str, int] | None = None  #: the task and the size of a part that has not come as a whole

    def feed(self, data: bytes) -> bool:
        """Take what was read; whether a task has ended."""
        before = len(self.waiting)
        self.unread += data
        while not self.ready and self._step():
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
        elif kind == "ready" and not self.waiting:
            self.ready = True
        elif kind == "end" and [task] == self.waiting[:1]:
            now = time.monotonic()
            self.present.ending, self.present.seconds, self.start = data, now - self.start, now
            self.ended[self.waiting.pop(0)] = self.present
            self.present = Answers()
        else:
            raise UnreadableError

    def _take_part(self, task, part):
        if [task] != self.waiting[:1]:
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
