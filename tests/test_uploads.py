"""Whose an upload is: names as learning management systems write them, through the real ``nbgrader zip_collect``."""

import csv
import os
import re
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from collecting import LAB, LATER, NOON, A, B, M, class_in, utc
from hypothesis import given
from hypothesis import strategies as st

from cs_nn.tools.labs import COURSE, find_lab
from grading.names import lab_file, without_copy_marks
from grading.systems import ARCHIVE_REGEXPS, FILE_REGEXPS
from grading.upload_finder import UploadFinder
from grading.uploads import conflict, personal_folders
from grading.uploads_csv import UploadTable

SUBMISSIONS = """\
---
submission_301:
  :submitters:
  - :name: Ada Muster
    :sid: s1
    :email: ada@example.org
  :created_at: 2025-11-21 13:02:03.553213000 Z
  :score: 1.0
submission_302:
  :submitters:
  - :name: Ben Beispiel
    :sid: '007'
    :email: ben@example.org
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: &1 2025-11-21 13:02:04.000000000 Z
    zone: !ruby/object:ActiveSupport::TimeZone
      name: Etc/UTC
    time: *1
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    return class_in(tmp_path, monkeypatch)


@pytest.fixture
def real(course):
    """The class with the notebooks of the lab, so that a notebook is known by its cells."""
    for name in (A, B):
        path = course.root / "assignments" / LAB / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(source(name))
    return course


def source(name):
    return (COURSE / "assignments" / LAB / name).read_bytes()


def upload(course, *names):
    """Archives hold all files of the lab; the other uploads hold their names."""
    for name in names:
        if name.endswith(".zip"):
            course.zip(name, A, B, M)
        else:
            course.write(name, name)


def bare(folder, *names):
    return tuple(f"{folder}{name}" for name in names or (A, B, "softmax.py"))


SAKAI = "Lab 1/{}/Submission attachment(s)/mine.zip"
ATTEMPT = "{}_attempt_2025-11-21-14-02-33_mine.zip"
BRIGHTSPACE = "1339{0}-8055{0} - {1} - Nov 21, 2025 102 PM"


@pytest.mark.parametrize(
    "names, students",
    [
        # Sakai
        ((SAKAI.format("Muster, Ada(amuster1)"), SAKAI.format("Beispiel, Ben(bbeisp2)"),
          "Lab 1/Muster, Ada(amuster1)/timestamp.txt", "Lab 1/grades.csv"), {"amuster1", "bbeisp2"}),
        ((SAKAI.format("Muster, Ada(amuster1)"), "Lab 1/Muster, Ada(amuster1)/Feedback Attachment(s)/x.zip"),
         {"amuster1"}),
        (bare("Muster, Ada(amuster1)/Submission attachment(s)/"), {"amuster1"}),
        (bare("Lab 1/Muster, Ada(amuster1)/Anexos/") + bare("Lab 1/Beispiel, Ben(bbeisp2)/Anexos/"),
         {"amuster1", "bbeisp2"}),
        ((SAKAI.format("Team A(5b1e-77)"), SAKAI.format("Team B(5b1e-78)")), {"5b1e-77", "5b1e-78"}),
        (("Lab 1/6f2e-anonymous/Submission attachment(s)/mine.zip",), {"6f2e-anonymous"}),
        # ILIAS
        (("Abgaben/Muster_Ada_amuster_1201/20251121120500_mine.zip",
          "Abgaben/Beispiel_Ben_bbeisp_1202/20251121120500_mine.zip"), {"amuster", "bbeisp"}),
        (("Lab 1/Team 12/Muster_Ada_amuster_1201/mine.zip", "Lab 1/Team 13/Beispiel_Ben_bbeisp_1202/mine.zip"),
         {"amuster", "bbeisp"}),
        (("Muster_Ada_a_muster_1201/mine.zip", "Muster_Ben_b_muster_1202/mine.zip"), {"a_muster", "b_muster"}),
        (bare("Abgaben/Muster_Ada_amuster_1201/20251121120500_"), {"amuster"}),
        # Blackboard
        ((ATTEMPT.format("Lab 1_ada_muster"), ATTEMPT.format("Lab 1_ben_muster")), {"ada_muster", "ben_muster"}),
        ((ATTEMPT.format("Lab1_ada_muster"), ATTEMPT.format("Lab1_ben_muster")), {"ada_muster", "ben_muster"}),
        ((ATTEMPT.format("Lab_1_ada"), ATTEMPT.format("Lab_1_ben")), set()),
        ((ATTEMPT.format("lab1_softmax_ada_muster"),), {"ada_muster"}),
        ((ATTEMPT.format("Lab 1_ada_muster"), ATTEMPT.format("Lab 1_ada")), {"ada_muster", "ada"}),
        # Brightspace
        ((BRIGHTSPACE.format(0, "Ada Muster") + " - lab1_softmax-s0.zip",
          BRIGHTSPACE.format(1, "Ben Beispiel") + " - mine.zip"), {"s0"}),
        ((f"Lab 1/{BRIGHTSPACE.format(0, 'Ada Muster')}/lab1_softmax-s0.zip",
          f"Lab 1/{BRIGHTSPACE.format(1, 'Ben Beispiel')}/mine.zip", "Lab 1/index.html"), {"s0"}),
        # Canvas
        (("anon_aB3xZ_20849028_mine.zip", "anon_Q9rst_20849029_mine.zip"), {"anon_aB3xZ", "anon_Q9rst"}),
        (("LATE_anon_aB3xZ_20849028_mine.zip", "musterada_LATE_4711_99123_mine.zip"), {"anon_aB3xZ", "4711"}),
        (("ada_2025_11_mine.zip", "ben_2025_11_mine.zip"), set()),
        # Moodle, with names hidden: the site's word for a participant and a number
        (("Teilnehmerin_12_assignsubmission_file_/a.zip", "Teilnehmerin_13_assignsubmission_file_/a.zip"),
         {"Teilnehmerin_12", "Teilnehmerin_13"}),
        (("Ada Muster_12_assignsubmission_file_/a.zip", "Ada Muster_13_assignsubmission_file_/a.zip"), set()),
        # Google
        (("Copy of softmax_cifar10.ipynb", "Copy of softmax_cifar10 (1).ipynb",
          "Ada Muster - Copy of softmax_mnist.ipynb"), set()),
        (bare("Ada Muster - "), {"Ada Muster"}),
        (("Ada Muster - Copy of softmax_cifar10.ipynb", "Ada Muster - softmax_mnist.ipynb", "Ada Muster - softmax.py"),
         {"Ada Muster"}),
        (tuple(f"{name} - Ada Muster{ending}" for name, ending in
               (("softmax_cifar10", ".ipynb"), ("softmax_mnist", ".ipynb"), ("softmax", ".py"))), {"Ada Muster"}),
        (("lab1_softmax-s1 - Ada Muster.zip", "Ben Beispiel - lab1_softmax-s2.zip"), {"s1", "s2"}),
        (("Lab 1 (File responses)/Upload (File responses)/mine - Ada Muster.zip",
          "Lab 1 (File responses)/Upload (File responses)/mine - Ben Beispiel.zip",
          "Lab 1 (File responses)/lab1_softmax-s1 - Cy Datum.zip"), {"Ada Muster", "Ben Beispiel", "s1"}),
        (bare("section 2/s1_") + bare("section 2/s2_"), {"s1", "s2"}),
        (bare("Lab 1/Ada Muster - ") + bare("Lab 1/Ben Beispiel - "), {"Ada Muster", "Ben Beispiel"}),
        (("lab1_softmax-s1 - Ada Muster.zip", "lab1_softmax-s1 - Ben Beispiel.zip"), set()),
        # GitHub Classroom
        (bare("lab1-softmax-submissions/lab1-softmax-ada-m/", f"assignments/{LAB}/{A}", f"assignments/{LAB}/{B}", M,
              "cs_nn/checks/", "README.md", ".git/config")
         + bare("lab1-softmax-submissions/lab1-softmax-ben/"), {"ada-m", "ben"}),
        (bare("week-1-submissions/week-1-ada-m/") + bare("week-1-submissions/week-1-ben/"), {"ada-m", "ben"}),
        (bare("week-1-11-21-2025-02-03-04/week-1-ada-m/") + bare("week-1-11-21-2025-02-03-04/ben/"), {"ada-m", "ben"}),
        (bare("lab1-softmax-ada-m/", "README.md", A, B, M, "old/softmax.py") + bare("clones/lab1_softmax-ben/"),
         {"ada-m", "ben"}),
        (("lab1-softmax-submissions/lab1-softmax-ada/mine.zip",), {"ada"}),
        (("lab1-softmax-ada-main.zip", f"lab1-softmax-ben-{'0a' * 20}.zip", "lab1-softmax-team-rocket.zip"),
         {"ada", "ben", "team-rocket"}),
        # Microsoft Teams
        (("Submitted files/Ada Muster/Lab 1/Version 1/mine.zip", "Submitted files/Ada Muster/Lab 1/Version 2/my.zip",
          "Submitted files/Ben Beispiel/Lab 1/Version 1/mine.zip"), {"Ada Muster", "Ben Beispiel"}),
        # Copies
        (("lab1_softmax-s1 - Copy.zip", "lab1_softmax-s2 2.zip", "lab1_softmax-s2.zip"), {"s1", "s2"}),
        (("Copy of lab1_softmax-s1.zip", "lab1_softmax-s2 - Kopie (3).zip", "lab1_softmax-s3 copy 2.zip",
          "lab1_softmax-s4 (3rd copy).zip", "Kopie von lab1_softmax-s5 (1).zip"), {"s1", "s2", "s3", "s4", "s5"}),
        (("lab1_softmax-Team 1.zip", "lab1_softmax-Team 2.zip"), {"Team 1", "Team 2"}),
        (("lab1_softmax-Team.zip", "lab1_softmax-Team 2.zip", "lab1_softmax-Team 3.zip"), {"Team", "Team 2", "Team 3"}),
        (("lab1_softmax-Team.zip", "lab1_softmax-Team 1.zip"), {"Team", "Team 1"}),
        (("s1 - Copy/mine.zip", "s2/Copy of mine.zip"), {"s1", "s2"}),
        (("s1/mine.zip", "s1 (1)/mine.zip", "s2/mine.zip"), {"s1", "s2"}),
        (("lab1_softmax-s1.zip.zip", *bare("s2/", f"{A}.json", f"{B}.txt", "softmax.py.txt")), {"s1", "s2"}),
        # What nothing tells: a folder of the class, not of a student
        (("Abgaben/Ada/mine.zip", "Abgaben/Ben/mine.zip"), set()),
        (("All of us/Ada/mine.zip", "All of us/Ben/mine.zip"), set()),
        (("All of us/ada.zip", "All of us/ben.zip"), set()),
        (("All of us/mine.zip", "All of us/mine (1).zip"), set()),
        (("All of us/softmax.py", "All of us/softmax (1).py"), set()),
        (("lab1_softmax-a/ada.zip", "lab1_softmax-a/ben.zip"), set()),
        (("lab1_softmax-2025/ada.zip", "lab1_softmax-2025/ben.zip"), set()),
        (("lab1_softmax-2025 (1)/Ada/mine.zip", "lab1_softmax-2025 (1)/Ben/mine.zip"), set()),
        (bare("lab1_softmax-2025 (1)/Ada/") + bare("lab1_softmax-2025 (1)/Ben/"), set()),
        (("All of us/attempt1.zip", "All of us/attempt2.zip"), set()),
        (bare("All of us/Ada/") + bare("All of us/Ben/"), set()),
        (bare("lab1_softmax-2025/Ada/") + bare("lab1_softmax-2025/Ben/"), set()),
        (("All of us/one/Ada/mine.zip", "All of us/two/mine.zip"), set()),
        (("Lab 1/mine.zip", "CS101 submissions/mine.zip", "assignment_77_export/mine.zip", "Abgaben_2/x.zip"), set()),
        (("Ada/lab1_softmax-s1.zip", "Ben/lab1_softmax-s1.zip"), set()),
        # A class's, although it looks like what a system writes of a person
        (("Lab_1_Download_2025/Ada/mine.zip", "Lab_1_Download_2025/Ben/mine.zip"), set()),
        (("CS_101_Fall_2025/Ada/mine.zip", "CS_101_Fall_2025/Ben/mine.zip"), set()),
        (("CS_101_Fall_2025/ada.zip", "CS_101_Fall_2025/ben.zip"), set()),
        (bare("CS_101_Fall_2025/Ada/") + bare("CS_101_Fall_2025/Ben/"), set()),
        (("Lab 1, Fall(2025)/Ada/mine.zip", "Lab 1, Fall(2025)/Ben/mine.zip"), set()),
        (("Lab 1, Fall(2025)/ada.zip", "Lab 1, Fall(2025)/ben.zip"), set()),
        (("Submitted files/Lab 1/Ada/mine.zip", "Submitted files/Lab 1/Ben/mine.zip"), set()),
        (("Submitted files/All of us/Ada/mine.zip", "Submitted files/All of us/Ben/mine.zip"), set()),
        (("Lab 1/Submission attachment(s)/ada.zip", "Lab 1/Submission attachment(s)/ben.zip"), set()),
        (("Lab 1_assignsubmission_file_/ada.zip", "Lab 1_assignsubmission_file_/ben.zip"), set()),
        (("lab_1_2025_ada.zip", "lab_1_2025_ben.zip"), set()),
        (("anon_lab1_2025_ada.zip", "anon_lab1_2025_ben.zip"), set()),
        (("CS101-submissions/CS101-all/ada.zip", "CS101-submissions/CS101-all/ben.zip"), set()),
        (("submission_301/mine.zip", "submission_302/mine.zip"), set()),
        # What is plainly one person's
        (("muster_4711_99123_a.zip", "muster_4711_99124_b.zip", "muster_4711_99124_b (1).zip"), {"4711"}),
        (("Muster_Ada_amuster_1201/20251121140233_a.zip", "Muster_Ada_amuster_1201/20251122140233_b.zip"), {"amuster"}),
        (bare("Muster_Ada_amuster_1201/"), {"amuster"}),
        (("s1/mine.zip", "s1/mine (1).zip", "s1/mine 2.zip", "s1/mine - Copy.zip", "s2/mine.zip"), {"s1", "s2"}),
        (bare("s1/", f"assignments/{LAB}/{A}", f"assignments/{LAB}/{B}", M), {"s1"}),
        (("s1/Lab 1/Version 1/mine.zip", "s1/Lab 1/Version 2/mine.zip", "s2/mine.zip"), {"s1", "s2"}),
        (("first/lab1_softmax-s1.zip", "first/lab1_softmax-s2.zip", "second/lab1_softmax-s1.zip"), {"s1", "s2"}),
        (("lab1_softmax-s1.zip", "late/lab1_softmax-s1.zip"), {"s1"}),
    ],
)  # fmt: skip
def test_whose_it_is(course, names, students):
    upload(course, *names)
    log = course.collect()
    assert set(course.students()) == students
    assert all(course.submitted(student) == [M, A, B] for student in students)
    left_out = [row for row in course.rows().values() if row["status"] == "left out"]
    assert all(row["notes"] and not row["student"] for row in left_out)
    assert ("write" in log and "uploads.csv" in log) == bool(left_out)  # what to do is said once
    assert log.count("uploads.csv") <= 1 and "can't be read" not in log


# How each system writes a person with a unique user name and number, before the student's own name of the file.
SYSTEM_PATHS = (
    "{first} {last}_{number}_assignsubmission_file_/", "{first} {last}_{number}_assignsubmission_file_",
    "Participant_{number}_assignsubmission_file_/", "Lab 1/{last}, {first}({login})/Submission attachment(s)/",
    "Lab 1/{last}_{first}_{login}_12{number}/20251121140233_", "Lab 1_{login}_attempt_2025-11-21-14-02-33_",
    "Lab_1_{login}_attempt_2025-11-21-14-02-33_", "1{number}-22 - {first} {last}{number} - Nov 21, 2025 202 PM - ",
    "{last}{first}_47{number}_99_", "{last}{first}_LATE_47{number}_98_", "anon_{number}ab_99_",
    "x-submissions/x-{login}/", "lab1_softmax-{login}/", "{login}/", "All of us/{login}/", "All of us/{login}-",
    "{login}-", "Submitted files/{login}/Lab 1/Version {number}/",
)  # fmt: skip
PERSON = st.tuples(st.sampled_from(["Ada", "Ben"]), st.sampled_from(["Muster", "Beispiel"]),
                   st.sampled_from(["m", "a_m", "b_m", "a", "a m", "m 2", "m-1", "M_2", "ada", "muster"]))  # fmt: skip
OWN = st.sampled_from(
    ["mine", "mine (1)", "lab1_softmax-{login}", "lab1_softmax-{login} - Copy", "lab1_softmax-{friend}"]
)


@given(
    st.sampled_from(SYSTEM_PATHS),
    st.lists(PERSON, min_size=2, max_size=4, unique_by=lambda person: person[2].casefold()),
    st.lists(st.tuples(st.integers(0, 3), OWN), min_size=1, max_size=6),
)
def test_work_of_others_is_never_mixed(path, people, hand_ins):
    """Whatever people upload: what is taken for one student's comes from one person, or all of it is left out."""
    with tempfile.TemporaryDirectory() as folder:
        whose = {}
        for number, own in hand_ins:
            number %= len(people)
            first, last, login = people[number]
            start = path.format(first=first, last=last, login=login, number=number)
            name = start + own.format(login=login, friend=people[0][2]) + ".zip"
            whose[name] = number
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        finder = UploadFinder(find_lab(LAB), Path(folder), ARCHIVE_REGEXPS, FILE_REGEXPS)
        uploads = finder.find(UploadTable())
    assert {upload.name for upload in uploads} == set(whose)
    personal = personal_folders(uploads)
    folders = len({upload.student for upload in uploads if upload.by_folder and upload.student})
    for student in {upload.student.casefold() for upload in uploads} - {""}:
        group = [upload for upload in uploads if upload.student.casefold() == student]
        assert len({whose[upload.name] for upload in group}) == 1 or conflict(group, personal, folders)


