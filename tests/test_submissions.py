"""Reading submitted notebooks: rebuilt from plain parts, graded cells restored, nothing harmful left."""

import copy
import json

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cs_nn.tools.labs import COURSE
from grading.outputs import TEXT_LIMIT, safe_outputs
from grading.rebuilding import KIND, PICTURES, rebuild_notebook, without_html
from grading.restoring import restore_cells
from grading.submitted import clean_submission

PNG = "iVBORw0KGgo="


def cell(id, source="check()", kind=new_code_cell, **flags):
    metadata = {
        "schema_version": 3,
        "grade_id": id,
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
        **flags,
    }
    return kind(source, metadata={"nbgrader": metadata})


def released():
    return {
        "setup": cell("setup", "import this", grade=False),
        "test": cell("test", points=2),
        "answer": cell("answer", "YOUR ANSWER HERE", new_markdown_cell, solution=True, locked=False, points=3),
    }


ORDER = ["setup", "test", "answer"]


def ids(notebook):
    return [c.metadata.get("nbgrader", {}).get("grade_id") for c in notebook.cells]


def test_an_untouched_notebook_stays_as_it_is():
    notebook = new_notebook(cells=list(released().values()))
    assert restore_cells(notebook, released(), ORDER) == []
    assert [c.source for c in notebook.cells] == ["import this", "check()", "YOUR ANSWER HERE"]


def test_answers_are_kept_and_locked_cells_restored():
    cells = released()
    cells["answer"].source = "Because."
    cells["test"].source = "assert True"
    notebook = new_notebook(cells=list(cells.values()))
    notes = restore_cells(notebook, released(), ORDER)
    assert [c.source for c in notebook.cells] == ["import this", "check()", "Because."]
    assert notes == ["The cell test was changed; the released one was used."]


def test_missing_cells_return_to_their_place():
    notebook = new_notebook(
        cells=[new_markdown_cell("hello"), released()["setup"], new_markdown_cell("mine"), released()["answer"]]
    )
    notes = restore_cells(notebook, released(), ORDER)
    assert ids(notebook) == [None, "setup", "test", None, "answer"]
    assert notes == ["The cell test was missing; it was put back."]
    assert ids(new_empty := new_notebook()) == [] and restore_cells(new_empty, released(), ORDER)
    assert ids(new_empty) == ORDER


def test_of_copies_the_last_one_counts():
    first, last = released()["answer"], released()["answer"]
    first.source, last.source = "old", "new"
    notebook = new_notebook(cells=[released()["setup"], released()["test"], first, last])
    notes = restore_cells(notebook, released(), ORDER)
    assert [c.source for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "answer"] == ["new"]
    assert "more than once" in notes[0]


@pytest.mark.parametrize(
    "metadata",
    [
        {
            "nbgrader": {"grade_id": "test", "points": 1000, "solution": True, "schema_version": "x"},
            "tags": ["skip-execution"],
        },
        {"nbgrader": {"grade_id": ["test"]}},
        {"nbgrader": "grade_id"},
        {"nbgrader": {"grade_id": "unknown"}},
        {"tags": "raises-exception"},
    ],
)
def test_nothing_of_the_metadata_is_believed(metadata):
    notebook = new_notebook(cells=[released()["setup"], new_code_cell("assert True")])
    notebook.cells[1].metadata = nbformat.from_dict(metadata)
    restore_cells(notebook, released(), ORDER)
    tests = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "test"]
    assert [(c.source, c.metadata) for c in tests] == [("check()", released()["test"].metadata)]
    assert all("tags" not in c.metadata for c in notebook.cells)


def write(path, content):
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no json {",
        "[]",
        "3",
        '{"cells": []}',
        '{"nbformat": 99, "nbformat_minor": 0, "cells": [], "metadata": {}}',
        "\x00",
    ],
)
def test_what_is_no_notebook_raises(tmp_path, content):
    with pytest.raises(Exception):  # noqa: B017 - any: the caller turns all of them into a note
        rebuild_notebook(write(tmp_path / "a.ipynb", content))


