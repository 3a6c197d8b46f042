"""Unusual hand-ins through nbgrader's own commands: no work of an honest student is lost.

One course grades them all. Each was seen in a class: damaged, renamed, pasted into, made with other editors.
"""

import base64
import copy
import csv
import json

import nbformat
import pytest
from bs4 import BeautifulSoup
from course import Course
from nbgrader.api import Gradebook

from cs_nn.tools.labs import COURSE
from grading.__main__ import main

pytestmark = pytest.mark.slow

LAB, NOTEBOOK, MODULE = "lab4_regularization", "regularization", "cs_nn/regularization.py"
ANSWER = "The penalty pulls each weight towards zero."
STUB = "YOUR ANSWER HERE"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
JPEG = base64.b64encode(b"\xff\xd8\xff\xc0\0\x0b\x08\0\1\0\1\1\1\x11\0\xff\xda" + bytes(100) + b"\xff\xd9").decode()
SOLUTION = (COURSE / MODULE).read_bytes()
HANDINS = {}


def handin(change):
    """`change` gets a notebook as JSON, in which the first answer is written; it changes it or returns files."""
    HANDINS[change.__name__] = change
    return change


def answer(notebook, id="q-l2"):
    return next(cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == id)


def beside(notebook, cell, id="q-l2", step=1):
    notebook["cells"].insert(notebook["cells"].index(answer(notebook, id)) + step, cell)


def text(source):
    return {"cell_type": "markdown", "metadata": {}, "source": source}


@handin
def plain(notebook):
    pass


@handin
def as_code(notebook):
    answer(notebook).update(cell_type="code", outputs=[], execution_count=None, source=f"{ANSWER} <script>x</script>")
    answer(notebook, "q-dropout")["cell_type"] = "raw"
    answer(notebook, "q-dropout")["source"] = ANSWER


@handin
def copied(notebook):
    for id, sources in (("q-l2", (ANSWER, STUB)), ("q-dropout", ("an older draft", ANSWER, "  \n"))):
        for source in reversed(sources[1:]):
            beside(notebook, copy.deepcopy(answer(notebook, id)) | {"source": source}, id)
        answer(notebook, id)["source"] = sources[0]


@handin
def rewritten(notebook):
    beside(notebook, text(ANSWER))
    notebook["cells"].remove(answer(notebook))
    beside(notebook, text(ANSWER), "q-dropout")  # below the stub, which stays


@handin
def into_the_question(notebook):
    answer(notebook)["source"] = STUB
    place = notebook["cells"].index(answer(notebook)) - 1
    notebook["cells"][place]["source"] = "".join(notebook["cells"][place]["source"]) + f"\n\n**{ANSWER}**"


@handin
def pictures(notebook):
    answer(notebook).update(
        source="![a](attachment:photo.png) ![照片](attachment:照片.jpg)\n\n<img src='attachment:my photo.png'/>",
        attachments={"photo.png": {"image/png": PNG}, "照片.jpg": {"image/png": JPEG}, "my photo.png": {"x": PNG}},
    )
    answer(notebook, "q-dropout").update(
        source="![](attachment:gone.png) ![x][r] ![f](cs_nn) ![b](attachment:bad.png)\n\n[r]: attachment:also-gone.png",
        attachments={"bad.png": {"image/png": base64.b64encode(b"<svg onload='alert(1)'>").decode()}},
    )
    beside(notebook, text("![](<attachment:gone too.png>) ![y](&#97;ttachment:z.png)"))


@handin
def byte_order_mark(notebook):
    return {f"{NOTEBOOK}.ipynb": b"\xef\xbb\xbf" + json.dumps(notebook).encode()}


@handin
def utf_16(notebook):
    return {f"{NOTEBOOK}.ipynb": json.dumps(notebook).encode("utf-16")}


@handin
def renamed(notebook):
    return {f"Copy of {NOTEBOOK}.ipynb": json.dumps(notebook).encode()}


@handin
def with_a_copy(notebook):
    old = json.dumps(notebook)
    answer(notebook)["source"] = "Later."
    return {f"{NOTEBOOK}-Copy1.ipynb": old.encode(), f"{NOTEBOOK}.ipynb": json.dumps(notebook).encode()}


@handin
def module_with_byte_order_mark(notebook):
    return {MODULE: b"\xef\xbb\xbf" + SOLUTION}


@handin
def module_in_gb18030(notebook):
    return {MODULE: ("# coding: gb18030\n# 中文\n" + SOLUTION.decode()).encode("gb18030")}


@handin
def module_with_cp1252(notebook):
    return {MODULE: "# Größe\n".encode("cp1252") + SOLUTION}


