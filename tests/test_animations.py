"""Moving pictures of the labs: what each frame shows."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402

from cs_nn import bptt, convolution, layers  # noqa: E402
from cs_nn.tools import plots  # noqa: E402
from cs_nn.tools.plots import moving  # noqa: E402

CORNERS, CLASSES = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float), np.array([[0], [1], [1], [0]])


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def assert_can_be_shown(picture, most=600_000):
    """All frames can be drawn in any order, without a warning, and are light."""
    picture.draw(len(picture.labels) - 1)
    picture.draw(0)
    data, _ = moving.moving_picture(picture, "What is to be seen.")
    assert sum(map(len, data.values())) < most


# ------------------------------------------------------------------ in the plane
def test_moving_boundary_asks_each_function_for_its_frame(recwarn):
    asked = []

    def says(value):
        def probability(points):
            asked.append((value, points.shape))
            return np.full((len(points), 1), value)

        return probability

    picture = plots.moving_boundary({"epoch 0": says(0.2), "epoch 9": says(0.9)}, CORNERS, CLASSES, "XOR", 0.3, 20)
    assert picture.labels == ["epoch 0", "epoch 9"]
    asked.clear()
    picture.draw(1)
    assert asked == [(0.9, (400, 2))]
    ax = picture.fig.axes[0]
    assert ax.get_title() == "XOR: epoch 9" and ax.get_xlim() == pytest.approx((-0.3, 1.3))
    picture.draw(0)
    assert len(ax.collections) == 3, "what the frame before has drawn is gone"
    assert_can_be_shown(picture)
    assert not recwarn.list


def descent(rate, steps):
    path = [np.array([-4.0, 1.0])]
    for _ in range(steps):
        path.append(path[-1] - rate * np.array([1.0, 20.0]) * path[-1])
    return path


def valley(x, y):
    return 0.5 * (x**2 + 20 * y**2) + 1e-3


@pytest.mark.slow
def test_moving_descent(recwarn):
    paths = {"0.01": descent(0.01, 40), "0.3": descent(0.3, 400), "short": descent(0.05, 3)}  # the second runs away
    picture = plots.moving_descent(valley, paths, "A valley", (-5, 3), (-1.5, 1.5), most=12)
    assert len(picture.labels) == 12 and picture.labels[0] == "step 0" and picture.labels[-1] == "step 400"
    picture.draw(1)
    step = int(picture.labels[1].removeprefix("step "))
    first, head, *others = picture.fig.axes[0].lines
    np.testing.assert_allclose(first.get_xydata(), paths["0.01"][: step + 1])
    np.testing.assert_allclose(head.get_xydata(), [paths["0.01"][min(step, 40)]])
    np.testing.assert_allclose(others[2].get_xydata(), paths["short"], err_msg="it has ended")
    np.testing.assert_allclose(picture.fig.axes[1].lines[0].get_ydata(), valley(*np.array(paths["0.01"][: step + 1]).T))
    assert_can_be_shown(picture, 800_000)
    assert not recwarn.list


def test_named_artists_are_drawn_as_if_all_were_drawn_anew():
    fig, (left, right) = plt.subplots(1, 2, figsize=(4, 2))
    [line] = left.plot([0, 1], [0, 1])
    image = right.imshow(np.eye(3), cmap="gray")
    late = left.text(0.5, 0.2, "late", visible=False)

    def draw(k):
        line.set_ydata([0, k / 3])
        image.set_data(np.ma.masked_less(np.roll(np.eye(3), k), 0.5))
        late.set_visible(k > 1)
        right.set_title(f"frame {k}")

    artists = [line, late, image, *right.spines.values(), right.title]
    slow, fast = (moving._frames(plots.MovingPicture(fig, draw, "abcd", its), 3) for its in ((), artists))
    for one, other in zip(slow, fast):
        np.testing.assert_array_equal(one.convert("RGB"), other.convert("RGB"))


# ------------------------------------------------------------------ through time
def test_moving_deltas_fills_pairs_and_columns(recwarn):
    rng, T = np.random.default_rng(0), 4
    h, W = np.tanh(rng.standard_normal((1, T, 3))), rng.standard_normal((3, 3))
    [deltas] = bptt.bptt_deltas(rng.standard_normal((1, T, 3)), h, W)
    picture = plots.moving_deltas(deltas, "Deltas")
    assert len(picture.labels) == 10
    pairs, sweep = (ax.images[0] for ax in picture.fig.axes[:2])
    picture.draw(4)  # (0, 0), (1, 1), (1, 0), (2, 2), (2, 1)
    there = ~pairs.get_array().mask
    assert [*zip(*np.nonzero(there))] == [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2)]
    np.testing.assert_allclose(pairs.get_array()[2, 1], np.log10(np.linalg.norm(deltas[2, 1])))
    picture.draw(1)
    assert [*zip(*np.nonzero(~sweep.get_array().mask))] == [(2, 2), (3, 2), (3, 3)]
    picture.draw(9)
    for image in (pairs, sweep):
        np.testing.assert_array_equal(~image.get_array().mask, np.tri(T, dtype=bool))
    assert_can_be_shown(picture)
    assert not recwarn.list
    with pytest.raises(ValueError, match="66 pairs"):
        plots.moving_deltas(np.ones((11, 11, 2)), "Too long")


# ------------------------------------------------------------------ convolution
def written(ax):
    return [text.get_text() for text in ax.texts]


def outlined(ax):
    [box] = ax.patches
    return box.get_y() + 0.5, box.get_x() + 0.5, box.get_height(), box.get_width()


@pytest.fixture(params=[pytest.param(1, marks=pytest.mark.slow), 2])
def convolved(request):
    rng, stride = np.random.default_rng(1), request.param
    x, w = rng.integers(-3, 4, (5, 7)).astype(float), rng.integers(-2, 3, (3, 3)).astype(float)
    out, cache = convolution.conv_forward_naive(x[None, None], w[None, None], np.zeros(1), {"stride": stride, "pad": 0})
    return x, w, out[0, 0], stride, lambda dout: convolution.conv_backward_naive(dout[None, None], cache)[0][0, 0]


def test_moving_window(convolved, recwarn):
    x, w, out, stride, _ = convolved
    picture = plots.moving_window(x, w, out, stride)
    assert len(picture.labels) == out.size
    k = out.shape[1] + 1  # second row, second column
    picture.draw(k)
    image, weights, output = picture.fig.axes
    assert written(image) == [f"{value:.3g}" for value in x.ravel()]
    assert written(weights) == [f"{value:.3g}" for value in w.ravel()]
    assert written(output) == [f"{value:.3g}" for value in out.ravel()[: k + 1]]
    assert outlined(image) == (stride, stride, 3, 3) and outlined(output) == (1, 1, 1, 1)
    assert picture.labels[k] == f"output (1, 1) = {out[1, 1]:.3g}"
    assert_can_be_shown(picture)
    assert not recwarn.list


def test_moving_scatter(convolved, recwarn):
    _, w, out, stride, backward = convolved
    dout = np.random.default_rng(2).integers(-3, 4, out.shape).astype(float)
    picture = plots.moving_scatter(dout, w, backward, stride)
    k = out.shape[1]  # second row, first column
    picture.draw(k)
    upstream, product, gradient = picture.fig.axes
    part = np.where(np.arange(dout.size).reshape(dout.shape) <= k, dout, 0)
    assert written(upstream) == [f"{value:.3g}" for value in dout.ravel()]
    assert written(product) == [f"{value + 0.0:.3g}" for value in (dout[1, 0] * w).ravel()]
    assert written(gradient) == [f"{value + 0.0:.3g}" for value in backward(part).ravel()]
    assert outlined(upstream) == (1, 0, 1, 1) and outlined(gradient) == (stride, 0, 3, 3)
    picture.draw(dout.size - 1)
    assert written(gradient) == [f"{value + 0.0:.3g}" for value in backward(dout).ravel()]
    assert_can_be_shown(picture)
    assert not recwarn.list


# ------------------------------------------------------------------ schemes
PLACES = {"x": (0, 0), "w": (0, 1), "x w": (1, 0), "b": (1, 1), "+": (2, 0), "relu": (3, 0)}
EDGES = [("x", "x w"), ("w", "x w"), ("x w", "+"), ("b", "+"), ("+", "relu")]
VALUES = {"x": 2.0, "w": -3.0, "x w": -6.0, "b": 8.0, "+": 2.0, "relu": 2.0}
GRADIENTS = {"relu": 1.0, "+": 1.0, "x w": 1.0, "b": 1.0, "w": 2.0, "x": "-3 (x)"}


def test_moving_graph(recwarn):
    picture = plots.moving_graph(PLACES, EDGES, VALUES, GRADIENTS, "A neuron")
    assert len(picture.labels) == 12
    assert picture.labels[0] == "value of x" and picture.labels[6] == "gradient of relu"
    ax = picture.fig.axes[0]

    def numbers():
        return [text.get_text() for text in ax.texts if text.get_fontsize() == 10 and text.get_text()]

    picture.draw(2)
    assert numbers() == ["2", "-3", "-6"]
    picture.draw(8)  # the gradients of relu, + and b
    assert numbers() == ["2", "-3", "-6", "8", "1", "2", "1", "2", "1"]
    back = [arrow.arrow_patch for arrow in ax.texts if getattr(arrow, "arrow_patch", None)]
    assert [patch.get_linewidth() for patch in back] == [1, 1, 1, 2.5, 1]
    picture.draw(11)
    assert "-3 (x)" in numbers()
    assert_can_be_shown(picture)
    assert not recwarn.list


@pytest.mark.parametrize("edges, values, gradients, message", [
    ([("x", "y")], VALUES, {}, r"no place for \['y'\]"),
    (EDGES, VALUES, {"z": 1}, r"no place for \['z'\]"),
    (EDGES, {"x": 1}, {}, "no value for"),
])  # fmt: skip
def test_a_graph_with_strangers(edges, values, gradients, message):
    with pytest.raises(ValueError, match=message):
        plots.moving_graph(PLACES, edges, values, gradients, "A neuron")


def test_moving_simplex(recwarn):
    scores, label, path, gradients = np.array([2.0, 0.0, 0.5]), 1, [], []
    for _ in range(12):
        loss, dscores = layers.softmax_loss(scores[None], np.array([label]))
        path.append(np.exp(scores) / np.exp(scores).sum())
        gradients.append(dscores[0])
        scores = scores - dscores[0]
    picture = plots.moving_simplex(np.array(path), np.array(gradients), label, ["cat", "dog", "frog"], "Softmax")
    picture.draw(3)
    ax = picture.fig.axes[0]
    [arrow] = [text for text in ax.texts if getattr(text, "arrow_patch", None)]
    # Minus the gradient leads from the point to the corner of the right class.
    np.testing.assert_allclose(arrow.xy, [1, 0], atol=1e-12)
    p = path[3]
    np.testing.assert_allclose(arrow.get_position(), [p[1] + p[2] / 2, p[2] * np.sqrt(0.75)])
    assert "dog (right)" in [text.get_text() for text in ax.texts]
    assert picture.labels[3] == "step 3: p = " + ", ".join(f"{share:.2f}" for share in p)
    assert_can_be_shown(picture)
    assert not recwarn.list


@pytest.mark.parametrize("shape", [(3, 8, 8), (1, 7, 7)])
def test_moving_templates(shape, recwarn):
    rng, D = np.random.default_rng(0), int(np.prod(shape))
    weights = {f"iteration {k}": rng.standard_normal((D + 1, 10)) for k in (0, 100, 200)}
    picture = plots.moving_templates(weights, shape, "abcdefghij", "Templates")
    picture.draw(1)
    assert picture.fig.get_suptitle() == "Templates: iteration 100"
    still = plots.weight_images(weights["iteration 100"], shape, "abcdefghij")
    for ax, other in zip(picture.fig.axes, still.axes):
        np.testing.assert_array_equal(ax.images[0].get_array(), other.images[0].get_array())
        assert ax.get_title() == other.get_title()
    assert_can_be_shown(picture)
    assert not recwarn.list
