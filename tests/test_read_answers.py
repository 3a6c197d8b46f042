"""What is read from a student's process is taken as text of a stranger."""

import json
import tracemalloc

import pytest

from cs_nn import checks
from grading.read_answers import JSON_LIMIT, recorded_verdict

LAB, TASK = "lab1_softmax", checks.lab_tasks("lab1_softmax")["sgd_momentum"]


@pytest.mark.parametrize(
    "first",
    [
        b"[" * 100_000,
        b"[[" + b"[]," * (JSON_LIMIT // 2) + b"[]]]",
        b"not JSON",
        b"null",
        b"[[null, null], []]",
        b"[[], []]",
        json.dumps([[{"results": {"next_w": "AAAA"}}] * 40, []]).encode(),
        json.dumps([[{"results": {"next_w": 3}}] * 40, ["note"]]).encode(),
        json.dumps([[{"what": 1, "hint": [], "mistake": {}, "about": None, "certain": 2}] * 40, []]).encode(),
    ],
    ids=["nested", "large", "text", "null", "nothing", "none", "bytes", "number", "problem"],
)
def test_no_answer_of_an_odd_kind_is_right_or_stops_the_grader(first):
    tracemalloc.start()
    try:
        verdict = recorded_verdict(LAB, TASK, {("visible", "first"): first})
        assert tracemalloc.get_traced_memory()[1] < 100e6
    finally:
        tracemalloc.stop()
    assert verdict is None or verdict.problem is not None


def test_without_an_answer_there_is_no_verdict():
    assert recorded_verdict(LAB, TASK, {}) is None


def test_the_words_of_a_module_that_can_not_be_loaded_are_made_plain():
    lines = [["fail", "sgd_momentum: can't be read\x1b[2J\n"], ["<b>", "line 3"]] + [["", "more"]] * 50
    said = json.dumps({"lines": lines, "mistake": "syntax-error"}).encode()
    verdict = recorded_verdict(LAB, TASK, {("visible", "failed"): said})
    assert verdict.problem.what == "can't be read [2J " and verdict.problem.mistake == "syntax-error"
    assert verdict.lines[1] == ("", "line 3") and len(verdict.lines) < 10
