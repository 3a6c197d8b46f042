"""Reading what students hand in: nothing in a submission may stop the batch or win points.

A notebook from a student is text from a stranger. Before nbgrader's own steps see it, it is rebuilt
from plain parts (`SubmissionExporter`), and its graded cells are made the released ones again
(`RestoreCells`). What was odd is written into the notebook for the instructor and the student.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
from dateutil.parser import ParserError
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets.log import get_logger

from cs_nn.tools.labs import find_lab, load_labs, tell_notebook
from grading.cells import grade_id
from grading.pictures import EMBEDDED, MARKDOWN_OF_PAGE, fits, keep_pictures, plain_name, presentable
from grading.plain import quoted
from grading.record import KEY, Record
from grading.release import course_directory

#: Bytes; a larger notebook is not opened.
NOTEBOOK_LIMIT = 50_000_000
#: Kinds of output that are kept from the student's own run. HTML, SVG and JavaScript could act in the
#: instructor's browser.
KEPT_MIME_TYPES = ("text/plain", "image/png", "image/jpeg")
#: Characters of text and of pictures that are kept of one cell's outputs; of pictures in one text cell too.
TEXT_LIMIT, IMAGE_LIMIT = 20_000, 8_000_000
#: The same of all cells of a notebook. Room for a course's notebook many times over, and for 200 pictures of 100 kB.
ALL_TEXT_LIMIT, ALL_IMAGES_LIMIT = 3_000_000, 30_000_000
NOTES_LIMIT = 30
#: Outputs of one cell, and of all.
OUTPUTS_LIMIT, ALL_OUTPUTS_LIMIT = 500, 10_000
#: Cells of a notebook, and characters of what is written in one of them, pictures aside.
CELLS_LIMIT, SOURCE_LIMIT = 1000, 100_000
#: Of an error the characters of its name, of what it says and of its traceback.
ERROR_LIMITS = 200, 2000, 16_000

#: Control characters that no text needs (ESC is looked at on its own), and escape sequences other than of colours.
CONTROL = re.compile(r"[\x00-\x07\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
UNCOLOURED = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b\[[0-?]*[ -/]*[@-ln-~]|\x1b(?!\[[\d;]*m)")

#: A comment or a string in code that may be a sentence.
PHRASE = re.compile(r"#[^\n]{20,}|[\"'][^\"']{20,}")

#: Key of a cell's metadata for the type that it was handed in with.
KIND = "submitted_as"
#: The same for the pictures of a cell that was made a code cell, which has no place for them.
PICTURES = "submitted_pictures"


def clean_submission(assignment, student, notebooks):
    """`pre_convert_hook`: make a submission's folder fit to be copied and graded.

    Links and unreadable time stamps are taken out: a link would be followed by the copy and could bring any file of
    the instructor into the feedback. A notebook under another name than the lab's is copied to that name.
    """
    for folder in {Path(notebook).parent for notebook in notebooks}:
        for path in folder.rglob("*"):
            if path.is_symlink():
                path.unlink()
        stamp = folder / "timestamp.txt"
        if stamp.is_file():
            try:
                utils.parse_utc(stamp.read_text(encoding="utf-8").strip())
            except (ValueError, OverflowError, ParserError):
                stamp.rename(stamp.with_name("timestamp-unreadable.txt"))
        notebooks += [str(path) for path in take_renamed(folder, assignment)]


def take_renamed(folder: Path, lab: str) -> list[Path]:
    """Copy notebooks that have another name than the lab's to that name if it is missing; what was added."""
    names = load_labs()[lab].notebooks if lab in load_labs() else ()
    added = []
    for name in names:
        target = folder / f"{name}.ipynb"
        found = [] if target.exists() else copies_of(name, lab, folder)
        if len({path.read_bytes() for path in found}) == 1:
            shutil.copyfile(found[0], target)
            added.append(target)
        elif found:
            get_logger().error(
                "%s: %s is missing and may be any of %s. Give the right one that name and grade again, with --force",
                folder, target.name, ", ".join(plain_name(path.name) for path in found),
            )  # fmt: skip
    return added


def copies_of(name: str, lab: str, folder: Path) -> list[Path]:
    """Files in `folder` with the graded cells of one of the lab's notebooks and another name."""
    names = find_lab(lab).notebooks
    others = [path for path in sorted(folder.glob("*.ipynb")) if path.is_file() and path.stem not in names]
    return [
        path
        for path in others
        if path.stat().st_size <= NOTEBOOK_LIMIT and tell_notebook(path.read_bytes(), lab) == name
    ]


