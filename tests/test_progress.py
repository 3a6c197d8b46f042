"""How far a student is: what is said in the terminal and in a notebook, whatever the student's functions do."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta, timezone

import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook
from small_kits import edit_notebook, make_kit, write_module

from cs_nn import progress
from cs_nn.progress.__main__ import main
from cs_nn.progress.deadlines import FILE, due_in_words, read_deadlines
from cs_nn.progress.in_notebook import page
from cs_nn.progress.standing import CHANGED, MADE, NONE, all_standings
from cs_nn.progress.trying import RIGHT, UNKNOWN, UNWRITTEN, WRONG, try_checks
from cs_nn.submit import hand_in
from cs_nn.tools.labs import COURSE, load_labs
from cs_nn.update import MARK
from grading.kit import STUDENT_FILES, deadlines_of

LAB2, LAB4 = "lab2_two_layer_net", "lab4_regularization"
TASKS = [
    "compute_cost_with_regularization", "backward_propagation_with_regularization",
    "forward_propagation_with_dropout", "backward_propagation_with_dropout",
]  # fmt: skip
NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A kit of two labs in which nothing is written."""
    return make_kit(tmp_path_factory.mktemp("made"), LAB2, LAB4)


@pytest.fixture
def kit(made, tmp_path):
    return shutil.copytree(made, tmp_path / "kit")


def write(kit, keep, extra=""):
    write_module(kit, "regularization.py", keep, extra)


def standings(kit):
    return all_standings(load_labs(kit).values(), kit)


def flat(text):
    return " ".join(text.split())


# ------------------------------------------------------------------ what the files say
def test_a_fresh_kit_is_not_begun_and_runs_nothing(made, monkeypatch):
    monkeypatch.setattr("subprocess.Popen", lambda *args, **options: pytest.fail("a process"))
    for standing in standings(made):
        assert not standing.begun and not standing.says and standing.packed == NONE and standing.due is None
        assert {part.ending.how for part in (*standing.functions, *standing.answers, *standing.networks)} == {UNWRITTEN}
    assert [*map(len, (standing.functions, standing.answers, standing.networks))] == [4, 2, 0]
    assert progress.told([standing], NOW).splitlines()[-1].strip().startswith("It counts once"), "no details"


def test_a_lab_that_is_begun(kit):
    write(kit, TASKS[:2], f"def {TASKS[2]}(*args):\n    return 1, 2\n")
    edit_notebook(
        kit / "assignments" / LAB4 / "regularization.ipynb",
        lambda cells, notebook: cells["answer-l2"].update(source="Because $W$ is <b>small</b>."),
    )
    two, four = standings(kit)
    assert four.begun and not two.begun
    assert {part.name: part.ending.how for part in four.functions} == dict(zip(TASKS, [RIGHT, RIGHT, WRONG, UNWRITTEN]))
    assert [(part.points, part.ending.how) for part in four.answers] == [(5, RIGHT), (5, UNWRITTEN)]
    said = flat(progress.told([two, four], NOW))
    for words in (
        "Lab 4: regularization and dropout 5 of 12 5 of 10",
        "5 of 12 points: 2 of 4 functions pass their check",
        f"wrong: {TASKS[2]} (4): ",
        f"not written: {TASKS[3]} (3)",
        "empty: q-dropout (5)",
        "The grader runs these functions on other inputs as well",
        "it would say: cs_nn/regularization.py: still to be written",
        "no zip in this folder yet: python -m cs_nn.submit lab4_regularization",
    ):
        assert words in said, words
    assert "Lab 2: a two-layer network time" not in said, "no details of a lab that is not begun"


