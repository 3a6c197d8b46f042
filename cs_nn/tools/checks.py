"""Checks of what students write, with hints.

Each graded function is a `Task`: inputs, and the few lines that call the student's code on them.
``check("softmax_loss_naive")`` is the visible check of the notebooks: fixed inputs, expected results from a file made
with the worked solution, known mistakes by their fingerprints. The grader uses the same tasks with fresh inputs.

A module of ``cs_nn.tools.tasks`` declares the tasks of one lab: ``TASKS = {task.name: task, ...}``.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import pkgutil
import re
import sys
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cs_nn.tools import tasks as tasks_package
from cs_nn.tools.gradient_check import rel_error
from cs_nn.tools.labs import heading_of
from cs_nn.tools.saved_module import PACKAGE, saved_module

if TYPE_CHECKING:
    from cs_nn.tools.fingerprints import Fit, Known

#: Inputs of one comparison: arrays, numbers and strings by name; "about" says in words what it tests.
Case = Mapping[str, Any]
#: Results of one run by name.
Results = Mapping[str, np.ndarray]

#: A result may differ from the expected one by RTOL of the entry plus ATOL of the largest entry:
#: room for float32 and for any order of summation, far below what a mistake does.
RTOL, ATOL = 1e-4, 2e-4
#: A result with no larger entry may be zero because its small numbers were taken for 0.
SMALL = 2e-3
#: What `np.empty` holds while a check runs (in memory it may be anything): far outside of all right results, and
#: itself in float32 too.
NOT_FILLED = float(np.float32(-1.7e33))
#: Names of what is no result: an input that was changed, a result of a second call.
ARGUMENT, AGAIN = "argument:", "again:"


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
    """

    name: str
    module: str
    cases: Callable[[np.random.Generator], Iterable[Case]]
    run: Callable[[ModuleType, Case], Mapping[str, Any]]
    sizes: Callable[[Case], Mapping[str, int]] = field(default=lambda case: {})
    judge: Callable[[Task, Case, Results, Results], Problem | None] | None = None
    make: Callable[[ModuleType, Case], Any] | None = None
    other: Callable[[Case], Case] = field(default=lambda case: other_inputs(case))
    may_change: frozenset[str] = frozenset()
    same_dtype: tuple[str, ...] = ()
    takes: Mapping[str, str] | None = None
    slopes: tuple[Slope, ...] = ()
    own_inputs: Callable[[ModuleType, Case], Case] | None = None


class WrongResult(Exception):
    """Raised by the lines of a task when what came back can't be used: the message says why."""


class CheckFailed(AssertionError):
    """A check found a mistake. Jupyter shows its few lines instead of a long traceback."""

    def __init__(self, lines, mistake=None):
        super().__init__("\n".join(line for _, line in lines))
        self.lines, self.mistake = lines, mistake

    def _render_traceback_(self):
        return [_styled(style, line) for style, line in self.lines]


#: Lines stand out by a symbol and bold letters: none of a terminal's colours can be read well on the backgrounds of
#: both JupyterLab's light and its dark theme (blue on the red of an error: a contrast of 4.5 and 2.4).
_SYMBOLS = {"fail": "\N{BALLOT X}", "hint": "\N{RIGHTWARDS ARROW}", "pass": "\N{CHECK MARK}"}


def _styled(style, line):
    return f"\x1b[1m{_SYMBOLS[style]} {line}\x1b[0m" if style else line


# ------------------------------------------------------------------ tasks
def lab_tasks(lab: str) -> dict[str, Task]:
    """The tasks of a lab by name, in the order of the notebooks."""
    return importlib.import_module(f"{tasks_package.__name__}.{lab}").TASKS


def find_task(name: str) -> tuple[str, Task]:
    """The lab and the task called `name`; `CheckFailed` says which there are if there is none."""
    labs = {}
    for info in pkgutil.iter_modules(tasks_package.__path__):
        if info.name.startswith("_"):  # parts that labs share
            continue
        labs[info.name] = lab_tasks(info.name)
        if name in labs[info.name]:
            return info.name, labs[info.name][name]
    raise _no_task(name, labs)


def _no_task(name, labs):
    text = name if isinstance(name, str) else getattr(name, "__name__", str(name))
    close = difflib.get_close_matches(text, [task for tasks in labs.values() for task in tasks], n=1)
    here = Path.cwd().name  # a notebook lies in the folder of its lab
    shown = [here] if here in labs else [lab for lab, tasks in labs.items() if {*close} & tasks.keys()] or labs
    said = f"there is no task called {name!r}" if isinstance(name, str) else "check wants a name, in quotes"
    return CheckFailed(
        [
            ("fail", said),
            *(("hint", f'Is check("{task}") meant?') for task in close),
            *(("", f"The tasks of {lab}: {', '.join(labs[lab])}") for lab in shown),
        ]
    )