@pytest.mark.parametrize(
    "own",
    [
        "Ada_1_assignsubmission_file_/{}",
        "Ada_1_assignsubmission_file_{}",
        "Lab 1/Muster, Ada(ada)/Submission attachment(s)/{}",
        "lab1-softmax-submissions/lab1-softmax-ada/x/{}",
        "13390-80550 - Ada - Nov 21, 2025 202 PM - {}",
        "Lab 1_ada_attempt_2025-11-21-14-02-33_{}",
        "musterada_4711_99123_{}",
        "Submitted files/Ada/Lab 1/Version 1/{}",
    ],
)
@pytest.mark.parametrize(
    "other",
    ["Ben_12_assignsubmission_file_/mine.zip", "Ben_12_assignsubmission_file_mine.zip", "Ben, Bo(bo)/mine.zip",
     "Ben, Bo(bo)/Submission attachment(s)/mine.zip", "Beispiel_Ben_bo_12/20251121140233_mine.zip",
     "Lab 1_bo_attempt_2025-11-21-14-02-33_mine.zip", "anon_bobob_12_mine.zip", "ben_4712_99_mine.zip",
     "x-submissions/x-bo/mine.zip", "Submitted files/Ben/mine.zip", "x - lab1_softmax-s1 - Ben.zip"],
)  # fmt: skip
def test_the_students_own_part_of_a_name_makes_nobody_else_of_them(course, own, other):
    """Beside the right upload of the other person: that one is collected, or both are left out."""
    course.zip(other, *((zipfile.ZipInfo(file, NOON), "right") for file in (A, B, M)))
    course.zip(own.format(other), *((zipfile.ZipInfo(file, LATER), "wrong") for file in (A, B, M)))
    course.collect()
    rows = course.rows()
    right = rows[other]
    assert right["status"] != "replaced"
    if right["status"] == "collected":
        assert course.read(right["student"], M) == "right"


