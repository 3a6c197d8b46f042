"""Given code that computes what students must write: it can be used in notebooks, and not be called by a hand-in."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from cs_nn.language import gettext as _

#: Modules with networks or layers of their own, for experiments.
COMPUTING = ("cs_nn.tools.deep_net", "cs_nn.tools.dft_conv", "cs_nn.tools.rnn", "cs_nn.tools.xor_study")
#: What the checks are made of: in the grader's process, where nothing else needs it, it is closed too.
CHECKING = ("cs_nn.checks",)


class ClosedModule(ModuleType):
    """Stands for a module: it can be imported, and what it is said to hold can't be called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def refuse(*args, **kwargs):
            raise ImportError(
                _("{name} of {function} is there for experiments: a function that is checked can't call it").format(
                    name=name, function=self.__name__
                )
            )

        return refuse


@contextlib.contextmanager
def closed(*names: str) -> Iterator[None]:
    """Close modules, by their full names, with all that is in them, for whoever imports them from now on."""
    before = {
        name: module
        for name, module in sys.modules.items()
        if name.startswith(names) and any(f"{name}.".startswith(f"{closed}.") for closed in names)
    }
    parents = {name: importlib.import_module(name.rpartition(".")[0]) for name in names}
    attributes = {name: vars(parents[name]).get(name.rpartition(".")[2]) for name in names}
    for full_name in sorted({*before, *names}):  # packages before their modules
        parent, _, name = full_name.rpartition(".")
        sys.modules[full_name] = ClosedModule(full_name)
        setattr(sys.modules[parent], name, sys.modules[full_name])
    try:
        yield
    finally:
        for full_name, attribute in attributes.items():
            name = full_name.rpartition(".")[2]
            sys.modules.pop(full_name, None)
            if attribute is None:
                vars(parents[full_name]).pop(name, None)
            else:
                setattr(parents[full_name], name, attribute)
        sys.modules.update(before)
