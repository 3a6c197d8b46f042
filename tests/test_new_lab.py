"""`python -m grading new-lab`: what it writes is a lab that is checked, released, graded and fed back."""

import subprocess
import sys

import pytest
from course import Course

from cs_nn.tools.labs import load_labs
from grading.new_lab import write_lab

LAB = "lab9_two_gates"
RIGHT = """
def two_gates_loss(y, t):
    return 0.5 * np.sum((y - t) ** 2) / len(y), (y - t) / len(y)
"""
NOT_AVERAGED = RIGHT.replace("(y - t) / len(y)", "y - t")


def run(course, *arguments, fails=False):
    result = subprocess.run(
        [sys.executable, *arguments], cwd=course.root, capture_output=True, text=True, encoding="utf-8"
    )
    assert bool(result.returncode) == fails, result.stdout + result.stderr
    return result.stdout + result.stderr


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path)


@pytest.mark.slow
def test_a_new_lab_is_checked_released_graded_and_fed_back(course):
    said = run(course, "-m", "grading", "new-lab", LAB, "--title", "two gates")
    assert f"wrote assignments/{LAB}/two_gates.ipynb" in said and "wrote tests/test_two_gates.py" in said
    assert [lab.title for lab in load_labs(course.root).values()][-1] == "Lab 9: two gates"
    assert not [path for path in course.root.rglob("*topic*") if "skeleton" not in path.parts]
    assert "correct in all" in run(course, "-c", 'from cs_nn.checks import check; check("two_gates_loss")')

    release = course.release(LAB)
    stub = (release / "cs_nn" / "two_gates.py").read_text(encoding="utf-8")
    assert 'raise NotImplementedError("two_gates_loss")' in stub and "error =" not in stub
    for student, code in (("right", RIGHT), ("wrong", NOT_AVERAGED), ("stub", "")):
        folder = course.root / "submitted" / student / LAB
        (folder / "cs_nn").mkdir(parents=True)
        (folder / "two_gates.ipynb").write_bytes((release / "two_gates.ipynb").read_bytes())
        (folder / "cs_nn" / "two_gates.py").write_text(stub + code, encoding="utf-8")
    course.run("autograde", LAB)
    course.run("generate_feedback", LAB)
    assert course.scores() == {("right", LAB): 2, ("wrong", LAB): 0, ("stub", LAB): 0}
    page = (course.root / "feedback" / "wrong" / LAB / "two_gates.html").read_text(encoding="utf-8")
    assert "the loss is divided by N, and so is its gradient" in page


def test_a_lab_that_is_there_stays(course):
    before = {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}
    with pytest.raises(ValueError, match="there is a lab 8 already: lab8_bptt"):
        write_lab("lab8_gates", "gates", course.root)
    with pytest.raises(ValueError, match="files are there already: cs_nn/softmax.py"):
        write_lab("lab9_softmax", "softmax", course.root)
    assert {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "name", ["", "gates", "lab_gates", "lab9", "lab9_", "lab09_gates", "lab9_Gates", "lab9_a/b", "lab9_../x"]
)
def test_a_name_that_no_lab_can_have(name, course):
    with pytest.raises(ValueError, match="a lab is called lab<number>_<topic>"):
        write_lab(name, "gates", course.root)
