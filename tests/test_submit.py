"""Handing in: what goes into the zip, what is said before, and what keeps it from being written."""

import ast
import json
import os
import shutil
import subprocess
import sys
import time
import types
import zipfile
from pathlib import Path

import nbformat
import pytest

from cs_nn.submit import (
    SubmitError,
    clean_student,
    course_files,
    hand_in,
    handing_in,
    inspect_lab,
    inspection,
    submit,
    unsaved,
)
from cs_nn.submit.stubs import stub_names
from cs_nn.submit.unsaved import unsaved_runs
from cs_nn.tools.labs import COURSE, find_lab
from cs_nn.update import GIVEN, digest
from grading.overlay import MODULE_LIMIT

LAB = "lab1_softmax"
TASKS = ("softmax_loss_naive", "sgd_momentum")
NAMES = ["softmax_cifar10.ipynb", "softmax_mnist.ipynb", "cs_nn/softmax.py"]


def check_cell(name, outputs=(), count=3):
    return {
        "cell_type": "code",
        "execution_count": count,
        "metadata": {"nbgrader": {"grade": True, "solution": False, "grade_id": name}},
        "outputs": list(outputs),
        "source": [f'check("{name}")\n', "pass"],
    }


def answer_cell(text, id="why"):
    marks = {"grade": True, "solution": True, "grade_id": id}
    return {"cell_type": "markdown", "metadata": {"nbgrader": marks}, "source": text}


def code_cell(source, count=1):
    return {"cell_type": "code", "execution_count": count, "metadata": {}, "outputs": [], "source": source}


def notebook(*cells):
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


@pytest.fixture
def kit(tmp_path, monkeypatch):
    """A student kit with a finished lab."""
    monkeypatch.setattr(inspection, "task_names", lambda lab: list(TASKS))
    kit = tmp_path / "kit"
    folder = kit / "assignments" / LAB
    folder.mkdir(parents=True)
    (kit / "cs_nn").mkdir()
    shutil.copy(COURSE / "assignments" / "labs.toml", kit / "assignments")
    (kit / "cs_nn" / "softmax.py").write_text("def softmax_loss_naive():\n    return 1\n")
    (folder / NAMES[0]).write_text(notebook(code_cell("x = 1"), check_cell(TASKS[0]), answer_cell("Because.")))
    (folder / NAMES[1]).write_text(notebook(check_cell(TASKS[1])))
    return kit


def path_of(kit, name):
    return kit / name if name.startswith("cs_nn/") else kit / "assignments" / LAB / name


def warnings_of(kit):
    return inspect_lab(find_lab(LAB, kit), kit).warnings


# ------------------------------------------------------------------ the zip
def test_the_zip_holds_the_labs_files_as_they_are_and_nothing_else(kit, capsys):
    (kit / "cs_nn" / "notes.txt").write_text("mine")
    (kit / "assignments" / LAB / "scratch.ipynb").write_text(notebook())
    target = hand_in(LAB, "s123", course=kit)
    assert target == kit / "lab1_softmax-s123.zip"
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == NAMES
        for name in NAMES:
            assert archive.read(name) == path_of(kit, name).read_bytes()
    said = capsys.readouterr().out
    assert all(name in said for name in NAMES) and str(target) in said and "kB" in said and "upload" in said
    assert "worth a look" not in said
    assert sorted(p.name for p in kit.iterdir()) == ["assignments", "cs_nn", target.name, "student.txt"]


def test_notebooks_beside_the_package_are_found(kit):
    folder = kit / "assignments" / LAB
    for path in [*folder.iterdir(), kit / "assignments" / "labs.toml"]:
        shutil.move(path, kit)
    shutil.rmtree(kit / "assignments")
    with zipfile.ZipFile(hand_in(LAB, "s123", course=kit)) as archive:
        assert archive.namelist() == NAMES


def test_the_same_files_give_the_same_zip(kit, monkeypatch):
    monkeypatch.setattr(time, "localtime", lambda *args: (2025, 11, 21, 14, 2, 33, 4, 325, 0))
    monkeypatch.setattr(time, "strftime", lambda *args: "now")
    assert hand_in(LAB, "a", course=kit).read_bytes() == hand_in(LAB, "b", course=kit).read_bytes()


