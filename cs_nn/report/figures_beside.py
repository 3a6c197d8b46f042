"""The figures that a notebook's experiments report, beside published ones."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from cs_nn.language import gettext as _
from cs_nn.report.kept_outputs import text_of
from cs_nn.tools.labs import COURSE, labs_file

FILE = "published.toml"


def results_table(cells: Sequence[dict], notebook: str, course: Path = COURSE) -> str:
    """A table in Markdown; "" if the notebook shows none of the figures that the course compares."""
    text = "\n".join(text_of(output) for cell in cells for output in cell.get("outputs", []))
    rows = []
    for entry in _published(course):
        place, _colon, label = str(entry.get("name")).partition(": ")
        said = f"{re.escape(label)}|{re.escape(_(label))}"
        found = re.findall(rf"^(?:{said}): (\S+)$", text, re.MULTILINE) if place == notebook else []
        if found:
            published, goal = entry.get("published", ""), entry.get("goal", "")
            rows.append((entry.get("label", label), found[-1], f"{published:g}" if published != "" else "", goal))
    if not rows:
        return ""
    lines = [_("| | here | published | goal |"), "|---|---:|---:|---|"]
    lines += ["| " + " | ".join(escaped(str(cell)) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def escaped(text: str) -> str:
    """A text of one line that Markdown and MathJax leave as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|~$&!])", r"\\\1", " ".join(text.split()))


def _published(course: Path) -> list[dict]:
    try:
        table = tomllib.loads(labs_file(course).with_name(FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [entry for entry in table.get("result", []) if isinstance(entry, dict)]
