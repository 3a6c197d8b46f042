"""nbgrader's export plug-ins for the files in which learning management systems take marks."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Unicode

from cs_nn.tools.labs import find_lab
from grading.extensions import read_extensions
from grading.feedback import AGAIN, NOT_GRADED, count
from grading.lateness import settle
from grading.plain import one_line, table_field
from grading.spreadsheets import Table, read_table
from grading.term.columns import find, is_worksheet, locate
from grading.term.given_marks import Mark, merged, not_extended, read_marks, twice_there
from grading.term.matching import fill_in
from grading.term.people import Person, listed


class MarksFile(ExportPlugin):
    """The marks of one lab as a plain table; what others build upon."""

    like = Unicode("", help="the system's own file, to be filled in").tag(config=True)
    column = Unicode("", help="the column of the lab in that file").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        try:
            told = self.write_files(gradebook)
        except (ValueError, OSError) as error:
            self.parent.fail("%s", error)
        for line in told:
            self.log.info("%s", line)

    def write_files(self, gradebook: Gradebook) -> list[str]:
        """Write the marks of the lab, and a table of who handed in nothing; what to say of them."""
        if len(self.assignment) != 1:
            raise ValueError("name one lab: nbgrader export --assignment=\"['lab1_softmax']\"")
        [lab] = self.assignment
        # Marks with a wrong penalty are not given out.
        extensions = read_extensions(Path(self.parent.coursedir.root)) or []
        settle(gradebook, lab, self.parent)
        marks, points = read_marks(gradebook, lab)
        target = Path(self.to or f"{lab}.csv")
        if self.like and target.exists() and target.samefile(self.like):
            raise ValueError(f"{self.like} would be overwritten: name another file by --to")
        self.told: list[str] = []
        self.given = sum(mark.points is not None for mark in marks)
        missing = self.write(lab, marks, points, target)
        self.told.insert(0, f"wrote {target}: {count(self.given, 'mark')} of {lab}, out of {points:g} points")
        for state in (NOT_GRADED, AGAIN):
            if names := [mark.student for mark in marks if mark.state == state]:
                what = "no mark is given" if state == NOT_GRADED else "the mark is the old one"
                self.told.append(f"{count(len(names), 'student')} with answers {state}, {what}: {listed(names)}")
        self.told += not_extended(marks, [extension for extension in extensions if extension.lab == lab])
        self.told += [] if self.like else twice_there(merged(marks))
        beside = target.with_name(f"{target.stem}-missing.csv")
        rows = [[next(iter([*person.ids.values(), *person.row[:1]])), *_names(person)] for person in missing]
        _write(beside, ["id", "email", "last_name", "first_name"], rows)
        return [*self.told, f"{count(len(missing), 'student')} handed in nothing: {beside}"]

    def write(self, lab: str, marks: list[Mark], points: float, target: Path) -> list[Person]:
        """Write the file; who handed in nothing."""
        marks = merged(marks)
        rows = [[m.student, *_names(m.person), m.shown, f"{points:g}", m.state] for m in marks]
        _write(target, ["id", "email", "last_name", "first_name", "mark", "points", "state"], rows)
        return [m.person for m in marks if not m.handed_in]


class MoodleMarks(MarksFile):
    """Moodle's grading worksheet filled in; without one, a table for the import into its gradebook."""

    def write(self, lab: str, marks: list[Mark], points: float, target: Path) -> list[Person]:
        if not self.like:
            marks = merged(marks)
            known = [mark for mark in marks if mark.on_a_roster]
            rows = [[m.student, *_names(m.person), m.shown] for m in known]
            # Moodle breaks off at a person that it does not know.
            if lost := [mark for mark in marks if mark.handed_in and not mark.on_a_roster]:
                self.given -= sum(mark.points is not None for mark in lost)
                self.told.append(f"NO MARK IS GIVEN to {listed(m.student for m in lost)}: they are on no roster")
            _write(target, ["ID number", "Email address", "Last name", "First name", find_lab(lab).title], rows)
            return [m.person for m in known if not m.handed_in]
        if above := [mark.student for mark in marks if (mark.points or 0) > points]:
            self.told.append(f"Moodle passes over marks above {points:g}, which have extra credit: {listed(above)}")
        table = self._table()
        if not is_worksheet(table.header) and not self.column:
            raise ValueError(f"{self.like} is no grading worksheet of Moodle's, or in another language: name --column")
        column = self._column(table, lab, find(table.header, "mark"))
        limit = next((row[n] for row in table.rows for n in find(table.header, "maximum") if row[n].strip()), "")
        self._check_points(limit, points)
        table.encoding, table.separator = "utf-8-sig", ","  # as Moodle's import expects it
        return self._fill(table, column, marks, target)

    def _table(self) -> Table:
        table = read_table(Path(self.like))
        if table.encoding == "cp1252":
            raise ValueError(f"{self.like} was saved by another program: name the file as you downloaded it")
        for line, row in zip(table.lines, table.rows):
            if any(row[len(table.header) :]):
                raise ValueError(f"{self.like}, line {line}, has too many cells: name the file as you downloaded it")
        return table

    def _column(self, table: Table, lab: str, likely: list[int]) -> int:
        """The column of the lab: the one that is named, else the only likely one."""
        if self.column:
            likely = locate(table.header, [self.column.casefold()])
        if len(likely) == 1:
            return likely[0]
        raise ValueError(
            f"{table.name} has {'several columns' if likely else 'no column'} for {self.column or lab}: name one by "
            f"--column. Its columns are: {one_line('; '.join(table.header))}"
        )

    def _check_points(self, limit: str, points: float) -> None:
        """Marks out of 30 mean something else where the system has 100."""
        if limit and not re.fullmatch(r"\d+([.,]\d+)?", limit):
            raise ValueError(
                f"{self.like} says {one_line(limit)!r} for the points of that column: name the right --column"
            )
        if limit and float(limit.replace(",", ".")) != points:
            raise ValueError(
                f"the lab has {points:g} points, and {self.like} says {limit}: change that in the system and download "
                "it again"
            )

    def _fill(self, table, column, marks, target):
        missing, problems, self.given = fill_in(table, column, marks)
        table.write(target)
        self.told += problems
        return missing


