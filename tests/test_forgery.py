"""Hostile submissions: none gets points, stops the grader, or spoils what else is right in it.

`CHEATS` are lines that a student's function runs before it returns something wrong. The hidden checks
must find a problem in that task, soon, and none in the others.
"""

import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest

from cs_nn import checks
from cs_nn.tools.labs import load_labs
from grading import hidden_checks, runner_process, sandbox, shown
from grading.answers import Limits
from grading.hidden_checks import run_checks, run_hidden_checks
from grading.overlay import PACKAGE
from grading.reference import known_of

resource = pytest.importorskip("resource", reason="forks, signals and limits")

LAB = "lab1_softmax"
MODULE = "softmax"
SOLUTION = (PACKAGE / f"{MODULE}.py").read_text(encoding="utf-8")
TASKS = list(checks.lab_tasks(LAB))

needs_sandbox = pytest.mark.skipif(not sandbox.bubblewrap(), reason="bubblewrap is not installed")

#: What each function returns instead of the right thing; all of them call cheat() first.
LAZY = """
def softmax_loss_naive(W, X, y, reg):
    return cheat(0.0, np.zeros_like(W))


def softmax_loss_vectorized(W, X, y, reg):
    return cheat(0.0, np.zeros_like(W))


def softmax_loss(scores, y):
    return cheat(0.0, np.zeros_like(scores))


def sgd_momentum(w, dw, config):
    return cheat(w, {**config, "velocity": dw})


def early_stopping(val_accuracy, patience):
    return cheat(False)


def _train(self, X, y, *args, num_iters=1, **settings):
    cheat(None)
    return History(loss=[0.0] * num_iters, learning_rate=[0.0])


SoftmaxClassifier.train = _train
SoftmaxClassifier.predict = lambda self, X: cheat(np.zeros(len(X), dtype=int))
"""