class SubmissionExporter(NotebookExporter):
    """Reads a submitted notebook whatever is in it.

    A file that can't be read becomes an empty notebook with a note; its cells are put back by
    `RestoreCells` and get no points, and the batch goes on.
    """

    def from_filename(self, filename, resources=None, **kwargs):
        try:
            notes = []
            notebook = rebuild_notebook(Path(filename), notes)
            record = Record(few(notes))
        except Exception as error:
            self.log.error("%s can't be read (%s): its tasks get 0 points", filename, error)
            note = f"The notebook can't be read ({type(error).__name__}: {quoted(error)}). It got no points."
            notebook, record = new_notebook(), Record([note], unreadable=True)
        resources = {} if resources is None else resources
        resources["metadata"] = {"name": Path(filename).stem, "path": str(Path(filename).parent)}
        resources[KEY] = record
        return self.from_notebook_node(notebook, resources=resources, **kwargs)


def rebuild_notebook(path: Path, notes: list[str] | None = None):
    """A valid notebook with the cells of a file; an error of any kind means that it can't be read.

    What had to be left out is added to `notes`.
    """
    notes = [] if notes is None else notes
    if path.stat().st_size > NOTEBOOK_LIMIT:
        raise ValueError(f"it is larger than {NOTEBOOK_LIMIT // 1_000_000} MB; clear its outputs")
    source = read_json(path.read_bytes(), notes)
    if source["nbformat"] != 4:
        source = nbformat.reads(json.dumps(source), as_version=4)
    cells, room, written = [], whole_notebook(), Room(ALL_TEXT_LIMIT)
    for cell in first_cells(source["cells"], notes):
        text = CONTROL.sub("\ufffd", _text(cell.get("source", ""))).replace("\x1b", "\ufffd")
        if len(EMBEDDED.sub("", text)) > SOURCE_LIMIT:
            notes.append(f"Of a cell with more than {SOURCE_LIMIT:,} characters only these were kept.")
            text = EMBEDDED.sub("", text)[:SOURCE_LIMIT]
        if not _is_claimed(cell) and "data:image/" not in text:
            text = written.cut(text)
        metadata = cell.get("metadata")
        metadata = json.loads(json.dumps(metadata)) if isinstance(metadata, dict) else {}
        if cell.get("cell_type") == "code":
            metadata.pop(PICTURES, None)
            if isinstance(cell.get("attachments"), dict):
                metadata[PICTURES] = cell["attachments"]
            count = cell.get("execution_count")
            new = new_code_cell(
                text,
                metadata=metadata,
                outputs=safe_outputs(cell.get("outputs"), room),
                execution_count=count if type(count) is int and 0 <= count < 1_000_000 else None,
            )
        else:
            new = text_cell(text, cell.get("attachments"), path.parent, notes, room)
            new.metadata = nbformat.from_dict({**metadata, KIND: cell.get("cell_type")})
        cells.append(new)
    if room.full:
        notes.append("The outputs and pictures were too large; a part of them was left out.")
    if written.full:
        notes.append(f"Of what the cells hold only the first {ALL_TEXT_LIMIT:,} characters were kept.")
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    Record.read(source.get("metadata")).write(metadata)  # ours, if this is the file of an earlier step
    notebook = new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(notebook)
    return notebook


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


def few(notes: list[str]) -> list[str]:
    """The notes without repetitions, and not more than a person reads."""
    notes = list(dict.fromkeys(notes))
    return notes if len(notes) <= NOTES_LIMIT else [*notes[:NOTES_LIMIT], f"And {len(notes) - NOTES_LIMIT} notes more."]


def whole_notebook() -> Room:
    return Room(ALL_TEXT_LIMIT, ALL_IMAGES_LIMIT, ALL_OUTPUTS_LIMIT)


def read_json(content: bytes, notes: list[str]):
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
        notes.append("After the end of the notebook the file has something else; it was left out.")
    if re.search(r"\\u[dD][89a-fA-F]", text):
        plain = json.dumps(value, ensure_ascii=False)
        whole = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if whole != plain:
            value, damaged = json.loads(whole), True
    if damaged:
        notes.append("Damaged characters, such as half of an emoji, were replaced by \ufffd.")
    return value


def first_cells(cells: list, notes: list[str]) -> list:
    """The cells of a notebook, or as many of them as the grader takes: those with an id of nbgrader before others."""
    if len(cells) <= CELLS_LIMIT:
        return cells
    notes.append(f"The notebook has {len(cells):,} cells; those after the first {CELLS_LIMIT:,} were left out.")
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


