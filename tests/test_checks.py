"""The checks: what they expect is right by independent references, and what they say helps."""

import dataclasses
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from reference import torch

import cs_nn.softmax
from cs_nn import checks
from cs_nn.checks.packed import load_packed
from cs_nn.checks.stored import reference_file
from cs_nn.tools import jupyter
from cs_nn.tools.gradient_check import numeric_gradient
from cs_nn.tools.labs import load_labs
from grading.fresh_inputs import hidden_cases
from grading.reference import reference_results

LAB = "lab1_softmax"
TASKS = checks.lab_tasks(LAB)
LOSSES = ("softmax_loss_naive", "softmax_loss_vectorized")


# ------------------------------------------------------------------ what is expected
@pytest.mark.parametrize("lab", load_labs())
def test_expected_results_are_those_of_the_worked_solution(lab):
    today = reference_results(lab)
    stored = load_packed(reference_file(lab))
    assert set(stored) == set(today)
    results = [name for name in stored if not name.endswith("/")]
    assert [name for name in results if not checks.agrees(today[name], stored[name])] == []
    assert [name for name in results if today[name].dtype != stored[name].dtype] == []
    for name in stored.keys() - results:  # an answer near a bound may be clear on one machine only
        now, then = ({tuple(row[:2]): row[2] for row in rows} for rows in (today[name], stored[name]))
        assert now and all(now[key] == then[key] for key in now.keys() & then.keys()), name
    for name, task in checks.lab_tasks(lab).items():
        expected = checks.load_expected(lab, task)
        assert len(expected) == len(checks.visible_cases(task)) and all(expected), name


def loss_cases(name):
    """Visible inputs with the expected results, then hidden inputs with the worked solution's."""
    task = TASKS[name]
    yield from zip(checks.visible_cases(task), checks.load_expected(LAB, task))
    for seed in range(2):
        for case in hidden_cases(LAB, name, seed):
            yield case, checks.run_task(task, cs_nn.softmax, case)


@pytest.mark.parametrize("name", LOSSES)
def test_losses_agree_with_scipy_and_central_differences(name):
    special = pytest.importorskip("scipy.special")

    for case, expected in loss_cases(name):
        y = case["y"]
        rows = np.arange(len(y))

        def loss(W, case=case, y=y, rows=rows):
            scores = case["X"] @ W
            data = np.mean(special.logsumexp(scores, axis=1) - scores[rows, y])
            return data + 0.5 * case["reg"] * np.linalg.norm(W) ** 2

        data = -np.mean(special.log_softmax(case["X"] @ case["W"], axis=1)[rows, y])
        np.testing.assert_allclose(loss(case["W"]), data + 0.5 * case["reg"] * np.sum(case["W"] ** 2), rtol=1e-9)
        np.testing.assert_allclose(expected["loss"], loss(case["W"]), rtol=1e-9, err_msg=case["about"])
        h = 1e-5 / max(1.0, np.max(np.abs(case["X"])))  # the scores move by about 1e-5
        assert set(expected) == {"loss", "dW"}
        np.testing.assert_allclose(
            expected["dW"],
            numeric_gradient(loss, case["W"], h=h),
            rtol=1e-5,
            err_msg=case["about"],
            atol=max(2e-6, 1e-6 * np.max(np.abs(expected["dW"]))),
        )


@pytest.mark.parametrize("name", LOSSES)
def test_losses_agree_with_pytorch(name):
    for case, expected in loss_cases(name):
        W = torch.tensor(case["W"], dtype=torch.float64, requires_grad=True)
        data = torch.nn.functional.cross_entropy(torch.tensor(case["X"]) @ W, torch.tensor(case["y"]))
        loss = data + 0.5 * case["reg"] * (W**2).sum()
        loss.backward()
        np.testing.assert_allclose(expected["loss"], loss.item(), rtol=1e-10, err_msg=case["about"])
        right = W.grad.numpy()
        np.testing.assert_allclose(
            expected["dW"], right, rtol=1e-10, atol=1e-10 * np.max(np.abs(right)), err_msg=case["about"]
        )


@pytest.mark.parametrize("name", LOSSES)
def test_inputs_of_the_losses_are_never_special(name):
    for case, expected in loss_cases(name):
        (N, D), C = case["X"].shape, case["W"].shape[1]
        assert len({N, D, C}) == 3 and D > 1 and C > 1
        assert np.isfinite(expected["loss"]) and expected["loss"] > 1e-3
        assert np.max(np.abs(expected["dW"])) > 1e-3
    abouts = [case["about"] for case in checks.visible_cases(TASKS[name])]
    assert len(set(abouts)) == len(abouts)


