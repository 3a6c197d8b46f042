"""Every lab from its release to the gradebook and the page about the class.

Hand-ins are the solution, the stub, and mixtures of right, odd, wrong and unwritten tasks. Scores and the page's
counts must be those that were planted.
"""

import csv
import functools
import itertools
import os
import random
import zipfile
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from course import Course, points
from test_hints import problem_alone
from versions import load_versions, module_with, names_of, stub

from cs_nn import checks
from cs_nn.tools.labs import COURSE, find_lab, load_labs
from grading import insight

pytestmark = pytest.mark.slow

#: Mixtures in each lab's class; the course's own figure is from 29, which makes 203 and the solutions and stubs.
CLASS = int(os.environ.get("CS_NN_CLASS", "3"))
#: Versions of a kind and a task to choose from.
ENOUGH = 1 + CLASS // 5


def named(lab, task, folder):
    """Wrong versions that the visible check names, whatever is missing in the other tasks: so does the grader, then."""
    versions = [version for version in load_versions("wrong", lab, task.name) if version.mistake]
    random.Random(task.name).shuffle(versions)
    problems = ((version, problem_alone(lab, task, version, folder)) for version in versions)
    right = (version for version, problem in problems if problem is not None and problem.mistake == version.mistake)
    return list(itertools.islice(right, ENOUGH))


def mixtures(lab, folder):
    """By student: the text of each module, the planted mistakes by task, and the tasks left as stubs."""
    draw = random.Random(lab)
    tasks = checks.lab_tasks(lab)

    @functools.cache
    def choices(kind, name):
        task = tasks[name]
        if kind == "wrong":
            return named(lab, task, folder)
        if kind == "odd":
            versions = load_versions("odd", lab, name)
            draw.shuffle(versions)
            right = (version for version in versions if problem_alone(lab, task, version, folder) is None)
            return list(itertools.islice(right, ENOUGH))
        return [None]

    students = {}
    for number in range(CLASS):
        texts, mistakes, unwritten = {}, {}, set()
        for module in find_lab(lab).modules:
            versions, names = [], set()
            for task in [task for task in tasks.values() if f"{task.module}.py" == module]:
                kind = draw.choice(["solution", "odd", "wrong", "stub"])
                version = stub(task.name) if kind == "stub" else draw.choice(choices(kind, task.name) or [None])
                # In one module, one helper would take the place of the other.
                if version is None or names & names_of(version):
                    continue
                names |= names_of(version)
                versions.append(version)
                if kind == "wrong":
                    mistakes[task.name] = version.mistake
                elif kind == "stub":
                    unwritten.add(task.name)
            texts[module] = module_with(solved(module), versions)
        students[f"student{number}"] = texts, mistakes, unwritten
    return students


def solved(module):
    return (COURSE / "cs_nn" / module).read_text(encoding="utf-8")


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


@pytest.mark.parametrize("lab", load_labs())
def test_a_lab_from_release_to_the_page_about_the_class(lab, tmp_path, monkeypatch):
    root = tmp_path / "course"
    root.mkdir()
    monkeypatch.chdir(root)
    course = Course(root)
    release = course.release(lab)
    table = points(release)
    weights = find_lab(lab).weights
    value = {task: worth for tasks in table.values() for task, worth in tasks.items() if task not in weights}
    students = mixtures(lab, tmp_path)
    assert any(mistakes for _, mistakes, _ in students.values())
    students["solution"] = {module: solved(module) for module in find_lab(lab).modules}, {}, set()
    stubs = {module: (release / "cs_nn" / module).read_text(encoding="utf-8") for module in find_lab(lab).modules}
    students["stub"] = stubs, {}, set(value)
    archive = root / "downloaded" / lab / "archive"
    archive.mkdir(parents=True)
    for student, (texts, _, _) in students.items():
        with zipfile.ZipFile(archive / f"{lab}-{student}.zip", "w") as upload:
            for name in find_lab(lab).notebooks:
                upload.write(release / f"{name}.ipynb", f"{name}.ipynb")
            for module, text in texts.items():
                upload.writestr(f"cs_nn/{module}", text)
    course.run("zip_collect", lab)
    course.run("autograde", lab)

    scores = course.scores()
    expected = {
        student: sum(worth for task, worth in value.items() if task not in {*mistakes, *unwritten})
        for student, (_, mistakes, unwritten) in students.items()
    }
    assert {student: scores[student, lab] for student in students} == expected

    course.run("generate_feedback", lab, "--student=student0")
    for name in find_lab(lab).notebooks:
        page = (root / "feedback" / "student0" / lab / f"{name}.html").read_text(encoding="utf-8")
        # What a wrong result is said to be has no hint beside it.
        hinted = {task for task, mistake in students["student0"][1].items() if mistake not in ("wrong-result", "loop")}
        assert "Likely mistake" in page or not hinted & table[name].keys()

    planted = Counter(item for _, mistakes, _ in students.values() for item in mistakes.items())
    html, rows = insight.write_insight(root, lab, tmp_path / "insight")
    page = html.read_text(encoding="utf-8")
    assert counts_of(page) == (planted, Counter(task for _, _, unwritten in students.values() for task in unwritten))
    soup = BeautifulSoup(page, "html.parser")
    assert f"{len(students)} graded submissions" in soup.p.get_text()
    assert all(picture["alt"] and picture["src"].startswith("data:") for picture in soup.find_all("img"))
    assert "http:" not in page and "https:" not in page and "student0" not in page
    with rows.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    tasks = {name for names in table.values() for name in names}
    assert len([row for row in rows if row["cell"] in tasks]) == len(students) * len(tasks)
    assert (
        Counter(
            (row["cell"], row["mistake"])
            for row in rows
            if row["mistake"] not in ("", "stub") and row["cell"] in checks.lab_tasks(lab)
        )
        == planted
    )
    insight.write_insight(root, lab, tmp_path / "named", names=True)
    assert "student0" in (tmp_path / "named" / f"{lab}.csv").read_text(encoding="utf-8")
