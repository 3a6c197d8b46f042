"""Rows of nbgrader's gradebook: a lab's as a small database, a student's as plain values, and what has changed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Course,
    Grade,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import Connection, Engine, Table, create_engine, insert, select, true, update
from sqlalchemy.pool import StaticPool

Row = dict[str, Any]
#: Rows of the gradebook, by table.
Rows = dict[str, list[Row]]
TABLES: dict[str, Table] = Assignment.metadata.tables
#: The student's tables, each after those that it refers to.
OF_A_STUDENT = tuple(model.__tablename__ for model in (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment))
COURSE, ASSIGNMENT, NOTEBOOK, CELL = (TABLES[model.__tablename__] for model in (Course, Assignment, Notebook, BaseCell))
KINDS = [TABLES[model.__tablename__] for model in (GradeCell, SolutionCell, TaskCell)]
SOURCE = TABLES[SourceCell.__tablename__]
STUDENT, HANDIN, HANDED_NOTEBOOK, GRADE, COMMENT = (TABLES[name] for name in OF_A_STUDENT)


@dataclass(frozen=True)
class Changes:
    """What the grading of one hand-in changes in the gradebook."""

    new: Rows = field(default_factory=dict)
    changed: dict[str, list[tuple[str, Row]]] = field(default_factory=dict)  #: (id, columns), by table


def lab_database(gradebook: Engine, lab: str) -> bytes:
    """An SQLite database with all rows of one lab, and no student."""
    notebooks = select(NOTEBOOK.c.id).join(ASSIGNMENT).where(ASSIGNMENT.c.name == lab)
    cells = select(CELL.c.id).where(CELL.c.notebook_id.in_(notebooks))
    wanted = {
        COURSE: true(),
        ASSIGNMENT: ASSIGNMENT.c.name == lab,
        NOTEBOOK: NOTEBOOK.c.id.in_(notebooks),
        CELL: CELL.c.notebook_id.in_(notebooks),
        **{kind: kind.c.id.in_(cells) for kind in KINDS},
        SOURCE: SOURCE.c.notebook_id.in_(notebooks),
    }
    connection = sqlite3.connect(":memory:")
    small = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    Assignment.metadata.create_all(small)
    with gradebook.connect() as source, small.begin() as target:
        for table, condition in wanted.items():
            rows = _read(source, select(table).where(condition))
            if rows:
                target.execute(insert(table), rows)
    return connection.serialize()


def copy_of_lab(gradebook: Engine, lab: str, file: Path) -> str:
    """Write a gradebook with the rows of one lab and of all its hand-ins; its URL."""
    file.write_bytes(lab_database(gradebook, lab))
    url = f"sqlite:///{file}"
    copy = create_engine(url)
    students = select(HANDIN.c.student_id).join(ASSIGNMENT).where(ASSIGNMENT.c.name == lab)
    with gradebook.connect() as source, copy.begin() as target:
        for student in source.execute(students).scalars().all():
            add_rows(target, student_rows(source, lab, student))
    copy.dispose()
    return url


def student_rows(connection: Connection, lab: str, student: str) -> Rows:
    """The rows of a student and of the hand-in of one lab; tables without rows are left out."""
    rows: Rows = {STUDENT.name: _read(connection, select(STUDENT).where(STUDENT.c.id == student))}
    query = select(HANDIN).join(ASSIGNMENT).where(ASSIGNMENT.c.name == lab, HANDIN.c.student_id == student)
    rows[HANDIN.name] = found = _read(connection, query)
    if found:
        query = select(HANDED_NOTEBOOK).where(HANDED_NOTEBOOK.c.assignment_id == found[0]["id"])
        rows[HANDED_NOTEBOOK.name] = notebooks = _read(connection, query)
        ids = [notebook["id"] for notebook in notebooks]
        for table in (GRADE, COMMENT):
            rows[table.name] = _read(connection, select(table).where(table.c.notebook_id.in_(ids)))
    return {name: found for name, found in rows.items() if found}


def _read(connection, query):
    return [dict(row) for row in connection.execute(query).mappings()]


def add_rows(connection: Connection, rows: Rows) -> None:
    for name in OF_A_STUDENT:
        if rows.get(name):
            connection.execute(insert(TABLES[name]), rows[name])


def changes(before: Rows, after: Rows) -> Changes:
    """What makes the rows `after` of those `before`. No row of a student is ever taken away."""
    new: Rows = {}
    changed = {}
    for name, rows in after.items():
        old = {row["id"]: row for row in before.get(name, ())}
        new[name] = [row for row in rows if row["id"] not in old]
        changed[name] = [
            (row["id"], {key: value for key, value in row.items() if value != old[row["id"]][key]})
            for row in rows
            if row["id"] in old and row != old[row["id"]]
        ]
    return Changes(new, changed)


def apply(connection: Connection, found: Changes) -> None:
    """Write changes into the gradebook. Columns that stayed the same are left as they are now."""
    new = dict(found.new)
    [student] = new.get(STUDENT.name) or [None]
    if student and connection.execute(select(STUDENT.c.id).where(STUDENT.c.id == student["id"])).first():
        del new[STUDENT.name]  # made for another lab meanwhile
    add_rows(connection, new)
    for name, rows in found.changed.items():
        table = TABLES[name]
        for id, columns in rows:
            connection.execute(update(table).where(table.c.id == id).values(columns))