# ------------------------------------------------------------------ a student's module
@pytest.fixture
def student(tmp_path, monkeypatch):
    """A function that saves what a student wrote at the end of the solution's module."""
    solution = Path(cs_nn.softmax.__file__).read_text(encoding="utf-8")
    monkeypatch.setattr(cs_nn, "__path__", [str(tmp_path), *cs_nn.__path__])

    def write(code):
        path = tmp_path / "softmax.py"
        path.write_text(f"{solution}\n\n{code}", encoding="utf-8")
        return path

    return write


def failure(name="softmax_loss_naive"):
    with pytest.raises(checks.CheckFailed) as caught:
        checks.check(name)
    return caught.value


#: Keeps the right function under another name, so that a test can spoil its results.
SPOILED = """
right = {name}
def {name}(*arguments):
    loss, dW = right(*arguments)
    return {returns}
"""


def spoiled(returns, name="softmax_loss_naive"):
    return SPOILED.format(name=name, returns=returns)


@pytest.mark.parametrize("name", TASKS)
def test_the_solution_passes_and_says_so(name, capsys):
    assert checks.check(name) is None
    first, *others = capsys.readouterr().out.splitlines()
    assert first == f"{name}: correct in all {len(checks.visible_cases(TASKS[name]))} comparisons."
    assert [line.partition(":")[0] for line in others] == ["Largest relative error of the gradients"] * bool(
        TASKS[name].slopes
    )


@pytest.mark.parametrize(("name", "folder", "meant", "labs"), [
    ("softmax_loss_naiv", ".", "softmax_loss_naive", ["lab1_softmax"]),
    ("conv_foward", "lab1_softmax", "conv_forward", ["lab1_softmax"]),
    ("nothing like it", "lab8_bptt", None, ["lab8_bptt"]), ("", ".", None, list(load_labs())),
    (cs_nn.softmax.sgd_momentum, ".", "sgd_momentum", ["lab1_softmax"]),
    (5, "lab2_two_layer_net", None, ["lab2_two_layer_net"]),
])  # fmt: skip
def test_an_unknown_task_gets_a_short_message(name, folder, meant, labs, tmp_path, monkeypatch):
    (tmp_path / folder).mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / folder)
    with pytest.raises(checks.CheckFailed) as caught:
        checks.check(name)
    first, *rest = str(caught.value).splitlines()
    wanted = f"there is no task called {name!r}" if isinstance(name, str) else "check wants a name, in quotes"
    assert first == wanted and caught.value._render_traceback_()[0].endswith(f"{wanted}\x1b[0m")
    assert rest[: -len(labs)] == ([f'Is check("{meant}") meant?'] if meant else [])
    assert rest[-len(labs) :] == [f"The tasks of {lab}: {', '.join(checks.lab_tasks(lab))}" for lab in labs]


