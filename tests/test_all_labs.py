"""Every lab from its release to the gradebook: the solution, the stub, and hand-ins with one version in each module."""

import zipfile

import pytest
from course import Course, points
from versions import load_versions, module_with

from cs_nn.tools import checks
from cs_nn.tools.labs import COURSE, find_lab, load_labs

pytestmark = pytest.mark.slow


def tasks_of(lab, module):
    return [task.name for task in checks.lab_tasks(lab).values() if f"{task.module}.py" == module]


def hand_ins(lab):
    """By student: the text of each module, and the tasks that must fail."""
    solved = {module: (COURSE / "cs_nn" / module).read_text(encoding="utf-8") for module in find_lab(lab).modules}
    students = {"solution": (solved, set())}
    for number in range(2):
        for kind in ("odd", "wrong"):
            texts, failing = dict(solved), set()
            for module in solved:
                tasks = tasks_of(lab, module)
                task = tasks[-1 - number % len(tasks)]
                version = load_versions(kind, lab, task)[number]
                texts[module] = module_with(texts[module], [version])
                failing |= {task} if kind == "wrong" else set()
            students[f"{kind}-{number}"] = (texts, failing)
    return students


@pytest.mark.parametrize("lab", load_labs())
def test_a_lab_from_release_to_scores(lab, tmp_path):
    course = Course(tmp_path)
    release = course.release(lab)
    table = points(release)
    weights = find_lab(lab).weights
    value = {task: worth for tasks in table.values() for task, worth in tasks.items() if task not in weights}
    students = hand_ins(lab)
    stubs = {module: (release / "cs_nn" / module).read_text(encoding="utf-8") for module in find_lab(lab).modules}
    students["stub"] = stubs, set(value)
    archive = tmp_path / "downloaded" / lab / "archive"
    archive.mkdir(parents=True)
    for student, (texts, _) in students.items():
        with zipfile.ZipFile(archive / f"{lab}-{student}.zip", "w") as upload:
            for name in find_lab(lab).notebooks:
                upload.write(release / f"{name}.ipynb", f"{name}.ipynb")
            for module, text in texts.items():
                upload.writestr(f"cs_nn/{module}", text)
    course.run("zip_collect", lab)
    course.run("autograde", lab)
    scores = course.scores()
    expected = {s: sum(v for task, v in value.items() if task not in failing) for s, (_, failing) in students.items()}
    assert {student: scores[student, lab] for student in students} == expected
    course.run("generate_feedback", lab, "--student=wrong-0")
    for name in find_lab(lab).notebooks:
        page = (tmp_path / "feedback" / "wrong-0" / lab / f"{name}.html").read_text(encoding="utf-8")
        assert "Likely mistake" in page or not students["wrong-0"][1] & set(table[name])
