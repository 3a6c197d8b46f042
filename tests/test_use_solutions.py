"""The course's version of an earlier lab: given out, used in a later lab, told by the hand-in, and nothing more."""

import os
import shutil
import zipfile
from datetime import UTC, datetime, timedelta

import nbformat
import pytest
from bs4 import BeautifulSoup
from course import Course
from nbgrader.api import Gradebook

from cs_nn import use_solutions
from cs_nn.submit import SubmitError, hand_in, inspect_lab
from cs_nn.tools.labs import COURSE, find_lab, load_labs
from cs_nn.update import MARK, course_version
from cs_nn.use_solutions import VERSIONS, SolutionsError, borrowed
from grading import insight
from grading.__main__ import main
from grading.borrowing import LIMIT, borrowed_labs, not_their_own
from grading.giving_out import require_past, write_solutions
from grading.graded import Submission, due_date
from grading.lab_reader import LabReader
from grading.record import Record
from grading.solutions import copy_stripped

LAB3, LAB6 = "lab3_three_layer_net", "lab6_mlp"
OWN = '"""My layers."""\n\n\ndef affine_forward(x, w, b):\n    return x @ w + b, (x, w, b)\n'


@pytest.fixture
def archive(tmp_path):
    return write_solutions(find_lab(LAB3), tmp_path / "given out")


@pytest.fixture
def kit(tmp_path):
    """A student's folder in which Lab 3's layers are written and its network is not."""
    kit = tmp_path / "kit"
    copy_stripped(COURSE / "cs_nn", kit / "cs_nn")
    (kit / "assignments").mkdir()
    shutil.copy(COURSE / "assignments" / "labs.toml", kit / "assignments")
    (kit / "cs_nn" / "layers.py").write_text(OWN, encoding="utf-8")
    for lab in (LAB3, LAB6):
        for name in find_lab(lab).notebooks:
            (kit / "assignments" / lab).mkdir(exist_ok=True)
            nbformat.write(nbformat.v4.new_notebook(), kit / "assignments" / lab / f"{name}.ipynb")
    return kit


def text_of(kit, name):
    return (kit / "cs_nn" / name).read_text(encoding="utf-8")


# ------------------------------------------------------------------ what is given out
@pytest.mark.parametrize("lab", load_labs())
def test_it_holds_the_labs_own_modules_with_their_solutions_and_nothing_else(lab, tmp_path):
    entry = find_lab(lab)
    with zipfile.ZipFile(write_solutions(entry, tmp_path)) as file:
        assert {*file.namelist()} == {"README.txt", *(f"cs_nn/{module}" for module in entry.modules)}
        for module in entry.modules:
            text = file.read(f"cs_nn/{module}").decode()
            source = (COURSE / "cs_nn" / module).read_text(encoding="utf-8")
            first, _, rest = text.partition("\n")
            assert first == MARK.format(lab=lab) and course_version(text.encode()) == lab
            without = [
                line for line in source.splitlines() if line.strip()[4:] not in ("BEGIN SOLUTION", "END SOLUTION")
            ]
            assert rest.splitlines() == without
            assert "SOLUTION" not in rest and "NotImplementedError" not in rest
            compile(text, module, "exec")


def test_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    main(["release-solutions", LAB3, "--into", str(tmp_path / "out")])
    said = capsys.readouterr().out
    assert (tmp_path / "out" / f"{LAB3}-solutions.zip").is_file()
    assert "python -m cs_nn.use_solutions" in said
    assert f"WARNING: {tmp_path} has no gradebook with a due date of {LAB3}" in said
    with pytest.raises(SystemExit, match="Which lab"):
        main(["release-solutions"])
    with pytest.raises(SystemExit):
        main(["release-solutions", "lab99_none"])
    assert "there is no lab 'lab99_none'" in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore:Object of type")  # of nbgrader's database
