"""What a check says, in a few lines."""

from __future__ import annotations

import textwrap

from cs_nn.language import translated
from cs_nn.tools import jupyter


class CheckFailed(AssertionError):
    """A check found a mistake. Jupyter shows its few lines instead of a long traceback."""

    def __init__(self, lines: list[tuple[str, str]], mistake: str | None = None):
        super().__init__("\n".join(translated(line) for _, line in lines))
        self.lines, self.mistake = lines, mistake

    def _render_traceback_(self):
        return [styled(style, line) for style, line in self.lines]


#: Lines stand out by a symbol and bold letters: none of a terminal's colours can be read well on the backgrounds of
#: both JupyterLab's light and its dark theme (blue on the red of an error: a contrast of 4.5 and 2.4).
_SYMBOLS = {"fail": "\N{BALLOT X}", "hint": "\N{RIGHTWARDS ARROW}", "pass": "\N{CHECK MARK}"}


#: Characters of a line in a notebook: JupyterLab breaks longer ones within a word.
_WIDTH = 100


def styled(style: str, line: str) -> str:
    """A line in the reader's language, with its symbol, in bold letters; a long one as several."""
    line = translated(line)
    wrap = textwrap.TextWrapper(_WIDTH, break_long_words=False, break_on_hyphens=False, subsequent_indent="  ").wrap
    parts = wrap(f"{_SYMBOLS[style]} {line}" if style else line) or [line]
    return "\n".join(f"\x1b[1m{part}\x1b[0m" if style else part for part in parts)


def say(style: str, text: str) -> None:
    print(styled(style, text) if jupyter.in_jupyter() else translated(text))
