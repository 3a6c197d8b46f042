"""Tell whose each upload is, from its path, as learning management systems write it, or from what lies beside it.

A guess must collide loudly: `tell_students` marks what gives no student, and `conflict` says why several uploads under
one student can't be taken for one person's. Nobody's work then replaces another's.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import yaml
from dateutil import parser as dates

from cs_nn.submit import clean_student
from cs_nn.tools.labs import Lab
from grading.archives import PACKAGE, Refused, is_litter
from grading.names import ARCHIVES, NUMBERED, lab_file, usual_name, without_copy_marks
from grading.uploads_csv import UploadTable

# How learning management systems begin the path of an upload; what follows is the student's own name for the file, and
# it may look like any of these: the outermost counts.
# uploader: the person, as the system knows them; name: what to call them if there is no student ID.
# inner: the person's folder could be a class's as well ("CS_101_Fall_2025/"); several uploads in it must fit together.
# number: of an upload, of which there is one only.
_IN = r"(?:.*?/)??"
SYSTEMS = (
    # Moodle: Ada Muster_1201_assignsubmission_file_/mine.zip
    _IN + r"(?P<uploader>(?P<name>[^/]+?)(?:_\d+)?)_assignsubmission_file_?/?(?:.*/)?",
    # Sakai: Lab 1/Muster, Ada(amuster1)/Submission attachment(s)/mine.zip
    _IN + r"(?P<uploader>[^/]+\((?P<name>[^/()]+)\))[/_]Submission attachment\(s\)[/_](?:.*/)?",
    _IN + r"(?P<uploader>[^/]+, ?[^/]*[^/ ]\((?P<name>[^/()]+)\))/(?P<inner>(?:.*/)?)",
    _IN + r"(?P<uploader>(?P<name>[^/]+))/Submission attachment\(s\)/(?:.*/)?",
    # ILIAS: Abgaben/Team 7/Muster_Ada_amuster_1201/20251121140233_mine.zip
    _IN + r"(?P<uploader>[^/_]+_[^/_]+_(?P<name>[^/]+)_\d{2,})/(?P<inner>(?:.*/)?)(?:(?P<stamp>\d{14})_)?",
    # Blackboard: Lab 1_amuster_attempt_2025-11-21-14-02-33_mine.zip
    _IN + r"(?P<uploader>(?P<attempt_of>[^/]+?))_attempt_{time}_",
    # Brightspace: 13390-80550 - Ada Muster - Nov 21, 2025 202 PM - mine.zip, or a folder of the first part
    _IN + r"\d+-\d+ - (?P<person>[^/]+?) - (?P<date>\w{3,9} \d{1,2}, \d{4} \d{3,4} [AP]M)(?: - |/)(?:.*/)?",
    # Canvas: anon_aB3xZ_99123_mine.zip, musterada_LATE_4711_99123_mine.zip
    _IN + r"(?:(?P<late>LATE)_)?(?P<uploader>anon_(?:(?P<later>LATE)_)?[A-Za-z0-9]+)_(?P<number>\d+)_",
    _IN + r"(?P<uploader>[^/_]+(?:_(?P<late>LATE))?_(?P<name>\d+))_(?P<number>\d+)_",
    # Teams: Submitted files/Ada Muster/Lab 1/Version 2/mine.zip
    _IN + r"Submitted files/(?P<uploader>(?P<name>[^/]+))/[^/]+/Version \d+/",
    _IN + r"Submitted files/(?P<uploader>(?P<name>[^/]+))/(?P<inner>(?:.*/)?)",
)
#: Canvas adds -1, -2 to the name of a file that is handed in again.
AGAIN = r"(?:-(?P<again>\d{1,2}))?"
#: Google Forms puts uploads into "Lab 1 (File responses)/" and adds the account's name.
FORMS = _IN + r"[^/]* \(File responses\)/(?:.*/)?"
#: Folders that are one hand-in, whatever is in them: a repository (GitHub Classroom), or a zip that was unpacked.
REPOSITORIES = (
    _IN + r"(?P<slug>[^/]+)-submissions/(?P=slug)-(?P<student_id>[^/]+?)",
    _IN + r"(?P<slug>[^/]+)-\d\d-\d\d-\d{4}-\d\d-\d\d-\d\d/(?:(?P=slug)-)?(?P<student_id>[^/]+?)",
    _IN + r"{lab}-(?!submissions(?:/|$)|\d\d-\d\d-\d{4}-)(?P<student_id>[^/]+?)",
)
#: Names of folders that are a class's, not a student's.
CLASS = (
    r"(?:(?:labs?|assignments?|exercises?|homework|hw|week|section|archive|übung(?:en)?|aufgaben?)[-_ ]*\d*"
    r"|(?:[^/]*[^a-z/])?(?:submissions?|submitted files|uploads?|downloads?|export|abgaben?)(?:[^a-z/][^/]*)?)"
)
ARCHIVE_REGEXPS = (
    *(system + rf"(?:{{lab}}-(?P<student_id>[^/]+?){AGAIN if 'LATE' in system else ''}|[^/]*)" for system in SYSTEMS),
    *(repository + r"/.*" for repository in REPOSITORIES),
    FORMS + r"(?:{lab}-(?P<student_id>[^/]+?)|[^/]+?) - (?P<uploader>(?P<name>[^/]+))",
    r"(?:.*/)?{lab}-(?P<student_id>[^/]+?) - (?P<uploader>[^/]+)",
    r"(?:.*/)?(?P<uploader>[^/]+?) - {lab}-(?P<student_id>[^/]+?)",
    r"(?:.*/)?{lab}-(?P<student_id>[^/]+?)(?:[-_ ]{time})?",
    r"(?P<folder>[^/]+)/.+",
)
FILE_REGEXPS = (
    *(system + rf"(?P<file>[^/]+?){AGAIN if 'LATE' in system else ''}" for system in SYSTEMS),
    *(repository + r"/(?:.*/)?(?P<file>[^/]+)" for repository in REPOSITORIES),
    FORMS + r"(?P<file>[^/]+?) - (?P<uploader>(?P<name>[^/]+))",
    rf"(?:(?:.*/)?{CLASS}/)?" + r"(?P<account>[^/]+?) - (?:(?:copy|kopie) \w+ )?{file}",  # Google Drive
    r"{file} - (?P<account>[^/]+)",
    rf"(?:(?:.*/)?{CLASS}/)?" + r"(?!{lab}$)(?:{lab}[-_ ])?(?P<student_id>[^/]+?)[-_ ]{file}",
    r"(?P<folder>[^/]+)/(?:.*/)?(?P<file>[^/]+)",
)

#: What the systems add to the students' files; it is passed over.
BESIDE = re.compile(
    r"(?:.*/)?(?:submission_metadata\.yml|grades\.(?:csv|xlsx?)|index\.html|timestamp\.txt|comments\.txt"
    r"|feedbackText\.html|[^/]*_submissionText\.html|[^/]*_attempt_[-\d]+\.txt|uploads\.csv"
    r"|(?:[^/]*_assignsubmission_onlinetext|[^/]*_assignfeedback_|Feedback Attachment\(s\)).*)",
    re.IGNORECASE | re.DOTALL,
)
NO_STUDENT = "its name doesn't tell the student"
PACKED, FILE_DATE = "student's clock when packing", "date of the downloaded file"
SYSTEM_NAME, OWN_NAME = "name of the upload", "name that the student chose"


class Unknown(Refused):
    """Nothing tells whose an upload is."""


@dataclass
class Upload:
    """One file of the archive directory, or one folder that is a hand-in as a whole."""

    path: Path
    name: str  # below the archive directory, NFC, with "/"
    student: str = ""
    uploader: str | None = None  # the person, as a learning management system knows them
    has_id: bool = False  # the student ID is in the name; otherwise it is made from the uploader's
    certain: bool = False  # the instructor's table says whose it is
    by_folder: bool = False  # nothing but a folder names the student
    number: str = ""  # Canvas's, of which there is one only
    account: bool = False  # the student is a name that stands beside the file's
    home: str = ""  # the folder it came in, less the folders of the course
    stem: str = ""  # its name without ending, time and marks of a copy
    bare: str | None = None  # for a notebook or module that is in no archive: its name without marks of a copy
    told: bool = False  # only its cells tell which file of the lab it is
    copy: int = 0  # the 1 of "name (1).zip"
    time: float = 0.0  # when it was handed in, seconds since 1970
    time_from: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    status: str = "left out"  # or "collected", or "replaced" by a later upload
    notes: list[str] = field(default_factory=list)
    unknown: bool = False  # it is left out since nothing tells whose it is

    @property
    def order(self):
        return self.time, self.copy, self.name

    def forget(self, reason: str) -> None:
        """Leave it out: the student can't be told, or not any more."""
        self.student, self.files, self.unknown = "", {}, True
        self.notes.append(reason)

    def give_to(self, student: str) -> None:
        """Take it for certain: the student is known."""
        self.student = clean_student(student)
        self.has_id = self.certain = True


