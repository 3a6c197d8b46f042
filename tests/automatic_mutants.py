"""All versions of a function that one small change makes, by a list of kinds of changes (mutation testing).

The checks must reject each of them that gives other results: `test_automatic_mutants.py`.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

_BINARY = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv],
    ast.Pow: [ast.Mult],
}
_COMPARED = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}
_CALLED = {
    "max": ["min"],
    "min": ["max"],
    "maximum": ["minimum"],
    "minimum": ["maximum"],
    "sum": ["mean", "max"],
    "mean": ["sum"],
    "argmax": ["argmin"],
    "argmin": ["argmax"],
    "zeros": ["ones"],
    "zeros_like": ["ones_like"],
    "ones": ["zeros"],
    "ones_like": ["zeros_like"],
    "cos": ["sin"],
    "sin": ["cos"],
    "var": ["std"],
    "floor": ["ceil"],
    "ceil": ["floor"],
}
#: Functions of one array that may be forgotten.
_LEFT_OUT = {"exp", "log", "sqrt", "tanh", "abs", "square", "reversed", "copy"}


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """(the change in words, the function's text) for each change of a function between the marks of its solution.

    The words begin with the line that is changed.
    """
    tree = ast.parse(source)
    lines = source.splitlines()
    region = solution_line_numbers(lines)
    seen = {ast.unparse(tree)}
    for path, node in list(_nodes(tree.body[0].body, ("body",))):
        first = next((part.lineno for part in ast.walk(node) if hasattr(part, "lineno")), 0)
        if not region.issuperset(range(first, getattr(node, "end_lineno", first) + 1)):
            continue
        for new in _changes(node):
            changed = copy.deepcopy(tree)
            _put(changed.body[0], path, new)
            try:
                text = ast.unparse(ast.fix_missing_locations(changed))
                ast.parse(text)
            except (SyntaxError, ValueError, AttributeError, TypeError):
                continue
            if text not in seen:
                seen.add(text)
                yield f"{lines[first - 1].strip()}: {_words(node)} -> {_words(new)}", text


def solution_line_numbers(lines):
    """The numbers of the lines between the marks."""
    inside, numbers = False, set()
    for number, line in enumerate(lines, 1):
        if "### END SOLUTION" in line:
            inside = False
        if inside:
            numbers.add(number)
        if "### BEGIN SOLUTION" in line:
            inside = True
    return numbers


def _words(node):
    nodes = node if isinstance(node, list) else [node]
    return "; ".join(ast.unparse(ast.fix_missing_locations(part)).partition("\n")[0] for part in nodes)


def _nodes(node, path) -> Iterator[tuple[tuple, ast.AST]]:
    """All nodes below, with the way to each: names of fields and places in lists."""
    if isinstance(node, list):
        for place, part in enumerate(node):
            yield from _nodes(part, (*path, place))
    elif isinstance(node, ast.AST):
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):  # a docstring
            yield path, node
            for name, value in ast.iter_fields(node):
                yield from _nodes(value, (*path, name))


def _put(function, path, new):
    target = function
    for step in path[:-1]:
        target = target[step] if isinstance(step, int) else getattr(target, step)
    if isinstance(path[-1], int):
        target[path[-1] : path[-1] + 1] = new if isinstance(new, list) else [new]
    else:
        setattr(target, path[-1], new)


def _like(node, **changes):
    new = copy.deepcopy(node)
    for name, value in changes.items():
        setattr(new, name, value)
    return new


def _plus(node, number):
    return ast.BinOp(copy.deepcopy(node), ast.Add() if number > 0 else ast.Sub(), ast.Constant(abs(number)))


def _changes(node) -> Iterator[ast.AST | list[ast.AST]]:
    """What may stand in the place of a node."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            yield from (_like(node, op=other()) for other in _BINARY.get(type(op), ()))
            yield left  # a summand, a factor is dropped
            if not isinstance(op, ast.Div | ast.Sub | ast.Pow | ast.FloorDiv | ast.Mod):
                yield right
            if isinstance(op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
                yield _like(node, left=right, right=left)
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            yield operand
        case ast.Compare(ops=[op]):
            yield from (_like(node, ops=[other()]) for other in _COMPARED.get(type(op), ()))
        case ast.BoolOp(op=op, values=values):
            yield _like(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
            yield from values
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield from map(ast.Constant, (value + 1, value - 1))
        case ast.Constant(value=float(value)):
            yield from map(ast.Constant, (2 * value, value / 2, value + 1))
        case ast.Attribute(value=value, attr="T"):
            yield value
        case ast.Attribute(attr=name) if name in _CALLED:
            yield from (_like(node, attr=other) for other in _CALLED[name])
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.Slice(lower=lower, upper=upper):
            for name, bound in (("lower", lower), ("upper", upper)):
                if bound is not None:
                    yield from (_like(node, **{name: other}) for other in (_plus(bound, 1), _plus(bound, -1), None))
        case ast.Call(func=func, args=args, keywords=keywords):
            name = getattr(func, "attr", getattr(func, "id", ""))
            if name in _LEFT_OUT:
                yield args[0] if args else func.value
            if name == "range":
                yield _like(node, args=[*args[:-1], _plus(args[-1], -1)] if len(args) < 3 else args)
                yield _like(node, args=[ast.Constant(1), *args] if len(args) == 1 else [_plus(args[0], 1), *args[1:]])
            yield from (_like(node, args=_swapped(args, place)) for place in range(len(args) - 1))
            yield from (
                _like(node, keywords=keywords[:place] + keywords[place + 1 :]) for place in range(len(keywords))
            )
        case ast.Tuple(elts=elts, ctx=ast.Load()):
            yield from (_like(node, elts=_swapped(elts, place)) for place in range(len(elts) - 1))
        case ast.AugAssign(target=target, op=op, value=value):
            yield ast.Pass()
            yield ast.Assign([target], value)
            yield from (_like(node, op=other()) for other in _BINARY.get(type(op), ()))
        case ast.Assign(targets=[target]):
            yield ast.Pass()
        case ast.Expr():
            yield ast.Pass()
        case ast.If(body=body, orelse=orelse):
            yield body
            yield orelse or ast.Pass()
        case ast.For(body=body):
            yield _like(node, body=[*body, ast.Break()])
        case ast.comprehension(ifs=[_, *_]):
            yield _like(node, ifs=[])


def _swapped(parts, place):
    return [*parts[:place], parts[place + 1], parts[place], *parts[place + 2 :]]
