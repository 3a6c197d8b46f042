"""Pictures of the labs, in one style that colour-blind readers can read.

The functions make a figure and return it; `show` displays it with an alternative text, for readers
who can't see it::

    fig = curves({"training": history.train_accuracy}, "epoch", "accuracy", "Accuracy while training")
    show(fig, alt="The accuracy rises from 0.25 to 0.38 in six epochs.")

Those that begin with ``moving_`` return a `MovingPicture`, for `show_moving`.
"""

from cs_nn.tools.plots.depth import moving_histograms, moving_signal_map, watched_curves
from cs_nn.tools.plots.grids import filter_images, image_grid, moving_templates, weight_images, windows_as_columns
from cs_nn.tools.plots.lines import curves
from cs_nn.tools.plots.moving import MovingPicture, show_moving
from cs_nn.tools.plots.planes import moving_boundary, moving_descent
from cs_nn.tools.plots.points import decision_boundary, two_classes
from cs_nn.tools.plots.schematic import moving_graph, moving_simplex
from cs_nn.tools.plots.showing import picture, show
from cs_nn.tools.plots.style import COLOURS, LINES, fonts
from cs_nn.tools.plots.tables import confusion_matrix, table_heat_map, write_values
from cs_nn.tools.plots.unrolled import moving_deltas
from cs_nn.tools.plots.windows import moving_scatter, moving_window

__all__ = [
    "COLOURS",
    "LINES",
    "MovingPicture",
    "confusion_matrix",
    "curves",
    "decision_boundary",
    "filter_images",
    "fonts",
    "image_grid",
    "moving_boundary",
    "moving_deltas",
    "moving_descent",
    "moving_graph",
    "moving_histograms",
    "moving_scatter",
    "moving_signal_map",
    "moving_simplex",
    "moving_templates",
    "moving_window",
    "picture",
    "show",
    "show_moving",
    "table_heat_map",
    "two_classes",
    "watched_curves",
    "weight_images",
    "windows_as_columns",
    "write_values",
]
