"""In a browser: say before a cell starts that it takes minutes there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from IPython import get_ipython

from cs_nn.language import gettext as _

#: By notebook and id of a cell: about how many minutes it takes in a browser, where it is more than one. Estimated from
#: the time at home, on the small sets: 30 times that, or 16 where arrays are small (Labs 4 and 8, XOR).
MINUTES: dict[str, dict[str, int]] = {
    "softmax_cifar10": {"first-training": 2, "grid-search": 3, "tuned-training": 2},
    "softmax_mnist": {"sweep-batch-size": 2},
    "two_layer_net": {"first-training": 2, "search-all": 5, "pca-train": 7},
    "three_layer_net": {"plain-training": 2, "eased-training": 5, "scale-training": 2, "better-training": 3},
    "regularization": {"sweep-training": 3, "keep-boundaries": 2},
    "batchnorm": {
        "deep-training": 3,
        "rates-training": 3,
        "scales-training": 3,
        "batch-size-training": 9,
        "regularize-training": 5,
        "layernorm-training": 5,
    },
    "1_xor_mlp": {"study-settings": 2, "scale-and-rate": 2},
    "2_mnist_mlp": {
        "published-training": 2,
        "compare-training": 4,
        "candidates": 3,
        "better-training": 2,
        "decay-training": 3,
    },
    "mnist_cnn": {"published-short": 10, "better-training": 10, "shift-figure": 2},
    "bptt": {"clip-training": 2, "lengths": 3, "truncated-training": 8, "gated-training": 2},
}


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
