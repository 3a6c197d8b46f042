"""Watching networks: what is seen is what goes through their layers, and nothing of them is changed."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402

from cs_nn import convolution, layers, mlp  # noqa: E402
from cs_nn.cnn import ConvNet  # noqa: E402
from cs_nn.mlp import MLP, adam  # noqa: E402
from cs_nn.three_layer_net import ThreeLayerNet  # noqa: E402
from cs_nn.tools import plots  # noqa: E402
from cs_nn.tools.deep_net import DeepNet  # noqa: E402
from cs_nn.tools.plots import moving  # noqa: E402
from cs_nn.tools.rnn import RNN  # noqa: E402
from cs_nn.tools.training import fit, optimize  # noqa: E402
from cs_nn.tools.watching import SAMPLE, watching  # noqa: E402


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def batch(N=12, D=5, C=3):
    rng = np.random.default_rng(3)
    return rng.standard_normal((N, D)), rng.integers(C, size=N)


def sgd(w, dw, config):
    return w - config["learning_rate"] * dw, config


def numeric_output_gradient(net, X, y, layer):
    """The gradient at a layer's output by that with respect to its bias, example by example."""
    rows = []
    for x, label in zip(X, y):
        _, grads = net.loss(x[None], np.array([label]))
        rows.append(grads[f"b{layer}"] / len(X))
    return np.array(rows)


def test_inputs_and_gradients_are_those_of_the_layers():
    net, (X, y) = MLP((5, 6, 4, 3), rng=0, dtype=np.float64), batch()
    with watching(net) as seen:
        net.loss(X, y)
    assert seen.iterations == [0]
    hidden = np.maximum(X @ net.params["W1"] + net.params["b1"], 0)
    np.testing.assert_allclose(seen.inputs[0][0], X.ravel())
    np.testing.assert_allclose(seen.inputs[0][1], hidden.ravel())
    np.testing.assert_allclose(seen.input_std[0][:2], [X.std(), hidden.std()])
    for layer in (1, 2, 3):
        expected = numeric_output_gradient(net, X, y, layer)
        np.testing.assert_allclose(seen.gradients[0][layer - 1], expected.ravel(), atol=1e-12)
        np.testing.assert_allclose(seen.gradient_std[0][layer - 1], expected.std())
    _, grads = net.loss(X, y)
    for name in ("W1", "W2", "W3"):
        np.testing.assert_allclose(seen.weight_grads[name], [np.sqrt(np.mean(grads[name] ** 2))])
        assert np.isnan(seen.update_ratios[name]).all(), "no step came"


def test_steps_are_compared_with_the_weights_before_them():
    net, (X, y) = MLP((5, 4, 3), rng=0, dtype=np.float64), batch()
    weights = []
    with watching(net, every=2) as seen:
        for _ in range(6):
            weights.append(net.params["W1"].copy())
            _, grads = net.loss(X, y)
            net.predict(X)  # the network's loss without labels
            for name, grad in grads.items():
                net.params[name] = net.params[name] - 0.1 * grad
        weights.append(net.params["W1"].copy())
    assert seen.iterations == [0, 2, 4]
    norm = np.linalg.norm
    expected = [norm(weights[k + 1] - weights[k]) / norm(weights[k]) for k in seen.iterations]
    np.testing.assert_allclose(seen.update_ratios["W1"], expected)


def test_weights_that_are_changed_in_place_and_the_last_step_are_seen():
    net, (X, y) = DeepNet((5, 4, 3), rng=0), batch()
    with watching(net, every=1) as seen:
        fit(net, X.astype(np.float32), y, learning_rate=0.1, num_epochs=2, batch_size=6, rng=0)
    assert len(seen.update_ratios["W1"]) == 4
    assert all(np.array(seen.update_ratios["W1"][:3]) > 0)  # the cosine ends at 0


NETS = {
    "three_layer_net": lambda: ThreeLayerNet(5, (6, 4), 3, rng=0),
    "deep": lambda: DeepNet((5, 6, 4, 3), "tanh", batchnorm=True, dropout=0.2, rng=0, dtype=np.float64),
    "mlp": lambda: MLP((5, 6, 4, 3), rng=0, dtype=np.float64),
}


@pytest.mark.parametrize("name", NETS)
def test_training_is_the_same_as_unwatched(name):
    X, y = batch()
    watched, alone = NETS[name](), NETS[name]()
    settings = {"learning_rate": 0.1, "num_iters": 7, "batch_size": 4, "rng": 1}
    with watching(watched, every=3) as seen:
        losses = optimize(watched, X, y, adam, **settings)
    assert losses == optimize(alone, X, y, adam, **settings)
    for key, value in alone.params.items():
        np.testing.assert_array_equal(watched.params[key], value)
    assert seen.iterations == [0, 3, 6]
    assert [len(part) for part in seen.inputs + seen.gradients] == 6 * [3]
    assert {*seen.update_ratios} == {"W1", "W2", "W3"}
    assert np.isfinite(np.array([*seen.update_ratios.values()])).all()


def test_a_networks_own_training_is_seen():
    net, (X, y) = ThreeLayerNet(5, (6, 4), 3, rng=0), batch()
    with watching(net, every=5) as seen:
        net.train(X, y, num_iters=10, batch_size=4, rng=0)
    assert seen.iterations == [0, 5]


