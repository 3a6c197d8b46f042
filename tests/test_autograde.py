"""``python -m grading autograde`` gives what ``nbgrader autograde`` gives, and goes on where it stopped."""

import os
import signal
import sys
import time
import types
from concurrent.futures.process import BrokenProcessPool

import pytest
from classes import (
    LAB,
    MODULE,
    autograde,
    copy_of,
    grade_by_hand,
    gradebook,
    graded_files,
    hand_in,
    quick_course,
    released,
    small_class,
    start,
)
from course import Course
from traitlets.config import Application

from grading.__main__ import main
from grading.autograding.local import local_workers

pytestmark = pytest.mark.slow

#: All options are nbgrader's too.
PENALTY = "--LateSubmissionPlugin.penalty_method=zero"


def assert_same(course, other, lab=LAB):
    expected, found = gradebook(other), gradebook(course)
    assert found.keys() == expected.keys()
    for table in expected:
        assert found[table] == expected[table], table
    expected, found = graded_files(other, lab), graded_files(course, lab)
    assert found.keys() == expected.keys()
    for name in expected:
        assert found[name] == expected[name], name


def test_the_same_as_nbgrader(tmp_path):
    """A class with hand-ins of many kinds, graded, then graded by hand, and graded again."""
    theirs = Course(tmp_path / "theirs")
    theirs.release(LAB)
    students = small_class(theirs)
    (theirs.root / "grading.key").write_text("0" * 64, encoding="ascii")
    ours = copy_of(theirs, tmp_path / "ours")
    said = warnings(theirs, theirs.run("autograde", LAB, PENALTY))
    output = autograde(ours, LAB, "--jobs=2", PENALTY)
    assert warnings(ours, output) == said != set()
    assert f"{len(students)} hand-ins graded, 0 skipped" in output and len(students) == 8
    assert_same(ours, theirs)


def warnings(course, output):
    """What was logged as a warning or an error."""
    lines = output.replace(str(course.root), "").splitlines()
    return {line.partition("] ")[2] for line in lines if "| WARNING] " in line or "| ERROR] " in line}


# ---------------------------------------------------------------------------- without the running of tests
@pytest.fixture
def course(tmp_path):
    return quick_course(tmp_path / "course")


def class_of(course, number, code="", first=0):
    """Hand-ins that differ; each has the lines `code` in its module."""
    files = released(course)
    for student in range(first, first + number):
        text = f"# {student}\n{code}\n".encode()
        hand_in(course, f"s{student:02d}", {**files, MODULE: text, "timestamp.txt": "2025-12-03 10:00:00 UTC"})


def graded(course):
    return {path.parent.name for path in (course.root / "autograded").glob(f"[!.]*/{LAB}")}


def test_one_process_or_two_and_grading_again(tmp_path, course):
    small_class(course)
    class_of(course, 1)
    one, two = copy_of(course, tmp_path / "one"), copy_of(course, tmp_path / "two")
    course.run("autograde", LAB, PENALTY)
    autograde(one, LAB, "--jobs=1", "--student=[!rs]*", PENALTY)
    assert graded(one) == {student for student in graded(course) if student[0] not in "rs"}
    output = autograde(one, LAB, "--jobs=1", PENALTY)
    assert "4 hand-ins graded, 5 skipped" in output
    assert "9 hand-ins graded" in autograde(two, LAB, "--jobs=2", PENALTY)
    assert_same(one, course)
    assert_same(two, course)
    for each in (course, one):
        grade_by_hand(each, "odd", 1.5, "Well said")
        grade_by_hand(each, "stub", 0.5, "Nothing")
    # What others have graded is not graded again.
    assert "0 hand-ins graded, 9 skipped" in autograde(course, LAB, PENALTY)
    assert_same(course, one)
    for each in (course, one):
        hand_in(each, "odd", {MODULE: "# later\n"})
        hand_in(each, "right", {"timestamp.txt": "2025-12-05 10:00:00 UTC"})
    assert "2 hand-ins graded, 7 skipped" in autograde(one, LAB, "--jobs=1", PENALTY)
    for student in ("odd", "right"):
        course.run("autograde", LAB, "--force", f"--student={student}", PENALTY)
    assert_same(one, course)
    course.run("autograde", LAB, "--force", PENALTY)
    assert "9 hand-ins graded" in autograde(one, LAB, "--jobs=2", "--force", PENALTY)
    assert_same(one, course)


def test_a_failure_of_ours_does_not_stop_the_batch(tmp_path, course):
    class_of(course, 3)
    course.run("autograde", LAB)
    ours = copy_of(course, tmp_path / "ours")
    for each in (course, ours):
        hand_in(each, "s01", {MODULE: "#fail for a reason of ours\n", "timestamp.txt": "2025-12-05 10:00:00 UTC"})
    course.run("autograde", LAB, fails=True)
    output = autograde(ours, LAB, "--jobs=1", status=1)
    assert "it can't be graded, for a reason of ours" in output
    assert "1 hand-in not graded for a reason of ours (see above): s01" in output
    assert graded(ours) == {"s00", "s02"}
    assert_same(ours, course)
    hand_in(ours, "s01", {MODULE: "# 1\n\n"})
    assert "1 hand-in graded, 2 skipped" in autograde(ours, LAB, "--jobs=1")
    assert graded(ours) == {"s00", "s01", "s02"}


def wait_for(condition, process):
    deadline = time.monotonic() + 300
    while not condition():
        assert process.poll() is None and time.monotonic() < deadline, process.communicate()[0]
        time.sleep(0.02)


