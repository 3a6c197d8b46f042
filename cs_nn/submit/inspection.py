"""What is in a student's copy of a lab, and what is missing, damaged or unfinished there."""

from __future__ import annotations

import ast
import contextlib
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cs_nn.language import gettext as _
from cs_nn.submit.archive import size
from cs_nn.submit.course_files import task_names
from cs_nn.submit.imports import missing_when_graded
from cs_nn.submit.notebooks import graded_id, nbgrader_marks, parse_notebook, unfinished_cells, written_in_notebooks
from cs_nn.submit.stubs import stub_names
from cs_nn.submit.unsaved import stale_notebooks, unsaved_notebook
from cs_nn.tools.labs import COURSE, Lab, tell_notebook
from cs_nn.tools.place import in_browser
from cs_nn.update import Given, course_version, digest, read_given
from cs_nn.use_solutions import VERSIONS, borrowed

LARGE_NOTEBOOK = 20_000_000  # bytes; many sites refuse larger uploads
LARGE_MODULE = 500_000  # bytes; the grader does not take a larger module


@dataclass
class Inspection:
    """What was found in a student's copy of a lab.

    ``files`` maps the name in the zip to the contents that were inspected, ``saved`` to the time
    the file was saved. An error keeps the lab from being handed in; a warning does not. ``borrowed`` are the
    earlier labs of which the student works with the course's version.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    saved: dict[str, float] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    borrowed: list[Lab] = field(default_factory=list)


def inspect_lab(lab: Lab, course: Path = COURSE) -> Inspection:
    """Read the files that a lab asks for and list what is missing, damaged or unfinished."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python's own about a module, such as an invalid escape in a string
        return _inspect_lab(lab, course)


def _inspect_lab(lab, course):
    found, given = Inspection(), read_given(course) or Given()
    # A student kit has assignments/<lab>/; a released lab folder has its notebooks beside cs_nn.
    folder = course / "assignments" / lab.name
    if not folder.is_dir():
        folder = course
    notebooks = {}
    for name in lab.notebooks:
        arcname = f"{name}.ipynb"
        path = _find_notebook(name, folder, lab, course, given, found)
        content = path and _read(path, arcname, found)
        if content is None:
            continue
        try:
            notebooks[arcname] = parse_notebook(content)
        except ValueError as error:
            found.errors.append(
                _(
                    "{file} can't be read as a notebook: {error}. Open it in JupyterLab and save it, or start "
                    "from an earlier copy"
                ).format(file=path.name, error=error)
            )
            continue
        released = given.cells.get(lab.name, {}).get(name, {})
        found.warnings += [f"{path.name}: {text}" for text in unfinished_cells(notebooks[arcname], released)]
        if len(content) > LARGE_NOTEBOOK:
            found.warnings.append(
                _(
                    "{file} has {size}: clear the outputs of cells that show many or large pictures (Edit > "
                    "Clear Cell Output) and save"
                ).format(file=path.name, size=size(len(content)))
            )
    for name in lab.weights:
        if (folder / f"{name}.npz").exists():
            _read(folder / f"{name}.npz", f"{name}.npz", found)
        else:
            found.warnings.append(
                _("{name}.npz is not there: run the cell of the notebook that saves your best net").format(name=name)
            )
    lost, functions = [], {}  # what would cost points although it works here; functions by name
    for name in lab.modules:
        arcname = f"cs_nn/{name}"
        content = _read(course / "cs_nn" / name, arcname, found)
        if content is None:
            continue
        if course_version(content):
            said = _("{file} is the course's version, not your work. Put yours in its place: it may be {own}")
            found.errors.append(said.format(file=arcname, own=f"{arcname.removesuffix('.py')}.own.py"))
            continue
        try:
            compile(content, name, "exec")  # of bytes, as Python itself does it: with a BOM, a coding line ...
            tree = ast.parse(content)
        except SyntaxError as error:
            said = (
                _("{file}, line {number} can't be read as Python ({error})")
                if error.lineno
                else _("{file} can't be read as Python ({error})")
            )
            text = f": {error.text.strip()}" if error.text else ""
            said = said.format(file=arcname, number=error.lineno, error=error.msg)
            found.errors.append(f"{said}{text}{_encoding(content)}")
            continue
        except (ValueError, RecursionError, MemoryError) as error:  # NUL bytes, nesting without end
            said = _("{file} can't be read as Python ({error})").format(file=arcname, error=error)
            found.errors.append(f"{said}{_encoding(content)}")
            continue
        with contextlib.suppress(RecursionError):  # of code that no person wrote
            lost += [
                _("{file}, {problem}").format(file=arcname, problem=text)
                for text in missing_when_graded(content, name, lab, course)
            ]
        if len(content) > LARGE_MODULE:
            lost.append(
                _("{file} has {size}: the grader takes at most {limit}").format(
                    file=arcname, size=size(len(content)), limit=size(LARGE_MODULE)
                )
            )
        functions |= {node.name: arcname for node in tree.body if isinstance(node, ast.FunctionDef)}
        stubs = list(dict.fromkeys(stub_names(tree)))
        if stubs:
            found.warnings.append(
                _("{file}: still to be written (raise NotImplementedError): {names}").format(
                    file=arcname, names=", ".join(stubs)
                )
            )

    if len(notebooks) == len(lab.notebooks):
        graded = {graded_id(cell) for cells in notebooks.values() for cell in cells}
        missing = [name for name in (*task_names(lab.name), *lab.weights) if name not in graded]
        if missing:
            found.warnings.append(
                _(
                    "the check cells of these tasks are in no notebook (deleted?): {names}. The grader puts them back"
                ).format(names=", ".join(missing))
            )
    found.warnings[:0] = [*lost, *written_in_notebooks(notebooks, functions)]
    found.warnings += _changed_files(course, given)
    found.warnings += stale_notebooks(found.saved)
    found.warnings += unsaved_notebook(notebooks)
    found.borrowed = borrowed(lab, course)
    if found.borrowed:
        found.files[VERSIONS] = "".join(f"{other.name}\n" for other in found.borrowed).encode()
        found.saved[VERSIONS] = time.time()
    return found


