"""The student ID: its one spelling, and the one of the last time."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from cs_nn.language import gettext as _
from cs_nn.language import lazy
from cs_nn.tools.labs import COURSE

#: What the hand-in shows where the student ID belongs.
EXAMPLE = lazy("your ID")


def clean_student(text: str) -> str:
    """A student ID in its one spelling (NFC, single spaces), fit for the name of a file or folder.

    Spaces and the letters of every language are allowed. ``ValueError`` says what is not.
    """
    student = unicodedata.normalize("NFC", text.strip())
    student = "".join(" " if unicodedata.category(c) == "Zs" else c for c in student)  # no-break, ideographic space
    student = re.sub(" +", " ", student)
    if not student:
        raise ValueError(_("the student ID is empty"))
    if student.casefold() in (EXAMPLE.casefold(), _(EXAMPLE).casefold()):
        raise ValueError(_("write your own student ID in place of {student}").format(student=repr(student)))
    # Brackets and stars are patterns to nbgrader, a comma breaks its table of grades; Windows refuses the others.
    # The zero-width joiners are part of names in some languages.
    bad = sorted({c for c in student if c in '/\\<>:"|?*[],' or not (c.isprintable() or c in "\u200c\u200d")})
    if bad:
        raise ValueError(
            _("the student ID {student} must not contain {characters}").format(
                student=repr(student), characters=" ".join(ascii(c) for c in bad)
            )
        )
    if not (student[0].isalnum() or student[0] == "_"):
        raise ValueError(
            _("the student ID {student} must begin with a letter or a digit").format(student=repr(student))
        )
    if student.endswith("."):
        raise ValueError(_("the student ID {student} must not end with a dot").format(student=repr(student)))
    if re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", student, re.IGNORECASE):
        raise ValueError(_("the student ID {student} is a reserved name on Windows").format(student=repr(student)))
    if len(student.encode()) > 150:
        raise ValueError(_("the student ID is too long: at most 150 bytes"))
    return student


def remembered_student(course: Path = COURSE) -> str | None:
    """The student ID of the last time, or None."""
    try:
        return clean_student((course / "student.txt").read_text(encoding="utf-8-sig").strip())
    except (OSError, ValueError):
        return None
