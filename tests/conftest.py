"""How tests are shared among processes, another IPython for kernels, and the table of hints that is printed after the
tests (see test_versions.py)."""

import functools
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]

# A busy machine is no fault of an example.
settings.register_profile("course", deadline=None)
settings.load_profile("course")


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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Tests one by one, but together if they use something that is made once for them: all tests of a file with
    fixtures for the module, and what the visible checks find in the versions of one lab.

    (Groups by marks, xdist's ``--dist loadgroup``, are ignored without a word since pytest 9.2.)
    """
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.partition("::")[0]
            if file.endswith("test_versions.py") and ("visible" in nodeid or "shares" in nodeid):
                return f"{file}::{nodeid.partition('[')[2].partition('-')[0].rstrip(']')}"
            return file if shares(file) else nodeid

    @functools.cache
    def shares(file):
        return 'scope="module"' in (config.rootpath / file).read_text(encoding="utf-8")

    return Scheduling(config, log)


def pytest_terminal_summary(terminalreporter):
    reports = [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]
    values = {"hints": [], "named alike": []}
    for report in reports:
        for name, value in report.user_properties if getattr(report, "when", "") == "call" else ():
            values.get(name, []).append(value)
    if not values["hints"]:
        return
    terminalreporter.section("wrong and odd versions")
    row = "{:<22}{:>8}{:>10}{:>15}{:>15}{:>17}{:>8}{:>10}"
    titles = ("lab", "wrong", "rejected", "named rightly", "named wrongly", "alike in grader", "odd", "accepted")
    terminalreporter.write_line(row.format(*titles))
    for lab, wrong, rejected, named, misnamed, odd, accepted in sorted(values["hints"]):
        counts = [count for its_lab, *count in values["named alike"] if its_lab == lab]
        alike, of = (sum(column) for column in zip(*counts)) if counts else (0, 0)
        shares = [f"{rejected / wrong:.0%}", f"{named / wrong:.1%}", f"{misnamed / wrong:.1%}",
                  f"{alike / of:.1%}" if of else ""]
        terminalreporter.write_line(row.format(lab, wrong, *shares, odd, f"{accepted / odd:.0%}"))
