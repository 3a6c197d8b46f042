"""Running students' code apart from the course: bubblewrap where it is installed, limits everywhere else.

With bubblewrap (Linux, ``apt install bubblewrap``) a process sees only Python, its own folders and no
network: not the worked solutions, not the gradebook, not other students. Without it the limits on
memory, time and system calls still hold, and `why_unsealed` has the reason, which the grader says once per run.
"""

from __future__ import annotations

import base64
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grading.confine import FILTER, install
from grading.shown import python_command, shown
from grading.system_calls import process_filter, sandbox_filter

#: MiB of each file system in memory.
SCRATCH = 64
#: Open files of a process. Buffers of pipes and sockets are memory that no other limit counts.
OPEN_FILES = 256
#: The number under which bubblewrap finds the filter of system calls.
FILTER_FD = 9
#: A folder in memory that every sandbox has.
TEMPORARY = "/tmp"
DEVICES = ("null", "urandom")


@dataclass(frozen=True)
class Command:
    """A command to start, what to do in the new process before it, and how to end it."""

    argv: list[str]
    preexec: Callable[[], None] | None
    sealed: bool  #: whether bubblewrap seals it

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
def why_unsealed() -> str:
    """Why there is no sandbox on this machine; empty if there is one.

    The sandbox is tried as it will be used: a container may forbid a part of it, and Python or its
    packages may be where it can't see them. Then every submission would get 0 points.
    """
    path = shutil.which("bwrap")
    if path is None:
        return "bubblewrap is not installed"
    with tempfile.TemporaryDirectory() as folder:
        test = _command_line(path, [], [Path(folder)], [], sockets=True, processes=False)
        find = "import importlib.util, numpy; assert importlib.util.find_spec('ipykernel.kernelapp')"
        test += [python_command(), "-c", find]
        result = subprocess.run(
            test,
            env=clean_environment(Path(folder), Path(folder)),
            cwd=folder,
            text=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
    if result.returncode == 0:
        return ""
    return f"bubblewrap does not work here ({result.stderr.strip()[-300:] or f'exit status {result.returncode}'})"


def bubblewrap() -> str | None:
    """The path of a bubblewrap that works here, or None."""
    return None if why_unsealed() else shutil.which("bwrap")


def sandboxed(
    argv: Sequence[str],
    *,
    read: Iterable[Path] = (),
    write: Iterable[Path] = (),
    scratch: Iterable[Path] = (),
    memory: int = 2048,
    processes: bool = True,
) -> Command:
    """`argv` to be run seeing only Python, `read`, `write` and `scratch`, with at most `memory` MiB a process.

    It can start other processes only if `processes` is true; those that are not to do so call `confine.one_process`.
    """
    sealed = wrapping(read, write, scratch, processes=processes)
    program = b"" if sealed else sandbox_filter(sockets=False, processes=True)
    command = [python_command(), *argv[1:]] if sealed and argv[0] == sys.executable else argv
    return Command(
        [*sealed, *command], functools.partial(limits, memory, program) if os.name == "posix" else None, bool(sealed)
    )


def wrapping(
    read: Iterable[Path],
    write: Iterable[Path],
    scratch: Iterable[Path] = (),
    *,
    sockets: bool = False,
    processes: bool = True,
) -> list[str]:
    """The command line to put before a command, which starts Python as `python_command`; empty without bubblewrap.

    The command can read `read` and write to `write`. It finds the folders `scratch` empty: what it
    writes there stays in memory and is gone when it ends. `sockets` lets it make UNIX sockets, `processes` start other
    processes.
    """
    path = bubblewrap()
    return [] if path is None else _command_line(path, read, write, scratch, sockets=sockets, processes=processes)


def _command_line(path, read, write, scratch, **allowed):
    def in_memory(folder):
        return [*(["--size", str(SCRATCH << 20)] if _limits_sizes(path) else []), "--tmpfs", str(folder)]

    command = [path, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL"]
    program = sandbox_filter(**allowed)
    if program:
        # The shell opens it anew for each command, and becomes bubblewrap.
        command = ["/bin/sh", "-c", f'exec "$@" {FILTER_FD}<"$0"', _file(program), *command]
        command += ["--seccomp", str(FILTER_FD)]
    for name in DEVICES:
        command += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    command += [*in_memory(TEMPORARY), *shown()]
    for folder in scratch:
        command += in_memory(folder)
    for folder in read:
        command += ["--ro-bind", str(folder), str(folder)]
    for folder in write:
        command += ["--bind", str(folder), str(folder)]
    # What is left of / is memory without a limit: not to be written to.
    return [*command, "--remount-ro", "/"]


def _file(content):
    """The path of a file, which has no name in any folder, for programs that this process starts."""
    return f"/proc/{os.getpid()}/fd/{_open_file(content).fileno()}"


@functools.cache
def _open_file(content):
    file = tempfile.TemporaryFile(buffering=0)
    file.write(content)
    return file


@functools.cache
def _limits_sizes(path):
    """Whether this bubblewrap can limit a file system in memory (0.7 and later can)."""
    return "--size" in subprocess.run([path, "--help"], capture_output=True, text=True).stdout


def clean_environment(library: Path, home: Path) -> dict[str, str]:
    """Environment of a process that finds ``cs_nn`` in `library` and writes to `home`; nothing of ours is in it."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH")
    return {
        **{key: os.environ[key] for key in kept if key in os.environ},
        "PYTHONPATH": str(library),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(home),
        "TMPDIR": str(home),
        "PYTHONIOENCODING": "utf-8:backslashreplace",  # whatever a right function prints is no error
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        # Of glibc: arrays of megabytes that are freed are used again, each page of which would otherwise be new; and
        # pages are large where the system has such.
        "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
        "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        FILTER: base64.b64encode(process_filter()).decode(),
    }


def limits(memory: int, program: bytes = b"") -> None:
    """Limit this process (called in a new process, before its command): `memory` MiB, small files, no core dump.

    `program` is a filter of system calls for where bubblewrap can't install it.
    """
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory << 20, memory << 20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 20, 64 << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    if program:
        install(program)
