"""Text from strangers, made fit for the log, for notes and for tables."""

from __future__ import annotations

import logging
import re
from typing import Any

from cs_nn.language import LazyText

#: What a spreadsheet takes for the beginning of a formula, also in the full-width forms of East Asian keyboards.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")

#: Texts may stand in texts, so deep. A message has no other fields than simple ones: one says how many places it takes.
LEVELS, PLAIN = 20, re.compile(r"(?:[^{}]|\{\{|\}\}|\{\w+(?::[,.]?\d?\d?[a-z%]?)?\})*")


def one_line(text: object, limit: int = 1000) -> str:
    """A text as one short line of characters that can be seen: no control characters, no reversed writing."""
    return "".join(c if c.isprintable() else " " for c in str(text)[:limit])


def read_text(stored: Any, limit: int = LEVELS) -> str:
    """A text of which `cs_nn.language.parts_of` gave the parts, as one short line; `ValueError` if it is none."""
    if not isinstance(stored, dict):
        return one_line(stored)
    message, several, number, values = (stored[key] for key in ("message", "several", "number", "values"))
    if not limit or values is not None and not (PLAIN.fullmatch(message) and PLAIN.fullmatch(several)):
        raise ValueError("a text with other parts than those of the checks")
    values = values and {
        name: value if type(value) in (int, float) else read_text(value, limit - 1) for name, value in values.items()
    }
    text = LazyText.of(one_line(message), one_line(several), number, values)
    return text if text == one_line(text) else one_line(text)


def quoted(text: object, limit: int = 200) -> str:
    """A text as code in Markdown, where nothing of it is a link, a tag or a formula."""
    return f"`{one_line(text, limit).replace('`', chr(39)).replace('$', '＄')}`"


def table_field(value: Any) -> Any:
    """A value for a CSV file that no spreadsheet runs."""
    if not isinstance(value, str):
        return "" if value is None else value
    return f"'{value}" if value.lstrip(" ").startswith(FORMULA) else value


class PlainMessages(logging.Filter):
    """Shows control characters in the log as escapes, and indents all lines of a message but its first.

    Names and errors that come from a hand-in could else move the cursor, colour the text or forge lines.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _plain(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = "    " + _plain(logging.Formatter().formatException(record.exc_info))
        return True


def _plain(message):
    lines = message.replace("\r\n", "\n").split("\n")
    return "\n    ".join("".join(c if c.isprintable() or c == "\t" else _escape(c) for c in line) for line in lines)


def _escape(character):
    return character.encode("unicode_escape").decode("ascii")
