"""The worked solution of Lab 6's perceptrons against PyTorch and by its properties."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import assert_equal_to_torch, checked_inputs, torch

from cs_nn import checks, mlp, neurons
from cs_nn.checks.tasks._neurons import loop_case, network_case
from cs_nn.checks.tasks.lab6_mlp import adam_case, mlp_case
from cs_nn.mlp import MLP, adam
from cs_nn.neurons import Layer, Network, Neuron, sigmoid
from cs_nn.tools.gradient_check import numeric_gradient
from grading.fresh_inputs import hidden_cases

LAB = "lab6_mlp"
MODULES = {"neurons": neurons, "mlp": mlp}
NAMES = list(checks.lab_tasks(LAB))
NEURONS = [name for name in NAMES if name.startswith("N")]
quick = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**32 - 1)
sizes = st.lists(st.integers(1, 5), min_size=2, max_size=5).map(tuple)
networks = st.builds(
    lambda seed, sizes, simple: network_case(np.random.default_rng(seed), "", sizes, simple=simple),
    seeds,
    sizes,
    st.booleans(),
)
nets = st.builds(
    lambda seed, N, sizes, reg: mlp_case(np.random.default_rng(seed), "", N, (*sizes, 3), reg),
    seeds,
    st.integers(1, 5),
    sizes,
    st.sampled_from([0.0, 0.3, 2.0]),
)
steps = st.builds(
    lambda seed, shape, t, beta1, beta2: adam_case(
        np.random.default_rng(seed), "", shape, t, beta1=beta1, beta2=beta2, learning_rate=0.1
    ),
    seeds,
    st.sampled_from([(4,), (2, 3), (2, 1, 3)]),
    st.integers(0, 20),
    st.floats(0, 0.95),
    st.floats(0.1, 0.999),
)


def depth(case):
    return sum(key[0] == "W" for key in case)


def network_of(case):
    """A `Network` with the parameters of a case."""
    return network_with([(case[f"W{k}"], case[f"b{k}"]) for k in range(1, depth(case) + 1)])


def network_with(params):
    network = Network((len(params[0][0][0]), *(len(b) for _, b in params)))
    network.layers = [
        Layer([Neuron(row, bias) for row, bias in zip(np.array(W).tolist(), np.array(b).tolist())]) for W, b in params
    ]
    return network


def neurons_of(network):
    return [neuron for layer in network.layers for neuron in layer.neurons]


def tensor(value, grad=False):
    return torch.tensor(np.asarray(value), dtype=torch.float64, requires_grad=grad)


# ------------------------------------------------------------------ the checks' inputs against PyTorch
class Torch:
    """The network of a case in PyTorch: ``layers``, and ``z``, the weighted sums of each layer for one example."""

    def __init__(self, case):
        self.case = case
        self.params = [(tensor(case[f"W{k}"], True), tensor(case[f"b{k}"], True)) for k in range(1, depth(case) + 1)]

    def forward(self, inputs):
        self.z, self.inputs, out = [], [], tensor(inputs)
        for W, b in self.params:
            self.inputs.append(out)
            self.z.append(torch.nn.functional.linear(out, W, b))
            self.z[-1].retain_grad()
            out = torch.sigmoid(self.z[-1])
        return out

    def loss(self, inputs, targets, simple):
        """E, or the cross-entropy whose derivative with respect to z of the last layer is y - t."""
        y, t = self.forward(inputs), tensor(targets)
        return torch.nn.functional.binary_cross_entropy(y, t, reduction="sum") if simple else 0.5 * ((t - y) ** 2).sum()

    def step(self, inputs, targets, learning_rate, simple):
        """A step of gradient descent; returns E before it."""
        optimizer = torch.optim.SGD([p for pair in self.params for p in pair], learning_rate)
        optimizer.zero_grad()
        self.loss(inputs, targets, simple).backward()
        E = self.loss(inputs, targets, False).item()
        optimizer.step()
        return E


def neuron_of_torch(case):
    z = torch.dot(tensor(case["weights"]), tensor(case["inputs"])) + case["bias"]
    return {"output": torch.sigmoid(z), "self.output": torch.sigmoid(z), "self.inputs": case["inputs"]}


def forward_of_torch(case):
    network = Torch(case)
    results = {"outputs_own": network.forward(case["x"])}
    for k, (inputs, z) in enumerate(zip(network.inputs, network.z), 1):
        results[f"outputs_of_layer_{k}_own"] = torch.sigmoid(z)
        results[f"inputs_of_layer_{k}_own"] = inputs.expand(len(z), -1)
    return results


def deltas_of_torch(case):
    network = Torch(case)
    network.loss(case["x"], case["t"], case["simple"]).backward()
    return {f"delta_of_layer_{k}": -z.grad for k, z in enumerate(network.z, 1)}


def update_of_torch(case):
    """The given deltas are minus the derivatives of sum(-delta * z)."""
    results = {}
    for k in range(1, depth(case) + 1):
        linear = torch.nn.Linear(case[f"W{k}"].shape[1], case[f"W{k}"].shape[0], dtype=torch.float64)
        linear.load_state_dict({"weight": tensor(case[f"W{k}"]), "bias": tensor(case[f"b{k}"])})
        optimizer = torch.optim.SGD(linear.parameters(), case["learning_rate"])
        (-tensor(case[f"d{k}"]) * linear(tensor(case[f"y{k - 1}" if k > 1 else "x"]))).sum().backward()
        optimizer.step()
        results[f"weights_of_layer_{k}"], results[f"biases_of_layer_{k}"] = linear.weight, linear.bias
    return results


def adam_of_torch(case):
    w = torch.nn.Parameter(tensor(case["w"]))
    optimizer = torch.optim.Adam([w], case["learning_rate"], (case["beta1"], case["beta2"]), case["epsilon"])
    if case["t"]:
        optimizer.state[w] = {
            "step": torch.tensor(float(case["t"])),
            "exp_avg": tensor(case["m"]),
            "exp_avg_sq": tensor(case["v"]),
        }
    results = {}
    for n, dw in enumerate(case["gradients"], 1):
        w.data, w.grad = tensor(case["w"]), tensor(dw)  # the check begins each step at the same parameters
        optimizer.step()
        state = optimizer.state[w]
        results.update(
            {
                f"m_after_step_{n}": state["exp_avg"].clone(),
                f"v_after_step_{n}": state["exp_avg_sq"].clone(),
                f"t_after_step_{n}": state["step"].clone(),
                f"next_w_of_step_{n}": w.detach().clone(),
            }
        )
    return results


def mlp_of_torch(case):
    """Scores, loss and gradients by `torch.nn` and autograd."""
    params = {f"{letter}{k}": tensor(case[f"{letter}{k}"], True) for k in range(1, depth(case) + 1) for letter in "Wb"}
    out = tensor(case["X"]).flatten(1)
    for k in range(1, depth(case) + 1):
        out = torch.nn.functional.linear(torch.relu(out) if k > 1 else out, params[f"W{k}"].T, params[f"b{k}"])
    loss = torch.nn.functional.cross_entropy(out, torch.tensor(case["y"]))
    loss = loss + 0.5 * case["reg"] * sum((w**2).sum() for name, w in params.items() if name[0] == "W")
    loss.backward()
    return {"scores": out, "loss": loss, **{name: param.grad for name, param in params.items()}}


def mlp_results(case):
    net = mlp_of(case)
    loss, grads = net.loss(case["X"], case["y"], case["reg"])
    return {"scores": net.loss(case["X"]), "loss": loss, **grads}


def mlp_of(case):
    net = MLP((case["X"][0].size, *(len(case[f"b{k}"]) for k in range(1, depth(case) + 1))), rng=0, dtype=np.float64)
    net.params = {name: case[name] for name in net.params}
    return net


OF_TORCH = {
    "Neuron_forward": neuron_of_torch,
    "Network_forward": forward_of_torch,
    "Network_backward": deltas_of_torch,
    "Network_update": update_of_torch,
    "adam": adam_of_torch,
}


@pytest.mark.parametrize("name", OF_TORCH)
def test_results_of_the_checks_equal_those_of_pytorch(name):
    for case, results in checked_inputs(LAB, name, seeds=5):
        theirs = OF_TORCH[name](case)
        assert set(theirs) == {key for key in results if name != "Network_forward" or key.endswith("_own")}
        assert_equal_to_torch(results, theirs, case["about"])


def test_scores_loss_and_gradients_equal_those_of_pytorch():
    """The check puts other layers into the network, so its own results can't be compared."""
    cases = checks.visible_cases(checks.lab_tasks(LAB)["MLP_loss"])
    for case in cases + [case for seed in range(5) for case in hidden_cases(LAB, "MLP_loss", seed)]:
        results = mlp_results(case)
        theirs = mlp_of_torch(case)
        assert set(results) == set(theirs)
        assert_equal_to_torch(results, theirs, case["about"])


