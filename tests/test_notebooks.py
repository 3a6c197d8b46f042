"""The labs' notebooks run from top to bottom on the embedded data.

Where there is a browser, `test_lab_in_browser` runs them in JupyterLab and looks for the same and more; then one is
enough here.
"""

import time

import nbformat
import pytest
from browser import chromium

from cs_nn.tools.labs import COURSE, load_labs
from grading.experiments import run_notebook

pytestmark = pytest.mark.slow

NOTEBOOKS = [(lab.name, name) for lab in load_labs().values() for name in lab.notebooks]
if chromium():
    NOTEBOOKS = [("lab1_softmax", "softmax_mnist")]


@pytest.mark.parametrize(("lab", "name"), NOTEBOOKS)
def test_notebook_runs_without_errors_or_red_noise(lab, name, tmp_path, monkeypatch):
    monkeypatch.setenv("CS_NN_DATASETS", str(tmp_path))
    results = tmp_path / "results"
    notebook, _ = run_notebook(COURSE / "assignments" / lab / f"{name}.ipynb", results)
    assert results.stat().st_size
    pictures = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error", cell.id
            assert output.get("name") != "stderr", (cell.id, output.text)
            if "image/png" in output.get("data", {}):
                pictures += 1
                assert output.metadata, f"{cell.id}: a picture without alternative text"
    assert pictures >= 3


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
