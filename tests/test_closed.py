"""Points are for what a student has written: nothing that is given, or of an earlier lab, can be called for it."""

import ast
import subprocess
import sys

import pytest
from versions import Version, module_with

from cs_nn import checks
from cs_nn.tools.labs import load_labs
from grading.hidden_checks import run_hidden_checks
from grading.overlay import PACKAGE, build_overlay

LABS = list(load_labs().values())


def solution(module):
    return (PACKAGE / f"{module}.py").read_text(encoding="utf-8")


def verdict(lab, task, code, folder):
    """What the hidden check of a task says of a hand-in whose module ends with this code."""
    module = checks.lab_tasks(lab)[task].module
    (folder / "submitted").mkdir()
    (folder / "submitted" / f"{module}.py").write_text(
        module_with(solution(module), [Version(task, "v", "", "", "", code)]), encoding="utf-8"
    )
    return run_hidden_checks(lab, [task], folder / "submitted", seed=3)[task]


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)
def test_a_lab_uses_of_earlier_labs_what_its_modules_import(lab):
    own = {module.removesuffix(".py") for module in lab.modules}
    imported = set()
    for module in own:
        for node in ast.walk(ast.parse(solution(module))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cs_nn."):
                owner = node.module.removeprefix("cs_nn.")
                if "." not in owner and owner not in ("checks", "data", "submit", "tools") and owner not in own:
                    imported |= {f"{owner}.{alias.name}" for alias in node.names}
    assert set(lab.uses) == imported


def test_earlier_labs_are_there_without_text_and_only_as_far_as_they_are_used(tmp_path):
    lab = LABS[-2]
    build_overlay(lab.name, PACKAGE, tmp_path)
    code = """
import inspect, numpy as np
from cs_nn import layers, softmax
assert (layers.relu_forward(np.ones(2) - 2)[0] == 0).all()
try:
    inspect.getsource(layers.relu_forward)
except OSError:
    pass
else:
    raise SystemExit("the source is there")
softmax.sgd_momentum(np.ones(2), np.ones(2), {})
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert "ImportError: sgd_momentum of Lab 1 can't be called from this lab: write it" in done.stderr
    given = {"__init__", "kit_language", "language", "switch", "update", "use_solutions"}
    there = {path.stem for path in (tmp_path / "cs_nn").glob("*.py")} - given
    assert there == {name.removesuffix(".py") for entry in LABS[-2:] for name in entry.modules}


@pytest.mark.parametrize(
    ("lab", "task", "code", "said"),
    [
        (
            "lab2_two_layer_net",
            "TwoLayerNet_backward",
            """
def v(self, X, hidden, dscores, reg):
    from cs_nn.softmax import softmax_loss_vectorized
    return softmax_loss_vectorized(self.params["W2"], hidden, dscores, reg)
TwoLayerNet.backward = v
""",
            "softmax_loss_vectorized of Lab 1 can't be called from this lab",
        ),
        (
            "lab3_three_layer_net",
            "affine_forward",
            """
from cs_nn import two_layer_net
def affine_forward(x, w, b):
    return two_layer_net.TwoLayerNet(2, 3, 4).forward(x)
""",
            "TwoLayerNet_forward of Lab 2 can't be called",
        ),
        (
            "lab3_three_layer_net",
            "affine_forward",
            """
from cs_nn.tools import deep_net
def affine_forward(x, w, b):
    return deep_net.affine_forward(x, w, b)
""",
            "affine_forward of cs_nn.tools.deep_net is there for experiments",
        ),
        (
            "lab7_cnn",
            "conv_forward_naive",
            """
import cs_nn.checks.tasks._convolution as given
def conv_forward_naive(x, w, b, conv_param):
    return given.conv_case(x, w), None
""",
            "conv_case of cs_nn.checks.tasks._convolution is there for experiments",
        ),
        (
            "lab7_cnn",
            "conv_forward",
            """
def conv_forward(x, w, b, conv_param):
    from cs_nn.checks import find_task
    return find_task("conv_forward")
""",
            "find_task of cs_nn.checks is there for experiments",
        ),
    ],
)
def test_what_is_given_can_not_be_called(lab, task, code, said, tmp_path):
    assert said in verdict(lab, task, code, tmp_path).what


def test_the_visible_check_says_so_at_once(tmp_path, monkeypatch):
    import cs_nn

    (tmp_path / "softmax.py").write_text(
        solution("softmax")
        + """
from cs_nn.tools.deep_net import DeepNet
def softmax_loss_naive(W, X, y, reg):
    return DeepNet((2, 3))
""",
        encoding="utf-8",
    )
    monkeypatch.setattr(cs_nn, "__path__", [str(tmp_path), *cs_nn.__path__])
    with pytest.raises(checks.CheckFailed, match="DeepNet of cs_nn.tools.deep_net is there for experiments"):
        checks.check("softmax_loss_naive")
    from cs_nn.tools import deep_net

    assert deep_net.DeepNet((2, 3)), "open again after the check"


def test_an_import_that_is_not_called_harms_nobody(tmp_path):
    code = """
import cs_nn.checks
from cs_nn.checks import check
from cs_nn.tools import deep_net, gradient_check
from cs_nn.tools.gradient_check import numeric_gradient, rel_error
if __name__ == "__main__":
    check("relu_forward")
"""
    assert verdict("lab3_three_layer_net", "relu_forward", code, tmp_path) is None