def text_cell(text: str, attachments, folder: Path, notes: list[str], room: Room | None = None):
    """A text cell that is safe to show: no HTML tags, no picture but those that are there."""
    room = room or whole_notebook()
    text, kept = keep_pictures(text, attachments, min(IMAGE_LIMIT, room.pictures), notes)
    room.take("pictures", sum(len(data) for forms in kept.values() for data in forms.values()))
    if not room.keeps(sum(map(len, EMBEDDED.findall(text)))):
        text = EMBEDDED.sub("data:,", text)
    shown = EMBEDDED.sub(lambda match: match[0] if fits(match[0].partition(",")[2]) else "data:,", text)
    if shown != text:
        notes.append("A picture in a text is damaged or has too many pixels and was left out.")
    text = shown
    text = without_html(text)
    room.markdown -= len(text)
    shown = presentable(text, kept, folder) if room.markdown > 0 else text
    if shown != text:
        notes.append("A text could not be shown as it is written; it is there as plain text.")
    return new_markdown_cell(shown, **({"attachments": kept} if kept else {}))


def without_html(markdown: str) -> str:
    """Markdown text without HTML tags: a space after "<" makes text of them, also in formulas.

    Tags of a student's text would act in the instructor's browser. Those of our own notebooks stay:
    <details> and <summary>, as they have no attributes.
    """
    return re.sub(r"<(?!/?(?:details|summary)>)(?=[A-Za-z/!?])", "< ", markdown)


def safe_outputs(outputs, notebook: Room | None = None) -> list:
    """The outputs that may be shown: text and pictures of bounded size. The first error is always among them."""
    notebook = notebook or whole_notebook()
    room = Room(
        min(TEXT_LIMIT, notebook.text), min(IMAGE_LIMIT, notebook.pictures), min(OUTPUTS_LIMIT, notebook.outputs)
    )
    last = room.text < TEXT_LIMIT or room.pictures < IMAGE_LIMIT or room.outputs < OUTPUTS_LIMIT
    before = room.text, room.pictures, room.outputs
    kept, failed = [], False
    for output in outputs if isinstance(outputs, list) else []:
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
        kept.append(_output("stream", name="stdout", text="\n[further output was left out]\n"))
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
    text = room.cut(visible(_text(lines)))
    if kept and kept[-1].get("name") == name:
        kept[-1].text += text
    elif text:
        room.take("outputs", 1)
        kept.append(_output("stream", name=name, text=text))


def _add_data(kept, output, room):
    data = {mime: _text(value) for mime, value in output["data"].items() if mime in KEPT_MIME_TYPES}
    data = {
        mime: room.cut(visible(text)) if mime == "text/plain" else text
        for mime, text in data.items()
        if mime == "text/plain" or (_is_base64(text) and fits(text) and room.keeps(len(text)))
    }
    if any(data.values()):
        room.take("outputs", 1)
        kept.append(_output("display_data", data=data, metadata=_picture_metadata(output.get("metadata"))))


def visible(text) -> str:
    """A text without half characters and control characters, but those that end lines and those that colour."""
    text = UNCOLOURED.sub("", CONTROL.sub("\ufffd", str(text)))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _text(value):
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


