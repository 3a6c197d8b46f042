"""The student's modules as they are saved, whatever a session has loaded before.

``%autoreload`` puts new code into old functions, and what it leaves behind differs from one release of IPython to
the next: line numbers of an earlier text, an old class beside the new one, after a syntax error the old code. A check
must not depend on that, so it loads the files itself, each time.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import linecache
import sys
import tokenize
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

import cs_nn
from cs_nn.tools.closed import COMPUTING, ClosedModule, closed

PACKAGE = cs_nn.__name__


class _Loader(SourceFileLoader):
    """Compiles the file, never a cached bytecode: that is told from an older one by size and whole seconds only."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        data = self.get_data(path)
        text = readable(data)
        status = Path(path).stat()
        lines = list(io.StringIO(text))  # `splitlines` would also split where Python does not, as at a form feed
        linecache.cache[path] = len(data), status.st_mtime, lines, path
        return _compiled(self, data, path)


@functools.lru_cache(maxsize=16)
def _compiled(loader, data, path):
    return loader.source_to_code(data, path)


class _Finder:
    """Finds the plain modules of the package for `_Loader`."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name.rpartition(".")[0] == PACKAGE else None
        if spec is not None and type(spec.loader) is SourceFileLoader and not spec.submodule_search_locations:
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


def readable(data: bytes) -> str:
    """The text of a module's file, decoded as Python does it; bytes that don't fit are replaced."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError:
        encoding = "utf-8"
    return io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace").read()


@contextlib.contextmanager
def saved_module(name: str) -> Iterator[ModuleType]:
    """The module ``cs_nn.<name>``, loaded from its file with all modules of the package that it imports.

    What is given stands in sub-packages and stays as it is, but for what is `closed` to a function that is checked.
    Within the context the fresh modules are those of the session; after it the session has its own again, untouched.
    Whatever the import raises is raised here.
    """
    before = _take_out()
    importlib.invalidate_caches()
    sys.meta_path.insert(0, _Finder)
    try:
        with closed(*COMPUTING):
            yield importlib.import_module(f"{PACKAGE}.{name}")
    finally:
        sys.meta_path.remove(_Finder)
        _take_out()
        for full_name, (module, attribute) in before.items():
            sys.modules[full_name] = module
            if attribute is not None:
                setattr(cs_nn, full_name.rpartition(".")[2], attribute)


def _take_out() -> dict[str, tuple[ModuleType, ModuleType | None]]:
    """Take the plain modules of the package out of the session: by full name, and as attributes of the package."""
    taken = {}
    for full_name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        module, (parent, _, name) = sys.modules[full_name], full_name.rpartition(".")
        if parent == PACKAGE and not hasattr(module, "__path__") and not isinstance(module, ClosedModule):
            taken[full_name] = sys.modules.pop(full_name), vars(cs_nn).pop(name, None)
    return taken