@pytest.mark.parametrize("simple", [False, True])
@pytest.mark.parametrize("shape", [(2, 4, 1), (3, 4, 3, 2), (2, 1)])
def test_training_equals_that_of_pytorch(shape, simple):
    case = network_case(np.random.default_rng(len(shape)), "", shape, simple=simple)
    data = loop_case(np.random.default_rng(1), "", N=5, sizes=(shape[0], shape[-1]))
    examples, targets = data["examples"].tolist(), data["targets"].tolist()
    network, theirs, order = network_of(case), Torch(case), []
    forward = network.forward
    network.forward = lambda inputs: order.append(examples.index(inputs)) or forward(inputs)
    losses = network.train(examples, targets, learning_rate=0.7, epochs=6, simple=simple, rng=3)
    order = np.reshape(order, (6, 5))
    np.testing.assert_array_equal(np.sort(order), np.tile(np.arange(5), (6, 1)))
    right = [np.mean([theirs.step(examples[i], targets[i], 0.7, simple) for i in epoch]) for epoch in order]
    np.testing.assert_allclose(losses, right, rtol=1e-9)
    for layer, (W, b) in zip(network.layers, theirs.params, strict=True):
        np.testing.assert_allclose([neuron.weights for neuron in layer.neurons], W.detach().numpy(), rtol=1e-9)
        np.testing.assert_allclose([neuron.bias for neuron in layer.neurons], b.detach().numpy(), rtol=1e-9)


