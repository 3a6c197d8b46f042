"""One process runs the code of one hand-in after the other, and each finds it as the first one did."""

import os
import signal
import sys
import tempfile
import textwrap
import time

import numpy as np
import pytest

from cs_nn import checks
from grading import fresh_inputs, overlay, runner_process, sandbox, system_calls
from grading.answers import Limits
from grading.hidden_checks import run_checks
from grading.overlay import PACKAGE

LAB, MODULE = "lab1_softmax", "softmax"
NAMES = ["sgd_momentum", "early_stopping"]
SOLUTION = (PACKAGE / f"{MODULE}.py").read_text(encoding="utf-8")

why_not_kept = sandbox.why_unsealed() or system_calls.why_unfiltered()
needs_sandbox = pytest.mark.skipif(bool(why_not_kept), reason=why_not_kept)


@pytest.fixture
def grade(tmp_path, monkeypatch):
    """Grade the worked solution with lines of code behind it: what is wrong, by task."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    runner_process.end_kept()

    def grade(code="", names=NAMES, lab=LAB):
        submitted = tmp_path / "submitted"
        submitted.mkdir(exist_ok=True)
        (submitted / f"{MODULE}.py").write_text(SOLUTION + textwrap.dedent(code), encoding="utf-8")
        found = run_checks(lab, names, submitted if lab == LAB else PACKAGE, 3, 0, Limits(20, 90, 1024))
        return {name: each.problem for name, each in found.items()}

    yield grade
    runner_process.end_kept()


def kept():
    """The number of the process that can be asked again, if there is one."""
    return [runner.process.pid for runner in runner_process._kept]


RIGHT = dict.fromkeys(NAMES)


@needs_sandbox
def test_the_next_hand_in_is_graded_by_the_same_process(grade):
    assert grade() == RIGHT
    (number,) = kept()
    assert grade("def early_stopping(val_accuracy, patience):\n    return True")["early_stopping"] is not None
    assert grade() == RIGHT and kept() == [number]
    assert grade("early_stopping = None")["early_stopping"] is not None and kept() == [number]


@pytest.mark.slow
@needs_sandbox
@pytest.mark.parametrize("code", [
    "open('left', 'w').close()",
    "import tempfile; tempfile.mkdtemp(dir='/tmp')",
    "open('left', 'w').close(); import os; os.unlink('left')",
    "open('../left', 'w').close()",
    "import os; os.chmod('/tmp', 0o700)",
    "import os; os.setxattr('/tmp', 'user.left', b'x')",
    "import os; os.path.isdir('left') or os.mkdir('left', 0)",
])  # fmt: skip
def test_nothing_that_was_written_reaches_the_next_hand_in(grade, code):
    done = f"try:\n    {code}\nexcept OSError as error:\n    raise SystemExit(3)\n"
    found = grade(done)
    if any(problem and problem.mistake == "SystemExit" for problem in found.values()):
        pytest.skip("this file system has no such attributes")
    assert found == RIGHT and not kept()
    look = """
    import os
    assert not os.listdir() and not os.listxattr("/tmp")
    assert not [name for name in os.listdir("/tmp") + os.listdir("..") if name.startswith(("tmp", "left"))]
    """
    assert grade(look) == RIGHT


@needs_sandbox
def test_nothing_in_memory_reaches_the_next_hand_in(grade):
    patch = "import numpy, builtins, sys\nbuiltins.left = numpy.left = sys.left = 1\nnumpy.exp = None\n"
    assert grade(patch)["early_stopping"] is None
    (number,) = kept()
    assert grade("import numpy, builtins, sys\nassert not any(hasattr(x, 'left') for x in (numpy, builtins, sys))\n"
                 "numpy.exp(1)") == RIGHT  # fmt: skip
    assert kept() == [number]


@needs_sandbox
def test_a_module_that_is_missing_is_not_the_one_of_the_hand_in_before(grade, tmp_path):
    assert grade() == RIGHT and kept()
    found = run_checks(LAB, NAMES, tmp_path / "nothing", 3, 0, Limits(20, 90, 1024))
    assert {each.problem.mistake for each in found.values()} == {"stub"}


@needs_sandbox
def test_a_process_that_has_ended_meanwhile_is_replaced(grade):
    assert grade() == RIGHT
    (number,) = kept()
    os.killpg(number, signal.SIGKILL)
    assert grade() == RIGHT and kept() != [number]


@needs_sandbox
def test_another_lab_and_folders_that_somebody_tidied_up_get_a_new_process(grade, monkeypatch):
    assert grade() == RIGHT
    (first,) = kept()
    lab = "lab4_regularization"
    assert grade(lab=lab, names=list(checks.lab_tasks(lab))) == dict.fromkeys(checks.lab_tasks(lab))
    (second,) = kept()
    assert second != first
    monkeypatch.setattr(runner_process, "large_folder", fresh_inputs.large_folder)
    overlay._course_layer.cache_clear()
    assert grade(lab=lab, names=list(checks.lab_tasks(lab))) == dict.fromkeys(checks.lab_tasks(lab))
    assert kept() != [second]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork")
@pytest.mark.skipif(sys.platform == "darwin", reason="a process with threads is not forked there")
def test_a_forked_process_has_none(grade):
    grade()
    child = os.fork()
    if child == 0:
        os._exit(len(runner_process._kept))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_where_a_child_could_reach_it_each_hand_in_gets_its_own(grade, monkeypatch):
    monkeypatch.setattr(runner_process, "why_unfiltered", lambda: "no filters here")
    assert grade() == RIGHT and not kept()


#: One task harms the others; they are right, and only they.
HARM = {
    "it ends the process": "import os; os._exit(0)",
    "it never ends": "import time; time.sleep(1000)",
    "it patches numpy": "np.sum = np.mean = np.zeros_like = None; return True",
    "it takes all memory": "return bytes(1 << 40)",
    "it writes without end": "import os\n    while True: [os.write(n, b'x' * 65536) for n in range(3, 20) if _open(n)]",
    "it changes how numbers are computed": "np.seterr(all='raise'); np.random.seed(1); return True",
    "it forbids loading": "import sys; sys.meta_path.clear(); sys.path.clear(); return True",
    "it locks the folders": "import os; [os.chmod(folder, 0) for folder in ('.', '/tmp')]; return True",
    "it fills the stack": "import sys; sys.setrecursionlimit(20); return True",
}
OPEN = """
def _open(number):
    import os
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
"""


@pytest.mark.slow
@needs_sandbox
@pytest.mark.parametrize("how", HARM)
def test_what_one_task_does_takes_nothing_from_the_others(grade, how):
    names = list(checks.lab_tasks(LAB))
    code = f"{OPEN}\ndef sgd_momentum(w, dw, config=None):\n    {HARM[how]}\n"
    found = grade(code, names)
    assert [name for name in names if found[name]] == ["sgd_momentum"]


SEND_A_SIGNAL = """
def early_stopping(val_accuracy, patience):
    import fcntl, os
    end, other = os.pipe()
    fcntl.fcntl(end, fcntl.F_SETOWN, os.getppid())
    fcntl.fcntl(end, 10, {signal:d})  # F_SETSIG
    fcntl.fcntl(end, fcntl.F_SETFL, fcntl.fcntl(end, fcntl.F_GETFL) | os.O_ASYNC)
    os.write(other, b"x")
    return True