def visible_cases(task: Task) -> list[Case]:
    """The fixed inputs of the visible check."""
    return list(task.cases(np.random.default_rng(2016)))


def load_expected(lab: str, task: Task) -> list[Results]:
    """The worked solution's results on the visible inputs, one dict per case."""
    expected = [{} for _ in visible_cases(task)]
    with _reference(lab) as archive:
        for key in archive.files:
            name, case, result = key.split("/")
            if name == task.name and result:
                expected[int(case)][result] = archive[key]
    return expected


def load_answers(lab: str, task: Task, number: int) -> dict[tuple[str, str], str]:
    """How the worked solution's results on one visible case answer to changed inputs (see `cs_nn.tools.probes`)."""
    with _reference(lab) as archive:
        key = f"{task.name}/{number}/"
        return {(name, result): how for name, result, how in archive[key]} if key in archive.files else {}


def _reference(lab):
    return np.load(Path(tasks_package.__file__).with_name(f"{lab}.npz"), allow_pickle=False)


# ------------------------------------------------------------------ running a task
def unpack(value, names: str, function: str):
    """The parts of a returned tuple; `WrongResult` says what came instead of ``names``."""
    parts = [part.strip() for part in names.split(",")]
    if value is None:
        raise WrongResult(f"{function} returned None instead of {names}: does it end with a return statement?")
    if len(parts) == 1:
        return value
    if not isinstance(value, (tuple, list)) or len(value) != len(parts):
        got = f"{len(value)} values" if isinstance(value, (tuple, list)) else f"one {type(value).__name__}"
        raise WrongResult(f"{function} must return {len(parts)} values, ({names}); it returned {got}")
    return value


def to_array(value, name: str) -> np.ndarray:
    """`value` as an array of numbers; `WrongResult` if it is something else."""
    if value is None:
        raise WrongResult(f"{name} is None instead of an array")
    try:
        array = np.array(value)
    except Exception as error:
        raise WrongResult(f"{name} can't be turned into an array: {error}") from None
    if array.dtype.kind not in "biuf":
        raise WrongResult(f"{name} holds {array.dtype} instead of real numbers")
    return array


def run_task(task: Task, module: ModuleType, case: Case, notes: list[str] | None = None) -> dict[str, np.ndarray]:
    """Results of the student's code on a copy of the inputs; `notes` receives what is odd but not wrong.

    An input that was changed and must not be is among the results, as ``argument:<name>``.
    """
    return _run(task, module, case, () if task.make is None else (task.make(module, case),), notes)


def run_again(task: Task, module: ModuleType, case: Case) -> dict[str, np.ndarray]:
    """As `run_task`, after runs with other inputs on the same object, whatever they gave."""
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
        notes += [f"Python warned: {warning.message}" for warning in caught]
    for key, value in case.items():
        if not isinstance(value, np.ndarray) or np.array_equal(value, copy[key], equal_nan=value.dtype.kind == "f"):
            continue
        if key not in task.may_change:
            results[ARGUMENT + key] = to_array(copy[key], key)
        elif notes is not None:
            notes.append(f"{task.name} changes its argument {words(task, key)} in place: its caller may be surprised")
    return results


def other_inputs(case: Case) -> Case:
    """Other inputs of the same sizes and kinds: entries in other places, real numbers smaller."""

    def other(value):
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
            return value
        moved = np.roll(value, 1)
        return (0.75 * moved).astype(value.dtype) if value.dtype.kind == "f" else moved

    return {key: other(value) for key, value in case.items()}


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


def words(task: Task, key: str) -> str:
    """An input in the student's words."""
    return (task.takes or {}).get(key, key)


@contextlib.contextmanager
def marked_empty():
    """`np.empty` and `np.empty_like` give arrays of NOT_FILLED, so that what a function leaves unfilled shows."""

    def marked(empty):
        def with_marks(*args, **kwargs):
            array = empty(*args, **kwargs)
            if array.dtype.kind == "f" and array.dtype.itemsize > 2:  # float16 has no such number
                array.fill(NOT_FILLED)
            return array

        return with_marks

    with replaced(np, empty=marked(np.empty), empty_like=marked(np.empty_like)):
        yield


@contextlib.contextmanager
def replaced(module: ModuleType, **attributes):
    """`module` with some of its functions replaced, so that one task is checked without the others."""
    old = {name: vars(module)[name] for name in attributes if name in vars(module)}
    try:
        for name, value in attributes.items():
            setattr(module, name, value)
        yield module
    finally:
        for name in attributes:
            if name in old:
                setattr(module, name, old[name])
            else:
                delattr(module, name)