def test_a_metadata_file_of_a_student_gives_no_other_name(course):
    claim = "{}:\n  :submitters:\n  - :sid: ben\n"
    upload(course, "ben/mine.zip", "ada/mine.zip", "Cy_1_assignsubmission_file_/submission_1/mine.zip")
    course.write("ada/submission_metadata.yml", claim.format("mine.zip"))
    course.write("Cy_1_assignsubmission_file_/submission_metadata.yml", claim.format("submission_1"))
    upload(course, *bare("export/submission_301/"), *(f"export/submission_302/{name}" for name in ("a.zip", "x/b.zip")))
    course.write("export/submission_metadata.yml", SUBMISSIONS)
    course.write("export/submission_302/submission_metadata.yml", claim.format("x"))
    log = course.collect()
    assert not course.submitted("ben") and "by different people (ada/mine.zip (ben), ben)" in log
    assert set(course.students()) == {"s1", "007", "Cy"}


def test_an_id_that_begins_like_another_is_said(course):
    upload(course, "lab1_softmax-s1.zip", "lab1_softmax-s1-1.zip", "lab1_softmax-s1_final.zip", "lab1_softmax-s11.zip")
    log = course.collect()
    assert course.students() == ["s1", "s1-1", "s11", "s1_final"]
    assert log.count("another upload of 's1', and no student's ID?") == 2


