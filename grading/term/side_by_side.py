"""Two texts side by side: what is the student's own, what is subtracted and what both share, character by character."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from grading.term.traces import Traces, find_traces, is_module

#: What a character is: the student's own, subtracted (the course's, or what many have), or shared with the other.
OWN, COMMON, SHARED = 0, 1, 2
STATES = ("own", "common", "shared")
#: Characters that make a line a shared one; lines that are shown around it; the most lines of a part, and their length.
IN_LINE, AROUND, LINES, LENGTH = 3, 3, 150, 400
#: Lines that are too few to be left out.
GAP = 3
#: Where a part of a module begins that is shown beside its like.
PART = re.compile(r"(?:    )?(?:async )?(?:def|class) +(\w+)")

#: How many hand-ins have each trace of a kind; 0 for what is subtracted.
Having = Callable[[str, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Line:
    """A line that is shown, in pieces (state, characters); without a number the lines that are not."""

    number: int | None
    pieces: list[tuple[str, str]]
    left_out: int = 0


@dataclass(frozen=True)
class Part:
    """A function, a class or an answer in which something is shared."""

    title: str
    lines: list[Line]
    keys: frozenset[int]


def covered(traces: Traces, chosen: np.ndarray, length: int) -> np.ndarray:
    """Whether each character of a text lies in one of the chosen traces."""
    steps = np.zeros(length + 1, dtype=np.int64)
    np.add.at(steps, traces.starts[chosen], 1)
    np.add.at(steps, traces.ends[chosen], -1)
    return steps[:-1].cumsum() > 0


def states(place: str, text: str, shared: Mapping[str, np.ndarray], having: Having) -> np.ndarray:
    """`OWN`, `COMMON` or `SHARED` for each character.

    A shared trace reaches into what stands before and behind it, so what lies in a subtracted trace too is no part of
    what is shared.
    """
    found = find_traces(place, text)
    state = np.full(len(text), OWN)
    for kind in ("code", "answer"):
        if kind in found:
            traces = found[kind]
            common = covered(traces, having(kind, traces.keys) == 0, len(text))
            state[covered(traces, np.isin(traces.keys, shared[kind]), len(text))] = SHARED
            state[common] = COMMON
    for kind in ("comment", "name"):
        if kind in found:
            traces = found[kind]
            if kind == "comment":
                state[covered(traces, np.full(len(traces.keys), True), len(text))] = OWN
                state[covered(traces, having(kind, traces.keys) == 0, len(text))] = COMMON
            state[covered(traces, np.isin(traces.keys, shared[kind]), len(text))] = SHARED
    return state


def shared_lines(text: str, marked: np.ndarray) -> list[int]:
    """The numbers of the lines with marked characters, from 1."""
    seen = [letter > " " for letter in text]
    newlines = np.cumsum([letter == "\n" for letter in text])
    numbers, counts = np.unique(newlines[marked & seen], return_counts=True)
    return [int(number) + 1 for number, count in zip(numbers, counts) if count >= IN_LINE]


def find_parts(place: str, text: str, shared: Mapping[str, np.ndarray], having: Having) -> Iterator[Part]:
    """The parts of a text that have something shared."""
    state = states(place, text, shared, having)
    chosen = shared_lines(text, state == SHARED)
    lines = text.split("\n")[:-1]
    first = np.cumsum([0, *(len(line) + 1 for line in lines)])
    begins = [number for number, line in enumerate(lines) if PART.match(line)] if is_module(place) else []
    for begin, end in itertools.pairwise([0, *(number for number in begins if number), len(lines)]):
        wanted = [number - 1 for number in chosen if begin < number <= end]
        if not wanted:
            continue
        while not lines[end - 1].strip() and end > wanted[-1] + 1:
            end -= 1
        name = PART.match(lines[begin]) if is_module(place) else None
        keys = set()
        for kind, traces in find_traces(place, text).items():
            inside = (traces.starts >= first[begin]) & (traces.starts < first[end])
            keys.update(np.intersect1d(traces.keys[inside], shared[kind]).tolist())
        shown = [_line(number, lines[number], state[first[number] :]) for number in _shown(wanted, begin, end)]
        yield Part(f"{name[1]} in {place}" if name else place, list(_with_gaps(shown, begin, end)), frozenset(keys))


def pair_parts(one: list[Part], other: list[Part]) -> list[tuple[Part | None, list[Part]]]:
    """Each part of one text with those of the other that share most with it."""
    beside = {number: [] for number in range(len(one))}
    alone = []
    for part in other:
        best = max(beside, key=lambda number: len(one[number].keys & part.keys), default=None)
        if best is None or not one[best].keys & part.keys:
            alone.append(part)
        else:
            beside[best].append(part)
    return [*((one[number], parts) for number, parts in beside.items()), *((None, [part]) for part in alone)]


def _shown(wanted, begin, end):
    """The numbers of the lines that are shown: those that share, some around them, and the first of the part."""
    near = {near for number in wanted[:LINES] for near in range(number - AROUND, number + AROUND + 1)}
    shown = sorted(number for number in {begin, *near} if begin <= number < end)[:LINES]
    gaps = {number for one, next in itertools.pairwise(shown) if next - one <= GAP for number in range(one, next)}
    return sorted(gaps | {*shown})


def _line(number, line, state):
    line = line[:LENGTH] + ("…" if len(line) > LENGTH else "")
    letters = (
        (STATES[state[place]], letter if letter.isprintable() or letter == "\t" else "\ufffd")
        for place, letter in enumerate(line)
    )
    groups = itertools.groupby(letters, key=lambda pair: pair[0])
    pieces = [(name, "".join(letter for _, letter in group)) for name, group in groups]
    return Line(number + 1, pieces)


def _with_gaps(shown, begin, end):
    before = begin
    for line in [*shown, None]:
        number = end if line is None else line.number - 1
        if number > before:
            yield Line(None, [], number - before)
        if line:
            yield line
            before = number + 1
