"""The summary of what was collected: in the log, and as a table, ``collected.csv``."""

from __future__ import annotations

import csv
import os
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from logging import Logger
from pathlib import Path

from cs_nn.tools.labs import Lab
from grading.names import shown
from grading.plain import table_field
from grading.uploads import PACKED, Upload
from grading.uploads_csv import TABLE

REPORT = "collected.csv"


@dataclass
class Summary:
    """Who handed in what, and what was left out."""

    lab: Lab
    uploads: list[Upload]
    collected: dict[str, set[str]]  #: the files of each student
    problems: list[str]
    beside: int  #: files that were passed over

    def __post_init__(self) -> None:
        self.uploads = sorted(self.uploads, key=lambda upload: (upload.student.casefold(), upload.order))
        self.missing = {
            student: [file_id for file_id in self.lab.files if file_id not in files]
            for student, files in sorted(self.collected.items(), key=lambda item: item[0].casefold())
        }

    def log(self, log: Logger, folder: Path, submitted: Collection[str]) -> None:
        """Say it in the log.

        Parameters
        ----------
        folder : holds the table of uploads and the summary's
        submitted : the students, as `path_key` writes their ids, whose work is in submitted/
        """
        log.info("Summary of %s", self.lab.name)
        taken: dict[str, list[Upload]] = {}
        for upload in self._of("collected"):
            taken.setdefault(upload.student, []).append(upload)
        for student, missing in self.missing.items():
            self._log_student(log, student, taken[student], missing)
        for upload in self._of("replaced"):
            log.warning("  %s: replaced %s; %s", upload.student, shown(upload.name), "; ".join(upload.notes))
        _log_left_out(log, self._of("left out"), folder / TABLE)
        nothing = sorted({upload.student for upload in self._of("left out")} - {"", *self.collected})
        if nothing:
            log.warning("  Nothing was collected from %s", ", ".join(nothing))
        for problem in self.problems:
            log.warning("  %s", problem)
        others = {*submitted} - {path_key(student).casefold() for student in self.collected}
        if others:
            log.info("  submitted/ holds also what came otherwise or earlier, of %s", _listed(sorted(others)))
        if self.beside:
            log.info("  Passed over %d files that the site adds to the students' files", self.beside)
        clocks = len({upload.student for upload in self._of("collected") if upload.time_from == PACKED})
        hint = f"; of {clocks} students only their own clock tells the time (see time_from in the table)"
        log.info(
            "%d students collected, %d uploads left out, %d replaced by later ones%s. The same as a table: %s",
            len(self.collected), len(self._of("left out")), len(self._of("replaced")),
            hint if clocks else "", folder / REPORT,
        )  # fmt: skip

    def _of(self, status: str) -> list[Upload]:
        return [upload for upload in self.uploads if upload.status == status]

    def _log_student(self, log, student, uploads, missing) -> None:
        newest = max(uploads, key=lambda upload: upload.order)
        parts = [f"{student}: collected {_listed([shown(upload.name) for upload in uploads])}"]
        parts.append(f"handed in {utc(newest.time):%Y-%m-%d %H:%M} UTC ({newest.time_from})")
        if missing:
            parts.append(f"MISSING {', '.join(missing)}")
        if {f"{name}.ipynb" for name in self.lab.notebooks} <= set(missing):
            parts.append("WITHOUT ANY NOTEBOOK, so nbgrader autograde will pass over this student")
        notes = [note for upload in uploads for note in upload.notes]
        say = log.warning if missing or notes else log.info
        say("  %s", "; ".join([*parts, *dict.fromkeys(notes)]))

    def write(self, path: Path) -> None:
        """Write it as a table."""
        fields = ("student", "upload", "status", "time", "time_from", "files", "missing", "notes")
        # With the mark that lets Excel read letters outside ASCII.
        with path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
            table = csv.DictWriter(file, fields)
            table.writeheader()
            for upload in self.uploads:
                taken = upload.status == "collected"
                row = {
                    "student": upload.student,
                    "upload": f"archive/{upload.name}",
                    "status": upload.status,
                    "time": utc(upload.time).isoformat() if upload.time else "",
                    "time_from": upload.time_from,
                    "files": "; ".join(upload.files) if taken else "",
                    "missing": "; ".join(self.missing[upload.student]) if taken else "",
                    "notes": "; ".join(upload.notes),
                }
                table.writerow({key: table_field(text) for key, text in row.items()})


def _log_left_out(log, uploads, table) -> None:
    """One line for each reason."""
    reasons: dict[str, list[str]] = {}
    for upload in uploads:
        whose = f" of {upload.student}" if upload.student else ""
        reasons.setdefault("; ".join(upload.notes), []).append(f"{shown(upload.name)}{whose}")
    for reason, names in reasons.items():
        log.warning("  left out (%s): %s", reason, _listed(names))
    if any(upload.unknown for upload in uploads):
        log.warning(
            "  To say whose an upload is, write %s with the columns upload,student (paths below archive/, of files "
            "or folders), or put it into archive/<student ID>/ (a download of the whole class: unpack it); then "
            "collect again with --force",
            table,
        )


def path_key(path: str | os.PathLike) -> str:
    """A path, or a name, in one spelling."""
    return unicodedata.normalize("NFC", os.path.normpath(path))


def utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _listed(names: list[str], most: int = 10) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
