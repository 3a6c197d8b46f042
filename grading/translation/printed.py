"""How a translated notebook prints the figures that a report compares with published ones."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cs_nn.report.figures_beside import FILE as PUBLISHED
from cs_nn.tools.labs import Lab
from grading.translation.literals import split_braces

#: A string as (part, whether it is text).
Parts = list[tuple[str, bool]]


def printed_names(lab: Lab, said: Mapping[str, str], course: Path) -> Iterator[tuple[str, str]]:
    """(name as `report` gets it in English, as the translated notebook makes it), of a lab's published figures.

    A name is a string of the notebook, perhaps with words of other strings in it, of which `said` has translations.
    """
    table = tomllib.loads((course / "assignments" / PUBLISHED).read_text(encoding="utf-8"))
    patterns = [(split_braces(message), split_braces(said[message])) for message in said if _is_pattern(message, said)]
    for entry in table["result"]:
        notebook, _, name = entry["name"].partition(": ")
        if notebook in lab.notebooks:
            found = _printed(name, said, patterns)
            if found != name:
                yield name, found


def _is_pattern(message: str, said: Mapping[str, str]) -> bool:
    try:
        parts, new = split_braces(message), split_braces(said[message])
    except ValueError:
        return False
    names = [part for part, is_text in parts if not is_text]
    return bool(names) and names != [message] and {part for part, is_text in new if not is_text} <= {*names}


def _printed(name: str, said: Mapping[str, str], patterns: Sequence[tuple[Parts, Parts]], depth: int = 2) -> str:
    """A name with its translation, or that of a string with expressions of which the fewest words stay English."""
    if name in said or not depth or not re.search(r"[a-z]{2}", name):
        return said.get(name, name)
    found = [
        "".join(part if is_text else _printed(values[part], said, patterns, depth - 1) for part, is_text in new)
        for parts, new in patterns
        for values in _splits(parts, name)
    ]
    return min(found, key=lambda text: len(re.findall("[a-z]", text)), default=name)


def _splits(parts: Parts, text: str) -> Iterator[dict[str, str]]:
    """The values that the expressions of a string may have where it is this text."""
    if not parts:
        if not text:
            yield {}
        return
    (part, is_text), *rest = parts
    ends = [len(part)] if is_text and text.startswith(part) else [] if is_text else range(1, len(text) + 1)
    for end in ends:
        for values in _splits(rest, text[end:]):
            yield values if is_text else {**values, part: text[:end]}