def test_canvas_marks_a_file_that_came_again(course):
    upload(course, "musterada_4711_99123_lab1_softmax-team-1.zip")
    log = course.collect()
    assert course.students() == ["team"] and "took -1 for Canvas's mark" in log


def test_a_folder_that_cannot_be_read_is_said(course, monkeypatch):
    upload(course, "s1/mine.zip", "s2/mine.zip")
    real = os.scandir

    def scandir(path):
        if str(path).endswith("s1"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    log = course.collect()
    assert course.students() == ["s2"] and "Permission denied" in log.split("Summary")[1]


def test_one_person_under_several_ids_is_left_out(course):
    upload(course, *(f"Ada_1_assignsubmission_file_/lab1_softmax-s{number}.zip" for number in (1, 2)))
    log = course.collect()
    assert course.students() == [] and "'Ada_1' handed in under several student IDs (s1, s2)" in log


def test_a_number_at_the_end_may_be_an_id(course):
    upload(course, "lab1_softmax-s2 2.zip")
    log = course.collect()
    assert course.students() == ["s2 2"] and "a copy that a Mac made, and the student is 's2'?" in log


def test_blackboards_receipts_tell_the_user_name(course):
    for user in ("ada_m", "ada_b"):
        course.zip(ATTEMPT.format(f"Lab_1_{user}"), A, B, M)
        course.write(f"Lab_1_{user}_attempt_2025-11-21-14-02-33.txt", f"Name: Ada M ({user})\nAssignment: Lab_1\n")
    log = course.collect()
    assert course.students() == ["ada_b", "ada_m"] and "Passed over 2 files that the site adds" in log


def test_canvas_says_who_is_late(course):
    upload(course, "musterada_LATE_4711_99123_mine.zip")
    assert "late, says Canvas" in course.collect()


def test_what_lies_beside_the_uploads_may_be_unreadable(course, monkeypatch):
    real = Path.open

    def no_open(self, *args, **kwargs):
        if self.name in ("timestamp.txt", "submission_metadata.yml") or self.name.startswith("Lab 1_ada"):
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)

    upload(course, SAKAI.format("Muster, Ada(amuster)"), "Lab 1/Muster, Ada(amuster)/timestamp.txt",
           "Lab 1_ada_attempt_2025-11-21-14-02-33.txt", "submission_metadata.yml")  # fmt: skip
    monkeypatch.setattr(Path, "open", no_open)
    log = course.collect()
    assert course.students() == ["amuster"] and "submission_metadata.yml can't be read" in log