#: Patches, objects and searches that leave the process alive. Each body may use `values`, the tuple of wrong results.
QUIET = {
    "patch_comparisons": """
        np.allclose = np.isclose = np.array_equal = lambda *a, **k: True
        np.testing.assert_allclose = np.testing.assert_array_equal = lambda *a, **k: None
    """,
    "patch_checks": """
        from cs_nn import checks
        for room in (checks, checks.comparing, checks.judging, checks.tolerance):
            room.agrees = lambda *a: True
            room.judge = room.compare = room.crash_problem = lambda *a, **k: None
            room.check = room.load_expected = room.run_and_judge = lambda *a, **k: None
            room.RTOL = room.ATOL = 1e30
    """,
    "patch_run_task": """
        from cs_nn import checks
        expected = checks.load_expected("lab1_softmax", checks.lab_tasks("lab1_softmax")["sgd_momentum"])
        checks.run_task = checks.running.run_task = lambda *a, **k: expected[0]
    """,
    "patch_tasks": """
        from cs_nn.checks.tasks import lab1_softmax
        for name, task in list(lab1_softmax.TASKS.items()):
            object.__setattr__(task, "judge", lambda *a: None)
            object.__setattr__(task, "run", lambda *a: {})
        lab1_softmax.TASKS.clear()
    """,
    "patch_save": """
        np.save = lambda file, value, **k: file.write(b"")
    """,
    "patch_encoding": """
        import base64, json
        base64.b64encode = lambda data: b"AAAA"
        json.dumps = lambda *a, **k: "{}"
    """,
    "patch_builtins": """
        import builtins
        builtins.isinstance = lambda *a: True
        builtins.all = builtins.any = lambda values: True
        builtins.len = lambda value: 1
    """,
    "patch_the_exit": """
        import os
        os._exit = lambda status: None
    """,
    "read_the_reference": """
        from pathlib import Path
        import cs_nn.checks.tasks as tasks
        from cs_nn.checks.packed import load_packed
        known = load_packed(Path(tasks.__file__).with_name("lab1_softmax.npz"))
        shape = np.shape(values[0])
        values = (next((v for v in known.values() if np.shape(v) == shape), values[0]), *values[1:])
    """,
    "equal_to_everything": """
        class Equal:
            __eq__ = __le__ = __lt__ = __ge__ = __gt__ = lambda self, other: True
            __ne__ = __bool__ = lambda self, *other: False
            __sub__ = __rsub__ = __abs__ = __neg__ = __mul__ = __rmul__ = lambda self, *other: self
            __float__ = lambda self: 0.0
            __hash__ = None
        values = (Equal(),) * len(values)
    """,
    "array_with_a_trick": """
        class Trick:
            calls = 0
            def __array__(self, dtype=None, copy=None):
                Trick.calls += 1
                return np.full((3, 3), float(Trick.calls))
            shape, dtype = (), np.dtype(float)
        values = (Trick(),) * len(values)
    """,
    "array_interface": """
        class Window:
            __array_interface__ = {"shape": (4096,), "typestr": "<f8", "data": (id(np), True), "version": 3}
        values = (Window(),) + values[1:]
    """,
    "subclass_of_ndarray": """
        class Agreeing(np.ndarray):
            def __array_ufunc__(self, *a, **k):
                return np.True_
            def __array_function__(self, *a, **k):
                return True
            def __eq__(self, other):
                return True
            def astype(self, *a, **k):
                return self
        values = tuple(np.asarray(v, dtype=float).view(Agreeing) if np.ndim(v) else v for v in values)
    """,
    "number_subclass": """
        class Zero(float):
            __eq__ = __le__ = lambda self, other: True
            __sub__ = __rsub__ = lambda self, other: Zero(0)
            __hash__ = float.__hash__
        values = tuple(Zero(0) if np.ndim(v) == 0 and not isinstance(v, dict) else v for v in values)
    """,
    "not_a_number": """
        values = tuple(np.full(np.shape(v), np.nan) if not isinstance(v, dict) else v for v in values)
    """,
    "empty_arrays": """
        values = tuple(np.zeros((0,) * max(np.ndim(v), 1)) if not isinstance(v, dict) else v for v in values)
    """,
    "walk_the_frames": """
        import sys
        frame, wanted = sys._getframe(), {}
        while frame is not None:
            for name, value in {**frame.f_globals, **frame.f_locals}.items():
                if "expect" in name.lower() or "answer" in name.lower():
                    wanted[name] = value
            frame = frame.f_back
        for value in wanted.values():
            if isinstance(value, dict) and value:
                values = (*list(value.values())[: len(values)], *values)[: len(values)]
    """,
    "walk_the_garbage_collector": """
        import gc
        arrays = [o for o in gc.get_objects() if isinstance(o, np.ndarray)]
        arrays += [o for d in gc.get_objects() if isinstance(d, dict) for o in d.values() if isinstance(o, np.ndarray)]
        shape = np.shape(values[0])
        values = (next((a for a in arrays if a.shape == shape), values[0]), *values[1:])
    """,
    "replace_numpy": """
        import sys, types
        sys.modules["numpy"] = types.SimpleNamespace(array=lambda *a: 0, save=lambda *a, **k: None, ndarray=object)
    """,
    "replace_the_runner": """
        import sys
        for name, value in list(vars(sys.modules["__main__"]).items()):
            if callable(value):
                setattr(sys.modules["__main__"], name, lambda *a, **k: None)
    """,
    "trace_and_profile": """
        import sys
        sys.settrace(lambda *a: None)
        sys.setrecursionlimit(60)
    """,
    "write_files": """
        import os, pathlib
        for folder in {os.getcwd(), "/tmp", os.environ["HOME"]}:
            for path in [os.path.join(folder, part) for part in (".", "..", "../inputs", "../results-2", "results")]:
                try:
                    pathlib.Path(path, "done").write_text("")
                    pathlib.Path(path, "0.npy").symlink_to("/etc/passwd")
                except OSError:
                    pass
    """,
    "change_the_inputs": """
        import pathlib, sys
        for path in pathlib.Path(sys.argv[1]).rglob("*.npz"):
            try:
                path.unlink()
            except OSError:
                pass
    """,
    "forged_lines": """
        import base64, os
        header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (),}"
        zero = base64.b64encode(b"\\x93NUMPY\\x01\\x00v\\x00" + header.ljust(117) + b"\\n" + bytes(8))
        for task in TASKS:
            for case in range(9):
                for fd in range(3, 12):
                    try:
                        os.write(fd, f"{task} {case} loss {zero.decode()}\\n".encode())
                    except OSError:
                        pass
    """,
    "forged_header": """
        import base64, os
        text = "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }" % (2**40, 2**20)
        head = b"\\x93NUMPY\\x01\\x00" + (118).to_bytes(2, "little") + text.ljust(117).encode() + b"\\n"
        base64.b64encode = lambda data: base64.binascii.b2a_base64(head + b"\\0" * 64, newline=False)
    """,
    "addresses_instead_of_numbers": """
        import io, sys
        file = io.BytesIO()
        np.save(file, np.zeros(1))
        forged = file.getvalue()[:-8].replace(b"'<f8'", b"'|O' ") + b"A" * 8
        sys.modules["task_steps"].as_file = lambda value: forged
    """,
    "zip_instead_of_array": """
        import base64, io, zipfile
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.npy", b"\\0" * 3_000_000)
        base64.b64encode = lambda data: base64.binascii.b2a_base64(file.getvalue(), newline=False)
    """,
    "pickle_instead_of_array": """
        import base64, pickle
        class Run:
            def __reduce__(self):
                return (exec, ("raise SystemExit",))
        base64.b64encode = lambda data: base64.binascii.b2a_base64(pickle.dumps(Run()), newline=False)
    """,
    "large_message": """
        raise ValueError("x" * 20_000_000)
    """,
    "strange_message": """
        raise ValueError("\\ud800 \\x00 \\x1b[2J <script>alert(1)</script> \\u202e Gr\\u00fc\\u00dfe \\U0001f600" * 100)
    """,
    "message_that_raises": """
        class Bad(Exception):
            def __str__(self):
                raise RuntimeError("no text")
            __repr__ = __str__
        raise Bad
    """,
    "message_that_exits": """
        class Bad(Exception):
            def __str__(self):
                raise SystemExit
        raise Bad
    """,
    "deep_recursion": """
        def down(n):
            return down(n + 1)
        down(0)
    """,
}

