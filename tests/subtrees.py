"""Parts of programs, compared without the names that their author chose."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

#: Names that say what is computed, wherever they stand.
_KNOWN = {"np", "self", *dir(builtins)}


def subtrees(tree: ast.AST) -> Iterator[tuple[str, int, ast.AST]]:
    """(the normalised text, its number of nodes, the node) of each expression and statement.

    Names are numbered in the order in which they first stand in the part; those of modules, built-in functions and
    attributes stay. Operators and contexts are no nodes of their own.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt):
            names, size = {}, 0
            for part in _in_order(node):
                size += isinstance(part, ast.expr | ast.stmt)
                if isinstance(part, ast.Name) and part.id not in _KNOWN:
                    names.setdefault(part.id, f"_{len(names)}")
            yield _text(node, names), size, node


def _in_order(node):
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _in_order(child)


def _text(node, names):
    match node:
        case ast.Name(id=name):
            return names.get(name, name)
        case ast.Constant(value=value):
            return repr(value)
        case ast.AST():
            fields = (_text(value, names) for name, value in ast.iter_fields(node) if name not in ("ctx", "kind"))
            return f"{type(node).__name__}({', '.join(fields)})"
        case list():
            return f"[{', '.join(_text(part, names) for part in node)}]"
    return repr(node)
