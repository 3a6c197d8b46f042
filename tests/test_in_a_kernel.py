"""What the cells of a notebook show, run in a real kernel without a browser: their outputs, in order."""

import re
import shutil
import sys

import nbformat
import pytest
from bs4 import BeautifulSoup
from kernels import Fork
from nbclient import NotebookClient
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook

from cs_nn.tools.labs import COURSE, load_labs
from grading.kit import STUDENT_FILES, release_notebook
from grading.outputs import safe_outputs
from grading.solutions import strip_solutions

SETUP = "%matplotlib inline\nfrom cs_nn.checks import check"


@pytest.fixture(autouse=True, scope="module")
def forked_kernels():
    with pytest.MonkeyPatch.context() as patch:
        if sys.platform == "linux":
            patch.setattr("jupyter_client.provisioning.local_provisioner.launch_kernel", Fork)
        yield


@pytest.fixture
def run(tmp_path):
    """A function that runs cells beside a copy of the solved package, and returns the notebook."""
    shutil.copytree(COURSE / "cs_nn", tmp_path / "cs_nn", ignore=shutil.ignore_patterns("__pycache__"))
    lab = tmp_path / "assignments" / "lab1_softmax"
    lab.mkdir(parents=True)
    shutil.copyfile(COURSE / "assignments" / "labs.toml", lab.parent / "labs.toml")
    for source in (COURSE / "assignments" / lab.name).glob("*.ipynb"):
        (lab / source.name).write_text(release_notebook(source), encoding="utf-8")

    def run_cells(*cells, **modules):
        for module, change in modules.items():
            path = tmp_path / "cs_nn" / f"{module}.py"
            path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
        NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}, allow_errors=True).execute()
        return notebook

    return run_cells


def wrong(text):
    """No known mistake of a wrong dW, and a division by zero beside it."""
    return (
        text
        + """

right = softmax_loss_naive
def softmax_loss_naive(W, X, y, reg):
    np.log(0 * W)
    loss, dW = right(W, X, y, reg)
    return loss, dW + np.eye(*dW.shape)
"""
    )


def test_the_message_comes_first_then_the_link_then_the_picture(run):
    notebook = run(SETUP, 'check("softmax_loss_naive")', "1 + 1", softmax=wrong)
    error, link, picture = notebook.cells[1].outputs
    text = "\n".join(error.traceback)
    assert error.ename == "CheckFailed" and "dW is wrong" in text and "warned" not in text
    assert link.data["text/markdown"].startswith("Read again: [2. The loss and its gradient, with loops](<#2.")
    assert "Heat map of the error of dW" in BeautifulSoup(picture.data["text/html"], "html.parser").img["alt"]
    assert [output.output_type for output in notebook.cells[2].outputs] == ["execute_result"], "shown once"

    kept = safe_outputs(notebook.cells[1].outputs)
    assert kept[1].data == {"text/plain": "Read again: 2. The loss and its gradient, with loops"}
    assert "Heat map" in kept[2].metadata["image/png"]["alt"]


def test_what_students_export_has_alternative_texts(run):
    notebook = run(SETUP, 'check("softmax_loss_naive")', softmax=wrong)
    page = BeautifulSoup(HTMLExporter().from_notebook_node(notebook)[0], "html.parser")
    [image] = page.find_all("img")
    assert image["alt"].startswith("Heat map of the error of dW")


# ------------------------------------------------------------------ what is saved is used
SETUP_LAB = "import sys\nfrom cs_nn.tools import reloading\nreloading.start()\n" + SETUP + "\nfrom cs_nn import softmax"


def saved(module, text, course="."):
    """A cell that saves a module as an editor would."""
    return f"import pathlib\npathlib.Path('{course}/cs_nn/{module}.py').write_text({text!r}, encoding='utf-8')\nNone"


def solution(module):
    return (COURSE / "cs_nn" / f"{module}.py").read_text(encoding="utf-8")


