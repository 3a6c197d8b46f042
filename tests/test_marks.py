"""Marks for learning management systems: what is in their files is what the gradebook has."""

import csv
import shlex

import pytest
from commands import nbgrader
from hypothesis import given
from hypothesis import strategies as st
from term import LAB, Class, run

from cs_nn.submit import clean_student
from cs_nn.tools.labs import COURSE
from grading.spreadsheets import Table, read_table
from grading.term.given_marks import Mark
from grading.term.matching import fill_in
from grading.term.people import Person

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Notes,Lab 1 (12345),Lab 10 (777),Quiz on lab 2 (99),Current Score
,,,,,,Manual Posting,,,
    Points Possible,,,,,,30.00,10,5,(read only)
"Muster, Ada",4711,s1,ada,A,x,,1,,5
"Beispiel, Ben",4712,s2,ben,A,,2,2,,5
"Lü, Zoë",4713,s3,zoe,A,,1,3,,5
"王, 小明",4714,s4,wang,A,,0.00,,,5
"=Evil, Eve",4715,s5,eve,A,,,,,5
"Student, Test",4719,,0a1b2c,A,,,,,5
"""
BLACKBOARD = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"Availability"\t"Lab 1 [Total Pts: 30 Score] '
    '|12345"\t"Lab 2 [Total Pts: 20 Score] |12346"\n'
    + "".join(
        f'"{last}"\t"{first}"\t"{user}"\t"{number}"\t"2025-12-01"\t"Yes"\t""\t"3"\n'
        for last, first, user, number in (
            ("Muster", "Ada", "ada", "s1"), ("Beispiel", "Ben", "ben", "s2"), ("Lü", "Zoë", "zoe", "s3"),
            ("王", "小明", "wang", "s4"), ("=Evil", "Eve", "eve", "s5"))
    )
)  # fmt: skip
WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),\
Last modified (grade),Feedback comments
Participant 101,Ada Muster,ada@x.org,Submitted,,30.00,Yes,"Monday, 1 December 2025, 10:00 AM",-,
Participant 102,Ben Beispiel,ben@x.org,Submitted,2.00,30.00,Yes,-,-,"Well, ""yes"", no"
Participant 103,Zoë Lü,zoe@x.org,Submitted,1.00,30.00,Yes,-,-,
Participant 104,小明 王,w@x.org,Submitted,,30.00,Yes,-,-,
Participant 105,Eve =Evil,eve@x.org,No submission,,30.00,Yes,-,-,
"""
GERMAN = (
    WORKSHEET.replace("Identifier,Full name,Email address", "ID,Vollständiger Name,E-Mail-Adresse")
    .replace("Status,Grade,Maximum Grade", "Status,Bewertung,Bestwertung")
    .replace("Last modified (grade)", "Zuletzt geändert (Bewertung)")
    .replace("Participant ", "Teilnehmer/in")
)
ROSTER = "id,first_name,last_name,email\ns1,Ada,Muster,ada@x.org\ns2,Ben,Beispiel,ben@x.org\ns3,Zoë,Lü,zoe@x.org\n" \
         's4,小明,王,w@x.org\ns5,Eve,"=Evil",eve@x.org\n'  # fmt: skip


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Ada (30 points) handed in with her ID; Ben (12.75) as Canvas has him; of Zoë an answer waits; the download has
    the name of 小明 (0 points) for an ID; Eve handed in nothing."""
    monkeypatch.chdir(tmp_path)
    course = Class(tmp_path)
    course.hand_in("s1", 20, 10)
    course.hand_in("4712", 7.5, 5.25)
    course.hand_in("s3", 20, None)
    course.hand_in("王 小明", 0, 0)
    return course


def column(path, name):
    """A column of a table by the one that names people best."""
    table = read_table(path)
    number = table.header.index(name)
    key = next(table.header.index(kind) for kind in ("Username", "ID", "Email address") if kind in table.header)
    return {row[key]: row[number] for row in table.rows}


def test_canvas(course, capsys):
    course.write("canvas.csv", CANVAS)
    said = run(capsys, "marks", LAB, "--for=canvas", "--like=canvas.csv")
    written = (course.root / "marks" / f"{LAB}-canvas.csv").read_text(encoding="utf-8").splitlines()
    assert written == [
        "Student,ID,SIS User ID,SIS Login ID,Section,Lab 1 (12345)",  # no other mark is set back
        ",,,,,Manual Posting",
        "    Points Possible,,,,,30.00",
        '"Muster, Ada",4711,s1,ada,A,30',
        '"Beispiel, Ben",4712,s2,ben,A,12.75',
        '"Lü, Zoë",4713,s3,zoe,A,1',  # an answer waits: Canvas would take an empty cell for "no mark"
        '"王, 小明",4714,s4,wang,A,0',
        '"\'=Evil, Eve",4715,s5,eve,A,',
        '"Student, Test",4719,,0a1b2c,A,',
    ]
    assert f"wrote marks/{LAB}-canvas.csv: 3 marks of {LAB}, out of 30 points" in said
    assert "1 student with answers not graded yet, no mark is given: s3" in said
    assert "Other marks than those in canvas.csv: Ben Beispiel 2 -> 12.75\n" in said
    assert f"1 student handed in nothing: marks/{LAB}-canvas-missing.csv" in said
    with (course.root / "marks" / f"{LAB}-canvas-missing.csv").open(encoding="utf-8-sig") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["4715"]


def test_somebody_who_is_excused(course, capsys):
    course.write("canvas.csv", CANVAS.replace("A,x,,1", "A,x,EX,1"))
    assert "Ada Muster: 'EX' stays in canvas.csv" in run(capsys, "marks", LAB, "--for=canvas", "--like=canvas.csv")
    assert column(course.root / "marks" / f"{LAB}-canvas.csv", "Lab 1 (12345)")["4711"] == "EX"


def test_blackboard(course, capsys):
    course.write("gc.xls", BLACKBOARD, "utf-16")
    with course.gradebook() as book:
        book.update_or_create_student("4712", lms_user_id="ben")
    said = run(capsys, "marks", LAB, "--for=blackboard", "--like=gc.xls", "--to=back.xls")
    assert "3 marks" in said
    content = (course.root / "back.xls").read_bytes()
    assert content.startswith((b"\xff\xfe", b"\xfe\xff"))
    lines = content.decode("utf-16").splitlines()
    assert lines[0] == '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Lab 1 [Total Pts: 30 Score] |12345"'
    assert lines[1] == '"Muster"\t"Ada"\t"ada"\t"s1"\t"30"'
    marks = column(course.root / "back.xls", "Lab 1 [Total Pts: 30 Score] |12345")
    assert marks == {"ada": "30", "ben": "12.75", "zoe": "", "wang": "0", "eve": ""}


@pytest.mark.parametrize(("worksheet", "name"), [(WORKSHEET, "Grade"), (GERMAN, "Bewertung")])
def test_moodle_worksheet(course, capsys, worksheet, name):
    course.write("roster.csv", ROSTER.replace("s2", "4712"))
    run(capsys, "roster", "roster.csv")
    sheet = course.write("sheet.csv", worksheet, "utf-8-sig")
    run(capsys, "marks", LAB, "--for=moodle", "--like=sheet.csv")
    before, after = read_table(sheet), read_table(course.root / "marks" / f"{LAB}-moodle.csv")
    number = before.header.index(name)
    assert [row[number] for row in after.rows] == ["30", "12.75", "1.00", "0", ""]
    after.name = before.name
    for table in (before, after):
        for row in table.rows:
            row[number] = ""
    assert after == before  # Moodle finds people and its own last change by the others


def test_moodle_worksheet_without_names(course, capsys):
    course.hand_in("Participant_105", 5, 5)
    rows = [line.split(",") for line in WORKSHEET.splitlines()]
    course.write("sheet.csv", "\n".join(",".join([row[0], *row[3:]]) for row in rows) + "\n")
    said = run(capsys, "marks", LAB, "--for=moodle", "--like=sheet.csv")
    table = read_table(course.root / "marks" / f"{LAB}-moodle.csv")
    assert {row[0]: row[2] for row in table.rows}["Participant 105"] == "10"
    missing = read_table(course.root / "marks" / f"{LAB}-moodle-missing.csv")
    assert [row[0] for row in missing.rows] == [f"Participant {number}" for number in (101, 102, 103, 104)]
    assert "NO MARK IS GIVEN to 4712, s1, s3, 王 小明" in said


def test_moodle_gradebook(course, capsys):
    """Without a worksheet: Moodle breaks off at people that it doesn't know, so these are left out."""
    course.hand_in("nobody", 1, 1)
    course.write("roster.csv", ROSTER.replace("s2", "4712"))
    run(capsys, "roster", "roster.csv")
    said = run(capsys, "marks", LAB, "--for=moodle")
    marks = column(course.root / "marks" / f"{LAB}-moodle.csv", "Lab 1: softmax classification")
    assert marks == {"ada@x.org": "30", "ben@x.org": "12.75", "zoe@x.org": "", "w@x.org": "0", "eve@x.org": ""}
    assert "NO MARK IS GIVEN to nobody: they are on no roster" in said
    assert "3 marks" in said
    assert "1 student handed in nothing" in said


