"""The worked solution of Lab 3's network against PyTorch, by its properties, and how its check sees the wiring."""

import importlib.util

import numpy as np
import pytest
from reference import torch

from cs_nn import checks, layers, three_layer_net
from cs_nn.checks.tasks import _composition as composition
from cs_nn.checks.tasks import lab3_three_layer_net as tasks
from cs_nn.three_layer_net import ThreeLayerNet
from cs_nn.tools.gradient_check import directional_gradient_check, numeric_gradient
from grading.fresh_inputs import hidden_cases
from grading.mistakes import load_mistakes, mutant_module

LAB = "lab3_three_layer_net"
COMPOSITION = tasks.TASKS["ThreeLayerNet_loss"]
LAYERS = [name for name in composition.StandInLayers.NAMES if hasattr(layers, name)]


def net_of(case):
    """The network of a case of the checks."""
    net = ThreeLayerNet(1, (1, 1), 1)
    net.params = {name: case[name] for name in tasks.PARAMETERS}
    return net


def composition_cases():
    return [case for seed in range(3) for case in hidden_cases(LAB, "ThreeLayerNet_loss", seed)]


def of_torch(case, reg):
    """Scores, loss and gradients of PyTorch's own layers."""
    p = {name: torch.tensor(case[name], requires_grad=True) for name in tasks.PARAMETERS}
    linear = torch.nn.functional.linear
    h = torch.relu(linear(torch.tensor(case["X"]), p["W1"].T, p["b1"]))
    scores = linear(torch.relu(linear(h, p["W2"].T, p["b2"])), p["W3"].T, p["b3"])
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(case["y"]))
    loss = loss + 0.5 * reg * sum((p[name] ** 2).sum() for name in ("W1", "W2", "W3"))
    loss.backward()
    return scores.detach().numpy(), loss.item(), {name: w.grad.numpy() for name, w in p.items()}


