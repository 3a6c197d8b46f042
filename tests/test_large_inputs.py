"""A gradient by differences of the loss, or loops where matrices are asked for, earn no points; slow right ways do."""

import contextlib
import importlib
import importlib.util
import io
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from test_versions import hand_in, solution
from versions import Version, load_versions, module_with

from cs_nn.tools import checks
from cs_nn.tools.labs import load_labs
from cs_nn.tools.tasks._loops import grows
from grading.hidden_checks import TIME_LIMIT, large_cases, run_hidden_checks

LARGE = [(lab, task) for lab in load_labs() for task in checks.lab_tasks(lab) if large_cases(lab, task, 0)]

#: A right forward function, and differences of it.
BY_DIFFERENCES = {
    ("lab1_softmax", "softmax_loss_naive"): """
def _differences(W, X, y, reg):
    def loss():
        s = X @ W
        s -= s.max(axis=1, keepdims=True)
        return np.mean(np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]) + 0.5 * reg * np.sum(W * W)
    W, h = W.astype(float), 1e-5 / max(1, np.max(np.abs(X)))
    dW = np.zeros_like(W)
    for place in np.ndindex(W.shape):
        before = W[place]
        W[place] = before + h
        above = loss()
        W[place] = before - h
        dW[place] = (above - loss()) / (2 * h)
        W[place] = before
    return loss(), dW
softmax_loss_naive = _differences
""",
    ("lab3_three_layer_net", "affine_backward"): """
def affine_backward(dout, cache, need_dx=True):
    from cs_nn.tools.gradient_check import numeric_gradient
    x, w, b = cache
    loss = lambda x=x, w=w, b=b: np.sum(affine_forward(x, w, b)[0] * dout)
    return (numeric_gradient(lambda x: loss(x=x), x) if need_dx else None, numeric_gradient(lambda w: loss(w=w), w),
            numeric_gradient(lambda b: loss(b=b), b))
""",
}


@pytest.mark.parametrize(("lab", "task"), BY_DIFFERENCES)
def test_a_gradient_by_differences_runs_out_of_time(lab, task, tmp_path):
    overlay = hand_in(lab, tmp_path, [Version(task, "v", "", "", "", BY_DIFFERENCES[lab, task])])
    problem = run_hidden_checks(lab, [task], overlay, seed=5, time_limit=3)[task]
    assert problem.mistake == "slow", problem.what
    assert "on small ones it is right" in problem.what
    assert "central differences" in problem.hint


def test_differences_would_take_several_times_the_limit():
    """Of the fastest forward pass, without the rest of a loss."""
    for lab, task, product in (
        ("lab1_softmax", "softmax_loss_naive", lambda case: (case["X"], case["W"])),
        ("lab3_three_layer_net", "affine_backward", lambda case: (case["x"], case["w"])),
        ("lab7_bptt", "rnn_step_backward", lambda case: (np.hstack([case["x"][:, 0], case["h0"]]),
                                                         np.vstack([case["U"], case["W"]]))),
    ):
        a, b = product(large_cases(lab, task, 1)[0])
        times = []
        for _ in range(20):
            start = time.perf_counter()
            a @ b
            times.append(time.perf_counter() - start)
        assert 2 * b.size * min(times) > TIME_LIMIT, (lab, task)


def version_module(lab, version, folder):
    path = folder / f"{checks.lab_tasks(lab)[version.task].module}.py"
    path.write_text(module_with(solution(lab, version.task), [version]), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(f"cs_nn.{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "task"), LARGE)
def test_slow_right_versions_stay_far_below_the_limit(lab, task, tmp_path):
    its_task, found = checks.lab_tasks(lab)[task], []
    worked = importlib.import_module(f"cs_nn.{its_task.module}")
    cases = large_cases(lab, task, 3)
    expected = [checks.run_task(its_task, worked, case) for case in cases]
    for version in load_versions("odd", lab, task):
        with contextlib.redirect_stdout(io.StringIO()):
            module = version_module(lab, version, tmp_path)
            start = time.process_time()
            results = [checks.run_task(its_task, module, case) for case in cases]
            seconds = time.process_time() - start
        wrong = [name for case, want, got in zip(cases, expected, results) for name in case["large"].split()
                 if not checks.agrees(got[name], want[name])]
        if wrong or seconds > TIME_LIMIT / 5:
            found.append(f"{version}: {seconds:.1f} s, {wrong}")
    assert not found, "\n".join(found)


def _by_recursion(numbers):
    return numbers[0] if len(numbers) == 1 else numbers[0] + _by_recursion(numbers[1:])


@pytest.mark.parametrize(("loop", "function"), [
    (False, lambda x: np.sum(x**2)),
    (False, lambda x: np.pad(x, 3)[::2].mean() + np.einsum("i,i->", x, x)),
    (True, lambda x: sum(number**2 for number in x)),
    (True, lambda x: [number for number in x]),  # noqa: C416
    (True, lambda x: list(map(lambda number: number**2, x))),
    (True, lambda x: np.vectorize(lambda number: number**2)(x)),
    (True, lambda x: np.apply_along_axis(np.sum, 1, x[:, None])),
    (True, _by_recursion),
])
def test_a_loop_is_told_by_the_steps_of_python(loop, function):
    assert grows(lambda: function(np.ones(10)), lambda: function(np.ones(500)), allowed=490) is loop


def _in_a_thread(numbers):
    thread = threading.Thread(target=_by_recursion, args=(numbers,))
    thread.start()
    thread.join()


def _in_a_pool(numbers):
    if not POOL:
        POOL.append(ThreadPoolExecutor(1))
    return POOL[0].submit(_by_recursion, numbers).result()


def _in_a_process(numbers):
    if os.fork() == 0:
        os._exit(0)
    os.wait()


def _untraced(numbers):
    with contextlib.suppress(BaseException):
        sys.settrace(None)
    return _by_recursion(numbers)


def _uncounted(numbers):
    sys._getframe().f_trace_opcodes = False
    return [number for number in numbers]  # noqa: C416


POOL = []


@pytest.mark.parametrize(("said", "function"), [
    ("starts a thread", _in_a_thread),
    ("has a thread running", _in_a_pool),
    ("starts a process", _in_a_process),
    ("changes how Python traces it", _untraced),
    ("changes how Python traces it", _uncounted),
])
def test_work_where_no_steps_are_counted_is_refused(said, function):
    with pytest.raises(checks.WrongResult, match=said):
        grows(lambda: function(np.ones(10)), lambda: function(np.ones(500)), allowed=490)
    if POOL:
        POOL.pop().shutdown()
    assert not grows(lambda: np.ones(10), lambda: np.ones(500), allowed=490), "counts again afterwards"


def test_a_loop_in_a_thread_earns_nothing(tmp_path):
    code = """
import concurrent.futures
loops = softmax_loss_naive
def softmax_loss_vectorized(W, X, y, reg):
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(loops, W, X, y, reg).result()
"""
    overlay = hand_in("lab1_softmax", tmp_path, [Version("softmax_loss_vectorized", "v", "", "", "", code)])
    problem = run_hidden_checks("lab1_softmax", ["softmax_loss_vectorized"], overlay, seed=5)["softmax_loss_vectorized"]
    assert "it starts a thread" in problem.what
