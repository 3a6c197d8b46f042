"""Run when a kernel starts: a name that is missing because the set-up cell has not run is no riddle."""


def explain(shell, etype, value, trace, tb_offset=None):
    import sys
    from pathlib import Path

    name = value.name or ""
    before_set_up = "cs_nn.tools.reloading" not in sys.modules and (
        isinstance(value, NameError) or name.partition(".")[0] == "cs_nn"
    )
    module = Path("..", "..", "cs_nn", f"{name}.py")  # its import has failed in the set-up cell
    if name and (before_set_up or module.is_file()) and not hasattr(value, "_render_traceback_"):
        value._render_traceback_ = lambda: [
            f"\x1b[1m{name} is not there yet:\x1b[0m run the set-up cell first.",
            "It is at the top of the notebook, begins with import os, and runs again after each restart of the kernel.",
        ]
    shell.showtraceback((etype, value, trace), tb_offset=tb_offset)


get_ipython().set_custom_exc((NameError, ModuleNotFoundError), explain)  # noqa: F821
del explain
