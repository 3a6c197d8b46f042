"""Whether a function does its work in Python, piece by piece, or in NumPy.

Not told by time, which depends on the machine, nor by the word ``for``: recursion, comprehensions, np.vectorize and
functions that are called have loops as well. What counts is how many steps Python takes for small and for large inputs.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable


class _Enough(BaseException):
    pass


@contextlib.contextmanager
def _quietly():
    """Without prints, and whatever is raised: the check itself says what it means."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
        yield


def python_steps(call: Callable[[], object], limit: float = float("inf")) -> int:
    """How many steps (bytecode instructions) Python takes in a call; it is ended when there are more than `limit`."""
    steps = 0

    def trace(frame, event, argument):
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        if steps > limit:
            raise _Enough
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        with _quietly(), contextlib.suppress(_Enough):
            call()
    finally:
        sys.settrace(before)
    return steps


def grows(small: Callable[[], object], large: Callable[[], object], allowed: int) -> bool:
    """Whether a call with large inputs takes more than so many steps more than the one with small inputs."""
    with _quietly():
        small()  # what is done once, as imports
    steps = python_steps(small)
    return python_steps(large, steps + allowed) > steps + allowed
