"""``python -m grading give-back``: the feedback of a lab as one zip, in the names that a site takes."""

from __future__ import annotations

import argparse
import io
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI

from cs_nn.tools.labs import find_lab, which_lab
from grading.feedback import count, fingerprint, shown_marks
from grading.graded import course_api
from grading.labs_so_far import read_term
from grading.lms_names import SITES, names_for, read_uploads
from grading.student_page import student_page
from grading.term.zip_parts import ZipParts

TERM_PAGE = "all-labs.html"
#: What to do with the zip.
NEXT = {
    "moodle": "In Moodle: the assignment, View all submissions, Upload multiple feedback files in a zip. The "
    "assignment needs the feedback type Feedback files. Pages of a newer zip take the place of older ones.",
    "canvas": "In Canvas: Grades, the menu of the assignment's column, Upload Submissions. Each student gets a comment "
    "with a zip, under the name of the student's own upload. Each upload of this file adds another comment.",
    "plain": "It has a folder for each student.",
}


@dataclass
class GivenBack:
    """What was written, and for whom not."""

    paths: list[Path] = field(default_factory=list)
    students: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Run nbgrader generate_feedback LAB first. Moodle and Canvas take files back by the names of their own "
        "download of the class, which nbgrader zip_collect LAB has read. The zip is written into give-back/."
    )
    parser.add_argument("lab", nargs="?", metavar="LAB", help="a lab whose feedback nbgrader has generated")
    parser.add_argument(
        "--for", dest="site", choices=[*SITES, "plain"], default="plain", help="the site whose names to take"
    )
    parser.add_argument("--term-page", action="store_true", help="add each student's page with all labs up to this one")
    parser.add_argument("--megabytes", type=_megabytes, metavar="N", help="make several zips of at most N MB each")
    parser.add_argument("--into", type=Path, metavar="FOLDER", default=Path("give-back"), help="folder of the zip")


def _megabytes(text):
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is no number of megabytes")
    return int(text)


def run(options: argparse.Namespace) -> None:
    if options.lab is None:
        raise SystemExit(which_lab("python -m grading give-back"))
    try:
        lab = find_lab(options.lab).name
        limit = 1_000_000 * options.megabytes if options.megabytes else None
        given = give_back(Path.cwd(), lab, options.site, options.into, options.term_page, limit)
    except (ValueError, OSError) as error:
        raise SystemExit(f"give-back: {error}") from None
    zips = ", ".join(f"{path} ({path.stat().st_size / 1e6:.1f} MB)" for path in given.paths)
    print(f"wrote {zips} with the pages of {count(len(given.students), 'student')}")
    if given.waiting:
        print(f"With answers that are not graded yet, as their pages say: {_listed(given.waiting)}")
    if given.left_out:
        print(f"LEFT OUT, since {options.site.capitalize()} gave them no name of their own: {_listed(given.left_out)}")
        print("--for plain makes a zip with the pages of all.")
    print(NEXT[options.site])


def give_back(
    root: Path, lab: str, site: str, folder: Path, term_page: bool = False, limit: int | None = None
) -> GivenBack:
    """Write ``<lab>-<site>.zip`` into a folder, in parts of at most `limit` bytes; `ValueError` if it can't be."""
    term, now = read_term(root, until=lab), datetime.now(UTC)
    submissions = term.labs[lab].submissions
    pages = _feedback(root, lab, list(submissions))
    names = {student: student for student in submissions}
    if site != "plain":
        names = names_for(site, read_uploads(root / "downloaded" / lab))
        if not names.keys() & submissions.keys():
            raise ValueError(
                f"no upload in downloaded/{lab} is named as in a download from {site.capitalize()}: unpack the "
                f"download of the class into its archive folder, and run nbgrader zip_collect {lab} --force"
            )
    given, parts = GivenBack(), ZipParts(folder, f"{lab}-{site}", limit)
    for student, submission in submissions.items():
        if student not in names:
            given.left_out.append(student)
            continue
        files = {path.name: path.read_bytes() for path in pages[student]}
        if term_page:
            files[TERM_PAGE] = student_page(term, student, now).encode()
        if site == "canvas":
            parts.add({names[student]: _packed(files)})
        else:
            parts.add({f"{names[student]}/{name}": content for name, content in files.items()})
        given.students.append(student)
        given.waiting += [student] if submission.waiting else []
    given.paths = parts.finish()
    return given


def _packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _feedback(root: Path, lab: str, students: list[str]) -> dict[str, list[Path]]:
    """The feedback pages of each student; `ValueError` if some are missing or older than their marks."""
    api = course_api(root)
    with api.gradebook as gradebook:
        pages = {student: _pages_of(api, gradebook, student, lab) for student in students}
    outdated = [student for student, paths in pages.items() if not paths]
    if outdated:
        raise ValueError(
            f"the feedback of {count(len(outdated), 'student')} is missing or older than the marks "
            f"({_listed(outdated)}): run nbgrader generate_feedback {lab} first"
        )
    return pages


def _pages_of(api: NbGraderAPI, gradebook: Gradebook, student: str, lab: str) -> list[Path]:
    """All pages of a student; none if one is not as the gradebook is now."""
    graded = Path(api.coursedir.format_path(api.coursedir.autograded_directory, student, lab))
    folder = Path(api.coursedir.format_path(api.coursedir.feedback_directory, student, lab))
    found = []
    for notebook in sorted(graded.glob("*.ipynb")):
        page = folder / f"{notebook.stem}.html"
        if not page.is_file() or shown_marks(page) != fingerprint(gradebook, student, lab, notebook):
            return []
        found.append(page)
    return found


def _listed(students: list[str]) -> str:
    return ", ".join(students[:20]) + (f" and {len(students) - 20} more" if len(students) > 20 else "")
