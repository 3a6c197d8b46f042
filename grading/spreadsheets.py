"""Tables as spreadsheets and learning management systems write them: CSV of any encoding and separator."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grading.plain import one_line

#: Beginnings of files that are no text, and what to do.
_OTHERS = {
    b"PK\x03\x04": "is a workbook, whatever its name says; save it as CSV",
    b"\xd0\xcf\x11\xe0": "is a workbook, whatever its name says; save it as CSV",
    b"%PDF": "is a PDF; download the table as CSV",
    b"<!": "is a web page, perhaps one that asks to log in; download the table as CSV",
    b"<html": "is a web page, perhaps one that asks to log in; download the table as CSV",
}


@dataclass
class Table:
    """A table, and how it was written."""

    name: str
    header: list[str]
    rows: list[list[str]]  #: at least as wide as the header
    lines: list[int]  #: of the file, on which the rows end
    encoding: str = "utf-8-sig"
    separator: str = ","
    quoted: bool = False  #: all cells stand in quotation marks

    def write(self, path: Path) -> None:
        """Write it as it was read; in UTF-8 if it was in no encoding that has all letters."""
        encoding = self.encoding if self.encoding.startswith("utf") else "utf-8-sig"
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(
                file, delimiter=self.separator, quoting=csv.QUOTE_ALL if self.quoted else csv.QUOTE_MINIMAL
            )
            writer.writerows([self.header, *self.rows])


def decode(content: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of a file and its encoding: the one given, else UTF-8, UTF-16, or that of Windows in the west.

    ``ValueError`` if it is no text.
    """
    for beginning, what in _OTHERS.items():
        if content[:20].lstrip().lower().startswith(beginning.lower()):
            raise ValueError(f"{name} {what}")
    found = encoding or _guess(content)
    try:
        return content.decode(found, "strict" if encoding else "replace").lstrip("\ufeff"), found
    except LookupError:
        raise ValueError(f"there is no encoding {one_line(found)!r}; try gb18030, cp1251 or shift_jis") from None
    except UnicodeDecodeError:
        raise ValueError(f"{name} is not encoded in {one_line(found)}") from None


def _guess(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if content[1:2] == b"\0" or content[:1] == b"\0":
        return "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"


def find_separator(lines: Iterable[str]) -> str:
    """The separator of the first line that is not empty."""
    return max(";,\t", key=next((line for line in lines if line.strip()), "").count)


def read_table(path: Path, encoding: str | None = None) -> Table:
    """Read a table whose first line names the columns; ``ValueError`` says what is wrong with it."""
    try:
        text, found = decode(path.read_bytes(), path.name, encoding)
    except OSError as error:
        raise ValueError(f"{path} can't be read: {error.strerror}") from None
    lines = text.splitlines(keepends=True)
    if lines and lines[0].lower().startswith("sep="):  # Excel's way to name the separator
        lines[0] = "\n"
    separator = find_separator(lines)
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=separator)
    header, rows, numbers = None, [], []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if header is None:
                header = cells
            else:
                rows.append(row + [""] * (len(header) - len(row)))
                numbers.append(reader.line_num)
    except csv.Error as error:
        raise ValueError(f"{path.name}, line {reader.line_num}, can't be read ({error})") from None
    if header is None:
        raise ValueError(f"{path.name} is empty")
    return Table(path.name, header, rows, numbers, found, separator, text.lstrip().startswith('"'))
