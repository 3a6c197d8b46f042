"""The student kit: the course without solutions and without the instructor's side."""

from __future__ import annotations

import ast
import json
import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType

import nbformat

from cs_nn.kit_language import ENGLISH, SETTING
from cs_nn.progress.deadlines import FILE as DEADLINES
from cs_nn.report.figures_beside import FILE as PUBLISHED
from cs_nn.submit.definitions import defined_names
from cs_nn.tools.labs import COURSE, Lab, load_labs
from cs_nn.update import GIVEN, Given, bring, digest, read_kit
from grading.chosen_labs import list_of_labs, package_files_of
from grading.graded import due_date
from grading.index import index_page
from grading.pages import TEMPLATES
from grading.solutions import copy_stripped, course_text, release_notebook
from grading.translation.collecting import STUDENT_FILES
from grading.translation.kit_files import write_languages

#: Data sets that are part of the course, in ``datasets/``.
SHIPPED = ("regularization/data.mat", "text/rain.txt")

#: Of the pages' templates: MathJax and its licence.
MATHJAX = ("mathjax.js.gz.b64", "MATHJAX_LICENSE.txt")


def build_kit(
    target: Path,
    course: Path = COURSE,
    labs: Collection[Lab] | None = None,
    solutions: Collection[str] = (),
    languages: Sequence[str] = (ENGLISH,),
) -> list[str]:
    """Write the student kit into the folder `target`, as `cs_nn.update` does: a student's work stays.

    Returns the files beside which the course's new ones lie now. Remove the folder to start again. For the other
    parameters see `write_kit`.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".kit-") as temporary:
        kit = Path(temporary, "kit")
        write_kit(kit, course, labs, solutions, languages)
        return list(bring(read_kit(kit), target).beside)


def students_files(course: Path = COURSE) -> set[str]:
    """The files of the kit that students write in."""
    labs = load_labs(course).values()
    modules = {f"cs_nn/{module}" for lab in labs for module in lab.modules}
    notebooks = {f"assignments/{lab.name}/{notebook}.ipynb" for lab in labs for notebook in lab.notebooks}
    return modules | notebooks | {"progress.ipynb"}


def write_kit(
    kit: Path,
    course: Path = COURSE,
    labs: Collection[Lab] | None = None,
    solutions: Collection[str] = (),
    languages: Sequence[str] = (ENGLISH,),
) -> Given:
    """Write a fresh kit into a new folder.

    Parameters
    ----------
    kit : the folder
    course : the course's folder
    labs : the labs that it holds; all if None
    solutions : names of those of them whose modules are the course's version
    languages : that it has besides English; it opens in the first
    """
    copy_stripped(course / "cs_nn", kit / "cs_nn")
    everything = load_labs(course).values()
    labs = everything if labs is None else labs
    for name in (name for lab in everything if lab not in labs for name in package_files_of(lab)):
        (kit / name).unlink(missing_ok=True)
    for lab in labs:
        (kit / "assignments" / lab.name).mkdir(parents=True)
        for notebook in lab.notebooks:
            path = Path("assignments", lab.name, f"{notebook}.ipynb")
            released = release_notebook(course / path)
            (kit / path).write_text(released, encoding="utf-8")
        for module in lab.modules if lab.name in solutions else ():
            (kit / "cs_nn" / module).write_text(course_text(lab, module, course), encoding="utf-8")
    (kit / "assignments" / "labs.toml").write_text(list_of_labs(labs, course), encoding="utf-8")
    shutil.copyfile(course / "assignments" / PUBLISHED, kit / "assignments" / PUBLISHED)
    (kit / ".jupyter" / "mathjax").mkdir(parents=True)  # for reports that are read without internet
    for name in MATHJAX:
        shutil.copyfile(TEMPLATES / "base" / name, kit / ".jupyter" / "mathjax" / name)
    deadlines = deadlines_of(labs, course)
    if deadlines:
        (kit / "assignments" / DEADLINES).write_text(deadlines, encoding="utf-8")
    (kit / "datasets").mkdir()
    for name in ("README.md", ".gitignore", *SHIPPED):
        if (course / "datasets" / name).is_file():
            (kit / "datasets" / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(course / "datasets" / name, kit / "datasets" / name)
    for name in ("install.py", "requirements.txt", "requirements-lock.txt", "get_datasets.sh", "LICENSE"):
        shutil.copy(course / name, kit / name)
    shutil.copytree(STUDENT_FILES, kit, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (kit / "index.md").write_text(index_page(kit), encoding="utf-8")
    if {*languages} == {ENGLISH}:
        return write_given(kit, kit.rglob("*"), labs, course)
    files = write_languages(kit, labs, languages, course)
    given = write_given(kit, kit.rglob("*"), labs, course, languages[0], files)
    (kit / SETTING).write_text(f"{languages[0]}\n", encoding="utf-8")
    return given


def deadlines_of(labs: Iterable[Lab], course: Path) -> str:
    """The due dates of the course's gradebook, as TOML; nothing if it has none."""
    due = {lab.name: due_date(course, lab.name) for lab in labs}
    return "".join(f"{lab} = {moment.isoformat()}\n" for lab, moment in due.items() if moment)


