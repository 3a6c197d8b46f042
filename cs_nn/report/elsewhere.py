"""In place of `cs_nn.report.writing` in a browser, where the packages that make a report are not to be had."""

from __future__ import annotations

from typing import Any, NoReturn

from cs_nn.language import gettext as _


class ReportError(Exception):
    """The report can't be made. The message says what to do instead."""


def make_report(*args: Any, **kwargs: Any) -> NoReturn:
    raise ReportError(
        _(
            "No report can be made in a browser. Print the notebook (menu File > Print...), or pack your work with "
            "my_work.ipynb and make the report in a kit on a computer of your own."
        )
    )


def write(*args: Any, **kwargs: Any) -> None:
    try:
        make_report()
    except ReportError as error:
        print(error)
