"""Sentences in Python code: strings that people read, comments and docstrings. Nothing else of the code changes."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import cs_nn.tools.plots
from grading.translation.docstrings import translate_docstring
from grading.translation.literals import Literal, read_literal, written
from grading.translation.positions import is_name, is_shown, is_technical, parents
from grading.translation.texts import WIDTH, Translate, has_words, unwrapped, wrapped

#: What shows the strings that it is given.
PLOTS = frozenset(cs_nn.tools.plots.__all__)

_MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)
_NO_SENTENCE = re.compile(r"#!|# (?:fmt|type|noqa|ruff|pragma|pylint)\b|#+$|# -\*-")
_TODO = "TODO: "

#: Told of each string with words that is left as it is: (text, why).
LeftOut = Callable[[str], None]


def translate_cell(source: str, translate: Translate, names: Collection[str], left_out: LeftOut | None = None) -> str:
    """A code cell of a notebook in another language.

    Parameters
    ----------
    source : the cell's code; lines of IPython's magics may be among it
    translate : gives the translation of a message
    names : strings that are names in the notebook's code (`names_in_code`)
    left_out : told of each string with words that is no message
    """
    plain = plain_python(source)
    tree = ast.parse(plain)
    docstrings = {id(node) for node in _docstring_nodes(tree)}
    above = parents(tree)
    edits = list(_docstrings(plain, tree, translate)) + list(_comments(plain, translate))
    for literal in literals(plain, tree):
        if id(literal.node) in docstrings or not literal.words:
            continue
        shown = is_shown(literal.node, above, PLOTS)
        if is_technical(literal.node, above) or is_code(literal.text, () if shown else names):
            if left_out:
                left_out(literal.text)
            continue
        prefix, text = _split_report(literal, above)
        translation = translate(text)
        if translation is not None:
            new = written(literal, prefix + translation, plain)
            if new is not None:
                edits.append(Edit(literal.start, literal.end, new))
    return checked(source, apply(source, edits))


def translate_module(source: str, translate: Translate) -> str:
    """A module that students write in, with its docstrings and comments in another language."""
    return checked(source, apply(source, module_edits(source, translate)))


def module_edits(source: str, translate: Translate) -> list[Edit]:
    """What changes in a module when its docstrings and comments are translated."""
    return [*_docstrings(source, ast.parse(source), translate), *_comments(source, translate)]


@dataclass
class Edit:
    """A part of a text and what comes in its place."""

    start: int
    end: int
    new: str


def apply(source: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        source = source[: edit.start] + edit.new + source[edit.end :]
    return source


def checked(source: str, translated: str) -> str:
    """The translated code; `ValueError` if it is other code than the source, apart from its sentences."""
    if skeleton(source) != skeleton(translated):
        raise ValueError(f"a translation has changed code:\n{translated}")
    return translated


def skeleton(source: str) -> str:
    """Code without the words of its strings: what a translation must leave as it is."""
    tree = ast.parse(plain_python(source))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            values = [value for value in node.values if isinstance(value, ast.FormattedValue)]
            node.values = sorted(values, key=ast.dump)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and has_words(node.value):
            node.value = ""
    return ast.dump(tree)


def plain_python(source: str) -> str:
    """A cell's code with a line of the same length in place of each of IPython's magics."""
    return _MAGIC.sub(lambda line: line[1] + "pass".ljust(len(line[0]) - len(line[1])), source)


def is_code(text: str, names: Collection[str]) -> bool:
    """Whether a string must stay as it is: one of these names, or one that looks like a name in code."""
    if text in names:
        return True
    return is_name(text) and bool(re.search(r"[_\d]", text) or not re.search(r"[^\W\d_]{3}", text))


def literals(source: str, tree: ast.AST) -> Iterator[Literal]:
    """The strings of some code; those inside of an f-string's expressions are part of it."""
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    texts = source.splitlines()

    def place(line: int, column: int) -> int:
        return lines[line - 1] + len(texts[line - 1].encode()[:column].decode())

    def walk(node: ast.AST) -> Iterator[Literal]:
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            start, end = place(node.lineno, node.col_offset), place(node.end_lineno, node.end_col_offset)
            yield read_literal(source, start, end, node)
            return
        for child in ast.iter_child_nodes(node):
            yield from walk(child)

    yield from walk(tree)


def _split_report(literal: Literal, above: dict[ast.AST, ast.AST]) -> tuple[str, str]:
    """The name of the notebook before what `report` prints, and the rest."""
    call = above.get(literal.node)
    if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "report":
        place, colon, label = literal.text.partition(": ")
        return place + colon, label
    return "", literal.text


def _docstring_nodes(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def _docstrings(source: str, tree: ast.AST, translate: Translate) -> Iterator[Edit]:
    nodes = {id(node) for node in _docstring_nodes(tree)}
    for literal in literals(source, tree):
        if id(literal.node) in nodes:
            column = literal.start - (source.rfind("\n", 0, literal.start) + 1)
            old = source[literal.start : literal.end]
            new = translate_docstring(old, column, translate)
            if new != old:
                yield Edit(literal.start, literal.end, new)


def _comments(source: str, translate: Translate) -> Iterator[Edit]:
    """Comments that stand below each other are one message."""
    for group in _groups(source):
        first, last = group[0], group[-1]
        text = unwrapped("\n".join(token.string.removeprefix("#").removeprefix(" ") for token in group))
        mark = _TODO if text.startswith(_TODO) else ""
        translation = translate(text.removeprefix(mark)) if has_words(text) else None
        if translation is None:
            continue
        column = first.start[1]
        own_line = not first.line[:column].strip()
        lines = wrapped(mark + translation, WIDTH - column - 2) if own_line else [mark + translation]
        starts = [0, *(found.end() for found in re.finditer("\n", source))]
        yield Edit(
            starts[first.start[0] - 1] + column,
            starts[last.end[0] - 1] + last.end[1],
            ("\n" + " " * column).join(f"# {line}" for line in lines),
        )


def _groups(source: str) -> Iterator[list[tokenize.TokenInfo]]:
    group: list[tokenize.TokenInfo] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT or _NO_SENTENCE.match(token.string):
            continue
        own_line = not token.line[: token.start[1]].strip()
        follows = group and token.start == (group[-1].start[0] + 1, group[0].start[1]) and own_line
        if follows and not token.string.startswith(f"# {_TODO}") and not group[0].line[: group[0].start[1]].strip():
            group.append(token)
        else:
            if group:
                yield group
            group = [token]
    if group:
        yield group
