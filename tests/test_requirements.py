"""What the requirements promise."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.version import Version


def requirements(name):
    """The requirements of a file, and of the files it refers to, by the names of the packages."""
    found = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found |= requirements(line.removeprefix("-r ").strip())
        elif line.strip() and not line.lstrip().startswith("#"):
            requirement = Requirement(line)
            found[requirement.name] = requirement
    return found


@pytest.mark.parametrize("which", ["oldest", "newest"])
def test_the_ends_of_the_range_of_ipython_can_be_had(ipython_path, which):
    environ = {**os.environ, "PYTHONPATH": str(ipython_path(which))}
    code = "import IPython, ipykernel.ipkernel; print(IPython.__version__)"
    said = subprocess.run([sys.executable, "-c", code], env=environ, check=True, capture_output=True, text=True).stdout
    ipython = requirements("requirements.txt")["ipython"]
    assert Version(said.strip()) in ipython.specifier
    oldest = min(Version(bound.version) for bound in ipython.specifier if bound.operator == ">=")
    assert (Version(said.strip()) <= oldest) == (which == "oldest")
