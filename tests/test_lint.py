"""What ``make lint`` runs passes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

RECIPE = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1]
COMMANDS = [line.strip().removeprefix("$(BIN)/") for line in RECIPE.splitlines()]


@pytest.mark.parametrize(
    "command", [pytest.param(each, marks=pytest.mark.slow) if each == "mypy" else each for each in COMMANDS]
)
def test_lint(command):
    tool, *arguments = command.split()
    path = Path(sys.executable).with_name(tool)
    done = subprocess.run([path, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_commit_runs_the_same():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (local,) = config["repos"]
    assert local["repo"] == "local" and {hook["language"] for hook in local["hooks"]} == {"system"}
    plain = [re.sub(" --.*| [.]$", "", command) for command in COMMANDS]
    assert [hook["entry"].removesuffix(" --force-exclude") for hook in local["hooks"]] == plain
