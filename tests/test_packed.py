"""What the checks compare with is stored in few bytes."""

import numpy as np
import pytest

from cs_nn.checks.fingerprints import known_file
from cs_nn.checks.packed import load_packed, save_packed
from cs_nn.checks.stored import reference_file
from cs_nn.tools.labs import load_labs

VALUES = {
    "a/pair": np.array([[1 / 3, 2 / 3]]),
    "a/number": np.array(1 / 7),
    "a/single": np.float32([0.1, 0.2]),
    "a/large": np.array([1e300, 1.0]),
    "a/small": np.array([1e-60]),
    "a/special": np.array([np.nan, np.inf, 0.0]),
    "a/whole": np.arange(5),
    "a/bool": np.array([True, False]),
    "a/empty": np.empty((0, 3)),
    "a/words": ["one", ["two", 3]],
    "ab/other": np.array([1 / 3, 2 / 3]),
}


@pytest.fixture
def packed(tmp_path):
    save_packed(tmp_path / "packed.npz", VALUES)
    return tmp_path / "packed.npz"


def test_what_is_packed_comes_back(packed):
    found = load_packed(packed)
    assert found.keys() == VALUES.keys() and found.pop("a/words") == VALUES["a/words"]
    for name, value in found.items():
        assert (value.dtype, value.shape) == (VALUES[name].dtype, VALUES[name].shape), name
        np.testing.assert_array_equal(value, VALUES[name], err_msg=name)


def test_the_values_of_one_task(packed):
    assert load_packed(packed, "ab/").keys() == {"other"}
    assert load_packed(packed, "b/") == {}


def test_equal_arrays_are_stored_once(tmp_path):
    noise = np.random.default_rng(0).standard_normal(10_000)
    for name, values in (("one", {"a": noise}), ("two", {"a": noise, "b": noise.reshape(100, -1).copy()})):
        save_packed(tmp_path / name, values)
    assert (tmp_path / "two").stat().st_size < (tmp_path / "one").stat().st_size + 200


def test_what_the_checks_of_all_labs_compare_with_is_small():
    """The kit grows by it, and each course that is in Git by each change of it."""
    assert sum(file(lab).stat().st_size for lab in load_labs() for file in (reference_file, known_file)) < 1_200_000
