"""Feedback goes back as one zip, in the names that Moodle and Canvas gave the uploads."""

import io
import os
import zipfile
from dataclasses import replace
from datetime import datetime

import pytest
from collecting import LAB, A, B, M, class_in
from graded_labs import RIGHT, GradedCourse, Mark

from grading.__main__ import main
from grading.feedback import fingerprint
from grading.lms_names import name_for, names_for, read_uploads
from grading.term.zip_parts import ZipParts

pytestmark = pytest.mark.filterwarnings("ignore:Object of type")  # of nbgrader's database

NOTEBOOK = A.removesuffix(".ipynb")
WAITING = Mark(None, written=True)


class Returned(GradedCourse):
    """A course of which the feedback is there, and a table of who uploaded what."""

    def feedback(self, *students):
        for student in students:
            graded = self.root / "autograded" / student / LAB / A
            page = self.root / "feedback" / student / LAB / f"{NOTEBOOK}.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            with self.gradebook() as book:
                marks = fingerprint(book, student, LAB, graded)
            page.write_text(f'<head><meta name="marks" content="{marks}">Feedback of {student}.', encoding="utf-8")

    def collected(self, *rows):
        folder = self.root / "downloaded" / LAB
        folder.mkdir(parents=True, exist_ok=True)
        lines = [f"{student},archive/{upload},{status},{time}" for student, upload, status, time in rows]
        text = "\n".join(["student,upload,status,time", *lines])
        (folder / "collected.csv").write_text(text, encoding="utf-8-sig")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = Returned(tmp_path_factory.mktemp("course"))
    cells = {"softmax_loss": RIGHT, "q": replace(RIGHT, written=True)}
    course.grade(LAB, {"ada": cells, "ben": {**cells, "q": WAITING}, "cyd": cells})
    course.feedback("ada", "ben", "cyd")
    return course


@pytest.fixture
def course(graded, monkeypatch):
    monkeypatch.chdir(graded.root)
    (graded.root / "downloaded" / LAB / "collected.csv").unlink(missing_ok=True)
    return graded


def give_back(tmp_path, site, *options):
    """The content of each file of the zip."""
    main(["give-back", LAB, "--for", site, "--into", str(tmp_path), *options])
    assert os.listdir(tmp_path) == [f"{LAB}-{site}.zip"]
    return unpacked((tmp_path / f"{LAB}-{site}.zip").read_bytes())


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# ------------------------------------------------------------------ names
@pytest.mark.parametrize(("site", "upload", "name"), [
    ("moodle", "Ada Muster_1201_assignsubmission_file/mine.zip", "Ada Muster_1201_assignsubmission_file"),
    ("moodle", "Lab 1/Ada Muster_1201_assignsubmission_file_/a/x.py", "Ada Muster_1201_assignsubmission_file_"),
    ("moodle", "Participant_77_assignsubmission_file_mine.zip", "Participant_77_assignsubmission_file_"),
    ("moodle", "Ada Muster_assignsubmission_file_/mine.zip", None),  # Moodle wants the number
    ("moodle", "Ada_Muster_1201_assignsubmission_file_/Ben_1202_assignsubmission_file_/x.zip", None),
    ("moodle", "Ada_1201_assignsubmission_file_/Ben_1202_assignsubmission_file_/x", "Ada_1201_assignsubmission_file_"),
    ("moodle", "musterada_4711_99123_mine.zip", None),
    ("canvas", "musterada_4711_99123_mine.zip", "musterada_4711_99123_mine.zip"),
    ("canvas", "submissions/musterada_LATE_4711_99123_mine-1.ZIP", "musterada_LATE_4711_99123_mine-1.ZIP"),
    ("canvas", "anon_aB3xZ_99123_mine.zip", "anon_aB3xZ_99123_mine.zip"),
    ("canvas", "LATE_anon_aB3xZ_99123_mine.zip", "LATE_anon_aB3xZ_99123_mine.zip"),
    ("canvas", "musterada_4711_99123_softmax.py", None),  # what comes back would be called softmax.py
    ("canvas", "musterada_4711_99123_mine/beispielben_4712_99124_mine.zip", None),
    ("canvas", "lab1_softmax-ada.zip", None),
])  # fmt: skip
def test_the_name_that_a_site_takes(site, upload, name):
    assert name_for(site, upload) == name


def test_a_name_that_two_students_share_is_nobodys():
    group, own = "Ada_1201_assignsubmission_file_/a.zip", "Cyd_1203_assignsubmission_file_/c.zip"
    found = names_for("moodle", {"ada": [group], "ben": [group], "cyd": ["late.zip", own]})
    assert found == {"cyd": "Cyd_1203_assignsubmission_file_"}


def test_names_of_uploads_that_were_really_collected(tmp_path, monkeypatch):
    course = class_in(tmp_path, monkeypatch)
    course.zip("Ada Muster_1201_assignsubmission_file_/mine.zip", A, B, M)
    course.zip("beispielben_LATE_4712_99124_mine.zip", A, B, M)
    course.collect()
    uploads = read_uploads(course.archive.parent)
    assert names_for("moodle", uploads) == {"Ada Muster": "Ada Muster_1201_assignsubmission_file_"}
    assert names_for("canvas", uploads) == {"4712": "beispielben_LATE_4712_99124_mine.zip"}


# ------------------------------------------------------------------ zips
def test_a_folder_for_each_student(course, tmp_path, capsys):
    files = give_back(tmp_path, "plain")
    assert files.keys() == {f"{student}/{NOTEBOOK}.html" for student in ("ada", "ben", "cyd")}
    assert files[f"ada/{NOTEBOOK}.html"].endswith(b"Feedback of ada.")
    said = capsys.readouterr().out
    assert "the pages of 3 students" in said and "not graded yet, as their pages say: ben" in said


