"""The functions that a student wrote, without the course's docstrings."""

from __future__ import annotations

import ast
import textwrap
import tokenize
from collections.abc import Collection, Iterator
from pathlib import Path

from cs_nn.submit.stubs import is_stub
from cs_nn.update import course_version


def own_functions(path: Path, tasks: Collection[str], given: Collection[str]) -> str:
    """The tasks that are written in a module, and functions that the student added; "" if it can't be read.

    Of the course's version (`cs_nn.use_solutions`) there is none: it is nobody's work.

    `given` are the names that the module had when it was given, as `cs_nn.submit.definitions` tells them.
    """
    try:
        if course_version(path.read_bytes()):
            return ""
        with tokenize.open(path) as file:
            text = file.read()
        tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    lines = text.splitlines()
    shown = []
    for owner, node in _functions(tree):
        name = f"{owner}.{node.name}" if owner else node.name
        is_own = bool(given) and name not in given
        if (name.replace(".", "_") in tasks and not is_stub(node)) or is_own:
            shown.append((f"# {owner}\n" if owner else "") + _source(node, lines))
    return "\n\n\n".join(shown)


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield "", node
        elif isinstance(node, ast.ClassDef):
            yield from ((node.name, inner) for inner in node.body if isinstance(inner, ast.FunctionDef))


def _source(node: ast.FunctionDef, lines: list[str]) -> str:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    numbers = set(range(first, node.end_lineno + 1))
    if ast.get_docstring(node, clean=False) is not None and len(node.body) > 1:
        numbers -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return textwrap.dedent("\n".join(lines[number - 1] for number in sorted(numbers))).strip("\n")
