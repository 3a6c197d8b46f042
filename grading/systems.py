"""How learning management systems name uploads, people and times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo
from pathlib import Path

from dateutil import parser as dates

from cs_nn.tools.labs import Lab

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


def compile_patterns(regexps: Iterable[str], lab: Lab) -> list[re.Pattern]:
    """Patterns for one lab, in which {lab}, {file} and {time} stand for its name, its files and a time."""
    stems = [Path(name).stem for name in lab.files]
    parts = {
        "{lab}": re.sub("_", "[-_ ]", lab.name),  # GitHub turns underscores into hyphens
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


def best_match(path: str, regexps: Iterable[re.Pattern]) -> re.Match | None:
    """The first match; of those that know a person, the one whose person stands outermost in the path."""
    found = [match for match in (regexp.fullmatch(path) for regexp in regexps) if match]

    def depth(match):
        groups = match.groupdict()
        starts = [match.start(key) for key in ("uploader", "person", "slug") if groups.get(key)]
        return path.count("/", 0, min(starts)) if starts else len(path)

    return min(found, key=depth, default=None)


def knows_person(groups: dict[str, str]) -> bool:
    return any(map(groups.get, ("uploader", "person", "student_id")))


def parse_time(text: str | None, zone: tzinfo | None = None) -> float | None:
    digits = re.sub(r"\D", "", text or "")
    for form in ("%Y%m%d%H%M%S", "%Y%m%d%H%M"):
        try:
            return datetime.strptime(digits, form).replace(tzinfo=zone).timestamp()
        except (ValueError, OverflowError, OSError):
            continue
    return None


def parse_date(text: str | None) -> float | None:
    """A date such as "Nov 21, 2025 202 PM"."""
    match = re.fullmatch(r"(.+) (\d{1,2})(\d\d) ([AP]M)", text or "", re.IGNORECASE)
    try:
        return dates.parse("{} {}:{} {}".format(*match.groups())).timestamp() if match else None
    except (ValueError, OverflowError, OSError):
        return None
