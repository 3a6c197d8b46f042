"""A kit's files in its languages: what the course gave is there in each, and what a student wrote stays as it is.

A kit in several languages holds a table of texts, for each file the parts that the course gave, in every language.
Only the standard library is needed: `cs_nn.update` uses this.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

#: In a kit: the texts, and the word that names the language.
TEXTS, SETTING = "cs_nn/locale/texts.json", ".language"
#: Key of a notebook's metadata for the language that its cells are in; English if it is not there.
KEY = "language_of_course"
ENGLISH = "en"


def read_texts(content: bytes) -> dict[str, Any]:
    """A kit's table of texts: for a notebook ``{id of a cell: {language: [source, checksum]}}``, for another file
    ``[{language: part}]``. Empty if it can't be read."""
    try:
        table = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}


def texts_of(folder: Path) -> dict[str, Any]:
    """The table of texts of the kit in a folder; empty if it has none."""
    try:
        return read_texts((folder / TEXTS).read_bytes())
    except OSError:
        return {}


def setting(folder: Path) -> str:
    """The language that a kit's folder is in."""
    try:
        return (folder / SETTING).read_bytes()[:100].decode("utf-8", "replace").strip() or ENGLISH
    except OSError:
        return ENGLISH


def in_language(content: bytes, texts: Any, language: str) -> bytes:
    """A file whose parts that the course gave are in a language; as it is if it can't be read."""
    try:
        if isinstance(texts, dict):
            return _notebook(content, texts, language)
        return _parts(content, texts, language)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return content


def _notebook(content: bytes, texts: Mapping[str, Any], language: str) -> bytes:
    notebook = json.loads(content.decode("utf-8-sig"))
    by_source = {source.rstrip(): variants for variants in texts.values() for source, _ in variants.values()}
    for cell in notebook["cells"]:
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        variants = texts.get(str(cell.get("id"))) or by_source.get(source.rstrip(), {})
        new = switched(source, {name: text for name, (text, _) in variants.items()}, language)
        if new is None or new == source:
            continue
        cell["source"] = new if isinstance(cell["source"], str) else new.splitlines(keepends=True)
        marks = cell["metadata"].get("nbgrader")
        if isinstance(marks, dict) and "checksum" in marks and variants[language][1]:
            marks["checksum"] = variants[language][1]
    if language == ENGLISH:
        notebook["metadata"].pop(KEY, None)
    else:
        notebook["metadata"][KEY] = language
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def switched(source: str, variants: Mapping[str, str], language: str) -> str | None:
    """A cell in a language if its text is the course's in any language; None if it is not.

    Where the course's text ends with what a student is to complete, what stands after it is the student's.
    """
    new = variants.get(language)
    if new is None:
        return None
    to_complete = variants.get(ENGLISH, "").rstrip().endswith(":*")
    for text in map(str.rstrip, variants.values()):
        if source.rstrip() == text:
            return new
        if to_complete and source.startswith(text):
            return new.rstrip() + source[len(text) :]
    return None


def _parts(content: bytes, texts: list[dict[str, str]], language: str) -> bytes:
    """A module, whose docstrings and comments are parts, or a text, which is one."""
    text = content.decode()
    ends = "\r\n" if "\r\n" in text else "\n"
    plain = new = text.replace("\r\n", "\n")
    for whole in texts:
        if plain in whole.values():  # a text that is one part, perhaps in a language such as TOML that Python can read
            return whole.get(language, plain).replace("\n", ends).encode()
    pairs = [(old, part[language]) for part in texts if language in part for old in part.values()]
    for old, part in sorted(pairs, key=lambda pair: len(pair[0]), reverse=True):
        if old != part:
            part = part.replace("\\", r"\\")
            new = re.sub(rf"(?<!\S){re.escape(old)}(?=\s*?$)", part, new, flags=re.MULTILINE)
    if _code(plain) != _code(new):
        return content
    return new.replace("\n", ends).encode()


def _code(text: str) -> str | None:
    """Python code without its docstrings and comments; None if it is none."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return None
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            first.value.value = ""
    return ast.dump(tree)
