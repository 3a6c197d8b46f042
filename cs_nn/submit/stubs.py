"""Functions that are still to be written: they raise NotImplementedError."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cs_nn.language import gettext as _


def stub_names(node: ast.AST, scope: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of the functions that still raise NotImplementedError, in the order of the file."""
    for _name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST):
                continue
            if isinstance(child, ast.Raise):
                call = child.exc
                arguments = call.args if isinstance(call, ast.Call) else []
                error = call.func if isinstance(call, ast.Call) else call
                if isinstance(error, ast.Name) and error.id == "NotImplementedError":
                    said = arguments[0].value if arguments and isinstance(arguments[0], ast.Constant) else None
                    yield str(said or ".".join(scope) or _("line {number}").format(number=child.lineno))
            inner = scope
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                inner = (*scope, child.name)
            yield from stub_names(child, inner)
            if isinstance(child, (ast.Raise, ast.Return)):
                break  # what follows in this block is never reached


def is_stub(function: ast.AST) -> bool:
    """Whether a function raises NotImplementedError anywhere."""
    return any(isinstance(node, ast.Raise) and node.exc is not None and "NotImplementedError" in ast.unparse(node.exc)
               for node in ast.walk(function))  # fmt: skip
