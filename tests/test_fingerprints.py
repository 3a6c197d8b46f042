"""Mistakes are named by what they give in all comparisons."""

import dataclasses

import numpy as np
import pytest

from cs_nn.checks import Problem
from cs_nn.checks.fingerprints import NEAR, Known, asked, fake_names, fingerprint, prints_of
from cs_nn.checks.pairs import Pairs, whole_print

RNG = np.random.default_rng(8)
#: The right results of three comparisons.
RIGHT = [{"a": RNG.standard_normal((4, 3)), "b": RNG.standard_normal(5)} for _ in range(3)]


def changed(**changes):
    """Results of all comparisons with some of them changed, ``a=lambda a, number: ...``."""
    return [
        {name: changes[name](value, number) if name in changes else value for name, value in right.items()}
        for number, right in enumerate(RIGHT)
    ]


def twice(value, _):
    return 2 * value


def one_more(value, _):
    return value + 1


def twice_in_the_last(value, number):
    return 2 * value if number == 2 else value


MISTAKES = {
    "a-twice": changed(a=twice),
    "b-more": changed(b=one_more),
    "both-twice": changed(a=twice, b=twice),
    "a-last": changed(a=twice_in_the_last),
    "a-more": changed(a=one_more),
}
KNOWN = Known.of([(id, f"This is {id}.") for id in MISTAKES], list(MISTAKES.values()), RIGHT, ["a", "b"])


def named(results, known=KNOWN):
    fit = known.name(results, RIGHT)
    return fit and (fit.how, *(id for id, _ in fit.mistakes))


@pytest.mark.parametrize("id", MISTAKES)
def test_a_mistake_is_named_as_itself(id):
    assert named(MISTAKES[id]) == ("all", id)


@pytest.mark.parametrize(
    ("results", "fit"),
    [
        (changed(a=twice, b=one_more), ("two", "a-twice", "b-more")),
        (changed(a=twice, b=lambda b, _: b**3), ("part", "a-twice")),
        (changed(a=lambda a, _: a**3, b=one_more), None),  # the student reads about a, which b-more leaves as it is
        (changed(a=lambda a, number: a**3 if number else 2 * a), None),  # one result in one comparison is no evidence
        (changed(a=lambda a, number: a if number == 2 else 2 * a), None),  # a known mistake would spoil what is right
        (RIGHT, None),
    ],
)
def test_two_mistakes_or_a_part(results, fit):
    assert named(results) == fit


def test_two_mistakes_at_once_where_each_acts_on_the_other():
    both = changed(a=lambda a, number: one_more(twice(a, number), number))
    assert named(both) is None
    prints = np.array(list(prints_of(both, RIGHT, ["a", "b"]).values()))
    whole = whole_print(prints)
    a_twice, a_more = (list(MISTAKES).index(id) for id in ("a-twice", "a-more"))
    twins = [(whole, (a_twice, a_more)), (whole + NEAR / 2, (a_twice, a_more)), (whole + 1, (0, 1))]

    def known(*pairs):
        prints, which = zip(*pairs)
        return dataclasses.replace(KNOWN, pairs=Pairs(np.array(prints), np.array(which), KNOWN.mistakes))

    assert named(both, known(*twins)) == ("pair", "a-twice", "a-more")
    assert named(both, known(*twins, (whole, (0, 1)))) is None  # one pair can't be told from another
    assert named(changed(a=twice), known(*twins)) == ("all", "a-twice")
    assert named(changed(a=lambda a, number: 2 * a + (number < 2)), known(*twins)) is None


def test_a_run_that_stops_is_not_that_of_a_pair():
    stopped = [RIGHT[0], Problem("it stopped", mistake="ValueError"), RIGHT[2]]
    assert whole_print(np.array(list(prints_of(stopped, RIGHT, ["a", "b"]).values()))) is None


def test_results_in_single_precision_are_named_too():
    single = [{name: value.astype(np.float32) for name, value in results.items()} for results in MISTAKES["a-more"]]
    assert named(single) == ("all", "a-more")


def test_where_a_sum_overflows_is_no_evidence():
    known = Known.of([("nan", "")], [changed(a=lambda a, _: np.full_like(a, np.nan))], RIGHT, ["a", "b"])
    results = changed(a=lambda a, _: np.where(a > 0, np.inf, a), b=lambda b, _: b**3)
    assert named(results, known) is None


def test_what_a_version_stopped_with_is_compared():
    stopped = [RIGHT[0], Problem("it stopped with ValueError: shapes (3, 4)", mistake="ValueError"), RIGHT[2]]
    known = Known.of([("stops", "")], [stopped], RIGHT, ["a", "b"])
    other = Problem("it stopped with ValueError: shapes (5, 4)", mistake="ValueError")
    assert named([RIGHT[0], other, RIGHT[2]], known) == ("all", "stops")
    assert named([RIGHT[0], Problem("it stopped", mistake="TypeError"), RIGHT[2]], known) is None


def test_a_fingerprint_tells_nothing_of_the_right_result():
    right = RNG.standard_normal((6, 7))
    assert not fingerprint(right, right).any()
    assert fingerprint(2 * right, right).shape == (4,)
    a, b = (fingerprint(right + each, right) for each in (1.0, 1.0 + 1e-9))
    assert np.abs(a - b).max() < NEAR < np.abs(a - fingerprint(right + 1.1, right)).max()


def test_a_missing_result_and_other_shapes_are_mistakes_too():
    assert named([{"b": right["b"]} for right in RIGHT]) is None
    known = Known.of([("flat", "")], [changed(a=lambda a, _: a.ravel())], RIGHT, ["a", "b"])
    assert named(changed(a=lambda a, _: a.ravel()), known) == ("all", "flat")
    assert named(changed(a=lambda a, _: a.T), known) is None


def test_results_with_a_fake():
    assert fake_names(["h", "fake_h", "calls"]) == ["fake_h"]
    assert fake_names(["loss", "loss_own", "calls"]) == ["loss", "calls"]
    assert fake_names(["loss"]) == []
    assert asked({"calls": np.array(3)}) and not asked({"calls": np.array(0)}) and not asked(Problem("stopped"))
