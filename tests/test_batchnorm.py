"""The worked solution of Lab 5 against PyTorch and by its properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import assert_equal_to_torch, checked_inputs, tensors, torch, without_fakes

from cs_nn import batchnorm, checks
from cs_nn.batchnorm import batchnorm_backward, batchnorm_backward_alt, batchnorm_forward
from cs_nn.checks.tasks.lab5_batchnorm import ARGUMENTS, STEPS
from cs_nn.tools.gradient_check import numeric_gradient
from grading.fresh_inputs import hidden_cases

LAB = "lab5_batchnorm"
quick = settings(max_examples=40, deadline=None)
each_backward = pytest.mark.parametrize("backward", [batchnorm_backward, batchnorm_backward_alt])


def inputs(seed, N=6, D=4, spread=3.0):
    """x, gamma, beta and dout; no feature of x is constant."""
    rng = np.random.default_rng(seed)
    x = spread * rng.standard_normal((N, D)) + rng.uniform(-5, 5, D)
    return x, rng.uniform(0.5, 2, D) * rng.choice([-1, 1], D), rng.standard_normal(D), rng.standard_normal((N, D)) + 0.5


batches = st.builds(
    inputs, st.integers(0, 2**32 - 1), st.integers(2, 9), st.integers(1, 6), st.sampled_from([0.1, 1.0, 20.0])
)
epsilons = st.sampled_from([1e-5, 1e-2, 1.0])


def train(x, gamma, beta, **settings):
    bn_param = {"mode": "train", **settings}
    return *batchnorm_forward(x, gamma, beta, bn_param), bn_param


# ------------------------------------------------------------------ the checks' inputs against PyTorch
def forward_of_torch(case):
    """out and the running averages. PyTorch's momentum is 1 minus ours, and its running variance has N - 1."""
    eps, momentum = case.get("eps", 1e-5), case.get("momentum", 0.9)
    D = case["x"].shape[-1]
    gamma, beta = torch.tensor(case["gamma"]), torch.tensor(case["beta"])
    mean, var = (torch.tensor(case.get(f"running_{part}", np.zeros(D))) for part in ("mean", "var"))
    training, results = case["mode"] == "train", {"out": [], "cached_x_hat": [], "cached_mean": [], "cached_var": []}
    for x in torch.tensor(case["x"]):
        unbiased = var.clone()
        out = torch.nn.functional.batch_norm(x, mean, unbiased, gamma, beta, training, 1 - momentum, eps)
        results["out"].append(out)
        if training:
            of_batch = x.var(dim=0, correction=0)
            var = torch.lerp(of_batch, var, momentum)
            x_hat = torch.nn.functional.batch_norm(x, None, None, training=True, eps=eps)
            for name, value in (("cached_x_hat", x_hat), ("cached_mean", x.mean(dim=0)), ("cached_var", of_batch)):
                results[name].append(value)
    results = {name: torch.stack(values) for name, values in results.items() if values}
    steps = len(case["x"])
    return {
        **results,
        "cached_x": torch.tensor(case["x"]),
        "cached_gamma": gamma.repeat(steps, 1),
        "cached_eps": torch.full((steps,), eps, dtype=float),
        "running_mean": mean,
        "running_var": var,
    }


def step_of_torch(name, case):
    """Each term by automatic differentiation of the loss that its upstream gradients define."""
    dout, x, x_hat, mean, var, gamma = tensors(case, "dout", "x", "x_hat", "mean", "var", "gamma")
    dx_hat, dvar, dmean = (torch.tensor(case[key]) for key in ("dx_hat", "dvar", "dmean"))
    beta = torch.zeros_like(gamma, requires_grad=True)
    if name in ("grad_gamma_beta", "grad_x_hat"):
        (gamma * x_hat + beta).backward(dout)
        return {"dgamma": gamma.grad, "dbeta": beta.grad} if name == "grad_gamma_beta" else {"dx_hat": x_hat.grad}
    through_x_hat = (dx_hat * (x - mean) / torch.sqrt(var + case["eps"])).sum()
    through_variance = (dvar * torch.mean((x - mean) ** 2, dim=0)).sum()
    through_mean = (dmean * x.mean(dim=0)).sum()
    if name == "grad_x":
        terms = torch.stack(
            [
                torch.autograd.grad(loss, x, retain_graph=True)[0]
                for loss in (through_x_hat, through_variance, through_mean)
            ]
        )
        return dict(zip(("dx_through_x_hat", "dx_through_variance", "dx_through_mean"), terms), dx=terms.sum(dim=0))
    (through_x_hat if name == "grad_var" else through_x_hat + through_variance).backward()
    return {"dvar": var.grad, "dmean": mean.grad}


