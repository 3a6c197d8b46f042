"""Outputs of cells, as far as they may be shown: text and pictures of bounded size, and nothing that acts."""

from __future__ import annotations

import re

import nbformat

from cs_nn.language import gettext as _
from grading.pictures import MARKDOWN_OF_PAGE, fits

#: Kinds of output that are kept from the student's own run. HTML, SVG and JavaScript could act in the
#: instructor's browser.
KEPT_MIME_TYPES = ("text/plain", "image/png", "image/jpeg")
#: Characters of text and of pictures that are kept of one cell's outputs; of pictures in one text cell too.
TEXT_LIMIT, IMAGE_LIMIT = 20_000, 8_000_000
#: The same of all cells of a notebook. Room for a course's notebook many times over, and for 200 pictures of 100 kB.
ALL_TEXT_LIMIT, ALL_IMAGES_LIMIT = 3_000_000, 30_000_000
#: Outputs of one cell, and of all.
OUTPUTS_LIMIT, ALL_OUTPUTS_LIMIT = 500, 10_000
#: Of an error the characters of its name, of what it says and of its traceback.
ERROR_LIMITS = 200, 2000, 16_000
#: Control characters that no text needs (ESC is looked at on its own), and escape sequences other than of colours.
CONTROL = re.compile(r"[\x00-\x07\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
UNCOLOURED = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b\[[0-?]*[ -/]*[@-ln-~]|\x1b(?!\[[\d;]*m)")


class Room:
    """How much may still be kept: characters of text and of pictures, and outputs. ``full``: some was left out."""

    def __init__(self, text: int, pictures: int = 0, outputs: int = 0):
        self.text, self.pictures, self.outputs, self.full = text, pictures, outputs, False
        self.markdown = MARKDOWN_OF_PAGE  #: characters that are tried out before pages are made of them

    def cut(self, text: str) -> str:
        """The text, or as much of it as there is room for."""
        return text[: self.take("text", len(text))]

    def take(self, kind: str, amount: int) -> int:
        """Use up the amount, or what is left."""
        left = getattr(self, kind)
        self.full |= amount > left
        setattr(self, kind, max(left - amount, 0))
        return min(amount, left)

    def keeps(self, picture: int) -> bool:
        """Whether a picture of so many characters is kept."""
        fits = picture <= self.pictures
        self.full |= not fits
        self.pictures -= picture if fits else 0
        return fits


def whole_notebook() -> Room:
    return Room(ALL_TEXT_LIMIT, ALL_IMAGES_LIMIT, ALL_OUTPUTS_LIMIT)


def safe_outputs(outputs: object, notebook: Room | None = None) -> list:
    """The outputs that may be shown: text and pictures of bounded size. The first error is always among them."""
    notebook = notebook or whole_notebook()
    room = Room(
        min(TEXT_LIMIT, notebook.text), min(IMAGE_LIMIT, notebook.pictures), min(OUTPUTS_LIMIT, notebook.outputs)
    )
    last = room.text < TEXT_LIMIT or room.pictures < IMAGE_LIMIT or room.outputs < OUTPUTS_LIMIT
    before = room.text, room.pictures, room.outputs
    kept, failed = [], False
    outputs = outputs if isinstance(outputs, list) else []
    for output in outputs:
        try:
            kind = output["output_type"]
            if kind == "error" and not failed:
                kept.append(_error(output, room))
                failed = True
            elif room.outputs == 0:
                room.full = True
                break
            elif kind in ("stream", "error"):
                _add_text(kept, output, room)
            else:
                _add_data(kept, output, room)
        except (KeyError, TypeError, AttributeError, ValueError):
            continue
    if room.full and not failed:  # one that comes later tells more than what was left out
        late = next((output for output in outputs if _is_error(output)), None)
        kept += [] if late is None else [_error(late, room)]
    for kind, had in zip(("text", "pictures", "outputs"), before):
        notebook.take(kind, had - getattr(room, kind))
    notebook.full |= room.full and last
    if room.full:
        left_out = _("further output was left out")
        kept.append(_output("stream", name="stdout", text=f"\n[{left_out}]\n"))
    return kept


def _output(kind, **parts):
    return nbformat.from_dict({"output_type": kind, **parts})  # without nbformat's check, which takes milliseconds


def _is_error(output):
    parts = {"ename", "evalue", "traceback"}
    return isinstance(output, dict) and output.get("output_type") == "error" and parts <= {*output}


def _error(output, room):
    name, value, trace = ERROR_LIMITS
    text = room.cut(visible("\n".join(map(str, output["traceback"])))[:trace])
    return _output(
        "error",
        ename=visible(output["ename"])[:name],
        evalue=visible(output["evalue"])[:value],
        traceback=text.split("\n") if text else [],
    )


def _add_text(kept, output, room):
    """Add a stream, or an error after the first as a stream, to the one before it if that is of the same kind."""
    lines = output["text"] if output["output_type"] == "stream" else "\n".join(map(str, output["traceback"])) + "\n"
    name = "stdout" if output["output_type"] == "stream" and output.get("name") != "stderr" else "stderr"
    text = room.cut(visible(joined(lines)))
    if kept and kept[-1].get("name") == name:
        kept[-1].text += text
    elif text:
        room.take("outputs", 1)
        kept.append(_output("stream", name=name, text=text))


def _add_data(kept, output, room):
    data = {mime: joined(value) for mime, value in output["data"].items() if mime in KEPT_MIME_TYPES}
    data = {
        mime: room.cut(visible(text)) if mime == "text/plain" else text
        for mime, text in data.items()
        if mime == "text/plain" or (_is_base64(text) and fits(text) and room.keeps(len(text)))
    }
    if any(data.values()):
        room.take("outputs", 1)
        kept.append(_output("display_data", data=data, metadata=_picture_metadata(output.get("metadata"))))


def visible(text: object) -> str:
    """A text without half characters and control characters, but those that end lines and those that colour."""
    text = UNCOLOURED.sub("", CONTROL.sub("\ufffd", str(text)))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def joined(value: object) -> str:
    """A text of a notebook's file, which may be a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _is_base64(text):
    return re.fullmatch(r"[A-Za-z0-9+/=\s]*", text) is not None


def _picture_metadata(metadata):
    """Of an output's metadata the size and the alternative text of pictures, without what could end an attribute."""
    kept = {}
    for mime, value in metadata.items() if isinstance(metadata, dict) else ():
        if mime in KEPT_MIME_TYPES and isinstance(value, dict):
            sizes = {key: value[key] for key in ("width", "height") if type(value.get(key)) is int}
            kept[mime] = {key: size for key, size in sizes.items() if 0 < size < 10_000}
            if isinstance(value.get("alt"), str):
                kept[mime]["alt"] = re.sub(r"[\"'<>&`]", " ", value["alt"])[:1000]
    return kept
