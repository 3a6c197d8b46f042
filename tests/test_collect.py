"""Collecting: every upload of a class through the real ``nbgrader zip_collect``, hostile ones included."""

import bz2
import contextlib
import gzip
import io
import json
import lzma
import os
import shutil
import stat
import struct
import subprocess
import sys
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from collecting import LAB, LATER, NOON, A, B, M, class_in, utc
from traitlets.config import PyFileConfigLoader

from cs_nn.submit import write_zip
from cs_nn.tools.labs import COURSE
from grading import archives


@pytest.fixture
def course(tmp_path, monkeypatch):
    return class_in(tmp_path, monkeypatch)


# ------------------------------------------------------------------ what is collected
def test_files_and_time_arrive_where_nbgrader_wants_them(course):
    log = course.collect()
    assert course.read("good", M) == M and course.read("good", A) == A
    assert course.time("good") == utc(NOON)
    row = course.rows()["lab1_softmax-good.zip"]
    assert row["status"] == "collected" and row["files"] == f"{A}; {B}; {M}" and row["missing"] == row["notes"] == ""
    assert datetime.fromisoformat(row["time"]).timestamp() == datetime(*NOON).timestamp()
    last = log.splitlines()[-3:]
    assert "Summary of lab1_softmax" in last[0] and "good: collected" in last[1] and "1 students collected" in last[2]


def test_what_submit_writes_is_collected(course):
    write_zip(course.path("lab1_softmax-Anna Müller.zip"), {A: b"1", B: b"2", M: b"3"})
    course.collect()
    assert course.submitted("Anna Müller") == [M, A, B]
    age = datetime.now(UTC).replace(tzinfo=None) - course.time("Anna Müller")
    assert abs(age.total_seconds()) < 600


@pytest.mark.parametrize(
    "members",
    [
        (A, B, "softmax.py"),
        (f"kit/assignments/{LAB}/{A}", f"kit/assignments/{LAB}/{B}", "kit/cs_nn/softmax.py", "kit/README.md"),
        (f"a\\{A}", f"a\\{B}", "a\\cs_nn\\softmax.py"),
        (A, B, M, f"__MACOSX/._{A}", "__MACOSX/cs_nn/softmax.py", f".ipynb_checkpoints/{A}", "._softmax.py"),
        ("Softmax_CIFAR10.ipynb", B, "cs_nn/Softmax.PY"),
        ("kit/", f"kit/{A}", f"kit/{B}", "kit/softmax.py", "kit/cs_nn/checks/", "kit/other.ipynb"),
    ],
)
def test_layouts(course, members):
    course.zip("lab1_softmax-s1.zip", *members)
    course.collect()
    assert course.submitted("s1") == [M, A, B]
    assert course.rows()["lab1_softmax-s1.zip"]["notes"] == ""


@pytest.mark.parametrize(
    "ending, mode",
    [
        (".tar", "w"),
        (".tar.gz", "w:gz"),
        (".tgz", "w:gz"),
        (".tar.bz2", "w:bz2"),
        (".tar.xz", "w:xz"),
        (".txz", "w:xz"),
        (".tar.gz.zip", "w:gz"),
        (".zip.tar.XZ", "w:xz"),
        (".zip", "w:xz"),
    ],
)
def test_tar_archives(course, ending, mode):
    course.tar(f"lab1_softmax-s1{ending}", A, B, "x/softmax.py", mode=mode)
    course.collect()
    assert course.submitted("s1") == [M, A, B] and course.time("s1") == utc(NOON)
    assert course.students() == ["s1"]


def test_a_mark_of_a_copy_inside_an_archive_is_told(course):
    course.zip("lab1_softmax-s1.zip", "softmax_cifar10 (1).ipynb", B, "cs_nn/softmax (2).py")
    log = course.collect()
    assert course.submitted("s1") == [M, A, B]
    assert f"took 'softmax_cifar10 (1).ipynb' as {A}" in log and f"took 'cs_nn/softmax (2).py' as {M}" in log