def test_output_folder_is_made(kit, tmp_path):
    assert hand_in(LAB, "s1", tmp_path / "new" / "folder", course=kit).parent == tmp_path / "new" / "folder"


def test_a_failed_write_keeps_the_earlier_zip(kit, monkeypatch):
    target = hand_in(LAB, "s1", course=kit)
    before = target.read_bytes()

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(SubmitError, match="No space left"):
        hand_in(LAB, "s1", course=kit)
    assert target.read_bytes() == before
    assert list(kit.glob("*.part*")) == []


# ------------------------------------------------------------------ errors: nothing is written
@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_an_error(kit, name):
    target = hand_in(LAB, "s1", course=kit)
    before = target.read_bytes()
    path_of(kit, name).unlink()
    with pytest.raises(SubmitError) as error:
        hand_in(LAB, "s1", course=kit)
    assert f"{name} is missing" in str(error.value) and str(path_of(kit, name)) in str(error.value)
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    "content, reason",
    [
        ('{"nbformat": 4, "cells": []}'.encode("utf-16"), "UTF-16, not UTF-8"),
        ("", "not JSON"),
        ("<<<<<<< HEAD\n{}", "not JSON"),
        ("[" * 100_000, "nested|JSON"),
        ("[]", "no list of cells"),
        ('{"nbformat": 3, "cells": []}', "format is 3"),
        ('{"nbformat": 4, "cells": [1]}', "cell 1 is not"),
        ('{"nbformat": 4, "cells": [{"cell_type": "raw", "source": 3}]}', "cell 1 has no source"),
        ('{"nbformat": 4, "cells": [{"cell_type": "raw", "source": ""}]}', "cell 1 has no metadata"),
        ('{"nbformat": 4, "cells": [{"cell_type": "code", "source": "", "metadata": {}}]}', "list of outputs"),
        (b"\xff\xfe{", "not UTF-8"),
    ],
)
def test_a_damaged_notebook_is_an_error(kit, content, reason):
    path_of(kit, NAMES[1]).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SubmitError, match=f"softmax_mnist.ipynb can't be read as a notebook: .*({reason})"):
        hand_in(LAB, "s1", course=kit)
    assert list(kit.glob("*.zip")) == []


def test_a_syntax_error_is_named_with_file_and_line(kit):
    path_of(kit, NAMES[2]).write_text("x = 1\ndef f(:\n    pass\n")
    with pytest.raises(SubmitError, match=r"cs_nn/softmax.py, line 2 can't be read as Python \(.*\): def f\(:"):
        hand_in(LAB, "s1", course=kit)


@pytest.mark.parametrize("content", [b"x = '\0'", b"x = '\xe9'", b"return 1\n", "x = 1".encode("utf-16")])
def test_other_unreadable_modules_are_errors(kit, content):
    path_of(kit, NAMES[2]).write_bytes(content)
    with pytest.raises(SubmitError, match="cs_nn/softmax.py.* can't be read as Python") as error:
        hand_in(LAB, "s1", course=kit)
    assert ("save it as UTF-8" in str(error.value)) == (b"\xe9" in content or b"\xff" in content)


def test_a_warning_of_the_compiler_is_no_error(kit, recwarn):
    path_of(kit, NAMES[2]).write_text('x = "\\d"\n')
    assert warnings_of(kit) == [] and len(recwarn) == 0


def test_all_errors_are_told_at_once(kit):
    path_of(kit, NAMES[0]).unlink()
    path_of(kit, NAMES[1]).write_text("{")
    path_of(kit, NAMES[2]).write_text("def")
    with pytest.raises(SubmitError) as error:
        hand_in(LAB, "s1", course=kit)
    assert str(error.value).count("\n  - ") == 3


def test_an_unknown_lab_lists_the_labs(kit):
    with pytest.raises(SubmitError, match="no lab 'lab9'; the labs are: lab1_softmax"):
        hand_in("lab9", "s1", course=kit)


