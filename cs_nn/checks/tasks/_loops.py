"""Whether a function does its work in Python, piece by piece, or in NumPy.

Not told by time, which depends on the machine, nor by the word ``for``: recursion, comprehensions, np.vectorize and
functions that are called have loops as well. What counts is how many steps Python takes for small and for large inputs.
"""

from __future__ import annotations

import _thread
import contextlib
import gc
import io
import sys
import threading
from collections.abc import Callable

from cs_nn.checks import WrongResult, replaced
from cs_nn.language import lazy as _

#: Python's audit events of what takes work to where steps are not counted, and how a message says it.
_ELSEWHERE = {
    **dict.fromkeys(("_thread.start_new_thread", "_thread.start_joinable_thread"), _("it starts a thread")),
    **dict.fromkeys(
        ("os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen"), _("it starts a process")
    ),
    **dict.fromkeys(("sys.settrace", "sys.setprofile"), _("it changes how Python traces it")),
}
#: Threads that are no student's; None where threads of others may run, as in a kernel or in JupyterLab's own process.
_threads_before = None
_counting = False
_refused = []


class _Enough(BaseException):
    pass


def _audit(event, arguments):
    if _counting and event in _ELSEWHERE:
        _refuse(_ELSEWHERE[event])


def _refuse(what):
    _refused.append(what)
    _stop()


def _stop():
    global _counting
    _counting = False  # or Python, which ends the tracing when a trace function raises, would be taken for the student
    raise _Enough


sys.addaudithook(_audit)  # functions that are replaced could have been kept before


def refuse_other_threads() -> None:
    """From now on, before any code of a student has run, a thread that runs while steps are counted is a student's."""
    global _threads_before
    _threads_before = frozenset(sys._current_frames())


@contextlib.contextmanager
def _no_threads():
    """In Python 3.11 a new thread is no audit event."""

    def start(*args, **kwargs):
        _audit("_thread.start_new_thread", args)

    with contextlib.ExitStack() as stack:
        if sys.version_info < (3, 12):
            stack.enter_context(replaced(_thread, start_new_thread=start))
            stack.enter_context(replaced(threading, _start_new_thread=start))
        yield


@contextlib.contextmanager
def _without_collecting():
    """The collector of garbage would run finalizers and callbacks of others, whose steps would be counted."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextlib.contextmanager
def _quietly():
    """Without prints, and whatever is raised: the check itself says what it means."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
        yield


def python_steps(call: Callable[[], object], limit: float = float("inf")) -> int:
    """How many steps (bytecode instructions) Python takes in a call; it is ended when there are more than `limit`.

    `WrongResult` if work is done where steps can't be counted.
    """
    global _counting
    steps = 0

    def trace(frame, event, argument):
        nonlocal steps
        if event == "return" and not frame.f_trace_opcodes:
            _refuse(_ELSEWHERE["sys.settrace"])
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        if steps > limit:
            _stop()
        return trace

    _refused.clear()
    if _threads_before is not None and set(sys._current_frames()) - _threads_before:
        _refused.append(_("it has a thread running"))
    with _quietly(), _no_threads(), contextlib.suppress(_Enough), _without_collecting():
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            _counting = True
            call()
        finally:
            _counting = False
            sys.settrace(before)
    if _refused:
        raise WrongResult(
            _("{refused}: this function is asked to do its work by products of matrices, where it is called").format(
                refused=_refused[0]
            )
        )
    return steps


def grows(small: Callable[[], object], large: Callable[[], object], allowed: int) -> bool:
    """Whether a call with large inputs takes more than so many steps more than the one with small inputs."""
    with _quietly():
        small()  # what is done once, as imports
    python_steps(small)  # Python 3.13 counts few of the steps of a function that it traces for the first time
    steps = python_steps(small)
    return python_steps(large, steps + allowed) > steps + allowed
