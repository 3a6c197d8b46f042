"""Grading a class: stock nbgrader, ours in one process and ours on all cores, in turn.

The scores must be equal, cell by cell. Stock grades the first of a large class only: it starts in two seconds, and then
takes as long for each, whatever their number.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.classroom import Course, Ours, Scores, Stock, draw_class

STOPWATCH = Path(__file__).with_name("stopwatch.py")
CORES = os.cpu_count() or 1
NBGRADER = ("nbgrader", "autograde")
#: Ways to grade: arguments of ``python -m``, without the lab.
WAYS = {
    "stock": NBGRADER,
    "ours": NBGRADER,
    **{f"{jobs} job{'s' * (jobs > 1)}": ("grading", "autograde", f"--jobs={jobs}") for jobs in sorted({1, CORES})},
}
ALL_CORES = list(WAYS)[-1]
#: Submissions that stock grades at most.
FIRST = 30
#: What is reckoned at the end.
STUDENTS, LABS = 3000, 7


class Unequal(Exception):
    """Two ways to grade gave different scores."""


@dataclass(frozen=True)
class Class:
    """What grading one class took: seconds of a submission, the start of the command included."""

    lab: str
    size: int
    seconds: dict[str, float]  #: by way
    places: dict[str, tuple[float, float]]  #: by place of `stopwatch`, for "ours": also those of the processor
    more: float  #: seconds for each submission more, on all cores
    coordinator: float  #: of them those of the processor in the one process that sends out and saves


def grade(lab: str, size: int, folder: Path) -> Class:
    """Draw a class, grade it in all ways, compare the scores; then look where our time goes."""
    students = draw_class(lab, size)
    ours = Ours(folder / "drawn")
    ours.hand_in(lab, students)
    stock = Stock(folder / "stock", ours.root / "release" / lab)
    stock.hand_in(lab, dict(list(students.items())[:FIRST]))
    seconds, wanted = {}, {}
    for way, command in WAYS.items():
        course = stock if way == "stock" else ours.copy(folder / way)
        start = time.perf_counter()
        course.run("-m", *command, lab)
        seconds[way] = time.perf_counter() - start
        scores = course.scores(lab)
        graded = {student for student, _ in scores}
        seconds[way] /= len(graded)
        for other, its in wanted.items():
            both = graded & {student for student, _ in its}
            compare_scores(f"{lab}, {way} / {other}", only(scores, both), only(its, both))
        wanted[way] = scores
    places = watched(ours.copy(folder / "watched"), *NBGRADER, lab)
    places = {place: (a / size, b / size) for place, (a, b) in places.items()}
    return Class(lab, size, seconds, places, *one_more(ours, lab, size, folder))


def one_more(ours: Ours, lab: str, size: int, folder: Path) -> tuple[float, float]:
    """What each submission more takes on all cores: seconds, and those of the coordinator's processor."""
    few, many = ours.copy(folder / "few"), ours.copy(folder / "many")
    for path in sorted((few.root / "submitted").iterdir())[CORES:]:
        shutil.rmtree(path)
    spent = [watched(course, *WAYS[ALL_CORES], lab).values() for course in (few, many)]
    seconds, processor = (
        sum(each[column] for each in spent[1]) - sum(each[column] for each in spent[0]) for column in range(2)
    )
    more = max(size - CORES, 1)
    return seconds / more, processor / more


def only(scores: Scores, students: set[str]) -> Scores:
    return {key: score for key, score in scores.items() if key[0] in students}


def compare_scores(what: str, scores: Scores, wanted: Scores) -> None:
    other = [key for key in sorted(scores.keys() | wanted.keys()) if scores.get(key) != wanted.get(key)]
    if other:
        rows = (f"{' '.join(key)}: {scores.get(key)} / {wanted.get(key)}" for key in other)
        raise Unequal("\n".join([f"{what}: {len(other)} scores are not the same", *rows]))


def watched(course: Course, *command: str) -> dict[str, tuple[float, float]]:
    """Where the time of a command goes, by place: seconds, and those of the processor."""
    out = course.root / "stopwatch.json"
    course.run(str(STOPWATCH), str(out), *command)
    return json.loads(out.read_text(encoding="utf-8"))


def compare(labs: Sequence[str], size: int) -> None:
    """Grade a class of each lab and print the tables."""
    graded = f"{size} submissions of each lab" + f" ({FIRST} of them by stock)" * (size > FIRST)
    print(f"{graded}, {CORES} cores; seconds of a submission, and how many times stock's speed\n")
    columns = "".join(f"{way:>12}{'':>7}" for way in WAYS if way != "stock")
    print(f"{'lab':<24}{'stock':>9}{columns}", flush=True)
    classes = []
    for lab in labs:
        with tempfile.TemporaryDirectory() as folder:
            classes.append(grade(lab, size, Path(folder)))
        print(row(lab, classes[-1].seconds), flush=True)
    mean = sum((Counter(each.seconds) for each in classes), Counter())
    print(row("mean", {way: value / len(classes) for way, value in mean.items()}))
    print(f"\n{'where the time of ours goes':<34}{'seconds':>9}{'processor':>11}")
    for place in classes[0].places:
        spent = [sum(each.places[place][column] for each in classes) / len(classes) for column in range(2)]
        print(f"{place:<34}{spent[0]:>9.3f}{spent[1]:>11.3f}")
    more, part = (sum(getattr(each, name) for each in classes) / len(classes) for name in ("more", "coordinator"))
    print(f"{'the coordinator, with ' + ALL_CORES:<34}{'':>9}{part:>11.3f}")
    print(f"\n{STUDENTS:,} students and {LABS} labs:")
    for cores in (2, 16, 256):
        shared = more * CORES / cores
        hours = STUDENTS * LABS * max(shared, part) / 3600
        print(f"{cores:>5} cores {hours:>8.2f} h{', the coordinator has no time left' * (shared < part)}")


def row(name: str, seconds: dict[str, float]) -> str:
    stock = seconds["stock"]
    others = (f"{value:>10.2f} s{stock / value:>6.1f}x" for way, value in seconds.items() if way != "stock")
    return f"{name:<24}{stock:>7.2f} s{''.join(others)}"
