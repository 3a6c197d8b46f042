"""Extensions and lateness: nbgrader's own commands, workers, feedback, tables and pages tell the same."""

import csv
import sqlite3
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from classes import LAB as LAB_OF_CLASS
from classes import autograde, copy_of, gradebook, hand_in, quick_course, released
from nbgrader.api import Assignment
from nbgrader.apps.api import NbGraderAPI
from term import LAB, LATE, Class, run
from traitlets.config import Config

from grading.extensions import read_due, read_extensions
from grading.graded import read_submissions
from grading.lateness import LatePenalty, extension_until, settle

DUE = datetime(2025, 12, 1, 23, 59, 59)


@pytest.fixture
def zone(monkeypatch):
    """Sets the zone of the computer's clock."""
    if not hasattr(time, "tzset"):
        pytest.skip("the clock's zone can't be set here")

    def put(name):
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def course(tmp_path, monkeypatch, zone):
    zone("UTC")
    monkeypatch.chdir(tmp_path)
    return Class(tmp_path)


def fine(course, method):
    """Have late hand-ins cost points."""
    path = course.root / "nbgrader_config.py"
    path.write_text(path.read_text(encoding="utf-8") + f'\nc.LateSubmissionPlugin.penalty_method = "{method}"\n')


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2026-03-31", datetime(2026, 3, 31, 21, 59, 59)),
        ("31.3.2026", datetime(2026, 3, 31, 21, 59, 59)),
        ("4.3.2026 8:15", datetime(2026, 3, 4, 7, 15)),
        ("2026-3-4 11pm", datetime(2026, 3, 4, 22)),
        ("2026-03-04T08:15:30", datetime(2026, 3, 4, 7, 15, 30)),
        ("2026-03-04 08:15 +0500", datetime(2026, 3, 4, 3, 15)),
        ("2026-03-04 08:15 UTC", datetime(2026, 3, 4, 8, 15)),
        ("2026-03-04 08:15 EST", datetime(2026, 3, 4, 13, 15)),
        ("2026-03-04 08:15 UTC+2", datetime(2026, 3, 4, 6, 15)),
        ("2026-03-04 08:15 GMT-05:00", datetime(2026, 3, 4, 13, 15)),
    ],
)
def test_dates(text, due, zone):
    """By the clock of the computer, unless a zone is named."""
    zone("Europe/Berlin")
    assert read_due(text) == due