def _find_notebook(name: str, folder: Path, lab: Lab, course: Path, given: Given, found: Inspection) -> Path | None:
    """The file of a notebook, also if it has another name; warns of copies, which are not handed in."""
    path = folder / f"{name}.ipynb"
    copies = [other for other in sorted({*folder.glob("*.ipynb"), *course.glob("*.ipynb")})
              if other.stem not in lab.notebooks and _is_copy(other, name, lab, course, given)]  # fmt: skip
    if path.exists() or not copies:
        for copy in copies:
            later = path.exists() and copy.stat().st_mtime > path.stat().st_mtime + 2
            said = (
                _(
                    "{copy} is not handed in, {file} is, although it was saved earlier. If your work is in {copy}, "
                    "rename {file}, then rename {copy} to {file}"
                )
                if later
                else _(
                    "{copy} is not handed in, {file} is. If your work is in {copy}, rename {file}, then rename {copy} "
                    "to {file}"
                )
            )
            found.warnings.append(said.format(copy=copy.name, file=path.name))
        return path
    if len(copies) > 1:
        found.errors.append(
            _("{file} is missing. Rename the right one of {names} to {file}").format(
                file=path.name, names=", ".join(copy.name for copy in copies)
            )
        )
        return None
    found.warnings.append(
        _("{file} is missing: {copy} is handed in under this name. Better rename it").format(
            file=path.name, copy=copies[0].name
        )
    )
    return copies[0]


def _is_copy(path: Path, name: str, lab: Lab, course: Path, given: Given) -> bool:
    """Whether a file is a student's copy of a lab's notebook: it has its cells, and is not as it was given."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    if digest(content) in given.digests(f"assignments/{lab.name}/{name}.ipynb"):
        return False
    if tell_notebook(content, lab.name, course) == name:
        return True
    try:
        return name in path.stem and any(nbgrader_marks(cell) for cell in parse_notebook(content))
    except ValueError:
        return False


def _changed_files(course: Path, given: Given) -> Iterator[str]:
    """A warning about files of the course's package that are not as they were given: the grader has its own."""
    changed = []
    for name in sorted(given.files.keys() - given.students) if given.version else ():
        if name.startswith("cs_nn/"):
            try:
                if digest((course / name).read_bytes()) not in given.digests(name):
                    changed.append(name)
            except OSError:
                changed.append(name)
    if changed:
        if in_browser():
            said = _(
                "files of the course were changed: {names}. The grader uses its own. To get them back, delete them in "
                "the list of files: the site's own take their place"
            )
        else:
            said = _(
                "files of the course were changed: {names}. The grader uses its own. To get them back, run: "
                "python -m cs_nn.update KIT.zip"
            )
        yield said.format(names=", ".join(changed))


def _read(path: Path, arcname: str, found: Inspection) -> bytes | None:
    try:
        content = path.read_bytes()
        found.saved[arcname] = path.stat().st_mtime
    except FileNotFoundError:
        found.errors.append(_("{file} is missing: it should be {path}").format(file=arcname, path=path))
    except OSError as error:
        found.errors.append(
            _("{file} can't be opened ({why}): {path}").format(file=arcname, why=error.strerror or error, path=path)
        )
    else:
        found.files[arcname] = content
        return content
    return None


def _encoding(content: bytes) -> str:
    """What to do about a module whose text is not in the encoding that Python expects."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _(". Its text is not UTF-8: save it as UTF-8 with the program that you write in")
    return ""
