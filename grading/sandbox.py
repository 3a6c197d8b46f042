"""Running students' code apart from the course: bubblewrap where it is installed, limits everywhere else.

With bubblewrap (Linux, ``apt install bubblewrap``) a process sees only Python, its own folders and no
network: not the worked solutions, not the gradebook, not other students. Without it the limits on
memory and time still hold, and `why_unsealed` has the reason, which the grader says once per run.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

#: MiB of each file system in memory.
SCRATCH = 64

#: Packages that differentiate by themselves, which the course's own tests may have brought: they are empty in there.
DIFFERENTIATING = ("torch", "jax", "tensorflow", "autograd")

#: What programs need of the system. The rest of /etc (passwords, keys, other programs) is nobody's business.
SYSTEM = [Path(folder) for folder in ("/usr", "/bin", "/lib", "/lib32", "/lib64")] + [
    Path("/etc", name)
    for name in ("alternatives", "fonts", "group", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "passwd")
]


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
def why_unsealed() -> str:
    """Why there is no sandbox on this machine; empty if there is one.

    The sandbox is tried as it will be used: a container may forbid a part of it, and Python or its
    packages may be where it can't see them. Then every submission would get 0 points.
    """
    path = shutil.which("bwrap")
    if path is None:
        return "bubblewrap is not installed"
    with tempfile.TemporaryDirectory() as folder:
        test = [*_command_line(path, [], [Path(folder)]), sys.executable, "-c", "import ipykernel, numpy"]
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
) -> Command:
    """`argv` to be run seeing only Python, `read`, `write` and `scratch`, with at most `memory` MiB."""
    return Command(
        [*wrapping(read, write, scratch), *argv], functools.partial(limits, memory) if os.name == "posix" else None
    )


def wrapping(read: Iterable[Path], write: Iterable[Path], scratch: Iterable[Path] = ()) -> list[str]:
    """The bubblewrap command line to put before a command; empty where there is none.

    The command can read `read` and write to `write`. It finds the folders `scratch` empty: what it
    writes there stays in memory and is gone when it ends.
    """
    path = bubblewrap()
    return [] if path is None else _command_line(path, read, write, scratch)


def _command_line(path, read, write, scratch=()):
    def in_memory(folder):
        return [*(["--size", str(SCRATCH << 20)] if _limits_sizes(path) else []), "--tmpfs", str(folder)]

    command = [
        path,
        "--unshare-all",
        "--die-with-parent",
        "--cap-drop",
        "ALL",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        *in_memory("/dev/shm"),
        *in_memory("/tmp"),
    ]
    python = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parent.parent}
    for folder in [*SYSTEM, *sorted(python)]:
        if folder.is_symlink() and folder in SYSTEM:
            command += ["--symlink", os.readlink(folder), str(folder)]
        elif folder.exists():
            command += ["--ro-bind", str(folder), str(folder)]
    for found in map(importlib.util.find_spec, DIFFERENTIATING):
        if found and found.origin:
            package = str(Path(found.origin).parent)
            command += [*in_memory(package), "--remount-ro", package]
    for folder in read:
        command += ["--ro-bind", str(folder), str(folder)]
    for folder in write:
        command += ["--bind", str(folder), str(folder)]
    for folder in scratch:
        command += in_memory(folder)
    # What is left of / and /dev is memory without a limit: not to be written to.
    return [*command, "--remount-ro", "/dev", "--remount-ro", "/"]


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
    }


def limits(memory: int) -> None:
    """Limit this process (called in a new process, before its command): `memory` MiB, small files, no core dump."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory << 20, memory << 20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 20, 64 << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