def backward_of_torch(case):
    x, gamma = tensors(case, "x", "gamma")
    beta = torch.zeros_like(gamma, requires_grad=True)
    out = torch.nn.functional.batch_norm(x, None, None, gamma, beta, training=True, eps=case["eps"])
    out.backward(torch.tensor(case["dout"]))
    return {"dx": x.grad, "dgamma": gamma.grad, "dbeta": beta.grad}


def of_torch(name, case):
    if name == "batchnorm_forward":
        return forward_of_torch(case)
    return step_of_torch(name, case) if name in STEPS else backward_of_torch(case)


@pytest.mark.parametrize("name", list(checks.lab_tasks(LAB)))
def test_results_of_the_checks_equal_those_of_pytorch(name):
    for case, results in checked_inputs(LAB, name):
        results, theirs = without_fakes(results), of_torch(name, case)
        assert set(results) <= set(theirs)
        assert_equal_to_torch(results, {result: theirs[result] for result in results}, case["about"], 1e-7, 1e-9)


def test_the_cached_arrays_of_the_checks_belong_together():
    for seed in range(3):
        for case in hidden_cases(LAB, "batchnorm_backward", seed):
            _, cache, _ = train(case["x"], case["gamma"], case["gamma"], eps=case["eps"])
            for value, name in zip(cache, ("x", "mean", "var", "x_hat")):
                np.testing.assert_allclose(value, case[name], rtol=1e-9, atol=1e-10, err_msg=name)


# ------------------------------------------------------------------ forward
@quick
@given(batches, epsilons)
def test_features_get_mean_beta_and_deviation_gamma(batch, eps):
    x, gamma, beta, _ = batch
    out, _, _ = train(x, gamma, beta, eps=eps)
    np.testing.assert_allclose(out.mean(axis=0), beta, atol=1e-11)
    np.testing.assert_allclose(out.var(axis=0), gamma**2 * x.var(axis=0) / (x.var(axis=0) + eps), rtol=1e-9)


