"""The language that students read: English, as everything is written, or one that has translations (GNU gettext).

The word in the file ``.language`` beside this package names it, and the environment variable ``CS_NN_LANGUAGE`` goes
before that file. A kit holds compiled translations, ``cs_nn/locale/<language>/LC_MESSAGES/cs_nn.mo``; in the course the
``.po`` files in ``locale/<language>`` are read by Babel. A sentence without a translation is shown in English.

``gettext("{name} is written").format(name=name)`` is a sentence that is shown at once. What a check finds is compared
and recorded in English, and shown later, perhaps in another language for each hand-in: ``lazy(...)`` is a text in
English that `translated` says in the language of the reader.
"""

from __future__ import annotations

import contextlib
import functools
import io
import numbers
import os
import re
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any

ENGLISH = "en"
#: The environment variable, and the file beside the package, that name the language.
VARIABLE, SETTING = "CS_NN_LANGUAGE", ".language"
#: The folder that holds the package: the course, or a student's kit.
ROOT = Path(__file__).resolve().parents[1]
#: The course's catalogues of what is said while a student works; the others are for files of the kit.
CATALOGUES = ("checks*.po", "tools.po", "pages.po", "shared.po")

_asked: ContextVar[str | None] = ContextVar("language", default=None)


def compiled_file(language: str, root: Path = ROOT) -> Path:
    """Where a kit holds the translations into a language."""
    return root / "cs_nn" / "locale" / language / "LC_MESSAGES" / "cs_nn.mo"


def languages(root: Path = ROOT) -> list[str]:
    """English, and the languages that a kit or the course has translations for."""
    folders = [path for top in (root / "cs_nn" / "locale", root / "locale") for path in top.glob("*")]
    return [ENGLISH, *sorted({path.name for path in folders if available(path.name, root) != ENGLISH})]


def available(word: object, root: Path = ROOT) -> str:
    """The language that a word names, whoever wrote it; English if there is no such language."""
    if not isinstance(word, str) or not re.fullmatch("[A-Za-z]{2,3}(_[A-Za-z0-9]{2,8})?", word):
        return ENGLISH
    found = compiled_file(word, root).is_file() or (root / "locale" / word).is_dir()
    return word if found else ENGLISH


def current() -> str:
    """The language of the reader."""
    return _asked.get() or available(os.environ.get(VARIABLE) or setting())


def setting(root: Path = ROOT) -> str:
    """The word in the kit's file; empty if there is none."""
    try:
        return (root / SETTING).read_bytes()[:100].decode("utf-8", "replace").strip()
    except OSError:
        return ""


@contextlib.contextmanager
def using(language: object) -> Iterator[None]:
    """All that is said inside is in a language, if there is such a language; else in English."""
    token = _asked.set(available(language))
    try:
        yield
    finally:
        _asked.reset(token)


def html_language() -> str:
    """The language of the reader as HTML's ``lang`` has it."""
    return current().replace("_", "-")


@functools.lru_cache(maxsize=8)
def _translations(language: str) -> Any:
    """The translations into a language, as gettext reads them; None where there are none that can be read."""
    import gettext  # only where there is another language: English costs nothing

    try:
        with compiled_file(language).open("rb") as file:
            return gettext.GNUTranslations(file)
    except FileNotFoundError:
        return _of_catalogues(ROOT / "locale" / language)
    except (OSError, ValueError):  # a damaged file
        return None