@pytest.mark.parametrize("days, refused", [(2, True), (-2, False), (None, False)])
def test_a_deadline_that_has_not_passed(days, refused, tmp_path, monkeypatch, capsys):
    course = Course(tmp_path / "course")
    due = None if days is None else datetime.now(UTC) + timedelta(days)
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as book:
        book.update_or_create_assignment(LAB3, **({} if due is None else {"duedate": due.replace(tzinfo=None)}))
    monkeypatch.chdir(course.root)
    if refused:
        for command in (["release-solutions", LAB3], ["kit", "--solutions", LAB3]):
            with pytest.raises(SystemExit, match=f"due at {due:%Y-%m-%d %H:%M} UTC, which has not passed.* --early"):
                main([*command, "--into", str(tmp_path / "out")])
        assert not (tmp_path / "out").exists()
    main(["release-solutions", LAB3, "--into", str(tmp_path), *(["--early"] if refused else [])])
    assert (tmp_path / f"{LAB3}-solutions.zip").is_file()
    assert due_date(course.root, "lab1_softmax") is None


def test_a_deadline_that_has_not_passed_for_somebody(tmp_path):
    (tmp_path / "extensions.csv").write_text(f"student,lab,due\nada,{LAB3},2999-12-31 12:00 UTC\n", encoding="utf-8")
    with pytest.raises(ValueError, match="due at 2999-12-31 12:00 UTC for somebody, which has not passed"):
        require_past([LAB3], tmp_path)
    require_past(["lab1_softmax"], tmp_path)


def test_looking_for_a_deadline_makes_no_gradebook(tmp_path):
    course = Course(tmp_path)
    assert due_date(course.root, LAB3) is None
    assert not (course.root / "gradebook.db").exists()


# ------------------------------------------------------------------ what a student does with it
def test_it_takes_the_place_of_the_students_which_is_kept(archive, kit, capsys):
    kept = use_solutions.use_solutions(archive, kit)
    assert kept == {
        "cs_nn/layers.py": "cs_nn/layers.own.py",
        "cs_nn/three_layer_net.py": "cs_nn/three_layer_net.own.py",
    }
    assert text_of(kit, "layers.own.py") == OWN
    with zipfile.ZipFile(archive) as file:
        assert text_of(kit, "layers.py") == file.read("cs_nn/layers.py").decode()
    assert "yours is kept as cs_nn/layers.own.py" in capsys.readouterr().out
    assert use_solutions.use_solutions(archive, kit) == {}, "the course's version is not kept as the student's"
    assert text_of(kit, "layers.own.py") == OWN
    (kit / "cs_nn" / "layers.py").write_text("# written later\n", encoding="utf-8")
    assert use_solutions.use_solutions(archive, kit) == {"cs_nn/layers.py": "cs_nn/layers.own-2.py"}
    assert text_of(kit, "layers.own.py") == OWN and text_of(kit, "layers.own-2.py") == "# written later\n"


def test_what_nobody_has_written_is_not_kept(archive, kit, monkeypatch):
    stub = text_of(kit, "three_layer_net.py").encode()
    given = use_solutions.Given(files={"cs_nn/three_layer_net.py": use_solutions.digest(stub)})
    monkeypatch.setattr(use_solutions, "read_given", lambda folder: given)
    assert use_solutions.use_solutions(archive, kit) == {"cs_nn/layers.py": "cs_nn/layers.own.py"}


def zip_of(path, **contents):
    with zipfile.ZipFile(path, "w") as file:
        for name, content in contents.items():
            file.writestr(f"cs_nn/{name}.py", content)
    return path


def course_text(lab, size=0):
    return f"{MARK.format(lab=lab)}\n{size * '#'}"


