"""The benchmarks run; what they measure is told by `make bench` on a computer that does nothing else."""

import math
import os
import re
import subprocess
import sys

import pytest
from reference import torch

from cs_nn.tools.labs import COURSE, load_labs


@pytest.mark.slow
def test_every_benchmark_runs(tmp_path):
    assert torch.tensor(1.0) == 1
    environment = {**os.environ, "CS_NN_DATASETS": str(tmp_path)}
    said = subprocess.run([sys.executable, "-m", "benchmarks", "--once"], cwd=COURSE, env=environment, check=True,
                          stdout=subprocess.PIPE, text=True).stdout  # fmt: skip
    assert "On the embedded set" in said
    rows = re.findall(r"^(\S.*?)(?: +\S+ (?:s|ms|MB)){2} +(\S+)   \S+ to ", said, re.M)
    ratios = {what: float(ratio) for what, ratio in rows}
    assert len(ratios) >= 14 + len(load_labs())
    for lab in load_labs():
        assert any(what.startswith(f"{lab}: passing checks") for what in ratios)
    assert all(0 < ratio < math.inf for ratio in ratios.values())
    assert re.search(r"slowest failing check.*, \d+\.\d\d s$", said.rstrip())
