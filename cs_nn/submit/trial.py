"""A trial: import a module as the grader does, unless its text tells that this can't fail."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cs_nn.language import gettext as _
from cs_nn.submit.course_files import CourseFiles
from cs_nn.submit.packages import KNOWN_PACKAGES, installed_with_course
from cs_nn.tools.labs import labs_file
from cs_nn.tools.place import in_browser


def trial(content: bytes, module: str, files: CourseFiles, seconds: float = 20) -> Iterator[str]:
    """Import the module as the grader does: in an empty folder, with nothing of the student's but this lab."""
    if in_browser():  # no processes there
        return
    with tempfile.TemporaryDirectory(prefix="trial-", ignore_cleanup_errors=True) as folder:
        lib, scratch = Path(folder, "lib"), Path(folder, "scratch")
        for path in sorted((files.course / "cs_nn").rglob("*")):
            name = path.relative_to(files.course).as_posix()
            if path.is_file() and (files.is_given(name) or path.suffix not in (".py", ".pyc")):
                (lib / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, lib / name)
        (lib / "cs_nn").mkdir(parents=True, exist_ok=True)
        (lib / module).write_bytes(content)
        shutil.copyfile(labs_file(files.course), lib / "labs.toml")
        scratch.mkdir()
        code = f"import sys; sys.path.insert(0, {str(lib)!r}); import cs_nn.{Path(module).stem}"
        try:
            done = subprocess.run(
                [sys.executable, "-c", code], cwd=scratch, timeout=seconds, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", errors="replace",
                env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            yield _(
                "importing it takes more than {seconds:.0f} s: the grader stops then, and the file gets 0 points. Put "
                "what runs outside of functions into the notebook"
            ).format(seconds=seconds)
            return
        except OSError:  # no processes here
            return
    error = done.stderr.strip().rpartition("\n")[2]
    if done.returncode == 0 or _is_no_fault(error, done.stderr, files):
        return
    lines = re.findall(rf"{re.escape(Path(module).name)}\", line (\d+)", done.stderr)
    said = _(
        "importing it where only the course's files are, as the grader does, stops with {error}: the whole file gets 0 "
        "points. Look at what stands outside of functions"
    ).format(error=error or _("no message"))
    yield _("line {number}: {problem}").format(number=lines[0], problem=said) if lines else said


def _is_no_fault(error: str, traceback: str, files: CourseFiles) -> bool:
    """Whether an import fails here only: in another lab's module, or for a package that is not installed here."""
    others = [file for file, lab in files.owner.items() if lab.name != files.lab.name]
    last = re.findall(r'File ".*?(cs_nn)[/\\](\w+\.py)", line', traceback)[-1:]
    missing = re.match(r"ModuleNotFoundError: No module named '(\w+)'$", error)
    return (
        error.startswith("NotImplementedError")
        or "/".join(last[0] if last else "") in others
        or any(f"'{file.removesuffix('.py').replace('/', '.')}'" in error for file in others)
        or bool(missing)
        and missing[1] in KNOWN_PACKAGES | installed_with_course(files.course)
    )


def only_defines(body: list[ast.stmt]) -> bool:
    """Whether importing a file can fail by nothing but its imports of ``cs_nn``; False in case of doubt."""
    return all(map(_defines, body))


def _defines(node) -> bool:
    if isinstance(node, ast.Import):
        return all(alias.name in KNOWN_PACKAGES or alias.name in sys.stdlib_module_names for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.level == 1 or node.module == "__future__" or node.module.partition(".")[0] == "cs_nn"
    if isinstance(node, ast.FunctionDef):
        defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        annotated = [node.returns, *(part.annotation for part in ast.walk(node.args) if isinstance(part, ast.arg))]
        return not node.decorator_list and not any(annotated) and all(map(_is_literal, defaults))
    if isinstance(node, ast.ClassDef):
        return not (node.decorator_list or node.bases or node.keywords) and only_defines(node.body)
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name) for target in node.targets) and _is_literal(node.value)
    return isinstance(node, ast.Pass) or isinstance(node, ast.Expr) and _is_literal(node.value)


def _is_literal(node) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError):
        return False
    return True