def test_an_answer_that_was_made_a_code_cell_keeps_its_pictures(tmp_path):
    picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    answer = new_code_cell("see ![x](attachment:a.png)", metadata={"nbgrader": {"grade_id": "answer"}})
    own = new_code_cell("1 + 1", metadata={PICTURES: {"mine": {"image/png": picture}}})
    source = new_notebook(cells=[answer, own])
    source.cells[0]["attachments"] = {"a.png": {"image/png": picture}}
    notebook = rebuild_notebook(write(tmp_path / "a.ipynb", source))
    assert PICTURES not in notebook.cells[1].metadata
    restore_cells(notebook, released(), ORDER, folder=tmp_path)
    [found] = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "answer"]
    assert found.cell_type == "markdown" and found.source.startswith("see ![x](attachment:picture-1.png)")
    assert found.attachments == {"picture-1.png": {"image/png": picture}} and PICTURES not in found.metadata
    nbformat.validate(notebook)


def test_odd_parts_are_made_plain(tmp_path):
    odd = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "ir"}, "widgets": 5},
        "cells": [
            {
                "cell_type": "code",
                "source": ["a = 1\n", "b"],
                "metadata": {},
                "outputs": "none",
                "execution_count": "x",
                "id": "same",
            },
            {
                "cell_type": "code",
                "source": "",
                "metadata": {},
                "outputs": [{"output_type": "strange"}, 7],
                "id": "same",
            },
            {"cell_type": "raw", "source": "<script>x</script>", "metadata": {}},
        ],
    }
    notebook = rebuild_notebook(write(tmp_path / "a.ipynb", odd))
    nbformat.validate(notebook)
    assert notebook.cells[0].source == "a = 1\nb"
    assert [c.cell_type for c in notebook.cells] == ["code", "code", "markdown"]
    assert notebook.metadata.kernelspec.name == "python3"
    assert "<script" not in notebook.cells[2].source


def test_outputs_keep_text_and_pictures_only():
    outputs = [
        new_output(
            "display_data",
            data={"image/png": PNG, "text/html": "<script>", "text/plain": "figure"},
            metadata={"image/png": {"alt": 'a "curve" <b>', "width": "1 onerror=alert(1)"}},
        ),
        new_output("display_data", data={"image/png": '" onerror="alert(1)'}),
        new_output("display_data", data={"application/javascript": "alert(1)", "image/svg+xml": "<svg onload=x>"}),
        new_output("stream", name="stdout", text="hello"),
    ]
    kept = safe_outputs(outputs)
    assert [o.output_type for o in kept] == ["display_data", "stream"]
    assert kept[0].data == {"image/png": PNG, "text/plain": "figure"}
    assert set(kept[0].metadata) == {"image/png"} and set(kept[0].metadata["image/png"]) == {"alt"}
    assert not set('"<>') & set(kept[0].metadata["image/png"]["alt"])


def test_long_output_is_cut_and_says_so():
    kept = safe_outputs(
        [new_output("stream", name="stdout", text="x" * 10 * TEXT_LIMIT), new_output("stream", name="stdout", text="y")]
    )
    assert sum(len(o.text) for o in kept) < 1.1 * TEXT_LIMIT
    assert "left out" in kept[-1].text


@given(st.text(alphabet='<>/!?abs="` \n', max_size=40))
def test_no_tag_is_left_in_markdown(text):
    import re

    assert not re.search(r"<[A-Za-z/!?]", without_html(text))


def test_formulas_survive():
    assert without_html("$a < b$ and $x<y$") == "$a < b$ and $x< y$"


def test_links_and_unreadable_time_stamps_are_taken_out(tmp_path):
    (tmp_path / "secret").write_text("secret")
    folder = tmp_path / "lab"
    (folder / "cs_nn").mkdir(parents=True)
    (folder / "a.ipynb").write_text("{}")
    (folder / "timestamp.txt").write_text("once upon a time")
    try:
        (folder / "cs_nn" / "softmax.py").symlink_to(tmp_path / "secret")
    except OSError:
        pytest.skip("no links on this system")
    clean_submission("lab", "*", [str(folder / "a.ipynb")])
    assert sorted(p.name for p in folder.rglob("*") if p.is_file()) == ["a.ipynb", "timestamp-unreadable.txt"]
    assert (tmp_path / "secret").exists()


