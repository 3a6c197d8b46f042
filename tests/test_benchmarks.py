"""The benchmarks run; what they measure is told by `make bench` on a computer that does nothing else."""

import math
import os
import re
import subprocess
import sys

import pytest
from reference import torch

from benchmarks.grading import NBGRADER, WAYS, Unequal, compare_scores
from benchmarks.soak import soak
from benchmarks.stopwatch import PLACES
from cs_nn.tools.labs import COURSE, load_labs


def benchmarks(*arguments, folder):
    """What ``python -m benchmarks`` prints, without downloads."""
    environment = {**os.environ, "CS_NN_DATASETS": str(folder)}
    return subprocess.run([sys.executable, "-m", "benchmarks", *arguments], cwd=COURSE, env=environment, check=True,
                          stdout=subprocess.PIPE, text=True).stdout  # fmt: skip


@pytest.mark.slow
def test_every_benchmark_runs(tmp_path):
    assert torch.tensor(1.0) == 1
    said = benchmarks("--once", folder=tmp_path)
    assert "On the embedded set" in said
    rows = re.findall(r"^(\S.*?)(?: +\S+ (?:s|ms|MB)){2} +(\S+)   \S+ to ", said, re.M)
    ratios = {what: float(ratio) for what, ratio in rows}
    assert len(ratios) >= 14 + len(load_labs())
    for lab in load_labs():
        assert any(what.startswith(f"{lab}: passing checks") for what in ratios)
    assert all(0 < ratio < math.inf for ratio in ratios.values())
    assert re.search(r"slowest failing check.*, \d+\.\d\d s$", said.rstrip())


@pytest.mark.slow
def test_stock_and_our_grading_give_equal_scores(tmp_path):
    said = benchmarks("grading", "lab4_regularization", "--size=3", folder=tmp_path)
    for name in ("lab4_regularization", "mean"):
        [row] = re.findall(rf"^{name} .*", said, re.M)
        assert len(re.findall(r"\d+\.\d\d s", row)) == len(WAYS)
    for place in PLACES:
        [spent] = re.findall(rf"^{place} +(\S+) +\S+$", said, re.M)
        assert float(spent) >= 0 and (float(spent) > 0 or place == "known mistakes")


def test_scores_that_differ_are_an_error():
    scores = {("ada", "sgd_momentum"): 2.0, ("ada", "early_stopping"): 0.0}
    compare_scores("lab", scores, dict(scores))
    for other in ({**scores, ("ada", "early_stopping"): 2.0}, {("ada", "sgd_momentum"): 2.0}, {}):
        with pytest.raises(Unequal, match="early_stopping"):
            compare_scores("lab", other, scores)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")
def test_grading_keeps_and_leaves_nothing():
    _, middle, late, end = soak("lab4_regularization", 12, NBGRADER)
    assert end["graded"] == 12
    assert late["MB"] < middle["MB"] + 50
    assert late["files"] <= middle["files"] and late["temporary"] <= middle["temporary"]
    assert not end["files"] and not end["processes"] and not end["temporary"]
