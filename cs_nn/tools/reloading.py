"""What students save in ``cs_nn`` is used by the next cell that they run.

`start` makes IPython look at the modules beside `cs_nn.tools` before each cell. A file that was saved since is loaded
again into its module, and whoever has one of its functions or classes gets the new one: the notebook, other modules of
the course, objects made before. A file that can't be loaded leaves everything as it was, and one line says so.

(``%autoreload`` prints two long tracebacks then, later runs the old code without a word, and depends on IPython's
release in how it mixes old and new code: it is switched off.)
"""

from __future__ import annotations

import gc
import linecache
import sys
from pathlib import Path
from types import FunctionType, ModuleType

from IPython import get_ipython

from cs_nn.language import gettext as _
from cs_nn.tools.place import in_browser

FOLDER = Path(__file__).resolve().parents[1]

#: By name of a module: time stamp and size of the file that was loaded.
_loaded: dict[str, tuple[int, int]] = {}


def start() -> None:
    """Look for changes from now on, before each cell of this notebook."""
    events = get_ipython().events
    events.register("pre_run_cell", _before)
    events.register("post_run_cell", _after)
    if in_browser():
        from cs_nn.tools import browser

        browser.start()


def _before(info):
    stamps = {module: _stamp(module) for module in _modules()}
    waiting = [module for module, stamp in stamps.items() if stamp and stamp != _loaded.get(module.__name__)]
    failed = {}
    while waiting:
        failed = {}
        for module in waiting:
            try:
                reload_saved(module, get_ipython().user_ns)
                _loaded[module.__name__] = stamps[module]
            except (Exception, SystemExit, KeyboardInterrupt) as raised:
                failed[module] = raised
        if len(failed) == len(waiting):
            break
        waiting = list(failed)  # again: one may need what another has now
    for module, error in failed.items():
        if "check(" not in info.raw_cell:  # a check says it itself
            print(
                _(
                    "cs_nn/{file} can't be used as it is saved ({reason}). This cell runs with what was there before."
                ).format(file=Path(module.__file__).name, reason=_reason(error, module))
            )


def _after(result):
    for module in _modules():
        _loaded.setdefault(module.__name__, _stamp(module))
    shell = get_ipython()
    if shell.find_line_magic("autoreload"):
        shell.run_line_magic("autoreload", "0")
        if "autoreload" in (result.info.raw_cell or ""):
            print(_("%autoreload is not needed and was switched off: what you save in cs_nn is used anyway."))


def _modules():
    """The loaded modules that lie in the package's own folder."""
    return [
        module for name, module in list(sys.modules.items()) if name.startswith("cs_nn.") and _folder(module) == FOLDER
    ]


def _folder(module):
    """Where a module lies: its own path goes by way of the notebook's folder, as in lab1_softmax/../../cs_nn."""
    return Path(getattr(module, "__file__", None) or "").resolve().parent


def _stamp(module):
    try:
        status = Path(module.__file__).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _reason(error, module):
    line = getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == module.__file__:
            line = trace.tb_lineno
        trace = trace.tb_next
    return f"{f'line {line}: ' if line else ''}{type(error).__name__}: {getattr(error, 'msg', error)}"


def reload_saved(module: ModuleType, *namespaces: dict) -> None:
    """Load a module's file again; raises what that raises, and then the module is as it was.

    `namespaces`: dicts of names besides those of the course's modules in which old functions and classes are replaced.
    """
    code = compile(Path(module.__file__).read_bytes(), module.__file__, "exec", dont_inherit=True)
    names = vars(module)
    before = dict(names)
    names.clear()
    names.update({name: value for name, value in before.items() if name.startswith("__") and name.endswith("__")})
    try:
        exec(code, names)
    except BaseException:
        names.clear()
        names.update(before)
        raise
    linecache.checkcache(module.__file__)
    changed = {
        id(old): (old, names[name])
        for name, old in before.items()
        if isinstance(old, (type, FunctionType))
        and old.__module__ == module.__name__
        and type(names.get(name)) is type(old)
    }
    for old, new in list(changed.values()):
        if isinstance(old, FunctionType) and _has_new_code(old, new):
            changed[id(new)] = new, old  # it stays the module's own
            del changed[id(old)]
    others = [vars(other) for name, other in list(sys.modules.items()) if name.startswith("cs_nn.")]
    for space in [*others, *namespaces]:
        for name, value in list(space.items()):
            old, new = changed.get(id(value), (None, None))
            if old is value:
                space[name] = new
    for old, new in changed.values():
        if isinstance(old, type):
            _give_objects_their_new_class(old, new)


def _give_objects_their_new_class(old, new):
    for thing in gc.get_referrers(old):
        if type(thing) is old:
            try:
                thing.__class__ = new
            except TypeError:
                pass  # made so that its class can't be replaced, with __slots__ for example
    for derived in old.__subclasses__():
        try:
            derived.__bases__ = tuple(new if base is old else base for base in derived.__bases__)
        except TypeError:
            pass  # the same


def _has_new_code(old, new):
    """Give an old function the new code, for who holds it in a list, a dict or a partial; False if it can't be."""
    if old.__closure__ or new.__closure__:  # made by a decorator, around another function
        return False
    old.__code__, old.__doc__ = new.__code__, new.__doc__
    old.__defaults__, old.__kwdefaults__, old.__dict__ = new.__defaults__, new.__kwdefaults__, new.__dict__
    return True