def test_for_moodle(course, tmp_path, capsys):
    course.collected(
        ("ada", "Ada Muster_1201_assignsubmission_file/mine.zip", "collected", "2025-11-21T12:00:00+00:00"),
        ("ben", "Ben_1202_assignsubmission_file/a.zip", "left out", "2025-11-21T12:00:00+00:00"),
        ("zed", "Zed_1203_assignsubmission_file/z.zip", "collected", "2025-11-21T12:00:00+00:00"),
    )
    files = give_back(tmp_path, "moodle", "--term-page")
    folder = "Ada Muster_1201_assignsubmission_file"
    assert files.keys() == {f"{folder}/{NOTEBOOK}.html", f"{folder}/all-labs.html"}
    assert b"<code>ada</code>" in files[f"{folder}/all-labs.html"]
    said = capsys.readouterr().out
    assert "the pages of 1 student\n" in said
    assert "LEFT OUT, since Moodle gave them no name of their own: ben, cyd" in said


def test_for_canvas_a_zip_comes_back_for_a_zip(course, tmp_path):
    first, again, bare = (f"musterada_4711_{n}_mine{end}" for n, end in ((1, ".zip"), (2, "-1.zip"), (3, ".py")))
    course.collected(
        ("ada", first, "collected", "2025-11-21T12:00:00+00:00"),
        ("ada", bare, "collected", "2025-11-21T14:00:00+00:00"),
        ("ada", again, "collected", "2025-11-21T13:00:00+00:00"),
    )
    files = give_back(tmp_path, "canvas")
    assert files.keys() == {again}
    assert unpacked(files[again]).keys() == {f"{NOTEBOOK}.html"}


def test_several_zips_where_one_would_be_too_large(tmp_path):
    older, own = tmp_path / "lab.zip", tmp_path / "lab-old.zip"
    older.write_bytes(b"older")
    own.write_bytes(b"a person's")
    content = os.urandom(4000)
    parts = ZipParts(tmp_path, "lab", limit=10_000)
    for student in "abc":
        parts.add({f"{student}/1.html": content, f"{student}/2.html": content[:1000]})
    assert older.read_bytes() == b"older"
    paths = parts.finish()
    assert [path.name for path in paths] == ["lab-1.zip", "lab-2.zip", "lab-3.zip"]
    assert sorted(tmp_path.iterdir()) == [*paths, own] and max(path.stat().st_size for path in paths) <= 10_000
    parts = ZipParts(tmp_path, "lab", limit=100)
    parts.add({"a/1.html": content})  # one student's pages stay together
    [path] = parts.finish()
    assert sorted(tmp_path.iterdir()) == [own, path] and path == older


def test_a_limit_is_a_number(course, tmp_path, capsys):
    give_back(tmp_path, "plain", "--megabytes", "1")
    with pytest.raises(SystemExit):
        give_back(tmp_path, "plain", "--megabytes", "0")
    assert "0 is no number of megabytes" in capsys.readouterr().err


# ------------------------------------------------------------------ what stops it
def test_nothing_tells_whose_an_upload_is(course, tmp_path):
    with pytest.raises(SystemExit, match="collected.csv, which tells whose an upload is: run nbgrader zip_collect"):
        give_back(tmp_path, "moodle")
    assert not os.listdir(tmp_path)


def test_uploads_of_another_site(course, tmp_path):
    course.collected(("ada", "lab1_softmax-ada.zip", "collected", "2025-11-21T12:00:00+00:00"))
    with pytest.raises(SystemExit, match="is named as in a download from Canvas"):
        give_back(tmp_path, "canvas")


def test_a_table_that_is_none(course, tmp_path):
    (course.root / "downloaded" / LAB / "collected.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="is not as zip_collect wrote it"):
        give_back(tmp_path, "moodle")


@pytest.mark.parametrize(("arguments", "words"), [
    ([], "Which lab?"), (["lab0"], "there is no lab 'lab0'"), (["lab8_bptt"], "run nbgrader autograde lab8_bptt first"),
])  # fmt: skip
def test_a_lab_is_named(course, arguments, words):
    with pytest.raises(SystemExit, match=words.replace("?", r"\?")):
        main(["give-back", *arguments])


def test_feedback_that_is_older_than_the_marks(tmp_path, monkeypatch):
    course = Returned(tmp_path / "course")
    course.grade(LAB, {"ada": {"q": WAITING}, "ben": {"q": WAITING}, "cyd": {"q": WAITING}})
    course.feedback("ada", "ben")
    with course.gradebook() as book:
        book.find_grade("q", NOTEBOOK, LAB, "ben").manual_score = 1.0
        book.db.commit()
    monkeypatch.chdir(course.root)
    with pytest.raises(SystemExit, match=r"2 students is missing or older than the marks \(ben, cyd\): run"):
        main(["give-back", LAB])
    assert not (course.root / "give-back").exists()


def test_the_labs_after_it_stay_out_of_the_term_page(course, tmp_path):
    course.grade("lab2_two_layer_net", {"ada": {"TwoLayerNet_forward": RIGHT}})
    files = give_back(tmp_path, "plain", "--term-page")
    assert b"Lab 1" in files["ada/all-labs.html"] and b"Lab 2" not in files["ada/all-labs.html"]
    assert datetime.now().strftime("%Y").encode() in files["ada/all-labs.html"]
