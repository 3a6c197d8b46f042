"""Bring a newer kit into the folder that you work in; what you wrote stays.

On the command line, in the folder that you work in::

    python -m cs_nn.update KIT.zip

or, if that folder's kit is too old to have this command, in the newer kit's own folder::

    python -m cs_nn.update . --into FOLDER

``KIT`` is the zip or the folder that it unpacks to. Only the standard library is needed, and of the package only a
module that is written before this one, so that an update that was interrupted can always be run again.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from cs_nn.kit_language import ENGLISH, SETTING, TEXTS, in_language, read_texts, setting
from cs_nn.language import gettext as _

#: In a kit: what was given. Its version, a hash of each file, and what the hand-in must know of them.
GIVEN = ".given.json"

#: The folder that holds this package.
HERE = Path(__file__).resolve().parents[1]

#: The first line of a module that is the course's version of a past lab (`cs_nn.use_solutions`).
MARK = "# The course's version of {lab}, given out by the instructor."
_MARKED = re.compile(rb"(?:\xef\xbb\xbf)?# The course's version of (\w{1,80}), given out by the instructor\.\s")


class UpdateError(Exception):
    """The kit can't be brought in. The message says why and what to do."""


@dataclass(frozen=True)
class Given:
    """What a kit says of itself (``.given.json``); of a kit from before there were versions, what can be known."""

    version: str = ""
    made: str = ""  #: date and time
    files: dict[str, str] = field(default_factory=dict)  #: name -> `digest`
    students: frozenset[str] = frozenset()  #: names of the files that students write in
    names: dict[str, dict[str, str]] = field(default_factory=dict)  #: module -> what it defines, with parameters
    packages: tuple[str, ...] = ()  #: lines of requirements.txt
    cells: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)  #: lab -> notebook -> id -> kind of cell
    cell_ids: dict[str, dict[str, list[str]]] = field(default_factory=dict)  #: lab -> notebook -> ids of all its cells
    language: str = ENGLISH  #: that `files` are in
    translated: dict[str, dict[str, str]] = field(default_factory=dict)  #: other language -> name -> `digest`

    def digests(self, name: str) -> set[str]:
        """What `digest` says of a file as it was given, in any language."""
        hashes = (files.get(name) for files in (self.files, *self.translated.values()))
        return {found for found in hashes if found}

    @property
    def title(self) -> str:
        return (
            _("kit {version} of {made}").format(version=self.version, made=self.made)
            if self.version
            else _("a kit from before kits had versions")
        )

    def newness(self) -> tuple:
        """Grows from version to version, and within one with the time at which the kit was made."""
        return [int(number) for number in re.findall(r"\d+", self.version)], self.made


@dataclass(frozen=True)
class Kit:
    """A kit to be brought in: what it says of itself, and the contents of its files."""

    given: Given
    contents: dict[str, bytes]


@dataclass
class Report:
    """What an update did, by names of files."""

    new: list[str] = field(default_factory=list)  #: added, or replaced because nobody had changed them
    gone: list[str] = field(default_factory=list)  #: no longer part of the course, and deleted
    left: list[str] = field(default_factory=list)  #: no longer part of the course, but changed: they stay
    beside: dict[str, str] = field(default_factory=dict)  #: changed by both: the student's -> the course's, beside it
    replaced: list[str] = field(default_factory=list)  #: the course's own, changed by the student: now in `backup`
    backup: str = ""

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.left or self.beside or self.replaced)


def main(argv: Sequence[str] | None = None) -> int:
    """The command line: 0 if the folder has the kit now, 1 if not."""
    parser = argparse.ArgumentParser(
        prog="python -m cs_nn.update", description=_("Bring a newer kit into the folder that you work in.")
    )
    parser.add_argument("kit", type=Path, nargs="?", help=_("the newer kit: its zip, or the folder that it unpacks to"))
    parser.add_argument("--into", type=Path, metavar="FOLDER", default=HERE,
                        help=_("the folder that you work in (default: the one that holds this cs_nn)"))  # fmt: skip
    args = parser.parse_args(argv)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    if args.kit is None:
        print(
            _(
                "Where is the newer kit? Download its zip and say where it lies:\n\n    python -m cs_nn.update "
                "PATH/TO/KIT.zip"
            )
        )
        return 1
    try:
        update(args.kit.expanduser(), args.into.expanduser())
    except UpdateError as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        print(_("\nStopped: nothing was changed."))
        return 1
    return 0