def test_a_copy_that_is_as_it_was_released_gives_way_to_one_that_was_written(course):
    def notebook(answer, **more):
        cells = [{"cell_type": "markdown", "metadata": {}, "source": text} for text in ("# Title", answer)]
        return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **more})

    released = course.root / "release" / LAB
    (released / "cs_nn").mkdir(parents=True)
    (released / A).write_text(notebook("YOUR ANSWER HERE"), encoding="utf-8")
    (released / M).write_text("raise NotImplementedError\n", encoding="utf-8")
    finished, again = notebook("It is."), notebook("YOUR ANSWER HERE", metadata={"saved": "again"})
    course.zip(
        "lab1_softmax-s1.zip",
        (A, again),
        (A.replace(".", "-Copy1."), finished),
        B,
        (M, "raise NotImplementedError\r\n"),
        ("old/softmax.py", "return 1"),
    )
    course.zip(
        "lab1_softmax-s2.zip",
        (A, finished),
        (A.replace(".", "-Copy1."), again),
        B,
        (M, "return 2"),
        ("old/softmax.py", "raise NotImplementedError\n"),
    )
    course.zip("lab1_softmax-s3.zip", (A, again), ("old/" + A, again), B, M)
    log = course.collect()
    for student, module in (("s1", "return 1"), ("s2", "return 2")):
        assert course.read(student, A) == finished and course.read(student, M) == module
    assert course.read("s3", A) == again
    assert "has 2 copies of softmax_cifar10.ipynb: took 'softmax_cifar10-Copy1.ipynb'" in log


def test_of_several_copies_the_one_in_its_place_counts(course):
    modules = ("softmax.py", "old/cs_nn/softmax.py", M, "SOFTMAX.py")
    course.zip("lab1_softmax-s1.zip", *modules, f"backup/{A}", f"{LAB}/{A}", B)
    log = course.collect()
    assert course.read("s1", M) == M and course.read("s1", A) == f"{LAB}/{A}"
    assert "has 4 copies of cs_nn/softmax.py: took 'cs_nn/softmax.py', not " in log


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_collide(course):
    course.zip("lab1_softmax-s1.zip", ("cs_nn/SOFTMAX.py", "1"), (M, "2"), (M, "3"), ("cs_nn/Softmax.py", "4"), A, B)
    course.collect()
    assert course.read("s1", M) == "3"
    assert "has 4 copies" in course.rows()["lab1_softmax-s1.zip"]["notes"]


def test_missing_files_are_told_and_the_rest_is_collected(course):
    course.zip("lab1_softmax-s1.zip", M)
    course.zip("lab1_softmax-s2.zip", A)
    log = course.collect()
    assert course.submitted("s1") == [M] and course.submitted("s2") == [A]
    assert course.rows()["lab1_softmax-s1.zip"]["missing"] == f"{A}; {B}"
    assert f"MISSING {B}, {M}" in log and f"MISSING {A}, {B}; WITHOUT ANY NOTEBOOK" in log


