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
from pathlib import Path

import nbformat
from dateutil.parser import ParserError
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets.log import get_logger

from cs_nn.tools.labs import find_lab, load_labs, tell_notebook
from grading.pictures import keep_pictures, plain_name, presentable
from grading.plain import quoted
from grading.release import course_directory

#: Bytes; a larger notebook is not opened.
NOTEBOOK_LIMIT = 50_000_000
#: Kinds of output that are kept from the student's own run. HTML, SVG and JavaScript could act in the
#: instructor's browser.
KEPT_MIME_TYPES = ("text/plain", "image/png", "image/jpeg")
#: Bytes of text and of pictures that are kept of one cell's outputs; of pictures in one text cell too.
TEXT_LIMIT, IMAGE_LIMIT = 20_000, 8_000_000

#: Key of the notebook's metadata under which the grader keeps its own record.
RECORD = "grading"
#: Key of a cell's metadata for the type that it was handed in with.
KIND = "submitted_as"


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
    return [path for path in others
            if path.stat().st_size <= NOTEBOOK_LIMIT and tell_notebook(path.read_bytes(), lab) == name]


class SubmissionExporter(NotebookExporter):
    """Reads a submitted notebook whatever is in it.

    A file that can't be read becomes an empty notebook with a note; its cells are put back by
    `RestoreCells` and get no points, and the batch goes on.
    """

    def from_filename(self, filename, resources=None, **kwargs):
        try:
            record = {"notes": []}
            notebook = rebuild_notebook(Path(filename), record["notes"])
        except Exception as error:
            self.log.error("%s can't be read (%s): its tasks get 0 points", filename, error)
            note = f"The notebook can't be read ({type(error).__name__}: {quoted(error)}). It got no points."
            notebook, record = new_notebook(), {"unreadable": True, "notes": [note]}
        resources = {} if resources is None else resources
        resources["metadata"] = {"name": Path(filename).stem, "path": str(Path(filename).parent)}
        resources[RECORD] = record
        return self.from_notebook_node(notebook, resources=resources, **kwargs)


def rebuild_notebook(path: Path, notes: list[str] | None = None):
    """A valid notebook with the cells of a file; an error of any kind means that it can't be read.

    What had to be left out is added to `notes`.
    """
    notes = [] if notes is None else notes
    if path.stat().st_size > NOTEBOOK_LIMIT:
        raise ValueError(f"it is larger than {NOTEBOOK_LIMIT // 1_000_000} MB; clear its outputs")
    source = json.loads(path.read_bytes())  # of bytes: UTF-8 with or without a byte order mark, UTF-16, UTF-32
    if source["nbformat"] != 4:
        source = nbformat.reads(json.dumps(source), as_version=4)
    cells = []
    for cell in source["cells"]:
        text = cell.get("source", "")
        text = "".join(text) if isinstance(text, list) else str(text)
        metadata = cell.get("metadata")
        metadata = json.loads(json.dumps(metadata)) if isinstance(metadata, dict) else {}
        if cell.get("cell_type") == "code":
            count = cell.get("execution_count")
            new = new_code_cell(text, metadata=metadata, outputs=safe_outputs(cell.get("outputs")),
                                execution_count=count if isinstance(count, int) else None)
        else:
            new = text_cell(text, cell.get("attachments"), path.parent, notes)
            new.metadata = nbformat.from_dict({**metadata, KIND: cell.get("cell_type")})
        cells.append(new)
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
                "language_info": {"name": "python"}}
    if RECORD in source["metadata"]:
        metadata[RECORD] = source["metadata"][RECORD]
    notebook = new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(notebook)
    return notebook


def text_cell(text: str, attachments, folder: Path, notes: list[str]):
    """A text cell that is safe to show: no HTML tags, no picture but those that are there."""
    text, kept = keep_pictures(text, attachments, IMAGE_LIMIT, notes)
    text = without_html(text)
    shown = presentable(text, kept, folder)
    if shown != text:
        notes.append("A text could not be shown as it is written; it is there as plain text.")
    return new_markdown_cell(shown, **({"attachments": kept} if kept else {}))


def without_html(markdown: str) -> str:
    """Markdown text without HTML tags: a space after "<" makes text of them, also in formulas.

    Tags of a student's text would act in the instructor's browser. Those of our own notebooks stay:
    <details> and <summary>, as they have no attributes.
    """
    return re.sub(r"<(?!/?(?:details|summary)>)(?=[A-Za-z/!?])", "< ", markdown)