# ------------------------------------------------------------------ all uploads
class UploadFinder:
    """Finds the uploads of one lab below the archive directory and tells whose they are."""

    def __init__(self, lab: Lab, archive: Path, archive_regexps: Iterable[str], file_regexps: Iterable[str]):
        self.lab = lab
        self.archive = archive
        self.archive_regexps = self._compile(archive_regexps)
        self.file_regexps = self._compile(file_regexps)
        self.repositories = self._compile(
            [*(system + r"{lab}-(?P<student_id>[^/]+)" for system in SYSTEMS), *REPOSITORIES]
        )
        self.problems: list[str] = []
        self.beside = 0  # files of the systems themselves
        self.names: dict[str, Path] = {}
        self.folders: dict[str, Path] = {}
        for root, folders, names in os.walk(archive, onerror=lambda error: self.problems.append(str(error))):
            folders[:] = sorted(folder for folder in folders if not is_litter([folder]))
            self.folders |= {self._relative(Path(root, name)): Path(root, name) for name in folders}
            links = [name for name in folders if Path(root, name).is_symlink()]
            for name in sorted(names + links):
                if not is_litter([name]):
                    self.names[self._relative(Path(root, name))] = Path(root, name)

    def _relative(self, path: Path) -> str:
        return unicodedata.normalize("NFC", path.relative_to(self.archive).as_posix())

    def find(self, table: UploadTable) -> list[Upload]:
        """All uploads; those with an empty `student` have a note that says why nobody could be told."""
        self.table = table
        self.gradescope = self._read_gradescope()
        self.attempts = self._read_blackboard()
        self.stamps = self._read_sakai()
        uploads, whole = [], self._hand_in_folders()
        for name, path in {**{name: self.folders[name] for name in whole}, **self.names}.items():
            if self._lookup(name.rpartition("/")[0], whole):
                continue
            if BESIDE.fullmatch(name) and name not in table.students:
                self.beside += 1
            else:
                uploads += self._identified(path, name)
        tell_students(uploads, self.lab)
        return uploads

    def _hand_in_folders(self) -> set[str]:
        """The folders that are one hand-in each. One with archives at its top holds several uploads instead."""
        with_archives = {name.rpartition("/")[0] for name in self.names if name.lower().endswith(ARCHIVES)}
        homes: dict[str, set[str]] = {}  # of the lab's files
        for name in self.names:
            if lab_file(name.rpartition("/")[2], self.lab) or name.lower().endswith(ARCHIVES):
                home = folder = self._home(name.split("/")[:-1])
                while folder:
                    homes.setdefault(folder, set()).add(home)
                    folder = folder.rpartition("/")[0]
        in_table = {row.rpartition("/")[0] for row in (*self.table.students, *self.table.refused)}
        found = set()
        for name, path in self.folders.items():
            match = self._match(name, self.repositories)
            known = name in self.table.students or name in self.gradescope or match
            several = name in with_archives or any(f"{row}/".startswith(f"{name}/") for row in in_table)
            if not known or several or path.is_symlink():
                continue
            # "lab1_softmax-2025/": a zip of one student, or the folder of a class?
            if match is None or match.groupdict().get("slug") or len(_outermost(homes.get(name, set()))) < 2:
                found.add(name)
        return found

    def _identified(self, path: Path, name: str) -> list[Upload]:
        """The upload, once for each member of a group."""
        upload = Upload(path, name)
        try:
            others = self._identify(upload)
        except (Unknown, ValueError) as error:  # ValueError: no good student ID
            upload.forget(str(error))
        except (Refused, OSError) as error:
            upload.student = ""
            upload.notes.append(str(error))
        else:
            return [upload, *others]
        return [upload]

    def _identify(self, upload: Upload) -> list[Upload]:
        mode = upload.path.lstat().st_mode
        folder = stat.S_ISDIR(mode)
        if not (folder or stat.S_ISREG(mode)):
            raise Refused("it is a link or a special file; put the file itself there")
        *parents, base = upload.name.split("/")
        base = base if folder else usual_name(base)
        ending = next((ending for ending in ARCHIVES if base.lower().endswith(ending)), "")
        bare_ending = os.path.splitext(base)[1].lower()
        if not folder and not ending and bare_ending not in {os.path.splitext(name)[1] for name in self.lab.files}:
            raise Refused("it is neither a zip or tar archive nor one of the lab's files")
        stem = base if folder else base[: -len(ending or bare_ending)]
        stem, upload.copy = without_copy_marks(stem)
        home = upload.name.split("/") if folder else parents
        upload.home = self._home([without_copy_marks(part)[0] for part in home])
        upload.stem = stem
        bare = not folder and not ending

        given = self._lookup(upload.name, {**self.table.students, **self.table.refused})
        if given in self.table.refused:
            raise Unknown(self.table.refused[given])
        match = self._match("/".join([*parents, stem]), self.repositories if folder else
                            self.file_regexps if bare else self.archive_regexps)  # fmt: skip
        groups = {key: value for key, value in match.groupdict().items() if value} if match else {}
        if bare:
            upload.bare = without_copy_marks(groups.get("file") or stem)[0] + bare_ending
        self._read_time(upload, groups)
        if given:
            upload.give_to(self.table.students[given])
            return []
        if submission := self._lookup(upload.name, self.gradescope):
            return self._give_to_group(upload, submission)
        if re.search(r"(?:^|/)submission_\d+(?:/|$)", upload.name) and not _knows_person(groups):
            raise Unknown("Gradescope's submission_metadata.yml does not say whose it is")
        if bare and lab_file(upload.bare, self.lab) is None and (bare_ending != ".ipynb" or not groups):
            raise Refused(f"it is none of the files of {self.lab.name}")
        self._guess(upload, match, groups)
        return []

    def _guess(self, upload: Upload, match: re.Match | None, groups: dict[str, str]) -> None:
        upload.uploader = (groups.get("uploader") or groups.get("person", "")).replace("_LATE_", "_") or None
        upload.has_id = "student_id" in groups
        inside = "student_id" in groups and "/" in match.string[match.end("student_id") :]
        beside = match is None or "student_id" in groups or "stamp" in groups  # the file's own name tells enough
        inner = None if beside else match.groupdict().get("inner")
        inside = inside and not upload.uploader and not ("slug" in groups and upload.bare)
        upload.by_folder = "folder" in groups or inside or inner is not None
        upload.number = groups.get("number", "")
        upload.account = "account" in groups
        if "student_id" in groups:
            student, number = without_copy_marks(groups["student_id"])
            upload.copy = max(upload.copy, number, int(groups.get("again", 0)))
            if "again" in groups:
                upload.notes.append(f"took -{groups['again']} for Canvas's mark of a file that is handed in again")
            student = re.sub(r"-(?:main|master|[0-9a-f]{40})$", "", student) if "-" in student else student  # GitHub
        elif "attempt_of" in groups:
            student = self.attempts.get(groups["attempt_of"])
            if not student:
                raise Unknown(f"nothing tells where the user name begins in {groups['attempt_of']!r}")
        elif "person" in groups:
            raise Unknown(f"{NO_STUDENT}, only a name: {groups['person']!r}")
        else:
            student = groups.get("account") or groups.get("name") or groups.get("folder") or upload.uploader or ""
            student = without_copy_marks(student.replace(",", " "))[0]
        if student in ("", PACKAGE) or f"{self.lab.name}_".startswith(f"{student}_".casefold()):
            raise Unknown(NO_STUDENT)
        if (upload.by_folder or "name" in groups) and re.fullmatch(CLASS, student, re.IGNORECASE):
            raise Unknown(NO_STUDENT)
        upload.student = clean_student(student)
        if groups.get("late") or groups.get("later"):
            upload.notes.append("late, says Canvas")

    def _give_to_group(self, upload: Upload, submission: str) -> list[Upload]:
        students, seconds = self.gradescope[submission]
        if not students:
            raise Unknown("Gradescope's submission_metadata.yml does not say whose it is")
        if seconds:
            upload.time, upload.time_from = seconds, "Gradescope"
        if len(students) > 1:
            upload.notes.append(f"handed in by a group: {', '.join(students)}")
        uploads = [upload, *(replace(upload, files={}, notes=list(upload.notes)) for _ in students[1:])]
        for one, student in zip(uploads, students, strict=True):
            one.student, one.has_id, one.uploader = clean_student(student), True, f"{submission} ({student})"
        return uploads[1:]

    # -------------------------------------------------------------- small steps
    def _compile(self, regexps: Iterable[str]) -> list[re.Pattern]:
        stems = [Path(name).stem for name in self.lab.files]
        parts = {
            "{lab}": re.sub("_", "[-_ ]", self.lab.name),  # GitHub turns underscores into hyphens
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
                raise ValueError(f"The regular expression {regexp!r} of LabExtractor is wrong: {error}") from None
        return compiled

    @staticmethod
    def _match(path: str, regexps: Iterable[re.Pattern]) -> re.Match | None:
        """The first match; of those that know a person, the one whose person stands outermost in the path."""
        found = [match for match in (regexp.fullmatch(path) for regexp in regexps) if match]

        def depth(match):
            groups = match.groupdict()
            starts = [match.start(key) for key in ("uploader", "person", "slug") if groups.get(key)]
            return path.count("/", 0, min(starts)) if starts else len(path)

        return min(found, key=depth, default=None)

    @staticmethod
    def _lookup(name: str, table: dict) -> str | None:
        """The name itself or the nearest folder above it that is in a table."""
        while name and name not in table:
            name = name.rpartition("/")[0]
        return name or None

    def _home(self, parents: list[str]) -> str:
        parents = list(parents)
        while parents and re.fullmatch(rf"{PACKAGE}|assignments|{self.lab.name}|version \d+", parents[-1], re.I):
            parents.pop()
        return "/".join(parents)

    def _read_time(self, upload: Upload, groups: dict[str, str]) -> None:
        seconds = _parse_time(groups.get("time") or groups.get("stamp")) or _parse_date(groups.get("date"))
        stamp = self._lookup(upload.name, self.stamps)
        if seconds:
            system = groups.get("uploader") or groups.get("person")
            upload.time, upload.time_from = seconds, SYSTEM_NAME if system else OWN_NAME
        elif stamp:
            upload.time, upload.time_from = self.stamps[stamp], "Sakai"

    # -------------------------------------------------------------- what lies beside the uploads
    def _read_sakai(self) -> dict[str, float]:
        """The time of each person's folder, from the timestamp.txt that Sakai puts there (in UTC)."""
        found = {}
        for name, path in self.names.items():
            folder = name.removesuffix("/timestamp.txt")
            if folder != name and re.search(r"\([^/()]+\)$", folder) and path.is_file():
                digits = re.match(rb"\s*(\d{14})", _beginning(path))
                seconds = _parse_time(digits[1].decode(), UTC) if digits else None
                if seconds:
                    found[folder] = seconds
        return found

    def _read_gradescope(self) -> dict[str, tuple[list[str], float | None]]:
        """The students and the time of each submission, by its path, as every submission_metadata.yml says.

        One that lies inside a hand-in is the student's.
        """
        found = {}
        files = [name for name in self.names if f"/{name}".endswith("/submission_metadata.yml")]
        for name in sorted(files, key=lambda name: name.count("/")):
            folder = name.rpartition("/")[0]
            match = self._match(name, self.archive_regexps)
            inside = self._lookup(folder, found) or (match and _knows_person(match.groupdict()))
            if inside or not self.names[name].is_file():
                continue
            try:
                # The basic loader makes text of everything: a student ID 007 stays one, and Ruby's own types are read.
                text = self.names[name].read_text(encoding="utf-8-sig")
                entries = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader)).items()
            except (OSError, ValueError, AttributeError, RecursionError, yaml.YAMLError) as error:
                self.problems.append(f"{name} can't be read ({' '.join(str(error).split())[:200]})")
                continue
            for submission, entry in entries:
                found[f"{folder}/{submission}".lstrip("/")] = _submitters(entry)
        return found

    def _read_blackboard(self) -> dict[str, str]:
        """The user names of "assignment_username", for all such parts of names; "" where nothing tells them apart."""
        found: dict[str, str] = {}
        receipts = {}
        for name, path in self.names.items():
            match = re.search(r"(?:^|/)([^/]+?)_attempt_\d{4}-\d\d-\d\d", name)
            if match:
                found[match[1]] = ""
                if re.fullmatch(r"_attempt_[-\d]+\.txt", name[match.end(1) :]) and path.is_file():
                    first = _beginning(path).decode("utf-8", "replace").partition("\n")[0]
                    named = re.search(r"\(([^()]+)\)\s*$", first)  # Name: Ada Muster (amuster)
                    if named and match[1].endswith(f"_{named[1]}"):
                        receipts[match[1]] = named[1]
        lab = re.compile(re.sub("_", "[-_ ]", self.lab.name) + "_", re.IGNORECASE)
        common = os.path.commonprefix([f"{part}_" for part in found])
        for part in found:
            cuts = [cut.start() + 1 for cut in re.finditer("_", part) if cut.end() <= len(common) or len(found) == 1]
            cuts = [cut for cut in cuts if " " not in part[cut:] and part[cut:]]  # no user name has a space
            if part in receipts:
                found[part] = receipts[part]
            elif lab.match(part):
                found[part] = part[lab.match(part).end() :]
            elif cuts and (len(cuts) == 1 or " " in part):
                found[part] = part[cuts[0] :]
        return found


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(500)
    except OSError:
        return b""


