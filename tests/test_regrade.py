"""``python -m grading regrade``: a corrected lab is graded again, what was given by hand stays, changes are shown."""

import csv
import json
from dataclasses import replace

import nbformat
import pytest
from classes import (
    LAB,
    MODULE,
    A,
    B,
    changed,
    copy_of,
    grade_by_hand,
    gradebook,
    graded_files,
    hand_in,
    quick_course,
    released,
)
from commands import run_module
from nbgrader.api import Gradebook
from nbgrader.utils import compute_checksum

from grading.__main__ import main
from grading.cells import code_cell, markdown_cell
from grading.restoring import restore_cells
from grading.term.before_and_after import Mark, Place, compare, keep_by_hand
from grading.term.regrade import lines, write_table

PLACE = Place("ada", "softmax_mnist", "sgd_momentum")


def mark(**changes):
    return Mark(**{"id": "1", "points": 3.0, "auto": 0.0, "manual": None, "extra": 0.0, "waiting": False, **changes})


@pytest.mark.parametrize("before, after, why", [
    ({}, {"auto": 3.0}, "the check passes now"),
    ({"auto": 3.0}, {}, "the check fails now"),
    ({"auto": 3.0}, {"auto": 2.0, "points": 2.0}, "the task is worth 2, not 3"),
    ({"auto": 3.0}, {"points": 0.0}, "the task is worth 0, not 3"),
    ({"auto": 3.0, "manual": 1.0}, {"points": 0.0, "manual": 1.0}, "the task is worth 0, not 3"),
    ({"auto": 3.0, "seed": 1}, {"seed": 2}, "other code was handed in since; the check fails now"),
    ({"auto": 3.0}, {"auto": None, "waiting": True}, "could not be graded: see above; to be looked at again"),
    ({"manual": 1.0}, {"manual": 1.0, "auto": 3.0, "waiting": True},
     "the check passes now; what was given by hand stays; to be looked at again"),
    ({"auto": 0.0, "answer": "a"}, {"auto": None, "answer": "a", "waiting": True},
     "the answer does not count as empty now; to be looked at again"),
    ({"auto": None, "waiting": True}, {"auto": 3.0}, "could not be graded before"),
    ({"manual": 1.0}, {"manual": 2.0}, "given by hand since"),
    ({"auto": 5.0, "points": 5.0}, {"auto": 5.0, "points": 5.0, "extra": 2.0}, "extra credit 2, not 0"),
])  # fmt: skip
def test_why_a_mark_changes(before, after, why):
    [change] = compare({PLACE: mark(**before)}, {PLACE: mark(**after)})
    assert change.why == why


def test_what_stays_and_what_is_new():
    same = {PLACE: mark(manual=2.0, told="loss is too small")}
    assert [*compare(same, {PLACE: mark(manual=2.0, told="another sentence")})] == []
    [change] = compare({}, same)
    assert change.before is None and change.why == "graded for the first time"


def test_what_waits_has_no_score(tmp_path):
    changes = [*compare({PLACE: mark(auto=None, waiting=True)}, {PLACE: mark(auto=None, waiting=True, points=2.0)})]
    assert "- of 3 -> - of 2" in lines(changes, {}, {PLACE: changes[0].after})[1]
    text = write_table(changes, tmp_path / "table.csv").read_text(encoding="utf-8")
    [row] = csv.DictReader(text.splitlines())
    assert (row["score_before"], row["score_after"]) == ("", "")


#: Of the tests' stand-in for the checks: what is wrong in the course's file ``wrong.txt`` is wrong for everybody.
CHECK = 'cell.outputs = [error_output("Wrong", "no")] if seed >> number & 1 else []'
FROM_FILE = """cell.outputs = [error_output("Wrong", "no")] if wrong(cell) else []
            found = Finding("no", f"told by check {VERSION}") if wrong(cell) else None
            record = Record.read(nb.metadata)
            replace(record, findings={**record.findings, cell.metadata.nbgrader.grade_id: found}).write(nb.metadata)"""
HEAD = """
from dataclasses import replace
from grading.record import Finding, Record
VERSION, WRONG = 1, ["sgd_momentum", "early_stopping"]


def wrong(cell):
    return cell.metadata.nbgrader.grade_id in WRONG
"""


@pytest.fixture(scope="module")
def graded_course(tmp_path_factory):
    """A hand-in, graded, one of its written answers by hand. Two tasks are wrong."""
    course = quick_course(tmp_path_factory.mktemp("course") / "course")
    stand_in = course.root / "grading" / "stand_in.py"
    text = stand_in.read_text(encoding="utf-8")
    assert CHECK in text
    stand_in.write_text(HEAD + text.replace(CHECK, FROM_FILE), encoding="utf-8")
    files = released(course)

    def answer(notebook):
        cells = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
        cells[0]["source"] = "Because $e^x$ grows."

    answers = {f"{name}.ipynb": changed(files[f"{name}.ipynb"], answer) for name in (A, B)}
    hand_in(course, "ada", {**files, **answers, MODULE: "# mine\n"})
    course.run("autograde", LAB)
    grade_by_hand(course, "ada", 1.5, "Well said")
    return course