# ------------------------------------------------------------------ hints
@pytest.mark.parametrize(
    ("returns", "name", "words"),
    [
        ("loss, dW * arguments[1].shape[0]", "softmax_loss_naive", "divide by N"),
        ("loss, dW - arguments[3] * arguments[0]", "softmax_loss_naive", "the L2 penalty is missing"),
        ("loss / np.log(10), dW", "softmax_loss_vectorized", "not log10"),
        ("loss, dW.T", "softmax_loss_vectorized", "dW has shape (4, 7), but (7, 4) is expected: it is transposed"),
        ("loss, -dW", "softmax_loss_vectorized", "sign"),
        ("loss, 0 * dW", "softmax_loss_vectorized", "dW is all zeros"),
        ("loss, 1.5 * dW", "softmax_loss_vectorized", "dW is 1.5 times the expected one, everywhere"),
        ("loss, dW * len(arguments[1])", "softmax_loss", "divide by N"),
        ("loss, dW[None]", "softmax_loss", "dscores has shape (1, 6, 4), but (6, 4) is expected"),
        ("dW, loss", "softmax_loss_naive", "loss has the shape of dW: are the results returned in the right order?"),
        ("loss, arguments[1] * 1.0", "softmax_loss_naive", "look at the order of the factors"),
        ("2 * loss, dW", "softmax_loss_naive", "loss is twice the expected one"),
        ("loss * np.nan, dW", "softmax_loss_naive", "nan"),
        ("loss, dW * np.nan", "softmax_loss_naive", "dW has nan entries"),
        ("np.inf, dW", "softmax_loss_naive", "loss is infinite"),
        ("loss, dW + np.inf", "softmax_loss_naive", "dW is infinite"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_a_known_mistake_is_named(returns, name, words, student):
    student(spoiled(returns, name))
    [hint] = [line for style, line in failure(name).lines if style == "hint"]
    assert hint.startswith("Likely mistake: ") and words in hint


@pytest.mark.parametrize("find", [checks.first_problem, checks.main_problem])
@pytest.mark.parametrize(
    ("factors", "said"),
    [
        ((0, 0, 0), "computed but not stored"),
        ((0, 1, 0), ""),  # stored where it is right
        ((0, 0, 3), ""),
        ((0, 0, None), ""),
    ],
)
def test_a_result_that_is_zeros_in_some_comparisons_is_stored(factors, said, find):
    assert said == zeros_hint(find, factors, (1, 1, 1))


@pytest.mark.parametrize("find", [checks.first_problem, checks.main_problem])
@pytest.mark.parametrize(("factors", "said"), [((1, 0, 1), "small numbers taken for 0"), ((1, 0, 3), "")])
def test_small_numbers_taken_for_zeros_are_told_though_others_are_right(factors, said, find):
    assert said == zeros_hint(find, factors, (1, 1e-4, 1))


def zeros_hint(find, factors, scales):
    """What is said of zeros where results are the right ones times the factors; None stands for an exception."""
    task, comparisons = checks.Task("twice", "softmax", lambda rng: [], lambda module, case: {}), []
    for factor, scale in zip(factors, scales):
        right = {"dx": scale * np.arange(6.0)}
        got = {"dx": factor * right["dx"]} if factor is not None else checks.Problem("it stopped with IndexError")
        comparisons.append(checks.Comparison({}, right, checks.judge_outcome(task, {}, right, got), got))
    hint = find(comparisons).hint
    return next((words for words in ("small numbers taken for 0", "computed but not stored") if words in hint), "")


@pytest.mark.parametrize(
    ("returns", "words"),
    [
        ("None", "softmax_loss_naive returned None instead of loss, dW: does it end with a return statement?"),
        ("loss", "must return 2 values, (loss, dW); it returned one float"),
        ("loss, dW, dW", "must return 2 values, (loss, dW); it returned 3 values"),
        ("(loss,)", "it returned 1 values"),
        ("{'loss': loss, 'dW': dW}", "it returned one dict"),
        ("dW", "it returned one ndarray"),
        ("loss, None", "dW is None instead of an array"),
        ("None, dW", "loss is None instead of an array"),
        ("loss, dW.astype(object)", "dW holds object instead of real numbers"),
        ("loss, dW.astype(complex)", "dW holds complex128 instead of real numbers"),
        ("str(loss), dW", "loss holds <U"),
        ("loss, dW.astype(str)", "instead of real numbers"),
        ("loss, [[1.0], [2.0, 3.0]]", "dW can't be turned into an array"),
        ("loss, {1, 2}", "dW holds object instead of real numbers"),
        ("print, dW", "loss holds object instead of real numbers"),
    ],
)
def test_a_result_that_is_no_result_is_described(returns, words, student):
    student(spoiled(returns))
    failed = failure()
    assert words in failed.lines[0][1]
    assert not any(style == "hint" for style, _ in failed.lines)


# ------------------------------------------------------------------ the report
def test_the_report_says_what_then_where_then_why_then_numbers(student):
    student(spoiled("loss, dW - arguments[3] * arguments[0]"))
    failed = failure()
    number = len(checks.visible_cases(TASKS["softmax_loss_naive"]))
    styles, lines = zip(*failed.lines)
    assert styles == ("fail", "", "hint", "", "", "", "")
    assert lines[0] == "softmax_loss_naive: dW is wrong (loss is right)"
    assert lines[1] == f"Compared: with regularization (comparison 2 of {number})."
    assert (
        lines[2]
        == "Likely mistake: the L2 penalty is missing in the gradients: its derivative adds to that of the data."
    )
    assert re.match(r"dW: (\d+) of \1 entries differ, most at dW\[.*; relative error ", lines[3])
    assert lines[4].startswith("Your loss is right, and your dW is not its slope (relative error ")
    assert lines[5].startswith("Right so far: no regularization; all scores near 800; scores thousands apart")
    assert lines[6] == "Read again: 2. The loss and its gradient, with loops (softmax_cifar10.ipynb)."
    assert str(failed) == "\n".join(lines)


@pytest.fixture
def in_a_notebook(monkeypatch):
    """As in a notebook; what the checks show below the cell's error is listed when it is called."""
    later = []
    monkeypatch.setattr(jupyter, "in_jupyter", lambda: True)
    monkeypatch.setattr(jupyter, "after_this_cell", later.append)

    def shown():
        displayed = []
        for show in later:
            show(lambda data, raw: displayed.append(data))
        later.clear()
        return displayed

    return shown


def test_jupyter_shows_a_link_to_the_derivation(student, in_a_notebook):
    student(spoiled("loss, 2 * dW"))
    assert "Read again" not in str(failure())
    heading = "2. The loss and its gradient, with loops"
    [link] = in_a_notebook()
    assert link["text/markdown"] == f"Read again: [{heading}](<#2.-The-loss-and-its-gradient,-with-loops>)"
    assert link["text/plain"] == f"Read again: {heading}"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda right: np.trunc(10 * right).astype(int), "whole numbers"),
        (lambda right: 0.3 * 10 * right, "x is reg times the expected one, and reg is 0.3"),
        (lambda right: 10 * right / 0.3, "x is 1/reg times the expected one"),
        (lambda right: 10 * right + np.arange(4)[:, None] ** 2 * np.array([2.0, 0, 3.0]), "right in row 0"),
        (lambda right: 10 * right + np.array([0, 0, 1, 3.0])[:, None] * np.array([2.0, 0, 3.0]), "right in rows 0, 1"),
        (lambda right: 10 * right + np.arange(4)[:, None] ** 2 + np.array([[1.0], [0], [0], [5]]), ""),
    ],
)
def test_what_needs_no_knowledge_of_the_task(change, words):
    right = np.random.default_rng(3).standard_normal((4, 3))
    task = checks.Task("t", "m", None, None)
    case, expected = {"reg": 0.3, "N": 4}, {"x": 10 * right}
    problem = checks.compare(task, case, expected, {"x": change(right)})
    assert words in f"{problem.hint} {problem.numbers}"
    assert bool(problem.hint) == words.startswith(("whole", "x is"))