def _of_catalogues(folder: Path) -> Any:
    """What the course's catalogues hold together, of which fuzzy entries are left out; of labs' the headings."""
    import gettext

    try:
        from babel.messages import Catalog, mofile, pofile
    except ImportError:  # the instructor's side has it
        return None
    catalogues = [
        pofile.read_po(io.BytesIO(path.read_bytes())) for name in CATALOGUES for path in sorted(folder.glob(name))
    ]
    headings = Catalog()
    for path in sorted(folder.glob("lab*.po")):
        for message in pofile.read_po(io.BytesIO(path.read_bytes())):
            if str(message.id).startswith("#") and not message.fuzzy:
                headings.add(str(message.id).lstrip("# "), str(message.string).lstrip("# "))
    parts = []
    for catalogue in [*catalogues, headings]:
        compiled = io.BytesIO()
        mofile.write_mo(compiled, catalogue)
        compiled.seek(0)
        parts.append(gettext.GNUTranslations(compiled))
    for one, following in zip(parts, parts[1:]):
        one.add_fallback(following)
    return parts[0] if parts else None


def _reader() -> Any:
    """The translations for the reader; None for English."""
    language = current()
    return None if language == ENGLISH else _translations(language)


def gettext(message: str) -> str:
    """A sentence in the language of the reader."""
    reader = _reader()
    return reader.gettext(message) if reader and message else message


def ngettext(one: str, several: str, number: int) -> str:
    """One of two sentences, as the number asks for, in the language of the reader."""
    reader = _reader()
    return reader.ngettext(one, several, number) if reader else one if number == 1 else several


class LazyText(str):
    """A text in English that knows what it is made of: its message, a second one for several, and what is put in."""

    message: str = ""
    several: str = ""
    number: int = 1
    values: dict[str, Any] | None = None

    @classmethod
    def of(cls, message: str, several: str = "", number: int = 1, values: dict[str, Any] | None = None) -> LazyText:
        """The text of a message, or of `several` if there are as many, with `values` put into it."""
        english = several if several and number != 1 else message
        if values is not None:  # no object of a student's is kept
            kinds = str, numbers.Number
            values = {name: value if isinstance(value, kinds) else str(value) for name, value in values.items()}
            english = english.format(**values)
        text = cls(english)
        text.message, text.several, text.number, text.values = message, several, number, values
        return text

    def format(self, *_: object, **values: Any) -> LazyText:
        """The text with the values, of which texts are translated with it."""
        return self.of(self.message, self.several, self.number, values)


def lazy(message: str) -> str:
    """A sentence that is translated where it is shown."""
    return LazyText.of(message)


def nlazy(one: str, several: str, number: int) -> str:
    """One of two sentences, as the number asks for, that is translated where it is shown."""
    return LazyText.of(one, several, number)


def parts_of(text: Any, limit: int = 1000) -> Any:
    """What a text is made of, for JSON: of a lazy one its message and the values, of another the text, cut off."""
    if not isinstance(text, LazyText):
        return text if isinstance(text, int | float) else str(text)[:limit]
    values = text.values and {name: parts_of(value, limit) for name, value in text.values.items()}
    return {"message": text.message, "several": text.several, "number": int(text.number), "values": values}


def translated(text: str) -> str:
    """What a text says, in the language of the reader; a text that is not lazy as it is."""
    reader = _reader() if isinstance(text, LazyText) else None
    return _said(reader, text) if reader else str(text)


def _said(reader, text):
    if not isinstance(text, LazyText):
        return text
    several = text.several and reader.ngettext(text.message, text.several, text.number)
    said = several or (reader.gettext(text.message) if text.message else "")
    if text.values is None:
        return said
    try:
        return said.format(**{name: _said(reader, value) for name, value in text.values.items()})
    except (LookupError, ValueError, TypeError, AttributeError):  # a translation with other names in it
        return str(text)


#: How two parts of a list are put together.
COMMA, SEMICOLON = lazy("{some}, {more}"), lazy("{some}; {more}")


def listed(parts: Sequence[str], between: str = COMMA) -> str:
    """``a, b, c``, as a text that is translated where it is shown."""
    text, *others = parts
    for part in others:
        text = between.format(some=text, more=part)
    return text


def joined(parts: Sequence[str]) -> str:
    """``a, b and c``, as a text that is translated where it is shown."""
    *most, last = parts
    return lazy("{some} and {last}").format(some=listed(most), last=last) if most else last
