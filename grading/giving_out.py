"""The course's version of a past lab, for students who have none of their own: its modules with their solutions."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from cs_nn.tools.labs import COURSE, Lab
from grading.extensions import new_due_dates
from grading.graded import due_date
from grading.solutions import course_text

README = """The course's version of {lab.title}.

For students who work on a later lab and have no version of this one that is right. Do not unpack this file over
your work. Run, in the folder that you work in:

    python -m cs_nn.use_solutions PATH/TO/{name}

What you wrote is kept. Hand-ins of later labs say that they were made with it; that takes no points. This lab itself
can't be handed in with it.
"""


def write_solutions(lab: Lab, folder: Path, course: Path = COURSE) -> Path:
    """Write ``<lab>-solutions.zip`` into a folder; its path.

    It holds the lab's own modules and nothing of any other lab. The first line of each says whose version it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{lab.name}-solutions.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("README.txt", README.format(lab=lab, name=archive.name))
        for module in lab.modules:
            file.writestr(f"cs_nn/{module}", course_text(lab, module, course))
    return archive


def require_past(labs: Iterable[str], root: Path) -> list[str]:
    """`ValueError` if a lab is due later than now, for anybody, as the gradebook and the extensions in `root` say.

    The labs of which they say nothing.
    """
    unknown = []
    for lab in labs:
        dates = [due_date(root, lab), *(due.replace(tzinfo=UTC) for due in (new_due_dates(root, lab) or {}).values())]
        due = max(filter(None, dates), default=None)
        if due and due > datetime.now(UTC):
            raise ValueError(
                f"{lab} is due at {due:%Y-%m-%d %H:%M} UTC{' for somebody' * (due != dates[0])}, which has not passed: "
                "whoever gets its solutions before can copy from them. If they are to be given out all the same, add "
                "--early"
            )
        if dates[0] is None:
            unknown.append(lab)
    return unknown
