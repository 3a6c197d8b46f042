"""Lab 6's study of XOR: many networks at the same time do what `Network` does one by one."""

import copy

import numpy as np
import pytest

from cs_nn.neurons import Network
from cs_nn.tools.xor_study import forward_many, random_orders, stack, train_many

EXAMPLES = [[0, 0], [0, 1], [1, 0], [1, 1], [0.3, -0.8]]


def train_one(network, targets, orders, learning_rate, simple):
    """The losses of the epochs, by the methods of the network."""
    losses = []
    for order in orders:
        total = 0.0
        for i in order:
            outputs = network.forward(EXAMPLES[i])
            total += sum(0.5 * (t - y) ** 2 for t, y in zip(targets[i], outputs))
            network.backward(targets[i], simple)
            network.update(learning_rate)
        losses.append(total / len(order))
    return losses


def assert_same_parameters(params, expected):
    for (W, b), (W_expected, b_expected) in zip(params, expected, strict=True):
        np.testing.assert_allclose(W, W_expected, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(b, b_expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("simple", [False, True])
@pytest.mark.parametrize("sizes", [(2, 1), (2, 2, 1), (2, 4, 1), (2, 2, 2, 1), (2, 3, 5, 2)])
def test_every_step_is_that_of_the_network(sizes, simple):
    networks = [Network(sizes, "normal", rng=seed) for seed in range(3)]
    targets = np.random.default_rng(1).uniform(0, 1, (5, sizes[-1])).tolist()
    orders = random_orders(7, 5, 3, rng=2)
    losses, params = train_many(stack(networks), EXAMPLES, targets, orders, 0.7, simple)
    expected = [train_one(net, targets, orders[:, :, s], 0.7, simple) for s, net in enumerate(networks)]
    np.testing.assert_allclose(losses, np.transpose(expected), rtol=1e-9)
    assert_same_parameters(params, stack(networks))


def test_each_network_can_have_its_own_rate_and_delta():
    networks = [Network((2, 3, 1), "uniform", rng=seed) for seed in range(4)]
    targets, rates, simple = [[0], [1], [1], [0], [0.5]], np.array([0.1, 0.5, 2.0, 0.3]), np.arange(4) % 2 == 0
    orders = random_orders(6, 5, 4, rng=0)
    losses, params = train_many(stack(networks), EXAMPLES, targets, orders, rates, simple)
    expected = [train_one(net, targets, orders[:, :, s], rates[s], bool(simple[s])) for s, net in enumerate(networks)]
    np.testing.assert_allclose(losses, np.transpose(expected), rtol=1e-9)
    assert_same_parameters(params, stack(networks))


def test_a_run_with_the_same_orders_as_train():
    network = Network((2, 4, 1), rng=5)
    rng = np.random.default_rng(8)
    orders = np.array([rng.permutation(5) for _ in range(20)])[:, :, None]
    targets = [[0], [1], [1], [0], [1]]
    losses, _ = train_many(stack([network]), EXAMPLES, targets, orders, 0.3, True)
    expected = network.train(EXAMPLES, targets, learning_rate=0.3, epochs=20, simple=True, rng=8)
    np.testing.assert_allclose(losses[:, 0], expected, rtol=1e-9)


def test_stack_holds_all_parameters_and_training_leaves_them():
    networks = [Network((2, 4, 3), rng=seed) for seed in range(2)]
    params = stack(networks)
    assert [(W.shape, b.shape) for W, b in params] == [((4, 2, 2), (4, 2)), ((3, 4, 2), (3, 2))]
    for s, network in enumerate(networks):
        for (W, b), layer in zip(params, network.layers):
            for k, neuron in enumerate(layer.neurons):
                assert W[k, :, s].tolist() == neuron.weights
                assert b[k, s] == neuron.bias
    before = copy.deepcopy(params)
    train_many(params, EXAMPLES, [[0, 0, 1]] * 5, random_orders(2, 5, 2, rng=0), 0.5)
    assert all(np.array_equal(W, W0) and np.array_equal(b, b0) for (W, b), (W0, b0) in zip(params, before))


def test_orders_are_permutations_that_differ():
    orders = random_orders(50, 4, 10, rng=3)
    assert orders.shape == (50, 4, 10)
    assert np.all(np.sort(orders, axis=1) == np.arange(4)[:, None])
    assert len(np.unique(orders.transpose(0, 2, 1).reshape(-1, 4), axis=0)) == 24
    assert np.array_equal(orders, random_orders(50, 4, 10, rng=3))
    assert not np.array_equal(orders, random_orders(50, 4, 10, rng=4))


@pytest.mark.filterwarnings("error")
def test_large_weighted_sums_give_0_and_1():
    outputs = forward_many([(np.array([[[800.0, -800.0]]]), np.zeros((1, 2)))], np.ones((1, 2)))
    assert outputs[-1].tolist() == [[1.0, 0.0]]
