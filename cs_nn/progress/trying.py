"""Running the checks of a lab within limits, whatever the student's functions do."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cs_nn.language import gettext as _
from cs_nn.tools.labs import COURSE

RIGHT, WRONG, UNWRITTEN, UNKNOWN = "right", "wrong", "unwritten", "unknown"
READY = ""  #: in the place of a task's name: all is loaded

#: Seconds for one check, and for all checks of a lab. The worked solutions need a few hundredths each.
TASK_TIME, LAB_TIME = 10.0, 40.0


@dataclass(frozen=True)
class Ending:
    """How a check ended: RIGHT, WRONG, UNWRITTEN or UNKNOWN, and why it is wrong or not known."""

    how: str
    why: str = ""


def try_checks(
    lab: str,
    names: Sequence[str],
    course: Path = COURSE,
    task_time: float = TASK_TIME,
    lab_time: float = LAB_TIME,
    stop: threading.Event | None = None,
) -> dict[str, Ending]:
    """How the visible checks of these tasks end, on the files as they are saved.

    They run in a process of their own, one after the other. What never ends or crashes is stopped, and the others
    run in a new one; no more of them once `stop` is set.
    """
    endings: dict[str, Ending] = {}
    last = time.monotonic() + lab_time
    while waiting := [name for name in names if name not in endings]:
        if stop is not None and stop.is_set():
            return endings
        if time.monotonic() >= last:
            why = _("the checks of this lab take more than {lab_time:.0f} s: run this one in the notebook").format(
                lab_time=lab_time
            )
            return endings | dict.fromkeys(waiting, Ending(UNKNOWN, why))
        stopped = _run(lab, waiting, course, task_time, last, endings)
        if stopped is None:
            continue
        present = next((name for name in waiting if name not in endings), None)
        if present is None:  # it ended badly after the last check
            break
        if stopped.how == UNKNOWN:  # nothing could be loaded: the others can't either
            return endings | dict.fromkeys(waiting, stopped)
        endings[present] = stopped
    return endings


def _run(lab, names, course, task_time, last, endings):
    """Add the endings of checks until one does not end by itself; how that one was stopped, or None."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment.setdefault("OMP_NUM_THREADS", "1")
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "cs_nn.progress.one_by_one", lab, *names], cwd=course, env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
            errors="replace",
        )  # fmt: skip
    except OSError as error:
        return Ending(UNKNOWN, _("no program could be started ({why})").format(why=error.strerror or error))
    try:
        return _read(process, names, task_time, last, endings)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def _read(process, names, task_time, last, endings):
    lines: queue.Queue[str | None] = queue.Queue()

    def read():  # a thread, because Windows can't wait for a pipe and a clock
        with process.stdout:
            for line in process.stdout:
                lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    ready, limit = False, last - time.monotonic()  # loading counts for no task
    while not set(names) <= endings.keys():
        try:
            line = lines.get(timeout=max(limit, 0.1))
        except queue.Empty:
            if time.monotonic() >= last:
                return None
            return Ending(
                WRONG,
                _("its check takes more than {limit:.0f} s: is there a loop that never ends?").format(limit=limit),
            )
        if line is None and ready:
            return Ending(WRONG, _("it ends Python itself (exit status {status})").format(status=process.wait()))
        if line is None:
            said = process.stderr.read().strip().rpartition("\n")[2]
            return Ending(UNKNOWN, _("the checks can't be loaded: {error}").format(error=said or _("no message")))
        name, *ending = json.loads(line)
        if name == READY:
            ready = True
        else:
            endings[name] = Ending(*ending)
        limit = min(task_time, last - time.monotonic())
    return None
