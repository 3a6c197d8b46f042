"""The worked solution of Lab 2 against PyTorch and by its properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import torch

from cs_nn import two_layer_net
from cs_nn.checks import WrongResult, lab_tasks, load_expected, run_task, visible_cases
from cs_nn.checks.tasks._nets import construct, give_parameters, require_same_parameters
from cs_nn.tools.gradient_check import numeric_gradient, rel_error
from cs_nn.two_layer_net import TwoLayerNet
from grading.hidden.lab2_two_layer_net import CASES

LAB = "lab2_two_layer_net"
TASKS = lab_tasks(LAB)


def net_and_data(seed, N=6, D=5, H=7, C=4, bias=1.0):
    """A net with random weights and biases, X, y."""
    rng = np.random.default_rng(seed)
    net = TwoLayerNet(D, H, C, std=1.0, rng=rng)
    for name in ("b1", "b2"):
        net.params[name] = bias * rng.standard_normal(net.params[name].shape)
    return net, rng.standard_normal((N, D)), rng.integers(C, size=N)


problems = st.builds(
    net_and_data,
    st.integers(0, 2**32 - 1),
    N=st.integers(1, 8),
    D=st.integers(1, 6),
    H=st.integers(1, 7),
    C=st.integers(1, 5),
    bias=st.sampled_from([0.0, 1.0, 10.0]),
)
quick = settings(max_examples=40, deadline=None)


def tensors(case):
    """The arrays of a case as tensors; the parameters ask for gradients."""
    return {
        name: torch.tensor(value, requires_grad=name[0] in "Wb")
        for name, value in case.items()
        if isinstance(value, np.ndarray)
    }


def affine_relu_affine(t):
    hidden = torch.relu(torch.addmm(t["b1"], t["X"], t["W1"]))
    return torch.addmm(t["b2"], hidden, t["W2"]), hidden


def penalty(t, reg):
    return 0.5 * reg * (t["W1"].square().sum() + t["W2"].square().sum())


# ------------------------------------------------------------------ inputs of the checks, by PyTorch
def forward_by_torch(case):
    scores, hidden = affine_relu_affine(tensors(case))
    return {"scores": scores.detach().numpy(), "hidden": hidden.detach().numpy()}


def backward_by_torch(case):
    t = tensors(case)
    scores, hidden = affine_relu_affine(t)
    np.testing.assert_allclose(hidden.detach().numpy(), case["hidden"], atol=1e-9)
    ((scores * t["dscores"]).sum() + penalty(t, case["reg"])).backward()
    return {name: t[name].grad.numpy() for name in ("W1", "b1", "W2", "b2")}


BY_TORCH = {"TwoLayerNet_forward": forward_by_torch, "TwoLayerNet_backward": backward_by_torch}


def assert_equal_pytorch(name, case, ours):
    theirs = BY_TORCH[name](case)
    assert ours.keys() == theirs.keys()
    for key, value in theirs.items():
        np.testing.assert_allclose(
            ours[key], value, rtol=1e-8, atol=1e-9 * np.max(np.abs(value)), err_msg=f"{key}, {case['about']}"
        )


@pytest.mark.parametrize("name", TASKS)
def test_expected_results_of_the_visible_checks_equal_pytorch(name):
    cases = visible_cases(TASKS[name])
    expected = load_expected(LAB, TASKS[name])
    assert len(cases) == len(expected)
    for case, ours in zip(cases, expected):
        assert_equal_pytorch(name, case, ours)


@pytest.mark.parametrize("name", TASKS)
def test_results_on_hidden_inputs_equal_pytorch(name):
    for case in CASES[name](np.random.default_rng(12)):
        assert_equal_pytorch(name, case, run_task(TASKS[name], two_layer_net, case))


# ------------------------------------------------------------------ a new net
def test_small_random_weights_and_zero_biases():
    params = TwoLayerNet(200, 100, 10, rng=0).params
    assert {name: w.shape for name, w in params.items()} == {
        "W1": (200, 100),
        "b1": (100,),
        "W2": (100, 10),
        "b2": (10,),
    }
    assert np.std(params["W1"]) == pytest.approx(1e-4, rel=0.02)
    assert np.std(params["W2"]) == pytest.approx(1e-4, rel=0.1)
    assert not params["b1"].any() and not params["b2"].any()


def test_a_standard_deviation_for_each_layer_and_a_type():
    params = TwoLayerNet(200, 100, 10, std=(0.5, 2.0), rng=0, dtype=np.float32).params
    assert np.std(params["W1"]) == pytest.approx(0.5, rel=0.02)
    assert np.std(params["W2"]) == pytest.approx(2.0, rel=0.1)
    assert {w.dtype for w in params.values()} == {np.dtype(np.float32)}


def test_seed_repeats_the_weights_and_a_generator_goes_on():
    rng = np.random.default_rng(3)
    first, again = TwoLayerNet(4, 5, 3, rng=rng), TwoLayerNet(4, 5, 3, rng=rng)
    assert np.array_equal(first.params["W1"], TwoLayerNet(4, 5, 3, rng=3).params["W1"])
    assert not np.array_equal(first.params["W1"], again.params["W1"])


# ------------------------------------------------------------------ forward and loss
def test_tiny_weights_give_log_of_the_number_of_classes():
    net, X, y = TwoLayerNet(5, 8, 10, rng=0), *net_and_data(1)[1:]
    assert net.loss(X, y)[0] == pytest.approx(np.log(10), abs=1e-4)


def test_loss_without_labels_gives_the_scores():
    net, X, _ = net_and_data(2)
    assert np.array_equal(net.loss(X), net.forward(X)[0])


@quick
@given(problems, st.floats(0, 20))
def test_relu_scales_with_its_layer(inputs, factor):
    """ReLU is homogeneous: the first layer times a factor gives the hidden layer times that factor."""
    net, X, _ = inputs
    _, hidden = net.forward(X)
    net.params["W1"] *= factor
    net.params["b1"] *= factor
    assert np.all(hidden >= 0)
    np.testing.assert_allclose(net.forward(X)[1], factor * hidden, rtol=1e-9, atol=1e-9)


@quick
@given(problems, st.floats(-1000, 1000))
def test_same_shift_of_all_scores_changes_nothing(inputs, shift):
    net, X, y = inputs
    loss, grads = net.loss(X, y, 0.1)
    net.params["b2"] = net.params["b2"] + shift
    shifted_loss, shifted_grads = net.loss(X, y, 0.1)
    assert shifted_loss == pytest.approx(loss, rel=1e-8, abs=1e-9)
    for name, grad in grads.items():
        np.testing.assert_allclose(shifted_grads[name], grad, rtol=1e-6, atol=1e-8)


@quick
@given(problems)
def test_derivatives_by_the_scores_of_an_example_sum_to_zero(inputs):
    net, X, y = inputs
    _, grads = net.loss(X, y)
    np.testing.assert_allclose(grads["W2"].sum(axis=1), 0, atol=1e-11)
    assert abs(grads["b2"].sum()) < 1e-12


@quick
@given(problems, st.permutations(range(8)))
def test_order_of_the_batch_does_not_matter(inputs, order):
    net, X, y = inputs
    order = [i for i in order if i < len(X)]
    (loss, grads), (other, other_grads) = net.loss(X, y, 0.1), net.loss(X[order], y[order], 0.1)
    assert other == pytest.approx(loss, rel=1e-10, abs=1e-12)
    for name, grad in grads.items():
        np.testing.assert_allclose(other_grads[name], grad, rtol=1e-8, atol=1e-10)


@quick
@given(problems, st.sampled_from([1e3, 1e6]))
def test_huge_scores_stay_finite(inputs, scale):
    net, X, y = inputs
    net.params["W2"] *= scale
    loss, grads = net.loss(X, y)
    assert loss >= 0
    assert np.isfinite([loss, *(np.abs(grad).max() for grad in grads.values())]).all()


# ------------------------------------------------------------------ backward
@pytest.mark.parametrize("reg", [0.0, 0.4])
@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
def test_gradient_equals_numeric_gradient(name, reg):
    net, X, y = net_and_data(5)
    _, grads = net.loss(X, y, reg)

    def loss_at(w):
        net.params[name] = w
        return net.loss(X, y, reg)[0]

    assert rel_error(grads[name], numeric_gradient(loss_at, net.params[name].copy())) < 1e-5


@quick
@given(problems, st.integers(0, 2**32 - 1), st.floats(-3, 3))
def test_backward_is_linear_in_the_upstream_gradient(inputs, seed, factor):
    net, X, _ = inputs
    scores, hidden = net.forward(X)
    one, two = np.random.default_rng(seed).standard_normal((2, *scores.shape))

    def backward(dscores):
        return net.backward(X, hidden, dscores, 0.0)

    parts = backward(one), backward(two)
    for name, grad in backward(one + factor * two).items():
        np.testing.assert_allclose(grad, parts[0][name] + factor * parts[1][name], rtol=1e-9, atol=1e-9)


@quick
@given(problems, st.floats(0, 5))
def test_penalty_adds_its_derivative_to_the_weights_alone(inputs, reg):
    net, X, y = inputs
    (_, with_penalty), (_, without) = net.loss(X, y, reg), net.loss(X, y, 0.0)
    for name, w in net.params.items():
        expected = reg * w if w.ndim == 2 else 0
        np.testing.assert_allclose(with_penalty[name] - without[name], expected, rtol=1e-9, atol=1e-11)


def test_a_unit_that_is_off_gets_no_gradient():
    net, X, y = net_and_data(6)
    net.params["b1"][2] = -100
    _, grads = net.loss(X, y)
    assert not grads["W1"][:, 2].any() and grads["b1"][2] == 0 and not grads["W2"][2].any()


def test_arguments_and_parameters_are_not_changed_and_types_are_kept():
    net, X, y = net_and_data(7)
    X_copy, y_copy, params = X.copy(), y.copy(), {name: w.copy() for name, w in net.params.items()}
    net.loss(X, y, 0.5)
    assert np.array_equal(X, X_copy) and np.array_equal(y, y_copy)
    assert all(np.array_equal(w, params[name]) for name, w in net.params.items())
    net.params = {name: w.astype(np.float32) for name, w in params.items()}
    _, grads = net.loss(X.astype(np.float32), y, 0.5)
    assert {grad.dtype for grad in grads.values()} == {np.dtype(np.float32)}


# ------------------------------------------------------------------ training
def rings(n=90, seed=0):
    """Three classes in rings around the origin: no linear classifier separates them."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % 3
    angle = rng.uniform(0, 2 * np.pi, n)
    radius = (y + 0.5 + 0.2 * rng.uniform(-1, 1, n))[:, None]
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1), y


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_training_separates_rings(dtype):
    X, y = rings()
    X = X.astype(dtype)
    net = TwoLayerNet(2, 50, 3, std=1.0, rng=0, dtype=dtype)
    history = net.train(
        X,
        y,
        X,
        y,
        learning_rate=np.float64(0.1),
        num_iters=1500,
        batch_size=30,
        reg=0.0,
        learning_rate_decay=1.0,
        rng=0,
    )
    assert history.val_accuracy[-1] == np.mean(net.predict(X) == y) > 0.97
    assert np.mean(history.loss[-10:]) < 0.3 * np.mean(history.loss[:3])
    assert {w.dtype for w in net.params.values()} == {np.dtype(dtype)}