# ------------------------------------------------------------------ neurons
@quick
@given(st.floats(-1000, 1000))
def test_the_sigmoid_is_symmetric_and_finite(z):
    assert 0 <= sigmoid(z) <= 1
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1, rel=1e-15)
    assert sigmoid(z) == pytest.approx(0.5 * (1 + math.tanh(z / 2)), rel=1e-9, abs=1e-15)


def test_the_sigmoid_at_the_ends():
    assert (sigmoid(1000), sigmoid(0), sigmoid(-1000)) == (1, 0.5, 0)
    assert sigmoid(-700) == pytest.approx(math.exp(-700), rel=1e-12)
    assert all(type(sigmoid(z)) is float for z in (-3, 0, 2.5))


def test_a_neuron_of_any_weighted_sum():
    for bias in (1000.0, -1000.0):
        neuron = Neuron([2.0, -1.0], bias)
        assert neuron.forward([0.5, 1.0]) == neuron.output == (bias > 0)
        assert neuron.inputs == [0.5, 1.0]


@quick
@given(networks, st.randoms(use_true_random=False))
def test_the_order_of_hidden_neurons_does_not_matter(case, random):
    network, other = network_of(case), network_of(case)
    for layer, following in zip(other.layers, other.layers[1:]):
        order = list(range(len(layer.neurons)))
        random.shuffle(order)
        layer.neurons = [layer.neurons[j] for j in order]
        for neuron in following.neurons:
            neuron.weights = [neuron.weights[j] for j in order]
    for each in (network, other):
        each.forward(case["x"].tolist())
        each.backward(case["t"].tolist(), case["simple"])
    np.testing.assert_allclose(
        [n.output for n in other.layers[-1].neurons], [n.output for n in network.layers[-1].neurons], rtol=1e-12
    )
    np.testing.assert_allclose(
        sorted(n.delta for n in neurons_of(other)), sorted(n.delta for n in neurons_of(network)), rtol=1e-9, atol=1e-14
    )


def test_a_network_is_drawn_as_asked_for():
    network = Network((50, 40, 3), rng=1)
    assert [len(layer.neurons) for layer in network.layers] == [40, 3]
    assert [len(layer.neurons[0].weights) for layer in network.layers] == [50, 40]
    weights = [w for neuron in neurons_of(network) for w in neuron.weights]
    assert abs(np.mean(weights)) < 0.1 and abs(np.std(weights) - 1) < 0.1
    uniform = [w for neuron in neurons_of(Network((50, 40), "uniform", rng=1)) for w in (*neuron.weights, neuron.bias)]
    assert 0 <= min(uniform) < 0.05 and 0.95 < max(uniform) < 1
    assert all(type(w) is float for w in (*weights, *uniform, *(n.bias for n in neurons_of(network))))
    same = Network((50, 40, 3), rng=np.random.default_rng(1))
    assert [n.weights for n in neurons_of(same)] == [n.weights for n in neurons_of(network)]


