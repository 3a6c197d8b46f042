"""The command ``python -m cs_nn.data``: download both data sets, or copy them from a place that has them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from cs_nn.data.reading import DatasetError
from cs_nn.data.sources import COMMAND, TITLES, datasets_folder
from cs_nn.language import gettext as _
from cs_nn.tools.place import in_browser


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; returns 0 if all that was asked for and found is ready, else 1."""
    parser = argparse.ArgumentParser(
        prog=COMMAND, description=_("Download CIFAR-10 and MNIST, or copy them from a place that has them.")
    )
    parser.add_argument("--only", choices=tuple(TITLES), help=_("get one data set instead of both"))
    parser.add_argument(
        "--from", dest="source", metavar="DIR_OR_URL", help=_("a folder, an archive file or the address of a mirror")
    )
    parser.add_argument("--into", metavar="DIR", help=_("where to put the data (default: the course's datasets/)"))
    args = parser.parse_args(argv)
    if in_browser():
        print(_("In a browser there are only the small sets. The real data are for a kit on a computer of your own."))
        return 1
    from cs_nn.data.download import get, unpacked  # its packages are not in a browser

    into = datasets_folder(args.into).resolve()
    ready, failed = 0, False
    try:
        into.mkdir(parents=True, exist_ok=True)
        with unpacked(args.source, into) as source:
            for name in [args.only] if args.only else TITLES:
                try:
                    if get(name, into, source):
                        ready += 1
                    else:  # no failure if the place has the other data set
                        print(_("No complete {title} in {source}").format(title=TITLES[name], source=args.source))
                except DatasetError as error:
                    print(error)
                    failed = True
    except (OSError, DatasetError) as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        print(_("\nStopped. Run the same command again to go on."))
        return 1
    return 0 if ready and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
