"""Which strings of a notebook's code people read, told by where they stand."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Collection, Iterable
from pathlib import Path

#: Functions whose strings are names of something, not sentences.
NOT_SHOWN = frozenset(
    "arange astype axis check check_weights einsum endswith get get_cmap getattr hasattr index load_net pop replace "
    "sample_text save_net set_xscale set_yscale setattr setdefault split startswith strip submit".split()
)

#: Keyword arguments whose strings are shown.
SHOWN = frozenset(
    "title suptitle xlabel ylabel zlabel label labels alt desc text titles xticklabels yticklabels name names end sep "
    "row_names column_names rows columns".split()
)

#: Functions and methods whose strings are shown as they are, beside those of `cs_nn.tools.plots`.
SHOWING = frozenset(
    ("annotate legend print report set_label set_title set_xlabel set_ylabel suptitle text title xlabel ylabel").split()
)


def is_name(text: str) -> bool:
    """Whether a string may be a name in code: a key, an attribute."""
    return re.fullmatch(r"\w+", text) is not None


def parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Each node's parent."""
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def is_technical(node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    """Whether a string stands where code reads it and people don't."""
    child, parent = node, above.get(node)
    while parent is not None and not isinstance(parent, ast.stmt):
        if isinstance(parent, ast.Compare) or (isinstance(parent, ast.Subscript) and child is parent.slice):
            return False  # what it is compared with, or the key of the dictionary, is translated too
        if isinstance(parent, ast.keyword) and parent.arg is not None and parent.arg not in SHOWN:
            return True
        if isinstance(parent, ast.keyword) and parent.arg is None:  # **{"xscale": "log"}
            return True
        if isinstance(parent, ast.Call) and child is not parent.func:
            return _is_technical_call(parent.func, child, parent)
        child, parent = parent, above.get(parent)
    return False


def is_shown(node: ast.AST, above: dict[ast.AST, ast.AST], showing: Collection[str]) -> bool:
    """Whether a string is an argument that is shown as it is: then it may be translated although it is also a name."""
    parent = above.get(node)
    if isinstance(parent, ast.keyword):
        return parent.arg in SHOWN
    return isinstance(parent, ast.Call) and node is not parent.func and _name(parent.func) in {*SHOWING, *showing}


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_technical_call(function: ast.expr, child: ast.AST, call: ast.Call) -> bool:
    name, root = _name(function), function
    while isinstance(root, (ast.Attribute, ast.Call)):
        root = root.value if isinstance(root, ast.Attribute) else root.func
    if name == "report":
        return child is not call.args[0]
    return name in NOT_SHOWN or (isinstance(root, ast.Name) and root.id in ("np", "os", "sys"))


def names_in_code(trees: Iterable[ast.AST]) -> set[str]:
    """Strings that must stay in a notebook: names of keyword arguments, what stands where it is not shown, and what
    an expression of an f-string, which is never changed, has."""
    names: set[str] = set()
    for tree in trees:
        above = parents(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg:
                names.add(node.arg)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and is_technical(node, above):
                names.add(node.value)
            elif isinstance(node, ast.FormattedValue):
                inner = [part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
                names.update(text for text in inner if isinstance(text, str))
    return names


@functools.cache
def names_of_package(package: Path) -> frozenset[str]:
    """Strings in a package, and parameters of its classes: a key of a notebook's dictionary may be an argument."""
    nodes = [node for path in package.rglob("*.py") for node in ast.walk(ast.parse(path.read_bytes()))]
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    makers = [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name == "__init__"]
    names = (part.arg for maker in makers for part in ast.walk(maker.args) if isinstance(part, ast.arg))
    return frozenset([*filter(is_name, texts), *names])
