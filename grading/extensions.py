"""``extensions.csv``, in which the instructor gives students another due date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from dateutil import parser as dates
from dateutil import tz

from cs_nn.submit import clean_student
from cs_nn.tools.labs import load_labs
from grading.plain import one_line
from grading.spreadsheets import read_table

TABLE = "extensions.csv"
COLUMNS = ("student", "lab", "due")


@dataclass(frozen=True)
class Extension:
    """A line of the table."""

    line: int
    student: str
    lab: str
    due: datetime  #: UTC without a zone, as nbgrader has it


def read_extensions(root: Path) -> list[Extension] | None:
    """The course's table; None if there is none. ``ValueError`` says all that is wrong with it: half a table would take
    points off somebody who has an extension."""
    path = root / TABLE
    if not path.is_file():
        return None
    table = read_table(path)
    names = [name.casefold() for name in table.header]
    if missing := [name for name in COLUMNS if name not in names]:
        raise ValueError(f"{TABLE} has no column {', '.join(missing)}: its first line must be {','.join(COLUMNS)}")
    found: dict[tuple[str, str], Extension] = {}
    problems = []
    for line, row in zip(table.lines, table.rows):
        student, lab, due = (row[names.index(name)].strip() for name in COLUMNS)
        try:
            if any(cell.strip() for cell in row[len(names) :]):
                raise ValueError("it has more cells than the first line, which must name each column")
            extension = Extension(line, clean_student(student), _lab(lab), read_due(due))
            key = extension.student.casefold(), extension.lab
            if found.setdefault(key, extension).due != extension.due:
                raise ValueError(f"line {found[key].line} gives {student} another date for {lab}")
        except ValueError as error:
            problems.append(f"line {line}: {error}")
    if problems:
        raise ValueError(f"{TABLE} is not used until this is mended: " + "; ".join(map(one_line, problems)))
    return list(found.values())


def _lab(text):
    labs = {name.casefold(): name for name in load_labs()}
    short = [name for name in labs.values() if name.casefold().partition("_")[0] == text.casefold()]
    if text.casefold() in labs or len(short) == 1:
        return labs.get(text.casefold(), *short)
    raise ValueError(f"there is no lab {text!r}: write lab1, or its whole name, lab1_softmax")


def read_due(text: str) -> datetime:
    """A date, or date and time, as UTC. The clock is this computer's unless a zone is named; a date is its whole day.

    Year-month-day and day.month.year can be told; 3/4/2026 is two dates.
    """
    match = re.fullmatch(r"(?:(\d{4})-\d\d?-\d\d?|\d\d?\.\d\d?\.\d{4})(?:[T ]+(?P<time>.+))?", text)
    hint = ", in a spreadsheet into cells of the format text" if "/" in text else ""
    try:
        if not match:
            raise ValueError
        # dateutil takes UTC+2 for two hours west, as the variable TZ has it; who writes it means east.
        text = re.sub(r"\b(?:UTC|GMT)\s*(?=[+-]\d)", "", text)
        found = dates.parse(text, dayfirst=not match[1], yearfirst=bool(match[1]), tzinfos=_zone)
        if not match["time"]:
            found = datetime.combine(found, time(23, 59, 59))
        return found.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"{text!r} is no date: write 2026-03-31 or 2026-03-31 23:59{hint}") from None


def _zone(name, offset):
    """A zone by its name, which must be known; none is this computer's."""
    zone = tz.gettz(name) if name and offset is None else None
    if name and offset is None and zone is None:
        raise ValueError(name)
    return zone if offset is None else tz.tzoffset(name, offset)


def new_due_dates(root: Path, lab: str) -> dict[str, datetime] | None:
    """The new due dates of a lab by student, whose ids have no capitals; None if the course has no table."""
    table = read_extensions(root)
    return None if table is None else {row.student.casefold(): row.due for row in table if row.lab == lab}
