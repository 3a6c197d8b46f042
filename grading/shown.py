"""What a sandbox shows of the machine: Python, its standard library, the packages, and the shared libraries they load.

All of it is found from the Python that runs this: one of Debian, of pyenv, of conda, of a container in ``/usr/local``,
each with a virtual environment or without. A virtual environment lies in the course's folder, so its packages are
shown in `PLACE` instead.
"""

from __future__ import annotations

import functools
import glob
import os
import re
import subprocess
import sys
from pathlib import Path

#: Where packages are shown that lie in a virtual environment or in a home directory.
PLACE = Path("/python")
#: Packages that differentiate by themselves, which the course's own tests may have brought: they are empty in there.
DIFFERENTIATING = ("torch", "jax", "tensorflow", "autograd")
#: What may load libraries of the system: compiled packages that a lab or a kernel imports, and the standard library's,
#: but for screens, terminals, networks and databases that are not used there. Each library takes 0.2 ms to show.
COMPILED = [f"{name}/**/*.so" for name in ("numpy", "scipy", "matplotlib", "PIL", "contourpy", "kiwisolver", "zmq",
                                           "tornado", "psutil")] + ["*.so", "lib-dynload/*.so"]  # fmt: skip
LEFT_OUT = ("_tkinter", "nis", "_test", "_ctypes_test", "_curses", "readline", "_dbm", "_gdbm", "_crypt", "_uuid")
#: Bytes of one variable of the environment, of which Linux takes 131,072.
VARIABLE = 100_000


def python_command() -> str:
    """The interpreter that runs in a sandbox: that of the system, not the virtual environment's link to it."""
    return os.path.realpath(getattr(sys, "_base_executable", "") or sys.executable)


@functools.cache
def shown() -> list[str]:
    """Arguments of bubblewrap that show Python, and where it finds its packages."""
    library, packages = _standard_library(), _packages()
    arguments = []
    for path in [Path(python_command()), *library, *map(Path, _libraries([*library, *packages]))]:
        arguments += ["--ro-bind", str(path), str(path)]
    for folder, place in packages.items():
        if not any(place.is_relative_to(other) for other in library):
            arguments += ["--ro-bind", str(folder), str(place)]
    others = {folder / name for folder in library for name in ("site-packages", "dist-packages")}
    hidden = [path for path in others - set(packages.values()) if path.is_dir()]
    for folder, place in packages.items():
        hidden += [place / name for name in DIFFERENTIATING if (folder / name).is_dir()]
    for place in hidden:
        arguments += ["--tmpfs", str(place), "--remount-ro", str(place)]
    return [*arguments, "--setenv", "PYTHONUSERBASE", str(PLACE), "--setenv", "LC_ALL", "C.UTF-8"]


def _standard_library() -> list[Path]:
    folder = Path(os.__file__).parent
    compiled = [Path(path) for path in sys.path if Path(path).name == "lib-dynload"]
    return [folder, *(path for path in compiled if not path.is_relative_to(folder))]


def _packages() -> dict[Path, Path]:
    """The folders of packages on Python's path, and where each is shown."""
    user = PLACE / "lib" / Path(os.__file__).parent.name / "site-packages"  # Python looks there for a user's packages
    places = {}
    for folder in map(Path, sys.path):
        if folder.name in ("site-packages", "dist-packages") and folder.is_dir():
            environment = sys.prefix != sys.base_prefix and folder.is_relative_to(sys.prefix)
            own = folder.is_relative_to(sys.base_prefix) and not environment
            place = folder if own else user
            if place not in places.values():
                places[folder] = place
    return places


def _libraries(folders: list[Path]) -> list[str]:
    """The shared libraries outside of the folders that Python and the compiled modules in them load.

    The system's loader tells, without running anything.
    """
    found = {"/etc/ld.so.cache": None} if os.path.exists("/etc/ld.so.cache") else {}
    for folder in folders:
        modules = [path for pattern in COMPILED for path in glob.glob(pattern, root_dir=folder, recursive=True)]
        modules = [f"./{path}" for path in modules if not os.path.basename(path).startswith(LEFT_OUT)]
        while modules:
            batch = ""
            while modules and len(batch) + len(modules[-1]) < VARIABLE:
                batch += f"{modules.pop()}:"
            environ = {"LD_TRACE_LOADED_OBJECTS": "1", "LD_PRELOAD": batch}
            if "LD_LIBRARY_PATH" in os.environ:
                environ["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
            listed = subprocess.run(
                [python_command(), "-c", "pass"],
                env=environ,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="surrogateescape",
            ).stdout
            found |= dict.fromkeys(re.findall(r"^\t(?:\S+ => )?(/.+) \(0x", listed, re.MULTILINE))
    within = [os.path.realpath(folder) for folder in folders]
    return [path for path in found if not any(Path(os.path.realpath(path)).is_relative_to(each) for each in within)]
