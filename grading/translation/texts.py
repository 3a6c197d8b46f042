"""Messages as translators read them: paragraphs without line breaks, and how a translation is broken into lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

#: Gives the translation of a message, or None where there is none that may be shown.
Translate = Callable[[str], "str | None"]

#: Columns of code and docstrings.
WIDTH = 120

_STARTS = re.compile(r"\s*(?:[-*+>|]|\d+\.(?=\s\S)|#{1,6})(?:\s|$)|\s*\|")
_HEADING = re.compile(r"#{1,6} ")
#: What may be broken apart, in order: spaces, a Chinese (Japanese, ...) character with the marks after it, words.
_WIDE = "\u2e80-\u303f\u3040-\u9fff\uf900-\ufaff\uff00-\uffef"
_CLOSING = "，。、；：！？）】》」』”’"
#: Words in a formula; without a space it is a name, as in `\\text{out}`.
_SAID = re.compile(r"\\text\{([^{}]* [^{}]*)\}")
_PIECE = re.compile(rf"\s+|[（《「『“‘]?[{_WIDE}][{_CLOSING}]*|[^\s{_WIDE}]+[{_CLOSING}]*|.", re.DOTALL)


def unwrapped(text: str) -> str:
    """A paragraph, list or table with one line for each paragraph, item or row: new line breaks change no message."""
    lines: list[str] = []
    for line in text.split("\n"):
        if not lines or _STARTS.match(line) or _HEADING.match(lines[-1]) or lines[-1].endswith(("<br>", "  ")):
            lines.append(line.rstrip() if not line.endswith("  ") else line)
        else:
            lines[-1] += " " + line.strip()
    return "\n".join(lines)


def columns(text: str) -> int:
    """The columns that a text takes: two for a wide character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def pieces(text: str) -> list[str]:
    """The parts of a text between which a line may end."""
    return _PIECE.findall(text)


def filled(parts: Sequence[str], width: int) -> list[str]:
    """Lines of at most `width` columns, if no part is longer; nothing is lost between them."""
    lines = [""]
    for part in parts:
        if lines[-1] and columns(lines[-1] + part.rstrip()) > width and part.strip():
            lines.append("")
        lines[-1] += part
    return lines


def wrapped(text: str, width: int) -> list[str]:
    """Each line of a text as lines of at most `width` columns; continuations are indented as a list's items are."""
    result = []
    for line in text.split("\n"):
        start = re.match(r"\s*(?:[-*+] |\d+\. )?", line)[0]
        broken = filled(pieces(line[len(start) :]), width - len(start))
        result += [(" " * len(start) if number else start) + part.rstrip() for number, part in enumerate(broken)]
    return result


def has_words(text: str) -> bool:
    """Whether anything is left to translate besides formulas, code, tags and addresses; `\\text{ from }` is."""
    said = " ".join(_SAID.findall(text))
    text = re.sub(r"\$\$.+?\$\$|\$[^$]+\$|`+[^`]+`+|<[^>]+>|\]\([^)]+\)|https?:\S+", "", text, flags=re.DOTALL)
    return re.search(rf"[^\W\d_]{{2,}}|[{_WIDE}]", text + said) is not None
