"""What a child of the runner does for a task: it calls the student's code and sends what comes."""

from __future__ import annotations

import base64
import contextlib
import functools
import io
import json
import pickle
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

import numpy as np

from cs_nn import checks
from cs_nn.language import parts_of

#: What a child says when the module is loaded.
LOADED = "loaded"
#: Entries of a large result that are compared.
SAMPLE = 5000
#: Exit status of a child after which the fresh inputs need not be tried.
ENOUGH = 77

Send = Callable[..., None]


def send(write: Callable[[bytes], object], case: object, name: str, data: bytes) -> None:
    write(f"{case} {name} {len(data)}\n".encode())
    write(data)


def steps(lab: str, task: Any, request: dict) -> list[tuple[bool, Callable[[Send], Any]]]:
    """What to do for a task, one after the other: (on large inputs, what)."""
    small = partial(run_small, lab, task, request)
    large = request["large"].get(task.name)
    return [(False, small), *([(True, partial(run_large, task, request, large))] if large else [])]


def run_together(lab: str, tasks: dict, request: dict, write: Callable[[bytes], object]) -> None:
    """Run one task after the other; of each write a line with its name and a size, then so many bytes."""
    for name in request["inputs"]:
        part = io.BytesIO()
        for _, step in steps(lab, tasks[name], request):
            if step(partial(send, part.write)) == ENOUGH:
                break
        write(f"{name} {part.tell()}\n".encode())
        write(part.getvalue())


def run_small(lab: str, task: Any, request: dict, send: Send) -> int:
    """The notebook's check, then fresh inputs, and some of them again, each with modules that are loaded afresh."""
    with contextlib.suppress(Exception, SystemExit), checks.student_module(task):
        pass
    send("visible", LOADED, b"")
    if request["visible"] and run_visible(lab, task, send, request["together"]) == ENOUGH:
        return ENOUGH
    cases = dict(enumerate(request["inputs"][task.name]))
    run_cases(task, checks.run_task, "", cases, send)
    again = {number: cases[number] for number in request["again"][task.name]}
    run_cases(task, checks.run_again, checks.AGAIN, again, send)
    return 0


def run_large(task: Any, request: dict, path: str, send: Send) -> None:
    run_cases(task, checks.run_task, "", dict(enumerate(large_inputs(path), len(request["inputs"][task.name]))), send)


@functools.cache
def large_inputs(path: str) -> list[dict]:
    """The cases in a file of `grading.fresh_inputs.large_file`: the same for all hand-ins."""
    with open(path, "rb") as file:
        return pickle.load(file)


def run_cases(task: Any, call: Callable, prefix: str, cases: dict[int, dict], send: Send) -> None:
    with contextlib.ExitStack() as stack:
        try:
            module = stack.enter_context(checks.saved_module(task.module))
        except Exception as error:
            for number, case in cases.items():
                send_error(task, error, case, f"{prefix}error", number, send)
            return
        for number, case in cases.items():
            names = case["large"].replace("|", " ").split() if "large" in case else None  # the results compared
            try:
                for key, value in call(task, module, case).items():
                    if names is None:
                        send(number, prefix + key, as_file(value))
                    elif key in names:
                        send(number, prefix + key, as_file(sample(value)))
            except Exception as error:
                send_error(task, error, case, f"{prefix}error", number, send)


def sample(result: np.ndarray) -> np.ndarray:
    """A few thousand entries from all over a large result: enough to tell whether it is right, as small ones are."""
    if result.size <= SAMPLE:
        return result
    return result.ravel()[np.random.default_rng(result.shape).integers(result.size, size=SAMPLE)]


def send_error(task: Any, error: Exception, case: dict, name: str, number: int, send: Send) -> None:
    find = partial(checks.crash_problem, task, error, case)
    send(number, name, as_json(as_problem(find, type(error).__name__)))


def run_visible(lab: str, task: Any, send: Send, brief: bool) -> int:
    """Run the notebook's own check; `ENOUGH` if it fails: fresh inputs have nothing to add.

    It is `brief` where what is wrong will run again.
    """
    load = partial(checks.student_module, task)
    code = recording(send)(task, load, checks.visible_cases(task))
    try:
        problem = checks.verdict_on(lab, code, brief).problem
    except checks.CheckFailed as failed:  # the module can't be loaded
        send(
            "visible",
            "failed",
            as_json({"lines": [[style, parts_of(line)] for style, line in failed.lines], "mistake": failed.mistake}),
        )
        return ENOUGH
    return ENOUGH if problem else 0


def recording(send: Send) -> type:
    """`StudentCode` that sends what each of its calls gave: the grader's `RecordedCode` gives it again."""

    def as_outcome(got):
        return as_problem(lambda: got, "an error") if isinstance(got, checks.Problem) else as_results(got)

    def as_results(got):
        return {"results": {name: base64.b64encode(as_file(value)).decode() for name, value in got.items()}}

    class Recording(checks.StudentCode):
        def first(self):
            outcomes, notes = super().first()
            send(
                "visible",
                "first",
                as_json([[as_outcome(each) for each in outcomes], [parts_of(note) for note in notes]]),
            )
            return outcomes, notes

        def again(self, numbers: Collection[int]):
            outcomes = super().again(numbers)
            send("visible", "again", as_json({number: as_outcome(each) for number, each in outcomes.items()}))
            return outcomes

        def alone(self, number):
            got = super().alone(number)
            send("visible", f"alone:{number}", as_json(None if got is None else as_results(got)))
            return got

        def answers(self, number, inputs):
            got = super().answers(number, inputs)
            rows = None if got is None else [[*key, how] for key, how in got.items()]
            send("visible", f"answers:{number}:{','.join(sorted(inputs))}", as_json(rows))
            return got

        def slope_errors(self, number, got):
            errors = super().slope_errors(number, got)
            send("visible", f"slopes:{number}", as_json({name: float(error) for name, error in errors.items()}))
            return errors

    return Recording


def as_file(value: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, value, allow_pickle=False)
    return file.getvalue()


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def as_problem(find: Callable[[], Any], error: str) -> dict[str, Any]:
    try:
        problem = find()
        texts = {key: parts_of(getattr(problem, key) or "") for key in ("what", "hint", "mistake", "about")}
        return {**texts, "certain": bool(problem.certain)}
    except Exception:  # the exception can't be turned into text
        return {"what": f"it stopped with {error}"[:1000], "hint": "", "mistake": "error", "about": "", "certain": True}
