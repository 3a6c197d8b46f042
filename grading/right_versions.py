"""Right but unusual versions of the students' functions: those of ``tests/odd``, and those that mutants are made of.

``tests/odd/<lab>.py`` holds a table of the kind that `grading.mistakes` reads. Each row is one version: its name, what
is unusual, and the other lines that the student wrote, or the change of the worked solution::

    == rnn_forward
    one_state_more: h0 in front, cut off at the end.
        | h = np.zeros((N, T + 1, len(b)))
        | h[:, 0] = h0
        | for t in range(T):
        |     h[:, t + 1], _ = rnn_step_forward(x[:, t], h[:, t], U, W, b)
        | h = h[:, 1:]
    single_precision: float32.
        np.result_type(x, U) -> np.float32

Versions that need more than that stand before the table, in a class for each task: functions, whose docstrings say
what is unusual. Versions of a method take `self`. Other functions, beside the classes, are what all versions may use;
names in a class that start with an underscore are for its versions alone.

Hand-ins are graded without them: only ``python -m grading reference`` and the tests run them.
"""

from __future__ import annotations

import ast
import functools
import textwrap

from cs_nn import checks
from cs_nn.tools.labs import COURSE
from grading.mistakes import NOTHING, Mutant, load_bases, made, parse, read_table, source_of, used


@functools.cache
def load_right(lab: str, task: str) -> list[Mutant]:
    """The right but unusual versions of a task, to be run as mutants are.

    `change` is the name, `sentence` says what is unusual.
    """
    table, others = read_table(COURSE / "tests" / "odd" / f"{lab}.py")
    lines, nodes = others.split("\n"), ast.parse(others).body

    def text(node):
        return textwrap.dedent("\n".join(lines[node.lineno - 1 : node.end_lineno]))

    shared = "\n".join(text(node) for node in nodes if not isinstance(node, ast.ClassDef))
    own = [inner for node in nodes if isinstance(node, ast.ClassDef) and node.name == task for inner in node.body]
    versions = [node for node in own if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    helpers = "\n".join(text(node) for node in own if node not in versions)

    def right(name, what, code):
        return Mutant(task, NOTHING, what, name, False, code, f"{used(shared, helpers + code)}\n{helpers}")

    source = source_of(checks.lab_tasks(lab)[task])
    rows = [(row, change) for its, _, row, change in parse(table) if its == task]
    return [
        *(right(node.name, ast.get_docstring(node) or "", text(node)) for node in versions),
        *(
            right(row.id, row.sentence, made(source, change, shared, f"{lab}: {task}: {row.id}"))
            for row, change in rows
        ),
        *load_bases(lab).get(task, ()),
    ]
