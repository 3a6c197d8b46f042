"""The catalogues of ``locale/<language>/``: brought up to date, and read for a kit. Babel does the work."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

import cs_nn
from cs_nn.tools.labs import COURSE
from grading.plain import one_line
from grading.translation.collecting import all_messages
from grading.translation.faithful import problems
from grading.translation.sentences import runtime_messages

#: The folder of catalogues, one folder for each language.
LOCALE = COURSE / "locale"

#: The first line of each catalogue.
HEADER = "# Written by `python -m grading messages`; docs/TRANSLATING.md says how to work on it."

#: Beside a language's catalogues: its terms, its style, and whether it is complete.
GLOSSARY = "glossary.toml"


def languages(folder: Path = LOCALE) -> list[str]:
    """The languages that the course is translated into."""
    return sorted(path.name for path in folder.glob("*") if path.is_dir())


def is_complete(language: str, folder: Path = LOCALE) -> bool:
    """Whether the glossary says that a language is complete: then the tests want a translation of every message."""
    try:
        return tomllib.loads((folder / language / GLOSSARY).read_text(encoding="utf-8")).get("complete") is True
    except FileNotFoundError:
        return False


def templates(course: Path = COURSE) -> dict[str, Catalog]:
    """The messages of the course as they are now, by catalogue."""
    found: dict[str, Any] = {name: messages.places for name, messages in all_messages(course).items()}
    return {name: _template(messages) for name, messages in {**found, **runtime_messages(course)}.items()}


def _template(messages: Mapping[Any, list[str]]) -> Catalog:
    catalog = Catalog()
    for message, places in messages.items():
        catalog.add(message, locations=[(place, None) for place in places])
    return catalog


def update(language: str, course: Path = COURSE) -> dict[str, tuple[int, int, int]]:
    """Bring a language's catalogues up to date.

    New messages come without translation, or with that of the same message in another catalogue. Changed ones keep
    their old translation, marked fuzzy, which is shown nowhere. Gone ones stay at the end as obsolete.

    Returns for each catalogue how many messages are translated, are fuzzy, and are missing.
    """
    folder = course / "locale" / language
    old = {path.stem: read(path, language) for path in sorted(folder.glob("*.po"))}
    known = {message.id: message for catalog in old.values() for message in catalog if usable(message)}
    new = templates(course)
    now = {message.id for template in new.values() for message in template}
    counts = {}
    for name, template in new.items():
        catalog = old.get(name) or Catalog(language, fuzzy=False, last_translator="", language_team=language)
        for message in template:  # first, so that it is not taken for a change of another message
            if message.id and message.id not in catalog and message.id in known:
                catalog.add(message.id, known[message.id].string)
        catalog.project, catalog.version = "cs_nn", cs_nn.__version__
        catalog.header_comment, catalog.msgid_bugs_address = HEADER, ""
        catalog.update(template, update_creation_date=False)
        catalog.obsolete = {id: gone for id, gone in catalog.obsolete.items() if id not in now and gone.string}
        write(folder / f"{name}.po", catalog)
        counts[name] = count(catalog)
    return counts


def usable(message: Message) -> bool:
    """Whether a message has a translation that may be shown: not one that was made for an earlier sentence."""
    return bool(message.id and message.string and all(_strings(message)) and not message.fuzzy)


def _strings(message: Message) -> Iterable[str]:
    return (message.string,) if isinstance(message.string, str) else message.string


def count(catalog: Catalog) -> tuple[int, int, int]:
    """How many messages are translated, are fuzzy, and are missing."""
    messages = [message for message in catalog if message.id]
    fuzzy = sum(message.fuzzy for message in messages)
    done = sum(map(usable, messages))
    return done, fuzzy, len(messages) - done - fuzzy


def read(path: Path, language: str) -> Catalog:
    """A catalogue; `ValueError` with its name if it is damaged."""
    with path.open("rb") as file:
        try:
            return read_po(file, locale=language, abort_invalid=True)
        except (PoFileError, ValueError, SyntaxError) as error:
            raise ValueError(f"{path} can't be read: {error}") from None


def write(path: Path, catalog: Catalog) -> None:
    """Write a catalogue."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100)


def translations(language: str, names: Iterable[str], folder: Path = LOCALE) -> dict[str, str]:
    """The translations that may be shown of some catalogues, the first of them first."""
    found: dict[str, str] = {}
    for path in (folder / language / f"{name}.po" for name in names):
        for message in read(path, language) if path.is_file() else ():
            if usable(message) and isinstance(message.id, str) and isinstance(message.string, str):
                found.setdefault(message.id, message.string)
    return found


def unfaithful(language: str, course: Path = COURSE) -> list[str]:
    """A line for each translation that lacks a formula, a placeholder, a link ... of its message."""
    lines = []
    for path in sorted((course / "locale" / language).glob("*.po")):
        for message in read(path, language):
            if usable(message) and isinstance(message.id, str) and isinstance(message.string, str):
                found = ", ".join(problems(message.id, message.string))
                lines += [f"{path.name}, other {found}: {one_line(message.id)[:100]}"] if found else []
    return lines


def told(counts: Mapping[str, tuple[int, int, int]]) -> str:
    """A line for each catalogue."""
    lines = []
    for name, (done, fuzzy, missing) in counts.items():
        lines.append(f"  {name:22} {done:5} translated {fuzzy:5} fuzzy {missing:5} missing")
    return "\n".join(lines)
