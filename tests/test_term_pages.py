"""The page of each student with all labs, and what the page about the class knows of a term."""

import functools
import re
from datetime import datetime

import pytest
from axe import violations
from browser import chromium, open_chromium
from bs4 import BeautifulSoup
from graded_labs import RIGHT, STUB, GradedCourse, Mark, wrong

from cs_nn.tools.labs import load_labs
from grading.__main__ import main
from grading.kinds import KINDS, kind_of
from grading.labs_so_far import read_term
from grading.mistakes import load_mistakes
from grading.over_the_term import class_habits, foundations, habits, needed_later, unfinished

pytestmark = pytest.mark.filterwarnings("ignore:Object of type")  # of nbgrader's database

LABS = LAB1, LAB2, LAB3 = "lab1_softmax", "lab2_two_layer_net", "lab3_three_layer_net"
NETWORK = Mark(5.0, 5.0, extra=2.0)
EVIL = "<script>alert(1)</script> {{ 7 * 7 }}\u202e\x1b[31m"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Ada makes mistakes that come back, Ben leaves tasks as given, Cyd hands in late, Dee hands in nothing."""
    course = GradedCourse(tmp_path_factory.mktemp("term"))
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write('\nc.LatePenalty.penalty_method = "daily"\nc.LatePenalty.daily_share = 0.5\n')
    (course.root / "extensions.csv").write_text(f"student,lab,due\ndee-0404,{LAB3},2999-02-03 04:05 UTC\n")
    course.students("dee-0404", **{"ada-0101": "Ada Muster", "ben-0202": "Ben <b>Beispiel</b>", "cyd-0303": "Cyd Roe"})
    question = Mark(None, 3.0, written=True)
    course.grade(LAB1, {
        "ada-0101": {"softmax_loss": wrong("not-averaged"), "sgd_momentum": wrong("unknown"), "q": question},
        "ben-0202": {"softmax_loss": STUB, "sgd_momentum": STUB, "q": Mark(0.0, 3.0, written=True, empty=True)},
        "cyd-0303": {"softmax_loss": RIGHT, "sgd_momentum": RIGHT, "q": Mark(2.5, 3.0, written=True, again=True)},
    }, due=datetime(2025, 11, 21, 11), times={"ada-0101": datetime(2025, 11, 21, 10),
       "ben-0202": datetime(2025, 11, 21, 11)})  # fmt: skip
    course.grade(LAB2, {
        "ada-0101": {"TwoLayerNet_backward": wrong("averaged-again", EVIL), "best_two_layer_net": NETWORK},
        "ben-0202": {"TwoLayerNet_backward": STUB, "best_two_layer_net": Mark(0.0, 5.0)},
    })  # fmt: skip
    course.grade(LAB3, {
        "ada-0101": {"relu_backward": wrong("averaged", score=2.0), "affine_forward": wrong("argument-changed")},
        "ben-0202": {"relu_backward": wrong("argument-changed"), "affine_forward": STUB},
    }, due=datetime(2999, 1, 1))  # fmt: skip
    (course.root / "submitted" / "cyd-0303" / LAB3).mkdir(parents=True)
    return course


@pytest.fixture(scope="module")
def term(course):
    return read_term(course.root)


@pytest.fixture(scope="module")
def pages(course, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course.root)
        main(["term-pages", "--into", str(folder)])
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def table(page, number=0):
    rows = BeautifulSoup(page, "html.parser").find_all("table")[number].find_all("tr")[1:]
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in rows]


def text(page):
    return " ".join(BeautifulSoup(page, "html.parser").body.get_text(" ", strip=True).split())


# ------------------------------------------------------------------ kinds
def test_every_kind_is_of_known_mistakes_of_several_labs():
    by_lab = {lab: {mutant.id for mutants in load_mistakes(lab).values() for mutant in mutants} for lab in load_labs()}
    general = {"stub"}  # in no table
    for kind in KINDS:
        labs = [lab for lab, ids in by_lab.items() if any(kind_of(id) == kind for id in ids)]
        assert len(labs) > 1 or general & {*kind.ids}, kind.name
        for id in kind.ids:
            known = {*general}.union(*by_lab.values())
            assert any(re.fullmatch(id.replace("*", ".*"), each) for each in known), (kind.name, id)


@pytest.mark.parametrize(
    "mistake", ["", "-", "unknown", "factor", "factor-2", "wrong-result", "visible-check", "stopped"]
)
def test_what_means_another_thing_in_each_task_is_of_no_kind(mistake):
    assert kind_of(mistake) is None


# ------------------------------------------------------------------ what comes back
def test_what_comes_back_is_in_two_labs_and_lacks_points(term):
    [mean] = habits(term.of("ada-0101"))  # what a person gave full points for in Lab 3 is no mistake
    assert [(place.lab.name, place.task) for place in mean.places] == [
        (LAB1, "softmax_loss"), (LAB2, "TwoLayerNet_backward")]  # fmt: skip
    assert habits({LAB1: term.of("ada-0101")[LAB1]}) == []
    assert [habit.kind.name for habit in habits(term.of("ben-0202"))] == ["tasks left as they were given"]
    assert habits(term.of("cyd-0303")) == habits(term.of("dee-0404")) == []


def test_what_comes_back_in_the_class(term):
    rows = {row.kind.name: (row.students, row.by_lab) for row in class_habits(term)}
    labs = ["Lab 1", "Lab 2", "Lab 3"]
    assert rows == {
        "tasks left as they were given": (("ben-0202",), dict.fromkeys(labs, 1)),
        "a mean and a sum mistaken for each other": (("ada-0101",), dict.fromkeys(labs[:2], 1)),
    }


def test_what_a_lab_builds_on(term):
    rows = {row.task: (row.right, row.wrong, row.unwritten) for row in foundations(term, LAB3)}
    assert rows == {"softmax_loss": (0, 1, 1), "sgd_momentum": (0, 1, 1)}  # cyd's Lab 3 is not graded yet
    assert foundations(term, LAB1) == []


def test_functions_that_later_labs_call(term):
    found = {task: (lab.name, len(users)) for lab, task, users in needed_later(term.of("ada-0101"))}
    assert found == {"softmax_loss": (LAB1, 4), "sgd_momentum": (LAB1, 2), "affine_forward": (LAB3, 2)}
    assert needed_later(term.of("cyd-0303")) == []


def test_who_does_not_finish(term):
    rows, students = unfinished(term)
    assert [(row.missing, row.unwritten) for row in rows] == [(1, 1), (2, 1), (1, 1)]
    assert students == ["ben-0202", "dee-0404"]


# ------------------------------------------------------------------ the page of a student
def test_all_labs_of_a_student(pages):
    titles = [load_labs()[lab].title for lab in LABS]
    assert table(pages["ada-0101"]) == [
        [titles[0], "0", "7", "1 answer (3 points) waits to be graded"],
        [titles[1], "7", "7", "2 points of extra credit in it"],
        [titles[2], "2", "4", ""],
    ]
    assert table(pages["cyd-0303"]) == [
        [titles[0], "3.25", "7", "handed in 1.0 hours after the due date, 3.25 points taken off for it"],
        [titles[1], "–", "7", "not handed in"],
        [titles[2], "–", "4", "handed in, not graded yet"],
    ]
    assert table(pages["dee-0404"])[2] == [titles[2], "–", "4", "not handed in yet; due 2999-02-03 04:05 UTC"]
    assert "From your second lab on" in pages["dee-0404"]
    assert "Ada Muster" in text(pages["ada-0101"])


def test_tasks_of_a_student(pages):
    rows = {row[0].split()[0]: row[1:] for row in table(pages["ada-0101"], 1) + table(pages["ada-0101"], 2)}
    assert rows["softmax_loss"] == ["0", "2", "about not-averaged"]
    assert rows["q"] == ["–", "3", "waits to be graded"]
    assert rows["best_two_layer_net"] == ["7", "5", "right; 2 points of extra credit in it"]
    rows = {row[0].split()[0]: row[1:] for row in table(pages["cyd-0303"], 1)}
    assert rows["sgd_momentum"] == ["2", "2", "right"] and rows["q"] == ["2.5", "3", "to be looked at again"]
    rows = {row[0].split()[0]: row[1:] for row in table(pages["ben-0202"], 1)}
    assert rows["softmax_loss"] == ["0", "2", "left as it was given"] and rows["q"] == ["0", "3", "no answer"]


def test_what_came_back_is_told_with_what_helps(pages):
    lists = BeautifulSoup(pages["ada-0101"], "html.parser").ul.get_text(" ", strip=True)
    assert lists.startswith("Lab 1: softmax classification, softmax_loss : about not-averaged Lab 2")
    assert "The mean over the batch is taken once" in pages["ada-0101"]
    first = BeautifulSoup(pages["ben-0202"], "html.parser").ul.li.get_text(" ", strip=True)
    assert first == "Lab 1: softmax classification: softmax_loss , sgd_momentum"
    assert "Nothing came back" not in pages["ben-0202"]


def test_a_page_holds_nobody_else(pages):
    people = {"ada-0101": "Muster", "ben-0202": "Beispiel", "cyd-0303": "Roe", "dee-0404": "dee"}
    assert pages.keys() == people.keys()
    for student, page in pages.items():
        for other, name in people.items():
            assert (other in page, name in page) == ((student == other,) * 2), (student, other)


def test_what_others_wrote_does_nothing(pages):
    page = pages["ada-0101"]
    assert "<script" not in page and "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in page
    assert "\u202e" not in page and "\x1b" not in page
    assert "<b>Beispiel" not in pages["ben-0202"] and "&lt;b&gt;Beispiel" in pages["ben-0202"]
    assert not re.search(r"(src|href)=", page) and "default-src 'none'" in page


def test_only_labs_up_to_one(course, tmp_path, monkeypatch):
    monkeypatch.chdir(course.root)
    main(["term-pages", "--until", LAB1, "--into", str(tmp_path)])
    assert len(table((tmp_path / "ada-0101.html").read_text(encoding="utf-8"))) == 1


@pytest.mark.parametrize(("arguments", "words"), [
    (["--until", "lab0"], "there is no lab 'lab0'"),
    (["--until", "lab8_bptt"], "no graded submission of lab8_bptt: run nbgrader autograde lab8_bptt first"),
])  # fmt: skip
def test_pages_that_can_not_be_made(course, arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(course.root)
    with pytest.raises(SystemExit, match=words):
        main(["term-pages", "--into", str(tmp_path), *arguments])


def test_no_lab_is_graded(tmp_path, monkeypatch):
    GradedCourse(tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="no lab is graded yet: run nbgrader autograde"):
        main(["term-pages"])


def test_a_student_id_that_is_no_name_of_a_file(tmp_path, monkeypatch):
    course = GradedCourse(tmp_path / "course")
    course.grade(LAB2, {student: {"TwoLayerNet_backward": RIGHT} for student in ("../ada", "ben")})
    monkeypatch.chdir(course.root)
    with pytest.raises(SystemExit, match="Left out:\n  the student ID '../ada' must not contain"):
        main(["term-pages", "--into", str(tmp_path / "pages")])
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["ben.html"]


# ------------------------------------------------------------------ the page about the class
@pytest.fixture(scope="module")
def insight(course, tmp_path_factory):
    @functools.cache
    def page(lab, *options):
        folder = tmp_path_factory.mktemp("insight")
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(course.root)
            main(["insight", lab, "--into", str(folder), *options])
        return (folder / f"{lab}.html").read_text(encoding="utf-8")

    return page


def test_the_page_about_the_class_knows_the_term(insight):
    page = insight(LAB3)
    said = text(page)
    assert "2 students have two graded labs or more up to this one" in said
    assert "2 students did not finish two labs or more" in said
    rows = next(rows for number in range(12) if (rows := table(page, number))[0][0] == "tasks left as they were given")
    assert rows[1][:2] == ["a mean and a sum mistaken for each other", "1"]
    assert not re.search(r"ada|ben|cyd|dee", said)
    assert "ben-0202, dee-0404" in text(insight(LAB3, "--names"))
    assert "No student has two graded labs up to this one." in text(insight(LAB1))


def test_one_is_no_plural(tmp_path, monkeypatch):
    course = GradedCourse(tmp_path)
    marks = {"TwoLayerNet_backward": RIGHT, "q": Mark(None, 3.0, written=True)}
    course.grade(LAB2, {"ada": marks})
    monkeypatch.chdir(tmp_path)
    main(["insight", LAB2])
    said = text((tmp_path / "insight" / f"{LAB2}.html").read_text(encoding="utf-8"))
    assert "1 graded submission;" in said and "1 answer is not graded yet" in said


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(not chromium(), reason="no Chromium here")
def test_pages_can_be_read(pages, insight, tmp_path):
    found = {}
    with open_chromium() as browser:
        for name, page in {"student": pages["ada-0101"], "class": insight(LAB3)}.items():
            path = tmp_path / f"{name}.html"
            path.write_text(page, encoding="utf-8")
            browser.page.goto(path.as_uri())
            for theme, media, width in (("light", "screen", 1200), ("dark", "screen", 500), ("dark", "print", 700)):
                browser.page.emulate_media(color_scheme=theme, media=media)
                browser.page.set_viewport_size({"width": width, "height": 900})
                back = browser.page.evaluate("getComputedStyle(document.body).backgroundColor")
                assert (back == "rgb(255, 255, 255)") == ((theme, media) != ("dark", "screen"))
                wide = browser.page.evaluate("document.documentElement.scrollWidth > innerWidth")
                found[name, theme, media] = wide, violations(browser.page)
        assert not browser.foreign and not browser.errors
    assert {place: problems for place, problems in found.items() if problems != (False, [])} == {}
