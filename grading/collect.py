"""Collect what students handed in: plug-ins of ``nbgrader zip_collect`` that no single upload can stop.

`LabExtractor` looks through the uploads in ``downloaded/<lab>/archive``, tells whose each one is, and
takes the lab's files, and only those, out of archives of any layout. `LabCollector` tells nbgrader
where they belong: ``submitted/<student>/<lab>/*.ipynb`` (weights beside them) and ``.../cs_nn/*.py``.

What can't be read is left out and said so: in the log, in the summary that ends it, and in
``downloaded/<lab>/collected.csv``. In ``nbgrader_config.py``::

    c.ZipCollectApp.extractor_plugin = "grading.collect.LabExtractor"
    c.ZipCollectApp.collector_plugin = "grading.collect.LabCollector"

Paths inside an archive are never used to write: a file is written under the one name that the lab
gives it, whatever the archive says.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import mmap
import os
import re
import stat
import tarfile
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Integer, List, Unicode

from cs_nn.submit import clean_student
from cs_nn.tools.labs import Lab, find_lab

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2")
PACKAGE = "cs_nn"
DAY = 24 * 60 * 60

# How learning management systems name a download. `uploader` is the person they know.
MOODLE = r"(?:.*/)?(?P<uploader>(?P<name>Participant_\d+|[^/]+?)(?:_\d+)?)_assignsubmission_file_?/?(?:.*/)?"
BLACKBOARD = r"(?:.*/)?[^/]*_(?P<uploader>[^/_]+)_attempt_{time}_"
CANVAS = r"(?:.*/)?[^/_]+(?:_LATE)?_(?P<uploader>\d+)_\d+_"
CANVAS_COPY = r"(?:-\d{1,2})?"  # Canvas adds -1, -2 to the name of a file that is handed in again


class Refused(Exception):
    """An upload, or a part of one, that is left out; the message is the reason."""


@dataclass
class Upload:
    """One file of the archive directory."""

    path: Path
    name: str  # below the archive directory, NFC, with "/"
    student: str = ""
    uploader: str | None = None  # the person, as a learning management system knows them
    has_id: bool = False  # the student ID is in the name; otherwise it is made from the uploader's
    bare: str | None = None  # the one file it is, for a notebook or module that is in no archive
    named_time: float | None = None
    copy: int = 0  # the 1 of "name (1).zip"
    time: float = 0.0  # when it was handed in, seconds since 1970
    files: dict[str, bytes] = field(default_factory=dict)
    status: str = "left out"  # or "collected", or "replaced" by a later upload
    notes: list[str] = field(default_factory=list)

    @property
    def order(self):
        return self.time, self.copy, self.name


@dataclass
class Submission:
    """What is collected from one student."""

    student: str
    files: dict[str, bytes]
    time: float


# ------------------------------------------------------------------ the plug-ins
class LabExtractor(ExtractorPlugin):
    """Takes the files of a lab out of the uploads, one student after the other."""

    archive_regexps = List(
        Unicode(),
        default_value=[
            MOODLE + r"(?:{lab}-(?P<student_id>[^/]+)|[^/]*)",
            BLACKBOARD + r"(?:{lab}-(?P<student_id>[^/]+)|[^/]*)",
            CANVAS + r"(?:{lab}-(?P<student_id>[^/]+?)" + CANVAS_COPY + r"|[^/]*)",
            r"(?:.*/)?{lab}-(?P<student_id>[^/]+?)(?:[-_ ]{time})?",
            r"(?P<student_id>[^/]+)/.+",
        ],
        help="""Regular expressions that tell the student from the name of an archive, tried in this order.

        One must match the whole path below the archive directory, without ending and without the
        " (1)" of a browser; capitals don't matter. The student is its group `student_id`, else `name`,
        else `uploader`; two different uploaders with one student ID are both left out. {lab} stands
        for the lab's name and {time} for a time such as 2025-11-21_14-02-33.""",
    ).tag(config=True)

    file_regexps = List(
        Unicode(),
        default_value=[
            MOODLE + "{file}",
            BLACKBOARD + "{file}",
            CANVAS + "{file}" + CANVAS_COPY,
            r"(?:.*/)?{lab}-(?P<student_id>[^/]+)/(?:.*/)?{file}",
            r"(?!{lab}$)(?:{lab}[-_ ])?(?P<student_id>[^/]+?)[-_ ]{file}",
            r"(?P<student_id>[^/]+)/(?:.*/)?{file}",
        ],
        help="""The same for a notebook or module that is in no archive. {file} stands for the names of
        the lab's files, without ending.""",
    ).tag(config=True)

    max_members = Integer(10_000, help="An archive with more members is left out.").tag(config=True)

    max_megabytes = Integer(
        200, help="An upload whose files for the lab (tar: all files) unpack to more megabytes is left out."
    ).tag(config=True)

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Write the files of every student to ``<extracted_path>/<student>/``."""
        app = self.parent
        try:
            self.lab = find_lab(app.coursedir.assignment_id, Path(app.coursedir.root))
        except (ValueError, OSError) as error:
            app.fail(str(error))
        self.extracted = Path(extracted_path)
        self.places: dict[str, tuple[str, str, float]] = {}  # path -> student, file id, time
        self._report_path.unlink(missing_ok=True)

        self.uploads = self._find_uploads(Path(archive_path))
        for uploads in self._by_student().values():
            submission = self._read_student(uploads)
            if submission is not None:
                self._write(submission, uploads)
            elif os.path.isdir(
                app.coursedir.format_path(
                    app.coursedir.submitted_directory, uploads[0].student, app.coursedir.assignment_id
                )
            ):
                uploads[-1].notes.append("what was collected from this student earlier stays as it is")
        for upload in self.uploads:
            for note in upload.notes:
                self.log.warning("%s (%s): %s", _shown(upload.name), upload.status, note)

        # nbgrader calls no plug-in at the end, where the summary belongs.
        process = app.process_extracted_files

        def process_and_report():
            process()
            self.report()

        app.process_extracted_files = process_and_report

    # -------------------------------------------------------------- whose is it
    def _find_uploads(self, archive_path: Path) -> list[Upload]:
        regexps = [self._compile(self.archive_regexps), self._compile(self.file_regexps)]
        uploads = []
        for root, folders, names in os.walk(archive_path):
            links = [name for name in folders if Path(root, name).is_symlink()]
            for name in sorted(names + links):
                path = Path(root, name)
                relative = unicodedata.normalize("NFC", path.relative_to(archive_path).as_posix())
                if _is_litter(relative.split("/")):
                    continue
                upload = Upload(path, relative)
                uploads.append(upload)
                try:
                    self._identify(upload, *regexps)
                except (Refused, ValueError) as error:
                    upload.student = ""
                    upload.notes.append(str(error))
        # A person may hand in an archive with the ID in its name, and a bare file without.
        ids = {upload.uploader: upload.student for upload in uploads if upload.uploader and upload.has_id}
        for upload in uploads:
            if upload.student and not upload.has_id:
                upload.student = ids.get(upload.uploader, upload.student)
                if upload.uploader not in ids:
                    self.log.info("%s: no student ID in its name, taken as %r", _shown(upload.name), upload.student)
        return uploads

    def _compile(self, regexps: Iterable[str]) -> list[str]:
        stems = [Path(name).stem for name in self.lab.files]
        parts = {
            "{lab}": re.escape(self.lab.name),
            "{file}": f"(?P<file>{'|'.join(map(re.escape, stems))})",
            "{time}": r"(?P<time>\d{4}-\d\d-\d\d[-_T ]\d\d[-_:.]?\d\d(?:[-_:.]?\d\d)?)",
        }
        compiled = []
        for regexp in regexps:
            full = regexp
            for part, replacement in parts.items():
                full = full.replace(part, replacement)
            try:
                compiled.append(re.compile(full, re.IGNORECASE))
            except re.error as error:
                self.parent.fail("The regular expression %r of LabExtractor is wrong: %s", regexp, error)
        return compiled

    def _identify(self, upload: Upload, archive_regexps, file_regexps) -> None:
        if not stat.S_ISREG(upload.path.lstat().st_mode):
            raise Refused("it is a link or a special file; put the file itself there")
        ending = next((ending for ending in ARCHIVES if upload.name.lower().endswith(ending)), None)
        bare_ending = os.path.splitext(upload.name)[1].lower()
        if ending is None and bare_ending not in {os.path.splitext(name)[1] for name in self.lab.files}:
            raise Refused("it is neither a zip or tar archive nor one of the lab's files")
        stem = upload.name[: -len(ending or bare_ending)]
        copy = re.search(r" ?\((\d{1,3})\)$", stem)
        if copy:
            stem, upload.copy = stem[: copy.start()], int(copy[1])
        matches = (regexp.fullmatch(stem) for regexp in (archive_regexps if ending else file_regexps))
        match = next(filter(None, matches), None)
        groups = match.groupdict() if match else {}
        if not ending:
            upload.bare = lab_file(f"{groups.get('file') or Path(stem).name}{bare_ending}", self.lab)
            if upload.bare is None:
                raise Refused(f"it is none of the files of {self.lab.name}")
        upload.uploader = groups.get("uploader")
        upload.has_id = bool(groups.get("student_id"))
        student = groups.get("student_id") or (groups.get("name") or upload.uploader or "").replace(",", " ")
        if student in ("", PACKAGE) or f"{self.lab.name}_".startswith(f"{student}_"):
            raise Refused(
                "its name doesn't tell the student; put it in a folder with the student's ID as name "
                "(a download of the whole class: unpack it first)"
            )
        upload.student = clean_student(student)
        upload.named_time = _parse_time(groups.get("time"))

    def _by_student(self) -> dict[str, list[Upload]]:
        """The uploads of each student. IDs that differ in capitals only are one student."""
        students: dict[str, list[Upload]] = {}
        for upload in self.uploads:
            if upload.student:
                students.setdefault(upload.student.casefold(), []).append(upload)
        return dict(sorted(students.items()))

    # -------------------------------------------------------------- what is in it
    def _read_student(self, uploads: list[Upload]) -> Submission | None:
        uploaders = sorted({upload.uploader for upload in uploads if upload.uploader})
        if len(uploaders) > 1:
            for upload in uploads:
                upload.notes.append(
                    f"handed in under the student ID {upload.student!r} by different people "
                    f"({', '.join(uploaders)}); rename the uploads to the right IDs and collect again"
                )
            return None
        for upload in uploads:
            self.log.info("Reading %s", _shown(upload.name))
            try:
                self._read_upload(upload)
            except Refused as error:
                upload.notes.append(str(error))
        readable = [upload for upload in uploads if upload.files]
        if not readable:
            return None

        # The latest archive counts, with single files that came after it laid over it.
        readable.sort(key=lambda upload: upload.order)
        archives = [upload for upload in readable if not upload.bare]
        start = readable.index(archives[-1]) if archives else 0
        files, latest = {}, {}
        for upload in readable[start:]:
            files.update(upload.files)
            latest.update(dict.fromkeys(upload.files, upload))
        taken = [upload for upload in readable if upload in latest.values()]
        for upload in readable:
            if upload in taken:
                upload.status = "collected"
            else:
                upload.status = "replaced"
                upload.notes.append(f"replaced by the later upload {_shown(taken[-1].name)}")
        return Submission(taken[-1].student, files, taken[-1].time)

    def _read_upload(self, upload: Upload) -> None:
        """Fill in ``files`` and ``time``; `Refused` if there is nothing to take."""
        limit = self.max_megabytes * 1_000_000
        try:
            status = upload.path.stat()
            if status.st_size == 0:
                raise Refused("it is empty")
            newest = None
            if upload.bare:
                if status.st_size > limit:
                    raise Refused(f"it has more than {self.max_megabytes} MB")
                upload.files = {upload.bare: upload.path.read_bytes()}
            else:
                upload.files, newest, notes = read_archive(upload.path, self.lab, self.max_members, limit)
                upload.notes += notes
        except Refused:
            raise
        except Exception as error:  # what crafted data makes the standard readers raise has no limits
            raise Refused(f"it is damaged or can't be read ({type(error).__name__}: {str(error)[:200]})") from None
        upload.time = upload.named_time or newest or status.st_mtime

    def _write(self, submission: Submission, uploads: list[Upload]) -> None:
        places = {}
        try:
            for file_id, content in submission.files.items():
                path = self.extracted / submission.student / file_id
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                places[_key(path)] = (submission.student, file_id, submission.time)
        except OSError as error:
            for upload in uploads:
                upload.status = "left out"
                upload.notes.append(f"its files can't be written ({error})")
        else:
            self.places.update(places)
        for upload in uploads:
            upload.student = submission.student
            upload.files = dict.fromkeys(upload.files, b"")  # the names are enough from here on

    # -------------------------------------------------------------- the report
    @property
    def _report_path(self) -> Path:
        return self.extracted.parent / "collected.csv"

    def report(self) -> None:
        """Log who handed in what and what was left out; write the same to ``collected.csv``."""
        rows, collected = [], {}
        for student, file_id, _ in self.places.values():
            collected.setdefault(student, set()).add(file_id)
        self.log.info("Summary of %s", self.lab.name)
        for upload in sorted(self.uploads, key=lambda upload: (upload.student.casefold(), upload.order)):
            missing = []
            if upload.status == "collected":
                missing = [file_id for file_id in self.lab.files if file_id not in collected[upload.student]]
            when = _utc(upload.time).isoformat() if upload.time else ""
            rows.append(
                {
                    "student": upload.student,
                    "upload": f"archive/{upload.name}",  # a spreadsheet would run a name that begins with "="
                    "status": upload.status,
                    "time": when,
                    "files": "; ".join(upload.files) if upload.status == "collected" else "",
                    "missing": "; ".join(missing),
                    "notes": "; ".join(upload.notes),
                }
            )
            parts = [f"{upload.student or 'unknown student'}: {upload.status} {_shown(upload.name)}"]
            if upload.status == "collected":
                parts.append(f"handed in {when}, with {', '.join(upload.files)}")
            if missing:
                parts.append(f"MISSING {', '.join(missing)}")
            if set(_notebook_files(self.lab)) <= set(missing):
                parts.append("WITHOUT ANY NOTEBOOK, so nbgrader autograde will pass over this student")
            log = self.log.warning if missing or upload.notes else self.log.info
            log("  %s", "; ".join(parts + upload.notes))
        left_out = sum(upload.status == "left out" for upload in self.uploads)
        replaced = sum(upload.status == "replaced" for upload in self.uploads)
        self.log.info(
            "%d students collected, %d uploads left out, %d replaced by later ones. The same as a table: %s",
            len(collected), left_out, replaced, self._report_path,
        )  # fmt: skip
        fields = ("student", "upload", "status", "time", "files", "missing", "notes")
        try:
            # With the mark that lets Excel read letters outside ASCII.
            with self._report_path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
                table = csv.DictWriter(file, fields)
                table.writeheader()
                table.writerows(rows)
        except OSError as error:
            self.log.warning("The table can't be written: %s", error)


class LabCollector(FileNameCollectorPlugin):
    """Tells nbgrader the student, the place and the time of what `LabExtractor` wrote."""

    def collect(self, submitted_file: str) -> dict | None:
        extractor = self.parent.extractor_plugin_inst
        if not isinstance(extractor, LabExtractor):
            self.parent.fail("LabCollector needs c.ZipCollectApp.extractor_plugin = 'grading.collect.LabExtractor'")
        place = getattr(extractor, "places", {}).get(_key(submitted_file))
        if place is None:
            return None
        student, file_id, seconds = place
        return {"student_id": student, "file_id": str(Path(file_id)), "timestamp": _utc(seconds)}


# ------------------------------------------------------------------ the lab's files
def _notebook_files(lab: Lab) -> list[str]:
    return [f"{name}.ipynb" for name in lab.notebooks]


def lab_file(name: str, lab: Lab) -> str | None:
    """The lab's file that `name` is, in whatever capitals and with a browser's " (1)", or None."""
    stem, ending = os.path.splitext(name)
    plain = (re.sub(r" ?\(\d{1,3}\)$", "", stem) + ending).casefold()
    return next((file_id for file_id in lab.files if file_id.split("/")[-1].casefold() == plain), None)


# ------------------------------------------------------------------ archives
@dataclass
class Member:
    """One entry of an archive; ``problem`` says why it must not be taken."""

    name: str
    size: int
    time: float | None
    problem: str | None
    read: Callable[[], bytes]


def read_archive(
    path: Path, lab: Lab, max_members: int, max_bytes: int
) -> tuple[dict[str, bytes], float | None, list[str]]:
    """The lab's files in a zip or tar archive, the time of the newest, and notes on what was left out.

    A member that must not or can't be taken is left out alone; `Refused` if nothing can be taken or a
    limit is passed. Of several copies, the one in the expected place counts (``cs_nn/`` for modules,
    the top or the lab's folder for notebooks), then the one nearest to the top.
    """
    too_much = Refused(f"it unpacks to more than {max_bytes // 1_000_000} MB")
    copies: dict[str, list[tuple[tuple, Member]]] = {}
    refused, nested = [], False
    with path.open("rb") as file:
        for number, member in enumerate(_members(file, max_members, too_much, max_bytes)):
            if number >= max_members:
                raise Refused(f"it has more than {max_members} members")
            parts = member.name.replace("\\", "/").split("/")
            if _is_litter(parts):
                continue
            problem = member.problem or _path_problem(member.name)
            file_id = lab_file(parts[-1], lab)
            if problem:
                refused.append(f"left out its member {_shown(member.name)}: {problem}")
            elif file_id is not None:
                wanted = file_id.split("/")
                places = ([PACKAGE],) if len(wanted) > 1 else ([], [lab.name])
                rank = (parts[-1] != wanted[-1], parts[-2:-1] not in places, len(parts), member.name, -number)
                copies.setdefault(file_id, []).append((rank, member))
            nested = nested or parts[-1].lower().endswith(ARCHIVES)

        files, times, notes = {}, [], []
        for file_id in lab.files:
            left = sorted(copies.get(file_id, []), key=lambda copy: copy[0])
            while left and file_id not in files:
                _, member = left.pop(0)
                if member.size > max_bytes:
                    raise too_much
                try:
                    content = member.read()
                except Exception as error:  # see _read_upload
                    refused.append(f"left out its member {_shown(member.name)}: damaged ({str(error)[:200]})")
                    continue
                max_bytes -= len(content)
                if max_bytes < 0:
                    raise too_much
                files[file_id] = content
                times.append(member.time)
                if left:
                    others = ", ".join(_shown(other.name) for _, other in left[:5])
                    notes.append(f"has {len(left) + 1} copies of {file_id}: took {_shown(member.name)}, not {others}")
    notes += refused[:5]
    if len(refused) > 5:
        notes.append(f"left out {len(refused) - 5} more members")
    if not files:
        hint = "; it holds another archive, which is not opened" if nested else ""
        raise Refused("; ".join([f"none of the lab's files can be taken from it{hint}", *notes]))
    return files, max(filter(None, map(_plausible, times)), default=None), notes


def _members(file, max_members, too_much, max_bytes) -> Iterator[Member]:
    start = file.read(512)
    file.seek(0)
    if start.startswith(b"PK"):
        return _zip_members(file, max_members)
    if start.startswith(b"\x1f\x8b"):
        return _tar_members(gzip.open(file), too_much, max_bytes)
    if start.startswith(b"BZh"):
        return _tar_members(bz2.open(file), too_much, max_bytes)
    if start[257:262] == b"ustar":
        return _tar_members(file, too_much, max_bytes)
    kind = {b"Rar!": "a rar archive", b"7z\xbc\xaf": "a 7z archive"}.get(start[:4], "no zip or tar archive")
    raise Refused(f"it is {kind}, whatever its name says; ask for a zip")


def _zip_members(file, max_members) -> Iterator[Member]:
    # zipfile makes an object of every entry at once: count their signatures first.
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        position = -1
        for _ in range(max_members + 1):
            position = content.find(b"PK\x01\x02", position + 1)
            if position < 0:
                break
        else:
            raise Refused(f"it has more than {max_members} members")
    archive = zipfile.ZipFile(file)
    for info in archive.infolist():
        mode = info.external_attr >> 16
        if info.is_dir():
            continue
        problem = None
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            problem = "a link" if stat.S_ISLNK(mode) else "not a plain file"
        elif info.flag_bits & 0x1:
            problem = "encrypted with a password"
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            problem = f"compressed by an unusual method ({info.compress_type})"
        name = info.orig_filename  # zipfile cuts the name at a NUL
        if not info.flag_bits & 0x800:  # the name is in no known encoding: often UTF-8 all the same
            try:
                name = name.encode("cp437").decode("utf-8")
            except UnicodeError:
                pass
        try:
            seconds = datetime(*info.date_time).timestamp()
        except (ValueError, OverflowError, OSError):
            seconds = None
        yield Member(name, info.file_size, seconds, problem, lambda info=info: _read_zip(archive, info))


def _read_zip(archive, info) -> bytes:
    with archive.open(info) as member:
        return member.read(info.file_size + 1)  # without a number it would unpack 2 GB before it looks at the size


def _tar_members(file, too_much, max_bytes) -> Iterator[Member]:
    content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise too_much
    archive = tarfile.open(fileobj=io.BytesIO(content), mode="r:")
    for info in archive:
        if info.isdir():
            continue
        problem = None
        if info.issym() or info.islnk():
            problem = "a link"
        elif not info.isreg() or info.issparse():
            problem = "not a plain file"
        yield Member(info.name, info.size, info.mtime, problem, lambda info=info: archive.extractfile(info).read())


def _path_problem(name: str) -> str | None:
    if not name.isprintable():
        return "its name has control characters"
    if re.match(r"[/\\]|[A-Za-z]:", name):
        return "its path is absolute"
    if ".." in re.split(r"[/\\]", name):
        return "its path leads out of the archive"
    return None


def _is_litter(parts: list[str]) -> bool:
    """Whether a path is of the kind that systems and editors leave behind."""
    names = ("__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini")
    return any(part in names or (part.startswith(".") and part not in (".", "..")) for part in parts)


# ------------------------------------------------------------------ small things
def _key(path) -> str:
    return unicodedata.normalize("NFC", os.path.normpath(path))


def _shown(name: str) -> str:
    return repr(name if len(name) <= 120 else f"{name[:117]}...")


def _utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _plausible(seconds: float | None) -> float | None:
    """A time since 1981 (archives without times say 1980) and not in the future, else None."""
    return seconds if seconds is not None and 11 * 365 * DAY < seconds < time.time() + DAY else None


def _parse_time(text: str | None) -> float | None:
    digits = re.sub(r"\D", "", text or "")
    for form in ("%Y%m%d%H%M%S", "%Y%m%d%H%M"):
        try:
            return datetime.strptime(digits, form).timestamp()
        except (ValueError, OverflowError, OSError):
            continue
    return None
