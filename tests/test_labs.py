"""labs.toml, the notebooks, the modules and the hidden checks fit together."""

import importlib
import json
import re

import nbformat
import pytest

from cs_nn import checks
from cs_nn.tools.labs import COURSE, find_lab, load_labs, tell_notebook
from grading.solutions import strip_solutions

NOTEBOOKS = [(lab.name, name) for lab in load_labs().values() for name in lab.notebooks]


def read(lab, name):
    return nbformat.read(COURSE / "assignments" / lab / f"{name}.ipynb", as_version=4)


def graded_cells(lab):
    return [
        cell
        for name in find_lab(lab).notebooks
        for cell in read(lab, name).cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    ]


def test_all_notebooks_of_the_course_are_listed():
    found = {(path.parent.name, path.stem) for path in (COURSE / "assignments").glob("*/*.ipynb")}
    assert found == set(NOTEBOOKS)


def test_unknown_lab():
    with pytest.raises(ValueError, match="lab1_softmax"):
        find_lab("lab9")


@pytest.mark.parametrize("lab", load_labs())
def test_one_id_for_the_stub_the_test_cell_and_the_hidden_check(lab):
    tasks = checks.lab_tasks(lab)
    test_cells = {cell.metadata.nbgrader.grade_id: cell for cell in graded_cells(lab) if cell.cell_type == "code"}
    hidden = importlib.import_module(f"grading.hidden.{lab}").CASES
    stubs = set()
    for module in find_lab(lab).modules:
        text = strip_solutions((COURSE / "cs_nn" / module).read_text(encoding="utf-8"), module)
        stubs |= set(re.findall(r'raise NotImplementedError\("(\w+)"\)', text))
    assert set(tasks) == set(hidden) == stubs
    assert set(test_cells) == {*tasks, *find_lab(lab).weights}
    for name, cell in test_cells.items():
        assert f'{"check" if name in tasks else "check_weights"}("{name}")' in cell.source
        assert cell.source.startswith(f"# {cell.metadata.nbgrader.points:g} point"), name


@pytest.mark.parametrize(("lab", "name"), NOTEBOOKS)
def test_notebook_is_clean_source(lab, name):
    notebook = read(lab, name)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None
            assert len(cell.source.splitlines()) <= 30, cell.id


@pytest.mark.parametrize(("lab", "name"), NOTEBOOKS)
def test_every_code_cell_is_run_when_grading_or_is_an_experiment(lab, name):
    for cell in read(lab, name).cells:
        if cell.cell_type == "code":
            assert ("nbgrader" in cell.metadata) != ("experiment" in cell.metadata.get("tags", [])), cell.id


@pytest.mark.parametrize(("lab", "name"), NOTEBOOKS)
def test_written_questions(lab, name):
    written = [
        c for c in read(lab, name).cells if c.cell_type == "markdown" and c.metadata.get("nbgrader", {}).get("grade")
    ]
    assert written
    assert all(cell.metadata.nbgrader.solution and cell.metadata.nbgrader.points > 0 for cell in written)


def source_notebook(lab, name):
    return (COURSE / "assignments" / lab / f"{name}.ipynb").read_bytes()


@pytest.mark.parametrize(("lab", "name"), NOTEBOOKS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_notebook_is_told_by_its_cells(lab, name, encoding):
    content = source_notebook(lab, name).decode().encode(encoding)
    assert tell_notebook(content, lab) == name
    others = set(load_labs()) - {lab}
    assert {tell_notebook(content, other) for other in others} == {None}


def test_a_notebook_that_lost_cells_is_still_told():
    notebook = json.loads(source_notebook("lab7_cnn", "mnist_cnn"))
    graded = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]
    notebook["cells"] = graded[len(graded) // 2 :]
    assert tell_notebook(json.dumps(notebook).encode(), "lab7_cnn") == "mnist_cnn"
    notebook["cells"] = graded[:1]  # a check cell that was copied into some notebook of the student's own
    assert tell_notebook(json.dumps(notebook).encode(), "lab7_cnn") is None


@pytest.mark.parametrize("content", [
    b"", b"no json", b"[]", b"3", b"{}", b'{"cells": 5}', b'{"cells": [5]}', b'{"cells": [{"metadata": []}]}',
    b'{"cells": [{"metadata": {"nbgrader": {"grade": true, "grade_id": ["q"]}}}]}', b"\xff\xfe\x00", b"[" * 100_000,
])  # fmt: skip
def test_what_is_no_notebook_is_none_of_them(content):
    assert tell_notebook(content, "lab1_softmax") is None
