"""What a grader holds while it grades a large class, and what it leaves behind (Linux)."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.classroom import Ours, draw_class

#: Moments of which a sample is the least: what runs for one submission at a time is gone in some of them.
MOMENTS = 20


def soak(lab: str, size: int, command: Sequence[str]) -> list[dict[str, int]]:
    """Grade a class in one go; samples after a tenth, a half and nine tenths of it, and after the end."""
    samples = []
    print(f"{'graded':>8}{'MB':>8}{'open files':>12}{'processes':>11}{'temporary files':>17}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        course, temporary, log = Ours(Path(folder, "course")), Path(folder, "tmp"), Path(folder, "log")
        temporary.mkdir()
        kinds = list(draw_class(lab, min(size, 30)).values())
        course.hand_in(lab, {f"student{number:04}": kinds[number % len(kinds)] for number in range(size)})
        with log.open("wb") as file:
            process = subprocess.Popen(
                course.command("-m", *command, lab),
                cwd=course.root,
                env={**course.environment(), "TMPDIR": str(temporary)},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        for part in (0.1, 0.5, 0.9):
            while course.graded(lab) < part * size and process.poll() is None:
                time.sleep(0.05)
            samples.append(sample(course.graded(lab), process.pid, temporary))
        if process.wait():
            raise RuntimeError(log.read_text(encoding="utf-8", errors="replace")[-8000:])
        samples.append(sample(course.graded(lab), process.pid, temporary))
    return samples


def sample(graded: int, pid: int, temporary: Path) -> dict[str, int]:
    """What the processes of a session hold, without those of sandboxes, which are gone after each submission."""
    moments = []
    for _ in range(MOMENTS):
        time.sleep(0.02)
        its = processes(pid)
        moments.append(
            {
                "MB": sum(map(resident, its)) >> 20,
                "files": sum(map(open_files, its)),
                "processes": len(its),
                "temporary": sum(len(files) for _, _, files in os.walk(temporary)),
            }
        )
    least = {"graded": graded, **{key: min(moment[key] for moment in moments) for key in moments[0]}}
    print("{graded:>8}{MB:>8}{files:>12}{processes:>11}{temporary:>17}".format(**least), flush=True)
    return least


def processes(session: int) -> list[int]:
    """The processes of a session, and all that they started."""
    parents, found = {}, set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        pid = int(path.parent.name)
        parents[pid] = int(fields[1])
        if int(fields[3]) == session:
            found.add(pid)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)


def resident(pid: int) -> int:
    """Bytes of memory."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def open_files(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return 0