# ------------------------------------------------------------------ judging results
def agrees(got, expected, rtol=RTOL, atol=ATOL) -> bool:
    """Whether two arrays have one shape and agree to the course's tolerance (see RTOL)."""
    got, expected = np.asarray(got), np.asarray(expected)
    if got.shape != expected.shape:
        return False
    if got.size == 0:
        return True
    got, expected = got.astype(float), expected.astype(float)
    if not np.isfinite(got).all():
        return False
    return bool(np.all(np.abs(got - expected) <= rtol * np.abs(expected) + atol * np.max(np.abs(expected))))


def judge(task: Task, case: Case, expected: Results, got: Results) -> Problem | None:
    """The first thing that is wrong with the results, or None if they are right."""
    if task.judge is not None:
        problem = task.judge(task, case, expected, got)
    else:
        problem = compare(task, case, expected, got)
    changed = changed_argument(task, got)
    if problem is not None and not problem.hint and changed is not None:
        problem = replace(problem, what=f"{problem.what}; and {changed.what.partition(';')[0]}")
    problem = problem or _other_dtype(task, expected, got) or changed
    if problem is not None and not problem.about:
        problem = replace(problem, about=case.get("about", ""))
    return problem


def _other_dtype(task, expected, got):
    for name in task.same_dtype:
        if name in expected and got[name].dtype != expected[name].dtype:
            return Problem(
                f"{name} has dtype {got[name].dtype} instead of {expected[name].dtype}",
                "the result has the dtype of the inputs: float32 in, float32 out. Is an array made without dtype=, or "
                "of random numbers, which are float64?",
                "dtype",
                name=name,
                certain=True,
            )
    return None


def changed_argument(task, got):
    changed = [words(task, key.removeprefix(ARGUMENT)) for key in got if key.startswith(ARGUMENT)]
    if not changed:
        return None
    return Problem(
        f"it changes its argument{'s' * (len(changed) > 1)} {_list(changed)}; all results are right",
        f"whoever called it needs {_list(changed)} as before: work on a copy. Does a line with +=, *=, [...] = or out= "
        "change an argument, or another name of it?",
        "argument-changed",
        certain=True,
    )


def kept(problem: Problem) -> Problem:
    """The problem of a second call, if the first one was right."""
    if problem.mistake == "kept":
        return problem
    return replace(
        problem,
        what=f"right in a first call, and in a second one with other inputs {problem.what}",
        hint="something is kept from the first call: a list that grows, a sum that does not start at 0, a cache of "
        "other inputs? Look at what is stored in self, outside of the function or in a default argument.",
        mistake="kept",
        certain=True,
        hints=(),
    )


def compare(task: Task, case: Case, expected: Results, got: Results, names=None) -> Problem | None:
    """Compare results by name with the expected ones; name the likely mistake."""
    names = list(expected) if names is None else names
    for name in names:
        if name not in got:
            return Problem(f"there is no {name}", name=name)
    wrong = [name for name in names if not agrees(got[name], expected[name])]
    if not wrong:
        return None
    name = wrong[0]
    right = [other for other in names if other not in wrong]
    what = f"{name} is wrong" + (f" ({_list(right)} {'is' if len(right) == 1 else 'are'} right)" if right else "")
    hints = tuple(_hints(task, case, expected, got, name))
    sentence, mistake = hints[0] if hints else ("", None)
    numbers = _numbers(name, got[name], expected[name])
    if not sentence:
        numbers += _right_part(got[name], expected[name], task.sizes(case))
    return Problem(what, sentence, mistake, numbers, name, got[name], expected[name], wrong=tuple(wrong), hints=hints)


def _list(names):
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _hints(task, case, expected, got, name):
    """(sentence, id) of what can be told by looking at a wrong result, the likeliest first."""
    found = _form(name, got, expected)
    if found:
        yield found
    else:
        averaged = not {"loss", "cost"}.isdisjoint(expected)
        yield from _values(task, case, name, got[name], expected[name], averaged)


class Comparison(NamedTuple):
    """A case with the expected results, what is wrong with the student's, and what they are in a first call."""

    case: Case
    expected: Results
    problem: Problem | None
    got: Results | Problem | None = None


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
    """The known mistake, or two, that give the student's results (`cs_nn.tools.fingerprints`)."""
    its = known()
    return its and its.name([each.got for each in comparisons], [each.expected for each in comparisons])


#: What the values of one array tell: a known mistake tells more.
_GENERAL = re.compile("integers|not-filled|nan|inf|all-zeros|sign|factor.*")


