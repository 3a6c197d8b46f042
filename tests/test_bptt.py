"""The worked solution of Lab 8 against PyTorch and by its properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import checked_inputs, torch

from cs_nn import checks
from cs_nn.bptt import (
    bptt_deltas,
    bptt_gradient_sum,
    clip_gradients,
    rnn_backward,
    rnn_forward,
    rnn_step_backward,
    rnn_step_forward,
)
from cs_nn.checks.tasks.lab8_bptt import CLIPPED, clip_case, rnn_case
from cs_nn.tools.gradient_check import numeric_gradient

LAB = "lab8_bptt"
quick = settings(max_examples=40, deadline=None)
cases = st.builds(
    lambda seed, N, T, D, H, scale: rnn_case(np.random.default_rng(seed), "", N=N, T=T, D=D, H=H, scale=scale),
    st.integers(0, 2**32 - 1),
    st.integers(1, 4),
    st.integers(1, 6),
    st.integers(1, 5),
    st.integers(1, 5),
    st.sampled_from([0.1, 1.0, 2.0]),
)
NAMES = ("x", "h0", "U", "W", "b")
GRADIENTS = ("dx", "dh0", "dU", "dW")


def forward(case, **changed):
    return rnn_forward(*({**case, **changed}[name] for name in NAMES))


# ------------------------------------------------------------------ the checks' inputs against PyTorch
def tensors(case):
    return {name: torch.tensor(case[name], requires_grad=True) for name in NAMES}


def states_of_torch(case):
    """h by torch.nn.RNN, and its parameters and inputs."""
    leaves = tensors(case)
    D, H = case["U"].shape
    network = torch.nn.RNN(D, H, batch_first=True, dtype=torch.float64)
    parameters = {
        "weight_ih_l0": leaves["U"].T,
        "weight_hh_l0": leaves["W"].T,
        "bias_ih_l0": leaves["b"],
        "bias_hh_l0": torch.zeros(H, dtype=torch.float64),
    }
    h, _ = torch.func.functional_call(network, parameters, (leaves["x"], leaves["h0"][None]))
    return h, leaves


def free_states_of_torch(case):
    """States with the values of case["h"] whose derivatives are those of tanh: what the cache of a check says.

    Returns the states, the leaves, and zeros that are added to the s of each step.
    """
    leaves, states = tensors(case), []
    noise = torch.zeros(case["h"].shape, dtype=torch.float64, requires_grad=True)
    h_prev = leaves["h0"]
    for t in range(case["h"].shape[1]):
        s = leaves["x"][:, t] @ leaves["U"] + h_prev @ leaves["W"] + leaves["b"] + noise[:, t]
        h_prev = torch.tanh(torch.atanh(torch.tensor(case["h"][:, t])) + s - s.detach())
        states.append(h_prev)
    return torch.stack(states, dim=1), leaves, noise


def gradients_of_torch(case):
    h, leaves, _ = free_states_of_torch(case)
    h.backward(torch.tensor(case["dh"]))
    return {f"d{name}": leaf.grad for name, leaf in leaves.items()}


def deltas_of_torch(case):
    h, _, noise = free_states_of_torch(case)
    dh = torch.tensor(case["dh"])
    losses = [(h[:, t] * dh[:, t]).sum() for t in range(h.shape[1])]
    return torch.stack([torch.autograd.grad(loss, noise, retain_graph=True)[0] for loss in losses], dim=1)


def sums_of_torch(case):
    """The sums as gradients of a loss that is linear in the parameters."""
    x, h, h0, deltas = (torch.tensor(case[name]) for name in ("x", "h", "h0", "deltas"))
    before = torch.cat([h0[:, None], h[:, :-1]], dim=1)
    leaves = [torch.zeros(case[name].shape, dtype=torch.float64, requires_grad=True) for name in ("U", "W", "b")]
    s = x @ leaves[0] + before @ leaves[1] + leaves[2]
    (s[:, None] * deltas).sum().backward()
    return dict(zip(("dU", "dW", "db"), (leaf.grad for leaf in leaves)))


def clipped_of_torch(case):
    """clip_grad_norm_ adds 1e-6 to the norm, hence the loose comparison."""
    parameters = {name: torch.nn.Parameter(torch.zeros(case[name].shape)) for name in case if name in CLIPPED}
    for name, parameter in parameters.items():
        parameter.data = parameter.data.double()
        parameter.grad = torch.tensor(case[name])
    norm = torch.nn.utils.clip_grad_norm_(parameters.values(), case["max_norm"])
    return {"norm": norm, **{name: parameter.grad for name, parameter in parameters.items()}}


def of_torch(name, case):
    if name == "clip_gradients":
        return clipped_of_torch(case)
    if name == "bptt_deltas":
        return {"deltas": deltas_of_torch(case)}
    if name == "bptt_gradient_sum":
        return sums_of_torch(case)
    if name == "rnn_backward":
        return gradients_of_torch(case)
    if name == "rnn_step_backward":
        one = {**case, "x": case["x"][:, :1], "h": case["h"][:, :1], "dh": case["dh"][:, -1:]}
        gradients = gradients_of_torch(one)
        return {**gradients, "dx_t": gradients["dx"][:, 0], "dh_prev": gradients["dh0"]}
    h, leaves = states_of_torch(case)
    results = {"h": h, **leaves, "h_t": h[:, 0], "x_t": leaves["x"][:, 0], "h_prev": leaves["h0"]}
    return {**results, **{f"cached_{key}": value for key, value in results.items()}}


@pytest.mark.parametrize("name", list(checks.lab_tasks(LAB)))
def test_results_of_the_checks_equal_those_of_pytorch(name):
    for case, results in checked_inputs(LAB, name):
        theirs = of_torch(name, case)
        if name in ("rnn_forward", "rnn_backward"):  # the others are made with a fake step
            results = {key: value for key, value in results.items() if f"fake_{key}" in results}
        rtol = 1e-5 if name == "clip_gradients" else 1e-9
        for result, value in results.items():
            np.testing.assert_allclose(value, theirs[result].detach().numpy(), rtol=rtol, atol=1e-11, err_msg=result)


# ------------------------------------------------------------------ forward
@quick
@given(cases)
def test_one_step_after_the_other_gives_all_states(case):
    h, cache = forward(case)
    last = case["h0"]
    for t in range(h.shape[1]):
        last, _ = rnn_step_forward(case["x"][:, t], last, case["U"], case["W"], case["b"])
        np.testing.assert_array_equal(h[:, t], last)
    assert np.all(np.abs(h) <= 1)
    for part, name in zip(cache, ("x", "h0", "h", "U", "W"), strict=True):
        np.testing.assert_array_equal(part, {**case, "h": h}[name])


@quick
@given(cases, st.integers(0, 5))
def test_a_sequence_can_be_cut(case, cut):
    cut = min(cut, case["x"].shape[1])
    h, _ = forward(case)
    first, _ = forward(case, x=case["x"][:, :cut])
    start = first[:, -1] if cut else case["h0"]
    second, _ = forward(case, x=case["x"][:, cut:], h0=start)
    np.testing.assert_allclose(np.concatenate([first, second], axis=1), h, rtol=1e-12)


@quick
@given(cases)
def test_sequences_do_not_mix(case):
    h, _ = forward(case)
    for n in range(len(h)):
        alone, _ = forward(case, x=case["x"][[n]], h0=case["h0"][[n]])
        np.testing.assert_allclose(alone[0], h[n], rtol=1e-10, atol=1e-14)


@quick
@given(cases)
def test_a_state_does_not_depend_on_later_inputs(case):
    h, _ = forward(case)
    x = case["x"].copy()
    x[:, -1] += 1
    np.testing.assert_array_equal(forward(case, x=x)[0][:, :-1], h[:, :-1])


# ------------------------------------------------------------------ backward
@quick
@given(cases)
def test_gradients_equal_numeric_gradients(case):
    _, cache = forward(case)
    gradients = dict(zip(("x", "h0", "U", "W", "b"), rnn_backward(case["dh"], cache)))
    for name, analytic in gradients.items():
        numeric = numeric_gradient(
            lambda value, name=name: np.sum(forward(case, **{name: value})[0] * case["dh"]), case[name]
        )
        assert analytic.shape == numeric.shape
        np.testing.assert_allclose(analytic, numeric, rtol=1e-7, atol=1e-7 * max(1, np.abs(numeric).max()))


@quick
@given(cases)
def test_gradients_of_one_step_equal_numeric_gradients(case):
    names, dh_t = ("x_t", "h_prev", "U", "W", "b"), case["dh"][:, 0]
    values = dict(zip(names, (case["x"][:, 0], case["h0"], case["U"], case["W"], case["b"])))
    _, cache = rnn_step_forward(*values.values())
    for name, analytic in zip(names, rnn_step_backward(dh_t, cache), strict=True):
        numeric = numeric_gradient(
            lambda value, name=name: np.sum(rnn_step_forward(**{**values, name: value})[0] * dh_t), values[name]
        )
        np.testing.assert_allclose(analytic, numeric, rtol=1e-7, atol=1e-7 * max(1, np.abs(numeric).max()))


@quick
@given(cases)
def test_the_sweep_and_the_double_sum_agree(case):
    for h in (forward(case)[0], case["h"]):  # states of the network, and any others
        _, _, *sweep = rnn_backward(case["dh"], (case["x"], case["h0"], h, case["U"], case["W"]))
        double = bptt_gradient_sum(bptt_deltas(case["dh"], h, case["W"]), case["x"], h, case["h0"])
        for one, other in zip(sweep, double, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-10)


@quick
@given(cases)
def test_dx_and_dh0_are_sums_of_deltas(case):
    h, cache = forward(case)
    dx, dh0, *_ = rnn_backward(case["dh"], cache)
    ds = bptt_deltas(case["dh"], h, case["W"]).sum(axis=1)
    np.testing.assert_allclose(dx, ds @ case["U"].T, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(dh0, ds[:, 0] @ case["W"].T, rtol=1e-10, atol=1e-10)


@quick
@given(cases, st.floats(-3, 3))
def test_gradients_and_deltas_are_linear_in_dh(case, factor):
    h, cache = forward(case)
    dh, other = case["dh"], np.cos(case["dh"])
    for function in (
        lambda dh: rnn_backward(dh, cache),
        lambda dh: (bptt_deltas(dh, h, case["W"]),),
        lambda dh: rnn_step_backward(dh[:, 0], (case["x"][:, 0], case["h0"], h[:, 0], case["U"], case["W"])),
    ):
        for whole, one, two in zip(function(dh + factor * other), function(dh), function(other)):
            np.testing.assert_allclose(whole, one + factor * two, rtol=1e-9, atol=1e-9)


@quick
@given(cases)
def test_deltas_of_step_t_depend_on_dh_of_step_t_alone(case):
    h, _ = forward(case)
    deltas = bptt_deltas(case["dh"], h, case["W"])
    T = h.shape[1]
    assert not deltas[:, *np.triu_indices(T, 1)].any()
    for t in range(T):
        lone = np.zeros_like(case["dh"])
        lone[:, t] = case["dh"][:, t]
        alone = bptt_deltas(lone, h, case["W"])
        np.testing.assert_array_equal(alone[:, t], deltas[:, t])
        assert not np.delete(alone, t, axis=1).any()


@quick
@given(cases)
def test_gradients_of_the_batch_are_sums_over_its_sequences(case):
    _, cache = forward(case)
    dx, dh0, *whole = rnn_backward(case["dh"], cache)
    sums = [0, 0, 0]
    for n in range(len(dx)):
        _, alone = forward(case, x=case["x"][[n]], h0=case["h0"][[n]])
        dx_n, dh0_n, *parts = rnn_backward(case["dh"][[n]], alone)
        np.testing.assert_allclose(dx_n[0], dx[n], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(dh0_n[0], dh0[n], rtol=1e-9, atol=1e-12)
        sums = [total + part for total, part in zip(sums, parts)]
    for one, other in zip(whole, sums):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-11)


def test_no_argument_changes_and_the_type_is_kept():
    case = rnn_case(np.random.default_rng(3), "")
    case = {name: value.astype(np.float32) for name, value in case.items() if name != "about"}
    copies = {name: value.copy() for name, value in case.items()}
    h, cache = forward(case)
    cached = [part.copy() for part in cache]
    gradients = rnn_backward(case["dh"], cache)
    deltas = bptt_deltas(case["dh"], h, case["W"])
    sums = bptt_gradient_sum(deltas, case["x"], h, case["h0"])
    step = rnn_step_backward(case["dh"][:, 0], (case["x"][:, 0], case["h0"], h[:, 0], case["U"], case["W"]))
    clipped, _ = clip_gradients({name: case[name] for name in "UWb"}, 0.1)
    for result in (h, *gradients, deltas, *sums, *step, *clipped.values()):
        assert result.dtype == np.float32
    assert all(np.array_equal(case[name], value) for name, value in copies.items())
    assert all(map(np.array_equal, cache, cached))


# ------------------------------------------------------------------ clipping
def norm_of(grads):
    return np.linalg.norm(np.concatenate([grad.ravel() for grad in grads.values()]))


@quick
@given(st.integers(0, 2**32 - 1), st.floats(1e-3, 1e3), st.sampled_from([0.0, 1e-6, 1.0, 1e6]))
def test_clipping_keeps_the_direction_and_the_limit(seed, max_norm, scale):
    case = clip_case(np.random.default_rng(seed), "", max_norm, scale)
    grads = {name: case[name] for name in "UWb"}
    clipped, norm = clip_gradients(grads, max_norm)
    assert isinstance(norm, float) and clipped is not grads
    assert norm == pytest.approx(norm_of(grads), rel=1e-12)
    assert norm_of(clipped) == pytest.approx(min(norm, max_norm), rel=1e-12)
    for name, grad in grads.items():
        np.testing.assert_allclose(clipped[name] * norm, grad * min(norm, max_norm), rtol=1e-10)
        if norm <= max_norm:
            np.testing.assert_array_equal(clipped[name], grad)
    again, _ = clip_gradients(clipped, max_norm)
    for name in grads:
        np.testing.assert_allclose(again[name], clipped[name], rtol=1e-12)


def test_single_arrays_of_the_case_between_are_below_the_limit():
    for seed in range(50):
        case = clip_case(np.random.default_rng(seed), "")
        grads = {name: case[name] for name in "UWb"}
        assert max(map(np.linalg.norm, grads.values())) < case["max_norm"] < norm_of(grads)
