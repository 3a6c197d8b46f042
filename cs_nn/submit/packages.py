"""The packages that are there when a lab is graded."""

from __future__ import annotations

import functools
import importlib.metadata
import re
from pathlib import Path

from cs_nn.update import read_given

#: What is certain to be installed with the course.
KNOWN_PACKAGES = frozenset({"numpy", "scipy", "matplotlib", "tqdm"})
#: Parts of Python that some systems, or the versions of Python that the course admits, don't all have.
NOT_EVERYWHERE = frozenset(
    "msvcrt nt _winapi winreg winsound tkinter turtle idlelib curses readline "
    "asynchat asyncore distutils imp smtpd aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis "
    "nntplib ossaudiodev pipes sndhdr spwd sunau telnetlib uu xdrlib".split()
)


@functools.cache
def installed_with_course(course: Path) -> frozenset[str]:
    """The names that can be imported because of ``requirements.txt``, as far as they are installed here."""
    given = read_given(course)
    try:
        lines = given.packages if given else (course / "requirements.txt").read_text(encoding="utf-8").splitlines()
    except OSError:
        return KNOWN_PACKAGES
    todo = [_plain(line) for line in lines if re.match(r"\w", line)]
    packages = set()
    while todo:
        name = todo.pop()
        if name in packages:
            continue
        packages.add(name)
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            packages.discard(name)
            continue
        todo += [_plain(need) for need in needs if "extra ==" not in need]
    names = importlib.metadata.packages_distributions()
    return KNOWN_PACKAGES | {name for name, owners in names.items() if packages & set(map(_plain, owners))}


def _plain(requirement: str) -> str:
    """The name of a package in its one spelling."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement.strip())[0]).lower()