"""


@needs_sandbox
@pytest.mark.parametrize("name", ["SIGKILL", "SIGSTOP"])
def test_no_file_sends_signals_to_the_process(grade, name):
    assert grade() == RIGHT
    before = kept()
    assert "PermissionError" in grade(SEND_A_SIGNAL.format(signal=getattr(signal, name)))["early_stopping"].what
    assert kept() == before


@pytest.mark.slow
def test_stopping_the_process_in_every_task_takes_little_more_than_the_time_of_all(grade, monkeypatch, tmp_path):
    """Where nothing is filtered a child can."""
    monkeypatch.setattr(runner_process, "why_unfiltered", lambda: "no filters here")
    monkeypatch.setattr(sandbox, "process_filter", lambda: b"")
    stop = "import os, signal; os.kill(os.getppid(), signal.SIGSTOP)"
    names = list(checks.lab_tasks(LAB))
    (tmp_path / f"{MODULE}.py").write_text(f"{stop}\n", encoding="utf-8")
    started = time.monotonic()
    found = run_checks(LAB, names, tmp_path, 3, 0, Limits(1, 8, 1024))
    assert time.monotonic() - started < 8 + 2 * (1 + runner_process.PATIENCE)
    assert all(each.problem for each in found.values())


#: A thread that the first task starts does what a large case of the last one needs, while the others wait.
SHARE_TIME = """
def _work():
    import hashlib, time
    end = time.thread_time() + 2.5
    while time.thread_time() < end:
        hashlib.pbkdf2_hmac("sha256", b"x", b"y", 500_000)
    _state["done"] = True

