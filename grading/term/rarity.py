"""How rare what two hand-ins share is: traces that everybody has weigh nothing, those of two alone most.

The weight of a trace is that of inverse document frequency, log2(N / n) for a trace that n of N hand-ins have. What the
course itself has (`known_texts`) and what more than a few have is left out. Of each kind a pair has the weight of what
it shares, times the share that this is of all that the one with less has of its own: who copied shares nearly all, and
one odd passage may be chance. A pair's weight is the sum: a number to order pairs by, and no probability.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from grading.term.handed_in import HandIn
from grading.term.traces import WEIGHT, find_traces

#: What more than so many have, and more than this share of the class, is no rare thing.
FEW, FEW_SHARE = 5, 0.03
#: A third belongs to a pair if all three share at least this share of what the two do; looked for among so many pairs
#: for each that is shown.
GROUP_SHARE, NEAR = 0.5, 20
NONE = np.zeros(0, dtype=np.int64)
ROW = np.dtype([("one", np.int64), ("other", np.int64), ("weight", np.float64)])


@dataclass(frozen=True)
class Pair:
    """Two hand-ins, by number, and the weight of what they share."""

    one: int
    other: int
    weight: float


@dataclass(frozen=True)
class Entry:
    """Hand-ins that share the same, two or more, and the pairs to be shown of them, heaviest first."""

    numbers: list[int]
    pairs: list[Pair]


def keys_of(hand_in: HandIn) -> dict[str, np.ndarray]:
    """All traces of a hand-in by kind, once each."""
    found = {kind: [] for kind in WEIGHT}
    for place, text in hand_in.texts.items():
        for kind, traces in find_traces(place, text).items():
            found[kind].append(traces.keys)
    found["mistake"].append(np.array([hash((task, id)) for task, (id, _) in hand_in.mistakes.items()], dtype=np.int64))
    return {kind: np.unique(np.concatenate([NONE, *parts])) for kind, parts in found.items()}


class Rarity:
    """How many hand-ins have each trace."""

    def __init__(self, known: Iterable[tuple[str, str]], hand_ins: Iterable[HandIn]):
        common = keys_of(
            HandIn("course", texts={f"{number} {place}": text for number, (place, text) in enumerate(known)})
        )
        self.keys = [
            {kind: np.setdiff1d(keys, common[kind], assume_unique=True) for kind, keys in keys_of(hand_in).items()}
            for hand_in in hand_ins
        ]
        self.size = len(self.keys)
        self.limit = max(FEW, int(FEW_SHARE * self.size))
        self.counts = {kind: np.unique(np.concatenate([own[kind] for own in self.keys]), return_counts=True)
                       for kind in WEIGHT}  # fmt: skip

    def having(self, kind: str, keys: np.ndarray) -> np.ndarray:
        """How many hand-ins have each trace; 0 for those that count nothing."""
        found, counts = self.counts[kind]
        if not len(found):
            return np.zeros(len(keys), dtype=np.int64)
        places = np.searchsorted(found, keys).clip(max=len(found) - 1)
        return np.where((found[places] == keys) & (counts[places] <= self.limit), counts[places], 0)

    def shared(self, kind: str, numbers: Sequence[int]) -> np.ndarray:
        """The rare traces that all of some hand-ins have."""
        keys = self.keys[numbers[0]][kind]
        for number in numbers[1:]:
            keys = np.intersect1d(keys, self.keys[number][kind], assume_unique=True)
        return keys[self.having(kind, keys) > 1]

    def weigh(self, numbers: Sequence[int]) -> float:
        """The weight of what all of some hand-ins share."""
        found = {kind: self.having(kind, self.shared(kind, numbers)) for kind in self.counts}
        return float(sum(WEIGHT[kind] * np.log2(self.size / having).sum() for kind, having in found.items()))

    def pairs(self, earlier: Sequence[bool]) -> np.recarray:
        """`Pair`, as rows, of all that share something rare, heaviest first, but for two `earlier` ones."""
        matrix = sparse.csr_matrix((self.size, self.size))
        for kind, (found, counts) in self.counts.items():
            few = counts <= self.limit
            column = few.cumsum() - 1
            found_in = (np.searchsorted(found, own[kind]) for own in self.keys)
            columns = [column[places[few[places]]] for places in found_in]
            places, bounds = np.concatenate([NONE, *columns]), np.cumsum([0, *map(len, columns)])
            weights = np.sqrt(WEIGHT[kind] * np.log2(self.size / counts[few]))
            having = sparse.csr_matrix((weights[places], places, bounds), shape=(self.size, int(few.sum())))
            shared = (having @ having.T).tocoo()
            own = shared.tocsr().diagonal()
            less = np.minimum(own[shared.row], own[shared.col])
            shared.data = np.divide(shared.data**2, less, out=np.zeros_like(less), where=less > 0)
            matrix = matrix + shared.tocsr()
        upper = sparse.triu(matrix, k=1).tocoo()
        old = np.array(earlier, dtype=bool)
        wanted = (upper.data > 0) & ~(old[upper.row] & old[upper.col])
        one, other, weight = upper.row[wanted], upper.col[wanted], upper.data[wanted]
        order = np.lexsort((other, one, -weight.round(6)))
        return np.rec.fromarrays([one[order], other[order], weight[order]], dtype=ROW)


def find_entries(rarity: Rarity, pairs: np.recarray, most: int) -> list[Entry]:
    """The heaviest pairs, each with all who share at least half of what the two share."""
    candidates = [Pair(*row) for row in pairs[: NEAR * most].tolist()]
    partners = {}
    for pair in candidates:
        partners.setdefault(pair.one, set()).add(pair.other)
        partners.setdefault(pair.other, set()).add(pair.one)
    entries: list[Entry] = []
    seen: set[frozenset[int]] = set()
    for pair in candidates:
        if frozenset((pair.one, pair.other)) in seen:
            continue
        group = [pair.one, pair.other]
        common = rarity.weigh(group)
        for third in sorted(partners[pair.one] & partners[pair.other]):
            shown = any(frozenset((third, member)) in seen for member in group)
            if not shown and rarity.weigh([*group, third]) >= GROUP_SHARE * common:
                group.append(third)
        inside = [each for each in candidates if {each.one, each.other} <= set(group)]
        seen |= {frozenset((each.one, each.other)) for each in inside}
        entries.append(Entry(group, _spanning(inside)))
        if len(entries) == most:
            break
    return entries


def _spanning(pairs):
    """Of the pairs of a group, heaviest first, those that bring in somebody."""
    reached, chosen = set(), []
    for pair in pairs:
        if not {pair.one, pair.other} <= reached:
            chosen.append(pair)
            reached |= {pair.one, pair.other}
    return chosen
