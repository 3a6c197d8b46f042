"""Lab 4's worked solution and given network against other implementations and by their properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import torch

from cs_nn import checks, regularization
from cs_nn.checks.tasks.lab4_regularization import PARAMETERS, dropout_backward_case, parameters_of, points_case
from cs_nn.regularization import (
    backward_propagation_with_dropout,
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    forward_propagation_with_dropout,
)
from cs_nn.tools import points_net
from cs_nn.tools.gradient_check import numeric_gradient
from cs_nn.tools.points_net import backward_propagation, compute_cost, forward_propagation
from cs_nn.tools.points_training import train
from grading.fresh_inputs import hidden_cases

LAB = "lab4_regularization"
quick = settings(max_examples=25, deadline=None)


def case_of(seed, m=8, sizes=(2, 7, 4), lambd=0.6):
    return points_case(np.random.default_rng(seed), "", m, sizes, lambd)


cases = st.builds(
    case_of,
    st.integers(0, 2**32 - 1),
    m=st.integers(1, 12),
    lambd=st.floats(0, 5),
    sizes=st.tuples(st.just(2), st.integers(2, 9), st.integers(2, 9)),
)
dropout_cases = st.builds(
    lambda seed, keep, m, sizes: dropout_backward_case(np.random.default_rng(seed), "", keep, m, sizes),
    st.integers(0, 2**32 - 1),
    st.floats(0.2, 1),
    st.integers(1, 12),
    st.tuples(st.just(2), st.integers(2, 9), st.integers(2, 9)),
)


# ------------------------------------------------------------------ the checks' inputs against PyTorch
def of_torch(case, lambd=0.0, keep_prob=None):
    """Cost, its gradients and the activations by PyTorch; with the masks of the case if there is a keep_prob."""
    parameters = {name: torch.tensor(case[name], requires_grad=True) for name in PARAMETERS}
    A = torch.tensor(case["X"])
    results = {}
    for k in (1, 2):
        A = torch.nn.functional.linear(A, parameters[f"W{k}"].T, parameters[f"b{k}"]).relu()
        if keep_prob:
            A = A * torch.tensor(case[f"D{k}"]) / keep_prob
        results[f"A{k}"] = A
    Z3 = torch.nn.functional.linear(A, parameters["W3"].T, parameters["b3"])
    cost = torch.nn.functional.binary_cross_entropy_with_logits(Z3, torch.tensor(case["Y"], dtype=float))
    cost = cost + lambd / (2 * len(Z3)) * sum((parameters[f"W{k}"] ** 2).sum() for k in (1, 2, 3))
    cost.backward()
    results |= {"A3": torch.sigmoid(Z3), "cost": cost}
    results |= {f"d{name}": parameter.grad for name, parameter in parameters.items()}
    return {name: value.detach().numpy() for name, value in results.items()}


def with_expected(name, seeds=3):
    """(inputs, results): the visible ones with the file's results, and hidden ones with those of the solution.

    Of results that depend on draws the file holds no more than shapes: they are all of the solution.
    """
    task = checks.lab_tasks(LAB)[name]
    pairs = [] if task.drawn else list(zip(checks.visible_cases(task), checks.load_expected(LAB, task), strict=True))
    cases = [case for seed in range(seeds) for case in hidden_cases(LAB, name, seed)]
    cases += checks.visible_cases(task) if task.drawn else []
    return pairs + [(case, checks.run_task(task, regularization, case)) for case in cases]


@pytest.mark.parametrize("name", ["backward_propagation_with_regularization", "backward_propagation_with_dropout"])
def test_results_of_the_checks_equal_those_of_pytorch(name):
    for case, results in with_expected(name):
        theirs = of_torch(case, case["lambd"], case.get("keep_prob"))
        for result, value in results.items():
            np.testing.assert_allclose(value, theirs[result], rtol=1e-9, atol=1e-12, err_msg=result)


def test_costs_of_the_checks_equal_those_of_pytorch_for_the_same_outputs():
    for case, results in with_expected("compute_cost_with_regularization"):
        A3, Y = torch.tensor(case["A3"]), torch.tensor(case["Y"], dtype=float)
        penalty = case["lambd"] / (2 * len(Y)) * sum((case[f"W{k}"] ** 2).sum() for k in (1, 2, 3))
        theirs = torch.nn.functional.binary_cross_entropy(A3, Y).item() + penalty
        np.testing.assert_allclose(results["cost"], theirs, rtol=1e-9, atol=1e-12)


def test_cost_of_outputs_in_single_precision_that_are_0_or_1_is_finite():
    A3, Y = np.array([[1.0], [0.0]], np.float32), np.array([[1], [0]])
    assert 0 <= compute_cost(A3, Y) < 1e-12


def test_dropout_of_the_checks_equals_pytorch_with_the_same_masks():
    for case, results in with_expected("forward_propagation_with_dropout"):
        theirs = of_torch({**case, **results}, keep_prob=case["keep_prob"])
        for name in ("A1", "A2", "A3"):
            np.testing.assert_allclose(results[name], theirs[name], rtol=1e-9, atol=1e-12, err_msg=name)
        np.testing.assert_array_equal(results["A3"], results["cached_A3"])


# ------------------------------------------------------------------ the given network
@quick
@given(cases)
def test_given_network_equals_pytorch(case):
    parameters = parameters_of(case)
    A3, cache = forward_propagation(case["X"], parameters)
    theirs = of_torch(case)
    ours = {
        **cache,
        "cost": compute_cost(A3, case["Y"]),
        **backward_propagation(case["X"], case["Y"], parameters, cache),
    }
    assert set(ours) == set(theirs)
    for name, value in ours.items():
        np.testing.assert_allclose(value, theirs[name], rtol=1e-8, atol=1e-11, err_msg=name)


def numeric_gradients(cost, parameters):
    """By central differences; ``cost`` is a function of the dict of parameters."""
    return {
        f"d{name}": numeric_gradient(lambda value, name=name: cost({**parameters, name: value}), parameters[name])
        for name in PARAMETERS
    }


def assert_gradients_agree(gradients, others, **tolerance):
    for name in others:
        np.testing.assert_allclose(gradients[name], others[name], err_msg=name, **tolerance)


def away_from_the_kinks(case, D1=1.0, D2=1.0, keep_prob=1.0):
    """Whether no unit is so near 0 that a step of the central differences crosses the kink of ReLU."""
    Z1 = case["X"] @ case["W1"] + case["b1"]
    Z2 = np.maximum(Z1, 0) * D1 / keep_prob @ case["W2"] + case["b2"]
    return min(np.abs(Z1).min(), np.abs(Z2).min()) > 1e-3


@pytest.mark.parametrize("seed", range(5))
def test_gradients_of_the_given_network_equal_numeric_ones(seed):
    case = case_of(seed)
    assert away_from_the_kinks(case)
    X, Y, parameters = case["X"], case["Y"], parameters_of(case)
    gradients = backward_propagation(X, Y, parameters, forward_propagation(X, parameters)[1])
    numeric = numeric_gradients(lambda values: compute_cost(forward_propagation(X, values)[0], Y), parameters)
    assert_gradients_agree(gradients, numeric, rtol=1e-6, atol=1e-8)


def test_given_network_s_sigmoid_and_cost_stay_finite():
    Z = np.array([[-1e4], [-30.0], [0.0], [30.0], [1e4]])
    np.testing.assert_allclose(points_net.sigmoid(Z), torch.sigmoid(torch.tensor(Z)).numpy(), rtol=1e-3, atol=1e-15)
    assert compute_cost(np.array([[0.0], [1.0]]), np.array([[1], [0]])) == pytest.approx(-np.log(1e-15), rel=1e-3)
    assert compute_cost(np.full((4, 1), 0.5), np.array([[1], [0], [0], [1]])) == pytest.approx(np.log(2))


def test_initial_parameters():
    parameters = points_net.initialize_parameters(np.random.default_rng(0), (500, 400, 3, 1))
    assert [parameters[name].shape for name in PARAMETERS] == [(500, 400), (400,), (400, 3), (3,), (3, 1), (1,)]
    assert parameters["W1"].std() == pytest.approx(np.sqrt(2 / 500), rel=0.02)
    assert not any(parameters[f"b{k}"].any() for k in (1, 2, 3))
    shapes = [value.shape for value in points_net.initialize_parameters(np.random.default_rng(0)).values()]
    assert shapes == [(2, 20), (20,), (20, 3), (3,), (3, 1), (1,)]


def test_predictions_and_accuracy():
    case = case_of(1, m=50)
    A3, _ = forward_propagation(case["X"], parameters_of(case))
    labels = points_net.predict(case["X"], parameters_of(case))
    assert labels.shape == (50, 1)
    np.testing.assert_array_equal(labels == 1, A3 > 0.5)
    assert points_net.accuracy(case["X"], labels, parameters_of(case)) == 1
    assert points_net.accuracy(case["X"], 1 - labels, parameters_of(case)) == 0


def rings(m=120, seed=0):
    """Points inside and outside of a circle."""
    X = np.random.default_rng(seed).standard_normal((m, 2))
    return X, (np.sum(X**2, axis=1, keepdims=True) > 1.3).astype(int)


@pytest.mark.parametrize("settings", [{}, {"lambd": 0.1}, {"keep_prob": 0.9}])
def test_training_learns(settings):
    X, Y = rings()
    parameters, costs = train(X, Y, num_iterations=1500, rng=3, **settings)
    assert len(costs) == 15
    assert points_net.accuracy(X, Y, parameters) > 0.9
    assert np.mean(costs[-3:]) < 0.6 * costs[0]


def test_regularized_training_gives_smaller_weights():
    X, Y = rings()
    plain, _ = train(X, Y, num_iterations=600, rng=1)
    penalised, _ = train(X, Y, num_iterations=600, rng=1, lambd=2.0)
    size = [sum(np.sum(parameters[f"W{k}"] ** 2) for k in (1, 2, 3)) for parameters in (plain, penalised)]
    assert size[1] < 0.7 * size[0]


def test_training_repeats_with_a_seed_and_counts_its_iterations():
    X, Y = rings()
    seen = []
    first, costs = train(X, Y, num_iterations=150, keep_prob=0.8, rng=5, on_iteration=lambda: seen.append(1))
    second, same = train(X, Y, num_iterations=150, keep_prob=0.8, rng=np.random.default_rng(5))
    assert len(seen) == 150
    assert costs == same
    assert all(np.array_equal(first[name], second[name]) for name in PARAMETERS)


def test_training_takes_one_kind_of_regularization():
    X, Y = rings()
    with pytest.raises(ValueError, match="not both"):
        train(X, Y, lambd=0.1, keep_prob=0.9)


# ------------------------------------------------------------------ L2
@quick
@given(cases)
def test_penalty_is_linear_in_lambd_and_leaves_the_biases_alone(case):
    X, Y, parameters, lambd = case["X"], case["Y"], parameters_of(case), case["lambd"]
    A3, cache = forward_propagation(X, parameters)
    plain = compute_cost_with_regularization(A3, Y, parameters, 0.0)
    penalty = compute_cost_with_regularization(A3, Y, parameters, lambd) - plain
    assert plain == pytest.approx(compute_cost(A3, Y))
    assert compute_cost_with_regularization(A3, Y, parameters, 2 * lambd) == pytest.approx(plain + 2 * penalty)
    free = {name: value if name[0] == "W" else value + 1 for name, value in parameters.items()}
    assert compute_cost_with_regularization(A3, Y, free, lambd) == pytest.approx(plain + penalty)
    gradients = backward_propagation_with_regularization(X, Y, parameters, cache, lambd)
    data = backward_propagation(X, Y, parameters, cache)
    for k in (1, 2, 3):
        np.testing.assert_array_equal(gradients[f"db{k}"], data[f"db{k}"])
    # Euler: the penalty has degree 2, so the sum of weight times derivative is twice the penalty.
    products = [np.sum(parameters[f"W{k}"] * (gradients[f"dW{k}"] - data[f"dW{k}"])) for k in (1, 2, 3)]
    assert sum(products) == pytest.approx(2 * penalty, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_regularized_gradients_equal_numeric_ones(seed):
    case = case_of(seed)
    X, Y, parameters = case["X"], case["Y"], parameters_of(case)

    def cost(values):
        return compute_cost_with_regularization(forward_propagation(X, values)[0], Y, values, 0.6)

    cache = forward_propagation(X, parameters)[1]
    gradients = backward_propagation_with_regularization(X, Y, parameters, cache, 0.6)
    assert_gradients_agree(gradients, numeric_gradients(cost, parameters), rtol=1e-6, atol=1e-8)


# ------------------------------------------------------------------ dropout
@quick
@given(cases, st.floats(0.1, 1), st.integers(0, 2**32 - 1))
def test_dropped_units_are_zero_and_the_others_are_scaled(case, keep_prob, seed):
    A3, cache = forward_propagation_with_dropout(case["X"], parameters_of(case), keep_prob, np.random.default_rng(seed))
    assert A3 is cache["A3"]
    inputs = case["X"]
    for k in (1, 2):
        full = np.maximum(inputs @ case[f"W{k}"] + case[f"b{k}"], 0)
        kept = np.asarray(cache[f"D{k}"], dtype=bool)
        inputs = cache[f"A{k}"]
        assert kept.shape == inputs.shape == full.shape
        assert not inputs[~kept].any()
        np.testing.assert_allclose(inputs[kept], full[kept] / keep_prob)


@pytest.mark.parametrize("keep_prob", [0.2, 0.5, 0.86])
def test_dropout_keeps_its_share_and_the_mean(keep_prob):
    case = case_of(2, m=3)
    rng, parameters = np.random.default_rng(3), parameters_of(case)
    n = 4000
    caches = [forward_propagation_with_dropout(case["X"], parameters, keep_prob, rng)[1] for _ in range(n)]
    full = forward_propagation(case["X"], parameters)[1]["A1"]
    error = np.sqrt((1 - keep_prob) / keep_prob / n)  # standard deviation of a mean of masks divided by keep_prob
    np.testing.assert_allclose(np.mean([cache["A1"] for cache in caches], axis=0), full, rtol=5 * error)
    for name in ("D1", "D2"):
        share = np.mean([cache[name] for cache in caches], axis=0)
        np.testing.assert_allclose(share, keep_prob, atol=5 * np.sqrt(keep_prob * (1 - keep_prob) / n))


@quick
@given(cases)
def test_nothing_dropped_is_the_plain_network(case):
    X, Y, parameters = case["X"], case["Y"], parameters_of(case)
    A3, cache = forward_propagation_with_dropout(X, parameters, 1.0, np.random.default_rng(0))
    plain, plain_cache = forward_propagation(X, parameters)
    np.testing.assert_allclose(A3, plain, rtol=1e-12)
    gradients = backward_propagation_with_dropout(X, Y, parameters, cache, 1.0)
    assert_gradients_agree(gradients, backward_propagation(X, Y, parameters, plain_cache), rtol=1e-9, atol=1e-13)


def test_masks_come_from_the_generator():
    case = case_of(4, m=40)
    rng = np.random.default_rng(7)
    masks = [
        forward_propagation_with_dropout(case["X"], parameters_of(case), 0.5, generator)[1]["D1"]
        for generator in (rng, np.random.default_rng(7), rng)
    ]
    np.testing.assert_array_equal(masks[0], masks[1])
    assert not np.array_equal(masks[0], masks[2])


@quick
@given(dropout_cases)
def test_dropout_gradients_equal_those_of_pytorch(case):
    cache = {name: case[name] for name in ("A1", "D1", "A2", "D2", "A3")}
    gradients = backward_propagation_with_dropout(case["X"], case["Y"], parameters_of(case), cache, case["keep_prob"])
    theirs = of_torch(case, keep_prob=case["keep_prob"])
    assert_gradients_agree(theirs, gradients, rtol=1e-8, atol=1e-11)


@pytest.mark.parametrize(("seed", "keep_prob"), [(0, 0.86), (1, 0.4), (2, 0.7), (3, 0.5)])
def test_dropout_gradients_equal_numeric_ones(seed, keep_prob):
    """The cost of the network that the masks have left, by the forward pass with the same draws."""
    case = case_of(seed)
    X, Y, parameters = case["X"], case["Y"], parameters_of(case)

    def forward(values):
        return forward_propagation_with_dropout(X, values, keep_prob, np.random.default_rng(9))

    _, cache = forward(parameters)
    assert away_from_the_kinks(case, cache["D1"], cache["D2"], keep_prob)
    gradients = backward_propagation_with_dropout(X, Y, parameters, cache, keep_prob)
    numeric = numeric_gradients(lambda values: compute_cost(forward(values)[0], Y), parameters)
    assert_gradients_agree(gradients, numeric, rtol=1e-5, atol=1e-7)


def test_arguments_are_not_changed():
    case = dropout_backward_case(np.random.default_rng(6), "", 0.7)
    X, Y, parameters = case["X"], case["Y"], parameters_of(case)
    cache = {name: case[name] for name in ("A1", "D1", "A2", "D2", "A3")}
    copies = {name: value.copy() for name, value in case.items() if isinstance(value, np.ndarray)}
    compute_cost_with_regularization(case["A3"], Y, parameters, 0.5)
    backward_propagation_with_regularization(X, Y, parameters, cache, 0.5)
    forward_propagation_with_dropout(X, parameters, 0.7, np.random.default_rng(0))
    backward_propagation_with_dropout(X, Y, parameters, cache, 0.7)
    assert all(np.array_equal(case[name], value) for name, value in copies.items())


# ------------------------------------------------------------------ the judge of random masks
def test_right_masks_are_not_refused():
    """300 passes of the worked solution on the visible inputs, with other draws each time."""
    task = checks.lab_tasks(LAB)["forward_propagation_with_dropout"]
    for case, expected in zip(checks.visible_cases(task), checks.load_expected(LAB, task)):
        for seed in range(100):
            fresh = {**case, "seed": seed}
            assert checks.judge(task, fresh, expected, checks.run_task(task, regularization, fresh)) is None
