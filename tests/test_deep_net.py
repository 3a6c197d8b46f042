"""The network of Lab 5's experiments: its gradients, its two modes, and what must leave it unchanged."""

import copy

import numpy as np
import pytest
from reference import torch

from cs_nn.tools.deep_net import ACTIVATIONS, DeepNet
from cs_nn.tools.gradient_check import numeric_gradient

SIZES = (5, 6, 4, 3)


def make_net(activation="relu", **settings):
    """A network with float64 parameters, none of them at its initial value of 0 or 1."""
    net = DeepNet(SIZES, activation, rng=1, dtype=np.float64, **settings)
    rng = np.random.default_rng(2)
    for name, w in net.params.items():
        if not name.startswith("W"):
            w += 0.3 * rng.standard_normal(w.shape)
    return net


def batch(seed=3, N=8):
    rng = np.random.default_rng(seed)
    return 2 * rng.standard_normal((N, SIZES[0])) + 1, rng.integers(SIZES[-1], size=N)


def state(net):
    return copy.deepcopy((net.params, net.bn_params, net.rng.bit_generator.state))


def averages(net):
    return [
        copy.deepcopy(bn_param[f"running_{part}"]) for bn_param in net.bn_params.values() for part in ("mean", "var")
    ]


# ------------------------------------------------------------------ the gradients
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("batchnorm", [False, True])
@pytest.mark.parametrize("bias", [False, True])
def test_gradients_of_all_parameters_equal_numeric_gradients(activation, batchnorm, bias):
    net = make_net(activation, batchnorm=batchnorm, bias=bias)
    X, y = batch()
    _, grads = net.loss(X, y, reg=0.2)
    assert set(grads) == set(net.params)
    for name, w in net.params.items():

        def loss(changed, name=name):
            net.params[name] = changed
            return net.loss(X, y, reg=0.2)[0]

        numeric = numeric_gradient(loss, w)
        net.params[name] = w
        assert grads[name].shape == w.shape
        np.testing.assert_allclose(grads[name], numeric, rtol=1e-5, atol=1e-8, err_msg=name)


