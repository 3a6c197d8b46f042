"""Central differences: right on known functions, and sharp enough to convict one wrong entry."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from cs_nn.tools.gradient_check import (
    GradientCheck,
    directional_gradient_check,
    numeric_gradient,
    rel_error,
    sparse_gradient_check,
)

repeatable = settings(derandomize=True, deadline=None, max_examples=50)


# ------------------------------------------------------------------ rel_error
@pytest.mark.parametrize(
    ("a", "b", "error"),
    [
        (1.0, 1.0, 0.0),
        (1.0, 3.0, 0.5),
        ([1.0, 2.0], [1.0, -2.0], 1.0),
        ([0.0, 0.0], [0.0, 0.0], 0.0),
        (0.0, 1e-9, 0.1),  # below 1e-8 differences count for less
        ([], [], 0.0),
        ([2, 3], [2, 5], 0.25),
    ],
)
def test_rel_error(a, b, error):
    assert rel_error(a, b) == pytest.approx(error)
    assert isinstance(rel_error(a, b), float)


def test_rel_error_compares_single_precision_in_double():
    a = np.float32(0.1)
    assert rel_error(a, 0.1) == pytest.approx(abs(float(a) - 0.1) / 0.2)


def test_rel_error_says_which_shapes_differ():
    with pytest.raises(ValueError, match=r"\(2,\) and \(2, 1\)"):
        rel_error(np.ones(2), np.ones((2, 1)))


# ------------------------------------------------------------------ the whole gradient
@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3), (2, 1, 4)])
@pytest.mark.parametrize(
    ("f", "gradient"),
    [
        (lambda x: np.sum(x**2), lambda x: 2 * x),
        (lambda x: np.sum(np.sin(x)), np.cos),
        (lambda x: np.exp(np.mean(x)), lambda x: np.exp(np.mean(x)) / x.size * np.ones_like(x)),
        (lambda x: np.log(np.sum(np.exp(x))), lambda x: np.exp(x) / np.sum(np.exp(x))),
    ],
    ids=["squares", "sine", "exp-of-mean", "log-sum-exp"],
)
def test_numeric_gradient_of_known_functions(f, gradient, shape):
    x = np.random.default_rng(3).standard_normal(shape)
    numeric = numeric_gradient(f, x)
    assert numeric.shape == shape and numeric.dtype == np.float64
    np.testing.assert_allclose(numeric, gradient(np.asarray(x)), rtol=1e-7, atol=1e-9)


def test_numeric_gradient_leaves_x_alone_and_accepts_integers_and_float32():
    x = np.array([1, 2, 3])
    np.testing.assert_allclose(numeric_gradient(lambda v: np.sum(v**3), x), [3, 12, 27], rtol=1e-8)
    assert x.tolist() == [1, 2, 3]
    small = x.astype(np.float32)
    np.testing.assert_allclose(numeric_gradient(lambda v: np.sum(v**3), small), [3, 12, 27], rtol=1e-8)
    assert small.tolist() == [1, 2, 3]


def test_every_evaluation_sees_one_changed_entry():
    x = np.arange(6.0).reshape(2, 3)
    seen = []
    numeric_gradient(lambda v: seen.append(v - x) or 0.0, x, h=0.5)
    assert len(seen) == 2 * x.size
    assert all(np.count_nonzero(change) == 1 and np.abs(change).sum() == 0.5 for change in seen)


def test_error_falls_with_the_square_of_the_step():
    x = np.linspace(-2, 2, 9)
    numeric = [numeric_gradient(lambda v: np.sum(np.exp(v)), x, h) for h in (1e-1, 1e-2, 1e-3)]
    errors = [np.max(np.abs(gradient - np.exp(x))) for gradient in numeric]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.05)
    assert errors[1] / errors[2] == pytest.approx(100, rel=0.05)
    assert errors[2] == pytest.approx(np.exp(2) * 1e-6 / 6, rel=0.05)  # the next term of Taylor's series


def test_round_off_takes_over_for_small_steps():
    x = np.linspace(-2, 2, 41)

    def error(h):
        # One entry at a time, so that f is as large as its derivative.
        return max(abs(numeric_gradient(lambda v: np.exp(v[0]), [value], h)[0] - np.exp(value)) for value in x)

    assert error(1e-5) < 1e-9
    assert error(1e-8) > 10 * error(1e-5)
    assert error(1e-11) > 100 * error(1e-8)
    # exp may be wrong by one unit in the last place, and so may x + h by half a unit
    eps = np.finfo(float).eps
    assert error(1e-11) < 4 * eps * np.exp(2) * (1 + 2) / 1e-11


@repeatable
@given(st.data())
def test_linear_functions_are_exact(data):
    """With whole numbers and a step that is a power of 2 there is no rounding at all, but in random directions."""
    shape = data.draw(array_shapes(max_dims=3, max_side=4))
    numbers = st.integers(-1000, 1000).map(float)
    slope, x = (data.draw(arrays(float, shape, elements=numbers)) for _ in range(2))
    offset = data.draw(numbers)

    def f(v):
        return np.sum(slope * v) + offset

    assert np.array_equal(numeric_gradient(f, x, h=2.0**-10), slope)
    check = sparse_gradient_check(f, x, slope, h=2.0**-10, rng=data.draw(st.integers(0, 2**32)))
    assert check.max_error == 0 and np.array_equal(check.numeric, check.analytic)
    check = directional_gradient_check(f, x, slope, h=2.0**-10)
    rounding = np.finfo(float).eps * (np.sum(np.abs(slope * x)) + np.sum(np.abs(slope)) + abs(offset)) / 2.0**-10
    np.testing.assert_allclose(check.numeric, check.analytic, rtol=1e-12, atol=4 * rounding)


# ------------------------------------------------------------------ a few entries, a few directions
def quadratic(seed, shape=(3, 4)):
    """A function, a point and the gradient there, all entries of which matter."""
    rng = np.random.default_rng(seed)
    size = int(np.prod(shape))
    A, x = rng.standard_normal((size, size)), rng.standard_normal(shape)
    return lambda v: 0.5 * np.sum((A @ v.ravel()) ** 2), x, (A.T @ A @ x.ravel()).reshape(shape)


@repeatable
@given(seed=st.integers(0, 2**32), entry=st.integers(0, 11), factor=st.sampled_from([-0.3, -0.01, 0.01, 0.3]))
def test_one_wrong_entry_is_convicted(seed, entry, factor):
    f, x, gradient = quadratic(seed)
    wrong = gradient.copy()
    wrong.flat[entry] += factor * np.linalg.norm(gradient)

    def distance(check):
        return np.max(np.abs(check.numeric - check.analytic)) / np.linalg.norm(gradient)

    assert distance(directional_gradient_check(f, x, gradient, rng=seed)) < 1e-7
    assert distance(directional_gradient_check(f, x, wrong, rng=seed)) > 1e-5
    numeric = numeric_gradient(f, x)
    np.testing.assert_allclose(numeric, gradient, rtol=0, atol=1e-7 * np.linalg.norm(gradient))
    assert np.flatnonzero(~np.isclose(numeric, wrong, rtol=0, atol=1e-3 * np.linalg.norm(gradient))).tolist() == [entry]
    everything = sparse_gradient_check(f, x, wrong, n=x.size, rng=seed)
    assert everything.places[np.argmax(np.abs(everything.numeric - everything.analytic))] == str(
        [int(i) for i in np.unravel_index(entry, x.shape)]
    )


def test_sparse_check_looks_at_different_entries():
    f, x, gradient = quadratic(1)
    check = sparse_gradient_check(f, x, gradient, n=7, rng=5)
    assert len(set(check.places)) == len(check.numeric) == len(check.analytic) == 7
    assert check.max_error < 1e-7
    for place, analytic in zip(check.places, check.analytic):
        assert gradient[tuple(int(i) for i in place.strip("[]").split(","))] == analytic
    assert len(sparse_gradient_check(f, x, gradient, n=1000).places) == x.size


def test_the_seed_decides_what_is_looked_at():
    f, x, gradient = quadratic(2)
    for how in (sparse_gradient_check, directional_gradient_check):
        first, again, other = how(f, x, gradient, rng=1), how(f, x, gradient, rng=1), how(f, x, gradient, rng=2)
        assert np.array_equal(first.numeric, again.numeric)
        assert not np.array_equal(first.numeric, other.numeric)
        generator = np.random.default_rng(1)
        assert np.array_equal(how(f, x, gradient, rng=generator).numeric, first.numeric)


@pytest.mark.parametrize("how", [sparse_gradient_check, directional_gradient_check])
def test_checks_leave_x_alone(how):
    f, x, gradient = quadratic(4)
    before = x.copy()
    how(f, x, gradient)
    assert np.array_equal(x, before)


@pytest.mark.parametrize("how", [sparse_gradient_check, directional_gradient_check])
@pytest.mark.parametrize("shape", [(4, 3), (12,), (1, 3, 4), ()])
def test_a_gradient_of_another_shape_is_an_error(how, shape):
    f, x, _ = quadratic(0)
    with pytest.raises(ValueError, match=r"must have the shape of x, \(3, 4\)"):
        how(f, x, np.ones(shape))


def test_a_check_prints_as_a_table():
    check = GradientCheck(("[0, 1]", "[10, 2]"), np.array([1.0, -2.0]), np.array([1.0, -2.1]))
    lines = str(check).splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("[0, 1] ") and "+1.00000000e+00" in lines[0] and "0.0e+00" in lines[0]
    assert lines[1].startswith("[10, 2]") and "-2.10000000e+00" in lines[1] and "2.4e-02" in lines[1]
    assert lines[2] == "largest relative error: 2.4e-02"
    assert check.max_error == pytest.approx(0.1 / 4.1)
    assert check.errors.tolist() == [0.0, pytest.approx(0.1 / 4.1)]


def test_a_check_of_nothing_has_no_error():
    check = sparse_gradient_check(lambda v: 0.0, np.zeros((0, 3)), np.zeros((0, 3)))
    assert check.max_error == 0.0
    assert str(check) == "largest relative error: 0.0e+00"
