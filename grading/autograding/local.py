"""Workers on this machine are forks of one process, which has imported and found out all that each would need.

It starts as early as can be: while this process imports its own.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from multiprocessing import forkserver

#: What that process imports.
PRELOAD = ["distributed.nanny", "grading.autograding.cluster", "grading.autograding.prepared"]


def start_forkserver() -> None:
    """Start the process that local workers will be forks of, if it does not run and there can be one."""
    if os.name == "posix":
        multiprocessing.get_context("forkserver").set_forkserver_preload(PRELOAD)
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for this process, from its first second on
        try:
            forkserver.ensure_running()
        finally:
            signal.signal(signal.SIGINT, handler)