def test_a_plain_table(course, capsys):
    course.write("roster.csv", ROSTER)
    run(capsys, "roster", "roster.csv")
    run(capsys, "marks", LAB, "--for=csv")
    with (course.root / "marks" / f"{LAB}-csv.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert {id: row["mark"] for id, row in rows.items()} == {
        "s1": "30", "s2": "", "s3": "", "s4": "0", "s5": "", "4712": "12.75"}  # fmt: skip
    assert {id: row["state"] for id, row in rows.items() if not row["mark"]} == {
        "s2": "not handed in", "s3": "not graded yet", "s5": "not handed in"}  # fmt: skip
    assert rows["s5"]["last_name"] == "'=Evil"


def test_a_cell_that_the_grader_never_reached_is_not_graded(course, capsys):
    course.hand_in("s9", None, 3)
    run(capsys, "marks", LAB, "--for=csv")
    with (course.root / "marks" / f"{LAB}-csv.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["id"]: row["mark"] for row in csv.DictReader(file)}["s9"] == ""


def test_an_old_mark_of_another_answer_is_said(course, capsys):
    with course.gradebook() as book:
        book.find_grade("written", "softmax_mnist", LAB, "s1").needs_manual_grade = True  # graded again since
        book.db.commit()
    said = run(capsys, "marks", LAB, "--for=csv")
    assert "1 student with answers to be looked at again, the mark is the old one: s1" in said


def test_no_mark_where_there_is_doubt(course, capsys):
    """Two hand-ins of one person, a name of two people, an ID of one that is another's number."""
    course.hand_in("4711", 1, 1)  # Ada, who handed in as s1 too
    course.hand_in("s3x", 1, 1)
    course.hand_in("Cy Datum", 1, 1)
    course.hand_in("70", 1, 1)
    course.write("canvas.csv", CANVAS + '"Datum, Cy",61,,,B,,,,,\n"Datum, Cy",62,,,B,,,,,\n"A, B",70,,,B,,,,,\n'
                 '"C, D",71,70,,B,,,,,\n')  # fmt: skip
    said = run(capsys, "marks", LAB, "--for=canvas", "--like=canvas.csv")
    marks = column(course.root / "marks" / f"{LAB}-canvas.csv", "Lab 1 (12345)")
    assert [marks[id] for id in ("4711", "61", "62", "70", "71")] == [""] * 5
    assert "NO MARK IS GIVEN to 70, Cy Datum, s3x: nobody in canvas.csv, or more than one" in said
    assert "NO MARK IS GIVEN in line 4 of canvas.csv: it may be each of 4711, s1" in said


def test_an_extension_that_is_not_for_the_hand_in(course, capsys):
    course.hand_in("007", 1, 1)
    course.hand_in("Gil Haus", 1, 1)
    course.write("class.csv", "id,name\n007,Fee Gold\ngil,Gil Haus\nida,Ida Jung\n")
    run(capsys, "roster", "class.csv")
    course.write("extensions.csv", "student,lab,due\n7,lab1,2025-12-05\ngil,lab1,2025-12-05\nida,lab1,2025-12-05\n"
                 "7,lab2,2025-12-05\n007,lab1,2025-12-05\n")  # fmt: skip
    said = [line for line in run(capsys, "marks", LAB, "--for=csv").splitlines() if line.startswith("extensions.csv")]
    assert said == [
        "extensions.csv, line 2: 7 is nobody's id in the gradebook, and has no extension",
        "extensions.csv, line 3: gil handed in under another id: write that id there too, or the hand-in counts as "
        "late",
    ]


def test_somebody_with_another_id_now(course, capsys):
    """Who is on two rosters has two lines, and one of them would be on the list of those who handed in nothing."""
    course.hand_in("Fee Gold", 1, 1)
    course.write("class.csv", "id,name,email\nFee Gold,Fee Gold,f@x.org\n0012,Fee Gold,F@x.org\ngil,Gil Haus,g@x.org\n")
    run(capsys, "roster", "class.csv")
    said = run(capsys, "marks", LAB, "--for=moodle")
    assert "One address, f@x.org, for Fee Gold, who handed in, and for 0012: if that is one person" in said
    assert "g@x.org" not in said


def test_a_namesake_gets_nothing(course, capsys):
    """Somebody who has left, and has the name of somebody who handed in nothing."""
    course.hand_in("x9", 20, 10)
    with course.gradebook() as book:
        book.update_or_create_student("x9", first_name="Eve", last_name="=Evil")
        book.update_or_create_student("s5", first_name="Eve", last_name="=Evil")
    course.write("canvas.csv", CANVAS)
    assert "NO MARK IS GIVEN to x9" in run(capsys, "marks", LAB, "--for=canvas", "--like=canvas.csv")
    assert column(course.root / "marks" / f"{LAB}-canvas.csv", "Lab 1 (12345)")["4715"] == ""


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ("--for=canvas", "--like is missing: name the gradebook that Canvas exports"),
        ("--for=blackboard", "--like is missing: name the gradebook that Blackboard downloads"),
        ("--for=canvas --like=no.csv", "no.csv can't be read: No such file or directory"),
        ("--for=canvas --like=canvas.csv --to=canvas.csv", "canvas.csv is there already"),
        ("--for=canvas --like=sheet.csv", "sheet.csv has no column for lab1_softmax: name one by --column. Its"),
        ("--for=canvas --like=sheet.csv --column=grade", "sheet.csv is not the gradebook that Canvas exports"),
        ("--for=canvas --like=canvas.csv --column=Lab", "has no column for Lab"),
        ("--for=canvas --like=twice.csv", "has several columns for lab1_softmax"),
        ("--for=canvas --like=canvas.csv --column='Lab 10 (777)'",
         "the lab has 30 points, and canvas.csv says 10: change that in the system"),
        ("--for=canvas --like=canvas.csv --column='Current Score'", "says '(read only)' for the points"),
        ("--for=blackboard --like=canvas.csv", "no column for lab1_softmax"),
        ("--for=moodle --like=canvas.csv", "canvas.csv is no grading worksheet of Moodle's, or in another language"),
        ("--for=moodle --like=saved.csv", "saved.csv was saved by another program: name the file as you downloaded it"),
        ("--for=canvas --like=wide.csv", "wide.csv, line 4, has too many cells: name the file as you downloaded it"),
        ("--for=moodle --like=hundred.csv", "the lab has 30 points, and hundred.csv says 100,00"),
        ("--for=csv --to=sheet.csv", "sheet.csv is there already: name another file by --to, or take it away"),
        ("--for=csv --to=gradebook.db", "gradebook.db is there already"),
        ("--for=csv --to=sheet.csv/x.csv", "File exists: 'sheet.csv'"),
    ],
)  # fmt: skip
def test_what_can_not_be_written(course, capsys, arguments, reason):
    course.write("canvas.csv", CANVAS)
    course.write("twice.csv", CANVAS.replace("Quiz on lab 2", "Quiz on lab 1"))
    course.write("sheet.csv", WORKSHEET)
    course.write("hundred.csv", WORKSHEET.replace("30.00", '"100,00"'))
    course.write("wide.csv", CANVAS.replace('"Muster, Ada"', "Muster, Ada"))
    course.write("saved.csv", WORKSHEET, "gb18030")
    said = run(capsys, "marks", LAB, *shlex.split(arguments))
    assert "FAILED marks: " in said
    assert reason in said