# ------------------------------------------------------------------ the loss
@pytest.mark.parametrize("case", composition_cases(), ids=lambda case: case["about"])
def test_scores_loss_and_gradients_equal_pytorch(case):
    net, reg = net_of(case), case["reg"]
    scores, loss, grads = of_torch(case, reg)
    np.testing.assert_allclose(net.loss(case["X"]), scores, rtol=1e-10, atol=1e-12)
    ours, our_grads = net.loss(case["X"], case["y"], reg)
    assert ours == pytest.approx(loss, rel=1e-10)
    assert set(our_grads) == set(net.params)
    for name, grad in grads.items():
        np.testing.assert_allclose(our_grads[name], grad, rtol=1e-9, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("reg", [0.0, 0.7])
def test_gradients_equal_numeric_gradients(reg):
    case = composition_cases()[1]
    net = net_of(case)
    _, grads = net.loss(case["X"], case["y"], reg)
    for name, grad in grads.items():

        def loss(w, name=name):
            other = net_of({**case, name: w})
            return other.loss(case["X"], case["y"], reg)[0]

        assert directional_gradient_check(loss, net.params[name], grad, h=1e-6).max_error < 1e-5, name
    np.testing.assert_allclose(grads["b3"], numeric_gradient(loss, net.params["b3"]), atol=1e-7)


def test_loss_changes_nothing_and_keeps_float32():
    net = ThreeLayerNet(4, (5, 3), 2, rng=0, dtype=np.float32)
    copies = {name: w.copy() for name, w in net.params.items()}
    X, y = np.ones((6, 4), dtype=np.float32), np.arange(6) % 2
    _, grads = net.loss(X, y, 0.1)
    assert {grad.dtype for grad in grads.values()} == {np.dtype(np.float32)}
    assert all(np.array_equal(w, copies[name]) for name, w in net.params.items())
    assert np.all(X == 1)


def test_small_weights_give_log_of_the_number_of_classes():
    net = ThreeLayerNet(6, (8, 7), 10, std=1e-4, rng=1)
    X, y = np.random.default_rng(1).standard_normal((20, 6)), np.arange(20) % 10
    assert net.loss(X, y)[0] == pytest.approx(np.log(10), abs=1e-6)


# ------------------------------------------------------------------ initialization
def test_weights_are_random_with_the_given_deviation():
    net = ThreeLayerNet(100, (200, 300), 10, rng=2)
    shapes = {name: w.shape for name, w in net.params.items()}
    assert shapes == tasks.shapes(100, 200, 300, 10)
    for k, fan_in in enumerate((100, 200, 300), 1):
        assert net.params[f"W{k}"].std() == pytest.approx(np.sqrt(2 / fan_in), rel=0.06)
        assert not net.params[f"b{k}"].any()
    assert ThreeLayerNet(100, (200, 300), 10, std=0.01, rng=2).params["W2"].std() == pytest.approx(0.01, rel=0.06)
    again = ThreeLayerNet(100, (200, 300), 10, rng=2)
    assert all(np.array_equal(w, again.params[name]) for name, w in net.params.items())


# ------------------------------------------------------------------ training
def blobs(N=120, C=3, seed=3):
    rng = np.random.default_rng(seed)
    y = np.arange(N) % C
    return 3 * np.eye(C)[y] + 0.3 * rng.standard_normal((N, C)), y


def test_training_separates_what_is_separable():
    X, y = blobs()
    net = ThreeLayerNet(3, (10, 8), 3, rng=4)
    history = net.train(X, y, X[:30], y[:30], learning_rate=0.05, num_iters=120, batch_size=30, rng=4)
    assert np.mean(net.predict(X) == y) == 1
    assert history.train_accuracy[-1] == history.val_accuracy[-1] == 1
    assert np.mean(history.loss[-10:]) < 0.1 * np.mean(history.loss[:3])
    assert len(history.loss) == 120
    assert len(history.learning_rate) == 30


def test_one_step_equals_pytorch_with_momentum():
    """All examples are one, so that the random minibatch does not matter."""
    X, y = np.ones((8, 3)), np.ones(8, dtype=int)
    net = ThreeLayerNet(3, (5, 4), 3, rng=5)
    case = {**net.params, "X": X[:1], "y": y[:1]}
    theirs = [torch.tensor(case[name].copy(), requires_grad=True) for name in tasks.PARAMETERS]
    optimizer = torch.optim.SGD(theirs, lr=0.1, momentum=0.8)
    net.train(X, y, learning_rate=0.1, learning_rate_decay=1.0, momentum=0.8, reg=0.2, num_iters=5, batch_size=8, rng=5)
    for _ in range(5):
        _, _, grads = of_torch({**case, **{n: w.detach().numpy() for n, w in zip(tasks.PARAMETERS, theirs)}}, 0.2)
        for name, w in zip(tasks.PARAMETERS, theirs):
            w.grad = torch.tensor(grads[name])
        optimizer.step()
    for name, w in zip(tasks.PARAMETERS, theirs):
        np.testing.assert_allclose(net.params[name], w.detach().numpy(), rtol=1e-9, atol=1e-12, err_msg=name)


def test_training_keeps_float32_and_a_seed_repeats_it():
    X, y = blobs()

    def trained(rng):
        net = ThreeLayerNet(3, (4, 4), 3, rng=6, dtype=np.float32)
        net.train(
            X.astype(np.float32),
            y,
            learning_rate=np.float64(0.01),
            reg=np.float64(0.1),
            num_iters=6,
            batch_size=20,
            rng=rng,
        )
        return net.params

    params = trained(1)
    assert {w.dtype for w in params.values()} == {np.dtype(np.float32)}
    assert all(np.array_equal(w, params[name]) for name, w in trained(1).items())
    assert not np.array_equal(trained(2)["W1"], params["W1"])


# ------------------------------------------------------------------ what the check of the composition sees
def problem_of(module, case):
    expected = checks.run_task(COMPOSITION, three_layer_net, case)
    return checks.run_and_judge(COMPOSITION, module, case, expected)


def loss_with(*changes):
    """The mutant of ThreeLayerNet.loss that these changes make."""
    return next(mutant for mutant in load_mistakes(LAB)[COMPOSITION.name] if mutant.change == "\n".join(changes))


FIRST_COLUMNS = (
    "affine_forward(h2, W3, b3) -> affine_forward(h2[:, : len(b1)], W3[: len(b1)], b3)",
    "dh1, dW2, db2 = -> dh2, dW3 = np.resize(dh2, h2.shape), np.resize(dW3, W3.shape); dh1, dW2, db2 =",
)
AVERAGED_AGAIN = ("affine_backward(dscores -> affine_backward(dscores / len(y)",)
ONE_CACHE = "relu_backward(dh1, relu1) -> relu_backward(dh1, relu2)"


@pytest.mark.parametrize(("changes", "right_for"), [(FIRST_COLUMNS, dict(H1=4, H2=4)), (AVERAGED_AGAIN, dict(N=1))])
def test_what_is_right_for_some_sizes_only_is_rejected(changes, right_for):
    rng = np.random.default_rng(7)
    with mutant_module(COMPOSITION, loss_with(*changes)) as module:
        assert problem_of(module, tasks.composition_case(rng, "", reg=0.3, **right_for)) is None
        for cases in (checks.visible_cases(COMPOSITION), *(hidden_cases(LAB, COMPOSITION.name, s) for s in range(20))):
            assert any(problem_of(module, case) for case in cases)


@pytest.mark.parametrize(
    "changes",
    [
        (ONE_CACHE,),
        (ONE_CACHE, "relu_backward(dh2, relu2) -> relu_backward(dh2, relu1)"),
        ("affine_forward(h1 -> affine_forward(a1",),
        ("affine_forward(h1, W2, b2) -> affine_forward(h1, W1, b1)", "dW2 += reg * W2 -> dW2, db2 = reg * W2, 0 * b2"),
    ],
    ids=["one cache", "exchanged caches", "no ReLU", "layer 1 twice"],
)
def test_layers_of_one_size_do_not_hide_a_mistake(changes):
    """All sizes are equal, so that every array fits everywhere."""
    case = tasks.composition_case(np.random.default_rng(8), "", N=4, D=4, H1=4, H2=4, C=4, reg=0.2)
    mutant = loss_with(*changes)
    with mutant_module(COMPOSITION, mutant) as module:
        assert mutant.sentence in problem_of(module, case).hint


def test_wiring_is_judged_whatever_the_order_of_the_calls():
    case = checks.visible_cases(COMPOSITION)[1]
    right = checks.run_task(COMPOSITION, three_layer_net, case)["calls"]
    assert composition.wiring_mistake(right, right) == (None, "")
    again = np.concatenate([right, np.where(right > len(right), right, right)])  # every call twice
    assert composition.wiring_mistake(again, right) == (None, "")
    for k in range(len(right)):
        mistake, hint = composition.wiring_mistake(right[:k], right)
        assert mistake in ("not-called", "no-relu"), k
        assert hint.endswith("."), k


def test_the_check_of_the_composition_does_not_need_the_layers(monkeypatch):
    def unwritten(*args):
        raise NotImplementedError("affine_forward")

    for name in LAYERS:
        monkeypatch.setattr(layers, name, unwritten)
    case = checks.visible_cases(COMPOSITION)[1]
    assert problem_of(three_layer_net, case) is None
    assert layers.affine_forward is unwritten
    assert three_layer_net.affine_forward is not unwritten


def test_layers_that_were_loaded_again_are_replaced_too(monkeypatch):
    """Autoreload makes new functions in cs_nn.layers, and the net's module keeps the old ones."""
    spec = importlib.util.find_spec("cs_nn.layers")
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    for name in LAYERS:
        monkeypatch.setattr(layers, name, getattr(fresh, name))
    assert three_layer_net.affine_forward is not layers.affine_forward
    case = checks.visible_cases(COMPOSITION)[0]
    assert problem_of(three_layer_net, case) is None


def test_a_dout_that_does_not_fit_is_no_right_net(monkeypatch):
    """A call that plays no part in the results, but would stop with real layers."""
    loss = ThreeLayerNet.loss

    def with_another_call(self, X, y=None, reg=0.0):
        if y is not None:
            _, cache = three_layer_net.relu_forward(X)
            three_layer_net.relu_backward(X[:, :1], cache)
        return loss(self, X, y, reg)

    case = checks.visible_cases(COMPOSITION)[0]
    expected = checks.run_task(COMPOSITION, three_layer_net, case)
    monkeypatch.setattr(ThreeLayerNet, "loss", with_another_call)
    problem = checks.run_and_judge(COMPOSITION, three_layer_net, case, expected)
    assert "does not fit its cache" in problem.what