def _knows_person(groups: dict[str, str]) -> bool:
    return any(map(groups.get, ("uploader", "person", "student_id")))


def _submitters(entry) -> tuple[list[str], float | None]:
    entry = entry if isinstance(entry, dict) else {}
    submitters = entry.get(":submitters")
    students = []
    for submitter in submitters if isinstance(submitters, list) else []:
        if isinstance(submitter, dict):
            told = (submitter.get(key) for key in (":sid", ":email", ":name"))
            student = next((text for text in told if isinstance(text, str) and text not in ("", "null", "~")), None)
            students += [student] if student else []
    created = entry.get(":created_at")
    created = created.get("utc") if isinstance(created, dict) else created
    try:
        moment = dates.parse(created)
        seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, OverflowError):
        seconds = None
    return list(dict.fromkeys(students)), seconds


# ------------------------------------------------------------------ students
def tell_students(uploads: list[Upload], lab: Lab) -> None:
    """Make the guesses fit one another; who can't be told any more gets a note and no student."""
    # A person may hand in an archive with the ID in its name, and a bare file without.
    ids: dict[str, set[str]] = {}
    for upload in uploads:
        if upload.student and upload.uploader and upload.has_id and not upload.certain:
            ids.setdefault(upload.uploader, set()).add(upload.student)
    for upload in uploads:
        own = ids.get(upload.uploader, set())
        if upload.certain or not upload.student or not own:
            continue
        if len({student.casefold() for student in own}) > 1:
            upload.forget(f"{upload.uploader!r} handed in under several student IDs ({', '.join(sorted(own))})")
        else:
            upload.student = next(iter(own)) if not upload.has_id else upload.student

    # "Ada Muster - softmax.py": a name, if all files of the lab carry it.
    needed = {file_id for file_id in lab.files if not file_id.endswith(".npz")}
    for student in {upload.student for upload in uploads if upload.account}:
        mine = [upload for upload in uploads if upload.account and upload.student == student]
        if student and needed - {lab_file(upload.bare, lab) for upload in mine}:
            for upload in mine:
                upload.forget(f"{NO_STUDENT} for certain: not all files of the lab are called {student!r}")

    # "Participant_12", of an anonymous hand-in, in the language of the site: the number is part of the name.
    people: dict[str, set[str]] = {}
    for upload in uploads:
        if upload.uploader and not upload.has_id:
            people.setdefault(upload.student.casefold(), set()).add(upload.uploader)
    for upload in uploads:
        if upload.uploader and not upload.has_id and upload.student and "_assignsubmission_" in upload.name:
            alone = len(people[upload.student.casefold()]) == 1 and upload.student.casefold() != "participant"
            if not alone and " " not in upload.student:
                upload.student = clean_student(upload.uploader)

    # "s2 2": a Mac's copy of the upload of s2, if s2 handed in and there is no "s2 3", or else an ID.
    students = {upload.student.casefold(): upload.student for upload in uploads if upload.student}
    numbers: dict[str, list[str]] = {}
    for student in students:
        if numbered := NUMBERED.fullmatch(student):
            numbers.setdefault(numbered["plain"], []).append(numbered["number"])
    for upload in uploads:
        if not upload.student or not upload.has_id or upload.certain:
            continue
        begins = [upload.student[: cut.start()].casefold() for cut in re.finditer(r"[-_ .]+\w", upload.student)]
        begins = [students[begin] for begin in begins if begin in students]
        numbered = NUMBERED.fullmatch(upload.student)
        alone = numbered and len(numbers[numbered["plain"].casefold()]) == 1 and int(numbered["number"]) > 1
        plain = numbered and students.get(numbered["plain"].casefold())
        if alone and plain:
            upload.notes.append(f"taken for a copy of an upload of {plain!r}, not for a student {upload.student!r}")
            upload.student, upload.copy = plain, max(upload.copy, int(numbered["number"]))
        elif alone:
            upload.notes.append(f"a copy that a Mac made, and the student is {numbered['plain']!r}?")
        elif begins:
            upload.notes.append(f"another upload of {begins[0]!r}, and no student's ID?")