def test_another_lab_and_no_lab(course, capsys):
    assert "run nbgrader generate_assignment lab2_two_layer_net" in run(
        capsys, "marks", "lab2_two_layer_net", "--for=csv"
    )
    assert "Which lab?" in run(capsys, "marks", "--for=csv")
    (course.root / "gradebook.db").unlink()
    assert "there is no gradebook in" in run(capsys, "marks", LAB, "--for=csv")
    assert not (course.root / "gradebook.db").exists()


def test_as_a_plug_in(course):
    """nbgrader's own command writes the same file."""
    course.write("canvas.csv", CANVAS)
    (course.root / "grading").symlink_to(COURSE / "grading")
    (course.root / "cs_nn").symlink_to(COURSE / "cs_nn")
    status, said = nbgrader(
        course.root, "export", "--exporter=grading.term.marks_files.CanvasMarks", f"--assignment=['{LAB}']",
        "--MarksFile.like=canvas.csv", "--to=back.csv",
    )  # fmt: skip
    assert status == 0, said
    assert column(course.root / "back.csv", "Lab 1 (12345)")["4712"] == "12.75"
    assert f"wrote back.csv: 3 marks of {LAB}" in said
    status, said = nbgrader(course.root, "export", "--exporter=grading.term.marks_files.CanvasMarks")
    assert status == 1
    assert "name one lab" in said and "Traceback" not in said


