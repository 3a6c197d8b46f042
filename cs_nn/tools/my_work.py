"""In a browser: keep what you wrote somewhere else, bring it back, and get a newer kit.

The notebook ``my_work.ipynb`` calls what is here. A site holds its kit twice: its files, which those that a student has
saved hide, and ``kit.zip``, which nothing hides.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path, PurePosixPath

from cs_nn.language import gettext as _
from cs_nn.tools.files import written_whole
from cs_nn.tools.labs import COURSE
from cs_nn.update import GIVEN, Given, UpdateError, digest, read_given
from cs_nn.update import update as bring_kit

KIT, ARCHIVE = "kit.zip", "my_work.zip"
#: The site's own files, and folders of what is made again.
_SITE = {KIT, ARCHIVE, GIVEN, "index.md", "my_work.ipynb"}
_MADE_AGAIN = {"datasets", "__pycache__", ".ipynb_checkpoints"}


def start(course: Path = COURSE) -> None:
    """Note in the browser which kit its files are from, the first time; say so if the site has a newer one."""
    if not (course / KIT).is_file():
        return
    if _site_is_newer(course):
        print(_("This site has a newer kit than the files that you saved here: see my_work.ipynb, A newer kit."))
    else:
        _write(course / GIVEN, (course / GIVEN).read_bytes())  # what is saved stays when the site changes


def _site_is_newer(course):
    with zipfile.ZipFile(course / KIT) as archive:
        of_site = archive.read(next(name for name in archive.namelist() if PurePosixPath(name).name == GIVEN))
    return json.loads(of_site) != json.loads((course / GIVEN).read_bytes())  # it may be written otherwise


def save(course: Path = COURSE) -> None:
    """Pack all that you have written or changed into ``my_work.zip``, to be downloaded."""
    given = read_given(course) or Given()
    files = {}
    for path in sorted(course.rglob("*")):
        name = path.relative_to(course)
        if name.as_posix() in _SITE or _MADE_AGAIN & {*name.parts} or not path.is_file():
            continue
        content = path.read_bytes()
        if digest(content) != given.files.get(name.as_posix()):
            files[name.as_posix()] = content
    if not files:
        print(_("Nothing is changed here yet, so there is nothing to keep."))
        return
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in files.items():
            archive.writestr(file, content)
    _write(course / ARCHIVE, packed.getvalue())
    print(_("{name} has what you wrote, as it was saved:").format(name=ARCHIVE))
    print("\n".join(f"  {file}" for file in files))
    print(_("It lies at the top of the list of files on the left: right-click it, Download."))


def bring_back(name: str = ARCHIVE, course: Path = COURSE) -> None:
    """Put back what `save` has packed. What you have changed here since stays, under another name."""
    try:
        with zipfile.ZipFile(course / name) as archive:
            files = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except FileNotFoundError:
        print(
            _("There is no {name} here. Upload it first, to the top of the list of files: the arrow above it.").format(
                name=name
            )
        )
        return
    except (OSError, zipfile.BadZipFile) as error:
        print(_("{name} is no zip that can be read ({error}). Upload it again.").format(name=name, error=error))
        return
    given = read_given(course) or Given()
    for file, content in files.items():
        path = PurePosixPath(file)
        if path.is_absolute() or ".." in path.parts or file in _SITE:
            print("  " + _("{name}: left out, it is no file of yours").format(name=file))
            continue
        target = course / path
        now = target.read_bytes() if target.is_file() else None
        if now == content:
            continue
        if now is not None and digest(now) != given.files.get(file):
            other = _free(target)
            _write(other, now)
            print("  " + _("{name}: yours from here is in {other}").format(name=file, other=other.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, content)
        print("  " + _("{name}: brought back").format(name=file))
    print(_("Close the files and notebooks that are open and open them again, to see what was brought back."))


def _write(path, content):
    # Never over a file that is there: the browser's drive waits forever when a notebook is emptied.
    with written_whole(path) as file:
        file.write(content)


def _free(path):
    number = 1
    while (other := path.with_name(f"{path.stem}.own-{number}{path.suffix}")).exists():
        number += 1
    return other


def newer_kit(course: Path = COURSE) -> None:
    """Bring the site's newer kit into what you have saved; what you wrote stays."""
    if not _site_is_newer(course):
        print(_("Your files are of the newest kit: {kit}.").format(kit=(read_given(course) or Given()).title))
        return
    try:
        bring_kit(course / KIT, course)
    except UpdateError as error:
        print(error)
