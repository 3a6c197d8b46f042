"""The sentences that are said while a student works, and by the grader: what `cs_nn.language` looks up.

Those of the code are found by Babel's extractors, where they stand in ``_("...")``. Others are kept as they are and
looked up where they are shown: the sentences of known mistakes, and what a case of a check says that it is about.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from cs_nn import checks
from cs_nn.checks import Case
from cs_nn.language import LazyText
from cs_nn.report.figures_beside import FILE as PUBLISHED
from cs_nn.tools.labs import COURSE, load_labs
from grading.feedback_words import WORDS
from grading.fresh_inputs import hidden_cases, large_cases
from grading.kinds import KINDS
from grading.mistakes import load_mistakes

#: A message, or one and that of several.
Message = str | tuple[str, ...]

CHECKS, TOOLS, PAGES = "checks", "tools", "pages"
#: By Babel: what is called with a message, and how files are read.
KEYWORDS = {"_": None, "lazy": None, "gettext": None, "ngettext": (1, 2), "nlazy": (1, 2)}
METHODS = [("**.py", "python"), ("**.j2", "jinja2.ext.babel_extract")]


def runtime_messages(course: Path = COURSE) -> dict[str, dict[Message, list[str]]]:
    """By catalogue its messages, and where each stands. One that stands in several is in the first of them."""
    labs = list(load_labs(course))
    found: dict[str, dict[Message, list[str]]] = {
        name: {} for name in (CHECKS, *(f"{CHECKS}_{lab}" for lab in labs), TOOLS, PAGES)
    }
    for file, message in _of_code(course):
        found[_catalogue(file, labs)].setdefault(message, []).append(file)
    for message in (message for kind in KINDS for message in (kind.name, kind.advice)):
        found[PAGES].setdefault(message, []).append("grading/kinds.py")
    for message in WORDS:
        found[PAGES].setdefault(message, []).append("nbgrader's page of feedback")
    for title in (lab.title for lab in load_labs(course).values()):
        found[PAGES].setdefault(title, []).append("assignments/labs.toml")
    for label in _of_reports(course):
        found[TOOLS].setdefault(label, []).append(f"assignments/{PUBLISHED}")
    of_labs = {lab: {*_of_mistakes(lab), *_of_cases(lab)} for lab in labs}
    for lab, messages in of_labs.items():
        for message in sorted(messages):
            shared = sum(message in others for others in of_labs.values()) > 1
            labs_of = found[CHECKS if shared else f"{CHECKS}_{lab}"].setdefault(message, [])
            labs_of += [lab] if lab not in labs_of else []
    known: set[Message] = set()
    for places in found.values():
        for message in known & places.keys():
            del places[message]
        known |= places.keys()
    return found


def _of_code(course: Path) -> Iterator[tuple[str, Message]]:
    for folder in ("cs_nn", "grading"):
        rows = extract_from_dir(
            course / folder, METHODS, keywords=KEYWORDS, directory_filter=lambda path: "__pycache__" not in str(path)
        )
        for file, _line, message, _comments, _context in rows:
            yield f"{folder}/{file}", message


def _catalogue(file: str, labs: list[str]) -> str:
    """The catalogue for the messages of a file; cases of hidden checks are only the grader's."""
    if file.startswith("cs_nn/checks/"):
        lab = Path(file).stem
        return f"{CHECKS}_{lab}" if lab in labs else CHECKS
    return TOOLS if file.startswith(("cs_nn/", "grading/student/")) else PAGES


def _of_mistakes(lab: str) -> Iterator[str]:
    """The sentences of a lab's known mistakes; those that rules of a check name stand in the check."""
    return (mutant.sentence for mutants in load_mistakes(lab).values() for mutant in mutants if mutant.own)


def _of_reports(course: Path) -> Iterator[str]:
    """How the figures are called that experiments report (`cs_nn.tools.results`)."""
    table = tomllib.loads((course / "assignments" / PUBLISHED).read_text(encoding="utf-8"))
    yield from (entry["name"].partition(": ")[2] for entry in table["result"])


def _of_cases(lab: str) -> Iterator[str]:
    """What the cases of a lab's visible and hidden checks are about."""
    for task in checks.lab_tasks(lab).values():
        cases: list[Case] = [
            *checks.visible_cases(task),
            *hidden_cases(lab, task.name, 0),
            *large_cases(lab, task.name, 0),
        ]
        yield from (case["about"] for case in cases if not isinstance(case["about"], LazyText))
