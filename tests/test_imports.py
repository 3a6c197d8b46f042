"""What the hand-in says of imports agrees with what is there when a lab is graded."""

import ast
import json
import shutil
import subprocess
import sys

import pytest

from cs_nn.submit.course_files import CourseFiles
from cs_nn.submit.definitions import defined_names
from cs_nn.submit.imports import missing_when_graded
from cs_nn.submit.packages import installed_with_course
from cs_nn.submit.trial import trial
from cs_nn.submit.undefined import undefined_names
from cs_nn.tools.labs import COURSE, find_lab, load_labs
from grading.kit import build_kit
from grading.overlay import build_overlay

LAB, MODULE = "lab3_three_layer_net", "three_layer_net.py"  # has earlier labs and later ones

#: What the student has added to files that the grader has itself, or does not have.
STUDENTS = {
    "cs_nn/my_tools.py": "def twice(x): return 2 * x\n",
    "cs_nn/parts/__init__.py": "",
    "cs_nn/tools/mine.py": "y = 1\n",
    "utils.py": "z = 1\n",
    f"assignments/{LAB}/helpers.py": "def half(x): return x / 2\n",
    f"assignments/{LAB}/table.txt": "1 2 3",
}
ADDED = {
    "cs_nn/softmax.py": "\ndef center(X): return X - X.mean(0)\nLIMIT = 3\n",
    "cs_nn/layers.py": "\ndef leaky(x): return x\n",
    "cs_nn/tools/training.py": "\ndef best(x): return x\n",
}
METHOD = "\n    def scores(self, X):\n        return X @ self.W\n"


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A kit in which a student has worked."""
    folder = tmp_path_factory.mktemp("kit") / "kit"
    build_kit(folder)
    for name, text in STUDENTS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name, text in ADDED.items():
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    path = folder / "cs_nn" / "softmax.py"
    text = path.read_text(encoding="utf-8")
    text = text.replace("class SoftmaxClassifier:", "class SoftmaxClassifier:" + METHOD, 1)
    text = text.replace("def sgd_momentum(w, dw, config", "def sgd_momentum(w, dw, config, nesterov=False", 1)
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def graded(kit, tmp_path_factory):
    """A function that says how a module fares in the grader's package: imported, and its function `use` called."""
    folder = tmp_path_factory.mktemp("graded")
    build_overlay(LAB, kit / "cs_nn", folder / "lib")
    (folder / "scratch").mkdir()
    code = (
        "import importlib, json, sys\n"
        "for line in sys.stdin:\n"
        "    open(sys.argv[1], 'wb').write(json.loads(line).encode('latin-1'))\n"
        "    for name in [name for name in sys.modules if name.startswith('cs_nn')]:\n"
        "        del sys.modules[name]\n"
        "    importlib.invalidate_caches()\n"
        "    try:\n"
        "        getattr(importlib.import_module('cs_nn.three_layer_net'), 'use', int)()\n"
        "        said = ''\n"
        "    except BaseException as error:\n"
        "        said = f'{type(error).__name__}: {error}'\n"
        "    print(json.dumps(said), flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-B", "-c", code, str(folder / "lib" / "cs_nn" / MODULE)], cwd=folder / "scratch",
        env={"PYTHONPATH": str(folder / "lib"), "PATH": ""}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def run(content):
        process.stdin.write(json.dumps(content.decode("latin-1")) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield run
    process.stdin.close()
    process.wait(10)
    process.stdout.close()


def said(kit, text, lab=LAB, module=MODULE):
    return missing_when_graded(text if isinstance(text, bytes) else text.encode(), module, find_lab(lab, kit), kit)


FINE = [
    "import numpy as np\nfrom scipy import special\nimport matplotlib.pyplot as plt\nfrom tqdm import tqdm",
    "from __future__ import annotations\nimport numpy as np\ndef use(x: Undefined = None): return np.zeros(3)",
    "from cs_nn.layers import affine_forward, relu_forward",
    "from cs_nn.layers import leaky",  # of this lab, and handed in
    "from .layers import leaky\nfrom . import layers\ndef use(): return layers.leaky(1)",
    "from cs_nn.softmax import sgd_momentum, SoftmaxClassifier, np",
    "from cs_nn import softmax as s\ndef use(): s.sgd_momentum(1., dw=1., config=dict(learning_rate=1.))\n"
    "def more(*a, **k): return s.sgd_momentum(*a, **k), s.SoftmaxClassifier(), s.SoftmaxClassifier(W=1)",
    "import cs_nn.softmax\nimport cs_nn.softmax as s\ndef use(): return cs_nn.softmax.np, s.sgd_momentum",
    "from cs_nn import softmax, __version__\nfrom cs_nn.tools import plots\nfrom cs_nn.tools.training import History",
    "from cs_nn.softmax import *\ndef use(): return softmax_loss_naive",
    "import importlib\nsoftmax = importlib.import_module('cs_nn.softmax')",
    "try:\n    import numba\nexcept ImportError:\n    numba = None",
    "try:\n    import numba\nexcept:\n    pass",
    "try:\n    import msvcrt\nexcept ImportError:\n    msvcrt = None",
    "if __name__ == '__main__':\n    import torch\n    from cs_nn.my_tools import twice",
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch",
    "from cs_nn import softmax\ndef use():\n    softmax = [1]\n    softmax.append(2)",  # a variable of that name
    "import PIL, dateutil",  # come with what the course asks for
    "class Net:\n    def scores(self): return 1\ndef use(): return Net().scores()",
    "def use():\n    t = 0\n    def add(x):\n        nonlocal t\n        t += x\n    return [t for _ in 'a'], add(1)",
    "import numpy as np\nRNG = np.random.default_rng(0)\nTABLE = np.arange(3).sum()",
    b"\xef\xbb\xbfimport math\ndef use(): return math.pi",
    b"# -*- coding: latin-1 -*-\n# J\xfcrgen\nname = '\xfc'",
    b"import math\n# Gr\xf6\xdfe in cp1252\n",
    "def sgd(w):\n    return w\n    return next_w",  # a stub's own last line
    "def train():\n    for x in batches:\n        raise NotImplementedError('train')",
]
#: Text, words of what must be said.
MISSING = [
    ("from cs_nn.my_tools import twice", ["line 1", "cs_nn/my_tools.py is not handed in", "whole file", "Put what"]),
    ("import cs_nn.my_tools as t", ["cs_nn/my_tools.py"]),
    ("from cs_nn import my_tools", ["cs_nn/my_tools.py"]),
    ("from . import my_tools", ["cs_nn/my_tools.py"]),
    ("from .my_tools import *", ["cs_nn/my_tools.py"]),
    ("from .parts import x", ["cs_nn/parts/ is not"]),
    ("from .. import utils", ["two dots"]),
    ("import importlib\nm = importlib.import_module('cs_nn.my_tools')", ["line 2", "cs_nn/my_tools.py"]),
    ("m = __import__('utils')", ["utils.py"]),
    ("from cs_nn.tools import mine", ["cs_nn/tools/mine.py"]),
    ("from cs_nn.tools.mine import y", ["cs_nn/tools/mine.py"]),
    ("from cs_nn.tools.training import best", ["best is not in the course's own cs_nn/tools/training.py"]),
    ("import utils", ["utils.py is not handed in"]),
    ("import sys\nsys.path.append('..')\nfrom helpers import half", ["line 3", "helpers.py is not handed in"]),
    ("from layers import affine_forward", ["write `from cs_nn import layers`"]),
    pytest.param("import msvcrt", ["msvcrt is not in every Python"],
                 marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows has it")),
    ("import sklearn.datasets", ["sklearn is not among the packages of the course"]),
    ("def use():\n    import my_nowhere", ["line 2", "what uses it gets 0 points"]),
    ("def use():\n    from cs_nn.my_tools import twice\n    return twice(2)", ["line 2", "what uses it gets 0 points"]),
    ("from cs_nn.softmax import center", ["center is not in the course's own cs_nn/softmax.py", "0 points"]),
    ("from cs_nn import softmax\ndef use(): return softmax.LIMIT", ["LIMIT", "line 2"]),
    ("import cs_nn.softmax\ndef use(): return cs_nn.softmax.center", ["center"]),
    ("from cs_nn import softmax as s\ndef use(): return getattr(s, 'center')", ["center"]),
    ("from cs_nn.softmax import *\ndef use(): return center(3)", ["line 2", "center"]),
    ("from cs_nn.softmax import SoftmaxClassifier\ndef use(): return SoftmaxClassifier().scores(1)",
     ["SoftmaxClassifier.scores is not in the course's own"]),
    ("from cs_nn.softmax import sgd_momentum\ndef use(): sgd_momentum(1., 1., {}, nesterov=True)",
     ["line 2", "does not fit sgd_momentum(w, dw, config) of the course's own cs_nn/softmax.py"]),
    ("from cs_nn import softmax\ndef use(): softmax.SoftmaxClassifier(bias=2)", ["does not fit SoftmaxClassifier(W=)"]),
    ("from cs_nn.batchnorm import batchnorm_forward\ndef use(): batchnorm_forward(1, 2, 3, {})",
     ["belongs to a later lab (Lab 5"]),
    ("from cs_nn import convolution\ndef use(): convolution.conv_forward_naive(1, 2, 3, 4)", ["later lab (Lab 7"]),
    ("def use(): return X_train.mean()", ["X_train", "does not see the notebook's variables"]),
    ("def use(): return math.sqrt(2)", ["math"]),
    ("def use(): display(3)", ["display"]),
    ("import numpy as np\nW = np.loadtxt('table.txt')", ["line 2", "FileNotFoundError", "whole file"]),
    ("exec('import ' + 'utils')", ["line 1", "No module named 'utils'"]),
    ("from importlib import import_module as get\nmine = get('cs_nn.' + 'my_tools')", ["'cs_nn.my_tools'"]),
    ("from pathlib import Path\nTEXT = (Path(__file__).parent / 'parts' / '__init__.py').read_text()", ["FileNotF"]),
    ("from numpy import no_such_name", ["line 1", "cannot import name 'no_such_name'"]),
    ("import numpy.no_such_module", ["No module named 'numpy.no_such_module'"]),
    ("raise SystemExit(3)", ["stops with"]),
    ("def load(name='table.txt'):\n    return open(name).read()\nTEXT = load()", ["line 3: ", "FileNotFoundError"]),
    ("from cs_nn import softmax\ndef use(): return softmax.early_stopping([1.0], 2)",
     ["line 2", "early_stopping of Lab 1 can't be called", "copy your own lines"]),
]  # fmt: skip


@pytest.mark.parametrize("text", FINE)
def test_what_works_when_graded_is_not_complained_of(kit, graded, text):
    content = text if isinstance(text, bytes) else text.encode()
    assert graded(content).partition(":")[0] in ("", "NotImplementedError")
    assert said(kit, content) == []


@pytest.mark.parametrize(("text", "words"), MISSING)
def test_what_fails_when_graded_is_said_before(kit, graded, text, words):
    assert graded(text.encode()) != ""
    sentences = said(kit, text)
    assert sentences and all(word in " ".join(sentences) for word in words), sentences
    assert len(sentences) == len(set(sentences))


@pytest.mark.slow
@pytest.mark.parametrize("text", [f"{a}\n{b}\n" for a in FINE[2:5:2] for b, *_ in MISSING if isinstance(b, str)])
def test_a_file_is_quiet_only_if_it_works_when_graded(kit, graded, text):
    assert said(kit, text) or not graded(text.encode())


@pytest.mark.parametrize("lab", load_labs())
def test_the_worked_solutions_and_the_stubs_need_nothing_else(kit, lab):
    for module in find_lab(lab).modules:
        for content in ((COURSE / "cs_nn" / module).read_bytes(), (kit / "cs_nn" / module).read_bytes()):
            assert said(kit, content, lab, module) == []


def test_without_a_list_of_what_was_given_helpers_are_told_all_the_same(kit, tmp_path):
    folder = shutil.copytree(kit, tmp_path / "old")
    (folder / ".given.json").unlink()
    for text, words in MISSING[:8]:
        assert words[-1].split()[0] in " ".join(said(folder, text)), text
    for text in FINE[2:9]:
        assert said(folder, text) == []


def test_a_later_edit_of_an_earlier_module_is_seen(kit, tmp_path):
    folder = shutil.copytree(kit, tmp_path / "edited")
    text = "from cs_nn.softmax import centre"
    assert "centre is not in" in said(folder, text)[0]
    path = folder / "cs_nn" / "softmax.py"
    path.write_text(path.read_text(encoding="utf-8") + "\nclass Extra:\n    def more(self): pass\n", encoding="utf-8")
    assert "Extra" in said(folder, "from cs_nn.softmax import Extra\nEXTRA = Extra")[0]


@pytest.mark.parametrize("broken", ["def f(:\n", "raise ValueError(1)\n", "import torch_geometric\n", "x = 1\n"])
def test_an_earlier_module_that_is_broken_here_does_not_matter(kit, tmp_path, broken):
    folder = shutil.copytree(kit, tmp_path / "broken")
    (folder / "cs_nn" / "softmax.py").write_text(broken, encoding="utf-8")
    assert said(folder, "from cs_nn.softmax import sgd_momentum\nfrom cs_nn import layers") == []
    assert said(folder, "from cs_nn import softmax\nUPDATE = softmax.sgd_momentum") == []


def test_a_module_that_takes_too_long_is_told(kit):
    text = b"import time\ntime.sleep(60)"
    (sentence,) = trial(text, f"cs_nn/{MODULE}", CourseFiles(find_lab(LAB, kit), kit), seconds=0.5)
    assert "takes more than 0 s" in sentence or "takes more than 1 s" in sentence


def test_a_package_that_a_student_adds_to_the_requirements_is_not_the_courses(kit, tmp_path):
    folder = shutil.copytree(kit, tmp_path / "more")
    (folder / "requirements.txt").write_text("numpy\npytest\n", encoding="utf-8")
    assert "pytest is not among the packages of the course" in said(folder, "import pytest")[0]


def test_names_that_nothing_defines():
    def undefined(text):
        return undefined_names(ast.parse(text))

    assert undefined("def f(w):\n    if w:\n        return w\n        z\n    return 1\n    return next_w") == []
    assert undefined("def f(x):\n    return x + y + len(z)\nclass C:\n    a = 1\n    b = a\n") == ["y", "z"]
    assert undefined("from m import *\ndef f(): return y") == []
    assert undefined("def f():\n    global y\n    y = 1\ndef g(): return y") == []
    assert undefined("for i in range(3): pass\nwith open('f') as file: pass\ndef f(): return i, file") == []
    assert undefined("def f():\n    try: pass\n    except ValueError as e: return e\n    return [k for k in 'a']") == []


def test_defined_names():
    text = (
        "import a.b, c as d\ntry:\n    from e import f\nexcept ImportError:\n    f = g, h = 1, 2\n"
        "if d:\n    def k(x, /, y=1, *z, w, v=2, **u): pass\nclass C:\n    m: int = 1\n    def n(self): pass\n"
    )
    assert defined_names(ast.parse(text)) == {
        "a": "", "d": "", "f": "", "g": "", "h": "", "k": "x, y=, *z, w, v=, **u", "C": "", "C.m": "", "C.n": "self",
    }  # fmt: skip


def test_packages_that_come_with_the_course():
    names = installed_with_course(COURSE)
    assert {"numpy", "scipy", "PIL", "nbformat", "IPython"} <= names and not {"torch", "pytest", "playwright"} & names
    assert installed_with_course(COURSE / "cs_nn") == {"numpy", "scipy", "matplotlib", "tqdm"}
