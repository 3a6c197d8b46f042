"""Results of a student's code, read without trust."""

from __future__ import annotations

import base64
import functools
import io
import json
import math
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from cs_nn import checks
from cs_nn.checks import Problem, Results
from cs_nn.checks.student_code import StudentCode
from cs_nn.checks.task import Task
from cs_nn.language import lazy as _
from grading.plain import one_line, read_text

#: Lines of a message that a module can't be loaded.
LINES = 6
#: Bytes of one answer in JSON. Honest ones take up to 1.2 MB; as objects they can take 20 times as much memory.
JSON_LIMIT = 4 << 20
#: Bytes of the header of a .npy file.
HEADER_LIMIT = 2000


class RecordedCode(StudentCode):
    """A student's code that ran elsewhere: it gives what was written down there (see `grading.runner`).

    What is missing is as if it had stopped; `KeyError` if nothing is there.
    """

    def __init__(self, task: Task, parts: Mapping[tuple[str, str], bytes], expected: list[Results]):
        super().__init__(task, _not_here, checks.visible_cases(task))
        self.parts, self.expected = parts, expected

    def _told(self, call: str) -> Any:
        content = self.parts["visible", call]
        if len(content) > JSON_LIMIT:
            raise ValueError("too much was sent")
        return json.loads(content)

    def _outcome(self, number: int, stored: Any) -> Results | Problem:
        about = self.cases[number].get("about", "")
        return read_outcome(stored, about, self.expected[number])

    def first(self) -> tuple[list[Results | Problem], list[str]]:
        if ("visible", "failed") in self.parts:
            stored = self._told("failed")
            lines = [(style if style in ("fail", "hint") else "", read_text(line)) for style, line in stored["lines"]]
            raise checks.CheckFailed(lines[:LINES], one_line(stored["mistake"], 100))
        outcomes, notes = self._told("first")
        return (
            [self._outcome(number, outcomes[number]) for number in range(len(self.cases))],
            [read_text(note) for note in notes[:20]],
        )

    def again(self, numbers: Collection[int]) -> dict[int, Results | Problem]:
        stored = self._told("again")
        return {number: self._outcome(number, stored[str(number)]) for number in numbers}

    def alone(self, number: int) -> Results | None:
        stored = self._told(f"alone:{number}")
        outcome = stored and self._outcome(number, stored)
        return None if isinstance(outcome, Problem) else outcome

    def answers(self, number: int, inputs: Collection[str]) -> dict[tuple[str, str], str] | None:
        rows = self._told(f"answers:{number}:{','.join(sorted(inputs))}")
        return None if rows is None else {(one_line(name), one_line(result)): how for name, result, how in rows}

    def slope_errors(self, number: int, got: Results) -> dict[str, float]:
        return {name: float(error) for name, error in self._told(f"slopes:{number}").items()}


def _not_here():
    raise RuntimeError("the code ran elsewhere")


def recorded_verdict(
    lab: str, task: Task, parts: Mapping[tuple[str, str], bytes], brief: bool = False
) -> checks.Verdict | None:
    """What the notebook's check says of what was written down; None if it did not come to its end."""
    try:
        return checks.verdict_on(lab, RecordedCode(task, parts, checks.load_expected(lab, task)), brief)
    except KeyError:
        return None
    except checks.CheckFailed as failed:
        what = failed.lines[0][1].removeprefix(f"{task.name}: ")
        hint = next((line.removeprefix("Likely mistake: ") for style, line in failed.lines if style == "hint"), "")
        return checks.Verdict(failed.lines, Problem(what, hint, failed.mistake, certain=True))
    except Exception as bad:  # results that no honest run gives
        problem = _unreadable(_("its results do not fit the check ({kind})").format(kind=type(bad).__name__), "")
        return checks.Verdict([("fail", checks.headline(task.name, problem))], problem)


def read_outcome(stored: Any, about: str, expected: Results) -> Results | Problem:
    """The results of one call, or the problem that it stopped with; `stored` is JSON, as bytes or as it was read."""
    try:
        stored = json.loads(stored[:20_000]) if isinstance(stored, bytes) else stored
        if "results" in stored:
            results = {name: base64.b64decode(text, validate=True) for name, text in stored["results"].items()}
            return read_results(results, about, expected)
        what, hint, mistake, about = (read_text(stored[key]) for key in ("what", "hint", "mistake", "about"))
        return Problem(what, hint, mistake or None, about=about, certain=stored["certain"] is True)
    except Exception:
        return _unreadable(_("it stopped with an error that can't be read"), about)


def read_results(parts: Mapping[str, bytes], about: str, expected: Results) -> Results | Problem:
    """The results of one call: those that are expected, and arguments that were changed."""
    names = [name for name in parts if name in expected or _is_argument(name)]
    try:
        return {name: checks.to_array(read_array(parts[name]), name) for name in names}
    except Exception as bad:
        return _unreadable(_("its results can't be read: {error}").format(error=one_line(bad)), about)


def _unreadable(what, about):
    return Problem(what, about=about, mistake="unreadable")


def _is_argument(name):
    """Whether a line tells of a changed argument, of an input or of what the function is given besides."""
    return name.startswith(checks.ARGUMENT) and name.removeprefix(checks.ARGUMENT).isidentifier()


def read_array(content: bytes) -> np.ndarray:
    """The array of a .npy file; a header that promises more than there is takes no memory.

    Its bytes are never taken for references to objects, which would be addresses in this process.
    """
    start = 10 + int.from_bytes(content[8:10], "little")
    shape, by_columns, dtype = _read_header(content[:start])
    if dtype.hasobject or not dtype.itemsize:
        raise ValueError("an array of objects, or of nothing")
    if math.prod(shape) * dtype.itemsize != len(content) - start:
        raise ValueError("the header does not fit the data")
    return np.ndarray(shape, dtype, content, start, order="F" if by_columns else "C")


@functools.lru_cache(maxsize=2000)  # most are the same, and NumPy takes longer for one than for a small array
def _read_header(header):
    file = io.BytesIO(header[:HEADER_LIMIT])
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError("an unknown version of the format")
    return np.lib.format.read_array_header_1_0(file)
