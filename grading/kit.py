"""The student kit: the course without solutions and without the instructor's side."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from traitlets.config import Config

from cs_nn.tools.labs import COURSE, load_labs
from grading.solutions import copy_stripped

#: Files that only students need: their README and JupyterLab's settings.
STUDENT_FILES = Path(__file__).with_name("student")

#: In a kit: what was given of the files that students write in, to tell their work from an older kit.
GIVEN = ".given.json"

#: Data sets that are part of the course, in ``datasets/``.
SHIPPED = ("regularization/data.mat", "text/rain.txt")

#: nbgrader's release steps for a notebook that is not kept in a gradebook.
STEPS = ("LockCells", "ClearSolutions", "ClearOutput", "CheckCellMetadata", "ClearHiddenTests", "ClearMarkScheme",
         "ComputeChecksums", "CheckCellMetadata")


def build_kit(target: Path, course: Path = COURSE) -> list[str]:
    """Write the student kit into the folder `target`; return the files that were not replaced.

    Modules and notebooks that were changed since they were given are a student's work and stay as they
    are; the rest is replaced. Remove the folder to start again.
    """
    target.mkdir(parents=True, exist_ok=True)
    given = _read_given(target)
    kept = []
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".kit-") as temporary:
        fresh = Path(temporary)
        _write_kit(fresh, course)
        theirs = students_files(course)
        for path in sorted(fresh.rglob("*")):
            name = path.relative_to(fresh).as_posix()
            copy = target / name
            if path.is_dir():
                copy.mkdir(exist_ok=True)
                continue
            digest = _digest(path)
            if name in theirs and copy.exists() and _digest(copy) not in (digest, given.get(name)):
                if given.get(name) != digest:
                    kept.append(name)
                continue
            given[name] = digest
            os.replace(path, copy)
    (target / GIVEN).write_text(json.dumps({name: given[name] for name in sorted(theirs & set(given))}, indent=1))
    return kept


def _read_given(kit):
    try:
        return json.loads((kit / GIVEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def students_files(course: Path = COURSE) -> set[str]:
    """The files of the kit that students write in."""
    labs = load_labs(course).values()
    modules = {f"cs_nn/{module}" for lab in labs for module in lab.modules}
    return modules | {f"assignments/{lab.name}/{notebook}.ipynb" for lab in labs for notebook in lab.notebooks}


def _write_kit(kit, course):
    copy_stripped(course / "cs_nn", kit / "cs_nn")
    for lab in load_labs(course).values():
        (kit / "assignments" / lab.name).mkdir(parents=True)
        for notebook in lab.notebooks:
            path = Path("assignments", lab.name, f"{notebook}.ipynb")
            released = release_notebook(course / path)
            (kit / path).write_text(released, encoding="utf-8")
    shutil.copyfile(course / "assignments" / "labs.toml", kit / "assignments" / "labs.toml")
    (kit / "datasets").mkdir()
    for name in ("README.md", ".gitignore", *SHIPPED):
        if (course / "datasets" / name).is_file():
            (kit / "datasets" / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(course / "datasets" / name, kit / "datasets" / name)
    for name in ("requirements.txt", "get_datasets.sh", "LICENSE"):
        shutil.copy(course / name, kit / name)
    shutil.copytree(STUDENT_FILES, kit, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))


def release_notebook(path: Path) -> str:
    """The text of a source notebook after nbgrader's release steps."""
    config = Config()
    config.Exporter.default_preprocessors = []
    exporter = NotebookExporter(config=config)
    for step in STEPS:
        exporter.register_preprocessor(f"nbgrader.preprocessors.{step}", enabled=True)
    text, _ = exporter.from_notebook_node(nbformat.read(path, as_version=4))
    return text


def zip_kit(archive: Path, course: Path = COURSE) -> Path:
    """Pack a fresh kit, ready to be handed out; the zip holds one folder, ``cs_nn_labs``."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        build_kit(Path(temporary), course)
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            for path in sorted(Path(temporary).rglob("*")):
                if path.is_file():
                    file.write(path, Path("cs_nn_labs") / path.relative_to(temporary))
    return archive