@pytest.fixture
def course(graded_course, tmp_path, monkeypatch):
    copy = copy_of(graded_course, tmp_path / "course")
    monkeypatch.chdir(copy.root)
    monkeypatch.setattr("grading.term.regrade.subprocess.run", run)
    monkeypatch.setattr("grading.term.regrade.shown", shown_here)
    return copy


def shown_here(root, module, *arguments):
    """In place of a process of its own: nbgrader's command, in a fork of one that has imported what it needs."""
    status, output = run_module(root, "nbgrader" if module == "grading" else module, *arguments)
    print(output)
    return status


def run(command, cwd, **options):
    status, output = run_module(cwd, *command[2:])
    return type("Done", (), {"returncode": status, "stderr": output})


def correct(course, wrong="[]", points=None):
    """Mend the course: what its checks find wrong, and the points of cells."""
    stand_in = course.root / "grading" / "stand_in.py"
    text = stand_in.read_text(encoding="utf-8")
    old = 'VERSION, WRONG = 1, ["sgd_momentum", "early_stopping"]'
    assert old in text
    stand_in.write_text(text.replace(old, f"VERSION, WRONG = 2, {wrong}"), encoding="utf-8")
    for path in sorted((course.root / "assignments" / LAB).glob("*.ipynb")):
        notebook = json.loads(path.read_bytes())
        for cell in notebook["cells"]:
            mark = cell["metadata"].get("nbgrader", {})
            if mark.get("grade_id") in (points or {}):
                mark["points"] = points[mark["grade_id"]]
        path.write_text(json.dumps(notebook), encoding="utf-8")


def table(course, name="*"):
    [path] = (course.root / "regraded").glob(f"{LAB}-{name}.csv")
    with path.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file)]


def files_of(course, *parts):
    paths = (path for part in parts for path in [course.root / part, *(course.root / part).rglob("*")])
    return {path: path.read_bytes() for path in paths if path.is_file()}


def ask_for(course, student):
    """Cells that a person must look at."""
    return {
        row["cell"] for row in gradebook(course)["grade"] if row["student_id"] == student and row["needs_manual_grade"]
    }


@pytest.mark.slow
def test_a_corrected_lab(course, monkeypatch, capfd):
    """One check is mended, Ada's answer has 3 points now and must be looked at again, a task that counts no more has
    none. First it is tried, then stopped before its end, then run again."""
    before, files = gradebook(course), graded_files(course)
    others = files_of(course, "submitted", "release")
    assert ask_for(course, "ada") == {"q-jacobian"}, "not graded yet"
    correct(course, '["early_stopping"]', points={"q-loss-curve": 3, "early_stopping": 0})

    main(["regrade", LAB, "--dry-run"])
    said = capfd.readouterr().out
    assert "Of 1 student 1 get another mark, in 3 cells." in said and "Nothing was changed" in said
    assert "ada, sgd_momentum: 0 of 2 -> 2 of 2 (the check passes now)" in said
    assert "In 2 cells the check says something else now" in said
    assert gradebook(course) == before and graded_files(course) == files
    assert files_of(course, "submitted", "release") == others
    assert {path.name for path in (course.root / "regraded").iterdir()} == {f"{LAB}-dry-run.csv"}
    assert not [*course.root.glob(".regrade-*")]
    shown = table(course)
    rows = {(row["student"], row["task"]): row for row in shown}
    mended, answer, withdrawn = (rows["ada", task] for task in ("sgd_momentum", "q-loss-curve", "early_stopping"))
    assert (mended["score_before"], mended["score_after"], mended["told_before"]) == ("0.0", "2.0", "told by check 1")
    assert answer["why"] == "the task is worth 3, not 4; to be looked at again" and answer["score_after"] == "1.5"
    assert withdrawn["why"] == "the task is worth 0, not 2" and withdrawn["points_after"] == "0.0"

    def stopped(*command):
        shown_here(*command)
        raise KeyboardInterrupt

    monkeypatch.setattr("grading.term.regrade.shown", stopped)
    with pytest.raises(SystemExit) as status:
        main(["regrade", LAB])
    assert status.value.code == 130 and "run the same command again" in capfd.readouterr().out
    monkeypatch.setattr("grading.term.regrade.shown", shown_here)
    main(["regrade", LAB])
    assert "A regrading was stopped" in capfd.readouterr().out
    assert table(course, "2*") == shown, "what was shown before, of the marks before the first run"
    assert files_of(course, "submitted").items() <= others.items()
    after = gradebook(course)
    assert after["comment"] == before["comment"]
    assert ask_for(course, "ada") == {"q-jacobian", "q-loss-curve"}
    manual = [[row["manual_score"] for row in rows["grade"]] for rows in (before, after)]
    assert manual[0] == manual[1]
    assert course.notes("ada", LAB, A) == course.notes("ada", LAB, B) == "", "who has the old release is not told so"
    [old] = (course.root / "regraded").glob("*.db")
    kept = gradebook(course, f"sqlite:///{old}")
    assert kept["grade"] == before["grade"] and kept["comment"] == before["comment"]
    assert not [*(course.root / "regraded").glob("*.json")]


