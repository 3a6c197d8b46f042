"""A course in a temporary folder, whose uploads are collected by the real ``nbgrader zip_collect``."""

import csv
import io
import os
import shutil
import tarfile
import unicodedata
import zipfile
from datetime import datetime

from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.utils import capture_log, parse_utc

from cs_nn.tools.labs import COURSE

LAB = "lab1_softmax"
A, B, M = "softmax_cifar10.ipynb", "softmax_mnist.ipynb", "cs_nn/softmax.py"
NOON = (2025, 11, 21, 12, 0, 0)
LATER = (2025, 11, 21, 13, 0, 0)


class Class:
    """A course in a temporary folder, and what its students uploaded."""

    def __init__(self, root):
        self.root = root
        self.archive = root / "downloaded" / LAB / "archive"
        self.archive.mkdir(parents=True)
        (root / "assignments").mkdir()
        shutil.copy(COURSE / "assignments" / "labs.toml", root / "assignments")
        (root / "nbgrader_config.py").write_text(
            "c = get_config()\n"
            "c.ZipCollectApp.extractor_plugin = 'grading.collect.LabExtractor'\n"
            "c.ZipCollectApp.collector_plugin = 'grading.collect.LabCollector'\n"
        )

    def path(self, name):
        path = self.archive / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def write(self, name, content="bare", when=None):
        self.path(name).write_bytes(content.encode() if isinstance(content, str) else content)
        if when:
            seconds = datetime(*when).timestamp()
            os.utime(self.path(name), (seconds, seconds))

    def zip(self, name, *members, when=NOON, **contents):
        """A zip of lab files with their own names as contents; `members` are names, ZipInfos or pairs."""
        with zipfile.ZipFile(self.path(name), "w", zipfile.ZIP_DEFLATED) as archive:
            for member in members:
                info, content = member if isinstance(member, tuple) else (member, None)
                if isinstance(info, str):
                    info = zipfile.ZipInfo(info, when)
                archive.writestr(info, info.filename if content is None else content, zipfile.ZIP_DEFLATED)

    def tar(self, name, *members, mode="w:gz"):
        with tarfile.open(self.path(name), mode) as archive:
            for member in members:
                info = tarfile.TarInfo(member) if isinstance(member, str) else member
                content = info.name.encode() if info.isreg() else b""
                info.size, info.mtime = len(content), datetime(*NOON).timestamp()
                archive.addfile(info, io.BytesIO(content))

    def collect(self, *args):
        """Run the app; returns its log. A good student beside the others must always come through."""
        self.zip("lab1_softmax-good.zip", A, B, M)
        success, log = self.run(*args)
        assert success, log
        assert self.submitted("good") == [M, A, B]
        return log

    def run(self, *args, lab=LAB):
        ZipCollectApp.clear_instance()
        app = ZipCollectApp.instance()
        app.initialize([lab, f"--CourseDirectory.root={self.root}", *args])
        result = capture_log(app)
        app.reset()
        return result["success"], result["log"] + result.get("error", "")

    def submitted(self, student):
        folder = self.root / "submitted" / student / LAB
        files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        assert not files or files.pop() == "timestamp.txt"
        return files

    def students(self):
        """Who was collected, without the good student."""
        names = {unicodedata.normalize("NFC", path.name) for path in (self.root / "submitted").iterdir()}
        return sorted(names - {"good"})

    def read(self, student, name):
        return (self.root / "submitted" / student / LAB / name).read_text()

    def time(self, student):
        return parse_utc(self.read(student, "timestamp.txt"))

    def rows(self):
        with open(self.root / "downloaded" / LAB / "collected.csv", encoding="utf-8-sig", newline="") as file:
            return {row["upload"].removeprefix("archive/"): row for row in csv.DictReader(file)}

    def assert_left_out(self, log, name, student, reason):
        row = self.rows()[name]
        assert (row["status"], row["student"], row["files"]) == ("left out", student, "")
        assert reason in row["notes"], row
        lines = [line for line in log.splitlines() if name in line and reason in line]
        assert lines and all(line.startswith("[WARNING]") for line in lines), log
        assert self.submitted(student or "x") == []


def class_in(tmp_path, monkeypatch):
    """For a fixture: a class in an empty course, in which the current folder is."""
    for name in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    root = tmp_path / "course"
    root.mkdir()
    monkeypatch.chdir(root)
    return Class(root)


def utc(when):
    return parse_utc(datetime.fromtimestamp(datetime(*when).timestamp()).astimezone())