def printed(cell):
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def test_what_is_saved_is_used_by_the_next_cell(run):
    changed = solution("softmax") + "\n\ndef sgd_momentum(*arguments):\n    return 'changed'\n"
    newer = "class SoftmaxClassifier(SoftmaxClassifier):\n    def predict(self, X):\n        return 'new'\n"
    twice = f"{changed}\n\n{newer}"
    once = "print(softmax.sgd_momentum(1), step(1), three_layer_net.sgd_momentum(1))"
    notebook = run(
        SETUP_LAB,
        "from cs_nn import three_layer_net\nstep = softmax.sgd_momentum\nnet = softmax.SoftmaxClassifier()",
        saved("softmax", changed),
        once,
        saved("softmax", twice),
        "print(net.predict(1), type(net) is softmax.SoftmaxClassifier)",
        saved("softmax", twice.replace("'changed'", "1 / 0")),
        "step(1)",
    )
    assert printed(notebook.cells[3]) == "changed changed changed\n"
    assert printed(notebook.cells[5]) == "new True\n"
    [error] = notebook.cells[7].outputs
    assert error.ename == "ZeroDivisionError"
    assert "return 1 / 0" in re.sub(r"\x1b\[[\d;]*m", "", "\n".join(error.traceback)), "the line as it is saved"


@pytest.mark.parametrize("autoreload", ["", "%load_ext autoreload\n%autoreload 2"])
def test_what_is_saved_is_used_in_a_notebook_in_its_place(autoreload, run):
    """With the set-up cell as students have it: the package is found two folders above the notebook."""
    setup = setup_cell("lab1_softmax/softmax_mnist.ipynb")
    use = "print(stopping([], 1), stop([], 1), softmax.early_stopping([], 1))"
    cells = [
        setup,
        autoreload,
        "from cs_nn.softmax import early_stopping as stopping\nimport cs_nn.softmax",
        "stop = cs_nn.softmax.early_stopping",
        use,
    ]
    for text in ("'first'", "1 / 0", "'second'"):
        cells += [saved("softmax", written(stop=f"def early_stopping(*_):\n    return {text}\n"), "../.."), use]
    notebook = run("import os; os.chdir('assignments/lab1_softmax')", *cells, softmax=lambda _: written())
    waiting, failed = (notebook.cells[number].outputs[0] for number in (5, 9))
    assert waiting.ename == "NotImplementedError" and failed.ename == "ZeroDivisionError"
    assert [printed(notebook.cells[number]) for number in (7, 11)] == ["first first first\n", "second second second\n"]


def test_a_decorated_function_changes_too(run):
    text = """
import functools

def told(function):
    @functools.wraps(function)
    def inner(*arguments):
        return "told", function(*arguments)
    return inner

@told
def sgd_momentum(w):
    return w + 1
"""
    notebook = run(
        SETUP_LAB,
        "from cs_nn.softmax import sgd_momentum as step",
        saved("softmax", text),
        "print(step(1))",
        saved("softmax", text.replace("w + 1", "w + 7")),
        "print(step(1), softmax.sgd_momentum(1))",
        saved("softmax", text.replace("@told", "")),
        "print(step(1))",
    )
    assert [printed(notebook.cells[number]) for number in (3, 5, 7)] == [
        "('told', 2)\n",
        "('told', 8) ('told', 8)\n",
        "2\n",
    ]


def test_what_the_notebook_made_of_a_class_or_a_function_changes_with_it(run):
    """Subclasses, and functions in containers: some notebooks have both."""
    holders = """
class Watched(softmax.SoftmaxClassifier):
    def predict(self, X):
        return ["watched", super().predict(X)]

net, methods = Watched(), {"momentum": (softmax.sgd_momentum, 1)}
"""
    text = """
def sgd_momentum(w, dw=2, *, config=3):
    return f"changed {w} {dw} {config}"

class SoftmaxClassifier(SoftmaxClassifier):
    def predict(self, X):
        return self.help()

    def help(self):
        return "new"
"""
    use = (
        "print(net.predict(1), Watched().help(), methods['momentum'][0](1), isinstance(net, softmax.SoftmaxClassifier))"
    )
    newer = text.replace('"new"', '"newer"').replace("dw=2", "dw=4")
    notebook = run(
        SETUP_LAB,
        holders,
        saved("softmax", solution("softmax") + text),
        use,
        saved("softmax", solution("softmax") + newer),
        use,
    )
    assert printed(notebook.cells[3]) == "['watched', 'new'] new changed 1 2 3 True\n"
    assert printed(notebook.cells[5]) == "['watched', 'newer'] newer changed 1 4 3 True\n"


