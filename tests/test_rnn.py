"""The recurrent network that Lab 8 gives."""

import numpy as np
import pytest
from reference import torch

from cs_nn.tools.gradient_check import numeric_gradient
from cs_nn.tools.rnn import RNN

PARAMETERS = {"U": (4, 6), "W": (6, 6), "b": (6,), "V": (6, 3), "c": (3,)}


def network(seed=0, **settings):
    """A network whose biases are not zero."""
    net = RNN(4, 6, 3, rng=seed, **settings)
    rng = np.random.default_rng(seed)
    for name in "bc":
        net.params[name] += rng.standard_normal(net.params[name].shape).astype(net.params[name].dtype)
    return net


def sequences(N=5, T=4, labels=None):
    """x and y; only the steps in `labels` have a label."""
    rng = np.random.default_rng(7)
    x, y = rng.standard_normal((N, T, 4)), rng.integers(3, size=(N, T))
    if labels is not None:
        y[:, np.setdiff1d(np.arange(T), labels)] = -1
    return x, y


def scores_of_torch(params, x):
    h, scores = torch.zeros(len(x), 6, dtype=torch.float64), []
    for t in range(x.shape[1]):
        h = torch.tanh(torch.tensor(x[:, t]) @ params["U"] + h @ params["W"] + params["b"])
        scores.append(h @ params["V"] + params["c"])
    return torch.stack(scores, dim=1)


@pytest.mark.parametrize("labels", [None, [3], [0, 2], [0]])
def test_loss_and_gradients_equal_those_of_pytorch(labels):
    net, (x, y) = network(), sequences(labels=labels)
    params = {name: torch.tensor(value, requires_grad=True) for name, value in net.params.items()}
    scores = scores_of_torch(params, x)
    expected = torch.nn.functional.cross_entropy(scores.reshape(-1, 3), torch.tensor(y).reshape(-1), ignore_index=-1)
    expected.backward()
    loss, grads = net.loss(x, y)
    assert loss == pytest.approx(expected.item(), rel=1e-12)
    assert set(grads) == set(net.params)
    np.testing.assert_allclose(net.scores(x), scores.detach().numpy(), rtol=1e-10, atol=1e-12)
    for name, grad in grads.items():
        np.testing.assert_allclose(grad, params[name].grad.numpy(), rtol=1e-9, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("name", PARAMETERS)
def test_gradients_equal_numeric_gradients(name):
    net, (x, y) = network(), sequences(labels=[1, 3])
    _, grads = net.loss(x, y)

    def loss(value):
        net.params[name] = value
        return net.loss(x, y)[0]

    np.testing.assert_allclose(grads[name], numeric_gradient(loss, net.params[name].copy()), rtol=1e-6, atol=1e-9)


def test_labels_of_other_steps_than_the_labelled_ones_do_not_matter_but_inputs_do():
    net, (x, y) = network(), sequences(labels=[3])
    loss, _ = net.loss(x, y)
    changed = x.copy()
    changed[:, 0] += 1
    assert net.loss(changed, y)[0] != loss
    x, y = sequences(labels=[0])
    loss, _ = net.loss(x, y)
    changed = x.copy()
    changed[:, 1:] += 1
    assert net.loss(changed, y)[0] == loss


@pytest.mark.parametrize("gain", [0.5, 1.0, 1.3])
def test_recurrent_weights_are_orthogonal_times_the_gain(gain):
    net = RNN(4, 6, 3, gain=gain, rng=1)
    assert {name: value.shape for name, value in net.params.items()} == PARAMETERS
    np.testing.assert_allclose(net.params["W"] @ net.params["W"].T, gain**2 * np.eye(6), atol=1e-12)
    assert not net.params["b"].any() and not net.params["c"].any()


def test_a_seed_gives_the_same_network():
    one, same, other = RNN(4, 6, 3, rng=5), RNN(4, 6, 3, rng=np.random.default_rng(5)), RNN(4, 6, 3, rng=6)
    assert all(np.array_equal(one.params[name], same.params[name]) for name in one.params)
    assert not np.array_equal(one.params["W"], other.params["W"])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_type_is_kept(dtype):
    net, (x, y) = network(dtype=dtype), sequences()
    x = x.astype(dtype)
    _, grads = net.loss(x, y)
    assert net.scores(x).dtype == net.states(x)[0].dtype == dtype
    assert all(grad.dtype == net.params[name].dtype == dtype for name, grad in grads.items())


def test_predictions_are_the_classes_of_the_highest_scores():
    net, (x, _) = network(), sequences()
    predicted = net.predict(x)
    assert predicted.shape == (5, 4)
    scores = net.scores(x)
    assert np.array_equal(np.take_along_axis(scores, predicted[:, :, None], axis=2)[:, :, 0], scores.max(axis=2))


def test_states_start_from_zero_and_arguments_stay():
    net, (x, y) = network(), sequences()
    copies, params = (x.copy(), y.copy()), {name: value.copy() for name, value in net.params.items()}
    h, _ = net.states(x)
    np.testing.assert_allclose(h[:, 0], np.tanh(x[:, 0] @ net.params["U"] + net.params["b"]), rtol=1e-12)
    net.loss(x, y)
    assert np.array_equal(x, copies[0]) and np.array_equal(y, copies[1])
    assert all(np.array_equal(net.params[name], value) for name, value in params.items())


def test_small_steps_down_the_gradient_lower_the_loss():
    net, (x, y) = network(), sequences()
    losses = []
    for _ in range(30):
        loss, grads = net.loss(x, y)
        losses.append(loss)
        for name, grad in grads.items():
            net.params[name] -= 0.1 * grad
    assert all(later < earlier for earlier, later in zip(losses, losses[1:]))