# ------------------------------------------------------------------ whose it is
@pytest.mark.parametrize(
    "name, student",
    [
        ("lab1_softmax-s1.zip", "s1"),
        ("lab1_softmax-s1 (1).zip", "s1"),
        ("lab1_softmax-s1(12).zip", "s1"),
        ("Lab1_Softmax-s1.ZIP", "s1"),
        ("section 2/lab1_softmax-s1.zip", "s1"),
        ("lab1_softmax-s-20251121.zip", "s-20251121"),
        ("lab1_softmax-team-1.zip", "team-1"),
        ("lab1_softmax-王小明.zip", "王小明"),
        ("lab1_softmax-Anna Mu\u0308ller.zip", "Anna M\u00fcller"),
        ("Anna Müller_123456_assignsubmission_file_/lab1_softmax-s1.zip", "s1"),
        ("Anna Müller_123456_assignsubmission_file_lab1_softmax-s1 (2).zip", "s1"),
        ("Anna Müller_123456_assignsubmission_file/mine.zip", "Anna Müller"),
        ("Müller, Anna_123456_assignsubmission_file_mine.zip", "Müller Anna"),
        ("Participant_77_assignsubmission_file_/mine.zip", "Participant_77"),
        ("muelleranna_LATE_4711_99123_lab1_softmax-s1-2.zip", "s1"),
        ("muelleranna_4711_99123_mine.zip", "4711"),
        ("Lab 1_amueller_attempt_2025-11-21-14-02-33_lab1_softmax-s1.zip", "s1"),
        ("Lab 1_amueller_attempt_2025-11-21-14-02-33_mine.zip", "amueller"),
        ("s1/mine.zip", "s1"),
    ],
)
def test_the_student_is_told_from_the_name(course, name, student):
    course.zip(name, A, B, M)
    course.collect()
    assert course.students() == [student] and course.submitted(student) == [M, A, B]


@pytest.mark.parametrize(
    "names, student",
    [
        (("s1/softmax_cifar10.ipynb", "s1/softmax_mnist.ipynb", "s1/cs_nn/softmax.py"), "s1"),
        (("s1_softmax_cifar10.ipynb", "s1-softmax_mnist.ipynb", "s1_softmax.py"), "s1"),
        (("lab1_softmax-s1_softmax_cifar10.ipynb", "lab1_softmax-s1-softmax_mnist (1).ipynb", "s1 softmax.py"), "s1"),
        (tuple(f"lab1_softmax-s1/{n}" for n in (A, B, M)), "s1"),
        (tuple(f"Li Wei_12_assignsubmission_file_/{n}" for n in (A, B, "softmax.py")), "Li Wei"),
        (tuple(f"Li Wei_12_assignsubmission_file_{n}" for n in (A, B, "softmax (1).py")), "Li Wei"),
        (tuple(f"liwei_12_3{i}_{n}" for i, n in enumerate((A, "softmax_mnist-1.ipynb", "softmax-2.py"))), "12"),
    ],
)
def test_bare_files(course, names, student):
    for name in names:
        course.write(name, name)
    course.collect()
    assert course.students() == [student] and course.submitted(student) == [M, A, B]
    assert [course.read(student, file) for file in (A, B, M)] == list(names)


@pytest.mark.parametrize(
    "name",
    ["all.zip", "lab1_softmax.zip", "lab1_softmax_mnist.ipynb", "softmax.py", "cs_nn/softmax.py", f"{LAB}/x.zip"],
)
def test_a_name_that_tells_no_student(course, name):
    course.zip(name, A, B, M)
    log = course.collect()
    course.assert_left_out(log, name, "", "doesn't tell the student")


@pytest.mark.parametrize("student", ["a[1]", "-x", "=1+1", "..", "a\x1b[31mb", "a<img src=x>", 'a"b'])
def test_a_student_id_that_is_no_good_name(course, student):
    course.zip(f"lab1_softmax-{student}.zip", A)
    course.collect()
    assert course.students() == []
    (row,) = [row for name, row in course.rows().items() if "good" not in name]
    assert row["status"] == "left out" and "student ID" in row["notes"]


@pytest.mark.parametrize("name", ["s1/a.pdf", "s1/other.py", "s1/x.rar", "s1/old_softmax.py", "s1/softmax_mnist.py"])
def test_files_that_are_not_asked_for(course, name):
    course.write(name)
    course.assert_left_out(course.collect(), name, "", "none of the files" if name.endswith("py") else "neither a zip")


def test_files_of_the_system_are_passed_over(course):
    for name in (".DS_Store", "__MACOSX/lab1_softmax-s1.zip", "s1/Thumbs.db", "s1/.ipynb_checkpoints/softmax.py"):
        course.write(name)
    course.collect()
    assert course.students() == [] and list(course.rows()) == ["lab1_softmax-good.zip"]


