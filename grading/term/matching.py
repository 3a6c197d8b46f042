"""Marks of the gradebook, put into the rows of a system's own file."""

from __future__ import annotations

from collections.abc import Iterable

from grading.plain import table_field
from grading.spreadsheets import Table
from grading.term.columns import find, is_worksheet
from grading.term.given_marks import Mark
from grading.term.people import Person, listed, name_keys, read_people


class Rows:
    """The people of a table, and who of them a student of the gradebook is."""

    def __init__(self, table: Table, marks: Iterable[Mark]):
        self.people, self.problems = read_people(table)
        self._ids: dict[str, set[int]] = {}
        self._names: dict[str, set[int]] = {}
        participant = find(table.header, "worksheet id")[:1] if is_worksheet(table.header) else []
        for number, person in enumerate(self.people):
            for key in person.keys:
                self._ids.setdefault(key, set()).add(number)
            numbered = [key for column in participant for key in name_keys(person.row[column], "")]
            for name in {*name_keys(person.first, person.last), *numbered}:
                self._names.setdefault(name, set()).add(number)
        self._claimed = {number for mark in marks for number in self._by_id(mark)}

    def find(self, mark: Mark) -> set[int]:
        """Whose mark it may be: by an id or address, else by the name that a download has for an id ("Participant_12"
        too), else by the roster's name, if nobody else of the gradebook has that row's id."""
        return (
            self._by_id(mark)
            or self._by_name(name_keys(mark.student, ""))
            or {
                number
                for number in self._by_name(name_keys(mark.person.first, mark.person.last)) - self._claimed
                if not (mark.person.email and self.people[number].email)
            }
        )

    def _by_id(self, mark):
        return set().union(*(self._ids.get(key, set()) for key in mark.person.keys))

    def _by_name(self, names):
        return set().union(*(self._names.get(name, set()) for name in names))


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
    given = 0
    for number, mine in found.items():
        if len(mine) > 1:
            who = listed(mark.student for mark in mine)
            problems.append(
                f"NO MARK IS GIVEN in line {rows.people[number].line} of {table.name}: it may be each of {who}"
            )
        elif mine[0].points is not None:
            rows.people[number].row[column] = mine[0].shown
            given += 1
    for number in {n for kind in ("first", "last", "full") for n in find(table.header, kind)}:
        for row in table.rows:
            row[number] = table_field(row[number])
    return [person for number, person in enumerate(rows.people) if number not in found], problems, given