@pytest.mark.parametrize("contents, reason", [
    ({}, "holds no course's version"),
    ({"layers": course_text(LAB3)}, "holds no course's version"),  # one of two modules
    ({"layers": OWN, "three_layer_net": OWN}, "holds no course's version"),  # another student's
    ({"layers": course_text(LAB6), "three_layer_net": course_text(LAB6)}, "holds no course's version"),
    ({"layers": course_text(LAB3, 10**6), "three_layer_net": course_text(LAB3)}, "holds no course's version"),
    ({"layers": course_text(LAB3), "three_layer_net": course_text(LAB3), "softmax": course_text("lab1_softmax")},
     "holds no course's version"),
])  # fmt: skip
def test_another_zip_changes_nothing(contents, reason, tmp_path, kit, capsys):
    path = zip_of(tmp_path / "other.zip", **contents)
    assert use_solutions.main([str(path), "--into", str(kit)]) == 1
    assert reason in capsys.readouterr().out
    assert text_of(kit, "layers.py") == OWN and not [*(kit / "cs_nn").glob("*.own*")]


def test_a_zip_that_is_missing_or_damaged(tmp_path, archive, kit):
    (tmp_path / "page.zip").write_text("<html>")
    data = bytearray(archive.read_bytes())
    data[400:700] = bytes(300)
    (tmp_path / "damaged.zip").write_bytes(data)
    for name in ("missing.zip", "page.zip", "damaged.zip"):
        with pytest.raises(SolutionsError, match="Nothing was changed"):
            use_solutions.use_solutions(tmp_path / name, kit)
    assert text_of(kit, "layers.py") == OWN
    with pytest.raises(SolutionsError, match="complete copy of the course"):
        use_solutions.use_solutions(archive, tmp_path / "no kit")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this account may write everywhere")
def test_a_folder_that_cant_be_written(archive, kit):
    (kit / "cs_nn").chmod(0o500)
    try:
        with pytest.raises(SolutionsError, match="can't be written"):
            use_solutions.use_solutions(archive, kit)
    finally:
        (kit / "cs_nn").chmod(0o700)
    assert text_of(kit, "layers.py") == OWN


def test_only_the_first_line_tells():
    assert course_version(b"\xef\xbb\xbf" + course_text(LAB3).encode()) == LAB3
    assert course_version(course_text(LAB3).replace("\n", "\r\n").encode()) == LAB3
    for text in ("", "\n" + course_text(LAB3), OWN + course_text(LAB3), "# The course's version of , given"):
        assert course_version(text.encode()) is None


# ------------------------------------------------------------------ handing in
def test_the_hand_in_of_a_later_lab_says_so(archive, kit, capsys):
    use_solutions.use_solutions(archive, kit)
    target = hand_in(LAB6, "ada", course=kit)
    with zipfile.ZipFile(target) as file:
        assert file.read(VERSIONS).decode() == f"{LAB3}\n"
    assert "the course's version of Lab 3: a three-layer network from layers" in " ".join(
        capsys.readouterr().out.split()
    )
    assert inspect_lab(find_lab(LAB6), kit).errors == []
    assert borrowed(find_lab("lab1_softmax"), kit) == [], "only earlier labs count"


def test_a_hand_in_with_ones_own_layers_says_nothing(archive, kit, capsys):
    use_solutions.use_solutions(archive, kit)
    for name in ("layers", "three_layer_net"):
        os.replace(kit / "cs_nn" / f"{name}.own.py", kit / "cs_nn" / f"{name}.py")
    capsys.readouterr()
    with zipfile.ZipFile(hand_in(LAB6, "ada", course=kit)) as file:
        assert VERSIONS not in file.namelist()
    assert "course's version" not in capsys.readouterr().out


def test_the_lab_itself_cant_be_handed_in(archive, kit):
    use_solutions.use_solutions(archive, kit)
    with pytest.raises(SubmitError) as refused:
        hand_in(LAB3, "ada", course=kit)
    message = " ".join(str(refused.value).split())
    assert "cs_nn/layers.py is the course's version, not your work" in message and "cs_nn/layers.own.py" in message
    assert not [*kit.glob("*.zip")]


# ------------------------------------------------------------------ grading
def test_what_is_said_is_collected(tmp_path, archive, kit):
    use_solutions.use_solutions(archive, kit)
    reader = LabReader(find_lab(LAB6), COURSE, 100, 10**8)
    files, _, notes = reader.read(hand_in(LAB6, "ada", course=kit))
    assert files[VERSIONS].decode() == f"{LAB3}\n" and notes == []
    alone = tmp_path / "alone.zip"
    with zipfile.ZipFile(alone, "w") as file:
        file.writestr(VERSIONS, LAB3)
    with pytest.raises(Exception, match="none of the lab's files"):
        reader.read(alone)


