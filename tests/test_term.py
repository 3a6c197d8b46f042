"""A term with 40 students and three labs, from the roster to the marks: the weeks of docs/TERM.md in one folder."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
import zlib
from pathlib import Path

import pytest
from axe import violations
from browser import chromium, open_chromium
from by_question import serving
from commands import run_module
from course import Course, points
from nbgrader.api import Gradebook
from small_kits import FILES
from versions import module_with, stub

from cs_nn.tools.labs import COURSE, find_lab
from grading.by_question.answer_groups import read_answers
from grading.by_question.manual_marks import Mark, save
from grading.by_question.questions import tallies
from grading.graded import course_api

LABS = ("lab2_two_layer_net", "lab3_three_layer_net", "lab4_regularization")
LAB1, (LAB2, LAB3, LAB4) = "lab1_softmax", LABS
#: By number: their ids, and who is special.
IDS = [f"83{number:02d}617" for number in range(40)]
FIRST = ("Ada", "Zoë", "小明", "=Eve", "O'Ben", "Cyd <b>")
JOINERS, LATE, EXTENDED, EXTRA, ABSENT, WAITING = (38, 39), 5, 6, 7, 8, 9
#: The last tasks of these are not written, and these have another right way to write ReLU.
UNFINISHED, OTHER_RELU = range(10, 40, 6), range(11, 38, 5)
LAST = {LAB2: "TwoLayerNet_backward", LAB3: "ThreeLayerNet_loss", LAB4: "backward_propagation_with_dropout"}
RELU = "\n\ndef relu_forward(x):\n    return (x + abs(x)) / 2, x\n"
#: A special input that refuses it: the sum is more than the largest number.
FLAW = """

def _flawed(rng, draw=CASES["relu_forward"]):
    cases = draw(rng)
    cases[0]["x"].flat[0] = 1e308
    return cases


CASES["relu_forward"] = _flawed
"""
FINE = '\nc.LateSubmissionPlugin.penalty_method = "daily"\n'


def person(number):
    """First and last name and address."""
    return FIRST[number % len(FIRST)], f"Muster{number:02d}", f"m{number:02d}@x.org"


def hands_in(number, lab):
    """All but a few hand in Lab 2; Labs 3 and 4 half of the class."""
    if lab != LAB2 and 12 <= number < 38 and number % 4:
        return False
    return number != ABSENT and (number not in JOINERS or lab != LAB2)


class Term:
    """The course's folder, what was uploaded, and the points that everybody should get."""

    def __init__(self, root: Path):
        self.course, self.root = Course(root), root
        for name in FILES:
            shutil.copy(COURSE / name, root)
        config = root / "nbgrader_config.py"
        config.write_text(config.read_text(encoding="utf-8") + FINE, encoding="utf-8")
        self.uploads: dict[tuple[str, int], dict[str, bytes]] = {}
        self.given: dict[tuple[str, int], float] = {}  #: points given by hand
        self.said: dict[str, str] = {}
        self.written: dict[Path, bytes] = {}  #: what a person or a site wrote

    def run(self, *arguments, module="grading", folder=None, fails=False):
        status, said = run_module(folder or self.root, module, *arguments)
        assert (status != 0) == fails and "Traceback" not in said, said[-8000:]
        return said

    def roster(self, numbers):
        with (self.root / "class.csv").open("w", encoding="utf-8", newline="") as file:
            rows = [(IDS[number], *person(number)) for number in numbers]
            csv.writer(file).writerows([("id", "first_name", "last_name", "email"), *rows])
        return self.run("roster", "class.csv")

    def give(self, lab):
        self.course.run("db", "assignment", "add", lab, "--duedate=2025-12-01 23:59:59 UTC")
        self.course.release(lab)

    def upload(self, lab, number, files):
        """A zip in a download from Canvas."""
        when = (2025, 12, 3 if number in (LATE, EXTENDED) else 1, 12, 0, 0)
        archive = self.root / "downloaded" / lab / "archive"
        archive.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(archive / f"muster{number:02d}_{IDS[number]}_99{number:02d}_mine.zip", "w") as file:
            for name, content in files.items():
                file.writestr(zipfile.ZipInfo(name, when), content)
        self.uploads[lab, number] = files

    def files(self, lab, number):
        """What a student hands in."""
        release, files = self.root / "release" / lab, {}
        for module in find_lab(lab).modules:
            text = (COURSE / "cs_nn" / module).read_text(encoding="utf-8")
            if number in OTHER_RELU and module == "layers.py":
                text += RELU
            if number in UNFINISHED and module == find_lab(lab).modules[-1]:
                text = module_with(text, [stub(LAST[lab])])
            files[f"cs_nn/{module}"] = f"# {IDS[number]}\n{text}".encode()
        for path in release.glob("*.ipynb"):
            files[path.name] = answered(path.read_bytes(), number)
        return files

    def grade(self, lab):
        self.course.run("zip_collect", lab)
        self.run("autograde", lab, "--jobs=2")

    def grade_by_hand(self, lab):
        """All answers but one, as the page for it saves them."""
        api = course_api(self.root)
        with api.gradebook as gradebook:
            for question, tally in tallies(api, gradebook, lab).items():
                marks = []
                for answer in read_answers(api, gradebook, question):
                    number = IDS.index(answer.student)
                    if (lab, number) == (LAB4, WAITING) and question.name == "q-l2":
                        continue
                    score = zlib.crc32(f"{number} {question}".encode()) % int(2 * tally.points + 1) / 2
                    self.given[lab, number] = self.given.get((lab, number), 0.0) + score
                    comment = f"To {IDS[number]}: read the text again."
                    marks.append(Mark(answer.grade.id, answer.state["seen"], f"{score:g}", comment))
                save(api, gradebook, question, marks)

    def gradebook(self):
        return Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", "cs_nn")

    def automatic(self, lab, number):
        """What the checks give to what was planted; networks are not handed in."""
        [own] = points(self.root / "release" / lab).values()
        without = {"best_two_layer_net"} | ({LAST[lab]} if number in UNFINISHED else set())
        return sum(value for task, value in own.items() if task not in without)

    def expected(self, lab, number):
        """Points of somebody; None if there is no mark."""
        if not hands_in(number, lab) or (lab, number) == (LAB4, WAITING):
            return None
        score = self.automatic(lab, number) + self.given[lab, number] + 1.5 * ((lab, number) == (LAB3, EXTRA))
        return round(score - (round(0.2 * score, 2) if number == LATE else 0), 2)


