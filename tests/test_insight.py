"""The page about a class: its counts are those of the mistakes that were planted, and it names nobody unasked."""

import ast
import csv
import os
import random
import zipfile
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from course import Course, points
from test_versions import hidden_problem
from versions import load_versions, module_with

from cs_nn.tools import checks
from cs_nn.tools.labs import COURSE, find_lab, load_labs
from grading import insight
from grading.__main__ import main
from grading.hidden_checks import main_problem
from grading.insight import Answer, Submission

#: Students in each lab's class; the course's own figure is from 29, which makes 203 submissions.
CLASS = int(os.environ.get("CS_NN_CLASS", "3"))


# ------------------------------------------------------------------ counting
def submission(student, score=2.0, mistake="", **settings):
    answer = Answer(score, 2.0, mistake=mistake, sentence=f"about {mistake}" if mistake else "", **settings)
    return Submission(student, {"task": answer, "rest": Answer(1.0 if score else 0.0, 1.0)})


def test_a_task_over_the_class():
    submissions = [submission("a"), submission("b", 0.0, "sign"), submission("c", 0.0, "sign"),
                   submission("d", 0.0, "stub"), submission("e", 0.0, "factor")]
    task = insight.summarise(submissions, "task")
    assert (task.right, task.unwritten, task.mean) == (1, 1, pytest.approx(0.2))
    assert task.mistakes == [("sign", 2, "about sign"), ("factor", 1, "about factor")]
    assert task.separates == pytest.approx(1.0)


def test_a_task_that_all_solve_separates_nobody():
    assert insight.summarise([submission(name) for name in "abcd"], "task").separates is None


def test_who_needs_a_look():
    usual = [submission(name, seconds=0.1) for name in "abc"]
    slow, stopped = submission("slow", seconds=30.0), submission("stopped", 0.0, "stopped")
    late, noted = submission("late"), submission("noted")
    late.late, noted.notes = 7200.0, ["the notebook can't be read"]
    reasons = {s.student: why for s, why in insight.needs_an_eye([*usual, slow, stopped, late, noted])}
    assert set(reasons) == {"slow", "stopped", "late", "noted"}
    assert "30 s" in reasons["slow"][0]
    assert "2.0 hours" in reasons["late"][0]


def test_the_mistake_that_most_comparisons_show_is_told():
    problem = checks.Problem
    first, sign, factor = problem("x is wrong"), problem("x", "the sign", "sign"), problem("x", "a factor", "factor")
    assert main_problem([None, first, factor, sign, sign, None]) is sign
    assert main_problem([first, None]) is first
    assert main_problem([None, None]) is None


# ------------------------------------------------------------------ a class
def named_alike(lab, task, folder, seeds=(3, 8, 21, 34, 55, 89)):
    """Wrong versions that the hidden checks name as the visible ones do, on several inputs."""
    chosen = []
    versions = load_versions("wrong", lab, task)
    random.Random(task).shuffle(versions)
    for version in versions:
        found = {hidden_problem(version, lab, seed, folder, of=lambda problem: problem.mistake) for seed in seeds}
        if version.mistake and found == {version.mistake}:
            chosen.append(version)
        if len(chosen) == 2:
            break
    return chosen


def plant(lab, size, folder, release, scratch):
    """Upload hand-ins of `size` students; how often each (task, mistake) was planted, and the tasks left as stubs."""
    draw = random.Random(lab)
    planted, unwritten = Counter(), Counter()
    choices = {task: {"odd": load_versions("odd", lab, task)[:3], "wrong": named_alike(lab, task, scratch)}
               for task in checks.lab_tasks(lab)}
    folder.mkdir(parents=True)
    for number in range(size):
        with zipfile.ZipFile(folder / f"{lab}-student{number}.zip", "w") as upload:
            for name in find_lab(lab).notebooks:
                upload.write(release / f"{name}.ipynb", f"{name}.ipynb")
            for module in find_lab(lab).modules:
                versions, helpers = [], set()
                for task in checks.lab_tasks(lab).values():
                    kind = draw.choice(["solution", "odd", "wrong", "stub"])
                    if f"{task.module}.py" != module or kind == "solution":
                        continue
                    if kind == "stub":
                        unwritten[task.name] += 1
                        versions.append(stub(task.name))
                    elif choices[task.name][kind]:
                        version = draw.choice(choices[task.name][kind])
                        if helpers & helpers_of(version):  # in one module, one would take the place of the other
                            continue
                        helpers |= helpers_of(version)
                        versions.append(version)
                        if kind == "wrong":
                            planted[task.name, version.mistake] += 1
                upload.writestr(f"cs_nn/{module}", module_with((COURSE / "cs_nn" / module).read_text(encoding="utf-8"),
                                                               versions))
    return planted, unwritten


def helpers_of(version):
    """The names that a version's code defines beside its function."""
    tree = ast.parse(version.code)
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return names | {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
                    if isinstance(target, ast.Name)}


def stub(task):
    function = task.replace("_", ".", 1) if task[0].isupper() else task
    code = f"def _stub(*arguments, **settings):\n    raise NotImplementedError('{task}')\n\n\n{function} = _stub\n"
    return type("Stub", (), {"code": code})


def counts_of(page):
    """(task, mistake) -> students, and task -> students who left the stub, as the page says."""
    soup = BeautifulSoup(page, "html.parser")
    mistakes, unwritten = Counter(), Counter()
    for heading in soup.find_all("h3"):
        if heading.code:
            for row in heading.find_next("table").find_all("tr")[1:]:
                cells = [cell.get_text() for cell in row.find_all("td")]
                mistakes[heading.code.get_text(), cells[1]] += int(cells[0])
    for row in soup.find("table").find_all("tr")[1:]:
        cells = [cell.get_text() for cell in row.find_all("td")]
        unwritten[cells[0]] = int(cells[4])
    return mistakes, +unwritten


@pytest.mark.slow
@pytest.mark.parametrize("lab", load_labs())
def test_counts_of_a_class(lab, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "course"
    root.mkdir()
    course = Course(root)
    release = course.release(lab)
    planted, unwritten = plant(lab, CLASS, root / "downloaded" / lab / "archive", release, tmp_path)
    assert planted
    course.run("zip_collect", lab)
    course.run("autograde", lab)
    html, table = insight.write_insight(root, lab, tmp_path / "insight")
    page = html.read_text(encoding="utf-8")
    assert counts_of(page) == (planted, unwritten)
    soup = BeautifulSoup(page, "html.parser")
    assert f"{CLASS} graded submissions" in soup.p.get_text()
    assert all(picture["alt"] and picture["src"].startswith("data:") for picture in soup.find_all("img"))
    assert "http" not in page and "student0" not in page
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    tasks = {name for names in points(release).values() for name in names}
    assert len([row for row in rows if row["cell"] in tasks]) == CLASS * len(tasks)
    assert Counter((row["cell"], row["mistake"]) for row in rows if row["mistake"] not in ("", "stub")
                   and row["cell"] in checks.lab_tasks(lab)) == planted
    with_names, _ = insight.write_insight(root, lab, tmp_path / "named", names=True)
    assert "student0" in (tmp_path / "named" / f"{lab}.csv").read_text(encoding="utf-8")


def test_a_lab_that_nobody_handed_in(tmp_path, monkeypatch):
    course = Course(tmp_path)
    monkeypatch.chdir(course.root)
    with pytest.raises(SystemExit, match="run nbgrader autograde lab4_regularization first"):
        main(["insight", "lab4_regularization"])
