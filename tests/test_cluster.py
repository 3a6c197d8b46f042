"""``python -m grading autograde --scheduler``: workers elsewhere, of which some die, and nothing else changes."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from classes import autograde, copy_of, environment, gradebook, graded_files, hand_in, released, start
from course import PARTS
from test_autograde import assert_same, class_of, graded, quick_course, wait_for

from cs_nn.tools.labs import COURSE

pytestmark = pytest.mark.slow

LAB, MODULE = "lab4_regularization", "cs_nn/regularization.py"


class Cluster:
    """A Dask scheduler and workers that listen on loopback. Their folder has the course, and nothing of the class."""

    def __init__(self, course, folder, workers):
        self.folder, self.processes = folder, []
        folder.mkdir()
        for part in PARTS:
            source = course.root / part
            (shutil.copytree if source.is_dir() else shutil.copyfile)(source, folder / part)
        self.file = folder / "scheduler.json"
        self.run("scheduler", "--port=0", f"--scheduler-file={self.file}")
        wait_for(lambda: self.file.is_file() and self.file.read_text().endswith("}"), self.processes[0])
        self.address = json.loads(self.file.read_text())["address"]
        for _ in range(workers):
            self.run("worker", self.address, "--nthreads=1", "--no-nanny", f"--local-directory={folder / 'scratch'}")

    def run(self, what, *options):
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *options, "--host=127.0.0.1", "--no-dashboard"]
        log = (self.folder / f"log{len(self.processes)}").open("w")
        self.processes.append(
            subprocess.Popen(command, cwd=self.folder, env=environment(), stdout=log, stderr=log, text=True)
        )

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture
def cluster(tmp_path):
    """A function that starts workers for a course."""
    made = []

    def make(course, workers):
        made.append(Cluster(course, tmp_path / f"cluster{len(made)}", workers))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_one_of_three_workers_dies_while_sixty_hand_ins_are_graded(tmp_path, cluster):
    """Eight of them run the tests, right and wrong ones: the others take as long as nbgrader's steps."""
    course = quick_course(tmp_path / "course", LAB)
    solution = (course.root / MODULE).read_text(encoding="utf-8")
    files = released(course, LAB)
    wrong = solution + "\n\ndef backward_propagation_with_dropout(*arguments):\n    return None\n"
    texts = [solution, wrong, files[MODULE].decode(), "import nothing_there\n"]
    for number in range(60):
        text = f"# {number}\n{texts[number // 8 % len(texts)]}\n{'' if number % 8 else '#run'}\n"
        hand_in(course, f"s{number:02d}", {**files, MODULE: text}, LAB)
    alone = copy_of(course, tmp_path / "alone")
    autograde(alone, LAB, "--jobs=1")
    workers = cluster(course, 3)
    process = start(course, LAB, f"--scheduler={workers.address}")
    wait_for(lambda: len(list((course.root / "autograded").glob(f"[!.]*/{LAB}"))) >= 10, process)
    os.kill(workers.processes[2].pid, signal.SIGKILL)
    output, _ = process.communicate(timeout=600)
    assert process.returncode == 0, output
    assert "60 hand-ins graded, 0 skipped" in output
    assert_same(course, alone, LAB)


def test_a_worker_that_comes_later_takes_part(tmp_path, cluster):
    course = quick_course(tmp_path / "course")
    class_of(course, 6, "#sleep 0.1")
    workers = cluster(course, 0)
    process = start(course, "lab1_softmax", f"--scheduler={workers.address}")
    time.sleep(1)
    workers.run("worker", workers.address, "--nthreads=2", "--no-nanny", f"--local-directory={tmp_path / 'scratch'}")
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0 and "6 hand-ins graded" in output
    assert len(graded(course)) == 6
    log = "\n".join(path.read_text() for path in workers.folder.glob("log*"))
    assert "Traceback" not in log
    assert not (workers.folder / "grading.key").exists() and not (workers.folder / "gradebook.db").exists()


def test_a_worker_with_another_version_of_the_course(tmp_path, cluster):
    course = quick_course(tmp_path / "course")
    class_of(course, 2)
    workers = cluster(course, 0)
    with (workers.folder / "cs_nn" / "softmax.py").open("a") as file:
        file.write("# newer\n")
    workers.run("worker", workers.address, "--nthreads=1", "--no-nanny", f"--local-directory={tmp_path / 'scratch'}")
    assert "is another version than the one here" in autograde(
        course, "lab1_softmax", f"--scheduler={workers.address}", status=1
    )
    assert graded(course) == set()


def test_no_scheduler_answers(tmp_path, monkeypatch):
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", "2s")
    course = quick_course(tmp_path / "course")
    class_of(course, 1)
    output = autograde(course, "lab1_softmax", "--scheduler=tcp://127.0.0.1:9", status=1)
    assert "no scheduler answers at tcp://127.0.0.1:9" in output and "Traceback" not in output


# ------------------------------------------------------------------------------------------------ PostgreSQL
def test_postgresql(tmp_path, postgresql):
    """The gradebook in PostgreSQL is the one in SQLite, written by nbgrader and by us."""
    course = quick_course(tmp_path / "sqlite")
    class_of(course, 2)
    autograde(course, "lab1_softmax", "--jobs=1")
    expected = gradebook(course)
    for name in ("ours", "theirs"):
        other = copy_of(course, tmp_path / name)
        shutil.rmtree(other.root / "autograded")
        (other.root / "gradebook.db").unlink()
        url = postgresql(name)
        with (other.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
            file.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
        other.run("generate_assignment", "lab1_softmax", "--force")
        for force in ([], ["--force"]):
            if name == "ours":
                assert "2 hand-ins graded" in autograde(other, "lab1_softmax", "--jobs=1", *force)
            else:
                other.run("autograde", "lab1_softmax", *force)
        assert gradebook(other, url) == expected
        assert graded_files(other) == graded_files(course)
        assert not (other.root / "gradebook.db").exists()


def test_the_container_has_what_a_worker_needs():
    lines = (COURSE / "grading" / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = {name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]}
    assert {*PARTS, "install.py", "requirements-grading.txt", "requirements-lock.txt"} <= copied
    assert all((COURSE / name).exists() for name in copied)
    assert not {"gradebook.db", "grading.key", "submitted", "."} & copied