# ------------------------------------------------------------------ warnings: the zip is written
def assert_warns(kit, *parts):
    assert hand_in(LAB, "s1", course=kit).exists()
    (warning,) = warnings_of(kit)
    assert all(part in warning for part in parts), warning


def test_unwritten_functions_are_listed(kit, capsys):
    path_of(kit, NAMES[2]).write_text(
        "def softmax_loss_naive():\n    raise NotImplementedError('softmax_loss_naive')\n"
        "class C:\n    def train(self):\n        for i in x:\n            raise NotImplementedError\n"
    )
    assert_warns(kit, "cs_nn/softmax.py", "softmax_loss_naive, C.train")
    assert "softmax_loss_naive, C.train" in capsys.readouterr().out


def test_a_stub_that_is_never_reached_is_no_warning():
    tree = ast.parse("def f():\n    return 1\n    raise NotImplementedError('f')\n")
    assert list(stub_names(tree)) == []


@pytest.mark.parametrize("text", ["YOUR ANSWER HERE", "**Question.**\n\nYOUR ANSWER HERE", "  \n"])
def test_empty_answers_are_listed(kit, text):
    path_of(kit, NAMES[1]).write_text(notebook(check_cell(TASKS[1]), answer_cell(text)))
    assert_warns(kit, "softmax_mnist.ipynb", "written answers", "why")


def test_checks_that_were_not_run_or_failed_are_listed(kit):
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
    path_of(kit, NAMES[0]).write_text(notebook(check_cell(TASKS[0], [error]), check_cell(TASKS[1], count=None)))
    path_of(kit, NAMES[1]).write_text(notebook())
    not_run, failed = warnings_of(kit)
    assert "not run: sgd_momentum" in not_run and "error: softmax_loss_naive" in failed


def test_deleted_and_doubled_checks_are_listed(kit):
    path_of(kit, NAMES[1]).write_text(notebook(check_cell(TASKS[0]), check_cell(TASKS[0])))
    doubled, deleted = warnings_of(kit)
    assert "more than once: softmax_loss_naive" in doubled and "deleted?): sgd_momentum" in deleted


def test_code_cells_to_be_written_are_listed(kit):
    cell = code_cell("# YOUR CODE HERE\nraise NotImplementedError()")
    cell["metadata"] = {"nbgrader": {"solution": True, "grade": False, "grade_id": "tune"}}
    path_of(kit, NAMES[1]).write_text(notebook(check_cell(TASKS[1]), cell))
    assert_warns(kit, "code to be written", "tune")


def test_a_module_changed_after_the_notebook_was_saved_is_told(kit):
    saved = path_of(kit, NAMES[0]).stat().st_mtime
    os.utime(path_of(kit, NAMES[1]), (saved + 100, saved + 100))
    os.utime(path_of(kit, NAMES[2]), (saved + 50, saved + 50))
    assert_warns(kit, "softmax_cifar10.ipynb", "cs_nn/softmax.py was changed after")


def test_a_large_notebook_is_told(kit, monkeypatch):
    monkeypatch.setattr(inspection, "LARGE_NOTEBOOK", 1000)
    path_of(kit, NAMES[1]).write_text(notebook(check_cell(TASKS[1]), code_cell("#" * 1000)))
    assert_warns(kit, "softmax_mnist.ipynb has 1.", "clear the outputs")


def test_odd_metadata_does_not_matter(kit):
    cell = code_cell("x")
    cell["metadata"] = {"nbgrader": 3}
    cell["execution_count"] = [1]
    path_of(kit, NAMES[1]).write_text(notebook(check_cell(TASKS[1]), cell))
    assert warnings_of(kit) == []


# ------------------------------------------------------------------ cells and files that are not as they were given
@pytest.fixture
def given(kit):
    """Tell the kit what was given: two checks and two answers, and the first notebook as it was."""
    first, second = {TASKS[0]: "check", "why": "answer"}, {TASKS[1]: "check", "how": "answer"}
    released = notebook(check_cell(TASKS[0]), answer_cell("YOUR ANSWER HERE"))
    files = {f"assignments/{LAB}/{NAMES[0]}": digest(released.encode())}
    cells = {LAB: {"softmax_cifar10": first, "softmax_mnist": second}}
    (kit / GIVEN).write_text(json.dumps({"version": "1", "files": files, "students": [*files], "cells": cells}))
    write(kit, NAMES[1], check_cell(TASKS[1]), answer_cell("So.", "how"))
    return kit