#: Cheats that end or block their process, or take what a machine has. They must cost no more than their own task.
LOUD = {
    "exit_at_once": "import os; os._exit(0)",
    "sys_exit": "raise SystemExit(0)",
    "keyboard_interrupt": "raise KeyboardInterrupt",
    "base_exception": "raise BaseException('stop')",
    "kill_itself": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "crash": "import ctypes; ctypes.string_at(0)",
    "kill_the_runner": "import os, signal; os.kill(os.getppid(), signal.SIGKILL)",
    "endless_loop": "while True: pass",
    "endless_sleep": "import time, signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(1000)",
    "stop_itself": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "forged_end_and_sleep": """
        import os, time
        for fd in range(3, 12):
            try:
                os.write(fd, b"sgd_momentum - end 0\\n")
            except OSError:
                pass
        time.sleep(1000)
    """,
    "all_memory": "block = [bytearray(50_000_000) for _ in range(1000)]",
    "large_result": "values = (np.zeros(30_000_000),) * len(values)",
    "many_lines": """
        import os
        for fd in range(3, 12):
            try:
                while True:
                    os.write(fd, b"\\n" * 1_000_000)
            except OSError:
                pass
        raise SystemExit
    """,
    "close_files": "import os; os.closerange(0, 1000)",
    "print_a_lot": """
        import os, sys
        text = "x" * 1_000_000
        for _ in range(500):
            print(text)
            os.write(1, text.encode())
            os.write(2, text.encode())
        raise SystemExit
    """,
    "fork_and_return": """
        import os
        if os.fork() == 0:
            values = tuple(0 for _ in values)
    """,
    "daemon": """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                while True:
                    for fd in range(3, 12):
                        try:
                            os.write(fd, b"early_stopping 0 stop AAAA\\n")
                        except OSError:
                            pass
                    time.sleep(0.01)
            os._exit(0)
        os.wait()
    """,
}


