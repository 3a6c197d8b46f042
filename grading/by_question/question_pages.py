"""The pages of grading by question. What students wrote does nothing there (`grading.pages`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
import nbformat
from nbconvert.exporters import HTMLExporter
from nbgrader.apps.api import NbGraderAPI
from tornado import web

from grading import pages
from grading.by_question.answer_groups import graded_notebook, grouped, read_answers
from grading.by_question.local_server import Keys, LocalPage
from grading.by_question.manual_marks import ChangedError, Mark, points_of, save
from grading.by_question.questions import Question, source_of, tallies
from grading.pictures import EMBEDDED

HERE = Path(__file__).parent
#: Characters of an answer that stand on the page before it is drawn.
PREVIEW = 3_000
#: Policy of an answer that is opened as a page of its own.
FRAGMENT = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
#: Policy of an exported notebook, beside its own: its scripts are not those of a page of this server.
EXPORTED = "frame-ancestors 'none'; sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox"


def application(api: NbGraderAPI, lab: str | None, port: int) -> tuple[web.Application, Keys]:
    """The server's pages about one lab, or about all, and the keys to them."""
    keys = Keys()
    rules = [("/", Overview), ("/question", OneQuestion), ("/answer", OneAnswer), ("/notebook", WholeNotebook),
             ("/marks", Marks)]  # fmt: skip
    given = {"api": api, "lab": lab, "keys": keys, "cookie": f"grading-{port}"}
    return web.Application(
        [(path, handler, given) for path, handler in rules],
        static_path=str(HERE / "static"),
        xsrf_cookies=True,
        xsrf_cookie_name=f"grading-xsrf-{port}",
        log_function=lambda handler: None,  # addresses are nobody's business
    ), keys


class Page(LocalPage):
    """A page about questions."""

    def question(self) -> Question:
        return Question(*map(self.get_query_argument, Question._fields))

    def page(self, template: str, **values: Any) -> None:
        self.finish(TEMPLATES.get_template(template).render(xsrf=self.xsrf_token.decode(), **values))


class Overview(Page):
    """The questions, and how many answers wait."""

    def get(self) -> None:
        with self.gradebook() as gradebook:
            found = tallies(self.api, gradebook, self.lab)
        self.page("overview.html.j2", questions=found)


class OneQuestion(Page):
    """All answers to a question. They are drawn as they come into view, each by `OneAnswer`."""

    def get(self) -> None:
        question, names = self.question(), self.get_query_argument("names", "") == "1"
        with self.gradebook() as gradebook:
            groups = grouped(read_answers(self.api, gradebook, question))
            if not groups:
                self.refuse(404, "The gradebook has no answers to such a question.")
            points = groups[0][0].grade.max_score
            source = source_of(self.api, question, points)
            self.page(
                "question.html.j2",
                question=question,
                names=names,
                groups=groups,
                points=points,
                parts=source.parts,
                anchor=pages.ANCHOR + "-".join(source.heading.split()),
                text=source.text and as_html(source.text, source.folder),
                model=source.model and as_html(source.model, source.folder),
            )


class OneStudents(Page):
    """Something of one student, who is told by the id of the grade: the address of a page has no names."""

    def notebook(self) -> tuple[Question, Path]:
        question = self.question()
        with self.gradebook() as gradebook:
            found = read_answers(self.api, gradebook, question, [self.get_query_argument("id")])
        path = graded_notebook(self.api, question, found[0].student) if found else None
        if path is None or not path.is_file():
            self.refuse(404, "There is no graded notebook of this answer: grade the submission again.")
        self.set_header("Content-Security-Policy", FRAGMENT)
        return question, path


class OneAnswer(OneStudents):
    """One answer as HTML, for the page of its question."""

    def get(self) -> None:
        question, path = self.notebook()
        for cell in json.loads(path.read_bytes())["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == question.name:
                self.finish(as_html(cell, path.parent))


class WholeNotebook(OneStudents):
    """The notebook in which an answer stands, as an exported page."""

    def get(self) -> None:
        _, path = self.notebook()
        self.set_header("Content-Security-Policy", EXPORTED)
        resources = {"metadata": {"name": path.stem, "path": str(path.parent)}}
        exporter = HTMLExporter(config=self.api.config, template_name="lab")
        page, _ = exporter.from_notebook_node(nbformat.read(path, as_version=4), resources=resources)
        self.finish(page)


class Marks(Page):
    """Takes marks."""

    def post(self) -> None:
        try:
            sent = json.loads(self.request.body)
            texts = ("id", "seen", "score", "comment")
            marks = [Mark(**{name: str(mark[name]) for name in texts}, again=bool(mark.get("again"))) for mark in sent]
        except (AttributeError, KeyError, TypeError, ValueError):
            self.refuse(400, "These are no marks.")
        with self.gradebook() as gradebook:
            try:
                self.finish({"states": save(self.api, gradebook, self.question(), marks)})
            except ValueError as error:
                self.refuse(400, str(error))
            except ChangedError as error:
                self.set_status(409)
                self.finish({"message": str(error), "states": error.states})


def as_html(cell: dict[str, Any], folder: Path) -> str:
    """A cell as HTML that does nothing."""
    context: Any = {"resources": {"metadata": {"path": str(folder)}}, "cell": cell}
    show = pages.markdown2html if cell["cell_type"] == "markdown" else pages.highlight_code
    return show(context, "".join(cell["source"]))


def preview(text: str) -> str:
    """What stands on the page until an answer is drawn, and can be searched for in the browser."""
    return EMBEDDED.sub("…", text)[:PREVIEW]


def _environment():
    folders = [HERE / "templates", pages.TEMPLATES / "base"]
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    found.filters |= {
        "with_our_scripts": lambda policy: f"{pages.with_our_scripts(policy)} 'self'",
        "points_of": points_of,
        "query": urlencode,
        "preview": preview,
    }
    return found


TEMPLATES = _environment()