def _is_sure(problem):
    """Whether it stopped, a judge has said what is wrong, or a shape is wrong."""
    return problem.certain or not _GENERAL.fullmatch(problem.mistake or "factor")


def named(problem: Problem, fit: Fit) -> Problem:
    """The problem with the sentence of a known mistake, or of two."""
    sentences = [sentence for _, sentence in fit.mistakes]
    hint = sentences[0] if len(sentences) == 1 else f"there seem to be two: (1) {sentences[0]} (2) {sentences[1]}"
    return replace(problem, hint=hint, mistake=fit.mistakes[0][0])


def _without_hint(problem):
    return replace(problem, hint="", mistake=None) if problem.hint else problem


def _count(hints):
    counts = Counter(mistake for its in hints for mistake in its)
    return counts.__getitem__


def _possible_hints(comparisons):
    """For each comparison that fails the mistakes that may be named, with their hints."""
    problems = [each.problem for each in comparisons if each.problem is not None]
    certain = {problem.mistake for problem in problems if problem.certain}
    hints = []
    for problem in problems:
        told = {mistake: hint for hint, mistake in problem.hints}
        own = {problem.mistake: problem.hint} if problem.hint else {}
        hints.append({**told, **own} if problem.mistake in told else own)  # a judge may say it better
    count, least = _count(hints), SHARE * len(hints)
    return [
        {mistake: hint for mistake, hint in its.items() if mistake in certain or count(mistake) > least}
        for its in hints
    ]


def _form(name, got, expected):
    """Mistakes of shape that need no knowledge of the task."""
    others = [key for key in expected if key != name and key in got and got[key].shape != expected[key].shape]
    got, shapes, expected = got[name], {key: expected[key].shape for key in others}, expected[name]
    if got.shape == expected.shape:
        return None
    if got.shape in shapes.values():
        other = next(key for key in others if shapes[key] == got.shape)
        return f"{name} has the shape of {other}: are the results returned in the right order?", "wrong-order"
    if got.ndim == 2 and got.T.shape == expected.shape and agrees(got.T, expected):
        return f"{name} has shape {got.shape}, but {expected.shape} is expected: it is transposed.", "transposed"
    if got.size == expected.size:
        return (
            f"{name} has shape {got.shape}, but {expected.shape} is expected: the same number of entries, so "
            "look for a transpose, a reshape or keepdims=True.",
            "wrong-shape",
        )
    where = "look at the order of the factors." if got.ndim == expected.ndim == 2 else "which axis was summed?"
    return f"{name} has shape {got.shape}, but {expected.shape} is expected: {where}", "wrong-shape"


def _values(task, case, name, got, expected, averaged):
    """Mistakes of value that need no knowledge of the task: nan, zeros, whole numbers, sign, a constant factor.

    `averaged`: whether the function takes a mean over the batch.
    """
    if got.dtype.kind in "iu" and not agrees(expected, np.round(expected)) and agrees(got, np.trunc(expected)):
        yield f"{name} holds whole numbers: what is behind the point was cut off. Make an array of floats.", "integers"
    got, expected = got.astype(float), expected.astype(float)
    if np.isclose(got, NOT_FILLED, rtol=1e-6, atol=0).any():
        yield (
            f"not all of {name} is filled: np.empty holds whatever was in memory. Is an index or a slice left out? "
            "A sum starts with np.zeros.",
            "not-filled",
        )
    elif np.isnan(got).any():
        yield f"{name} has nan entries: is there 0/0, 0 * inf, inf - inf or inf/inf (overflow in exp)?", "nan"
    elif np.isinf(got).any():
        yield f"{name} is infinite: overflow in exp, or the logarithm of 0?", "inf"
    elif not got.any():
        why = (
            "stored in another variable?"
            if np.max(np.abs(expected), initial=0) > SMALL
            else f"are small numbers taken for 0? The largest entry is {np.max(np.abs(expected), initial=0):.2g}."
        )
        yield f"{name} is all zeros: is it computed but not stored, or {why}", "all-zeros"
    elif agrees(got, -expected):
        yield f"{name} has the wrong sign: it is -1 times the expected one.", "sign"
    else:
        factor = np.vdot(got, expected) / (np.vdot(expected, expected) or np.inf)
        if factor and abs(factor - 1) > 0.01 and agrees(got, factor * expected):  # nearer to 1 it is rounding
            yield from _factors(task, case, name, factor, expected.size, averaged)


