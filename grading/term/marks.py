"""``python -m grading marks LAB --for SYSTEM``: the marks of a lab, in the file that the system takes back."""

from __future__ import annotations

import argparse
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps import ExportApp

from cs_nn.tools.labs import which_lab
from grading.__main__ import lab_name
from grading.term.gradebook import open_course
from grading.term.marks_files import PLUGINS

LIKE = {
    "moodle": "the grading worksheet of the assignment (without: a table for Moodle's gradebook import)",
    "canvas": "the gradebook as Canvas exports it",
    "blackboard": "the grade centre or gradebook as Blackboard downloads it",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Where a mark is missing, because an answer is not graded yet or nothing was handed in, the cell is empty, or "
        "stays as it is in the system's own file. Who handed in nothing is in a second table. --like names the "
        "system's own file, which has its ids: "
        + "; ".join(f"for {name} {what}" for name, what in LIKE.items())
        + ". Settings of nbgrader's kind: nbgrader export --exporter=grading.term.marks_files.CanvasMarks."
    )
    parser.add_argument("lab", nargs="?", type=lab_name, metavar="LAB", help="a lab that has been graded")
    parser.add_argument("--for", dest="system", choices=list(PLUGINS), required=True, help="the system")
    parser.add_argument("--like", type=Path, metavar="FILE", help="the system's own file, to be filled in")
    parser.add_argument("--column", help="the column of the lab in FILE, if it can't be told")
    parser.add_argument("--to", type=Path, metavar="FILE", help="by default marks/LAB-SYSTEM.csv")


def run(options: argparse.Namespace) -> None:
    if options.lab is None:
        raise SystemExit(which_lab("python -m grading marks --for csv"))
    target = options.to or Path("marks", f"{options.lab}-{options.system}.csv")
    app = ExportApp()
    try:
        if options.to and options.to.exists():
            raise ValueError(f"{options.to} is there already: name another file by --to, or take it away")
        open_course(Path.cwd())
        target.parent.mkdir(parents=True, exist_ok=True)
        app.initialize(["--log-level=WARN"])
        app.plugin_class = PLUGINS[options.system]
        app.config.ExportPlugin.to, app.config.ExportPlugin.assignment = str(target), [options.lab]
        app.config.MarksFile.like, app.config.MarksFile.column = str(options.like or ""), options.column or ""
        app.init_plugin()
        with Gradebook(app.coursedir.db_url, app.coursedir.course_id) as gradebook:
            told = app.plugin_inst.write_files(gradebook)
    except (ValueError, OSError) as error:
        raise SystemExit(f"marks: {error}") from None
    print("\n".join(told))
