"""Whether code runs in a notebook, and what only happens there."""

from __future__ import annotations

import sys
from collections.abc import Callable


def in_jupyter() -> bool:
    """Whether this runs in a notebook's kernel, where bold letters and pictures can be shown."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and hasattr(shell, "kernel")


def after_this_cell(show: Callable[[Callable], object]) -> None:
    """Call ``show(display)`` below the error that ends this cell: what explains a message comes after it."""
    from IPython import get_ipython
    from IPython.display import display

    events = get_ipython().events

    def callback(result):
        events.unregister("post_run_cell", callback)
        show(display)

    events.register("post_run_cell", callback)