def _factors(task, case, name, factor, entries, averaged):
    for letter, size in task.sizes(case).items():
        for value, text in ((size, f"{size}"), (1 / size, f"1/{size}")):
            if size > 1 and abs(factor / value - 1) < 1e-3:
                way = {
                    ("N", True, True): "average over the batch: divide by N",
                    ("N", False, True): "it is divided by N once too often",
                    ("N", False, False): "no mean over the batch is asked for",
                }.get((letter, value > 1, averaged), f"look where a sum or a mean over {letter} is taken")
                yield f"{name} is {text} times the expected one, and {letter} is {size}: {way}.", f"factor-{letter}"
    for value, text in ((2, "twice"), (0.5, "half")):
        if abs(factor / value - 1) < 1e-3:
            if case.get("reg") or case.get("lambd"):  # without a penalty there is no such factor
                why = "look at the factor 0.5 and at its derivative."
            else:
                why = "is it added twice?" if value == 2 else "where does the factor 0.5 come from?"
            yield f"{name} is {text} the expected one: {why}", "factor-2"
    for key, value in case.items() if entries > 1 else ():
        if isinstance(value, float) and value not in (0.0, 1.0) and np.isclose(factor, [value, 1 / value], 1e-3).any():
            way = key if np.isclose(factor, value, 1e-3) else f"1/{key}"
            yield (
                f"{name} is {way} times the expected one, and {key} is {value:g}: look where {key} enters.",
                "factor-of-setting",
            )
    if entries > 1:  # any two numbers are in some proportion
        yield f"{name} is {factor:.4g} times the expected one, everywhere: a constant factor is off.", "factor"


def _numbers(name, got, expected):
    if got.shape != expected.shape:
        return ""
    if got.ndim == 0:
        return f"{name}: yours {got.item():.6g}, expected {expected.item():.6g}"
    got, expected = got.astype(float), expected.astype(float)
    with np.errstate(all="ignore"):
        difference = np.nan_to_num(np.abs(got - expected), nan=np.inf)
        error = rel_error(got, expected)
    place = np.unravel_index(np.argmax(difference), difference.shape)
    differ = ~(difference <= RTOL * np.abs(expected) + ATOL * np.max(np.abs(expected)))
    return (
        f"{name}: {int(differ.sum())} of {differ.size} entries differ, most at {name}{[int(i) for i in place]}: "
        f"yours {got[place]:.6g}, expected {expected[place]:.6g}; relative error {error:.1e}"
    )


_AXES = {"N": "example", "T": "time step", "F": "filter"}


def _right_part(got, expected, sizes):
    """Where an array that is partly wrong is right, along the axis that tells most: "; right in row 0, 2"."""
    if got.shape != expected.shape or got.ndim == 0:
        return ""
    got, expected = got.astype(float), expected.astype(float)
    with np.errstate(all="ignore"):
        close = np.abs(got - expected) <= RTOL * np.abs(expected) + ATOL * np.max(np.abs(expected), initial=0.0)
    words = {1: ["entry"], 2: ["row", "column"]}.get(got.ndim, [f"axis {k}, index" for k in range(got.ndim)])
    for axis, size in enumerate(got.shape):
        letters = [letter for letter, its_size in sizes.items() if its_size == size]
        if len(letters) == 1 and got.shape.count(size) == 1:
            words[axis] = _AXES.get(letters[0], words[axis])
    best = ""
    fewest = 2  # a part that is half of the array tells less than one of many
    for axis, word in enumerate(words):
        size = close.shape[axis]
        right = np.flatnonzero(close.all(axis=tuple(k for k in range(close.ndim) if k != axis)))
        if 0 < len(right) < size and size > fewest:
            best, fewest = f"; right in {word} {', '.join(map(str, right[:5]))}{' ...' * (len(right) > 5)}", size
    return best


# ------------------------------------------------------------------ the visible check
def check(name: str) -> None:
    """Check one function of the lab on fixed inputs; `CheckFailed` says what is wrong.

    Prints one line if everything agrees. The code that is checked is the module of ``cs_nn`` as it is saved.
    """
    from cs_nn.tools.slopes import said_of_errors, said_of_slope

    lab, task = find_task(name)
    cases, expected, notes = visible_cases(task), load_expected(lab, task), []
    load = partial(student_module, task)
    with _saying_where_it_was_stopped(task):
        comparisons = judge_task(task, load, list(zip(cases, expected)), notes)
    notes, problems = list(dict.fromkeys(notes)), [each.problem for each in comparisons]
    first = first_problem(comparisons, partial(_load_known, lab, name))
    if first is not None:
        first = problem = _right_when_alone(task, load, cases, expected, problems) or first
        with load() as module:
            if not first.hint:
                problem = experiment(lab, task, module, cases, problems, first)
            slope = said_of_slope(task, module, first, next(each for each in comparisons if each.problem is not None))
        lines = _report(task, cases, problems, problem, slope)
        if problem.mistake != "stub":
            lines += [("", f"Note: {note}") for note in notes if _may_be_the_cause(note, first)]
            lines += _read_again(lab, task)
            if not first.hint:  # a known mistake needs no picture
                _show_heat_map(first)
        raise CheckFailed(lines, problem.mistake) from None
    _print("pass", f"{task.name}: correct in all {len(cases)} comparisons.")
    with load() as module:
        errors = said_of_errors(task, module, comparisons)
    if errors:
        _print("", errors)
    for note in notes:
        _print("", f"Note: {note}")


