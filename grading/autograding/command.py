"""``python -m grading autograde LAB``."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from functools import partial

from nbgrader.apps import AutogradeApp
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import NbGraderException
from traitlets import Integer, Unicode, default

from grading.autograding.coordinator import Coordinator
from grading.autograding.local import local_workers
from grading.autograding.saving import Busy
from grading.autograding.sending import Gone
from grading.autograding.summary import Summary
from grading.execute import say_where_files_go


class ClassApp(AutogradeApp):
    """nbgrader's command, with all its options, that grades on many processors."""

    name = "grading-autograde"
    description = "Grade a class on all cores, or on a cluster"
    jobs = Integer(help="worker processes on this machine").tag(config=True)
    scheduler = Unicode("", help="address of a Dask scheduler whose workers grade").tag(config=True)
    aliases = {**AutogradeApp.aliases, "jobs": "ClassApp.jobs", "scheduler": "ClassApp.scheduler"}

    @default("jobs")
    def _jobs_default(self) -> int:
        from dask.system import CPU_COUNT  # it knows of a container's limits, and takes long

        return CPU_COUNT

    @default("log_level")
    def _log_level_default(self) -> int:
        return logging.WARNING

    def start(self) -> None:
        NbGrader.start(self)
        self.coursedir.assignment_id = self.extra_args[0]
        if self.coursedir.notebook_id != "*":
            self.fail("Whole hand-ins are graded here. For one notebook: nbgrader autograde --notebook")
        summary, workers = Summary(), self._workers()
        try:
            Coordinator(self, summary).run(workers)
        except (Gone, Busy, NbGraderException) as error:
            self.fail("%s", error)
        except KeyboardInterrupt:
            print(f"\nStopped: {summary.graded} graded. Run the same command again to go on.")
            sys.exit(130)
        print("\n".join(summary.lines()))
        sys.exit(not summary.complete)

    def _workers(self):
        """What starts them."""
        if not self.scheduler:
            say_where_files_go(self.log)
            return partial(local_workers, self.jobs)
        from grading.autograding.cluster import cluster_workers  # Dask, which takes long

        return partial(cluster_workers, self.scheduler)


def run(arguments: Sequence[str]) -> None:
    ClassApp.launch_instance(list(arguments))
