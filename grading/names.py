"""What the name of an upload tells: which file of the lab it is, and the marks that systems put on copies.

A file that is downloaded or duplicated gets a mark: "net (1)", "net - Copy", "Copy of net", "net-Copy1", in the
language of the computer. The marks taken off here can't be part of a student ID or of a file's name by chance. A bare
number ("net 2", as a Mac writes it) can, and is left to those who know more.
"""

from __future__ import annotations

import os
import re

from cs_nn.tools.labs import Lab

#: The folder of the modules.
MODULES_FOLDER = "cs_nn"
#: Endings of archives that are read.
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")

_COPY = r"(?:copy|kopie|kopia|kopi|kopio|kópia|copie|copia|cópia|còpia|másolat|копия|копія|副本|コピー)"
_BEFORE = re.compile(
    rf"(?:{_COPY}(?: ?\((?P<number>\d{{1,3}})\))? (?:of|von|van|de|di|da|z|av|af|/) )(?=.)", re.IGNORECASE
)
_AFTER = re.compile(
    rf"""(?<=.)(?:
        [ ]?\((?P<browser>\d{{1,3}})\)                                         # net (1): browsers
      | [ ][-–—][ ]{_COPY}(?:[ ]?\((?P<windows>\d{{1,3}})\))?                   # net - Copy (2): Windows
      | [-_ ]{_COPY}[ ]?(?P<other>\d{{0,3}})                                   # net copy 2: Mac; net-Copy1: Jupyter
      | [ ]\((?:another[ ])?{_COPY}(?:[ ](?P<linux>\d{{1,3}}))?\)              # net (copy 1), net (another copy): Linux
      | [ ]\((?P<nth>\d{{1,3}})(?:st|nd|rd|th)[ ]{_COPY}\)                     # net (3rd copy)
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDINGS = "|".join(map(re.escape, sorted(ARCHIVES, key=len, reverse=True)))
_SECOND_ENDINGS = re.compile(rf"({_ENDINGS})(?:{_ENDINGS})+$", re.IGNORECASE)
#: "net 2": a Mac's copy, or a name that ends in a number.
NUMBERED = re.compile(r"(?P<plain>.+?) (?P<number>\d{1,2})")


def without_copy_marks(stem: str) -> tuple[str, int]:
    """A name (no folders, no ending) without the marks of a copy, and the number of the copy (0: there was no mark)."""
    number = 0
    while match := _BEFORE.match(stem) or _AFTER.search(stem):
        number = max(number, *(int(n) for n in match.groupdict().values() if n), 1)
        stem = stem[: match.start()] + stem[match.end() :]
    return stem, number


def usual_name(name: str) -> str:
    """A name without the second ending that browsers, Windows and people add: softmax.py.txt, x.zip.zip, x.tar.gz.zip.

    What an archive is, its content tells.
    """
    name = re.sub(r"(\.(?:ipynb|py))\.(?:txt|json)$", r"\1", name, flags=re.IGNORECASE)
    return _SECOND_ENDINGS.sub(r"\1", name)


def lab_file(name: str, lab: Lab) -> str | None:
    """The lab's file that `name` is, in whatever capitals and with the marks of a copy, or None."""
    stem, ending = os.path.splitext(usual_name(name))
    plain = (without_copy_marks(stem)[0] + ending).casefold()
    return next((file_id for file_id in lab.files if file_id.split("/")[-1].casefold() == plain), None)


def shown(name: str) -> str:
    """A name from outside, fit for a message."""
    return repr(name if len(name) <= 120 else f"{name[:117]}...")
