"""How a translated notebook prints the figures that a report compares with published ones."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from cs_nn.report.figures_beside import FILE as PUBLISHED
from cs_nn.tools.labs import Lab
from grading.translation.literals import split_braces


def printed_names(lab: Lab, said: Mapping[str, str], course: Path) -> Iterator[tuple[str, str]]:
    """(name as `report` gets it in English, as the translated notebook makes it), of a lab's published figures.

    A name is a string of the notebook, perhaps with words of other strings in it, of which `said` has translations.
    """
    table = tomllib.loads((course / "assignments" / PUBLISHED).read_text(encoding="utf-8"))
    patterns = sorted((message for message in said if "{" in message), key=_words, reverse=True)
    for entry in table["result"]:
        notebook, _, name = entry["name"].partition(": ")
        if notebook in lab.notebooks:
            found = said.get(name) or next(filter(None, (_filled(name, text, said) for text in patterns)), None)
            if found:
                yield name, found


def _words(message: str) -> int:
    return len(re.sub(r"\{[^}]*\}", "", message))


def _filled(name: str, message: str, said: Mapping[str, str]) -> str | None:
    """The translation of a string with expressions, with the values that they have in a name."""
    try:
        parts, new = split_braces(message), split_braces(said[message])
    except ValueError:
        return None
    found = re.fullmatch("".join(re.escape(part) if is_text else "(.+?)" for part, is_text in parts), name)
    if not found:
        return None
    values = dict(zip((part for part, is_text in parts if not is_text), found.groups()))
    if not {part for part, is_text in new if not is_text} <= values.keys():
        return None
    return "".join(part if is_text else said.get(values[part], values[part]) for part, is_text in new)
