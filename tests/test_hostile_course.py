"""Hostile hand-ins through the real commands: due points are given, and what they write stays plain text."""

import copy
import csv
import json
import shutil

import pytest
from bs4 import BeautifulSoup
from course import Course, points
from hostile.notebooks import HALF, HTML
from test_hostile_pages import assert_harmless

from grading.__main__ import main

pytestmark = pytest.mark.slow

LAB, NOTEBOOK, MODULE = "lab4_regularization", "regularization", "cs_nn/regularization.py"
TASK = "compute_cost_with_regularization"
FORGED = "\x1b[2J\n[AutogradeApp | INFO] all points\n"

#: Lines put at the end of a solved module, in place of the function `TASK`.
RAISES = f"""
def {TASK}(*arguments):
    raise ValueError({{!r}})
"""
PRINTS = f"""
_right = {TASK}


def {TASK}(*arguments):
    print({{!r}})
    return _right(*arguments)
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("course"))
    release = course.release(LAB)
    solved = (course.root / MODULE).read_text(encoding="utf-8")
    notebook = json.loads((release / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8"))

    def hand_in(student, module=solved, content=None, change=None):
        folder = course.root / "submitted" / student / LAB
        shutil.copytree(release, folder)
        (folder / MODULE).write_text(module, encoding="utf-8")
        changed = copy.deepcopy(notebook)
        for cell in changed["cells"]:
            if cell["cell_type"] == "markdown" and cell["metadata"].get("nbgrader", {}).get("solution"):
                cell["source"] = "An honest answer."
                if change:
                    change(cell)
        text = json.dumps(changed) if content is None else json.dumps({**changed, **content})
        (folder / f"{NOTEBOOK}.ipynb").write_text(text, encoding="utf-8")

    hand_in("attacks-with-answers", change=lambda cell: cell.update(source=HTML + HALF))
    hand_in("attacks-with-a-field", content={"nbformat": HTML + FORGED})
    hand_in("attacks-with-an-error", solved + RAISES.format(f"=HYPERLINK(1) {HTML}{FORGED}{HALF}"))
    hand_in("attacks-with-output", solved + PRINTS.format(HTML + FORGED + HALF))
    course.log = course.run("autograde", LAB)
    course.log += course.run("generate_feedback", LAB)
    return course, sum(points(release)[NOTEBOOK].values()), points(release)[NOTEBOOK][TASK]


def test_scores(graded):
    course, everything, task = graded
    scores = {student: score for (student, _), score in course.scores().items()}
    assert scores == {
        "attacks-with-answers": everything,
        "attacks-with-a-field": 0,
        "attacks-with-an-error": everything - task,
        "attacks-with-output": everything,
    }


def test_log(graded):
    course, *_ = graded
    assert "\x1b[2J" not in course.log and "\u202e" not in course.log
    assert not [line for line in course.log.splitlines() if line.startswith("[AutogradeApp | INFO] all points")]
    assert "all points" in course.log, "it is there as plain text"


def test_pages(graded):
    course, *_ = graded
    for path in (course.root / "feedback").rglob("*.html"):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"].startswith("default-src 'none'")
        for cell in soup.select(".rendered_html"):
            assert_harmless(cell)
        assert not soup.select("#notebook [onerror], #notebook script, #notebook img[src^=x]")
    assert len(list((course.root / "feedback").rglob("*.html"))) == 4


def test_insight(graded, monkeypatch):
    course, *_ = graded
    monkeypatch.chdir(course.root)
    main(["insight", LAB])
    with (course.root / "insight" / f"{LAB}.csv").open(encoding="utf-8", newline="") as file:
        fields = [field for row in csv.reader(file) for field in row]
    assert not [field for field in fields if field.startswith(("=", "+", "@", "\t")) or not field.isprintable()]
    soup = BeautifulSoup((course.root / "insight" / f"{LAB}.html").read_text(encoding="utf-8"), "html.parser")
    assert "Content-Security-Policy" in str(soup.head) and not soup.select("script, a, [onerror]")


def test_pages_of_the_students(graded, monkeypatch):
    course, *_ = graded
    monkeypatch.chdir(course.root)
    main(["term-pages"])
    pages = sorted((course.root / "term-pages").iterdir())
    assert len(pages) == len(list((course.root / "autograded").iterdir()))
    for path in pages:
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert "Content-Security-Policy" in str(soup.head) and not soup.select("script, a, img, [onerror]"), path.name
