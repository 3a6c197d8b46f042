"""Grading trained networks that were handed in, by their accuracy on held-out test images.

No code of the student's runs: the file is read within limits and used with the worked solution.
"""

from __future__ import annotations

import contextlib
import functools
import io
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from cs_nn import checks
from cs_nn.checks.weights_file import WeightsError, count_right, read_weights
from cs_nn.checks.weights_task import NETWORKS
from cs_nn.data import Dataset, load_cifar10
from cs_nn.language import lazy as _
from cs_nn.language import translated
from cs_nn.tools.labs import find_lab
from grading.plain import one_line
from grading.record import Record

#: A test accuracy so far above the validation accuracy is no chance (4 standard errors of 1,000 images).
SUSPICIOUS = 0.07


class DataMissing(RuntimeError):
    """The data that a network was trained on are not on this machine: our failure, not the student's."""


@dataclass(frozen=True)
class NetworkGrade:
    """What a handed-in network is worth. ``note`` is for the instructor and the student; empty if all is usual."""

    points: float
    extra: int
    text: str
    note: str = ""

    def outputs(self, max_points: float) -> list:
        """Outputs of the test cell, in the form that nbgrader scores."""
        if self.points == 0:
            failed = checks.CheckFailed([("fail", self.text)])
            return [new_output("error", ename="CheckFailed", evalue=str(failed), traceback=failed._render_traceback_())]
        outputs = [new_output("stream", name="stdout", text=f"{translated(self.text)}\n")]
        if self.points < max_points:
            data = {"text/plain": f"{self.points:g}"}
            outputs.append(new_output("execute_result", data=data, execution_count=1))
        return outputs


@functools.cache  # once per run
def held_out_data() -> Dataset:
    with contextlib.redirect_stdout(io.StringIO()):  # it would say that this is the embedded set
        return load_cifar10()


def grade_network(name: str, folder: Path, max_points: float) -> NetworkGrade:
    """Grade ``<folder>/<name>.npz`` on all test images; `DataMissing` if they are not here."""
    try:
        weights = read_weights(name, folder)
    except WeightsError as error:
        return NetworkGrade(0.0, 0, _("{task}: {problem}").format(task=name, problem=one_line(error)))
    data = held_out_data()
    if data.embedded and not weights.embedded:
        raise DataMissing(f"{name} was trained on CIFAR-10, which is not here: run ./get_datasets.sh, then grade again")
    if weights.embedded and not data.embedded:
        return NetworkGrade(
            0.0, 0, _("{name} was trained on the embedded set; it is graded on CIFAR-10").format(name=name)
        )
    count = len(data.y_test_full)
    right = count_right(name, weights, data.X_test_full, data.y_test_full)
    points, extra = NETWORKS[name].score(right, count, max_points)
    what = _("{name}: accuracy {accuracy:.4f} on {count:,} test images, {points:g} of {max_points:g} points").format(
        name=name, accuracy=right / count, count=count, points=float(points), max_points=float(max_points)
    )
    validation = count_right(name, weights, data.X_val, data.y_val) / len(data.y_val)
    if right / count > validation + SUSPICIOUS:
        note = _(
            "{name}: test accuracy {accuracy:.3f} is far above validation accuracy {validation:.3f}, as after training "
            "on test images. No extra credit was given ({extra} would be due): look at it."
        ).format(name=name, accuracy=right / count, validation=validation, extra=extra)
        return NetworkGrade(points, 0, what, note)
    return NetworkGrade(
        points, extra, _("{network}, extra credit {extra}").format(network=what, extra=extra) if extra else what
    )


class SaveExtraCredit(NbGraderPreprocessor):
    """Write the extra credit of handed-in networks into the gradebook, after `SaveAutoGrades`."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        info = resources["nbgrader"]
        extra = Record.read(nb.metadata).extra
        if extra:
            with Gradebook(info["db_url"]) as gradebook:
                for name in find_lab(info["assignment"]).weights:
                    if name in extra:
                        grade = gradebook.find_grade(name, info["notebook"], info["assignment"], info["student"])
                        grade.extra_credit = float(extra[name])
                gradebook.db.commit()
        return nb, resources
