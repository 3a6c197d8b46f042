"""Hand in a lab: one zip with its notebooks, its modules and the networks it asks for, and nothing else.

On the command line::

    python -m cs_nn.submit lab1_softmax

in the last cell of a notebook::

    from cs_nn.submit import submit
    submit("lab1_softmax")

Only the standard library is needed, so that it starts at once.
"""

from __future__ import annotations

import argparse
import ast
import codecs
import contextlib
import json
import os
import re
import sys
import time
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cs_nn.tools.imports import missing_when_graded
from cs_nn.tools.labs import COURSE, Lab, find_lab, tell_notebook, which_lab
from cs_nn.update import Given, digest, read_given

LARGE_NOTEBOOK = 20_000_000  # bytes; many sites refuse larger uploads
LARGE_MODULE = 500_000  # bytes; the grader does not take a larger module
ANSWER_STUB = "YOUR ANSWER HERE"


class SubmitError(Exception):
    """The lab can't be handed in as it is. The message says why and what to do."""


@dataclass
class Inspection:
    """What was found in a student's copy of a lab.

    ``files`` maps the name in the zip to the contents that were inspected, ``saved`` to the time
    the file was saved. An error keeps the lab from being handed in; a warning does not.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    saved: dict[str, float] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def submit(lab: str, student: str | None = None, output: str | Path | None = None) -> None:
    """Write ``<lab>-<student>.zip`` and say what is in it; for the last cell of a notebook.

    Parameters
    ----------
    lab : the lab's name, such as "lab1_softmax"
    student : your student ID; it is needed once and then remembered in ``student.txt``
    output : the folder for the zip; the folder that holds ``cs_nn`` if not given
    """
    if "NBGRADER_EXECUTION" in os.environ:
        print("Nothing is handed in while nbgrader runs the notebook.")
        return
    try:
        hand_in(lab, student, output)
    except SubmitError as error:
        print(error)


def main(argv: Sequence[str] | None = None) -> int:
    """The command line: 0 if the zip was written, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m cs_nn.submit", description="Hand in a lab: write its zip.")
    parser.add_argument("lab", nargs="?", help="the lab's name, such as lab1_softmax")
    parser.add_argument("--student", metavar="ID", help="your student ID; remembered in student.txt")
    parser.add_argument("--output", metavar="DIR", help="the folder for the zip (default: the folder of the kit)")
    args = parser.parse_args(argv)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a Windows console may lack the letters of a name
    try:
        if args.lab is None:
            raise SubmitError(which_lab("python -m cs_nn.submit"))
        hand_in(args.lab, args.student, args.output)
    except (SubmitError, FileNotFoundError) as error:
        print(error)
        return 1
    return 0


def hand_in(lab_name: str, student: str | None = None, output: str | Path | None = None, course: Path = COURSE) -> Path:
    """Inspect the lab, write the zip and print a summary; returns the path of the zip.

    Raises `SubmitError`, and leaves an earlier zip as it is, if a file is missing or can't be read.
    """
    try:
        lab = find_lab(lab_name, course)
        if student is not None:
            student = clean_student(student)
    except (ValueError, OSError) as error:
        raise SubmitError(f"Not handed in: {error}") from None
    found = inspect_lab(lab, course)
    print(lab.title)
    if found.warnings:
        print("\nUnfinished, or worth a look:")
        print(_bullets(found.warnings))
    if found.errors:
        raise SubmitError(f"\nNot handed in. First mend this:\n{_bullets(found.errors)}")
    student = student or remembered_student(course) or _ask_student(lab_name)
    folder = Path(output) if output is not None else course
    target = folder / f"{lab.name}-{student}.zip"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_zip(target, found.files)
    except OSError as error:
        raise SubmitError(
            f"\nNot handed in: {target} can't be written ({error.strerror or error}). "
            "Close the programs that use it, make room on the disk, or name another folder (output)."
        ) from None
    with contextlib.suppress(OSError):  # only a convenience
        (course / "student.txt").write_text(student + "\n", encoding="utf-8")

    print(f"\nPacked for {student}:")
    width = max(len(name) for name in found.files)
    for name, content in found.files.items():
        saved = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(found.saved[name]))
        print(f"  {name:<{width}}  {_size(len(content)):>8}  saved {saved}")
    print(f"\nWrote {target} ({_size(target.stat().st_size)}).")
    print("Next: upload this file to your course's site; until then nothing is handed in.")
    print("It holds the files as they were last saved. After later changes, save, pack and upload again.")
    return target