@pytest.mark.slow
def test_what_was_graded_on_the_same_grounds_stays_graded(course):
    """An answer that is what it was, for the same points; and extra credit that a person has changed."""
    place = Place("ada", A, "q-loss-curve")
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as book:
        grade = book.find_grade("q-loss-curve", A, LAB, "ada")
        grade.needs_manual_grade, grade.extra_credit = True, 0.0
        book.db.commit()
        now = mark(id=grade.id, auto=None, manual=1.5, waiting=True, answer="a")
        kept = keep_by_hand(book, {place: replace(now, waiting=False, extra=2.0)}, {place: now})
        assert kept == {place: replace(now, waiting=False, extra=2.0)}
        book.db.refresh(grade)
        assert not grade.needs_manual_grade and grade.extra_credit == 2.0
        for other in ({"answer": "b"}, {"points": 4.0}, {"manual": 1.0}, {"waiting": True}):
            [again] = keep_by_hand(book, {place: replace(now, **{"waiting": False, **other})}, {place: now}).values()
            assert again.waiting, other


@pytest.mark.slow
def test_what_is_refused(course, tmp_path, monkeypatch):
    before = files_of(course, "release", "autograded", "submitted", "gradebook.db")
    path = course.root / "assignments" / LAB / f"{A}.ipynb"
    source = path.read_text(encoding="utf-8")
    path.write_text(source.replace('"sgd_momentum"', '"momentum"'), encoding="utf-8")
    with pytest.raises(SystemExit, match="momentum, sgd_momentum: the source has other notebooks or cells"):
        main(["regrade", LAB])
    path.write_text("{", encoding="utf-8")
    with pytest.raises(SystemExit, match=f"{A}.ipynb can't be read: "):
        main(["regrade", LAB])
    path.write_text(source, encoding="utf-8")
    path.with_name("more.ipynb").write_text(source, encoding="utf-8")
    with pytest.raises(SystemExit, match="more: the source has other notebooks"):
        main(["regrade", LAB, "--dry-run"])
    with pytest.raises(SystemExit, match="no hand-in of lab2_two_layer_net is graded"):
        main(["regrade", "lab2_two_layer_net"])
    with pytest.raises(SystemExit, match="Which lab"):
        main(["regrade"])
    assert files_of(course, "release", "autograded", "submitted", "gradebook.db") == before
    (course.root / "gradebook.db").unlink()
    with pytest.raises(SystemExit, match="there is no gradebook"):
        main(["regrade", LAB])
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="there is no nbgrader_config.py"):
        main(["regrade", LAB])
    assert not (tmp_path / "regraded").exists()


def cell(id, source, **marks):
    new = markdown_cell if marks.get("solution") else code_cell
    made = new(source, metadata={"nbgrader": {"grade_id": id, "grade": True, "solution": False, "locked": True,
                                              "points": 2, "schema_version": 3, **marks}})  # fmt: skip
    made.metadata.nbgrader.checksum = compute_checksum(made)
    return made


OLD = {"test": cell("test", "# 2 points"), "answer": cell("answer", "WRITE HERE", solution=True, locked=False)}
NEW = {"test": cell("test", "# 3 points"), "answer": cell("answer", "WRITE IT HERE", solution=True, locked=False)}


def restored(**texts):
    notebook = nbformat.from_dict({"cells": json.loads(json.dumps([*OLD.values()]))})
    for mine, text in zip(notebook.cells, (texts.get("test"), texts.get("answer"))):
        mine.source = text or mine.source
    return restore_cells(notebook, NEW, [*NEW]), [mine.source for mine in notebook.cells]


def test_who_has_an_older_release_has_changed_nothing():
    assert restored() == ([], ["# 3 points", "WRITE IT HERE"]), "an answer that was left is still one"
    assert restored(answer="Because.") == ([], ["# 3 points", "Because."])
    notes, texts = restored(test="pass")
    assert notes == ["The cell test was changed; the released one was used."] and texts[0] == "# 3 points"
    notebook = nbformat.from_dict({"cells": [cell("test", "pass")]})
    notebook.cells[0].metadata.nbgrader.points = {"no": ["number"]}
    assert len(restore_cells(notebook, {"test": NEW["test"]}, ["test"])) == 1