# ------------------------------------------------------------------ the backward pass
def loss_of(network, inputs, targets, simple):
    """E, or the cross-entropy: what `simple` is right for."""
    pairs = list(zip(targets, network.forward(inputs)))
    if simple:
        return -sum(t * math.log(y) + (1 - t) * math.log(1 - y) for t, y in pairs)
    return 0.5 * sum((t - y) ** 2 for t, y in pairs)


@quick
@given(networks)
def test_deltas_are_derivatives_of_the_loss(case):
    """delta = -dE/dz, and z moves as the bias does; times an input it is minus that with respect to a weight."""
    network, inputs, targets = network_of(case), case["x"].tolist(), case["t"].tolist()
    network.forward(inputs)
    network.backward(targets, case["simple"])
    deltas = [neuron.delta for neuron in neurons_of(network)]
    kept = [list(neuron.inputs) for neuron in neurons_of(network)]
    for neuron, delta, neuron_inputs in zip(neurons_of(network), deltas, kept):

        def loss(values, neuron=neuron):
            old = neuron.bias, neuron.weights
            neuron.bias, *neuron.weights = values.tolist()
            value = loss_of(network, inputs, targets, case["simple"])
            neuron.bias, neuron.weights = old
            return value

        numeric = numeric_gradient(loss, np.array([neuron.bias, *neuron.weights]))
        np.testing.assert_allclose(-delta * np.array([1, *neuron_inputs]), numeric, rtol=1e-6, atol=1e-9)


@quick
@given(networks)
def test_a_small_step_lowers_the_loss(case):
    network, inputs, targets = network_of(case), case["x"].tolist(), case["t"].tolist()
    before = loss_of(network, inputs, targets, case["simple"])
    network.backward(targets, case["simple"])
    square = sum(n.delta**2 * (1 + sum(x * x for x in n.inputs)) for n in neurons_of(network))
    network.update(1e-6)
    change = loss_of(network, inputs, targets, case["simple"]) - before
    assert change == pytest.approx(-1e-6 * square, rel=1e-2, abs=1e-13)


@quick
@given(networks)
def test_old_deltas_do_not_enter_and_weights_stay(case):
    network, inputs, targets = network_of(case), case["x"].tolist(), case["t"].tolist()
    network.forward(inputs)
    network.backward(targets, case["simple"])
    first = [(n.delta, n.weights, n.bias, n.inputs, n.output) for n in neurons_of(network)]
    for neuron in neurons_of(network):
        neuron.delta = 17.0
    network.backward(targets, case["simple"])
    assert [(n.delta, n.weights, n.bias, n.inputs, n.output) for n in neurons_of(network)] == first
    assert inputs == case["x"].tolist() and targets == case["t"].tolist()


@quick
@given(networks)
def test_right_outputs_give_no_deltas(case):
    network = network_of(case)
    network.backward(network.forward(case["x"].tolist()), case["simple"])
    assert not any(neuron.delta for neuron in neurons_of(network))


def test_an_update_does_not_change_lists_that_are_shared():
    weights = [0.5, -0.5]
    neuron, other = Neuron(weights, 0.1), Neuron(weights, 0.1)
    network = network_with([([[1.0]], [0.0])])
    network.layers = [Layer([neuron, other])]
    network.forward([1.0, 2.0])
    neuron.delta, other.delta = 1.0, 0.0
    network.update(0.1)
    assert neuron.weights == pytest.approx([0.6, -0.3]) and neuron.bias == pytest.approx(0.2)
    assert other.weights == weights == [0.5, -0.5] and other.bias == 0.1


# ------------------------------------------------------------------ XOR
XOR = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]


def right_answers(network):
    return sum((network.forward(x)[0] > 0.5) == t[0] for x, t in zip(*XOR))


def test_the_network_of_the_lab_learns_xor():
    network = Network((2, 4, 1), rng=0)
    losses = network.train(*XOR, learning_rate=0.5, epochs=2500, rng=0)
    assert len(losses) == 2500 and losses[-1] < 0.02 < losses[0]
    assert right_answers(network) == 4