def test_a_number_that_is_just_wrong_gets_no_hint(student):
    student(spoiled("1.37 * loss, dW"))
    assert not any(style == "hint" for style, _ in failure().lines)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("W[:, X.shape[1]]", "an index lies outside its array"),
        ("X @ X", "the shapes of two arrays do not fit"),
        ("X.dot(X)", "the shapes of two arrays do not fit"),
        ("X + W", "the shapes of two arrays do not fit"),
        ("W[y, np.arange(500)]", "the shapes of two arrays do not fit"),
        ("nosuchname", "nosuchname is not defined in this function"),
        ("softmax_loss_naiv", "is softmax_loss_naive meant?"),
        ("math.log(2)", "lacks a line at its top: import math"),
        ("plt.plot", "import matplotlib.pyplot as plt"),
        ("X.sum(axis=2)", "fewer axes than axis= says"),
        ("np.float", "np.float is gone from NumPy 2: write float"),
        ("np.float_", "float_ is gone from NumPy 2"),
        ("W.itemset", "itemset is gone from NumPy 2"),
        ("np.arrange(3)", "is arange meant?"),
        ("[1.0].shape", "no array but of the type list"),
        ("print().shape", "the value before the dot is None"),
        ("exec('raise NameError(0, name=\"exit\")')", "exit ends Python where one types"),
    ],
)
def test_a_crash_has_a_hint(statement, words, student):
    student(f"def softmax_loss_naive(W, X, y, reg):\n    return {statement}, W\n")
    failed = failure()
    [hint] = [line for style, line in failed.lines if style == "hint"]
    assert words in hint
    assert all("\n" not in line for _, line in failed.lines)


