"""Which mistake explains what is wrong in all comparisons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from cs_nn.checks.fingerprints import Fit, Known
from cs_nn.checks.task import Comparison, Problem
from cs_nn.checks.tolerance import SMALL
from cs_nn.language import lazy as _

#: What is told by looking at a result is named if it fits more than this share of the comparisons that fail.
SHARE = 1 / 3


def main_problem(comparisons: Sequence[Comparison], known: Callable[[], Known | None] = lambda: None) -> Problem | None:
    """The problem to tell, of those of all comparisons: the first one with the mistake that fits most of them.

    On single random inputs a mistake may look like another one; on several it rarely does. One that fits few of the
    failing comparisons (see `SHARE`), or that would make a right result wrong, is not named. `known` gives the known
    wrong versions on these inputs.
    """
    problems = [each.problem for each in comparisons if each.problem is not None]
    if not problems:
        return None
    fit = _known_mistake(comparisons, known)
    hints = _possible_hints(comparisons)
    if not (fit and fit.how == "all"):
        best = max((mistake for its in hints for mistake in its), key=_count(hints), default=None)
        for problem, its in zip(problems, hints):
            if best in its and (fit is None or _is_sure(replace(problem, mistake=best))):
                return replace(problem, mistake=best, hint=its[best])
    return named(problems[0], fit) if fit else _without_hint(problems[0])


def first_problem(
    comparisons: Sequence[Comparison], known: Callable[[], Known | None] = lambda: None
) -> Problem | None:
    """The first problem, with the likeliest mistake that `main_problem` could name (for inputs in a chosen order)."""
    problem = next((each.problem for each in comparisons if each.problem is not None), None)
    if problem is None:
        return None
    fit = _known_mistake(comparisons, known)
    its = _possible_hints(comparisons)[0]
    mistake = problem.mistake if problem.mistake in its else next(iter(its), None)
    if fit and (fit.how == "all" or not its or not _is_sure(replace(problem, mistake=mistake))):
        return named(problem, fit)
    return replace(problem, mistake=mistake, hint=its[mistake]) if its else _without_hint(problem)


def _known_mistake(comparisons: Sequence[Comparison], known: Callable[[], Known | None]) -> Fit | None:
    """The known mistake, or two, that give the student's results (`cs_nn.checks.fingerprints`)."""
    if {each.problem.mistake for each in comparisons if each.problem is not None} == {"stub"}:
        return None  # no mistake is to write nothing
    its = known()
    if its is None:
        return None
    return its.name([each.got for each in comparisons], [each.expected for each in comparisons])


#: What the values of one array tell: a known mistake tells more.
_GENERAL = re.compile("integers|not-filled|nan|inf|all-zeros|sign|factor.*")


def _is_sure(problem):
    """Whether it stopped, a judge has said what is wrong, or a shape is wrong."""
    return problem.certain or not _GENERAL.fullmatch(problem.mistake or "factor")


def named(problem: Problem, fit: Fit) -> Problem:
    """The problem with the sentence of a known mistake, or of two."""
    (mistake, hint), *others = fit.mistakes
    hint = _(hint)
    for _id, other in others:
        hint = _("there seem to be two: (1) {one} (2) {other}").format(one=hint, other=_(other))
    return replace(problem, hint=hint, mistake=mistake)


def _without_hint(problem):
    return replace(problem, hint="", mistake=None) if problem.hint else problem


def _count(hints):
    counts = Counter(mistake for its in hints for mistake in its)
    return counts.__getitem__


def _all_zeros(failed, comparisons):
    """Whether the result that failed is zeros in all comparisons, or, if it should be small numbers, in all that fail.

    A result that is right elsewhere is computed and stored.
    """
    name = failed.problem.name
    right = failed.expected.get(name) if failed.problem.expected is None else failed.problem.expected
    small = right is not None and np.max(np.abs(right), initial=0) <= SMALL
    for each in comparisons:
        if each.problem is None and small:
            continue
        if isinstance(each.got, Problem):  # it stopped
            return False
        told = each.problem is not None and each.problem.name == name and each.problem.got is not None
        got = each.problem.got if told else (each.got or {}).get(name)
        if got is not None and np.any(got):
            return False
    return True


def _possible_hints(comparisons):
    """For each comparison that fails the mistakes that may be named, with their hints."""
    failed = [each for each in comparisons if each.problem is not None]
    certain = {each.problem.mistake for each in failed if each.problem.certain}
    hints = []
    for each in failed:
        problem = each.problem
        told = {mistake: hint for hint, mistake in problem.hints}
        own = {problem.mistake: problem.hint} if problem.hint else {}
        if "all-zeros" in told and not _all_zeros(each, comparisons):
            told.pop("all-zeros")
            own.pop("all-zeros", None)
        hints.append({**told, **own} if problem.mistake in told else own)  # a judge may say it better
    count, least = _count(hints), SHARE * len(hints)
    return [
        {mistake: hint for mistake, hint in its.items() if mistake in certain or count(mistake) > least}
        for its in hints
    ]