def update(source: Path, folder: Path = HERE) -> Report:
    """Bring the kit `source` into a student's folder and print what was done. `UpdateError` if it can't be."""
    folder = folder.resolve()
    _check_folder(folder)
    if source.resolve() == folder:
        raise UpdateError(
            _("Nothing was changed: {source} is the folder to be updated itself. Name the newer kit.").format(
                source=source
            )
        )
    kit, before = read_kit(source), read_given(folder) or Given()
    if kit.given.newness() < before.newness():
        raise UpdateError(
            _("Nothing was changed: {source} holds {title}, and {folder} already has {newer}, which is newer.").format(
                source=source, title=kit.given.title, folder=folder, newer=before.title
            )
            + _other_way(source)
        )
    report = bring(kit, folder)
    _print(report, kit, before, folder)
    return report


# ------------------------------------------------------------------ what was given
def digest(content: bytes) -> str:
    """A hash of a file, the same for both kinds of line ends: Git and some editors change them."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def read_given(folder: Path) -> Given | None:
    """What the kit in a folder says of itself; None if it says nothing that can be read."""
    try:
        return _parse_given((folder / GIVEN).read_bytes())
    except (OSError, ValueError):
        return None


def _parse_given(content: bytes) -> Given:
    """`ValueError` if it isn't what a kit says of itself."""
    table = json.loads(content)
    if not isinstance(table, dict):
        raise ValueError("not a table")
    if "files" not in table:  # from before kits had versions: only the hashes of the students' files
        table = {"files": table, "students": list(table)}
    given = Given(**{key: value for key, value in table.items() if key in Given.__dataclass_fields__})
    strings = [given.version, given.made, given.language, *given.students, *given.packages, *given.files.values()]
    tables = [given.names, *given.names.values(), given.cells, *given.cells.values(), given.cell_ids]
    tables += [*given.cell_ids.values(), given.translated, *given.translated.values()]
    if not all(isinstance(text, str) for text in strings) or not all(isinstance(part, dict) for part in tables):
        raise ValueError("not names and hashes")
    for name in given.files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or re.search(r'[\\:*?"<>|\x00-\x1f]', name) or not path.parts:
            raise ValueError(f"{name!r} is no name of a file")
    return replace(given, students=frozenset(given.students), packages=tuple(given.packages))


