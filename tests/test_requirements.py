"""Ranges and exact versions of packages: what the code imports is named, and the lock lies within the ranges."""

import ast
import os
import subprocess
import sys
from importlib import metadata

import pytest
from conftest import ROOT
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import install

LOCK = "requirements-lock.txt"
#: Where the lock must hold.
PLACES = [{"python_version": version, "python_full_version": f"{version}.4", "sys_platform": sys_platform,
           "platform_system": system, "os_name": os_name}
          for version in install.PYTHONS
          for sys_platform, system, os_name in (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"),
                                                ("win32", "Windows", "nt"))]  # fmt: skip


def lines_of(name):
    """The requirements of a file, and of the files it refers to."""
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            yield from lines_of(line.removeprefix("-r ").strip())
        elif line.strip() and not line.lstrip().startswith("#"):
            yield Requirement(line)


def ranges(name, place=None):
    """Package -> range, of what is needed in one place or here."""
    needed = [line for line in lines_of(name) if line.marker is None or line.marker.evaluate(place)]
    found = [(canonicalize_name(requirement.name), requirement.specifier) for requirement in needed]
    assert len(dict(found)) == len(found), "a package is named twice"
    return dict(found)


def locked(place):
    """Package -> version, on one Python and system."""
    found = [line for line in lines_of(LOCK) if line.marker is None or line.marker.evaluate(place)]
    names = [canonicalize_name(line.name) for line in found]
    assert len(set(names)) == len(names)
    versions = [str(line.specifier) for line in found]
    assert all(version.startswith("==") and "*" not in version for version in versions)
    return {name: Version(version[2:]) for name, version in zip(names, versions)}


def test_every_range_has_two_ends():
    for name, specifier in ranges("requirements-quick.txt").items():
        assert sorted(bound.operator for bound in specifier) == ["<", ">="], name


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place['sys_platform']}-{place['python_version']}")
def test_every_requirement_is_locked_within_its_range(place):
    versions = locked(place)
    for name, specifier in ranges("requirements-quick.txt", place).items():
        assert versions[name] in specifier, name
    assert "torch" not in versions  # exact already, and with other needs on every system


@pytest.mark.slow
def test_what_requirements_need_is_locked_too():
    versions = locked(default_environment())
    needed, new = set(), {(name, "") for name in ranges("requirements-quick.txt")}
    while new:
        needed |= new
        as_locked = [(name, extra) for name, extra in new if Version(metadata.version(name)) == versions.get(name)]
        new = {needs for name, extra in as_locked for needs in needs_of(name, extra)} - needed
    assert {name for name, _ in needed} - versions.keys() == set()


def needs_of(name, extra):
    """(package, extra) of all that a package needs, as installed here."""
    for line in metadata.requires(name) or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": extra}):
            for wanted in ("", *needed.extras):
                yield canonicalize_name(needed.name), wanted


def test_the_lock_names_no_host():
    assert "://" not in (ROOT / LOCK).read_text(encoding="utf-8")


@pytest.mark.parametrize(("folders", "file"), [
    (["cs_nn", "grading", "nbgrader_config.py"], "requirements.txt"),
    (["grading/autograding"], "requirements-grading.txt"),
    (["tests", "benchmarks"], "requirements-test.txt"),
])  # fmt: skip
def test_what_is_imported_is_required(folders, file):
    named = ranges(file).keys()
    own = {path.stem for folder in (".", "tests") for path in (ROOT / folder).iterdir()} | {
        "confine",
        "task_steps",
        "folders",
    }  # beside the runner
    distributions = metadata.packages_distributions()
    missing = set()
    for folder in folders:
        for path in [ROOT / folder] if folder.endswith(".py") else (ROOT / folder).rglob("*.py"):
            # The skeleton of a lab has its test, which is a test.
            if {"tests", "autograding"} & {*path.relative_to(ROOT / folder).parts}:
                continue
            for module in imports(ast.parse(path.read_text(encoding="utf-8"))) - own - sys.stdlib_module_names:
                if not named & {canonicalize_name(name) for name in distributions.get(module, [module])}:
                    missing.add((str(path.relative_to(ROOT)), module))
    assert sorted(missing) == []


def imports(tree):
    """Top packages that a module imports, but for those it can do without (in ``try``)."""
    optional = {node for block in ast.walk(tree) if isinstance(block, ast.Try) for node in ast.walk(block)}
    names = set()
    for node in ast.walk(tree):
        if node in optional:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("which", [pytest.param("oldest", marks=pytest.mark.slow), "newest"])
def test_the_ends_of_the_range_of_ipython_can_be_had(ipython_path, which):
    environ = {**os.environ, "PYTHONPATH": str(ipython_path(which))}
    code = "import IPython, ipykernel.ipkernel; print(IPython.__version__)"
    said = subprocess.run([sys.executable, "-c", code], env=environ, check=True, capture_output=True, text=True).stdout
    ipython = ranges("requirements.txt")["ipython"]
    assert Version(said.strip()) in ipython
    oldest = min(Version(bound.version) for bound in ipython if bound.operator == ">=")
    assert (Version(said.strip()) <= oldest) == (which == "oldest")