@quick
@given(batches, epsilons, st.floats(-100, 100), st.floats(0.01, 100))
def test_shift_and_scale_of_a_feature_change_nothing(batch, eps, shift, scale):
    x, gamma, beta, _ = batch
    expected, _, _ = train(x, gamma, beta, eps=eps)
    np.testing.assert_allclose(train(x + shift, gamma, beta, eps=eps)[0], expected, rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(train(scale * x, gamma, beta, eps=scale**2 * eps)[0], expected, rtol=1e-8, atol=1e-9)


def test_a_constant_feature_becomes_beta():
    x, gamma, beta, _ = inputs(1)
    x[:, 2] = 0.1
    out, _, _ = train(x, gamma, beta)
    np.testing.assert_allclose(out[:, 2], beta[2], atol=1e-12)
    assert np.isfinite(out).all()


@quick
@given(batches, st.floats(0, 1), st.integers(1, 5))
def test_running_averages_are_weighted_sums_of_all_batches(batch, momentum, steps):
    x, gamma, beta, _ = batch
    bn_param = {"mode": "train", "momentum": momentum}
    seen = [x * (k + 1) + k for k in range(steps)]
    for one in seen:
        batchnorm_forward(one, gamma, beta, bn_param)
    weights = [(1 - momentum) * momentum ** (steps - 1 - k) for k in range(steps)]
    for name, statistic in (("running_mean", np.mean), ("running_var", np.var)):
        expected = sum(weight * statistic(one, axis=0) for weight, one in zip(weights, seen))
        np.testing.assert_allclose(bn_param[name], expected, rtol=1e-9, atol=1e-11)


def test_test_mode_takes_each_example_by_itself():
    x, gamma, beta, _ = inputs(2)
    _, _, bn_param = train(x, gamma, beta)
    bn_param["mode"] = "test"
    before = {key: np.copy(value) for key, value in bn_param.items()}
    out, cache = batchnorm_forward(x, gamma, beta, bn_param)
    alone = [batchnorm_forward(x[i : i + 1], gamma, beta, bn_param)[0] for i in range(len(x))]
    np.testing.assert_allclose(np.concatenate(alone), out, rtol=1e-12)
    assert cache is None
    assert all(np.array_equal(bn_param[key], value) for key, value in before.items())


def test_test_mode_with_the_statistics_of_a_batch_is_training():
    x, gamma, beta, _ = inputs(3)
    out, _, bn_param = train(x, gamma, beta, momentum=0.0)
    bn_param["mode"] = "test"
    np.testing.assert_allclose(batchnorm_forward(x, gamma, beta, bn_param)[0], out, rtol=1e-10)


def test_another_mode_is_an_error():
    x, gamma, beta, _ = inputs(4)
    with pytest.raises(ValueError, match="predict"):
        batchnorm_forward(x, gamma, beta, {"mode": "predict"})


@pytest.mark.parametrize("mode", ["train", "test"])
def test_arguments_are_not_changed_and_types_are_kept(mode):
    x, gamma, beta, _ = (part.astype(np.float32) for part in inputs(5))
    averages = np.zeros(4, np.float32), np.ones(4, np.float32)
    copies = [part.copy() for part in (x, gamma, beta, *averages)]
    bn_param = {"mode": mode, "running_mean": averages[0], "running_var": averages[1]}
    out, _ = batchnorm_forward(x, gamma, beta, bn_param)
    assert out.dtype == bn_param["running_mean"].dtype == bn_param["running_var"].dtype == np.float32
    assert all(map(np.array_equal, (x, gamma, beta, *averages), copies))


# ------------------------------------------------------------------ backward
@each_backward
@quick
@given(batches, epsilons)
def test_gradients_equal_numeric_gradients(backward, batch, eps):
    x, gamma, beta, dout = batch
    _, cache, _ = train(x, gamma, beta, eps=eps)
    numeric = (
        numeric_gradient(lambda x: np.sum(train(x, gamma, beta, eps=eps)[0] * dout), x),
        numeric_gradient(lambda gamma: np.sum(train(x, gamma, beta, eps=eps)[0] * dout), gamma),
        numeric_gradient(lambda beta: np.sum(train(x, gamma, beta, eps=eps)[0] * dout), beta),
    )
    for analytic, expected in zip(backward(dout, cache), numeric):
        assert analytic.shape == expected.shape
        np.testing.assert_allclose(analytic, expected, rtol=1e-4, atol=1e-5)


@quick
@given(batches, epsilons)
def test_step_by_step_and_closed_form_agree(batch, eps):
    x, gamma, beta, dout = batch
    _, cache, _ = train(x, gamma, beta, eps=eps)
    for one, other in zip(batchnorm_backward(dout, cache), batchnorm_backward_alt(dout, cache)):
        np.testing.assert_allclose(one, other, rtol=1e-7, atol=1e-9)


@each_backward
@quick
@given(batches, epsilons)
def test_dx_sums_to_zero_and_is_orthogonal_to_x_hat_up_to_eps(backward, batch, eps):
    """A shift of a feature changes nothing, and a scale only as far as eps matters."""
    x, gamma, beta, dout = batch
    _, cache, _ = train(x, gamma, beta, eps=eps)
    dx, dgamma, _ = backward(dout, cache)
    var, x_hat = cache[2], cache[3]
    size = np.abs(gamma) / np.sqrt(var + eps)
    rest = gamma * dgamma * eps / (var + eps) ** 1.5
    assert np.all(np.abs(dx.sum(axis=0)) <= 1e-9 * size * np.abs(dout).sum())
    assert np.all(np.abs((dx * x_hat).sum(axis=0) - rest) <= 1e-9 * size * np.abs(dout).sum())


@each_backward
@quick
@given(batches, st.floats(-3, 3))
def test_gradients_are_linear_in_dout(backward, batch, factor):
    x, gamma, beta, dout = batch
    _, cache, _ = train(x, gamma, beta)
    other = np.cos(dout)
    parts = zip(backward(dout + factor * other, cache), backward(dout, cache), backward(other, cache))
    for whole, one, two in parts:
        np.testing.assert_allclose(whole, one + factor * two, rtol=1e-7, atol=1e-8)


@each_backward
def test_each_feature_has_its_own_gradient(backward):
    x, gamma, beta, dout = inputs(6)
    _, cache, _ = train(x, gamma, beta)
    dx, dgamma, dbeta = backward(dout, cache)
    for d in range(len(gamma)):
        _, alone, _ = train(x[:, [d]], gamma[[d]], beta[[d]])
        for one, whole in zip(backward(dout[:, [d]], alone), (dx, dgamma, dbeta)):
            np.testing.assert_allclose(one[..., 0], whole[..., d], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", STEPS)
def test_each_term_takes_its_arguments_by_name_too(name):
    task = checks.lab_tasks(LAB)[name]
    case = checks.visible_cases(task)[0]
    by_name = getattr(batchnorm, name)(**{key: case[key] for key in ARGUMENTS[name]})
    by_place = getattr(batchnorm, name)(*(case[key] for key in ARGUMENTS[name]))
    np.testing.assert_array_equal(by_name, by_place)
