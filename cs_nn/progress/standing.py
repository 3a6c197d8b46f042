"""How far a student is in one lab: what its files say, and how its checks end."""

from __future__ import annotations

import os
import threading
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cs_nn.progress.deadlines import read_deadlines
from cs_nn.progress.trying import RIGHT, UNWRITTEN, Ending, try_checks
from cs_nn.submit import Inspection, inspect_lab, remembered_student
from cs_nn.submit.notebooks import graded_id, is_written, nbgrader_marks, parse_notebook
from cs_nn.tools.labs import COURSE, Lab
from cs_nn.tools.place import in_browser
from cs_nn.update import Given, digest, read_given

NONE, MADE, CHANGED = "none", "made", "changed"


@dataclass(frozen=True)
class Part:
    """Something that gives points: a function, a written answer or a network."""

    name: str
    points: float
    ending: Ending  #: RIGHT of an answer or a network: it is there


@dataclass(frozen=True)
class Standing:
    """How far a student is in a lab."""

    lab: Lab
    begun: bool  #: whether a file of the lab is other than it was given
    functions: tuple[Part, ...]
    answers: tuple[Part, ...]
    networks: tuple[Part, ...]
    says: tuple[str, ...]  #: what the hand-in would say
    packed: str  #: whether its zip was made: NONE, MADE, or CHANGED since then
    due: datetime | None = None
    whole: bool = True  #: whether all that gives points is there: no notebook is missing, unreadable or without a cell


def worth(parts: Iterable[Part], *, done: bool = False) -> float:
    """The points of all parts, or of those that are done."""
    return sum(part.points for part in parts if not done or part.ending.how == RIGHT)


def all_standings(labs: Iterable[Lab], course: Path = COURSE) -> list[Standing]:
    """How far the student of this folder is in each lab that it has: a released lab is alone."""
    given, due = read_given(course) or Given(), read_deadlines(course)
    kit = (course / "assignments").is_dir()  # whose labs are all shown, also one whose folder got another name
    here = [lab for lab in labs if kit or (course / f"{lab.notebooks[0]}.ipynb").exists()]
    before = [_before_checks(lab, course, given, due.get(lab.name)) for lab in here]
    if in_browser():
        return [_with_checks(standing, course, threading.Event()) for standing in before]
    with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:  # each lab's checks run in processes of their own
        stop = threading.Event()
        try:
            return list(pool.map(lambda standing: _with_checks(standing, course, stop), before))
        except KeyboardInterrupt:
            stop.set()
            raise


def _before_checks(lab: Lab, course: Path, given: Given, due: datetime | None) -> Standing:
    """How far the student is in a lab; of the functions only whether their checks must run: a file has changed."""
    untouched = _untouched(lab, course, given)
    begun, found = not untouched, Inspection(untouched) if untouched else inspect_lab(lab, course)
    functions, answers, networks = _graded(lab, found)
    expected = {name for names in given.cells.get(lab.name, {}).values() for name in names}
    modules = {f"cs_nn/{name}" for name in lab.modules}
    any_code = any(digest(found.files.get(name, b"")) not in given.digests(name) for name in modules)
    written = {
        **dict.fromkeys(functions, any_code),
        **{name: written for name, (_, written) in answers.items()},
        **{name: f"{name}.npz" in found.files for name in networks},
    }
    endings = {name: Ending(RIGHT if done else UNWRITTEN) for name, done in written.items()}
    return Standing(
        lab,
        begun,
        tuple(Part(name, points, endings[name]) for name, points in functions.items()),
        tuple(Part(name, points, endings[name]) for name, (points, _) in answers.items()),
        tuple(Part(name, points, endings[name]) for name, points in networks.items()),
        (*found.errors, *found.warnings),
        _packed(lab, found, course),
        due,
        expected <= {*functions, *answers, *networks},
    )


def _with_checks(standing: Standing, course: Path, stop: threading.Event) -> Standing:
    """The same with how the checks of the functions end."""
    names = [part.name for part in standing.functions if part.ending.how == RIGHT]
    if in_browser():  # which has no processes, so nothing stops a check that never ends
        from cs_nn.progress.one_by_one import endings_here

        endings = endings_here(standing.lab.name, names)
    else:
        endings = try_checks(standing.lab.name, names, course, stop=stop)
    functions = tuple(replace(part, ending=endings.get(part.name, part.ending)) for part in standing.functions)
    return replace(standing, functions=functions)


def _folder(lab: Lab, course: Path) -> Path:
    """Where a lab's notebooks are: in a kit, or beside the package of a released lab."""
    folder = course / "assignments" / lab.name
    return folder if folder.is_dir() else course


def _untouched(lab: Lab, course: Path, given: Given) -> dict[str, bytes]:
    """The files of a lab if all are there as they were given, and no network; else nothing."""
    files = {}
    for name in lab.files:
        path = (course if name.startswith("cs_nn/") else _folder(lab, course)) / name
        try:
            content = path.read_bytes()
        except OSError:
            if name.endswith(".npz") and not path.exists():
                continue
            return {}
        if digest(content) not in given.digests(path.relative_to(course).as_posix()):
            return {}
        files[name] = content
    return files


def _graded(lab: Lab, found: Inspection):
    """Of functions, answers and networks the points by name; of answers also whether one of its cells is written."""
    functions: dict[str, float] = {}
    answers: dict[str, tuple[float, bool]] = {}
    networks: dict[str, float] = {}
    for name in lab.notebooks:
        try:
            cells = parse_notebook(found.files.get(f"{name}.ipynb", b""))
        except ValueError:  # the hand-in says so
            continue
        for cell in cells:
            marks = nbgrader_marks(cell)
            id, points = str(marks.get("grade_id")), marks.get("points")
            points = float(points) if isinstance(points, (int, float)) else 0.0
            if graded_id(cell):
                (networks if id in lab.weights else functions)[id] = points
            elif marks.get("grade") and marks.get("solution"):
                answers[id] = points, is_written(cell) or answers.get(id, (0.0, False))[1]
    return functions, answers, networks


def _packed(lab: Lab, found: Inspection, course: Path) -> str:
    """Whether there is a zip of the hand-in in the course's folder, with the files as they are now."""
    student = remembered_student(course)
    path = course / f"{lab.name}-{student}.zip"
    if student is None or not path.is_file():
        return NONE
    try:
        with zipfile.ZipFile(path) as archive:
            same = {name: archive.read(name) for name in archive.namelist()} == found.files
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return CHANGED
    return MADE if same else CHANGED