def test_a_file_that_can_not_be_read_changes_nothing_and_is_told_in_one_line(run):
    broken = solution("softmax") + "\ndef f(x:\n    return x\n"
    line = len(broken.splitlines()) - 1
    stops = solution("softmax") + "\nsgd_momentum = 5\n1 / 0\n"
    use = "print(callable(softmax.sgd_momentum))"
    check = 'check("softmax_loss_naive")'
    notebook = run(
        SETUP_LAB,
        saved("softmax", broken),
        use,
        use,
        check,
        saved("softmax", stops),
        use,
        saved("softmax", solution("softmax")),
        use,
        check,
    )
    for cell in notebook.cells[2:4]:
        note, result = printed(cell).splitlines()
        assert note.startswith(f"cs_nn/softmax.py can't be used as it is saved (line {line}: SyntaxError: ")
        assert result == "True"
    [error] = notebook.cells[4].outputs
    assert "can't be read as Python" in error.evalue
    assert "ZeroDivisionError" in printed(notebook.cells[6]) and "True" in printed(notebook.cells[6])
    assert printed(notebook.cells[8]) == "True\n"
    assert "correct in all" in printed(notebook.cells[9])
    assert all(output.get("name") != "stderr" for cell in notebook.cells for output in cell.outputs)


@pytest.mark.parametrize("before", ["", "%load_ext autoreload", "%load_ext autoreload\n%autoreload 2"])
def test_autoreload_is_switched_off_with_one_line(before, run):
    broken = solution("softmax") + "\ndef f(x:\n    return x\n"
    notebook = run(before, SETUP_LAB, "%load_ext autoreload\n%autoreload 2", saved("softmax", broken), "1 + 1")
    note = "%autoreload is not needed and was switched off: what you save in cs_nn is used anyway.\n"
    assert printed(notebook.cells[2]) in (
        note,
        f"The autoreload extension is already loaded. To reload it, use:\n  %reload_ext autoreload\n{note}",
    )
    assert printed(notebook.cells[4]).startswith("cs_nn/softmax.py can't be used as it is saved (line ")
    assert len(printed(notebook.cells[4]).splitlines()) == 1
    assert all(output.get("name") != "stderr" for cell in notebook.cells for output in cell.outputs)


def test_two_modules_that_need_each_others_changes_are_loaded_together(run):
    layers = solution("layers") + "\n\ndef helper():\n    return 'helped'\n"
    net = solution("three_layer_net") + "\nfrom cs_nn.layers import helper\n"
    both = saved("three_layer_net", net) + "\n" + saved("layers", layers)
    notebook = run(SETUP_LAB, "from cs_nn import three_layer_net", both, "print(three_layer_net.helper())")
    assert printed(notebook.cells[3]) == "helped\n"


def written(**functions):
    """The text of softmax.py as far as a student has come: the released stubs, and these functions at the end."""
    return "\n\n".join([strip_solutions(solution("softmax"), "softmax.py"), *functions.values()])


NAIVE = """
def softmax_loss_naive(W, X, y, reg):
    N, C = len(X), W.shape[1]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(N):
        scores = X[i] @ W
        scores = scores - scores.max()
        probs = np.exp(scores) / np.exp(scores).sum()
        loss += np.log(np.exp(scores).sum()) - scores[y[i]]
        for j in range(C):
            dW[:, j] += (probs[j] - (j == y[i])) * X[i]
    return loss / N + 0.5 * reg * np.sum(W**2), dW / N + reg * W
"""
VECTORIZED = """
def softmax_loss_vectorized(W, X, y, reg):
    scores = X @ W
    scores = scores - scores.max(axis=1, keepdims=True)
    sums = np.exp(scores).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums)[:, 0] - scores[np.arange(len(y)), y])
    dscores = np.exp(scores) / sums
    dscores[np.arange(len(y)), y] -= 1
    return loss + 0.5 * reg * np.sum(W**2), X.T @ dscores / len(y) + reg * W
"""


