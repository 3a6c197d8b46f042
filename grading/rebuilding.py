"""Reading submitted notebooks: nothing in one may stop the batch.

A notebook from a student is text from a stranger. Before nbgrader's own steps see it, it is rebuilt from plain parts.
What had to be left out becomes notes for the instructor and the student.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import Exporter, NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.converters import Autograde

from cs_nn.language import lazy as _
from cs_nn.language import using
from grading.cells import code_cell, markdown_cell
from grading.lateness import before_grading
from grading.outputs import ALL_TEXT_LIMIT, CONTROL, IMAGE_LIMIT, Room, joined, safe_outputs, whole_notebook
from grading.pictures import EMBEDDED, fits, keep_pictures, presentable
from grading.plain import quoted
from grading.record import KEY, Record
from grading.submitted import NOTEBOOK_LIMIT

NOTES_LIMIT = 30
#: Cells of a notebook, and characters of what is written in one of them, pictures aside.
CELLS_LIMIT, SOURCE_LIMIT = 1000, 100_000
#: Key of a cell's metadata for the type that it was handed in with.
KIND = "submitted_as"
#: The same for the pictures of a cell that was made a code cell, which has no place for them.
PICTURES = "submitted_pictures"


class SubmissionExporter(NotebookExporter):
    """Reads a submitted notebook whatever is in it.

    A file that can't be read becomes an empty notebook with a note; its cells are put back by
    `RestoreCells` and get no points, and the batch goes on.
    """

    def __init__(self, **options: Any):
        super().__init__(**options)
        if isinstance(self.parent, Autograde):  # nbgrader calls nothing else of ours so early
            before_grading(self.parent)

    def from_filename(self, filename: str, resources: dict | None = None, **kwargs: Any) -> tuple[Any, dict]:
        try:
            notes = []
            notebook = rebuild_notebook(Path(filename), notes, NOTEBOOK_LIMIT if self._submitted(filename) else None)
            record = Record(few(notes), language=Record.read(notebook.metadata).language)
        except Exception as error:
            self.log.error("%s can't be read (%s): its tasks get 0 points", filename, error)
            note = _("The notebook can't be read ({kind}: {error}). It got no points.").format(
                kind=type(error).__name__, error=quoted(error)
            )
            notebook, record = new_notebook(metadata=metadata()), Record([note], unreadable=True)
        resources = {} if resources is None else resources
        resources["metadata"] = {"name": Path(filename).stem, "path": str(Path(filename).parent)}
        resources[KEY] = record
        return self.from_notebook_node(_Own(notebook), resources=resources, **kwargs)

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **kwargs: Any) -> tuple[Any, dict]:
        """nbconvert's steps. What is written has no indentation, for which Python takes ten times as long."""
        notebook, resources = Exporter.from_notebook_node(self, nb, resources, **kwargs)
        return json.dumps(notebook, ensure_ascii=False, sort_keys=True) + "\n", resources

    def _submitted(self, filename):
        """Whether a file comes from the student; what nbgrader writes of it has our limits, and may be much larger."""
        coursedir = getattr(self.parent, "coursedir", None)
        written = coursedir and coursedir.format_path(coursedir.autograded_directory, ".", ".")
        return not (written and Path(filename).is_relative_to(written))


class _Own(NotebookNode):
    """A notebook that nobody else has: nbconvert and nbformat take it as it is where they would copy it, which they do
    four times."""

    def __deepcopy__(self, memo: dict) -> _Own:
        return self


def rebuild_notebook(path: Path, notes: list[str] | None = None, limit: int | None = NOTEBOOK_LIMIT) -> NotebookNode:
    """A valid notebook with the cells of a file; an error of any kind means that it can't be read.

    What had to be left out is added to `notes`. A file of more bytes than the limit can't be read.
    """
    notes = [] if notes is None else notes
    if limit is not None and path.stat().st_size > limit:
        raise ValueError(f"it is larger than {limit // 1_000_000} MB; clear its outputs")
    source = read_json(path.read_bytes(), notes)
    if source["nbformat"] != 4:
        source = nbformat.reads(json.dumps(source), as_version=4)
    return _rebuilt(source, path.parent, notes)


def _rebuilt(source, folder, notes) -> NotebookNode:
    record = Record.read(source.get("metadata"))  # ours, if this is the file of an earlier step
    notebook = new_notebook(metadata=metadata())  # without cells: it would look at each, as is done below
    with using(record.language):
        notebook.cells = _cells(source, folder, notes)
    record.write(notebook.metadata)
    nbformat.validate(notebook)
    return notebook