def _load_known(lab, name):
    from cs_nn.tools.fingerprints import load_known

    return load_known(lab, name)


@contextlib.contextmanager
def _saying_where_it_was_stopped(task):
    """When the student interrupts the kernel, as for a loop without end: the line, and no long traceback."""
    try:
        yield
    except KeyboardInterrupt as error:
        stopped = CheckFailed([("fail", f"{task.name}: stopped while it ran"), ("", describe_exception(task, error))])
        error._render_traceback_ = stopped._render_traceback_
        raise


def _right_when_alone(task, load, cases, expected, problems):
    """The first problem if it is not there when the module is loaded afresh and called on these inputs only."""
    number = next(number for number, problem in enumerate(problems) if problem is not None)
    if number and problems[number].wrong:
        with load() as fresh, contextlib.suppress(Exception, SystemExit):
            got = run_task(task, fresh, cases[number])
            if judge(task, cases[number], expected[number], got) is None:
                return kept(problems[number])
    return None


def experiment(
    lab: str, task: Task, module: ModuleType, cases: Sequence[Case], problems: Sequence[Problem | None], first: Problem
) -> Problem:
    """The first problem, with the hint that changed inputs give (`cs_nn.tools.probes`), if there is one."""
    from cs_nn.tools.probes import second_look

    right = [load_answers(lab, task, number) for number in range(len(cases))]
    for number, problem in enumerate(problems):
        found = problem and problem.name and second_look(task, module, cases, right, number, problem.name)
        if found:
            hint, mistake = found
            return replace(first, hint=hint, mistake=mistake)
    return first


@contextlib.contextmanager
def student_module(task: Task) -> Iterator[ModuleType]:
    """The student's module as it is saved; `CheckFailed` says why it can't be loaded."""
    with contextlib.ExitStack() as stack:
        try:
            module = stack.enter_context(saved_module(task.module))
        except SyntaxError as error:
            name = Path(error.filename or f"{task.module}.py").name
            text = f": {error.text.strip()}" if error.text else ""
            place = f"line {error.lineno}: " if error.lineno else ""
            raise CheckFailed(
                [
                    ("fail", f"{task.name}: cs_nn/{name} can't be read as Python"),
                    ("", f"{place}{error.msg}{text}"),
                    *([("hint", f"Likely mistake: {_ENCODING}")] if _is_encoding(error) else []),
                ],
                "syntax-error",
            ) from None
        except (Exception, SystemExit) as error:
            raise CheckFailed(
                [
                    ("fail", f"{task.name}: cs_nn/{task.module}.py can't be imported"),
                    ("", describe_exception(task, error)),
                    *([("hint", f"Likely mistake: {hint}")] if (hint := _crash_hint(error)) else []),
                ],
                type(error).__name__,
            ) from None
        yield module


_ENCODING = "the file is not saved as UTF-8: choose this encoding in your editor and save it again."


def _is_encoding(error):
    return "null bytes" in error.msg or "'utf-8' codec" in error.msg


def judge_task(
    task: Task,
    load: Callable[[], contextlib.AbstractContextManager[ModuleType]],
    inputs: Sequence[tuple[Case, Results]],
    notes: list[str] | None = None,
) -> list[Comparison]:
    """What is wrong on each of the inputs, (case, expected results).

    First each case is run by itself. If that is right, it is run after a call with other inputs, by a module that is
    loaded afresh (`load`): what was kept of the case itself would hide what is kept.
    """
    with load() as module:
        runs = [outcome(task, module, case, notes) for case, _ in inputs]
    comparisons = [Comparison(*each, judge_outcome(task, *each, got), got) for each, got in zip(inputs, runs)]
    if any(each.problem is None for each in comparisons):
        with load() as module:
            for number, (case, expected) in enumerate(inputs):
                if comparisons[number].problem is None:
                    problem = judge_outcome(task, case, expected, outcome(task, module, case, call=run_again))
                    comparisons[number] = comparisons[number]._replace(problem=problem and kept(problem))
    return comparisons


def run_and_judge(task: Task, module: ModuleType, case: Case, expected: Results, notes=None) -> Problem | None:
    """What is wrong on one case, with a module as it is."""
    return judge_task(task, partial(contextlib.nullcontext, module), [(case, expected)], notes)[0].problem


