"""The second oracle of a check: is a gradient the slope of the student's own forward pass?

The first one, the worked solution's results, tells whether a result is right. This one tells where to look: a gradient
that is the slope of a wrong loss has the same mistake, often in what both are made of.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable, Sequence
from types import ModuleType

import numpy as np

from cs_nn.checks.running import run_task
from cs_nn.checks.task import Case, Comparison, Problem, Results, Task
from cs_nn.checks.tolerance import agrees
from cs_nn.language import lazy as _
from cs_nn.tools.gradient_check import directional_gradient_check, rel_error, sparse_gradient_check

#: Relative errors up to which a gradient counts as the slope, and from which on it does not. Central differences with a
#: step of 1e-5 reach about 1e-8; what lies between is rounding, and nothing is said.
SMALL, LARGE = 1e-5, 1e-2
#: Random directions, in which all entries take part, and single entries.
DIRECTIONS, ENTRIES = 2, 2


def slope_errors(task: Task, module: ModuleType, case: Case, got: Results) -> dict[str, float]:
    """By gradient its largest relative error to central differences of the student's own forward pass.

    A gradient is left out where the forward pass is not written, stops, gives no number, hardly answers or has a kink.
    """
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):  # called often, and all has been said once
        warnings.simplefilter("ignore")
        try:
            return _slope_errors(task, module, case, got)
        except (Exception, SystemExit):  # whatever a student's forward pass may do: it is not what is checked
            return {}


def _slope_errors(task, module, case, got):
    errors = {}
    if task.own_inputs is not None:
        case = task.own_inputs(module, case)
        got = run_task(task, module, case)
    made = () if task.make is None else (task.make(module, case),)
    for slope in task.slopes:
        if slope.gradient not in got or np.shape(got[slope.gradient]) != np.shape(case[slope.at]):
            continue

        def forward(x, slope=slope):
            return float(slope.value(module, {**case, slope.at: x}, *made))

        try:
            error = _error(forward, case[slope.at], got[slope.gradient])
        except (Exception, SystemExit):
            continue
        if error is not None:
            errors[slope.gradient] = error
    return errors


def _error(forward, x, gradient):
    """The largest relative error in random directions and at single entries; None if differences tell nothing."""
    largest = float(np.max(np.abs(x), initial=0.0))
    if largest > 1e8:  # a step for it is none for small entries
        return None
    step = 1e-5 * max(1.0, largest)
    numeric, analytic = _derivatives(forward, x, gradient, step)
    size = np.max(np.abs([numeric, analytic]))
    error = float(np.max(np.abs(numeric - analytic)) / size) if size > 1e-6 else np.nan
    if not error <= LARGE:  # is there a kink near, or inf, or nan?
        finer, _ = _derivatives(forward, x, gradient, step / 10)
        if not np.max(np.abs(numeric - finer)) <= 1e-3 * size:
            return None
    return error if np.isfinite(error) else None


def _derivatives(forward, x, gradient, step):
    found = [
        directional_gradient_check(forward, x, gradient, DIRECTIONS, step),
        sparse_gradient_check(forward, x, gradient, ENTRIES, step),
    ]
    return np.concatenate([one.numeric for one in found]), np.concatenate([one.analytic for one in found])


#: The errors of the gradients among some results.
Errors = Callable[[Results], dict[str, float]]


def said_of_errors(task: Task, errors_of: Errors, comparisons: Sequence[Comparison]) -> str:
    """For a check that passed: the largest relative errors of the gradients to both oracles; "" for a task without.

    ``errors_of(got)`` are those of results of the first case (`slope_errors`).
    """
    if not task.slopes:
        return ""
    results = [(each.got, each.expected) for each in comparisons if not isinstance(each.got, Problem)]
    errors = errors_of(results[0][0])
    names = [slope.gradient for slope in task.slopes]
    reference = max(
        (
            rel_error(got[name], expected[name])
            for got, expected in results
            for name in names
            if name in expected and np.shape(got[name]) == expected[name].shape
        ),
        default=0.0,
    )
    if not errors:
        return _("Largest relative error of the gradients: {error:.0e} to the reference results.").format(
            error=reference
        )
    own, worst = task.slopes[0].of, max(errors.values())
    said = _(
        "Largest relative error of the gradients: {error:.0e} to the reference results, {own_error:.0e} to central "
        "differences of your own {own}."
    ).format(error=reference, own_error=worst, own=own)
    if worst <= LARGE:
        return said
    return _("{errors} They differ: is {own} right, and all that {task} calls?").format(
        errors=said, own=own, task=task.name
    )


def said_of_slope(task: Task, errors_of: Errors, problem: Problem, comparison: Comparison) -> str:
    """For a wrong gradient: whether it is the slope of the student's own forward pass; "" if that is unknown.

    ``errors_of(got)`` are the errors of results of the comparison's case (`slope_errors`).
    """
    if not problem.wrong or isinstance(comparison.got, Problem):
        return ""
    # Results with a fake in the place of what is called may be wrong, and the true ones right.
    slope = next(
        (
            slope
            for slope in task.slopes
            if slope.gradient in comparison.expected
            and not agrees(comparison.got.get(slope.gradient, np.nan), comparison.expected[slope.gradient])
        ),
        None,
    )
    error = slope and errors_of(comparison.got).get(slope.gradient)
    if error is None or SMALL < error <= LARGE:
        return ""
    inside = slope.of in comparison.expected  # the function gives the value too
    gradient = (
        slope.gradient if slope.gradient.startswith("d") else _("gradient {gradient}").format(gradient=slope.gradient)
    )
    if error <= SMALL:
        said = (
            _(
                "Your {gradient} is the slope of your own {value} (relative error {error:.0e} to central differences): "
                "the same mistake is in both."
            )
            if inside
            else _(
                "Your {gradient} is the slope of your own {value} (relative error {error:.0e} to central differences): "
                "is {value} right?"
            )
        )
    elif inside and slope.of not in problem.wrong:
        said = _(
            "Your {value} is right, and your {gradient} is not its slope (relative error {error:.0e} to central "
            "differences)."
        )
    else:
        said = _(
            "Your {gradient} is not the slope of your own {value} (relative error {error:.0e} to central differences)."
        )
    return said.format(gradient=gradient, value=slope.of, error=error)
