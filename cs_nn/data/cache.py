"""The converted copies: images as one .npy file that is memory-mapped, labels as another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from cs_nn.data.sources import TITLES
from cs_nn.language import gettext as _
from cs_nn.tools import place as where
from cs_nn.tools.files import written_whole


def places_for(folder: Path, key: str = "") -> list[Path]:
    """Where converted copies may be kept, by preference: beside the data, else in the user's cache folder."""
    beside = [folder / "converted"] if folder.is_dir() else []
    if where.in_browser():
        return beside
    import platformdirs

    return [*beside, platformdirs.user_cache_path("cs_nn", appauthor=False) / key]


def open_converted(places: Iterable[Path], name: str, newer_than: float = 0.0) -> tuple[np.ndarray, np.ndarray] | None:
    """Images (N, C, H, W) uint8, memory-mapped, and labels (N,) int64 of the first good copy, or None.

    Copies older than the modification time ``newer_than`` don't count.
    """
    for place in places:
        path = place / f"{name}-images.npy"
        try:
            if path.stat().st_mtime < newer_than:
                continue
            # "c": copy on write, so that the arrays behave like any other and the file never changes. A browser can't.
            mode: Literal["c"] | None = None if where.in_browser() else "c"
            images = np.asarray(np.load(path, mmap_mode=mode, allow_pickle=False))
            labels = np.load(place / f"{name}-labels.npy", allow_pickle=False)
        except (OSError, ValueError, EOFError):  # missing, cut short or not an .npy file
            continue
        if images.dtype == np.uint8 and images.ndim == 4 and labels.shape == images.shape[:1]:
            return images, labels
    return None


def keep_converted(
    places: Sequence[Path], name: str, images: np.ndarray, labels: np.ndarray, say_where: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Save a copy in the first of the places that can be written to and return it memory-mapped.

    If none can be, the arrays themselves are returned. ``say_where`` prints a line if it is not the first.
    """
    for place in places:
        try:
            place.mkdir(parents=True, exist_ok=True)
            # The images come last: a copy counts only when they are there and newer than the source.
            for part, array in (("labels", labels), ("images", images)):
                with written_whole(place / f"{name}-{part}.npy") as file:
                    np.save(file, array, allow_pickle=False)
        except OSError:
            continue
        if say_where and place is not places[0]:
            print(
                _("{folder} is read-only: the converted copy of {title} is in {place}").format(
                    folder=places[0].parent, title=TITLES[name], place=place
                )
            )
        return open_converted([place], name) or (images, labels)
    if say_where:
        print(
            _("{folder} is read-only: {title} is converted anew each time it is loaded").format(
                folder=places[0].parent, title=TITLES[name]
            )
        )
    return images, labels
