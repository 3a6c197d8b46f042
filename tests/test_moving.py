"""Pictures that move: in JupyterLab and in exported pages by a slider, for the grader as an animated PNG."""

import base64
import io
import os
import re
from pathlib import Path

import IPython.display
import matplotlib
import nbformat
import numpy as np
import pytest
from axe import violations
from browser import chromium, open_chromium, open_notebook, start_lab
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image
from traitlets.config.loader import PyFileConfigLoader

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402

from cs_nn.tools import jupyter, plots  # noqa: E402
from cs_nn.tools.labs import COURSE  # noqa: E402
from cs_nn.tools.plots import moving  # noqa: E402
from grading.outputs import safe_outputs  # noqa: E402
from grading.pictures import without_large_extras  # noqa: E402

ALT = 'A bar that grows "slowly" <b>'


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    assert plt.get_fignums() == []
    plt.close("all")


def growing(frames=6, **size):
    """A bar whose height is the number of the frame."""
    fig, ax = plt.subplots(**({"figsize": (3, 2)} | size))
    [bar] = ax.bar([0], [1])
    ax.set(ylim=(0, frames), xticks=[])
    return plots.MovingPicture(fig, bar.set_height, [f"height <{k}>" for k in range(frames)])


def png_of(base64_text):
    return Image.open(io.BytesIO(base64.b64decode(base64_text)))


def blue(image):
    """How many pixels of a picture are blue, as the bar is."""
    red, _, blue = np.moveaxis(np.asarray(image.convert("RGB"), int), 2, 0)
    return int(np.sum(blue > red + 60))


def test_html_holds_the_still_and_all_frames_and_loads_nothing():
    data, metadata = moving.moving_picture(growing(), ALT, still=2)
    soup = BeautifulSoup(data["text/html"], "html.parser")
    [image] = soup.select("img")
    assert image["alt"] == metadata["image/png"]["alt"] == data["text/plain"] == ALT
    script = soup.select_one("script").get_text()
    assert "http" not in script
    frames = [png_of(frame).convert("RGBA") for frame in re.findall(r'"data:image/png;base64,([^"]*)"', script)]
    assert len(frames) == 5  # the still is not there twice
    still = png_of(image["src"].partition(",")[2]).convert("RGBA")
    shown = [Image.alpha_composite(still, frame) for frame in frames]
    shown.insert(2, still)
    heights = [blue(frame) for frame in shown]
    assert heights == sorted(set(heights)), "each frame shows more of the bar"
    assert any(frame.getextrema()[3][0] == 0 for frame in frames), "what does not change is not there twice"
    assert int(image["width"]) == metadata["image/png"]["width"] == 300


def test_labels_can_not_end_the_script():
    fig = plt.figure(figsize=(1, 1))
    data, _ = moving.moving_picture(plots.MovingPicture(fig, lambda k: None, ["</script><b>", "b"]), ALT)
    assert data["text/html"].count("</script>") == 1


@pytest.mark.parametrize("frames", [6, 60])
def test_animated_png_plays_once_within_five_seconds(frames):
    data, _ = moving.moving_picture(growing(frames, figsize=(2, 1.5)), ALT, still=3)
    picture = png_of(data["image/png"])
    assert picture.format == "PNG" and picture.info["loop"] == 1 and picture.default_image
    assert picture.n_frames == min(frames, moving.PNG_FRAMES) + 1
    shown, total = [], 0
    for number in range(1, picture.n_frames):
        picture.seek(number)
        shown.append(blue(picture))
        total += picture.info["duration"]
    assert total <= 5000 and shown == sorted(shown)
    assert shown[0] < blue(png_of(data["image/png"])) < shown[-1], "other programs show the still"


def test_colours_are_kept():
    fig = plt.figure(figsize=(1, 1))
    patches = [
        fig.add_artist(plt.Rectangle((k / 7, 0), 1 / 7, 1, color=colour)) for k, colour in enumerate(plots.COLOURS)
    ]
    data, _ = moving.moving_picture(plots.MovingPicture(fig, lambda k: patches[k].set_alpha(1), ["a", "b"]), ALT)
    image = np.asarray(png_of(data["image/png"]).convert("RGB"), int)
    for k, colour in enumerate(plots.COLOURS):
        wanted = 255 * np.array(matplotlib.colors.to_rgb(colour))
        assert np.abs(image[60, round((k + 0.5) * image.shape[1] / 7)] - wanted).max() <= 4


def test_white_is_white():
    data, _ = moving.moving_picture(growing(figsize=(6, 3.6)), ALT)
    corner = np.asarray(png_of(data["image/png"]).convert("RGB"))[:5, :5]
    assert np.all(corner == 255)


def test_grader_keeps_the_animated_png_alone():
    data, metadata = moving.moving_picture(growing(), ALT)
    [kept] = safe_outputs([new_output("display_data", data=data, metadata=metadata)])
    assert kept.data == {"image/png": data["image/png"], "text/plain": ALT}
    assert kept.metadata["image/png"]["alt"].startswith("A bar that grows")
    assert Image.open(io.BytesIO(without_large_extras(base64.b64decode(kept.data["image/png"])))).n_frames == 7


def test_it_is_light():
    data, _ = moving.moving_picture(growing(20, figsize=(6, 3.6)), ALT)
    assert sum(map(len, data.values())) < 400_000


@pytest.mark.slow
def test_too_much_is_refused():
    fig = plt.figure(figsize=(6, 6))
    rng = np.random.default_rng(0)
    image = fig.figimage(rng.random((750, 750, 3)))
    noise = plots.MovingPicture(fig, lambda k: image.set_data(rng.random((750, 750, 3))), range(3))
    with pytest.raises(ValueError, match="MB, more than 1.5: leave out frames"):
        moving.moving_picture(noise, ALT)