@pytest.mark.parametrize("statement", ["X.nothing", "exec('raise AttributeError(0)')"])
def test_an_attribute_that_tells_nothing_gets_no_hint(statement, student):
    student(f"def softmax_loss_naive(W, X, y, reg):\n    return {statement}, W\n")
    assert not any(style == "hint" for style, _ in failure().lines)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("raise SystemExit(3)", "it stopped with SystemExit: 3 (cs_nn/softmax.py, line "),
        ("raise NotImplementedError('input is not supported here')", "it stopped with NotImplementedError: input is"),
        ("assert reg < 0", "it stopped with AssertionError (cs_nn/softmax.py, line "),
    ],
)
def test_what_stops_a_function_is_told_in_one_line(statement, words, student):
    student(f"def softmax_loss_naive(W, X, y, reg):\n    {statement}\n")
    assert words in failure().lines[0][1]


def test_a_module_that_ends_python_is_described(fresh_import):
    (fresh_import / "softmax.py").write_text("raise SystemExit(3)\n", encoding="utf-8")
    assert "can't be imported" in str(failure()) and "SystemExit: 3" in str(failure())


def test_an_interrupt_shows_the_line_that_ran(student):
    student("def softmax_loss_naive(W, X, y, reg):\n    raise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt) as stopped:
        checks.check("softmax_loss_naive")
    first, second = stopped.value._render_traceback_()
    assert "softmax_loss_naive: stopped while it ran" in first
    assert second.startswith("KeyboardInterrupt (cs_nn/softmax.py, line ")


def test_a_check_does_not_depend_on_what_seterr_was_told(student, capsys):
    """It may be left over from an earlier try, or from a cell of the notebook."""
    student("")
    with np.errstate(all="raise"):
        checks.check("softmax_loss_naive")
        np.seterr(all="ignore")
        student("def softmax_loss_naive(W, X, y, reg):\n    np.seterr(all='raise')\n    return 0.0, W\n")
        failure()
        assert set(np.geterr().values()) == {"ignore"}


def test_a_function_that_is_renamed_or_gone_is_named(fresh_import):
    path = fresh_import / "softmax.py"
    for text, words in (
        ("", "is softmax_loss_naive renamed or deleted"),
        ("def softmax_loss_niave(W, X, y, reg): pass\n", "is softmax_loss_niave meant?"),
    ):
        path.write_text(text, encoding="utf-8")
        assert words in str(failure()) and "NumPy" not in str(failure())
    path.unlink()
    assert "cs_nn/softmax.py is not where the kit has it" in str(failure())


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_an_encoding_that_python_can_not_read_is_named(encoding, fresh_import):
    (fresh_import / "softmax.py").write_bytes("name = 'Übung'\n".encode(encoding))
    assert "can't be read as Python" in str(failure()) and "not saved as UTF-8" in str(failure())


def test_a_single_wrong_entry_is_shown(student):
    student(spoiled("loss, dW + np.eye(*dW.shape, k=-2) * (np.arange(dW.shape[1]) == 1)"))
    failed = failure()
    want = checks.load_expected(LAB, TASKS["softmax_loss_naive"])[0]["dW"][3, 1]
    [numbers] = [line for _, line in failed.lines if line.startswith("dW: ")]
    assert numbers.startswith("dW: 1 of 28 entries differ, most at dW[3, 1]: yours ")
    assert f"yours {want + 1:.6g}, expected {want:.6g}" in numbers
    assert not any(style == "hint" for style, _ in failed.lines)


def test_jupyter_gets_a_short_traceback_of_strings(student):
    student(spoiled("loss, -dW"))
    failed = failure()
    traceback = failed._render_traceback_()
    assert isinstance(traceback, list) and all(type(line) is str for line in traceback)
    assert len(traceback) == len(failed.lines)
    assert traceback[0] == f"\x1b[1m✗ {failed.lines[0][1]}\x1b[0m"
    assert traceback[1] == failed.lines[1][1]
    long = checks.CheckFailed([("hint", "a long hint " * 12), ("", "numbers " * 20)])._render_traceback_()
    assert all(len(re.sub("\x1b\\[.m", "", line)) <= 100 for part in long for line in part.split("\n"))
    assert all(line.startswith("\x1b[1m") and line.endswith("\x1b[0m") for line in long[0].split("\n"))
    assert re.sub("\x1b\\[.m", "", long[0]).split() == ["→", *("a long hint ".split() * 12)]
    assert "\x1b" not in str(failed)
    assert isinstance(failed, AssertionError) and failed.__suppress_context__


def test_jupyter_shows_a_picture_of_a_wrong_matrix(student, monkeypatch, request):
    heat_map = pytest.importorskip("cs_nn.checks.heat_map")
    shown = []
    monkeypatch.setattr(heat_map, "show_error", lambda got, expected, name: shown.append((got, expected, name)))
    student(spoiled("loss, dW**3"))
    failure()
    shown_later = request.getfixturevalue("in_a_notebook")
    assert shown_later() == shown == []
    failure()
    assert shown == [] and len(shown_later()) == 1, "the picture comes below the message"
    [(got, expected, name)] = shown
    assert name == "dW" and np.allclose(got, expected**3)
    student(spoiled("1.37 * loss, dW"))
    failure()
    student(spoiled("loss, 2 * dW"))  # a known mistake: the hint says more than a picture
    failure()
    student(spoiled("loss, dW.T"))
    failure()
    shown_later()
    assert len(shown) == 1


# ------------------------------------------------------------------ odd, but not wrong
CHANGES_ITS_ARGUMENTS = """
right = softmax_loss_naive
def softmax_loss_naive(W, X, y, reg):
    results = right(W, X, y, reg)
    W *= 0
    y[:] = 0
    return results
"""


def test_a_changed_argument_is_wrong_and_named(student):
    student(CHANGES_ITS_ARGUMENTS)
    failed = failure()
    assert failed.mistake == "argument-changed"
    assert "it changes its arguments W and y; all results are right" in failed.lines[0][1]


def test_a_changed_argument_that_nobody_needs_is_a_note(student, capsys, monkeypatch):
    task = dataclasses.replace(TASKS["softmax_loss_naive"], may_change=frozenset("Wy"), takes={"W": "W", "y": "labels"})
    monkeypatch.setitem(TASKS, task.name, task)
    student(CHANGES_ITS_ARGUMENTS)
    checks.check("softmax_loss_naive")
    first, *others = capsys.readouterr().out.splitlines()
    assert first.endswith(" comparisons.")
    notes = [line for line in others if line.startswith("Note: ")]
    assert len(notes) == 2
    assert notes[0].startswith("Note: softmax_loss_naive changes its argument W in place")
    assert notes[1].startswith("Note: softmax_loss_naive changes its argument labels in place")


@pytest.mark.parametrize("draw", ["np.random.randint(", "np.random.default_rng(it).integers("])
def test_minibatches_that_are_not_drawn_with_rng_are_right_and_a_note(student, capsys, draw):
    path = student("")
    checks.check("SoftmaxClassifier_train")
    assert "rng" not in capsys.readouterr().out
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("rng.integers(num_train, ", f"{draw}num_train, "), encoding="utf-8")
    checks.check("SoftmaxClassifier_train")
    assert capsys.readouterr().out.count("Note: the minibatches are not drawn with rng") == 1


