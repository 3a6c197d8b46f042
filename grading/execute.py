"""Running a submission: the tasks of its test cells, in one process for all of its notebooks.

Only what the instructor released runs: test cells, and set-up cells if there is a kernel. Everything else keeps the
outputs of the student's own run, so that a notebook with minutes of training grades in a moment and its curves can
still be seen.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from logging import Logger
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Integer

from cs_nn import checks
from cs_nn.language import lazy as _
from cs_nn.language import translated, using
from cs_nn.tools.labs import find_lab
from grading.answers import Limits
from grading.borrowing import borrowed_labs, not_their_own
from grading.cells import error_output, grade_id, is_released_code, is_test
from grading.check_outputs import check_outputs, hidden_error
from grading.fresh_inputs import KEY_FILE, submission_seed
from grading.hidden_checks import Checked, run_checks
from grading.kernel import NotebookRun
from grading.networks import grade_network
from grading.outputs import safe_outputs
from grading.overlay import build_overlay, not_taken
from grading.record import Finding, Record
from grading.release import course_directory
from grading.sandbox import bubblewrap, why_unsealed
from grading.system_calls import why_unfiltered


class LabExecute(NbGraderPreprocessor):
    """Grades a notebook whose answers are modules.

    A test cell is ``check("<its grade_id>")``. It gets its points if the check passes on its own inputs and on fresh
    ones. Both run in one process for all notebooks of a submission. Test cells that hold anything else run in a kernel
    as well, and so do all with ``kernel``.
    """

    kernel = Bool(False, help="Run all test cells in a Jupyter kernel, too").tag(config=True)
    timeout = Integer(30, help="seconds that a test cell may take in a kernel").tag(config=True)
    memory = Integer(2048, help="MiB that a kernel, or the process of the checks, may use").tag(config=True)
    task_time = Integer(20, help="seconds for one task").tag(config=True)
    submission_time = Integer(90, help="seconds for all tasks of a submission").tag(config=True)
    message_limit = Integer(32 << 20, help="bytes of one message from a kernel").tag(config=True)
    output_limit = Integer(100_000, help="bytes of output that are read from one cell").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        with using(Record.read(nb.metadata).language):  # what the cells show is said to the student
            return self._graded(nb, resources)

    def _graded(self, nb, resources):
        info = resources["nbgrader"]
        lab, coursedir = info["assignment"], course_directory(self)
        submitted = Path(coursedir.format_path(coursedir.autograded_directory, info["student"], lab)) / "cs_nn"
        record = Record.read(nb.metadata)
        if not bubblewrap():
            say_unsealed(self.log)
        if why_unfiltered():
            say_unfiltered(self.log)
        borrowed = borrowed_labs(lab, submitted.parent)
        tests = {grade_id(cell): cell for cell in nb.cells if is_test(cell)}
        seed, large_seed = self._seeds(info, submitted)
        say_where_files_go(self.log)
        with temporary_folder("lab-") as folder:
            notes = [*record.notes, *not_taken(lab, submitted).values(), *not_their_own(lab, submitted)]
            networks = {} if record.unreadable else self._grade_networks(info, tests.values())
            notes += [grade.note for grade in networks.values() if grade.note]
            found = self._found(info, tests, submitted, (seed, large_seed), record.unreadable)
            in_kernel = self._in_kernel(tests, found, networks) if not record.unreadable else set()
            if in_kernel:
                build_overlay(lab, submitted, folder / "lib")
            answered = self._run_in_kernel(nb, resources, folder, in_kernel, found) if in_kernel else set()
        for cell in nb.cells:
            name = grade_id(cell)
            if is_test(cell) and name in networks:
                cell.outputs = networks[name].outputs(float(cell.metadata.nbgrader.points))
            elif is_test(cell):
                cell.outputs = self._outputs(cell, lab, found.get(name), name in in_kernel, name in answered)
            elif is_released_code(cell):
                cell.outputs = safe_outputs(cell.outputs)
        for note in notes:
            self.log.warning("%s, %s: %s", info["student"], info["notebook"], note)
        problems = {name: checked.problem for name, checked in found.items() if name in tests}
        replace(
            record,
            seed=seed,
            notes=notes,
            borrowed=[other.name for other in borrowed],
            extra={name: grade.extra for name, grade in networks.items()},
            sandbox=bool(bubblewrap()),
            findings={
                name: None if problem is None else Finding(problem.what, problem.hint, problem.mistake)
                for name, problem in problems.items()
            },
            seconds={name: round(each.seconds, 3) for name, each in found.items() if name in tests and each.seconds},
        ).write(nb.metadata)
        told = [
            *notes,
            *(
                _("Made with the course's version of {lab}. It takes no points.").format(lab=_(other.title))
                for other in borrowed
            ),
        ]
        if told:
            text = "\n".join(
                [
                    f"**{translated(_('Notes of the grader'))}**",
                    "",
                    *(f"- {translated(note)}" for note in dict.fromkeys(told)),
                ]
            )
            nb.cells.insert(0, new_markdown_cell(text, id="notes-of-the-grader"))
        return nb, resources

    def _found(self, info, tests, submitted, seeds, unreadable) -> dict[str, Checked]:
        """What the checks find of each task: of all of the lab, of which the notebook has some."""
        lab = info["assignment"]
        if unreadable:
            return dict.fromkeys(
                tests, Checked(None, checks.Problem(_("the notebook can't be read"), mistake="stopped"))
            )
        limits = Limits(self.task_time, self.submission_time, self.memory)
        return _checks_of_submission((info["db_url"], info["student"], lab, seeds, limits), info["notebook"], submitted)

    def _in_kernel(self, tests, found, networks) -> set[str]:
        """The ids of the test cells that need a kernel; none of a student's code is run for networks."""
        needed = {name for name, cell in tests.items() if name not in found or not is_check(cell)} - {*networks}
        names = {*tests} if self.kernel else needed
        if names and not self.kernel:
            self.log.info("Test cells that run in a kernel: %s", ", ".join(sorted(names)))
        return names

    def _run_in_kernel(self, nb, resources, folder, names, found) -> set[str | None]:
        """Run test cells in a kernel; the ids of those that ended without an error."""
        for cell in nb.cells:
            if is_released_code(cell):
                cell.outputs, cell.execution_count = [], None
        # A task that never came to an end need not run.
        stopped = {name for name, checked in found.items() if checked.problem and checked.problem.mistake == "stopped"}
        others = {grade_id(cell) for cell in nb.cells if is_test(cell)} - names
        if names <= stopped:
            return set()
        limits = {"memory": self.memory, "message_limit": self.message_limit, "output_limit": self.output_limit}
        notebook = NotebookRun(folder, parent=self, timeout=self.timeout, **limits)
        return notebook.run(nb, resources, stopped | others)

    def _outputs(self, cell, lab, checked, in_kernel, answered):
        if not in_kernel:
            return safe_outputs(check_outputs(lab, grade_id(cell), checked))
        return graded_outputs(cell, checked and checked.problem, answered)

    def _grade_networks(self, info, tests):
        """Grades of the handed-in networks, read from submitted/: nbgrader lays the source's files over the copies."""
        lab, coursedir = info["assignment"], course_directory(self)
        folder = Path(coursedir.format_path(coursedir.submitted_directory, info["student"], lab))
        points = {grade_id(cell): float(cell.metadata.nbgrader.points) for cell in tests}
        return {name: grade_network(name, folder, points[name]) for name in find_lab(lab).weights if name in points}

    def _seeds(self, info, submitted) -> tuple[int, int]:
        """The seeds of the fresh inputs: of this submission, and of the large ones of this lab."""
        if "seeds" in info:  # from a coordinator, which alone has the key
            return info["seeds"]
        key, lab = Path(course_directory(self).root) / KEY_FILE, info["assignment"]
        parts = [info["student"], lab]
        for module in find_lab(lab).modules:
            path = submitted / module
            parts.append(path.read_bytes() if path.is_file() else b"")
        return submission_seed(key, *parts), submission_seed(key, lab)


