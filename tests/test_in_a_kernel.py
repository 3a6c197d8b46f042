"""What the cells of a notebook show, run in a real kernel without a browser: their outputs, in order."""

import shutil

import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook

from cs_nn.tools.labs import COURSE
from grading.kit import release_notebook
from grading.submissions import safe_outputs

SETUP = "%matplotlib inline\nfrom cs_nn.tools.checks import check"


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
    return text + """

right = softmax_loss_naive
def softmax_loss_naive(W, X, y, reg):
    np.log(0 * W)
    loss, dW = right(W, X, y, reg)
    return loss, dW + np.eye(*dW.shape)
"""


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