@pytest.mark.parametrize(
    "memory",
    [
        "def {0}(W, X, y, reg, kept=[]):\n    kept.append(right(W, X, y, reg))\n    return kept[0]",
        "def {0}(W, X, y, reg, kept={{}}):\n    return kept.setdefault(W.shape, right(W, X, y, reg))",
        "def {0}(W, X, y, reg, kept={{}}):\n    return kept.setdefault((W.shape, X.shape, reg), right(W, X, y, reg))",
        "kept = np.zeros(())\ndef {0}(W, X, y, reg):\n    global kept\n    loss, dW = right(W, X, y, reg)\n"
        "    kept = dW + (kept if np.shape(kept) == dW.shape else 0)\n    return loss, kept",
        "def {0}(W, X, y, reg):\n    {0}.sum = getattr({0}, 'sum', 0) + 1\n    loss, dW = right(W, X, y, reg)\n"
        "    return loss * {0}.sum, dW",
        "def {0}(W, X, y, reg, first=[]):\n    first.append(reg)\n    return right(W, X, y, first[0])",  # a setting
        "def {0}(W, X, y, reg, n=[]):\n    n.append(len(y))\n    loss, dW = right(W, X, y, reg)\n"
        "    return loss * len(y) / n[0], dW",  # a size
    ],
)
def test_what_is_kept_from_call_to_call_is_wrong(memory, student):
    student("right = softmax_loss_naive\n" + memory.format("softmax_loss_naive"))
    failed = failure()
    assert failed.mistake == "kept"
    assert "right in a first call, and in a second one with other inputs" in failed.lines[0][1]


