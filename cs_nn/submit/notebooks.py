"""Notebooks as they are handed in: their cells, and what is left to do in them."""

from __future__ import annotations

import codecs
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from cs_nn.language import gettext as _

ANSWER_STUB = "YOUR ANSWER HERE"


def parse_notebook(content: bytes) -> list[dict]:
    """The cells of a notebook, each with its source as one string; ``ValueError`` if it isn't one.

    This checks what the inspection and the grading rely on. nbformat checks more, but takes two
    seconds to import.
    """
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise ValueError(_("the text is UTF-16, not UTF-8: save it as UTF-8 with the program that did")) from None
        raise ValueError(_("the text is not UTF-8")) from None
    except json.JSONDecodeError as error:
        raise ValueError(_("it is not JSON ({error})").format(error=error)) from None
    except RecursionError:
        raise ValueError(_("it is nested too deeply")) from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError(_("it has no list of cells"))
    if notebook.get("nbformat") != 4:
        raise ValueError(_("its format is {found} and not 4").format(found=repr(notebook.get("nbformat"))))
    for number, cell in enumerate(notebook["cells"], 1):
        if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
            raise ValueError(_("cell {number} is not a code, markdown or raw cell").format(number=number))
        source = cell.get("source")
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            cell["source"] = "".join(source)
        elif not isinstance(source, str):
            raise ValueError(_("cell {number} has no source").format(number=number))
        if not isinstance(cell.get("metadata"), dict):
            raise ValueError(_("cell {number} has no metadata").format(number=number))
        outputs = cell.get("outputs")
        if cell["cell_type"] == "code" and not (
            isinstance(outputs, list) and all(isinstance(output, dict) for output in outputs)
        ):
            raise ValueError(_("cell {number} has no list of outputs").format(number=number))
    return notebook["cells"]


def graded_id(cell: dict) -> str | None:
    """The id of an autograded check cell, None for every other cell."""
    marks = nbgrader_marks(cell)
    autograded = cell["cell_type"] == "code" and marks.get("grade") and not marks.get("solution")
    return str(marks.get("grade_id")) if autograded else None


def unfinished_cells(cells: list[dict], released: Mapping[str, str] | None = None) -> list[str]:
    """What is left to do in a notebook, one sentence each.

    `released` tells of each graded cell, by its id, whether it is a "check" or an "answer".
    """
    released = released or {}
    ids = Counter(name for name in map(graded_id, cells) if name)
    not_run, failed, code = [], [], []
    answers: dict[str, list[dict]] = {name: [] for name, kind in released.items() if kind == "answer"}
    for cell in cells:
        name = graded_id(cell)
        marks = nbgrader_marks(cell)
        id = str(marks.get("grade_id"))
        if id in answers or (marks.get("solution") and cell["cell_type"] != "code"):
            answers.setdefault(id, []).append(cell)
        elif name:
            if cell.get("execution_count") is None:
                not_run.append(name)
            elif any(output.get("output_type") == "error" for output in cell["outputs"]):
                failed.append(name)
        elif marks.get("solution"):
            if "raise NotImplementedError" in cell["source"]:
                code.append(id)
            elif marks.get("grade"):
                answers.setdefault(id, []).append(cell)
    empty = [id for id, copies in answers.items() if copies and not any(map(is_written, copies))]
    turned = [id for id, copies in answers.items() if any(cell["cell_type"] != "markdown" for cell in copies)]
    kinds = [
        (_("checks that were not run"), not_run),
        (_("checks that ended in an error"), failed),
        (_("written answers that are empty or still say {text}").format(text=_(ANSWER_STUB)), empty),
        (_("answer cells that became code or raw text (select each, press Esc, then M)"), turned),
        (
            _(
                "answer cells that are gone; an answer in a cell of your own is not found by itself, so copy these "
                "cells from the kit's own notebook and write in them"
            ),
            [id for id, copies in answers.items() if not copies],
        ),
        (
            _("answer cells that are there more than once (keep the one with your answer, delete the others)"),
            [id for id, copies in answers.items() if len(copies) > 1],
        ),
        (_("cells with code to be written (raise NotImplementedError)"), code),
        (_("check cells that are there more than once"), [name for name, count in ids.items() if count > 1]),
    ]
    return [_("{what}: {names}").format(what=kind, names=", ".join(names)) for kind, names in kinds if names]


def is_written(cell: dict) -> bool:
    """Whether an answer cell holds anything but what it was released with."""
    stubs = (ANSWER_STUB, _(ANSWER_STUB))
    return bool(cell["source"].strip()) and not any(stub in cell["source"] for stub in stubs)


def nbgrader_marks(cell: dict) -> dict:
    """What nbgrader has noted of a cell; empty if it has not."""
    marks = cell["metadata"].get("nbgrader")
    return marks if isinstance(marks, dict) else {}


def written_in_notebooks(notebooks: dict[str, list[dict]], functions: dict[str, str]) -> Iterator[str]:
    """Functions of a module that a notebook defines anew, or puts into the module: the grader does not see that."""
    for notebook, cells in notebooks.items():
        code = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "code")
        for name, module in functions.items():
            if re.search(rf"^(def {name}\b|\w+\.{name} *=[^=])", code, re.MULTILINE):
                yield _(
                    "{notebook} defines {name} itself; only what stands in {module} is graded. Put it there"
                ).format(notebook=notebook, name=name, module=module)
