"""Marks of the gradebook, put into the rows of a system's own file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from grading.plain import one_line, table_field
from grading.spreadsheets import Table
from grading.term.columns import find
from grading.term.given_marks import Mark
from grading.term.people import Index, Person, listed, name_keys, read_people


class Rows:
    """The people of a table, and who of them a student of the gradebook is."""

    def __init__(self, table: Table, marks: Iterable[Mark]):
        self.people, self.problems = read_people(table)
        self._index = Index(self.people)
        self._claimed = {number for mark in marks for number in self._index.by_id(mark.person.keys)}

    def find(self, mark: Mark) -> set[int]:
        """Whose mark it may be: by an id or address, else by the name that a download has for an id ("Participant_12"
        too), else by the roster's name, if nobody else of the gradebook has that row's id."""
        found = self._index.by_id(mark.person.keys) or self._index.known_as(mark.student)
        if not found:
            called = self._index.by_name(name_keys(mark.person.first, mark.person.last)) - self._claimed
            found = {number for number in called if not (mark.person.email and self.people[number].email)}
        return found


def fill_in(table: Table, column: int, marks: list[Mark]) -> tuple[list[Person], list[str], int]:
    """Write marks into one column; who in the table handed in nothing, what a person should look at,
    and the number of marks.

    Cells of people without a mark stay as they are. A mark goes to a row only if there is no doubt whose it is.
    """
    rows = Rows(table, marks)
    found: dict[int, list[Mark]] = {}
    lost = []
    for mark in marks:
        if mark.handed_in:
            numbers = rows.find(mark)
            if len(numbers) == 1:
                found.setdefault(numbers.pop(), []).append(mark)
            else:
                lost.append(mark.student)
    problems = [f"{table.name}, {problem}" for problem in rows.problems]
    if lost:
        problems.append(
            f"NO MARK IS GIVEN to {listed(lost)}: nobody in {table.name}, or more than one, is plainly they"
        )
    given, changed = 0, []
    for number, mine in found.items():
        if len(mine) > 1:
            who = listed(mark.student for mark in mine)
            problems.append(
                f"NO MARK IS GIVEN in line {rows.people[number].line} of {table.name}: it may be each of {who}"
            )
        elif mine[0].points is not None:
            row, old = rows.people[number].row, rows.people[number].row[column].strip()
            if old and not re.fullmatch(r"-|[\d.,]+", old):  # Canvas's EX for somebody who is excused
                problems.append(f"{_who(rows.people[number])}: {one_line(old)!r} stays in {table.name}")
                continue
            if old not in ("", "-", mine[0].shown) and _number(old) != mine[0].points:
                changed.append(f"{_who(rows.people[number])} {old} -> {mine[0].shown}")
            row[column] = mine[0].shown
            given += 1
    if changed:
        problems.append(f"Other marks than those in {table.name}: {listed(changed)}")
    for number in {n for kind in ("first", "last", "full") for n in find(table.header, kind)}:
        for row in table.rows:
            row[number] = table_field(row[number])
    return [person for number, person in enumerate(rows.people) if number not in found], problems, given


def _number(text):
    """A mark as a system shows it; None if it can't be told."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _who(person):
    return one_line(person.name or next(iter(person.ids.values()), person.participant))
