"""The benchmarks run; what they measure is told by `make bench` on a computer that does nothing else."""

import copy
import math
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from commands import run_module
from reference import torch

from benchmarks import classroom, records
from benchmarks.grading import NBGRADER, WAYS, Unequal, compare_scores
from benchmarks.soak import soak
from benchmarks.stopwatch import PLACES
from cs_nn.tools.gradient_check import numeric_gradient, rel_error
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
def test_every_record_runs(tmp_path):
    said = benchmarks("--once", "records", folder=tmp_path)
    for record in records.RECORDS.values():
        [figures] = re.findall(rf"^\| {re.escape(record.what)} \| (.*) \| {re.escape(record.how)} \|$", said, re.M)
        figure, error, *_ = map(float, figures.split(" | "))
        assert 0 < figure < 1 and 0 < error < 0.1


def test_distorted_digits():
    images = np.zeros((3, 1, 28, 28), np.float32)
    images[:, :, 8:20, 12:15] = 1
    np.testing.assert_array_equal(records.distort(images, np.random.default_rng(0)), images)
    for settings in ({"strength": 30.0}, {"affine": 0.1}, {"most": 2.0}):
        distorted = records.distort(images, np.random.default_rng(0), **settings)
        assert distorted.dtype == np.float32 and 0 <= distorted.min() and distorted.max() <= 1
        assert not np.allclose(distorted, images) and not np.allclose(distorted[0], distorted[1])
        np.testing.assert_allclose(distorted.mean(axis=(1, 2, 3)), images.mean(), rtol=0.35)
        assert not distorted[:, :, [0, -1]].any()  # nothing comes from the image above or below


def test_the_network_that_adds():
    x, y = records.adding(5, 8, np.random.default_rng(0))
    assert (x[:, :4, 1].sum(axis=1) == 1).all() and (x[:, 4:, 1].sum(axis=1) == 1).all()
    np.testing.assert_allclose(y, np.sum(x[..., 0] * x[..., 1], axis=1), rtol=1e-6)
    net = records.GatedAdder(4, np.random.default_rng(1))
    rng = np.random.default_rng(2)
    net.params = {name: value + 0.3 * rng.standard_normal(value.shape) for name, value in net.params.items()}

    def loss_at(name):
        def loss(value):
            moved = copy.copy(net)
            moved.params = {**net.params, name: value}
            return moved.loss(x, y)[0]

        return loss

    _, grads = net.loss(x, y)
    for name, value in net.params.items():
        assert rel_error(grads[name], numeric_gradient(loss_at(name), value)) < 1e-6


@pytest.mark.slow
def test_stock_and_our_grading_give_equal_scores(monkeypatch, capsys):
    monkeypatch.setattr(classroom.Course, "run", run_here)
    monkeypatch.setattr(sys, "argv", ["benchmarks", "grading", "lab4_regularization", "--size=3"])
    runpy.run_module("benchmarks", run_name="__main__")
    said = capsys.readouterr().out
    for name in ("lab4_regularization", "mean"):
        [row] = re.findall(rf"^{name} .*", said, re.M)
        assert len(re.findall(r"\d+\.\d\d s", row)) == len(WAYS)
    for place in PLACES:
        [spent] = re.findall(rf"^{place} +(\S+) +\S+$", said, re.M)
        assert float(spent) >= 0 and (float(spent) > 0 or place == "known mistakes")


def run_here(course, *arguments):
    """In place of a process of its own: a fork of one that has imported what it needs."""
    if arguments[0] != "-m":
        program = Path(arguments[0])
        shutil.copy(program, course.root)
        arguments = "-m", program.stem, *arguments[1:]
    status, said = run_module(course.root, *arguments[1:])
    assert status == 0, said[-8000:]


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
