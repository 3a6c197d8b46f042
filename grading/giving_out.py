"""The course's version of a past lab, for students who have none of their own: its modules with their solutions."""

from __future__ import annotations

import zipfile
from pathlib import Path

from cs_nn.tools.labs import COURSE, Lab
from cs_nn.use_solutions import MARK
from grading.solutions import solved

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
            text = solved((course / "cs_nn" / module).read_text(encoding="utf-8"))
            file.writestr(f"cs_nn/{module}", f"{MARK.format(lab=lab.name)}\n{text}")
    return archive
