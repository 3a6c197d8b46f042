"""axe-core on a page in Chromium: what keeps people with a screen reader, a keyboard or weak eyes from reading it."""

import functools
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


@functools.cache
def axe():
    """The program's text. npm brings it once; where that fails the test is skipped, except in CI."""
    package = FOLDER / "node_modules" / "axe-core"
    wanted = json.loads((FOLDER / "package.json").read_text())["devDependencies"]["axe-core"]
    if not package.is_dir() or json.loads((package / "package.json").read_text())["version"] != wanted:
        with tempfile.TemporaryDirectory(dir=FOLDER) as new:  # of this process: two may start at a time
            shutil.copy(FOLDER / "package.json", new)
            install(Path(new))
            shutil.rmtree(FOLDER / "node_modules", ignore_errors=True)
            try:
                (Path(new) / "node_modules").rename(FOLDER / "node_modules")
            except OSError:
                assert package.is_dir()
    return (package / "axe.min.js").read_text(encoding="utf-8")


def install(folder):
    without = pytest.fail if os.environ.get("CI") else pytest.skip
    npm = shutil.which("npm")
    if npm is None:
        without("no npm here, which brings axe-core")
    command = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        without(f"npm can't install axe-core: {done.stderr}")


def violations(page, within="html", contrast=True):
    """Serious and critical violations in a part of the page, a line each: the rule, the place and what is wrong.

    Looking at the `contrast` of all texts takes as long as all else: it need not be done again if nothing of `looks`
    has changed.
    """
    page.evaluate(axe())  # by the debugger, which no Content-Security-Policy stops
    # "region" takes a fifth of the time, and what it finds is neither serious nor critical.
    rules = {"color-contrast": {"enabled": contrast}, "region": {"enabled": False}}
    options = {"resultTypes": ["violations"], "rules": rules}
    found = page.evaluate("([within, options]) => axe.run(within, options)", [within, options])["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:200]}: {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def looks(page):
    """What the contrast of every element follows from."""
    return page.evaluate(
        """() => Array.from(document.querySelectorAll("*"), element => {
            const {color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight} = getComputedStyle(element);
            return [color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight].join();
        }).join(";")"""
    )
