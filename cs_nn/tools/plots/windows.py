"""Moving pictures of a convolution: the window that slides over an image, and the gradients that come back."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from cs_nn.tools.plots.moving import MovingPicture
from cs_nn.tools.plots.style import COLOURS
from cs_nn.tools.plots.style import drawn as _
from cs_nn.tools.plots.tables import write_values

#: Pale, so that numbers and outlines stand out: orange for what is below zero, blue above.
PALE = LinearSegmentedColormap.from_list("pale", ["#F3C9A5", "white", "#9CC3DC"])


def moving_window(image: np.ndarray, weights: np.ndarray, out: np.ndarray, stride: int = 1) -> MovingPicture:
    """A filter slides over an image: the window and the entry of the output that it gives.

    Parameters
    ----------
    image : (H, W) array, one channel, with its border of zeros if there is one
    weights : (HH, WW) array, the filter
    out : (H_out, W_out) array, the output, as your convolution gives it; the numbers are written as ``f"{x:.3g}"``
    stride : int, the step of the windows

    Returns
    -------
    MovingPicture of H_out * W_out frames, in the order in which a page is read
    """
    fig, axes, room = _panels(image, weights, out)

    def draw(k):
        row, column = divmod(k, out.shape[1])
        _table(axes[0], image, _("Image"), room)
        _outline(axes[0], row * stride, column * stride, weights.shape)
        _table(axes[1], weights, _("Filter"), room)
        _table(axes[2], out, _("Output"), room, shown=k + 1)
        _outline(axes[2], row, column, (1, 1))

    labels = [_("output ({i}, {j}) = {value:.3g}").format(i=i, j=j, value=out[i, j]) for i, j in np.ndindex(*out.shape)]
    return MovingPicture(fig, draw, labels)


def moving_scatter(
    dout: np.ndarray, weights: np.ndarray, backward: Callable[[np.ndarray], np.ndarray], stride: int = 1
) -> MovingPicture:
    """The way back through a convolution: each entry of the upstream gradient scatters the filter into the image's.

    Parameters
    ----------
    dout : (H_out, W_out) array, the upstream gradient
    weights : (HH, WW) array, the filter
    backward : function that takes an array like `dout` and returns the gradient with respect to the image (H, W), with
        its border of zeros if there is one. It is called with a part of dout at a time, zeros elsewhere, so all
        numbers of the picture are your own function's
    stride : int, the step of the windows

    Returns
    -------
    MovingPicture of H_out * W_out frames
    """
    so_far = np.arange(dout.size).reshape(dout.shape)
    gradients = [np.asarray(backward(np.where(so_far <= k, dout, 0))) for k in range(dout.size)]
    titles = _("Upstream gradient"), _("Entry times filter"), _("Gradient of the image")
    fig, axes, room = _panels(dout, weights, gradients[0])
    largest = float(np.abs(gradients[-1]).max())

    def draw(k):
        row, column = divmod(k, dout.shape[1])
        _table(axes[0], dout, titles[0], room)
        _outline(axes[0], row, column, (1, 1))
        _table(axes[1], dout[row, column] * weights, titles[1], room, largest)
        _table(axes[2], gradients[k], titles[2], room, largest)
        _outline(axes[2], row * stride, column * stride, weights.shape)

    labels = [_("entry ({i}, {j}): {value:.3g}").format(i=i, j=j, value=dout[i, j]) for i, j in np.ndindex(*dout.shape)]
    return MovingPicture(fig, draw, labels)


def _panels(*arrays):
    """Three axes side by side, with room for the largest array in each: all cells have one size."""
    rows, columns = np.max([array.shape for array in arrays], axis=0)
    fig, axes = plt.subplots(1, 3, figsize=(1.65 * columns + 0.6, 0.55 * rows + 0.6))
    return fig, axes, (rows, columns)


def _table(ax, values, title, room, largest=None, shown=None):
    """Write an array into its cells; of one that is being filled the first so many."""
    values = np.asarray(values, dtype=float) + 0.0  # no -0
    rows, columns = values.shape
    largest = largest or float(np.abs(values).max()) or 1.0
    there = np.arange(values.size).reshape(values.shape) < (values.size if shown is None else shown)
    ax.clear()
    image = ax.imshow(np.where(there, values, 0.0), cmap=PALE, vmin=-largest, vmax=largest)
    write_values(ax, image, values, ".3g", where=there)
    ax.hlines(np.arange(rows + 1) - 0.5, -0.5, columns - 0.5, colors="0.8", linewidth=1, linestyle="-")
    ax.vlines(np.arange(columns + 1) - 0.5, -0.5, rows - 0.5, colors="0.8", linewidth=1, linestyle="-")
    ax.set_title(title, fontsize=11)
    ax.set(xlim=(-0.6, room[1] - 0.4), ylim=(room[0] - 0.4, -0.6))
    ax.axis("off")


def _outline(ax, row, column, shape):
    place = column - 0.5, row - 0.5
    ax.add_patch(
        Rectangle(place, shape[1], shape[0], fill=False, edgecolor=COLOURS[1], linewidth=3, clip_on=False, zorder=3)
    )