def test_what_is_kept_is_said_once():
    problem = checks.kept(checks.Problem("loss is wrong"))
    assert checks.kept(problem) == problem


@pytest.mark.parametrize(
    "returns", ["np.empty_like(dW)", "np.where(dW > 0, dW, np.empty(dW.shape))", "dW + np.empty(dW.shape)"]
)
def test_what_is_not_filled_is_named(returns, student):
    student(spoiled(f"loss, {returns}"))
    failed = failure()
    assert failed.mistake == "not-filled" and "not all of dW is filled" in str(failed)


def test_an_array_that_is_filled_later_is_right(student):
    student(spoiled("loss, np.add(dW, 0, out=np.empty_like(dW))"))
    checks.check("softmax_loss_naive")


def test_a_numpy_warning_is_one_note_and_nothing_on_stderr(student, capfd):
    student(spoiled("loss, dW + 0 * np.sum(np.isnan(np.zeros(2) / np.zeros(2)))"))
    checks.check("softmax_loss_naive")
    out, err = capfd.readouterr()
    assert out.count("Note: Python warned: invalid value encountered in divide") == 1
    assert err == ""


@pytest.mark.parametrize(
    ("returns", "words", "warning"),
    [
        ("loss, dW + np.log(-1.0)", "dW has nan entries", "invalid value encountered in log"),
        ("loss, dW + np.divide(1.0, 0.0)", "dW is infinite", "divide by zero encountered in divide"),
        ("loss, 3 * (dW + 0j).astype(float)", "dW is 3 times", "discards the imaginary part"),
    ],
)
def test_a_warning_that_may_be_the_cause_is_told_with_the_failure(returns, words, warning, student, capfd):
    student(spoiled(returns))
    failed = str(failure())
    assert words in failed and re.search(f"Note: Python warned: .*({warning})", failed)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("harmless", ["np.log(np.zeros(2))", "np.exp(np.float64(1e4))", "np.array([0.0]) / 0"])
def test_a_warning_that_is_not_the_cause_is_left_out(harmless, student, capfd):
    student(spoiled(f"loss, 3 * dW if {harmless} is not None else 0"))
    failed = str(failure())
    assert "dW is 3 times" in failed and "warned" not in failed
    assert capfd.readouterr() == ("", "")


def test_a_mutation_does_not_reach_the_next_comparison():
    task = TASKS["softmax_loss_naive"]
    [case, *_] = checks.visible_cases(task)
    before = {key: np.copy(value) for key, value in case.items()}

    class Module:
        @staticmethod
        def softmax_loss_naive(W, X, y, reg):
            X[:] = 0
            return 0.0, W

    results = checks.run_task(task, Module, case)
    assert all(np.array_equal(case[key], before[key]) for key in case)
    assert set(results) == {"loss", "dW", "argument:X"}


# ------------------------------------------------------------------ code that does not run
def test_a_stub_says_what_is_missing(student):
    student('def softmax_loss_naive(W, X, y, reg):\n    raise NotImplementedError("softmax_loss_naive")\n')
    lines = [line for _, line in failure().lines]
    assert lines[0] == "softmax_loss_naive: not written yet: fill in its TODO and remove the raise line"
    assert "save the file (Ctrl+S" in lines[1]
    student("""
def softmax_loss_vectorized(W, X, y, reg):
    raise NotImplementedError("softmax_loss_vectorized")
def softmax_loss(scores, y):
    return softmax_loss_vectorized(np.eye(scores.shape[1]), scores, y, 0.0)
""")
    assert "it needs softmax_loss_vectorized, which is not written yet" in str(failure("softmax_loss"))


def test_a_crash_gives_the_students_line(student):
    path = student("def softmax_loss_naive(W, X, y, reg):\n    rows = X.shape[0]\n    return X[rows], W\n")
    line = path.read_text(encoding="utf-8").splitlines().index("    return X[rows], W") + 1
    text = failure().lines[0][1]
    assert "it stopped with IndexError: index 5 is out of bounds" in text
    assert f"(cs_nn/softmax.py, line {line}: return X[rows], W)" in text


