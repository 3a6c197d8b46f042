"""Pictures of the labs, in one style that colour-blind readers can read.

The functions make a figure and return it; `show` displays it with an alternative text, for readers
who can't see it::

    fig = curves({"training": history.train_accuracy}, "epoch", "accuracy", "Accuracy while training")
    show(fig, alt="The accuracy rises from 0.25 to 0.38 in six epochs.")
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from cs_nn.tools import jupyter

#: Colours of Okabe and Ito (2008), which differ for all common kinds of colour vision; without the yellow, too pale
#: on white. Each has its own kind of line, so that nothing is told by colour alone.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9")
LINES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)), (0, (9, 2)), (0, (1, 1)))

plt.rcParams.update(
    {
        "axes.prop_cycle": cycler(color=COLOURS) + cycler(linestyle=LINES),
        "axes.grid": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 12,
        "figure.constrained_layout.use": True,
        "figure.titlesize": 13,
        "font.size": 11,
        "grid.alpha": 0.3,
        "image.cmap": "viridis",
        "image.interpolation": "nearest",
        "legend.frameon": False,
        "lines.linewidth": 1.8,
    }
)


def show(fig: Figure, alt: str) -> None:
    """Display a figure and close it.

    In Jupyter the picture is an ``<img>`` with ``alt`` as its alternative text: for a bare PNG JupyterLab and its
    export to HTML have none. The PNG is there as well, with ``alt`` in its metadata, for other exports and for the
    grader, which keeps no HTML. Outside Jupyter a window opens if Matplotlib can open one.

    Parameters
    ----------
    fig : matplotlib Figure
    alt : str, what the figure shows, in a sentence or two
    """
    if not alt.strip():
        raise ValueError("a figure needs an alternative text: say in alt what it shows")
    if jupyter.in_jupyter():
        from IPython.display import display

        data, metadata = picture(fig, alt)
        size = metadata["image/png"]["width"]
        image = f'<img src="data:image/png;base64,{data["image/png"]}" width="{size}" alt="{html.escape(alt)}">'
        display({"text/html": image, **data}, metadata=metadata, raw=True)
    elif fig.canvas.required_interactive_framework is not None:
        plt.show()
    plt.close(fig)


def picture(fig: Figure, alt: str) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """A figure as the data and the metadata of a notebook's output: a PNG, with ``alt`` as its alternative text.

    The figure is closed.
    """
    file = io.BytesIO()
    fig.savefig(file, format="png", dpi=1.5 * fig.dpi, bbox_inches="tight")
    png = file.getvalue()
    width = round(int.from_bytes(png[16:20], "big") / 1.5)  # of a PNG's header; shown smaller, for sharp letters
    plt.close(fig)
    data = {"image/png": base64.b64encode(png).decode(), "text/plain": alt}
    return data, {"image/png": {"alt": alt, "width": width}}


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
    fig, ax = _axes(ax)
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
    fig, ax = _axes(ax, figsize=(2.5 + 0.9 * len(columns), 1.8 + 0.55 * len(rows)))
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
    fig, ax = _axes(ax, figsize=(2.2 + 0.56 * C, 1.4 + 0.5 * C))
    colours = plt.get_cmap("Blues").with_extremes(bad="#DDDDDD")
    most = counts[~right].max(initial=1)
    image = ax.imshow(np.ma.masked_array(counts, right), cmap=colours, vmin=0, vmax=most)
    write_values(ax, image, counts, "d", where=~right & (counts > 0))
    for k in range(C):
        ax.text(k, k, f"{counts[k, k]:d}", ha="center", va="center", fontsize=9, color="black")
    ax.set_xticks(range(C), class_names)
    ax.set_yticks(range(C), class_names)
    ax.set(xlabel="predicted class", ylabel="true class", title=title)
    fig.colorbar(image, ax=ax, label="wrong answers")
    return fig


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
    W: np.ndarray, shape: tuple[int, int, int], class_names: Sequence[str], title: str = "Weights of each class"
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
    pictures = np.asarray(W)[: np.prod(shape)].T.reshape(-1, *shape)
    axes = (1, 2, 3)
    low, high = pictures.min(axis=axes, keepdims=True), pictures.max(axis=axes, keepdims=True)
    pictures = (pictures - low) / np.maximum(high - low, np.finfo(float).tiny)
    return image_grid(pictures, class_names, columns=5, suptitle=title, size=1.4)


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
    for ax, values, title in zip(axes, (image, matrix), ("An image", "Its windows as columns")):
        write_values(ax, ax.imshow(values, cmap=colours), values, "g")
        ax.set(title=title, xticks=range(values.shape[1]), yticks=range(values.shape[0]))
    axes[0].set(xlabel="column", ylabel="row")
    axes[1].set(xlabel="window", ylabel="place in the window")
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
    fig, ax = _axes(ax, figsize=(5, 5.4))
    for k, marker in enumerate("o^"):
        style: dict[str, Any] = {
            "color": COLOURS[k],
            "marker": marker,
            "s": 34,
            "edgecolors": "white",
            "linewidths": 0.6,
        }
        ax.scatter(*X[np.ravel(Y) == k].T, label=f"class {k}", **style)
    ax.set(xlabel="first input", ylabel="second input", title=title, aspect="equal")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncol=3, columnspacing=1.2, handletextpad=0.4)
    return fig


def decision_boundary(
    probability: Callable[[np.ndarray], ArrayLike],
    X: np.ndarray,
    Y: np.ndarray,
    title: str,
    ax: Axes | None = None,
    margin: float = 0.05,
) -> Figure:
    """What a classifier of points says everywhere: the probability of class 1 as filled contours, and where it is 0.5.

    Parameters
    ----------
    probability : function of points (n, 2) that returns their probabilities of class 1, (n, 1)
    X : (m, 2) array of points to draw; Y : (m, 1) array of their classes, 0 or 1
    title : str
    ax : Axes to draw in (optional); without it the figure has a colour bar
    margin : float, how far the figure goes beyond the points on each side, as a share of their range

    Returns
    -------
    Figure
    """
    alone = ax is None
    fig, ax = _axes(ax, figsize=(6, 5.4))
    low, high = X.min(axis=0), X.max(axis=0)
    border = margin * (high - low)
    x, y = np.linspace(low - border, high + border, 200).T
    P = np.asarray(probability(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))).reshape(200, 200)
    colours = LinearSegmentedColormap.from_list("two classes", ["#7FB8D8", "white", "#EAAE7F"])  # paler than the points
    filled = ax.contourf(x, y, P, levels=np.linspace(0, 1, 11), cmap=colours)
    if P.min() < 0.5 < P.max():
        ax.contour(x, y, P, levels=[0.5], colors="black", linewidths=2)
        ax.plot([], [], color="black", linestyle="-", linewidth=2, label="probability 0.5")
    two_classes(X, Y, title, ax)
    if alone:
        fig.colorbar(filled, ax=ax, label="probability of class 1")
    return fig


def _axes(ax, figsize=None):
    if ax is None:
        return plt.subplots(figsize=figsize or (6, 3.6))
    return ax.figure, ax


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
