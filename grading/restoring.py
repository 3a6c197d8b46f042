"""Making the graded cells of a submission the released ones again. What was odd about them becomes notes."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, Notebook
from nbgrader.preprocessors import NbGraderPreprocessor

from cs_nn.language import lazy as _
from cs_nn.language import translated, using
from cs_nn.tools.labs import find_lab
from cs_nn.use_solutions import VERSIONS
from grading.cells import code_cell, grade_id, markdown_cell
from grading.own_text import BESIDE, own_text, words
from grading.plain import quoted
from grading.rebuilding import KIND, PICTURES, text_cell, without_html
from grading.record import KEY
from grading.release import course_directory
from grading.submitted import copies_of

#: Begins what an answer is told that may stand elsewhere.
#: With one of these a note begins that stands in an answer: in another language with a character that can't be seen.
NOTES = NOTE, HIDDEN = "*Note of the grader: ", "*\N{INVISIBLE SEPARATOR}"


class RestoreCells(NbGraderPreprocessor):
    """Make the graded cells of a submission the released ones again.

    First of the sanitize steps. Facts come from the gradebook, the order from the source notebook;
    of the student's metadata nothing is believed but the ids. So no tag, flag, copy or deletion of
    cells can lose grades, win them or stop the batch. Scores of an earlier grading are taken away,
    so that a grading that fails can't leave them standing.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
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
        source = Path(coursedir.format_path(coursedir.source_directory, ".", lab)) / f"{name}.ipynb"
        given = _given(source, source.stat().st_mtime_ns)
        record = resources[KEY]  # what the file itself has under this name is the student's
        with using(record.language):
            notes = restore_cells(nb, released, [id for id in given if id in released], given, folder)
        if record.unreadable:
            notes = []  # all cells are missing then
        submitted = Path(coursedir.format_path(coursedir.submitted_directory, info["student"], lab))
        for path in copies_of(name, lab, submitted):
            taken = path.read_bytes() == (submitted / f"{name}.ipynb").read_bytes()
            said = (
                _("{copy} was taken as {file}.") if taken else _("{copy} is another copy of {file}; it was not graded.")
            )
            notes.append(said.format(copy=quoted(path.name), file=f"{name}.ipynb"))
        for note in notes:
            self.log.warning("%s, %s: %s", info["student"], name, note)
        replace(record, notes=[*record.notes, *notes]).write(nb.metadata)
        return nb, resources

    def _remove_other_files(self, folder, released, lab):
        """Of the files copied to autograded/, keep the lab's notebooks, its modules and the time stamps.

        Handed-in networks are graded where they were submitted: a copy of each would fill the disk.
        """
        networks = {f"{name}.npz" for name in find_lab(lab).weights}
        keep = {*find_lab(lab).files, VERSIONS, "timestamp.txt", "submission_secret.txt"} - networks
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir() and not path.is_symlink():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path.relative_to(folder).as_posix() not in keep:
                known = path.name in networks or (released / path.relative_to(folder)).is_file()
                if not known:  # what was released comes back by the exchange
                    self.log.warning("Leaving out %s, which is not asked for", path.relative_to(folder))
                path.unlink()


@functools.lru_cache(maxsize=64)
def _given(source, changed):
    """For each cell of a source notebook, its id, or its text where it has none."""
    return [grade_id(cell) or words(without_html(cell.source)) for cell in nbformat.read(source, as_version=4).cells]


def released_cells(notebook: Notebook) -> dict[str, nbformat.NotebookNode]:
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
        new = code_cell if cell.cell_type == "code" else markdown_cell
        cells[cell.name] = new(cell.source, metadata={"nbgrader": metadata})
    return cells


