"""The gradebook of the course whose folder a command runs in."""

from __future__ import annotations

from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.engine import make_url

from grading.graded import course_api


def open_course(root: Path, new: bool = False) -> NbGraderAPI:
    """nbgrader's interface to a course; ``ValueError`` if it is none, or has no gradebook and needs no `new` one.

    nbgrader would make an empty gradebook in whatever folder.
    """
    if not (root / "nbgrader_config.py").is_file():
        raise ValueError(f"there is no nbgrader_config.py in {root}: run this in the course's folder")
    api = course_api(root)
    url = make_url(api.coursedir.db_url)
    if not new and url.drivername == "sqlite" and not Path(url.database or "").is_file():
        raise ValueError(f"there is no gradebook in {root}: grade a lab or read a roster first")
    return api
