"""What the grader writes down about a notebook, from reading it to the page about the class.

It travels in the notebook's metadata, since nbgrader writes the notebook into a file after each of its steps. What
stands there at first is the student's: whatever it is, reading it gives a record.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import asdict, dataclass, field

from cs_nn.kit_language import KEY as LANGUAGE
from cs_nn.language import ENGLISH, available, parts_of
from grading.plain import read_text

#: Its key in the metadata of a notebook, and in the resources of nbconvert.
KEY = "grading"


@dataclass(frozen=True)
class Finding:
    """What the checks found wrong with a task. ``mistake`` is None if no known one fits."""

    what: str
    hint: str = ""
    mistake: str | None = None


@dataclass(frozen=True)
class Record:
    """What is known of one notebook."""

    notes: list[str] = field(default_factory=list)  #: for the instructor and the student
    borrowed: list[str] = field(default_factory=list)  #: earlier labs of which the student has the course's version
    unreadable: bool = False  #: the file is no notebook
    seed: int | None = None  #: of the fresh inputs
    sandbox: bool | None = None  #: whether the student's code could see nothing but its own files
    extra: dict[str, float] = field(default_factory=dict)  #: extra credit of handed-in networks, by grade_id
    findings: dict[str, Finding | None] = field(default_factory=dict)  #: of each task; None if it is right
    seconds: dict[str, float] = field(default_factory=dict)  #: how long each task ran
    language: str = ENGLISH  #: that the notebook is in, which the student reads

    @classmethod
    def read(cls, metadata: object) -> Record:
        """The record in the metadata of a notebook; what is not as `write` writes it counts as not there."""
        stored = _dict(_dict(metadata).get(KEY))
        seed, sandbox = stored.get("seed"), stored.get("sandbox")
        return cls(
            notes=_texts(stored.get("notes")),
            borrowed=_strings(stored.get("borrowed")),
            unreadable=stored.get("unreadable") is True,
            seed=seed if type(seed) is int else None,
            sandbox=sandbox if isinstance(sandbox, bool) else None,
            extra={name: credit for name, credit in _dict(stored.get("extra")).items() if type(credit) in (int, float)},
            findings={name: _finding(found) for name, found in _dict(stored.get("findings")).items()},
            seconds={name: time for name, time in _dict(stored.get("seconds")).items() if type(time) is float},
            language=available(stored["language"] if "language" in stored else _dict(metadata).get(LANGUAGE)),
        )

    def write(self, metadata: MutableMapping) -> None:
        """Put the record into the metadata of a notebook."""
        table = asdict(self)
        if self.language == ENGLISH:
            metadata[KEY] = table
            return
        table["notes"] = list(map(parts_of, self.notes))
        for name, found in self.findings.items():
            if found is not None:
                table["findings"][name] |= {"what": parts_of(found.what), "hint": parts_of(found.hint)}
        metadata[KEY] = table


def _dict(value) -> dict:
    return value if isinstance(value, dict) else {}


def _strings(value) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _finding(stored) -> Finding | None:
    if stored is None:
        return None
    parts = {key: _text(value) for key, value in _dict(stored).items() if key in ("what", "hint", "mistake")}
    return Finding(**{"what": "", **{key: value for key, value in parts.items() if value is not None}})


def _text(stored) -> str | None:
    """A text, or one that was written as its parts; None if it is something else."""
    if isinstance(stored, dict):
        try:
            return read_text(stored)
        except (ValueError, LookupError, TypeError, AttributeError):
            return None
    return stored if isinstance(stored, str) else None


def _texts(value) -> list[str]:
    texts = map(_text, value) if isinstance(value, list) else ()
    return [text for text in texts if text is not None]
