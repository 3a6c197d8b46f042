"""What a class got wrong: one page for a lab, from nbgrader's gradebook and the graded notebooks."""

from __future__ import annotations

import base64
import csv
import io
import statistics
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import jinja2
import nbformat
import numpy as np
from nbgrader.api import Assignment, Grade, MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.engine import make_url
from traitlets.config.loader import PyFileConfigLoader

from cs_nn import checks
from cs_nn.tools.labs import find_lab, load_labs
from grading.feedback import NOT_GRADED, count, is_waiting
from grading.plain import one_line, table_field
from grading.record import Finding, Record

#: A submission of which a cell ran this much longer than the class's median is worth a look, if it took seconds at all.
SLOW_RATIO, SLOW_SECONDS = 5, 5


@dataclass
class Answer:
    """One student's result in one graded cell."""

    score: float
    points: float
    mistake: str = ""  #: id of the mistake that the hidden check found; "" if the task is right
    sentence: str = ""  #: what the student was told
    seconds: float | None = None  #: how long the test cell ran
    written: bool = False
    waiting: bool = False  #: not graded yet


@dataclass
class Submission:
    """One student's hand-in of one lab."""

    student: str
    answers: dict[str, Answer] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    late: float = 0.0  #: seconds

    @property
    def share(self) -> float:
        """The score as a share of the points that are graded."""
        return _share(self.answers.values())


def _share(answers) -> float:
    graded = [answer for answer in answers if not answer.waiting]
    points = sum(answer.points for answer in graded)
    return sum(answer.score for answer in graded) / points if points else 0.0


# ------------------------------------------------------------------ reading
def read_submissions(root: Path, lab: str) -> list[Submission]:
    """The graded submissions of a lab, in the order of the students' ids; `ValueError` if there are none."""
    api = _api(root)
    url = make_url(api.coursedir.db_url)
    if url.drivername == "sqlite" and not Path(url.database).is_file():  # nbgrader would make an empty one
        raise ValueError(f"there is no gradebook in {root}: run nbgrader autograde {lab} first, in the course's folder")
    with api.gradebook as gradebook:
        try:
            records = gradebook.assignment_submissions(lab)
        except MissingEntry:
            records = []
        submissions = [_read(api, lab, record) for record in records]
    if not submissions:
        raise ValueError(f"the gradebook has no graded submission of {lab}: run nbgrader autograde {lab} first")
    return sorted(submissions, key=lambda submission: submission.student)


def progress(root: Path) -> list[tuple[str, np.ndarray]]:
    """For each lab that has graded submissions: its title, and their scores as shares of the points graded."""
    table = []
    with _api(root).gradebook as gradebook:
        for name, lab in load_labs().items():
            columns = Grade.score, Grade.max_score, Grade.needs_manual_grade, Grade.manual_score
            grades = (
                gradebook.db.query(SubmittedNotebook.assignment_id, *columns)
                .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
                .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
                .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
                .filter(Assignment.name == name)
            )
            submissions = {}
            for submission, score, points, needed, given in grades:
                answer = Answer(score, points, waiting=needed and given is None)
                submissions.setdefault(submission, []).append(answer)
            if submissions:
                table.append((lab.title, np.array([_share(answers) for answers in submissions.values()])))
    return table


def _api(root):
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    return NbGraderAPI(config=config)


def _read(api, lab, record):
    submission = Submission(record.student_id, late=record.total_seconds_late)
    for notebook in record.notebooks:
        path = Path(api.coursedir.format_path(api.coursedir.autograded_directory, record.student_id, lab))
        path /= f"{notebook.name}.ipynb"
        graded = nbformat.read(path, as_version=4) if path.is_file() else nbformat.v4.new_notebook()
        record = Record.read(graded.metadata)
        submission.notes += [note for note in record.notes if note not in submission.notes]
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in graded.cells if "nbgrader" in cell.metadata}
        for grade in notebook.grades:
            submission.answers[grade.name] = _answer(grade, record.hidden, cells.get(grade.name))
    return submission


def _answer(grade, hidden: dict[str, Finding | None], cell):
    answer = Answer(grade.score, grade.max_score, written=grade.cell_type == "markdown", waiting=is_waiting(grade))
    if cell is not None and "execution" in cell.metadata:
        answer.seconds = _seconds(cell.metadata.execution)
    problem = hidden.get(grade.name)
    if problem:
        answer.mistake, answer.sentence = problem.mistake or "unknown", problem.hint or problem.what
    elif grade.name in hidden and grade.score < grade.max_score:
        answer.mistake = "visible-check"
        answer.sentence = "Only the notebook's own check failed, or the cell did not run."
    return answer


def _seconds(execution):
    times = [execution.get(key) for key in ("iopub.execute_input", "shell.execute_reply")]
    if not all(times):
        return None
    start, end = (datetime.fromisoformat(time.replace("Z", "+00:00")) for time in times)
    return (end - start).total_seconds()


# ------------------------------------------------------------------ counting
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
        mean=statistics.fmean(_share([answer]) for answer in graded) if graded else None,
        separates=_correlation(pairs),
        mistakes=[(id, count, sentences[id]) for id, count in counts.most_common()],
        waiting=len(answers) - len(graded),
    )