GIVEN = ["setup", "Whatisit?", "test", "Why?", "answer"]
TEXTS = ["", "YOUR ANSWER HERE", "Because.", "It is so.", "Why?", "What is it?", "# Because", "x = 1"]


def cells_of_students():
    """Cells as they come back: with an id or without, of any type and text."""
    kinds = st.sampled_from(["markdown", "code", "raw"])
    return st.lists(st.tuples(st.sampled_from([None, *ORDER]), kinds, st.sampled_from(TEXTS)), max_size=7)


@given(cells_of_students())
def test_no_text_is_lost_and_no_answer_gets_0_unseen(handed_in):
    cells = []
    for id, kind, text in handed_in:
        new = new_code_cell(text) if kind == "code" else new_markdown_cell(text)
        new.metadata.update({KIND: kind} | ({"nbgrader": {"grade_id": id}} if id else {}))
        cells.append(new)
    notebook = new_notebook(cells=cells)
    notes = restore_cells(notebook, released(), ORDER, GIVEN)

    nbformat.validate(notebook)
    assert sorted(filter(None, ids(notebook))) == sorted(ORDER)
    kept = "\n".join(c.source for c in notebook.cells)
    assert all(text in kept for id, _, text in handed_in if id in (None, "answer"))
    answers = [(kind, text) for id, kind, text in handed_in if id == "answer"]
    (answer,) = (c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "answer")
    written = [text for _, text in answers if text not in ("", "YOUR ANSWER HERE")]
    if written:
        assert answer.source == written[-1]
    if answer.source == "YOUR ANSWER HERE":  # 0 points by itself
        assert answers == [("markdown", "YOUR ANSWER HERE")]
    elif answers != [("markdown", answer.source)]:
        assert any("answer" in note for note in notes)


HANDWRITTEN = 'Image("photo.png")'


@pytest.mark.parametrize(("beside", "waits"), [
    (new_markdown_cell("My answer."), True), (new_code_cell("# My answer."), True), (new_code_cell("It is so."), True),
    (new_code_cell("'my answer'"), True), (new_code_cell("x = 1"), False), (new_code_cell("%timeit f()"), False),
    (new_code_cell("print('it is so because the weights are small')"), True), (new_code_cell("plot()  # loss"), False),
    (new_code_cell("plot()  # here the boundary is a line, as ..."), True), (new_code_cell(HANDWRITTEN), False),
    (new_code_cell(HANDWRITTEN, outputs=[new_output("display_data", {"image/png": PNG})]), True),
    (new_markdown_cell(" \n"), False), (new_markdown_cell("What is  it?"), False),
])  # fmt: skip
@pytest.mark.parametrize("place", [4, 5])
def test_an_answer_beside_its_cell_waits(beside, waits, place):
    cells = [
        released()["setup"],
        new_markdown_cell("What is it?"),
        released()["test"],
        new_markdown_cell("Why?"),
        released()["answer"],
    ]
    notebook = new_notebook(cells=[*cells[:place], beside, *cells[place:]])
    notes = restore_cells(notebook, released(), ORDER, GIVEN)
    (answer,) = (c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "answer")
    assert (answer.source != "YOUR ANSWER HERE") == waits == bool(notes)


@pytest.mark.parametrize("place", range(4))
def test_an_answer_elsewhere_in_the_notebook_is_not_overlooked(place):
    cells = [released()["setup"], released()["test"], new_markdown_cell("Why?"), released()["answer"]]
    notebook = new_notebook(cells=[*cells[:place], new_markdown_cell("So it is."), *cells[place:]])
    assert "answer is empty" in " ".join(restore_cells(notebook, released(), ORDER, GIVEN))


def test_text_beside_a_written_answer_belongs_to_it():
    answer = released()["answer"]
    answer.source = "Because."
    other = cell("other", "YOUR ANSWER HERE", new_markdown_cell, solution=True, locked=False)
    notebook = new_notebook(cells=[released()["setup"], copy.deepcopy(other), released()["test"],
                                   answer, new_markdown_cell("And more.")])  # fmt: skip
    order = ["setup", "other", "test", "answer"]
    assert restore_cells(notebook, released() | {"other": other}, order, order) == []


