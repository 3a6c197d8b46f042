"""The worked solution of Lab 3's layers against other implementations and by its properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import checked_inputs, torch

from cs_nn.layers import affine_backward, affine_forward, relu_backward, relu_forward, softmax_loss
from cs_nn.tools.gradient_check import numeric_gradient, rel_error

LAB = "lab3_three_layer_net"
quick = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**32 - 1)


def tensors(*arrays):
    return [torch.tensor(array, requires_grad=True) for array in arrays]


def affine_inputs(seed, shape=(4, 3, 2), M=5):
    rng = np.random.default_rng(seed)
    D = int(np.prod(shape[1:]))
    return rng.standard_normal(shape), rng.standard_normal((D, M)), rng.standard_normal(M)


affines = st.builds(
    affine_inputs, seeds, st.lists(st.integers(1, 4), min_size=2, max_size=4).map(tuple), st.integers(1, 5)
)
any_array = st.builds(
    lambda seed, shape: np.random.default_rng(seed).standard_normal(shape),
    seeds,
    st.lists(st.integers(1, 5), min_size=1, max_size=4).map(tuple),
)


# ------------------------------------------------------------------ the checks' inputs against PyTorch
def affine_of_torch(case):
    x, w, b = tensors(case["x"], case["w"], case["b"])
    out = torch.nn.functional.linear(x.flatten(1), w.T, b)
    out.backward(torch.tensor(case["dout"]))
    return {"out": out, "cached_x": x, "cached_w": w, "cached_b": b, "dx": x.grad, "dw": w.grad, "db": b.grad}


def relu_of_torch(case):
    [x] = tensors(case["x"])
    out = torch.relu(x)
    out.backward(torch.tensor(case["dout"]))
    return {"out": out, "cached_x": x, "dx": x.grad}


OF_TORCH = {"affine": affine_of_torch, "relu": relu_of_torch}


@pytest.mark.parametrize("name", ["affine_forward", "affine_backward", "relu_forward", "relu_backward"])
def test_results_of_the_checks_equal_those_of_pytorch(name):
    for case, results in checked_inputs(LAB, name):
        theirs = OF_TORCH[name.partition("_")[0]](case)
        assert results.pop("dx_left_out", True)
        for result, value in results.items():
            right = theirs[result.removesuffix("_alone")].detach().numpy()  # with need_dx=False
            np.testing.assert_allclose(value, right, rtol=1e-9, atol=1e-12 * np.abs(right).max(), err_msg=result)


# ------------------------------------------------------------------ affine
@quick
@given(affines, seeds)
def test_affine_gradients_equal_numeric_gradients(inputs, seed):
    x, w, b = inputs
    out, cache = affine_forward(x, w, b)
    dout = np.random.default_rng(seed).standard_normal(out.shape)
    numeric = (
        numeric_gradient(lambda x: np.sum(affine_forward(x, w, b)[0] * dout), x),
        numeric_gradient(lambda w: np.sum(affine_forward(x, w, b)[0] * dout), w),
        numeric_gradient(lambda b: np.sum(affine_forward(x, w, b)[0] * dout), b),
    )
    for analytic, expected in zip(affine_backward(dout, cache), numeric):
        np.testing.assert_allclose(analytic, expected, rtol=1e-6, atol=1e-7)


@quick
@given(affines, seeds, st.floats(-3, 3))
def test_affine_gradients_are_linear_in_dout(inputs, seed, factor):
    out, cache = affine_forward(*inputs)
    first, second = np.random.default_rng(seed).standard_normal((2, *out.shape))
    together = affine_backward(first + factor * second, cache)
    for whole, one, other in zip(together, affine_backward(first, cache), affine_backward(second, cache)):
        np.testing.assert_allclose(whole, one + factor * other, rtol=1e-9, atol=1e-11)


@quick
@given(affines)
def test_each_example_has_its_own_output_and_gradient(inputs):
    x, w, b = inputs
    out, cache = affine_forward(x, w, b)
    dx, dw, db = affine_backward(out, cache)
    alone = [affine_backward(affine_forward(x[i : i + 1], w, b)[0], (x[i : i + 1], w, b)) for i in range(len(x))]
    np.testing.assert_allclose(dx, np.concatenate([parts[0] for parts in alone]), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(dw, sum(parts[1] for parts in alone), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(db, sum(parts[2] for parts in alone), rtol=1e-9, atol=1e-12)


def test_affine_gradients_without_dx():
    x, w, b = affine_inputs(6)
    dout = np.random.default_rng(6).standard_normal((4, 5))
    _, dw, db = affine_backward(dout, (x, w, b))
    nothing, same_dw, same_db = affine_backward(dout, (x, w, b), need_dx=False)
    assert nothing is None
    np.testing.assert_array_equal(same_dw, dw)
    np.testing.assert_array_equal(same_db, db)


def test_affine_cache_keeps_what_came():
    x, w, b = affine_inputs(1)
    _, cache = affine_forward(x, w, b)
    assert all(kept is given for kept, given in zip(cache, (x, w, b)))


# ------------------------------------------------------------------ ReLU
@quick
@given(any_array)
def test_relu_of_an_array_and_of_its_negative_add_up(x):
    out, cache = relu_forward(x)
    negative, _ = relu_forward(-x)
    np.testing.assert_array_equal(out - negative, x)
    np.testing.assert_array_equal(out + negative, np.abs(x))
    np.testing.assert_array_equal(relu_forward(out)[0], out)
    assert cache is x


@quick
@given(any_array, seeds)
def test_relu_gradient_is_linear_in_dout_and_splits_it(x, seed):
    first, second = np.random.default_rng(seed).standard_normal((2, *x.shape))
    np.testing.assert_allclose(
        relu_backward(first + 2 * second, x),
        relu_backward(first, x) + 2 * relu_backward(second, x),
        rtol=1e-12,
        atol=1e-14,
    )
    np.testing.assert_array_equal(relu_backward(first, x) + relu_backward(first, -x), first)


def test_relu_gradient_equals_numeric_gradient():
    rng = np.random.default_rng(2)
    x, dout = rng.standard_normal((2, 3, 4, 5))
    numeric = numeric_gradient(lambda x: np.sum(relu_forward(x)[0] * dout), x)
    np.testing.assert_allclose(relu_backward(dout, x), numeric, atol=1e-8)


# ------------------------------------------------------------------ all of them
def test_two_layers_and_the_loss_together_have_the_right_gradient():
    x, w, b = affine_inputs(5)
    y = np.array([0, 1, 2, 3])

    def loss(w):
        return softmax_loss(relu_forward(affine_forward(x, w, b)[0])[0], y)[0]

    a, affine = affine_forward(x, w, b)
    h, relu = relu_forward(a)
    _, dw, _ = affine_backward(relu_backward(softmax_loss(h, y)[1], relu), affine)
    assert rel_error(dw, numeric_gradient(loss, w)) < 1e-6
