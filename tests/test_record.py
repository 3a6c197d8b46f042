"""The grader's record in a notebook's metadata: what is written comes back, and nothing else stops the reading."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.record import KEY, Finding, Record

RECORD = Record(
    notes=["a picture is missing"],
    borrowed=["lab3_three_layer_net"],
    unreadable=True,
    seed=2**63,
    sandbox=False,
    extra={"best_net": 3},
    findings={"right": None, "wrong": Finding("dW is wrong", "a factor 2", "factor"), "odd": Finding("it stopped")},
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(list(vars(RECORD))), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("record", [RECORD, Record()])
def test_what_is_written_comes_back(record):
    metadata = {}
    record.write(metadata)
    assert Record.read(json.loads(json.dumps(metadata))) == record


@given(ANY_JSON | st.fixed_dictionaries({KEY: ANY_JSON | st.fixed_dictionaries({}, optional={
    key: ANY_JSON for key in vars(RECORD)})}))  # fmt: skip
def test_whatever_stands_there_gives_a_record(metadata):
    record, again = Record.read(metadata), {}
    record.write(again)
    assert Record.read(again) == record


@pytest.mark.parametrize(("field", "value"), [
    ("notes", "a note"), ("notes", None), ("unreadable", 1), ("seed", True), ("seed", "1"), ("sandbox", 0),
    ("extra", {"net": "100"}), ("extra", [100]), ("findings", [None]),
])  # fmt: skip
def test_a_value_of_another_kind_counts_as_not_there(field, value):
    assert Record.read({KEY: {field: value}}) == Record()


def test_of_an_odd_finding_it_is_known_that_something_was_wrong():
    assert Record.read({KEY: {"findings": {"task": {"mistake": 1, "what": [], "more": 2}}}}).findings == {
        "task": Finding("")
    }
