"""Pictures: what they show, their alternative text, and that they work without Jupyter."""

import base64
import io
import warnings

import IPython.display
import matplotlib
import numpy as np
import pytest
from bs4 import BeautifulSoup

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402

from cs_nn.checks import heat_map  # noqa: E402
from cs_nn.tools import jupyter, plots  # noqa: E402
from cs_nn.tools.plots import style  # noqa: E402

PNG_MAGIC = b"\x89PNG"


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture
def displayed(monkeypatch):
    """What `show` sends to Jupyter: a list of (data, metadata)."""
    sent = []
    monkeypatch.setattr(jupyter, "in_jupyter", lambda: True)
    monkeypatch.setattr(IPython.display, "display", lambda data, metadata, raw: sent.append((data, metadata)))
    return sent


def cell_texts(fig):
    return [text.get_text() for text in fig.axes[0].texts]


# ------------------------------------------------------------------ show
@pytest.mark.parametrize("alt", ["A line that rises.", "x < y & \"z\" > 'w': <b>é</b>"])
def test_shown_picture_carries_its_alternative_text(displayed, alt):
    plots.show(plots.curves({"a": [1, 2]}, "x", "y", "title"), alt=alt)
    [(data, metadata)] = displayed
    png = base64.b64decode(data["image/png"])
    assert png.startswith(PNG_MAGIC)
    assert data["text/plain"] == metadata["image/png"]["alt"] == alt
    assert 0 < metadata["image/png"]["width"] < int.from_bytes(png[16:20], "big")
    [image] = BeautifulSoup(data["text/html"], "html.parser")
    assert image.name == "img" and image.attrs == {
        "src": f"data:image/png;base64,{data['image/png']}",
        "alt": alt,
        "width": str(metadata["image/png"]["width"]),
    }


def test_show_closes_the_figure(displayed):
    fig = plots.curves({"a": [1, 2]}, "x", "y", "title")
    plots.show(fig, alt="A line.")
    assert not plt.fignum_exists(fig.number)


def test_show_without_jupyter_and_without_window_is_silent(capsys, recwarn):
    fig = plots.curves({"a": [1, 2]}, "x", "y", "title")
    plots.show(fig, alt="A line.")
    assert not plt.fignum_exists(fig.number)
    assert capsys.readouterr() == ("", "")
    assert not recwarn.list


@pytest.mark.parametrize("alt", ["", "  "])
def test_alternative_text_is_required(alt):
    with pytest.raises(ValueError, match="alternative text"):
        plots.show(plt.figure(), alt=alt)


# ------------------------------------------------------------------ error_heat_map
def test_error_heat_map_names_wrong_rows_and_columns(displayed):
    expected = np.arange(1.0, 13.0).reshape(4, 3)
    got = expected.copy()
    got[2] += 1
    heat_map.show_error(got, expected, "dW")
    assert displayed[0][0]["text/plain"] == (
        "Heat map of the error of dW: 3 of 12 entries are wrong, in 1 of 4 rows (2) and all columns."
    )


def test_error_heat_map_writes_and_marks_only_what_is_wrong():
    expected = np.ones((3, 5))
    got = expected.copy()
    got[1, 4] = 1.5
    fig, _ = heat_map.error_heat_map(got, expected, "dW")
    ax = fig.axes[0]
    assert cell_texts(fig) == ["0.5"]
    assert ax.get_title() == "dW: 1 of 15 entries are wrong"
    assert (ax.get_ylabel(), ax.get_xlabel()) == ("row of dW", "column of dW")
    marked_rows, marked_columns = (points.get_offsets() for points in ax.collections)
    assert marked_rows[:, 1].tolist() == [1]
    assert marked_columns[:, 0].tolist() == [4]
    [image] = ax.images
    assert image.norm.vmin == -image.norm.vmax  # no error is in the middle of the colours


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_error_heat_map_shows_entries_that_are_not_finite(displayed, recwarn, bad):
    expected = np.ones((3, 4))
    got = expected.copy()
    got[0, 1] = bad
    heat_map.show_error(got, expected, "dW")
    assert "1 of 12 entries are wrong, in 1 of 3 rows (0) and 1 of 4 columns (1)" in displayed[0][0]["text/plain"]
    assert not recwarn.list


