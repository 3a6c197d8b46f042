"""Points in the plane, and what a classifier says of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from cs_nn.tools.plots.style import COLOURS, axes_of
from cs_nn.tools.plots.style import drawn as _


def two_classes(X: np.ndarray, Y: np.ndarray, title: str, ax: Axes | None = None) -> Figure:
    """Points in the plane; the classes differ by colour and marker.

    Parameters
    ----------
    X : (m, 2) array of points; Y : (m, 1) array of their classes, 0 or 1
    title : str
    ax : Axes to draw in (optional)

    Returns
    -------
    Figure
    """
    fig, ax = axes_of(ax, figsize=(5, 5.4))
    for k, marker in enumerate("o^"):
        style: dict[str, Any] = {
            "color": COLOURS[k],
            "marker": marker,
            "s": 34,
            "edgecolors": "white",
            "linewidths": 0.6,
        }
        ax.scatter(*X[np.ravel(Y) == k].T, label=_("class {number}").format(number=k), **style)
    ax.set(xlabel=_("first input"), ylabel=_("second input"), title=title, aspect="equal")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncol=3, columnspacing=1.2, handletextpad=0.4)
    return fig


def decision_boundary(
    probability: Callable[[np.ndarray], ArrayLike],
    X: np.ndarray,
    Y: np.ndarray,
    title: str,
    ax: Axes | None = None,
    margin: float = 0.05,
    resolution: int = 200,
) -> Figure:
    """What a classifier of points says everywhere: the probability of class 1 as filled contours, and where it is 0.5.

    Parameters
    ----------
    probability : function of points (n, 2) that returns their probabilities of class 1, (n, 1)
    X : (m, 2) array of points to draw; Y : (m, 1) array of their classes, 0 or 1
    title : str
    ax : Axes to draw in (optional); without it the figure has a colour bar
    margin : float, how far the figure goes beyond the points on each side, as a share of their range
    resolution : int, how many points are asked for in each direction

    Returns
    -------
    Figure
    """
    alone = ax is None
    fig, ax = axes_of(ax, figsize=(6, 5.4))
    low, high = X.min(axis=0), X.max(axis=0)
    border = margin * (high - low)
    x, y = np.linspace(low - border, high + border, resolution).T
    P = np.reshape(probability(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)), (resolution, resolution))
    colours = LinearSegmentedColormap.from_list("two classes", ["#7FB8D8", "white", "#EAAE7F"])  # paler than the points
    filled = ax.contourf(x, y, P, levels=np.linspace(0, 1, 11), cmap=colours)
    if P.min() < 0.5 < P.max():
        ax.contour(x, y, P, levels=[0.5], colors="black", linewidths=2)
        ax.plot([], [], color="black", linestyle="-", linewidth=2, label=_("probability 0.5"))
    two_classes(X, Y, title, ax)
    if alone:
        fig.colorbar(filled, ax=ax, label=_("probability of class 1"))
    return fig
