"""Reading what students hand in: nothing in a submission may stop the batch or win points.

A notebook from a student is text from a stranger. Before nbgrader's own steps see it, it is rebuilt
from plain parts (`SubmissionExporter`), and its graded cells are made the released ones again
(`RestoreCells`). What was odd is written into the notebook for the instructor and the student.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
from dateutil.parser import ParserError
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from cs_nn.tools.labs import find_lab
from grading.release import course_directory

#: Bytes; a larger notebook is not opened.
NOTEBOOK_LIMIT = 50_000_000
#: Kinds of output that are kept from the student's own run. HTML, SVG and JavaScript could act in the
#: instructor's browser.
KEPT_MIME_TYPES = ("text/plain", "image/png", "image/jpeg")
#: Bytes of text and of pictures that are kept of one cell's outputs.
TEXT_LIMIT, IMAGE_LIMIT = 20_000, 3_000_000

#: Key of the notebook's metadata under which the grader keeps its own record.
RECORD = "grading"


def clean_submission(assignment, student, notebooks):
    """`pre_convert_hook`: take links and unreadable time stamps out of a submission before it is copied.

    A link would be followed by the copy and could bring any file of the instructor into the feedback.
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


class SubmissionExporter(NotebookExporter):
    """Reads a submitted notebook whatever is in it.

    A file that can't be read becomes an empty notebook with a note; its cells are put back by
    `RestoreCells` and get no points, and the batch goes on.
    """

    def from_filename(self, filename, resources=None, **kwargs):
        try:
            notebook, record = rebuild_notebook(Path(filename)), {"notes": []}
        except Exception as error:
            self.log.error("%s can't be read (%s): its tasks get 0 points", filename, error)
            note = f"The notebook can't be read ({type(error).__name__}: {str(error)[:200]}). It got no points."
            notebook, record = new_notebook(), {"unreadable": True, "notes": [note]}
        resources = {} if resources is None else resources
        resources["metadata"] = {"name": Path(filename).stem, "path": str(Path(filename).parent)}
        resources[RECORD] = record
        return self.from_notebook_node(notebook, resources=resources, **kwargs)


def rebuild_notebook(path: Path):
    """A valid notebook with the cells of a file; an error of any kind means that it can't be read."""
    if path.stat().st_size > NOTEBOOK_LIMIT:
        raise ValueError(f"it is larger than {NOTEBOOK_LIMIT // 1_000_000} MB; clear its outputs")
    text = path.read_text(encoding="utf-8")
    source = json.loads(text)
    if source["nbformat"] != 4:
        source = nbformat.reads(text, as_version=4)
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
            new = new_markdown_cell(without_html(text), metadata=metadata)
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
    cells can lose grades, win them or stop the batch. Scores of an earlier grading are set to 0, so
    that a grading that fails can't leave them standing.
    """

    def preprocess(self, nb, resources):
        info = resources["nbgrader"]
        coursedir = course_directory(self)
        lab, name = info["assignment"], info["notebook"]
        self._remove_other_files(
            Path(coursedir.format_path(coursedir.autograded_directory, info["student"], lab)),
            Path(coursedir.format_path(coursedir.release_directory, ".", lab)), lab,
        )
        with Gradebook(info["db_url"], coursedir.course_id) as gradebook:
            released = released_cells(gradebook.find_notebook(name, lab))
            for grade in gradebook.find_submission_notebook(name, lab, info["student"]).grades:
                grade.auto_score = None if grade.cell.cell_type == "markdown" else 0.0
                if grade.name in find_lab(lab).weights:
                    grade.extra_credit = 0.0
            gradebook.db.commit()
        source_file = Path(coursedir.format_path(coursedir.source_directory, ".", lab)) / f"{name}.ipynb"
        source = nbformat.read(source_file, as_version=4)
        order = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in source.cells]
        notes = restore_cells(nb, released, [id for id in order if id in released])
        for note in notes:
            self.log.warning("%s, %s: %s", info["student"], name, note)
        record = resources[RECORD]  # what the file itself has under this name is the student's
        nb.metadata[RECORD] = {**record, "notes": [*record["notes"], *(notes if not record.get("unreadable") else [])]}
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


def restore_cells(nb, released, order) -> list[str]:
    """Put the released cells back into `nb`; say what was changed."""
    notes, seen = [], set()
    for number in reversed(range(len(nb.cells))):  # of several copies the last one counts, as in nbgrader
        cell = nb.cells[number]
        claimed = cell.metadata.pop("nbgrader", None)
        id = claimed.get("grade_id") if isinstance(claimed, dict) else None
        cell.metadata.clear()
        if not isinstance(id, str) or id not in released:
            continue
        if id in seen:
            notes.append(f"The cell {id} is there more than once; the last copy counts.")
            continue
        seen.add(id)
        new = nbformat.from_dict(json.loads(json.dumps(released[id])))
        if new.metadata.nbgrader.locked:
            if cell.source != new.source:
                notes.append(f"The cell {id} was changed; the released one was used.")
        elif cell.cell_type == new.cell_type:
            new.source = cell.source
        new["id"] = cell["id"]
        nb.cells[number] = new
    for position, id in enumerate(order):
        if id in seen:
            continue
        notes.append(f"The cell {id} was missing; it was put back.")
        new = nbformat.from_dict(json.loads(json.dumps(released[id])))
        new["id"] = f"restored-{position}"
        before = set(order[:position])
        places = [k for k, cell in enumerate(nb.cells) if _grade_id(cell) in before]
        nb.cells.insert(places[-1] + 1 if places else 0, new)
    return notes


def _grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")
