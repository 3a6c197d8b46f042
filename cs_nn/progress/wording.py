"""What is said of how far a student is, in the terminal and in a notebook alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from cs_nn.language import gettext as _
from cs_nn.language import lazy
from cs_nn.progress.deadlines import due_in_words, short_date
from cs_nn.progress.standing import CHANGED, MADE, NONE, Part, Standing, worth
from cs_nn.progress.trying import RIGHT, UNKNOWN, UNWRITTEN, WRONG
from cs_nn.tools.place import typed_here

CAPTION = lazy("Your progress")
COLUMNS = (lazy("lab"), lazy("checks"), lazy("answers"), lazy("zip"), lazy("due"))

#: What the columns mean, and that no point is safe before grading.
LEGEND = (
    lazy(
        "checks: points of the functions whose check passes. The grader runs these functions on other inputs "
        "as well; only then are the points yours."
    ),
    lazy("answers: points of the written answers that are not empty. A person grades them."),
    lazy(
        "zip: whether a hand-in was packed here, and whether files have changed since. It counts once it is uploaded."
    ),
)
GAPS = lazy(
    "?: points that can't be known, because a notebook is not there, can't be read or lacks cells: see hand-in below."
)
DUE = lazy(
    "due: as known when the kit was made, on this computer's clock. Later changes and extensions are not known here."
)


def legend(standings: Sequence[Standing]) -> tuple[str, ...]:
    """What the columns of the table mean."""
    gaps = () if all(standing.whole for standing in standings) else (GAPS,)
    return tuple(map(_, (*LEGEND, *gaps, *((DUE,) if any(standing.due for standing in standings) else ()))))


def row(standing: Standing) -> tuple[str, ...]:
    """A lab's row of the table."""
    return (
        _(standing.lab.title),
        _of(standing.functions, standing.whole),
        _of(standing.answers, standing.whole),
        {NONE: "-", MADE: _("made"), CHANGED: _("changed")}[standing.packed],
        short_date(standing.due) if standing.due else "-",
    )


def totals(standings: Sequence[Standing]) -> tuple[str, ...]:
    """The last row of the table."""
    functions = [part for standing in standings for part in standing.functions]
    answers = [part for standing in standings for part in standing.answers]
    whole = all(standing.whole for standing in standings)
    return _("all"), _of(functions, whole), _of(answers, whole), "", ""


def details(standing: Standing, now: datetime) -> Iterator[tuple[str, list[str]]]:
    """(what it is about, lines) of a lab that is begun."""
    whole = standing.whole
    if standing.due:
        yield _("due"), [due_in_words(standing.due, now)]
    yield _("time"), [_("about {hours} hours for the whole lab").format(hours=standing.lab.hours)]
    yield (
        _("checks"),
        [
            _("{points} points: {count} functions pass their check").format(
                points=_of(standing.functions, whole), count=_count(standing.functions, whole)
            ),
            *(
                _("wrong: {function}: {why}").format(function=_worth(part), why=part.ending.why)
                for part in _those(standing.functions, WRONG)
            ),
            *(
                _("not checked: {function}: {why}").format(function=_worth(part), why=part.ending.why)
                for part in _those(standing.functions, UNKNOWN)
            ),
            *_listed(_("not written"), standing.functions),
        ],
    )
    yield (
        _("answers"),
        [
            _("{points} points: {count} are written; a person grades them").format(
                points=_of(standing.answers, whole), count=_count(standing.answers, whole)
            ),
            *_listed(_("empty"), standing.answers),
        ],
    )
    if standing.networks:
        yield _("network"), list(map(_network, standing.networks))
    yield _("hand-in"), [typed_here(_(_PACKED[standing.packed])).format(lab=standing.lab.name), *_said(standing.says)]


_PACKED = {
    NONE: lazy("no zip in this folder yet: python -m cs_nn.submit {lab}"),
    MADE: lazy("the zip in this folder has the files as they are now"),
    CHANGED: lazy("files have changed since the zip was made: python -m cs_nn.submit {lab}"),
}


def _network(part: Part) -> str:
    said = (
        _("{file} is there: up to {points:g} points, by its accuracy on the test images")
        if part.ending.how == RIGHT
        else _("{file} is missing: up to {points:g} points, by its accuracy on the test images")
    )
    return said.format(file=f"{part.name}.npz", points=part.points)


def _said(says: Sequence[str]) -> list[str]:
    return [_("it would say: {line}").format(line=line) for line in says]


def _those(parts: Sequence[Part], how: str) -> list[Part]:
    return [part for part in parts if part.ending.how == how]


def _listed(what: str, parts: Sequence[Part]) -> list[str]:
    left = _those(parts, UNWRITTEN)
    return [_("{what}: {names}").format(what=what, names=", ".join(map(_worth, left)))] if left else []


def _worth(part: Part) -> str:
    return f"{part.name} ({part.points:g})"


def _of(parts: Sequence[Part], whole: bool) -> str:
    return _("{some} of {total}").format(
        some=f"{worth(parts, done=True):g}", total=f"{worth(parts):g}" if whole else "?"
    )


def _count(parts: Sequence[Part], whole: bool) -> str:
    return _("{some} of {total}").format(some=len(_those(parts, RIGHT)), total=len(parts) if whole else "?")
