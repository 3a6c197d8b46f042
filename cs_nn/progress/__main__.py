"""The command ``python -m cs_nn.progress``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from cs_nn.language import gettext as _
from cs_nn.progress import all_standings, told
from cs_nn.tools.labs import find_lab, load_labs


def main(argv: Sequence[str] | None = None) -> int:
    """The command line: 0 if all could be looked at, 1 if there is no such lab."""
    parser = argparse.ArgumentParser(
        prog="python -m cs_nn.progress",
        description=_(
            "Say how far you are: which checks pass, which answers are written, what the hand-in would say, "
            "and when labs are due. Nothing is changed and nothing is handed in."
        ),
    )
    parser.add_argument(
        "labs", nargs="*", metavar="LAB", help=_("labs to look at, such as lab1_softmax; all by default")
    )
    args = parser.parse_args(argv)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a Windows console may lack letters that a file's text has
    try:
        labs = [find_lab(name) for name in args.labs] or list(load_labs().values())
    except (ValueError, FileNotFoundError) as error:
        print(error)
        return 1
    try:
        print(told(all_standings(labs), datetime.now(UTC)))
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