TEXT = st.text(alphabet="aB1 ,;\"'=+-\t\n王Lüé.", max_size=12)
POINTS = st.none() | st.integers(0, 3000).map(lambda hundredths: hundredths / 100)


@given(
    st.lists(st.tuples(TEXT, TEXT, POINTS, st.booleans()), min_size=1, max_size=8),
    st.lists(st.text(alphabet="aB1 '=+-.王Lüé", max_size=6), min_size=16, max_size=16),
    st.sampled_from([("utf-8", ","), ("utf-16", "\t"), ("utf-8-sig", ";"), ("cp1252", ",")]),
    st.booleans(),
)
def test_marks_read_back_are_those_of_the_gradebook(tmp_path_factory, people, ids, written, quoted):
    """Whatever people are called, in whatever order they stand, whichever of their ids they handed in with."""
    path = tmp_path_factory.mktemp("marks") / "file.csv"
    table = Table(path.name, ["SIS User ID", "Last Name", "Username", "First Name", "Lab 1"], [], [])
    table.encoding, table.separator, table.quoted = written[0], written[1], quoted
    marks = {}
    for number, (first, last, points, second) in enumerate(people):
        id, login = (clean_student(f"{n}{ids[n]}x") for n in (2 * number, 2 * number + 1))
        table.rows.append([id, last, login, first, "-"])
        student = login if second else id
        marks[id] = Mark(student, Person(0, [], {0: student}), points, "", True)
    table.lines = list(range(len(people)))
    missing, problems, given = fill_in(table, 4, list(reversed(marks.values())))
    table.write(path)
    back = read_table(path)
    found = {row[0]: row[4] for row in back.rows}
    assert not missing and not problems
    assert found == {id: "-" if mark.points is None else mark.shown for id, mark in marks.items()}
    assert [float(found[id]) for id, mark in marks.items() if mark.points is not None] == [
        mark.points for mark in marks.values() if mark.points is not None
    ]
    assert given == sum(mark.points is not None for mark in marks.values())
