"""Sending jobs to workers, here or elsewhere: as many as they can do, and each again whose worker died."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import NamedTuple

from grading.autograding.parcels import Graded, Job
from grading.autograding.worker import grade

#: Jobs that are out at a time, for each that can be done at the same time: one is graded, one waits. And their bytes.
AHEAD, BYTES = 2, 500_000_000

Outcome = Graded | BaseException


class Gone(RuntimeError):
    """There are no workers: the scheduler ended or can't be reached, or no process can be started."""


class Workers(NamedTuple):
    """What jobs are sent to."""

    executor: Executor
    number: Callable[[], int]  #: how many jobs it can do at the same time now


def lost_worker(outcome: Outcome) -> bool:
    """Whether the process that had a job died: of this machine, or one of Dask's, which need not be installed."""
    return isinstance(outcome, BrokenProcessPool) or type(outcome).__name__ == "KilledWorker"


def outcomes(
    workers: Workers, lab: bytes, jobs: Iterator[Job], again: Callable[[str], Job | None]
) -> Iterator[list[tuple[str, Outcome]]]:
    """What comes of the job of each student, in any order, as many at a time as there are.

    Jobs are taken when there is room for them. `again` makes that of a student once more.
    """
    suspects = []
    for batch in _in_parallel(workers, lab, jobs):
        suspects += [student for student, outcome in batch if lost_worker(outcome)]
        yield [(student, outcome) for student, outcome in batch if not lost_worker(outcome)]
    # Of those that lost their workers some only waited there, or were graded beside. Each is now graded alone.
    for student in suspects:
        yield from _in_parallel(workers, lab, filter(None, map(again, [student])))


def _in_parallel(workers, lab, jobs):
    out: dict[Future[Graded], tuple[str, int]] = {}  # student, bytes

    def fill():
        room = AHEAD * max(workers.number(), 1)
        while len(out) < room and sum(size for _, size in out.values()) < BYTES:
            job = next(jobs, None)
            if job is None:
                break
            size = sum(len(content) for content in job.files.values() if isinstance(content, bytes))
            out[workers.executor.submit(grade, lab, job)] = job.student, size

    fill()
    while out:
        done, _ = wait(out, return_when=FIRST_COMPLETED)
        batch = [(out.pop(future)[0], _outcome(future)) for future in done]
        fill()  # before anything else, so that no worker waits
        yield batch


def _outcome(future):
    if future.cancelled():
        raise Gone("the scheduler has gone")
    return future.exception() or future.result()
