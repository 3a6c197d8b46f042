"""Where the labs run: all that asks for a browser asks here.

(But for `cs_nn.update`, which needs nothing else of the package.)
"""

from __future__ import annotations

import sys


def in_browser() -> bool:
    """Whether this Python runs in a web browser (Pyodide): it has no threads, no other programs and no terminal."""
    return sys.platform == "emscripten"


def typed_here(text: str) -> str:
    """A sentence with commands as one types them here: in a cell where there is no terminal."""
    return text.replace("python -m", "%run -m") if in_browser() else text