@pytest.mark.parametrize("moved", [["test", "setup"], ["setup", "test", "setup"], ["test", None, "answer", "setup"]])
def test_set_up_cells_run_before_the_test_cells(moved):
    """Moved or copied to the end by the student, they would leave all tests without what they need."""
    notebook = new_notebook(cells=[released()[id] if id else new_markdown_cell("mine") for id in moved])
    notes = restore_cells(notebook, released(), ORDER)
    assert ids(notebook).index("setup") < ids(notebook).index("test")
    assert any("setup" in note for note in notes) and sorted(filter(None, ids(notebook))) == sorted(ORDER)


def test_a_deleted_answer_returns_below_its_question():
    notebook = new_notebook(
        cells=[
            released()["setup"],
            new_markdown_cell("What is it?"),
            released()["test"],
            new_code_cell("plot()"),
            new_markdown_cell("Why?"),
            new_markdown_cell("Because."),
        ]
    )
    restore_cells(notebook, released(), ORDER, GIVEN)
    assert ids(notebook) == ["setup", None, "test", None, None, "answer", None]
    assert "was deleted" in notebook.cells[5].source


@pytest.mark.parametrize(("damage", "note"), [
    (lambda text: text + "\n" + "\0" * 512, "After the end of the notebook"),
    (lambda text: text + text[-200:], "After the end of the notebook"),
    (lambda text: "\n " + text, None),
    (lambda text: text.replace('"metadata": {"mine": 1}', '"x": 1'), None),
    (lambda text: text.replace('"metadata": {"mine": 1}', '"metadata": ["grading"]'), None),
])  # fmt: skip
def test_what_is_whole_of_a_damaged_notebook_is_kept(tmp_path, damage, note):
    text = json.dumps(new_notebook(cells=[new_markdown_cell("Because.")], metadata={"mine": 1}))
    assert damage(text) != text
    (tmp_path / "a.ipynb").write_text(damage(text), encoding="utf-8")
    notes = []
    assert [cell.source for cell in rebuild_notebook(tmp_path / "a.ipynb", notes).cells] == ["Because."]
    assert len(notes) == bool(note) and (note or "") in " ".join(notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_notebook_is_read_in_every_encoding_of_json(tmp_path, encoding):
    notebook = new_notebook(cells=[new_markdown_cell("因为 Größe")])
    (tmp_path / "a.ipynb").write_bytes(nbformat.writes(notebook).encode(encoding))
    assert rebuild_notebook(tmp_path / "a.ipynb").cells[0].source == "因为 Größe"


def handed_in_as(tmp_path, *names, content=None):
    notebook = json.dumps(json.loads((COURSE / "assignments/lab8_bptt/bptt.ipynb").read_bytes()))
    for number, name in enumerate(names):
        (tmp_path / name).write_text(notebook + " " * number * (content == "different"), encoding="utf-8")
    notebooks = sorted(map(str, tmp_path.glob("*.ipynb")))
    clean_submission("lab8_bptt", "*", notebooks)
    return notebooks


@pytest.mark.parametrize("name", ["bptt-Copy1.ipynb", "Copy of bptt.ipynb", "Untitled.ipynb", "作业 (1).ipynb"])
def test_a_notebook_under_another_name_is_taken(tmp_path, name):
    assert str(tmp_path / "bptt.ipynb") in handed_in_as(tmp_path, name)
    assert (tmp_path / "bptt.ipynb").read_bytes() == (tmp_path / name).read_bytes()


def test_which_of_several_notebooks_is_meant_is_not_guessed(tmp_path, caplog):
    assert len(handed_in_as(tmp_path, "a.ipynb", "b.ipynb", content="different")) == 2
    assert "a.ipynb, b.ipynb" in caplog.text and "Give the right one that name" in caplog.text
    (tmp_path / "b.ipynb").unlink()
    assert len(handed_in_as(tmp_path, "a.ipynb", "b.ipynb")) == 3  # the same twice
