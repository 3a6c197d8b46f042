"""``python -m grading roster CLASS.csv``: the people of a class, from a table into the gradebook."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path

from nbgrader.api import Gradebook, Student, SubmittedAssignment
from sqlalchemy.orm import load_only

from cs_nn.submit import clean_student
from grading.feedback import count
from grading.plain import one_line
from grading.spreadsheets import Table, read_table
from grading.term.columns import find, locate
from grading.term.gradebook import open_course
from grading.term.people import Index, Person, id_key, listed, read_people

FIELDS = ("first_name", "last_name", "email", "lms_user_id")
NO_NAME = "no name"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Reads what Moodle (participants), Canvas and Blackboard (gradebook) save, and lists with the columns id, "
        "first_name, last_name, email. Run it again with a newer table: it adds people and changes names, and says "
        "who is no longer on the list. It deletes nobody."
    )
    parser.add_argument("table", type=Path, metavar="CLASS.csv", help="the table, with any separator and encoding")
    parser.add_argument("--id", metavar="COLUMN", help="the column whose ids students hand in with")
    parser.add_argument("--encoding", help="of the table, if names come out wrong: gb18030, cp1251, ...")


def run(options: argparse.Namespace) -> None:
    try:
        api = open_course(Path.cwd(), new=True)
        table = read_table(options.table, options.encoding)
        with api.gradebook as gradebook:
            people, column, problems = students_of(table, options.id, {id for (id,) in gradebook.db.query(Student.id)})
            lines = enter(gradebook, people)
    except ValueError as error:
        raise SystemExit(f"roster: {error}") from None
    print(f"{count(len(people), 'student')} in {one_line(table.name)}; ids from {column}.")
    if table.encoding == "cp1252":
        print("The table is not in UTF-8 and was read as Windows-1252. If names are wrong: --encoding gb18030, say.")
    print("\n".join(lines))
    if problems:
        raise SystemExit("\n".join(["Left out:", *(f"  {problem}" for problem in problems)]))


def students_of(
    table: Table, wanted: str | None = None, known: Iterable[str] = ()
) -> tuple[dict[str, Person], str, list[str]]:
    """The people of a table by their ids; where the ids are from; what is wrong with lines that are left out.

    Of several columns with ids it is the one that has most of the ids that are `known`, if it has half of them. Nothing
    is taken of people who share an id and not a name.
    """
    people, problems = read_people(table)
    columns = locate(table.header, [wanted.casefold()]) if wanted else find(table.header, "id")
    if wanted and not columns:
        raise ValueError(f"there is no column {wanted!r}; the columns are: {one_line(', '.join(table.header))}")
    if not wanted:
        here = {id_key(id) for id in known}
        hits = {number: sum(id_key(person.ids.get(number, "")) in here for person in people) for number in columns}
        columns.sort(key=lambda number: -hits[number] if 2 * hits[number] >= len(here) else 0)
    column = next((number for number in columns if wanted or any(number in person.ids for person in people)), None)
    found: dict[str, list[tuple[str, Person]]] = {}
    for person in people:
        try:
            # Where there is no id, downloads of hand-ins have the name.
            text = person.name.replace(",", " ") if column is None else person.row[column].strip()
            if re.fullmatch(r"\d+([.,]\d+)?E\+\d+", text, re.IGNORECASE):
                raise ValueError(f"a spreadsheet has shortened the id to {text}: take the table as it was downloaded")
            student = clean_student(text)
            if person.email and "@" not in person.email:
                raise ValueError(f"{person.email!r} is no address: do names with commas stand in quotation marks?")
        except ValueError as error:
            who = f" ({one_line(person.name)})" if person.name else ""
            problems.append(f"line {person.line}{who}: {error}")
        else:
            found.setdefault(id_key(student), []).append((student, person))
    students = {}
    for same in found.values():
        if len({person.name for _, person in same}) > 1:
            lines = ", ".join(str(person.line) for _, person in same)
            problems.append(f"lines {lines}: different people with the id {same[0][0]}")
        elif column is None and len({person.email.casefold() for _, person in same}) > 1:
            lines = ", ".join(str(person.line) for _, person in same)
            problems.append(f"lines {lines}: several people are called {same[0][0]}; give the table a column id")
        else:
            students[same[0][0]] = same[0][1]
            same[0][1].ids = {n: text for n, text in same[0][1].ids.items() if n != column}
    if not students and not problems:
        problems.append("there is nobody in the table")
    what = (
        "their names, since there is no column with ids" if column is None else f"the column {table.header[column]!r}"
    )
    return students, one_line(what), problems


def enter(gradebook: Gradebook, people: dict[str, Person]) -> list[str]:
    """Put people into the gradebook; what has changed there, in lines."""
    columns = [getattr(Student, name) for name in ("id", *FIELDS)]
    known = {id_key(student.id): student for student in gradebook.db.query(Student).options(load_only(*columns))}
    added, named, changed = [], [], []
    for id, person in people.items():
        student = known.get(id_key(id))
        others = list(person.ids.values())
        values = dict(zip(FIELDS, (person.first, person.last, person.email, others[0] if others else "")))
        values = {name: text[:128] for name, text in values.items() if text}
        if student is None:
            gradebook.db.add(Student(id=id, **values))
            added.append(id)
        else:
            before = _shown(student)
            if student.lms_user_id:
                values.pop("lms_user_id", None)
            for name, text in values.items():
                setattr(student, name, text)
            if before == NO_NAME != _shown(student):
                named.append(student.id)
            elif before != _shown(student):
                changed.append(f"{student.id}: {before} -> {_shown(student)}")
    gradebook.db.commit()
    here = {id_key(id) for id in people}
    gone = [student for key, student in known.items() if key not in here]
    lines = [f"New in the gradebook: {listed(added)}"] if added else []
    lines += [f"Names are known now of: {listed(named)}"] if named else []
    lines += [f"Changed: {one_line(change)}" for change in changed]
    with_zeros = {key.lstrip("0"): student.id for key, student in known.items()}
    lines += [
        f"{id} is new, and {with_zeros[short]} is there already: did a spreadsheet take zeros away?"
        for id in added
        if (short := id_key(id).lstrip("0")) in with_zeros
    ]
    if gone:
        lines.append(f"In the gradebook, but not in this table (they stay there): {listed(s.id for s in gone)}")
        lines += _known_otherwise(gradebook, gone, people)
    return lines or ["Nothing is new."]


def _shown(student):
    name = f"{student.first_name or ''} {student.last_name or ''}".strip() or NO_NAME
    return f"{name}, {student.email}" if student.email else name


def _known_otherwise(gradebook, gone, people):
    """Who handed in under another id than the table's."""
    index = Index(people.values())
    handed_in = {id for (id,) in gradebook.db.query(SubmittedAssignment.student_id).distinct()}
    for student in gone:
        if student.id in handed_in:
            same = index.known_as(student.id)
            if len(same) == 1:
                who = f"{one_line(student.id)} handed in, and seems to be {one_line(list(people)[same.pop()])}"
                yield f"  {who}. To have one id for both, say so in uploads.csv, collect and grade again."
