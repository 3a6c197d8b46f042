"""Neural networks from first principles: the code that students of the course write.

One module per lab (``softmax.py`` is the first) holds the functions marked TODO;
what is given is in ``cs_nn.checks``, ``cs_nn.data`` (data sets), ``cs_nn.submit`` (the hand-in) and ``cs_nn.tools``.
"""

import sys

__version__ = "0.1.0"

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.tracebacklimit = 0  # the sentence says all
    error = ImportError(
        "the course needs Python 3.11, 3.12 or 3.13, and this is Python %d.%d.%d (%s): run install.py with one of these"
        % (sys.version_info[:3] + (sys.executable,))
    )
    error._render_traceback_ = lambda: [str(error)]  # type: ignore[attr-defined]  # in a notebook
    raise error
