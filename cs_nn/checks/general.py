"""Mistakes that need no knowledge of the task: shape, nan, zeros, whole numbers, sign, a constant factor."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cs_nn.checks.running import NOT_FILLED
from cs_nn.checks.task import Case, Results, Task
from cs_nn.checks.tolerance import SMALL, agrees
from cs_nn.language import lazy as _


def hints_of(task: Task, case: Case, expected: Results, got: Results, name: str) -> Iterator[tuple[str, str]]:
    """(sentence, id) of what can be told by looking at a wrong result, the likeliest first."""
    found = _form(name, got, expected)
    if found:
        yield found
    else:
        averaged = not {"loss", "cost"}.isdisjoint(expected)
        yield from _values(task, case, name, got[name], expected[name], averaged)


def _form(name, got, expected):
    """Mistakes of shape that need no knowledge of the task."""
    others = [key for key in expected if key != name and key in got and got[key].shape != expected[key].shape]
    got, shapes, expected = got[name], {key: expected[key].shape for key in others}, expected[name]
    if got.shape == expected.shape:
        return None
    if got.shape in shapes.values():
        other = next(key for key in others if shapes[key] == got.shape)
        return _("{name} has the shape of {other}: are the results returned in the right order?").format(
            name=name, other=other
        ), "wrong-order"
    if got.ndim == 2 and got.T.shape == expected.shape and agrees(got.T, expected):
        return _("{name} has shape {shape}, but {expected_shape} is expected: it is transposed.").format(
            name=name, shape=got.shape, expected_shape=expected.shape
        ), "transposed"
    if got.size == expected.size and not got.ndim:
        return (
            _(
                "{name} is a single number, but an array of shape {expected_shape} is expected: which axis was summed?"
            ).format(name=name, expected_shape=expected.shape),
            "wrong-shape",
        )
    if got.size == expected.size:
        return (
            _(
                "{name} has shape {shape}, but {expected_shape} is expected: the same number of entries, so "
                "look for a transpose, a reshape or keepdims=True."
            ).format(name=name, shape=got.shape, expected_shape=expected.shape),
            "wrong-shape",
        )
    if got.ndim != expected.ndim or got.ndim == 1:
        where = _("which axis was summed?")
    elif got.size == 0:
        where = _("it has no entries. Does a slice hold nothing, as [pad:-pad] for a pad of 0?")
    else:
        where = _("look at the order of the factors.") if got.ndim == 2 else _("look at the ends of slices and loops.")
    return _("{name} has shape {shape}, but {expected_shape} is expected: {where}").format(
        name=name, shape=got.shape, expected_shape=expected.shape, where=where
    ), "wrong-shape"


def _values(task, case, name, got, expected, averaged):
    """Mistakes of value that need no knowledge of the task: nan, zeros, whole numbers, sign, a constant factor.

    `averaged`: whether the function takes a mean over the batch.
    """
    if got.dtype.kind in "iu" and not agrees(expected, np.round(expected)) and agrees(got, np.trunc(expected)):
        yield (
            _("{name} holds whole numbers: what is behind the point was cut off. Make an array of floats.").format(
                name=name
            ),
            "integers",
        )
    got, expected = got.astype(float), expected.astype(float)
    if np.isclose(got, NOT_FILLED, rtol=1e-6, atol=0).any():
        yield (
            _(
                "not all of {name} is filled: np.empty holds whatever was in memory. Is an index or a slice "
                "left out? A sum starts with np.zeros."
            ).format(name=name),
            "not-filled",
        )
    elif np.isnan(got).any():
        yield (
            _("{name} has nan entries: is there 0/0, 0 * inf, inf - inf or inf/inf (overflow in exp)?").format(
                name=name
            ),
            "nan",
        )
    elif np.isinf(got).any():
        yield _("{name} is infinite: overflow in exp, or the logarithm of 0?").format(name=name), "inf"
    elif not got.any():
        why = (
            _("stored in another variable?")
            if np.max(np.abs(expected), initial=0) > SMALL
            else _("are small numbers taken for 0? The largest entry is {largest:.2g}.").format(
                largest=np.max(np.abs(expected), initial=0)
            )
        )
        yield _("{name} is all zeros: is it computed but not stored, or {why}").format(name=name, why=why), "all-zeros"
    elif agrees(got, -expected):
        yield _("{name} has the wrong sign: it is -1 times the expected one.").format(name=name), "sign"
    else:
        factor = np.vdot(got, expected) / (np.vdot(expected, expected) or np.inf)
        if factor and abs(factor - 1) > 0.01 and agrees(got, factor * expected):  # nearer to 1 it is rounding
            yield from _factors(task, case, name, factor, expected.size, averaged)


def _factors(task, case, name, factor, entries, averaged):
    for letter, size in task.sizes(case).items():
        for value, text in ((size, f"{size}"), (1 / size, f"1/{size}")):
            if size > 1 and abs(factor / value - 1) < 1e-3:
                way = {
                    ("N", True, True): _("average over the batch: divide by N"),
                    ("N", False, True): _("it is divided by N once too often"),
                    ("N", False, False): _("no mean over the batch is asked for"),
                }.get(
                    (letter, value > 1, averaged),
                    _("look where a sum or a mean over {letter} is taken").format(letter=letter),
                )
                yield (
                    _("{name} is {text} times the expected one, and {letter} is {size}: {way}.").format(
                        name=name, text=text, letter=letter, size=size, way=way
                    ),
                    f"factor-{letter}",
                )
    for value, text in (
        (2, _("{name} is twice the expected one: {why}")),
        (0.5, _("{name} is half the expected one: {why}")),
    ):
        if abs(factor / value - 1) < 1e-3:
            if case.get("reg") or case.get("lambd"):  # without a penalty there is no such factor
                why = _("look at the factor 0.5 and at its derivative.")
            else:
                why = _("is it added twice?") if value == 2 else _("where does the factor 0.5 come from?")
            yield text.format(name=name, why=why), "factor-2"
    for key, value in case.items() if entries > 1 else ():
        if isinstance(value, float) and value not in (0.0, 1.0) and np.isclose(factor, [value, 1 / value], 1e-3).any():
            way = key if np.isclose(factor, value, 1e-3) else f"1/{key}"
            yield (
                _("{name} is {way} times the expected one, and {key} is {value:g}: look where {key} enters.").format(
                    name=name, way=way, key=key, value=value
                ),
                "factor-of-setting",
            )
    if entries > 1:  # any two numbers are in some proportion
        yield (
            _("{name} is {factor:.4g} times the expected one, everywhere: a constant factor is off.").format(
                name=name, factor=factor
            ),
            "factor",
        )
