"""Signs that what is on the disk is not what the student has seen: unsaved notebooks, and checks of older code."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cs_nn.language import gettext as _
from cs_nn.language import ngettext
from cs_nn.tools.labs import load_labs


def stale_notebooks(times: Mapping[str, float]) -> Iterator[str]:
    """Notebooks last saved before a module was changed: their checks saw other code."""
    modules = {name: saved for name, saved in times.items() if name.endswith(".py")}
    for name, saved in times.items():
        # Zip archives and some disks keep times to two seconds.
        newer = [module for module, changed in modules.items() if changed > saved + 2]
        if name.endswith(".ipynb") and newer:
            yield ngettext(
                "{name}: {files} was changed after the notebook was saved. Run its checks again and save",
                "{name}: {files} were changed after the notebook was saved. Run its checks again and save",
                len(newer),
            ).format(name=name, files=", ".join(newer))


def unsaved_notebook(notebooks: dict[str, list[dict]]) -> Iterator[str]:
    """A warning if cells of this notebook were run since it was saved, as far as its kernel can tell."""
    shell = notebook_shell()
    history = shell.history_manager.input_hist_raw if shell is not None else []
    if len(history) < 2 or not notebooks:
        return
    # Jupyter Server tells a kernel its notebook; other programs may not.
    name = re.split(r"[/\\]", os.environ.get("JPY_SESSION_NAME", ""))[-1]
    if name in {f"{other}.ipynb" for lab in load_labs().values() for other in lab.notebooks} - notebooks.keys():
        return  # of another lab
    if name not in notebooks:
        sources = {name: {cell["source"].strip() for cell in cells} for name, cells in notebooks.items()}
        known = {name: sum(source.strip() in sources[name] for source in history[1:]) for name in notebooks}
        name = max(notebooks, key=known.__getitem__)
        if not known[name]:  # a notebook of none of the labs
            return
    runs = unsaved_runs(history[:-1], notebooks[name])
    if runs:
        cells = ", ".join(f"[{n}]" for n in runs[:5]) + (" ..." if len(runs) > 5 else "")
        yield _("{name}: cells were run since it was last saved ({cells}). Save it (Ctrl+S) and hand in again").format(
            name=name, cells=cells
        )


def unsaved_runs(history: Sequence[str], cells: list[dict]) -> list[int]:
    """The execution counts of runs that a saved notebook can't contain yet.

    `history` lists the code a kernel has run, by execution count. Runs before the last one that was
    saved say nothing: their cells may have been edited and run again.
    """
    saved = {str(cell.get("execution_count")): cell["source"].strip() for cell in cells if cell["cell_type"] == "code"}
    runs = {n: code.strip() for n, code in enumerate(history) if code.strip()}
    last_saved = max((n for n, code in runs.items() if saved.get(str(n)) == code), default=0)
    return [n for n, code in runs.items() if n > last_saved and not re.search(r"\bsubmit\(", code)]


def notebook_shell() -> Any:
    """The IPython shell of a notebook's kernel, or None outside a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if getattr(shell, "kernel", None) is not None else None