def test_the_courses_version_counts_as_no_work_of_the_students(kit):
    write(kit, TASKS)
    path = kit / "cs_nn" / "regularization.py"
    path.write_text(f"{MARK.format(lab=LAB4)}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    _, four = standings(kit)
    assert {part.ending.how for part in four.functions} == {UNKNOWN}
    said = flat(progress.told([four], NOW))
    assert "0 of 12 points" in said and "cs_nn/regularization.py is the course's version, not your work" in said


@pytest.mark.parametrize("lost", ["folder", "notebook", "cell"])
def test_no_sum_is_named_where_a_part_is_lost(kit, lost):
    path = kit / "assignments" / LAB4 / "regularization.ipynb"
    if lost == "folder":
        path.parent.rename(path.parent.with_name("mine"))
    elif lost == "notebook":
        path.write_text('{"cells": [', encoding="utf-8")
    else:
        edit_notebook(path, lambda cells, notebook: notebook.cells.remove(cells["answer-l2"]))
    two, four = standings(kit)
    assert two.whole and not four.whole and four.says
    said = flat(progress.told([two, four], NOW))
    assert re.search(r"Lab 4: regularization and dropout 0 of \? 0 of \? ", said)
    assert "all 0 of ? 0 of ? checks:" in said and "?: points that can't be known" in said


def test_a_damaged_list_of_labs_is_named(kit):
    (kit / "assignments" / "labs.toml").write_text("[", encoding="utf-8")
    with pytest.raises(ValueError, match=r"labs\.toml can't be read .* put the course's own file in its place"):
        load_labs(kit)


def test_a_network_and_a_zip(kit):
    (kit / "assignments" / LAB2 / "best_two_layer_net.npz").write_bytes(b"weights")
    (standing, _) = standings(kit)
    assert standing.begun and [part.ending.how for part in standing.networks] == [RIGHT]
    assert "best_two_layer_net.npz is there: up to 5 points" in flat(progress.told([standing], NOW))
    hand_in(LAB2, "王小明", course=kit)
    assert standings(kit)[0].packed == MADE
    (kit / "assignments" / LAB2 / "best_two_layer_net.npz").write_bytes(b"other weights")
    assert standings(kit)[0].packed == CHANGED
    (kit / f"{LAB2}-王小明.zip").write_bytes(b"no zip")
    assert standings(kit)[0].packed == CHANGED


def test_files_that_cannot_be_read_are_told(kit):
    (kit / "cs_nn" / "regularization.py").write_text("def f(:\n", encoding="utf-8")
    (kit / "assignments" / LAB2 / "two_layer_net.ipynb").write_text("{", encoding="utf-8")
    two, four = standings(kit)
    assert {part.ending.how for part in four.functions} == {WRONG}
    assert "can't be read as Python" in four.functions[0].ending.why
    assert two.begun and not two.functions and "can't be read as a notebook" in two.says[0]
    assert "0 of ?" in progress.told([two, four], NOW)


def test_a_released_lab_is_alone(kit):
    shutil.move(kit / "assignments" / LAB4 / "regularization.ipynb", kit)
    shutil.move(kit / "assignments" / "labs.toml", kit)
    shutil.rmtree(kit / "assignments")
    (standing,) = standings(kit)
    assert standing.lab.name == LAB4 and len(standing.functions) == 4
    assert not [line for line in standing.says if "missing" in line]


# ------------------------------------------------------------------ functions that don't end, or end Python
def test_a_loop_without_end_and_a_crash_cost_one_task_each(kit):
    write(kit, TASKS[3:], f"import os\nprint('x' * 100_000)\ndef {TASKS[0]}(*args):\n    while True:\n        pass\n"
          f"def {TASKS[1]}(*args):\n    os._exit(7)\n")  # fmt: skip
    found = try_checks(LAB4, [TASKS[0], TASKS[1], TASKS[3]], kit, task_time=1)
    assert [ending.how for ending in found.values()] == [WRONG, WRONG, RIGHT]
    assert "more than 1 s" in found[TASKS[0]].why and "exit status 7" in found[TASKS[1]].why


def test_a_lab_has_a_time_limit(kit):
    write(kit, [], "while True:\n    pass\n")
    found = try_checks(LAB4, TASKS, kit, lab_time=0.3)
    assert {ending.how for ending in found.values()} == {UNKNOWN} and "more than 0 s" in found[TASKS[0]].why


def test_checks_that_cannot_be_loaded_are_told(kit):
    (kit / "cs_nn" / "checks" / "__init__.py").write_text("import no_such_package\n", encoding="utf-8")
    found = try_checks(LAB4, TASKS, kit)
    assert {ending.how for ending in found.values()} == {UNKNOWN} and "no_such_package" in found[TASKS[0]].why


# ------------------------------------------------------------------ deadlines
def test_the_kit_says_the_gradebooks_due_dates(tmp_path):
    shutil.copy(COURSE / "nbgrader_config.py", tmp_path)
    (tmp_path / "assignments").mkdir()
    shutil.copy(COURSE / "assignments" / "labs.toml", tmp_path / "assignments")
    assert deadlines_of(load_labs().values(), tmp_path) == "", "no gradebook"
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        gradebook.add_assignment(LAB4, duedate=datetime(2026, 12, 4, 22, 59))
        gradebook.add_assignment(LAB2)
    (tmp_path / "assignments" / FILE).write_text(deadlines_of(load_labs().values(), tmp_path), encoding="utf-8")
    assert read_deadlines(tmp_path) == {LAB4: datetime(2026, 12, 4, 22, 59, tzinfo=UTC)}


@pytest.mark.parametrize("text", ["", "[", 'lab4_regularization = "soon"', "lab4_regularization = 2026-12-04 10:00:00"])
def test_a_list_of_deadlines_that_says_nothing(kit, text):
    (kit / "assignments" / FILE).write_text(text, encoding="utf-8")
    assert read_deadlines(kit) == {}


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(days=6, hours=3), "6 days left"),
        (timedelta(days=1, hours=1, minutes=5), "1 day 1 hour left"),
        (timedelta(days=2), "2 days left"),
        (timedelta(hours=2), "2 hours left"),
        (timedelta(minutes=1), "1 minute left"),
        (timedelta(0), "0 minutes ago"),
        (-timedelta(hours=2), "2 hours ago"),
    ],
)
def test_time_left(time, words):
    assert due_in_words(NOW + time, NOW).endswith(f", {words}")


