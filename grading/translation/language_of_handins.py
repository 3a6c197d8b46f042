"""Hand-ins in another language: graded in English, as all are, and given back in their own."""

from __future__ import annotations

import functools
from dataclasses import replace

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from cs_nn.kit_language import switched
from cs_nn.language import ENGLISH
from cs_nn.tools.labs import COURSE
from grading.cells import grade_id
from grading.rebuilding import without_html
from grading.record import KEY, Record
from grading.solutions import release_notebook
from grading.translation.kit_files import notebook_texts, translator


class InEnglish(NbGraderPreprocessor):
    """Put the course's English text into the cells that a kit in another language gave; first of the sanitize steps.

    So all that compares a hand-in with what was given works alike in all languages. What a student wrote stays.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        language = Record.read(nb.metadata).language
        if language != ENGLISH:
            resources[KEY] = replace(resources[KEY], language=language)
            exchange(nb, resources["nbgrader"], language, ENGLISH)
        return nb, resources


class InLanguage(NbGraderPreprocessor):
    """Show the course's cells in the language of the hand-in; before the page of feedback is made."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        language = Record.read(nb.metadata).language
        if language != ENGLISH:
            exchange(nb, resources["nbgrader"], language, language)
        return nb, resources


def exchange(nb: NotebookNode, place: dict, language: str, wanted: str) -> None:
    """Put the cells whose text is the course's, in English or in `language`, into the wanted one of the two."""
    given = _given(place["assignment"], place["notebook"], language)
    for cell in nb.cells:
        marks = cell.metadata.get("nbgrader")
        id = marks.get("grade_id") if isinstance(marks, dict) else None
        for variants in given.get(id if isinstance(id, str) else "", ()):
            new = switched(cell.source, {name: text for name, (text, _) in variants.items()}, wanted)
            if new is None:
                continue
            cell.source = new
            if id and "checksum" in marks:
                marks["checksum"] = variants[wanted][1]
            break


@functools.lru_cache(maxsize=32)
def _given(lab: str, notebook: str, language: str) -> dict[str, list[dict[str, tuple[str, str]]]]:
    """The texts of the translated cells of a notebook as `grading.rebuilding` lets them through, by id of nbgrader."""
    released = release_notebook(COURSE / "assignments" / lab / f"{notebook}.ipynb")
    texts = notebook_texts(released, {language: translator(language, lab)})
    given: dict[str, list] = {}
    for cell in nbformat.reads(released, as_version=4).cells:
        if cell.id in texts:
            variants = {name: (without_html(text), checksum) for name, (text, checksum) in texts[cell.id].items()}
            given.setdefault(grade_id(cell) or "", []).append(variants)
    return given