@pytest.mark.parametrize("text, labs", [
    (f"{LAB3}\n", [LAB3]),
    (f"{LAB3}\r\nlab1_softmax\n{LAB3}", ["lab1_softmax", LAB3]),
    (f"{LAB6}\nlab8_bptt\nlab99\n<b>\n../..\n", []),
    ("\udcff", []),
    (LIMIT * " " + LAB3, []),
])  # fmt: skip
def test_only_earlier_labs_are_believed(text, labs, tmp_path):
    assert borrowed_labs(LAB6, tmp_path) == []
    (tmp_path / VERSIONS).write_text(text, encoding="utf-8", errors="surrogateescape")
    assert [lab.name for lab in borrowed_labs(LAB6, tmp_path)] == labs


def test_the_page_about_the_class_counts_them():
    students = [Submission("a", borrowed=[LAB3]), Submission("b"), Submission("c", borrowed=["lab1_softmax", LAB3])]
    assert insight.borrowed(students) == [(find_lab("lab1_softmax").title, 1), (find_lab(LAB3).title, 2)]


def test_a_module_that_is_the_courses_is_noted(tmp_path):
    for module in find_lab(LAB6).modules:
        shutil.copy(COURSE / "cs_nn" / module, tmp_path)
    assert not_their_own(LAB6, tmp_path) == []
    (tmp_path / "mlp.py").write_text(course_text(LAB6), encoding="utf-8")
    assert not_their_own(LAB6, tmp_path) == [
        "cs_nn/mlp.py is the course's version, which was given out: it is not the student's work."
    ]
    (tmp_path / "mlp.py").unlink()
    assert not_their_own(LAB6, tmp_path) == []


@pytest.mark.slow
def test_a_class(tmp_path):
    """Ada works with the course's layers, Ben with his own, Cy uploads the course's version of the lab itself."""
    course = Course(tmp_path)
    release = course.release(LAB6)
    solved = {module: (COURSE / "cs_nn" / module).read_text(encoding="utf-8") for module in find_lab(LAB6).modules}
    for student, said, mark in (("ada", f"{LAB3}\n", ""), ("ben", "", ""), ("cy", "", f"{MARK.format(lab=LAB6)}\n")):
        folder = course.root / "submitted" / student / LAB6
        shutil.copytree(release, folder)
        for module, text in solved.items():
            (folder / "cs_nn" / module).write_text(mark + text, encoding="utf-8")
        if said:
            (folder / VERSIONS).write_text(said, encoding="utf-8")
    output = course.run("autograde", LAB6)
    course.run("generate_feedback", LAB6)
    scores = course.scores()
    assert scores["ada", LAB6] == scores["ben", LAB6] == scores["cy", LAB6] > 0
    name = find_lab(LAB6).notebooks[0]
    records = {student: Record.read(course.graded(student, LAB6, name).metadata) for student in ("ada", "ben", "cy")}
    assert records["ada"].borrowed == [LAB3] and records["ben"].borrowed == records["cy"].borrowed == []
    assert records["ada"].notes == records["ben"].notes == [], "it is nothing that a person must look at"
    assert len(records["cy"].notes) == 2 and "not the student's work" in output
    pages = {student: BeautifulSoup((course.root / "feedback" / student / LAB6 / f"{name}.html").read_text("utf-8"),
                                    "html.parser").get_text() for student in records}  # fmt: skip
    assert "Made with the course's version of Lab 3" in pages["ada"]
    assert "course's version of Lab 3" not in pages["ben"] + pages["cy"]
    html, _ = insight.write_insight(course.root, LAB6, tmp_path / "insight")
    text = " ".join(BeautifulSoup(html.read_text("utf-8"), "html.parser").get_text().split())
    assert "1 student worked with the course's version of Lab 3: a three-layer network from layers." in text
