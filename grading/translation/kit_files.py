"""A kit in several languages: the table of its texts, and the sentences that its package says, compiled."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import nbformat
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.support import Translations
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from cs_nn.kit_language import ENGLISH, TEXTS, in_language
from cs_nn.language import compiled_file
from cs_nn.report.figures_beside import FILE as PUBLISHED
from cs_nn.tools.labs import COURSE, Lab, load_labs
from grading.index import index_page
from grading.translation.catalogues import languages, read, translations, usable
from grading.translation.code import module_edits
from grading.translation.collecting import KIT, SHARED, translate_notebook, translate_published, translate_titles
from grading.translation.markdown import translate_markdown
from grading.translation.printed import printed_names
from grading.translation.texts import Translate

#: Files of a kit that are Markdown from end to end.
PAGES = ("README.md", "datasets/README.md")

#: JupyterLab's settings, and the one for its own language: English where the pack of the language is not installed.
SETTINGS = ".jupyter/labconfig/default_setting_overrides.json"
TRANSLATION = "@jupyterlab/translation-extension:plugin"

Texts = dict[str, dict | list]


def check_languages(names: Sequence[str], course: Path = COURSE) -> None:
    """`ValueError` if the course is not translated into one of these languages."""
    known = [ENGLISH, *languages(course / "locale")]
    for name in names:
        if name not in known:
            raise ValueError(f"there is no language {name!r}; there are: {', '.join(known)}")


def translator(language: str, lab: str | None, course: Path = COURSE) -> Translate:
    """What translates the messages of a lab, or of the kit's own files."""
    names = [lab, SHARED] if lab else [KIT, SHARED, *load_labs(course)]
    return translations(language, names, course / "locale").get


def notebook_texts(text: str, translate: Mapping[str, Translate]) -> dict:
    """For each cell of a released notebook that has another text in another language, its texts and checksums."""
    english = nbformat.reads(text, as_version=4)
    texts: dict = {}
    for language, said in translate.items():
        other = nbformat.reads(text, as_version=4)
        translate_notebook(other, dict.fromkeys((cell.id for cell in other.cells), said).__getitem__)
        for cell, new in zip(english.cells, other.cells, strict=True):
            if new.source != cell.source:
                variants = texts.setdefault(cell.id, {name: _text(cell) for name in (ENGLISH, *translate)})
                variants[language] = _text(new)
    return texts


def _text(cell: NotebookNode) -> tuple[str, str]:
    return cell.source, compute_checksum(cell) if "nbgrader" in cell.metadata else ""


def module_texts(source: str, translate: Mapping[str, Translate]) -> list:
    """For each docstring and comment of a module that is translated, its texts."""
    texts: dict = {}
    for language, said in translate.items():
        for edit in module_edits(source, said):
            old = source[edit.start : edit.end]
            variants = texts.setdefault((edit.start, edit.end), dict.fromkeys((ENGLISH, *translate), old))
            variants[language] = edit.new
    return [texts[place] for place in sorted(texts)]


def kit_texts(kit: Path, labs: Collection[Lab], others: Collection[str], course: Path = COURSE) -> Texts:
    """The texts of a kit that is written in English, in English and other languages."""
    texts: Texts = {}
    for lab in labs:
        said = {language: translator(language, lab.name, course) for language in others}
        for name in lab.notebooks:
            path = f"assignments/{lab.name}/{name}.ipynb"
            texts[path] = notebook_texts((kit / path).read_text(encoding="utf-8"), said)
        for module in lab.modules:
            texts[f"cs_nn/{module}"] = module_texts((kit / "cs_nn" / module).read_text(encoding="utf-8"), said)
    said = {language: translator(language, None, course) for language in others}
    texts["progress.ipynb"] = notebook_texts((kit / "progress.ipynb").read_text(encoding="utf-8"), said)
    for name in PAGES:
        texts[name] = _whole(kit / name, said, translate_markdown)
    texts["assignments/labs.toml"] = _whole(kit / "assignments" / "labs.toml", said, translate_titles)
    texts[f"assignments/{PUBLISHED}"] = _whole(kit / "assignments" / PUBLISHED, said, translate_published)
    texts["index.md"] = _whole(kit / "index.md", said, lambda _, translate: index_page(kit, translate))
    texts[SETTINGS] = [_settings((kit / SETTINGS).read_text(encoding="utf-8"), others)]
    return {name: parts for name, parts in texts.items() if parts}


def _settings(text: str, others: Collection[str]) -> dict[str, str]:
    tables = {language: json.loads(text) | {TRANSLATION: {"locale": language}} for language in others}
    return {ENGLISH: text, **{language: json.dumps(table, indent=2) + "\n" for language, table in tables.items()}}


def _whole(path: Path, translate: Mapping[str, Translate], walk: Callable[[str, Translate], str]) -> list:
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8")
    return [{ENGLISH: text, **{language: walk(text, said) for language, said in translate.items()}}]


def write_languages(kit: Path, labs: Collection[Lab], wanted: Sequence[str], course: Path = COURSE) -> dict[str, dict]:
    """Put languages into a kit that is written in English, and all of it into the first of them.

    Returns for each language the contents of the files that are other ones in it.
    """
    others = [language for language in dict.fromkeys(wanted) if language != ENGLISH]
    texts = kit_texts(kit, labs, others, course)
    for language in others:
        path = compiled_file(language, kit)
        path.parent.mkdir(parents=True)
        path.write_bytes(compiled(language, course))
    (kit / TEXTS).write_text(json.dumps(texts, ensure_ascii=False, indent=0), encoding="utf-8")
    files = {
        language: {name: in_language((kit / name).read_bytes(), parts, language) for name, parts in texts.items()}
        for language in (ENGLISH, *others)
    }
    for name, content in files[wanted[0]].items():
        (kit / name).write_bytes(content)
    return files


def compiled(language: str, course: Path = COURSE) -> bytes:
    """All translations of a language in gettext's compiled form: those of the package, and of the words that it shares
    with notebooks."""
    merged = Catalog(language)
    labs = load_labs(course)
    for path in sorted((course / "locale" / language).glob("*.po")):
        if path.stem not in (*labs, KIT):
            for message in read(path, language):
                if usable(message):
                    merged.add(message.id, message.string, context=message.context)
    for lab in labs.values():
        said = translations(language, [lab.name, SHARED], course / "locale")
        for name, printed in printed_names(lab, said, course):
            merged.delete(name)
            merged.add(name, printed)
    file = BytesIO()
    write_mo(file, merged)
    Translations(BytesIO(file.getvalue()))  # it can be read again
    return file.getvalue()