def _cells(source, folder, notes) -> list[NotebookNode]:
    cells, room, written = [], whole_notebook(), Room(ALL_TEXT_LIMIT)
    for cell in first_cells(source["cells"], notes):
        text = CONTROL.sub("\ufffd", joined(cell.get("source", ""))).replace("\x1b", "\ufffd")
        if len(EMBEDDED.sub("", text)) > SOURCE_LIMIT:
            notes.append(
                _("Of a cell with more than {limit:,} characters only these were kept.").format(limit=SOURCE_LIMIT)
            )
            text = EMBEDDED.sub("", text)[:SOURCE_LIMIT]
        if not _is_claimed(cell) and "data:image/" not in text:
            text = written.cut(text)
        given = cell.get("metadata")
        given = json.loads(json.dumps(given)) if isinstance(given, dict) else {}
        if cell.get("cell_type") == "code":
            given.pop(PICTURES, None)
            if isinstance(cell.get("attachments"), dict):
                given[PICTURES] = cell["attachments"]
            count = cell.get("execution_count")
            new = code_cell(
                text,
                metadata=given,
                outputs=safe_outputs(cell.get("outputs"), room),
                execution_count=count if type(count) is int and 0 <= count < 1_000_000 else None,
            )
        else:
            new = text_cell(text, cell.get("attachments"), folder, notes, room)
            new.metadata = nbformat.from_dict({**given, KIND: cell.get("cell_type")})
        cells.append(new)
    if room.full:
        notes.append(_("The outputs and pictures were too large; a part of them was left out."))
    if written.full:
        notes.append(
            _("Of what the cells hold only the first {limit:,} characters were kept.").format(limit=ALL_TEXT_LIMIT)
        )
    _number(cells)
    return cells


def read_again(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """What nbgrader would have if it wrote a notebook that was made whole into `folder` and read it again."""
    length = sum(len(cell.source) for cell in notebook.cells)
    if Record.read(notebook.metadata).notes or length > SOURCE_LIMIT:  # a limit may be passed only now
        return _Own(_rebuilt(json.loads(json.dumps(notebook)), folder, []))
    _number(notebook.cells)  # else little would change
    notebook.metadata.update(metadata())
    return notebook


def _number(cells):
    """Give cells ids of ours, and text cells their type as the one in which they were handed in, if none is known."""
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
        if cell["cell_type"] != "code":
            cell["metadata"].setdefault(KIND, cell["cell_type"])


def metadata() -> dict[str, Any]:
    return {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }


def few(notes: list[str]) -> list[str]:
    """The notes without repetitions, and not more than a person reads."""
    notes = list(dict.fromkeys(notes))
    more = _("And {number} notes more.").format(number=len(notes) - NOTES_LIMIT)
    return notes if len(notes) <= NOTES_LIMIT else [*notes[:NOTES_LIMIT], more]


def read_json(content: bytes, notes: list[str]) -> Any:
    """What is in a JSON file: UTF-8, with or without a byte order mark, UTF-16 or UTF-32.

    Half of a surrogate pair, as an emoji cut in two leaves it, and bytes that are no UTF-8 could not be written again.
    They are replaced, and `notes` says so.
    """
    encoding = json.detect_encoding(content)
    text = content.decode(encoding, "replace")
    damaged = text.encode(encoding) != content if "\ufffd" in text else False
    text = text.lstrip()
    value, end = json.JSONDecoder(strict=False).raw_decode(text)
    if text[end:].strip():
        notes.append(_("After the end of the notebook the file has something else; it was left out."))
    if re.search(r"\\u[dD][89a-fA-F]", text):
        plain = json.dumps(value, ensure_ascii=False)
        whole = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if whole != plain:
            value, damaged = json.loads(whole), True
    if damaged:
        notes.append(_("Damaged characters, such as half of an emoji, were replaced by \ufffd."))
    return value


def first_cells(cells: list, notes: list[str]) -> list:
    """The cells of a notebook, or as many of them as the grader takes: those with an id of nbgrader before others."""
    if len(cells) <= CELLS_LIMIT:
        return cells
    said = _("The notebook has {number:,} cells; those after the first {limit:,} were left out.")
    notes.append(said.format(number=len(cells), limit=CELLS_LIMIT))
    claimed = [number for number, cell in enumerate(cells) if _is_claimed(cell)]
    kept = {*claimed[-CELLS_LIMIT // 2 :]}
    for number in range(len(cells)):
        if len(kept) == CELLS_LIMIT:
            break
        kept.add(number)
    return [cells[number] for number in sorted(kept)]


def _is_claimed(cell) -> bool:
    """Whether a cell of a file has something of nbgrader."""
    return isinstance(cell.get("metadata"), dict) and "nbgrader" in cell["metadata"]


def text_cell(text: str, attachments: object, folder: Path, notes: list[str], room: Room | None = None) -> NotebookNode:
    """A text cell that is safe to show: no HTML tags, no picture but those that are there."""
    room = room or whole_notebook()
    text, kept = keep_pictures(text, attachments, min(IMAGE_LIMIT, room.pictures), notes)
    room.take("pictures", sum(len(data) for forms in kept.values() for data in forms.values()))
    if not room.keeps(sum(map(len, EMBEDDED.findall(text)))):
        text = EMBEDDED.sub("data:,", text)
    shown = EMBEDDED.sub(lambda match: match[0] if fits(match[0].partition(",")[2]) else "data:,", text)
    if shown != text:
        notes.append(_("A picture in a text is damaged or has too many pixels and was left out."))
    text = shown
    text = without_html(text)
    room.markdown -= len(text)
    shown = presentable(text, kept, folder) if room.markdown > 0 else text
    if shown != text:
        notes.append(_("A text could not be shown as it is written; it is there as plain text."))
    return markdown_cell(shown, **({"attachments": kept} if kept else {}))


def without_html(markdown: str) -> str:
    """Markdown text without HTML tags: a space after "<" makes text of them, also in formulas.

    Tags of a student's text would act in the instructor's browser. Those of our own notebooks stay:
    <details> and <summary>, as they have no attributes.
    """
    return re.sub(r"<(?!/?(?:details|summary)>)(?=[A-Za-z/!?])", "< ", markdown)
