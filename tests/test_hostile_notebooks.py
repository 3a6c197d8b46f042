"""Hostile notebooks (hostile/notebooks.py): read within bounds, and kept as far as they are honest."""

import copy
import functools
import json
import time

import nbformat
import pytest
from bs4 import BeautifulSoup
from hostile import notebooks
from nbconvert import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from test_hostile_pages import assert_harmless
from traitlets.config.loader import PyFileConfigLoader

from cs_nn.tools.labs import COURSE
from grading import pages, rebuilding
from grading.rebuilding import SubmissionExporter, read_again, rebuild_notebook
from grading.record import KEY, Record

PLAIN = {
    "nbformat": 4, "nbformat_minor": 5, "metadata": {},
    "cells": [
        {"id": "written", "cell_type": "markdown", "metadata": {}, "source": "honest answer"},
        {"id": "code", "cell_type": "code", "metadata": {}, "source": "honest = 1", "execution_count": 1,
         "outputs": [{"output_type": "stream", "name": "stdout", "text": "honest output\n"}]},
    ],
}  # fmt: skip
CASES = {**notebooks.READABLE, **notebooks.UNREADABLE, **notebooks.SLOW}
SLOW = [pytest.param(name, marks=pytest.mark.slow) for name in notebooks.SLOW]


@pytest.fixture
def file(tmp_path):
    def write(name):
        notebook = copy.deepcopy(PLAIN)
        content = CASES[name](notebook)
        path = tmp_path / "a.ipynb"
        path.write_bytes(json.dumps(notebook).encode() if content is None else content)
        return path

    return write


def read(path):
    """The notebook as the grader keeps it, and its notes."""
    text, resources = SubmissionExporter().from_filename(str(path), resources={})
    text.encode("utf-8")  # else it could not be written
    return nbformat.reads(text, as_version=4), resources[KEY]


@pytest.mark.parametrize(("step", "unreadable"), [("submitted", True), ("autograded", False)])
def test_only_what_was_handed_in_has_a_limit_of_size(step, unreadable, tmp_path, monkeypatch):
    monkeypatch.setattr(rebuilding, "NOTEBOOK_LIMIT", 100)
    path = tmp_path / step / "s00" / "lab1_softmax" / "a.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(PLAIN), encoding="utf-8")
    converter = Autograde(coursedir=CourseDirectory(root=str(tmp_path)))
    _, resources = SubmissionExporter(parent=converter).from_filename(str(path))
    assert resources[KEY].unreadable is unreadable


@functools.cache
def exporter():
    """Once: it compiles its templates."""
    return HTMLExporter(config=PyFileConfigLoader("nbgrader_config.py", path=str(COURSE)).load_config())


def page(notebook, path):
    html, _ = exporter().from_notebook_node(notebook, resources={"metadata": {"path": str(path.parent)}})
    html.encode("utf-8")
    return html


@pytest.mark.parametrize("name", [*notebooks.READABLE, *SLOW])
def test_readable(file, name):
    path = file(name)
    started = time.process_time()
    notebook, record = read(path)
    assert not record.unreadable, record.notes
    assert "honest answer" in notebook.cells[0].source.replace("\ufffd", "").replace("honest  ", "honest ")
    assert "honest" in notebook.cells[1].source and "honest" in notebook.cells[1].outputs[0].text
    assert len(json.dumps(notebook)) < 35_000_000 if "picture" in name else 8_000_000
    for cell in notebook.cells:
        assert not set(cell.source) & {"\0", "\x1b", "\x07", "\x9b"}
        for output in cell.get("outputs", []):
            assert "text" not in output or not set(output.text) & {"\0", "\x07", "\x9b"}
    page(notebook, path)
    assert time.process_time() - started < 60
    path.write_text(json.dumps(notebook), encoding="utf-8")  # nbgrader reads once more what it wrote
    again = [cell.source for cell in rebuild_notebook(path).cells]
    assert again == [cell.source for cell in notebook.cells]


@pytest.mark.parametrize("name", notebooks.UNREADABLE)
def test_unreadable(file, name, caplog):
    notebook, record = read(file(name))
    assert record.unreadable and notebook.cells == []
    assert caplog.text.encode("utf-8")


