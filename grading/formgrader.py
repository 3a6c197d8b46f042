"""What somebody else wrote does nothing on Formgrader's pages: addresses, and names of students and files.

nbgrader writes parts of the address into its pages as they are, and ``/formgrader?path=`` runs the nbgrader_config.py
of any folder: a link in a student's answer could run scripts, or a file that was handed in. `nbgrader_config.py` puts
`RULES` in the place of Formgrader's own. (The page of one submission is nbconvert's: `grading.pages`.)
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import Any

import jinja2
from jupyter_server.base.handlers import JupyterHandler
from nbgrader.server_extensions.formgrader import handlers
from tornado import web

#: What ends a text or begins a tag in HTML, or ends a string in JavaScript. No id of a student or a lab has it.
ACTING = r'(?:[<>"\\]|%3[CE]|%22|%5C)'


def _policy():
    """A page runs the scripts and the actions of buttons in its template, and loads styles and data of this server."""
    texts = [path.read_text(encoding="utf-8") for path in Path(handlers.template_path).glob("*.tpl")]
    actions = {action for text in texts for action in re.findall(r' onclick="([^"{]+)"', text, re.IGNORECASE)}
    hashes = [base64.b64encode(hashlib.sha256(action.encode()).digest()).decode() for action in sorted(actions)]
    scripts = " ".join(["'nonce-{}'", "'unsafe-hashes'", *(f"'sha256-{each}'" for each in hashes)])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
    )


def _template(name):
    """One of nbgrader's templates; its scripts carry the page's nonce and get values as JSON."""
    text = Path(handlers.template_path, name).read_text(encoding="utf-8")
    text = re.sub(r'= "\{\{ (\w+) \}\}";', r"= {{ \1|tojson }};", text)
    return text.replace("<script", '<script nonce="{{ nonce }}"')


POLICY = _policy()
#: The page of a submission that is in the gradebook only.
GONE = (
    "{% extends 'base.tpl' %}{% block title %}Not found{% endblock %}"
    "{% block body %}<p>There is no {{ file }}. Grade this submission again.</p>{% endblock %}"
)
TEMPLATES = jinja2.Environment(loader=jinja2.FunctionLoader(_template), autoescape=True)


class Page:
    """A page of tables (or of an error) with a Content-Security-Policy, and with all that it is told as text."""

    def render(self: Any, name: str, **values: Any) -> str:
        nonce = secrets.token_urlsafe(16)
        self.add_header("Content-Security-Policy", POLICY.format(nonce))  # beside that of the server
        if name == "formgrade_404.tpl":  # nbgrader's own needs a template that nbgrader does not have
            file = Path(values["resources"]["filename"]).relative_to(self.coursedir.root)
            self.set_status(404)
            self.finish(TEMPLATES.from_string(GONE).render(nonce=nonce, base_url=self.base_url, file=file))
            raise web.Finish
        return TEMPLATES.get_template(name).render(nonce=nonce, **values)


class Files(handlers.SubmissionFilesHandler):
    """Files of a submission: none of them acts."""

    @property
    def content_security_policy(self) -> str:
        return f"{super().content_security_policy}; sandbox"


class Refused(JupyterHandler):
    """The answer to an address with something in it that could act."""

    def get(self, *parts: str) -> None:
        raise web.HTTPError(404)


class OwnCourse(handlers.FormgraderHandler):
    """Formgrader's first page, for this course only."""

    def get(self) -> None:
        path = self.get_argument("path", "")
        if path and os.path.realpath(path) != os.path.realpath(self.coursedir.root):
            raise web.HTTPError(404, "Formgrader shows the course in whose folder JupyterLab was started.")
        super().get()


def _ours(handler):
    """Our version of one of nbgrader's handlers."""
    if handler is handlers.FormgraderHandler:
        return OwnCourse
    if handler is handlers.SubmissionFilesHandler:
        return Files
    if issubclass(handler, handlers.BaseHandler):
        return type(handler.__name__, (Page, handler), {})
    return handler  # of files that come with nbgrader


RULES = [
    (rf"/formgrader/.*(?i:{ACTING}).*", Refused),
    *((pattern, _ours(handler), *options) for pattern, handler, *options in handlers.default_handlers),
]