@pytest.mark.parametrize(
    ("batch_size", "num_iters", "epochs"), [(20, 8, 2), (20, 11, 2), (90, 4, 4), (200, 4, 4), (9, 7, 0)]
)
def test_history_has_an_entry_per_iteration_and_per_epoch(batch_size, num_iters, epochs):
    X, y = rings()
    seen = []
    history = TwoLayerNet(2, 5, 3, rng=0).train(
        X, y, X[:10], y[:10], num_iters=num_iters, batch_size=batch_size, rng=0, on_epoch=seen.append
    )
    assert len(history.loss) == num_iters
    assert len(history.train_accuracy) == len(history.val_accuracy) == len(history.learning_rate) == len(seen) == epochs
    assert all(type(loss) is float for loss in history.loss)


def test_learning_rate_decays_after_each_epoch():
    X, y = rings()
    history = TwoLayerNet(2, 5, 3, rng=0).train(
        X, y, learning_rate=0.5, learning_rate_decay=0.8, num_iters=9, batch_size=30, rng=0
    )
    np.testing.assert_allclose(history.learning_rate, [0.5, 0.4, 0.32])
    assert history.val_accuracy == []


def test_seed_repeats_a_run():
    X, y = rings()

    def weights(rng):
        net = TwoLayerNet(2, 5, 3, std=0.5, rng=1)
        net.train(X, y, num_iters=5, batch_size=10, rng=rng)
        return net.params["W1"]

    assert np.array_equal(weights(3), weights(np.random.default_rng(3)))
    assert not np.array_equal(weights(3), weights(4))


