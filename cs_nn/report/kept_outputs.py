"""What a cell has shown, as it goes into a report: texts, pictures as they stand, and that it ended in an error."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator

from nbformat import NotebookNode
from nbformat.v4 import new_output
from PIL import Image

from cs_nn.language import gettext as _
from cs_nn.language import lazy

#: Lines of text of one output.
LINES = 40
NO_WORDS = lazy("A figure without a description.")

#: What loading the data says where the real ones are not there (`cs_nn.data`).
EMBEDDED = re.compile(r".+\n.+\n    .+ -m cs_nn\.data --only .+\n?")

_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


def shown_outputs(outputs: list[dict]) -> list[NotebookNode]:
    """The outputs of a cell without what only lives in a notebook: HTML, scripts, progress bars, warnings."""
    return [shown for output in _merged(outputs) for shown in _shown(output)]


def _merged(outputs: list[dict]) -> list[dict]:
    """The outputs with what was printed bit by bit, as a progress bar is, in one."""
    merged: list[dict] = []
    for output in outputs:
        if output.get("output_type") != "stream":
            merged.append(output)
        elif output.get("name") != "stderr":
            before = merged.pop()["text"] if merged and merged[-1].get("output_type") == "stream" else ""
            merged.append({"output_type": "stream", "text": before + joined(output.get("text"))})
    return merged


def text_of(output: dict) -> str:
    """What an output has printed, as it stands in the end; "" if it is none."""
    text = joined(output.get("text")) if output.get("output_type") == "stream" else ""
    if output.get("name") == "stderr":
        return ""
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in _ESCAPE.sub("", text).split("\n")]
    return "\n".join(lines).strip("\n")


def is_embedded(cells: list[dict]) -> bool:
    """Whether a notebook was run on a small set that comes with the course."""
    return any(EMBEDDED.search(text_of(output)) for cell in cells for output in cell.get("outputs", []))


def joined(text: object) -> str:
    """A text as notebooks hold it: one string, or a list of lines."""
    return "".join(map(str, text)) if isinstance(text, list) else text if isinstance(text, str) else ""


def _shown(output: dict) -> Iterator[NotebookNode]:
    kind = output.get("output_type")
    if kind == "stream":
        text = EMBEDDED.sub("", text_of(output))
        if text.strip():
            yield new_output("stream", text=_cut(text))
    elif kind == "error":
        yield new_output("stream", text=_("This cell ended in an error: {error}\n").format(error=_first_line(output)))
    elif kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
        data, metadata = output["data"], output.get("metadata")
        words = joined(data.get("text/plain")).strip()
        picture = next((kind for kind in ("image/png", "image/jpeg") if kind in data), None)
        if picture:
            yield from _picture(joined(data[picture]), words, metadata.get(picture) if metadata else None)
        elif kind == "execute_result" and words:
            yield new_output("stream", text=_cut(words))


def _picture(encoded: str, words: str, metadata: object) -> Iterator[NotebookNode]:
    """A picture that does not move, with its description."""
    try:
        with Image.open(io.BytesIO(base64.b64decode(encoded))) as image:
            kind = f"image/{image.format.lower()}"
            if getattr(image, "n_frames", 1) > 1:  # a printed page can't move: the frame that other programs show
                still = io.BytesIO()
                image.seek(0)
                image.convert("RGB").save(still, "PNG")
                encoded, kind = base64.b64encode(still.getvalue()).decode(), "image/png"
            size = image.width
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        yield new_output("stream", text=_("A picture that can't be read.\n"))
        return
    known = metadata if isinstance(metadata, dict) else {}
    alt, width = known.get("alt"), known.get("width")
    alt = str(alt or ("" if words.startswith("<") else words) or _(NO_WORDS))
    about = {"alt": alt, "width": width if isinstance(width, int) and 0 < width <= size else size}
    yield new_output("display_data", {kind: encoded, "text/plain": alt}, metadata={kind: about})


def _first_line(output: dict) -> str:
    name, value = str(output.get("ename")), str(output.get("evalue"))
    return f"{name}: {_ESCAPE.sub('', value)}".split("\n")[0][:300]


def _cut(text: str) -> str:
    lines = text.split("\n")
    more = [_("... and {count} more lines").format(count=len(lines) - LINES)] if len(lines) > LINES else []
    return "\n".join([*lines[:LINES], *more, ""])
