"""Traces of code and of text: the small pieces that two submissions may share, and where they stand.

copydetect makes those of code: its tokens without names, comments and layout, in all pieces of `GRAM` characters.
Names and comments are traces of their own. A written answer leaves all its runs of `WORDS` words. A trace is a number;
it stands in the characters from `starts` to `ends`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import numpy as np

try:
    from copydetect.utils import filter_code, hashed_kgrams
    from pygments.lexers import PythonLexer
    from pygments.token import Comment, Name
except ModuleNotFoundError as error:
    package = (error.name or "").partition(".")[0]
    raise SystemExit(f"similarity needs {package}: run python3 install.py requirements-grading.txt") from None

from grading.pictures import EMBEDDED

#: Characters of tokens in a trace of code (a short line), and words in one of text.
GRAM, WORDS = 20, 6
#: Characters of code that may be put in or left out and change nothing: brackets around a tuple, a comma at the end.
LAYOUT = "(),;"
#: Words of the shortest answer, and of the shortest comment, that tells anything; letters of the shortest name.
ANSWER_WORDS, COMMENT_WORDS, NAME_LETTERS = 25, 3, 3
#: How much one trace weighs: a place of code as long as `GRAM` or an answer's `WORDS` as much as a name.
WEIGHT = {"code": 1 / GRAM, "name": 1.0, "comment": 1.0, "answer": 1 / WORDS, "mistake": 1.0}


@dataclass(frozen=True)
class Traces:
    """Traces of one kind in one text, in the order in which they stand there."""

    keys: np.ndarray
    starts: np.ndarray
    ends: np.ndarray

    @classmethod
    def of(cls, rows: list[tuple[object, int, int]]) -> Traces:
        keys, starts, ends = zip(*rows) if rows else ((), (), ())
        return cls(*(np.array(list(column), dtype=np.int64) for column in (map(hash, keys), starts, ends)))


def is_module(place: str) -> bool:
    """Whether a text is code; the others are written answers."""
    return place.endswith(".py")


@functools.lru_cache(maxsize=256)
def find_traces(place: str, text: str) -> dict[str, Traces]:
    """The traces of a text by kind."""
    return _of_code(text) if is_module(place) else {"answer": _of_answer(text)}


def tidy(text: str) -> str:
    """A text as Pygments takes it, so that places are the same: without empty lines in front and behind."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"


def _of_code(text):
    tokens, offsets = filter_code(text, "module.py", "python")
    # An offset holds up to the place that stands beside it; in texts with classes copydetect has some too small.
    removed = offsets[np.searchsorted(offsets[:, 0], np.arange(len(tokens))).clip(max=len(offsets) - 1), 1]
    places = np.append(np.maximum.accumulate(np.arange(len(tokens)) + removed), len(text))
    kept = [place for place, letter in enumerate(tokens) if letter not in LAYOUT]
    keys = np.array(hashed_kgrams("".join(tokens[place] for place in kept), GRAM), dtype=np.int64)
    starts = places[kept[: len(keys)]]
    ends = places[np.array(kept[GRAM - 1 :], dtype=np.int64) + 1]
    return {"code": Traces(keys, starts, ends), **_names_and_comments(text)}


def _names_and_comments(text):
    names, comments = [], []
    for start, token, value in PythonLexer().get_tokens_unprocessed(text):
        if token in Name and token not in Name.Builtin and len(value) >= NAME_LETTERS and value[:2] != "__":
            names.append((value, start, start + len(value)))
        elif token in Comment:
            words = re.findall(r"\w+", value.lower())
            if len(words) >= COMMENT_WORDS:
                comments.append((" ".join(words), start, start + len(value)))
    return {"name": Traces.of(names), "comment": Traces.of(comments)}


def _of_answer(text):
    pictures = EMBEDDED.sub(lambda found: " " * len(found[0]), text)
    words = [(found[0].lower(), *found.span()) for found in re.finditer(r"\w+", pictures)]
    if len(words) < ANSWER_WORDS:
        words = []
    runs = [words[first : first + WORDS] for first in range(len(words) - WORDS + 1)]
    return Traces.of([(tuple(word for word, _, _ in run), run[0][1], run[-1][2]) for run in runs])