def test_error_heat_map_of_integers_and_of_a_large_matrix(displayed):
    heat_map.show_error(np.zeros((2, 2), dtype=int), np.ones((2, 2), dtype=int), "P")
    expected = np.ones((3073, 10))
    got = expected.copy()
    got[:20] = 2
    heat_map.show_error(got, expected, "dW")
    assert "all rows and all columns" in displayed[0][0]["text/plain"]
    assert "20 of 3073 rows (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...)" in displayed[1][0]["text/plain"]


# ------------------------------------------------------------------ curves and tables
def test_curves_differ_by_more_than_colour():
    fig = plots.curves({name: [1, 2, 3] for name in "abcdefg"}, "epoch", "loss", "Loss")
    lines = fig.axes[0].lines
    assert len({line.get_color() for line in lines}) == 7
    assert len({str(line._dash_pattern) for line in lines}) == 7
    assert [text.get_text() for text in fig.axes[0].get_legend().get_texts()] == list("abcdefg")


def test_curves_count_from_one_unless_x_is_given():
    fig = plots.curves({"a": [5, 6], "b": ([10, 20], [7, 8])}, "x", "y", "title")
    a, b = fig.axes[0].lines
    assert a.get_xydata().tolist() == [[1, 5], [2, 6]]
    assert b.get_xydata().tolist() == [[10, 7], [20, 8]]


@pytest.mark.parametrize(("x", "whole"), [([1, 2], True), ([0.0, 2.0], True), ([0.5, 2], False), (None, True)])
def test_curves_over_whole_numbers_have_no_half_ticks(x, whole):
    fig = plots.curves({"a": [3, 4] if x is None else (x, [3, 4]), "b": ([1, 2], [1, 2])}, "epoch", "y", "title")
    fig.axes[0].set_xlim(0, 2)
    assert all(tick == round(tick) for tick in fig.axes[0].get_xticks()) == whole


def test_curves_in_axes_with_a_logarithmic_scale():
    fig, ax = plt.subplots()
    ax.set_xscale("log")
    plots.curves({"a": ([1, 10, 100], [1, 2, 3])}, "x", "y", "title", ax=ax)
    assert ax.get_xscale() == "log"


def test_a_single_curve_needs_no_legend_and_axes_can_be_shared():
    fig, axes = plt.subplots(1, 2)
    assert plots.curves({"a": [1, 2]}, "x", "y", "left", ax=axes[0]) is fig
    assert axes[0].get_legend() is None
    assert axes[0].get_title() == "left" and axes[1].get_title() == ""


def test_table_heat_map_writes_readable_values():
    fig = plots.table_heat_map([[0.0, 1.0], [0.25, 0.5]], ["r1", "r2"], ["c1", "c2"], "rows", "columns", "T", ".2f")
    assert cell_texts(fig) == ["0.00", "1.00", "0.25", "0.50"]
    ax = fig.axes[0]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["c1", "c2"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["r1", "r2"]
    dark, light = ax.texts[0], ax.texts[1]
    assert (dark.get_color(), light.get_color()) == ("white", "black")


def test_table_heat_map_with_a_missing_value():
    fig = plots.table_heat_map([[0.5, np.nan]], ["r"], ["c1", "c2"], "rows", "columns", "T")
    assert cell_texts(fig) == ["0.500", "nan"]


def test_confusion_matrix_counts_and_colours_the_mistakes():
    fig = plots.confusion_matrix([0, 0, 1, 1, 1, 2], [0, 0, 2, 2, 1, 0], ["a", "b", "c"], "Mistakes")
    ax = fig.axes[0]
    written = {tuple(int(p) for p in text.get_position()): text.get_text() for text in ax.texts}
    assert written == {(0, 0): "2", (1, 1): "1", (2, 2): "0", (2, 1): "2", (0, 2): "1"}  # (column, row)
    [image] = ax.images
    assert image.get_array().mask.tolist() == np.eye(3, dtype=bool).tolist()
    assert (image.norm.vmin, image.norm.vmax) == (0, 2)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted class", "true class")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b", "c"]