class CanvasMarks(MoodleMarks):
    """Canvas's gradebook with the column of the lab alone, so that no other mark is set back."""

    what = "the gradebook that Canvas exports"

    def write(self, lab: str, marks: list[Mark], points: float, target: Path) -> list[Person]:
        if not self.like:
            raise ValueError(f"--like is missing: name {self.what}; it has the ids of people and of the assignment")
        table = self._table()
        column = self._column(table, lab, self.likely(table.header, lab))
        self._check_points(self.limit(table, column), points)
        keep = [*self.identity(table.header, column), column]
        table.header, table.rows = [table.header[n] for n in keep], [[row[n] for n in keep] for row in table.rows]
        return self._fill(table, len(keep) - 1, marks, target)

    def likely(self, header: list[str], lab: str) -> list[int]:
        """The columns that name the lab."""
        number = re.match(r"lab(\d+)_", lab)
        words = [re.escape(lab), re.escape(find_lab(lab).title)]
        words += [rf"lab\W*0*{number[1]}"] if number else []
        pattern = re.compile(rf"(?<!\w)({'|'.join(words)})(?!\w)", re.IGNORECASE)
        return [number for number, name in enumerate(header) if self.is_assignment(name) and pattern.search(name)]

    def is_assignment(self, name: str) -> bool:
        return bool(re.search(r"\(\d+\)$", name))

    def identity(self, header: list[str], column: int) -> Iterable[int]:
        section = locate(header, ["section"])
        if not section or not locate(header, ["id"]) or section[0] >= column:
            raise ValueError(f"{self.like} is not {self.what}")
        return range(section[0] + 1)

    def limit(self, table: Table, column: int) -> str:
        rows = [row for row in table.rows if row[0].strip().casefold() == "points possible"]
        return rows[0][column].strip() if rows else ""


class BlackboardMarks(CanvasMarks):
    """Blackboard's gradebook with the column of the lab alone, whose id it keeps."""

    what = "the gradebook that Blackboard downloads"

    def is_assignment(self, name: str) -> bool:
        return bool(re.search(r"\|\d+$", name))

    def identity(self, header: list[str], column: int) -> Iterable[int]:
        people = [*find(header, "last"), *find(header, "first"), *locate(header, ["username"])]
        if not locate(header, ["username"]):
            raise ValueError(f"{self.like} is not {self.what}: it has no column Username")
        return sorted({*people, *locate(header, ["student id"])})

    def limit(self, table: Table, column: int) -> str:
        found = re.search(r"\[[^\]]*?([\d.,]+)[^\d\]]*\]", table.header[column])
        return found[1] if found else ""


PLUGINS = {"moodle": MoodleMarks, "canvas": CanvasMarks, "blackboard": BlackboardMarks, "csv": MarksFile}


def _names(person):
    return person.email, person.last, person.first


def _write(target, header, rows):
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([table_field(cell) for cell in row] for row in rows)