@pytest.mark.parametrize("name", [*notebooks.READABLE, *notebooks.UNREADABLE])
def test_notes(file, name):
    _, record = read(file(name))
    assert len(record.notes) <= 50
    for note in record.notes:
        assert note.isprintable() and len(note) < 400
        html = pages.markdown2html({}, f"- {note}")
        assert_harmless(BeautifulSoup(html, "html.parser"))
        assert not BeautifulSoup(html, "html.parser").select("a, img, h1")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("half_character_in_an_answer", "half of an emoji"),
        ("no_utf_8", "Damaged characters"),
        ("a_great_deal_of_code", "more than 100,000 characters"),
        ("a_great_deal_of_text", "more than 100,000 characters"),
        ("html_as_version", "can't be read"),
    ],
)
def test_what_was_left_out_is_said(file, name, words):
    assert words in "\n".join(read(file(name))[1].notes)


def test_an_error_is_kept_however_much_was_printed_before(file):
    cell = read(file("output_before_an_error"))[0].cells[-1]
    assert [output.ename for output in cell.outputs if output.output_type == "error"] == ["KeptError"]


def test_the_notebook_of_a_busy_student_stays_as_it_is(tmp_path):
    picture = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"image/png": "iVBORw0KGgo" + "A" * 133_000 + "=", "text/plain": "<Figure size 640x480 with 1 Axes>"},
    }
    printed = notebooks.stream("epoch 1, loss 2.302585\n" * 300)
    own = [
        notebooks.code_cell("x = np.zeros(3)\n" * 30, [printed, picture] if n < 200 else [printed]) for n in range(300)
    ]
    own += [notebooks.text_cell("A *long* answer with $x$. \U0001f600 " * 200)] * 20
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({**PLAIN, "cells": PLAIN["cells"] + own}))
    notes = []
    kept = rebuild_notebook(path, notes)
    assert notes == []
    assert [cell.source for cell in kept.cells[2:]] == [cell["source"] for cell in own]
    assert [cell.outputs for cell in kept.cells[2:302]] == [cell["outputs"] for cell in own[:300]]


def test_the_first_cells_and_those_of_nbgrader_stay(tmp_path):
    cells = [notebooks.code_cell(f"x = {n}") for n in range(5000)]
    cells[4000]["metadata"] = {"nbgrader": {"grade_id": "test"}}
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({**PLAIN, "cells": cells}))
    kept = [cell.source for cell in rebuild_notebook(path).cells]
    assert len(kept) == 1000 and kept[:999] == [f"x = {n}" for n in range(999)] and kept[-1] == "x = 4000"


PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


def passes(length):
    """Text that is longer when its tags are text."""
    return notebooks.text_cell("<a" * (length // 2))


@pytest.mark.parametrize(
    "added",
    [
        [],
        [passes(99_998)],
        [{**passes(60_000), "metadata": {"nbgrader": {"grade_id": f"mine{n}"}}} for n in range(60)],
        [notebooks.code_cell("x")] * 1000,
        [notebooks.text_cell("![a](attachment:a.png) ![b](folder)", attachments={"a.png": {"image/png": PIXEL}})],
    ],
    ids=["little", "tags", "claims", "cells", "a folder as a picture"],
)
def test_reading_again_in_memory(tmp_path, added):
    """As if it had been written and read after nbgrader's first pass, which may add cells."""
    path, notes = tmp_path / "a.ipynb", []
    (tmp_path / "folder").mkdir()
    path.write_text(json.dumps({**PLAIN, "cells": PLAIN["cells"] + added}))
    notebook = rebuild_notebook(path, notes)
    for cell in notebook.cells:
        cell.metadata.clear()
    notebook.cells.append(
        nbformat.from_dict(notebooks.code_cell("put back", id="a", metadata={"nbgrader": {"grade_id": "a"}}))
    )
    notebook.metadata.kernelspec["display_name"] = "of the released one"
    Record(notes).write(notebook.metadata)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    expected = rebuild_notebook(path)
    assert read_again(notebook, tmp_path) == expected
    assert expected.cells[-1].source == "put back" and len(expected.cells) == min(len(added) + 3, 1000)


def test_a_page_of_many_notes(tmp_path):
    """A note of the grader is the only place where a notebook's fields are quoted."""
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({**PLAIN, "nbformat": notebooks.HTML}))
    _, record = read(path)
    html = page(
        new_notebook(cells=[new_markdown_cell(f"**Notes of the grader**\n\n- {note}") for note in record.notes]), path
    )
    body = BeautifulSoup(html, "html.parser").main
    assert not body.select("img, a, script, h1") and "onerror" in body.get_text()