def safe_outputs(outputs) -> list:
    """The outputs that may be shown: text and pictures of bounded size."""
    kept, text_room, image_room = [], TEXT_LIMIT, IMAGE_LIMIT
    for output in outputs if isinstance(outputs, list) else []:
        try:
            kind = output["output_type"]
            if kind == "stream":
                text = _text(output["text"])[: text_room + 1]
                text_room -= len(text)
                new = new_output("stream", name="stderr" if output.get("name") == "stderr" else "stdout", text=text)
            elif kind == "error":
                new = new_output("error", ename=str(output["ename"])[:200], evalue=str(output["evalue"])[:2000],
                                 traceback=[str(line)[:5000] for line in output["traceback"][:30]])
            else:
                data = {mime: _text(value) for mime, value in output["data"].items() if mime in KEPT_MIME_TYPES}
                data = {mime: text for mime, text in data.items() if mime == "text/plain" or _is_base64(text)}
                size = sum(map(len, data.values()))
                image_room -= size
                if image_room < 0 or not data:
                    continue
                new = new_output("display_data", data=data, metadata=_picture_metadata(output.get("metadata")))
            kept.append(new)
            if text_room < 0:
                kept.append(new_output("stream", name="stdout", text="\n[further output was left out]\n"))
                break
        except (KeyError, TypeError, AttributeError, ValueError):
            continue
    return kept


def _text(value):
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _is_base64(text):
    return re.fullmatch(r"[A-Za-z0-9+/=\s]*", text) is not None


def _picture_metadata(metadata):
    """Of an output's metadata the size and the alternative text of pictures, without what could end an attribute."""
    kept = {}
    for mime, value in metadata.items() if isinstance(metadata, dict) else ():
        if mime in KEPT_MIME_TYPES and isinstance(value, dict):
            kept[mime] = {key: value[key] for key in ("width", "height") if type(value.get(key)) is int}
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
        given = [_grade_id(cell) or words(without_html(cell.source)) for cell in source.cells]
        notes = restore_cells(nb, released, [id for id in given if id in released], given, folder)
        record = resources[RECORD]  # what the file itself has under this name is the student's
        if record.get("unreadable"):
            notes = []  # all cells are missing then
        submitted = Path(coursedir.format_path(coursedir.submitted_directory, info["student"], lab))
        for path in copies_of(name, lab, submitted):
            taken = path.read_bytes() == (submitted / f"{name}.ipynb").read_bytes()
            what = f"was taken as {name}.ipynb" if taken else f"is another copy of {name}.ipynb; it was not graded"
            notes.append(f"{quoted(path.name)} {what}.")
        for note in notes:
            self.log.warning("%s, %s: %s", info["student"], name, note)
        nb.metadata[RECORD] = {**record, "notes": [*record["notes"], *notes]}
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
            "schema_version": 3, "grade_id": cell.name, "grade": cell.name in grade, "task": cell.name in task,
            "solution": cell.name in solution, "locked": bool(cell.locked), "checksum": cell.checksum,
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
    notes, places, kinds = [], {}, []
    for number, cell in enumerate(nb.cells):
        claimed = cell.metadata.get("nbgrader")
        kinds.append(cell.metadata.get(KIND, cell.cell_type))
        cell.metadata.clear()
        id = claimed.get("grade_id") if isinstance(claimed, dict) else None
        if isinstance(id, str) and id in released:
            places.setdefault(id, []).append(number)
    doubtful = {}
    for id, numbers in places.items():
        new = _copy(released[id])
        answer = not new.metadata.nbgrader.locked
        written = [n for n in numbers if nb.cells[n].source.strip() not in ("", new.source.strip())]
        number = written[-1] if answer and written else numbers[-1]
        cell = nb.cells[number]
        if len(numbers) > 1:
            which = "the last written one counts, the others stand beside it" if answer else "the last copy counts"
            notes.append(f"The cell {id} is there more than once; {which}.")
            doubtful[id] = "there is more than one copy of this cell"
        if kinds[number] != new.cell_type:
            what = "its text was kept" if answer else "the released one was used"
            notes.append(f"The cell {id} was made a {kinds[number]} cell; {what}.")
            doubtful[id] = f"this was made a {kinds[number]} cell"
        elif not answer and cell.source != new.source:
            notes.append(f"The cell {id} was changed; the released one was used.")
        if answer and cell.cell_type == "code" and new.cell_type == "markdown":
            cell = text_cell(cell.source, None, folder, notes)
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
        found = [positions.get(_grade_id(cell) or words(cell.source), -1) for cell in nb.cells]
        before = max((position for position in found if position < positions[id]), default=-1)
        nb.cells.insert(found.index(before) + 1 if before >= 0 else 0, new)
    for number, cell in enumerate(nb.cells):
        id = _grade_id(cell)
        if id is None or cell.metadata.nbgrader.locked or cell.source.strip() != released[id].source.strip():
            continue
        if id not in doubtful and given is not None and _own_text_beside(nb.cells, number, given):
            doubtful[id] = "text of the student's own stands beside this cell"
            notes.append(f"The answer {id} is empty, but there is text of the student's own beside it.")
        if id in doubtful:
            cell.source += f"\n\n*Note of the grader: {doubtful[id]}.*"
    return notes


def _copy(cell):
    return nbformat.from_dict(json.loads(json.dumps(cell)))


def _own_text_beside(cells, number, given):
    """Whether the cells next to a graded one, up to those that were given, hold text of the student's own."""
    for step in (-1, 1):
        place = number + step
        while 0 <= place < len(cells) and _grade_id(cells[place]) is None and words(cells[place].source) not in given:
            if words(cells[place].source) and (cells[place].cell_type != "code" or _is_prose(cells[place].source)):
                return True
            place += step
    return False


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


def _grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")
