"""A zip that is made in parts where one would be too large to upload."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path


class ZipParts:
    """``<name>.zip`` in a folder, or ``<name>-1.zip``, ``<name>-2.zip`` ... of at most `limit` bytes each.

    What is added at once stays together, whatever its size. The files appear when `finish` is called, and take the
    place of those of earlier times.
    """

    def __init__(self, folder: Path, name: str, limit: int | None = None):
        self.folder, self.name, self.limit = folder, name, limit
        folder.mkdir(parents=True, exist_ok=True)
        self._parts: list[Path] = []
        self._begin()

    def _begin(self) -> None:
        self._parts.append(self.folder / f"{self.name}-{len(self._parts) + 1}.part")
        self._archive = zipfile.ZipFile(self._parts[-1], "w", zipfile.ZIP_DEFLATED)

    def add(self, files: dict[str, bytes]) -> None:
        """Add files by their names in the zip."""
        # Its list of files, at the end, is written later.
        there = self._archive.fp.tell() + sum(200 + 2 * len(name.encode()) for name in self._archive.namelist())
        if self.limit and self._archive.namelist() and there + sum(map(len, files.values())) > self.limit:
            self._archive.close()
            self._begin()
        for name, content in files.items():
            packed = name.lower().endswith(".zip")
            self._archive.writestr(name, content, zipfile.ZIP_STORED if packed else None)

    def finish(self) -> list[Path]:
        """The zips, complete."""
        self._archive.close()
        for path in self.folder.iterdir():
            if re.fullmatch(rf"{re.escape(self.name)}(-\d+)?\.zip", path.name):
                path.unlink()
        several = len(self._parts) > 1
        paths = [part.with_suffix(".zip") if several else self.folder / f"{self.name}.zip" for part in self._parts]
        for part, path in zip(self._parts, paths, strict=True):
            os.replace(part, path)
        return paths
