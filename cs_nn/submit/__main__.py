"""The command ``python -m cs_nn.submit``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from cs_nn.language import gettext as _
from cs_nn.submit.handing_in import SubmitError, hand_in
from cs_nn.tools.labs import which_lab


def main(argv: Sequence[str] | None = None) -> int:
    """The command line: 0 if the zip was written, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m cs_nn.submit", description=_("Hand in a lab: write its zip."))
    parser.add_argument("lab", nargs="?", help=_("the lab's name, such as lab1_softmax"))
    parser.add_argument("--student", metavar="ID", help=_("your student ID; remembered in student.txt"))
    parser.add_argument("--output", metavar="DIR", help=_("the folder for the zip (default: the folder of the kit)"))
    args = parser.parse_args(argv)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a Windows console may lack the letters of a name
    try:
        if args.lab is None:
            raise SubmitError(which_lab("python -m cs_nn.submit"))
        hand_in(args.lab, args.student, args.output)
    except (SubmitError, FileNotFoundError) as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
