"""How far a student is, for a terminal: 80 columns, letters that every console has, no colours."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime

from cs_nn.language import gettext as _
from cs_nn.progress.standing import Standing
from cs_nn.progress.wording import CAPTION, COLUMNS, details, legend, row, totals

WIDTH = 79
GAP = "  "


def told(standings: Sequence[Standing], now: datetime) -> str:
    """The table of the labs, then what is to be said of each lab that is begun."""
    return "\n".join([*_table(standings, now), *(line for each in standings if each.begun for line in _lab(each, now))])


def _table(standings: Sequence[Standing], now: datetime) -> Iterator[str]:
    rows = [tuple(map(_, COLUMNS)), *map(row, standings)] + ([totals(standings)] if len(standings) > 1 else [])
    widths = [max(len(cells[k]) for cells in rows) for k in range(len(COLUMNS))]
    widths[0] = min(widths[0], WIDTH - sum(len(GAP) + width for width in widths[1:]))  # titles are shortened
    yield f"{_(CAPTION)} ({now.astimezone():%Y-%m-%d %H:%M})"
    yield ""
    for title, *cells in rows:
        shown = [textwrap.shorten(title, widths[0], placeholder=" ...").ljust(widths[0])]
        yield GAP.join([*shown, *(cell.rjust(width) for cell, width in zip(cells, widths[1:]))]).rstrip()
    yield ""
    for line in legend(standings):
        yield from textwrap.wrap(line, WIDTH, subsequent_indent="  ")


def _lab(standing: Standing, now: datetime) -> Iterator[str]:
    yield f"\n{_(standing.lab.title)}"
    for about, lines in details(standing, now):
        for k, line in enumerate(lines):
            first = f"  {about if k == 0 else '':<9}"
            yield from textwrap.wrap(
                line, WIDTH, initial_indent=first, subsequent_indent=" " * (len(first) + (2 if k else 0)),
                break_on_hyphens=False,
            )  # fmt: skip