@pytest.mark.parametrize("reloads", ["%load_ext autoreload\n%autoreload 2\n", "reloading", ""])
@pytest.mark.parametrize("which", [pytest.param("oldest", marks=pytest.mark.slow), "newest"])
def test_a_check_takes_what_is_saved_after_any_number_of_edits(which, reloads, run, ipython_path, monkeypatch):
    """What `%autoreload` leaves behind differs from release to release: a check must not depend on it."""
    monkeypatch.setenv("PYTHONPATH", str(ipython_path(which)))
    setup = SETUP_LAB if reloads == "reloading" else f"{reloads}{SETUP}\nfrom cs_nn import softmax"
    naive, fast = 'check("softmax_loss_naive")', 'check("softmax_loss_vectorized")'
    crash = NAIVE.replace("    N, C =", "    # two lines\n    # more\n    X.nothing\n    N, C =")
    missing = VECTORIZED.replace("X.T @ dscores / len(y)", "X.T @ dscores")
    looped = VECTORIZED.replace("    scores = X @ W", "    for i in y: pass\n    scores = X @ W")
    texts = [
        (written(), [naive, fast]),
        (written(naive=NAIVE), [naive, fast]),
        (written(naive=NAIVE, fast=VECTORIZED), [fast, naive]),
        (written(fast=VECTORIZED, naive=crash), [naive, fast]),
        (written(naive="def softmax_loss_naive(W, X, y reg):"), [naive]),
        (written(naive="# " * 5 + NAIVE, fast=missing), [fast, naive]),
        (written(naive=NAIVE, fast=looped), [fast, naive]),
        (written(naive=NAIVE, fast=VECTORIZED), [naive, fast]),
    ]
    cells = [setup, "import IPython; print(IPython.__version__)"]
    for text, checks in texts:
        cells += [saved("softmax", text), *checks]
    notebook = run(*cells, softmax=lambda _: written())
    said = [
        "".join(output.get("text") or output.get("evalue", "") for output in cell.outputs) for cell in notebook.cells
    ]
    assert said[0] == "" and (ipython_path(which) / f"ipython-{said[1].strip()}.dist-info").is_dir()
    assert "not written yet" in said[3] and "not written yet" in said[4]
    assert "correct in all" in said[6] and "not written yet" in said[7]
    assert "correct in all" in said[9] and "correct in all" in said[10]
    line = texts[3][0].splitlines().index("    X.nothing") + 1
    assert f"(cs_nn/softmax.py, line {line}: X.nothing)" in said[12] and "correct in all" in said[13]
    assert "can't be read as Python" in said[15] and "y reg):" in said[15]
    assert "divide by N" in said[17] and "correct in all" in said[18]
    assert "has a loop: 'for i in y: pass'" in said[20] and "correct in all" in said[21]
    assert "correct in all" in said[23] and "correct in all" in said[24]


# ------------------------------------------------------------------ a notebook in a wrong place, a cell too early
NOTEBOOKS = [path for lab in load_labs().values() for path in (f"{lab.name}/{name}.ipynb" for name in lab.notebooks)]


def setup_cell(path):
    cells = nbformat.read(COURSE / "assignments" / path, as_version=4).cells
    return next(cell.source for cell in cells if cell.id == "setup")


def test_all_set_up_cells_find_the_package_in_the_same_way():
    lines = "".join(setup_cell(NOTEBOOKS[0]).partition("%matplotlib")[1:]).partition("\n\nimport")[0]
    assert "reloading.start()" in lines and "autoreload" not in lines
    assert [path for path in NOTEBOOKS if lines not in setup_cell(path)] == []


def test_a_copied_notebook_says_where_to_open_it(tmp_path):
    notebook = new_notebook(cells=[new_code_cell(setup_cell(NOTEBOOKS[0]))])
    NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}, allow_errors=True).execute()
    [error] = notebook.cells[0].outputs
    assert error.output_type == "error"
    assert error.traceback == [
        "There is no cs_nn two folders above this notebook: open it where the kit has it, in assignments."
    ]


@pytest.fixture
def ipython_of_the_kit(tmp_path, monkeypatch):
    shutil.copytree(STUDENT_FILES / ".jupyter" / "ipython", tmp_path / "ipython")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))


