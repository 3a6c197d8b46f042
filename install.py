"""Make the environment .venv, with the course's packages: ``python3 install.py``, on Windows ``py install.py``.

It can be run again at any time; what is there stays. An environment whose Python is gone or does not fit is made anew.
Names of other files of requirements may follow. With ``--locked`` the packages get exactly the versions that the course
is tested with (requirements-lock.txt), with ``--this`` .venv gets the Python that runs this file even if it has another
one that fits.
"""

# An old Python must be able to read this file: it says that it is too old.
from __future__ import print_function

import os
import shutil
import subprocess
import sys

PYTHONS = ("3.11", "3.12", "3.13")
LOCK = "requirements-lock.txt"
NEEDED = "The course needs Python 3.11, 3.12 or 3.13"
ROOT = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = os.path.join(ROOT, ".venv")
STARTUP = os.path.join(ROOT, ".jupyter", "ipython", "profile_default")
PYTHON = os.path.join(ENVIRONMENT, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def main(arguments):
    files = [name for name in arguments if not name.startswith("--")] or ["requirements.txt"]
    lock = LOCK if "--locked" in arguments else None
    this = "%d.%d" % sys.version_info[:2]
    there = python_of_environment()
    fits = there in PYTHONS and (there == this or "--this" not in arguments)
    if not fits and this not in PYTHONS:
        sys.exit(refusal())
    for name in files + [lock] * bool(lock):
        if not os.path.isfile(os.path.join(ROOT, name)):
            sys.exit("There is no %s: run this in a complete copy of the course." % os.path.join(ROOT, name))
    if not fits and os.path.lexists(ENVIRONMENT):
        remove_environment(there)
    if not os.path.lexists(ENVIRONMENT):
        make_environment(this)
    for name in files:
        install(name, lock)
    if os.path.isdir(STARTUP):
        copy_startup()
        command = os.path.join(os.path.dirname(os.path.relpath(PYTHON, ROOT)), "jupyter")
        print("Everything is there. To start, in this folder: %s lab --config=jupyter_lab_config.py" % command)


def python_of_environment():
    """The Python of .venv, such as "3.12"; "" if there is none that works."""
    code = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    try:
        with open(os.devnull, "w") as nowhere:
            return subprocess.check_output([PYTHON, "-c", code], stderr=nowhere).decode("ascii", "replace").strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def refusal():
    text = "%s. Found: Python %s (%s)." % (NEEDED, sys.version.split()[0], sys.executable)
    others = [name for name in ("python" + version for version in reversed(PYTHONS)) if runs(name)]
    if others and os.path.isfile(os.path.join(ROOT, "Makefile")):
        return "%s There is also %s: add PYTHON=%s, for example make lab PYTHON=%s" % ((text,) + 3 * (others[0],))
    if others:
        return "%s There is also %s: run %s install.py" % (text, others[0], others[0])
    way = " (py -0 lists what is installed, py -3.12 install.py runs one of them)" if os.name == "nt" else ""
    where = "https://www.python.org/downloads/ or your system's packages"
    return "%s Get one from %s, and run install.py with it%s." % (text, where, way)


def runs(name):
    """Whether a command is there and is the Python that its name says."""
    try:
        with open(os.devnull, "w") as nowhere:
            code = "import sys; print('python%d.%d' % sys.version_info[:2])"
            said = subprocess.check_output([name, "-c", code], stderr=nowhere)
            return said.decode("ascii", "replace").strip() == name
    except (OSError, subprocess.CalledProcessError):
        return False


def remove_environment(there):
    why = "has Python %s" % there if there else "does not work: its Python is gone, or it was never finished"
    if os.path.realpath(sys.prefix) == os.path.realpath(ENVIRONMENT):
        sys.exit("The environment .venv %s, and is in use. Leave it (deactivate) and run this again." % why)
    if os.path.islink(ENVIRONMENT):
        os.unlink(ENVIRONMENT)
    elif os.path.isdir(ENVIRONMENT) and (not os.listdir(ENVIRONMENT) or is_environment()):
        shutil.rmtree(ENVIRONMENT)
    else:
        sys.exit("%s is not an environment of Python: move it away and run this again." % ENVIRONMENT)
    print("The environment .venv %s. It is made anew." % why)


def is_environment():
    return os.path.isfile(os.path.join(ENVIRONMENT, "pyvenv.cfg"))


def make_environment(this):
    print("Making the environment .venv with Python %s (%s)" % (this, sys.executable))
    sys.stdout.flush()
    if subprocess.call([sys.executable, "-m", "venv", ENVIRONMENT]):
        if is_environment():
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        sys.exit("The environment could not be made; see above. On Debian and Ubuntu: apt install python3-venv")


def install(name, lock=None):
    """pip install -r, unless that was done with the same requirements before."""
    files = {name}.union(other for other in os.listdir(ROOT) if other.startswith("requirements"))
    wanted = "".join(read(os.path.join(ROOT, other)) for other in sorted(files)) + "locked: %s\n" % lock
    stamp = os.path.join(ENVIRONMENT, "installed-" + os.path.basename(name))
    if os.path.isfile(stamp) and read(stamp) == wanted:
        return
    print("Installing the packages of %s (a few minutes the first time)" % name)
    sys.stdout.flush()
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", os.path.join(ROOT, name)]
    if subprocess.call(command + (["-c", os.path.join(ROOT, lock)] if lock else [])):
        sys.exit("The packages could not be installed; see above. When that is mended, run this again: it goes on.")
    with open(stamp, "w") as file:
        file.write(wanted)


def copy_startup():
    """Let every kernel of .venv run the kit's start-up, in other programs than JupyterLab too."""
    target = os.path.join(ENVIRONMENT, "etc", "ipython")
    if not os.path.isdir(target):
        os.makedirs(target)
    for name in os.listdir(STARTUP):
        if name.endswith(".py"):
            shutil.copyfile(os.path.join(STARTUP, name), os.path.join(target, name))


def read(path):
    with open(path) as file:
        return file.read()


if __name__ == "__main__":
    main(sys.argv[1:])
