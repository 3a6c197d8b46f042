"""A picture of where a matrix is wrong."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from cs_nn.checks.tolerance import ATOL, RTOL
from cs_nn.language import gettext
from cs_nn.tools.plots import fonts, show, write_values
from cs_nn.tools.plots.style import drawn as _


def error_heat_map(got: np.ndarray, expected: np.ndarray, name: str) -> tuple[Figure, str]:
    """Where a matrix differs from the expected one: a figure, and its alternative text.

    Blue entries are too small, red ones too large; grey triangles mark the rows and columns with a wrong entry.

    Parameters
    ----------
    got, expected : arrays of one shape (R, C)
    name : str, such as "dW"
    """
    with plt.rc_context({"font.family": fonts()}):  # the grader shows each hand-in in its own language
        return _heat_map(np.asarray(got, dtype=float), np.asarray(expected, dtype=float), name)


def _heat_map(got, expected, name):
    with np.errstate(invalid="ignore"):
        error = got - expected
    wrong = ~(np.abs(error) <= RTOL * np.abs(expected) + ATOL * np.max(np.abs(expected)))
    finite = np.isfinite(error)
    limit = np.max(np.abs(error[finite]), initial=0.0) or 1.0

    rows, columns = error.shape
    fig, ax = plt.subplots(figsize=(min(2.5 + 0.6 * columns, 8), min(1.8 + 0.4 * rows, 6)))
    colours = plt.get_cmap("RdBu_r").with_extremes(bad="#999999")
    shown = np.ma.masked_where(~finite, error)
    image = ax.imshow(shown, cmap=colours, vmin=-limit, vmax=limit, aspect="auto")
    fig.colorbar(image, ax=ax, label=_("yours minus expected"))
    if rows <= 12 and columns <= 12:
        write_values(ax, image, error, ".2g", where=wrong)
    wrong_rows, wrong_columns = np.flatnonzero(wrong.any(axis=1)), np.flatnonzero(wrong.any(axis=0))
    style: dict[str, Any] = {"color": "#555555", "clip_on": False, "s": 30}
    beside = np.full(len(wrong_rows), 1.015)
    ax.scatter(beside, wrong_rows, marker="<", transform=ax.get_yaxis_transform(), **style)
    above = np.full(len(wrong_columns), 1.03)
    ax.scatter(wrong_columns, above, marker="v", transform=ax.get_xaxis_transform(), **style)
    ax.locator_params(integer=True)
    ax.set(xlabel=_("column of {name}").format(name=name), ylabel=_("row of {name}").format(name=name))
    ax.set_title(
        _("{name}: {count} of {total} entries are wrong").format(name=name, count=wrong.sum(), total=wrong.size), pad=16
    )
    return fig, gettext(
        "Heat map of the error of {name}: {count} of {total} entries are wrong, in {rows} and {columns}."
    ).format(
        name=name,
        count=wrong.sum(),
        total=wrong.size,
        rows=_places(gettext("all rows"), gettext("{count} of {total} rows ({numbers})"), wrong_rows, rows),
        columns=_places(
            gettext("all columns"), gettext("{count} of {total} columns ({numbers})"), wrong_columns, columns
        ),
    )


def show_error(got: np.ndarray, expected: np.ndarray, name: str) -> None:
    """Display the heat map; called by a check that failed."""
    show(*error_heat_map(got, expected, name))


def _places(all_of_them, some, wrong, total):
    if len(wrong) == total:
        return all_of_them
    numbers = ", ".join([*map(str, wrong[:10]), *["..."] * (len(wrong) > 10)])
    return some.format(count=len(wrong), total=total, numbers=numbers)
