"""What a hand-in says of the course's versions that it was made with, and modules that are the course's own."""

from __future__ import annotations

from pathlib import Path

from cs_nn.language import lazy as _
from cs_nn.tools.labs import Lab, find_lab, load_labs
from cs_nn.update import course_version
from cs_nn.use_solutions import VERSIONS

#: Bytes that are read of what a hand-in says.
LIMIT = 10_000


def borrowed_labs(lab: str, handed_in: Path) -> list[Lab]:
    """The labs before `lab` of which the student worked with the course's version, as the hand-in's folder says."""
    try:
        with (handed_in / VERSIONS).open("rb") as file:
            lines = file.read(LIMIT).decode("utf-8", "replace").split()
    except OSError:
        return []
    names = list(load_labs())
    return [find_lab(name) for name in names[: names.index(lab)] if name in lines]


def not_their_own(lab: str, submitted: Path) -> list[str]:
    """A note for each module of the lab itself that is the course's version. It is graded like any other.

    Parameters
    ----------
    lab : name of the lab
    submitted : folder with the student's modules
    """
    notes = []
    for module in find_lab(lab).modules:
        try:
            with (submitted / module).open("rb") as file:
                whose = course_version(file.read(300))
        except OSError:
            continue
        if whose:
            notes.append(
                _("cs_nn/{file} is the course's version, which was given out: it is not the student's work.").format(
                    file=module
                )
            )
    return notes