def outcome(task: Task, module: ModuleType, case: Case, *notes: list[str] | None, call=run_task) -> Results | Problem:
    """The results of the student's code on one case, or the problem that it stopped with."""
    try:
        return call(task, module, case, *notes)
    except (Exception, SystemExit) as error:
        return crash_problem(task, error, case)


def judge_outcome(task: Task, case: Case, expected: Results, got: Results | Problem) -> Problem | None:
    """What is wrong with one run."""
    return got if isinstance(got, Problem) else judge(task, case, expected, got)


def crash_problem(task: Task, error: BaseException, case: Case) -> Problem:
    """The `Problem` for an exception that the student's code raised."""
    about = case.get("about", "")
    if isinstance(error, WrongResult):
        return Problem(str(error), about=about, mistake="wrong-result")
    if isinstance(error, NotImplementedError) and re.fullmatch(r"\w*", str(error)):  # a stub says its name, no more
        missing = str(error) or task.name
        if missing == task.name:
            return Problem("not written yet: fill in its TODO and remove the raise line", about=about, mistake="stub")
        return Problem(f"it needs {missing}, which is not written yet", about=about, mistake="stub")
    return Problem(
        f"it stopped with {describe_exception(task, error)}",
        _crash_hint(error),
        about=about,
        mistake=type(error).__name__,
        certain=True,
    )


def _crash_hint(error):
    message = str(error)
    if isinstance(error, NameError):
        return _UNBOUND if isinstance(error, UnboundLocalError) else _name_hint(error)
    if isinstance(error, AttributeError):
        return _attribute_hint(error)
    if isinstance(error, ModuleNotFoundError):
        return _module_hint(error.name or "")
    if isinstance(error, np.exceptions.AxisError):
        return "the array has fewer axes than axis= says: axes count from 0, and a vector has one. Print its shape."
    if any(words in message for words in ("broadcast", "not aligned", "core dimension")):
        return "the shapes of two arrays do not fit: print the shapes of the arrays of this line just before it."
    if isinstance(error, IndexError) and "out of " in message:  # bounds, or range
        return "an index lies outside its array: is a size written as a number, or taken from the wrong axis?"
    if "cannot reshape" in message:
        return "the number of entries does not fit: is something left over at the end of an axis?"
    if "cannot be interpreted as an integer" in message or "slice indices must be integers" in message:
        return "a size or an index is not an integer: / gives a float, // divides integers."
    if "integer scalar arrays" in message:
        return "np.max and np.sum take one array and an axis; the larger of two, entry by entry, is np.maximum."
    if "truth value of an array" in message:
        return "if, and, or, max and min want one number, not an array: use np.where, np.maximum or a mask."
    return ""


def _name_hint(error):
    """What an unknown name may be: a module that is not imported, a name misspelt, or one of the notebook's."""
    name = error.name or ""
    if name in ("quit", "exit"):
        return f"{name} ends Python where one types line by line; a function ends with return, a loop with break."
    alias = {"np": "import numpy as np", "plt": "import matplotlib.pyplot as plt"}.get(name)
    if alias or name in sys.stdlib_module_names:
        return f"the file lacks a line at its top: {alias or f'import {name}'}"
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    known = {*frames[-1].f_locals, *frames[-1].f_globals} if frames else set()
    close = difflib.get_close_matches(name, [other for other in known if not other.startswith("__")], n=1, cutoff=0.75)
    if close:
        return f"{name} is not defined: is {close[0]} meant?"
    if name in _notebook_names():
        return f"{name} is a variable of the notebook; the module can't see it: pass what is needed as an argument."
    return (
        f"{name} is not defined in this function: is it misspelt, not computed yet, or a variable of another "
        "function? What is needed from outside is passed as an argument."
    )


def _attribute_hint(error):
    """Why an attribute is not there: gone from NumPy, misspelt, renamed, or of another kind of value."""
    name, owner, message = error.name, error.obj, str(error)
    if alias := re.search(r"`np\.(\w+)` was a deprecated alias", message):
        return f"np.{alias[1]} is gone from NumPy 2: write {alias[1]}"
    if removed := re.search(r"`(?:np\.)?(\w+)` was removed", message):
        return f"{removed[1]} is gone from NumPy 2; the message says what is used instead."
    if not name:  # raised by hand
        return ""
    if name == "itemset" and isinstance(owner, np.ndarray):
        return "itemset is gone from NumPy 2: write array[index] = value"
    close = ()
    with contextlib.suppress(Exception, SystemExit):  # an object of the student may answer anything
        close = difflib.get_close_matches(name, [other for other in dir(owner) if other[0] != "_"], n=1, cutoff=0.75)
    if close:
        return f"{name} is not there: is {close[0]} meant?"
    if getattr(owner, "__name__", "").startswith(f"{PACKAGE}."):
        return f"is {name} renamed or deleted, or does its line with def begin with spaces? It is called by this name."
    if owner is None:
        return "the value before the dot is None: does the function that it comes from end with a return statement?"
    if isinstance(owner, (list, tuple, dict, int, float)):
        return f"the value before .{name} is no array but of the type {type(owner).__name__}: where does it come from?"
    return ""


