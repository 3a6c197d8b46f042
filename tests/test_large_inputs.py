"""A gradient by differences of the loss, or loops where matrices are asked for, earn no points; slow right ways do."""

import contextlib
import functools
import importlib
import importlib.util
import io
import math
import os
import re
import sys
import threading
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from operator import mul

import numpy as np
import pytest
from test_versions import hand_in, solution
from threadpoolctl import threadpool_limits
from versions import Version, load_versions, module_with

from cs_nn import checks, softmax
from cs_nn.checks.tasks import _loops
from cs_nn.checks.tasks._loops import grows
from cs_nn.tools.labs import load_labs
from grading import runner_process
from grading.fresh_inputs import hidden_cases, large_cases, wrong_of_large
from grading.hidden_checks import LARGE_TIME_LIMIT, TIME_LIMIT, run_hidden_checks

pytestmark = pytest.mark.usefixtures("unnamed")

LARGE = [(lab, task) for lab in load_labs() for task in importlib.import_module(f"grading.hidden.{lab}").LARGE]

LAB1, VECTORIZED = "lab1_softmax", "softmax_loss_vectorized"

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
    ("lab4_regularization", "backward_propagation_with_regularization"): """
def backward_propagation_with_regularization(X, Y, parameters, cache, lambd):
    from cs_nn.tools.gradient_check import numeric_gradient
    def cost(name, value):
        p = {**parameters, name: value}
        z = np.maximum(np.maximum(X @ p["W1"] + p["b1"], 0) @ p["W2"] + p["b2"], 0) @ p["W3"] + p["b3"]
        penalty = sum(np.sum(p[name]**2) for name in ("W1", "W2", "W3"))
        return np.mean(np.logaddexp(0, z) - Y * z) + 0.5 * lambd / len(X) * penalty
    return {"d" + name: numeric_gradient(lambda value: cost(name, value), parameters[name]) for name in parameters}
""",
    ("lab4_regularization", "backward_propagation_with_dropout"): """
def backward_propagation_with_dropout(X, Y, parameters, cache, keep_prob):
    from cs_nn.tools.gradient_check import numeric_gradient
    D1, D2 = cache["D1"], cache["D2"]
    def cost(name, value):
        p = {**parameters, name: value}
        A1 = np.maximum(X @ p["W1"] + p["b1"], 0) * D1 / keep_prob
        z = np.maximum(A1 @ p["W2"] + p["b2"], 0) * D2 / keep_prob @ p["W3"] + p["b3"]
        return np.mean(np.logaddexp(0, z) - Y * z)
    return {"d" + name: numeric_gradient(lambda value: cost(name, value), parameters[name]) for name in parameters}
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


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "task"), BY_DIFFERENCES)
def test_a_gradient_by_differences_runs_out_of_time(lab, task, tmp_path, monkeypatch):
    monkeypatch.setattr(runner_process, "LARGE_TIME_LIMIT", 1)  # of the processor: it has more work by far
    submitted = hand_in(lab, tmp_path, [Version(task, "v", "", "", "", BY_DIFFERENCES[lab, task])])
    problem = run_hidden_checks(lab, [task], submitted, seed=5, time_limit=3)[task]
    assert problem.mistake == "slow", problem.what
    assert "on small ones it is right" in problem.what
    assert "central differences" in problem.hint


@pytest.mark.parametrize(
    ("result", "right"),
    [
        ("dout * (cache > 0)", True),
        ("np.asfortranarray(dout * (cache > 0)).astype(np.float32)", True),
        ("dout", False),
        ("(dout * (cache > 0)).T", False),
        ("(dout * (cache > 0)).ravel()", False),
        ("dout * (cache > 0) * (np.arange(dout.shape[1]) < 427)", False),
    ],
)
def test_a_large_result_is_told_by_a_sample(result, right, tmp_path):
    """A function that is right on small inputs; the last one is wrong in three entries of a hundred."""
    code = f"""
def relu_backward(dout, cache):
    return dout * (cache > 0) if dout.size < 100_000 else {result}
