"""What a student sees: the student kit in JupyterLab, in a real browser.

With the environment variable ``SCREENSHOTS`` set to a folder, pictures of every step are kept there.
"""

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from axe import violations
from browser import chromium, open_chromium, open_lab, open_notebook, start_lab
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cs_nn.checks import anchor, lab_tasks
from cs_nn.tools.labs import COURSE, heading_of, load_labs
from grading.kit import build_kit

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="no Chromium here")]

NOTEBOOKS = [f"assignments/{lab.name}/{name}.ipynb" for lab in load_labs().values() for name in lab.notebooks]


@pytest.fixture(scope="module")
def kits(tmp_path_factory):
    """A function that makes a kit: solved, or as students get it."""
    folder = tmp_path_factory.mktemp("kits")
    build_kit(folder / "made")

    def make(name, solved=False):
        shutil.copytree(folder / "made", folder / name)
        if solved:
            solve(folder / name)
        return folder / name

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CS_NN_DATASETS", str(folder / "datasets"))
        patch.setenv("CS_NN_RESULTS", str(folder / "results"))
        patch.delenv("PYTHONPATH", raising=False)
        yield make


@pytest.fixture(scope="module")
def fresh_lab(kits):
    with lab_on(kits("fresh")) as lab:
        yield lab


@pytest.fixture(scope="module")
def solved_lab(kits):
    with lab_on(kits("solved", solved=True)) as lab:
        yield lab


@pytest.fixture(scope="module")
def browser():
    with open_chromium() as browser:
        yield browser


def lab_on(kit, **options):
    return start_lab(kit, arguments=["--config=jupyter_lab_config.py"], **options)


def keep(notebook, name):
    if "SCREENSHOTS" in os.environ:
        notebook.screenshot(Path(os.environ["SCREENSHOTS"]) / f"{name}.png")


def solve(kit):
    for module in (module for lab in load_labs().values() for module in lab.modules):
        shutil.copyfile(COURSE / "cs_nn" / module, kit / "cs_nn" / module)
    texts = {path: (kit / path).read_text(encoding="utf-8") for path in NOTEBOOKS}
    for path, text in texts.items():
        (kit / path).write_text(text.replace("YOUR ANSWER HERE", "Because."), encoding="utf-8")


def test_a_fresh_kit_says_what_to_write(browser, fresh_lab):
    with browser.visiting(fresh_lab):
        notebook = open_notebook(browser, fresh_lab, NOTEBOOKS[0])
        notebook.run_all()
        errors = notebook.outputs("error")
        assert errors and all(error["ename"] in ("CheckFailed", "NotImplementedError") for error in errors)
        first = errors[0]
        assert "softmax_loss_naive: not written yet" in "\n".join(first["traceback"])
        assert len(first["traceback"]) <= 4, "a check that fails shows a few lines, not a long traceback"
        assert not [output for output in notebook.outputs("stream") if output["name"] == "stderr"]
        keep(notebook, "fresh-kit")
        assert browser.foreign == []


def test_a_newcomer_sees_the_list_of_labs_and_opens_a_notebook_from_it(browser, kits):
    with lab_on(kits("newcomer"), settings={}) as lab, browser.visiting(lab):
        page = browser.page
        page.goto(f"{lab.url}/?token={lab.token}")
        link = page.get_by_role("link", name="A network of neurons learns XOR")
        link.wait_for()
        page.wait_for_timeout(3000)  # questions come late
        assert page.locator(".jp-Launcher, .jp-Dialog, .Toastify__toast").count() == 0
        assert page.locator(".jp-MarkdownViewer tbody tr").count() == len(load_labs()) + 1
        assert violations(page, ".jp-MarkdownViewer") == []
        if "SCREENSHOTS" in os.environ:
            browser.screenshot(Path(os.environ["SCREENSHOTS"]) / "index.png")
        link.click()
        page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget?.context?.path === 'assignments/lab6_mlp/1_xor_mlp.ipynb'"
        )
        assert browser.foreign == []


CHECKS = ("softmax_loss_naive", "softmax_loss_vectorized", "sgd_momentum", "SoftmaxClassifier_predict")
MISTAKES = """

right = softmax_loss_naive, softmax_loss_vectorized, sgd_momentum
def softmax_loss_naive(W, X, y, reg):
    loss, dW = right[0](W, X, y, reg)
    return loss, -dW  # a known mistake: a hint

def softmax_loss_vectorized(W, X, y, reg):
    loss, dW = right[1](W, X, y, reg)
    return loss, dW + np.eye(*dW.shape)  # an unknown one: a picture

def sgd_momentum(*arguments):
    np.float64(1) / 0  # right, with a note
    return right[2](*arguments)
"""


