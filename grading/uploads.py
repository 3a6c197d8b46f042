"""Uploads, and whose they are when they are looked at together.

A guess must collide loudly: `tell_students` marks what gives no student, and `conflict` says why several uploads under
one student can't be taken for one person's. Nobody's work then replaces another's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from cs_nn.submit import clean_student
from cs_nn.tools.labs import Lab
from grading.archives import Refused
from grading.names import NUMBERED, lab_file

NO_STUDENT = "its name doesn't tell the student"
PACKED, FILE_DATE = "student's clock when packing", "date of the downloaded file"
SYSTEM_NAME, OWN_NAME = "name of the upload", "name that the student chose"


class Unknown(Refused):
    """Nothing tells whose an upload is."""


@dataclass
class Upload:
    """One file of the archive directory, or one folder that is a hand-in as a whole."""

    path: Path
    name: str  # below the archive directory, NFC, with "/"
    student: str = ""
    uploader: str | None = None  # the person, as a learning management system knows them
    has_id: bool = False  # the student ID is in the name; otherwise it is made from the uploader's
    certain: bool = False  # the instructor's table says whose it is
    by_folder: bool = False  # nothing but a folder names the student
    number: str = ""  # Canvas's, of which there is one only
    account: bool = False  # the student is a name that stands beside the file's
    home: str = ""  # the folder it came in, less the folders of the course
    stem: str = ""  # its name without ending, time and marks of a copy
    bare: str | None = None  # for a notebook or module that is in no archive: its name without marks of a copy
    told: bool = False  # only its cells tell which file of the lab it is
    copy: int = 0  # the 1 of "name (1).zip"
    time: float = 0.0  # when it was handed in, seconds since 1970
    time_from: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    status: str = "left out"  # or "collected", or "replaced" by a later upload
    notes: list[str] = field(default_factory=list)
    unknown: bool = False  # it is left out since nothing tells whose it is

    @property
    def order(self) -> tuple[float, int, str]:
        return self.time, self.copy, self.name

    def forget(self, reason: str) -> None:
        """Leave it out: the student can't be told, or not any more."""
        self.student, self.files, self.unknown = "", {}, True
        self.notes.append(reason)

    def give_to(self, student: str) -> None:
        """Take it for certain: the student is known."""
        self.student = clean_student(student)
        self.has_id = self.certain = True


def tell_students(uploads: list[Upload], lab: Lab) -> None:
    """Make the guesses fit one another; who can't be told any more gets a note and no student."""
    # A person may hand in an archive with the ID in its name, and a bare file without.
    ids: dict[str, set[str]] = {}
    for upload in uploads:
        if upload.student and upload.uploader and upload.has_id and not upload.certain:
            ids.setdefault(upload.uploader, set()).add(upload.student)
    for upload in uploads:
        own = ids.get(upload.uploader, set())
        if upload.certain or not upload.student or not own:
            continue
        if len({student.casefold() for student in own}) > 1:
            upload.forget(f"{upload.uploader!r} handed in under several student IDs ({', '.join(sorted(own))})")
        else:
            upload.student = next(iter(own)) if not upload.has_id else upload.student

    # "Ada Muster - softmax.py": a name, if all files of the lab carry it.
    needed = {file_id for file_id in lab.files if not file_id.endswith(".npz")}
    for student in {upload.student for upload in uploads if upload.account}:
        mine = [upload for upload in uploads if upload.account and upload.student == student]
        if student and needed - {lab_file(upload.bare, lab) for upload in mine}:
            for upload in mine:
                upload.forget(f"{NO_STUDENT} for certain: not all files of the lab are called {student!r}")

    # "Participant_12", of an anonymous hand-in, in the language of the site: the number is part of the name.
    people: dict[str, set[str]] = {}
    for upload in uploads:
        if upload.uploader and not upload.has_id:
            people.setdefault(upload.student.casefold(), set()).add(upload.uploader)
    for upload in uploads:
        if upload.uploader and not upload.has_id and upload.student and "_assignsubmission_" in upload.name:
            alone = len(people[upload.student.casefold()]) == 1 and upload.student.casefold() != "participant"
            if not alone and " " not in upload.student:
                upload.student = clean_student(upload.uploader)

    # "s2 2": a Mac's copy of the upload of s2, if s2 handed in and there is no "s2 3", or else an ID.
    students = {upload.student.casefold(): upload.student for upload in uploads if upload.student}
    numbers: dict[str, list[str]] = {}
    for student in students:
        if numbered := NUMBERED.fullmatch(student):
            numbers.setdefault(numbered["plain"], []).append(numbered["number"])
    for upload in uploads:
        if not upload.student or not upload.has_id or upload.certain:
            continue
        begins = [upload.student[: cut.start()].casefold() for cut in re.finditer(r"[-_ .]+\w", upload.student)]
        begins = [students[begin] for begin in begins if begin in students]
        numbered = NUMBERED.fullmatch(upload.student)
        alone = bool(numbered and len(numbers[numbered["plain"].casefold()]) == 1 and int(numbered["number"]) > 1)
        plain = numbered and students.get(numbered["plain"].casefold())
        if alone and plain:
            upload.notes.append(f"taken for a copy of an upload of {plain!r}, not for a student {upload.student!r}")
            upload.student, upload.copy = plain, max(upload.copy, int(numbered["number"]))
        elif alone:
            upload.notes.append(f"a copy that a Mac made, and the student is {numbered['plain']!r}?")
        elif begins:
            upload.notes.append(f"another upload of {begins[0]!r}, and no student's ID?")


