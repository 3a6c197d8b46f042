"""Running students' code apart from the course: bubblewrap where it is installed, limits everywhere else.

With bubblewrap (Linux, ``apt install bubblewrap``) a process sees only Python, its own folders and no
network: not the worked solutions, not the gradebook, not other students. Without it the limits on
memory and time still hold, and `SANDBOX` is False, which the grader says once per run.
"""

from __future__ import annotations

import functools
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Command:
    """A command to start, what to do in the new process before it, and how to end it."""

    argv: list[str]
    preexec: Callable[[], None] | None

    def kill(self, process: subprocess.Popen) -> None:
        """End the process and everything it started."""
        if os.name == "posix":
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass
        elif process.poll() is None:
            process.kill()


@functools.cache
def bubblewrap() -> str | None:
    """The path of a bubblewrap that works here, or None."""
    path = shutil.which("bwrap")
    if path is None:
        return None
    test = [path, "--unshare-all", "--ro-bind", "/", "/", "true"]
    return path if subprocess.run(test, capture_output=True).returncode == 0 else None


def sandboxed(
    argv: Sequence[str], *, read: Iterable[Path] = (), write: Iterable[Path] = (), memory: int = 2048
) -> Command:
    """`argv` to be run seeing only Python, `read` and `write`, with at most `memory` MiB."""
    return Command([*wrapping(read, write), *argv], functools.partial(limits, memory) if os.name == "posix" else None)


def wrapping(read: Iterable[Path], write: Iterable[Path]) -> list[str]:
    """The bubblewrap command line to put before a command; empty where there is none."""
    path = bubblewrap()
    if path is None:
        return []
    command = [path, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev",
               "--tmpfs", "/tmp"]
    system = [Path("/usr"), Path("/bin"), Path("/lib"), Path("/lib32"), Path("/lib64"), Path("/etc")]
    python = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parent.parent}
    for folder in [*system, *sorted(python)]:
        if folder.is_symlink() and folder in system:
            command += ["--symlink", os.readlink(folder), str(folder)]
        elif folder.exists():
            command += ["--ro-bind", str(folder), str(folder)]
    for folder in read:
        command += ["--ro-bind", str(folder), str(folder)]
    for folder in write:
        command += ["--bind", str(folder), str(folder)]
    return command


def clean_environment(library: Path, home: Path) -> dict[str, str]:
    """Environment of a process that finds ``cs_nn`` in `library` and writes to `home`; nothing of ours is in it."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH")
    return {
        **{key: os.environ[key] for key in kept if key in os.environ},
        "PYTHONPATH": str(library), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(home), "TMPDIR": str(home),
        "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    }


def limits(memory: int) -> None:
    """Limit this process (called in a new process, before its command): `memory` MiB, small files, no core dump."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory << 20, memory << 20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 20, 64 << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
