"""The command ``python -m cs_nn.report``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cs_nn.language import gettext as _
from cs_nn.report import ReportError, make_report
from cs_nn.tools.labs import which_lab


def main(argv: Sequence[str] | None = None) -> int:
    """The command line: 0 if the report was written, 1 if not."""
    parser = argparse.ArgumentParser(
        prog="python -m cs_nn.report",
        description=_(
            "Make a report of a lab from your notebooks as they are saved: figures, formulas, your answers, "
            "your results beside published ones, and the functions that you wrote. Nothing is run again. It is "
            "written into the folder reports, as HTML and, with Chromium, Chrome or Edge, as PDF."
        ),
    )
    parser.add_argument("lab", nargs="?", help=_("the lab's name, such as lab1_softmax"))
    parser.add_argument(
        "--name", help=_("your name, as the title shows it (default: the student ID of your last hand-in)")
    )
    parser.add_argument(
        "--browser", type=Path, metavar="PROGRAM", help=_("a Chromium, Chrome or Edge that is not found")
    )
    args = parser.parse_args(argv)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a Windows console may lack the letters of a name
    try:
        if args.lab is None:
            raise ReportError(which_lab("python -m cs_nn.report"))
        make_report(args.lab, args.name, browser=args.browser)
    except (ReportError, FileNotFoundError) as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