def answered(content, number):
    notebook = json.loads(content)
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("solution") and cell["cell_type"] == "markdown":
            cell["source"] = f"Since the sum grows ({IDS[number]})."
    return json.dumps(notebook).encode()


def rows_of(book, lab):
    """All grades and comments of a lab."""
    found = {}
    for submission in book.assignment_submissions(lab):
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                found[submission.student_id, grade.name] = (
                    grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade,
                )  # fmt: skip
            for comment in notebook.comments:
                found[submission.student_id, comment.name, "comment"] = comment.manual_comment
    return found


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """The whole term."""
    term = Term(tmp_path_factory.mktemp("term") / "course")
    hidden = term.root / "grading" / "hidden" / f"{LAB3}.py"
    right = hidden.read_text(encoding="utf-8")
    hidden.write_text(right + FLAW, encoding="utf-8")

    # Before the term, and the first lab.
    assert "38 students" in term.roster(range(38))
    term.give(LAB2)
    for number in filter(lambda number: hands_in(number, LAB2), range(40)):
        term.upload(LAB2, number, term.files(LAB2, number))
    term.grade(LAB2)

    # In the next one two join late, with the past labs' solutions. One of them works in the kit.
    assert f"New in the gradebook: {IDS[38]}, {IDS[39]}" in term.roster(range(40))
    term.give(LAB3)
    (term.root / "extensions.csv").write_text(f"student,lab,due\n{IDS[LATE]},lab2,2099-01-01\n", encoding="utf-8")
    term.said["early"] = term.run("release-solutions", LAB2, fails=True)
    lines = [f"{IDS[EXTENDED]},{lab},2025-12-04 12:00 UTC\n" for lab in LABS]
    (term.root / "extensions.csv").write_text("student,lab,due\n" + "".join(lines), encoding="utf-8")
    term.run("release-solutions", LAB2)
    term.run("kit", "--zip", "--into", "build/late", "--labs", LAB3, "--solutions", LAB1, LAB2)
    student = term.root.parent / "student"
    with zipfile.ZipFile(term.root / "build" / "late.zip") as archive:
        archive.extractall(student)
    [kit] = [path.parent for path in student.rglob("install.py")]
    work_in_the_kit(term, kit)
    for number in filter(lambda number: hands_in(number, LAB3), range(39)):
        term.upload(LAB3, number, term.files(LAB3, number))
    term.grade(LAB3)
    term.give(LAB4)
    for number in filter(lambda number: hands_in(number, LAB4), range(40)):
        term.upload(LAB4, number, term.files(LAB4, number))
    term.grade(LAB4)

    # All is graded by hand, and Lab 3 was wrong.
    for lab in LABS:
        term.grade_by_hand(lab)
    term.said["late"] = term.run("late")
    with term.gradebook() as book:
        book.find_grade("relu_backward", "three_layer_net", LAB3, IDS[EXTRA]).extra_credit = 1.5
        book.db.commit()
    with term.gradebook() as book:
        term.before = {lab: rows_of(book, lab) for lab in LABS}
    hidden.write_text(right, encoding="utf-8")
    paths = [*term.root.glob("downloaded/*/archive/*"), *term.root.glob("assignments/*/*"), hidden]
    paths += [term.root / name for name in ("class.csv", "extensions.csv", "nbgrader_config.py", "grading.key")]
    term.written = {path: path.read_bytes() for path in paths}
    term.said["regrade"] = term.run("regrade", LAB3)
    with term.gradebook() as book:
        term.after = {lab: rows_of(book, lab) for lab in LABS}

    # What goes back.
    term.course.run("generate_feedback", LAB3)
    term.said["give-back"] = term.run("give-back", LAB3, "--for=canvas", "--term-page")
    for command in (("term-pages",), ("insight", LAB3), ("similarity", LAB3)):
        term.run(*command)
    return term


