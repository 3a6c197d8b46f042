"""Many small arrays in one file: each in a file of its own, as in an .npz file, takes some 300 bytes more."""

from __future__ import annotations

import functools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from cs_nn.tools.files import written_whole


def save_packed(path: Path, values: Mapping[str, Any]) -> None:
    """Write arrays, equal ones once, and what JSON can hold, by name."""
    flat, sizes, starts = defaultdict(list), Counter(), {}
    arrays, others = {}, {}
    for name, value in values.items():
        if not isinstance(value, np.ndarray):
            others[name] = value
            continue
        kind, content = value.dtype.name, (value.dtype, value.tobytes())
        if content not in starts:
            starts[content] = sizes[kind]
            sizes[kind] += value.size
            flat[kind].append(value.ravel())
        arrays[name] = kind, starts[content], value.shape
    index = np.frombuffer(json.dumps({"arrays": arrays, "others": others}).encode(), np.uint8)
    with written_whole(path) as file:
        parts: dict[str, Any] = {kind: np.concatenate(arrays) for kind, arrays in flat.items()}
        np.savez_compressed(file, index=index, **parts)


def load_packed(path: Path, start: str = "") -> dict[str, Any]:
    """What `save_packed` wrote; of the names that begin with `start`, the rest of the name."""
    stat = path.stat()
    index, flat = _content(path, stat.st_mtime_ns, stat.st_size)

    def array(kind, first, shape):
        return flat[kind][first : first + math.prod(shape)].reshape(shape).copy()

    arrays, others = (
        {name.removeprefix(start): value for name, value in index[part].items() if name.startswith(start)}
        for part in ("arrays", "others")
    )
    return others | {name: array(*where) for name, where in arrays.items()}


@functools.lru_cache(maxsize=4)  # one lab has two; a check reads them several times
def _content(path, changed, size):
    with np.load(path, allow_pickle=False) as file:
        return json.loads(bytes(file["index"])), {kind: file[kind] for kind in file.files}
