"""Run when a kernel starts: what is missing because a cell above has not run, or is not written, is no riddle."""


def explain(shell, etype, value, trace, tb_offset=None):
    import importlib.util
    import sys
    import traceback
    from pathlib import Path

    try:  # by itself, from the kit that the lab's folder lies in: the package is there after the set-up cell only
        spec = importlib.util.spec_from_file_location("language", Path("..", "..", "cs_nn", "language.py").resolve())
        language = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(language)
        _ = language.gettext
    except Exception:  # a folder that is no kit
        _ = str
    file, line = traceback.extract_tb(trace)[-1][:2]
    of_student = Path(file).resolve().parent.name == "cs_nn"
    name = getattr(value, "name", None) or ""
    before_set_up = "cs_nn.tools.reloading" not in sys.modules and (
        isinstance(value, NameError) or name.partition(".")[0] == "cs_nn"
    )
    module = Path("..", "..", "cs_nn", f"{name}.py")  # its import has failed in the set-up cell
    lines = []
    if isinstance(value, NotImplementedError):
        if of_student and value.args:
            lines = [
                _("\x1b[1m{function} is not written yet\x1b[0m (cs_nn/{file}, line {number}).").format(
                    function=value.args[0], file=Path(file).name, number=line
                ),
                _("This cell needs it. Write it, save the file, run its check, then run this cell again."),
            ]
            from cs_nn.tools.labs import load_labs

            labs, here = {}, Path.cwd().name  # a notebook runs in its lab's folder
            try:
                labs = load_labs()
            except (OSError, ValueError):  # no list of labs, or one that is damaged
                pass
            owner = next((lab for lab in labs.values() if Path(file).name in lab.modules), None)
            if owner and here in labs and [*labs].index(owner.name) < [*labs].index(here):
                said = _("It belongs to {lab}. If yours does not work: README.md, Without an earlier lab.")
                lines.append(said.format(lab=owner.title))
    elif name and (before_set_up or module.is_file()):
        lines = [
            _("\x1b[1m{name} is not there yet:\x1b[0m run the set-up cell first.").format(name=name),
            _(
                "It is at the top of the notebook, begins with import os, and runs again after each restart of the "
                "kernel."
            ),
        ]
    elif isinstance(value, NameError) and not of_student:
        value.add_note(
            _(
                "Is {name} made in a cell further up? Run that cell first: after a restart of the kernel nothing is\n"
                "there any more (menu Run > Run All Above Selected Cell)."
            ).format(name=name)
        )
    if lines and not hasattr(value, "_render_traceback_"):
        value._render_traceback_ = lambda: lines
    shell.showtraceback((etype, value, trace), tb_offset=tb_offset)


get_ipython().set_custom_exc((NameError, ModuleNotFoundError, NotImplementedError), explain)  # noqa: F821
del explain
