"""Which known mistake gives the student's results: comparison by fingerprints.

The results of each known wrong version of a task on the visible inputs are stored as a few numbers, made of their
difference to the right results. Neither the wrong versions nor formulas for them are in the student kit.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cs_nn.checks import tasks as tasks_package
from cs_nn.checks.packed import load_packed
from cs_nn.checks.pairs import Pairs
from cs_nn.checks.task import Problem, Results
from cs_nn.checks.tolerance import agrees

#: Numbers in a fingerprint: what kind of result it is, and projections of the difference to the right result.
LENGTH = 4
#: How far the projections of equal results may lie apart, for float64 and for other results (float32).
NEAR, NEAR_IN_SINGLE = 3e-5, 1e-3
#: The first number of a result with nan or inf. Where sums overflow depends on how they are written: no evidence.
INFINITE = -1.0
#: What a version gives on one case: results, or the problem that it stopped with.
Run = Results | Problem
_MISSING = Problem("", mistake="missing")
#: By case and name of a result.
Prints = Mapping[tuple[int, str], np.ndarray]


def fingerprint(got: np.ndarray | Problem, expected: np.ndarray) -> np.ndarray:
    """Zeros for a right result; else a number for the kind of result, and three projections of the difference.

    Differences are taken relative to the largest expected entry and compressed (arcsinh), so that neither an exploded
    entry nor the order of a sum decides. A run that stops with an error has one number for it.
    """
    if isinstance(got, Problem):
        return np.array([_number(got.what if got.mistake == "wrong-result" else got.mistake or ""), 0, 0, 0])
    if agrees(got, expected):
        return np.zeros(LENGTH)
    same_shape = got.shape == expected.shape
    values = np.ravel(got.astype(float) - expected if same_shape else got.astype(float))
    values = values / (np.max(np.abs(expected), initial=0.0) or 1.0)
    finite = np.isfinite(values)
    kind = _number(repr(got.shape)) if not same_shape else 0 if finite.all() else INFINITE
    projections = _directions(values.size) @ np.arcsinh(np.where(finite, values, 0.0))
    return np.array([kind, *projections / np.sqrt(max(values.size, 1))])


@functools.lru_cache(maxsize=32)  # results have few sizes, and are many
def _directions(size):
    # RandomState is frozen: it gives the same numbers with each version of NumPy.
    return np.random.RandomState(size % 2**31).standard_normal((LENGTH - 1, size))


def _number(text):
    """A positive integer that a float32 holds exactly."""
    return zlib.crc32(text.encode()) % (2**24 - 1) + 1


def prints_of(run: Sequence[Run], expected: Sequence[Results], names: Sequence[str]) -> Prints:
    """The fingerprints of the results of all cases."""
    return {
        (case, name): fingerprint(got if isinstance(got, Problem) else got.get(name, _MISSING), want[name])
        for case, (got, want) in enumerate(zip(run, expected))
        for name in names
        if name in want
    }


def fake_names(names: Sequence[str]) -> list[str]:
    """The results that are made with a fake in the place of what the function calls.

    They begin with ``fake_``, or those with the student's own parts end in ``_own``.
    """
    fake = [name for name in names if name.startswith("fake_")]
    own = [name for name in names if name.endswith("_own")]
    return fake or [name for name in names if own and name not in own]


def asked(got: Run) -> bool:
    """Whether the fake was called at all."""
    return not isinstance(got, Problem) and bool(
        np.size(got.get("calls", 1)) and np.any(got.get("asked", 1)) and np.any(got.get("calls", 1))
    )


class Fit(NamedTuple):
    """How well mistakes, (id, sentence) each, fit the results.

    "all": all results of all cases are those of the mistake, or all that are made with a fake, or, if none is called,
    all others; "pair": all results of all cases are those of two mistakes at once; "two": each wrong result is that of
    one of two mistakes; "part": at least one result is that of the mistake in all cases, and it gives the first wrong
    result.
    """

    how: str
    mistakes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Known:
    """The known wrong versions of a task: ``prints`` (versions, cases, names, LENGTH), and the mistake of each."""

    names: Sequence[str]
    prints: np.ndarray
    mistakes: Sequence[tuple[str, str]]  #: (id, sentence)
    pairs: Pairs | None = None

    @classmethod
    def of(
        cls,
        mistakes: Sequence[tuple[str, str]],
        runs: Sequence[Sequence[Run]],
        expected: Sequence[Results],
        names: Sequence[str],
    ) -> Known:
        """From the results of each wrong version on all cases; `names` are the results that tell something."""
        prints = np.zeros((len(runs), len(expected), len(names), LENGTH), np.float32)
        for version, run in enumerate(runs):
            for (case, name), value in prints_of(run, expected, names).items():
                prints[version, case, names.index(name)] = value
        return cls(names, prints, mistakes)

    def name(self, run: Sequence[Run], expected: Sequence[Results]) -> Fit | None:
        """What fits the student's results best, or None."""
        arrays = [value for got in run if not isinstance(got, Problem) for value in got.values()]
        near = NEAR_IN_SINGLE if any(value.dtype in (np.float32, np.float16) for value in arrays) else NEAR
        return next(self.fitting(prints_of(run, expected, self.names), near, any(map(asked, run))), None)

    def fitting(self, got: Prints, near: float = NEAR, asked: bool = True) -> Iterator[Fit]:
        """All that fits, the best first. A mistake that spoils a result which is right is out of the question.

        `asked`: whether the function calls a fake at all (else its results tell nothing more).
        """
        yield from (fit for fit in self._fitting(got, near, self.names) if fit.how == "all")
        pair = self.pairs and self.pairs.find(np.array(list(got.values())), near)
        if pair:
            yield Fit("pair", pair)
        fake = fake_names(self.names)
        yield from self._fitting(got, near, fake if asked else [])
        true = self._fitting(got, near, [name for name in self.names if name not in fake])
        yield from (fit for fit in true if not asked or fit.how != "all")  # who asks may have the fake's results right

    def _fitting(self, got, near, names):
        keys = [key for key in got if key[1] in names]
        if not keys:
            return
        theirs = np.array([got[key] for key in keys], np.float32)  # (keys, LENGTH)
        known = np.stack([self.prints[:, case, self.names.index(name)] for case, name in keys], axis=1)
        apart = np.where(known[..., 0] == theirs[:, 0], np.abs(known - theirs)[..., 1:].max(axis=-1), np.inf)
        infinite = known[..., 0] == INFINITE, theirs[:, 0] == INFINITE
        untold = infinite[0] | infinite[1]
        same, wrong, changed = (apart <= near) | (infinite[0] & infinite[1]), theirs.any(axis=-1), known.any(axis=-1)
        hits = same & changed & ~untold
        far = np.where(hits, apart, 0).max(axis=1)
        order = np.flatnonzero(changed.any(axis=1) & (changed <= wrong).all(axis=1))
        order = sorted(order, key=lambda k: (-hits[k].sum(), (changed[k] & ~same[k]).sum(), far[k]))
        yield from (Fit("all", (self.mistakes[k],)) for k in order if same[k].all())
        of_name = [np.array([key[1] == name for key in keys]) for name in names]
        part = [k for k in order if any(hits[k][of].any() and (same | untold)[k][of].all() for of in of_name)]
        for a in part:
            for b in part:
                explained = hits[a] | hits[b] | untold[a] | untold[b]
                if hits[a].sum() >= hits[b].sum() and self.mistakes[a] != self.mistakes[b] and explained[wrong].all():
                    yield Fit("two", (self.mistakes[a], self.mistakes[b]))
        first = wrong.argmax()  # what the student reads about
        told = changed[:, first] & (same | untold)[:, first]
        yield from (Fit("part", (self.mistakes[k],)) for k in part if told[k])


def known_file(lab: str) -> Path:
    """Where the fingerprints of a lab's known wrong versions are stored."""
    return Path(tasks_package.__file__).with_name(f"{lab}_mistakes.npz")


def load_known(lab: str, task: str) -> Known | None:
    """The known wrong versions on the visible inputs; None for a task without."""
    if not known_file(lab).exists():
        return None
    stored = load_packed(known_file(lab), f"{task}/")
    if not stored:
        return None
    mistakes = [tuple(mistake) for mistake in stored["mistakes"]]
    pairs = Pairs(stored["pair_prints"], stored["pairs"], mistakes)
    return Known(stored["names"], stored["prints"], [mistakes[k] for k in stored["which"]], pairs)
