"""Every command explains itself, says what it lacks, and refuses a folder that is no course."""

import shutil

import pytest
from commands import run_module
from term import run

from cs_nn.tools.labs import COURSE
from grading.__main__ import TERM, main

LAB = "lab2_two_layer_net"
ALL = ("kit", "reference", "results", "insight", "release-solutions", "autograde", "new-lab", *TERM)


@pytest.mark.parametrize("command", ALL)
def test_help(command, capsys):
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    said = capsys.readouterr().out
    assert end.value.code == 0 and f"python -m grading {command}" in said
    usage, about, *_ = said.split("\n\n")
    assert usage.startswith("usage: ") and not about.startswith(("positional", "options")), said


@pytest.mark.parametrize("command", [
    ("insight",), ("release-solutions",), ("autograde",), ("similarity",), ("marks", "--for=csv"), ("give-back",),
    ("regrade",),
])  # fmt: skip
def test_which_lab(command):
    with pytest.raises(SystemExit, match=r"(?s)Which lab\?.*lab1_softmax"):
        main([*command])


@pytest.mark.parametrize("config", [False, True])
@pytest.mark.parametrize("command", [
    ("insight", LAB), ("similarity", LAB), ("marks", LAB, "--for=csv"), ("give-back", LAB), ("regrade", LAB),
    ("grade", LAB), ("late",), ("term-pages",), ("roster", "class.csv"),
])  # fmt: skip
def test_in_a_folder_without_a_gradebook(command, config, tmp_path, monkeypatch, capsys):
    if config:
        shutil.copy(COURSE / "nbgrader_config.py", tmp_path)
    monkeypatch.chdir(tmp_path)
    before = {*tmp_path.iterdir()}
    said = run(capsys, *command)
    assert f"FAILED {command[0]}: " in said, said
    assert {*tmp_path.iterdir()} == before


@pytest.mark.slow
@pytest.mark.parametrize("config", [False, True])
def test_autograde_without_a_gradebook(config, tmp_path):
    for part in ("grading", "cs_nn", *(["nbgrader_config.py"] if config else [])):
        (tmp_path / part).symlink_to(COURSE / part)
    status, said = run_module(tmp_path, "grading", "autograde", LAB)
    assert status != 0 and said.strip() and "Traceback" not in said, said
