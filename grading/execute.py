"""Running a submission: hidden checks first, then the visible test cells in a kernel.

Only cells that the instructor released run: set-up and test cells. Everything else keeps the outputs
of the student's own run, so that a notebook with minutes of training grades in seconds and its
curves can still be seen.
"""

from __future__ import annotations

import contextlib
import functools
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from logging import Logger
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Integer

from cs_nn import checks
from cs_nn.tools.labs import find_lab
from grading.cells import error_output, grade_id, is_released_code, is_test
from grading.hidden_checks import run_hidden_checks, submission_seed
from grading.kernel import NotebookRun, socket_place
from grading.networks import grade_network
from grading.outputs import safe_outputs
from grading.overlay import build_overlay
from grading.record import Finding, Record
from grading.release import course_directory
from grading.sandbox import bubblewrap, why_unsealed

KEY_FILE = "grading.key"


class LabExecute(NbGraderPreprocessor):
    """Grades a notebook whose answers are modules.

    A test cell gets its points if it runs without an error and the hidden checks of its task pass.
    """

    timeout = Integer(30, help="seconds that a test cell may take").tag(config=True)
    memory = Integer(2048, help="MiB that a kernel, or a process of hidden checks, may use").tag(config=True)
    task_time = Integer(20, help="seconds for the hidden checks of one task").tag(config=True)
    message_limit = Integer(32 << 20, help="bytes of one message from a kernel").tag(config=True)
    output_limit = Integer(100_000, help="bytes of output that are read from one cell").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        info = resources["nbgrader"]
        submitted = Path(resources["metadata"]["path"]) / "cs_nn"
        record = Record.read(nb.metadata)
        if not bubblewrap():
            say_unsealed(self.log)
        tests = [cell for cell in nb.cells if is_test(cell)]
        seed = self._seed(info, submitted)
        say_where_files_go(self.log)
        with temporary_folder("lab-") as folder, temporary_folder("s-", bubblewrap() and socket_place()) as sockets:
            notes = [*record.notes, *build_overlay(info["assignment"], submitted, folder / "lib").values()]
            networks = {} if record.unreadable else self._grade_networks(info, tests)
            notes += [grade.note for grade in networks.values() if grade.note]
            verdicts = self._verdicts(info["assignment"], tests, folder / "lib", seed, record.unreadable)
            for cell in nb.cells:
                if is_released_code(cell):
                    cell.outputs, cell.execution_count = [], None
            # A task that never came to an end, and a network: their cells need not run.
            settled = {*networks, *(name for name, found in verdicts.items() if found and found.mistake == "stopped")}
            answered = set()
            if not settled.issuperset(map(grade_id, tests)):
                limits = {"memory": self.memory, "message_limit": self.message_limit, "output_limit": self.output_limit}
                notebook = NotebookRun(folder, sockets, parent=self, timeout=self.timeout, **limits)
                answered = notebook.run(nb, resources, settled)
        for cell in nb.cells:
            if is_test(cell) and grade_id(cell) in networks:
                cell.outputs = networks[grade_id(cell)].outputs(float(cell.metadata.nbgrader.points))
            elif is_test(cell):
                cell.outputs = graded_outputs(cell, verdicts.get(grade_id(cell)), grade_id(cell) in answered)
            elif is_released_code(cell):
                cell.outputs = safe_outputs(cell.outputs)
        for note in notes:
            self.log.warning("%s, %s: %s", info["student"], info["notebook"], note)
        replace(
            record,
            seed=seed,
            notes=notes,
            extra={name: grade.extra for name, grade in networks.items()},
            sandbox=bool(bubblewrap()),
            hidden={
                name: None if problem is None else Finding(problem.what, problem.hint, problem.mistake)
                for name, problem in verdicts.items()
            },
        ).write(nb.metadata)
        if notes:
            text = "\n".join(["**Notes of the grader**", "", *(f"- {note}" for note in dict.fromkeys(notes))])
            nb.cells.insert(0, new_markdown_cell(text, id="notes-of-the-grader"))
        return nb, resources

    def _verdicts(self, lab, tests, library, seed, unreadable) -> dict[str, checks.Problem | None]:
        """The verdict of the hidden checks on each task of the notebook."""
        names = [id for id in map(grade_id, tests) if id in checks.lab_tasks(lab)]
        if unreadable:
            problem = checks.Problem("the notebook can't be read", mistake="stopped")
            return dict.fromkeys([*names, *find_lab(lab).weights], problem)
        return run_hidden_checks(lab, names, library, seed, time_limit=self.task_time, memory=self.memory)

    def _grade_networks(self, info, tests):
        """Grades of the handed-in networks, read from submitted/: nbgrader lays the source's files over the copies."""
        lab, coursedir = info["assignment"], course_directory(self)
        folder = Path(coursedir.format_path(coursedir.submitted_directory, info["student"], lab))
        points = {grade_id(cell): float(cell.metadata.nbgrader.points) for cell in tests}
        return {name: grade_network(name, folder, points[name]) for name in find_lab(lab).weights if name in points}

    def _seed(self, info, submitted):
        coursedir = course_directory(self)
        parts = [info["student"], info["assignment"]]
        for module in find_lab(info["assignment"]).modules:
            path = submitted / module
            parts.append(path.read_bytes() if path.is_file() else b"")
        return submission_seed(Path(coursedir.root) / KEY_FILE, *parts)


def graded_outputs(cell: NotebookNode, problem: checks.Problem | None, answered: bool) -> list[NotebookNode]:
    """The outputs of a test cell, such that they say its verdict in the form that nbgrader scores.

    nbgrader gives 0 to a cell with an error or with any text on stderr, and takes a value as points.
    """
    outputs = safe_outputs(cell.outputs)
    for output in outputs:
        if output.output_type == "stream":
            output.name = "stdout"
    if any(output.output_type == "error" for output in outputs):
        return outputs
    if problem is not None:
        return [*outputs, hidden_error(grade_id(cell), problem)]
    return outputs if answered else [*outputs, error_output("NotRun", "This cell gave no answer.")]


@contextlib.contextmanager
def temporary_folder(kind: str, place: str | None = None) -> Iterator[Path]:
    """A folder that is removed afterwards, as far as it can be."""
    with tempfile.TemporaryDirectory("", kind, place, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@functools.cache  # once per run
def say_unsealed(log: Logger) -> None:
    log.warning(
        "%s: students' code runs with limits on time and memory, but it can read the files of this account "
        "(docs/GRADING.md, The sandbox)",
        why_unsealed(),
    )


@functools.cache  # once per run
def say_where_files_go(log: Logger) -> None:
    wanted, used = os.environ.get("TMPDIR"), tempfile.gettempdir()
    if wanted and not (os.path.isdir(wanted) and os.path.samefile(wanted, used)):
        log.warning("TMPDIR is %s, which is no folder that can be written to: %s is used instead", wanted, used)


def hidden_error(name: str, problem: checks.Problem) -> NotebookNode:
    """The output for a failed hidden check: what is wrong and the hint, but no input and no number."""
    lines = [("fail", checks.headline(name, problem))]
    if problem.mistake != "stopped":
        lines.append(("", f"Found on other inputs than those of the notebook's own check{_about(problem)}."))
    if problem.hint:
        lines.append(("hint", f"Likely mistake: {problem.hint}"))
    failed = checks.CheckFailed(lines)
    return new_output("error", ename="CheckFailed", evalue=str(failed), traceback=failed._render_traceback_())


def _about(problem):
    return f" ({problem.about})" if problem.about else ""
