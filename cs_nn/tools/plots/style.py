"""What all pictures look like."""

from __future__ import annotations

import contextlib
import warnings
from typing import Any

import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes

from cs_nn.language import ENGLISH, current
from cs_nn.language import gettext as _
from cs_nn.tools import jupyter

#: Colours of Okabe and Ito (2008), which differ for all common kinds of colour vision; without the yellow, too pale
#: on white. Each has its own kind of line, so that nothing is told by colour alone.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9")
LINES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)), (0, (9, 2)), (0, (1, 1)))

#: Fonts with letters that Matplotlib's own lacks, as systems have them: Chinese, Japanese, Korean.
OTHER_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)


#: From this letter on Matplotlib's own font has none.
FIRST_OF_OTHER_FONTS = "\u2e80"


def fonts() -> list[str]:
    """Matplotlib's font, and those from which letters of the reader's language come, where they are installed."""
    if current() == ENGLISH:
        return plt.rcParams["font.family"]
    if not _installed():
        _look_for_new_fonts()
    if not _installed():
        warnings.filterwarnings("ignore", "Glyph .* missing from")  # said once is enough
        if jupyter.in_jupyter():
            print(_("Words in figures are boxes: this system has no font for them. Install one (fonts-noto-cjk)."))
    return [*_installed(), "DejaVu Sans"]  # of a text with a formula only the first is used for its letters


def _installed() -> list[str]:
    names = set(font_manager.get_font_names())
    return [name for name in OTHER_FONTS if name in names]


def _look_for_new_fonts() -> None:
    """Matplotlib keeps a list of the fonts that it once found: those installed since are not in it."""
    for path in {*font_manager.findSystemFonts()} - {font.fname for font in font_manager.fontManager.ttflist}:
        with contextlib.suppress(OSError, RuntimeError, ValueError):  # a font that it can't read
            font_manager.fontManager.addfont(path)


def can_draw(text: str) -> bool:
    """Whether the letters of a text are there: of Chinese, Japanese and Korean ones only where a font has them."""
    return max(text, default=" ") < FIRST_OF_OTHER_FONTS or bool(_installed())


def drawn(message: str) -> str:
    """A sentence of a figure in the reader's language; in English where its letters would be boxes."""
    text = _(message)
    return text if can_draw(text) else message


plt.rcParams.update(
    {
        "axes.prop_cycle": cycler(color=COLOURS) + cycler(linestyle=LINES),
        "axes.grid": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 12,
        "figure.constrained_layout.use": True,
        "figure.constrained_layout.h_pad": 0.04167 if current() == ENGLISH else 0.08,  # tall letters
        "figure.titlesize": 13,
        "font.family": fonts(),
        "font.size": 11,
        "grid.alpha": 0.3,
        "image.cmap": "viridis",
        "image.interpolation": "nearest",
        "legend.frameon": False,
        "lines.linewidth": 1.8,
    }
)


def axes_of(ax: Axes | None, figsize: tuple[float, float] | None = None) -> tuple[Any, Axes]:
    """The figure and the axes to draw in."""
    if ax is None:
        return plt.subplots(figsize=figsize or (6, 3.6))
    return ax.figure, ax