def restore_cells(
    nb: NotebookNode,
    released: Mapping[str, NotebookNode],
    order: Sequence[str],
    given: Sequence[str] | None = None,
    folder: Path = Path(),
) -> list[str]:
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
    notes, places, kinds, pictures, claims = [], {}, [], [], []
    for number, cell in enumerate(nb.cells):
        claimed = cell.metadata.get("nbgrader")
        claims.append(claimed)
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
        other = [n for n in numbers if nb.cells[n].source.strip() not in ("", new.source.strip())]
        written = [n for n in other if not _as_released(nb.cells[n], claims[n])]
        test = new.metadata.nbgrader.grade
        number = written[-1] if answer and written else numbers[-1 if answer or test else 0]
        cell = nb.cells[number]
        if len(numbers) > 1:
            if answer:
                said = _(
                    "The cell {id} is there more than once; the last written one counts, the others stand beside it."
                )
            elif test:
                said = _("The cell {id} is there more than once; the last copy counts.")
            else:
                said = _("The cell {id} is there more than once; the first copy counts.")
            notes.append(said.format(id=id))
            doubtful[id] = _("there is more than one copy of this cell")
        if kinds[number] != new.cell_type:
            said = (
                _("The cell {id} was made a {kind} cell; its text was kept.")
                if answer
                else _("The cell {id} was made a {kind} cell; the released one was used.")
            )
            notes.append(said.format(id=id, kind=kinds[number]))
            doubtful[id] = _("this was made a {kind} cell").format(kind=kinds[number])
        elif not answer and cell.source != new.source and not _as_released(cell, claims[number]):
            notes.append(_("The cell {id} was changed; the released one was used.").format(id=id))
        if answer and cell.cell_type == "code" and new.cell_type == "markdown":
            cell = text_cell(cell.source, pictures[number], folder, notes)
        if answer and (number in written or number not in other):
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
        notes.append(_("The cell {id} was missing; it was put back.").format(id=id))
        doubtful[id] = _("this cell was deleted; the answer may stand elsewhere in the notebook")
        new["id"] = f"restored-{positions[id]}"
        found = [positions.get(grade_id(cell) or words(cell.source), -1) for cell in nb.cells]
        before = max((position for position in found if position < positions[id]), default=-1)
        nb.cells.insert(found.index(before) + 1 if before >= 0 else 0, new)
    notes += _set_up_first(nb.cells, released, order)
    for number, cell in enumerate(nb.cells):
        id = grade_id(cell)
        if id is None or cell.metadata.nbgrader.locked or cell.source.strip() != released[id].source.strip():
            continue
        if id not in doubtful and given is not None and (where := own_text(nb.cells, number, given, released)):
            if where == BESIDE:
                doubtful[id] = _("text of the student's own stands beside it")
                said = _("The answer {id} is empty, but there is text of the student's own beside it.")
            else:
                doubtful[id] = _("text of the student's own stands elsewhere in the notebook")
                said = _("The answer {id} is empty, but there is text of the student's own elsewhere in the notebook.")
            notes.append(said.format(id=id))
        if id in doubtful:
            said = translated(_("Note of the grader: {note}.").format(note=doubtful[id]))
            cell.source += f"\n\n{'*' if f'*{said}'.startswith(NOTE) else HIDDEN}{said}*"
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
            notes.append(_("The cell {id} stood below cells that need it; it was moved above them.").format(id=id))
    return notes


def _as_released(cell, claimed) -> bool:
    """Whether a cell is as a release of the lab gave it, perhaps an older one: then nbgrader's checksum fits.

    Who forges it wins nothing: the released cell is used all the same, and an answer counts as empty.
    """
    try:
        marks = {key: claimed.get(key) for key in ("grade", "solution", "locked", "grade_id", "points")}
        probe = NotebookNode(cell_type=cell.cell_type, source=cell.source, metadata=NotebookNode(nbgrader=marks))
        return claimed["checksum"] == utils.compute_checksum(probe)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError, RecursionError):
        return False


def _copy(cell):
    return nbformat.from_dict(json.loads(json.dumps(cell)))
