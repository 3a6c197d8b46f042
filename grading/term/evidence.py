"""What two or more hand-ins share, in plain sentences and in numbers."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from grading.plain import one_line
from grading.term.handed_in import HandIn
from grading.term.rarity import Rarity
from grading.term.side_by_side import SHARED, Part, find_parts, pair_parts, shared_lines, states
from grading.term.traces import WORDS, find_traces, is_module

#: Names, comments and ranges of lines in a sentence; characters of a passage; parts of a pair that are shown.
NAMES, COMMENTS, RANGES, PASSAGE, PARTS = 8, 3, 6, 200, 30


class Evidence:
    """What some hand-ins (`numbers`) share that few others have."""

    def __init__(self, rarity: Rarity, hand_ins: Sequence[HandIn], numbers: Sequence[int]):
        self.rarity, self.size = rarity, len(numbers)
        self.hand_ins = [hand_ins[number] for number in numbers]
        self.shared = {kind: rarity.shared(kind, numbers) for kind in rarity.counts}
        self.counts: Counter[str] = Counter()  #: mistakes, lines, words, names and comments that are in the reasons
        self.reasons = [*self._mistakes(), *self._code(), *self._answers(), *self._names(), *self._comments()]

    def side_by_side(self) -> list[tuple[Part | None, list[Part]]]:
        """The parts of the first with those of the second that are like them."""
        one, other = (self._parts(hand_in) for hand_in in self.hand_ins[:2])
        return pair_parts(one, other)

    def _parts(self, hand_in):
        found = (find_parts(place, text, self.shared, self.rarity.having) for place, text in hand_in.texts.items())
        return list(itertools.islice(itertools.chain.from_iterable(found), PARTS))

    @property
    def _all(self):
        return "Both" if self.size == 2 else f"All {self.size}"

    def _which(self, having, many="have", one="has"):
        """Of something that so many hand-ins have."""
        return f"which {having} of {self.rarity.size} {many}" if having > self.size else f"which nobody else {one}"

    def _few(self, alone):
        return "nobody else has" if alone else f"at most {self.rarity.limit} of {self.rarity.size} have"

    def _mistakes(self):
        for task, (id, sentence) in self.hand_ins[0].mistakes.items():
            key = np.array([hash((task, id))], dtype=np.int64)
            if key[0] in self.shared["mistake"]:
                self.counts["mistakes"] += 1
                which = self._which(int(self.rarity.having("mistake", key)[0]), "made", "made")
                yield f"{self._all} made the mistake “{id}” in {task}, {which}: {_ended(one_line(sentence, PASSAGE))}"

    def _marked(self, hand_in, place, kind, alone):
        """Which characters of a text stand in traces of a kind that they have alone, or else with few others."""
        keys = self.shared[kind]
        marked = []
        for chosen in (keys[self.rarity.having(kind, keys) == self.size], keys):
            only = {each: chosen if each == kind else chosen[:0] for each in self.shared}
            marked.append(states(place, hand_in.texts[place], only, self.rarity.having) == SHARED)
        return marked[0] if alone else marked[1] & ~marked[0]

    def _code(self):
        for alone in (True, False):
            where = []
            for hand_in in self.hand_ins:
                found = {}
                for place, text in hand_in.texts.items():
                    if is_module(place) and len(
                        lines := shared_lines(text, self._marked(hand_in, place, "code", alone))
                    ):
                        found[place] = lines
                if hand_in is self.hand_ins[0]:
                    self.counts["lines"] += sum(map(len, found.values()))
                places = " and ".join(f"{_ranges(lines)} of {place}" for place, lines in found.items() if lines)
                where.append(f"{one_line(hand_in.student)}: {places}" if places else "")
            if all(where):
                yield (
                    "Lines are alike but for names, comments and layout, and "
                    f"{self._few(alone)} the like ({'; '.join(where)})."
                )

    def _answers(self):
        for place, text in self.hand_ins[0].texts.items():
            for alone in (True, False) if not is_module(place) else ():
                marked = self._marked(self.hand_ins[0], place, "answer", alone)
                passages = ["".join(letter for letter, _ in group) for is_in, group in
                            itertools.groupby(zip(text, marked), lambda pair: pair[1]) if is_in]  # fmt: skip
                words = [len(re.findall(r"\w+", passage)) for passage in passages]
                if sum(words) >= WORDS:
                    self.counts["words"] += sum(words)
                    longest = one_line(max(passages, key=len).strip())
                    longest = longest if len(longest) <= PASSAGE else f"{longest[:PASSAGE]} …"
                    yield (
                        f"{sum(words)} words of the answer to {place} are the same, in the same order, and "
                        f"{self._few(alone)} them: “{longest}”."
                    )

    def _found(self, kind):
        """{text: hand-ins that have it} of the shared names or comments, rarest first."""
        found = {}
        for place, text in self.hand_ins[0].texts.items():
            traces = find_traces(place, text).get(kind)
            if traces is not None:
                for place in np.flatnonzero(np.isin(traces.keys, self.shared[kind])):
                    having = int(self.rarity.having(kind, traces.keys[place : place + 1])[0])
                    found[one_line(text[traces.starts[place] : traces.ends[place]], PASSAGE)] = having
        return sorted(found.items(), key=lambda item: item[1])

    def _names(self):
        found = self._found("name")
        self.counts["names"] += len(found)
        for having, group in itertools.groupby(found, lambda item: item[1]):
            names = [f"“{name}”" for name, _ in group]
            more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
            told = f"{'name' if len(names) == 1 else 'names'} {', '.join(names[:NAMES])}{more}"
            yield f"{self._all} use the {told}, {self._which(having, 'use', 'uses')}."

    def _comments(self):
        found = self._found("comment")
        self.counts["comments"] += len(found)
        for comment, having in found[:COMMENTS]:
            yield f"{self._all} have the comment “{comment}”, {self._which(having)}."
        if len(found) > COMMENTS:
            yield f"They share {len(found) - COMMENTS} more rare comments."


def _ended(sentence):
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def _ranges(numbers):
    """Numbers of lines as people write them: line 3; lines 5–9 and 12."""
    runs = [[number for _, number in group]
            for _, group in itertools.groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]  # fmt: skip
    told = [f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs]
    more = f" and {len(told) - RANGES} more" if len(told) > RANGES else ""
    return f"{'line' if len(numbers) == 1 else 'lines'} {', '.join(told[:RANGES])}{more}"
