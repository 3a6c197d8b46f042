"""The folder that a student submitted: links and unreadable time stamps in it, and notebooks under another name."""

from __future__ import annotations

import shutil
from pathlib import Path

from dateutil.parser import ParserError
from nbgrader import utils
from traitlets.log import get_logger

from cs_nn.tools.labs import find_lab, load_labs, tell_notebook
from grading.pictures import plain_name

#: Bytes; a larger notebook is not opened.
NOTEBOOK_LIMIT = 50_000_000


def clean_submission(assignment: str, student: str, notebooks: list[str]) -> None:
    """`pre_convert_hook`: make a submission's folder fit to be copied and graded.

    Links and unreadable time stamps are taken out: a link would be followed by the copy and could bring any file of
    the instructor into the feedback. A notebook under another name than the lab's is copied to that name.
    """
    for folder in {Path(notebook).parent for notebook in notebooks}:
        for path in folder.rglob("*"):
            if path.is_symlink():
                path.unlink()
        stamp = folder / "timestamp.txt"
        if stamp.is_file():
            try:
                utils.parse_utc(stamp.read_text(encoding="utf-8").strip())
            except (ValueError, OverflowError, ParserError):
                stamp.rename(stamp.with_name("timestamp-unreadable.txt"))
        notebooks += [str(path) for path in take_renamed(folder, assignment)]


def take_renamed(folder: Path, lab: str) -> list[Path]:
    """Copy notebooks that have another name than the lab's to that name if it is missing; what was added."""
    names = load_labs()[lab].notebooks if lab in load_labs() else ()
    added = []
    for name in names:
        target = folder / f"{name}.ipynb"
        found = [] if target.exists() else copies_of(name, lab, folder)
        if len({path.read_bytes() for path in found}) == 1:
            shutil.copyfile(found[0], target)
            added.append(target)
        elif found:
            get_logger().error(
                "%s: %s is missing and may be any of %s. Give the right one that name and grade again, with --force",
                folder, target.name, ", ".join(plain_name(path.name) for path in found),
            )  # fmt: skip
    return added


def copies_of(name: str, lab: str, folder: Path) -> list[Path]:
    """Files in `folder` with the graded cells of one of the lab's notebooks and another name."""
    names = find_lab(lab).notebooks
    others = [path for path in sorted(folder.glob("*.ipynb")) if path.is_file() and path.stem not in names]
    return [
        path
        for path in others
        if path.stat().st_size <= NOTEBOOK_LIMIT and tell_notebook(path.read_bytes(), lab) == name
    ]
