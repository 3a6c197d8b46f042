"""The marks that the gradebook has for a lab, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from nbgrader.api import Assignment, Grade, Gradebook, MissingEntry, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import or_

from grading.extensions import TABLE, Extension
from grading.feedback import AGAIN, NOT_GRADED, states
from grading.plain import one_line
from grading.term.people import Index, Person, listed


@dataclass(frozen=True)
class Mark:
    """What one student of the gradebook has for a lab."""

    student: str
    person: Person  #: as the roster has it
    points: float | None  #: None if something is not graded yet, or nothing was handed in
    state: str
    handed_in: bool

    @property
    def shown(self) -> str:
        """The points with at most two decimals and a point, which systems take in every language; empty if missing."""
        return "" if self.points is None else f"{self.points:.2f}".rstrip("0").rstrip(".")

    @property
    def on_a_roster(self) -> bool:
        """Whether more than an id is known, which is all that a hand-in tells."""
        return bool(self.person.name or self.person.email)


def read_marks(gradebook: Gradebook, lab: str) -> tuple[list[Mark], float]:
    """The marks of all students of the gradebook, and the lab's points; ``ValueError`` if the lab is not there."""
    try:
        assignment = gradebook.find_assignment(lab)
    except MissingEntry:
        raise ValueError(f"{lab} is not in the gradebook: run nbgrader generate_assignment {lab}") from None
    columns = SubmittedAssignment.student_id, SubmittedAssignment.score, SubmittedAssignment.late_submission_penalty
    submissions = {
        student: (score, penalty)
        for student, score, penalty in gradebook.db.query(*columns).filter_by(assignment_id=assignment.id)
    }
    ungraded, left = _ungraded(gradebook, lab), states(gradebook)
    marks = []
    for student in gradebook.db.query(
        Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id
    ).order_by(Student.id):
        submission = submissions.get(student.id)
        state, points = "not handed in", None
        if submission is not None and student.id in ungraded:
            state = NOT_GRADED
        elif submission is not None:
            state = AGAIN if AGAIN in left.get((lab, student.id), "") else "graded"
            score, penalty = submission
            points = round(max(0.0, score - (penalty or 0.0)), 2)
        first, last, email, other = (value or "" for value in student[1:])
        person = Person(0, [], {0: student.id, 1: other}, first, last, email)
        marks.append(Mark(student.id, person, points, state, submission is not None))
    return marks, float(assignment.max_score)


def merged(marks: list[Mark]) -> list[Mark]:
    """The same with one mark for each person: who handed in under a name or another id of somebody on the roster, and
    there is no other who may be meant, is that one."""
    waiting = [mark for mark in marks if mark.on_a_roster and not mark.handed_in]
    index = Index(mark.person for mark in waiting)
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.handed_in and not mark.on_a_roster:
            same = index.known_as(mark.student)
            if len(same) == 1:
                found.setdefault(waiting[same.pop()].student, []).append(mark)
    taken = {student: mine[0] for student, mine in found.items() if len(mine) == 1}
    others = {mark.student for mark in taken.values()}
    return [
        replace(taken.get(mark.student, mark), student=mark.student, person=mark.person)
        for mark in marks
        if mark.student not in others
    ]


def twice_there(marks: Iterable[Mark]) -> Iterator[str]:
    """Who may be in the gradebook under an old id and a new one, by one address: a sentence for each."""
    people: dict[str, list[Mark]] = {}
    for mark in marks:
        people.setdefault(mark.person.email.casefold(), []).append(mark)
    for email, same in people.items():
        having = [mark.student for mark in same if mark.handed_in]
        if email and having and len(same) > len(having):
            others = listed(mark.student for mark in same if not mark.handed_in)
            yield (
                f"One address, {one_line(email)}, for {listed(having)}, who handed in, and for {others}: if that is "
                "one person, the mark stands beside the first id, and belongs beside the one that the site knows"
            )


def not_extended(marks: list[Mark], extensions: Iterable[Extension]) -> Iterator[str]:
    """Which extensions are for no hand-in, perhaps because a spreadsheet took zeros away: a sentence for each."""
    known = {mark.student.casefold(): mark for mark in marks}
    same_people = {mark.student.casefold(): mark for mark in merged(marks)}
    for extension in extensions:
        key, who = extension.student.casefold(), f"{TABLE}, line {extension.line}: {one_line(extension.student)}"
        if key not in known:
            yield f"{who} is nobody's id in the gradebook, and has no extension"
        elif not known[key].handed_in and key in same_people and same_people[key].handed_in:
            yield f"{who} handed in under another id: write that id there too, or the hand-in counts as late"


def _ungraded(gradebook, lab):
    """The students with an answer that has no score, of the grader's or of a person's."""
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .filter(Assignment.name == lab, Grade.manual_score.is_(None))
        .filter(or_(Grade.needs_manual_grade, Grade.auto_score.is_(None)))
    )
    return {student for (student,) in rows.distinct()}
