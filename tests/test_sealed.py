"""The sandbox: what a hand-in finds of the machine is a short list, and what it takes has an end."""

import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from grading import confine, sandbox, shown, system_calls, watch

resource = pytest.importorskip("resource", reason="limits")

ROOT = Path(__file__).parents[1]
needs_sandbox = pytest.mark.skipif(bool(sandbox.why_unsealed()), reason=sandbox.why_unsealed())
needs_filter = pytest.mark.skipif(bool(system_calls.why_unfiltered()), reason=system_calls.why_unfiltered())

#: Lists all files that can be read, and all folders and files that can be written to.
LOOK = """
import os
for folder, folders, files in os.walk("/"):
    for path in [folder, *(os.path.join(folder, name) for name in files)]:
        if os.access(path, os.R_OK) and not os.path.isdir(path):
            print("read", path)
        if os.access(path, os.W_OK):
            print("write", path)
"""


@pytest.fixture
def start(tmp_path):
    """A function that starts lines in a sandbox, as a student's code is run; they end with the test."""
    library, scratch = tmp_path / "lib", tmp_path / "scratch"
    for folder in (library, scratch):
        folder.mkdir()
    started = []

    def start(code, *, alone=True, memory=1024):
        file = Path(confine.__file__)
        begin = f"import sys; sys.path.append({str(file.parent)!r}); import confine; confine.one_process()\n"
        command = sandbox.sandboxed(
            [sys.executable, "-c", (begin if alone else "") + textwrap.dedent(code)],
            read=[library, file], scratch=[scratch], memory=memory,
        )  # fmt: skip
        process = subprocess.Popen(
            command.argv, env=sandbox.clean_environment(library, scratch), cwd=scratch, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            preexec_fn=command.preexec,
        )  # fmt: skip
        started.append((command, process))
        return process

    start.library, start.scratch = library, scratch
    yield start
    for command, process in started:
        command.kill(process)
        process.communicate()


@pytest.fixture
def run(start):
    """The same, waiting for the end: what was printed."""

    def run(code, **options):
        return start(code, **options).communicate(timeout=60)[0]

    run.library, run.scratch = start.library, start.scratch
    return run


@needs_sandbox
def test_what_a_hand_in_can_read_and_write_is_a_short_list(run):
    (run.library / "module.py").write_text("")
    found = [line.split(" ", 1) for line in run(LOOK).splitlines()]
    python = [
        os.path.dirname(os.__file__),
        f"/python/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages",
    ]
    read = [
        path for kind, path in found if kind == "read" and not path.startswith(tuple(f"{each}/" for each in python))
    ]
    libraries = [path for path in read if re.fullmatch(r"/.*/(lib[\w.+-]+|ld-[\w.-]+)\.so[\d.]*", path)]
    assert len(libraries) < 40 and any("libc.so" in path for path in libraries)
    devices = [f"/dev/{name}" for name in ("null", "urandom")]
    assert sorted(set(read) - set(libraries) - {"/etc/ld.so.cache"}) == sorted([
        *devices, str(run.library / "module.py"), confine.__file__, shown.python_command(),
    ])  # fmt: skip
    written = {path for kind, path in found if kind == "write"} - {*devices, "/tmp", str(run.scratch)}
    parents = {*run.scratch.parents, *Path(confine.__file__).parents}  # of what is shown, where they lie in /tmp
    assert all(path.startswith("/tmp/") and Path(path) in parents for path in written)


@pytest.mark.slow
@needs_sandbox
def test_packages_are_there_and_the_environment_they_come_from_is_not(run):
    code = "import sys, numpy, scipy.signal, matplotlib.pyplot, PIL; print(numpy.__file__, sys.prefix, sys.executable)"
    numpy, *others = run(code).split()
    own = sys.prefix == sys.base_prefix
    assert own or numpy.startswith("/python/lib/")
    assert own or not any(path.startswith(sys.prefix) for path in (numpy, *others))


