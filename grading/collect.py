"""Collect what students handed in: plug-ins of ``nbgrader zip_collect`` that no single upload can stop.

`LabExtractor` looks through the uploads in ``downloaded/<lab>/archive``, tells whose each one is
(`grading.upload_finder`), and takes the lab's files, and only those, out of archives of any layout
(`grading.lab_reader`). `LabCollector` tells nbgrader where they belong: ``submitted/<student>/<lab>/*.ipynb`` (weights
beside them) and ``.../cs_nn/*.py``.

What can't be read is left out and said so: in the summary that ends the log, and in ``downloaded/<lab>/collected.csv``.
In ``nbgrader_config.py``::

    c.ZipCollectApp.extractor_plugin = "grading.collect.LabExtractor"
    c.ZipCollectApp.collector_plugin = "grading.collect.LabCollector"
"""

from __future__ import annotations

import glob
import os
import re
from dataclasses import dataclass
from pathlib import Path

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Integer, List, Unicode

from cs_nn.tools.labs import find_lab
from grading.archives import Refused
from grading.collected import REPORT, Summary, path_key, utc
from grading.lab_reader import LabReader
from grading.names import shown
from grading.systems import ARCHIVE_REGEXPS, FILE_REGEXPS
from grading.upload_finder import UploadFinder
from grading.uploads import FILE_DATE, PACKED, Upload, conflict, personal_folders
from grading.uploads_csv import TABLE, UploadTable, read_table


@dataclass
class HandIn:
    """What is collected from one student."""

    student: str
    files: dict[str, bytes]
    time: float


