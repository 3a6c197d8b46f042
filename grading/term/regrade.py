"""Grade a lab again whose source was corrected, and show whose marks change.

Mend the source first: a check, a test cell's points, a question's text. This makes the release again, grades all
hand-ins again and writes a table of what has changed. What was given by hand stays, and nothing that was handed in is
touched.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import nbformat
from nbgrader import utils
from nbgrader.api import Assignment, Gradebook
from nbgrader.coursedir import CourseDirectory

from cs_nn.tools.labs import which_lab
from grading.__main__ import lab_name
from grading.autograding.rows import copy_of_lab
from grading.feedback import count
from grading.plain import one_line, table_field
from grading.term.before_and_after import Change, Mark, Place, compare, keep_by_hand, read_marks
from grading.term.gradebook import open_course

#: In the course's folder: what changed, and the old marks.
FOLDER = "regraded"
COLUMNS = (
    "student notebook task points_before score_before points_after score_after told_before told_after why"
).split()
SHOWN = 20  # lines of the table at a terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = __doc__
    parser.add_argument("lab", nargs="?", type=lab_name, metavar="LAB", help="a lab that has been graded")
    parser.add_argument("--dry-run", action="store_true", help="grade in a copy of the gradebook: only the table")


def run(options: argparse.Namespace) -> None:
    if options.lab is None:
        raise SystemExit(which_lab("python -m grading regrade"))
    try:
        done = regrade(Path.cwd(), options.lab, options.dry_run)
    except ValueError as error:
        raise SystemExit(f"regrade: {error}") from None
    except KeyboardInterrupt:
        print("\nStopped: " + ("nothing was changed." if options.dry_run else "run the same command again to go on."))
        raise SystemExit(130) from None
    if not done:
        raise SystemExit(1)


def regrade(root: Path, lab: str, dry_run: bool) -> bool:
    """Grade a lab again, or try it in a copy of the gradebook: whether all hand-ins were graded.

    Raises
    ------
    ValueError
        If there is nothing to grade again, or the corrected lab can't be released.
    """
    coursedir = open_course(root).coursedir
    folder, name = root / FOLDER, f"{lab}-{time.strftime('%Y%m%d-%H%M%S')}"
    started = folder / f"{lab}.json"
    folder.mkdir(exist_ok=True)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        before = read_marks(gradebook, coursedir, lab)
        if not before:
            raise ValueError(f"no hand-in of {lab} is graded: run python -m grading autograde {lab}")
        require_same_cells(gradebook.find_assignment(lab), coursedir)
        if started.is_file():
            print(f"A regrading was stopped; the marks before it are in {started.relative_to(root)}.")
            before |= load(started)
        with tempfile.TemporaryDirectory(dir=root, prefix=".regrade-") as temporary:
            options = []
            if dry_run:
                name = f"{lab}-dry-run"
                coursedir.db_url = copy_of_lab(gradebook.engine, lab, Path(temporary, "gradebook.db"))
                coursedir.release_directory = str(Path(temporary, "release"))
                coursedir.autograded_directory = str(Path(temporary, "autograded"))
                options = [f"--CourseDirectory.{trait}={getattr(coursedir, trait)}"
                           for trait in ("db_url", "release_directory", "autograded_directory")]  # fmt: skip
            elif not started.is_file():
                copy_of_lab(gradebook.engine, lab, folder / f"{name}.db")
            gradebook.db.rollback()  # or PostgreSQL keeps what it has read until the end
            release_again(root, lab, options)
            if not dry_run:
                save(before, started)
            done = grade_again(root, lab, options)
            with Gradebook(coursedir.db_url, coursedir.course_id) as graded:
                after = keep_by_hand(graded, before, read_marks(graded, coursedir, lab))
    if done and not dry_run:
        started.unlink()
    changes = [*compare(before, after)]
    table = write_table(changes, folder / f"{name}.csv")
    print("\n".join(lines(changes, before, after)))
    print(f"All of it is in {table.relative_to(root)}.")
    if dry_run:
        print(f"Nothing was changed. To change it: python -m grading regrade {lab}")
    return done


def require_same_cells(assignment: Assignment, coursedir: CourseDirectory) -> None:
    """`ValueError` if the source has other notebooks or cells than the gradebook, which nbgrader refuses too."""
    kinds = {"grade_cells": utils.is_grade, "solution_cells": utils.is_solution, "task_cells": utils.is_task}
    folder = Path(coursedir.format_path(coursedir.source_directory, ".", assignment.name))
    other = {path.stem for path in folder.glob("*.ipynb")} ^ {notebook.name for notebook in assignment.notebooks}
    for notebook in [] if other else assignment.notebooks:
        path = folder / f"{notebook.name}.ipynb"
        try:
            cells = nbformat.read(path, as_version=4).cells
        except (OSError, ValueError) as error:  # of nbformat too
            raise ValueError(f"{path} can't be read: {one_line(error, 200)}") from None
        for kind, is_of in {**kinds, "source_cells": utils.is_locked}.items():
            ids = {
                cell.metadata.nbgrader.grade_id
                for cell in cells
                if is_of(cell) or (kind == "source_cells" and any(is_kind(cell) for is_kind in kinds.values()))
            }
            other |= ids ^ {cell.name for cell in getattr(notebook, kind)}
    if other:
        raise ValueError(
            f"{', '.join(sorted(other))}: the source has other notebooks or cells than the gradebook. When a lab has "
            "been handed in, nbgrader can add, remove or rename none. Take out what is new and put back what is gone, "
            "under its old id; a task that is to count no more gets 0 points"
        )


def release_again(root: Path, lab: str, options: Sequence[str]) -> None:
    """Run nbgrader's command; `ValueError` says why it has failed."""
    release = [sys.executable, "-m", "nbgrader", "generate_assignment", lab, "--force", *options]
    made = subprocess.run(release, cwd=root, text=True, capture_output=True, stdin=subprocess.DEVNULL)
    if made.returncode:
        raise ValueError(f"the corrected lab can't be released, and nothing was graded:\n{made.stderr[-3000:]}")


