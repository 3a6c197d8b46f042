"""Rosters: tables of learning management systems, and those that people make, into the gradebook."""

import pytest
from term import Class, run

from grading.spreadsheets import read_table
from grading.term.people import name_keys
from grading.term.roster import students_of


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Class(tmp_path)


ADA, WANG = ("Ada", "Muster"), ("小明", "王")
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Lab 1 (12345),Current Score
,,,,,Manual Posting,
    Points Possible,,,,,30,(read only)
"Muster, Ada",4711,s1,ada,A,,5
"de la Cruz, Ben",4712,s2,ben,A,2,5
"王, 小明",4713,s3,wang,A,1,5
"Student, Test",4719,,0a1b2c,A,,5
"""
BLACKBOARD = '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Lab 1 [Total Pts: 30 Score] |12345"\n' + "".join(
    f'"{last}"\t"{first}"\t"{user}"\t"{number}"\t""\n'
    for last, first, user, number in (("Muster", "Ada", "ada_m", "s1"), ("王", "小明", "wang", "s3"))
)


@pytest.mark.parametrize(
    ("content", "encoding", "ids"),
    [
        # Moodle's participants: the ID number
        ("﻿First name,Last name,ID number,Email address\nAda,Muster,s1,ada@x.org\n小明,王,s3,w@x.org\n", "utf-8",
         {"s1", "s3"}),
        ("Vorname;Nachname;ID-Nummer;E-Mail-Adresse\nAda;Muster;s1;ada@x.org\nJürgen;Groß;s2;j@x.org\n", "cp1252",
         {"s1", "s2"}),
        # ... without one: the name, as its downloads have it
        ('"First name",Surname,"Email address"\nAda,Muster,ada@x.org\n', "utf-8", {"Ada Muster"}),
        ('First name,Last name,ID number\nAda,Muster,\n"Ben","de la Cruz, Jr",\n', "utf-8",
         {"Ada Muster", "Ben de la Cruz Jr"}),
        # ... and its grading worksheet, whose numbers are no ids
        ("Identifier,Full name,Email address,Status,Grade,Maximum Grade\nParticipant 12,Ada Muster,a@x.org,,-,30\n",
         "utf-8-sig", {"Ada Muster"}),
        ("ID,Vollständiger Name,ID-Nummer,Bewertung,Bestwertung\nTeilnehmer/in 12,Ada Muster,s1,-,30\n", "utf-8",
         {"s1"}),
        (CANVAS, "utf-8-sig", {"4711", "4712", "4713"}),
        (CANVAS.replace(",", ";").replace("; ", ", "), "utf-8", {"4711", "4712", "4713"}),
        (BLACKBOARD, "utf-16", {"ada_m", "wang"}),
        (BLACKBOARD, "utf-16-le", {"ada_m", "wang"}),
        # plain lists
        ("id,first_name,last_name,email\ns1,Ada,Muster,ada@x.org\n", "utf-8", {"s1"}),
        ("sep=;\nName;Matrikelnummer\nAda Muster;007\n;;\n", "utf-8", {"007"}),
        ("Student ID\ns1\ns1\ns2\n", "utf-8", {"s1", "s2"}),
        ("学号,姓名\ns3,王小明\n", "utf-8", {"s3"}),
    ],
)  # fmt: skip
def test_tables(content, encoding, ids, tmp_path):
    path = tmp_path / "class.csv"
    path.write_bytes(content.encode(encoding))
    students, _, problems = students_of(read_table(path))
    assert set(students) == ids
    assert not problems
    for id, person in students.items():
        if id in ("s1", "4711", "ada_m", "Ada Muster", "007") and person.name:
            assert (person.first, person.last) == ADA
        if id in ("s3", "wang", "4713"):
            assert name_keys(person.first, person.last) & name_keys(*WANG)


def test_another_encoding_and_another_column(course, capsys):
    course.write("class.csv", "编号,login,姓名\n1,wang,王小明\n", "gb18030")
    assert "ids from the column 'login'" in run(capsys, "roster", "class.csv", "--encoding", "gb18030", "--id", "LOGIN")
    assert course.students() == {"wang": ("", "王小明", "")}
    assert "there is no column 'x'; the columns are: " in run(
        capsys, "roster", "class.csv", "--encoding=gb18030", "--id=x"
    )
    assert "there is no encoding 'gb'" in run(capsys, "roster", "class.csv", "--encoding=gb")
    assert "is not encoded in utf-8" in run(capsys, "roster", "class.csv", "--encoding=utf-8")
    assert "--encoding gb18030" in run(capsys, "roster", "class.csv", "--id=login")  # else read as Windows-1252


def test_a_second_roster(course, capsys):
    """Adds late joiners, takes over new names, and deletes nobody."""
    course.write("class.csv", "id,first_name,last_name,email\ns1,Ada,Muster,a@x.org\ns2,Ben,Beispiel,b@x.org\n")
    assert "New in the gradebook: s1, s2" in run(capsys, "roster", "class.csv")
    assert run(capsys, "roster", "class.csv").endswith("Nothing is new.\n")
    course.hand_in("s2", 1, 1)
    course.write("class.csv", "ID;First name;Surname\nS1;Ada;Beispiel\ns3;Cy;Datum\n")
    said = run(capsys, "roster", "class.csv")
    assert "Changed: s1: Ada Muster, a@x.org -> Ada Beispiel, a@x.org" in said
    assert "New in the gradebook: s3" in said
    assert "not in this table (they stay there): s2" in said
    assert course.students() == {
        "s1": ("Ada", "Beispiel", "a@x.org"), "s2": ("Ben", "Beispiel", "b@x.org"), "s3": ("Cy", "Datum", "")
    }  # fmt: skip


def test_the_column_of_the_ids_that_were_handed_in_with(course, capsys):
    course.write("class.csv", CANVAS)
    for student in ("ada", "WANG", "4712", "stranger"):
        course.hand_in(student, 1, 1)
    assert "ids from the column 'SIS Login ID'" in run(capsys, "roster", "class.csv")
    assert course.students()["WANG"] == (*WANG, "")
    assert "ids from the column 'ID'" in run(capsys, "roster", "class.csv", "--id=id")


def test_zeros_that_a_spreadsheet_took_away(course, capsys):
    course.write("class.csv", "id,name\n007,Ada Muster\n")
    run(capsys, "roster", "class.csv")
    course.write("class.csv", "id,name\n7,Ada Muster\n")
    assert "7 is new, and 007 is there already: did a spreadsheet" in run(capsys, "roster", "class.csv")


def test_who_handed_in_under_another_id(course, capsys):
    for student in ("Ada Muster", "ben", "Cy Datum", "stranger"):
        course.hand_in(student, 1, 1)
    course.write("class.csv", "ID number,Full name,Username\ns1,Ada Muster,ada\ns2,Ben Beispiel,ben\n"
                 "s3,Cy Datum,cy\ns4,Cy Datum,cyd\n")  # fmt: skip
    said = run(capsys, "roster", "class.csv")
    assert "Ada Muster handed in, and seems to be s1" in said
    assert "ben handed in, and seems to be s2" in said
    assert "Cy Datum handed in" not in said  # there are two
    assert "stranger handed in" not in said


def test_lines_that_are_left_out(course, capsys):
    course.write("class.csv", "id,name,email\ns1,Ada Muster,\n,Ben Beispiel,\ns3,Cy Datum,\nS3,Dora Erde,\n"
                 "../x,Eve Fuchs,\ns7,Muster, Otto,o@x.org\n-5,Gil Haus,\ns9,Ibn, Ida\n,,\n")  # fmt: skip
    said = run(capsys, "roster", "class.csv")
    assert "1 student in class.csv" in said
    assert "FAILED Left out:" in said
    for problem in (
        "line 3 (Ben Beispiel): the student ID is empty",
        "lines 4, 5: different people with the id s3",
        "line 6 (Eve Fuchs): the student ID '../x' must not contain",
        "line 7 has more cells than the first line: put names with commas in quotation marks",
        "line 8 (Gil Haus): the student ID '-5' must begin with a letter or a digit",
        "line 9 (Ibn): 'Ida' is no address: do names with commas stand in quotation marks?",
    ):
        assert problem in said
    assert set(course.students()) == {"s1"}


def test_people_of_one_name_without_ids(course, capsys):
    """They would become one, and the mark of one the other's."""
    course.write("class.csv", "First name,Last name,Email address\nAda,Muster,a@x.org\nBen,Beispiel,b@x.org\n"
                 "Ada,Muster,a2@x.org\nBen,Beispiel,b@x.org\n")  # fmt: skip
    said = run(capsys, "roster", "class.csv")
    assert "lines 2, 4: several people are called Ada Muster; give the table a column id" in said
    assert set(course.students()) == {"Ben Beispiel"}  # who only stands there twice