def write(kit, name, *cells):
    path_of(kit, name).write_text(notebook(*cells), encoding="utf-8")


def test_a_lab_as_it_was_given_but_written_is_no_reason_to_warn(given):
    assert warnings_of(given) == []


@pytest.mark.parametrize("change, words", [
    ({"cell_type": "code", "outputs": [], "execution_count": None}, "became code or raw text (select each"),
    ({"cell_type": "raw"}, "became code or raw text"),
    ({"metadata": {}}, "are gone; an answer in a cell of your own"),
    ({"metadata": {"nbgrader": None}}, "are gone"),
    ({"source": "YOUR ANSWER HERE"}, "empty or still say"),
])  # fmt: skip
@pytest.mark.parametrize("name", NAMES[:2])
def test_answer_cells_that_are_not_as_they_were_given_are_told(given, name, change, words):
    id, task = ("why", TASKS[0]) if name == NAMES[0] else ("how", TASKS[1])
    write(given, name, check_cell(task), answer_cell("Because.", id) | change)
    assert_warns(given, name, words, id)


def test_an_answer_that_became_code_is_told_without_a_list_of_what_was_given(kit):
    cell = answer_cell("Because.") | {"cell_type": "code", "outputs": [], "execution_count": None}
    write(kit, NAMES[0], check_cell(TASKS[0]), cell)
    assert_warns(kit, "became code or raw text", "why")


def test_answers_that_are_there_twice_are_told_but_not_as_empty(given):
    write(given, NAMES[0], check_cell(TASKS[0]), answer_cell("Because."), answer_cell("YOUR ANSWER HERE"))
    assert_warns(given, "answer cells that are there more than once", "why")


def test_deleted_answers_are_told(given):
    write(given, NAMES[0], check_cell(TASKS[0]))
    assert_warns(given, NAMES[0], "are gone", "copy these cells from the kit's own notebook", "why")


COPIES = ["Copy of {}.ipynb", "{}-Copy1.ipynb", "{} (1).ipynb", "{}_final.ipynb", "my work.ipynb"]


@pytest.mark.parametrize("copy", COPIES)
def test_a_notebook_under_another_name_is_handed_in_under_its_own(given, copy):
    path = path_of(given, NAMES[1])
    content = path.read_bytes()
    path.rename(path.with_name(copy.format("softmax_mnist")))
    assert_warns(given, "softmax_mnist.ipynb is missing", copy.format("softmax_mnist"), "handed in under this name")
    with zipfile.ZipFile(hand_in(LAB, "s1", course=given)) as archive:
        assert archive.namelist() == NAMES and archive.read(NAMES[1]) == content


@pytest.mark.parametrize("copy", COPIES[:4])
def test_the_same_without_a_list_of_what_was_given(kit, copy):
    path = path_of(kit, NAMES[1])
    path.rename(path.with_name(copy.format("softmax_mnist")))
    assert_warns(kit, "softmax_mnist.ipynb is missing", "handed in under this name")


def test_of_several_copies_none_is_guessed(given):
    path = path_of(given, NAMES[1])
    shutil.copy(path, path.with_name("Copy of softmax_mnist.ipynb"))
    path.rename(path.with_name("softmax_mnist-Copy1.ipynb"))
    with pytest.raises(SubmitError, match="Rename the right one of Copy of softmax_mnist.ipynb, softmax_mnist-Copy1"):
        hand_in(LAB, "s1", course=given)


@pytest.mark.parametrize("later", [False, True])
def test_a_copy_beside_its_notebook_is_told(given, later):
    path = path_of(given, NAMES[1])
    copy = Path(shutil.copy(path, path.with_name("softmax_mnist-Copy1.ipynb")))
    saved = path.stat().st_mtime
    os.utime(copy, (saved + 100 * later, saved + 100 * later))
    assert_warns(given, "softmax_mnist-Copy1.ipynb is not handed in, softmax_mnist.ipynb is", "rename")
    assert ("although it was saved earlier" in warnings_of(given)[0]) == later


