"""The people in a table of a learning management system, and who of the gradebook they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from grading.plain import FORMULA, one_line
from grading.spreadsheets import Table
from grading.term.columns import find, is_worksheet

#: Rows that are nobody's: of Canvas's gradebook.
_NOBODY = ("points possible", "student, test", "test student")


@dataclass
class Person:
    """A row of a table."""

    line: int
    row: list[str]
    ids: dict[int, str] = field(default_factory=dict)  #: by column
    first: str = ""
    last: str = ""
    email: str = ""
    participant: str = ""  #: the number that a system has in place of a name

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()

    @property
    def keys(self) -> set[str]:
        """The ids and the address in a form that can be compared."""
        return {id_key(text) for text in (*self.ids.values(), self.email) if text}


class Index:
    """Finds people by what is known of them: their numbers in a list."""

    def __init__(self, people: Iterable[Person]):
        self._ids: dict[str, set[int]] = {}
        self._names: dict[str, set[int]] = {}
        for number, person in enumerate(people):
            for key in person.keys:
                self._ids.setdefault(key, set()).add(number)
            for key in name_keys(person.first, person.last) | name_keys(person.participant, ""):
                self._names.setdefault(key, set()).add(number)

    def by_id(self, keys: Iterable[str]) -> set[int]:
        return set().union(*(self._ids.get(key, ()) for key in keys))

    def by_name(self, keys: Iterable[str]) -> set[int]:
        return set().union(*(self._names.get(key, ()) for key in keys))

    def known_as(self, student: str) -> set[int]:
        """Whose id or address it is, or else whose name, which some downloads of hand-ins have for an id."""
        return self.by_id({id_key(student)}) or self.by_name(name_keys(student, ""))


def read_people(table: Table) -> tuple[list[Person], list[str]]:
    """The people of a table, and what is wrong with lines that are left out."""
    header, people, problems = table.header, [], []
    first, last, full, email = (next(iter(find(header, kind)), None) for kind in ("first", "last", "full", "email"))
    ids = find(header, "id")
    worksheet = find(header, "worksheet id") if is_worksheet(header) else []
    ids = [number for number in ids if number not in worksheet]
    if not worksheet and not ids and full is None and last is None and email is None:
        raise ValueError(
            f"{table.name} has no column with ids, names or addresses; its first line is "
            f"{one_line(', '.join(header), 100)!r}. Name the columns id, first_name, last_name, email"
        )
    for line, row in zip(table.lines, table.rows):
        cells = [unescaped(cell) for cell in row]
        if any(cells[len(header) :]):
            problems.append(f"line {line} has more cells than the first line: put names with commas in quotation marks")
            continue
        person = Person(line, row, {number: cells[number] for number in ids if cells[number]})
        person.first, person.last, person.email = ("" if n is None else cells[n] for n in (first, last, email))
        person.participant = cells[worksheet[0]] if worksheet else ""
        if full is not None and not person.name:
            person.first, person.last = split_name(cells[full])
        nobody = any(cell.casefold() in _NOBODY for cell in (cells[0], person.name, cells[full or 0]))
        if not nobody and (person.ids or person.name or person.email or worksheet):
            people.append(person)
    return people, problems


def unescaped(cell: str) -> str:
    """A cell without the ``'`` by which `table_field` keeps spreadsheets from running it, in one spelling."""
    cell = unicodedata.normalize("NFC", one_line(cell).strip())
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip().startswith(FORMULA) else cell


def split_name(text: str) -> tuple[str, str]:
    """First and last name: of "Muster, Ada" by the comma, of "Ada Muster" by the last space."""
    if "," in text:
        last, _, first = text.partition(",")
    else:
        first, _, last = text.rpartition(" ")
    return first.strip(), last.strip()


def name_keys(first: str, last: str) -> set[str]:
    """A name in forms that can be compared: in either order, without capitals, spaces and signs."""
    if not last and "," in first:
        first, last = split_name(first)
    return {key for text in (first + last, last + first) if (key := _letters(text))}


def _letters(text):
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def id_key(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip()).casefold()


def listed(names: Iterable[str], most: int = 20) -> str:
    """Some names and how many more there are."""
    names = sorted(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return one_line(", ".join(names[:most])) + more
