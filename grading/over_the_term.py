"""What comes back from lab to lab: of one student, and of the class."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cs_nn import checks
from cs_nn.language import translated
from cs_nn.tools.labs import Lab, find_lab, load_labs
from grading.graded import Answer, Submission
from grading.kinds import KINDS, UNWRITTEN, Kind, kind_of
from grading.labs_so_far import Term
from grading.plain import one_line


@dataclass(frozen=True)
class Place:
    """Where a mistake was made, and what the student was told beside its kind."""

    lab: Lab
    task: str
    sentence: str


@dataclass(frozen=True)
class Habit:
    """A kind of mistakes that one student made in two labs or more."""

    kind: Kind
    places: tuple[Place, ...]

    @property
    def by_lab(self) -> list[tuple[Lab, list[Place]]]:
        """The places of each lab."""
        return [(lab, list(places)) for lab, places in itertools.groupby(self.places, lambda place: place.lab)]


@dataclass(frozen=True)
class ClassHabit:
    """A kind of mistakes that came back with at least one student of a class."""

    kind: Kind
    by_lab: dict[str, int]  #: students who made it, by lab
    students: tuple[str, ...]  #: those who made it in two labs or more


@dataclass(frozen=True)
class Foundation:
    """How a function of an earlier lab, which a later one calls, was handed in by those who handed in the later one."""

    task: str
    lab: Lab
    right: int
    wrong: int
    unwritten: int


@dataclass(frozen=True)
class Unfinished:
    """Of one lab: how many students did not hand in, and how many of the others left a task as it was given."""

    lab: Lab
    missing: int
    unwritten: int


def short_title(lab: Lab) -> str:
    """``Lab 3``, of ``Lab 3: a three-layer network from layers``."""
    return lab.title.partition(":")[0]


def fell_short(answer: Answer) -> bool:
    """Whether a task is graded and lacks points. What a person gave full points for is no mistake."""
    return not answer.waiting and answer.score < answer.points


def habits(submissions: Mapping[str, Submission]) -> list[Habit]:
    """What came back in the graded submissions of one student, given by lab."""
    places: dict[Kind, list[Place]] = {}
    for name, submission in submissions.items():
        for task, answer in submission.answers.items():
            kind = kind_of(answer.mistake) if fell_short(answer) else None
            if kind:
                sentence = "" if kind == UNWRITTEN else one_line(translated(answer.sentence))
                places.setdefault(kind, []).append(Place(find_lab(name), task, sentence))
    found = [Habit(kind, tuple(places[kind])) for kind in KINDS if kind in places]
    return [habit for habit in found if len({place.lab.name for place in habit.places}) > 1]


def class_habits(term: Term) -> list[ClassHabit]:
    """What came back with the students of a class, most students first."""
    again: dict[Kind, list[str]] = {}
    for student in term.students:
        for habit in habits(term.of(student)):
            again.setdefault(habit.kind, []).append(student)
    rows = []
    for kind, students in again.items():
        made = {
            short_title(graded.lab): sum(
                _made(kind, submission.answers.values()) for submission in graded.submissions.values()
            )
            for graded in term.labs.values()
        }
        rows.append(ClassHabit(kind, {lab: number for lab, number in made.items() if number}, tuple(students)))
    return sorted(rows, key=lambda row: -len(row.students))


def _made(kind: Kind, answers: Iterable[Answer]) -> bool:
    return any(fell_short(answer) and kind_of(answer.mistake) == kind for answer in answers)


def unfinished(term: Term) -> tuple[list[Unfinished], list[str]]:
    """A row for each lab, and the students who did not finish two labs or more."""
    rows, labs = [], Counter()
    for graded in term.labs.values():
        missing = [student for student in term.students if student not in {*graded.submissions, *graded.handed_in}]
        unwritten = [
            student
            for student, submission in graded.submissions.items()
            if _made(UNWRITTEN, submission.answers.values())
        ]
        rows.append(Unfinished(graded.lab, len(missing), len(unwritten)))
        labs.update(missing + unwritten)
    return rows, sorted(student for student, number in labs.items() if number > 1)


def earlier_functions(lab: Lab) -> list[tuple[Lab, str]]:
    """The graded functions of earlier labs that a lab may call."""
    found = []
    for use in lab.uses:
        module, _, function = use.partition(".")
        found += [
            (other, function)
            for other in load_labs().values()
            if f"{module}.py" in other.modules and function in checks.lab_tasks(other.name)
        ]
    return found


def foundations(term: Term, name: str) -> list[Foundation]:
    """What a lab builds on, counted over the students who handed in both that lab and the earlier one."""
    rows = []
    for lab, task in earlier_functions(term.labs[name].lab):
        earlier = term.labs[lab.name].submissions if lab.name in term.labs else {}
        both = [earlier[student] for student in term.labs[name].submissions if student in earlier]
        answers = [submission.answers[task] for submission in both if task in submission.answers]
        states = Counter(
            "right" if not fell_short(answer) else "unwritten" if answer.mistake == "stub" else "wrong"
            for answer in answers
            if not answer.waiting
        )
        rows.append(Foundation(task, lab, states["right"], states["wrong"], states["unwritten"]))
    return [row for row in rows if row.right + row.wrong + row.unwritten]


def needed_later(submissions: Mapping[str, Submission]) -> list[tuple[Lab, str, list[str]]]:
    """(lab, function, the later labs that call it) of what one student has not right."""
    users: dict[tuple[str, str], list[str]] = {}
    for lab in load_labs().values():
        for earlier, task in earlier_functions(lab):
            users.setdefault((earlier.name, task), []).append(short_title(lab))
    return [
        (find_lab(name), task, users[name, task])
        for name, submission in submissions.items()
        for task, answer in submission.answers.items()
        if (name, task) in users and fell_short(answer)
    ]
