"""What processes take together, looked at now and then: the limits of one process don't hold for the sum."""

from __future__ import annotations

import os
import time

import psutil

#: Seconds before the first look, which most submissions never need, and between looks.
FIRST_LOOK, PAUSE = 0.5, 0.1
#: Looking takes at most one part in so many of the time.
SHARE = 20
#: Threads of all processes together: each is memory of the system's that no limit counts.
THREADS = 256
#: Bytes of the system's memory for one file, which no size of a file system counts.
FILE = 2048


class Watch:
    """Tells when a process and all that it started take too much.

    Call `excess` as often as you like: most calls do nothing.

    Parameters
    ----------
    pid : of the process (of bubblewrap, if it is sandboxed)
    memory : MiB that they may take together, with what lies in `folders`
    folders : what the sandbox has in memory
    """

    def __init__(self, pid: int, memory: int, folders: tuple[str, ...] = ()):
        self.pid, self.memory, self.folders = pid, memory, folders
        self.next_look = time.monotonic() + FIRST_LOOK

    def excess(self) -> str:
        """What they take too much of, in words; empty if they don't, or if it is no time to look."""
        started = time.monotonic()
        if started < self.next_look:
            return ""
        taken, threads = self.taken()
        ended = time.monotonic()
        self.next_look = ended + max(PAUSE, SHARE * (ended - started))
        if taken > self.memory << 20:
            return "memory"
        return "threads" if threads > THREADS else ""

    def taken(self) -> tuple[int, int]:
        """Bytes and threads of all processes. Memory that several share counts once for each, but for mapped files."""
        memory, threads, in_memory = 0, 0, 0
        for process in _family(self.pid):
            try:
                with process.oneshot():
                    used = process.memory_info()
                    threads += process.num_threads()
            except psutil.Error:  # it has ended, or is none of ours
                continue
            memory += used.rss - getattr(used, "shared", 0)
            in_memory = max(in_memory, self._in_folders(process.pid))
        return memory + in_memory, threads

    def _in_folders(self, pid):
        try:
            root = f"/proc/{pid}/root"
            if not self.folders or os.stat(root).st_dev == os.stat("/").st_dev:
                return 0
            stats = [os.statvfs(root + folder) for folder in self.folders]
        except OSError:
            return 0
        return sum((s.f_blocks - s.f_bfree) * s.f_frsize + (s.f_files - s.f_ffree) * FILE for s in stats)


def _family(pid):
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []
