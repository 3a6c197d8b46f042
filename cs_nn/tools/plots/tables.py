"""Tables with coloured cells."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from numpy.typing import ArrayLike

from cs_nn.tools.plots.style import axes_of
from cs_nn.tools.plots.style import drawn as _


def table_heat_map(
    values: ArrayLike,
    rows: Sequence,
    columns: Sequence,
    ylabel: str,
    xlabel: str,
    title: str,
    form: str = ".3f",
    ax: Axes | None = None,
) -> Figure:
    """A table whose cells are coloured by their values, which are written into them.

    Parameters
    ----------
    values : (R, C) array; rows, columns : R and C labels
    ylabel, xlabel : str, what the rows and the columns are
    form : str, how values are written
    ax : Axes to draw in (optional)

    Returns
    -------
    Figure
    """
    values = np.asarray(values, dtype=float)
    fig, ax = axes_of(ax, figsize=(2.5 + 0.9 * len(columns), 1.8 + 0.55 * len(rows)))
    image = ax.imshow(values, cmap="cividis", aspect="auto")
    ax.set_xticks(range(len(columns)), [str(label) for label in columns])
    ax.set_yticks(range(len(rows)), [str(label) for label in rows])
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    write_values(ax, image, values, form)
    fig.colorbar(image, ax=ax)
    return fig


def confusion_matrix(
    true: ArrayLike, predicted: ArrayLike, class_names: Sequence[str], title: str, ax: Axes | None = None
) -> Figure:
    """How often each class is taken for each other one, as numbers and colours.

    The colours are those of the mistakes only; the right answers, on the diagonal, are grey. Zeros are left out.

    Parameters
    ----------
    true, predicted : (N,) arrays of integers in 0 ... C-1, the labels and what the network says
    class_names : C strings
    title : str
    ax : Axes to draw in (optional)

    Returns
    -------
    Figure
    """
    C = len(class_names)
    counts = np.zeros((C, C), int)
    np.add.at(counts, (np.asarray(true), np.asarray(predicted)), 1)
    right = np.eye(C, dtype=bool)
    fig, ax = axes_of(ax, figsize=(2.2 + 0.56 * C, 1.4 + 0.5 * C))
    colours = plt.get_cmap("Blues").with_extremes(bad="#DDDDDD")
    most = counts[~right].max(initial=1)
    image = ax.imshow(np.ma.masked_array(counts, right), cmap=colours, vmin=0, vmax=most)
    write_values(ax, image, counts, "d", where=~right & (counts > 0))
    for k in range(C):
        ax.text(k, k, f"{counts[k, k]:d}", ha="center", va="center", fontsize=9, color="black")
    ax.set_xticks(range(C), class_names)
    ax.set_yticks(range(C), class_names)
    ax.set(xlabel=_("predicted class"), ylabel=_("true class"), title=title)
    fig.colorbar(image, ax=ax, label=_("wrong answers"))
    return fig


def write_values(ax: Axes, image: AxesImage, values: np.ndarray, form: str, where: np.ndarray | None = None) -> None:
    """Write values into the cells of a heat map, in black or white, whichever is readable."""
    for (row, column), value in np.ndenumerate(values):
        if where is None or where[row, column]:
            red, green, blue, _ = image.cmap(image.norm(value)) if np.isfinite(value) else (0.6, 0.6, 0.6, 1)
            light = 0.299 * red + 0.587 * green + 0.114 * blue > 0.5
            ax.text(
                column,
                row,
                f"{value:{form}}",
                ha="center",
                va="center",
                fontsize=9,
                color="black" if light else "white",
            )