#: Cheats that would do harm on a machine without the sandbox.
SEALED = {"write_files", "change_the_inputs", "daemon"}


def body(cheat: str) -> str:
    """The function cheat() of a module; it runs the lines and returns the wrong results."""
    lines = textwrap.indent(textwrap.dedent(cheat).strip("\n"), "    ")
    return (
        f"\nTASKS = {TASKS}\n\n\ndef cheat(*values):\n{lines}\n    return values if len(values) > 1 else values[0]\n\n"
    )


def one_function(task: str) -> str:
    """The text in `LAZY` that replaces one function."""
    if task.startswith("SoftmaxClassifier"):
        start = LAZY.index("def _train")
        lines = LAZY[start:].splitlines()
        return lines[-1] if task.endswith("predict") else "\n".join(lines[:-1])
    start = LAZY.index(f"def {task}(")
    return LAZY[start:].split("\n\n\n")[0]


KNOWN = {}


def known_of_some(lab, task, comparisons):
    """The known mistakes of two tasks, whose results are of all kinds: those of all take the longest of each test.

    All tests have the same inputs, so they are made once; a process that ends early leaves the last ones out.
    """
    if task.name not in ("softmax_loss_naive", "sgd_momentum"):
        return None
    key = task.name, len(comparisons)
    if key not in KNOWN:
        KNOWN[key] = known_of(lab, task, comparisons)
    return KNOWN[key]