# ------------------------------------------------------------------ who
def clean_student(text: str) -> str:
    """A student ID in its one spelling (NFC, single spaces), fit for the name of a file or folder.

    Spaces and the letters of every language are allowed. ``ValueError`` says what is not.
    """
    student = unicodedata.normalize("NFC", text.strip())
    student = "".join(" " if unicodedata.category(c) == "Zs" else c for c in student)  # no-break, ideographic space
    student = re.sub(" +", " ", student)
    if not student:
        raise ValueError("the student ID is empty")
    # Brackets and stars are patterns to nbgrader, a comma breaks its table of grades; Windows refuses the others.
    # The zero-width joiners are part of names in some languages.
    bad = sorted({c for c in student if c in '/\\<>:"|?*[],' or not (c.isprintable() or c in "\u200c\u200d")})
    if bad:
        raise ValueError(f"the student ID {student!r} must not contain {' '.join(ascii(c) for c in bad)}")
    if not (student[0].isalnum() or student[0] == "_"):
        raise ValueError(f"the student ID {student!r} must begin with a letter or a digit")
    if student.endswith("."):
        raise ValueError(f"the student ID {student!r} must not end with a dot")
    if re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", student, re.IGNORECASE):
        raise ValueError(f"the student ID {student!r} is a reserved name on Windows")
    if len(student.encode()) > 150:
        raise ValueError("the student ID is too long: at most 150 bytes")
    return student


def remembered_student(course: Path = COURSE) -> str | None:
    """The student ID of the last time, or None."""
    try:
        return clean_student((course / "student.txt").read_text(encoding="utf-8-sig").strip())
    except (OSError, ValueError):
        return None


def _ask_student(lab: str) -> str:
    if _notebook_shell() is not None:
        how = f'submit("{lab}", student="your ID")'
    elif sys.stdin is None or not sys.stdin.isatty():
        how = f'python -m cs_nn.submit {lab} --student "your ID"'
    else:
        while True:
            try:
                return clean_student(input("\nYour student ID: "))
            except ValueError as error:
                print(error)
            except (EOFError, KeyboardInterrupt):
                raise SubmitError("\nNot handed in.") from None
    raise SubmitError(f"\nNot handed in: who are you? Give your student ID once, then it is remembered:\n\n    {how}\n")


# ------------------------------------------------------------------ what
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
                f"{path.name} can't be read as a notebook: {error}. "
                "Open it in JupyterLab and save it, or start from an earlier copy"
            )
            continue
        released = given.cells.get(lab.name, {}).get(name, {})
        found.warnings += [f"{path.name}: {text}" for text in unfinished_cells(notebooks[arcname], released)]
        if len(content) > LARGE_NOTEBOOK:
            found.warnings.append(
                f"{path.name} has {_size(len(content))}: clear the outputs of cells that show many or large pictures "
                "(Edit > Clear Cell Output) and save"
            )
    for name in lab.weights:
        if (folder / f"{name}.npz").exists():
            _read(folder / f"{name}.npz", f"{name}.npz", found)
        else:
            found.warnings.append(f"{name}.npz is not there: run the cell of the notebook that saves your best net")
    lost, functions = [], {}  # what would cost points although it works here; functions by name
    for name in lab.modules:
        arcname = f"cs_nn/{name}"
        content = _read(course / "cs_nn" / name, arcname, found)
        if content is None:
            continue
        try:
            compile(content, name, "exec")  # of bytes, as Python itself does it: with a BOM, a coding line ...
            tree = ast.parse(content)
        except SyntaxError as error:
            line = f", line {error.lineno}" if error.lineno else ""
            text = f": {error.text.strip()}" if error.text else ""
            found.errors.append(f"{arcname}{line} can't be read as Python ({error.msg}){text}{_encoding(content)}")
            continue
        except (ValueError, RecursionError, MemoryError) as error:  # NUL bytes, nesting without end
            found.errors.append(f"{arcname} can't be read as Python ({error}){_encoding(content)}")
            continue
        with contextlib.suppress(RecursionError):  # of code that no person wrote
            lost += [f"{arcname}, {text}" for text in missing_when_graded(content, name, lab, course)]
        if len(content) > LARGE_MODULE:
            lost.append(f"{arcname} has {_size(len(content))}: the grader takes at most {_size(LARGE_MODULE)}")
        functions |= {node.name: arcname for node in tree.body if isinstance(node, ast.FunctionDef)}
        stubs = list(dict.fromkeys(stub_names(tree)))
        if stubs:
            found.warnings.append(f"{arcname}: still to be written (raise NotImplementedError): {', '.join(stubs)}")

    if len(notebooks) == len(lab.notebooks):
        graded = {graded_id(cell) for cells in notebooks.values() for cell in cells}
        missing = [name for name in (*task_names(lab.name), *lab.weights) if name not in graded]
        if missing:
            found.warnings.append(
                f"the check cells of these tasks are in no notebook (deleted?): {', '.join(missing)}. "
                "The grader puts them back"
            )
    found.warnings[:0] = [*lost, *_written_in_notebooks(notebooks, functions)]
    found.warnings += _changed_files(course, given)
    found.warnings += _stale_notebooks(found)
    found.warnings += _unsaved_notebook(notebooks)
    return found


