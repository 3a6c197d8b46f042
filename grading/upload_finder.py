"""Find the uploads of one lab, and tell whose each is, from its path or from what lies beside it."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from cs_nn.submit import clean_student
from cs_nn.tools.labs import Lab
from grading.archives import Refused, is_litter
from grading.beside import nearest, read_blackboard, read_gradescope, read_sakai
from grading.names import ARCHIVES, MODULES_FOLDER, lab_file, usual_name, without_copy_marks
from grading.systems import (
    BESIDE,
    CLASS,
    REPOSITORIES,
    SYSTEMS,
    best_match,
    compile_patterns,
    knows_person,
    parse_date,
    parse_time,
)
from grading.uploads import NO_STUDENT, OWN_NAME, SYSTEM_NAME, Unknown, Upload, outermost, tell_students
from grading.uploads_csv import UploadTable


class UploadFinder:
    """Finds the uploads of one lab below the archive directory and tells whose they are."""

    def __init__(self, lab: Lab, archive: Path, archive_regexps: Iterable[str], file_regexps: Iterable[str]):
        self.lab = lab
        self.archive = archive
        self.archive_regexps = compile_patterns(archive_regexps, lab)
        self.file_regexps = compile_patterns(file_regexps, lab)
        self.repositories = compile_patterns(
            [*(system + r"{lab}-(?P<student_id>[^/]+)" for system in SYSTEMS), *REPOSITORIES], lab
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
        self.gradescope = read_gradescope(self.names, self.archive_regexps, self.problems)
        self.attempts = read_blackboard(self.names, self.lab.name)
        self.stamps = read_sakai(self.names)
        uploads, whole = [], self._hand_in_folders()
        for name, path in {**{name: self.folders[name] for name in whole}, **self.names}.items():
            if nearest(name.rpartition("/")[0], whole):
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
            match = best_match(name, self.repositories)
            known = name in self.table.students or name in self.gradescope or match
            several = name in with_archives or any(f"{row}/".startswith(f"{name}/") for row in in_table)
            if not known or several or path.is_symlink():
                continue
            # "lab1_softmax-2025/": a zip of one student, or the folder of a class?
            if match is None or match.groupdict().get("slug") or len(outermost(homes.get(name, set()))) < 2:
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

        given = nearest(upload.name, {**self.table.students, **self.table.refused})
        if given in self.table.refused:
            raise Unknown(self.table.refused[given])
        match = best_match("/".join([*parents, stem]), self.repositories if folder else
                            self.file_regexps if bare else self.archive_regexps)  # fmt: skip
        groups = {key: value for key, value in match.groupdict().items() if value} if match else {}
        if bare:
            upload.bare = without_copy_marks(groups.get("file") or stem)[0] + bare_ending
        self._read_time(upload, groups)
        if given:
            upload.give_to(self.table.students[given])
            return []
        if submission := nearest(upload.name, self.gradescope):
            return self._give_to_group(upload, submission)
        if re.search(r"(?:^|/)submission_\d+(?:/|$)", upload.name) and not knows_person(groups):
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
        if student in ("", MODULES_FOLDER) or f"{self.lab.name}_".startswith(f"{student}_".casefold()):
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

    def _home(self, parents: list[str]) -> str:
        parents = list(parents)
        while parents and re.fullmatch(rf"{MODULES_FOLDER}|assignments|{self.lab.name}|version \d+", parents[-1], re.I):
            parents.pop()
        return "/".join(parents)

    def _read_time(self, upload: Upload, groups: dict[str, str]) -> None:
        seconds = parse_time(groups.get("time") or groups.get("stamp")) or parse_date(groups.get("date"))
        stamp = nearest(upload.name, self.stamps)
        if seconds:
            system = groups.get("uploader") or groups.get("person")
            upload.time, upload.time_from = seconds, SYSTEM_NAME if system else OWN_NAME
        elif stamp:
            upload.time, upload.time_from = self.stamps[stamp], "Sakai"
