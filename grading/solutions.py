"""Taking worked solutions out of the package and the notebooks that students write."""

from __future__ import annotations

import ast
import functools
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_code_cell
from nbgrader.preprocessors import ClearSolutions
from traitlets.config import Config

from cs_nn.tools.labs import COURSE, Lab
from cs_nn.update import MARK

#: nbgrader's release steps for a notebook that is not kept in a gradebook.
STEPS = (
    "LockCells",
    "ClearSolutions",
    "ClearOutput",
    "CheckCellMetadata",
    "ClearHiddenTests",
    "ClearMarkScheme",
    "ComputeChecksums",
    "CheckCellMetadata",
)

PLACEHOLDER = 'raise NotImplementedError("the task")'


@functools.lru_cache(maxsize=256)  # more than there are modules: nearly all are the same for all submissions
def strip_solutions(source: str, name: str, *, keep: frozenset[str] = frozenset()) -> str:
    """A module's text with each solution region replaced by ``raise NotImplementedError("<task>")``.

    nbgrader's own `ClearSolutions` does the replacing; the task is the function around the region,
    ``SoftmaxClassifier_train`` for a method. The functions in `keep` keep theirs. ``RuntimeError`` if a marker
    survives.
    """
    clear = ClearSolutions(code_stub={"python": PLACEHOLDER})
    if _is_no_marker(clear, source):  # most modules
        return source
    lines = source.split("\n")
    for node in ast.parse(source).body:
        if getattr(node, "name", None) in keep:
            part = slice(node.lineno - 1, node.end_lineno)
            lines[part] = [line if _is_no_marker(clear, line) else "" for line in lines[part]]
    cell = new_code_cell("\n".join(lines))
    clear._replace_solution_region(cell, "python")
    text = cell.source
    for marker in (clear.begin_solution_delimeter, clear.end_solution_delimeter):
        if marker in text:
            raise RuntimeError(f"{name}: the marker {marker!r} is still there after stripping")
    lines = text.split("\n")
    for line, task in _raises(ast.parse(text)):
        lines[line - 1] = lines[line - 1].replace(PLACEHOLDER, f'raise NotImplementedError("{task}")')
    text = "\n".join(lines)
    if PLACEHOLDER in text:
        raise RuntimeError(f"{name}: a solution region stands outside of a function")
    return text


def solved(source: str) -> str:
    """A module's text with its worked solutions, without the markers around them."""
    clear = ClearSolutions()
    return "\n".join(line for line in source.split("\n") if _is_no_marker(clear, line))


def course_text(lab: Lab, module: str, course: Path = COURSE) -> str:
    """The course's version of a module, to be given out; its first line says so."""
    text = solved((course / "cs_nn" / module).read_text(encoding="utf-8"))
    return f"{MARK.format(lab=lab.name)}\n{text}"


def _is_no_marker(clear, text):
    return clear.begin_solution_delimeter not in text and clear.end_solution_delimeter not in text


def _raises(node: ast.AST, path: tuple[str, ...] = ()) -> Iterator[tuple[int, str]]:
    """(line, task) of every raise statement, the task being the names of the classes and functions around it."""
    for child in ast.iter_child_nodes(node):
        inner = path
        if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
            inner = (*path, child.name)
        elif isinstance(child, ast.Raise) and path:
            yield child.lineno, "_".join(path)
        yield from _raises(child, inner)


def package_files(package: Path) -> Iterator[tuple[Path, Path]]:
    """(file, its path inside the package) of everything that belongs to a package."""
    if not (package / "__init__.py").is_file():
        raise FileNotFoundError(f"{package} is not a Python package: it has no __init__.py")
    for path in sorted(package.rglob("*")):
        relative = path.relative_to(package)
        if path.is_file() and "__pycache__" not in relative.parts and ".ipynb_checkpoints" not in relative.parts:
            yield path, relative


def copy_stripped(package: Path, target: Path) -> None:
    """Copy a package without solutions."""
    for path, relative in package_files(package):
        copy = target / relative
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".py":
            copy.write_text(strip_solutions(path.read_text(encoding="utf-8"), relative.as_posix()), encoding="utf-8")
        else:
            shutil.copyfile(path, copy)


def release_notebook(path: Path) -> str:
    """The text of a source notebook after nbgrader's release steps."""
    config = Config()
    config.Exporter.default_preprocessors = []
    exporter = NotebookExporter(config=config)
    for step in STEPS:
        exporter.register_preprocessor(f"nbgrader.preprocessors.{step}", enabled=True)
    text, _ = exporter.from_notebook_node(nbformat.read(path, as_version=4))
    return text