def _correlation(pairs):
    """Of the score of a cell with the sum of all others: low where strong students fail as often as weak ones."""
    pairs = [(submission, answer) for submission, answer in pairs if not answer.waiting]
    own = np.array([answer.score for _, answer in pairs])
    rest = np.array([_share(a for a in submission.answers.values() if a is not answer) for submission, answer in pairs])
    if len(pairs) < 3 or own.std() == 0 or rest.std() == 0:
        return None
    return float(np.corrcoef(own, rest)[0, 1])


def cell_names(submissions: list[Submission], lab: str) -> list[str]:
    """All graded cells: tasks in the order of the lab, then networks and written questions."""
    names = list(dict.fromkeys(name for submission in submissions for name in submission.answers))
    order = {name: number for number, name in enumerate([*checks.lab_tasks(lab), *find_lab(lab).weights])}
    return sorted(names, key=lambda name: order.get(name, len(order)))


def slowest_cells(submissions: list[Submission], count=5) -> list[tuple[str, float, float]]:
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


def how_long(seconds: float) -> str:
    """A time in the unit that a person would use."""
    if seconds < 60:
        return count(max(1, round(seconds)), "second")
    if seconds < 3600:
        return count(round(seconds / 60), "minute")
    return f"{seconds / 3600:.1f} hours" if seconds < 48 * 3600 else f"{seconds / 86400:.1f} days"


# ------------------------------------------------------------------ writing
def write_insight(root: Path, lab: str, folder: Path, names: bool = False) -> tuple[Path, Path]:
    """Write ``<lab>.html`` and ``<lab>.csv`` into `folder`; their paths.

    The page loads nothing from elsewhere. Students are numbered, in an order that does not tell who they are,
    unless `names` asks for their ids.
    """
    submissions = read_submissions(root, lab)
    called = _pseudonyms(submissions, names)
    cells = [summarise(submissions, name) for name in cell_names(submissions, lab)]
    tasks = [cell for cell in cells if not cell.written]
    labs = progress(root)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("insight.html.j2").render(
        title=find_lab(lab).title,
        submissions=submissions,
        called=called,
        tasks=tasks,
        written=[cell for cell in cells if cell.written],
        waiting=sum(cell.waiting for cell in cells),
        median=statistics.median(s.share for s in submissions),
        slowest=slowest_cells(submissions),
        eyes=needs_an_eye(submissions),
        progress=[(name, len(shares), *np.percentile(shares, (25, 50, 75))) for name, shares in labs],
        figures=[_scores_figure(submissions), _tasks_figure(tasks)],
        progress_figure=_progress_figure(labs),
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


@dataclass
class Figure:
    png: str  #: base64
    alt: str


def _figure(figure, alt):
    from matplotlib import pyplot

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, bbox_inches="tight")
    pyplot.close(figure)
    return Figure(base64.b64encode(buffer.getvalue()).decode("ascii"), alt)


def _scores_figure(submissions):
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    shares = [100 * submission.share for submission in submissions]
    figure, axes = pyplot.subplots(figsize=(7, 2.6))
    counts, _, _ = axes.hist(shares, bins=np.arange(0, 101, 10), color="#0072b2", edgecolor="white")
    axes.set(title="Scores of the class", xlabel="score, per cent of the points", ylabel="submissions")
    axes.yaxis.get_major_locator().set_params(integer=True)
    words = ", ".join(f"{int(n)} from {10 * k} to {10 * k + 10}" for k, n in enumerate(counts) if n)
    return _figure(figure, f"Histogram of the scores in per cent, number of submissions: {words}.")


def _tasks_figure(cells):
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 0.6 + 0.3 * len(cells)))
    places = np.arange(len(cells))[::-1]
    total = [max(1, cell.right + cell.wrong + cell.unwritten) for cell in cells]
    left = np.zeros(len(cells))
    parts = (
        ("right", "#0072b2", [cell.right for cell in cells]),
        ("wrong", "#e69f00", [cell.wrong for cell in cells]),
        ("not written", "#bbbbbb", [cell.unwritten for cell in cells]),
    )
    for label, colour, counts in parts:
        share = 100 * np.array(counts) / total
        axes.barh(places, share, left=left, color=colour, label=label, edgecolor="white")
        left += share
    axes.set(title="Tasks", xlabel="per cent of the submissions", xlim=(0, 100))
    axes.set_yticks(places, [cell.name for cell in cells])
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    words = "; ".join(
        f"{cell.name} {cell.right} right, {cell.wrong} wrong, {cell.unwritten} not written" for cell in cells
    )
    return _figure(figure, f"Bars of the results in each graded cell: {words}.")


def _progress_figure(labs):
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 0.8 + 0.35 * len(labs)))
    axes.boxplot(
        [100 * shares for _, shares in labs],
        orientation="horizontal",
        positions=range(len(labs))[::-1],
        widths=0.6,
        medianprops={"color": "#d55e00", "linewidth": 2},
        flierprops={"markersize": 4},
    )
    axes.set(title="Scores of all labs", xlabel="score, per cent of the points", xlim=(-3, 103))
    axes.set_yticks(range(len(labs))[::-1], [name for name, _ in labs])
    quartiles = [(name, *np.percentile(100 * shares, (25, 50, 75))) for name, shares in labs]
    words = "; ".join(f"{name} {low:.0f}, {middle:.0f} and {high:.0f}" for name, low, middle, high in quartiles)
    return _figure(figure, f"Box plot of the scores of each lab in per cent, with quartiles and median: {words}.")