def personal_folders(uploads: list[Upload]) -> set[str]:
    """The folders that name a student or hold the uploads of one only; those of sections and downloads tell nothing."""
    students: dict[str, set[str]] = {}
    for upload in uploads:
        folder = upload.home if upload.student else ""
        while folder:
            students.setdefault(folder, set()).add(upload.student.casefold())
            folder = folder.rpartition("/")[0]
    ids = {upload.student.casefold() for upload in uploads}
    by_id = {folder for folder in students if folder.rpartition("/")[2].casefold() in ids}
    named = {upload.home for upload in uploads if upload.by_folder and upload.student}
    return named | by_id | {folder for folder, ones in students.items() if len(ones) == 1}


def conflict(uploads: list[Upload], personal: set[str], folders: int) -> str | None:
    """Why the uploads under one student are not plainly those of one person; None if they are.

    `personal` are the `personal_folders`, `folders` the number of students who are known by
    their folders: the only one may be the folder of the class.
    """
    guesses = [upload for upload in uploads if not upload.certain]
    people = sorted({upload.uploader for upload in guesses if upload.uploader})
    by_folder = [upload for upload in guesses if upload.by_folder]
    homes = {upload.home for upload in guesses if upload.home and not upload.uploader}
    people += _outermost(homes if by_folder else homes & personal)
    student = uploads[0].student
    if len(people) < 2:
        inner = _outermost({upload.home for upload in by_folder if upload.uploader})
        people = inner if len(inner) > 1 else people
    if len(people) > 1:
        return f"handed in under the student ID {student!r} by different people ({', '.join(people[:5])})"
    numbered: dict[str, set[str]] = {}
    for upload in guesses:
        numbered.setdefault(upload.number, set()).add(_plain(upload.stem))
    for number, stems in numbered.items():
        if number and len(stems) > 1:
            return f"Canvas gives the number {number} to one upload only, not to {', '.join(sorted(stems)[:5])}"
    rivals: dict[tuple[str, str], list[Upload]] = {}  # what should be one file
    for upload in by_folder:
        what = next(iter(upload.files), "") if upload.bare else "an archive"
        if what and (upload.told or not upload.bare or folders == 1):
            rivals.setdefault((upload.home, what), []).append(upload)
    for several in rivals.values():
        if len({_plain(upload.stem) for upload in several}) > 1 or (folders == 1 and len(several) > 1):
            names = ", ".join(sorted(upload.name for upload in several)[:5])
            return f"only a folder tells the student {student!r}; it may hold the work of several people ({names})"
    return None


