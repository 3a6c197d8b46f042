"""Running the released cells of one notebook, in a kernel that a student's code may stop or lead astray."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.manager import KernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute

from grading.cells import error_output, grade_id, is_released_code, is_test
from grading.outputs import KEPT_MIME_TYPES
from grading.sandbox import bubblewrap, clean_environment, limits, wrapping
from grading.shown import python_command

#: New kernels for one notebook, after cells that stopped theirs.
RESTARTS = 3
#: What nbclient raises if a cell stops its kernel or does not end. Anything else is a failure of ours.
STOPPED = DeadKernelError, CellTimeoutError, RuntimeError


class NotebookRun(Execute):
    """Runs one notebook once.

    Parameters
    ----------
    folder : where the kernels write; the package is in its ``lib``
    sockets : a folder with a short path, for the sockets of the kernels
    memory : MiB that a kernel may use
    message_limit, output_limit : bytes of one message, and of the text printed in one cell
    options : of nbgrader's `Execute`
    """

    kc: Any  #: the kernel's client

    def __init__(
        self, folder: Path, sockets: Path, *, memory: int, message_limit: int, output_limit: int, **options: Any
    ):
        super().__init__(**options)
        self.shutdown_kernel = "immediate"  # nothing of the student's code runs after its last cell
        self.folder, self.sockets = folder, sockets
        self.memory, self.message_limit, self.output_limit = memory, message_limit, output_limit
        self.printed: Counter[int] = Counter()  #: bytes of text of each cell, by its number
        self.answered: set[str | None] = set()  #: ids of the cells that ended without an error

    def run(self, nb: NotebookNode, resources: dict, skip: Collection[str]) -> set[str | None]:
        """Run the released code cells, but those with an id in `skip`; the ids of those that ended without an error."""
        self.nb, self.resources = nb, resources
        restarts, alive = RESTARTS, True
        with self.setup_kernel():
            reply = self.wait_for_reply(self.kc.kernel_info())
            nb.metadata["language_info"] = reply["content"]["language_info"]
            for index, cell in enumerate(nb.cells):
                if not is_released_code(cell) or grade_id(cell) in skip:
                    continue
                try:
                    if not alive:
                        raise DeadKernelError("no restarts left")
                    self.execute_cell(cell, index)
                except STOPPED as error:
                    self.log.error("%s: %s", grade_id(cell), type(error).__name__)
                    late = isinstance(error, CellTimeoutError)
                    text = (
                        "The cell did not stop when its time was over." if late else "The kernel stopped in this cell."
                    )
                    cell.outputs = [*cell.outputs, error_output(type(error).__name__, text)]
                    alive = alive and restarts > 0 and self._restart(index)
                    restarts -= 1
        return self.answered

    def _restart(self, upto: int) -> bool:
        """A new kernel for the cells that are left, with the set-up cells run again; whether they ran."""
        with contextlib.suppress(Exception):
            self._cleanup_kernel()
        self.km, self.kc = self.create_kernel_manager(), None
        self.start_new_kernel()
        self.start_new_kernel_client()
        for index, cell in enumerate(self.nb.cells[:upto]):
            if is_released_code(cell) and not is_test(cell):
                kept = cell.outputs
                try:
                    self.execute_cell(cell, index)
                except STOPPED:
                    return False
                finally:
                    cell.outputs = kept
        return True

    # ------------------------------------------------------------------ nbclient's hooks
    def create_kernel_manager(self) -> KernelManager:
        km = super().create_kernel_manager()
        run = Path(tempfile.mkdtemp(dir=self.folder, prefix="k"))
        km.connection_file = str(run / "kernel.json")
        if bubblewrap():
            # A sandbox has a network of its own: talk through sockets in a folder that it shares.
            km.transport, km.ip = "ipc", str(self.sockets / run.name)
            wrap = wrapping([self.folder / "lib"], [run, self.sockets], sockets=True, processes=False)
            # The kernel would look for our process, which does not exist in its namespace, and stop: 1 means don't.
            km.kernel_spec.argv = [*wrap, "--setenv", "JPY_PARENT_PID", "1", python_command(), *km.kernel_spec.argv[1:]]
            km.kernel_spec.interrupt_mode = "message"
        return km

    def start_new_kernel(self, **options: Any) -> None:
        folder = Path(self.km.connection_file).parent
        environment = clean_environment(self.folder / "lib", folder)
        environment["IPYTHONDIR"] = environment["JUPYTER_RUNTIME_DIR"] = str(folder)
        shutil.copytree(_font_cache(), folder / "mpl")
        environment["MPLCONFIGDIR"] = str(folder / "mpl")
        options.update(env=environment, cwd=str(folder))
        if os.name == "posix":
            options["preexec_fn"] = functools.partial(limits, self.memory)
        with (self.folder / "kernel.log").open("ab") as log:
            super().start_new_kernel(**options, stdout=log, stderr=log)

    def start_new_kernel_client(self) -> Any:
        self.km.context.setsockopt(zmq.MAXMSGSIZE, self.message_limit)
        try:
            return super().start_new_kernel_client()
        except Exception:
            tail = (self.folder / "kernel.log").read_text(encoding="utf-8", errors="replace")[-2000:]
            self.log.error("The kernel did not start. It said: %s", tail or "nothing")
            raise

    def process_message(self, msg: dict, cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        content = msg["content"]
        if msg["msg_type"] == "stream":
            room = self.output_limit - self.printed[cell_index]
            self.printed[cell_index] += len(content["text"])
            if room <= 0:
                return None
            content["text"] = content["text"][:room]
        elif msg["msg_type"].startswith("comm"):  # of widgets, for which nobody is there
            return None
        elif isinstance(content.get("data"), dict):
            content["data"] = {mime: data for mime, data in content["data"].items() if mime in KEPT_MIME_TYPES}
        return super().process_message(msg, cell, cell_index)

    def on_cell_executed(self, **info: Any) -> None:
        super().on_cell_executed(**info)
        if info["execute_reply"]["content"]["status"] == "ok":
            self.answered.add(grade_id(info["cell"]))


def socket_place() -> str:
    """A folder for sockets: their paths must be short, and that of the folder for other files may be long."""
    for folder in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        room = zmq.IPC_PATH_MAX_LEN - len(os.fsencode(folder))
        if room >= 40 and os.access(folder, os.W_OK | os.X_OK):
            return folder
    raise RuntimeError(f"{tempfile.gettempdir()} is too long a path for sockets: set TMPDIR to a shorter one")


@functools.cache
def _font_cache() -> Path:
    """A folder with Matplotlib's font list, made once: making it writes to stderr and takes a second."""
    folder = Path(tempfile.mkdtemp(prefix="fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-c", "import matplotlib.font_manager"],
        env={**os.environ, "MPLCONFIGDIR": str(folder)},
        capture_output=True,
    )
    return folder
