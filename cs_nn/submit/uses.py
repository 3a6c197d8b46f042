"""What a module imports, and what it takes from modules of ``cs_nn``, read from its text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Use:
    """A module that a file imports, or a name that it takes from one."""

    line: int
    module: str  #: in full, such as cs_nn.layers
    name: str | None = None
    inside: bool = False  #: inside of a function, say: the file can be imported all the same
    optional: bool = False  #: an import whose failure is expected
    attribute: bool = False  #: no import but ``module.name``
    call: ast.Call | None = None  #: the call, if it is called


def uses(tree: ast.Module) -> list[Use]:
    """The imports of a module of ``cs_nn``, and what it takes from imported modules of ``cs_nn`` by attribute.

    Left out is what need not work: imports in a ``try`` that expects their failure, and what runs only if the file is
    the program or is read by a type checker.
    """
    found: list[Use] = []
    _collect(tree.body, found)
    variables = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    variables |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    aliases = {name: dotted for name, dotted in _aliases(tree) if name not in variables}
    functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
    inner = {id(part) for function in functions for part in ast.walk(function)}
    for node in ast.walk(tree):
        module, name = None, None
        if not isinstance(node, (ast.Attribute, ast.Call)):
            continue
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            module, name = _dotted(node.value, aliases), node.attr
        elif isinstance(node, ast.Call) and _called(node) == "getattr" and len(node.args) == 2:
            module, name = _dotted(node.args[0], aliases), _text(node.args[1])
        elif isinstance(node, ast.Call):
            module, _, name = (_dotted(node.func, aliases) or "").rpartition(".")
        if module and name and module.partition(".")[0] == "cs_nn":
            found.append(Use(node.lineno, module, name, id(node) in inner, False, True,
                             node if isinstance(node, ast.Call) else None))  # fmt: skip
    return sorted(found, key=lambda use: use.line)


def _collect(body, found, inside=False, optional=False):
    for node in body:
        if isinstance(node, ast.If) and _never_when_imported(node.test):
            _collect(node.orelse, found, inside, optional)
            continue
        if isinstance(node, ast.Try) and any(map(_expects_failure, node.handlers)):
            _collect(node.body, found, True, True)
            _collect([*node.handlers, *node.orelse, *node.finalbody], found, inside, optional)
            continue
        if isinstance(node, ast.Import):
            found += [Use(node.lineno, alias.name, None, inside, optional) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [Use(node.lineno, _absolute(node), alias.name, inside, optional) for alias in node.names]
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__") and node.args:
            module = _text(node.args[0])
            if module:
                module = "cs_nn" + module if module.startswith(".") else module
                found.append(Use(node.lineno, module, None, inside, optional))
        _collect(ast.iter_child_nodes(node), found, inside or isinstance(node, FUNCTIONS), optional)


def _never_when_imported(test):
    return ast.unparse(test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING", "__name__ == '__main__'")


def _expects_failure(handler):
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {kind.id if isinstance(kind, ast.Name) else None if kind is None else "" for kind in kinds}
    return bool(names & {None, "ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def _absolute(node: ast.ImportFrom) -> str:
    if node.level > 1:
        return "." * node.level + (node.module or "")  # beyond the package
    return ".".join(filter(None, ["cs_nn" if node.level else "", node.module]))


def _aliases(tree) -> Iterator[tuple[str, str]]:
    """(name, what it stands for) of everything that is imported anywhere in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, f"{_absolute(node)}.{alias.name}") for alias in node.names)


def _dotted(node, aliases) -> str | None:
    if isinstance(node, ast.Name):
        return aliases.get(node.id)
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value, aliases)
        return base and f"{base}.{node.attr}"
    return None


def _called(node: ast.Call) -> str | None:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", None)


def _text(node) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