def test_convolutional_network():
    net = ConvNet((1, 8, 8), (2, 3), 3, 5, 4, rng=0)
    X = np.random.default_rng(0).standard_normal((6, 1, 8, 8)).astype(np.float32)
    with watching(net) as seen:
        optimize(net, X, np.arange(6) % 4, sgd, learning_rate=0.1, num_iters=1, batch_size=6, rng=0)
    assert [len(values) for values in seen.inputs[0]] == [384, 192, 72, 30]
    assert [len(values) for values in seen.gradients[0]] == [768, 288, 30, 24]
    assert {*seen.weight_grads} == {"W1", "W2", "W3", "W4"}


def test_recurrent_network():
    net = RNN(2, 6, 3, rng=0)
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((4, 5, 2)), rng.integers(3, size=(4, 5))
    states, _ = net.states(x)
    with watching(net) as seen:
        net.loss(x, y)
    np.testing.assert_array_equal(seen.inputs[0][0], states.ravel())
    assert len(seen.gradients[0]) == 1 and {*seen.weight_grads} == {"U", "W", "V"}


def test_functions_are_as_before_even_after_an_error():
    functions = layers.affine_forward, mlp.affine_forward, mlp.affine_backward, convolution.conv_forward
    net, (X, y) = MLP((5, 4, 3), rng=0), batch()
    with pytest.raises(ValueError), watching(net):
        net.loss(X[:, :4], y)
    assert functions == (layers.affine_forward, mlp.affine_forward, mlp.affine_backward, convolution.conv_forward)
    assert "loss" not in vars(net)
    net.loss(X, y)


def test_a_sample_is_kept_of_large_arrays():
    net = MLP((2500, 4, 3), rng=0)
    X = np.random.default_rng(0).standard_normal((7, 2500)).astype(np.float32)
    with watching(net) as seen:
        net.loss(X, np.zeros(7, int))
    [values, *_] = seen.inputs[0]
    assert SAMPLE / 2 < len(values) <= SAMPLE and set(values) <= set(X.ravel())
    np.testing.assert_allclose(seen.input_std[0][0], X.std(), rtol=1e-5)


def test_wrong_arguments():
    net = MLP((5, 4, 3), rng=0)
    with pytest.raises(ValueError, match="at least 1"), watching(net, every=0):
        pass
    with watching(net), pytest.raises(ValueError, match="watched already"), watching(net):
        pass
    assert "loss" not in vars(net)


# ------------------------------------------------------------------ pictures
def watched(sizes=(5, 8, 8, 3), **settings):
    net, (X, y) = DeepNet(sizes, rng=0, **settings), batch(60)
    with watching(net, every=4) as seen:
        optimize(net, X.astype(np.float32), y, sgd, learning_rate=0.1, num_iters=40, batch_size=10, rng=0)
    return seen


@pytest.mark.parametrize("depth", [3, 12])
def test_watched_curves(depth):
    seen = watched((5, *(depth - 1) * [8], 3))
    fig = plots.watched_curves(seen, "Watched")
    inputs, gradients, steps = fig.axes
    assert [len(ax.lines) for ax in fig.axes] == [depth, depth, depth + 1]
    np.testing.assert_allclose(inputs.lines[1].get_ydata(), [stds[1] for stds in seen.input_std])
    np.testing.assert_allclose(steps.lines[0].get_ydata(), seen.update_ratios["W1"])
    assert gradients.get_yscale() == "log"
    names = [text.get_text() for text in inputs.get_legend().get_texts()]
    assert names == (["layer 1", "layer 2", "layer 3"] if depth == 3 else ["layer 1", "layer 7", "layer 12"])


def test_moving_histograms():
    seen = watched()
    picture = plots.moving_histograms(seen, "Histograms", most=5)
    assert picture.labels == ["iteration 0", "iteration 8", "iteration 16", "iteration 28", "iteration 36"]
    picture.draw(2)
    assert picture.fig.get_suptitle() == "Histograms: iteration 16"
    for ax in picture.fig.axes:
        np.testing.assert_allclose(sum(ax.patches[0].get_data().values ** 2), 1)
    data, _ = moving.moving_picture(picture, "Histograms of three layers.")
    assert sum(map(len, data.values())) < 500_000


def test_moving_histograms_of_a_dead_network_and_of_too_deep_a_one(recwarn):
    dead = watched(std=0.0)
    picture = plots.moving_histograms(dead, "Dead", most=2)
    picture.draw(0)
    picture.draw(1)
    assert not recwarn.list
    with pytest.raises(ValueError, match="8 layers, not 9"):
        plots.moving_histograms(watched((5, *8 * [4], 3)), "Deep")


def test_moving_signal_map(recwarn):
    sizes = np.array([[1.0, 0.1, 0.0], [1.0, 1.0, 1.0], [1.0, 1e3, np.inf]])
    picture = plots.moving_signal_map(sizes, [0.5, 1, 2], "The signal")
    image = picture.fig.axes[0].images[0]
    picture.draw(1)
    assert image.get_array().mask.tolist() == 3 * [[False, False, True]]
    picture.draw(2)
    np.testing.assert_allclose(image.get_array(), [[0, -1, -6], [0, 0, 0], [0, 3, 6]])
    assert picture.labels == ["layer 1", "layer 2", "layer 3"]
    assert not recwarn.list