def _find_notebook(name: str, folder: Path, lab: Lab, course: Path, given: Given, found: Inspection) -> Path | None:
    """The file of a notebook, also if it has another name; warns of copies, which are not handed in."""
    path = folder / f"{name}.ipynb"
    copies = [other for other in sorted({*folder.glob("*.ipynb"), *course.glob("*.ipynb")})
              if other.stem not in lab.notebooks and _is_copy(other, name, lab, course, given)]  # fmt: skip
    if path.exists() or not copies:
        for copy in copies:
            later = path.exists() and copy.stat().st_mtime > path.stat().st_mtime + 2
            found.warnings.append(
                f"{copy.name} is not handed in, {path.name} is{', although it was saved earlier' if later else ''}. "
                f"If your work is in {copy.name}, rename {path.name}, then rename {copy.name} to {path.name}"
            )
        return path
    if len(copies) > 1:
        found.errors.append(
            f"{path.name} is missing. Rename the right one of {', '.join(copy.name for copy in copies)} to {path.name}"
        )
        return None
    found.warnings.append(f"{path.name} is missing: {copies[0].name} is handed in under this name. Better rename it")
    return copies[0]


def _is_copy(path: Path, name: str, lab: Lab, course: Path, given: Given) -> bool:
    """Whether a file is a student's copy of a lab's notebook: it has its cells, and is not as it was given."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    if digest(content) == given.files.get(f"assignments/{lab.name}/{name}.ipynb"):
        return False
    if tell_notebook(content, lab.name, course) == name:
        return True
    try:
        return name in path.stem and any(_nbgrader(cell) for cell in parse_notebook(content))
    except ValueError:
        return False


def _changed_files(course: Path, given: Given) -> Iterator[str]:
    """A warning about files of the course's package that are not as they were given: the grader has its own."""
    changed = []
    for name in sorted(given.files.keys() - given.students) if given.version else ():
        if name.startswith("cs_nn/"):
            try:
                if digest((course / name).read_bytes()) != given.files[name]:
                    changed.append(name)
            except OSError:
                changed.append(name)
    if changed:
        yield (f"files of the course were changed: {', '.join(changed)}. The grader uses its own. "
               "To get them back, run: python -m cs_nn.update KIT.zip")  # fmt: skip


def _read(path: Path, arcname: str, found: Inspection) -> bytes | None:
    try:
        content = path.read_bytes()
        found.saved[arcname] = path.stat().st_mtime
    except FileNotFoundError:
        found.errors.append(f"{arcname} is missing: it should be {path}")
    except OSError as error:
        found.errors.append(f"{arcname} can't be opened ({error.strerror or error}): {path}")
    else:
        found.files[arcname] = content
        return content
    return None


def _encoding(content: bytes) -> str:
    """What to do about a module whose text is not in the encoding that Python expects."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return ". Its text is not UTF-8: save it as UTF-8 with the program that you write in"
    return ""


def task_names(lab: str) -> list[str]:
    """The tasks of a lab, which are also the ids of its check cells; none if they can't be loaded."""
    try:
        from cs_nn.tools.checks import lab_tasks  # here because it needs NumPy

        return list(lab_tasks(lab))
    except ImportError:
        return []