# ------------------------------------------------------------------ the newer kit
def read_kit(source: Path) -> Kit:
    """A kit from its zip or from the folder that it unpacks to. `UpdateError` if it is none, or not as it was made."""
    try:
        if source.is_dir():
            return _kit(source, lambda name: (source / name).read_bytes())
        with zipfile.ZipFile(source) as archive:
            # Windows programs write \ between folders; macOS adds a folder __MACOSX with files of the same names.
            members = {info.filename.replace("\\", "/"): info for info in archive.infolist()}
            places = [name for name in members if PurePosixPath(name).name == GIVEN and "__MACOSX" not in name]
            top = min(places, key=len, default=GIVEN).removesuffix(GIVEN)
            return _kit(source, lambda name: archive.read(members[top + name]))
    except FileNotFoundError:
        raise UpdateError(_("Nothing was changed: there is no file or folder {source}").format(source=source)) from None
    except zipfile.BadZipFile as error:
        with contextlib.suppress(OSError), source.open("rb") as file:
            if file.read(500).lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html", b"<?xml")):
                raise UpdateError(
                    _(
                        "Nothing was changed: {source} is a web page, not a zip file. Perhaps the site wanted "
                        "a login: log in and download the kit again."
                    ).format(source=source)
                ) from None
        raise UpdateError(
            _("Nothing was changed: {source} is damaged or no zip file ({error}). Download the kit again.").format(
                source=source, error=error
            )
        ) from None
    except (OSError, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UpdateError(
            _("Nothing was changed: {source} can't be read ({reason}). Download the kit again.").format(
                source=source, reason=reason
            )
        ) from None


def _kit(source: Path, read: Callable[[str], bytes]) -> Kit:
    try:
        given = _parse_given(read(GIVEN))
    except (KeyError, FileNotFoundError):
        raise UpdateError(
            _(
                "Nothing was changed: {source} is not a student kit (it has no {file}). Name the kit's zip, "
                "or the folder that it unpacks to."
            ).format(source=source, file=GIVEN)
        ) from None
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UpdateError(
            _(
                "Nothing was changed: {source} is damaged or not a student kit ({file}: {error}). Download "
                "the kit again."
            ).format(source=source, file=GIVEN, error=error)
        ) from None
    if not given.version:
        raise UpdateError(
            _("Nothing was changed: {source} is too old: it holds {title}.").format(source=source, title=given.title)
            + _other_way(source)
        )
    contents, wrong = {}, []
    for name, expected in given.files.items():
        try:
            contents[name] = read(name)
        except (KeyError, FileNotFoundError):
            wrong.append(_("{name} is missing").format(name=name))
        else:
            if digest(contents[name]) != expected:
                wrong.append(_("{name} was changed").format(name=name))
    if wrong:
        named = ", ".join(wrong[:3])
        if len(wrong) > 3:
            named = _("{names} and {number} more").format(names=named, number=len(wrong) - 3)
        raise UpdateError(
            _(
                "Nothing was changed: {source} is not as it was made ({names}). Take the kit as you got it, or "
                "download it again."
            ).format(source=source, names=named)
            + _other_way(source)
        )
    contents[GIVEN] = read(GIVEN)
    return Kit(given, contents)


def _other_way(source: Path) -> str:
    """What to do if somebody named the folder that they work in as the kit."""
    if not source.is_dir():
        return ""
    return _(
        "\nIf that is the folder that you work in, run in the newer kit's: python -m cs_nn.update . --into {source}"
    ).format(source=source)


# ------------------------------------------------------------------ the student's folder
def _check_folder(folder: Path) -> None:
    if (folder / "grading").is_dir() and (folder / "nbgrader_config.py").is_file():
        raise UpdateError(f"Nothing was changed: {folder} is the course itself, not a student's folder.")
    if not (folder / "cs_nn" / "__init__.py").is_file() or not (folder / "assignments").is_dir():
        raise UpdateError(
            _(
                "Nothing was changed: {folder} is not the folder of a student kit (it lacks cs_nn or "
                "assignments). Run this in the folder that you work in, or name it: --into FOLDER"
            ).format(folder=folder)
        )


def bring(kit: Kit, folder: Path) -> Report:
    """Bring a kit into a folder, which may be empty.

    A file is replaced if it is as an earlier kit gave it. One that students write in stays if it was changed, and
    the course's new one comes beside it, if it is new. Other files of the course are replaced too, with a backup. The
    course's version of an earlier lab stays.

    All is written before anything is replaced, and put back if something goes wrong; the list of what was given comes
    last. If even that is cut short (the power fails), the same update can be run again.
    """
    before = read_given(folder) or Given()
    report = Report(backup=f"backup-{time.strftime('%Y%m%d-%H%M%S')}")
    todo: dict[str, bytes | None] = {}  # contents to write, None to delete
    if not before.files and kit.given.language != ENGLISH:
        todo[SETTING] = f"{kit.given.language}\n".encode()
    contents = _in_language_of(folder, kit) if before.files else kit.contents
    for name, content in contents.items():
        if name == GIVEN:
            continue
        path = folder / name
        current = _digest_of(path)
        if current in kit.given.digests(name) or (current and _is_stub_for_solution(path, content)):
            continue
        if current is None or current in before.digests(name):
            report.new.append(name)
        elif name in kit.given.students | before.students:
            if kit.given.digests(name) & before.digests(name):
                continue  # the student's, and not changed by the course since it was given
            report.beside[name] = beside = _name_beside(folder, name, kit)
            if not (folder / beside).exists():
                todo[beside] = content
            continue
        else:
            report.replaced.append(name)
        todo[name] = content
    for name in sorted(before.files.keys() - kit.given.files.keys()):
        current = _digest_of(folder / name)
        if current in before.digests(name):
            report.gone.append(name)
            todo[name] = None
        elif current is not None:
            report.left.append(name)
    if _digest_of(folder / GIVEN) != digest(kit.contents[GIVEN]):
        todo[GIVEN] = kit.contents[GIVEN]
    write_files(todo, folder, folder / report.backup, report.replaced)
    return report


def _in_language_of(folder: Path, kit: Kit) -> dict[str, bytes]:
    """The contents of a kit in the language that a folder is in, if the kit has it; else in English."""
    language = setting(folder)
    language = language if language in kit.given.translated else ENGLISH
    texts = read_texts(kit.contents.get(TEXTS, b"{}"))
    if language == kit.given.language or not texts:
        return kit.contents
    return {
        name: in_language(content, texts[name], language) if name in texts else content
        for name, content in kit.contents.items()
    }


def _digest_of(path: Path) -> str | None:
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:  # a folder of that name, or no permission
        raise UpdateError(
            _("Nothing was changed: {path} can't be read ({why}). Move it away or make it readable.").format(
                path=path, why=error.strerror
            )
        ) from None


def course_version(content: bytes) -> str | None:
    """The lab whose course's version a module is, by its first line; None if it is the student's own."""
    found = _MARKED.match(content)
    return found[1].decode() if found else None


def _is_stub_for_solution(path: Path, content: bytes) -> bool:
    """Whether a folder has the course's version of a module, and the kit one to be written."""
    if path.suffix != ".py" or course_version(content):
        return False
    with path.open("rb") as file:
        return course_version(file.read(300)) is not None


def _name_beside(folder: Path, name: str, kit: Kit) -> str:
    """A free name for the course's file beside the student's, or the one under which it already lies there."""
    path = PurePosixPath(name)
    version = re.sub(r"[^0-9A-Za-z.+-]", "_", kit.given.version)
    number = 1
    while True:
        mark = f"new-{version}" if number == 1 else f"new-{version}-{number}"
        beside = str(path.with_name(f"{path.stem}.{mark}{path.suffix}"))
        if _digest_of(folder / beside) in {None, *kit.given.digests(name)}:
            return beside
        number += 1


def write_files(
    todo: dict[str, bytes | None], folder: Path, backup: Path | None = None, backed_up: Sequence[str] = ()
) -> None:
    """Write and delete files of a folder: all, or none and `UpdateError`; some of them with a copy in `backup`."""
    try:
        _write(todo, folder, backup or folder, backed_up)
    except OSError as error:
        raise UpdateError(
            _(
                "Nothing was changed: {file} can't be written ({why}). Close the programs that use it, see that the "
                "folder is not read-only and that the disk has room; then run the same command again."
            ).format(file=error.filename2 or error.filename or folder, why=error.strerror or error)
        ) from None


def _write(todo: dict[str, bytes | None], folder: Path, backup: Path, backed_up: Sequence[str]) -> None:
    """Write and delete files of a folder: all, or, after an exception, none."""
    for leftover in folder.glob(".update-*"):  # of an update that was cut short; holds only the course's own files
        shutil.rmtree(leftover, ignore_errors=True)
    if not todo:
        return
    folder.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=folder, prefix=".update-"))
    fresh, old = staging / "new", staging / "old"
    done: list[str] = []
    made: list[Path] = []
    try:
        for name, content in todo.items():
            if content is not None:
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).write_bytes(content)
                if content.startswith(b"#!"):
                    (fresh / name).chmod(0o755)
            if os.path.lexists(folder / name):
                for place in (old, backup) if name in backed_up else (old,):
                    (place / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(folder / name, place / name, follow_symlinks=False)
        for name, content in todo.items():
            made += _make_folder((folder / name).parent)
            done.append(name)
            if content is None:
                (folder / name).unlink()
            else:
                os.replace(fresh / name, folder / name)
    except BaseException as error:
        if not _put_back(done, old, folder):
            raise UpdateError(
                _("The update broke off ({error}). Nothing of yours is lost: run the same command again.").format(
                    error=error
                )
            ) from error
        for path in reversed(made):
            path.rmdir()
        if backed_up:
            shutil.rmtree(backup, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    for name, content in todo.items():
        if content is None:
            with contextlib.suppress(OSError):  # a folder that holds something else
                (folder / name).parent.rmdir()


def _put_back(done: Sequence[str], old: Path, folder: Path) -> bool:
    """Make files of a folder what they were; whether all could be."""
    if not old.parent.exists():  # a second update at the same time has taken it for a leftover
        return False
    whole = True
    for name in reversed(done):
        path, saved = folder / name, old / name
        try:
            if not os.path.lexists(saved):
                path.unlink(missing_ok=True)
            elif saved.is_symlink() or not path.is_file() or path.read_bytes() != saved.read_bytes():
                os.replace(saved, path)
        except OSError:
            whole = False
    return whole


def _make_folder(path: Path) -> list[Path]:
    """Make a folder and those above it; returns the ones that were not there."""
    missing = [place for place in (path, *path.parents) if not place.exists()]
    path.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


# ------------------------------------------------------------------ what is said
def _print(report: Report, kit: Kit, before: Given, folder: Path) -> None:
    if not report:
        print(
            _("{folder} already has {title}.\nIf you work in another folder, name it: --into FOLDER").format(
                folder=folder, title=kit.given.title
            )
        )
        paths = [path for place in ("cs_nn", "assignments") for path in sorted((folder / place).rglob("*.new-*"))]
        left = [path.relative_to(folder).as_posix() for path in paths]
        if left:
            print(_("Still beside files of yours, to be looked at and then deleted:"))
            print(_listed(left))
        return
    print(
        _("{folder} had {title}; now it has {newer}.").format(folder=folder, title=before.title, newer=kit.given.title)
    )
    if report.new:
        print(_("\nNew from the course ({number}):").format(number=len(report.new)))
        print(_listed(report.new))
    if report.gone:
        print(_("\nNo longer part of the course, and deleted ({number}):").format(number=len(report.gone)))
        print(_listed(report.gone))
    if report.left:
        print(_("\nNo longer part of the course under these names; they stay because you changed them:"))
        for name in report.left:
            print(f"  {name}")
            now = _name_now(folder / name, kit)
            if now:
                print(_("    it is {now} now: to hand in your work, put yours there, under this name").format(now=now))
                if now.parent != PurePosixPath(name).parent:
                    print(_('    and write submit("{lab}") into its last cell').format(lab=now.parent.name))
    if report.replaced and before.version:
        print(
            _("\nFiles of the course that were changed here. They are the new ones now; yours are in {backup}:").format(
                backup=report.backup
            )
        )
        print(_listed(report.replaced, len(report.replaced)))
    elif report.replaced:
        print(
            _("\nNew from the course; in case you had changed them, the old ones are in {backup}:").format(
                backup=report.backup
            )
        )
        print(_listed(report.replaced))
    if report.beside:
        print(_("\nYou changed these files, and the course has new ones. Yours stay; the new ones lie beside them:"))
        for yours, new in report.beside.items():
            print(_("  {yours}\n    the course's: {new}").format(yours=yours, new=new))
            for line in _differences(folder / yours, kit.contents[yours]):
                print(f"    {line}")
        print(
            _(
                "Look at each pair. In a module: copy what the course's has and yours lacks. A notebook of "
                "yours can be\nhanded in as it is; to work in the course's, copy your answers into it and give "
                "it the old one's name.\nThen delete the file that you don't need: only files with their own "
                "names are handed in."
            )
        )
    if "requirements.txt" in report.new + report.replaced:
        print(_("\nThe list of packages is new. Run once more: python -m pip install -r requirements.txt"))
    print(_("\nIn JupyterLab close the notebooks, shut down their kernels and open them again."))


def _name_now(notebook: Path, kit: Kit) -> PurePosixPath | None:
    """The course's notebook that has most of the graded cells of a student's one."""
    try:
        cells = json.loads(notebook.read_bytes())["cells"]
        ids = {cell["metadata"]["nbgrader"]["grade_id"] for cell in cells if "nbgrader" in cell["metadata"]}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    shares = {PurePosixPath("assignments", lab, f"{name}.ipynb"): len(ids & known.keys()) / len(known)
              for lab, notebooks in kit.given.cells.items() for name, known in notebooks.items() if known}  # fmt: skip
    now = max(shares, key=shares.get, default=None)
    return now if now and shares[now] >= 0.5 else None


def _listed(names: Sequence[str], limit: int = 12) -> str:
    shown = [f"  {name}" for name in names[:limit]]
    return "\n".join(
        [*shown, _("  and {number} more").format(number=len(names) - limit)] if len(names) > limit else shown
    )


def _differences(yours: Path, new: bytes) -> Iterator[str]:
    """What to look at in the course's module: functions that the student's lacks, and those described otherwise."""
    if yours.suffix != ".py":
        return
    try:
        theirs, ours = functions(ast.parse(yours.read_bytes())), functions(ast.parse(new))
    except (SyntaxError, ValueError):
        return
    missing = [name for name in ours if name not in theirs]
    if missing:
        yield _("yours lacks: {names}").format(names=", ".join(missing))
    other = [name for name, text in ours.items() if name in theirs and theirs[name] != text]
    if other:
        yield _("other parameters or description: {names}").format(names=", ".join(other))


def functions(tree: ast.Module) -> dict[str, tuple[str, str | None]]:
    """The parameters and the docstring of each function and method, by name."""
    found = {}
    for node in tree.body:
        inner = [(f"{node.name}.{child.name}", child) for child in node.body if isinstance(child, ast.FunctionDef)] \
            if isinstance(node, ast.ClassDef) else []  # fmt: skip
        for name, function in [(node.name, node), *inner] if isinstance(node, ast.FunctionDef) else inner:
            found[name] = (ast.unparse(function.args), ast.get_docstring(function))
    return found


if __name__ == "__main__":
    raise SystemExit(main())
