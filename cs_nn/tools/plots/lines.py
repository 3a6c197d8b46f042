"""Lines over epochs, learning rates and the like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from cs_nn.tools.plots.style import axes_of


def curves(series: Mapping[str, Any], xlabel: str, ylabel: str, title: str, ax: Axes | None = None) -> Figure:
    """One line per entry of ``series``, with a legend if there are several.

    Parameters
    ----------
    series : dict of name -> y values, or (x values, y values); without x they are numbered from 1
    xlabel, ylabel, title : str
    ax : Axes to draw in (optional); set scales and limits on ``fig.axes[0]`` or on it

    Returns
    -------
    Figure
    """
    fig, ax = axes_of(ax)
    whole = True
    for name, values in series.items():
        x, y = values if isinstance(values, tuple) else (np.arange(1, len(values) + 1), values)
        ax.plot(x, y, label=name, marker="o" if len(x) <= 30 else None, markersize=4)
        whole = whole and bool(np.all(np.mod(x, 1) == 0))
    locator = ax.xaxis.get_major_locator()
    if whole and isinstance(locator, MaxNLocator):  # epochs, units: there are no halves of them
        locator.set_params(integer=True)
    ax.grid(True)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    if len(series) > 1:
        ax.legend()
    return fig