def test_stopped_and_started_again(tmp_path, course):
    class_of(course, 8, "#sleep 0.5")
    others = [copy_of(course, tmp_path / name) for name in ("killed", "interrupted")]
    autograde(course, LAB, "--jobs=2")
    for other, how in zip(others, (signal.SIGKILL, signal.SIGINT)):
        stop_and_start_again(other, how, course)


def stop_and_start_again(course, how, whole):
    process = start(course, LAB, "--jobs=2")
    wait_for(lambda: len(graded(course)) >= 3, process)
    if how == signal.SIGINT:  # as at a terminal, where all processes get it
        os.killpg(process.pid, how)
    else:
        process.kill()
    output, _ = process.communicate(timeout=60)
    before = graded(course)
    assert 3 <= len(before) < 8
    if how == signal.SIGINT:
        assert process.returncode == 130 and "Run the same command again to go on" in output
        assert "Traceback" not in output
    complete = graded_files(whole)
    assert all(complete[name] == content for name, content in graded_files(course).items())
    output = autograde(course, LAB, "--jobs=2")
    assert f"{8 - len(before)} hand-ins graded, {len(before)} skipped" in output
    assert_same(course, whole)


@pytest.mark.skipif(os.name != "posix", reason="a signal to a group of processes")
def test_workers_leave_ctrl_c_to_the_command_and_end_with_it():
    with local_workers(1) as workers:
        worker = workers.executor.submit(os.getpid).result()
        os.kill(worker, signal.SIGINT)
        assert workers.executor.submit(os.getpid).result() == worker
        slow = workers.executor.submit(time.sleep, 100)
    assert slow.done()


def test_processes_are_started_again():
    with local_workers(1) as workers:
        first = workers.executor.submit(os.getpid).result()
        assert isinstance(workers.executor.submit(os._exit, 1).exception(), BrokenProcessPool)
        assert workers.executor.submit(os.getpid).result() not in (first, os.getpid())


def test_ctrl_c_while_it_imports(monkeypatch, capsys):
    class Interrupted(types.ModuleType):
        def __getattr__(self, name):
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "grading.autograding.command", Interrupted("command"))
    with pytest.raises(SystemExit) as stopped:
        main(["autograde", LAB])
    assert stopped.value.code == 130 and "nothing was graded" in capsys.readouterr().out


def test_what_nbgrader_has_half_written_is_graded_again(course):
    class_of(course, 2)
    autograde(course, LAB, "--jobs=1")
    [notebook, *_] = (course.root / "autograded" / "s01" / LAB).glob("*.ipynb")
    notebook.chmod(0o644)
    assert "0 hand-ins graded, 2 skipped" in autograde(course, LAB, "--jobs=1")  # somebody looked into it
    notebook.write_bytes((course.root / "release" / LAB / notebook.name).read_bytes())
    assert "1 hand-in graded, 1 skipped" in autograde(course, LAB, "--jobs=1")


def test_one_command_at_a_time(course):
    class_of(course, 4, "#sleep 1")
    process = start(course, LAB, "--jobs=1")
    wait_for(lambda: (course.root / "autograded" / ".grading" / LAB).is_dir(), process)
    assert "is being graded by another command" in autograde(course, LAB, "--jobs=1", status=1)
    assert "4 hand-ins graded" in process.communicate()[0]


def test_workers_that_die(course):
    """One that dies costs a retry; a hand-in that kills its worker again and again is set aside."""
    class_of(course, 3)
    class_of(course, 1, f"#die {course.root / 'died'}", first=3)
    class_of(course, 1, "#die", first=4)
    class_of(course, 3, first=5)
    output = autograde(course, LAB, "--jobs=2", status=1)
    assert "7 hand-ins graded, 0 skipped" in output
    assert "1 hand-in set aside: the process that grades it ended twice: s04" in output
    assert graded(course) == {f"s{number:02d}" for number in range(8) if number != 4}
    assert (course.root / "died").exists()
    hand_in(course, "s04", {MODULE: "# better\n"})
    assert "1 hand-in graded, 7 skipped" in autograde(course, LAB, "--jobs=1")


def test_a_lab_that_was_not_released(course):
    assert "no notebooks were matched" in autograde(course, "lab2_two_layer_net", status=1).lower()
    folder = course.root / "submitted" / "s1" / "lab2_two_layer_net"
    folder.mkdir(parents=True)
    (folder / "two_layer_net.ipynb").write_text("{}")
    assert "nbgrader generate_assignment" in autograde(course, "lab2_two_layer_net", status=1)


@pytest.mark.parametrize(("package", "options"), [
    ("cloudpickle", ["--jobs=1"]),
    ("dask", []),
    ("distributed", ["--scheduler=tcp://127.0.0.1:9"]),
])  # fmt: skip
def test_a_missing_package_is_named(monkeypatch, package, options):
    gone = ("dask", "distributed", "grading.autograding")
    for name in [name for name in sys.modules if name.startswith(gone)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SystemExit, match=f"needs {package}: run python3 install.py requirements-grading.txt"):
        main(["autograde", LAB, *options])
    if Application.initialized():
        type(Application.instance()).clear_instance()


@pytest.mark.parametrize("jobs", ["0", "-1", "two"])
def test_a_number_of_processes_that_is_none(capsys, jobs):
    with pytest.raises(SystemExit):
        main(["autograde", LAB, f"--jobs={jobs}"])
    assert "is no number of processes" in capsys.readouterr().err