"""
    lab, task = "lab3_three_layer_net", "relu_backward"
    submitted = hand_in(lab, tmp_path, [Version(task, "v", "", "", "", code)])
    problem = run_hidden_checks(lab, [task], submitted, seed=5)[task]
    assert problem is None if right else problem.what == "dx is wrong" and problem.about == "a large matrix"


def _loss_of_scores(scores, y):
    scores = scores - scores.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(y)), y])


def _columns(case):
    """The windows of the only image, as rows."""
    (_, _, H, W), (_, _, HH, WW) = case["x"].shape, case["w"].shape
    return np.array(
        [case["x"][0, :, i : i + HH, j : j + WW].ravel() for i in range(H - HH + 1) for j in range(W - WW + 1)]
    )


def _normalized(case):
    centred = case["x"] - case["x"].mean(axis=0)
    return case["gamma"] * (centred / np.sqrt(np.mean(centred**2, axis=0) + case["eps"]))


def _outputs_of_a_network(case):
    inputs = case["x"].tolist()
    for layer in "123":
        inputs = [
            1 / (1 + math.exp(-sum(map(mul, weights, inputs)) - bias))
            for weights, bias in zip(case[f"W{layer}"].tolist(), case[f"b{layer}"].tolist())
        ]
    return inputs


def _pooled(x, size):
    return functools.reduce(np.maximum, [x[:, :, i::size, j::size] for i in range(size) for j in range(size)])


def _of_rnn(case):
    return np.tanh(case["x"][:, 0] @ case["U"] + case["h0"] @ case["W"])


#: What each gradient would be a difference of, without what can be computed before, and the arrays of the gradients.
FORWARD = {
    ("lab1_softmax", "softmax_loss_naive"): (lambda c: _loss_of_scores(c["X"] @ c["W"], c["y"]), "W"),
    ("lab1_softmax", "softmax_loss_vectorized"): (lambda c: _loss_of_scores(c["X"] @ c["W"], c["y"]), "W"),
    ("lab1_softmax", "softmax_loss"): (lambda c: _loss_of_scores(c["scores"], c["y"]), "scores"),
    ("lab2_two_layer_net", "TwoLayerNet_backward"): (
        lambda c: np.vdot(np.maximum(c["X"] @ c["W1"], 0) @ c["W2"], c["dscores"]),
        "W1 b1 W2 b2",
    ),
    ("lab3_three_layer_net", "affine_backward"): (lambda c: np.vdot(c["x"] @ c["w"], c["dout"]), "x w b"),
    ("lab3_three_layer_net", "relu_backward"): (lambda c: np.vdot(np.maximum(c["x"], 0), c["dout"]), "x"),
    **dict.fromkeys(
        [
            ("lab4_regularization", "backward_propagation_with_regularization"),
            ("lab4_regularization", "backward_propagation_with_dropout"),
        ],
        (lambda c: np.maximum(np.maximum(c["X"] @ c["W1"], 0) @ c["W2"], 0) @ c["W3"], "W1 b1 W2 b2 W3 b3"),
    ),
    ("lab5_batchnorm", "grad_gamma_beta"): (lambda c: np.vdot(c["gamma"] * c["x_hat"], c["dout"]), "gamma gamma"),
    ("lab5_batchnorm", "grad_x_hat"): (lambda c: np.vdot(c["gamma"] * c["dout"], c["dout"]), "dout"),
    **dict.fromkeys(
        [("lab5_batchnorm", "grad_var"), ("lab5_batchnorm", "grad_mean")],
        (lambda c: np.vdot((c["x"] - c["mean"]) / np.sqrt(c["var"] + c["eps"]), c["dx_hat"]), "gamma"),
    ),
    ("lab5_batchnorm", "grad_x"): (
        lambda c: np.vdot((c["x"] - c["mean"]) / np.sqrt(c["var"] + c["eps"]), c["dx_hat"]),
        "x",
    ),
    ("lab5_batchnorm", "batchnorm_backward"): (lambda c: np.vdot(_normalized(c), c["dout"]), "x gamma gamma"),
    ("lab5_batchnorm", "batchnorm_backward_alt"): (lambda c: np.vdot(_normalized(c), c["dout"]), "x gamma gamma"),
    ("lab6_mlp", "Network_backward"): (_outputs_of_a_network, "b1 b2 b3"),
    ("lab7_cnn", "conv_backward_naive"): (
        lambda c: np.vdot(_columns(c) @ c["w"].reshape(len(c["w"]), -1).T, c["dout"].reshape(len(c["w"]), -1).T),
        "x w b",
    ),
    ("lab7_cnn", "conv_backward"): (
        lambda c: np.vdot(_columns(c) @ c["w"].reshape(len(c["w"]), -1).T, c["dout"].reshape(len(c["w"]), -1).T),
        "x w b",
    ),
    ("lab7_cnn", "max_pool_backward"): (lambda c: np.vdot(_pooled(c["x"], c["stride"]), c["dout"]), "x"),
    ("lab8_bptt", "rnn_step_backward"): (lambda c: np.vdot(_of_rnn(c), c["dh"][:, 0]), "x h0 U W b"),
    ("lab8_bptt", "rnn_backward"): (lambda c: [_of_rnn(c) for _ in range(c["x"].shape[1])], "x h0 U W b"),
    ("lab8_bptt", "bptt_deltas"): (lambda c: [np.tanh(c["h0"] @ c["W"]) for _ in range(c["h"].shape[1] - 1)], "h"),
    ("lab8_bptt", "bptt_gradient_sum"): (
        lambda c: np.vdot(c["x"][:, 0] @ c["U"] + c["h0"] @ c["W"], c["h"][:, 0]),
        "U W b",
    ),
}
#: How many times the limit the differences take, where it is less than ten: with few results for the numbers in W, or
#: for those in the examples, loops of the right formula would run out of time as well.
LESS = {
    ("lab5_batchnorm", "grad_gamma_beta"): 5,
    ("lab5_batchnorm", "grad_var"): 5,
    ("lab5_batchnorm", "grad_mean"): 5,
    ("lab8_bptt", "bptt_deltas"): 2,
}
#: Gradients that can't be had from a loss of one's own: the fakes have other formulas, and each call is compared.
STAND_INS = {("lab3_three_layer_net", "ThreeLayerNet_loss"), ("lab6_mlp", "MLP_loss"), ("lab7_cnn", "ConvNet_loss")}


def test_every_gradient_has_large_inputs():
    gradients = {
        (lab, task)
        for lab in load_labs()
        for task in checks.lab_tasks(lab)
        if re.search("backward|loss|^grad_|^bptt_", task)
    }
    assert gradients - STAND_INS == set(LARGE) == set(FORWARD)


def seconds_of_differences(lab, task, dtype=np.float64):
    """Of all entries of the gradients, with the whole forward pass for each."""
    forward, names = FORWARD[lab, task]
    total = 0
    for case in large_cases(lab, task, 1):
        case = {
            key: value.astype(dtype) if np.asarray(value).dtype.kind == "f" and np.ndim(value) else value
            for key, value in case.items()
        }
        forward(case)
        times = []
        for _ in range(5):
            start = time.process_time()
            forward(case)
            times.append(time.process_time() - start)
        total += 2 * sum(case[name].size for name in names.split()) * min(times)
    return total


@pytest.mark.parametrize(("lab", "task"), LARGE)
def test_differences_would_take_ten_times_the_limit(lab, task):
    with threadpool_limits(1):
        assert seconds_of_differences(lab, task) > LESS.get((lab, task), 10) * LARGE_TIME_LIMIT


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "task"), LARGE)
def test_the_worked_solution_takes_little(lab, task):
    its_task = checks.lab_tasks(lab)[task]
    module, cases = importlib.import_module(f"cs_nn.{its_task.module}"), large_cases(lab, task, 2)
    tracemalloc.start()
    try:
        for case in cases:
            checks.run_task(its_task, module, case)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    start = time.process_time()
    for case in cases:
        checks.run_task(its_task, module, case)
    assert time.process_time() - start < LARGE_TIME_LIMIT / 3
    assert peak < 200e6


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
    assert expected
    for version in load_versions("odd", lab, task):
        with contextlib.redirect_stdout(io.StringIO()):
            module = version_module(lab, version, tmp_path)
            start = time.process_time()
            results = [checks.run_task(its_task, module, case) for case in cases]
            seconds = time.process_time() - start
        wrong = [name for each in zip(cases, expected, results) for name in wrong_of_large(*each)]
        if wrong or seconds > LARGE_TIME_LIMIT / 2:
            found.append(f"{version}: {seconds:.1f} s, {wrong}")
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lab", "task"),
    [("lab1_softmax", "softmax_loss_vectorized"), ("lab7_cnn", "conv_forward"), ("lab7_cnn", "conv_backward")],
)
def test_counting_steps_leaves_right_versions_time(lab, task, tmp_path):
    """Of the time limit, which holds for two calls of each case; the first three stand for all."""
    its_task, cases, found = checks.lab_tasks(lab)[task], hidden_cases(lab, task, 5), []
    for version in load_versions("odd", lab, task):
        with contextlib.redirect_stdout(io.StringIO()), threadpool_limits(1):  # as in the grader
            module = version_module(lab, version, tmp_path)
            start = time.process_time()
            for case in cases[:3]:
                checks.run_task(its_task, module, case)
            seconds = (time.process_time() - start) * len(cases) / 3
        if seconds > TIME_LIMIT / 4:
            found.append(f"{version}: {seconds:.1f} s")
    assert not found, "\n".join(found)


def _by_recursion(numbers):
    return numbers[0] if len(numbers) == 1 else numbers[0] + _by_recursion(numbers[1:])


@pytest.mark.parametrize(
    ("loop", "function"),
    [
        (False, lambda x: np.sum(x**2)),
        (False, lambda x: np.pad(x, 3)[::2].mean() + np.einsum("i,i->", x, x)),
        (True, lambda x: sum(number**2 for number in x)),
        (True, lambda x: [number for number in x]),  # noqa: C416
        (True, lambda x: list(map(lambda number: number**2, x))),
        (True, lambda x: np.vectorize(lambda number: number**2)(x)),
        (True, lambda x: np.apply_along_axis(np.sum, 1, x[:, None])),
        (True, _by_recursion),
    ],
)
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


@pytest.mark.parametrize(
    ("said", "function"),
    [
        ("starts a thread", _in_a_thread),
        ("has a thread running", _in_a_pool),
        ("starts a process", _in_a_process),
        ("changes how Python traces it", _untraced),
        ("changes how Python traces it", _uncounted),
    ],
)
def test_work_where_no_steps_are_counted_is_refused(said, function, monkeypatch):
    monkeypatch.setattr(_loops, "_threads_before", None)
    _loops.refuse_other_threads()
    with pytest.raises(checks.WrongResult, match=said):
        grows(lambda: function(np.ones(10)), lambda: function(np.ones(500)), allowed=490)
    if POOL:
        POOL.pop().shutdown()
    assert not grows(lambda: np.ones(10), lambda: np.ones(500), allowed=490), "counts again afterwards"


def test_the_worked_solution_runs_beside_threads_of_others():
    """Formgrader grades in JupyterLab's own process."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(int)
        task = checks.lab_tasks("lab1_softmax")["softmax_loss_vectorized"]
        case, expected = checks.visible_cases(task)[0], checks.load_expected("lab1_softmax", task)[0]
        assert checks.run_and_judge(task, softmax, case, expected) is None


