"""``python -m grading grade``: grade written answers question by question, in a browser."""

from __future__ import annotations

import argparse
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.exc import DBAPIError

from grading.by_question.local_server import free_port, serve
from grading.by_question.question_pages import application
from grading.by_question.questions import tallies
from grading.term.gradebook import open_course


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Opens a page in the browser on which all answers to a question stand together, equal ones as one. Marks and "
        "comments go into the gradebook at once, where Formgrader shows them. Names are hidden unless you ask. "
        "The page is for this machine only, and ends with Ctrl-C."
    )
    parser.add_argument("lab", nargs="?", metavar="LAB", help="a lab that has been graded; all by default")
    parser.add_argument("--port", type=port, default=0, help="port of the page; a free one by default")
    parser.add_argument("--no-browser", action="store_true", help="only print the page's address")


def run(options: argparse.Namespace) -> None:
    try:
        api = course_with_answers(options.lab)
        sockets, found = free_port(options.port)
        if options.port not in (0, found):
            print(f"Port {options.port} is in use or not allowed.")
        pages, keys = application(api, options.lab, found)
        serve(pages, sockets, keys, browser=not options.no_browser)
    except ValueError as error:
        raise SystemExit(f"grade: {error}") from None
    except DBAPIError as error:
        raise SystemExit(f"grade: the gradebook can't be used ({error.orig})") from None
    except KeyboardInterrupt:
        print("\nStopped. What was saved is in the gradebook.")


def course_with_answers(lab: str | None) -> NbGraderAPI:
    """nbgrader's interface to the course of this folder; `ValueError` if it has no answers (of a lab)."""
    api = open_course(Path.cwd())
    with api.gradebook as gradebook:
        if not tallies(api, gradebook, lab):
            which = f" of {lab}" if lab else ""
            raise ValueError(
                f"the gradebook has no written answers{which}: run nbgrader autograde {lab or 'LAB'} first"
            )
    return api


def port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: give a number up to 65535")
    return int(text)
