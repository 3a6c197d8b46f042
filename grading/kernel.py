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

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute

from cs_nn.language import gettext as _
from grading.cells import error_output, grade_id, is_released_code, is_test
from grading.kernel_guard import MESSAGES, BoundedManager, Tail, place_of_sockets
from grading.outputs import KEPT_MIME_TYPES, safe_outputs, whole_notebook
from grading.sandbox import TEMPORARY, bubblewrap, clean_environment, limits, sandboxed, wrapping
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
    memory : MiB that a kernel may use
    message_limit, output_limit : bytes of one message, and of the text printed in one cell
    options : of nbgrader's `Execute`
    """

    kc: Any  #: the kernel's client

    def __init__(self, folder: Path, *, memory: int, message_limit: int, output_limit: int, **options: Any):
        super().__init__(kernel_manager_class=BoundedManager, **options)
        self.shutdown_kernel = "immediate"  # nothing of the student's code runs after its last cell
        self.folder = folder
        self.memory, self.message_limit, self.output_limit = memory, message_limit, output_limit
        self.printed: Counter[int] = Counter()  #: bytes of text of each cell, by its number
        self.kept = whole_notebook()  #: what may still be kept of all outputs
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
                    self._run_cell(cell, index)
                except Exception as error:  # of a kernel that stopped, or that sent what no kernel sends
                    known = isinstance(error, STOPPED)
                    self.log.error("%s: %s", grade_id(cell), type(error).__name__, exc_info=not known)
                    cell.outputs = safe_outputs([*cell.outputs, error_output(*self._ending(error))], self.kept)
                    alive = alive and restarts > 0 and self._restart(index)
                    restarts -= 1
        return self.answered

    def _run_cell(self, cell: NotebookNode, index: int) -> None:
        self.kc.session.room = MESSAGES * self.message_limit
        self.execute_cell(cell, index)
        cell.outputs = safe_outputs(cell.outputs, self.kept)
        self._display_id_map.clear()  # it has the places of outputs

    def _ending(self, error: Exception) -> tuple[str, str]:
        """The name and the words for what ended a cell."""
        if isinstance(error, CellTimeoutError):
            return type(error).__name__, _("The cell did not stop when its time was over.")
        if self.km.killed_for or isinstance(error, STOPPED):
            stopped = _("The kernel stopped in this cell.")
            return DeadKernelError.__name__, f"{stopped} {self.km.killed_for}".strip()
        return DeadKernelError.__name__, _("The kernel sent messages that can't be read.")

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
                    self._run_cell(cell, index)
                except Exception:
                    return False
                finally:
                    cell.outputs = kept
        return True

    # ------------------------------------------------------------------ nbclient's hooks
    def create_kernel_manager(self) -> BoundedManager:
        km = super().create_kernel_manager()
        km.message_limit = self.message_limit
        run = Path(tempfile.mkdtemp(dir=self.folder, prefix="k"))
        km.connection_file = str(run / "kernel.json")
        if bubblewrap():
            # A sandbox has no network: talk through sockets in its own /tmp.
            km.transport, km.ip = "ipc", f"{TEMPORARY}/k"
            fonts = [run / "mpl" / path.name for path in _font_cache().iterdir()]
            read = [self.folder / "lib", run / "kernel.json", *fonts]
            wrap = wrapping(read, [], [run], sockets=True, processes=False)
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
        self.said = Tail()
        super().start_new_kernel(**options, stdout=self.said.file, stderr=self.said.file)
        self.said.close()
        self.km.guard(self.memory, (TEMPORARY, str(folder)))
        if bubblewrap():
            self.km.ip = f"{place_of_sockets(self.km.process)}/k"

    def start_new_kernel_client(self) -> Any:
        try:
            return super().start_new_kernel_client()
        except Exception:
            said = self.said.text.decode("utf-8", "replace")
            self.log.error("The kernel did not start. It said: %s", said or "nothing")
            raise

    async def _async_poll_kernel_alive(self) -> None:
        with contextlib.suppress(AssertionError):  # there is no client any more: of a cell whose kernel was given up
            await super()._async_poll_kernel_alive()

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


@functools.cache
def _font_cache() -> Path:
    """A folder with Matplotlib's list of the fonts that a kernel finds, made once: making it takes a second."""
    folder = Path(tempfile.mkdtemp(prefix="fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    command = sandboxed([sys.executable, "-c", "import matplotlib.font_manager"], write=[folder])
    environment = {**clean_environment(folder, folder), "MPLCONFIGDIR": str(folder)}
    subprocess.run(command.argv, env=environment, cwd=folder, capture_output=True, preexec_fn=command.preexec)
    return folder
