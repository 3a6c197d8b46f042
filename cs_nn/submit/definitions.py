"""What a module defines, read from its text: names, and the parameters of its functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from inspect import Parameter, Signature
from pathlib import Path


def defined_names(tree: ast.Module) -> dict[str, str]:
    """What can be taken from a module: its names, and ``Class.name`` for those of its classes, with parameters."""
    found = {}
    for node in _statements(tree.body):
        for name, parameters in _bound(node):
            found[name] = parameters
        if isinstance(node, ast.ClassDef):
            for inner in _statements(node.body):
                found.update((f"{node.name}.{name}", parameters) for name, parameters in _bound(inner))
    return found


def names_of(path: Path) -> dict[str, str] | None:
    """`defined_names` of a file; None if it can't be read as Python."""
    try:
        return defined_names(ast.parse(path.read_bytes()))
    except (OSError, SyntaxError, ValueError):
        return None


def _statements(body) -> Iterator[ast.stmt]:
    """The statements of a block, and those of its branches, loops and so on; not those of its functions."""
    for node in body:
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for part in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(node, part, []))
            for part in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
                yield from _statements(part.body)


def _bound(node) -> Iterator[tuple[str, str]]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield node.name, _parameters(node.args)
    elif isinstance(node, ast.ClassDef):
        yield node.name, ""
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from ((alias.asname or alias.name.partition(".")[0], "") for alias in node.names)
    elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For, ast.With)):
        yield from ((part.id, "") for part in ast.walk(node)
                    if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))  # fmt: skip


def _parameters(args: ast.arguments) -> str:
    optional = len(args.defaults)
    plain = [*args.posonlyargs, *args.args]
    texts = [arg.arg + ("=" if k >= len(plain) - optional else "") for k, arg in enumerate(plain)]
    texts += [f"*{args.vararg.arg if args.vararg else ''}"] if args.vararg or args.kwonlyargs else []
    texts += [arg.arg + ("=" if default else "") for arg, default in zip(args.kwonlyargs, args.kw_defaults)]
    return ", ".join(texts + ([f"**{args.kwarg.arg}"] if args.kwarg else []))


def fits(call: ast.Call, parameters: str) -> bool:
    """Whether a function with these parameters, written as `defined_names` does, can be called like this."""
    if any(isinstance(arg, ast.Starred) for arg in call.args) or any(keyword.arg is None for keyword in call.keywords):
        return True  # can't be told
    keyword_only, signature = False, []
    for text in parameters.split(", "):
        default = 0 if text.endswith("=") else Parameter.empty
        if text.startswith("**"):
            signature.append(Parameter(text[2:], Parameter.VAR_KEYWORD))
        elif text.startswith("*"):
            keyword_only = True
            signature += [Parameter(text[1:], Parameter.VAR_POSITIONAL)] if text[1:] else []
        else:
            kind = Parameter.KEYWORD_ONLY if keyword_only else Parameter.POSITIONAL_OR_KEYWORD
            signature.append(Parameter(text.rstrip("="), kind, default=default))
    try:
        Signature(signature).bind(*call.args, **{keyword.arg: 0 for keyword in call.keywords})
    except TypeError:
        return False
    return True
