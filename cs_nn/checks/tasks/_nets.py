"""Nets for the checks: made by the student's own constructor, with the parameters of a case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from cs_nn.checks import Case, WrongResult
from cs_nn.language import lazy as _


def construct(cls: type, *arguments: Any, **settings: Any) -> Any:
    """The object that a class makes of these arguments; `WrongResult` if its constructor does not work."""
    try:
        return cls(*arguments, **settings)
    except Exception as error:
        given = ", ".join(map(str, arguments))
        raise WrongResult(
            _(
                "{function}({given}, ...) stopped with {kind}: {error}. Its __init__ was given: compare it "
                "with the file as you got it"
            ).format(function=cls.__name__, given=given, kind=type(error).__name__, error=error)
        ) from error


def give_parameters(net: Any, case: Case, names: Iterable[str]) -> None:
    """Put parameters of the case into ``net.params``, in the net's own arrays: other names of them stay right."""
    params, kind = getattr(net, "params", None), type(net).__name__
    for name in names:
        own = params.get(name) if isinstance(params, dict) else None
        if not isinstance(own, np.ndarray) or own.shape != case[name].shape:
            raise WrongResult(
                _(
                    '{kind}.__init__ must set self.params["{name}"], an array of shape {shape}: it was '
                    "given, compare it with the file as you got it"
                ).format(kind=kind, name=name, shape=case[name].shape)
            )
        own[...] = case[name]


def require_same_parameters(net: Any, case: Case, names: Iterable[str], function: str) -> None:
    """`WrongResult` if a function has changed a parameter that `give_parameters` has put in."""
    for name in names:
        now = net.params.get(name) if isinstance(net.params, dict) else None
        if now is None or not np.array_equal(now, case[name].astype(np.asarray(now).dtype)):
            raise WrongResult(
                _('{function} changes self.params["{name}"]: only train may change the parameters').format(
                    function=function, name=name
                )
            )


def parameter_names(case: Case) -> list[str]:
    """The names of the parameters among the inputs: W or W1, b1, ..."""
    return [key for key in case if key[0] in "Wb" and (key[1:].isdigit() or key[1:] == "")]
