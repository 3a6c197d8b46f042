"""The paragraphs of a numpydoc docstring, each a message."""

from __future__ import annotations

import re
import textwrap

from grading.translation.texts import WIDTH, Translate, has_words, unwrapped, wrapped

_QUOTES = re.compile(r'([rR]?)("""|\'\'\'|"|\')(.*)\2', re.DOTALL)
_SECTION = re.compile(r"\w[\w ]*\n-{3,}\n")


def translate_docstring(literal: str, column: int, translate: Translate) -> str:
    """The code of a docstring in another language; names of sections and of arguments stay.

    Parameters
    ----------
    literal : as it stands in the code, with its quotes
    column : where it starts in its line
    translate : gives the translation of a message
    """
    prefix, quote, body = _QUOTES.fullmatch(literal).groups()
    if "\\" in body and not prefix:
        return literal
    margin = " " * column
    text, end = re.fullmatch(r"(.*?)(\s*)", body, re.DOTALL).groups()
    first, _, rest = text.partition("\n")
    blocks = re.split(r"\n[ \t]*\n", first + ("\n" + textwrap.dedent(rest) if rest else ""))
    changed = []
    in_section = False
    for block in blocks:
        section = _SECTION.match(block)
        in_section = bool(section) or (in_section and block.startswith(" "))
        head, content = (section[0], block[section.end() :]) if section else ("", block)
        parts = _entries(content) if in_section else [content]
        changed.append(head + "\n".join(_translated(part, in_section, column, translate) for part in parts))
    if changed == blocks:
        return literal
    lines = "\n\n".join(changed).split("\n")
    new = "\n".join([lines[0], *(margin + line if line.strip() else "" for line in lines[1:])])
    if "\n" in new and "\n" not in end:
        end = "\n" + margin
    if len(quote) == 1 and "\n" in new:
        quote *= 3
    if quote in new or ("\\" in new and not prefix):
        return literal
    return f"{prefix}{quote}{new}{end}{quote}"


def _entries(content: str) -> list[str]:
    """The entries of a section: each starts at the margin."""
    return re.split(r"\n(?=\S)", content)


def _translated(part: str, entry: bool, column: int, translate: Translate) -> str:
    """A paragraph, an entry of a section, or an indented block, whose lines stay apart."""
    if not has_words(part) or (entry and part.isidentifier()):  # a type
        return part
    indented = part.startswith(" ") and not entry
    message = textwrap.dedent(part) if indented else unwrapped(part)
    translation = translate(message)
    if translation is None:
        return part
    if indented:
        return textwrap.indent(translation, re.match(" *", part)[0])
    lines = wrapped(translation, WIDTH - column - (4 if entry else 0) - 3)
    return ("\n    " if entry else "\n").join(lines)