def test_a_syntax_error_gives_the_line(student):
    """The module was imported before: autoreload has kept the old code."""
    path = student("")
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\ndef helper(x:\n    return x\n", encoding="utf-8")
    failed = failure()
    assert failed.lines[0][1] == "softmax_loss_naive: cs_nn/softmax.py can't be read as Python"
    assert failed.lines[1][1].startswith(f"line {len(text.splitlines()) + 2}: ")
    assert "def helper(x:" in failed.lines[1][1]


@pytest.fixture
def fresh_import(tmp_path, monkeypatch):
    """The folder that ``cs_nn.softmax`` is loaded from."""
    monkeypatch.setattr(cs_nn, "__path__", [str(tmp_path)])
    return tmp_path


@pytest.mark.parametrize(
    ("code", "first", "second"),
    [
        ("x = 1\n  y = 2\n", "can't be read as Python", "line 2: unexpected indent"),
        ("import nosuchmodule\n", "can't be imported", "No module named 'nosuchmodule'"),
        ("from numpy import nosuchname\n", "can't be imported", "cannot import name 'nosuchname'"),
        ("x = 1\nx = nosuchname\n", "can't be imported", "'nosuchname' is not defined (cs_nn/softmax.py, line 2: x ="),
    ],
)
def test_a_module_that_can_not_be_imported_is_described(code, first, second, fresh_import):
    (fresh_import / "softmax.py").write_text(code, encoding="utf-8")
    failed = failure()
    assert failed.lines[0][1] == f"softmax_loss_naive: cs_nn/softmax.py {first}"
    assert second in failed.lines[1][1]
    assert ("no other file is handed in" in str(failed)) == ("nosuchmodule" in code)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("    for i in range(1):\n        pass\n", "for i in range(1):"),
        ("    n = 1\n    while n:\n        n -= 1\n", "while n:"),
        ("    def inner():\n        for x in X:\n            pass\n", "for x in X:"),
        ("    if reg:\n        for x in X: pass\n", "for x in X: pass"),
    ],
)
def test_a_loop_is_refused_where_there_must_be_none(body, line, student):
    code = "def softmax_loss_vectorized(W, X, y, reg):\n" + body + "    return softmax_loss_naive(W, X, y, reg)\n"
    student(code)
    assert f"softmax_loss_vectorized has a loop: {line!r}" in str(failure("softmax_loss_vectorized"))
    student(
        code.replace("softmax_loss_vectorized", "softmax_loss_naive").replace(
            "return softmax_loss_naive", "return softmax_loss_vectorized"
        )
    )
    checks.check("softmax_loss_naive")


def test_the_word_for_is_no_loop(student):
    student('''
right = softmax_loss_vectorized
def softmax_loss_vectorized(W, X, y, reg):
    """for every example"""
    # for while
    return right(W, X, y, reg)
''')
    checks.check("softmax_loss_vectorized")


# ------------------------------------------------------------------ parts
@pytest.mark.parametrize(
    ("got", "expected", "same"),
    [
        (1.0, 1.0, True),
        (1.0002, 1.0, True),
        (1.0005, 1.0, False),
        (0.0, 0.0, True),
        (1e-12, 0.0, False),
        ([0.0, 100.0], [0.01, 100.0], True),  # small beside the largest entry
        ([0.0, 100.0], [0.05, 100.0], False),
        ([], [], True),
        ([1.0], 1.0, False),
        ([[1.0, 2.0]], [[1.0], [2.0]], False),
        ([1.0, np.nan], [1.0, np.nan], False),
        (np.inf, np.inf, False),
        (True, 1, True),
        (np.float32(0.1), 0.1, True),
    ],
)
def test_agrees(got, expected, same):
    assert checks.agrees(got, expected) is same


def test_replaced_puts_everything_back():
    module = type(sys)("module")
    module.old = 1
    with pytest.raises(KeyError), checks.replaced(module, old=2, new=3):
        assert (module.old, module.new) == (2, 3)
        raise KeyError
    assert module.old == 1 and not hasattr(module, "new")


def test_a_missing_result_is_named():
    task = checks.Task("t", "m", None, None)
    problem = checks.judge(task, {"about": "nothing"}, {"a": np.zeros(2), "b": np.ones(2)}, {"a": np.zeros(2)})
    assert (problem.what, problem.name, problem.about) == ("there is no b", "b", "nothing")


@pytest.mark.parametrize("lab", load_labs())
def test_names_of_results_are_one_word(lab):
    """The hidden checks send them in lines, and the file of expected results has them in its keys."""
    for task in checks.lab_tasks(lab).values():
        names = {name for results in checks.load_expected(lab, task) for name in results}
        assert names and not any(" " in name or "/" in name for name in names)