#: Lines that must fail, by what they are about.
REFUSED = {
    "a web server": "import socket; socket.socket()",
    "loopback": "import socket; socket.create_connection(('127.0.0.1', 22), 1)",
    "netlink": "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "packets": "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "a UNIX socket": "import socket; socket.socket(socket.AF_UNIX)",
    "a pair of sockets": "import socket; socket.socketpair()",
    "memory without a name": "import os; os.memfd_create('x')",
    "shared memory": "from multiprocessing.shared_memory import SharedMemory; SharedMemory('x', True, 1 << 20)",
    "System V": "call(29, 0, 1 << 20, 0o1600)",
    "message queues": "call(68, 0, 0o1600)",
    "POSIX queues": "call(240, b'/x', 0o102, 0o600, 0)",
    "io_uring": "call(425, 8, bytearray(120))",
    "userfaultfd": "call(323, 0)",
    "bpf": "call(321, 0, 0, 0)",
    "keys": "call(250, 0, -3, 0)",
    "perf": "call(298, bytearray(128), 0, -1, -1, 0)",
    "trace": "call(101, 16, 1, 0, 0)",
    "the memory of another process": "call(310, 1, 0, 0, 0, 0, 0)",
    "mount": "call(165, b'none', b'/tmp', b'tmpfs', 0, 0)",
    "a new namespace": "call(272, 0x10000000)",
    "a new namespace by clone": "call(56, 0x10000000 | 17, 0, 0, 0, 0)",
    "another namespace": "call(308, 0, 0)",
    "a 32-bit call": "call(0x40000000 + 39)",
    "/proc/1": "open('/proc/1/mem', 'r+b')",
    "the course": f"open({str(ROOT / 'cs_nn' / 'softmax.py')!r})",
    "the environment": f"open({str(Path(sys.prefix, 'pyvenv.cfg'))!r})",
    "passwords": "open('/etc/passwd')",
    "/usr/local": "import os; os.listdir('/usr/local/share')",
    "the library": "import os, sys; open(os.path.join(sys.path[1], 'x'), 'w')",
}
#: What a process refuses itself before a student's code runs.
ALONE = {
    "a fork": "import os; os.fork()",
    "vfork": "call(58)",
    "clone": "call(56, 17, 0, 0, 0, 0)",
    "clone3": "call(435, bytearray(64), 64)",
    "another program": "import os, sys; os.execv(sys.executable, [sys.executable])",
    "a program that is started": "import subprocess, sys; subprocess.run([sys.executable])",
    "a signal": "import os; os.kill(os.getppid(), 9)",
    "limits of another process": "import os, resource; resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0))",
}
CALL = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    arguments = [(ctypes.c_char * len(a)).from_buffer(a) if isinstance(a, bytearray) else a for a in arguments]
    arguments = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    if libc.syscall(ctypes.c_long(number), *arguments) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
"""


@pytest.mark.slow
@needs_sandbox
@needs_filter
@pytest.mark.parametrize("name", [*REFUSED, *ALONE])
def test_refused(run, name):
    code = {**REFUSED, **ALONE}[name]
    if "call(" in code and os.uname().machine != "x86_64":
        pytest.skip("numbers of calls of another machine")
    lines = f"{CALL}\ntry: {code}\nexcept OSError as error: print('refused', error.errno)\nelse: print('done')\n"
    assert re.fullmatch(r"refused (1|2|30|38|95)\n", run(lines))


@needs_sandbox
@needs_filter
def test_threads_can_be_started(run):
    code = """
        import concurrent.futures, numpy as np
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            print(sum(pool.map(lambda n: int(np.linalg.inv(np.eye(n)).sum()), range(1, 5))))
        """
    assert run(code) == "10\n"


@needs_sandbox
def test_no_file_of_the_grader_is_open(run):
    code = """
        import os
        for number in range(256):
            try: print(number, os.fstat(number).st_size)
            except OSError: pass
        """
    assert [line.split()[0] for line in run(code).splitlines()] == ["0", "1", "2"]


@needs_sandbox
def test_no_file_reaches_the_disk(run):
    code = """
        import os
        written = 0
        for folder in (os.getcwd(), "/tmp", "/dev/shm", "/var/tmp", "/python", "/"):
            for number in range(10):
                try:
                    with open(os.path.join(folder, f"x{number}"), "wb") as file:
                        for _ in range(50):
                            written += file.write(bytes(1_000_000))
                except OSError:
                    pass
        print(written)
        """
    assert int(run(code)) <= 2 * sandbox.SCRATCH << 20 and not list(run.scratch.iterdir())


HOG = """
import os, time
for _ in range(9):
    if os.fork() == 0:
        block = bytearray(350 << 20)
        time.sleep(30)
