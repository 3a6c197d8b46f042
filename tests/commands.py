"""Commands of nbgrader and of the course, as at a terminal.

On Linux each is a fork of one process that has imported the packages they use, which takes longer than most of what it
then does.
"""

import functools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

#: The program of the process that is forked. It gets folder, environment, module, arguments and a file for the output,
#: and gives the exit status. It has imported nothing of the course: each command finds its own.
PROGRAM = """
import gc, json, os, runpy, sys, tempfile
import alembic.script, dask, distributed, matplotlib.pyplot, nbgrader.api, nbgrader.apps, nbgrader.dbutil, numpy
version = alembic.script.ScriptDirectory(nbgrader.dbutil.ALEMBIC_DIR).get_current_head()  # else asked of a process
nbgrader.api.get_alembic_version = lambda: version
gc.freeze()  # what is imported is looked through by no command
for line in sys.stdin:
    folder, environment, module, arguments, output = json.loads(line)
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        tempfile.tempdir = None  # told anew from the environment
        dask.config.refresh()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number in (1, 2):
            os.dup2(os.open(output, os.O_WRONLY | os.O_APPEND), number)
        sys.path[0], sys.argv = folder, [module, *arguments]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        sys.exit()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def nbgrader(folder: Path, *arguments: str) -> tuple[int, str]:
    """The exit status and the output of ``nbgrader ARGUMENTS`` in a folder."""
    return run_module(folder, "nbgrader", *arguments)


def run_module(folder: Path, module: str, *arguments: str) -> tuple[int, str]:
    """The exit status and the output of ``python -m MODULE ARGUMENTS`` in a folder."""
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    environment.pop("PYTHONPATH", None)
    with tempfile.TemporaryDirectory() as temporary:
        output = Path(temporary, "output")
        output.touch()
        if sys.platform == "linux":
            process = _process()
            print(
                json.dumps([str(folder), environment, module, arguments, str(output)]), file=process.stdin, flush=True
            )
            status = int(process.stdout.readline())
        else:
            command = [sys.executable, "-m", module, *arguments]
            with output.open("ab") as file:
                status = subprocess.run(command, cwd=folder, env=environment, stdout=file, stderr=file).returncode
        return status, output.read_text(encoding="utf-8")


@functools.cache
def _process():
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-c", PROGRAM]
    return subprocess.Popen(command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