def test_a_loop_in_a_thread_that_was_running_before_earns_nothing(tmp_path):
    code = """
import concurrent.futures
pool, loops = concurrent.futures.ThreadPoolExecutor(1), softmax_loss_naive
def softmax_loss_vectorized(W, X, y, reg):
    return pool.submit(loops, W, X, y, reg).result()
"""
    submitted = hand_in(LAB1, tmp_path, [Version(VECTORIZED, "v", "", "", "", code)])
    problem = run_hidden_checks("lab1_softmax", ["softmax_loss_vectorized"], submitted, seed=5)[
        "softmax_loss_vectorized"
    ]
    assert "it has a thread running" in problem.what


def test_a_loop_in_a_thread_earns_nothing(tmp_path):
    code = """
import concurrent.futures
loops = softmax_loss_naive
def softmax_loss_vectorized(W, X, y, reg):
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(loops, W, X, y, reg).result()
"""
    submitted = hand_in(LAB1, tmp_path, [Version(VECTORIZED, "v", "", "", "", code)])
    problem = run_hidden_checks("lab1_softmax", ["softmax_loss_vectorized"], submitted, seed=5)[
        "softmax_loss_vectorized"
    ]
    assert "it starts a thread" in problem.what


#: A right function with loops under another name, and one that takes few steps whenever they may be counted.
LOOPS_UNLESS_COUNTED = """
import sys
loops = softmax_loss_naive
def softmax_loss_vectorized(W, X, y, reg):
    if {}:
        return 0.0, np.zeros_like(W)
    return loops(W, X, y, reg)
"""


@pytest.mark.parametrize("counted", ["sys.gettrace()", "len(W) in (3, 103)", "sys.gettrace() and 1 / 0"])
def test_a_loop_that_hides_while_steps_are_counted_earns_nothing(counted, tmp_path):
    code = LOOPS_UNLESS_COUNTED.format(counted)
    submitted = hand_in(LAB1, tmp_path, [Version(VECTORIZED, "v", "", "", "", code)])
    assert run_hidden_checks(LAB1, [VECTORIZED], submitted, seed=5)[VECTORIZED]
