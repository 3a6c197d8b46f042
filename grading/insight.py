"""What a class got wrong: one page for a lab."""

from __future__ import annotations

import csv
import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cs_nn import checks
from cs_nn.tools.labs import find_lab, load_labs
from grading.feedback import NOT_GRADED
from grading.figures import progress_figure, scores_figure, tasks_figure
from grading.graded import Submission, progress, share_of
from grading.labs_so_far import read_term
from grading.over_the_term import class_habits, foundations, unfinished
from grading.plain import one_line, table_field
from grading.rendering import how_long, render

#: A submission of which a cell ran this much longer than the class's median is worth a look, if it took seconds at all.
SLOW_RATIO, SLOW_SECONDS = 5, 5


@dataclass
class TaskSummary:
    """One graded cell over the class."""

    name: str
    points: float
    written: bool
    right: int  #: students with all points
    wrong: int  #: students with fewer
    unwritten: int  #: students who left the stub
    mean: float | None  #: of the scores, as a share; None if none is graded yet
    separates: float | None  #: correlation with the score of the rest of the lab; None if all have the same
    mistakes: list[tuple[str, int, str]]  #: id, students, the sentence that most of them read
    waiting: int


def summarise(submissions: list[Submission], name: str) -> TaskSummary:
    """Counts of one graded cell."""
    pairs = [(submission, submission.answers[name]) for submission in submissions if name in submission.answers]
    answers = [answer for _, answer in pairs]
    counts = Counter(answer.mistake for answer in answers if answer.mistake not in ("", "stub"))
    sentences = {id: Counter(a.sentence for a in answers if a.mistake == id).most_common(1)[0][0] for id in counts}
    graded = [answer for answer in answers if not answer.waiting]
    right = sum(answer.score >= answer.points for answer in graded)
    unwritten = sum(answer.mistake == "stub" for answer in graded)
    return TaskSummary(
        name,
        answers[0].points,
        answers[0].written,
        right=right,
        wrong=len(graded) - right - unwritten,
        unwritten=unwritten,
        mean=statistics.fmean(share_of([answer]) for answer in graded) if graded else None,
        separates=_correlation(pairs),
        mistakes=[(id, count, sentences[id]) for id, count in counts.most_common()],
        waiting=len(answers) - len(graded),
    )


def _correlation(pairs):
    """Of the score of a cell with the sum of all others: low where strong students fail as often as weak ones."""
    pairs = [(submission, answer) for submission, answer in pairs if not answer.waiting]
    own = np.array([answer.score for _, answer in pairs])
    rest = np.array(
        [share_of(a for a in submission.answers.values() if a is not answer) for submission, answer in pairs]
    )
    if len(pairs) < 3 or own.std() == 0 or rest.std() == 0:
        return None
    return float(np.corrcoef(own, rest)[0, 1])


def cell_names(submissions: list[Submission], lab: str) -> list[str]:
    """All graded cells: tasks in the order of the lab, then networks and written questions."""
    names = list(dict.fromkeys(name for submission in submissions for name in submission.answers))
    order = {name: number for number, name in enumerate([*checks.lab_tasks(lab), *find_lab(lab).weights])}
    return sorted(names, key=lambda name: order.get(name, len(order)))


def slowest_cells(submissions: list[Submission], count: int | None = 5) -> list[tuple[str, float, float]]:
    """(cell, median seconds, longest) of the test cells that ran longest."""
    times = {}
    for submission in submissions:
        for name, answer in submission.answers.items():
            if answer.seconds is not None:
                times.setdefault(name, []).append(answer.seconds)
    rows = [(name, statistics.median(values), max(values)) for name, values in times.items()]
    return sorted(rows, key=lambda row: -row[2])[:count]


def needs_an_eye(submissions: list[Submission]) -> list[tuple[Submission, list[str]]]:
    """Submissions that a person should look at, and why."""
    medians = {name: median for name, median, _ in slowest_cells(submissions, count=None)}
    rows = []
    for submission in submissions:
        why = list(submission.notes)
        if submission.late > 0:
            why.append(f"late by {how_long(submission.late)}")
        for name, answer in submission.answers.items():
            if answer.mistake in ("stopped", "unreadable"):
                why.append(f"{name}: {answer.sentence}")
            if answer.mistake == "visible-check":
                why.append(f"{name}: the hidden check is passed, the notebook's own is not")
            if answer.seconds and answer.seconds > max(SLOW_SECONDS, SLOW_RATIO * medians[name]):
                why.append(f"{name}: the test cell ran {answer.seconds:.0f} s")
        if why:
            rows.append((submission, why))
    return rows


def borrowed(submissions: list[Submission]) -> list[tuple[str, int]]:
    """(title, students) of each earlier lab of which students worked with the course's version."""
    counts = Counter(name for submission in submissions for name in submission.borrowed)
    return [(lab.title, counts[name]) for name, lab in load_labs().items() if name in counts]


def write_insight(root: Path, lab: str, folder: Path, names: bool = False) -> tuple[Path, Path]:
    """Write ``<lab>.html`` and ``<lab>.csv`` into `folder`; their paths.

    The page loads nothing from elsewhere. Students are numbered, in an order that does not tell who they are,
    unless `names` asks for their ids.
    """
    term = read_term(root, until=lab)
    submissions = list(term.labs[lab].submissions.values())
    called = _pseudonyms(submissions, names)
    cells = [summarise(submissions, name) for name in cell_names(submissions, lab)]
    tasks = [cell for cell in cells if not cell.written]
    labs = progress(root)
    rows, never_finish = unfinished(term)
    page = render(
        "insight.html.j2",
        title=find_lab(lab).title,
        submissions=submissions,
        called=called,
        tasks=tasks,
        written=[cell for cell in cells if cell.written],
        waiting=sum(cell.waiting for cell in cells),
        median=statistics.median(s.share for s in submissions),
        slowest=slowest_cells(submissions),
        eyes=needs_an_eye(submissions),
        borrowed=borrowed(submissions),
        students=len(term.students),
        unfinished=rows,
        never_finish=never_finish,
        names=names,
        of_several=sum(len(term.of(student)) > 1 for student in term.students),
        habits=class_habits(term),
        foundations=foundations(term, lab),
        progress=[(name, len(shares), *np.percentile(shares, (25, 50, 75))) for name, shares in labs],
        figures=[scores_figure(submissions), tasks_figure(tasks)],
        progress_figure=progress_figure(labs),
    )
    folder.mkdir(parents=True, exist_ok=True)
    html, table = folder / f"{lab}.html", folder / f"{lab}.csv"
    html.write_text(page, encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["student", "cell", "score", "points", "mistake", "sentence", "seconds"])
        for submission in submissions:
            for name, a in submission.answers.items():
                seconds = "" if a.seconds is None else f"{a.seconds:.3f}"
                score, sentence = ("", NOT_GRADED) if a.waiting else (a.score, a.sentence)
                row = [called[submission.student], name, score, a.points, a.mistake, one_line(sentence), seconds]
                writer.writerow(map(table_field, row))
    return html, table


def _pseudonyms(submissions, names):
    if names:
        return {submission.student: submission.student for submission in submissions}
    order = np.random.default_rng().permutation(len(submissions)) + 1
    return {submission.student: f"student {number}" for submission, number in zip(submissions, order)}
