"""Points and comments that a person gives, saved in the gradebook as Formgrader saves them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nbgrader.api import Grade, Gradebook
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy import update

from grading.by_question.answer_groups import Answer, read_answers
from grading.by_question.questions import Question
from grading.feedback import count
from grading.plain import one_line

NUMBER = re.compile(r"\d+(?:[.,]\d*)?|[.,]\d+")


@dataclass
class Mark:
    """What a person gives to one answer."""

    id: str  #: of nbgrader's grade
    seen: str  #: `Answer.state` when the page was loaded
    score: str  #: as typed; "" for none
    comment: str
    again: bool = False  #: whether it stays to be looked at again: so was what is brought back by "undo"


class ChangedError(Exception):
    """Somebody else has changed marks since the page was loaded.

    Attributes
    ----------
    states : dict
        What the answers concerned have now; without "seen" if an answer itself is another one: it must be read first.
    """

    def __init__(self, message: str, states: dict[str, dict[str, Any]]):
        super().__init__(message)
        self.states = states


def read_points(text: str, most: float) -> float | None:
    """Points as typed, None for no text; `ValueError` says what is wrong with others."""
    text = text.strip()
    if not text:
        return None
    if text.startswith("-") and NUMBER.fullmatch(text[1:].strip()):
        raise ValueError("Points can't be negative.")
    if not NUMBER.fullmatch(text):
        raise ValueError(f"“{one_line(text, 30)}” is no number: write points as 2 or 2.5.")
    points = float(text.replace(",", "."))
    if points > most:
        raise ValueError(f"{points:g} is too much: this question has {points_of(most)}.")
    return points


def points_of(number: float) -> str:
    return f"{number:g} point" + ("" if number == 1 else "s")


def save(api: NbGraderAPI, gradebook: Gradebook, question: Question, marks: Iterable[Mark]) -> dict[str, dict]:
    """Save marks, all or none, and give the new states of their answers by id.

    Raises
    ------
    ValueError
        If points are no points, or an answer is not in the gradebook.
    ChangedError
        If a mark or an answer is not as it was when the page was loaded.
    """
    given = {mark.id: mark for mark in marks}
    session = gradebook.db
    # A first write, which changes nothing: from here to the end nobody else can write to these rows (in SQLite to any).
    session.execute(
        update(Grade).where(Grade.id.in_(list(given))).values(auto_score=Grade.auto_score),
        execution_options={"synchronize_session": False},
    )
    try:
        answers = {answer.grade.id: answer for answer in read_answers(api, gradebook, question, given)}
        if answers.keys() != given.keys():
            raise ValueError("This answer is no longer in the gradebook. Load the page again.")
        changed = {id: answer for id, answer in answers.items() if answer.state["seen"] != given[id].seen}
        if changed:
            raise _what_changed(changed, given)
        for id, answer in answers.items():
            _write(answer, given[id])
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return {id: answer.state for id, answer in answers.items()}


def _write(answer, mark):
    grade = answer.grade
    grade.manual_score = read_points(mark.score, grade.max_score)
    if grade.manual_score is None:
        grade.needs_manual_grade = grade.auto_score is None
    else:
        grade.needs_manual_grade = mark.again
    if mark.comment != (answer.comment.manual_comment or ""):
        answer.comment.manual_comment = mark.comment or None


def _what_changed(changed: dict[str, Answer], given: dict[str, Mark]) -> ChangedError:
    states = {id: answer.state for id, answer in changed.items()}
    which = "this answer" if len(given) == 1 else f"{len(changed)} of the {len(given)} answers"
    if any(answer.fingerprint != given[id].seen.partition(" ")[2] for id, answer in changed.items()):
        for state in states.values():
            del state["seen"]
        return ChangedError(
            f"Nothing was saved: of {which} the submission was graded again. Load the page again.", states
        )
    return ChangedError(
        f"Nothing was saved: the marks of {which} were changed elsewhere since you loaded them, and are now "
        f"{_told(states.values())}. Save once more to replace them with yours.",
        states,
    )


def _told(states):
    scores = sorted({"none" if state["score"] is None else points_of(state["score"]) for state in states})
    comments = sorted({state["comment"] for state in states if state["comment"]})
    if not comments:
        return " or ".join(scores)
    more = "" if len(comments) == 1 else f" and {count(len(comments) - 1, 'other comment')}"
    return f"{' or '.join(scores)} with “{one_line(comments[0], 100)}”{more}"
