"""Strings in Python code as messages: their text, with the expressions of f-strings as placeholders."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from grading.translation.texts import WIDTH, filled, has_words, pieces

_START = re.compile(r"([A-Za-z]*)('''|\"\"\"|'|\")")


@dataclass
class Literal:
    """A string, perhaps of several parts one after the other, in the text of some code."""

    start: int
    end: int
    text: str  #: with {expressions} if `formatted`, and then braces of the text are doubled
    formatted: bool
    node: ast.expr

    @property
    def words(self) -> bool:
        """Whether anything of it is to be translated."""
        parts = split_braces(self.text) if self.formatted else [(self.text, True)]
        return any(is_text and has_words(part) for part, is_text in parts)


def placeholders(text: str) -> list[str]:
    """The expressions of the text of an f-string, in alphabetical order; `ValueError` if a brace has no partner."""
    return sorted(part for part, is_text in split_braces(text) if not is_text)


def split_braces(text: str) -> list[tuple[str, bool]]:
    """The text of an f-string as (part, whether it is text), with single braces in what is text."""
    parts, here, place = [], "", 0
    while place < len(text):
        if text[place : place + 2] in ("{{", "}}"):
            here, place = here + text[place], place + 2
        elif text[place] == "{":
            end = _closing(text, place)
            parts += [(here, True), (text[place : end + 1], False)]
            here, place = "", end + 1
        elif text[place] == "}":
            raise ValueError("a } without its {")
        else:
            here, place = here + text[place], place + 1
    return [part for part in (*parts, (here, True)) if part[0]]


def _closing(text: str, start: int) -> int:
    depth, quote = 0, ""
    for place in range(start, len(text)):
        character = text[place]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth == 0:
                return place
    raise ValueError("a { without its }")


def read_literal(source: str, start: int, end: int, node: ast.expr) -> Literal:
    """The literal between two places of a text."""
    parts: list[tuple[str, bool]] = []
    place = start
    while place < end:
        found = _START.match(source, place)
        if not found:  # a space, a line end, or a comment between two parts
            place = source.index("\n", place) if source[place] == "#" else place + 1
            continue
        prefix, quote = found[1].lower(), found[2]
        close = re.compile(rf"(?:\\.|(?!{quote}).)*", re.DOTALL).match(source, found.end()).end()
        body = source[found.end() : close]
        raw, kind = ("r" if "r" in prefix else ""), "f" in prefix
        for part, is_text in split_braces(body) if kind else [(body, True)]:
            parts.append((ast.literal_eval(f"{raw}{quote}{part}{quote}") if is_text else part, is_text))
        place = close + len(quote)
    formatted = isinstance(node, ast.JoinedStr)
    text = "".join(_braced(part) if is_text and formatted else part for part, is_text in parts)
    return Literal(start, end, text, formatted, node)


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def written(literal: Literal, translation: str, source: str) -> str | None:
    """The code of a literal with another text; None if its placeholders are not the same."""
    try:
        parts = split_braces(translation) if literal.formatted else [(translation, True)]
        same = not literal.formatted or placeholders(translation) == placeholders(literal.text)
    except ValueError:
        return None
    inner = "".join(part for part, is_text in parts if not is_text)
    if not same or ('"' in inner and "'" in inner) or "\\" in inner:
        return None
    quote = "'" if '"' in inner else '"'
    written_parts = []
    for part, is_text in parts:
        if is_text:
            written_parts += [_escaped(piece, quote, literal.formatted) for piece in pieces(part)]
        else:
            written_parts.append(part)
    prefix = "f" if literal.formatted else ""
    column = literal.start - (source.rfind("\n", 0, literal.start) + 1)
    lines = ["".join(written_parts)]
    if "\n" in source[literal.start : literal.end]:
        lines = filled(written_parts, WIDTH - column - 4)
    return ("\n" + " " * column).join(f"{prefix}{quote}{line}{quote}" for line in lines)


def _escaped(text: str, quote: str, formatted: bool) -> str:
    text = text.replace("\\", "\\\\").replace(quote, f"\\{quote}").replace("\n", "\\n").replace("\t", "\\t")
    return _braced(text) if formatted else text