def test_a_newer_notebook_of_the_course_beside_it_is_no_reason_to_warn_until_somebody_works_in_it(given):
    beside = path_of(given, "softmax_cifar10.new-2.ipynb")
    beside.write_text(notebook(check_cell(TASKS[0]), answer_cell("YOUR ANSWER HERE")))
    assert warnings_of(given) == []
    beside.write_text(notebook(check_cell(TASKS[0]), answer_cell("Because.")))
    assert_warns(given, "softmax_cifar10.new-2.ipynb is not handed in")


def test_changed_files_of_the_course_are_told(given):
    (given / "cs_nn" / "tools").mkdir()
    (given / "cs_nn" / "tools" / "plots.py").write_text("changed")
    table = json.loads((given / GIVEN).read_text())
    table["files"] |= {"cs_nn/tools/plots.py": digest(b"given"), "README.md": digest(b"given")}
    (given / GIVEN).write_text(json.dumps(table))
    assert_warns(given, "changed: cs_nn/tools/plots.py. The grader uses its own", "cs_nn.update")


# ------------------------------------------------------------------ files as Python and Jupyter read them
@pytest.mark.parametrize("content", [
    b"\xef\xbb\xbfx = 1\n",
    "# -*- coding: latin-1 -*-\n# Jürgen\nx = 'ü'\n".encode("latin-1"),
    "# coding: gb18030\nx = '你好'\n".encode("gb18030"),
    "x = 1\n# Größe\n".encode("cp1252"),
    b"x = 1\r\ny = 2\r\n",
    b"",
])  # fmt: skip
def test_a_module_is_read_as_python_reads_it(kit, content):
    path_of(kit, NAMES[2]).write_bytes(content)
    assert warnings_of(kit) == []
    with zipfile.ZipFile(hand_in(LAB, "s1", course=kit)) as archive:
        assert archive.read(NAMES[2]) == content


def test_a_notebook_with_a_byte_order_mark_is_read(kit):
    path = path_of(kit, NAMES[1])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert warnings_of(kit) == []


def test_what_a_module_needs_and_does_not_bring_is_told_first(kit, capsys):
    (kit / "cs_nn" / "my_tools.py").write_text("x = 1\n")
    path_of(kit, NAMES[2]).write_text("from cs_nn.my_tools import x\n")
    write(kit, NAMES[1], check_cell(TASKS[1], count=None))
    hand_in(LAB, "s1", course=kit)
    first, second = warnings_of(kit)
    assert "cs_nn/softmax.py, line 1: cs_nn/my_tools.py is not handed in" in first and "not run" in second
    said = capsys.readouterr().out
    assert first in " ".join(said.split())  # in several lines, broken between words
    assert max(len(line) for line in said.splitlines() if not line.startswith("Wrote")) <= 100


@pytest.mark.parametrize("code", [
    "x = 1\ndef softmax_loss_naive(W):\n    return 2",
    "softmax.softmax_loss_naive = lambda W: 2",
])  # fmt: skip
def test_a_function_that_is_written_in_the_notebook_is_told(kit, code):
    write(kit, NAMES[0], code_cell("softmax.softmax_loss_naive(1) == 2\nsoftmax.softmax_loss_naive == 3"))
    assert "softmax_loss_naive itself" not in " ".join(warnings_of(kit))
    write(kit, NAMES[0], code_cell(code), check_cell(TASKS[0]))
    assert_warns(kit, "softmax_cifar10.ipynb defines softmax_loss_naive itself", "cs_nn/softmax.py is graded")


def test_a_module_that_the_grader_does_not_take_is_told(kit):
    path_of(kit, NAMES[2]).write_text("#" * (MODULE_LIMIT - 1) + "\n")
    assert warnings_of(kit) == []
    path_of(kit, NAMES[2]).write_text("#" * MODULE_LIMIT + "\n")
    assert_warns(kit, "cs_nn/softmax.py has 500.0 kB", "at most")


