"""A report of a lab, made from the executed notebooks: figures, formulas, own answers, results beside published ones.

On the command line::

    python -m cs_nn.report lab1_softmax

in a notebook::

    from cs_nn import report
    report.write("lab1_softmax")
"""

from typing import TYPE_CHECKING

from cs_nn.tools.place import in_browser

if TYPE_CHECKING or not in_browser():
    from cs_nn.report.writing import ReportError, make_report, write
else:
    from cs_nn.report.elsewhere import ReportError, make_report, write

__all__ = ["ReportError", "make_report", "write"]