@pytest.mark.parametrize(
    "text",
    ["3/4/2026", "2026-13-01", "31.2.2026", "tomorrow", "", "45992", "2026-03-04 8:15 XYZ", "2026-03-04 25:00",
     "0001-01-01 00:00 +2300", "4.3.26"],
)  # fmt: skip
def test_what_is_no_date(text):
    with pytest.raises(ValueError, match="is no date: write 2026-03-31 or 2026-03-31 23:59"):
        read_due(text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_table(course, encoding):
    course.write("extensions.csv", "Student;Lab;Due;why\nZoë Lü;lab1;2025-12-05 12:00 UTC;ill\ns2;LAB1_softmax;"
                 "2025-12-06 12:00 UTC\n;;;\ns2;lab3_three_layer_net;2026-01-31 12:00 UTC;\n", encoding)  # fmt: skip
    rows = [(row.student, row.lab, row.due) for row in read_extensions(course.root)]
    assert rows == [("Zoë Lü", LAB, datetime(2025, 12, 5, 12)), ("s2", LAB, datetime(2025, 12, 6, 12)),
                    ("s2", "lab3_three_layer_net", datetime(2026, 1, 31, 12))]  # fmt: skip


def test_a_table_with_mistakes_is_not_used(course, capsys):
    """Half of it would take points off somebody who has an extension."""
    course.hand_in("s1", 10, 10, LATE)
    course.write("extensions.csv", "student,lab,due\ns1,lab1,2025-12-05\ns1,lab1_softmax,2025-12-06\n,lab1,2025-12-05\n"
                 "s2,lab99,2025-12-05\ns3,lab1,5/12/2025\n")  # fmt: skip
    for arguments in (("late",), ("marks", LAB, "--for=csv")):
        said = run(capsys, *arguments)
        for problem in (
            "extensions.csv is not used until this is mended: line 3: line 2 gives s1 another date",
            "line 4: the student ID is empty",
            "line 5: there is no lab 'lab99'",
            "line 6: '5/12/2025' is no date",
        ):
            assert problem in said
    assert "is no date: write 2026-03-31 or 2026-03-31 23:59, in a spreadsheet into cells of the format text" in said
    course.write("extensions.csv", "student,lab,due\ns1,lab1,2025-12-05, 12:00\n")
    assert "line 2: it has more cells than the first line, which must name each column" in run(capsys, "late")
    course.write("extensions.csv", "who,when\ns1,2025-12-05\n")
    assert "has no column student, lab, due: its first line must be student,lab,due" in run(capsys, "late")


def test_an_extension_comes_changes_and_goes(course, capsys):
    """Absolute dates: a lab's own due date may move. Without a table nothing is touched."""
    fine(course, "zero")
    course.hand_in("S1", 10, 10, LATE)
    course.hand_in("s2", 10, 10, LATE)
    assert "s2: handed in 2025-12-03 10:00" in run(capsys, "late")
    assert (course.penalty("S1"), course.penalty("s2")) == (20, 20)
    with course.gradebook() as book:
        book.add_student("s3")
    course.write("extensions.csv", "student,lab,due\ns1,lab1,2025-12-05 12:00 UTC\nnobody,lab1,2025-12-05\n"
                 "s2,lab1,1.12.2025\ns3,lab1,5.12.2025 8:00\n")  # fmt: skip
    said = run(capsys, "late", LAB)
    assert "  S1: until 2025-12-05 12:00" in said and "not late" in said
    assert "  s3: until 2025-12-05 08:00 UTC, nothing graded yet" in said
    assert "extensions.csv, line 3: nobody in the gradebook is called nobody" in said
    assert "extensions.csv, line 4: this is not after the lab's own due date, and changes nothing" in said
    assert (course.penalty("S1"), course.penalty("s2")) == (None, 20)
    with course.gradebook() as book:
        assert book.find_submission(LAB, "S1").extension == datetime(2025, 12, 5, 12) - DUE
        book.update_or_create_assignment(LAB, duedate="2025-12-02 12:00:00 UTC")
    run(capsys, "late")
    with course.gradebook() as book:
        assert book.find_submission(LAB, "S1").duedate == datetime(2025, 12, 5, 12)
    (course.root / "extensions.csv").unlink()
    run(capsys, "late")
    assert course.penalty("S1") is None
    course.write("extensions.csv", "student,lab,due\n")
    run(capsys, "late")
    assert course.penalty("S1") == 20
    with course.gradebook() as book:
        book.update_or_create_assignment(LAB, duedate=None)
    course.write("extensions.csv", "student,lab,due\ns1,lab1,2025-12-05\n")
    assert "has no due date: nobody is late" in run(capsys, "late")
    assert course.penalty("S1") is None


@pytest.mark.parametrize(
    ("settings", "late", "penalty"),
    [
        ({}, 10**6, None),
        ({"penalty_method": "zero"}, 1, 20),
        ({"penalty_method": "zero", "grace_minutes": 10}, 600, None),
        ({"penalty_method": "zero", "grace_minutes": 10}, 601, 20),
        ({"penalty_method": "daily"}, 1, 2),
        ({"penalty_method": "daily"}, 86_400, 2),
        ({"penalty_method": "daily"}, 86_401, 4),
        ({"penalty_method": "daily", "daily_share": 0.25}, 10**6, 20),
    ],
)
def test_penalties(settings, late, penalty):
    plugin = LatePenalty(config=Config(LateSubmissionPlugin=settings))
    found = plugin.late_submission_penalty("s1", 20.0, late)
    assert found == penalty


def test_points_given_by_hand_count_for_the_penalty(course, capsys):
    """nbgrader reckons it when it grades automatically: what is given by hand later would be free of it."""
    fine(course, "daily")
    course.hand_in("s1", 10, None, LATE)
    run(capsys, "late")
    assert course.penalty("s1") == 2  # two days begun
    with course.gradebook() as book:
        grade = book.find_grade("written", "softmax_mnist", LAB, "s1")
        grade.manual_score, grade.needs_manual_grade = 10, False
        book.db.commit()
    run(capsys, "marks", LAB, "--for=csv")
    assert course.penalty("s1") == 4
    with (course.root / "marks" / f"{LAB}-csv.csv").open(encoding="utf-8-sig") as file:
        assert next(csv.DictReader(file))["mark"] == "16"


def test_only_those_who_may_be_late_are_read(course, monkeypatch):
    for number in range(3):
        course.hand_in(f"s{number}", 10, 10)
    course.hand_in("s9", 10, 10, LATE)
    with course.gradebook() as book:
        seen = []
        monkeypatch.setattr(book.db, "get", lambda model, id: seen.append(id))
        with pytest.raises(AttributeError):  # of None
            settle(book, LAB, api_of(course.root))
        assert seen == [book.find_submission(LAB, "s9").id]


def api_of(root: Path) -> NbGraderAPI:
    return NbGraderAPI(config=Config(CourseDirectory={"root": str(root)}))


def test_a_date_before_the_labs_own_is_none():
    lab = Assignment(name=LAB, course_id="cs_nn", duedate=DUE)
    assert extension_until(DUE, lab) is extension_until(DUE - timedelta(1), lab) is extension_until(None, lab) is None
    assert extension_until(DUE + timedelta(1), lab) == timedelta(1)
    assert extension_until(DUE, Assignment(name=LAB, course_id="cs_nn")) is None


@pytest.mark.slow
def test_all_tell_the_same(tmp_path, monkeypatch):
    """nbgrader autograde and workers, at the first grading and later; export, feedback, the page about the class."""
    course = quick_course(tmp_path / "one")
    files = released(course)
    for student in ("has an extension", "late", "late in spite of it", "in time"):
        stamp = "2025-11-21 14:02:33 UTC" if student == "in time" else "2025-12-03 10:00:00 UTC"
        hand_in(course, student, {**files, "timestamp.txt": stamp})
    course.run("db", "assignment", "add", LAB_OF_CLASS, "--duedate=2025-12-01 23:59:59 UTC")
    config = course.root / "nbgrader_config.py"
    config.write_text(
        config.read_text(encoding="utf-8") + '\nc.LatePenalty.penalty_method = "zero"\n', encoding="utf-8"
    )
    (course.root / "extensions.csv").write_text(
        "student,lab,due\nHas an extension,lab1,2025-12-05 12:00 UTC\nlate in spite of it,lab1,2025-12-03 09:00 UTC\n"
    )
    workers = copy_of(course, tmp_path / "two")
    log = course.run("autograde", LAB_OF_CLASS)
    assert "for late> is 122401.0 seconds late" in log and "for late in spite of it> is 3600.0 seconds late" in log
    assert "for has an extension> is" not in log
    log = autograde(workers, LAB_OF_CLASS, "--jobs=1")
    assert "for late in spite of it> is 3600.0 seconds late" in log and "for has an extension> is" not in log
    assert gradebook(workers) == gradebook(course)

    penalties = {row["student_id"]: row["late_submission_penalty"] for row in gradebook(course)["submitted_notebook"]
                 if row["name"] == "softmax_cifar10"}  # fmt: skip
    assert penalties["late"] and penalties["late in spite of it"]
    assert penalties["has an extension"] is None and penalties["in time"] is None
    found = {submission.student: submission.late for submission in read_submissions(course.root, LAB_OF_CLASS)}
    assert found == {"has an extension": 0, "late": 122_401, "late in spite of it": 3600, "in time": 0}

    # An extension afterwards: the table alone is changed.
    with (course.root / "extensions.csv").open("a") as file:
        file.write("late,lab1,2025-12-05 12:00 UTC\n")
    assert course.scores()["late", LAB_OF_CLASS] > 0
    course.run("generate_feedback", LAB_OF_CLASS)
    pages = {student: (course.root / "feedback" / student / LAB_OF_CLASS / "softmax_cifar10.html").read_text("utf-8")
             for student in found}  # fmt: skip
    assert [student for student, page in pages.items() if "Late submission penalty (" in page] == [
        "late in spite of it"
    ]
    with sqlite3.connect(course.root / "gradebook.db") as book:
        book.execute("UPDATE submitted_assignment SET extension = NULL")
    found = {submission.student: submission.late for submission in read_submissions(course.root, LAB_OF_CLASS)}
    assert found == {"has an extension": 0, "late": 0, "late in spite of it": 3600, "in time": 0}
