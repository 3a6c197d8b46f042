"""What a student's code gives on the inputs of hidden checks: run in a process of its own, read as text."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time
from pathlib import Path

from grading.sandbox import bubblewrap, clean_environment, sandboxed

#: Seconds of the processor for the large cases of one task, for which the worked solution needs milliseconds.
LARGE_TIME_LIMIT = 5
LINES_LIMIT = 20_000
RESULTS_LIMIT = 64 << 20
#: Seconds more than the time limit until this process ends the other one, if that one did not keep the limit itself.
PATIENCE = 5


def collect_answers(
    lab: str, names: list[str], overlay: Path, folder: Path, time_limit: float, memory: int
) -> tuple[dict[str, dict[tuple[str, str], str]], dict[str, str]]:
    """Run the tasks in one process; if it ends early, go on with the next task in a new process.

    Returns what came back, still as text: by task the results by (case, name), and by task how it ended.
    """
    answers, endings = {name: {} for name in names}, {}
    pending = list(names)
    while pending:
        stream = folder / f"results-{len(pending)}"
        sealed = str(int(bool(bubblewrap())))
        arguments = [str(folder / "inputs"), f"{time_limit:g}", str(LARGE_TIME_LIMIT), sealed, lab, *pending]
        ending = _run_process(arguments, overlay, folder, stream, pending, time_limit, memory)
        for task, its_answers, its_ending in _read_stream(stream, pending):
            answers[task], endings[task] = its_answers, its_ending
        pending = pending[sum(name in endings for name in pending) :]
        if pending:
            endings[pending.pop(0)] = ending
    return answers, endings


def _run_process(arguments, overlay, folder, stream, names, time_limit, memory):
    """Run the runner; how it ended."""
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    runner = Path(__file__).with_name("runner.py").resolve()
    command = sandboxed(
        [sys.executable, str(runner), *arguments],
        read=[overlay, runner, runner.with_name("confine.py"), folder / "inputs"],
        scratch=[scratch],
        memory=memory,
    )
    with stream.open("ab") as output:
        process = subprocess.Popen(
            command.argv,
            env=clean_environment(overlay, scratch),
            cwd=scratch,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
            preexec_fn=command.preexec,
        )
    waiting, deadline = list(names), time.monotonic() + time_limit + PATIENCE
    try:
        with stream.open("rb") as lines:
            while process.poll() is None and time.monotonic() < deadline:
                if _note_ended(lines, waiting):
                    deadline = time.monotonic() + time_limit + PATIENCE
                time.sleep(0.01)
        late = process.poll() is None
    finally:  # also when the instructor presses Ctrl-C
        command.kill(process)
        process.wait()
    with stream.open("rb") as output:
        started = output.readline() == b"- - start\n"
    if not started:
        # Nothing of the student's has run yet: a failure of ours, which must not cost points.
        why = f"exit status {process.returncode}"
        raise RuntimeError(f"the hidden checks did not start ({why}): memory, disk or sandbox?")
    return "late" if late else f"{process.returncode} of its runner"


def _read_stream(path, names):
    """(task, {(case, name): text}, ending) of each task that has ended, in the order of `names`.

    The tasks run in this order, so lines of others than the present one are no results; and of two
    lines for one result the first counts.
    """
    ended, waiting, answers, size = [], list(names), {}, 0
    with path.open("rb") as file:
        for line in itertools.islice(file, LINES_LIMIT):
            size += len(line)
            if size > RESULTS_LIMIT or not waiting:
                break
            task, _, rest = line.decode("ascii", "replace").rstrip("\n").partition(" ")
            case, _, rest = rest.partition(" ")
            name, _, data = rest.partition(" ")
            if task != waiting[0]:
                continue
            if case == "-":
                ended.append((waiting.pop(0), answers, data))
                answers = {}
            else:
                answers.setdefault((case, name), data)
    return ended


def _note_ended(lines, waiting):
    """Remove the tasks that have ended from those that are waited for; whether there were any. It reads on in `lines`,
    up to the last whole one."""
    before, size = len(waiting), 0
    for line in itertools.islice(lines, LINES_LIMIT):
        if not line.endswith(b"\n"):
            lines.seek(-len(line), os.SEEK_CUR)
            break
        size += len(line)
        if waiting and line.startswith(f"{waiting[0]} - ".encode()):
            del waiting[0]
        if size > RESULTS_LIMIT:
            break
    return len(waiting) < before