@pytest.mark.parametrize("simple", [False, True])
def test_a_network_without_hidden_layer_does_not_learn_xor(simple):
    network = Network((2, 1), rng=0)
    losses = network.train(*XOR, learning_rate=0.3, epochs=600, simple=simple, rng=0)
    assert right_answers(network) < 4
    assert losses[-1] > 0.1
    conjunction = XOR[0], [[0], [0], [0], [1]]  # it does learn what a line separates
    assert network.train(*conjunction, learning_rate=2, epochs=600, simple=simple, rng=0)[-1] < 0.02


@quick
@given(st.lists(st.floats(-50, 50), min_size=3, max_size=3))
def test_no_single_neuron_computes_xor(params):
    assert right_answers(network_with([([params[:2]], params[2:])])) < 4


def test_training_repeats_with_a_seed_and_leaves_the_lists_alone():
    runs = []
    for rng in (5, np.random.default_rng(5), 6):
        network = Network((2, 3, 1), rng=1)
        runs.append(network.train(*XOR, learning_rate=1, epochs=10, rng=rng))
    assert runs[0] == runs[1] != runs[2]
    assert XOR == ([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])
    assert all(type(loss) is float for loss in runs[0])
    assert Network((2, 1), rng=1).train(*XOR, learning_rate=1, epochs=0) == []


# ------------------------------------------------------------------ Adam
def settings_of(case):
    return {name: case[name] for name in ("learning_rate", "beta1", "beta2", "epsilon", "m", "v", "t") if name in case}


@quick
@given(steps, st.sampled_from([1e-6, 1e-3, 1.0, 1e6, 1e100]))
def test_the_first_step_has_the_size_of_the_learning_rate(case, scale):
    dw = scale * case["gradients"][0]
    next_w, config = adam(case["w"], dw, {"learning_rate": 0.1, "epsilon": 0.0})
    np.testing.assert_allclose(next_w, case["w"] - 0.1 * np.sign(dw), rtol=1e-12, atol=1e-14)
    assert config["t"] == 1


@quick
@given(steps, st.sampled_from([1e-3, 7.0, 1e4]))
def test_steps_do_not_depend_on_the_scale_of_the_gradients(case, scale):
    """Not with epsilon = 0."""
    one, other = settings_of({**case, "epsilon": 0.0}), settings_of({**case, "epsilon": 0.0})
    if case["t"]:
        other.update(m=scale * case["m"], v=scale**2 * case["v"])
    for dw in case["gradients"]:
        (w, one), (w_scaled, other) = adam(case["w"], dw, one), adam(case["w"], scale * dw, other)
        np.testing.assert_allclose(w_scaled, w, rtol=1e-9, atol=1e-12)