def is_check(cell: NotebookNode) -> bool:
    """Whether a test cell says ``check("<its grade_id>")`` and no more."""
    try:
        (statement,) = ast.parse(cell.source).body
        call = statement.value
        return call.func.id == "check" and not call.keywords and [a.value for a in call.args] == [grade_id(cell)]
    except (SyntaxError, ValueError, AttributeError):
        return False


_last: tuple[tuple, dict[str, Checked], set[str]] | None = None


def _checks_of_submission(key, notebook, submitted) -> dict[str, Checked]:
    """What the checks find of all tasks of a lab: they run for the first notebook of a submission, and once more if
    one is graded again."""
    global _last
    if _last is None or _last[0] != key or notebook in _last[2]:
        _, _, lab, seeds, limits = key
        _last = key, run_checks(lab, list(checks.lab_tasks(lab)), submitted, *seeds, limits), set()
    _last[2].add(notebook)
    return _last[1]


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
    return outputs if answered else [*outputs, error_output("NotRun", translated(_("This cell gave no answer.")))]


@contextlib.contextmanager
def temporary_folder(kind: str) -> Iterator[Path]:
    """A folder that is removed afterwards, as far as it can be."""
    with tempfile.TemporaryDirectory("", kind, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@functools.cache  # once per run
def say_unsealed(log: Logger) -> None:
    log.warning(
        "%s: students' code runs with limits on time and memory, but it can read the files of this account "
        "(docs/GRADING.md, The sandbox)",
        why_unsealed(),
    )


@functools.cache  # once per run
def say_unfiltered(log: Logger) -> None:
    log.warning(
        "%s: students' code may make all system calls (docs/GRADING.md, The sandbox: apt install libseccomp2)",
        why_unfiltered(),
    )


@functools.cache  # once per run
def say_where_files_go(log: Logger) -> None:
    wanted, used = os.environ.get("TMPDIR"), tempfile.gettempdir()
    if wanted and not (os.path.isdir(wanted) and os.path.samefile(wanted, used)):
        log.warning("TMPDIR is %s, which is no folder that can be written to: %s is used instead", wanted, used)