@handin
def no_json(notebook):
    return {f"{NOTEBOOK}.ipynb": b"{"}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("course"))
    release = course.release(LAB)
    for student, change in HANDINS.items():
        notebook = json.loads((release / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8"))
        answer(notebook)["source"] = ANSWER
        files = {MODULE: SOLUTION} | (change(notebook) or {})
        if not any(name.endswith(".ipynb") for name in files):
            files[f"{NOTEBOOK}.ipynb"] = json.dumps(notebook).encode()
        folder = course.root / "submitted" / student / LAB
        (folder / "cs_nn").mkdir(parents=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    course.log = course.run("autograde", LAB)
    course.run("generate_feedback", LAB)
    return course


def gradebook(course):
    return Gradebook(f"sqlite:///{course.root / 'gradebook.db'}", "cs_nn")


def waits(course, student):
    """The answers of a student that a person must grade."""
    with gradebook(course) as book:
        grades = book.find_submission_notebook(NOTEBOOK, LAB, student).grades
        return {grade.name for grade in grades if grade.needs_manual_grade and grade.auto_score is None}


def graded_answer(course, student, id="q-l2"):
    cells = course.graded(student, LAB, NOTEBOOK).cells
    return next(cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade_id") == id)


def page(course, student):
    file = course.root / "feedback" / student / LAB / f"{NOTEBOOK}.html"
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def test_all_are_graded(course):
    scores = course.scores()
    assert {student: scores[student, LAB] for student in HANDINS} == {
        student: 0 if student == "no_json" else 12 for student in HANDINS
    }


@pytest.mark.parametrize(("student", "ids"), [
    ("plain", {"q-l2"}), ("as_code", {"q-l2", "q-dropout"}), ("copied", {"q-l2", "q-dropout"}),
    ("rewritten", {"q-l2", "q-dropout"}), ("into_the_question", {"q-l2"}), ("pictures", {"q-l2", "q-dropout"}),
    ("byte_order_mark", {"q-l2"}), ("utf_16", {"q-l2"}), ("renamed", {"q-l2"}), ("no_json", {"q-l2", "q-dropout"}),
])  # fmt: skip
def test_what_was_not_left_as_released_waits_for_a_person(course, student, ids):
    assert waits(course, student) == ids


@pytest.mark.parametrize("student", ["plain", "as_code", "copied", "byte_order_mark", "utf_16", "renamed"])
def test_the_answer_is_what_the_student_wrote(course, student):
    assert graded_answer(course, student).cell_type == "markdown"
    assert graded_answer(course, student).source.startswith(ANSWER)
    if student in ("as_code", "copied"):
        assert graded_answer(course, student, "q-dropout").source == ANSWER
    assert "<script" not in graded_answer(course, student).source


@pytest.mark.parametrize(("student", "sentences"), [
    ("plain", []),
    ("as_code", ["q-l2 was made a code cell; its text was kept", "q-dropout was made a raw cell"]),
    ("copied", ["q-l2 is there more than once; the last written one counts", "q-dropout is there more than once"]),
    ("rewritten", ["q-l2 was missing", "q-dropout is empty, but there is text of the student's own beside it"]),
    ("into_the_question", ["q-l2 is empty, but there is text"]),
    ("pictures", ["bad.png is no PNG or JPEG", "gone.png is not in the notebook", "gone too.png is not in"]),
    ("renamed", [f"`Copy of {NOTEBOOK}.ipynb` was taken as {NOTEBOOK}.ipynb"]),
    ("with_a_copy", [f"`{NOTEBOOK}-Copy1.ipynb` is another copy of {NOTEBOOK}.ipynb; it was not graded"]),
])  # fmt: skip
def test_what_was_odd_is_said(course, student, sentences):
    notes = course.notes(student, LAB, NOTEBOOK)
    assert all(sentence in notes for sentence in sentences) and bool(notes) == bool(sentences)
    top = course.graded(student, LAB, NOTEBOOK).cells[0].source
    assert all(sentence in top for sentence in sentences)


@pytest.mark.parametrize(("student", "id"), [("rewritten", "q-l2"), ("rewritten", "q-dropout"), ("no_json", "q-l2")])
def test_an_empty_answer_that_waits_says_so_itself(course, student, id):
    assert "Note of the grader" in graded_answer(course, student, id).source


def test_pasted_pictures_are_in_the_feedback(course):
    pictures = page(course, "pictures").select(".nbgrader_cell img")
    sources = [picture["src"] for picture in pictures if "graded" not in picture.get("class", [])]
    assert [source for source in sources if source.startswith("data:")] == [
        f"data:image/png;base64,{PNG}", f"data:image/jpeg;base64,{JPEG}", f"data:image/png;base64,{PNG}",
    ]  # fmt: skip
    words = page(course, "pictures").get_text()
    assert "(The picture gone.png is not in the notebook.)" in words
    assert "(The picture bad.png is no PNG or JPEG and was left out.)" in words


def test_everybody_has_a_feedback_page(course):
    assert {path.parts[-3] for path in course.root.glob(f"feedback/*/{LAB}/*.html")} == set(HANDINS)


def test_what_is_not_graded_says_so(course, tmp_path, monkeypatch):
    words = page(course, "plain").get_text()
    assert "Score: 12.0" not in words and "Score: 12, 1 answer not graded yet / 22.0" in words
    assert "Score: not graded yet / 5.0" in words and "Score: 0.0 / 5.0" in words  # the other was left as released
    course.run("export")
    with (course.root / "grades.csv").open(encoding="utf-8") as file:
        states = {row["student_id"]: row["state"] for row in csv.DictReader(file)}
    assert states["plain"] == "not graded yet: q-l2" and states["copied"] == "not graded yet: q-dropout, q-l2"
    monkeypatch.chdir(course.root)
    main(["insight", LAB, "--names", "--into", str(tmp_path)])
    with (tmp_path / f"{LAB}.csv").open(encoding="utf-8") as file:
        rows = {(row["student"], row["cell"]): row for row in csv.DictReader(file)}
    assert (rows["plain", "q-l2"]["score"], rows["plain", "q-l2"]["sentence"]) == ("", "not graded yet")
    assert "not graded yet" in (tmp_path / f"{LAB}.html").read_text(encoding="utf-8")


def test_feedback_older_than_its_marks_is_written_again(course):
    files = {student: course.root / "feedback" / student / LAB / f"{NOTEBOOK}.html" for student in HANDINS}
    before = {student: file.stat().st_mtime_ns for student, file in files.items()}
    with gradebook(course) as book:
        grade = book.find_grade("q-l2", NOTEBOOK, LAB, "plain")
        grade.manual_score, grade.needs_manual_grade = 2.0, False
        book.find_comment("q-l2", NOTEBOOK, LAB, "renamed").manual_comment = "Because?"
        book.db.commit()
    course.run("generate_feedback", LAB)
    assert "Score: 2.0 / 5.0" in page(course, "plain").get_text() and "Score: 14.0 / 22.0" in page(course, "plain").text
    assert "Because?" in page(course, "renamed").get_text()
    changed = {student for student, file in files.items() if file.stat().st_mtime_ns != before[student]}
    assert changed == {"plain", "renamed"}
    with gradebook(course) as book:
        book.find_grade("q-l2", NOTEBOOK, LAB, "copied").manual_score = 1.0
        book.db.commit()
    course.run("generate_feedback", LAB, f"--notebook={NOTEBOOK}")
    assert files["copied"].stat().st_mtime_ns != before["copied"]
    course.scores()
    with (course.root / "grades.csv").open(encoding="utf-8") as file:
        assert {row["student_id"]: row["state"] for row in csv.DictReader(file)}["plain"] == "graded"


def test_grading_again_keeps_the_notes_and_marks_of_before(course):
    with gradebook(course) as book:
        grade = book.find_grade("q-l2", NOTEBOOK, LAB, "renamed")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.db.commit()
    notes = course.notes("renamed", LAB, NOTEBOOK)
    course.run("autograde", LAB, "--student=renamed", "--force")
    assert course.notes("renamed", LAB, NOTEBOOK) == notes
    nbformat.validate(course.graded("renamed", LAB, NOTEBOOK))
    course.run("export", f"--assignment=['{LAB}']", "--student=['renamed']", "--to", "one.csv")
    with (course.root / "one.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["score"], row["state"]) == ("13.5", "to be looked at again: q-l2")
    course.run("generate_feedback", LAB, "--student=renamed")
    assert "Score: 1.5, to be looked at again / 5.0" in page(course, "renamed").get_text()


def test_a_long_path_for_temporary_files_does_no_harm(course, tmp_path, monkeypatch):
    folder = tmp_path / "a path with spaces" / ("long" * 35)
    folder.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(folder))
    log = course.run("autograde", LAB, "--student=plain", "--force")
    assert "TMPDIR" not in log and course.errors("plain", LAB, NOTEBOOK) == {}
    assert not list(folder.iterdir())
    monkeypatch.setenv("TMPDIR", str(folder / "gone"))
    log = course.run("autograde", LAB, "--student=plain", "--force")
    assert "gone, which is no folder that can be written to" in log and course.errors("plain", LAB, NOTEBOOK) == {}
