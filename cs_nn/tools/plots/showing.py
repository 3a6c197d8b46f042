"""Displaying a figure with an alternative text."""

from __future__ import annotations

import base64
import html
import io
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from cs_nn.tools import jupyter


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