def test_the_tasks_of_the_lab_are_known():
    assert "softmax_loss_naive" in course_files.task_names(LAB)
    assert course_files.task_names("lab_without_tasks") == []


# ------------------------------------------------------------------ unsaved notebooks
@pytest.mark.parametrize(
    "history, unsaved",
    [
        (["", "a = 1", "b = 2\n"], []),
        (["", "a = 1", "b = 2", "c = 3"], [3]),
        (["", "a = 1", "b = 0", "b = 2"], [2, 3]),  # run again with other code; only the first run is in the file
        (["", "x", "y"], [1, 2]),
        (["", "a = 1", "b = 2", "", "submit('lab1_softmax')"], []),
        (["", "a = 1", "b = 2", "", "", "deleted", "submit(0)"], [5]),
        (
            ["", "a = 1", "b = 2", "", "", "deleted", "submit(0)", "submit('lab1_softmax')"],
            [],
        ),  # saved at the first one
        ([""], []),
    ],
)
def test_unsaved_runs(history, unsaved):
    cells = [code_cell("a = 1", 1), code_cell("b = 2", 2), code_cell("submit('lab1_softmax')", 7)]
    assert unsaved_runs(history, cells) == unsaved


def test_runs_of_cells_edited_before_the_save_say_nothing():
    assert unsaved_runs(["", "a = 0", "a = 1"], [code_cell("a = 1", 2)]) == []


def fake_kernel(monkeypatch, history):
    shell = types.SimpleNamespace(kernel=True, history_manager=types.SimpleNamespace(input_hist_raw=history))
    for module in (unsaved, handing_in):
        monkeypatch.setattr(module, "notebook_shell", lambda: shell)


@pytest.mark.parametrize("session", ["assignments/lab1_softmax/softmax_cifar10.ipynb", "0b5f0d3c", None])
def test_an_unsaved_notebook_is_told(kit, monkeypatch, session):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    if session:
        monkeypatch.setenv("JPY_SESSION_NAME", session)
    fake_kernel(monkeypatch, ["", "x = 1", "x = 2", "submit('lab1_softmax')"])
    assert_warns(kit, "softmax_cifar10.ipynb", "since it was last saved ([2])", "Ctrl+S")


def test_a_real_kernel_sees_that_its_notebook_is_unsaved(kit, monkeypatch):
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(COURSE))
    monkeypatch.setenv("JPY_SESSION_NAME", NAMES[0])
    call = f"import pathlib, cs_nn.submit\ncs_nn.submit.hand_in({LAB!r}, 's1', course=pathlib.Path({str(kit)!r}))"
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in ("y = 1", call)])
    NotebookClient(nb, timeout=60, kernel_name="python3").execute()
    said = "".join(output.get("text", "") for output in nb.cells[1].outputs)
    assert "softmax_cifar10.ipynb: cells were run since it was last saved ([1])" in said


# ------------------------------------------------------------------ the student
@pytest.mark.parametrize("text", ["s123", "Anna Müller", "王小明", "a.b+c@d.org", "Pat O'Brien", "سید‌علی"])
def test_good_student_ids(text):
    assert clean_student(text) == text


def test_student_ids_have_one_spelling():
    assert clean_student("  Anna  Mu\u0308ller\u3000X\n") == "Anna M\u00fcller X"


@pytest.mark.parametrize(
    "text",
    ["", "  ", "a/b", "a\\b", "..", ".anna", "a\0b", "a\tb", "a\x1bb", "a*", "[a]", "a:b", "b, a"]
    + ["your ID", "YOUR ID", "-x", "=1+1", "con", "a.", "x" * 151, "a\u202eb", "a\udce9"],
)
def test_bad_student_ids(kit, text):
    with pytest.raises(ValueError, match="student ID"):
        clean_student(text)
    with pytest.raises(SubmitError, match="student ID"):
        hand_in(LAB, text, course=kit)
    assert list(kit.glob("**/*.zip")) == []


def test_the_student_id_is_remembered(kit):
    hand_in(LAB, "Anna Müller", course=kit)
    assert hand_in(LAB, course=kit).name == "lab1_softmax-Anna Müller.zip"
    assert hand_in(LAB, "other", course=kit).name == "lab1_softmax-other.zip"
    assert hand_in(LAB, course=kit).name == "lab1_softmax-other.zip"