def _before(function):
    def call(*arguments, **named):
        if not _state and function.__name__ == "softmax_loss_naive":
            threading.Thread(target=_work, daemon=True).start()
        if function.__name__ not in _state:
            _state[function.__name__] = True
            time.sleep(1.0 if "softmax_loss_naive" in _state else 0)
        if function.__name__ == "softmax_loss" and len(arguments[0]) > 1000 and "done" not in _state:
            _work()
        return function(*arguments, **named)
    return call

import sys, threading, time
_state = sys.__dict__.setdefault("shared", {})
softmax_loss_naive, sgd_momentum, early_stopping, softmax_loss = map(
    _before, (softmax_loss_naive, sgd_momentum, early_stopping, softmax_loss)
)
"""


@pytest.mark.slow
@needs_sandbox
def test_a_slow_function_gets_no_time_of_the_others(grade, monkeypatch):
    monkeypatch.setattr(runner_process, "LARGE_TIME_LIMIT", 2)
    names = ["softmax_loss_naive", "sgd_momentum", "early_stopping", "softmax_loss"]
    found = grade(SHARE_TIME, names)
    assert found.pop("softmax_loss").mistake == "slow" and not any(found.values())


@needs_sandbox
def test_what_a_task_writes_is_gone_before_its_large_case(grade):
    code = """
    import os
    _right = softmax_loss_vectorized
    def softmax_loss_vectorized(W, X, y, reg):
        if X.shape == (260, 1700):
            assert not os.path.exists("kept") and not os.path.exists("/tmp/kept")
        elif len(X) != 10:  # on its way to the large case steps are counted on 10 examples
            open("kept", "w").close()
            os.makedirs("/tmp/kept/a", exist_ok=True)
        return _right(W, X, y, reg)
    """
    assert not any(grade(code, ["softmax_loss_vectorized", "early_stopping"]).values())


def test_the_inputs_are_the_same_in_both_ways_to_run(grade, monkeypatch):
    seen = []
    collect = runner_process.collect_answers

    def collecting(lab, inputs, *arguments, together, **options):
        seen.append((together, inputs))
        return collect(lab, inputs, *arguments, together=together, **options)

    monkeypatch.setattr("grading.hidden_checks.collect_answers", collecting)
    assert grade("def early_stopping(val_accuracy, patience):\n    return True")["early_stopping"]
    (_, all_of_them), (alone, again) = seen
    assert not alone and list(again) == ["early_stopping"]
    for case, same in zip(all_of_them["early_stopping"], again["early_stopping"]):
        assert case.keys() == same.keys()
        assert all(np.array_equal(case[key], same[key]) for key in case)
