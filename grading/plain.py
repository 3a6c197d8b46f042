"""Text from strangers, made fit for the log, for notes and for tables."""

from __future__ import annotations

import logging
from typing import Any

#: What a spreadsheet takes for the beginning of a formula, also in the full-width forms of East Asian keyboards.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def one_line(text: object, limit: int = 1000) -> str:
    """A text as one short line of characters that can be seen: no control characters, no reversed writing."""
    return "".join(c if c.isprintable() else " " for c in str(text)[:limit])


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