@pytest.mark.parametrize(
    "alt, labels, message", [(" ", "ab", "alternative text"), ("A", "", "0"), ("A", 61 * "a", "61")]
)
def test_wrong_arguments(alt, labels, message):
    fig = plt.figure()
    with pytest.raises(ValueError, match=message):
        plots.show_moving(plots.MovingPicture(fig, lambda k: None, labels), alt=alt)
    plt.close(fig)


def test_shown_in_jupyter(monkeypatch):
    sent = []
    monkeypatch.setattr(jupyter, "in_jupyter", lambda: True)
    monkeypatch.setattr(IPython.display, "display", lambda data, metadata, raw: sent.append(data))
    plots.show_moving(growing(), alt=ALT)
    assert {*sent[0]} == {"text/html", "image/png", "text/plain"}


def test_without_jupyter_it_is_silent(capsys, recwarn):
    plots.show_moving(growing(), alt=ALT)
    assert capsys.readouterr() == ("", "") and not recwarn.list


# ------------------------------------------------------------------ in a browser
needs_chromium = pytest.mark.skipif(not chromium(), reason="no Chromium here")
CODE = """
import matplotlib.pyplot as plt
from cs_nn.tools import plots
fig, ax = plt.subplots(figsize=(3, 2))
[bar] = ax.bar([0], [1])
ax.set(ylim=(0, 6), xticks=[])
plots.show_moving(plots.MovingPicture(fig, bar.set_height, [f"height {k}" for k in range(6)]), alt="A bar", seconds=0.1)
"""


def assert_plays(page, root):
    """The picture begins with its still, plays to its end, stops there and follows the slider."""
    slider, button = root.locator("input"), root.locator("button")
    root.scroll_into_view_if_needed()
    assert (slider.input_value(), button.inner_text(), root.locator("span").inner_text()) == ("5", "Play", "height 5")
    image = root.locator("img").first.locator("..")
    last = image.screenshot()
    assert slider.get_attribute("aria-label") and slider.get_attribute("aria-valuetext") == "height 5"
    slider.focus()
    page.keyboard.press("Home")
    assert root.locator("span").inner_text() == slider.get_attribute("aria-valuetext") == "height 0"
    assert image.screenshot() != last
    button.click()
    assert button.inner_text() == "Pause"
    page.wait_for_function("slider => slider.value === '5'", arg=slider.element_handle())
    assert button.inner_text() == "Play" and image.screenshot() == last


def keep(browser, name):
    if "SCREENSHOTS" in os.environ:
        browser.screenshot(Path(os.environ["SCREENSHOTS"]) / f"{name}.png")


@pytest.mark.slow
@pytest.mark.browser
@needs_chromium
def test_it_plays_in_jupyterlab_and_in_its_export(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(COURSE))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(new_notebook(cells=[new_code_cell(CODE)], metadata=kernel), tmp_path / "moving.ipynb")
    with start_lab(tmp_path) as lab, open_chromium(host=lab.url) as browser:
        notebook = open_notebook(browser, lab, "moving.ipynb")
        notebook.run_all()
        for theme in ("JupyterLab Light", "JupyterLab Dark"):
            notebook.set_theme(theme)
            assert_plays(browser.page, browser.page.locator(".moving-picture"))
            assert [text for text, contrast in notebook.contrasts() if contrast < 4.5] == []
            keep(browser, f"moving-{theme}")
        assert violations(browser.page, ".moving-picture") == []
        saved = nbformat.from_dict(notebook.content())
        assert browser.errors == [] and browser.foreign == []

        # Another program wrote the outputs: JupyterLab does not trust them.
        saved.cells[0].metadata.pop("trusted", None)
        nbformat.write(saved, tmp_path / "strange.ipynb")
        open_notebook(browser, lab, "strange.ipynb")
        root = browser.page.locator(".jp-OutputArea-output img")
        root.wait_for()
        assert root.count() == 1 and root.get_attribute("alt") == "A bar"
        assert browser.page.locator(".jp-OutputArea-output :is(input, button, script)").count() == 0
        keep(browser, "moving-untrusted")

    page = tmp_path / "export.html"
    page.write_text(HTMLExporter(template_name="lab").from_notebook_node(saved)[0], encoding="utf-8")
    with open_chromium() as browser:
        browser.page.goto(page.as_uri())
        assert_plays(browser.page, browser.page.locator(".moving-picture"))
        keep(browser, "moving-export")


@pytest.mark.slow
@pytest.mark.browser
@needs_chromium
def test_it_moves_in_feedback_where_no_script_runs_and_stops(tmp_path):
    data, metadata = moving.moving_picture(growing(), ALT, seconds=0.7)  # slow: so must a busy machine see it move
    outputs = safe_outputs([new_output("display_data", data=data, metadata=metadata)])
    page = tmp_path / "feedback.html"
    notebook = new_notebook(cells=[new_code_cell(CODE, outputs=outputs)])
    config = PyFileConfigLoader("nbgrader_config.py", path=str(COURSE)).load_config()
    page.write_text(HTMLExporter(config=config).from_notebook_node(notebook)[0], encoding="utf-8")
    with open_chromium() as browser:
        browser.page.goto(page.as_uri())
        image = browser.page.locator("img[alt^='A bar that grows']")
        seen = []
        for _ in range(18):
            seen.append(image.screenshot())
            browser.page.wait_for_timeout(350)
        assert len(set(seen)) > 2 and len(set(seen[-5:])) == 1
