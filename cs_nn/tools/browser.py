"""What a kernel in a browser does when a notebook's set-up cell runs."""

from __future__ import annotations

import functools
import sys

from IPython import get_ipython

from cs_nn import language
from cs_nn.tools import my_work, slow_cells
from cs_nn.tools.labs import COURSE

#: What kernels elsewhere run first, by IPython's settings: what is missing is no riddle.
FIRST = COURSE / ".jupyter" / "ipython" / "profile_default" / "set_up_first.py"


def start() -> None:
    """Make this kernel what kernels are elsewhere, as far as it can be."""
    for name in ("available", "setting"):  # each sentence asks, and each look at the browser's drive takes long
        setattr(language, name, functools.cache(getattr(language, name)))
    if "tqdm" in sys.modules:  # the site loads it
        sys.modules["tqdm"].tqdm.monitor_interval = 0  # its monitor is a thread
    if FIRST.is_file():
        exec(compile(FIRST.read_bytes(), FIRST, "exec"), {"get_ipython": get_ipython})
    my_work.start()
    slow_cells.start()
