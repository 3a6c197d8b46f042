"""``python -m grading site``: the student kit as a website, on which the labs run in a browser."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cs_nn.tools.labs import COURSE, find_lab
from grading.browser_site import build_site
from grading.chosen_labs import choose_labs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "The folder goes to any web server that hands out files (docs/WHERE.md, In a browser). A site that is there is "
        "replaced; what students have written is in their browsers and stays."
    )
    parser.add_argument("--into", type=Path, default=COURSE / "build" / "site", help="folder of the site")
    parser.add_argument(
        "--labs",
        nargs="+",
        metavar="LAB",
        default=[],
        help="the labs that it has: all that are given so far; by default all of the course",
    )
    parser.add_argument(
        "--pyodide",
        type=Path,
        metavar="FOLDER",
        help="Python for browsers, unpacked: the site holds what it needs of it. By default browsers load it from its "
        "public address, cdn.jsdelivr.net",
    )


def run(options: argparse.Namespace) -> None:
    try:
        labs = choose_labs([find_lab(name).name for name in options.labs], [])
        build_site(options.into, labs, options.pyodide)
    except ValueError as error:
        raise SystemExit(f"site: {error}") from None
    print(
        f"The site is in {options.into}. To look at it: {sys.executable} -m http.server --bind 127.0.0.1 "
        f"--directory {options.into}\nTo publish it: docs/WHERE.md, In a browser"
    )
