"""Reporting the figures of an experiment."""

from __future__ import annotations

import json
import os
from pathlib import Path

from cs_nn.language import gettext as _


def report(name: str, value: float, form: str = ".3f") -> None:
    """Print a figure of an experiment, ``best validation accuracy: 0.377``.

    `name` starts with the name of the notebook and a colon, which are not printed.
    If the environment variable ``CS_NN_RESULTS`` names a file, the figure is also added to it as one
    line of JSON; the course's own result table is made from that.
    """
    value = float(value)
    print(f"{_(name.partition(': ')[2] or name)}: {value:{form}}")
    path = os.environ.get("CS_NN_RESULTS")
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"name": name, "value": value}) + "\n")
