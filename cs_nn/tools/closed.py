"""Given code that computes what students must write: it can be used in notebooks, and not be called by a hand-in."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from types import ModuleType

#: Modules of `cs_nn.tools` with networks or layers of their own, for experiments.
COMPUTING = ("deep_net", "dft_conv", "rnn", "xor_study")
#: What the checks are made of: in the grader's process, where nothing else needs it, it is closed too.
CHECKING = ("checks", "probes", "tasks")


class _Closed(ModuleType):
    """Stands for a module: it can be imported, and what it is said to hold can't be called."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)

        def refuse(*args, **kwargs):
            raise ImportError(
                f"{name} of {self.__name__} is there for experiments: a function that is checked can't call it"
            )

        return refuse


@contextlib.contextmanager
def closed(*names: str) -> Iterator[None]:
    """Close modules of `cs_nn.tools`, with all that is in them, for whoever imports them from now on."""
    import cs_nn.tools

    full_names = [f"{cs_nn.tools.__name__}.{name}" for name in names]
    before = {
        name: module
        for name, module in sys.modules.items()
        if any(f"{name}.".startswith(f"{closed}.") for closed in full_names)
    }
    attributes = {name: vars(cs_nn.tools)[name] for name in names if name in vars(cs_nn.tools)}
    for full_name in sorted({*before, *full_names}):  # packages before their modules
        parent, _, name = full_name.rpartition(".")
        sys.modules[full_name] = _Closed(full_name)
        setattr(sys.modules[parent], name, sys.modules[full_name])
    try:
        yield
    finally:
        for name, full_name in zip(names, full_names):
            sys.modules.pop(full_name, None)
            vars(cs_nn.tools).pop(name, None)
        sys.modules.update(before)
        vars(cs_nn.tools).update(attributes)
