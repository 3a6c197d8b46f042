"""Figures of the page about a class, each with its words."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from grading.graded import Submission


@dataclass
class Picture:
    png: str  #: base64
    alt: str


def _picture(figure, alt):
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, bbox_inches="tight")
    return Picture(base64.b64encode(buffer.getvalue()).decode("ascii"), alt)


def scores_figure(submissions: Sequence[Submission]) -> Picture:
    shares = [100 * submission.share for submission in submissions]
    figure = Figure(figsize=(7, 2.6))
    axes = figure.subplots()
    counts, _, _ = axes.hist(shares, bins=list(range(0, 101, 10)), color="#0072b2", edgecolor="white")
    axes.set(title="Scores of the class", xlabel="score, per cent of the points", ylabel="submissions")
    axes.locator_params("y", integer=True)
    words = ", ".join(f"{int(n)} from {10 * k} to {10 * k + 10}" for k, n in enumerate(counts) if n)
    return _picture(figure, f"Histogram of the scores in per cent, number of submissions: {words}.")


def tasks_figure(cells: Sequence[Any]) -> Picture:
    figure = Figure(figsize=(7, 0.6 + 0.3 * len(cells)))
    axes = figure.subplots()
    places = np.arange(len(cells))[::-1]
    total = [max(1, cell.right + cell.wrong + cell.unwritten) for cell in cells]
    left = np.zeros(len(cells))
    parts = (
        ("right", "#0072b2", [cell.right for cell in cells]),
        ("wrong", "#e69f00", [cell.wrong for cell in cells]),
        ("not written", "#bbbbbb", [cell.unwritten for cell in cells]),
    )
    for label, colour, counts in parts:
        share = 100 * np.array(counts) / total
        axes.barh(places, share, left=left, color=colour, label=label, edgecolor="white")
        left += share
    axes.set(title="Tasks", xlabel="per cent of the submissions", xlim=(0, 100))
    axes.set_yticks(places, [cell.name for cell in cells])
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    words = "; ".join(
        f"{cell.name} {cell.right} right, {cell.wrong} wrong, {cell.unwritten} not written" for cell in cells
    )
    return _picture(figure, f"Bars of the results in each graded cell: {words}.")


def progress_figure(labs: Sequence[tuple[str, np.ndarray]]) -> Picture:
    figure = Figure(figsize=(7, 0.8 + 0.35 * len(labs)))
    axes = figure.subplots()
    axes.boxplot(
        [100 * shares for _, shares in labs],
        orientation="horizontal",
        positions=range(len(labs))[::-1],
        widths=0.6,
        medianprops={"color": "#d55e00", "linewidth": 2},
        flierprops={"markersize": 4},
    )
    axes.set(title="Scores of all labs", xlabel="score, per cent of the points", xlim=(-3, 103))
    axes.set_yticks(range(len(labs))[::-1], [name for name, _ in labs])
    quartiles = [(name, *np.percentile(100 * shares, (25, 50, 75))) for name, shares in labs]
    words = "; ".join(f"{name} {low:.0f}, {middle:.0f} and {high:.0f}" for name, low, middle, high in quartiles)
    return _picture(figure, f"Box plot of the scores of each lab in per cent, with quartiles and median: {words}.")