def grade_again(root: Path, lab: str, options: Sequence[str]) -> bool:
    """Grade all hand-ins; whether all were."""
    program = "grading" if importlib.util.find_spec("distributed") else "nbgrader"
    return shown(root, program, "autograde", lab, "--force", "--log-level=WARN", *options) == 0


def shown(root: Path, *arguments: str) -> int:
    """Run a module whose output is shown; its exit status."""
    with subprocess.Popen([sys.executable, "-m", *arguments], cwd=root, stdin=subprocess.DEVNULL) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.wait()  # Ctrl-C is for it too, and it ends in order
            raise


def save(marks: Mapping[Place, Mark], file: Path) -> None:
    file.write_text(json.dumps([[place, asdict(mark)] for place, mark in marks.items()]), encoding="utf-8")


def load(file: Path) -> dict[Place, Mark]:
    return {Place(*place): Mark(**mark) for place, mark in json.loads(file.read_bytes())}


def write_table(changes: Collection[Change], file: Path) -> Path:
    """Write what has changed into a CSV file; its path."""
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(COLUMNS)
        for change in changes:
            was, now = change.before, change.after
            before = (was.points, was.given) if was else ("", "")
            row = (*change.place, *before, now.points, now.given, was.told if was else "", now.told, change.why)
            table.writerow(map(table_field, row))
    return file


def lines(changes: Collection[Change], before: Mapping[Place, Mark], after: Mapping[Place, Mark]) -> list[str]:
    """What is said at a terminal."""
    students = {change.place.student for change in changes}
    everybody = {place.student for place in after}
    said = [
        f"Of {count(len(everybody), 'student')} {len(students)} get another mark, in {count(len(changes), 'cell')}."
    ]
    for change in [*changes][:SHOWN]:
        was, now = change.before, change.after
        old = _shown(was) if was else "-"
        said.append(
            f"  {one_line(change.place.student, 40)}, {change.place.task}: {old} -> {_shown(now)} ({change.why})"
        )
    if len(changes) > SHOWN:
        said.append(f"  and {len(changes) - SHOWN} more")
    told = sum(mark.told != before[place].told for place, mark in after.items() if place in before)
    if told:
        said.append(f"In {told} cells the check says something else now.")
    return said


def _shown(mark):
    return f"{'-' if mark.given is None else f'{mark.given:g}'} of {mark.points:g}"