def test_confusion_matrix_without_mistakes(recwarn):
    fig = plots.confusion_matrix(np.arange(3), np.arange(3), "abc", "No mistakes")
    fig.canvas.draw()
    assert cell_texts(fig) == ["1", "1", "1"]
    assert not recwarn.list


@pytest.mark.parametrize(("settings", "low", "high"), [({}, -0.05, 2.1), ({"margin": 0.5}, -0.5, 3.0)])
def test_decision_boundary_goes_beyond_the_points(settings, low, high):
    asked = []

    def probability(points):
        asked.append(points)
        return points[:, :1] > 0.5

    plots.decision_boundary(probability, np.array([[0, 0], [1, 2]]), np.array([[0], [1]]), "title", **settings)
    [points] = asked
    assert (points[:, 0].min(), points[:, 1].max()) == pytest.approx((low, high))


# ------------------------------------------------------------------ images
def test_image_grid_shows_channels_last_and_hides_empty_places():
    images = np.zeros((3, 3, 4, 5), np.uint8)
    images[1, 0] = 255
    fig = plots.image_grid(images, titles=["a", "b", "c"], columns=2, suptitle="Images")
    assert len(fig.axes) == 4 and not any(ax.axison for ax in fig.axes)
    assert [ax.get_title() for ax in fig.axes] == ["a", "b", "c", ""]
    shown = fig.axes[1].images[0].get_array()
    assert shown.shape == (4, 5, 3)
    assert shown[0, 0].tolist() == [255, 0, 0]


@pytest.mark.parametrize(("dtype", "white"), [(np.uint8, 255), (float, 1)])
def test_grey_images_have_one_scale(dtype, white):
    fig = plots.image_grid(np.ones((2, 1, 4, 4), dtype))
    assert [ax.images[0].norm.vmax for ax in fig.axes] == [white, white]


@pytest.mark.parametrize("shape", [(3, 32, 32), (4, 32, 32, 3), (4, 3072)])
def test_image_grid_says_which_shape_it_needs(shape):
    with pytest.raises(ValueError, match=r"\(N, 1 or 3, H, W\)"):
        plots.image_grid(np.zeros(shape))


def test_weight_images_leave_out_the_bias_and_use_the_whole_scale():
    W = np.random.default_rng(0).standard_normal((3 * 4 * 4 + 1, 2)) * [1.0, 100.0]
    W[-1] = 1e6
    fig = plots.weight_images(W, (3, 4, 4), ["cat", "dog"])
    for ax, name, w in zip(fig.axes, ["cat", "dog"], W.T):
        picture = ax.images[0].get_array()
        assert ax.get_title() == name
        assert picture.shape == (4, 4, 3) and picture.min() == 0 and picture.max() == 1
        assert np.unravel_index(picture.argmax(), picture.shape)[2] == w[:-1].argmax() // 16  # the channel


def test_weight_images_of_equal_weights():
    fig = plots.weight_images(np.ones((12, 1)), (3, 2, 2), ["a"])
    assert np.all(fig.axes[0].images[0].get_array() == 0)


def test_filter_images_show_the_largest_columns_with_grey_as_zero():
    W = np.random.default_rng(0).standard_normal((3 * 4 * 4, 5)) * [1.0, 5.0, 0.1, 9.0, 0.0]
    fig = plots.filter_images(W, (3, 4, 4), 3, "Weights")
    assert len(fig.axes) == 3
    for ax, column in zip(fig.axes, (3, 1, 0)):
        w = W[:, column].reshape(3, 4, 4).transpose(1, 2, 0)
        np.testing.assert_allclose(ax.images[0].get_array(), 0.5 + 0.5 * w / np.abs(w).max())


