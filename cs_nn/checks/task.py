"""What a graded function is for the checks: inputs, and the few lines that call the student's code on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

#: Inputs of one comparison: arrays, numbers and strings by name; "about" says in words what it tests.
Case = Mapping[str, Any]


#: Results of one run by name.
Results = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one result. ``hint`` is empty if no known mistake fits."""

    what: str
    hint: str = ""
    mistake: str | None = None
    numbers: str = ""
    name: str = ""
    got: np.ndarray | None = None
    expected: np.ndarray | None = None
    about: str = ""
    certain: bool = False  #: the hint is a fact, no guess from the numbers
    wrong: tuple[str, ...] = ()  #: all results that are wrong
    hints: tuple[tuple[str, str], ...] = ()  #: all hints with their mistakes that fit, the best first


class Comparison(NamedTuple):
    """A case with the expected results, what is wrong with the student's, and what they are in a first call."""

    case: Case
    expected: Results
    problem: Problem | None
    got: Results | Problem | None = None


class Slope(NamedTuple):
    """What a result is the gradient of.

    ``value(module, case)``, for a task with `make` ``value(module, case, made)``, is a number that the student's own
    forward pass gives, and `at` the input that the gradient is with respect to. `of` is the forward pass in the
    student's words: another result of the same function ("loss"), or another function.
    """

    gradient: str
    at: str
    value: Callable[..., float]
    of: str


def slopes_of(of: str, value: Callable[..., float], **gradients: str) -> tuple[Slope, ...]:
    """``slopes_of("loss", value, dW="W")``: the results by name, and what each is the gradient with respect to."""
    return tuple(Slope(gradient, at, value, of) for gradient, at in gradients.items())


@dataclass(frozen=True)
class Task:
    """One graded function.

    ``name`` is the id of the stub, of the notebook's test cell (nbgrader's grade_id) and of the
    hidden check. ``run(module, case)`` calls the student's module and returns results by name; with ``make``, a
    function of (module, case), it is ``run(module, case, made)`` for the object that the student's own constructor
    made, and sets the object's parameters from the case. ``judge``, if given, replaces the comparison with the
    expected results; it is for results that depend on random draws.

    Each case is run twice, the second time after a run with other inputs of the same sizes (``other``) on the same
    object: what is kept from call to call shows. An input that the function changes is wrong, too, unless it is in
    ``may_change``. The results in ``same_dtype`` must have the dtype of the expected ones.

    ``takes`` says what the function takes, in the student's words: by input ``{"x": "x", "stride":
    'conv_param["stride"]'}``. Only these are named to students. Default: the inputs that are arguments of the function
    by the same name.

    ``slopes``: gradients are compared with central differences of the student's own forward pass, too; on inputs with
    what that pass gives, ``own_inputs(module, case)``, where the function takes it.

    ``drawn``: the results depend on random draws, and `judge` uses nothing of the expected ones but shapes and dtypes.
    """

    name: str
    module: str
    cases: Callable[[np.random.Generator], Iterable[Case]]
    run: Callable[..., Mapping[str, Any]]
    sizes: Callable[[Case], Mapping[str, int]] = field(default=lambda case: {})
    judge: Callable[[Task, Case, Results, Results], Problem | None] | None = None
    make: Callable[[ModuleType, Case], Any] | None = None
    other: Callable[[Case], Case] = field(default=lambda case: other_inputs(case))
    may_change: frozenset[str] = frozenset()
    same_dtype: tuple[str, ...] = ()
    takes: Mapping[str, str] | None = None
    slopes: tuple[Slope, ...] = ()
    own_inputs: Callable[[ModuleType, Case], Case] | None = None
    drawn: bool = False


class WrongResult(Exception):
    """Raised by the lines of a task when what came back can't be used: the message says why, `mistake` is its id."""

    def __init__(self, message: str, mistake: str = "wrong-result"):
        super().__init__(message)
        self.mistake = mistake


class Remark(UserWarning):
    """Warned of by the lines of a task when a result is right, and something is to be said of it."""


def words(task: Task, key: str) -> str:
    """An input in the student's words."""
    return (task.takes or {}).get(key, key)


def other_inputs(case: Case) -> Case:
    """Other inputs of the same sizes and kinds: entries in other places, real numbers smaller."""

    def other(value):
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
            return value
        moved = np.roll(value, 1)
        return (0.75 * moved).astype(value.dtype) if value.dtype.kind == "f" else moved

    return {key: other(value) for key, value in case.items()}
