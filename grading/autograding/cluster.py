"""Sending jobs to Dask's workers: processes of this machine, or those of a scheduler that runs elsewhere."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import dask
from distributed import CancelledError, Client, KilledWorker, LocalCluster, as_completed

from grading.autograding.local import start_forkserver
from grading.autograding.parcels import Graded, Job
from grading.autograding.worker import grade

#: Jobs that are out at a time, for each worker's thread: one is graded, one waits. And their bytes.
AHEAD, BYTES = 2, 500_000_000
#: A job whose worker dies is given to another one so often. Dask counts it for what waits at that worker too.
RETRIES = 1

Outcome = Graded | BaseException


class Gone(RuntimeError):
    """The scheduler ended or can't be reached."""


@contextlib.contextmanager
def connect(jobs: int, scheduler: str | None) -> Iterator[Client]:
    """A client of a scheduler, or of a cluster of `jobs` processes that ends with it."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said in our own words
    warnings.filterwarnings("ignore", "Sending large graph")  # one large hand-in
    with contextlib.ExitStack() as stack:
        if scheduler is None:
            options = {
                "distributed.scheduler.allowed-failures": RETRIES,
                "distributed.scheduler.http.routes": [],
                "distributed.worker.multiprocessing-method": "forkserver" if os.name == "posix" else "spawn",
                "distributed.worker.preload": [__name__],
                # What nobody looks at: where the workers' time goes, and how this machine does.
                "distributed.worker.profile.enabled": False,
                "distributed.admin.tick.interval": "500ms",
                "distributed.admin.system-monitor.interval": "5s",
            }
            stack.enter_context(dask.config.set(options))
            start_forkserver()
            try:
                cluster = LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    security=True,  # or every user of this machine could have code run by the workers
                    dashboard_address="127.0.0.1:0",
                    scheduler_kwargs={"dashboard": False},
                    memory_limit=0,  # the sandbox has limits
                    local_directory=stack.enter_context(tempfile.TemporaryDirectory(prefix="grading-")),
                )
            except (OSError, RuntimeError) as error:  # what Dask says of its own, or of what a worker needs first
                raise Gone(f"no local workers can be started: {error.__cause__ or error}") from None
            stack.enter_context(cluster)
        try:
            client = Client(scheduler or cluster, set_as_default=False)
        except (OSError, ValueError) as error:
            raise Gone(f"no scheduler answers at {scheduler}: {error}") from None
        yield stack.enter_context(client)


def dask_setup(worker: Any) -> None:
    """At the start of a local worker: Ctrl-C is for the coordinator, which ends the workers and removes their files.

    A worker on a busy machine may ask for a coordinator that has just ended: that is no error.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = worker.local_directory


def outcomes(
    client: Client, lab: bytes, jobs: Iterator[Job], again: Callable[[str], Job | None]
) -> Iterator[list[tuple[str, Outcome]]]:
    """What comes of the job of each student, in any order, as many at a time as there are.

    Jobs are taken when there is room for them. `again` makes that of a student once more.
    """
    suspects = []
    for batch in _in_parallel(client, lab, jobs):
        suspects += [student for student, outcome in batch if isinstance(outcome, KilledWorker)]
        yield [(student, outcome) for student, outcome in batch if not isinstance(outcome, KilledWorker)]
    # Of those that lost their workers some only waited there. Each is now graded alone.
    for student in suspects:
        yield from _in_parallel(client, lab, filter(None, map(again, [student])))


def _in_parallel(client, lab, jobs):
    running = as_completed(loop=client.loop, with_results=True, raise_errors=False)
    out = {}  # key -> student, bytes

    def fill():
        room = AHEAD * max(sum(client.nthreads().values()), 1)
        while len(out) < room and sum(size for _, size in out.values()) < BYTES:
            job = next(jobs, None)
            if job is None:
                break
            key = f"grade-{uuid.uuid4().hex}"
            out[key] = job.student, sum(len(content) for content in job.files.values() if isinstance(content, bytes))
            running.add(client.submit(grade, lab, job, key=key, pure=False))

    fill()
    while out:
        batch = []
        for future, result in running.next_batch():
            student, _ = out.pop(future.key)
            if future.status == "error":
                result = result[1]
            if isinstance(result, CancelledError) or future.status in ("cancelled", "lost"):
                raise Gone("the scheduler has gone")
            batch.append((student, result))
            future.release()
        fill()  # before anything else, so that no worker waits
        yield batch