time.sleep(30)
"""
FORKS = """
import os, time
for _ in range(9):
    os.fork()
time.sleep(30)
"""
THREADS = """
import threading, time
threading.stack_size(32 << 10)
for _ in range(1000):
    threading.Thread(target=time.sleep, args=(30,)).start()
time.sleep(30)
"""


@pytest.mark.slow
@needs_sandbox
@pytest.mark.parametrize(("code", "alone", "excess"), [
    (HOG, False, "memory"), (FORKS, False, "memory|threads"), (THREADS, True, "threads"),
])  # fmt: skip
def test_what_processes_take_together_is_noticed(start, code, alone, excess):
    process = start(code, alone=alone, memory=2048)
    watched = watch.Watch(process.pid, 2048)
    deadline = time.monotonic() + 20
    while not (found := watched.excess()) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    family = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert re.fullmatch(excess, found)
    assert not psutil.wait_procs(family, timeout=10)[1]


@pytest.mark.slow
@needs_sandbox
@pytest.mark.parametrize(("code", "sized", "excess"), [
    ("for n in range(9): open(f'{n}', 'wb').write(bytes(60 << 20))", True, ""),
    ("for n in range(9): open(f'{n}', 'wb').write(bytes(60 << 20))", False, "memory"),
    ("for n in range(150_000): open(f'{n}', 'w').close()", True, "memory"),
])  # fmt: skip
def test_what_lies_in_memory_counts_where_bubblewrap_can_not_limit_it(start, monkeypatch, code, sized, excess):
    monkeypatch.setattr(sandbox, "_limits_sizes", lambda path: sized)
    process = start(f"try:\n    {code}\nexcept OSError: pass\nimport time; time.sleep(60)")
    watched = watch.Watch(process.pid, 256, ("/tmp", str(start.scratch)))
    deadline = time.monotonic() + (30 if excess else 3)
    while not (found := watched.excess()) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert found == excess


def test_a_short_run_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(watch.Watch, "taken", lambda self: (1 << 40, 1))
    watched = watch.Watch(os.getpid(), 1)
    assert watched.excess() == ""
    watched.next_look = 0
    assert watched.excess() == "memory" and watched.excess() == ""


@needs_filter
def test_without_namespaces_calls_are_still_refused(tmp_path):
    """In a container that refuses new namespaces there is no sandbox; what needs none of it holds."""
    code = """
        import subprocess, sys
        from pathlib import Path
        from grading import confine, sandbox
        print(sandbox.why_unsealed())
        command = sandbox.sandboxed([sys.executable, "-c", "import os, socket\\nfor f in (lambda: os.memfd_create('x'),"
            " socket.socket, os.fork):\\n  try: print(f())\\n  except OSError: print('refused')"])
        print(subprocess.run(command.argv, preexec_fn=command.preexec, capture_output=True, text=True).stdout)
        """
    contained = system_calls.sandbox_filter(sockets=True, processes=True)
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, text=True,
                          preexec_fn=lambda: confine.install(contained))  # fmt: skip
    why, *results = done.stdout.split("\n", 1)
    assert re.match("bubblewrap (does not work here|is not installed)", why), done.stderr
    assert results[0].split()[:2] == ["refused", "refused"] and results[0].split()[2].isdigit()
