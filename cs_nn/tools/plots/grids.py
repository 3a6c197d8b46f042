"""Images, and weights as images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from cs_nn.language import lazy
from cs_nn.tools.plots.moving import MovingPicture
from cs_nn.tools.plots.style import COLOURS, LINES
from cs_nn.tools.plots.style import drawn as _
from cs_nn.tools.plots.tables import write_values

WEIGHTS = lazy("Weights of each class")


def image_grid(
    images: ArrayLike, titles: Sequence | None = None, columns: int = 10, suptitle: str | None = None, size: float = 1.0
) -> Figure:
    """Images side by side.

    Parameters
    ----------
    images : (N, C, H, W) array with C = 1 or 3, uint8 or floats from 0 to 1
    titles : N strings (optional)
    columns : int, images per row
    suptitle : str, title of the whole figure (optional)
    size : float, inches per image

    Returns
    -------
    Figure
    """
    images = np.asarray(images)
    if images.ndim != 4 or images.shape[1] not in (1, 3):
        raise ValueError(f"images must have the shape (N, 1 or 3, H, W), not {images.shape}")
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    title_height = 0.0 if titles is None else 0.25
    fig, axes = plt.subplots(rows, columns, figsize=(columns * size, rows * (size + title_height) + 0.4), squeeze=False)
    for ax in axes.flat:
        ax.axis("off")
    for k, (ax, image) in enumerate(zip(axes.flat, images)):
        limits = {"vmin": 0, "vmax": 255 if images.dtype == np.uint8 else 1}
        ax.imshow(image.transpose(1, 2, 0).squeeze(), cmap="gray", **limits)
        if titles is not None:
            ax.set_title(str(titles[k]), fontsize=9)
    if suptitle:
        fig.suptitle(suptitle)
    return fig


def weight_images(
    W: np.ndarray, shape: tuple[int, int, int], class_names: Sequence[str], title: str = WEIGHTS
) -> Figure:
    """The weights of each class as a picture, from the smallest weight (black) to the largest (white or full colour).

    Parameters
    ----------
    W : (D, C) array; rows beyond the number of pixels (the bias) are left out
    shape : (channels, height, width) of an image
    class_names : C strings

    Returns
    -------
    Figure
    """
    return image_grid(_scaled_pictures(W, shape), class_names, columns=5, suptitle=_(title), size=1.4)


def moving_templates(
    weights: Mapping[str, np.ndarray], shape: tuple[int, int, int], class_names: Sequence[str], title: str
) -> MovingPicture:
    """The weights of each class as a picture while they are trained, as by `weight_images` in each frame.

    Parameters
    ----------
    weights : dict of label -> (D, C) array, one for each frame, in order; the label is shown ("iteration 100"). Copies:
        arrays that training goes on to change would all be the last one
    shape : (channels, height, width) of an image
    class_names : C strings
    title : str

    Returns
    -------
    MovingPicture
    """
    labels = list(weights)
    pictures = _scaled_pictures(weights[labels[0]], shape)
    fig = image_grid(pictures, class_names, columns=5, suptitle=title, size=1.1)  # small: each frame is new all over

    def draw(k):
        for ax, values in zip(fig.axes, _scaled_pictures(weights[labels[k]], shape)):
            ax.images[0].set_data(values.transpose(1, 2, 0).squeeze())
        fig.suptitle(_("{title}: {label}").format(title=title, label=labels[k]))

    return MovingPicture(fig, draw, labels, [*(ax.images[0] for ax in fig.axes), fig.suptitle(title)])


def _scaled_pictures(W, shape):
    """The weights of each class, each from 0 for the smallest to 1 for the largest, (C, channels, height, width)."""
    pictures = np.asarray(W)[: np.prod(shape)].T.reshape(-1, *shape)
    axes = (1, 2, 3)
    low, high = pictures.min(axis=axes, keepdims=True), pictures.max(axis=axes, keepdims=True)
    return (pictures - low) / np.maximum(high - low, np.finfo(float).tiny)


def filter_images(W: np.ndarray, shape: tuple[int, int, int], count: int, title: str) -> Figure:
    """The `count` columns of a first layer's weights with the largest norm, as pictures, largest first.

    Grey is 0 in all pictures; the largest weight of each column, in size, gets the full colour.

    Parameters
    ----------
    W : (D, H) array, one column per hidden unit
    shape : (channels, height, width) of an image
    count : int, how many to show
    title : str

    Returns
    -------
    Figure
    """
    W = np.asarray(W, dtype=float)
    largest = np.argsort(-np.linalg.norm(W, axis=0), kind="stable")[:count]
    pictures = W[:, largest].T.reshape(-1, *shape)
    size = np.abs(pictures).max(axis=(1, 2, 3), keepdims=True)
    pictures = 0.5 + 0.5 * pictures / np.maximum(size, np.finfo(float).tiny)
    return image_grid(pictures, columns=10, suptitle=title, size=0.8)


def windows_as_columns(
    image: ArrayLike, matrix: ArrayLike, shape: tuple[int, int], marked: Sequence[int] = (0,)
) -> Figure:
    """An image and the matrix that has its windows as columns; some windows are outlined in both.

    Parameters
    ----------
    image : (H, W) array
    matrix : (height * width, windows) array; the windows lie one step apart, in the order in which a page is read
    shape : (height, width) of a window
    marked : numbers of the windows to outline, seven at most

    Returns
    -------
    Figure
    """
    image, matrix = np.asarray(image, dtype=float), np.asarray(matrix, dtype=float)
    colours = LinearSegmentedColormap.from_list("pale", ["white", "#9CC3DC"])  # pale: outlines and numbers stand out
    sizes = [image.shape[1], matrix.shape[1]]
    fig, axes = plt.subplots(1, 2, figsize=(1.6 + 0.55 * sum(sizes), 4), width_ratios=sizes)
    for ax, values, title in zip(axes, (image, matrix), (_("An image"), _("Its windows as columns"))):
        write_values(ax, ax.imshow(values, cmap=colours), values, "g")
        ax.set(title=title, xticks=range(values.shape[1]), yticks=range(values.shape[0]))
    axes[0].set(xlabel=_("column"), ylabel=_("row"))
    axes[1].set(xlabel=_("window"), ylabel=_("place in the window"))
    per_row = image.shape[1] - shape[1] + 1
    for window, colour, line in zip(marked, COLOURS, LINES):
        style: dict[str, Any] = {
            "fill": False,
            "edgecolor": colour,
            "linestyle": line,
            "linewidth": 3.5,
            "clip_on": False,
            "zorder": 3,
        }
        row, column = divmod(window, per_row)
        axes[0].add_patch(Rectangle((column - 0.5, row - 0.5), shape[1], shape[0], **style))
        axes[1].add_patch(Rectangle((window - 0.5, -0.5), 1, len(matrix), **style))
    return fig
