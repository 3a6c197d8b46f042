"""Work on a later lab with the course's version of an earlier one, which the instructor has given out.

On the command line, in the folder that you work in::

    python -m cs_nn.use_solutions lab3_three_layer_net-solutions.zip

What you wrote yourself is kept beside it (``layers.own.py``). Hand-ins of later labs say whose version they were made
with; that takes no points. Only the standard library is needed.
"""

from __future__ import annotations

import argparse
import sys
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from cs_nn.language import gettext as _
from cs_nn.tools.files import written_whole
from cs_nn.tools.labs import COURSE, Lab, find_lab, load_labs
from cs_nn.update import Given, course_version, digest, read_given

#: In a hand-in: the labs of which the student has the course's version, a line each.
VERSIONS = "course_versions.txt"

SIZE_LIMIT = 500_000  # bytes of one module


class SolutionsError(Exception):
    """The course's version can't be used. The message says why and what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """The command line: 0 if the folder has the course's version now, 1 if not."""
    parser = argparse.ArgumentParser(
        prog="python -m cs_nn.use_solutions", description=_("Work with the course's version of an earlier lab.")
    )
    parser.add_argument("zip", type=Path, help=_("the file that your instructor gave out"))
    parser.add_argument("--into", type=Path, metavar="FOLDER", default=COURSE,
                        help=_("the folder that you work in (default: the one that holds this cs_nn)"))  # fmt: skip
    args = parser.parse_args(argv)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        use_solutions(args.zip.expanduser(), args.into.expanduser())
    except SolutionsError as error:
        print(error)
        return 1
    return 0


def use_solutions(archive: Path, folder: Path = COURSE) -> dict[str, str]:
    """Put the course's version of a lab's modules in the place of the student's, and print what was done.

    Parameters
    ----------
    archive : the zip that ``python -m grading release-solutions`` makes
    folder : the student's folder

    Returns
    -------
    dict : for each module in which the student had written and that is kept, its new name; both as ``cs_nn/<name>``

    Raises
    ------
    SolutionsError
        If the zip can't be read or is something else, or a file can't be written. Nothing of the student's is lost.
    """
    try:
        lab, modules = read_solutions(archive, folder)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SolutionsError(
            _("Nothing was changed: {archive} can't be read ({reason}).").format(archive=archive, reason=reason)
        ) from None
    package, kept, given = folder / "cs_nn", {}, read_given(folder) or Given()
    try:
        for name, content in modules.items():
            path, there = package / name, f"cs_nn/{name}"
            theirs = path.read_bytes() if path.exists() else b""
            if theirs and course_version(theirs) is None and digest(theirs) not in given.digests(there):
                own = _free(path)
                _write(own, theirs)
                kept[there] = f"cs_nn/{own.name}"
            _write(path, content)
    except OSError as error:
        raise SolutionsError(
            _("{file} can't be written ({why}).").format(file=error.filename or package, why=error.strerror or error)
        ) from None
    print(_("You work with the course's version of {title} now:").format(title=_(lab.title)))
    for name in modules:
        there = f"cs_nn/{name}"
        said = _("  {file}: yours is kept as {own}") if there in kept else "  {file}"
        print(said.format(file=there, own=kept.get(there)))
    print(
        _(
            "Hand-ins of later labs say so; that takes no points. To hand in this lab itself, or to go on with your "
            "own\nversion, delete the course's file and give yours its name again. Restart the kernels of open "
            "notebooks."
        )
    )
    return kept


def read_solutions(archive: Path, folder: Path) -> tuple[Lab, dict[str, bytes]]:
    """The lab of a zip, and its modules by name; `SolutionsError` if they are not all there."""
    try:
        known = {module: lab for lab in load_labs(folder).values() for module in lab.modules}
    except FileNotFoundError as error:
        raise SolutionsError(_("Nothing was changed: {error}").format(error=error)) from None
    modules, labs = {}, set()
    with zipfile.ZipFile(archive) as file:
        for info in file.infolist():
            name = info.filename.replace("\\", "/").rpartition("cs_nn/")[2]
            if name in known and info.file_size <= SIZE_LIMIT and "__MACOSX" not in info.filename:
                content = file.read(info)
                if course_version(content) == known[name].name:
                    modules[name] = content
                    labs.add(known[name].name)
    lab = find_lab(labs.pop(), folder) if len(labs) == 1 else None
    if lab is None or {*modules} != {*lab.modules}:
        raise SolutionsError(
            _(
                "Nothing was changed: {archive} holds no course's version of one lab of this folder. Download "
                "it again, and if your kit is older than the file, bring in the newer kit first (python -m "
                "cs_nn.update)."
            ).format(archive=archive)
        )
    return lab, modules


def borrowed(lab: Lab, course: Path) -> list[Lab]:
    """The labs before `lab` of which a student's folder has the course's version, in teaching order."""
    found = []
    for other in load_labs(course).values():
        if other.name == lab.name:
            break
        if any(_version_of(course / "cs_nn" / module) == other.name for module in other.modules):
            found.append(other)
    return found


def _version_of(path):
    try:
        with path.open("rb") as file:
            return course_version(file.read(300))
    except OSError:
        return None


def _write(path, content):
    with written_whole(path) as file:
        file.write(content)


def _free(path: Path) -> Path:
    """A free name for the student's own module, beside it."""
    own, number = path.with_name(f"{path.stem}.own.py"), 1
    while own.exists():
        number += 1
        own = path.with_name(f"{path.stem}.own-{number}.py")
    return own


if __name__ == "__main__":
    raise SystemExit(main())
