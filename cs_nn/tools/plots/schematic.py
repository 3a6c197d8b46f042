"""Moving schemes: the numbers that flow through a computation and back, and probabilities in their triangle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from cs_nn.tools.plots.moving import MovingPicture
from cs_nn.tools.plots.style import COLOURS
from cs_nn.tools.plots.style import drawn as _

#: Corners of a triangle whose sides have length 1.
CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(3) / 2]])


def moving_graph(
    places: Mapping[str, tuple[float, float]],
    edges: Sequence[tuple[str, str]],
    values: Mapping[str, Any],
    gradients: Mapping[str, Any],
    title: str,
) -> MovingPicture:
    """A graph of a computation: the values flow forward, then the gradients flow back, one node in each frame.

    Parameters
    ----------
    places : dict of node -> (column, row), in the order in which the values are computed; rows count downwards. What
        is written in a node is its name, such as "x" or "relu"
    edges : pairs (from, to) of nodes
    values : dict of node -> float or text, shown below the node
    gradients : dict of node -> float or text, the derivative of the last node with respect to this one, shown above
        it; nodes without one have none. They come in the reverse order
    title : str

    Returns
    -------
    MovingPicture with a frame for each value and one for each gradient

    Raises
    ------
    ValueError
        If an edge or a gradient names no node, or a node has no value.
    """
    strangers = ({node for edge in edges for node in edge} | gradients.keys()) - places.keys()
    if strangers or places.keys() - values.keys():
        raise ValueError(f"no place for {sorted(strangers)}, no value for {sorted(places.keys() - values.keys())}")
    forth = list(places)
    back = [node for node in reversed(forth) if node in gradients]
    steps = [(node, "value") for node in forth] + [(node, "gradient") for node in back]
    x, y = np.array([*places.values()], dtype=float).T
    fig, ax = plt.subplots(figsize=(1.5 * np.ptp(x) + 2, 1.5 * np.ptp(y) + 2))
    ax.set(xlim=(x.min() - 0.6, x.max() + 0.6), ylim=(y.max() + 0.6, y.min() - 0.6))
    ax.axis("off")
    fig.suptitle(title)
    arrows, circles, texts = {}, {}, {}
    for start, end in edges:
        style: dict[str, Any] = {"arrowstyle": "-|>", "shrinkA": 20, "shrinkB": 20, "mutation_scale": 14}
        arrows[start, end] = ax.annotate("", places[end], places[start], arrowprops={**style, "color": "0.6"})
    for node, (column, row) in places.items():
        box = {"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": "0.5"}
        circles[node] = ax.text(column, row, node, ha="center", va="center", fontsize=11, bbox=box, zorder=3)
        for kind, shift, colour in (("value", 0.28, COLOURS[0]), ("gradient", -0.28, COLOURS[1])):
            texts[node, kind] = ax.text(column, row + shift, "", ha="center", va="center", fontsize=10, color=colour)
    ax.text(0, 0, _("below: value"), transform=ax.transAxes, color=COLOURS[0], fontsize=9)
    ax.text(1, 0, _("above: gradient"), transform=ax.transAxes, color=COLOURS[1], fontsize=9, ha="right")

    def draw(k):
        now, kind = steps[k]
        known = {"value": values, "gradient": gradients}
        for (node, its_kind), text in texts.items():
            there = (node, its_kind) in steps[: k + 1]
            text.set_text(_number(known[its_kind][node]) if there else "")
            text.set_fontweight("bold" if (node, its_kind) == (now, kind) else "normal")
        colour = COLOURS[0] if kind == "value" else COLOURS[1]
        for node, box in circles.items():
            box.get_bbox_patch().set(edgecolor=colour if node == now else "0.5", linewidth=3 if node == now else 1)
        for (start, end), arrow in arrows.items():
            used = now == (end if kind == "value" else start)
            way = "-|>" if kind == "value" or not used else "<|-"  # a gradient comes back along the edge
            arrow.arrow_patch.set_arrowstyle(way)
            arrow.arrow_patch.set(color=colour if used else "0.6", linewidth=2.5 if used else 1)

    said = {"value": _("value of {node}"), "gradient": _("gradient of {node}")}
    labels = [said[kind].format(node=node) for node, kind in steps]
    return MovingPicture(fig, draw, labels)


def moving_simplex(
    probabilities: np.ndarray, gradients: np.ndarray, label: int, class_names: Sequence[str], title: str
) -> MovingPicture:
    """The probabilities of three classes as a point in a triangle, step by step, with the arrow of minus the gradient.

    In each corner one class is certain. The arrow is minus the derivative of the loss with respect to the scores; it
    lies in the plane of the triangle, as its entries sum to 0 for a softmax.

    Parameters
    ----------
    probabilities : (steps, 3) array, the probabilities before each step; its rows sum to 1
    gradients : (steps, 3) array, the derivative of the loss with respect to the three scores
    label : int, the right class
    class_names : three strings
    title : str

    Returns
    -------
    MovingPicture with a frame for each step
    """
    points, arrows = np.asarray(probabilities) @ CORNERS, -np.asarray(gradients) @ CORNERS
    fig, ax = plt.subplots(figsize=(5.6, 5))
    ax.fill(*CORNERS.T, facecolor="#F4F4F4", edgecolor="0.5")
    ax.set(xlim=(-0.25, 1.25), ylim=(-0.15, 1.0), aspect="equal")
    ax.axis("off")
    for share in (1 / 3, 2 / 3):  # lines on which one probability is the same
        for k in range(3):
            ends = [share * CORNERS[k] + (1 - share) * CORNERS[other] for other in range(3) if other != k]
            ax.plot(*np.transpose(ends), color="0.85", linewidth=0.8, linestyle="-", zorder=1)
    for k, (corner, name) in enumerate(zip(CORNERS, class_names)):
        outside = corner + 0.09 * (corner - CORNERS.mean(axis=0)) / np.linalg.norm(corner - CORNERS.mean(axis=0))
        weight = "bold" if k == label else "normal"
        ax.text(
            outside[0],
            outside[1],
            f"{name} (right)" if k == label else name,
            ha="center",
            va="center",
            fontweight=weight,
        )
    [path] = ax.plot([], [], color="0.4", linestyle="-", linewidth=1.2)
    [point] = ax.plot([], [], marker="o", color=COLOURS[0], markersize=9, zorder=4)
    arrow = ax.annotate("", (0, 0), (0, 0), arrowprops={"arrowstyle": "-|>", "color": COLOURS[1], "linewidth": 2.2})
    ax.set_title(title)

    def draw(k):
        path.set_data(*points[: k + 1].T)
        point.set_data(*points[k : k + 1].T)
        arrow.set_position(points[k])
        arrow.xy = points[k] + arrows[k]

    shown = [", ".join(f"{p:.2f}" for p in row) for row in np.asarray(probabilities)]
    return MovingPicture(
        fig, draw, [_("step {number}: p = {row}").format(number=k, row=row) for k, row in enumerate(shown)]
    )


def _number(value):
    return value if isinstance(value, str) else f"{value + 0.0:.3g}"