def test_what_checks_say_can_be_read_in_both_themes(browser, kits):
    kit = kits("mistakes", solved=True)
    with lab_on(kit) as lab, browser.visiting(lab):
        notebook = open_notebook(browser, lab, NOTEBOOKS[0])
        early = notebook.run('check("softmax_loss_naive")')
        assert "run the set-up cell first" in "".join(early["outputs"][0]["traceback"])
        keep(notebook, "check-before-set-up")
        notebook.run("import os")
        with (kit / "cs_nn" / "softmax.py").open("a", encoding="utf-8") as file:
            file.write(MISTAKES)
        for task in CHECKS:
            notebook.run(f'check("{task}")')
        for theme in ("JupyterLab Light", "JupyterLab Dark"):
            notebook.set_theme(theme)
            keep(notebook, f"checks-{theme}")
            seen = notebook.contrasts()
            texts = " ".join(text for text, _ in seen)
            for words in ("dW is wrong", "Likely mistake", "Compared", "Read again", "Note: Python", "correct in"):
                assert words in texts
            assert [(text, contrast) for text, contrast in seen if contrast < 4.5] == []
        pictures = browser.page.locator(".jp-OutputArea-output img")
        assert pictures.count() == 1 and pictures.get_attribute("alt").startswith("Heat map of the error of dW")


def test_every_link_to_read_again_finds_its_heading(browser, fresh_lab):
    """All headings of tasks, in one notebook with their links as the checks make them."""
    headings = sorted({heading_of(lab, task)[1] for lab in load_labs() for task in lab_tasks(lab)})
    cells = [new_markdown_cell(f"## {heading}\n\n" + 40 * "text\n\n") for heading in headings]
    code = "from IPython.display import Markdown, display\nfor link in {!r}:\n    display(Markdown(link))"
    links = [f"[link {number}](<#{anchor(heading)}>)" for number, heading in enumerate(headings)]
    for start in range(0, len(links), 20):  # JupyterLab shows 50 outputs of a cell
        cells.append(new_code_cell(code.format(links[start : start + 20])))
    nbformat.write(
        new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}),
        fresh_lab.folder / "links.ipynb",
    )
    with browser.visiting(fresh_lab):
        notebook = open_notebook(browser, fresh_lab, "links.ipynb")
        notebook.run_all()
        missed = []
        for number, heading in enumerate(headings):
            browser.page.get_by_role("link", name=f"link {number}", exact=True).click()
            there = browser.page.locator(".jp-MarkdownOutput h2").nth(number)
            try:
                browser.page.wait_for_function(
                    "h => { const top = h.getBoundingClientRect().top; return 0 <= top && top < 500; }",
                    arg=there.element_handle(),
                    timeout=5000,
                )
            except Exception:  # playwright's TimeoutError, where there is playwright
                missed.append(heading)
        assert missed == [] and len(headings) > 30


def test_instructors_panels_are_hidden_and_validate_stays(browser, fresh_lab):
    with browser.visiting(fresh_lab):
        open_lab(browser, fresh_lab)
        assert browser.page.get_by_role("menuitem", name="Nbgrader").count() == 0
        notebook = open_notebook(browser, fresh_lab, NOTEBOOKS[1])
        passed, text = notebook.validate()
        assert not passed and "softmax_loss" in text


#: They take the longest of all tests: several processes share them.
PARTS = 3


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=f"part {number % PARTS}-{path}") for number, path in enumerate(NOTEBOOKS)]
)
def test_a_solved_notebook_runs_and_validates(browser, solved_lab, path):
    results = Path(os.environ["CS_NN_RESULTS"])
    results.unlink(missing_ok=True)
    with browser.visiting(solved_lab):
        notebook = open_notebook(browser, solved_lab, path)
        notebook.run_all(timeout=600)
        assert Path(path).stem in results.read_text(encoding="utf-8")
        assert notebook.outputs("error") == []
        assert not [output for output in notebook.outputs("stream") if output["name"] == "stderr"]
        pictures = [output for output in notebook.outputs() if "image/png" in output.get("data", {})]
        shown = browser.page.evaluate(
            """() => [...document.querySelectorAll('.jp-OutputArea-output img')]
                     .filter(image => image.complete && image.naturalWidth > 50).length"""
        )
        assert shown >= len(pictures) >= 3
        assert all(picture["metadata"] for picture in pictures), "a picture without alternative text"
        formulas = browser.page.locator(".jp-MarkdownOutput mjx-container")
        assert formulas.count() > 5
        assert browser.page.locator("mjx-merror").count() == 0
        keep(notebook, f"solved-{Path(path).stem}")
        assert browser.foreign == []
        passed, text = notebook.validate()
        assert passed, text
