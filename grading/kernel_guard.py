"""What a kernel may cost the grader: a bounded part of its memory for what the kernel sends, and none of its disk."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from typing import Any

import psutil
import zmq
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session
from traitlets import Callable, Integer

from grading.sandbox import TEMPORARY
from grading.watch import Watch

#: MiB that this process may grow by while a cell runs: many messages of the size that is taken, being read.
GROWTH = 256
#: Seconds between looks at it.
PAUSE = 0.02
#: Messages of the greatest size that one cell may send.
MESSAGES = 2
#: Seconds that a sandbox has to start.
START = 30
#: Bytes that are kept of what a kernel writes to its terminal.
TAIL = 2000


class CountingSession(Session):
    """Reads messages as long as there are not too many bytes of them."""

    room = Integer(1 << 20, help="bytes that may still come")
    too_much = Callable(help="called when there are more")

    def deserialize(self, msg_list: list, *arguments: Any, **options: Any) -> dict[str, Any]:
        self.room -= sum(map(len, msg_list))
        if self.room < 0:
            self.too_much("It sent too much output.")
            raise ValueError("too much output")
        return super().deserialize(msg_list, *arguments, **options)


class BoundedManager(AsyncKernelManager):
    """A kernel that is killed when it takes or sends too much, and whose larger messages are not received."""

    message_limit = Integer(help="bytes of one message")
    killed_for = ""  #: why the kernel was killed, in words
    process: subprocess.Popen  #: the kernel, or bubblewrap

    def _session_default(self) -> Session:
        return CountingSession(parent=self, too_much=self.kill_for)

    def client(self, **options: Any) -> Any:
        client = super().client(**options)
        client.context.setsockopt(zmq.MAXMSGSIZE, self.message_limit)  # of the sockets that it will make
        return client

    def kill_for(self, reason: str) -> None:
        """Kill the kernel and all that it started, at once."""
        self.killed_for = self.killed_for or reason
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.name == "posix":
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def guard(self, memory: int, folders: tuple[str, ...]) -> None:
        """Look after the kernel until it ends: `memory` MiB for it with its `folders`, `GROWTH` for what comes from it.

        A message in many parts is received as a whole, however many they are, before anything can count it.
        """
        self.process = getattr(self.provisioner, "process")  # noqa: B009 of the kind of provisioner that there is
        watch, ours = Watch(self.process.pid, memory, folders), psutil.Process()
        before = ours.memory_info().rss

        def look() -> None:
            while self.process.poll() is None and not self.killed_for:
                if ours.memory_info().rss - before > GROWTH << 20:
                    self.kill_for("It sent too much output.")
                elif excess := watch.excess():
                    self.kill_for(f"It took too much {excess}.")
                time.sleep(PAUSE)

        threading.Thread(target=look, daemon=True).start()


def place_of_sockets(process: subprocess.Popen) -> str:
    """Where this process finds the folder `TEMPORARY` of a sandbox."""
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(psutil.Error):
            inside = psutil.Process(process.pid).children(recursive=True)
            if len(inside) > 1 and os.path.isdir(path := f"/proc/{inside[-1].pid}/root{TEMPORARY}"):
                return path
        time.sleep(PAUSE)
    raise RuntimeError("the sandbox of a kernel did not start")


class Tail:
    """The last of what is written to `file`, which is kept in memory."""

    def __init__(self) -> None:
        reading, self.file = os.pipe()
        self.text = b""
        threading.Thread(target=self._read, args=(reading,), daemon=True).start()

    def _read(self, reading):
        with open(reading, "rb", buffering=0) as file:
            while data := file.read(1 << 16):
                self.text = (self.text + data)[-TAIL:]

    def close(self) -> None:
        """Say that nobody but the kernel writes to it any more."""
        os.close(self.file)
