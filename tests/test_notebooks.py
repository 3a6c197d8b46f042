"""The labs' notebooks run from top to bottom on the embedded data, as `grading.experiments` runs them.

Where there is a browser, `test_lab_in_browser` runs them in JupyterLab and looks for the same and more. Then one is
enough here, without its experiments.
"""

import json
import time

import nbformat
import pytest
from browser import chromium
from nbformat.v4 import new_code_cell

from cs_nn.tools.labs import COURSE, load_labs
from grading.experiments import run_notebook

pytestmark = pytest.mark.slow

NOTEBOOKS = [
    COURSE / "assignments" / lab.name / f"{name}.ipynb" for lab in load_labs().values() for name in lab.notebooks
]


def assert_silent(notebook):
    """No errors and no red noise."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error", cell.id
            assert output.get("name") != "stderr", (cell.id, output.text)


@pytest.mark.skipif(bool(chromium()), reason="the browser runs them")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_without_errors_or_red_noise(path, tmp_path, monkeypatch):
    monkeypatch.setenv("CS_NN_DATASETS", str(tmp_path))
    results = tmp_path / "results"
    notebook, _ = run_notebook(path, results)
    assert_silent(notebook)
    assert results.stat().st_size
    pictures = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                pictures += 1
                assert output.metadata, f"{cell.id}: a picture without alternative text"
    assert pictures >= 3


def test_a_notebook_finds_the_course_and_notes_its_figures_but_hands_nothing_in(tmp_path):
    notebook, path, results = nbformat.read(NOTEBOOKS[0], as_version=4), tmp_path / "short.ipynb", tmp_path / "results"
    tags = [{*cell.metadata.get("tags", [])} for cell in notebook.cells]
    notebook.cells = [cell for cell, its in zip(notebook.cells, tags) if "experiment" not in its or "submit" in its]
    notebook.cells.insert(-1, new_code_cell("from cs_nn.tools.results import report\nreport('short: figure', 7)"))
    nbformat.write(notebook, path)
    notebook, _ = run_notebook(path, results)
    assert_silent(notebook)
    assert json.loads(results.read_text(encoding="utf-8")) == {"name": "short: figure", "value": 7.0}
    tested = [cell for cell in notebook.cells if "raises-exception" in cell.metadata.get("tags", [])]
    assert tested and all("correct in all" in cell.outputs[0].text for cell in tested)
    [hand_in] = [cell for cell in notebook.cells if "submit" in cell.metadata.get("tags", [])]
    assert hand_in.execution_count is None


def test_long_cells_are_run_if_asked_for_and_not_timed(tmp_path):
    v4, path, done = nbformat.v4, tmp_path / "long.ipynb", tmp_path / "done"
    long = f"if FULL:\n    import time\n    time.sleep(2)\n    open({str(done)!r}, 'w').close()"
    cells = [v4.new_code_cell("FULL = False  # more"), v4.new_code_cell(long, metadata={"tags": ["long"]})]
    nbformat.write(v4.new_notebook(cells=cells), path)
    run_notebook(path)
    assert not done.exists()
    start = time.perf_counter()
    _, seconds = run_notebook(path, full=True)
    assert done.exists()
    assert time.perf_counter() - start > seconds + 2
