"""The zip that is handed in."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

from cs_nn.tools.files import written_whole


def write_zip(target: Path, files: dict[str, bytes]) -> None:
    """Write a zip in one step."""
    now = time.localtime()[:6]  # the time of handing in, which tells the grader the later of two
    with written_whole(target) as file, zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, now)
            info.create_system = 3  # the same zip on every system
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)


def size(count: int) -> str:
    """A number of bytes, to be read."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(count / 1e3, 0.1):.1f} kB"
