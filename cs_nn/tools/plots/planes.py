"""Moving pictures in the plane: what a classifier says while a setting or its weights change, and descents."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import matplotlib.pyplot as plt
import numpy as np
from numpy.typing import ArrayLike

from cs_nn.tools.plots.moving import MovingPicture
from cs_nn.tools.plots.points import decision_boundary
from cs_nn.tools.plots.style import COLOURS, LINES
from cs_nn.tools.plots.style import drawn as _


def moving_boundary(
    probabilities: Mapping[str, Callable[[np.ndarray], ArrayLike]],
    X: np.ndarray,
    Y: np.ndarray,
    title: str,
    margin: float = 0.05,
    resolution: int = 80,
) -> MovingPicture:
    """What a classifier of points says everywhere, by epoch, by lambda or by any other setting.

    Parameters
    ----------
    probabilities : dict of label -> function, one for each frame, in order: the label is shown ("epoch 300",
        "lambda = 0.1"), the function takes points (n, 2) and returns their probabilities of class 1, (n, 1)
    X : (m, 2) array of points to draw; Y : (m, 1) array of their classes, 0 or 1
    title : str, before the label
    margin : float, how far the figure goes beyond the points on each side, as a share of their range
    resolution : int, how many points each function is asked for in each direction; 40 for a network of Python loops

    Returns
    -------
    MovingPicture
    """
    labels = list(probabilities)
    fig = decision_boundary(probabilities[labels[0]], X, Y, title, margin=margin, resolution=resolution)

    def draw(k):
        fig.axes[0].clear()
        its_title = _("{title}: {label}").format(title=title, label=labels[k])
        decision_boundary(probabilities[labels[k]], X, Y, its_title, fig.axes[0], margin, resolution)

    return MovingPicture(fig, draw, labels)


def moving_descent(
    loss: Callable[[np.ndarray, np.ndarray], ArrayLike],
    paths: Mapping[str, ArrayLike],
    title: str,
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    most: int = 30,
) -> MovingPicture:
    """Paths of gradient descent on a loss of two weights, step by step: from above, and the loss by step.

    Parameters
    ----------
    loss : function of two arrays of one shape, the weights, that returns an array of that shape, positive everywhere
        (the contours are a factor apart)
    paths : dict of name -> (steps + 1, 2) array, the weights before the first and after each step; 7 paths at most
    title : str
    xlim, ylim : pairs of floats, what is shown; a path may leave it
    most : int, frames at most, spread over the steps

    Returns
    -------
    MovingPicture
    """
    walks = {name: np.asarray(path, dtype=float) for name, path in paths.items()}
    chosen = np.unique(np.linspace(0, max(map(len, walks.values())) - 1, most).round().astype(int))
    fig, (plane, by_step) = plt.subplots(1, 2, figsize=(9.5, 4), width_ratios=(3, 2))
    x, y = np.meshgrid(np.linspace(*xlim, 150), np.linspace(*ylim, 150))
    heights = np.asarray(loss(x, y), dtype=float)
    lowest = max(heights.min(), 1e-3 * heights.max())
    plane.contour(x, y, heights, levels=np.geomspace(lowest, heights.max(), 12)[1:], colors="0.75", linewidths=0.8)
    plane.set(xlim=xlim, ylim=ylim, xlabel=_("first weight"), ylabel=_("second weight"), title=title)
    lines, losses = [], {}
    with np.errstate(over="ignore", invalid="ignore"):  # of a path that runs away
        for (name, path), colour, style in zip(walks.items(), COLOURS, LINES):
            losses[name] = np.asarray(loss(*path.T), dtype=float)
            losses[name][~(losses[name] > 0) | ~np.isfinite(losses[name])] = np.nan
            settings = {"color": colour, "linestyle": style, "label": name, "markersize": 4}
            [on_plane] = plane.plot([], [], marker=".", **settings)
            [head] = plane.plot([], [], marker="o", color=colour, markeredgecolor="white", markersize=9)
            [curve] = by_step.plot([], [], **settings)
            lines.append((path, losses[name], on_plane, head, curve))
    seen = np.concatenate([*losses.values()])
    low = max(np.nanmin(seen), 1e-6 * heights.max())
    by_step.set(xlim=(0, chosen[-1]), ylim=(low / 2, 10 * heights.max()), yscale="log")
    by_step.set(xlabel=_("step"), ylabel=_("loss (logarithmic)"), title=_("Loss"))
    by_step.grid(True)
    fig.legend(*by_step.get_legend_handles_labels(), loc="outside lower center", ncol=len(paths), fontsize=9)

    def draw(k):
        done = chosen[k] + 1
        for path, its_losses, on_plane, head, curve in lines:
            on_plane.set_data(*path[:done].T)
            head.set_data(*path[:done][-1:].T)
            curve.set_data(np.arange(len(path[:done])), its_losses[:done])

    artists = [artist for line in lines for artist in line[2:]]
    return MovingPicture(fig, draw, [_("step {number}").format(number=k) for k in chosen], artists)
