"""The names by which Moodle and Canvas take files back: those that they gave the uploads in their downloads.

Moodle wants the folder of each person, with any files in it: ``Ada Muster_1201_assignsubmission_file/``. It reads the
number between the first two underscores; versions before 4.1 want an underscore at the end as well. Canvas wants the
names of the uploads themselves, ``musterada_4711_99123_mine.zip``. It finds the person and the upload by their numbers,
and shows the student what comes back under the upload's own name, so that a zip can come back for a zip only.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

from grading.collected import REPORT

#: The system's part of a name. The outermost in a path counts: what is below it is the student's own.
SITES = {
    "moodle": re.compile(r"[^_]+_\d+_assignsubmission_file(?P<underscore>_?)"),
    "canvas": re.compile(r"(?:(?:LATE_)?anon_(?:LATE_)?[A-Za-z0-9]+|.+?_(?:LATE_)?\d+)_\d+_"),
}


def read_uploads(folder: Path) -> dict[str, list[str]]:
    """The uploads that were collected from each student, the latest first, by the table that `zip_collect` writes.

    `ValueError` if there is no such table in the folder, ``downloaded/<lab>``.
    """
    try:
        with (folder / REPORT).open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["status"] == "collected"]
    except FileNotFoundError:
        raise ValueError(
            f"there is no {folder / REPORT}, which tells whose an upload is: run nbgrader zip_collect {folder.name} on "
            "the download of the class first, or make a zip with --for plain"
        ) from None
    except (KeyError, csv.Error, UnicodeDecodeError) as error:
        raise ValueError(f"{folder / REPORT} is not as zip_collect wrote it ({error!r}): collect again") from None
    uploads: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: row["time"], reverse=True):
        uploads.setdefault(row["student"], []).append(row["upload"].removeprefix("archive/"))
    return uploads


def name_for(site: str, upload: str) -> str | None:
    """The name by which a site takes back what belongs to an upload; None if the site has not named it."""
    parts = upload.split("/")
    for number, part in enumerate(parts, start=1):
        found = SITES[site].match(part)
        if site == "moodle" and "_assignsubmission_" in part:
            whole = found and (found["underscore"] or found.end() == len(part))  # old versions make no folders
            return found[0] if whole else None
        if site == "canvas" and found:
            return part if number == len(parts) and part.lower().endswith(".zip") else None
    return None


def names_for(site: str, uploads: dict[str, list[str]]) -> dict[str, str]:
    """By student the names that a site gave. One that several students would share is nobody's."""
    found = {student: [name_for(site, upload) for upload in own] for student, own in uploads.items()}
    names = {student: next(filter(None, latest_first)) for student, latest_first in found.items() if any(latest_first)}
    owners = Counter(names.values())
    return {student: name for student, name in names.items() if owners[name] == 1}
