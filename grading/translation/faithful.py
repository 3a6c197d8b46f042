"""Whether a translation has all that its message has besides words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grading.translation.literals import placeholders

_FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
#: What must be there as often, and how it is called.
PARTS = (
    ("code", re.compile(r"(?<!`)`+[^`]+`+(?!`)")),
    ("links", re.compile(r"\]\([^)]*\)|https?://[\w./-]+\w")),
    ("tags", re.compile(r"</?[a-z]+\d?>")),
    ("emphasis", re.compile(r"\*\*")),
)


def problems(message: str, translation: str) -> Iterator[str]:
    """What differs between a message and its translation, in words."""
    if _formulas(message) != _formulas(translation):
        yield "formulas"
    old, new = _FORMULA.sub("", message), _FORMULA.sub("", translation)
    for name, pattern in PARTS:
        if sorted(map(_closed, pattern.findall(old))) != sorted(map(_closed, pattern.findall(new))):
            yield name
    try:
        names = placeholders(_code_free(old))
    except ValueError:  # braces of a text
        names = []
    try:
        same = not names or names == placeholders(_code_free(new))
    except ValueError:
        same = False
    if not same:
        yield "placeholders"
    if _marks(message) != _marks(translation):
        yield "headings, items of lists or columns of tables"
    if "|" in message and _numbers(message) != _numbers(translation) and re.match(r"\|", message):
        yield "numbers of a table"
    if (message[:1].isspace(), message[-1:].isspace()) != (translation[:1].isspace(), translation[-1:].isspace()):
        yield "spaces at the start or the end"


def _formulas(text: str) -> list[str]:
    """The formulas without the words in them, which may stand in another order and need parentheses."""
    found = []
    for formula in map(_closed, _FORMULA.findall(text)):
        symbols = re.sub(r"\\text\{[^{}]*\}|\\[,;]|[()]", "", formula)
        found.append("".join(sorted(symbols)) if "\\text" in formula else formula)
    return sorted(found)


def _closed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _code_free(text: str) -> str:
    return _CODE.sub("", text)


def _marks(text: str) -> list[str]:
    """The mark at the start of each line that has one, and the number of bars of a row."""
    found = [re.match(r"\s*(#{1,6}|[-*+]|\d+\.|\|)(?=\s|[^*\d]|$)", line) for line in text.split("\n")]
    marks = [match[1] for match in found if match and (match[1] in "|#" or match[0] != text)]
    return [*marks, str(text.count("|"))] if text.startswith("|") else marks


def _numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", text))