def _written_in_notebooks(notebooks: dict[str, list[dict]], functions: dict[str, str]) -> Iterator[str]:
    """Functions of a module that a notebook defines anew, or puts into the module: the grader does not see that."""
    for notebook, cells in notebooks.items():
        code = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "code")
        for name, module in functions.items():
            if re.search(rf"^(def {name}\b|\w+\.{name} *=[^=])", code, re.MULTILINE):
                yield f"{notebook} defines {name} itself; only what stands in {module} is graded. Put it there"


# ------------------------------------------------------------------ notebooks
def parse_notebook(content: bytes) -> list[dict]:
    """The cells of a notebook, each with its source as one string; ``ValueError`` if it isn't one.

    This checks what the inspection and the grading rely on. nbformat checks more, but takes two
    seconds to import.
    """
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise ValueError("the text is UTF-16, not UTF-8: save it as UTF-8 with the program that did") from None
        raise ValueError("the text is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error})") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError("it has no list of cells")
    if notebook.get("nbformat") != 4:
        raise ValueError(f"its format is {notebook.get('nbformat')!r} and not 4")
    for number, cell in enumerate(notebook["cells"], 1):
        if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
            raise ValueError(f"cell {number} is not a code, markdown or raw cell")
        source = cell.get("source")
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            cell["source"] = "".join(source)
        elif not isinstance(source, str):
            raise ValueError(f"cell {number} has no source")
        if not isinstance(cell.get("metadata"), dict):
            raise ValueError(f"cell {number} has no metadata")
        outputs = cell.get("outputs")
        if cell["cell_type"] == "code" and not (
            isinstance(outputs, list) and all(isinstance(output, dict) for output in outputs)
        ):
            raise ValueError(f"cell {number} has no list of outputs")
    return notebook["cells"]


def graded_id(cell: dict) -> str | None:
    """The id of an autograded check cell, None for every other cell."""
    marks = _nbgrader(cell)
    autograded = cell["cell_type"] == "code" and marks.get("grade") and not marks.get("solution")
    return str(marks.get("grade_id")) if autograded else None


def unfinished_cells(cells: list[dict], released: Mapping[str, str] | None = None) -> list[str]:
    """What is left to do in a notebook, one sentence each.

    `released` tells of each graded cell, by its id, whether it is a "check" or an "answer".
    """
    released = released or {}
    ids = Counter(name for name in map(graded_id, cells) if name)
    not_run, failed, code = [], [], []
    answers: dict[str, list[dict]] = {name: [] for name, kind in released.items() if kind == "answer"}
    for cell in cells:
        name = graded_id(cell)
        marks = _nbgrader(cell)
        id = str(marks.get("grade_id"))
        if id in answers or (marks.get("solution") and cell["cell_type"] != "code"):
            answers.setdefault(id, []).append(cell)
        elif name:
            if cell.get("execution_count") is None:
                not_run.append(name)
            elif any(output.get("output_type") == "error" for output in cell["outputs"]):
                failed.append(name)
        elif marks.get("solution"):
            if "raise NotImplementedError" in cell["source"]:
                code.append(id)
            elif marks.get("grade"):
                answers.setdefault(id, []).append(cell)
    empty = [id for id, copies in answers.items() if copies and not any(map(_is_written, copies))]
    turned = [id for id, copies in answers.items() if any(cell["cell_type"] != "markdown" for cell in copies)]
    kinds = [
        ("checks that were not run", not_run),
        ("checks that ended in an error", failed),
        (f"written answers that are empty or still say {ANSWER_STUB}", empty),
        ("answer cells that became code or raw text (select each, press Esc, then M)", turned),
        (
            "answer cells that are gone; an answer in a cell of your own is not found by itself, so copy these cells "
            "from the kit's own notebook and write in them",
            [id for id, copies in answers.items() if not copies],
        ),
        (
            "answer cells that are there more than once (keep the one with your answer, delete the others)",
            [id for id, copies in answers.items() if len(copies) > 1],
        ),
        ("cells with code to be written (raise NotImplementedError)", code),
        ("check cells that are there more than once", [name for name, count in ids.items() if count > 1]),
    ]
    return [f"{kind}: {', '.join(names)}" for kind, names in kinds if names]


