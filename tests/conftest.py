"""How tests are shared among processes, another IPython for kernels, and the table of hints that is printed after the
tests (see test_versions.py)."""

import functools
import gc
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]

# Before NumPy is imported. Products as small as ours take several threads longer, and these wait for other tests.
os.environ.setdefault("OMP_NUM_THREADS", "1")
import benchmarks  # noqa: E402, F401 (it has OpenBLAS use what the processor has, here and in kernels)

# Many containers forbid it, and pytest would rewrite the asserts of all tests anew in each process.
sys.dont_write_bytecode = False

# A busy machine is no fault of an example.
settings.register_profile("course", deadline=None)
settings.load_profile("course")


@pytest.fixture
def unnamed(monkeypatch):
    """The grader names no known mistake of what is wrong: it runs all of them on fresh inputs, which takes longest."""
    monkeypatch.setattr("grading.hidden_checks.known_of", lambda *_: None)


@pytest.fixture(scope="session")
def ipython_path():
    """A function that gives a folder with the oldest or the newest IPython that requirements.txt admits.

    Put it first into PYTHONPATH and a kernel runs with that IPython::

        kernel.start_kernel(env={**os.environ, "PYTHONPATH": str(ipython_path("oldest"))})

    It is installed once, into build/. The test is skipped where the installation fails (without a network), except
    in CI.
    """
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    ipython = next(Requirement(line) for line in lines if line.startswith("ipython>"))
    oldest = min(bound.version for bound in ipython.specifier if bound.operator == ">=")
    wanted = {"oldest": f"ipython=={oldest}", "newest": str(ipython)}

    @functools.cache
    def path(which):
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        folder = ROOT / "build" / "ipython" / re.sub(r"[^\w.]+", "-", f"{python} {wanted[which]}")
        if not folder.is_dir():
            folder.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder.parent) as new:
                new = Path(new) / "site"
                install(wanted[which], new)
                try:
                    new.rename(folder)
                except OSError:  # another process was faster
                    assert folder.is_dir()
        return folder

    def install(requirement, folder):
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
        environ = {name: value for name, value in os.environ.items() if name != "PIP_CONSTRAINT"}
        done = subprocess.run([*command, "--target", str(folder), requirement], env=environ, capture_output=True,
                              text=True, stdin=subprocess.DEVNULL)  # fmt: skip
        if done.returncode:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(f"pip can't install {requirement}: {done.stderr}")

    return path


@pytest.fixture(scope="session")
def postgresql():
    """A function that makes a database on a server of its own, on a socket in a temporary folder, and gives its URL.

    Skipped where PostgreSQL is not installed, except in CI.
    """
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    found = str(programs[-1]) if programs else shutil.which("pg_ctl")
    if not found:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("PostgreSQL is not installed")
    root = hasattr(os, "geteuid") and os.geteuid() == 0  # for whom the server does not run
    options = {"user": "postgres", "cwd": "/", "env": {"PATH": os.environ["PATH"]}} if root else {}

    def run(program, *arguments):
        subprocess.run([Path(found).with_name(program), *arguments], check=True, stdout=subprocess.DEVNULL, **options)

    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        if root:
            shutil.chown(folder, "postgres")
        run("initdb", "-D", f"{folder}/data", "-U", "course", "-A", "trust", "--no-sync", "-E", "UTF8", "--no-locale")
        server = f"-k {folder} -c listen_addresses="
        run("pg_ctl", "-D", f"{folder}/data", "-o", server, "-l", f"{folder}/log", "-w", "start")
        try:

            def database(name):
                run("createdb", "-h", folder, "-U", "course", name)
                return f"postgresql+psycopg://course@/{name}?host={folder}"

            yield database
        finally:
            run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Twice as many as there are cores: much of the time a test waits, for a page, a kernel or the end of a limit."""
    return 2 * (os.cpu_count() or 1)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Tests one by one, but together if they use something that is made once for them: all tests of a file with
    fixtures for the module, and all files that compare with PyTorch. Such a file may have parts, each with fixtures of
    its own: tests whose ids begin so, as ``[part 1-...]``.

    (Groups by marks, xdist's ``--dist loadgroup``, are ignored without a word since pytest 9.2.)
    """
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            group = shared(nodeid.partition("::")[0])
            part = re.search(r"\[part \d+-", nodeid)
            return group and group + (part[0] if part else "") or nodeid

    @functools.cache
    def shared(file):
        text = (config.rootpath / file).read_text(encoding="utf-8")
        return "PyTorch" if "from reference import torch" in text else file if 'scope="module"' in text else None

    return Scheduling(config, log)


def pytest_collection_modifyitems(items):
    """Files with slow tests first: the quick ones fill the end, while another process still has a slow one."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish():
    """What was imported stays: the collection of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter):
    """The table of mutants and odd versions, lab by lab."""
    counts = {}
    for report in [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]:
        for name, value in report.user_properties if getattr(report, "when", "") == "call" else ():
            if name in ("mutants", "alike", "odd"):
                lab, *numbers = value
                sums = counts.setdefault(lab, {}).setdefault(name, [0, 0])
                counts[lab][name] = [a + b for a, b in zip(sums, numbers)]
    if not counts:
        return
    terminalreporter.section("wrong and odd versions")
    row = "{:<22}{:>9}{:>9}{:>20}{:>8}{:>12}"
    terminalreporter.write_line(row.format("lab", "mutants", "named", "alike in grader", "odd", "accepted"))
    for lab, its in sorted(counts.items()):
        (mutants, named), (own, alike), (odd, accepted) = (its.get(key, (0, 0)) for key in ("mutants", "alike", "odd"))
        terminalreporter.write_line(row.format(lab, mutants, named, f"{alike} of {own}", odd, accepted))