def test_regexps_can_be_set(course):
    course.zip("upload 7 of s1.zip", A, B, M)
    course.collect(r"--LabExtractor.archive_regexps=upload \d+ of (?P<student_id>.+)",
                   r"--LabExtractor.archive_regexps={lab}-(?P<student_id>.+)")  # fmt: skip
    assert course.students() == ["s1"]


def test_two_people_under_one_id_are_both_left_out(course):
    course.zip("Anna_1_assignsubmission_file_/lab1_softmax-s1.zip", A, B, M)
    course.zip("Mallory_2_assignsubmission_file_/lab1_softmax-s1.zip", A, B, M, when=LATER)
    log = course.collect()
    assert course.students() == []
    assert "different people (Anna_1, Mallory_2)" in log


def test_one_person_with_and_without_an_id_in_the_name_is_one_student(course):
    course.zip("Anna_1_assignsubmission_file_/lab1_softmax-s1.zip", A, M)
    course.write(f"Anna_1_assignsubmission_file_/{B}")
    course.collect()
    assert course.students() == ["s1"] and course.submitted("s1") == [M, A, B]


# ------------------------------------------------------------------ two uploads
def test_the_latest_upload_counts(course):
    course.zip("lab1_softmax-s1.zip", (zipfile.ZipInfo(M, LATER), "new"))
    course.zip("lab1_softmax-s1 (1).zip", A, B, M)
    log = course.collect()
    assert course.submitted("s1") == [M] and course.read("s1", M) == "new" and course.time("s1") == utc(LATER)
    rows = course.rows()
    assert rows["lab1_softmax-s1.zip"]["status"] == "collected"
    assert rows["lab1_softmax-s1 (1).zip"]["status"] == "replaced"
    assert "s1: replaced 'lab1_softmax-s1 (1).zip'; replaced by the later upload 'lab1_softmax-s1.zip'" in log


def test_of_two_of_one_time_the_browsers_number_decides(course):
    for number in ("", " (2)", " (10)"):
        course.zip(f"lab1_softmax-s1{number}.zip", (zipfile.ZipInfo(M, NOON), number))
    course.collect()
    assert course.read("s1", M) == " (10)"


def test_the_time_in_the_name_comes_first(course):
    for hour, when in ((15, NOON), (14, LATER)):
        name = f"Lab 1_amueller_attempt_2025-11-21-{hour}-02-33_mine.zip"
        course.zip(name, (zipfile.ZipInfo(M, when), str(hour)))
    course.zip("lab1_softmax-s2 2025-11-20_10-00.zip", M)
    course.collect()
    assert course.read("amueller", M) == "15" and course.time("amueller") == utc((2025, 11, 21, 15, 2, 33))
    assert course.time("s2") == utc((2025, 11, 20, 10, 0, 0))


@pytest.mark.parametrize("when", [(1980, 1, 1, 0, 0, 0), (1980, 0, 0, 0, 0, 0), (2099, 1, 1, 0, 0, 0)])
def test_without_a_sensible_time_inside_the_archives_own_counts(course, when):
    course.zip("lab1_softmax-s1.zip", A, B, M, when=when)
    seconds = datetime(*NOON).timestamp()
    os.utime(course.path("lab1_softmax-s1.zip"), (seconds, seconds))
    course.collect()
    assert course.time("s1") == utc(NOON)


def test_ids_that_differ_in_capitals_are_one_student(course):
    course.zip("lab1_softmax-s1.zip", M)
    course.zip("lab1_softmax-S1.zip", M, A, when=LATER)
    course.collect()
    assert course.students() == ["S1"] and course.submitted("S1") == [M, A]