def test_gradients_with_dropout_equal_numeric_gradients():
    net = make_net("tanh", batchnorm=True, dropout=0.4)
    X, y = batch()

    def loss(changed):
        net.rng = np.random.default_rng(4)  # the same units are dropped each time
        net.params["W1"] = changed
        return net.loss(X, y)

    W = net.params["W1"]
    _, grads = loss(W)
    np.testing.assert_allclose(grads["W1"], numeric_gradient(lambda W: loss(W)[0], W), rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("settings", [{"layernorm": True}, {"residual": True}, {"batchnorm": True, "residual": True}])
def test_gradients_with_layer_normalization_and_residuals_equal_numeric_gradients(settings):
    net = DeepNet((5, 6, 6, 6, 3), "tanh", rng=1, dtype=np.float64, **settings)
    X, y = batch()
    _, grads = net.loss(X, y)
    for name, w in net.params.items():

        def loss(changed, name=name):
            return net.params.update({name: changed}) or net.loss(X, y)[0]

        numeric = numeric_gradient(loss, w)
        net.params[name] = w
        np.testing.assert_allclose(grads[name], numeric, rtol=1e-5, atol=1e-8, err_msg=name)


def test_layer_normalization_equals_pytorch():
    net, (X, _) = make_net(layernorm=True), batch()
    out = torch.tensor(X)
    for k in (1, 2, 3):
        out = out @ torch.tensor(net.params[f"W{k}"]) + torch.tensor(net.params[f"b{k}"])
        if k < 3:
            gamma, beta = (torch.tensor(net.params[f"{name}{k}"]) for name in ("gamma", "beta"))
            out = torch.nn.functional.layer_norm(out, (SIZES[k],), gamma, beta, eps=1e-5).relu()
    np.testing.assert_allclose(net.scores(X), out.numpy(), rtol=1e-9, atol=1e-11)
    alone = np.concatenate([net.scores(X[i : i + 1]) for i in range(len(X))])
    np.testing.assert_allclose(alone, net.scores(X), rtol=1e-10)


def test_a_residual_connection_adds_the_input_where_the_widths_are_equal():
    settings = {"rng": 0, "dtype": np.float64}
    plain, residual = DeepNet((5, 6, 6, 3), **settings), DeepNet((5, 6, 6, 3), residual=True, **settings)
    X, _ = batch()
    first, second = plain.hidden(X)
    np.testing.assert_allclose(residual.hidden(X)[0], first)
    np.testing.assert_allclose(residual.hidden(X)[1], first + second)


@pytest.mark.parametrize(
    ("batchnorm", "bias", "names"),
    [
        (False, True, {"W1", "b1", "W2", "b2", "W3", "b3"}),
        (False, False, {"W1", "W2", "W3", "b3"}),
        (True, True, {"W1", "b1", "gamma1", "beta1", "W2", "b2", "gamma2", "beta2", "W3", "b3"}),
        (True, False, {"W1", "gamma1", "beta1", "W2", "gamma2", "beta2", "W3", "b3"}),
    ],
)
def test_names_of_the_parameters(batchnorm, bias, names):
    assert set(DeepNet(SIZES, batchnorm=batchnorm, bias=bias, rng=0).params) == names


def test_batch_normalization_takes_away_the_effect_of_a_bias():
    net, (X, y) = make_net(batchnorm=True), batch()
    loss, grads = net.loss(X, y)
    np.testing.assert_allclose(grads["b1"], 0, atol=1e-12)
    net.params["b1"] += 7
    assert net.loss(X, y)[0] == pytest.approx(loss, rel=1e-9)


def test_loss_and_gradients_equal_pytorch():
    """Two hidden layers with batch normalization and ReLU; then the scores in test mode."""
    net, (X, y) = make_net(batchnorm=True), batch(N=9)
    layers = []
    for k in (1, 2, 3):
        linear = torch.nn.Linear(*net.params[f"W{k}"].shape, dtype=torch.float64)
        linear.weight.data, linear.bias.data = (torch.tensor(net.params[f"{name}{k}"].T) for name in "Wb")
        layers.append(linear)
        if k < 3:
            normal = torch.nn.BatchNorm1d(SIZES[k], eps=1e-5, dtype=torch.float64)
            normal.weight.data = torch.tensor(net.params[f"gamma{k}"])
            normal.bias.data = torch.tensor(net.params[f"beta{k}"])
            layers += [normal, torch.nn.ReLU()]
    theirs = torch.nn.Sequential(*layers)
    loss = torch.nn.functional.cross_entropy(theirs(torch.tensor(X)), torch.tensor(y))
    loss = loss + 0.5 * 0.3 * sum((layer.weight**2).sum() for layer in layers[::3])
    loss.backward()
    ours, grads = net.loss(X, y, reg=0.3)
    assert ours == pytest.approx(loss.item(), rel=1e-10)
    for k in (1, 2, 3):
        for place, names in ((3 * k - 3, "W b"), (3 * k - 2, "gamma beta")):
            if place < len(layers):
                for name, weight in zip(names.split(), (layers[place].weight, layers[place].bias)):
                    np.testing.assert_allclose(grads[f"{name}{k}"], weight.grad.numpy().T, rtol=1e-8, atol=1e-11)

    for k in (1, 2):
        layers[3 * k - 2].running_mean = torch.tensor(net.bn_params[k]["running_mean"])
        layers[3 * k - 2].running_var = torch.tensor(net.bn_params[k]["running_var"])
    theirs.eval()
    X_new, _ = batch(5)
    expected = theirs(torch.tensor(X_new)).detach().numpy()
    np.testing.assert_allclose(net.scores(X_new), expected, rtol=1e-9, atol=1e-11)
    np.testing.assert_array_equal(net.predict(X_new), expected.argmax(axis=1))


# ------------------------------------------------------------------ training and test
def test_scores_use_the_running_averages():
    net, (X, _) = make_net(batchnorm=True), batch()
    for seed in range(4):
        net.loss(*batch(seed))
    scores = net.scores(X)
    alone = np.concatenate([net.scores(X[i : i + 1]) for i in range(len(X))])
    np.testing.assert_allclose(alone, scores, rtol=1e-10)
    np.testing.assert_array_equal(net.predict(X), scores.argmax(axis=1))
    assert not np.allclose(net.scores(X, own_batch=True), scores)


def test_scores_in_training_are_those_of_the_loss():
    net, (X, y) = make_net(batchnorm=True), batch()
    scores = net.scores(X, own_batch=True)
    log_probs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    assert net.loss(X, y)[0] == pytest.approx(-log_probs[np.arange(len(y)), y].mean())


def test_each_loss_updates_the_running_averages():
    net = make_net(batchnorm=True)
    net.loss(*batch(1))
    before = averages(net)
    net.loss(*batch(2))
    assert not any(map(np.array_equal, averages(net), before))


@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_scores_predictions_and_hidden_outputs_change_nothing(dropout):
    net, (X, _) = make_net(batchnorm=True, dropout=dropout), batch()
    net.loss(*batch(6))
    params, _, draws = state(net)
    kept = averages(net)
    results = [(net.scores(X), net.scores(X, own_batch=True), net.predict(X), net.hidden(X)) for _ in range(2)]
    for one, other in zip(*results):
        for a, b in zip(one, other):
            np.testing.assert_array_equal(a, b)
    assert all(map(np.array_equal, averages(net), kept))
    assert all(np.array_equal(net.params[name], w) for name, w in params.items())
    assert net.rng.bit_generator.state == draws


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_hidden_outputs_are_those_of_training(activation):
    """The last hidden outputs and the last layer give the scores of training."""
    net, (X, _) = make_net(activation, batchnorm=True), batch()
    hidden = net.hidden(X)
    assert net.bn_params == {1: {"mode": "train"}, 2: {"mode": "train"}}  # no averages yet
    assert [out.shape for out in hidden] == [(len(X), size) for size in SIZES[1:-1]]
    np.testing.assert_allclose(hidden[-1] @ net.params["W3"] + net.params["b3"], net.scores(X, own_batch=True))


# ------------------------------------------------------------------ dropout
def test_dropout_is_for_training_only():
    net, (X, y) = make_net(dropout=0.5), batch()
    plain = make_net()
    losses = {net.loss(X, y)[0] for _ in range(5)}
    assert len(losses) == 5
    np.testing.assert_array_equal(net.scores(X), plain.scores(X))
    np.testing.assert_array_equal(net.predict(X), plain.predict(X))
    for with_dropout, without in zip(net.hidden(X), plain.hidden(X)):
        np.testing.assert_array_equal(with_dropout, without)


def test_dropout_keeps_the_mean_of_the_hidden_outputs():
    """With a last layer of zeros the gradient of W2 is linear in the hidden outputs: its mean over many draws is that
    without dropout."""
    settings = {"rng": 0, "dtype": np.float64}
    net, plain = DeepNet((5, 40, 3), dropout=0.3, **settings), DeepNet((5, 40, 3), **settings)
    for one in (net, plain):
        one.params["W2"] *= 0
    X, y = batch()
    draws = np.stack([net.loss(X, y)[1]["W2"] for _ in range(2000)])
    error = draws.std(axis=0) / np.sqrt(len(draws))
    assert error.max() > 0
    assert np.all(np.abs(draws.mean(axis=0) - plain.loss(X, y)[1]["W2"]) <= 5 * error)


# ------------------------------------------------------------------ the initial weights
@pytest.mark.parametrize(
    ("activation", "std", "expected"),
    [("relu", None, np.sqrt(2 / 400)), ("tanh", None, 0.05), ("sigmoid", None, 0.05), ("relu", 0.3, 0.3)],
)
def test_deviation_of_the_initial_weights(activation, std, expected):
    net = DeepNet((400, 300, 10), activation, std=std, rng=0)
    assert net.params["W1"].std() == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_types_are_kept(activation, dtype):
    net = DeepNet(SIZES, activation, batchnorm=True, dropout=0.2, rng=0, dtype=dtype)
    X, y = batch()
    X = X.astype(dtype)
    _, grads = net.loss(X, y, reg=0.1)
    assert {part.dtype for part in (*net.params.values(), *grads.values(), *averages(net))} == {np.dtype(dtype)}
    assert net.scores(X).dtype == dtype
    assert all(out.dtype == dtype for out in net.hidden(X))


def test_a_seed_repeats_a_network():
    one, other = (DeepNet(SIZES, batchnorm=True, dropout=0.5, rng=8) for _ in range(2))
    X, y = batch()
    assert one.loss(X.astype(np.float32), y)[0] == other.loss(X.astype(np.float32), y)[0]