# ------------------------------------------------------------------ Gradescope
def test_gradescopes_export(course):
    export = "assignment_77_export"
    upload(course, *bare(f"{export}/submission_301/"), f"{export}/submission_302/lab1_softmax-s1.zip")
    upload(course, f"{export}/submission_301/notes.pdf", *bare(f"{export}/submission_303/"))
    course.write(f"{export}/submission_metadata.yml", SUBMISSIONS)
    log = course.collect()
    assert course.students() == ["007", "s1"]  # a number keeps its zeros; the ID in the zip's name does not count
    assert course.read("s1", M).endswith("submission_301/softmax.py")
    assert course.time("s1") == datetime(2025, 11, 21, 13, 2, 3)
    assert course.time("007") == datetime(2025, 11, 21, 13, 2, 4)
    assert course.rows()[f"{export}/submission_301"]["time_from"] == "Gradescope"
    assert "submission_metadata.yml does not say whose it is" in log


def test_the_work_of_a_group_is_every_members(course):
    upload(course, *bare("export/submission_301/"))
    submitters = "  - :sid: s1\n  - :name: Ben\n    :email: ben@x.org\n  - :name: Cy D\n"
    course.write("export/submission_metadata.yml", f"submission_301:\n  :submitters:\n{submitters}")
    log = course.collect()
    assert course.students() == ["Cy D", "ben@x.org", "s1"]
    assert all(course.submitted(student) == [M, A, B] for student in course.students())
    assert "handed in by a group: s1, ben@x.org, Cy D" in log


