"""Pictures that move: a slider and a button where scripts run, an animated PNG where they don't."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image, PngImagePlugin

from cs_nn.language import gettext as _
from cs_nn.tools import jupyter

#: Characters of one moving picture in a notebook's file, all forms of it together. JupyterLab's server lets 3 MB pass
#: in 3 seconds.
MOST_BYTES = 1_500_000
MOST_FRAMES = 60
#: Frames of the animated PNG, and seconds that it takes, at most: what starts by itself must stop within 5 seconds
#: (WCAG 2.2.2).
PNG_FRAMES, PNG_SECONDS = 20, 4.5
#: Pixels of the picture for each one on the page, for sharp letters; and colours of all frames together.
SHARPNESS, COLOURS_OF_ALL = 1.25, 160
#: The number of the colour that is transparent.
CLEAR = COLOURS_OF_ALL

#: The page lays what differs from the still over the still. It asks for nothing on other hosts.
PLAYER = """
<script>
(() => {
  const labels = LABELS, words = WORDS, frames = FRAMES, start = START, wait = WAIT;
  const here = document.currentScript && document.currentScript.closest(".moving-picture");
  for (const root of here ? [here] : document.querySelectorAll('[data-name="NAME"]')) {
    if (root.dataset.ready) continue;
    root.dataset.ready = "yes";
    const still = root.querySelector("img");
    const stage = root.insertBefore(document.createElement("div"), still);
    stage.style.cssText = "position: relative; width: fit-content; line-height: 0";
    stage.appendChild(still);
    const over = stage.appendChild(document.createElement("img"));
    over.alt = "";
    over.style.cssText = "position: absolute; left: 0; top: 0; width: 100%; height: 100%";
    const add = (tag, attributes, style) => {
      const element = Object.assign(document.createElement(tag), attributes);
      element.style.cssText = style;
      return bar.appendChild(element);
    };
    const bar = root.appendChild(document.createElement("div"));
    bar.style.cssText = "display: flex; align-items: center; gap: 0.8em; max-width: 100%; width: " + still.width + "px";
    const button = add("button", {type: "button", textContent: words[0]},
      "font: inherit; color: inherit; background: none; border: 1px solid; border-radius: 4px; width: 4.5em");
    const slider = add("input", {type: "range", min: 0, max: labels.length - 1, value: start},
      "flex: 1; min-width: 4em");
    slider.setAttribute("aria-label", words[2]);
    const text = add("span", {}, "min-width: 8em");
    let timer = null;
    const show = number => {
      slider.value = number;
      over.style.visibility = number === start ? "hidden" : "visible";
      over.src = frames[number] || still.src;
      text.textContent = labels[number];
      slider.setAttribute("aria-valuetext", labels[number]);
    };
    const stop = () => { clearInterval(timer); timer = null; button.textContent = words[0]; };
    const step = () => {
      const next = Number(slider.value) + 1;
      if (next < labels.length) show(next);
      if (next >= labels.length - 1 || !root.isConnected) stop();
    };
    slider.oninput = () => { stop(); show(Number(slider.value)); };
    button.onclick = () => {
      if (timer !== null) return stop();
      if (Number(slider.value) === labels.length - 1) show(0);
      button.textContent = words[1];
      timer = setInterval(step, wait);
    };
    show(start);
  }
})();
</script>
"""


@dataclass(frozen=True)
class MovingPicture:
    """A figure and what changes in it.

    Attributes
    ----------
    fig : Figure; its axes, limits and colour bars are there before the first frame, so that nothing jumps
    draw : function ``draw(k)`` that makes the figure show frame k, whatever it showed before
    labels : one text for each frame, shown beside the slider, such as "epoch 300"
    artists : all that `draw` changes, if it is known: the rest is drawn once, which takes a fraction of the time. They
        are drawn in this order, over the rest (ticks and frames of axes too: name those that they would cover)
    """

    fig: Figure
    draw: Callable[[int], object]
    labels: Sequence[str]
    artists: Sequence[Artist] = ()


def show_moving(moving: MovingPicture, alt: str, seconds: float = 0.25, still: int = -1) -> None:
    """Display a moving picture and close its figure.

    In Jupyter, in a notebook exported to HTML and in VS Code it has a button to play it and a slider, which need no
    network and draw nothing: each frame is a small PNG inside of the output. Nothing plays by itself there. Where
    scripts don't run (a notebook that JupyterLab doesn't trust) the still is shown. Beside it lies an animated PNG for
    the grader and for feedback, which keep no HTML: a browser plays it once, in 4.5 s or less, and other programs show
    the still. Outside Jupyter a window with the still opens if Matplotlib can open one.

    Parameters
    ----------
    moving : MovingPicture of 60 frames at most
    alt : str, what there is to see and how it changes, in a sentence or two
    seconds : float, how long a frame is shown
    still : int, number of the frame that is shown at first and where nothing moves; the last one by default

    Raises
    ------
    ValueError
        Without an alternative text, without frames or with more than 60; and if all of it takes more than 1.5 MB: then
        leave out frames, or make the figure smaller or simpler.
    """
    if not alt.strip():
        raise ValueError("a moving picture needs an alternative text: say in alt what it shows and how it changes")
    if not 0 < len(moving.labels) <= MOST_FRAMES:
        raise ValueError(f"a moving picture has 1 to {MOST_FRAMES} frames, not {len(moving.labels)}")
    if jupyter.in_jupyter():
        from IPython.display import display

        data, metadata = moving_picture(moving, alt, seconds, still)
        display(data, metadata=metadata, raw=True)
    else:
        moving.draw(range(len(moving.labels))[still])
        if moving.fig.canvas.required_interactive_framework is not None:
            plt.show()
    plt.close(moving.fig)


def moving_picture(
    moving: MovingPicture, alt: str, seconds: float = 0.25, still: int = -1
) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """A moving picture as the data and the metadata of a notebook's output; see `show_moving`. The figure is closed."""
    start = range(len(moving.labels))[still]
    frames = _frames(moving, start)
    pngs = [_base64(frame if k == start else _changes(frame, frames[start])) for k, frame in enumerate(frames)]
    some = [frames[k] for k in np.unique(np.linspace(0, len(frames) - 1, PNG_FRAMES).round().astype(int))]
    milliseconds = round(1000 * min(seconds * len(frames), PNG_SECONDS) / len(some))
    animated = _base64(
        frames[start],
        save_all=True,
        append_images=[some[0], *map(_changes, some[1:], some)],
        default_image=True,
        duration=milliseconds,
        loop=1,
        blend=PngImagePlugin.Blend.OP_OVER,
        transparency=CLEAR,
    )
    width = round(frames[0].width / SHARPNESS)
    parts = {
        "WORDS": [_("Play"), _("Pause"), _("Frame")],
        "LABELS": [str(label) for label in moving.labels],
        "FRAMES": [None if k == start else f"data:image/png;base64,{png}" for k, png in enumerate(pngs)],
        "START": start,
        "WAIT": round(1000 * seconds),
    }
    name = hashlib.sha256("".join(pngs).encode()).hexdigest()[:16]
    script = PLAYER.replace("NAME", name)
    for word, value in parts.items():
        script = script.replace(word, json.dumps(value).replace("<", "\\u003c"), 1)
    page = (
        f'<div class="moving-picture" data-name="{name}"><img src="data:image/png;base64,{pngs[start]}" '
        f'width="{width}" alt="{html.escape(alt)}">{script}</div>'
    )
    if len(page) + len(animated) > MOST_BYTES:
        raise ValueError(
            _(
                "the moving picture takes {size:.1f} MB, more than {limit:g}: leave out frames, or make "
                "the figure smaller or simpler"
            ).format(size=(len(page) + len(animated)) / 1e6, limit=MOST_BYTES / 1e6)
        )
    data = {"text/html": page, "image/png": animated, "text/plain": alt}
    return data, {"image/png": {"alt": alt, "width": width}}


