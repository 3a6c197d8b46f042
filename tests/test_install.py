"""Setting up: which Python is needed is said first, and an environment of a wrong one isn't kept."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import install
from cs_nn.tools.labs import COURSE
from grading.kit import STUDENT_FILES

THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
WINDOWS = os.name == "nt"


@pytest.fixture
def course(tmp_path):
    """What setting up needs, with no packages to install."""
    for name in ("Makefile", "install.py"):
        shutil.copyfile(COURSE / name, tmp_path / name)
    (tmp_path / "requirements.txt").write_text("# none\n")
    return tmp_path


def unsupported(course):
    """Make the Python that runs the tests one that the course does not run on."""
    text = (course / "install.py").read_text()
    pythons = tuple(version for version in install.PYTHONS if version != THIS)
    here = f"PYTHONS = {install.PYTHONS}".replace("'", '"')
    assert here in text
    (course / "install.py").write_text(text.replace(here, f"PYTHONS = {pythons}"))


def run(course, *arguments, fails=False):
    result = subprocess.run(arguments, cwd=course, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert (result.returncode != 0) == fails, result.stdout
    return result.stdout


def set_up(course, *arguments, fails=False):
    return run(course, sys.executable, "install.py", *arguments, fails=fails)


def python_of(course):
    return next(path for path in (course / ".venv").glob("*/python*") if path.stem == "python")


@pytest.mark.skipif(WINDOWS or not shutil.which("make"), reason="no make here")
def test_make_lab_starts_in_a_folder_of_any_name(course, tmp_path):
    """The path of the course may hold blanks, brackets and letters that are not ASCII."""
    folder = tmp_path / "Übung [1] (Käse) & 'mehr'"
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / "build" / "kit").mkdir(parents=True)
    (folder / "install.py").write_text("")
    shutil.copyfile(course / "Makefile", folder / "Makefile")
    for name in ("python", "jupyter"):
        program = folder / ".venv" / "bin" / name
        program.write_text(f'#!/bin/sh\necho "{name} $* in $PWD"\n')
        program.chmod(0o755)
    said = run(folder, "make", "--silent", "lab", f"PYTHON={sys.executable}", "LAB_OPTIONS=--no-browser")
    assert said.splitlines() == [
        f"python -m grading kit in {folder}",
        f"jupyter lab --config=jupyter_lab_config.py --no-browser in {folder / 'build' / 'kit'}",
    ]


def test_all_places_name_the_same_pythons():
    oldest, newest = install.PYTHONS[0], install.PYTHONS[-1]
    project = tomllib.loads((COURSE / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == f">={oldest},<3.{int(newest[2:]) + 1}"
    sentence = f"{', '.join(install.PYTHONS[:-1])} or {newest}"
    for name in ("install.py", "cs_nn/__init__.py", "README.md", "grading/student/README.md"):
        assert f"Python {sentence}" in (COURSE / name).read_text(encoding="utf-8"), name
    guard = f"(3, {oldest[2:]}) <= sys.version_info[:2] <= (3, {newest[2:]})"
    assert guard in (COURSE / "cs_nn" / "__init__.py").read_text()


def test_a_python_that_does_not_fit_is_named_before_anything_is_made(course):
    unsupported(course)
    said = set_up(course, fails=True)
    assert said.startswith("The course needs Python 3.11, 3.12 or 3.13. Found: Python " + sys.version.split()[0])
    assert not (course / ".venv").exists()
    assert set(os.listdir(course)) == {"Makefile", "install.py", "requirements.txt"}


@pytest.mark.skipif(WINDOWS or not shutil.which("make"), reason="no make here")
def test_make_says_it_too_and_that_there_is_no_python(course):
    said = run(course, "make", "lab", "PYTHON=nosuchpython", fails=True)
    assert "There is no nosuchpython here. The course needs Python 3.11, 3.12 or 3.13" in said
    unsupported(course)
    said = run(course, "make", "lab", f"PYTHON={sys.executable}", fails=True)
    assert "The course needs Python 3.11, 3.12 or 3.13. Found: Python" in said


@pytest.mark.parametrize("name", ["python2.7", "python3.6", "python3.8", "python3.9", "python3.10", "python3.14"])
def test_other_pythons_of_this_machine(name, course):
    found = subprocess.run([name, "-c", ""], capture_output=True).returncode == 0 if shutil.which(name) else False
    if not found:
        pytest.skip(f"no {name} here")
    assert f"Found: Python {name[6:]}" in run(course, name, "install.py", fails=True)
    shutil.copytree(COURSE / "cs_nn", course / "cs_nn", ignore=shutil.ignore_patterns("__pycache__"))
    said = run(course, name, "-m", "cs_nn.submit", "lab1_softmax", fails=True)
    assert re.search(r"ImportError: the course needs Python .* and this is Python " + name[6:], said)
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("version", "fits"),
    [((3, 10, 13), False), ((3, 11, 0), True), ((3, 13, 9), True), ((3, 14, 0), False), ((4, 0, 0), False)],
)
def test_the_package_says_which_python_it_needs(version, fits, monkeypatch):
    code = (COURSE / "cs_nn" / "__init__.py").read_text(encoding="utf-8")
    monkeypatch.setattr(sys, "tracebacklimit", 1000, raising=False)
    monkeypatch.setattr(sys, "version_info", version)
    with contextlib.nullcontext() if fits else pytest.raises(ImportError) as caught:
        exec(code, {"__name__": "cs_nn"})
    if not fits:
        assert f"needs Python 3.11, 3.12 or 3.13, and this is Python {'.'.join(map(str, version))}" in str(caught.value)
        assert caught.value._render_traceback_() == [str(caught.value)]


@pytest.mark.slow
def test_an_environment_is_made_once_and_a_wrong_one_anew(course):
    startup = Path(".jupyter", "ipython", "profile_default")
    shutil.copytree(STUDENT_FILES / startup, course / startup)
    assert "Making the environment" in set_up(course)
    [start] = set_up(course).splitlines()  # nothing else to do
    assert re.search(r"in this folder: \.venv.(bin|Scripts).jupyter lab --config=jupyter_lab_config.py$", start)
    copied = {path.name for path in (course / ".venv" / "etc" / "ipython").iterdir()}
    assert copied == {"ipython_config.py", "set_up_first.py"}
    shutil.rmtree(course / ".jupyter")
    assert set_up(course) == ""
    (course / "requirements.txt").write_text("# still none\n")
    assert set_up(course).startswith("Installing the packages of requirements.txt")
    (course / "requirements-test.txt").write_text("nosuchpackage @ file:///nosuchfolder\n")
    assert "could not be installed" in set_up(course, "requirements-test.txt", fails=True)
    assert "could not be installed" in set_up(course, "requirements-test.txt", fails=True), "not taken for done"
    (course / "requirements-test.txt").write_text("-r requirements.txt\n")
    assert set_up(course, "requirements-test.txt")

    mine = course / ".venv" / "mine"
    mine.touch()
    python = python_of(course)
    python.unlink()  # as after an update of the system: the interpreter is gone
    assert ".venv does not work: its Python is gone" in set_up(course)
    assert not mine.exists() and python.exists()
    assert set_up(course) == ""


def test_a_good_environment_is_used_whatever_python_there_is_beside_it(course, monkeypatch):
    (course / ".venv").mkdir()
    monkeypatch.setattr(install, "ROOT", str(course))
    monkeypatch.setattr(install, "ENVIRONMENT", str(course / ".venv"))
    done = []
    for name in ("install", "make_environment", "remove_environment"):
        monkeypatch.setattr(install, name, lambda *_, name=name: done.append(name))
    other = next(version for version in install.PYTHONS if version != THIS)
    for there, arguments, expected in [
        (THIS, [], ["install"]),
        (other, [], ["install"]),
        (other, ["--this"], ["remove_environment", "install"]),
        ("3.10", [], ["remove_environment", "install"]),
        ("3.14", [], ["remove_environment", "install"]),
        ("", [], ["remove_environment", "install"]),
    ]:
        monkeypatch.setattr(install, "python_of_environment", lambda there=there: there)
        done.clear()
        install.main(arguments)
        assert done == expected, (there, arguments)


def test_a_folder_that_is_no_environment_is_left_alone(course):
    (course / ".venv").mkdir()
    (course / ".venv" / "thesis.txt").touch()
    assert "is not an environment of Python: move it away" in set_up(course, fails=True)
    assert (course / ".venv" / "thesis.txt").exists()


def test_exact_versions_on_demand(course, monkeypatch):
    (course / ".venv").mkdir()
    monkeypatch.setattr(install, "ROOT", str(course))
    monkeypatch.setattr(install, "ENVIRONMENT", str(course / ".venv"))
    monkeypatch.setattr(install, "python_of_environment", lambda: THIS)
    commands = []
    monkeypatch.setattr(subprocess, "call", lambda command: commands.append(command))
    lock = course / "requirements-lock.txt"
    with pytest.raises(SystemExit, match="There is no .*requirements-lock.txt"):
        install.main(["--locked"])
    lock.write_text("numpy==2.4.6\n")
    for arguments in ([], [], ["--locked"], ["--locked"]):
        install.main(arguments)
    lock.write_text("numpy==2.4.7\n")
    install.main(["--locked"])
    assert [command[-2:] == ["-c", str(lock)] for command in commands] == [False, True, True]


def test_a_missing_file_of_requirements_is_named(course):
    (course / "requirements.txt").unlink()
    assert "requirements.txt: run this in a complete copy of the course" in set_up(course, fails=True)
