"""What a student sees: the student kit in JupyterLab, in a real browser.

With the environment variable ``SCREENSHOTS`` set to a folder, pictures of every step are kept there.
"""

import os
import shutil
from pathlib import Path

import pytest
from browser import chromium, open_chromium, open_lab, open_notebook, start_lab

from cs_nn.tools.labs import COURSE, load_labs
from grading.kit import build_kit

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="no Chromium here")]

NOTEBOOKS = [f"assignments/{lab.name}/{name}.ipynb" for lab in load_labs().values() for name in lab.notebooks]


@pytest.fixture
def kit(tmp_path, monkeypatch):
    folder = tmp_path / "kit"
    build_kit(folder)
    monkeypatch.setenv("CS_NN_DATASETS", str(tmp_path / "datasets"))
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # beside other tests two threads wait for each other
    return folder


def lab_on(kit):
    return start_lab(kit, arguments=["--config=jupyter_lab_config.py"])


def keep(notebook, name):
    if "SCREENSHOTS" in os.environ:
        notebook.screenshot(Path(os.environ["SCREENSHOTS"]) / f"{name}.png")


def solve(kit):
    for module in (module for lab in load_labs().values() for module in lab.modules):
        shutil.copyfile(COURSE / "cs_nn" / module, kit / "cs_nn" / module)
    for path in NOTEBOOKS:
        text = (kit / path).read_text(encoding="utf-8")
        (kit / path).write_text(text.replace("YOUR ANSWER HERE", "Because."), encoding="utf-8")


def test_a_fresh_kit_says_what_to_write(kit):
    with lab_on(kit) as lab, open_chromium(host=lab.url) as browser:
        notebook = open_notebook(browser, lab, NOTEBOOKS[0])
        notebook.run_all()
        errors = notebook.outputs("error")
        assert errors and all(error["ename"] in ("CheckFailed", "NotImplementedError") for error in errors)
        first = errors[0]
        assert "softmax_loss_naive: not written yet" in "\n".join(first["traceback"])
        assert len(first["traceback"]) <= 4, "a check that fails shows a few lines, not a long traceback"
        assert not [output for output in notebook.outputs("stream") if output["name"] == "stderr"]
        keep(notebook, "fresh-kit")
        assert browser.foreign == []


def test_a_newcomer_sees_the_list_of_labs_and_opens_a_notebook_from_it(kit):
    with start_lab(kit, arguments=["--config=jupyter_lab_config.py"], settings={}) as lab, \
            open_chromium(host=lab.url) as browser:
        page = browser.page
        page.goto(f"{lab.url}/?token={lab.token}")
        link = page.get_by_role("link", name="A network of neurons learns XOR")
        link.wait_for()
        page.wait_for_timeout(3000)  # questions come late
        assert page.locator(".jp-Launcher, .jp-Dialog, .Toastify__toast").count() == 0
        assert page.locator(".jp-MarkdownViewer tbody tr").count() == len(load_labs()) + 1
        if "SCREENSHOTS" in os.environ:
            browser.screenshot(Path(os.environ["SCREENSHOTS"]) / "index.png")
        link.click()
        page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget?.context?.path === 'assignments/lab6_mlp_cnn/1_xor_mlp.ipynb'"
        )
        assert browser.foreign == []


def test_instructors_panels_are_hidden_and_validate_stays(kit):
    with lab_on(kit) as lab, open_chromium(host=lab.url) as browser:
        open_lab(browser, lab)
        assert browser.page.get_by_role("menuitem", name="Nbgrader").count() == 0
        notebook = open_notebook(browser, lab, NOTEBOOKS[1])
        passed, text = notebook.validate()
        assert not passed and "linear_softmax_loss" in text


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_a_solved_notebook_runs_and_validates(kit, path):
    solve(kit)
    with lab_on(kit) as lab, open_chromium(host=lab.url) as browser:
        notebook = open_notebook(browser, lab, path)
        notebook.run_all(timeout=600)
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
