"""Right but unusual versions of the students' functions: those of ``tests/odd``, and those that mutants are made of.

Hand-ins are graded without them: only ``python -m grading reference`` and the tests run them.
"""

from __future__ import annotations

import ast
import functools

from cs_nn.tools.labs import COURSE
from grading.mistakes import NOTHING, Mutant, load_bases


@functools.cache
def load_right(lab: str, task: str) -> list[Mutant]:
    """The right but unusual versions of a task, to be run as mutants are.

    `change` is the name, `sentence` says what is unusual.
    """
    source = (COURSE / "tests" / "odd" / lab / f"{task}.py").read_text(encoding="utf-8")
    nodes = ast.parse(source).body
    versions = [node for node in nodes if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    needs = "\n".join(
        ast.get_source_segment(source, node)
        for node in nodes
        if node not in versions and not isinstance(node, ast.Expr)
    )
    read = [
        Mutant(
            task, NOTHING, ast.get_docstring(node) or "", node.name, False, ast.get_source_segment(source, node), needs
        )
        for node in versions
    ]
    return read + load_bases(lab).get(task, [])