def _frames(moving, start):
    """All frames as images of one size with the same few colours."""
    fig = moving.fig
    canvas = FigureCanvasAgg(fig)
    fig.set_dpi(SHARPNESS * fig.dpi)
    moving.draw(start)
    canvas.draw()
    fig.set_layout_engine("none")  # the still's layout is that of all frames: nothing jumps
    if moving.artists:
        shown = [artist for artist in moving.artists if artist.get_visible()]
        plt.setp(shown, visible=False)
        canvas.draw()
        rest = canvas.copy_from_bbox(fig.bbox)
        plt.setp(shown, visible=True)
    images = []
    for k in range(len(moving.labels)):
        moving.draw(k)
        if moving.artists:
            canvas.restore_region(rest)
            for artist in moving.artists:
                artist.draw(canvas.get_renderer())
        else:
            canvas.draw()
        images.append(Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy()))
    plt.close(fig)
    some = images[:: max(len(images) // 4, 1)] + images[-1:]
    sheet = Image.new("RGB", (images[0].width, sum(image.height for image in some)))
    for number, image in enumerate(some):
        sheet.paste(image, (0, number * image.height))
    palette = sheet.quantize(COLOURS_OF_ALL)
    colours = np.reshape(palette.getpalette(), (-1, 3))
    colours[colours.min(axis=1) >= 248] = 255  # Pillow takes any of these for white, and on a white page it shows
    palette.putpalette(colours.ravel().tolist())
    frames = [image.quantize(palette=palette, dither=Image.Dither.NONE) for image in images]
    with_clear = np.resize(colours, (CLEAR + 1, 3)).ravel().tolist()
    for frame in frames:
        frame.putpalette(with_clear)
    return frames


def _changes(frame, other):
    """A frame in which all pixels that are those of another one are transparent: it takes a fraction of the bytes.

    Those near a change are kept: where the page shows the picture smaller, pixels are mixed with their neighbours.
    """
    from scipy import ndimage  # takes long, and few programs make such pictures

    pixels = np.asarray(frame)
    near = ndimage.maximum_filter(pixels != np.asarray(other), size=5)
    changes = Image.fromarray(np.where(near, pixels, CLEAR).astype(np.uint8))
    changes.putpalette(frame.getpalette())
    changes.info["transparency"] = CLEAR
    return changes


def _base64(image, **options):
    file = io.BytesIO()
    image.save(file, format="PNG", **options)
    return base64.b64encode(file.getvalue()).decode()
