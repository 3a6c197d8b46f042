"""Through the layers of a deep network: what `cs_nn.tools.watching` has seen, and how the signal grows or fades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from cs_nn.tools.plots.moving import MovingPicture
from cs_nn.tools.plots.style import COLOURS, LINES
from cs_nn.tools.plots.style import drawn as _
from cs_nn.tools.watching import Watched

#: Of the usual size of a step, as a share of the weights (Karpathy, CS231n, Neural Networks 3, "Ratio of weights:
#: updates").
USUAL_RATIO = 1e-3


def watched_curves(seen: Watched, title: str) -> Figure:
    """Three plots over the iterations, one line per layer: its input, the gradient at its output, its relative step.

    All three have a logarithmic axis: lines far apart say that the signal grows or fades from layer to layer, a step
    far from 1e-3 (dotted) that the learning rate is too large or too small for that layer.

    Parameters
    ----------
    seen : Watched, from `cs_nn.tools.watching.watching`
    title : str

    Returns
    -------
    Figure
    """
    fig, axes = plt.subplots(1, 3, figsize=(11, 3.8))
    stds = seen.input_std, seen.gradient_std
    layers: list[dict[str, Any]] = [
        {_("layer {number}").format(number=k + 1): line for k, line in enumerate(zip(*std))} for std in stds
    ]
    for ax, lines in zip(axes, [*layers, seen.update_ratios]):
        for (name, line), style in zip(lines.items(), _styles(len(lines))):
            values = np.array(line, dtype=float)
            ax.plot(seen.iterations, np.where(values > 0, values, np.nan), label=name, **style)
        ax.set(yscale="log", xlabel=_("iterations"))
        ax.grid(True)
        _legend(ax)
    axes[2].axhline(USUAL_RATIO, color="0.4", linestyle=":", linewidth=1.2)
    axes[0].set(ylabel=_("standard deviation"), title=_("Input of each layer"))
    axes[1].set(ylabel=_("standard deviation"), title=_("Gradient at its output"))
    axes[2].set(ylabel=_("size of step / size of weights"), title=_("Relative step of the weights"))
    fig.suptitle(title)
    return fig


def moving_histograms(seen: Watched, title: str, most: int = 20) -> MovingPicture:
    """Histograms of each layer's input (above) and of the gradient at its output (below) while training.

    The axes are the same in all frames, and those of a row are the same for all layers: a layer whose values shrink to
    a spike, or that are all at the ends of a sigmoid, is seen at once (Glorot and Bengio 2010, figures 6 and 7).
    Values beyond the ends are counted in the last bins.

    Parameters
    ----------
    seen : Watched, from `cs_nn.tools.watching.watching`, of 8 layers at most
    title : str
    most : int, frames at most, spread over the iterations

    Returns
    -------
    MovingPicture
    """
    chosen = np.unique(np.linspace(0, len(seen.iterations) - 1, most).round().astype(int))
    layers = max(len(seen.inputs[0]), len(seen.gradients[0]))
    if layers > 8:
        raise ValueError(f"there is room for the histograms of 8 layers, not {layers}")
    fig, axes = plt.subplots(2, layers, figsize=(1.5 + 1.5 * layers, 3.8), squeeze=False, sharey="row")
    shapes = []
    rows = ((seen.inputs, _("input"), COLOURS[0]), (seen.gradients, _("gradient"), COLOURS[1]))
    for row, (samples, name, colour) in zip(axes, rows):
        ends = max(np.quantile(np.abs(values), 0.98) for k in chosen for values in samples[k]) or 1.0
        edges = np.linspace(-ends, ends, 31)
        for layer, ax in enumerate(row):
            # One shape and not thirty bars: a frame is drawn in a fraction of the time.
            shapes.append((samples, layer, edges, ax.stairs(np.zeros(30), edges, fill=True, color=colour, linewidth=0)))
            ax.set(ylim=(0, 1), xticks=[-ends, 0, ends], yticks=[])
            ax.set_xticklabels([f"{-ends:.0e}" if ends < 0.01 else f"{-ends:.2g}", "0", ""], fontsize=8)
        row[0].set_ylabel(_("{name}\nshare (root)").format(name=name))
    for layer, ax in enumerate(axes[0]):
        ax.set_title(_("layer {number}").format(number=layer + 1), fontsize=10)

    def draw(k):
        for samples, layer, edges, shape in shapes:
            of_iteration = samples[chosen[k]]
            values = of_iteration[layer] if layer < len(of_iteration) else np.empty(0)
            counts, _edges = np.histogram(np.clip(values, edges[0], edges[-1]), edges)
            # The root: a ReLU's zeros would hide all other values.
            shape.set_data(np.sqrt(counts / max(len(values), 1)))
        fig.suptitle(_("{title}: iteration {number}").format(title=title, number=seen.iterations[chosen[k]]))

    labels = [_("iteration {number}").format(number=seen.iterations[k]) for k in chosen]
    spines = [spine for ax in axes.flat for spine in ax.spines.values()]
    return MovingPicture(fig, draw, labels, [*(shape[-1] for shape in shapes), *spines, fig.suptitle(title)])


def moving_signal_map(sizes: np.ndarray, scales: Sequence[float], title: str) -> MovingPicture:
    """How the signal goes through a deep network for many sizes of its weights: a map that fills layer by layer.

    Parameters
    ----------
    sizes : (S, L) array, the standard deviation of the activations (or of the gradients) of L layers, for each of S
        networks; zeros are shown as the smallest value, infinities as the largest
    scales : S floats in rising order, what the weights of each network were multiplied by
    title : str

    Returns
    -------
    MovingPicture of L frames
    """
    logs = np.log10(np.clip(np.asarray(sizes, dtype=float), 1e-6, 1e6))
    depth = logs.shape[1]
    fig, ax = plt.subplots(figsize=(6.5, 4))
    image = ax.imshow(
        np.ma.masked_all(logs.shape), cmap="PuOr_r", vmin=-6, vmax=6, aspect="auto", origin="lower",
        extent=(0.5, depth + 0.5, -0.5, len(scales) - 0.5),
    )  # fmt: skip
    some = range(0, len(scales), -(-len(scales) // 8))
    ax.set_yticks(some, [f"{scales[k]:.3g}" for k in some])
    ax.set(xlabel=_("layer"), ylabel=_("scale of the weights"), title=title)
    ax.set_facecolor("#DDDDDD")
    bar = fig.colorbar(image, ax=ax, label=_("standard deviation"), extend="both")
    bar.set_ticks([-6, -3, 0, 3, 6], labels=["$10^{-6}$", "$10^{-3}$", "1", "$10^{3}$", "$10^{6}$"])

    def draw(k):
        image.set_data(np.ma.masked_array(logs, np.broadcast_to(np.arange(depth) > k, logs.shape)))

    labels = [_("layer {number}").format(number=k + 1) for k in range(depth)]
    return MovingPicture(fig, draw, labels, [image, *ax.spines.values()])


def _styles(lines):
    """A style for each of so many lines: of its own, or from dark to light if there are many."""
    if lines <= len(COLOURS):
        return [{"color": colour, "linestyle": line} for colour, line in zip(COLOURS, LINES)]
    return [{"color": colour, "linestyle": "-"} for colour in plt.get_cmap("viridis")(np.linspace(0, 0.85, lines))]


def _legend(ax):
    """The lines' names; of many lines the first, the middle and the last one's."""
    handles, labels = ax.get_legend_handles_labels()
    if len(labels) > len(COLOURS):
        some = [0, len(labels) // 2, len(labels) - 1]
        handles, labels = [handles[k] for k in some], [labels[k] for k in some]
    if labels:
        ax.legend(handles, labels, fontsize=8, frameon=True, edgecolor="none", framealpha=0.7)
