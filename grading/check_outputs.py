"""What a graded test cell shows: the text of the notebook's own check, then what fresh inputs have shown."""

from __future__ import annotations

import functools

import matplotlib
from nbformat import NotebookNode
from nbformat.v4 import new_output

from cs_nn import checks
from cs_nn.checks.heat_map import error_heat_map
from cs_nn.checks.message import styled
from cs_nn.checks.report import has_heat_map, likely, read_again
from cs_nn.language import lazy as _
from cs_nn.tools.plots import picture
from grading.hidden_checks import Checked

matplotlib.use("agg")  # pictures go into notebooks: on a desktop no window is wanted, nor a thread that may open one


def check_outputs(lab: str, name: str, checked: Checked) -> list[NotebookNode]:
    """The outputs of a test cell that says ``check("<name>")``."""
    verdict = checked.visible
    if verdict is None:  # it stopped or did not end, or the notebook can't be read
        return [hidden_error(name, checked.problem)]
    if verdict.problem is None:
        text = "".join(f"{styled(style, line)}\n" for style, line in verdict.lines)
        said = [new_output("stream", name="stdout", text=text)]
        return said if checked.problem is None else [*said, hidden_error(name, checked.problem)]
    told = [] if verdict.problem.mistake == "stub" else place_of(lab, name)
    outputs = [failed_output([*verdict.lines, *told])]
    if verdict.picture is not None and has_heat_map(verdict.picture):
        shown = verdict.picture
        data, metadata = picture(*error_heat_map(shown.got, shown.expected, shown.name))
        outputs.append(new_output("display_data", data=data, metadata=metadata))
    return outputs


@functools.cache  # the course's own notebook, which is read for it
def place_of(lab: str, name: str) -> list[tuple[str, str]]:
    return read_again(lab, name)


def failed_output(lines: list[tuple[str, str]]) -> NotebookNode:
    failed = checks.CheckFailed(lines)
    return new_output("error", ename="CheckFailed", evalue=str(failed), traceback=failed._render_traceback_())


def hidden_error(name: str, problem: checks.Problem) -> NotebookNode:
    """The output for a failed hidden check: what is wrong and the hint, but no input and no number."""
    lines = [("fail", checks.headline(name, problem))]
    if problem.mistake != "stopped":
        if problem.about:
            said = _("Found on other inputs than those of the notebook's own check ({case}).")
            lines.append(("", said.format(case=_(problem.about))))
        else:
            lines.append(("", _("Found on other inputs than those of the notebook's own check.")))
    if problem.hint:
        lines.append(likely(problem.hint))
    return failed_output(lines)