def test_ids_that_a_spreadsheet_has_shortened(course, capsys):
    course.write("class.csv", "id,name\n1.23457E+11,Ada Muster\n2E1,Ben Beispiel\n")
    assert "line 2 (Ada Muster): a spreadsheet has shortened the id to 1.23457E+11" in run(
        capsys, "roster", "class.csv"
    )
    assert set(course.students()) == {"2E1"}


def test_names_that_are_formulas_or_hide_something(course, capsys):
    course.write("class.csv", 'id,first_name,last_name\ns1,"=cmd()",\'=1+1\ns2,"a\x1b[2J\nb",x\u202ey\n')
    said = run(capsys, "roster", "class.csv")
    assert course.students() == {"s1": ("=cmd()", "=1+1", ""), "s2": ("a [2J b", "x y", "")}
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 xlsx", "is a workbook, whatever its name says; save it as CSV"),
        (b"\xd0\xcf\x11\xe0 xls", "is a workbook"),
        (b"\n<!DOCTYPE html><html>", "is a web page, perhaps one that asks to log in"),
        (b"%PDF-1.7", "is a PDF"),
        (b"", "class.csv is empty"),
        (b"\n\n", "class.csv is empty"),
        (b"colour,size\nred,3\n", "has no column with ids, names or addresses; its first line is 'colour, size'"),
        (b"id,name\n", "there is nobody in the table"),
        (b'id,name\ns1,"' + b"x" * 200_000, "line 2, can't be read"),
        (None, "class.csv can't be read: No such file or directory"),
    ],
)
def test_files_that_are_no_roster(course, capsys, content, reason):
    if content is not None:
        course.write("class.csv", content)
    assert reason in run(capsys, "roster", "class.csv")
    assert course.students() == {}


def test_another_folder(tmp_path, monkeypatch, capsys):
    """nbgrader would make an empty gradebook there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "class.csv").write_text("id\ns1\n")
    assert "run this in the course's folder" in run(capsys, "roster", "class.csv")
    assert "run this in the course's folder" in run(capsys, "late")
    assert [path.name for path in tmp_path.iterdir()] == ["class.csv"]
