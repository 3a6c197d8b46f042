"""A kit of some labs: what it holds, what it lacks, and what a student who brings in the next one keeps."""

import functools
import shutil
import subprocess
import sys

import pytest

from cs_nn.tools.labs import COURSE, find_lab, load_labs
from cs_nn.update import Given, bring, course_version, read_given, read_kit
from grading.__main__ import main
from grading.chosen_labs import builds_on, choose_labs, left_out, list_of_labs
from grading.kit import release_notebook, write_kit

ONE, TWO, THREE, FOUR = list(load_labs())[:4]


@pytest.fixture(scope="module")
def kits(tmp_path_factory):
    """Of the first week, of the third, and for those who join in the third."""
    folder = tmp_path_factory.mktemp("kits")
    patch = pytest.MonkeyPatch()
    patch.setattr("grading.kit.release_notebook", functools.cache(release_notebook))
    write_kit(folder / "first", labs=choose_labs([ONE], []))
    write_kit(folder / "third", labs=choose_labs([ONE, TWO], []))
    write_kit(folder / "late", labs=choose_labs([TWO], [ONE]), solutions=[ONE])
    yield folder
    patch.undo()


def test_what_a_lab_builds_on():
    assert {lab.name: [other.name[:4] for other in builds_on(lab)] for lab in load_labs().values()} == {
        "lab1_softmax": [],
        "lab2_two_layer_net": ["lab1"],
        "lab3_three_layer_net": ["lab1"],
        "lab4_regularization": [],
        "lab5_batchnorm": ["lab1", "lab3"],
        "lab6_mlp": ["lab1", "lab3"],
        "lab7_cnn": ["lab1", "lab3", "lab6"],
        "lab8_bptt": ["lab1"],
    }


def test_a_lab_without_what_it_builds_on_is_refused(tmp_path):
    with pytest.raises(SystemExit, match=f"{TWO} builds on {ONE}: name it after --labs too, or"):
        main(["kit", "--labs", TWO, "--into", str(tmp_path / "kit")])
    assert not (tmp_path / "kit").exists()
    assert [lab.name for lab in choose_labs([THREE, FOUR], [ONE])] == [ONE, THREE, FOUR]
    assert [lab.name for lab in choose_labs([], [ONE])] == list(load_labs())


def test_the_list_of_labs_keeps_what_is_said_of_each():
    assert list_of_labs(load_labs().values()) == (COURSE / "assignments" / "labs.toml").read_text(encoding="utf-8")


def test_it_has_these_labs_only(kits):
    first, everything = kits / "first", {file.name for file in (COURSE / "cs_nn" / "checks" / "tasks").iterdir()}
    assert list(load_labs(first)) == [ONE] and load_labs(first)[ONE] == find_lab(ONE)
    assert [path.name for path in (first / "assignments").iterdir() if path.is_dir()] == [ONE]
    others = [lab for lab in load_labs().values() if lab.name != ONE]
    assert not [module for lab in others for module in lab.modules if (first / "cs_nn" / module).exists()]
    tasks = {file.name for file in (first / "cs_nn" / "checks" / "tasks").iterdir()}
    assert tasks == {name for name in everything if not name.startswith("lab") or name.startswith(ONE)} - {
        "__pycache__"
    }
    page = (first / "index.md").read_text(encoding="utf-8")
    assert "Lab 1" in page and "Lab 2" not in page
    given = read_given(first)
    assert list(given.cells) == [ONE] and given.students == {
        "cs_nn/softmax.py",
        "progress.ipynb",
        *(f"assignments/{ONE}/{name}.ipynb" for name in find_lab(ONE).notebooks),
    }


def test_labs_of_a_late_joiner_run_and_say_whose_version_they_use(kits):
    late = kits / "late"
    assert list(load_labs(late)) == [ONE, TWO]
    assert course_version((late / "cs_nn" / "softmax.py").read_bytes()) == ONE
    assert course_version((late / "cs_nn" / "two_layer_net.py").read_bytes()) is None
    code = f"""
from cs_nn.checks import check
from cs_nn.submit import inspect_lab
from cs_nn.tools.labs import COURSE, find_lab
check("softmax_loss")
print(*inspect_lab(find_lab("{ONE}"), COURSE).errors, sep="\\n")
print(inspect_lab(find_lab("{TWO}"), COURSE).borrowed)
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=late, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "correct" in run.stdout and "is the course's version, not your work" in run.stdout and ONE in run.stdout
    assert "course's version" in (late / "index.md").read_text(encoding="utf-8")


def student_of(kit, tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(kit, folder)
    return folder


def test_the_next_kit_brings_a_lab_and_takes_nothing(kits, tmp_path):
    mine = student_of(kits / "first", tmp_path)
    written = {"cs_nn/softmax.py": b"mine = 1\n", f"assignments/{ONE}/softmax_mnist.ipynb": b"{}", "notes.md": b"mine"}
    for name, content in written.items():
        (mine / name).write_bytes(content)
    report = bring(read_kit(kits / "third"), mine)
    assert {name: (mine / name).read_bytes() for name in written} == written
    assert not report.beside and not report.gone and not report.left and not report.replaced
    assert "cs_nn/two_layer_net.py" in report.new and list(load_labs(mine)) == [ONE, TWO]
    assert (mine / "assignments" / ONE / "softmax_cifar10.ipynb").is_file()


def test_a_late_joiner_keeps_the_courses_version(kits, tmp_path):
    mine = student_of(kits / "late", tmp_path)
    (mine / "cs_nn" / "two_layer_net.py").write_text("mine = 1\n", encoding="utf-8")
    for _ in range(2):
        report = bring(read_kit(kits / "third"), mine)
        assert not report.beside and not report.replaced
        assert course_version((mine / "cs_nn" / "softmax.py").read_bytes()) == ONE
        assert (mine / "cs_nn" / "two_layer_net.py").read_text(encoding="utf-8") == "mine = 1\n"
    assert isinstance(read_given(mine), Given) and list(load_labs(mine)) == [ONE, TWO]


def test_a_kit_with_fewer_labs_than_the_one_before_is_said(kits, tmp_path, capsys):
    assert left_out(kits / "third", choose_labs([ONE, TWO, THREE], [])) == left_out(tmp_path / "none.zip", []) == []
    mine = student_of(kits / "third", tmp_path)
    main(["kit", "--into", str(mine), "--labs", ONE])
    assert f"the kit that was in {mine} also has {find_lab(TWO).title}" in capsys.readouterr().out
    assert list(load_labs(mine)) == [ONE]