def test_filter_images_of_weights_that_are_zero():
    fig = plots.filter_images(np.zeros((16, 2)), (1, 4, 4), 6, "Weights")
    assert [np.unique(ax.images[0].get_array()).tolist() for ax in fig.axes] == [[0.5], [0.5]]


# ------------------------------------------------------------------ points of two classes
def points_and_classes():
    X = np.random.default_rng(0).uniform(-1.5, 1.5, (30, 2))
    return X, (X[:, :1] > 0).astype(int)


def test_decision_boundary_lies_where_the_probability_is_one_half():
    X, Y = points_and_classes()
    fig = plots.decision_boundary(lambda x: 1 / (1 + np.exp(-8 * (x[:, :1] - 0.4))), X, Y, "Boundary")
    ax, colour_bar = fig.axes
    [line] = [c for c in ax.collections if getattr(c, "levels", None) is not None and list(c.levels) == [0.5]]
    corners = np.concatenate([path.vertices for path in line.get_paths()])
    np.testing.assert_allclose(corners[:, 0], 0.4, atol=0.01)
    assert np.ptp(corners[:, 1]) > np.ptp(X[:, 1])  # from edge to edge, beyond the points
    assert ax.get_title() == "Boundary" and colour_bar.get_ylabel() == "probability of class 1"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["probability 0.5", "class 0", "class 1"]


def test_two_classes_differ_by_colour_and_marker():
    X, Y = points_and_classes()
    fig = plots.two_classes(X, Y, "Points")
    first, second = fig.axes[0].collections
    assert (first.get_label(), second.get_label()) == ("class 0", "class 1")
    for k, points in enumerate((first, second)):
        np.testing.assert_array_equal(points.get_offsets(), X[Y[:, 0] == k])
    assert first.get_facecolor().tolist() != second.get_facecolor().tolist()
    assert len(first.get_paths()[0].vertices) != len(second.get_paths()[0].vertices)


@pytest.mark.parametrize("value", [0.0, 0.3, 1.0])
def test_decision_boundary_of_a_constant_and_in_given_axes(recwarn, value):
    X, Y = points_and_classes()
    fig, axes = plt.subplots(1, 2)
    assert plots.decision_boundary(lambda x: np.full((len(x), 1), value), X, Y, "Constant", ax=axes[1]) is fig
    assert len(fig.axes) == 2 and axes[0].get_title() == ""
    assert [text.get_text() for text in axes[1].get_legend().get_texts()] == ["class 0", "class 1"]
    fig.canvas.draw()
    assert not recwarn.list


def test_windows_as_columns_marks_the_places_of_its_windows():
    figure = plots.windows_as_columns(np.arange(16.0).reshape(4, 4), np.zeros((4, 9)), (2, 2), marked=(0, 5))
    assert [patch.get_xy() for patch in figure.axes[0].patches] == [(-0.5, -0.5), (1.5, 0.5)]


def test_a_font_installed_after_matplotlib_made_its_list_is_found(monkeypatch, capsys, recwarn):
    files = style.font_manager.fontManager.ttflist
    path = next(font.fname for font in files if font.name == "cmr10")
    monkeypatch.setattr(style.font_manager.fontManager, "ttflist", [font for font in files if font.name != "cmr10"])
    monkeypatch.setattr(style, "OTHER_FONTS", ("cmr10",))
    monkeypatch.setattr(style, "current", lambda: "zh_CN")
    monkeypatch.setattr(jupyter, "in_jupyter", lambda: True)
    monkeypatch.setattr(style.font_manager, "findSystemFonts", lambda: [__file__])
    with warnings.catch_warnings():
        assert style.fonts() == ["DejaVu Sans"] and "no font for them" in capsys.readouterr().out
        fig = plt.figure()
        fig.suptitle("汉字")
        fig.savefig(io.BytesIO())
    assert not recwarn.list, "said once is enough"
    monkeypatch.setattr(style.font_manager, "findSystemFonts", lambda: [__file__, path])
    assert style.fonts() == ["cmr10", "DejaVu Sans"] and not capsys.readouterr().out