class RestoreCells(NbGraderPreprocessor):
    """Make the graded cells of a submission the released ones again.

    First of the sanitize steps. Facts come from the gradebook, the order from the source notebook;
    of the student's metadata nothing is believed but the ids. So no tag, flag, copy or deletion of
    cells can lose grades, win them or stop the batch. Scores of an earlier grading are taken away,
    so that a grading that fails can't leave them standing.
    """

    def preprocess(self, nb, resources):
        info = resources["nbgrader"]
        coursedir = course_directory(self)
        lab, name = info["assignment"], info["notebook"]
        folder = Path(coursedir.format_path(coursedir.autograded_directory, info["student"], lab))
        self._remove_other_files(folder, Path(coursedir.format_path(coursedir.release_directory, ".", lab)), lab)
        with Gradebook(info["db_url"], coursedir.course_id) as gradebook:
            released = released_cells(gradebook.find_notebook(name, lab))
            for grade in gradebook.find_submission_notebook(name, lab, info["student"]).grades:
                grade.auto_score, grade.needs_manual_grade = None, True
                if grade.name in find_lab(lab).weights:
                    grade.extra_credit = 0.0
            gradebook.db.commit()
        source_file = Path(coursedir.format_path(coursedir.source_directory, ".", lab)) / f"{name}.ipynb"
        source = nbformat.read(source_file, as_version=4)
        given = [grade_id(cell) or words(without_html(cell.source)) for cell in source.cells]
        notes = restore_cells(nb, released, [id for id in given if id in released], given, folder)
        record = resources[KEY]  # what the file itself has under this name is the student's
        if record.unreadable:
            notes = []  # all cells are missing then
        submitted = Path(coursedir.format_path(coursedir.submitted_directory, info["student"], lab))
        for path in copies_of(name, lab, submitted):
            taken = path.read_bytes() == (submitted / f"{name}.ipynb").read_bytes()
            what = f"was taken as {name}.ipynb" if taken else f"is another copy of {name}.ipynb; it was not graded"
            notes.append(f"{quoted(path.name)} {what}.")
        for note in notes:
            self.log.warning("%s, %s: %s", info["student"], name, note)
        replace(record, notes=[*record.notes, *notes]).write(nb.metadata)
        return nb, resources

    def _remove_other_files(self, folder, released, lab):
        """Of the files copied to autograded/, keep the lab's notebooks, its modules and the time stamps.

        Handed-in networks are graded where they were submitted: a copy of each would fill the disk.
        """
        networks = {f"{name}.npz" for name in find_lab(lab).weights}
        keep = {*find_lab(lab).files, "timestamp.txt", "submission_secret.txt"} - networks
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir() and not path.is_symlink():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path.relative_to(folder).as_posix() not in keep:
                known = path.name in networks or (released / path.relative_to(folder)).is_file()
                if not known:  # what was released comes back by the exchange
                    self.log.warning("Leaving out %s, which is not asked for", path.relative_to(folder))
                path.unlink()


def released_cells(notebook) -> dict[str, nbformat.NotebookNode]:
    """The nbgrader cells of a notebook as they were released, by id, from the gradebook."""
    grade = {cell.name: cell.max_score for cell in notebook.grade_cells}
    task = {cell.name: cell.max_score for cell in notebook.task_cells}
    solution = {cell.name for cell in notebook.solution_cells}
    cells = {}
    for cell in notebook.source_cells:
        metadata = {
            "schema_version": 3,
            "grade_id": cell.name,
            "grade": cell.name in grade,
            "task": cell.name in task,
            "solution": cell.name in solution,
            "locked": bool(cell.locked),
            "checksum": cell.checksum,
            "cell_type": cell.cell_type,
        }
        if cell.name in grade or cell.name in task:
            metadata["points"] = grade.get(cell.name, task.get(cell.name))
        new = new_code_cell if cell.cell_type == "code" else new_markdown_cell
        cells[cell.name] = new(cell.source, metadata={"nbgrader": metadata})
    return cells