def _module_hint(name):
    """What a module may be that can't be imported: a file of the course, a helper file, or a package."""
    if name.partition(".")[0] == PACKAGE:
        return f"{name.replace('.', '/')}.py is not where the kit has it: is it renamed, moved or deleted?"
    return (
        f"the labs need NumPy only. If {name} is a file of yours, put what it holds into this file: no other file "
        "is handed in."
    )


def _notebook_names():
    return sys.modules["IPython"].get_ipython().user_ns if in_jupyter() else ()


_UNBOUND = "a variable is used before it gets a value, or gets one only inside an if."


def describe_exception(task: Task, error: BaseException) -> str:
    """``IndexError: ... (cs_nn/softmax.py, line 47: the source line)``."""
    where = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).name == f"{task.module}.py":
            where = f" (cs_nn/{task.module}.py, line {frame.lineno}: {frame.line})"
    message = str(error).partition("\n")[0]
    return f"{type(error).__name__}{f': {message}' if message else ''}{where}"


def headline(name: str, problem: Problem) -> str:
    """The task and what is wrong with it; the name is there once."""
    return problem.what if problem.what.startswith(f"{name} ") else f"{name}: {problem.what}"


def _report(task, cases, problems, problem, slope):
    number = next(n for n, p in enumerate(problems, start=1) if p is not None)
    lines = [("fail", headline(task.name, problem))]
    if problem.mistake == "stub":
        return [*lines, ("", "Is it written? Then save the file (Ctrl+S, on macOS Cmd+S) and run this cell again.")]
    lines.append(("", f"Compared: {problem.about or f'case {number}'} (comparison {number} of {len(cases)})."))
    if problem.hint:
        lines.append(("hint", f"Likely mistake: {problem.hint}"))
    if problem.numbers:
        lines.append(("", problem.numbers))
    if slope:
        lines.append(("", slope))
    right = [case["about"] for case, p in zip(cases, problems) if p is None]
    if right:
        lines.append(("", "Right so far: " + "; ".join(right) + "."))
    return lines


def _may_be_the_cause(note, problem):
    """Whether a note can explain a wrong result: log(0) somewhere can't if all entries of the result are numbers."""
    floating = re.search("divide by zero|overflow|underflow|invalid value", note) and "cast" not in note
    return not floating or problem.got is None or not np.isfinite(problem.got.astype(float)).all()


def _read_again(lab, task):
    """Where the task is derived: a line of the report, or a link below it in Jupyter."""
    try:
        place = heading_of(lab, task.name)
    except Exception:  # a student's notebook may hold anything
        place = None
    if place is None:
        return []
    notebook, heading = place
    if not in_jupyter():
        return [("", f"Read again: {heading} ({notebook}.ipynb).")]
    label = re.sub(r"([\[\]])", r"\\\1", heading)
    link = {"text/markdown": f"Read again: [{label}](<#{anchor(heading)}>)", "text/plain": f"Read again: {heading}"}
    _after_this_cell(lambda display: display(link, raw=True))
    return []


def anchor(heading: str) -> str:
    """JupyterLab's anchor of a heading: its text with - for spaces, and nothing percent-encoded."""
    return heading.replace("`", "").replace(" ", "-")


def _after_this_cell(show):
    """Call ``show(display)`` below the error that ends this cell: what explains a message comes after it."""
    from IPython import get_ipython
    from IPython.display import display

    events = get_ipython().events

    def callback(result):
        events.unregister("post_run_cell", callback)
        show(display)

    events.register("post_run_cell", callback)


def _print(style, text):
    print(_styled(style, text) if in_jupyter() else text)


def in_jupyter() -> bool:
    """Whether this runs in a notebook's kernel, where bold letters and pictures can be shown."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and hasattr(shell, "kernel")


def _show_heat_map(problem):
    """A picture of the error in Jupyter, for matrices of the right shape."""
    got, expected = problem.got, problem.expected
    if not in_jupyter() or got is None or got.ndim != 2 or got.shape != expected.shape or min(got.shape) < 2:
        return
    from cs_nn.tools.plots import error_heat_map

    _after_this_cell(lambda display: error_heat_map(got, expected, problem.name))
