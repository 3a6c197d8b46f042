"""Folders that a student's code can write to: whether it did, and how to undo it. This runs where that code runs."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator


def own_folders(top: str) -> Iterator[str]:
    """A folder and those in it, but for what is shown in there of other file systems."""
    for folder, names, _ in os.walk(top):
        names[:] = [name for name in names if os.stat(f"{folder}/{name}").st_dev == os.stat(top).st_dev]
        yield folder


def changes(folders: list[str]) -> list[int]:
    """When files, attributes or rights of folders were changed last: a time that nobody can set."""
    return [os.stat(folder).st_ctime_ns for folder in folders]


def differs(folders: list[str], before: list[int]) -> bool:
    """Whether folders were changed; true if one can't be reached any more."""
    try:
        return changes(folders) != before
    except OSError:
        return True


def wipe(folders: list[str]) -> bool:
    """Remove what was written to folders; whether nothing is left."""

    def written():
        for folder in folders:
            with contextlib.suppress(OSError):
                os.chmod(folder, 0o700)
            device = os.stat(folder).st_dev
            with os.scandir(folder) as entries:
                yield from (
                    e for e in entries if e.path not in folders and e.stat(follow_symlinks=False).st_dev == device
                )

    try:
        for entry in list(written()):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                os.unlink(entry.path)
        return not list(written())
    except (OSError, RecursionError):
        return False