def test_deadlines_are_told_on_the_students_clock(made, monkeypatch):
    class Local(datetime):
        def astimezone(self, zone=timezone(timedelta(hours=8))):
            return super().astimezone(zone)

    due = Local(2026, 12, 4, 22, 59, tzinfo=UTC)
    assert due_in_words(due, NOW) == "5 Dec 2026 06:59 (UTC+08:00), 3 days left"
    monkeypatch.setattr("cs_nn.progress.standing.read_deadlines", lambda course: {LAB4: due})
    said = progress.told(standings(made), NOW)
    assert re.search(r"Lab 4: .* 5 Dec 06:59\n", said) and "extensions are not known" in said


# ------------------------------------------------------------------ the terminal and the notebook
def test_the_terminal_needs_80_columns_and_ascii(kit, monkeypatch):
    write(kit, [], f"def {TASKS[0]}(*args):\n    raise ValueError('λ' * 200)\n")
    monkeypatch.setattr("cs_nn.progress.standing.read_deadlines", lambda course: dict.fromkeys((LAB2, LAB4), NOW))
    said = progress.told(standings(kit), NOW)
    assert max(map(len, said.splitlines())) < 80
    assert said.replace("λ", "").isascii() and "\x1b" not in said


def test_the_command(kit, capsys, monkeypatch):
    monkeypatch.setattr("cs_nn.progress.__main__.load_labs", lambda: load_labs(kit))
    monkeypatch.setattr("cs_nn.progress.__main__.all_standings", lambda labs: all_standings(labs, kit))
    assert main([]) == 0
    assert "Lab 4: regularization and dropout" in capsys.readouterr().out
    assert main(["lab9"]) == 1
    assert "there is no lab 'lab9'; the labs are" in capsys.readouterr().out


def test_the_page_says_the_same_and_escapes_it(kit):
    write(kit, TASKS[:1], f"def {TASKS[1]}(*args):\n    raise ValueError('<script>')\n")
    found = standings(kit)
    html = page(found, NOW)
    assert "<script>" not in html and "color" not in html
    soup = BeautifulSoup(html, "html.parser")
    said = flat(progress.told(found, NOW))
    for element in [*soup.select("span, details li li"), *soup.find("ul").find_all("li")]:
        assert flat(element.get_text()) in said
    assert [th["scope"] for th in soup.table.find_all("th")] == ["col"] * 5 + ["row"] * 3
    assert soup.table.caption and [d.summary.get_text() for d in soup.find_all("details")] == [found[1].lab.title]


def test_the_kits_notebook_shows_it():
    cells = json.loads((STUDENT_FILES / "progress.ipynb").read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert code[0] == "from cs_nn import progress\n\nprogress.show()"
    assert not any(cell.get("outputs") for cell in cells)


def test_nothing_is_looked_at_while_nbgrader_runs(monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    progress.show()
    assert "while nbgrader runs" in capsys.readouterr().out