def test_a_damaged_later_upload_does_not_hide_the_good_one(course):
    course.zip("lab1_softmax-s1.zip", A, B, M)
    course.write("lab1_softmax-s1 (1).zip", b"PK\x03\x04 damaged")
    course.collect()
    assert course.submitted("s1") == [M, A, B]
    assert course.rows()["lab1_softmax-s1 (1).zip"]["status"] == "left out"


def test_single_files_after_an_archive_are_laid_over_it(course):
    course.zip("s1/lab.zip", A, B, M)
    course.write("s1/softmax.py", "new", when=LATER)
    course.write(f"s1/{A}", "old", when=(2025, 1, 1, 0, 0, 0))
    course.collect()
    assert course.read("s1", M) == "new" and course.read("s1", A) == A and course.time("s1") == utc(LATER)
    assert course.rows()[f"s1/{A}"]["status"] == "replaced"


# ------------------------------------------------------------------ hostile and damaged uploads
def zip_info(name, mode=0, **attributes):
    info = zipfile.ZipInfo(name, NOON)
    info.external_attr = mode << 16
    for attribute, value in attributes.items():
        setattr(info, attribute, value)
    return info


def tar_info(name, kind, target=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@pytest.mark.parametrize(
    "member, reason",
    [
        ("../cs_nn/softmax.py", "leads out of the archive"),
        ("cs_nn/../../../softmax.py", "leads out of the archive"),
        ("..\\softmax.py", "leads out of the archive"),
        ("/etc/softmax.py", "absolute"),
        ("\\\\server\\softmax.py", "absolute"),
        ("C:\\softmax.py", "absolute"),
        ("c:softmax.py", "absolute"),
        (zip_info("softmax.py", stat.S_IFLNK | 0o777), "a link"),
        (zip_info("softmax.py", stat.S_IFCHR | 0o666), "not a plain file"),
        ("x\nsoftmax.py", "control characters"),
    ],
)
def test_a_bad_member_of_a_zip_is_left_out_alone(course, member, reason):
    course.zip("lab1_softmax-s1.zip", A, B, (member, "/etc/passwd"))
    log = course.collect()
    assert course.submitted("s1") == [A, B]
    row = course.rows()["lab1_softmax-s1.zip"]
    assert row["status"] == "collected" and row["missing"] == M and reason in row["notes"]
    said = [line for line in log.splitlines() if "lab1_softmax-s1.zip" in line and "left out its member" in line]
    assert any(reason in line for line in said)
    assert not any(path.name == "softmax.py" for path in course.root.parent.rglob("*.py") if "good" not in path.parts)


def test_a_name_with_nul(course):
    course.zip("lab1_softmax-s1.zip", A, "softmax.py_evil")
    path = course.path("lab1_softmax-s1.zip")
    path.write_bytes(path.read_bytes().replace(b"softmax.py_evil", b"softmax.py\0evil"))
    course.collect()
    assert course.submitted("s1") == [A]
    assert r"'softmax.py\x00evil': its name has control characters" in course.rows()["lab1_softmax-s1.zip"]["notes"]


@pytest.mark.parametrize(
    "member, reason",
    [
        (tar_info("softmax.py", tarfile.SYMTYPE, "/etc/passwd"), "a link"),
        (tar_info("softmax.py", tarfile.LNKTYPE, A), "a link"),
        (tar_info("softmax.py", tarfile.CHRTYPE), "not a plain file"),
        (tar_info("softmax.py", tarfile.FIFOTYPE), "not a plain file"),
        ("../softmax.py", "leads out"),
        ("/softmax.py", "absolute"),
    ],
)
def test_a_bad_member_of_a_tar_is_left_out_alone(course, member, reason):
    course.tar("lab1_softmax-s1.tgz", A, B, member)
    course.collect()
    assert course.submitted("s1") == [A, B]
    assert reason in course.rows()["lab1_softmax-s1.tgz"]["notes"]


def damage_checksum(course, name, member):
    with zipfile.ZipFile(course.path(name)) as archive:
        crc = struct.pack("<L", archive.getinfo(member).CRC)
    course.path(name).write_bytes(course.path(name).read_bytes().replace(crc, b"\1\2\3\4"))


def test_a_damaged_member_is_left_out_alone(course):
    course.zip("lab1_softmax-s1.zip", A, M)
    damage_checksum(course, "lab1_softmax-s1.zip", M)
    course.collect()
    assert course.submitted("s1") == [A]
    assert "'cs_nn/softmax.py': damaged (Bad CRC-32" in course.rows()["lab1_softmax-s1.zip"]["notes"]


def test_if_the_best_copy_is_damaged_the_next_is_taken(course):
    course.zip("lab1_softmax-s1.zip", A, (M, "damaged"), ("softmax.py", "good"))
    damage_checksum(course, "lab1_softmax-s1.zip", M)
    course.collect()
    assert course.read("s1", M) == "good"


def encrypted(content):
    """Set the flag of every entry, in the local and in the central headers."""
    content = bytearray(content)
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = content.find(signature)
        while start >= 0:
            content[start + offset] |= 1
            start = content.find(signature, start + 1)
    return bytes(content)


def a_zip(*members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


GOOD = a_zip((M, "x" * 1000), (A, os.urandom(1000)))


@pytest.mark.parametrize(
    "ending, content, reason",
    [
        ("zip", b"", "it is empty"),
        ("zip", b"<html>Please log in</html>", "no zip or tar archive"),
        ("zip", b"Rar!\x1a\x07 and more", "a rar archive"),
        ("zip", GOOD[:-30], "damaged"),
        ("zip", GOOD[:200], "damaged"),
        ("zip", b"PK\x05\x06" + bytes(18), "none of the lab's files"),
        ("zip", encrypted(GOOD), "encrypted with a password"),
        ("zip", a_zip(("notes.txt", "x")), "none of the lab's files"),
        ("zip", a_zip(("lab1_softmax-s1.zip", GOOD)), "holds another archive"),
        ("tar.gz", gzip.compress(b"no tar", mtime=0), "damaged"),
        ("tar.gz", gzip.compress(bytes(10_000), mtime=0)[:-20], "damaged"),
        ("tar.gz", b"\x1f\x8b broken", "damaged"),
        ("tar.bz2", bz2.compress(bytes(10_240)), "none of the lab's files"),
        ("tar.xz", lzma.compress(bytes(10_240)), "none of the lab's files"),
        ("tar.xz", lzma.compress(bytes(10_240))[:-20], "damaged"),
        ("tar", b"\0" * 257 + b"ustar" + b"\xff" * 250, "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "content",  # which is another one in every process
)
def test_an_archive_that_cannot_be_used_is_left_out(course, ending, content, reason):
    name = f"lab1_softmax-s1.{ending}"
    course.write(name, content)
    course.assert_left_out(course.collect(), name, "s1", reason)


def test_too_many_members(course):
    course.zip("lab1_softmax-s1.zip", *(f"f{i}" for i in range(50)), M)
    course.tar("lab1_softmax-s2.tgz", *(f"f{i}" for i in range(50)), M)
    log = course.collect("--LabExtractor.max_members=50")
    course.assert_left_out(log, "lab1_softmax-s1.zip", "s1", "more than 50 members")
    course.assert_left_out(log, "lab1_softmax-s2.tgz", "s2", "more than 50 members")


def test_bombs(course):
    zeros = bytes(1_000_000)
    course.zip("lab1_softmax-s1.zip", (A, zeros))
    course.zip("lab1_softmax-s2.zip", (A, zeros[:600_000]), (B, zeros[:600_000]))
    course.write("lab1_softmax-s3.tar.gz", gzip.compress(zeros + zeros))
    course.write("lab1_softmax-s6.tar.xz", lzma.compress(zeros + zeros))
    course.write("s4/softmax.py", zeros + b"1")
    course.zip("lab1_softmax-s5.zip", ("data.bin", zeros * 3), M)  # not asked for, so never unpacked
    log = course.collect("--LabExtractor.max_megabytes=1")
    course.assert_left_out(log, "lab1_softmax-s2.zip", "s2", "more than 1 MB")
    course.assert_left_out(log, "lab1_softmax-s3.tar.gz", "s3", "more than 1 MB")
    course.assert_left_out(log, "s4/softmax.py", "s4", "more than 1 MB")
    course.assert_left_out(log, "lab1_softmax-s6.tar.xz", "s6", "more than 1 MB")
    assert course.submitted("s1") == [A] and course.submitted("s5") == [M]


def test_an_xz_that_takes_too_much_memory_is_left_out(course, monkeypatch):
    monkeypatch.setattr(archives, "XZ_MEMORY", 1 << 20)
    course.tar("lab1_softmax-s1.tar.xz", A, B, M, mode="w:xz")
    course.assert_left_out(course.collect(), "lab1_softmax-s1.tar.xz", "s1", "damaged")


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(course, monkeypatch):
    content = a_zip((M, bytes(50_000_000)))
    course.write("lab1_softmax-s1.zip", content.replace(struct.pack("<L", 50_000_000), struct.pack("<L", 100)))
    unpacked = []
    real = zipfile.ZipExtFile._read1

    def counted(self, n):
        data = real(self, n)
        unpacked.append(n)
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "_read1", counted)
    log = course.collect()
    course.assert_left_out(log, "lab1_softmax-s1.zip", "s1", "damaged")
    assert max(unpacked) < 1000


def test_names_in_no_known_encoding(course):
    course.zip("lab1_softmax-s1.zip", "Uebung/softmax.py", A)
    path = course.path("lab1_softmax-s1.zip")
    path.write_bytes(path.read_bytes().replace(b"Uebung", "Übun".encode() + b"g"))
    course.zip("lab1_softmax-s2.zip", "Uexx/../softmax.py", A)
    path = course.path("lab1_softmax-s2.zip")
    path.write_bytes(path.read_bytes().replace(b"Uexx", "Üxx".encode()))
    course.collect()
    assert course.submitted("s1") == [M, A]
    assert "'Üxx/../softmax.py'" in course.rows()["lab1_softmax-s2.zip"]["notes"]


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_links_in_the_archive_folder_are_not_followed(course):
    secret = course.root / "secret"
    secret.mkdir()
    (secret / "softmax.py").write_text("secret")
    course.path("s1/softmax.py")
    (course.archive / "s1" / "softmax.py").symlink_to(secret / "softmax.py")
    (course.archive / "s2").symlink_to(secret)
    os.mkfifo(course.archive / "s1" / "softmax_mnist.ipynb")
    log = course.collect()
    for name in ("s1/softmax.py", "s2", "s1/softmax_mnist.ipynb"):
        course.assert_left_out(log, name, "", "a link or a special file")


def test_what_cannot_be_opened_or_written_is_left_out(course, monkeypatch):
    for student in ("s1", "s2"):
        course.zip(f"lab1_softmax-{student}.zip", A, B, M)
    real_open, real_write = Path.open, Path.write_bytes

    def no_open(self, *args, **kwargs):
        if self.name == "lab1_softmax-s1.zip":
            raise PermissionError(13, "Permission denied")
        return real_open(self, *args, **kwargs)

    def no_write(self, *args):
        if "s2" in self.parts and self.name == B:
            raise OSError(28, "No space left on device")
        return real_write(self, *args)

    monkeypatch.setattr(Path, "open", no_open)
    monkeypatch.setattr(Path, "write_bytes", no_write)
    log = course.collect()
    course.assert_left_out(log, "lab1_softmax-s1.zip", "s1", "Permission denied")
    course.assert_left_out(log, "lab1_softmax-s2.zip", "s2", "No space left")
    assert course.students() == []


# ------------------------------------------------------------------ the app around it
def test_collecting_again_replaces_and_keeps(course):
    course.zip("lab1_softmax-s1.zip", A, B, M)
    course.collect()
    course.write("lab1_softmax-s1.zip", b"PK damaged")
    log = course.collect("--force")
    assert course.submitted("s1") == [M, A, B]
    assert "collected from this student earlier stays" in log


def test_nothing_usable_at_all(course):
    course.write("lab1_softmax-s1.zip", "")
    success, log = course.run()
    assert success and "0 students collected, 1 uploads left out" in log


def test_an_unknown_lab_stops_with_a_clear_error(course):
    (course.root / "downloaded" / "lab9" / "archive").mkdir(parents=True)
    (course.root / "downloaded" / "lab9" / "archive" / "x.zip").touch()
    success, log = course.run(lab="lab9")
    assert not success and "there is no lab 'lab9'; the labs are: lab1_softmax" in log


def test_the_collector_alone_says_what_it_needs(course):
    course.zip("lab1_softmax-s1.zip", A)
    success, log = course.run("--ZipCollectApp.extractor_plugin=nbgrader.plugins.ExtractorPlugin")
    assert not success and "LabCollector needs c.ZipCollectApp.extractor_plugin" in log


def test_a_wrong_regexp_stops_with_a_clear_error(course):
    course.zip("lab1_softmax-s1.zip", A)
    success, log = course.run("--LabExtractor.archive_regexps=(")
    assert not success and "The regular expression '(' of LabExtractor is wrong" in log


@pytest.mark.slow
def test_brackets_in_the_courses_path_stop_every_command_with_a_clear_error(course):
    folder = course.root / "spring [2025]" / "course"
    folder.mkdir(parents=True)
    (course.root / "spring 2" / "course").mkdir(parents=True)  # what nbgrader would take for it
    shutil.copy(COURSE / "nbgrader_config.py", folder)
    result = subprocess.run(
        [sys.executable, "-m", "nbgrader", "zip_collect", LAB], cwd=folder,
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert result.returncode == 1 and "a folder with [ ] in its name" in result.stderr
    assert str(folder) in result.stderr and "Traceback" not in result.stderr


@pytest.mark.parametrize("name, fine", [("a[b]", False), ("[!a]", False), ("a[", True), ("{a} (1) ü", True)])
def test_which_names_of_folders_are_fine(tmp_path, monkeypatch, name, fine):
    monkeypatch.setattr(sys, "path", list(sys.path))
    folder = tmp_path / name
    folder.mkdir()
    shutil.copy(COURSE / "nbgrader_config.py", folder)
    with contextlib.nullcontext() if fine else pytest.raises(SystemExit):
        assert PyFileConfigLoader("nbgrader_config.py", str(folder)).load_config()


def test_trained_networks_are_collected_in_archives_and_alone(course):
    lab, net = "lab2_two_layer_net", "best_two_layer_net.npz"
    archive = course.root / "downloaded" / lab / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / f"{lab}-s1.zip", "w") as upload:
        for name in ("two_layer_net.ipynb", net, "cs_nn/two_layer_net.py"):
            upload.writestr(name, name)
    (archive / f"s2_{net}").write_bytes(b"PK alone")
    (archive / "s2_two_layer_net.ipynb").write_text("{}")
    (archive / "s2_another_net.npz").write_bytes(b"PK other")
    success, log = course.run(lab=lab)
    assert success and "it is none of the files of lab2_two_layer_net" in log
    submitted = course.root / "submitted"
    assert (submitted / "s1" / lab / net).read_text() == net
    assert (submitted / "s2" / lab / net).read_bytes() == b"PK alone"
    assert sorted(path.name for path in (submitted / "s2" / lab).iterdir()) == [
        net,
        "timestamp.txt",
        "two_layer_net.ipynb",
    ]