class LabExtractor(ExtractorPlugin):
    """Takes the files of a lab out of the uploads, one student after the other."""

    archive_regexps = List(
        Unicode(),
        default_value=list(ARCHIVE_REGEXPS),
        help="""Regular expressions that tell the student from the name of an archive, tried in this order.

        One must match the whole path below the archive directory, without ending and without the marks of
        a copy; capitals don't matter. The student is its group `student_id`, else `name`, else `uploader`;
        two different uploaders with one student ID are both left out. {lab} stands for the lab's name and
        {time} for a time such as 2025-11-21_14-02-33.""",
    ).tag(config=True)

    file_regexps = List(
        Unicode(),
        default_value=list(FILE_REGEXPS),
        help="""The same for a notebook or module that is in no archive. {file} stands for the names of
        the lab's files, without ending; a group `file` may match any name.""",
    ).tag(config=True)

    max_members = Integer(10_000, help="An archive with more members is left out.").tag(config=True)

    max_megabytes = Integer(
        200, help="An upload whose files for the lab (tar: all files) unpack to more megabytes is left out."
    ).tag(config=True)

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Write the files of every student to ``<extracted_path>/<student>/``."""
        app = self.parent
        self.extracted = Path(extracted_path)
        self.places: dict[str, tuple[str, str, float]] = {}  # path -> student, file id, time
        (self.extracted.parent / REPORT).unlink(missing_ok=True)
        course = Path(app.coursedir.root)
        try:
            self.lab = find_lab(app.coursedir.assignment_id, course)
            finder = UploadFinder(self.lab, Path(archive_path), self.archive_regexps, self.file_regexps)
            table = self._read_table(finder)
        except (ValueError, OSError) as error:
            app.fail(str(error))
        released = Path(app.coursedir.format_path(app.coursedir.release_directory, ".", self.lab.name))
        self.reader = LabReader(self.lab, course, self.max_members, self.max_megabytes * 1_000_000, released)
        self.uploads = finder.find(table)

        personal = personal_folders(self.uploads)
        folders = len({upload.student for upload in self.uploads if upload.by_folder and upload.student})
        for uploads in self._by_student().values():
            student = uploads[0].student
            hand_in = self._read_student(uploads, personal, folders)
            if hand_in is not None:
                self._write(hand_in, uploads)
            elif os.path.isdir(
                app.coursedir.format_path(app.coursedir.submitted_directory, student, app.coursedir.assignment_id)
            ):
                uploads[-1].notes.append("what was collected from this student earlier stays as it is")

        # nbgrader calls no plug-in at the end, where the summary belongs.
        process = app.process_extracted_files

        def process_and_report():
            process()
            self._report([*table.problems, *finder.problems], finder.beside)

        app.process_extracted_files = process_and_report

    def _read_table(self, finder: UploadFinder) -> UploadTable:
        """The instructor's table, beside the archive directory or in it."""
        near = [path for folder in (self.extracted.parent, finder.archive) for path in sorted(folder.glob("*.*"))]
        paths = [path for path in near if path.name.casefold() == TABLE]
        if len(paths) > 1:
            raise ValueError(f"there are two tables, {paths[0]} and {paths[1]}; keep one of them")
        names = re.compile(r"uploads\.(xlsx?|ods|txt|csv\.txt)", re.IGNORECASE)
        for path in near:
            if not paths and names.fullmatch(path.name):
                raise ValueError(f"{path} is not read; save it as {TABLE} (CSV), or remove it")
        return read_table(paths[0], {*finder.names, *finder.folders}) if paths else UploadTable()

    def _by_student(self) -> dict[str, list[Upload]]:
        """The uploads of each student. IDs that differ in capitals only are one student."""
        students: dict[str, list[Upload]] = {}
        for upload in self.uploads:
            if upload.student:
                students.setdefault(upload.student.casefold(), []).append(upload)
        return dict(sorted(students.items()))

    # -------------------------------------------------------------- what is in it
    def _read_student(self, uploads: list[Upload], personal: set[str], folders: int) -> HandIn | None:
        for upload in uploads:
            self.log.debug("Reading %s", shown(upload.name))
            try:
                self._read_upload(upload)
            except Refused as error:
                upload.notes.append(str(error))
        reason = conflict(uploads, personal, folders)
        if reason:
            for upload in uploads:
                upload.forget(reason)
            return None
        readable = [upload for upload in uploads if upload.files]
        if not readable:
            return None

        # The latest archive counts, with single files that came after it laid over it. A file under its right name
        # counts before one that only its cells tell.
        readable.sort(key=lambda upload: upload.order)
        whole = [upload for upload in readable if not upload.bare]
        start = readable.index(whole[-1]) if whole else 0
        files, latest = {}, {}
        for upload in sorted(readable[start:], key=lambda upload: not upload.told):
            files.update(upload.files)
            latest.update(dict.fromkeys(upload.files, upload))
        taken = [upload for upload in readable if upload in latest.values()]
        for upload in readable:
            if upload in taken:
                upload.status = "collected"
            else:
                upload.status = "replaced"
                later = next(iter(latest[file_id] for file_id in upload.files if file_id in latest), taken[-1])
                kind = "right name of" if later.order < upload.order else "later upload"
                upload.notes.append(f"replaced by the {kind} {shown(later.name)}")
        return HandIn(taken[-1].student, files, taken[-1].time)

    def _read_upload(self, upload: Upload) -> None:
        """Fill in ``files`` and ``time``; `Refused` if there is nothing to take."""
        try:
            status = upload.path.stat()
            if status.st_size == 0 and not upload.path.is_dir():
                raise Refused("it is empty")
            newest = None
            if upload.bare:
                file_id, content, note = self.reader.read_alone(upload.path, upload.bare, upload.copy > 0)
                upload.files = {file_id: content}
                upload.told = bool(note)
                upload.notes += [note] if note else []
            else:
                upload.files, newest, notes = self.reader.read(upload.path)
                upload.notes += notes
        except Refused:
            raise
        except Exception as error:  # what crafted data makes the standard readers raise has no limits
            raise Refused(f"it is damaged or can't be read ({type(error).__name__}: {str(error)[:200]})") from None
        if not upload.time and newest and upload.path.is_file():
            upload.time, upload.time_from = newest, PACKED
        elif not upload.time:
            upload.time, upload.time_from = newest or status.st_mtime, FILE_DATE

    def _write(self, hand_in: HandIn, uploads: list[Upload]) -> None:
        places = {}
        try:
            for file_id, content in hand_in.files.items():
                path = self.extracted / hand_in.student / file_id
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                places[path_key(path)] = (hand_in.student, file_id, hand_in.time)
        except OSError as error:
            for upload in uploads:
                upload.status = "left out"
                upload.notes.append(f"its files can't be written ({error})")
        else:
            self.places.update(places)
        for upload in uploads:
            upload.student = hand_in.student
            upload.files = dict.fromkeys(upload.files, b"")  # the names are enough from here on

    def _report(self, problems: list[str], beside: int) -> None:
        """Log who handed in what and what was left out; write the same to ``collected.csv``."""
        collected: dict[str, set[str]] = {}
        for student, file_id, _ in self.places.values():
            collected.setdefault(student, set()).add(file_id)
        summary = Summary(self.lab, self.uploads, collected, problems, beside)
        summary.log(self.log, self.extracted.parent, self._submitted())
        try:
            summary.write(self.extracted.parent / REPORT)
        except OSError as error:
            self.log.warning("The table can't be written: %s", error)

    def _submitted(self) -> set[str]:
        """The students whose work is in submitted/, this time's and others'."""
        coursedir = self.parent.coursedir
        found = glob.glob(coursedir.format_path(coursedir.submitted_directory, "*", self.lab.name))
        return {path_key(Path(path).parent.name).casefold() for path in found}


class LabCollector(FileNameCollectorPlugin):
    """Tells nbgrader the student, the place and the time of what `LabExtractor` wrote."""

    def collect(self, submitted_file: str) -> dict | None:
        extractor = self.parent.extractor_plugin_inst
        if not isinstance(extractor, LabExtractor):
            self.parent.fail("LabCollector needs c.ZipCollectApp.extractor_plugin = 'grading.collect.LabExtractor'")
        place = getattr(extractor, "places", {}).get(path_key(submitted_file))
        if place is None:
            return None
        student, file_id, seconds = place
        return {"student_id": student, "file_id": str(Path(file_id)), "timestamp": utc(seconds)}