def work_in_the_kit(term, kit):
    """The second late joiner: progress, a report and the hand-in."""
    for module in find_lab(LAB3).modules:
        shutil.copy(COURSE / "cs_nn" / module, kit / "cs_nn" / module)
    [notebook] = kit.glob(f"**/{LAB3}/*.ipynb")
    notebook.write_bytes(answered(notebook.read_bytes(), 39))
    term.said["progress"] = term.run(LAB3, module="cs_nn.progress", folder=kit)
    term.said["report"] = term.run(LAB3, module="cs_nn.report", folder=kit)
    term.said["submit"] = term.run(LAB3, f"--student={IDS[39]}", module="cs_nn.submit", folder=kit)
    [path] = kit.glob(f"{LAB3}-*.zip")
    with zipfile.ZipFile(path) as archive:
        term.upload(LAB3, 39, {name: archive.read(name) for name in archive.namelist()})


# ------------------------------------------------------------------ what must hold in the end
@pytest.mark.slow
def test_nobodys_work_is_lost(term):
    for (lab, number), files in term.uploads.items():
        folder = term.root / "submitted" / IDS[number] / lab
        found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        assert found.pop("timestamp.txt").startswith(b"2025-12-0") or number == 39
        assert found == {name: content for name, content in files.items() if name in found}
        modules = [f"cs_nn/{module}" for module in find_lab(lab).modules]
        assert {*modules, *(f"{name}.ipynb" for name in find_lab(lab).notebooks)} <= found.keys()
    assert sorted(path.name for path in (term.root / "submitted").iterdir()) == [
        id for number, id in enumerate(IDS) if number != ABSENT
    ]
    assert {path: path.read_bytes() for path in term.written} == term.written
    assert "Nothing is new." in term.roster(range(40))


@pytest.mark.slow
def test_the_gradebook_has_what_was_planted_and_given(term):
    scores = {(row["student_id"], row["assignment"]): row for row in exported(term)}
    for lab in LABS:
        for number in range(40):
            row = scores[IDS[number], lab]
            if not hands_in(number, lab):
                assert float(row["score"] or 0) == 0 and not row["timestamp"]
            elif (wanted := term.expected(lab, number)) is not None:
                assert float(row["score"]) == pytest.approx(wanted)
    assert f"{IDS[EXTENDED]}: until 2025-12-04" in term.said["late"] and "not late" in term.said["late"]
    assert re.findall(rf"{IDS[LATE]}: .*late by .* points taken off", term.said["late"])


def exported(term):
    term.course.run("export")
    with (term.root / "grades.csv").open(encoding="utf-8") as file:
        return [*csv.DictReader(file)]