@pytest.fixture
def grade(tmp_path, monkeypatch):
    """Grade a module; no process and no file of it is left when the verdicts are there, and little memory was taken."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(runner_process, "PATIENCE", 2)
    monkeypatch.setattr(hidden_checks, "known_of", known_of_some)

    def run(text, names, *, time_limit=3.0, memory=1024):
        submitted = tmp_path / "submitted"
        submitted.mkdir()
        (submitted / f"{MODULE}.py").write_text(text, encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.monotonic()
        verdicts = run_hidden_checks(LAB, names, submitted, seed=3, time_limit=time_limit, memory=memory)
        both = run_checks(LAB, names, submitted, 3, 0, Limits(time_limit, time_limit * len(names), memory))
        assert {name: found.problem is None for name, found in both.items()} == {
            name: problem is None for name, problem in verdicts.items()
        }
        runner_process.end_kept()
        assert time.monotonic() - started < 120, "the grader waited too long"
        unit = 1 if sys.platform == "darwin" else 1024
        assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit < 400e6
        kept = {path.name.partition("-")[0] for path in (tmp_path / "temporary").iterdir()}
        assert kept <= {"layer", "large"}, "what is made once per run stays until its end"
        if sandbox.bubblewrap():
            assert_nothing_runs(str(tmp_path))
        for problem in verdicts.values():
            if problem is not None:
                for words in (problem.what, problem.hint, problem.about):
                    assert len(words) <= 1200
                    assert words.isprintable()
        return verdicts

    return run


def assert_nothing_runs(marker):
    """No process whose command line holds `marker` is left; what is being killed has two seconds."""
    deadline = time.monotonic() + 2
    while left := [path for path in Path("/proc").glob("[0-9]*") if marker in command_line(path)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.02)


def command_line(process):
    try:
        return (process / "cmdline").read_text(errors="replace")
    except OSError:
        return ""


@pytest.mark.slow
@pytest.mark.parametrize(
    "cheat",
    [
        "patch_comparisons",
        "patch_checks",
        "patch_run_task",
        "read_the_reference",
        "equal_to_everything",
        "array_with_a_trick",
        "subclass_of_ndarray",
        "number_subclass",
        "not_a_number",
        "empty_arrays",
        "walk_the_garbage_collector",
        "forged_lines",
    ],
)
def test_quiet_cheat_fails_in_every_task(grade, cheat):
    verdicts = grade(SOLUTION + body(QUIET[cheat]) + LAZY, TASKS)
    assert [name for name, problem in verdicts.items() if problem is None] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "cheat", [pytest.param(name, marks=needs_sandbox) if name in SEALED else name for name in (*QUIET, *LOUD)]
)
def test_cheat_costs_its_own_task_only(grade, cheat):
    text = SOLUTION + body({**QUIET, **LOUD}[cheat]) + one_function("sgd_momentum")
    verdicts = grade(text, ["softmax_loss_naive", "sgd_momentum", "early_stopping"])
    assert {name: problem is None for name, problem in verdicts.items()} == {
        "softmax_loss_naive": True,
        "sgd_momentum": False,
        "early_stopping": True,
    }


@pytest.mark.slow
@pytest.mark.parametrize("task", TASKS)
def test_every_task_can_stop_without_harm_to_the_others(grade, task):
    verdicts = grade(SOLUTION + body("raise SystemExit") + one_function(task), TASKS)
    # train and predict are tested with functions of the check, not with those of the other tasks
    assert [name for name, problem in verdicts.items() if problem is not None] == [task]
    assert verdicts[task].mistake == "stopped"


@pytest.mark.slow
@pytest.mark.parametrize("cheat", ["patch_comparisons", "patch_checks", "equal_to_everything", "replace_numpy"])
def test_cheat_at_import(grade, cheat):
    lines = textwrap.dedent(QUIET[cheat])
    verdicts = grade(SOLUTION + "\nvalues = (0.0,)\n" + lines + body("pass") + LAZY, TASKS)
    assert all(verdicts.values())


@pytest.mark.parametrize("line", ["raise SystemExit", "import os; os._exit(0)", "import time; time.sleep(1000)"])
def test_module_that_ends_or_blocks_at_import(grade, line):
    verdicts = grade(SOLUTION + f"\n{line}\n", ["sgd_momentum", "early_stopping"])
    assert {problem.mistake for problem in verdicts.values()} == {"stopped"}


@pytest.mark.slow
def test_answers_of_the_visible_check(grade):
    """The right results of the visible inputs, looked up by the inputs."""
    text = SOLUTION + textwrap.dedent("""
        def softmax_loss_naive(W, X, y, reg):
            from cs_nn import checks

            task = checks.lab_tasks("lab1_softmax")["softmax_loss_naive"]
            table = {
                case["W"].tobytes(): (expected["loss"], expected["dW"])
                for case, expected in zip(checks.visible_cases(task), checks.load_expected("lab1_softmax", task))
            }
            return table.get(W.tobytes(), (np.float64(0.0), np.zeros_like(W)))
        """)
    verdicts = grade(text, ["softmax_loss_naive", "early_stopping"])
    assert verdicts["softmax_loss_naive"] is not None
    assert verdicts["early_stopping"] is None


@pytest.mark.slow
@needs_sandbox
def test_deep_folders_and_forbidden_ones(grade):
    cheat = """
        import os
        os.mkdir("closed")
        os.chmod("closed", 0)
        for _ in range(3000):
            os.mkdir("d")
            os.chdir("d")
        """
    assert grade(SOLUTION + body(cheat) + LAZY, ["sgd_momentum"])["sgd_momentum"] is not None


@needs_sandbox
def test_solution_and_hidden_checks_are_nowhere_in_the_sandbox(grade):
    """Neither in cs_nn, nor on sys.path, nor anywhere outside Python's and the system's own folders."""
    cheat = """
        import os, sys
        words = [word.encode() for word in ("log_probs[rows, y]", "BEGIN " + "SOLUTION", "def early_stopping(rng")]
        system = {"/proc", "/sys", "/usr", "/python", sys.prefix}
        read, found = 0, []
        for folder, folders, files in os.walk("/"):
            folders[:] = [name for name in folders if os.path.join(folder, name) not in system]
            for path in [os.path.join(folder, name) for name in files]:
                if path.endswith((".py", ".pyc", ".ipynb", ".key", ".db")) and path != __file__:
                    with open(path, "rb") as file:
                        text = file.read()
                    read += 1
                    if path.endswith(".key") or any(word in text for word in words):
                        found.append(path)
        raise ValueError(f"{read > 10}, {found}")
        """
    problem = grade(SOLUTION + body(cheat) + one_function("sgd_momentum"), ["sgd_momentum"])["sgd_momentum"]
    assert "ValueError: True, []" in problem.what


@pytest.mark.slow
@needs_sandbox
@pytest.mark.parametrize(
    "line",
    [
        "import grading.hidden_checks",
        "from grading.hidden.lab1_softmax import CASES",
        f"open({str(PACKAGE / 'softmax.py')!r})",
        f"open({str(PACKAGE.parent / 'grading' / 'hidden' / 'lab1_softmax.py')!r})",
        "open('/etc/shadow')",
        "import os; open(os.path.join(os.path.dirname(__file__), 'x'), 'w')",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8888', timeout=1)",
    ],
)
def test_sandbox_hides_and_forbids(grade, line):
    problem = grade(SOLUTION + body(line) + one_function("sgd_momentum"), ["sgd_momentum"])["sgd_momentum"]
    assert any(word in problem.what for word in ("ModuleNotFoundError", "FileNotFoundError", "OSError", "URLError"))


@pytest.mark.slow
@needs_sandbox
@pytest.mark.parametrize("name", shown.DIFFERENTIATING)
def test_sandbox_has_nothing_that_differentiates(grade, name):
    cheat = f"import {name}; raise ValueError({name}.__file__)"
    problem = grade(SOLUTION + body(cheat) + one_function("sgd_momentum"), ["sgd_momentum"])["sgd_momentum"]
    assert any(word in problem.what for word in ("ModuleNotFoundError", "ValueError: None"))


@pytest.mark.slow
@needs_sandbox
def test_sandbox_has_little_room_for_files(grade):
    cheat = """
        import os
        written = 0
        for folder in (os.getcwd(), "/tmp", "/dev/shm", "/", "/dev", "/var"):
            try:
                for number in range(100):
                    with open(os.path.join(folder, f"x{number}"), "wb") as file:
                        file.write(bytes(10_000_000))
                    written += 10
            except OSError:
                pass
        raise ValueError(f"{written} MB")
        """
    text = SOLUTION + body(cheat) + one_function("sgd_momentum")
    problem = grade(text, ["sgd_momentum"], time_limit=20)["sgd_momentum"]
    assert int(problem.what.split("ValueError: ")[1].split(" MB")[0]) < 300


@pytest.mark.slow
@needs_sandbox
def test_processes_have_one_limit_of_memory_where_they_can_be_started(grade, monkeypatch):
    monkeypatch.setattr(sandbox, "process_filter", lambda: b"")
    cheat = """
        import os, time
        for _ in range(9):
            if os.fork() == 0:
                block = bytearray(350 << 20)
                time.sleep(30)
        time.sleep(30)
    """
    text = SOLUTION + body(cheat) + one_function("sgd_momentum")
    verdicts = grade(text, ["softmax_loss_naive", "sgd_momentum", "early_stopping"], time_limit=20, memory=2048)
    assert "too much memory" in verdicts["sgd_momentum"].what and verdicts["sgd_momentum"].mistake == "stopped"
    assert verdicts["softmax_loss_naive"] is verdicts["early_stopping"] is None


@pytest.mark.slow
@pytest.mark.parametrize("cheat", ["endless_sleep", "exit_at_once", "forged_lines", "kill_the_runner", "large_result"])
def test_without_sandbox(grade, cheat, monkeypatch):
    monkeypatch.setattr(sandbox, "bubblewrap", lambda: None)
    text = SOLUTION + body({**QUIET, **LOUD}[cheat]) + one_function("sgd_momentum")
    verdicts = grade(text, ["softmax_loss_naive", "sgd_momentum", "early_stopping"])
    assert verdicts["softmax_loss_naive"] is None
    assert verdicts["sgd_momentum"] is not None
    assert verdicts["early_stopping"] is None


@pytest.mark.slow
@pytest.mark.parametrize("lab", load_labs())
def test_solution_without_sandbox(lab, tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "bubblewrap", lambda: None)
    names = list(checks.lab_tasks(lab))
    assert run_hidden_checks(lab, names, PACKAGE, seed=4) == dict.fromkeys(names)