def write_given(
    folder: Path,
    paths: Iterable[Path],
    labs: Iterable[Lab],
    course: Path = COURSE,
    language: str = ENGLISH,
    translated: Mapping[str, Mapping[str, bytes]] = MappingProxyType({}),
) -> Given:
    """Write into a fresh kit, or released lab, what was given: `cs_nn.update` and the hand-in read it.

    `translated` has for each language of the kit the contents of the files that are other ones in it.
    """
    files = {path.relative_to(folder).as_posix(): path for path in sorted(paths) if path.is_file()}
    version = re.search(r'^__version__ = "(.+)"$', (course / "cs_nn" / "__init__.py").read_text(encoding="utf-8"), re.M)
    notebooks = {lab.name: {name: _cells(course, lab.name, name) for name in lab.notebooks} for lab in labs}
    given = Given(
        version=version[1],
        made=time.strftime("%Y-%m-%d %H:%M"),
        files={name: digest(path.read_bytes()) for name, path in files.items()},
        students=frozenset(files.keys() & students_files(course)),
        names={
            name: defined_names(ast.parse(path.read_bytes())) for name, path in files.items() if path.suffix == ".py"
        },
        packages=_packages(course / "requirements.txt"),
        cells={name: {stem: _graded(cells) for stem, cells in parts.items()} for name, parts in notebooks.items()},
        cell_ids={name: {stem: [cell.id for cell in cells] for stem, cells in parts.items()}
                  for name, parts in notebooks.items()},
        language=language,
        translated={other: {name: digest(content) for name, content in contents.items()}
                    for other, contents in translated.items() if other != language},
    )  # fmt: skip
    table = {**asdict(given), "students": sorted(given.students)}
    (folder / GIVEN).write_text(json.dumps(table, indent=1, ensure_ascii=False), encoding="utf-8")
    return given


def _packages(requirements):
    return tuple(requirements.read_text(encoding="utf-8").splitlines()) if requirements.is_file() else ()


def _cells(course, lab, name):
    return nbformat.read(course / "assignments" / lab / f"{name}.ipynb", as_version=4).cells


def _graded(cells):
    """The graded cells of a notebook: id -> "check" or "answer"."""
    marks = [cell.metadata["nbgrader"] for cell in cells if "nbgrader" in cell.metadata]
    return {mark.grade_id: "answer" if mark.solution else "check" for mark in marks if mark.grade}


def zip_kit(
    archive: Path,
    course: Path = COURSE,
    labs: Collection[Lab] | None = None,
    solutions: Collection[str] = (),
    languages: Sequence[str] = (ENGLISH,),
) -> Path:
    """Pack a fresh kit, ready to be handed out. For the other parameters see `write_kit`.

    The zip holds one folder, named by the kit's version and time: unpacked beside an older kit it replaces nothing.
    """
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        kit = Path(temporary, "kit")
        given = write_kit(kit, course, labs, solutions, languages)
        top = Path(f"cs_nn_labs-{given.version}-{given.made.translate(str.maketrans(' ', '-', '-:'))}")
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            for path in sorted(kit.rglob("*")):
                if path.is_file():
                    file.write(path, top / path.relative_to(kit))
    return archive