@pytest.mark.slow
@pytest.mark.parametrize("lab", LABS)
def test_marks_read_back_are_those_of_the_gradebook(term, lab):
    with term.gradebook() as book:
        points = f"{book.find_assignment(lab).max_score:g}"
    title = find_lab(lab).title
    people = [(IDS[number], *person(number)) for number in range(40)]
    canvas = [["Student", "ID", "Section", f"{title} (12)"], ["    Points Possible", "", "", points]]
    canvas += [[f"{last}, {first}", id, "A", ""] for id, first, last, _ in people]
    moodle = [["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"]]
    moodle += [[f"Participant {id}", f"{first} {last}", email, "", "", points] for id, first, last, email in people]
    for system, table in (("canvas", canvas), ("moodle", moodle), ("csv", None)):
        like = []
        if table:
            with (term.root / f"{system}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(table)
            like = [f"--like={system}.csv"]
        said = term.run("marks", lab, f"--for={system}", *like)
        column, key = {"canvas": (f"{title} (12)", "ID"), "moodle": ("Grade", "Email address"), "csv": ("mark", "id")}[
            system
        ]
        rows = {row[key]: row[column] for row in read(term.root / "marks" / f"{lab}-{system}.csv")}
        for number, (id, _, _, email) in enumerate(people):
            wanted = term.expected(lab, number)
            found = rows[email if system == "moodle" else id]
            assert (float(found) if found else None) == wanted, (system, number)
        missing = {row["id"] for row in read(term.root / "marks" / f"{lab}-{system}-missing.csv")}
        if system != "moodle":
            assert missing == {IDS[number] for number in range(40) if not hands_in(number, lab)}
        assert (IDS[WAITING] in said) == (lab == LAB4)


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file)]


@pytest.mark.slow
def test_the_correction_changed_what_it_should(term):
    concerned = {IDS[number] for number in OTHER_RELU if hands_in(number, LAB3)}
    handed_in = sum(hands_in(number, LAB3) for number in range(40))
    [path] = (term.root / "regraded").glob(f"{LAB3}-2*.csv")
    rows = read(path)
    assert {(row["student"], row["task"]) for row in rows} == {(id, "relu_forward") for id in concerned}
    assert {(row["score_before"], row["score_after"], row["why"]) for row in rows} == {
        ("0.0", "1.0", "the check passes now")
    }
    for id in concerned:
        assert f"{id}, relu_forward: 0 of 1 -> 1 of 1 (the check passes now)" in term.said["regrade"]
    for lab in LABS:
        assert term.before[lab].keys() == term.after[lab].keys()
        changed = {place for place, mark in term.before[lab].items() if term.after[lab][place] != mark}
        assert changed == ({(id, "relu_forward") for id in concerned} if lab == LAB3 else set())
    assert term.after[LAB3][IDS[EXTRA], "relu_backward"][2] == 1.5
    assert sum(given[1] is not None for place, given in term.after[LAB3].items() if len(place) == 2) == 4 * handed_in


@pytest.mark.slow
def test_pages_hold_nobody_else(term):
    handed_in = {IDS[number] for number in range(40) if hands_in(number, LAB3)}
    with zipfile.ZipFile(term.root / "give-back" / f"{LAB3}-canvas.zip") as archive:
        returned = {name.split("_")[1]: archive.read(name) for name in archive.namelist()}
    assert returned.keys() == handed_in
    pages = {id: [(term.root / "term-pages" / f"{id}.html").read_text(encoding="utf-8")] for id in IDS}
    for id, content in returned.items():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert sorted(archive.namelist()) == ["all-labs.html", "three_layer_net.html"]
            pages[id] += [archive.read(name).decode() for name in archive.namelist()]
    for id, own in pages.items():
        for page in own:
            assert {*re.findall(r"83\d\d617", page)} <= {id}
            assert {*re.findall(r"Muster\d\d", page)} <= {f"Muster{IDS.index(id):02d}"}
        assert id in own[0] and "<b>Muster" not in own[0] and "Cyd <b>" not in own[0]


@pytest.mark.slow
def test_what_students_are_told(term):
    assert "is due at 2099" in term.said["early"]
    assert "checks   12 of 12 points" in term.said["progress"] and "answers  12 of 12 points" in term.said["progress"]
    assert term.course.graded(IDS[39], LAB3, "three_layer_net").metadata["grading"]["borrowed"] == [LAB1, LAB2]
    assert [*term.root.parent.glob(f"student/*/reports/{LAB3}.html")]
    assert f"Packed for {IDS[39]}" in term.said["submit"]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(not chromium(), reason="no Chromium here")
def test_pages_can_be_read(term, tmp_path):
    """One of each kind."""
    kinds = {
        "student": term.root / "term-pages" / f"{IDS[EXTRA]}.html",
        "class": term.root / "insight" / f"{LAB3}.html",
        "similar": term.root / "similarity" / f"{LAB3}.html",
        "feedback": term.root / "feedback" / IDS[EXTRA] / LAB3 / "three_layer_net.html",
    }
    with serving(term.root) as (url, token), open_chromium(host=url) as browser:
        for page in (*(path.as_uri() for path in kinds.values()), f"{url}/?token={token}"):
            browser.page.goto(page)
            assert violations(browser.page) == [], page
        assert "q-l2" in browser.page.inner_text("body")
        assert not browser.foreign and not browser.errors
