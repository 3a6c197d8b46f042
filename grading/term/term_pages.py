"""``python -m grading term-pages``: a page for each student with all labs, to be handed out."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from cs_nn.submit import clean_student
from cs_nn.tools.labs import find_lab
from grading.feedback import count
from grading.labs_so_far import read_term
from grading.plain import one_line
from grading.student_page import student_page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "A page has the points of each task, what waits, lateness and what came back from lab to lab, and nothing of "
        "anybody else. give-back LAB --term-page puts it beside the feedback."
    )
    parser.add_argument("--until", metavar="LAB", help="leave out what comes after this lab; all labs by default")
    parser.add_argument("--into", type=Path, metavar="FOLDER", default=Path("term-pages"), help="folder of the pages")


def run(options: argparse.Namespace) -> None:
    try:
        until = find_lab(options.until).name if options.until else None
        pages, left_out = write_pages(Path.cwd(), options.into, until)
    except (ValueError, OSError) as error:
        raise SystemExit(f"term-pages: {error}") from None
    print(f"wrote {count(len(pages), 'page')} into {options.into}: one for each student, with nothing of the others")
    if left_out:
        raise SystemExit("\n".join(["Left out:", *(f"  {one_line(problem)}" for problem in left_out)]))


def write_pages(root: Path, folder: Path, until: str | None = None) -> tuple[list[Path], list[str]]:
    """Write ``<student>.html`` for all students of the gradebook: the paths, and whose id can't be the name of a file.

    `ValueError` if no lab is graded.
    """
    term, now = read_term(root, until), datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    paths, left_out = [], []
    for student in term.students:
        try:
            if clean_student(student) != student:
                raise ValueError(f"the student ID {student!r} should be written {clean_student(student)!r}")
        except ValueError as error:
            left_out.append(f"{error}, to be the name of a file")
        else:
            path = folder / f"{student}.html"
            path.write_text(student_page(term, student, now), encoding="utf-8")
            paths.append(path)
    return paths, left_out
