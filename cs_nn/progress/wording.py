"""What is said of how far a student is, in the terminal and in a notebook alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from cs_nn.progress.deadlines import due_in_words, short_date
from cs_nn.progress.standing import CHANGED, MADE, NONE, Part, Standing, worth
from cs_nn.progress.trying import RIGHT, UNKNOWN, UNWRITTEN, WRONG

CAPTION = "Your progress"
COLUMNS = ("lab", "checks", "answers", "zip", "due")

#: What the columns mean, and that no point is safe before grading.
LEGEND = (
    "checks: points of the functions whose check passes. The grader runs these functions on other inputs as well; only "
    "then are the points yours.",
    "answers: points of the written answers that are not empty. A person grades them.",
    "zip: whether a hand-in was packed here, and whether files have changed since. It counts once it is uploaded.",
)
GAPS = (
    "?: points that can't be known, because a notebook is not there, can't be read or lacks cells: see hand-in below."
)
DUE = "due: as known when the kit was made, on this computer's clock. Later changes and extensions are not known here."


def legend(standings: Sequence[Standing]) -> tuple[str, ...]:
    """What the columns of the table mean."""
    gaps = () if all(standing.whole for standing in standings) else (GAPS,)
    return (*LEGEND, *gaps, *((DUE,) if any(standing.due for standing in standings) else ()))


def row(standing: Standing) -> tuple[str, ...]:
    """A lab's row of the table."""
    return (
        standing.lab.title,
        _of(standing.functions, standing.whole),
        _of(standing.answers, standing.whole),
        {NONE: "-", MADE: "made", CHANGED: "changed"}[standing.packed],
        short_date(standing.due) if standing.due else "-",
    )


def totals(standings: Sequence[Standing]) -> tuple[str, ...]:
    """The last row of the table."""
    functions = [part for standing in standings for part in standing.functions]
    answers = [part for standing in standings for part in standing.answers]
    whole = all(standing.whole for standing in standings)
    return "all", _of(functions, whole), _of(answers, whole), "", ""


def details(standing: Standing, now: datetime) -> Iterator[tuple[str, list[str]]]:
    """(what it is about, lines) of a lab that is begun."""
    whole = standing.whole
    if standing.due:
        yield "due", [due_in_words(standing.due, now)]
    yield "time", [f"about {standing.lab.hours} hours for the whole lab"]
    yield (
        "checks",
        [
            f"{_of(standing.functions, whole)} points: {_count(standing.functions, whole)} functions pass their check",
            *(f"wrong: {_worth(part)}: {part.ending.why}" for part in _those(standing.functions, WRONG)),
            *(f"not checked: {_worth(part)}: {part.ending.why}" for part in _those(standing.functions, UNKNOWN)),
            *_listed("not written", standing.functions),
        ],
    )
    yield (
        "answers",
        [
            f"{_of(standing.answers, whole)} points: {_count(standing.answers, whole)} are written; "
            "a person grades them",
            *_listed("empty", standing.answers),
        ],
    )
    if standing.networks:
        yield "network", list(map(_network, standing.networks))
    yield "hand-in", [_PACKED[standing.packed].format(standing.lab.name), *_said(standing.says)]


_PACKED = {
    NONE: "no zip in this folder yet: python -m cs_nn.submit {}",
    MADE: "the zip in this folder has the files as they are now",
    CHANGED: "files have changed since the zip was made: python -m cs_nn.submit {}",
}


def _network(part: Part) -> str:
    there = "is there" if part.ending.how == RIGHT else "is missing"
    return f"{part.name}.npz {there}: up to {part.points:g} points, by its accuracy on the test images"


def _said(says: Sequence[str]) -> list[str]:
    return [f"it would say: {line}" for line in says]


def _those(parts: Sequence[Part], how: str) -> list[Part]:
    return [part for part in parts if part.ending.how == how]


def _listed(what: str, parts: Sequence[Part]) -> list[str]:
    left = _those(parts, UNWRITTEN)
    return [f"{what}: {', '.join(map(_worth, left))}"] if left else []


def _worth(part: Part) -> str:
    return f"{part.name} ({part.points:g})"


def _of(parts: Sequence[Part], whole: bool) -> str:
    return f"{worth(parts, done=True):g} of {f'{worth(parts):g}' if whole else '?'}"


def _count(parts: Sequence[Part], whole: bool) -> str:
    return f"{len(_those(parts, RIGHT))} of {len(parts) if whole else '?'}"