def test_a_cell_that_runs_before_the_set_up_cell_says_so(ipython_of_the_kit, run):
    early = [
        'check("softmax_loss_naive")',
        "np.zeros(3)",
        "import os; os.chdir('assignments')",
        "from cs_nn.submit import submit",
        "import nosuchmodule",
        "1 / 0",
        "os.chdir('..')",
    ]
    late = ["nosuchname", 'check("softmax_loss_naive")', "import nosuchmodule", "[1, 2][nosuchname]"]
    notebook = run(*early, SETUP_LAB, *late)
    said = [
        ["\n".join(output.traceback) for output in cell.outputs if output.output_type == "error"]
        for cell in notebook.cells
    ]
    for number, name in ((0, "check"), (1, "np"), (3, "cs_nn")):
        [text] = said[number]
        assert text.startswith(f"\x1b[1m{name} is not there yet:\x1b[0m run the set-up cell first")
        assert len(text.splitlines()) == 2
        assert notebook.cells[number].outputs[0].ename in ("NameError", "ModuleNotFoundError")
    assert said[2] == said[6] == said[7] == []
    for number, name in (
        (4, "ModuleNotFoundError"),
        (5, "ZeroDivisionError"),
        (8, "NameError"),
        (10, "ModuleNotFoundError"),
        (11, "NameError"),
    ):
        [text] = said[number]
        assert name in text and "set-up cell" not in text
    assert "correct in all" in printed(notebook.cells[9])


def test_a_cell_that_needs_what_is_not_written_or_not_run_says_so(ipython_of_the_kit, run):
    stub = "\ndef sgd_momentum(w, dw, config):\n    raise NotImplementedError('sgd_momentum')\n"
    typo = "\nclass SoftmaxClassifier:\n    def predict(self, X):\n        return X @ weights\n"
    cells = [
        "from cs_nn import softmax",
        "softmax.sgd_momentum(1, 2, {})",
        "history = X_train[:10]",
        "softmax.SoftmaxClassifier().predict(2)",
        "raise NotImplementedError('mine')",
        "raise NotImplementedError",
    ]
    notebook = run(SETUP_LAB, *cells, softmax=lambda text: text + stub + typo)
    written, made, misspelt, own, bare = ("\n".join(cell.outputs[0].traceback) for cell in notebook.cells[2:])
    assert written.startswith("\x1b[1msgd_momentum is not written yet\x1b[0m (cs_nn/softmax.py, line ")
    assert len(written.splitlines()) == 2
    assert "NameError" in made and "Is X_train made in a cell further up? Run that cell first" in made
    assert "NameError" in misspelt and "weights" in misspelt and "further up" not in misspelt
    for text in (own, bare):
        assert "Traceback" in text and "not written" not in text


def test_a_function_of_an_earlier_lab_that_is_not_written_says_what_helps(ipython_of_the_kit, run):
    stub = "\ndef affine_forward(x, w, b):\n    raise NotImplementedError('affine_forward')\n"
    cells = [
        "import os\nfrom cs_nn import layers\nos.mkdir('lab6_mlp'); os.mkdir('lab3_three_layer_net')",
        "os.chdir('lab6_mlp'); layers.affine_forward(1, 2, 3)",
        "os.chdir('../lab3_three_layer_net'); layers.affine_forward(1, 2, 3)",
    ]
    notebook = run(SETUP_LAB, *cells, layers=lambda text: text + stub)
    later, own = (cell.outputs[0].traceback for cell in notebook.cells[2:])
    assert later[-1].startswith(
        "It belongs to Lab 3: a three-layer network from layers. If yours does not work: README.md"
    )
    assert own == later[:2]


def test_a_name_that_the_set_up_cell_could_not_import(ipython_of_the_kit, run):
    notebook = run(
        "import os; os.makedirs('a/b'); os.chdir('a/b')",
        "import sys; sys.path.append('../..')",
        SETUP_LAB,
        "softmax.sgd_momentum",
        softmax=lambda text: text + "\ndef f(x:\n",
    )
    assert notebook.cells[2].outputs[-1].ename == "SyntaxError"
    assert "softmax is not there yet" in "\n".join(notebook.cells[3].outputs[0].traceback)