@quick
@given(steps)
def test_a_constant_gradient_gives_steps_of_one_size(case):
    """The corrected m is dw and the corrected v is dw^2 in every step."""
    config, dw = {"learning_rate": 0.1, "beta1": case["beta1"], "beta2": case["beta2"], "epsilon": 1e-12}, case["w"]
    for t in range(1, 8):
        next_w, config = adam(case["w"], dw, config)
        np.testing.assert_allclose(next_w, case["w"] - 0.1 * np.sign(dw), rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(config["m"], (1 - case["beta1"] ** t) * dw, rtol=1e-9)
        np.testing.assert_allclose(config["v"], (1 - case["beta2"] ** t) * dw**2, rtol=1e-9)


@quick
@given(steps)
def test_parameters_do_not_mix(case):
    """A step of the whole array is the step of its entries."""
    whole, config = adam(case["w"], case["gradients"][0], settings_of(case))
    for index in np.ndindex(case["w"].shape):
        alone = {name: value[index] if name in ("m", "v") else value for name, value in settings_of(case).items()}
        w, one = adam(np.array(case["w"][index]), np.array(case["gradients"][0][index]), alone)
        np.testing.assert_allclose(
            [w, one["m"], one["v"]], [whole[index], config["m"][index], config["v"][index]], rtol=1e-12
        )


@quick
@given(steps)
def test_adam_changes_no_argument(case):
    given_config, w, dw = settings_of(case), case["w"].copy(), case["gradients"][0].copy()
    copies = {name: np.array(value) for name, value in given_config.items()}
    next_w, config = adam(w, dw, given_config)
    assert next_w is not w and config is not given_config
    np.testing.assert_array_equal(w, case["w"])
    np.testing.assert_array_equal(dw, case["gradients"][0])
    assert given_config.keys() == copies.keys()
    assert all(np.array_equal(given_config[name], value) for name, value in copies.items())
    assert config["t"] == case["t"] + 1
    assert set(config) == {"learning_rate", "beta1", "beta2", "epsilon", "m", "v", "t"}


def test_adam_of_zero_gradients_and_of_float32():
    w = np.ones((2, 3), np.float32)
    next_w, config = adam(w, 0 * w, {})
    np.testing.assert_array_equal(next_w, w)
    next_w, config = adam(w, np.full_like(w, 1e-3), config)
    assert next_w.dtype == config["m"].dtype == config["v"].dtype == np.float32


def test_adam_finds_the_bottom_of_a_narrow_valley():
    """f = 0.5 (x^2 + 1000 y^2) from (1, 1)."""
    w, config, curvature = np.ones(2), {"learning_rate": 0.02}, np.array([1.0, 1000.0])
    for _ in range(1000):
        w, config = adam(w, curvature * w, config)
    assert np.abs(w).max() < 1e-3


# ------------------------------------------------------------------ MLP
@quick
@given(nets)
def test_loss_and_gradients_of_any_net_equal_those_of_pytorch(case):
    assert_equal_to_torch(mlp_results(case), mlp_of_torch(case))


@pytest.mark.parametrize("shape", [(4, 3), (4, 5, 3), (3, 4, 4, 2)])
def test_gradients_equal_numeric_gradients(shape):
    case = mlp_case(np.random.default_rng(4), "", N=4, sizes=shape, reg=0.2)
    net = mlp_of(case)
    _, grads = net.loss(case["X"], case["y"], case["reg"])
    for name, grad in grads.items():

        def loss(value, name=name):
            net.params[name] = value
            return net.loss(case["X"], case["y"], case["reg"])[0]

        numeric = numeric_gradient(loss, case[name])
        net.params[name] = case[name]
        np.testing.assert_allclose(grad, numeric, rtol=1e-6, atol=1e-8)


@quick
@given(nets, st.floats(-1000, 1000))
def test_scores_can_be_shifted(case, shift):
    """The bias of the last layer moves all scores alike: loss and gradients stay, and its own gradient sums to 0."""
    last = f"b{depth(case)}"
    moved = {**case, last: case[last] + shift}
    results, other = mlp_results(case), mlp_results(moved)
    np.testing.assert_allclose(other["scores"], results["scores"] + shift, rtol=1e-9, atol=1e-9)
    assert abs(results[last].sum()) < 1e-12
    for name in results:
        if name != "scores":
            np.testing.assert_allclose(other[name], results[name], rtol=1e-6, atol=1e-9)


@quick
@given(nets)
def test_data_terms_are_means_over_the_examples(case):
    whole = mlp_results({**case, "reg": 0.0})
    alone = [mlp_results({**case, "reg": 0.0, "X": case["X"][[n]], "y": case["y"][[n]]}) for n in range(len(case["y"]))]
    scores = np.concatenate([one["scores"] for one in alone])
    np.testing.assert_allclose(whole["scores"], scores, rtol=1e-10, atol=1e-12)
    for name in set(whole) - {"scores"}:
        np.testing.assert_allclose(whole[name], np.mean([one[name] for one in alone], axis=0), rtol=1e-9, atol=1e-12)


@quick
@given(nets, st.floats(0, 5))
def test_the_penalty_is_linear_in_reg_and_spares_the_biases(case, reg):
    without, with_reg = mlp_results({**case, "reg": 0.0}), mlp_results({**case, "reg": reg})
    weights = [name for name in case if name[0] == "W"]
    penalty = 0.5 * reg * sum(np.sum(case[name] ** 2) for name in weights)
    assert with_reg["loss"] - without["loss"] == pytest.approx(penalty, rel=1e-9, abs=1e-9)
    for name in set(without) - {"loss"}:
        extra = reg * case[name] if name in weights else 0
        np.testing.assert_allclose(with_reg[name], without[name] + extra, rtol=1e-9, atol=1e-9)


def test_images_are_rows_and_nothing_changes():
    case = mlp_case(np.random.default_rng(1), "", N=3, sizes=(12, 5, 4), reg=0.1, image=(3, 2, 2))
    rows = {**case, "X": case["X"].reshape(3, 12)}
    copies = {name: np.copy(value) for name, value in case.items()}
    for name, value in mlp_results(case).items():
        np.testing.assert_array_equal(value, mlp_results(rows)[name])
    assert all(np.array_equal(case[name], value) for name, value in copies.items())
    np.testing.assert_array_equal(mlp_of(case).predict(case["X"]), mlp_results(case)["scores"].argmax(axis=1))


def test_initial_weights():
    net = MLP((400, 300, 200, 10), rng=2)
    assert list(net.params) == ["W1", "b1", "W2", "b2", "W3", "b3"] and net.num_layers == 3
    for k, (fan_in, fan_out) in enumerate([(400, 300), (300, 200), (200, 10)], 1):
        W, b = net.params[f"W{k}"], net.params[f"b{k}"]
        assert W.shape == (fan_in, fan_out) and b.shape == (fan_out,) and not b.any()
        assert W.dtype == b.dtype == np.float32
        assert abs(W.std() / np.sqrt(2 / fan_in) - 1) < 0.05 and abs(W.mean()) < 0.1 * W.std()
    same = MLP((400, 300, 200, 10), std=0.5, rng=2, dtype=np.float64).params
    np.testing.assert_allclose(same["W2"] / 0.5, net.params["W2"] / np.sqrt(2 / 300), rtol=1e-5)
    loss, grads = net.loss(np.ones((5, 400), np.float32), np.arange(5), 0.1)
    assert np.isfinite(loss) and all(grad.dtype == np.float32 for grad in grads.values())
    zero = MLP((4, 3, 5), std=0.0, rng=0)
    assert zero.loss(np.ones((2, 4), np.float32), np.array([0, 1]))[0] == pytest.approx(np.log(5), rel=1e-6)


def test_adam_trains_a_net_on_points_in_a_circle():
    rng = np.random.default_rng(0)
    X = rng.uniform(-1, 1, (200, 2))
    y = (np.sum(X**2, axis=1) < 0.6).astype(int)
    net, configs = MLP((2, 16, 2), rng=0, dtype=np.float64), {}
    for _ in range(200):
        _, grads = net.loss(X, y)
        for name, w in net.params.items():
            net.params[name], configs[name] = adam(w, grads[name], configs.get(name, {"learning_rate": 0.05}))
    assert np.mean(net.predict(X) == y) > 0.95


# ------------------------------------------------------------------ how the checks work
def problem_of(monkeypatch, name, owner, **replaced):
    """What the check of a task finds with some functions of a class or of the module replaced."""
    for key, function in replaced.items():
        monkeypatch.setattr(owner, key, function)
    task = checks.lab_tasks(LAB)[name]
    problems = [
        checks.run_and_judge(task, MODULES[task.module], case, expected)
        for case, expected in zip(checks.visible_cases(task), checks.load_expected(LAB, task))
    ]
    return next(filter(None, problems), None)


@pytest.mark.parametrize("name", NAMES)
def test_each_function_passes_its_own_check(name, monkeypatch):
    assert problem_of(monkeypatch, name, mlp) is None


def test_an_unfinished_or_wrong_neuron_is_not_the_fault_of_the_network(monkeypatch):
    def unfinished(self, inputs):
        raise NotImplementedError("Neuron_forward")

    for wrong in (unfinished, lambda self, inputs: None, lambda self, inputs: inputs):
        for name in NEURONS[1:]:
            assert problem_of(monkeypatch, name, Neuron, forward=wrong) is None


def test_unfinished_parts_are_not_the_fault_of_train(monkeypatch):
    def unfinished(self, *args, **settings):
        raise NotImplementedError

    assert (
        problem_of(monkeypatch, "Network_train", Network, forward=unfinished, backward=unfinished, update=unfinished)
        is None
    )


def test_unfinished_layers_are_not_the_fault_of_the_mlp(monkeypatch):
    def unfinished(*args, **settings):
        raise NotImplementedError

    names = ("affine_forward", "affine_backward", "relu_forward", "relu_backward", "softmax_loss")
    assert problem_of(monkeypatch, "MLP_loss", mlp, **dict.fromkeys(names, unfinished)) is None


@quick
@given(networks)
def test_the_outputs_of_a_case_are_those_of_its_network(case):
    """So that a right backward pass may compute anything anew from the inputs and the weights."""
    network = network_of(case)
    network.forward(case["x"].tolist())
    for k, layer in enumerate(network.layers, 1):
        np.testing.assert_allclose([neuron.output for neuron in layer.neurons], case[f"y{k}"], rtol=1e-9)