def test_a_student_id_that_cannot_be_used_is_not_remembered(kit):
    (kit / "student.txt").write_bytes(b"\xff../x")
    with pytest.raises(SubmitError, match="who are you"):
        hand_in(LAB, course=kit)


def test_a_notebook_shows_what_to_type(kit, monkeypatch):
    fake_kernel(monkeypatch, [""])
    with pytest.raises(SubmitError, match=r'submit\("lab1_softmax", student="your ID"\)'):
        hand_in(LAB, course=kit)
    assert list(kit.glob("*.zip")) == []


def test_a_terminal_is_asked_until_the_answer_is_good(kit, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(isatty=lambda: True))
    answers = iter(["a/b", "Anna"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
    assert hand_in(LAB, course=kit).name == "lab1_softmax-Anna.zip"
    assert "must not contain '/'" in capsys.readouterr().out


# ------------------------------------------------------------------ the two ways to call it
def test_in_a_notebook_errors_are_printed_and_nothing_is_returned(monkeypatch, capsys):
    assert submit("lab9", student="s1") is None
    assert "no lab 'lab9'" in capsys.readouterr().out


def test_nothing_is_handed_in_while_nbgrader_runs_the_notebook(monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setattr(handing_in, "hand_in", None)
    submit(LAB)
    assert "Nothing is handed in" in capsys.readouterr().out


def test_command_line_needs_only_the_standard_library(kit):
    shutil.copytree(COURSE / "cs_nn" / "submit", kit / "cs_nn" / "submit")
    for name in (
        "__init__.py",
        "kit_language.py",
        "language.py",
        "update.py",
        "use_solutions.py",
        "tools/__init__.py",
        "tools/files.py",
        "tools/labs.py",
        "tools/place.py",
    ):
        (kit / "cs_nn" / name).parent.mkdir(exist_ok=True)
        shutil.copy(COURSE / "cs_nn" / name, kit / "cs_nn" / name)

    def run(*args):
        command = [sys.executable, "-S", "-m", "cs_nn.submit", *args]
        env = {**os.environ, "PYTHONIOENCODING": "ascii"}  # a console that lacks the letters
        return subprocess.run(command, cwd=kit, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)

    done = run(LAB)
    assert done.returncode == 1 and '--student "your ID"' in done.stdout
    done = run()
    assert done.returncode == 1 and done.stderr == ""
    assert "  lab1_softmax          Lab 1: softmax classification\n" in done.stdout
    assert done.stdout.endswith("    python -m cs_nn.submit lab1_softmax\n")
    done = run(LAB, "--student", "王小明", "--output", "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert Path(kit, "out", "lab1_softmax-王小明.zip").is_file() and done.stderr == ""
    path_of(kit, NAMES[1]).unlink()
    done = run(LAB)
    assert done.returncode == 1 and "softmax_mnist.ipynb is missing" in done.stdout


# ------------------------------------------------------------------ trained networks
def test_a_trained_network_is_handed_in_with_its_lab(kit, capsys):
    lab = "lab2_two_layer_net"
    folder = kit / "assignments" / lab
    folder.mkdir()
    (folder / "two_layer_net.ipynb").write_text(notebook(check_cell(TASKS[0]), check_cell(TASKS[1])))
    (kit / "cs_nn" / "two_layer_net.py").write_text("x = 1\n")
    warnings = inspect_lab(find_lab(lab, kit), kit).warnings
    assert any("best_two_layer_net.npz is not there" in text for text in warnings)
    assert any("no notebook (deleted?): best_two_layer_net" in text for text in warnings)
    (folder / "best_two_layer_net.npz").write_bytes(b"PK weights")
    with zipfile.ZipFile(hand_in(lab, "s1", course=kit)) as archive:
        assert archive.namelist() == ["two_layer_net.ipynb", "best_two_layer_net.npz", "cs_nn/two_layer_net.py"]
        assert archive.read("best_two_layer_net.npz") == b"PK weights"