def restore_cells(nb, released, order, given=None, folder=Path()) -> list[str]:
    """Put the released cells back into `nb`; say what was changed.

    An answer that is still the released text gets 0 points by itself. That must not happen to one that the student
    wrote in another way: if its cell was deleted, copied or made a code cell, or if text of the student's own stands
    beside it, the answer gets a note and so waits for a person.

    Parameters
    ----------
    nb : the notebook, which is changed
    released : the released cells by id
    order : their ids in order
    given : for each cell of the released notebook in order, its id, or its text (`words`) where it has none. A text
        that is not among them is the student's own; not looked at if None
    folder : where the notebook lies
    """
    notes, places, kinds, pictures = [], {}, [], []
    for number, cell in enumerate(nb.cells):
        claimed = cell.metadata.get("nbgrader")
        kinds.append(cell.metadata.get(KIND, cell.cell_type))
        pictures.append(cell.metadata.get(PICTURES))
        cell.metadata.clear()
        id = claimed.get("grade_id") if isinstance(claimed, dict) else None
        if isinstance(id, str) and id in released:
            places.setdefault(id, []).append(number)
    doubtful = {}
    for id, numbers in places.items():
        new = _copy(released[id])
        answer = not new.metadata.nbgrader.locked
        written = [n for n in numbers if nb.cells[n].source.strip() not in ("", new.source.strip())]
        test = new.metadata.nbgrader.grade
        number = written[-1] if answer and written else numbers[-1 if answer or test else 0]
        cell = nb.cells[number]
        if len(numbers) > 1:
            which = "last written one counts, the others stand beside it" if answer else (
                "last copy counts" if test else "first copy counts")  # fmt: skip
            notes.append(f"The cell {id} is there more than once; the {which}.")
            doubtful[id] = "there is more than one copy of this cell"
        if kinds[number] != new.cell_type:
            what = "its text was kept" if answer else "the released one was used"
            notes.append(f"The cell {id} was made a {kinds[number]} cell; {what}.")
            doubtful[id] = f"this was made a {kinds[number]} cell"
        elif not answer and cell.source != new.source:
            notes.append(f"The cell {id} was changed; the released one was used.")
        if answer and cell.cell_type == "code" and new.cell_type == "markdown":
            cell = text_cell(cell.source, pictures[number], folder, notes)
        if answer:
            new.source = cell.source
            if new.cell_type == "markdown" and "attachments" in cell:
                new.attachments = cell.attachments
        new["id"] = nb.cells[number]["id"]
        nb.cells[number] = new
    positions = {key: position for position, key in enumerate(order if given is None else given)}
    for id in order:
        if id in places:
            continue
        new = _copy(released[id])
        notes.append(f"The cell {id} was missing; it was put back.")
        doubtful[id] = "this cell was deleted; the answer may stand elsewhere in the notebook"
        new["id"] = f"restored-{positions[id]}"
        found = [positions.get(grade_id(cell) or words(cell.source), -1) for cell in nb.cells]
        before = max((position for position in found if position < positions[id]), default=-1)
        nb.cells.insert(found.index(before) + 1 if before >= 0 else 0, new)
    notes += _set_up_first(nb.cells, released, order)
    for number, cell in enumerate(nb.cells):
        id = grade_id(cell)
        if id is None or cell.metadata.nbgrader.locked or cell.source.strip() != released[id].source.strip():
            continue
        if id not in doubtful and given is not None and (where := _own_text(nb.cells, number, given, released)):
            doubtful[id] = f"text of the student's own stands {where}"
            notes.append(f"The answer {id} is empty, but there is text of the student's own {where}.")
        if id in doubtful:
            cell.source += f"\n\n*Note of the grader: {doubtful[id]}.*"
    return notes


def _set_up_first(cells, released, order) -> list[str]:
    """Move set-up cells that stand below a test cell that needs them above it; say which."""
    notes = []
    for position, id in enumerate(order):
        facts = released[id].metadata.nbgrader
        if not facts.locked or facts.grade:
            continue
        place = next(number for number, cell in enumerate(cells) if grade_id(cell) == id)
        later = {later for later in order[position:] if released[later].metadata.nbgrader.grade}
        first = next((number for number, cell in enumerate(cells[:place]) if grade_id(cell) in later), None)
        if first is not None:
            cells.insert(first, cells.pop(place))
            notes.append(f"The cell {id} stood below cells that need it; it was moved above them.")
    return notes


def _copy(cell):
    return nbformat.from_dict(json.loads(json.dumps(cell)))


def _own_text(cells, number, given, released) -> str | None:
    """Where text of the student's own stands that may be meant for an empty answer; None if nowhere."""
    if any(_has_text(cells[place]) for place in _own_cells_beside(cells, number, given)):
        return "beside it"
    taken = set()  # what stands beside written answers belongs to them
    for place, cell in enumerate(cells):
        id = grade_id(cell)
        if id and not cell.metadata.nbgrader.locked and cell.source.strip() != released[id].source.strip():
            taken |= {*_own_cells_beside(cells, place, given)}
    own = any(cell.cell_type != "code" and _is_own(cell, given) and words(cell.source)
              for place, cell in enumerate(cells) if place not in taken)  # fmt: skip
    return "elsewhere in the notebook" if own else None


def _own_cells_beside(cells, number, given):
    """The numbers of the student's own cells next to a graded one, up to those that were given."""
    for step in (-1, 1):
        place = number + step
        while 0 <= place < len(cells) and _is_own(cells[place], given):
            yield place
            place += step


def _is_own(cell, given) -> bool:
    return grade_id(cell) is None and words(cell.source) not in given


def _has_text(cell) -> bool:
    """Whether somebody may have answered in a cell: with text, in code with a comment, a string or a picture."""
    if cell.cell_type != "code":
        return bool(words(cell.source))
    pictures = any(mime.startswith("image/") for output in cell.outputs for mime in output.get("data", ()))
    return bool(words(cell.source)) and (pictures or _is_prose(cell.source) or bool(PHRASE.search(cell.source)))


def _is_prose(code):
    """Whether the text of a code cell is no code: not Python, or nothing but comments and strings."""
    if code.lstrip().startswith(("%", "!")):
        return False
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    return all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in tree.body)


def words(text: str) -> str:
    """A text without white space, for comparison."""
    return re.sub(r"\s", "", text)
