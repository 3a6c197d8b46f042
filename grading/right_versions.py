"""Right but unusual versions of the students' functions: those of ``tests/odd``, and those that mutants are made of.

``tests/odd/<lab>.py`` has a class for each task. The functions in it are versions of the task's function, whose
docstrings say what is unusual; names that start with an underscore are what they use. Versions of a method take `self`.

Hand-ins are graded without them: only ``python -m grading reference`` and the tests run them.
"""

from __future__ import annotations

import ast
import functools
import textwrap

from cs_nn.tools.labs import COURSE
from grading.mistakes import NOTHING, Mutant, load_bases, used


@functools.cache
def load_right(lab: str, task: str) -> list[Mutant]:
    """The right but unusual versions of a task, to be run as mutants are.

    `change` is the name, `sentence` says what is unusual.
    """
    lines, nodes = _read_odd(lab)

    def text(node):
        return textwrap.dedent("\n".join(lines[node.lineno - 1 : node.end_lineno]))

    imports = "\n".join(text(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom))
    own = [inner for node in nodes if isinstance(node, ast.ClassDef) and node.name == task for inner in node.body]
    versions = [node for node in own if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    helpers = "\n".join(text(node) for node in own if node not in versions)

    def right(node):
        needs = f"{used(imports, helpers + text(node))}\n{helpers}"
        return Mutant(task, NOTHING, ast.get_docstring(node) or "", node.name, False, text(node), needs)

    return [*map(right, versions), *load_bases(lab).get(task, ())]


@functools.cache
def _read_odd(lab):
    source = (COURSE / "tests" / "odd" / f"{lab}.py").read_text(encoding="utf-8")
    return source.split("\n"), ast.parse(source).body