def test_predictions_are_integers_and_do_not_depend_on_the_batch():
    net, X, _ = net_and_data(8, N=30)
    y_pred = net.predict(X)
    assert y_pred.shape == (30,) and y_pred.dtype.kind == "i"
    assert np.array_equal(y_pred, np.concatenate([net.predict(X[i : i + 1]) for i in range(30)]))


def test_a_broken_constructor_is_told_in_a_sentence():
    class Broken:
        def __init__(self, input_size, hidden_size, output_size):
            self.params = {"W1": np.zeros((input_size, hidden_size))}

    case = visible_cases(TASKS["TwoLayerNet_forward"])[0]
    with pytest.raises(WrongResult, match=r"Broken\(4, 7, 3, ...\) stopped with TypeError.*__init__ was given"):
        construct(Broken, 4, 7, 3, rng=0)
    with pytest.raises(WrongResult, match=r'must set self.params\["b1"\], an array of shape \(7,\)'):
        give_parameters(Broken(4, 7, 3), case, ["W1", "b1"])


def test_parameters_are_put_into_the_nets_own_arrays():
    net = TwoLayerNet(4, 7, 3, rng=0)
    other_name = net.params["W1"]
    case = visible_cases(TASKS["TwoLayerNet_forward"])[0]
    give_parameters(net, case, net.params)
    assert np.array_equal(other_name, case["W1"]) and other_name is not case["W1"]
    other_name[0, 0] += 1
    with pytest.raises(WrongResult, match=r'forward changes self.params\["W1"\]'):
        require_same_parameters(net, case, net.params, "forward")
