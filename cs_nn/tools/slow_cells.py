"""In a browser: say before a cell starts that it takes minutes there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from IPython import get_ipython

from cs_nn.language import gettext as _

#: By notebook and id of a cell: about how many minutes it takes in a browser, where it is more than one.
MINUTES: dict[str, dict[str, int]] = {"softmax_cifar10": {"grid-search": 3}}


def start(folder: Path | None = None) -> None:
    """Say it from now on, for the cells of the notebooks in a folder, the current one by default."""
    minutes = dict(minutes_of(folder or Path.cwd()))

    def before(info):
        if info.raw_cell.strip() in minutes:
            said = _(
                "In a browser this cell takes about {minutes} minutes, much longer than in a kit on a computer of your "
                "own. To stop it, restart the kernel (menu Kernel)."
            )
            print(said.format(minutes=minutes[info.raw_cell.strip()]))

    get_ipython().events.register("pre_run_cell", before)


def minutes_of(folder: Path) -> Iterator[tuple[str, int]]:
    """(text of a cell, minutes) of the notebooks as they are saved."""
    for notebook, slow in MINUTES.items():
        path = folder / f"{notebook}.ipynb"
        if path.is_file():
            for cell in json.loads(path.read_bytes())["cells"]:
                if cell.get("id") in slow:
                    yield "".join(cell["source"]).strip(), slow[cell["id"]]
