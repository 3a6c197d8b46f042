"""Running a submission: hidden checks first, then the visible test cells in a kernel.

Only cells that the instructor released run: set-up and test cells. Everything else keeps the outputs
of the student's own run, so that a notebook with minutes of training grades in seconds and its
curves can still be seen.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import zmq
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader import utils
from nbgrader.preprocessors import Execute
from traitlets import Integer

from cs_nn import checks
from cs_nn.tools.labs import find_lab
from grading.hidden_checks import run_hidden_checks, submission_seed
from grading.overlay import build_overlay
from grading.record import Finding, Record
from grading.release import course_directory
from grading.sandbox import bubblewrap, clean_environment, limits, why_unsealed, wrapping
from grading.submissions import KEPT_MIME_TYPES, safe_outputs
from grading.weights import grade_network

KEY_FILE = "grading.key"


class LabExecute(Execute):
    """nbgrader's `Execute` for labs whose answers are modules.

    A test cell gets its points if it runs without an error and the hidden checks of its task pass.
    """

    memory = Integer(2048, help="MiB that a kernel, or a process of hidden checks, may use").tag(config=True)
    task_time = Integer(20, help="seconds for the hidden checks of one task").tag(config=True)
    message_limit = Integer(32 << 20, help="bytes of one message from a kernel").tag(config=True)
    output_limit = Integer(100_000, help="bytes of output that are read from one cell").tag(config=True)

    def preprocess(self, nb, resources, km=None):
        info = resources["nbgrader"]
        lab = info["assignment"]
        submitted = Path(resources["metadata"]["path"]) / "cs_nn"
        record = Record.read(nb.metadata)
        notes = list(record.notes)
        if not bubblewrap():
            say_unsealed(self.log)
        tests = [cell for cell in nb.cells if is_test(cell)]
        say_where_files_go(self.log)
        with contextlib.ExitStack() as stack:
            places = ("lab-", None), ("s-", socket_place() if bubblewrap() else None)
            self._folder, self._sockets = (
                Path(stack.enter_context(tempfile.TemporaryDirectory("", kind, place, ignore_cleanup_errors=True)))
                for kind, place in places
            )
            notes += build_overlay(lab, submitted, self._folder / "lib").values()
            names = [id for id in map(grade_id, tests) if id in checks.lab_tasks(lab)]
            seed = self._seed(info, submitted)
            self._networks = {}
            if record.unreadable:
                unreadable = checks.Problem("the notebook can't be read", mistake="stopped")
                self._verdicts = dict.fromkeys([*names, *find_lab(lab).weights], unreadable)
            else:
                self._networks = self._grade_networks(info, tests)
                notes += [grade.note for grade in self._networks.values() if grade.note]
                self._verdicts = run_hidden_checks(
                    lab, names, self._folder / "lib", seed, time_limit=self.task_time, memory=self.memory
                )
            for cell in nb.cells:
                if cell.cell_type == "code" and "nbgrader" in cell.metadata:
                    cell.outputs, cell.execution_count = [], None
            if any(not self._is_settled(cell) for cell in tests):
                self._answered, self._used, self._restarts_left = set(), 0, 3
                nb, resources = super().preprocess(nb, resources, km)
        for cell in nb.cells:
            if is_test(cell):
                self._settle(cell)
            elif cell.cell_type == "code" and "nbgrader" in cell.metadata:
                cell.outputs = safe_outputs(cell.outputs)
        for note in notes:
            self.log.warning("%s, %s: %s", info["student"], info["notebook"], note)
        replace(
            record,
            seed=seed,
            notes=notes,
            extra={name: grade.extra for name, grade in self._networks.items()},
            sandbox=bool(bubblewrap()),
            hidden={
                name: problem and Finding(problem.what, problem.hint, problem.mistake)
                for name, problem in self._verdicts.items()
            },
        ).write(nb.metadata)
        if notes:
            text = "\n".join(["**Notes of the grader**", "", *(f"- {note}" for note in dict.fromkeys(notes))])
            nb.cells.insert(0, new_markdown_cell(text, id="notes-of-the-grader"))
        return nb, resources

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

    # ------------------------------------------------------------------ the kernel
    def create_kernel_manager(self):
        self.shutdown_kernel = "immediate"  # nothing of the student's code runs after its last cell
        km = super().create_kernel_manager()
        run = Path(tempfile.mkdtemp(dir=self._folder, prefix="k"))
        km.connection_file = str(run / "kernel.json")
        if bubblewrap():
            # A sandbox has a network of its own: talk through sockets in a folder that it shares.
            km.transport, km.ip = "ipc", str(self._sockets / run.name)
            wrap = wrapping([self._folder / "lib"], [run, self._sockets])
            # The kernel would look for our process, which does not exist in its namespace, and stop: 1 means don't.
            km.kernel_spec.argv = [*wrap, "--setenv", "JPY_PARENT_PID", "1", *km.kernel_spec.argv]
            km.kernel_spec.interrupt_mode = "message"
        self._run_folder = run
        return km

    def start_new_kernel(self, **options):
        environment = clean_environment(self._folder / "lib", self._run_folder)
        environment["IPYTHONDIR"] = environment["JUPYTER_RUNTIME_DIR"] = str(self._run_folder)
        shutil.copytree(_font_cache(), self._run_folder / "mpl")
        environment["MPLCONFIGDIR"] = str(self._run_folder / "mpl")
        options.update(env=environment, cwd=str(self._run_folder))
        if os.name == "posix":
            options["preexec_fn"] = functools.partial(limits, self.memory)
        with (self._folder / "kernel.log").open("ab") as log:
            super().start_new_kernel(**options, stdout=log, stderr=log)

    def start_new_kernel_client(self):
        self.km.context.setsockopt(zmq.MAXMSGSIZE, self.message_limit)
        try:
            return super().start_new_kernel_client()
        except Exception:
            tail = (self._folder / "kernel.log").read_text(encoding="utf-8", errors="replace")[-2000:]
            self.log.error("The kernel did not start. It said: %s", tail or "nothing")
            raise

    # ------------------------------------------------------------------ cells
    def preprocess_cell(self, cell, resources, index):
        if cell.cell_type != "code" or "nbgrader" not in cell.metadata or self._is_settled(cell):
            return cell, resources
        self._used = 0
        try:
            if self._restarts_left < 0:
                raise DeadKernelError("no restarts left")
            return super().preprocess_cell(cell, resources, index)
        except (DeadKernelError, CellTimeoutError, RuntimeError) as error:
            self.log.error("%s: %s", grade_id(cell), type(error).__name__)
            late = isinstance(error, CellTimeoutError)
            text = "The cell did not stop when its time was over." if late else "The kernel stopped in this cell."
            cell.outputs = [*cell.outputs, _error(type(error).__name__, text)]
            self._restart(index)
        return cell, resources

    def _restart(self, upto):
        """A new kernel for the cells that are left, with the set-up cells run again."""
        self._restarts_left -= 1
        if self._restarts_left < 0:
            return
        with contextlib.suppress(Exception):
            self._cleanup_kernel()
        self.km, self.kc = self.create_kernel_manager(), None
        self.start_new_kernel()
        self.start_new_kernel_client()
        for index, cell in enumerate(self.nb.cells[:upto]):
            if cell.cell_type == "code" and "nbgrader" in cell.metadata and not is_test(cell):
                kept = cell.outputs
                try:
                    Execute.preprocess_cell(self, cell, self.resources, index)
                except (DeadKernelError, CellTimeoutError, RuntimeError):
                    self._restarts_left = -1
                cell.outputs = kept

    def process_message(self, msg, cell, cell_index):
        content = msg["content"]
        if msg["msg_type"] == "stream":
            room = self.output_limit - self._used
            self._used += len(content["text"])
            if room <= 0:
                return None
            content["text"] = content["text"][:room]
        elif isinstance(content.get("data"), dict):
            content["data"] = {mime: data for mime, data in content["data"].items() if mime in KEPT_MIME_TYPES}
        elif msg["msg_type"].startswith("comm"):
            return None
        return super().process_message(msg, cell, cell_index)

    def on_cell_executed(self, **info):
        super().on_cell_executed(**info)
        if info["execute_reply"]["content"]["status"] == "ok":
            self._answered.add(grade_id(info["cell"]))

    # ------------------------------------------------------------------ the verdict
    def _is_settled(self, cell):
        """Whether a test cell need not run: its task never came to an end, or it is about a handed-in network."""
        if grade_id(cell) in getattr(self, "_networks", {}):
            return True
        problem = getattr(self, "_verdicts", {}).get(grade_id(cell))
        return is_test(cell) and problem is not None and problem.mistake == "stopped"

    def _settle(self, cell):
        """Make the outputs of a test cell say its verdict in the form that nbgrader scores.

        nbgrader gives 0 to a cell with an error or with any text on stderr, and takes a value as points.
        """
        name = grade_id(cell)
        if name in self._networks:
            cell.outputs = self._networks[name].outputs(float(cell.metadata.nbgrader.points))
            return
        outputs = []
        for output in safe_outputs(cell.outputs):
            if output.output_type == "stream":
                output.name = "stdout"
            outputs.append(output)
        failed = any(output.output_type == "error" for output in outputs)
        problem = self._verdicts.get(name)
        if problem is not None and not failed:
            outputs.append(hidden_error(name, problem))
        elif not failed and name not in self._answered:
            outputs.append(_error("NotRun", "This cell gave no answer."))
        cell.outputs = outputs


@functools.cache  # once per run
def say_unsealed(log):
    log.warning(
        "%s: students' code runs with limits on time and memory, but it can read the files of this account "
        "(docs/GRADING.md, The sandbox)",
        why_unsealed(),
    )


@functools.cache  # once per run
def say_where_files_go(log):
    wanted, used = os.environ.get("TMPDIR"), tempfile.gettempdir()
    if wanted and not (os.path.isdir(wanted) and os.path.samefile(wanted, used)):
        log.warning("TMPDIR is %s, which is no folder that can be written to: %s is used instead", wanted, used)


def socket_place() -> str:
    """A folder for sockets: their paths must be short, and that of the folder for other files may be long."""
    for folder in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        room = zmq.IPC_PATH_MAX_LEN - len(os.fsencode(folder))
        if room >= 40 and os.access(folder, os.W_OK | os.X_OK):
            return folder
    raise RuntimeError(f"{tempfile.gettempdir()} is too long a path for sockets: set TMPDIR to a shorter one")


def is_test(cell) -> bool:
    """Whether a cell is an automatically graded test."""
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


def grade_id(cell) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def hidden_error(name: str, problem: checks.Problem):
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


def _error(name, text):
    return new_output("error", ename=name, evalue=text, traceback=[f"\x1b[1;31m{name}\x1b[0m: {text}"])


@functools.cache
def _font_cache() -> Path:
    """A folder with Matplotlib's font list, made once per run: making it writes to stderr and takes a second."""
    folder = Path(tempfile.mkdtemp(prefix="fonts-"))
    import atexit

    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-c", "import matplotlib.font_manager"],
        env={**os.environ, "MPLCONFIGDIR": str(folder)},
        capture_output=True,
    )
    return folder
