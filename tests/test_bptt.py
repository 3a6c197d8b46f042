"""The worked solution of Lab 8 against PyTorch and by its properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import assert_equal_to_torch, checked_inputs, tensors, torch, without_fakes

from cs_nn import checks
from cs_nn.bptt import bptt_deltas, bptt_gradient_sum, clip_gradients, rnn_backward, rnn_forward
from cs_nn.checks.tasks.lab8_bptt import CLIPPED, clip_case, rnn_case
from cs_nn.tools.gradient_check import numeric_gradient

LAB = "lab8_bptt"
quick = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**32 - 1)
cases = st.builds(
    lambda seed, **settings: rnn_case(np.random.default_rng(seed), "", **settings),
    seed=seeds,
    N=st.integers(1, 4),
    T=st.integers(1, 6),
    D=st.integers(1, 5),
    H=st.integers(1, 5),
    scale=st.sampled_from([0.1, 1.0, 2.0]),
)
NAMES = ("x", "h0", "U", "W", "b")


def forward(case, **changed):
    return rnn_forward(*({**case, **changed}[name] for name in NAMES))


# ------------------------------------------------------------------ the checks' inputs against PyTorch
def forward_of_torch(case):
    """h by torch.nn.RNN, and the cache."""
    x, h0, U, W, b = tensors(case, *NAMES)
    network = torch.nn.RNN(*U.shape, batch_first=True, dtype=torch.float64)
    parameters = {"weight_ih_l0": U.T, "weight_hh_l0": W.T, "bias_ih_l0": b, "bias_hh_l0": torch.zeros_like(b)}
    h, _ = torch.func.functional_call(network, parameters, (x, h0[None]))
    return {"h": h, "cached_x": x, "cached_h0": h0, "cached_h": h, "cached_U": U, "cached_W": W}


def step_of_torch(case):
    """The first step of a sequence."""
    of = forward_of_torch({**case, "x": case["x"][:, :1]})
    h_t = of["h"][:, 0]
    cache = {"cached_x_t": of["cached_x"][:, 0], "cached_h_prev": of["cached_h0"], "cached_h_t": h_t}
    return {"h_t": h_t, **cache, "cached_U": of["cached_U"], "cached_W": of["cached_W"]}


def free_states_of_torch(case):
    """States with the values of case["h"] whose derivatives are those of tanh: what the cache of a check says.

    Returns the states, the leaves, and zeros that are added to the s of each step.
    """
    leaves, states = tensors(case, *NAMES), []
    x, h_prev, U, W, b = leaves
    noise = torch.zeros(case["h"].shape, dtype=torch.float64, requires_grad=True)
    for t in range(case["h"].shape[1]):
        s = x[:, t] @ U + h_prev @ W + b + noise[:, t]
        h_prev = torch.tanh(torch.atanh(torch.tensor(case["h"][:, t])) + s - s.detach())
        states.append(h_prev)
    return torch.stack(states, dim=1), leaves, noise


def gradients_of_torch(case):
    h, leaves, _ = free_states_of_torch(case)
    h.backward(torch.tensor(case["dh"]))
    return {f"d{name}": leaf.grad for name, leaf in zip(NAMES, leaves)}


def step_gradients_of_torch(case):
    one = gradients_of_torch({**case, "x": case["x"][:, :1], "h": case["h"][:, :1], "dh": case["dh"][:, -1:]})
    return {"dx_t": one.pop("dx")[:, 0], "dh_prev": one.pop("dh0"), **one}


def deltas_of_torch(case):
    h, _, noise = free_states_of_torch(case)
    losses = (h * torch.tensor(case["dh"])).sum(dim=(0, 2))
    return {"deltas": torch.stack([torch.autograd.grad(loss, noise, retain_graph=True)[0] for loss in losses], dim=1)}


def sums_of_torch(case):
    """The sums as gradients of a loss that is linear in the parameters."""
    x, h, h0, deltas = (torch.tensor(case[name]) for name in ("x", "h", "h0", "deltas"))
    U, W, b = tensors(case, "U", "W", "b")
    s = x @ U + torch.cat([h0[:, None], h[:, :-1]], dim=1) @ W + b
    (s[:, None] * deltas).sum().backward()
    return {"dU": U.grad, "dW": W.grad, "db": b.grad}


def clipped_of_torch(case):
    """clip_grad_norm_ adds 1e-6 to the norm, hence the loose comparison."""
    parameters = {name: torch.nn.Parameter(torch.zeros(case[name].shape).double()) for name in case if name in CLIPPED}
    for name, parameter in parameters.items():
        parameter.grad = torch.tensor(case[name])
    norm = torch.nn.utils.clip_grad_norm_(parameters.values(), case["max_norm"])
    return {"norm": norm, **{name: parameter.grad for name, parameter in parameters.items()}}


OF_TORCH = {
    "rnn_step_forward": step_of_torch,
    "rnn_step_backward": step_gradients_of_torch,
    "rnn_forward": forward_of_torch,
    "bptt_deltas": deltas_of_torch,
    "bptt_gradient_sum": sums_of_torch,
    "rnn_backward": gradients_of_torch,
    "clip_gradients": clipped_of_torch,
}


@pytest.mark.parametrize("name", checks.lab_tasks(LAB))
def test_results_of_the_checks_equal_those_of_pytorch(name):
    for case, results in checked_inputs(LAB, name):
        theirs = OF_TORCH[name](case)
        assert set(without_fakes(results)) == set(theirs)
        assert_equal_to_torch(results, theirs, case["about"], rtol=1e-5 if name == "clip_gradients" else 1e-9)


# ------------------------------------------------------------------ properties
@quick
@given(cases, st.integers(0, 5))
def test_a_sequence_can_be_cut(case, cut):
    """So a state depends on no later input, and is all that the next ones need of the earlier inputs."""
    h, _ = forward(case)
    first, _ = forward(case, x=case["x"][:, :cut])
    second, _ = forward(case, x=case["x"][:, cut:], h0=first[:, -1] if cut else case["h0"])
    np.testing.assert_allclose(np.concatenate([first, second], axis=1), h, rtol=1e-12)
    assert np.all(np.abs(h) <= 1)


@quick
@given(cases)
def test_gradients_equal_numeric_gradients(case):
    """With one step, those of the step."""
    for name, analytic in zip(NAMES, rnn_backward(case["dh"], forward(case)[1])):
        numeric = numeric_gradient(
            lambda value, name=name: np.sum(forward(case, **{name: value})[0] * case["dh"]), case[name]
        )
        assert analytic.shape == numeric.shape
        np.testing.assert_allclose(analytic, numeric, rtol=1e-7, atol=1e-7 * max(1, np.abs(numeric).max()))


@quick
@given(cases)
def test_the_sweep_and_the_double_sum_agree(case):
    for h in (forward(case)[0], case["h"]):  # states of the network, and any others
        deltas = bptt_deltas(case["dh"], h, case["W"])
        ds = deltas.sum(axis=1)
        sums = ds @ case["U"].T, ds[:, 0] @ case["W"].T, *bptt_gradient_sum(deltas, case["x"], h, case["h0"])
        sweep = rnn_backward(case["dh"], (case["x"], case["h0"], h, case["U"], case["W"]))
        for one, other in zip(sweep, sums, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-10)


@quick
@given(cases, st.floats(-3, 3))
def test_gradients_and_deltas_are_linear_in_dh(case, factor):
    h, cache = forward(case)
    dh, other = case["dh"], np.cos(case["dh"])
    for function in (lambda dh: rnn_backward(dh, cache), lambda dh: (bptt_deltas(dh, h, case["W"]),)):
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
def test_sequences_do_not_mix_and_gradients_of_the_batch_are_sums(case):
    h, cache = forward(case)
    dx, dh0, *whole = rnn_backward(case["dh"], cache)
    sums = [0, 0, 0]
    for n in range(len(dx)):
        h_n, alone = forward(case, x=case["x"][[n]], h0=case["h0"][[n]])
        dx_n, dh0_n, *parts = rnn_backward(case["dh"][[n]], alone)
        for one, other in zip((h_n[0], dx_n[0], dh0_n[0]), (h[n], dx[n], dh0[n])):
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)
        sums = [total + part for total, part in zip(sums, parts)]
    for one, other in zip(whole, sums):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-11)


# ------------------------------------------------------------------ clipping
def norm_of(grads):
    return np.linalg.norm(np.concatenate([grad.ravel() for grad in grads.values()]))


@quick
@given(seeds, st.floats(1e-3, 1e3), st.sampled_from([0.0, 1e-6, 1.0, 1e6]))
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
