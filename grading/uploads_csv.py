"""Read ``uploads.csv``, in which the instructor says whose an upload is where its name does not."""

from __future__ import annotations

import csv
import difflib
import io
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from cs_nn.submit import clean_student
from grading.names import shown
from grading.spreadsheets import decode, find_separator

TABLE = "uploads.csv"


@dataclass
class UploadTable:
    """What the table says: the student of an upload, or why its row can't be used."""

    students: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)  # rows that fit no upload


def read_table(path: Path, names: Collection[str]) -> UploadTable:
    """The table for the files and folders called `names`; ``ValueError`` if it is no such table.

    Spreadsheets write commas, semicolons or tabs, and UTF-8, UTF-16 or the code page of Windows. Further columns, rows
    without a student and empty rows are passed over, so that ``collected.csv`` can be filled in and used.
    """
    lines = decode(path.read_bytes(), TABLE)[0].splitlines()
    if lines and lines[0].lower().startswith("sep="):  # Excel's way to name the separator
        lines[0] = ""
    header = next((line for line in lines if line.strip()), "")
    separator = find_separator(lines)
    rows = csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)
    columns, table, given = None, UploadTable(), {}
    try:
        for row in rows:
            cells = [unicodedata.normalize("NFC", cell).strip() for cell in row]
            if not any(cells):
                continue
            if columns is None:
                columns = [cell.casefold() for cell in cells]
                if "upload" not in columns or "student" not in columns:
                    raise ValueError(
                        f'the first line of {TABLE} must name the columns "upload" and "student"; it is {header[:80]!r}'
                    )
                continue
            if columns == ["upload", "student"] and len(cells) > 2:  # a comma in the name, and no quotes
                cells = [separator.join(row[:-1]).strip(), cells[-1]]
            values = dict(zip(columns, cells, strict=False))
            if values.get("student"):
                _add(table, given, f"{TABLE}, line {rows.line_num}", values.get("upload", ""), values["student"], names)
    except csv.Error as error:
        raise ValueError(f"{TABLE}, line {rows.line_num}, can't be read ({error})") from None
    if columns is None:
        raise ValueError(f'{TABLE} is empty; its first line must be "upload,student"')
    return table


def _add(table: UploadTable, given: dict, place: str, upload: str, student: str, names: Collection[str]) -> None:
    name = upload.replace("\\", "/").removeprefix("./").rstrip("/")
    if name not in names:
        name = name.removeprefix("archive/").rpartition("/archive/")[2]
    if name not in names:
        alike = [other for other in names if other.casefold() == name.casefold()]
        if len(alike) == 1:
            name = alike[0]
    if name not in names:
        near = [other for other in names if other.endswith(f"/{name}")] or difflib.get_close_matches(name, names, 1)
        hint = f"; did you mean {shown(near[0])}?" if near and name else ""
        table.problems.append(f"{place}: there is no upload {shown(upload)} below the archive folder{hint}")
        return
    try:
        student = clean_student(student)
    except ValueError as error:
        table.refused[name] = f"{place}: {error}"
        return
    if name in given and given[name][0] != student:
        first, before = given[name]
        table.refused[name] = f"{place} gives it to {student!r}, and {before.rpartition(', ')[2]} to {first!r}"
        return
    given[name] = student, place
    table.students[name] = student
