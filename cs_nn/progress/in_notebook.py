"""How far a student is, as a page in a notebook."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from cs_nn.language import gettext as _
from cs_nn.progress.standing import Standing, all_standings
from cs_nn.progress.terminal import told
from cs_nn.progress.wording import CAPTION, COLUMNS, details, legend, row, totals
from cs_nn.tools.jupyter import in_jupyter
from cs_nn.tools.labs import find_lab, load_labs


def show(*labs: str) -> None:
    """Show how far you are: in all labs, or in those that are named.

    Parameters
    ----------
    labs : names of labs, such as "lab1_softmax"
    """
    if "NBGRADER_EXECUTION" in os.environ:
        print(_("Nothing is looked at while nbgrader runs the notebook."))
        return
    try:
        chosen = [find_lab(name) for name in labs] or list(load_labs().values())
    except ValueError as error:
        print(error)
        return
    standings, now = all_standings(chosen), datetime.now(UTC)
    if not in_jupyter():
        print(told(standings, now))
        return
    from IPython.display import HTML, display

    display(HTML(page(standings, now)))


def page(standings: Sequence[Standing], now: datetime) -> str:
    """The same as in the terminal, as HTML. It takes its colours from the page around it."""
    rows = "".join(map(_row, map(row, standings)))
    if len(standings) > 1:
        rows += _row(totals(standings))
    heads = "".join(f'<th scope="col" style="text-align: {_side(k)}">{_(name)}</th>' for k, name in enumerate(COLUMNS))
    notes = "".join(f"<li>{escape(line)}</li>" for line in legend(standings))
    labs = "".join(_lab(standing, now) for standing in standings if standing.begun)
    return (
        f'<table><caption style="text-align: left">{_(CAPTION)}, {now.astimezone():%Y-%m-%d %H:%M}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table><ul>{notes}</ul>{labs}"
    )


def _row(cells: Sequence[str]) -> str:
    title, *rest = map(escape, cells)
    return (
        f'<tr><th scope="row" style="text-align: left">{title}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
    )


def _side(column: int) -> str:
    return "right" if column else "left"


def _lab(standing: Standing, now: datetime) -> str:
    items = ""  # no <dl>, of which JupyterLab puts the second and third <dd> below the terms
    for about, (first, *more) in details(standing, now):
        below = "".join(f"<li>{escape(line)}</li>" for line in more)
        items += f"<li><b>{about}:</b> <span>{escape(first)}</span>{f'<ul>{below}</ul>' if below else ''}</li>"
    return f"<details open><summary><b>{escape(_(standing.lab.title))}</b></summary><ul>{items}</ul></details>"
