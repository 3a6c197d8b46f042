"""Where the time of grading goes: ``python stopwatch.py OUT MODULE ARGUMENTS`` runs ``python -m MODULE ARGUMENTS``.

It runs in a course's folder. Time is counted for the innermost function of `PLACES` that is running. What is written to
OUT is JSON: by place the seconds, and those of this process's processor.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import json
import runpy
import sys
import time
from collections.abc import Callable
from pathlib import Path

START, CODE = "starting the command", "student's code"
#: Functions by place; of a class all public methods.
PLACES = {
    "conversion": ["nbgrader.converters.base:BaseConverter.convert_notebooks"],
    "reading": ["grading.rebuilding:rebuild_notebook", "grading.submitted:clean_submission"],
    "sanitizing": [
        "grading.restoring:RestoreCells.preprocess",
        "nbgrader.preprocessors:DeduplicateIds.preprocess",
        "nbgrader.preprocessors:OverwriteKernelspec.preprocess",
        "nbgrader.preprocessors:OverwriteCells.preprocess",
    ],
    "package without solutions": ["grading.runner_process:course_layer"],
    "starting the sandbox": ["grading.runner_process:collect_answers"],
    CODE: [],  # from the moment on in which the sandboxed process says that it is ready
    "judging": ["grading.hidden_checks:run_checks", "grading.check_outputs:check_outputs"],
    "known mistakes": ["grading.reference:known_of"],
    "gradebook": [
        "nbgrader.api:Gradebook",
        "nbgrader.preprocessors:SaveAutoGrades.preprocess",
        "nbgrader.preprocessors:AssignLatePenalties.preprocess",
        "grading.networks:SaveExtraCredit.preprocess",
        "nbgrader.converters.autograde:Autograde.init_assignment",
        "sqlalchemy.orm:Session",
    ],
    "writing": [
        "nbgrader.converters.base:BaseConverter.init_assignment",
        "nbgrader.converters.base:BaseConverter.init_destination",
        "nbgrader.converters.base:BaseConverter.set_permissions",
        "nbgrader.converters.base:BaseConverter.write_single_notebook",
    ],
}


class Stopwatch:
    def __init__(self) -> None:
        self.running = [START]
        self.spent = {place: [0.0, 0.0] for place in (START, *PLACES)}
        self.last = time.perf_counter(), time.process_time()

    def lap(self) -> None:
        now = time.perf_counter(), time.process_time()
        for column in range(2):
            self.spent[self.running[-1]][column] += now[column] - self.last[column]
        self.last = now

    def watched(self, place: str, function: Callable) -> Callable:
        @functools.wraps(function)
        def watched(*arguments, **settings):
            self.lap()
            self.running.append(place)
            try:
                return function(*arguments, **settings)
            finally:
                self.lap()
                self.running.pop()

        return watched

    def watch(self, place: str, name: str) -> None:
        """Watch a function wherever it is known by its name, or all methods of a class."""
        module, _, path = name.partition(":")
        owner, _, attribute = path.rpartition(".")
        module = importlib.import_module(module)
        thing = getattr(getattr(module, owner) if owner else module, attribute)
        if inspect.isclass(thing):
            for key, method in vars(thing).items():
                if inspect.isfunction(method) and (key == "__init__" or not key.startswith("_")):
                    setattr(thing, key, self.watched(place, method))
        elif owner:
            setattr(getattr(module, owner), attribute, self.watched(place, thing))
        else:
            watched = self.watched(place, thing)
            for other in list(sys.modules.values()):
                if vars(other).get(attribute) is thing:
                    setattr(other, attribute, watched)


def watch_reader(stopwatch: Stopwatch, reader: type) -> None:
    feed = reader.feed

    def watched(self, data):
        ended = feed(self, data)
        if self.started:
            stopwatch.lap()
            stopwatch.running[-1] = CODE
        return ended

    reader.feed = watched


def main(out: str, module: str, *arguments: str) -> None:
    sys.path[0] = str(Path.cwd())
    stopwatch = Stopwatch()
    for place, names in PLACES.items():
        for name in names:
            stopwatch.watch(place, name)
    watch_reader(stopwatch, importlib.import_module("grading.answers").Reader)
    sys.argv[1:] = arguments
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        stopwatch.lap()
        Path(out).write_text(json.dumps(stopwatch.spent), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
