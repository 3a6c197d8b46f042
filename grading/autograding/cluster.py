"""Sending jobs to Dask's workers: processes of this machine, or those of a scheduler that runs elsewhere."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterable, Iterator

import dask
from distributed import CancelledError, Client, KilledWorker, LocalCluster, as_completed
from distributed.utils import get_mp_context

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
                "distributed.worker.multiprocessing-method": "forkserver" if os.name == "posix" else "spawn",
                "distributed.worker.preload": [__name__],
            }
            stack.enter_context(dask.config.set(options))
            processes = get_mp_context()
            if os.name == "posix":  # forks of one process that has imported everything
                processes.set_forkserver_preload(["distributed.nanny", __name__])
            try:
                cluster = LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    dashboard_address=None,
                    memory_limit=0,  # the sandbox has limits
                    local_directory=stack.enter_context(tempfile.TemporaryDirectory(prefix="grading-")),
                )
            except OSError as error:
                raise Gone(f"no local workers can be started: {error}") from None
            scheduler = stack.enter_context(cluster).scheduler_address
        try:
            client = Client(scheduler, set_as_default=False)
        except (OSError, ValueError) as error:
            raise Gone(f"no scheduler answers at {scheduler}: {error}") from None
        yield stack.enter_context(client)


def dask_setup(worker: object) -> None:
    """At the start of a local worker: Ctrl-C is for the coordinator, which ends the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def outcomes(
    client: Client, lab: bytes, names: Iterable[str], make: Callable[[str], Job | None]
) -> Iterator[list[tuple[str, Outcome]]]:
    """What comes of each job, in any order, as many at a time as there are.

    Parameters
    ----------
    names : of the jobs
    make : the job with a name, or None if there is nothing to do. It is called when there is room
    """
    left, suspects = iter(names), []
    for batch in _in_parallel(client, lab, left, make):
        suspects += [name for name, outcome in batch if isinstance(outcome, KilledWorker)]
        yield [(name, outcome) for name, outcome in batch if not isinstance(outcome, KilledWorker)]
    # Of those that lost their workers some only waited there. Each is now graded alone.
    for name in suspects:
        yield from _in_parallel(client, lab, iter([name]), make)


def _in_parallel(client, lab, names, make):
    running = as_completed(loop=client.loop, with_results=True, raise_errors=False)
    out: dict[str, tuple[str, int]] = {}  # key -> name, bytes
    while True:
        room = AHEAD * max(sum(client.nthreads().values()), 1)
        while len(out) < room and sum(size for _, size in out.values()) < BYTES:
            name = next(names, None)
            if name is None:
                break
            job = make(name)
            if job is not None:
                key = f"grade-{uuid.uuid4().hex}"
                out[key] = name, sum(len(content) for content in job.files.values() if isinstance(content, bytes))
                running.add(client.submit(grade, lab, job, key=key, pure=False))
        if not out:
            return
        batch = []
        for future, result in running.next_batch():
            name, _ = out.pop(future.key)
            if future.status == "error":
                result = result[1]
            if isinstance(result, CancelledError) or future.status in ("cancelled", "lost"):
                raise Gone("the scheduler has gone")
            batch.append((name, result))
            future.release()
        yield batch