def personal_folders(uploads: list[Upload]) -> set[str]:
    """The folders that name a student or hold the uploads of one only; those of sections and downloads tell nothing."""
    students: dict[str, set[str]] = {}
    for upload in uploads:
        folder = upload.home if upload.student else ""
        while folder:
            students.setdefault(folder, set()).add(upload.student.casefold())
            folder = folder.rpartition("/")[0]
    ids = {upload.student.casefold() for upload in uploads}
    by_id = {folder for folder in students if folder.rpartition("/")[2].casefold() in ids}
    named = {upload.home for upload in uploads if upload.by_folder and upload.student}
    return named | by_id | {folder for folder, ones in students.items() if len(ones) == 1}


def conflict(uploads: list[Upload], personal: set[str], folders: int) -> str | None:
    """Why the uploads under one student are not plainly those of one person; None if they are.

    `personal` are the `personal_folders`, `folders` the number of students who are known by
    their folders: the only one may be the folder of the class.
    """
    guesses = [upload for upload in uploads if not upload.certain]
    people = sorted({upload.uploader for upload in guesses if upload.uploader})
    by_folder = [upload for upload in guesses if upload.by_folder]
    homes = {upload.home for upload in guesses if upload.home and not upload.uploader}
    people += outermost(homes if by_folder else homes & personal)
    student = uploads[0].student
    if len(people) < 2:
        inner = outermost({upload.home for upload in by_folder if upload.uploader})
        people = inner if len(inner) > 1 else people
    if len(people) > 1:
        return f"handed in under the student ID {student!r} by different people ({', '.join(people[:5])})"
    numbered: dict[str, set[str]] = {}
    for upload in guesses:
        numbered.setdefault(upload.number, set()).add(_plain(upload.stem))
    for number, stems in numbered.items():
        if number and len(stems) > 1:
            return f"Canvas gives the number {number} to one upload only, not to {', '.join(sorted(stems)[:5])}"
    rivals: dict[tuple[str, str], list[Upload]] = {}  # what should be one file
    for upload in by_folder:
        what = next(iter(upload.files), "") if upload.bare else "an archive"
        if what and (upload.told or not upload.bare or folders == 1):
            rivals.setdefault((upload.home, what), []).append(upload)
    for several in rivals.values():
        if len({_plain(upload.stem) for upload in several}) > 1 or (folders == 1 and len(several) > 1):
            names = ", ".join(sorted(upload.name for upload in several)[:5])
            return f"only a folder tells the student {student!r}; it may hold the work of several people ({names})"
    return None


def outermost(folders: set[str]) -> list[str]:
    return sorted(folder for folder in folders if not any(folder.startswith(f"{other}/") for other in folders))


def _plain(stem: str) -> str:
    stem = re.sub(r"[-_ ]?\d{4}-\d\d-\d\d[-_T ]\d\d[-_:.]?\d\d(?:[-_:.]?\d\d)?", "", stem.casefold())
    numbered = NUMBERED.fullmatch(stem)
    return numbered["plain"] if numbered else stem
