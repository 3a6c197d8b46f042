"""Workers on this machine: forks of this process, which has imported and found out all that each would need."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from typing import Any

import nbformat.v4
from traitlets.config import Application

import grading.execute  # as do those below: what nbgrader_config.py names, which nbgrader imports late
import grading.rebuilding
import grading.restoring
import grading.submitted  # noqa: F401
from grading.autograding.sending import Gone, Workers
from grading.system_calls import why_unfiltered


@contextlib.contextmanager
def local_workers(jobs: int) -> Iterator[Workers]:
    """So many processes, which end with this one, however it ends; what they write elsewhere is removed."""
    nbformat.validate(nbformat.v4.new_notebook())  # reads the schema
    why_unfiltered()
    gc.freeze()  # what is never garbage is not looked at in forks, nor copied by that
    with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as folder:
        processes = Processes(jobs, folder)
        try:
            yield Workers(processes, lambda: jobs)
        finally:
            processes.shutdown()


class Processes(Executor):
    """A `ProcessPoolExecutor`, and a new one if a process of it has died: then it takes no more jobs.

    Its processes wait for the end of a pipe, of which this process alone has the other side.
    """

    def __init__(self, jobs: int, folder: str):
        self.jobs, self.folder = jobs, folder
        self._start()

    def _start(self):
        # Other threads may hold locks, which are then never free in a fork. This one starts none before the first job.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        end, self.alive = context.Pipe(duplex=False)
        self.pool = ProcessPoolExecutor(self.jobs, context, _start, (self.folder, end, self.alive))

    def submit(self, function: Callable, /, *arguments: Any, **options: Any) -> Future:
        """As of the base; processes start with the first job."""
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)  # in a fork, before it has begun
        try:
            return self.pool.submit(function, *arguments, **options)
        except BrokenProcessPool:
            self.shutdown()
            self._start()
            return self.pool.submit(function, *arguments, **options)
        except OSError as error:
            raise Gone(f"no local workers can be started: {error}") from None
        finally:
            signal.signal(signal.SIGINT, handler)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """End the processes now, whatever they do."""
        self.alive.close()
        self.pool.shutdown(wait, cancel_futures=cancel_futures)


def _start(folder: str, end: Connection, alive: Connection) -> None:
    """At the start of a worker: Ctrl-C is for the coordinator, and so is what is logged."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    alive.close()
    threading.Thread(target=_end_with_coordinator, args=(end,), daemon=True).start()
    os.environ["TMPDIR"] = tempfile.tempdir = folder  # the command has said where that is
    Application.clear_instance()


def _end_with_coordinator(end):
    with contextlib.suppress(EOFError, OSError):
        end.recv_bytes()
    os._exit(0)
