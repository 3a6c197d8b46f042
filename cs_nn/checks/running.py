"""Calling the student's code on the inputs of a task."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from types import ModuleType
from typing import Any
from unittest import mock

import numpy as np

from cs_nn.checks.task import Case, Remark, Task, WrongResult, words
from cs_nn.language import lazy as _

#: What `np.empty` holds while a check runs (in memory it may be anything): far outside of all right results, and
#: itself in float32 too.
NOT_FILLED = float(np.float32(-1.7e33))


#: Names of what is no result: an input that was changed, a result of a second call.
ARGUMENT, AGAIN = "argument:", "again:"


def unpack(value: object, names: str, function: str) -> Any:
    """The parts of a returned tuple; `WrongResult` says what came instead of ``names``."""
    parts = [part.strip() for part in names.split(",")]
    if value is None:
        raise WrongResult(
            _("{function} returned None instead of {names}: does it end with a return statement?").format(
                function=function, names=names
            )
        )
    if len(parts) == 1:
        return value
    if not isinstance(value, (tuple, list)) or len(value) != len(parts):
        if isinstance(value, (tuple, list)):
            number, kind = len(value), ""
            said = _("{function} must return {count} values, ({names}); it returned {number} values")
        else:
            number, kind = 1, type(value).__name__
            said = _("{function} must return {count} values, ({names}); it returned one {kind}")
        raise WrongResult(said.format(function=function, count=len(parts), names=names, number=number, kind=kind))
    return value


def by_name(value: object, names: str, function: str) -> dict[str, Any]:
    """What a function returned by name: `unpack` says what is wrong with it."""
    values, parts = unpack(value, names, function), names.split(", ")
    return dict(zip(parts, values if len(parts) > 1 else [values]))


def to_array(value: object, name: str) -> np.ndarray:
    """`value` as an array of numbers; `WrongResult` if it is something else."""
    if value is None:
        raise WrongResult(_("{name} is None instead of an array").format(name=name))
    try:
        array = np.array(value)
    except Exception as error:
        raise WrongResult(_("{name} can't be turned into an array: {error}").format(name=name, error=error)) from None
    if array.dtype.kind not in "biuf":
        raise WrongResult(_("{name} holds {dtype} instead of real numbers").format(name=name, dtype=array.dtype))
    return array


def run_task(task: Task, module: ModuleType, case: Case, notes: list[str] | None = None) -> dict[str, np.ndarray]:
    """Results of the student's code on a copy of the inputs; `notes` receives what is odd but not wrong.

    An input that was changed and must not be is among the results, as ``argument:<name>``.
    """
    return _run(task, module, case, () if task.make is None else (task.make(module, case),), notes)


def run_again(task: Task, module: ModuleType, case: Case) -> dict[str, np.ndarray]:
    """As `run_task`, after runs with other inputs on the same object, whatever they gave.

    Their cases have a key "again": what a first run has found of the way a function works need not be looked for.
    """
    case = {**case, "again": True}
    made = () if task.make is None else (task.make(module, case),)
    other = task.other(case)
    # Other settings and fewer examples show what is stored once for all, the same ones then what is stored for them.
    for each in (_fewer_examples(task, _other_settings(other)), other):
        with contextlib.suppress(Exception, SystemExit):
            _run(task, module, each, made)
    return _run(task, module, case, made)


def _run(task, module, case, made, notes=None):
    copy = {key: value.copy() if isinstance(value, np.ndarray) else value for key, value in case.items()}
    floating = np.errstate(divide="warn", over="warn", under="ignore", invalid="warn")  # whatever np.seterr was told
    with warnings.catch_warnings(record=True) as caught, marked_empty(), floating:
        warnings.simplefilter("always")
        results = {name: to_array(value, name) for name, value in task.run(module, copy, *made).items()}
    if notes is not None:
        notes += [
            warning.message.args[0]
            if issubclass(warning.category, Remark)
            else _("Python warned: {message}").format(message=warning.message)
            for warning in caught
        ]
    for key, value in case.items():
        if not isinstance(value, np.ndarray) or _same(value, copy[key]):
            continue
        if key not in task.may_change:
            results[ARGUMENT + key] = to_array(copy[key], key)
        elif notes is not None:
            notes.append(
                _("{task} changes its argument {argument} in place: its caller may be surprised").format(
                    task=task.name, argument=words(task, key)
                )
            )
    return results


def _same(value, copy):
    if value.shape == copy.shape and value.dtype == copy.dtype and _same_bytes(value, copy):
        return True  # nearly always, and told much faster
    return np.array_equal(value, copy, equal_nan=value.dtype.kind == "f")


def _same_bytes(value, copy):
    if value.size < 1000:
        return value.tobytes() == copy.tobytes()
    return np.array_equal(value.ravel().view(np.uint8), copy.ravel().view(np.uint8))


def _other_settings(case):
    return {key: 0.75 * value if isinstance(value, float) else value for key, value in case.items()}


def _fewer_examples(task, case):
    """The case without its last example, if it has several and their number is the size of nothing else."""
    sizes = list(task.sizes(case).items())
    N = dict(sizes).get("N", 1)
    if N == 1 or [size for _, size in sizes].count(N) > 1:
        return case
    return {
        key: value[:-1] if isinstance(value, np.ndarray) and value.shape[:1] == (N,) else value
        for key, value in case.items()
    }


@contextlib.contextmanager
def marked_empty() -> Iterator[None]:
    """`np.empty` and `np.empty_like` give arrays of NOT_FILLED, so that what a function leaves unfilled shows."""

    def marked(empty):
        def with_marks(*args, **kwargs):
            array = empty(*args, **kwargs)
            if array.dtype.kind == "f" and array.dtype.itemsize > 2:  # float16 has no such number
                array.fill(NOT_FILLED)
            return array

        return with_marks

    before = {"empty": np.empty, "empty_like": np.empty_like}
    vars(np).update({name: marked(empty) for name, empty in before.items()})
    try:
        yield
    finally:
        vars(np).update(before)


@contextlib.contextmanager
def replaced(module: object, **attributes: object) -> Iterator[None]:
    """`module` with some of its functions replaced, so that one task is checked without the others."""
    with contextlib.ExitStack() as stack:
        for name, value in attributes.items():
            stack.enter_context(mock.patch.object(module, name, value, create=True))
        yield