@pytest.mark.parametrize(
    "text",
    ["", "x", "- 1", "a: [", "submission_301:", "submission_301:\n  :submitters: 3",
     "submission_301:\n  :submitters:\n  - 3", "submission_301:\n  :submitters:\n  - :sid: ''",
     "submission_301:\n  :submitters:\n  - :sid: ../x", "&a [*a, *a]", "? [1]\n: 2", "\0"],
)  # fmt: skip
def test_a_metadata_file_that_tells_nothing(course, text):
    upload(course, *bare("export/submission_301/"))
    course.write("export/submission_metadata.yml", text)
    log = course.collect()
    assert course.students() == []
    assert "submission_metadata.yml" in log or "student ID" in log


# ------------------------------------------------------------------ the table
def give(course, text, folder="downloaded/lab1_softmax"):
    path = course.root / folder / "uploads.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize(
    "table",
    [
        "upload,student\nx.zip,s1\nAbgaben/Ben/mine.zip,s2\n",
        "\ufeffUpload;Student\r\nx.zip;s1\r\n\r\nAbgaben/Ben/mine.zip;s2\r\n;\r\n",
        "sep=;\nupload;student\nx.zip;s1\nAbgaben\\Ben\\mine.zip;s2",
        "student\tnotes\tupload\ns1\tbla\tarchive/x.zip\ns2\t\tABGABEN/ben/mine.zip\n\tno\tAbgaben/Ada/mine.zip\n",
        "upload,student\nx.zip,s1\nAbgaben/Ben/,s2\n",
        '"upload","student"\n"./x.zip"," s1 "\n"Abgaben/Ben","s2"\n"x.zip","s1"\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_the_table_says_whose_it_is(course, table, encoding):
    upload(course, "x.zip", "Abgaben/Ada/mine.zip", "Abgaben/Ben/mine.zip", "Abgaben/Cy/mine.zip")
    give(course, table.encode(encoding, "ignore"))
    course.collect()
    # Ada's and Cy's are still nobody's: their folder is no student's.
    assert course.students() == ["s1", "s2"]


def test_a_table_in_the_archive_folder_is_read_too(course):
    upload(course, "x.zip")
    give(course, "upload,student\nx.zip,s1", f"downloaded/{LAB}/archive")
    course.collect()
    assert course.students() == ["s1"] and set(course.rows()) == {"x.zip", "lab1_softmax-good.zip"}
    give(course, "upload,student\nx.zip,s1")
    success, log = course.run("--force")
    assert not success and "there are two tables" in log


@pytest.mark.parametrize("name", ["uploads.xlsx", "uploads.csv.txt", "Uploads.xlsx"])
def test_a_table_of_another_kind_is_not_passed_over(course, name):
    upload(course, "x.zip")
    (course.archive.parent / name).write_bytes(b"PK")
    success, log = course.run()
    assert not success and "is not read; save it as uploads.csv" in log
    give(course, "upload,student\nx.zip,s1")
    course.collect()
    assert course.students() == ["s1"]


def test_the_table_settles_a_conflict(course):
    upload(course, "Ada/lab1_softmax-s1.zip", "Ben/lab1_softmax-s1.zip", "lab1_softmax-s3.zip")
    give(course, "upload,student\nBen/lab1_softmax-s1.zip,s2\nlab1_softmax-s3.zip,s4")
    course.collect()
    assert course.students() == ["s1", "s2", "s4"]


def test_the_table_counts_inside_a_folder_that_would_be_one_hand_in(course):
    upload(course, *bare("lab1_softmax-s1/"), *bare("lab1_softmax-s1/friend/"))
    give(course, f"upload,student\n/home/me/downloaded/{LAB}/archive/lab1_softmax-s1/friend,s2")
    course.collect()
    assert course.students() == ["s1", "s2"]
    assert "friend" in course.read("s2", M) and "friend" not in course.read("s1", M)


def test_two_uploads_that_the_table_gives_to_one_student(course):
    course.zip("Ada/x.zip", (zipfile.ZipInfo(M, NOON), "old"), A, B)
    course.zip("Ben/y.zip", (zipfile.ZipInfo(M, LATER), "new"), A, B)
    give(course, "upload,student\nAda,s1\nBen/y.zip,s1")
    course.collect()
    assert course.students() == ["s1"] and course.read("s1", M) == "new"


def test_the_collected_table_filled_in_is_a_table(course):
    upload(course, "Ada,, Muster.zip", "y.zip", "z.zip")
    course.collect()
    path = course.root / "downloaded" / LAB / "collected.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if not row["student"] and row["upload"] != "archive/z.zip":
            row["student"] = row["upload"][8:9]
    with path.with_name("uploads.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)
    course.collect("--force")
    assert course.students() == ["A", "y"]


def test_a_comma_in_a_name_needs_no_quotes(course):
    name = BRIGHTSPACE.format(1, "Ben Beispiel") + " - mine.zip"
    upload(course, name)
    give(course, f"upload,student\n{name},s2\n")
    course.collect()
    assert course.students() == ["s2"] and course.rows()[name]["time_from"] == "name of the upload"


@pytest.mark.parametrize(
    "row, reason, told",
    [
        ("x.zap,s1", "uploads.csv, line 3: there is no upload 'x.zap' below the archive folder", 0),
        ("x.zap,s1", "did you mean 'x.zip'?", 0),
        ("mine.zip,s1", "there is no upload 'mine.zip' below the archive folder; did you mean 'Ada/mine.zip'?", 0),
        (",s1", "there is no upload ''", 0),
        ("x.zip,=1+1", "uploads.csv, line 3: the student ID '=1+1' must begin with a letter or a digit", 1),
        ("x.zip,a/b", "must not contain '/'", 1),
        ("x.zip,s1\nx.zip,s2", "uploads.csv, line 4 gives it to 's2', and line 3 to 's1'", 1),
    ],
)
def test_a_wrong_row_of_the_table(course, row, reason, told):
    upload(course, "x.zip", "y.zip", "Ada/mine.zip")
    give(course, f"upload,student\ny.zip,s9\n{row}\n")
    log = course.collect()
    assert reason in log and set(course.students()) == {"s9", "Ada"}
    assert (reason in course.rows()["x.zip"]["notes"]) == bool(told)


@pytest.mark.parametrize(
    "table, reason",
    [
        (b"", 'is empty; its first line must be "upload,student"'),
        (b"\n\n", "is empty"),
        (b"x.zip,s1\n", "must name the columns"),
        (b"file,student\nx.zip,s1\n", "must name the columns"),
        (b"PK\x03\x04 workbook", "is a workbook, whatever its name says; save it as CSV"),
    ],
)
def test_what_is_no_table_stops_with_a_clear_error(course, table, reason):
    upload(course, "x.zip", "lab1_softmax-s1.zip")
    give(course, table)
    success, log = course.run()
    assert not success and reason in log and not (course.root / "submitted").exists()
    give(course, "upload,student\nx.zip,s1")
    assert course.run()[0]  # nothing is in the way of the next attempt


# ------------------------------------------------------------------ the summary
def test_how_to_name_a_student_is_said_only_where_it_helps(course):
    upload(course, "s1/a.pdf", "s1/mine.zip")
    assert "uploads.csv" not in course.collect()


def test_what_was_collected_under_another_name_is_said(course):
    upload(course, "lab1_softmax-s2 2.zip")
    course.collect()
    give(course, "upload,student\nlab1_softmax-s2 2.zip,s2")
    assert "submitted/ holds also what came otherwise or earlier, of s2 2" in course.collect("--force")
    assert course.students() == ["s2", "s2 2"]


def test_the_summary_groups_what_is_alike(course):
    upload(course, *(f"whatever{number}.zip" for number in range(14)), "s1/a.pdf", "s2/b.pdf")
    course.write("lab1_softmax-s3.zip", b"PK broken")
    summary = course.collect().split("Summary of")[1].splitlines()
    assert len(summary) == 8
    assert any("doesn't tell the student): 'whatever0.zip', " in line and "and 4 more" in line for line in summary)
    assert any("one of the lab's files): 's1/a.pdf', 's2/b.pdf'" in line for line in summary)
    assert any("'lab1_softmax-s3.zip' of s3" in line for line in summary)
    assert any("Nothing was collected from s3" in line for line in summary)


# ------------------------------------------------------------------ names inside
def test_a_notebook_under_another_name_is_taken(real):
    """As copies are called by Google Drive, Jupyter, and by the student."""
    for number, (first, second) in enumerate((
        ("Copy of softmax_cifar10.ipynb", "softmax_mnist-Copy1.ipynb"),
        ("my lab.ipynb", "x/softmax_mnist - Kopie.ipynb"),
        ("softmax_mnist (1).ipynb", "softmax_cifar10 (1).ipynb"),
    )):  # fmt: skip
        real.zip(f"lab1_softmax-s{number}.zip", (first, source(A)), (second, source(B)), M)
        real.write(f"t{number}/{first}", source(A))
        real.write(f"t{number}/{second}", source(B))
        real.write(f"t{number}/softmax.py")
    log = real.collect()
    for student in ("s0", "s1", "s2", "t0", "t1", "t2"):
        assert real.submitted(student) == [M, A, B]
        assert real.read(student, A).encode() == source(A) and real.read(student, B).encode() == source(B)
    assert "took 'Copy of softmax_cifar10.ipynb' as softmax_cifar10.ipynb" in log
    assert "taken as softmax_cifar10.ipynb, whose cells it has" in log


def test_of_several_renamed_notebooks_the_newest_is_taken_and_said(real):
    old = source(A).replace(b"Softmax", b"SOFTMAX")
    members = [(zipfile.ZipInfo("mine.ipynb", LATER), source(A)), (zipfile.ZipInfo("other.ipynb", NOON), old)]
    real.zip("lab1_softmax-s1.zip", *members, B, M)
    log = real.collect()
    assert real.read("s1", A).encode() == source(A)
    assert f"has 2 copies of {A}: took 'mine.ipynb', the newest, not 'other.ipynb'" in log


def test_the_right_name_counts_before_a_copy(real):
    real.zip("lab1_softmax-s1.zip", (A, source(A)), (zipfile.ZipInfo("softmax_cifar10-Copy1.ipynb", LATER), source(B)),
             (B, source(B)), M)  # fmt: skip
    upload(real, "s3/softmax.py")  # so s2 is a student's folder, too
    real.write(f"s2/{A}", source(A))
    real.write("s2/mine.ipynb", source(A).replace(b"Softmax", b"SOFTMAX"), when=(2030, 1, 1, 0, 0, 0))
    log = real.collect()
    assert real.read("s1", A).encode() == source(A) == real.read("s2", A).encode()
    assert "has 2 copies of softmax_cifar10.ipynb" in log and real.rows()["s2/mine.ipynb"]["status"] == "replaced"


def test_notebooks_of_several_people_in_one_folder_are_left_out(real):
    real.write("All of us/ada.ipynb", source(A))
    real.write("All of us/ben.ipynb", source(A))
    log = real.collect()
    assert real.students() == [] and "may hold the work of several people" in log


@pytest.mark.parametrize("content", [b"", b"{", b'{"cells": []}', b"[" * 100_000])
def test_a_notebook_of_something_else_is_not_taken(real, content):
    real.write("s1/mine.ipynb", content)
    real.zip("lab1_softmax-s2.zip", ("mine.ipynb", content), M)
    log = real.collect()
    assert real.students() == ["s2"] and f"MISSING {A}, {B}" in log
    assert real.rows()["s1/mine.ipynb"]["notes"]


def test_many_strange_notebooks_cost_little(real):
    real.zip("lab1_softmax-s1.zip", *((f"n{i}.ipynb", b"[" + b" " * 300_000) for i in range(500)), M)
    real.collect("--LabExtractor.max_megabytes=1")
    assert real.submitted("s1") == [M]


# ------------------------------------------------------------------ times
def test_where_the_time_is_from(course):
    course.zip("Lab 1/Muster, Ada(s1)/Submission attachment(s)/mine.zip", A, B, M)
    course.write("Lab 1/Muster, Ada(s1)/timestamp.txt", "20251121150000123")
    course.zip("Abgaben/Beispiel_Ben_s2_12/20251121140233_mine.zip", A, B, M)
    course.zip(BRIGHTSPACE.format(1, "Cy") + " - lab1_softmax-s3.zip", A, B, M)
    course.zip("lab1_softmax-s4.zip", A, B, M)
    course.write("s5/softmax.py", when=LATER)
    course.zip("lab1_softmax-s6 2025-11-20_10-00.zip", A, B, M)
    log = course.collect()
    assert course.time("s1") == datetime(2025, 11, 21, 15, 0, 0)
    assert course.time("s2") == utc((2025, 11, 21, 14, 2, 33)) and course.time("s3") == utc((2025, 11, 21, 13, 2, 0))
    assert course.time("s4") == utc(NOON) and course.time("s5") == utc(LATER)
    assert {row["student"]: row["time_from"] for row in course.rows().values()} == {
        "s1": "Sakai", "s2": "name of the upload", "s3": "name of the upload", "s4": "student's clock when packing",
        "good": "student's clock when packing", "s5": "date of the downloaded file",
        "s6": "name that the student chose",
    }  # fmt: skip
    assert "of 2 students only their own clock tells the time" in log


def test_no_field_of_the_table_is_a_formula(course):
    upload(course, "=cmd|x.zip", "+1.zip", "-1.zip", "@a.zip", "=1+1/mine.zip", "lab1_softmax-=1.zip")
    course.zip("lab1_softmax-s1.zip", A, "../=softmax.py", "-softmax.py")
    course.collect()
    for row in course.rows().values():
        assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r")) for text in row.values())


# ------------------------------------------------------------------ copies
@given(st.text(min_size=1), st.sampled_from([
    "{} (1)", "{}(12)", "{} - Copy", "{} - Kopie (2)", "{} - Copie", "{} – kopia", "{} copy", "{} copy 3", "{}-Copy1",
    "{} (copy)", "{} (another copy)", "{} (4th copy)", "{} (copy 5)", "Copy of {}", "Copy (2) of {}", "Kopie von {}",
    "Copy of Copy of {} (1)", "Copia de {}", "{} - コピー",
]))  # fmt: skip
def test_marks_of_a_copy_are_taken_off(name, mark):
    plain = re.sub(r"\s", "x", name) + "x"
    assert without_copy_marks(plain)[0] == plain or without_copy_marks(plain)[1]
    stem, number = without_copy_marks(mark.format(plain))
    assert stem == without_copy_marks(plain)[0] and number > 0


@pytest.mark.parametrize("name", ["s2 2", "team-1", "s1-2", "s_2", "copy", "Copyright", "Anna Copyn", "2", "(1)", ""])
def test_what_may_be_a_name_stays(name):
    assert without_copy_marks(name) == (name, 0)


def test_files_of_the_lab_are_known_with_marks_of_copies():
    lab = find_lab(LAB)
    for name in ("softmax (1).py", "Softmax - Copy.PY", "Copy of softmax.py"):
        assert lab_file(name, lab) == M
    assert lab_file("my softmax.py", lab) is lab_file("softmax2.py", lab) is lab_file("softmax.ipynb", lab) is None
