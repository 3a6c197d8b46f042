"""A module counts as Python reads it: with a byte order mark, a coding line, or other bytes than UTF-8 in comments.

Python decodes comments of a module that it imports not at all (3.11 to 3.13), texts and names by the coding line.
"""

import pytest

from cs_nn.tools.labs import COURSE
from grading.hidden_checks import run_hidden_checks

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unnamed")]

LAB, TASK = "lab1_softmax", "softmax_loss_vectorized"  # its check also reads the text of the function
SOURCE = (COURSE / "cs_nn" / "softmax.py").read_text(encoding="utf-8")
LOOP = """

def softmax_loss_vectorized(W, X, y, reg):
    for _ in range(1):
        loss = softmax_loss_naive(W, X, y, reg)
    return loss
"""


def problem(tmp_path, module: bytes):
    """What the hidden check says of a module with these bytes."""
    (tmp_path / "cs_nn").mkdir(parents=True)
    (tmp_path / "cs_nn" / "softmax.py").write_bytes(module)
    return run_hidden_checks(LAB, [TASK], tmp_path / "cs_nn", seed=5)[TASK]


def variants(text):
    """A module's text as editors of all kinds save it."""
    in_latin_1 = text.encode("latin-1", "replace").decode("latin-1")
    name = "\n\nNAME = '{}'\n"
    comment = "\n# Größe\n".encode("cp1252")
    inside = "\n    # 中文\n    return loss".encode("gbk")
    return {
        "byte order mark": b"\xef\xbb\xbf" + text.encode(),
        "byte order mark and coding line": b"\xef\xbb\xbf# coding: utf-8\n" + text.encode(),
        "latin-1": f"# -*- coding: latin-1 -*-\n# Jürgen\n{in_latin_1}{name.format('Größe')}".encode("latin-1"),
        "gb18030 in line 2": f"#\n# vim: set fileencoding=gb18030 :\n{text}{name.format('中文')}".encode("gb18030"),
        "cp1252 in the last line": text.encode() + comment,
        "cp1252 in the first line": comment + text.encode(),
        "gbk inside a function": text.encode().replace(b"\n    return loss", inside),
        "line ends of Windows": text.encode().replace(b"\n", b"\r\n"),
        "line ends of old Macs": text.encode().replace(b"\n", b"\r"),
        "form feed": ("\f\n" + text.replace("\ndef ", "\n\f\ndef ")).encode(),
        "line separator": f"# a\u2028b\x85c\x0bd\x1ce\n{text}".encode(),
    }


@pytest.mark.parametrize("kind", variants(""))
def test_a_module_is_graded_as_python_reads_it(tmp_path, kind):
    assert problem(tmp_path / "right", variants(SOURCE)[kind]) is None
    wrong = problem(tmp_path / "wrong", variants(SOURCE + LOOP)[kind])
    assert "has a loop: 'for _ in range(1):'" in wrong.what


@pytest.mark.parametrize("module", [
    SOURCE.encode("utf-16"), SOURCE.encode() + "\nNAME = 'Größe'\n".encode("cp1252"), SOURCE.encode() + b"\n\0\n",
    b"# coding: klingon\n" + SOURCE.encode(), b"\xef\xbb\xbf# coding: latin-1\n" + SOURCE.encode(),
])  # fmt: skip
def test_what_python_does_not_read_gets_nothing(tmp_path, module):
    assert "SyntaxError" in problem(tmp_path, module).what
