"""Kernels that are forks of one process which has imported what all of them import: that takes longer than most cells.

monkeypatch.setattr("jupyter_client.provisioning.local_provisioner.launch_kernel", Fork)
"""

import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
import time

#: The program of the process that is forked. It gets a command that starts a kernel, its folder and its environment,
#: and gives the kernel's number. It has imported nothing of the course: each kernel finds its own.
PROGRAM = """
import gc, json, os, runpy, signal, sys
import ipykernel.kernelapp, matplotlib.pyplot, numpy
gc.freeze()  # what is imported is looked through by no kernel
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the kernels
for line in sys.stdin:
    command, folder, environment = json.loads(line)
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment, JPY_PARENT_PID=str(os.getppid()))
        print(os.getpid(), flush=True)
        for number in (0, 1):
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
        python, option, module, *arguments = command
        sys.path[0], sys.argv = folder, [module, *arguments]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        sys.exit()
"""


@functools.cache
def process(path):
    """The process that is forked, with this PYTHONPATH."""
    environment = {**os.environ, "MPLBACKEND": "module://matplotlib_inline.backend_inline"}  # as kernels have it
    environment.pop("PYTHONPATH", None)
    if path:
        environment["PYTHONPATH"] = path
    command = [sys.executable, "-c", PROGRAM]
    return subprocess.Popen(command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


class Fork:
    """A kernel's process, as jupyter_client starts it and asks for it."""

    stdin = stdout = stderr = None

    def __init__(self, command, env, cwd=None, **options):
        forked = process(env.get("PYTHONPATH"))
        print(json.dumps([command, cwd or os.getcwd(), env]), file=forked.stdin, flush=True)
        self.pid = int(forked.stdout.readline())

    def send_signal(self, number):
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    def poll(self):
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self):
        while self.poll() is None:
            time.sleep(0.01)
        return 0