def _is_written(cell: dict) -> bool:
    return ANSWER_STUB not in cell["source"] and bool(cell["source"].strip())


def _nbgrader(cell: dict) -> dict:
    marks = cell["metadata"].get("nbgrader")
    return marks if isinstance(marks, dict) else {}


def _stale_notebooks(found: Inspection) -> Iterator[str]:
    """Notebooks last saved before a module was changed: their checks saw other code."""
    modules = {name: saved for name, saved in found.saved.items() if name.endswith(".py")}
    for name, saved in found.saved.items():
        # Zip archives and some disks keep times to two seconds.
        newer = [module for module, changed in modules.items() if changed > saved + 2]
        if name.endswith(".ipynb") and newer:
            yield f"{name}: {', '.join(newer)} was changed after the notebook was saved. Run its checks again and save"


def _unsaved_notebook(notebooks: dict[str, list[dict]]) -> Iterator[str]:
    """A warning if cells of this notebook were run since it was saved, as far as its kernel can tell."""
    shell = _notebook_shell()
    history = shell.history_manager.input_hist_raw if shell is not None else []
    if len(history) < 2 or not notebooks:
        return
    # Jupyter Server tells a kernel its notebook; other programs may not.
    name = re.split(r"[/\\]", os.environ.get("JPY_SESSION_NAME", ""))[-1]
    if name not in notebooks:
        sources = {name: {cell["source"].strip() for cell in cells} for name, cells in notebooks.items()}
        name = max(notebooks, key=lambda name: sum(source.strip() in sources[name] for source in history[1:]))
    runs = unsaved_runs(history[:-1], notebooks[name])
    if runs:
        cells = ", ".join(f"[{n}]" for n in runs[:5]) + (" ..." if len(runs) > 5 else "")
        yield f"{name}: cells were run since it was last saved ({cells}). Save it (Ctrl+S) and hand in again"


def unsaved_runs(history: Sequence[str], cells: list[dict]) -> list[int]:
    """The execution counts of runs that a saved notebook can't contain yet.

    `history` lists the code a kernel has run, by execution count. Runs before the last one that was
    saved say nothing: their cells may have been edited and run again.
    """
    saved = {str(cell.get("execution_count")): cell["source"].strip() for cell in cells if cell["cell_type"] == "code"}
    runs = {n: code.strip() for n, code in enumerate(history) if code.strip() and not re.search(r"\bsubmit\(", code)}
    last_saved = max((n for n, code in runs.items() if saved.get(str(n)) == code), default=0)
    return [n for n in runs if n > last_saved]


def _notebook_shell():
    """The IPython shell of a notebook's kernel, or None outside a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if getattr(shell, "kernel", None) is not None else None


# ------------------------------------------------------------------ modules
def stub_names(node: ast.AST, scope: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of the functions that still raise NotImplementedError, in the order of the file."""
    for _, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST):
                continue
            if isinstance(child, ast.Raise):
                call = child.exc
                arguments = call.args if isinstance(call, ast.Call) else []
                error = call.func if isinstance(call, ast.Call) else call
                if isinstance(error, ast.Name) and error.id == "NotImplementedError":
                    said = arguments[0].value if arguments and isinstance(arguments[0], ast.Constant) else None
                    yield str(said or ".".join(scope) or f"line {child.lineno}")
            named = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            yield from stub_names(child, (*scope, child.name) if named else scope)
            if isinstance(child, (ast.Raise, ast.Return)):
                break  # what follows in this block is never reached


# ------------------------------------------------------------------ the zip
def write_zip(target: Path, files: dict[str, bytes]) -> None:
    """Write a zip in one step: whatever happens, `target` is the old one or the whole new one."""
    now = time.localtime()[:6]  # the time of handing in, which tells the grader the later of two
    temporary = target.with_name(target.name + ".part")
    try:
        with zipfile.ZipFile(temporary, "w") as archive:
            for name, content in files.items():
                info = zipfile.ZipInfo(name, now)
                info.create_system = 3  # the same zip on every system
                info.external_attr = 0o100644 << 16
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(count / 1e3, 0.1):.1f} kB"


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"  - {line}" for line in lines)


if __name__ == "__main__":
    raise SystemExit(main())