def _outermost(folders: set[str]) -> list[str]:
    return sorted(folder for folder in folders if not any(folder.startswith(f"{other}/") for other in folders))


def _plain(stem: str) -> str:
    stem = re.sub(r"[-_ ]?\d{4}-\d\d-\d\d[-_T ]\d\d[-_:.]?\d\d(?:[-_:.]?\d\d)?", "", stem.casefold())
    numbered = NUMBERED.fullmatch(stem)
    return numbered["plain"] if numbered else stem


# ------------------------------------------------------------------ times
def _parse_time(text: str | None, zone=None) -> float | None:
    digits = re.sub(r"\D", "", text or "")
    for form in ("%Y%m%d%H%M%S", "%Y%m%d%H%M"):
        try:
            return datetime.strptime(digits, form).replace(tzinfo=zone).timestamp()
        except (ValueError, OverflowError, OSError):
            continue
    return None


def _parse_date(text: str | None) -> float | None:
    """A date such as "Nov 21, 2025 202 PM"."""
    match = re.fullmatch(r"(.+) (\d{1,2})(\d\d) ([AP]M)", text or "", re.IGNORECASE)
    try:
        return dates.parse("{} {}:{} {}".format(*match.groups())).timestamp() if match else None
    except (ValueError, OverflowError, OSError):
        return None
